"""Do the documents of the data name every file, edition and yardstick on file?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from helpers.atomic_files import write_atomically
from helpers.errors import BadInputError, Reason
from helpers.sources.editions import Edition
from helpers.sources.raw_files import RAW, raw_tables, read_printed
from helpers.verifying.look import Found, Look

DOCS = Path("docs")
_LOG, _ASSUMPTIONS = DOCS / "data-log.md", DOCS / "assumptions.md"
_CHANGES, _METHODOLOGY = DOCS / "methodology-changes.md", DOCS / "methodology.md"
_QUALITIES = ("green: good", "amber: fair", "red: poor")
_COLOURS = ("green", "amber", "red")


@dataclass(frozen=True)
class LogRow:
    """A row of a table of a document: its line, and its cells by header."""

    line: int
    cells: Mapping[str, str]


def table_rows(root: Path, document: Path) -> list[LogRow]:
    """The rows of all tables of a document.

    Raises:
        BadInputError: the document is missing, or a row has other cells than its header.
    """
    if not (root / document).is_file():
        raise BadInputError("verify.no_document", file=document.as_posix())
    rows: list[LogRow] = []
    header: list[str] = []
    lines = (root / document).read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        if not line.startswith("|"):
            header = []
            continue
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if not header:
            header = cells
        elif len(cells) != len(header) and not set(line) <= set("|-: "):
            raise BadInputError(
                "verify.cells", file=document.as_posix(), row=number,
                expected=len(header), found=len(cells),
            )  # fmt: skip
        elif not set(line) <= set("|-: "):
            rows.append(LogRow(number, dict(zip(header, cells, strict=True))))
    return rows


def data_log(look: Look) -> Iterator[Found]:
    """What the log of the data lacks, has twice, or says otherwise than the files."""
    rows = [row for row in table_rows(look.root, _LOG) if "file" in row.cells]
    logged: dict[str, LogRow] = {}
    for row in rows:
        file = row.cells["file"].strip("`")
        if file in logged or (logged and file < max(logged)):
            yield Reason("verify.log_place", file=_LOG.as_posix(), row=row.line, named=file)
        logged[file] = row
    files = raw_tables(look.root)
    for file in sorted(logged.keys() - set(files)):
        yield Reason("verify.log_extra", file=_LOG.as_posix(), row=logged[file].line, named=file)
    for file in files:
        table = read_printed(look.root, file)
        says = {"rows": str(len(table)), "published": _published(table.metadata["published"])}
        if file not in logged:
            row_text = f"| `{file}` | {says['rows']} | {says['published']} | … | … | … |"
            yield Reason("verify.log_missing", file=_LOG.as_posix(), named=file, text=row_text)
            continue
        for column, expected in says.items():
            found = logged[file].cells[column]
            if found != expected:
                yield Reason(
                    "verify.log_differs", file=_LOG.as_posix(), row=logged[file].line,
                    column=column, expected=expected, found=found,
                )  # fmt: skip


def log_rows(root: Path, files: Iterable[str]) -> None:
    """Have the log of the data say how many rows these raw files have now."""
    path = Path(root) / _LOG
    text = before = path.read_text(encoding="utf-8")
    for file in files:
        rows = len(read_printed(root, file))
        text = re.sub(rf"(?m)^(\| `{re.escape(file)}` \| )\d+( \|)", rf"\g<1>{rows}\g<2>", text)
    if text != before:
        write_atomically(path, text)


def _published(stated: object) -> str:
    """The day of publication as the log says it."""
    said = "by source" if str(stated).startswith("the date of each source") else str(stated)
    return said.removesuffix(" on the copy")


def other_files(look: Look) -> Iterator[Found]:
    """Which files of ours the log of the data does not name."""
    text = (look.root / _LOG).read_text(encoding="utf-8")
    tables = {path for file in raw_tables(look.root) for path in (file, f"{file[:-4]}.yml")}
    for path in sorted((look.root / RAW).rglob("*.yml")):
        name = path.relative_to(look.root / RAW).as_posix()
        named = "definitions/" if path.parent.name == "definitions" else name
        if name not in tables and not name.endswith(".map.yml") and named not in text:
            yield Reason("verify.log_other", file=_LOG.as_posix(), named=name)


def ratings(look: Look) -> Iterator[Found]:
    """Which entries of the logs are not rated in words."""
    for document in (_LOG, _ASSUMPTIONS):
        for row in table_rows(look.root, document):
            # The table that explains the ratings has them in bold.
            if "quality" not in row.cells or "**" in next(iter(row.cells.values())):
                continue
            colour, _, words = row.cells["impact"].partition(": ")
            if row.cells["quality"] not in _QUALITIES or colour not in _COLOURS or not words:
                yield Reason(
                    "verify.rating", file=document.as_posix(), row=row.line,
                    qualities=", ".join(_QUALITIES), colours=", ".join(_COLOURS),
                    quality=row.cells["quality"], impact=row.cells["impact"],
                )  # fmt: skip


def methodology_changes(look: Look) -> Iterator[Found]:
    """Which change of formula or of units the log of methodology changes does not name."""
    text = (look.root / _CHANGES).read_text(encoding="utf-8")
    definitions = look.definitions
    wanted = [f.name_en for f in definitions.formulas.values() if f.index == "DTI"]
    for universe in definitions.universes:
        for before, after in pairwise(definitions.editions_of("DTI", universe)):
            if before.formula != after.formula:
                wanted.append(f"DTI {before.edition} → {after.edition}")
    missing = [one for one in dict.fromkeys(wanted) if one not in text]
    missing += [one for one in definitions.universes if not re.search(rf"\b{one}\b", text)]
    for one in missing:
        yield Reason("verify.not_in_document", file=_CHANGES.as_posix(), named=one)


def methodology(look: Look) -> Iterator[Found]:
    """Which edition of the DTI the table of indices in the methodology does not name."""
    rows = table_rows(look.root, _METHODOLOGY)
    years = {
        (year.strip(), universe)
        for row in rows
        if "edition" in row.cells and "units" in row.cells
        for year in row.cells["edition"].split(",")
        for universe in row.cells["units"].split(" and ")
    }
    for edition in look.definitions.editions:
        if edition.index == "DTI" and (edition.edition, edition.universe) not in years:
            yield Reason(
                "verify.methodology_missing", file=_METHODOLOGY.as_posix(),
                named=edition.label, text=_methodology_row(look, edition),
            )  # fmt: skip


def _methodology_row(look: Look, edition: Edition) -> str:
    """The row to add, with «…» for what the definitions do not say."""
    formula = look.definitions.formulas.get(edition.formula or "")
    name = formula.name_en if formula else "unknown"
    points = f"{sum(formula.weights.values()):g}" if formula and formula.weights else "…"
    known = "complete" if edition.complete else "…"
    return f"| {edition.edition} | {name} | {points} | {edition.universe} | {known} |"
