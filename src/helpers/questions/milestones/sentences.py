"""The sentences of notebook 04: names of milestones, dates as far as known, its claims."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from helpers import LANGUAGES
from helpers.questions.association.sentences import answer_sentence, evidence_claim
from helpers.sharing.claims import Claim
from helpers.sharing.numbers import Phrase, format_date
from helpers.sharing.tables import ReaderTable, reader_table
from helpers.sharing.wording import (
    InBoth,
    Joined,
    Said,
    Sentence,
    read_wording,
    say,
    sentence,
    use_wording,
    word,
)

use_wording("milestones.yml")

NAMED_TYPES = (
    "ai_callcentre", "app", "architecture", "assessment", "campaign", "community_teams",
    "data_centre", "data_platform", "decision_other", "directive", "draft", "dx_day", "ioc",
    "ioc_city", "level4_100", "lgsp", "other", "paygov", "payment_gateway", "plan",
    "portal_closed", "portal_information", "portal_services", "public_admin_centre", "regulation",
    "resolution_party", "resolution_people_council", "resolution_peoples_committee", "soc",
    "steering_committee",
)  # fmt: skip
COUNTED = (
    "reports", "events", "dated", "by_then", "disputed", "unknown", "repeats", "provinces",
    "since_merger",
)  # fmt: skip
"""Columns of the table of counts."""
STAGES = ("project", "pilot", "built", "opening", "in_use", "regulation", "one_year", "period")
"""What the compiler's notes may name, in the order shown."""
_FEWEST_UNLIKE = 2
_PREDICTOR = "years_since_"
_KINDS = {"QD": "QĐ", "CTR": "CTr"}
_ISSUERS = {"HDND": "HĐND"}
_OF_THE_PARTY = "TU"
_NOTEBOOK = "04-milestones"
_GROUPS = ("before", "between", "after", "date_unknown", "none_on_file")


def type_name(milestone_type: str) -> Phrase:
    """What a type of milestone is called; a type that has no name yet keeps the one on file."""
    if f"milestones.type.{milestone_type}" in read_wording("milestones.yml"):
        return Said(f"milestones.type.{milestone_type}")
    return Joined([milestone_type.replace("_", " ")])


def predictor_name(predictor: str) -> Phrase:
    """The predictor of a test (`years_since_<type>`) in words."""
    return Said("milestones.predictor", milestone=type_name(predictor.removeprefix(_PREDICTOR)))


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
    return reader_table(
        counts.assign(type=[type_name(kind).written(lang) for kind in counts["milestone_type"]]),
        lang,
        word("milestones.counts_caption", lang),
        {"type": (word("milestones.header.type", lang), "")}
        | {name: (word(f"milestones.header.{name}", lang), "int") for name in COUNTED},
        highlight=lambda row: row.milestone_type == chosen,
    )


def type_sentence(counts: Any, events: pd.DataFrame, lang: str) -> Sentence:  # noqa: ANN401
    """How many reports and milestones of one type, and in which years do the dated ones lie?

    Args:
        counts: the row of the type, of `counts_by_type`. events: of `distinct_milestones`.
    """
    sure = events[
        (events["milestone_type"] == counts.milestone_type) & (events["date_kind"] == "dated")
    ]
    values = {
        "milestone": type_name(counts.milestone_type).written(lang),
        "reports": counts.reports,
        "events": counts.events,
    }
    if sure.empty:
        return say("milestones.type_undated", lang, **values)
    return say(
        "milestones.type_years",
        lang,
        **values,
        dated=len(sure),
        provinces=sure["unit_id"].nunique(),
        first=sure["earliest"].dt.year.min(),
        last=sure["latest"].dt.year.max(),
    )


def mixed_sentence(stages: Mapping[str, int], milestone_type: str, lang: str) -> Sentence:
    """Which unlike things does one type put together, as far as the notes name them?

    Args:
        stages: of `stages_named`.
    """
    named = [name for name in STAGES if name in stages]
    values = {"milestone": type_name(milestone_type).written(lang), "reports": stages["reports"]}
    if len(named) < _FEWEST_UNLIKE:
        return say("milestones.not_mixed", lang, **values)
    listed = [
        sentence(
            "milestones.stage_count",
            lang,
            stage=word(f"milestones.stage.{name}", lang),
            count=stages[name],
        )
        for name in named
    ]
    return say("milestones.mixed", lang, **values, list=", ".join(listed), none=stages["none"])


def used_sentence(
    used: int,
    lacking: Mapping[str, int],
    milestone_type: str,
    lang: str,
    *,
    index: str,
    baseline: str,
    edition: str,
) -> Sentence:
    """Of the provinces with a known time, how many does the test use, and why not the others?

    Args:
        used, lacking: of `why_unused`. index, baseline, edition: whose scores are needed.
    """
    known = used + sum(lacking.values())
    if known == 0:
        return Sentence(_nobody(milestone_type, lang))
    if used == known:
        return say("milestones.used_all", lang, known=known, index=index)
    years = {"before": {"baseline": baseline}, "after": {"edition": edition}, "both": {}}
    listed = [
        sentence(f"milestones.lacking.{name}", lang, count=lacking[name], **shown)
        for name, shown in years.items()
        if lacking[name]
    ]
    values = {"known": known, "index": index, "list": ", ".join(listed)}
    if used == 0:
        return say("milestones.used_none", lang, **values)
    return say("milestones.used_some", lang, used=used, **values)


def told_of_test(
    tell: Callable[[Any, Phrase], Phrase],
    row: Any,  # noqa: ANN401  (a row of tests)
    lang: str,
) -> Sentence:
    """A sentence about one test, or that no province can take part in it.

    Args:
        tell: `power_sentence`, `benchmark_sentence` or `answer_sentence`.
    """
    if row.n == 0:
        return Sentence(_nobody(_type_of(row), lang))
    return Sentence(tell(row, predictor_name(row.predictor)).written(lang))


def _nobody(milestone_type: str, lang: str) -> str:
    return sentence("milestones.nobody", lang, milestone=type_name(milestone_type).written(lang))


def _type_of(row: Any) -> str:  # noqa: ANN401
    return str(row.predictor.removeprefix(_PREDICTOR))


def number_words(number: str) -> str:
    """A document number as such documents bear it: 09-NQ/TU, 78/KH-UBND, 25/2020/NQ-HĐND.

    Args:
        number: of `document_number`, such as "9 NQ TU"; empty for none.
    """
    if not number:
        return "–"
    count, *rest = number.split()
    count = count.zfill(2)
    if rest[-1] == _OF_THE_PARTY and len(rest) > 1:
        return f"{count}-{_KINDS.get(rest[0], rest[0])}/{_OF_THE_PARTY}"
    year = [rest.pop(0)] if rest[0].isdecimal() else []
    kind = "-".join(_KINDS.get(part, _ISSUERS.get(part, part)) for part in rest)
    return "/".join([count, *year, kind])


def language_of_note(text: str) -> str:
    """In which language a date is printed: "vi", "en", or "" for numbers alone."""
    letters = [character for character in text if character.isalpha()]
    if not all(character.isascii() for character in letters):
        return "vi"
    return "en" if letters else ""


def focus_table(
    own: pd.DataFrame, titles: Mapping[str, str], province: str, lang: str
) -> ReaderTable | Sentence:
    """Every milestone of one province with its reports, or that none is on file.

    Args:
        own: of `province_milestones`. titles: of sources, by source_id.
    """
    if own.empty:
        return say("milestones.focus_none", lang, province=province)
    names = [type_name(kind).written(lang) for kind in own["milestone_type"]]
    shown = own.assign(
        when=[date_words(row, lang) for row in own.itertuples(index=False)],
        kind=[
            sentence("milestones.perhaps_repeated", lang, milestone=name) if perhaps else name
            for name, perhaps in zip(names, own["perhaps_repeated"], strict=True)
        ],
        number=own["number"].map(number_words),
        description=own["descriptions"].map("; ".join),
        printed=["; ".join(filter(None, texts)) or "–" for texts in own["dates_as_printed"]],
        source=[
            "; ".join(f"{titles[source]} ({source})" for source in sources)
            for sources in own["source_ids"]
        ],
    )
    headers = {
        "when": "date", "kind": "type", "number": "number", "reports": "reports",
        "description": "description", "printed": "printed", "source": "source",
    }  # fmt: skip
    return reader_table(
        shown,
        lang,
        sentence(
            "milestones.focus_caption",
            lang,
            province=province,
            events=len(own),
            reports=own["reports"].sum(),
            repeats=own["perhaps_repeated"].sum(),
            undated=(own["date_kind"] == "unknown").sum(),
        ),
        {
            column: (word(f"milestones.header.{name}", lang), "int" if name == "reports" else "")
            for column, name in headers.items()
        },
        languages={"description": lambda _: "en", "printed": language_of_note},
    )


def comparison_table(comparisons: pd.DataFrame, index: str, chosen: str, lang: str) -> ReaderTable:
    """How many provinces lie where between two editions; of `clean_comparisons`."""
    columns = ("units", *_GROUPS, "comparisons")
    answers = {True: "milestones.comparable_yes", False: "milestones.comparable_no"}
    return reader_table(
        comparisons.assign(
            type=[type_name(kind).written(lang) for kind in comparisons["milestone_type"]],
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
        milestone=type_name(row.milestone_type).written(lang),
        index=index,
        baseline=row.baseline,
        edition=row.edition,
        **counts,
    )


def names_of_tests(tests: pd.DataFrame) -> dict[str, Phrase]:
    """Predictor -> its name, for the table of tests."""
    return {name: predictor_name(name) for name in tests["predictor"]}


def milestone_claims(tests: pd.DataFrame, comparisons: pd.DataFrame, index: str) -> list[Claim]:
    """What notebook 04 concludes: every test, then the clean comparisons of each type.

    Args:
        tests: of `evidence_table`. comparisons: rows of `clean_comparisons` of one pair.
        index: the index whose editions are compared.
    """
    tested = [_test_claim(row) for row in tests.itertuples(index=False)]
    counted = [
        Claim(
            id=f"{_NOTEBOOK}/clean-{row.milestone_type}",
            said=InBoth(
                vi=comparison_sentence(row, index, "vi"), en=comparison_sentence(row, index, "en")
            ),
            value=float(row.comparisons),
            verdict="holds",
            n=int(row.units),
            method="provinces counted by the date of their first milestone on file",
        )
        for row in comparisons.itertuples(index=False)
    ]
    return tested + counted


def _test_claim(row: Any) -> Claim:  # noqa: ANN401
    told = {lang: told_of_test(answer_sentence, row, lang).text for lang in LANGUAGES}
    return evidence_claim(_NOTEBOOK, row, InBoth(**told))
