"""What notebook 07 shows: how far a rank is, how to get there, and what has been done before."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import pandas as pd

from helpers.notebook import Sheet
from helpers.questions.association.asked import INDEX
from helpers.questions.rank_gains.workings_sentences import part_name
from helpers.questions.targets import answer, sentences
from helpers.questions.targets.charts import gap_waterfall, steps_chart
from helpers.questions.targets.regions import RegionGap, region_gap
from helpers.questions.targets.steps import (
    NEIGHBOURHOOD,
    MovingTarget,
    StepShare,
    moving_target,
    past_steps,
    share_with_step,
)
from helpers.rankings.index_parts import index_parts
from helpers.sharing.claims import RegisteredClaims
from helpers.sharing.drawing import Chart
from helpers.sharing.numbers import Phrase
from helpers.sharing.tables import ReaderTable
from helpers.sharing.wording import Paragraphs, Said, Sentence, use_wording
from helpers.sources.comparable import comparable_years
from helpers.statistics.ranks import TIE_TOLERANCE

use_wording("targets.yml")

RANKS_UP = (1, 5, 10)
"""How many ranks above its own the ladder shows, beside the target."""


def ask(sheet: Sheet) -> Target:
    """How far is the unit of the parameters from the rank it aims at?

    Raises:
        BadInputError: a parameter is not on file or out of range.
        UnknownProvinceError: the name means no unit of the universe.
    """
    rankings = sheet.read("rankings")
    place = (sheet.values["edition"], sheet.values["universe"], sheet.values["province"])
    given = sheet.given("target_rank", "mix", "draws")
    question = answer.ask(rankings, sheet.definitions, sheet.units, place=place, **given)
    return Target(sheet, rankings, question)


class Target:
    """A unit and the rank it aims at, the others standing still."""

    def __init__(
        self, sheet: Sheet, rankings: pd.DataFrame, question: answer.TargetQuestion
    ) -> None:
        self.sheet, self.rankings, self.question = sheet, rankings, question
        sheet.editions = (question.edition,)
        self.known = index_parts(self.rankings, sheet.definitions, sheet.units, question.edition)
        self.points = self.known.weights.sum()
        universe = sheet.units.all(question.edition.universe)
        self.names = {unit.unit_id: unit.province for unit in universe}
        self.gap = self.to_rank(question.target_rank)
        self.other = self.gap.holders[0] if self.gap.holders else question.unit.unit_id
        """The unit that holds the rank, itself where nobody does."""
        self.pair = (question.unit.province, self.names[self.other])

    def to_rank(self, rank: int) -> answer.Gap:
        """How far the unit is from any rank."""
        return answer.gap_to_rank(self.known.totals, self.question.unit.unit_id, rank)

    @cached_property
    def said(self) -> Said:
        """Where the unit stands and what is missing."""
        holders = ", ".join(self.names[one] for one in self.gap.holders)
        return sentences.gap_sentence(self.gap, self.question, holders, self.points)

    @cached_property
    def table(self) -> pd.DataFrame:
        """The gap by part against who holds the rank: `gap_by_part`, with `name`."""
        own = self.question.unit.unit_id
        parts = self.sheet.save(answer.gap_by_part(self.known, own, self.other), "gap")
        return parts.assign(
            name=[part_name(self.sheet.definitions, INDEX, part) for part in parts["part"]]
        )

    def opening(self) -> Paragraphs:
        """Under which formula everything is said."""
        return self.sheet.paragraphs(*sentences.assumptions(self.sheet.definitions, self.question))

    def missing(self) -> Paragraphs:
        """Where the unit stands and what is missing."""
        return self.sheet.paragraphs(self.said)

    def ladder(self, ranks_up: Iterable[int] = RANKS_UP) -> ReaderTable | Sentence:
        """What the ranks above would take, and the one aimed at."""
        wanted = {self.gap.rank - step for step in ranks_up} | {self.question.target_rank}
        ranks = sorted((rank for rank in wanted if rank >= 1), reverse=True)
        ladder = {rank: self.to_rank(rank) for rank in ranks}
        return self.sheet.written(sentences.ladder_table(ladder, self.names, self.points))

    @cached_property
    def regional(self) -> RegionGap | None:
        """How far the unit is from the places above it in its region; None where none is known."""
        return region_gap(self.known, self.sheet.units, self.question.unit)

    def region(self) -> Paragraphs:
        """Where the unit stands within its region, and what the places above it take."""
        return self.sheet.paragraphs(
            *sentences.region_sentences(self.regional, self.question, self.names)
        )

    @property
    def nothing_between(self) -> bool:
        """Whether there is no gap to split: nobody else holds the rank, or no part differs."""
        return self.table.empty or self.other == self.question.unit.unit_id

    def waterfall(self) -> Chart | Sentence:
        """From the unit's total to that of who holds the rank, part by part."""
        if self.nothing_between:
            return self.sheet.say("targets.nothing_between")
        rank = self.question.target_rank
        return self.sheet.chart(
            gap_waterfall,
            self.table,
            (self.gap.total, self.gap.needed),
            self.pair,
            csv="gap",
            title=sentences.waterfall_title(self.table, self.pair, self.gap, rank),
            alt=sentences.waterfall_alt(self.table, self.pair, self.gap),
            editions=[self.question.edition.label],
        )

    def parts(self) -> ReaderTable | Sentence | None:
        """The same as a table, with the scores of both; None where there is no gap to split."""
        if self.nothing_between:
            return None
        return self.sheet.written(sentences.parts_table(self.table, self.pair))


def ways(target: Target) -> Ways:
    """How could the gap be closed?"""
    return Ways(target)


class Ways:
    """The steps that would give a rank: of one part, of all alike, or of one's own choice.

    They lead to the target, or to the next rank up where that is reached already; there are none
    from the first rank.
    """

    def __init__(self, target: Target) -> None:
        self.target, self.sheet, self.question = target, target.sheet, target.question
        known, unit = target.known, self.question.unit
        self.aim = answer.next_aim(known, target.gap, self.question)
        gap = self.aim[1] if self.aim else target.gap
        steps = answer.single_steps(known, gap, unit)[: None if self.aim else 0]
        self.table = self.sheet.save(steps, "single_steps")
        """What each part alone would take: `single_steps`."""

    def sentences(self) -> Paragraphs:
        """The smallest steps that would do, and what the steps chosen would give."""
        return self.sheet.paragraphs(*self._smallest(), *self._chosen())

    def _smallest(self) -> list[Phrase]:
        definitions = self.sheet.definitions
        if self.aim is None:
            return [Said("targets.aim_none")]
        rank, gap = self.aim
        lift = answer.equal_lift(self.target.known, gap, self.question.unit)
        said = [
            sentences.lift_sentence(lift, definitions),
            sentences.cheapest_sentence(self.table, definitions),
        ]
        next_up = [sentences.next_aim_sentence(rank, gap)] if self.target.gap.reached else []
        return [*next_up, *said]

    def _chosen(self) -> list[Phrase]:
        if not self.question.mix:
            return []
        unit, mix, rank = self.question.unit, self.question.mix, self.question.target_rank
        outcome = answer.mix_outcome(self.target.known, unit, mix, rank)
        return [sentences.mix_sentences(outcome, self.question, self.sheet.definitions)]

    def steps(self) -> ReaderTable | Sentence | None:
        """By how much each part alone would have to rise; None from the first rank."""
        if self.aim is None:
            return None
        return self.sheet.written(sentences.steps_table(self.table, self.sheet.definitions))


def past(target: Target) -> Past:
    """Have provinces made such a step, and what if the others move too?"""
    return Past(target)


class Past:
    """What provinces did in the latest comparable year, in distances from the mean.

    `year`, `table` (`past_steps`), `share` and `moving` are None where there is no such year.
    """

    def __init__(self, target: Target) -> None:
        self.target, self.sheet, self.question = target, target.sheet, target.question
        definitions, totals, gap = self.sheet.definitions, target.known.totals, target.gap
        universe = self.question.edition.universe
        self.start = gap.total - totals.mean()
        self.year = (
            comparable_years(definitions, universe).year or comparable_years(definitions).year
        )
        self.table: pd.DataFrame | None = None
        self.share: StepShare | None = None
        self.moving: MovingTarget | None = None
        self.said: dict[str, Phrase] = {"past": Said("targets.no_year")}
        if self.year is None:
            return
        on_file = (target.rankings, definitions, self.sheet.units)
        self.table = past_steps(*(index_parts(*on_file, one) for one in self.year))
        self.share = share_with_step(self.table, self.start, gap.points)
        asked, unit_id = self.question, self.question.unit.unit_id
        self.moving = moving_target(
            totals, self.table, unit_id, asked.target_rank, still=gap.points, draws=asked.draws
        )
        about = (gap, self.year, asked)
        self.said["past"] = sentences.past_sentences(self.share, *about, definitions)
        if self.moving:
            self.said["moving"] = sentences.moving_sentence(self.moving, gap, asked, self.year)

    def sentences(self) -> Paragraphs:
        """How many that began near made such a step."""
        return self.sheet.paragraphs(self.said["past"])

    def chart(self, near: float = NEIGHBOURHOOD) -> Chart | None:
        """The step of every province from where it began, and the one needed.

        Args:
            near: how near a start counts as near, in score.
        """
        if self.year is None or self.table is None:
            return None
        self.sheet.save(self.table.reset_index(), "past_steps")
        if self.target.gap.is_last:
            # No step is needed for the last place, so there is none to draw.
            return None
        before, after = self.year
        gap, province = self.target.gap, self.question.unit.province
        title = "targets.steps_title_kept" if gap.reached else "targets.steps_title"
        return self.sheet.chart(
            steps_chart,
            self.table,
            self.start,
            gap.points,
            near,
            csv="past_steps",
            title=Said(title, share=self.share, before=before, after=after),
            alt=Said("targets.steps_alt", before=before, after=after, province=province, gap=gap),
            editions=[before.label, after.label],
        )

    def others_move(self) -> Paragraphs:
        """What is needed if the others move as provinces have moved before."""
        return self.sheet.paragraphs(self.said.get("moving", self.said["past"]))


def check(target: Target, ways: Ways) -> None:
    """Stop where results contradict each other.

    Raises:
        AssertionError: the gap, its parts and the steps do not fit together.
    """
    gap, totals = target.gap, target.known.totals
    assert (gap.rank <= target.question.target_rank) == gap.reached
    whole = totals[target.other] - gap.total
    assert abs(target.table["points"].sum() - whole) < TIE_TOLERANCE
    assert ways.aim is None or set(ways.table["part"]) == set(target.known.weights.index)


def claims(target: Target, past: Past) -> RegisteredClaims:
    """What the notebook concludes."""
    said = {"gap": target.said, **past.said}
    return target.sheet.claims(
        *sentences.target_claims(target.gap, past.share, past.moving, target.question, said),
        *sentences.region_claims(target.regional, target.question, target.names),
    )
