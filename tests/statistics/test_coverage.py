"""Do the intervals hold the true value as often as the page says?"""

from __future__ import annotations

import pytest

from helpers.statistics.coverage import CASES, SIMULATED, Coverage, simulate_coverage, simulated


@pytest.mark.slow
@pytest.mark.parametrize("kept", SIMULATED, ids=lambda one: f"{one.case}-{one.n}")
def test_what_is_printed_is_what_simulation_finds(kept: Coverage) -> None:
    found = simulate_coverage(kept.case, kept.n, kept.repetitions)
    # Another machine may turn a tie or two the other way.
    assert found.share == pytest.approx(kept.share, abs=0.0015)


def test_every_case_is_kept_for_the_sizes_that_occur() -> None:
    assert {(one.case, one.n) for one in SIMULATED} == {
        (case, n) for case in CASES for n in (63, 34, 16)
    }
    assert all(one.repetitions >= 4_000 for one in SIMULATED)
    plain = [one.share for one in SIMULATED if one.case == "plain"]
    assert all(0.93 <= share <= 0.97 for share in plain)


def test_a_few_repetitions_agree_with_themselves_and_with_the_level() -> None:
    found = simulate_coverage("skewed", 34, repetitions=120, draws=199)
    assert found == simulate_coverage("skewed", 34, repetitions=120, draws=199)
    # Nineteen in twenty of 120 is 114; chance alone moves it by 7 at most, 3 deviations.
    assert abs(120 * found.share - 114) <= 8


def test_the_nearest_size_is_printed() -> None:
    assert simulated("plain", 60).n == 63
    assert simulated("uneven", 22).n == 16
    assert simulated("skewed", 40).n == 34
