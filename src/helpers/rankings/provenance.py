"""Whose number is it: of the ministry's table, worked out from it, of newspapers, or derived?"""

from __future__ import annotations

from helpers.sources.editions import Edition
from helpers.sources.figures import TRANSCRIBED

PROVENANCES = (
    "table", "recomputed", "beside the table", "press", "mixed", TRANSCRIBED, "derived",
)  # fmt: skip
"""Where a number on file comes from: printed in the ministry's table of its edition, or the order
of the scores there; recomputed from the parts that this table prints; printed elsewhere, though a
table of the edition is on file; printed where none is; of two numbers, not both from tables; in a
table that somebody else than the ministry copied, or worked out from it; derived from other printed
figures."""


def provenance(basis: str, sources: str, edition: Edition) -> str:
    """Where does a number of an edition come from?

    Args:
        basis: as `rank_basis` or `score_basis`. sources: as `rank_source_id` or `score_source_id`.
        edition: the edition on file, which names its table where there is one, and who copied it.
    """
    if basis == "derived":
        return "derived"
    own = sources == edition.table
    if not edition.table or (edition.transcribed_by and not own):
        return "press"
    if edition.transcribed_by:
        return TRANSCRIBED
    if not own:
        return "beside the table"
    return "recomputed" if basis == "recomputed" else "table"


def provenance_of_both(first: str, second: str) -> str:
    """Where does the difference of two numbers come from?"""
    if first == second:
        return first
    own = {"table", "recomputed"}
    if {first, second} <= own:
        return "recomputed"
    weakest = (w for w in ("derived", TRANSCRIBED) if w in (first, second))
    return next(weakest, "mixed")
