"""The sentences, table and claims of a family of tests, in both languages."""

from __future__ import annotations

from typing import Any

import pandas as pd

from helpers.sharing.claims import Claim
from helpers.sharing.tables import ReaderTable, reader_table
from helpers.sharing.wording import Sentence, say, sentence, word
from helpers.statistics.baseline import FEWEST_UNITS

TEST_COLUMNS = {
    "name": ("predictor", ""),
    "outcome_shown": ("outcome", ""),
    "n": ("n", "int"),
    "detectable": ("detectable", "two"),
    "standardised": ("standardised", "two"),
    "p_value": ("p_value", "p_number"),
    "holm": ("holm", "p_number"),
    "share": ("share", "percent"),
    "verdict_shown": ("verdict", ""),
}
"""Columns of the table of tests: header and form of number."""

_POWER, _ALPHA = 80.0, 5.0
_METHOD = "baseline-adjusted association, HC3, permutation p, Holm over the notebook's tests"


def power_sentence(row: Any, name: str, lang: str) -> Sentence:  # noqa: ANN401  (a row of tests)
    """What the data could show at all, said before looking.

    Args:
        row: one row of `evidence_table`. name: the predictor in `lang`.
    """
    if pd.isna(row.detectable) or row.n < FEWEST_UNITS:
        return say("evidence.power_none", lang, predictor=name, n=row.n)
    return say(
        "evidence.power",
        lang,
        predictor=name,
        n=row.n,
        detectable=row.detectable,
        power=_POWER,
        alpha=_ALPHA,
    )


def benchmark_sentence(row: Any, name: str, lang: str) -> Sentence:  # noqa: ANN401
    """How much of the raw correlation with the gain arithmetic alone gives."""
    if row.problem:
        return say(f"evidence.problem.{row.problem}", lang, **_problem_values(row, name))
    return say(
        "evidence.benchmark",
        lang,
        predictor=name,
        n=row.n,
        correlation=row.correlation,
        benchmark=row.benchmark,
        excess=row.excess,
    )


def answer_sentence(row: Any, name: str, lang: str) -> Sentence:  # noqa: ANN401
    """What can be said of one predictor once everything is counted."""
    key, values = _answer(row)
    return Sentence(_filled(key, values, row, name, lang))


def evidence_claim(notebook: str, row: Any, names: dict[str, str]) -> Claim:  # noqa: ANN401
    """The registered sentence of one test; `names` has the predictor in each language."""
    key, values = _answer(row)
    return Claim(
        id=f"{notebook}/{row.test_id}",
        notebook=notebook,
        sentence_vi=_filled(key, values, row, names["vi"], "vi"),
        sentence_en=_filled(key, values, row, names["en"], "en"),
        value=None if row.problem else float(row.standardised),
        verdict=row.verdict,
        n=int(row.n),
        method=_METHOD,
        direction="" if row.problem else ("up" if row.standardised > 0 else "down"),
    )


def _answer(row: Any) -> tuple[str, dict[str, object]]:  # noqa: ANN401
    if row.problem:
        return f"evidence.problem.{row.problem}", {}
    key = f"evidence.{row.verdict.replace(' ', '_')}"
    return key, {
        "n": row.n,
        "standardised": row.standardised,
        "holm": row.holm,
        "tests": row.tests,
        "share": 100 * row.share_same_sign,
    }


def _filled(
    key: str,
    values: dict[str, object],
    row: Any,  # noqa: ANN401
    name: str,
    lang: str,
) -> str:
    if row.problem:
        return sentence(key, lang, **_problem_values(row, name))
    outcome = word(f"evidence.outcome.{row.outcome}", lang)
    return sentence(key, lang, predictor=name, outcome=outcome, **values)


def _problem_values(row: Any, name: str) -> dict[str, object]:  # noqa: ANN401
    return {"predictor": name, "n": row.n, "needed": FEWEST_UNITS}


def evidence_reader_table(tests: pd.DataFrame, names: dict[str, str], lang: str) -> ReaderTable:
    """All tests of a notebook for readers; `names` maps predictors to words in `lang`."""
    shown = tests.assign(
        name=[names[predictor] for predictor in tests["predictor"]],
        outcome_shown=[word(f"evidence.outcome.{outcome}", lang) for outcome in tests["outcome"]],
        share=100 * tests["share_same_sign"],
        verdict_shown=[word(f"verdict.{verdict}", lang) for verdict in tests["verdict"]],
    )
    return reader_table(
        shown,
        lang,
        word("evidence.table_caption", lang),
        {
            column: (word(f"evidence.header.{header}", lang), spec)
            for column, (header, spec) in TEST_COLUMNS.items()
        },
    )
