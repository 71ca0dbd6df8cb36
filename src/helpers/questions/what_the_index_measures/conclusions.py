"""What notebook 10 concludes: its claims, with the number and the verdict behind each."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from helpers.questions.what_the_index_measures.answer import COMPARED, TOTAL, MeasuresQuestion
from helpers.questions.what_the_index_measures.parts import Apart, decides
from helpers.questions.what_the_index_measures.sentences import (
    alpha_sentence,
    among,
    full_sentence,
    mostly_full,
    noise_sentence,
    points_sentence,
    subject,
    within,
    years_of,
)
from helpers.sharing.claims import About, Claim, claim_id
from helpers.sharing.wording import Said, use_wording
from helpers.sources.editions import Definitions
from helpers.statistics.reliability import Reliability

use_wording("what_the_index_measures.yml")

NOTEBOOK = "10-what-the-index-measures"
_UNCLEAR = "cannot tell"


def agreement_claims(
    compared: pd.DataFrame,
    question: MeasuresQuestion,
    names: Mapping[str, str],
    definitions: Definitions,
) -> list[Claim]:
    """What is concluded of each other measure.

    Args:
        compared: of `Sides.comparisons`, those that were made. names: of the units, by unit_id.
    """
    detail = "" if question.measure == TOTAL else question.measure
    about = About.editions(*question.window, detail=detail) if question.window else None
    claims = []
    for row in compared.itertuples(index=False):
        answer = "hangs" if row.hangs_on else row.verdict.replace(" ", "_")
        name = row.other.replace("_", "-").replace(" ", "-").lower()
        known = row.rho == row.rho
        claims.append(
            Claim(
                id=claim_id(NOTEBOOK, f"agrees-{name}" + "-given" * row.given, about),
                said=Said(
                    f"measures.claim.{answer}",
                    # Another ranking is of a year of its own.
                    years=row.years if row.other in COMPARED else years_of(question),
                    subject=subject(question, definitions, inside=row.verdict == _UNCLEAR),
                    other=within(row.other, definitions),
                    among=among(row),
                    province=names.get(row.hangs_on, ""),
                    row=row,
                ),
                value=float(row.rho) if known else None,
                verdict=row.verdict,
                n=int(row.n),
                counted="units",
                method="Spearman, Fisher z with the variance of Bonett and Wright, all at once"
                + ("" if known else ", over all ranks that the unseen may have"),
                direction={"holds": "up", "contradicted": "down"}.get(row.verdict, ""),
                lower=float(row.lower_all),
                upper=float(row.upper_all),
                interval_kind="model",
            )
        )  # fmt: skip
    return claims


def noise_claims(
    reliabilities: Mapping[str, Reliability], question: MeasuresQuestion, definitions: Definitions
) -> list[Claim]:
    """How reliable one year of each measure of the survey is."""
    about = About(years=tuple(map(str, question.years)))
    return [
        Claim(
            id=claim_id(NOTEBOOK, f"reliability-{measure.replace('_', '-')}", about),
            said=noise_sentence(measure, found, years_of(question), definitions),
            value=found.year,
            verdict="holds" if found.lower > 0 else "cannot tell",
            n=found.n,
            counted="units",
            method="intraclass correlation of years, consistency, one year",
            lower=found.lower,
            upper=found.upper,
            interval_kind="model",
        )
        for measure, found in reliabilities.items()
    ]


def parts_claims(
    apart: Apart, bought: pd.DataFrame, alpha: pd.Series, definitions: Definitions
) -> list[Claim]:
    """What the points of each part buy, where most units have full marks, and alpha."""
    about = About.editions(apart.edition)
    method = "covariance share of the variance of the total, all parts at once"
    claims = [
        Claim(
            id=claim_id(NOTEBOOK, f"points-{row['part'].replace('_', '-')}", about),
            said=points_sentence(apart, row, definitions),
            value=float(row["share"]),
            verdict="cannot tell" if decides(row) == "open" else "holds",
            n=apart.n,
            counted="units",
            method=method,
            direction={"less": "down", "more": "up"}.get(decides(row), ""),
            lower=float(row["lower"]),
            upper=float(row["upper"]),
            interval_kind="bootstrap",
        )
        for _, row in bought.iterrows()
    ]
    claims += [
        Claim(
            id=claim_id(NOTEBOOK, f"full-marks-{row['part'].replace('_', '-')}", about),
            said=full_sentence(apart, row, definitions),
            value=float(row["full"]),
            verdict="fact",
            n=apart.n,
            counted="units",
            method="count of printed scores of full marks",
        )
        for _, row in mostly_full(bought).iterrows()
    ]
    claims.append(
        Claim(
            id=claim_id(NOTEBOOK, "alpha", about),
            said=alpha_sentence(alpha, apart),
            value=float(alpha["value"]),
            verdict="holds" if alpha["lower"] > 0 else "cannot tell",
            n=apart.n,
            counted="units",
            method="Cronbach's alpha of the printed scores",
            lower=float(alpha["lower"]),
            upper=float(alpha["upper"]),
            interval_kind="bootstrap",
        )
    )
    return claims
