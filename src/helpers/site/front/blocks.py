"""What each block of the front page holds, ready to be laid out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from helpers.site.provinces import ProvinceTable
from helpers.site.units import Link


@dataclass(frozen=True)
class Titled:
    """A title and what stands under it."""

    title: Markup | str
    text: Markup


@dataclass(frozen=True)
class Bar:
    """One bar of a picture: its name, what stands beside it, and its parts in per cent."""

    name: Markup | str
    beside: Markup
    start: str
    width: str
    side: str = ""
    second: str = ""


@dataclass(frozen=True)
class ClimbBlock:
    """Who climbed: sentences, the bars of both ends, and all of them."""

    counts: Markup
    note: Markup
    top: Sequence[Bar]
    rest: Markup | None
    bottom: Sequence[Bar]
    all_of: Markup
    everybody: Sequence[Bar]
    sources: Sequence[Link]


@dataclass(frozen=True)
class LossBlock:
    """Where points are lost."""

    share: Markup
    note: Markup
    bars: Sequence[Bar]
    fitted: bool
    sources: Sequence[Link]


@dataclass(frozen=True)
class Card:
    """What one notebook says of one kind of reason."""

    notebook: str
    tag: str
    found: bool
    text: Markup


@dataclass(frozen=True)
class TestBar:
    """One test of the picture; ends in per cent of its width."""

    name: str
    provinces: Markup
    band: tuple[str, str]
    bar: tuple[str, str]
    dot: str
    found: Markup


@dataclass(frozen=True)
class TestBlock:
    """All primary tests, by notebook."""

    title: Markup
    note: Markup
    groups: Sequence[tuple[str, Sequence[TestBar]]]
    count: Markup
    few: Markup | None


@dataclass(frozen=True)
class PressBlock:
    """What the press prints, checked."""

    title: Markup
    right: Markup
    wrong: Markup
    share: str
    sentences: Markup
    examples: Sequence[tuple[bool, Markup, str]]


@dataclass(frozen=True)
class Front:
    """The blocks of the front page, from the top."""

    edition: str
    lead: Markup
    facts: Sequence[Titled]
    tables: Sequence[ProvinceTable]
    tie: Titled | None
    climbed: ClimbBlock | None
    asides: Sequence[Titled]
    lost: LossBlock | None
    cards: Sequence[Card]
    tests: TestBlock | None
    press: PressBlock | None
    sources: Sequence[Link]
    has_pages: bool
