"""What notebook 02 shows of the workings of a rank: how firm it is, and what moved it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from helpers.notebook import Sheet
from helpers.questions.rank_gains import workings as index_workings
from helpers.questions.rank_gains import workings_sentences as said
from helpers.questions.rank_gains.answer import GainQuestion
from helpers.questions.rank_gains.workings import GainSplit
from helpers.questions.rank_gains.workings_charts import gain_split_chart, rank_bands_chart
from helpers.rankings.index_parts import IndexParts
from helpers.sharing.drawing import Chart
from helpers.sharing.numbers import Phrase
from helpers.sharing.tables import ReaderTable
from helpers.sharing.wording import Paragraphs, Said, Sentence, use_wording

if TYPE_CHECKING:
    from helpers.questions.rank_gains.notebook import Gains

use_wording("rank_gains.yml", "figures.yml")


def workings(gains: Gains) -> Workings:
    """How firm are the ranks compared, and what moved them?"""
    sheet, question = gains.sheet, gains.question
    parts = index_workings.known_parts(gains.rankings, sheet.definitions, sheet.units, question)
    return Workings(sheet, question, gains, parts)


@dataclass(frozen=True, eq=False)
class Workings:
    """What lies behind the ranks. `parts`: of the editions whose totals can be recomputed."""

    sheet: Sheet
    question: GainQuestion
    gains: Gains
    parts: list[IndexParts]

    @property
    def draws(self) -> int:
        """How many sets of weights are tried."""
        return int(self.sheet.values["draws"])

    @cached_property
    def intervals(self) -> pd.DataFrame:
        """The sensitivity interval of every unit, as of `rank_intervals`."""
        return index_workings.rank_intervals(
            self.parts, self.gains.names, self.gains.choices, self.draws
        )

    @cached_property
    def split(self) -> GainSplit | None:
        """How every change splits over the parts; None where the formula or a table is missing."""
        if not self.question.comparable or len(self.parts) < len({*self.question.editions}):
            return None
        return index_workings.split_gains(self.parts[0], self.parts[1], self.gains.names)

    def firmness(self) -> Paragraphs:
        """How far the rank of the province in focus can move."""
        self.sheet.save(self.intervals, "sensitivity")
        drawn = (self.gains.choices, self.draws)
        return self.sheet.paragraphs(
            *said.interval_sentences(self.intervals, self.parts, self.question, *drawn),
            *self._effects(),
        )

    def bands(self) -> Chart | None:
        """The sensitivity intervals of all units."""
        if not self.parts:
            return None
        edition, unit = self.parts[-1].edition, self.question.unit
        shown = self.intervals[self.intervals["edition"] == edition.edition]
        firm = shown[~shown["leave_out"].astype(bool)]
        values = {
            "asked": edition,
            "bands": said.focus_bands(self.intervals, edition, unit),
            "n": len(firm),
            "width": (firm["rank_upper"] - firm["rank_lower"]).median(),
        }
        return self.sheet.chart(
            rank_bands_chart,
            shown,
            focus=unit.unit_id,
            csv="sensitivity",
            subtitle=Said("figures.bands"),
            title=Said("workings.bands_title", **values),
            alt=Said("workings.bands_alt", **values),
        )

    def choices(self) -> ReaderTable | None:
        """The rank of the province in focus under each other choice."""
        if not self.parts:
            return None
        unit, definitions = self.question.unit, self.sheet.definitions
        without = index_workings.ranks_without_parts(self.parts, unit)
        rows = said.focus_choices(self.intervals, without, definitions, self.question)
        return self.sheet.table(
            rows, Said("workings.choices_caption", province=unit.province), tuple(rows)
        )

    def _effects(self) -> list[Phrase]:
        """Which choice moves the ranks most."""
        if not self.parts:
            return []
        effects = index_workings.weight_effects(self.parts[-1], self.gains.choices)
        return [said.effect_sentence(effects, self.parts[-1], self.sheet.definitions)]

    def moved(self) -> Paragraphs:
        """What moved the rank of the province in focus."""
        self.sheet.save(self._own_split, "split")
        return self.sheet.paragraphs(
            *said.split_sentences(self.split, self.question, self.sheet.definitions)
        )

    @cached_property
    def _own_split(self) -> pd.DataFrame:
        if self.split is None:
            return pd.DataFrame(columns=["unit_id", "province", "part", "score_points", "places"])
        return self.split.of(self.question.unit)

    def split_chart(self) -> Chart | None:
        """What each part gave the province in focus, in points and in places."""
        if self.split is None:
            return None
        sheet, own, index = self.sheet, self._own_split, self.question.edition.index
        rows = own.assign(name=[said.part_name(sheet.definitions, index, p) for p in own["part"]])
        values = said.split_values(self.split, self.question)
        return sheet.chart(
            gain_split_chart,
            rows.assign(name=rows["name"].map(sheet.write)),
            csv="split",
            title=Said("workings.split_title", **values),
            alt=Said("workings.split_alt", **values, list=said.parts_with_places(rows)),
        )

    def climbers(self) -> ReaderTable | Sentence | None:
        """Where the places of the largest climbers came from."""
        climbed = self.gains.moves[0]
        if self.split is None:
            return None
        if climbed.empty:
            return self.sheet.say("gains.nobody_climbed")
        definitions, index = self.sheet.definitions, self.question.edition.index
        rows = said.climbers_split(self.split, climbed, definitions, index)
        caption = Said("workings.climbers_caption", **self.gains.values)
        return self.sheet.table(rows, caption, tuple(rows))
