"""Pictures with a row for each name: names down the side, what stands beside and behind a row."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.transforms import blended_transform_factory

from helpers.sharing.drawing import (
    BAND,
    EDGE,
    SMALLEST,
    SOFT,
    Room,
    focus_letters,
    line_height,
    new_figure,
    page_width,
    text_width,
    wrapped,
)

_MOST_LINES = 3
"""Of a name beside its row."""
_PAPER = {"boxstyle": "square,pad=0.05", "facecolor": "white", "edgecolor": "none"}
"""Behind letters that a line of the scale runs through."""


def rows_figure(
    names: Sequence[str],
    *,
    narrow: bool,
    row: float = 0.2,
    label: str = "",
    focused: Collection[float] = (),
    above: bool = False,
    right: float = 0.15,
    top: float = 0.05,
) -> tuple[Figure, Axes]:
    """A figure with a row for each name, the first at the top, at whole numbers of its scale.

    Names stand down the side, or above their rows if asked or where they would take more than
    three lines.

    Args:
        row: inches of each row, more where a name takes several lines.
        label: of the scale below; without one there is no scale.
        right, top: inches beside the axes.
    """
    width = page_width(narrow)
    most = 1.35 if narrow else 2.6
    shown = ["\n".join(wrapped(name, most, SMALLEST, bold=True)) for name in names]
    above = above or any(name.count("\n") >= _MOST_LINES for name in shown)
    if above:
        room = width - 2 * EDGE
        shown = ["\n".join(wrapped(name, room, SMALLEST, bold=True)) for name in names]
    letters = max((name.count("\n") + 1 for name in shown), default=1) * 1.15 * SMALLEST / 72
    step = letters + row + 0.12 if above else max(row, letters + 0.06)
    left = EDGE + 0.1 if above else room_beside(shown).left
    lines = wrapped(label, width - left - right, SMALLEST)
    bottom = 0.3 + len(lines) * line_height(SMALLEST) if label else 0.08
    room_ = Room(left=left, right=right, top=top, bottom=bottom)
    height = step * len(names) + top + bottom
    figure, axes = new_figure(width, height, room=room_)
    # The marks of a row with its name above stand in its lower part.
    lower = (row / 2 + 0.03) / step if above else 0.5
    axes.set_ylim(len(names) - 1 + lower, lower - 1)
    axes.spines["left"].set_visible(False)
    if above:
        _name_above(axes, shown, (row / 2 + 0.04) * 72, focused)
    else:
        name_rows(axes, range(len(names)), shown, focused=focused)
    if label:
        axes.set_xlabel("\n".join(lines), fontsize=SMALLEST)
    else:
        axes.set_xticks([])
        axes.spines["bottom"].set_visible(False)
    return figure, axes


def _name_above(
    axes: Axes, names: Sequence[str], points: float, focused: Collection[float]
) -> None:
    axes.set_yticks([])
    for place, name in enumerate(names):
        lines = name.split("\n")
        for number, line in enumerate(lines):
            axes.annotate(
                line, (0, place), xycoords=axes.get_yaxis_transform(), textcoords="offset points",
                xytext=(-5, points + (len(lines) - 1 - number) * 1.15 * SMALLEST), va="bottom",
                fontsize=SMALLEST, bbox=_PAPER, **focus_letters(place in focused),
            )  # fmt: skip


def row_step(axes: Axes) -> float:
    """Inches from one row of `rows_figure` to the next."""
    bottom, top = axes.get_ylim()
    return float(axes.bbox.height / axes.figure.dpi / (bottom - top))


def value_room(axes: Axes, ends: Sequence[float], inches: float = 0.4) -> None:
    """Room for numbers beside the ends of what is drawn: so many inches on each side that has any.

    Args:
        ends: of all that is drawn, from 0.
    """
    low, high = min(0.0, *ends), max(0.0, *ends)
    wide = axes.bbox.width / axes.figure.dpi
    sides = (low < 0) + (high > 0)
    free = inches * ((high - low) or 1) / max(wide - inches * sides, 0.5)
    axes.set_xlim(low - (free if low < 0 else free / 8), high + (free if high > 0 else free / 8))


def right_column(axes: Axes, places: Sequence[float], texts: Sequence[str]) -> None:
    """A text for each row, printed at the right of the axes."""
    for place, text in zip(places, texts, strict=True):
        axes.annotate(
            text, (1, place), xycoords=axes.get_yaxis_transform(), xytext=(5, 0),
            textcoords="offset points", va="center", fontsize=SMALLEST, color=SOFT,
        ).set_in_layout(False)  # fmt: skip


def name_rows(
    axes: Axes,
    places: Sequence[float],
    names: Sequence[str],
    *,
    size: float = SMALLEST,
    focused: Collection[float] = (),
    band: bool = True,
) -> None:
    """Names down the side, one for each row, without tick marks; those at `focused` stand out.

    A name may have several lines. `band`: whether a band runs behind the rows in focus, across the
    whole picture.
    """
    axes.set_yticks([])
    axes.tick_params(axis="y", length=0)
    for place, name in zip(places, names, strict=True):
        lines = name.split("\n")
        for number, line in enumerate(lines):
            # Each line is a text of its own, so that all end at the same place in any font.
            axes.annotate(
                line, (0, place), xycoords=axes.get_yaxis_transform(),
                xytext=(-5, ((len(lines) - 1) / 2 - number) * size * 1.15),
                textcoords="offset points", ha="right", va="center", fontsize=size,
                **focus_letters(place in focused),
            )  # fmt: skip
        if band and place in focused:
            focus_band(axes, place)


def focus_band(axes: Axes, place: float) -> None:
    """A band behind the row of the province in focus, its name included."""
    whole = blended_transform_factory(axes.figure.transFigure, axes.transData)
    band = Rectangle(
        (0, place - 0.5), 1, 1, transform=whole, facecolor=BAND, linewidth=0, clip_on=False,
        zorder=-1,
    )  # fmt: skip
    axes.add_patch(band).set_in_layout(False)


def room_beside(
    names: Sequence[str], *, size: float = SMALLEST, right: float = 0.15, top: float = 0.1,
    bottom: float = 0.45,
) -> Room:  # fmt: skip
    """Inches for these names down the side, and so much beside them."""
    widest = max((text_width(line, size, bold=True) for n in names for line in n.split("\n")),
                 default=0.0)  # fmt: skip
    return Room(left=EDGE + widest + 0.1, right=right, top=top, bottom=bottom)
