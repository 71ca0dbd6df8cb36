"""Who climbed, by how much, and what can ranks alone not tell? The functions of notebook 02."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from helpers.questions.association.asked import check_texts, unit_in_focus
from helpers.rankings.gains import gains_between
from helpers.rankings.panel import of_edition
from helpers.sources.editions import (
    Definitions,
    Edition,
    check_comparable,
    choose_pair,
    nothing_comparable,
)
from helpers.sources.provinces import Unit, Units
from helpers.sources.schemas import empty_table
from helpers.sources.shown import (
    asked_universe,
    example_unit,
    leading_edition,
    named_universe,
    namesake,
)

MOST_MOVED = 5
"""So many who climbed most, and so many who fell most, are named and coloured."""


@dataclass(frozen=True)
class GainQuestion:
    """What one run of notebook 02 asks, every part checked against what is on file.

    `baseline` is None where no two editions can be compared: then `edition` is shown alone.
    `former`: the name asked for, where that province went into `unit`; empty otherwise.
    `is_example`: nobody named a province. `leading`: the newest edition, which is shown first.
    """

    baseline: Edition | None
    edition: Edition
    unit: Unit
    bridge: str
    comparable: bool
    leading: Edition
    former: str = ""
    is_example: bool = False

    @property
    def editions(self) -> tuple[Edition, ...]:
        """The editions asked for, the earlier first: two, or one where none can be compared."""
        return (self.edition,) if self.baseline is None else (self.baseline, self.edition)

    @property
    def pair(self) -> tuple[Edition, Edition] | None:
        """The two editions compared, or None."""
        return None if self.baseline is None else (self.baseline, self.edition)

    @property
    def is_of_others(self) -> bool:
        """Whether it compares other units than the newest edition ranks, so that it says whose."""
        return self.edition.universe != self.leading.universe


def ask(
    rankings: pd.DataFrame,
    definitions: Definitions,
    units: Units,
    *,
    index: str,
    years: tuple[str, str],
    universe: str,
    province: str,
    bridge: str,
) -> GainQuestion:
    """Which comparison is asked for?

    Args:
        rankings: as `rankings.csv`.
        index: "DTI", "ICT" or "EGOV".
        years: of baseline and edition; empty for both: the latest comparable pair on file, or the
            newest edition alone where there is none. One alone takes its neighbour.
        universe: such as "34"; empty: see `asked_universe`.
        province: any usual spelling, or a unit id; one that went into a unit of the universe stands
            for that unit. Empty: an example, see `example_unit`.
        bridge: "" or a name of `BRIDGES`.

    Raises:
        BadInputError: a value is not on file; names the nearest. Or it is not text.
        NotComparableError: the pair needs a bridge that is not named.
        UnknownProvinceError: the name means no unit of the universe.
    """
    check_texts(index=index, baseline=years[0], edition=years[1])
    check_texts(universe=universe, province=province, bridge=bridge)
    definitions.check_index(index)
    leading = leading_edition(definitions, index, universe)
    named = universe
    universe = universe or asked_universe(definitions, index, years)
    asked = (index, universe, province)
    unit, former = _focus(rankings, definitions, units, asked, named=bool(named))
    if universe != leading.universe:
        # The same name may mean a unit of today, which stands on the same page.
        unit = replace(unit, province=f"{unit.province} ({universe})")
    if nothing_comparable(definitions, index, universe, years, bridge):
        newest = definitions.editions_of(index, universe)[-1]
        pair, comparable = None, False
        chosen = definitions.edition(index, years[1] or newest.edition, universe)
    else:
        pair = choose_pair(definitions, index, universe, years, bridge)
        comparable = check_comparable(definitions, *pair, bridge)
        chosen = pair[1]
    return GainQuestion(
        pair[0] if pair else None,
        chosen,
        unit,
        bridge if pair and not comparable else "",
        comparable,
        leading,
        former,
        not province,
    )


def _focus(
    rankings: pd.DataFrame,
    definitions: Definitions,
    units: Units,
    asked: tuple[str, str, str],
    *,
    named: bool,
) -> tuple[Unit, str]:
    """The unit in focus, and the name asked for where that went into it.

    Args:
        asked: index, universe and province. named: whether a person named the universe.
    """
    index, universe, province = asked
    if not province:
        return example_unit(rankings, definitions, units, universe, index), ""
    if named:
        return unit_in_focus(units, province, universe)
    own = units.find(province, named_universe(definitions, units, province))
    unit = namesake(units, own, universe)
    return unit, own.province if units.successor(own, universe) not in (own, None) else ""


@dataclass(frozen=True)
class Newest:
    """The newest edition that ranks the province in focus, or the unit it went into.

    `before`: the edition before it over the same units, or None.
    """

    edition: Edition
    unit: Unit
    before: Edition | None

    @property
    def pair(self) -> tuple[Edition, Edition] | None:
        """The edition before and the newest, or None."""
        return None if self.before is None else (self.before, self.edition)


def newest_edition(definitions: Definitions, units: Units, question: GainQuestion) -> Newest | None:
    """Which is the newest edition of the index, whatever units it ranks?

    Of several of one year that of the question's own universe is taken.

    Returns:
        None where the question asks for that edition already.
    """
    asked = question.edition
    reached = [
        (one.edition, one.universe == asked.universe, one, unit)
        for one in definitions.editions
        if one.index == asked.index
        and (unit := units.successor(question.unit, one.universe)) is not None
    ]
    _, _, newest, unit = max(reached, key=lambda found: found[:2])
    before = definitions.previous_edition(newest)
    if newest == asked and (question.baseline is not None or before is None):
        return None
    return Newest(newest, unit, before)


def asked_gains(
    rankings: pd.DataFrame, definitions: Definitions, units: Units, question: GainQuestion
) -> pd.DataFrame:
    """The gains asked for, of every measure; no rows where no two editions are compared."""
    if question.pair is None:
        # The columns and their types, without a row.
        return empty_table("rank_gains")
    return gains_between(rankings, definitions, *question.pair, bridge=question.bridge, units=units)


def newest_gains(
    rankings: pd.DataFrame, definitions: Definitions, pair: tuple[Edition, Edition] | None
) -> pd.DataFrame | None:
    """The newest gains, through the bridge `printed_ranks` where the formulas differ.

    None without a pair.
    """
    if pair is None:
        return None
    return gains_between(rankings, definitions, *pair, bridge="printed_ranks")


def with_new_measures(gains: pd.DataFrame, own: pd.DataFrame) -> pd.DataFrame:
    """The gains of one unit, and below them the ranks that it had no rank before to go with.

    Args:
        gains: of `newest_gains`, rows of one unit. own: of `own_standing`, the later edition.

    Returns:
        `measure`, `rank_from`, `rank_to`, `rank_gain`, `gain_least` and `gain_most`; all but
        `rank_to` are missing of a measure without an earlier rank.
    """
    ranks = ["rank_from", "rank_to", "rank_gain", "gain_least", "gain_most"]
    new = own[own["rank"].notna() & ~own["measure"].isin(gains["measure"])]
    added = pd.DataFrame({"measure": new["measure"], "rank_to": new["rank"]})
    return pd.concat(
        [gains[["measure", *ranks]], added.reindex(columns=["measure", *ranks])], ignore_index=True
    ).astype(dict.fromkeys(ranks, "Int64"))


def standing(rankings: pd.DataFrame, edition: Edition, measure: str = "overall") -> pd.DataFrame:
    """Where does every unit stand in one edition, the first rank first?"""
    rows = of_edition(rankings, edition)
    rows = rows[rows["measure"] == measure].dropna(subset=["rank_best"])
    return rows.sort_values(["rank_best", "rank_worst", "unit_id"], ignore_index=True)


def own_standing(rankings: pd.DataFrame, edition: Edition, unit: Unit) -> pd.DataFrame:
    """Every measure of one unit in one edition, as `rankings.csv`; scores without a rank too."""
    rows = of_edition(rankings, edition)
    return rows[rows["unit_id"] == unit.unit_id].dropna(subset=["rank_best", "score"], how="all")


def focus_row(gains: pd.DataFrame, unit: Unit, measure: str = "overall") -> pd.Series | None:
    """The row of the province in focus, or None where its rank is not known in both editions."""
    rows = gains[(gains["unit_id"] == unit.unit_id) & (gains["measure"] == measure)]
    return None if rows.empty else rows.iloc[0]


def largest_moves(
    gains: pd.DataFrame, count: int = MOST_MOVED
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Who climbed most and who fell most, all that tie with the last place included?"""
    climbed = gains[gains["rank_gain"] > 0].nlargest(count, "rank_gain", keep="all")
    fell = gains[gains["rank_gain"] < 0].nsmallest(count, "rank_gain", keep="all")
    climbed = climbed.sort_values(["rank_gain", "rank_to"], ascending=[False, True])
    fell = fell.sort_values(["rank_gain", "rank_to"], ascending=[True, False])
    return climbed.reset_index(drop=True), fell.reset_index(drop=True)


def map_values(gains: pd.DataFrame, units: Sequence[Unit]) -> pd.DataFrame:
    """The gain of every unit as `value`, missing where it is not known, for the map."""
    values = gains[["unit_id", "rank_gain"]].rename(columns={"rank_gain": "value"})
    return pd.DataFrame(units)[["unit_id", "province_code", "province"]].merge(values, how="left")


def province_history(rankings: pd.DataFrame, definitions: Definitions, unit: Unit) -> pd.DataFrame:
    """The total rank of one unit through every edition of its universe, gaps included.

    Returns:
        `index`, `edition`, `formula`, `score`, `rank`, `rank_best`, `rank_worst`, `rank_basis`,
        `doubt`; editions of which nothing is known have missing values. An index of which nothing
        is known at all is left out.
    """
    own = rankings[(rankings["unit_id"] == unit.unit_id) & (rankings["measure"] == "overall")]
    editions = [
        (e.index, e.edition, e.formula or "")
        for index in definitions.indices
        for e in definitions.editions_of(index, unit.universe)
        if index in set(own["index"])
    ]
    columns = "index edition score rank rank_best rank_worst rank_basis doubt".split()
    return (
        pd.DataFrame(editions, columns=["index", "edition", "formula"])
        .merge(own[columns], on=["index", "edition"], how="left")
        .fillna({"rank_basis": "", "doubt": ""})
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
