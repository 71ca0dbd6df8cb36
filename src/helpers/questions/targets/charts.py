"""The charts of notebook 07: the gap by part, and the steps that provinces have made."""

from __future__ import annotations

import pandas as pd
import seaborn as sns
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from helpers.sharing.drawing import (
    DOWN,
    FOCUS,
    INK,
    PALE,
    QUIET,
    SMALLEST,
    UP,
    Chart,
    Room,
    color_patches,
    filled,
    finish,
    house_style,
    new_figure,
    number_scale,
    page_width,
)
from helpers.sharing.numbers import format_number
from helpers.sharing.rows import rows_figure
from helpers.sharing.wording import sentence, use_wording, word, written

use_wording("targets.yml", "figures.yml")

_LETTERS = 0.62
"""Inches of a number beside its bar."""


def gap_waterfall(
    parts: pd.DataFrame,
    totals: tuple[float, float],
    names: tuple[str, str],
    lang: str,
    *,
    narrow: bool = False,
    **said: str,
) -> Chart:
    """From one unit's total to another's, part by part.

    Args:
        parts: `name` (a phrase) and `points` (what the other has more), in the order drawn.
        totals, names: of the unit and of the other. said: title, source and alt.
    """
    rows = list(range(len(parts) + 2))
    ends = totals[0] + parts["points"].cumsum()
    starts = ends - parts["points"]
    reach = [*totals, *ends]
    own, other = names
    told = [written(name, lang) for name in parts["name"]]
    with house_style():
        figure, axes = rows_figure(
            [own, *told, other], narrow=narrow, row=0.34, focused=[0],
            label=word("targets.axis.total", lang),
        )  # fmt: skip
        for place, (start, points) in enumerate(zip(starts, parts["points"], strict=True), 1):
            axes.barh(place, points, left=start, height=0.6, **filled(UP if points >= 0 else DOWN))
            axes.annotate(
                format_number(points, lang, 4, signed=True),
                (max(start, start + points), place), xytext=(4, 0), textcoords="offset points",
                va="center", fontsize=SMALLEST,
            )  # fmt: skip
            axes.plot([start + points] * 2, [place, place + 1], color=QUIET, lw=0.8, zorder=0)
        for place, total, color in ((0, totals[0], FOCUS), (len(rows) - 1, totals[1], INK)):
            axes.plot([total] * 2, [place - 0.35, place + 0.35], color=color, lw=4)
            axes.annotate(
                format_number(total, lang, 4), (total, place), xytext=(6, 0),
                textcoords="offset points", va="center", fontsize=SMALLEST, weight="bold",
            )  # fmt: skip
        low, high = min(reach), max(reach)
        wide = axes.bbox.width / axes.figure.dpi - _LETTERS
        free = _LETTERS * max(high - low, 0.005) / wide
        axes.set_xlim(low - free / 6, high + free)
        axes.xaxis.set_major_locator(MaxNLocator(nbins=3 if narrow else 6))
        number_scale(axes.xaxis, lang, 3)
        signs = (parts["points"] >= 0).any(), (parts["points"] < 0).any()
        meanings = {"figures.other_more": UP, "figures.other_less": DOWN}
        shown = zip(meanings.items(), signs, strict=True)
        key = color_patches({word(name, lang): color for (name, color), some in shown if some})
        return finish(figure, **said, key=key)


def steps_chart(
    steps: pd.DataFrame,
    start: float,
    needed: float,
    near: float,
    lang: str,
    *,
    narrow: bool = False,
    **said: str,
) -> Chart:
    """Which steps provinces made from where they began, and which one is asked for.

    Args:
        steps: `start`, `step`: distances from the mean, 0 to 1. start: where the unit stands.
        needed: what it would have to gain on the mean. near: how near a start counts.
        said: title, source and alt.
    """
    close = (steps["start"] - start).abs() <= near
    with house_style():
        figure, axes = new_figure(
            page_width(narrow), 3.6, room=Room(left=0.62, right=0.2, top=0.25, bottom=0.5)
        )
        axes.axvspan(start - near, start + near, color=PALE, zorder=0)
        axes.axhline(0, color=INK, lw=0.8)
        axes.hlines(needed, start - near, start + near, color=FOCUS, lw=2.5, zorder=4)
        axes.annotate(
            format_number(needed, lang, 4, signed=True), (start, needed), xytext=(0, 4), zorder=4,
            textcoords="offset points", ha="center", fontsize=9, fontweight="bold",
            bbox={"boxstyle": "square,pad=0.1", "facecolor": "white", "edgecolor": "none"},
        )  # fmt: skip
        sns.scatterplot(
            steps, x="start", y="step", hue=close, palette={True: UP, False: QUIET}, s=26,
            zorder=3, edgecolor="white", linewidth=0.5, legend=False, ax=axes,
        )  # fmt: skip
        axes.set_xlabel(word("targets.axis.start", lang), fontsize=SMALLEST)
        axes.set_ylabel("")
        axes.set_title(word("targets.axis.step", lang), fontsize=SMALLEST, fontweight="normal")
        axes.margins(0.08)
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_locator(MaxNLocator(nbins=4 if narrow else 7))
            number_scale(axis, lang, 3)
        entries = [
            Line2D([], [], marker="o", linestyle="", color=UP,
                   label=sentence("targets.legend.near", lang, near=near)),
            Line2D([], [], marker="o", linestyle="", color=QUIET,
                   label=word("targets.legend.far", lang)),
            Line2D([], [], color=FOCUS, lw=2, label=word("targets.legend.needed", lang)),
        ]  # fmt: skip
        return finish(figure, **said, key=entries)
