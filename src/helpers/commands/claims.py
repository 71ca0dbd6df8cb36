"""`tangbac claims`: the registered sentences, or what became of them since an older file."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.commands import open_project

if TYPE_CHECKING:
    import pandas as pd

    from helpers.commands import Commands


def add(commands: Commands) -> None:
    """Declare the command and its options."""
    claims = commands.add_parser(
        "claims", help="show the registered claims, or what became of them since an older file"
    )
    claims.set_defaults(command=_claims)
    claims.add_argument(
        "--against",
        type=Path,
        metavar="CLAIMS.CSV",
        help="an older claims.csv, such as that of last year's refresh",
    )
    claims.add_argument("--lang", choices=("vi", "en"), default="vi", help="language of the text")


def _claims(options: argparse.Namespace) -> int:
    from helpers.sources.processed_files import read_processed, read_table

    root, _ = open_project()
    newer = read_processed(root, "claims")
    if options.against is None:
        lines = _listed(newer, options.lang)
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
            advice="Give the claims.csv of an earlier refresh.",
            # Columns that came later are not asked of it.
            columns=COMPARED,
        )
        changes = compare_claims(older, newer)
        lines = iter((count_line(changes, options.lang), "", *claim_lines(changes, options.lang)))
    print("\n".join(lines))
    return 0


def _listed(claims: pd.DataFrame, lang: str) -> Iterator[str]:
    from helpers.sharing.wording import word

    for row in claims.to_dict("records"):
        yield f"{row['id']}  [{word('verdict.' + row['verdict'], lang)}]"
        yield f"    {row['sentence_' + lang]}"
