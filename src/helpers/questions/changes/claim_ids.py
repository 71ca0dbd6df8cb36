"""Which claim is which between two states: by the id, by what it answers, by what it speaks of."""

from __future__ import annotations

import csv
import functools
import importlib.resources
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from helpers.sharing.claims import about_of, name_of

_UNIT = re.compile(r"vn\d+-\d+")
_PLACE = importlib.resources.files("helpers.questions.changes")


@dataclass(frozen=True)
class EarlierId:
    """Under which id a claim is found now, and what its sentence names if it is that claim."""

    id: str
    names: str

    def fits(self, sentence: str, notebook: str) -> bool:
        """Does the claim speak of what the id of today says?

        Args:
            sentence: of the claim, in English. notebook: all sentences of its notebook; the years
                of a pair do not stand in each.
        """
        return self.names in sentence and _years(self.id) <= _years(notebook)


@functools.cache
def earlier_ids() -> Mapping[str, Sequence[EarlierId]]:
    """What each id may have spoken of that was published before ids said it.

    `claim_ids.csv` has a row for each of them and for each province that was the example then.
    """
    found = defaultdict(list)
    text = _PLACE.joinpath("claim_ids.csv").read_text("utf-8")
    for row in csv.DictReader(text.splitlines()):
        found[row["old_id"]].append(EarlierId(row["id"], row["names"]))
    return found


@functools.cache
def withdrawn() -> frozenset[str]:
    """Names of claims that are no longer made, on purpose; `withdrawn_claims.csv` says why."""
    text = _PLACE.joinpath("withdrawn_claims.csv").read_text("utf-8")
    return frozenset(row["name"] for row in csv.DictReader(text.splitlines()))


def with_present_ids(claims: pd.DataFrame) -> pd.DataFrame:
    """Claims of an earlier state under the ids of today.

    An id of old stays as it is where the sentences do not name the years and the province that it
    might have spoken of: then nobody can tell.

    Args:
        claims: as `claims.csv`; ids of today are left as they are.
    """
    if claims.empty:
        return claims
    notebooks = claims["id"].str.partition("/")[0]
    told = claims["sentence_en"].groupby(notebooks).agg(" ".join)
    rows = zip(claims["id"], claims["sentence_en"], notebooks, strict=True)
    return claims.assign(
        id=[_present_id(old, said, told[notebook]) for old, said, notebook in rows]
    )


def _present_id(old: str, sentence: str, notebook: str) -> str:
    known = earlier_ids().get(old, ())
    return next((one.id for one in known if one.fits(sentence, notebook)), old)


def _years(text: str) -> set[str]:
    return set(re.findall(r"\b(?:19|20)\d\d\b", text))


def successors(older: Iterable[str], newer: Iterable[str]) -> dict[str, str]:
    """Which new claim answers the question of an old one that is asked of its subject no more?

    Claims of one name follow each other, the latest years first, so that of two editions the later
    one follows the later one.

    Args:
        older, newer: all ids of both states.

    Returns:
        New id by old id, of claims that speak of different things.
    """
    before, after = set(older), set(newer)
    left: dict[str, list[str]] = defaultdict(list)
    for claim in sorted(after - before, key=_age, reverse=True):
        left[name_of(claim)].append(claim)
    found = {}
    for claim in sorted(before - after, key=_age, reverse=True):
        if left[name_of(claim)]:
            found[claim] = left[name_of(claim)].pop(0)
    return found


def _age(claim: str) -> tuple[list[str], str]:
    """Later editions after earlier ones, whatever units they rank."""
    return (list(subject_of(claim)[0][:1:-1]), claim)


def subject_of(claim: str) -> tuple[tuple[str, ...], str]:
    """Ranking (index, units, years, as far as named) and unit of an id; empty where it has none."""
    parts = about_of(claim).split(":")
    units = [part for part in parts if _UNIT.fullmatch(part)]
    ranking = "" if parts[0] in units else parts[0]
    return tuple(filter(None, ranking.split("-"))), "".join(units)


def still_asked(claim: str, newer: Iterable[str]) -> bool:
    """Does the notebook of an old claim speak of the same ranking, and unit, in the new state?

    If so, a claim that is missing there is one that no longer follows from the figures, unless it
    was withdrawn on purpose.
    """
    if name_of(claim) in withdrawn():
        return False
    ranking, unit = subject_of(claim)
    own = f"{claim.partition('/')[0]}/"
    asked = (subject_of(one) for one in newer if one.startswith(own) and about_of(one))
    return not about_of(claim) or any(
        one == ranking and (not unit or other in ("", unit)) for one, other in asked
    )
