"""How far the points alone move ranks: counted anew, unit by unit."""

from __future__ import annotations

import pandas as pd
import pytest

from helpers.questions.clean_figures.answer import CleanFigures
from helpers.questions.rank_gains.points_alone import points_alone
from helpers.rankings.index_parts import index_parts
from helpers.rankings.restated import restated_totals
from helpers.sources.editions import Definitions
from helpers.sources.provinces import Units

OLD = (100, 100, 100, 100, 100, 200, 150, 150)
NEW = (50, 50, 140, 100, 100, 200, 150, 150)


@pytest.mark.parametrize("year", ["2022", "2023"])
def test_ranks_are_those_of_totals_added_up_by_hand(
    clean: CleanFigures, definitions: Definitions, units: Units, year: str
) -> None:
    rankings = clean.tables["rankings"]
    pair = definitions.edition("DTI", year, "63"), definitions.edition("DTI", "2024", "63")
    found = points_alone(rankings, definitions, units, pair)
    assert found is not None
    known = index_parts(rankings, definitions, units, pair[0])
    totals = {}
    for unit, row in known.parts.iterrows():
        earned = sum(w * x for w, x in zip(OLD, row, strict=True) if pd.notna(x))
        unknown = sum(w for w, x in zip(OLD, row, strict=True) if pd.isna(x))
        each = (1000 * known.totals[unit] - earned) / unknown if unknown else 0.0
        totals[unit] = sum(w * (each if pd.isna(x) else x) for w, x in zip(NEW, row, strict=True))
    before = {u: 1 + sum(o > t + 1e-9 for o in known.totals) for u, t in known.totals.items()}
    after = {u: 1 + sum(o > t + 1e-6 for o in totals.values()) for u, t in totals.items()}
    moved = [abs(before[u] - after[u]) for u in totals]
    assert found.mean == pytest.approx(sum(moved) / 63)
    assert found.largest == max(moved)
    later = rankings[
        (rankings["index"] == "DTI") & (rankings["edition"] == "2024")
        & (rankings["universe"] == "63") & (rankings["measure"] == "overall")
    ].set_index("unit_id")["rank"]  # fmt: skip
    assert found.published == pytest.approx(sum(abs(before[u] - later[u]) for u in before) / 63)


def test_the_bounds_are_those_of_every_unit_alone(
    clean: CleanFigures, definitions: Definitions, units: Units
) -> None:
    rankings = clean.tables["rankings"]
    pair = definitions.edition("DTI", "2023", "63"), definitions.edition("DTI", "2024", "63")
    found = points_alone(rankings, definitions, units, pair)
    assert found is not None
    spans = restated_totals(rankings, definitions, units, *pair).set_index("unit_id")
    earlier = rankings[
        (rankings["index"] == "DTI") & (rankings["edition"] == "2023")
        & (rankings["universe"] == "63") & (rankings["measure"] == "overall")
    ].set_index("unit_id")["rank"]  # fmt: skip
    moves = [
        [abs(earlier[unit] - rank) for rank in range(row.rank_best, row.rank_worst + 1)]
        for unit, row in spans.iterrows()
    ]
    assert found.lower == pytest.approx(sum(map(min, moves)) / 63)
    assert found.upper == pytest.approx(sum(map(max, moves)) / 63)
    assert found.lower < found.mean < found.upper


def test_without_a_break_there_is_nothing_to_say(
    clean: CleanFigures, definitions: Definitions, units: Units
) -> None:
    assert points_alone(clean.tables["rankings"], definitions, units, None) is None
