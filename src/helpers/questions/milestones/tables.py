"""The tables of notebook 04."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from helpers.questions.association.asked import INDEX
from helpers.questions.milestones.sentences import (
    date_words,
    number_words,
    type_name,
)
from helpers.sharing.numbers import Phrase
from helpers.sharing.remarks import AsPrinted, Remark, SourceTitle
from helpers.sharing.tables import TableOf
from helpers.sharing.wording import Joined, Said, use_wording

use_wording("milestones.yml")


def counts_table(counts: pd.DataFrame, chosen: str) -> TableOf:
    """How many milestones of each type, and how well dated; of `counts_by_type`."""
    return TableOf(
        counts.assign(type=counts["milestone_type"].map(type_name)),
        Said("milestones.counts_caption"),
        {
            "type": "type", "reports": "reports", "events": "events", "dated": "dated_events",
            "by_then": "by_then", "disputed": "disputed", "unknown": "undated",
            "repeats": "repeats", "provinces": "province_count", "since_merger": "since_merger",
        },
        highlight=lambda row: row.milestone_type == chosen,
    )  # fmt: skip


def comparison_table(comparisons: pd.DataFrame, chosen: str) -> TableOf:
    """How many provinces lie where between two editions; of `clean_comparisons`."""
    comparable = {True: Said("milestones.comparable_yes"), False: Said("milestones.comparable_no")}
    return TableOf(
        comparisons.assign(
            type=comparisons["milestone_type"].map(type_name),
            pair=comparisons["baseline"] + "–" + comparisons["edition"],
            comparable=comparisons["comparable"].map(comparable),
        ),
        Said("milestones.comparisons_caption", index=INDEX),
        {
            "type": "type", "pair": "pair", "comparable": "comparable", "units": "ranked_in_both",
            "before": "before_first", "between": "between", "after": "after_second",
            "date_unknown": "date_unknown", "none_on_file": "none_on_file",
            "comparisons": "comparisons",
        },
        highlight=lambda row: row.milestone_type == chosen,
    )  # fmt: skip


def focus_table(own: pd.DataFrame, titles: Mapping[str, str], province: str) -> TableOf:
    """Every milestone of one province with its reports.

    Args:
        own: of `province_milestones`. titles: of sources, by source_id.
    """
    names = own["milestone_type"].map(type_name)
    return TableOf(
        own.assign(
            date=[date_words(row) for row in own.itertuples(index=False)],
            type=[
                Said("milestones.perhaps_repeated", milestone=name) if perhaps else name
                for name, perhaps in zip(names, own["perhaps_repeated"], strict=True)
            ],
            document_number=own["number"].map(number_words),
            event_note=[_listed(map(Remark, notes)) for notes in own["descriptions"]],
            date_as_printed=[
                _listed(map(AsPrinted, filter(None, texts))) for texts in own["dates_as_printed"]
            ],
            source=[
                _listed(
                    Joined((SourceTitle(titles[source]), f"({source})"), " ") for source in sources
                )
                for sources in own["source_ids"]
            ],
        ),
        Said(
            "milestones.focus_caption",
            province=province,
            events=len(own),
            reports=own["reports"].sum(),
            repeats=own["perhaps_repeated"].sum(),
            undated=(own["date_kind"] == "unknown").sum(),
        ),
        ("date", "type", "document_number", "reports", "event_note", "date_as_printed", "source"),
    )


def _listed(parts: Iterable[Phrase]) -> Phrase | str:
    listed = tuple(parts)
    return Joined(listed, "; ") if listed else "–"
