"""What the columns of the front door's tables are called, and whose figures they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from helpers.project import data_version, project_root
from helpers.sharing.drawing import source_line
from helpers.sharing.figure_words import measure_name
from helpers.sharing.numbers import Phrase
from helpers.sharing.wording import InBoth, Joined, Said, read_wording, use_wording
from helpers.sources.editions import BRIDGES, Edition, comparison_problem
from tangbac.names import others
from tangbac.session import definitions
from tangbac.tables import RANK, universe_of

use_wording("tangbac.yml", "rank_gains.yml")

_OF_GAINS = ("rank_gain", "score_change")
_OF_RANKINGS = ("rank", "score")
_PRODUCERS = ("papi", "pci", "portal_index")
"""How the names of measures begin whose producer is not the statistics office."""


@dataclass(frozen=True)
class Column:
    """What a column holds: a part of an edition, its rank or its score, or another figure.

    `name`: what readers call it. `edition`: whose, or None. `producer`: who published it.
    """

    name: Phrase | str
    producer: Phrase | None = None
    edition: Edition | None = None


def column_of(table: pd.DataFrame, column: str) -> Column:
    """What a column of a table of the front door is; a column of one's own is called as it is."""
    universe = universe_of(table) if "unit_id" in table else ""
    part, _, year = column.rpartition("_")
    if part in others():
        entry = others()[part]
        unit = Said(f"tangbac.unit.{entry['unit']}")
        name = InBoth(entry["vi"], entry["en"])
        kind = next((one for one in _PRODUCERS if part.startswith(one)), "statistics")
        producer = Said(f"tangbac.producer.{kind}")
        return Column(Said("tangbac.figure", name=name, year=year, unit=unit), producer)
    for one in definitions().editions:
        code = part.removeprefix(RANK).removeprefix(f"{one.index.lower()}_")
        is_its = part.removeprefix(RANK) == f"{one.index.lower()}_{code}"
        own = one.edition == year and one.universe == universe
        if is_its and own and code in definitions().measures(one.index):
            kind = "rank" if column.startswith(RANK) else "score"
            return _of_edition(kind, one, code)
    return _of_long_table(table, column)


def _of_edition(kind: str, edition: Edition, measure: str) -> Column:
    name = measure_name(definitions(), edition.index, measure)
    values = {"index": edition.index, "edition": edition.edition, "measure": name}
    said = Said(f"tangbac.column.{kind}", **values)
    return Column(said, Said("producer.press"), edition)


def _of_long_table(table: pd.DataFrame, column: str) -> Column:
    """A column of `rankings` or `gains`, where all rows are of one edition and measure."""
    asked = [name for name in ("index", "edition", "measure", "baseline") if name in table]
    first = {name: str(table[name].iloc[0]) for name in asked if table[name].nunique() == 1}
    if {"index", "edition", "measure"} <= set(first):
        name = measure_name(definitions(), first["index"], first["measure"])
        if column in _OF_GAINS and "baseline" in first:
            said = Said(f"tangbac.column.{column}", **{**first, "measure": name})
            return Column(said, Said("producer.press"))
        if column in _OF_RANKINGS:
            one = definitions().edition(first["index"], first["edition"], universe_of(table))
            return _of_edition(column, one, first["measure"])
    return Column(usual_header(column) or column)


def usual_header(column: str) -> Phrase | None:
    """What the tables of the house call a column, where they have it."""
    own = read_wording("tangbac.yml").get(f"tangbac.header.{column}")
    entry = own or read_wording("columns.yml").get(column)
    named = entry is not None and "{" not in entry["vi"]
    return InBoth(entry["vi"], entry["en"]) if entry and named else None


def word_of(table: pd.DataFrame, column: str, value: str | bool) -> Phrase | str:
    """What readers call a code or a truth in a table of the front door; other text as it is."""
    if not isinstance(value, str):
        return Said("tangbac.true" if value else "tangbac.false")
    if column == "measure" and "index" in table and table["index"].nunique() == 1:
        return measure_name(definitions(), str(table["index"].iloc[0]), value)
    key = f"tangbac.{column}.{value}"
    return Said(key) if key in read_wording("tangbac.yml") else value


def rows_are_of(table: pd.DataFrame) -> Phrase | None:
    """Of which index, editions, units and measure are the rows of `rankings` or `gains`?

    What they are not all of is left out; None where they are of no index, or of several.
    """
    asked = [one for one in ("index", "edition", "baseline") if one in table]
    values = {one: str(table[one].iloc[0]) for one in asked if table[one].nunique() == 1}
    if "unit_id" not in table or "index" not in values:
        return None
    key = f"tangbac.of.{list(values)[-1]}"
    named: list[Phrase | str] = [Said(key, **values, size=int(universe_of(table)))]
    if "measure" in table and table["measure"].nunique() == 1:
        named.append(word_of(table, "measure", str(table["measure"].iloc[0])))
    return Said("tangbac.rows_of", of=Joined(named, ": "))


def source_of(table: pd.DataFrame, columns: Sequence[str]) -> Phrase:
    """The small line in a picture of these columns: producers, editions, state, what limits."""
    found = [column_of(table, one) for one in columns]
    editions = [one.edition for one in found if one.edition is not None] + _of_rows(table)
    editions = list(dict.fromkeys(editions))
    made = {str(vars(one.producer)): one.producer for one in found if one.producer is not None}
    if editions:
        press = Said("producer.press")
        made = {str(vars(press)): press, **made}
    producer = Joined(made.values(), "; ") if made else Said("tangbac.producer.own")
    named = [f"{one.index} {one.edition}" for one in sorted(editions, key=lambda e: e.edition)]
    return picture_source(producer, named, _limits(table, editions, columns))


def picture_source(producer: Phrase, editions: Iterable[str], caveat: Phrase | None) -> Phrase:
    """The source line; without editions it names none."""
    version, named = _version(project_root()), list(dict.fromkeys(editions))
    if named:
        return source_line(producer, named, version, caveat)
    line = Said("tangbac.source", producer=producer, version=version)
    return line if caveat is None else Joined((line, caveat), " ")


@cache
def _version(root: Path) -> str:
    return data_version(root)


def _of_rows(table: pd.DataFrame) -> list[Edition]:
    """The editions that the rows of `rankings` or `gains` are of."""
    if not {"index", "edition", "unit_id"} <= set(table.columns):
        return []
    universe = universe_of(table)
    years = [name for name in ("baseline", "edition") if name in table]
    pairs = {(row[0], year) for row in table[["index", *years]].drop_duplicates().itertuples(
        index=False) for year in row[1:]}  # fmt: skip
    known = {(e.index, e.edition): e for e in definitions().editions if e.universe == universe}
    return [known[pair] for pair in sorted(pairs) if pair in known]


def limits_of(table: pd.DataFrame, columns: Sequence[str]) -> Phrase | None:
    """What must be said of the editions that these columns put beside each other, if anything."""
    found = [one for one in (column_of(table, name).edition for name in columns) if one is not None]
    return _limits(table, list(dict.fromkeys([*found, *_of_rows(table)])), columns)


def _limits(
    table: pd.DataFrame, editions: Sequence[Edition], columns: Sequence[str]
) -> Phrase | None:
    """What a picture must say of the editions it puts beside each other."""
    in_part = [f"{one.index} {one.edition}" for one in editions if not one.complete]
    partial = [Said("tangbac.in_part", editions=", ".join(in_part))] if in_part else []
    said = [*partial, *_not_comparable(table, editions, columns)]
    return Joined(said, " ") if said else None


def _not_comparable(
    table: pd.DataFrame, editions: Sequence[Edition], columns: Sequence[str]
) -> Iterator[Phrase]:
    if "comparable" in table and "bridge" in table and len(editions) > 1:
        if table["comparable"].all():
            if "rank_gain" in columns:
                yield Said("gains.caveat")
            return
        bounded = (table["bridge"] == list(BRIDGES)[1]).any()
        ends = {"baseline": editions[0].edition, "edition": editions[-1].edition}
        yield Said("gains.caveat_bounded" if bounded else "gains.caveat_bridged", **ends)
        return
    if any(
        comparison_problem(definitions(), *sorted((one, two), key=lambda e: e.edition)) is not None
        for one in editions
        for two in editions
        if one.index == two.index and one != two
    ):
        yield Said("tangbac.caveat_editions")
