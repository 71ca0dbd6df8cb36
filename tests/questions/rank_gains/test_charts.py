"""Charts: the same bytes for the same data, alt text, and the numbers and words they show."""

from __future__ import annotations

import csv
import re
import warnings
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import cast
from xml.etree import ElementTree

import pandas as pd
import pytest
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure

from helpers.questions.clean_figures import charts as coverage_module
from helpers.questions.clean_figures.charts import coverage_chart
from helpers.questions.rank_gains import charts, country_charts
from helpers.questions.rank_gains.country_charts import movers_chart, spreads_chart
from helpers.sharing import drawing
from helpers.sharing import tile_map as tile_map_module
from helpers.sharing.compact_svg import CHART_MIME
from helpers.sharing.drawing import DOWN, UP, Chart
from helpers.sharing.tile_map import load_tile_grid, tile_map
from helpers.sharing.wording import Said, written

from ...frozen_project import FROZEN

WORDS = {
    "title": "Cà Mau lên hạng nhiều nhất",
    "source": "Nguồn: Bộ. Dữ liệu 01234567.",
    "alt": "Mô tả",
}
Draw = Callable[[str], Chart]
TextsOf = Callable[[Chart], list[str]]


@pytest.fixture(scope="module")
def provinces() -> pd.DataFrame:
    with (FROZEN / "data/raw/provinces/provinces.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = [row["name_vi"].split(" ", 1)[1].removeprefix("phố ") for row in rows]
    codes = [row["gso_code"] for row in rows]
    return pd.DataFrame(
        {"unit_id": [f"vn63-{c}" for c in codes], "province_code": codes, "province": names}
    )


@pytest.fixture(scope="module")
def gains(provinces: pd.DataFrame) -> pd.DataFrame:
    """A made-up pair of full rankings: the second is the first turned by seven places."""
    places = pd.Series(range(1, 64))
    after = (places + 6) % 63 + 1
    return provinces.assign(
        rank_from=places, rank_to=after, rank_gain=places - after, baseline="2022", edition="2023"
    )


@pytest.fixture(scope="module")
def drawings(gains: pd.DataFrame) -> dict[str, Draw]:
    coverage = pd.DataFrame(
        [
            {"province": province, "edition_label": f"DTI {year}", "basis": basis}
            for province in ("Hậu Giang", "Đà Nẵng", "An Giang")
            for year, basis in (("2020", "derived"), ("2021", "interval"), ("2022", "unknown"))
        ]
    )
    spreads = pd.DataFrame(
        [
            ("2022", "dti-922", "2023", True, 0.0786, 0.0785, 0.0787),
            ("2022", "dti-405", "2024", False, None, 0.0666, 0.0995),
            ("2024", "dti-405", "2024", True, 0.0789, 0.0788, 0.0790),
        ],
        columns=["edition", "formula", "points_of", "own", "deviation", "least", "greatest"],
    )
    movers = pd.DataFrame(
        {
            "part": ["infrastructure", "remainder", "others"],
            "name": ["Hạ tầng số", "chưa công bố", "khác"],
            "rise_percent": [58.0, 42.0, None],
            "rank_share": [0.03, 0.79, 0.18],
            "rank_lower": [-0.02, 0.5, 0.0],
            "rank_upper": [0.1, 0.9, 0.31],
        }
    )
    history = pd.DataFrame(
        {
            "index": ["DTI"] * 4,
            "edition": ["2020", "2021", "2022", "2023"],
            "formula": ["dti-1726", "dti-922", "dti-922", ""],
            "rank": pd.array([28, None, 17, None], dtype="Int64"),
            "rank_best": pd.array([28, 40, 17, None], dtype="Int64"),
            "rank_worst": pd.array([28, 44, 17, None], dtype="Int64"),
            "rank_basis": ["printed", "derived", "score_order", ""],
        }
    )
    values = gains.rename(columns={"rank_gain": "value"})
    names = {"DTI": "Chỉ số chuyển đổi số cấp tỉnh"}
    return {
        "gains": lambda lang: charts.gains_chart(gains, lang, focus="vn63-93", **WORDS),
        "map": lambda lang: tile_map(values, lang, universe="63", focus="vn63-93", **WORDS),
        "coverage": lambda lang: coverage_chart(coverage, lang, **WORDS),
        "spreads": lambda lang: spreads_chart(spreads, lang, **WORDS),
        "movers": lambda lang: movers_chart(movers, lang, **WORDS),
        "history": lambda lang: charts.history_chart(history, names, lang, size=63, **WORDS),
        "bars": lambda lang: charts.bar_chart(
            [("Hạ tầng kỹ thuật", 7.0), ("Ứng dụng", -18.0)], lang, axis_label="Số bậc", **WORDS
        ),
    }


NAMES = ("gains", "map", "coverage", "spreads", "movers", "history", "bars")


@pytest.mark.parametrize("name", NAMES)
def test_the_same_data_give_the_same_bytes(drawings: dict[str, Draw], name: str) -> None:
    first, second = drawings[name]("vi"), drawings[name]("vi")
    assert first.svg == second.svg
    root = ElementTree.fromstring(first.svg)
    assert root.tag.endswith("svg")
    if name != "bars":  # whole numbers and given words are the same in both languages
        assert drawings[name]("en").svg != first.svg
    # Nothing of the day, of the program or of another server.
    assert not re.search(r"<dc:date>|Matplotlib v|<image|href=\"http", first.svg)


@pytest.mark.parametrize("name", NAMES)
def test_every_chart_has_its_alt_text(drawings: dict[str, Draw], name: str) -> None:
    chart = drawings[name]("vi")
    data, metadata = chart._repr_mimebundle_()
    own = {"narrow": "", "data": ""}
    assert data == {"image/svg+xml": chart.svg, "text/plain": "Mô tả", CHART_MIME: own}
    assert metadata["image/svg+xml"] == {"alt": "Mô tả"}
    assert repr(chart) == "Mô tả"


@pytest.mark.parametrize("name", NAMES)
def test_every_chart_carries_its_takeaway_and_its_source(
    drawings: dict[str, Draw], name: str, texts_of: TextsOf
) -> None:
    shown = " ".join(texts_of(drawings[name]("vi")))
    assert WORDS["title"] in shown
    assert WORDS["source"] in shown


def test_other_data_give_another_picture(gains: pd.DataFrame) -> None:
    moved = gains.copy()
    moved.loc[3, "rank_to"] += 1
    pictures = {
        charts.gains_chart(table, "vi", focus="vn63-93", **WORDS).svg for table in (gains, moved)
    }
    assert len(pictures) == 2


@pytest.mark.parametrize("narrow", [False, True])
def test_every_gain_stands_beside_its_bar_with_both_ranks(
    gains: pd.DataFrame, narrow: bool, texts_of: TextsOf
) -> None:
    chart = charts.gains_chart(gains, "vi", focus="vn63-93", narrow=narrow, **WORDS)
    shown = Counter(texts_of(chart))
    for row in gains.itertuples(index=False):
        assert shown[row.province] == 1
        assert shown[f"{row.rank_from} → {row.rank_to}"] == 1
    signed = Counter(
        f"+{gain}" if gain > 0 else f"−{-gain}" for gain in gains["rank_gain"].tolist()
    )
    assert {text: shown[text] for text in signed} == signed
    assert shown["Lên hạng (+)"] == shown["Xuống hạng (−)"] == 1


def test_bars_begin_with_the_largest_climb_and_names_of_one_gain_are_in_order(
    provinces: pd.DataFrame, texts_of: TextsOf
) -> None:
    names = ["Yên Bái", "Đà Nẵng", "Thanh Hóa", "An Giang"]
    table = provinces.head(4).assign(
        province=names, rank_from=[9, 1, 8, 2], rank_to=[7, 5, 6, 2], rank_gain=[2, -4, 2, 0]
    )
    shown = texts_of(charts.gains_chart(table, "vi", focus="", **WORDS))
    assert [text for text in shown if text in names] == [
        "Thanh Hóa", "Yên Bái", "An Giang", "Đà Nẵng",
    ]  # fmt: skip
    alone = texts_of(charts.gains_chart(table.iloc[[0]], "vi", focus="", **WORDS))
    assert "Xuống hạng (−)" not in alone


def test_the_map_shows_every_gain_and_the_two_archipelagos(
    drawings: dict[str, Draw], gains: pd.DataFrame, texts_of: TextsOf
) -> None:
    shown = texts_of(drawings["map"]("vi"))
    by_code = gains.set_index("province_code")["rank_gain"]
    # Đà Nẵng and Khánh Hòa stand twice, with their islands.
    expected = Counter(
        f"+{g}" if g > 0 else f"−{-g}" if g < 0 else "0"
        for g in [*by_code, by_code["48"], by_code["56"]]
    )
    values = Counter(text for text in shown if re.fullmatch(r"[+−]?\d+", text))
    assert values == expected
    together = " ".join(shown)
    for words in ("Hoàng Sa", "Trường Sa", "Hậu Giang"):
        assert words in together
    english = " ".join(texts_of(drawings["map"]("en")))
    assert "Hoang Sa" in english
    assert "Truong Sa" in english


def test_a_unit_without_a_value_is_a_dash(gains: pd.DataFrame, texts_of: TextsOf) -> None:
    values = gains.rename(columns={"rank_gain": "value"}).astype({"value": "Int64"})
    values.loc[values["province_code"] == "01", "value"] = pd.NA
    shown = texts_of(tile_map(values, "vi", universe="63", focus="vn63-93", **WORDS))
    assert shown.count("–") == 1


def test_bars_show_their_values_largest_list_first(
    drawings: dict[str, Draw], texts_of: TextsOf
) -> None:
    shown = texts_of(drawings["bars"]("vi"))
    assert "+7" in shown
    assert "−18" in shown
    assert "Số bậc" in shown


def test_history_shows_intervals_as_intervals(drawings: dict[str, Draw], texts_of: TextsOf) -> None:
    shown = texts_of(drawings["history"]("vi"))
    assert {"28", "40–44", "17"} <= set(shown)
    assert "suy ra từ số liệu khác" in shown
    assert "Chỉ số chuyển đổi số cấp tỉnh" in shown


def test_coverage_counts_for_each_edition(drawings: dict[str, Draw], texts_of: TextsOf) -> None:
    shown = texts_of(drawings["coverage"]("vi"))
    # Known of all three, of all three as a span only, which is hatched and not counted, of nobody.
    assert [shown[shown.index(f"DTI {year}")] for year in (2020, 2021, 2022)]
    assert [text for text in shown if text.endswith("/3")] == ["3/3", "0/3", "0/3"]
    assert {"chỉ biết một khoảng", "suy ra từ số liệu khác"} <= set(shown)


def test_scores_are_marked_in_the_form_of_the_language(
    drawings: dict[str, Draw], texts_of: TextsOf
) -> None:
    vietnamese = texts_of(drawings["spreads"]("vi"))
    english = texts_of(drawings["spreads"]("en"))
    assert any(re.fullmatch(r"0,\d\d", text) for text in vietnamese)
    assert any(re.fullmatch(r"0\.\d\d", text) for text in english)
    assert not any(re.fullmatch(r"0\.\d\d", text) for text in vietnamese)


def figure_of(draw: Draw, monkeypatch: pytest.MonkeyPatch) -> Figure:
    """The drawing before it becomes SVG, to look at where its lines and bars lie."""
    for module in (charts, country_charts, tile_map_module, coverage_module):
        monkeypatch.setattr(module, "finish", lambda figure, **_: figure)
    return cast(Figure, draw("vi"))


def test_bars_of_gains_are_as_long_as_the_gains(
    drawings: dict[str, Draw], gains: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    (axes,) = figure_of(drawings["gains"], monkeypatch).axes
    bars = [bar for bar in axes.patches if bar.get_height() < 1]
    widths = Counter(round(bar.get_width()) for bar in bars)
    assert widths == Counter(gains["rank_gain"].tolist())
    for bar in bars:
        rose = bar.get_width() > 0
        assert to_hex(bar.get_facecolor()) == (UP if rose else DOWN)
        assert bar.get_hatch() == (None if rose else "////")
    # The province in focus: its band lies where its bar lies.
    (band,) = [patch for patch in axes.patches if patch.get_height() == 1]
    own = gains.loc[gains["unit_id"] == "vn63-93", "rank_gain"].iloc[0]
    (bar,) = [b for b in bars if band.get_y() < b.get_y() < band.get_y() + 1]
    assert bar.get_width() == own


def test_bars_are_as_long_as_their_values(
    drawings: dict[str, Draw], monkeypatch: pytest.MonkeyPatch, texts_of: TextsOf
) -> None:
    shown = texts_of(drawings["bars"]("vi"))
    assert shown.index("Hạ tầng kỹ thuật") < shown.index("Ứng dụng")
    (axes,) = figure_of(drawings["bars"], monkeypatch).axes
    assert {round(bar.get_y() + bar.get_height() / 2): bar.get_width() for bar in axes.patches} == {
        0: 7.0, 1: -18.0,
    }  # fmt: skip


def test_tiles_that_climbed_are_blue_and_those_that_fell_brown(
    drawings: dict[str, Draw], gains: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    (axes,) = figure_of(drawings["map"], monkeypatch).axes
    by_code = gains.set_index("province_code")["rank_gain"]
    strengths = {}
    for tile, patch in zip(load_tile_grid("63"), axes.patches, strict=True):
        red, _, blue, _ = patch.get_facecolor()
        gain = by_code[tile.province_code]
        assert (blue > red) == (gain > 0)
        assert (red > blue) == (gain < 0)
        strengths[gain] = to_hex(patch.get_facecolor())
    # The largest change has nearly the whole colour, which a dark page changes.
    largest = max(strengths, key=abs)
    whole = to_rgb(UP if largest > 0 else DOWN)
    assert to_rgb(strengths[largest]) == pytest.approx(whole, abs=0.02)
    assert strengths[largest] not in (UP, DOWN)


def test_letters_on_tiles_can_be_read_whatever_page_they_stand_on(
    drawings: dict[str, Draw], monkeypatch: pytest.MonkeyPatch
) -> None:
    (axes,) = figure_of(drawings["map"], monkeypatch).axes
    grounds = [to_hex(patch.get_facecolor()) for patch in axes.patches]
    places = [(tile.column, tile.row) for tile in load_tile_grid("63")]
    for text in axes.texts:
        column, row = (int(place) for place in text.get_position())
        letters = to_hex(text.get_color())
        assert tile_map_module.contrast(letters, grounds[places.index((column, row))]) > 4
        # A dark page changes these.
        assert letters != drawing.INK
    assert not {UP, DOWN} & set(grounds)
    assert tile_map_module.contrast("#ffffff", "#000000") == pytest.approx(21)
    assert tile_map_module.contrast("#777777", "white") == pytest.approx(4.48, abs=0.01)


def test_on_phones_every_tile_bears_a_name_that_no_other_bears(
    gains: pd.DataFrame, texts_of: TextsOf
) -> None:
    values = gains.rename(columns={"rank_gain": "value"})
    shown = texts_of(tile_map(values, "vi", universe="63", focus="", narrow=True, **WORDS))
    # A name stands line by line, its value below it.
    number = re.compile(r"[+−]?\d+")
    names = " ".join("\n" if number.fullmatch(text) else text for text in shown).split("\n")
    assert {"Hậu Giang", "Bà Rịa - Vũng Tàu", "Hoàng Sa", "Trường Sa", "Thái Nguy."} <= {
        name.strip() for name in names
    }
    assert len({name.strip() for name in names[:65]}) == 65
    assert len([text for text in shown if re.fullmatch(r"[+−]?\d+", text)]) == 65


def test_spreads_under_the_same_points_have_one_colour(
    drawings: dict[str, Draw], monkeypatch: pytest.MonkeyPatch
) -> None:
    (axes,) = figure_of(drawings["spreads"], monkeypatch).axes
    dots = {tuple(line.get_xdata()): line for line in axes.lines if line.get_marker() == "o"}
    bars = {tuple(line.get_xdata()): line for line in axes.lines if line.get_marker() != "o"}
    assert set(dots) == {(0.0786,), (0.0789,)}
    assert set(bars) == {(0.0666, 0.0995)}
    # The bar of the first edition is what it would be under the points of the second.
    assert bars[(0.0666, 0.0995)].get_color() == dots[(0.0789,)].get_color()
    assert bars[(0.0666, 0.0995)].get_color() != dots[(0.0786,)].get_color()


def test_the_legend_names_the_points_of_each_colour(
    drawings: dict[str, Draw], texts_of: TextsOf
) -> None:
    shown = texts_of(drawings["spreads"]("vi"))
    assert {"theo điểm tối đa của 2022", "theo điểm tối đa của 2024"} <= set(shown)


def test_what_is_no_named_part_is_grey_and_intervals_are_drawn(
    drawings: dict[str, Draw], monkeypatch: pytest.MonkeyPatch
) -> None:
    left, right = figure_of(drawings["movers"], monkeypatch).axes
    assert [bar.get_width() for bar in left.patches] == [58.0, 42.0, 0.0]
    assert [bar.get_width() for bar in right.patches] == pytest.approx([3, 79, 18])
    colors = [bar.get_facecolor() for bar in right.patches]
    assert colors[0] != colors[1] == colors[2]
    (lines,) = right.collections
    ends = [sorted(x for x, _ in line) for line in lines.get_segments()]
    assert ends == [pytest.approx(pair) for pair in ([-2, 10], [50, 90], [0, 31])]


def test_bars_of_coverage_add_up_the_bases(
    drawings: dict[str, Draw], monkeypatch: pytest.MonkeyPatch
) -> None:
    (axes,) = figure_of(drawings["coverage"], monkeypatch).axes
    by_row: dict[int, list[float]] = {0: [], 1: [], 2: []}
    for bar in axes.patches:
        by_row[round(bar.get_y() + bar.get_height() / 2)].append(bar.get_width())
    # Each edition has one basis for its three units; the last bar is what is not known.
    assert [sorted(widths) for widths in by_row.values()] == [[0, 0, 3]] * 3
    hatched = [bar for bar in axes.patches if bar.get_hatch() and bar.get_width()]
    assert [round(bar.get_y() + bar.get_height() / 2) for bar in hatched] == [1]


def test_the_numbers_of_a_chart_are_kept_as_they_are(gains: pd.DataFrame, tmp_path: Path) -> None:
    path = tmp_path / "figures" / "gains.csv"
    assert drawing.save_chart_data(gains, path) is gains
    assert path.read_bytes().count(b"\r") == 0
    kept = pd.read_csv(path, dtype={"province_code": str, "baseline": str, "edition": str})
    pd.testing.assert_frame_equal(kept, gains, check_dtype=False)
    assert [entry.name for entry in path.parent.iterdir()] == ["gains.csv"]
    drawing.save_chart_data(gains.iloc[:0], path)
    assert path.read_text(encoding="utf-8") == ",".join(gains.columns) + "\n"


VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")


def test_every_vietnamese_letter_can_be_drawn() -> None:
    import unicodedata

    letters = [unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES]
    letters = [*letters, "đ"]
    letters += [letter.upper() for letter in letters]
    assert len(set(letters)) == 146
    assert all(len(letter) == 1 for letter in letters)
    with warnings.catch_warnings():
        # A letter that the font lacks is a warning of the drawing.
        warnings.simplefilter("error")
        bars = [("".join(letters[start : start + 20]), 1.0) for start in range(0, 146, 20)]
        bars.append(("− – … → ± ρ «»", 2.0))
        charts.bar_chart(bars, "vi", axis_label="x", **WORDS)


def test_a_letter_that_the_font_lacks_is_noticed() -> None:
    with pytest.warns(UserWarning, match="missing from font"):
        charts.bar_chart([("高平省", 1.0)], "vi", axis_label="x", **WORDS)


def test_the_source_line_names_producer_editions_data_and_what_limits() -> None:
    line = drawing.source_line("Bộ", ["DTI 2022", "DTI 2023"], "01234567")
    assert written(line, "vi") == "Nguồn: Bộ. Kỳ: DTI 2022, DTI 2023. Dữ liệu 01234567. Tăng bậc."
    limited = drawing.source_line("Bộ", [], "", Said("chart.rank"))
    assert written(limited, "en").endswith("Tăng bậc. Rank")
