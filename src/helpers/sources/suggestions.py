"""The nearest right answers to a mistyped one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def nearest_choices(text: str, choices: Iterable[str], count: int = 3) -> str:
    """Which of `choices` are nearest to `text`, as a phrase for an error message."""
    options = list(choices)
    folded = {option.casefold(): option for option in options}
    near = difflib.get_close_matches(text.casefold(), folded, n=count, cutoff=0.5)
    return ", ".join([folded[key] for key in near] or options[:8])
