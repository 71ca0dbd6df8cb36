"""What notebook 05 shows."""

from __future__ import annotations

from functools import cached_property

import pandas as pd

from helpers.notebook import Sheet
from helpers.questions.association.choices import control_columns
from helpers.questions.association.notebook import FamilyOfTests
from helpers.questions.digital_adoption import answer
from helpers.questions.digital_adoption.charts import dated_dots_chart, survey_lines_chart
from helpers.questions.digital_adoption.figures import (
    MEASURES,
    SHARES,
    all_figures,
    focus_figures,
    group_in_test,
    in_order_of_time,
    known_changes,
    known_levels,
    levels,
    things_counted,
    what_is_known,
    with_uses,
)
from helpers.questions.digital_adoption.sentences import (
    adoption_claims,
    breaks_of_survey,
    changes_sentence,
    dots_of,
    dots_title,
    focus_sentence,
    known_sentence,
    listed_dots,
    overlap_sentences,
    predictor_names,
    survey_title,
    used_sentences,
)
from helpers.questions.digital_adoption.words import (
    count_shown,
    measure_name,
    number_shown,
    period_shown,
    place_shown,
    source_shown,
    use_shown,
)
from helpers.rankings.panel import build_panel
from helpers.sharing import figure_words
from helpers.sharing.claims import RegisteredClaims
from helpers.sharing.drawing import Chart
from helpers.sharing.tables import Columns, Header, ReaderTable
from helpers.sharing.wording import Joined, Paragraphs, Said, Sentence, use_wording
from helpers.sources.raw_files import read_raw
from helpers.statistics.evidence import evidence_table

use_wording("digital_adoption.yml")

_FIGURE_COLUMNS = {
    "date": "date", "number": "value", "counted": "counts", "role": "standing", "doubt": "doubt",
    "source": "source",
}  # fmt: skip


def ask(sheet: Sheet) -> Adoption:
    """What the parameters ask: which measure, which comparison, which province.

    Raises:
        BadInputError, NotComparableError, UnknownProvinceError: as `answer.ask`.
    """
    question = answer.ask(
        sheet.definitions,
        sheet.units,
        **sheet.given("measure", "baseline", "edition", "province", "draws"),
    )
    sheet.editions = (question.baseline, question.edition)
    return Adoption(sheet, question)


class Adoption:
    """What is on file of digital adoption: the measure shown, and the province in focus."""

    def __init__(self, sheet: Sheet, question: answer.AdoptionQuestion) -> None:
        self.sheet, self.question = sheet, question
        self.unit, self.measure = question.unit, question.measure
        self.name = measure_name(question.measure)
        self.years = (question.baseline.edition, question.edition.edition)
        self.figures = all_figures(sheet.read("adoption"), sheet.read("covariates"))
        self.counted = group_in_test(self.figures, question.measure)
        self.unit_names = {unit.unit_id: unit.province for unit in sheet.units.units}

    @cached_property
    def standing(self) -> pd.DataFrame:
        """Every figure, with what it is to the test of its measure."""
        return with_uses(self.figures, self.question.baseline)

    @cached_property
    def of_measure(self) -> pd.DataFrame:
        """Every figure of the measure shown."""
        return self.standing[self.standing["measure"] == self.measure]

    @cached_property
    def used(self) -> pd.DataFrame:
        """Which figure stands for which province in the test of the measure shown."""
        return levels(self.figures, self.measure, self.question.baseline)

    @cached_property
    def known_by_measure(self) -> pd.DataFrame:
        """How many figures there are of each measure."""
        return self.sheet.save(what_is_known(self.figures), "known")

    @cached_property
    def known_by_year(self) -> pd.DataFrame:
        """Of how many provinces each measure is known, by year."""
        return self.sheet.save(known_levels(self.figures), "levels")

    @cached_property
    def known_changes(self) -> pd.DataFrame:
        """How many changes over time there are of each measure."""
        changes = known_changes(self.figures, self.question.baseline, self.question.edition)
        return self.sheet.save(changes, "changes")

    @cached_property
    def of_province(self) -> pd.DataFrame:
        """Every figure of the province in focus."""
        return self.sheet.save(focus_figures(self.standing, self.unit), "focus")

    def opening(self) -> Sentence:
        """Which measure and which comparison are shown."""
        formula = self.sheet.definitions.formula_of(self.question.edition)
        return self.sheet.say(
            "adoption.question",
            measure=self.name,
            baseline=self.years[0],
            edition=self.years[1],
            formula=figure_words.formula_name(formula),
        )

    def known(self) -> Sentence:
        """What is on file of the measure shown, and how firm it is."""
        size = len(self.sheet.units.all("63"))
        return self.sheet.show(
            known_sentence(
                self.known_by_measure, self.known_by_year, self.measure, self.counted, size
            )
        )

    def known_table(self) -> ReaderTable:
        """The same of every measure."""
        counts = (
            "figures", "groups", "other_count", "unusable", "approximate", "doubtful", "undated",
            "merged", "national",
        )  # fmt: skip
        return self._of_measures(
            self.known_by_measure,
            Said("adoption.known_caption"),
            {"provinces": "province_count", **{column: column for column in counts}},
        )

    def levels_table(self) -> ReaderTable:
        """Of how many provinces each measure is known, by year."""
        years = {year: f"y{year}" for year in self.known_by_year.columns.drop("measure")}
        return self._of_measures(
            self.known_by_year.rename(columns=years),
            Said("adoption.levels_caption"),
            {column: Header("in_year", year=year) for year, column in years.items()},
        )

    def changes(self) -> Sentence:
        """Whether changes of the measure shown can be tested."""
        return self.sheet.show(changes_sentence(self.known_changes, self.measure, self.years))

    def changes_table(self) -> ReaderTable:
        """How many changes over time there are of each measure."""
        in_question = Header("in_question", baseline=self.years[0], edition=self.years[1])
        return self._of_measures(
            self.known_changes,
            Said("adoption.changes_caption"),
            {"year_pairs": "year_pairs", "province_pairs": "province_pairs",
             "in_question": in_question},
        )  # fmt: skip

    def _of_measures(
        self, rows: pd.DataFrame, caption: Said, columns: dict[str, str | Header]
    ) -> ReaderTable:
        return self.sheet.table(
            rows.assign(name=rows["measure"].map(measure_name)),
            caption,
            {"name": "measure", **columns},
            highlight=lambda row: row.measure == self.measure,
        )

    def counts_table(self) -> ReaderTable:
        """What the figures of the measure count, and which of it is tested."""
        things = things_counted(self.figures, self.measure, self.question.baseline)
        said = {True: Said("adoption.yes"), False: Said("adoption.no")}
        return self.sheet.table(
            things.assign(
                counted=things["counts"].map(count_shown), tested=things["in_test"].map(said)
            ),
            Said("adoption.counts_caption", measure=self.name),
            {
                "counted": "counts",
                "figures": "figures",
                "provinces": "province_count",
                "in_window": Header("in_window", baseline=self.years[0]),
                "tested": "in_test",
            },
            highlight=lambda row: row.in_test,
        )

    def picture(self) -> Chart:
        """The survey over the years, or every single figure."""
        own = self.of_measure[self.of_measure["fitting"] & (self.of_measure["unit_id"] != "")]
        shown = self.sheet.save(own, "picture")
        return self._lines(shown) if self.question.has_years else self._dots(shown)

    def _lines(self, shown: pd.DataFrame) -> Chart:
        focus, province = self.unit.unit_id, self.unit.province
        breaks = breaks_of_survey()
        return self.sheet.chart(
            survey_lines_chart,
            shown,
            focus=focus,
            breaks=breaks,
            axis_label=Said("adoption.axis_points", measure=self.name),
            title=survey_title(shown, focus, province),
            alt=Said(
                "adoption.survey_alt",
                measure=self.name,
                province=province,
                n=shown["unit_id"].nunique(),
                first=shown["year"].min(),
                last=shown["year"].max(),
                breaks=Joined(breaks.values(), "; "),
            ),
            producer=Said("adoption.producer.survey"),
            editions=sorted({str(year) for year in shown["year"]}),
        )

    def _dots(self, shown: pd.DataFrame) -> Chart:
        dots = dots_of(shown, self.unit_names)
        is_share = self.measure in SHARES
        return self.sheet.chart(
            dated_dots_chart,
            dots,
            focus=self.unit.unit_id,
            axis_label=Said("adoption.axis_percent", measure=self.name) if is_share else self.name,
            title=dots_title(len(dots), len(self.used), self.years[0]),
            alt=Said("adoption.dots_alt", measure=self.name, list=listed_dots(dots)),
            producer=Said("adoption.producer.press"),
            editions=sorted({str(year) for year in dots["year"].dropna()}),
        )

    def figures_table(self) -> ReaderTable | Sentence:
        """Every single figure of the measure, or that all are in the picture."""
        if self.question.has_years:
            return self.sheet.say("adoption.figures_survey", measure=self.name)
        return self.sheet.table(
            self._in_words(in_order_of_time(self.of_measure)),
            Said("adoption.figures_caption", measure=self.name),
            {"place": "province", **_FIGURE_COLUMNS},
            highlight=lambda row: row.unit_id == self.unit.unit_id,
            languages={"doubt": "en"},
        )

    def _in_words(self, figures: pd.DataFrame) -> pd.DataFrame:
        """The columns that a reader sees of figures with their standing."""
        listed = read_raw(self.sheet.root, "sources/sources.csv")
        titles = {row["source_id"]: row["title"] for row in listed}
        rows = list(figures.itertuples(index=False))
        return figures.assign(
            name=[measure_name(row.measure) for row in rows],
            place=[place_shown(row, self.unit_names) for row in rows],
            date=[period_shown(row) for row in rows],
            number=[number_shown(row) for row in rows],
            counted=[count_shown(row.counts) for row in rows],
            role=[use_shown(row.standing) for row in rows],
            source=[source_shown(row.source_id, titles) for row in rows],
        )

    def province(self) -> Sentence:
        """How many figures there are of the province in focus."""
        return self.sheet.show(focus_sentence(self.of_province, self.unit.province))

    def province_table(self) -> ReaderTable:
        """Every figure of the province in focus, of every measure."""
        columns: Columns = {"name": "measure", **_FIGURE_COLUMNS}
        return self.sheet.table(
            self._in_words(self.of_province),
            Said("adoption.focus_caption", province=self.unit.province),
            columns,
            highlight=lambda row: row.measure == self.measure,
            languages={"doubt": "en"},
        )


class AdoptionTests(FamilyOfTests):
    """Every measure against scores of the index; the page speaks of the one shown."""

    def __init__(self, adoption: Adoption) -> None:
        sheet, question = adoption.sheet, adoption.question
        self.adoption, self.question, self.measure = adoption, question, adoption.measure
        rankings, covariates = sheet.read("rankings"), sheet.read("covariates")
        self.panel = build_panel(rankings, sheet.definitions, question.baseline, question.edition)
        evidence = evidence_table(
            answer.adoption_tests(
                rankings, sheet.definitions, adoption.figures, control_columns(covariates), question
            )
        )
        self.of_measure = evidence[evidence["test_id"].str.startswith(f"{self.measure}-")]
        super().__init__(
            sheet,
            evidence,
            predictor_names(*adoption.years),
            shown=self.of_measure[self.of_measure["outcome"] == "score"],
        )

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
        adoption = self.adoption
        return self.sheet.paragraphs(
            *used_sentences(
                adoption.used, self.tested, self.measure, adoption.counted, adoption.years
            )
        )

    def missing(self) -> ReaderTable | Sentence:
        """Which provinces the test of the level lacks, and why."""
        if self.missing_levels.empty:
            return self.sheet.say(
                "adoption.nobody_missing", predictor=self.names[f"{self.measure}_level"]
            )
        return self._missing_table(self.missing_levels, "level")

    def missing_change(self) -> ReaderTable | Sentence:
        """Which provinces the test of the change lacks, where a yearly survey has one."""
        if not self.question.has_years:
            return self.sheet.say("adoption.no_change", measure=self.adoption.name)
        return self._missing_table(self._missing("change"), "change")

    def _missing_table(self, missing: pd.DataFrame, kind: str) -> ReaderTable:
        return self.sheet.table(
            missing.assign(
                reason=[Said(f"adoption.reason.{reason}") for reason in missing["reason"]]
            ),
            Said("adoption.missing_caption", predictor=self.names[f"{self.measure}_{kind}"]),
            {"reason": "reason", "n": "units", "provinces": "provinces"},
        )

    def overlap(self) -> Paragraphs:
        """What taking the overlapping part out of the index changes."""
        part = figure_words.measure_name(
            self.sheet.definitions, "DTI", answer.OVERLAPS[self.measure]
        )
        return self.sheet.paragraphs(
            *overlap_sentences(self.evidence, self.measure, part, self.names)
        )


def tests(adoption: Adoption) -> AdoptionTests:
    """The family of tests of the notebook."""
    return AdoptionTests(adoption)


def check(adoption: Adoption, tests: AdoptionTests) -> None:
    """Do the results keep what the notebook promises?

    Raises:
        AssertionError: one does not.
    """
    evidence, used, missing = tests.evidence, adoption.used, tests.missing_levels
    assert evidence["test_id"].is_unique
    assert set(evidence["predictor"].str.rsplit("_", n=1).str[0]) == set(MEASURES)
    assert set(evidence.loc[evidence["problem"] != "", "verdict"]) <= {"cannot tell"}
    run = evidence[evidence["problem"] == ""]
    assert run[["standardised", "p_value", "holm"]].notna().all(axis=None)
    assert used.index.is_unique
    assert used["fitting"].all()
    assert used["counts"].eq(adoption.counted).all()
    assert not used["year"].gt(int(adoption.years[0])).any()
    lacking = missing.set_index("reason")["n"]
    assert tests.tested == len(used) - lacking.get("no score", 0)
    figures_lacking = lacking.drop("no score", errors="ignore").sum()
    assert len(used) + figures_lacking == len(adoption.sheet.units.all("63"))


def claims(adoption: Adoption, tests: AdoptionTests) -> RegisteredClaims:
    """What the notebook concludes: the answer, every measure, and the overlap of the one shown."""
    return adoption.sheet.claims(
        *adoption_claims(tests.evidence, adoption.measure, *adoption.years)
    )
