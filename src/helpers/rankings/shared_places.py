"""Which places do two units hold without a tie that is proved?

One of the ranks is then wrong, or the scores were equal and no source prints them. Nothing on file
tells which, so both are kept and named.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from helpers.errors import BadInputError
from helpers.sources.figures import Figure

_KEYS = ["index", "edition", "universe", "measure", "rank"]
_FULL = 1.0
_DECIMALS = 4


def shared_places(rankings: pd.DataFrame) -> pd.DataFrame:
    """Which exactly known ranks do several units hold whose scores are not known to be equal?

    A tie is proved where all their scores are known and equal at the four decimals that the
    ministry prints, and at the first place also where one of them has full marks: whoever else
    comes first has no fewer.

    Args:
        rankings: as `rankings.csv`.

    Returns:
        One row for each unit: `index`, `edition`, `universe`, `measure`, `rank`, `unit_id`,
        `province`, `rank_basis`, `rank_source_id`; those of one place together.
    """
    exact = rankings[rankings["rank"].notna() & (rankings["rank_best"] == rankings["rank_worst"])]
    exact = exact[exact.duplicated(_KEYS, keep=False)]
    scores = exact["score"].round(_DECIMALS).groupby([exact[key] for key in _KEYS])
    known, first = exact["score"].notna(), exact["rank"] == 1
    all_known = known.groupby([exact[key] for key in _KEYS]).transform("all")
    equal = all_known & (scores.transform("min") == scores.transform("max"))
    full = first & (scores.transform("max") == _FULL)
    columns = [*_KEYS, "unit_id", "province", "rank_basis", "rank_source_id"]
    return exact.loc[~(equal | full), columns].sort_values([*_KEYS, "unit_id"], ignore_index=True)


def check_settled_places(figures: Iterable[Figure], rankings: pd.DataFrame) -> None:
    """Refuse an edition that is settled on a place which another unit holds.

    Args:
        figures: the ledger's. rankings: as `rankings.csv`.

    Raises:
        BadInputError: names the figure and who holds the place.
    """
    shared = shared_places(rankings)
    for figure in figures:
        if not figure.settled or figure.statistic not in ("rank", "list_position"):
            continue
        place = shared[
            (shared["index"] == figure.index)
            & (shared["edition"] == figure.edition)
            & (shared["universe"] == figure.universe)
            & (shared["measure"] == figure.measure)
            & (shared["rank"] == figure.value)
        ]
        others = place.loc[place["unit_id"] != figure.unit_id, "province"]
        if len(others) and figure.unit_id in set(place["unit_id"]):
            raise BadInputError(
                "settled.taken",
                figure=figure.figure_id,
                rank=int(figure.value or 0),
                index=figure.index,
                edition=figure.edition,
                measure=figure.measure,
                other=", ".join(others),
            )
