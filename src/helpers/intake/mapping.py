"""Which figure of which measure does each column hold? A guess with its reason, or a question."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from helpers.errors import BadInputError, Clause, Reason
from helpers.intake.headers import Headers, Meaning, Measures, header_words
from helpers.intake.layout import PrintedTable
from helpers.intake.rows import is_number
from helpers.intake.table_map import NOT_USED, OF_EDITION, STATISTICS, UNIT, TableMap
from helpers.intake.transcription import Place, PrintedColumn, Question
from helpers.intake.values import Values, in_order
from helpers.sources.suggestions import nearest_choices

_TOTAL, _RANK = "overall.score", "overall.rank"
_YEAR = re.compile(r"20[0-9]{2}")


@dataclass(frozen=True)
class _Guess:
    """What one column seems to hold ("" for nothing), and what to ask where that is not clear."""

    holds: str
    reason: str
    choices: tuple[str, ...] = ()
    further: str = ""
    """The ranks of another edition that it seems to hold."""
    odd: tuple[str, ...] = ()
    """The cells that make it unclear, where not all do."""


def map_columns(
    table: PrintedTable,
    index: str,
    edition: str,
    size: int,
    measures: Measures,
    table_map: TableMap,
) -> tuple[tuple[PrintedColumn, ...], tuple[Question, ...]]:
    """The columns of a table with what they hold, and what the table does not settle.

    Args:
        table: the table.
        index, edition: what it is the table of.
        size: number of units ranked.
        measures: the measures of the index.
        table_map: answers; they win over every guess.

    Raises:
        BadInputError: the map names a column that is not there, something that no column can
            hold, or one thing for two columns.
    """
    return _Mapper(table, Headers(index, edition, measures), size, measures, table_map).columns()


class _Mapper:
    def __init__(
        self,
        table: PrintedTable,
        headers: Headers,
        size: int,
        measures: Measures,
        table_map: TableMap,
    ) -> None:
        self.table, self.size, self.measures, self.map = table, size, measures, table_map
        self.edition = headers.edition
        width = len(table.grid.rows[0])
        self.levels = {
            number: [row[number - 1].text for row in table.header] for number in range(1, width + 1)
        }
        self.values = {
            number: Values(tuple(row.cells[number].text for row in table.rows))
            for number in self.levels
        }
        self.meanings = {
            number: headers.read([*self._group(number, headers), *levels])
            for number, levels in self.levels.items()
        }
        self.given = self._given()

    def _group(self, number: int, headers: Headers) -> list[str]:
        """The group's header for a column that says only "rank", "score" or a year.

        Where merged cells are lost, as in .csv, it stands over the first column of the group.
        """
        *upper, own = self.levels[number] or [""]
        meaning = headers.read([own])
        says_half = headers.is_year(own) or meaning.statistic not in ("", "list_position")
        if any(upper) or meaning.measure or not says_half:
            return []
        for left in range(number - 1, 0, -1):
            *above, below = self.levels[left]
            if not below:
                return []
            if any(above):
                return above
        return []

    def columns(self) -> tuple[tuple[PrintedColumn, ...], tuple[Question, ...]]:
        guesses = {number: self._guess(number) for number in self.levels}
        guesses = self._without_doubles(guesses)
        guesses = self._without_loose_counts(guesses)
        guesses = self._with_doubted_pillars(guesses)
        guesses |= {number: self._said(holds) for number, holds in self.given.items()}
        guesses = self._without_further_doubles(guesses)
        columns = tuple(
            PrintedColumn(self._header(number), number, guess.holds, guess.reason, guess.further)
            for number, guess in guesses.items()
        )
        questions = tuple(
            self._question(number, guess, guesses)
            for number, guess in guesses.items()
            if guess.choices
        )
        return columns, questions or self._ranks_alone(columns)

    def _ranks_alone(self, columns: Sequence[PrintedColumn]) -> tuple[Question, ...]:
        """Whether a table without totals is meant to have none; the map must fit the table."""
        held = {column.holds: column for column in columns}
        total, rank = held.get(_TOTAL), held.get(_RANK)
        empty = next((n for n in self.levels if self._could_be_total(n)), None)
        if total and self.values[total.number].is_empty:
            total = None
        if total and self.map.ranks_only:
            raise BadInputError(
                "mapping.ranks_only", file=self.map.file, number=total.number, header=total.header
            )
        if total or not rank or self.map.ranks_only:
            return ()
        text = Clause("asked.ranks_only", number=rank.number)
        if empty is not None:
            header = self._header(empty)
            text = Clause("asked.total_empty", number=rank.number, empty=empty, header=header)
        return (Question("ranks_only", text, ("true",)),)

    def _could_be_total(self, number: int) -> bool:
        """Whether a column without a figure has the header of the total."""
        meaning = self.meanings[number]
        named = meaning.measure == "overall" and meaning.statistic in ("", "score")
        return named and self.values[number].is_empty

    def _header(self, number: int) -> str:
        return " / ".join(dict.fromkeys(text for text in self.levels[number] if text))

    def _given(self) -> dict[int, str]:
        """What the map says, by the number of the column."""
        given: dict[int, str] = {}
        for key, holds in self.map.columns.items():
            number = self._number_of(key)
            self._check_holds(key, holds)
            others = [n for n, other in given.items() if other == holds and holds != NOT_USED]
            if number in given or others:
                raise BadInputError("mapping.twice", file=self.map.file, key=key, holds=holds)
            if (holds == UNIT) != (number == self.table.unit_column):
                column = self.table.unit_column
                raise BadInputError(
                    "mapping.unit", file=self.map.file, key=key, holds=holds, column=column
                )
            given[number] = holds
        return given

    def _said(self, holds: str) -> _Guess:
        """What the map says of a column."""
        told = Clause("told.by_map", file=self.map.file)
        if OF_EDITION in holds:
            return _Guess("", told, further=holds)
        return _Guess("" if holds == NOT_USED else holds, told)

    def _number_of(self, key: int | str) -> int:
        if isinstance(key, int):
            found = [key] if key in self.levels else []
        else:
            found = [n for n in self.levels if key in {self._header(n), *self.levels[n][-1:]}]
        if len(found) != 1:
            shown = ", ".join(f"{n} «{self._header(n)}»" for n in self.levels)
            count = len(found) or Reason("mapping.none")
            raise BadInputError(
                "mapping.column", file=self.map.file, key=key, count=count, shown=shown
            )
        return found[0]

    def _check_holds(self, key: int | str, holds: str) -> None:
        if holds in (UNIT, NOT_USED):
            return
        figure, _, year = holds.partition(OF_EDITION)
        measure, _, statistic = figure.partition(".")
        known = [f"{m}.{s}" for m in self.measures for s in STATISTICS]
        of_another = statistic == "rank" and bool(_YEAR.fullmatch(year)) and year < self.edition
        fits = of_another if OF_EDITION in holds else statistic in STATISTICS
        if measure not in self.measures or not fits:
            near = nearest_choices(holds, [*known, NOT_USED])
            raise BadInputError(
                "mapping.holds", file=self.map.file, key=key, holds=holds, near=near
            )

    def _guess(self, number: int) -> _Guess:
        """What a column seems to hold by its header and its cells."""
        meaning, values = self.meanings[number], self.values[number]
        if number == self.table.unit_column:
            return _Guess(UNIT, Clause("told.names"))
        if meaning.other_use:
            told = Clause("told.other_use", words=meaning.words, use=meaning.other_use)
            return _Guess("", told, further=self._further(meaning, values))
        if meaning.statistic == "list_position":
            return self._list_position(meaning, values)
        if meaning.measure or meaning.statistic:
            return self._figure(meaning, values)
        return self._unknown(meaning, values)

    def _further(self, meaning: Meaning, values: Values) -> str:
        """The ranks of an earlier edition that a column seems to hold, or ""."""
        is_rank = meaning.statistic == "rank" and meaning.edition and meaning.edition < self.edition
        if not is_rank or not values.mostly_places(self.size):
            return ""
        return f"{meaning.measure or 'overall'}.rank{OF_EDITION}{meaning.edition}"

    def _unknown(self, meaning: Meaning, values: Values) -> _Guess:
        """A column whose header says nothing that is known."""
        if values.is_empty and not values.errors:
            return _Guess("", Clause("told.empty"))
        if values.is_empty:
            held = tuple(f"{measure}.{s}" for s in ("score", "rank") for measure in self.measures)
            alone = Clause("told.errors_alone", said=_no_header(meaning))
            return _Guess("", alone, (*held, NOT_USED))
        if not values.is_numeric:
            return _Guess("", Clause("told.no_figures"))
        if not meaning.words and values.counts_rows():
            return _Guess("overall.list_position", Clause("told.counts_rows"))
        statistics = ("rank", "score") if values.like_ranks(self.size) else ("score", "rank")
        free = tuple(f"{measure}.{s}" for s in statistics for measure in self.measures)
        figures = Clause("told.has_figures", said=_no_header(meaning))
        years = [year for year in _YEAR.findall(meaning.words) if year < self.edition]
        of_another = [f"{_RANK}{OF_EDITION}{year}" for year in years if statistics[0] == "rank"]
        return _Guess("", figures, (*of_another, *free, NOT_USED))

    def _list_position(self, meaning: Meaning, values: Values) -> _Guess:
        if values.is_empty or values.whole is not None:
            return _Guess("overall.list_position", f"«{meaning.words}»")
        return _Guess("", Clause("told.counts_no_rows", words=meaning.words))

    def _figure(self, meaning: Meaning, values: Values) -> _Guess:
        """A column whose header names a measure, a statistic or both; its cells must agree."""
        measure = meaning.measure or "overall"
        statistic = meaning.statistic or "score"
        rank, score = f"{measure}.rank", f"{measure}.score"
        said = f"«{meaning.words}»"
        if values.is_empty and values.errors:
            alone = Clause("told.errors_alone", said=said)
            return _Guess("", alone, (f"{measure}.{statistic}", NOT_USED))
        if not (values.is_empty or values.is_numeric):
            odd = tuple(text for text in values.printed if not is_number(text))
            return _Guess(
                "", Clause("told.few_figures", said=said), (rank, score, NOT_USED), odd=odd
            )
        if values.is_empty:
            only_ranks = self.map.ranks_only and f"{measure}.{statistic}" == _TOTAL
            held = "" if only_ranks else f"{measure}.{statistic}"
            return _Guess(held, Clause("told.nothing_printed", said=said))
        if statistic == "rank" and values.whole is None:
            odd = tuple(text for text in values.printed if not Values((text,)).whole)
            return _Guess("", Clause("told.not_whole", said=said), (score, rank, NOT_USED), odd=odd)
        if statistic == "score" and values.like_ranks(self.size):
            return _Guess("", Clause("told.like_ranks", said=said), (rank, score, NOT_USED))
        return _Guess(f"{measure}.{statistic}", said)

    def _without_doubles(self, guesses: Mapping[int, _Guess]) -> dict[int, _Guess]:
        """No figure twice: an equal copy is not used, two that differ are asked about."""
        result = dict(guesses)
        taken = {holds: number for number, holds in self.given.items() if holds != NOT_USED}
        for number, guess in guesses.items():
            if number in self.given or not guess.holds:
                continue
            first = taken.setdefault(guess.holds, number)
            if first == number:
                continue
            same = self.values[first] == self.values[number]
            if first in self.given or same:
                result[number] = _Guess("", Clause("told.copy", holds=guess.holds, first=first))
                continue
            statistic = guess.holds.rpartition(".")[2]
            choices = (*(f"{measure}.{statistic}" for measure in self.measures), NOT_USED)
            reason = Clause("told.same", reason=guess.reason, holds=guess.holds, first=first)
            result[number] = _Guess("", reason, choices)
            if not self.meanings[first].measure:
                vague = Clause("told.of_what", reason=guesses[first].reason)
                result[first] = _Guess("", vague, choices)
        return result

    def _without_further_doubles(self, guesses: dict[int, _Guess]) -> dict[int, _Guess]:
        """No rank of another edition twice: of equal copies the first counts, else it is asked."""
        first: dict[str, int] = {}
        for number, guess in guesses.items():
            before = first.setdefault(guess.further, number)
            if not guess.further or before == number:
                continue
            if self.values[before] == self.values[number]:
                guesses[number] = replace(guess, further="")
            else:
                for one in (before, number):
                    said = Clause("told.further_twice", said=guesses[one].reason)
                    guesses[one] = _Guess("", said, (guess.further, NOT_USED))
        return guesses

    def _without_loose_counts(self, guesses: dict[int, _Guess]) -> dict[int, _Guess]:
        """A count of rows is a list position only where the rows stand in the total's order."""
        totals = [n for n, guess in guesses.items() if guess.holds == "overall.score"]
        for number, guess in guesses.items():
            if guess.holds != "overall.list_position" or self.values[number].is_empty:
                continue
            ordered = all(in_order(self.values[total].numbers) for total in totals)
            whole = self.values[number].whole
            if whole is not None and (not ordered or _begins_again(whole)):
                reason = Clause("told.other_order", reason=guess.reason)
                guesses[number] = replace(guess, holds="", reason=reason)
        return guesses

    def _with_doubted_pillars(self, guesses: dict[int, _Guess]) -> dict[int, _Guess]:
        """Pillars asked about where they stand among main indices and no activity does."""
        held = {guess.holds: number for number, guess in guesses.items()}
        pairs = [
            (f"{pillar}.score", f"{activity}.score")
            for pillar, activity in header_words()["activities_by_pillar"].items()
        ]
        pillars = {pillar for pillar, _ in pairs}
        others = {h for h in held if h.endswith(".score")} - pillars - {_TOTAL}
        if not others or any(activity in held for _, activity in pairs):
            return guesses
        for pillar, activity in pairs:
            if pillar in held:
                number = held[pillar]
                reason = Clause("told.pillar_or_activity", said=guesses[number].reason)
                guesses[number] = _Guess("", reason, (activity, pillar))
        return guesses

    def _question(self, number: int, guess: _Guess, guesses: Mapping[int, _Guess]) -> Question:
        taken = {other.holds for other in guesses.values()} - {UNIT, ""}
        cells = guess.odd or self.values[number].printed or self.values[number].errors
        top = self.table.header[-1][number - 1].place if self.table.header else None
        return Question(
            f"columns.{number}",
            Clause("asked.column", number=number, reason=guess.reason, cells=", ".join(cells[:3])),
            tuple(choice for choice in guess.choices if choice not in taken),
            top or Place(self.table.grid.name, 1, number),
        )


def _begins_again(numbers: Sequence[int]) -> bool:
    """Whether rows are counted from 1 more than once, as on each page or in each region."""
    steps = pairwise(numbers)
    return numbers.count(1) > 1 and all(after in (before + 1, 1) for before, after in steps)


def _no_header(meaning: Meaning) -> Clause:
    known = Clause("told.unknown_header", words=meaning.words)
    return known if meaning.words else Clause("told.no_header")


def holdings(columns: Sequence[PrintedColumn]) -> dict[str, int]:
    """The number of the column that holds each figure, by what it holds."""
    return {column.holds: column.number for column in columns if column.holds not in ("", UNIT)}
