"""The charts of notebook 05: a survey over the years, and single dated figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.lines import Line2D

from helpers.sharing import drawing
from helpers.sharing.numbers import Phrase, format_number
from helpers.sharing.wording import use_wording, word, written

use_wording("digital_adoption.yml")

_NOT_USED = "#7b8794"
_BEHIND_TEXT = {
    "boxstyle": "square,pad=0.08", "facecolor": "white", "edgecolor": "none", "alpha": 0.8,
}  # fmt: skip


def survey_lines_chart(
    values: pd.DataFrame,
    lang: str,
    *,
    focus: str,
    breaks: Mapping[int, Phrase],
    axis_label: str,
    **said: str,
) -> drawing.Chart:
    """How a yearly survey moved in every province, the one in focus on top, breaks marked.

    Args:
        values: `unit_id`, `year`, `value`; a year without a figure leaves a gap in the line.
        breaks: first year after a break -> what changed. said: title, source and alt.
    """
    wide = values.pivot(index="year", columns="unit_id", values="value").astype(float)
    wide = wide.reindex(range(int(wide.index.min()), int(wide.index.max()) + 1))
    with drawing.house_style():
        figure, axes = drawing.new_figure(8, 5.2)
        for unit_id in sorted(wide.columns, key=lambda unit: unit == focus):
            strong = unit_id == focus
            axes.plot(
                wide.index, wide[unit_id], marker="o", zorder=3 if strong else 1,
                color=drawing.FOCUS if strong else drawing.QUIET,
                linewidth=2.6 if strong else 0.8, markersize=5 if strong else 2,
            )  # fmt: skip
        if focus in wide:
            for year, value in wide[focus].dropna().items():
                axes.annotate(
                    format_number(value, lang, 2), (year, value), xytext=(0, 8), zorder=4,
                    textcoords="offset points", ha="center", fontsize=8, color=drawing.FOCUS,
                    fontweight="bold", bbox=_BEHIND_TEXT,
                )  # fmt: skip
        bottom, top = axes.get_ylim()
        height = top - bottom
        axes.set_ylim(bottom, top + 0.14 * height)
        for number, (year, text) in enumerate(sorted(breaks.items())):
            axes.axvline(year - 0.5, color=drawing.INK, linestyle=(0, (4, 3)), linewidth=1)
            level = top + (0.11 - 0.06 * number) * height
            axes.text(
                year - 0.47, level, text.written(lang), fontsize=7.5, va="center", bbox=_BEHIND_TEXT
            )
        axes.set_xticks(list(wide.index))
        axes.set_ylabel(axis_label)
        drawing.number_scale(axes.yaxis, lang, 2)
        entries = [
            Line2D([], [], color=drawing.FOCUS, linewidth=2.6, label=word("chart.in_focus", lang)),
            Line2D([], [], color=drawing.QUIET, label=word("adoption.other_provinces", lang)),
        ]
        drawing.add_legend(axes, entries, "upper center", (0.5, -0.08), columns=2)
        return drawing.finish(figure, **said)


def dated_dots_chart(
    rows: pd.DataFrame, lang: str, *, focus: str, axis_label: str, **said: str
) -> drawing.Chart:
    """Every figure of a measure as a dot, with its date and the words beside its number.

    Args:
        rows: one figure a row, drawn from top to bottom: `unit_id`, `label` (province and date),
            `value`, `note` (the number in words), `used` (whether the test uses it).
        said: title, source and alt.
    """
    with drawing.house_style():
        figure, axes = drawing.new_figure(8, max(2.6, 0.21 * len(rows) + 1.7))
        places = list(range(len(rows)))[::-1]
        axes.hlines(places, 0, rows["value"], color="#e3e7ea", linewidth=1, zorder=0)
        for place, row in zip(places, rows.itertuples(index=False), strict=True):
            color = drawing.FOCUS if row.unit_id == focus else drawing.UP if row.used else _NOT_USED
            axes.plot(
                row.value, place, "o", color=color, markersize=6, zorder=2,
                markerfacecolor=color if row.used else "white",
            )  # fmt: skip
            axes.annotate(
                written(row.note, lang), (row.value, place), xytext=(7, 0), va="center",
                textcoords="offset points", fontsize=7.5,
                color=color if row.unit_id == focus else drawing.INK,
            )  # fmt: skip
        own = {place for place, unit in zip(places, rows["unit_id"], strict=True) if unit == focus}
        names = [written(label, lang) for label in rows["label"]]
        drawing.name_rows(axes, places, names, focused=own)
        axes.set(xlim=(0, 1.22 * rows["value"].max()), ylim=(-0.8, len(rows) - 0.2))
        drawing.number_scale(axes.xaxis, lang)
        axes.set_xlabel(axis_label)
        styles: dict[str, dict[str, Any]] = {
            "adoption.dot_used": {"color": drawing.UP},
            "adoption.dot_not_used": {"markerfacecolor": "white", "markeredgecolor": _NOT_USED},
            "chart.in_focus": {"color": drawing.FOCUS},
        }
        entries = [
            Line2D([], [], marker="o", linestyle="", label=word(key, lang), **style)
            for key, style in styles.items()
        ]
        drawing.add_legend(axes, entries, "lower center", (0.4, 1.0), columns=3)
        return drawing.finish(figure, **said)
