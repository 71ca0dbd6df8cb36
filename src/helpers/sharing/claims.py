"""Registered sentences: what a notebook concludes, with the number and the verdict behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from helpers.sharing.literal_text import literal
from helpers.sharing.wording import sentence, word

CLAIMS_MIME = "application/vnd.tangbac.claims+json"
DECIMALS = 6
"""Of the numbers of a claim: the last bits of a float differ between machines."""
VERDICTS = ("holds", "does not hold", "contradicted", "cannot tell")


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence in both languages with the number it rests on; a row of `claims.csv`.

    `interval_kind` is "sensitivity", "sensitivity, understated" or "bounds", never a confidence
    interval; `direction` is
    "up", "down" or "none"; `verdict` one of `VERDICTS`.
    """

    id: str
    notebook: str
    sentence_vi: str
    sentence_en: str
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


def make_claim(
    claim_id: str,
    wording: str,
    values: Mapping[str, Any],
    *,
    value: float | None,
    verdict: str,
    n: int | None,
    method: str,
    direction: str = "",
) -> Claim:
    """A claim whose two sentences are one entry of the wording, filled with the same values.

    A value that is itself words may be given for each language: {"vi": …, "en": …}.
    """

    def filled(lang: str) -> str:
        own = {name: v[lang] if isinstance(v, dict) else v for name, v in values.items()}
        return sentence(wording, lang, **own)

    return Claim(
        id=claim_id,
        notebook=claim_id.split("/", maxsplit=1)[0],
        sentence_vi=filled("vi"),
        sentence_en=filled("en"),
        value=value,
        verdict=verdict,
        n=n,
        method=method,
        direction=direction,
    )


class RegisteredClaims:
    """Claims as a notebook shows them: a list for readers, rows for `claims.csv`."""

    def __init__(self, claims: Sequence[Claim], lang: str) -> None:
        self.claims, self.lang = tuple(claims), lang

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        lines = [
            (
                claim.sentence_vi if self.lang == "vi" else claim.sentence_en,
                word(f"verdict.{claim.verdict}", self.lang),
            )
            for claim in self.claims
        ]
        items = "\n".join(
            f"<li>{literal(text)} <strong>[{literal(verdict)}]</strong></li>"
            for text, verdict in lines
        )
        return {
            "text/plain": "\n".join(f"- {text} [{verdict}]" for text, verdict in lines),
            "text/html": f'<ul class="claims">\n{items}\n</ul>',
            CLAIMS_MIME: [_rounded(asdict(claim)) for claim in self.claims],
        }


def _rounded(claim: dict[str, Any]) -> dict[str, Any]:
    """Numbers as the other tables have them; what rounds to nothing has no sign."""
    return {
        name: round(value, DECIMALS) + 0.0 if isinstance(value, float) else value
        for name, value in claim.items()
    }
