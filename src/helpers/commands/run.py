"""`tangbac run`: one notebook with parameters of its own, or once for every province."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from helpers import LANGUAGES
from helpers.commands import open_project
from helpers.commands.given_values import check_question, checked_universe, checked_values
from helpers.commands.progress import show_progress, summarise
from helpers.commands.running_options import add_running_options, run_options, show_what_would_run
from helpers.commands.terminal import language, say
from helpers.errors import BadInputError

if TYPE_CHECKING:
    from helpers.commands import Commands
    from helpers.running.contract import Notebook
    from helpers.running.parameter_values import Value
    from helpers.running.parameters import Parameter
    from helpers.running.plan import Step


def add(commands: Commands) -> None:
    """Declare the command and its options."""
    run = commands.add_parser("run", help=say("run.help"))
    run.set_defaults(command=_run)
    run.add_argument("notebook", help=say("run.notebook"))
    run.add_argument(
        "-p",
        "--parameter",
        action="append",
        default=[],
        help=say("run.parameter"),
    )
    run.add_argument("-o", "--output", type=Path, help=say("run.output"))
    run.add_argument(
        "--each-province",
        help=say("run.each_province"),
    )
    run.add_argument("--lang", choices=LANGUAGES, help=say("language.notebook"))
    add_running_options(run)


def _run(options: argparse.Namespace) -> int:
    from helpers.running.contract import check_order, notebooks_on_file
    from helpers.running.folder_lock import only_run
    from helpers.running.parameters import check_names, parse_value, read_parameters
    from helpers.running.plan import writers_of
    from helpers.running.workers import ASKED_FOR, run_steps

    root, definitions = open_project()
    notebook = _one_notebook(root, options.notebook)
    declared = read_parameters(notebook)
    given = _given(options, declared)
    check_names(notebook.name, declared, given)
    typed = {name: parse_value(notebook.name, declared[name], given[name]) for name in given}
    values = checked_values(root, definitions, declared, typed)
    edition = definitions.latest_edition()
    everyone: list[Mapping[str, Value]] = [values]
    if options.each_province is not None:
        universe = checked_universe(definitions, options.each_province)
        everyone = _for_each_province(options, root, notebook, declared, values, universe)
    check_question(root, definitions, notebook, declared, everyone[0])
    output = _checked_output(options, notebook)
    steps = [_step(root, edition, notebook, declared, own, output) for own in everyone]
    for step in steps:
        report = step.folder.relative_to(root).as_posix() if step.folder else ""
        writers = writers_of(notebooks_on_file(root), report) if len(steps) == 1 else {}
        check_order(root, [(notebook.name, step.contract)], writers)
    # One notebook that a person names is run; of many, those that need it.
    reason = ASKED_FOR if len(steps) == 1 else ""
    if options.dry_run:
        return show_what_would_run(root, steps, reason)
    with (
        run_options(options, root, reason=reason) as how,
        show_progress(len(steps), quiet=options.quiet) as reporter,
        only_run(root),
    ):
        outcomes = run_steps(root, steps, reporter, how)
    status = summarise(outcomes, quiet=options.quiet)
    if status == 0 and not options.quiet:
        if len(steps) == 1:
            _show_conclusions(steps[0], "lang" in given)
        print(f"\n{say('run.written', path=steps[-1].output)}")
    return status


def _show_conclusions(step: Step, in_its_language: bool) -> None:
    """Print the sentences that the notebook registers: in its language where one was asked for."""
    from helpers.sharing.claims import stands_out
    from helpers.sharing.wording import word
    from helpers.site.notebook_page import read_claims

    lang = step.lang if in_its_language else language()
    claims = read_claims(step.output, step.notebook.name)
    if claims:
        print(f"\n{say('run.concludes')}")
    for claim in claims:
        verdict = f" [{word('verdict.' + claim['verdict'], lang)}]" if stands_out(claim) else ""
        print(f"- {claim[f'sentence_{lang}']}{verdict}")


def _step(
    root: Path,
    edition: str,
    notebook: Notebook,
    declared: Mapping[str, Parameter],
    values: Mapping[str, Value],
    output: Path | None,
) -> Step:
    from helpers.running.plan import make_step, report_folder

    special = {
        name: value
        for name, value in values.items()
        if name not in ("lang", "report") and value != declared[name].default
    }
    report = str(values.get("report") or report_folder(edition, special))
    # As a refresh does, so that it finds what was run here to be its own.
    told = {
        name: values.get(name, declared[name].default) for name in ("lang",) if name in declared
    }
    placed = {"report": report} if values.get("report") else {}
    return make_step(root, edition, report, notebook, {**told, **special, **placed}, output)


def _for_each_province(
    options: argparse.Namespace,
    root: Path,
    notebook: Notebook,
    declared: Mapping[str, Parameter],
    values: Mapping[str, Value],
    universe: str,
) -> list[Mapping[str, Value]]:
    """The values of each run; those of a notebook with a parameter `universe` name it too."""
    from helpers.running.parameters import check_names
    from helpers.sources.provinces import load_units

    needed = {"province": "province"} | ({"universe": universe} if "universe" in declared else {})
    check_names(notebook.name, declared, needed)
    if options.output is not None or "province" in values:
        raise BadInputError("run.each_province")
    units = load_units(root).all(universe)
    return [{**values, **needed, "province": unit.province} for unit in units]


def _checked_output(options: argparse.Namespace, notebook: Notebook) -> Path | None:
    if options.output is None:
        return None
    output = Path(options.output).resolve()
    if output.suffix != ".ipynb" or output == notebook.path.resolve():
        raise BadInputError("run.output", output=options.output)
    return output


def _given(options: argparse.Namespace, declared: Mapping[str, Parameter]) -> dict[str, str]:
    given = given_parameters(options.parameter)
    if options.lang and "lang" in declared:
        given.setdefault("lang", options.lang)
    return given


def _one_notebook(root: Path, text: str) -> Notebook:
    from helpers.running.contract import choose_notebooks, notebooks_on_file, read_notebook

    path = Path(text)
    if path.suffix == ".ipynb" and path.exists():
        return read_notebook(path.resolve())
    return choose_notebooks(notebooks_on_file(root), [text])[0]


def given_parameters(texts: Sequence[str]) -> dict[str, str]:
    """The values typed, by the names of their parameters.

    Raises:
        BadInputError: a text is no `name=value`, or a name comes twice.
    """
    given: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        name = name.strip()
        if not equals or not name:
            raise BadInputError("run.no_parameter", text=text)
        if name in given:
            raise BadInputError("run.twice", name=name, first=given[name], second=value)
        given[name] = value
    return given
