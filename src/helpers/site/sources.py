"""The page of sources and limits: where every figure comes from, what may not be concluded."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers.questions.press_check.headline_sentences import language_of
from helpers.sharing.remarks import PrintedDate, Remark, is_translated, title_and_note
from helpers.site.index import shown_finding
from helpers.site.notebook_page import ClaimRow
from helpers.site.rendering import render
from helpers.sources.addresses import host_of, is_link
from helpers.sources.processed_files import PROCESSED
from helpers.sources.provinces import NAME_PREFIXES, fold_name
from helpers.sources.raw_files import RawRow, raw_tables, read_raw

ASSUMPTIONS = Path("docs") / "assumptions.md"
_LIST = "sources/sources.csv"
_TABLES = ("reported_figures", "online_services", "milestones", "adoption", "covariates")


@dataclass(frozen=True)
class CitedSource:
    """A source that figures come from; `note` is the remark behind its title."""

    source_id: str
    title: str
    title_lang: str
    note: str
    publisher: str
    date: str
    address: str
    is_link: bool
    figures: int
    names: str


@dataclass(frozen=True)
class TextTable:
    """A table of a document in English: its heading, head and rows of cells."""

    heading: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]

    def shown(self, lang: str) -> TextTable:
        """The same with the words in it that have a form in another language in that one."""
        return TextTable(
            Remark(self.heading).written(lang),
            [Remark(cell).written(lang) for cell in self.head],
            [[_rated(cell, lang) for cell in row] for row in self.rows],
        )


def _rated(cell: str, lang: str) -> str:
    """A cell; a rating that opens it (`amber: fair`) in the words of the language."""
    rating, colon, rest = cell.partition(": ")
    if not colon or not is_translated(rating):
        return Remark(cell).written(lang)
    return f"{Remark(rating).written(lang)}{colon}{Remark(rest).written(lang)}"


def sources_used(root: Path, lang: str) -> tuple[list[CitedSource], list[CitedSource]]:
    """The data sets, and the single sources, that at least one figure of the tables comes from.

    Raises:
        RawFileError: the list of sources or a file of data breaks its contract.
    """
    figures = Counter(_source_ids(root))
    sets = [
        _data_set(table.name, table.metadata, figures[table.name], lang)
        for table in (read_raw(root, file) for file in raw_tables(root))
        if figures[table.name]
    ]
    single = [
        _source(row, figures, lang) for row in read_raw(root, _LIST) if figures[row["source_id"]]
    ]
    return sets, single


def _source_ids(root: Path) -> Iterator[str]:
    for name in _TABLES:
        path = root / PROCESSED / f"{name}.csv"
        if path.is_file():
            with path.open(encoding="utf-8", newline="") as file:
                for row in csv.DictReader(file):
                    yield from row["source_id"].split()


def _data_set(name: str, metadata: dict[str, object], figures: int, lang: str) -> CitedSource:
    title = str(metadata["title" if lang == "vi" else "title_en"])
    address = str(metadata["address"])
    return CitedSource(
        source_id=name,
        title=title,
        title_lang=lang,
        note="",
        publisher=Remark(str(metadata["producer"])).written(lang),
        date=PrintedDate(str(metadata["published"])).written(lang),
        address=address,
        is_link=is_link(address),
        figures=figures,
        names=_names(name, title, str(metadata["producer"])),
    )


def _source(row: RawRow, figures: Counter[str], lang: str) -> CitedSource:
    source_id, address = row["source_id"], row["url"]
    publisher = host_of(address).removeprefix("www.")
    title, note = title_and_note(row["title"])
    return CitedSource(
        source_id=source_id,
        title=title,
        title_lang=language_of(title),
        note=Remark(note).written(lang),
        publisher=publisher,
        date=PrintedDate(row["date_as_printed"]).written(lang),
        address=address,
        is_link=is_link(address),
        figures=figures[source_id],
        names=_names(source_id, title, publisher),
    )


def _names(*texts: str) -> str:
    return "|".join(fold_name(text) for text in texts)


def document_tables(path: Path) -> list[TextTable]:
    """The tables of a Markdown document under their headings; none where there is no document."""
    if not path.is_file():
        return []
    heading, rows, found = "", [], []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("|"):
            cells = line.strip().removeprefix("|").removesuffix("|").split("|")
            rows.append([cell.strip().replace("`", "") for cell in cells])
            continue
        if rows:
            # The second line of a table only draws the rule below its head.
            # One without a word above a column explains the others, as the page does by itself.
            if all(rows[0]):
                found.append(TextTable(heading, rows[0], rows[2:]))
            rows = []
        if line.startswith("#"):
            heading = line.lstrip("# ")
    return found


def render_sources(
    root: Path, lang: str, *, claims: Sequence[ClaimRow], coverage: str, data_version: str
) -> str:
    """The page in one language, as HTML; of the `claims`, those that do not hold are limits."""
    sets, single = sources_used(root, lang)
    return render(
        "sources.html.j2",
        lang,
        sets=sets,
        single=single,
        coverage=coverage,
        limits=[shown_finding(claim, lang) for claim in claims if claim["verdict"] != "holds"],
        assumptions=[table.shown(lang) for table in document_tables(root / ASSUMPTIONS)],
        data_version=data_version,
        with_script=True,
        prefixes="|".join(NAME_PREFIXES),
    )
