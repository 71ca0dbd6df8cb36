"""How strong is a finding once all tests of its family are counted?"""

from __future__ import annotations

import numpy as np
import pandas as pd


def adjust_family(p_values: pd.Series) -> pd.DataFrame:
    """What remains of each p-value when the whole family of tests is taken into account?

    Estimand: adjusted p-values. Assumption: none on dependence for Holm; positive dependence for
    Benjamini-Hochberg. Algorithm: Holm (1979) for claims, Benjamini and Hochberg (1995) for
    screening; as statsmodels' `multipletests` finds them too (tests).

    Args:
        p_values: one p-value a test, 0 to 1; missing ones (tests that could not be run) are kept
            and counted as no test.

    Returns:
        Columns `p_value`, `holm`, `benjamini_hochberg`, `tests` (the size of the family).

    Raises:
        ValueError: a p-value lies outside 0..1.
    """
    known = p_values.dropna().astype(float)
    if not known.between(0, 1).all():
        raise ValueError(
            f"p-values lie between 0 and 1, found {known[~known.between(0, 1)].iloc[0]}"
        )
    table = pd.DataFrame({"p_value": p_values.astype(float)})
    table["holm"] = float("nan")
    table["benjamini_hochberg"] = float("nan")
    ordered = known.sort_values()
    values, size = ordered.to_numpy(), len(known)
    # From the smallest, each no smaller than the one before; from the largest, no larger.
    holm = np.maximum.accumulate(values * np.arange(size, 0, -1))
    screened = np.minimum.accumulate((values / (np.arange(1, size + 1) / size))[::-1])[::-1]
    table.loc[ordered.index, "holm"] = holm.clip(max=1)
    table.loc[ordered.index, "benjamini_hochberg"] = screened.clip(max=1)
    table["tests"] = size
    return table
