"""The words, sentences and claims of notebook 03."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from helpers.questions.online_services import answer
from helpers.questions.online_services.portal import CHANGE_OF_POINTS, LEVEL_POINTS
from helpers.sharing.claims import About, Claim, claim_id
from helpers.sharing.figure_words import period, with_qualifier
from helpers.sharing.numbers import Phrase
from helpers.sharing.wording import InForm, Inline, Joined, Said, read_wording, use_wording
from helpers.sources.provinces import Unit
from helpers.statistics.baseline import FEWEST_UNITS
from helpers.statistics.power import detectable_correlation
from helpers.statistics.verdicts import LEVEL

use_wording("online_services.yml")

_NOTEBOOK = "03-online-services"
_ENDINGS = {f"_{tier}_tier": f"services.tier.{tier}" for tier in answer.TIERS} | {
    "_added": "services.part.added"
}
_FRONTS = ("share", "not_eligible", "eligible", "on_national_portal")
_SAME_LEVEL = {"online": "online_total"}


def level_name(level: str) -> Phrase | str:
    """What does a level of `online_services.csv` count? An unknown one stays as it is."""
    base, parts = base_and_parts(level)
    if not _is_base(base):
        return level
    return Joined([Said(_base_key(base)), *map(Said, parts)])


def base_and_parts(level: str) -> tuple[str, list[str]]:
    """What a level is a kind of ("level_4"), and the keys of the words that go with it.

    Words may stand before it (target, share, eligible, on the national portal) and after it (added,
    one tier of government).
    """
    rest, before, after = level, [], []
    for ending, key in _ENDINGS.items():
        if rest.endswith(ending):
            rest = rest.removesuffix(ending)
            after.append(key)
    if rest.startswith("target_"):
        rest = rest.removeprefix("target_")
        after.append("services.part.target")
    for front in _FRONTS:
        if not _is_base(rest) and rest.startswith(f"{front}_"):
            rest = rest.removeprefix(f"{front}_")
            before.append(f"services.part.{front}")
    return _SAME_LEVEL.get(rest, rest), before + after


def _base_key(base: str) -> str:
    return f"services.level.{_SAME_LEVEL.get(base, base)}"


def _is_base(level: str) -> bool:
    return _base_key(level) in read_wording("online_services.yml")


def unit_label(unit_id: str, province: str) -> Phrase | str:
    """A province's name; those of July 2025 are told from the old ones of the same name."""
    if unit_id.startswith("vn63-"):
        return province
    return Said("services.merged", province=province)


def as_of(figure: Any) -> Phrase:  # noqa: ANN401  (a row of a dated table)
    """When does a figure hold, as precisely as is known: days, months, a year or unknown?"""
    if figure.precision == "unknown":
        return Said("index.unknown")
    return period(figure.as_of_start, figure.as_of_end, figure.precision)


def plain_number(value: float) -> Phrase | str:
    """A number without decimals where it is whole, else with two; a dash where it is missing."""
    return "–" if pd.isna(value) else InForm(value, "int" if value == round(value) else "two")


def value_with_qualifier(figure: Any) -> Phrase | str:  # noqa: ANN401
    """A value with the source's own «more than», «about», «under»."""
    return with_qualifier(plain_number(figure.value), figure.approximate)


def predictor_names(baseline: str, edition: str) -> dict[str, Phrase]:
    """What the two predictors are called, with their years."""
    return {
        LEVEL_POINTS: Said("services.predictor.level", baseline=baseline),
        CHANGE_OF_POINTS: Said("services.predictor.change", baseline=baseline, edition=edition),
    }


# --- counts --------------------------------------------------------------------------------------


def units_of_levels(counts: pd.DataFrame, regime: str) -> Phrase:
    """Which levels of a decree are known of how many units, as a list for a sentence."""
    known = {level: counts[counts["level"] == level] for level in answer.COUNT_LEVELS[regime]}
    return Joined((level_heading(*one) for one in known.items()), "; ")


def level_heading(level: str, figures: pd.DataFrame) -> Said:
    """A level, and how many units have a figure of it."""
    return figures_heading(level_name(level), figures)


def figures_heading(name: Phrase | str, figures: pd.DataFrame) -> Said:
    """What figures count, and how many units have one."""
    return Said("services.chart.blocks", level=name, n=figures["unit_id"].nunique())


def apart_sentence(services: pd.DataFrame, counts: pd.DataFrame) -> Said:
    """Which figures of `with_kinds` are no `dated_counts`, and which counts are of another kind?"""
    return Said(
        "services.counts_apart",
        dated=len(counts),
        undated=((services["kind"] == "count") & ~services["dated"]).sum(),
        merged=(~counts["unit_id"].str.startswith("vn63-")).sum(),
        procedures=counts["unit"].str.startswith("procedures").sum(),
        old_words=len(answer.old_words_kept(counts)),
        day=answer.REGIME_CHANGE,
    )


def split_sentence(lists: pd.DataFrame, size: int) -> Said:
    """Between what shares of their procedures do units provide full process?

    Args:
        lists: of `newest_lists`. size: how many units there are.
    """
    most, least = lists.iloc[0], lists.iloc[-1]
    middle = lists["full_share"].median()
    return Said("services.split", most=most, least=least, middle=middle, n=len(lists), size=size)


def coverage_sentence(best: answer.FullestYear | None) -> Said:
    """Why counts by level cannot be asked about gains, or with how few provinces they could."""
    if best is None:
        return Said("services.coverage_none")
    said = {"best": best, "level": Inline(level_name(best.level)), "needed": FEWEST_UNITS}
    if not best.enough:
        return Said("services.coverage_too_few", **said)
    detectable = detectable_correlation(best.provinces)
    return Said("services.coverage_few", **said, detectable=detectable)


def coverage_claim(best: answer.FullestYear | None) -> Claim:
    """How many provinces the fullest year has, as a registered sentence."""
    return Claim(
        id=claim_id(_NOTEBOOK, "count-coverage"),
        said=coverage_sentence(best),
        value=None if best is None else float(best.provinces),
        verdict="cannot tell" if best is None else "fact",
        n=None if best is None else best.provinces,
        counted="units",
        method="count of provinces with a dated figure of one level in one year",
    )


def tier_sentences(sums: pd.DataFrame, province: str) -> list[Said]:
    """Do the tiers of one province add up to the printed totals; of `tier_sums`?"""
    if sums.empty:
        return [Said("services.tiers_none", province=province)]
    return [_tier_sentence(row) for row in sums.itertuples(index=False)]


def _tier_sentence(sums: Any) -> Said:  # noqa: ANN401  (a row of `tier_sums`)
    values = {tier: getattr(sums, f"{tier}_tier") for tier in answer.TIERS}
    parts = [
        Joined([InForm(value, "int"), Said(f"services.tier.{tier}")], " ")
        for tier, value in values.items()
        if pd.notna(value)
    ]
    said = {"level": Inline(level_name(sums.level)), "parts": Joined(parts, " + ")}
    return Said(f"services.tiers.{sums.outcome}", sums=sums, **said)


def tier_claims(sums: pd.DataFrame) -> list[Claim]:
    """The sums of one province that can be checked; a sum with a missing tier is no claim."""
    return [
        Claim(
            id=claim_id(
                _NOTEBOOK,
                f"tiers-{row.level.replace('_', '-')}-{row.source_id}",
                About(unit_id=row.unit_id),
            ),
            said=_tier_sentence(row),
            value=float(row.sum),
            verdict="fact" if row.outcome == "agrees" else "contradicted",
            n=1,
            counted="figures",
            method="sum of the tiers of government against the printed total",
        )
        for row in sums[sums["outcome"] != "incomplete"].itertuples(index=False)
    ]


# --- the portal index ----------------------------------------------------------------------------


def overlap_sentence(n: int, correlation: float | None, share: float, edition: str) -> Said:
    """Which part of the DTI do online services belong to, how closely do the points go with it?

    Args:
        n, correlation: of `overlap_correlation`. share: of the points of the DTI, in percent.
    """
    known = "services.overlap_unknown" if correlation is None else "services.overlap"
    key = known if n else "services.overlap_nobody"
    return Said(key, share=share, n=n, edition=edition, correlation=correlation)


def portal_focus_sentence(
    known: Iterable[str], unit: Unit, governments: int, baseline: str
) -> Said:
    """Has the province in focus points in the portal index, and whom does the index cover?

    Args:
        known: units with points of the baseline's year. governments: those of any year.
    """
    units = set(known)
    key = "services.portal_focus" if unit.unit_id in units else "services.portal_focus_none"
    key = key if units else "services.portal_focus_no_year"
    return Said(key, province=unit.province, n=governments, baseline=baseline)


def sturdy_sentence(test: Any, predictor: Phrase) -> Said:  # noqa: ANN401  (a row of tests)
    """What do the specification curve and leaving one province out say of one predictor?"""
    if test.problem:
        return Said("services.sturdy_none", predictor=predictor)
    one = "services.decided_by_one" if test.decided_by_one else "services.not_decided_by_one"
    one = one if test.p_value < LEVEL else "services.no_finding"
    said = {"predictor": predictor, "share": 100 * test.share_same_sign, "one": Said(one)}
    return Said("services.sturdy", test=test, **said)


def plain_answer(tests: pd.DataFrame) -> Said:
    """The answer of the notebook in one sentence, from the verdicts of its tests."""
    verdicts = {"holds": "holds", "contradicted": "contradicted", "unclear": "cannot tell"}
    found = {name: (tests["verdict"] == verdict).sum() for name, verdict in verdicts.items()}
    unclear = found["unclear"] == len(tests)
    key = "services.answer_unclear" if unclear else "services.answer_mixed"
    excluded = tests["excludes"].sum()
    if unclear and excluded == len(tests) == 1:
        return Said("services.answer_one")
    return Said(key, tests=len(tests), excluded=excluded, **found)


def payment_claim(usage: pd.DataFrame) -> Claim:
    """How little is on file about payment online; of `usage_figures`."""
    paid = usage[usage["measure"] == "online_payment_share"]
    units = paid["unit_id"].nunique()
    return Claim(
        id=claim_id(_NOTEBOOK, "payment-figures"),
        said=Said("services.payment_claim", figures=len(paid), units=units, needed=FEWEST_UNITS),
        value=float(units),
        verdict="cannot tell" if units < FEWEST_UNITS else "fact",
        n=units,
        counted="units",
        method="count of provinces with a figure",
    )
