"""The charts of notebook 04: the timeline of milestones, and scores by time since one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib.dates as mdates
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

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
from helpers.sharing.numbers import Phrase
from helpers.sharing.wording import sentence, use_wording, word

use_wording("milestones.yml")

_MARK_DAYS = 45
_YEAR_DAYS = 230
_EARLIER: dict[str, Any] = {"marker": "D", "markerfacecolor": "white"}
"""The mark of what is dated but lies before the axis: not that of «in place by then»."""
_LANE_INCHES = 0.085
_DRAWN_SHARE = 0.98


def timeline_chart(
    dated: pd.DataFrame, lang: str, *, focus: str, names: Mapping[str, Phrase], **said: str
) -> Chart:
    """When did provinces reach which milestones, at the precision that sources print?

    A day is a dot, a month or year a bar over the whole of it, a milestone known to be there by a
    day an arrow that points back from it. Those without a date are counted at the right. The few
    that lie far before all others are a diamond at the left edge with their year.

    Args:
        dated: one row for each milestone, as `distinct_milestones`: `milestone_type`, `unit_id`,
            `date_start`, `date_end`, `precision`, `date_kind`.
        names: what each type is called. said: title, source and alt.
    """
    order = dated["milestone_type"].value_counts(sort=False)
    order = order.sort_index().sort_values(ascending=False, kind="stable")
    known = dated[dated["date_kind"] != "unknown"].copy()
    known["start"], known["end"] = (
        mdates.date2num(pd.to_datetime(known[c])) for c in ("date_start", "date_end")
    )
    # The axis leaves out the earliest few, which would squeeze all others together.
    edge = known["start"].quantile(1 - _DRAWN_SHARE) if len(known) else 0
    left = mdates.date2num(pd.Timestamp(mdates.num2date(edge).year, 1, 1)) if len(known) else 0
    right = (known["end"].max() if len(known) else 0) + _MARK_DAYS
    with house_style():
        lanes = {kind: _lanes(known[known["milestone_type"] == kind], left) for kind in order.index}
        heights = {kind: max(3, *(lane + 2 for lane in lanes[kind]), 0) for kind in order.index}
        figure, axes = new_figure(8, _LANE_INCHES * sum(heights.values()) + 1.8)
        top, places = 0, []
        for number, kind in enumerate(order.index):
            rows = known[known["milestone_type"] == kind]
            if number % 2 == 0:
                axes.axhspan(top, top + heights[kind], color="#f4f6f7", zorder=0)
            padding = (heights[kind] - max(lanes[kind], default=0)) / 2
            for row, lane in zip(rows.itertuples(index=False), lanes[kind], strict=True):
                _draw_mark(axes, row, top + padding + lane, left, row.unit_id == focus)
            undated = int(order[kind] - len(rows))
            places.append((top + heights[kind] / 2, names[kind].written(lang), undated))
            top += heights[kind]
        earlier = bool((known["end"] < left).any())
        _finish_timeline(axes, places, (left, right, top), lang, earlier=earlier)
        return finish(figure, **said)


def _lanes(rows: pd.DataFrame, left: float) -> list[int]:
    """Which line of its band each mark stands on, so that no two touch."""
    free: list[float] = []
    lanes = [0] * len(rows)
    starts = rows["start"].clip(lower=left).to_numpy()
    # One before the axis has its year written beside it.
    ends = rows["end"].where(rows["end"] >= left, left + _YEAR_DAYS).to_numpy()
    for position in sorted(range(len(rows)), key=lambda p: (starts[p], ends[p])):
        lane = next((n for n, until in enumerate(free) if until <= starts[position]), len(free))
        if lane == len(free):
            free.append(0.0)
        free[lane] = max(ends[position], starts[position]) + _MARK_DAYS
        lanes[position] = lane
    return lanes


def _draw_mark(
    axes: Axes,
    row: Any,  # noqa: ANN401  (a row of milestones)
    height: float,
    left: float,
    in_focus: bool,
) -> None:
    color, order = (FOCUS, 4) if in_focus else (UP, 2)
    size = 6 if in_focus else 3.6
    if row.end < left:
        axes.plot(left, height, **_EARLIER, color=color, markersize=size, clip_on=False)
        sign = "≤ " if row.date_kind == "by_then" else ""
        axes.annotate(
            f"{sign}{mdates.num2date(row.end).year}", (left, height), xytext=(4, 0),
            textcoords="offset points", va="center", fontsize=6, color=color,
        )  # fmt: skip
    elif row.date_kind == "by_then":
        axes.plot(row.end, height, marker=4, color=color, markersize=size + 1.5, zorder=order)
    elif row.end - row.start > 1:
        axes.plot([row.start, row.end], [height] * 2, color=color, linewidth=size * 0.55,
                  solid_capstyle="butt", zorder=order)  # fmt: skip
    else:
        axes.plot(row.start, height, "o", color=color, markersize=size * 0.85, zorder=order)


def _finish_timeline(
    axes: Axes,
    places: Sequence[tuple[float, str, int]],
    limits: tuple[float, float, float],
    lang: str,
    *,
    earlier: bool,
) -> None:
    left, right, bottom = limits
    for height, _, undated in places:
        if undated:
            axes.annotate(
                sentence("milestones.undated_mark", lang, count=undated), (1.01, height),
                xycoords=("axes fraction", "data"), va="center", fontsize=7, color=INK,
            )  # fmt: skip
    name_rows(axes, [height for height, *_ in places], [name for _, name, _ in places], size=7)
    axes.set(xlim=(left - _MARK_DAYS, right), ylim=(bottom, 0))
    axes.xaxis.tick_top()
    axes.xaxis.set_major_locator(mdates.YearLocator())
    axes.xaxis.set_major_formatter(mdates.DateFormatter("%Y"))
    axes.grid(axis="x", color="#dfe3e6", linewidth=0.7, zorder=1)
    axes.spines[["left", "bottom"]].set_visible(False)
    styles = {
        "day": {"marker": "o", "linestyle": "", "color": UP, "markersize": 3.5},
        "period": {"color": UP, "linewidth": 2.2},
        "by_then": {"marker": 4, "linestyle": "", "color": UP, "markersize": 5},
        "earlier": _EARLIER | {"linestyle": "", "color": UP, "markersize": 4},
        "focus": {"marker": "o", "linestyle": "", "color": FOCUS, "markersize": 5},
    }
    if not earlier:
        del styles["earlier"]
    entries = _legend_entries(styles, lang)
    add_legend(axes, entries, "upper center", (0.4, -0.01), columns=3, size=7)


def _legend_entries(styles: Mapping[str, Mapping[str, Any]], lang: str) -> list[Line2D]:
    """A line or mark for each name of the legend."""
    return [
        Line2D([], [], label=word(f"milestones.legend.{name}", lang), **style)
        for name, style in styles.items()
    ]


def since_chart(
    panel: pd.DataFrame, lang: str, *, focus: str, axis_label: str, **said: str
) -> Chart:
    """Where did provinces with an older milestone start, and where did they end up?

    Args:
        panel: index unit_id; `years`, `score_before`, `score_after`, all known.
        axis_label: what the years are counted from. said: title, source and alt.
    """
    with house_style():
        figure, axes = new_figure(8, 4.2)
        for unit_id, row in panel.iterrows():
            in_focus = unit_id == focus
            color = FOCUS if in_focus else UP if row.score_after >= row.score_before else DOWN
            axes.annotate(
                "", (row.years, row.score_after), (row.years, row.score_before),
                arrowprops={"arrowstyle": "-|>", "color": color, "shrinkA": 0, "shrinkB": 0,
                            "linewidth": 2.4 if in_focus else 1.0},
                zorder=3 if in_focus else 2,
            )  # fmt: skip
            axes.plot(row.years, row.score_before, "o", color=color if in_focus else QUIET, ms=3)
        scores = panel[["score_before", "score_after"]].to_numpy()
        room = 0.05 * (scores.max() - scores.min()) + 0.005
        axes.set(xlabel=axis_label, ylabel=word("chart.score", lang))
        axes.set_ylim(scores.min() - room, scores.max() + room)
        axes.margins(x=0.04)
        # No quarters of a year: with one decimal 1.25 would be read as 1.2.
        axes.xaxis.set_major_locator(MaxNLocator(nbins=8, steps=[1, 2, 5, 10]))
        number_scale(axes.xaxis, lang, 1)
        number_scale(axes.yaxis, lang, 2)
        colors = {"up": UP, "down": DOWN, "focus": FOCUS}
        styles = {name: {"color": color, "linewidth": 2} for name, color in colors.items()}
        entries = _legend_entries(styles, lang)
        add_legend(axes, entries, "upper center", (0.5, -0.16), columns=3)
        return finish(figure, **said)
