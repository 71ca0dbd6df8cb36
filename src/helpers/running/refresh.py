"""A whole refresh: every notebook in order, in every language, then the pages.

Where a run writes (all below `reports/<edition>/`, from the project's root):

- `notebooks/<name>.<lang>.ipynb`, `<lang>/<name>.html`, `index.html` (vi), `index.en.html`;
- `run.json`: seconds and versions, the only file that differs between two equal runs;
- a run with other than the default parameters writes the same into a folder of its own, named by
  those parameters: `reports/2024/edition=2023,province=hai-phong/`. Such a run never touches
  `data/processed`.

A notebook that fails stops only those that read what it writes. Registered sentences of a default
run are collected from the executed Vietnamese notebooks into `data/processed/claims.csv`.
"""

from __future__ import annotations

import csv
import io
import json
import platform
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib.metadata import version
from pathlib import Path

import nbformat

from helpers import LANGUAGES, __version__
from helpers.atomic_files import write_atomically
from helpers.project import data_version
from helpers.running.contract import Contract, Notebook, check_order, headline, read_contract
from helpers.running.execute import NotebookFailedError, execute
from helpers.running.parameters import Value, check_names, folder_name, parse_value, read_parameters
from helpers.sharing.numbers import format_date
from helpers.sharing.site import (
    CLAIM_COLUMNS,
    ClaimRow,
    Entry,
    Landing,
    Page,
    read_claims,
    render_index,
    render_page,
)
from helpers.sharing.wording import sentence
from helpers.sources.errors import BadInputError

CLAIMS_FILE = Path("data") / "processed" / "claims.csv"
_RECORDED_PACKAGES = ("papermill", "nbclient", "ipykernel", "nbconvert", "pandas")


@dataclass(frozen=True)
class Step:
    """One notebook in one language: what it gets, reads, writes and where its copy goes."""

    notebook: Notebook
    lang: str
    parameters: Mapping[str, Value]
    contract: Contract
    output: Path

    @property
    def label(self) -> str:
        """What to call this step on a screen."""
        return f"{self.notebook.name} ({self.lang})" if self.lang else self.notebook.name


@dataclass(frozen=True)
class Outcome:
    """How a step ended: `status` is "ok", "failed" or "skipped"."""

    step: Step
    seconds: float
    status: str
    message: str = ""


@dataclass(frozen=True)
class Plan:
    """What a refresh will do; made and checked before anything starts.

    `is_default` says that every parameter but the language has its default.
    """

    root: Path
    edition: str
    report: str
    is_default: bool
    steps: tuple[Step, ...]
    notebooks: tuple[Notebook, ...]

    @property
    def folder(self) -> Path:
        """The folder of the report."""
        return self.root / self.report


@dataclass(frozen=True)
class Coverage:
    """What the index page says about the data: editions on file and the newest date."""

    complete: str
    rest: str
    published: date | None


def plan_refresh(
    root: Path,
    edition: str,
    chosen: Sequence[Notebook],
    notebooks: Sequence[Notebook],
    languages: Sequence[str],
    given: Mapping[str, str],
) -> Plan:
    """What a refresh of the `chosen` among `notebooks` has to run, in order.

    Args:
        root: the project's folder.
        edition: the latest edition on file, which names the report.
        chosen: the notebooks to run, in order.
        notebooks: all numbered notebooks.
        languages: "vi", "en" or both.
        given: parameters as typed; each notebook gets those that it has.

    Raises:
        BadInputError: no chosen notebook has one of the parameters, a value is of the wrong type,
            contracts contradict each other, or an input is missing that no earlier step writes.
    """
    declared = {notebook.name: read_parameters(notebook) for notebook in chosen}
    check_names(
        "None of the chosen notebooks" if len(chosen) > 1 else chosen[0].name,
        dict.fromkeys(name for parameters in declared.values() for name in parameters),
        given,
    )
    typed = {
        notebook.name: {
            name: parse_value(notebook.name, declared[notebook.name][name], text)
            for name, text in given.items()
            if name in declared[notebook.name]
        }
        for notebook in chosen
    }
    special = {
        name: text
        for name, text in given.items()
        if any(
            name in typed[nb] and typed[nb][name] != declared[nb][name].default for nb in declared
        )
    }
    report = report_folder(edition, special)
    steps = []
    for notebook in chosen:
        if "lang" not in declared[notebook.name]:
            raise BadInputError(
                f"{notebook.path.name} has no parameter «lang». Expected: "
                'lang: str = "vi"  # language of the output, in its parameters cell.'
            )
        steps += [
            make_step(root, edition, report, notebook, typed[notebook.name] | {"lang": lang})
            for lang in languages
        ]
    writers = writers_of(notebooks, report)
    check_order(root, [(step.notebook.name, step.contract) for step in steps], writers)
    return Plan(root, edition, report, not special, tuple(steps), tuple(notebooks))


def writers_of(notebooks: Sequence[Notebook], report: str) -> dict[str, str]:
    """Which notebook writes each file when the report goes to the folder `report`."""
    return {
        path.replace("{report}", report): notebook.name
        for notebook in notebooks
        for path in read_contract(notebook).outputs
    }


def report_folder(edition: str, special: Mapping[str, object]) -> str:
    """Which folder, from the project's root, a run with these non-default parameters writes to."""
    return "/".join(part for part in ("reports", edition, folder_name(special)) if part)


def make_step(
    root: Path,
    edition: str,
    report: str,
    notebook: Notebook,
    values: Mapping[str, Value],
    output: Path | None = None,
) -> Step:
    """The step that runs `notebook` with `values` on top of its defaults.

    A notebook that has a parameter `report` is told the folder this run writes to.
    """
    declared = read_parameters(notebook)
    parameters = dict(values)
    if "report" in declared:
        parameters.setdefault("report", report)
    everything = {name: parameter.default for name, parameter in declared.items()} | parameters
    lang = str(everything.get("lang", ""))
    contract = read_contract(notebook).resolved(
        {"report": report, "edition_on_file": edition} | everything, notebook.name
    )
    name = ".".join(part for part in (notebook.name, lang, "ipynb") if part)
    path = output or root / report / "notebooks" / name
    return Step(notebook, lang, parameters, contract, path)


def stored_step(root: Path, edition: str, report: str, notebook: Notebook) -> Step:
    """The step that runs `notebook` with its defaults and stores the outputs in the file itself."""
    step = make_step(root, edition, report, notebook, {}, notebook.path)
    # No parameter is passed, so that no cell is injected into the file.
    return replace(step, parameters={})


def run_steps(
    root: Path,
    steps: Sequence[Step],
    started: Callable[[Step], None],
    ended: Callable[[Outcome], None],
) -> list[Outcome]:
    """How each step ended, in order; those that need what a failed one writes are skipped."""
    outcomes: list[Outcome] = []
    missing: dict[str, str] = {}
    for step in steps:
        started(step)
        begin = time.monotonic()
        status, message = _run_step(root, step, missing)
        outcome = Outcome(step, time.monotonic() - begin, status, message)
        if status != "ok":
            reason = f"{step.notebook.name} did not finish"
            # Under its own name too: in another language the notebook writes the same files.
            missing |= dict.fromkeys((step.notebook.name, *step.contract.outputs), reason)
        outcomes.append(outcome)
        ended(outcome)
    return outcomes


def _run_step(root: Path, step: Step, missing: Mapping[str, str]) -> tuple[str, str]:
    if step.notebook.name in missing:
        return "skipped", f"{missing[step.notebook.name]} in the language before"
    for path in step.contract.inputs:
        if path in missing:
            return "skipped", f"{missing[path]}, and this reads its «{path}»"
    try:
        execute(step.notebook.path, step.output, root=root, parameters=step.parameters)
    except (NotebookFailedError, BadInputError) as error:
        return "failed", str(error)
    absent = [path for path in step.contract.outputs if not (root / path).exists()]
    if absent:
        return "failed", (
            f"{step.label} finished without writing «{', '.join(absent)}», which its contract "
            "promises. Mend the notebook or its contract."
        )
    return "ok", ""


def refresh(
    plan: Plan,
    coverage: Coverage,
    started: Callable[[Step], None],
    ended: Callable[[Outcome], None],
) -> list[Outcome]:
    """How each step of the plan ended, once its notebooks are run and its pages are written."""
    outcomes = run_steps(plan.root, plan.steps, started, ended)
    outcomes = [_with_checked_claims(outcome) for outcome in outcomes]
    if plan.is_default:
        write_claims(plan.root, plan.notebooks, outcomes)
    outcomes = _write_pages(plan, outcomes)
    _write_index(plan, outcomes, coverage)
    _write_record(plan, outcomes)
    return outcomes


def _with_checked_claims(outcome: Outcome) -> Outcome:
    if outcome.status != "ok":
        return outcome
    try:
        read_claims(outcome.step.output, outcome.step.notebook.name)
    except BadInputError as error:
        return replace(outcome, status="failed", message=str(error))
    return outcome


def write_claims(root: Path, notebooks: Sequence[Notebook], outcomes: Sequence[Outcome]) -> None:
    """Write claims.csv: those of the notebooks that ran are new, those of the others stay."""
    ran = [o.step for o in outcomes if o.status == "ok" and o.step.lang == "vi"]
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


_CLAIM_DECIMALS = 6


def _rounded(claim: ClaimRow) -> ClaimRow:
    """Numbers as the other tables have them: the last bits of a float differ between machines."""
    return {
        key: f"{value:.{_CLAIM_DECIMALS}f}".rstrip("0").rstrip(".")
        if isinstance(value, float)
        else value
        for key, value in claim.items()
    }


def _write_pages(plan: Plan, outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The outcomes again, failed where no page could be made of an executed notebook."""
    names = [nb.name for nb in plan.notebooks]
    have = {(o.step.lang, o.step.notebook.name) for o in outcomes if o.status == "ok"}
    have |= {(path.parent.name, path.stem) for path in plan.folder.glob("*/*.html")}
    data = data_version(plan.root)
    results = []
    for outcome in outcomes:
        step = outcome.step
        if outcome.status != "ok":
            results.append(outcome)
            continue
        row = [name for name in names if (step.lang, name) in have]
        place = row.index(step.notebook.name)
        other = "en" if step.lang == "vi" else "vi"
        page = Page(
            name=step.notebook.name,
            lang=step.lang,
            headline=headline(step.notebook, step.lang),
            previous=row[place - 1] if place else "",
            following=row[place + 1] if place + 1 < len(row) else "",
            has_other_language=(other, step.notebook.name) in have,
            data_version=data,
        )
        try:
            html = render_page(nbformat.read(step.output, as_version=4), page)
        except BadInputError as error:
            results.append(replace(outcome, status="failed", message=str(error)))
            continue
        write_atomically(plan.folder / step.lang / f"{step.notebook.name}.html", html)
        results.append(outcome)
    return results


def _write_index(plan: Plan, outcomes: Sequence[Outcome], coverage: Coverage) -> None:
    failed = {o.step.notebook.name for o in outcomes if o.status != "ok"}
    findings: list[ClaimRow] = []
    for notebook in plan.notebooks:
        on_file = [
            path
            for lang in LANGUAGES
            if (path := plan.folder / "notebooks" / f"{notebook.name}.{lang}.ipynb").exists()
        ]
        # What an earlier run found is no finding of a run that failed.
        if on_file and notebook.name not in failed:
            findings += read_claims(on_file[0], notebook.name)
    for lang, file in (("vi", "index.html"), ("en", "index.en.html")):
        entries = []
        for notebook in plan.notebooks:
            words = headline(notebook, lang)
            has_page = (plan.folder / lang / f"{notebook.name}.html").exists()
            entries.append(Entry(notebook.name, words, has_page, notebook.name in failed))
        landing = Landing(
            lang=lang,
            edition=plan.edition,
            entries=entries,
            findings=findings,
            coverage=sentence(
                "index.covered", lang, complete=coverage.complete, rest=coverage.rest
            ),
            published=format_date(coverage.published, lang) if coverage.published else "",
            data_version=data_version(plan.root),
        )
        write_atomically(plan.folder / file, render_index(landing))


def _write_record(plan: Plan, outcomes: Sequence[Outcome]) -> None:
    record = {
        "report": plan.report,
        "python": platform.python_version(),
        "packages": {"tangbac": __version__} | {name: version(name) for name in _RECORDED_PACKAGES},
        "runs": [
            {
                "notebook": outcome.step.notebook.name,
                "lang": outcome.step.lang,
                "parameters": dict(outcome.step.parameters),
                "seconds": round(outcome.seconds, 2),
                "status": outcome.status,
                "message": outcome.message,
            }
            for outcome in outcomes
        ],
    }
    text = json.dumps(record, ensure_ascii=False, indent=2) + "\n"
    write_atomically(plan.folder / "run.json", text)
