"""How often does an interval by inverting the permutation test hold the true value?

`SIMULATED` keeps what a long simulation found; `tests/statistics/test_coverage.py` runs it again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from helpers.statistics.inversion import reference_of
from helpers.statistics.permutation import Matrix

PREDICTORS = ("plain", "skewed")
"""Normal, and going with the baseline; or like the time since a milestone: skewed, in whole
years and halves so that many are equal, two in five without any."""
_COVARIATES = 3


@dataclass(frozen=True)
class Coverage:
    """Of so many intervals at 95 %, how large a share holds the true value?"""

    predictor: str
    n: int
    repetitions: int
    share: float


def simulate_coverage(
    predictor: str, n: int, repetitions: int = 4_000, draws: int = 399, seed: int = 1
) -> Coverage:
    """How often is the true value in the interval, were the model true?

    The true value is in the interval exactly where its test does not reject, so that it alone is
    tested. Baseline and three covariates beside the predictor; errors are normal.

    Args:
        predictor: one of `PREDICTORS`. n: units. draws: permutations inside each test.
    """
    held = 0
    for number in range(repetitions):
        generator = np.random.default_rng((seed, n, PREDICTORS.index(predictor), number))
        outcome, x, rest, truth = _panel(generator, predictor, n)
        reference = reference_of(outcome, x, rest, draws=draws, seed=number)
        held += reference.p_value(truth) >= 0.05  # noqa: PLR2004  (the level of the interval)
    return Coverage(predictor, n, repetitions, held / repetitions)


def _panel(
    generator: np.random.Generator, predictor: str, n: int
) -> tuple[Matrix, Matrix, Matrix, float]:
    """An outcome, a predictor, the rest, and the true coefficient of the predictor."""
    baseline = generator.normal(size=n)
    covariates = generator.normal(size=(n, _COVARIATES))
    if predictor == "plain":
        x = 0.5 * baseline + generator.normal(size=n)
    else:
        years = np.round(2 * generator.exponential(1.5, size=n)) / 2
        x = np.where(generator.random(n) < 0.4, 0.0, years)  # noqa: PLR2004  (two in five)
        x[:2] = 0.0, 1.0  # A predictor that is the same for all units is no predictor.
    truth = 0.3
    rest = np.column_stack([np.ones(n), baseline, covariates])
    outcome = 0.7 * baseline + truth * x + 0.2 * covariates.sum(axis=1) + generator.normal(size=n)
    return outcome, x, rest, truth


SIMULATED: tuple[Coverage, ...] = ()


def simulated(predictor: str, n: int) -> Coverage:
    """What the long simulation found for a predictor, at the number of units nearest to n."""
    own = [one for one in SIMULATED if one.predictor == predictor]
    return min(own, key=lambda one: (abs(one.n - n), one.n))
