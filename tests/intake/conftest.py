"""The official tables on hand, printed again in the layouts and formats that ministries use."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml

from helpers.intake.reading import transcribe
from helpers.intake.table_map import TableMap
from helpers.intake.transcription import Transcription
from helpers.sources.editions import Definitions
from helpers.sources.provinces import Units

from ..frozen_project import FROZEN
from .transcriptions import made_up, on_file, on_hand, project, relations, root

__all__ = ["made_up", "on_file", "on_hand", "project", "relations", "root"]

EDITIONS = ("dti_2022_63", "dti_2023_63", "dti_2024_63", "dti_2024_34", "egov_2017_63")


@dataclass(frozen=True)
class Official:
    """One official table: what its columns hold, and its printed rows by unit."""

    name: str
    index: str
    edition: str
    universe: str
    holds: tuple[str, ...]
    """What each column holds, "unit" for the names."""
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def unit_at(self) -> int:
        return self.holds.index("unit")


@dataclass
class Sheet:
    """A table laid out: its cells, which of them are merged, and what a reader must find."""

    official: Official
    cells: list[list[str]]
    header: range
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    """Top, left, bottom, right, from 0, inclusive."""
    expected: dict[str, dict[str, str]] = field(default_factory=dict)
    """Printed texts by unit and by what the column holds."""
    options: Mapping[str, object] = field(default_factory=dict)


@pytest.fixture(scope="session")
def official() -> Callable[[str], Official]:
    """An official table by the name of its file."""
    return _official


def _official(name: str) -> Official:
    path = next((FROZEN / "data" / "raw").glob(f"*_tables/{name}.csv"))
    about = yaml.safe_load(path.with_suffix(".yml").read_text(encoding="utf-8"))["table"]
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    known = {**about["columns"], about["unit_column"]: "unit"}
    return Official(
        name, about["index"], about["edition"], about["universe"],
        tuple(known[text] for text in header), tuple(header), tuple(map(tuple, rows)),
    )  # fmt: skip


Read = Callable[..., Transcription]


@pytest.fixture(scope="session")
def read(units: Units, definitions: Definitions) -> Read:
    """Transcribe a file as the table that it was printed from."""

    def transcribed(path: Path, table: Official, mapping: TableMap | None = None) -> Transcription:
        measures = definitions.indices[table.index]["measures"]
        return transcribe(
            path, table.index, table.edition, table.universe, units, measures, mapping
        )

    return transcribed


@pytest.fixture(scope="session")
def found() -> Callable[[Transcription], dict[str, dict[str, str]]]:
    """What a transcription holds, in the shape of `Sheet.expected`, empty cells left out."""

    def cells(transcription: Transcription) -> dict[str, dict[str, str]]:
        used = [c for c in transcription.columns if c.holds not in ("", "unit")]
        return {
            row.unit_id: {
                c.holds: row.cells[c.number].text for c in used if row.cells[c.number].text
            }
            for row in transcription.rows
        }

    return cells


Lay = Callable[..., Sheet]


@pytest.fixture(scope="session")
def lay_out(units: Units) -> Lay:
    """An official table in a layout; see `_Layout` for the options."""
    return lambda table, **options: _Layout(table, units, options).sheet()


class _Layout:
    """Lays an official table out, with as many obstacles as the options ask for.

    Options: order (columns), headers (1-3 rows), title, letterhead, numbering, comma, prefix
    ("ubnd", "short", "number", "upper", "old", "wide"), nfd, of (ranks as 17/63), regions, again
    (header every so many rows), mean, total, notes, words (headers by what they hold), blank.
    """

    def __init__(self, table: Official, units: Units, options: Mapping[str, object]) -> None:
        order = list(range(len(table.holds)))
        if options.get("order") == "reversed":
            order.reverse()
        elif options.get("order") == "names first":
            order.sort(key=lambda i: (i != table.unit_at, i))
        elif options.get("order") == "total first":
            order.sort(key=lambda i: (table.holds[i] != "overall.score", i))
        self.table = Official(
            table.name, table.index, table.edition, table.universe,
            tuple(table.holds[i] for i in order), tuple(table.headers[i] for i in order),
            tuple(tuple(row[i] for i in order) for row in table.rows),
        )  # fmt: skip
        self.units, self.options = units, options
        self.width = len(order)
        self.sheet_ = Sheet(self.table, [], range(0), options=options)

    def sheet(self) -> Sheet:
        if self.options.get("letterhead"):
            self._letterhead()
        if self.options.get("title"):
            self._spread(f"KẾT QUẢ XẾP HẠNG {self.table.index} NĂM {self.table.edition}")
            self._line([])
        if self.options.get("caption"):
            self._line([f"Bảng 1. Xếp hạng {self.table.index} {self.table.edition}"])
        self._header()
        if self.options.get("numbering"):
            self._line([f"({i})" for i in range(1, self.width + 1)])
        for number, row in enumerate(self.table.rows):
            self._before_row(number)
            self._province(number + 1, row)
        self._after()
        return self.sheet_

    def _line(self, texts: list[str]) -> int:
        self.sheet_.cells.append(texts + [""] * (self.width - len(texts)))
        return len(self.sheet_.cells) - 1

    def _merge(self, top: int, left: int, bottom: int, right: int) -> None:
        if (top, left) != (bottom, right):
            self.sheet_.merges.append((top, left, bottom, right))

    def _spread(self, text: str) -> None:
        self._merge(at := self._line([text]), 0, at, self.width - 1)

    def _letterhead(self) -> None:
        half = self.width // 2
        texts = ["BỘ KHOA HỌC VÀ CÔNG NGHỆ"] + [""] * (self.width - 1)
        texts[half] = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
        self._line(texts)

    def _names(self) -> list[str]:
        words = self.options.get("words") or {}
        return [
            words.get(holds, text)
            for holds, text in zip(self.table.holds, self.table.headers, strict=True)
        ]

    def _header(self) -> None:
        rows = int(str(self.options.get("headers", 1)))
        first = len(self.sheet_.cells)
        names = self._names()
        grouped = [h.endswith(".score") and h != "overall.score" for h in self.table.holds]
        if not any(grouped):
            grouped = [h.startswith("overall.") for h in self.table.holds]
        for level in range(rows - 1):
            text = "Kết quả đánh giá" if level == 0 and rows == 3 else "Chỉ số thành phần"
            line, before = [""] * self.width, False
            for i, inside in enumerate(grouped):
                if not inside and level == 0:
                    line[i] = names[i]
                elif inside and not before:
                    line[i] = text
                    end = next((j for j in range(i, self.width) if not grouped[j]), self.width)
                    self._merge(first + level, i, first + level, end - 1)
                before = inside
            self._line(line)
        self._line([n if rows == 1 or g else "" for n, g in zip(names, grouped, strict=True)])
        for i, inside in enumerate(grouped):
            if not inside:
                self._merge(first, i, first + rows - 1, i)
        self.sheet_.header = range(first, first + rows)

    def _before_row(self, number: int) -> None:
        every = self.options.get("again")
        if every and number and number % int(str(every)) == 0:
            names = self._names() if len(self.sheet_.header) == 1 else None
            self._line(names or list(self.sheet_.cells[self.sheet_.header[-1]]))
        if self.options.get("regions") and number % 12 == 0:
            self._spread(f"{'I' * (number // 12 + 1)}. Vùng Đồng bằng sông Hồng")

    def _province(self, number: int, row: tuple[str, ...]) -> None:
        texts, expected, unit_id = [], {}, ""
        for holds, text in zip(self.table.holds, row, strict=True):
            if holds == "unit":
                unit = self.units.match(text, self.table.universe)
                assert unit is not None
                unit_id = unit.unit_id
                texts.append(self._name(number, text, unit.province))
                continue
            shown = self._figure(holds, text)
            texts.append(shown)
            if shown:
                expected[holds] = unicodedata.normalize("NFC", shown)
        self._line(texts)
        self.sheet_.expected[unit_id] = expected

    def _figure(self, holds: str, text: str) -> str:
        if text and holds.endswith(".rank") and self.options.get("of"):
            return f"{text}/{self.table.universe}"
        if holds.endswith(".score") and self.options.get("comma") is not None:
            return text.replace(".", ",") if self.options["comma"] else text.replace(",", ".")
        return text

    def _name(self, number: int, printed: str, name: str) -> str:
        cities = ("Hà Nội", "Hồ Chí Minh", "Đà Nẵng", "Hải Phòng", "Cần Thơ")
        city = name in cities
        text = {
            "ubnd": f"UBND {'thành phố' if city else 'tỉnh'} {name}",
            "short": f"{'TP.' if city else 'Tỉnh '}{name}",
            "number": f"{number}. {name}",
            "upper": name.upper(),
            "old": name.replace("Hòa", "Hoà").replace("Hóa", "Hoá"),
            "wide": f" {name.replace(' ', '  ').replace('-', '–')}\u00a0",
            "mark": f"{name} (*)",
            "broken": name.replace(" - ", " -\n"),
        }.get(str(self.options.get("prefix")), printed)
        return unicodedata.normalize("NFD" if self.options.get("nfd") else "NFC", text)

    def _after(self) -> None:
        label = self.table.unit_at
        for option, text in (("mean", "Trung bình cả nước"), ("total", "Tổng cộng")):
            if self.options.get(option):
                line = ["0.5432" if holds.endswith(".score") else "" for holds in self.table.holds]
                line[label] = text
                self._line(line)
        if self.options.get("notes"):
            self._line([])
            self._line(["Ghi chú: (*) số liệu do địa phương cung cấp; 0.0000 là chưa có."])
            self._line(["Nguồn: Bộ Khoa học và Công nghệ."])
            self._line(["Trang 1/1"])
