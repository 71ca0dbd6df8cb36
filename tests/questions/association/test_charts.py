"""The picture of a family of tests: a row each, in both languages, also without an end."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from helpers.questions.association.charts import interval_chart
from helpers.questions.association.sentences import chart_alt, chart_title, interval_rows
from helpers.sharing.drawing import Chart
from helpers.sharing.wording import InBoth
from helpers.statistics.evidence import evidence_table

from .test_sentences import VERDICTS, evidence

NAMES = {"points": InBoth("Điểm Cổng", "Portal points")}


@pytest.fixture
def run() -> pd.DataFrame:
    calm = VERDICTS["cannot tell"]
    rows = [
        evidence(**calm),
        evidence(test_id="points-change", kind="change", role="sensitivity", **calm),
        evidence(test_id="points-b", **(calm | {"upper": float("inf")}), excludes=False),
        evidence(3, None, test_id="few", problem="too few"),
    ]
    table = evidence_table(rows)
    return table[table["problem"] == ""]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_each_test_that_could_be_run_has_a_row(
    run: pd.DataFrame, lang: str, texts_of: Callable[[Chart], list[str]]
) -> None:
    rows = interval_rows(run, NAMES)
    said = {"title": "t", "source": "s", "alt": "a"}
    chart = interval_chart(rows, lang, edition="DTI 2023", **said)
    shown = texts_of(chart)
    assert sum(NAMES["points"].written(lang) in text for text in shown) == 2
    assert {"vi": "thay đổi", "en": "change"}[lang] in shown
    assert any("DTI 2023" in text for text in shown)
    # 15 points on either side: the detectable correlation, half of it, of 60 points.
    assert rows["points_detectable"].tolist() == pytest.approx([0.54 * 30] * 3, abs=1)
    assert np.isfinite(rows["points_lower"]).all()


def test_title_and_alternative_text_count_and_name_the_tests(run: pd.DataFrame) -> None:
    primary = run[run["role"] == "primary"]
    assert chart_title(primary).written("en") == "1 of 2 primary tests exclude a large link"
    alt = chart_alt(primary.head(1), NAMES).written("en")
    assert alt.endswith("Portal points: −15 to +12 points.")
