"""How strong is a finding once all tests of its family are counted?"""

from __future__ import annotations

import pandas as pd


def adjust_family(p_values: pd.Series) -> pd.DataFrame:
    """What remains of each p-value when the whole family of tests is taken into account?

    Estimand: adjusted p-values. Assumption: none on dependence for Holm; positive dependence for
    Benjamini-Hochberg. Algorithm: statsmodels' `multipletests`; Holm (1979) for claims,
    Benjamini and Hochberg (1995) for screening.

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
    if len(known):
        from statsmodels.stats.multitest import multipletests  # noqa: PLC0415  (slow to import)

        for column, method in (("holm", "holm"), ("benjamini_hochberg", "fdr_bh")):
            table.loc[known.index, column] = multipletests(known.to_numpy(), method=method)[1]
    table["tests"] = len(known)
    return table
