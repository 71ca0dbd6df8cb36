"""`tangbac verify`: are the data on file whole and of one state?"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from helpers.commands import undo_killed_intake
from helpers.commands.terminal import add_language, language, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from helpers.commands import Commands
    from helpers.verifying.groups import Outcome

_MOST_SHOWN = 10


def add(commands: Commands) -> None:
    """Declare the command and its options."""
    verifying = commands.add_parser(
        "verify",
        help=say("verify.help"),
        description=say("verify.description"),
        epilog=say("verify.epilog"),
    )
    verifying.set_defaults(command=_verify)
    add_language(verifying)


def _verify(_: argparse.Namespace) -> int:
    from helpers.project import project_root
    from helpers.sources.raw_files import UNFINISHED
    from helpers.verifying.groups import verify

    # Definitions that are broken are for the list to say, so they are not opened first.
    root = project_root()
    if (root / UNFINISHED).is_file():
        undo_killed_intake(root)
    outcomes = verify(root)
    print("\n".join(_lines(outcomes, language())))
    return 0 if all(outcome.is_good for outcome in outcomes) else 1


def _lines(outcomes: Sequence[Outcome], lang: str) -> Iterator[str]:
    """A line for each group, below it what is wrong; at the end how many are well."""
    from helpers.errors import Reason

    status = {
        outcome.group.name: Reason(
            "verify.ok" if outcome.is_good else "verify.waits" if outcome.waits else "verify.failed"
        ).said(lang)
        for outcome in outcomes
    }
    width = max(map(len, status.values()))
    for outcome in outcomes:
        waits = Reason("verify.wait_for").said(lang) if outcome.waits else ""
        name = outcome.group.name
        yield f"{status[name].ljust(width)}  {Reason(name).said(lang)}{waits}"
        for found in outcome.found[:_MOST_SHOWN]:
            # What a library says of a file may go over several lines.
            yield f"    {' '.join(found.said(lang).split())}"
        if len(outcome.found) > _MOST_SHOWN:
            more = Reason("verify.more", number=len(outcome.found) - _MOST_SHOWN)
            yield f"    {more.said(lang)}"
    bad = sum(not outcome.is_good for outcome in outcomes)
    key = "verify.not_all_good" if bad else "verify.all_good"
    yield Reason(key, bad=bad, groups=len(outcomes)).said(lang)
