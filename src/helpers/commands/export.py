"""`tangbac export`: the page of one notebook in another form, to hand on or to paste from."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from helpers import LANGUAGES
from helpers.commands import open_project
from helpers.commands.given_values import check_question, checked_universe, checked_values
from helpers.commands.progress import show_progress, summarise
from helpers.commands.run import given_parameters
from helpers.commands.terminal import say
from helpers.errors import BadInputError

if TYPE_CHECKING:
    from helpers.commands import Commands
    from helpers.export.files import Exports
    from helpers.running.contract import Notebook
    from helpers.running.parameter_values import Value
    from helpers.running.plan import Step
    from helpers.sources.editions import Definitions


_BRIEF = "brief"
_FORMS = ("docx", "pdf", "html", "png")
_ZIP = "zip"


def add(commands: Commands) -> None:
    """Declare the command and its options."""
    export = commands.add_parser(
        "export",
        help=say("export.help"),
        description=say("export.description"),
        epilog=say("export.epilog"),
    )
    export.set_defaults(command=_export)
    export.add_argument("notebook", help=say("export.notebook"))
    export.add_argument("--to", required=True, choices=_FORMS, help=say("export.to"))
    export.add_argument("--province", help=say("export.province"))
    export.add_argument("--universe", help=say("export.universe"))
    export.add_argument("-p", "--parameter", action="append", default=[], help=say("run.parameter"))
    export.add_argument("--all", help=say("export.all"))
    export.add_argument("--lang", choices=LANGUAGES, help=say("language.page"))
    export.add_argument("-o", "--output", type=Path, help=say("export.output"))
    export.add_argument("--replace", action="store_true", help=say("export.replace"))
    export.add_argument("--quiet", action="store_true", help=say("running.quiet"))


def _export(options: argparse.Namespace) -> int:
    root, definitions = open_project()
    notebook = _chosen_notebook(root, options.notebook)
    if options.all is not None:
        return _export_all(options, root, definitions, notebook)
    edition = definitions.latest_edition()
    given = _given(root, definitions, options, notebook)
    lang = str(given.pop("lang", LANGUAGES[0]))
    from helpers.export.files import Exports, check_form, exported

    exports = Exports(root)
    name = _file_name(notebook, given, edition, lang)
    target = _target(options, exports, f"{name}.{options.to}", options.to)
    check_form(options.to)
    step = _checked_step(root, edition, notebook, given | {"lang": lang})
    pages = _pages(options, root, [(step, given)])
    if pages is None:
        return 1
    for path, content in exported(pages[0], options.to, lang, target).items():
        # The charts of a page have names of their own.
        exports.check(path, replace=options.replace)
        exports.write(path, content)
        if not options.quiet:
            print(say("export.written", path=path))
    silent = options.quiet or options.universe is not None
    for former in () if silent else _namesakes(root, given):
        print(say("export.namesake", former=former, **given))
    return 0


def _export_all(
    options: argparse.Namespace, root: Path, definitions: Definitions, notebook: Notebook
) -> int:
    """The briefs of every province of a set of units, in one zip.

    What was run stays on record, so that an export that was ended goes on where it stopped; the
    zip is written whole at the end.
    """
    if not _is_brief(notebook) or options.province or options.universe or options.parameter:
        raise BadInputError("export.only_briefs")
    universe = checked_universe(definitions, options.all)
    languages = (options.lang,) if options.lang else LANGUAGES
    from helpers.export.files import Exports, check_form, packed
    from helpers.site.briefs import brief_step
    from helpers.sources.provinces import load_units

    edition, exports = definitions.latest_edition(), Exports(root)
    name = ".".join((f"briefs-{universe}-{edition}", *languages, options.to, _ZIP))
    target = _target(options, exports, name, _ZIP)
    check_form(options.to)
    units = load_units(root).all(universe)
    asked = [
        (
            brief_step(root, edition, notebook, unit, lang),
            {"province": unit.province, "universe": universe},
        )
        for lang in languages
        for unit in units
    ]
    pages = _pages(options, root, asked)
    if pages is None:
        return 1
    files = _packed_files(options.to, notebook, edition, asked, pages)
    exports.write(target, packed(files))
    if not options.quiet:
        words = ", ".join(languages)
        print(
            say(
                "export.packed", path=target, files=len(files), provinces=len(units),
                languages=words,
            )
        )  # fmt: skip
    return 0


def _packed_files(
    form: str,
    notebook: Notebook,
    edition: str,
    asked: Sequence[tuple[Step, Mapping[str, Value]]],
    pages: Sequence[str],
) -> dict[str, bytes]:
    """What goes into the zip, a folder for each language; other programs work side by side."""
    import os
    from concurrent.futures import ThreadPoolExecutor

    from helpers.export.files import exported

    def in_form(one: tuple[tuple[Step, Mapping[str, Value]], str]) -> dict[Path, bytes]:
        (step, given), page = one
        name = _file_name(notebook, given, edition, step.lang)
        return exported(page, form, step.lang, Path(step.lang, f"{name}.{form}"))

    with ThreadPoolExecutor(os.cpu_count()) as several:
        made = several.map(in_form, zip(asked, pages, strict=True))
        return {path.as_posix(): content for one in made for path, content in one.items()}


def _pages(
    options: argparse.Namespace,
    root: Path,
    asked: Sequence[tuple[Step, Mapping[str, Value]]],
) -> list[str] | None:
    """The pages of the steps, run where that is needed; None where one failed, which is said."""
    from helpers.running.folder_lock import only_run
    from helpers.running.workers import RunOptions, run_steps

    steps = [step for step, _ in asked]
    with show_progress(len(steps), quiet=options.quiet) as reporter, only_run(root):
        outcomes = run_steps(root, steps, reporter, RunOptions())
        if not all(outcome.is_good for outcome in outcomes):
            summarise(outcomes, quiet=True)
            return None
        return [_page(root, step, given) for step, given in asked]


def _chosen_notebook(root: Path, text: str) -> Notebook:
    from helpers.running.contract import choose_notebooks, numbered_notebooks

    notebooks = numbered_notebooks(root)
    briefs = [notebook for notebook in notebooks if _is_brief(notebook)]
    if text.casefold() == _BRIEF and briefs:
        return briefs[0]
    return choose_notebooks(notebooks, [text])[0]


def _is_brief(notebook: Notebook) -> bool:
    return notebook.name.endswith(f"-{_BRIEF}")


def _given(
    root: Path, definitions: Definitions, options: argparse.Namespace, notebook: Notebook
) -> dict[str, Value]:
    """The parameters given, in the spelling of the tables; refuses what is not on file."""
    from helpers.running.parameters import check_names, parse_value, read_parameters
    from helpers.sources.provinces import load_units
    from helpers.sources.shown import named_universe

    texts = given_parameters(options.parameter)
    for name in ("province", "universe", "lang"):
        value = getattr(options, name)
        if value is not None and texts.setdefault(name, value) != value:
            raise BadInputError("run.twice", name=name, first=texts[name], second=value)
    texts = {name: value.strip() for name, value in texts.items()}
    declared = read_parameters(notebook)
    check_names(notebook.name, declared, texts)
    units = load_units(root)
    if texts.get("universe"):
        units.all(texts["universe"])  # refuses a set of units that is not on file
    if texts.get("province"):
        typed = texts["province"]
        universe = texts.get("universe") or named_universe(definitions, units, typed)
        texts["province"] = units.find(typed, universe).province
        if _is_brief(notebook):
            texts["universe"] = universe
    elif _is_brief(notebook):
        raise BadInputError("export.no_province")
    typed_values = {
        name: parse_value(notebook.name, declared[name], text) for name, text in texts.items()
    }
    given = checked_values(root, definitions, declared, typed_values)
    check_question(root, definitions, notebook, declared, given)
    # A value that is the default anyway makes no other page.
    return {
        name: value
        for name, value in given.items()
        if name == "lang" or value != declared[name].default
    }


def _namesakes(root: Path, given: Mapping[str, Value]) -> list[str]:
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
        if universe != given["universe"] and units.match(str(given["province"]), universe)
    ]


def _file_name(notebook: Notebook, given: Mapping[str, Value], edition: str, lang: str) -> str:
    """What to call it: can-tho-34-2024.vi, 02-rank-gains-2024.vi, 07-targets-target_rank=10-…."""
    from helpers.running.parameters import folder_name, plain_name

    more = {name: given[name] for name in given if name not in ("province", "universe", "report")}
    parts = [
        "" if _is_brief(notebook) else notebook.name,
        plain_name(str(given["province"])) if "province" in given else "",
        str(given.get("universe", "")),
        folder_name(more),
        edition,
    ]
    return f"{'-'.join(part for part in parts if part)}.{lang}"


def _target(options: argparse.Namespace, exports: Exports, name: str, form: str) -> Path:
    """The file to write, which may be written."""
    output = options.output or exports.folder / name
    if output.suffix != f".{form}":
        raise BadInputError("export.output", output=output, form=options.to, ending=f".{form}")
    exports.check(output, replace=options.replace)
    return Path(output)


def _checked_step(
    root: Path, edition: str, notebook: Notebook, values: Mapping[str, Value]
) -> Step:
    """The step whose page is wanted: that of a refresh or of the site where it is the same."""
    from helpers.running.contract import check_order, numbered_notebooks
    from helpers.running.plan import make_step, report_folder, writers_of
    from helpers.site.briefs import brief_step
    from helpers.sources.provinces import load_units

    lang = str(values["lang"])
    special = {name: value for name, value in values.items() if name not in ("lang", "report")}
    report = str(values.get("report") or report_folder(edition, special))
    if _is_brief(notebook) and values.keys() == {"province", "universe", "lang"}:
        unit = load_units(root).find(str(values["province"]), str(values["universe"]))
        step = brief_step(root, edition, notebook, unit, lang)
        report = step.folder.relative_to(root).as_posix() if step.folder else report
    else:
        step = make_step(root, edition, report, notebook, values)
    writers = writers_of(numbered_notebooks(root), report)
    check_order(root, [(notebook.name, step.contract)], writers)
    return step


def _page(root: Path, step: Step, given: Mapping[str, Value]) -> str:
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
