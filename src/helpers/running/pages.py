"""What a refresh makes of executed notebooks: the table of claims, a page for each, the index.

Each file is made anew only when something it is made of has changed since `run.json` was written.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers import LANGUAGES
from helpers.atomic_files import write_atomically
from helpers.project import data_version
from helpers.running.contract import Notebook, headline
from helpers.running.fingerprints import Fingerprints, digest
from helpers.running.plan import Plan
from helpers.running.run_record import RunRecord
from helpers.running.workers import Outcome
from helpers.sources.errors import BadInputError

if TYPE_CHECKING:
    from helpers.sharing.site import ClaimRow, Page

CLAIMS_FILE = Path("data") / "processed" / "claims.csv"
_CLAIM_DECIMALS = 6
_CODE = ("from helpers.sharing.site import render_page", "import helpers.running.pages")


@dataclass(frozen=True)
class Coverage:
    """What the index page says about the data: editions on file and the newest date."""

    complete: str
    rest: str
    published: date | None


class Pages:
    """The files that a plan's refresh makes of its executed notebooks.

    Args:
        plan: what was run.
        record: that of the report's folder; it is kept up to date.
    """

    def __init__(self, plan: Plan, record: RunRecord) -> None:
        self._plan, self._record = plan, record
        self._files = Fingerprints(plan.root)
        self._code = self._files.modules_of(_CODE) | self._files.environment
        self._data = data_version(plan.root)

    def write(self, outcomes: Sequence[Outcome], coverage: Coverage) -> list[Outcome]:
        """Write what has changed; gives the outcomes again, failed where no page could be made."""
        results = [self._with_checked_claims(outcome) for outcome in outcomes]
        if self._plan.is_default:
            self._write_claims(results)
        results = self._write_pages(results)
        self._write_index(results, coverage)
        return results

    def _is_current(self, path: Path, made_of: object) -> bool:
        """Whether the file is as it was made, of the same as now; else takes note of what it is."""
        entry = {"of": digest(repr(made_of).encode()), "is": self._files.of_file(path) or ""}
        name = self._files.name(path)
        if self._record.pages.get(name) == entry and entry["is"]:
            return True
        self._record.pages[name] = entry
        return False

    def _put(self, path: Path, text: str) -> None:
        write_atomically(path, text)
        self._record.pages[self._files.name(path)]["is"] = digest(text.encode())

    def _with_checked_claims(self, outcome: Outcome) -> Outcome:
        if outcome.status != "ok":
            return outcome
        from helpers.sharing.site import read_claims

        try:
            read_claims(outcome.step.output, outcome.step.notebook.name)
        except BadInputError as error:
            return self._failed(outcome, error)
        return outcome

    def _failed(self, outcome: Outcome, error: BadInputError) -> Outcome:
        self._record.fail(outcome.step, str(error))
        return replace(outcome, status="failed", message=str(error))

    def _write_claims(self, outcomes: Sequence[Outcome]) -> None:
        path = self._plan.root / CLAIMS_FILE
        steps = [o.step for o in outcomes if o.is_good]
        made_of = [(s.notebook.name, s.lang, self._files.of_file(s.output)) for s in steps]
        if not self._is_current(path, (made_of, self._code)):
            write_claims(self._plan.root, self._plan.notebooks, outcomes)
            self._record.pages[self._files.name(path)]["is"] = (
                digest(path.read_bytes()) if path.exists() else ""
            )

    def _write_pages(self, outcomes: Sequence[Outcome]) -> list[Outcome]:
        names = [notebook.name for notebook in self._plan.notebooks]
        folder = self._plan.folder
        have = {(o.step.lang, o.step.notebook.name) for o in outcomes if o.is_good}
        have |= {(path.parent.name, path.stem) for path in folder.glob("*/*.html")}
        results = []
        for outcome in outcomes:
            step = outcome.step
            if not outcome.is_good:
                results.append(outcome)
                continue
            path = folder / step.lang / f"{step.notebook.name}.html"
            place = _place(step.notebook, step.lang, names, have)
            made_of = (place, self._files.of_file(step.output), self._data, self._code)
            if not self._is_current(path, made_of):
                try:
                    self._put(path, self._page(outcome, place))
                except BadInputError as error:
                    del self._record.pages[self._files.name(path)]
                    outcome = self._failed(outcome, error)  # noqa: PLW2901
            results.append(outcome)
        return results

    def _page(self, outcome: Outcome, place: Mapping[str, Any]) -> str:
        import nbformat

        from helpers.sharing.site import Page, render_page

        page: Page = Page(data_version=self._data, **place)
        return render_page(nbformat.read(outcome.step.output, as_version=4), page)

    def _write_index(self, outcomes: Sequence[Outcome], coverage: Coverage) -> None:
        plan = self._plan
        failed = {o.step.notebook.name for o in outcomes if not o.is_good}
        executed = {
            notebook.name: next((path for path in self._executed(notebook) if path.exists()), None)
            for notebook in plan.notebooks
        }
        shown = {
            (notebook.name, lang): (
                headline(notebook, lang),
                (plan.folder / lang / f"{notebook.name}.html").exists(),
            )
            for notebook in plan.notebooks
            for lang in LANGUAGES
        }
        contents = [(n, self._files.of_file(path)) for n, path in executed.items() if path]
        made_of = (sorted(failed), shown, contents, repr(coverage), self._data, self._code)
        for lang, name in (("vi", "index.html"), ("en", "index.en.html")):
            path = plan.folder / name
            if not self._is_current(path, made_of):
                # What an earlier run found is no finding of a run that failed.
                found = [(n, p) for n, p in executed.items() if p is not None and n not in failed]
                self._put(path, self._index(lang, shown, failed, found, coverage))

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
    ) -> str:
        from helpers.sharing.numbers import format_date
        from helpers.sharing.site import Entry, Landing, read_claims, render_index
        from helpers.sharing.wording import sentence

        landing = Landing(
            lang=lang,
            edition=self._plan.edition,
            entries=[
                Entry(name, words, has_page, name in failed)
                for (name, of), (words, has_page) in shown.items()
                if of == lang
            ],
            findings=[claim for name, path in executed for claim in read_claims(path, name)],
            coverage=sentence(
                "index.covered", lang, complete=coverage.complete, rest=coverage.rest
            ),
            published=format_date(coverage.published, lang) if coverage.published else "",
            data_version=self._data,
        )
        return render_index(landing)


def _place(
    notebook: Notebook, lang: str, names: Sequence[str], have: set[tuple[str, str]]
) -> dict[str, Any]:
    """What a page says besides the notebook: what it is called, and the pages around it."""
    row = [name for name in names if (lang, name) in have]
    place = row.index(notebook.name)
    other = "en" if lang == "vi" else "vi"
    return {
        "name": notebook.name,
        "lang": lang,
        "headline": headline(notebook, lang),
        "previous": row[place - 1] if place else "",
        "following": row[place + 1] if place + 1 < len(row) else "",
        "has_other_language": (other, notebook.name) in have,
    }


def write_claims(root: Path, notebooks: Sequence[Notebook], outcomes: Sequence[Outcome]) -> None:
    """Write claims.csv: those of the notebooks that ran are new, those of the others stay."""
    from helpers.sharing.site import CLAIM_COLUMNS, read_claims

    ran = [o.step for o in outcomes if o.is_good and o.step.lang == "vi"]
    if not ran:
        return
    path = root / CLAIMS_FILE
    others = {nb.name for nb in notebooks} - {step.notebook.name for step in ran}
    rows: list[ClaimRow] = []
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["notebook"] in others]
    for step in ran:
        rows += [_rounded(row) for row in read_claims(step.output, step.notebook.name)]
    text = io.StringIO()
    writer = csv.DictWriter(text, CLAIM_COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(sorted(rows, key=lambda row: row["id"]))
    write_atomically(path, text.getvalue())


def _rounded(claim: ClaimRow) -> ClaimRow:
    """Numbers as the other tables have them: the last bits of a float differ between machines."""
    return {
        key: f"{value:.{_CLAIM_DECIMALS}f}".rstrip("0").rstrip(".")
        if isinstance(value, float)
        else value
        for key, value in claim.items()
    }
