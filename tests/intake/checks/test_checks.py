"""What each check says of tables on hand, and of a made-up edition with a ninth part."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
from pandas.testing import assert_frame_equal

from helpers.errors import BadInputError
from helpers.intake.checks.checks import check_transcription
from helpers.intake.checks.outcome import Check
from helpers.intake.map_entries import MapEntries, with_measures
from helpers.intake.on_file import OnFile
from helpers.intake.table_values import transcribed_values
from helpers.intake.transcription import PrintedCell, Transcription

OnHand = Callable[[str], Transcription]
NINTH = MapEntries(measures={"digital_skills": {"vi": "Kỹ năng số", "en": "Digital skills"}})


def checks_of(table: Transcription, on_file: OnFile, **options: str) -> Mapping[str, Check]:
    before = on_file.without(table.index, table.edition, table.universe)
    definitions = with_measures(on_file.definitions, "DTI", NINTH)
    return {
        check.name: check
        for check in check_transcription(table, before, definitions, **options).checks
    }


def changed(table: Transcription, unit: str, holds: str, text: str) -> Transcription:
    """The table with another text in one cell."""
    number = next(c.number for c in table.columns if c.holds == holds)
    rows = tuple(
        replace(row, cells={**row.cells, number: replace(row.cells[number], text=text)})
        if row.unit_id == unit
        else row
        for row in table.rows
    )
    return replace(table, rows=rows)


def scaled(table: Transcription, by: int) -> Transcription:
    """The table with scores printed out of another number than 1."""
    scores = {c.number for c in table.columns if c.holds.endswith(".score")}

    def text(cell: PrintedCell) -> str:
        return f"{float(cell.text) * by:.2f}".replace(".", ",") if cell.text else ""

    return replace(
        table,
        rows=tuple(
            replace(row, cells={n: replace(c, text=text(c)) if n in scores else c
                                for n, c in row.cells.items()})
            for row in table.rows
        ),
    )  # fmt: skip


def in_percent(table: Transcription) -> Transcription:
    """The table with scores printed as «82,41%», as the reading gives it."""
    scores = {c.number: c.holds for c in table.columns if c.holds.endswith(".score")}
    rows = tuple(
        replace(
            row,
            cells={
                n: replace(c, text=f"{c.text}%") if n in scores and c.text else c
                for n, c in row.cells.items()
            },
        )
        for row in scaled(table, 100).rows
    )
    return replace(table, rows=rows, scales=dict.fromkeys(scores.values(), "100"))


@pytest.fixture(scope="module")
def table(on_hand: OnHand) -> Transcription:
    return on_hand("dti_2024_34")


def test_a_faultless_table_fails_nowhere(table: Transcription, on_file: OnFile) -> None:
    found = checks_of(table, on_file)
    assert {c.name for c in found.values() if c.status == "passed"} == {
        "columns", "units", "values_readable", "precision", "totals_printed", "ranks",
        "list_positions", "totals_from_parts", "merged_units",
    }  # fmt: skip
    assert not [c for c in found.values() if c.status in ("failed", "doubt")]


def test_percent_signs_are_read_as_out_of_a_hundred(table: Transcription, on_file: OnFile) -> None:
    values, _ = transcribed_values(table, 34)
    percent, checks = transcribed_values(in_percent(table), 34)
    assert [check.status for check in checks] == ["passed", "passed"]
    assert_frame_equal(percent.scores, values.scores)
    assert percent.decimals == values.decimals
    found = checks_of(replace(in_percent(table), printed_means={"overall.score": "67%"}), on_file)
    assert [name for name, c in found.items() if c.status == "failed"] == ["printed_means"]


def with_texts(table: Transcription, change: Callable[[str], str]) -> Transcription:
    scores = {c.number for c in table.columns if c.holds.endswith(".score")}
    rows = tuple(
        replace(row, cells={
            n: replace(c, text=change(c.text)) if n in scores and c.text else c
            for n, c in row.cells.items()
        })
        for row in table.rows
    )  # fmt: skip
    return replace(table, rows=rows)


def test_zeros_that_end_every_score_are_no_decimals(table: Transcription, on_file: OnFile) -> None:
    values, _ = transcribed_values(table, 34)
    padded = with_texts(table, lambda text: f"{text}00")
    assert transcribed_values(padded, 34)[0].decimals == values.decimals
    assert set(values.decimals.values()) == {4}
    # One score that ends otherwise knows six; then the totals do not follow from the parts.
    odd = changed(padded, "vn34-01", "awareness.score", "0.999901")
    assert set(transcribed_values(odd, 34)[0].decimals.values()) == {6}
    assert checks_of(padded, on_file)["totals_from_parts"].status == "passed"


def test_a_percent_sign_in_a_column_of_shares_is_no_score(
    table: Transcription, on_file: OnFile
) -> None:
    odd = changed(table, "vn34-01", "overall.score", "82.41%")
    check = checks_of(odd, on_file)["values_readable"]
    assert check.status == "failed"
    assert "'82.41%' is in percent, the column is not" in check.findings[0].text


def test_a_rank_off_by_one_is_named_with_its_place(table: Transcription, on_file: OnFile) -> None:
    check = checks_of(changed(table, "vn34-01", "overall.rank", "2"), on_file)["ranks"]
    (finding,) = check.findings
    assert check.status == "failed"
    assert finding.text == "Hà Nội: rank 2 is printed, the scores give 1"
    assert (finding.place.row, finding.place.column) == (2, 2)


def test_equal_scores_share_the_lowest_rank(on_hand: OnHand, on_file: OnFile) -> None:
    table = on_hand("dti_2022_63")
    tied = [row for row in table.rows if row.cells[2].text == "15"]
    assert len(tied) == 2
    broken = changed(table, tied[1].unit_id, "overall.rank", "16")
    (finding,) = checks_of(broken, on_file)["ranks"].findings
    assert finding.unit_id == tied[1].unit_id


def test_ranks_alone_must_be_ranks(table: Transcription, on_file: OnFile) -> None:
    ranks_only = tuple(
        replace(c, holds=c.holds if c.holds in ("unit", "overall.rank") else "")
        for c in table.columns
    )
    alone = replace(table, columns=ranks_only)
    found = checks_of(alone, on_file)
    assert found["ranks"].status == "passed"
    assert found["totals_from_parts"].status == "not possible"
    doubled = changed(alone, "vn34-01", "overall.rank", "2")
    assert checks_of(doubled, on_file)["ranks"].status == "failed"


def test_last_years_table_under_this_years_name_is_refused(
    on_hand: OnHand, on_file: OnFile
) -> None:
    renamed = replace(on_hand("dti_2022_63"), edition="2025")
    check = checks_of(renamed, on_file)["another_edition"]
    assert check.status == "failed"
    assert "are those of DTI 2022 (63 units)" in check.findings[0].text


def test_one_row_of_last_year_is_named(on_hand: OnHand, on_file: OnFile) -> None:
    older, newer = on_hand("dti_2022_63"), on_hand("dti_2023_63")
    copied = next(row for row in older.rows if row.unit_id == "vn63-93")
    rows = tuple(copied if row.unit_id == "vn63-93" else row for row in newer.rows)
    check = checks_of(replace(newer, rows=rows), on_file)["another_edition"]
    assert [finding.unit_id for finding in check.findings] == ["vn63-93"]


def test_a_new_formula_with_a_ninth_part_is_found_and_offered(
    made_up: Transcription, on_file: OnFile
) -> None:
    definitions = with_measures(on_file.definitions, "DTI", NINTH)
    checked = check_transcription(made_up, on_file, definitions)
    formula = checked.answer.formula
    assert formula is not None
    assert formula.fitted
    assert formula.formula_id == "dti-2025"
    assert formula.pillars == {}
    assert dict(formula.weights) == {
        "awareness": 50, "institutions": 50, "infrastructure": 120, "human_resources": 100,
        "cybersecurity": 100, "government_activity": 200, "economy_activity": 150,
        "society_activity": 150, "digital_skills": 80,
    }  # fmt: skip
    assert checked.failed == ()
    status = {check.name: check.status for check in checked.checks}
    assert status["formula"] == "doubt"


def test_a_wrong_total_is_named_under_the_fitted_formula(
    made_up: Transcription, on_file: OnFile
) -> None:
    row = made_up.rows[10]
    total = next(c.number for c in made_up.columns if c.holds == "overall.score")
    wrong = f"{float(row.cells[total].text) - 0.02:.4f}"
    found = checks_of(changed(made_up, row.unit_id, "overall.score", wrong), on_file)
    assert [f.unit_id for f in found["totals_from_parts"].findings] == [row.unit_id]


def test_parts_that_cannot_be_told_give_no_formula(made_up: Transcription, on_file: OnFile) -> None:
    numbers = [c.number for c in made_up.columns if c.holds == "digital_skills.score"]
    few = tuple(
        row if n < 6 else replace(row, cells={**row.cells, numbers[0]: replace(
            row.cells[numbers[0]], text="")})
        for n, row in enumerate(made_up.rows)
    )  # fmt: skip
    check = checks_of(replace(made_up, rows=few), on_file)["totals_from_parts"]
    assert check.status == "not possible"
    assert "cannot tell" in check.message


def test_a_misprinted_full_score_is_asked_for(table: Transcription, on_file: OnFile) -> None:
    held = [column.holds for column in table.columns if column.holds.endswith(".score")]
    printed = {holds: "2" if holds == "infrastructure.score" else "1" for holds in held}
    new = replace(table, scales=printed, edition="2026")  # no formula is known beforehand
    totals = checks_of(new, on_file)["totals_from_parts"]
    assert totals.status == "failed"
    assert "infrastructure.score 2" in totals.message
    assert "«scales»" in totals.message


def test_a_table_in_percent_is_read_as_such(table: Transcription, on_file: OnFile) -> None:
    found = checks_of(scaled(table, 100), on_file)
    assert not [c for c in found.values() if c.status == "failed"]
    lost = changed(scaled(table, 100), "vn34-01", "overall.score", "8241")
    (finding,) = checks_of(lost, on_file)["values_readable"].findings
    assert finding.text == "Hà Nội: '8241' lies outside 0 to 100"


def test_a_mean_printed_below_the_table_is_compared(table: Transcription, on_file: OnFile) -> None:
    right = replace(table, printed_means={"overall.score": "0,7001"})
    mean = sum(float(row.cells[12].text) for row in table.rows) / 34
    right = replace(table, printed_means={"overall.score": f"{mean:.4f}"})
    assert checks_of(right, on_file)["printed_means"].status == "passed"
    wrong = replace(table, printed_means={"overall.score": f"{mean + 0.001:.4f}"})
    assert checks_of(wrong, on_file)["printed_means"].status == "failed"


def test_a_leap_that_was_never_seen_is_listed_and_not_refused(
    made_up: Transcription, on_file: OnFile
) -> None:
    check = checks_of(changed(made_up, "vn34-01", "society_activity.score", "0.0100"), on_file)[
        "changes"
    ]
    assert check.status == "doubt"
    assert [finding.unit_id for finding in check.findings] == ["vn34-01"]


@pytest.mark.parametrize(
    ("holds", "problem"),
    [("awareness.score", "two columns hold it"), ("charm.score", "not a measure")],
)
def test_columns_must_each_mean_one_thing(
    table: Transcription, on_file: OnFile, holds: str, problem: str
) -> None:
    columns = tuple(replace(c, holds=holds) if c.number == 5 else c for c in table.columns)
    check = checks_of(replace(table, columns=columns), on_file)["columns"]
    assert check.status == "failed"
    assert problem in check.findings[0].text


def test_a_formula_of_another_index_is_refused(table: Transcription, on_file: OnFile) -> None:
    with pytest.raises(BadInputError, match=r"ict-2016.*which DTI does not have"):
        checks_of(table, on_file, formula="ict-2016")


def test_a_blank_rank_among_printed_ones_is_a_doubt(table: Transcription, on_file: OnFile) -> None:
    assert "blank_cells" not in checks_of(table, on_file)
    found = checks_of(changed(table, "vn34-01", "overall.rank", ""), on_file)
    assert not [c.name for c in found.values() if c.status == "failed"]
    check = found["blank_cells"]
    assert check.status == "doubt"
    (finding,) = check.findings
    assert (finding.unit_id, finding.column) == ("vn34-01", "overall.rank")
    assert finding.place is not None
