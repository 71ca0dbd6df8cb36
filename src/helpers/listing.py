"""What there is to ask for, as rows for `tangbac list`."""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from helpers.running.contract import heading_of, notebooks_on_file
from helpers.running.parameters import read_parameters
from helpers.sources.editions import Definitions
from helpers.sources.provinces import load_units

Row = dict[str, str]
_BETWEEN = "  "
_NARROWEST = 6
"""No column of a table is made narrower than this."""


def _notebook_rows(root: Path, _: Definitions) -> list[Row]:
    return [
        {
            "notebook": notebook.name,
            "parameters": ", ".join(read_parameters(notebook)) or "–",
            "title_vi": heading_of(notebook, "vi").title,
            "title_en": heading_of(notebook, "en").title,
            "question_vi": heading_of(notebook, "vi").question or "–",
            "question_en": heading_of(notebook, "en").question or "–",
        }
        for notebook in notebooks_on_file(root)
    ]


def _edition_rows(_: Path, definitions: Definitions) -> list[Row]:
    return [
        {
            "index": entry.index,
            "edition": entry.edition,
            "universe": entry.universe,
            "formula": entry.formula or "unknown",
            "full_table": "yes" if entry.complete else "no",
            "published": entry.published or "unknown",
        }
        for entry in definitions.editions
    ]


def _measure_rows(_: Path, definitions: Definitions) -> list[Row]:
    return [
        {
            "index": index,
            "measure": measure,
            "name_vi": definitions.measure_name(index, measure, "vi"),
            "name_en": definitions.measure_name(index, measure, "en"),
        }
        for index in definitions.indices
        for measure in definitions.measures(index)
    ]


def _province_rows(root: Path, definitions: Definitions) -> list[Row]:
    units = load_units(root)
    return [
        {
            "unit_id": unit.unit_id,
            "universe": unit.universe,
            "province": unit.province,
            "province_en": unit.province_en,
        }
        for universe in definitions.universes
        for unit in units.all(universe)
    ]


SECTIONS: Mapping[str, Callable[[Path, Definitions], list[Row]]] = {
    "notebooks": _notebook_rows,
    "editions": _edition_rows,
    "measures": _measure_rows,
    "provinces": _province_rows,
}
"""What can be listed: a name, and the function that gives its rows."""


def text_table(rows: Sequence[Row], width: int | None = None) -> str:
    """The rows as aligned columns under their names.

    Args:
        width: how long a line may be; cells of the widest columns then go over several lines.
            None: as long as it takes.
    """
    if not rows:
        return ""
    lines = [list(rows[0]), *[list(row.values()) for row in rows]]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    if width is not None:
        widths = _narrowed(widths, width - len(_BETWEEN) * (len(widths) - 1))
    head, *body = [_lines_of(line, widths) for line in lines]
    rule = "-" * max(map(len, head))
    return "\n".join([*head, rule, *(part for parts in body for part in parts)])


def _narrowed(widths: Sequence[int], room: int) -> list[int]:
    """The widths of columns that have this room together: the widest give way first."""
    narrowed = list(widths)
    while sum(narrowed) > room and max(narrowed) > _NARROWEST:
        narrowed[narrowed.index(max(narrowed))] -= 1
    return narrowed


def _lines_of(cells: Sequence[str], widths: Sequence[int]) -> list[str]:
    wrapped = [textwrap.wrap(cell, width) for cell, width in zip(cells, widths, strict=True)]
    return [
        _BETWEEN.join(part.ljust(width) for part, width in zip(parts, widths, strict=True)).rstrip()
        for parts in itertools.zip_longest(*wrapped, fillvalue="")
    ]
