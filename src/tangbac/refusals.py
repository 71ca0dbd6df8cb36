"""How the front door refuses a name that it does not know."""

from __future__ import annotations

from collections.abc import Iterable

from helpers.errors import BadInputError
from helpers.sources.suggestions import nearest_choices


class UnknownNameError(BadInputError, AttributeError):
    """An attribute that there is not; the message has the nearest ones."""


def nearest(text: str, choices: Iterable[str]) -> str:
    """Which names are nearest to a wrong one, as a phrase; all or the first where none is near."""
    return nearest_choices(text, choices)
