"""The sentences of notebook 02: which one the numbers call for, in both languages."""

from __future__ import annotations

import pandas as pd

from helpers import LANGUAGES
from helpers.questions.rank_gains.answer import GainQuestion
from helpers.sharing.claims import Claim, make_claim
from helpers.sharing.numbers import format_number, vietnamese_sort_key
from helpers.sharing.wording import Paragraphs, Sentence, say, sentence, use_wording
from helpers.sources.editions import Edition, formulas_differ
from helpers.sources.provinces import Unit
from helpers.statistics.baseline import convergence, mechanical_benchmark

use_wording("rank_gains.yml")

_LEVEL = 0.05


def names_with_gains(moves: pd.DataFrame, lang: str) -> str:
    """Provinces with their gains, as a list for a sentence."""
    return ", ".join(
        f"{row.province} ({format_number(row.rank_gain, lang, signed=True)})"
        for row in moves.itertuples(index=False)
    )


def focus_title(
    gains: pd.DataFrame, own: pd.Series | None, unit: Unit, size: int, lang: str
) -> str:
    """The takeaway of the slope chart: who climbed most, and the province in focus.

    Args:
        gains: units with a rank in both editions. own: the row of the focus, or None.
        size: units of the universe; with fewer in `gains` the title says of how many it speaks.
    """
    known = "" if len(gains) == size else sentence("gains.of_known", lang, n=len(gains), size=size)
    values = {
        "climber": _climbers(gains, lang),
        "climb": gains["rank_gain"].max(),
        "province": unit.province,
        "known": known,
    }
    if own is None:
        return sentence("gains.slope_title_unknown", lang, **values)
    titles = {
        "up": "gains.slope_title_up",
        "down": "gains.slope_title_down",
        "none": "gains.slope_title_none",
    }
    return sentence(
        titles[_direction(own["rank_gain"])],
        lang,
        **values,
        rank_from=own["rank_from"],
        rank_to=own["rank_to"],
    )


_MOST_NAMES = 3


def _climbers(gains: pd.DataFrame, lang: str) -> str:
    """Everyone who shares the largest climb, or how many they are."""
    largest = gains["rank_gain"].max()
    names = sorted(gains.loc[gains["rank_gain"] == largest, "province"], key=vietnamese_sort_key)
    if len(names) <= _MOST_NAMES:
        return ", ".join(names)
    return sentence("gains.so_many_units", lang, n=len(names))


def opening_sentences(
    question: GainQuestion, formula: str, gains: pd.DataFrame, size: int, lang: str
) -> Paragraphs:
    """Whether the two editions can be compared, and how many units the ranks are known of.

    Args:
        formula: name of the later edition's formula. gains: units with a rank in both editions.
        size: units of the universe.
    """
    baseline = question.editions[0]
    values = {
        "index": question.edition.index,
        "baseline": baseline.edition,
        "edition": question.edition.edition,
        "n": len(gains),
        "size": size,
    }
    bounded = question.bridge == "formula_bounds"
    first = say(f"gains.{_bridge_word(question)}", lang, **values)
    if question.comparable:
        first = say("gains.comparable", lang, formula=formula)
    return Paragraphs(
        [first, say("gains.units_exact" if bounded else "gains.units", lang, **values)]
    )


def former_sentences(former: str, unit: Unit, lang: str) -> list[Sentence]:
    """That the province asked for went into the unit shown; nothing where `former` is empty."""
    if not former:
        return []
    return [say("standing.former", lang, former=former, province=unit.province)]


def _bridge_word(question: GainQuestion) -> str:
    if question.bridge == "formula_bounds":
        return "bounded"
    return "bridged" if formulas_differ(*question.editions) else "bridged_unknown"


def identity_sentence(gains: pd.DataFrame, size: int, lang: str) -> Sentence:
    """What the correlation of gain and starting rank says: nothing beyond arithmetic."""
    if len(gains) < size:
        return say("gains.identity_partial", lang, n=len(gains), size=size)
    found = mechanical_benchmark(gains["rank_from"], gains["rank_to"])
    return say(
        "gains.identity",
        lang,
        observed=found.observed,
        benchmark=found.benchmark,
        rho=found.rank_correlation,
    )


def spread_sentence(gains: pd.DataFrame, size: int, lang: str) -> Sentence:
    """Whether the scores moved together, apart, or cannot be told."""
    key, values = _spread(gains, size)
    return say(key, lang, **values)


def _spread(gains: pd.DataFrame, size: int) -> tuple[str, dict[str, float]]:
    scores = gains.dropna(subset=["score_from", "score_to"])
    if not gains["comparable"].all() or scores.empty:
        return "gains.no_scores", {}
    if len(scores) < size:
        # Who is known depends on the score itself: the press prints winners.
        return "gains.spread_partial", {"n": len(scores), "size": size}
    found = convergence(scores["score_from"], scores["score_to"])
    values = {
        "before": found.deviation_before,
        "after": found.deviation_after,
        "n": found.n,
        "p": found.p_value,
    }
    if found.p_value >= _LEVEL:
        return "gains.spread_unclear", values
    return (
        "gains.converged" if found.deviation_after < found.deviation_before else "gains.diverged",
        values,
    )


def newest_sentence(
    newest: pd.DataFrame | None,
    pair: tuple[Edition, Edition] | None,
    unit: Unit,
    lang: str,
    *,
    moved: bool = False,
) -> Sentence:
    """Where the newest edition ranks the province, and whether that can be compared.

    Args:
        moved: whether it ranks other units than those asked about; the editions are then named
            with their universe, because the same name can mean two units.
    """
    if newest is None or pair is None:
        return say("gains.newest_same", lang)
    key, values = _newest(newest, pair, unit, moved=moved)
    return say(key, lang, **values)


def year_name(edition: Edition, *, moved: bool) -> str:
    """The year of an edition, with its universe where that is not the one asked about."""
    return f"{edition.edition} ({edition.universe})" if moved else edition.edition


def _newest(
    newest: pd.DataFrame, pair: tuple[Edition, Edition], unit: Unit, *, moved: bool
) -> tuple[str, dict[str, object]]:
    values: dict[str, object] = {
        "index": pair[1].index,
        "baseline": year_name(pair[0], moved=moved),
        "edition": year_name(pair[1], moved=moved),
        "province": unit.province,
    }
    rows = newest[(newest["unit_id"] == unit.unit_id) & (newest["measure"] == "overall")]
    if rows.empty or pd.isna(rows["rank_gain"].iloc[0]):
        return "gains.newest_unknown", values
    own = rows.iloc[0]
    values |= {"rank_from": own["rank_from"], "rank_to": own["rank_to"], "gain": own["rank_gain"]}
    if own["comparable"]:
        return "gains.newest_comparable_sentence", values
    return ("gains.newest" if formulas_differ(*pair) else "gains.newest_formula"), values


def gain_claims(
    gains: pd.DataFrame,
    own: pd.Series | None,
    newest: pd.DataFrame | None,
    pair: tuple[Edition, Edition] | None,
    unit: Unit,
    size: int,
    *,
    newest_unit: Unit | None = None,
) -> list[Claim]:
    """What notebook 02 concludes, as far as its numbers reach.

    Args:
        gains: units with a rank in both editions. own: the row of the focus, or None.
        newest, pair: the newest gains and their editions, or None. size: units of the universe.
        newest_unit: the unit that `unit` went into, where the newest edition ranks that.
    """
    notebook = "02-rank-gains"
    claims: list[Claim] = []
    moved = newest_unit is not None and newest_unit.universe != unit.universe
    last = _newest_claims(notebook, newest, pair, newest_unit or unit, moved=moved)
    if gains.empty:
        return last
    editions = {
        "index": gains["index"].iloc[0],
        "baseline": gains["baseline"].iloc[0],
        "edition": gains["edition"].iloc[0],
    }
    comparable = bool(gains["comparable"].all())
    complete = len(gains) == size
    method = "difference of ranks" if comparable else "difference of published ranks (bridge)"
    if own is not None:
        claims.append(
            make_claim(
                f"{notebook}/focus-gain",
                "claim.focus_gain",
                editions
                | {
                    "province": unit.province,
                    "rank_from": own["rank_from"],
                    "rank_to": own["rank_to"],
                    "gain": own["rank_gain"],
                },
                value=float(own["rank_gain"]),
                # Across a change of formula a difference of ranks is a fact of print, not a climb.
                verdict="holds" if comparable else "cannot tell",
                n=len(gains),
                method=method,
                direction=_direction(own["rank_gain"]),
            )
        )
    largest = gains["rank_gain"].max()
    claims.append(
        make_claim(
            f"{notebook}/largest-climb",
            "claim.largest_climb" if complete else "claim.largest_climb_known",
            editions
            | {"n": len(gains), "size": size, "gain": largest}
            | {"provinces": {lang: _climbers(gains, lang) for lang in LANGUAGES}},
            value=float(largest),
            verdict="holds" if comparable and complete else "cannot tell",
            n=len(gains),
            method=method,
            direction=_direction(largest),
        )
    )
    if complete:
        found = mechanical_benchmark(gains["rank_from"], gains["rank_to"])
        claims.append(
            make_claim(
                f"{notebook}/catching-up",
                "claim.catching_up",
                {"observed": found.observed, "benchmark": found.benchmark},
                value=found.excess,
                verdict="cannot tell",
                n=found.n,
                method="mechanical benchmark sqrt((1 - rho) / 2)",
            )
        )
    key, values = _spread(gains, size)
    if values:
        verdicts = {"gains.converged": "holds", "gains.diverged": "contradicted"}
        claims.append(
            make_claim(
                f"{notebook}/convergence",
                key,
                values,
                value=values["after"] - values["before"] if "after" in values else None,
                verdict=verdicts.get(key, "cannot tell"),
                n=int(values["n"]),
                method="Pitman-Morgan test of paired variances",
            )
        )
    return claims + last


def _newest_claims(
    notebook: str,
    newest: pd.DataFrame | None,
    pair: tuple[Edition, Edition] | None,
    unit: Unit,
    *,
    moved: bool,
) -> list[Claim]:
    if newest is None or pair is None:
        return []
    key, shown = _newest(newest, pair, unit, moved=moved)
    if "gain" not in shown:
        return []
    gain = float(str(shown["gain"]))
    return [
        make_claim(
            f"{notebook}/newest",
            key,
            shown,
            value=gain,
            verdict="holds" if key == "gains.newest_comparable_sentence" else "cannot tell",
            n=int((newest["measure"] == "overall").sum()),
            method="difference of published ranks (bridge printed_ranks)",
            direction=_direction(gain),
        )
    ]


def _direction(value: float) -> str:
    return "up" if value > 0 else "down" if value < 0 else "none"


def shown_gain(row: pd.Series, lang: str) -> str:
    """A gain for readers: +3, +3 (+2 to +4) where rounding leaves it open, +13 to +17, or –."""
    if pd.isna(row["gain_least"]):
        return "–"
    least, most = (format_number(row[c], lang, signed=True) for c in ("gain_least", "gain_most"))
    span = sentence("gains.span", lang, least=least, most=most)
    if pd.isna(row["rank_gain"]):
        return span
    point = format_number(row["rank_gain"], lang, signed=True)
    return point if row["gain_least"] == row["gain_most"] else f"{point} ({span})"
