"""The charts of notebook 03: dated figures of few provinces, and portal points against scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from helpers.questions.online_services.answer import COUNT_LEVELS
from helpers.questions.online_services.sentences import figures_heading, level_heading, unit_label
from helpers.sharing import drawing
from helpers.sharing.numbers import Phrase, vietnamese_sort_key
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
    rows = [sum(1 + _labels(b).size for b in column.blocks) for column in columns]
    shown = [str(label) for column in columns for b in column.blocks for label in _labels(b)]
    beside = drawing.room_beside(shown, top=0.3, bottom=0.55)
    across = 1 if narrow else len(columns)
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
        for axes, column, room in zip(
            grid.ravel(), columns, heights if narrow else heights * len(columns), strict=True
        ):
            _draw_column(axes, column, room, focus, lang)
        entries = drawing.color_patches({word("services.chart.dot", lang): drawing.UP})
        return drawing.finish(figure, **said, key=entries)


def _labels(block: Block) -> pd.Index:
    """The rows of a block: one for each unit, in Vietnamese order."""
    return pd.Index(sorted(block.figures["label"].unique(), key=vietnamese_sort_key))


def _draw_column(axes: Axes, column: ChartColumn, rows: int, focus: str, lang: str) -> None:
    values = pd.concat([block.figures["value"] for block in column.blocks])
    widest = column.limit or max(float(values.max()) * 1.08, 1.0)
    place, ticks, names, focused = 0, [], [], set()
    for block in column.blocks:
        axes.annotate(
            block.heading, (0, place), fontsize=9, fontweight="bold", va="center",
            xycoords=axes.get_yaxis_transform(), xytext=(-60, 0), textcoords="offset points",
        )  # fmt: skip
        place += 1
        for label in _labels(block):
            own = block.figures[block.figures["label"] == label]
            if focus in set(own["unit_id"]):
                focused.add(place)
            ticks.append(place)
            names.append(label)
            axes.axhline(place, color=drawing.PALE, linewidth=0.7, zorder=0)
            _draw_dots(axes, own, place, widest)
            place += 1
    axes.set(xlim=(-0.02 * widest, widest), ylim=(rows - 0.5, -0.6))
    axes.set_xlabel(column.axis_label, fontsize=drawing.SMALLEST)
    drawing.name_rows(axes, ticks, names)
    for tick, text in zip(ticks, axes.texts[-len(ticks) :], strict=True):
        text.set(**drawing.focus_letters(tick in focused))
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=5))
    drawing.number_scale(axes.xaxis, lang)
    axes.set_title(column.title, fontsize=9.5)


def _draw_dots(axes: Axes, own: pd.DataFrame, place: int, widest: float) -> None:
    """One dot for each value and year, the year in it; dots that would hide one another apart."""
    near = 1.02 * widest * _DOT / (axes.bbox.width / axes.figure.dpi)
    dots = own.drop_duplicates(["value", "year"]).sort_values(["value", "year"])
    crowded = (dots["value"].diff() < near) | (-dots["value"].diff(-1) < near)
    for position, (row, close) in enumerate(
        zip(dots.itertuples(index=False), crowded, strict=True)
    ):
        height = place + (0.3 if position % 2 else -0.3) * close
        axes.plot(row.value, height, "o", color=drawing.UP, markersize=72 * _DOT, clip_on=False)
        axes.text(
            row.value, height, f"{row.year % 100:02d}", color="white", fontsize=drawing.SMALLEST,
            fontweight="bold", ha="center", va="center_baseline",
        )  # fmt: skip


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
        return drawing.finish(figure, **said)
