"""Which whole tables are published that are not on file, and what would each bring?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.errors import BadInputError
from helpers.sources.editions import Definitions, Edition, comparison_problem
from helpers.sources.yaml_files import read_yaml

LISTED = "data/raw/definitions/published_tables.yml"
FORMS = ("html", "pdf", "xlsx")
_FIELDS = {"index", "edition", "universe", "form", "address", "title_vi", "title_en", "where"}
_TOTAL = "overall"


@dataclass(frozen=True)
class PublishedTable:
    """A table that lies elsewhere: what it holds, where, and in which form.

    `measures` with the total; `address` is empty where it is not known whole, `where` names the
    site.
    """

    edition: Edition
    measures: tuple[str, ...]
    form: str
    address: str
    where: str
    titles: Mapping[str, str]


@dataclass(frozen=True)
class Gain:
    """What a published table would bring.

    Attributes:
        table: the table.
        scores, ranks: how many would be known that are not, over all its measures.
        pairs: editions that it could then be compared with in full, the other one's year.
        known: provinces whose total rank is known now.
        units: how many there are.
    """

    table: PublishedTable
    scores: int
    ranks: int
    pairs: tuple[str, ...]
    known: int
    units: int


def load_published_tables(root: Path, definitions: Definitions) -> tuple[PublishedTable, ...]:
    """The tables that are listed as published, in the order of the list; none without a list.

    Raises:
        BadInputError: an entry lacks a field or has an unknown one, or names an edition, a measure
            or a form that there is not.
    """
    listed = (root / LISTED).is_file()
    entries: list[dict[str, Any]] = (read_yaml(root, LISTED) or []) if listed else []
    return tuple(_read(number, entry, definitions) for number, entry in enumerate(entries, 1))


def _read(number: int, entry: Mapping[str, Any], definitions: Definitions) -> PublishedTable:
    given = set(entry) - {"measures"}
    if given != _FIELDS or entry["form"] not in FORMS:
        raise BadInputError(
            "published.entry", file=LISTED, number=number, fields=", ".join(sorted(_FIELDS)),
            forms=", ".join(FORMS),
        )  # fmt: skip
    edition = definitions.edition(entry["index"], entry["edition"], entry["universe"])
    formula = definitions.formula_of(edition)
    parts = tuple(formula.weights) if formula else ()
    measures = tuple(entry.get("measures", (_TOTAL, *parts)))
    for measure in measures:
        definitions.check_measure(edition.index, measure)
    return PublishedTable(
        edition, measures, entry["form"], entry["address"], entry["where"],
        {"vi": entry["title_vi"], "en": entry["title_en"]},
    )  # fmt: skip


def gains_of(
    tables: tuple[PublishedTable, ...], coverage: pd.DataFrame, definitions: Definitions
) -> list[Gain]:
    """What each table would bring, that which brings most first; none that would bring nothing.

    Args:
        tables: as listed. coverage: `coverage.csv`. definitions: of editions and formulas.
    """
    known = coverage.set_index(["index", "edition", "universe", "measure"])
    sizes = coverage.groupby("universe")["units"].first()
    gains = [
        _gain(table, known, int(sizes[table.edition.universe]), definitions) for table in tables
    ]
    return sorted((g for g in gains if g.scores or g.ranks), key=lambda g: -(g.scores + g.ranks))


def _gain(table: PublishedTable, known: pd.DataFrame, size: int, definitions: Definitions) -> Gain:
    counts = {
        name: [int(known[name].get((*table.edition.key, measure), 0)) for measure in table.measures]
        for name in ("scored", "ranked")
    }
    missing = {name: sum(size - number for number in numbers) for name, numbers in counts.items()}
    now = int(known["ranked"].get((*table.edition.key, _TOTAL), 0))
    pairs = _pairs(table.edition, definitions) if now < size else ()
    return Gain(table, missing["scored"], missing["ranked"], pairs, now, size)


def _pairs(own: Edition, definitions: Definitions) -> tuple[str, ...]:
    """The complete editions that may be compared with this one."""
    others = definitions.editions_of(own.index, own.universe)
    pairs = ((min(own, o, key=_year), max(own, o, key=_year), o) for o in others if o.complete)
    return tuple(
        other.edition
        for before, later, other in pairs
        if other.key != own.key and comparison_problem(definitions, before, later) is None
    )


def _year(edition: Edition) -> str:
    return edition.edition
