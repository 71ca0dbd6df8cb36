"""The page of sources and limits: where every figure comes from, what may not be concluded."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers.questions.press_check.headline_sentences import language_of
from helpers.site.frame import Frame, same_name
from helpers.site.notebook_page import ClaimRow, shown_finding
from helpers.site.rendering import render
from helpers.sources.addresses import host_of, is_link
from helpers.sources.processed_files import PROCESSED
from helpers.sources.provinces import NAME_PREFIXES, fold_name
from helpers.sources.raw_files import raw_tables, read_raw

ASSUMPTIONS = Path("docs") / "assumptions.md"
_LIST = "sources/sources.csv"
_TABLES = ("reported_figures", "online_services", "milestones", "adoption", "covariates")


@dataclass(frozen=True)
class CitedSource:
    """A source that figures come from; `title_lang` and `publisher_lang` are "" as the page's."""

    source_id: str
    title: str
    title_lang: str
    publisher: str
    date: str
    address: str
    is_link: bool
    figures: int
    names: str


@dataclass(frozen=True)
class TextTable:
    """A table of a document: its head and rows."""

    heading: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


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
        _source(row["source_id"], row["title"], row["date_as_printed"], row["url"], figures)
        for row in read_raw(root, _LIST)
        if figures[row["source_id"]]
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
        publisher=str(metadata["producer"]),
        date=str(metadata["published"]),
        address=address,
        is_link=is_link(address),
        figures=figures,
        names=_names(name, title, str(metadata["producer"])),
    )


def _source(
    source_id: str, title: str, date: str, address: str, figures: Counter[str]
) -> CitedSource:
    publisher = host_of(address).removeprefix("www.")
    return CitedSource(
        source_id=source_id,
        title=title,
        title_lang=language_of(title),
        publisher=publisher,
        date=date,
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
            rows.append([_plain(cell) for cell in line.strip()[1:].removesuffix("|").split("|")])
            continue
        if rows:
            # The second line of a table only draws the rule below its head.
            found.append(TextTable(heading, rows[0], rows[2:]))
            rows = []
        if line.startswith("#"):
            heading = line.lstrip("# ")
    return found


def _plain(cell: str) -> str:
    """The text of a cell without the marks of Markdown."""
    return cell.strip().replace("`", "").replace("**", "")


def render_sources(
    root: Path, lang: str, *, claims: Sequence[ClaimRow], coverage: str, frame: Frame
) -> str:
    """The page in one language, as HTML; of the `claims`, those that do not hold are limits."""
    sets, single = sources_used(root, lang)
    return render(
        "sources.html.j2",
        lang,
        frame=frame,
        place=same_name("sources", lang),
        sets=sets,
        single=single,
        coverage=coverage,
        limits=[shown_finding(claim, lang) for claim in claims if claim["verdict"] != "holds"],
        assumptions=document_tables(root / ASSUMPTIONS),
        prefixes="|".join(NAME_PREFIXES),
    )
