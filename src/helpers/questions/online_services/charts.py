"""The charts of notebook 03: dated figures of few provinces, and portal points against scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from helpers.questions.online_services.answer import COUNT_LEVELS
from helpers.questions.online_services.sentences import figures_heading, level_heading, unit_label
from helpers.sharing import drawing
from helpers.sharing.numbers import Phrase, vietnamese_sort_key
from helpers.sharing.rows import name_rows, room_beside
from helpers.sharing.wording import Said, use_wording, word, written

use_wording("online_services.yml")

_ROW = 0.27
"""Inches of a row, wide enough for a dot with two digits in it."""
_DOT = 0.21


@dataclass(frozen=True)
class Block:
    """One group of rows in a column of a chart: a heading, and the figures under it.

    `figures` has `unit_id`, `label`, `year`, `value`; a row for each label.
    """

    heading: str
    figures: pd.DataFrame


@dataclass(frozen=True)
class ChartColumn:
    """One column of a chart with its own scale: title, name of the scale, blocks from the top.

    `limit` is where the scale ends; 0 for just beyond the largest value.
    """

    title: str
    axis_label: str
    blocks: Sequence[Block]
    limit: float = 0


def count_columns(counts: pd.DataFrame, lang: str) -> list[ChartColumn]:
    """`dated_counts` in two columns, one for each decree, with a block for each level there is."""
    return [
        ChartColumn(
            word(f"services.regime.{regime}", lang),
            word("services.chart.services", lang),
            [
                _block(level_heading(level, own), own, lang)
                for level in levels
                if len(own := counts[counts["level"] == level])
            ],
        )
        for regime, levels in COUNT_LEVELS.items()
        if (counts["regime"] == regime).any()
    ]


def usage_columns(usage: pd.DataFrame, lang: str) -> list[ChartColumn]:
    """Dated shares, of `usage_figures`, in two columns: dossiers sent and paid for online."""
    columns = []
    for measure in ("online_dossier_share", "online_payment_share"):
        own, name = usage[usage["measure"] == measure], Said(f"services.use.{measure}")
        block = _block(figures_heading(name, own), own, lang)
        columns.append(ChartColumn("", word("services.chart.percent", lang), [block], limit=100))
    return columns


def _block(heading: Phrase, figures: pd.DataFrame, lang: str) -> Block:
    units = zip(figures["unit_id"], figures["province"], strict=True)
    labels = [written(unit_label(*unit), lang) for unit in units]
    return Block(heading.written(lang), figures.assign(label=labels))


def dated_figures_chart(
    columns: Sequence[ChartColumn], lang: str, *, focus: str, narrow: bool = False, **said: str
) -> drawing.Chart:
    """What is known of whom and when: a row for each unit, a dot with its year for each figure.

    Columns have scales of their own, so that figures that must not be mixed cannot be read against
    one another; on phones they stand one below the other.

    Args:
        columns: one or more, each with at least one block. said: title, source and alt.
    """
    shown = [str(label) for column in columns for b in column.blocks for label in _labels(b)]
    beside = room_beside(shown, top=0.3, bottom=0.55)
    across = 1 if narrow else len(columns)
    width = drawing.page_width(narrow) / across - 0.1
    near = _DOT / (width - beside.left - beside.right)
    laid = [_laid_out(column, width, near) for column in columns]
    rows = [height for _, height in laid]
    heights = rows if narrow else [max(rows)]
    # Each column keeps the room of its scale and its title.
    between = 0.95
    height = _ROW * sum(heights) + between * (len(heights) - 1) + beside.top + beside.bottom
    with drawing.house_style():
        figure, grid = drawing.new_figure(
            drawing.page_width(narrow), height, nrows=len(columns) // across, ncols=across,
            squeeze=False, room=replace(beside, between=beside.left), height_ratios=heights,
        )  # fmt: skip
        if len(heights) > 1:
            figure.subplots_adjust(hspace=between * len(heights) / (_ROW * sum(heights)))
        for number, (axes, column) in enumerate(zip(grid.ravel(), columns, strict=True)):
            axes.set_ylim(heights[number if narrow else 0], -0.6)
            _draw_column(axes, column, laid[number][0], focus, lang, beside.left)
        entries = drawing.color_patches({word("services.chart.dot", lang): drawing.UP})
        return drawing.finish(figure, **said, key=entries)


def _labels(block: Block) -> pd.Index:
    """The rows of a block: one for each unit, in Vietnamese order."""
    return pd.Index(sorted(block.figures["label"].unique(), key=vietnamese_sort_key))


@dataclass(frozen=True)
class _Row:
    """A row of a column: a line of a heading, or the dots of a unit in lanes of their own."""

    place: float
    label: str
    is_heading: bool
    dots: Sequence[tuple[int, float, int]] = ()
    """Year, value and lane of each."""
    lanes: int = 1
    units: frozenset[str] = frozenset()


def _laid_out(column: ChartColumn, width: float, near: float) -> tuple[list[_Row], float]:
    """The rows of a column from the top, and how many rows high they are together.

    Args:
        width: inches for a heading. near: share of the scale at which two dots touch.
    """
    near *= _limit(column)
    rows: list[_Row] = []
    top = 0.0
    for block in column.blocks:
        for line in drawing.wrapped(block.heading, width, 9, bold=True):
            rows.append(_Row(top, line, True))
            top += 0.8
        top += 0.2
        for label in _labels(block):
            own = block.figures[block.figures["label"] == label]
            dots, lanes = _in_lanes(own, near)
            height = max(1.0, 0.8 * lanes)
            units = frozenset(own["unit_id"])
            rows.append(_Row(top + (height - 1) / 2, label, False, dots, lanes, units))
            top += height
        top += 0.2
    return rows, top


def _in_lanes(own: pd.DataFrame, near: float) -> tuple[list[tuple[int, float, int]], int]:
    """One dot for each value and year, none over another: the lane of each, and how many."""
    ends: list[float] = []
    dots = []
    known = own.drop_duplicates(["value", "year"]).sort_values(["value", "year"])
    for row in known.itertuples(index=False):
        lane = next((n for n, end in enumerate(ends) if row.value - end >= near), len(ends))
        ends[lane : lane + 1] = [row.value]
        dots.append((int(row.year), float(row.value), lane))
    return dots, max(1, len(ends))


def _limit(column: ChartColumn) -> float:
    """Where the scale of a column ends."""
    values = pd.concat([block.figures["value"] for block in column.blocks])
    return column.limit or max(float(values.max()) * 1.08, 1.0)


def _draw_column(
    axes: Axes, column: ChartColumn, rows: Sequence[_Row], focus: str, lang: str, left: float
) -> None:
    widest = _limit(column)
    letters: dict[str, Any] = {"fontsize": 9, "fontweight": "bold"}
    start: dict[str, Any] = {
        "xytext": (-72 * left + 5, 0),
        "textcoords": "offset points",
        "va": "center",
    }
    if column.title:
        axes.annotate(
            column.title, (0, 1), xycoords="axes fraction", **letters,
            **(start | {"xytext": (-72 * left + 5, 12)}),
        )  # fmt: skip
    for row in rows:
        if row.is_heading:
            axes.annotate(
                row.label, (0, row.place), xycoords=axes.get_yaxis_transform(), **letters, **start
            )
            continue
        axes.axhline(row.place, color=drawing.PALE, linewidth=0.7, zorder=0)
        for year, value, lane in row.dots:
            height = row.place + 0.8 * (lane - (row.lanes - 1) / 2)
            axes.plot(value, height, "o", color=drawing.UP, markersize=72 * _DOT, clip_on=False)
            axes.text(
                value, height, f"{year % 100:02d}", color="white", fontsize=drawing.SMALLEST,
                fontweight="bold", ha="center", va="center_baseline",
            )  # fmt: skip
    units = [row for row in rows if not row.is_heading]
    own = {row.place for row in units if focus in row.units}
    name_rows(
        axes, [row.place for row in units], [row.label for row in units], focused=own, band=False
    )
    axes.set_xlim(-0.02 * widest, widest)
    axes.set_xlabel(column.axis_label, fontsize=drawing.SMALLEST)
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=3 if widest > 999 else 5))  # noqa: PLR2004
    drawing.number_scale(axes.xaxis, lang)


def points_and_scores_chart(
    table: pd.DataFrame,
    lang: str,
    *,
    focus: str,
    axis_label: str,
    panels: Mapping[str, Phrase],
    narrow: bool = False,
    **said: str,
) -> drawing.Chart:
    """Do points go with scores: one scatter for each column of scores, over the same points.

    Args:
        table: `unit_id`, `province`, `points` and the columns named in `panels`.
        panels: column of `table` -> the name of its scale. said: title, source and alt.
    """
    across = 1 if narrow else len(panels)
    down = len(panels) // across
    between = 0.9
    with drawing.house_style():
        figure, grid = drawing.new_figure(
            drawing.page_width(narrow), 2.9 * down + between * (down - 1), nrows=down, ncols=across,
            squeeze=False, room=drawing.Room(0.5, 0.2, 0.3, 0.5, between=0.6),
        )  # fmt: skip
        if down > 1:
            figure.subplots_adjust(hspace=between * down / (2.9 * down - 0.8))
        ends = pd.concat([table.nlargest(2, "points"), table.nsmallest(2, "points")])
        named = set(ends["unit_id"]) - {focus}
        for axes, (column, label) in zip(grid.ravel(), panels.items(), strict=True):
            for row in table.itertuples(index=False):
                own = row.unit_id == focus
                value = getattr(row, column)
                size, color = (8, drawing.FOCUS) if own else (5, drawing.UP)
                axes.plot(row.points, value, "o", color=color, alpha=1 if own else 0.75,
                          markersize=size, zorder=3 if own else 2)  # fmt: skip
                if own or row.unit_id in named:
                    axes.annotate(
                        row.province, (row.points, value), xytext=(0, 6), ha="center",
                        textcoords="offset points", fontsize=drawing.SMALLEST,
                        **drawing.focus_letters(own),
                    )  # fmt: skip
            axes.axhline(table[column].mean(), color=drawing.QUIET, linewidth=1, zorder=0)
            axes.margins(x=0.2 if narrow else 0.14, y=0.12)
            axes.set_xlabel(axis_label, fontsize=drawing.SMALLEST)
            axes.set_title(written(label, lang), fontsize=9)
            axes.xaxis.set_major_locator(MaxNLocator(nbins=6))
            drawing.number_scale(axes.xaxis, lang, 1)
            drawing.number_scale(axes.yaxis, lang, 2)
        return drawing.finish(figure, **said, key=())
