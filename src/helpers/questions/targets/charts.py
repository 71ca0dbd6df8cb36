"""The charts of notebook 07: the gap by part, and the steps that provinces have made."""

from __future__ import annotations

import pandas as pd
from matplotlib.lines import Line2D

from helpers.sharing.drawing import (
    DOWN,
    FOCUS,
    INK,
    QUIET,
    UP,
    Chart,
    add_legend,
    finish,
    house_style,
    name_rows,
    new_figure,
    number_scale,
)
from helpers.sharing.numbers import format_number
from helpers.sharing.wording import sentence, use_wording, word, written

use_wording("targets.yml")


def gap_waterfall(
    parts: pd.DataFrame,
    totals: tuple[float, float],
    names: tuple[str, str],
    lang: str,
    *,
    title: str,
    source: str,
    alt: str,
) -> Chart:
    """From one unit's total to another's, part by part.

    Args:
        parts: `name` (a phrase) and `points` (what the other has more), in the order drawn.
        totals, names: of the unit and of the other.
    """
    rows = list(range(len(parts) + 2))
    ends = totals[0] + parts["points"].cumsum()
    starts = ends - parts["points"]
    reach = [*totals, *ends]
    room = 0.28 * max(max(reach) - min(reach), 0.005)
    with house_style():
        figure, axes = new_figure(8, 0.36 * len(rows) + 1.5)
        for place, (start, points) in enumerate(zip(starts, parts["points"], strict=True), 1):
            axes.barh(place, points, left=start, height=0.6, color=UP if points >= 0 else DOWN)
            axes.annotate(
                format_number(points, lang, 4, signed=True),
                (max(start, start + points), place), xytext=(4, 0), textcoords="offset points",
                va="center", fontsize=8,
            )  # fmt: skip
            axes.plot([start + points] * 2, [place, place + 1], color=QUIET, lw=0.8, zorder=0)
        for place, total, color in ((0, totals[0], FOCUS), (len(rows) - 1, totals[1], INK)):
            axes.plot([total] * 2, [place - 0.35, place + 0.35], color=color, lw=4)
            axes.annotate(
                format_number(total, lang, 4), (total, place), xytext=(6, 0),
                textcoords="offset points", va="center", fontsize=8, weight="bold",
            )  # fmt: skip
        own, other = names
        told = [written(name, lang) for name in parts["name"]]
        name_rows(axes, rows, [own, *told, other], size=8, focused=[0])
        axes.set(
            xlim=(min(reach) - room, max(reach) + room), ylim=(len(rows) - 0.4, -0.6),
            xlabel=word("targets.axis.total", lang),
        )  # fmt: skip
        number_scale(axes.xaxis, lang, 3)
        axes.spines["left"].set_visible(False)
        return finish(figure, title, source, alt)


def steps_chart(
    steps: pd.DataFrame,
    start: float,
    needed: float,
    near: float,
    lang: str,
    *,
    title: str,
    source: str,
    alt: str,
) -> Chart:
    """Which steps provinces made from where they began, and which one is asked for.

    Args:
        steps: `start`, `step`: distances from the mean, 0 to 1. start: where the unit stands.
        needed: what it would have to gain on the mean. near: how near a start counts.
    """
    close = (steps["start"] - start).abs() <= near
    with house_style():
        figure, axes = new_figure(8, 4.6)
        axes.axvspan(start - near, start + near, color="#eceff1", zorder=0)
        axes.axhline(0, color=INK, lw=0.8)
        axes.hlines(needed, start - near, start + near, color=FOCUS, lw=2, zorder=2)
        axes.scatter(
            steps["start"], steps["step"], s=26, zorder=3, edgecolor="white", linewidth=0.5,
            c=[UP if flag else QUIET for flag in close],
        )  # fmt: skip
        axes.set(xlabel=word("targets.axis.start", lang), ylabel=word("targets.axis.step", lang))
        for axis in (axes.xaxis, axes.yaxis):
            number_scale(axis, lang, 3)
        entries = [
            Line2D([], [], marker="o", linestyle="", color=UP,
                   label=sentence("targets.legend.near", lang, near=near)),
            Line2D([], [], marker="o", linestyle="", color=QUIET,
                   label=word("targets.legend.far", lang)),
            Line2D([], [], color=FOCUS, lw=2, label=word("targets.legend.needed", lang)),
        ]  # fmt: skip
        add_legend(axes, entries, "lower left", (0, 1), columns=3, size=7.5)
        return finish(figure, title, source, alt)
