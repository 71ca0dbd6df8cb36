"""What became of the registered claims since an older `claims.csv`?"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from helpers.sharing.numbers import format_number
from helpers.sharing.wording import use_wording, word

use_wording("changes.yml")

CHANGES = ("flipped", "weakened", "vanished", "appeared", "strengthened", "held")
"""What may become of a claim, what needs reading first at the front."""
_UNDECIDED = "cannot tell"
_OPPOSITE = {"up": "down", "down": "up"}


def compare_claims(older: pd.DataFrame, newer: pd.DataFrame) -> pd.DataFrame:
    """Which claims held, weakened, flipped, appeared or vanished?

    A claim is followed by its id. It *flipped* when a decided verdict became another decided one,
    or when its direction turned while it stayed decided; *weakened* when a decided verdict became
    "cannot tell", *strengthened* the other way round; otherwise it *held*, whatever its value did.
    The direction of an undecided claim says nothing, so that it cannot flip.

    Args:
        older, newer: as `claims.csv`.

    Returns:
        One row for each claim of either: `id`, `change` (one of `CHANGES`), `verdict_before`,
        `verdict_after`, `value_before`, `value_after`, and the newest `sentence_vi` and
        `sentence_en`; in the order of `CHANGES`, then by id.
    """
    both = older.merge(newer, on="id", how="outer", suffixes=("_before", "_after"))
    changes = [_change(row) for _, row in both.iterrows()]
    table = pd.DataFrame(
        {
            "id": both["id"],
            "change": changes,
            **{
                f"{column}_{moment}": both[f"{column}_{moment}"]
                for column in ("verdict", "value")
                for moment in ("before", "after")
            },
            **{
                f"sentence_{lang}": both[f"sentence_{lang}_after"].fillna(
                    both[f"sentence_{lang}_before"]
                )
                for lang in ("vi", "en")
            },
        }
    )
    order = table["change"].map(CHANGES.index)
    return table.assign(order=order).sort_values(["order", "id"], ignore_index=True)[
        table.columns.tolist()
    ]


def _change(row: pd.Series) -> str:
    before, after = row["verdict_before"], row["verdict_after"]
    if pd.isna(before):
        return "appeared"
    if pd.isna(after):
        return "vanished"
    if _UNDECIDED in (before, after):
        if before == after:
            return "held"
        return "weakened" if after == _UNDECIDED else "strengthened"
    turned = _OPPOSITE.get(row["direction_before"]) == row["direction_after"]
    return "flipped" if before != after or turned else "held"


def count_line(changes: pd.DataFrame, lang: str) -> str:
    """How many claims of each kind of change there are, as one line."""
    counts = changes["change"].value_counts()
    return " · ".join(
        f"{word('claim_change.' + change, lang)}: {counts.get(change, 0)}" for change in CHANGES
    )


def verdicts_then_and_now(row: Mapping[str, Any], lang: str) -> str:
    """The verdict of a claim before and after, each with the number it rests on.

    Args:
        row: a row of `compare_claims`; what had no claim yet, or has none any more, has one side.
    """
    moments = [m for m in ("before", "after") if isinstance(row[f"verdict_{m}"], str)]
    return " → ".join(_side(row, moment, lang) for moment in moments)


def _side(row: Mapping[str, Any], moment: str, lang: str) -> str:
    value = row[f"value_{moment}"]
    shown = word(f"verdict.{row[f'verdict_{moment}']}", lang)
    if math.isnan(value):
        return shown
    return f"{shown} ({format_number(value, lang, 0 if value == int(value) else 4)})"


def claim_lines(changes: pd.DataFrame, lang: str) -> Iterator[str]:
    """Every claim of `compare_claims` for a terminal: what became of it, then its sentence."""
    for row in changes.to_dict("records"):
        change = word(f"claim_change.{row['change']}", lang)
        yield f"{row['id']}  [{change}]  {verdicts_then_and_now(row, lang)}"
        yield f"    {row['sentence_' + lang]}"
