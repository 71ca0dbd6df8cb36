"""The command `tangbac`: its sub-commands stand in `helpers.commands`, one module each.

Exit status: 0 all went well; 1 a notebook failed (of `check`: a statement is contradicted);
2 something given was wrong, and nothing was started, or the disk refused (of `check` also: nothing
could be judged, and a result is printed); 70 a fault of the program itself, with its traceback;
129, 130, 143 ended with SIGHUP, Ctrl-C, SIGTERM; 141 nobody reads the output any more.

Only the standard library is imported at the start: help and refusals answer at once.
"""

from __future__ import annotations

import argparse
import errno
import gc
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress

from helpers import LANGUAGES, __version__
from helpers.commands import (
    changes,
    check,
    claims,
    confirm,
    correct,
    export,
    intake,
    keep,
    listing,
    missing,
    notebooks,
    refresh,
    run,
    seal,
    site,
    verify,
)
from helpers.commands.surroundings import (
    EndedError,
    OutputError,
    check_arguments,
    disk_refusal,
    drop_output,
    ended_by_signals,
    in_utf8,
    open_streams,
)
from helpers.commands.terminal import Parser, asked_language, language, say, speak
from helpers.errors import BadInputError, Reason

_COMMANDS = (
    refresh,
    site,
    run,
    export,
    notebooks,
    listing,
    missing,
    check,
    confirm,
    claims,
    intake,
    correct,
    changes,
    keep,
    verify,
    seal,
)
_OBJECTS_BEFORE_COLLECTING = 100_000
"""The collector goes through all trees of code again and again otherwise: half of their time."""
_REFUSED, _FAULT, _INTERRUPTED, _READER_GONE = 2, 70, 130, 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `tangbac` with these arguments (default: those of the process); gives the exit status."""
    gc.set_threshold(_OBJECTS_BEFORE_COLLECTING)
    if arguments is None:
        in_utf8()
    speak(asked_language(sys.argv[1:] if arguments is None else arguments))
    has_output = open_streams()
    try:
        with ended_by_signals():
            if not has_output:
                raise BadInputError("output.none")
            return _status(arguments)
    except BadInputError as error:
        return _refuse(error, _REFUSED)
    except OutputError as error:
        return _without_output(error)
    except EndedError as end:
        return _refuse(Reason("command.ended", signal=end.name), end.status)
    except KeyboardInterrupt:
        return _refuse(Reason("command.interrupted"), _INTERRUPTED)
    except Exception as error:
        return _unforeseen(error)


def _status(arguments: Sequence[str] | None) -> int:
    check_arguments(sys.argv[1:] if arguments is None else arguments)
    try:
        options = make_parser().parse_args(arguments)
        status = int(options.command(options))
    finally:
        # What cannot be written is better said here than on the way out of Python.
        sys.stdout.flush()
    return status


def _without_output(error: OutputError) -> int:
    drop_output()
    if error.errno == errno.EPIPE:
        return _refuse(Reason("output.reader_gone"), _READER_GONE)
    return _refuse(Reason("output.refused", reason=error.reason), _REFUSED)


def _unforeseen(error: Exception) -> int:
    refusal = disk_refusal(error) if isinstance(error, OSError) else None
    if refusal is not None:
        return _refuse(refusal, _REFUSED)
    # Never as status 1, which says something about a notebook or a headline.
    with suppress(OutputError):
        traceback.print_exc()
    return _refuse(Reason("command.fault"), _FAULT)


def _refuse(why: Reason | BadInputError, status: int) -> int:
    try:
        print(f"tangbac: {why.said(language())}", file=sys.stderr)
    except OutputError:
        # Where nothing can be said the status says it.
        drop_output()
    return status


def make_parser() -> argparse.ArgumentParser:
    """The parser of all commands, in the language that is spoken."""
    parser = Parser(
        prog="tangbac",
        description=say("program.description"),
        epilog=say("program.epilog"),
    )
    parser.add_argument(
        "--version", action="version", version=f"tangbac {__version__}", help=say("program.version")
    )
    # Read before the parser is made, by asked_language.
    parser.add_argument("--lang", choices=LANGUAGES, dest="terminal", help=say("language.terminal"))
    commands = parser.add_subparsers(
        title=say("program.commands"), required=True, metavar=say("program.command")
    )
    for module in _COMMANDS:
        module.add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
