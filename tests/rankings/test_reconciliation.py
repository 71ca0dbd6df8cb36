"""Figures that do not add up stop the run; those that do are counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import pandas as pd
import pytest

from helpers.errors import RawFileError
from helpers.questions.clean_figures.answer import CleanFigures
from helpers.rankings.ranking_table import build_rankings
from helpers.rankings.reconciliation import ConsistencyCheck, reconcile
from helpers.sources.editions import Definitions, Edition, Formula
from helpers.sources.figures import Figure
from helpers.sources.provinces import Unit, Units
from helpers.sources.raw_files import RawRow, RawTable

MakeFigure = Callable[..., Figure]
MEASURES = ("overall", "a", "b")
FORMULA = Formula("f", "DTI", "Công thức", "Formula", "by hand", weights={"a": 1, "b": 3})
OLD = Edition("DTI", "2022", "2", "f", table="old", complete=True, mean="0,5500")
NEW = Edition("DTI", "2022", "1", "f", table="new", complete=True)
DEFINITIONS = Definitions(
    editions=(OLD, NEW),
    formulas={"f": FORMULA},
    universes={"2": {"units": "base"}, "1": {"units": "merged"}},
    indices={"DTI": {"measures": {measure: {} for measure in MEASURES}}},
    other_names={},
)
UNITS = Units(
    tuple(
        Unit(f"vn{universe}-{code}", universe, code, name, name, "", into)
        for universe, code, name, into in (
            ("2", "01", "Bắc", "vn1-01"), ("2", "02", "Nam", "vn1-01"), ("1", "01", "Chung", ""),
        )
    ),
    {},
)  # fmt: skip
# (0,5 + 3 · 0,7) / 4 = 0,65 and (0,3 + 3 · 0,5) / 4 = 0,45; their mean is 0,55.
PRINTED: dict[str, dict[str, tuple[float, ...]]] = {
    "old": {"Bắc": (0.65, 0.5, 0.7), "Nam": (0.45, 0.3, 0.5)},
    "new": {"Chung": (0.55, 0.4, 0.6)},
}


def checks_of(
    printed: Mapping[str, Mapping[str, Sequence[float]]],
    make_figure: MakeFigure,
    definitions: Definitions = DEFINITIONS,
    corrected: Mapping[str, str] | None = None,
) -> list[ConsistencyCheck]:
    figures, tables = [], []
    for edition in (OLD, NEW):
        rows = []
        for line, (name, values) in enumerate(printed[edition.table].items(), start=2):
            (unit,) = (u for u in UNITS.all(edition.universe) if u.province == name)
            rows.append(RawRow(line, {"Tỉnh": name}, dict(corrected or {})))
            figures += [
                make_figure(
                    "score", value, measure=measure, edition="2022", unit_id=unit.unit_id,
                    universe=edition.universe, province_as_printed=name, source_id=edition.table,
                    value_as_printed=f"{value:.4f}".replace(".", ","),
                )
                for measure, value in zip(MEASURES, values, strict=True)
            ]  # fmt: skip
        file = f"data/raw/dti_tables/{edition.table}.csv"
        columns = {f"Cột {measure}": f"{measure}.score" for measure in MEASURES}
        layout = {"unit_column": "Tỉnh", "columns": columns}
        tables.append(RawTable(file, ("Tỉnh",), rows, {"table": layout}, ""))
    rankings, _ = build_rankings(figures, definitions, UNITS)
    return reconcile(figures, rankings, tables, definitions, UNITS)


def with_score(table: str, name: str, measure: str, value: float) -> dict[str, dict[str, tuple]]:
    changed = {key: dict(rows) for key, rows in PRINTED.items()}
    values = dict(zip(MEASURES, changed[table][name], strict=True)) | {measure: value}
    changed[table][name] = tuple(values.values())
    return changed


def test_figures_that_add_up_are_counted(make_figure: MakeFigure) -> None:
    checks = checks_of(PRINTED, make_figure)
    assert [(check.check, check.edition, check.compared, check.failures) for check in checks] == [
        ("total_from_parts_official", "DTI 2022 (2)", 2, 0),
        ("printed_mean", "DTI 2022 (2)", 1, 0),
        ("total_from_parts_official", "DTI 2022 (1)", 1, 0),
        ("merged_units_are_means", "DTI 2022 (1)", 3, 0),
    ]
    assert all(check.largest_difference <= 1e-12 for check in checks)


def test_rows_that_points_were_fitted_on_are_counted_apart(make_figure: MakeFigure) -> None:
    fitted = replace(DEFINITIONS, formulas={"f": replace(FORMULA, fitted=True)})
    kinds = {check.check for check in checks_of(PRINTED, make_figure, fitted)}
    assert "total_from_parts_fitted" in kinds
    assert "total_from_parts_official" not in kinds


def test_that_fitted_points_give_the_totals_of_a_later_edition_counts(
    make_figure: MakeFigure,
) -> None:
    earlier = replace(OLD, edition="2021", table="", universe="2")
    fitted = replace(
        DEFINITIONS,
        formulas={"f": replace(FORMULA, fitted=True)},
        editions=(earlier, *DEFINITIONS.editions),
    )
    kinds = {check.check for check in checks_of(PRINTED, make_figure, fitted)}
    assert "total_from_parts_official" in kinds
    assert "total_from_parts_fitted" not in kinds


def test_a_tampered_total_names_file_row_expected_and_found(make_figure: MakeFigure) -> None:
    with pytest.raises(RawFileError, match=r"the total is not the sum of its parts \(Nam\)") as it:
        checks_of(with_score("old", "Nam", "overall", 0.4503), make_figure)
    assert it.value.column == "Cột overall"
    assert it.value.file == "data/raw/dti_tables/old.csv"
    assert it.value.row == 3
    assert str(it.value.expected).startswith("0.4500")
    assert str(it.value.found) == "0,4503"


def test_a_correction_is_named_beside_what_is_printed(make_figure: MakeFigure) -> None:
    # The figure carries the value used; the cell as printed would be right.
    figures = with_score("old", "Nam", "overall", 0.4503)
    with pytest.raises(RawFileError) as it:
        checks_of(figures, make_figure, corrected={"Cột overall": "0,46"})
    assert str(it.value.found) == "0,4503 as printed, in whose place a correction uses 0,46"


def test_a_tampered_part_is_found_by_its_total(make_figure: MakeFigure) -> None:
    with pytest.raises(RawFileError, match="the total is not the sum of its parts") as it:
        checks_of(with_score("old", "Bắc", "b", 0.8), make_figure)
    assert it.value.row == 2


def test_rounding_alone_is_allowed_to_its_last_tenth(make_figure: MakeFigure) -> None:
    # One unit of the fourth decimal: half of it may be the total's, half the parts'.
    (check, *_) = checks_of(with_score("new", "Chung", "overall", 0.5501), make_figure)[2:]
    assert check.check == "total_from_parts_official"
    assert check.failures == 0
    assert check.largest_difference == pytest.approx(0.0001)
    assert check.allowed == pytest.approx(0.0001)
    with pytest.raises(RawFileError):
        checks_of(with_score("new", "Chung", "overall", 0.5502), make_figure)


def test_a_mean_that_is_not_the_printed_one_stops_the_run(make_figure: MakeFigure) -> None:
    # Without its parts a total can only be checked by the mean of the column.
    printed = with_score("old", "Nam", "overall", 0.47)
    formula = Formula("f", "DTI", "", "", "", weights={})
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(DEFINITIONS.formulas, "f", formula)  # type: ignore[arg-type]
        with pytest.raises(RawFileError, match="is not the printed mean") as it:
            checks_of(printed, make_figure)
    assert str(it.value.expected).startswith("0,5500")
    assert str(it.value.found) == "0.56000"


def test_a_merged_unit_that_is_not_the_mean_of_its_members_stops_the_run(
    make_figure: MakeFigure,
) -> None:
    printed = {**PRINTED, "new": {"Chung": (0.5575, 0.43, 0.6)}}
    with pytest.raises(RawFileError, match=r"overall of Chung is not the mean") as it:
        checks_of(printed, make_figure)
    assert (str(it.value.expected), str(it.value.found)) == ("0.5500", "0.5575")


def test_press_figures_that_do_not_add_up_are_counted_as_failures(make_figure: MakeFigure) -> None:
    press = [
        make_figure(
            "score", value, measure=measure, edition="2022", unit_id="vn2-01", universe="2",
            source_id="s900",
        )
        for measure, value in (("overall", 0.9), ("a", 0.5), ("b", 0.7))
    ]  # fmt: skip
    empty = pd.DataFrame(
        columns=["index", "edition", "universe", "measure", "score", "score_basis",
                 "score_source_id", "unit_id"]
    )  # fmt: skip
    (check,) = reconcile(press, empty, [], DEFINITIONS, UNITS)[:1]
    assert (check.check, check.compared, check.failures) == ("total_from_parts_press", 1, 1)


def test_the_published_figures_add_up(clean: CleanFigures) -> None:
    checks = {(check.check, check.edition): check for check in clean.checks}
    assert all(check.failures == 0 for check in clean.checks)
    for edition, rows in (("2022 (63)", 10), ("2023 (63)", 10), ("2024 (34)", 34)):
        assert checks["total_from_parts_official", f"DTI {edition}"].compared == rows
    for measure in ("", "_pillar_government", "_pillar_economy", "_pillar_society"):
        assert ("printed_mean" + measure, "DTI 2024 (63)") in checks
    # Every pillar rank on file of a year with a complete table, besides those of 2021.
    for year, compared in (("2022", 10), ("2023", 9)):
        ranks = checks["pillar_ranks_press", f"DTI {year} (63)"]
        assert (ranks.compared, ranks.failures, ranks.largest_difference) == (compared, 0, 0)
    # Five columns are printed for all 63: three activities, infrastructure and the total.
    merged = checks["merged_units_are_means", "DTI 2024 (34)"]
    assert merged.compared == 5 * 34


def test_the_ties_of_the_complete_tables(clean: CleanFigures) -> None:
    found = clean.ties[["edition", "rank", "provinces"]].to_numpy().tolist()
    assert found == [
        ["DTI 2022 (63)", 15, "Thanh Hóa, Yên Bái"],
        ["DTI 2023 (63)", 59, "An Giang, Phú Yên"],
        ["DTI 2024 (63)", 13, "Bắc Giang, Yên Bái"],
    ]


def test_a_pillar_rank_that_the_formula_does_not_give_is_counted(
    clean: CleanFigures, definitions: Definitions, units: Units, make_figure: MakeFigure
) -> None:
    rankings = clean.tables["rankings"]
    measure = "pillar_government"
    own = rankings[
        (rankings["unit_id"] == "vn63-93") & (rankings["edition"] == "2023")
        & (rankings["index"] == "DTI") & (rankings["measure"] == measure)
    ].iloc[0]  # fmt: skip
    printed = [
        make_figure("rank", float(place), measure=measure, edition="2023")
        for place in (own["rank_best"], own["rank_worst"] + 5)
    ]
    (found,) = (
        check
        for check in reconcile(printed, rankings, [], definitions, units)
        if check.check == "pillar_ranks_press"
    )
    assert (found.edition, found.compared, found.failures) == ("DTI 2023 (63)", 2, 1)
    assert found.largest_difference == 5
