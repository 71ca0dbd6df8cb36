"""What notebook 06 says of ranks themselves: how lasting, how far apart, how understated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from helpers.questions.association.asked import INDEX
from helpers.questions.robustness.standing import (
    CHOICES,
    FIRST,
    Agreement,
    Apart,
    Lasting,
    Understated,
)
from helpers.sharing.claims import About, Claim, claim_id
from helpers.sharing.numbers import Phrase
from helpers.sharing.wording import Joined, Said, use_wording
from helpers.sources.editions import Edition
from helpers.statistics.rank_persistence import Persistence
from helpers.statistics.settled_order import UNPRINTED

use_wording("robustness.yml")

NOTEBOOK = "06-robustness"
EQUAL, FREE = UNPRINTED
SPREAD = 100 * CHOICES.weight_spread
_TEN, _PERCENT = 10, 100


def edition_name(edition: Edition) -> Phrase:
    """An edition and how many units it ranks."""
    return Said("robustness.edition", edition=edition)


# --- how lasting a rank is ------------------------------------------------------------------------


def lasts(one: Lasting) -> Phrase:
    """How far ranks last between two editions, and what that is across a change of formula."""
    pair = {"index": INDEX, "before": one.before.edition, "after": one.after.edition}
    said = Said("robustness.lasts", **pair, size=one.slope.n, **_times(one.slope, _TEN))
    return said if one.comparable else Joined([said, Said("robustness.lasts_break")], " ")


def stayed(one: Lasting) -> Phrase:
    """How many of the first stay among the first."""
    editions = {"before": edition_name(one.before), "after": edition_name(one.after)}
    return Said("robustness.lasts_first", found=one.first, first=FIRST, **editions)


def agreement(one: Agreement) -> Phrase:
    """How much of the differences of rank all editions share."""
    years = ", ".join(edition.edition for edition in one.editions)
    shares = _times(one.found, _PERCENT)
    said = Said(
        "robustness.lasts_agreement", count=len(one.editions), list=years, index=INDEX,
        size=one.found.n, **shares,
    )  # fmt: skip
    if len({edition.formula for edition in one.editions}) == 1:
        return said
    return Joined([said, Said("robustness.agreement_break")], " ")


def not_yet(universe: str, count: int) -> Phrase:
    """That today's units have too few editions for anything to be told."""
    return Said("robustness.lasts_not_yet", universe=universe, count=count, index=INDEX)


def _times(found: Persistence, factor: float) -> dict[str, float]:
    return {name: factor * getattr(found, name) for name in ("value", "lower", "upper")}


# --- which neighbours are really apart ------------------------------------------------------------


def neighbours(one: Apart, names: Mapping[str, str]) -> Phrase:
    """Which neighbours no points reverse.

    Args:
        names: what each unit is called, by id.
    """
    found = one.settled[EQUAL]
    said = {"edition": edition_name(one.edition), "found": found, "spread": SPREAD}
    if not found.apart:
        return Said("robustness.apart_none", **said)
    units = one.units
    listed = _listed(_pair(one, names, units[at], units[at + 1]) for at in found.apart)
    return Said("robustness.apart", **said, apart=len(found.apart), list=listed)


def apart_in_short(one: Apart) -> Phrase:
    """How many neighbours no points reverse."""
    return Said("robustness.apart_short", spread=SPREAD, **_counted(one))


def ladder_title(one: Apart) -> Phrase:
    """The takeaway of the picture: how many neighbours are really apart."""
    return Said("robustness.ladder_title", **_counted(one))


def _counted(one: Apart) -> dict[str, object]:
    found = one.settled[EQUAL]
    return {"edition": edition_name(one.edition), "found": found, "apart": len(found.apart)}


def pairs(one: Apart, names: Mapping[str, str]) -> Phrase:
    """Which share of all pairs holds, and how far apart two can be and still be reversed."""
    found = one.settled[EQUAL]
    edition = edition_name(one.edition)
    said = {"edition": edition, "found": found, "share": _PERCENT * found.share, "spread": SPREAD}
    if found.widest_pair is None:
        return Said("robustness.apart_pairs_all", **said)
    return Said("robustness.apart_pairs", **said, pair=_pair(one, names, *found.widest_pair))


def in_part(one: Apart) -> Phrase:
    """What holds of an edition that is printed in part, as its unprinted parts are taken."""
    equal, free = (_PERCENT * one.settled[name].share for name in UNPRINTED)
    edition, full = edition_name(one.edition), one.known.full.sum()
    said = {"edition": edition, "full": full, "equal": equal, "free": free}
    return Said("robustness.apart_in_part", spread=SPREAD, **said)


def method() -> Phrase:
    """How the orders that hold are found."""
    spread = CHOICES.weight_spread
    return Said("robustness.apart_method", low=1 - spread, high=1 + spread)


def _pair(one: Apart, names: Mapping[str, str], ahead: str, behind: str) -> Phrase:
    return Said(
        "robustness.apart_item",
        ahead=names[ahead],
        behind=names[behind],
        rank_ahead=one.ranks[ahead],
        rank_behind=one.ranks[behind],
    )


def _listed(phrases: Iterable[Phrase]) -> Phrase:
    return Joined(phrases, "; ")


# --- how understated an interval is ---------------------------------------------------------------


def widths(found: Understated) -> Phrase:
    """How wide intervals are under two ways to fill what is not printed."""
    return Said("robustness.understated", edition=edition_name(found.edition), found=found)


def where_full(found: Understated) -> Phrase:
    """Where the units stand whose patterns are taken."""
    return Said("robustness.understated_where", found=found)


# --- claims ---------------------------------------------------------------------------------------


def standing_claims(
    lasting: Iterable[Lasting],
    agreements: Iterable[Agreement],
    settled: Iterable[Apart],
    intervals: Iterable[Understated],
    names: Mapping[str, str],
) -> list[Claim]:
    """What notebook 06 concludes of ranks themselves."""
    claims = [claim for one in lasting for claim in _lasting_claims(one)]
    claims += [_agreement_claim(one) for one in agreements]
    claims += [claim for one in settled for claim in _apart_claims(one, names)]
    return claims + [_width_claim(one) for one in intervals]


def _lasting_claims(one: Lasting) -> list[Claim]:
    about = About.editions(one.before, one.after)
    return [
        _model_claim(
            "rank-lasts", about, lasts(one), one.slope,
            "slope of later ranks on earlier ones; errors of Chetverikov and Wilhelm",
        ),
        Claim(
            claim_id(NOTEBOOK, "first-stayed", about),
            stayed(one),
            value=float(one.first.stayed),
            verdict="fact",
            n=one.first.before,
            counted="units",
            method=f"units ranked {FIRST} or better in both editions",
        ),
    ]  # fmt: skip


def _agreement_claim(one: Agreement) -> Claim:
    how = "ICC(C,1) of ranks over all full editions; errors of Chetverikov and Wilhelm"
    return _model_claim(
        "ranks-agree", About.editions(*one.editions), agreement(one), one.found, how
    )


def _model_claim(name: str, about: About, said: Phrase, found: Persistence, how: str) -> Claim:
    """That ranks last, with the interval of the model; it holds where this lies above nothing."""
    holds, turned = found.lower > 0, found.upper < 0
    return Claim(
        claim_id(NOTEBOOK, name, about),
        said,
        value=found.value,
        verdict="holds" if holds else "contradicted" if turned else "cannot tell",
        n=found.n,
        counted="units",
        method=how,
        direction="up" if found.value > 0 else "down",
        lower=found.lower,
        upper=found.upper,
        interval_kind="model",
    )


def _apart_claims(one: Apart, names: Mapping[str, str]) -> list[Claim]:
    about, found = About.editions(one.edition), one.settled[EQUAL]
    how = f"least lead over all corners of points within {SPREAD:.0f}%, rounding included"
    full = one.printed_in_full
    claims = [
        Claim(
            claim_id(NOTEBOOK, "pairs-held", about),
            pairs(one, names) if full else in_part(one),
            value=one.settled[EQUAL if full else FREE].share,
            verdict="fact",
            n=found.pairs,
            counted="pairs",
            method=how if full else f"{how}; whatever the unprinted parts",
        )
    ]
    if not full:
        return claims
    return [
        Claim(
            claim_id(NOTEBOOK, "neighbours-apart", about),
            neighbours(one, names),
            value=float(len(found.apart)),
            verdict="fact",
            n=found.neighbours,
            counted="pairs",
            method=how,
        ),
        *claims,
    ]


def _width_claim(found: Understated) -> Claim:
    return Claim(
        claim_id(NOTEBOOK, "understated", About.editions(found.edition)),
        widths(found),
        value=found.width_drawn,
        verdict="fact",
        n=found.in_part,
        counted="units",
        method="mean width of sensitivity intervals, unprinted parts after those of full rows",
    )
