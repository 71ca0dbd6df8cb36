"""Registered sentences: what a notebook concludes, with the number and the verdict behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from helpers.sharing.literal_text import literal
from helpers.sharing.numbers import Phrase
from helpers.sharing.wording import word
from helpers.sources.schemas import CLAIM_INTERVALS, CLAIM_VERDICTS, COUNTED, TABLES

if TYPE_CHECKING:
    from helpers.sources.editions import Edition

CLAIMS_MIME = "application/vnd.tangbac.claims+json"
UNDECIDED = "cannot tell"
DECIMALS = 6
"""Of the numbers of a claim: the last bits of a float differ between machines."""
CLAIM_COLUMNS = TABLES["claims"].names
_BEFORE_ABOUT, _BETWEEN, _WITHIN = "@", ":", "-"
_PLAIN = frozenset("_.")
"""What may stand in a part of an id beside letters and digits."""


@dataclass(frozen=True, slots=True)
class About:
    """Of what a claim speaks: `DTI-34-2024-2025:vn34-92` in its id.

    First the ranking: index, units ranked and years, the earlier first, as far as the claim is of
    these; then the unit; then what else tells it from the same sentence asked otherwise. A claim of
    all that is on file is about nothing in particular, and its id is its name alone.

    Args:
        index, universe, years: of the ranking. unit_id: of the unit in focus.
        detail: such as the rank aimed at.
    """

    index: str = ""
    universe: str = ""
    years: tuple[str, ...] = ()
    unit_id: str = ""
    detail: str = ""

    def __post_init__(self) -> None:
        parts = (self.index, self.universe, *self.years, self.unit_id.replace("-", ""), self.detail)
        for part in parts:
            # What separates parts, or means something in a CSV or a shell, is in none of them.
            if not all(letter.isalnum() or letter in _PLAIN for letter in part):
                raise ValueError(
                    f"a part of a claim's id has letters, digits, _ and . only: {part!r}"
                )

    @classmethod
    def editions(cls, *editions: Edition, unit_id: str = "", detail: str = "") -> About:
        """What is about one edition, or about a pair, the earlier first."""
        last, years = editions[-1], tuple(one.edition for one in editions)
        return cls(last.index, last.universe, years, unit_id, detail)

    def __str__(self) -> str:
        ranking = _WITHIN.join(filter(None, (self.index, self.universe, *self.years)))
        return _BETWEEN.join(filter(None, (ranking, self.unit_id, self.detail)))


def claim_id(notebook: str, name: str, about: About | None = None) -> str:
    """The id of a claim: `02-rank-gains/largest-climb@DTI-34-2024-2025`.

    Two claims of one id say the same of the same thing, so that a change of the verdict is news;
    two that differ after the «@» answer one question of different things and are never compared.
    """
    told = "" if about is None else str(about)
    return f"{notebook}/{name}" + (f"{_BEFORE_ABOUT}{told}" if told else "")


def name_of(claim: str) -> str:
    """What a claim answers, of whatever it speaks: its id up to the «@»."""
    return claim.partition(_BEFORE_ABOUT)[0]


def about_of(claim: str) -> str:
    """Of what a claim speaks, as its id says it: what follows the «@»; empty where nothing does."""
    return claim.partition(_BEFORE_ABOUT)[2]


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence with a verdict, and the number it rests on; a row of `claims.csv`.

    Args:
        id: `<notebook>/<name>@<about>`, of `claim_id`.
        said: the sentence.
        value, lower, upper: the number, and the ends of its interval.
        verdict: one of `CLAIM_VERDICTS`.
        n, counted: how much it rests on, and what that counts, one of `COUNTED`.
        method: how the number was found.
        direction: "up", "down", "none" or empty.
        interval_kind: one of `CLAIM_INTERVALS`, or empty without an interval. Of ranks and scores
            never a confidence interval.

    Raises:
        ValueError: a word is none of those, or an interval has no kind, or a kind no interval.
    """

    id: str
    said: Phrase
    value: float | None
    verdict: str
    n: int | None
    counted: str
    method: str
    direction: str = ""
    lower: float | None = None
    upper: float | None = None
    interval_kind: str = ""

    def __post_init__(self) -> None:
        kinds = ("", *CLAIM_INTERVALS)
        _check("verdict", self.verdict, CLAIM_VERDICTS)
        _check("counted", self.counted, COUNTED)
        _check("interval_kind", self.interval_kind, kinds)
        if {self.lower is None, self.upper is None, not self.interval_kind} not in (
            {True},
            {False},
        ):
            raise ValueError(f"an interval needs both ends and its kind: {self.id}")

    @property
    def notebook(self) -> str:
        """Which notebook concludes it."""
        return self.id.split("/", maxsplit=1)[0]

    @property
    def name(self) -> str:
        """What it answers, within its notebook."""
        return name_of(self.id).rpartition("/")[2]

    @property
    def about(self) -> str:
        """Of what it speaks, as its id says it."""
        return about_of(self.id)

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


def _check(name: str, value: str, allowed: Sequence[str]) -> None:
    if value not in allowed:
        raise ValueError(f"{name} must be one of {'; '.join(allowed)}: {value!r}")


def stands_out(claim: Mapping[str, Any]) -> bool:
    """Whether readers are told the verdict of a row: where the sentence does not simply hold."""
    return claim["verdict"] in (UNDECIDED, "contradicted")


def led_by(claims: Sequence[Claim], *names: str) -> list[Claim]:
    """The claims, the first of each of these names before the others and in that order."""
    by_name = {claim.name: claim for claim in reversed(claims)}
    first = [by_name[name] for name in names if name in by_name]
    ids = {claim.id for claim in first}
    return [*first, *(claim for claim in claims if claim.id not in ids)]


class RegisteredClaims:
    """Claims as a notebook shows them: a list for readers, rows for `claims.csv`.

    A verdict stands behind a sentence that does not simply hold.
    """

    def __init__(self, claims: Sequence[Claim], lang: str) -> None:
        self.claims, self.lang = tuple(claims), lang

    def __repr__(self) -> str:
        return str(self._repr_mimebundle_()["text/plain"])

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        rows = [claim.row() for claim in self.claims]
        lines = [
            (
                claim.said.written(self.lang),
                f" [{word(f'verdict.{claim.verdict}', self.lang)}]" if stands_out(row) else "",
            )
            for claim, row in zip(self.claims, rows, strict=True)
        ]
        items = "\n".join(
            f"<li>{literal(text)}{f'<strong>{literal(verdict)}</strong>' if verdict else ''}</li>"
            for text, verdict in lines
        )
        return {
            "text/plain": "\n".join(f"- {text}{verdict}" for text, verdict in lines),
            "text/html": f'<ul class="claims">\n{items}\n</ul>',
            CLAIMS_MIME: rows,
        }
