"""How did a province, or those a new one was made of, rank through the editions? For notebook 09.

Nothing is added up over members: an edition before July 2025 has the rank of each of them, and none
of the new unit. Ranks are put beside one another only where two editions may be compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from helpers.questions.association.asked import INDEX
from helpers.questions.province_brief.answer import BriefQuestion
from helpers.questions.province_brief.main_indices import MainIndices
from helpers.rankings.gains import gains_between
from helpers.sources.editions import (
    Definitions,
    Edition,
    comparison_problem,
    formula_bounds_problem,
)
from helpers.sources.provinces import Unit, Units

_TOTAL = "overall"
_FEWEST = 2


def ranks_through(
    rankings: pd.DataFrame, definitions: Definitions, question: BriefQuestion
) -> pd.DataFrame:
    """Every rank of the provinces, and of the unit itself, through the editions of their index.

    Returns:
        `unit_id`, `province`, `universe`, `measure`, `edition`, `rank` (missing where it is known
        as a span only), `rank_best`, `rank_worst`, and `joined`: whether the edition may be
        compared with the one before it on file. Only known ranks; by unit, measure and edition.
    """
    own = rankings[(rankings["index"] == INDEX) & rankings["rank_best"].notna()]
    columns = ["unit_id", "province", "universe", "measure", "edition",
               "rank", "rank_best", "rank_worst"]  # fmt: skip
    units = dict.fromkeys((*question.provinces, question.unit))
    tables = [own.loc[own["unit_id"] == unit.unit_id, columns] for unit in units]
    found = pd.concat(tables)
    joined = {
        (universe, edition)
        for universe in dict.fromkeys(found["universe"])
        for edition in _joined(definitions, universe)
    }
    pairs = zip(found["universe"], found["edition"], strict=True)
    order = {unit.unit_id: place for place, unit in enumerate(units)}
    return (
        found.assign(joined=[pair in joined for pair in pairs], place=found["unit_id"].map(order))
        .sort_values(["place", "measure", "edition"], kind="stable", ignore_index=True)
        .drop(columns="place")
    )


def _joined(definitions: Definitions, universe: str) -> set[str]:
    """The editions that may be compared with the one before them."""
    return {
        later.edition
        for later in definitions.editions_of(INDEX, universe)
        if (before := definitions.previous_edition(later)) is not None
        and comparison_problem(definitions, before, later) is None
    }


def shown_editions(definitions: Definitions, universe: str) -> list[tuple[str, bool]]:
    """The editions of a set of units, oldest first; whether each goes on from the one before."""
    joined = _joined(definitions, universe)
    return [(e.edition, e.edition in joined) for e in definitions.editions_of(INDEX, universe)]


@dataclass(frozen=True)
class Run:
    """Ranks of one unit in editions that follow each other and may be compared, oldest first."""

    unit: Unit
    editions: tuple[str, ...]
    ranks: tuple[int, ...]

    @property
    def gain(self) -> int:
        """How many places were climbed from the first to the last of them; down is negative."""
        return self.ranks[0] - self.ranks[-1]


def last_runs(
    history: pd.DataFrame, definitions: Definitions, units: Sequence[Unit]
) -> dict[str, Run]:
    """The latest run of comparable editions in which the total rank of each unit is known exactly.

    Args:
        history: of `ranks_through`.

    Returns:
        unit_id -> its run, of those that have one of at least two editions.
    """
    found = {}
    for unit in units:
        own = history[(history["unit_id"] == unit.unit_id) & (history["measure"] == _TOTAL)]
        ranks = own.dropna(subset=["rank"]).set_index("edition")["rank"].astype(int)
        runs: list[list[str]] = [[]]
        for edition, joined in shown_editions(definitions, unit.universe):
            if not joined or edition not in ranks:
                runs.append([])
            if edition in ranks:
                runs[-1].append(edition)
        long = [run for run in runs if len(run) >= _FEWEST]
        if long:
            found[unit.unit_id] = Run(unit, tuple(long[-1]), tuple(ranks[long[-1]]))
    return found


@dataclass(frozen=True)
class Broken:
    """The latest step of a set of units, where it leads from one formula to another.

    `least`, `most`: unit_id -> places climbed at least and at most once the earlier edition is put
    under the points of the later; empty where that cannot be done.
    """

    before: Edition
    after: Edition
    least: dict[str, int]
    most: dict[str, int]


def latest_break(
    rankings: pd.DataFrame, definitions: Definitions, units: Units, universe: str
) -> Broken | None:
    """What can be said of the step to the newest edition of a set of units?

    None where it may be compared with the one before, or is the first.
    """
    after = definitions.editions_of(INDEX, universe)[-1]
    before = definitions.previous_edition(after)
    if before is None or comparison_problem(definitions, before, after) is None:
        return None
    if formula_bounds_problem(definitions, before, after) is not None:
        return Broken(before, after, {}, {})
    gains = gains_between(
        rankings, definitions, before, after, bridge="formula_bounds", units=units
    ).set_index("unit_id")
    return Broken(
        before, after, gains["gain_least"].astype(int).to_dict(),
        gains["gain_most"].astype(int).to_dict(),
    )  # fmt: skip


def drawn_units(history: pd.DataFrame, question: BriefQuestion) -> tuple[Unit, ...]:
    """Whose past is drawn: the unit's own where it has one, else that of the former provinces."""
    own = history[(history["unit_id"] == question.unit.unit_id) & (history["measure"] == _TOTAL)]
    return (question.unit,) if len(own) >= _FEWEST else question.provinces


def drawn_part(history: pd.DataFrame, found: MainIndices, units: Sequence[Unit]) -> str:
    """The weakest main index of which a past is known; empty where there is none."""
    ids = [unit.unit_id for unit in units]
    own = history[history["unit_id"].isin(ids)]
    editions = own.groupby("measure")["edition"].nunique()
    ordered = found.rows.sort_values(["rank", "apart"], ascending=[False, True], kind="stable")
    return next((one for one in ordered["part"] if editions.get(one, 0) >= _FEWEST), "")
