"""How often does a test find what is not there, over the country and within regions?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from helpers.questions.association.choices import control_columns
from helpers.questions.clean_figures.answer import CleanFigures
from helpers.questions.digital_adoption.answer import level_predictor
from helpers.questions.robustness.answer import ask
from helpers.questions.robustness.curves import Sources
from helpers.questions.robustness.family import family_tests, joint_family
from helpers.questions.robustness.regions import SIZES, within_regions
from helpers.rankings.panel import build_panel
from helpers.sources.editions import Definitions
from helpers.sources.provinces import Units
from helpers.statistics.permutation import Matrix, permutation_test

REGIONS = pd.Series(np.repeat([f"r{number}" for number in range(6)], [14, 11, 14, 5, 6, 13]))
"""As many provinces as the six regions of the 63 have."""
REPETITIONS, DRAWS = 2_000, 199


def panel(random: np.random.Generator, clusters: float) -> tuple[Matrix, Matrix, Matrix]:
    """Outcome, predictor and the rest; each has a part that a region shares, and no link."""

    def column() -> Matrix:
        shared = clusters * random.standard_normal(6)
        return np.asarray(random.standard_normal(63) + shared[REGIONS.str[1:].astype(int)])

    baseline = column()
    return 0.7 * baseline + column(), 0.5 * baseline + column(), np.column_stack(
        [np.ones(63), baseline]
    )  # fmt: skip


def sizes(clusters: float) -> tuple[float, float]:
    """Which share of tests is below 0.05, permuted over all and within regions."""
    found = np.zeros(2)
    for number in range(REPETITIONS):
        asked = panel(np.random.default_rng([7, number]), clusters)
        for place, groups in enumerate((None, REGIONS)):
            test = permutation_test(*asked, groups=groups, draws=DRAWS, seed=number)
            found[place] += test.p_value <= 0.05
    over_all, within = found / REPETITIONS
    return float(over_all), float(within)


@pytest.mark.slow
@pytest.mark.parametrize(("case", "clusters"), [("plain", 0.0), ("clusters", 0.6)])
def test_the_sizes_that_are_kept_are_those_of_the_simulation(case: str, clusters: float) -> None:
    found = sizes(clusters)
    # Three standard errors of a share of 6 % are 0.016.
    assert found == pytest.approx(SIZES[case], abs=0.016)
    # Permuting within regions repairs what regional clusters do.
    assert found[1] < 0.08
    assert (found[0] > 0.09) == (case == "clusters")


def test_within_regions_nothing_leaves_its_region() -> None:
    # A predictor that is the same within each region cannot change at all.
    random = np.random.default_rng(1)
    predictor = REGIONS.str[1:].astype(float).to_numpy()
    outcome = predictor + random.standard_normal(63)
    rest = np.ones((63, 1))
    assert permutation_test(outcome, predictor, rest, groups=REGIONS, draws=99).p_value == 1
    assert permutation_test(outcome, predictor, rest, draws=99).p_value == 0.01


def test_every_primary_test_is_asked_again_within_regions(
    sources: Sources, clean: CleanFigures, definitions: Definitions, units: Units
) -> None:
    pair = ask(definitions, baseline="", edition="", draws=19).judged
    unit = units.all("63")[0]
    controls = control_columns(clean.tables["covariates"], pair[0])
    tests = joint_family(family_tests(sources, pair, unit, 99))
    found = within_regions(sources, pair, unit, controls, tests, 99)
    run = tests[tests["problem"] == ""]
    assert found["predictor"].tolist() == run["predictor"].tolist()
    assert found["p_value"].tolist() == run["p_value"].tolist()
    one = found.set_index("predictor").loc["papi_internet_access_level"]
    # The same test by hand: the declared controls, the regions of the list of provinces.
    panel = build_panel(sources.rankings, definitions, *pair)
    level = level_predictor(sources.figures, "papi_internet_access", pair[0])
    table = panel[["score_after", "score_before"]].astype(float).assign(x=level).join(controls)
    table = table.dropna()
    regions = pd.Series({unit.unit_id: unit.region for unit in units.all("63")})[table.index]
    rest = np.column_stack([np.ones(len(table)), table.drop(columns=["score_after", "x"])])
    test = permutation_test(
        table["score_after"].to_numpy(), table["x"].to_numpy(), rest, groups=regions, draws=4_000
    )
    assert (one["n"], one["alone"]) == (len(table), 0)
    assert one["p_within"] == pytest.approx(test.p_value, abs=0.06)
