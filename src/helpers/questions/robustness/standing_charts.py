"""The ladder of notebook 06: who is really ahead of the next, and with whom each could change."""

from __future__ import annotations

import pandas as pd
from matplotlib.lines import Line2D

from helpers.sharing.drawing import (
    INK,
    QUIET,
    UP,
    Chart,
    add_legend,
    finish,
    house_style,
    name_rows,
    new_figure,
    number_scale,
)
from helpers.sharing.wording import use_wording, word

use_wording("robustness.yml")

_WIDTH = 5.2
"""Inches: narrow, so that a telephone shows the letters large enough."""


def ladder_chart(ladder: pd.DataFrame, lang: str, **said: str) -> Chart:
    """A line for each unit in the order of ranks: its place, and those it could change with.

    A strong line between two units is an order that no points reverse.

    Args:
        ladder: of `Apart.ladder`. said: title, source and alt.
    """
    with house_style():
        figure, axes = new_figure(_WIDTH, 0.19 * len(ladder) + 1.7)
        for place, row in enumerate(ladder.itertuples(index=False)):
            axes.plot([row.best - 0.35, row.worst + 0.35], [place] * 2, color=QUIET, linewidth=6,
                      solid_capstyle="butt", zorder=1)  # fmt: skip
            axes.plot(row.rank, place, "o", color=UP, markersize=5, zorder=3)
            if row.apart:
                axes.axhline(place + 0.5, color=INK, linewidth=1.8, zorder=2)
        labels = [f"{row.rank}  {row.province}" for row in ladder.itertuples(index=False)]
        name_rows(axes, range(len(ladder)), labels, size=8)
        last = int(ladder[["rank", "worst"]].max().max())
        axes.set(
            xlim=(0, last + 1), ylim=(len(ladder) - 0.4, -0.6),
            xlabel=word("robustness.ladder_axis", lang),
        )  # fmt: skip
        number_scale(axes.xaxis, lang)
        entries = [
            Line2D([], [], marker="o", linestyle="", color=UP, markersize=5,
                   label=word("robustness.legend.own", lang)),
            Line2D([], [], color=QUIET, linewidth=6, label=word("robustness.legend.open", lang)),
            Line2D([], [], color=INK, linewidth=1.8, label=word("robustness.legend.border", lang)),
        ]  # fmt: skip
        add_legend(axes, entries, "lower left", (-0.02, 1.0), size=7.5)
        return finish(figure, **said)
