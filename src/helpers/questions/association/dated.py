"""Figures that hold at a time: what every ledger of dated figures has alike."""

from __future__ import annotations

import pandas as pd


def years_of(days: pd.Series) -> pd.arrays.IntegerArray:
    """In which year does each day lie? Missing where the day is; whole numbers all the same."""
    return pd.array([None if pd.isna(day) else day.year for day in days], dtype="Int64")
