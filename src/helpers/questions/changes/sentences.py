"""What a refresh changed, in words: labels of rows, changed cells, the lines for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from helpers.questions.changes.answer import KINDS, RowChange, TableChanges
from helpers.questions.changes.claim_ids import subject_of, with_present_ids
from helpers.questions.changes.claims import (
    CHANGES,
    OF_OTHER_THINGS,
    claim_lines,
    compare_claims,
    count_line,
    with_present_verdicts,
)
from helpers.sharing.figure_words import measure_name
from helpers.sharing.numbers import format_date, format_number
from helpers.sharing.wording import sentence, use_wording, word
from helpers.sources.editions import Definitions
from helpers.sources.schemas import TABLES

use_wording("changes.yml")

NAMED_COLUMNS = (
    "rank", "rank_best", "rank_worst", "score", "value", "value_as_printed", "date_as_printed",
    "date_start", "date_end", "description", "lower", "upper", "unit", "doubt", "basis",
    "rank_basis", "score_basis", "source_id", "rank_source_id", "score_source_id", "formula",
    "rank_from", "rank_to", "rank_gain", "gain_least", "gain_most", "score_change", "units",
    "rank_lower", "rank_upper",
    "scored", "ranked", "tables_say", "verdict", "cause", "reason", "province",
)  # fmt: skip
"""Columns that readers know by words; the others are called as in the table."""
_SHOWN = {
    "rankings": ("rank", "score"),
    "coverage": ("units", "ranked", "scored"),
    "reported_figures": ("value_as_printed", "source_id"),
    "online_services": ("value_as_printed", "source_id"),
    "adoption": ("value_as_printed", "source_id"),
    "milestones": ("date_as_printed", "description", "source_id"),
    "covariates": ("value", "unit"),
    "contradictions": ("value_as_printed", "tables_say"),
    "press_check": ("value_as_printed", "tables_say", "verdict"),
    "rejected": ("value", "reason"),
    "rank_gains": ("rank_from", "rank_to", "rank_gain"),
    "rank_intervals": ("rank_lower", "rank_upper"),
    "units": ("province",),
}
_SINCE = {
    "release": "changes.since.release",
    "folder": "changes.since.folder",
    "git": "changes.since.git",
}
_LISTED = 10
"""So many rows of each list a terminal shows; the page shows all."""
ALWAYS_SHOWN = ("flipped", "weakened", "vanished")
"""What may become of a claim that is listed in full everywhere."""


@dataclass(frozen=True)
class Refreshed:
    """All that a refresh changed, and what its rows are called.

    Args:
        since: the name of the earlier state. kind: "release", "folder" or "git".
        tables: from `compare_states`.
        claims: from `compare_claims`; None where the earlier state had no claims.
        definitions: for the names of measures.
        provinces: name of each unit by its id.
    """

    since: str
    kind: str
    tables: Sequence[TableChanges]
    claims: pd.DataFrame | None
    definitions: Definitions
    provinces: Mapping[str, str]

    @property
    def is_unchanged(self) -> bool:
        """Whether neither a table nor the wording or verdict of a claim differs."""
        return self.claims_unchanged and all(table.is_unchanged for table in self.tables)

    @property
    def claims_unchanged(self) -> bool:
        """Whether all claims are what they were, word for word."""
        return self.claims is not None and bool(self.claims["unchanged"].all())


def claim_changes(older: pd.DataFrame | None, newer: pd.DataFrame) -> pd.DataFrame | None:
    """What became of the claims, from tables whose cells are text.

    Returns:
        As `compare_claims`, with `unchanged`: whether the row is the same in every cell.
    """
    if older is None:
        return None
    older = with_present_verdicts(with_present_ids(older), newer)
    old, new = (table.set_index("id", drop=False) for table in (older, newer))
    same = {
        name
        for name in old.index.intersection(new.index)
        if old.loc[name].to_dict() == new.loc[name].to_dict()
    }
    typed = [table.assign(value=pd.to_numeric(table["value"])) for table in (older, newer)]
    changes = compare_claims(*typed)
    return changes.assign(unchanged=changes["id"].isin(same))


def since_sentence(refreshed: Refreshed, lang: str) -> str:
    """Which earlier state this is compared with."""
    return sentence(_SINCE[refreshed.kind], lang, name=refreshed.since)


def summary_rows(refreshed: Refreshed, lang: str) -> list[dict[str, str]]:
    """One row for each table: rows before and now, revised, gone, new; headers as keys."""
    rows = []
    for table in refreshed.tables:
        revised = table.of("revised")
        rows.append(
            {
                word("changes.header.table", lang): word(f"changes.table.{table.table}", lang),
                word("changes.header.before", lang): _count(table.rows_before, lang),
                word("changes.header.after", lang): _count(table.rows_after, lang),
                word("changes.kind.revised", lang): _count(len(revised), lang),
                word("changes.kind.revised_numbers", lang): _count(
                    sum(change.changes_a_number for change in revised), lang
                ),
                word("changes.kind.gone", lang): _count(len(table.of("gone")), lang),
                word("changes.kind.new", lang): _count(len(table.of("new")), lang),
            }
        )
    return rows


def _count(number: int | None, lang: str) -> str:
    return "–" if number is None else format_number(number, lang)


def row_label(refreshed: Refreshed, change: RowChange, lang: str) -> str:
    """What a row speaks of: province, index and edition, measure, and its id."""
    row = change.row
    index, edition = row.get("index", ""), row.get("edition", "")
    years = "→".join(year for year in (row.get("baseline", ""), edition) if year)
    universe = row.get("universe", "")
    parts = [
        _province(refreshed, row, lang),
        " ".join(part for part in (index, years, f"({universe})" if universe else "") if part),
        _measure(refreshed.definitions, index, row.get("measure", ""), lang),
        row.get("statistic", "") or row.get("level", "") or row.get("milestone_type", ""),
        row.get("year", ""),
        f"{row['file']}, {row['row']}, {row['column']}" if change.table == "rejected" else "",
        row.get("figure_id", ""),
        word("changes.not_comparable", lang) if row.get("comparable") == "no" else "",
    ]
    return " · ".join(part for part in parts if part)


def _province(refreshed: Refreshed, row: Mapping[str, str], lang: str) -> str:
    if "unit_id" not in row:
        return ""
    unit_id = row["unit_id"]
    if not unit_id:
        return row.get("province_as_printed") or word("changes.nation", lang)
    name = refreshed.provinces.get(unit_id) or row.get("province") or unit_id
    # After July 2025 a name can mean another, larger unit.
    universe = unit_id.removeprefix("vn").partition("-")[0]
    return name if row.get("universe") else f"{name} ({universe})"


def _measure(definitions: Definitions, index: str, measure: str, lang: str) -> str:
    """What readers call a measure; one that is not defined (any more) keeps its name."""
    if not measure:
        return ""
    known = definitions.indices.get(index, {}).get("measures", {})
    part = measure.removeprefix("national_mean").removeprefix("_") or "overall"
    return measure_name(definitions, index, measure).written(lang) if part in known else measure


def row_text(change: RowChange, lang: str) -> str:
    """What a revised row said and says; of others their main cells."""

    def shown(column: str, text: str) -> str:
        return shown_cell(change.table, column, text, lang)

    if change.kind == "revised":
        said = (
            f"{_column(c.column, lang)} {shown(c.column, c.before)} → {shown(c.column, c.after)}"
            for c in change.cells
        )
    else:
        said = (
            f"{_column(column, lang)} {shown(column, change.row[column])}"
            for column in _SHOWN[change.table]
            if change.row.get(column)
        )
    return "; ".join(said)


def _column(name: str, lang: str) -> str:
    return word(f"changes.column.{name}", lang) if name in NAMED_COLUMNS else name


def shown_cell(table: str, column: str, text: str, lang: str) -> str:
    """One cell of a processed table in the form of the language; what is printed stays as it is."""
    kinds = {entry.name: entry.kind for entry in TABLES[table].columns}
    kind = kinds.get(column, "text")
    forms: dict[str, Callable[[], str]] = {
        # The digits of the table itself: rounding could hide what changed.
        "number": lambda: text.replace(".", ",") if lang == "vi" else text,
        "date": lambda: format_date(date.fromisoformat(text), lang),
        "yes_no": lambda: word("changes.yes" if text == "yes" else "changes.no", lang),
        "text": lambda: f"“{text}”",
    }
    if not text:
        return word("changes.empty", lang)
    return forms[kind]() if kind in forms else text


def by_edition(changes: Sequence[RowChange], lang: str) -> str:
    """Of how many rows each edition has, as one phrase; "" where the table has no editions."""
    if not changes or "edition" not in changes[0].row:
        return ""
    counts = Counter(
        " ".join(
            part
            for part in (
                change.row["index"],
                change.row["edition"] or word("changes.without_edition", lang),
                f"({change.row['universe']})" if change.row.get("universe") else "",
            )
            if part
        )
        for change in changes
    )
    listed = ", ".join(f"{name}: {_count(n, lang)}" for name, n in sorted(counts.items()))
    return sentence("changes.by_edition", lang, list=listed)


def column_sentences(table: TableChanges, lang: str) -> list[str]:
    """What is to be said of a table that is new, or whose columns are others."""
    said = [word("changes.new_table", lang)] if table.rows_before is None else []
    for key, columns in (("new", table.columns_new), ("gone", table.columns_gone)):
        if columns:
            said.append(sentence(f"changes.columns.{key}", lang, columns=", ".join(columns)))
    return said


def claims_sentence(refreshed: Refreshed, lang: str) -> str:
    """How many claims there are of each of `CHANGES`, as one line."""
    if refreshed.claims is None:
        return word("changes.no_older_claims", lang)
    if refreshed.claims_unchanged:
        return sentence("changes.claims_unchanged", lang, n=len(refreshed.claims))
    return count_line(refreshed.claims, lang)


def subject_text(refreshed: Refreshed, claim: str, lang: str) -> str:
    """Of what a claim speaks, as rows are labelled: «Hậu Giang · DTI 2023→2024 (63)»."""
    ranking, unit_id = subject_of(claim)
    index, universe, *years = (*ranking, "", "")
    row = {"index": index, "universe": universe, "edition": "→".join(filter(None, years))}
    row |= {"unit_id": unit_id} if unit_id else {}
    label = row_label(refreshed, RowChange("rankings", "new", row), lang)
    return label or word("changes.all_on_file", lang)


def other_subjects(refreshed: Refreshed, lang: str) -> str:
    """How to read claims whose subject is no longer asked about; "" where there are none.

    That a new claim of other editions says nothing of the old one, and whether the ranks and scores
    of the editions that the old one speaks of are what they were.
    """
    claims = refreshed.claims
    rows = None if claims is None else claims[claims["change"].isin(OF_OTHER_THINGS)]
    if rows is None or rows.empty:
        return ""
    rankings = (subject_of(claim)[0] for claim in rows["id_before"])
    with_years = (ranking for ranking in rankings if len(ranking) > 2)  # noqa: PLR2004
    spoken_of = {
        (index, year, universe) for index, universe, *years in with_years for year in years
    }
    revised = sum(
        tuple(change.row.get(column, "") for column in ("index", "edition", "universe"))
        in spoken_of
        for table in refreshed.tables
        if table.table == "rankings"
        for change in (*table.of("revised"), *table.of("gone"))
    )
    figures = "changes.own_figures_revised" if revised else "changes.own_figures_same"
    return f"{word('changes.other_subjects', lang)} {sentence(figures, lang, n=revised)}"


def change_lines(refreshed: Refreshed, lang: str, where: str) -> Iterator[str]:
    """All that changed, for a terminal; lists beyond ten rows are counted and left to `where`."""
    yield claims_sentence(refreshed, lang)
    if refreshed.claims is not None and not refreshed.claims_unchanged:
        yield from _listed_claims(refreshed, refreshed.claims, lang, where)
    yield from table_lines(refreshed, lang, where)


def table_lines(refreshed: Refreshed, lang: str, where: str) -> Iterator[str]:
    """What changed in the tables, for a terminal, without the claims."""
    for table in refreshed.tables:
        if table.is_unchanged:
            continue
        yield ""
        yield word(f"changes.table.{table.table}", lang)
        for said in column_sentences(table, lang):
            yield f"  {said}"
        for kind in KINDS:
            yield from _listed(refreshed, table.of(kind), lang, where)


def _listed_claims(
    refreshed: Refreshed, claims: pd.DataFrame, lang: str, where: str
) -> Iterator[str]:
    """Every claim that flipped, weakened or vanished; the first of the others."""
    explained = False
    for change in CHANGES[:-1]:
        rows = claims[claims["change"] == change]
        if change in OF_OTHER_THINGS and len(rows) and not explained:
            explained = True
            yield f"  {other_subjects(refreshed, lang)}"
        shown = len(rows) if change in ALWAYS_SHOWN else _LISTED
        for line in claim_lines(rows.head(shown), lang):
            yield f"  {line}"
        if len(rows) > shown:
            yield "    " + sentence("changes.more", lang, n=len(rows) - shown, where=where)


def _listed(
    refreshed: Refreshed, changes: Sequence[RowChange], lang: str, where: str
) -> Iterator[str]:
    if not changes:
        return
    editions = by_edition(changes, lang)
    yield (
        f"  {word('changes.kind.' + changes[0].kind, lang)}: {_count(len(changes), lang)}"
        + (f" ({editions})" if editions else "")
    )
    for change in changes[:_LISTED]:
        yield f"    {row_label(refreshed, change, lang)}: {row_text(change, lang)}"
    if len(changes) > _LISTED:
        yield "    " + sentence("changes.more", lang, n=len(changes) - _LISTED, where=where)
