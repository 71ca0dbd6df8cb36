"""What notebook 09 shows of the moves of a comparable year: of one province part by part."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from helpers.questions.association.asked import INDEX
from helpers.questions.province_brief.answer import BriefQuestion
from helpers.questions.rank_gains.answer import GainQuestion
from helpers.questions.rank_gains.workings import GainSplit
from helpers.questions.rank_gains.workings_sentences import (
    climbers_split,
    part_name,
    places_text,
    split_sentences,
    split_values,
)
from helpers.sharing.tables import ReaderTable, reader_table
from helpers.sharing.wording import Paragraphs, say, sentence, use_wording, word
from helpers.sources.editions import Definitions
from helpers.statistics.decomposition import ROUNDING

use_wording("province_brief.yml", "rank_gains.yml")

_SHOWN = 0.05
"""Rounding is shown where it moved a tenth of a place."""


def moved_sentences(
    split: GainSplit | None, question: BriefQuestion, definitions: Definitions, lang: str
) -> Paragraphs:
    """What moved the unit in the comparable year; of several members, a table says it.

    How the places split is the caption of the table below.
    """
    if split is None or question.year is None:
        return Paragraphs([say("workings.no_split", lang)])
    if len(question.movers) > 1:
        return Paragraphs([say("brief.moved_apart", lang, province=question.unit.province)])
    score, _, still = split_sentences(split, _asked_of(question), definitions, lang).sentences
    return Paragraphs([score, still])


def _asked_of(question: BriefQuestion) -> GainQuestion:
    """The comparable year as notebook 02 asks it of the one unit whose move is shown."""
    assert question.year is not None
    return GainQuestion(*question.year, question.movers[0], "", True)


def moved_shown(
    split: GainSplit | None,
    question: BriefQuestion,
    definitions: Definitions,
    lang: str,
) -> ReaderTable | None:
    """What moved one unit, part by part; of several members what moved each most."""
    if split is None or question.year is None:
        return None
    years = {"baseline": question.year[0].edition, "edition": question.year[1].edition}
    if len(question.movers) > 1:
        return _movers_table(split, question, definitions, years, lang)
    rows = split.of(question.movers[0])
    rows = rows[(rows["part"] != ROUNDING) | (rows["places"].abs() >= _SHOWN)]
    names = [part_name(definitions, INDEX, part, lang) for part in rows["part"]]
    return reader_table(
        rows.assign(name=names, shown=[places_text(value, lang) for value in rows["places"]]),
        lang,
        sentence("brief.moved_title", lang, **split_values(split, _asked_of(question), lang)),
        {
            "name": (word("header.measure", lang), ""),
            "shown": (word("chart.places", lang), "text_right"),
            "score_points": (word("header.score_change", lang), "signed_score"),
        },
        bar="places",
    )


def _movers_table(
    split: GainSplit,
    question: BriefQuestion,
    definitions: Definitions,
    years: Mapping[str, str],
    lang: str,
) -> ReaderTable:
    ids = [unit.unit_id for unit in question.movers]
    ranks = split.ranks.loc[ids]
    movers = pd.DataFrame(
        {
            "unit_id": ids,
            "province": [unit.province for unit in question.movers],
            "rank_gain": (ranks["rank_before"] - ranks["rank_after"]).to_numpy(),
        }
    )
    return reader_table(
        climbers_split(split, movers, definitions, INDEX, lang),
        lang,
        sentence("brief.own_parts_caption", lang, index=INDEX, **years),
        {
            "province": (word("header.province", lang), ""),
            "rank_gain": (word("header.rank_gain", lang), "signed"),
            "own": (word("workings.header.own", lang), "text_right"),
            "others": (word("workings.header.others", lang), "text_right"),
            "largest": (word("workings.header.largest", lang), ""),
        },
    )
