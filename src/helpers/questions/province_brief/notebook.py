"""What notebook 09 shows: where one province stands, what moved it, and what is known of it."""

from __future__ import annotations

from functools import cached_property

import IPython.display
import pandas as pd

from helpers.notebook import Sheet
from helpers.questions.clean_figures.answer import load_noted_contradictions
from helpers.questions.province_brief import answer, moves, peers, record, sentences, tables
from helpers.questions.province_brief.charts import editions_chart
from helpers.questions.province_brief.climb import RANKS_UP, climb
from helpers.questions.province_brief.shown import Beside, LeadSentence, Note, Points
from helpers.questions.province_brief.unknowns import what_is_not_known
from helpers.questions.rank_gains.answer import focus_row, newest_gains
from helpers.questions.rank_gains.sentences import newest_sentence
from helpers.questions.rank_gains.workings import GainSplit
from helpers.rankings.panel import of_edition
from helpers.sharing.drawing import Chart
from helpers.sharing.numbers import Phrase
from helpers.sharing.tables import ReaderTable, TableOf
from helpers.sharing.wording import InBoth, Paragraphs, Said, Sentence, use_wording
from helpers.sources.raw_files import read_raw

use_wording("province_brief.yml", "rank_gains.yml")


def ask(sheet: Sheet) -> Brief:
    """Which unit is the brief of?

    Raises:
        BadInputError: no complete ranking of the universe is on file.
        UnknownProvinceError: the name means no unit.
    """
    rankings, given = sheet.read("rankings"), sheet.given("province", "universe")
    return Brief(sheet, rankings, answer.ask(rankings, sheet.definitions, sheet.units, **given))


class Brief:
    """One unit in its ranking: where it stands, how it got there, and who stands beside it."""

    def __init__(
        self, sheet: Sheet, rankings: pd.DataFrame, question: answer.BriefQuestion
    ) -> None:
        self.sheet, self.question, self.unit = sheet, question, question.unit
        sheet.editions, sheet.producer = (question.edition,), Said("producer.press")
        self.rankings, self.covariates = rankings, sheet.read("covariates")
        self.ranked = answer.ranked_units(self.rankings, question.edition)
        intervals = of_edition(sheet.read("rank_intervals"), question.edition)
        self.stands = answer.standing_of(self.ranked, intervals, self.unit)
        definitions = sheet.definitions
        self.gains = answer.comparable_gains(self.rankings, definitions, question.pair)
        self.parts = answer.edition_parts(self.rankings, definitions, sheet.units, question.edition)
        self.year = answer.parts_of_year(self.rankings, definitions, sheet.units, question)

    @cached_property
    def history(self) -> pd.DataFrame:
        """The ranks through every edition on file: `editions_known`."""
        known = answer.editions_known(self.rankings, self.sheet.definitions, self.question)
        return self.sheet.save(known, "editions")

    @cached_property
    def split(self) -> GainSplit | None:
        """What moved those whose move is shown, in the comparable year."""
        split = answer.split_of_year(self.year, self.question)
        self.sheet.save(answer.moved_rows(split, self.question), "moved")
        return split

    def standing(self) -> Paragraphs:
        """The line above everything else, and how firm it is."""
        line = self.sheet.write(sentences.headline(self.question, self.stands))
        IPython.display.display(LeadSentence(line))
        own = None if self.gains is None else focus_row(self.gains, self.unit)
        said = sentences.standing_sentences(self.question, self.stands, own, self.sheet.definitions)
        return self.sheet.paragraphs(*said)

    def editions(self) -> Sentence | None:
        """The ranks through the editions as chart and table, and how the newest is to be read."""
        none_known = self.sheet.say("gains.history_none", province=self.unit.province)
        told = tables.editions_tables(self.history, self.question)
        found = [self.sheet.written(table) for table in told]
        IPython.display.display(self._chart() if found else none_known)
        IPython.display.display(Beside(found) if found else none_known)
        newest = answer.newest_step(self.sheet.definitions, self.question)
        if newest is None:
            return None
        overall = self.rankings[self.rankings["measure"] == "overall"]
        gains = newest_gains(overall, self.sheet.definitions, newest)
        return self.sheet.show(newest_sentence(gains, newest, self.unit))

    def _chart(self) -> Chart:
        known = self.history.dropna(subset=["rank_best"])
        return self.sheet.chart(
            editions_chart,
            self.history,
            self.unit.unit_id,
            list(self.sheet.definitions.indices),
            title=Said("brief.editions_title", province=self.unit.province),
            alt=Said("brief.editions_alt", list=sentences.editions_told(self.history)),
            editions=sorted(set(known["index"])),
            caveat=sentences.editions_caveat(self.history),
        )

    def moved(self) -> ReaderTable | Sentence | None:
        """What moved the rank in the comparable year, part by part."""
        asked = (self.split, self.question, self.sheet.definitions)
        IPython.display.display(self.sheet.paragraphs(*moves.moved_sentences(*asked)))
        table = moves.moved_table(*asked)
        return None if table is None else self.sheet.written(table)

    def beside(self, each_way: int = peers.EACH_WAY, count: int = peers.PEERS) -> Paragraphs:
        """Its neighbours in the ranking, its peers in size and income, its place in its region.

        Args:
            each_way: how many neighbours above and below. count: how many peers.
        """
        near = peers.neighbours(self.ranked, self.unit, each_way)
        shown = [self._ranked(near, "brief.neighbours_caption")]
        sizes = peers.size_and_income(self.covariates, self.sheet.units, self.unit.universe)
        if sizes:
            table, year = sizes
            alike = peers.nearest_in_size_and_income(table, self.unit, count)
            shown.append(self._ranked(alike, "brief.peers_caption", year=year))
        IPython.display.display(Beside(shown))
        place = peers.region_place(self.ranked, self.unit)
        return self.sheet.paragraphs(
            *sentences.beside_sentences(place, self.question, sizes is not None)
        )

    def _ranked(
        self, units: pd.DataFrame, caption: str, **values: object
    ) -> ReaderTable | Sentence:
        rows = peers.with_ranks(units, self.ranked, self.gains)
        told = Said(caption, edition=self.question.edition, **values)
        return self.sheet.written(tables.ranked_table(rows, self.question, told))

    def climb(self, ranks_up: int = RANKS_UP) -> Points | Sentence:
        """What some ranks more would take.

        Args:
            ranks_up: how many; fewer where the first place is nearer.
        """
        found = climb(self.question, self.stands, self.parts, self.year, ranks_up)
        if found is None:
            return self.sheet.show(sentences.no_climb(self.stands, self.question))
        names = {one.unit_id: one.province for one in self.sheet.units.units}
        said = sentences.climb_sentences(found, self.question, names, self.sheet.definitions)
        return _points(self.sheet, said)


def known(brief: Brief) -> Known:
    """What is on file of the unit and its members?"""
    return Known(brief)


class Known:
    """What is on file of a unit and its members beside their ranks, and what is not."""

    def __init__(self, brief: Brief) -> None:
        self.brief, self.sheet, self.question = brief, brief.sheet, brief.question
        sheet, subjects = brief.sheet, brief.question.subjects
        self._services, self._adoption = sheet.read("online_services"), sheet.read("adoption")
        self._milestones = sheet.read("milestones")
        self.on_file = record.milestones_of(self._milestones, subjects)
        self.services = record.services_known(self._services, subjects)
        self.milestones = record.milestones_known(self.on_file, subjects)
        self.adoption = record.adoption_known(self._adoption, brief.covariates, subjects)
        contradictions = sheet.read("contradictions")
        self.contradictions = record.contradictions_known(contradictions, subjects)
        self.excerpts = (self.services, self.milestones, self.adoption, self.contradictions)
        """What the tables of the page show of each kind."""
        sources = read_raw(brief.sheet.root, "sources/sources.csv")
        self.titles = {row["source_id"]: row["title"] for row in sources}

    def tables(self) -> Points | None:
        """The newest figures of each kind, and what printed figures contradict."""
        told = (
            tables.services_table(self.services, self.question),
            tables.milestones_table(self.milestones, self.question),
        )
        IPython.display.display(Beside([self.sheet.written(one) for one in told]))
        self._display(tables.adoption_table(self.adoption, self.question))
        self._display(
            tables.contradictions_table(self.contradictions, self.sheet.definitions, self.titles)
        )
        noted = self._noted()
        return _points(self.sheet, noted) if noted else None

    def _display(self, told: TableOf | Phrase | None) -> None:
        if told is not None:
            IPython.display.display(self.sheet.written(told))

    def _noted(self) -> list[Phrase]:
        """Contradictions inside single sources, as they were noted."""
        reported = self.sheet.read("reported_figures", ["figure_id", "unit_id"])
        ledgers = [self._services, self._milestones, self._adoption, reported]
        noted = load_noted_contradictions(self.sheet.root)
        about = record.noted_about(noted, ledgers, self.question.subjects)
        return [InBoth(str(entry["vi"]), str(entry["en"])) for entry in about]

    def gaps(self) -> Note | None:
        """What is not known, and the sources of what is."""
        definitions, brief = self.sheet.definitions, self.brief
        unknown = what_is_not_known(
            self.question, brief.parts, brief.history, self._services, self.on_file,
            self._adoption, brief.covariates, definitions,
        )  # fmt: skip
        said = sentences.unknown_sentences(unknown, self.question, definitions)
        IPython.display.display(_points(self.sheet, said))
        cited = [one.rows for one in self.excerpts]
        sources = sentences.sources_sentence(cited, self.titles)
        return None if sources is None else Note(self.sheet.write(sources))


def _points(sheet: Sheet, said: list[Phrase]) -> Points:
    return Points(sheet.write(phrase) for phrase in said)


def check(brief: Brief, known: Known) -> None:
    """Stop where results contradict each other.

    Raises:
        AssertionError: the standing is not that of the ranking, a new unit has a past, or a figure
            is of somebody else.
    """
    question, stands = brief.question, brief.stands
    ranks = brief.ranked.set_index("unit_id")["rank"]
    assert stands.rank == ranks[brief.unit.unit_id]
    assert stands.lower is None or stands.upper is None or stands.lower <= stands.upper
    former = brief.history[brief.history["universe"] != question.edition.universe]
    assert not question.members or brief.unit.unit_id not in set(former["unit_id"])
    own = {unit.unit_id for unit in question.subjects}
    assert all(set(one.rows["unit_id"]) <= own for one in known.excerpts)
