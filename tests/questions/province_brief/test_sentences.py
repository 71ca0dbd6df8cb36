"""What a brief says and draws, on cases made for the purpose."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pandas as pd
import pytest

from helpers.questions.province_brief.answer import BriefQuestion, Standing, ask
from helpers.questions.province_brief.charts import editions_chart
from helpers.questions.province_brief.moves import moved_sentences, moved_table
from helpers.questions.province_brief.peers import RegionPlace
from helpers.questions.province_brief.record import Excerpt
from helpers.questions.province_brief.sentences import (
    beside_sentences,
    editions_told,
    headline,
    no_climb,
    sources_sentence,
    standing_sentences,
    unknown_sentences,
)
from helpers.questions.province_brief.shown import Beside, LeadSentence, Note
from helpers.questions.province_brief.tables import (
    contradictions_table,
    editions_tables,
    milestones_table,
    ranked_table,
    services_table,
)
from helpers.questions.province_brief.unknowns import Unknowns
from helpers.questions.rank_gains.workings import GainSplit
from helpers.sharing.drawing import Chart
from helpers.sharing.numbers import Phrase
from helpers.sharing.tables import TableOf
from helpers.sharing.wording import Joined
from helpers.sources.editions import load_definitions
from helpers.sources.provinces import load_units

from ...frozen_project import FROZEN

TextsOf = Callable[[Chart], list[str]]
DEFINITIONS, UNITS = load_definitions(FROZEN), load_units(FROZEN)
STANDS = Standing(33, 0.7093, 63, (), 31, 36, "sensitivity, understated", 11)
NOTHING = Excerpt(pd.DataFrame({"unit_id": [], "source_id": []}), 0)


def about(province: str, universe: str = "63") -> BriefQuestion:
    return ask(pd.DataFrame(), DEFINITIONS, UNITS, province=province, universe=universe)


def told(said: list[Phrase], lang: str) -> str:
    return Joined(said, "\n").written(lang)


def history(*rows: tuple[object, ...]) -> pd.DataFrame:
    columns = ["unit_id", "province", "universe", "index", "edition", "rank", "step"]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(
        rank_best=table["rank"], rank_worst=table["rank"], score=float("nan"),
        rank_basis="printed", gain=pd.array([pd.NA] * len(table), dtype="Int64"),
    )  # fmt: skip


PAST = history(
    ("vn63-93", "Hậu Giang", "63", "DTI", "2021", 17, "first"),
    ("vn63-93", "Hậu Giang", "63", "DTI", "2022", 17, "comparable"),
    ("vn63-93", "Hậu Giang", "63", "DTI", "2023", 20, "comparable"),
    ("vn63-93", "Hậu Giang", "63", "DTI", "2024", 33, "other_formula"),
    ("vn63-93", "Hậu Giang", "63", "ICT", "2020", 32, "unknown_formula"),
)


def test_the_head_line_says_where_and_of_how_many() -> None:
    said = LeadSentence(headline(about("Hậu Giang"), STANDS).written("vi"))
    assert repr(said) == "Hậu Giang: hạng 33/63, DTI 2024, điểm 0,7093"
    assert '<p class="headline">' in said._repr_html_()


def test_the_interval_says_when_it_is_understated_and_when_it_is_one_rank() -> None:
    own = pd.Series(
        {"rank_from": 17, "rank_to": 20, "rank_gain": -3, "gain_least": -3, "gain_most": -3,
         "score_change": 0.075}
    )  # fmt: skip
    said = told(standing_sentences(about("Hậu Giang"), STANDS, own, DEFINITIONS), "vi")
    assert "Từ 1/7/2025, Hậu Giang cùng Cần Thơ, Sóc Trăng hợp thành Cần Thơ (mã vn34-92)" in said
    assert "hạng nằm từ 31 đến 36 ở 90 % số lần thử" in said
    assert "Chỉ 11/63 đơn vị được công bố đủ các phần, nên khoảng này hẹp hơn thực tế." in said
    assert "từ hạng 17 đến hạng 20 (−3 bậc), điểm +0,0750" in said
    full = replace(STANDS, kind="sensitivity", lower=1, upper=1, tied=("Huế",))
    said = told(standing_sentences(about("Hậu Giang"), full, None, DEFINITIONS), "en")
    assert "the rank is still 1 in at least 90 % of the draws" in said
    assert "understated" not in said
    assert "Same rank: Huế." in said
    assert "the rank of Hậu Giang is not known in both" in said
    none = replace(STANDS, kind="", lower=None, upper=None)
    said = told(standing_sentences(about("Hậu Giang"), none, None, DEFINITIONS), "en")
    assert "no sensitivity interval can be computed" in said


@pytest.mark.parametrize(
    ("province", "universe", "said"),
    [
        ("Cần Thơ", "34", "gồm: Cần Thơ, Hậu Giang, Sóc Trăng. Đơn vị mới chỉ có hạng trong DTI"),
        ("Huế", "34", "không sáp nhập. Các kỳ trước DTI 2024 xếp cùng địa bàn này trong 63 "
                      "tỉnh (tên khi ấy: Thừa Thiên Huế)"),
        ("Thừa Thiên Huế", "63", "không sáp nhập; trong 34 đơn vị từ 1/7/2025, mã là vn34-46"),
    ],
)  # fmt: skip
def test_which_unit_it_is(province: str, universe: str, said: str) -> None:
    shown = told(standing_sentences(about(province, universe), STANDS, None, DEFINITIONS), "vi")
    assert said in shown
    assert ("Chưa có hai kỳ DTI nào xếp hạng 34 tỉnh" in shown) == (universe == "34")


def test_a_second_edition_of_the_units_of_today_is_told() -> None:
    first = DEFINITIONS.edition("DTI", "2024", "34")
    fitted = replace(DEFINITIONS.formulas["dti-405"], fitted=True)
    second = replace(first, edition="2025", published="2026-10-21")
    added = replace(
        DEFINITIONS,
        editions=(*DEFINITIONS.editions, second),
        formulas={**DEFINITIONS.formulas, "dti-405": fitted},
    )
    question = ask(pd.DataFrame(), added, UNITS, province="Cần Thơ", universe="34")
    said = told(standing_sentences(question, STANDS, None, added), "vi")
    assert "chỉ có hạng trong DTI 2024 (34), DTI 2025 (34)" in said
    assert "Điểm tối đa từng phần được ước lượng từ bảng điểm kỳ 2024" in said
    past, *_ = unknown_sentences(Unknowns(), question, added)
    assert past.written("en") == (
        "A rank of Cần Thơ among 34 units in editions before DTI 2024: there is none, and none "
        "can be computed."
    )
    own = history(
        ("vn34-92", "Cần Thơ", "34", "DTI", "2024", 19, "first"),
        ("vn34-92", "Cần Thơ", "34", "DTI", "2025", 16, "other_formula"),
    )
    table, _ = editions_tables(pd.concat([PAST, own]), question)
    assert "2025 | – | 16 | another formula" in repr(table.written("en"))


def test_lines_join_only_what_can_be_compared(texts_of: TextsOf) -> None:
    chart = editions_chart(PAST, "vn63-93", ["DTI", "ICT"], "vi", title="t", source="s", alt="a")
    texts = texts_of(chart)
    assert "DTI, trong 63" in texts
    assert texts.count("17") == 2
    # Two lines join 2021-2022 and 2022-2023; one dashed line stands before 2024.
    drawn = re.findall(r'd="([^"]*)"[^>]*stroke-width:1.2;stroke-linecap:square', chart.svg)
    assert [(line.count("M"), line.count("L")) for line in drawn] == [(2, 2)]
    assert chart.svg.count("stroke-dasharray") == 1


def test_several_provinces_are_told_apart_by_name(texts_of: TextsOf) -> None:
    both = pd.concat([PAST, history(("vn34-92", "Cần Thơ", "34", "DTI", "2024", 19, "first"))])
    chart = editions_chart(both, "vn34-92", ["DTI", "ICT"], "en", title="t", source="s", alt="a")
    texts = texts_of(chart)
    assert {"DTI, of 63", "DTI, of 34", "Hậu Giang (63)", "Cần Thơ (34)"} <= set(texts)
    assert editions_told(both).written("en") == (
        "Hậu Giang (63): DTI 2021: 17, DTI 2022: 17, DTI 2023: 20, DTI 2024: 33, ICT 2020: 32; "
        "Cần Thơ (34): DTI 2024: 19"
    )


def test_ranks_of_several_provinces_do_not_hide_one_another(texts_of: TextsOf) -> None:
    near = (("vn63-93", "Hậu Giang", 30), ("vn63-92", "Cần Thơ", 31), ("vn63-94", "Sóc Trăng", 31))
    rows = [(unit, name, "63", "DTI", "2021", rank, "first") for unit, name, rank in near]
    chart = editions_chart(history(*rows), "", ["DTI"], "vi", title="t", source="s", alt="a")
    assert texts_of(chart).count("31") == 2
    found = re.findall(
        r'font-size:([\d.]+)px[^>]* x="([\d.]+)" y="([\d.]+)"[^>]*>(30|31)<', chart.svg
    )
    (size,), (_,) = ({float(one[at]) for one in found} for at in (0, 1))
    heights = sorted((float(height), rank) for _, _, height, rank in found)
    assert [rank for _, rank in heights] == ["30", "31", "31"]
    assert [below[0] - above[0] for above, below in pairwise(heights)] == pytest.approx(
        [size, size], abs=0.02
    )


def test_the_editions_of_one_and_of_several() -> None:
    shown = [table.written("vi") for table in editions_tables(PAST, about("Hậu Giang"))]
    dti, ict = shown
    assert [row[0] for row in dti.rows] == [f"DTI\xa0{year}" for year in range(2021, 2025)]
    assert dti.rows[3][2:] == ("đổi công thức", "đã in")
    assert ict.rows == [("ICT\xa02020", "32", "kỳ đầu có số liệu", "đã in")]
    assert Beside(shown)._repr_html_().count("<table>") == 2
    both = pd.concat([PAST, history(("vn34-92", "Cần Thơ", "34", "DTI", "2024", 19, "first"))])
    both.loc[both["edition"] == "2021", "rank_basis"] = "derived"
    dti = editions_tables(both, about("Cần Thơ", "34"))[0].written("vi")
    assert list(dti.headers) == ["Kỳ", "Hậu Giang (63)", "Cần Thơ (34)", "So với kỳ trước"]
    assert dti.rows[0][1:3] == ("17*", "–")
    assert dti.rows[3][1:] == ("33", "19", "đổi công thức")
    assert editions_tables(PAST.iloc[:0], about("Hậu Giang")) == []


def test_the_step_column_is_headed_by_what_it_holds() -> None:
    def header(table: pd.DataFrame, lang: str) -> str:
        return editions_tables(table, about("Hậu Giang"))[0].written(lang).headers[2]

    assert header(PAST, "vi") == "So với kỳ trước"
    assert header(PAST, "en") == "Against the edition before"
    known = PAST.assign(gain=pd.array([pd.NA, 0, -3, pd.NA, pd.NA], dtype="Int64"))
    assert header(known, "vi") == "Số bậc so với kỳ trước"


def test_where_no_earlier_rank_is_known_nothing_is_called_comparable() -> None:
    late = PAST.assign(rank_best=PAST["rank_best"].where(PAST["edition"] != "2021"))
    (dti, _) = (table.written("vi") for table in editions_tables(late, about("Hậu Giang")))
    assert [row[2] for row in dti.rows] == ["kỳ đầu có số liệu", "so sánh được", "đổi công thức"]
    # Beside 2021, the year 2023 is not compared with it.
    gap = PAST.assign(rank_best=PAST["rank_best"].where(PAST["edition"] != "2022"))
    (dti, _) = (table.written("vi") for table in editions_tables(gap, about("Hậu Giang")))
    assert [row[2] for row in dti.rows] == [
        "kỳ đầu có số liệu", "chưa biết hạng kỳ trước", "đổi công thức",
    ]  # fmt: skip
    # Of another member the edition before is known.
    member = history(
        ("vn63-94", "Sóc Trăng", "63", "DTI", "2021", 50, "first"),
        ("vn63-94", "Sóc Trăng", "63", "DTI", "2022", 51, "comparable"),
    )
    table, _ = editions_tables(pd.concat([late, member]), about("Cần Thơ", "34"))
    assert [row[-1] for row in table.written("en").rows] == [
        "first on file", "comparable", "comparable", "another formula",
    ]  # fmt: skip


def split_of(*ids: str) -> GainSplit:
    rows = [
        (one, one, part, points, places)
        for one in ids
        for part, points, places in (("infrastructure", 0.1, 39.7), ("others", None, -0.7))
    ]
    table = pd.DataFrame(rows, columns=["unit_id", "province", "part", "score_points", "places"])
    ranks = {"rank_before": 58, "rank_after": 19, "standing_still": 58}
    return GainSplit(table, pd.DataFrame(ranks, index=list(ids)))


def test_moves_of_former_units_are_called_that_on_the_page_of_a_unit_of_today() -> None:
    question, split = about("Điện Biên", "34"), split_of("vn63-11")
    lines = [said.written("vi") for said in moved_sentences(split, question, DEFINITIONS)]
    caption = moved_table(split, question, DEFINITIONS).written("vi").caption
    assert all("Điện Biên (trong 63 tỉnh cũ)" in line for line in (*lines, caption))
    english = told(moved_sentences(split, question, DEFINITIONS), "en")
    assert "Điện Biên (among the 63 former provinces) would have ranked 58 in 2023" in english
    # On a page of the 63 the name alone means the same unit.
    own = about("Điện Biên")
    texts = told(moved_sentences(split, own, DEFINITIONS), "vi")
    assert "tỉnh cũ" not in texts + moved_table(split, own, DEFINITIONS).written("vi").caption


def test_moves_of_several_former_units_say_among_how_many() -> None:
    question = about("Cần Thơ", "34")
    split = split_of(*(unit.unit_id for unit in question.members))
    assert "xếp hạng trong 63 tỉnh." in told(moved_sentences(split, question, DEFINITIONS), "vi")
    table = moved_table(split, question, DEFINITIONS).written("vi")
    assert "của từng tỉnh cũ trong 63 tỉnh" in table.caption
    assert {row[0] for row in table.rows} == {f"{unit.province} (63)" for unit in question.members}


def test_gains_are_shown_only_where_they_are_known() -> None:
    rows = pd.DataFrame(
        {"unit_id": ["vn63-93"], "province": ["Hậu Giang"], "rank": [33], "score": [0.7093],
         "rank_gain": [-3], "gain_least": [-3], "gain_most": [-3]}
    )  # fmt: skip
    shown = ranked_table(rows, about("Hậu Giang"), "c").written("vi")
    assert shown.rows == [("33", "Hậu\xa0Giang", "0,7093", "−3")]
    assert shown.highlighted == (True,)
    rows[["rank_gain", "gain_least", "gain_most"]] = None
    assert len(ranked_table(rows, about("Hậu Giang"), "c").columns) == 3


def test_nothing_on_file_is_said() -> None:
    question = about("Bắc Kạn")
    none = services_table(Excerpt(pd.DataFrame(columns=["source_id"]), 0), question)
    assert "Chưa biết không có nghĩa là không có dịch vụ" in none.written("vi")
    assert contradictions_table(NOTHING, DEFINITIONS, {}) is None
    assert sources_sentence([NOTHING.rows], {}) is None
    said = told(moved_sentences(None, question, DEFINITIONS), "vi")
    assert said.startswith("Không tách được")
    assert moved_table(None, question, DEFINITIONS) is None
    first = no_climb(replace(STANDS, rank=1), question).written("vi")
    assert first == "Bắc Kạn đang đứng đầu; không có bậc nào cao hơn."
    unknown = no_climb(STANDS, question).written("en")
    assert "what is missing cannot be worked out" in unknown


def test_a_figure_says_of_whom_it_is_how_sure_and_how_many_more_there_are() -> None:
    rows = pd.DataFrame(
        {
            "unit_id": ["vn63-93"], "level": ["share_level_4"], "precision": ["year"],
            "as_of_start": [pd.Timestamp("2021-01-01")], "as_of_end": [pd.Timestamp("2021-12-31")],
            "value": [97.5], "value_as_printed": ["97,5%"], "approximate": ["more_than"],
            "doubt": ["year inferred"], "source_id": ["s001"],
        }
    )  # fmt: skip
    table = services_table(Excerpt(rows, 3), about("Cần Thơ", "34"))
    assert isinstance(table, TableOf)
    shown = table.written("vi")
    assert shown.rows == [
        ("Hậu Giang (63)", "2021", "Mức độ 4, tỷ lệ", "hơn 97,50 % (còn ngờ)", "s001")
    ]
    assert shown.caption.endswith("1 trong 4; còn lại trong online_services.csv")
    note = sources_sentence([rows], {"s001": "<b>Bài</b>"})
    assert note is not None
    assert (
        Note(note.written("vi"))._repr_html_()
        == '<p class="note">Nguồn: s001: &lt;b&gt;Bài&lt;/b&gt;.</p>'
    )


def test_a_milestone_has_its_document_and_all_its_sources() -> None:
    rows = pd.DataFrame(
        {
            "unit_id": ["vn63-93"], "milestone_type": ["plan"], "number": ["78 KH UBND"],
            "date_kind": ["dated"], "precision": ["day"], "source_ids": [["s002", "s540"]],
            "date_start": [pd.Timestamp("2021-04-27")], "date_end": [pd.Timestamp("2021-04-27")],
        }
    )  # fmt: skip
    table = milestones_table(Excerpt(rows, 0), about("Hậu Giang"))
    assert isinstance(table, TableOf)
    shown = table.written("vi")
    assert shown.rows == [
        ("27/4/2021", "Kế hoạch, đề án, chương trình", "78/KH-UBND", "s002, s540")
    ]
    assert shown.caption.endswith("1 trong 1")


def test_the_region_and_the_rule_of_the_peers() -> None:
    place = RegionPlace("Tây Nguyên", 2, 5, ("A", 3), ("B", 60))
    said = told(beside_sentences(place, about("Hậu Giang"), True), "en")
    assert "In the region Tây Nguyên, Hậu Giang is number 2 of 5; highest A (rank 3)" in said
    assert "logarithms of population" in said
    said = told(beside_sentences(None, about("Lâm Đồng", "34"), False), "vi")
    assert "thuộc nhiều vùng (" in said
    assert "không chọn được đơn vị tương đồng" in said
    whole = told(beside_sentences(place, about("Cần Thơ", "34"), True), "vi")
    assert "nằm trọn trong vùng Tây Nguyên" in whole
    assert "cộng từ các tỉnh cũ" in whole


def test_what_is_not_known_is_listed_and_nothing_else() -> None:
    unknown = Unknowns(
        parts=("awareness",),
        editions={"Hậu Giang": ("DTI 2020", "ICT 2010", "ICT 2013")},
        survey_years={"Hậu Giang": (2021, 2023)},
    )
    said = unknown_sentences(unknown, about("Hậu Giang"), DEFINITIONS)
    texts = [phrase.written("vi") for phrase in said]
    assert texts[0] == "DTI 2024 không in riêng 1 phần điểm: Nhận thức số."
    assert texts[1] == "Chưa biết hạng ở các kỳ: DTI 2020, ICT 2010, 2013."
    assert texts[2] == "Khảo sát PAPI không công bố kết quả các năm: 2021, 2023."
    assert len(texts) == 4
    said = unknown_sentences(unknown, about("Cần Thơ", "34"), DEFINITIONS)
    merged = [phrase.written("en") for phrase in said]
    assert merged[0].startswith("A rank of Cần Thơ among 34 units in editions before DTI 2024")
    assert "Hậu Giang: DTI 2020, ICT 2010, 2013" in merged[2]
