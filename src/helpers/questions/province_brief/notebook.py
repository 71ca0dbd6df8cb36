"""What notebook 09 shows: where one province stands, what it lost, and what is known of it."""

from __future__ import annotations

from functools import cached_property

import IPython.display
import pandas as pd

from helpers.notebook import Sheet
from helpers.questions.province_brief import answer, past, peers, record, sentences
from helpers.questions.province_brief.charts import HEIGHT, WIDTH, RankLine, ranks_svg
from helpers.questions.province_brief.climb import RANKS_UP, climb
from helpers.questions.province_brief.figures import size_of
from helpers.questions.province_brief.main_indices import main_indices
from helpers.questions.province_brief.shown import (
    CardTable,
    ForScript,
    KeyNumbers,
    LeadSentence,
    Note,
    Notice,
    Picture,
    Pictures,
    Points,
)
from helpers.questions.province_brief.unknowns import what_is_not_known
from helpers.questions.province_brief.what_if import what_if
from helpers.questions.province_brief.written_tables import Tables, kind_name
from helpers.rankings.panel import of_edition
from helpers.sharing.numbers import Phrase
from helpers.sharing.wording import Joined, Paragraphs, Said, use_wording
from helpers.sources.provinces import Unit
from helpers.statistics.sensitivity import Choices

use_wording("province_brief.yml")

_SOURCES = "../sources.html#{}"
"""From the page of a province to the row of a source."""


def ask(sheet: Sheet) -> Brief:
    """Which unit is the brief of?

    Raises:
        BadInputError: no complete ranking of the universe is on file.
        UnknownProvinceError: the name means no unit.
    """
    rankings, given = sheet.read("rankings"), sheet.given("province", "universe")
    return Brief(sheet, rankings, answer.ask(rankings, sheet.definitions, sheet.units, **given))


class Brief:
    """One unit in its ranking: where it stands, where it loses points, how it got there."""

    def __init__(
        self, sheet: Sheet, rankings: pd.DataFrame, question: answer.BriefQuestion
    ) -> None:
        self.sheet, self.question, self.unit = sheet, question, question.unit
        self.rankings, self.covariates = rankings, sheet.read("covariates")
        self.ranked = answer.ranked_units(rankings, question.edition)
        intervals = of_edition(sheet.read("rank_intervals"), question.edition)
        self.stands = answer.standing_of(self.ranked, intervals, self.unit)
        definitions = sheet.definitions
        self.found = main_indices(rankings, definitions, question)
        self.history = past.ranks_through(rankings, definitions, question)
        year = answer.parts_of_year(rankings, definitions, sheet.units, question)
        self.climbed = climb(question, self.stands, self.ranked, self.found, year, RANKS_UP)
        self.drawn = past.drawn_units(self.history, question)
        self.runs = past.last_runs(self.history, definitions, self.drawn)
        self._tables = Tables(question, definitions, sheet.lang)
        sheet.save(self.history, "editions")
        sheet.save(self.found.rows, "main-indices")

    @cached_property
    def beside(self) -> answer.Standing | None:
        """Where the counterpart stands in the ranking of the other units."""
        question = self.question
        if question.beside is None or question.counterpart is None:
            return None
        ranked = answer.ranked_units(self.rankings, question.beside)
        return answer.standing_of(ranked, pd.DataFrame(), question.counterpart)

    def standing(self) -> KeyNumbers:
        """Which unit it is, what matters most, and four numbers."""
        sheet, question = self.sheet, self.question
        said = sentences.who(question, self.beside, sheet.definitions)
        IPython.display.display(Notice(sheet.write(said)))
        asked = (question, self.stands, self.found, self.climbed, sheet.definitions)
        IPython.display.display(LeadSentence(*map(sheet.write, sentences.headline(*asked))))
        return self._tables.key_numbers(
            self.stands, self.found, self.climbed, self.ranked["score"].mean(),
            self._step_before(),
        )  # fmt: skip

    def _step_before(self) -> pd.Series | None:
        """The ranks in the edition before and in this one, where the two may be compared."""
        definitions, edition = self.sheet.definitions, self.question.edition
        before = definitions.previous_edition(edition)
        if before is None or not sentences.can_compare(self.question, definitions):
            return None
        own = self.history[
            (self.history["unit_id"] == self.unit.unit_id) & (self.history["measure"] == "overall")
        ].set_index("edition")["rank"]
        ranks = own.reindex([before.edition, edition.edition])
        return None if ranks.isna().any() else ranks.set_axis(["rank_from", "rank_to"])

    def main_indices(self) -> CardTable | None:
        """Every main index beside the others' scores, and the pillars through the editions."""
        if len(self.found.rows):
            IPython.display.display(self._tables.main_indices(self.found))
        return self._tables.pillars(self.history, self.drawn)

    def past(self) -> Pictures | None:
        """What was really gained where editions may be compared, in words and in two drawings."""
        sheet, question = self.sheet, self.question
        broken = past.latest_break(
            self.rankings, sheet.definitions, sheet.units, self.drawn[0].universe
        )
        if self.drawn != (self.unit,):
            IPython.display.display(sheet.show(sentences.only_former(question)))
        said = sentences.past_sentences(self.runs, self.history, broken, self.drawn, question)
        IPython.display.display(Points(map(sheet.write, said)))
        pictures = [
            self._picture(measure, title)
            for measure, title in self._drawn_measures()
            if (self._of_drawn["measure"] == measure).any()
        ]
        if not pictures:
            return None
        note = sentences.chart_note(sheet.definitions, self.drawn[0].universe)
        return Pictures(pictures, sheet.write(note))

    @cached_property
    def _of_drawn(self) -> pd.DataFrame:
        ids = [unit.unit_id for unit in self.drawn]
        return self.history[self.history["unit_id"].isin(ids)]

    def _drawn_measures(self) -> list[tuple[str, Phrase]]:
        size = size_of(self.drawn[0].universe)
        measures: list[tuple[str, Phrase]] = [("overall", Said("brief.chart.overall", size=size))]
        if part := past.drawn_part(self.history, self.found, self.drawn):
            name = sentences.part_name(self.sheet.definitions, part)
            measures.append((part, Said("brief.chart.part", part=name, size=size)))
        return measures

    def _picture(self, measure: str, title: Phrase) -> Picture:
        own = self._of_drawn[self._of_drawn["measure"] == measure]
        lines = [self._line(unit, own[own["unit_id"] == unit.unit_id]) for unit in self.drawn]
        universe = self.drawn[0].universe
        editions = past.shown_editions(self.sheet.definitions, universe)
        told = sentences.editions_told(own, measure, self.drawn)
        drawing = ranks_svg(
            lines, editions, int(universe), title=self.sheet.write(title), told=told
        )
        return Picture(self.sheet.write(title), drawing, told, WIDTH, HEIGHT)

    def _line(self, unit: Unit, own: pd.DataFrame) -> RankLine:
        spans = zip(own["rank_best"].astype(int), own["rank_worst"].astype(int), strict=True)
        return RankLine(unit.province, dict(zip(own["edition"], spans, strict=True)))

    def climb(self) -> ForScript | None:
        """What some ranks more would take, and the numbers for trying it out on the page."""
        sheet = self.sheet
        names = {one.unit_id: one.province for one in sheet.units.units}
        said = sentences.climb_sentences(
            self.climbed, self.stands, self.question, self.found, names, sheet.definitions
        )
        IPython.display.display(sheet.show(Joined(said, " ")))
        if self.climbed is not None:
            table = self._tables.rises(self.climbed)
            if table is not None:
                IPython.display.display(table)
        asked = what_if(self.ranked, self.found, self.unit)
        return None if asked is None else ForScript("what-if", self._tables.what_if(asked))

    def peers(self, count: int = peers.PEERS) -> Paragraphs | None:
        """The units most alike in size and income, and the place of a former one in its region.

        Args:
            count: how many.
        """
        sizes = peers.size_and_income(self.covariates, self.sheet.units, self.unit.universe)
        if sizes is None:
            IPython.display.display(self.sheet.say("brief.peers_none"))
        else:
            table, year = sizes
            alike = peers.nearest_in_size_and_income(table, self.unit, count)
            rows = of_edition(self.rankings, self.question.edition)
            order = [*self.sheet.definitions.measures(self.question.edition.index)]
            parts = sorted(self.found.rows["part"], key=order.index)
            IPython.display.display(self._tables.peers(alike, self.ranked, rows, parts, year))
        if self.question.members:
            return None
        place = peers.region_place(self.ranked, self.unit)
        return self.sheet.paragraphs(*sentences.region_sentence(place, self.question))


def known(brief: Brief) -> Known:
    """What is on file of the unit and its members?"""
    return Known(brief)


class Known:
    """What is on file of a unit and its members beside their ranks, and what is not."""

    def __init__(self, brief: Brief) -> None:
        self.brief, self.sheet, self.question = brief, brief.sheet, brief.question
        sheet, subjects = brief.sheet, brief.question.subjects
        self.figures = record.newest_figures(
            sheet.read("adoption"), sheet.read("online_services"), brief.covariates,
            sheet.read("milestones"), subjects,
        )  # fmt: skip
        self.press = record.press_of(sheet.read("press_check"), subjects)

    def newest(self) -> CardTable | None:
        """The newest figure of each kind."""
        tables = Tables(self.question, self.sheet.definitions, self.sheet.lang)
        shown = tables.figures(self.figures, _SOURCES.format)
        if shown is None:
            IPython.display.display(self.sheet.say("brief.figures_none"))
        return shown

    def printed(self) -> Paragraphs:
        """What sources print of the unit, and how much of it holds."""
        definitions = self.sheet.definitions
        said = sentences.press_sentences(self.press, self.question, definitions)
        return self.sheet.paragraphs(Joined(said, " "))

    def gaps(self) -> Note:
        """What is not known, how the numbers are to be read, how the page is cited."""
        definitions, brief = self.sheet.definitions, self.brief
        unknown = what_is_not_known(
            self.question, brief.found, brief.history, self.figures, definitions
        )
        kinds = [kind_name(kind) for kind in unknown.kinds]
        own = brief.history[brief.history["unit_id"] == brief.unit.unit_id]
        first = own["edition"].min()
        said = sentences.unknown_sentences(unknown, self.question, first, kinds)
        IPython.display.display(Points(map(self.sheet.write, said)))
        spread = Choices().weight_spread
        read = sentences.reading_note(self.question, brief.stands, spread, definitions)
        return Note(self.sheet.write(Joined((*read, sentences.cite(self.question)), " ")))


def check(brief: Brief, known: Known) -> None:
    """Stop where results contradict each other.

    Raises:
        AssertionError: the standing is not that of the ranking, main indices do not add up to what
            the total is above or below the mean, a new unit has a past, a line joins what cannot be
            compared, the gap does not lead to the rank, or a figure is of somebody else.
    """
    question, stands, found = brief.question, brief.stands, brief.found
    ranks = brief.ranked.set_index("unit_id")
    own = ranks.loc[brief.unit.unit_id]
    assert stands.rank == own["rank"]
    assert stands.score == own["score"] if stands.score is not None else pd.isna(own["score"])
    assert stands.lower is None or stands.upper is None or stands.lower <= stands.upper
    assert (found.rows["rank"] <= found.rows["size"]).all()
    if found.whole is not None and stands.score is not None:
        apart = found.whole * (stands.score - brief.ranked["score"].mean())
        explained = found.rows["apart"].sum() + (found.rest_apart or 0)
        assert abs(apart - explained) <= _ROUNDED * found.whole
    assert found.rows["score"].between(found.rows["lowest"], found.rows["highest"]).all()
    former = brief.history[brief.history["universe"] != question.edition.universe]
    assert not question.members or brief.unit.unit_id not in set(former["unit_id"])
    if brief.climbed is not None:
        gap = brief.climbed.gap
        above = (ranks.drop(brief.unit.unit_id)["score"] > gap.needed + _TINY).sum()
        assert gap.points > 0
        assert above < brief.climbed.aim
    asked = what_if(brief.ranked, found, brief.unit)
    assert asked is None or (asked.rank(0), asked.total(0)) == (
        stands.rank, round((stands.score or 0) * 10_000),
    )  # fmt: skip
    subjects = {unit.unit_id for unit in question.subjects}
    assert set(known.figures["unit_id"]) <= subjects
    assert known.figures["kind"].is_unique
    counts = known.press.counts
    assert counts["all"] == sum(counts[one] for one in ("agrees", "contradicted", "unchecked"))


_TINY = 1e-9
_ROUNDED = 3e-4
"""Points fitted on printed scores, and the scores themselves, miss the total by so much at most."""
