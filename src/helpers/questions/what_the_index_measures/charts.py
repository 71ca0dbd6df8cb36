"""The charts of notebook 10: with what the index agrees, and what its points buy.

Each name stands above its lines, so that both are read on a phone too.
"""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from helpers.sharing.drawing import (
    INK,
    PALE,
    QUIET,
    SMALLEST,
    UNSURE,
    UP,
    Chart,
    Room,
    finish,
    house_style,
    new_figure,
    number_scale,
    page_width,
)
from helpers.sharing.numbers import Phrase
from helpers.sharing.rows import row_step, rows_figure
from helpers.sharing.wording import sentence, use_wording, word, written

use_wording("what_the_index_measures.yml")

_APART = 0.09
"""Inches of the two lines of a comparison from the middle of its row."""
_NAME = -0.30
_PAPER = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}
"""Behind a name, so that the line at 0 does not run through it."""


def forest_chart(compared: pd.DataFrame, lang: str, *, narrow: bool = False, **said: str) -> Chart:
    """How closely the index goes with every other measure: raw and given the rest, with ranges.

    Args:
        compared: `other`, `name` (a phrase), `given`, `rho` (missing where bounds only are known),
            `lower`, `upper` (thick), `lower_all`, `upper_all` (thin). said: title, source and alt.
    """
    names = dict(zip(compared["other"], compared["name"], strict=True))
    with house_style():
        figure, axes = rows_figure(
            [written(name, lang) for name in names.values()], narrow=narrow, above=True, row=0.4,
            label=word("measures.axis.rho", lang),
        )  # fmt: skip
        apart = _APART / row_step(axes)
        left = min(0.0, float(compared["lower_all"].min())) - 0.05
        places = {other: place for place, other in enumerate(names)}
        for row in compared.itertuples(index=False):
            color, shift = (UP, apart) if row.given else (QUIET, -apart)
            height = places[row.other] + shift
            axes.plot([row.lower_all, row.upper_all], [height] * 2, color=color, lw=1)
            axes.plot([row.lower, row.upper], [height] * 2, color=color, lw=3.5,
                      solid_capstyle="butt")  # fmt: skip
            if row.rho == row.rho:
                axes.plot(row.rho, height, "o", color=color, ms=6, mec="white", mew=0.8)
        axes.axvline(0, color=INK, lw=0.8, zorder=1)
        right = max(0.0, float(compared["upper_all"].max())) + 0.05
        axes.set_xlim(left, right)
        number_scale(axes.xaxis, lang, 1)
        entries = [
            _mark(QUIET, word("measures.raw", lang)),
            _mark(UP, word("measures.legend.given", lang)),
            Line2D([], [], color=INK, lw=1, label=word("measures.legend.wide", lang)),
        ]
        return finish(figure, **said, key=entries)


def points_chart(bought: pd.DataFrame, lang: str, *, narrow: bool = False, **said: str) -> Chart:
    """Which share of the points each part has, and which share of the differences it makes.

    Args:
        bought: `name` (a phrase), `points_share`, `share`, `lower`, `upper` (percent), `full`
            (units with full marks, or missing), `n`. said: title, source and alt.
    """
    with house_style():
        figure, axes = _figure(0.55 * len(bought), narrow)
        left = min(0.0, float(bought["lower"].min())) - 1
        right = float(bought[["upper", "points_share"]].max().max()) + 1
        _rows(axes, list(bought["name"]), lang, left)
        for place, row in enumerate(bought.itertuples(index=False)):
            height = place + 0.12
            axes.barh(height, row.points_share, height=0.34, color=UNSURE, zorder=1)
            axes.plot([row.lower, row.upper], [height] * 2, color=UP, lw=1.6, zorder=2)
            axes.plot(row.share, height, "o", color=UP, ms=7, mec="white", mew=0.8, zorder=3)
            if row.full > 0:
                label = sentence("measures.full_label", lang, full=row.full, n=row.n)
                axes.text(right, place + _NAME, label, ha="right", va="center", fontsize=SMALLEST)
        axes.axvline(0, color=INK, lw=0.8, zorder=1)
        axes.set_xlim(left, right)
        axes.set_xlabel(word("measures.axis.percent", lang), fontsize=SMALLEST)
        number_scale(axes.xaxis, lang)
        entries = [
            Line2D([], [], color=UNSURE, lw=7, label=word("measures.legend.points", lang)),
            _mark(UP, word("measures.legend.share", lang)),
        ]
        return finish(figure, **said, key=entries)


def _figure(rows: float, narrow: bool) -> tuple[Figure, Axes]:
    room = Room(left=0.1, right=0.15, top=0.05, bottom=0.5)
    figure, axes = new_figure(page_width(narrow), rows + room.top + room.bottom, room=room)
    return figure, axes


def _rows(axes: Axes, names: list[Phrase], lang: str, left: float) -> None:
    """A row for each name, which stands above what is drawn of it."""
    for place, name in enumerate(names):
        axes.text(
            left, place + _NAME, written(name, lang), va="center", fontsize=SMALLEST, bbox=_PAPER
        )
        if place:
            axes.axhline(place - 0.5, color=PALE, lw=0.8, zorder=0)
    axes.set(ylim=(len(names) - 0.45, -0.55), yticks=[])
    axes.spines["left"].set_visible(False)


def _mark(color: str, label: str) -> Line2D:
    return Line2D([], [], color=color, marker="o", lw=2, label=label)
