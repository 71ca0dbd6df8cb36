"""What notebook 04 shows: three parts, each with its tables within reach.

ledger = ask(sheet)                 the milestones on file, and the question
clean = Comparisons(ledger)         how many clean comparisons they allow
tests = MilestoneTests(ledger)      whether later scores go with the time since
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

import pandas as pd

from helpers.notebook import Sheet
from helpers.questions.association import sentences as association
from helpers.questions.association.notebook import FamilyOfTests, given_comparison, opening
from helpers.questions.milestones import answer, charts, dates, sentences, tables
from helpers.questions.milestones.events import stages_named
from helpers.sharing.claims import About, RegisteredClaims
from helpers.sharing.drawing import Chart
from helpers.sharing.numbers import Phrase
from helpers.sharing.tables import ReaderTable
from helpers.sharing.wording import Joined, Paragraphs, Said, Sentence, use_wording
from helpers.sources.raw_files import read_raw
from helpers.statistics.evidence import evidence_table

use_wording("milestones.yml", "figures.yml")


def ask(sheet: Sheet) -> Ledger:
    """The milestones on file, with the question that the parameters ask of them.

    Raises:
        BadInputError: a parameter is out of range or not on file.
        NotComparableError: the two editions do not follow one formula.
        UnknownProvinceError: the name means no province of the 63.
    """
    milestones = sheet.read("milestones")
    given = given_comparison(sheet, "milestone_type")
    question = answer.ask(sheet.definitions, sheet.units, milestones, **given)
    return Ledger(sheet, milestones, question)


class Ledger:
    """The milestones on file.

    Args:
        milestones: as `milestones.csv`. question: which type, editions and province are asked of.
    """

    def __init__(
        self, sheet: Sheet, milestones: pd.DataFrame, question: answer.MilestoneQuestion
    ) -> None:
        self.sheet, self.question, self.milestones = sheet, question, milestones
        self.dated = dates.with_date_kinds(milestones)
        self.rankings = sheet.read("rankings")
        sheet.editions = (question.baseline, question.edition)
        sheet.producer = Joined([Said("producer.ministry"), Said("producer.press")], "; ")

    def opening(self) -> Paragraphs:
        """Which editions the tests compare."""
        question = self.question
        return opening(self.sheet, (question.baseline, question.edition), question.unit.province)

    @cached_property
    def events(self) -> pd.DataFrame:
        """The different milestones, each with the best date on file; of `distinct_milestones`."""
        events = dates.distinct_milestones(self.dated)
        self.sheet.save(events.drop(columns=["earliest", "latest"]), "timeline")
        return events

    @cached_property
    def counts(self) -> pd.DataFrame:
        """How many of each type, and how well dated; of `counts_by_type`."""
        return dates.counts_by_type(self.dated, self.sheet.definitions.base_universe)

    def on_file(self) -> Sentence:
        """How much is on file, and how well dated."""
        own = self.events["universe"] == self.sheet.definitions.base_universe
        return self.sheet.say(
            "milestones.on_file",
            size=len(self.sheet.units.all()),
            provinces=self.events.loc[own, "unit_id"].nunique(),
            **self.counts.drop(columns=["milestone_type", "provinces"]).sum(),
        )

    def timeline(self) -> Chart | Sentence:
        """When provinces reached the milestones that are tested, or that no date is on file."""
        drawn = self.events[self.events["date_kind"] != "unknown"]
        title = sentences.timeline_title(drawn[drawn["date_kind"] == "dated"])
        if title is None:
            return self.sheet.say("milestones.none_dated")
        years, types = drawn["latest"].dt.year, self.question.types
        by_year = charts.counts_by_year(self.events, types)
        if by_year.empty:
            return self.sheet.say("milestones.none_dated")
        return self.sheet.chart(
            charts.years_chart,
            self.events,
            types=types,
            names={kind: sentences.type_name(kind) for kind in types},
            title=title,
            subtitle=Said("figures.milestones_by_year"),
            csv="timeline",
            producer=Said("producer.press"),
            editions=[f"{years.min()}–{years.max()}"],
            alt=sentences.timeline_alt(by_year),
        )

    def table(self) -> ReaderTable:
        """How many milestones of each type, and how well dated."""
        table = tables.counts_table(self.counts, self.question.milestone_type)
        return table.written(self.sheet.lang)

    def unlike_things(self) -> Paragraphs:
        """Which unlike things the types that are tested may put together."""
        stages = {kind: stages_named(self.milestones, kind) for kind in self.question.types}
        return self.sheet.paragraphs(
            *(sentences.unlike_things(named, kind) for kind, named in stages.items())
        )

    @cached_property
    def of_province(self) -> pd.DataFrame:
        """The milestones of the province in focus; of `province_milestones`."""
        return answer.province_milestones(self.dated, self.question.unit)

    def focus(self) -> ReaderTable | Sentence:
        """Every milestone of the province in focus with its reports, or that none is on file."""
        province = self.question.unit.province
        if self.of_province.empty:
            return self.sheet.say("milestones.focus_none", province=province)
        sources = read_raw(self.sheet.root, "sources/sources.csv")
        titles = {row["source_id"]: row["title"] for row in sources}
        table = tables.focus_table(self.of_province, titles, province)
        return table.written(self.sheet.lang)


class Comparisons:
    """How many clean comparisons the milestones allow: of the editions asked, then of all."""

    def __init__(self, ledger: Ledger) -> None:
        self.sheet, self.question, self.ledger = ledger.sheet, ledger.question, ledger
        own = (self.question.baseline, self.question.edition)
        others = [p for p in answer.ranked_pairs(self.sheet.definitions) if p != own]
        self.pairs = [own, *others]

    @cached_property
    def counts(self) -> pd.DataFrame:
        """A row for each pair of editions and type; of `clean_comparisons`."""
        on_file = self.ledger.dated, self.ledger.rankings, self.sheet.definitions
        counts = answer.clean_comparisons(*on_file, self.question.types, self.pairs)
        return self.sheet.save(counts, "comparisons")

    @property
    def asked(self) -> pd.DataFrame:
        """The rows of the editions that the question is about."""
        return self.counts.head(len(self.question.types))

    def answer(self) -> Paragraphs:
        """What is on file of the type asked, and how many clean comparisons it gives."""
        kind, counts = self.question.milestone_type, self.ledger.counts
        on_file = counts[counts["milestone_type"] == kind].itertuples(index=False)
        compared = self.asked[self.asked["milestone_type"] == kind].itertuples(index=False)
        return self.sheet.paragraphs(
            *(sentences.reports_of_type(row, self.ledger.events) for row in on_file),
            *(sentences.comparison(row) for row in compared),
        )

    def table(self) -> ReaderTable:
        """How many provinces lie where, for every type and pair of editions."""
        table = tables.comparison_table(self.counts, self.question.milestone_type)
        return table.written(self.sheet.lang)


class MilestoneTests(FamilyOfTests):
    """Whether later scores go with the time since a milestone; the type asked is spoken of."""

    def __init__(self, ledger: Ledger) -> None:
        question, definitions = ledger.question, ledger.sheet.definitions
        self.question, kind = question, question.milestone_type
        self.panel = answer.milestone_panel(ledger.rankings, definitions, question, kind)
        self.first = dates.first_milestones(ledger.dated, kind, question.edition.universe)
        self.measured = answer.measured_on(question.edition)
        on_file = ledger.dated, ledger.rankings, ledger.sheet.read("covariates"), definitions
        draws = ledger.sheet.values["draws"]
        evidence = evidence_table(answer.milestone_evidence(*on_file, question, draws))
        names = {name: sentences.predictor_name(name) for name in evidence["predictor"]}
        shown = evidence[evidence["test_id"] == f"{kind}-score"]
        pair = question.baseline, question.edition
        super().__init__(ledger.sheet, evidence, names, pair, shown)

    def said(self, sentence: Callable[[Any, Phrase], Phrase], test: Any) -> Phrase:  # noqa: ANN401
        """One sentence about one test, or that no province can take part in it."""
        return sentences.of_test(sentence, test)

    def answer(self) -> Paragraphs:
        """What can be told of every primary test, and of the type asked where it is none."""
        rows = pd.concat([self.primary, self.shown]).drop_duplicates("test_id")
        return self.tell(association.answer_sentence, rows)

    def model(self) -> list[Phrase]:
        """The model of the intervals, and how often they hold for predictors such as these."""
        return [*super().model(), association.skewed_sentence(int(self.primary["n"].max()))]

    @cached_property
    def since(self) -> pd.DataFrame:
        """The provinces that the test uses: scores, and `years` since the milestone."""
        since = self.panel.assign(years=dates.years_since(self.first, self.measured)).dropna(
            subset=["years", "score_before", "score_after"]
        )
        kept = ["province", "years", "score_before", "score_after"]
        self.sheet.save(since[kept].reset_index(), "since")
        return since

    @property
    def coverage(self) -> dict[str, int]:
        """Of how many provinces the time is known, and why not of others; of `time_coverage`."""
        return dates.time_coverage(self.first, list(self.panel.index), self.measured)

    @property
    def unused(self) -> tuple[int, dict[str, int]]:
        """How many of these the test uses, and what the others lack; of `why_unused`."""
        return answer.why_unused(self.panel, self.first, self.measured)

    def time_known(self) -> Paragraphs:
        """Of how many provinces the time is known, and how many of these the test uses."""
        return self.sheet.paragraphs(
            sentences.time_known(self.coverage, self.question.milestone_type),
            sentences.used_in_test(*self.unused, self.question),
        )

    def years_of_first(self) -> Sentence:
        """In which years the first milestones lie, and how far apart."""
        return self.sheet.show(sentences.years_of_first(self.since, self.first, self.question))

    def since_chart(self) -> Chart | Sentence:
        """Scores before and after by the time since the milestone, or that nobody has both."""
        if self.since.empty:
            return self.sheet.show(sentences.nobody(self.question.milestone_type))
        (test,) = self.shown.itertuples(index=False)
        return self.sheet.chart(
            charts.since_chart,
            self.since,
            csv="since",
            focus=self.question.unit.unit_id,
            axis_label=Said("milestones.since_axis", asked=self.question),
            title=sentences.since_title(self.since, test, self.question),
            alt=sentences.since_alt(self.since, self.question),
        )

    def overlap(self) -> Sentence:
        """Which part of the index may count the milestone itself, and can it be left out."""
        kind = self.question.milestone_type
        return self.sheet.show(sentences.overlap(self.panel, kind, self.sheet.definitions))


def check(ledger: Ledger, clean: Comparisons, tests: MilestoneTests) -> None:
    """What must hold of the outputs; an `AssertionError` stops the notebook."""
    used, lacking = tests.unused
    firsts = {f"{kind}-score" for kind in ledger.question.types}
    assert firsts <= set(tests.evidence["test_id"])
    assert tests.evidence["test_id"].is_unique
    assert (clean.counts[list(dates.GROUPS)].sum(axis=1) == clean.counts["units"]).all()
    assert sum(tests.coverage.values()) == len(tests.panel)
    assert tests.coverage["known"] == used + sum(lacking.values())
    reports = ledger.counts["reports"].sum()
    assert reports == ledger.events["reports"].sum() == len(ledger.milestones)
    assert ledger.counts["events"].sum() == len(ledger.events)
    assert used == len(tests.since)
    assert (tests.since["years"] >= 0).all()


def claims(clean: Comparisons, tests: MilestoneTests) -> RegisteredClaims:
    """What notebook 04 concludes: every test, then the clean comparisons of each type."""
    about = About.editions(clean.question.baseline, clean.question.edition)
    compared = sentences.comparison_claims(clean.asked, about)
    return clean.sheet.claims(*tests.registered(about), *compared)
