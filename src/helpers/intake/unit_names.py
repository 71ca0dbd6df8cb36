"""Which province does a cell of a table name?"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping

from helpers.sources.provinces import Units, fold_name

_NUMBER_BEFORE = re.compile(r"^\s*(?:[0-9]{1,2}|[IVX]{1,4})\s*[.)/]\s*")
_MARKS_AFTER = re.compile(r"[\s(\[]*[*†‡¹²³0-9]{1,3}[)\]\s]*$")
_LONGEST = 60
_A_SLIP, _SOMEWHAT_ALIKE = 0.8, 0.4


class UnitNames:
    """The names of one universe, with the spellings that a map adds."""

    def __init__(self, units: Units, universe: str, added: Mapping[str, str] | None = None) -> None:
        self.units, self.universe = units, universe
        self._seen: dict[str, str] = {}
        self._added = {fold_name(text): unit_id for text, unit_id in (added or {}).items()}

    def match(self, text: str) -> str:
        """The unit that a cell names, or ""; numbering before and footnote marks after it aside."""
        if text not in self._seen:
            self._seen[text] = self._match(text)
        return self._seen[text]

    def _match(self, text: str) -> str:
        if len(text) > _LONGEST or not any(letter.isalpha() for letter in text):
            return ""
        added = self._added.get(fold_name(text))
        if added:
            return added
        for form in (text, _MARKS_AFTER.sub("", _NUMBER_BEFORE.sub("", text))):
            unit = self.units.match(form, self.universe) if form else None
            if unit is not None:
                return unit.unit_id
        return ""

    def names(self, text: str) -> bool:
        """Whether a cell names a province."""
        return bool(self.match(text))

    def near(self, text: str) -> tuple[str, ...]:
        """The ids of the units whose names differ from a text by a slip only."""
        return self._closest(text, _A_SLIP)

    def nearest(self, text: str) -> tuple[str, ...]:
        """The ids of up to three units whose names are nearest to a text that names none."""
        return self._closest(text, _SOMEWHAT_ALIKE)

    def _closest(self, text: str, cutoff: float) -> tuple[str, ...]:
        by_name = {fold_name(unit.province): unit for unit in self.units.all(self.universe)}
        near = difflib.get_close_matches(fold_name(text), by_name, n=3, cutoff=cutoff)
        return tuple(by_name[name].unit_id for name in near)
