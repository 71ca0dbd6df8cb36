"""Sentences as HTML: figures marked, names as links, everything else as text."""

from __future__ import annotations

from markupsafe import Markup

from helpers.site.front.marked import figure, listed, marked
from helpers.site.units import Link
from helpers.sources.origins import Figure, derived, stored


def test_a_figure_says_what_it_is_and_where_it_comes_from() -> None:
    row = {"index": "DTI", "edition": "2024", "unit_id": "vn34-51", "measure": "overall"}
    found = stored("rankings", row | {"score": 0.7005}, "score")
    assert found is not None
    expected = '<data value="0.7005" data-from="rankings|DTI 2024|vn34-51|overall|score">{}</data>'
    assert figure(found, "score", "vi") == expected.format("0,7005")
    assert figure(found, "score", "en") == expected.format("0.7005")
    assert stored("rankings", row | {"score": float("nan")}, "score") is None


def test_the_pair_of_a_gain_is_named_as_readers_know_it() -> None:
    row = {
        "index": "DTI", "baseline": "2022", "edition": "2023", "unit_id": "vn63-96",
        "measure": "overall", "rank_gain": 23,
    }  # fmt: skip
    assert stored("rank_gains", row, "rank_gain") == Figure(
        23, "rank_gains|DTI 2022–2023|vn63-96|overall|rank_gain"
    )


def test_names_and_texts_from_the_data_stay_text() -> None:
    hostile = '<b>"x"</b> {0} {n}'
    said = marked("front.with_rank", "vi", name=hostile, rank=derived(2, "a"), of=derived(63, "b"))
    assert "<b>" not in said
    assert "{0} {n}" in said
    link = marked("front.with_score", "en", name=Link(hostile, "x.html"), score=derived(0.5, "a"))
    assert '<a lang="vi" href="x.html">&lt;b&gt;' in link


def test_the_last_of_a_list_comes_after_and() -> None:
    items = [Markup("a"), Markup("b"), Markup("c")]
    assert listed(items, "vi") == "a, b và c"
    assert listed(items[:1], "en") == "a"
    assert listed([], "en") == ""
