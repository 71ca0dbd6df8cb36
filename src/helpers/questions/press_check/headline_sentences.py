"""The answer to a headline: a line for each of its statements."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.questions.press_check.headline import NOT_CHECKED, Judged, Known
from helpers.questions.press_check.sentences import fits_shown
from helpers.sharing.figure_words import measure_name
from helpers.sharing.numbers import Phrase
from helpers.sharing.wording import Joined, Said, use_wording
from helpers.sources.editions import Definitions
from helpers.sources.figures import TRANSCRIBED
from helpers.statements.statement import Statement

use_wording("press_check.yml")

_COPIED = f"headline.says.{TRANSCRIBED}"


def answer_lines(judged: Sequence[Judged], definitions: Definitions) -> list[Phrase]:
    """The answer to each statement: the verdict, what the tables say, and what was assumed."""
    return [Joined(_parts(one, definitions), " ") for one in judged]


def _parts(one: Judged, definitions: Definitions) -> list[Phrase]:
    statement = one.statement
    verdict = Said(f"press_verdict.{one.verdict}")
    parts: list[Phrase] = [
        Said(
            "headline.statement" if statement.statistic else "headline.nothing",
            verdict=verdict,
            words=statement.words,
            about=_about(one, definitions),
        )
    ]
    for says in dict.fromkeys(map(_says, one.said)):
        said = [_known(known, statement) for known in one.said if _says(known) == says]
        by = {"by": _copied_by(statement, definitions)} if says == _COPIED else {}
        parts.append(Said(says, said=Joined(said, "; "), **by))
    if one.verdict == "cannot be checked":
        parts.append(Said("headline.reason", reason=_reason(one)))
    if one.likely is not None and one.likely.fits:
        fits = fits_shown(one.likely.fits, definitions)
        chance = 100 * (one.likely.chance or 0)
        parts.append(Said("headline.fits", fits=fits, tried=one.likely.tried, chance=chance))
    if one.across_formulas and one.verdict != "cannot be checked":
        parts.append(Said("headline.across_formulas"))
    # The same word may be assumed for several reasons; each is said once.
    warnings = dict.fromkeys(statement.warnings)
    return parts + [Said(f"warning.{kind}", about=about) for kind, about in warnings]


def _says(known: Known) -> str:
    """Whose number it is; the place within a region is never the ministry's."""
    return f"headline.{'says' if known.region_size is None else 'counted'}.{known.provenance}"


def _copied_by(statement: Statement, definitions: Definitions) -> str:
    """Who copied the tables of the editions that a statement speaks of."""
    own = [e for e in definitions.editions
           if (e.index, e.edition) == (statement.index, statement.edition)]  # fmt: skip
    before = [definitions.previous_edition(edition) for edition in own]
    named = [e for e in (*own, *before) if e is not None and e.transcribed_by]
    return ", ".join(dict.fromkeys(edition.transcribed_by for edition in named))


def _known(known: Known, statement: Statement) -> Phrase:
    if known.region_size is None:
        return Said("headline.among", size=known.universe, said=known.said)
    return Said(
        "headline.in_region", said=known.said, size=known.region_size,
        region=statement.region, universe=known.universe,
    )  # fmt: skip


def _about(one: Judged, definitions: Definitions) -> Phrase:
    statement = one.statement
    index, measure = statement.index, statement.measure
    parts: list[Phrase | str] = [statement.province] if statement.province else []
    if one.merger:
        parts = [Said(f"merger.{one.merger}", province=statement.province)]
    parts.append(f"{index} {statement.edition}".strip())
    if measure != "overall" and measure in definitions.measures(index):
        parts.append(measure_name(definitions, index, measure))
    return Joined(parts, ", ")


def _reason(one: Judged) -> Phrase:
    if one.reason in NOT_CHECKED:
        unread = ", ".join(one.statement.unread)
        return Said(f"not_checked.{one.reason}", years=", ".join(one.years), words=unread)
    if one.reason == "region":
        kind = "refusal.region" if one.statement.refusal else "not_checked.region"
        return Said(kind, scope=one.statement.scope)
    refused = one.reason in (one.statement.refusal, "no such edition")
    return Said(f"{'refusal' if refused else 'cause'}.{one.reason}")
