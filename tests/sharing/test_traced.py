"""Figures within sentences: text as text, and as HTML with the place that each comes from."""

from __future__ import annotations

from helpers.sharing.wording import Capital, Joined, Said, use_wording, written_down
from helpers.sources.origins import Figure, derived

use_wording("province_brief.yml")


def test_a_figure_in_a_sentence_is_marked_where_it_is_written_as_html() -> None:
    figure = Figure(0.7166, "rankings|DTI 2024|vn34-51|overall|score")
    said = Said("brief.rank_of_edition", rank=derived(3, "a"), edition="<2024>")
    assert said.written("vi") == "3 (<2024>)"
    shown = written_down(said, "vi")
    assert shown == "3 (<2024>)"
    assert shown.html == '<data value="3" data-from="derived|a">3</data> (&lt;2024&gt;)'
    gap = Said("brief.gap", aim=2, holders="$x$", needed=figure, missing=1, whole=940)
    assert 'data-from="rankings|DTI 2024|vn34-51|overall|score">0.7166</data>' in (
        written_down(gap, "en").html
    )
    assert "mathjax_ignore" in written_down(gap, "en").html
    # What holds no figure is text and nothing else.
    assert type(written_down("Huế", "vi")) is str


def test_what_is_put_together_of_phrases_keeps_its_marks() -> None:
    ranks = Joined(Said("brief.rank_of_edition", rank=derived(n, "a"), edition="x") for n in (1, 2))
    shown = written_down(Capital(ranks), "en")
    assert shown == "1 (x), 2 (x)"
    assert shown.html.count("<data ") == 2
    # Made anew, it is text without marks.
    assert not hasattr(f"{shown}.", "html")
    assert "\0" not in shown + shown.html


def test_a_hostile_origin_stays_within_its_attribute() -> None:
    said = Said("brief.rank_of_edition", rank=Figure(1, '"><b>|x'), edition="x")
    assert "<b>" not in written_down(said, "vi").html
