"""What notebook 03 shows."""

from __future__ import annotations

from functools import cached_property

import pandas as pd

from helpers.notebook import Sheet
from helpers.questions.association.notebook import FamilyOfTests, given_comparison, opening
from helpers.questions.online_services import answer, charts, portal, sentences
from helpers.sharing.claims import About, RegisteredClaims
from helpers.sharing.drawing import Chart
from helpers.sharing.remarks import PrintedDate, Remark, SourceTitle
from helpers.sharing.tables import Header, ReaderTable
from helpers.sharing.wording import Paragraphs, Said, Sentence, use_wording
from helpers.sources.raw_files import read_raw
from helpers.statistics.evidence import evidence_table

use_wording("online_services.yml")

"""Columns that the compiler wrote in English, whatever the language of the page."""
_PRESS = Said("producer.press")


def ask(sheet: Sheet) -> Services:
    """What the parameters ask: which comparison, which province, how many permutations.

    Raises:
        BadInputError, NotComparableError, UnknownProvinceError: as `answer.ask`.
    """
    question = answer.ask(sheet.definitions, sheet.units, **given_comparison(sheet))
    sheet.editions = (question.baseline, question.edition)
    return Services(sheet, question)


class Services:
    """What is on file of online services: two ways of counting, and the province in focus."""

    def __init__(self, sheet: Sheet, question: answer.ServiceQuestion) -> None:
        self.sheet, self.question = sheet, question
        self.unit = question.unit
        everything = answer.with_kinds(sheet.read("online_services"))
        self.figures = everything[~answer.in_whole_lists(everything)]
        self.lists = answer.newest_lists(everything)

    def opening(self) -> Paragraphs:
        """Which editions the tests compare."""
        question = self.question
        return opening(self.sheet, (question.baseline, question.edition), self.unit.province)

    @cached_property
    def counts(self) -> pd.DataFrame:
        """Every dated count of a whole unit by level."""
        return answer.dated_counts(self.figures)

    @cached_property
    def coverage(self) -> pd.DataFrame:
        """How many provinces have a dated count, by level and year."""
        return answer.counts_coverage(self.counts)

    @cached_property
    def of_province(self) -> pd.DataFrame:
        """Every figure of the province in focus."""
        return answer.focus_figures(self.figures, self.unit)

    def kinds(self) -> ReaderTable:
        """How many figures of which kind, apart by regime."""
        kinds = answer.kinds_on_file(self.figures)
        return self.sheet.table(
            kinds.assign(
                regime=[Said(f"services.regime.{regime}") for regime in kinds["regime"]],
                kind=[Said(f"services.kind.{kind}") for kind in kinds["kind"]],
            ),
            Said("services.kinds_caption"),
            ("regime", "kind", "figures", "dated", "units", "first_year", "last_year"),
        )

    def counts_chart(self) -> Chart | Sentence:
        """Dated counts, the two decrees on scales of their own."""
        counts = self.sheet.save(self.counts, "counts")
        if counts.empty:
            return self.sheet.say("services.chart.nothing")
        units = counts["unit_id"].nunique()
        return self.sheet.chart(
            charts.dated_figures_chart,
            charts.count_columns(counts, self.sheet.lang),
            csv="counts",
            focus=self.unit.unit_id,
            title=Said("services.counts_title", figures=len(counts), units=units),
            alt=Said(
                "services.counts_alt",
                old=sentences.units_of_levels(counts, "decree-43"),
                new=sentences.units_of_levels(counts, "decree-42"),
            ),
            producer=_PRESS,
            editions=[_years(counts)],
        )

    def counts_apart(self) -> Sentence:
        """Which counts the picture leaves out, and which it shows apart."""
        return self.sheet.show(sentences.apart_sentence(self.figures, self.counts))

    def coverage_table(self) -> ReaderTable:
        """Provinces with a dated count, by level and year."""
        years = {
            column: Header("in_year", year=column.removeprefix("year_"))
            for column in self.coverage
            if column.startswith("year_")
        }
        return self.sheet.table(
            self.coverage.assign(level=self.coverage["level"].map(sentences.level_name)),
            Said("services.coverage_caption"),
            {"level": "level", **years, "provinces": "any_year"},
        )

    def coverage_sentence(self) -> Sentence:
        """Why counts by level cannot be asked about gains."""
        return self.sheet.show(sentences.coverage_sentence(answer.fullest_year(self.coverage)))

    def split_table(self) -> ReaderTable | Sentence:
        """The procedures of the units of today, split in full, apart from former provinces."""
        if self.lists.empty:
            return self.sheet.say("services.split_none")
        return self.sheet.table(
            self.lists,
            Said("services.split_caption", when=sentences.as_of(self.lists.iloc[0])),
            ("province", *answer.SPLIT, "full_share"),
            highlight=lambda row: row.unit_id == self.unit.merged_into,
        )

    def split_sentence(self) -> Sentence | None:
        """Between what shares full process lies, and of how many units that is known."""
        if self.lists.empty:
            return None
        universe = self.sheet.units.by_id(self.lists["unit_id"].iloc[0]).universe
        size = len(self.sheet.units.all(universe))
        return self.sheet.show(sentences.split_sentence(self.lists, size))

    def province_table(self) -> ReaderTable | Sentence:
        """Every figure about services of the province in focus."""
        own = self.of_province
        if own.empty:
            return self.sheet.say("services.focus_none", province=self.unit.province)
        return self.sheet.table(
            own.assign(
                when=[sentences.as_of(row) for row in own.itertuples()],
                level=own["level"].map(sentences.level_name),
                unit=own["unit"].map(Remark),
                doubt=own["doubt"].map(Remark),
            ),
            Said("services.focus_caption", province=self.unit.province),
            {
                "when": "when", "level": "level", "value_as_printed": "services_printed",
                "unit": "counted", "others": "others", "doubt": "doubt", "source_id": "source",
            },
        )  # fmt: skip

    def tiers(self) -> Paragraphs:
        """Whether the tiers of the province add up to the printed totals."""
        sums = answer.tier_sums(self.of_province)
        return self.sheet.paragraphs(*sentences.tier_sentences(sums, self.unit.province))


class PortalTests(FamilyOfTests):
    """Points on the national portal against scores of the index."""

    def __init__(self, services: Services) -> None:
        sheet, question = services.sheet, services.question
        self.services, self.question, self.unit = services, question, services.unit
        self.years = (question.baseline.edition, question.edition.edition)
        self.covariates, self.rankings = sheet.read("covariates"), sheet.read("rankings")
        pair = question.baseline, question.edition
        self.panel = portal.question_panel(self.rankings, sheet.definitions, *pair)
        self.predictors = portal.portal_predictors(self.covariates, *self.years)
        self.points = portal.portal_picture(self.panel, self.predictors[0])
        asked = self.predictors, sheet.definitions, pair, question.draws
        evidence = evidence_table(portal.portal_evidence(self.panel, self.covariates, *asked))
        super().__init__(sheet, evidence, sentences.predictor_names(*self.years), pair)

    def points_chart(self) -> Chart | Sentence:
        """Points of the baseline's year against its scores, and against their change."""
        baseline, edition = self.years
        points = self.sheet.save(self.points, "portal")
        if points.empty:
            return self.sheet.say("services.portal_none", baseline=baseline)
        years = {"baseline": baseline, "edition": edition}
        ends = {"lowest": points["points"].min(), "highest": points["points"].max()}
        return self.sheet.chart(
            charts.points_and_scores_chart,
            points,
            csv="portal",
            focus=self.unit.unit_id,
            axis_label=Said("services.portal.points", year=baseline),
            panels={
                "score_before": Said("services.portal.score", year=baseline),
                "score_change": Said("services.portal.change", **years),
            },
            title=Said("services.portal_title", n=len(points), **years),
            alt=Said("services.portal_alt", n=len(points), **years, **ends),
            producer=Said("services.producer"),
        )

    def province(self) -> Sentence:
        """Whether the province in focus has points, and whom the portal's index covers."""
        covered = self.covariates.loc[self.covariates["measure"] == portal.LEVEL_POINTS, "unit_id"]
        known = self.predictors[0].index
        asked = self.unit, covered.nunique(), self.years[0]
        return self.sheet.show(sentences.portal_focus_sentence(known, *asked))

    def index_table(self) -> ReaderTable:
        """The portal's index beside its parts, in both years."""
        context = portal.portal_context(self.covariates, self.unit, self.years)
        names = [Said(f"services.portal_measure.{measure}") for measure in context["measure"]]
        return self.sheet.table(
            context.assign(name=names),
            Said("services.portal_caption", province=self.unit.province),
            {
                "name": "measure", "year": "year", "n": "units", "mean": "mean",
                "lowest": "lowest", "highest": "highest",
                "own": Header("of_province", province=self.unit.province),
            },
            highlight=lambda row: row.measure == portal.LEVEL_POINTS,
        )  # fmt: skip

    def overlap(self) -> Sentence:
        """Which part of the index online services belong to, and how closely points go with it."""
        formula = self.sheet.definitions.formula_of(self.question.edition)
        # What is compared here follows one formula, which is therefore known.
        assert formula is not None
        weights = formula.weights
        known = portal.overlap_correlation(
            self.rankings, self.question.baseline, self.predictors[0]
        )
        share = 100 * weights[portal.OVERLAP] / sum(weights.values())
        return self.sheet.show(sentences.overlap_sentence(*known, share, self.years[0]))

    def sturdy(self) -> Paragraphs:
        """What other specifications and leaving out one province say."""
        return self.tell(sentences.sturdy_sentence)

    def plain_answer(self) -> Sentence:
        """The answer of the notebook in one sentence."""
        return self.sheet.show(sentences.plain_answer(self.primary))


class Use:
    """What is offered, submitted and paid online, and where the figures come from."""

    def __init__(self, services: Services) -> None:
        self.services, self.sheet, self.unit = services, services.sheet, services.unit
        self.figures = answer.usage_figures(self.sheet.read("adoption"))
        self.of_province = self.figures[self.figures["unit_id"] == self.unit.unit_id]

    def table(self) -> ReaderTable:
        """Offered, submitted and paid side by side, with what is known of each."""
        use = answer.use_by_kind(self.services.figures, self.figures)
        return self.sheet.table(
            use.assign(
                kind=[Said(f"services.use.{kind}") for kind in use["kind"]],
                lowest_words=use["lowest"].map(sentences.plain_number),
                highest_words=use["highest"].map(sentences.plain_number),
            ),
            Said("services.use_caption"),
            ("kind", "figures", "dated", "units", "first_year", "last_year", "lowest_words",
             "highest_words", "counted_as"),
        )  # fmt: skip

    def chart(self) -> Chart | Sentence:
        """Dated shares of dossiers sent online and of payment online."""
        dated = self.sheet.save(self.figures[self.figures["dated"]], "usage")
        shares = dated[dated["measure"].str.endswith("_share")]
        measures = {"submitted": "online_dossier_share", "paid": "online_payment_share"}
        known = shares.groupby("measure")["unit_id"].nunique()
        said = {name: known.get(measure, 0) for name, measure in measures.items()}
        if not min(said.values()):
            return self.sheet.say("services.chart.nothing")
        return self.sheet.chart(
            charts.dated_figures_chart,
            charts.usage_columns(dated, self.sheet.lang),
            csv="usage",
            focus=self.unit.unit_id,
            title=Said("services.use_title", **said),
            alt=Said("services.use_alt", **said),
            producer=_PRESS,
            editions=[_years(shares)],
        )

    def province_table(self) -> ReaderTable | Sentence:
        """Every figure of the province in focus."""
        own, province = self.of_province, self.unit.province
        if own.empty:
            return self.sheet.say("services.use_focus_none", province=province)
        rows = list(own.itertuples())
        return self.sheet.table(
            own.assign(
                when=[sentences.as_of(row) for row in rows],
                kind=[Said(f"services.use.{row.measure}") for row in rows],
                value=[sentences.value_with_qualifier(row) for row in rows],
                unit=own["unit"].map(Remark),
                doubt=own["doubt"].map(Remark),
            ),
            Said("services.use_focus_caption", province=province),
            {
                "when": "when", "kind": "kind", "value": "value", "unit": "counted",
                "doubt": "doubt", "source_id": "source",
            },
        )  # fmt: skip

    def sources(self) -> ReaderTable:
        """The sources that the page cites."""
        own = self.services.of_province
        cited = ["s004", *own["source_id"], *self.of_province["source_id"]]
        rows = read_raw(self.sheet.root, "sources/sources.csv")
        sources = pd.DataFrame([row.cells for row in rows])
        return self.sheet.table(
            sources.assign(
                title=sources["title"].map(SourceTitle),
                date_as_printed=sources["date_as_printed"].map(PrintedDate),
            )[sources["source_id"].isin(cited)],
            Said("services.sources_caption"),
            {"source_id": "source", "title": "title", "date_as_printed": "printed_date"},
        )


def _years(figures: pd.DataFrame) -> str:
    return f"{figures['year'].min()}–{figures['year'].max()}"


def check(services: Services, tests: PortalTests, use: Use) -> None:
    """Do the results keep what the notebook promises?

    Raises:
        AssertionError: one does not.
    """
    evidence, counts, figures = tests.evidence, services.counts, services.figures
    assert evidence["test_id"].is_unique
    assert evidence.loc[evidence["holm"].isna(), "verdict"].eq("cannot tell").all()
    assert not figures.loc[figures["kind"] == "count", "target"].any()
    assert set(counts["level"]) <= {
        level for levels in answer.COUNT_LEVELS.values() for level in levels
    }
    assert counts.groupby("level")["regime"].nunique().le(1).all()
    new = counts.loc[counts["regime"] == "decree-42", "as_of_end"]
    assert not new.lt(answer.REGIME_CHANGE).any()
    shares = use.figures["measure"].str.endswith("_share")
    assert use.figures.loc[shares, "value"].between(0, 100).all()
    assert tests.points["score_before"].between(0, 1).all()


def claims(services: Services, tests: PortalTests, use: Use) -> RegisteredClaims:
    """What the notebook concludes."""
    about = About.editions(services.question.baseline, services.question.edition)
    return services.sheet.claims(
        sentences.coverage_claim(answer.fullest_year(services.coverage)),
        *sentences.tier_claims(answer.tier_sums(services.of_province)),
        *tests.registered(about),
        sentences.payment_claim(use.figures),
    )
