"""What would it take a province to reach a rank? The functions of notebook 07.

Everything is said of one edition under its own formula. What provinces have done before is known of
one year only: two neighbouring complete editions under one formula.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.errors import BadInputError, Words
from helpers.questions.association.asked import INDEX, check_draws, check_texts, unit_in_focus
from helpers.rankings.index_parts import IndexParts, can_be_recomputed, formula_to_recompute
from helpers.rankings.panel import of_edition
from helpers.sources.editions import Definitions, Edition
from helpers.sources.provinces import Unit, Units
from helpers.sources.shown import example_unit, leading_edition
from helpers.sources.suggestions import nearest_choices
from helpers.statistics.decomposition import split_score_change
from helpers.statistics.ranks import TIE_TOLERANCE, rank_scores


@dataclass(frozen=True)
class TargetQuestion:
    """What one run of notebook 07 asks, every part checked against what is on file.

    `former`: the name asked for, where that province went into `unit`; empty otherwise.
    `is_example`: nobody named a province. `newer`: an edition that would have been shown, but of
    which the totals cannot be recomputed.
    """

    edition: Edition
    unit: Unit
    target_rank: int
    mix: Mapping[str, float]
    draws: int
    former: str = ""
    is_example: bool = False
    newer: Edition | None = None


RANKS_UP = 5
"""How far above its own the rank lies that a unit aims at where nobody names one."""


def ask(
    rankings: pd.DataFrame,
    definitions: Definitions,
    units: Units,
    *,
    place: tuple[str, str, str],
    target_rank: object,
    mix: str,
    draws: int,
) -> TargetQuestion:
    """Which unit is to reach which rank, in which edition, and by which steps of its own?

    Args:
        rankings: as `rankings.csv`.
        place: year, universe and province, each empty where it is not named: the newest edition
            whose totals can be recomputed, over the units that exist; an example (`example_unit`).
            A province is any usual spelling, or a unit id; a former one stands for the unit it
            went into.
        target_rank: from 1 to the number of units; None: five above the unit's own, or for one of
            the first five its own, which it can lose.
        mix: see `read_mix`. draws: see `check_draws`.

    Raises:
        BadInputError: a value is not on file or out of range, or the totals of the edition cannot
            be recomputed; says what is.
        UnknownProvinceError: the name means no unit of the universe.
    """
    year, universe, province = place
    check_texts(edition=year, universe=universe, province=province, mix=mix)
    check_draws(draws)
    chosen = asked_edition(definitions, year, universe)
    formula = formula_to_recompute(definitions, chosen)
    if province:
        unit, former = unit_in_focus(units, province, chosen.universe)
    else:
        unit, former = example_unit(rankings, definitions, units, chosen.universe), ""
    size = len(units.all(chosen.universe))
    if target_rank is None:
        target_rank = _rank_above(rankings, chosen, unit)
    if (
        isinstance(target_rank, bool)
        or not isinstance(target_rank, int)
        or not 1 <= target_rank <= size
    ):
        raise BadInputError("targets.rank", size=size, edition=chosen.named, found=target_rank)
    steps = read_mix(mix, tuple(formula.weights))
    newest = leading_edition(definitions, INDEX, universe)
    newer = None if year or newest.edition <= chosen.edition else newest
    return TargetQuestion(chosen, unit, target_rank, steps, draws, former, not province, newer)


def _rank_above(rankings: pd.DataFrame, edition: Edition, unit: Unit) -> int:
    own = of_edition(rankings, edition)
    own = own[(own["measure"] == "overall") & (own["unit_id"] == unit.unit_id)]
    rank = int(own["rank_best"].iloc[0])
    return rank - RANKS_UP if rank > RANKS_UP else rank


def asked_edition(definitions: Definitions, year: str, universe: str) -> Edition:
    """Which edition is asked about?

    Args:
        year: empty: the newest whose totals can be recomputed.
        universe: empty: the units that exist, or the latest that were ranked in that year.

    Raises:
        BadInputError: the edition is not on file, or no totals of that universe can be recomputed.
    """
    if year and universe:
        return definitions.edition(INDEX, year, universe)
    usable = [one for one in definitions.editions if can_be_recomputed(definitions, one)]
    found = [
        one
        for one in usable
        if one.index == INDEX and year in ("", one.edition) and universe in ("", one.universe)
    ]
    if found:
        return max(found, key=lambda one: (definitions.began(one.universe), one.edition))
    if year:
        return definitions.edition(INDEX, year, _latest_universe(definitions, year))
    known = sorted({one.universe for one in usable})
    raise BadInputError(
        "targets.no_table",
        index=INDEX,
        universe=universe,
        universes=Words(*(f" {word} ".join(known) for word in ("hoặc", "or"))),
    )


def _latest_universe(definitions: Definitions, year: str) -> str:
    ranked = [e for e in definitions.editions if e.index == INDEX and e.edition == year]
    return max((one.universe for one in ranked), key=definitions.began, default="")


def read_mix(text: str, parts: tuple[str, ...]) -> dict[str, float]:
    """Which step of which part does a person have in mind?

    Args:
        text: such as "infrastructure 0.05, government_activity 0.02" (or with = or :): by how much
            the score (0 to 1) of a part is to rise; a decimal comma needs semicolons between the
            steps. Empty for none.
        parts: the parts of the formula.

    Raises:
        BadInputError: a part is unknown or named twice, or a step is no number from -1 to 1.
    """
    mix: dict[str, float] = {}
    separator = ";" if ";" in text else ","
    for item in filter(None, (piece.strip() for piece in text.split(separator))):
        name, _, value = item.replace("=", " ").replace(":", " ").partition(" ")
        value = value.strip()
        if not value:
            raise BadInputError("targets.mix", item=item)
        if name not in parts:
            raise BadInputError("targets.no_part", name=name, near=nearest_choices(name, parts))
        if name in mix:
            raise BadInputError("targets.part_twice", name=name)
        try:
            step = float(value.replace(",", ".") if separator == ";" else value)
        except ValueError:
            step = np.nan
        if not -1 <= step <= 1:
            raise BadInputError("targets.step", item=item)
        mix[name] = step
    return mix


@dataclass(frozen=True)
class Gap:
    """How far a unit is from a rank, the others standing still.

    `needed`: the least total with which it would have the rank. `points`: `needed` less its own
    total; 0 or less where it has the rank already, and then `cushion` is what it can lose before it
    falls below the rank (missing where there is nobody to fall behind). `holders`: the units whose
    total is `needed`, the nearest that hold the place. `rank_then`: the rank that `needed` gives,
    better than the one asked for where several units share that total.
    """

    rank: int
    total: float
    needed: float
    points: float
    reached: bool
    cushion: float | None
    holders: tuple[str, ...]
    rank_then: int

    @property
    def is_last(self) -> bool:
        """Whether the rank asked for is one that no unit can fall below."""
        return self.reached and self.cushion is None

    @property
    def is_shared(self) -> bool:
        """Whether the unit holds the rank only with others: any loss is one too many."""
        return self.cushion is not None and self.cushion <= TIE_TOLERANCE


def gap_to_rank(totals: pd.Series, unit_id: str, target_rank: int) -> Gap:
    """How much is missing to a rank, if nobody else moves?

    A unit has rank K when at most K - 1 others have more; equal totals share the rank
    (docs/methodology.md, "Ties"). So it needs the K-th highest total of the others.

    Args:
        totals: printed totals of all units, none missing. target_rank: 1 to the number of units.
    """
    own = float(totals[unit_id])
    others = totals.drop(unit_id).sort_values(ascending=False, kind="stable")
    rank = int(rank_scores(totals)[unit_id])
    if target_rank > len(others):
        # The last place is anybody's.
        return Gap(rank, own, own, 0.0, True, None, (), rank)
    needed = float(others.iloc[target_rank - 1])
    holders = tuple(others.index[(others - needed).abs() <= TIE_TOLERANCE])
    reached = rank <= target_rank
    cushion = own - needed if reached else None
    rank_then = 1 + int((others > needed + TIE_TOLERANCE).sum())
    return Gap(rank, own, needed, needed - own, reached, cushion, holders, rank_then)


def single_steps(known: IndexParts, gap: Gap, unit: Unit) -> pd.DataFrame:
    """By how much would one part alone have to rise to close a gap?

    Only parts that are known of the unit: of the others nobody can say how much room is left.

    Returns:
        A row for each part of the formula: `part`, `points` (of the whole), `score` (missing where
        unknown), `step` (rise of its score), `reaches` (the score it would need), `possible`
        (`reaches` is at most 1; False where unknown); the smallest step first.
    """
    weights = known.weights
    scores = known.parts.loc[unit.unit_id]
    steps = gap.points * weights.sum() / weights
    table = pd.DataFrame(
        {"points": weights, "score": scores, "step": steps, "reaches": scores + steps}
    )
    table["possible"] = table["reaches"] <= 1 + TIE_TOLERANCE
    order = table.assign(unknown=table["score"].isna())
    order = order.sort_values(["unknown", "possible", "step"], ascending=[True, False, True],
                              kind="stable")  # fmt: skip
    return order.drop(columns="unknown").rename_axis("part").reset_index()


@dataclass(frozen=True)
class EqualLift:
    """The smallest rise of all parts alike that closes a gap; none above 1.

    `lift` is missing where even full marks do not suffice. `exact`: every part of the unit is
    known; otherwise unknown parts are taken at their mean, and the lift is a lower bound, because
    parts that stand nearer to 1 would have less room. `capped`: known parts that reach 1.
    """

    lift: float | None
    exact: bool
    capped: tuple[str, ...]


def equal_lift(known: IndexParts, gap: Gap, unit: Unit) -> EqualLift:
    """By how much would every part have to rise alike to close a gap?

    Exact: the points gained grow in straight lines between the lifts at which a part reaches 1.
    """
    weights = known.weights / known.weights.sum()
    room = (1 - known.filled.loc[unit.unit_id]).clip(lower=0)
    full = bool(known.full[unit.unit_id])
    missing = max(gap.points, 0.0)
    if missing > float((weights * room).sum()) + TIE_TOLERANCE:
        return EqualLift(None, full, ())
    gained, lift = 0.0, 0.0
    for bound in sorted(room):
        open_weight = float(weights[room >= bound - TIE_TOLERANCE].sum())
        step = min(bound - lift, (missing - gained) / open_weight if open_weight else 0.0)
        gained, lift = gained + step * open_weight, lift + step
        if gained >= missing - TIE_TOLERANCE:
            break
    own = known.parts.loc[unit.unit_id]
    capped = tuple(own.index[own.notna() & (1 - own <= lift + TIE_TOLERANCE)])
    return EqualLift(float(lift), full, capped if lift > 0 else ())


@dataclass(frozen=True)
class MixOutcome:
    """What a person's own steps would give: the total and the rank, the others standing still.

    `too_high`: parts that would pass 1 (or fall below 0); `unknown`: parts whose score is unknown,
    so that whether there is room cannot be said.
    """

    points: float
    total: float
    rank: int
    reaches: bool
    too_high: tuple[str, ...]
    unknown: tuple[str, ...]


def mix_outcome(
    known: IndexParts, unit: Unit, mix: Mapping[str, float], target_rank: int
) -> MixOutcome:
    """Which rank would a mix of steps give, the others standing still?"""
    weights = known.weights / known.weights.sum()
    points = float(sum(weights[part] * step for part, step in mix.items()))
    total = float(known.totals[unit.unit_id]) + points
    rank = int(1 + (known.totals.drop(unit.unit_id) > total + TIE_TOLERANCE).sum())
    after = known.parts.loc[unit.unit_id].reindex(list(mix)) + pd.Series(mix, dtype=float)
    outside = after[(after > 1 + TIE_TOLERANCE) | (after < -TIE_TOLERANCE)]
    return MixOutcome(
        points, total, rank, rank <= target_rank,
        tuple(outside.index), tuple(after.index[after.isna()]),
    )  # fmt: skip


def next_aim(known: IndexParts, gap: Gap, question: TargetQuestion) -> tuple[int, Gap] | None:
    """Which rank is there to climb to: the target, or the next one up where it is reached?

    None at the first rank.
    """
    if not gap.reached:
        return question.target_rank, gap
    if gap.rank == 1:
        return None
    aim = gap.rank - 1
    return aim, gap_to_rank(known.totals, question.unit.unit_id, aim)


def gap_by_part(known: IndexParts, unit_id: str, other_id: str) -> pd.DataFrame:
    """How do the parts make up the difference between two units of one edition?

    Returns:
        `part` (of the formula, `remainder`, `rounding`), `own`, `other` (scores; missing where
        unknown) and `points`: what the other has more, in points of the total; parts that are not
        known of both are in `remainder`. The points sum to the difference of the printed totals.
    """
    before, after = (
        (known.totals.loc[[one]].set_axis(["pair"]), known.parts.loc[[one]].set_axis(["pair"]))
        for one in (unit_id, other_id)
    )
    split = split_score_change((before[0], after[0]), (before[1], after[1]), known.weights)
    table = pd.DataFrame(
        {"own": before[1].loc["pair"], "other": after[1].loc["pair"], "points": split.loc["pair"]}
    ).reindex(split.columns)
    known_of_both = table[["own", "other"]].notna().all(axis=1)
    kept = table["points"].notna() & (known_of_both | (table["points"].abs() > TIE_TOLERANCE))
    return table[kept].rename_axis("part").reset_index()
