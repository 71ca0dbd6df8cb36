"""Do the logs in docs name every raw file, with its rows and date, and rate it?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from helpers.sources.editions import load_definitions
from helpers.sources.raw_files import RAW, raw_tables, read_printed

from .frozen_project import CHECKOUT

RATINGS = {
    "quality": {"green: good", "amber: fair", "red: poor"},
    "impact": {"green", "amber", "red"},
}


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of all tables of a document, cells by header."""
    rows: list[dict[str, str]] = []
    header: list[str] = []
    for line in (CHECKOUT / "docs" / name).read_text(encoding="utf-8").splitlines():
        if not line.startswith("|"):
            header = []
            continue
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if not header:
            header = cells
        elif not set(line) <= set("|-"):
            rows.append(dict(zip(header, cells, strict=True)))
    return rows


@pytest.fixture(scope="module")
def logged() -> dict[str, dict[str, str]]:
    rows = rows_of("data-log.md")
    files = {row["file"].strip("`"): row for row in rows}
    assert len(files) == len(rows), "a file stands twice"
    return files


def test_the_data_log_names_every_raw_table_and_no_other(
    checkout: Path, logged: dict[str, dict[str, str]]
) -> None:
    assert set(raw_tables(checkout)) == set(logged)
    assert list(logged) == sorted(logged)


def test_the_data_log_says_what_the_metadata_says(
    checkout: Path, logged: dict[str, dict[str, str]]
) -> None:
    for file in raw_tables(checkout):
        table, row = read_printed(checkout, file), logged[file]
        assert int(row["rows"]) == len(table) == table.metadata["rows"], file
        stated = str(table.metadata["published"])
        said = "by source" if stated.startswith("the date of each source") else stated
        assert row["published"] == said.removesuffix(" on the copy"), file


def test_other_files_of_ours_are_named(checkout: Path) -> None:
    text = (checkout / "docs/data-log.md").read_text(encoding="utf-8")
    tables = {path for file in raw_tables(checkout) for path in (file, f"{file[:-4]}.yml")}
    for path in (checkout / RAW).rglob("*.yml"):
        name = path.relative_to(checkout / RAW).as_posix()
        if name not in tables and not name.endswith(".map.yml"):
            assert (f"{path.parent.name}/" if path.parent.name == "definitions" else name) in text


@pytest.mark.parametrize("name", ["data-log.md", "assumptions.md"])
def test_every_entry_is_rated_in_words(name: str) -> None:
    rated = [
        row for row in rows_of(name) if "quality" in row and "**" not in next(iter(row.values()))
    ]
    assert len(rated) > 10
    for row in rated:
        assert row["quality"] in RATINGS["quality"], row
        colour, _, words = row["impact"].partition(": ")
        assert colour in RATINGS["impact"], row
        assert words, row


def test_every_change_of_formula_is_in_the_log_of_methodology_changes(
    checkout: Path,
) -> None:
    text = (checkout / "docs/methodology-changes.md").read_text(encoding="utf-8")
    definitions = load_definitions(checkout)
    decisions = {
        formula.name_en for formula in definitions.formulas.values() if formula.index == "DTI"
    }
    for decision in decisions:
        assert decision in text
    for before, after in zip(*(definitions.editions_of("DTI")[n:] for n in (0, 1)), strict=False):
        if before.formula != after.formula:
            assert f"DTI {before.edition} → {after.edition}" in text
    for universe in definitions.universes:
        assert re.search(rf"\b{universe}\b", text)


@pytest.mark.parametrize(
    "name", [path.name for path in sorted((CHECKOUT / "docs").glob("*.md"))] + ["../README.md"]
)
def test_links_between_documents_lead_somewhere(name: str) -> None:
    path = (CHECKOUT / "docs" / name).resolve()
    for target in re.findall(r"\]\(([^)]+)\)", path.read_text(encoding="utf-8")):
        file, _, anchor = target.partition("#")
        if file.startswith("http"):
            continue
        other = (path.parent / file) if file else path
        assert other.is_file(), target
        if anchor:
            headings = re.findall(r"(?m)^#+ (.*)$", other.read_text(encoding="utf-8"))
            slugs = {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}
            assert anchor in slugs, target
