"""Are the tables of `data/processed` those that `data/raw` gives now, and do they add up?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import chain, zip_longest
from pathlib import Path

import pandas as pd

from helpers.errors import Reason
from helpers.sources.dictionary import dictionary_problems
from helpers.sources.processed_files import (
    PROCESSED,
    csv_text,
    datapackage,
    read_processed,
)
from helpers.sources.schemas import TABLES, check_typed, conform
from helpers.verifying.look import Found, Listed, Look, tried

_PRESS_CHECK = "press_check"


def relations(look: Look) -> Iterator[Found]:
    """Which relation the published figures break: totals, means, ranks, merged units."""
    yield from tried("data/raw", lambda: look.cleaned)


def processed_tables(look: Look) -> Iterator[Found]:
    """Which tables break their schema, or are not what `data/raw` gives now."""
    broken = {name: list(_broken(look.root, name)) for name in TABLES}
    yield from chain(*broken.values())
    now = look.cleaned.tables
    for name, table in now.items():
        yield from tried("data/raw", partial(check_typed, TABLES[name], table))
    # One that cannot be read has been named, with the same advice.
    readable = {name: table for name, table in now.items() if not broken[name]}
    yield from _stale(look.root, readable)
    for path in sorted((look.root / PROCESSED).glob("[!.]*.csv")):
        if path.stem not in TABLES:
            yield Reason("verify.no_table", file=(PROCESSED / path.name).as_posix())
    package = look.root / PROCESSED / "datapackage.json"
    if not package.is_file() or package.read_text(encoding="utf-8") != datapackage():
        yield Reason("verify.package", file=(PROCESSED / package.name).as_posix())


def press_check(look: Look) -> Iterator[Found]:
    """Whether the check of the press is that of the present figures."""
    broken = list(_broken(look.root, _PRESS_CHECK))
    yield from broken or _stale(
        look.root, {_PRESS_CHECK: conform(_PRESS_CHECK, look.cleaned.statements)}
    )


def dictionary(look: Look) -> Iterator[Found]:
    """What the data dictionary leaves out, or describes otherwise than it is."""
    yield from dictionary_problems(look.root)


def _broken(root: Path, name: str) -> Iterator[Found]:
    yield from tried((PROCESSED / f"{name}.csv").as_posix(), lambda: read_processed(root, name))


def _stale(root: Path, now: Mapping[str, pd.DataFrame]) -> Iterator[Found]:
    """One finding that names each table that is another one now, and the first line that is."""
    stale = []
    for name, table in now.items():
        path = root / PROCESSED / f"{name}.csv"
        expected = csv_text(name, table).encode()
        line = _first_difference(path.read_bytes(), expected) if path.is_file() else 0
        if line:
            stale.append(Reason("verify.from_line", file=path.name, line=line))
    if stale:
        yield Reason("verify.stale", folder=PROCESSED.as_posix(), tables=Listed(stale))


def _first_difference(stands: bytes, expected: bytes) -> int:
    """The first line, counted from 1, in which two texts differ; 0: in none."""
    pairs = zip_longest(stands.split(b"\n"), expected.split(b"\n"))
    return next((line for line, (one, other) in enumerate(pairs, start=1) if one != other), 0)
