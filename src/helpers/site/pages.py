"""What a refresh makes of executed notebooks: the table of claims, a page for each, the index.

Each file is made anew only when something it is made of has changed since `run.json` was written.
What a default run makes besides, from the processed tables, is in `site_pages`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers import LANGUAGES
from helpers.atomic_files import write_atomically
from helpers.errors import BadInputError
from helpers.project import data_version
from helpers.running.contract import Notebook, heading_of
from helpers.running.fingerprints import Fingerprints
from helpers.running.plan import Plan
from helpers.running.run_record import RunRecord
from helpers.running.workers import Outcome
from helpers.sharing.png_picture import can_draw_png, png_picture
from helpers.site.address_files import AddressFiles
from helpers.site.briefs import Brief
from helpers.site.frame import FRONT, Frame, same_name
from helpers.site.made_files import MadeFiles
from helpers.site.site_facts import site_facts
from helpers.site.table_pages import CHARTS, SitePages, tables_present
from helpers.site.units import Link
from helpers.sources.raw_files import load_corrections

if TYPE_CHECKING:
    from helpers.site.notebook_page import ClaimRow, Page

CLAIMS_FILE = Path("data") / "processed" / "claims.csv"
_CODE = ("import helpers.site.pages",)
_OF_REPORTS = "press-check"
"""The notebook that judges what newspapers and portals print."""
_FINE = 192
"""Dots per inch of a picture: twice as many as a screen has."""


@dataclass(frozen=True)
class Coverage:
    """What the pages say about the data: editions on file and the newest date.

    `leading`: language -> the newest edition and its units.
    """

    complete: str
    rest: str
    published: date | None
    leading: Mapping[str, str] = field(default_factory=dict)


class Pages:
    """The files that a plan's refresh makes of its executed notebooks.

    Args:
        plan: what was run.
        record: that of the report's folder; it is kept up to date.
    """

    def __init__(self, plan: Plan, record: RunRecord) -> None:
        self._plan, self._record = plan, record
        self._files = Fingerprints(plan.root)
        self._made = MadeFiles(self._files, record)
        self._code = self._files.modules_of(_CODE) | self._files.environment
        self._data = data_version(plan.root)

    def write(
        self, outcomes: Sequence[Outcome], coverage: Coverage, briefs: Sequence[Brief] = ()
    ) -> list[Outcome]:
        """Write what has changed; gives the outcomes again, failed where no page could be made.

        Args:
            outcomes: how the steps ended: those of the plan, or these and some of the briefs'.
            coverage: what the data cover.
            briefs: all the briefs of the site, run now or not.
        """
        frame = self._frame(coverage)
        site = SitePages(self._plan, self._record, self._code, frame)
        own = {brief.step.output for brief in briefs}
        of_briefs = [outcome for outcome in outcomes if outcome.step.output in own]
        results = [self._with_checked_claims(o) for o in outcomes if o.step.output not in own]
        if self._plan.is_default:
            self._write_claims(results)
        results = self._write_pages(results, frame, site.source_ids)
        if site.has_tables:
            of_briefs = site.write_briefs(briefs, of_briefs)
            site.write_downloads()
            site.write_sources(_covered(coverage))
            site.write_how_to_read()
            site.write_compare()
        self._write_index(results, coverage, frame, site)
        AddressFiles(self._plan, self._made, frame, self._code).write()
        return [*results, *of_briefs]

    def _frame(self, coverage: Coverage) -> Frame:
        root = self._plan.root
        corrected = [date.fromisoformat(entry["date"]) for entry in load_corrections(root)]
        known = [day for day in (coverage.published, *corrected) if day]
        site, has_tables = site_facts(root), tables_present(self._plan)
        return Frame(
            data_version=self._data,
            published=coverage.published,
            changed=max(known, default=None),
            edition=coverage.leading,
            site=site,
            has_tables=has_tables,
            has_picture=bool(site.base_address) and has_tables and can_draw_png(),
        )

    def _with_checked_claims(self, outcome: Outcome) -> Outcome:
        if outcome.status != "ok":
            return outcome
        from helpers.site.notebook_page import read_claims

        try:
            read_claims(outcome.step.output, outcome.step.notebook.name)
        except BadInputError as error:
            return self._failed(outcome, error)
        return outcome

    def _failed(self, outcome: Outcome, error: BadInputError) -> Outcome:
        self._record.fail(outcome.step, str(error))
        return replace(outcome, status="failed", message=error)

    def _write_claims(self, outcomes: Sequence[Outcome]) -> None:
        path = self._plan.root / CLAIMS_FILE
        steps = [o.step for o in outcomes if o.is_good]
        made_of = [(s.notebook.name, s.lang, self._files.of_file(s.output)) for s in steps]
        if not self._made.is_current(path, (made_of, self._code)):
            write_claims(self._plan.root, self._plan.notebooks, outcomes)
            self._made.written(path, path.read_bytes() if path.exists() else b"")

    def _write_pages(
        self, outcomes: Sequence[Outcome], frame: Frame, sources: frozenset[str]
    ) -> list[Outcome]:
        folder = self._plan.folder
        have = {(o.step.lang, o.step.notebook.name) for o in outcomes if o.is_good}
        have |= {(path.parent.name, path.stem) for path in folder.glob("*/*.html")}
        results = []
        for outcome in outcomes:
            step = outcome.step
            if not outcome.is_good:
                results.append(outcome)
                continue
            place = _place(step.notebook, step.lang, self._plan.notebooks, have)
            place |= self._charts(step.notebook)
            made_of = (
                place, self._files.of_file(step.output), frame, sorted(sources), self._code,
            )  # fmt: skip
            path = folder / step.lang / f"{step.notebook.name}.html"
            make = partial(self._page, outcome, place, frame, sources)
            try:
                is_current = self._made.matches(path, made_of)
                self._made.make(path, made_of, make)
                self._write_pictures(outcome, place, is_current)
            except BadInputError as error:
                outcome = self._failed(outcome, error)  # noqa: PLW2901
            results.append(outcome)
        return results

    def _charts(self, notebook: Notebook) -> dict[str, Any]:
        """Where the data and the pictures of a page's charts lie, if they are on the site."""
        if not tables_present(self._plan):
            return {}
        return {
            "charts": f"../{CHARTS.as_posix()}/{notebook.name}/",
            "has_pictures": can_draw_png(),
        }

    def _write_pictures(self, outcome: Outcome, place: Mapping[str, Any], is_current: bool) -> None:
        """Write each chart of an executed notebook as PNG, unless its page and they are current."""
        step = outcome.step
        folder = self._plan.folder / CHARTS / step.notebook.name
        if not place.get("has_pictures") or (is_current and self._made.is_whole(folder)):
            return
        import nbformat

        from helpers.site.notebook_page import picture_names

        drawn = picture_names(nbformat.read(step.output, as_version=4), step.lang)
        for name, svg in drawn.items():
            self._made.make(folder / name, (svg, self._code), partial(png_picture, svg, _FINE))

    def _page(
        self,
        outcome: Outcome,
        place: Mapping[str, Any],
        frame: Frame,
        sources: frozenset[str],
    ) -> str:
        import nbformat

        from helpers.site.notebook_page import Page, render_page

        page: Page = Page(frame=frame, sources=sources, **place)
        return render_page(nbformat.read(outcome.step.output, as_version=4), page)

    def _write_index(
        self, outcomes: Sequence[Outcome], coverage: Coverage, frame: Frame, site: SitePages
    ) -> None:
        plan = self._plan
        failed = {o.step.notebook.name for o in outcomes if not o.is_good}
        executed = {
            notebook.name: next((path for path in self._executed(notebook) if path.exists()), None)
            for notebook in plan.notebooks
        }
        shown = {
            (notebook.name, lang): (
                heading_of(notebook, lang),
                (plan.folder / lang / f"{notebook.name}.html").exists(),
            )
            for notebook in plan.notebooks
            for lang in LANGUAGES
        }
        contents = [(n, self._files.of_file(path)) for n, path in executed.items() if path]
        made_of = (
            sorted(failed), shown, contents, repr(coverage), site.state, frame, self._code,
        )  # fmt: skip
        # What an earlier run found is no finding of a run that failed.
        found = [(n, p) for n, p in executed.items() if p is not None and n not in failed]
        for lang, name in FRONT.items():
            make = partial(self._index, lang, shown, failed, found, coverage, frame, site)
            self._made.make(plan.folder / name, made_of, make)

    def _executed(self, notebook: Notebook) -> list[Path]:
        folder = self._plan.folder / "notebooks"
        return [folder / f"{notebook.name}.{lang}.ipynb" for lang in LANGUAGES]

    def _index(
        self,
        lang: str,
        shown: Mapping[tuple[str, str], Any],
        failed: set[str],
        executed: Sequence[tuple[str, Path]],
        coverage: Coverage,
        frame: Frame,
        site: SitePages,
    ) -> str:
        from helpers.site.index import Entry, Landing, render_index
        from helpers.site.notebook_page import read_claims

        landing = Landing(
            lang=lang,
            entries=[
                Entry(name, words, has_page, name in failed)
                for (name, of), (words, has_page) in shown.items()
                if of == lang
            ],
            findings=[claim for name, path in executed for claim in read_claims(path, name)],
            coverage=_covered(coverage)[lang],
            frame=frame,
            front=site.front(lang),
            compare=site.compare_address(lang),
            news=site.news_address(lang),
        )
        return render_index(landing)


def _covered(coverage: Coverage) -> dict[str, str]:
    """What the data cover, in words, by language."""
    from helpers.sharing.wording import sentence

    return {
        lang: sentence("index.covered", lang, complete=coverage.complete, rest=coverage.rest)
        for lang in LANGUAGES
    }


def _place(
    notebook: Notebook, lang: str, notebooks: Sequence[Notebook], have: set[tuple[str, str]]
) -> dict[str, Any]:
    """What a page says besides the notebook: what it is called, and the pages around it."""
    row = [one for one in notebooks if (lang, one.name) in have]
    place = row.index(notebook)
    other = "en" if lang == "vi" else "vi"

    def link(beside: Sequence[Notebook]) -> Link | None:
        return next((Link(heading_of(o, lang).title, f"{o.name}.html") for o in beside), None)

    return {
        "place": same_name(notebook.name, lang, both=(other, notebook.name) in have),
        "lang": lang,
        "heading": heading_of(notebook, lang),
        "previous": link(row[place - 1 : place] if place else ()),
        "following": link(row[place + 1 :]),
        "is_of_reports": notebook.name.endswith(_OF_REPORTS),
    }


def write_claims(root: Path, notebooks: Sequence[Notebook], outcomes: Sequence[Outcome]) -> None:
    """Write claims.csv: those of the notebooks that ran are new, those of the others stay."""
    from helpers.site.notebook_page import read_claims

    # What a notebook outside a refresh concludes is the conclusion of whoever plays with it.
    ran = [
        o.step
        for o in outcomes
        if o.is_good and o.step.lang == "vi" and o.step.notebook.is_numbered
    ]
    if not ran:
        return
    path = root / CLAIMS_FILE
    others = {nb.name for nb in notebooks} - {step.notebook.name for step in ran}
    rows: list[ClaimRow] = []
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["notebook"] in others]
    for step in ran:
        rows += read_claims(step.output, step.notebook.name)
    write_atomically(path, claims_text(rows))


def claims_text(claims: Iterable[ClaimRow]) -> str:
    """The text of claims.csv: sorted by id, numbers as in the other tables."""
    from helpers.site.notebook_page import CLAIM_COLUMNS

    text = io.StringIO()
    writer = csv.DictWriter(text, CLAIM_COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(map(_rounded, sorted(claims, key=lambda claim: claim["id"])))
    return text.getvalue()


def _rounded(claim: ClaimRow) -> ClaimRow:
    from helpers.sharing.claims import DECIMALS

    return {
        key: f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".") if isinstance(value, float) else value
        for key, value in claim.items()
    }
