"""The charts of notebook 02: slopes, spread, history, bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from helpers.questions.rank_gains.answer import MOST_MOVED, largest_moves
from helpers.sharing.drawing import (
    BASIS_COLORS,
    DOWN,
    FOCUS,
    INK,
    QUIET,
    UP,
    Chart,
    add_legend,
    color_patches,
    finish,
    focus_letters,
    house_style,
    new_figure,
    number_scale,
)
from helpers.sharing.numbers import format_number, vietnamese_sort_key
from helpers.sharing.wording import Said, word, written


def slope_chart(
    gains: pd.DataFrame, lang: str, *, focus: str, title: str, source: str, alt: str
) -> Chart:
    """Who climbed and who fell between two editions: one line for each unit.

    Args:
        gains: `unit_id`, `province`, `rank_from`, `rank_to`, `rank_gain`, `baseline`, `edition` of
            one measure.
        focus: unit_id to highlight. Coloured as well: the five that climbed most, all that tie with
            the last of them included, and so those that fell; nobody who moved the other way.
    """
    climbed, fell = (set(moves["unit_id"]) for moves in largest_moves(gains))
    with house_style():
        figure, axes = new_figure(8, max(4.0, 0.165 * len(gains) + 1.2))
        for row in gains.itertuples(index=False):
            color = (
                FOCUS if row.unit_id == focus
                else UP if row.unit_id in climbed
                else DOWN if row.unit_id in fell
                else QUIET
            )  # fmt: skip
            strong = color != QUIET
            axes.plot(
                [0, 1], [row.rank_from, row.rank_to], color=color, zorder=3 if strong else 1,
                linewidth=2.6 if row.unit_id == focus else 1.6 if strong else 0.8,
                marker="o", markersize=3,
            )  # fmt: skip
        for side, column, align in ((0, "rank_from", "right"), (1, "rank_to", "left")):
            for place, names in _label_groups(gains, column, focus):
                axes.text(
                    side + (-0.03 if side == 0 else 0.03), place, names[0], ha=align, va="center",
                    fontsize=7, **focus_letters(names[1]),
                )  # fmt: skip
        axes.set(xlim=(-0.75, 1.75), ylim=(gains[["rank_from", "rank_to"]].max().max() + 1, 0))
        axes.set_xticks([0, 1], [gains["baseline"].iloc[0], gains["edition"].iloc[0]])
        axes.xaxis.tick_top()
        axes.tick_params(length=0)
        axes.set_yticks([])
        axes.spines[["left", "bottom", "top"]].set_visible(False)
        meanings = (
            ("chart.climbed_most", UP, climbed - {focus}),
            ("chart.fell_most", DOWN, fell - {focus}),
            ("chart.in_focus", FOCUS, {focus} & set(gains["unit_id"])),
        )
        legend = {
            written(Said(key, n=MOST_MOVED), lang): color for key, color, drawn in meanings if drawn
        }
        add_legend(axes, color_patches(legend), "lower center", (0.5, -0.03), columns=3)
        return finish(figure, title, source, alt)


def _label_groups(
    gains: pd.DataFrame, column: str, focus: str
) -> list[tuple[float, tuple[str, bool]]]:
    """One label for each rank, tied names together, and whether the focus is among them."""
    groups = []
    for rank, group in gains.groupby(column):
        names = sorted(group["province"], key=vietnamese_sort_key)
        text = ", ".join(names)
        label = f"{text}  {rank}" if column == "rank_from" else f"{rank}  {text}"
        groups.append((float(rank), (label, focus in set(group["unit_id"]))))
    return groups


def history_chart(
    history: pd.DataFrame,
    index_names: Mapping[str, str],
    lang: str,
    *,
    size: int,
    title: str,
    source: str,
    alt: str,
) -> Chart:
    """One province through every edition known, each index on its own scale, breaks marked.

    Args:
        history: `index`, `edition`, `formula`, `rank`, `rank_best`, `rank_worst`, `rank_basis` of
            one unit; editions without a rank have missing values.
        index_names: index -> its name. size: units of the universe, the last rank there is.
    """
    indices = [index for index in index_names if index in set(history["index"])]
    with house_style():
        figure, grid = new_figure(8, 2.6 * len(indices) + 0.8, nrows=len(indices), squeeze=False)
        for axes, index in zip(grid[:, 0], indices, strict=True):
            rows = history[history["index"] == index].reset_index(drop=True)
            _draw_history(axes, rows, size, lang)
            axes.set_title(index_names[index])
        bases = [b for b in BASIS_COLORS if b in set(history["rank_basis"])]
        legend = {word(f"basis.{basis}", lang): BASIS_COLORS[basis] for basis in bases}
        legend |= {word("chart.break", lang): QUIET}
        add_legend(grid[-1, 0], color_patches(legend), "upper center", (0.5, -0.15), columns=3)
        return finish(figure, title, source, alt)


def _draw_history(axes: Axes, rows: pd.DataFrame, size: int, lang: str) -> None:
    places = rows["rank"].astype(float)
    for position, row in enumerate(rows.itertuples(index=False)):
        if pd.isna(row.rank_best):
            continue
        color = BASIS_COLORS[row.rank_basis]
        axes.plot([position] * 2, [row.rank_best, row.rank_worst], color=color, linewidth=5,
                  solid_capstyle="round")  # fmt: skip
        label = (
            f"{row.rank_best}" if row.rank_best == row.rank_worst
            else f"{row.rank_best}–{row.rank_worst}"
        )  # fmt: skip
        axes.annotate(label, (position, row.rank_best), xytext=(0, 7), textcoords="offset points",
                      ha="center", fontsize=8)  # fmt: skip
        axes.plot(position, row.rank_best, "o", color=color, markersize=6)
    for position in range(1, len(rows)):
        same = rows["formula"][position] == rows["formula"][position - 1] != ""
        if not same:
            axes.axvline(position - 0.5, color=QUIET, linestyle=(0, (4, 3)), linewidth=1.2)
        elif places.notna()[[position - 1, position]].all():
            axes.plot([position - 1, position], places[[position - 1, position]], color=UP, lw=1.2,
                      zorder=0)  # fmt: skip
    axes.set_xticks(range(len(rows)), rows["edition"])
    axes.set(xlim=(-0.5, len(rows) - 0.5), ylabel=word("chart.rank", lang))
    axes.set_ylim(size + 3, -round(size / 10))
    axes.set_yticks(_rank_ticks(size))


def _rank_ticks(size: int) -> list[int]:
    """The first rank, the last, and round ones between that do not crowd the last."""
    step = 20 if size > 40 else 10  # noqa: PLR2004
    return [1, *range(step, size - step // 2, step), size]


def bar_chart(
    bars: Sequence[tuple[str, float]],
    lang: str,
    *,
    axis_label: str,
    title: str,
    source: str,
    alt: str,
) -> Chart:
    """A few printed numbers side by side, largest on top, each with its value."""
    with house_style():
        figure, axes = new_figure(8, 0.45 * len(bars) + 1.4)
        names = [name for name, _ in bars][::-1]
        values = [value for _, value in bars][::-1]
        drawn = axes.barh(names, values, color=[UP if v >= 0 else DOWN for v in values])
        axes.bar_label(
            drawn, [format_number(v, lang, signed=True) for v in values], padding=4, fontsize=9
        )
        axes.margins(x=0.12)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        number_scale(axes.xaxis, lang)
        axes.axvline(0, color=INK, linewidth=0.8)
        axes.set_xlabel(axis_label)
        return finish(figure, title, source, alt)
