"""What every chart has alike: a title that fits, letters left alone, legends, scales."""

from __future__ import annotations

import importlib.resources
import random
import re
from collections.abc import Callable

import matplotlib as mpl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from helpers.sharing import drawing
from helpers.sharing.drawing import (
    BAND,
    DOWN,
    FOCUS,
    INK,
    NARROW,
    QUIET,
    SMALLEST,
    SOFT,
    UP,
    WIDE,
    Chart,
    Room,
    color_patches,
    drawn_twice,
    finish,
    house_style,
    new_figure,
    number_scale,
    signed_bars,
    text_width,
    wrapped,
)
from helpers.sharing.rows import name_rows
from helpers.sharing.wording import read_wording

TextsOf = Callable[[Chart], list[str]]
SENTENCE = (
    "Hậu Giang tăng nhiều bậc nhất trong nhóm mười tỉnh có điểm xuất phát thấp, nhờ hạ tầng số và "
    "nhân lực số đều tăng mạnh"
)
TITLES = {
    "a sentence": SENTENCE,
    "capitals": ("TỈNH MWMW " * 12).strip(),
    "wide capitals": ("WMWMWMW " * 15).strip(),
    "narrow letters": ("lil tít ilf " * 10).strip(),
    "digits": ("2.000.000 0,4332 " * 8)[:120],
    "one word": "W" * 120,
    "two words": "M" * 60 + " " + "Ệ" * 59,
    "short": "Cà Mau",
    "nothing": "",
}


def drawn(title: str, source: str = "Nguồn", width: float = 8, subtitle: str = "") -> Figure:
    """A finished picture of that many inches, laid out."""
    with house_style():
        figure, _ = new_figure(width, 4)
        finish(figure, title, source, "", subtitle=subtitle)
    return figure


def ends(figure: Figure) -> list[float]:
    """Where the lines around the drawing begin and end, as shares of the picture's width.

    Measured by another renderer than the one that draws the SVG, its letters not fitted to pixels.
    """
    figure.set_dpi(300)
    with mpl.rc_context({"text.hinting": "none"}):
        renderer = FigureCanvasAgg(figure).get_renderer()
        boxes = [text.get_window_extent(renderer) for text in figure.texts if text.get_text()]
    return [side / figure.bbox.width for box in boxes for side in (box.x0, box.x1)]


def title_of(figure: Figure) -> str:
    return "\n".join(text.get_text() for text in figure.texts if text.get_fontweight() == "bold")


# --- the title and the source line ----------------------------------------------------------------


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
@pytest.mark.parametrize("width", [8, WIDE, 8.6, NARROW])
def test_no_title_or_source_line_runs_out_of_the_picture(title: str, width: float) -> None:
    assert len(title) <= 120
    for side in ends(drawn(title, title + " " + title, width, subtitle=title)):
        assert 0 <= side <= 1


def test_no_title_of_a_hundred_and_twenty_letters_runs_out() -> None:
    """Letters as they come in the wording, in words of any length."""
    letters = [
        c
        for file in importlib.resources.files("helpers.wording").iterdir()
        if file.name.endswith(".yml") and file.name != "remarks.yml"
        for entry in read_wording(file.name).values()
        for c in "".join(entry.values())
    ]
    chance = random.Random(5)
    for _ in range(25):
        title = "".join(chance.choices(letters, k=119)).replace("$", "S").replace("\n", " ") + "W"
        assert max(ends(drawn(title))) <= 1


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_no_letter_of_a_title_is_lost(title: str) -> None:
    shown = title_of(drawn(title))
    assert shown.replace("\n", "").replace(" ", "") == title.replace(" ", "")
    if "word" not in title and max(map(len, title.split()), default=0) < 20:
        assert shown.replace("\n", " ") == title


def test_a_title_that_fits_stays_on_one_line() -> None:
    assert "\n" not in title_of(drawn(SENTENCE[:60]))
    # Narrow letters fit where as many wide ones do not.
    assert "\n" not in title_of(drawn("ili " * 22))
    assert "\n" in title_of(drawn("WMW " * 22))


def test_a_long_title_fills_its_lines() -> None:
    """Two lines are enough for a sentence of 120 letters."""
    figure = drawn(SENTENCE)
    assert title_of(figure).count("\n") == 1
    assert max(ends(figure)[:2]) > 0.8


@pytest.mark.parametrize("room", [None, Room(0.5, 0.2, 0.1, 0.4)])
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_what_is_drawn_keeps_its_size_and_nothing_lies_over_it(
    room: Room | None, width: float
) -> None:
    """Whatever stands above and below: the picture grows by as much as it takes."""
    heights = []
    for title, entries in (("Ngắn", 0), (SENTENCE * 2, 9)):
        with house_style():
            figure, axes = new_figure(width, 2, room=room)
            key = color_patches({f"một mục {number}": UP for number in range(entries)})
            finish(figure, title, SENTENCE * 2, "", subtitle=SENTENCE, key=key)
        figure.set_dpi(300)
        renderer = FigureCanvasAgg(figure).get_renderer()
        box = axes.get_tightbbox(renderer)
        heights.append(axes.get_window_extent(renderer).height)
        around = [t.get_window_extent(renderer) for t in figure.texts]
        around += [legend.get_window_extent(renderer) for legend in figure.legends]
        assert len(figure.legends) == (0 if not entries else 2 if width == WIDE else 3)
        lowest = min(one.y0 for one in around if one.y0 > box.y0)
        assert lowest >= box.y1 - 1
        for number, one in enumerate(around):
            assert 0 <= one.x0 < one.x1 <= figure.bbox.width
            assert 0 <= one.y0 < one.y1 <= figure.bbox.height
            assert not any(
                one.shrunk(1, 0.8).overlaps(other.shrunk(1, 0.8)) for other in around[:number]
            )
            assert one.y0 >= box.y1 - 1 or one.y1 <= box.y0 + 1
    assert heights[0] == pytest.approx(heights[1], rel=0.02)


def test_a_chart_is_drawn_for_phones_where_its_function_can() -> None:
    def draw(lang: str, *, title: str, narrow: bool = False) -> Chart:
        return Chart(f"{lang} {title} {narrow}", "alt")

    def once(lang: str) -> Chart:
        return Chart(lang, "alt")

    assert drawn_twice(draw, "vi", title="a") == Chart("vi a False", "alt", "vi a True")
    assert drawn_twice(once, "vi") == Chart("vi", "alt")


def test_letters_can_be_read_on_a_phone() -> None:
    """358 of its pixels are 268.5 points, and 11 of them 8.25."""
    assert 72 * NARROW <= 358 * 0.75
    assert SMALLEST >= 11 * 0.75


def test_colours_can_be_told_apart_from_white() -> None:
    def luminance(color: str) -> float:
        parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(one: str, other: str) -> float:
        low, high = sorted([luminance(one), luminance(other)])
        return (high + 0.05) / (low + 0.05)

    for color, least in ((UP, 4.5), (DOWN, 4.5), (SOFT, 4.5), (INK, 7), (QUIET, 3)):
        assert contrast(color, "#ffffff") >= least
    assert contrast(INK, BAND) >= 7


def test_bars_of_what_fell_are_hatched_and_those_of_what_rose_are_not() -> None:
    _, axes = new_figure(4, 2)
    signed_bars(axes, [0, 1, 2], [3, -2, 0], left=[1, 1, 1])
    bars = {
        round(bar.get_y() + bar.get_height() / 2): (to_hex(bar.get_facecolor()), bar.get_hatch())
        for bar in axes.patches
    }
    assert bars == {0: (UP, None), 1: (DOWN, "////"), 2: (UP, None)}
    assert [bar.get_width() for bar in axes.patches] == [3, 0, -2]
    assert {bar.get_x() for bar in axes.patches} == {1}
    rose, fell = color_patches({"lên": UP, "xuống": DOWN})
    assert (rose.get_hatch(), fell.get_hatch()) == (None, "////")


# --- letters that are text ------------------------------------------------------------------------


def test_numbers_that_readers_see_stay_as_they_are(texts_of: TextsOf) -> None:
    shown = ["1.260", "-0.12345", "0.6342 → 0.7092", "a <1.2345> b", "scale(1.2345)", "x  1.0005"]
    with house_style():
        figure, axes = new_figure(8, 4)
        for place, text in enumerate(shown):
            axes.text(0.1, place / 10, text)
        chart = finish(figure, "DTI 0.12345", "v 1.23456", "")
    assert set(shown) | {"DTI 0.12345", "v 1.23456"} <= set(texts_of(chart))


def test_only_attributes_are_shortened() -> None:
    svg = (
        '<?xml version="1.0"?>\n<svg width="8.123456">\n <!-- 1.2345 -->\n'
        ' <g transform="translate(-1.23456 0.004999) scale(0.012345)">\n'
        "  <text> 1.23456 </text>\n  <text> </text>\n </g>\n</svg>\n"
    )
    assert drawing._lighter(svg) == (
        '<svg width="8.12"><g transform="translate(-1.23 0.00) scale(0.012345)">'
        "<text> 1.23456 </text><text> </text></g></svg>\n"
    )


# --- legends, scales ------------------------------------------------------------------------


def test_what_no_reader_sees_of_a_coordinate_names_nothing() -> None:
    def drawn(edge: float) -> str:
        with drawing.house_style():
            room = drawing.Room(0.4 * edge, 0.1, 0.3, 0.3)
            figure, axes = drawing.new_figure(4, 3, room=room)
            axes.plot([0, 1], [0, edge], marker="o")
            axes.fill_between([0, 1], [0, edge], hatch="//")
            return drawing.finish(figure, "a", "b", "c").svg

    one, other = drawn(1.0), drawn(1.0 + 1e-13)
    assert one == other
    wanted = set(re.findall(r"(?:url\(|href=\")#([^)\"]+)", one))
    assert {name for name in wanted if re.fullmatch(r"i\d+", name)}
    assert all(f'id="{name}"' in one for name in wanted)


def test_letters_of_the_focus() -> None:
    assert drawing.focus_letters(True) == {"color": FOCUS, "fontweight": "bold"}
    assert drawing.focus_letters(False) == {"color": INK, "fontweight": "normal"}


@pytest.mark.parametrize(
    ("lang", "decimals", "expected"),
    [("vi", 0, "1.234"), ("en", 0, "1,234"), ("vi", 2, "1.234,50"), ("en", 2, "1,234.50")],
)
def test_a_scale_has_the_numbers_of_its_language(lang: str, decimals: int, expected: str) -> None:
    _, axes = new_figure(4, 2)
    number_scale(axes.xaxis, lang, decimals)
    # Halves go to the even number in Python's formatting: 1234.5 becomes 1,234.
    assert axes.xaxis.get_major_formatter()(1234.5, 0) == expected


@pytest.mark.parametrize("name", ["$x^2$", "$\\no$ \\frac{1}{2}", '<b> & "x"', "US$5 – US$6"])
def test_names_and_titles_are_drawn_as_they_are_written(name: str, texts_of: TextsOf) -> None:
    with house_style():
        figure, axes = new_figure(8, 4)
        name_rows(axes, [0], [name])
        axes.text(0.5, 0.5, name)
        chart = finish(figure, name, name, name, key=color_patches({name: UP}))
    assert texts_of(chart).count(name) == 5


def test_a_drawing_made_again_measures_no_text_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    def made() -> str:
        with house_style():
            figure, axes = new_figure(8, 4)
            axes.set_yticks(range(3), ["Cà Mau", "Huế", "Lai Châu"])
            return finish(figure, SENTENCE, "Nguồn: Bộ", "", key=color_patches({"lên": UP})).svg

    first = made()
    measured: list[str] = []
    kept = drawing.text_to_path.get_text_width_height_descent

    def measure(text: str, *more: object) -> object:
        measured.append(text)
        return kept(text, *more)

    monkeypatch.setattr(drawing.text_to_path, "get_text_width_height_descent", measure)
    assert made() == first
    assert measured == []


@given(
    st.lists(st.text("aWĩ.", min_size=1, max_size=12), max_size=9),
    st.floats(0.15, 2.5),
    st.booleans(),
)
def test_lines_are_filled_word_by_word(words: list[str], inches: float, bold: bool) -> None:
    def fits(text: str) -> bool:
        return text_width(text, 9, bold=bold) <= inches

    lines: list[str] = []
    for word in words:
        if lines and fits(f"{lines[-1]} {word}"):
            lines[-1] += f" {word}"
            continue
        lines.append("")
        for letter in word:
            if lines[-1] and not fits(lines[-1] + letter):
                lines.append("")
            lines[-1] += letter
    assert wrapped(" ".join(words), inches, 9, bold=bold) == lines
