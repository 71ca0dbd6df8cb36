"""Which findings survive other reasonable choices? The functions of notebook 06."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from helpers.questions.association.asked import INDEX, check_draws, check_texts
from helpers.questions.association.choices import declared_specifications
from helpers.rankings.panel import of_edition
from helpers.sources.editions import Definitions, Edition, choose_pair, comparison_problem
from helpers.statistics.baseline import FEWEST_UNITS, convergence
from helpers.statistics.missing_ranks import bounds_for_missing
from helpers.statistics.multiplicity import adjust_family
from helpers.statistics.permutation import SEED
from helpers.statistics.verdicts import LEVEL, association_verdict

SCALES = ("score", "log odds")
"""The score as printed, and the logarithm of s / (1 - s), which has no ceiling at 1."""
SPREADS = ("standard deviation", "interquartile range")
SWAPS_PER_DRAW = 10
"""With fewer swaps the count of choices below 0.05 changes with the seed."""
_SWAPS_AT_ONCE = 5_000
_BOUNDS = ("correlation_seen", "lower", "upper")
_SEEN = ("edition", "seen", "units", "intervals", "mean_rank_seen", "mean_rank_all")


@dataclass(frozen=True)
class RobustnessQuestion:
    """What notebook 06 asks: the pairs of editions, the one judged last, and the draws."""

    pairs: tuple[tuple[Edition, Edition], ...]
    draws: int

    @property
    def judged(self) -> tuple[Edition, Edition]:
        """The pair whose tests are one family; that of notebooks 03 to 05."""
        return self.pairs[-1]

    @property
    def baseline(self) -> str:
        """Year of the earlier edition of that pair."""
        return self.judged[0].edition

    @property
    def edition(self) -> str:
        """Year of the later edition of that pair."""
        return self.judged[1].edition


def ask(definitions: Definitions, *, baseline: str, edition: str, draws: int) -> RobustnessQuestion:
    """Which pairs of editions are asked about, and with how many permutations?

    The pair given (empty: the latest comparable one), and before it every neighbouring pair of
    earlier editions under one formula.

    Args:
        baseline, edition: years, or empty, as of notebooks 03 to 05.
        draws: permutations of each test; see `check_draws`.

    Raises:
        BadInputError: a value is out of range or not on file, or no two editions can be compared.
        NotComparableError: the two editions do not follow one formula.
    """
    check_draws(draws)
    check_texts(baseline=baseline, edition=edition)
    judged = choose_pair(definitions, INDEX, definitions.base_universe, (baseline, edition))
    earlier = [
        pair
        for pair in pairwise(definitions.editions_of(INDEX))
        if comparison_problem(definitions, *pair) is None and pair[1].edition < judged[1].edition
    ]
    return RobustnessQuestion((*earlier, judged), draws)


# --- ranks that nobody printed --------------------------------------------------------------------


def first_complete(definitions: Definitions) -> Edition:
    """The first edition of the DTI that prints the total of every province."""
    return next(e for e in definitions.editions_of(INDEX) if e.totals_known)


def press_bounds(
    rankings: pd.DataFrame, definitions: Definitions, reference: Edition
) -> pd.DataFrame:
    """How well does the order of an edition known from the press go with the reference's scores?

    The correlation of the rank with minus the reference's score: positive where those who were
    ahead still are. Over the provinces seen, and the least and most over all, wherever the unseen
    stand. A rank known only to lie in an interval counts as unseen, so that the bounds are, if
    anything, too wide.

    Returns:
        A row for each incomplete edition before the reference: `edition`, `seen`, `units`,
        `intervals` (ranks known to lie in an interval, among the unseen), `mean_rank_seen`,
        `mean_rank_all`, `correlation_seen`, `lower`, `upper`; the last three missing with fewer
        than 10 provinces seen.
    """
    chosen = rankings[
        (rankings["index"] == INDEX)
        & (rankings["universe"] == reference.universe)
        & (rankings["measure"] == "overall")
    ]
    score = _of_edition(chosen, reference)["score"].astype(float)
    rows = []
    for edition in definitions.editions_of(INDEX):
        if edition.complete or edition.edition >= reference.edition:
            continue
        own = _of_edition(chosen, edition).reindex(score.index)
        ranks = own["rank"].astype(float)
        row = {
            "edition": edition.edition,
            "seen": int(ranks.notna().sum()),
            "units": len(score),
            "intervals": int((ranks.isna() & own["rank_best"].notna()).sum()),
            "mean_rank_seen": ranks.mean(),
            "mean_rank_all": (len(score) + 1) / 2,
            **dict.fromkeys(_BOUNDS, np.nan),
        }
        if row["seen"] >= FEWEST_UNITS:
            bounds = bounds_for_missing(ranks, -score)
            row |= {name: getattr(bounds, name) for name in _BOUNDS}
        rows.append(row)
    return pd.DataFrame(rows, columns=[*_SEEN, *_BOUNDS])


def _of_edition(overall: pd.DataFrame, edition: Edition) -> pd.DataFrame:
    return overall[overall["edition"] == edition.edition].set_index("unit_id")


# --- did the scores move together? ----------------------------------------------------------------


def convergence_choices(
    panel: pd.DataFrame, controls: pd.DataFrame, draws: int, seed: int = SEED
) -> pd.DataFrame:
    """Did the scores move closer together, whatever the units, the scale and the spread?

    Leaving out the highest or the lowest of the earlier edition narrows the earlier spread more
    than the later one by itself, so that these choices speak against convergence if anything.

    Args:
        panel: as `build_panel`. controls: as `control_columns` (the declared units come from the
            same list of choices as for the associations). draws, seed: of `swap_p_value`.

    Returns:
        A row for each choice, the main one first: `units`, `scale`, `spread`, `n`, `before`,
        `after`, `p_value` (Pitman and Morgan's test for standard deviations, `swap_p_value` for
        interquartile ranges), `holm` over all rows. Missing with fewer than 10 units.
    """
    specifications = declared_specifications(panel, controls, panel["rank_before"])
    chosen_units = {one.choices["units"]: one.units for one in specifications}
    rows = []
    for units, index in chosen_units.items():
        for scale in SCALES:
            scores = panel.loc[index, ["score_before", "score_after"]].astype(float)
            scores = _on_scale(scores, scale).dropna()
            for spread in SPREADS:
                before, after, p_value = _spreads(scores, spread, draws, seed)
                rows.append(
                    {
                        "units": units, "scale": scale, "spread": spread, "n": len(scores),
                        "before": before, "after": after, "p_value": p_value,
                    }
                )  # fmt: skip
    table = pd.DataFrame(rows)
    return table.assign(holm=adjust_family(table["p_value"])["holm"])


def _on_scale(scores: pd.DataFrame, scale: str) -> pd.DataFrame:
    if scale == "score":
        return scores
    inside = scores.where((scores > 0) & (scores < 1))
    return np.log(inside / (1 - inside))


def _spreads(
    scores: pd.DataFrame, spread: str, draws: int, seed: int
) -> tuple[float, float, float]:
    """Spread before, spread after, and how surprising the difference is."""
    if len(scores) < FEWEST_UNITS:
        return np.nan, np.nan, np.nan
    before, after = scores["score_before"], scores["score_after"]
    if spread == SPREADS[0]:
        result = convergence(before, after)
        return result.deviation_before, result.deviation_after, result.p_value
    widths = _quartile_width(scores.to_numpy())
    return float(widths[0]), float(widths[1]), swap_p_value(before, after, draws=draws, seed=seed)


def _quartile_width(values: NDArray[np.float64]) -> NDArray[np.float64]:
    upper, lower = np.quantile(values, [0.75, 0.25], axis=0)
    return np.asarray(upper - lower)


def swap_p_value(before: pd.Series, after: pd.Series, *, draws: int, seed: int = SEED) -> float:
    """How often would a difference of interquartile ranges as large come of chance?

    Estimand: the ratio of the two interquartile ranges over the same units. Assumption: without a
    change of spread, each unit's two distances from the medians of their editions could as well be
    the other way round. Algorithm: swap them at random, unit by unit;
    p = (1 + as extreme) / (1 + draws).

    Args:
        before, after: one number for each unit, none missing, same order.
    """
    pair = np.stack([before - before.median(), after - after.median()]).astype(float)
    observed = _log_ratio(pair[None])[0]
    generator, extreme = np.random.default_rng(seed), 0
    for start in range(0, draws, _SWAPS_AT_ONCE):
        count = min(_SWAPS_AT_ONCE, draws - start)
        swapped = generator.integers(0, 2, (count, 1, pair.shape[1]), dtype=np.uint8) == 1
        ratios = _log_ratio(np.where(swapped, pair[::-1], pair))
        extreme += int((np.abs(ratios) >= abs(observed) - 1e-9).sum())
    return (1 + extreme) / (1 + draws)


def _log_ratio(pairs: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of each pair of samples (pairs × 2 × units), by how much is the second spread more?"""
    ordered = np.sort(pairs, axis=2)
    places = (ordered.shape[2] - 1) * np.array([0.25, 0.75])
    low = np.floor(places).astype(int)
    high = np.minimum(low + 1, ordered.shape[2] - 1)
    # numpy's quantile sorts a second time, and slower.
    ends = ordered[:, :, low] + (places - low) * (ordered[:, :, high] - ordered[:, :, low])
    widths = np.log(ends[:, :, 1] - ends[:, :, 0])
    return np.asarray(widths[:, 1] - widths[:, 0])


@dataclass(frozen=True)
class ConvergenceAnswer:
    """Whether convergence survives: `narrower` and `below` of `choices`, and the verdict.

    `below` counts p-values under 0.05, `largest_p` is the largest of all and `largest_holm` that
    once adjusted for all choices. How many of these lie under 0.05 is not told: two are so near it
    that the swaps drawn decide. `holm` is that of the main choice (all units, score, standard
    deviation); `decided_by_one` says whether leaving one province out takes the main finding away.
    """

    choices: int
    narrower: int
    below: int
    largest_holm: float
    largest_p: float
    holm: float
    decided_by_one: bool
    verdict: str


def convergence_answer(choices: pd.DataFrame, panel: pd.DataFrame) -> ConvergenceAnswer | None:
    """Does convergence survive, by the rule for associations (a narrower spread is expected)?

    Args:
        choices: as `convergence_choices`. panel: of the same editions.

    Returns:
        None where fewer than 10 units have both scores.
    """
    run = choices.dropna(subset=["p_value"])
    if run.empty or run.index[0] != choices.index[0]:
        return None
    main = run.iloc[0]
    narrower = run["after"] < run["before"]
    effect = float(main["before"] - main["after"])
    hangs = convergence_hangs(panel)
    agreeing = narrower.mean() if effect > 0 else 1 - narrower.mean()
    return ConvergenceAnswer(
        choices=len(run),
        narrower=int(narrower.sum()),
        below=int((run["p_value"] < LEVEL).sum()),
        largest_holm=float(run["holm"].max()),
        largest_p=float(run["p_value"].max()),
        holm=float(main["holm"]),
        decided_by_one=hangs,
        verdict=association_verdict(effect, float(main["holm"]), float(agreeing), hangs),
    )


def later_spreads(
    rankings: pd.DataFrame, definitions: Definitions, edition: Edition
) -> list[tuple[Edition, float]]:
    """How far are the scores of every later full edition of the same units spread?

    Args:
        rankings: as `rankings.csv`. edition: the later one of the pair judged.

    Returns:
        Each edition with the standard deviation of its totals, oldest first.
    """
    overall = rankings[rankings["measure"] == "overall"]
    return [
        (one, float(of_edition(overall, one)["score"].astype(float).std()))
        for one in definitions.editions_of(edition.index, edition.universe)
        if one.totals_known and one.edition > edition.edition
    ]


def convergence_hangs(panel: pd.DataFrame) -> bool:
    """Whether leaving one province out turns the change of spread, or lifts its p to 0.05."""
    scores = panel[["score_before", "score_after"]].astype(float).dropna()
    whole = convergence(scores["score_before"], scores["score_after"])
    for unit in scores.index:
        rest = scores.drop(unit)
        if len(rest) < FEWEST_UNITS:
            return True
        one = convergence(rest["score_before"], rest["score_after"])
        if one.t * whole.t <= 0 or one.p_value >= LEVEL > whole.p_value:
            return True
    return False
