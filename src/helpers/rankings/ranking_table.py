"""The ranking table: the best known score and rank of every unit, edition and measure.

Order of trust: the ministry's own table, or where there is none a copy of it by somebody else; what
follows from a complete table (order of the printed scores, pillars by formula); ranks that the
press prints and agrees on; places in a printed list; ranks derived from printed changes, parts
derived from the table of merged units. Nothing is averaged over units seen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from helpers.rankings.derived_ranks import (
    ChangeProblem,
    KnownRank,
    RankingCell,
    complete_from_changes,
)
from helpers.rankings.derived_scores import KnownScore, derived_scores
from helpers.sources.editions import Definitions, Edition
from helpers.sources.figures import TRANSCRIBED, Figure
from helpers.sources.provinces import Units
from helpers.statistics.composite_index import pillar_error, recompute_activities, recompute_pillars
from helpers.statistics.ranks import rank_bounds, rank_scores

_MINISTRY_DECIMALS = 4


def build_rankings(
    figures: Sequence[Figure], definitions: Definitions, units: Units
) -> tuple[pd.DataFrame, list[ChangeProblem]]:
    """The best known score and rank of every unit, index, edition and measure.

    Args:
        figures: all figures of the ministry's tables and of the ledger.

    Returns:
        The table `rankings.csv` (one row for each unit, index, edition and measure of which a
        score or a rank is known), and the printed changes that fit no known rank.
    """
    scores: dict[RankingCell, KnownScore] = {}
    ranks: dict[RankingCell, KnownRank] = {}
    universe_of: dict[str, str] = {unit.unit_id: unit.universe for unit in units.units}
    for edition in definitions.editions:
        chosen = [
            f
            for f in figures
            if f.unit_id
            and not f.set_aside
            and (f.index, f.edition, f.universe) == edition.key
            and f.measure in definitions.measures(edition.index)
        ]
        official = [f for f in chosen if f.source_id == edition.table]
        press = [f for f in chosen if f.source_id != edition.table]
        scores |= _press_scores(press)
        scores |= _official_scores(official)
        scores |= _recomputed_scores(scores, edition, definitions, units)
        ranks |= _press_ranks(press)
        ranks |= _printed_ranks(official)
        if edition.complete:
            ranks |= _ranks_of_complete_table(scores, ranks, edition, definitions, units)
    # After every table, so that what is known otherwise stands and nothing follows from these.
    scores |= derived_scores(scores, definitions, units)
    sizes = {universe: len(units.all(universe)) for universe in definitions.universes}
    in_rankings = {edition.key for edition in definitions.editions}
    ranks, problems = complete_from_changes(
        ranks,
        [
            f
            for f in figures
            if (f.index, f.edition, f.universe) in in_rankings
            and f.measure in definitions.measures(f.index)
        ],
        definitions,
        sizes,
    )
    ranks = {
        cell: rank for cell, rank in ranks.items()
        if (cell[1], cell[3], universe_of[cell[0]]) in in_rankings
    }  # fmt: skip
    return _rankings_table(scores, ranks, definitions, units), problems


def _official_scores(figures: Iterable[Figure]) -> dict[RankingCell, KnownScore]:
    return {
        (f.unit_id, f.index, f.measure, f.edition): KnownScore(f.value, f.basis, f.source_id)
        for f in figures
        if f.statistic == "score"
    }


def _press_scores(figures: Iterable[Figure]) -> dict[RankingCell, KnownScore]:
    """Scores that single reports print; the most precise where all agree to their precision."""
    by_cell: dict[RankingCell, list[Figure]] = defaultdict(list)
    for f in figures:
        if f.statistic == "score" and f.value is not None:
            by_cell[f.unit_id, f.index, f.measure, f.edition].append(f)
    return {cell: _agreed_score(_firm(reports)) for cell, reports in by_cell.items()}


def _firm(reports: list[Figure]) -> list[Figure]:
    """Those that print their edition themselves; the others only where there is none."""
    return [f for f in reports if not f.settled] or reports


def _agreed_score(reports: list[Figure]) -> KnownScore:
    best = max(reports, key=lambda f: (f.decimals or 0, f.figure_id))
    assert best.value is not None
    if all(scores_agree(best.value, f) for f in reports):
        basis = "derived" if best.settled else best.basis
        return KnownScore(best.value, basis, best.source_id, best.doubt)
    shown = ", ".join(sorted({f.value_as_printed for f in reports}))
    return KnownScore(None, "printed", best.source_id, f"sources disagree: {shown}")


def scores_agree(value: float, figure: Figure, error: float = 0.0) -> bool:
    """Whether a printed score equals `value` (known to within `error`) at its own precision.

    A source that prints fewer than the ministry's four decimals may have rounded them or cut them
    off (0.8485 as 0,84).
    """
    assert figure.value is not None
    decimals = figure.decimals or 0
    unit = 10.0**-decimals
    above = unit if decimals < _MINISTRY_DECIMALS else unit / 2
    # What is printed more finely than by the ministry is compared at the ministry's precision.
    coarse = 10.0**-_MINISTRY_DECIMALS / 2 if decimals > _MINISTRY_DECIMALS else 0.0
    slack = error + coarse + 1e-9
    return -unit / 2 - slack <= value - figure.value <= above + slack


def _recomputed_scores(
    scores: Mapping[RankingCell, KnownScore],
    edition: Edition,
    definitions: Definitions,
    units: Units,
) -> dict[RankingCell, KnownScore]:
    """Pillars of a table that prints totals and activities, and the reverse, by formula."""
    formula = definitions.formula_of(edition)
    if formula is None or not formula.pillars or not edition.table:
        return {}
    wide = pd.DataFrame(
        {
            measure: {
                unit.unit_id: _official_value(scores, edition, unit.unit_id, measure)
                for unit in units.all(edition.universe)
            }
            for measure in ("overall", *formula.pillars, *formula.pillars.values())
        },
        dtype=float,
    )
    pillars = recompute_pillars(wide["overall"], wide, formula)
    activities = recompute_activities(wide["overall"], wide, formula)
    return {
        (unit_id, edition.index, measure, edition.edition): KnownScore(
            float(value), "recomputed", edition.table
        )
        for unit_id, row in pd.concat([pillars, activities], axis=1).iterrows()
        for measure, value in row.items()
        if pd.notna(value) and pd.isna(wide.loc[unit_id, measure])
    }


def _official_value(
    scores: Mapping[RankingCell, KnownScore], edition: Edition, unit_id: str, measure: str
) -> float | None:
    score = scores.get((unit_id, edition.index, measure, edition.edition))
    return score.value if score is not None and score.source_id == edition.table else None


def _printed_ranks(figures: Iterable[Figure]) -> dict[RankingCell, KnownRank]:
    return {
        (f.unit_id, f.index, f.measure, f.edition): KnownRank(
            int(f.value), int(f.value), f.basis, (f.source_id,)
        )
        for f in figures
        if f.statistic == "rank" and f.value is not None
    }


def _press_ranks(figures: Iterable[Figure]) -> dict[RankingCell, KnownRank]:
    """Ranks of single reports: printed ones before places in a list; a span where they differ.

    A report whose edition is settled by us stands only where no other does, as derived.
    """
    by_cell: dict[RankingCell, list[Figure]] = defaultdict(list)
    for f in figures:
        if f.statistic in ("list_position", "rank") and f.value is not None:
            by_cell[f.unit_id, f.index, f.measure, f.edition].append(f)
    return {cell: _agreed_rank(_firm(reports)) for cell, reports in by_cell.items()}


def _agreed_rank(reports: list[Figure]) -> KnownRank:
    printed = [f for f in reports if f.statistic == "rank"]
    reports = printed or reports
    places = [int(f.value) for f in reports if f.value is not None]
    doubts = [] if len(set(places)) == 1 else ["sources disagree"]
    return KnownRank(
        min(places),
        max(places),
        "derived" if reports[0].settled else "printed" if printed else "list_position",
        tuple(sorted({f.source_id for f in reports})),
        "; ".join(doubts + _settled_by(reports)),
    )


def _settled_by(reports: list[Figure]) -> list[str]:
    """By what the edition of the reports was settled, each way once."""
    return sorted({f"edition settled by {f.settled}" for f in reports if f.settled})


def _ranks_of_complete_table(
    scores: Mapping[RankingCell, KnownScore],
    printed: Mapping[RankingCell, KnownRank],
    edition: Edition,
    definitions: Definitions,
    units: Units,
) -> dict[RankingCell, KnownRank]:
    """Ranks by the order of the scores, for every measure that the table gives for all units."""
    ranks: dict[RankingCell, KnownRank] = {}
    formula = definitions.formula_of(edition)
    ids = [unit.unit_id for unit in units.all(edition.universe)]
    for measure in definitions.measures(edition.index):
        known = {
            unit_id: score
            for unit_id in ids
            if (score := scores.get((unit_id, edition.index, measure, edition.edition)))
            and score.source_id == edition.table
        }
        if len(known) < len(ids):
            continue
        values = pd.Series({unit_id: score.value for unit_id, score in known.items()}, dtype=float)
        recomputed = any(score.basis == "recomputed" for score in known.values())
        error = pillar_error(formula) if recomputed and formula is not None else 0.0
        by_order = TRANSCRIBED if edition.transcribed_by else "score_order"
        order = rank_scores(values, None if recomputed else _MINISTRY_DECIMALS)
        bounds = rank_bounds(values, error)
        for unit_id in ids:
            cell = (unit_id, edition.index, measure, edition.edition)
            own = printed.get(cell)
            if own is not None and own.source_ids == (edition.table,):
                continue
            rank = int(order[unit_id])
            best, worst = (int(bounds.loc[unit_id, c]) for c in ("rank_best", "rank_worst"))
            ranks[cell] = KnownRank(
                best,
                worst,
                "recomputed" if recomputed else by_order,
                (edition.table,),
                "" if best == worst else "rounding alone leaves the rank open",
                point=rank,
            )
    return ranks


def _rankings_table(
    scores: Mapping[RankingCell, KnownScore],
    ranks: Mapping[RankingCell, KnownRank],
    definitions: Definitions,
    units: Units,
) -> pd.DataFrame:
    unit_by_id = {unit.unit_id: unit for unit in units.units}
    records = []
    for cell in set(scores) | set(ranks):
        unit_id, index, measure, edition = cell
        unit = unit_by_id[unit_id]
        score, rank = scores.get(cell), ranks.get(cell)
        doubts = [part.doubt for part in (score, rank) if part is not None and part.doubt]
        records.append(
            {
                "unit_id": unit_id,
                "universe": unit.universe,
                "province_code": unit.province_code,
                "province": unit.province,
                "region": unit.region,
                "index": index,
                "edition": edition,
                "formula": definitions.edition(index, edition, unit.universe).formula or "",
                "measure": measure,
                "score": score.value if score else None,
                "rank": rank.rank if rank else None,
                "rank_best": rank.best if rank else None,
                "rank_worst": rank.worst if rank else None,
                "score_basis": score.basis if score else "",
                "rank_basis": rank.basis if rank else "",
                "score_source_id": score.source_id if score else "",
                "rank_source_id": " ".join(rank.source_ids) if rank else "",
                "doubt": "; ".join(dict.fromkeys(doubts)),
            }
        )
    table = pd.DataFrame(records)
    for column in ("rank", "rank_best", "rank_worst"):
        table[column] = table[column].astype("Int64")
    table["score"] = table["score"].astype(float)
    return table.sort_values(
        ["index", "edition", "universe", "measure", "unit_id"], ignore_index=True
    )
