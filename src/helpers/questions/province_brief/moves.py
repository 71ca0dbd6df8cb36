"""What notebook 09 shows of the moves of a comparable year: of one province part by part."""

from __future__ import annotations

import pandas as pd

from helpers.questions.association.asked import INDEX
from helpers.questions.province_brief.answer import BriefQuestion
from helpers.questions.rank_gains import workings_sentences as workings
from helpers.questions.rank_gains.answer import GainQuestion
from helpers.questions.rank_gains.workings import GainSplit
from helpers.sharing.numbers import Phrase
from helpers.sharing.tables import TableOf
from helpers.sharing.wording import InForm, Said, use_wording
from helpers.sources.editions import Definitions
from helpers.sources.provinces import Unit
from helpers.statistics.decomposition import ROUNDING

use_wording("province_brief.yml", "rank_gains.yml")

_SHOWN = 0.05
"""Rounding is shown where it moved a tenth of a place."""


def moved_sentences(
    split: GainSplit | None, question: BriefQuestion, definitions: Definitions
) -> list[Phrase]:
    """What moved the unit in the comparable year; of several members, a table says it.

    How the places split is the caption of the table below.
    """
    if split is None or question.year is None:
        return [Said("workings.no_split")]
    if len(question.movers) > 1:
        values = {"province": question.unit.province, "former": question.movers[0].universe}
        return [Said("brief.moved_apart", **values)]
    (mover,) = question.movers
    asked = GainQuestion(*question.year, mover, "", True, question.edition)
    name = _mover_name(mover, question)
    score, _, still = workings.split_sentences(split, asked, definitions, name)
    return [score, still]


def _mover_name(mover: Unit, question: BriefQuestion) -> Phrase | str:
    """The name of one whose move is shown, and its set of units where that is not the page's."""
    if mover.universe == question.unit.universe:
        return mover.province
    return Said("brief.of_former", unit=mover)


def moved_table(
    split: GainSplit | None, question: BriefQuestion, definitions: Definitions
) -> TableOf | None:
    """What moved one unit, part by part; of several members what moved each most."""
    if split is None or question.year is None:
        return None
    before, after = question.year
    if len(question.movers) > 1:
        former = question.movers[0].universe
        caption = Said("brief.own_parts_caption", before=before, after=after, former=former)
        rows = _each_moved(split, question, definitions)
        return TableOf(rows, caption, tuple(rows))
    (mover,) = question.movers
    rows = split.of(mover)
    own, others = workings.own_and_others(rows)
    rows = rows[(rows["part"] != ROUNDING) | (rows["places"].abs() >= _SHOWN)]
    shown = rows.assign(
        measure=[workings.part_name(definitions, INDEX, part) for part in rows["part"]],
        shown=[InForm(value, "signed_one") for value in rows["places"]],
    )
    caption = Said(
        "brief.moved_title",
        province=_mover_name(mover, question), before=before, after=after, own=own, others=others,
    )  # fmt: skip
    columns = {"measure": "measure", "shown": "places", "score_points": "score_change"}
    return TableOf(shown, caption, columns, bar="places")


def _each_moved(
    split: GainSplit, question: BriefQuestion, definitions: Definitions
) -> pd.DataFrame:
    ids = [unit.unit_id for unit in question.movers]
    ranks = split.ranks.loc[ids]
    movers = pd.DataFrame(
        {
            "unit_id": ids,
            "province": [Said("brief.of_universe", unit=unit) for unit in question.movers],
            "rank_gain": (ranks["rank_before"] - ranks["rank_after"]).to_numpy(),
        }
    )
    return workings.climbers_split(split, movers, definitions, INDEX)
