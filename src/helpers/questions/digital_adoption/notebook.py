"""What notebook 05 shows."""

from __future__ import annotations

from functools import cached_property

import pandas as pd

from helpers.notebook import Sheet
from helpers.questions.association.choices import control_columns
from helpers.questions.association.notebook import FamilyOfTests, given_comparison, opening
from helpers.questions.digital_adoption import answer, charts, figures, sentences, words
from helpers.rankings.panel import build_panel
from helpers.sharing import figure_words
from helpers.sharing.claims import RegisteredClaims
from helpers.sharing.drawing import Chart
from helpers.sharing.numbers import Phrase
from helpers.sharing.remarks import Remark
from helpers.sharing.tables import Columns, Header, ReaderTable
from helpers.sharing.wording import Joined, Paragraphs, Said, Sentence, use_wording
from helpers.sources.raw_files import read_raw
from helpers.statistics.evidence import evidence_table

use_wording("digital_adoption.yml")


def ask(sheet: Sheet) -> Adoption:
    """What the parameters ask: which measure, which comparison, which province.

    Raises:
        BadInputError, NotComparableError, UnknownProvinceError: as `answer.ask`.
    """
    given = given_comparison(sheet, "measure")
    question = answer.ask(sheet.definitions, sheet.units, **given)
    sheet.editions = (question.baseline, question.edition)
    return Adoption(sheet, question)


class Adoption:
    """What is on file of digital adoption: the measure shown, and the province in focus."""

    def __init__(self, sheet: Sheet, question: answer.AdoptionQuestion) -> None:
        self.sheet, self.question = sheet, question
        self.unit, self.measure = question.unit, question.measure
        self.name = words.measure_name(question.measure)
        self.years = (question.baseline.edition, question.edition.edition)
        self.figures = figures.all_figures(sheet.read("adoption"), sheet.read("covariates"))
        self.counted = figures.group_in_test(self.figures, question.measure)
        self.unit_names = {unit.unit_id: unit.province for unit in sheet.units.units}

    @cached_property
    def standing(self) -> pd.DataFrame:
        """Every figure, with what it is to the test of its measure."""
        return figures.with_uses(self.figures, self.question.baseline)

    @cached_property
    def of_measure(self) -> pd.DataFrame:
        """Every figure of the measure shown."""
        return self.standing[self.standing["measure"] == self.measure]

    @cached_property
    def used(self) -> pd.DataFrame:
        """Which figure stands for which province in the test of the measure shown."""
        return figures.levels(self.figures, self.measure, self.question.baseline)

    @cached_property
    def known_by_measure(self) -> pd.DataFrame:
        """How many figures there are of each measure."""
        return self.sheet.save(figures.what_is_known(self.figures), "known")

    @cached_property
    def known_by_year(self) -> pd.DataFrame:
        """Of how many provinces each measure is known, by year."""
        return self.sheet.save(figures.known_levels(self.figures), "levels")

    @cached_property
    def known_changes(self) -> pd.DataFrame:
        """How many changes over time there are of each measure."""
        pair = self.question.baseline, self.question.edition
        return self.sheet.save(figures.known_changes(self.figures, *pair), "changes")

    @cached_property
    def of_province(self) -> pd.DataFrame:
        """Every figure of the province in focus."""
        return self.sheet.save(figures.focus_figures(self.standing, self.unit), "focus")

    def opening(self) -> Paragraphs:
        """Which editions the tests compare."""
        question = self.question
        return opening(self.sheet, (question.baseline, question.edition), self.unit.province)

    def asked(self) -> Sentence:
        """Which measure and which comparison are shown."""
        formula = figure_words.formula_name(
            self.sheet.definitions.formula_of(self.question.edition)
        )
        return self.sheet.say(
            "adoption.question", measure=self.name, asked=self.question, formula=formula
        )

    def known(self) -> Sentence:
        """What is on file of the measure shown, and how firm it is."""
        tables = self.known_by_measure, self.known_by_year
        size = len(self.sheet.units.all(self.question.edition.universe))
        return self.sheet.show(sentences.known_sentence(*tables, self.measure, self.counted, size))

    def known_table(self) -> ReaderTable:
        """The same of every measure."""
        columns = (
            "measure", "province_count", "figures", "groups", "other_count", "unusable",
            "approximate", "doubtful", "undated", "merged", "national",
        )  # fmt: skip
        known = self.known_by_measure.rename(columns={"provinces": "province_count"})
        return self._of_measures(known, Said("adoption.known_caption"), columns)

    def levels_table(self) -> ReaderTable:
        """Of how many provinces each measure is known, by year."""
        years = {year: f"y{year}" for year in self.known_by_year.columns.drop("measure")}
        headers = {column: Header("in_year", year=year) for year, column in years.items()}
        return self._of_measures(
            self.known_by_year.rename(columns=years),
            Said("adoption.levels_caption"),
            {"measure": "measure", **headers},
        )

    def changes(self) -> Sentence:
        """Whether changes of the measure shown can be tested."""
        said = sentences.changes_sentence(self.known_changes, self.measure, self.years)
        return self.sheet.show(said)

    def changes_table(self) -> ReaderTable:
        """How many changes over time there are of each measure."""
        plain = {name: name for name in ("measure", "year_pairs", "province_pairs")}
        in_question = Header("in_question", baseline=self.years[0], edition=self.years[1])
        columns: Columns = {**plain, "in_question": in_question}
        return self._of_measures(self.known_changes, Said("adoption.changes_caption"), columns)

    def _of_measures(self, rows: pd.DataFrame, caption: Said, columns: Columns) -> ReaderTable:
        named = rows.assign(measure=rows["measure"].map(words.measure_name))
        return self.sheet.table(
            named, caption, columns, highlight=lambda row: row.measure == self.name
        )

    def counts_table(self) -> ReaderTable:
        """What the figures of the measure count, and which of it is tested."""
        things = figures.things_counted(self.figures, self.measure, self.question.baseline)
        said = {True: Said("adoption.yes"), False: Said("adoption.no")}
        return self.sheet.table(
            things.assign(
                counts=things["counts"].map(words.count_shown), tested=things["in_test"].map(said)
            ),
            Said("adoption.counts_caption", measure=self.name),
            {
                "counts": "counts", "figures": "figures", "provinces": "province_count",
                "in_window": Header("in_window", baseline=self.years[0]), "tested": "in_test",
            },
            highlight=lambda row: row.in_test,
        )  # fmt: skip

    def picture(self) -> Chart:
        """The survey over the years, or every single figure."""
        own = self.of_measure[self.of_measure["fitting"] & (self.of_measure["unit_id"] != "")]
        shown = self.sheet.save(own, "picture")
        return self._lines(shown) if self.question.has_years else self._dots(shown)

    def _lines(self, shown: pd.DataFrame) -> Chart:
        breaks, years = sentences.breaks_of_survey(), shown["year"]
        return self.sheet.chart(
            charts.survey_lines_chart,
            shown,
            csv="picture",
            focus=self.unit.unit_id,
            breaks=breaks,
            axis_label=Said("adoption.axis_points", measure=self.name),
            title=sentences.survey_title(shown, self.unit.unit_id, self.unit.province),
            alt=Said(
                "adoption.survey_alt",
                measure=self.name,
                province=self.unit.province,
                n=shown["unit_id"].nunique(),
                first=years.min(),
                last=years.max(),
                breaks=Joined(breaks.values(), "; "),
            ),
            producer=Said("adoption.producer.survey"),
            editions=sorted({str(year) for year in years}),
        )

    def _dots(self, shown: pd.DataFrame) -> Chart:
        dots, label = sentences.dots_of(shown, self.unit_names), self.name
        if self.measure in figures.SHARES:
            label = Said("adoption.axis_percent", measure=self.name)
        return self.sheet.chart(
            charts.dated_dots_chart,
            dots,
            csv="picture",
            focus=self.unit.unit_id,
            axis_label=label,
            title=sentences.dots_title(len(dots), len(self.used), self.years[0]),
            alt=Said("adoption.dots_alt", measure=self.name, list=sentences.listed_dots(dots)),
            producer=Said("adoption.producer.press"),
            editions=sorted({str(year) for year in dots["year"].dropna()}),
        )

    def figures_table(self) -> ReaderTable | Sentence:
        """Every single figure of the measure, or that all are in the picture."""
        if self.question.has_years:
            return self.sheet.say("adoption.figures_survey", measure=self.name)
        caption = Said("adoption.figures_caption", measure=self.name)
        ordered = figures.in_order_of_time(self.of_measure)
        return self._of_figures(
            ordered, caption, "province", ordered["unit_id"] == self.unit.unit_id
        )

    def province(self) -> Sentence:
        """How many figures there are of the province in focus."""
        return self.sheet.show(sentences.focus_sentence(self.of_province, self.unit.province))

    def province_table(self) -> ReaderTable:
        """Every figure of the province in focus, of every measure."""
        caption = Said("adoption.focus_caption", province=self.unit.province)
        return self._of_figures(
            self.of_province, caption, "measure", self.of_province["measure"] == self.measure
        )

    def _of_figures(
        self, shown: pd.DataFrame, caption: Phrase, first: str, in_focus: pd.Series
    ) -> ReaderTable:
        """What a reader sees of figures, with the province or the measure in the first column."""
        listed = read_raw(self.sheet.root, "sources/sources.csv")
        titles = {row["source_id"]: row["title"] for row in listed}
        rows = list(shown.itertuples(index=False))
        return self.sheet.table(
            shown.assign(
                measure=[words.measure_name(row.measure) for row in rows],
                province=[words.place_shown(row, self.unit_names) for row in rows],
                date=[words.period_shown(row) for row in rows],
                value=[words.number_shown(row) for row in rows],
                counts=[words.count_shown(row.counts) for row in rows],
                standing=[words.use_shown(row.standing) for row in rows],
                source=[words.source_shown(row.source_id, titles) for row in rows],
                doubt=shown["doubt"].map(Remark),
                in_focus=in_focus,
            ),
            caption,
            (first, "date", "value", "counts", "standing", "doubt", "source"),
            highlight=lambda row: row.in_focus,
        )


class AdoptionTests(FamilyOfTests):
    """Every measure against scores of the index; the page speaks of the one shown."""

    def __init__(self, adoption: Adoption) -> None:
        sheet, question = adoption.sheet, adoption.question
        self.adoption, self.question, self.measure = adoption, question, adoption.measure
        rankings, definitions = sheet.read("rankings"), sheet.definitions
        self.panel = build_panel(rankings, definitions, question.baseline, question.edition)
        controls = control_columns(sheet.read("covariates"), question.baseline)
        evidence = evidence_table(
            answer.adoption_tests(rankings, definitions, adoption.figures, controls, question)
        )
        shown = evidence[evidence["test_id"] == f"{self.measure}-level"]
        names, pair = (
            sentences.predictor_names(*adoption.years),
            (question.baseline, question.edition),
        )
        super().__init__(sheet, evidence, names, pair, shown)

    @cached_property
    def missing_levels(self) -> pd.DataFrame:
        """Which provinces the test of the level lacks, and why."""
        return self.sheet.save(self._missing("level"), "missing")

    def _missing(self, kind: str) -> pd.DataFrame:
        return answer.why_missing(
            self.adoption.figures, self.question, self.panel, self.sheet.units, kind=kind
        )

    @property
    def tested(self) -> int:
        """Of how many provinces the level of the measure shown is in the test."""
        return int(self.evidence.set_index("test_id").loc[f"{self.measure}-level", "n"])

    def used(self) -> Paragraphs:
        """Which figures the level rests on, and how many provinces the test can take."""
        asked = self.measure, self.adoption.counted, self.adoption.years
        said = sentences.used_sentences(self.adoption.used, self.tested, *asked)
        return self.sheet.paragraphs(*said)

    def reliability(self) -> Paragraphs:
        """How much of each yearly survey lasts, and what one year of it cannot show."""
        tests = {test.test_id: test for test in self.primary.itertuples(index=False)}
        said: list[Said] = []
        for measure in figures.PAPI:
            quality = answer.survey_quality(self.adoption.figures, measure, self.question.baseline)
            said += sentences.reliability_sentences(quality, tests[f"{measure}-level"])
        return self.sheet.paragraphs(*said)

    def missing(self) -> ReaderTable | Sentence:
        """Which provinces the test of the level lacks, and why."""
        if self.missing_levels.empty:
            level = self.names[f"{self.measure}_level"]
            return self.sheet.say("adoption.nobody_missing", predictor=level)
        return self._missing_table(self.missing_levels, "level")

    def missing_change(self) -> ReaderTable | Sentence:
        """Which provinces the test of the change lacks, where a yearly survey has one."""
        if not self.question.has_years:
            return self.sheet.say("adoption.no_change", measure=self.adoption.name)
        return self._missing_table(self._missing("change"), "change")

    def _missing_table(self, missing: pd.DataFrame, kind: str) -> ReaderTable:
        reasons = [Said(f"adoption.reason.{reason}") for reason in missing["reason"]]
        return self.sheet.table(
            missing.assign(reason=reasons),
            Said("adoption.missing_caption", predictor=self.names[f"{self.measure}_{kind}"]),
            {"reason": "reason", "n": "units", "provinces": "provinces"},
        )

    def overlap(self) -> Paragraphs:
        """What taking the overlapping part out of the index changes."""
        overlap = answer.OVERLAPS[self.measure]
        part = figure_words.measure_name(self.sheet.definitions, "DTI", overlap)
        said = sentences.overlap_sentences(self.evidence, self.measure, part, self.names)
        return self.sheet.paragraphs(*said)


def check(adoption: Adoption, tests: AdoptionTests) -> None:
    """Do the results keep what the notebook promises?

    Raises:
        AssertionError: one does not.
    """
    evidence, used, missing = tests.evidence, adoption.used, tests.missing_levels
    assert evidence["test_id"].is_unique
    assert {f"{measure}_level" for measure in figures.MEASURES} <= set(evidence["predictor"])
    assert set(evidence.loc[evidence["problem"] != "", "verdict"]) <= {"cannot tell"}
    run = evidence[evidence["problem"] == ""]
    assert run[["standardised", "p_value", "lower", "upper"]].notna().all(axis=None)
    assert used.index.is_unique
    assert used["fitting"].all()
    assert used["counts"].eq(adoption.counted).all()
    assert not used["year"].gt(int(adoption.years[0])).any()
    lacking = missing.set_index("reason")["n"]
    assert tests.tested == len(used) - lacking.get("no score", 0)
    figures_lacking = lacking.drop("no score", errors="ignore").sum()
    assert len(used) + figures_lacking == len(
        adoption.sheet.units.all(adoption.question.edition.universe)
    )


def claims(adoption: Adoption, tests: AdoptionTests) -> RegisteredClaims:
    """What the notebook concludes: the answer, and the primary test of every measure."""
    pair = (adoption.question.baseline, adoption.question.edition)
    said = sentences.adoption_claims(
        tests.evidence, pair, adoption.sheet.definitions.declared.worth_saying
    )
    return adoption.sheet.claims(*said)
