"""Values that mean the same in every notebook, checked before any notebook starts."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from helpers import LANGUAGES
from helpers.sources.errors import BadInputError

if TYPE_CHECKING:
    from helpers.running.parameter_values import Value
    from helpers.running.parameters import Parameter
    from helpers.sources.editions import Definitions

DEFAULT_INDEX, DEFAULT_UNIVERSE = "DTI", "63"
"""What a notebook is about that has no parameter for it."""
_REPORTS = "reports"


def checked_universe(definitions: Definitions, universe: str) -> str:
    """The set of units, as it was given.

    Raises:
        BadInputError: there is no edition on file that ranks it.
    """
    known = sorted({entry.universe for entry in definitions.editions})
    if universe not in known:
        raise BadInputError(
            f"There is no universe {universe!r}. Choose one of: {', '.join(known)}."
        )
    return universe


def checked_values(
    root: Path,
    definitions: Definitions,
    declared: Mapping[str, Parameter],
    given: Mapping[str, Value],
) -> dict[str, Value]:
    """The values given to a notebook, those on file in the spelling of the tables.

    Only what holds whatever the notebook asks is checked: the language, the index, the universe,
    years of that index, a province of any universe, and where the report goes. Whether the values
    go together is for the notebook to say.

    Raises:
        BadInputError: a value is not on file, or the folder is not one for reports.
        UnknownProvinceError: no unit is called so.
    """
    values: dict[str, Value] = {
        name: unicodedata.normalize("NFC", value).strip() if isinstance(value, str) else value
        for name, value in given.items()
    }

    def text(name: str, otherwise: str) -> str:
        default = declared[name].default if name in declared else otherwise
        return str(values.get(name, default))

    if "lang" in values and values["lang"] not in LANGUAGES:
        raise BadInputError(
            f"There is no language {values['lang']!r}. Choose one of: {', '.join(LANGUAGES)}."
        )
    if values.get("index"):
        values["index"] = text("index", DEFAULT_INDEX).upper()
        definitions.check_index(str(values["index"]))
    if values.get("universe"):
        checked_universe(definitions, text("universe", DEFAULT_UNIVERSE))
    index, universe = text("index", DEFAULT_INDEX), text("universe", DEFAULT_UNIVERSE)
    for name in ("edition", "baseline"):
        if values.get(name) and index and universe:
            definitions.edition(index, text(name, ""), universe)
    if "province" in values:
        values["province"] = _checked_province(root, text("province", ""), universe)
    if values.get("report"):
        values["report"] = _checked_report(text("report", ""))
    return values


def _checked_province(root: Path, typed: str, universe: str) -> str:
    """Its name where it is one of the universe, else as typed where another universe has it."""
    from helpers.sources.provinces import load_units

    units = load_units(root)
    if any(unit.unit_id == typed for unit in units.units):
        return typed
    own = units.match(typed, universe) if universe else None
    if own is not None:
        return own.province
    if any(units.match(typed, other) for other in {unit.universe for unit in units.units}):
        return typed
    return units.find(typed, universe or DEFAULT_UNIVERSE).province


def _checked_report(typed: str) -> str:
    folder = Path(os.path.normpath(typed))
    if folder.parts[:1] != (_REPORTS,) or len(folder.parts) == 1:
        raise BadInputError(
            f"The report cannot go to «{typed}». Expected: a folder below {_REPORTS}/ from the "
            f"project's root, such as {_REPORTS}/mine; or leave it out."
        )
    return folder.as_posix()
