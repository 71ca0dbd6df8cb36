"""What notebook 02 says of the parts that moved the country."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from helpers.questions.rank_gains.movers import Movers
from helpers.questions.rank_gains.sentences import pair_values
from helpers.questions.rank_gains.workings_sentences import part_name
from helpers.sharing.numbers import Phrase
from helpers.sharing.tables import TableOf
from helpers.sharing.wording import InForm, Joined, Said, use_wording
from helpers.sources.editions import Definitions, Edition
from helpers.statistics.covariance_shares import DRAWS
from helpers.statistics.decomposition import OTHERS, ROUNDING

use_wording("rank_gains.yml")

SURE = 0.95
"""Of the draws of a bootstrap: in so many a part must be the first to be called that."""


def rise_sentence(found: Movers, editions: Sequence[Edition], definitions: Definitions) -> Said:
    """By how much the mean rose, and what each part did for it."""
    parts = found.table[found.table["part"] != OTHERS]
    told = parts[parts["part"] != ROUNDING]
    return Said(
        "movers.rise",
        **pair_values(editions),
        size=len(found.points),
        rise=parts["rise"].sum(),
        list=_shares(told, "rise_share", definitions, editions[-1].index),
    )


def block_sentence(found: Movers) -> list[Said]:
    """That the largest block is what is not printed, where it is."""
    parts = found.table[found.table["part"] != OTHERS].set_index("part")["rise_share"]
    if parts.idxmax() != found.block:
        return []
    return [Said("movers.block", share=100 * parts[found.block])]


def rank_sentence(found: Movers, editions: Sequence[Edition], definitions: Definitions) -> Said:
    """Which part with a name goes most with the differences in places gained, or that none does."""
    pair, index = pair_values(editions), editions[-1].index
    named = found.parts.sort_values("rank_share", ascending=False, kind="stable")
    first = named.iloc[0]
    if first["rank_first"] >= SURE:
        part = part_name(definitions, index, first["part"])
        return Said("movers.rank_first", **pair, part=part, **_percent(first))
    listed = (
        Said("country.share_between", part=part_name(definitions, index, row["part"]),
             **_percent(row))
        for _, row in named.iterrows()
    )  # fmt: skip
    return Said("movers.rank_open", **pair, list=Joined(listed))


def mover_sentences(
    found: Movers | None, editions: Sequence[Edition], definitions: Definitions
) -> list[Phrase]:
    """What lies behind the answer: the unprinted block, the ranks, the model of the intervals."""
    if found is None:
        return [Said("movers.none")]
    index = editions[-1].index
    counted = found.table.dropna(subset="score_largest")
    counted = counted[counted["score_largest"] > 0]
    counts = (
        Said("country.count_of", part=part_name(definitions, index, row.part),
             count=row.score_largest)
        for row in counted.itertuples(index=False)
    )  # fmt: skip
    return [
        *block_sentence(found),
        rank_sentence(found, editions, definitions),
        Said("movers.largest", list=Joined(counts)),
        Said("movers.model", draws=DRAWS),
    ]


def _percent(row: pd.Series, name: str = "rank") -> dict[str, float]:
    return {end: 100 * row[f"{name}_{end}"] for end in ("share", "lower", "upper")}


def _shares(parts: pd.DataFrame, column: str, definitions: Definitions, index: str) -> Phrase:
    ordered = parts.sort_values(column, ascending=False, kind="stable")
    return Joined(
        Said("country.share_of", part=part_name(definitions, index, part), share=100 * share)
        for part, share in zip(ordered["part"], ordered[column], strict=True)
    )


def named_movers(found: Movers, definitions: Definitions, index: str) -> pd.DataFrame:
    """The table of movers with `name`, and its intervals as text."""
    table = found.table.assign(
        name=[part_name(definitions, index, part) for part in found.table["part"]]
    )
    for name in ("score", "rank"):
        table[f"{name}_text"] = [
            "–"
            if pd.isna(row[f"{name}_share"])
            else Said("country.interval", **_percent(row, name))
            for _, row in table.iterrows()
        ]
    return table.assign(rise_percent=100 * table["rise_share"])


def movers_table(table: pd.DataFrame, editions: Sequence[Edition], size: int) -> TableOf:
    """Every part with its shares; of `named_movers`."""
    caption = Said("movers.caption", **pair_values(editions), n=size)
    columns = {"name": "measure", "rise": "mean_rise", "rise_percent": "rise_percent"}
    columns |= {"score_text": "score_share", "rank_text": "rank_share"}
    return TableOf(table, caption, columns | {"score_largest": "score_largest"})


def movers_texts(
    found: Movers, table: pd.DataFrame, editions: Sequence[Edition]
) -> tuple[Said, Said]:
    """The title and the alternative text of the chart of movers.

    Args:
        table: of `named_movers`.
    """
    named = table[table["part"].isin(found.parts["part"])]
    title = Said("movers.title_fall")
    if len(named) and named["rise"].max() > 0 and table["rise"].sum() > 0:
        first = named.loc[named["rise"].idxmax()]
        rest = table.loc[table["part"] == found.block, "rise_percent"]
        block = Said("movers.title_block", share=rest.iloc[0]) if len(rest) else ""
        title = Said("movers.title", part=first["name"], share=first["rise_percent"], block=block)
    shares = (
        Joined([row.name, InForm(row.rise_percent, "int"), row.rank_text], " / ")
        if pd.notna(row.rise_percent)
        else Joined([row.name, "–", row.rank_text], " / ")
        for row in table.itertuples(index=False)
    )
    return title, Said("movers.alt", **pair_values(editions), list=Joined(shares, "; "))
