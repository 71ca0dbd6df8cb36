"""Which sentence the numbers call for, and which verdict stands behind it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from helpers.sharing.rank_gain_sentences import (
    focus_title,
    gain_claims,
    identity_sentence,
    names_with_gains,
    newest_sentence,
    spread_sentence,
)
from helpers.sources.editions import Definitions, Edition, load_definitions
from helpers.sources.provinces import Unit, load_units

PROJECT = Path(__file__).resolve().parents[2]
UNITS = load_units(PROJECT)
HAU_GIANG, DONG_NAI = UNITS.by_id("vn63-93"), UNITS.by_id("vn63-75")


@pytest.fixture
def definitions() -> Definitions:
    return load_definitions(PROJECT)


@pytest.fixture
def newest_pair(definitions: Definitions) -> tuple[Edition, Edition]:
    return definitions.edition("DTI", "2023", "63"), definitions.edition("DTI", "2024", "63")


def make_gains(spread: float = 1.0, n: int = 20, comparable: bool = True) -> pd.DataFrame:
    """A made-up pair of editions: the ranks turned by three places, the scores `spread` as wide."""
    units = [HAU_GIANG, *(u for u in UNITS.all("63") if u not in (HAU_GIANG, DONG_NAI))][:n]
    before = np.arange(1, n + 1)
    after = (before + 2) % n + 1
    scores = np.linspace(0.7, 0.5, n)
    noise = 0.002 * np.sin(np.arange(n) * 2.3)
    return pd.DataFrame(
        {
            "unit_id": [unit.unit_id for unit in units],
            "province": [unit.province for unit in units],
            "index": "DTI", "baseline": "2022", "edition": "2023", "measure": "overall",
            "rank_from": before, "rank_to": after, "rank_gain": before - after,
            "score_from": scores, "score_to": 0.6 + spread * (scores - 0.6) + noise,
            "comparable": comparable,
        }
    )  # fmt: skip


def own_row(gains: pd.DataFrame, unit: Unit = HAU_GIANG) -> pd.Series:
    return gains[gains["unit_id"] == unit.unit_id].iloc[0]


def test_names_stand_with_their_gains() -> None:
    moves = pd.DataFrame({"province": ["Cà Mau", "Huế"], "rank_gain": [23, -3]})
    assert names_with_gains(moves, "vi") == "Cà Mau (+23), Huế (−3)"


@pytest.mark.parametrize(
    ("ranks", "vi", "en"),
    [
        ((20, 17, 3), "Hậu Giang từ hạng 20 lên hạng 17", "Hậu Giang climbs from 20 to 17"),
        ((17, 20, -3), "Hậu Giang từ hạng 17 xuống hạng 20", "Hậu Giang falls from 17 to 20"),
        ((17, 17, 0), "Hậu Giang từ hạng 17 giữ nguyên hạng 17", "Hậu Giang stays from 17 to 17"),
    ],
)
def test_the_title_says_who_climbed_most_and_where_the_focus_went(
    ranks: tuple[int, int, int], vi: str, en: str
) -> None:
    gains = pd.DataFrame({"province": ["Cà Mau", "Huế"], "rank_gain": [23, -3]})
    own = pd.Series(dict(zip(("rank_from", "rank_to", "rank_gain"), ranks, strict=True)))
    assert focus_title(gains, own, HAU_GIANG, "vi") == f"Cà Mau tăng nhiều nhất (+23 bậc); {vi}"
    assert focus_title(gains, own, HAU_GIANG, "en") == f"Cà Mau climbed most (+23 places); {en}"


def test_a_focus_without_a_rank_is_said_to_have_none() -> None:
    gains = pd.DataFrame({"province": ["Cà Mau"], "rank_gain": [23]})
    title = focus_title(gains, None, DONG_NAI, "vi")
    assert title.endswith("thứ hạng của Đồng Nai không đủ hai kỳ")


def test_the_identity_is_said_with_its_numbers() -> None:
    gains = make_gains()
    rho = 1 - 6 * (gains["rank_gain"] ** 2).sum() / (20 * (20**2 - 1))
    shown = repr(identity_sentence(gains, "vi"))
    assert f"ρ = {rho:.2f}".replace(".", ",") in shown
    assert f"{((1 - rho) / 2) ** 0.5:.2f}".replace(".", ",") in shown
    assert "không nói được gì" in shown


def test_too_few_units_cannot_tell() -> None:
    few = make_gains(n=9)
    for shown in (identity_sentence(few, "vi"), spread_sentence(few, "vi")):
        assert repr(shown).startswith("Chỉ 9 đơn vị")
        assert repr(shown).endswith("Chưa thể kết luận.")


@pytest.mark.parametrize(
    ("spread", "words", "verdict"),
    [
        (0.5, "moved closer together.", "holds"),
        (2.0, "moved further apart.", "contradicted"),
        (1.0, "cannot be told.", "cannot tell"),
    ],
)
def test_whether_scores_converged(spread: float, words: str, verdict: str) -> None:
    gains = make_gains(spread)
    assert repr(spread_sentence(gains, "en")).endswith(words)
    claims = gain_claims(gains, own_row(gains), None, None, HAU_GIANG)
    (claim,) = (c for c in claims if c.id.endswith("/convergence"))
    assert claim.verdict == verdict
    assert claim.value == pytest.approx(gains["score_to"].std() - gains["score_from"].std())


def test_through_a_bridge_scores_are_not_asked() -> None:
    gains = make_gains(0.5, comparable=False)
    assert "không thể hỏi" in repr(spread_sentence(gains, "vi"))


def test_claims_of_a_comparable_pair_hold_and_of_a_bridged_one_cannot_tell() -> None:
    for comparable, verdict in ((True, "holds"), (False, "cannot tell")):
        gains = make_gains(comparable=comparable)
        claims = {
            c.id.split("/")[1]: c for c in gain_claims(gains, own_row(gains), None, None, HAU_GIANG)
        }
        assert claims["focus-gain"].verdict == verdict
        assert claims["largest-climb"].verdict == verdict
        assert claims["catching-up"].verdict == "cannot tell"
        assert ("convergence" in claims) == comparable
        # 1 to 4 among twenty; the last three of the first year climb seventeen places.
        assert (claims["focus-gain"].value, claims["focus-gain"].direction) == (-3, "down")
        assert claims["largest-climb"].value == 17
        assert all(c.n == 20 for c in claims.values())


def test_all_who_climbed_most_are_named_in_vietnamese_order() -> None:
    gains = make_gains()
    (claim,) = (
        c
        for c in gain_claims(gains, None, None, None, HAU_GIANG)
        if c.id.endswith("/largest-climb")
    )
    best = gains.loc[gains["rank_gain"] == 17, "province"]
    assert len(best) == 3
    named = claim.sentence_vi.split(" tăng nhiều nhất")[0].split(", ")
    assert set(named) == set(best)
    assert "02-rank-gains/focus-gain" not in {
        c.id for c in gain_claims(gains, None, None, None, HAU_GIANG)
    }


def test_nobody_known_gives_no_claim() -> None:
    assert gain_claims(make_gains().iloc[:0], None, None, None, HAU_GIANG) == []


def test_the_newest_edition_is_named_with_what_it_cannot_say(
    newest_pair: tuple[Edition, Edition],
) -> None:
    newest = pd.DataFrame(
        {
            "unit_id": ["vn63-93"], "measure": ["overall"], "rank_from": [20], "rank_to": [33],
            "rank_gain": [-13], "comparable": [False],
        }
    )  # fmt: skip
    shown = repr(newest_sentence(newest, newest_pair, HAU_GIANG, "vi"))
    assert shown.startswith("DTI 2024 xếp Hậu Giang hạng 33, DTI 2023 xếp hạng 20; chênh −13 bậc")
    assert "không nói được" in shown
    gains = make_gains()
    (claim,) = (
        c
        for c in gain_claims(gains, None, newest, newest_pair, HAU_GIANG)
        if c.id.endswith("/newest")
    )
    assert (claim.verdict, claim.value, claim.direction) == ("cannot tell", -13, "down")
    comparable = newest.assign(comparable=True)
    assert repr(newest_sentence(comparable, newest_pair, HAU_GIANG, "en")).endswith(
        "ranked it 20: −13 places."
    )
    unknown = repr(newest_sentence(newest, newest_pair, DONG_NAI, "vi"))
    assert "không cho biết thứ hạng của Đồng Nai" in unknown
    assert "đã dùng kỳ mới nhất" in repr(newest_sentence(None, None, HAU_GIANG, "vi"))
