"""What 02 says of the country: which sentence the numbers call for, and which verdict."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from helpers.questions.rank_gains import country_claims as claimed
from helpers.questions.rank_gains import country_sentences as said
from helpers.questions.rank_gains import movers_sentences as parts_said
from helpers.questions.rank_gains.movers import Movers
from helpers.questions.rank_gains.points_alone import PointsAlone
from helpers.questions.rank_gains.spreads import SpreadChange
from helpers.sharing.numbers import Phrase
from helpers.sharing.wording import written
from helpers.sources.editions import Definitions, Edition
from helpers.sources.provinces import Units

EDITIONS = tuple(
    Edition("DTI", year, "63", formula, table="t", complete=True)
    for year, formula in (("2022", "dti-922"), ("2023", "dti-922"), ("2024", "dti-405"))
)
APART = SpreadChange(
    "2023", "2024", 0.06, 0.079, (0.06, 0.06), (0.079, 0.079), (0.056, 0.075), (0.064, 0.107)
)
OPEN = replace(APART, first="2022", before=0.0786, rounded_before=(0.0786, 0.0786),
               earlier=(0.067, 0.1))  # fmt: skip
CLOSER = replace(APART, earlier=(0.1, 0.11), later=(0.04, 0.05))
UNBOUNDED = replace(APART, earlier=None, later=None)
SPREADS = pd.DataFrame(
    [
        ("2022", "dti-922", "2023", True, 0.0786, 0.0786, 0.0786, True),
        ("2023", "dti-922", "2023", True, 0.0601, 0.0601, 0.0601, True),
        ("2023", "dti-405", "2024", False, None, 0.056, 0.075, True),
        ("2024", "dti-405", "2024", True, 0.0789, 0.0789, 0.0789, True),
    ],
    columns=["edition", "formula", "points_of", "own", "deviation", "least", "greatest", "exact"],
)


def lines(phrases: list[Phrase] | list[str], lang: str = "vi") -> str:
    return "\n".join(written(one, lang) for one in phrases)


def test_the_spread_of_every_full_edition_is_listed() -> None:
    shown = written(said.spreads_sentence(SPREADS, EDITIONS[0]), "vi")
    assert shown.endswith("0,0786 (2022), 0,0601 (2023), 0,0789 (2024).")
    title, alt = said.spread_texts(SPREADS)
    assert "2023 theo điểm tối đa của 2024: 0,0560 đến 0,0750" in written(alt, "vi")
    assert "0.0601 (2023)" in written(title, "en")


@pytest.mark.parametrize(
    ("found", "key", "words"),
    [
        (APART, "apart", "độ lệch chuẩn tăng ít nhất 0,0040"),
        (CLOSER, "closer", "độ lệch chuẩn giảm ít nhất 0,0100"),
        (OPEN, "open", "không giảm quá 0,0210 và không tăng quá 0,0284"),
        (UNBOUNDED, "unbounded", "độ lệch chuẩn không so được"),
    ],
)
def test_a_step_across_a_break_says_what_the_points_leave(
    found: SpreadChange, key: str, words: str
) -> None:
    sentence = said.step_sentence(found)
    assert sentence.key == f"country.step.{key}"
    assert words in written(sentence, "vi")
    with_bounds = lines(said.change_sentences([found]))
    assert ("Theo điểm tối đa của 2024" in with_bounds) == (found.lower is not None)
    assert ("nội dung tính điểm" in with_bounds) == (found.lower is not None)


def test_a_spread_that_came_back_is_said_to_have() -> None:
    assert "trở lại gần mức của 2022" in lines(said.returned_sentence(OPEN, APART))
    assert said.returned_sentence(replace(OPEN, after=0.07), APART) == []
    assert said.returned_sentence(OPEN, None) == []


@pytest.mark.parametrize(
    ("whole", "verdict"),
    [(OPEN, "cannot tell"), (CLOSER, "holds"), (APART, "contradicted"), (UNBOUNDED, "cannot tell")],
)
def test_the_claim_of_convergence(whole: SpreadChange, verdict: str) -> None:
    first, *_ = claimed.spread_claims(SPREADS, whole, None, EDITIONS[1])
    assert first.about == f"DTI-63-{whole.first}-2024"
    assert first.verdict == verdict
    assert (first.lower, first.upper) == (whole.lower, whole.upper)
    assert "0,0789 (2024)" in first.sentence_vi
    _, step = claimed.spread_claims(SPREADS, whole, APART, EDITIONS[1])
    assert (step.name, step.verdict, step.direction) == ("spread-step", "fact", "up")
    assert claimed.spread_claims(SPREADS, None, None, EDITIONS[1]) == []


def movers_of(first: float, *, block: bool = True) -> Movers:
    """Two parts with a name, and a block; the first of the parts leads in `first` of the draws."""
    parts = ["infrastructure", "society_activity", "remainder" if block else "rounding", "others"]
    table = pd.DataFrame(
        {
            "part": parts,
            "rise": [0.02, 0.03, 0.05, None],
            "rise_share": [0.2, 0.3, 0.5, None],
            "score_share": [0.5, 0.2, 0.3, None],
            "score_lower": [0.4, 0.1, 0.2, None],
            "score_upper": [0.6, 0.3, 0.4, None],
            "rank_share": [0.4, 0.2, 0.3, 0.1],
            "rank_lower": [0.3, 0.1, 0.2, 0.0],
            "rank_upper": [0.5, 0.3, 0.4, 0.2],
            "rank_first": [first, 1 - first, 0.0, 0.0],
            "score_largest": [3, 0, 60, None],
        }
    )
    points = pd.DataFrame([[0.02, 0.03, 0.05]] * 63, columns=parts[:3])
    return Movers(points, points.assign(others=0.0), table)


def test_what_is_not_printed_is_said_to_be_ignorance(definitions: Definitions) -> None:
    found = movers_of(0.99)
    shown = lines(parts_said.mover_sentences(found, EDITIONS[:2], definitions))
    assert shown.startswith("Phần lớn nhất (50%) là của các chỉ số chính chưa công bố riêng")
    assert "đó là điều chưa biết" in shown
    assert "10.000 lần" in shown
    assert parts_said.block_sentence(movers_of(0.99, block=False)) == []
    assert lines(parts_said.mover_sentences(None, EDITIONS[:2], definitions)).startswith("Mọi tỉnh")
    rise = written(parts_said.rise_sentence(found, EDITIONS[:2], definitions), "vi")
    assert "+0,1000" in rise
    assert rise.index("50%") < rise.index("30%") < rise.index("20%")


@pytest.mark.parametrize(("first", "verdict"), [(0.95, "holds"), (0.94, "cannot tell")])
def test_a_part_is_the_first_only_where_nearly_all_draws_say_so(
    definitions: Definitions, first: float, verdict: str
) -> None:
    rise, rank = claimed.mover_claims(movers_of(first), EDITIONS[:2], definitions)
    assert (rise.verdict, rise.n) == ("fact", 63)
    assert rise.value == pytest.approx(0.1)
    assert rank.verdict == verdict
    assert (rank.value, rank.lower, rank.upper) == pytest.approx((40, 30, 50))
    assert rank.interval_kind == "bootstrap"
    # Where it cannot be told, the sentence gives all that was found.
    assert ("Hoạt động xã hội số 20%" in rank.sentence_vi) == (verdict == "cannot tell")
    assert "30 " in rank.sentence_en
    assert claimed.mover_claims(None, EDITIONS[:2], definitions) == []


def gains_of(*rows: tuple[str, str, int, int]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["unit_id", "province", "from_", "to_"])
    return table.assign(
        region="Tây Nguyên", measure="overall", units=len(rows),
        place_best_from=table["from_"], place_worst_from=table["from_"],
        place_best_to=table["to_"], place_worst_to=table["to_"],
        rank_gain=table["from_"] - table["to_"],
    )  # fmt: skip


def test_a_province_within_its_region(units: Units) -> None:
    gains = gains_of(("vn63-62", "Kon Tum", 3, 1), ("vn63-64", "Gia Lai", 1, 2),
                     ("vn63-66", "Đắk Lắk", 2, 3))  # fmt: skip
    shown = lines(said.region_sentences(gains, units.by_id("vn63-62"), EDITIONS[:2], units))
    assert "từ thứ 3 ở DTI 2022 thành thứ 1 ở 2023" in shown
    assert "Lên hạng nhiều nhất trong vùng: Kon Tum (+2)." in shown
    (claim,) = claimed.region_claims(gains, units.by_id("vn63-62"), EDITIONS[:2])
    assert (claim.value, claim.verdict, claim.n, claim.direction) == (2, "fact", 3, "up")
    still = gains_of(("vn63-62", "Kon Tum", 1, 1))
    shown = lines(said.region_sentences(still, units.by_id("vn63-62"), EDITIONS[:2], units))
    assert "giữ thứ 1 ở cả DTI 2022 và 2023" in shown
    assert "không tỉnh nào lên hạng" in shown
    table = said.regions_table(gains, EDITIONS[:2], "Tây Nguyên").written("vi")
    assert table.rows == [("Tây Nguyên", "3", "Gia Lai", "Kon Tum", "Kon Tum (+2)")]
    asked = (gains[:0], units.by_id("vn63-62"), EDITIONS[:2], units)
    assert "Chưa biết thứ hạng" in lines(said.region_sentences(*asked))
    assert "không được trừ" in lines(said.region_sentences(*asked, compared=False))


def test_a_place_that_rounding_leaves_open_is_a_span(units: Units) -> None:
    gains = gains_of(("vn63-62", "Kon Tum", 3, 1)).assign(place_worst_to=2, rank_gain=pd.NA)
    shown = lines(said.region_sentences(gains, units.by_id("vn63-62"), EDITIONS[:2], units))
    assert "thành thứ 1–2" in shown
    (claim,) = claimed.region_claims(gains, units.by_id("vn63-62"), EDITIONS[:2])
    assert (claim.value, claim.direction) == (None, "")


def test_of_merged_units_no_region_is_told(units: Units) -> None:
    unit = units.by_id("vn34-92")
    shown = lines(said.region_sentences(gains_of(), unit, EDITIONS[:2], units))
    open_ = [one.province for one in units.all("34") if not one.region]
    assert shown.endswith(f"({', '.join(open_)}).")


def test_the_points_alone_and_who_moved_for_sure() -> None:
    found = PointsAlone(1.54, 6, 0.5, 4.25, 9.6)
    bounded = pd.DataFrame({"gain_least": [1, -3, 0, -2], "gain_most": [4, -1, 0, 5]})
    alone, sure = claimed.points_claims(found, bounded, EDITIONS[1:], moved=False)
    assert "trung bình 1,5 bậc, nhiều nhất 6" in alone.sentence_vi
    assert "từ 0,5 đến 4,2 bậc" in alone.sentence_vi
    assert (alone.lower, alone.upper, alone.interval_kind) == (0.5, 4.25, "bounds")
    assert (sure.value, sure.verdict, sure.n) == (2, "fact", 4)
    assert "1 trong 4 tỉnh chắc chắn lên hạng, 1 tỉnh chắc chắn xuống hạng" in sure.sentence_vi
    assert claimed.points_claims(None, bounded, EDITIONS[1:], moved=False) == []


def weighted(*rows: tuple[str, int, int, int]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["province", "rank", "weighted_best", "weighted_worst"])
    best, worst = table["weighted_best"], table["weighted_worst"]
    return said.weighted_moves(
        table.assign(
            unit_id=[f"u{n}" for n in range(len(rows))], score=0.7, weighted=0.71,
            weighted_rank=best.astype("Int64").where(best == worst),
        )
    )  # fmt: skip


def test_ranks_by_people_are_marked_as_ours(units: Units) -> None:
    moves = weighted(("A", 1, 3, 3), ("B", 2, 1, 1), ("C", 3, 2, 3), ("D", 4, 4, 4))
    edition = Edition("DTI", "2024", "34", "dti-405", table="t", complete=True)
    (claim,) = claimed.weighted_claims(moves, edition)
    # C may have kept its rank: rounding leaves it open.
    assert (claim.value, claim.n) == (2, 4)
    assert "2 trong 4 tỉnh đổi hạng ở DTI 2024; nhiều nhất: A (−2)" in claim.sentence_vi
    assert "không phải số liệu của Bộ" in claim.sentence_vi
    assert "own construction" in claim.sentence_en
    unit = replace(units.by_id("vn34-92"), unit_id="u2")
    assert "hạng 3 theo Bộ, hạng 2–3 theo dân số" in written(said.weighted_own(moves, unit), "vi")
    table = said.weighted_table(moves, edition, unit).written("vi")
    assert [row[0] for row in table.rows] == ["1", "2–3", "3", "4"]
    assert {row[-1] for row in table.rows} == {"tính theo dân số (của Tăng bậc)"}
    assert "không phải số liệu của Bộ" in table.caption
    same = weighted(("A", 1, 1, 1), ("B", 2, 2, 2))
    assert "không tỉnh nào" in claimed.weighted_claims(same, edition)[0].sentence_vi
    assert claimed.weighted_claims(None, edition) == []
