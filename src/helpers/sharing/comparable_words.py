"""How every page says which editions can be compared, and that none can."""

from __future__ import annotations

from helpers.sharing.numbers import Phrase
from helpers.sharing.wording import InBoth, Joined, Said, use_wording
from helpers.sources.comparable import Comparable, comparable_years
from helpers.sources.editions import Definitions, Edition
from helpers.sources.origins import Figure
from helpers.sources.shown import shown

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


def nothing_comparable(index: str, size: int | Figure) -> Said:
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


def newest_compared(definitions: Definitions, edition: Edition) -> list[Phrase]:
    """Whether the newest edition can be compared with the one before, and which two can if not.

    Args:
        edition: of `shown`.
    """
    own = comparable_years(definitions, edition.universe, edition.index)
    size = int(edition.universe)
    newer = max(
        (one for one in definitions.editions if one.index == edition.index),
        key=lambda one: one.edition,
    )
    beside = [] if newer.edition <= edition.edition else [Said("comparable.newer", newer=newer)]
    if own.pair and own.pair[1] == edition:
        return [*beside, Said("comparable.newest", before=own.pair[0], after=edition, size=size)]
    reasons = [problem for one, problem in own.left_out if one == edition]
    reason: Phrase = Said("comparable.first", size=size)
    if reasons:
        reason = InBoth(reasons[0].said("vi"), reasons[0].said("en"))
    said: list[Phrase] = [*beside, Said("comparable.newest_not", asked=edition, reason=reason)]
    pair = shown(definitions, edition.index).pair
    if pair:
        before, after = pair
        values = {"before": before, "after": after, "size": int(after.universe)}
        said.append(Said("comparable.use", **values))
    return said
