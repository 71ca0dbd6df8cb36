"""What every chart has alike: a title that fits, letters left alone, rows, legends, scales."""

from __future__ import annotations

import importlib.resources
import random
import re
from collections.abc import Callable

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from helpers.sharing import drawing
from helpers.sharing.drawing import (
    DOWN,
    FOCUS,
    INK,
    UP,
    Chart,
    add_legend,
    color_patches,
    finish,
    house_style,
    name_rows,
    new_figure,
    number_scale,
)
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


def drawn(title: str, source: str = "Nguồn", width: float = 8) -> Figure:
    """A finished picture of that many inches, laid out."""
    with house_style():
        figure, _ = new_figure(width, 4)
        finish(figure, title, source, "")
    return figure


def ends(figure: Figure) -> list[float]:
    """Where title and source line begin and end, as shares of the picture's width.

    Measured by another renderer than the one that draws the SVG, fine enough for its letters to
    keep their widths.
    """
    figure.set_dpi(300)
    renderer = FigureCanvasAgg(figure).get_renderer()
    boxes = [
        text.get_window_extent(renderer)
        for text in (figure._suptitle, figure._supxlabel)  # type: ignore[attr-defined]
        if text.get_text()
    ]
    return [side / figure.bbox.width for box in boxes for side in (box.x0, box.x1)]


# --- the title and the source line ----------------------------------------------------------------


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
@pytest.mark.parametrize("width", [8, 7.5, 8.6, 3])
def test_no_title_or_source_line_runs_out_of_the_picture(title: str, width: float) -> None:
    assert len(title) <= 120
    for side in ends(drawn(title, title + " " + title, width)):
        assert 0 <= side <= 1


def test_no_title_of_a_hundred_and_twenty_letters_runs_out() -> None:
    """Letters as they come in the wording, in words of any length."""
    letters = [
        c
        for file in importlib.resources.files("helpers.wording").iterdir()
        if file.name.endswith(".yml")
        for entry in read_wording(file.name).values()
        for c in "".join(entry.values())
    ]
    chance = random.Random(5)
    for _ in range(25):
        title = "".join(chance.choices(letters, k=119)).replace("$", "S").replace("\n", " ") + "W"
        assert max(ends(drawn(title))) <= 1


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_no_letter_of_a_title_is_lost(title: str) -> None:
    shown = drawn(title).get_suptitle()
    assert shown.replace("\n", "").replace(" ", "") == title.replace(" ", "")
    if "word" not in title and max(map(len, title.split()), default=0) < 20:
        assert shown.replace("\n", " ") == title


def test_a_title_that_fits_stays_on_one_line() -> None:
    assert "\n" not in drawn(SENTENCE[:60]).get_suptitle()
    # Narrow letters fit where as many wide ones do not.
    assert "\n" not in drawn("ili " * 22).get_suptitle()
    assert "\n" in drawn("WMW " * 22).get_suptitle()


def test_a_long_title_fills_its_lines() -> None:
    """Two lines are enough for a sentence of 120 letters."""
    figure = drawn(SENTENCE)
    assert figure.get_suptitle().count("\n") == 1
    assert max(ends(figure)[:2]) > 0.8


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


# --- rows, legends, scales ------------------------------------------------------------------------


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


def test_the_row_in_focus_stands_out() -> None:
    figure, axes = new_figure(4, 2)
    name_rows(axes, [2, 1, 0], ["Huế", "Hậu Giang", "Cà Mau"], focused={1})
    FigureCanvasAgg(figure).draw()
    shown = [
        (tick.get_text(), to_hex(tick.get_color()), tick.get_fontweight(), tick.get_fontsize())
        for tick in axes.get_yticklabels()
    ]
    assert ("Hậu Giang", FOCUS, "bold", 7.5) in shown
    assert [weight for *_, weight, _ in shown].count("bold") == 1
    assert {text for text, *_ in shown} == {"Huế", "Hậu Giang", "Cà Mau"}


def test_letters_of_the_focus() -> None:
    assert drawing.focus_letters(True) == {"color": FOCUS, "fontweight": "bold"}
    assert drawing.focus_letters(False) == {"color": INK, "fontweight": "normal"}


def test_a_legend_names_every_colour_in_order() -> None:
    _, axes = new_figure(4, 2)
    legend = add_legend(axes, color_patches({"tăng": UP, "giảm": DOWN}), "upper center", (0.5, 0))
    assert [text.get_text() for text in legend.get_texts()] == ["tăng", "giảm"]
    assert [to_hex(patch.get_facecolor()) for patch in legend.get_patches()] == [UP, DOWN]
    assert not legend.get_frame_on()


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
        add_legend(axes, color_patches({name: UP}), "center", (0.5, 0.5))
        chart = finish(figure, name, name, name)
    assert texts_of(chart).count(name) == 5
