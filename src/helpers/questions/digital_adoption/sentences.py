"""The sentences and claims of notebook 05."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from helpers.questions.association.sentences import answer_sentence, evidence_claim, reach_of
from helpers.questions.digital_adoption import words
from helpers.questions.digital_adoption.answer import SurveyQuality
from helpers.questions.digital_adoption.figures import MEASURES, PAPI
from helpers.questions.digital_adoption.words import count_shown, measure_name
from helpers.sharing.claims import About, Claim, claim_id
from helpers.sharing.numbers import Phrase
from helpers.sharing.wording import Joined, Said, use_wording
from helpers.sources.editions import Edition
from helpers.statistics.association import FEWEST_LEFT
from helpers.statistics.baseline import FEWEST_UNITS
from helpers.statistics.evidence import ROLES

use_wording("digital_adoption.yml")

_NOTEBOOK = "05-digital-adoption"
_MOSTLY_NOISE = -0.4
"""Below it changes in a row tell of little but noise."""
_BREAKS = {2020: "adoption.break.measure", 2021: "adoption.break.sample"}


def predictor_names(baseline: str, edition: str) -> dict[str, Phrase]:
    """What the predictors of the tests are called: `<measure>_level`, `<measure>_change`."""
    names: dict[str, Phrase] = {}
    for measure in MEASURES:
        said = {"measure": measure_name(measure), "baseline": baseline, "edition": edition}
        level = "adoption.level_of_year" if measure in PAPI else "adoption.level_by_year"
        names[f"{measure}_level"] = Said(level, **said)
        if measure in PAPI:
            names[f"{measure}_change"] = Said("adoption.change_between", **said)
            names[f"{measure}_one_year"] = Said("adoption.level_of_one_year", **said)
    return names


def breaks_of_survey() -> dict[int, Phrase]:
    """Where the survey may not be followed through: first year after the break -> why."""
    return {year: Said(key, year=year) for year, key in _BREAKS.items()}


def dots_of(figures: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """The rows of the dot plot: largest first, with label, words and whether the test uses it.

    A figure that counts something else than the test takes together says what.

    Args:
        figures: of one measure, each with a number, as `with_uses`. names: unit_id -> name.
    """
    shown = figures.sort_values(["value", "figure_id"], ascending=[False, True], ignore_index=True)
    labels = []
    for row in shown.itertuples(index=False):
        other = [words.count_shown(row.counts)] if row.standing == "other count" else []
        label = [words.place_shown(row, names), words.period_shown(row), *other]
        labels.append(Joined(label, " · "))
    notes = [words.number_shown(row) for row in shown.itertuples(index=False)]
    return shown.assign(label=labels, note=notes, used=shown["standing"] == "used")


def listed_dots(dots: pd.DataFrame) -> Phrase:
    """Every dot with its number, for who cannot see the plot; of `dots_of`."""
    rows = dots.itertuples(index=False)
    return Joined((Joined([row.label, row.note], ": ") for row in rows), "; ")


def dots_title(figures: int, used: int, baseline: str) -> Said:
    """The takeaway of the dots: how few of the figures the test can use."""
    key = "adoption.dots_title" if used else "adoption.dots_title_none"
    return Said(key, n=figures, used=used, baseline=baseline)


def survey_title(values: pd.DataFrame, focus: str, province: str) -> Said:
    """The takeaway of the lines: where the province in focus stands in its newest year."""
    own = values[values["unit_id"] == focus]
    if own.empty:
        return Said("adoption.survey_title_unknown", province=province)
    newest = own.loc[own["year"].idxmax()]
    all_values = values.loc[values["year"] == newest["year"], "value"]
    said = {"newest": newest, "place": (all_values > newest["value"]).sum() + 1}
    return Said("adoption.survey_title", province=province, n=len(all_values), **said)


def known_sentence(
    known: pd.DataFrame, by_year: pd.DataFrame, measure: str, counted: str, size: int
) -> Said:
    """What is on file of the measure shown, and how firm it is.

    Args:
        known, by_year: as `what_is_known` and `known_levels`. counted: as `group_in_test`.
        size: number of provinces there are.
    """
    said = {
        "known": next(known[known["measure"] == measure].itertuples(index=False)),
        "measure": measure_name(measure), "counted": count_shown(counted), "size": size,
    }  # fmt: skip
    if measure not in PAPI:
        return Said("adoption.known", **said)
    counts = by_year[by_year["measure"] == measure].iloc[0].drop("measure")
    counts = counts[counts > 0]
    years = {"first": counts.index[0], "last": counts.index[-1]}
    return Said("adoption.known_survey", **said, **years, least=counts.min(), most=counts.max())


def changes_sentence(changes: pd.DataFrame, measure: str, pair: Sequence[str]) -> Said:
    """Whether changes of the measure shown can be asked of."""
    row = next(changes[changes["measure"] == measure].itertuples(index=False))
    key = "adoption.changes_too_few" if row.in_question else "adoption.changes_none"
    key = "adoption.changes" if row.in_question >= FEWEST_UNITS else key
    said = {"measure": measure_name(measure), "baseline": pair[0], "edition": pair[1]}
    return Said(key, **said, changes=row, needed=FEWEST_UNITS)


def used_sentences(
    used: pd.DataFrame, tested: int, measure: str, counted: str, pair: Sequence[str]
) -> list[Said]:
    """Which figures the level rests on, and how many of their provinces the test can take.

    Args:
        used: as `levels`. tested: provinces of the test with the full score.
        counted: as `group_in_test`. pair: years of the earlier and the later edition.
    """
    said = {
        "measure": measure_name(measure), "baseline": pair[0], "edition": pair[1],
        "n": len(used), "tested": tested, "rest": len(used) - tested,
        "counted": count_shown(counted),
    }  # fmt: skip
    if used.empty:
        return [Said("adoption.used_none", **said)]
    if measure in PAPI:
        lead = Said("adoption.used_survey", **said)
    else:
        lead = Said(
            "adoption.used",
            **said,
            first=used["as_of_start"].min(),
            last=used["as_of_end"].max(),
            approximate=(used["approximate"] != "").sum(),
            doubtful=(used["doubt"] != "").sum(),
            conflicting=(used["conflicting"] > 0).sum(),
        )
    key = "adoption.tested_some" if tested else "adoption.tested_none"
    return [lead, Said("adoption.tested_all" if tested == len(used) else key, **said)]


def reliability_sentences(quality: SurveyQuality, test: Any) -> list[Said]:  # noqa: ANN401
    """How much of a survey lasts, what that makes of the answer, and what one year cannot show.

    Args:
        test: the primary test of the survey, of `evidence_table`.
    """
    measure = measure_name(quality.measure)
    if quality.found is None:
        return [Said("adoption.reliability_none", measure=measure)]
    years = {"first": str(quality.first), "last": str(quality.last)}
    said = [Said("adoption.reliability", measure=measure, found=quality.found, **years)]
    if not test.problem and quality.found.mean > 0:
        points = reach_of(test, "points") / math.sqrt(quality.found.mean)
        said.append(Said("adoption.reliability_reach", test=test, points=points))
    said.append(Said("adoption.one_year", share=100 * math.sqrt(max(quality.found.year, 0.0))))
    if quality.rebound is not None and quality.rebound < _MOSTLY_NOISE:
        said.append(Said("adoption.rebound", rebound=quality.rebound))
    return said


def focus_sentence(figures: pd.DataFrame, province: str) -> Said:
    """How many figures are on file of the province in focus, and how firm are they?"""
    return Said(
        "adoption.focus",
        province=province,
        n=len(figures),
        measures=figures["measure"].nunique(),
        all=len(MEASURES),
        doubtful=(figures["doubt"] != "").sum(),
        undated=figures["year"].isna().sum(),
    )


def overlap_sentences(
    tests: pd.DataFrame, measure: str, part: Phrase, names: Mapping[str, Phrase]
) -> list[Said]:
    """What taking the overlapping part out of the index changes, test by test.

    Args:
        tests: of `evidence_table`. part: what the overlapping part is called.
        names: what each predictor is called.
    """
    own = {test.test_id: test for test in tests.itertuples(index=False)}
    test, without = own[f"{measure}-level"], own.get(f"{measure}-without")
    said = {"predictor": names[test.predictor], "test": test, "without": without, "part": part}
    told = without is not None and not without.problem
    key = "adoption.overlap_found" if told else "adoption.overlap_problem"
    return [Said("adoption.overlap", measure=measure_name(measure), part=part), Said(key, **said)]


def adoption_claims(
    tests: pd.DataFrame, pair: tuple[Edition, Edition], large: float
) -> list[Claim]:
    """What notebook 05 concludes: the answer, and the primary test of every measure.

    Args:
        tests: of `evidence_table`. pair: the two editions. large: as `worth_saying` is declared.
    """
    names = predictor_names(pair[0].edition, pair[1].edition)
    primary = tests[tests["role"] == ROLES[0]]
    return [
        _answer_claim(primary, names, pair, large),
        *(
            evidence_claim(
                _NOTEBOOK,
                test,
                answer_sentence(test, names[test.predictor]),
                About.editions(*pair),
            )
            for test in primary.itertuples(index=False)
        ),
    ]


def _answer_claim(
    tests: pd.DataFrame, names: Mapping[str, Phrase], pair: tuple[Edition, Edition], large: float
) -> Claim:
    firm = tests[tests["verdict"] != "cannot tell"]
    listed = [names[predictor] for predictor in firm["predictor"].unique()]
    return Claim(
        id=claim_id(_NOTEBOOK, "answer", About.editions(*pair)),
        said=Said(
            "adoption.answer_firm" if listed else "adoption.answer_cannot_tell",
            baseline=pair[0].edition,
            edition=pair[1].edition,
            tests=(tests["problem"] == "").sum(),
            predictors=tests["predictor"].nunique(),
            excluded=tests["excludes"].sum(),
            large=100 * large,
            few=(tests["problem"] == "too few").sum(),
            needed=FEWEST_LEFT,
            firm=len(firm),
            list=Joined(listed, "; "),
        ),
        value=float(len(firm)),
        verdict="holds" if listed else "cannot tell",
        n=int((tests["problem"] == "").sum()),
        counted="tests",
        method="verdicts of the family of tests, Holm over the notebook's tests",
    )
