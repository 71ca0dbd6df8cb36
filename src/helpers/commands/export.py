"""`tangbac export`: the page of one notebook in another form, to hand on or to paste from."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from helpers import LANGUAGES
from helpers.commands import open_project
from helpers.commands.progress import show_progress, summarise
from helpers.errors import BadInputError

if TYPE_CHECKING:
    from helpers.commands import Commands
    from helpers.running.contract import Notebook
    from helpers.running.plan import Step


_BRIEF = "brief"
_FORMS = ("docx", "pdf", "html", "png")


def add(commands: Commands) -> None:
    """Declare the command and its options."""
    export = commands.add_parser(
        "export",
        help="write the page of one province, or of a notebook, as docx, pdf, html or png",
        description="Run a notebook where that is needed, and write its page in another form.",
        epilog="docx: for Word. pdf: as a web browser of this machine prints it, a brief on two "
        "sheets. html: one file that needs no other. png: every chart, 300 dots an inch, one file "
        "each. A file of that name is replaced; name another with -o to keep one you have edited.",
    )
    export.set_defaults(command=_export)
    export.add_argument("notebook", help="brief (one page for one province), 02 or 02-rank-gains")
    export.add_argument("--to", required=True, choices=_FORMS, help="form to write")
    export.add_argument("--province", help='any usual spelling: "hau giang"; a brief needs one')
    export.add_argument("--universe", help="set of units: 34 (since July 2025), 63, …")
    export.add_argument(
        "--lang", choices=LANGUAGES, default=LANGUAGES[0], help="language of the page"
    )
    export.add_argument(
        "-o",
        "--output",
        type=Path,
        help="file to write (default: named by province, edition and language, in this folder)",
    )
    export.add_argument("--quiet", action="store_true", help="say only what failed")


def _export(options: argparse.Namespace) -> int:
    root, definitions = open_project()
    edition = definitions.latest_edition()
    notebook = _chosen_notebook(root, options.notebook)
    given = _given(root, options, notebook)
    target = _target(options, notebook, given, edition)
    from helpers.export.files import check_form, exported, write_file
    from helpers.running.folder_lock import only_run
    from helpers.running.workers import RunOptions, run_steps

    check_form(options.to)
    step = _checked_step(root, edition, notebook, given | {"lang": options.lang})
    with show_progress(1, quiet=options.quiet) as reporter, only_run(root):
        outcomes = run_steps(root, [step], reporter, RunOptions(workers=1))
        if not outcomes[0].is_good:
            return summarise(outcomes, quiet=True)
        page = _page(root, step, given)
    files = exported(page, options.to, options.lang, target)
    for path, content in files.items():
        write_file(path, content)
        if not options.quiet:
            print(f"Written: {path}")
    silent = options.quiet or options.universe is not None
    for former in () if silent else _namesakes(root, given):
        print(
            f"This is the page of {given['province']} among the {given['universe']}; the one of "
            f"the {former}: --universe {former}"
        )
    return 0


def _chosen_notebook(root: Path, text: str) -> Notebook:
    from helpers.running.contract import choose_notebooks, numbered_notebooks

    notebooks = numbered_notebooks(root)
    briefs = [notebook for notebook in notebooks if _is_brief(notebook)]
    if text.casefold() == _BRIEF and briefs:
        return briefs[0]
    return choose_notebooks(notebooks, [text])[0]


def _is_brief(notebook: Notebook) -> bool:
    return notebook.name.endswith(f"-{_BRIEF}")


def _given(root: Path, options: argparse.Namespace, notebook: Notebook) -> dict[str, str]:
    """The parameters given, in the spelling of the tables; refuses what is not on file."""
    from helpers.running.parameters import check_names, read_parameters
    from helpers.sources.editions import load_definitions
    from helpers.sources.provinces import load_units
    from helpers.sources.shown import named_universe

    asked = {"province": options.province, "universe": options.universe}
    given = {name: value.strip() for name, value in asked.items() if value is not None}
    check_names(notebook.name, read_parameters(notebook), given)
    units = load_units(root)
    if "universe" in given:
        units.all(given["universe"])  # refuses a set of units that is not on file
    if "province" in given:
        typed = given["province"]
        universe = given.get("universe") or named_universe(load_definitions(root), units, typed)
        given["province"] = units.find(typed, universe).province
        if _is_brief(notebook):
            given["universe"] = universe
    elif _is_brief(notebook):
        raise BadInputError("export.no_province")
    return given


def _namesakes(root: Path, given: Mapping[str, str]) -> list[str]:
    """The other sets of units of which one with a brief bears the same name, the latest first."""
    from helpers.site.units import shown_editions
    from helpers.sources.editions import load_definitions
    from helpers.sources.provinces import load_units

    if not {"province", "universe"} <= given.keys():
        return []
    units = load_units(root)
    known = (edition.universe for edition in shown_editions(load_definitions(root)))
    return [
        universe
        for universe in known
        if universe != given["universe"] and units.match(given["province"], universe)
    ]


def _target(
    options: argparse.Namespace,
    notebook: Notebook,
    given: Mapping[str, str],
    edition: str,
) -> Path:
    """The file to write; named can-tho-34-2024.vi.docx or 02-rank-gains-2024.vi.docx if by us."""
    from helpers.running.parameters import plain_name

    ending = f".{options.to}"
    if options.output is None:
        parts = [
            "" if _is_brief(notebook) else notebook.name,
            plain_name(given["province"]) if "province" in given else "",
            given.get("universe", ""),
            edition,
        ]
        return Path(f"{'-'.join(part for part in parts if part)}.{options.lang}{ending}")
    if options.output.suffix != ending:
        raise BadInputError("export.output", output=options.output, form=options.to, ending=ending)
    return Path(options.output)


def _checked_step(root: Path, edition: str, notebook: Notebook, values: Mapping[str, str]) -> Step:
    """The step whose page is wanted; it writes where a run with these parameters does."""
    from helpers.running.contract import check_order, numbered_notebooks
    from helpers.running.parameters import read_parameters
    from helpers.running.plan import make_step, report_folder, writers_of

    declared = read_parameters(notebook)
    special = {
        name: value
        for name, value in values.items()
        if name != "lang" and value != declared[name].default
    }
    report = report_folder(edition, special)
    step = make_step(root, edition, report, notebook, values)
    writers = writers_of(numbered_notebooks(root), report)
    check_order(root, [(notebook.name, step.contract)], writers)
    return step


def _page(root: Path, step: Step, given: Mapping[str, str]) -> str:
    """The page of the notebook that was run, called by its province, without links to others."""
    import nbformat

    from helpers.project import data_version
    from helpers.running.contract import Heading, heading_of
    from helpers.sharing.wording import sentence
    from helpers.site.frame import Frame, Place
    from helpers.site.notebook_page import Page, render_page

    own = heading_of(step.notebook, step.lang)
    title = own.title
    if "province" in given:
        key = "export.title" if "universe" in given else "export.title_of"
        title = sentence(key, step.lang, title=title, **given)
    page = Page(
        place=Place(f"{step.lang}/{step.notebook.name}.html"),
        lang=step.lang,
        heading=Heading(title, own.question),
        frame=Frame(data_version(root)),
        is_brief=_is_brief(step.notebook),
    )
    return render_page(nbformat.read(step.output, as_version=4), page)
