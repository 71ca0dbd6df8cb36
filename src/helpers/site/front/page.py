"""What the front page says, block by block, in one language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import ceil, isfinite
from pathlib import Path

from markupsafe import Markup, escape

from helpers.questions.robustness.curves import FAMILIES
from helpers.questions.robustness.sentences import predictor_label
from helpers.sharing.figure_words import measure_name
from helpers.sharing.numbers import LocalFormatter, format_month
from helpers.sharing.wording import use_wording, word
from helpers.site.front.blocks import (
    Bar,
    Card,
    ClimbBlock,
    Front,
    LossBlock,
    PressBlock,
    TestBar,
    TestBlock,
    Titled,
)
from helpers.site.front.climbed import Climb, Climbs, climbs, newest_bounds, newest_break
from helpers.site.front.evidence import (
    Example,
    Losses,
    Press,
    Test,
    Tested,
    losses,
    press,
    tested,
)
from helpers.site.front.marked import figure, joined, linked, listed, marked
from helpers.site.front.standing import Standing, Tables, leaders, steepest_merger, ties
from helpers.site.provinces import ProvinceTable, province_tables
from helpers.site.units import Link
from helpers.sources.editions import Edition
from helpers.sources.origins import Figure, derived
from helpers.sources.provinces import Unit
from helpers.statistics.sensitivity import Choices

use_wording("front.yml", "comparable.yml")

_NAMED = 3
"""So many widest intervals are named; of more, how many others there are."""
_DAY = len("2025-10-21")


def front_of(root: Path, lang: str, briefs: Mapping[str, str], tests: Path) -> Front:
    """All that the front page says beside the list of questions.

    Args:
        root: the project's folder. lang: "vi" or "en".
        briefs: unit_id -> address of its brief from the front page, where there is one.
        tests: what notebook 06 keeps of all primary tests, where it has been run.

    Raises:
        BadInputError: a processed table does not keep its schema.
    """
    return _Front(Tables.read(root), lang, briefs, tested(tests)).made()


@dataclass(frozen=True, eq=False)
class _Front:
    tables: Tables
    lang: str
    briefs: Mapping[str, str]
    tests: Tested | None

    def made(self) -> Front:
        newest = self.tables.newest
        lost, checked = losses(self.tables), press(self.tables)
        return Front(
            edition=_label(newest),
            lead=self._lead(),
            facts=[one for one in (self._first(), self._means(), self._rose()) if one],
            tables=self.shown,
            tie=self._tie(),
            climbed=self._climbed(self.climbs) if self.climbs else None,
            asides=[one for one in (self._bounds(), self._against()) if one],
            lost=self._lost(lost) if lost else None,
            cards=self._cards(self.tests) if self.tests else [],
            tests=self._tests(self.tests) if self.tests and self.tests.longest else None,
            press=self._press(checked) if checked else None,
            sources=self._sources(newest),
            has_pages=bool(self.briefs),
        )

    # --- the newest table ---

    @cached_property
    def shown(self) -> Sequence[ProvinceTable]:
        return province_tables(self.tables, self.lang, self.briefs)

    @property
    def rows(self) -> Sequence[Standing]:
        return [row.standing for row in self.shown[0].rows]

    @cached_property
    def climbs(self) -> Climbs | None:
        return climbs(self.tables)

    @property
    def size(self) -> Figure:
        return self.tables.size(self.tables.newest.universe)

    def _say(self, key: str, **values: object) -> Markup:
        return marked(key, self.lang, **values)

    def _lead(self) -> Markup:
        newest = self.tables.newest
        found = newest_break(self.tables)
        key = "front.lead_living" if found and found.newer else "front.lead"
        return self._say(key, edition=_label(newest), n=self.size, published=self._day(newest))

    def _day(self, edition: Edition) -> str:
        text = edition.published
        if not text:
            return word("front.unknown_day", self.lang)
        if len(text) == _DAY:
            return LocalFormatter(self.lang).format_field(date.fromisoformat(text), "date")
        year, _, month = text.partition("-")
        return format_month(date(int(year), int(month), 1), self.lang) if month else year

    def _name(self, unit: Unit) -> Link:
        return Link(unit.province, self.briefs.get(unit.unit_id, ""))

    def _first(self) -> Titled | None:
        found = leaders(self.rows, self.tables.newest)
        if found is None:
            return None
        ends = [
            listed([linked(self._name(one.unit), self.lang) for one in group], self.lang)
            for group in (found.first, found.last)
        ]
        one_each = len(found.first) == len(found.last) == 1
        best = joined(
            (
                self._say("front.with_score", name=escape(one.unit.province), score=one.score)
                for one in found.best
            ),
            "; ",
        )
        return Titled(
            self._say(
                "front.first" if one_each else "front.first_several", first=ends[0], last=ends[1]
            ),
            self._say("front.first_text", best=best, n=self.size, mean=found.mean),
        )

    def _means(self) -> Titled | None:
        found, twin = steepest_merger(self.tables, self.rows), self.tables.twin
        if found is None or twin is None:
            return self._losing()
        of = self.tables.size(twin.universe)
        others = [
            self._say("front.with_rank", name=self._name(one.unit), rank=one.rank[0], of=of)
            for one in found.others
        ]
        return Titled(
            self._say("front.means"),
            self._say(
                "front.means_text",
                best=self._name(found.best.unit),
                before=found.best.rank[0],
                of=of,
                others=listed(others, self.lang),
                merged=self._name(found.merged.unit),
                after=found.merged.rank[0],
                size=self.size,
            ),
        )

    def _losing(self) -> Titled | None:
        found = losses(self.tables)
        if found is None:
            return None
        most = found.rows[0]
        part = self._measure(found, most.part)
        return Titled(
            self._say("front.losing", part=part),
            self._say(
                "front.losing_text",
                edition=_label(found.edition), lost=most.lost, points=most.points,
            ),
        )  # fmt: skip

    def _rose(self) -> Titled | None:
        found = newest_break(self.tables)
        if found is not None:
            return self._untold()
        climbed = self.climbs
        if climbed is None:
            return None
        text = [self._say("front.one_formula")]
        if climbed.top:
            text.insert(0, self._rose_most(climbed.rows))
        return Titled(
            self._say(
                "front.rose", rose=climbed.rose, fell=climbed.fell, year=climbed.pair[0].edition
            ),
            joined(text, " "),
        )

    def _rose_most(self, rows: Sequence[Climb]) -> Markup:
        """Who climbed most, all of them where several did."""
        most = [one for one in rows if one.gain.value == rows[0].gain.value]
        if len(most) == 1:
            return self._say("front.rose_most", name=self._name(most[0].unit), **_ranks(most[0]))
        names = listed([linked(self._name(one.unit), self.lang) for one in most], self.lang)
        return self._say("front.rose_most_several", names=names, gain=most[0].gain)

    def _untold(self) -> Titled:
        found = newest_break(self.tables)
        assert found is not None
        said = []
        if found.newer:
            n = self.tables.size(found.newer.universe)
            said.append(self._say("front.break.newer", edition=_label(found.newer), n=n))
        before = found.before
        if before is None:
            said.append(self._say("front.break.first"))
        else:
            if found.formula is not False:
                kind = "formula" if found.formula else "unknown"
                said.append(self._say(f"front.break.{kind}"))
            elif not found.units:
                said.append(self._say("front.break.part", year=before.edition))
            if found.units:
                sizes = {"before": self.tables.size(before.universe), "after": self.size}
                alone = found.formula is False
                kind = "front.break.units_alone" if alone else "front.break.units"
                said.append(self._say(kind, **sizes))
        pair = self.climbs.pair if self.climbs else None
        if pair:
            size = self.tables.size(pair[1].universe)
            said.append(self._say("comparable.use", before=pair[0], after=pair[1], size=size))
        else:
            said.append(self._say("front.no_pair"))
        title = (
            self._say("front.untold", year=before.edition)
            if before
            else self._say("front.untold_first")
        )
        return Titled(title, joined(said, " "))

    def _tie(self) -> Titled | None:
        newest = self.tables.newest
        found = ties(self.tables, self.rows)
        formula = self.tables.definitions.formula_of(newest)
        if found is None or formula is None:
            return None
        named = [
            self._say(
                "front.tie_item", name=self._name(one.unit), low=one.could_be[0],
                high=one.could_be[1],
            )
            for one in found.widest[:_NAMED]
        ]  # fmt: skip
        others = len(found.widest) - _NAMED
        widest = listed(named, self.lang)
        if others > 0:
            n = derived(others, "widest", "rank_intervals", _label(newest))
            widest = self._say("front.and_others", list=joined(named), n=n)
        spread = derived(100 * Choices().weight_spread, "Choices.weight_spread")
        text = [
            self._say(
                "front.tie_text",
                parts=derived(len(formula.weights), "formulas", formula.formula_id, "parts"),
                spread=spread, within=found.within, size=self.size, width=found.width,
            ),
            self._say("front.tie_widest", list=widest),
            self._say("front.tie_kind"),
        ]  # fmt: skip
        title = (
            self._say("front.tie", width=found.width)
            if found.width.value
            else self._say("front.tie_firm")
        )
        return Titled(title, joined(text, " "))

    # --- who climbed ---

    def _climbed(self, found: Climbs) -> ClimbBlock:
        before, after = found.pair
        between = len(found.rows) - len(found.top) - len(found.bottom)
        of = "rank_gains", f"{after.index} {before.edition}–{after.edition}"
        return ClimbBlock(
            self._say(
                "front.climbed_counts", before=before.edition, after=after.edition,
                rose=found.rose, fell=found.fell, same=found.same,
            ),
            self._say("front.climbed_bars", n=found.known),
            [self._bar(one, found.longest) for one in found.top],
            self._say("front.climbed_rest", n=derived(between, "between", *of))
            if between > 0
            else None,
            [self._bar(one, found.longest) for one in found.bottom],
            self._say("front.climbed_all", n=found.known),
            [self._bar(one, found.longest) for one in found.rows],
            [*self._sources(before), *self._sources(after)],
        )  # fmt: skip

    def _bar(self, one: Climb, longest: int) -> Bar:
        half = 50 * abs(one.gain.value) / max(longest, 1)
        up = one.gain.value > 0
        return Bar(
            linked(self._name(one.unit), self.lang),
            joined((figure(end, "int", self.lang) for end in (one.before, one.after)), " → "),
            f"{50 if up else 50 - half:.2f}",
            f"{half:.2f}",
            "up" if up else "down" if one.gain.value else "",
            figure(one.gain, "signed", self.lang),
        )

    def _bounds(self) -> Titled | None:
        found = newest_bounds(self.tables)
        if found is None:
            return None
        before, after = (one.edition for one in found.pair)
        values = {"before": before, "after": after, "up": found.up, "down": found.down}
        said = [self._say("front.bounds", **values, open=found.open)]
        if found.sure.value:
            said.append(self._say("front.bounds_limit", sure=found.sure))
        title = self._say("front.bounds_title", before=before, after=after)
        return Titled(title, joined(said, " "))

    def _against(self) -> Titled | None:
        one = self.climbs.against if self.climbs else None
        if one is None:
            return None
        values = {"score": one.score, "before": one.before, "after": one.after}
        return Titled(
            self._say("front.against_title"),
            self._say("front.against", name=self._name(one.unit), **values),
        )

    # --- lost points ---

    def _lost(self, found: Losses) -> LossBlock:
        whole = max(one.points.value for one in found.rows)
        bars = [
            Bar(
                self._measure(found, one.part),
                joined(
                    (
                        figure(one.lost, "percent", self.lang),
                        figure(one.points, "int", self.lang),
                    ),
                    " / ",
                ),
                f"{65 * one.points.value / whole:.2f}",
                f"{65 * one.lost.value / whole:.2f}",
            )
            for one in found.rows
        ]
        return LossBlock(
            self._say("front.lost_share", share=found.share, n=found.largest),
            self._say(
                "front.lost_note",
                n=self.tables.size(found.edition.universe),
                edition=_label(found.edition),
                all=found.all_points,
            ),
            bars,
            found.formula.fitted,
            self._sources(found.edition),
        )

    def _measure(self, found: Losses, part: str) -> str:
        index = found.edition.index
        return measure_name(self.tables.definitions, index, part).written(self.lang)

    # --- why ---

    def _cards(self, found: Tested) -> list[Card]:
        return [
            self._card(name, [one for one in found.rows if one.notebook == name])
            for name in FAMILIES
            if any(one.notebook == name for one in found.rows)
        ]

    def _card(self, notebook: str, tests: Sequence[Test]) -> Card:
        run = [one for one in tests if one.found]
        standing = [one for one in run if one.verdict != "cannot tell"]
        of = "tests", notebook
        everything = derived(len(tests), *of, "declared")
        if not run:
            said = [self._say("front.card_none", all=everything)]
        else:
            most = max(run, key=lambda one: one.n.value)
            counts = {"run": derived(len(run), *of, "run"), "all": everything, "most": most.n}
            said = [self._say("front.card", **counts)]
            n = derived(len(standing), *of, "standing")
            said.append(
                self._say("front.card_found", n=n) if standing else self._say("front.card_cannot")
            )
            reach = max(one.reach for one in run)
            if not standing and isfinite(reach):
                most_left = derived(ceil(reach), *of, "reach")
                said.append(self._say("front.card_excluded", reach=most_left))
        tag = word("front.found" if standing else "front.cannot", self.lang)
        return Card(notebook, tag, bool(standing), joined(said, " "))

    def _tests(self, found: Tested) -> TestBlock:
        run = [one for one in found.rows if one.found and one.detectable]
        limit = 1.05 * max(found.longest, *(one.detectable.value for one in run if one.detectable))
        few = [
            self._say("front.tests_item", name=predictor_label(one.predictor), n=one.n)
            for one in found.rows
            if not one.found
        ]
        title = (
            self._say("front.tests_found", n=found.standing)
            if found.standing.value
            else self._say("front.tests_none")
        )
        return TestBlock(
            title,
            self._say("front.tests_note", edition=found.edition),
            [
                (name, [self._test(one, limit) for one in run if one.notebook == name])
                for name in FAMILIES
                if any(one.notebook == name for one in run)
            ],
            self._say(
                "front.tests_count",
                declared=found.declared, run=found.run, standing=found.standing,
            ),
            self._say("front.tests_few", list=joined(few)) if few else None,
        )  # fmt: skip

    def _test(self, one: Test, limit: float) -> TestBar:
        def at(places: float) -> float:
            return 50 + 50 * min(max(places / limit, -1), 1)

        def span(low: float, high: float) -> tuple[str, str]:
            return f"{at(low):.2f}", f"{at(high) - at(low):.2f}"

        assert one.found is not None
        assert one.detectable is not None
        return TestBar(
            predictor_label(one.predictor).written(self.lang),
            self._say("front.provinces", n=one.n),
            span(-one.detectable.value, one.detectable.value),
            span(one.lower, one.upper),
            f"{at(one.found.value):.2f}",
            figure(one.found, "signed_one", self.lang),
        )

    # --- the press ---

    def _press(self, found: Press) -> PressBlock:
        counts = {"wrong": found.sources_wrong, "all": found.sources}
        said = [
            self._say("front.press_sources", n=found.contradicted, **counts),
            self._say("front.press_unchecked", n=found.unchecked),
        ]
        return PressBlock(
            self._say("front.press_counts", agrees=found.agrees, checked=found.checked),
            self._say("front.press_right", n=found.agrees),
            self._say("front.press_wrong", n=found.contradicted),
            f"{100 * found.agrees.value / found.checked.value:.2f}",
            joined(said, " "),
            [(one.agrees, self._example(one), one.source_id) for one in found.examples],
        )

    def _example(self, one: Example) -> Markup:
        index = one.edition.partition(" ")[0]
        measure = measure_name(self.tables.definitions, index, one.measure).written(self.lang)
        about = f"{one.province}: {measure}" if one.province else measure
        values = {"printed": one.printed, "edition": one.edition, "tables": one.tables}
        return self._say("front.press_example", **values, about=about)

    def _sources(self, edition: Edition) -> list[Link]:
        """The row of an edition's table on the page of sources."""
        if not edition.table:
            return []
        return [Link(_label(edition), f"{self.lang}/sources.html#{edition.table}")]


def _label(edition: Edition) -> str:
    return f"{edition.index} {edition.edition}"


def _ranks(one: Climb) -> dict[str, Figure]:
    return {"gain": one.gain, "before": one.before, "after": one.after}
