"""Reading the ledger of reported rankings: ranks and scores as portals and newspapers print them.

A value that cannot be read stops nothing else: the row keeps its words, and the reason goes to the
rejections. What breaks the contract of the file (see `ledger_rows`; here also a rank below the
last) stops the run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from helpers.errors import BadInputError, RawFileError, Reason
from helpers.printed.changes import PrintedMove, parse_rank_change, read_growth, read_score_change
from helpers.printed.quantities import parse_quantity
from helpers.printed.ranks import parse_rank
from helpers.printed.scores import parse_score
from helpers.printed.words import PrintedFormError
from helpers.sources.editions import Definitions
from helpers.sources.figures import Figure, Rejection
from helpers.sources.ledger_rows import check_ids, match_unit, period_of, rejection_of
from helpers.sources.provinces import Units
from helpers.sources.raw_files import RawRow, RawTable
from helpers.sources.settled_editions import SettledEdition
from helpers.sources.yaml_files import read_yaml

_SCORED_FROM_0_TO_1 = ("DTI", "ICT", "EGOV")
# Filed for context: indices and statistics that no ranking here is built from.
_OTHER_INDICES = ("PAR", "SIPAS", "DVC766", "OTHER")
_OTHER_STATISTICS = ("share", "count")
FILE = "reported_rankings/reported_rankings.csv"
"""The ledger, below `data/raw`."""


def load_set_aside(root: Path, table: RawTable) -> dict[str, dict[str, str]]:
    """Which figures of the ledger are kept but not used for rankings, and why (`vi` and `en`).

    Raises:
        BadInputError: an entry names a figure that the ledger does not have.
    """
    entries: dict[str, dict[str, str]] = (
        read_yaml(root, "data/raw/reported_rankings/set_aside.yml") or {}
    )
    unknown = sorted(set(entries) - {row["figure_id"] for row in table})
    if unknown:
        raise BadInputError("ledger.set_aside", figure=unknown[0], file=table.file)
    return entries


def reported_figures(
    table: RawTable,
    definitions: Definitions,
    units: Units,
    sources: Mapping[str, object],
    set_aside: Mapping[str, Mapping[str, str]],
    settled: Mapping[str, SettledEdition],
) -> tuple[list[Figure], list[Rejection]]:
    """Every row of the ledger of reported rankings as a figure.

    Rows whose value is words that name no number (grades) keep an empty value; the reason is in
    `doubt`. Nothing is dropped.

    Args:
        settled: the editions that the sources do not print (`load_settled_editions`).

    Raises:
        RawFileError: see `ledger_rows`; also a universe, index, statistic or edition that is none,
            a rank outside 1..size of the universe, or a score of DTI, ICT or EGOV outside 0..1.
    """
    check_ids(table, sources)
    figures, rejections = [], []
    for row in table:
        _check_names(table, row, definitions)
        universe = row["universe"]
        unit = match_unit(table, row, universe, units)
        reading = PrintedValue()
        reason = ""
        try:
            reading = read_value(row["statistic"], row["value_as_printed"])
        except PrintedFormError as error:
            reason = f"expected {error.expected}"
            rejections.append(rejection_of(table, row, error))
        _check_range(table, row, reading, len(units.all(universe)))
        own = settled.get(row["figure_id"])
        notes = [row["doubt"], reason, set_aside.get(row["figure_id"], {}).get("en", "")]
        notes.append(own.doubt if own else "")
        measure = definitions.other_names.get(row["measure"], row["measure"])
        figures.append(
            Figure(
                figure_id=row["figure_id"],
                unit_id=unit.unit_id if unit else "",
                universe=universe,
                province_as_printed=row["province_as_printed"],
                index=row["index"],
                edition=own.edition if own else row["edition"],
                measure=measure,
                statistic=row["statistic"],
                baseline=row["baseline"],
                value_as_printed=row.printed("value_as_printed"),
                value=reading.value,
                best=reading.best,
                worst=reading.worst,
                decimals=reading.decimals,
                unit=row["unit"],
                basis="list_position" if row["statistic"] == "list_position" else "printed",
                doubt="; ".join(
                    [n for n in notes if n]
                    + (["corrected, see corrections.yml"] if row.corrected else [])
                ),
                source_id=row["source_id"],
                set_aside=row["figure_id"] in set_aside,
                settled=own.by if own else "",
            )
        )
    return figures, rejections


def _check_names(table: RawTable, row: RawRow, definitions: Definitions) -> None:
    """Refuse a universe, index or statistic that is not known, and an edition that is no period."""
    for column, allowed in (
        ("universe", tuple(definitions.universes)),
        ("index", (*definitions.indices, *_OTHER_INDICES)),
        ("statistic", (*_PARSERS, *_OTHER_STATISTICS)),
    ):
        if row[column] not in allowed:
            raise RawFileError(
                table.file,
                Reason("ledger.not_on_file", column=column),
                row=row.line,
                column=column,
                expected=Reason("ledger.one_of", allowed=", ".join(allowed)),
                found=repr(row[column]),
            )
    period_of(table, row, "edition")


@dataclass(frozen=True, slots=True)
class PrintedValue:
    """What one printed value says, in the columns of a figure."""

    value: float | None = None
    best: int | None = None
    worst: int | None = None
    decimals: int | None = None


def read_value(statistic: str, text: str) -> PrintedValue:
    """What does a printed value of a statistic say?

    Raises:
        PrintedFormError: nothing that the statistic can have, or two things.
    """
    return _PARSERS.get(statistic, _read_quantity)(text)


def _read_rank(text: str) -> PrintedValue:
    printed = parse_rank(text)
    return PrintedValue(
        float(printed.rank) if printed.rank is not None else None, printed.best, printed.worst
    )


def _read_group(text: str) -> PrintedValue:
    """The places that a group allows; also a group of one is no printed rank."""
    printed = parse_rank(text)
    return PrintedValue(None, printed.best, printed.worst)


def _read_score(text: str) -> PrintedValue:
    score = parse_score(text)
    value = score.fraction if score.fraction is not None else score.value
    # A score of 1,000 points carries three more decimals once it is a share of its scale.
    shift = len(str(int(score.scale))) - 1 if score.scale else 0
    return PrintedValue(value, decimals=None if score.is_maximum else score.decimals + shift)


def _read_move(move: PrintedMove) -> PrintedValue:
    return PrintedValue(move.value, decimals=move.decimals)


def _read_quantity(text: str) -> PrintedValue:
    return PrintedValue(parse_quantity(text).value)


_PARSERS: dict[str, Callable[[str], PrintedValue]] = {
    "rank": _read_rank,
    "regional_rank": _read_rank,
    "list_position": _read_rank,
    "group": _read_group,
    "score": _read_score,
    "rank_change": lambda text: PrintedValue(float(parse_rank_change(text))),
    "score_change": lambda text: _read_move(read_score_change(text)),
    "score_growth": lambda text: _read_move(read_growth(text)),
}


def _check_range(table: RawTable, row: RawRow, reading: PrintedValue, size: int) -> None:
    expected: Reason | str = ""
    if row["statistic"] in ("rank", "list_position"):
        # Digits that no place among the provinces fits ("65", "64/63") are a mistake in the file,
        # where words that name none ("tốt") are only not a rank.
        refused = reading == PrintedValue() and row["value_as_printed"][:1].isdecimal()
        outside = reading.value is not None and not 1 <= reading.value <= size
        expected = Reason("raw.rank", size=size) if refused or outside else ""
    elif (
        row["statistic"] == "score"
        and row["index"] in _SCORED_FROM_0_TO_1
        and reading.value is not None
    ):
        expected = "" if 0 <= reading.value <= 1 else Reason("raw.score", full=1)
    if expected:
        raise RawFileError(
            table.file,
            Reason(f"ledger.no_{row['statistic']}"),
            row=row.line,
            column="value_as_printed",
            expected=expected,
            found=repr(row["value_as_printed"]),
        )
