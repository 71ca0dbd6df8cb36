"""The rules: which marks make a value, what belongs to it, and what carries over.

A rule is a pattern over kinds of marks (those of `vocabulary.yml`) in one sentence. `VALUES` says
what a value looks like; each function below says what belongs to one: province, index, part,
edition, units, among whom, and why it may be no plain statement. Index, edition, units and province
carry over from the sentence before (`Carried`), nothing else does; in a headline they are assumed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, product

from helpers.sources.editions import Definitions
from helpers.sources.provinces import Units
from helpers.statements.marks import COUNTS, Mark
from helpers.statements.sentence import Asked, Carried, Line, pattern
from helpers.statements.statement import Statement
from helpers.statements.text import Sentence
from helpers.statements.vocabulary import fold_letters, joined, vocabulary, words_of

Years = list[tuple[int, str]]
_SUBJECTS = ("province", "measure", "self", "city", "part", "body", "ministry", "unit")
_PLACES = ("rank", "group", "rank_change")
_DOUBTS = ("goal", "target", "negation", "hedges", "rumour", "vague")
_REACHING = ("goal", "target", "rumour")
"""Kinds of doubt that reach from the clause where they stand to those after it."""
_SHORT = {
    "NUM": "(?:number|five)",
    "PLACE": "(?:number|five|ordinal|best|of_all)",
    "ITEM": "(?:number|five|ordinal|best|of_all|score)",
    "HEDGE": "(?:(h=hedges|compared|pass) )?",
    "OF": "rank_word? (?:compared? universe unit?)?",
    "BESIDE": "(?:year|previous|published|province|measure|index|universe|open|close|comma)*",
    "WAY": "(way=(?:up|down|pass)* (?:to|upto|downto|up|down))",
    "NO_PLACE": "(?!counted|percent|five)",
    "STANDS": "(?:stands|score_verb)*",
    "LIST": "(items=ITEM(?: (?:comma|and|semicolon)+ (?:stands|rank_word)* ITEM)+)",
}
_TABLE = """
each: (?:each|ties each) (?:NUM rank_word|stands|rank_word|score_word|score_verb)* LIST
each: (?:stands|rank_word|score_word)* LIST unit? comma? each
from to: from HEDGE score_word* (n=score) score_word* BESIDE WAY score_word* (m=score)
from to: (way0=(?:up|down|pass|upto|downto)*) from (k=rank_word*) (n=PLACE) (?:universe|rank_word)*
    BESIDE WAY (?:stands|to)* (k2=rank_word*) (m=PLACE|last|lowest) OF NO_PLACE (?!distances)
change: (?:(up=up|pass|upto)|down|downto) (?:up|down|upto|downto|to)* HEDGE (n=NUM)
    (?:notch|rank_word)
change: (n=NUM) (?:notch|rank_word) (?:(up=up)|down)
kept lead: keeps (?:rank_word|stands)* (?:lead|best)
kept group: keeps (?:rank_word|stands|whole)* top (n=NUM)
kept rank: keeps (?:rank_word|stands)* (n=PLACE) OF NO_PLACE
kept: keeps rank_word+|unchanged rank_word?
bottom: (?:top|stands)* (n=NUM) unit (?:lowest|last)
bottom: bottom (n=NUM) unit?
top: STANDS whole? top HEDGE (n=NUM) OF unit? (?:lead|highest|whole)?
top: number? (n=NUM) unit score_verb? index? year? (?:lead|highest)
top: highest? (n=NUM) (?:top|highest|lead) unit?
growth: (?:(up=up|pass)|down) HEDGE (n=percent)
score change: (?:(up=up)|down) (?:up|down)* HEDGE (n=score) score_word?
score: HEDGE (n=score) score_word?
score: (?:score_word|score_verb)* full_marks
rank: STANDS rank_word* HEDGE (n=of_all) unit?
rank: (?:stands|rank_word)+ HEDGE (n=of_some)
rank: STANDS rank_word+ HEDGE (n=NUM|ordinal|best) OF NO_PLACE (?!unknown rank_word|to number)
rank: (?:stands|upto|downto|to|ties)* HEDGE (n=ordinal) OF NO_PLACE (?!unknown|unit)
rank: stands (?:upto|downto|to)* HEDGE (n=number) OF NO_PLACE (?!unknown|unit|number|notch|index)
lead: (?<!top )stands? lead whole? (?!top)
second: second whole?
next: next (p=province(?: (?:comma|and)+ province)*)
last: (?:stands|rank_word|whole)* (?:(h=(n=next_to_last)|hedges last)|last) whole?
bare: (?<=measure |province )(n=number)(?=comma|semicolon|stop|exclaim|and|close|open|read|dash|$)
bare: (?<=province open|measure open)(n=NUM)(?=close|comma)
bare: (?<=province dash|province bar)(n=number)(?=dash|bar|$)
bare: (?<=read bar)(n=number)(?=bar|$)
bare: (n=NUM)(?=open province|open year close)
bare: (?<!^)(n=number) stop (?=province)
bare: (n=number)(?=year(?:comma|and|stop|$))
"""


def _rules() -> list[tuple[str, str]]:
    text = _TABLE.strip().replace("\n    ", " ")
    for _ in range(2):  # A list is made of items.
        text = re.sub(r"\b[A-Z_]{2,}\b", lambda word: _SHORT.get(word[0], word[0]), text)
    return [(name, rule) for name, _, rule in (line.partition(": ") for line in text.split("\n"))]


VALUES = _rules()
"""What a value looks like, the first that fits: its kind, and marks; "n" is its number."""


# Whose value it is.
def spoken_of(line: Line) -> list[int]:
    """The provinces that something is said of, not those only compared with ("sau A và B")."""
    found: list[int] = []
    compared = -1
    led = pattern("(?:compared|against|second)(?: unit| rank_word)*$")
    for at in line.of_kind("province"):
        between = line.letters[compared + 1 : at] if compared >= 0 else ""
        listed = re.fullmatch(r"(?:\([^)]*\))?[,&]+", between) and at + 1 not in line.starts
        if listed or led.search(line.letters[:at]):
            compared = at
        else:
            found.append(at)
    return found


def provinces_of(asked: Asked) -> list[str]:
    """The province beside the value, in its clause before it, after it, or carried over."""
    beside = _province_beside(asked)
    if beside >= 0:
        return [asked.name(beside)]
    spoken, last = spoken_of(asked.line), _last_subject(asked)
    if last in ("part", "body") or asked.is_after("(?:number|five|unit)*(?:body|part)"):
        asked.refuse("part of a province")
        return [asked.name(spoken[0]) if spoken else ""]
    if last in ("ministry", "unit"):
        asked.refuse("no province" if last == "ministry" else "several provinces")
        return [""]
    spans = [at for at in spoken if not _is_aside(asked, at)]
    before = [at for at in spans if at < asked.start]
    # "Xã hội số xếp thứ 8, Đà Nẵng dẫn đầu": the next value is said of it.
    free = {*asked.clauses} - (asked.line.with_values - {asked.own})
    after = [at for at in spans if asked.end <= at < asked.last and asked.clauses[at] in free]
    listed = re.compile(r"[YRXMDUnsu,:()\-]*[a-zA-Z]{0,4}[P,&]*")
    own = asked.here("province")
    after = [at for at in after if at in own or listed.fullmatch(asked.letters, asked.end, at)]
    ended = not (asked.in_text or before or after) and len(set(map(asked.name, spans))) == 1
    if ended and asked.clauses[spans[0]] not in asked.line.with_values:
        after = spans  # One province only, after all values: "…: chặng đường của Vĩnh Phúc"
    near = before and asked.clauses[before[-1]] == asked.own
    far = asked.in_text and before and not asked.is_after("whole? province")
    if not after or near or far:
        # The last one named, with those joined to it by commas or "and".
        listed = pattern("(?:comma|and|ties)*")
        gaps = [not listed.fullmatch(asked.letters, a + 1, b) for a, b in pairwise(before)]
        first = max((n for n, gap in enumerate(gaps, start=1) if gap), default=0)
        return _named(asked, _together(asked, before, before[first:]))
    if before or ended:
        asked.warn("subject after", asked.name(after[0]))
    return _named(asked, _together(asked, before, after))


def _named(asked: Asked, chosen: list[int]) -> list[str]:
    """The names of these provinces, or those carried over; several may hold a place they share."""
    value, carried = asked.value, asked.carried
    found = list(dict.fromkeys(map(asked.name, chosen)))
    if not found and asked.in_text:
        last = carried.topic or (*carried.provinces[-1:], "")[0]
        found = list(filter(None, carried.provinces if value.of else [last]))
    if value.of and len(found) == value.of:
        return [found[value.nth]]
    shared = asked.statistic == "group" or (asked.in_text and asked.is_before("ties"))
    if asked.statistic == "rank" and (value.value != 1 or value.universe) and chosen:
        # "Hà Nội cùng Đà Nẵng dẫn đầu" may well be the first and the second.
        own = [mark.value for mark in asked.marks[asked.start : asked.end]]
        shared |= "y" in asked.letters[chosen[0] : max(asked.end, chosen[-1])]
        shared |= any(word.startswith(words_of("tied")) for word in own)
    if found and (len(found) == 1 or shared):
        return found
    asked.refuse("several provinces" if found else "no province")
    return found[:1] or [""]


def _province_beside(asked: Asked) -> int:
    """Where the province at a value stands: "Yên Bái (hạng 12)", "A, which is", "18. Lai Châu"."""
    who = asked.name(asked.start - 1) in words_of("relative")
    listed = asked.in_text and asked.letters[asked.end - 1] == "."
    scored = asked.in_text and asked.statistic == "score"
    places = (
        (asked.is_before("province open"), asked.start - 2),
        (who and asked.is_before("province comma clause"), asked.start - 3),
        (asked.marks[asked.start].kind == "province", asked.start),
        (listed and asked.is_after("province"), asked.end),
        (scored and asked.is_before("province"), asked.start - 1),
    )
    return next((at for fits, at in places if fits), -1)


def _is_aside(asked: Asked, at: int) -> bool:
    """Whether a province stands in brackets or a clause of its own: ", which absorbed A, is …"."""
    begins = asked.clauses.index(asked.clauses[at])
    if asked.clauses[at] != asked.own and asked.name(begins - 1) in words_of("relative"):
        return True
    opened = re.search(r"\([^()]*$", asked.letters[:at]) is not None
    return opened and ")" in asked.letters[at : asked.start]


def _together(asked: Asked, before: Sequence[int], chosen: list[int]) -> list[int]:
    """The subjects with those that tie: "A xếp thứ 13, đồng hạng với B, cùng 0,75 điểm"."""
    tie = pattern("comma? ties province").match(asked.after)
    if tie and asked.statistic == "rank":
        return [*chosen, asked.end + tie.end() - 1]
    joined = chosen and asked.letters[: chosen[0]].endswith(",y")
    shared = before and (joined or asked.is_before("ties"))
    return list(dict.fromkeys([before[0], *chosen])) if shared else chosen


def _last_subject(asked: Asked) -> str:
    """The kind of what is named last before a value that a value can be said of."""
    marks, place = asked.all_marks, asked.marks[asked.start].start
    kind, named = "", 0
    for n, mark in enumerate(marks):
        if mark.start >= place:
            break
        capital = asked.line.text[mark.start].isupper() and mark.end + 1 == place
        if mark.kind in ("unknown", "five", "notch") and capital:
            return "part"  # "Tân Biên đứng thứ 9": a name that is no province's
        if mark.kind not in _SUBJECTS:
            continue
        apart = n - named > 6 or {m.letter for m in marks[max(0, n - 3) : n]} & set(",;:.!?-/")  # noqa: PLR2004
        if kind in ("part", "body") and mark.kind in ("province", "self") and not apart:
            continue  # "Công an tỉnh Hà Nam", "Phường Hải Châu (Đà Nẵng)"
        counted = n > 0 and marks[n - 1].kind in COUNTS
        many = n > 0 and marks[n - 1].value in words_of("many")
        if mark.kind in ("part", "body") and (counted or many):
            kind = kind or "counted"
        elif mark.kind != "unit" or many:
            kind, named = mark.kind, n  # "phần lớn các tỉnh đạt 1,0000"
    return "part" if kind == "counted" else kind


# Which index and which of its parts.
def index_of(asked: Asked) -> str:
    """The nearest index of the clause or the sentence, the one carried over or assumed."""
    carried, default = asked.carried.index, asked.definitions.default_index
    spans, own = asked.of_kind("index", "other_index"), asked.here("index", "other_index")
    if asked.in_text and _counts_something_else(asked):
        asked.refuse("another index")
        return carried or default
    if not spans:
        if not asked.in_text and not asked.line.has("unknown", "harmless"):
            asked.warn("index assumed", default)
        elif not carried:
            asked.refuse("no index")
        # Where the one carried over has none of the parts named, it is the one that has them.
        index, own_parts = carried or default, asked.definitions.measures
        parts = {asked.name(at) for at in asked.of_kind("measure")} - {"same", "all pillars"}
        kept = not asked.in_text or parts & set(own_parts(index))
        listed = () if kept else asked.definitions.indices
        return next((one for one in listed if parts and parts <= set(own_parts(one))), index)
    nearest = min(own or spans, key=lambda at: max(at - asked.end, asked.start - at, 0))
    if asked.marks[nearest].kind == "index":
        return asked.name(nearest)
    asked.refuse("another index")
    return next((asked.name(at) for at in asked.of_kind("index")), carried or default)


def _counts_something_else(asked: Asked) -> bool:
    """Whether a share, money or a size is named before a place, no index or part since."""
    place, found, counts = asked.marks[asked.start].start, False, False
    for mark in asked.all_marks:
        if mark.start >= place:
            break
        found &= mark.kind not in ("index", "measure", "score")
        found |= mark.kind in ("percent", "money", "amounts", "other_index")
        found |= mark.kind == "counted" and counts
        counts = mark.kind in ("number", "other_number", "five")
    return found and asked.statistic != "score"


def _is_about_something_else(asked: Asked) -> bool:
    """Whether a place is counted in something that no index on file measures: "về …"."""
    end = asked.marks[asked.end - 1].end
    passed = ("year", "previous", "whole", "scope", "region", "unit")
    after = [m for m in asked.all_marks if m.start >= end and m.kind not in passed]
    about = [mark for mark in after if mark.value != "the"][:2]
    led = len(about) > 1 and about[0].value in ("ve", "in", "for", "on")
    return led and about[1].kind in ("unknown", "body")


def measures_of(asked: Asked, index: str) -> list[str]:
    """What is measured: the parts named after the value in its clause, or else before it."""
    value, spans = asked.value, asked.of_kind("measure")
    before = _measures_before(asked, spans)
    after = [at for at in spans if asked.end <= at < asked.last]
    listed = pattern("colon (?:measure|comma|and)+").match(asked.after)
    own = asked.here("measure")
    if _is_about_something_else(asked):
        asked.refuse("no such measure")
        return ["overall"]
    if listed and not before:
        chosen = [at for at in after if at < asked.end + listed.end()]
    elif set(own) & set(after) and not set(own) & set(before):
        chosen = after  # A list goes on over commas: "về chính quyền số, kinh tế số và xã hội số".
    else:
        chosen = before or [at for at in spans if at < asked.start][-1:]
        if not chosen:
            # Cut from the sentence before: "Hạ tầng số! 0,7529 điểm."
            whole = asked.line.starts[0] or asked.line.has("measure", "province", "index", "self")
            return ["overall" if whole else asked.carried.fragment or "overall"]
        if not _is_kept(asked, chosen):
            return ["overall"]
    amounts = joined(vocabulary()["amounts"])
    if any(at > 0 and re.fullmatch(amounts, asked.name(at - 1)) for at in chosen):
        asked.refuse("no such measure")
        return ["overall"]
    names = [name for at in chosen for name in _parts(asked, at, index)]
    if value.of and len(names) == value.of:
        names = [names[value.nth]]
    if not set(names) <= set(asked.definitions.measures(index)):
        asked.refuse("no such measure")
    return list(dict.fromkeys(names))


def _measures_before(asked: Asked, spans: Sequence[int]) -> list[int]:
    """The parts that lead to a value; a clause that has a value of its own keeps its parts."""
    value, first = asked.value, 0 if asked.value.of else asked.first
    others = [v for v in asked.line.values if v.end <= asked.start and not (v.of and value.of)]
    taken = {asked.clauses[other.start] for other in others} - {asked.own}
    before = [at for at in spans if first <= at < asked.start and asked.clauses[at] not in taken]
    if not before:
        return []
    listed = [at for at in before if re.fullmatch("[M,&P]*", asked.letters[at : before[-1]])]
    between = asked.letters[listed[0] : listed[-1]]
    # "A, B và C xếp", "A, B, C đều đạt"; but "trong A, B xếp" is said of B.
    whole = "&" in between or "," not in between or value.of or asked.is_before("ties")
    return listed if whole else listed[-1:]


def _parts(asked: Asked, at: int, index: str) -> list[str]:
    """The parts of an index that a mark names."""
    mark, allowed = asked.marks[at], asked.definitions.measures(index)
    if mark.value == "all pillars":
        return ["pillar_government", "pillar_economy", "pillar_society"]
    if mark.value == "same":
        return [asked.carried.measure or "overall"]
    called = [mark.value, *mark.other.split("|")]
    led = [other.value for other in asked.all_marks if other.start < mark.start]
    if asked.in_text and "cac hoat dong" in led:
        # In a list of activities pillars are named: "Các hoạt động: chính quyền số".
        called.insert(0, mark.value.replace("pillar_", "") + "_activity")
    return [next((name for name in called if name in allowed), mark.value)]


def _is_kept(asked: Asked, chosen: Sequence[int]) -> bool:
    """Whether a part named before a value is still spoken of."""
    other = asked.clauses[chosen[-1]]
    if other == asked.own:
        return True
    between = asked.letters[chosen[-1] + 1 : asked.start]
    words = asked.line.words(chosen[0], chosen[-1] + 1)
    leads_in = not re.search("[.;!?]", between) and other not in asked.line.with_values
    # "Đẩy mạnh kinh tế số, Hà Nội đứng thứ 6 DTI 2023": what is worked on is not what is ranked.
    pushed = asked.marks[max(0, chosen[0] - 1)].kind == "pushed"
    dropped = bool(asked.here("index")) and (pushed or not leads_in)
    if dropped and pushed:
        asked.warn("ignored words", words)
    elif not dropped and not (asked.first <= chosen[0] and between.startswith(":")):
        asked.warn("measure carried", words)
    return not dropped


def _years(line: Line) -> tuple[Years, Years]:
    """The editions that are spoken of, and those compared with."""
    editions, baselines = [], []
    led = pattern("(?:against|from)(?: index| rank_word| relative| unit)*$")
    for at in line.of_kind("year", "years"):
        mark = line.marks[at]
        compared = led.search(line.letters[:at]) and at not in line.inside
        if mark.kind == "years" or compared:
            baselines.append((at, mark.value))
        if mark.kind == "years" or not compared:
            editions.append((at, mark.other or mark.value))
    return editions, baselines


def _nearest_year(asked: Asked, editions: Years) -> str | None:
    """The year that a value speaks of, or None where none or several may be meant."""
    # "So với hạng 43 của năm 2023": that year belongs to what is compared with.
    compared = [at + 1 for at in asked.of_kind("against") if asked.in_text]
    others = [other for other in asked.line.values if other is not asked.value]
    against = [other for other in others if other.when or other.start in compared]
    taken = {at for other in against for at in range(other.start, other.end + asked.in_text)}
    free = [year for year in editions if year[0] not in taken]
    own = [year for year in free if asked.clauses[year[0]] == asked.own]
    led = [year for year in free if year[0] < asked.start][-1:]
    groups = [
        [year for year in editions if asked.start <= year[0] < asked.end],
        [year for year in own if asked.end <= year[0] < asked.last],
        [year for year in own if asked.first <= year[0] < asked.last],
        own,
        led if asked.in_text else [y for y in free if asked.first <= y[0] < asked.last],
        free,
    ]
    group = next(filter(None, groups), [])
    found = {year for _, year in group}
    if len(found) > 1 and asked.in_text:
        # "Năm 2024 Bộ công bố DTI 2023": the year of the index is meant.
        beside = pattern("index (?:index|open|close)*$")
        found = {year for at, year in group if beside.search(asked.letters[:at])} or found
    return found.pop() if len(found) == 1 else None


def years_of(asked: Asked, index: str) -> tuple[str, str]:
    """Edition and baseline; in a text, nothing is assumed."""
    editions, baselines = _years(asked.line)
    beside = [year for at, year in baselines if at == asked.start - 2 and asked.is_before("open")]
    if beside and asked.in_text:
        editions = [(asked.start, beside[0])]
    baseline = baselines[0][1] if baselines else ""
    nearest = _nearest_year(asked, editions)
    if nearest and asked.is_before("open previous|previous open"):  # "(năm trước hạng 6)"
        nearest = "".join([year for year in asked.editions(index) if year < nearest][-1:])
    elif asked.value.of == len(editions) > 1:  # "DTI 2022 và 2023 lần lượt xếp thứ 6 và 4"
        nearest = editions[asked.value.nth][1]
    streaks = {mark.value for mark in asked.all_marks if mark.kind == "streak" and asked.in_text}
    several = any(re.match("(?:hai|ba|bon|[2-9]) (?:nam|ky)", one) for one in streaks)
    if asked.in_text:
        nearest = _year_in_text(asked, index, nearest, editions)
    if asked.value.when:
        named = [year for at, year in editions + baselines if asked.start <= at < asked.end]
        named = named or [year for _, year in baselines]
        later = nearest or (asked.carried.edition if asked.in_text else asked.newest(index))
        earlier = [year for year in asked.editions(index) if year < later]
        if not named and earlier:
            asked.warn("edition assumed", earlier[-1])
        nearest = (named or earlier[-1:] or [""])[0]
        asked.refuse("" if nearest or not later else "no such edition")
    elif nearest is None and (several or len({year for _, year in editions}) > 1):
        asked.refuse("several editions")
        return "", baseline
    elif nearest is None and not asked.in_text:
        return _year_assumed(asked, index, baseline), baseline
    elif nearest is None:
        nearest = _year_told(asked, index)
    if nearest not in asked.editions(index):
        asked.refuse("no such edition" if nearest else "no edition")
    return nearest, baseline


def _year_in_text(asked: Asked, index: str, nearest: str | None, editions: Years) -> str | None:
    """The year of a value, where "năm sau", "nay" or a move tells another than the nearest."""
    main = asked.carried.mains.get(index, "")
    if asked.is_before("ordinal"):
        return ""  # "in the second 21st": an edition that is only counted
    if asked.is_after("following") and (nearest or asked.carried.told):
        return str(int(nearest or asked.carried.told) + 1)
    if not nearest or main <= nearest:
        return nearest
    # "Last but one in 2022, is now 55th"; "last in 2023, moved up to 58th".
    since = [at for at in asked.of_kind("now") if at < asked.start]
    told = any(at < now and year == nearest for now in since for at, year in editions)
    ways = {mark.kind for mark in asked.marks[max(0, asked.start - 1) : asked.end]} & {"up", "down"}
    moved = ways and asked.statistic == "rank" and not set(asked.here("year"))
    return main if moved or told else nearest


def _is_of_previous(asked: Asked) -> bool:
    """Whether a place is that of the edition before: "xếp thứ 21 vào kỳ trước"."""
    compared = pattern("(?:against|compared|number)(?: rank_word| relative)*$")
    earlier = [at for at in asked.here("previous") if at < asked.start]
    led = any(not compared.search(asked.letters[:at]) for at in earlier)
    return asked.statistic == "rank" and (led or asked.is_after("index? previous"))


def _year_told(asked: Asked, index: str) -> str:
    """The year whose publication is told, of the sentence before, or that before or after it."""
    carried = asked.carried
    days = [mark.value for mark in asked.all_marks if mark.kind == "published"]
    published = asked.editions(index, *days) if days else []
    if len(published) == 1:
        return published[0]
    if _is_of_previous(asked) and carried.edition:
        return str(int(carried.edition) - 1)
    if carried.told and any(at < asked.start for at in asked.of_kind("following")):
        return str(int(carried.told) + 1)
    if asked.of_kind("that_year"):
        return carried.told
    return carried.edition if index == carried.index else carried.mains.get(index, carried.edition)


def _year_assumed(asked: Asked, index: str, baseline: str) -> str:
    """The edition of a headline that says no year that is measured."""
    days = [m.value[:4] for m in asked.all_marks if m.kind in ("published", "date") and m.value]
    if baseline:
        fitting = [year for year in asked.editions(index) if year > baseline][:1]
        kind = "edition after the baseline"
    elif days:
        fitting, kind = asked.editions(index, *days), "edition from publication"
    else:
        fitting = [asked.newest(index)]
        kind = "relative year" if asked.of_kind("relative") else "edition assumed"
        if _is_of_previous(asked):
            fitting = [year for year in asked.editions(index) if year < fitting[0]][-1:]
    if len(fitting) != 1:
        asked.refuse("several editions" if fitting else "no such edition")
        return ""
    asked.warn(kind, fitting[0])
    return fitting[0]


def _years_beside(asked: Asked) -> list[str]:
    """The years of a value that is said of several: "thứ 3 (2017, 2018)", "in 2020 and 2021"."""
    group, end = asked.in_text and asked.statistic == "group", asked.end
    listed = pattern("open? year(?: (?:comma|and)+ year)+ (?!rank_word|number)").match(asked.after)
    if listed and asked.in_text:
        return [m.value for m in asked.marks[end : end + listed.end()] if m.kind == "year"]
    since = pattern("(?:number|unknown|comma)* years").match(asked.after)
    if since and group:
        mark = asked.marks[end + since.end() - 1]
        return [str(year) for year in range(int(mark.value), int(mark.other) + 1)]
    led = group and asked.is_after("colon year")
    return [asked.name(at) for at in asked.of_kind("year") if at > end and led]


# Among how many units, and among whom.
def universe_of(asked: Asked, province: str, edition: str) -> str:
    """Among how many units: beside the value, in its clause, in the sentence, or carried over."""
    if asked.value.universe:
        return asked.value.universe
    several = len({e.universe for e in asked.definitions.editions if e.edition == edition}) > 1
    kinds = ["universe", "of_all", *(("former", "merged") if asked.in_text and several else ())]
    known, own = asked.definitions, asked.here(*kinds)
    sizes = {"former": known.base_universe, "merged": known.living_universe}
    for group in ([at for at in own if at == asked.end], own, asked.of_kind(*kinds)):
        marks = [asked.marks[at] for at in group]
        said = {sizes.get(mark.kind, mark.other or mark.value) for mark in marks}
        if said:
            return said.pop() if len(said) == 1 else ""
    if not asked.in_text and asked.of_kind("merged"):
        asked.warn("34 assumed", "")
        return known.living_universe
    former = several and asked.in_text and province not in asked.carried.living
    return known.base_universe if former else asked.carried.universe if several else ""


def scopes_of(asked: Asked) -> list[int]:
    """Where it is said among whom a value is counted; empty: in the country.

    In its own clause; in one that states nothing itself ("Vùng ĐBSCL: …", "… (vùng ĐBSCL)"); or of
    a value before, as long as the country is not named: "Cần Thơ dẫn đầu ĐBSCL, Long An thứ hai".
    """
    spans, national = _scopes(asked.line), asked.national
    inside = [at for at in spans if asked.clauses[at] == asked.own]
    if asked.of_kind("region") and all(asked.marks[at].kind == "of_some" for at in inside):
        inside = []  # "Trong vùng …, tỉnh đứng thứ 8/14"
    if not inside or (national and all(at < asked.start for at in inside)):
        bracket = asked.in_text and asked.is_before("province open")
        if national or inside or asked.statistic not in _PLACES or bracket:
            return []
        free = {*asked.clauses} - asked.line.with_values
        inside = [at for at in spans if asked.clauses[at] in free or asked.clauses[at] < asked.own]
    named = any(asked.marks[at].kind == "region" for at in inside)
    return [at for at in inside if not named or asked.marks[at].kind in ("region", "scope")]


def _scopes(line: Line) -> list[int]:
    """Regions, classes and numbers of units: "vùng", "3/13", "trong 13 tỉnh", "third of 13"."""
    among = pattern("number unit (?!region|scope)")
    led = [at for at in line.of_kind("number") if among.match(line.letters, at)]
    after = [at for at in line.of_kind("number") if at in line.ends]
    free = set(led + after) - line.inside if line.assume else set()
    return sorted({*line.of_kind("region", "scope", "of_some")} | {*led} & {*after} | free)


def region_of(line: Line, scopes: Sequence[int]) -> str:
    """The region on file that is meant, where nothing else is said of among whom; or empty."""
    together = line.assume or pattern("region (?:comma|and)+ scope? region").search(line.letters)
    spans = line.of_kind("region") if together and scopes else scopes
    named = {line.marks[at].value for at in spans if line.marks[at].kind == "region"}
    # "Vùng" before the name of a region says nothing of its own.
    own = [at for at in scopes if line.marks[at].value.endswith(("ung", "vuc"))]
    leads = [at for at in own if pattern("scope region").match(line.letters, at)]
    other = set(line.of_kind("scope")) & set(scopes) - set(leads)
    return named.pop() if len(named) == 1 and not other else ""


# Why it is no plain statement.
def doubt_of(asked: Asked) -> str:
    """Words of the value's clause after which it is no plain statement; targets reach further."""
    moved = asked.statistic == "rank_change" and asked.in_text
    for kind in _DOUBTS[:-1] if moved else _DOUBTS:
        spans = [at for at in asked.of_kind(kind) if at not in asked.line.inside]
        if kind == "hedges":  # "gần xếp thứ 4", not "khoảng 20 xã, xếp thứ 4"
            near = pattern("hedges (?:stands|rank_word|lead|last|top)")
            spans = [at for at in spans if near.match(asked.letters, at)]
        own = [at for at in spans if asked.clauses[at] == asked.own]
        if own and not (kind == "negation" and len(own) == 2):  # noqa: PLR2004  # "never left"
            return {"hedges": "hedge", "goal": "target"}.get(kind, kind)
        before = [at for at in spans if asked.clauses[at] < asked.own and kind in _REACHING]
        if asked.in_text and kind != "goal":
            before = [at for at in before if not {*":;/"} & {*asked.letters[at : asked.start]}]
        if before:
            return "target" if kind == "goal" else kind
    return "target" if asked.line.aimed else ""


def distance_of(asked: Asked) -> str:
    """A score that is a mean, or the distance to one or to another province; growth of anything."""
    if asked.statistic == "score_growth" and not asked.here("score_word"):
        return "growth of something"
    if asked.statistic == "rank_change" and asked.in_text:
        than = asked.name(asked.end - 1) in ("higher", "lower")
        return "vague" if than and not asked.of_kind("previous", "against") else ""
    if asked.statistic != "score":
        return ""
    before = asked.letters[asked.first : asked.start]
    led = pattern("(?:distances|compared)[^,;:.]*$").search(before)
    own = asked.in_text and asked.is_before("compared province")
    own = own and asked.name(asked.start - 2).endswith(words_of("beside"))
    if led and "v" not in led[0] and not own:
        return "vague"
    after = pattern("(?:year|previous|read)*(?:compared|distances|up|down)")
    led_on = after.match(asked.letters[asked.end : asked.last])
    return "vague" if led_on and "v" not in before else ""


def statements_of(asked: Asked) -> list[Statement]:
    """The statements that one value makes: one for each province and measure it speaks of."""
    line, value, scopes = asked.line, asked.value, scopes_of(asked)
    region = region_of(line, scopes)
    regional = bool(region) and asked.statistic == "rank"
    possible = not asked.in_text and asked.statistic in _PLACES and not asked.national
    told = scopes or (_scopes(line) if possible else [])
    if value.warning:
        asked.warn(value.warning, line.words(asked.start, asked.end))
    asked.refuse(doubt_of(asked))
    provinces, index = provinces_of(asked), index_of(asked)
    asked.refuse("region" if scopes and not regional else "")
    asked.refuse(value.refusal)
    asked.refuse("vague" if asked.in_text and asked.is_before("each") and not value.of else "")
    several = _years_beside(asked)
    edition, baseline = ("", "") if several else years_of(asked, index)
    measures = measures_of(asked, index)
    universe = universe_of(asked, provinces[0], edition)
    asked.refuse(distance_of(asked))
    statement = Statement(
        line.words(asked.start, asked.end).strip(), index=index, universe=universe,
        baseline=baseline if "_" in asked.statistic else "", refusal=asked.refusal,
        statistic="regional_rank" if regional else asked.statistic, value=value.value,
        best=value.best, worst=value.worst, from_bottom=value.from_bottom, decimals=value.decimals,
        scope=", ".join(dict.fromkeys(line.words(at).strip(" /") for at in told)),
        region=region, warnings=() if asked.in_text else (*asked.warnings, *_passed(line)),
        unread=() if asked.in_text else tuple(map(line.words, asked.here("unknown"))),
        start=asked.marks[asked.start].start, end=asked.marks[asked.end - 1].end,
    )  # fmt: skip
    said = product(provinces, measures, several or [edition])
    return [replace(statement, province=p, measure=m, edition=year) for p, m, year in said]


def _passed(line: Line) -> list[tuple[str, str]]:
    """What of a headline was passed over, and what may qualify it."""
    said = [(mark.kind, line.text[mark.start : mark.end]) for mark in line.all_marks]
    ignored = ", ".join(words for kind, words in said if kind in ("unknown", "harmless"))
    found = [("ignored words", ignored)] if ignored else []
    found += [("question", "")] if "?" in line.text else []
    found += [(kind, words) for kind, words in said if kind == "streak"]
    others = sorted(set(line.of_kind("province")) - set(spoken_of(line)))
    return found + [("compared with", line.marks[at].value) for at in others]


# What carries over.
def told_by_title(plain: str, marks: Sequence[Mark], known: Definitions, units: Units) -> Carried:
    """What title and text as a whole speak of: the province, the edition named first, the units."""
    named = [mark for mark in marks if mark.kind == "province"]
    often = [*Counter(mark.value for mark in named).most_common(2), ("", 0), ("", 0)]
    ours = any(mark.kind == "self" and mark.value in words_of("ours") for mark in marks)
    first = bool(named) and (ours or "\n" not in plain[: named[0].start])
    mostly = often[0][1] > 2 and 2 * often[0][1] >= 3 * often[1][1]  # noqa: PLR2004
    topic = often[0][0] if mostly and not first else named[0].value if named else ""
    index = next((mark.value for mark in marks if mark.kind == "index"), "")
    carried = Carried(index, topic=topic, provinces=(topic,) if topic else ())
    for one in known.editions:
        carried.on_file.setdefault(one.index, set()).add(one.edition)
    for index, year, ranked in _pairs(plain, marks):
        if ranked and year in carried.on_file[index]:
            carried.index, carried.edition, carried.told = index, year, year
            carried.mains = {index: year}
            break
    living = known.living_universe
    carried.living = frozenset(unit.province for unit in units.all(living))
    sizes = {mark.other or mark.value for mark in marks if mark.kind in ("universe", "of_all")}
    if topic in carried.living and living in sizes:
        carried.universe = carried.own_universe = living
    return carried


def _pairs(plain: str, marks: Sequence[Mark]) -> Iterator[tuple[str, str, bool]]:
    """Each index with the year beside it, and whether it is no mere subject of a programme."""
    seen = [mark for mark in marks if mark.letter]
    paired = pattern("index (?:index|open|close)* year|year rank_word* index")
    for match in paired.finditer("".join(mark.letter for mark in seen)):
        pair = {mark.kind: mark for mark in reversed(seen[match.start() : match.end()])}
        index = pair["index"]
        subject = fold_letters(plain[index.start : index.end]) in words_of("programmes")
        led = re.search("hạng|kết quả|mức độ|rank", plain[: index.start].lower()[-20:])
        yield index.value, pair["year"].value, not subject or led is not None


def carry_on(line: Line, found: Sequence[Statement], carried: Carried) -> None:
    """What the next sentence may leave out: index, edition, units and province of this one."""
    plain = [one for one in found if one.refusal in ("", "region", "hedge")]

    def last(kind: str, *said: str) -> str:
        return ("", *(mark.value for mark in line.marks if mark.kind == kind), *said)[-1]

    carried.index = last("index", *(one.index for one in plain)) or carried.index
    known = carried.on_file.get(carried.index, ())
    told = [one.edition for one in plain if one.edition in carried.on_file.get(one.index, ())]
    pairs = [year for _, year, ranked in _pairs(line.text, line.marks) if found or ranked]
    told = [year for year in pairs if year in known and not told] + told
    if told and not line.of_kind("goal"):
        carried.mains[carried.index] = max(*told, carried.mains.get(carried.index, ""))
        carried.told = told[-1]
    # An earlier year is an aside: what follows speaks of the main one again.
    carried.edition = carried.mains.get(carried.index, carried.edition)
    carried.fragment = last("measure")
    carried.measure = carried.fragment or carried.measure
    universes = (one.universe for one in plain if one.universe)
    carried.universe = last("universe", *universes) or carried.universe
    carried.own_universe = carried.own_universe or carried.universe
    spoken = tuple(dict.fromkeys(one.province for one in plain if one.province))
    carried.provinces = spoken or carried.provinces


def aims_on(plain: str, sentence: Sentence, line: Line, *, aims: bool) -> bool:
    """Whether a heading or a question of targets leads on to its list or its answer."""
    last = plain[sentence.start : sentence.end].rstrip()[-1:]
    if last == "?":
        return bool(line.of_kind("goal"))
    item = re.compile(r"[-+*•]|[0-9a-zđ]{1,2}[.)]")
    heading = last not in (".", "!", ";") and line.of_kind("goal", "target")
    listed = heading or (aims and item.match(plain, sentence.start))
    return bool(listed and item.match(plain, sentence.end + 1))
