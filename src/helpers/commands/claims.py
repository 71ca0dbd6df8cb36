"""`tangbac claims`: the registered sentences, or what became of them since an older file."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.commands import open_project
from helpers.commands.terminal import add_language, language, say

if TYPE_CHECKING:
    import pandas as pd

    from helpers.commands import Commands


def add(commands: Commands) -> None:
    """Declare the command and its options."""
    claims = commands.add_parser("claims", help=say("claims.help"))
    claims.set_defaults(command=_claims)
    claims.add_argument(
        "--against",
        type=Path,
        help=say("claims.against"),
    )
    add_language(claims)


def _claims(options: argparse.Namespace) -> int:
    from helpers.sources.processed_files import read_processed, read_table

    root, _ = open_project()
    newer, lang = read_processed(root, "claims"), language()
    if options.against is None:
        lines = _listed(newer, lang)
    else:
        from helpers.questions.changes.claims import (
            COMPARED,
            claim_lines,
            compare_claims,
            count_line,
        )

        older = read_table(
            "claims",
            options.against,
            shown=str(options.against),
            advice=say("claims.advice"),
            # Columns that came later are not asked of it.
            columns=COMPARED,
        )
        changes = compare_claims(older, newer)
        lines = iter((count_line(changes, lang), "", *claim_lines(changes, lang)))
    print("\n".join(lines))
    return 0


def _listed(claims: pd.DataFrame, lang: str) -> Iterator[str]:
    from helpers.sharing.wording import word

    for row in claims.to_dict("records"):
        yield f"{row['id']}  [{word('verdict.' + row['verdict'], lang)}]"
        yield f"    {row['sentence_' + lang]}"
