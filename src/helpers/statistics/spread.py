"""Between which bounds does a standard deviation lie when every value is known to an interval?

The least is a convex problem, solved exactly. The greatest has every value at an end of its
interval; which ends, is hard in general (Ferson, Ginzburg, Kreinovich, Longpré and Aviles 2002,
"Computing variance for interval data is NP-hard"), and the order of the midpoints does not settle
it. What settles nearly all of them is the condition that no value alone can be moved to its other
end: with width w, middle m and n values, an upper end needs m + w/(2n) at or above the mean, a
lower end m - w/(2n) at or below it. Only values whose narrowed interval m ± w/(2n) holds the mean
are open, and of these all combinations are tried (Ferson and others 2005, Reliable Computing 11).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
_MOST_OPEN = 12
"""So many values may be open at one mean and still be tried in all combinations."""
_HAIR = 1e-12
"""A value that is open by the arithmetic of the machine alone is tried as well."""


@dataclass(frozen=True, slots=True)
class SpreadBounds:
    """The least and the greatest standard deviation (n - 1) of values within their intervals.

    `exact`: false where the greatest is only known not to be more than `greatest`.
    """

    least: float
    greatest: float
    exact: bool = True


def spread_bounds(lower: Array, upper: Array) -> SpreadBounds:
    """How far apart must values be at least, and how far can they be, whatever each one is?

    Args:
        lower, upper: the interval of each value, none missing; the values are free of one another.

    Returns:
        Both ends can be reached, save where more than `_MOST_OPEN` intervals hold the mean at once:
        then the greatest is bounded from above.

    Raises:
        ValueError: fewer than two values, one is missing, or a lower end lies above its upper.
    """
    lower, upper = np.asarray(lower, float), np.asarray(upper, float)
    if len(lower) < 2 or not (lower <= upper).all():  # noqa: PLR2004
        raise ValueError("two intervals or more, each with its lower end first")
    # Differences alone matter; near zero the squares lose no digits.
    middle = float(np.mean(lower + upper)) / 2
    lower, upper = lower - middle, upper - middle
    greatest, exact = _greatest_squares(lower, upper)
    squares = (_least_squares(lower, upper), greatest)
    least, most = (float(np.sqrt(max(one, 0.0) / (len(lower) - 1))) for one in squares)
    return SpreadBounds(least, most, exact)


def _least_squares(lower: Array, upper: Array) -> float:
    """The least sum of squares about the mean: every value as near to a common one as it can be.

    The sum of squared distances of a common value from the intervals is convex, with a slope that
    is straight between neighbouring ends; it is least where that slope is 0.
    """
    ends = np.unique(np.concatenate([lower, upper]))
    slopes = [_pull(end, lower, upper) for end in ends]
    place = int(np.searchsorted(np.asarray(slopes), 0.0))
    if place == 0:
        common = float(ends[0])
    else:
        # Between these ends the same intervals pull: upper ends below, lower ends above.
        below, above = upper <= ends[place - 1], lower >= ends[place]
        pulling = np.concatenate([upper[below], lower[above]])
        common = float(pulling.mean()) if len(pulling) else float(ends[place])
    nearest = np.clip(common, lower, upper)
    return float(((nearest - nearest.mean()) ** 2).sum())


def _pull(common: float, lower: Array, upper: Array) -> float:
    """Half the slope of the sum of squared distances at one value; grows with it."""
    return float((np.maximum(common - upper, 0.0) - np.maximum(lower - common, 0.0)).sum())


def _greatest_squares(lower: Array, upper: Array) -> tuple[float, bool]:
    """The greatest sum of squares about the mean, and whether it can be reached."""
    middle, reach = (lower + upper) / 2, (upper - lower) / (2 * len(lower))
    wide = reach > 0
    best, exact = float(((lower - lower.mean()) ** 2).sum()), True
    # Which values are open changes at these points alone, and each holds those of both sides.
    for mean in np.unique(np.concatenate([middle - reach, middle + reach])[np.tile(wide, 2)]):
        open_ = np.flatnonzero(wide & (np.abs(middle - mean) <= reach + _HAIR))
        if len(open_) > _MOST_OPEN:
            exact = False
            continue
        settled = np.where(middle > mean, upper, lower)
        best = max(best, _best_of(settled, open_, lower, upper))
    return (best, True) if exact else (max(best, _squares_about_any(lower, upper)), False)


def _best_of(values: Array, open_: NDArray[np.intp], lower: Array, upper: Array) -> float:
    """The greatest sum of squares when the open values take either end and the others stay."""
    sets = (np.arange(2 ** len(open_))[:, None] >> np.arange(len(open_))) & 1
    tried = np.where(sets == 1, upper[open_], lower[open_])
    rest = np.delete(values, open_)
    total = rest.sum() + tried.sum(axis=1)
    squares = (rest**2).sum() + (tried**2).sum(axis=1)
    return float((squares - total**2 / len(values)).max())


def _squares_about_any(lower: Array, upper: Array) -> float:
    """No less than the greatest sum of squares: every value as far as it can be from one point.

    The sum about any point is at least that about the mean; of several points the best is taken.
    """
    points = ((lower + upper) / 2)[:, None]
    return float(np.maximum((upper - points) ** 2, (lower - points) ** 2).sum(axis=1).min())
