"""Reading the dated ledgers: online services, digital adoption and milestones.

Every row holds at a date, and the date settles which unit a name means: many provinces kept their
name in the mergers of July 2025. A value that cannot be read stops nothing else: the row keeps its
words, and the reason goes to the rejections, while `doubt` stays a note about the figure. What
breaks the contract of the file (see `ledger_rows`) stops the run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from helpers.errors import RawFileError, Reason
from helpers.printed.dates import PrintedDate
from helpers.printed.digits import thousands_without_last_zeros
from helpers.printed.quantities import PrintedQuantity, parse_quantity
from helpers.printed.ranks import parse_rank
from helpers.printed.words import PrintedFormError, clean_printed_text
from helpers.sources.figures import Rejection
from helpers.sources.ledger_rows import check_ids, match_unit, period_of, rejection_of
from helpers.sources.provinces import Unit, Units
from helpers.sources.raw_files import RawRow, RawTable

MERGER_DAY = date(2025, 7, 1)
_WITHOUT_ZEROS = "thousands_without_last_zeros"

# Words that name a group and no number at all: read, and empty.
_GROUP = re.compile(r"(?:one of|among) (?:the )?\w+ (?:highest|lowest)")
# Numbers of documents (09-NQ/TU, 25/2020/NQ-HĐND, 19-CT/TU) that a kind of milestone cannot bear.
_OTHER_DOCUMENT = {
    "resolution": re.compile(r"\d[-/]CT(?![A-Za-z])"),
    "directive": re.compile(r"\d[-/]NQ(?![A-Za-z])"),
}


def online_service_rows(
    table: RawTable, units: Units, sources: Mapping[str, date | None]
) -> tuple[list[dict[str, object]], list[Rejection]]:
    """Every count or share of online services, with the regime its level words belong to.

    The metadata of a file may say under `ledger` of which universe its names are, that its numbers
    are `thousands_without_last_zeros`, and which levels add up to which (`sums`).

    Returns:
        Rows of `online_services.csv`, and the cells that could not be read.

    Raises:
        RawFileError: levels that must add up do not, or as `check_ids` and `match_unit`.
    """
    rows, rejections = _dated_rows(
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
    for total, parts in table.metadata.get("ledger", {}).get("sums", {}).items():
        _check_sums(table, rows, total, parts)
    return rows, rejections


def _check_sums(
    table: RawTable, rows: Sequence[dict[str, object]], total: str, parts: Sequence[str]
) -> None:
    """Levels of one unit and date against the total that they must add up to, where all are read.

    Raises:
        RawFileError: they do not add up; names the line of the total.
    """
    counts: dict[tuple[object, object], dict[object, object]] = {}
    lines: dict[tuple[object, object], int] = {}
    for row, raw in zip(rows, table, strict=True):
        key = row["unit_id"], row["as_of_start"]
        counts.setdefault(key, {})[row["level"]] = row["value"]
        if row["level"] == total:
            lines[key] = raw.line
    for key, known in counts.items():
        values = [known.get(level) for level in (total, *parts)]
        numbers = [value for value in values if isinstance(value, (int, float))]
        if len(numbers) == len(values) and numbers[0] != sum(numbers[1:]):
            raise RawFileError(
                table.file,
                Reason("ledger.sum", total=total, parts=" + ".join(parts)),
                row=lines[key],
                column="value_as_printed",
                expected=f"{sum(numbers[1:]):g}",
                found=f"{numbers[0]:g}",
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
            "counts_what": row["counts_what"],
        },
        lambda row: row["measure"].endswith("_rank"),
    )


# A share of users in another base can pass 100 % (101.3 % is printed), never by half.
_LARGEST_PERCENT = 150


def _check_share(table: RawTable, row: RawRow, quantity: PrintedQuantity) -> None:
    if quantity.unit == "percent" and (quantity.value or 0) > _LARGEST_PERCENT:
        raise RawFileError(
            table.file,
            Reason("ledger.no_share"),
            row=row.line,
            column="value_as_printed",
            expected=Reason("ledger.share"),
            found=repr(row["value_as_printed"]),
        )


def milestone_rows(
    table: RawTable, units: Units, sources: Mapping[str, date | None]
) -> tuple[list[dict[str, object]], list[Rejection]]:
    """Every milestone with its date at the precision printed; unknown dates stay unknown.

    Raises:
        RawFileError: see `ledger_rows`; also a report that dates none of the same unit and type,
            and a resolution that bears the number of a directive, or the reverse.
    """
    check_ids(table, sources)
    rows: list[dict[str, object]] = []
    for row in table:
        _check_document(table, row)
        period = period_of(table, row, "date_iso")
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
                "dates": row["dates"],
                "source_id": row["source_id"],
            }
        )
    _check_dated_reports(table, rows)
    return rows, []


def _check_document(table: RawTable, row: RawRow) -> None:
    """Refuse a resolution that bears the number of a directive, or the reverse."""
    other = _OTHER_DOCUMENT.get(row["milestone_type"].partition("_")[0])
    if other is not None and other.search(row["description"]):
        raise RawFileError(
            table.file,
            Reason("ledger.directive"),
            row=row.line,
            column="milestone_type",
            expected=Reason("ledger.document_kind"),
            found=repr(row["milestone_type"]),
        )


def _check_dated_reports(table: RawTable, rows: Sequence[Mapping[str, object]]) -> None:
    """Refuse a report that dates another which is not of the same milestone."""
    by_id = {row["figure_id"]: row for row in rows}
    for raw, row in zip(table, rows, strict=True):
        other = by_id.get(row["dates"])
        same = other is not None and all(
            other[name] == row[name] for name in ("unit_id", "milestone_type")
        )
        if row["dates"] and (not same or other is row or not row["date_end"]):
            raise RawFileError(
                table.file,
                Reason("ledger.dates_none"),
                row=raw.line,
                column="dates",
                expected=Reason("ledger.dated_report"),
                found=repr(row["dates"]),
            )


def _dated_rows(
    table: RawTable,
    units: Units,
    sources: Mapping[str, date | None],
    own_columns: Callable[[RawRow], dict[str, object]],
    is_rank: Callable[[RawRow], bool],
) -> tuple[list[dict[str, object]], list[Rejection]]:
    check_ids(table, sources)
    rows: list[dict[str, object]] = []
    rejections: list[Rejection] = []
    for row in table:
        period = period_of(table, row, "as_of")
        unit, unit_doubt = _unit_at(
            table, row, units, period, row["doubt"], sources[row["source_id"]]
        )
        quantity = PrintedQuantity(None, None, None, "", None, "", 0)
        notes = [row["doubt"], unit_doubt]
        try:
            if is_rank(row):
                place = parse_rank(row["value_as_printed"])
                if place.rank is not None:
                    quantity = PrintedQuantity(
                        float(place.rank), None, None, "rank", place.out_of, "", 0
                    )
            else:
                quantity, doubts = _quantity(table, row["value_as_printed"])
                notes += doubts
        except PrintedFormError as error:
            if not _GROUP.fullmatch(clean_printed_text(row["value_as_printed"])):
                rejections.append(rejection_of(table, row, error))
        _check_share(table, row, quantity)
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
                # Words such as tỷ đồng are already in the value.
                "unit": "VND" if quantity.unit == "dong" else row["unit"] or quantity.unit,
                "approximate": quantity.qualifier,
                "doubt": "; ".join(note for note in notes if note),
                "source_id": row["source_id"],
            }
        )
    return rows, rejections


def _quantity(table: RawTable, printed: str) -> tuple[PrintedQuantity, list[str]]:
    """A count or share as the file's numbers are to be read, and what is to be said of it."""
    if table.metadata.get("ledger", {}).get("numbers") != _WITHOUT_ZEROS:
        return parse_quantity(printed), []
    value = thousands_without_last_zeros(printed)
    lost = value != int(printed.replace(".", ""))
    doubts = [f"zeros at the end lost on the copy: {printed} is {value:,}"] if lost else []
    return PrintedQuantity(float(value), None, None, "", None, "", 0), doubts


def _unit_at(
    table: RawTable,
    row: RawRow,
    units: Units,
    period: PrintedDate,
    note: str,
    published: date | None,
) -> tuple[Unit | None, str]:
    """Which unit a dated figure speaks of, before or after the mergers of July 2025.

    A file that says its universe means no other. Else the compiler's note decides first, then the
    date of the figure, then the date of the source; where none settles it, the old unit is taken
    and the doubt says so.
    """
    stated = table.metadata.get("ledger", {}).get("universe")
    old = match_unit(table, row, stated or units.base_universe, units)
    if stated or old is None or not old.merged_into:
        return old, ""
    new = units.match(row["province_as_printed"], units.by_id(old.merged_into).universe)
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
