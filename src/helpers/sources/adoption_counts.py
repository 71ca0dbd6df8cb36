"""What does a figure of digital adoption count? The declared meaning of each printed wording."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from pathlib import Path

from helpers.errors import BadInputError
from helpers.sources.yaml_files import read_yaml

_FILE = "data/raw/definitions/adoption_counts.yml"

NOT_STATED = "not_stated"
"""What a figure counts whose wording leaves it open."""

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


def what_they_count(rows: Iterable[Mapping[str, object]], counts: Counts) -> list[str]:
    """What does each row of `adoption.csv` count?

    Args:
        rows: with `measure` and `unit`.

    Returns:
        A group of the declared file for each row; empty where its measure or its wording is not
        declared.
    """
    return [counts.get(str(row["measure"]), {}).get(str(row["unit"]), "") for row in rows]
