"""The sentences and claims of notebook 01."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from helpers.sharing.claims import About, Claim, claim_id
from helpers.sharing.figure_words import intervals_beside
from helpers.sharing.numbers import Phrase
from helpers.sharing.wording import Joined, Said, use_wording

use_wording("clean_figures.yml")

_NOTEBOOK = "01-clean-figures"

Known = Mapping[str, tuple[int, int]]
"""Of how many provinces the rank is known, and of how many more an interval, by year."""


def rows_sentence(counts: pd.DataFrame) -> Phrase:
    """How many rows of how many files were read, kept and rejected; `counts` of `count_rows`."""
    return Said(
        "clean.rows",
        read=counts["rows_read"].sum(),
        files=len(counts),
        kept=counts["rows_kept"].sum(),
        rejected=counts["rows_rejected"].sum(),
    )


def names_sentence(unused: Sequence[str]) -> Phrase:
    """Whether every province name means one unit, and which spellings no file uses any more."""
    key = "clean.names" if unused else "clean.names_all_used"
    return Said(key, unused=len(unused), names=", ".join(f"“{name}”" for name in unused))


def coverage_title(complete: Sequence[str], partial: Sequence[str]) -> Phrase:
    """Which years of the DTI are known in full, and which in part."""
    return Said("clean.coverage_title", complete=", ".join(complete), partial=", ".join(partial))


def coverage_alt(picture: pd.DataFrame, known: Known) -> Phrase:
    """The chart of coverage in words.

    Args:
        picture: of `coverage_picture`. known: the editions without a full table.
    """
    return Said(
        "clean.coverage_alt",
        provinces=picture["province"].nunique(),
        editions=picture["edition_label"].nunique(),
        known=_by_year(known),
    )


def _by_year(known: Known) -> Phrase:
    return Joined(
        (
            Joined((f"{year}: {ranks}", intervals_beside(intervals)), "")
            for year, (ranks, intervals) in known.items()
        ),
        "; ",
    )


def totals_claim(checks: pd.DataFrame) -> Claim:
    """Whether the published totals follow from their parts; `checks` as `reconciliation.Check`."""
    totals = checks[checks["check"] == "total_from_parts_official"]
    fitted = checks.loc[checks["check"] == "total_from_parts_fitted", "compared"].sum()
    holds = "claim.totals_beside_fitted" if fitted else "claim.totals"
    values = {"compared": totals["compared"].sum(), "failures": totals["failures"].sum()}
    difference, failures = totals["largest_difference"].max(), values["failures"]
    key = "claim.totals_fail" if failures else holds
    said = Said(key, **values, difference=difference, fitted=fitted)
    verdict, n = "contradicted" if failures else "fact", int(values["compared"])
    method = "recomputed from published parts"
    return Claim(claim_id(_NOTEBOOK, "totals"), said, difference, verdict, n, "rows", method)


def coverage_claim(known: Known, size: int, about: About) -> Claim:
    """Of how few provinces the editions without a full table tell.

    Args:
        known: the editions without a full table.
        size: how many provinces there are.
    """
    name = claim_id(_NOTEBOOK, "coverage", about)
    said = Said("claim.coverage", size=size, known=_by_year(known))
    least = min(sum(counts) for counts in known.values())
    method = "count of provinces with a known rank or interval"
    return Claim(name, said, float(least), "cannot tell", size, "units", method)


def contradictions_claim(statements: pd.DataFrame) -> Claim:
    """How many printed figures are contradicted; `statements` as `press_check.csv`."""
    checked = statements[statements["verdict"] != "cannot be checked"]
    disagree, n = int((checked["verdict"] != "agrees").sum()), len(checked)
    said = Said("claim.contradictions", disagree=disagree, checked=n)
    method = "every statement of the ledger against the tables"
    name = claim_id(_NOTEBOOK, "contradictions")
    return Claim(name, said, float(disagree), "fact", n, "figures", method)


def pillar_growth_claim(growth: pd.DataFrame, size: int, about: About) -> Claim:
    """How the growth printed for the pillars compares; `growth` of `printed_pillar_growth`.

    Args:
        about: the ranking; its years are those of the newest growth printed.
    """
    newest = growth[growth["edition"] == growth["edition"].max()]
    values = newest.iloc[0][["edition", "baseline"]].to_dict() | {
        f"{kind}_{row.pillar.removeprefix('pillar_')}": getattr(row, f"{kind}_percent")
        for row in newest.itertuples()
        for kind in ("printed", "own")
    }
    said, method = Said("claim.pillar_growth", **values), "means of the recomputed pillars"
    value = values["own_government"]
    years = (str(values["baseline"]), str(values["edition"]))
    name = claim_id(_NOTEBOOK, "pillar-growth", replace(about, years=years))
    return Claim(name, said, value, "fact", size, "units", method)
