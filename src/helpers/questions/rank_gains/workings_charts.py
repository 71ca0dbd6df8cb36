"""The charts of what lies behind a rank: its band under other weights, and what moved it."""

from __future__ import annotations

import pandas as pd
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from helpers.sharing.drawing import (
    INK,
    QUIET,
    SMALLEST,
    UNSURE,
    Chart,
    finish,
    house_style,
    number_scale,
    pale_grid,
    signed_bars,
)
from helpers.sharing.numbers import format_number
from helpers.sharing.rows import right_column, rows_figure, value_room
from helpers.sharing.wording import use_wording, word
from helpers.statistics.decomposition import REMAINDER, ROUNDING
from helpers.statistics.sensitivity import INTERVAL_KINDS

use_wording("rank_gains.yml", "figures.yml")

_BAND = "#8fb8d8"


def rank_bands_chart(
    intervals: pd.DataFrame, lang: str, *, focus: str, narrow: bool = False, **said: str
) -> Chart:
    """How firm is the rank of every unit: the published rank, and its bands under other choices.

    Args:
        intervals: of one edition: `unit_id`, `province`, `rank`, `rank_lower`, `rank_upper`,
            `leave_out` (drawn thin and pale where a part may be left out; such rows may be lacking)
            and `interval_kind`.
        focus: unit_id whose name stands out. said: title, source and alt.
    """
    own = intervals[~intervals["leave_out"].astype(bool)].sort_values(["rank", "unit_id"])
    wide = intervals[intervals["leave_out"].astype(bool)].set_index("unit_id")
    wide = wide.reindex(own["unit_id"]) if len(wide) else wide
    places = list(range(len(own)))
    drawn = [(own, _BAND, 6.0)] if wide.empty else [(wide, QUIET, 1.6), (own, _BAND, 6.0)]
    understated = bool((intervals["interval_kind"] != INTERVAL_KINDS[0]).any())
    focused = [place for place, unit in zip(places, own["unit_id"], strict=True) if unit == focus]
    with house_style():
        figure, axes = rows_figure(
            list(own["province"]),
            narrow=narrow,
            row=0.185,
            focused=focused,
            right=0.6,
            top=0.25,
            label=word("workings.axis.understated" if understated else "chart.rank", lang),
        )
        for band, color, width in drawn:
            # A band of one rank keeps a visible length.
            axes.hlines(
                places, band["rank_lower"] - 0.25, band["rank_upper"] + 0.25, color=color,
                linewidth=width,
            )  # fmt: skip
        axes.plot(own["rank"], places, "o", color=INK, markersize=3.6, zorder=3)
        spans = zip(own["rank_lower"], own["rank_upper"], strict=True)
        right_column(
            axes, places, [f"{low}" if low == high else f"{low}–{high}" for low, high in spans]
        )
        last = max(len(own), int(intervals["rank_upper"].max()))
        axes.set_xlim(0, last + 1)
        axes.set_xticks([1, *range(10, last - 2, 20 if narrow and last > 40 else 10), last])  # noqa: PLR2004
        axes.tick_params(labeltop=True)
        pale_grid(axes)
        entries = [
            Line2D([], [], marker="o", linestyle="", color=INK, markersize=4,
                   label=word("workings.as_published", lang)),
            Line2D([], [], color=_BAND, linewidth=6, label=word("workings.legend.weights", lang)),
            Line2D([], [], color=QUIET, linewidth=1.6,
                   label=word("workings.legend.left_out", lang)),
        ][: len(drawn) + 1]  # fmt: skip
        return finish(figure, **said, key=entries)


def gain_split_chart(split: pd.DataFrame, lang: str, *, narrow: bool = False, **said: str) -> Chart:
    """What moved one unit: places in the ranking from each part, and from the other units.

    What no part can be named for is hatched in grey.

    Args:
        split: `part`, `name` and `places`, from the top. said: title, source and alt.
    """
    rows = list(range(len(split)))
    vague = split["part"].isin([REMAINDER, ROUNDING]).tolist()
    with house_style():
        figure, axes = rows_figure(
            list(split["name"]), narrow=narrow, row=0.3, label=word("chart.places", lang)
        )
        known = [row for row in rows if not vague[row]]
        signed_bars(axes, known, split["places"].iloc[known].tolist())
        for row in set(rows) - set(known):
            axes.barh(
                row, split["places"].iloc[row], height=0.7, facecolor=UNSURE, edgecolor="white",
                hatch="////", linewidth=0,
            )  # fmt: skip
        for row, places in zip(rows, split["places"], strict=True):
            axes.annotate(
                format_number(places, lang, 1, signed=True), (places, row),
                xytext=(4 if places >= 0 else -4, 0), textcoords="offset points", va="center",
                ha="left" if places >= 0 else "right", fontsize=SMALLEST, fontweight="bold",
            )  # fmt: skip
        axes.axvline(0, color=INK, linewidth=0.8)
        value_room(axes, list(split["places"]), 0.5)
        number_scale(axes.xaxis, lang)
        label = word("figures.not_named", lang)
        grey = Patch(facecolor=UNSURE, hatch="////", edgecolor="white", linewidth=0, label=label)
        return finish(figure, **said, key=[grey] if any(vague) else [])
