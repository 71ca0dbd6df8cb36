"""The words, counts and claims of notebook 08, by hand."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from helpers.questions.press_check.charts import agreement_chart
from helpers.questions.press_check.counts import (
    cause_counts,
    edition_counts,
    source_counts,
    verdict_counts,
)
from helpers.questions.press_check.sentences import (
    clean_sources_line,
    counts_alt,
    counts_sentence,
    editions_title,
    fits_shown,
    press_claims,
    source_shown,
    sources_sentence,
    statements_shown,
    tried_sentence,
)
from helpers.sharing.wording import written
from helpers.sources.editions import load_definitions

from ...frozen_project import FROZEN

SOURCES = {
    "s1": {"title": "Một", "url": "", "date_as_printed": ""},
    "s2": {
        "title": "Hai (title from address)", "url": "https://www.bao.vn/hai",
        "date_as_printed": "2023-07",
    },
}  # fmt: skip
WORDS = {"title": "Tiêu đề", "source": "Nguồn.", "alt": "Mô tả"}


def statements(*rows: dict[str, object]) -> pd.DataFrame:
    usual = {
        "unit_id": "vn63-93", "province_as_printed": "Hậu Giang", "index": "DTI",
        "edition": "2023", "universe": "63", "measure": "overall", "statistic": "rank",
        "value_as_printed": "20", "tables_say": "20", "verdict": "agrees", "cause": "", "fits": "",
        "tried": None, "chance": None, "source_id": "s1",
    }  # fmt: skip
    table = pd.DataFrame([usual | {"figure_id": f"r{n}"} | row for n, row in enumerate(rows)])
    return table.astype({"chance": float}).assign(tried=table["tried"].astype("Int64"))


@pytest.fixture
def some() -> pd.DataFrame:
    elsewhere = {
        "verdict": "another edition", "cause": "another edition", "tried": 2, "chance": 0.05,
        "fits": "Hậu Giang, DTI 2022 (63) pillar_economy: 17", "source_id": "s2",
    }  # fmt: skip
    return statements(
        {}, {}, {"source_id": "s2"}, elsewhere,
        {"verdict": "disagrees", "tried": 3, "chance": 0.2, "source_id": "s2"},
        {"verdict": "cannot be checked", "cause": "no complete table", "edition": "2020"},
        {"verdict": "cannot be checked", "cause": "no edition printed", "edition": ""},
    )  # fmt: skip


def test_counts(some: pd.DataFrame) -> None:
    counts = verdict_counts(some).set_index("verdict")["statements"].to_dict()
    assert counts == {
        "agrees": 3, "disagrees": 1, "another edition": 1, "another universe": 0,
        "cannot be checked": 2,
    }  # fmt: skip
    assert cause_counts(some)["statements"].tolist() == [1, 1, 1, 1]
    editions = edition_counts(some)
    assert editions.to_dict("records") == [
        {"label": "DTI 2023 (63)", "agrees": 3, "contradicted": 2, "unchecked": 0}
    ]
    sources = source_counts(some)
    assert sources.to_dict("records") == [
        {"source_id": "s2", "checked": 3, "agrees": 1, "contradicted": 2},
        {"source_id": "s1", "checked": 2, "agrees": 2, "contradicted": 0},
    ]
    said = written(counts_sentence(some), "en")
    assert "7 figures; 5 can be checked: 3 agree, 2 are contradicted. The other 2" in said
    assert written(editions_title(some), "en").startswith("3 of the 5 figures")
    assert written(sources_sentence(sources), "en").startswith("1 of 2 sources print only")
    assert written(clean_sources_line(sources), "vi").startswith("Xem 1 nguồn")
    tried = written(tried_sentence(some), "en")
    assert "Of the 2 contradicted figures looked for elsewhere 1 fit; only for 1" in tried
    assert "5 places were tried" in tried


def test_claims(some: pd.DataFrame) -> None:
    claims = {claim.id: claim for claim in press_claims(some, source_counts(some), SOURCES)}
    assert claims["08-press-check/agree"].value == 3 / 5
    assert claims["08-press-check/agree"].n == 5
    assert claims["08-press-check/elsewhere"].value == 1
    assert claims["08-press-check/elsewhere"].verdict == "cannot tell"
    assert claims["08-press-check/unchecked"].value == 2
    assert claims["08-press-check/sources"].sentence_en == (
        "1 of 2 sources have contradicted figures, most of all a page of bao.vn, July 2023 (2)."
    )


def test_no_source_is_named_where_nothing_is_contradicted() -> None:
    right = statements({}, {"source_id": "s2"})
    claims = {claim.id: claim for claim in press_claims(right, source_counts(right), SOURCES)}
    said = claims["08-press-check/sources"]
    assert (said.value, said.n) == (0, 2)
    assert said.sentence_en.endswith("none has a contradicted figure.")


def test_nothing_that_can_be_checked_is_said_so() -> None:
    none = statements({"verdict": "cannot be checked", "cause": "no complete table"})
    (claim,) = press_claims(none, source_counts(none), {}, index="ICT", edition="2019")
    assert claim.id == "08-press-check/agree@ICT-2019"
    assert (claim.verdict, claim.value, claim.n) == ("cannot tell", None, 0)
    assert written(editions_title(none), "vi") == "Không số liệu nào đối chiếu được"
    assert written(tried_sentence(none), "en") == "No figure had to be looked for elsewhere."
    assert edition_counts(none).empty
    assert agreement_chart(0, 0, "vi", **WORDS).alt == "Mô tả"


def test_where_a_figure_fits_has_its_measures_by_name(some: pd.DataFrame) -> None:
    definitions = load_definitions(FROZEN)
    fits = "Hậu Giang, DTI 2020 (63) overall → DTI 2022 (63) pillar_economy: +11 (28 → 17)"
    assert written(fits_shown(fits, definitions), "en") == (
        "Hậu Giang, DTI 2020 (63) Total → DTI 2022 (63) Digital economy: +11 (28 → 17)"
    )
    shown = statements_shown(some, definitions, SOURCES)
    fits, verdict = shown.loc[3, ["fits_shown", "verdict_shown"]]
    assert written(fits, "vi") == "Hậu Giang, DTI 2022 (63) Kinh tế số: 17"
    assert written(verdict, "vi") == "của kỳ khác"
    assert shown.loc[0, "fits_shown"] == "–"
    assert shown.loc[3, "chance_percent"] == 5


def test_a_source_is_named_by_title_paper_and_date() -> None:
    linked = source_shown("s2", SOURCES)
    assert written(linked, "vi") == "Hai (tên bài suy ra từ địa chỉ) – bao.vn, 7/2023 (s2)"
    assert linked.address == "https://www.bao.vn/hai"
    alone = source_shown("s1", SOURCES)
    assert written(alone, "vi") == "Một – không có địa chỉ (s1)"
    assert alone.address == ""


def test_what_is_printed_and_what_the_tables_say_in_words() -> None:
    definitions = load_definitions(FROZEN)
    regional = statements(
        {"statistic": "regional_rank", "measure": "pillar_economy", "tables_say": "3-5"},
        {"value_as_printed": "tăng 17 bậc", "tables_say": "40 ≠ 44"},
        {"tables_say": ""},
    )
    shown = statements_shown(regional, definitions, SOURCES)
    assert [written(one, "vi") for one in shown["statement"][:2]] == [
        "Hậu Giang, DTI 2023 (63), Kinh tế số, thứ hạng trong vùng: “20”",
        "Hậu Giang, DTI 2023 (63): “tăng 17 bậc”",
    ]
    assert written(shown.loc[0, "said"], "vi") == "3–5"
    assert written(shown.loc[1, "said"], "vi") == (
        "thứ hạng đã biết là 40, còn theo nguồn này là 44"
    )
    assert shown.loc[2, "said"] == "–"


@pytest.mark.parametrize("narrow", [False, True])
def test_one_bar_has_both_numbers(some: pd.DataFrame, texts_of, narrow: bool) -> None:  # noqa: ANN001
    rows = edition_counts(some)
    chart = agreement_chart(3, 2, "vi", narrow=narrow, **WORDS)
    assert {"3 đúng", "2 không khớp", "Tiêu đề"} <= set(texts_of(chart))
    assert agreement_chart(3, 2, "vi", narrow=narrow, **WORDS).svg == chart.svg
    # Both parts stand on one line, as long as their numbers.
    bars = re.findall(r'<path d="M([\d.]+) [^"]*?L([\d.]+) [^"]*"[^>]*clip-path', chart.svg)
    widths = [float(end) - float(start) for start, end in bars]
    assert widths[0] / widths[1] == pytest.approx(3 / 2, rel=0.01)
    assert written(counts_alt(rows), "en").endswith("DTI 2023 (63): 3 agree, 2 contradicted.")
