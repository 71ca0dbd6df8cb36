"""The page of what a refresh changed, in one language: complete, with long lists folded."""

from __future__ import annotations

from typing import Any

from helpers.questions.changes.answer import KINDS, TableChanges
from helpers.questions.changes.claims import (
    CHANGES,
    OF_OTHER_THINGS,
    verdict_at,
    verdicts_then_and_now,
)
from helpers.questions.changes.sentences import (
    ALWAYS_SHOWN,
    Refreshed,
    by_edition,
    claims_sentence,
    column_sentences,
    other_subjects,
    row_label,
    row_text,
    since_sentence,
    subject_text,
    summary_rows,
)
from helpers.sharing.wording import use_wording, word
from helpers.site.frame import NEWS, Frame, paired
from helpers.site.rendering import render

use_wording("changes.yml")

_OPEN = 30
"""A list of more rows than this stands folded."""


def render_changes(refreshed: Refreshed, lang: str, *, edition: str, frame: Frame) -> str:
    """The page of what changed, as HTML that asks no other server for anything.

    Args:
        refreshed: what changed.
        lang: "vi" or "en".
        edition: the latest edition on file.
        frame: what all pages of the build say.
    """
    return render(
        "changes.html.j2",
        lang,
        frame=frame,
        place=paired(NEWS, lang),
        edition=edition,
        since=since_sentence(refreshed, lang),
        unchanged=refreshed.is_unchanged,
        summary=summary_rows(refreshed, lang),
        claims_sentence=claims_sentence(refreshed, lang),
        claims=_claim_lists(refreshed, lang),
        tables=[
            _table(refreshed, table, lang) for table in refreshed.tables if not table.is_unchanged
        ],
    )


def _claim_lists(refreshed: Refreshed, lang: str) -> list[dict[str, Any]]:
    """The claims by what became of them; those that held, and long lists of others, folded."""
    if refreshed.claims is None or refreshed.claims_unchanged:
        return []
    return [
        {
            "heading": word(f"claim_change.{change}", lang),
            "folded": change == "held" or (change not in ALWAYS_SHOWN and len(rows) > _OPEN),
            "said": other_subjects(refreshed, lang) if change in OF_OTHER_THINGS else "",
            "claims": [_claim(refreshed, row, lang) for row in rows.to_dict("records")],
        }
        for change in CHANGES
        if len(rows := refreshed.claims[refreshed.claims["change"] == change])
    ]


def _claim(refreshed: Refreshed, row: dict[str, Any], lang: str) -> dict[str, Any]:
    """A claim with its verdict, then and now; of one that succeeds another, that one before it."""
    if row["change"] != "succeeded":
        verdict = verdicts_then_and_now(row, lang)
        return {"sentence": row[f"sentence_{lang}"], "verdict": verdict, "before": None}
    before = {
        "about": subject_text(refreshed, row["id_before"], lang),
        "sentence": row[f"sentence_{lang}_before"],
        "verdict": verdict_at(row, "before", lang),
    }
    return {
        "about": subject_text(refreshed, row["id"], lang),
        "sentence": row[f"sentence_{lang}"],
        "verdict": verdict_at(row, "after", lang),
        "before": before,
    }


def _table(refreshed: Refreshed, table: TableChanges, lang: str) -> dict[str, Any]:
    return {
        "name": word(f"changes.table.{table.table}", lang),
        "file": f"{table.table}.csv",
        "said": column_sentences(table, lang),
        "lists": [
            {
                "heading": word(f"changes.kind.{kind}", lang),
                "editions": by_edition(rows, lang),
                "folded": len(rows) > _OPEN,
                "rows": [
                    (row_label(refreshed, change, lang), row_text(change, lang)) for change in rows
                ],
            }
            for kind in KINDS
            if (rows := table.of(kind))
        ],
    }
