"""What is a full score in every column of scores: printed, said by a map, or seen by its figures?

Many reports print points and give every column its own maximum, in a row («Điểm tối đa») or in the
header («Nhận thức số (tối đa 100 điểm)»). Where no figure of the table exceeds 1, such maxima are
the weights of the parts and the figures are from 0 to 1 all the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from helpers.errors import BadInputError, Clause
from helpers.intake.headers import loose_maximum, said_maximum
from helpers.intake.layout import PrintedTable
from helpers.intake.mapping import holdings
from helpers.intake.table_map import SCALES, TableMap
from helpers.intake.transcription import PrintedColumn, Question, Row
from helpers.intake.values import Values, as_number
from helpers.printed.scores import PERCENT

_SCORE = ".score"
_TOTAL = "overall.score"
_HIGHEST = 100_000
_FEW = 0.1
"""Up to this share of the provinces may exceed a full score by misprints; each is then named."""
_GROUPED = re.compile(r"[0-9]{1,3}[.,][0-9]{3}")
_FULL = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,2})?")


@dataclass(frozen=True)
class FullScores:
    """The full score of every column of scores, as text, and what is still to be asked."""

    scales: Mapping[str, str]
    questions: tuple[Question, ...]
    notes: tuple[str, ...]


def full_scores(
    table: PrintedTable,
    columns: Sequence[PrintedColumn],
    rows: Sequence[Row],
    table_map: TableMap,
) -> FullScores:
    """What is a full score in every column of scores? Asked where the table leaves it open.

    Args:
        table: with its rows of full scores. columns: what each holds. rows: as they are filed.
        table_map: answers; they win over what is printed.

    Raises:
        BadInputError: the map names another column or no full score, or another one than 100 for
            a column of percentages.
    """
    held = {h: n for h, n in holdings(columns).items() if h.endswith(_SCORE)}
    _check_map(held, table_map)
    values = {
        holds: Values(tuple(row.cells[number].text for row in rows))
        for holds, number in held.items()
    }
    return _Scales(table, columns, held, values, rows, table_map).found()


def _check_map(held: Mapping[str, int], table_map: TableMap) -> None:
    for holds, scale in table_map.scales.items():
        if holds not in held or not (_FULL.fullmatch(scale) and 1 <= float(scale) <= _HIGHEST):
            raise BadInputError(
                "reading.scale", file=table_map.file, holds=holds, scale=scale,
                columns=", ".join(held), most=_HIGHEST,
            )  # fmt: skip


class _Scales:
    def __init__(
        self,
        table: PrintedTable,
        columns: Sequence[PrintedColumn],
        held: Mapping[str, int],
        values: Mapping[str, Values],
        rows: Sequence[Row],
        table_map: TableMap,
    ) -> None:
        self.held, self.values, self.rows, self.map = held, values, rows, table_map
        self.guessed = {holds: scale for holds, v in values.items() if (scale := v.scale())}
        self.percent = {holds: v for holds, v in values.items() if v.has_percent}
        self.printed = self._printed(table, columns)
        open_ones = set(self.guessed) - set(self.percent)
        self.are_weights = bool(self.printed) and all(self.guessed[h] == "1" for h in open_ones)

    def found(self) -> FullScores:
        used = {
            holds: full[0]
            for holds, full in self.printed.items()
            if not self.are_weights and holds not in self.percent
        }
        scales = {**self.guessed, **used, **self.map.scales}
        for holds in self.percent:
            if float(scales[holds]) != PERCENT:
                raise BadInputError(
                    "reading.percent", file=self.map.file, holds=holds, scale=scales[holds],
                    percent=PERCENT,
                )  # fmt: skip
        questions = (*self._signs(), *(self._printed_ones(used) if used else self._guesses()))
        return FullScores(scales, questions, () if questions else self._notes(scales))

    def _printed(
        self, table: PrintedTable, columns: Sequence[PrintedColumn]
    ) -> dict[str, tuple[str, ...]]:
        """The full scores that rows and headers print for each column, each once."""
        headers = {column.number: column.header for column in columns}
        loose = {h: loose_maximum(headers[n]) for h, n in self.held.items()}
        # So many provinces are ranked; that is no score.
        loose = {h: text for h, text in loose.items() if text != str(len(self.rows))}
        counts = {int(text) - self.held[h] for h, text in loose.items() if text}
        if len([text for text in loose.values() if text]) > 1 and len(counts) == 1:
            loose = {}  # the columns are numbered: (10), (11), (12)
        result = {}
        for holds, number in self.held.items():
            cells = [row[number - 1].text.strip("() ") for row in table.maxima]
            texts = [*filter(None, cells), said_maximum(headers[number]), loose.get(holds, "")]
            full = dict.fromkeys(f for text in texts if (f := self._full(holds, text)))
            if full:
                result[holds] = tuple(full)
        return result

    def _full(self, holds: str, text: str) -> str:
        """A printed full score as a plain number; «1.000» is 1000 where a figure is above 1."""
        number = as_number(text)
        if number is None or number < 1:
            return ""
        if _GROUPED.fullmatch(text) and self._most(holds) > number:
            number = float(re.sub("[.,]", "", text))
        return f"{number:g}" if number <= _HIGHEST else ""

    def _most(self, holds: str) -> float:
        return max((n for n in self.values[holds].numbers if n is not None), default=0.0)

    def _above(self, holds: str, full: float) -> int:
        return sum(number is not None and number > full for number in self.values[holds].numbers)

    def _signs(self) -> tuple[Question, ...]:
        """Columns in which only some figures carry a percent sign."""
        return tuple(
            Question(
                f"scales.{holds}",
                Clause(
                    "asked.percent", holds=holds, signs=v.signs, others=len(v.unsigned),
                    cells=", ".join(v.unsigned[:3]),
                ),
                (str(PERCENT),),
                next(
                    cell.place
                    for row in self.rows
                    if (cell := row.cells[self.held[holds]]).text in v.unsigned
                ),
            )
            for holds, v in self.percent.items()
            if v.unsigned and holds not in self.map.scales
        )  # fmt: skip

    def _guesses(self) -> tuple[Question, ...]:
        """Columns that go up to different scales, where none is printed."""
        if len(set(self.guessed.values())) <= 1:
            return ()
        most = max(self.guessed.values(), key=int)
        return tuple(
            self._question(holds, Clause("asked.scale", holds=holds, scale=scale, most=most))
            for holds, scale in self.guessed.items()
            if holds not in (*self.map.scales, *self.percent)
        )

    def _printed_ones(self, used: Mapping[str, str]) -> tuple[Question, ...]:
        """Columns of which the printed full score does not say what a full score is."""
        extremes = len(used) > 1 and all(float(u) == self._most(h) for h, u in used.items())
        questions = []
        for holds in self.values:
            if holds in (*self.map.scales, *self.percent) or holds not in self.guessed:
                continue
            full = self.printed.get(holds, ())
            shown = ", ".join(full)
            if not full:
                text = Clause("asked.no_maximum", holds=holds)
                total = sum(float(u) for h, u in used.items() if h != _TOTAL)
                likely = (f"{total:g}",) if holds == _TOTAL and total >= self._most(holds) else ()
                questions.append(self._question(holds, text, likely))
            elif len(full) > 1:
                text = Clause("asked.maxima", holds=holds, shown=shown)
                questions.append(self._question(holds, text, full))
            elif (above := self._above(holds, float(full[0]))) > _FEW * len(self.rows):
                text = Clause("asked.exceeded", holds=holds, full=shown, above=above)
                questions.append(self._question(holds, text))
            elif extremes and full[0] not in SCALES:
                text = Clause("asked.extreme", holds=holds, full=shown)
                questions.append(self._question(holds, text, full))
            elif self.guessed[holds] == "1" and float(full[0]) > 1:
                text = Clause("asked.weight", holds=holds, full=shown)
                questions.append(self._question(holds, text, (*full, "1")))
        return tuple(questions)

    def _question(self, holds: str, text: str, likely: Sequence[str] = ()) -> Question:
        usual = (scale for scale in SCALES if int(scale) >= int(self.guessed[holds]))
        return Question(f"scales.{holds}", text, tuple(dict.fromkeys((*likely, *usual))))

    def _notes(self, scales: Mapping[str, str]) -> tuple[str, ...]:
        if self.are_weights and any(full != ("1",) for full in self.printed.values()):
            return (Clause("told.weights"),)
        if len(set(scales.values())) > 1:
            shown = ", ".join(f"{holds} {full}" for holds, full in scales.items())
            return (Clause("told.out_of_each", shown=shown),)
        largest = max(scales.values(), key=float, default="1")
        return (Clause("told.out_of", largest=largest),) if largest != "1" else ()
