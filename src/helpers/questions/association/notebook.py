"""What notebooks 03 to 05 show of their tests, in the order of evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from helpers.notebook import Sheet
from helpers.questions.association import charts, sentences
from helpers.questions.association.choices import points_of
from helpers.sharing.claims import About, Claim
from helpers.sharing.drawing import Chart
from helpers.sharing.numbers import Phrase
from helpers.sharing.tables import ReaderTable
from helpers.sharing.wording import Paragraphs, Said, Sentence
from helpers.sources.declared_tests import check_notebook
from helpers.sources.editions import Edition
from helpers.sources.shown import example_unit
from helpers.statistics.evidence import ROLES


def given_comparison(sheet: Sheet, *names: str) -> dict[str, Any]:
    """The parameters of a comparison and those named, with an example where no province is named.

    The example is a unit of those that the predictors are filed under.
    """
    given = sheet.given("baseline", "edition", "province", "draws", *names)
    if given["province"] == "":
        universe = sheet.definitions.base_universe
        unit = example_unit(sheet.read("rankings"), sheet.definitions, sheet.units, universe)
        given["province"] = unit.unit_id
    return given


def opening(sheet: Sheet, pair: tuple[Edition, Edition], province: str = "") -> Paragraphs:
    """Which editions the tests compare, over which units, and that there is a newer one.

    Args:
        province: the one in focus, where the notebook has one.
    """
    return sheet.paragraphs(
        *sentences.compared_sentences(sheet.definitions, *pair),
        *([Said("focus.example", province=province)] if sheet.values.get("province") == "" else []),
    )


class FamilyOfTests:
    """The tests of one notebook: what they could show, the benchmark, the answers, the claims.

    What overlaps by definition differs from question to question: each adds an `overlap()`, and
    sets `panel` of the two editions beforehand.

    Args:
        sheet: of the notebook; the tests are kept there as `tests.csv`.
        evidence: as `evidence_table`.
        names: what each predictor is called.
        pair: the editions compared.
        shown: the rows that the paragraphs speak of; all primary tests if left out.
    """

    panel: pd.DataFrame

    def __init__(
        self,
        sheet: Sheet,
        evidence: pd.DataFrame,
        names: Mapping[str, Phrase],
        pair: tuple[Edition, Edition],
        shown: pd.DataFrame | None = None,
    ) -> None:
        self.sheet, self.names, self.pair = sheet, names, pair
        self.evidence = sheet.save(evidence, "tests")
        self.primary = evidence[evidence["role"] == ROLES[0]]
        check_notebook(sheet.definitions.declared, sheet.name, self.primary["predictor"].tolist())
        self.shown = self.primary if shown is None else shown

    def power(self) -> Paragraphs:
        """What could the data show at all? Said before looking."""
        return self.tell(sentences.power_sentence)

    def benchmark(self) -> Paragraphs:
        """How much of the raw correlation with the gain does arithmetic alone give?"""
        return self.tell(sentences.benchmark_sentence)

    def table(self) -> ReaderTable:
        """Every test, whether the paragraphs speak of it or not."""
        return sentences.table_of_tests(self.evidence, self.names).written(self.sheet.lang)

    def answer(self) -> Paragraphs:
        """What can be told of every primary test, and only then what cannot."""
        return self.tell(sentences.answer_sentence, self.primary)

    def detail(self) -> Paragraphs:
        """The numbers behind the answer, after the model behind them."""
        rows = list(self.primary.itertuples(index=False))
        details = [self.said(sentences.detail_sentence, test) for test in rows if not test.problem]
        return self.sheet.paragraphs(*self.model(), *details)

    def model(self) -> list[Phrase]:
        """Once a page: what the intervals assume and how often they hold; what a place is."""
        points = points_of(self.sheet.definitions, self.pair[1])
        places = sentences.places_sentence(self.panel["score_after"], points, self.pair[1])
        model = sentences.model_sentences(int(self.primary["n"].max()))
        return [*model, *([places] if places else [])]

    def chart(self) -> Chart | Sentence:
        """Every test with its interval, and what so many units could detect."""
        run = self.evidence[self.evidence["problem"] == ""]
        if run.empty:
            return self.sheet.say("evidence.chart_none")
        asked = sentences.interval_rows(run, self.names)
        return self.sheet.chart(
            charts.interval_chart, asked, edition=str(run["edition"].iloc[0]),
            title=sentences.chart_title(self.primary), alt=sentences.chart_alt(run, self.names),
            csv="tests",
        )  # fmt: skip

    def declared(self) -> ReaderTable:
        """The primary tests of this notebook as they are declared."""
        declared = self.sheet.definitions.declared.of_notebook(self.sheet.name)
        return sentences.declared_table(declared, self.names).written(self.sheet.lang)

    def seen(self) -> Sentence:
        """Whether the results were known when the tests were declared."""
        return self.sheet.show(sentences.seen_sentence(self.sheet.definitions, *self.pair))

    def tell(
        self, sentence: Callable[[Any, Phrase], Phrase], rows: pd.DataFrame | None = None
    ) -> Paragraphs:
        """One sentence about each test of these rows, of `shown` if left out."""
        rows = self.shown if rows is None else rows
        return self.sheet.paragraphs(
            *(self.said(sentence, test) for test in rows.itertuples(index=False))
        )

    def said(self, sentence: Callable[[Any, Phrase], Phrase], test: Any) -> Phrase:  # noqa: ANN401
        """One sentence about one test; a question may have another for tests of its own."""
        return sentence(test, self.names[test.predictor])

    def registered(self, about: About) -> list[Claim]:
        """One claim for each primary test, of the two editions that it is about."""
        return [
            sentences.evidence_claim(
                self.sheet.name, test, self.said(sentences.answer_sentence, test), about
            )
            for test in self.primary.itertuples(index=False)
        ]
