"""The charts of what lies behind a rank: its band under other weights, and what moved it."""

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
from helpers.sharing.wording import use_wording, word
from helpers.statistics.sensitivity import INTERVAL_KINDS

use_wording("rank_gains.yml")

_BAND = "#56b4e9"


def rank_bands_chart(
    intervals: pd.DataFrame, lang: str, *, focus: str, title: str, source: str, alt: str
) -> Chart:
    """How firm is the rank of every unit: the published rank, and its bands under other choices.

    Args:
        intervals: of one edition: `unit_id`, `province`, `rank`, `rank_lower`, `rank_upper`,
            `leave_out` (drawn thin and pale where a part may be left out; such rows may be lacking)
            and `interval_kind`.
        focus: unit_id whose name stands out.
    """
    narrow = intervals[~intervals["leave_out"].astype(bool)].sort_values(["rank", "unit_id"])
    wide = intervals[intervals["leave_out"].astype(bool)].set_index("unit_id")
    wide = wide.reindex(narrow["unit_id"]) if len(wide) else wide
    places = list(range(len(narrow)))
    drawn = [(narrow, _BAND, 5.0)] if wide.empty else [(wide, QUIET, 2.2), (narrow, _BAND, 5.0)]
    understated = bool((intervals["interval_kind"] != INTERVAL_KINDS[0]).any())
    with house_style():
        figure, axes = new_figure(8, 0.165 * len(narrow) + 1.7)
        for band, color, width in drawn:
            # A band of one rank keeps a visible length.
            axes.hlines(
                places, band["rank_lower"] - 0.25, band["rank_upper"] + 0.25, color=color,
                linewidth=width,
            )  # fmt: skip
        focused = [place for place, unit in zip(places, narrow["unit_id"], strict=True)
                   if unit == focus]  # fmt: skip
        axes.scatter(
            narrow["rank"], places, s=11, zorder=3,
            c=[FOCUS if place in focused else INK for place in places],
        )  # fmt: skip
        name_rows(axes, places, list(narrow["province"]), size=7, focused=focused)
        axes.set(
            xlim=(0, len(narrow) + 1), ylim=(len(narrow) - 0.4, -0.6),
            xlabel=word("workings.axis.understated" if understated else "chart.rank", lang),
        )  # fmt: skip
        axes.grid(axis="x", color="#eceff1", linewidth=0.8)
        axes.set_axisbelow(True)
        axes.spines["left"].set_visible(False)
        entries = [
            Line2D([], [], marker="o", linestyle="", color=INK, markersize=4,
                   label=word("workings.as_published", lang)),
            Line2D([], [], color=_BAND, linewidth=5, label=word("workings.legend.weights", lang)),
            Line2D([], [], color=QUIET, linewidth=2.2,
                   label=word("workings.legend.left_out", lang)),
        ][: len(drawn) + 1]  # fmt: skip
        add_legend(axes, entries, "lower left", (0, 1), columns=3, size=7.5)
        return finish(figure, title, source, alt)


def gain_split_chart(split: pd.DataFrame, lang: str, *, title: str, source: str, alt: str) -> Chart:
    """What moved one unit: points of the total from each part beside places in the ranking.

    Args:
        split: `name`, `score_points` (missing where a row has none) and `places`, from the top.
    """
    rows = list(range(len(split)))
    with house_style():
        figure, (left, right) = new_figure(8, 0.34 * len(split) + 1.7, ncols=2, sharey=True)
        for axes, column, decimals, label in (
            (left, "score_points", 4, "workings.axis.points"),
            (right, "places", 1, "chart.places"),
        ):
            values = split[column].fillna(0.0)
            bars = axes.barh(rows, values, color=[UP if v >= 0 else DOWN for v in values])
            shown = [
                "" if pd.isna(v) else format_number(v, lang, decimals, signed=True)
                for v in split[column]
            ]
            axes.bar_label(bars, shown, padding=3, fontsize=8)
            axes.axvline(0, color=INK, linewidth=0.8)
            axes.margins(x=0.28)
            axes.set_xlabel(word(label, lang))
            number_scale(axes.xaxis, lang, 2 if column == "score_points" else 0)
            axes.spines["left"].set_visible(False)
        name_rows(left, rows, list(split["name"]), size=8)
        right.tick_params(axis="y", length=0)
        left.set_ylim(len(split) - 0.4, -0.6)
        return finish(figure, title, source, alt)
