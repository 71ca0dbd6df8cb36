"""The charts of notebook 03: dated figures of few provinces, and portal points against scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from helpers.questions.online_services.answer import COUNT_LEVELS
from helpers.questions.online_services.sentences import figures_heading, level_heading, unit_label
from helpers.sharing import drawing
from helpers.sharing.numbers import Phrase, vietnamese_sort_key
from helpers.sharing.wording import Said, use_wording, word, written

use_wording("online_services.yml")

_ROW_INCHES = 0.235
_ROWS_BELOW = 3.4  # for the scale, its name and the legend
_NEAR = 0.045
_APART = 0.27


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
    columns: Sequence[ChartColumn], lang: str, *, focus: str, **said: str
) -> drawing.Chart:
    """What is known of whom and when: a row for each unit, a dot with its year for each figure.

    Columns stand side by side on scales of their own, so that figures that must not be mixed cannot
    be read against one another.

    Args:
        columns: one or more, each with at least one block. said: title, source and alt.
    """
    rows = max(sum(1 + _labels(b).size for b in column.blocks) for column in columns)
    seen = {unit for column in columns for b in column.blocks for unit in b.figures["unit_id"]}
    legend_entries = {word("services.chart.dot", lang): drawing.UP}
    if focus in seen:
        legend_entries[word("chart.in_focus", lang)] = drawing.FOCUS
    with drawing.house_style():
        height = _ROW_INCHES * (rows + _ROWS_BELOW) + 1
        figure, grid = drawing.new_figure(8.6, height, ncols=len(columns), squeeze=False)
        for axes, column in zip(grid[0], columns, strict=True):
            _draw_column(axes, column, rows, focus, lang)
        entries = drawing.color_patches(legend_entries)
        legend = drawing.add_legend(grid[0, 0], entries, "lower left", (0, 0), columns=2)
        # It may run below the next column, whose width it must not take.
        legend.set_in_layout(False)
        return drawing.finish(figure, **said)


def _labels(block: Block) -> pd.Index:
    """The rows of a block: one for each unit, in Vietnamese order."""
    return pd.Index(sorted(block.figures["label"].unique(), key=vietnamese_sort_key))


def _draw_column(axes: Axes, column: ChartColumn, rows: int, focus: str, lang: str) -> None:
    values = pd.concat([block.figures["value"] for block in column.blocks])
    widest = column.limit or max(float(values.max()) * 1.08, 1.0)
    place, ticks, names, focused = 0, [], [], set()
    for block in column.blocks:
        axes.text(0, place, block.heading, fontsize=8.5, fontweight="bold", va="center")
        place += 1
        for label in _labels(block):
            own = block.figures[block.figures["label"] == label]
            if focus in set(own["unit_id"]):
                focused.add(place)
            ticks.append(place)
            names.append(label)
            axes.axhline(place, color="#e4e7ea", linewidth=0.7, zorder=0)
            _draw_dots(axes, own, place, widest, drawing.FOCUS if place in focused else drawing.UP)
            place += 1
    axes.set(
        xlim=(-0.02 * widest, widest), ylim=(rows + _ROWS_BELOW, -0.7), xlabel=column.axis_label
    )
    drawing.name_rows(axes, ticks, names, focused=focused)
    axes.patch.set_visible(False)
    axes.spines["left"].set_visible(False)
    # The scale stands under the last row of its own column, not under that of the longest.
    axes.spines["bottom"].set_position(("data", place - 0.4))
    drawing.number_scale(axes.xaxis, lang)
    axes.set_title(column.title, fontsize=9)


def _draw_dots(axes: Axes, own: pd.DataFrame, place: int, widest: float, color: str) -> None:
    """One dot for each value and year, the year in it; dots that would hide one another apart."""
    dots = own.drop_duplicates(["value", "year"]).sort_values(["value", "year"])
    crowded = (dots["value"].diff() < _NEAR * widest) | (-dots["value"].diff(-1) < _NEAR * widest)
    for position, (row, near) in enumerate(zip(dots.itertuples(index=False), crowded, strict=True)):
        height = place + (_APART if position % 2 else -_APART) * near
        axes.plot(row.value, height, "o", color=color, markersize=9.5, clip_on=False)
        axes.text(
            row.value, height, f"{row.year % 100:02d}", color="white", fontsize=5.8,
            fontweight="bold", ha="center", va="center_baseline",
        )  # fmt: skip


def points_and_scores_chart(
    table: pd.DataFrame,
    lang: str,
    *,
    focus: str,
    axis_label: str,
    panels: Mapping[str, Phrase],
    **said: str,
) -> drawing.Chart:
    """Do points go with scores: one scatter for each column of scores, over the same points.

    Args:
        table: `unit_id`, `province`, `points` and the columns named in `panels`.
        panels: column of `table` -> the name of its scale. said: title, source and alt.
    """
    with drawing.house_style():
        figure, grid = drawing.new_figure(8.6, 4.4, ncols=len(panels), squeeze=False)
        ends = pd.concat([table.nlargest(2, "points"), table.nsmallest(2, "points")])
        named = set(ends["unit_id"])
        for axes, (column, label) in zip(grid[0], panels.items(), strict=True):
            for row in table.itertuples(index=False):
                own = row.unit_id == focus
                value = getattr(row, column)
                size, color = (8, drawing.FOCUS) if own else (5, drawing.UP)
                axes.plot(row.points, value, "o", color=color, alpha=1 if own else 0.75,
                          markersize=size, zorder=3 if own else 2)  # fmt: skip
                if own or row.unit_id in named:
                    axes.annotate(
                        row.province, (row.points, value), xytext=(0, 6), ha="center", fontsize=7,
                        textcoords="offset points", **drawing.focus_letters(own),
                    )  # fmt: skip
            axes.axhline(table[column].mean(), color=drawing.QUIET, linewidth=1, zorder=0)
            axes.margins(x=0.12, y=0.1)
            axes.set(xlabel=axis_label, ylabel=written(label, lang))
            drawing.number_scale(axes.xaxis, lang, 1)
            drawing.number_scale(axes.yaxis, lang, 2)
        return drawing.finish(figure, **said)
