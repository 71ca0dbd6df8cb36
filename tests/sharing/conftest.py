"""What a drawing says: its letters kept as text, not as outlines."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from helpers.sharing import drawing
from helpers.sharing.drawing import Chart

TextsOf = Callable[[Chart], list[str]]


@pytest.fixture
def texts_of(monkeypatch: pytest.MonkeyPatch) -> TextsOf:
    """All texts of a chart in the order drawn; for charts drawn within the test that asks."""
    monkeypatch.setitem(drawing.STYLE, "svg.fonttype", "none")

    def texts(chart: Chart) -> list[str]:
        root = ElementTree.fromstring(chart.svg)
        return ["".join(node.itertext()) for node in root.iter("{http://www.w3.org/2000/svg}text")]

    return texts
