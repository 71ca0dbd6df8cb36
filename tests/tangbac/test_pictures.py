"""What a picture shows: the numbers, where lines break, whose they are, and what limits them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest

import tangbac as tb
from helpers.errors import BadInputError
from helpers.sharing.drawing import Chart

TextsOf = Callable[[Chart], list[str]]
COMPARABLE = {"2020": 1, "2021": 2, "2022": 2, "2023": 2, "2024": 3}


def lines_in(svg: str) -> list[str]:
    """The paths that are drawn as lines in the first colour, without those of a legend."""
    paths = ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}path")
    return [
        str(path.get("d")) for path in paths
        if path.get("stroke") == "#0b66a8" and path.get("fill") == "none" and path.get("clip-path")
    ]  # fmt: skip


def test_a_trend_breaks_where_the_formula_does(texts_of: TextsOf) -> None:
    picture = tb.trend("overall", "Hậu Giang")
    assert dict(zip(picture.table["edition"], picture.table["run"], strict=True)) == COMPARABLE
    # One line of three editions under one formula; an edition alone is a mark without a line.
    drawn = [len(re.findall("[ML]", path)) for path in lines_in(picture.svg)]
    assert [count for count in drawn if count > 1] == [3]
    said = " ".join(texts_of(picture))
    assert "Các kỳ ở hai bên vạch đứt không so sánh được" in said
    assert "DTI 2020, DTI 2021, DTI 2022, DTI 2023, DTI 2024" in said
    assert "đổi công thức hoặc chưa rõ công thức" in said
    assert picture.narrow


def test_a_trend_of_several_measures_and_provinces_in_english(texts_of: TextsOf) -> None:
    tb.language("en")
    picture = tb.trend(["pillar_economy", "Xã hội số"], ["hau giang", "Long An"], value="score")
    said = texts_of(picture)
    assert {"Digital economy", "Digital society", "Hậu Giang", "Long An"} <= set(said)
    assert set(picture.table["measure"]) == {"pillar_economy", "pillar_society"}
    assert "0.8" in said
    tb.language("vi")
    again = tb.trend(["pillar_economy", "Xã hội số"], ["hau giang", "Long An"], value="score")
    assert "0,8" in texts_of(again)


def test_a_former_province_is_asked_for_by_its_universe() -> None:
    assert list(tb.trend("overall", "Cần Thơ").table["edition"]) == ["2024"]
    assert len(tb.trend("overall", "Cần Thơ", universe=63).table) == 5
    with pytest.raises(BadInputError, match="several universes"):
        tb.trend("overall", ["Cần Thơ", "Hậu Giang"])
    with pytest.raises(BadInputError, match="1 to 5"):
        tb.trend("overall", list(tb.provinces(63)["province"][:6]))
    with pytest.raises(BadInputError, match="1 to 5"):
        tb.trend("overall")
    with pytest.raises(BadInputError, match="nothing is known of Cần Thơ in overall"):
        tb.trend("overall", "Cần Thơ", index="ICT")
    with pytest.raises(BadInputError, match="rank"):
        tb.trend("overall", "Hậu Giang", value="points")


def test_a_scatter_shows_who_has_both_figures_by_region(texts_of: TextsOf) -> None:
    gains = tb.add(tb.gains(2022, 2023), "papi_internet_access")
    picture = tb.scatter(gains, "papi_internet_access", "score_change", colour="region",
                         focus="Cà Mau")  # fmt: skip
    known = gains["papi_internet_access_2023"].notna().sum()
    assert len(picture.table) == known < 63
    assert f"{known} tỉnh có đủ hai số" in picture.alt
    said = texts_of(picture)
    assert {"Tây Nguyên", "Đông Nam Bộ", "Cà Mau"} <= set(said)
    line = " ".join(said)
    for part in ("DTI 2022, DTI 2023", "PAPI (CECODES", "không có nghĩa là cái này làm nên"):
        assert part in line
    # A gain in places says more of itself.
    ranks = tb.scatter(gains, "papi_internet_access_2023", "rank_gain")
    assert "gắn với hạng ban đầu" in " ".join(texts_of(ranks))


def test_a_picture_of_editions_that_cannot_be_compared_says_so(texts_of: TextsOf) -> None:
    table = tb.wide("DTI", 63)
    apart = tb.scatter(table, "rank_dti_overall_2023", "rank_dti_overall_2024")
    assert "Các kỳ ở đây không so sánh được" in " ".join(texts_of(apart))
    alike = tb.scatter(table, "dti_overall_2022", "dti_overall_2023")
    assert "không so sánh được" not in " ".join(texts_of(alike))
    bridged = tb.gains(2023, 2024, universe=63, bridge="printed_ranks")
    shown = tb.scatter(bridged, "rank_from", "rank_gain")
    assert "chỉ là hiệu hai thứ hạng đã công bố" in " ".join(texts_of(shown))


def test_each_province_has_one_dot() -> None:
    everything = tb.rankings(edition="all", universe=63)
    with pytest.raises(BadInputError, match="several rows"):
        tb.scatter(everything, "rank", "score")
    with pytest.raises(BadInputError, match="several rows"):
        tb.test("rank", "score", everything)


def test_units_of_two_regions_have_a_colour_of_their_own(texts_of: TextsOf) -> None:
    picture = tb.scatter(tb.wide("DTI", 34), "grdp_per_head", "dti_overall", colour="region")
    assert "nằm ở hai vùng" in texts_of(picture)
    with pytest.raises(BadInputError, match="34 values"):
        tb.scatter(tb.wide("DTI", 34), "grdp_per_head", "dti_overall", colour="province")


@pytest.mark.parametrize(
    ("x", "said"),
    [("grdp_per_hed_2024", "grdp_per_head_2024"), ("province", "no numbers")],
)
def test_a_wrong_column_is_refused(x: str, said: str) -> None:
    with pytest.raises(BadInputError, match=said):
        tb.scatter(tb.wide(), x, "dti_overall")


def test_a_measure_of_which_nothing_is_known_is_refused_by_name() -> None:
    with pytest.raises(BadInputError, match="Bình Dương in human_resources, awareness"):
        tb.trend(["human_resources", "awareness", "overall"], "binh duong")
    assert list(tb.trend("awareness", "binh duong", value="score").table["edition"]) == ["2024"]


def test_a_column_without_its_year_is_the_newest() -> None:
    table = tb.add(tb.add(tb.wide("DTI", 63), "pci", year=2020), "pci", year=2022)
    assert tb.scatter(table, "pci", "dti_overall_2022").alt == tb.scatter(
        table, "pci_2022", "dti_overall_2022"
    ).alt  # fmt: skip
    assert tb.scatter(table, "pci", "overall").alt == tb.scatter(
        table, "pci_2022", "dti_overall_2024"
    ).alt  # fmt: skip


def test_a_chart_of_ones_own_is_shown_and_kept_with_its_numbers(
    own: Path, texts_of: TextsOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Chart] = []
    monkeypatch.setattr("IPython.display.display", shown.append)
    gains = tb.gains(2022, 2023)
    means = gains.groupby("region", as_index=False)["rank_gain"].mean()
    title = tb.both("Vùng nào lên?", "Which region climbed?")
    with tb.draw("by-region", means, title=title, alt=title, of=gains) as axes:
        axes.barh(means["region"], means["rank_gain"].astype(float))
    (picture,) = shown
    said = " ".join(texts_of(picture))
    for part in ("Vùng nào lên?", "DTI 2022, DTI 2023", "gắn với hạng ban đầu"):
        assert part in said
    assert "#0b66a8" in picture.svg
    assert len(pd.read_csv(own / "by-region.csv")) == 6
    assert (own / "by-region.svg").read_text("utf-8") == picture.svg
    with pytest.raises(BadInputError, match="small letters"), \
            tb.draw("../x", means, title="", alt=""):  # fmt: skip
        pass


def test_axes_named_as_columns_say_what_readers_call_them(
    texts_of: TextsOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[tb.Picture] = []
    monkeypatch.setattr("IPython.display.display", shown.append)
    gains = tb.gains(2022, 2023)
    with tb.draw("by-region", gains, title="Vùng nào lên?") as axes:
        axes.set(xlabel="score_change", ylabel="region", title="region")
    assert shown[0].alt == "Vùng nào lên?"
    said = texts_of(shown[0])
    assert "Thay đổi điểm, DTI 2022 → 2023: Tổng (thang 0–1)" in said
    assert "Vùng" in said
    assert "score_change" not in said


def test_a_picture_of_an_edition_known_in_part_says_so(texts_of: TextsOf) -> None:
    def said(*years: int) -> str:
        gains = tb.add(tb.gains(*years), "grdp_per_head")
        return " ".join(texts_of(tb.scatter(gains, "grdp_per_head", "score_change")))

    assert "DTI 2021 chỉ biết một phần" in said(2021, 2022)
    assert "chỉ biết một phần" not in said(2022, 2023)


def test_a_trend_of_provinces_of_today_says_that_it_has_one_edition(texts_of: TextsOf) -> None:
    assert "Mới có một kỳ" in " ".join(texts_of(tb.trend("overall", "Cần Thơ")))
    assert "Mới có một kỳ" not in " ".join(texts_of(tb.trend("overall", "Cần Thơ", universe=63)))


def test_a_picture_is_kept_where_git_leaves_it_alone(own: Path) -> None:
    path = tb.trend("overall", "Hậu Giang").save("hau-giang")
    assert path == own / "hau-giang.svg"
    assert len(pd.read_csv(own / "hau-giang.csv")) == 5
    assert "qua 5 kỳ DTI" in repr(tb.trend("overall", "Hậu Giang"))
