"""A fuller table of an edition on file: every cell held against all that was known of it.

Ranks that were derived or settled were never tried against a table before: how many of them a
fuller one confirms is counted, and every one that it contradicts is named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import yaml

from helpers.errors import BadInputError, Clause
from helpers.intake.checks.outcome import DOUBT, FAILED, PASSED, Check, Finding, judged
from helpers.intake.on_file import FiledTable, OnFile
from helpers.intake.table_values import TableValues
from helpers.sources.editions import Edition
from helpers.sources.raw_files import RAW
from helpers.statistics.ranks import rank_scores
from helpers.statistics.relations import FLOAT_SLACK, half_unit

SUPERSEDED = "superseded"
"""The folder of replaced tables below `data/raw`, each with its metadata, original and map."""
AGREES, LOSES, KNOWN = "agrees_with_file", "fuller", "known_figures"
_DERIVED = "derived"
_FEW = 2
"""So many printed ranks may contradict a table before it is doubted that it is of its year."""


@dataclass(frozen=True)
class Known:
    """A rank of the edition that does not come from its table: whose, of what, and how known."""

    unit_id: str
    measure: str
    rank: float
    kind: str
    """ "printed", "derived" or "settled"."""


def edition_on_file(on_file: OnFile, key: tuple[str, str, str]) -> Edition:
    """The edition that a fuller table is for.

    Raises:
        BadInputError: it has no table on file.
    """
    for entry in on_file.definitions.editions:
        if entry.key == key and entry.table:
            return entry
    index, edition, universe = key
    raise BadInputError("fuller.no_table", index=index, edition=edition, universe=universe)


def fuller_checks(
    values: TableValues, on_file: OnFile, known: Sequence[Known], *, official: bool = True
) -> list[Check]:
    """Does a fuller table hold all that its predecessor holds, and say the same?

    Args:
        values: of the new table.
        on_file: with the table that it replaces.
        known: ranks of the edition from elsewhere, from `known_ranks`.
        official: whether it is the ministry's own; it then outranks what somebody copied.
    """
    key = (values.index, values.edition, values.universe)
    old = next(table for table in on_file.tables if table.edition.key == key)
    return [
        _nothing_lost(values, old),
        _agrees(values, old, official=official),
        known_figures(values, known),
    ]


def known_ranks(
    tables: Mapping[str, pd.DataFrame], key: tuple[str, str, str], table: str
) -> list[Known]:
    """Which ranks of an edition are known from elsewhere than its table?

    Args:
        tables: `reported_figures` and `rankings`. key: index, edition and universe.
        table: the one on file, or "".
    """
    figures, rankings = tables["reported_figures"], tables["rankings"]
    names = ["index", "edition", "universe"]
    own = figures[(figures[names] == list(key)).all(axis=1) & (figures["statistic"] == "rank")]
    elsewhere = own[(own["source_id"] != table) & own["value"].notna() & ~_is_set_aside(own)]
    derived = rankings[
        (rankings[names] == list(key)).all(axis=1) & (rankings["rank_basis"] == _DERIVED)
    ]
    return [
        *(
            Known(row.unit_id, row.measure, row.value, "settled" if row.settled else "printed")
            for row in elsewhere.itertuples()
        ),
        *(
            Known(row.unit_id, row.measure, row.rank, _DERIVED)
            for row in derived.dropna(subset=["rank"]).itertuples()
        ),
    ]


def _is_set_aside(figures: pd.DataFrame) -> pd.Series:
    return figures["set_aside"].isin([True, "yes"])


def _nothing_lost(values: TableValues, old: FiledTable) -> Check:
    """A table that lacks what is on file would take figures away."""
    findings = [
        Finding(Clause(f"fuller.lost_{statistic}", number=lost, measure=measure), column=column)
        for statistic, before, now in _pairs(values, old)
        for measure in before.columns
        if (lost := _lost(before[measure], now.get(measure)))
        and (column := f"{measure}.{statistic}")
    ]
    return judged(
        LOSES, findings, Clause("fuller.whole"), Clause("fuller.lacking"),
    )  # fmt: skip


def _pairs(
    values: TableValues, old: FiledTable
) -> Iterator[tuple[str, pd.DataFrame, pd.DataFrame]]:
    yield "score", old.scores, values.scores
    yield "rank", old.ranks, values.ranks


def _lost(before: pd.Series, now: pd.Series | None) -> int:
    own = before.dropna()
    return len(own) if now is None else int(now.reindex(own.index).isna().sum())


def _agrees(values: TableValues, old: FiledTable, *, official: bool) -> Check:
    counts, findings = agreement(values, old)
    if findings and official and old.edition.transcribed_by:
        message = Clause(
            "fuller.outranks", agree=counts["agree"], differ=len(findings), new=counts["new"],
            by=old.edition.transcribed_by,
        )  # fmt: skip
        return Check(AGREES, DOUBT, message, tuple(findings))
    return judged(
        AGREES, findings,
        Clause("fuller.agrees", agree=counts["agree"], new=counts["new"]),
        Clause("fuller.contradicts", agree=counts["agree"], new=counts["new"], check=AGREES),
    )  # fmt: skip


def agreement(values: TableValues, old: FiledTable) -> tuple[Counter[str], list[Finding]]:
    """Does every cell that both tables print say the same, up to the rounding of the coarser one?

    Returns:
        How many "agree" and how many are "new", and those that differ.
    """
    counts: Counter[str] = Counter()
    findings = []
    for statistic, before, now in _pairs(values, old):
        counts["new"] += int(now.notna().sum().sum())
        for measure in before.columns.intersection(now.columns):
            error = _error(statistic, measure, values, old)
            for unit_id, known in before[measure].dropna().items():
                found = now[measure].get(unit_id)
                if found is None or pd.isna(found):
                    continue
                counts["new"] -= 1
                if abs(found - known) <= error:
                    counts["agree"] += 1
                else:
                    said = Clause("fuller.differs", found=f"{found:g}", known=f"{known:g}")
                    column = f"{measure}.{statistic}"
                    findings.append(values.finding(said, str(unit_id), column))
    return counts, findings


def _error(statistic: str, measure: str, values: TableValues, old: FiledTable) -> float:
    """By how much two prints of one figure may differ."""
    if statistic == "rank":
        return FLOAT_SLACK
    return half_unit(min(values.decimals[measure], old.decimals[measure])) + FLOAT_SLACK


def known_figures(
    values: TableValues, known: Sequence[Known], *, to_be_filed: bool = True
) -> Check:
    """Ranks from elsewhere, and those that were derived or settled: how many does it confirm?

    Ranks that most of the printed ones contradict stand in the way where they are to be filed.
    """
    confirmed: Counter[str] = Counter()
    contradicted: Counter[str] = Counter()
    findings = []
    ranks = _all_ranks(values)
    for one in known:
        found = ranks.get(one.measure, pd.Series(dtype=float)).get(one.unit_id)
        if found is None or pd.isna(found):
            continue
        if found == one.rank:
            confirmed[one.kind] += 1
            continue
        contradicted[one.kind] += 1
        kind = Clause(f"fuller.{one.kind}")
        said = Clause(
            "fuller.not_known_so", measure=one.measure, found=f"{found:g}", kind=kind,
            rank=f"{one.rank:g}",
        )  # fmt: skip
        findings.append(values.finding(said, one.unit_id, f"{one.measure}.rank"))
    counts = [
        Clause(
            "fuller.tried", kind=Clause(f"fuller.{kind}"), confirmed=confirmed[kind],
            contradicted=contradicted[kind],
        )
        for kind in ("printed", _DERIVED, "settled")
    ]  # fmt: skip
    message = Clause("fuller.all_tried", one=counts[0], two=counts[1], three=counts[2])
    if to_be_filed and contradicted["printed"] > max(confirmed["printed"], _FEW):
        return Check(KNOWN, FAILED, Clause("fuller.another_year", said=message), tuple(findings))
    return Check(KNOWN, DOUBT if findings else PASSED, message, tuple(findings))


def _all_ranks(values: TableValues) -> pd.DataFrame:
    """The printed ranks, and by the order of the scores those of measures that print none."""
    scored = [m for m in values.scores if len(values.scores[m].dropna()) == values.size]
    by_order = {m: rank_scores(values.scores[m], None).astype(float) for m in scored}
    return values.ranks.combine_first(pd.DataFrame(by_order, index=values.scores.index))


def unfit_corrections(root: Path, table: str, new: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Which corrections of the replaced table do not fit the new one, and what it says there?

    Args:
        root: of the project. table: the replaced one, as <data set>/<file>.csv.
        new: printed cells of the new table by first cell of the row and by header.
    """
    entries = yaml.safe_load((root / RAW / "corrections.yml").read_text(encoding="utf-8")) or []
    return [
        f"{entry['figure']}, {entry['column']}: {entry['expect']!r} ≠ {found!r}"
        for entry in entries
        if entry["file"] == table
        and (found := new.get(entry["figure"], {}).get(entry["column"])) != entry["expect"]
    ]


def superseded_files(root: Path, edition: Edition, day: str) -> dict[str, bytes]:
    """What lies below `data/raw` of the table that is replaced, by the path that it moves to."""
    moved = {}
    for path in _files_of(root, edition):
        own = path.relative_to(root / RAW)
        kept = "/".join(part for part in own.parts[1:] if part != edition.table)
        moved[f"{SUPERSEDED}/{edition.table}/{day}/{kept}"] = path.read_bytes()
    return moved


def replaced_paths(root: Path, edition: Edition) -> list[str]:
    """Where they lie now, below `data/raw`."""
    return [path.relative_to(root / RAW).as_posix() for path in _files_of(root, edition)]


def _files_of(root: Path, edition: Edition) -> list[Path]:
    folder = root / RAW / f"{edition.index.lower()}_tables"
    tables = [folder / f"{edition.table}{ending}" for ending in (".csv", ".yml")]
    originals = sorted((root / RAW / "originals" / str(edition.table)).glob("*"))
    return [path for path in (*tables, *originals) if path.is_file()]
