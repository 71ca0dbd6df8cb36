"""What became of the registered claims since an older `claims.csv`?"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from helpers.questions.changes.claim_ids import still_asked, successors, with_present_ids
from helpers.sharing.claims import about_of, name_of
from helpers.sharing.numbers import format_number
from helpers.sharing.wording import use_wording, word

use_wording("changes.yml")

CHANGES = (
    "flipped", "weakened", "vanished", "succeeded", "retired", "appeared", "strengthened", "held",
)  # fmt: skip
"""What may become of a claim, what needs reading first at the front."""
OF_OTHER_THINGS = ("succeeded", "retired")
"""What becomes of a claim whose own subject is no longer asked about."""
COMPARED = ("id", "sentence_vi", "sentence_en", "value", "direction", "verdict")
"""Columns of `claims.csv` that tell what became of a claim."""
_UNDECIDED, _FACT, _HELD = "cannot tell", "fact", "holds"
_OPPOSITE = {"up": "down", "down": "up"}


def compare_claims(older: pd.DataFrame, newer: pd.DataFrame) -> pd.DataFrame:
    """Which claims held, weakened, flipped, appeared or vanished, and which follow on others?

    Only claims of one id are compared: they speak of the same editions, units and province. Such a
    claim *flipped* when a decided verdict became another decided one, or when its direction turned
    while it stayed decided; *weakened* when a decided verdict became "cannot tell", *strengthened*
    the other way round; otherwise it *held*, whatever its value did. The direction of an undecided
    claim says nothing, so that it cannot flip.

    An old claim whose question is now asked of something else is *succeeded* by the new one, which
    says nothing of it. Without such a one it has *vanished* if its notebook still speaks of the
    same thing, and is *retired* if it does not.

    Args:
        older, newer: as `claims.csv`; `older` may have ids as they were before they said what a
            claim speaks of, and verdicts from before those of arithmetic had words of their own.

    Returns:
        One row for each claim of either, one for both where one succeeds the other: `id` (of the
        newest), `id_before`, `change` (one of `CHANGES`), `verdict_before`, `verdict_after`,
        `value_before`, `value_after`, the newest `sentence_vi` and `sentence_en`, and those of the
        claim before; in the order of `CHANGES`, then by id.
    """
    older = with_present_verdicts(with_present_ids(older), newer)
    following = successors(older["id"], newer["id"])
    before = older.assign(id_before=older["id"], id=older["id"].replace(following))
    both = before.merge(newer, on="id", how="outer", suffixes=("_before", "_after"))
    asked = list(newer["id"])
    table = pd.DataFrame(
        {
            "id": both["id"],
            "id_before": both["id_before"],
            "change": [_change(row, asked) for _, row in both.iterrows()],
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
            **{f"sentence_{lang}_before": both[f"sentence_{lang}_before"] for lang in ("vi", "en")},
        }
    )
    order = table["change"].map(CHANGES.index)
    return table.assign(order=order).sort_values(["order", "id"], ignore_index=True)[
        table.columns.tolist()
    ]


def with_present_verdicts(older: pd.DataFrame, newer: pd.DataFrame) -> pd.DataFrame:
    """Claims of an earlier state with the verdicts of today: arithmetic once «held» too.

    Args:
        older: under the ids of today. newer: says which claims are arithmetic.
    """
    arithmetic = {name_of(one) for one in newer.loc[newer["verdict"] == _FACT, "id"]}
    return older.assign(
        verdict=[
            _FACT if verdict == _HELD and name_of(claim) in arithmetic else verdict
            for claim, verdict in zip(older["id"], older["verdict"], strict=True)
        ]
    )


def _change(row: pd.Series, asked: Sequence[str]) -> str:
    before, after = row["verdict_before"], row["verdict_after"]
    if pd.isna(before):
        return "appeared"
    if pd.isna(after):
        return "vanished" if still_asked(row["id"], asked) else "retired"
    if row["id_before"] != row["id"]:
        return "succeeded"
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
    return " → ".join(verdict_at(row, moment, lang) for moment in moments)


def verdict_at(row: Mapping[str, Any], moment: str, lang: str) -> str:
    """The verdict at one moment, "before" or "after", with the number it rests on."""
    value = row[f"value_{moment}"]
    shown = word(f"verdict.{row[f'verdict_{moment}']}", lang)
    if math.isnan(value):
        return shown
    return f"{shown} ({format_number(value, lang, 0 if value == int(value) else 4)})"


def claim_lines(changes: pd.DataFrame, lang: str) -> Iterator[str]:
    """Every claim of `compare_claims` for a terminal: what became of it, then its sentence.

    Of a claim that succeeds another, both sentences, each with its own verdict: they answer one
    question of different things, and are no change of one answer.
    """
    for row in changes.to_dict("records"):
        change = word(f"claim_change.{row['change']}", lang)
        if row["change"] != "succeeded":
            yield f"{row['id']}  [{change}]  {verdicts_then_and_now(row, lang)}"
            yield f"    {row['sentence_' + lang]}"
            continue
        yield f"{name_of(row['id'])}  [{change}]"
        for moment, about, told in (
            ("before", row["id_before"], row[f"sentence_{lang}_before"]),
            ("after", row["id"], row[f"sentence_{lang}"]),
        ):
            yield f"    {about_of(about)}  {verdict_at(row, moment, lang)}"
            yield f"        {told}"
