"""Provinces as units: which unit a printed or typed name means, in which set of units.

A unit is a universe and a code (`vn63-93`); names are never used as keys. After July 2025 the same
name can mean a larger unit with the same code, so a name is only matched within one universe.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers.errors import BadInputError, RawFileError, Reason, UnknownProvinceError
from helpers.sources.editions import load_definitions
from helpers.sources.raw_files import RawRow, RawTable, read_raw
from helpers.sources.suggestions import near_choices

NAME_PREFIXES = ("uy ban nhan dan", "ubnd", "thanh pho", "tinh", "tp", "t p")
_SUFFIXES = ("province", "city")
_NEW_SPELLING = {"Hoà": "Hòa", "Hoá": "Hóa"}


@dataclass(frozen=True, slots=True)
class Unit:
    """A province of one universe; `merged_into` is its unit in the next universe, or empty."""

    unit_id: str
    universe: str
    province_code: str
    province: str
    province_en: str
    region: str
    merged_into: str


@functools.lru_cache(maxsize=4096)
def fold_name(text: str) -> str:
    """What remains of a printed name once case, diacritics, dashes and spaces are folded.

    `Ð` (eth, met where a font had no `Đ`) counts as `Đ`; NFC and NFD, old and new placement of
    tone marks give the same result.
    """
    text = unicodedata.normalize("NFC", text).translate(str.maketrans("ĐđÐð", "DdDd"))
    letters = (c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    spaced = "".join(c if c.isalnum() else " " for c in "".join(letters).casefold())
    return " ".join(spaced.split())


def _strip_affixes(folded: str) -> str:
    changed = True
    while changed:
        changed = False
        for prefix in NAME_PREFIXES:
            if folded.startswith(prefix + " "):
                folded, changed = folded[len(prefix) + 1 :], True
        for suffix in _SUFFIXES:
            if folded.endswith(" " + suffix):
                folded, changed = folded[: -len(suffix) - 1], True
    return folded


@dataclass(frozen=True)
class Units:
    """All units on file and the names that mean them."""

    units: tuple[Unit, ...]
    aliases: Mapping[str, str]  # folded alias -> code of the base universe
    base_universe: str = ""
    """The set that is the list of provinces.csv itself."""

    def all(self, universe: str | None = None) -> tuple[Unit, ...]:
        """Which units belong to a universe (by default the base one), by code."""
        universe = self.base_universe if universe is None else universe
        chosen = self._by_universe.get(universe)
        if chosen is None:
            known = ", ".join(sorted({unit.universe for unit in self.units}))
            raise BadInputError("provinces.no_universe", universe=universe, known=known)
        return chosen

    @functools.cached_property
    def _by_universe(self) -> dict[str, tuple[Unit, ...]]:
        found: dict[str, list[Unit]] = {}
        for unit in self.units:
            found.setdefault(unit.universe, []).append(unit)
        return {universe: tuple(units) for universe, units in found.items()}

    @functools.cached_property
    def _by_id(self) -> dict[str, Unit]:
        # Of two with one id, which the check of the list refuses, the first.
        return {unit.unit_id: unit for unit in reversed(self.units)}

    def by_id(self, unit_id: str) -> Unit:
        """Which unit has this id.

        Raises:
            UnknownProvinceError: none has.
        """
        if unit_id in self._by_id:
            return self._by_id[unit_id]
        raise UnknownProvinceError("provinces.no_id", unit_id=unit_id)

    def successor(self, unit: Unit, universe: str) -> Unit | None:
        """Which unit of `universe` a unit is or went into; None where `universe` came before."""
        current: Unit | None = unit
        while current is not None and current.universe != universe:
            current = self.by_id(current.merged_into) if current.merged_into else None
        return current

    def members(self, unit: Unit, universe: str) -> tuple[Unit, ...]:
        """Which units of an earlier `universe` a unit was made of, by code."""
        return tuple(
            former for former in self.all(universe) if self.successor(former, unit.universe) == unit
        )

    def match(self, printed: str, universe: str) -> Unit | None:
        """Which unit of `universe` a printed name means, or None when it means none."""
        by_name = self._by_name(universe)
        folded = fold_name(printed)
        for key in (folded, _strip_affixes(folded)):
            if key in by_name:
                return by_name[key]
            code = self.aliases.get(key)
            if code is not None:
                home = self.of_code(code)
                return by_name.get(fold_name(home.province)) or by_name.get(
                    _SHORT_NAMES.get(fold_name(home.province), "")
                )
        return None

    def of_code(self, code: str) -> Unit:
        """Which province of the official list has this code, as aliases give it."""
        return next(u for u in self.all(self.base_universe) if u.province_code == code)

    def find(self, text: str, universe: str | None = None) -> Unit:
        """Which unit of `universe` a person means by `text`: any usual spelling, or a unit id.

        Raises:
            UnknownProvinceError: none does (names the nearest), or the unit belongs to another
                universe (says where it went).
        """
        universe = self.base_universe if universe is None else universe
        if text.startswith("vn") and "-" in text:
            unit = self.by_id(text)
            if unit.universe != universe:
                raise UnknownProvinceError(
                    "provinces.other_universe",
                    text=text,
                    province=unit.province,
                    own=unit.universe,
                    universe=universe,
                )
            return unit
        found = self.match(text, universe)
        if found is not None:
            return found
        elsewhere = self.match(text, self.base_universe)
        into = None if elsewhere is None else self.successor(elsewhere, universe)
        if elsewhere is not None and into is not None:
            raise UnknownProvinceError(
                "provinces.went_into",
                former=elsewhere.province,
                universe=universe,
                province=into.province,
                unit_id=into.unit_id,
            )
        # A former name, mistyped, is nearer to what is meant than any name of today.
        everyone = (*self.all(self.base_universe), *self.all(universe))
        names = {fold_name(unit.province): unit.province for unit in everyone}
        near = near_choices(_strip_affixes(fold_name(text)), names)
        advice = (
            Reason("provinces.near", near=", ".join(names[name] for name in near))
            if near
            else Reason("provinces.such_as", province=self.all(universe)[0].province)
        )
        raise UnknownProvinceError("provinces.no_name", text=text, advice=advice)

    def _by_name(self, universe: str) -> Mapping[str, Unit]:
        self.all(universe)
        return self._names[universe]

    @functools.cached_property
    def _names(self) -> Mapping[str, Mapping[str, Unit]]:
        names: dict[str, dict[str, Unit]] = {}
        for unit in self.units:
            names.setdefault(unit.universe, {})[fold_name(unit.province)] = unit
        return names


# Huế kept its code and area in 2025 but dropped a part of its name.
_SHORT_NAMES = {"thua thien hue": "hue"}


def short_name(official: str) -> str:
    """What a province is called without `Tỉnh` or `Thành phố`, in the one spelling used here."""
    name = unicodedata.normalize("NFC", official)
    for prefix in ("Tỉnh ", "Thành phố "):
        name = name.removeprefix(prefix)
    for suffix in (" Province", " City"):
        name = name.removesuffix(suffix)
    return " ".join(_NEW_SPELLING.get(word, word) for word in name.split())


def load_units(root: Path) -> Units:
    """Which units and names are on file (`data/raw/provinces`, `definitions/universes.yml`).

    Raises:
        RawFileError, BadInputError: a file breaks its contract, two spellings that fold to the
            same letters mean two provinces, or an alias names a code that does not exist.
    """
    return _load_units(Path(root).resolve())


@functools.lru_cache(maxsize=8)
def _load_units(root: Path) -> Units:
    provinces = read_raw(root, "provinces/provinces.csv")
    definitions = load_definitions(root)
    universes = definitions.universes
    _check_codes(provinces, [d for d in universes.values() if d["units"] == "merged"])
    units: list[Unit] = []
    for universe, definition in universes.items():
        following = _following(universe, universes)
        if definition["units"] == "merged":
            units += _merged_units(universe, provinces, definition, following)
        else:
            extra = definition.get("extra_units", [])
            units += _base_units(universe, provinces, extra, following)
        _check_number(universe, [unit for unit in units if unit.universe == universe], provinces)
    aliases = read_raw(root, "provinces/province_aliases.csv")
    return Units(
        tuple(sorted(units, key=lambda u: u.unit_id)),
        _alias_map(aliases, provinces),
        definitions.base_universe,
    )


Definition = Mapping[str, Any]


def _columns(merger: Definition) -> tuple[str, str]:
    """The columns of the list that say into what each province went: by the year of the merger."""
    year = merger["since"][:4]
    return f"merged_into_code_{year}", f"merged_into_name_{year}"


def _following(universe: str, universes: Mapping[str, Definition]) -> tuple[str, Definition] | None:
    """The universe that took the place of this one, or None."""
    since = universes[universe].get("since", "")
    later = [(d["since"], name) for name, d in universes.items() if d.get("since", "") > since]
    return (min(later)[1], universes[min(later)[1]]) if later else None


def _code_in(row: RawRow, definition: Definition) -> str:
    """The code that a province of the list has in a universe."""
    return row[_columns(definition)[0] if definition["units"] == "merged" else "gso_code"]


def _unit_in(row: RawRow, following: tuple[str, Definition] | None) -> str:
    return f"vn{following[0]}-{_code_in(row, following[1])}" if following else ""


def _check_codes(provinces: RawTable, mergers: Sequence[Definition]) -> None:
    """Every code and name once, and in every merger one name for every code."""
    seen: dict[tuple[str, str], int] = {}
    merged: dict[tuple[str, str], str] = {}
    for row in provinces:
        for column in ("gso_code", "name_vi"):
            key = column, fold_name(row[column])
            if seen.setdefault(key, row.line) != row.line:
                raise RawFileError(
                    provinces.file,
                    Reason("provinces.twice"),
                    row=row.line,
                    column=column,
                    expected=Reason("provinces.once"),
                    found=Reason("raw.already", found=row[column], line=seen[key]),
                )
        for merger in mergers:
            column, name_column = _columns(merger)
            name = row[name_column]
            known = merged.setdefault((column, row[column]), name)
            if known != name:
                raise RawFileError(
                    provinces.file,
                    Reason("provinces.two_names"),
                    row=row.line,
                    column=column,
                    expected=Reason("provinces.as_above", name=known, code=row[column]),
                    found=name,
                )


def _check_number(universe: str, units: list[Unit], provinces: RawTable) -> None:
    if len(units) != int(universe):
        raise RawFileError(
            provinces.file,
            Reason("provinces.number", universe=universe),
            expected=Reason("provinces.units", number=universe),
            found=Reason("provinces.units", number=len(units)),
        )


def _base_units(
    universe: str,
    provinces: RawTable,
    extra: list[dict[str, str]],
    following: tuple[str, Definition] | None,
) -> list[Unit]:
    def unit(code: str, entry: RawRow | Mapping[str, str], into: str) -> Unit:
        return Unit(
            unit_id=f"vn{universe}-{code}",
            universe=universe,
            province_code=code,
            province=short_name(entry["name_vi"]),
            province_en=short_name(entry["name_en"]),
            region=entry["region"],
            merged_into=into,
        )

    after = f"vn{following[0]}-" if following else ""
    return [
        *(unit(row["gso_code"], row, _unit_in(row, following)) for row in provinces),
        *(unit(entry["code"], entry, after and after + entry["merged_into"]) for entry in extra),
    ]


def _merged_units(
    universe: str,
    provinces: RawTable,
    definition: Definition,
    following: tuple[str, Definition] | None,
) -> list[Unit]:
    members: dict[str, list[RawRow]] = {}
    for row in provinces:
        members.setdefault(_code_in(row, definition), []).append(row)
    units = []
    for code, rows in members.items():
        name = short_name(rows[0][_columns(definition)[1]])
        home = next(
            (r for r in rows if short_name(r["name_vi"]) in {name, f"Thừa Thiên {name}"}), None
        )
        if home is None:
            raise BadInputError(
                "provinces.no_home", name=name, code=code, column=_columns(definition)[1]
            )
        into = {_unit_in(row, following) for row in rows}
        if len(into) > 1:
            raise BadInputError(
                "provinces.split", name=name, code=code, into=", ".join(sorted(into))
            )
        english = short_name(home["name_en"]).removeprefix("Thua Thien ")
        regions = {r["region"] for r in rows}
        units.append(
            Unit(
                unit_id=f"vn{universe}-{code}",
                universe=universe,
                province_code=code,
                province=name,
                province_en=english,
                # A unit whose members lie in two regions has none of the old ones.
                region=regions.pop() if len(regions) == 1 else "",
                merged_into=into.pop(),
            )
        )
    return units


def _alias_map(aliases: RawTable, provinces: RawTable) -> dict[str, str]:
    codes = {row["gso_code"] for row in provinces}
    result: dict[str, str] = {}
    for row in aliases:
        key, code = fold_name(row["province_as_printed"]), row["gso_code"]
        if code not in codes or result.setdefault(key, code) != code:
            raise BadInputError(
                "provinces.alias",
                file=aliases.file,
                line=row.line,
                name=row["province_as_printed"],
                code=code,
            )
    return result
