from __future__ import annotations

import pytest

from helpers.sources.suggestions import near_choices, nearest_choices

NAMES = ["awareness", "institutions", "infrastructure", "human_resources", "cybersecurity"]


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [("awarness", "awareness"), ("INFRASTRUCTURE", "infrastructure"), ("cyber", "cybersecurity")],
)
def test_the_nearest_comes_first(typed: str, nearest: str) -> None:
    assert nearest_choices(typed, NAMES).split(", ")[0] == nearest


def test_no_more_than_asked_for() -> None:
    assert len(nearest_choices("in", ["in1", "in2", "in3", "in4"], count=2).split(", ")) == 2


def test_where_nothing_is_near_the_first_twelve_are_shown() -> None:
    choices = [f"choice{number}" for number in range(20)]
    assert near_choices("zzz", choices) == []
    assert nearest_choices("zzz", choices).split(", ") == choices[:12]
