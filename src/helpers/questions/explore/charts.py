"""The charts of explore.ipynb alone: where units stand in one edition, provinces side by side."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pandas as pd
from matplotlib.lines import Line2D

from helpers.questions.rank_gains.standing_sentences import place_text
from helpers.sharing.drawing import (
    FOCUS,
    PALE,
    QUIET,
    SMALLEST,
    UNSURE,
    UP,
    Chart,
    Room,
    finish,
    focus_letters,
    house_style,
    new_figure,
    number_scale,
    page_width,
    pale_grid,
    text_width,
)
from helpers.sharing.numbers import format_number
from helpers.sharing.rows import right_column, rows_figure
from helpers.sharing.wording import use_wording, word

use_wording("explore.yml")

LINES = (
    (FOCUS, "o"), (UP, "s"), ("#a8480a", "^"), ("#2f7d4f", "D"), ("#7a4a9e", "v"), ("#946c00", "P"),
)  # fmt: skip
"""Colour and mark of each province compared, the one in focus first; the mark tells in grey."""
_HEIGHT = 4.6
"""Inches of the ranks of provinces side by side."""
_PAPER = {"boxstyle": "square,pad=0.05", "facecolor": "white", "edgecolor": "none"}
"""Behind a number that a line of another province runs through."""


def standing_chart(
    standing: pd.DataFrame, lang: str, *, focus: str, narrow: bool = False, **said: str
) -> Chart:
    """Where does every unit stand in one edition? A dot for each, the first rank at the top.

    At its score where all have one, which shows the distances, else at its rank; a line is a span.

    Args:
        standing: rows of `rankings.csv` of one edition and measure, in the order drawn.
        focus: unit_id to highlight. said: title, subtitle, source and alt.
    """
    scored = bool(standing["score"].notna().all())
    rows = list(standing.itertuples(index=False))
    places = [place_text(row) for _, row in standing.iterrows()]
    own = [number for number, row in enumerate(rows) if row.unit_id == focus]
    texts = [
        place if pd.isna(row.score) or not scored
        else f"{place} · {format_number(row.score, lang, 4)}"
        for place, row in zip(places, rows, strict=True)
    ]  # fmt: skip
    label = word("explore.score" if scored else "chart.rank", lang)
    with house_style():
        figure, axes = rows_figure(
            list(standing["province"]), narrow=narrow, row=0.18, label=label, focused=own,
            right=0.2 + max(text_width(text, SMALLEST) for text in texts),
        )  # fmt: skip
        pale_grid(axes)
        for number, row in enumerate(rows):
            ends = [row.score] * 2 if scored else [row.rank_best, row.rank_worst]
            axes.plot(ends, [number] * 2, color=UNSURE, linewidth=4)
            axes.plot(
                ends[0] if ends[0] == ends[1] else [], number if ends[0] == ends[1] else [],
                linestyle="", marker="o", markersize=6, color=FOCUS if number in own else UP,
            )  # fmt: skip
        right_column(axes, range(len(rows)), texts)
        if not scored:
            axes.set_xlim(0, float(standing["rank_worst"].max()) + 1)
        number_scale(axes.xaxis, lang, 2 if scored else 0)
        return finish(figure, **said, key=())


def compared_chart(
    history: pd.DataFrame, *, order: Sequence[str], size: int, narrow: bool = False, **said: str
) -> Chart:
    """Where did several provinces stand in each edition? A line for each, named at its end.

    Lines break, and a dashed one parts the editions, where these cannot be compared.

    Args:
        history: `unit_id`, `province`, `edition`, `rank_best`, `rank_worst`, `follows`, by edition.
        order: unit_ids, the one in focus first. size: units ranked, the last rank there is.
        said: title, subtitle, source and alt.
    """
    years = list(dict.fromkeys(history["edition"]))
    marks = dict(zip(order, LINES, strict=False))
    last = len(years) - 1
    named = {f"{place_text(row)} {row['province']}" for _, row in history.iterrows()}
    beside = max(text_width(name, SMALLEST, bold=True) for name in named)
    with house_style():
        room = Room(left=0.45, right=beside + 0.15, top=0.1, bottom=0.5)
        figure, axes = new_figure(page_width(narrow), _HEIGHT, room=room)
        margin = max(0.05 * last, 0.1)
        axes.set(xlim=(-margin, last + margin), ylim=(size + 1, 0))
        free = (page_width(narrow) - room.left - room.right) / len(years)
        is_crowded = free < text_width("0000 ", 9)
        axes.set_xticks(range(len(years)), years, rotation=90 if is_crowded else 0)
        axes.set_yticks(rank_ticks(size))
        axes.grid(axis="y", color=PALE, linewidth=0.8)
        axes.set_axisbelow(True)
        for number, (_, rows) in enumerate(history.groupby("edition", sort=False)):
            if number and not rows["follows"].iloc[0]:
                axes.axvline(number - 0.5, color=QUIET, linestyle=(0, (4, 3)), linewidth=1.2)
        for unit, (color, marker) in marks.items():
            rows = history[history["unit_id"] == unit].reset_index(drop=True)
            spots = [years.index(year) for year in rows["edition"]]
            for spot, row in zip(spots, rows.itertuples(index=False), strict=True):
                axes.plot([spot] * 2, [row.rank_best, row.rank_worst], color=color, linewidth=3)
                axes.plot(spot, row.rank_best, linestyle="", color=color, marker=marker, zorder=3)
            for number, (before, after) in enumerate(pairwise(spots), start=1):
                ends = rows["rank_best"].iloc[number - 1 : number + 1]
                if rows["follows"][number] and after == before + 1:
                    axes.plot([before, after], list(ends), color=color, linewidth=1.6)
        step = (size + 1) * 1.2 * SMALLEST / 72 / (_HEIGHT - room.top - room.bottom)
        for number, (_, rows) in enumerate(history.groupby("edition", sort=False)):
            heights = parted(list(rows["rank_best"].astype(float)), step, size)
            for height, (_, row) in zip(heights, rows.iterrows(), strict=True):
                name = f" {row['province']}" if number == last else ""
                letters = focus_letters(row["unit_id"] == order[0])
                axes.annotate(
                    place_text(row) + name, (number, height), xytext=(7, 0),
                    textcoords="offset points", va="center", fontsize=SMALLEST,
                    bbox=_PAPER, **letters | {"color": marks[row["unit_id"]][0]},
                ).set_in_layout(False)  # fmt: skip
        # Those that the last edition does not name at the end of their line.
        known = dict(zip(history["unit_id"], history["province"], strict=True))
        named = set(history.loc[history["edition"] == years[last], "unit_id"])
        key = [
            Line2D([], [], color=color, marker=marker, label=known[unit])
            for unit, (color, marker) in marks.items()
            if unit in known and unit not in named
        ]
        return finish(figure, **said, key=key)


def rank_ticks(size: int) -> list[int]:
    """The first rank, and round ones up to the last."""
    return [1, *range(10, size + 1, 10)]


def parted(heights: Sequence[float], step: float, most: float) -> list[float]:
    """Heights at least a step apart and none beyond `most`, in their order, near where they were.

    Args:
        heights: in any order.
    """
    order = sorted(range(len(heights)), key=lambda place: heights[place])
    moved = [float(height) for height in heights]
    for before, after in pairwise(order):
        moved[after] = max(moved[after], moved[before] + step)
    limit = most
    for place in reversed(order):
        moved[place] = min(moved[place], limit)
        limit = moved[place] - step
    return moved
