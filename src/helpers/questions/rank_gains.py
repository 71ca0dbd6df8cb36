"""Who climbed, by how much, and what can ranks alone not tell? The functions of notebook 02."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from helpers.questions.asked_values import check_texts
from helpers.rankings.gains import gains_between
from helpers.sources.editions import Definitions, Edition, check_comparable, choose_pair
from helpers.sources.provinces import Unit, Units


@dataclass(frozen=True)
class GainQuestion:
    """What one run of notebook 02 asks, every part checked against what is on file."""

    baseline: Edition
    edition: Edition
    unit: Unit
    bridge: str
    comparable: bool


def ask(
    definitions: Definitions,
    units: Units,
    *,
    index: str,
    baseline: str,
    edition: str,
    universe: str,
    province: str,
    bridge: str,
) -> GainQuestion:
    """Which comparison is asked for?

    Args:
        index: "DTI", "ICT" or "EGOV".
        baseline, edition: years; empty for both: the latest comparable pair on file. One alone
            takes the edition before or after it.
        universe: "63" or "34". province: any usual spelling, or a unit id.
        bridge: "" or a name of `BRIDGES`.

    Raises:
        BadInputError: a value is not on file; names the nearest. Or it is not text.
        NotComparableError: the pair needs a bridge that is not named.
        UnknownProvinceError: the name means no unit of the universe.
    """
    check_texts(
        index=index,
        baseline=baseline,
        edition=edition,
        universe=universe,
        province=province,
        bridge=bridge,
    )
    pair = choose_pair(definitions, index, universe, (baseline, edition), bridge)
    comparable = check_comparable(definitions, *pair, bridge)
    return GainQuestion(
        pair[0], pair[1], units.find(province, universe), "" if comparable else bridge, comparable
    )


def newest_pair(definitions: Definitions, question: GainQuestion) -> tuple[Edition, Edition] | None:
    """Which is the newest edition of the same index and universe, and the one before it?

    None where the question asks for that pair already, or there is only one edition.
    """
    editions = definitions.editions_of(question.edition.index, question.edition.universe)
    if editions[-1] == question.edition:
        return None
    return editions[-2], editions[-1]


def newest_gains(
    rankings: pd.DataFrame, definitions: Definitions, pair: tuple[Edition, Edition]
) -> pd.DataFrame:
    """The newest gains, through the bridge `printed_ranks` where the formulas differ."""
    return gains_between(rankings, definitions, *pair, bridge="printed_ranks")


def focus_row(gains: pd.DataFrame, unit: Unit, measure: str = "overall") -> pd.Series | None:
    """The row of the province in focus, or None where its rank is not known in both editions."""
    rows = gains[(gains["unit_id"] == unit.unit_id) & (gains["measure"] == measure)]
    return None if rows.empty else rows.iloc[0]


def largest_moves(gains: pd.DataFrame, count: int = 5) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Who climbed most and who fell most, all that tie with the last place included?"""
    climbed = gains[gains["rank_gain"] > 0].nlargest(count, "rank_gain", keep="all")
    fell = gains[gains["rank_gain"] < 0].nsmallest(count, "rank_gain", keep="all")
    order = ["rank_gain", "rank_to"]
    return (
        climbed.sort_values(order, ascending=[False, True], ignore_index=True),
        fell.sort_values(order, ascending=[True, False], ignore_index=True),
    )


def province_history(rankings: pd.DataFrame, definitions: Definitions, unit: Unit) -> pd.DataFrame:
    """The total rank of one unit through every edition of its universe, gaps included.

    Returns:
        `index`, `edition`, `formula`, `score`, `rank`, `rank_best`, `rank_worst`, `rank_basis`,
        `doubt`; editions of which nothing is known have missing values. An index of which nothing
        is known at all is left out.
    """
    own = rankings[(rankings["unit_id"] == unit.unit_id) & (rankings["measure"] == "overall")]
    editions = pd.DataFrame(
        [
            {"index": e.index, "edition": e.edition, "formula": e.formula or ""}
            for index in definitions.indices
            for e in definitions.editions_of(index, unit.universe)
            if index in set(own["index"])
        ],
        columns=["index", "edition", "formula"],
    )
    columns = [
        "index",
        "edition",
        "score",
        "rank",
        "rank_best",
        "rank_worst",
        "rank_basis",
        "doubt",
    ]
    return editions.merge(own[columns], on=["index", "edition"], how="left").fillna(
        {"rank_basis": "", "doubt": ""}
    )


def printed_component_gains(
    figures: pd.DataFrame, unit: Unit, definitions: Definitions
) -> pd.DataFrame:
    """Gains by component that a source itself prints for a unit, of the ICT Index.

    The parts of the ICT Index are printed for few provinces, and rarely in two editions, so that
    the printed changes are all there is.

    Returns:
        `edition`, `measure`, `value` (places, up positive), `source_id`, in the order of the
        published tables; the newest edition that has any.
    """
    measures = list(definitions.measures("ICT"))
    chosen = figures[
        (figures["unit_id"] == unit.unit_id)
        & (figures["index"] == "ICT")
        & (figures["statistic"] == "rank_change")
        & figures["measure"].isin(measures)
        & figures["value"].notna()
        & ~figures["set_aside"]
    ]
    chosen = chosen[chosen["edition"] == chosen["edition"].max()]
    chosen = chosen.drop_duplicates(["measure", "value"])
    order = chosen["measure"].map(measures.index)
    return chosen.loc[order.sort_values().index, ["edition", "measure", "value", "source_id"]]
