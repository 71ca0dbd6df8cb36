"""What notebook 06 shows of ranks themselves; each part takes the sheet.

lasting = Lasts(sheet)          how far ranks last from edition to edition
apart = Places(sheet)           which neighbours are really apart
widths = Widths(apart)          how understated the intervals of units printed in part are
"""

from __future__ import annotations

from functools import cached_property

from helpers.notebook import Sheet
from helpers.questions.association.asked import INDEX
from helpers.questions.robustness import standing, standing_charts, standing_sentences
from helpers.questions.robustness import standing_tables as tables
from helpers.sharing.drawing import Chart
from helpers.sharing.numbers import Phrase
from helpers.sharing.tables import ReaderTable
from helpers.sharing.wording import Joined, Paragraphs, Said, Sentence, use_wording
from helpers.sources.shown import leading_edition

use_wording("robustness.yml")


class Lasts:
    """How far ranks last between neighbouring full editions of the same units."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    @cached_property
    def pairs(self) -> list[standing.Lasting]:
        """Every pair of neighbouring full editions; of `lasting_ranks`."""
        return standing.lasting_ranks(self.sheet.read("rankings"), self.sheet.definitions)

    @cached_property
    def agreements(self) -> list[standing.Agreement]:
        """What three full editions or more share; of `rank_agreements`."""
        return standing.rank_agreements(self.sheet.read("rankings"), self.sheet.definitions)

    @property
    def told(self) -> list[Phrase]:
        """What can be told, the newest pair first."""
        newest = self.pairs[::-1]
        said = [
            Joined([standing_sentences.lasts(one), standing_sentences.stayed(one)], " ")
            for one in newest
        ]
        return [*said, *map(standing_sentences.agreement, self.agreements)]

    @property
    def in_short(self) -> list[Phrase]:
        """How far ranks last from the edition before to the newest, where there is such a pair."""
        return [standing_sentences.lasts(one) for one in self.pairs[-1:]]

    @property
    def untold(self) -> list[Phrase]:
        """That the units that exist have no pair of full editions yet, where it is so."""
        living = self.sheet.definitions.living_universe
        if any(one.after.universe == living for one in self.pairs):
            return []
        own = self.sheet.definitions.editions_of(INDEX, living)
        return [standing_sentences.not_yet(living, sum(one.complete for one in own))]

    def answer(self) -> Paragraphs:
        """How far ranks last, what cannot be told yet, and whose model the intervals are of."""
        model = [Said("robustness.lasts_model")] if self.pairs else []
        return self.sheet.paragraphs(*self.told, *self.untold, *model)

    def table(self) -> ReaderTable | Sentence:
        """Every pair: the slope, its interval, how many of the first stay."""
        if not self.pairs:
            return self.sheet.show(self.untold[0])
        return tables.lasting_table(self.pairs).written(self.sheet.lang)


class Places:
    """Which orders no points within the declared spread reverse, in every edition with points."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.names = {unit.unit_id: unit.province for unit in sheet.units.units}

    @cached_property
    def found(self) -> list[standing.Apart]:
        """Every edition whose points are known, the newest first; of `all_settled`."""
        sheet = self.sheet
        found = standing.all_settled(sheet.read("rankings"), sheet.definitions, sheet.units)
        sheet.save(tables.apart_numbers(found), "settled")
        return found

    @property
    def leading(self) -> standing.Apart:
        """The newest edition of the units that exist, or else the newest that has points."""
        newest = leading_edition(self.sheet.definitions, INDEX)
        return next((one for one in self.found if one.edition == newest), self.found[0])

    @property
    def in_short(self) -> Phrase:
        """How many neighbours of the leading edition are apart."""
        return standing_sentences.apart_in_short(self.leading)

    def answer(self) -> Paragraphs:
        """What holds in the leading edition and in those printed in part, and how it is found."""
        others = [one for one in self.found if not one.printed_in_full]
        in_part = map(standing_sentences.in_part, others)
        named = standing_sentences.neighbours(self.leading, self.names)
        pairs = standing_sentences.pairs(self.leading, self.names)
        return self.sheet.paragraphs(named, pairs, *in_part, standing_sentences.method())

    def chart(self) -> Chart:
        """The ladder of the leading edition."""
        one = self.leading
        ladder = self.sheet.save(one.ladder(self.names), "ladder")
        named = standing_sentences.neighbours(one, self.names)
        return self.sheet.chart(
            standing_charts.ladder_chart,
            ladder,
            csv="ladder",
            title=standing_sentences.ladder_title(one),
            producer=Said("producer.ministry"),
            editions=[f"{one.edition.index} {one.edition.edition}"],
            alt=Said("robustness.ladder_alt", list=named),
        )

    def table(self) -> ReaderTable:
        """Every edition, with unprinted parts equal and free."""
        return tables.apart_table(self.found).written(self.sheet.lang)


class Widths:
    """How understated the intervals are of units whose parts are not all printed."""

    def __init__(self, apart: Places) -> None:
        self.sheet, self.apart = apart.sheet, apart

    @cached_property
    def found(self) -> list[standing.Understated]:
        """Every edition printed in part; of `understated`."""
        intervals = self.sheet.read("rank_intervals")
        found = (standing.understated(one, intervals) for one in self.apart.found)
        return [one for one in found if one is not None]

    def answer(self) -> Paragraphs:
        """How wide the intervals are under two ways to fill what is not printed."""
        if not self.found:
            return self.sheet.paragraphs(Said("robustness.understated_none"))
        sentences = standing_sentences
        said = (Joined([sentences.widths(o), sentences.where_full(o)], " ") for o in self.found)
        return self.sheet.paragraphs(*said)

    def table(self) -> ReaderTable | Sentence:
        """The same numbers side by side."""
        if not self.found:
            return self.sheet.say("robustness.understated_none")
        return tables.understated_table(self.found).written(self.sheet.lang)
