"""Ranks of other editions beside those of a table: held against what is on file, or filed as well.

Reports of the ICT Index print the ranks of three years side by side. Such ranks never touch a table
on file. Where an edition has none, they become its table, ranks only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from helpers.errors import Clause
from helpers.intake.checks.checks import Checked
from helpers.intake.checks.formula import FormulaAnswer
from helpers.intake.checks.history import check_another_edition
from helpers.intake.checks.outcome import DOUBT, PASSED, Check
from helpers.intake.checks.rank import check_ranks
from helpers.intake.checks.unit import check_blanks
from helpers.intake.fuller import Known, agreement, known_figures
from helpers.intake.map_entries import Excuse, without_excused_errors
from helpers.intake.on_file import FiledTable, OnFile
from helpers.intake.table_map import OF_EDITION, UNIT
from helpers.intake.table_values import READABLE, TableValues, transcribed_values
from helpers.intake.transcription import Question, Transcription
from helpers.sources.editions import Definitions, Edition
from helpers.statistics.ranks import rank_scores

_OVERALL = "overall"


@dataclass(frozen=True)
class Further:
    """The ranks of one other edition, as a table of their own."""

    edition: Edition
    table: Transcription

    @property
    def shown(self) -> str:
        """The edition with its columns: «2018 (5, 7)»."""
        numbers = ", ".join(str(c.number) for c in self.table.columns if c.holds != UNIT)
        return f"{self.edition.edition} ({numbers})"


def further_tables(table: Transcription, definitions: Definitions) -> list[Further]:
    """The ranks of every other edition on file that a table prints beside its own, oldest first."""
    entries = {
        entry.edition: entry
        for entry in definitions.editions_of(table.index, table.universe)
        if entry.edition != table.edition
    }
    years = sorted({_year(column.further) for column in table.columns} & entries.keys())
    return [Further(entries[year], _of(table, year)) for year in years]


def _year(further: str) -> str:
    return further.partition(OF_EDITION)[2]


def _of(table: Transcription, year: str) -> Transcription:
    unit = next(column for column in table.columns if column.holds == UNIT)
    ranks = (
        replace(column, holds=column.further.partition(OF_EDITION)[0], further="")
        for column in table.columns
        if _year(column.further) == year
    )
    return replace(
        table, edition=year, columns=(unit, *ranks), scales={}, printed_means={}, respelled=0
    )


def with_offer(
    table: Transcription, definitions: Definitions, answer: bool | None
) -> Transcription:
    """The table with the question whether ranks of editions without a table are filed as well.

    Args:
        table: as read. definitions: the editions on file. answer: None where nobody gave one.
    """
    found = further_tables(table, definitions)
    known = {one.edition.edition for one in found}
    unknown = sorted({_year(c.further) for c in table.columns if c.further} - known)
    notes = [Clause("told.further_unknown", years=", ".join(unknown))] if unknown else []
    open_ones = [one for one in found if not one.edition.table]
    shown = ", ".join(one.shown for one in open_ones)
    questions = []
    if open_ones and answer is None:
        text = Clause("asked.further", index=table.index, shown=shown)
        questions.append(Question("further_editions", text, ("true", "false")))
    return replace(table, questions=(*table.questions, *questions), notes=(*table.notes, *notes))


def further_checked(
    one: Further, on_file: OnFile, own: TableValues, known: Sequence[Known]
) -> Checked:
    """The ranks of another edition with what they are held against; nothing on file is changed.

    Args:
        one: the ranks. on_file: tables and definitions. own: values of the table that prints them.
        known: ranks of the edition from elsewhere.
    """
    size = len(on_file.units.all(one.table.universe))
    values, (readable, _) = transcribed_values(one.table, size)
    key = one.edition.key
    filed = next((table for table in on_file.tables if table.edition.key == key), None)
    if filed is not None:
        checks = [_held(values, filed)]
    else:
        copies = replace(on_file, tables=(*on_file.tables, _as_filed(own)))
        checks = [
            readable,
            *(check for check in check_blanks(values) if not _is_unread(check, values)),
            check_ranks(values),
            check_another_edition(values, copies),
        ]
    checks.append(known_figures(values, known, to_be_filed=filed is None))
    year = one.edition.edition
    named = tuple(replace(check, name=f"{check.name}_{year}") for check in checks)
    formula = on_file.definitions.formula_of(one.edition)
    return Checked(one.table, values, FormulaAnswer(formula, ()), named)


def _is_unread(check: Check, values: TableValues) -> bool:
    """Whether a check finds missing only what cannot be read, which is said already."""
    found = {(finding.unit_id, finding.column) for finding in check.findings}
    return bool(found) and found <= values.unread


def _as_filed(values: TableValues) -> FiledTable:
    """The table that prints the ranks, as one on file: a copied column is found like any other."""
    edition = Edition(values.index, values.edition, values.universe)
    return FiledTable(edition, pd.DataFrame(), values.ranks, "", "", {})


def _held(values: TableValues, filed: FiledTable) -> Check:
    """Ranks against the table on file, which stays as it is whatever they say."""
    ranks = filed.ranks.copy()
    if filed.edition.totals_known:
        by_order = rank_scores(filed.scores[_OVERALL], None).astype(float)
        printed = ranks.get(_OVERALL, pd.Series(dtype=float))
        ranks = ranks.reindex(by_order.index)
        ranks[_OVERALL] = printed.reindex(by_order.index).fillna(by_order)
    counts, findings = agreement(values, replace(filed, ranks=ranks))
    message = Clause(
        "further.held", edition=filed.edition.named, agree=counts["agree"],
        differ=len(findings), new=counts["new"],
    )  # fmt: skip
    return Check("agrees_with_file", DOUBT if findings else PASSED, message, tuple(findings))


def as_filed(checked: Checked, excuses: Sequence[Excuse]) -> Checked:
    """The ranks as they are filed: error values that an exception lets stand are blank."""
    year = checked.transcription.edition
    own = [replace(e, check=READABLE) for e in excuses if e.check == f"{READABLE}_{year}"]
    return replace(checked, transcription=without_excused_errors(checked.transcription, own))
