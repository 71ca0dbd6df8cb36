"""When may an association be claimed?"""

from __future__ import annotations

LEVEL = 0.05
AGREEMENT = 0.9
ASSOCIATION_VERDICTS = ("holds", "contradicted", "cannot tell")


def association_verdict(
    effect: float, holm_p: float, share_same_sign: float, decided_by_one: bool
) -> str:
    """Does the association that was expected to be positive hold?

    Rule (docs/methodology.md): `holds` when the Holm-adjusted p-value is below 0.05, at least 90 %
    of the specifications agree in sign, and no single province decides it; `contradicted` when the
    same is true of a negative effect; otherwise `cannot tell`.

    Args:
        effect: the estimated effect, expected to be positive.
        holm_p: adjusted over the family of tests.
        share_same_sign: share of the specifications with the sign of `effect`, 0 to 1.
        decided_by_one: whether leaving one province out changes the sign or lifts the unadjusted
            p-value above the level.
    """
    firm = holm_p < LEVEL and share_same_sign >= AGREEMENT and not decided_by_one
    if not firm or effect == 0:
        return "cannot tell"
    return "holds" if effect > 0 else "contradicted"
