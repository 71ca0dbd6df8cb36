"""Why is a value of a headline no plain statement of a place or a score in the country?"""

from __future__ import annotations

import re
from collections.abc import Callable

from helpers.headlines.values import Value
from helpers.headlines.words import Headline, fold_letters, phrase

# Up to the value, with no other clause between; a bracket may follow: "cao hơn trung bình (0,59)".
_DISTANCE_BEFORE = re.compile(
    rf"(?<![a-z0-9]){phrase('distances')}(?![a-z0-9])(?P<between>[^,;:.]*)$"
)
_DISTANCE_AFTER = re.compile(rf"[\s¤^]*{phrase('distances')}(?![a-z0-9])")
_HAS_SCORE = re.compile(r"(?<![a-z])(?:dat|scor(?:ed|es|ing)|with)(?![a-z])")


def doubt_of(headline: Headline, clause: Callable[[int], int], value: Value) -> str:
    """Words of the value's clause after which it is no plain statement; targets reach further."""
    own = clause(value.start)
    for kind in ("target", "negation", "hedge", "vague", "rumour"):
        for span in headline.of_kind(kind):
            other = clause(span.start)
            if other == own or (kind == "target" and other < own):
                return kind
    return ""


def growth_of_something(headline: Headline, clause: Callable[[int], int], value: Value) -> str:
    """Growth in percent, or a score, of what is not said to be the index."""
    if value.statistic != "score_growth":
        return ""
    own = clause(value.start)
    scores = re.finditer(r"\b(?:diem(?: so)?|scores?)\b", headline.folded)
    named = any(clause(match.start()) == own for match in scores)
    return "" if named else "growth of something"


def distance_to_another(headline: Headline, value: Value, first: int, last: int) -> str:
    """A score that is a mean, or the distance to one or to another province.

    Args:
        headline: the headline.
        value: the value asked about.
        first: where the value before it ends.
        last: where the value after it begins.
    """
    if value.statistic != "score":
        return ""
    before = _DISTANCE_BEFORE.search(fold_letters(headline.text[first : value.start]))
    if before and not _HAS_SCORE.search(before["between"]):
        return "vague"
    after = _DISTANCE_AFTER.match(headline.folded[value.end : last])
    own_score = _HAS_SCORE.search(fold_letters(headline.text[first : value.start]))
    return "vague" if after and not own_score else ""
