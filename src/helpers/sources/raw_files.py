"""Reading published files exactly as they lie in `data/raw`, each beside its metadata."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from helpers.atomic_files import write_atomically
from helpers.errors import BadInputError, RawFileError, Reason
from helpers.sources.yaml_files import read_yaml

RAW = Path("data") / "raw"
UNFINISHED = Path("data") / ".intake" / "begun.txt"
"""The list of files that an intake is moving to their places; it is there only meanwhile."""


@dataclass
class RawRow:
    """One row as printed: `line` counts as an editor does, the header being line 1."""

    line: int
    cells: dict[str, str]
    corrected: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, column: str) -> str:
        return self.corrected.get(column, self.cells[column])

    def printed(self, column: str) -> str:
        """What the file says, before any correction."""
        return self.cells[column]

    def quoted(self, printed: str, column: str) -> str | Reason:
        """A printed cell for a message, with what a correction uses instead where there is one."""
        used = self.corrected.get(column)
        return printed if used is None else Reason("raw.corrected", printed=printed, used=used)


@dataclass
class RawTable:
    """A published table: its rows as text and what is known about the file."""

    file: str
    columns: tuple[str, ...]
    rows: list[RawRow]
    metadata: dict[str, Any]
    sha256: str

    def __iter__(self) -> Iterator[RawRow]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def name(self) -> str:
        """Which data set this is: the file's name without its ending."""
        return Path(self.file).stem


def raw_tables(root: Path) -> list[str]:
    """Which published tables belong to `data/raw`, as `<data set>/<file>.csv`, sorted.

    A table whose metadata lies there without it counts as well, so that reading it says that it
    is missing.
    """
    folder = Path(root) / RAW
    metadata = (path for path in folder.glob("*/*.yml") if b"\nsha256:" in path.read_bytes())
    found = {*folder.glob("*/*.csv"), *(path.with_suffix(".csv") for path in metadata)}
    return sorted(path.relative_to(folder).as_posix() for path in found)


def check_no_unfinished_intake(root: Path) -> None:
    """Refuse raw files among which half of an edition may lie.

    Raises:
        BadInputError: an intake is moving files at this moment, or was stopped while it did.
    """
    if (root / UNFINISHED).is_file():
        raise BadInputError("raw.unfinished", file=UNFINISHED.as_posix())


def read_raw(root: Path, file: str) -> RawTable:
    """What does a raw file say, cell by cell, with corrections laid over it?

    The header must be the `columns` of the metadata, in their order. Whether the file is still
    the one that was filed is asked last, by `check_seal`, so that a mistake is first named by its
    place.

    Args:
        root: the project's root.
        file: `<data set>/<file>.csv` below `data/raw`.

    Raises:
        RawFileError: no such file or metadata, another encoding than UTF-8, empty, a column
            missing, unexpected, swapped or doubled, a row with too few or too many cells.
        BadInputError: a correction does not fit (see `apply_corrections`).
    """
    table = read_printed(root, file)
    apply_corrections(table, load_corrections(root))
    return table


def read_printed(root: Path, file: str) -> RawTable:
    """What does a raw file say, before any correction? As `read_raw` otherwise."""
    path = Path(root) / RAW / file
    shown = (RAW / file).as_posix()
    if not path.is_file():
        raise RawFileError(
            shown,
            Reason("raw.missing"),
            expected=Reason("raw.published"),
            advice=Reason("raw.restore", file=shown),
        )
    metadata = _read_metadata(Path(root), path.with_suffix(".yml"), shown)
    data = path.read_bytes()
    header, records = _split_records(_decode(data, shown), shown)
    _check_header(header, metadata["columns"], shown)
    rows = [RawRow(line, dict(zip(header, cells, strict=True))) for line, cells in records]
    return RawTable(shown, tuple(header), rows, metadata, hashlib.sha256(data).hexdigest())


def _decode(data: bytes, shown: str) -> str:
    if not data.strip():
        raise RawFileError(shown, Reason("raw.empty"), expected=Reason("raw.header_and_rows"))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise RawFileError(
            shown,
            Reason("raw.not_utf8"),
            row=line,
            expected=Reason("raw.utf8"),
            found=Reason("raw.byte", byte=data[error.start]),
        ) from None


def _split_records(text: str, shown: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The header, and every other row with its line: a quoted cell may span several lines."""
    # Nothing joins across a comma, a quote or the end of a line: so all at once.
    text = unicodedata.normalize("NFC", text)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] | None = None
    records: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for cells in reader:
            clean = [cell.strip() for cell in cells]
            if header is None:
                header = clean
            elif any(clean):
                if len(clean) != len(header):
                    raise RawFileError(
                        shown,
                        Reason("raw.other_cells"),
                        row=line,
                        expected=Reason("raw.cells", number=len(header)),
                        found=Reason("raw.cells", number=len(clean)),
                    )
                records.append((line, clean))
            line = reader.line_num + 1
    except csv.Error as error:
        raise RawFileError(
            shown, Reason("raw.not_csv", error=str(error)), row=reader.line_num
        ) from None
    if header is None or not records:
        raise RawFileError(shown, Reason("raw.no_rows"), expected=Reason("raw.header_and_rows"))
    return header, records


def _check_header(header: Sequence[str], expected: Sequence[str], shown: str) -> None:
    doubled = sorted({name for name in header if header.count(name) > 1})
    if doubled:
        raise RawFileError(shown, Reason("raw.column_twice"), row=1, column=doubled[0])
    if tuple(header) != tuple(expected):
        missing = [name for name in expected if name not in header]
        extra = [name for name in header if name not in expected]
        problem = "raw.other_columns" if missing or extra else "raw.swapped"
        raise RawFileError(
            shown,
            Reason(problem),
            row=1,
            column=(
                missing
                or extra
                or [next(a for a, b in zip(header, expected, strict=False) if a != b)]
            )[0],
            expected=", ".join(expected),
            found=", ".join(header),
        )


def _read_metadata(root: Path, path: Path, shown: str) -> dict[str, Any]:
    if not path.is_file():
        raise RawFileError(
            shown, Reason("raw.no_metadata"), expected=Reason("raw.metadata", file=path.name)
        )
    metadata = read_yaml(root, path.relative_to(root).as_posix())
    required = (
        "title", "title_en", "producer", "address", "published", "transcription", "licence",
        "columns", "rows", "sha256",
    )  # fmt: skip
    missing = [key for key in required if key not in (metadata or {})]
    if missing:
        raise RawFileError(
            shown,
            Reason("raw.metadata_lacks"),
            expected=Reason("raw.entry_in", entry=missing[0], file=path.name),
        )
    return dict(metadata)


def check_seal(table: RawTable) -> None:
    """Refuse a file whose rows or bytes are not those that its metadata records.

    Raises:
        RawFileError: with the recorded and the found value.
    """
    facts = {"rows": len(table), "sha256": table.sha256}
    for key, found in facts.items():
        if table.metadata[key] != found:
            raise RawFileError(
                table.file,
                Reason("raw.not_as_filed"),
                expected=f"{key} {table.metadata[key]}",
                found=f"{key} {found}",
                advice=Reason("raw.restore_or_seal", file=table.file),
            )


def check_original(root: Path, table: RawTable) -> None:
    """Refuse a published file, kept beside its transcription, that is not the one that was filed.

    Raises:
        RawFileError: it is missing, or has other bytes than the metadata of the table records.
    """
    recorded = table.metadata.get("original")
    if recorded is None:
        return
    path = Path(root) / RAW / recorded["file"]
    digest = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
    if digest != recorded["sha256"]:
        shown = (RAW / recorded["file"]).as_posix()
        raise RawFileError(
            shown,
            Reason("raw.original", file=table.file),
            expected=f"sha256 {recorded['sha256']}",
            found=digest or Reason("raw.no_file"),
            advice=Reason("raw.restore", file=shown),
        )


def seal(root: Path, file: str) -> bool:
    """Record the rows and bytes that a raw file has now in the metadata beside it.

    Returns:
        Whether anything had to be changed.
    """
    table = read_raw(root, file)
    path = (Path(root) / table.file).with_suffix(".yml")
    text = path.read_text(encoding="utf-8")
    sealed = sealed_text(text, table, len(table), table.sha256)
    if sealed != text:
        write_atomically(path, sealed)
    return sealed != text


def sealed_text(text: str, table: RawTable, rows: int, sha256: str) -> str:
    """The metadata of a table as they read once it has these rows and this digest.

    Args:
        text: the metadata as they stand. table: as it was read with them.
    """
    for key, new in (("rows", rows), ("sha256", sha256)):
        old = re.escape(str(table.metadata[key]))
        text = re.sub(rf"(?m)^({key}: [\"']?){old}", rf"\g<1>{new}", text)
    return text


def load_corrections(root: Path) -> list[dict[str, str]]:
    """Which corrections are on file (`data/raw/corrections.yml`).

    Raises:
        BadInputError: an entry lacks a field, is not text, or names a file that does not exist.
    """
    shown = (RAW / "corrections.yml").as_posix()
    entries = (read_yaml(root, shown) or []) if (Path(root) / shown).is_file() else []
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise BadInputError("corrections.form", file=shown)
    required = {
        "file", "figure", "column", "expect", "use", "reason", "reason_vi", "reported_by", "date",
    }  # fmt: skip
    for number, entry in enumerate(entries, start=1):
        wrong = required ^ set(entry)
        not_text = [key for key, value in entry.items() if not isinstance(value, str)]
        if wrong or not_text:
            raise BadInputError(
                "corrections.fields",
                file=shown,
                number=number,
                required=", ".join(sorted(required)),
                wrong=", ".join(sorted(wrong) or not_text),
            )
        path = Path(root) / RAW / entry["file"]
        # Where only the table is gone, reading it says so with more to go by.
        if not path.is_file() and not path.with_suffix(".yml").is_file():
            raise BadInputError(
                "corrections.no_file", file=shown, number=number, named=entry["file"]
            )
    return list(entries)


def apply_corrections(table: RawTable, corrections: Sequence[dict[str, str]]) -> None:
    """Lay the corrections for one file over its rows; the printed cells stay.

    A correction names its row by `figure`, as `rows_named` reads it.

    Raises:
        BadInputError: the figure or column is not in the file, or the cell no longer says what
            the correction expects.
    """
    for entry in corrections:
        if (RAW / entry["file"]).as_posix() != table.file:
            continue
        place = Reason("corrections.place", figure=entry["figure"], file=table.file)
        rows = rows_named(table, entry["figure"])
        if len(rows) != 1 or entry["column"] not in table.columns:
            raise BadInputError(
                "corrections.cells",
                place=place,
                column=entry["column"],
                number=len(rows) if entry["column"] in table.columns else 0,
            )
        found = rows[0].printed(entry["column"])
        if found != unicodedata.normalize("NFC", entry["expect"]):
            raise BadInputError(
                "corrections.changed",
                place=place,
                column=entry["column"],
                expect=entry["expect"],
                found=found,
            )
        rows[0].corrected[entry["column"]] = unicodedata.normalize("NFC", entry["use"])


def rows_named(table: RawTable, key: str) -> list[RawRow]:
    """Which rows a key names: that of their first cell, or «first cell|another cell|…».

    The longer form is for tables with several rows of one name, such as a province in each year.
    """
    first, *others = (part.strip() for part in unicodedata.normalize("NFC", key).split("|"))
    return [
        row
        for row in table
        if row.cells[table.columns[0]] == first
        and all(cell in row.cells.values() for cell in others)
    ]
