"""The sentences of notebook 02: which one the numbers call for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from helpers.questions.rank_gains.answer import GainQuestion, largest_moves
from helpers.sharing.claims import About, Claim, claim_id
from helpers.sharing.numbers import Phrase, vietnamese_sort_key
from helpers.sharing.wording import InForm, Joined, Said, use_wording
from helpers.sources.editions import Definitions, Edition, comparison_problem, formulas_differ
from helpers.sources.provinces import Unit
from helpers.statistics.baseline import Convergence, convergence, mechanical_benchmark

use_wording("rank_gains.yml", "figures.yml")

NOTEBOOK = "02-rank-gains"
_LEVEL = 0.05
_MOST_NAMES = 3


def pair_values(editions: Sequence[Edition], *, moved: bool = False) -> dict[str, object]:
    """Index and years of a comparison, by the names that the sentences use.

    Args:
        moved: whether the editions rank other units than those asked about; they are then named
            with their universe, because the same name can mean two units.
    """
    baseline, edition = (
        f"{one.edition} ({one.universe})" if moved else one.edition
        for one in (editions[0], editions[-1])
    )
    return {"index": editions[-1].index, "baseline": baseline, "edition": edition}


def names_with_gains(moves: pd.DataFrame) -> Phrase:
    """Provinces with their gains, as a list for a sentence."""
    return Joined(
        Said("gains.name_and_gain", province=row.province, gain=row.rank_gain)
        for row in moves.itertuples(index=False)
    )


def focus_title(gains: pd.DataFrame, own: pd.Series | None, unit: Unit, size: int) -> Phrase:
    """The takeaway of the gains: who climbed most, and the province in focus.

    Args:
        gains: units with a rank in both editions. own: the row of the focus, or None.
        size: units of the universe; with fewer in `gains` the title says of how many it speaks.
    """
    direction = "unknown" if own is None else direction_of(own["rank_gain"])
    most = Said(
        f"gains.most.{_kind_of_most(gains, size)}",
        climber=_climbers(gains),
        climb=gains["rank_gain"].max(),
        known="" if len(gains) == size else Said("gains.of_known", n=len(gains), size=size),
        size=size,
    )
    focus = Said(f"gains.slope_title.{direction}", province=unit.province, own=own)
    return Joined((most, focus), "; ")


def _kind_of_most(gains: pd.DataFrame, size: int) -> str:
    """What can be said of the largest climb: of one unit alone, or where nobody climbed, nothing.

    Args:
        gains: at least one unit with a rank in both editions. size: units of the universe.
    """
    if len(gains) == 1 < size:
        return "alone"
    if gains["rank_gain"].max() > 0:
        return "climbed"
    return "unmoved" if gains["rank_gain"].eq(0).all() else "nobody"


def moved_title(gains: pd.DataFrame) -> Phrase:
    """How many climbed, fell and stayed, in as few words as possible."""
    change = gains["rank_gain"]
    up, down, same = (change > 0).sum(), (change < 0).sum(), (change == 0).sum()
    return Said("figures.moved", up=up, down=down, same=same)


def bars_alt(gains: pd.DataFrame, editions: Sequence[Edition]) -> Phrase:
    """What the bars of gains show, in words."""
    climbed, fell = largest_moves(gains)
    values = pair_values(editions) | {
        "n": len(gains),
        "climbed": _listed(climbed, "gains.who_climbed", "gains.nobody_climbed"),
        "fell": _listed(fell, "gains.who_fell", "gains.nobody_fell"),
    }
    return Said("gains.bars_alt", **values)


def _listed(moves: pd.DataFrame, some: str, none: str) -> Phrase:
    return Said(none) if moves.empty else Said(some, list=names_with_gains(moves))


def caveat(question: GainQuestion) -> Phrase | None:
    """What a picture must say of the two editions it shows; nothing where one is shown alone."""
    if question.pair is None:
        return None
    if question.comparable:
        return Said("gains.caveat")
    bounded = question.bridge == "formula_bounds"
    key = "gains.caveat_bounded" if bounded else "gains.caveat_bridged"
    return Said(key, **pair_values(question.editions))


def history_caveat(history: pd.DataFrame) -> Phrase | None:
    """What the chart of the history must say; nothing where all its editions follow one formula.

    Args:
        history: of `province_history`.
    """
    before = history.groupby("index")["formula"].shift()
    broken = before.notna() & ((history["formula"] == "") | (history["formula"] != before))
    return Said("gains.caveat_history") if broken.any() else None


def printed_caveat(definitions: Definitions, edition: Edition) -> Phrase | None:
    """What a chart of changes that a source itself prints must say; nothing where they compare."""
    before = definitions.previous_edition(edition)
    compares = before is not None and comparison_problem(definitions, before, edition) is None
    return None if compares else Said("gains.caveat_printed")


def map_title(gains: pd.DataFrame) -> Phrase:
    """How many climbed, fell and stayed."""
    change = gains["rank_gain"]
    up, down = (change > 0).sum(), (change < 0).sum()
    return Said("gains.map_title", n=len(change), up=up, down=down, same=(change == 0).sum())


def _climbers(gains: pd.DataFrame) -> Phrase:
    """Everyone who shares the largest climb, or how many they are."""
    largest = gains["rank_gain"].max()
    names = sorted(gains.loc[gains["rank_gain"] == largest, "province"], key=vietnamese_sort_key)
    return Joined(names) if len(names) <= _MOST_NAMES else Said("gains.so_many_units", n=len(names))


def opening_sentences(
    question: GainQuestion, formula: Phrase | str, gains: pd.DataFrame, size: int
) -> list[Phrase]:
    """Whether the two editions can be compared, and how many units the ranks are known of.

    Args:
        formula: name of the later edition's formula. gains: units with a rank in both editions.
        size: units of the universe.
    """
    values = pair_values(question.editions, moved=question.is_of_others)
    values |= {"n": len(gains), "size": size, "formula": formula}
    bounded = question.bridge == "formula_bounds"
    bridge = "bridged" if formulas_differ(*question.editions) else "bridged_unknown"
    first = "comparable" if question.comparable else "bounded" if bounded else bridge
    second = "gains.units_exact" if bounded else "gains.units"
    return [Said(f"gains.{first}", **values), Said(second, **values)]


def former_sentences(former: str, unit: Unit) -> list[Phrase]:
    """That the province asked for went into the unit shown; nothing where `former` is empty."""
    return [Said("standing.former", former=former, province=unit.province)] if former else []


def identity_sentence(gains: pd.DataFrame, size: int) -> Said:
    """What the correlation of gain and starting rank says: nothing beyond arithmetic."""
    if len(gains) < size:
        return Said("gains.identity_partial", n=len(gains), size=size)
    if gains["rank_gain"].eq(0).all():
        return Said("gains.identity_unmoved")
    return Said("gains.identity", found=mechanical_benchmark(gains["rank_from"], gains["rank_to"]))


def spread_sentence(gains: pd.DataFrame, size: int) -> Said:
    """Whether the scores moved together, apart, or cannot be told."""
    scores = gains.dropna(subset=["score_from", "score_to"])
    if not gains["comparable"].all() or scores.empty:
        return Said("gains.no_scores")
    if len(scores) < size:
        # Who is known depends on the score itself: the press prints winners.
        return Said("gains.spread_partial", n=len(scores), size=size)
    if (scores["score_to"] - scores["score_from"]).round(9).nunique() == 1:
        return Said("gains.spread_unmoved")
    found = convergence(scores["score_from"], scores["score_to"])
    values = {"found": found, "one": gains.iloc[0]}
    closer = found.deviation_after < found.deviation_before
    if found.p_value >= _LEVEL:
        return Said("gains.spread_unclear", **values)
    return Said("gains.converged" if closer else "gains.diverged", **values)


def newest_sentence(
    newest: pd.DataFrame | None,
    pair: tuple[Edition, Edition] | None,
    unit: Unit,
    *,
    moved: bool = False,
) -> Said:
    """Where the newest edition ranks the province, and whether that can be compared.

    Args:
        moved: as of `pair_values`.
    """
    if newest is None or pair is None:
        return Said("gains.newest_same")
    values = pair_values(pair, moved=moved) | {"province": unit.province}
    own = _newest_row(newest, unit)
    if own is None:
        return Said("gains.newest_unknown", **values)
    if own["comparable"]:
        return Said("gains.newest_comparable_sentence", **values, own=own)
    return Said(
        "gains.newest" if formulas_differ(*pair) else "gains.newest_formula", **values, own=own
    )


def _newest_row(newest: pd.DataFrame, unit: Unit) -> pd.Series | None:
    rows = newest[(newest["unit_id"] == unit.unit_id) & (newest["measure"] == "overall")]
    return None if rows.empty or pd.isna(rows["rank_gain"].iloc[0]) else rows.iloc[0]


def gain_claims(
    gains: pd.DataFrame,
    own: pd.Series | None,
    newest: pd.DataFrame | None,
    pair: tuple[Edition, Edition] | None,
    unit: Unit,
    size: int,
    *,
    newest_unit: Unit | None = None,
    spread_told: bool = False,
) -> list[Claim]:
    """What notebook 02 concludes, as far as its numbers reach.

    Args:
        gains: units with a rank in both editions. own: the row of the focus, or None.
        newest, pair: the newest gains and their editions, or None. size: units of the universe.
        newest_unit: the unit that `unit` went into, where the newest edition ranks that.
        spread_told: whether a claim that reaches a newer edition tells whether scores converged.
    """
    moved = newest_unit is not None and newest_unit.universe != unit.universe
    last = _newest_claims(newest, pair, newest_unit or unit, moved=moved)
    if gains.empty:
        return last
    n, complete, largest = len(gains), len(gains) == size, gains["rank_gain"].max()
    # Across a change of formula a difference of ranks is a fact of print, not a climb.
    verdict = "fact" if gains["comparable"].all() else "cannot tell"
    method = "difference of " + (
        "ranks" if gains["comparable"].all() else "published ranks (bridge)"
    )
    one = gains.iloc[0]
    named = {"edition": f"{one['edition']} ({unit.universe})"}
    pair_asked = About(one["index"], unit.universe, (one["baseline"], one["edition"]))
    claims = []
    if own is not None:
        name = _named("focus-gain", replace(pair_asked, unit_id=unit.unit_id))
        gain = float(own["rank_gain"])
        direction = direction_of(gain)
        change = Said(f"gains.moved.{direction}", places=abs(gain))
        said = Said("claim.focus_gain", own=pd.Series({**own, **named}), moved=change)
        claims = [Claim(name, said, gain, verdict, n, "units", method, direction)]
    kind = _kind_of_most(gains, size)
    climb = Said(
        _climb_key(kind, complete),
        one=pd.Series({**one, **named}), n=n, size=size, provinces=_climbers(gains), gain=largest,
    )  # fmt: skip
    verdict = verdict if complete else "cannot tell"
    direction = direction_of(largest)
    name = _named("largest-climb", pair_asked)
    claims.append(Claim(name, climb, float(largest), verdict, n, "units", method, direction))
    if complete and kind != "unmoved":
        found = mechanical_benchmark(gains["rank_from"], gains["rank_to"])
        said = Said("claim.catching_up", found=found, one=pd.Series({**one, **named}))
        method = "mechanical benchmark sqrt((1 - rho) / 2)"
        name = _named("catching-up", pair_asked)
        claims.append(Claim(name, said, found.excess, "cannot tell", found.n, "units", method))
    spread = [] if spread_told else _convergence_claims(gains, size, pair_asked)
    return [*claims, *spread, *last]


def _climb_key(kind: str, complete: bool) -> str:
    """What is claimed of the largest climb; args: of `_kind_of_most`, and whether all are known."""
    if kind == "alone":
        return "claim.one_known"
    if kind == "climbed":
        return "claim.largest_climb" if complete else "claim.largest_climb_known"
    return "claim.nobody_climbed" if complete else "claim.nobody_climbed_known"


def _convergence_claims(gains: pd.DataFrame, size: int, about: About) -> list[Claim]:
    said = spread_sentence(gains, size)
    if not said.values:
        return []
    found = said.values.get("found")
    wider = None
    if isinstance(found, Convergence):
        wider = found.deviation_after - found.deviation_before
    verdicts = {"gains.converged": "holds", "gains.diverged": "contradicted"}
    verdict = verdicts.get(said.key, "cannot tell")
    n = len(gains.dropna(subset=["score_from", "score_to"]))
    method = "Pitman-Morgan test of paired variances"
    return [Claim(_named("convergence", about), said, wider, verdict, n, "units", method)]


def _named(name: str, about: About) -> str:
    return claim_id(NOTEBOOK, name, about)


def _newest_claims(
    newest: pd.DataFrame | None, pair: tuple[Edition, Edition] | None, unit: Unit, *, moved: bool
) -> list[Claim]:
    own = None if newest is None else _newest_row(newest, unit)
    if newest is None or own is None or pair is None:
        return []
    return [
        Claim(
            _named("newest", About.editions(*pair, unit_id=unit.unit_id)),
            newest_sentence(newest, pair, unit, moved=moved),
            float(own["rank_gain"]),
            "fact" if own["comparable"] else "cannot tell",
            int((newest["measure"] == "overall").sum()),
            "units",
            "difference of published ranks (bridge printed_ranks)",
            direction_of(own["rank_gain"]),
        )
    ]


def direction_of(value: float) -> str:
    """Which way does a gain of places go: "up", "down" or "none"?"""
    return "up" if value > 0 else "down" if value < 0 else "none"


def shown_gain(row: pd.Series) -> Phrase | str:
    """A gain for readers: +3, +3 (+2 to +4) where rounding leaves it open, +13 to +17, or –."""
    if pd.isna(row["gain_least"]):
        return "–"
    if row["gain_least"] == row["gain_most"] and not pd.isna(row["rank_gain"]):
        return InForm(row["rank_gain"], "signed")
    span = Said("gains.span", row=row)
    return span if pd.isna(row["rank_gain"]) else Said("gains.point_and_span", row=row, span=span)


def with_shown_gains(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with their gain as readers see it, as `rank_gain_text`."""
    return rows.assign(rank_gain_text=[shown_gain(row) for _, row in rows.iterrows()])
