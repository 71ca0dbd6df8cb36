"""What notebook 02 says about intervals, splits and one formula for both editions."""

from __future__ import annotations

import pandas as pd
import pytest

from helpers.questions.rank_gains.answer import GainQuestion
from helpers.questions.rank_gains.sentences import opening_sentences
from helpers.questions.rank_gains.workings import GainSplit
from helpers.questions.rank_gains.workings_sentences import (
    bounds_sentences,
    climbers_split,
    effect_sentence,
    focus_choices,
    interval_sentences,
    own_and_others,
    part_name,
    reverse_sentence,
    split_sentences,
    sure_moves,
    workings_claims,
)
from helpers.rankings.index_parts import IndexParts
from helpers.sharing.numbers import Phrase
from helpers.sharing.wording import written
from helpers.sources.editions import Definitions, Edition
from helpers.sources.provinces import Unit
from helpers.statistics.sensitivity import Choices

UNIT = Unit("vn63-93", "63", "93", "Hậu Giang", "Hau Giang", "", "")
PAIR = tuple(
    Edition("DTI", year, "63", "dti-922", table="t", complete=True) for year in ("2022", "2023")
)
QUESTION = GainQuestion(PAIR[0], PAIR[1], UNIT, "", True, PAIR[1])
LATER = (PAIR[1], Edition("DTI", "2024", "63", "dti-405", table="t", complete=True))


def lines(phrases: list[Phrase], lang: str) -> str:
    return "\n".join(written(phrase, lang) for phrase in phrases)


def parts_of(definitions: Definitions, edition: Edition, *, full: bool) -> IndexParts:
    formula = definitions.formulas["dti-922"]
    table = pd.DataFrame(0.5, index=["vn63-48", "vn63-93"], columns=list(formula.weights))
    if not full:
        table.loc["vn63-93", "awareness"] = None
    return IndexParts(edition, formula, pd.Series([0.5, 0.5], index=table.index), table)


def intervals_of(*editions: Edition, kind: str = "sensitivity") -> pd.DataFrame:
    rows = [
        (edition.edition, leave_out, "vn63-93", "Hậu Giang", 20, 20, *span, 0.125, kind)
        for edition in editions
        for leave_out, span in ((False, (17, 22)), (True, (11, 23)))
    ]
    return pd.DataFrame(
        rows,
        columns=[
            "edition", "leave_out", "unit_id", "province", "rank", "rank_median", "rank_lower",
            "rank_upper", "share_top", "interval_kind",
        ],
    )  # fmt: skip


@pytest.fixture
def split() -> GainSplit:
    table = pd.DataFrame(
        [
            ("vn63-93", "Hậu Giang", "infrastructure", -0.002, -0.5),
            ("vn63-93", "Hậu Giang", "remainder", 0.077, 25.75),
            ("vn63-93", "Hậu Giang", "others", None, -28.25),
        ],
        columns=["unit_id", "province", "part", "score_points", "places"],
    )
    ranks = pd.DataFrame(
        {"rank_before": [17], "rank_after": [20], "standing_still": [51]}, index=["vn63-93"]
    )
    return GainSplit(table, ranks)


def test_an_interval_names_its_choices_and_is_no_confidence_interval(
    definitions: Definitions,
) -> None:
    parts = [parts_of(definitions, edition, full=True) for edition in PAIR]
    given = (intervals_of(*PAIR), parts, QUESTION, Choices(0.125), 5000)
    text = lines(interval_sentences(*given), "vi")
    assert "nhiều nhất 12,5%" in text
    assert "Thử 5.000 lần" in text
    assert "không phải khoảng tin cậy" in text
    assert "hạng 20, có thể từ 17 đến 22" in text
    assert "từ 11 đến 23. Thuộc 10 hạng đầu ở 12,5% số lần thử" in text
    assert "hẹp hơn" not in text
    assert "not a confidence interval" in lines(interval_sentences(*given), "en")


def test_who_is_never_among_the_first_is_not_given_a_share(definitions: Definitions) -> None:
    parts = [parts_of(definitions, PAIR[1], full=True)]
    never = intervals_of(PAIR[1]).assign(share_top=0.0004)
    text = lines(interval_sentences(never, parts, QUESTION, Choices(), 100), "vi")
    assert "Không lần thử nào lọt vào 10 hạng đầu." in text
    assert "0%" not in text.replace("90%", "")


def test_missing_tables_and_missing_parts_are_said(definitions: Definitions) -> None:
    partial = [parts_of(definitions, PAIR[1], full=False)]
    given = (intervals_of(PAIR[1]), partial, QUESTION, Choices(), 100)
    text = lines(interval_sentences(*given), "vi")
    assert "DTI 2022: chưa có bảng đầy đủ" in text
    assert "DTI 2023: chỉ 1 trên 2 tỉnh có đủ các chỉ số chính" in text
    assert "hẹp hơn thực tế" in text
    nothing = lines(interval_sentences(intervals_of(), [], QUESTION, Choices(), 100), "en")
    assert nothing.count("no complete table of scores") == 2
    assert "at random" not in nothing


def test_the_table_of_choices(definitions: Definitions) -> None:
    without = pd.DataFrame({"edition": ["2023"], "part": ["infrastructure"], "rank": [22]})
    found = focus_choices(intervals_of(*PAIR), without, definitions, QUESTION)
    found["choice"] = [written(choice, "vi") for choice in found["choice"]]
    assert found[found["edition"] == "2023"][["choice", "rank_text"]].to_numpy().tolist() == [
        ["như công bố", "20"],
        ["khi điểm tối đa thay đổi", "17–22"],
        ["khi còn có thể bỏ một chỉ số chính", "11–23"],
        ["bỏ Hạ tầng số", "22"],
    ]
    assert len(found) == 7


def test_the_choice_that_moves_most(definitions: Definitions) -> None:
    effects = pd.Series({"government_activity": 0.66, "rounding": 0.0})
    full, partial = (parts_of(definitions, PAIR[1], full=flag) for flag in (True, False))
    text = written(effect_sentence(effects, full, definitions), "vi")
    assert "“Hoạt động chính quyền số” tác động nhiều nhất" in text
    assert "0,66" in text
    assert "thấp hơn thực tế" not in text
    assert "thấp hơn thực tế" in written(effect_sentence(effects, partial, definitions), "vi")
    assert "none stands out" in written(effect_sentence(effects * 0, full, definitions), "en")


def test_a_split_in_words(split: GainSplit, definitions: Definitions) -> None:
    text = lines(split_sentences(split, QUESTION, definitions), "vi")
    assert "thay đổi +0,0750" in text
    assert "Nhiều nhất (+0,0770) đến từ các chỉ số chính mà Bộ không công bố riêng" in text
    assert "2022 đến 2023: xuống 3 bậc. Điểm của chính tỉnh đáng lẽ đưa lên 25,2 bậc" in text
    assert "kéo xuống 28,2 bậc (giá trị Shapley, làm tròn)" in text
    assert "sẽ đứng hạng 51 ở 2023; với điểm của 2023, tỉnh đứng hạng 20" in text
    assert "cannot be split" in lines(split_sentences(None, QUESTION, definitions), "en")
    assert own_and_others(split.of(UNIT)) == (25.25, -28.25)
    climbed = pd.DataFrame({"unit_id": ["vn63-93"], "province": ["Hậu Giang"], "rank_gain": [-3]})
    rows = climbers_split(split, climbed, definitions, "DTI")
    assert rows.iloc[0].tolist()[:4] == ["Hậu Giang", -3, 25.25, -28.25]
    assert written(rows["largest"][0], "en") == "main indices not printed separately (+25.8)"
    assert written(part_name(definitions, "DTI", "rounding"), "vi") == "làm tròn"


@pytest.mark.parametrize(
    ("points", "vi", "en"),
    [
        # The largest change of a part was a gain, and yet the total fell.
        (
            {
                "economy_activity": 0.0070,
                "government_activity": -0.0058,
                "infrastructure": -0.0060,
                "remainder": -0.0053,
            },
            "thay đổi −0,0101 từ 2022 đến 2023; chỉ số đóng góp nhiều nhất là “Hạ tầng số” "
            "(−0,0060).",
            "“Digital infrastructure” (−0.0060).",
        ),
        (
            {"economy_activity": 0.0070, "infrastructure": -0.0100, "awareness": 0.0050},
            "thay đổi +0,0020 từ 2022 đến 2023; chỉ số đóng góp nhiều nhất là “Hoạt động kinh "
            "tế số” "
            "(+0,0070).",
            "“Digital economy activity” (+0.0070).",
        ),
        (
            {"economy_activity": 0.0070, "infrastructure": -0.0070},
            "Điểm DTI của Hậu Giang không thay đổi từ 2022 đến 2023.",
            "did not change from 2022 to 2023.",
        ),
        (
            {"economy_activity": 0.0, "infrastructure": 0.0, "rounding": -0.0001},
            "thay đổi −0,0001 từ 2022 đến 2023; không chỉ số chính nào thay đổi cùng chiều.",
            "no main index changed in that direction.",
        ),
    ],
)
def test_the_part_named_went_the_way_of_the_total(
    definitions: Definitions, points: dict[str, float], vi: str, en: str
) -> None:
    table = pd.DataFrame(
        [("vn63-93", "Hậu Giang", part, value, 0.0) for part, value in points.items()]
        + [("vn63-93", "Hậu Giang", "others", None, -3.0)],
        columns=["unit_id", "province", "part", "score_points", "places"],
    )
    ranks = pd.DataFrame(
        {"rank_before": [17], "rank_after": [20], "standing_still": [20]}, index=["vn63-93"]
    )
    said = split_sentences(GainSplit(table, ranks), QUESTION, definitions)
    assert len(said) == 3
    assert written(said[0], "vi").endswith(vi)
    assert written(said[0], "en").endswith(en)


def test_a_unit_that_no_part_lifted_is_said_to_have_none(definitions: Definitions) -> None:
    table = pd.DataFrame(
        [
            ("vn63-93", "Hậu Giang", "infrastructure", -0.002, -0.5),
            ("vn63-93", "Hậu Giang", "remainder", 0.0, 0.0),
            ("vn63-93", "Hậu Giang", "others", None, -28.25),
        ],
        columns=["unit_id", "province", "part", "score_points", "places"],
    )
    moved = pd.DataFrame({"unit_id": ["vn63-93"], "province": ["Hậu Giang"], "rank_gain": [-29]})
    rows = climbers_split(GainSplit(table, pd.DataFrame()), moved, definitions, "DTI")
    assert [written(rows["largest"][0], lang) for lang in ("vi", "en")] == [
        "không chỉ số chính nào",
        "none",
    ]


def bounded_rows() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "unit_id": ["vn63-93", "vn63-48", "vn63-01", "vn63-79"],
            "province": ["Hậu Giang", "Đà Nẵng", "Hà Nội", "Hồ Chí Minh"],
            "rank_to": [33, 2, 9, 1],
            "gain_least": [-27, -1, -3, 1],
            "gain_most": [8, -1, 4, 1],
        }
    )


def test_bounds_in_words_and_who_moved_for_sure() -> None:
    bounded = bounded_rows()
    text = lines(bounds_sentences(bounded, LATER, UNIT), "vi")
    assert "1 tỉnh chắc chắn lên hạng, 1 tỉnh chắc chắn xuống hạng, 2 tỉnh chưa" in text
    assert "giữ nguyên" not in text
    assert "có thể từ 6 đến 41; hạng năm 2024 là 33" in text
    leader = Unit("vn63-48", "63", "48", "Đà Nẵng", "Da Nang", "", "")
    assert "its rank of 2023 is 1;" in lines(bounds_sentences(bounded, LATER, leader), "en")
    sure = sure_moves(bounded, UNIT)
    assert sure["province"].tolist() == ["Hồ Chí Minh", "Đà Nẵng", "Hậu Giang"]
    assert sure["rank_from_text"].tolist() == ["2", "1", "6–41"]


def test_the_later_edition_under_the_earlier_points() -> None:
    restated = pd.DataFrame({"unit_id": [UNIT.unit_id], "rank_best": [20], "rank_worst": [45]})
    said = written(reverse_sentence(restated, bounded_rows(), LATER, UNIT), "vi")
    assert "theo điểm tối đa của DTI 2023, hạng năm 2024 của Hậu Giang có thể" in said
    assert "từ 20 đến 45 (công bố: 33)" in said
    exact = written(
        reverse_sentence(restated.assign(rank_worst=20), bounded_rows(), LATER, UNIT), "en"
    )
    assert "in 2024 is 20 (published: 33)" in exact


def test_claims_carry_their_intervals_and_what_kind_they_are(split: GainSplit) -> None:
    claims = workings_claims(
        intervals_of(PAIR[1], kind="sensitivity, understated"), split, bounded_rows(), LATER,
        QUESTION, "drawn",
    )  # fmt: skip
    by_id = {claim.name: claim for claim in claims}
    assert {name: claim.about for name, claim in by_id.items()} == {
        "sensitivity": "DTI-63-2023:vn63-93",
        "split": "DTI-63-2022-2023:vn63-93",
        "one-formula": "DTI-63-2023-2024:vn63-93",
    }
    interval = by_id["sensitivity"]
    assert (interval.value, interval.lower, interval.upper) == (20, 17, 22)
    assert interval.interval_kind == "sensitivity, understated"
    assert interval.verdict == "fact"
    assert interval.sentence_vi.endswith("hẹp hơn thực tế vì chưa biết đủ các chỉ số chính.")
    assert (by_id["split"].value, by_id["split"].verdict) == (25.25, "fact")
    assert "would have lifted it 25.2 places" in by_id["split"].sentence_en
    assert "đưa lên 25,2 bậc" in by_id["split"].sentence_vi
    bounds = by_id["one-formula"]
    assert (bounds.lower, bounds.upper, bounds.interval_kind) == (-27, 8, "bounds")
    assert bounds.verdict == "cannot tell"
    firm = workings_claims(intervals_of(PAIR[1]), None, None, None, QUESTION, "drawn")
    assert [claim.interval_kind for claim in firm] == ["sensitivity"]
    assert "understated" not in firm[0].sentence_en
    assert workings_claims(intervals_of(), None, None, None, QUESTION, "drawn") == []


@pytest.mark.parametrize(
    ("bridge", "comparable", "words"),
    [
        ("", True, ("cùng theo Quyết định 922", "2 trong 63 tỉnh có thứ hạng")),
        (
            "printed_ranks",
            False,
            ("hiệu của hai thứ hạng đã công bố", "2 trong 63 tỉnh có thứ hạng"),
        ),
        (
            "formula_bounds",
            False,
            ("kỳ 2022 được tính lại theo điểm tối đa của kỳ 2023", "hạng tính lại được chính xác"),
        ),
    ],
)
def test_the_opening_says_whether_the_editions_can_be_compared(
    bridge: str, comparable: bool, words: tuple[str, str]
) -> None:
    question = GainQuestion(PAIR[0], PAIR[1], UNIT, bridge, comparable, PAIR[1])
    said = lines(
        opening_sentences(question, "Quyết định 922", pd.DataFrame({"a": [1, 2]}), 63), "vi"
    )
    for one, text in zip(said.split("\n"), words, strict=True):
        assert text in one
