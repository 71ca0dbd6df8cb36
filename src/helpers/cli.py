"""The command `tangbac`: a refresh of the reports, one notebook, all notebooks, or what there is.

Exit status: 0 all went well; 1 a notebook failed; 2 something given was wrong, and nothing was
started; 130 interrupted with Ctrl-C.

Only the standard library is imported at the start: help and refusals answer at once.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
import unicodedata
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from helpers import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helpers.running.contract import Notebook
    from helpers.running.refresh import Coverage, Outcome, Step
    from helpers.sources.editions import Definitions, Edition

_DEFAULT_INDEX, _DEFAULT_UNIVERSE = "DTI", "63"
_PARAMETER_OPTIONS = ("index", "edition", "baseline", "universe", "province", "bridge")
_SECTIONS = ("notebooks", "editions", "measures", "provinces")
_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `tangbac` with these arguments (default: those of the process); gives the exit status."""
    _speak_utf8()
    options = _parser().parse_args(arguments)
    from helpers.sources.errors import BadInputError

    try:
        return int(options.command(options))
    except BadInputError as error:
        print(f"tangbac: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(
            "tangbac: interrupted; no file is half-written. Run the same command again.",
            file=sys.stderr,
        )
        return _INTERRUPTED


def _speak_utf8() -> None:
    # A pipe on Windows would otherwise refuse Vietnamese letters.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.encoding.lower() != "utf-8":
            stream.reconfigure(encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tangbac",
        description="Tăng bậc: clean the published figures and explain which provinces climb.",
        epilog="Start with: tangbac refresh (pages in reports/), or tangbac list.",
    )
    parser.add_argument("--version", action="version", version=f"tangbac {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    refresh = commands.add_parser("refresh", help="run the notebooks and build their pages")
    refresh.set_defaults(command=_refresh)
    refresh.add_argument("--index", help="ranking, such as DTI or ICT")
    refresh.add_argument("--edition", help="year that the later ranking measures, such as 2023")
    refresh.add_argument("--baseline", help="year that the earlier ranking measures, such as 2022")
    refresh.add_argument("--universe", help="set of units: 63 (before July 2025) or 34")
    refresh.add_argument(
        "--bridge", help="way across a change of formula: printed_ranks (then not comparable)"
    )
    refresh.add_argument("--province", help='province in focus, any usual spelling: "hau giang"')
    refresh.add_argument(
        "--lang", choices=("vi", "en", "both"), default="both", help="language of the pages"
    )
    refresh.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="NOTEBOOK",
        help="run this notebook only, such as 02 or 02-rank-gains (may be repeated)",
    )

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

    notebooks = commands.add_parser(
        "notebooks", help="run every notebook with its defaults and store the outputs in it"
    )
    notebooks.set_defaults(command=_notebooks)

    listing = commands.add_parser("list", help="show notebooks, editions, measures or provinces")
    listing.set_defaults(command=_list)
    listing.add_argument("section", nargs="?", choices=_SECTIONS, help="default: all")
    listing.add_argument("--json", action="store_true", help="print JSON instead of tables")

    sealing = commands.add_parser(
        "seal", help="record a changed raw file in the .yml beside it, when the change is meant"
    )
    sealing.set_defaults(command=_seal)
    sealing.add_argument("file", nargs="+", help="such as data/raw/dti_tables/dti_2023_63.csv")
    return parser


def _project() -> tuple[Path, Definitions]:
    """The project's folder, and what is defined there."""
    from helpers.project import project_root
    from helpers.sources.editions import load_definitions

    root = project_root()
    return root, load_definitions(root)


def _refresh(options: argparse.Namespace) -> int:
    from helpers.running.contract import LANGUAGES, choose_notebooks, numbered_notebooks

    root, definitions = _project()
    notebooks = numbered_notebooks(root)
    chosen = choose_notebooks(notebooks, options.only)
    given = _checked_parameters(options, root, definitions)
    # After the checks: this brings in papermill, and a refusal should not wait for it.
    from helpers.running.refresh import plan_refresh, refresh

    languages = LANGUAGES if options.lang == "both" else (options.lang,)
    plan = plan_refresh(root, definitions.latest_edition(), chosen, notebooks, languages, given)
    with _progress(len(plan.steps)) as (started, ended):
        outcomes = refresh(plan, _coverage(definitions), started, ended)
    status = _summarise(outcomes)
    if status == 0:
        print(f"\nPages: {plan.folder / 'index.html'}")
    return status


def _checked_parameters(
    options: argparse.Namespace, root: Path, definitions: Definitions
) -> dict[str, str]:
    """The parameters given, in the spelling of the tables; refuses what is not on file."""
    from helpers.sources.editions import choose_pair
    from helpers.sources.errors import BadInputError
    from helpers.sources.provinces import load_units

    given = {
        name: unicodedata.normalize("NFC", value).strip()
        for name in _PARAMETER_OPTIONS
        if (value := getattr(options, name)) is not None
    }
    if "index" in given:
        given["index"] = given["index"].upper()
        definitions.check_index(given["index"])
    index = given.get("index", _DEFAULT_INDEX)
    universe = given.get("universe", _DEFAULT_UNIVERSE)
    known = sorted({entry.universe for entry in definitions.editions})
    if universe not in known:
        raise BadInputError(
            f"There is no universe {universe!r}. Choose one of: {', '.join(known)}."
        )
    for name in ("edition", "baseline"):
        if name in given:
            definitions.edition(index, given[name], universe)
    if "province" in given:
        given["province"] = load_units(root).find(given["province"], universe).province
    pair = (given.get("baseline", ""), given.get("edition", ""))
    choose_pair(definitions, index, universe, pair, given.get("bridge", ""))
    return given


def _coverage(definitions: Definitions) -> Coverage:
    from helpers.running.refresh import Coverage
    from helpers.sources.printed_dates import parse_iso_period

    complete = [entry for entry in definitions.editions if entry.complete]
    rest = [entry for entry in definitions.editions if not entry.complete]

    newest = max((e.published for e in definitions.editions), default="")
    return Coverage(_grouped(complete), _grouped(rest), parse_iso_period(newest).start)


def _grouped(editions: Sequence[Edition]) -> str:
    """Editions as a list: DTI 2022, 2023, 2024 (63); DTI 2024 (34)."""
    groups: dict[tuple[str, str], list[str]] = {}
    for edition in editions:
        groups.setdefault((edition.index, edition.universe), []).append(edition.edition)
    return "; ".join(
        f"{index} {', '.join(years)} ({universe})" for (index, universe), years in groups.items()
    )


def _run(options: argparse.Namespace) -> int:
    from helpers.running.contract import check_order, notebooks_on_file
    from helpers.running.parameters import check_names, parse_value, read_parameters
    from helpers.sources.errors import BadInputError

    root, definitions = _project()
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
    with _progress(1) as (started, ended):
        outcomes = run_steps(root, [step], started, ended)
    status = _summarise(outcomes)
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


def _notebooks(_: argparse.Namespace) -> int:
    from helpers.running.contract import notebooks_on_file

    root, definitions = _project()
    notebooks = notebooks_on_file(root)
    edition = definitions.latest_edition()
    from helpers.running.refresh import report_folder, run_steps, stored_step, write_claims

    report = report_folder(edition, {})
    steps = [stored_step(root, edition, report, notebook) for notebook in notebooks]
    with _progress(len(steps)) as (started, ended):
        outcomes = run_steps(root, steps, started, ended)
    write_claims(root, notebooks, outcomes)
    return _summarise(outcomes)


Reporter = tuple["Callable[[Step], None]", "Callable[[Outcome], None]"]


@contextmanager
def _progress(total: int) -> Iterator[Reporter]:
    """What to call before and after each step: a bar on a terminal, else one line a step."""
    if not sys.stderr.isatty():

        def ended_line(outcome: Outcome) -> None:
            line = f"{outcome.step.label}: {outcome.status}, {outcome.seconds:.1f} s"
            print(line, file=sys.stderr, flush=True)

        yield lambda _: None, ended_line
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=total)

        def started(step: Step) -> None:
            progress.update(task, description=step.label)

        yield started, lambda _: progress.advance(task)


def _summarise(outcomes: Sequence[Outcome]) -> int:
    """Print the closing table, and what failed; gives the exit status."""
    from helpers.listing import text_table

    rows = [
        {
            "notebook": outcome.step.notebook.name,
            "language": outcome.step.lang or "–",
            "seconds": f"{outcome.seconds:.1f}",
            "status": outcome.status,
        }
        for outcome in outcomes
    ]
    print(text_table(rows))
    first = True
    for outcome in outcomes:
        if outcome.status == "failed":
            # The first failure in full: a second one would push it off the screen.
            message = outcome.message if first else outcome.message.splitlines()[0]
            print(f"\n{message}", file=sys.stderr)
            first = False
        elif outcome.status == "skipped":
            print(f"\n{outcome.step.label} skipped: {outcome.message}", file=sys.stderr)
    return 0 if all(outcome.status == "ok" for outcome in outcomes) else 1


def _list(options: argparse.Namespace) -> int:
    from helpers.listing import SECTIONS, text_table

    root, definitions = _project()
    names = [options.section] if options.section else list(SECTIONS)
    sections = {name: SECTIONS[name](root, definitions) for name in names}
    if options.json:
        print(json.dumps(sections, ensure_ascii=False, indent=2))
        return 0
    print("\n\n".join(f"{name.upper()}\n\n{text_table(rows)}" for name, rows in sections.items()))
    return 0


def _seal(options: argparse.Namespace) -> int:
    from helpers.sources.raw_files import RAW, seal

    root, _ = _project()
    for path in options.file:
        file = Path(path).as_posix().removeprefix(f"{RAW.as_posix()}/")
        changed = seal(root, file)
        print(f"{(RAW / file).as_posix()}: {'recorded' if changed else 'already recorded'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
