"""`tangbac refresh`: run the notebooks and build their pages."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from helpers import LANGUAGES
from helpers.commands import open_project
from helpers.commands.given_values import checked_universe, checked_values
from helpers.commands.progress import show_progress, summarise
from helpers.commands.running_options import add_running_options, run_options, show_what_would_run
from helpers.commands.terminal import say

if TYPE_CHECKING:
    from helpers.commands import Commands
    from helpers.site.pages import Coverage
    from helpers.sources.editions import Definitions, Edition

_PARAMETER_OPTIONS = ("index", "edition", "baseline", "universe", "province", "bridge")


def add(commands: Commands) -> None:
    """Declare the command and its options."""
    refresh = commands.add_parser("refresh", help=say("refresh.help"))
    refresh.set_defaults(command=_refresh)
    refresh.add_argument("--index", help=say("refresh.index"))
    refresh.add_argument("--edition", help=say("refresh.edition"))
    refresh.add_argument("--baseline", help=say("refresh.baseline"))
    refresh.add_argument("--universe", help=say("refresh.universe"))
    refresh.add_argument("--bridge", help=say("refresh.bridge"))
    refresh.add_argument("--province", help=say("refresh.province"))
    refresh.add_argument(
        "--lang", choices=("vi", "en", "both"), default="both", help=say("language.pages")
    )
    refresh.add_argument(
        "--only",
        action="append",
        default=[],
        help=say("refresh.only"),
    )
    add_running_options(refresh)


def _refresh(options: argparse.Namespace) -> int:
    from helpers.running.contract import choose_notebooks, numbered_notebooks

    root, definitions = open_project()
    notebooks = numbered_notebooks(root)
    chosen = choose_notebooks(notebooks, options.only)
    given = _checked_parameters(options, root, definitions)
    from helpers.refresh import refresh
    from helpers.running.plan import plan_refresh

    languages = LANGUAGES if options.lang == "both" else (options.lang,)
    plan = plan_refresh(root, definitions.latest_edition(), chosen, notebooks, languages, given)
    if options.dry_run:
        return show_what_would_run(root, plan.steps, "--force" if options.force else "")
    with (
        run_options(options, root) as how,
        show_progress(len(plan.steps), quiet=options.quiet) as reporter,
    ):
        outcomes = refresh(plan, coverage_of(definitions), reporter, how)
    status = summarise(outcomes, quiet=options.quiet)
    if status == 0 and not options.quiet:
        print(f"\n{say('refresh.pages', path=plan.folder / 'index.html')}")
    return status


def _checked_parameters(
    options: argparse.Namespace, root: Path, definitions: Definitions
) -> dict[str, str]:
    """The parameters given, in the spelling of the tables; refuses what is not on file."""
    from helpers.sources.editions import choose_pair, nothing_comparable
    from helpers.sources.provinces import load_units
    from helpers.sources.shown import asked_universe, named_universe

    typed = {
        name: value for name in _PARAMETER_OPTIONS if (value := getattr(options, name)) is not None
    }
    checked = checked_values(root, definitions, {}, typed)
    given = {name: str(value) for name, value in checked.items()}
    index = given.get("index", definitions.default_index)
    definitions.check_index(index)
    universe = given.get("universe", "")
    if universe:
        checked_universe(definitions, universe)
    if "province" in given:
        units, typed_name = load_units(root), given["province"]
        own = universe or named_universe(definitions, units, typed_name)
        given["province"] = units.find(typed_name, own).province
    pair = (given.get("baseline", ""), given.get("edition", ""))
    universe = universe or asked_universe(definitions, index, pair)
    bridge = given.get("bridge", "")
    if not nothing_comparable(definitions, index, universe, pair, bridge):
        choose_pair(definitions, index, universe, pair, bridge)
    return given


def coverage_of(definitions: Definitions) -> Coverage:
    """What the pages say about the data: editions on file, the newest, its date."""
    from helpers.printed.dates import parse_iso_period
    from helpers.site.pages import Coverage
    from helpers.site.units import universe_title
    from helpers.sources.shown import leading_edition

    complete = [entry for entry in definitions.editions if entry.complete]
    rest = [entry for entry in definitions.editions if not entry.complete]

    newest = max((e.published for e in definitions.editions), default="")
    first = leading_edition(definitions)
    label = f"{first.index} {first.edition}, "
    return Coverage(
        _grouped(complete),
        _grouped(rest),
        parse_iso_period(newest).start,
        {lang: label + universe_title(definitions, first.universe, lang) for lang in LANGUAGES},
    )


def _grouped(editions: Sequence[Edition]) -> str:
    """Editions as a list: DTI 2022, 2023, 2024 (63); DTI 2024 (34)."""
    groups: dict[tuple[str, str], list[str]] = {}
    for edition in editions:
        groups.setdefault((edition.index, edition.universe), []).append(edition.edition)
    return "; ".join(
        f"{index} {', '.join(years)} ({universe})" for (index, universe), years in groups.items()
    )
