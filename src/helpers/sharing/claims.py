"""Registered sentences: what a notebook concludes, with the number and the verdict behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from helpers.sharing.literal_text import literal
from helpers.sharing.numbers import Phrase
from helpers.sharing.wording import word
from helpers.sources.schemas import TABLES

CLAIMS_MIME = "application/vnd.tangbac.claims+json"
DECIMALS = 6
"""Of the numbers of a claim: the last bits of a float differ between machines."""
CLAIM_COLUMNS = TABLES["claims"].names
VERDICTS = ("holds", "does not hold", "contradicted", "cannot tell")


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence with a verdict, and the number it rests on; a row of `claims.csv`.

    Args:
        id: `<notebook>/<name>`.
        said: the sentence.
        value, lower, upper: the number, and the ends of its interval.
        verdict: one of `VERDICTS`.
        n: how many units it speaks of.
        method: how the number was found.
        direction: "up", "down", "none" or empty.
        interval_kind: "sensitivity", "sensitivity, understated" or "bounds", never a confidence
            interval.
    """

    id: str
    said: Phrase
    value: float | None
    verdict: str
    n: int | None
    method: str
    direction: str = ""
    lower: float | None = None
    upper: float | None = None
    interval_kind: str = ""

    def __post_init__(self) -> None:
        if self.verdict not in VERDICTS:
            raise ValueError(f"verdict must be one of {', '.join(VERDICTS)}: {self.verdict!r}")

    @property
    def notebook(self) -> str:
        """Which notebook concludes it."""
        return self.id.split("/", maxsplit=1)[0]

    @property
    def sentence_vi(self) -> str:
        """The sentence in Vietnamese."""
        return self.said.written("vi")

    @property
    def sentence_en(self) -> str:
        """The sentence in English."""
        return self.said.written("en")

    def row(self) -> dict[str, Any]:
        """The claim as a row of `claims.csv`; what rounds to nothing has no sign."""
        row = {name: getattr(self, name) for name in CLAIM_COLUMNS}
        return {
            name: round(value, DECIMALS) + 0.0 if isinstance(value, float) else value
            for name, value in row.items()
        }


class RegisteredClaims:
    """Claims as a notebook shows them: a list for readers, rows for `claims.csv`."""

    def __init__(self, claims: Sequence[Claim], lang: str) -> None:
        self.claims, self.lang = tuple(claims), lang

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        lines = [
            (claim.said.written(self.lang), word(f"verdict.{claim.verdict}", self.lang))
            for claim in self.claims
        ]
        items = "\n".join(
            f"<li>{literal(text)} <strong>[{literal(verdict)}]</strong></li>"
            for text, verdict in lines
        )
        return {
            "text/plain": "\n".join(f"- {text} [{verdict}]" for text, verdict in lines),
            "text/html": f'<ul class="claims">\n{items}\n</ul>',
            CLAIMS_MIME: [claim.row() for claim in self.claims],
        }
