"""What notebook 06 shows: its parts, each with its tables within reach.

family = ask(sheet)           every test of notebooks 03 to 05, counted together
lasting = Lasts(sheet)        how far ranks last from edition to edition
apart = Places(sheet)         which neighbours are really apart
widths = Widths(apart)        how understated intervals of units printed in part are
curves = Curves(family)       every predictor under every declared choice
unseen = Unseen(family)       how far ranks that nobody printed could move an answer
spread = Spread(family)       whether the scores moved together, however measured
"""

from __future__ import annotations

from functools import cached_property

import pandas as pd

from helpers.notebook import Sheet
from helpers.questions.association.asked import INDEX
from helpers.questions.association.charts import interval_chart
from helpers.questions.association.choices import control_columns
from helpers.questions.association.notebook import opening
from helpers.questions.association.sentences import (
    chart_alt,
    chart_title,
    interval_rows,
    seen_sentence,
)
from helpers.questions.digital_adoption.figures import all_figures
from helpers.questions.milestones.dates import with_date_kinds
from helpers.questions.robustness import answer, charts, sentences, tables
from helpers.questions.robustness import curves as choices
from helpers.questions.robustness.family import family_tests, joint_family
from helpers.questions.robustness.regions import within_regions
from helpers.questions.robustness.standing_notebook import Lasts, Places, Widths
from helpers.questions.robustness.standing_sentences import standing_claims
from helpers.rankings.panel import build_panel
from helpers.sharing.claims import RegisteredClaims
from helpers.sharing.drawing import Chart
from helpers.sharing.numbers import Phrase
from helpers.sharing.tables import Folded, ReaderTable, TableOf
from helpers.sharing.wording import Joined, Paragraphs, Said, Sentence, use_wording
from helpers.sources.provinces import Unit
from helpers.statistics.association import FEWEST_LEFT
from helpers.statistics.evidence import curve_draws

use_wording("association.yml", "robustness.yml")


def ask(sheet: Sheet) -> Family:
    """The tests of notebooks 03 to 05 as one family, of the editions that the parameters name.

    Raises:
        BadInputError: a parameter is out of range or not on file.
        NotComparableError: the two editions do not follow one formula.
    """
    question = answer.ask(sheet.definitions, **sheet.given("baseline", "edition", "draws"))
    return Family(sheet, question)


def _folded(sheet: Sheet, name: str, table: TableOf) -> Folded:
    """A table behind a line of the wording, for who wants every number."""
    return Folded(sheet.write(Said(f"robustness.fold.{name}")), table.written(sheet.lang))


class Family:
    """Every test of notebooks 03 to 05, counted together."""

    def __init__(self, sheet: Sheet, question: answer.RobustnessQuestion) -> None:
        self.sheet, self.question = sheet, question
        covariates = sheet.read("covariates")
        self.sources = choices.Sources(
            rankings=sheet.read("rankings"),
            covariates=covariates,
            dated=with_date_kinds(sheet.read("milestones")),
            figures=all_figures(sheet.read("adoption"), covariates),
            definitions=sheet.definitions,
        )
        self.controls = control_columns(covariates, question.judged[0])
        sheet.producer = Joined([Said("producer.ministry"), Said("producer.press")], "; ")
        sheet.editions = tuple(dict.fromkeys(one for pair in question.pairs for one in pair))

    def opening(self) -> Paragraphs:
        """Which editions the tests compare."""
        return opening(self.sheet, self.question.pairs[-1])

    @property
    def any_unit(self) -> Unit:
        """A province in focus for questions that need one; it plays no part in a test."""
        return self.sheet.units.all(self.sheet.definitions.base_universe)[0]

    @cached_property
    def tests(self) -> pd.DataFrame:
        """What remains of each test once all are counted together; of `joint_family`."""
        asked = self.question
        tests = family_tests(self.sources, asked.judged, self.any_unit, asked.draws)
        return self.sheet.save(joint_family(tests), "family")

    def power(self) -> Sentence:
        """What the tests could show at all."""
        return self.sheet.show(sentences.power(self.tests))

    def chart(self) -> Chart | Sentence:
        """Every primary test with its own interval and the one for all of them at once."""
        run = self.tests[self.tests["problem"] == ""]
        if run.empty:
            return self.sheet.say("evidence.chart_none")
        names = {name: sentences.predictor_label(name) for name in choices.PREDICTORS}
        return self.sheet.chart(
            interval_chart, interval_rows(run, names), edition=str(run["edition"].iloc[0]),
            title=chart_title(self.tests), alt=chart_alt(run, names), csv="family",
        )  # fmt: skip

    @cached_property
    def within_regions(self) -> pd.DataFrame:
        """Every primary test with its predictor handed out within regions."""
        asked = self.sources, self.question.judged, self.any_unit, self.controls, self.tests
        return self.sheet.save(within_regions(*asked, self.question.draws), "regions")

    def regions(self) -> Sentence:
        """What changes where predictors change places within regions."""
        return self.sheet.show(sentences.regions(self.within_regions))

    def regions_table(self) -> Folded:
        """Both p-values and verdicts of every primary test."""
        return _folded(self.sheet, "regions", tables.regions_table(self.within_regions))

    def table(self) -> Folded:
        """Every test with what its own family and the joint one say."""
        return _folded(self.sheet, "family", tables.family_table(self.tests))

    def answer(self) -> Sentence:
        """How many tests hold, and how many verdicts the joint family changes."""
        return self.sheet.show(sentences.family_answer(self.tests, self.question))

    def hanging(self) -> Sentence:
        """Which tests hang on a single province."""
        return self.sheet.show(sentences.hanging(self.tests))


class Curves:
    """Every predictor of the family under every declared choice.

    Args:
        family: whose predictors are asked again.
        draws: permutations of each median; a tenth of those of a test if none are given.
    """

    def __init__(self, family: Family, *, draws: int | None = None) -> None:
        self.sheet, self.question, self.family = family.sheet, family.question, family
        self.draws = draws or curve_draws(family.question.draws)

    @cached_property
    def _both(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        family, pairs = self.family, self.question.pairs
        specifications, medians = choices.run_choices(
            family.sources, pairs, family.controls, family.any_unit, self.draws
        )
        self.sheet.save(specifications, "specifications")
        return specifications, self.sheet.save(medians, "curves")

    @property
    def specifications(self) -> pd.DataFrame:
        """Every declared specification, run or not; of `run_choices`."""
        return self._both[0]

    @property
    def medians(self) -> pd.DataFrame:
        """The median of each predictor and pair of editions; of `run_choices`."""
        return self._both[1]

    @property
    def tested(self) -> int:
        """How many curves were tested."""
        return int(self.medians["curves"].iloc[0])

    @cached_property
    def verdicts(self) -> pd.DataFrame:
        """What all choices together say of each predictor; of `predictor_verdicts`."""
        family, judged = self.family.tests, self.question.judged
        return choices.predictor_verdicts(self.specifications, self.medians, family, judged)

    def declared(self) -> Paragraphs:
        """How many specifications were declared, how many ran, and what was known beforehand."""
        said = sentences.declared(self.specifications, self.question, len(choices.PREDICTORS))
        seen = seen_sentence(self.sheet.definitions, *self.question.judged)
        return self.sheet.paragraphs(said, seen)

    def resolution(self) -> Sentence:
        """Which p-values the permutations can reach at all."""
        return self.sheet.show(sentences.resolution(self.draws, self.tested))

    def chart(self) -> Chart:
        """How far the choices move each predictor."""
        return self.sheet.chart(
            charts.curves_chart,
            self.specifications,
            csv="specifications",
            names={name: sentences.predictor_label(name) for name in choices.PREDICTORS},
            title=sentences.curves_title(self.verdicts, self.question),
            alt=sentences.curves_alt(self.verdicts, self.question),
        )

    def table(self) -> Folded:
        """Every curve that could be tested."""
        return _folded(self.sheet, "curves", tables.curves_table(self.medians))

    def not_run(self) -> Folded:
        """The specifications that could not be run, by reason."""
        failed = choices.not_run(self.specifications)
        return _folded(self.sheet, "not_run", tables.not_run_table(failed))

    def surviving(self) -> Sentence:
        """Which associations survive."""
        return self.sheet.show(sentences.surviving(self.verdicts))


class Unseen:
    """How far the ranks that nobody printed could move an answer."""

    def __init__(self, family: Family) -> None:
        self.sheet, self._rankings = family.sheet, family.sources.rankings
        self._first_complete = answer.first_complete(family.sheet.definitions)
        self.reference = self._first_complete.edition

    @cached_property
    def bounds(self) -> pd.DataFrame:
        """What each edition known in part shows and allows; of `press_bounds`."""
        bounds = answer.press_bounds(self._rankings, self.sheet.definitions, self._first_complete)
        return self.sheet.save(bounds, "press")

    @property
    def known(self) -> pd.DataFrame:
        """The bounds of the editions with enough provinces seen."""
        return self.bounds.dropna(subset=["lower", "upper"])

    def table(self) -> ReaderTable:
        """What the press shows of early editions, and what it leaves open."""
        return tables.press_table(self.bounds, self.reference).written(self.sheet.lang)

    def chart(self) -> Chart | Sentence:
        """What the provinces seen suggest and what all of them allow, or that there is none."""
        if self.known.empty:
            return self.sheet.say("robustness.press_none", reference=self.reference)
        title = sentences.press_title(self.known, self.reference)
        return self.sheet.chart(
            charts.bounds_chart,
            self.known,
            csv="press",
            axis_label=Said("robustness.press_axis", reference=self.reference),
            title=title,
            editions=[f"{INDEX} {year}" for year in (*self.known["edition"], self.reference)],
            alt=Said("robustness.press_alt", list=title),
        )

    def answer(self) -> Sentence:
        """What each edition seems to show, and whether the unseen could turn it."""
        if self.bounds.empty:
            return self.sheet.say("robustness.press_none", reference=self.reference)
        rows = self.bounds.itertuples(index=False)
        return self.sheet.show(Joined((sentences.press(row, self.reference) for row in rows), " "))


class Spread:
    """Whether the scores of the judged pair moved together, however that is measured."""

    def __init__(self, family: Family) -> None:
        self.sheet, self.question, self._controls = family.sheet, family.question, family.controls
        self._rankings, definitions = family.sources.rankings, family.sheet.definitions
        self.panel = build_panel(self._rankings, definitions, *family.question.judged)

    @cached_property
    def choices(self) -> pd.DataFrame:
        """The spread before and after under each choice; of `convergence_choices`."""
        swaps = answer.SWAPS_PER_DRAW * self.question.draws
        found = answer.convergence_choices(self.panel, self._controls, swaps)
        return self.sheet.save(found, "convergence")

    @cached_property
    def found(self) -> answer.ConvergenceAnswer | None:
        """Whether convergence survives; None where too few provinces have both scores."""
        return answer.convergence_answer(self.choices, self.panel)

    @cached_property
    def only(self) -> list[Phrase]:
        """How far later editions are spread, of which the answer does not speak."""
        if self.found is None:
            return []
        later = answer.later_spreads(
            self._rankings, self.sheet.definitions, self.question.judged[1]
        )
        return sentences.only_this_pair(self.choices.iloc[0], later, self.question)

    @property
    def stands(self) -> list[Phrase]:
        """That the scores moved together, where it holds."""
        if self.found is None or self.found.verdict != "holds":
            return []
        return [sentences.stands(self.found, self.question)]

    def table(self) -> ReaderTable:
        """The spread before and after under each choice."""
        return tables.convergence_table(self.choices, self.question).written(self.sheet.lang)

    def answer(self) -> Paragraphs:
        """Whether the scores moved together whatever the choice, and of which editions."""
        return self.sheet.paragraphs(sentences.convergence(self.found, self.question), *self.only)


def in_short(lasting: Lasts, apart: Places, curves: Curves, spread: Spread) -> Paragraphs:
    """What can be told: how lasting, who is apart, what stands; and only then what cannot."""
    told = [*lasting.in_short, apart.in_short, *spread.stands]
    return lasting.sheet.paragraphs(*told, *lasting.untold, sentences.surviving(curves.verdicts))


def check(family: Family, curves: Curves, unseen: Unseen, apart: Places) -> None:
    """What must hold of the outputs; an `AssertionError` stops the notebook."""
    tests, specifications, medians = family.tests, curves.specifications, curves.medians
    assert set(tests["notebook"]) == set(choices.FAMILIES)
    assert set(tests["predictor"]) == set(choices.PREDICTORS)
    assert (tests["role"] == "primary").all()
    assert (tests["tests"] == tests["p_value"].notna().sum()).all()
    curves_asked = len(choices.PREDICTORS) * len(family.question.pairs)
    assert len(specifications) == curves_asked * choices.DECLARED_EACH
    assert (medians["declared"] == choices.DECLARED_EACH).all()
    run = specifications["reason"] == ""
    assert medians["run"].sum() == run.sum()
    assert specifications.loc[run, ["effect", "t"]].notna().all(axis=None)
    # The fewest coefficients are those of an intercept, a baseline and a predictor.
    assert (specifications.loc[run, "n"] >= FEWEST_LEFT + 3).all()
    assert (unseen.known["lower"] <= unseen.known["upper"]).all()
    bounds, verdicts = unseen.bounds, curves.verdicts
    assert (bounds["seen"] + bounds["intervals"] <= bounds["units"]).all()
    assert set(verdicts.loc[verdicts["run"] == 0, "verdict"]) <= {"cannot tell"}
    for one in apart.found:
        # Whatever holds with unprinted parts free holds with equal ones.
        assert len({found.pairs for found in one.settled.values()}) == 1
        assert all((one.orders["equal"] | ~order).all(axis=None) for order in one.orders.values())


def claims(
    family: Family, curves: Curves, unseen: Unseen, spread: Spread, widths: Widths, lasting: Lasts
) -> RegisteredClaims:
    """What notebook 06 concludes."""
    asked = unseen.bounds, unseen.reference, spread.found, family.question, spread.only
    said = sentences.robustness_claims(family.tests, curves.verdicts, curves.tested, *asked)
    apart = widths.apart
    standing = lasting.pairs, lasting.agreements, apart.found, widths.found, apart.names
    return family.sheet.claims(*standing_claims(*standing), *said)
