"""The page of sources and limits: where every figure comes from, what may not be concluded."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers.printed.languages import language_of
from helpers.sharing.claims import stands_out
from helpers.sharing.remarks import PrintedDate, Remark, is_translated, title_and_note
from helpers.sharing.wording import use_wording, word
from helpers.site.frame import Frame, same_name
from helpers.site.missing_tables import MissingTable
from helpers.site.notebook_page import ClaimRow, shown_finding
from helpers.site.rendering import render
from helpers.sources.addresses import host_of, is_link
from helpers.sources.citations import SOURCES
from helpers.sources.processed_files import PROCESSED
from helpers.sources.provinces import NAME_PREFIXES, fold_name
from helpers.sources.raw_files import RawRow, raw_tables, read_raw

use_wording("site.yml")

ASSUMPTIONS = Path("docs") / "assumptions.md"
_ADDRESS = re.compile(r"(?:https?://|(?<![\w./])github\.com/)[^\s,<>\"']+")
_DAY = re.compile(r"\d{4}-\d\d-\d\d$")
_OF_MANY = "one address for each"
"""How the metadata of a table begin whose rows have a source each."""
_TABLES = ("reported_figures", "online_services", "milestones", "adoption", "covariates")


@dataclass(frozen=True)
class CitedSource:
    """A source that figures come from.

    Args:
        source_id: its code.
        title, title_lang: what it is called, and in which language.
        note: the remark behind its title.
        publisher, publisher_lang: who published it, and in which language that is said.
        date: when, as printed; "" where that is not known.
        address: where a browser finds it, or "".
        instead: what is said where there is no such address.
        is_copy: whether a copy is there, not the page of the publisher.
        figures: how many figures come from it.
        names: what a reader may look for, where that is not what the row shows.
    """

    source_id: str
    title: str
    title_lang: str
    note: str
    publisher: str
    publisher_lang: str
    date: str
    address: str
    instead: str
    is_copy: bool
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


def sources_on_file(root: Path, lang: str) -> tuple[list[CitedSource], list[CitedSource]]:
    """The sets of figures, and the single sources, with how many figures come from each.

    Raises:
        RawFileError: the list of sources or a file of data breaks its contract.
    """
    figures = Counter(_source_ids(root))
    sets = [
        _data_set(table.name, table.metadata, figures[table.name], lang)
        for table in (read_raw(root, file) for file in raw_tables(root))
    ]
    single = [_source(row, figures, lang) for row in read_raw(root, SOURCES)]
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
    stated, published = str(metadata["address"]), str(metadata["published"])
    is_list = stated.startswith(_OF_MANY)
    publisher, spoken = _producer(str(metadata["producer"]), lang)
    if is_list:
        publisher, spoken = word("sources.many", lang), lang
    address = next(filter(is_link, _addresses(stated)), "")
    return CitedSource(
        source_id=name,
        title=title,
        title_lang=lang,
        note="",
        publisher=publisher,
        publisher_lang=spoken,
        date=PrintedDate(published).written(lang) if _DAY.match(published) else "",
        address=address,
        instead=word("sources.each_row", lang) if is_list else Remark(stated).written(lang),
        is_copy=stated != address,
        figures=figures,
        # Its producer is shown in one language and may be looked for in both.
        names="|".join(fold_name(text) for text in (name, title, str(metadata["producer"]))),
    )


def _addresses(text: str) -> Iterator[str]:
    """Addresses named in a text, those of GitHub though they begin with its name."""
    for found in _ADDRESS.finditer(text):
        yield found[0] if "://" in found[0] else f"https://{found[0]}"


def _producer(text: str, lang: str) -> tuple[str, str]:
    """Who made a set of figures, and the language of the name: «Bộ … (Ministry of …)»."""
    if lang == "vi" and is_translated(text):
        return Remark(text).written(lang), lang
    both = re.fullmatch(r"(.+?) \((.+)\)", text)
    if both and language_of(both[1]) == "vi":
        return both[1] if lang == "vi" else both[2], lang
    return text, language_of(text)


def _source(row: RawRow, figures: Counter[str], lang: str) -> CitedSource:
    source_id, stated = row["source_id"], row["url"]
    title, note = title_and_note(row["title"])
    publisher = host_of(stated).removeprefix("www.")
    return CitedSource(
        source_id=source_id,
        title=title,
        title_lang=language_of(title),
        note=Remark(note).written(lang),
        publisher=publisher,
        publisher_lang=lang,
        date=PrintedDate(row["date_as_printed"]).written(lang),
        address=stated if is_link(stated) else "",
        instead=stated or word("sources.no_address", lang),
        is_copy=False,
        figures=figures[source_id],
        names="",
    )


def document_tables(path: Path) -> list[TextTable]:
    """The tables of a Markdown document under their headings; none where there is no document."""
    if not path.is_file():
        return []
    heading, rows, found = "", [], []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("|"):
            cells = line.strip()[1:].removesuffix("|").split("|")
            rows.append([_plain(cell) for cell in cells])
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


def _plain(cell: str) -> str:
    """The text of a cell without the marks of Markdown."""
    return cell.strip().replace("`", "").replace("**", "")


def render_sources(
    root: Path,
    lang: str,
    *,
    claims: Sequence[ClaimRow],
    coverage: str,
    frame: Frame,
    missing: Sequence[MissingTable] = (),
) -> str:
    """The page in one language, as HTML; limits are the `claims` that do not simply hold."""
    sets, single = sources_on_file(root, lang)
    return render(
        "sources.html.j2",
        lang,
        frame=frame,
        place=same_name("sources", lang),
        sets=sets,
        single=single,
        coverage=coverage,
        limits=[shown_finding(claim, lang) for claim in claims if stands_out(claim)],
        assumptions=[table.shown(lang) for table in document_tables(root / ASSUMPTIONS)],
        missing=missing,
        prefixes="|".join(NAME_PREFIXES),
    )
