"""What notebook 02 says of the country as a whole: spread, regions, points, people."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from helpers.questions.rank_gains.points_alone import PointsAlone
from helpers.questions.rank_gains.sentences import focus_title, pair_values, with_shown_gains
from helpers.questions.rank_gains.spreads import SpreadChange
from helpers.rankings.regions import regions_known
from helpers.sharing.numbers import Phrase, vietnamese_sort_key
from helpers.sharing.tables import TableOf
from helpers.sharing.wording import Joined, Said, use_wording
from helpers.sources.editions import Edition
from helpers.sources.provinces import Unit, Units

use_wording("rank_gains.yml")

_NEAR = 0.1
"""A spread is back when it differs by no more than this share of what it had moved."""


def who_sentence(
    gains: pd.DataFrame, own: pd.Series | None, unit: Unit, editions: Sequence[Edition], size: int
) -> Said:
    """Who climbed most, and what the province in focus did; args as of `focus_title`."""
    most = focus_title(gains, own, unit, size)
    return Said("country.who", **pair_values(editions), size=size, most=most)


# --- the spread of the scores --------------------------------------------------------------------


def spread_list(table: pd.DataFrame) -> Phrase:
    """The published spread of every full edition; of `spreads`."""
    own = table[table["own"]]
    return Joined(
        Said("country.spread_of", deviation=row.deviation, edition=row.edition)
        for row in own.itertuples(index=False)
    )


def spreads_sentence(table: pd.DataFrame, edition: Edition) -> Said:
    """How far apart the scores lay in every full edition."""
    size = int(edition.universe)
    return Said("country.spreads", index=edition.index, size=size, list=spread_list(table))


def step_sentence(found: SpreadChange) -> Said:
    """Whether the scores drew together between two editions across a change of formula."""
    lower, upper = found.lower, found.upper
    if lower is None or upper is None:
        return Said("country.step.unbounded", found=found)
    if found.direction:
        least = min(abs(lower), abs(upper))
        key = "country.step.apart" if found.direction == "apart" else "country.step.closer"
        return Said(key, found=found, least=least)
    return Said("country.step.open", found=found, fall=-lower, rise=upper)


def bounds_sentence(found: SpreadChange) -> list[Phrase]:
    """The spread of each edition under the points of the other, where they can be exchanged."""
    if found.earlier is None or found.later is None:
        return []
    names = ("earlier_least", "earlier_most", "later_least", "later_most")
    ends = dict(zip(names, (*found.earlier, *found.later), strict=True))
    return [Said("country.both_bounds", found=found, **ends)]


def change_sentences(changes: Sequence[SpreadChange]) -> list[Phrase]:
    """What the later steps say, each with its bounds, and what the bounds leave out.

    Args:
        changes: across a change of formula; the last one from the first edition of the pair to the
            newest.
    """
    said: list[Phrase] = []
    for found in changes:
        said += [step_sentence(found), *bounds_sentence(found)]
    if any(found.lower is not None for found in changes):
        said.append(Said("country.points_only"))
    return said


def returned_sentence(whole: SpreadChange, step: SpreadChange | None) -> list[Phrase]:
    """That the published spread is back where it was, where it moved and came back.

    Args:
        whole: from the first edition of the pair to the newest. step: its last part.
    """
    if step is None:
        return []
    moved = abs(step.before - whole.before)
    back = abs(whole.change) <= _NEAR * moved
    return [Said("country.returned", found=whole)] if back else []


def spread_texts(table: pd.DataFrame) -> tuple[Said, Said]:
    """The title and the alternative text of the chart of spreads."""
    listed = spread_list(table)
    bars = (Said("country.spread_bar", **row) for row in table[~table["own"]].to_dict("records"))
    alt = Joined([listed, *bars], "; ")
    return Said("country.spreads_title", list=listed), Said("country.spreads_alt", list=alt)


# --- within the region ---------------------------------------------------------------------------


def region_sentences(
    gains: pd.DataFrame,
    unit: Unit,
    editions: Sequence[Edition],
    units: Units,
    *,
    compared: bool = True,
) -> list[Phrase]:
    """Where the province in focus stood within its region, and who climbed most there.

    Args:
        gains: of `regional_gains`, the total. compared: whether the editions can be.
    """
    if not regions_known(units, unit.universe):
        return [region_not_told(units, unit.universe)]
    if not compared:
        return [Said("region.not_compared")]
    own = gains[gains["unit_id"] == unit.unit_id]
    if own.empty:
        return [Said("region.unknown")]
    region = gains[gains["region"] == own["region"].iloc[0]]
    return [region_place(own.iloc[0], unit, editions), most_in_region(region)]


def region_place(row: pd.Series, unit: Unit, editions: Sequence[Edition]) -> Said:
    """The place of one unit within its region, before and after; a row of `regional_gains`."""
    before, after = _place(row, "from"), _place(row, "to")
    return Said(
        "region.same" if before == after else "region.place",
        **pair_values(editions),
        own=row,
        province=unit.province,
        from_=before,
        to_=after,
    )


def region_not_told(units: Units, universe: str) -> Said:
    """That no place within a region can be told of these units, and of whom the region is open."""
    names = [unit.province for unit in units.all(universe) if not unit.region]
    return Said("region.not_told", size=int(universe), names=", ".join(names))


def most_in_region(gains: pd.DataFrame) -> Said:
    """Who climbed most within one region, all that tie."""
    climbed = _climbed_most(gains)
    return Said("region.most", list=climbed) if climbed else Said("region.nobody")


def _climbed_most(gains: pd.DataFrame) -> Phrase | None:
    most = gains["rank_gain"].max()
    if pd.isna(most) or most <= 0:
        return None
    names = sorted(gains.loc[gains["rank_gain"] == most, "province"], key=vietnamese_sort_key)
    return Joined(Said("gains.name_and_gain", province=name, gain=most) for name in names)


def _place(row: pd.Series, moment: str) -> str:
    best, worst = row[f"place_best_{moment}"], row[f"place_worst_{moment}"]
    return str(best) if best == worst else f"{best}–{worst}"


def with_places_within(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of `regional_gains` with both places as text."""
    return rows.assign(
        place_from_text=[_place(row, "from") for _, row in rows.iterrows()],
        place_to_text=[_place(row, "to") for _, row in rows.iterrows()],
    )


def own_region_table(rows: pd.DataFrame, editions: Sequence[Edition], unit: Unit) -> TableOf:
    """The places of one unit within its region in every measure.

    Args:
        rows: of `regional_gains`, the unit's own, with `measure` as readers call it.
    """
    first = rows.iloc[0]
    values = {"province": unit.province, "region": first["region"], "units": first["units"]}
    return TableOf(
        with_shown_gains(with_places_within(rows)),
        Said("region.own_caption", **values, **pair_values(editions)),
        ("measure", "place_from_text", "place_to_text", "rank_gain_text"),
    )


def regions_table(gains: pd.DataFrame, editions: Sequence[Edition], region: str) -> TableOf:
    """Every region: who is first in it, before and after, and who climbed most.

    Args:
        gains: of `regional_gains`, the total. region: which stands out.
    """
    rows = pd.DataFrame(
        {
            "region": name,
            "units": group["units"].iloc[0],
            "first_from": _first(group, "from"),
            "first_to": _first(group, "to"),
            "climbed": _climbed_most(group) or "–",
        }
        for name, group in gains.groupby("region")
    )
    return TableOf(
        rows,
        Said("region.all_caption", **pair_values(editions)),
        tuple(rows),
        highlight=lambda row: row.region == region,
    )


def _first(group: pd.DataFrame, moment: str) -> str:
    return ", ".join(group.loc[group[f"place_best_{moment}"] == 1, "province"])


# --- formula or merit, merged units by people ----------------------------------------------------


def points_sentences(
    found: PointsAlone, bounded: pd.DataFrame, pair: Sequence[Edition], *, moved: bool
) -> list[Phrase]:
    """How far the points alone move ranks, and who moved for sure.

    Args:
        bounded: of `bounded_gains`. moved: as of `pair_values`.
    """
    values = pair_values(pair, moved=moved)
    return [
        Said("points.alone", **values, size=len(bounded), found=found),
        Said("points.sure", **values, size=len(bounded), **sure_counts(bounded)),
    ]


def sure_counts(bounded: pd.DataFrame) -> dict[str, int]:
    """How many rose and how many fell whatever the unprinted parts are."""
    return {
        "up": int((bounded["gain_least"] > 0).sum()),
        "down": int((bounded["gain_most"] < 0).sum()),
    }


def weighted_moves(table: pd.DataFrame) -> pd.DataFrame:
    """Who gains and who loses ranks for sure by weighting; of `weighted_ranks`.

    Returns:
        Its columns with `rank_gain` (places that the weights give, up positive; missing where
        rounding leaves it open), `gain_least`, `gain_most` and `place` (a rank or a span).
    """
    return table.assign(
        rank_gain=table["rank"] - table["weighted_rank"],
        gain_least=table["rank"] - table["weighted_worst"],
        gain_most=table["rank"] - table["weighted_best"],
        place=[
            f"{best}" if best == worst else f"{best}–{worst}"
            for best, worst in zip(table["weighted_best"], table["weighted_worst"], strict=True)
        ],
    )


def changed_rank(moves: pd.DataFrame) -> pd.Series:
    """Whose rank is another one for sure; of `weighted_moves`."""
    return (moves["gain_least"] > 0) | (moves["gain_most"] < 0)


def weighted_sentence(moves: pd.DataFrame, edition: Edition) -> Said:
    """How many ranks weighting by people changes, and whose most."""
    changed = moves[changed_rank(moves)].dropna(subset="rank_gain")
    if changed.empty:
        return Said("weighted.same", asked=edition)
    size = changed["rank_gain"].abs()
    most = changed[size == size.max()]
    listed = Joined(
        Said("gains.name_and_gain", province=row.province, gain=row.rank_gain)
        for row in most.itertuples(index=False)
    )
    moved = int(changed_rank(moves).sum())
    return Said("weighted.answer", asked=edition, moved=moved, size=len(moves), list=listed)


def weighted_own(moves: pd.DataFrame, unit: Unit) -> Said:
    """The rank of the unit in focus by both."""
    own = moves[moves["unit_id"] == unit.unit_id].iloc[0]
    return Said("weighted.own", province=unit.province, own=own, place=own["place"])


def weighted_table(moves: pd.DataFrame, edition: Edition, unit: Unit) -> TableOf:
    """All units by their weighted rank, marked as ours."""
    rows = moves.sort_values(["weighted_best", "rank"])
    rows = rows.assign(basis=[Said("weighted.basis")] * len(rows))
    return TableOf(
        rows,
        Said("weighted.caption", asked=edition),
        {"place": "weighted_place", "province": "province", "rank": "ministry_rank",
         "rank_gain": "rank_gain", "weighted": "weighted", "score": "ministry", "basis": "basis"},
        highlight=lambda row: row.unit_id == unit.unit_id,
    )  # fmt: skip
