"""The tables of gains: who moved most, and every unit."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from helpers.questions.rank_gains.answer import largest_moves
from helpers.questions.rank_gains.sentences import pair_values, with_shown_gains
from helpers.sharing.numbers import vietnamese_sort_key
from helpers.sharing.tables import TableOf
from helpers.sharing.wording import Said, use_wording
from helpers.sources.editions import Edition

use_wording("rank_gains.yml")

GAIN_COLUMNS = ("province", "rank_from", "rank_to", "rank_gain", "score_change")


def moves_table(
    gains: pd.DataFrame, editions: Sequence[Edition], unit_id: str, *, moved: bool = False
) -> TableOf | Said:
    """Who climbed most and who fell most, or that nobody did.

    Args:
        gains: units with a rank in both editions. unit_id: whose row stands out.
        moved: as of `pair_values`.
    """
    climbed, fell = largest_moves(gains)
    if climbed.empty and fell.empty:
        return Said("gains.nobody" if gains.empty else "gains.nobody_moved")
    one_way = "gains.table_caption_down" if climbed.empty else "gains.table_caption_up"
    both_ways = not (climbed.empty or fell.empty)
    return TableOf(
        pd.concat((climbed, fell)),
        Said("gains.table_caption" if both_ways else one_way, **pair_values(editions, moved=moved)),
        GAIN_COLUMNS,
        highlight=lambda row: row.unit_id == unit_id,
    )


def all_gains_table(
    gains: pd.DataFrame, editions: Sequence[Edition], unit_id: str
) -> TableOf | Said:
    """Every unit by its rank in the later edition, or that none has a rank in both.

    Args:
        gains: also units whose rank is known as a span, which come last. unit_id: whose row stands
            out.
    """
    if gains.empty:
        return Said("gains.nobody")
    alphabet = sorted(gains["province"], key=vietnamese_sort_key)
    ordered = gains.assign(place=gains["province"].map(alphabet.index))
    return TableOf(
        with_shown_gains(ordered.sort_values(["rank_to", "place"], ignore_index=True)),
        Said("gains.all_caption", **pair_values(editions), n=len(gains)),
        tuple("rank_gain_text" if name == "rank_gain" else name for name in GAIN_COLUMNS),
        highlight=lambda row: row.unit_id == unit_id,
    )
