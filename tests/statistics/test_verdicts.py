"""When may an association be claimed?"""

from __future__ import annotations

import pytest

from helpers.statistics.verdicts import association_verdict


@pytest.mark.parametrize(
    ("effect", "holm", "share", "by_one", "expected"),
    [
        (0.4, 0.049, 0.90, False, "holds"),
        (-0.4, 0.049, 0.90, False, "contradicted"),
        (0.4, 0.05, 0.90, False, "cannot tell"),
        (0.4, 0.001, 0.89, False, "cannot tell"),
        (0.4, 0.001, 1.0, True, "cannot tell"),
        (0.0, 0.001, 1.0, False, "cannot tell"),
    ],
)
def test_each_condition_is_needed(
    effect: float, holm: float, share: float, by_one: bool, expected: str
) -> None:
    assert association_verdict(effect, holm, share, by_one) == expected
