"""A conclusion of one's own, shown as those of the house are."""

from __future__ import annotations

import re

from helpers.errors import BadInputError
from helpers.sharing.claims import About, Claim, RegisteredClaims, claim_id
from helpers.sharing.wording import InBoth
from helpers.sources.schemas import CLAIM_VERDICTS
from tangbac.findings import Finding
from tangbac.session import language

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NOTEBOOK = "own"


def claim(
    name: str,
    vi: str,
    en: str,
    finding: Finding | None = None,
    *,
    verdict: str = "",
    value: float | None = None,
    n: int | None = None,
) -> RegisteredClaims:
    """What do you conclude, on which number, and how firm is that?

    Args:
        name: small letters, digits and hyphens.
        vi, en: the sentence in both languages; write numbers in the form of each.
        finding: of `test` or `test_gains`: gives number, interval, provinces and verdict.
        verdict, value, n: of a claim that rests on no finding: "fact", "holds", "contradicted" or
            "cannot tell"; the number; how many provinces. Without a finding "fact" is meant.

    Returns:
        The claim, shown as a list; its verdict stands behind it where it does not simply hold.
        `.claims[0].row()` is it as a row. It is no part of `data/processed/claims.csv`.

    Raises:
        BadInputError: the name has other letters, or there is no such verdict.

    Source:
        `helpers.sharing.claims`.

    Tiếng Việt:
        Bạn kết luận gì, dựa trên số nào, chắc đến đâu? `vi`, `en`: câu kết luận bằng hai thứ tiếng;
        `finding`: kết quả của `test`, `test_gains`; không có thì nêu `verdict`, `value`, `n`.
    """
    if not _NAME.fullmatch(name):
        raise BadInputError("tangbac.name", found=repr(name))
    told = verdict or (finding.verdict if finding else "fact")
    if told not in CLAIM_VERDICTS:
        known = ", ".join(CLAIM_VERDICTS)
        raise BadInputError("tangbac.verdict", found=repr(told), known=known)
    own = Claim(
        claim_id(_NOTEBOOK, name, About()),
        InBoth(vi, en),
        finding.estimate if finding else value,
        told,
        finding.n if finding else n,
        "units",
        finding.method if finding else "own",
        lower=finding.lower if finding else None,
        upper=finding.upper if finding else None,
        interval_kind=finding.interval_kind if finding else "",
    )
    return RegisteredClaims([own], language())
