"""Reading the ledgers: single figures as portals and newspapers print them.

A cell that cannot be read stops nothing else: the row keeps its words, and the reason goes to the
rejections. What breaks the contract of the file (a name that means no province, a rank below the
last, a source that is not listed, a figure twice) stops the run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from helpers.sources.editions import Definitions
from helpers.sources.errors import BadInputError, RawFileError
from helpers.sources.figures import Figure, Rejection
from helpers.sources.printed_changes import (
    parse_growth_percent,
    parse_rank_change,
    parse_score_change,
)
from helpers.sources.printed_dates import PrintedDate, parse_iso_period
from helpers.sources.printed_quantities import PrintedQuantity, parse_quantity
from helpers.sources.printed_ranks import parse_rank
from helpers.sources.printed_scores import parse_score
from helpers.sources.printed_words import PrintedFormError
from helpers.sources.provinces import Unit, Units
from helpers.sources.raw_files import RawRow, RawTable
from helpers.sources.yaml_files import read_yaml

MERGER_DAY = date(2025, 7, 1)
DECREE_42_DAY = date(2022, 8, 15)
_NATIONAL_PLACES = ("(mean of", "(Viet Nam", "cả nước")
_SCORED_FROM_0_TO_1 = ("DTI", "ICT", "EGOV")
# Filed for context: indices and statistics that no ranking here is built from.
_OTHER_INDICES = ("PAR", "SIPAS", "DVC766", "OTHER")
_OTHER_STATISTICS = ("share", "count")


def is_national(place: str) -> bool:
    """Whether a place is the nation or the mean of the provinces, not a province."""
    return place.startswith(_NATIONAL_PLACES)


def source_dates(sources: RawTable) -> dict[str, date | None]:
    """When was each source published, where a whole date is printed? One entry a source.

    Raises:
        RawFileError: a source stands twice or has no id, or a date does not exist.
    """
    dates: dict[str, date | None] = {}
    for row in sources:
        if not row["source_id"] or row["source_id"] in dates:
            raise RawFileError(
                sources.file,
                "the source stands twice or has no id",
                row=row.line,
                column="source_id",
                expected="an id of its own for every source",
                found=repr(row["source_id"]),
            )
        printed = row["date_as_printed"]
        whole = len(printed) == len("2021-05-26") and printed[4] == "-"
        dates[row["source_id"]] = _period(sources, row, "date_as_printed").start if whole else None
    return dates


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
        raise BadInputError(
            f"data/raw/reported_rankings/set_aside.yml: {unknown[0]} is not a figure of "
            f"{table.file}. Remove or correct the entry."
        )
    return entries


def _check_ids(table: RawTable, sources: Mapping[str, object]) -> None:
    seen: dict[str, int] = {}
    for row in table:
        figure_id = row["figure_id"]
        if not figure_id or figure_id in seen:
            raise RawFileError(
                table.file,
                "the figure stands twice or has no id",
                row=row.line,
                column="figure_id",
                expected="an id of its own for every figure",
                found=f"{figure_id!r}"
                + (f", already on line {seen[figure_id]}" if figure_id else ""),
            )
        seen[figure_id] = row.line
        if row["source_id"] not in sources:
            raise RawFileError(
                table.file,
                "the source is not listed",
                row=row.line,
                column="source_id",
                expected="a source_id of data/raw/sources/sources.csv",
                found=repr(row["source_id"]),
            )


def _match(table: RawTable, row: RawRow, universe: str, units: Units) -> Unit | None:
    """Which unit the row speaks of; None for the nation."""
    printed = row["province_as_printed"]
    if is_national(printed):
        return None
    unit = units.match(printed, universe)
    if unit is None:
        raise RawFileError(
            table.file,
            "the name means no province",
            row=row.line,
            column="province_as_printed",
            expected=f"one of the units of universe {universe}, or a new spelling added to "
            "data/raw/provinces/province_aliases.csv",
            found=repr(printed),
        )
    return unit


def reported_figures(
    table: RawTable,
    definitions: Definitions,
    units: Units,
    sources: Mapping[str, object],
    set_aside: Mapping[str, Mapping[str, str]],
) -> tuple[list[Figure], list[Rejection]]:
    """Every row of the ledger of reported rankings as a figure.

    Rows whose value is words that name no number (grades) keep an empty value; the reason is in
    `doubt`. Nothing is dropped.

    Raises:
        RawFileError: see the module; also a universe, index, statistic or edition that is not one,
            a rank outside 1..size of the universe, or a score of DTI, ICT or EGOV outside 0..1.
    """
    _check_ids(table, sources)
    figures, rejections = [], []
    for row in table:
        _check_names(table, row, definitions)
        universe = row["universe"]
        unit = _match(table, row, universe, units)
        reading = _Reading()
        reason = ""
        try:
            reading = _PARSERS.get(row["statistic"], _read_quantity)(row["value_as_printed"])
        except PrintedFormError as error:
            reason = f"expected {error.expected}"
            rejections.append(_rejection(table, row, error))
        _check_range(table, row, reading, len(units.all(universe)))
        notes = [row["doubt"], reason, set_aside.get(row["figure_id"], {}).get("en", "")]
        measure = definitions.other_names.get(row["measure"], row["measure"])
        figures.append(
            Figure(
                figure_id=row["figure_id"],
                unit_id=unit.unit_id if unit else "",
                universe=universe,
                province_as_printed=row["province_as_printed"],
                index=row["index"],
                edition=row["edition"],
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
                f"the {column} is not on file",
                row=row.line,
                column=column,
                expected=f"one of {', '.join(allowed)}",
                found=repr(row[column]),
            )
    _period(table, row, "edition")


def _rejection(table: RawTable, row: RawRow, error: PrintedFormError) -> Rejection:
    return Rejection(
        table.file,
        row.line,
        "value_as_printed",
        row["value_as_printed"],
        f"expected {error.expected}",
        f"cần {error.expected_vi}",
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """What one printed value says, in the columns of a figure."""

    value: float | None = None
    best: int | None = None
    worst: int | None = None
    decimals: int | None = None


def _read_rank(text: str) -> _Reading:
    printed = parse_rank(text)
    return _Reading(
        float(printed.rank) if printed.rank is not None else None, printed.best, printed.worst
    )


def _read_score(text: str) -> _Reading:
    score = parse_score(text)
    value = score.fraction if score.fraction is not None else score.value
    # A score of 1,000 points carries three more decimals once it is a share of its scale.
    shift = len(str(int(score.scale))) - 1 if score.scale else 0
    return _Reading(value, decimals=None if score.is_maximum else score.decimals + shift)


def _read_quantity(text: str) -> _Reading:
    return _Reading(parse_quantity(text).value)


_PARSERS: dict[str, Callable[[str], _Reading]] = {
    "rank": _read_rank,
    "regional_rank": _read_rank,
    "list_position": _read_rank,
    "group": _read_rank,
    "score": _read_score,
    "rank_change": lambda text: _Reading(float(parse_rank_change(text))),
    "score_change": lambda text: _Reading(parse_score_change(text)),
    "score_growth": lambda text: _Reading(parse_growth_percent(text)),
}


def _check_range(table: RawTable, row: RawRow, reading: _Reading, size: int) -> None:
    expected = ""
    if row["statistic"] in ("rank", "list_position"):
        # Digits that no place among the provinces fits ("65", "64/63") are a mistake in the file,
        # where words that name none ("tốt") are only not a rank.
        refused = reading == _Reading() and row["value_as_printed"][:1].isdecimal()
        outside = reading.value is not None and not 1 <= reading.value <= size
        expected = f"a rank from 1 to {size}" if refused or outside else ""
    elif (
        row["statistic"] == "score"
        and row["index"] in _SCORED_FROM_0_TO_1
        and reading.value is not None
    ):
        expected = "" if 0 <= reading.value <= 1 else "a score from 0 to 1"
    if expected:
        raise RawFileError(
            table.file,
            f"not a possible {row['statistic'].replace('_', ' ')}",
            row=row.line,
            column="value_as_printed",
            expected=expected,
            found=repr(row["value_as_printed"]),
        )


def online_service_rows(
    table: RawTable, units: Units, sources: Mapping[str, date | None]
) -> tuple[list[dict[str, object]], list[Rejection]]:
    """Every count or share of online services, with the regime its level words belong to.

    Returns:
        Rows of `online_services.csv`, and the cells that could not be read.
    """
    return _dated_rows(
        table,
        units,
        sources,
        lambda row: {
            "level": row["level"],
            "regime": service_regime(row["level"]),
            "target": row["level"].startswith("target_"),
        },
        lambda _: False,
    )


def service_regime(level: str) -> str:
    """Under which decree are a level's words? `decree-43`, `decree-42` or `none`.

    Levels 1-4 are of Decree 43/2011/NĐ-CP, toàn trình and một phần of Decree 42/2022/NĐ-CP; there
    is no official conversion (docs/methodology.md, "Levels of online public services").
    """
    words = level.split("_")
    if "full" in words or "partial" in words:
        return "decree-42"
    if words[-1] not in ("shown",) and ("level" in words or "levels" in words):
        return "decree-43"
    return "none"


def adoption_rows(
    table: RawTable, units: Units, sources: Mapping[str, date | None]
) -> tuple[list[dict[str, object]], list[Rejection]]:
    """Every digital-adoption figure, with its measure.

    Returns:
        Rows of `adoption.csv`, and the cells that could not be read.
    """
    return _dated_rows(
        table,
        units,
        sources,
        lambda row: {
            "measure": row["measure"],
            "target": row["measure"].startswith("target_"),
        },
        lambda row: row["measure"].endswith("_rank"),
    )


def _dated_rows(
    table: RawTable,
    units: Units,
    sources: Mapping[str, date | None],
    own_columns: Callable[[RawRow], dict[str, object]],
    is_rank: Callable[[RawRow], bool],
) -> tuple[list[dict[str, object]], list[Rejection]]:
    _check_ids(table, sources)
    rows: list[dict[str, object]] = []
    rejections: list[Rejection] = []
    for row in table:
        period = _period(table, row, "as_of")
        unit, unit_doubt = _unit_at(
            table, row, units, period, row["doubt"], sources[row["source_id"]]
        )
        quantity = PrintedQuantity(None, None, None, "", None, "", 0)
        reason = ""
        try:
            if is_rank(row):
                place = parse_rank(row["value_as_printed"])
                if place.rank is not None:
                    quantity = PrintedQuantity(
                        float(place.rank), None, None, "rank", place.out_of, "", 0
                    )
            else:
                quantity = parse_quantity(row["value_as_printed"])
        except PrintedFormError as error:
            reason = f"expected {error.expected}"
            rejections.append(_rejection(table, row, error))
        rows.append(
            {
                "figure_id": row["figure_id"],
                "unit_id": unit.unit_id if unit else "",
                "province": unit.province if unit else row["province_as_printed"],
                "as_of_start": period.start,
                "as_of_end": period.end,
                "precision": period.precision,
                **own_columns(row),
                "value_as_printed": row.printed("value_as_printed"),
                "value": quantity.value,
                "lower": quantity.lower,
                "upper": quantity.upper,
                "out_of": quantity.out_of,
                "unit": row["unit"] or quantity.unit,
                "approximate": quantity.qualifier,
                "doubt": "; ".join(n for n in (row["doubt"], unit_doubt, reason) if n),
                "source_id": row["source_id"],
            }
        )
    return rows, rejections


def milestone_rows(
    table: RawTable, units: Units, sources: Mapping[str, date | None]
) -> tuple[list[dict[str, object]], list[Rejection]]:
    """Every milestone with its date at the precision printed; unknown dates stay unknown."""
    _check_ids(table, sources)
    rows: list[dict[str, object]] = []
    for row in table:
        period = _period(table, row, "date_iso")
        unit, unit_doubt = _unit_at(
            table, row, units, period, row["date_basis"], sources[row["source_id"]]
        )
        rows.append(
            {
                "figure_id": row["figure_id"],
                "unit_id": unit.unit_id if unit else "",
                "province": unit.province if unit else row["province_as_printed"],
                "date_as_printed": row["date_as_printed"],
                "date_start": period.start,
                "date_end": period.end,
                "precision": period.precision,
                "milestone_type": row["milestone_type"],
                "description": row["description"],
                "basis": "; ".join(n for n in (row["date_basis"], unit_doubt) if n),
                "source_id": row["source_id"],
            }
        )
    return rows, []


def _period(table: RawTable, row: RawRow, column: str) -> PrintedDate:
    try:
        return parse_iso_period(row[column])
    except PrintedFormError as error:
        raise RawFileError(
            table.file,
            "not a date or period",
            row=row.line,
            column=column,
            expected=error.expected,
            found=repr(row[column]),
        ) from None


def _unit_at(
    table: RawTable,
    row: RawRow,
    units: Units,
    period: PrintedDate,
    note: str,
    published: date | None,
) -> tuple[Unit | None, str]:
    """Which unit a dated figure speaks of, before or after the mergers of July 2025.

    The compiler's note decides first, then the date of the figure, then the date of the source;
    where none settles it, the old unit is taken and the doubt says so.
    """
    old = _match(table, row, "63", units)
    if old is None:
        return None, ""
    new = units.match(row["province_as_printed"], "34")
    words = note.casefold()
    if new is None or "before merger" in words or "before the july 2025 merger" in words:
        return old, ""
    if "perhaps the merged" not in words and (
        "merged" in words
        or "after the july 2025" in words
        or "after merger" in words
        or "after the merger" in words
        or "after 2025-07-01" in words
    ):
        return new, ""
    # A source older than the mergers speaks of the old unit even where its target lies after them.
    if any(end is not None and end < MERGER_DAY for end in (period.end, published)):
        return old, ""
    if any(start is not None and start >= MERGER_DAY for start in (period.start, published)):
        return new, ""
    return old, "whether before or after the mergers of July 2025 is not stated"
