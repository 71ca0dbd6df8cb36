"""Text is shown letter by letter: as HTML, and where mathematics would be set."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from helpers.questions.province_brief.shown import LeadSentence, Note, Points
from helpers.sharing.claims import Claim, RegisteredClaims
from helpers.sharing.literal_text import literal, shown_marks
from helpers.sharing.tables import ReaderTable
from helpers.sharing.wording import InBoth, Paragraphs, Sentence

NASTY = '<b>Huế</b> & "x" $y^2$ \\(z\\) \u202e12'
SHOWN = NASTY.replace("\u202e", "[U+202E]")
CLAIM = Claim("x/y", InBoth(NASTY, NASTY), None, "holds", None, "units", "m")
SHOWERS = [
    Sentence(NASTY),
    Paragraphs([Sentence(NASTY)]),
    LeadSentence(NASTY),
    Note(NASTY),
    Points([NASTY]),
    ReaderTable(NASTY, ["a"], [["b"]], [False]),
    ReaderTable("a", [NASTY], [["b"]], [True]),
    ReaderTable("a", ["b"], [[NASTY]], [False]),
]


@pytest.mark.parametrize(
    "mark", ["\u061c", "\u200e", "\u200f", "\u202a", "\u202b", "\u202c", "\u202d", "\u202e",
             "\u2066", "\u2067", "\u2068", "\u2069"]
)  # fmt: skip
def test_marks_are_shown_by_their_code(mark: str) -> None:
    assert shown_marks(f"1{mark}2") == f"1[U+{ord(mark):04X}]2"


@pytest.mark.parametrize("text", ["Hậu Giang", "9 \u2212 3 \u2026", "a\u00a0b", ""])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert literal(text) == shown_marks(text) == text


@pytest.mark.parametrize("text", ["$5", "\\alpha", "\\(x\\)", "$x$ <b>"])
def test_what_jupyterlab_would_set_as_mathematics_is_marked_as_text(text: str) -> None:
    soup = BeautifulSoup(literal(text), "html.parser")
    assert soup.span["class"] == ["mathjax_ignore", "tex2jax_ignore"]
    assert soup.get_text() == soup.span.get_text() == text
    assert soup.find("b") is None


@pytest.mark.parametrize("shower", SHOWERS, ids=lambda shower: type(shower).__name__)
def test_whatever_shows_a_text_shows_it_letter_by_letter(shower: Sentence) -> None:
    soup = BeautifulSoup(shower._repr_html_(), "html.parser")
    assert soup.find(class_="mathjax_ignore").get_text() == SHOWN
    assert soup.find("b") is None


def test_claims_are_shown_letter_by_letter() -> None:
    html = RegisteredClaims([CLAIM], "vi")._repr_mimebundle_()["text/html"]
    assert BeautifulSoup(html, "html.parser").find(class_="mathjax_ignore").get_text() == SHOWN
