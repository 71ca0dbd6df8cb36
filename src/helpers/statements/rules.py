"""The rules: which marks make a value, what belongs to it, and what carries over.

A rule is a pattern over the kinds of marks (`marks.LETTERS`) of one sentence. `VALUES` says what a
value looks like; each function below says what belongs to it: province, index, measure, edition,
units, among whom, and why it may be no plain statement. What a sentence leaves out carries over
from the one before (`Carried`): index, edition, units and province do; nothing else does.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from helpers.printed.changes import parse_rank_change, read_growth, read_score_change
from helpers.printed.ranks import PrintedRank, parse_rank
from helpers.printed.scores import parse_score
from helpers.printed.words import PrintedNumberError
from helpers.sources.editions import Definitions
from helpers.statements.marks import Mark, fold_letters, letters, vocabulary
from helpers.statements.statement import Statement

PUNCTUATION = {"comma": ",", "semicolon": ";", "colon": ":", "stop": r"\.", "open": r"\(",
               "close": r"\)", "dash": "-", "bar": r"\|", "read": "·", "exclaim": "!"}  # fmt: skip
_BREAKS = ",;:.()!?-/→|&/"


def pattern(rule: str) -> re.Pattern[str]:
    """A rule in kinds of marks as a pattern over their letters; "(n=…)" names a part."""
    named = re.sub(r"\((\w+)=", r"(?P<\1>", rule)
    words = re.sub(
        r"(?<![<\w])[a-z_]+(?![>\w])",
        lambda word: PUNCTUATION.get(word[0]) or re.escape(letters()[word[0]]),
        named,
    )
    return re.compile(words.replace(" ", ""))


NUM = "(?:number|five)"
PLACE = "(?:number|five|ordinal|best|of_all)"
HEDGE = "(?:(h=hedges|compared|pass) )?"
UP, DOWN = "(?:up|pass|upto)", "(?:down|downto)"
SIZE = "(?:compared? universe unit?)?"
STANDS = "(?:stands|score_verb)*"
ITEM = "(?:number|five|ordinal|best|of_all|score)"
NEXT = "(?:year|previous|published|province|measure|index|universe|open|close|comma)*"
NO_PLACE = "(?!counted|percent|five)"
VALUES: tuple[tuple[str, str], ...] = (
    (
        "each",
        f"(?:each|ties each) (?:{NUM} rank_word|stands|rank_word|score_word|score_verb)* (items={ITEM}(?: (?:comma|and|semicolon)+ (?:stands|rank_word)* {ITEM})+)",
    ),  # noqa: E501
    (
        "each",
        f"(?:stands|rank_word|score_word)* (items={ITEM}(?: (?:comma|and|semicolon)+ (?:stands|rank_word)* {ITEM})+) unit? comma? each",
    ),  # noqa: E501
    (
        "scores from to",
        f"(?:up|down)* (?:from) {HEDGE}score_word* (n=score) score_word* {NEXT} (way=(?:up|down|pass)* (?:to|upto|downto|up|down)) score_word* (m=score) score_word?",
    ),  # noqa: E501
    (
        "from to",
        f"(way0=(?:up|down|pass|upto|downto)*) from (k=rank_word*) (n={PLACE}) (?:universe|rank_word)* {NEXT} (way=(?:up|down|pass)* (?:to|upto|downto|up|down)) (?:stands|to)* (k2=rank_word*) (m={PLACE}|last|lowest) rank_word? {SIZE} {NO_PLACE}(?!distances)",
    ),  # noqa: E501
    (
        "change",
        f"(?:(up={UP})|{DOWN}) (?:up|down|upto|downto|to)* {HEDGE}(n={NUM}) (?:notch|rank_word)",
    ),  # noqa: E501
    ("change", f"(n={NUM}) (?:notch|rank_word) (?:(up=up)|down)"),
    ("kept lead", "keeps (?:rank_word|stands)* (?:lead|best)"),
    ("kept group", f"keeps (?:rank_word|stands|whole)* top (n={NUM})"),
    ("kept rank", f"keeps (?:rank_word|stands)* (n={PLACE}) rank_word? {SIZE} {NO_PLACE}"),
    ("kept", "keeps rank_word+|unchanged rank_word?"),
    ("bottom", f"(?:top|stands)* (n={NUM}) unit (?:lowest|last)|bottom (n2={NUM}) unit?"),
    (
        "top",
        f"(?:stands|score_verb)* (?:whole? top) {HEDGE}(n={NUM}) {SIZE} unit? (?:lead|highest|whole)?",
    ),  # noqa: E501
    (
        "top",
        f"number?(n={NUM}) unit score_verb? index? year? (?:lead|highest)|(?:highest )?(n2={NUM}) (?:top|highest|lead) unit?",
    ),  # noqa: E501
    ("growth", f"(?:(up=up|pass)|down) {HEDGE}(n=percent)"),
    ("score change", f"(?:(up=up)|down) (?:up|down)* {HEDGE}(n=score) score_word?"),
    ("score", f"{HEDGE}(n=score) score_word?"),
    ("score", f"(?:score_word|score_verb|stands) {HEDGE}(n=number|other_number) score_word"),
    ("full marks", "(?:score_word|score_verb)* full_marks"),
    ("rank", f"{STANDS} rank_word* {HEDGE}(n=of_all) unit?"),
    ("rank", f"(?:stands|rank_word)+ {HEDGE}(n=of_some)"),
    (
        "rank",
        f"{STANDS} rank_word+ {HEDGE}(n={NUM}|ordinal|best) rank_word? {SIZE} {NO_PLACE}(?!unknown rank_word|to number)",
    ),  # noqa: E501
    (
        "rank",
        f"(?:stands|upto|downto|to|ties)* {HEDGE}(n=ordinal) rank_word? {SIZE} {NO_PLACE}(?!unknown|unit)",
    ),  # noqa: E501
    (
        "rank",
        f"stands (?:upto|downto|to)* {HEDGE}(n=number) {SIZE} {NO_PLACE}(?!unknown|unit|number|notch|index)",
    ),  # noqa: E501
    ("lead", "(?<!top )(?:stands )?lead whole?(?! top)"),
    ("second", "second whole?"),
    ("next", "next (p=province(?: (?:comma|and)+ province)*)"),
    ("last", "(?:stands|rank_word|whole)* (?:(h=next_to_last|hedges last)|last) whole?"),
    (
        "bare",
        f"(?<=measure |province )(n=number)(?=comma|semicolon|stop|exclaim|and|close|open|read|dash|$)",
    ),  # noqa: E501
    ("bare", f"(?<=province open|measure open)(n={NUM})(?=close|comma)"),
    ("bare", "(?<=province dash|province bar )(n=number)(?=dash|bar|$)"),
    ("bare", "(?<=read bar )(n=number)(?=bar|$)"),
    ("bare", f"(n={NUM})(?= open province|open year close)"),
    ("bare", "(?<!^)(n=number) stop (?=province)"),
    ("bare", "(n=number)(?= year(?:comma|and|stop|$))"),
    ("bare", f"(?<=year )(n={NUM})(?=comma|semicolon|stop|and|close|open|$)"),
)
"""What a value looks like, the first that fits; "n" is its number."""
_VALUES = tuple((name, pattern(rule)) for name, rule in VALUES)


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a sentence, at which marks it stands, and what is doubtful about it.

    `when` is "baseline" for the first place of "from 36th to 21st"; `nth` counts the values of
    "lần lượt", -1 elsewhere.
    """

    start: int
    end: int
    statistic: str
    value: float | None = None
    best: int | None = None
    worst: int | None = None
    from_bottom: int | None = None
    decimals: int | None = None
    universe: str = ""
    when: str = ""
    refusal: str = ""
    warning: str = ""
    nth: int = -1
    of: int = 0


@dataclass
class Carried:
    """What carries over from title, dateline and the sentence before; nothing in a headline."""

    index: str = ""
    edition: str = ""
    mains: dict[str, str] = field(default_factory=dict)
    told: str = ""
    measure: str = ""
    fragment: str = ""
    on_file: dict[str, set[str]] = field(default_factory=dict)
    aims: bool = False
    universe: str = ""
    own_universe: str = ""
    topic: str = ""
    living: frozenset[str] = frozenset()
    provinces: tuple[str, ...] = ()


@dataclass
class Line:
    """A sentence while it is read: its marks with a letter, their letters, clauses and values."""

    text: str
    all_marks: Sequence[Mark]
    assume: bool
    aimed: bool = False
    marks: list[Mark] = field(init=False)
    letters: str = field(init=False)
    clauses: list[int] = field(init=False)
    values: list[Value] = field(init=False)
    starts: list[int] = field(init=False)
    ends: list[int] = field(init=False)
    spoken: list[int] = field(init=False)
    with_values: set[int] = field(init=False)

    def __post_init__(self) -> None:
        self.marks = [mark for mark in self.all_marks if mark.letter]
        self.letters = "".join(mark.letter for mark in self.marks)
        # A year in brackets belongs to what stands before it.
        plain = re.sub(r"\([YRU]\)", "   ", self.letters)
        self.clauses = [0]
        for letter in plain:
            self.clauses.append(self.clauses[-1] + (letter in _BREAKS))
        self.values = _values(self)
        self.starts = [v.start for v in self.values]
        self.ends = sorted(v.end for v in self.values)
        self.spoken = spoken_of(self)
        self.with_values = {self.clauses[at] for at in self.starts}

    def of_kind(self, *kinds: str) -> list[int]:
        """Where marks of these kinds stand."""
        return [n for n, mark in enumerate(self.marks) if mark.kind in kinds]

    def previous_end(self, value: Value) -> int:
        """Where the value before one ends."""
        return self.ends[at - 1] if (at := bisect_right(self.ends, value.start)) else 0

    def next_start(self, value: Value) -> int:
        """Where the value after one begins."""
        at = bisect_left(self.starts, value.end)
        return self.starts[at] if at < len(self.starts) else len(self.marks)

    def listed_activities(self, at: int) -> bool:
        """Whether a pillar is named in a list of activities: "Các hoạt động: chính quyền số …"."""
        before = [mark.value for mark in self.all_marks if mark.start < self.marks[at].start]
        return not self.assume and "cac hoat dong" in before and ":" in before

    def words(self, start: int, end: int) -> str:
        """The words from one mark to before another."""
        return self.text[self.marks[start].start : self.marks[end - 1].end] if end > start else ""


def _values(line: Line) -> list[Value]:
    found: list[Value] = []
    letters = line.letters
    for name, rule in _VALUES:
        if name == "bare" and line.assume:
            continue
        for match in rule.finditer(letters):
            if match.end() == match.start():
                continue
            try:
                made = _made(name, match, line.marks, assume=line.assume)
            except PrintedNumberError:
                continue
            if name == "kept group" and not line.assume:
                made = made[:1]
            if _counts_noun(line, made) or (not line.assume and _names_nothing(line, made)):
                continue
            found += made
            hidden = "·" * (match.end() - match.start())
            letters = letters[: match.start()] + hidden + letters[match.end() :]
    return sorted(found, key=lambda value: (value.start, value.end))


def _counts_noun(line: Line, made: Sequence[Value]) -> bool:
    """Whether an ordinal belongs to a noun after it: "the first Digital Transformation Index"."""
    if len(made) != 1 or made[0].end >= len(line.marks):
        return False
    last, after = line.marks[made[0].end - 1], line.marks[made[0].end]
    return (
        last.kind == "ordinal"
        and after.kind in ("index", "measure", "ordinal")
        and after.start == last.end + 1
    )


def _names_nothing(line: Line, made: Sequence[Value]) -> bool:
    """Whether "thứ ba" or "số 2" stands in a sentence that names nothing ranked: "Cột thứ ba"."""
    own = line.marks[made[0].start : made[0].end] if made else []
    if (
        made
        and made[0].from_bottom == 1
        and {m.value for m in own} <= {"cuoi cung", "day bang", "last"}
    ):
        return True
    if any(mark.kind == "best" and line.text[mark.start].isupper() for mark in own):
        return True
    before = [mark for mark in line.all_marks if own and mark.end < own[0].start][-1:]
    if (
        own
        and own[0].value == "thu"
        and before
        and before[0].kind in ("unknown", "counted")
        and (line.text[before[0].start].islower() and before[0].end + 1 == own[0].start)
    ):
        return True  # "phiên thứ tư"
    if (
        not made
        or made[0].statistic != "rank"
        or line.of_kind("province", "measure", "index", "year")
    ):
        return False
    led = {mark.value for mark in own[:-1] if mark.kind == "rank_word"}
    if (
        not led
        and own[-1].kind == "ordinal"
        and not any(m.kind in ("self", "years") for m in line.all_marks)
    ):
        return True
    if any(mark.kind == "stands" for mark in own):
        return False
    return (
        bool(led)
        and led <= {"thu", "so"}
        and "n" not in line.letters[made[0].start : made[0].end + 1]
    )


def _number(mark: Mark) -> int:
    return 99 if mark.kind in ("last", "lowest") else int(mark.value or 5)


def _ranked(start: int, end: int, printed: PrintedRank, **fields: str) -> Value:
    return Value(
        start, end, "rank" if printed.rank is not None and not printed.is_group else "group",
        None if printed.rank is None else float(printed.rank), printed.best, printed.worst,
        printed.from_bottom, **fields,  # type: ignore[arg-type]  # by name
    )  # fmt: skip


def _place(start: int, end: int, mark: Mark, **fields: str) -> Value:
    """A place as it is printed; one of "8/63" says of how many."""
    if mark.kind in ("last", "lowest"):
        return _ranked(start, end, parse_rank("last"), **fields)
    size = mark.other if mark.kind == "of_all" else fields.get("universe", "")
    printed = parse_rank(f"{_number(mark)}/{size}" if size else str(_number(mark)))
    return _ranked(start, end, printed, **{**fields, "universe": size})


def _score(start: int, end: int, mark: Mark, **fields: str) -> Value:
    if mark.kind == "full_marks":
        return Value(start, end, "score", 1.0, decimals=0)
    score = parse_score(f"{mark.value}/{mark.other}" if mark.other else mark.value)
    value = score.fraction if mark.other else score.value
    # A score of 1,000 points carries three more decimals once it is a share of its scale.
    shift = len(str(int(score.scale))) - 1 if score.scale else 0
    inside = value is not None and value <= 1 and score.decimals
    refused = fields.pop("refusal", "")
    refusal = refused if inside else "scale"
    return Value(
        start, end, "score", value, decimals=score.decimals + shift, refusal=refusal,
        **fields,  # type: ignore[arg-type]  # by name
    )  # fmt: skip


def _made(name: str, match: re.Match[str], marks: Sequence[Mark], *, assume: bool) -> list[Value]:
    """The values that a rule of `VALUES` makes of the marks it fits."""
    start, end, parts = match.start(), match.end(), match.groupdict()
    at = {key: marks[match.start(key)] for key, letters in parts.items() if letters}
    way = "tăng" if "up" in at else "giảm"
    number = at.get("n") or at.get("n2")
    fields = {"refusal": "hedge"} if "h" in at else {}
    sizes = [m.value for m in marks[start:end] if m.kind == "universe"]
    size = {"universe": sizes[0]} if sizes else {}
    if name in ("from to", "scores from to", "each"):
        return _pair(name, match, marks) if name != "each" else _each(match, marks)
    if name == "next":
        led = any(mark.kind == "lead" for mark in marks[:start])
        places = [n for n in range(start, end) if marks[n].kind == "province"]
        return [
            _ranked(n, n + 1, parse_rank(str(2 + turn))) for turn, n in enumerate(places) if led
        ]
    if name == "score" or name == "full marks":
        return [_score(start, end, number or marks[end - 1], **fields)]
    if name == "growth":
        move = read_growth(f"{way} {re.split('[^0-9.,]', at['n'].value)[0]}%")
        return [Value(start, end, "score_growth", move.value, decimals=move.decimals, **fields)]  # type: ignore[arg-type]  # by name
    if name == "score change":
        move = read_score_change(f"{way} {at['n'].value}")
        fields = fields if abs(move.value) <= 1 and move.decimals else {"refusal": "scale"}
        return [Value(start, end, "score_change", move.value, decimals=move.decimals, **fields)]  # type: ignore[arg-type]  # by name
    if name == "change":
        places = parse_rank_change(f"{way} {_number(number)} bậc") if number else 0
        return [Value(start, end, "rank_change", float(places), **fields)]  # type: ignore[arg-type]  # by name
    same = Value(start, end, "rank_change", 0.0)
    if name == "kept":
        return [same]
    if name == "kept group" and number:
        kept = _ranked(start, end, parse_rank(f"top {_number(number)}"), warning="group kept")
        return [kept, same]
    if name in ("top", "bottom") and number:
        return [_ranked(start, end, parse_rank(f"{name} {_number(number)}"), **fields, **size)]
    if name == "last" and "h" in at and at["h"].kind == "next_to_last" and not assume:
        return [_ranked(start, end, parse_rank("bottom 2"))]
    words = {"lead": "1", "kept lead": "1", "second": "2", "last": "last"}
    if name in words:
        found = _ranked(start, end, parse_rank(words[name]), **fields)
        return [found, same] if name == "kept lead" else [found]
    if number is None or (name == "bare" and not 1 <= _number(number) <= 63):  # noqa: PLR2004
        return []
    found = _place(start, end, number, **fields, **size)
    return [found, same] if name == "kept rank" else [found]


def _pair(name: str, match: re.Match[str], marks: Sequence[Mark]) -> list[Value]:
    """Both ends of "from 36th to 21st"; the way counts with the second."""
    start, middle, end = match.start(), match.start("way"), match.end()
    first, second = marks[match.start("n")], marks[match.start("m")]
    if name == "scores from to":
        return [_score(start, middle, first, when="baseline"), _score(middle, end, second)]
    sizes = [m.value for m in marks[start:end] if m.kind == "universe"]
    sizes += [m.other for m in (first, second) if m.kind == "of_all"]
    ways = [
        mark.kind for mark in (*marks[start : match.end("way0")], *marks[middle : match.end("way")])
    ]
    said = {"up": 1, "pass": 1, "down": -1, "downto": -1}
    gone = next((said[kind] for kind in ways if kind in said), 0)
    against = gone and gone * (_number(first) - _number(second)) < 0
    bare = not (match["k"] or match["k2"] or sizes)
    if bare and not gone and not set(match["way"]) & set("lxGLV") and first.kind == "number":
        return []
    fields = {"universe": sizes[0] if sizes else ""}
    fields["warning"] = "direction against places" if against else "bare places" if bare else ""
    return [
        _place(start, middle, first, when="baseline", **fields),
        _place(middle, end, second, **fields),
    ]


def _each(match: re.Match[str], marks: Sequence[Mark]) -> list[Value]:
    """The values of "lần lượt", each with its turn."""
    places = range(match.start("items"), match.end("items"))
    items = [
        n
        for n in places
        if marks[n].kind in ("number", "five", "ordinal", "best", "of_all", "score")
    ]
    starts = [match.start(), *items[1:]]
    ends = [*items[1:], match.end()]
    return [
        replace(
            (_score if marks[n].kind == "score" else _place)(start, end, marks[n]),
            nth=turn,
            of=len(items),
        )
        for turn, (n, start, end) in enumerate(zip(items, starts, ends, strict=True))
    ]


COMPARED = pattern("(?:compared|against|second)(?: unit| ties| rank_word)*$")
JOINED = pattern("^(?:comma|and|ties|open|close|unit|rank_word|of_all|number|five|dash)*$")
TIED = pattern("ties")


def spoken_of(line: Line) -> list[int]:
    """The provinces that something is said of, not those only compared with."""
    found: list[int] = []
    compared = -1
    for at in line.of_kind("province"):
        led = COMPARED.search(line.letters[:at]) is not None
        listed = compared >= 0 and re.fullmatch(
            r"(?:\([^)]*\))?[,&]+", line.letters[compared + 1 : at]
        )
        tied = re.search("y$", line.letters[:at]) is not None
        if (led and not tied) or (listed and not _has_own_value(line, at)):
            compared = at
        else:
            found.append(at)
    return found


def _has_own_value(line: Line, at: int) -> bool:
    """Whether a province is followed by a value at once: "trên A, B xếp thứ 5"."""
    return at + 1 in line.starts


def _together(line: Line, spans: Sequence[int]) -> list[int]:
    """The last province named, with those joined to it by commas or «and»."""
    chosen = list(spans[-1:])
    for at in spans[-2::-1]:
        between = line.letters[at + 1 : chosen[0]]
        if not re.fullmatch(r"[,&y]*", between):
            break
        chosen.insert(0, at)
    return chosen


def provinces_of(
    line: Line, value: Value, carried: Carried
) -> tuple[list[str], str, tuple[str, str] | None]:
    """Whose value it is: the province in its clause before it, after it, or carried over."""
    names, spans = [mark.value for mark in line.marks], line.spoken
    opened = line.letters[: value.start]
    if (
        opened.endswith("(")
        and value.start > 1
        and names
        and line.marks[value.start - 2].kind == "province"
    ):
        return [names[value.start - 2]], "", None
    if not line.assume:
        beside = _province_beside(line, value)
        if beside:
            return [beside], "", None
        spans = [at for at in spans if not _in_other_brackets(line, at, value)]
    if speaks_of_part(line, value):
        return [names[spans[0]] if spans else ""], "part of a province", None
    if not line.assume and _of_others(line, value):
        return [""], "several provinces", None
    if not line.assume and _last_subject(line, value) == "ministry":
        return [""], "no province", None
    before = [at for at in spans if at < value.start]
    last, own = line.next_start(value), line.clauses[value.start]
    after = [at for at in spans if value.end <= at < last and _follows(line, at, value)]
    if not line.assume and before and not re.match("n?P", line.letters[value.end :]):
        after = []
    warning = None
    if before and line.clauses[before[-1]] == own:
        chosen = _together(line, before)
    elif _is_about_the_country(line, value):
        return [""], "no province", None
    elif line.assume and not before and not after and spans and _is_named_at_the_end(line, spans):
        warning, chosen = ("subject after", names[spans[0]]), spans
    elif after:
        warning, chosen = (("subject after", names[after[0]]) if before else None), after
    else:
        chosen = _together(line, before)
    if not line.assume:
        chosen = _with_tied(line, value, before, list(chosen))
    found = list(dict.fromkeys(names[at] for at in chosen))
    if not found and not line.assume:
        found = (
            list(carried.provinces)
            if value.of > 1
            else [carried.topic or (*carried.provinces[-1:], "")[0]]
        )
        found = [name for name in found if name]
    if value.nth >= 0 and len(found) == value.of:
        return [found[value.nth]], "", warning
    if not found:
        return [""], "no province", warning
    alone = len(found) == 1 or value.statistic == "group" or _is_shared(line, value, chosen)
    alone = alone or (not line.assume and line.letters[: value.start].endswith("y"))
    return (found, "", warning) if alone else (found[:1], "several provinces", warning)


def _with_tied(line: Line, value: Value, before: Sequence[int], chosen: list[int]) -> list[int]:
    """The subjects with those that tie with them: "A xếp thứ 13, đồng hạng với B, cùng 0,75 điểm"."""
    tie = re.match(",?yP", line.letters[value.end :])
    if tie and value.statistic == "rank":
        return [*chosen, value.end + tie.end() - 1]
    shared = line.letters[: value.start].endswith("y") or line.letters[
        : chosen[0] if chosen else 0
    ].endswith(",y")
    return list(dict.fromkeys([before[0], *chosen])) if shared and before else chosen


RELATIVE = ("which", "who")


def _province_beside(line: Line, value: Value) -> str:
    """The province that stands at a value: "43 (Phú Thọ)", "18. Lai Châu", "trên A 0,6822"."""
    after, before = line.letters[value.end :], line.letters[: value.start]
    if after.startswith("(P"):
        return line.marks[value.end + 1].value
    if before.endswith("P,/") and line.marks[value.start - 1].value in RELATIVE:
        return line.marks[value.start - 3].value
    if value.start < value.end and line.marks[value.start].kind == "province":
        return line.marks[value.start].value
    if after.startswith("P") and line.letters[value.end - 1] == ".":
        return line.marks[value.end].value
    return (
        line.marks[value.start - 1].value
        if value.statistic == "score" and before.endswith("P")
        else ""
    )


def _in_other_brackets(line: Line, at: int, value: Value) -> bool:
    """Whether a province stands in brackets that a value after them does not: "(hợp nhất từ …)"."""
    own = line.clauses.index(line.clauses[at])
    if line.marks[own - 1].value in RELATIVE and line.clauses[value.start] != line.clauses[at]:
        return True  # "An Giang, which absorbed Kien Giang, is ranked …"
    opened = line.letters.rfind("(", 0, at)
    closed = line.letters.find(")", at)
    return opened >= 0 and ")" not in line.letters[opened:at] and at < closed < value.start


def _is_shared(line: Line, value: Value, chosen: Sequence[int]) -> bool:
    """Whether several provinces are said to hold one place: "đồng hạng", "tied for"."""
    if value.statistic != "rank" or (value.value == 1 and not value.universe):
        # "Hà Nội cùng Đà Nẵng dẫn đầu" may well be the first and the second.
        return False
    return "y" in line.letters[chosen[0] : max(value.end, chosen[-1])] or any(
        line.marks[n].value.startswith(("tied", "joint", "dong", "cung"))
        for n in range(value.start, value.end)
    )


def _follows(line: Line, at: int, value: Value) -> bool:
    """Whether a province named between a value and the next one is the value's subject."""
    first, other = line.clauses[value.start], line.clauses[at]
    if other != first and other in line.with_values:
        # "Xã hội số xếp thứ 8, Đà Nẵng dẫn đầu": the next value is said of it.
        return False
    between = line.letters[value.end : at]
    return other == first or bool(re.fullmatch(r"[YRXMDUnsu,:()\-]*[a-zA-Z]{0,4}[P,&]*", between))


def _is_about_the_country(line: Line, value: Value) -> bool:
    own = line.clauses[value.start]
    return any(at < value.start and line.clauses[at] == own for at in line.of_kind("ministry"))


def _is_named_at_the_end(line: Line, spans: Sequence[int]) -> bool:
    """Whether one province only is named, after all values: "…: chặng đường của Vĩnh Phúc"."""
    taken = line.with_values
    return len({line.marks[at].value for at in spans}) == 1 and line.clauses[spans[0]] not in taken


def _of_others(line: Line, value: Value) -> bool:
    """Whether a value is said of several that are not named: "phần lớn các tỉnh đạt 1,0000"."""
    own = [at for at in range(value.start) if line.clauses[at] == line.clauses[value.start]]
    letters = "".join(line.letters[at] for at in own)
    found = re.search("u[^PMXH]*$", letters)
    if not found or value.statistic == "regional_rank":
        return False
    unit = line.marks[own[found.start()]]
    before = [mark.value for mark in line.all_marks if mark.end < unit.start][-1:]
    return before[0] in ("cac", "nhieu", "nhung") if before else False


def _last_subject(line: Line, value: Value) -> str:
    """The kind of what is named last before a value that a value can be said of."""
    place, kind, named = line.marks[value.start].start, "", 0
    before = [mark for mark in line.all_marks if mark.end < place][-1:]
    if (
        before
        and before[0].kind in ("unknown", "five", "notch")
        and line.text[before[0].start].isupper()
        and (before[0].end + 1 == place)
    ):
        return "part"  # "Tân Biên đứng thứ 9": a name that is no province's
    for n, mark in enumerate(line.all_marks):
        if mark.start >= place:
            break
        if mark.kind in (
            "province",
            "measure",
            "self",
            "city",
            "index",
            "part",
            "body",
            "ministry",
        ):
            of_it = (
                kind in ("part", "body")
                and mark.kind in ("province", "self")
                and n - named <= 6
                and not any(
                    m.letter and m.letter in _BREAKS for m in line.all_marks[max(0, n - 3) : n]
                )
            )
            counted = n > 0 and line.all_marks[n - 1].kind in (
                "number",
                "percent",
                "other_number",
                "five",
                "universe",
            )
            listed = n > 0 and line.all_marks[n - 1].value in ("cac", "moi", "nhieu", "tung")
            passed = (counted or listed) and mark.kind in ("part", "body")
            if passed and not kind:
                kind, named = "counted", n
            elif not of_it and not passed:
                kind, named = mark.kind, n
    return "part" if kind == "counted" else kind


def speaks_of_part(line: Line, value: Value) -> bool:
    """Whether a value is said of a place or a body within the province."""
    if not line.assume:
        return _last_subject(line, value) in ("part", "body") or bool(
            re.match("[N5u]*[pa]", line.letters[value.end :])
        )
    own, with_values = line.clauses[value.start], line.with_values
    for at in line.of_kind("part", "body"):
        counted = at > 0 and line.marks[at - 1].kind in (
            "number",
            "percent",
            "other_number",
            "five",
        )
        place, clause = line.marks[at].kind == "part", line.clauses[at]
        of_province = re.match("w{0,4}P", line.letters[at + 1 :]) is not None
        if line.assume and (place or of_province) and (not counted or clause in with_values):
            return True
        if at < value.start and clause == own and not counted:
            between = line.letters[at + 1 : value.start]
            if of_province or "P" not in between:
                return True
    return False


def index_of(
    line: Line, value: Value, definitions: Definitions, carried: Carried
) -> tuple[str, str, bool]:
    """Which index is meant, why it is none on file, and whether it is assumed."""
    spans = line.of_kind("index", "other_index")
    if not line.assume and _counts_something_else(line, value):
        return carried.index, "another index", False
    own = [at for at in spans if line.clauses[at] == line.clauses[value.start]]
    if not line.assume and not own:
        spans = [at for at in spans if at < value.start] or spans
    if not spans:
        if not line.assume:
            return carried.index, "" if carried.index else "no index", False
        ignored = any(mark.kind in ("unknown", "harmless") for mark in line.all_marks)
        return definitions.default_index, "no index" if ignored else "", not ignored
    nearest = min(own or spans, key=lambda at: max(at - value.end, value.start - at, 0))
    if line.marks[nearest].kind == "index":
        return line.marks[nearest].value, "", False
    named = (line.marks[at].value for at in spans if line.marks[at].kind == "index")
    return next(named, carried.index or definitions.default_index), "another index", False


def _counts_something_else(line: Line, value: Value) -> bool:
    """Whether a share, money or a size is named before a place, and neither index nor part."""
    end = line.marks[value.start].start
    marks = [mark for mark in line.all_marks if mark.start < end]
    numbers = ("number", "other_number", "five")
    before = [
        "" if mark.kind == "counted" and (not n or marks[n - 1].kind not in numbers) else mark.kind
        for n, mark in enumerate(marks)
    ]
    named = max(
        (n for n, kind in enumerate(before) if kind in ("index", "measure", "score")), default=-1
    )
    other = ("percent", "money", "amounts", "counted", "other_index")
    return value.statistic != "score" and any(kind in other for kind in before[named + 1 :])


def about_something_else(line: Line, value: Value) -> bool:
    """Whether a place is counted in something that no index on file measures: "về …"."""
    end = line.marks[value.end - 1].end
    passed = ("year", "previous", "whole", "scope", "region", "unit")
    after = [mark for mark in line.all_marks if mark.start >= end and mark.kind not in passed][:3]
    led = len(after) > 1 and after[0].value in ("ve", "in", "for", "on")
    after = after[2:] if led and after[1].value == "the" else after[1:]
    return led and bool(after) and after[0].kind in ("unknown", "body")


PILLARS = ("pillar_government", "pillar_economy", "pillar_society")


def measures_of(
    line: Line, value: Value, index: str, definitions: Definitions, carried: Carried
) -> tuple[list[str], str, list[tuple[str, str]]]:
    """What is measured: the parts named after the value in its clause, or else before it."""
    if about_something_else(line, value):
        return ["overall"], "no such measure", []
    listed = re.match(":(M(?:[,&]+M)*)", line.letters[value.end :])
    spans, own = line.of_kind("measure"), line.clauses[value.start]
    first, last = line.previous_end(value), line.next_start(value)
    if value.of > 1:
        first = 0
    # A clause that has a value of its own keeps its measures; another one leads in.
    earlier = [v for v in line.values if v.end <= value.start and v.of == value.of == 0]
    taken = {line.clauses[v.start] for v in earlier} - {own}
    before = [at for at in spans if first <= at < value.start and line.clauses[at] not in taken]
    if not line.assume:
        joined = [at for at in before if re.fullmatch("[M,&P]*", line.letters[at : before[-1]])]
        between = line.letters[joined[0] : joined[-1]] if joined else ""
        if line.letters[: value.start].endswith("y"):
            between += "&"  # "…, đều đạt": said of all that are listed
        before = joined if "&" in between or value.of > 1 or "," not in between else joined[-1:]
    after = [at for at in spans if value.end <= at < last and line.clauses[at] == own]
    warnings: list[tuple[str, str]] = []
    if listed and not before:
        chosen = [at for at in spans if value.end <= at < value.end + listed.end()]
    elif after and not [at for at in before if line.clauses[at] == own]:
        # A list goes on over commas: "về chính quyền số, kinh tế số và xã hội số".
        chosen = [at for at in spans if value.end <= at < last]
    else:
        chosen = before or [at for at in spans if at < value.start][-1:]
        starts = line.values[0].start == 0 and not line.of_kind("province", "index")
        starts = starts and not [mark for mark in line.all_marks if mark.kind == "self"]
        if not chosen and not line.assume and starts and carried.fragment:
            return [carried.fragment], "", warnings  # "Hạ tầng số ba mươi! 0,7529 điểm."
        if not chosen:
            return ["overall"], "", warnings
        kept, warnings = _measure_kept(line, value, chosen)
        if not kept:
            return ["overall"], "", warnings
    amounts = [phrase.strip() for phrase in fold_letters(vocabulary()["amounts"]).split("|")]
    if any(at > 0 and line.marks[at - 1].value in amounts for at in chosen):
        return ["overall"], "no such measure", warnings
    allowed = definitions.measures(index)
    names = []
    for at in chosen:
        mark = line.marks[at]
        if mark.value == "same":
            names.append(carried.measure or "overall")
            continue
        called = [mark.value, *mark.other.split("|")] if mark.other else [mark.value]
        if line.listed_activities(at):
            called = [mark.value.replace("pillar_", "") + "_activity", *called]
        own_name = next((name for name in called if name in allowed), mark.value)
        names += PILLARS if mark.value == "all pillars" else [own_name]
    if value.nth >= 0 and len(names) == value.of:
        names = [names[value.nth]]
    known = all(name in allowed for name in names)
    return list(dict.fromkeys(names)), "" if known else "no such measure", warnings


def _measure_kept(
    line: Line, value: Value, chosen: Sequence[int]
) -> tuple[bool, list[tuple[str, str]]]:
    """Whether a measure named before a value is still spoken of, and what is to be said about it."""
    own, other = line.clauses[value.start], line.clauses[chosen[-1]]
    if other == own:
        return True, []
    between = line.letters[chosen[-1] + 1 : value.start]
    leads_in = not re.search("[.;!?]", between) and not any(
        line.clauses[v.start] == other for v in line.values
    )
    names_index = any(line.clauses[at] == own for at in line.of_kind("index"))
    # "Đẩy mạnh kinh tế số, Hà Nội đứng thứ 6 DTI 2023": what is worked on is not what is ranked.
    pushed = chosen[0] > 0 and line.marks[chosen[0] - 1].kind == "pushed"
    words = line.words(chosen[0], chosen[-1] + 1)
    if names_index and (pushed or not leads_in):
        return False, [("ignored words", words)] if pushed else []
    first = line.previous_end(value) <= chosen[0]
    alone = leads_in and first and between.startswith(":")
    return True, [] if alone else [("measure carried", words)]


BASELINE = pattern("(?:against|from)(?: index| rank_word| relative| unit)*$")
PAST = pattern("(?:against|compared)(?: rank_word| relative)*$")


def _years(line: Line) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """The editions that are spoken of, and those compared with."""
    editions, baselines = [], []
    for at in line.of_kind("year", "years"):
        mark = line.marks[at]
        if mark.kind == "years":
            baselines.append((at, mark.value))
            editions.append((at, mark.other))
        elif BASELINE.search(line.letters[:at]) and not any(
            v.start <= at < v.end for v in line.values
        ):
            baselines.append((at, mark.value))
        else:
            editions.append((at, mark.value))
    return editions, baselines


def _nearest_year(line: Line, value: Value, editions: Sequence[tuple[int, str]]) -> str | None:
    """The year that a value speaks of, or None where none or several may be meant."""
    own = line.clauses[value.start]
    first, last = line.previous_end(value), line.next_start(value)
    others = [
        v for v in line.values if v is not value and (v.when == "baseline" or _is_against(line, v))
    ]
    free = [(at, year) for at, year in editions if not any(v.start <= at <= v.end for v in others)]
    if line.assume:
        free = [
            (at, year) for at, year in editions if not any(v.start <= at < v.end for v in others)
        ]
    in_clause = [(at, year) for at, year in free if line.clauses[at] == own]
    near = [(at, year) for at, year in free if first <= at < last]
    groups = (
        [(at, year) for at, year in editions if value.start <= at < value.end],
        [(at, year) for at, year in in_clause if value.end <= at < last],
        [(at, year) for at, year in in_clause if first <= at < last],
        in_clause, near, free,
    )  # fmt: skip
    if not line.assume:
        groups = (*groups[:4], [e for e in free if e[0] < value.start][-1:], free)
    for group in groups:
        found = {year for _, year in group}
        if len(found) > 1 and not line.assume:
            found = {
                year for at, year in group if re.search("X[X()]*$", line.letters[:at])
            } or found
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _is_against(line: Line, value: Value) -> bool:
    """Whether a value is what others are compared with: "so với hạng 43 của năm 2023"."""
    return not line.assume and line.letters[: value.start].endswith("B")


def years_of(
    line: Line, value: Value, index: str, definitions: Definitions, carried: Carried
) -> tuple[str, str, str, list[tuple[str, str]]]:
    """Edition, baseline, why there is no edition, and what is assumed; in a text, nothing is."""
    if not line.assume and line.letters[: value.start].endswith("o"):
        return "", "", "no edition", []  # "in the second 21st": an edition that is only counted
    editions, baselines = _years(line)
    beside = [
        year for at, year in baselines if at == value.start - 2 and line.letters[at + 1] == "("
    ]
    editions = [(value.start, beside[0])] if beside else editions
    on_file = sorted({e.edition for e in definitions.editions if e.index == index})
    baseline = baselines[0][1] if baselines else ""
    nearest = _nearest_year(line, value, editions)
    if (
        not line.assume
        and line.letters[value.end : value.end + 1] == "E"
        and (nearest or carried.told)
    ):
        nearest = str(int(nearest or carried.told) + 1)
    now = line.clauses[value.start] in [
        line.clauses[at] for at in line.of_kind("now")
    ] and carried.mains.get(index, "")
    if (
        not line.assume
        and now
        and not any(line.clauses[at] == line.clauses[value.start] for at, _ in editions)
    ):
        nearest = carried.mains.get(index, "")
    if (
        not line.assume
        and nearest
        and (carried.mains.get(index) or "") > nearest
        and any(
            at < value.start and nearest in {year for place, year in editions if place < at}
            for at in line.of_kind("now")
        )
    ):
        nearest = carried.mains[index]
    if not line.assume and nearest and _moves_on(line, value, nearest, editions):
        nearest = max(nearest, carried.mains.get(index, ""))
    if value.when == "baseline":
        return _year_of_start(
            line, value, editions, baselines, on_file, definitions, index, carried
        )
    if nearest is None and len({year for _, year in editions}) > 1:
        return "", baseline, "several editions", []
    if nearest is None and any(
        m.kind == "streak" and re.match("(?:hai|ba|bon|[2-9]) (?:nam|ky)", m.value)
        for m in line.all_marks
    ):
        return (
            ("", baseline, "several editions", [])
            if not line.assume
            else _year_assumed(line, index, baseline, definitions)
        )
    if nearest is None and not line.assume:
        year = _year_published(line, index, definitions) or _year_told(line, value, index, carried)
        return (
            year,
            baseline,
            "" if year in on_file else "no such edition" if year else "no edition",
            [],
        )
    if nearest is not None:
        return nearest, baseline, "" if nearest in on_file else "no such edition", []
    return _year_assumed(line, index, baseline, definitions)


def _moves_on(line: Line, value: Value, nearest: str, editions: Sequence[tuple[int, str]]) -> bool:
    """Whether a place is moved to from that of a year named before: "last in 2023, moved up to 58th"."""
    ways = {mark.kind for mark in line.marks[max(0, value.start - 1) : value.end]}
    owned = {
        year for at, year in editions if any(v.end == at and v is not value for v in line.values)
    }
    own = any(line.clauses[at] == line.clauses[value.start] for at, _ in editions)
    return (
        bool(ways & {"up", "down"}) and value.statistic == "rank" and nearest in owned and not own
    )


def _year_told(line: Line, value: Value, index: str, carried: Carried) -> str:
    """The year of the sentence before, or the one before or after that: "kỳ trước", "năm sau"."""
    beside = line.letters[value.end : value.end + 1] == "R" or any(
        at < value.start and line.clauses[at] == line.clauses[value.start] and line.letters[at - 1 : at] != "N"
        and not PAST.search(line.letters[:at])
        for at in line.of_kind("previous")
    )  # fmt: skip
    if value.statistic == "rank" and beside and carried.edition:
        return str(int(carried.edition) - 1)
    if carried.told and any(at < value.start for at in line.of_kind("following")):
        return str(int(carried.told) + 1)
    if line.of_kind("that_year"):
        return carried.told
    return carried.edition if index == carried.index else carried.mains.get(index, carried.edition)


def _year_published(line: Line, index: str, definitions: Definitions) -> str:
    """The edition whose publication is told ("kết quả công bố tháng 7/2023"), if it is one."""
    days = {mark.value for mark in line.all_marks if mark.kind == "published"}
    of_index = {e.edition: e.published for e in definitions.editions if e.index == index}
    fitting = [year for year, day in of_index.items() if any(day.startswith(one) for one in days)]
    return fitting[0] if len(fitting) == 1 else ""


def _newest(index: str, definitions: Definitions) -> str:
    of_index = [e for e in definitions.editions if e.index == index]
    return max(e.edition for e in ([e for e in of_index if e.complete] or of_index))


def _year_assumed(
    line: Line, index: str, baseline: str, definitions: Definitions
) -> tuple[str, str, str, list[tuple[str, str]]]:
    """The edition of a headline that says no year that is measured."""
    of_index = [e for e in definitions.editions if e.index == index]
    if baseline:
        later = sorted({e.edition for e in of_index if e.edition > baseline})
        if not later:
            return "", baseline, "no such edition", []
        return later[0], baseline, "", [("edition after the baseline", later[0])]
    published = {m.value for m in line.all_marks if m.kind in ("published", "date") and m.value}
    if published:
        fitting = sorted({e.edition for e in of_index if e.published[:4] in published})
        if len(fitting) != 1:
            return "", baseline, "several editions" if fitting else "no such edition", []
        return fitting[0], baseline, "", [("edition from publication", fitting[0])]
    newest = _newest(index, definitions)
    kind = "relative year" if line.of_kind("relative") else "edition assumed"
    return newest, baseline, "", [(kind, newest)]


def _year_of_start(
    line: Line, value: Value, editions: list[tuple[int, str]], baselines: list[tuple[int, str]],
    on_file: list[str], definitions: Definitions, index: str, carried: Carried,
) -> tuple[str, str, str, list[tuple[str, str]]]:  # fmt: skip
    """The year of the first place of "from 36th to 21st"."""
    inside = [year for at, year in editions + baselines if value.start <= at < value.end]
    named = inside or [year for _, year in baselines]
    if named:
        return named[0], "", "" if named[0] in on_file else "no such edition", []
    told = carried.edition if not line.assume else _newest(index, definitions)
    later = _nearest_year(line, value, editions) or told
    earlier = [year for year in on_file if year < later]
    if not earlier:
        return "", "", "no such edition" if later else "no edition", []
    return earlier[-1], "", "", [("edition assumed", earlier[-1])] if line.assume else []


def universe_of(  # noqa: PLR0913
    line: Line,
    value: Value,
    province: str,
    edition: str,
    definitions: Definitions,
    carried: Carried,
) -> tuple[str, bool]:
    """Among how many units: beside the value, in its clause, in the sentence, or carried over."""
    if value.universe:
        return value.universe, False
    several = len({e.universe for e in definitions.editions if e.edition == edition}) > 1
    spans = line.of_kind("universe", "of_all", "former", "merged")
    own = [at for at in spans if line.clauses[at] == line.clauses[value.start]]
    beside = [at for at in own if at == value.end]
    for group in (beside, own, spans) if not line.assume else (spans,):
        if not line.assume:
            group = [
                at for at in group if several or line.marks[at].kind not in ("former", "merged")
            ]
        said = {
            _units(line.marks[at])
            for at in group
            if not line.assume or line.marks[at].kind in ("universe", "of_all")
        }
        if len(said) == 1:
            return said.pop(), False
        if said:
            return "", False
    if line.assume:
        return ("34", True) if line.of_kind("merged") else ("", False)
    if several and carried.living and province not in carried.living:
        return "63", False
    return carried.universe if several else "", False


def _units(mark: Mark) -> str:
    return {"of_all": mark.other, "former": "63", "merged": "34"}.get(mark.kind, mark.value)


PLACES = ("rank", "group", "rank_change")


def scopes_of(line: Line, value: Value) -> list[int]:
    """Where it is said among whom a value is counted; empty: in the country.

    In its own clause; in one that states nothing itself ("Vùng ĐBSCL: …", "… (vùng ĐBSCL)"); or of
    a value before, as long as the country is not named: "Cần Thơ dẫn đầu ĐBSCL, Long An thứ hai".
    """
    spans, own = _scopes(line), line.clauses[value.start]
    inside = [at for at in spans if line.clauses[at] == own]
    if line.of_kind("region") and all(line.marks[at].kind == "of_some" for at in inside):
        inside = []  # "Trong vùng …, tỉnh đứng thứ 8/14"
    national = is_national(line, value)
    if inside and not (national and all(at < value.start for at in inside)):
        return inside
    in_brackets = line.letters[: value.start].endswith("P(")
    if national or inside or value.statistic not in PLACES or (in_brackets and not line.assume):
        return []
    taken = line.with_values
    return [at for at in spans if line.clauses[at] not in taken or line.clauses[at] < own]


def _scopes(line: Line) -> list[int]:
    """Regions, classes and numbers of units: "vùng", "3/13", "trong 13 tỉnh"."""
    ends = {v.end for v in line.values}
    inside = {n for v in line.values for n in range(v.start, v.end)}
    among = [
        at
        for at in line.of_kind("number")
        if (at in ends and re.match("Nu(?!H|g)", line.letters[at:]))
        or (
            line.assume
            and at not in inside
            and (line.letters[at + 1 : at + 2] == "u" or at in ends)
        )
    ]
    return sorted(line.of_kind("region", "scope", "of_some") + among)


def is_national(line: Line, value: Value) -> bool:
    """Whether a value is said to be counted in the country: "thứ 8 cả nước", "8/63"."""
    return bool(value.universe) or "n" in line.letters[value.start : value.end + 1]


def region_of(line: Line, scopes: Sequence[int]) -> str:
    """The region on file that is meant, where nothing else is said of among whom; or empty."""
    named = set()
    for at in scopes:
        mark, after = line.marks[at], line.letters[at + 1 : at + 2]
        if mark.kind == "region":
            named.add(mark.value)
        elif mark.kind == "scope" and not (
            after == "H" and mark.value.split()[-1] in ("vung", "vuc")
        ):
            return ""
    return named.pop() if len(named) == 1 else ""


def doubt_of(line: Line, value: Value) -> str:
    """Words of the value's clause after which it is no plain statement; targets reach further."""
    own = line.clauses[value.start]
    for kind in ("goal", "target", "negation", "hedges", "vague", "rumour"):
        for at in line.of_kind(kind):
            other = line.clauses[at]
            if kind == "vague" and value.statistic == "rank_change" and not line.assume:
                continue
            if any(v.start <= at < v.end for v in line.values):
                continue
            reaches = kind in ("goal", "target", "rumour") and other < own
            if (
                reaches
                and not line.assume
                and kind != "goal"
                and re.search("[:;/]", line.letters[at : value.start])
            ):
                continue
            if (
                kind == "hedges"
                and line.letters[at + 1 : at + 2] not in ("W", "K", "1", "9", "t", "·")
                and not at + 1 == value.start
            ):
                continue
            twice = (
                kind == "negation"
                and len([n for n in line.of_kind(kind) if line.clauses[n] == own]) == 2
            )
            if (other == own or reaches) and not twice:
                return {"hedges": "hedge", "goal": "target"}.get(kind, kind)
    return "target" if line.aimed else ""


def _is_of(line: Line, value: Value) -> bool:
    """Whether a score is that of the province before it ("trên A 0,6822"), not a distance to it."""
    led = [mark.value for mark in line.marks[max(0, value.start - 2) : value.start]]
    return line.letters[: value.start].endswith("QP") and led[0].split()[-1] in (
        "tren",
        "duoi",
        "sau",
        "above",
        "below",
        "behind",
    )


DISTANCE = pattern("(?:distances|compared)[^,;:.]*$")


def distance_to_another(line: Line, value: Value) -> str:
    """A score that is a mean, or the distance to one or to another province."""
    if value.statistic == "rank_change" and not line.assume:
        beside = line.marks[value.end - 1].value in ("higher", "lower")
        return "vague" if beside and not line.of_kind("previous", "against") else ""
    if value.statistic == "score_growth":
        own = line.clauses[value.start]
        named = any(line.clauses[at] == own for at in line.of_kind("score_word"))
        return "" if named else "growth of something"
    if value.statistic != "score":
        return ""
    before = line.letters[line.previous_end(value) : value.start]
    found = DISTANCE.search(before)
    own_score = "v" in before
    if found and "v" not in found[0] and not (not line.assume and _is_of(line, value)):
        return "vague"
    after = line.letters[value.end : line.next_start(value)]
    return "vague" if re.match("[YR·]*[QdGL]", after) and not own_score else ""


def statements_of(
    line: Line, value: Value, definitions: Definitions, carried: Carried
) -> list[Statement]:
    """The statements that one value makes: one for each province and measure it speaks of."""
    provinces, refusal, moved = provinces_of(line, value, carried)
    index, index_refusal, index_assumed = index_of(line, value, definitions, carried)
    known = index or definitions.default_index
    if not line.assume and not line.of_kind("index"):
        # A part tells the index, where only one has it.
        parts = {line.marks[at].value for at in line.of_kind("measure")} - {"same", "all pillars"}
        if parts and not parts & set(definitions.measures(known)):
            known = next(
                (i for i in definitions.indices if parts <= set(definitions.measures(i))), known
            )
    measures, measure_refusal, measure_warnings = measures_of(
        line, value, known, definitions, carried
    )
    edition, baseline, edition_refusal, year_warnings = years_of(
        line, value, known, definitions, carried
    )
    editions = _years_beside(line, value) or [edition]
    universe, merged = universe_of(line, value, provinces[0], edition, definitions, carried)
    scopes = scopes_of(line, value)
    if any(line.marks[at].kind == "region" for at in scopes):
        scopes = [at for at in scopes if line.marks[at].kind in ("region", "scope")]
    region, scope = region_of(line, scopes), scope_words(line, scopes)
    regional = bool(region) and value.statistic == "rank"
    words = line.words(value.start, value.end)
    warnings = [
        *([(value.warning, words)] if value.warning else []), *([moved] if moved else []),
        *([("index assumed", index)] if index_assumed else []), *measure_warnings, *year_warnings,
        *([("34 assumed", "")] if merged else []), *(_warnings(line) if line.assume else []),
    ]  # fmt: skip
    reasons = (
        doubt_of(line, value), refusal, index_refusal, "region" if scopes and not regional else "",
        value.refusal, edition_refusal, measure_refusal, distance_to_another(line, value),
    )  # fmt: skip
    possible = (
        _scopes(line)
        if line.assume and value.statistic in PLACES and not is_national(line, value)
        else []
    )
    statement = Statement(
        words.strip(), index=known, edition=edition,
        baseline=baseline if value.statistic in ("rank_change", "score_change", "score_growth") else "",
        statistic="regional_rank" if regional else value.statistic,
        value=value.value, best=value.best, worst=value.worst, from_bottom=value.from_bottom,
        decimals=value.decimals, universe=universe, refusal=next(filter(None, reasons), ""),
        scope=scope or scope_words(line, possible), region=region, unread=unread_words(line, value),
        warnings=tuple(warnings) if line.assume else (), start=line.marks[value.start].start, end=line.marks[value.end - 1].end,
    )  # fmt: skip
    return [
        replace(
            statement,
            province=province,
            measure=measure,
            edition=edition,
            refusal=""
            if statement.refusal == "several editions" and len(editions) > 1
            else statement.refusal,
        )
        for province in provinces
        for measure in measures
        for edition in editions
    ]


def _years_beside(line: Line, value: Value) -> list[str]:
    """The years of a value that is said of several: "thứ 3 (2017, 2018)", "in 2020 and 2021"."""
    listed = (
        re.match(r"\(?(Y(?:[,&]+Y)+)(?![KN])", line.letters[value.end :])
        if not line.assume
        else None
    )
    if listed:
        return [
            m.value for m in line.marks[value.end : value.end + listed.end()] if m.kind == "year"
        ]
    range_ = (
        re.match("[Nw,]*I", line.letters[value.end :])
        if value.statistic == "group" and not line.assume
        else None
    )
    if range_:
        mark = line.marks[value.end + range_.end() - 1]
        return [str(year) for year in range(int(mark.value), int(mark.other) + 1)]
    if value.statistic == "group" and line.letters[value.end : value.end + 2] == ":Y":
        return [line.marks[at].value for at in line.of_kind("year") if at > value.end]
    return []


def scope_words(line: Line, scopes: Sequence[int]) -> str:
    """The words that say among whom a place is counted, one after the other."""
    return ", ".join(dict.fromkeys(line.words(at, at + 1).strip(" /") for at in scopes))


def unread_words(line: Line, value: Value) -> tuple[str, ...]:
    """Words beside a value of a headline that may change what it says: "of our cluster"."""
    if not line.assume:
        return ()
    own = line.clauses[value.start]
    return tuple(
        line.words(at, at + 1) for at in line.of_kind("unknown") if line.clauses[at] == own
    )


def _warnings(line: Line) -> list[tuple[str, str]]:
    ignored = [
        line.text[m.start : m.end] for m in line.all_marks if m.kind in ("unknown", "harmless")
    ]
    compared = [line.marks[at].value for at in line.of_kind("province") if at not in line.spoken]
    streaks = [line.text[m.start : m.end] for m in line.all_marks if m.kind == "streak"]
    return [
        *([("ignored words", ", ".join(ignored))] if ignored else []),
        *([("question", "")] if "?" in line.text else []),
        *(("streak", words) for words in streaks),
        *(("compared with", name) for name in compared),
    ]
