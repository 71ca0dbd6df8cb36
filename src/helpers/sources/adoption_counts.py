"""What does a figure of digital adoption count? The declared meaning of each printed wording.

Sources that name only the highest and the lowest provinces are declared as well: what they print is
kept and never tested, because nobody chose it to stand for the rest.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from helpers.errors import BadInputError
from helpers.sources.raw_files import RawTable
from helpers.sources.yaml_files import read_yaml

_FILE = "data/raw/definitions/adoption_counts.yml"

_EXTREMES = "data/raw/adoption/named_extremes.yml"

NOT_STATED = "not_stated"
"""What a figure counts whose wording leaves it open."""

NAMED_EXTREMES = "named_extremes"
"""What a figure counts that is printed because it is among the highest or lowest: no sample."""

Counts = Mapping[str, Mapping[str, str]]
"""measure -> wording of `unit` -> what it counts."""


def load_adoption_counts(root: Path) -> Counts:
    """What does each wording of `unit` in adoption.csv count, measure by measure?

    Raises:
        BadInputError: the file is missing or is not valid YAML, an entry is no list of wordings, or
            a wording of one measure stands in two groups.
    """
    return _load(Path(root).resolve())


@functools.lru_cache(maxsize=8)
def _load(root: Path) -> Counts:
    return {
        measure: _by_wording(measure, groups) for measure, groups in read_yaml(root, _FILE).items()
    }


def _by_wording(measure: str, groups: object) -> dict[str, str]:
    meaning: dict[str, str] = {}
    for group, wordings in groups.items() if isinstance(groups, Mapping) else [(measure, groups)]:
        if not isinstance(groups, Mapping) or not isinstance(wordings, list):
            raise BadInputError(
                "adoption_counts.no_list", measure=measure, group=group, wordings=wordings
            )
        for wording in wordings:
            if meaning.setdefault(str(wording), group) != group:
                raise BadInputError(
                    "adoption_counts.twice",
                    measure=measure,
                    wording=wording,
                    first=meaning[str(wording)],
                    second=group,
                )
    return meaning


def load_named_extremes(root: Path, table: RawTable) -> frozenset[tuple[str, str]]:
    """Which sources name only the highest and the lowest of which measure?

    Args:
        table: the ledger of digital adoption.

    Returns:
        Pairs of source_id and measure.

    Raises:
        BadInputError: an entry lacks its source, measures or reasons, or names no figure on file.
    """
    entries = read_yaml(root, _EXTREMES) or []
    on_file = {(row["source_id"], row["measure"]) for row in table}
    named: list[tuple[str, str]] = []
    for entry in entries:
        if set(entry) != {"source", "measures", "vi", "en"} or not isinstance(
            entry["measures"], list
        ):
            raise BadInputError("adoption_counts.extremes", file=_EXTREMES, entry=entry)
        named += [(entry["source"], measure) for measure in entry["measures"]]
    for source, measure in named:
        if (source, measure) not in on_file:
            raise BadInputError(
                "adoption_counts.no_figure", file=_EXTREMES, source=source, measure=measure
            )
    return frozenset(named)


def what_they_count(
    rows: Iterable[Mapping[str, object]],
    counts: Counts,
    extremes: Collection[tuple[str, str]] = (),
) -> list[str]:
    """What does each row of `adoption.csv` count?

    Args:
        rows: with `measure`, `unit`, `unit_id` and `source_id`.
        extremes: of `load_named_extremes`.

    Returns:
        A group of the declared file for each row; empty where its measure or its wording is not
        declared. `NAMED_EXTREMES` for a province of a list that names nobody between its ends.
    """
    return [
        NAMED_EXTREMES
        if extremes and row["unit_id"] and (row["source_id"], row["measure"]) in extremes
        else counts.get(str(row["measure"]), {}).get(str(row["unit"]), "")
        for row in rows
    ]
