"""All checks that a transcribed table must pass before anything of it is filed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from helpers.intake.checks.formula import FormulaAnswer, check_formula
from helpers.intake.checks.history import (
    check_another_edition,
    check_changes,
    check_means,
    check_merged_units,
)
from helpers.intake.checks.outcome import FAILED, Check
from helpers.intake.checks.rank import check_positions, check_ranks
from helpers.intake.checks.resemblance import (
    check_columns_exchanged,
    check_names_shifted,
    check_precision_before,
)
from helpers.intake.checks.title import check_title
from helpers.intake.checks.unit import check_blanks, check_columns, check_units
from helpers.intake.checks.year import check_year
from helpers.intake.on_file import OnFile
from helpers.intake.table_values import TableValues, transcribed_values
from helpers.intake.transcription import Transcription
from helpers.sources.editions import Definitions


@dataclass(frozen=True)
class Checked:
    """A transcription, its numbers, the formula it follows, and what every check says."""

    transcription: Transcription
    values: TableValues
    answer: FormulaAnswer
    checks: tuple[Check, ...]

    @property
    def failed(self) -> tuple[Check, ...]:
        """The checks that stand in the way."""
        return tuple(check for check in self.checks if check.status == FAILED)


def check_transcription(
    table: Transcription, on_file: OnFile, definitions: Definitions, formula: str = ""
) -> Checked:
    """Does a transcribed table hold together, and with what is on file?

    Args:
        table: what was read. Rows without a unit, and columns without a meaning, count only as
            what they are.
        on_file: the tables to compare with.
        definitions: definitions on file, with measures that a map adds.
        formula: id of the formula that a person named, or "".

    Raises:
        BadInputError: the named formula is not on file.
    """
    size = len(on_file.units.all(table.universe))
    values, reading = transcribed_values(table, size)
    columns = check_columns(table, definitions)
    start = [
        columns,
        check_units(table, on_file.units),
        *check_title(table, definitions),
        check_year(table),
        *reading,
    ]
    if columns.status == FAILED:
        return Checked(table, values, FormulaAnswer(None, ()), tuple(start))
    answer = check_formula(values, definitions, formula)
    return Checked(
        table,
        values,
        answer,
        (
            *start,
            *check_blanks(values),
            check_ranks(values),
            check_positions(values),
            *answer.checks,
            check_means(values, _means(table, definitions)),
            check_another_edition(values, on_file),
            check_merged_units(values, on_file),
            check_columns_exchanged(values, on_file),
            check_names_shifted(values, on_file),
            check_precision_before(values, on_file),
            check_changes(values, on_file),
        ),
    )


def _means(table: Transcription, definitions: Definitions) -> Mapping[str, str]:
    """Means printed in the table, and the one that its edition has on file."""
    key = (table.index, table.edition, table.universe)
    own = [e.mean for e in definitions.editions if e.key == key]
    on_file = {"overall.score": own[0]} if own and own[0] else {}
    return {**on_file, **table.printed_means}
