"""Rows of a picture: their names have room, and the one in focus stands out."""

from __future__ import annotations

from matplotlib.backends.backend_agg import FigureCanvasAgg

from helpers.sharing.drawing import NARROW, house_style, new_figure
from helpers.sharing.rows import name_rows, room_beside


def test_the_row_in_focus_stands_out() -> None:
    figure, axes = new_figure(4, 2)
    name_rows(axes, [2, 1, 0], ["Huế", "Hậu Giang\n(cũ)", "Cà Mau"], focused={1})
    axes.set_ylim(-1, 3)
    shown = {text.get_text(): text for text in axes.texts}
    assert set(shown) == {"Huế", "Hậu Giang", "(cũ)", "Cà Mau"}
    bold = {name for name, text in shown.items() if text.get_fontweight() == "bold"}
    assert bold == {"Hậu Giang", "(cũ)"}
    assert {text.get_ha() for text in shown.values()} == {"right"}
    renderer = FigureCanvasAgg(figure).get_renderer()
    box = {name: text.get_window_extent(renderer) for name, text in shown.items()}
    assert box["Hậu Giang"].y0 >= box["(cũ)"].y1 - 2
    (band,) = axes.patches
    drawn_band = band.get_window_extent(renderer)
    assert drawn_band.width == figure.bbox.width
    assert drawn_band.y0 < box["(cũ)"].y0 < box["Hậu Giang"].y1 < drawn_band.y1
    assert not drawn_band.overlaps(box["Huế"])


def test_names_have_the_room_that_is_kept_for_them() -> None:
    names = ["Huế", "Bà Rịa – Vũng Tàu", "Một tên dài\nhai dòng"]
    with house_style():
        figure, axes = new_figure(NARROW, 2, room=room_beside(names))
        name_rows(axes, [0, 1, 2], names, focused=[0, 1, 2])
    figure.set_dpi(300)
    renderer = FigureCanvasAgg(figure).get_renderer()
    left = [text.get_window_extent(renderer).x0 for text in axes.texts]
    assert 0 < min(left) < 0.15 * 300
