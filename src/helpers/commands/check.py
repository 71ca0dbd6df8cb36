"""`tangbac check`: is what a headline says true of the tables?"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from helpers import LANGUAGES
from helpers.commands import open_project

if TYPE_CHECKING:
    from helpers.commands import Commands


def add(commands: Commands) -> None:
    """Declare the command and its options."""
    checking = commands.add_parser(
        "check",
        help="check a headline against the tables, such as 'Quảng Ngãi tăng 5 bậc DTI 2023'",
        description="Check what a headline says about the rank or the score of a province.",
        epilog="Exit status: 0 every statement agrees; 1 one is contradicted (disagrees, or fits "
        "another edition or another set of units); 2 none is, but one cannot be checked.",
    )
    checking.set_defaults(command=check)
    checking.add_argument("headline", help="the headline, in Vietnamese or English, in quotes")
    checking.add_argument(
        "--lang", choices=LANGUAGES, help="language of the answer; default: that of the headline"
    )


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
