"""The sentences, table and claims of a family of tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from helpers.sharing.claims import About, Claim, claim_id
from helpers.sharing.numbers import Phrase
from helpers.sharing.tables import TableOf
from helpers.sharing.wording import InBoth, Joined, Said, use_wording
from helpers.sources.declared_tests import DeclaredTest
from helpers.sources.editions import Definitions, Edition
from helpers.sources.shown import leading_edition
from helpers.statistics.association import FEWEST_LEFT
from helpers.statistics.coverage import simulated
from helpers.statistics.evidence import ROLES
from helpers.statistics.ranks import places_mid_table

use_wording("association.yml")

_POWER = 80
_METHOD = (
    "baseline-adjusted association, HC3, permutation p, Holm over the notebook's primary tests; "
    "interval by inverting the permutation test"
)


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
    if pd.isna(test.detectable_effect):
        return Said("evidence.power_none", predictor=predictor, test=test)
    return Said(
        "evidence.power",
        predictor=predictor,
        test=test,
        covariates=test.columns - 2,
        points=test.detectable_effect * test.points,
        power=_POWER,
    )


def benchmark_sentence(test: Any, predictor: Phrase) -> Said:  # noqa: ANN401
    """How much of the raw correlation with the gain does arithmetic alone give?"""
    return _problem(test, predictor) or Said("evidence.benchmark", predictor=predictor, test=test)


def answer_sentence(test: Any, predictor: Phrase) -> Said:  # noqa: ANN401
    """What can be told of one predictor, and only then what cannot?

    The link that is excluded, where one is whose exclusion is worth saying; else that none is.
    """
    problem = _problem(test, predictor)
    if problem:
        return problem
    said = {"predictor": predictor, "test": test}
    if test.verdict != "cannot tell":
        outcome = Said(f"evidence.outcome.{test.outcome}")
        return Said(f"evidence.{test.verdict}", **said, outcome=outcome)
    said |= {unit: reach_of(test, unit) for unit in ("points", "places")}
    if not np.isfinite(said["points"]):
        return Said("evidence.excludes_nothing", **said)
    return Said("evidence.cannot_tell" if test.excludes else "evidence.excludes_little", **said)


def reach_of(test: Any, unit: str) -> float:  # noqa: ANN401
    """How far from 0 the interval of a test reaches, in points or places of one deviation."""
    return max(abs(float(getattr(test, f"{unit}_{end}"))) for end in ("lower", "upper"))


def detail_sentence(test: Any, predictor: Phrase) -> Phrase:  # noqa: ANN401
    """The numbers behind the answer: what was found, both intervals, p, share of equal signs."""
    problem = _problem(test, predictor)
    if problem:
        return problem
    share = 100 * test.share_same_sign
    said = [Said("evidence.detail", predictor=predictor, test=test, share=share)]
    if test.tests > 1:
        said.append(Said("evidence.detail_all", test=test))
    if not test.connected:
        said.append(Said("evidence.not_connected"))
    return Joined(said, " ")


def _problem(test: Any, predictor: Phrase) -> Said | None:  # noqa: ANN401
    if not test.problem:
        return None
    key = f"evidence.problem.{test.problem}"
    needed = int(test.columns) + FEWEST_LEFT
    return Said(key, predictor=predictor, test=test, needed=needed)


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
        **_interval(test),
    )


def _interval(test: Any) -> dict[str, Any]:  # noqa: ANN401
    """The interval of a claim; none where the test excludes nothing on one side."""
    if test.problem or not np.isfinite([test.lower, test.upper]).all():
        return {}
    ends = {"lower": float(test.lower), "upper": float(test.upper)}
    return ends | {"interval_kind": "permutation"}


def table_of_tests(tests: pd.DataFrame, names: Mapping[str, Phrase]) -> TableOf:
    """Which tests does a notebook make, and what does each say?

    Args:
        tests: as `evidence_table`. names: what each predictor is called.

    Raises:
        KeyError: a predictor has no name.
    """
    kinds = {role: Said(f"evidence.kind.{role}") for role in ROLES}
    shown = tests.assign(
        predictor=tests["predictor"].map(lambda predictor: names[predictor]),
        outcome=[_way(test) for test in tests.itertuples(index=False)],
        role=tests["role"].map(kinds),
        points_detectable=tests["detectable_effect"] * tests["points"],
        share=100 * tests["share_same_sign"],
        verdict=[Said(f"verdict.{verdict}") for verdict in tests["verdict"]],
    )
    for unit in ("points", "points_all", "places"):
        shown[f"{unit}_interval"] = [interval_text(test, unit) for test in tests.to_dict("records")]
    return TableOf(
        shown,
        Said("evidence.table_caption"),
        ("predictor", "role", "outcome", "n", "points_detectable", "points_found",
         "points_interval", "points_all_interval", "places_interval", "standardised", "p_value",
         "holm", "share", "verdict"),
    )  # fmt: skip


def interval_text(test: Mapping[str, Any], unit: str) -> Phrase | str:
    """The interval of a test in points or places; a dash where there is none."""
    lower, upper = float(test[f"{unit}_lower"]), float(test[f"{unit}_upper"])
    if not np.isfinite([lower, upper]).all():
        return "–"
    return Said("evidence.from_to", lower=lower, upper=upper)


def _way(test: Any) -> Phrase:  # noqa: ANN401
    """How a test asks: which outcome, and what sets it apart from the primary one."""
    outcome = Said(f"evidence.outcome.{test.outcome}")
    if test.kind in ("", test.outcome):
        return outcome
    return Joined([outcome, Said(f"evidence.kind.{test.kind}")], "; ")


def declared_table(declared: Sequence[DeclaredTest], names: Mapping[str, Phrase]) -> TableOf:
    """Which primary tests are declared, with which controls, and why?"""
    rows = pd.DataFrame(
        {
            "predictor": [names[one.predictor] for one in declared],
            "outcome": [Said(f"evidence.outcome.{one.outcome}") for one in declared],
            "controls": [
                Joined(Said(f"evidence.control.{name}") for name in one.controls)
                for one in declared
            ],
            "reason": [InBoth(**one.reason) for one in declared],
        }
    )
    return TableOf(rows, Said("evidence.declared_caption"), tuple(rows.columns))


def seen_sentence(definitions: Definitions, baseline: Edition, edition: Edition) -> Said:
    """Were the results of this pair known before its tests were declared?"""
    pair = (edition.index, edition.universe, baseline.edition, edition.edition)
    key = (
        "evidence.declared_seen"
        if pair in definitions.declared.seen
        else "evidence.declared_before"
    )
    return Said(key, before=baseline, after=edition)


def interval_rows(run: pd.DataFrame, names: Mapping[str, Phrase]) -> pd.DataFrame:
    """The rows of the picture: what each test is called and its numbers in points.

    Args:
        run: rows of `evidence_table` that could be run.
    """
    labels = [
        Said(f"evidence.kind.{test.kind}") if test.kind else names[test.predictor]
        for test in run.itertuples(index=False)
    ]
    detectable = run["detectable_effect"] * run["points"]
    return run.assign(label=labels, points_detectable=detectable)


def chart_title(primary: pd.DataFrame) -> Said:
    """The takeaway of the picture: how many primary tests exclude a link worth speaking of."""
    run = primary[primary["problem"] == ""]
    return Said("evidence.chart_title", excluded=run["excludes"].sum(), tests=len(run))


def chart_alt(run: pd.DataFrame, names: Mapping[str, Phrase]) -> Said:
    """The picture in words: every primary test with its interval."""
    listed = [
        Said("evidence.chart_row", predictor=names[test.predictor], test=test)
        for test in run[run["role"] == ROLES[0]].itertuples(index=False)
    ]
    return Said("evidence.chart_alt", list=Joined(listed, "; "))


def model_sentences(n: int) -> list[Phrase]:
    """What the intervals assume, and how often they hold the true value in simulation.

    Args:
        n: units of the largest test.
    """
    plain = simulated("plain", n)
    return [Said("evidence.model", plain=plain, share=100 * plain.share)]


def skewed_sentence(n: int) -> Said:
    """How often intervals hold the true value of a predictor like the time since a milestone."""
    skewed, uneven = simulated("skewed", n), simulated("uneven", n)
    said = {"share": 100 * skewed.share, "uneven": 100 * uneven.share}
    return Said("evidence.model_skewed", skewed=skewed, **said)


def places_sentence(scores: pd.Series, points: float, edition: Edition) -> Said | None:
    """How places mid-table are counted, and how many 10 points of this edition are."""
    a_score = places_mid_table(scores)
    if a_score is None:
        return None
    said = {"count": scores.notna().sum(), "places": 10 * a_score / points, "edition": edition}
    return Said("evidence.places", whole=points, **said)
