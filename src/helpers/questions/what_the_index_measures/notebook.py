"""What notebook 10 shows: what the index agrees with, what its points buy, how its parts cohere."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import pandas as pd

from helpers.notebook import Sheet
from helpers.questions.what_the_index_measures import answer, conclusions, parts, sentences, tables
from helpers.questions.what_the_index_measures.charts import forest_chart, points_chart
from helpers.sharing.claims import RegisteredClaims
from helpers.sharing.drawing import Chart
from helpers.sharing.numbers import Phrase
from helpers.sharing.tables import ReaderTable, Stacked, stacked
from helpers.sharing.wording import Paragraphs, Said, Sentence, use_wording

use_wording("what_the_index_measures.yml")

_WHOLE = 1e-9


def ask(sheet: Sheet) -> Measures:
    """Which measure of the index is held against others, and which editions are taken apart?

    Raises:
        BadInputError: as `answer.ask`.
    """
    question = answer.ask(
        sheet.read("rankings"),
        sheet.read("covariates"),
        sheet.definitions,
        **sheet.given("measure", "draws"),
    )
    return Measures(sheet, question)


class Measures:
    """What the index agrees with: the comparisons of the measure asked, and of every part."""

    def __init__(self, sheet: Sheet, question: answer.MeasuresQuestion) -> None:
        self.sheet, self.question = sheet, question
        self.definitions = sheet.definitions
        self.rankings = sheet.read("rankings")
        self.sides = answer.Sides(
            self.rankings, sheet.read("covariates"), self.definitions, question
        )
        everything = self.sides.comparisons()
        made = everything["problem"] == ""
        self.absent = list(dict.fromkeys(everything.loc[~made, "other"]))
        self.table = sheet.save(everything[made], "agreement")
        self.names = {unit.unit_id: unit.province for unit in sheet.units.all()}
        sheet.editions = question.window
        self.points = Points(self)

    def in_short(self) -> Paragraphs:
        """What can be told, and of how much it cannot."""
        told = sentences.told(self.table, self.question, self.definitions)
        return self.sheet.paragraphs(
            *(told or [sentences.no_window()]), *self.points.told(), *self.points.not_told()
        )

    def compared(self) -> Paragraphs:
        """Which years stand on both sides."""
        asked = self.table, self.question, self.definitions
        return self.sheet.paragraphs(*sentences.how_compared(*asked))

    def forest(self) -> Chart | None:
        """Every comparison at a glance; None where there is none."""
        if self.table.empty:
            return None
        named = self.table.assign(
            name=[sentences.other_name(one, self.definitions) for one in self.table["other"]]
        )
        return self.sheet.chart(
            forest_chart,
            named,
            csv="agreement",
            title=sentences.forest_title(self.table, self.question, self.definitions),
            alt=sentences.forest_alt(self.table, self.definitions),
            producer=Said("measures.producer"),
        )

    def agreement(self) -> ReaderTable | None:
        """Every comparison with its ranges; None where there is none."""
        if self.table.empty:
            return None
        asked = self.table, self.question, self.definitions
        return self.sheet.written(tables.agreement_table(*asked))

    def limits(self) -> Paragraphs:
        """What the comparisons leave open, and which model their ranges state."""
        return self.sheet.paragraphs(
            *sentences.not_told(self.table, self.absent, self.definitions),
            *sentences.hanging(self.table, self.names, self.definitions),
            *([] if self.table.empty else sentences.how_sure(self.table)),
        )

    @cached_property
    def by_part(self) -> pd.DataFrame:
        """The raw comparisons of every part of the index: `Sides.by_part`."""
        return self.sheet.save(self.sides.by_part(), "by_part")

    def parts_told(self) -> Paragraphs:
        """Which parts certainly go along with what."""
        if self.by_part.empty:
            return self.sheet.paragraphs(sentences.no_window())
        return self.sheet.paragraphs(*sentences.by_part_told(self.by_part, self.definitions))

    def parts(self) -> ReaderTable | None:
        """How every part of the index agrees with the others; None where no part is compared."""
        if self.by_part.empty:
            return None
        return self.sheet.written(tables.by_part_table(self.by_part, self.definitions))

    def noise(self) -> Paragraphs:
        """How much of a year of the survey is noise."""
        found = self.sides.reliabilities
        if not found:
            return self.sheet.paragraphs(sentences.no_window())
        return self.sheet.paragraphs(*sentences.noise_sentences(found, self.definitions))

    def noise_table(self) -> ReaderTable | None:
        """How reliable every measure of the survey is."""
        found = self.sides.reliabilities
        if not found:
            return None
        return self.sheet.written(tables.noise_table(found, self.definitions))


class Points:
    """What the points buy: the newest edition with every part, and the others of the provinces."""

    def __init__(self, measures: Measures) -> None:
        self.sheet, self.definitions = measures.sheet, measures.definitions
        self.draws = measures.question.draws
        lead, others = parts.editions_taken_apart(measures.rankings, self.definitions)
        self.lead = None if lead is None else parts.Apart(lead, self.draws)
        self.others = [parts.Apart(one, self.draws) for one in others]
        everything = ([self.lead] if self.lead else []) + self.others
        self.bought = {one.edition.label: one.points_bought() for one in everything}
        self.sheet.save(
            pd.concat(
                [rows.assign(edition=label) for label, rows in self.bought.items()],
                ignore_index=True,
            ),
            "points",
        )

    @cached_property
    def table(self) -> pd.DataFrame | None:
        """What the points of the newest whole edition buy."""
        return None if self.lead is None else self.bought[self.lead.edition.label]

    @cached_property
    def rest(self) -> pd.DataFrame | None:
        """How each part of it goes with the rest."""
        if self.lead is None:
            return None
        return self.sheet.save(self.lead.with_the_rest(), "rest")

    def told(self) -> list[Phrase]:
        """What can be told of the newest whole edition."""
        if self.lead is None or self.table is None:
            return []
        return sentences.points_told(self.lead, self.table, self.definitions)

    def not_told(self) -> list[Phrase]:
        """And of how many parts it cannot."""
        if self.table is None:
            return [Said("measures.no_full_edition")]
        return sentences.points_not_told(self.table)

    def chart(self) -> Chart | Sentence:
        """Points and differences of every part, at a glance."""
        if self.table is None or self.lead is None:
            return self.sheet.say("measures.no_full_edition")
        named = self.table.assign(
            name=[sentences.term_name(self.definitions, part) for part in self.table["part"]]
        )
        return self.sheet.chart(
            points_chart,
            named,
            csv="points",
            title=sentences.points_title(self.table, self.lead, self.definitions),
            alt=sentences.points_alt(self.table, self.definitions),
            editions=[self.lead.edition.label],
        )

    def lead_table(self) -> ReaderTable | None:
        """The same as a table."""
        if self.table is None or self.lead is None:
            return None
        return self.sheet.written(tables.points_table(self.lead, self.table, self.definitions))

    def limits(self) -> Paragraphs | None:
        """How the shares were found, and what limits them."""
        if self.lead is None:
            return None
        return self.sheet.paragraphs(
            *sentences.points_limits(self.lead, self.definitions, self.draws)
        )

    def blocks(self) -> Paragraphs | None:
        """That other editions are known in part only."""
        known = all(one.terms.full for one in self.others)
        return None if known else self.sheet.paragraphs(Said("measures.block"))

    def other_tables(self) -> ReaderTable | Stacked | None:
        """The other editions, the newest first."""
        return stacked(
            *(
                self.sheet.written(
                    tables.points_table(one, self.bought[one.edition.label], self.definitions)
                )
                for one in self.others
            )
        )

    @cached_property
    def alpha(self) -> pd.Series | None:
        """How far the parts of the newest whole edition vary as one."""
        return None if self.lead is None else self.lead.alpha()

    def coherence(self) -> Paragraphs:
        """Which parts go with the rest, how coherent all are, and what that does not say."""
        if self.alpha is None or self.lead is None or self.rest is None:
            return self.sheet.paragraphs(Said("measures.no_full_edition"))
        return self.sheet.paragraphs(
            *sentences.coherence_told(self.lead, self.rest, self.definitions),
            *sentences.coherence_not_told(self.rest, self.definitions),
            sentences.alpha_sentence(self.alpha, self.lead),
            Said("measures.alpha_meaning"),
        )

    def rest_table(self) -> ReaderTable | None:
        """How every part goes with the rest of the total."""
        if self.rest is None or self.lead is None:
            return None
        return self.sheet.written(tables.rest_table(self.lead, self.rest, self.definitions))


def check(measures: Measures) -> None:
    """Stop where results contradict each other.

    Raises:
        AssertionError: an interval leaves out its value, or shares do not make a whole.
    """
    table = measures.table
    assert (table["lower_all"] <= table["lower"]).all()
    assert (table["upper"] <= table["upper_all"]).all()
    known = table.dropna(subset=["rho"])
    assert known["rho"].between(known["lower"], known["upper"]).all()
    for bought in measures.points.bought.values():
        assert np.isclose(bought["share"].sum(), 100, atol=_WHOLE)
        assert np.isclose(bought["points_share"].sum(), 100, atol=_WHOLE)


def claims(measures: Measures) -> RegisteredClaims:
    """What the notebook concludes."""
    points, definitions = measures.points, measures.definitions
    of_parts = (
        conclusions.parts_claims(points.lead, points.table, points.alpha, definitions)
        if points.lead is not None and points.table is not None and points.alpha is not None
        else []
    )
    return measures.sheet.claims(
        *conclusions.agreement_claims(
            measures.table, measures.question, measures.names, definitions
        ),
        *conclusions.noise_claims(measures.sides.reliabilities, measures.question, definitions),
        *of_parts,
    )
