"""The charts of bands and splits draw what the tables hold, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree

import pandas as pd
import pytest

from helpers.questions.rank_gains.workings_charts import gain_split_chart, rank_bands_chart
from helpers.sharing.drawing import DOWN, UNSURE, UP, Chart
from helpers.statistics.decomposition import OTHERS, REMAINDER

TextsOf = Callable[[Chart], list[str]]
WORDS = {"title": "Tiêu đề", "source": "Nguồn.", "alt": "Mô tả"}


def bands(kind: str = "sensitivity") -> pd.DataFrame:
    rows = [
        ("vn63-48", "Đà Nẵng", 1, 1, 1, False), ("vn63-93", "Hậu Giang", 2, 2, 3, False),
        ("vn63-01", "Hà Nội", 3, 2, 3, False), ("vn63-01", "Hà Nội", 3, 1, 3, True),
        ("vn63-93", "Hậu Giang", 2, 1, 3, True), ("vn63-48", "Đà Nẵng", 1, 1, 3, True),
    ]  # fmt: skip
    columns = ["unit_id", "province", "rank", "rank_lower", "rank_upper", "leave_out"]
    return pd.DataFrame(rows, columns=columns).assign(interval_kind=kind)


@pytest.mark.parametrize(("lang", "word"), [("vi", "như công bố"), ("en", "as published")])
def test_bands_name_every_unit_in_the_order_of_rank(
    texts_of: TextsOf, lang: str, word: str
) -> None:
    chart = rank_bands_chart(bands(), lang, focus="vn63-93", **WORDS)
    texts = texts_of(chart)
    names = [text for text in texts if text in {"Đà Nẵng", "Hậu Giang", "Hà Nội"}]
    assert names == ["Đà Nẵng", "Hậu Giang", "Hà Nội"]
    assert word in texts
    # From and to beside each, one number where both are the same.
    assert [text for text in texts if text in {"1", "2–3"}].count("2–3") == 2
    assert chart.alt == "Mô tả"
    ElementTree.fromstring(chart.svg)


def test_an_understated_band_says_so_in_the_picture(texts_of: TextsOf) -> None:
    understated = rank_bands_chart(
        bands("sensitivity, understated"), "vi", focus="vn63-93", **WORDS
    )
    assert any("hẹp hơn thực tế" in text for text in texts_of(understated))
    firm = rank_bands_chart(bands(), "vi", focus="vn63-93", **WORDS)
    assert not any("hẹp hơn thực tế" in text for text in texts_of(firm))


def test_a_split_shows_places_and_greys_what_no_part_is_known_of(texts_of: TextsOf) -> None:
    split = pd.DataFrame(
        {
            "part": ["infrastructure", REMAINDER, OTHERS],
            "name": ["Hạ tầng số", "chưa công bố", "các tỉnh khác"],
            "places": [5.25, 0.5, -28.1],
        }
    )
    for narrow in (False, True):
        chart = gain_split_chart(split, "vi", narrow=narrow, **WORDS)
        texts = texts_of(chart)
        assert {"+5,2", "+0,5", "−28,1", "Hạ tầng số", "các tỉnh khác"} <= set(texts)
        assert "Chưa rõ do chỉ số nào" in texts
        # The part and the others have the colours of their signs, the rest is grey.
        assert {color: f'fill="{color}"' in chart.svg for color in (UP, DOWN, UNSURE)} == {
            UP: True, DOWN: True, UNSURE: True,
        }  # fmt: skip
    known = texts_of(gain_split_chart(split.drop(index=1), "vi", **WORDS))
    assert "Chưa rõ do chỉ số nào" not in known
