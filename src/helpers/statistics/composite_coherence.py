"""Which parts of an index set the units apart, and do its parts go together?

Everything follows from the covariances of the parts, so that one set of resampled covariances
gives the interval of each number.
"""

from __future__ import annotations

import numpy as np

from helpers.statistics.resampling import ROUNDING, Array


def variance_shares(covariances: Array) -> Array:
    """Which share of the variance of a sum does each of its terms carry?

    The covariance of the term with the sum over the variance of the sum: the shares sum to 1, and
    one below 0 belongs to a term that runs against the others.

    Args:
        covariances: (…, terms, terms). Returns: (…, terms); nan where the sum does not vary.
    """
    with_sum = covariances.sum(axis=-1)
    total = with_sum.sum(axis=-1, keepdims=True)
    # Terms may vary and cancel out, to within the rounding of the machine.
    least = ROUNDING * np.abs(covariances).sum(axis=(-2, -1))[..., None]
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(with_sum / np.where(total > least, total, np.nan))


def cronbach_alpha(covariances: Array) -> Array:
    """How far do several parts vary as one? Cronbach's (1951) alpha, at most 1.

    Args:
        covariances: (…, parts, parts), two parts or more. Returns: (…, 1).
    """
    parts = covariances.shape[-1]
    own = np.trace(covariances, axis1=-2, axis2=-1)
    total = covariances.sum(axis=(-2, -1))
    with np.errstate(divide="ignore", invalid="ignore"):
        alpha = parts / (parts - 1) * (1 - own / np.where(total > 0, total, np.nan))
    return np.asarray(alpha)[..., None]


def rest_correlations(covariances: Array) -> Array:
    """How does each term go with the sum of the others? From -1 to 1; nan where one is constant.

    Args:
        covariances: (…, terms, terms). Returns: (…, terms).
    """
    own = np.diagonal(covariances, axis1=-2, axis2=-1)
    with_sum = covariances.sum(axis=-1)
    total = with_sum.sum(axis=-1, keepdims=True)
    rest = total - 2 * with_sum + own
    product = own * rest
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = np.sqrt(np.where(product > 0, product, np.nan))
        return np.asarray((with_sum - own) / scale)
