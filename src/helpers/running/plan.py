"""What a run has to do, made and checked before anything starts.

Where a run writes (all below `reports/<edition>/`, from the project's root):

- `notebooks/<name>.<lang>.ipynb`, `<lang>/<name>.html`, `index.html` (vi), `index.en.html`;
- `data/`, `<lang>/data.html`, `<lang>/sources.html`, `vi/cach-doc.html`, `en/how-to-read.html`;
  with the briefs (`site.briefs`) also `briefs/<unit_id>/`, `<lang>/provinces/<name>.html` and, for
  former units, `<lang>/provinces-63/<name>.html`; with a base address in `site.yml` also
  `sitemap.xml`, `404.html`, `feed.xml` and `feed.en.xml`;
- `run.json` and `logs/`: what the runs took and why they were needed, the only files that differ
  between two equal runs;
- a run with other than the default parameters writes the same into a folder of its own, named by
  those parameters: `reports/2024/edition=2023,province=hai-phong/`. Such a run never touches
  `data/processed`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from helpers.errors import BadInputError, Reason
from helpers.running.contract import Contract, Notebook, check_order, read_contract
from helpers.running.parameter_values import Value
from helpers.running.parameters import (
    check_names,
    folder_name,
    parse_value,
    plain_values,
    read_parameters,
)


@dataclass(frozen=True)
class Step:
    """One notebook in one language: what it gets, reads, writes and where its copy goes.

    `folder` is that of the report, which keeps the records of its runs; None keeps no record.
    """

    notebook: Notebook
    lang: str
    parameters: Mapping[str, Value]
    contract: Contract
    output: Path
    folder: Path | None

    @property
    def label(self) -> str:
        """What to call this step on a screen: notebook, language, and the folder of its own."""
        # reports/<edition> needs no name; what lies deeper is a run of its own.
        is_own = self.folder is not None and self.folder.parent.name != "reports"
        special = self.folder.name if is_own and self.folder else ""
        more = ", ".join(part for part in (self.lang, special) if part)
        return f"{self.notebook.name} ({more})" if more else self.notebook.name


@dataclass(frozen=True)
class Plan:
    """What a refresh will do.

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
        Reason("parameters.no_chosen") if len(chosen) > 1 else chosen[0].name,
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
            raise BadInputError("plan.no_lang", file=notebook.path.name)
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
    values: Mapping[str, object],
    output: Path | None = None,
) -> Step:
    """The step that runs `notebook` with `values` on top of its defaults.

    A notebook that has a parameter `report` is told the folder this run writes to.
    """
    declared = read_parameters(notebook)
    parameters = plain_values(notebook.name, declared, values)
    if "report" in declared:
        parameters.setdefault("report", report)
    everything = {name: parameter.default for name, parameter in declared.items()} | parameters
    lang = str(everything.get("lang", ""))
    contract = read_contract(notebook).resolved(
        {"report": report, "edition_on_file": edition, **everything}, notebook.name
    )
    name = ".".join(part for part in (notebook.name, lang, "ipynb") if part)
    folder = root / report
    path = output or folder / "notebooks" / name
    return Step(notebook, lang, parameters, contract, path, None if output else folder)


def stored_step(root: Path, edition: str, report: str, notebook: Notebook) -> Step:
    """The step that runs `notebook` with its defaults and stores the outputs in the file itself."""
    step = make_step(root, edition, report, notebook, {}, notebook.path)
    # No parameter is passed, so that no cell is injected into the file.
    return replace(step, parameters={})
