"""The charts of notebook 10: with what the index agrees, and what its points buy.

Both are narrow, with each name above its lines, so that they are read on a telephone too.
"""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from helpers.sharing.drawing import (
    FOCUS,
    INK,
    QUIET,
    UP,
    Chart,
    add_legend,
    finish,
    house_style,
    new_figure,
    number_scale,
)
from helpers.sharing.numbers import Phrase
from helpers.sharing.wording import sentence, use_wording, word, written

use_wording("what_the_index_measures.yml")

_WIDTH, _ROW = 5.2, 0.62
_NAME, _RAW, _GIVEN = -0.30, 0.05, 0.33
_GRID = "#eceff1"
_PAPER = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}
"""Behind a name, so that the line at 0 does not run through it."""


def forest_chart(compared: pd.DataFrame, lang: str, **said: str) -> Chart:
    """How closely the index goes with every other measure: raw and given the rest, with ranges.

    Args:
        compared: `other`, `name` (a phrase), `given`, `rho` (missing where bounds only are known),
            `lower`, `upper` (thick), `lower_all`, `upper_all` (thin). said: title, source and alt.
    """
    names = dict(zip(compared["other"], compared["name"], strict=True))
    with house_style():
        figure, axes = new_figure(_WIDTH, _ROW * len(names) + 1.9)
        left = min(0.0, float(compared["lower_all"].min())) - 0.05
        _rows(axes, list(names.values()), lang, left)
        places = {other: place for place, other in enumerate(names)}
        for row in compared.itertuples(index=False):
            color, shift = (FOCUS, _GIVEN) if row.given else (UP, _RAW)
            height = places[row.other] + shift
            axes.plot([row.lower_all, row.upper_all], [height] * 2, color=color, lw=1)
            axes.plot([row.lower, row.upper], [height] * 2, color=color, lw=3.5,
                      solid_capstyle="butt")  # fmt: skip
            if row.rho == row.rho:
                axes.plot(row.rho, height, "o", color=color, ms=6, mec="white", mew=0.8)
        axes.axvline(0, color=INK, lw=0.8, zorder=1)
        right = max(0.0, float(compared["upper_all"].max())) + 0.05
        axes.set(xlim=(left, right), xlabel=word("measures.axis.rho", lang))
        number_scale(axes.xaxis, lang, 1)
        entries = [
            _mark(UP, word("measures.raw", lang)),
            _mark(FOCUS, word("measures.legend.given", lang)),
            Line2D([], [], color=INK, lw=1, label=word("measures.legend.wide", lang)),
        ]
        add_legend(axes, entries, "lower left", (0, 1), columns=1, size=8)
        return finish(figure, **said)


def points_chart(bought: pd.DataFrame, lang: str, **said: str) -> Chart:
    """Which share of the points each part has, and which share of the differences it makes.

    Args:
        bought: `name` (a phrase), `points_share`, `share`, `lower`, `upper` (percent), `full`
            (units with full marks, or missing), `n`. said: title, source and alt.
    """
    with house_style():
        figure, axes = new_figure(_WIDTH, 0.55 * len(bought) + 1.7)
        left = min(0.0, float(bought["lower"].min())) - 1
        right = float(bought[["upper", "points_share"]].max().max()) + 1
        _rows(axes, list(bought["name"]), lang, left)
        for place, row in enumerate(bought.itertuples(index=False)):
            height = place + 0.12
            axes.barh(height, row.points_share, height=0.34, color=QUIET, zorder=1)
            axes.plot([row.lower, row.upper], [height] * 2, color=UP, lw=1.6, zorder=2)
            axes.plot(row.share, height, "o", color=UP, ms=7, mec="white", mew=0.8, zorder=3)
            if row.full > 0:
                label = sentence("measures.full_label", lang, full=row.full, n=row.n)
                axes.text(right, place + _NAME, label, ha="right", va="center", fontsize=8)
        axes.axvline(0, color=INK, lw=0.8, zorder=1)
        axes.set(xlim=(left, right), xlabel=word("measures.axis.percent", lang))
        number_scale(axes.xaxis, lang)
        entries = [
            Line2D([], [], color=QUIET, lw=7, label=word("measures.legend.points", lang)),
            _mark(UP, word("measures.legend.share", lang)),
        ]
        add_legend(axes, entries, "lower left", (0, 1), columns=2, size=8)
        return finish(figure, **said)


def _rows(axes: Axes, names: list[Phrase], lang: str, left: float) -> None:
    """A row for each name, which stands above what is drawn of it."""
    for place, name in enumerate(names):
        axes.text(left, place + _NAME, written(name, lang), va="center", fontsize=8.5, bbox=_PAPER)
        if place:
            axes.axhline(place - 0.5, color=_GRID, lw=0.8, zorder=0)
    axes.set(ylim=(len(names) - 0.45, -0.55), yticks=[])
    axes.spines["left"].set_visible(False)


def _mark(color: str, label: str) -> Line2D:
    return Line2D([], [], color=color, marker="o", lw=2, label=label)
