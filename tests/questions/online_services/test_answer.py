"""What notebook 03 counts, keeps apart and adds up; expected values counted in data/raw by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd
import pytest

from helpers.errors import BadInputError, NotComparableError, UnknownProvinceError
from helpers.questions.clean_figures.answer import CleanFigures
from helpers.questions.online_services.answer import (
    ADOPTION_MEASURES,
    COUNT_LEVELS,
    SPLIT,
    ServiceQuestion,
    ask,
    counts_coverage,
    dated_counts,
    figure_kind,
    focus_figures,
    fullest_year,
    in_whole_lists,
    kinds_on_file,
    newest_lists,
    old_words_kept,
    tier_sums,
    usage_figures,
    use_by_kind,
    with_kinds,
)
from helpers.sources.editions import Definitions
from helpers.sources.provinces import Units

Ask = Callable[..., ServiceQuestion]
RawRows = Callable[[str], list[dict[str, str]]]


@pytest.fixture
def ask_for(definitions: Definitions, units: Units) -> Ask:
    def asked(**given: object) -> ServiceQuestion:
        defaults = {"baseline": "", "edition": "", "province": "Hậu Giang", "draws": 100}
        return ask(definitions, units, **(defaults | given))  # type: ignore[arg-type]

    return asked


@pytest.fixture(scope="module")
def everything(clean: CleanFigures) -> pd.DataFrame:
    return with_kinds(clean.tables["online_services"])


@pytest.fixture(scope="module")
def services(everything: pd.DataFrame) -> pd.DataFrame:
    return everything[~in_whole_lists(everything)]


def make(level: str, value: float = 1.0, **given: object) -> dict[str, object]:
    """One figure of a made-up table."""
    defaults = {
        "figure_id": "f", "unit_id": "vn63-93", "province": "Hậu Giang", "level": level,
        "regime": "decree-43", "target": False, "value": value, "precision": "day",
        "as_of_start": date(2021, 10, 1), "as_of_end": date(2021, 10, 1), "source_id": "s1",
        "approximate": "", "unit": "services", "doubt": "",
    }  # fmt: skip
    return defaults | given


def test_defaults_are_the_latest_comparable_pair(ask_for: Ask) -> None:
    question = ask_for()
    assert (question.baseline.edition, question.edition.edition) == ("2022", "2023")
    assert question.unit.unit_id == "vn63-93"


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ({"province": "Hậu Giangg"}, UnknownProvinceError, "Did you mean: Hậu Giang"),
        ({"edition": "2042"}, BadInputError, "no edition '2042' on file"),
        ({"edition": 2023}, BadInputError, "must be text, found 2023"),
        ({"baseline": "2023", "edition": "2024"}, NotComparableError, "not comparable"),
        ({"draws": 18}, BadInputError, "from 19 to 200000, found 18"),
        ({"draws": True}, BadInputError, "found True"),
        ({"draws": "100"}, BadInputError, "found '100'"),
        ({"province": "vn34-92"}, UnknownProvinceError, "one of the 34 units"),
    ],
)
def test_a_wrong_parameter_is_refused(
    ask_for: Ask, given: dict[str, object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        ask_for(**given)


@pytest.mark.parametrize(
    ("level", "target", "kind"),
    [
        ("level_4", False, "count"),
        ("full_process", False, "count"),
        ("level_4", True, "target"),
        ("target_level_4_added_province_tier", False, "target"),
        ("level_4_district_tier", False, "tier"),
        ("share_online_total_province_tier", False, "share"),
        ("share_eligible_full_process", False, "share"),
        ("on_national_portal_level_4", False, "portal"),
        ("share_on_national_portal", False, "share"),
        ("level_4_added", False, "added"),
        ("level_2", False, "other"),
        ("online_total", False, "other"),
        ("not_eligible_level_4_commune_tier", False, "tier"),
    ],
)
def test_every_figure_is_of_one_kind(level: str, target: bool, kind: str) -> None:
    assert figure_kind(level, target) == kind


def test_every_figure_of_a_province_stands_in_the_table_of_kinds_once(
    services: pd.DataFrame, raw_rows: RawRows
) -> None:
    national = [
        row for row in raw_rows("online_services/online_services.csv")
        if row["province_as_printed"] in ("cả nước", "toàn quốc", "nationwide")
    ]  # fmt: skip
    rows = raw_rows("online_services/online_services.csv")
    assert kinds_on_file(services)["figures"].sum() == len(rows) - len(national) == len(services)


def test_counts_are_those_of_the_raw_file_by_level(
    services: pd.DataFrame, raw_rows: RawRows
) -> None:
    levels = [level for levels in COUNT_LEVELS.values() for level in levels]
    rows = raw_rows("online_services/online_services.csv")
    for level in levels:
        printed = [row for row in rows if row["level"] == level]
        assert (services["level"] == level).sum() == len(printed) > 0
        dated = sum(row["as_of"] not in ("", "undated", "unknown") for row in printed)
        assert (dated_counts(services)["level"] == level).sum() == dated


def test_lists_of_the_units_of_today_stand_apart_from_former_provinces(
    everything: pd.DataFrame, raw_rows: RawRows
) -> None:
    printed = raw_rows("online_services/online_services_34units_2025.csv")
    apart = everything[in_whole_lists(everything)]
    assert set(apart["figure_id"]) == {row["figure_id"] for row in printed}
    assert set(apart["unit_id"].str[:5]) == {"vn34-"}
    lists = newest_lists(everything)
    assert len(lists) == 29
    assert lists["unit_id"].is_unique
    # A decimal fraction of thousands, as the copy took them, is the number itself times 1000.
    by_name: dict[str, dict[str, int]] = {}
    for row in printed:
        text = row["value_as_printed"]
        count = round(float(text) * 1000) if "." in text else int(text)
        by_name.setdefault(row["province_as_printed"], {})[row["level"]] = count
    expected = sorted(
        (*(counts[level] for level in SPLIT), 100 * counts["full_process"] / counts[SPLIT[0]])
        for counts in by_name.values()
    )
    found = sorted(lists[[*SPLIT, "full_share"]].itertuples(index=False, name=None))
    assert np.array(found) == pytest.approx(np.array(expected))
    assert (lists[SPLIT[0]] == lists[list(SPLIT[1:])].sum(axis=1)).all()
    assert lists["full_share"].is_monotonic_decreasing
    # 288 of 2 154 in Lai Châu, 1 086 of 2 205 in Gia Lai.
    ends = lists["province"].iloc[[0, -1]].tolist(), lists["full_share"].iloc[[0, -1]].tolist()
    assert ends == (["Gia Lai", "Lai Châu"], pytest.approx([49.2517, 13.3705], abs=1e-4))


def test_a_list_is_whole_with_all_its_parts_of_one_source_and_date() -> None:
    whole = [
        make(level, value, unit_id="vn34-92")
        for level, value in zip(SPLIT, (9, 2, 3, 4), strict=True)
    ]
    later = [
        one | {"as_of_start": date(2022, 1, 1), "as_of_end": date(2022, 1, 1)} for one in whole
    ]  # fmt: skip
    assert in_whole_lists(pd.DataFrame(whole)).all()
    assert not in_whole_lists(pd.DataFrame(whole[:3])).any()
    assert not in_whole_lists(pd.DataFrame([*whole[:3], later[3]])).any()
    assert not in_whole_lists(pd.DataFrame([*whole[:3], whole[3] | {"source_id": "s2"}])).any()
    assert not in_whole_lists(pd.DataFrame([*whole[:3], whole[3] | {"unit_id": "vn34-1"}])).any()
    assert newest_lists(pd.DataFrame([*whole, *later]))["as_of_end"].tolist() == [date(2022, 1, 1)]
    assert newest_lists(pd.DataFrame(whole[:3])).empty


def test_dated_counts_never_mix_regimes_targets_shares_or_tiers(services: pd.DataFrame) -> None:
    counts = dated_counts(services)
    by_level = counts.groupby("level")["regime"].unique().map(list).to_dict()
    assert by_level == {
        "level_3": ["decree-43"], "level_4": ["decree-43"], "levels_3_4": ["decree-43"],
        "full_process": ["decree-42"], "partial_process": ["decree-42"],
    }  # fmt: skip
    assert not counts["figure_id"].isin(services.loc[services["target"], "figure_id"]).any()
    assert counts["year"].notna().all()


def test_levels_used_after_the_change_stay_in_their_own_series(services: pd.DataFrame) -> None:
    # Bến Tre's article of December 2022 still prints levels 3, 4 and both.
    kept = old_words_kept(dated_counts(services))
    assert set(kept["province"]) == {"Bến Tre"}
    assert sorted(kept["value"]) == [191, 1173, 1364]


def test_the_fullest_year_counted_by_hand(services: pd.DataFrame) -> None:
    # Level 4 in 2020: Đà Nẵng, Đồng Nai, Hậu Giang, Hồ Chí Minh, Kiên Giang, Nam Định, Tiền Giang.
    counts = dated_counts(services)
    chosen = counts[(counts["level"] == "level_4") & (counts["year"] == 2020)]
    assert set(chosen["province"]) == {
        "Đà Nẵng", "Đồng Nai", "Hậu Giang", "Hồ Chí Minh", "Kiên Giang", "Nam Định", "Tiền Giang",
    }  # fmt: skip
    coverage = counts_coverage(counts)
    best = fullest_year(coverage)
    assert best is not None
    assert (best.level, best.year, best.provinces, best.enough) == ("level_4", "2020", 7, False)


def test_merged_provinces_are_no_province_of_the_63() -> None:
    rows = [
        make("level_4", unit_id="vn34-52", figure_id="a"),
        make("level_4", unit_id="vn63-52", figure_id="b"),
    ]
    coverage = counts_coverage(dated_counts(with_kinds(pd.DataFrame(rows))))
    assert coverage.set_index("level").loc["level_4", "year_2021"] == 1


def test_nothing_dated_gives_no_fullest_year() -> None:
    undated = pd.DataFrame([make("level_4", precision="unknown", as_of_end=None)])
    counts = dated_counts(with_kinds(undated))
    assert counts.empty
    assert fullest_year(counts_coverage(counts)) is None


def test_hau_giang_in_its_place(services: pd.DataFrame, units: Units) -> None:
    own = focus_figures(services, units.by_id("vn63-93"))
    known = own.set_index(["level", "year"])
    assert known.loc[("level_3", 2020), "value"] == 235
    assert known.loc[("level_4", 2020), "value"] == 166
    assert known.loc[("level_4", 2020), "others"] == 6
    assert known.loc[("level_4", 2021), "value"] == 1260
    assert known.loc[("target_levels_3_4", 2020), "kind"] == "target"
    sums = tier_sums(own)
    assert len(sums) == 1
    row = sums.iloc[0]
    assert (row["province_tier"], row["district_tier"], row["commune_tier"]) == (1029, 143, 88)
    assert (row["sum"], row["total"], row["outcome"]) == (1260, 1260, "agrees")


def test_a_province_of_which_nothing_is_known(services: pd.DataFrame, units: Units) -> None:
    unknown = {unit.unit_id for unit in units.all("63")} - set(services["unit_id"])
    assert unknown
    for unit_id in unknown:
        own = focus_figures(services, units.by_id(unit_id))
        assert own.empty
        assert tier_sums(own).empty


@pytest.mark.parametrize(
    ("parts", "outcome"),
    [
        ({"province": 1029, "district": 143, "commune": 88}, "agrees"),
        ({"province": 1029, "district": 143, "commune": 89}, "differs"),
        ({"province": 1029, "district": 143}, "incomplete"),
        ({"province": 1200, "district": 143}, "differs"),
        ({"province": 1117, "commune": 143}, "agrees"),
    ],
)
def test_tiers_are_added_up_against_the_printed_total(
    parts: dict[str, float], outcome: str
) -> None:
    rows = [make("level_4", 1260)]
    rows += [make(f"level_4_{tier}_tier", value) for tier, value in parts.items()]
    # Another source, another date and a target are no part of the sum.
    rows += [
        make("level_4_commune_tier", 5, source_id="s2"),
        make("level_4_commune_tier", 7, as_of_end=date(2021, 11, 1)),
        make("level_4_commune_tier", 9, target=True),
    ]
    sums = tier_sums(pd.DataFrame(rows))
    assert sums["outcome"].tolist() == [outcome]
    assert sums["sum"].tolist() == [sum(parts.values())]


def test_long_ans_tiers_differ_as_its_source_prints_them(services: pd.DataFrame) -> None:
    row = tier_sums(services).set_index("province").loc["Long An"]
    assert (row["sum"], row["total"], row["outcome"]) == (1432 + 249 + 122, 1778, "differs")


def test_use_holds_no_targets_and_keeps_kinds_apart(
    clean: CleanFigures, services: pd.DataFrame, raw_rows: RawRows
) -> None:
    usage = usage_figures(clean.tables["adoption"])
    assert set(usage["measure"]) == set(ADOPTION_MEASURES)
    printed = [row["measure"] for row in raw_rows("adoption/adoption.csv")]
    table = use_by_kind(services, usage).set_index("kind")
    for measure in ADOPTION_MEASURES:
        assert table.loc[measure, "figures"] == printed.count(measure)
    assert table.loc["online_payment_share", "units"] == 2
    assert table.loc["online_payment_share", ["lowest", "highest"]].tolist() == [74.96, 90]
    offered = table.loc[["offered_decree-43", "offered_decree-42"], "figures"].sum()
    assert offered == (services["kind"] == "count").sum()


def test_kinds_without_figures_are_said_to_have_none(services: pd.DataFrame) -> None:
    empty = usage_figures(
        pd.DataFrame(
            columns=["measure", "target", "unit_id", "value", "precision", "as_of_end",
                     "province", "figure_id", "unit"]
        ).astype({"target": bool})
    )  # fmt: skip
    table = use_by_kind(services, empty).set_index("kind")
    assert table.loc["online_payment_share", "figures"] == 0
    assert pd.isna(table.loc["online_payment_share", "lowest"])
