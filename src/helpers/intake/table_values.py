"""The numbers of a transcribed table: scores, ranks and list positions by unit and measure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from helpers.errors import Clause
from helpers.intake.checks.outcome import Check, Finding, judged
from helpers.intake.files.error_values import is_error
from helpers.intake.table_map import SCALES, STATISTICS
from helpers.intake.transcription import Place, PrintedCell, Transcription
from helpers.printed.ranks import parse_rank
from helpers.printed.scores import PERCENT, on_one, parse_score, split_percent
from helpers.printed.words import PrintedFormError

READABLE = "values_readable"
_FULL_SCORES = tuple(int(scale) for scale in SCALES)
"""What a table may print: a share, marks out of ten, percent, or points."""
_MOST = 0.9
_PRECISION_SHARE = 0.1


@dataclass(frozen=True)
class TableValues:
    """What a transcription says in numbers; a cell that cannot be read is missing.

    Attributes:
        scores: index `unit_id`, a column for each measure, 0 to 1 whatever the printed scale.
        ranks, positions: likewise, whole numbers.
        decimals: of each measure with scores, on the scale 0 to 1.
        scales: the printed full score of each measure, as a number.
        size: number of units of the universe.
        names: as printed, by unit.
        places: where each cell stands, by unit and by what its column holds.
        unread: cells that hold something else than a figure, likewise.
    """

    index: str
    edition: str
    universe: str
    scores: pd.DataFrame
    ranks: pd.DataFrame
    positions: pd.DataFrame
    decimals: Mapping[str, int]
    scales: Mapping[str, float]
    size: int
    names: Mapping[str, str]
    places: Mapping[tuple[str, str], Place]
    unread: frozenset[tuple[str, str]] = frozenset()

    @property
    def complete(self) -> bool:
        """Whether every unit of the universe has a row."""
        return len(self.names) == self.size

    def finding(self, text: str, unit_id: str, column: str) -> Finding:
        """Something found in one cell; `text` follows the name of the province."""
        place = self.places.get((unit_id, column))
        return Finding(
            Clause("checks.of_unit", unit=self.names[unit_id], text=text), place, unit_id, column
        )

    def column_finding(self, text: str, column: str) -> Finding:
        """Something found in a whole column, which is named by its first cell in the file."""
        places = [place for (_, holds), place in self.places.items() if holds == column]
        return Finding(text, places[-1] if places else None, column=column)  # rows run backwards


@dataclass(frozen=True)
class _Score:
    unit_id: str
    measure: str
    cell: PrintedCell
    value: float
    decimals: int


def transcribed_values(table: Transcription, size: int) -> tuple[TableValues, list[Check]]:
    """What does a transcription say in numbers, and what in it is no number?

    Args:
        table: its rows with units; of a unit that stands twice the first row counts.
        size: number of units of the universe.

    Returns:
        The values, and the checks `values_readable` and `precision`.
    """
    rows = {row.unit_id: row for row in reversed(table.rows) if row.unit_id}
    holds = {c.number: c.holds for c in table.columns if "." in c.holds}
    cells = {
        (unit, holds[number]): cell
        for unit, row in rows.items()
        for number, cell in row.cells.items()
        if number in holds
    }
    names = {unit: row.name_as_printed for unit, row in rows.items()}
    unreadable: list[Finding] = []
    scores: list[_Score] = []
    places: dict[str, dict[tuple[str, str], float]] = {"rank": {}, "list_position": {}}
    for (unit, column), cell in cells.items():
        measure, _, statistic = column.partition(".")
        if not cell.text or statistic not in STATISTICS:
            continue
        try:
            if statistic == "score":
                value, decimals = _read_score(cell.text)
                scores.append(_Score(unit, measure, cell, value, decimals))
            else:
                places[statistic][unit, measure] = _read_place(cell.text, size)
        except (PrintedFormError, ValueError):
            kind = "score" if statistic == "score" else "place"
            key = f"checks.error_no_{kind}" if is_error(cell.text) else f"checks.no_{kind}"
            text = Clause(key, unit=names[unit], text=cell.text, size=size)
            unreadable.append(Finding(text, cell.place, unit, column))
    unread = frozenset((finding.unit_id, finding.column) for finding in unreadable)
    has_errors = any(is_error(cells[key].text) for key in unread)
    scales = _scales(scores, table.scales)
    unreadable += [
        Finding(
            Clause("checks.percent", unit=names[s.unit_id], text=s.cell.text),
            s.cell.place, s.unit_id, f"{s.measure}.score",
        )
        for s in scores
        if split_percent(s.cell.text)[1] and scales[s.measure] != PERCENT
    ]  # fmt: skip
    beyond = [
        Finding(
            Clause(
                "checks.outside", unit=names[s.unit_id], text=s.cell.text, most=scales[s.measure]
            ),
            s.cell.place, s.unit_id, f"{s.measure}.score",
        )
        for s in scores
        if s.value > scales[s.measure]
    ]  # fmt: skip
    kept = [score for score in scores if score.value <= scales[score.measure]]
    units = list(rows)
    precision = _precision(kept)
    padding = _padding(kept)
    values = TableValues(
        table.index,
        table.edition,
        table.universe,
        _frame({(s.unit_id, s.measure): on_one(s.value, s.decimals, scales[s.measure])[0]
                for s in kept}, units),
        _frame(places["rank"], units),
        _frame(places["list_position"], units),
        {m: on_one(0, digits - padding, scales[m])[1] for m, digits in precision.items()},
        scales,
        size,
        names,
        {key: cell.place for key, cell in cells.items()},
        unread,
    )  # fmt: skip
    return values, [
        judged(
            READABLE,
            [*unreadable, *beyond],
            Clause(
                "checks.readable",
                number=len(scores) + sum(map(len, places.values())),
                most=max(scales.values(), default=1),
                size=size,
            ),
            Clause("checks.unreadable_errors" if has_errors else "checks.unreadable"),
        ),
        judged(
            "precision",
            _odd_precision(kept, precision, names),
            Clause("checks.precision_ok"),
            Clause("checks.precision_not"),
        ),
    ]


def _read_score(text: str) -> tuple[float, int]:
    score = parse_score(split_percent(text)[0])
    if score.value is None or score.scale is not None:
        raise ValueError(text)
    return score.value, score.decimals


def _read_place(text: str, size: int) -> int:
    rank = parse_rank(text)
    if rank.rank is None or rank.rank > size or rank.out_of not in (None, size):
        raise ValueError(text)
    return rank.rank


def _scales(scores: Sequence[_Score], said: Mapping[str, str]) -> dict[str, float]:
    """The full score of each measure.

    Where the reading found one for all columns, or a person said so, that is taken; otherwise the
    smallest under which nearly all scores of the table fit, so that a lost decimal mark stands out.
    """
    fits = [sum(s.value <= scale for s in scores) >= _MOST * len(scores) for scale in _FULL_SCORES]
    usual = next(
        (scale for scale, fit in zip(_FULL_SCORES, fits, strict=True) if fit), _FULL_SCORES[-1]
    )
    full = {s.measure: float(said.get(f"{s.measure}.score", usual)) for s in scores}
    return {m: int(number) if number.is_integer() else number for m, number in full.items()}


def _precision(scores: Sequence[_Score]) -> dict[str, int]:
    """Printed decimals of each measure: the most that at least a tenth of its cells have."""
    columns: dict[str, Counter[int]] = {}
    for score in scores:
        columns.setdefault(score.measure, Counter())[score.decimals] += 1
    return {
        measure: max(
            digits for digits, number in counts.items()
            if number >= _PRECISION_SHARE * counts.total()
        )
        for measure, counts in columns.items()
    }  # fmt: skip


def _padding(scores: Sequence[_Score]) -> int:
    """How many zeros end every score: a program that writes 0,907400 knows four decimals."""
    texts = [split_percent(score.cell.text)[0] for score in scores if score.decimals]
    longest = max((score.decimals for score in scores), default=0)
    ends = [len(text) - len(text.rstrip("0")) for text in texts]
    whole = all(score.decimals in (0, longest) for score in scores)
    return min([*ends, longest]) if whole else 0


def _odd_precision(
    scores: Sequence[_Score], precision: Mapping[str, int], names: Mapping[str, str]
) -> Iterator[Finding]:
    """Cells with more decimals than their column, or fewer in a table that prints end zeros.

    A spreadsheet drops the zeros at the end of every number; where one is printed anywhere, a
    shorter number has lost a digit. A bare 0 or full score is printed without decimals by many.
    """
    keeps_zeros = any(
        score.cell.text.endswith("0") and score.decimals == precision[score.measure] > 0
        for score in scores
    )
    for score in scores:
        usual = precision[score.measure]
        short = score.decimals < usual and keeps_zeros and score.decimals > 0
        if score.decimals > usual or short:
            yield Finding(
                Clause(
                    "checks.precision", unit=names[score.unit_id], text=score.cell.text,
                    decimals=score.decimals, usual=usual,
                ),
                score.cell.place, score.unit_id, f"{score.measure}.score",
            )  # fmt: skip


def _frame(cells: Mapping[tuple[str, str], float], units: Sequence[str]) -> pd.DataFrame:
    measures = list(dict.fromkeys(measure for _, measure in cells))
    return pd.DataFrame(
        {m: [cells.get((unit, m), float("nan")) for unit in units] for m in measures},
        index=pd.Index(units, name="unit_id"),
        dtype=float,
    )
