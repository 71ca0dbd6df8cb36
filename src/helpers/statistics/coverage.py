"""How often does an interval by inverting the permutation test hold the true value?

`SIMULATED` keeps what a long simulation found; `tests/statistics/test_coverage.py` runs it again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from helpers.statistics.inversion import reference_of
from helpers.statistics.permutation import Matrix

CASES = ("plain", "skewed", "uneven")
"""A normal predictor that goes with the baseline; one like the time since a milestone: skewed, in
whole years and halves so that many are equal, two in five without any; the same with errors that
have heavy tails (Student's t with 3 degrees of freedom) and grow with the predictor."""
_COVARIATES = 3


@dataclass(frozen=True)
class Coverage:
    """Of so many intervals at 95 %, how large a share holds the true value?"""

    case: str
    n: int
    repetitions: int
    share: float


def simulate_coverage(
    case: str, n: int, repetitions: int = 4_000, draws: int = 399, seed: int = 1
) -> Coverage:
    """How often is the true value in the interval, were the model true?

    The true value is in the interval exactly where its test does not reject, so that it alone is
    tested. Baseline and three covariates stand beside the predictor.

    Args:
        case: one of `CASES`. n: units. draws: permutations inside each test.
    """
    held = 0
    for number in range(repetitions):
        generator = np.random.default_rng((seed, n, CASES.index(case), number))
        outcome, x, rest, truth = _panel(generator, case, n)
        reference = reference_of(outcome, x, rest, draws=draws, seed=number)
        held += reference.p_value(truth) >= 0.05  # noqa: PLR2004  (the level of the interval)
    return Coverage(case, n, repetitions, held / repetitions)


def _panel(
    generator: np.random.Generator, case: str, n: int
) -> tuple[Matrix, Matrix, Matrix, float]:
    """An outcome, a predictor, the rest, and the true coefficient of the predictor."""
    baseline = generator.normal(size=n)
    covariates = generator.normal(size=(n, _COVARIATES))
    if case == "plain":
        x = 0.5 * baseline + generator.normal(size=n)
    else:
        years = np.round(2 * generator.exponential(1.5, size=n)) / 2
        x = np.where(generator.random(n) < 0.4, 0.0, years)  # noqa: PLR2004  (two in five)
        x[:2] = 0.0, 1.0  # A predictor that is the same for all units is no predictor.
    truth = 0.3
    rest = np.column_stack([np.ones(n), baseline, covariates])
    errors = generator.normal(size=n)
    if case == "uneven":
        errors = generator.standard_t(3, size=n) * (1 + x / 2)
    outcome = 0.7 * baseline + truth * x + 0.2 * covariates.sum(axis=1) + errors
    return outcome, x, rest, truth


SIMULATED = (
    Coverage("plain", 63, 4_000, 0.94475),
    Coverage("plain", 34, 4_000, 0.95025),
    Coverage("plain", 16, 4_000, 0.9545),
    Coverage("skewed", 63, 4_000, 0.95325),
    Coverage("skewed", 34, 4_000, 0.9535),
    Coverage("skewed", 16, 4_000, 0.95275),
    Coverage("uneven", 63, 4_000, 0.91425),
    Coverage("uneven", 34, 4_000, 0.90375),
    Coverage("uneven", 16, 4_000, 0.89925),
)


def simulated(case: str, n: int) -> Coverage:
    """What the long simulation found in a case, at the number of units nearest to n."""
    own = [one for one in SIMULATED if one.case == case]
    return min(own, key=lambda one: (abs(one.n - n), one.n))
