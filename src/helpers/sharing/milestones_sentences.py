"""The sentences of notebook 04: names of milestones, dates as far as known, its claims."""

from __future__ import annotations

from typing import Any

import pandas as pd

from helpers import LANGUAGES
from helpers.sharing.claims import Claim
from helpers.sharing.evidence_sentences import evidence_claim
from helpers.sharing.numbers import format_date
from helpers.sharing.tables import ReaderTable, reader_table
from helpers.sharing.wording import load_wording, sentence, word

NAMED_TYPES = (
    "ai_callcentre", "app", "architecture", "assessment", "campaign", "community_teams",
    "data_centre", "data_platform", "decision_other", "directive", "draft", "dx_day", "ioc",
    "ioc_city", "level4_100", "lgsp", "other", "paygov", "payment_gateway", "plan",
    "portal_closed", "portal_information", "portal_services", "public_admin_centre", "regulation",
    "resolution_party", "resolution_people_council", "resolution_peoples_committee", "soc",
    "steering_committee",
)  # fmt: skip
_NOTEBOOK = "04-milestones"
_GROUPS = ("before", "between", "after", "date_unknown", "none_on_file")


def type_name(milestone_type: str, lang: str) -> str:
    """What a type of milestone is called; a type that has no name yet keeps the one on file."""
    if f"milestones.type.{milestone_type}" in load_wording():
        return word(f"milestones.type.{milestone_type}", lang)
    return milestone_type.replace("_", " ")


def predictor_name(predictor: str, lang: str) -> str:
    """The predictor of a test (`years_since_<type>`) in words."""
    kind = predictor.removeprefix("years_since_")
    return sentence("milestones.predictor", lang, milestone=type_name(kind, lang))


def date_words(row: Any, lang: str) -> str:  # noqa: ANN401  (a row of milestones)
    """When a milestone was, as far as it is known.

    Args:
        row: `date_start`, `date_end` (days, missing where unknown), `precision`, `date_kind`.
    """
    if row.date_kind == "unknown":
        return word("milestones.date_unknown", lang)
    start, end = row.date_start, row.date_end
    if row.precision == "year":
        period = str(start.year)
    elif row.precision == "month":
        period = sentence("milestones.month", lang, month=start.month, year=start.year)
    elif start == end:
        period = format_date(start, lang)
    else:
        period = f"{format_date(start, lang)} – {format_date(end, lang)}"
    if row.date_kind == "by_then":
        return sentence("milestones.date_by_then", lang, period=period)
    if row.date_kind == "disputed":
        return sentence("milestones.date_disputed", lang, period=period)
    return period


def counts_table(counts: pd.DataFrame, chosen: str, lang: str) -> ReaderTable:
    """How many milestones of each type, and how well dated; of `counts_by_type`."""
    columns = ("rows", "dated", "by_then", "disputed", "unknown", "provinces", "since_merger")
    return reader_table(
        counts.assign(type=[type_name(kind, lang) for kind in counts["milestone_type"]]),
        lang,
        word("milestones.counts_caption", lang),
        {"type": (word("milestones.header.type", lang), "")}
        | {name: (word(f"milestones.header.{name}", lang), "int") for name in columns},
        highlight=lambda row: row.milestone_type == chosen,
    )


def comparison_table(comparisons: pd.DataFrame, index: str, chosen: str, lang: str) -> ReaderTable:
    """How many provinces lie where between two editions; of `clean_comparisons`."""
    columns = ("units", *_GROUPS, "comparisons")
    answers = {True: "milestones.comparable_yes", False: "milestones.comparable_no"}
    return reader_table(
        comparisons.assign(
            type=[type_name(kind, lang) for kind in comparisons["milestone_type"]],
            pair=comparisons["baseline"] + "–" + comparisons["edition"],
            comparable_shown=[word(answers[flag], lang) for flag in comparisons["comparable"]],
        ),
        lang,
        sentence("milestones.comparisons_caption", lang, index=index),
        {
            "type": (word("milestones.header.type", lang), ""),
            "pair": (word("milestones.header.pair", lang), ""),
            "comparable_shown": (word("milestones.header.comparable", lang), ""),
        }
        | {name: (word(f"milestones.header.{name}", lang), "int") for name in columns},
        highlight=lambda row: row.milestone_type == chosen,
    )


def comparison_sentence(row: Any, index: str, lang: str) -> str:  # noqa: ANN401
    """How many clean comparisons one type gives between two editions; a row of that table."""
    counts = {name: getattr(row, name) for name in (*_GROUPS, "comparisons", "units")}
    return sentence(
        "milestones.clean",
        lang,
        milestone=type_name(row.milestone_type, lang),
        index=index,
        baseline=row.baseline,
        edition=row.edition,
        **counts,
    )


def names_of_tests(tests: pd.DataFrame, lang: str) -> dict[str, str]:
    """Predictor -> its name, for the table of tests."""
    return {name: predictor_name(name, lang) for name in tests["predictor"]}


def milestone_claims(tests: pd.DataFrame, comparisons: pd.DataFrame, index: str) -> list[Claim]:
    """What notebook 04 concludes: every test, then the clean comparisons of each type.

    Args:
        tests: of `evidence_table`. comparisons: rows of `clean_comparisons` of one pair.
        index: the index whose editions are compared.
    """
    tested = [
        evidence_claim(
            _NOTEBOOK, row, {lang: predictor_name(row.predictor, lang) for lang in LANGUAGES}
        )
        for row in tests.itertuples(index=False)
    ]
    counted = [
        Claim(
            id=f"{_NOTEBOOK}/clean-{row.milestone_type}",
            notebook=_NOTEBOOK,
            sentence_vi=comparison_sentence(row, index, "vi"),
            sentence_en=comparison_sentence(row, index, "en"),
            value=float(row.comparisons),
            verdict="holds",
            n=int(row.units),
            method="provinces counted by the date of their first milestone on file",
        )
        for row in comparisons.itertuples(index=False)
    ]
    return tested + counted
