"""One predictor against one outcome, from what could be shown to the verdict."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from helpers.statistics.evidence import evidence_table, gather_evidence
from helpers.statistics.specification_curve import Specification


def panel(effect: float, n: int = 63, seed: int = 4) -> tuple[pd.DataFrame, pd.Series]:
    generator = np.random.default_rng(seed)
    index = pd.Index([f"vn63-{i:02d}" for i in range(n)])
    x = pd.Series(generator.normal(size=n), index, name="portal")
    before = pd.Series(generator.normal(size=n), index)
    after = 0.8 * before + effect * x + pd.Series(generator.normal(size=n), index)
    columns = {"score_before": before, "score_after": after}
    columns |= {
        f"rank_{m}": columns[f"score_{m}"].rank(ascending=False) for m in ("before", "after")
    }
    return pd.DataFrame(columns), x


def curve(table: pd.DataFrame) -> list[Specification]:
    after, before = table["score_after"], table["score_before"]
    return [
        Specification({"units": name}, after, before, units=units)
        for name, units in (("all", None), ("later half", table.index[30:]))
    ]


def test_a_planted_effect_holds_and_its_reverse_is_contradicted() -> None:
    table, x = panel(effect=1.0)
    rows = [
        gather_evidence(name, table, sign * x, specifications=curve(table), draws=400)
        for name, sign in (("up", 1), ("down", -1))
    ]
    found = evidence_table(rows)
    assert found["verdict"].tolist() == ["holds", "contradicted"]
    assert found["standardised"].tolist() == pytest.approx(
        [found["standardised"][0], -found["standardised"][0]]
    )
    assert found["holm"].tolist() == pytest.approx((2 * found["p_value"]).clip(upper=1).tolist())
    assert set(found["tests"]) == {2}
    assert set(found["share_same_sign"]) == {1.0}
    assert set(found["specifications"]) == {2}


def test_the_benchmark_stands_beside_the_correlation_with_the_gain() -> None:
    table, x = panel(effect=0.0)
    row = gather_evidence("t", table, x, draws=200)
    gain = table["rank_before"] - table["rank_after"]
    rho = np.corrcoef(table["rank_before"], table["rank_after"])[0, 1]
    start = np.corrcoef(x, table["rank_before"])[0, 1]
    assert row.correlation == pytest.approx(np.corrcoef(x, gain)[0, 1])
    assert row.benchmark == pytest.approx(start * np.sqrt((1 - rho) / 2))
    assert row.excess == pytest.approx(row.correlation - row.benchmark)


def test_without_a_curve_nothing_is_claimed() -> None:
    table, x = panel(effect=2.0)
    found = evidence_table([gather_evidence("t", table, x, draws=400)])
    assert found["p_value"][0] < 0.01
    assert found["verdict"].tolist() == ["cannot tell"]


@pytest.mark.parametrize(
    ("change", "problem", "n"),
    [
        (lambda x: x.iloc[:9], "too few", 9),
        (lambda x: x * 0, "constant", 63),
        (lambda x: x.iloc[:3], "too few", 3),
    ],
)
def test_what_cannot_be_told_gives_its_reason_and_no_number(change, problem: str, n: int) -> None:  # noqa: ANN001
    table, x = panel(effect=1.0)
    row = gather_evidence("t", table, change(x), specifications=curve(table), draws=100)
    assert (row.problem, row.n) == (problem, n)
    assert (row.p_value, row.standardised, row.share_same_sign) == (None, None, None)
    found = evidence_table([row])
    assert found["verdict"].tolist() == ["cannot tell"]
    assert found["tests"].tolist() == [0]


def test_a_predictor_that_is_the_baseline_is_collinear() -> None:
    table, _ = panel(effect=1.0)
    row = gather_evidence("t", table, table["score_before"].rename("x"), draws=100)
    assert row.problem == "collinear"
