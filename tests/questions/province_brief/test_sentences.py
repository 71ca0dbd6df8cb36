"""What a brief says and how it is laid out, on cases made for the purpose."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from helpers.questions.province_brief.answer import BriefQuestion, Standing, ask
from helpers.questions.province_brief.climb import Climb
from helpers.questions.province_brief.main_indices import MainIndices
from helpers.questions.province_brief.past import Broken, Run
from helpers.questions.province_brief.peers import RankedUnit, RegionPlace
from helpers.questions.province_brief.record import Press
from helpers.questions.province_brief.sentences import (
    chart_note,
    climb_sentences,
    headline,
    no_answer_reason,
    past_sentences,
    press_sentences,
    region_sentence,
    relation,
    unknown_sentences,
    who,
)
from helpers.questions.province_brief.shown import (
    CardTable,
    Cell,
    ForScript,
    KeyNumber,
    KeyNumbers,
    LeadSentence,
    Picture,
    Pictures,
    Row,
)
from helpers.questions.province_brief.unknowns import Unknowns
from helpers.questions.province_brief.written_tables import Tables
from helpers.questions.targets.answer import Gap
from helpers.questions.targets.steps import StepShare
from helpers.sharing.numbers import Phrase
from helpers.sharing.wording import Joined, use_wording
from helpers.sources.editions import load_definitions
from helpers.sources.provinces import load_units

from ...frozen_project import FROZEN

use_wording("province_brief.yml")
DEFINITIONS, UNITS = load_definitions(FROZEN), load_units(FROZEN)
STANDS = Standing(23, 0.6822, 34, (), 22, 24, "sensitivity", 34)
NASTY = '<b>"Huế" & $y$'


def about(province: str, universe: str = "63") -> BriefQuestion:
    return ask(pd.DataFrame(), DEFINITIONS, UNITS, province=province, universe=universe)


def told(said: list[Phrase] | tuple[Phrase, ...], lang: str) -> str:
    return Joined(said, " ").written(lang)


def indices(
    *rows: tuple[str, int, float], rest: tuple[str, ...] = (), whole: float | None = 940
) -> MainIndices:
    """Main indices by part, rank and points above the mean, the furthest below first."""
    table = pd.DataFrame(rows, columns=["part", "rank", "apart"])
    return MainIndices(
        table.assign(points=100.0, score=0.5, size=34, mean=0.5, lowest=0.1, highest=1.0),
        rest, 1.5 if rest else None, whole,
    )  # fmt: skip


def climb_of(points: float | None, ranks: int = 5, share: StepShare | None = None) -> Climb:
    gap = Gap(23, 0.6822, 0.7056, 0.0234, False, None, ("vn34-12",), 23 - ranks)
    return Climb(23 - ranks, gap, points, pd.DataFrame(), share)


def head(found: MainIndices, climb: Climb | None = None, stands: Standing = STANDS,
         lang: str = "vi") -> str:  # fmt: skip
    return told(headline(about("Quảng Ngãi", "34"), stands, found, climb, DEFINITIONS), lang)


ONE = indices(("infrastructure", 32, -21.4), ("awareness", 1, 1.7), ("human_resources", 12, 13.5))


def test_the_head_line_says_where_points_are_lost() -> None:
    assert head(ONE, climb_of(22.0)) == (
        "Hạng 23 trên 34. Kém nhất ở hạ tầng số, hạng 32. Riêng chỉ số này kém trung bình 21,4 "
        "điểm, gần bằng 22,0 điểm còn thiếu để lên hạng 18. Hơn trung bình nhiều nhất: nhân lực "
        "số, 13,5 điểm, hạng 12."
    )
    assert head(ONE, climb_of(22.0), lang="en") == (
        "Rank 23 of 34. Weakest in digital infrastructure, rank 32. This alone: 21.4 points below "
        "the mean, nearly the 22.0 points missing for rank 18. Furthest above the mean: "
        "digital human resources, 13.5 points, rank 12."
    )


@pytest.mark.parametrize(
    ("loss", "missing", "expected"),
    [(21.4, 22.0, "near_less"), (22.3, 22.0, "near_more"), (22.04, 22.0, "same"),
     (30.0, 22.0, "more"), (5.0, 22.0, "less"), (19.8, 22.0, "near_less"), (19.7, 22.0, "less")],
)  # fmt: skip
def test_a_loss_is_set_against_what_is_missing(loss: float, missing: float, expected: str) -> None:
    assert relation(loss, missing) == expected


def test_the_head_line_in_every_edge_case() -> None:
    tied = indices(("infrastructure", 23, -11.3), ("cybersecurity", 23, -5.2))
    said = head(tied, climb_of(12.9))
    assert "Kém nhất ở hạ tầng số và an toàn thông tin mạng, cùng hạng 23." in said
    assert "Các chỉ số này cộng lại kém trung bình 16,5 điểm, nhiều hơn 12,9 điểm" in said
    assert said.endswith("Không chỉ số chính nào hơn trung bình.")
    # The first of all: nothing above, and perhaps nothing below the mean.
    first = replace(STANDS, rank=1)
    assert "Riêng chỉ số này kém trung bình 21,4 điểm. Hơn" in head(ONE, None, first)
    strong = indices(("infrastructure", 4, 2.0), ("awareness", 1, 9.0))
    assert "Riêng chỉ số này vẫn hơn trung bình 2,0 điểm." in head(strong, None, first)
    best = indices(("infrastructure", 1, 2.0), ("awareness", 1, 9.0))
    assert head(best, None, first).startswith("Hạng 1 trên 34. Đứng đầu ở mọi chỉ số.")
    even = indices(("infrastructure", 9, 0.04))
    assert head(even, climb_of(3.0)).endswith(
        "Riêng chỉ số này ngang mức trung bình. Không chỉ số chính nào hơn trung bình."
    )
    # The index that is worst by rank may be the only one above the mean.
    alone = indices(("infrastructure", 20, 3.0))
    assert "Hơn trung bình nhiều nhất" not in head(alone, climb_of(3.0))
    shared = replace(STANDS, tied=("Huế", "Lào Cai"))
    assert head(ONE, None, shared).startswith("Hạng 23 trên 34, cùng với Huế và Lào Cai. Kém")


def test_the_head_line_of_what_is_printed_in_part_or_without_points() -> None:
    part = indices(("infrastructure", 32, -21.4), rest=("awareness", "institutions"))
    said = head(part, climb_of(7.0, 2))
    assert "Trong 1 chỉ số chính được công bố, kém nhất ở hạ tầng số, hạng 32." in said
    assert "nhiều hơn 7,0 điểm còn thiếu để lên hạng 21" in said
    assert said.endswith("Không chỉ số nào được công bố hơn trung bình.")
    unknown = indices(("infrastructure", 32, math.nan), ("awareness", 1, math.nan), whole=None)
    assert head(unknown, climb_of(None)) == "Hạng 23 trên 34. Kém nhất ở hạ tầng số, hạng 32. "
    nothing = MainIndices(ONE.rows.iloc[:0], (), None, None)
    assert head(nothing) == (
        "Hạng 23 trên 34. DTI 2024 không công bố điểm từng chỉ số chính của mọi tỉnh."
    )


@pytest.mark.parametrize(
    ("province", "universe", "said"),
    [
        ("Hậu Giang", "63",
         "Từ 1/7/2025 Hậu Giang thuộc Cần Thơ (hạng 19/34). Đây là hồ sơ của tỉnh cũ."),
        ("Cần Thơ", "34", "Gồm Cần Thơ, Hậu Giang và Sóc Trăng cũ, từ 1/7/2025."),
        ("Cần Thơ", "63", "Từ 1/7/2025 Cần Thơ (hạng 19/34) gồm cả Hậu Giang và Sóc Trăng. "
                          "Đây là hồ sơ của Cần Thơ cũ."),
        ("Huế", "34", "Huế không sáp nhập. DTI 2024 cũng xếp tỉnh này trong danh sách 63 tỉnh cũ "
                      "(hạng 19/63)."),
        ("Thừa Thiên Huế", "63", "Thừa Thiên Huế không sáp nhập. Trong danh sách 34 tỉnh từ "
                                 "1/7/2025 là Huế (hạng 19/34). Đây là hồ sơ trong danh sách 63 "
                                 "tỉnh cũ."),
    ],
)  # fmt: skip
def test_which_unit_it_is(province: str, universe: str, said: str) -> None:
    beside = replace(STANDS, rank=19)
    assert who(about(province, universe), beside, DEFINITIONS).written("vi") == said


def test_why_nobody_can_say_up_or_down() -> None:
    def reason(province: str, universe: str, formula: str | None = "dti-405") -> str:
        asked = about(province, universe)
        edition = replace(asked.edition, formula=formula)
        return no_answer_reason(replace(asked, edition=edition), DEFINITIONS).key

    assert reason("Cần Thơ", "34") == "brief.no_answer.both"
    assert reason("Cần Thơ", "34", "dti-922") == "brief.no_answer.units"
    assert reason("Hậu Giang", "63") == "brief.no_answer.formula"
    assert reason("Hậu Giang", "63", None) == "brief.no_answer.unknown"


def test_what_was_really_gained() -> None:
    question = about("Cần Thơ", "34")
    first, second, third = question.members
    runs = {
        first.unit_id: Run(first, ("2021", "2022", "2023"), (15, 5, 5)),
        second.unit_id: Run(second, ("2022", "2023"), (17, 20)),
    }
    history = pd.DataFrame(
        [(one.unit_id, "overall", "2024", 16 + n, 16 + n + (n == 1)) for n, one in
         enumerate(question.members)],
        columns=["unit_id", "measure", "edition", "rank_best", "rank_worst"],
    )  # fmt: skip
    before, after = DEFINITIONS.editions_of("DTI", "63")[-2:]
    ids = [one.unit_id for one in question.members]
    broken = Broken(before, after, dict(zip(ids, (2, -9, -8), strict=True)),
                    dict(zip(ids, (4, -1, 3), strict=True)))  # fmt: skip
    up, down, none = (
        one.written("vi")
        for one in past_sentences(runs, history, broken, question.members, question)
    )
    assert up == (
        "Cần Thơ cũ: hạng 15 (2021), 5 (2022), 5 (2023), lên 10 bậc trong 63 tỉnh (so sánh được). "
        "2024: hạng 16, không so được với 2023; tính lại theo điểm tối đa của 2024 thì lên từ 2 "
        "đến 4 bậc."
    )
    assert "Hậu Giang cũ: hạng 17 (2022), 20 (2023), xuống 3 bậc" in down
    assert "2024: hạng 17–18" in down
    assert "thì từ −9 đến −1 bậc, tức là xuống." in down
    assert none.startswith("Sóc Trăng cũ: chưa có hai kỳ so sánh được mà biết hạng cả hai.")
    assert none.endswith("từ −8 đến +3 bậc, chưa thể nói lên hay xuống.")
    exact = replace(broken, least=dict.fromkeys(ids, 2), most=dict.fromkeys(ids, 2))
    (said,) = past_sentences(runs, history, exact, [first], question)
    assert said.written("vi").endswith("tính lại theo điểm tối đa của 2024 thì lên 2 bậc.")
    same = replace(broken, least=dict.fromkeys(ids, 0), most=dict.fromkeys(ids, 0))
    (said,) = past_sentences(runs, history, same, [first], question)
    assert said.written("vi").endswith("thì giữ hạng.")
    plain = past_sentences(runs, history, replace(broken, least={}, most={}), [third], question)
    assert "không so được với 2023 vì bộ chỉ số đã đổi" in told(plain, "vi")
    own = about("Hậu Giang")
    same = {own.unit.unit_id: Run(own.unit, ("2022", "2023"), (20, 20))}
    assert past_sentences(same, history, None, [own.unit], own)[0].written("vi") == (
        "Hậu Giang: hạng 20 (2022), 20 (2023), kỳ cuối bằng kỳ đầu trong 63 tỉnh (so sánh được)."
    )


def test_what_some_ranks_more_take() -> None:
    question, names = about("Quảng Ngãi", "34"), {"vn34-12": "Lai Châu"}

    def said(climb: Climb | None, found: MainIndices = ONE, stands: Standing = STANDS) -> str:
        return told(climb_sentences(climb, stands, question, found, names, DEFINITIONS), "vi")

    assert said(climb_of(22.0, share=StepShare(21, 7, 0.1))) == (
        "Hạng 18 hiện là Lai Châu (0,7056). Cần thêm 22,0 trên 940 điểm. Đưa riêng hạ tầng số lên "
        "ngang trung bình đã được 21,4 điểm. Từ 2022 đến 2023, trong 21 tỉnh (của 63) xuất phát "
        "gần như vậy, 7 tỉnh tăng được ngần ấy so với trung bình. Đây không phải dự báo."
    )
    assert "không tỉnh nào tăng" in said(climb_of(22.0, share=StepShare(9, 0, 0.1)))
    assert "chỉ có 2 tỉnh (của 63)" in said(climb_of(22.0, share=StepShare(2, 1, 0.1)))
    assert "Cần thêm 0,0234 trên thang 0–1." in said(climb_of(None))
    assert "Chưa có hai kỳ so sánh được" in said(climb_of(22.0))
    assert "ngang trung bình" not in said(climb_of(22.0), indices(("awareness", 1, 1.0)))
    assert said(None) == (
        "DTI 2024 không công bố điểm, nên chưa biết muốn lên hạng cần thêm bao nhiêu."
    )
    first = said(None, stands=replace(STANDS, rank=1))
    assert first == "Quảng Ngãi đang đứng đầu; không có bậc nào cao hơn."


STATEMENT = {
    "index": "DTI", "edition": "2022", "measure": "overall", "statistic": "rank_change",
    "province_as_printed": "Quảng Ngãi", "value_as_printed": "tăng 34 bậc",
    "tables_say": "+34 (60 → 26)", "source_id": "s024", "figure_id": "r0009",
}  # fmt: skip


def press(agrees: int, wrong: int, unchecked: int, right: dict | None = None) -> Press:
    counts = {"all": agrees + wrong + unchecked, "checked": agrees + wrong, "agrees": agrees,
              "contradicted": wrong, "unchecked": unchecked}  # fmt: skip
    rows = pd.DataFrame([STATEMENT] * wrong, columns=list(STATEMENT))
    return Press(counts, None if right is None else pd.Series(right), rows)


def test_what_is_printed_of_the_province() -> None:
    def said(found: Press, lang: str = "vi") -> str:
        return told(press_sentences(found, about("Quảng Ngãi"), DEFINITIONS), lang)

    assert said(press(0, 0, 0)).startswith("Chưa có con số nào")
    assert said(press(0, 0, 4)).startswith("4 con số về thứ hạng, điểm; chưa số nào kiểm tra được")
    assert said(press(6, 0, 15, STATEMENT)) == (
        "21 con số về thứ hạng, điểm; kiểm tra được 6, không số nào sai. Đúng: Quảng Ngãi, "
        "DTI 2022: “tăng 34 bậc”; theo bảng: +34 (60 → 26) (s024)."
    )
    assert "kiểm tra được 3: 2 đúng, 1 sai." in said(press(2, 1, 0))
    assert said(press(0, 2, 0)).count("Sai: ") == 2
    english = {**STATEMENT, "value_as_printed": "an increase of 34 places", "measure": "awareness"}
    shown = said(press(1, 0, 0, english))
    assert "increase" not in shown
    assert "DTI 2022, nhận thức số, báo tiếng Anh" in shown
    assert "“an increase of 34 places”" in said(press(1, 0, 0, english), "en")
    assert "theo bảng" not in said(press(1, 0, 0, {**STATEMENT, "tables_say": ""}))
    regional = {**STATEMENT, "statistic": "regional_rank", "tables_say": "3"}
    assert "DTI 2022, thứ hạng trong vùng: “tăng" in said(press(1, 0, 0, regional))
    itself = {**STATEMENT, "tables_say": "40 ≠ 44"}
    assert "theo bảng: thứ hạng đã biết là 40, còn theo nguồn này là 44 (s024)" in said(
        press(1, 0, 0, itself)
    )


def test_what_is_not_known_in_at_most_five_lines() -> None:
    unknown = Unknowns(("awareness", "institutions"), {"Hậu Giang": ("2020", "2021")}, ("plan",), 3)
    kinds = unknown_sentences(unknown, about("Hậu Giang"), "2022", [Joined(["Kế hoạch"])])
    said = [one.written("vi") for one in kinds]
    assert said == [
        "DTI 2024 không công bố riêng 2 chỉ số chính của mọi tỉnh cũ.",
        "Hạng DTI chính xác các kỳ: 2020, 2021.",
        "Số liệu có ghi thời điểm về: kế hoạch.",
        "Điểm do các tỉnh tự báo cáo; Bộ không công bố sai số.",
    ]
    new = unknown_sentences(unknown, about("Cần Thơ", "34"), "2024", [])
    assert len(new) <= 5
    assert new[0].written("vi").startswith("Hạng của Cần Thơ mới trước 2024: không có")
    # One province still: the former table ranks it.
    alone = unknown_sentences(Unknowns(), about("Huế", "34"), "2024", [])
    assert len(alone) == 1


def test_region_and_note() -> None:
    question = about("Gia Lai")
    assert region_sentence(None, question) == []
    first = RankedUnit("vn63-68", "Lâm Đồng", 22)
    place = RegionPlace("Tây Nguyên", 2, 5, first, RankedUnit("vn63-64", "Gia Lai", 55))
    assert region_sentence(place, question)[0].written("vi") == (
        "Trong vùng Tây Nguyên: thứ 2 trên 5; cao nhất Lâm Đồng (hạng 22), thấp nhất Gia Lai "
        "(hạng 55)."
    )
    assert "kỳ 2020, 2021 gồm cả báo chí" in chart_note(DEFINITIONS, "63").written("vi")
    assert "báo chí" not in chart_note(DEFINITIONS, "34").written("vi")


def soup_of(shown: object) -> BeautifulSoup:
    return BeautifulSoup(shown._repr_html_(), "html.parser")


def test_a_table_of_cards_says_each_header_and_every_role() -> None:
    table = CardTable(
        NASTY, [Cell("Tỉnh"), Cell(NASTY, number=True)],
        [Row(group=NASTY), Row([Cell(NASTY), Cell("1", number=True)], focus=True)], "peers",
    )  # fmt: skip
    soup = soup_of(table)
    assert soup.caption.get_text() == soup.find("tr", class_="group").get_text() == NASTY
    assert soup.find("b") is None
    cell = soup.select_one("tr.focus td")
    assert (cell["data-label"], cell["role"], cell["class"]) == (NASTY, "cell", ["number"])
    assert soup.select_one("tr.focus th")["role"] == "rowheader"
    assert [one["role"] for one in soup.select("thead th")] == ["columnheader"] * 2
    assert repr(table).splitlines()[-1] == f"{NASTY} | 1"


def test_every_block_shows_text_letter_by_letter() -> None:
    cell = Cell(NASTY)
    picture = Picture(NASTY, "<svg/>", NASTY, 360, 164)
    for shown in (
        LeadSentence(NASTY, NASTY), KeyNumbers([KeyNumber(NASTY, cell, cell)]),
        Pictures([picture], NASTY),
    ):  # fmt: skip
        assert soup_of(shown).find("b") is None
        assert NASTY in soup_of(shown).get_text()
    assert soup_of(Pictures([picture], "")).img["alt"] == NASTY
    block = soup_of(ForScript("what-if", {"names": NASTY})).div
    assert (block["class"], block["data-names"], block.get_text()) == (["what-if"], NASTY, "")


def test_the_picture_of_an_index_spans_from_the_lowest_to_the_highest() -> None:
    rows = pd.DataFrame(
        [("infrastructure", 140.0, 0.7, 32, 34, 0.8, 0.55, 1.0, -14.0)],
        columns=["part", "points", "score", "rank", "size", "mean", "lowest", "highest", "apart"],
    )
    found = MainIndices(rows, ("awareness",), 2.04, 940.0)
    table = Tables(about("Quảng Ngãi", "34"), DEFINITIONS, "vi").main_indices(found)
    soup = soup_of(table)
    # From 0.5 to 1: 0.55 at a tenth, 0.7 at four tenths, 0.8 at six.
    bar = soup.select_one("tbody .bar")
    places = [float(re.search(r"left:([\d.]+)%", one["style"])[1]) for one in bar.select("span")]
    assert places == pytest.approx([10, 60, 40])
    assert "width:90.0%" in bar.select_one(".range")["style"]
    assert soup.select_one("tbody .words").get_text() == "0,55 · 0,80 · 1,00"
    score = soup.select_one("td.number data")
    assert (score["value"], score.get_text()) == ("0.7", "0,7000")
    assert score["data-from"] == "rankings|DTI 2024|vn34-51|infrastructure|score"
    last = soup.select("tbody tr")[-1].get_text(" ", strip=True)
    assert last.startswith("1 chỉ số không công bố riêng (nhận thức số), cộng lại")
    assert last.endswith("+2,0")
