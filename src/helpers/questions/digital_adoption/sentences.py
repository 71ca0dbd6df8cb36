"""The words, sentences and claims of notebook 05, in both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from helpers import LANGUAGES
from helpers.questions.association.sentences import answer_sentence, evidence_claim
from helpers.questions.digital_adoption.words import (
    count_shown,
    number_shown,
    period_shown,
    place_shown,
)
from helpers.sharing.claims import Claim
from helpers.sharing.numbers import Phrase, format_date
from helpers.sharing.wording import (
    InBoth,
    Paragraphs,
    Said,
    Sentence,
    say,
    sentence,
    use_wording,
    word,
)
from helpers.statistics.baseline import FEWEST_UNITS

use_wording("digital_adoption.yml")

_NOTEBOOK = "05-digital-adoption"
_NAMES = {
    "papi_portal_access": "adoption.measure.papi_portal_access",
    "papi_internet_access": "adoption.measure.papi_internet_access",
    "digital_economy_share_of_grdp": "adoption.measure.digital_economy_share_of_grdp",
    "community_digital_teams": "adoption.measure.community_digital_teams",
    "online_dossier_share": "adoption.measure.online_dossier_share",
    "households_fibre_share": "adoption.measure.households_fibre_share",
    "smartphone_share": "adoption.measure.smartphone_share",
}
_REASONS = {
    "no figure": "adoption.reason.no_figure",
    "undated": "adoption.reason.undated",
    "outside": "adoption.reason.outside",
    "no number": "adoption.reason.no_number",
    "other count": "adoption.reason.other_count",
    "one year": "adoption.reason.one_year",
    "no score": "adoption.reason.no_score",
}
_BREAKS = {2020: "adoption.break.measure", 2021: "adoption.break.sample"}


def measure_name(measure: str, lang: str) -> str:
    """What a measure is called."""
    return word(_NAMES[measure], lang)


def predictor_names(baseline: str, edition: str) -> dict[str, Phrase]:
    """What the predictors of the tests are called: `<measure>_level`, `<measure>_change`."""
    names: dict[str, Phrase] = {}
    for measure, key in _NAMES.items():
        values = {"measure": Said(key), "baseline": baseline, "edition": edition}
        survey = measure.startswith("papi_")
        level = "adoption.level_of_year" if survey else "adoption.level_by_year"
        names[f"{measure}_level"] = Said(level, **values)
        if survey:
            names[f"{measure}_change"] = Said("adoption.change_between", **values)
    return names


def breaks_of_survey(lang: str) -> dict[int, str]:
    """Where the survey may not be followed through: first year after the break -> why."""
    return {year: sentence(key, lang, year=year) for year, key in _BREAKS.items()}


def dots_of(figures: pd.DataFrame, names: Mapping[str, str], lang: str) -> pd.DataFrame:
    """The rows of the dot plot: largest first, with label, words and whether the test uses it.

    A figure that counts something else than the test takes together says what.

    Args:
        figures: of one measure, each with a number, as `with_standings`.
        names: unit_id -> name.
    """
    shown = figures.sort_values(["value", "figure_id"], ascending=[False, True], ignore_index=True)
    rows = list(shown.itertuples(index=False))
    return shown.assign(
        label=[
            f"{place_shown(row, names, lang)} · {period_shown(row, lang)}"
            + (f" · {count_shown(row.counts, lang)}" if row.standing == "other count" else "")
            for row in rows
        ],
        note=[number_shown(row, lang) for row in rows],
        used=shown["standing"] == "used",
    )


def dots_title(figures: int, used: int, baseline: str, lang: str) -> str:
    """The takeaway of the dots: how few of the figures the test can use."""
    key = "adoption.dots_title" if used else "adoption.dots_title_none"
    return sentence(key, lang, n=figures, used=used, baseline=baseline)


def survey_title(values: pd.DataFrame, focus: str, province: str, lang: str) -> str:
    """The takeaway of the lines: where the province in focus stands in its newest year."""
    own = values[values["unit_id"] == focus]
    if own.empty:
        return sentence("adoption.survey_title_unknown", lang, province=province)
    newest = own.loc[own["year"].idxmax()]
    same_year = values[values["year"] == newest["year"]]
    return sentence(
        "adoption.survey_title",
        lang,
        province=province,
        year=newest["year"],
        value=newest["value"],
        place=int((same_year["value"] > newest["value"]).sum()) + 1,
        n=len(same_year),
    )


def known_sentence(
    known: pd.DataFrame, by_year: pd.DataFrame, measure: str, counted: str, size: int, lang: str
) -> Sentence:
    """What is on file of the measure shown, and how firm it is.

    Args:
        known, by_year: one row a measure, counts of figures and of provinces by year.
        counted: what the figures in the test count, as `group_in_test`.
        size: number of provinces there are.
    """
    row = known[known["measure"] == measure].iloc[0]
    shown = {name: row[name] for name in known.columns if name != "measure"}
    shown |= {"measure": measure_name(measure, lang), "size": size}
    shown["counted"] = count_shown(counted, lang)
    if not measure.startswith("papi_"):
        return say("adoption.known", lang, **shown)
    counts = by_year[by_year["measure"] == measure].iloc[0].drop("measure")
    counts = counts[counts > 0]
    years = {"first": counts.index[0], "last": counts.index[-1]}
    return say(
        "adoption.known_survey", lang, **shown, **years, least=counts.min(), most=counts.max()
    )


def changes_sentence(
    changes: pd.DataFrame, measure: str, pair: Sequence[str], lang: str
) -> Sentence:
    """Whether changes of the measure shown can be asked of."""
    row = changes[changes["measure"] == measure].iloc[0]
    key = "adoption.changes_too_few" if row["in_question"] else "adoption.changes_none"
    return say(
        "adoption.changes" if row["in_question"] >= FEWEST_UNITS else key,
        lang,
        measure=measure_name(measure, lang),
        baseline=pair[0],
        edition=pair[1],
        n=row["in_question"],
        needed=FEWEST_UNITS,
        pairs=row["province_pairs"],
    )


def used_sentences(
    used: pd.DataFrame,
    tested: int,
    measure: str,
    counted: str,
    pair: Sequence[str],
    lang: str,
) -> Paragraphs:
    """Which figures the level rests on, and how many of their provinces the test can take.

    Args:
        used: as `levels`. tested: provinces of the test with the full score.
        counted: what the figures in the test count, as `group_in_test`.
        pair: years of the earlier and the later edition.
    """
    values = {
        "measure": measure_name(measure, lang), "baseline": pair[0], "edition": pair[1],
        "n": len(used), "tested": tested, "rest": len(used) - tested,
        "counted": count_shown(counted, lang),
    }  # fmt: skip
    if used.empty:
        return Paragraphs([say("adoption.used_none", lang, **values)])
    if measure.startswith("papi_"):
        lead = say("adoption.used_survey", lang, **values)
    else:
        lead = say(
            "adoption.used",
            lang,
            **values,
            first=format_date(used["as_of_start"].min(), lang),
            last=format_date(used["as_of_end"].max(), lang),
            approximate=int((used["approximate"] != "").sum()),
            doubtful=int((used["doubt"] != "").sum()),
            conflicting=int((used["conflicting"] > 0).sum()),
        )
    key = "adoption.tested_some" if tested else "adoption.tested_none"
    return Paragraphs(
        [lead, say("adoption.tested_all" if tested == len(used) else key, lang, **values)]
    )


def missing_shown(missing: pd.DataFrame, lang: str) -> pd.DataFrame:
    """The reasons in words."""
    return missing.assign(reason=[word(_REASONS[reason], lang) for reason in missing["reason"]])


def overlap_sentence(
    tests: pd.DataFrame, measure: str, part: str, names: Mapping[str, Phrase], lang: str
) -> Paragraphs:
    """What taking the overlapping part out of the index changes, test by test."""
    own = tests[tests["test_id"].str.startswith(f"{measure}-")].set_index("test_id")
    lead = say("adoption.overlap", lang, measure=measure_name(measure, lang), part=part)
    found = []
    for test_id, row in own[own["outcome"] == "score"].iterrows():
        without = own.loc[f"{test_id}-without"]
        values = {"predictor": names[row["predictor"]], "n": without["n"], "part": part}
        if row["problem"] or without["problem"]:
            found.append(say("adoption.overlap_problem", lang, **values))
        else:
            found.append(
                say(
                    "adoption.overlap_found",
                    lang,
                    **values,
                    before=row["standardised"],
                    after=without["standardised"],
                    p=without["p_value"],
                )
            )
    return Paragraphs([lead, *found])


def adoption_claims(tests: pd.DataFrame, measure: str, baseline: str, edition: str) -> list[Claim]:
    """What notebook 05 concludes: the answer, every measure, and the overlap of the one shown."""
    names = predictor_names(baseline, edition)
    claims = [_answer(tests, names, baseline, edition)]
    for row in tests.itertuples(index=False):
        if row.outcome == "score" or row.test_id.startswith(f"{measure}-"):
            said = answer_sentence(row, names[row.predictor])
            claims.append(evidence_claim(_NOTEBOOK, row, said))
    return claims


def _answer(tests: pd.DataFrame, names: Mapping[str, Phrase], baseline: str, edition: str) -> Claim:
    firm = tests[tests["verdict"] != "cannot tell"]
    run = tests[tests["problem"] == ""]
    few = tests.loc[tests["n"] < FEWEST_UNITS, "predictor"].nunique()
    sentences = {
        lang: sentence(
            "adoption.answer_firm" if len(firm) else "adoption.answer_cannot_tell",
            lang,
            baseline=baseline,
            edition=edition,
            tests=len(run),
            predictors=tests["predictor"].nunique(),
            few=few,
            needed=FEWEST_UNITS,
            firm=len(firm),
            list="; ".join(dict.fromkeys(names[name].written(lang) for name in firm["predictor"]))
            or "–",
        )
        for lang in LANGUAGES
    }
    return Claim(
        said=InBoth(**sentences),
        id=f"{_NOTEBOOK}/answer",
        value=float(len(firm)),
        verdict="holds" if len(firm) else "cannot tell",
        n=int(tests["n"].max()),
        method="verdicts of the family of tests, Holm over the notebook's tests",
    )
