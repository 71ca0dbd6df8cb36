"""What notebook 02 shows of the country as a whole: what can be told, and what lies behind it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from helpers.notebook import Sheet
from helpers.questions.rank_gains import country_claims, sentences, spreads, standing_sentences
from helpers.questions.rank_gains import country_sentences as said
from helpers.questions.rank_gains import movers_sentences as parts_said
from helpers.questions.rank_gains import workings as index_workings
from helpers.questions.rank_gains.answer import GainQuestion
from helpers.questions.rank_gains.country_charts import movers_chart, spreads_chart
from helpers.questions.rank_gains.movers import Movers, movers
from helpers.questions.rank_gains.spreads import SpreadChange
from helpers.questions.rank_gains.standing_notebook import Newest, leading, newest
from helpers.rankings.index_parts import IndexParts
from helpers.rankings.merged_units import weighted_ranks
from helpers.rankings.regions import regional_gains, regional_places
from helpers.sharing.claims import Claim
from helpers.sharing.comparable_words import newest_compared
from helpers.sharing.drawing import Chart
from helpers.sharing.numbers import Phrase
from helpers.sharing.tables import Folded, ReaderTable, Stacked
from helpers.sharing.wording import Paragraphs, Said, use_wording
from helpers.sources.editions import Edition

if TYPE_CHECKING:
    from helpers.questions.rank_gains.notebook import Gains

use_wording("rank_gains.yml")


def country(gains: Gains) -> Country:
    """What can be told of the country as a whole?"""
    return Country(gains.sheet, gains)


@dataclass(frozen=True, eq=False)
class Country:
    """All units together: how far apart they lie, what moved them, where they stand by region."""

    sheet: Sheet
    gains: Gains

    @property
    def question(self) -> GainQuestion:
        """What is asked."""
        return self.gains.question

    @cached_property
    def newest(self) -> Newest:
        """The newest edition beside the question."""
        return newest(self.gains)

    def answers(self) -> Paragraphs:
        """What can be told of all units in a few sentences, and then what cannot be compared."""
        return self.sheet.paragraphs(
            *self._who_answer(), *self._spread_answer(), *self._movers_answer(),
            *self._points_answer(), *self._weighted_answer(),
            *newest_compared(self.sheet.definitions, self.question.leading),
        )  # fmt: skip

    def _who_answer(self) -> list[Phrase]:
        question, gains = self.question, self.gains
        if not question.comparable or question.pair is None or gains.table.empty:
            return []
        found = (gains.table, gains.own, question.unit, question.editions, gains.size)
        return [said.who_sentence(*found)]

    # --- did the scores draw together? -----------------------------------------------------------

    @cached_property
    def spreads(self) -> pd.DataFrame:
        """The spread of every full edition of the units compared: `spreads.spreads`."""
        definitions, units = self.sheet.definitions, self.sheet.units
        editions = spreads.full_editions(definitions, self.question.edition)
        return spreads.spreads(self.gains.rankings, definitions, units, editions)

    @cached_property
    def whole(self) -> SpreadChange | None:
        """The change of the spread from the earlier edition asked for to the newest full one.

        None where these follow one formula, or the earlier has no full table: then the pair itself
        says all that can be said.
        """
        return self._change(self.question.baseline)

    @cached_property
    def step(self) -> SpreadChange | None:
        """Its last part: from the later edition asked for to the newest; None as for `whole`."""
        return self._change(self.question.edition) if self.question.comparable else None

    def _change(self, first: Edition | None) -> SpreadChange | None:
        full = spreads.full_editions(self.sheet.definitions, self.question.edition)
        if first is None or not full or first.edition >= full[-1].edition:
            return None
        found = spreads.spread_change(self.spreads, first, full[-1])
        return None if found is None or found.one_formula else found

    def _spread_answer(self) -> list[Phrase]:
        if self.spreads["own"].sum() < 2:  # noqa: PLR2004
            return []
        table, size = self.gains.table, self.gains.size
        told = [said.spreads_sentence(self.spreads, self.question.edition)]
        step = self.step or self.whole
        if step is not None:
            return [*told, said.step_sentence(step)]
        return [*told, sentences.spread_sentence(table, size)]

    def limits(self) -> Paragraphs:
        """What the gains say beyond arithmetic, and whether the scores drew together."""
        if self.question.pair is None:
            return self.sheet.paragraphs(Said("standing.nothing_to_compare"))
        table, size = self.gains.table, self.gains.size
        spread = sentences.spread_sentence(table, size)
        changes = [one for one in (self.step, self.whole) if one is not None]
        back = said.returned_sentence(self.whole, self.step) if self.whole else []
        return self.sheet.paragraphs(
            spread,
            *back,
            *said.change_sentences(changes),
            *([Said("country.model")] if "found" in spread.values else []),
            sentences.identity_sentence(table, size),
        )

    def spread_chart(self) -> Chart | None:
        """The spread of every full edition, as published and under the other points."""
        self.sheet.save(self.spreads, "spreads")
        if self.spreads["own"].sum() < 2:  # noqa: PLR2004
            return None
        title, alt = said.spread_texts(self.spreads)
        index = self.question.edition.index
        named = [f"{index} {one}" for one in self.spreads.loc[self.spreads["own"], "edition"]]
        caveat = Said("country.caveat") if (~self.spreads["own"]).any() else None
        return self.sheet.chart(
            spreads_chart, self.spreads, title=title, alt=alt, csv="spreads", editions=named,
            caveat=caveat,
        )  # fmt: skip

    # --- what moved the country? -----------------------------------------------------------------

    @cached_property
    def _parts(self) -> tuple[IndexParts, IndexParts] | None:
        """The parts of both editions, where both have full tables under one formula."""
        on_file = (self.gains.rankings, self.sheet.definitions, self.sheet.units)
        parts = index_workings.known_parts(*on_file, self.question)
        return (parts[0], parts[1]) if self._compared and len(parts) > 1 else None

    @cached_property
    def movers(self) -> Movers | None:
        """Which part moved the country; None where no change can be split, or all are alike."""
        return movers(*self._parts) if self._parts else None

    def _movers_answer(self) -> list[Phrase]:
        if self.movers is None:
            return []
        return [
            parts_said.rise_sentence(self.movers, self.question.editions, self.sheet.definitions)
        ]

    @cached_property
    def _named_movers(self) -> pd.DataFrame | None:
        if self.movers is None:
            return None
        index = self.question.edition.index
        return parts_said.named_movers(self.movers, self.sheet.definitions, index)

    def movers_sentences(self) -> Paragraphs:
        """What lies behind the answer: what is not printed, the ranks, the model."""
        columns = ["part", "rise", "rise_share"]
        table = pd.DataFrame(columns=columns) if self.movers is None else self.movers.table
        self.sheet.save(table, "movers")
        if self._parts is None:
            return self.sheet.paragraphs(Said("workings.no_split"))
        editions = self.question.editions
        return self.sheet.paragraphs(
            *parts_said.mover_sentences(self.movers, editions, self.sheet.definitions)
        )

    def movers_chart(self) -> Chart | None:
        """The share of each part in the mean rise and in the differences of places gained."""
        table = self._named_movers
        if table is None or self.movers is None:
            return None
        title, alt = parts_said.movers_texts(self.movers, table, self.question.editions)
        shown = table.assign(name=table["name"].map(self.sheet.write))
        return self.sheet.chart(movers_chart, shown, title=title, alt=alt, csv="movers")

    def movers_table(self) -> Folded | None:
        """The same as a table, with the intervals."""
        if self._named_movers is None:
            return None
        editions, size = self.question.editions, self.gains.size
        found = parts_said.movers_table(self._named_movers, editions, size)
        return self._folded("movers.fold", self.sheet.written(found))

    def _folded(self, key: str, table: ReaderTable, **values: object) -> Folded:
        return Folded(self.sheet.write(Said(key, **values)), table)

    # --- within the region -----------------------------------------------------------------------

    @cached_property
    def regional(self) -> pd.DataFrame:
        """Places within regions before and after: `regional_gains`; none across a break."""
        rankings, units, question = self.gains.rankings, self.sheet.units, self.question
        tables = [regional_places(rankings, units, one) for one in question.editions]
        return regional_gains(tables[0], tables[-1])[: None if self._compared else 0]

    @property
    def _compared(self) -> bool:
        return self.question.pair is not None and self.question.comparable

    @property
    def regional_totals(self) -> pd.DataFrame:
        """Those of the total."""
        return self.regional[self.regional["measure"] == "overall"]

    def region(self) -> Paragraphs:
        """Where the province in focus stands within its region, and who climbed most there."""
        self.sheet.save(self.regional, "regions")
        question = self.question
        return self.sheet.paragraphs(
            *said.region_sentences(
                self.regional_totals,
                question.unit,
                question.editions,
                self.sheet.units,
                compared=self._compared,
            )
        )

    def region_tables(self) -> Stacked | None:
        """The places of the province in focus in every measure, and all regions behind them."""
        unit, totals = self.question.unit, self.regional_totals
        own = self.regional[self.regional["unit_id"] == unit.unit_id]
        if own.empty or totals.empty:
            return None
        region = own["region"].iloc[0]
        editions, index = self.question.editions, self.question.edition.index
        every = said.regions_table(totals, editions, region)
        rows = standing_sentences.by_measure(own, self.sheet.definitions, index)
        return Stacked(
            [
                self.sheet.written(said.own_region_table(rows, editions, unit)),
                self._folded("region.fold", self.sheet.written(every)),
            ]
        )

    # --- formula or merit, people ----------------------------------------------------------------

    def _points_answer(self) -> list[Phrase]:
        newest = self.newest
        found, pair, bounded = newest.points_alone, newest.bounds_pair, newest.bounded
        if found is None or pair is None or bounded is None:
            return []
        return said.points_sentences(found, bounded, pair, moved=newest.moved)

    @cached_property
    def weighted(self) -> pd.DataFrame | None:
        """Merged units weighted by their people: `weighted_moves`, or None."""
        definitions, units = self.sheet.definitions, self.sheet.units
        people = self.sheet.read("covariates")
        edition = self.question.leading
        found = weighted_ranks(self.gains.rankings, definitions, units, edition, people)
        return None if found is None else said.weighted_moves(found)

    def _weighted_answer(self) -> list[Phrase]:
        if self.weighted is None:
            return []
        unit = leading(self.gains).unit
        return [
            said.weighted_sentence(self.weighted, self.question.leading),
            said.weighted_own(self.weighted, unit),
            Said("weighted.ours"),
        ]

    def weighted_table(self) -> Folded | None:
        """All merged units by their weighted rank, marked as ours."""
        found = self.weighted
        self.sheet.save(pd.DataFrame() if found is None else found, "weighted")
        if found is None:
            return None
        table = said.weighted_table(found, self.question.leading, leading(self.gains).unit)
        return self._folded("weighted.fold", self.sheet.written(table), size=len(found))

    def claims(self) -> list[Claim]:
        """What can be concluded about all units."""
        question, newest = self.question, self.newest
        pair = newest.bounds_pair
        return [
            *country_claims.spread_claims(self.spreads, self.whole, self.step, question.edition),
            *country_claims.mover_claims(self.movers, question.editions, self.sheet.definitions),
            *country_claims.region_claims(self.regional_totals, question.unit, question.editions),
            *country_claims.points_claims(
                newest.points_alone, newest.bounded, pair, moved=newest.moved
            ),
            *country_claims.weighted_claims(self.weighted, question.leading),
        ]
