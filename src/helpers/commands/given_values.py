"""Values that mean the same in every notebook, checked before any notebook starts."""

from __future__ import annotations

import importlib.util
import inspect
import os
import re
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers import LANGUAGES
from helpers.errors import BadInputError

if TYPE_CHECKING:
    from helpers.running.contract import Notebook
    from helpers.running.parameter_values import Value
    from helpers.running.parameters import Parameter
    from helpers.sources.editions import Definitions

_ON_FILE = ("lang", "index", "universe", "edition", "baseline", "bridge", "province", "report")
_REPORTS = "reports"


def checked_universe(definitions: Definitions, universe: str) -> str:
    """The set of units, as it was given.

    Raises:
        BadInputError: there is no edition on file that ranks it.
    """
    known = sorted({entry.universe for entry in definitions.editions})
    if universe not in known:
        raise BadInputError("given.universe", universe=universe, known=", ".join(known))
    return universe


def checked_values(
    root: Path,
    definitions: Definitions,
    declared: Mapping[str, Parameter],
    given: Mapping[str, Value],
) -> dict[str, Value]:
    """The values given to a notebook, texts that mean something on file in its spelling.

    Only what holds whatever the notebook asks is checked: the language, the index, the universe,
    years of that index, a bridge, a province of any universe, and where the report goes. Whether
    the values go together is for `check_question` to say.

    Raises:
        BadInputError: a value is not on file, or the folder is not one for reports.
        UnknownProvinceError: no unit is called so.
    """
    from helpers.sources.editions import BRIDGES
    from helpers.sources.suggestions import nearest_choices

    # A notebook of one's own may call a number so.
    texts = {
        name: unicodedata.normalize("NFC", value).strip()
        for name, value in given.items()
        if name in _ON_FILE and isinstance(value, str)
    }

    def text(name: str, otherwise: str) -> str:
        default = declared[name].default if name in declared else otherwise
        return texts.get(name, default if isinstance(default, str) else "")

    if "lang" in texts and texts["lang"] not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise BadInputError("given.language", lang=texts["lang"], known=known)
    if texts.get("index"):
        texts["index"] = texts["index"].upper()
        definitions.check_index(texts["index"])
    if texts.get("universe"):
        checked_universe(definitions, texts["universe"])
    # What a notebook is about that has no parameter for it.
    index = text("index", definitions.default_index)
    universe = text("universe", definitions.base_universe if declared else "")
    for name in ("edition", "baseline"):
        if texts.get(name) and index:
            _check_year(definitions, index, texts[name], universe)
    if texts.get("bridge") and texts["bridge"] not in BRIDGES:
        near = nearest_choices(texts["bridge"], BRIDGES)
        raise BadInputError("editions.no_bridge", bridge=texts["bridge"], near=near)
    if "province" in texts:
        texts["province"] = _checked_province(root, definitions, texts["province"], universe)
    if texts.get("report"):
        texts["report"] = _checked_report(texts["report"])
    return {**given, **texts}


_ROOM = re.compile(r"^from (helpers\.questions\.\w+) import notebook\b", re.MULTILINE)
"""How the cells of a notebook name the room of its question."""
_CHECKS = (("answer", "ask"), ("workings", "check_choices"))
"""In the room of a question: module and function that refuse values which do not go together."""


def check_question(
    root: Path,
    definitions: Definitions,
    notebook: Notebook,
    declared: Mapping[str, Parameter],
    given: Mapping[str, Value],
) -> None:
    """Ask what the notebook will ask, so that no kernel starts where it would refuse.

    One that asks no question of the house, or has other parameters, is not asked.

    Raises:
        BadInputError: as the question of the notebook.
    """
    code = "\n".join(cell.source for cell in notebook.code_cells)
    room = _ROOM.search(code)
    if room is None or not given.keys() - {"lang", "report"}:
        return
    values = {name: parameter.default for name, parameter in declared.items()} | dict(given)
    for module, function in _CHECKS:
        if importlib.util.find_spec(f"{room[1]}.{module}") is not None:
            asked = getattr(importlib.import_module(f"{room[1]}.{module}"), function, None)
            if asked is not None:
                _ask(root, definitions, asked, values)


def _ask(
    root: Path, definitions: Definitions, asked: Callable[..., object], values: Mapping[str, Value]
) -> None:
    """Call it with the parameters, tables and definitions that it names."""
    from helpers.sources.processed_files import read_processed
    from helpers.sources.provinces import load_units
    from helpers.sources.schemas import TABLES

    together = {
        "years": ("baseline", "edition"),
        "place": ("edition", "universe", "province"),
        "comparison": ("baseline", "edition", "province"),
    }
    arguments: dict[str, Any] = {}
    for name, parameter in inspect.signature(asked).parameters.items():
        if name in values:
            arguments[name] = values[name]
        elif name == "definitions":
            arguments[name] = definitions
        elif name == "units":
            arguments[name] = load_units(root)
        elif name in TABLES:
            arguments[name] = read_processed(root, name)
        elif not values.keys() >= set(together.get(name, (name,))):
            if parameter.default is inspect.Parameter.empty:
                return
        elif parameter.kind is inspect.Parameter.VAR_KEYWORD:
            arguments |= {one: values[one] for one in together[name]}
        else:
            arguments[name] = tuple(values[one] for one in together[name])
    asked(**arguments)


def _check_year(definitions: Definitions, index: str, year: str, universe: str) -> None:
    on_file = any(one.edition == year and one.index == index for one in definitions.editions)
    if universe or not on_file:
        definitions.edition(index, year, universe)


def _checked_province(root: Path, definitions: Definitions, typed: str, universe: str) -> str:
    """Its name where it is one of the universe, else as typed where another universe has it."""
    from helpers.sources.provinces import load_units
    from helpers.sources.shown import named_universe

    units = load_units(root)
    if not typed or any(unit.unit_id == typed for unit in units.units):
        return typed
    universe = universe or named_universe(definitions, units, typed)
    own = units.match(typed, universe)
    if own is not None:
        return own.province
    if any(units.match(typed, other) for other in {unit.universe for unit in units.units}):
        return typed
    return units.find(typed, universe).province


def _checked_report(typed: str) -> str:
    folder = Path(os.path.normpath(typed))
    if folder.parts[:1] != (_REPORTS,) or len(folder.parts) == 1:
        raise BadInputError("given.report", folder=typed, reports=_REPORTS)
    return folder.as_posix()
