"""What notebook 02 says about the workings of a rank: how firm it is, and what moved it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from helpers.questions.rank_gains.answer import GainQuestion
from helpers.questions.rank_gains.sentences import NOTEBOOK, direction_of, pair_values
from helpers.questions.rank_gains.workings import TOP, GainSplit
from helpers.rankings.index_parts import IndexParts
from helpers.sharing.claims import About, Claim, claim_id
from helpers.sharing.figure_words import measure_name
from helpers.sharing.numbers import Phrase
from helpers.sharing.wording import InForm, Joined, Said, use_wording
from helpers.sources.editions import Definitions, Edition
from helpers.sources.provinces import Unit
from helpers.statistics.decomposition import OTHERS, REMAINDER, ROUNDING
from helpers.statistics.ranks import TIE_TOLERANCE
from helpers.statistics.sensitivity import INTERVAL_KINDS, Choices

use_wording("rank_gains.yml")


def part_name(definitions: Definitions, index: str, part: str) -> Phrase:
    """What readers call a part of an index, or one of the players that is no part."""
    if part in (REMAINDER, ROUNDING, OTHERS):
        return Said(f"workings.part.{part}")
    return measure_name(definitions, index, part)


def _percent(share: float) -> Phrase:
    percent = round(100 * share, 1)
    return InForm(percent, "int" if percent == int(percent) else "percent")


def interval_sentences(
    intervals: pd.DataFrame,
    parts: Sequence[IndexParts],
    question: GainQuestion,
    choices: Choices,
    draws: int,
) -> list[Phrase]:
    """How firm the rank of the province in focus is in each edition, and where it cannot be said.

    Args:
        intervals: of `rank_intervals`. parts: of `known_parts`.
    """
    known = {one.edition: one for one in parts}
    said: list[Phrase] = []
    if known:
        said.append(Said("workings.method", spread=_percent(choices.weight_spread), draws=draws))
    for edition in question.editions:
        if edition not in known:
            said.append(Said("workings.no_table", asked=edition))
            continue
        bands = focus_bands(intervals, edition, question.unit)
        among = _among_first(bands.narrow["share_top"])
        said.append(Said("workings.focus", asked=edition, bands=bands, among=among))
        full = known[edition].full
        if not full.all():
            values = {"asked": edition, "full": full.sum(), "size": len(full)}
            said.append(Said("workings.understated", **values))
    return said


def _among_first(share: float) -> Said:
    percent = round(100 * share, 1)
    if percent == 0:
        return Said("workings.never_first", top=TOP)
    return Said("workings.among_first", top=TOP, share=_percent(share))


@dataclass(frozen=True, eq=False)
class FocusBands:
    """The sensitivity intervals of one unit in one edition: rows of `rank_intervals`.

    `narrow` where the weights vary, `wide` where a part may be left out as well.
    """

    narrow: pd.Series
    wide: pd.Series


def focus_bands(intervals: pd.DataFrame, edition: Edition, unit: Unit) -> FocusBands:
    """How far can the rank of one unit move in one edition?"""
    own = intervals[
        (intervals["edition"] == edition.edition) & (intervals["unit_id"] == unit.unit_id)
    ].set_index("leave_out")
    return FocusBands(own.loc[False], own.loc[True])


def focus_choices(
    intervals: pd.DataFrame, without: pd.DataFrame, definitions: Definitions, question: GainQuestion
) -> pd.DataFrame:
    """The rank of the province in focus as published and under each other choice.

    Args:
        without: of `ranks_without_parts`.

    Returns:
        `edition`, `choice` (a phrase) and `rank_text` (a rank, or a span).
    """
    rows: list[tuple[str, Phrase, str]] = []
    index, unit_id = question.edition.index, question.unit.unit_id
    for edition, own in intervals[intervals["unit_id"] == unit_id].groupby("edition"):
        narrow, wide = (own[own["leave_out"].astype(bool) == flag].iloc[0] for flag in (0, 1))
        rows.append((edition, Said("workings.as_published"), str(narrow["rank"])))
        for band, key in ((narrow, "workings.legend.weights"), (wide, "workings.legend.left_out")):
            rows.append((edition, Said(key), f"{band['rank_lower']}–{band['rank_upper']}"))
        for row in without[without["edition"] == edition].itertuples(index=False):
            part = part_name(definitions, index, row.part)
            rows.append((edition, Said("workings.without_part", part=part), str(row.rank)))
    return pd.DataFrame(rows, columns=["edition", "choice", "rank_text"])


def effect_sentence(effects: pd.Series, known: IndexParts, definitions: Definitions) -> Said:
    """Which choice moves the ranks of an edition most, or that none does so more than others.

    Args:
        effects: of `weight_effects`, the largest first. known: the parts it was given.
    """
    edition = known.edition
    if not effects.iloc[0] > 0:
        return Said("workings.no_effect", asked=edition)
    part = part_name(definitions, edition.index, str(effects.index[0]))
    key = "workings.effect" if known.full.all() else "workings.effect_understated"
    return Said(key, asked=edition, part=part, effect=effects.iloc[0])


def split_sentences(
    split: GainSplit | None,
    question: GainQuestion,
    definitions: Definitions,
    name: Phrase | str = "",
) -> list[Phrase]:
    """What moved the province in focus, or why that cannot be told.

    Args:
        name: what to call the province, where its name alone does not tell which unit is meant.
    """
    if split is None:
        return [Said("workings.no_split")]
    values = split_values(split, question) | ({"province": name} if name else {})
    return [
        _score_sentence(split.of(question.unit), values, definitions, question.edition.index),
        _rank_sentence(values),
        Said("workings.split_still", **values),
    ]


def _rank_sentence(values: dict[str, Any]) -> Said:
    """How much of a change of rank is the unit's own, in the words that fit the directions."""
    gain, own, others = values["gain"], values["own"], values["others"]
    moved = Said(f"workings.split_moved.{direction_of(gain)}", places=abs(gain))
    key = "workings.split_against" if own > 0 > others else "workings.split_rank"
    return Said(key, **values, moved=moved, held_back=-others)


def _score_sentence(
    rows: pd.DataFrame, values: dict[str, object], definitions: Definitions, index: str
) -> Said:
    """By how much a total changed, and which part did most of that: one that went its way."""
    scores = rows.dropna(subset="score_points")
    change = scores["score_points"].sum()
    if abs(change) <= TIE_TOLERANCE:
        return Said("workings.split_score_same", **values)
    parts = scores[scores["part"] != ROUNDING]
    along = parts["score_points"] * (1 if change > 0 else -1)
    if not along.max() > TIE_TOLERANCE:
        return Said("workings.split_score_no_part", **values, change=change)
    largest = parts.loc[along.idxmax()]
    points = largest["score_points"]
    if largest["part"] == REMAINDER:
        return Said("workings.split_score_unknown", **values, change=change, points=points)
    part = part_name(definitions, index, largest["part"])
    return Said("workings.split_score", **values, change=change, part=part, points=points)


def split_values(split: GainSplit, question: GainQuestion) -> dict[str, Any]:
    """The numbers of the split of the province in focus, by the names that the sentences use."""
    own, others = own_and_others(split.of(question.unit))
    ranks = split.ranks.loc[question.unit.unit_id]
    return pair_values(question.editions) | {
        "province": question.unit.province,
        "gain": ranks["rank_before"] - ranks["rank_after"],
        "own": own,
        "others": others,
        "still": ranks["standing_still"],
        "after": ranks["rank_after"],
    }


def own_and_others(rows: pd.DataFrame) -> tuple[float, float]:
    """Places that all own parts of a unit gave together, and places that the others gave."""
    places = rows.set_index("part")["places"]
    return float(places.drop(OTHERS).sum()), float(places[OTHERS])


def parts_with_places(named: pd.DataFrame) -> Phrase:
    """Each part with the places it gave, as a list for a sentence."""
    pairs = zip(named["name"], named["places"], strict=True)
    said = (Said("workings.part_and_places", part=part, places=places) for part, places in pairs)
    return Joined(said, "; ")


def climbers_split(
    split: GainSplit, climbed: pd.DataFrame, definitions: Definitions, index: str
) -> pd.DataFrame:
    """For each of the units that climbed most: where its places came from.

    Args:
        climbed: `unit_id`, `province`, `rank_gain`, in the order to be shown.

    Returns:
        `province`, `rank_gain`, `own_places`, `others_places`, and `largest` (the own part that
        lifted it most, a phrase).
    """
    rows = []
    for row in climbed.itertuples(index=False):
        parts = split.table[split.table["unit_id"] == row.unit_id]
        best = parts[parts["part"] != OTHERS].nlargest(1, "places").iloc[0]
        part = part_name(definitions, index, best["part"])
        largest = Said("workings.no_part_lifted")
        if best["places"] > 0:
            largest = Said("workings.largest_part", part=part, places=best["places"])
        rows.append((row.province, row.rank_gain, *own_and_others(parts), largest))
    columns = ["province", "rank_gain", "own_places", "others_places", "largest"]
    return pd.DataFrame(rows, columns=columns)


def bounds_sentences(
    bounded: pd.DataFrame, pair: tuple[Edition, Edition], unit: Unit, *, moved: bool = False
) -> list[Phrase]:
    """Who climbed for sure when the earlier edition is put under the points of the later?

    Args:
        bounded, pair: of `bounded_gains` and `bounds_pair`.
        moved: as of `pair_values`.
    """
    up, down = (bounded["gain_least"] > 0).sum(), (bounded["gain_most"] < 0).sum()
    same = ((bounded["gain_least"] == 0) & (bounded["gain_most"] == 0)).sum()
    counts = {"up": up, "down": down, "same": same, "unsure": len(bounded) - up - down - same}
    counted = Joined(Said(f"workings.sure.{name}", n=n) for name, n in counts.items() if n)
    values = _bounds_values(bounded, pair, unit, moved=moved)
    return [
        Said("workings.bounds", **values, counts=counted),
        _focus_bounds(bounded, pair, unit, moved=moved),
    ]


def reverse_sentence(
    restated: pd.DataFrame,
    bounded: pd.DataFrame,
    pair: tuple[Edition, Edition],
    unit: Unit,
    *,
    moved: bool = False,
) -> Said:
    """The other way round: the later edition under the points of the earlier, for one unit.

    Args:
        restated: of `restated_later`. bounded, pair: of `bounded_gains` and `bounds_pair`.
    """
    own = restated[restated["unit_id"] == unit.unit_id].iloc[0]
    values = _bounds_values(bounded, pair, unit, moved=moved)
    values |= {"best": own["rank_best"], "worst": own["rank_worst"]}
    exact = own["rank_best"] == own["rank_worst"]
    return Said("workings.reverse_exact" if exact else "workings.reverse", **values)


def _focus_bounds(
    bounded: pd.DataFrame, pair: tuple[Edition, Edition], unit: Unit, *, moved: bool
) -> Said:
    values = _bounds_values(bounded, pair, unit, moved=moved)
    exact = values["best"] == values["worst"]
    return Said("workings.bounds_focus_exact" if exact else "workings.bounds_focus", **values)


def _bounds_values(
    bounded: pd.DataFrame, pair: tuple[Edition, Edition], unit: Unit, *, moved: bool
) -> dict[str, object]:
    own = bounded[bounded["unit_id"] == unit.unit_id].iloc[0]
    return pair_values(pair, moved=moved) | {
        "province": unit.province,
        "own": own,
        "best": own["rank_to"] + own["gain_least"],
        "worst": own["rank_to"] + own["gain_most"],
    }


def sure_moves(bounded: pd.DataFrame, unit: Unit) -> pd.DataFrame:
    """Units that moved for sure, and the one in focus, with the span of their earlier rank."""
    sure = (bounded["gain_least"] > 0) | (bounded["gain_most"] < 0)
    chosen = bounded[sure | (bounded["unit_id"] == unit.unit_id)]
    best, worst = (chosen["rank_to"] + chosen[end] for end in ("gain_least", "gain_most"))
    shown = [f"{b}" if b == w else f"{b}–{w}" for b, w in zip(best, worst, strict=True)]
    return chosen.assign(rank_from_text=shown).sort_values("rank_to", ignore_index=True)


def workings_claims(
    intervals: pd.DataFrame,
    split: GainSplit | None,
    bounded: pd.DataFrame | None,
    pair: tuple[Edition, Edition] | None,
    question: GainQuestion,
    method: str,
    *,
    bounds_unit: Unit | None = None,
) -> list[Claim]:
    """What notebook 02 concludes about the province in focus from the workings of the index.

    Args:
        method: how the intervals were drawn. bounds_unit: the unit that the one in focus went into,
            where `pair` ranks that.
    """
    unit = question.unit
    known = set(intervals["edition"])
    claims = [
        _interval_claim(intervals, edition, unit, method)
        for edition in question.editions
        if edition.edition in known
    ]
    if split is not None:
        places = own_and_others(split.of(unit))[0]
        said = _rank_sentence(split_values(split, question))
        method = "Shapley values over the own parts and the others"
        direction = "up" if places > 0 else "down" if places < 0 else "none"
        n = len(split.ranks)
        about = About.editions(*question.editions, unit_id=unit.unit_id)
        name = claim_id(NOTEBOOK, "split", about)
        claims.append(Claim(name, said, places, "fact", n, "units", method, direction))
    if bounded is not None and pair is not None:
        own = bounds_unit or unit
        row = bounded[bounded["unit_id"] == own.unit_id].iloc[0]
        claims.append(
            Claim(
                claim_id(NOTEBOOK, "one-formula", About.editions(*pair, unit_id=own.unit_id)),
                _focus_bounds(bounded, pair, own, moved=own.universe != unit.universe),
                None,
                # The points are put alike; what the parts count is not.
                "cannot tell",
                len(bounded),
                "units",
                "bounds of the gain with both editions under the later points (formula_bounds)",
                lower=float(row["gain_least"]),
                upper=float(row["gain_most"]),
                interval_kind="bounds",
            )
        )
    return claims


def _interval_claim(intervals: pd.DataFrame, edition: Edition, unit: Unit, method: str) -> Claim:
    bands = focus_bands(intervals, edition, unit)
    kind = bands.narrow["interval_kind"]
    full = kind == INTERVAL_KINDS[0]
    key = "workings.claim_interval" if full else "workings.claim_interval_understated"
    n = intervals["unit_id"].nunique()
    said = Said(key, asked=edition, bands=bands, size=n)
    rank, lower, upper = (float(bands.narrow[one]) for one in ("rank", "rank_lower", "rank_upper"))
    name = claim_id(NOTEBOOK, "sensitivity", About.editions(edition, unit_id=unit.unit_id))
    return Claim(name, said, rank, "fact", n, "units", method, "", lower, upper, kind)
