"""The charts of notebook 05: a survey over the years, and single dated figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.lines import Line2D

from helpers.sharing import drawing
from helpers.sharing.numbers import Phrase, format_number
from helpers.sharing.rows import rows_figure, value_room
from helpers.sharing.wording import use_wording, word, written

use_wording("digital_adoption.yml", "figures.yml")

_NOT_USED = "#7b8794"
_BEHIND_TEXT = {
    "boxstyle": "square,pad=0.08", "facecolor": "white", "edgecolor": "none", "alpha": 0.8,
}  # fmt: skip
_BREAK = (0, (4, 3))


def survey_lines_chart(
    values: pd.DataFrame,
    lang: str,
    *,
    focus: str,
    breaks: Mapping[int, Phrase],
    axis_label: str,
    narrow: bool = False,
    **said: str,
) -> drawing.Chart:
    """How a yearly survey moved in every province, the one in focus on top, breaks marked.

    The median of each year stands out as well.

    Args:
        values: `unit_id`, `year`, `value`; a year without a figure leaves a gap in the line.
        breaks: first year after a break -> what changed. axis_label: what the values are.
        said: title, source and alt.
    """
    wide = values.pivot(index="year", columns="unit_id", values="value").astype(float)
    wide = wide.reindex(range(int(wide.index.min()), int(wide.index.max()) + 1))
    median: dict[str, Any] = {"color": drawing.UP, "linewidth": 2, "linestyle": (0, (2, 1))}
    own: dict[str, Any] = {"color": drawing.FOCUS, "linewidth": 2.6}
    with drawing.house_style():
        figure, axes = drawing.new_figure(
            drawing.page_width(narrow), 3.6, room=drawing.Room(0.5, 0.2, 0.1, 0.3)
        )
        for unit_id in wide.columns.difference([focus]):
            axes.plot(wide.index, wide[unit_id], color=drawing.UNSURE, linewidth=0.8, marker="o",
                      markersize=1.5, zorder=1)  # fmt: skip
        axes.plot(wide.index, wide.median(axis=1), zorder=2, **median)
        if focus in wide:
            axes.plot(wide.index, wide[focus], zorder=3, marker="o", markersize=5, **own)
            for year, value in wide[focus].dropna().items():
                axes.annotate(
                    format_number(value, lang, 2), (year, value), xytext=(0, 8), zorder=4,
                    textcoords="offset points", ha="center", fontsize=9, color=drawing.FOCUS,
                    fontweight="bold", bbox=_BEHIND_TEXT,
                )  # fmt: skip
        for year in breaks:
            axes.axvline(year - 0.5, color=drawing.INK, linestyle=_BREAK, linewidth=1)
        axes.margins(x=0.08 if narrow else 0.05, y=0.1)
        axes.set_xticks(list(wide.index))
        drawing.number_scale(axes.yaxis, lang, 1)
        entries = [
            Line2D([], [], label=word("chart.in_focus", lang), **own),
            Line2D([], [], label=word("figures.median", lang), **median),
            Line2D([], [], color=drawing.UNSURE, label=word("adoption.other_provinces", lang)),
            *(
                Line2D([], [], color=drawing.INK, linestyle=_BREAK, linewidth=1,
                       label=f"{year}: {text.written(lang)}")
                for year, text in sorted(breaks.items())
            ),
        ]  # fmt: skip
        said = {"subtitle": axis_label} | said
        return drawing.finish(figure, **said, key=entries if focus in wide else entries[1:])


def dated_dots_chart(
    rows: pd.DataFrame,
    lang: str,
    *,
    focus: str,
    axis_label: str,
    narrow: bool = False,
    **said: str,
) -> drawing.Chart:
    """Every figure of a measure as a dot, with its date and the words beside its number.

    Args:
        rows: one figure a row, drawn from top to bottom: `unit_id`, `label` (province and date),
            `value`, `note` (the number in words), `used` (whether the test uses it).
        said: title, source and alt.
    """
    notes = [written(note, lang) for note in rows["note"]]
    names = [written(label, lang) for label in rows["label"]]
    if narrow:
        names = [f"{name}: {note}" for name, note in zip(names, notes, strict=True)]
    own = {place for place, unit in enumerate(rows["unit_id"]) if unit == focus}
    with drawing.house_style():
        figure, axes = rows_figure(
            names, narrow=narrow, label=axis_label, focused=own, above=narrow, row=0.2
        )
        places = list(range(len(rows)))
        axes.hlines(places, 0, rows["value"], color=drawing.PALE, linewidth=1, zorder=0)
        for place, row in zip(places, rows.itertuples(index=False), strict=True):
            color = drawing.FOCUS if place in own else drawing.UP if row.used else _NOT_USED
            axes.plot(
                row.value, place, "o", color=color, markersize=6, zorder=2,
                markerfacecolor=color if row.used else "white",
            )  # fmt: skip
            if not narrow:
                axes.annotate(
                    notes[place], (row.value, place), xytext=(7, 0), va="center",
                    textcoords="offset points", fontsize=drawing.SMALLEST, color=drawing.INK,
                )  # fmt: skip
        needed = 0.1 if narrow else max(drawing.text_width(n, drawing.SMALLEST) for n in notes)
        value_room(axes, list(rows["value"]), needed + 0.15)
        drawing.number_scale(axes.xaxis, lang)
        styles: dict[str, dict[str, Any]] = {
            "adoption.dot_used": {"color": drawing.UP},
            "adoption.dot_not_used": {"markerfacecolor": "white", "markeredgecolor": _NOT_USED},
        }
        entries = [
            Line2D([], [], marker="o", linestyle="", label=word(key, lang), **style)
            for key, style in styles.items()
        ]
        return drawing.finish(figure, **said, key=entries)
