"""The small chart of notebook 09: ranks through the editions."""

from __future__ import annotations

import itertools
import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from helpers.sharing.compact_svg import compact
from helpers.sharing.drawing import (
    FOCUS,
    INK,
    QUIET,
    UP,
    Chart,
    Room,
    add_legend,
    finish,
    house_style,
    new_figure,
)
from helpers.sharing.wording import sentence, use_wording, word

use_wording("province_brief.yml")

# One colour and one mark for each unit, so that they can be told apart without colour.
_MARKS = ((UP, "o"), ("#009e73", "s"), ("#cc79a7", "^"), ("#e69f00", "v"))
_OWN_MARK = (FOCUS, "D")
_TICKS = 20
_ROOM = Room(left=0.5, right=0.08, top=0.53, bottom=0.4, between=0.32)
"""For names of ranks, the title of one line with those of the panels, and years with the source."""
_HEIGHT = 2.0
_LEGEND = 0.2
_BESIDE = 0.3
"""What a chart of several units is higher by, in inches, besides its legend."""
_NAME_SIZE = 7.5


def editions_chart(
    history: pd.DataFrame,
    focus: str,
    indices: Sequence[str],
    lang: str,
    *,
    title: str,
    source: str,
    alt: str,
) -> Chart:
    """Ranks through the editions: a line is drawn only where two editions can be compared.

    Every index and every set of units has a panel and a scale of its own; dashed lines stand where
    the formula changes or is unknown.

    Args:
        history: of `editions_known`, at least one rank known.
        focus: unit_id of the unit that the page is of. indices: in the order of their panels.
    """
    known = history[history["rank_best"].notna()]
    found = set(zip(known["index"], known["universe"], strict=True))
    # One index after the other, the larger set of units, which is the older, first.
    panels = sorted(found, key=lambda panel: (indices.index(panel[0]), -int(panel[1])))
    rows = {
        panel: history[(history["index"] == panel[0]) & (history["universe"] == panel[1])]
        for panel in panels
    }
    years = {panel: _years(table) for panel, table in rows.items()}
    units = list(dict.fromkeys(known["unit_id"]))
    others = iter(_MARKS)
    marks = {unit: _OWN_MARK if unit == focus else next(others) for unit in units}
    with house_style():
        figure, grid = new_figure(
            8, _HEIGHT if len(units) == 1 else _HEIGHT + _BESIDE + _LEGEND,
            ncols=len(panels), squeeze=False,
            room=_ROOM if len(units) == 1 else replace(_ROOM, bottom=_ROOM.bottom + _LEGEND),
            width_ratios=[max(len(years[panel]), 2) for panel in panels],
        )  # fmt: skip
        for axes, panel in zip(grid[0], panels, strict=True):
            _draw_panel(axes, rows[panel], years[panel], marks, int(panel[1]))
            axes.set_title(
                sentence("brief.panel", lang, index=panel[0], size=panel[1]),
                fontsize=8,
                weight="normal",
                # Else every label is measured to find the place that it has anyway.
                y=1.0,
            )
        grid[0][0].set_ylabel(word("chart.rank", lang))
        if len(units) > 1:
            names = known.drop_duplicates("unit_id").set_index("unit_id")
            entries = [
                Line2D([], [], color=color, marker=mark, markersize=4, linewidth=1.2,
                       label=_legend_name(names.loc[unit], lang))
                for unit, (color, mark) in marks.items()
            ]  # fmt: skip
            add_legend(grid[0][0], entries, "upper left", (0, -0.14), columns=len(units), size=7.5)
        return _compact(finish(figure, title, source, alt, weight="normal"))


def _compact(chart: Chart) -> Chart:
    return Chart(compact(chart.svg), chart.alt)


def _legend_name(row: pd.Series, lang: str) -> str:
    return sentence("brief.of_universe", lang, unit=row)


def _years(rows: pd.DataFrame) -> list[str]:
    """The editions from the first known rank to the last; those beside them show nothing."""
    known = rows.loc[rows["rank_best"].notna(), "edition"]
    return sorted({year for year in rows["edition"] if known.min() <= year <= known.max()})


def _draw_panel(
    axes: Axes,
    rows: pd.DataFrame,
    years: list[str],
    marks: Mapping[str, tuple[str, str]],
    size: int,
) -> None:
    steps = rows.drop_duplicates("edition").set_index("edition")["step"]
    for place, year in enumerate(years[1:], 1):
        if steps[year] != "comparable":
            axes.axvline(place - 0.5, color=QUIET, linestyle=(0, (4, 3)), linewidth=1.2, zorder=0)
    for unit, own in rows.groupby("unit_id", sort=False):
        if unit in marks:
            _draw_unit(axes, own.set_index("edition").reindex(years), marks[str(unit)])
    axes.set_xticks(range(len(years)), years, fontsize=7.5)
    ticks = [1, *range(_TICKS, size - _TICKS // 2, _TICKS), size]
    axes.set_yticks(ticks, [str(tick) for tick in ticks], fontsize=7.5)
    axes.tick_params(length=0)
    axes.set(xlim=(-0.5, len(years) - 0.4), ylim=(1.05 * size, -0.16 * size))
    if rows["unit_id"].nunique() == 1:
        _name_above(axes, rows, years)
    else:
        _name_beside(axes, rows, years, marks)


def _draw_unit(axes: Axes, own: pd.DataFrame, mark: tuple[str, str]) -> None:
    """The known ranks of one unit, a rank known as a span as a bar."""
    color, shape = mark
    best, worst, rank = (
        own[name].to_numpy(float, na_value=math.nan) for name in ("rank_best", "rank_worst", "rank")
    )
    known = np.flatnonzero(~np.isnan(best))
    axes.plot(known, best[known], shape, color=color, markersize=4.5)
    for place in known:
        if best[place] < worst[place]:
            axes.plot([place] * 2, [best[place], worst[place]], color=color, linewidth=3)
    # A rank is drawn once for the edition before it and once for the one after; gaps stay gaps.
    comparable = np.flatnonzero(own["step"].iloc[1:].to_numpy() == "comparable") + 1
    lines = [(place - 1, place, math.nan) for place in comparable]
    ranks = [(rank[place - 1], rank[place], math.nan) for place in comparable]
    if lines:
        axes.plot(np.array(lines).ravel(), np.array(ranks).ravel(), color=color, lw=1.2, zorder=0)


def _name_above(axes: Axes, rows: pd.DataFrame, years: list[str]) -> None:
    """Write the ranks of the only unit over its marks."""
    for row in rows[rows["rank_best"].notna()].itertuples():
        axes.annotate(
            place_text(int(row.rank_best), int(row.rank_worst)),
            (years.index(row.edition), row.rank_best), xytext=(0, 5), textcoords="offset points",
            ha="center", fontsize=_NAME_SIZE, color=INK,
        )  # fmt: skip


def _name_beside(
    axes: Axes, rows: pd.DataFrame, years: list[str], marks: Mapping[str, tuple[str, str]]
) -> None:
    """Write the ranks of several units to the right of their marks, none over another."""
    known = rows[rows["rank_best"].notna() & rows["unit_id"].isin(marks)]
    bottom, top = axes.get_ylim()
    points_high = axes.bbox.height / axes.figure.dpi * 72
    least = _NAME_SIZE * (bottom - top) / points_high
    ranks = sorted(known[["edition", "rank_best", "rank_worst", "unit_id"]].itertuples(index=False))
    for year, group in itertools.groupby(ranks, key=lambda rank: rank.edition):
        of_year = list(group)
        heights = _apart([float(rank.rank_best) for rank in of_year], least)
        for rank, height in zip(of_year, heights, strict=True):
            axes.annotate(
                place_text(int(rank.rank_best), int(rank.rank_worst)), (years.index(year), height),
                xytext=(5, -2), textcoords="offset points", fontsize=_NAME_SIZE,
                color=marks[rank.unit_id][0], zorder=1,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5},
            )  # fmt: skip


def _apart(places: list[float], least: float) -> list[float]:
    """Ascending places moved as little as may be, so that any two are at least that far apart."""
    groups: list[list[float]] = []
    for number, place in enumerate(places):
        groups.append([place - number * least])
        while len(groups) > 1 and statistics.fmean(groups[-2]) > statistics.fmean(groups[-1]):
            last = groups.pop()
            groups[-1] += last
    moved = [statistics.fmean(group) for group in groups for _ in group]
    return [place + number * least for number, place in enumerate(moved)]


def place_text(best: int, worst: int) -> str:
    """A rank, or the span that it is known to lie in."""
    return f"{best}" if best == worst else f"{best}–{worst}"
