"""Which sentence the numbers call for, and which verdict stands behind it."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

from helpers.questions.rank_gains.sentences import (
    bars_alt,
    focus_title,
    gain_claims,
    history_caveat,
    identity_sentence,
    names_with_gains,
    newest_sentence,
    printed_caveat,
    shown_gain,
    spread_sentence,
)
from helpers.questions.rank_gains.tables import moves_table
from helpers.sharing.numbers import vietnamese_sort_key
from helpers.sharing.tables import TableOf
from helpers.sharing.wording import written
from helpers.sources.editions import Definitions, Edition
from helpers.sources.provinces import Unit, load_units

from ...frozen_project import FROZEN

UNITS = load_units(FROZEN)
HAU_GIANG, DONG_NAI = UNITS.by_id("vn63-93"), UNITS.by_id("vn63-75")


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
    assert written(names_with_gains(moves), "vi") == "Cà Mau (+23), Huế (−3)"


@pytest.mark.parametrize(
    ("ranks", "vi", "en"),
    [
        ((20, 17, 3), "Hậu Giang từ hạng 20 lên hạng 17", "Hậu Giang climbs from rank 20 to 17"),
        ((17, 20, -3), "Hậu Giang từ hạng 17 xuống hạng 20", "Hậu Giang falls from rank 17 to 20"),
        (
            (17, 17, 0),
            "Hậu Giang giữ nguyên hạng 17",
            "Hậu Giang keeps rank 17",
        ),
    ],
)
def test_the_title_says_who_climbed_most_and_where_the_focus_went(
    ranks: tuple[int, int, int], vi: str, en: str
) -> None:
    gains = pd.DataFrame({"province": ["Cà Mau", "Huế"], "rank_gain": [23, -3]})
    own = pd.Series(dict(zip(("rank_from", "rank_to", "rank_gain"), ranks, strict=True)))
    assert (
        written(focus_title(gains, own, HAU_GIANG, 2), "vi")
        == f"Cà Mau lên hạng nhiều nhất (+23 bậc); {vi}"
    )
    assert (
        written(focus_title(gains, own, HAU_GIANG, 2), "en") == f"Cà Mau climbed most (+23); {en}"
    )


def test_a_title_about_a_part_of_the_units_says_of_how_many() -> None:
    gains = pd.DataFrame({"province": ["Cà Mau", "Huế"], "rank_gain": [23, -3]})
    own = pd.Series({"rank_from": 17, "rank_to": 20, "rank_gain": -3})
    assert written(focus_title(gains, own, HAU_GIANG, 63), "vi") == (
        "Cà Mau lên hạng nhiều nhất (+23 bậc, trong 2/63 tỉnh đã biết); "
        "Hậu Giang từ hạng 17 xuống hạng 20"
    )
    assert written(focus_title(gains, None, HAU_GIANG, 63), "en").startswith(
        "Cà Mau climbed most (+23, of 2 known provinces out of 63); "
    )


@pytest.mark.parametrize(
    ("tied", "vi", "en"),
    [
        (["Cà Mau"], "Cà Mau", "Cà Mau"),
        # Đ comes after D, so Đồng Tháp before Huế, whatever the order of the table.
        (["Huế", "Đồng Tháp"], "Đồng Tháp, Huế", "Đồng Tháp, Huế"),
        (["Huế", "An Giang", "Đồng Tháp"], "An Giang, Đồng Tháp, Huế", "An Giang, Đồng Tháp, Huế"),
        (["Huế", "An Giang", "Đồng Tháp", "Cà Mau"], "4 tỉnh", "4 provinces"),
    ],
)
def test_all_who_tie_for_the_largest_climb_are_named_or_counted(
    tied: list[str], vi: str, en: str
) -> None:
    gains = pd.DataFrame({"province": [*tied, "Long An"], "rank_gain": [9] * len(tied) + [8]})
    for lang, names in (("vi", vi), ("en", en)):
        title = written(focus_title(gains, None, DONG_NAI, len(gains)), lang)
        most = " lên hạng nhiều nhất (+9 bậc); " if lang == "vi" else " climbed most (+9); "
        assert title.split(most)[0] == names


def moved(gains: list[int]) -> pd.DataFrame:
    """Gains of so many units, the focus not among them."""
    named = [unit for unit in UNITS.all("63") if unit not in (HAU_GIANG, DONG_NAI)]
    units = named[: len(gains)]
    return pd.DataFrame(
        {
            "unit_id": [unit.unit_id for unit in units],
            "province": [unit.province for unit in units],
            "index": "DTI", "baseline": "2022", "edition": "2023", "measure": "overall",
            "rank_from": [40 + gain for gain in gains], "rank_to": 40, "rank_gain": gains,
            "score_change": 0.01, "comparable": True,
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("gains", "size", "vi", "en"),
    [
        ([-1, -2], 2, "Không tỉnh nào lên hạng; ", "No province climbed; "),
        ([0, -2], 63, "Không tỉnh nào lên hạng, trong 2/63 tỉnh đã biết; ",
         "No province climbed, of 2 known provinces out of 63; "),
        ([0, 0], 2, "Mọi tỉnh giữ nguyên hạng; ", "Every province kept its rank; "),
        ([3], 63, "Chỉ biết hạng cả hai kỳ của 1/63 tỉnh: Hà Nội (+3 bậc); ",
         "Both ranks are known of 1 province out of 63: Hà Nội (+3); "),
        ([0], 63, "Chỉ biết hạng cả hai kỳ của 1/63 tỉnh: Hà Nội (0 bậc); ",
         "Both ranks are known of 1 province out of 63: Hà Nội (0); "),
    ],
)  # fmt: skip
def test_where_nobody_climbed_the_title_names_no_climber(
    gains: list[int], size: int, vi: str, en: str
) -> None:
    for lang, begins in (("vi", vi), ("en", en)):
        title = written(focus_title(moved(gains), None, HAU_GIANG, size), lang)
        assert title.startswith(begins)
        assert "nhiều nhất" not in title
        assert "most" not in title


@pytest.mark.parametrize(
    ("gains", "climbed", "fell"),
    [
        ([-1, 0], "Không tỉnh nào lên hạng.", "Xuống hạng nhiều nhất: Hà Nội (−1)."),
        ([2, 0], "Lên hạng nhiều nhất: Hà Nội (+2).", "Không tỉnh nào xuống hạng."),
        ([0], "Không tỉnh nào lên hạng.", "Không tỉnh nào xuống hạng."),
    ],
)
def test_the_words_for_who_cannot_see_it_say_that_nobody_moved(
    newest_pair: tuple[Edition, Edition], gains: list[int], climbed: str, fell: str
) -> None:
    assert written(bars_alt(moved(gains), newest_pair), "vi").endswith(f"{climbed} {fell}")


@pytest.mark.parametrize(
    ("gains", "vi", "en"),
    [
        ([2, -1], "Lên hạng và xuống hạng nhiều nhất, DTI 2023 đến 2024",
         "Largest climbs and falls, DTI 2023 to 2024"),
        ([2, 0], "Lên hạng nhiều nhất, DTI 2023 đến 2024; không tỉnh nào xuống hạng",
         "Largest climbs, DTI 2023 to 2024; no province fell"),
        ([0, -1], "Xuống hạng nhiều nhất, DTI 2023 đến 2024; không tỉnh nào lên hạng",
         "Largest falls, DTI 2023 to 2024; no province climbed"),
    ],
)  # fmt: skip
def test_the_table_of_moves_says_which_way_they_went(
    newest_pair: tuple[Edition, Edition], gains: list[int], vi: str, en: str
) -> None:
    table = moves_table(moved(gains), newest_pair, "Hậu Giang")
    assert isinstance(table, TableOf)
    assert (table.written("vi").caption, table.written("en").caption) == (vi, en)
    assert len(table.rows) == sum(gain != 0 for gain in gains)


@pytest.mark.parametrize(
    ("gains", "vi"),
    [([0, 0], "Mọi tỉnh giữ nguyên hạng."),
     ([], "Không tỉnh nào có thứ hạng ở cả hai kỳ. Chưa thể kết luận.")],
)  # fmt: skip
def test_a_table_without_a_row_is_a_sentence(
    newest_pair: tuple[Edition, Edition], gains: list[int], vi: str
) -> None:
    said = moves_table(moved(gains), newest_pair, "Hậu Giang")
    assert not isinstance(said, TableOf)
    assert written(said, "vi") == vi


@pytest.mark.parametrize(
    ("gains", "size", "vi", "direction"),
    [
        ([0] * 12, 12, "Không tỉnh nào lên hạng từ DTI 2022 đến 2023 (63).", "none"),
        ([0, -2], 63, "Trong 2 tỉnh biết cả hai thứ hạng (trên 63), không tỉnh nào lên hạng từ "
         "DTI 2022 đến 2023 (63). Các tỉnh còn lại chưa biết.", "none"),
        ([-3, -2], 63, "Trong 2 tỉnh biết cả hai thứ hạng (trên 63), không tỉnh nào lên hạng "
         "từ DTI 2022 đến 2023 (63). Các tỉnh còn lại chưa biết.", "down"),
        ([3], 63, "Chỉ biết hạng của một trong 63 tỉnh ở cả DTI 2022 và 2023 (63): Hà Nội, +3 "
         "bậc. Chưa biết tỉnh nào lên hạng nhiều nhất.", "up"),
    ],
)  # fmt: skip
def test_where_nobody_climbed_no_claim_names_a_climber(
    gains: list[int], size: int, vi: str, direction: str
) -> None:
    table = moved(gains).assign(score_from=float("nan"), score_to=float("nan"))
    claims = {c.name: c for c in gain_claims(table, None, None, None, HAU_GIANG, size)}
    assert claims["largest-climb"].sentence_vi == vi
    assert claims["largest-climb"].direction == direction
    assert "catching-up" not in claims


def test_where_all_keep_rank_and_score_nothing_is_computed_of_them() -> None:
    gains = moved([0] * 12).assign(rank_from=range(1, 13), rank_to=range(1, 13))
    gains = gains.assign(score_from=np.linspace(0.4, 0.7, 12))
    gains["score_to"] = gains["score_from"] + 0.02
    assert "Không tỉnh nào đổi hạng" in written(identity_sentence(gains, 12), "vi")
    assert "thay đổi như nhau" in written(spread_sentence(gains, 12), "vi")
    claims = gain_claims(gains, None, None, None, HAU_GIANG, 12)
    assert all(re.search("nan", claim.sentence_en) is None for claim in claims)


def test_a_focus_without_a_rank_is_said_to_have_none() -> None:
    gains = pd.DataFrame({"province": ["Cà Mau"], "rank_gain": [23]})
    title = written(focus_title(gains, None, DONG_NAI, 1), "vi")
    assert title.endswith("; Đồng Nai không có hạng chính xác ở cả hai kỳ")
    title = written(focus_title(gains, None, DONG_NAI, 1), "en")
    assert title.endswith("; Đồng Nai has no exact rank in both editions")


def test_the_identity_is_said_with_its_numbers() -> None:
    gains = make_gains()
    rho = 1 - 6 * (gains["rank_gain"] ** 2).sum() / (20 * (20**2 - 1))
    shown = written(identity_sentence(gains, 20), "vi")
    assert f"ρ (Spearman) = {rho:.2f}".replace(".", ",") in shown
    assert f"{((1 - rho) / 2) ** 0.5:.2f}".replace(".", ",") in shown
    assert "không cho biết tỉnh xếp thấp có đuổi kịp hay không" in shown


@pytest.mark.parametrize("n", [9, 19])
def test_of_a_part_of_the_units_nothing_is_said_about_all(n: int) -> None:
    part = make_gains(0.5, n=n)
    identity, spread = (
        written(said(part, 20), "vi") for said in (identity_sentence, spread_sentence)
    )
    assert identity.startswith(f"Chỉ biết cả hai thứ hạng của {n} trong 20 tỉnh.")
    assert identity.endswith("chưa cho phép kết luận gì.")
    assert spread.startswith(f"Chỉ biết điểm cả hai kỳ của {n} trong 20 tỉnh")
    assert "không phải mẫu ngẫu nhiên; chưa thể nói" in spread
    assert f"known for {n} of 20 provinces only" in written(spread_sentence(part, 20), "en")
    # No number that could be taken for a finding.
    for shown in (identity, spread):
        assert re.findall(r"\d+", shown) == [str(n), "20"]


def test_one_missing_score_is_enough_to_say_nothing_of_the_spread() -> None:
    gains = make_gains(0.5)
    gains.loc[3, "score_to"] = float("nan")
    assert (written(spread_sentence(gains, 20), "vi")).startswith("Chỉ biết điểm cả hai kỳ của 19")
    # All ranks are known, so those may be spoken of.
    assert "ρ" in written(identity_sentence(gains, 20), "vi")


def test_claims_of_a_part_of_the_units_cannot_tell_and_say_of_how_many() -> None:
    part = make_gains(0.5, n=19)
    claims = {c.name: c for c in gain_claims(part, own_row(part), None, None, HAU_GIANG, 20)}
    assert set(claims) == {"focus-gain", "largest-climb", "convergence"}
    assert claims["focus-gain"].about == "DTI-63-2022-2023:vn63-93"
    assert claims["convergence"].about == "DTI-63-2022-2023"
    # What is known of the focus alone does not depend on the others.
    assert claims["focus-gain"].verdict == "fact"
    largest, convergence = claims["largest-climb"], claims["convergence"]
    assert largest.verdict == convergence.verdict == "cannot tell"
    assert largest.sentence_vi.startswith("Trong 19 tỉnh biết cả hai thứ hạng (trên 20), ")
    assert largest.sentence_vi.endswith("Các tỉnh còn lại chưa biết.")
    assert largest.sentence_en.startswith("Of the 19 provinces with both ranks known (out of 20) ")
    assert (largest.value, largest.n) == (16, 19)  # 17, 18 and 19 climb to 1, 2 and 3
    assert convergence.value is None
    assert convergence.sentence_vi == (written(spread_sentence(part, 20), "vi"))
    assert convergence.sentence_en == (written(spread_sentence(part, 20), "en"))


@pytest.mark.parametrize(
    ("spread", "words", "verdict"),
    [
        (0.5, "The scores moved closer together from", "holds"),
        (2.0, "The scores moved further apart from", "contradicted"),
        (1.0, "Whether the scores moved closer together cannot be told:", "cannot tell"),
    ],
)
def test_whether_scores_converged(spread: float, words: str, verdict: str) -> None:
    gains = make_gains(spread)
    assert (written(spread_sentence(gains, 20), "en")).startswith(words)
    claims = gain_claims(gains, own_row(gains), None, None, HAU_GIANG, 20)
    (claim,) = (c for c in claims if c.name == "convergence")
    assert claim.verdict == verdict
    assert claim.value == pytest.approx(gains["score_to"].std() - gains["score_from"].std())


def test_through_a_bridge_scores_are_not_asked() -> None:
    gains = make_gains(0.5, comparable=False)
    assert "không thể hỏi" in written(spread_sentence(gains, 20), "vi")


def test_claims_of_a_comparable_pair_hold_and_of_a_bridged_one_cannot_tell() -> None:
    for comparable, verdict in ((True, "fact"), (False, "cannot tell")):
        gains = make_gains(comparable=comparable)
        claims = {c.name: c for c in gain_claims(gains, own_row(gains), None, None, HAU_GIANG, 20)}
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
        c for c in gain_claims(gains, None, None, None, HAU_GIANG, 20) if c.name == "largest-climb"
    )
    best = gains.loc[gains["rank_gain"] == 17, "province"]
    assert len(best) == 3
    named = re.match(r"Từ .+ đến [^,]+, (.+) lên hạng", claim.sentence_vi)[1].split(", ")
    assert named == sorted(best, key=vietnamese_sort_key)
    assert claim.sentence_en.split("(63) ")[1].split(" climbed most")[0].split(", ") == named
    assert claim.id == "02-rank-gains/largest-climb@DTI-63-2022-2023"
    assert "focus-gain" not in {c.name for c in gain_claims(gains, None, None, None, HAU_GIANG, 20)}


def test_nobody_known_gives_no_claim() -> None:
    assert gain_claims(make_gains().iloc[:0], None, None, None, HAU_GIANG, 20) == []


def test_the_newest_edition_is_named_with_what_it_cannot_say(
    newest_pair: tuple[Edition, Edition],
) -> None:
    newest = pd.DataFrame(
        {
            "unit_id": ["vn63-93"], "measure": ["overall"], "rank_from": [20], "rank_to": [33],
            "rank_gain": [-13], "comparable": [False],
        }
    )  # fmt: skip
    shown = written(newest_sentence(newest, newest_pair, HAU_GIANG), "vi")
    assert shown.startswith("DTI 2024 xếp Hậu Giang hạng 33, DTI 2023 xếp hạng 20 (chênh −13 bậc)")
    assert "chưa nói được" in shown
    gains = make_gains()
    (claim,) = (
        c
        for c in gain_claims(gains, None, newest, newest_pair, HAU_GIANG, 20)
        if c.name == "newest"
    )
    assert (claim.verdict, claim.value, claim.direction) == ("cannot tell", -13, "down")
    assert claim.about == "DTI-63-2023-2024:vn63-93"
    comparable = newest.assign(comparable=True)
    assert (written(newest_sentence(comparable, newest_pair, HAU_GIANG), "en")).endswith(
        "ranked it 20: −13 in rank."
    )
    # An interval is no rank to name, and no claim.
    interval = newest.astype({"rank_gain": "Int64"}).assign(rank_gain=pd.NA)
    assert "không cho biết thứ hạng của Hậu Giang" in repr(
        written(newest_sentence(interval, newest_pair, HAU_GIANG), "vi")
    )
    claims = gain_claims(gains, None, interval, newest_pair, HAU_GIANG, 20)
    assert not any(c.name == "newest" for c in claims)
    unknown = written(newest_sentence(newest, newest_pair, DONG_NAI), "vi")
    assert "không cho biết thứ hạng của Đồng Nai" in unknown
    same = {lang: (written(newest_sentence(None, None, HAU_GIANG), lang)) for lang in ("vi", "en")}
    assert same == {
        "vi": "Hai kỳ đang xem đã gồm kỳ mới nhất.",
        "en": "This question uses the newest edition on file already.",
    }


@pytest.mark.parametrize(
    ("gain", "least", "most", "vi", "en"),
    [
        (3, 3, 3, "+3", "+3"),
        (-3, -3, -3, "−3", "−3"),
        (0, 0, 0, "0", "0"),
        (3, 2, 4, "+3 (+2 đến +4)", "+3 (+2 to +4)"),
        (-10, -11, -10, "−10 (−11 đến −10)", "−10 (−11 to −10)"),
        (None, 13, 17, "+13 đến +17", "+13 to +17"),
        (None, -1, 3, "−1 đến +3", "−1 to +3"),
    ],
)
def test_a_gain_is_shown_with_what_is_left_open(
    gain: int | None, least: int, most: int, vi: str, en: str
) -> None:
    table = pd.DataFrame(
        {"rank_gain": [gain], "gain_least": [least], "gain_most": [most]}, dtype="Int64"
    )
    row = table.iloc[0]
    assert (written(shown_gain(row), "vi"), written(shown_gain(row), "en")) == (vi, en)


@pytest.mark.parametrize(
    ("formulas", "broken"),
    [
        (["a", "a"], False), (["a"], False), ([""], False),
        (["a", "b"], True), (["", ""], True), (["a", ""], True), (["", "a"], True),
    ],
)  # fmt: skip
def test_a_history_says_that_editions_do_not_compare_where_a_line_is_dashed(
    formulas: list[str], broken: bool
) -> None:
    rows = pd.DataFrame({"index": "DTI", "formula": formulas})
    # Another index has a panel of its own: no line stands between the two.
    other = pd.DataFrame({"index": ["ICT"], "formula": ["c"]})
    for history in (rows, pd.concat([rows, other], ignore_index=True)):
        assert (history_caveat(history) is not None) == broken


def test_printed_changes_say_whether_their_editions_compare(definitions: Definitions) -> None:
    for edition in definitions.editions:
        before = definitions.previous_edition(edition)
        same = before is not None and before.formula == edition.formula is not None
        assert (printed_caveat(definitions, edition) is None) == same, edition
