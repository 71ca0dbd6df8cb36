"""A conclusion of one's own, shown as those of the house are."""

from __future__ import annotations

import re
from typing import SupportsFloat, SupportsInt

import pandas as pd

from helpers.errors import BadInputError
from helpers.sharing.claims import About, Claim, RegisteredClaims, claim_id
from helpers.sharing.numbers import Phrase
from helpers.sharing.wording import InBoth
from helpers.sources.schemas import CLAIM_VERDICTS
from tangbac.findings import Finding
from tangbac.session import spoken

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NOTEBOOK = "own"


def claim(
    name: str,
    finding: Finding | None = None,
    *,
    said: Phrase | str = "",
    verdict: str = "",
    value: SupportsFloat | None = None,
    n: SupportsInt | None = None,
) -> RegisteredClaims:
    """What do you conclude, on which number, and how firm is that?

    Args:
        name: small letters, digits and hyphens.
        finding: of `test` or `test_gains`: gives number, interval, provinces and verdict.
        said: the sentence, best of `both`, numbers in the form of each language; empty: that of the
            finding, which stays true when the figures change.
        verdict, value, n: of a claim that rests on no finding: "fact", "holds", "contradicted" or
            "cannot tell"; the number, or a comparison such as `a > b`; how many provinces. Without
            a finding "fact" is meant, of a comparison that is false "contradicted".

    Returns:
        The claim, shown as a list; its verdict stands behind it where it does not simply hold.
        `.claims[0].row()` is it as a row. It is no part of `data/processed/claims.csv`.

    Raises:
        BadInputError: the name has other letters, there is no such verdict, or nothing is said.

    Source:
        `helpers.sharing.claims`.

    Tiếng Việt:
        Bạn kết luận gì, dựa trên số nào, chắc đến đâu? `finding`: kết quả của `test`, `test_gains`;
        `said`: câu kết luận (`both` cho cả hai thứ tiếng), để trống thì dùng câu của kết quả; không
        có `finding` thì nêu `verdict`, `value` (số, hoặc phép so sánh như `a > b`: sai thì câu
        được ghi là trái với số liệu), `n`.
    """
    if not _NAME.fullmatch(name):
        raise BadInputError("tangbac.name", found=repr(name))
    usual = "contradicted" if pd.api.types.is_bool(value) and not value else "fact"
    told = verdict or (finding.verdict if finding else usual)
    if told not in CLAIM_VERDICTS:
        known = ", ".join(CLAIM_VERDICTS)
        raise BadInputError("tangbac.verdict", found=repr(told), known=known)
    if not (said or finding):
        raise BadInputError("tangbac.nothing_said")
    sentence = said if isinstance(said, Phrase) else InBoth(said, said)
    if finding and not said:
        sentence = finding.said
    own = Claim(
        claim_id(_NOTEBOOK, name, About()),
        sentence,
        finding.estimate if finding else None if value is None else float(value),
        told,
        finding.n if finding else None if n is None else int(n),
        "units",
        finding.method if finding else "own",
        lower=finding.lower if finding else None,
        upper=finding.upper if finding else None,
        interval_kind=finding.interval_kind if finding else "",
    )
    return RegisteredClaims([own], spoken())
