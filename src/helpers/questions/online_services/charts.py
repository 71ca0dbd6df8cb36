"""The charts of notebook 03: dated figures of few provinces, and portal points against scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from helpers.questions.online_services.answer import COUNT_LEVELS
from helpers.questions.online_services.sentences import figures_heading, level_heading, unit_label
from helpers.sharing.drawing import (
    FOCUS,
    QUIET,
    UP,
    Chart,
    add_legend,
    color_patches,
    finish,
    focus_letters,
    house_style,
    name_rows,
    new_figure,
    number_scale,
)
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


def counts_chart(
    counts: pd.DataFrame, lang: str, *, focus: str, title: str, source: str, alt: str
) -> Chart:
    """Which counts are dated, of whom and when, the two decrees apart?

    Args:
        counts: as `dated_counts` gives them. focus: unit_id to highlight.
        title, source, alt: finished sentences.
    """
    columns = count_columns(counts, lang)
    return dated_figures_chart(columns, lang, focus=focus, title=title, source=source, alt=alt)


def usage_chart(
    usage: pd.DataFrame, lang: str, *, focus: str, title: str, source: str, alt: str
) -> Chart:
    """Which shares of dossiers sent online and of payment online are dated, of whom and when?

    Args:
        usage: as `usage_figures` gives it, dated figures only. focus: unit_id to highlight.
        title, source, alt: finished sentences.
    """
    columns = usage_columns(usage, lang)
    return dated_figures_chart(columns, lang, focus=focus, title=title, source=source, alt=alt)


def count_columns(counts: pd.DataFrame, lang: str) -> list[ChartColumn]:
    """Dated counts as two columns, one for each decree, with a block for each level that has any.

    Args:
        counts: as `dated_counts` gives them.
    """
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
    """Dated shares as two columns: dossiers sent online, payment online.

    Args:
        usage: as `usage_figures` gives it, dated figures only.
    """
    return [
        ChartColumn(
            "",
            word("services.chart.percent", lang),
            [_block(figures_heading(Said(f"services.use.{measure}"), own), own, lang)],
            limit=100,
        )
        for measure in ("online_dossier_share", "online_payment_share")
        for own in [usage[usage["measure"] == measure]]
    ]


def _block(heading: Phrase, figures: pd.DataFrame, lang: str) -> Block:
    labels = [
        written(unit_label(row.unit_id, row.province), lang)
        for row in figures.itertuples(index=False)
    ]
    return Block(heading.written(lang), figures.assign(label=labels))


def dated_figures_chart(
    columns: Sequence[ChartColumn], lang: str, *, focus: str, title: str, source: str, alt: str
) -> Chart:
    """What is known of whom and when: a row for each unit, a dot with its year for each figure.

    Columns stand side by side on scales of their own, so that figures that must not be mixed cannot
    be read against one another.

    Args:
        columns: one or more, each with at least one block.
        focus: unit_id to highlight.
        title, source, alt: finished sentences.
    """
    rows = max(sum(1 + _labels(b).size for b in column.blocks) for column in columns)
    seen = {unit for column in columns for b in column.blocks for unit in b.figures["unit_id"]}
    legend_entries = {word("services.chart.dot", lang): UP} | (
        {word("chart.in_focus", lang): FOCUS} if focus in seen else {}
    )
    with house_style():
        figure, grid = new_figure(
            8.6, _ROW_INCHES * (rows + _ROWS_BELOW) + 1, ncols=len(columns), squeeze=False
        )  # fmt: skip
        for axes, column in zip(grid[0], columns, strict=True):
            _draw_column(axes, column, rows, focus, lang)
        legend = add_legend(
            grid[0, 0], color_patches(legend_entries), "lower left", (0, 0), columns=2
        )
        # It may run below the next column, whose width it must not take.
        legend.set_in_layout(False)
        return finish(figure, title, source, alt)


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
            _draw_dots(axes, own, place, widest, FOCUS if place in focused else UP)
            place += 1
    axes.set(
        xlim=(-0.02 * widest, widest), ylim=(rows + _ROWS_BELOW, -0.7), xlabel=column.axis_label
    )
    name_rows(axes, ticks, names, focused=focused)
    axes.patch.set_visible(False)
    axes.spines["left"].set_visible(False)
    # The scale stands under the last row of its own column, not under that of the longest.
    axes.spines["bottom"].set_position(("data", place - 0.4))
    number_scale(axes.xaxis, lang)
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
    panels: Mapping[str, Phrase | str],
    title: str,
    source: str,
    alt: str,
) -> Chart:
    """Do points go with scores: one scatter for each column of scores, over the same points.

    Args:
        table: `unit_id`, `province`, `points` and the columns named in `panels`.
        focus: unit_id to highlight, where it has points.
        axis_label: what the points are.
        panels: column of `table` -> the name of its scale.
    """
    with house_style():
        figure, grid = new_figure(8.6, 4.4, ncols=len(panels), squeeze=False)
        named = set(table.nlargest(2, "points")["unit_id"]) | set(
            table.nsmallest(2, "points")["unit_id"]
        )
        for axes, (column, label) in zip(grid[0], panels.items(), strict=True):
            for row in table.itertuples(index=False):
                own = row.unit_id == focus
                value = getattr(row, column)
                axes.plot(row.points, value, "o", color=FOCUS if own else UP, alpha=1 if own else
                          0.75, markersize=8 if own else 5, zorder=3 if own else 2)  # fmt: skip
                if own or row.unit_id in named:
                    axes.annotate(
                        row.province, (row.points, value), xytext=(0, 6), ha="center", fontsize=7,
                        textcoords="offset points", **focus_letters(own),
                    )  # fmt: skip
            axes.axhline(table[column].mean(), color=QUIET, linewidth=1, zorder=0)
            axes.margins(x=0.12, y=0.1)
            axes.set(xlabel=axis_label, ylabel=written(label, lang))
            number_scale(axes.xaxis, lang, 1)
            number_scale(axes.yaxis, lang, 2)
        return finish(figure, title, source, alt)
