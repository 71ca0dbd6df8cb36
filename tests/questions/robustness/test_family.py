"""The tests of notebooks 03 to 05, made again and judged as one family."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from helpers.questions.robustness.answer import ask
from helpers.questions.robustness.curves import FAMILIES, PREDICTORS, Sources
from helpers.questions.robustness.family import family_tests, joint_family
from helpers.sources.editions import Definitions
from helpers.sources.provinces import Units
from helpers.statistics.evidence import Evidence, evidence_table


def row_of(test_id: str, p_value: float | None, **given: object) -> Evidence:
    """A test that ran (or, without a p-value, did not), agreeing in all specifications."""
    numbers: dict[str, Any] = {
        "test_id": test_id, "predictor": "papi_portal_access_level", "outcome": "score",
        "n": 60, "detectable": 0.35,
    }  # fmt: skip
    if p_value is None:
        return Evidence(**numbers | {"n": 4, "problem": "too few"} | given)
    numbers |= {"standardised": 0.4, "p_value": p_value, "share_same_sign": 1.0}
    return Evidence(**numbers | given)


def joined(rows: dict[str, list[Evidence]]) -> pd.DataFrame:
    return pd.concat(
        [evidence_table(own).assign(notebook=notebook) for notebook, own in rows.items()],
        ignore_index=True,
    )


@pytest.mark.parametrize("years", [("2021", "2022"), ("2022", "2023")])
def test_the_tests_are_those_of_the_three_notebooks_for_the_pair_asked(
    years: tuple[str, str], sources: Sources, definitions: Definitions, units: Units
) -> None:
    question = ask(definitions, baseline=years[0], edition=years[1], draws=19)
    assert tuple(edition.edition for edition in question.judged) == years
    first, last = (
        family_tests(sources, question.judged, units.all("63")[place], 19) for place in (0, -1)
    )
    pd.testing.assert_frame_equal(first, last)
    assert first["notebook"].drop_duplicates().tolist() == list(FAMILIES)
    primary = first.loc[first["role"] == "primary", "predictor"]
    assert primary.tolist() == list(definitions.declared.tests)
    assert set(primary) <= set(PREDICTORS)
    assert first["test_id"].is_unique
    ran = first["problem"] == ""
    assert first.loc[ran, ["n", "standardised", "p_value"]].notna().all(axis=None)
    # The portal index begins with 2022: of the pair before it nothing can be said of its change.
    portal = first[first["notebook"] == FAMILIES[0]]
    assert portal["problem"].eq("").all() == (years[0] == "2022")


def test_the_joint_family_is_stricter_than_each_notebooks_own() -> None:
    # Own family of one: 0.02 holds. Jointly of four: 4 * 0.02 = 0.08; 3 * 0.03 = 0.09.
    rows = {
        FAMILIES[0]: [row_of("a", 0.02)],
        FAMILIES[1]: [row_of("b", 0.03), row_of("c", None)],
        FAMILIES[2]: [row_of("d", 0.5), row_of("e", 0.6)],
    }
    family = joint_family(joined(rows)).set_index("test_id")
    assert family["tests"].unique().tolist() == [4]
    assert family["holm"].tolist()[:2] == pytest.approx([0.08, 0.09])
    # 4 / 1 * 0.02, but no more than 4 / 2 * 0.03.
    assert family.loc[["a", "b"], "benjamini_hochberg"].tolist() == pytest.approx([0.06, 0.06])
    assert np.isnan(family.loc["c", "holm"])
    assert family["own_verdict"].tolist() == ["holds", "holds"] + ["cannot tell"] * 3
    assert family["verdict"].unique().tolist() == ["cannot tell"]
    assert family["changed"].tolist() == [True, True, False, False, False]


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        ({}, "holds"),
        ({"standardised": -0.4}, "contradicted"),
        ({"share_same_sign": 0.85}, "cannot tell"),
        ({"decided_by_one": True}, "cannot tell"),
    ],
)
def test_a_strong_test_needs_more_than_its_p(given: dict[str, Any], verdict: str) -> None:
    rows = {name: [row_of(name, 0.4)] for name in FAMILIES}
    rows[FAMILIES[0]] = [row_of("strong", 0.001, **given)]
    family = joint_family(joined(rows)).set_index("test_id")
    assert family.loc["strong", "verdict"] == verdict
    assert not family["changed"].any()
