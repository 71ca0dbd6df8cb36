"""Which values do the marks of a sentence make? Numbers are read as those of the ledger are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from helpers.printed.changes import parse_rank_change, read_growth, read_score_change
from helpers.printed.ranks import PrintedRank, parse_rank
from helpers.printed.scores import parse_score
from helpers.printed.words import PrintedNumberError
from helpers.statements.marks import Mark
from helpers.statements.sentence import Line, Value, pattern

_WORDS = {"lead": "1", "kept lead": "1", "second": "2", "last": "last"}
_ITEMS = ("number", "five", "ordinal", "best", "of_all", "score")
_WAYS = {"up": 1, "pass": 1, "down": -1, "downto": -1}


def read_values(line: Line, rules: Sequence[tuple[str, str]]) -> None:
    """Find the values of a sentence, by the first rule that fits."""
    letters, found = line.letters, []
    for name, rule in rules:
        if name == "bare" and line.assume:
            continue
        for match in pattern(rule).finditer(letters):
            try:
                made = _Making(name, match, line).values()
            except PrintedNumberError:
                continue
            if (
                made
                and not _counts_noun(line, made)
                and (line.assume or not _names_nothing(line, made))
            ):
                found += made
                hidden = "·" * (match.end() - match.start())
                letters = letters[: match.start()] + hidden + letters[match.end() :]
    line.keep(found)


class _Making:
    """The values that a rule makes of the marks it fits."""

    def __init__(self, name: str, match: re.Match[str], line: Line) -> None:
        self.rule, self.match, self.line = name, match, line
        self.start, self.end = match.span()
        self.at = {key: match.start(key) for key, letters in match.groupdict().items() if letters}
        self.marks = line.marks[self.start : self.end]
        self.doubt = {"refusal": "hedge"} if "h" in self.at else {}
        sizes = [mark.value for mark in self.marks if mark.kind == "universe"]
        self.size = {"universe": sizes[0]} if sizes else {}

    def values(self) -> list[Value]:
        """One value, or several."""
        several = {"from to": self._pair, "scores from to": self._scores, "each": self._each,
                   "next": self._next}  # fmt: skip
        if self.rule in several:
            return several[self.rule]()
        same = [self._value("rank_change", 0.0)] if self.rule.startswith("kept") else []
        if self.rule == "kept":
            return same
        one = self._one()
        if self.rule == "kept group":
            # A place within a group may change while the group is kept.
            same = same if self.line.assume else []
            one = replace(one, warning="group kept") if one else None
        return [one, *same] if one else []

    def _one(self) -> Value | None:  # noqa: PLR0911  # one return a rule
        number = next(
            (self.line.marks[self.at[key]] for key in ("n", "n2") if key in self.at), None
        )
        if self.rule in ("score", "full marks"):
            return _score(self.start, self.end, number or self.marks[-1], **self.doubt)
        if self.rule in _WORDS:
            near = self.rule == "last" and {mark.kind for mark in self.marks} & {"next_to_last"}
            if near and not self.line.assume:
                return _ranked(self.start, self.end, parse_rank("bottom 2"))
            return _ranked(self.start, self.end, parse_rank(_WORDS[self.rule]), **self.doubt)
        if number is None:
            return None
        if self.rule in ("change", "growth", "score change"):
            return self._move("tăng" if "up" in self.at else "giảm", number)
        if self.rule in ("top", "bottom", "kept group"):
            printed = parse_rank(
                f"{'bottom' if self.rule == 'bottom' else 'top'} {_number(number)}"
            )
            return _ranked(self.start, self.end, printed, **self.doubt, **self.size)
        return _place(self.start, self.end, number, **self.doubt, **self.size)

    def _value(self, statistic: str, value: float, **fields: Any) -> Value:  # noqa: ANN401
        return Value(self.start, self.end, statistic, value, **fields)

    def _move(self, way: str, mark: Mark) -> Value:
        if self.rule == "change":
            places = parse_rank_change(f"{way} {_number(mark)} bậc")
            return self._value("rank_change", float(places), **self.doubt)
        if self.rule == "growth":
            move = read_growth(f"{way} {re.split('[^0-9.,]', mark.value)[0]}%")
            return self._value("score_growth", move.value, decimals=move.decimals, **self.doubt)
        move = read_score_change(f"{way} {mark.value}")
        doubt = self.doubt if abs(move.value) <= 1 and move.decimals else {"refusal": "scale"}
        return self._value("score_change", move.value, decimals=move.decimals, **doubt)

    def _ends(self) -> tuple[int, Mark, Mark]:
        """Where the way to the second value begins, and both numbers."""
        first, second = (self.line.marks[self.at[key]] for key in ("n", "m"))
        return self.match.start("way"), first, second

    def _scores(self) -> list[Value]:
        middle, first, second = self._ends()
        return [
            _score(self.start, middle, first, when="baseline"),
            _score(middle, self.end, second),
        ]

    def _pair(self) -> list[Value]:
        """Both ends of "from 36th to 21st"; the way counts with the second."""
        middle, first, second = self._ends()
        sizes = [*self.size.values(), *(m.other for m in (first, second) if m.kind == "of_all")]
        before = self.line.marks[self.start : self.match.end("way0")]
        ways = [mark.kind for mark in (*before, *self.line.marks[middle : self.match.end("way")])]
        gone = next((_WAYS[kind] for kind in ways if kind in _WAYS), 0)
        bare = not (self.match["k"] or self.match["k2"] or sizes)
        if bare and not gone and "upto" not in ways and first.kind == "number":
            return []
        against = gone * (_number(first) - _number(second)) < 0
        warning = "direction against places" if against else "bare places" if bare else ""
        fields = {"universe": sizes[0] if sizes else "", "warning": warning}
        start = _place(self.start, middle, first, when="baseline", **fields)
        return [start, _place(middle, self.end, second, **fields)]

    def _each(self) -> list[Value]:
        """The values of "lần lượt", each with its turn."""
        listed = range(self.at["items"], self.match.end("items"))
        items = [n for n in listed if self.line.marks[n].kind in _ITEMS]
        ends = [*items[1:], self.end]
        made = []
        for turn, (n, start, end) in enumerate(
            zip(items, [self.start, *items[1:]], ends, strict=True)
        ):
            mark = self.line.marks[n]
            one = (_score if mark.kind == "score" else _place)(start, end, mark)
            made.append(replace(one, nth=turn, of=len(items)))
        return made

    def _next(self) -> list[Value]:
        """Those after the first: "… dẫn đầu, tiếp đến là B và C": the second and the third."""
        led = [mark for mark in self.line.marks[: self.start] if mark.kind == "lead"]
        places = [n for n in range(self.start, self.end) if self.line.marks[n].kind == "province"]
        ranks = enumerate(places if led else [], start=2)
        return [_ranked(n, n + 1, parse_rank(str(rank))) for rank, n in ranks]


def _number(mark: Mark) -> int:
    return 99 if mark.kind in ("last", "lowest") else int(mark.value)


def _ranked(start: int, end: int, printed: PrintedRank, **fields: str) -> Value:
    return Value(
        start, end, "rank" if printed.rank is not None and not printed.is_group else "group",
        None if printed.rank is None else float(printed.rank), printed.best, printed.worst,
        printed.from_bottom, **fields,  # type: ignore[arg-type]  # by name
    )  # fmt: skip


def _place(start: int, end: int, mark: Mark, **fields: str) -> Value:
    """A place as it is printed; one of "8/63" says of how many."""
    size = mark.other if mark.kind == "of_all" else fields.get("universe", "")
    place = "last" if mark.kind in ("last", "lowest") else mark.value
    printed = parse_rank(f"{int(place)}/{size}" if size and place != "last" else place)
    return _ranked(start, end, printed, **fields | {"universe": size})


def _score(start: int, end: int, mark: Mark, **fields: Any) -> Value:  # noqa: ANN401
    if mark.kind == "full_marks":
        return Value(start, end, "score", 1.0, decimals=0)
    score = parse_score(f"{mark.value}/{mark.other}" if mark.other else mark.value)
    value = score.fraction if mark.other else score.value
    # A score of 1,000 points carries three more decimals once it is a share of its scale.
    shift = len(str(int(score.scale))) - 1 if score.scale else 0
    inside = value is not None and value <= 1 and score.decimals
    fields |= {} if inside else {"refusal": "scale"}
    return Value(start, end, "score", value, decimals=score.decimals + shift, **fields)


def _counts_noun(line: Line, made: Sequence[Value]) -> bool:
    """Whether an ordinal belongs to a noun after it: "the first Digital Transformation Index"."""
    last, after = line.marks[made[-1].end - 1], line.marks[made[-1].end : made[-1].end + 1]
    beside = [mark for mark in after if mark.start == last.end + 1]
    return (
        last.kind == "ordinal"
        and bool(beside)
        and beside[0].kind in ("index", "measure", "ordinal")
    )


def _names_nothing(line: Line, made: Sequence[Value]) -> bool:  # noqa: PLR0911  # one a rule
    """Whether a place stands in a sentence that ranks nothing: "Cột thứ ba", "phiên thứ tư"."""
    own = line.marks[made[0].start : made[0].end]
    if any(mark.kind == "best" and line.text[mark.start].isupper() for mark in own):
        return True  # "Huân chương hạng Nhất"
    if made[0].from_bottom == 1 and {mark.value for mark in own} <= {
        "cuoi cung",
        "day bang",
        "last",
    }:
        return True
    if made[0].statistic != "rank":
        return False
    before = [mark for mark in line.all_marks if mark.end + 1 == own[0].start][-1:]
    noun = (
        before and before[0].kind in ("unknown", "counted") and line.text[before[0].start].islower()
    )
    if noun and own[0].value == "thu":
        return True
    if line.has("province", "measure", "index", "year"):
        return False
    led = {mark.value for mark in own[:-1] if mark.kind == "rank_word"}
    if not led and own[-1].kind == "ordinal":
        return not line.has("self", "years", "region", "scope", "whole", "universe")
    national = "n" in line.letters[made[0].start : made[0].end + 1]
    stands = any(mark.kind == "stands" for mark in own)
    return bool(led) and led <= {"thu", "so"} and not national and not stands
