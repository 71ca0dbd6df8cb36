"""What remains of a finding once its family is counted?"""

from __future__ import annotations

import pandas as pd
import pytest

from helpers.statistics.multiplicity import adjust_family


def test_a_list_worked_by_hand() -> None:
    found = adjust_family(pd.Series([0.01, 0.04, 0.03, 0.005]))
    # Holm: 0.005 * 4, 0.01 * 3, 0.03 * 2, then no smaller than the one before.
    assert found["holm"].round(10).tolist() == [0.03, 0.06, 0.06, 0.02]
    # Benjamini-Hochberg: p * 4 / rank, then no larger than the one after.
    assert found["benjamini_hochberg"].round(10).tolist() == [0.02, 0.04, 0.04, 0.02]
    assert set(found["tests"]) == {4}


def test_a_test_that_could_not_be_run_is_kept_and_not_counted() -> None:
    found = adjust_family(pd.Series([0.02, None, 0.5]))
    assert found["holm"].round(10).tolist()[::2] == [0.04, 0.5]
    assert pd.isna(found["holm"].iloc[1])
    assert set(found["tests"]) == {2}
    assert adjust_family(pd.Series([None, None], dtype=float))["tests"].tolist() == [0, 0]


def test_what_is_no_p_value_is_refused() -> None:
    with pytest.raises(ValueError, match=r"between 0 and 1, found 1\.2"):
        adjust_family(pd.Series([0.1, 1.2]))
