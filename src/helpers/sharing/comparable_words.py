"""How every page says which editions can be compared, and that none can."""

from __future__ import annotations

from helpers.sharing.numbers import Phrase
from helpers.sharing.wording import InBoth, Joined, Said, use_wording
from helpers.sources.comparable import Comparable

use_wording("comparable.yml")


def comparable_pair_phrase(found: Comparable) -> Said:
    """What the latest comparable pair is called within a sentence, with units and years.

    Raises:
        ValueError: there is none; `nothing_comparable_sentence` says so.
    """
    if found.pair is None:
        raise ValueError("no two editions can be compared")
    kind = "full" if found.full else "in_part"
    which = Said("comparable.only" if found.is_only else "comparable.latest")
    before, after = found.pair
    size = int(found.universe)
    return Said(f"comparable.pair.{kind}", which=which, size=size, before=before, after=after)


def nothing_comparable(index: str, size: int) -> Said:
    """That no two editions can be compared.

    Args:
        size: how many units the ranking has.
    """
    return Said("comparable.none", index=index, size=size)


def no_gain(index: str, size: int) -> Said:
    """That no two editions can be compared, so that nobody has gained or lost places."""
    return Said("comparable.no_gain", none=nothing_comparable(index, size))


def nothing_comparable_sentence(found: Comparable) -> Phrase:
    """That no two editions can be compared, and why not where there are several."""
    said = nothing_comparable(found.index, int(found.universe))
    reasons = (
        Said("comparable.left_out", reason=InBoth(problem.said("vi"), problem.said("en")))
        for _, problem in found.left_out[-1:]
    )
    return Joined((said, *reasons), " ")
