"""What a default run makes from the processed tables: briefs, downloads, the page of sources.

Nothing is made before there are tables, and nothing beside a run with other parameters: its tables
are its own, and the site has one set.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers import LANGUAGES
from helpers.errors import BadInputError
from helpers.project import data_version
from helpers.running.contract import Heading
from helpers.running.fingerprints import Fingerprints
from helpers.running.plan import Plan
from helpers.running.run_record import RunRecord
from helpers.running.workers import Outcome
from helpers.site.briefs import Brief, current_briefs, page_name
from helpers.site.made_files import MadeFiles
from helpers.site.units import related_pages, universe_title
from helpers.sources.editions import load_definitions

if TYPE_CHECKING:
    from helpers.site.downloads import Download
    from helpers.site.provinces import Provinces

_PROCESSED = Path("data") / "processed"
_FIGURES, _DATA = "figures", "data"
CHARTS = Path(_DATA) / "charts"
"""Below the folder of the report: the data of each chart, and its pictures."""
_NEEDED = ("units", "rankings", "rank_gains")
_ASSUMPTIONS = Path("docs") / "assumptions.md"


def made_from_tables(plan: Plan) -> list[Path]:
    """Every file besides the briefs that this module makes, wherever it may have been left."""
    folder = plan.folder
    pages = [folder / lang / f"{name}.html" for lang in LANGUAGES for name in ("data", "sources")]
    return [*pages, *(path for path in (folder / _DATA).rglob("*") if path.is_file())]


def has_tables(plan: Plan) -> bool:
    """Whether the tables are there that the site is made from."""
    return all((plan.root / _PROCESSED / f"{name}.csv").is_file() for name in _NEEDED)


class SitePages:
    """The pages and files of one report that come from the processed tables.

    Args:
        plan: what was run.
        record: that of the report's folder; it is kept up to date.
        code: digests of the code that makes pages.
        data: which state of the raw data they are made from.
    """

    def __init__(self, plan: Plan, record: RunRecord, code: Mapping[str, str], data: str) -> None:
        self._plan, self._record, self._code, self._data = plan, record, code, data
        # The tables may just have been written, so none is known yet.
        self._files = Fingerprints(plan.root)
        self._made = MadeFiles(self._files, record)
        self._version = cache(partial(data_version, plan.root))
        self._pages: dict[str, dict[str, str]] = {lang: {} for lang in LANGUAGES}

    @cached_property
    def has_tables(self) -> bool:
        """Whether there is anything to make them from."""
        return self._plan.is_default and has_tables(self._plan)

    @property
    def state(self) -> object:
        """All that the front page takes from here, in short: equal when nothing has changed."""
        return (self._tables, self._pages) if self.has_tables else None

    @cached_property
    def _tables(self) -> dict[str, str | None]:
        folder = self._plan.root / _PROCESSED
        return {path.name: self._files.of_file(path) for path in sorted(folder.glob("*.csv"))}

    def provinces(self, lang: str) -> Provinces | None:
        """What the front page says of the provinces, with links to the briefs that are current."""
        if not self.has_tables:
            return None
        from helpers.site.provinces import provinces_of

        return provinces_of(self._plan.root, lang, self._pages[lang])

    def write_briefs(self, briefs: Sequence[Brief], outcomes: Sequence[Outcome]) -> list[Outcome]:
        """Make the pages of the briefs that ran, and find those that may be linked.

        Gives the outcomes again, failed where no page could be made.
        """
        by_output = {outcome.step.output: outcome for outcome in outcomes}
        # A page that is there can be linked without a new one; the others wait for `make site`.
        there = [b for b in briefs if b.step.output in by_output or b.page.is_file()]
        shown = current_briefs(self._plan.root, there, by_output)
        have = {(brief.step.lang, brief.unit.unit_id) for brief in shown}
        for brief in shown:
            outcome = by_output.get(brief.step.output)
            try:
                self._write_brief(brief, have)
            except BadInputError as error:
                if outcome is None:
                    raise
                by_output[brief.step.output] = replace(outcome, status="failed", message=str(error))
                continue
            address = f"{brief.step.lang}/{page_name(brief.unit)}.html"
            self._pages[brief.step.lang][brief.unit.unit_id] = address
        return [by_output[outcome.step.output] for outcome in outcomes]

    def _write_brief(self, brief: Brief, have: set[tuple[str, str]]) -> None:
        lang, unit = brief.step.lang, brief.unit
        other = next(one for one in LANGUAGES if one != lang)
        linked = {unit_id for of, unit_id in have if of == lang}
        place = {
            "name": page_name(unit),
            "lang": lang,
            "heading": Heading(unit.province, ""),
            "previous": "",
            "following": "",
            "has_other_language": (other, unit.unit_id) in have,
            "is_brief": True,
            "units": universe_title(load_definitions(self._plan.root), unit.universe, lang),
            "related": related_pages(self._plan.root, unit, lang, linked),
        }
        version = self._version(brief.step.contract.inputs)
        made_of = (place, self._files.of_file(brief.step.output), version, self._code)
        self._made.make(brief.page, made_of, partial(self._brief, brief, place))

    def _brief(self, brief: Brief, place: Mapping[str, Any]) -> str:
        import nbformat

        from helpers.site.notebook_page import Page, render_page

        version = self._version(brief.step.contract.inputs)
        page: Page = Page(data_version=version, **place)
        return render_page(nbformat.read(brief.step.output, as_version=4), page)

    def write_downloads(self) -> None:
        """Write every table as CSV, the workbook, the data of the charts, and their page."""
        root, folder = self._plan.root, self._plan.folder / _DATA
        charts = self._charts(self._plan.folder / CHARTS)
        digests = [self._files.of_file(source) for source in charts]
        of_page = (self._tables, digests, self._data, self._code)
        pages = {lang: self._plan.folder / lang / "data.html" for lang in LANGUAGES}
        current = all(self._made.matches(page, of_page) for page in pages.values())
        if current and self._made.is_whole(folder):
            return
        from helpers.site import downloads as sharing

        tables = sharing.present_tables(root)
        for table in tables:
            made_of = (self._tables[f"{table.name}.csv"], self._code)
            make: Callable[[], str | bytes] = partial(sharing.table_csv, root, table)
            self._made.make(folder / f"{table.name}.csv", made_of, make)
        book = folder / sharing.WORKBOOK
        make = partial(sharing.workbook, root, tables)
        self._made.make(book, (self._tables, self._code), make)
        for source, target in charts.items():
            make = partial(_spreadsheet, source)
            self._made.make(target, (self._files.of_file(source), self._code), make)
        files = [folder / f"{table.name}.csv" for table in tables]
        for lang, page in pages.items():
            make = partial(self._downloads_page, lang, files, book, list(charts.values()))
            self._made.make(page, of_page, make)

    def _charts(self, folder: Path) -> dict[Path, Path]:
        """Where the notebooks of the report have left the data of each chart, and its copy."""
        figures = self._plan.folder / _FIGURES
        return {path: folder / path.relative_to(figures) for path in sorted(figures.rglob("*.csv"))}

    def _downloads_page(
        self, lang: str, files: Sequence[Path], book: Path, charts: Sequence[Path]
    ) -> str:
        from helpers.site.downloads import render_downloads

        return render_downloads(
            lang,
            tables=[self._download(path, path.stem) for path in files],
            book=self._download(book, book.name),
            charts=[
                self._download(path, path.relative_to(self._plan.folder / CHARTS))
                for path in charts
            ],
            data_version=self._data,
        )

    def _download(self, path: Path, name: str | Path) -> Download:
        from helpers.site.downloads import Download

        content = path.read_bytes()
        rows = 0
        if path.suffix == ".csv":
            rows = sum(1 for _ in csv.reader(io.StringIO(content.decode("utf-8-sig")))) - 1
        address = f"../{path.relative_to(self._plan.folder).as_posix()}"
        return Download(Path(name).as_posix(), address, rows, len(content))

    def write_sources(self, coverage: Mapping[str, str]) -> None:
        """Write the page of sources and limits; `coverage`: what the data cover, by language."""
        assumptions = self._files.of_file(self._plan.root / _ASSUMPTIONS)
        for lang in LANGUAGES:
            made_of = (self._tables, coverage[lang], assumptions, self._data, self._code)
            path = self._plan.folder / lang / "sources.html"
            self._made.make(path, made_of, partial(self._sources, lang, coverage[lang]))

    def _sources(self, lang: str, coverage: str) -> str:
        from helpers.site.sources import render_sources

        path = self._plan.root / _PROCESSED / "claims.csv"
        claims = []
        if path.is_file():
            with path.open(encoding="utf-8", newline="") as file:
                claims = list(csv.DictReader(file))
        root = self._plan.root
        return render_sources(root, lang, claims=claims, coverage=coverage, data_version=self._data)


def _spreadsheet(source: Path) -> bytes:
    from helpers.site.downloads import chart_csv

    return chart_csv(source.read_text(encoding="utf-8"))
