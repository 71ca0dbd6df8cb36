"""What notebook 02 shows first: the newest edition, whoever is compared below."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from helpers.notebook import Sheet
from helpers.questions.rank_gains import answer, standing_sentences
from helpers.questions.rank_gains.workings_charts import rank_bands_chart
from helpers.rankings.panel import of_edition
from helpers.sharing.drawing import Chart
from helpers.sharing.tables import ReaderTable
from helpers.sharing.wording import Paragraphs
from helpers.sources.editions import Edition
from helpers.sources.provinces import Unit
from helpers.sources.shown import namesake

if TYPE_CHECKING:
    from helpers.questions.rank_gains.notebook import Gains


def leading(gains: Gains) -> Leading:
    """Where does every unit stand in the newest edition?"""
    edition, unit = gains.question.leading, gains.question.unit
    if unit.universe != edition.universe:
        unit = namesake(gains.sheet.units, unit, edition.universe)
    return Leading(gains.sheet, gains, edition, unit)


@dataclass(frozen=True, eq=False)
class Leading:
    """The newest edition alone. `unit`: the province in focus, or what it went into."""

    sheet: Sheet
    gains: Gains
    edition: Edition
    unit: Unit

    @cached_property
    def standing(self) -> pd.DataFrame:
        """Where every unit stands, with how far its rank can move where that is known."""
        rows = answer.standing(self.gains.rankings, self.edition)
        bands = self._intervals[["unit_id", "rank_lower", "rank_upper"]]
        return rows.merge(bands, how="left", on="unit_id")

    @cached_property
    def _intervals(self) -> pd.DataFrame:
        return of_edition(self.sheet.read("rank_intervals"), self.edition)

    def opening(self) -> Paragraphs:
        """Which edition is the newest, and where the province in focus stands in it."""
        return self.sheet.paragraphs(
            *standing_sentences.leading_sentences(
                self.standing, self.edition, self.unit, self.gains.question, self.sheet.units
            )
        )

    def bands(self) -> Chart | None:
        """Every rank, and how far it can move when the points are a little different."""
        if self._intervals.empty:
            return None
        title, alt = standing_sentences.bands_texts(self._intervals, self.edition)
        return self.sheet.chart(
            rank_bands_chart,
            self._intervals.assign(leave_out=False),
            title=title,
            alt=alt,
            editions=[f"{self.edition.index} {self.edition.edition}"],
            focus=self.unit.unit_id,
        )

    def table(self) -> ReaderTable:
        """Every unit with its rank and score."""
        return self.sheet.written(
            standing_sentences.standing_table(self.standing, self.edition, self.unit)
        )
