"""What can be asked for, by names that complete with Tab and are understood in usual spellings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from helpers.errors import BadInputError
from helpers.project import project_root
from helpers.sharing.wording import read_wording
from helpers.sources.provinces import Unit, fold_name
from helpers.sources.shown import asked_universe, leading_edition, named_universe
from helpers.sources.suggestions import near_choices, nearest_choices
from helpers.sources.yaml_files import read_yaml
from tangbac.refusals import UnknownNameError, nearest
from tangbac.session import definitions, spoken, units

_CODES = "data/raw/definitions/codes.yml"
TOTAL = "overall"
_AND = "va"
"""Has no letter in what a region is called in short."""
ALL = "all"
"""Asks for every edition, or every measure."""

Year = str | int | None
"""A year, or the number of provinces, as digits or as a number; None: the usual one."""
Several = str | Sequence[str]
"""One name, or several."""


class Names:
    """Names that complete with Tab: `tb.region.<Tab>`; each is the value that functions take.

    Args:
        kind: what they are names of. values: attribute -> value, read when asked.
        about: what they are for, as a docstring.
    """

    def __init__(self, kind: str, values: Callable[[], Mapping[str, str]], about: str) -> None:
        self._kind, self._values, self.__doc__ = kind, values, about

    def __dir__(self) -> list[str]:
        return list(self._values())

    def __getattr__(self, name: str) -> str:
        if name.startswith("_"):
            raise AttributeError(name)
        values = self._values()
        if name not in values:
            near = nearest(name, values)
            raise UnknownNameError("tangbac.no_such", name=f"tb.{self._kind}.{name}", near=near)
        return values[name]

    def __repr__(self) -> str:
        return f"tb.{self._kind}: {', '.join(self._values())}"


def _attribute(name: str) -> str:
    return fold_name(name).replace(" ", "_")


def _own(values: Iterable[str]) -> dict[str, str]:
    return {value: value for value in values}


def _named(values: Iterable[str]) -> dict[str, str]:
    return {_attribute(value): value for value in values}


def regions() -> list[str]:
    """The regions of provinces, in the order of the official list."""
    return list(dict.fromkeys(unit.region for unit in units().all() if unit.region))


def others() -> dict[str, dict[str, str]]:
    """Measures that are no index's: code -> its names `vi`, `en` and its `unit`."""
    root = project_root()
    return _others(root, (root / _CODES).stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _others(root: Path, stamp: int) -> dict[str, dict[str, str]]:  # noqa: ARG001
    # A table asks for every one of its columns.
    found: dict[str, dict[str, str]] = read_yaml(root, _CODES)["covariates"]
    return found


def _measures() -> dict[str, str]:
    return _own(name for one in definitions().indices for name in definitions().measures(one))


index = Names(
    "index",
    lambda: _own(definitions().indices),
    """Which indices are on file? `tb.index.` and Tab; each is its code, such as "DTI".

    Tiếng Việt:
        Có những chỉ số nào? Gõ `tb.index.` rồi nhấn Tab.
    """,
)
measure = Names(
    "measure",
    _measures,
    """Which measures do the indices have? `tb.measure.` and Tab; each is its code.

    Tiếng Việt:
        Các chỉ số có những chỉ số chính nào? Gõ `tb.measure.` rồi nhấn Tab.
    """,
)
other = Names(
    "other",
    lambda: _own(others()),
    """Which other figures of provinces are on file? `tb.other.` and Tab; each is its code.

    Tiếng Việt:
        Có những số liệu nào khác của tỉnh (PAPI, PCI, GRDP…)? Gõ `tb.other.` rồi nhấn Tab.
    """,
)
region = Names(
    "region",
    lambda: _named(regions()),
    """Which regions are there? `tb.region.` and Tab; each is its name.

    Tiếng Việt:
        Có những vùng nào? Gõ `tb.region.` rồi nhấn Tab.
    """,
)
province = Names(
    "province",
    lambda: _named(unit.province for unit in units().units),
    """Which provinces are there, of today and former? `tb.province.` and Tab; each is its name.

    Tiếng Việt:
        Có những tỉnh nào, cả hiện nay và trước đây? Gõ `tb.province.` rồi nhấn Tab.
    """,
)


def _meant(text: object, known: Mapping[str, str]) -> str | None:
    """Which value is meant by a text; `known`: folded name -> value.

    Raises:
        BadInputError: it is no text.
    """
    if not isinstance(text, str):
        such = ", ".join(list(known.values())[:3])
        raise BadInputError("tangbac.text", found=repr(text), such=such)
    return known.get(fold_name(text))


def _refused(key: str, text: object, known: Iterable[str]) -> BadInputError:
    # Where nothing is near, all of a short list are named, such as the regions.
    folded, asked = {fold_name(one): one for one in known}, fold_name(str(text))
    near = [folded[one] for one in folded if asked and asked in one]
    near = near or [folded[one] for one in near_choices(asked, folded)]
    said = ", ".join(near) or nearest_choices(asked, folded.values())
    return BadInputError(key, found=repr(text), near=said)


def chosen_index(text: str) -> str:
    """Which index is meant, in capitals or not?"""
    meant = _meant(text, {fold_name(one): one for one in definitions().indices})
    definitions().check_index(meant or text)
    return meant or text


def chosen_measure(text: str, of_index: str) -> str:
    """Which measure of an index is meant by its code, or by its name in either language?"""
    entries = definitions().indices[of_index]["measures"]
    known = {fold_name(code): code for code in entries}
    known |= {fold_name(entry[one]): code for code, entry in entries.items() for one in entry}
    meant = _meant(text, known)
    if meant is None:
        if _meant(text, _folded_others()):
            raise BadInputError("tangbac.other_measure", found=repr(text), index=of_index)
        raise _refused("tangbac.no_measure", text, _codes_and_names(of_index))
    return meant


def _codes_and_names(of_index: str) -> list[str]:
    codes = definitions().measures(of_index)
    return [*codes, *(definitions().measure_name(of_index, code, spoken()) for code in codes)]


def _folded_others() -> dict[str, str]:
    entries = others()
    known = {fold_name(code): code for code in entries}
    return known | {fold_name(e[one]): code for code, e in entries.items() for one in ("vi", "en")}


def chosen_figure(text: str, of_index: str) -> tuple[str, bool]:
    """Which measure is meant, of an index or any other; and whether it is one of the index."""
    meant = _meant(text, _folded_others())
    if meant is not None:
        return meant, False
    codes = definitions().measures(of_index)
    if fold_name(text) not in {fold_name(code) for code in codes} and not any(
        fold_name(text) == fold_name(definitions().measure_name(of_index, code, one))
        for code in codes
        for one in ("vi", "en")
    ):
        names = [entry[spoken()] for entry in others().values()]
        raise _refused("tangbac.no_measure", text, [*_codes_and_names(of_index), *others(), *names])
    return chosen_measure(text, of_index), True


def chosen_region(text: str) -> str:
    """Which region is meant: with or without diacritics, in English, or in short?

    In short are the first letters ("ĐBSCL"), and words that no other region has ("cuu long").
    """
    known = {fold_name(one): one for one in regions()}
    meant = _meant(text, known) or _meant(text, {_initials(one): one for one in known.values()})
    if meant is not None:
        return meant
    words = fold_name(text).split()
    spoken = {f"{name} {_in_english(known[name])}": one for name, one in known.items()}
    alike = [one for names, one in spoken.items() if all(word in names for word in words)]
    if len(alike) != 1:
        raise _refused("tangbac.no_region", text, regions())
    return alike[0]


def _initials(name: str) -> str:
    return "".join(word[0] for word in fold_name(name).split() if word != _AND)


def _in_english(name: str) -> str:
    entry = read_wording("tangbac.yml").get(f"tangbac.region.{_attribute(name)}", {})
    return fold_name(entry.get("en", ""))


def several(given: Several) -> list[str]:
    """One name or several, as a list."""
    return [given] if isinstance(given, str) else list(given)


def text_of(given: Year) -> str:
    """A year or a number of provinces as definitions have it; empty for none.

    Raises:
        BadInputError: it is neither a whole number nor text.
    """
    if given is None:
        return ""
    if isinstance(given, bool) or not isinstance(given, str | int):
        raise BadInputError("tangbac.digits", found=repr(given))
    return str(given).strip()


def chosen_universe(of_index: str, universe: Year, year: Year = None) -> str:
    """Over which units is asked: those named, else the latest that the index ranked in a year."""
    named = text_of(universe)
    if named:
        leading_edition(definitions(), of_index, named)
        return named
    if text_of(year):
        return asked_universe(definitions(), of_index, ("", text_of(year)))
    return leading_edition(definitions(), of_index).universe


def chosen_units(names: Several, universe: Year = None) -> list[Unit]:
    """Which units are meant? Without a universe those that exist go before former ones."""
    named = text_of(universe)
    return [
        units().find(name, named or named_universe(definitions(), units(), name))
        for name in dict.fromkeys(several(names))
    ]
