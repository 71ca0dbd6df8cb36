"""Is the measure that a headline names what its value speaks of?"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from helpers.headlines.values import Value
from helpers.headlines.words import Headline, Span, fold_letters, phrase

_ABOUT = r"[\s¤]*(?:ve|in|for|on) (?:the )?"


def carried(
    headline: Headline,
    clause: Callable[[int], int],
    values: Sequence[Value],
    chosen: Sequence[Span],
    value: Value,
    *,
    is_first: bool,
) -> tuple[bool, tuple[str, str] | tuple[()]]:
    """Is a measure of an earlier clause still spoken of, and what is to be said about it?

    Args:
        headline: the headline, read.
        clause: in which clause a place of the headline lies.
        values: all values of the headline.
        chosen: the measures named last before the value; at least one.
        value: the value asked about.
        is_first: whether no other value stands between.

    Returns:
        Whether it is, and a warning or nothing.
    """
    own, other = clause(value.start), clause(chosen[-1].start)
    if other == own:
        return True, ()
    # "Trụ cột kinh tế số: A đứng đầu, B đứng thứ hai (DTI 2022)" leads in what follows.
    between = headline.text[chosen[-1].end : value.start]
    new_sentence = re.search(r"[.;!?](?=\s)", between) is not None
    leads_in = not new_sentence and not any(clause(v.start) == other for v in values)
    names_index = any(clause(span.start) == own for span in headline.of_kind("index"))
    # "Đẩy mạnh kinh tế số, Hà Nội đứng thứ 6 DTI 2023": what is worked on is not what is ranked.
    before = headline.folded[: chosen[0].start]
    pushed = re.search(rf"(?<![a-z]){phrase('pushed')} $", before) is not None
    words = headline.text[chosen[0].start : chosen[-1].end]
    if names_index and (pushed or not leads_in):
        return False, ("ignored words", words) if pushed else ()
    if leads_in and is_first and between.lstrip().startswith(":"):
        return True, ()
    return True, ("measure carried", words)


def is_amount_of(headline: Headline, measure: Span) -> bool:
    """Whether the growth, the size or the share of something is ranked, not its score."""
    before = fold_letters(headline.text[: measure.start])
    amount = rf"(?<![a-z]){phrase('amounts')} (?:(?:ve|cua|of|the) )*$"
    return re.search(amount, before) is not None


def about_something_else(headline: Headline, value: Value, ignored: Sequence[str]) -> bool:
    """Whether a place is counted in something that no index on file measures."""
    after = headline.folded[value.end :]
    about = re.match(rf"{_ABOUT}([a-z]+)", after)
    # "In the provincial DTI": one word that says which.
    if about is None or re.match(rf"{_ABOUT}[a-z]+[\s¤]+§", after):
        return False
    return about[1] in {fold_letters(word) for word in ignored}
