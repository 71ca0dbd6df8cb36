"""A map file: a person's answers to what a ministry's file leaves open.

part: "Phụ lục 1"                 # the sheet, page or table to read
header_rows: [4, 5]               # rows of the header, as counted in the file
rows_to_drop: [12, "page 2: 14"]  # rows that are no province's
names: {"Hòa Bìn": vn63-17}       # what a name as printed means
columns: {3: awareness.score, "Tỷ lệ": none, 12: innovation.score}
scales: {awareness.score: 50}      # the full score of a column, where none is printed
ranks_only: true                  # no total is printed, only its rank
further_editions: true            # ranks of other editions beside the table are filed as well
measures: {innovation: {vi: Đổi mới sáng tạo số, en: Digital innovation}}
formula: dti-405                  # a formula on file, where the table alone cannot tell
exceptions: …                     # findings that stand, and cells printed wrong:
corrections: …                    # see helpers.intake.map_entries
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from helpers.errors import BadInputError, Reason
from helpers.intake.files.grids import clean_text
from helpers.intake.transcription import Place
from helpers.sources.suggestions import nearest_choices
from helpers.sources.yaml_files import read_yaml

STATISTICS = ("rank", "score", "list_position")
NOT_USED = "none"
UNIT = "unit"
OF_EDITION = "@"
"""Between what a column holds and the other edition that it is of: overall.rank@2018."""
SCALES = ("1", "10", "100", "1000", "10000")
_MOST_BYTES = 1024 * 1024
_SHAPES: Mapping[str, type] = {
    "part": str,
    "header_rows": list,
    "rows_to_drop": list,
    "names": dict,
    "columns": dict,
    "scales": dict,
    "ranks_only": bool,
    "further_editions": bool,
    "measures": dict,
    "formula": str,
    "exceptions": list,
    "corrections": list,
}


@dataclass(frozen=True)
class TableMap:
    """What a map says; every part may be empty."""

    file: str = ""
    part: str = ""
    header_rows: tuple[int, ...] = ()
    rows_to_drop: tuple[tuple[str, int], ...] = ()
    """Part ("" for any) and row."""
    names: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[int | str, str] = field(default_factory=dict)
    scales: Mapping[str, str] = field(default_factory=dict)
    ranks_only: bool = False
    further_editions: bool | None = None
    measures: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    formula: str = ""
    exceptions: Sequence[Any] = ()
    corrections: Sequence[Any] = ()

    @property
    def unit_column(self) -> int | None:
        """The column, counted from 0, that is said to name the units; said by its number."""
        said = [key for key, holds in self.columns.items() if holds == UNIT]
        return next((key - 1 for key in said if isinstance(key, int)), None)

    def drops(self, place: Place) -> bool:
        """Whether the map says that a row is no province's."""
        return any(row == place.row and part in ("", place.part) for part, row in self.rows_to_drop)


def read_map(path: Path) -> TableMap:
    """What does a map file say?

    Raises:
        BadInputError: it is missing or not YAML, has an unknown entry, or an entry is not of its
            shape; names the entry and what was expected.
    """
    if path.is_file() and path.stat().st_size > _MOST_BYTES:
        raise BadInputError("table_map.size", file=path.name, most=_MOST_BYTES)
    content = read_yaml(path.parent, path.name) or {}
    if not isinstance(content, dict):
        raise BadInputError("table_map.entries", file=path.name, known=", ".join(_SHAPES))
    for key, value in content.items():
        if key not in _SHAPES:
            near = nearest_choices(str(key), _SHAPES)
            raise BadInputError("table_map.unknown", file=path.name, key=key, near=near)
        if not isinstance(value, _SHAPES[key]):
            kind = Reason(f"table_map.{_SHAPES[key].__name__}")
            raise BadInputError("table_map.kind", file=path.name, key=key, kind=kind, found=value)
    return TableMap(
        file=path.name,
        part=_nfc(content.get("part", "")),
        header_rows=tuple(
            _row(path.name, "header_rows", e) for e in content.get("header_rows", [])
        ),
        rows_to_drop=tuple(_dropped_row(path.name, e) for e in content.get("rows_to_drop", [])),
        names=_texts(path.name, "names", content.get("names", {})),
        columns=_columns(path.name, content.get("columns", {})),
        scales=_texts(path.name, "scales", content.get("scales", {})),
        ranks_only=content.get("ranks_only", False),
        further_editions=content.get("further_editions"),
        measures=_measures(path.name, content.get("measures", {})),
        formula=content.get("formula", ""),
        exceptions=content.get("exceptions", ()),
        corrections=content.get("corrections", ()),
    )


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _row(file: str, key: str, entry: object) -> int:
    if isinstance(entry, bool) or not isinstance(entry, int) or entry < 1:
        raise BadInputError("table_map.row", file=file, key=key, found=entry)
    return entry


def _dropped_row(file: str, entry: object) -> tuple[str, int]:
    part, _, row = str(entry).rpartition(":")
    number = int(row) if isinstance(entry, str) and row.strip().isdecimal() else entry
    return _nfc(part.strip()), _row(file, "rows_to_drop", number)


def _texts(file: str, key: str, entries: Mapping[Any, Any]) -> dict[str, str]:
    result: dict[str, str] = {}
    for name, value in entries.items():
        _set_once(result, file, key, clean_text(str(name)), str(value))
    return result


def _set_once(entries: dict[Any, str], file: str, key: str, name: int | str, value: str) -> None:
    """Keep a value under a name that no other one has: names are compared as cells are read."""
    if name in entries:
        raise BadInputError("table_map.twice", file=file, key=key, name=name)
    entries[name] = value


def _columns(file: str, entries: Mapping[Any, Any]) -> dict[int | str, str]:
    result: dict[int | str, str] = {}
    for key, value in entries.items():
        if not isinstance(value, str) or isinstance(key, bool) or not isinstance(key, int | str):
            raise BadInputError("table_map.column", file=file, key=key, found=value)
        name = key if isinstance(key, int) else clean_text(key)
        _set_once(result, file, "columns", name, value)
    return result


def _measures(file: str, entries: Mapping[Any, Any]) -> dict[str, Mapping[str, str]]:
    for key, names in entries.items():
        whole = isinstance(names, dict) and set(names) == {"vi", "en"}
        if not (isinstance(key, str) and key.isidentifier() and key.islower() and whole):
            raise BadInputError("table_map.measure", file=file, key=key, found=names)
    return {key: {lang: _nfc(str(name)) for lang, name in n.items()} for key, n in entries.items()}
