"""Which values do the marks of a sentence make? Numbers are read as those of the ledger are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from helpers.printed.changes import parse_rank_change, read_growth, read_score_change
from helpers.printed.ranks import parse_rank
from helpers.printed.scores import parse_score
from helpers.printed.words import PrintedNumberError
from helpers.statements.marks import Mark
from helpers.statements.sentence import Line, Value, pattern
from helpers.statements.vocabulary import words_of

_PRINTED = {"lead": "1", "kept lead": "1", "second": "2", "last": "last", "top": "top {}",
            "kept group": "top {}", "bottom": "bottom {}"}  # fmt: skip
"""How the ledger prints what a rule without a plain place says."""
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
            if made and not _names_nothing(line, made[0]):
                found += made
                start, end = match.span()
                letters = letters[:start] + "·" * (end - start) + letters[end:]
    line.keep(found)


class _Making:
    """The values that a rule makes of the marks it fits."""

    def __init__(self, rule: str, match: re.Match[str], line: Line) -> None:
        self.rule, self.match, self.line = rule, match, line
        self.start, self.end = match.span()
        marks = line.marks
        self.named = {key: marks[match.start(key)] for key, own in match.groupdict().items() if own}
        self.doubt: dict[str, Any] = {"refusal": "hedge"} if "h" in self.named else {}
        sizes = [mark.value for mark in marks[self.start : self.end] if mark.kind == "universe"]
        self.size: dict[str, Any] = {"universe": sizes[0]} if sizes else {}

    def values(self) -> list[Value]:
        """One value, or several."""
        several = {"from to": self._pair, "each": self._each, "next": self._next}
        if self.rule in several:
            return several[self.rule]()
        same = Value(self.start, self.end, "rank_change", 0.0)
        if self.rule == "kept":
            return [same]
        one = self._one(self.named.get("n", self.line.marks[self.end - 1]))
        if self.rule == "kept group":
            # A place within a group may change while the group is kept.
            return [replace(one, warning="group kept"), *([same] if self.line.assume else [])]
        return [one, same] if self.rule.startswith("kept") else [one]

    def _one(self, number: Mark) -> Value:
        if self.rule == "score":
            return _score(self.start, self.end, number, **self.doubt)
        if number.kind == "next_to_last" and not self.line.assume:
            return _ranked(self.start, self.end, "bottom 2")
        if self.rule in _PRINTED:
            printed = _PRINTED[self.rule].format(_number(number))
            return _ranked(self.start, self.end, printed, **self.doubt, **self.size)
        if self.rule in ("change", "growth", "score change"):
            return self._move("tăng" if "up" in self.named else "giảm", number)
        return _place(self.start, self.end, number, **self.doubt, **self.size)

    def _move(self, way: str, mark: Mark) -> Value:
        doubt = self.doubt
        if self.rule == "change":
            places = parse_rank_change(f"{way} {_number(mark)} bậc")
            return Value(self.start, self.end, "rank_change", float(places), **doubt)
        if self.rule == "growth":
            move = read_growth(f"{way} {re.split('[^0-9.,]', mark.value)[0]}%")
        else:
            move = read_score_change(f"{way} {mark.value}")
            doubt = doubt if abs(move.value) <= 1 and move.decimals else {"refusal": "scale"}
        kind = self.rule.replace("growth", "score growth").replace(" ", "_")
        return Value(self.start, self.end, kind, move.value, decimals=move.decimals, **doubt)

    def _pair(self) -> list[Value]:
        """Both ends of "from 36th to 21st"; the way counts with the second."""
        middle, first, second = self.match.start("way"), self.named["n"], self.named["m"]
        if first.kind == "score":
            start = _score(self.start, middle, first, when="baseline")
            return [start, _score(middle, self.end, second)]
        sizes = [*self.size.values(), *(m.other for m in (first, second) if m.kind == "of_all")]
        before = self.line.marks[self.start : self.match.end("way0")]
        ways = [mark.kind for mark in (*before, *self.line.marks[middle : self.match.end("way")])]
        gone = next((_WAYS[kind] for kind in ways if kind in _WAYS), 0)
        bare = not ({"k", "k2"} & set(self.named) or sizes)
        if bare and not gone and "upto" not in ways and first.kind == "number":
            return []
        against = gone * (_number(first) - _number(second)) < 0
        warning = "direction against places" if against else "bare places" if bare else ""
        fields = {"universe": sizes[0] if sizes else "", "warning": warning}
        start = _place(self.start, middle, first, when="baseline", **fields)
        return [start, _place(middle, self.end, second, **fields)]

    def _each(self) -> list[Value]:
        """The values of "lần lượt", each with its turn."""
        listed = range(self.match.start("items"), self.match.end("items"))
        items = [n for n in listed if self.line.marks[n].kind in _ITEMS]
        made = []
        for turn, (n, end) in enumerate(zip(items, [*items[1:], self.end], strict=True)):
            mark, start = self.line.marks[n], n if turn else self.start
            one = (_score if mark.kind == "score" else _place)(start, end, mark)
            made.append(replace(one, nth=turn, of=len(items)))
        return made

    def _next(self) -> list[Value]:
        """Those after the first: "… dẫn đầu, tiếp đến là B và C": the second and the third."""
        led = "lead" in [mark.kind for mark in self.line.marks[: self.start]]
        places = [n for n in self.line.of_kind("province") if led and self.start <= n < self.end]
        return [_ranked(n, n + 1, str(rank)) for rank, n in enumerate(places, start=2)]


def _number(mark: Mark) -> int:
    return int(mark.value) if mark.value.isdecimal() else 99


def _ranked(start: int, end: int, place: str, **fields: Any) -> Value:  # noqa: ANN401
    one = parse_rank(place)
    kind = "rank" if one.rank is not None and not one.is_group else "group"
    rank = None if one.rank is None else float(one.rank)
    return Value(start, end, kind, rank, one.best, one.worst, one.from_bottom, **fields)


def _place(start: int, end: int, mark: Mark, **fields: Any) -> Value:  # noqa: ANN401
    """A place as it is printed; one of "8/63" says of how many."""
    size = mark.other if mark.kind == "of_all" else fields.get("universe", "")
    if mark.kind in ("last", "lowest"):
        return _ranked(start, end, "last", **fields)
    place = f"{int(mark.value)}/{size}" if size else mark.value
    return _ranked(start, end, place, **fields | {"universe": size})


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


def _names_nothing(line: Line, made: Value) -> bool:  # noqa: PLR0911  # one a rule
    """Whether a place ranks nothing: "Cột thứ ba", "phiên thứ tư", "the first index"."""
    own = line.marks[made.start : made.end]
    beside = [mark.kind for mark in line.marks[made.end :][:1] if mark.start == own[-1].end + 1]
    if own[-1].kind == "ordinal" and beside and beside[0] in ("index", "measure", "ordinal"):
        return True
    if line.assume:
        return False
    if any(mark.kind == "best" and line.text[mark.start].isupper() for mark in own):
        return True  # "Huân chương hạng Nhất"
    if {mark.value for mark in own} <= set(words_of("last")):
        return True
    before = [mark for mark in line.all_marks if mark.end + 1 == own[0].start]
    nouns = [mark.start for mark in before if mark.kind in ("unknown", "counted")]
    if own[0].value == "thu" and any(line.text[at].islower() for at in nouns):
        return True
    if line.has("province", "measure", "index", "year"):
        return False
    led = {mark.value for mark in own[:-1] if mark.kind == "rank_word"}
    if not led and own[-1].kind == "ordinal":
        return not line.has("self", "years", "region", "scope", "whole", "universe")
    national = "n" in line.letters[made.start : made.end + 1]
    stands = any(mark.kind == "stands" for mark in own)
    return bool(led) and led <= set(words_of("thu")) and not national and not stands
