"""Registered sentences: both languages, the number and the verdict behind them."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from helpers.sharing.claims import (
    CLAIMS_MIME,
    About,
    Claim,
    RegisteredClaims,
    claim_id,
    led_by,
)
from helpers.sharing.wording import InBoth, Said, use_wording
from helpers.sources.schemas import CLAIM_VERDICTS, TABLES

use_wording("rank_gains.yml")
EDITIONS = {"index": "DTI", "baseline": "2022", "edition": "2023"}


def gain_claim(province: str = "Hậu Giang", verdict: str = "holds") -> Claim:
    ranks = {"rank_from": 17, "rank_to": 20, "rank_gain": -3}
    own = pd.Series({"province": province} | EDITIONS | ranks)
    return Claim(
        "02-rank-gains/focus-gain",
        Said("claim.focus_gain", own=own, moved=Said("gains.moved.down", places=3)),
        value=-3.0,
        verdict=verdict,
        n=63,
        counted="units",
        method="difference of ranks",
        direction="down",
    )


def test_a_claim_says_the_same_in_both_languages() -> None:
    claim = gain_claim()
    assert claim.notebook == "02-rank-gains"
    assert claim.sentence_vi == "Hậu Giang: hạng 17 ở DTI 2022, hạng 20 ở DTI 2023 (xuống 3 bậc)."
    assert claim.sentence_en == "Hậu Giang: rank 17 in DTI 2022, rank 20 in DTI 2023 (down 3)."
    assert (claim.value, claim.n, claim.direction) == (-3.0, 63, "down")


def test_a_value_that_is_itself_words_is_given_for_each_language() -> None:
    units = InBoth("4 tỉnh", "4 units")
    claim = replace(
        gain_claim(),
        said=Said("claim.largest_climb", one=pd.Series(EDITIONS), provinces=units, gain=1260),
    )
    # Words by language, numbers in its form.
    assert claim.sentence_vi == "Từ DTI 2022 đến 2023, 4 tỉnh lên hạng nhiều nhất: 1.260 bậc."
    assert claim.sentence_en == "From DTI 2022 to 2023 4 units climbed most: 1,260 places."


def test_a_number_has_no_last_bits_and_no_sign_of_nothing() -> None:
    interval = {"lower": 0.12345678, "upper": 1.0, "interval_kind": "bounds"}
    row = replace(gain_claim(), value=-1.1102230246251563e-16, **interval).row()
    assert (str(row["value"]), row["lower"]) == ("0.0", 0.123457)


def test_a_verdict_outside_the_list_is_refused() -> None:
    with pytest.raises(ValueError, match=r"fact; holds; contradicted; cannot tell: 'yes'"):
        gain_claim(verdict="yes")


@pytest.mark.parametrize("verdict", CLAIM_VERDICTS)
def test_a_verdict_is_said_where_the_sentence_does_not_simply_hold(verdict: str) -> None:
    words = {
        "fact": "", "holds": "",
        "contradicted": " [trái với số liệu]", "cannot tell": " [chưa thể kết luận]",
    }  # fmt: skip
    claim = gain_claim(verdict=verdict)
    shown = RegisteredClaims([claim], "vi")._repr_mimebundle_()
    assert shown["text/plain"] == f"- {claim.sentence_vi}{words[verdict]}"
    assert ("<strong>" in shown["text/html"]) == bool(words[verdict])
    shown = RegisteredClaims([claim], "en")._repr_mimebundle_()
    ending = f" [{verdict}]" if words[verdict] else ""
    assert shown["text/plain"] == f"- {claim.sentence_en}{ending}"


def test_claims_carry_the_rows_of_their_table_and_escape_their_text() -> None:
    claims = [gain_claim(), gain_claim("<script>")]
    shown = RegisteredClaims(claims, "vi")._repr_mimebundle_()
    assert [set(row) for row in shown[CLAIMS_MIME]] == [set(TABLES["claims"].names)] * 2
    assert shown[CLAIMS_MIME][0]["sentence_en"] == claims[0].sentence_en
    assert "<script>" not in shown["text/html"]
    assert "&lt;script&gt;" in shown["text/html"]


def test_what_leads_is_named_and_the_rest_keeps_its_order() -> None:
    one, two, three = (
        replace(gain_claim(), id=claim_id("02-rank-gains", name, about))
        for name, about in (("a", About("DTI")), ("b", About("DTI")), ("a", About("ICT")))
    )
    assert led_by([one, two, three], "none", "b", "a") == [two, one, three]
