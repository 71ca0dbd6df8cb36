"""The charts of notebook 02: who climbed, one province's history, bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from helpers.sharing.drawing import (
    BASIS_COLORS,
    DOWN,
    FOCUS,
    INK,
    PALE,
    QUIET,
    SMALLEST,
    UP,
    Chart,
    Room,
    color_patches,
    finish,
    house_style,
    new_figure,
    number_scale,
    page_width,
    signed_bars,
)
from helpers.sharing.numbers import format_number, vietnamese_sort_key
from helpers.sharing.rows import right_column, rows_figure, value_room
from helpers.sharing.wording import use_wording, word

use_wording("figures.yml")


def gains_chart(
    gains: pd.DataFrame, lang: str, *, focus: str, narrow: bool = False, **said: str
) -> Chart:
    """Who climbed and who fell between two editions: a bar for each unit, the largest climb first.

    Args:
        gains: `unit_id`, `province`, `rank_from`, `rank_to`, `rank_gain` of one measure.
        focus: unit_id to highlight. said: title, subtitle, source and alt.
    """
    order = sorted(
        range(len(gains)),
        key=lambda row: (
            -gains["rank_gain"].iloc[row], vietnamese_sort_key(gains["province"].iloc[row]),
        ),
    )  # fmt: skip
    shown = gains.iloc[order]
    places = list(range(len(shown)))
    own = [place for place, unit in zip(places, shown["unit_id"], strict=True) if unit == focus]
    with house_style():
        figure, axes = rows_figure(
            list(shown["province"]), narrow=narrow, row=0.18, focused=own, right=0.75
        )
        signed_bars(axes, places, list(shown["rank_gain"]))
        for place, gain in zip(places, shown["rank_gain"], strict=True):
            _at_the_end(axes, gain, place, format_number(gain, lang, signed=True))
        ranks = zip(shown["rank_from"], shown["rank_to"], strict=True)
        right_column(axes, places, [f"{before} → {after}" for before, after in ranks])
        axes.axvline(0, color=INK, linewidth=0.8)
        value_room(axes, list(shown["rank_gain"]))
        moved = {
            word("figures.up", lang): (UP, (shown["rank_gain"] > 0).any()),
            word("figures.down", lang): (DOWN, (shown["rank_gain"] < 0).any()),
        }
        entries = color_patches({name: color for name, (color, drawn) in moved.items() if drawn})
        return finish(figure, **said, key=entries)


def _at_the_end(axes: Axes, value: float, place: float, text: str) -> None:
    """A number beside the end of its bar."""
    beyond = 4 if value >= 0 else -4
    axes.annotate(
        text, (value, place), xytext=(beyond, 0), textcoords="offset points", va="center",
        ha="left" if value >= 0 else "right", fontsize=SMALLEST, fontweight="bold",
    )  # fmt: skip


def history_chart(
    history: pd.DataFrame,
    index_names: Mapping[str, str],
    lang: str,
    *,
    size: int,
    narrow: bool = False,
    **said: str,
) -> Chart:
    """One province through the editions with a known rank, each index on its own scale.

    Editions that can be compared stand on one shaded ground and are joined, dashed lines part
    those that cannot; a hollow mark is a rank
    that no source prints as such.

    Args:
        history: `index`, `edition`, `formula`, `rank`, `rank_best`, `rank_worst`, `rank_basis` of
            one unit; editions without a rank have missing values.
        index_names: index -> its name. size: units of the universe, the last rank there is.
        said: title, source and alt.
    """
    known = history[history["rank_best"].notna()]
    indices = [index for index in index_names if index in set(known["index"])]
    with house_style():
        figure, grid = new_figure(
            page_width(narrow), 2.1 * len(indices), nrows=len(indices), squeeze=False,
            room=Room(left=0.5, right=0.15, top=0.3, bottom=0.3),
        )  # fmt: skip
        figure.subplots_adjust(hspace=0.45)
        for axes, index in zip(grid[:, 0], indices, strict=True):
            _draw_history(axes, known[known["index"] == index].reset_index(drop=True), size)
            axes.set_title(index_names[index], fontsize=9)
        bases = [b for b in BASIS_COLORS if b in set(known["rank_basis"])]
        entries: list[Line2D | Patch] = [
            Line2D([], [], linestyle="", label=word(f"basis.{basis}", lang), **_mark(basis))
            for basis in bases
        ]
        entries.append(Patch(facecolor=PALE, label=word("figures.comparable", lang)))
        entries.append(
            Line2D([], [], color=QUIET, linestyle=(0, (4, 3)), label=word("chart.break", lang))
        )
        return finish(figure, **said, key=entries)


def _mark(basis: str) -> dict[str, Any]:
    """Full where a source prints the rank, hollow where it was worked out."""
    printed = basis in ("printed", "list_position")
    return {
        "marker": "o" if basis in ("printed", "score_order", "derived") else "s",
        "color": UP,
        "markerfacecolor": UP if printed else "white",
        "markersize": 6,
    }


def _draw_history(axes: Axes, rows: pd.DataFrame, size: int) -> None:
    for position, row in enumerate(rows.itertuples(index=False)):
        axes.plot([position] * 2, [row.rank_best, row.rank_worst], color=UP, linewidth=4,
                  solid_capstyle="butt")  # fmt: skip
        axes.plot(position, row.rank_best, linestyle="", zorder=3, **_mark(row.rank_basis))
        label = (
            f"{row.rank_best}" if row.rank_best == row.rank_worst
            else f"{row.rank_best}–{row.rank_worst}"
        )  # fmt: skip
        axes.annotate(label, (position, row.rank_best), xytext=(0, 6), textcoords="offset points",
                      ha="center", fontsize=9, fontweight="bold", color=FOCUS)  # fmt: skip
    for position in range(1, len(rows)):
        pair = rows.iloc[position - 1 : position + 1]
        if pair["formula"].iloc[0] == pair["formula"].iloc[1] != "":
            axes.axvspan(position - 1.35, position + 0.35, color=PALE, linewidth=0, zorder=-2)
            if pair["rank"].notna().all():
                axes.plot([position - 1, position], pair["rank"].astype(float), color=UP, lw=1.2,
                          zorder=0)  # fmt: skip
        else:
            axes.axvline(position - 0.5, color=QUIET, linestyle=(0, (4, 3)), linewidth=1.2)
    axes.set_xticks(range(len(rows)), rows["edition"])
    axes.set(xlim=(-0.5, len(rows) - 0.5))
    axes.set_ylim(size + 3, -round(size / 4))
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
    narrow: bool = False,
    **said: str,
) -> Chart:
    """A few printed numbers side by side, each with its value. `said`: title, source and alt."""
    values = [value for _, value in bars]
    with house_style():
        figure, axes = rows_figure(
            [name for name, _ in bars], narrow=narrow, row=0.36, label=axis_label
        )
        signed_bars(axes, range(len(bars)), values)
        for place, value in enumerate(values):
            _at_the_end(axes, value, place, format_number(value, lang, signed=True))
        value_room(axes, values)
        axes.xaxis.set_major_locator(MaxNLocator(nbins=4 if narrow else 8, integer=True))
        number_scale(axes.xaxis, lang)
        axes.axvline(0, color=INK, linewidth=0.8)
        return finish(figure, **said, key=())
