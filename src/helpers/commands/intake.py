"""`tangbac intake`: take the table of a new edition into the raw figures."""

from __future__ import annotations

import argparse
import datetime
import re
import sys
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from helpers.commands import open_project
from helpers.commands.terminal import add_language, language, say

if TYPE_CHECKING:
    from helpers.commands import Commands
    from helpers.intake.filing import Facts, Filing
    from helpers.intake.procedure import Read, Request, Verdict
    from helpers.sources.editions import Definitions

_YEARS_BEFORE = 2
"""How many years before units came to be an edition may lie that ranks them."""


def add(commands: Commands) -> None:
    """Declare the command and its options."""
    taking = commands.add_parser(
        "intake",
        help=say("intake.help"),
        description=say("intake.description").strip(),
        epilog=say("intake.epilog").strip(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    taking.set_defaults(command=intake)
    taking.add_argument("file", help=say("intake.file"))
    taking.add_argument("--index", required=True, help=say("intake.index"))
    taking.add_argument("--edition", required=True, help=say("intake.edition"))
    taking.add_argument("--universe", help=say("intake.universe"))
    taking.add_argument("--url", default="", help=say("intake.url"))
    taking.add_argument("--published", default="", help=say("intake.published"))
    taking.add_argument("--producer", default="", help=say("intake.producer"))
    taking.add_argument("--transcribed-by", help=say("intake.transcribed_by"))
    taking.add_argument("--fuller", action="store_true", help=say("intake.fuller"))
    taking.add_argument(
        "--further-editions", action="store_true", help=say("intake.further_editions")
    )
    taking.add_argument("--map", type=Path, help=say("intake.map"))
    taking.add_argument("--yes", action="store_true", help=say("intake.yes"))
    taking.add_argument("--dry-run", action="store_true", help=say("intake.dry_run"))
    add_language(taking)


def intake(options: argparse.Namespace) -> int:
    """Read, show, check, ask and file; gives the exit status."""
    from helpers.intake.landing import undo_unfinished
    from helpers.project import project_root
    from helpers.running.folder_lock import only_run
    from helpers.sources.raw_files import UNFINISHED

    root = project_root()
    if options.dry_run and not (root / UNFINISHED).is_file():
        # Who only looks needs no folder to write to.
        with _as_file(options) as taken:
            return _take(taken, *open_project())
    with only_run(root):
        # Before anything is read: what a killed intake left behind may be half an edition.
        if undo_unfinished(root):
            print(say("program.undone"))
        with _as_file(options) as taken:
            return _take(taken, *open_project())


@contextmanager
def _as_file(options: argparse.Namespace) -> Iterator[argparse.Namespace]:
    """The options with a file for an address, fetched for as long as the command takes."""
    from helpers.errors import BadInputError, Reason
    from helpers.intake.address import fetch, is_address

    given = vars(options)
    with tempfile.TemporaryDirectory(prefix="tangbac-intake-") as folder:
        dates: tuple[str, ...] = ()
        if is_address(options.file):
            fetched = fetch(options.file, Path(folder))
            given = given | {"file": fetched.path, "url": options.url or fetched.address}
            dates = fetched.dates
            size = fetched.path.stat().st_size
            print(say("intake.fetched", address=fetched.address, size=size))
        elif not Path(options.file).exists():
            raise BadInputError("filing.no_file", file=options.file)
        if not given["url"]:
            raise BadInputError("filing.no_url")
        if not options.published:
            proposed = (
                Reason("filing.proposed_day", days=", ".join(dates))
                if dates
                else Reason("filing.nothing_proposed")
            )
            raise BadInputError("filing.no_day", proposed=proposed)
        yield argparse.Namespace(**(given | {"file": Path(given["file"])}))


def _take(options: argparse.Namespace, root: Path, definitions: Definitions) -> int:
    from helpers.intake.landing import check_as_filed, land
    from helpers.intake.procedure import check_new, file_read, read_request
    from helpers.intake.report import filing_lines

    request, facts = _request(options, definitions), _facts(options)
    check_new(definitions, request)
    if not (request.transcribed_by or _is_public_body(facts.address)):
        print(say("intake.other_address"))
    read = read_request(root, request)
    verdict = _show(read)
    if verdict is None:
        return 1
    filing = file_read(root, read, verdict, facts)
    check_as_filed(root, filing)
    print(say("intake.to_be_filed", name=filing.name), *filing_lines(filing, language()), sep="\n")
    if options.dry_run:
        print(say("intake.nothing_dry"))
        return 0
    if not (options.yes or _agreed(filing)):
        print(say("intake.nothing"))
        return 1
    land(root, filing)
    print(say("intake.filed", name=filing.name))
    return 0


def _show(read: Read) -> Verdict | None:
    """Print what was read and what the checks say; the verdict, or None where it may not go on."""
    from helpers.intake.procedure import check_read
    from helpers.intake.report import check_lines, question_lines, transcription_lines

    print(*transcription_lines(read.table, read.on_file.units, language()), sep="\n")
    if read.table.questions:
        print(*question_lines(read.table, read.on_file.units, language()), sep="\n")
        print(say("intake.nothing"))
        return None
    verdict = check_read(read)
    print(*check_lines(verdict.checked.checks, read.entries.excuses, language()), sep="\n")
    if verdict.unexcused:
        names = ", ".join(check.name for check in verdict.unexcused)
        print(say("intake.failed", names=names))
        return None
    return verdict


def _is_public_body(address: str) -> bool:
    """Whether an address is one of Viet Nam's public bodies."""
    return (urlsplit(address).hostname or "").endswith(".gov.vn")


def _agreed(filing: Filing) -> bool:
    from helpers.errors import BadInputError

    if not sys.stdin.isatty():
        raise BadInputError("filing.no_terminal", name=filing.name)
    print(say("intake.ask"), end="", flush=True)
    # A keyboard may write the mark of «có» as a letter of its own.
    answer = unicodedata.normalize("NFC", sys.stdin.readline())
    return answer.strip().lower() in {"yes", "y", "có", "co", "c"}


def _request(options: argparse.Namespace, definitions: Definitions) -> Request:
    from helpers.errors import BadInputError
    from helpers.intake.procedure import Request

    known = {index.lower(): index for index in definitions.indices}
    index = known.get(options.index.lower(), options.index)
    definitions.check_index(index)
    edition, published = options.edition, options.published
    if not re.fullmatch(r"20[0-9]{2}", edition):
        raise BadInputError("filing.edition", edition=edition)
    transcriber = (options.transcribed_by or "").strip()
    if options.transcribed_by is not None and not transcriber:
        raise BadInputError("filing.no_transcriber")
    day = _day(published)
    if day.year < int(edition):
        raise BadInputError("filing.too_early", published=published, index=index, edition=edition)
    if day.year == int(edition) and not _ranks_its_own_year(definitions, index):
        raise BadInputError(
            "filing.same_year", edition=edition, published=published, index=index,
            likely=day.year - 1,
        )  # fmt: skip
    universe = options.universe or _universe_of(definitions, day)
    if universe not in definitions.universes:
        choices = ", ".join(definitions.universes)
        raise BadInputError("filing.universe", universe=universe, known=choices)
    _check_universe_existed(definitions, universe, edition, day)
    return Request(
        options.file, index, edition, universe, options.map, options.fuller,
        options.further_editions, transcriber,
    )  # fmt: skip


def _ranks_its_own_year(definitions: Definitions, index: str) -> bool:
    """Whether an edition of the index came out in the year that it measures, as ICT 2017 did."""
    return any(
        entry.index == index and (entry.published or "").startswith(entry.edition)
        for entry in definitions.editions
    )


def _check_universe_existed(
    definitions: Definitions, universe: str, edition: str, day: datetime.date
) -> None:
    """Refuse units of another time.

    A ministry ranks the units of the day of publication, so that day must not lie before they
    were. An edition may: the 34 provinces of 1 July 2025 were ranked for 2024; up to two years.
    """
    from helpers.errors import BadInputError

    since = definitions.universes[universe].get("since", "")
    if not since:
        return
    first, published = int(since[:4]) - _YEARS_BEFORE, day.isoformat()
    if published < since or int(edition) < first:
        raise BadInputError(
            "filing.other_time", universe=universe, since=since, edition=edition,
            published=published, first=first,
        )  # fmt: skip


def _universe_of(definitions: Definitions, day: datetime.date) -> str:
    """The units of the country on a day."""
    return next(
        name
        for name, entry in definitions.universes.items()
        if entry.get("since", "") <= day.isoformat() <= entry.get("until", "9999")
    )


def _facts(options: argparse.Namespace) -> Facts:
    from helpers.errors import BadInputError
    from helpers.intake.filing import Facts

    address = urlsplit(options.url)
    if address.scheme not in ("http", "https") or not address.hostname or " " in options.url:
        raise BadInputError("filing.url", url=options.url)
    today = datetime.date.today()
    if _day(options.published) > today:
        raise BadInputError("filing.future", published=options.published)
    return Facts(options.url, options.published, today.isoformat(), options.producer)


def _day(text: str) -> datetime.date:
    from helpers.errors import BadInputError

    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            raise ValueError(text)
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise BadInputError("filing.day", text=text) from None
