"""The sentences and claims of notebook 06, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from helpers import LANGUAGES
from helpers.questions.digital_adoption.words import measure_name
from helpers.questions.milestones.sentences import predictor_name
from helpers.questions.online_services.portal import CHANGE_OF_POINTS, LEVEL_POINTS
from helpers.questions.robustness.answer import ConvergenceAnswer, RobustnessQuestion
from helpers.questions.robustness.curves import CONTROL_CHOICES, REASONS, UNIT_CHOICES
from helpers.sharing.claims import Claim
from helpers.sharing.wording import InBoth, sentence, use_wording, word
from helpers.statistics.baseline import FEWEST_UNITS
from helpers.statistics.evidence import OUTCOMES
from helpers.statistics.verdicts import LEVEL

use_wording("robustness.yml")

NOTEBOOK = "06-robustness"
_POWER, _ALPHA = 80, 5
OUTCOME_WORDS = {
    "score": "robustness.outcome.score",
    "without": "robustness.outcome.without",
    "minus_rank": "robustness.outcome.minus_rank",
}


def predictor_label(predictor: str, lang: str) -> str:
    """What a predictor is called whatever the editions."""
    if predictor.startswith("years_since_"):
        return predictor_name(predictor, lang)
    if predictor in (LEVEL_POINTS, CHANGE_OF_POINTS):
        name = word("robustness.portal", lang)
        key = "robustness.level" if predictor == LEVEL_POINTS else "robustness.change"
        return sentence(key, lang, measure=name)
    measure, _, kind = predictor.rpartition("_")
    name = measure_name(measure).written(lang)
    key = "robustness.level" if kind == "level" else "robustness.change"
    return sentence(key, lang, measure=name)


# --- one family of tests --------------------------------------------------------------------------


def power_text(family: pd.DataFrame, lang: str) -> str:
    """What the tests could show at all; of `joint_family`."""
    run = family[family["problem"] == ""]
    if run.empty:
        return sentence("robustness.power_none", lang, all=len(family))
    return sentence(
        "robustness.power",
        lang,
        all=len(family),
        run=len(run),
        least=run["n"].min(),
        most=run["n"].max(),
        weakest=run["detectable"].max(),
        strongest=run["detectable"].min(),
        power=_POWER,
        alpha=_ALPHA,
    )


def family_text(family: pd.DataFrame, years: tuple[str, str], lang: str) -> str:
    """How many tests of the joint family of two editions hold, and how many verdicts it changes."""
    run = family[family["problem"] == ""]
    if run.empty:
        return sentence("robustness.power_none", lang, all=len(family))
    verdicts = family["verdict"]
    return sentence(
        "robustness.family",
        lang,
        index=INDEX,
        baseline=years[0],
        edition=years[1],
        tests=len(run),
        holds=(verdicts == "holds").sum(),
        contradicted=(verdicts == "contradicted").sum(),
        unclear=(verdicts == "cannot tell").sum(),
        failed=len(family) - len(run),
        changed=family["changed"].sum(),
        holm=run["holm"].min(),
        screened=run["benjamini_hochberg"].min(),
    )


def hanging_text(family: pd.DataFrame, lang: str) -> str:
    """Which tests hang on a single province."""
    run = family[family["problem"] == ""]
    hanging = run[run["decided_by_one"].astype(bool)]
    if hanging.empty:
        return sentence("robustness.hanging_none", lang, run=len(run))
    names = [
        f"{predictor_label(row.predictor, lang)} ({word(OUTCOME_WORDS[row.outcome], lang)})"
        for row in hanging.itertuples(index=False)
    ]
    return sentence(
        "robustness.hanging", lang, hanging=len(hanging), run=len(run), list="; ".join(names)
    )


# --- all choices ----------------------------------------------------------------------------------


def declared_text(
    specifications: pd.DataFrame, question: RobustnessQuestion, predictors: int, lang: str
) -> str:
    """How many specifications were declared, as a product of choices, and how many ran."""
    reasons = specifications["reason"].value_counts()
    failed = {name.replace(" ", "_"): int(reasons.get(name, 0)) for name in REASONS}
    return sentence(
        "robustness.declared",
        lang,
        predictors=predictors,
        pairs=len(question.pairs),
        list=", ".join(
            f"{INDEX} {before.edition}–{after.edition}" for before, after in question.pairs
        ),
        outcomes=len(OUTCOMES),
        units=UNIT_CHOICES,
        controls=CONTROL_CHOICES,
        declared=len(specifications),
        run=int(reasons.get("", 0)),
        failed=sum(failed.values()),
        needed=FEWEST_UNITS,
        **failed,
    )


def resolution_text(draws: int, curves: int, lang: str) -> str:
    """Which p-values that many permutations can reach at all."""
    floor = 1 / (1 + draws)
    adjusted = min(1.0, floor * curves)
    key = "robustness.resolution" if adjusted < LEVEL else "robustness.resolution_coarse"
    return sentence(key, lang, draws=draws, floor=floor, curves=curves, adjusted=adjusted)


def curves_title(verdicts: pd.DataFrame, lang: str) -> str:
    """The takeaway: of how many predictors the sign depends on the choices."""
    run = verdicts[verdicts["run"] > 0]
    both = ((run["least"] < 0) & (run["most"] > 0)).sum()
    return sentence("robustness.curves_title", lang, both=both, run=len(run))


def curves_alt(verdicts: pd.DataFrame, lang: str) -> str:
    """The chart in words."""
    items = [
        sentence(
            "robustness.curves_alt_item",
            lang,
            predictor=predictor_label(row.predictor, lang),
            least=row.least,
            most=row.most,
            median=row.median_of_all,
        )
        if row.run
        else f"{predictor_label(row.predictor, lang)}: {word('robustness.nothing_run', lang)}"
        for row in verdicts.itertuples(index=False)
    ]
    return sentence("robustness.curves_alt", lang, list="; ".join(items))


def curve_text(row: Any, curves: int, years: tuple[str, str], lang: str) -> str:  # noqa: ANN401
    """What all choices say of one predictor; a row of `predictor_verdicts`, judged for `years`."""
    values = {"predictor": predictor_label(row.predictor, lang), "declared": row.declared}
    if not row.run:
        return sentence("robustness.curve_none", lang, **values)
    values |= {"run": row.run, "least": row.least, "most": row.most, "all": row.median_of_all}
    values |= {"baseline": years[0], "edition": years[1]}
    if pd.isna(row.median):
        return sentence("robustness.curve_other_pair", lang, **values)
    values |= {"median": row.median, "share": 100 * row.share_same_sign, "holm": row.holm}
    return sentence("robustness.curve", lang, **values, curves=curves)


# --- ranks that nobody printed --------------------------------------------------------------------


def press_text(row: Any, reference: str, lang: str) -> str:  # noqa: ANN401
    """What one edition seems to show and how far the unseen could move it; of `press_bounds`."""
    values = {"index": INDEX, "edition": row.edition, "seen": row.seen, "units": row.units}
    if pd.isna(row.lower):
        return sentence("robustness.press_too_few", lang, **values, needed=FEWEST_UNITS)
    said = sentence(
        "robustness.press",
        lang,
        **values,
        reference=reference,
        mean_seen=row.mean_rank_seen,
        mean_all=row.mean_rank_all,
        correlation=row.correlation_seen,
        lower=row.lower,
        upper=row.upper,
    )
    fixed = _sign_is_fixed(row)
    sign = "robustness.press_same_sign" if fixed else "robustness.press_open_sign"
    return f"{said} {word(sign, lang)}"


def _sign_is_fixed(row: Any) -> bool:  # noqa: ANN401
    return bool(row.lower > 0 or row.upper < 0)


def press_title(bounds: pd.DataFrame, reference: str, lang: str) -> str:
    """The takeaway of the chart; `bounds` without editions that could not be asked."""
    items = [
        sentence(
            "robustness.press_title_item",
            lang,
            edition=row.edition,
            correlation=row.correlation_seen,
            lower=row.lower,
            upper=row.upper,
        )
        for row in bounds.itertuples(index=False)
    ]
    return sentence("robustness.press_title", lang, reference=reference, list="; ".join(items))


# --- convergence ----------------------------------------------------------------------------------


def convergence_text(answer: ConvergenceAnswer | None, years: tuple[str, str], lang: str) -> str:
    """Whether the scores moved together whatever the choice."""
    values: Mapping[str, object] = {"index": INDEX, "baseline": years[0], "edition": years[1]}
    if answer is None:
        return sentence("robustness.convergence_none", lang, **values)
    one = (
        "robustness.convergence_one" if answer.decided_by_one else "robustness.convergence_not_one"
    )
    return sentence(
        "robustness.convergence",
        lang,
        **values,
        narrower=answer.narrower,
        choices=answer.choices,
        below=answer.below,
        firm=answer.firm,
        level=LEVEL,
        largest=answer.largest_p,
        holm=answer.holm,
        one=word(one, lang),
    )


# --- conclusions ----------------------------------------------------------------------------------


def surviving_text(verdicts: pd.DataFrame, lang: str) -> str:
    """Which associations survive; of `predictor_verdicts`."""
    surviving = verdicts[verdicts["survives"]]
    if surviving.empty:
        return sentence(
            "robustness.surviving_none",
            lang,
            predictors=len(verdicts),
            unclear=(~verdicts["survives"]).sum(),
        )
    names = [predictor_label(predictor, lang) for predictor in surviving["predictor"]]
    return sentence(
        "robustness.surviving_some",
        lang,
        predictors=len(verdicts),
        count=len(surviving),
        list="; ".join(names),
    )


def robustness_claims(
    family: pd.DataFrame,
    verdicts: pd.DataFrame,
    curves: int,
    bounds: pd.DataFrame,
    reference: str,
    answer: ConvergenceAnswer | None,
    question: RobustnessQuestion,
) -> list[Claim]:
    """What notebook 06 concludes.

    Args:
        family: of `joint_family`. verdicts: of `predictor_verdicts`. curves: how many were tested.
        bounds: of `press_bounds`, against the edition `reference`.
        answer: of `convergence_answer`, for the latest pair of `question`.
    """
    run = family[family["problem"] == ""]
    years = (question.judged[0].edition, question.judged[1].edition)
    hanging = int(run["decided_by_one"].astype(bool).sum())
    claims = [
        _claim(
            "surviving",
            {lang: surviving_text(verdicts, lang) for lang in LANGUAGES},
            value=float(verdicts["survives"].sum()),
            verdict="holds",
            n=len(verdicts),
            method="predictors whose joint test and specification curve have the same verdict",
        ),
        _claim(
            "family",
            {lang: family_text(family, years, lang) for lang in LANGUAGES},
            value=float((family["verdict"] != "cannot tell").sum()),
            verdict="holds",
            n=len(run),
            method="Holm over the tests of notebooks 03 to 05 together",
        ),
        _claim(
            "one-province",
            {lang: hanging_text(family, lang) for lang in LANGUAGES},
            value=float(hanging),
            verdict="holds",
            n=len(run),
            method="tests whose sign or threshold is lost when one province is left out",
        ),
        _claim(
            "convergence",
            {lang: convergence_text(answer, years, lang) for lang in LANGUAGES},
            value=None if answer is None else float(answer.narrower),
            verdict="cannot tell" if answer is None else answer.verdict,
            n=None if answer is None else answer.choices,
            method="Pitman-Morgan and swapped pairs, Holm over the choices",
            direction=""
            if answer is None
            else "down"
            if 2 * answer.narrower > answer.choices
            else "up",
        ),
    ]
    claims += [_press_claim(row, reference) for row in bounds.itertuples(index=False)]
    return claims + [_curve_claim(row, curves, years) for row in verdicts.itertuples(index=False)]


def _claim(name: str, texts: Mapping[str, str], **rest: Any) -> Claim:  # noqa: ANN401
    return Claim(
        id=f"{NOTEBOOK}/{name}",
        said=InBoth(**texts),
        **rest,
    )


def _press_claim(row: Any, reference: str) -> Claim:  # noqa: ANN401
    known = not pd.isna(row.lower)
    fixed = known and _sign_is_fixed(row)
    return _claim(
        f"press-{row.edition}",
        {lang: press_text(row, reference, lang) for lang in LANGUAGES},
        value=float(row.correlation_seen) if known else None,
        lower=float(row.lower) if known else None,
        upper=float(row.upper) if known else None,
        interval_kind="bounds" if known else "",
        verdict="holds" if fixed else "cannot tell",
        n=int(row.seen),
        method="correlation over the units seen; least and most over all units",
        direction=("up" if row.lower > 0 else "down") if fixed else "",
    )


def _curve_claim(row: Any, curves: int, years: tuple[str, str]) -> Claim:  # noqa: ANN401
    judged = not pd.isna(row.median)
    return _claim(
        f"curve-{row.predictor.replace('_', '-')}",
        {lang: curve_text(row, curves, years, lang) for lang in LANGUAGES},
        value=float(row.median) if judged else None,
        verdict=row.verdict,
        n=int(row.run),
        method="median of the judged pair's specifications, permutation p, Holm over all curves",
        direction=("up" if row.median > 0 else "down") if judged else "",
    )
