"""`tangbac run`: one notebook with parameters of its own."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.commands import open_project
from helpers.commands.progress import show_progress, summarise

if TYPE_CHECKING:
    from helpers.commands import Commands
    from helpers.running.contract import Notebook


def add(commands: Commands) -> None:
    """Declare the command and its options."""
    run = commands.add_parser("run", help="run one notebook with parameters of its own")
    run.set_defaults(command=_run)
    run.add_argument("notebook", help="02, 02-rank-gains, or the path of a notebook")
    run.add_argument(
        "-p",
        "--parameter",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="set a parameter (may be repeated); typed as the notebook declares it",
    )
    run.add_argument("-o", "--output", type=Path, help="file to write, ending in .ipynb")


def _run(options: argparse.Namespace) -> int:
    from helpers.running.contract import check_order, notebooks_on_file
    from helpers.running.parameters import check_names, parse_value, read_parameters
    from helpers.sources.errors import BadInputError

    root, definitions = open_project()
    notebook = _one_notebook(root, options.notebook)
    declared = read_parameters(notebook)
    given = dict(_name_and_value(text) for text in options.parameter)
    check_names(notebook.name, declared, given)
    values = {name: parse_value(notebook.name, declared[name], given[name]) for name in given}
    output = options.output
    if output is not None:
        output = Path(output).resolve()
        if output.suffix != ".ipynb" or output == notebook.path.resolve():
            raise BadInputError(
                f"The output cannot be {options.output}. Expected: a file ending in .ipynb other "
                "than the notebook itself (tangbac notebooks stores outputs in the notebooks)."
            )
    from helpers.running.refresh import make_step, report_folder, run_steps, writers_of

    special = {
        name: value
        for name, value in values.items()
        if name not in ("lang", "report") and value != declared[name].default
    }
    edition = definitions.latest_edition()
    report = str(values.get("report") or report_folder(edition, special))
    step = make_step(root, edition, report, notebook, values, output)
    everyone = writers_of(notebooks_on_file(root), report)
    check_order(root, [(notebook.name, step.contract)], everyone)
    with show_progress(1) as (started, ended):
        outcomes = run_steps(root, [step], started, ended)
    status = summarise(outcomes)
    if status == 0:
        print(f"\nWritten: {step.output}")
    return status


def _one_notebook(root: Path, text: str) -> Notebook:
    from helpers.running.contract import choose_notebooks, notebooks_on_file, read_notebook

    path = Path(text)
    if path.suffix == ".ipynb" and path.exists():
        return read_notebook(path.resolve())
    return choose_notebooks(notebooks_on_file(root), [text])[0]


def _name_and_value(text: str) -> tuple[str, str]:
    from helpers.sources.errors import BadInputError

    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise BadInputError(f"-p {text!r} is no parameter. Expected: -p name=value.")
    return name.strip(), value
