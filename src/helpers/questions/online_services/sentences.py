"""The words, sentences and claims of notebook 03, in both languages."""

from __future__ import annotations

from typing import Any

import pandas as pd

from helpers import LANGUAGES
from helpers.questions.online_services.answer import FullestYear
from helpers.questions.online_services.portal import CHANGE_OF_POINTS, LEVEL_POINTS
from helpers.sharing.claims import Claim, make_claim
from helpers.sharing.figure_words import with_qualifier
from helpers.sharing.numbers import Phrase, format_date, format_month, format_number
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
from helpers.sources.provinces import Unit
from helpers.statistics.baseline import FEWEST_UNITS
from helpers.statistics.power import detectable_correlation

use_wording("online_services.yml")

NOTEBOOK = "03-online-services"

# What a level counts, and the words around it.
_BASES = {
    "level_2": "services.level.level_2",
    "level_3": "services.level.level_3",
    "level_4": "services.level.level_4",
    "levels_1_2": "services.level.levels_1_2",
    "levels_3_4": "services.level.levels_3_4",
    "level_not_shown": "services.level.level_not_shown",
    "full_process": "services.level.full_process",
    "partial_process": "services.level.partial_process",
    "online_total": "services.level.online_total",
    "online": "services.level.online_total",
    "total_procedures": "services.level.total_procedures",
    "information_only": "services.level.information_only",
    "on_national_portal": "services.level.on_national_portal",
    "on_national_database": "services.level.on_national_database",
    "essential_services": "services.level.essential_services",
    "essential_services_completed": "services.level.essential_services_completed",
    "procedures_completely_digital": "services.level.procedures_completely_digital",
    "procedures_on_provincial_system": "services.level.procedures_on_provincial_system",
    "procedures_reviewed_public": "services.level.procedures_reviewed_public",
    "procedures_time_cut": "services.level.procedures_time_cut",
    "services_listed_on_portal": "services.level.services_listed_on_portal",
    "units_completing_full_process": "services.level.units_completing_full_process",
}
_TIERS = {
    "_province_tier": "services.tier.province",
    "_district_tier": "services.tier.district",
    "_commune_tier": "services.tier.commune",
}
_FRONTS = {
    "share_": "services.part.share",
    "not_eligible_": "services.part.not_eligible",
    "eligible_": "services.part.eligible",
    "on_national_portal_": "services.part.on_national_portal",
}
KIND_WORDS = {
    "count": "services.kind.count",
    "tier": "services.kind.tier",
    "portal": "services.kind.portal",
    "added": "services.kind.added",
    "share": "services.kind.share",
    "target": "services.kind.target",
    "other": "services.kind.other",
}
REGIME_WORDS = {
    "decree-43": "services.regime.decree_43",
    "decree-42": "services.regime.decree_42",
    "none": "services.regime.none",
}
USE_WORDS = {
    "offered_decree-43": "services.use.offered_43",
    "offered_decree-42": "services.use.offered_42",
    "online_dossier_share": "services.use.submitted",
    "online_payment_share": "services.use.paid",
    "online_dossiers": "services.use.dossiers",
}
_PORTAL_WORDS = {
    "portal_index_total": "services.portal.total",
    "portal_index_transparency": "services.portal.transparency",
    "portal_index_timeliness": "services.portal.timeliness",
    "portal_index_online_services": "services.portal.online_services",
    "portal_index_satisfaction": "services.portal.satisfaction",
    "portal_index_digitisation": "services.portal.digitisation",
}
PORTAL_MEASURES = tuple(_PORTAL_WORDS)
"""The total and the groups of the portal index, in the order of the published table."""


def portal_name(measure: str, lang: str) -> str:
    """What the portal index calls its total or one of its groups."""
    return word(_PORTAL_WORDS[measure], lang)


def level_name(level: str, lang: str) -> str:
    """What a level of `online_services.csv` counts, in words; an unknown one stays as it is.

    A level is a base ("level_4") with words before it (target, share, eligible, on the national
    portal) and after it (added, one tier of government).
    """
    rest, before, after = level, [], []
    for ending, key in _TIERS.items():
        if rest.endswith(ending):
            rest = rest.removesuffix(ending)
            after.append(word(key, lang))
    if rest.endswith("_added"):
        rest = rest.removesuffix("_added")
        after.append(word("services.part.added", lang))
    if rest.startswith("target_"):
        rest = rest.removeprefix("target_")
        after.append(word("services.part.target", lang))
    for front, key in _FRONTS.items():
        if rest not in _BASES and rest.startswith(front):
            rest = rest.removeprefix(front)
            before.append(word(key, lang))
    if rest not in _BASES:
        return level
    return ", ".join([word(_BASES[rest], lang), *before, *after])


def _inline(name: str) -> str:
    """A name inside a sentence, without its capital."""
    return name[:1].lower() + name[1:]


def unit_label(unit_id: str, province: str, lang: str) -> str:
    """A province's name; those of July 2025 are told from the old ones of the same name."""
    if unit_id.startswith("vn63-"):
        return province
    return sentence("services.merged", lang, province=province)


def as_of_text(row: Any, lang: str) -> str:  # noqa: ANN401  (a row of a dated table)
    """When a figure holds, as precisely as is known: days, months, a year or unknown."""
    if row.precision == "unknown":
        return word("index.unknown", lang)
    if row.precision == "year":
        ends = (str(row.as_of_start.year), str(row.as_of_end.year))
    elif row.precision == "month":
        ends = (format_month(row.as_of_start, lang), format_month(row.as_of_end, lang))
    else:
        ends = (format_date(row.as_of_start, lang), format_date(row.as_of_end, lang))
    return "–".join(dict.fromkeys(ends))


def plain_number(value: float, lang: str) -> str:
    """A number without decimals where it is whole, else with two; a dash where it is missing."""
    if pd.isna(value):
        return "–"
    return format_number(value, lang, 0 if value == round(value) else 2)


def value_text(row: Any, lang: str) -> str:  # noqa: ANN401
    """A value in the form of the language, with the source's own «more than», «about», «under»."""
    return with_qualifier(plain_number(row.value, lang), row.approximate, lang)


def predictor_names(baseline: str, edition: str) -> dict[str, Phrase]:
    """What the two predictors are called, with their years."""
    return {
        LEVEL_POINTS: Said("services.predictor.level", baseline=baseline),
        CHANGE_OF_POINTS: Said("services.predictor.change", baseline=baseline, edition=edition),
    }


# --- counts --------------------------------------------------------------------------------------


def _coverage_values(best: FullestYear, lang: str) -> dict[str, object]:
    """The numbers of the sentence about the fullest year."""
    return {
        "level": _inline(level_name(best.level, lang)),
        "year": best.year,
        "provinces": best.provinces,
        "needed": FEWEST_UNITS,
    }


def coverage_text(best: FullestYear | None, lang: str) -> str:
    """Why counts by level cannot be asked about gains, or with how few provinces they could."""
    if best is None:
        return sentence("services.coverage_none", lang)
    values = _coverage_values(best, lang)
    if not best.enough:
        return sentence("services.coverage_too_few", lang, **values)
    detectable = detectable_correlation(best.provinces)
    return sentence("services.coverage_few", lang, **values, detectable=detectable)


def coverage_claim(best: FullestYear | None) -> Claim:
    """How many provinces the fullest year has, as a registered sentence."""
    texts = {lang: coverage_text(best, lang) for lang in LANGUAGES}
    return Claim(
        said=InBoth(**texts),
        id=f"{NOTEBOOK}/count-coverage",
        value=None if best is None else float(best.provinces),
        verdict="cannot tell" if best is None else "holds",
        n=None if best is None else best.provinces,
        method="count of provinces with a dated figure of one level in one year",
    )


def tier_sentences(sums: pd.DataFrame, province: str, lang: str) -> Paragraphs:
    """Whether the tiers of one province add up to the totals that the same sources print."""
    if sums.empty:
        return Paragraphs([say("services.tiers_none", lang, province=province)])
    return Paragraphs(
        [
            say(_tier_key(row), lang, **_tier_values(row, lang))
            for row in sums.itertuples(index=False)
        ]
    )


def _tier_key(row: Any) -> str:  # noqa: ANN401  (a row of `tier_sums`)
    return {
        "agrees": "services.tiers_agree",
        "differs": "services.tiers_differ",
        "incomplete": "services.tiers_incomplete",
    }[row.outcome]


def _tier_values(row: Any, lang: str) -> dict[str, object]:  # noqa: ANN401
    tiers = {
        "services.tier.province": row.province_tier,
        "services.tier.district": row.district_tier,
        "services.tier.commune": row.commune_tier,
    }
    parts = [
        f"{format_number(value, lang)} {word(key, lang)}"
        for key, value in tiers.items()
        if not pd.isna(value)
    ]
    return {
        "province": row.province,
        "level": _inline(level_name(row.level, lang)),
        "parts": " + ".join(parts),
        "sum": row.sum,
        "total": row.total,
        "source": row.source_id,
    }


def tier_claims(sums: pd.DataFrame) -> list[Claim]:
    """The sums of one province that can be checked; a sum with a missing tier is no claim."""
    claims = []
    for row in sums[sums["outcome"] != "incomplete"].itertuples(index=False):
        texts = {
            lang: sentence(_tier_key(row), lang, **_tier_values(row, lang)) for lang in LANGUAGES
        }
        claims.append(
            Claim(
                said=InBoth(**texts),
                id=f"{NOTEBOOK}/tiers-{row.level.replace('_', '-')}-{row.source_id}",
                value=float(row.sum),
                verdict="holds" if row.outcome == "agrees" else "does not hold",
                n=None,
                method="sum of the tiers of government against the printed total",
            )
        )
    return claims


# --- the portal index ----------------------------------------------------------------------------


def overlap_sentence(
    n: int, correlation: float | None, share: float, edition: str, lang: str
) -> Sentence:
    """What part of the DTI online services belong to, and how closely the points go with it."""
    if n == 0:
        return say("services.overlap_nobody", lang, share=share, edition=edition)
    if correlation is None:
        return say("services.overlap_unknown", lang, share=share, n=n, edition=edition)
    return say("services.overlap", lang, share=share, n=n, edition=edition, correlation=correlation)


def portal_focus_sentence(
    points: pd.Series, unit: Unit, governments: int, baseline: str, lang: str
) -> Sentence:
    """Whether the province in focus has points in the portal index, and whom the index covers.

    Args:
        points: of the baseline's year, index `unit_id`; empty where that year is not on file.
        governments: how many the index covers in any year.
    """
    if points.empty:
        key = "services.portal_focus_no_year"
    elif unit.unit_id in points.index:
        key = "services.portal_focus"
    else:
        key = "services.portal_focus_none"
    return say(key, lang, province=unit.province, n=governments, baseline=baseline)


def sturdy_sentence(row: Any, name: str, lang: str) -> Sentence:  # noqa: ANN401
    """What the specification curve and leaving one province out say of one predictor."""
    if row.problem:
        return say("services.sturdy_none", lang, predictor=name)
    return say(
        "services.sturdy",
        lang,
        predictor=name,
        specifications=row.specifications,
        median=row.curve_median,
        curve_p=row.curve_p,
        share=100 * row.share_same_sign,
        one=word(
            "services.decided_by_one" if row.decided_by_one else "services.not_decided_by_one", lang
        ),
    )


def plain_answer(tests: pd.DataFrame, lang: str) -> Sentence:
    """The answer of the notebook in one sentence, from the verdicts of its tests."""
    verdicts = tests["verdict"].value_counts()
    unclear = int(verdicts.get("cannot tell", 0))
    if unclear == len(tests):
        return say("services.answer_unclear", lang, tests=len(tests))
    return say(
        "services.answer_mixed",
        lang,
        tests=len(tests),
        holds=int(verdicts.get("holds", 0)),
        contradicted=int(verdicts.get("contradicted", 0)),
        unclear=unclear,
    )


def payment_claim(figures: int, units: int) -> Claim:
    """How little is on file about payment online."""
    return make_claim(
        f"{NOTEBOOK}/payment-figures",
        "services.payment_claim",
        {"figures": figures, "units": units, "needed": FEWEST_UNITS},
        value=float(units),
        verdict="cannot tell" if units < FEWEST_UNITS else "holds",
        n=units,
        method="count of provinces with a figure",
    )
