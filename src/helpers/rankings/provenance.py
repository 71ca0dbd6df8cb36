"""Whose number is it: of the ministry's table, worked out from it, of newspapers, or derived?"""

from __future__ import annotations

from helpers.sources.editions import Edition

PROVENANCES = ("table", "recomputed", "beside the table", "press", "mixed", "derived")
"""Where a number on file comes from: printed in the ministry's table of its edition, or the order
of the scores there; recomputed from the parts that this table prints; printed elsewhere, though a
table of the edition is on file; printed where none is; of two numbers, not both from tables;
derived from other printed figures."""


def provenance(basis: str, sources: str, edition: Edition) -> str:
    """Where does a number of an edition come from?

    Args:
        basis: as `rank_basis` or `score_basis`. sources: as `rank_source_id` or `score_source_id`.
        edition: the edition on file, which names its official table where there is one.
    """
    if basis == "derived":
        return "derived"
    if not edition.table:
        return "press"
    if sources != edition.table:
        return "beside the table"
    return "recomputed" if basis == "recomputed" else "table"


def provenance_of_both(first: str, second: str) -> str:
    """Where does the difference of two numbers come from?"""
    if first == second:
        return first
    own = {"table", "recomputed"}
    if {first, second} <= own:
        return "recomputed"
    return "derived" if "derived" in (first, second) else "mixed"
