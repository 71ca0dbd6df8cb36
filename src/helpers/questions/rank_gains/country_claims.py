"""What notebook 02 concludes about the country as a whole."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from helpers.questions.rank_gains import country_sentences as said
from helpers.questions.rank_gains import movers_sentences as parts_said
from helpers.questions.rank_gains.movers import Movers
from helpers.questions.rank_gains.points_alone import PointsAlone
from helpers.questions.rank_gains.sentences import NOTEBOOK
from helpers.questions.rank_gains.spreads import SpreadChange
from helpers.sharing.claims import About, Claim, claim_id
from helpers.sharing.numbers import Phrase
from helpers.sharing.wording import Joined, Said, use_wording
from helpers.sources.editions import Definitions, Edition
from helpers.sources.provinces import Unit

use_wording("rank_gains.yml")

_BOUNDS = "published totals, each edition also under the points of the other; exact bounds"


def spread_claims(
    table: pd.DataFrame, whole: SpreadChange | None, step: SpreadChange | None, edition: Edition
) -> list[Claim]:
    """Whether the scores drew together up to the newest full edition of the units compared.

    Args:
        table: of `spreads`. whole: from the earlier edition of the pair. step: its last part.
        edition: one of those compared.
    """
    if whole is None:
        return []
    told: list[Phrase] = [said.spreads_sentence(table, edition), said.step_sentence(whole)]
    told += said.bounds_sentence(whole)
    verdict = {"closer": "holds", "apart": "contradicted"}.get(whole.direction, "cannot tell")
    claims = [_spread_claim("convergence", whole, edition, Joined(told, " "), verdict)]
    if step is not None and step.lower is not None:
        told = [said.step_sentence(step), *said.bounds_sentence(step), Said("country.caveat")]
        spoken = Joined(told, " ")
        of = {"index": edition.index, "size": int(edition.universe)}
        sentence = Said("country.step_claim", **of, said=spoken)
        verdict = "fact" if step.direction else "cannot tell"
        claims.append(_spread_claim("spread-step", step, edition, sentence, verdict))
    return claims


def _spread_claim(
    name: str, found: SpreadChange, edition: Edition, sentence: Phrase, verdict: str
) -> Claim:
    about = About(edition.index, edition.universe, (found.first, found.last))
    return Claim(
        claim_id(NOTEBOOK, name, about),
        sentence,
        found.change,
        verdict,
        int(edition.universe),
        "units",
        _BOUNDS,
        "up" if found.change > 0 else "down" if found.change < 0 else "none",
        lower=found.lower,
        upper=found.upper,
        interval_kind="" if found.lower is None else "bounds",
    )


def mover_claims(
    found: Movers | None, editions: Sequence[Edition], definitions: Definitions
) -> list[Claim]:
    """By how much the mean rose and through what, and which part goes with differences in places.

    The second holds where one part with a name is the first in nearly all draws (`SURE`).
    """
    if found is None:
        return []
    about, n = About.editions(*editions), len(found.points)
    rise = float(found.points.sum(axis=1).mean())
    told = [parts_said.rise_sentence(found, editions, definitions)]
    told += parts_said.block_sentence(found)
    claims = [
        Claim(
            claim_id(NOTEBOOK, "mean-rise", about),
            Joined(told, " "),
            rise, "fact", n, "units",
            "mean over all units of weight x change, by part",
            "up" if rise > 0 else "down" if rise < 0 else "none",
        )
    ]  # fmt: skip
    if found.parts.empty:
        return claims
    first = found.parts.loc[found.parts["rank_share"].idxmax()]
    return [
        *claims,
        Claim(
            claim_id(NOTEBOOK, "rank-mover", about),
            parts_said.rank_sentence(found, editions, definitions),
            100 * first["rank_share"],
            "holds" if first["rank_first"] >= parts_said.SURE else "cannot tell",
            n,
            "units",
            "covariance of the Shapley part with the gain over its variance, percent; bootstrap",
            lower=100 * first["rank_lower"],
            upper=100 * first["rank_upper"],
            interval_kind="bootstrap",
        ),
    ]


def region_claims(gains: pd.DataFrame, unit: Unit, editions: Sequence[Edition]) -> list[Claim]:
    """How the place of the province in focus within its region changed.

    Args:
        gains: of `regional_gains`, the total.
    """
    own = gains[gains["unit_id"] == unit.unit_id]
    if own.empty:
        return []
    row = own.iloc[0]
    gain = None if pd.isna(row["rank_gain"]) else float(row["rank_gain"])
    return [
        Claim(
            claim_id(NOTEBOOK, "region", About.editions(*editions, unit_id=unit.unit_id)),
            said.region_place(row, unit, editions),
            gain,
            "fact",
            int(row["units"]),
            "units",
            "order of the published ranks within the region",
            "" if gain is None else "up" if gain > 0 else "down" if gain < 0 else "none",
        )
    ]


def points_claims(
    found: PointsAlone | None,
    bounded: pd.DataFrame | None,
    pair: Sequence[Edition] | None,
    *,
    moved: bool,
) -> list[Claim]:
    """How far the points alone move ranks across the newest change of formula, and who moved.

    Args:
        bounded: of `bounded_gains`. moved: as of `pair_values`.
    """
    if found is None or bounded is None or pair is None:
        return []
    alone, sure = said.points_sentences(found, bounded, pair, moved=moved)
    about, n = About.editions(*pair), len(bounded)
    return [
        Claim(
            claim_id(NOTEBOOK, "points-alone", about),
            Joined([alone, Said("points.bounds", found=found)], " "),
            found.mean,
            "fact",
            n,
            "units",
            "mean change of rank under the later points, parts not printed taken as equal",
            lower=found.lower,
            upper=found.upper,
            interval_kind="bounds",
        ),
        Claim(
            claim_id(NOTEBOOK, "sure-moves", about),
            sure,
            float(sum(said.sure_counts(bounded).values())),
            "fact",
            n,
            "units",
            "bounds of the gain with both editions under the later points (formula_bounds)",
        ),
    ]


def weighted_claims(moves: pd.DataFrame | None, edition: Edition) -> list[Claim]:
    """How many ranks of merged units change when their provinces count by their people. Ours.

    Args:
        moves: of `weighted_moves`, or None.
    """
    if moves is None:
        return []
    return [
        Claim(
            claim_id(NOTEBOOK, "population-weights", About.editions(edition)),
            Joined([said.weighted_sentence(moves, edition), Said("weighted.ours")], " "),
            float(said.changed_rank(moves).sum()),
            "fact",
            len(moves),
            "units",
            "means of the former provinces weighted by population, a construction of ours",
        )
    ]
