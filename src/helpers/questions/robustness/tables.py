"""The tables of notebook 06, in both languages."""

from __future__ import annotations

from typing import Any

import pandas as pd

from helpers.questions.association.asked import INDEX
from helpers.questions.robustness.answer import SCALES, SPREADS
from helpers.questions.robustness.sentences import OUTCOME_WORDS, predictor_label
from helpers.sharing.numbers import format_p_value
from helpers.sharing.tables import Header, ReaderTable, reader_table
from helpers.sharing.wording import sentence, use_wording, word

use_wording("robustness.yml")

_REASON_WORDS = {
    "no figure": "robustness.reason.no_figure",
    "too few": "robustness.reason.too_few",
    "no variation": "robustness.reason.no_variation",
}
_UNIT_WORDS = {
    "all": "robustness.units.all",
    "without five highest": "robustness.units.without_highest",
    "without five lowest": "robustness.units.without_lowest",
}
_SCALE_WORDS = dict(
    zip(SCALES, ("robustness.scale.score", "robustness.scale.log_odds"), strict=True)
)
_SPREAD_WORDS = dict(
    zip(SPREADS, ("robustness.spread.deviation", "robustness.spread.quartiles"), strict=True)
)


def _pair_label(row: Any) -> str:  # noqa: ANN401  (a row with baseline and edition)
    # A word joiner on either side, so that narrow columns do not break the pair.
    return f"{row.baseline}\N{WORD JOINER}–\N{WORD JOINER}{row.edition}"


def family_table(family: pd.DataFrame, lang: str) -> ReaderTable:
    """Every test with what its own family and the joint one say."""
    rows = list(family.itertuples(index=False))
    return reader_table(
        family.assign(
            name=[
                f"{predictor_label(row.predictor, lang)} ({word(OUTCOME_WORDS[row.outcome], lang)})"
                for row in rows
            ],
            **{
                column: _p_cells(family[column], lang) for column in ("p_value", "own_holm", "holm")
            },
            one_shown=["–" if row.problem else _yes_no(row.decided_by_one, lang) for row in rows],
            verdict_shown=[
                " → ".join(
                    word(f"verdict.{verdict}", lang)
                    for verdict in dict.fromkeys((row.own_verdict, row.verdict))
                )
                for row in rows
            ],
        ),
        lang,
        sentence("robustness.family_caption", lang, tests=int(family["tests"].iloc[0])),
        {
            "name": (word("robustness.header.test", lang), ""),
            "n": (Header("n").written(lang), "int"),
            "standardised": (Header("standardised").written(lang), "two"),
            "p_value": (Header("p_value").written(lang), "text_right"),
            "own_holm": (word("robustness.header.own_holm", lang), "text_right"),
            "holm": (word("robustness.header.joint_holm", lang), "text_right"),
            "one_shown": (word("robustness.header.one", lang), ""),
            "verdict_shown": (Header("verdict").written(lang), ""),
        },
    )


def _p_cells(p_values: pd.Series, lang: str) -> list[str]:
    """p-values as they stand in a column: never 0.000."""
    return ["–" if pd.isna(p) else format_p_value(p, lang).removeprefix("= ") for p in p_values]


def _yes_no(flag: bool, lang: str) -> str:
    return word("robustness.yes" if flag else "robustness.no", lang)


def not_run_table(failed: pd.DataFrame, lang: str) -> ReaderTable:
    """The specifications that could not be run; of `not_run`."""
    columns = {reason: reason.replace(" ", "_") for reason in _REASON_WORDS}
    return reader_table(
        failed.rename(columns=columns).assign(
            name=[predictor_label(predictor, lang) for predictor in failed["predictor"]],
            pair=[_pair_label(row) for row in failed.itertuples(index=False)],
        ),
        lang,
        word("robustness.not_run_caption", lang),
        {
            "name": (Header("predictor").written(lang), ""),
            "pair": (word("robustness.header.pair", lang), ""),
            **{
                column: (word(_REASON_WORDS[reason], lang), "int")
                for reason, column in columns.items()
            },
            "n": (word("robustness.header.most_units", lang), "int"),
        },
    )


def curves_table(curves: pd.DataFrame, lang: str) -> ReaderTable:
    """Every curve that could be tested: how many specifications ran, their median and its p."""
    run = curves[curves["run"] > 0]
    return reader_table(
        run.assign(
            name=[predictor_label(predictor, lang) for predictor in run["predictor"]],
            pair=[_pair_label(row) for row in run.itertuples(index=False)],
            share=100 * run["share_positive"],
            **{column: _p_cells(run[column], lang) for column in ("p_value", "holm")},
        ),
        lang,
        word("robustness.curves_caption", lang),
        {
            "name": (Header("predictor").written(lang), ""),
            "pair": (word("robustness.header.pair", lang), ""),
            "run": (word("robustness.header.run", lang), "int"),
            "n": (word("robustness.header.most_units", lang), "int"),
            "median": (word("robustness.header.median", lang), "two"),
            "share": (word("robustness.header.share_positive", lang), "percent"),
            "p_value": (word("robustness.header.median_p", lang), "text_right"),
            "holm": (word("robustness.header.median_holm", lang), "text_right"),
        },
    )


def press_table(bounds: pd.DataFrame, reference: str, lang: str) -> ReaderTable:
    """What the press shows of early editions, and what it leaves open."""
    return reader_table(
        bounds,
        lang,
        sentence("robustness.press_caption", lang, index=INDEX, reference=reference),
        {
            "edition": (word("header.edition", lang), ""),
            "seen": (word("robustness.header.seen", lang), "int"),
            "intervals": (word("robustness.header.intervals", lang), "int"),
            "mean_rank_seen": (word("robustness.header.mean_seen", lang), "percent"),
            "mean_rank_all": (word("robustness.header.mean_all", lang), "percent"),
            "correlation_seen": (word("robustness.header.correlation_seen", lang), "two"),
            "lower": (word("robustness.header.lower", lang), "two"),
            "upper": (word("robustness.header.upper", lang), "two"),
        },
    )


def convergence_table(choices: pd.DataFrame, years: tuple[str, str], lang: str) -> ReaderTable:
    """The spread before and after under each choice; of `convergence_choices`."""
    return reader_table(
        choices.assign(
            units_shown=[word(_UNIT_WORDS[units], lang) for units in choices["units"]],
            scale_shown=[word(_SCALE_WORDS[scale], lang) for scale in choices["scale"]],
            **{column: _p_cells(choices[column], lang) for column in ("p_value", "holm")},
            spread_shown=[word(_SPREAD_WORDS[spread], lang) for spread in choices["spread"]],
        ),
        lang,
        sentence(
            "robustness.convergence_caption",
            lang,
            index=INDEX,
            baseline=years[0],
            edition=years[1],
        ),
        {
            "units_shown": (word("robustness.header.units", lang), ""),
            "scale_shown": (word("robustness.header.scale", lang), ""),
            "spread_shown": (word("robustness.header.spread", lang), ""),
            "n": (Header("n").written(lang), "int"),
            "before": (word("robustness.header.before", lang), "score"),
            "after": (word("robustness.header.after", lang), "score"),
            "p_value": ("p", "text_right"),
            "holm": (Header("holm").written(lang), "text_right"),
        },
    )
