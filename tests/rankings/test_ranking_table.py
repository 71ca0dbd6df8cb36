"""The ranking table on the real files: complete, as printed, every rank with its basis."""

from __future__ import annotations

import csv
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from helpers.questions.clean_figures.answer import CleanFigures
from helpers.rankings.ranking_table import build_rankings, scores_agree
from helpers.sources.editions import Definitions
from helpers.sources.figures import BASES, Figure
from helpers.sources.provinces import Units

MakeFigure = Callable[..., Figure]
FOUR_MEASURES = ("overall", "pillar_government", "pillar_economy", "pillar_society")
COLUMNS = {
    "Nhận thức số": "awareness",
    "Thể chế số": "institutions",
    "Hạ tầng số": "infrastructure",
    "Nhân lực số": "human_resources",
    "An toàn thông tin mạng": "cybersecurity",
    "Hoạt động chính quyền số": "government_activity",
    "Hoạt động kinh tế số": "economy_activity",
    "Hoạt động xã hội số": "society_activity",
    "DTI": "overall",
}


def chosen(
    rankings: pd.DataFrame, index: str, edition: str, universe: str = "63", measure: str = "overall"
) -> pd.DataFrame:
    rows = rankings[
        (rankings["index"] == index)
        & (rankings["edition"] == edition)
        & (rankings["universe"] == universe)
        & (rankings["measure"] == measure)
    ]
    assert rows["unit_id"].is_unique
    return rows.set_index("unit_id")


def printed_rows(raw: Path, file: str) -> list[dict[str, str]]:
    with (raw / file).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.mark.parametrize(
    ("edition", "universe", "size"),
    [("2022", "63", 63), ("2023", "63", 63), ("2024", "63", 63), ("2024", "34", 34)],
)
@pytest.mark.parametrize("measure", FOUR_MEASURES)
def test_complete_editions_have_score_and_rank_of_every_unit(
    rankings: pd.DataFrame, edition: str, universe: str, size: int, measure: str
) -> None:
    rows = chosen(rankings, "DTI", edition, universe, measure)
    assert len(rows) == size
    assert rows["score"].between(0, 1).all()
    assert rows["rank"].between(1, size).all()
    assert rows["rank_basis"].isin(["printed", "score_order", "recomputed"]).all()
    assert rows["score_basis"].isin(["printed", "recomputed"]).all()
    # One more than the number of higher scores, at full precision.
    decimals = 4 if measure == "overall" else 12
    scores = rows["score"].round(decimals)
    assert rows["rank"].tolist() == [1 + int((scores > own).sum()) for own in scores]


@pytest.mark.parametrize(("edition", "fewest"), [("2021", 44), ("2020", 38)])
def test_early_editions_are_known_for_most_provinces(
    rankings: pd.DataFrame, edition: str, fewest: int
) -> None:
    rows = chosen(rankings, "DTI", edition).dropna(subset=["rank_best", "rank_worst"])
    narrow = rows[rows["rank_worst"] - rows["rank_best"] < 2]
    assert len(narrow) >= fewest
    assert narrow["rank_basis"].isin(BASES).all()
    assert (narrow["rank_source_id"] != "").all()


def test_e_government_2017_is_known_for_54_provinces(rankings: pd.DataFrame, raw: Path) -> None:
    rows = chosen(rankings, "EGOV", "2017")
    assert rows["rank"].notna().sum() == 54
    printed = printed_rows(raw, "egov_tables/egov_2017_63.csv")
    assert len(printed) == 53
    # The one province that only its own portal names.
    assert rows.loc["vn63-83", ["rank", "rank_basis", "rank_source_id"]].tolist() == [
        57, "printed", "s037",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("table", "universe", "size"),
    [("2022_63", "63", 63), ("2023_63", "63", 63), ("2024_63", "63", 63), ("2024_34", "34", 34)],
)
def test_every_printed_score_is_kept_cell_by_cell(
    rankings: pd.DataFrame, units: Units, raw: Path, table: str, universe: str, size: int
) -> None:
    rows = printed_rows(raw, f"dti_tables/dti_{table}.csv")
    assert len(rows) == size
    kept = rankings[
        (rankings["index"] == "DTI")
        & (rankings["edition"] == table[:4])
        & (rankings["universe"] == universe)
    ].set_index(["unit_id", "measure"])
    compared = 0
    for row in rows:
        unit = units.match(row["Tỉnh/Thành phố"], universe)
        assert unit is not None
        for column, measure in COLUMNS.items():
            if row[column]:
                cell = kept.loc[unit.unit_id, measure]
                assert Decimal(str(cell["score"])) == Decimal(row[column])
                assert cell["score_basis"] == "printed"
                assert cell["score_source_id"] == f"dti_{table}"
                compared += 1
            elif (unit.unit_id, measure) in kept.index:
                # What the table leaves out can only come from the press.
                assert kept.loc[(unit.unit_id, measure), "score_source_id"] != f"dti_{table}"
        if row["Xếp hạng DTI"]:
            total = kept.loc[unit.unit_id, "overall"]
            assert (int(total["rank"]), total["rank_basis"]) == (
                int(row["Xếp hạng DTI"]), "printed",
            )  # fmt: skip
    assert compared == sum(1 for row in rows for column in COLUMNS if row[column])


def test_the_first_eighteen_of_2021_are_kept_cell_by_cell(
    rankings: pd.DataFrame, units: Units, raw: Path
) -> None:
    names = {
        "overall": ("Xếp hạng DTI", "DTI"),
        "pillar_government": ("Xếp hạng chính quyền số", "Chính quyền số"),
        "pillar_economy": ("Xếp hạng kinh tế số", "Kinh tế số"),
        "pillar_society": ("Xếp hạng xã hội số", "Xã hội số"),
    }
    rows = printed_rows(raw, "dti_tables/dti_2021_top18.csv")
    assert len(rows) == 18
    compared = 0
    for measure, (place, score) in names.items():
        kept = chosen(rankings, "DTI", "2021", measure=measure)
        for row in rows:
            unit = units.match(row["Tỉnh/Thành phố"], "63")
            assert unit is not None
            if row[score]:
                score_kept = kept.loc[unit.unit_id, "score"]
                assert Decimal(str(score_kept)) == Decimal(row[score].replace(",", "."))
            if row[place]:
                assert int(kept.loc[unit.unit_id, "rank"]) == int(row[place])
            compared += bool(row[score]) + bool(row[place])
    assert compared == sum(bool(row[c]) for row in rows for pair in names.values() for c in pair)


@pytest.mark.parametrize(
    ("edition", "names", "place", "following"),
    [
        ("2022", {"Thanh Hóa", "Yên Bái"}, 15, ("Hậu Giang", 17)),
        ("2023", {"An Giang", "Phú Yên"}, 59, None),
        ("2024", {"Bắc Giang", "Yên Bái"}, 13, None),
        ("2021", {"Thanh Hóa", "Vĩnh Phúc"}, 12, ("Hải Dương", 14)),
    ],
)
def test_ties_share_the_lowest_rank(
    rankings: pd.DataFrame,
    edition: str,
    names: set[str],
    place: int,
    following: tuple[str, int] | None,
) -> None:
    rows = chosen(rankings, "DTI", edition)
    assert set(rows.loc[rows["rank"] == place, "province"]) == names
    assert not (rows["rank"] == place + 1).any()
    assert (rows["rank"] == place + 2).sum() == 1
    if following is not None:
        assert rows.loc[rows["rank"] == following[1], "province"].tolist() == [following[0]]


def test_every_rank_and_score_has_its_basis_and_source(rankings: pd.DataFrame) -> None:
    ranked = rankings[rankings["rank_best"].notna()]
    assert ranked["rank_basis"].isin(BASES).all()
    assert (ranked["rank_source_id"] != "").all()
    unranked = rankings[rankings["rank_best"].isna()]
    assert (unranked["rank_basis"] == "").all()
    scored = rankings[rankings["score"].notna()]
    assert scored["score_basis"].isin(BASES).all()
    assert (scored["score_source_id"] != "").all()
    assert (
        rankings["score"].notna() | rankings["rank_best"].notna() | rankings["doubt"].ne("")
    ).all()


def test_no_rank_comes_from_a_group(
    clean: CleanFigures, rankings: pd.DataFrame, definitions: Definitions, raw: Path
) -> None:
    ledger = {
        row["figure_id"]: row
        for row in printed_rows(raw, "reported_rankings/reported_rankings.csv")
    }
    tables = {edition.table for edition in definitions.editions if edition.table}
    named: set[tuple[str, ...]] = set()
    for figure in clean.tables["reported_figures"].itertuples(index=False):
        if figure.figure_id not in ledger or figure.statistic not in ("rank", "list_position"):
            continue
        words = figure.value_as_printed.casefold()
        if not any(group in words for group in ("top 10", "top ten", "top 5", "top 3", "nhóm")):
            key = (figure.unit_id, ledger[figure.figure_id]["index"], figure.edition)
            named.add((*key, figure.measure, figure.source_id))
    checked = 0
    press = rankings[rankings["rank_basis"].isin(["printed", "list_position"])]
    for row in press.rename(columns={"index": "index_name"}).itertuples(index=False):
        sources = row.rank_source_id.split()
        if set(sources) & tables:
            continue
        for source in sources:
            assert (row.unit_id, row.index_name, row.edition, row.measure, source) in named
            checked += 1
    assert checked > 100


def test_dong_nai_2021_which_only_a_group_names_has_no_rank(rankings: pd.DataFrame) -> None:
    assert "vn63-75" not in chosen(rankings, "DTI", "2021").index


@pytest.mark.parametrize("statistic", ["group", "rank", "list_position"])
def test_a_group_alone_gives_no_rank(
    definitions: Definitions, units: Units, make_figure: MakeFigure, statistic: str
) -> None:
    group = make_figure(statistic, None, best=1, worst=10, value_as_printed="top 10")
    other = make_figure("rank", 3.0, unit_id="vn63-48", source_id="s901")
    table, problems = build_rankings([group, other], definitions, units)
    assert problems == []
    assert table["unit_id"].tolist() == ["vn63-48"]


def test_press_reports_that_disagree_give_an_interval_and_no_score(
    definitions: Definitions, units: Units, make_figure: MakeFigure
) -> None:
    figures = [
        make_figure("rank", 20.0, source_id="s901"),
        make_figure("rank", 22.0, source_id="s902"),
        make_figure("score", 0.51, source_id="s901", value_as_printed="0,5100"),
        make_figure("score", 0.52, source_id="s902", value_as_printed="0,5200"),
    ]
    table, _ = build_rankings(figures, definitions, units)
    (row,) = table.to_dict("records")
    assert pd.isna(row["rank"])
    assert (row["rank_best"], row["rank_worst"]) == (20, 22)
    assert pd.isna(row["score"])
    assert "sources disagree: 0,5100, 0,5200" in row["doubt"]


def test_a_printed_rank_comes_before_a_place_in_a_list_and_the_ministry_before_all(
    definitions: Definitions, units: Units, make_figure: MakeFigure
) -> None:
    listed = make_figure("list_position", 8.0, basis="list_position", source_id="s901")
    printed = make_figure("rank", 9.0, source_id="s902")
    official = make_figure("rank", 10.0, source_id="dti_2021_top18")
    for figures, basis, rank in (
        ([listed], "list_position", 8),
        ([printed, listed], "printed", 9),
        ([official, printed, listed], "printed", 10),
    ):
        table, _ = build_rankings(figures, definitions, units)
        assert table[["rank", "rank_basis"]].to_numpy().tolist() == [[rank, basis]]


def test_a_figure_set_aside_is_not_used(
    definitions: Definitions, units: Units, make_figure: MakeFigure
) -> None:
    kept, aside = make_figure("rank", 9.0), make_figure("rank", 20.0, set_aside=True)
    table, _ = build_rankings([kept, aside], definitions, units)
    assert table[["rank", "doubt"]].to_numpy().tolist() == [[9, ""]]


@pytest.mark.parametrize(
    ("value", "decimals", "known", "agrees"),
    [
        (0.8002, 4, 0.8002, True),
        (0.8002, 4, 0.8003, False),
        (0.84, 2, 0.8485, True),  # cut off, not rounded
        (0.54146, 5, 0.5415, True),  # 541,46 of 1,000: more finely than the ministry prints
        (0.54144, 5, 0.5415, False),
        (0.85, 2, 0.8485, True),
        (0.85, 2, 0.8449, False),
        (0.84, 2, 0.8501, False),
    ],
)
def test_a_score_is_compared_at_its_printed_precision(
    make_figure: MakeFigure, value: float, decimals: int, known: float, agrees: bool
) -> None:
    assert scores_agree(known, make_figure("score", value, decimals=decimals)) is agrees
