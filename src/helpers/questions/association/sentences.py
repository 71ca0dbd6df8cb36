"""The sentences, table and claims of a family of tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from helpers.sharing.claims import About, Claim, claim_id
from helpers.sharing.numbers import Phrase
from helpers.sharing.tables import TableOf
from helpers.sharing.wording import Said, use_wording
from helpers.sources.editions import Definitions, Edition
from helpers.sources.shown import leading_edition
from helpers.statistics.baseline import FEWEST_UNITS

use_wording("association.yml")

_POWER, _ALPHA = 80, 5
_METHOD = "baseline-adjusted association, HC3, permutation p, Holm over the notebook's tests"


def compared_sentences(
    definitions: Definitions, baseline: Edition, edition: Edition
) -> list[Phrase]:
    """Which editions the tests compare, and which newer one cannot take part yet."""
    values = {"before": baseline, "after": edition}
    former = edition.universe != definitions.living_universe
    said: list[Phrase] = [Said("asked.compared_former" if former else "asked.compared", **values)]
    newest = leading_edition(definitions, edition.index)
    if newest.edition > edition.edition or newest.universe != edition.universe:
        said.append(Said("asked.newer", newest=newest))
    return said


def power_sentence(test: Any, predictor: Phrase) -> Said:  # noqa: ANN401  (a row of tests)
    """What could the data show at all? Said before looking.

    Args:
        test: one row of `evidence_table`. predictor: what it is called.
    """
    if pd.isna(test.detectable) or test.n < FEWEST_UNITS:
        return Said("evidence.power_none", predictor=predictor, test=test)
    return Said("evidence.power", predictor=predictor, test=test, power=_POWER, alpha=_ALPHA)


def benchmark_sentence(test: Any, predictor: Phrase) -> Said:  # noqa: ANN401
    """How much of the raw correlation with the gain does arithmetic alone give?"""
    return _problem(test, predictor) or Said("evidence.benchmark", predictor=predictor, test=test)


def answer_sentence(test: Any, predictor: Phrase) -> Said:  # noqa: ANN401
    """What can be said of one predictor once everything is counted?"""
    return _problem(test, predictor) or Said(
        f"evidence.{test.verdict.replace(' ', '_')}",
        predictor=predictor,
        outcome=Said(f"evidence.outcome.{test.outcome}"),
        test=test,
        share=100 * test.share_same_sign,
    )


def _problem(test: Any, predictor: Phrase) -> Said | None:  # noqa: ANN401
    if not test.problem:
        return None
    key = f"evidence.problem.{test.problem}"
    return Said(key, predictor=predictor, test=test, needed=FEWEST_UNITS)


def evidence_claim(notebook: str, test: Any, said: Phrase, about: About) -> Claim:  # noqa: ANN401
    """What one test registers.

    Args:
        notebook: its name. test: one row of `evidence_table`.
        said: what the notebook answers, as `answer_sentence`. about: the two editions.
    """
    return Claim(
        id=claim_id(notebook, test.test_id, about),
        said=said,
        value=None if test.problem else float(test.standardised),
        verdict=test.verdict,
        n=int(test.n),
        counted="units",
        method=_METHOD,
        direction="" if test.problem else ("up" if test.standardised > 0 else "down"),
    )


def table_of_tests(tests: pd.DataFrame, names: Mapping[str, Phrase]) -> TableOf:
    """Which tests does a notebook make, and what does each say?

    Args:
        tests: as `evidence_table`. names: what each predictor is called.

    Raises:
        KeyError: a predictor has no name.
    """
    shown = tests.assign(
        predictor=tests["predictor"].map(lambda predictor: names[predictor]),
        outcome=[Said(f"evidence.outcome.{outcome}") for outcome in tests["outcome"]],
        share=100 * tests["share_same_sign"],
        verdict=[Said(f"verdict.{verdict}") for verdict in tests["verdict"]],
    )
    return TableOf(
        shown,
        Said("evidence.table_caption"),
        ("predictor", "outcome", "n", "detectable", "standardised", "p_value", "holm", "share",
         "verdict"),
    )  # fmt: skip
