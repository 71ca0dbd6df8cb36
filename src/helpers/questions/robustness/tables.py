"""The tables of notebook 06."""

from __future__ import annotations

from typing import Any

import pandas as pd

from helpers.questions.association.asked import INDEX
from helpers.questions.association.sentences import interval_text
from helpers.questions.robustness.answer import RobustnessQuestion
from helpers.questions.robustness.sentences import predictor_label
from helpers.sharing.numbers import Phrase
from helpers.sharing.tables import TableOf
from helpers.sharing.wording import Joined, Said, use_wording

use_wording("robustness.yml")


def family_table(family: pd.DataFrame) -> TableOf:
    """Every primary test with its interval for all of them at once; of `joint_family`."""
    rows = list(family.itertuples(index=False))
    tests = family.to_dict("records")
    shown = family.assign(
        predictor=[predictor_label(row.predictor) for row in rows],
        points_interval=[interval_text(test, "points") for test in tests],
        points_all_interval=[interval_text(test, "points_all") for test in tests],
        verdict=[_verdicts(row) for row in rows],
    ).rename(columns={"holm": "joint_holm"})
    return TableOf(
        shown,
        Said("robustness.family_caption", tests=int(family["tests"].iloc[0])),
        ("predictor", "n", "points_found", "points_interval", "points_all_interval", "p_value",
         "own_holm", "joint_holm", "verdict"),
    )  # fmt: skip


def regions_table(within: pd.DataFrame) -> TableOf:
    """Every primary test, its predictor handed out over the country and within regions."""
    return TableOf(
        within.assign(
            predictor=[predictor_label(predictor) for predictor in within["predictor"]],
            verdict=[Said(f"verdict.{verdict}") for verdict in within["verdict"]],
            verdict_within=[Said(f"verdict.{verdict}") for verdict in within["verdict_within"]],
        ),
        Said("robustness.regions_caption"),
        ("predictor", "n", "alone", "p_value", "p_within", "verdict", "verdict_within"),
    )


def _verdicts(row: Any) -> Phrase:  # noqa: ANN401
    """The verdict within the notebook's own family and, where it is another, in the joint one."""
    verdicts = dict.fromkeys((row.own_verdict, row.verdict))
    return Joined([Said(f"verdict.{verdict}") for verdict in verdicts], " → ")


def _named(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with their predictor in words and their pair of editions."""
    # A word joiner on either side, so that narrow columns do not break the pair.
    dash = "\N{WORD JOINER}–\N{WORD JOINER}"
    return rows.assign(
        predictor=[predictor_label(predictor) for predictor in rows["predictor"]],
        pair=rows["baseline"] + dash + rows["edition"],
        most_units=rows["n"],
    )


def not_run_table(failed: pd.DataFrame) -> TableOf:
    """The specifications that could not be run; of `not_run`."""
    renamed = failed.rename(columns=lambda name: name.replace(" ", "_"))
    return TableOf(
        _named(renamed),
        Said("robustness.not_run_caption"),
        ("predictor", "pair", "no_figure", "too_few", "no_variation", "most_units"),
    )


def curves_table(curves: pd.DataFrame) -> TableOf:
    """Every curve that could be tested: how many specifications ran, their median and its p."""
    run = _named(curves[curves["run"] > 0])
    counts = ("predictor", "pair", "run", "most_units")
    return TableOf(
        run.assign(
            share_positive=100 * run["share_positive"],
            median_p=run["p_value"],
            median_holm=run["holm"],
        ),
        Said("robustness.curves_caption"),
        (*counts, "median", "share_positive", "median_p", "median_holm"),
    )


def press_table(bounds: pd.DataFrame, reference: str) -> TableOf:
    """What the press shows of early editions, and what it leaves open; of `press_bounds`."""
    return TableOf(
        bounds,
        Said("robustness.press_caption", index=INDEX, reference=reference),
        (
            "edition", "seen", "intervals", "mean_rank_seen", "mean_rank_all", "correlation_seen",
            "lower", "upper",
        ),
    )  # fmt: skip


def convergence_table(choices: pd.DataFrame, question: RobustnessQuestion) -> TableOf:
    """The spread before and after under each choice; of `convergence_choices`."""
    named = choices.rename(columns={"p_value": "p"})
    for name, column in {"units": "choice_of_units", "scale": "scale", "spread": "spread"}.items():
        named[column] = [Said(f"robustness.{name}.{choice}") for choice in choices[name]]
    return TableOf(
        named,
        Said("robustness.convergence_caption", index=INDEX, asked=question),
        ("choice_of_units", "scale", "spread", "n", "before", "after", "p", "holm"),
    )
