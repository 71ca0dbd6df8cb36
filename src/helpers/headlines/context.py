"""What belongs to each value of a headline: province, index, year, measure, doubts."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace

from helpers.headlines.doubts import (
    distance_to_another,
    doubt_of,
    growth_of_something,
)
from helpers.headlines.measures import about_something_else, carried, is_amount_of
from helpers.headlines.parts import speaks_of_part
from helpers.headlines.scopes import possible_scopes, region_of, scope_words, scopes_of
from helpers.headlines.values import Value
from helpers.headlines.words import (
    JOINS,
    Headline,
    Span,
    fold_letters,
    ignored_words,
    phrase,
)
from helpers.sources.editions import Definitions
from helpers.statements.statement import Statement

_CHANGES = ("rank_change", "score_change", "score_growth")
_PILLARS = ("pillar_government", "pillar_economy", "pillar_society")
_CLAUSE = re.compile(
    r"[,;:!?()–→]|\.(?=\s|$)| - "
    r"| (?:va|and|con|nhung|while|but|trong khi|dong thoi|whereas|va con) "
)


class _Clauses(dict[int, int]):
    """In which clause each place of a headline lies, worked out when it is first asked for."""

    def __init__(self, breaks: Sequence[int]) -> None:
        super().__init__()
        self._breaks = breaks

    def __missing__(self, place: int) -> int:
        self[place] = clause = bisect_left(self._breaks, place)
        return clause


class HeadlineContext:
    """What belongs to each value of one headline: province, index, year, measure, doubts."""

    def __init__(
        self, headline: Headline, definitions: Definitions, values: Sequence[Value]
    ) -> None:
        self.headline, self.definitions = headline, definitions
        self.values = values
        inside = {i for span in headline.spans for i in range(span.start, span.end)}
        plain = "".join("^" if i in inside else c for i, c in enumerate(headline.folded))
        # A year in brackets belongs to what stands before it.
        plain = re.sub(r"\(\^+\)", lambda match: "^" * len(match[0]), plain)
        self.breaks = [m.start() for m in _CLAUSE.finditer(plain)]
        self.clause: Callable[[int], int] = _Clauses(self.breaks).__getitem__
        """In which clause a place of the headline lies."""
        self._ends = sorted(value.end for value in values)
        self._clauses_of_values = {self.clause(value.start) for value in values}
        self._passed_over = ignored_words(headline)
        self.ignored = tuple(span.value for span in self._passed_over)

    def statements_of(self, value: Value) -> list[Statement]:
        """The statements that one value makes: one for each province and measure it speaks of."""
        warnings: list[tuple[str, str]] = []
        if value.warning:
            warnings.append((value.warning, self.headline.text[value.start : value.end]))
        provinces, refusal = self._provinces(value, warnings)
        index, index_refusal = self._index(value, warnings)
        measures, measure_refusal = self._measures(value, index, warnings)
        edition, baseline, edition_refusal = self._years(value, index, warnings)
        universe = self._universe(value, warnings)
        if self.ignored:
            warnings.append(("ignored words", ", ".join(self.ignored)))
        if "?" in self.headline.text:
            warnings.append(("question", ""))
        for streak in self.headline.of_kind("streak"):
            warnings.append(("streak", self.headline.text[streak.start : streak.end]))
        for compared in self.headline.of_kind("compared"):
            warnings.append(("compared with", compared.value))
        scopes = scopes_of(self.headline, self.clause, self.values, value)
        reasons = (
            doubt_of(self.headline, self.clause, value), refusal, index_refusal,
            "region" if scopes else "", value.refusal, edition_refusal, measure_refusal,
            growth_of_something(self.headline, self.clause, value),
            distance_to_another(
                self.headline, value, self._previous_end(value), self._next_start(value)
            ),
        )  # fmt: skip
        statement = Statement(
            words=self.headline.text[value.start : value.end].strip(),
            index=index,
            edition=edition,
            baseline=baseline if value.statistic in _CHANGES else "",
            statistic=value.statistic,
            value=value.value,
            best=value.best,
            worst=value.worst,
            from_bottom=value.from_bottom,
            decimals=value.decimals,
            universe=universe,
            refusal=next(filter(None, reasons), ""),
            scope=scope_words(self.headline, scopes or possible_scopes(self.headline, value)),
            region=region_of(self.headline, scopes),
            unread=self._unread(value),
            warnings=tuple(warnings),
        )
        return [
            replace(statement, province=province, measure=measure)
            for province in provinces
            for measure in measures
        ]

    def _unread(self, value: Value) -> tuple[str, ...]:
        """Words beside a value that may change what it says, such as "of our cluster"."""
        own = self.clause(value.start)
        passed = (span for span in self._passed_over if self.clause(span.start) == own)
        return tuple(span.value for span in passed if span.kind == "unread")

    def _previous_end(self, value: Value) -> int:
        before = bisect_right(self._ends, value.start)
        return self._ends[before - 1] if before else 0

    def _next_start(self, value: Value) -> int:
        starts = [v.start for v in self.values if v.start >= value.end]
        return min(starts, default=len(self.headline.text))

    def _provinces(self, value: Value, warnings: list[tuple[str, str]]) -> tuple[list[str], str]:
        spans = self.headline.of_kind("province")
        places = [other.start for other in self.values]
        if speaks_of_part(self.headline, self.clause, places, value.start):
            return [spans[0].value if spans else ""], "part of a province"
        own = self.clause(value.start)
        before = [s for s in spans if s.end <= value.start]
        last = self._next_start(value)
        after = [s for s in spans if value.end <= s.start < last and self._follows(s, value)]
        if before and self.clause(before[-1].start) == own:
            chosen = self._together(before)
        elif self._is_about_the_country(value):
            return [""], "no province"
        elif not before and not after and self._is_named_at_the_end(spans):
            warnings.append(("subject after", spans[0].value))
            chosen = spans
        elif after:
            if before:
                warnings.append(("subject after", after[0].value))
            chosen = after
        else:
            chosen = self._together(before)
        names = list(dict.fromkeys(span.value for span in chosen))
        if not names:
            return [""], "no province"
        alone = len(names) == 1 or value.statistic == "group" or self._is_shared(value, chosen)
        return (names, "") if alone else (names[:1], "several provinces")

    def _is_about_the_country(self, value: Value) -> bool:
        """Whether the subject is Vietnam, ranked among the countries of the world."""
        own = self.clause(value.start)
        country = r"(?<![a-z])(?<!cua )(?<!tai )(?<!o )(?<!in )(?<!of )viet ?nam(?= [a-z~^])"
        found = [m.start() for m in re.finditer(country, self.headline.folded)]
        return any(start < value.start and self.clause(start) == own for start in found)

    def _is_named_at_the_end(self, spans: Sequence[Span]) -> bool:
        """Whether one province only is named, after all values: "…: chặng đường của Vĩnh Phúc"."""
        taken = {self.clause(v.start) for v in self.values}
        return len({s.value for s in spans}) == 1 and self.clause(spans[0].start) not in taken

    def _is_shared(self, value: Value, chosen: Sequence[Span]) -> bool:
        """Whether several provinces are said to hold one place: "đồng hạng", "tied for"."""
        if value.statistic != "rank" or (value.value == 1 and not value.universe):
            # "Hà Nội cùng Đà Nẵng dẫn đầu" may well be the first and the second.
            return False
        joined = fold_letters(self.headline.text[chosen[0].end : max(value.end, chosen[-1].end)])
        return re.search(rf"(?<![a-z])(?:{phrase('ties')}|{JOINS})(?![a-z])", joined) is not None

    def _follows(self, span: Span, value: Value) -> bool:
        """Whether a province named between a value and the next one is the value's subject."""
        first, other = self.clause(value.start), self.clause(span.start)
        if other != first and other in self._clauses_of_values:
            # "Xã hội số xếp thứ 8, Đà Nẵng dẫn đầu": the next value is said of it.
            return False
        between = self.headline.folded[value.end : span.start]
        listed = re.fullmatch(r"[\s^@§¤,:()-]*(?:[a-z§¤^]+ ){0,4}(?:[\s@,]|va|and)*", between)
        return other == first or listed is not None

    def _together(self, spans: list[Span]) -> list[Span]:
        """The last province named, with those joined to it by commas or «and»."""
        chosen = spans[-1:]
        for span in spans[-2::-1]:
            between = self.headline.folded[span.end : chosen[0].start]
            if not re.fullmatch(
                rf"\s*(?:,|va|and|&|{JOINS}|,? ?(?:tp\.?|thanh pho|tinh))[\s,va]*"
                r"(?:tp\.?|tinh|and)?\s*",
                between,
            ):
                break
            chosen.insert(0, span)
        return chosen

    def _index(self, value: Value, warnings: list[tuple[str, str]]) -> tuple[str, str]:
        spans = self.headline.of_kind("index", "other index")
        if not spans:
            if self.ignored:
                return self.definitions.default_index, "no index"
            warnings.append(("index assumed", self.definitions.default_index))
            return self.definitions.default_index, ""
        own = [s for s in spans if self.clause(s.start) == self.clause(value.start)]
        nearest = min(own or spans, key=lambda s: _distance(s, value))
        if nearest.kind == "other index":
            named = (s.value for s in spans if s.kind == "index")
            known = next(named, self.definitions.default_index)
            return known, "another index"
        return nearest.value, ""

    def _measures(
        self, value: Value, index: str, warnings: list[tuple[str, str]]
    ) -> tuple[list[str], str]:
        spans = self.headline.of_kind("measure")
        own = self.clause(value.start)
        first, last = self._previous_end(value), self._next_start(value)
        in_clause = [s for s in spans if self.clause(s.start) == own and first <= s.start < last]
        # A clause that has a value of its own keeps its measures; another one leads in.
        taken = {self.clause(v.start) for v in self.values if v.end <= value.start} - {own}
        before = [
            s for s in spans
            if first <= s.start < value.start and self.clause(s.start) not in taken
        ]  # fmt: skip
        after = [s for s in in_clause if s.start >= value.end]
        if about_something_else(self.headline, value, self.ignored):
            return ["overall"], "no such measure"
        if after and not [s for s in before if self.clause(s.start) == own]:
            # A list goes on over commas: "về chính quyền số, kinh tế số và xã hội số".
            chosen = [s for s in spans if value.end <= s.start < last]
        else:
            chosen = before or [s for s in spans if s.end <= value.start][-1:]
            carried, warning = self._carried(chosen, value) if chosen else (False, ())
            warnings += [warning] if warning else []
            if not carried:
                return ["overall"], ""
        if any(is_amount_of(self.headline, span) for span in chosen):
            return ["overall"], "no such measure"
        names = [
            name
            for span in chosen
            for name in (_PILLARS if span.value == "all pillars" else (span.value,))
        ]
        allowed = self.definitions.measures(index)
        return list(dict.fromkeys(names)), (
            "" if all(name in allowed for name in names) else "no such measure"
        )

    def _carried(
        self, chosen: Sequence[Span], value: Value
    ) -> tuple[bool, tuple[str, str] | tuple[()]]:
        is_first = self._previous_end(value) <= chosen[0].start
        return carried(self.headline, self.clause, self.values, chosen, value, is_first=is_first)

    def _years(
        self, value: Value, index: str, warnings: list[tuple[str, str]]
    ) -> tuple[str, str, str]:
        """Edition, baseline, and why there is no edition."""
        editions = self.headline.of_kind("edition")
        baselines = self.headline.of_kind("baseline")
        years = [e.edition for e in self.definitions.editions if e.index == index]
        complete = [e.edition for e in self.definitions.editions if e.index == index and e.complete]
        newest = max(complete or years)
        baseline = baselines[0].value if baselines else ""
        if value.when == "baseline":
            return self._year_of_start(value, editions, baselines, years, newest, warnings)
        nearest = self._nearest(value, editions)
        if nearest is None and editions and len({s.value for s in editions}) > 1:
            return "", baseline, "several editions"
        if nearest is not None:
            return nearest, baseline, "" if nearest in years else "no such edition"
        year, refusal = self._assumed_year(index, baseline, newest, warnings)
        return year, baseline, refusal

    def _assumed_year(
        self, index: str, baseline: str, newest: str, warnings: list[tuple[str, str]]
    ) -> tuple[str, str]:
        """The edition where no year is said to be measured, and why there is none."""
        on_file = [e for e in self.definitions.editions if e.index == index]
        if baseline:
            later = sorted({e.edition for e in on_file if e.edition > baseline})
            if later:
                warnings.append(("edition after the baseline", later[0]))
            return (later[0], "") if later else ("", "no such edition")
        published = {span.value for span in self.headline.of_kind("published")}
        if published:
            fitting = sorted({e.edition for e in on_file if e.published[:4] in published})
            if len(fitting) != 1:
                return "", "several editions" if fitting else "no such edition"
            warnings.append(("edition from publication", fitting[0]))
            return fitting[0], ""
        relative = self.headline.of_kind("relative")
        warnings.append(("relative year" if relative else "edition assumed", newest))
        return newest, ""

    def _year_of_start(
        self,
        value: Value,
        editions: list[Span],
        baselines: list[Span],
        years: list[str],
        newest: str,
        warnings: list[tuple[str, str]],
    ) -> tuple[str, str, str]:
        """The year of the first place of "from 36th to 21st"."""
        inside = [s for s in editions + baselines if value.start <= s.start < value.end]
        named = inside or baselines
        if named:
            year = named[0].value
            return year, "", "" if year in years else "no such edition"
        later = self._nearest(value, editions) or newest
        earlier = [year for year in sorted(set(years)) if year < later]
        if not earlier:
            return "", "", "no such edition"
        warnings.append(("edition assumed", earlier[-1]))
        return earlier[-1], "", ""

    def _nearest(self, value: Value, editions: list[Span]) -> str | None:
        """The year that a value speaks of, or None where none or several may be meant."""
        inside = [s for s in editions if value.start <= s.start < value.end]
        own = self.clause(value.start)
        others = [v for v in self.values if v.when == "baseline" and v is not value]
        taken = {s for v in others for s in editions if v.start <= s.start < v.end}
        free = [s for s in editions if s not in taken]
        in_clause = [s for s in free if self.clause(s.start) == own]
        first, last = self._previous_end(value), self._next_start(value)
        near = [s for s in free if first <= s.start < last]
        after = [s for s in in_clause if value.end <= s.start < last]
        for group in (inside, after, [s for s in in_clause if s in near], in_clause, near, free):
            found = {s.value for s in group}
            if len(found) == 1:
                return found.pop()
            if len(found) > 1:
                return None
        return None

    def _universe(self, value: Value, warnings: list[tuple[str, str]]) -> str:
        if value.universe:
            return value.universe
        said = {span.value for span in self.headline.of_kind("universe")}
        said |= {other.universe for other in self.values if other.universe}
        if len(said) == 1:
            return said.pop()
        if not said and self.headline.of_kind("merged"):
            warnings.append(("34 assumed", ""))
            return "34"
        return ""


def _distance(span: Span, value: Value) -> int:
    return max(span.start - value.end, value.start - span.end, 0)
