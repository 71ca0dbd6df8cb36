"""What might the parts be that nobody printed? As uneven as those of the units printed in full.

A unit's unprinted parts earn together what its total leaves. How they differ from one another is
taken from units whose parts are all printed: each such pattern is the differences of the same parts
from their own weighted mean. It is added to the mean of the unit and, where a part would leave 0 to
1, shrunk as a whole, so that the total stays as printed.
"""

from __future__ import annotations

import numpy as np
import pandas as pd


def unprinted_patterns(
    parts: pd.DataFrame, filled: pd.DataFrame, weights: pd.Series
) -> list[pd.DataFrame]:
    """What might each unit's parts be, after the pattern of each unit printed in full?

    Args:
        parts: as printed, a row for each unit, 0 to 1, missing where unknown.
        filled: the same with the unknown parts of a unit at their mean (`IndexParts.filled`).
        weights: points of each part, in the order of the columns.

    Returns:
        For each full row a table like `filled` with the same weighted totals; none where no row is
        full, or all are.
    """
    unknown = parts.isna().to_numpy()
    full = ~unknown.any(axis=1)
    if full.all():
        return []
    start, points = filled.to_numpy(float), weights.to_numpy(float)
    tables = []
    for row in np.flatnonzero(full):
        block = unknown * points
        mean = (block @ start[row]) / np.where(full, 1.0, block.sum(axis=1))
        shape = np.where(unknown, start[row] - mean[:, None], 0.0)
        # How much of the pattern fits between 0 and 1, for the part that allows least.
        room = np.where(shape > 0, 1 - start, start)
        # A pattern may be flat, and a unit at the very end of the scale.
        with np.errstate(divide="ignore", invalid="ignore"):
            share = np.where(shape == 0, np.inf, np.maximum(room, 0) / np.abs(shape)).min(axis=1)
        moved = start + np.minimum(share, 1.0)[:, None] * shape
        tables.append(pd.DataFrame(moved, index=filled.index, columns=filled.columns))
    return tables
