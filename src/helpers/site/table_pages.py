"""What a default run makes from the processed tables: briefs, downloads, the page of sources.

Nothing is made before there are tables, and nothing beside a run with other parameters: its tables
are its own, and the site has one set.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers import LANGUAGES
from helpers.errors import BadInputError
from helpers.running.contract import Heading
from helpers.running.fingerprints import Fingerprints
from helpers.running.plan import Plan
from helpers.running.run_record import RunRecord
from helpers.running.workers import Outcome
from helpers.sharing.numbers import vietnamese_sort_key
from helpers.sharing.wording import sentence, use_wording
from helpers.site.briefs import Brief, briefed_universes, current_briefs, page_names
from helpers.site.frame import COMPARE, HOW_TO_READ, NEWS, Frame, same_name
from helpers.site.made_files import MadeFiles
from helpers.site.units import Link, related_pages, shown_editions, universe_title
from helpers.sources.citations import known_sources
from helpers.sources.editions import load_definitions
from helpers.sources.provinces import load_units
from helpers.sources.published_tables import LISTED

if TYPE_CHECKING:
    from helpers.questions.missing_tables.answer import Question
    from helpers.site.downloads import Download
    from helpers.site.front.blocks import Front
    from helpers.sources.published_tables import Gain

_PROCESSED = Path("data") / "processed"
_FIGURES, _DATA = "figures", "data"
CHARTS = Path(_DATA) / "charts"
"""Below the folder of the report: the data of each chart, and its pictures."""
TESTS = Path("06-robustness") / "family.csv"
"""Which of the data of the charts holds all primary tests."""
_NEEDED = ("units", "rankings", "rank_gains")
_ASSUMPTIONS = Path("docs") / "assumptions.md"
_OVERALL = "overall"

use_wording("site.yml")


def made_from_tables(plan: Plan) -> list[Path]:
    """Every file besides the briefs that this module makes, wherever it may have been left."""
    folder = plan.folder
    pages = [folder / lang / f"{name}.html" for lang in LANGUAGES for name in ("data", "sources")]
    pages += [folder / paths[lang] for paths in (COMPARE, HOW_TO_READ) for lang in LANGUAGES]
    return [*pages, *(path for path in (folder / _DATA).rglob("*") if path.is_file())]


def tables_present(plan: Plan) -> bool:
    """Whether there is anything to make these pages from."""
    paths = [plan.root / _PROCESSED / f"{name}.csv" for name in _NEEDED]
    return plan.is_default and all(path.is_file() for path in paths)


class SitePages:
    """The pages and files of one report that come from the processed tables.

    Args:
        plan: what was run.
        record: that of the report's folder; it is kept up to date.
        code: digests of the code that makes pages.
        frame: what all pages of the build say.
    """

    def __init__(
        self, plan: Plan, record: RunRecord, code: Mapping[str, str], frame: Frame
    ) -> None:
        self._plan, self._record, self._code = plan, record, code
        # The tables may just have been written, so none is known yet.
        self._files = Fingerprints(plan.root)
        self._made = MadeFiles(self._files, record)
        self.has_tables = tables_present(plan)
        self._frame = frame
        self._pages: dict[str, dict[str, str]] = {lang: {} for lang in LANGUAGES}

    @property
    def state(self) -> object:
        """All that the front page takes from here, in short: equal when nothing has changed."""
        if not self.has_tables:
            return None
        tests = self._files.of_file(self._tests)
        return self._tables, self._pages, tests, [self.news_address(lang) for lang in LANGUAGES]

    @cached_property
    def _tables(self) -> dict[str, str | None]:
        folder = self._plan.root / _PROCESSED
        return {path.name: self._files.of_file(path) for path in sorted(folder.glob("*.csv"))}

    def front(self, lang: str) -> Front | None:
        """The blocks of the front page, with links to the briefs that are current."""
        if not self.has_tables:
            return None
        from helpers.site.front.page import front_of

        return front_of(self._plan.root, lang, self._pages[lang], self._tests)

    @property
    def _tests(self) -> Path:
        """Where notebook 06 has left all primary tests, if it has been run."""
        return self._plan.folder / _FIGURES / TESTS

    def compare_address(self, lang: str) -> str:
        """The page that compares provinces, from the front page."""
        return COMPARE[lang] if self.has_tables else ""

    def news_address(self, lang: str) -> str:
        """The page of what has changed, from the front page, where somebody has made it."""
        name = NEWS[lang]
        return name if (self._plan.folder / name).is_file() else ""

    def write_compare(self) -> None:
        """Write the page that sets provinces side by side."""
        for lang in LANGUAGES:
            made_of = (self._tables, self._pages[lang], self._frame, self._code)
            path = self._plan.folder / COMPARE[lang]
            self._made.make(path, made_of, partial(self._compare, lang))

    def _compare(self, lang: str) -> str:
        from helpers.site.compare import render_compare

        return render_compare(self._plan.root, lang, self._pages[lang], self._frame)

    def write_briefs(self, briefs: Sequence[Brief], outcomes: Sequence[Outcome]) -> list[Outcome]:
        """Make the pages of the briefs that ran, and find those that may be linked.

        Gives the outcomes again, failed where no page could be made.
        """
        by_output = {outcome.step.output: outcome for outcome in outcomes}
        # A page that is there can be linked without a new one; the others wait for `make site`.
        there = [b for b in briefs if b.step.output in by_output or b.page.is_file()]
        shown = current_briefs(self._plan.root, there, by_output)
        names = self._names
        have: dict[str, dict[str, str]] = {
            lang: {b.unit.unit_id: names[b.unit.unit_id] for b in shown if b.step.lang == lang}
            for lang in LANGUAGES
        }
        for brief in shown:
            outcome = by_output.get(brief.step.output)
            try:
                self._write_brief(brief, have)
            except BadInputError as error:
                if outcome is None:
                    raise
                by_output[brief.step.output] = replace(outcome, status="failed", message=error)
                del have[brief.step.lang][brief.unit.unit_id]
        for lang, own in have.items():
            written = set(own.values())
            for unit_id, name in names.items():
                if name in written:
                    self._pages[lang][unit_id] = f"{lang}/{name}.html"
                    self._write_moved(lang, unit_id, name)
        return [by_output[outcome.step.output] for outcome in outcomes]

    @cached_property
    def _names(self) -> dict[str, str]:
        root = self._plan.root
        return page_names(load_units(root), briefed_universes(load_definitions(root)))

    def _write_moved(self, lang: str, unit_id: str, name: str) -> None:
        """Lead from where the page of a unit once was, under its id, to where it is now."""
        old = f"provinces/{unit_id}"
        if old == name:
            return
        make = partial(self._moved, lang, f"../{name}.html")
        path = self._plan.folder / lang / f"{old}.html"
        self._made.make(path, (name, self._code), make)

    def _moved(self, lang: str, address: str) -> str:
        from helpers.site.rendering import environment

        return environment(lang).get_template("moved.html.j2").render(address=address)

    def _write_brief(self, brief: Brief, have: Mapping[str, Mapping[str, str]]) -> None:
        lang, unit = brief.step.lang, brief.unit
        other = next(one for one in LANGUAGES if one != lang)
        addresses = {
            unit_id: f"../{name}.html"
            for unit_id, name in self._names.items()
            if name in have[lang].values()
        }
        units = load_units(self._plan.root)
        today = briefed_universes(load_definitions(self._plan.root))[0]
        beside = sorted(units.all(today), key=lambda one: vietnamese_sort_key(one.province))
        place = {
            "place": same_name(self._names[unit.unit_id], lang, both=unit.unit_id in have[other]),
            "lang": lang,
            "heading": Heading(unit.province, ""),
            "title": self._standings[lang].get(unit.unit_id, ""),
            "is_brief": True,
            "units": universe_title(load_definitions(self._plan.root), unit.universe, lang),
            "related": related_pages(self._plan.root, unit, lang, addresses),
            "others": [
                Link(one.province, addresses[one.unit_id])
                for one in beside
                if one.unit_id in addresses and one != unit
            ],
        }
        ids = self.source_ids
        made_of = (
            place, self._files.of_file(brief.step.output), self._frame, sorted(ids), self._code,
        )  # fmt: skip
        self._made.make(brief.page, made_of, partial(self._brief, brief, place))

    @cached_property
    def _standings(self) -> dict[str, dict[str, str]]:
        """What the page of each unit is called: the province, its rank, and in which edition."""
        definitions = load_definitions(self._plan.root)
        shown = {(e.index, e.edition, e.universe) for e in shown_editions(definitions)}
        with (self._plan.root / _PROCESSED / "rankings.csv").open(encoding="utf-8") as file:
            rows = [
                row
                for row in csv.DictReader(file)
                if row["measure"] == _OVERALL
                and row["rank"]
                and (row["index"], row["edition"], row["universe"]) in shown
            ]
        return {
            lang: {row["unit_id"]: sentence("page.standing", lang, **row) for row in rows}
            for lang in LANGUAGES
        }

    @cached_property
    def source_ids(self) -> frozenset[str]:
        """The sources that have a row on the page of sources; none where there is no such page."""
        return known_sources(self._plan.root) if self.has_tables else frozenset()

    def _brief(self, brief: Brief, place: Mapping[str, Any]) -> str:
        import nbformat

        from helpers.site.notebook_page import Page, render_page

        page: Page = Page(frame=self._frame, sources=self.source_ids, **place)
        return render_page(nbformat.read(brief.step.output, as_version=4), page)

    def write_downloads(self) -> None:
        """Write every table as CSV, the workbook, the data of the charts, and their page."""
        root, folder = self._plan.root, self._plan.folder / _DATA
        charts = self._charts(self._plan.folder / CHARTS)
        digests = [self._files.of_file(source) for source in charts]
        of_page = (self._tables, digests, self._frame, self._code)
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
            frame=self._frame,
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
        listed = self._files.of_file(self._plan.root / LISTED)
        for lang in LANGUAGES:
            made_of = (
                self._tables, coverage[lang], assumptions, listed, self._frame, self._code,
            )  # fmt: skip
            path = self._plan.folder / lang / "sources.html"
            self._made.make(path, made_of, partial(self._sources, lang, coverage[lang]))

    def write_how_to_read(self) -> None:
        """Write the page that says how the others are read."""
        for lang in LANGUAGES:
            make = partial(self._how_to_read, lang)
            self._made.make(self._plan.folder / HOW_TO_READ[lang], (self._frame, self._code), make)

    def _how_to_read(self, lang: str) -> str:
        from helpers.site.how_to_read import render_how_to_read

        return render_how_to_read(lang, self._frame)

    def _sources(self, lang: str, coverage: str) -> str:
        from helpers.site.missing_tables import written
        from helpers.site.sources import render_sources

        path = self._plan.root / _PROCESSED / "claims.csv"
        claims = []
        if path.is_file():
            with path.open(encoding="utf-8", newline="") as file:
                claims = list(csv.DictReader(file))
        return render_sources(
            self._plan.root,
            lang,
            claims=claims,
            coverage=coverage,
            frame=self._frame,
            missing=written(self._missing, lang),
        )

    @cached_property
    def _missing(self) -> list[tuple[Gain, tuple[Question, ...]]]:
        from helpers.site.missing_tables import missing_on_file

        return missing_on_file(self._plan.root)


def _spreadsheet(source: Path) -> bytes:
    from helpers.site.downloads import chart_csv

    return chart_csv(source.read_text(encoding="utf-8"))
