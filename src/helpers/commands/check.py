"""`tangbac check`: is what a headline says true of the tables?"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from helpers import LANGUAGES
from helpers.commands import open_project
from helpers.commands.terminal import say

if TYPE_CHECKING:
    from helpers.commands import Commands


def add(commands: Commands) -> None:
    """Declare the command and its options."""
    checking = commands.add_parser(
        "check",
        help=say("check.help"),
        description=say("check.description"),
        epilog=say("check.epilog"),
    )
    checking.set_defaults(command=check)
    checking.add_argument("headline", help=say("check.headline"))
    checking.add_argument("--lang", choices=LANGUAGES, help=say("language.headline"))


def check(options: argparse.Namespace) -> int:
    """Print a line for each statement of the headline; gives the exit status."""
    from helpers import LANGUAGES
    from helpers.errors import BadInputError

    root, definitions = open_project()
    if not options.headline.strip():
        raise BadInputError("check.empty")
    from helpers.printed.languages import language_of
    from helpers.questions.press_check.headline import check_headline, exit_status
    from helpers.questions.press_check.headline_sentences import answer_lines
    from helpers.sharing.wording import written
    from helpers.sources.processed_files import read_processed
    from helpers.sources.provinces import load_units

    rankings = read_processed(root, "rankings")
    judged = check_headline(options.headline, rankings, definitions, load_units(root))
    lang = options.lang or language_of(options.headline) or LANGUAGES[0]
    for line in answer_lines(judged, definitions):
        print(written(line, lang))
    return exit_status(judged)
