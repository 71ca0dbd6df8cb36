"""Ranks that follow from printed changes, worked by hand from the ledger."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from helpers.questions.clean_figures.answer import CleanFigures
from helpers.rankings.derived_ranks import KnownRank, complete_from_changes
from helpers.sources.editions import Definitions
from helpers.sources.figures import Figure

MakeFigure = Callable[..., Figure]
SIZES = {"63": 63, "34": 34}


def cell(edition: str, measure: str = "overall") -> tuple[str, str, str, str]:
    return "vn63-93", "DTI", measure, edition


@pytest.mark.parametrize(
    ("province", "edition", "rank", "source"),
    [
        ("Bến Tre", "2020", 31 + 2, "s018"),  # 31/63 in 2021, tăng 2 bậc
        ("Phú Yên", "2020", 50 + 12, "s130"),  # 50/63, tăng 12 bậc
        ("Ninh Thuận", "2020", 53 + 10, "s133"),  # 53/63, tăng 10 bậc
        ("Trà Vinh", "2020", 26 + 8, "s171"),  # 26/63, tăng 8 bậc
        ("Bắc Kạn", "2020", 51 + 8, "s078"),  # 51/63, tăng 8 bậc
        ("Bình Dương", "2020", 22 + 9, "s191"),  # 22 of 63, up 9 places
        ("Lâm Đồng", "2020", 20 + 3, "s142 s213"),  # 20/63, tăng 3 bậc
        ("Tuyên Quang", "2021", 38 + 20, "s079"),  # 38 in the table of 2023, tăng 20 bậc
        ("Hà Nội", "2021", 24 + 16, "s096 s097"),  # 24 in the table of 2022, tăng 16 bậc
        ("Hà Tĩnh", "2021", 37 + 22, "s109 s125"),  # thứ 37/63 in 2022, tăng 22 bậc
        ("Khánh Hòa", "2021", 41 - 11, "s131"),  # 41 in the table of 2022, giảm 11 bậc
        ("Bình Thuận", "2021", 50 - 3, "s193"),  # 50 in 2022, giảm 3 bậc
        ("Kiên Giang", "2021", 32 - 8, "s192"),  # 32 in 2022, giảm 8 bậc
        ("Đồng Tháp", "2021", 39 + 10, "s172 s173"),  # 39/63 in 2022, tăng 10 bậc
        ("Sóc Trăng", "2021", 36 + 20, "s164"),  # 36 in 2022, tăng 20 bậc
        ("Cà Mau", "2021", 58 - 20, "s167"),  # 58 in the table of 2022, giảm 20 hạng
    ],
)
def test_derived_examples(
    rankings: pd.DataFrame, province: str, edition: str, rank: int, source: str
) -> None:
    rows = rankings[
        (rankings["index"] == "DTI")
        & (rankings["edition"] == edition)
        & (rankings["measure"] == "overall")
        & (rankings["province"] == province)
    ]
    (row,) = rows.to_dict("records")
    assert (row["rank"], row["rank_basis"], row["rank_source_id"]) == (rank, "derived", source)


@pytest.mark.parametrize(
    ("measure", "rank"),
    # 43, 30 and 36 in 2022, none of them left open by rounding; giảm 10, tăng 02, giảm 03 bậc.
    [("pillar_government", 43 - 10), ("pillar_economy", 30 + 2), ("pillar_society", 36 - 3)],
)
def test_pillars_of_khanh_hoa_2021_follow_from_its_recomputed_ranks(
    rankings: pd.DataFrame, measure: str, rank: int
) -> None:
    rows = rankings[
        (rankings["unit_id"] == "vn63-56")
        & (rankings["index"] == "DTI")
        & (rankings["edition"] == "2021")
        & (rankings["measure"] == measure)
    ]
    (row,) = rows.to_dict("records")
    assert (row["rank"], row["rank_best"], row["rank_worst"]) == (rank, rank, rank)
    assert (row["rank_basis"], row["rank_source_id"]) == ("derived", "s131")


def test_these_are_all_that_are_derived(rankings: pd.DataFrame) -> None:
    derived = rankings[
        (rankings["index"] == "DTI")
        & (rankings["measure"] == "overall")
        & (rankings["rank_basis"] == "derived")
    ]
    # The seven and nine above, and the interval of Yên Bái.
    assert derived.groupby("edition").size().to_dict() == {"2020": 7 + 1, "2021": 9}
    assert derived.loc[derived["rank"].isna(), "unit_id"].tolist() == ["vn63-15"]


def test_yen_bai_2020_is_an_interval(rankings: pd.DataFrame) -> None:
    # One sentence prints 40/63, and «up 17 places to 27», which gives 44.
    (row,) = rankings[
        (rankings["unit_id"] == "vn63-15")
        & (rankings["index"] == "DTI")
        & (rankings["edition"] == "2020")
        & (rankings["measure"] == "overall")
    ].to_dict("records")
    assert pd.isna(row["rank"])
    assert (row["rank_best"], row["rank_worst"]) == (40, 44)
    # 44 is printed nowhere, so the interval is no printed one.
    assert row["rank_basis"] == "derived"
    assert row["doubt"] == "the only source contradicts itself"


def test_hau_giang_ict_2019_follows_from_the_article_of_2020(rankings: pd.DataFrame) -> None:
    rows = rankings[
        (rankings["unit_id"] == "vn63-93")
        & (rankings["index"] == "ICT")
        & (rankings["edition"] == "2019")
    ].set_index("measure")
    assert rows["rank"].to_dict() == {
        "overall": 32 + 15,
        "technical_infrastructure": 34 + 7,
        "human_infrastructure": 30 + 8,
        "it_application": 35 + 18,
        "online_services": 46 + 16,
    }
    assert (rows["rank_basis"] == "derived").all()


def test_two_changes_that_disagree_give_an_interval(
    definitions: Definitions, make_figure: MakeFigure
) -> None:
    known = {cell("2021"): KnownRank(17, 17, "printed", ("s900",))}
    changes = [
        make_figure("rank_change", 11.0, baseline="2020", source_id="s901"),
        make_figure("rank_change", 13.0, baseline="2020", source_id="s902"),
    ]
    ranks, problems = complete_from_changes(known, changes, definitions, SIZES)
    found = ranks[cell("2020")]
    assert (found.best, found.worst, found.rank, found.basis) == (28, 30, None, "derived")
    assert found.source_ids == ("s901", "s902")
    assert found.doubt == "two printed changes disagree"
    assert problems == []


def test_changes_that_agree_give_one_rank(
    definitions: Definitions, make_figure: MakeFigure
) -> None:
    known = {cell("2020"): KnownRank(28, 28, "printed", ("s900",))}
    changes = [
        # No baseline is printed: the edition before is meant.
        make_figure("rank_change", 11.0, source_id="s901"),
        make_figure("rank_change", 11.0, baseline="2020", source_id="s902"),
    ]
    ranks, problems = complete_from_changes(known, changes, definitions, SIZES)
    assert (ranks[cell("2021")].rank, ranks[cell("2021")].source_ids) == (17, ("s901", "s902"))
    assert ranks[cell("2020")] == known[cell("2020")]
    assert problems == []


@pytest.mark.parametrize("later_first", [False, True])
def test_a_derived_rank_never_serves_for_another(
    definitions: Definitions, make_figure: MakeFigure, *, later_first: bool
) -> None:
    known = {cell("2020"): KnownRank(28, 28, "printed", ("s900",))}
    first = make_figure("rank_change", 11.0, source_id="s901")
    second = make_figure("rank_change", -3.0, edition="2022", baseline="2021", source_id="s903")
    changes = [second, first] if later_first else [first, second]
    ranks, problems = complete_from_changes(known, changes, definitions, SIZES)
    # 28 - 11 = 17 is one step; 17 + 3 = 20 would be two.
    assert {edition: rank.rank for (_, _, _, edition), rank in ranks.items()} == {
        "2020": 28,
        "2021": 17,
    }
    assert problems == []


def test_a_rank_on_file_that_is_derived_serves_for_none(
    definitions: Definitions, make_figure: MakeFigure
) -> None:
    # So is one whose edition was settled here.
    known = {cell("2020"): KnownRank(28, 28, "derived", ("s900",))}
    changes = [make_figure("rank_change", 11.0, source_id="s901")]
    ranks, _ = complete_from_changes(known, changes, definitions, SIZES)
    assert ranks == known


def test_no_derived_rank_on_file_rests_on_a_derived_one(
    rankings: pd.DataFrame, clean: CleanFigures
) -> None:
    """Every derived rank is one printed change away from a rank known otherwise."""
    keys = ["unit_id", "index", "measure", "edition"]
    known = rankings[rankings["rank_basis"].isin(["printed", "score_order", "recomputed",
                                                  "list_position"])]  # fmt: skip
    firm = known.set_index(keys)[["rank_best", "rank_worst"]].dropna()
    moved = clean.tables["reported_figures"].query("statistic == 'rank_change'")
    derived = rankings[(rankings["rank_basis"] == "derived") & rankings["rank"].notna()]
    derived = derived[~derived["doubt"].str.contains("settled")]
    assert len(derived) > 10
    for cell_ in derived.itertuples():
        own = moved[(moved["unit_id"] == cell_.unit_id) & (moved["measure"] == cell_.measure)]
        steps = [0.0, *own["value"].dropna()]
        others = [
            range(best, worst + 1)
            for (unit_id, _, measure, _), (best, worst) in zip(
                firm.index, firm.itertuples(index=False), strict=True
            )
            if (unit_id, measure) == (cell_.unit_id, cell_.measure)
        ]
        assert any(cell_.rank + sign * step in places for places in others
                   for step in steps for sign in (1, -1))  # fmt: skip


def test_a_known_rank_is_not_replaced_by_a_change(
    definitions: Definitions, make_figure: MakeFigure
) -> None:
    known = {
        cell("2020"): KnownRank(28, 28, "printed", ("s900",)),
        cell("2021"): KnownRank(17, 17, "printed", ("s900",)),
    }
    change = make_figure("rank_change", 5.0, baseline="2020", source_id="s901")
    ranks, (problem,) = complete_from_changes(known, [change], definitions, SIZES)
    assert ranks == known
    assert problem.figure is change
    assert problem.cause == "change or rank misprinted"
    assert problem.finding == "28 ≠ 22"


def test_a_source_that_contradicts_itself_leaves_an_interval(
    definitions: Definitions, make_figure: MakeFigure
) -> None:
    known = {
        cell("2020"): KnownRank(40, 40, "printed", ("s901",)),
        cell("2021"): KnownRank(27, 27, "printed", ("s900", "s901")),
    }
    change = make_figure("rank_change", 17.0, baseline="2020", source_id="s901")
    ranks, (problem,) = complete_from_changes(known, [change], definitions, SIZES)
    assert (ranks[cell("2020")].best, ranks[cell("2020")].worst) == (40, 44)
    assert (ranks[cell("2020")].rank, ranks[cell("2020")].basis) == (None, "derived")
    assert ranks[cell("2021")] == known[cell("2021")]
    assert (problem.cause, problem.finding) == ("source contradicts itself", "40 ≠ 44")


def test_a_source_that_prints_another_rank_speaks_of_something_else(
    definitions: Definitions, make_figure: MakeFigure
) -> None:
    known = {cell("2021"): KnownRank(17, 17, "printed", ("dti_2021_top18",))}
    figures = [
        make_figure("rank", 24.0, source_id="s901"),
        make_figure("rank_change", 4.0, baseline="2020", source_id="s901"),
    ]
    ranks, (problem,) = complete_from_changes(known, figures, definitions, SIZES)
    assert ranks == known
    assert problem.cause == "counted from another rank"


@pytest.mark.parametrize(("rank", "change"), [(60, 10.0), (63, 1.0)])
def test_a_change_that_leads_below_the_last_place_is_misprinted(
    definitions: Definitions, make_figure: MakeFigure, rank: int, change: float
) -> None:
    known = {cell("2021"): KnownRank(rank, rank, "printed", ("s900",))}
    figure = make_figure("rank_change", change, baseline="2020", source_id="s901")
    ranks, (problem,) = complete_from_changes(known, [figure], definitions, SIZES)
    assert ranks == known
    assert problem.cause == "change or edition misprinted"


@pytest.mark.parametrize(
    ("point", "change", "best", "worst"),
    [
        (43, -10.0, 33, 34),
        (44, -10.0, 33, 34),
        (43, 5.0, 48, 49),
        # One end lies beyond the first or the last place, where nobody can have been.
        (43, -43.0, 1, 1),
        (43, 20.0, 63, 63),
    ],
)
def test_what_is_counted_from_a_rank_that_rounding_leaves_open_is_an_interval(
    definitions: Definitions,
    make_figure: MakeFigure,
    point: int,
    change: float,
    best: int,
    worst: int,
) -> None:
    known = {cell("2022"): KnownRank(43, 44, "recomputed", ("dti_2022_63",), point=point)}
    figure = make_figure("rank_change", change, edition="2022", baseline="2021", source_id="s901")
    ranks, problems = complete_from_changes(known, [figure], definitions, SIZES)
    assert problems == []
    assert ranks[cell("2022")] == known[cell("2022")]
    assert ranks[cell("2022")].rank == point
    found = ranks[cell("2021")]
    assert (found.best, found.worst, found.basis) == (best, worst, "derived")
    assert found.rank == (best if best == worst else None)
    assert found.source_ids == ("s901",)
    assert (found.doubt == "counted from a rank that rounding leaves open") is (best != worst)


def test_no_further_rank_follows_from_such_an_interval(
    definitions: Definitions, make_figure: MakeFigure
) -> None:
    known = {cell("2022"): KnownRank(43, 44, "recomputed", ("dti_2022_63",), point=43)}
    figures = [
        make_figure("rank_change", -10.0, edition="2022", baseline="2021", source_id="s901"),
        make_figure("rank_change", 2.0, edition="2021", baseline="2020", source_id="s902"),
    ]
    ranks, problems = complete_from_changes(known, figures, definitions, SIZES)
    assert problems == []
    assert set(ranks) == {cell("2022"), cell("2021")}


@pytest.mark.parametrize(("earlier", "fits"), [(32, False), (33, True), (34, True), (35, False)])
def test_a_change_may_fit_either_end_of_what_rounding_leaves_open(
    definitions: Definitions, make_figure: MakeFigure, earlier: int, fits: bool
) -> None:
    known = {
        cell("2021"): KnownRank(earlier, earlier, "printed", ("s900",)),
        cell("2022"): KnownRank(43, 44, "recomputed", ("dti_2022_63",), point=43),
    }
    figure = make_figure("rank_change", -10.0, edition="2022", baseline="2021", source_id="s901")
    ranks, problems = complete_from_changes(known, [figure], definitions, SIZES)
    assert ranks == known
    assert len(problems) == (0 if fits else 1)
    for problem in problems:
        assert problem.cause == "change or rank misprinted"
        assert problem.finding == f"{earlier} ≠ 33-34"


@pytest.mark.parametrize(
    ("own", "used"), [(42.0, False), (43.0, True), (44.0, True), (45.0, False)]
)
def test_a_source_may_print_either_end_of_what_rounding_leaves_open(
    definitions: Definitions, make_figure: MakeFigure, own: float, used: bool
) -> None:
    known = {cell("2022"): KnownRank(43, 44, "recomputed", ("dti_2022_63",), point=43)}
    figures = [
        make_figure("rank", own, edition="2022", source_id="s901"),
        make_figure("rank_change", -10.0, edition="2022", baseline="2021", source_id="s901"),
    ]
    ranks, problems = complete_from_changes(known, figures, definitions, SIZES)
    assert (cell("2021") in ranks) is used
    assert [p.cause for p in problems] == [] if used else ["counted from another rank"]
