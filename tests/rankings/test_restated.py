"""An edition under the points of a later one, and gains through the bridge `formula_bounds`."""

from __future__ import annotations

import pandas as pd
import pytest

from helpers.errors import NotComparableError
from helpers.rankings.gains import all_gains, gains_between
from helpers.rankings.restated import restated_totals
from helpers.sources.editions import Definitions, Edition
from helpers.sources.provinces import Units

DANANG, HAU_GIANG = "vn63-48", "vn63-93"


@pytest.fixture(params=["2022", "2023"])
def pair(request: pytest.FixtureRequest, definitions: Definitions) -> tuple[Edition, Edition]:
    return (
        definitions.edition("DTI", request.param, "63"),
        definitions.edition("DTI", "2024", "63"),
    )


def test_every_unit_has_a_span_and_full_rows_a_score(
    rankings: pd.DataFrame, definitions: Definitions, units: Units, pair: tuple[Edition, Edition]
) -> None:
    found = restated_totals(rankings, definitions, units, *pair).set_index("unit_id")
    assert len(found) == 63
    assert found["score"].notna().sum() == 10
    assert (found["rank_best"] <= found["rank_worst"]).all()
    assert found["rank_best"].min() == 1
    assert found["rank"].equals(found["rank_best"].where(found["rank_best"] == found["rank_worst"]))
    assert found.loc[HAU_GIANG, ["rank_best", "rank_worst"]].diff().iloc[1] > 5


def test_the_score_of_da_nang_2023_by_hand(
    rankings: pd.DataFrame, definitions: Definitions, units: Units
) -> None:
    years = [definitions.edition("DTI", year, "63") for year in ("2023", "2024")]
    found = restated_totals(rankings, definitions, units, *years).set_index("unit_id")
    rows = rankings[
        (rankings["unit_id"] == DANANG) & (rankings["index"] == "DTI")
        & (rankings["edition"] == "2023")
    ].set_index("measure")["score"]  # fmt: skip
    points = {
        "awareness": 50, "institutions": 50, "infrastructure": 140, "human_resources": 100,
        "cybersecurity": 100, "government_activity": 200, "economy_activity": 150,
        "society_activity": 150,
    }  # fmt: skip
    by_hand = sum(rows[part] * weight for part, weight in points.items()) / 940
    assert found.loc[DANANG, "score"] == pytest.approx(by_hand, abs=5e-5)
    assert found.loc[DANANG, "rank"] == 1


def test_gains_through_the_bridge_are_bounds_and_never_comparable(
    rankings: pd.DataFrame, definitions: Definitions, units: Units, pair: tuple[Edition, Edition]
) -> None:
    gains = gains_between(rankings, definitions, *pair, bridge="formula_bounds", units=units)
    restated = restated_totals(rankings, definitions, units, *pair).set_index("unit_id")
    assert len(gains) == 63
    assert set(gains["measure"]) == {"overall"}
    assert not gains["comparable"].any()
    assert set(gains["bridge"]) == {"formula_bounds"}
    assert set(gains["basis"]) == {"recomputed"}
    by_unit = gains.set_index("unit_id")
    # The later edition stays as printed.
    printed = rankings[
        (rankings["edition"] == "2024") & (rankings["universe"] == "63")
        & (rankings["measure"] == "overall")
    ].set_index("unit_id")["rank"]  # fmt: skip
    assert (by_unit["rank_to"] == printed).all()
    assert (by_unit["gain_least"] == restated["rank_best"] - printed).all()
    assert (by_unit["gain_most"] == restated["rank_worst"] - printed).all()
    assert (by_unit["rank_gain"].isna() == (by_unit["gain_least"] != by_unit["gain_most"])).all()
    exact = by_unit["score_change"].dropna()
    assert len(exact) == 10
    assert set(exact.index) == set(restated.index[restated["score"].notna()])


def test_the_bridge_needs_the_units_and_is_not_used_where_none_is_needed(
    rankings: pd.DataFrame, definitions: Definitions, units: Units
) -> None:
    years = [definitions.edition("DTI", year, "63") for year in ("2022", "2023", "2024")]
    with pytest.raises(ValueError, match="needs the units"):
        gains_between(rankings, definitions, *years[1:], bridge="formula_bounds")
    plain = gains_between(rankings, definitions, *years[:2])
    bridged = gains_between(rankings, definitions, *years[:2], bridge="formula_bounds", units=units)
    assert bridged.equals(plain)


@pytest.mark.parametrize(
    ("index", "years", "reason"),
    [
        ("DTI", ("2021", "2024"), r"complete table and known points, which DTI 2021"),
        ("DTI", ("2020", "2021"), r"which DTI 2020"),
        ("ICT", ("2022", "2023"), r"which ICT 2022"),
        ("EGOV", ("2016", "2017"), r"which EGOV 2016"),
    ],
)
def test_elsewhere_the_bridge_is_refused_and_the_other_named(
    rankings: pd.DataFrame,
    definitions: Definitions,
    units: Units,
    index: str,
    years: tuple[str, str],
    reason: str,
) -> None:
    pair = [definitions.edition(index, year, "63") for year in years]
    with pytest.raises(NotComparableError, match=reason) as caught:
        gains_between(rankings, definitions, *pair, bridge="formula_bounds", units=units)
    assert 'name the bridge "printed_ranks"' in str(caught.value)


def test_no_bridge_leads_to_another_set_of_units(
    rankings: pd.DataFrame, definitions: Definitions, units: Units
) -> None:
    pair = definitions.edition("DTI", "2023", "63"), definitions.edition("DTI", "2024", "34")
    with pytest.raises(NotComparableError, match="no bridge leads across"):
        gains_between(rankings, definitions, *pair, bridge="formula_bounds", units=units)


def test_the_table_of_gains_holds_printed_ranks_alone(
    rankings: pd.DataFrame, definitions: Definitions
) -> None:
    assert set(all_gains(rankings, definitions)["bridge"]) == {"", "printed_ranks"}


def test_the_later_edition_under_the_earlier_points_by_hand(
    rankings: pd.DataFrame, definitions: Definitions, units: Units
) -> None:
    # Hà Nội is one of the eleven provinces whose parts of 2024 the table of 34 prints: 1.0000,
    # 1.0000, 0.9286, 0.9000, 0.8082 (100 points each in 2023), 0.5661 (200), 0.9250, 0.8127 (150).
    years = [definitions.edition("DTI", year, "63") for year in ("2024", "2023")]
    found = restated_totals(rankings, definitions, units, *years).set_index("unit_id")
    assert found["score"].notna().sum() == 11
    by_hand = (100 + 100 + 92.86 + 90 + 80.82 + 113.22 + 138.75 + 121.905) / 1000
    assert found.loc["vn63-01", "score"] == pytest.approx(by_hand, abs=1e-4)
    assert found.loc[HAU_GIANG, "rank_best"] < found.loc[HAU_GIANG, "rank_worst"]
