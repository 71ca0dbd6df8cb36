"""What notebook 02 says about the workings of a rank: how firm it is, and what moved it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from helpers.questions.rank_gains.answer import GainQuestion
from helpers.questions.rank_gains.sentences import year_name
from helpers.questions.rank_gains.workings import TOP, GainSplit
from helpers.rankings.index_parts import IndexParts
from helpers.sharing.claims import Claim, make_claim
from helpers.sharing.numbers import format_number
from helpers.sharing.wording import Paragraphs, Sentence, say, sentence, use_wording, word
from helpers.sources.editions import Definitions, Edition
from helpers.sources.provinces import Unit
from helpers.statistics.decomposition import OTHERS, REMAINDER, ROUNDING
from helpers.statistics.sensitivity import INTERVAL_KINDS, Choices

use_wording("rank_gains.yml")

_NOTEBOOK = "02-rank-gains"


def part_name(definitions: Definitions, index: str, part: str, lang: str) -> str:
    """What readers call a part of an index, or one of the players that is no part."""
    words = {
        REMAINDER: "workings.remainder", ROUNDING: "workings.rounding", OTHERS: "workings.others",
    }  # fmt: skip
    if part in words:
        return word(words[part], lang)
    return definitions.measure_name(index, part, lang)


def places_text(places: float, lang: str) -> str:
    """Places with their sign and one decimal."""
    return format_number(places, lang, 1, signed=True)


def _percent(share: float, lang: str) -> str:
    percent = round(100 * share, 1)
    return format_number(percent, lang, 0 if percent == int(percent) else 1)


def interval_sentences(
    intervals: pd.DataFrame,
    parts: Sequence[IndexParts],
    question: GainQuestion,
    choices: Choices,
    draws: int,
    lang: str,
) -> Paragraphs:
    """How firm the rank of the province in focus is in each edition, and where it cannot be said.

    Args:
        intervals: of `rank_intervals`. parts: of `known_parts`.
    """
    known = {one.edition: one for one in parts}
    said: list[Sentence] = []
    if known:
        spread = _percent(choices.weight_spread, lang)
        said.append(say("workings.method", lang, spread=spread, draws=draws))
    for edition in question.editions:
        names = {"index": edition.index, "edition": edition.edition}
        if edition not in known:
            said.append(say("workings.no_table", lang, **names))
            continue
        values = names | focus_values(intervals, edition, question.unit)
        share = _percent(float(values["share_top"]), lang)
        said.append(say("workings.focus", lang, **values, top=TOP, share=share))
        full = known[edition].full
        if not full.all():
            said.append(say("workings.understated", lang, **names, full=full.sum(), size=len(full)))
    return Paragraphs(said)


def focus_values(intervals: pd.DataFrame, edition: Edition, unit: Unit) -> dict[str, Any]:
    """The numbers of one unit and edition, by the names that the sentences use."""
    own = intervals[
        (intervals["edition"] == edition.edition) & (intervals["unit_id"] == unit.unit_id)
    ].set_index("leave_out")
    narrow, wide = own.loc[False], own.loc[True]
    return {
        "province": unit.province,
        "rank": narrow["rank"],
        "lower": narrow["rank_lower"],
        "upper": narrow["rank_upper"],
        "wide_lower": wide["rank_lower"],
        "wide_upper": wide["rank_upper"],
        "share_top": narrow["share_top"],
        "interval_kind": narrow["interval_kind"],
    }


def focus_choices(
    intervals: pd.DataFrame,
    without: pd.DataFrame,
    definitions: Definitions,
    question: GainQuestion,
    lang: str,
) -> pd.DataFrame:
    """The rank of the province in focus as published and under each other choice.

    Args:
        without: of `ranks_without_parts`.

    Returns:
        `edition`, `choice` and `place` (a rank, or a span), finished text.
    """
    rows = []
    index, unit_id = question.edition.index, question.unit.unit_id
    for edition, own in intervals[intervals["unit_id"] == unit_id].groupby("edition"):
        narrow, wide = (own[own["leave_out"].astype(bool) == flag].iloc[0] for flag in (0, 1))
        rows.append((edition, word("workings.as_published", lang), str(narrow["rank"])))
        for band, key in ((narrow, "workings.legend.weights"), (wide, "workings.legend.left_out")):
            place = f"{band['rank_lower']}–{band['rank_upper']}"
            rows.append((edition, word(key, lang), place))
        for row in without[without["edition"] == edition].itertuples(index=False):
            name = part_name(definitions, index, row.part, lang)
            choice = sentence("workings.without_part", lang, part=name)
            rows.append((edition, choice, str(row.rank)))
    return pd.DataFrame(rows, columns=["edition", "choice", "place"])


def effect_sentence(
    effects: pd.Series, known: IndexParts, definitions: Definitions, lang: str
) -> Sentence:
    """Which choice moves the ranks of an edition most, or that none does so more than others.

    Args:
        effects: of `weight_effects`, the largest first. known: the parts it was given.
    """
    edition = known.edition
    names = {"index": edition.index, "edition": edition.edition}
    if not effects.iloc[0] > 0:
        return say("workings.no_effect", lang, **names)
    part = part_name(definitions, edition.index, str(effects.index[0]), lang)
    key = "workings.effect" if known.full.all() else "workings.effect_understated"
    return say(key, lang, **names, part=part, effect=effects.iloc[0])


def split_sentences(
    split: GainSplit | None, question: GainQuestion, definitions: Definitions, lang: str
) -> Paragraphs:
    """What moved the province in focus, or why that cannot be told."""
    if split is None:
        return Paragraphs([say("workings.no_split", lang)])
    own = split.of(question.unit)
    scores = own.dropna(subset="score_points")
    largest = scores.loc[scores["score_points"].abs().idxmax()]
    return Paragraphs(
        [
            say(
                "workings.split_score",
                lang,
                **_editions(question),
                province=question.unit.province,
                change=scores["score_points"].sum(),
                part=part_name(definitions, question.edition.index, largest["part"], lang),
                points=largest["score_points"],
            ),
            say("workings.split_rank", lang, **split_values(split, question, lang)),
            say("workings.split_still", lang, **split_values(split, question, lang)),
        ]
    )


def _editions(question: GainQuestion) -> dict[str, str]:
    assert question.baseline is not None
    return {
        "index": question.edition.index,
        "baseline": question.baseline.edition,
        "edition": question.edition.edition,
    }


def split_values(split: GainSplit, question: GainQuestion, lang: str) -> dict[str, object]:
    """The numbers of the split of the province in focus, by the names that the sentences use."""
    own, others = own_and_others(split.of(question.unit))
    ranks = split.ranks.loc[question.unit.unit_id]
    return _editions(question) | {
        "province": question.unit.province,
        "gain": ranks["rank_before"] - ranks["rank_after"],
        "own": places_text(own, lang),
        "others": places_text(others, lang),
        "still": ranks["standing_still"],
        "after": ranks["rank_after"],
    }


def own_and_others(rows: pd.DataFrame) -> tuple[float, float]:
    """Places that all own parts of a unit gave together, and places that the others gave."""
    places = rows.set_index("part")["places"]
    return float(places.drop(OTHERS).sum()), float(places[OTHERS])


def climbers_split(
    split: GainSplit,
    climbed: pd.DataFrame,
    definitions: Definitions,
    index: str,
    lang: str,
) -> pd.DataFrame:
    """For each of the units that climbed most: where its places came from.

    Args:
        climbed: `unit_id`, `province`, `rank_gain`, in the order to be shown.

    Returns:
        `province`, `rank_gain`, `own`, `others` and `largest` (the own part that gave most),
        finished text but for the gain.
    """
    rows = []
    for row in climbed.itertuples(index=False):
        parts = split.table[split.table["unit_id"] == row.unit_id]
        own, others = own_and_others(parts)
        best = parts[parts["part"] != OTHERS].nlargest(1, "places").iloc[0]
        name = part_name(definitions, index, best["part"], lang)
        rows.append(
            {
                "province": row.province,
                "rank_gain": row.rank_gain,
                "own": places_text(own, lang),
                "others": places_text(others, lang),
                "largest": f"{name} ({places_text(best['places'], lang)})",
            }
        )
    return pd.DataFrame(rows, columns=["province", "rank_gain", "own", "others", "largest"])


def bounds_sentences(
    bounded: pd.DataFrame,
    pair: tuple[Edition, Edition],
    unit: Unit,
    lang: str,
    *,
    moved: bool = False,
) -> Paragraphs:
    """Who climbed for sure when the earlier edition is put under the points of the later?

    Args:
        bounded, pair: of `bounded_gains` and `bounds_pair`.
        moved: whether they are of other units than those asked about, as of `newest_sentence`.
    """
    up, down = (bounded["gain_least"] > 0).sum(), (bounded["gain_most"] < 0).sum()
    same = ((bounded["gain_least"] == 0) & (bounded["gain_most"] == 0)).sum()
    values = _bounds_values(bounded, pair, unit, moved=moved)
    counts = {"up": up, "down": down, "same": same, "unsure": len(bounded) - up - down - same}
    return Paragraphs(
        [
            say("workings.bounds", lang, **values, **counts),
            say(_bounds_key(values), lang, **values),
        ]
    )


def reverse_sentence(
    restated: pd.DataFrame,
    bounded: pd.DataFrame,
    pair: tuple[Edition, Edition],
    unit: Unit,
    lang: str,
    *,
    moved: bool = False,
) -> Sentence:
    """The other way round: the later edition under the points of the earlier, for one unit.

    Args:
        restated: of `restated_later`. bounded, pair: of `bounded_gains` and `bounds_pair`.
    """
    own = restated[restated["unit_id"] == unit.unit_id].iloc[0]
    values = _bounds_values(bounded, pair, unit, moved=moved)
    values |= {"best": own["rank_best"], "worst": own["rank_worst"]}
    exact = own["rank_best"] == own["rank_worst"]
    return say("workings.reverse_exact" if exact else "workings.reverse", lang, **values)


def _bounds_key(values: Mapping[str, object]) -> str:
    exact = values["best"] == values["worst"]
    return "workings.bounds_focus_exact" if exact else "workings.bounds_focus"


def _bounds_values(
    bounded: pd.DataFrame, pair: tuple[Edition, Edition], unit: Unit, *, moved: bool
) -> dict[str, object]:
    own = bounded[bounded["unit_id"] == unit.unit_id].iloc[0]
    return {
        "index": pair[1].index,
        "baseline": year_name(pair[0], moved=moved),
        "edition": year_name(pair[1], moved=moved),
        "province": unit.province,
        "rank_to": own["rank_to"],
        "best": own["rank_to"] + own["gain_least"],
        "worst": own["rank_to"] + own["gain_most"],
        "least": own["gain_least"],
        "most": own["gain_most"],
    }


def sure_moves(bounded: pd.DataFrame, unit: Unit) -> pd.DataFrame:
    """Units that moved for sure, and the one in focus, with the span of their earlier rank."""
    sure = (bounded["gain_least"] > 0) | (bounded["gain_most"] < 0)
    chosen = bounded[sure | (bounded["unit_id"] == unit.unit_id)]
    best, worst = (chosen["rank_to"] + chosen[end] for end in ("gain_least", "gain_most"))
    shown = [f"{b}" if b == w else f"{b}–{w}" for b, w in zip(best, worst, strict=True)]
    return chosen.assign(rank_from_shown=shown).sort_values("rank_to", ignore_index=True)


def workings_claims(
    intervals: pd.DataFrame,
    split: GainSplit | None,
    bounded: pd.DataFrame | None,
    pair: tuple[Edition, Edition] | None,
    question: GainQuestion,
    method: str,
    *,
    bounds_unit: Unit | None = None,
) -> list[Claim]:
    """What notebook 02 concludes about the province in focus from the workings of the index.

    Args:
        method: how the intervals were drawn. bounds_unit: the unit that the one in focus went into,
            where `pair` ranks that.
    """
    claims = []
    unit = question.unit
    for edition in question.editions:
        if edition.edition in set(intervals["edition"]):
            values = focus_values(intervals, edition, unit)
            full = values["interval_kind"] == INTERVAL_KINDS[0]
            claim = make_claim(
                f"{_NOTEBOOK}/sensitivity-{edition.edition}",
                "workings.claim_interval" if full else "workings.claim_interval_understated",
                values | {"index": edition.index, "edition": edition.edition},
                value=float(str(values["rank"])),
                verdict="holds",
                n=intervals["unit_id"].nunique(),
                method=method,
            )
            claims.append(_with_interval(claim, values, str(values["interval_kind"])))
    if split is not None:
        places = own_and_others(split.of(unit))[0]
        shown = {lang: split_values(split, question, lang) for lang in ("vi", "en")}
        texts = {key: {lang: shown[lang][key] for lang in shown} for key in ("own", "others")}
        claims.append(
            make_claim(
                f"{_NOTEBOOK}/split",
                "workings.split_rank",
                shown["vi"] | texts,
                value=places,
                verdict="holds",
                n=len(split.ranks),
                method="Shapley values over the own parts and the others",
                direction="up" if places > 0 else "down" if places < 0 else "none",
            )
        )
    if bounded is not None and pair is not None:
        own = bounds_unit or unit
        values = _bounds_values(bounded, pair, own, moved=own.universe != unit.universe)
        claim = make_claim(
            f"{_NOTEBOOK}/one-formula",
            _bounds_key(values),
            values,
            value=None,
            # The points are put alike; what the parts count is not.
            verdict="cannot tell",
            n=len(bounded),
            method="bounds of the gain with both editions under the later points (formula_bounds)",
        )
        ends = {"lower": values["least"], "upper": values["most"]}
        claims.append(_with_interval(claim, ends, "bounds"))
    return claims


def _with_interval(claim: Claim, ends: Mapping[str, object], kind: str) -> Claim:
    lower, upper = (float(str(ends[end])) for end in ("lower", "upper"))
    return replace(claim, lower=lower, upper=upper, interval_kind=kind)
