"""The command `tangbac`: its sub-commands stand in `helpers.commands`, one module each.

Exit status: 0 all went well; 1 a notebook failed; 2 something given was wrong, and nothing was
started, or the disk refused; 130 interrupted with Ctrl-C.

Only the standard library is imported at the start: help and refusals answer at once.
"""

from __future__ import annotations

import argparse
import errno
import gc
import io
import os
import sys
from collections.abc import Sequence

from helpers import __version__
from helpers.commands import (
    changes,
    check,
    claims,
    correct,
    export,
    intake,
    keep,
    listing,
    notebooks,
    refresh,
    run,
    seal,
    site,
    verify,
)
from helpers.errors import BadInputError

_COMMANDS = (
    refresh,
    site,
    run,
    export,
    notebooks,
    listing,
    check,
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
_PLACE_REFUSED = frozenset(
    {
        errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC,
        errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.ENAMETOOLONG,
    }
)  # fmt: skip
"""What a person's disk says, not what the program did wrong."""
_INTERRUPTED = 130
_READER_GONE = 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `tangbac` with these arguments (default: those of the process); gives the exit status."""
    gc.set_threshold(_OBJECTS_BEFORE_COLLECTING)
    _speak_utf8()
    options = _parser().parse_args(arguments)
    try:
        return int(options.command(options))
    except BadInputError as error:
        print(f"tangbac: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # The reader (head, less) has seen enough; nothing may be written at the exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _READER_GONE
    except OSError as error:
        if error.errno not in _PLACE_REFUSED or error.filename is None:
            raise
        place = error.filename2 or error.filename
        print(
            f"tangbac: cannot write or read {place}: {error.strerror}. See to what lies there and "
            "who may write there, then run the same command again; no file is half-written.",
            file=sys.stderr,
        )
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
    for module in _COMMANDS:
        module.add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
