"""The sentences and claims of notebook 06."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from helpers.questions.association.asked import INDEX
from helpers.questions.milestones.sentences import predictor_name
from helpers.questions.online_services.portal import LEVEL_POINTS
from helpers.questions.robustness.answer import ConvergenceAnswer, RobustnessQuestion
from helpers.questions.robustness.curves import CONTROL_CHOICES, REASONS, UNIT_CHOICES
from helpers.questions.robustness.regions import SIZES
from helpers.sharing.claims import About, Claim, claim_id
from helpers.sharing.figure_words import intervals_beside
from helpers.sharing.numbers import Phrase
from helpers.sharing.wording import Inline, Joined, Said, use_wording
from helpers.sources.editions import Edition
from helpers.statistics.association import FEWEST_LEFT
from helpers.statistics.baseline import FEWEST_UNITS
from helpers.statistics.evidence import OUTCOMES
from helpers.statistics.verdicts import LEVEL

use_wording("digital_adoption.yml", "robustness.yml")

NOTEBOOK = "06-robustness"
_POWER = 80


def predictor_label(predictor: str) -> Phrase:
    """What a predictor is called whatever the editions."""
    if predictor.startswith("years_since_"):
        return predictor_name(predictor)
    if predictor == LEVEL_POINTS:
        return Said("robustness.level", measure=Said("robustness.portal"))
    measure = predictor.removesuffix("_level")
    return Said("robustness.level", measure=Said(f"adoption.measure.{measure}"))


# --- one family of tests --------------------------------------------------------------------------


def power(family: pd.DataFrame) -> Phrase:
    """What the tests could show at all; of `joint_family`."""
    run = _run(family)
    if run.empty:
        return Said("robustness.power_none", all=len(family))
    units = {"least": run["n"].min(), "most": run["n"].max()}
    found = {"weakest": run["detectable"].max(), "strongest": run["detectable"].min()}
    told = {"all": len(family), "run": len(run), "power": _POWER}
    return Said("robustness.power", **told, **units, **found)


def _run(family: pd.DataFrame) -> pd.DataFrame:
    return family[family["problem"] == ""]


def family_answer(family: pd.DataFrame, question: RobustnessQuestion) -> Phrase:
    """How many tests of the joint family of two editions hold, and how many verdicts it changes."""
    run, verdicts = _run(family), family["verdict"]
    if run.empty:
        return Said("robustness.power_none", all=len(family))
    return Said(
        "robustness.family",
        index=INDEX,
        asked=question,
        tests=len(run),
        holds=(verdicts == "holds").sum(),
        contradicted=(verdicts == "contradicted").sum(),
        unclear=(verdicts == "cannot tell").sum(),
        failed=len(family) - len(run),
        changed=family["changed"].sum(),
        holm=run["holm"].min(),
        screened=run["benjamini_hochberg"].min(),
    )


def hanging(family: pd.DataFrame) -> Phrase:
    """Which tests hang on a single province; asked of those that find something by themselves."""
    run = _run(family)
    findings = run[run["p_value"] < LEVEL]
    if findings.empty:
        return Said("robustness.hanging_nothing", run=len(run))
    found = findings[findings["decided_by_one"].astype(bool)]
    said = {"findings": len(findings), "run": len(run)}
    if found.empty:
        return Said("robustness.hanging_none", **said)
    listed = _listed(map(predictor_label, found["predictor"]))
    return Said("robustness.hanging", **said, hanging=len(found), list=listed)


def regions(within: pd.DataFrame) -> Phrase:
    """How many verdicts change where predictors change places within regions; `within_regions`."""
    if within.empty:
        return Said("robustness.regions_none")
    changed = within["verdict"] != within["verdict_within"]
    below = {
        "plain": int((within["p_value"] < LEVEL).sum()),
        "within": int((within["p_within"] < LEVEL).sum()),
    }
    said = Said(
        "robustness.regions", changed=changed.sum(), tests=len(within), level=LEVEL, **below
    )
    over_all, inside = (100 * share for share in SIZES["clusters"])
    return Joined([said, Said("robustness.regions_size", over_all=over_all, inside=inside)], " ")


def together(row: Any) -> Phrase:  # noqa: ANN401  (a row of joint_family)
    """What one primary test excludes where all of them are to hold at once."""
    predictor = predictor_label(row.predictor)
    if row.problem:
        return Said("robustness.together_none", predictor=predictor, test=row)
    if not np.isfinite([row.points_all_lower, row.points_all_upper]).all():
        return Said("robustness.together_open", predictor=predictor, test=row)
    return Said("robustness.together", predictor=predictor, test=row)


def _listed(phrases: Iterable[Phrase]) -> Phrase:
    return Joined(phrases, "; ")


# --- all choices ----------------------------------------------------------------------------------


def declared(specifications: pd.DataFrame, question: RobustnessQuestion, predictors: int) -> Phrase:
    """How many specifications were declared, as a product of choices, and how many ran."""
    reasons = specifications["reason"].value_counts()
    failed = {name.replace(" ", "_"): int(reasons.get(name, 0)) for name in REASONS}
    pairs = [f"{INDEX} {before.edition}–{after.edition}" for before, after in question.pairs]
    return Said(
        "robustness.declared",
        predictors=predictors,
        pairs=len(pairs),
        list=", ".join(pairs),
        outcomes=len(OUTCOMES),
        units=UNIT_CHOICES,
        controls=CONTROL_CHOICES,
        declared=len(specifications),
        run=int(reasons.get("", 0)),
        failed=sum(failed.values()),
        needed=FEWEST_LEFT,
        **failed,
    )


def resolution(draws: int, curves: int) -> Phrase:
    """Which p-values that many permutations can reach at all."""
    floor = 1 / (1 + draws)
    adjusted = min(1.0, floor * curves)
    key = "robustness.resolution" if adjusted < LEVEL else "robustness.resolution_coarse"
    return Said(key, draws=draws, floor=floor, curves=curves, adjusted=adjusted)


def curves_title(verdicts: pd.DataFrame, question: RobustnessQuestion) -> Phrase:
    """The takeaway: of how many predictors the sign depends on the choices, in the judged pair."""
    run = verdicts[verdicts["run"] > 0]
    both = ((run["least"] < 0) & (run["most"] > 0)).sum()
    return Said("robustness.curves_title", both=both, run=len(run), asked=question)


def curves_alt(verdicts: pd.DataFrame, question: RobustnessQuestion) -> Phrase:
    """The chart in words."""
    return Said(
        "robustness.curves_alt",
        asked=question,
        list=_listed(
            Said("robustness.curves_alt_item", predictor=predictor_label(row.predictor), found=row)
            if row.run
            else Joined([predictor_label(row.predictor), Said("robustness.nothing_run")], ": ")
            for row in verdicts.itertuples(index=False)
        ),
    )


def curve(row: Any, curves: int, question: RobustnessQuestion) -> Phrase:  # noqa: ANN401
    """What all choices say of one predictor in the judged pair; a row of `predictor_verdicts`."""
    said = {"predictor": predictor_label(row.predictor), "found": row, "asked": question}
    if not row.run:
        return Said("robustness.curve_none", **said)
    return Said("robustness.curve", **said, curves=curves, share=100 * row.share_same_sign)


# --- ranks that nobody printed --------------------------------------------------------------------


def press(row: Any, reference: str) -> Phrase:  # noqa: ANN401
    """What one edition seems to show and how far the unseen could move it; of `press_bounds`."""
    beside = intervals_beside(row.intervals)
    if pd.isna(row.lower):
        return Said(
            "robustness.press_too_few", index=INDEX, found=row, needed=FEWEST_UNITS,
            intervals=beside,
        )  # fmt: skip
    sign = "robustness.press_same_sign" if _sign_is_fixed(row) else "robustness.press_open_sign"
    said = Said("robustness.press", index=INDEX, found=row, reference=reference, intervals=beside)
    return Joined([said, Said(sign)], " ")


def _sign_is_fixed(row: Any) -> bool:  # noqa: ANN401
    return bool(row.lower > 0 or row.upper < 0)


def press_title(bounds: pd.DataFrame, reference: str) -> Phrase:
    """The takeaway of the chart; `bounds` without editions that could not be asked."""
    rows = bounds.itertuples(index=False)
    items = _listed(Said("robustness.press_title_item", found=row) for row in rows)
    return Said("robustness.press_title", reference=reference, list=items)


# --- convergence ----------------------------------------------------------------------------------


def convergence(answer: ConvergenceAnswer | None, question: RobustnessQuestion) -> Phrase:
    """Whether the scores moved together whatever the choice."""
    if answer is None:
        return Said("robustness.convergence_none", index=INDEX, asked=question)
    hangs = answer.decided_by_one
    one = Said("robustness.convergence_one" if hangs else "robustness.convergence_not_one")
    said = {"index": INDEX, "asked": question, "found": answer, "level": LEVEL, "one": one}
    return Said("robustness.convergence", **said)


def stands(answer: ConvergenceAnswer, question: RobustnessQuestion) -> Phrase:
    """That the scores moved together, in one line; for an answer that holds."""
    return Said("robustness.stands", index=INDEX, asked=question, found=answer)


def only_this_pair(
    main: Any,  # noqa: ANN401
    later: Iterable[tuple[Edition, float]],
    question: RobustnessQuestion,
) -> list[Phrase]:
    """How far later editions are spread, of which convergence does not speak.

    Args:
        main: the first row of `convergence_choices`. later: of `later_spreads`.
    """
    return [
        Said(
            "robustness.only_this_pair",
            index=INDEX,
            later=edition.edition,
            deviation=deviation,
            before=main["before"],
            after=main["after"],
            formula=Said(
                "robustness.same_formula"
                if edition.formula == question.judged[1].formula
                else "robustness.other_formula"
            ),
        )
        for edition, deviation in later
    ]


# --- conclusions ----------------------------------------------------------------------------------


def surviving(verdicts: pd.DataFrame) -> Phrase:
    """Which associations survive; of `predictor_verdicts`."""
    found = verdicts[verdicts["survives"]]
    if found.empty:
        return Said("robustness.surviving_none", predictors=len(verdicts))
    said = {"predictors": len(verdicts), "count": len(found)}
    listed = _listed(map(predictor_label, found["predictor"]))
    return Said("robustness.surviving_some", **said, list=listed)


def robustness_claims(
    family: pd.DataFrame,
    verdicts: pd.DataFrame,
    curves: int,
    bounds: pd.DataFrame,
    reference: str,
    answer: ConvergenceAnswer | None,
    question: RobustnessQuestion,
    later: Sequence[Phrase] = (),
) -> list[Claim]:
    """What notebook 06 concludes.

    Args:
        family: of `joint_family`. verdicts: of `predictor_verdicts`. curves: how many were tested.
        bounds: of `press_bounds`, against the edition `reference`.
        answer: of `convergence_answer`, for the latest pair of `question`.
        later: of `only_this_pair`, what the answer does not speak of.
    """
    run, about = _run(family), About.editions(*question.judged)
    claims = [
        Claim(
            claim_id(NOTEBOOK, "surviving", about),
            _of_pair(surviving(verdicts), question),
            value=float(verdicts["survives"].sum()),
            verdict="fact",
            n=len(verdicts),
            counted="predictors",
            method="predictors whose joint test and specification curve have the same verdict",
        ),
        Claim(
            claim_id(NOTEBOOK, "family", about),
            family_answer(family, question),
            value=float((family["verdict"] != "cannot tell").sum()),
            verdict="fact",
            n=len(run),
            counted="tests",
            method="Holm over the tests of notebooks 03 to 05 together",
        ),
        Claim(
            claim_id(NOTEBOOK, "one-province", about),
            _of_pair(hanging(family), question),
            value=float(run["decided_by_one"].astype(bool).sum()),
            verdict="fact",
            n=len(run),
            counted="tests",
            method="tests beyond their own critical t that are lost when one province is left out",
        ),
        _convergence_claim(answer, question, later),
    ]
    claims += [_press_claim(row, reference, about) for row in bounds.itertuples(index=False)]
    claims += [_together_claim(row, question) for row in family.itertuples(index=False)]
    return claims + [
        _curve_claim(row, curves, question) for row in verdicts.itertuples(index=False)
    ]


def _of_pair(said: Phrase, question: RobustnessQuestion) -> Said:
    """What a page says below its title, with the editions that it is about."""
    return Said("robustness.of_pair", index=INDEX, asked=question, said=Inline(said))


def _convergence_claim(
    answer: ConvergenceAnswer | None, question: RobustnessQuestion, later: Sequence[Phrase]
) -> Claim:
    narrower = answer is not None and 2 * answer.narrower > answer.choices
    return Claim(
        claim_id(NOTEBOOK, "convergence", About.editions(*question.judged)),
        Joined([convergence(answer, question), *later], " "),
        value=None if answer is None else float(answer.narrower),
        verdict="cannot tell" if answer is None else answer.verdict,
        n=None if answer is None else answer.choices,
        counted="choices",
        method="Pitman-Morgan and swapped pairs, Holm over the choices",
        direction="" if answer is None else "down" if narrower else "up",
    )


def _press_claim(row: Any, reference: str, about: About) -> Claim:  # noqa: ANN401
    known = not pd.isna(row.lower)
    fixed = known and _sign_is_fixed(row)
    return Claim(
        claim_id(NOTEBOOK, "press", replace(about, years=(row.edition, reference))),
        press(row, reference),
        value=float(row.correlation_seen) if known else None,
        lower=float(row.lower) if known else None,
        upper=float(row.upper) if known else None,
        interval_kind="bounds" if known else "",
        verdict="fact" if fixed else "cannot tell",
        n=int(row.seen),
        counted="units",
        method="correlation over the units seen; least and most over all units",
        direction=("up" if row.lower > 0 else "down") if fixed else "",
    )


def _curve_claim(row: Any, curves: int, question: RobustnessQuestion) -> Claim:  # noqa: ANN401
    judged = row.run > 0
    name, about = f"curve-{row.predictor.replace('_', '-')}", About.editions(*question.judged)
    return Claim(
        claim_id(NOTEBOOK, name, about),
        curve(row, curves, question),
        value=float(row.median) if judged else None,
        verdict=row.verdict,
        n=int(row.run),
        counted="specifications",
        method="median of the pair's specifications, permutation p, Holm over all curves; the "
        "interval is their range",
        direction=("up" if row.median > 0 else "down") if judged else "",
        lower=float(row.least) if judged else None,
        upper=float(row.most) if judged else None,
        interval_kind="sensitivity" if judged else "",
    )


def _together_claim(row: Any, question: RobustnessQuestion) -> Claim:  # noqa: ANN401
    """One primary test with the interval that holds for all of them at once."""
    run = not row.problem
    known = run and np.isfinite([row.all_lower, row.all_upper]).all()
    name = f"together-{row.predictor.replace('_', '-')}"
    return Claim(
        claim_id(NOTEBOOK, name, About.editions(*question.judged)),
        _of_pair(together(row), question),
        value=float(row.standardised) if run else None,
        verdict=row.verdict,
        n=int(row.n),
        counted="units",
        method="baseline-adjusted association, Holm over all primary tests; interval by inverting "
        "the permutation test, for all of them at once (Bonferroni)",
        direction=("up" if row.standardised > 0 else "down") if run else "",
        lower=float(row.all_lower) if known else None,
        upper=float(row.all_upper) if known else None,
        interval_kind="permutation, simultaneous" if known else "",
    )
