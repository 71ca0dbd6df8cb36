"""Places held twice: planted ties that are proved, and some that are not."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from helpers.errors import BadInputError
from helpers.rankings.shared_places import check_settled_places, shared_places
from helpers.sources.figures import Figure

MakeFigure = Callable[..., Figure]


def ranked(*rows: tuple[str, int | None, float | None], measure: str = "overall") -> pd.DataFrame:
    """Unit, rank (None: an interval from 1 to 9), score; all of DTI 2021."""
    table = pd.DataFrame(
        [
            {
                "index": "DTI", "edition": "2021", "universe": "63", "measure": measure,
                "unit_id": unit, "province": unit.upper(), "rank": rank,
                "rank_best": rank or 1, "rank_worst": rank or 9, "score": score,
                "rank_basis": "printed", "rank_source_id": "s1",
            }
            for unit, rank, score in rows
        ]
    )  # fmt: skip
    names = ["rank", "rank_best", "rank_worst"]
    return table.astype(dict.fromkeys(names, "Int64") | {"score": "float64"})


@pytest.mark.parametrize(
    ("rows", "shared"),
    [
        ([("a", 6, None), ("b", 6, None), ("c", 7, None)], ["a", "b"]),
        ([("a", 6, 0.5), ("b", 6, None)], ["a", "b"]),
        ([("a", 6, 0.5), ("b", 6, 0.5)], []),
        ([("a", 6, 0.5), ("b", 6, 0.5001)], ["a", "b"]),
        # A third one without a score leaves the tie of the others proved, but not its own place.
        ([("a", 6, 0.5), ("b", 6, 0.5), ("c", 6, None)], ["a", "b", "c"]),
        # Whoever is first beside full marks has full marks.
        ([("a", 1, 1.0), ("b", 1, None)], []),
        ([("a", 1, 0.9), ("b", 1, None)], ["a", "b"]),
        ([("a", 2, 1.0), ("b", 2, None)], ["a", "b"]),
        # An interval holds no place.
        ([("a", None, None), ("b", None, None), ("c", 1, None)], []),
    ],
)
def test_a_tie_is_proved_by_scores_alone(
    rows: list[tuple[str, int | None, float | None]], shared: list[str]
) -> None:
    assert shared_places(ranked(*rows))["unit_id"].tolist() == shared


def test_other_measures_are_other_places() -> None:
    both = pd.concat([ranked(("a", 6, None)), ranked(("b", 6, None), measure="awareness")])
    assert shared_places(both).empty


def test_an_edition_settled_on_a_taken_place_is_refused(make_figure: MakeFigure) -> None:
    figure = make_figure(
        "rank", 6.0, figure_id="r7", unit_id="a", edition="2021", settled="elimination"
    )
    check_settled_places([figure], ranked(("a", 6, None), ("b", 7, None)))
    taken = ranked(("a", 6, None), ("b", 6, None))
    with pytest.raises(BadInputError, match=r"r7: rank 6 of DTI 2021, overall, is held by B"):
        check_settled_places([figure], taken)
    # What a source prints with its year is named, not refused.
    check_settled_places([make_figure("rank", 6.0, unit_id="a", edition="2021")], taken)
