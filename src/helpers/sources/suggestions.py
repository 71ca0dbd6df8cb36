"""The nearest right answers to a mistyped one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

_ALL_AT_MOST = 12


def near_choices(text: str, choices: Iterable[str], count: int = 3) -> list[str]:
    """Which of `choices` are near to `text`, the nearest first; none where nothing is near."""
    folded = {option.casefold(): option for option in choices}
    near = difflib.get_close_matches(text.casefold(), folded, n=count, cutoff=0.5)
    return [folded[key] for key in near]


def nearest_choices(text: str, choices: Iterable[str], count: int = 3) -> str:
    """Which of `choices` are nearest to `text`, as a phrase for an error message.

    Where none is near, all of them, or the first of many.
    """
    options = list(choices)
    return ", ".join(near_choices(text, options, count) or options[:_ALL_AT_MOST])
