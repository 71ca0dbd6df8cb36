"""The answer to a headline, one line for each of its statements, in the language of the reader."""

from __future__ import annotations

import re
from collections.abc import Sequence

from helpers.headlines.statement import HeadlineStatement
from helpers.printed.words import clean_printed_text
from helpers.questions.press_check.headline import Judged
from helpers.questions.press_check.sentences import fits_shown, said_shown
from helpers.sharing.wording import sentence, use_wording, word
from helpers.sources.editions import Definitions

use_wording("press_check.yml")

_ENGLISH = re.compile(
    r"\b(?:the|of|in|to|from|by|places?|ranks?|ranked|leads?|led|climbs?|climbed|rises?|rose|falls?|fell"
    r"|drops?|dropped|keeps?|kept|positions?|first|second|third|last|and|digital|index|with|score)\b"
)
_VIETNAMESE = re.compile(
    r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉĩịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]"
    r"|\b(?:tang|giam|tut|bac|hang|xep|dung|thu|nam|tinh|dan dau|vi tri|diem|chuyen doi so|ve|la"
    r"|len)\b"
)


def language_of(headline: str) -> str:
    """In which language a headline is written, names of provinces counting little."""
    text = clean_printed_text(headline)
    return "en" if len(_ENGLISH.findall(text)) >= len(_VIETNAMESE.findall(text)) else "vi"


def answer_lines(judged: Sequence[Judged], definitions: Definitions, lang: str) -> list[str]:
    """The answer to each statement: the verdict, what the tables say, and what was assumed."""
    return [" ".join(_parts(one, definitions, lang)) for one in judged]


def _parts(one: Judged, definitions: Definitions, lang: str) -> list[str]:
    statement = one.statement
    verdict = word(f"press_verdict.{one.verdict}", lang).upper()
    parts = [
        sentence(
            "headline.statement", lang, verdict=verdict, words=statement.words,
            about=_about(statement, definitions, lang),
        )
        if statement.statistic
        else sentence("headline.nothing", lang, verdict=verdict, words=statement.words)
    ]  # fmt: skip
    if one.said:
        producer = "headline.press_says" if one.from_press else "headline.ministry_says"
        said = "; ".join(
            sentence("headline.among", lang, size=size, said=said_shown(text, lang))
            for size, text in one.said
        )
        parts.append(sentence(producer, lang, said=said))
    if one.verdict == "cannot be checked":
        parts.append(sentence("headline.reason", lang, reason=_reason(one, lang)))
    if one.likely is not None and one.likely.fits:
        parts.append(
            sentence(
                "headline.fits", lang, fits=fits_shown(one.likely.fits, definitions, lang),
                tried=one.likely.tried, chance=100 * (one.likely.chance or 0),
            )
        )  # fmt: skip
    if one.across_formulas and one.verdict != "cannot be checked":
        parts.append(word("headline.across_formulas", lang))
    # The same word may be assumed for several reasons; each is said once.
    parts += [_warning(*warning, lang) for warning in dict.fromkeys(statement.warnings)]
    return parts


def _about(statement: HeadlineStatement, definitions: Definitions, lang: str) -> str:
    parts = [statement.province] if statement.province else []
    parts.append(f"{statement.index} {statement.edition}".strip())
    if statement.measure != "overall" and statement.measure in definitions.measures(
        statement.index
    ):
        parts.append(definitions.measure_name(statement.index, statement.measure, lang))
    return ", ".join(parts)


def _reason(one: Judged, lang: str) -> str:
    if one.reason == "fits another year":
        return sentence("not_checked.fits another year", lang, years=", ".join(one.years))
    family = "refusal" if one.reason == one.statement.refusal else "cause"
    if one.reason in ("not in universe", "universes differ"):
        family = "not_checked"
    elif one.reason == "no such edition":
        family = "refusal"
    return word(f"{family}.{one.reason}", lang)


def _warning(kind: str, about: str, lang: str) -> str:
    return sentence(f"warning.{kind}", lang, about=about)
