"""What notebook 02 shows of the newest edition: first where all stand, last what moved since."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from helpers.notebook import Sheet
from helpers.questions.rank_gains import answer, sentences, standing_sentences
from helpers.questions.rank_gains import workings as index_workings
from helpers.questions.rank_gains import workings_sentences as said
from helpers.questions.rank_gains.answer import GainQuestion
from helpers.questions.rank_gains.points_alone import PointsAlone, points_alone
from helpers.questions.rank_gains.workings_charts import rank_bands_chart
from helpers.rankings.merged_units import former_means, former_values
from helpers.rankings.panel import of_edition
from helpers.rankings.restated import restated_totals
from helpers.sharing.drawing import Chart
from helpers.sharing.tables import ReaderTable, Stacked, stacked
from helpers.sharing.wording import Paragraphs, Said, use_wording
from helpers.sources.editions import Definitions, Edition
from helpers.sources.provinces import Unit, Units
from helpers.sources.shown import namesake

if TYPE_CHECKING:
    from helpers.questions.rank_gains.notebook import Gains

use_wording("rank_gains.yml", "figures.yml")


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
            ),
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
            subtitle=Said("figures.bands"),
        )

    def table(self) -> ReaderTable:
        """Every unit with its rank and score."""
        return self.sheet.written(
            standing_sentences.standing_table(self.standing, self.edition, self.unit)
        )


def newest(gains: Gains) -> Newest:
    """What does the newest edition say, whatever units it ranks?"""
    sheet = gains.sheet
    latest = answer.newest_edition(sheet.definitions, sheet.units, gains.question)
    return Newest(sheet, gains.question, gains, latest)


@dataclass(frozen=True, eq=False)
class Newest:
    """The newest edition beside the question. `latest`: None where the question has it already."""

    sheet: Sheet
    question: GainQuestion
    gains: Gains
    latest: answer.Newest | None

    @property
    def pair(self) -> tuple[Edition, Edition] | None:
        """The edition before and the newest, or None."""
        return self.latest.pair if self.latest else None

    @cached_property
    def unit(self) -> Unit:
        """The unit in focus, or what it went into."""
        return self.latest.unit if self.latest else self.question.unit

    @property
    def moved(self) -> bool:
        """Whether the newest edition ranks other units than those asked about."""
        return self.unit.universe != self.question.unit.universe

    @cached_property
    def table(self) -> pd.DataFrame | None:
        """The newest gains, or None."""
        return answer.newest_gains(self.gains.rankings, self.sheet.definitions, self.pair)

    @cached_property
    def standing(self) -> pd.DataFrame | None:
        """Where every unit stands in the newest edition, or None."""
        if self.latest is None:
            return None
        return answer.standing(self.gains.rankings, self.latest.edition)

    @cached_property
    def bounds_pair(self) -> tuple[Edition, Edition] | None:
        """The editions that are put under one formula, or None."""
        return index_workings.bounds_pair(self.sheet.definitions, self.question, self.pair)

    @property
    def bounds_unit(self) -> Unit:
        """The unit that these editions rank."""
        return self.unit if self.bounds_pair == self.pair else self.question.unit

    @cached_property
    def bounded(self) -> pd.DataFrame | None:
        """Gains with the earlier edition under the points of the later, or None."""
        return index_workings.bounded_gains(*self._on_file, self.bounds_pair)

    @cached_property
    def points_alone(self) -> PointsAlone | None:
        """How far the points alone move the ranks across that break, or None."""
        return points_alone(*self._on_file, self.bounds_pair)

    @property
    def _on_file(self) -> tuple[pd.DataFrame, Definitions, Units]:
        return self.gains.rankings, self.sheet.definitions, self.sheet.units

    def opening(self) -> Paragraphs:
        """What the newest edition says of the province in focus."""
        found = (self.table, self.latest, self.standing)
        return self.sheet.paragraphs(
            *standing_sentences.newest_sentences(*found, self.question, self.sheet.units)
        )

    def tables(self) -> ReaderTable | Stacked | None:
        """The newest ranks of the province in focus, and of the units it was made of."""
        former = former_values(*self._on_file, self.unit, self.question.edition.index)
        means = None
        if self.sheet.values["member_means"]:
            means = former_means(former, self.gains.rankings, self.sheet.read("covariates"))
        tables = standing_sentences.former_tables(former, means, self.unit)
        return stacked(self._own_table(), *map(self.sheet.written, tables))

    def _own_table(self) -> ReaderTable | None:
        if self.latest is None or self.table is None or self.pair is None:
            return None
        own = self.table[self.table["unit_id"] == self.unit.unit_id]
        if own.empty:
            return None
        ranks = answer.own_standing(self.gains.rankings, self.latest.edition, self.unit)
        comparable = self.table["comparable"].all()
        word = Said("gains.newest_comparable" if comparable else "gains.newest_not_comparable")
        values = sentences.pair_values(self.pair, moved=self.moved)
        return self.sheet.table(
            self.gains.by_measure(answer.with_new_measures(own, ranks)),
            Said("gains.newest_caption", **values, comparable=word),
            ("measure", "rank_from", "rank_to", "rank_gain_text"),
        )

    def bounds(self) -> Paragraphs | None:
        """Who moved for sure when both editions are put under the later points."""
        overall = self.gains.overall.iloc[:0]
        self.sheet.save(overall if self.bounded is None else self.bounded, "bounds")
        if self.bounded is None or self.bounds_pair is None:
            return None
        baseline, edition = self.bounds_pair
        reverse = restated_totals(*self._on_file, edition, baseline)
        about = (self.bounded, self.bounds_pair, self.bounds_unit)
        alone = self.points_alone
        return self.sheet.paragraphs(
            *([Said("points.bounds", found=alone)] if alone else []),
            *said.bounds_sentences(*about, moved=self.moved),
            said.reverse_sentence(reverse, *about, moved=self.moved),
        )

    def bounds_table(self) -> ReaderTable | None:
        """The units that moved for sure, and the one in focus."""
        if self.bounded is None or self.bounds_pair is None:
            return None
        values = sentences.pair_values(self.bounds_pair, moved=self.moved)
        return self.sheet.table(
            sentences.with_shown_gains(said.sure_moves(self.bounded, self.bounds_unit)),
            Said("workings.bounds_caption", **values),
            ("province", "rank_from_text", "rank_to", "rank_gain_text"),
            highlight=lambda row: row.unit_id == self.bounds_unit.unit_id,
        )
