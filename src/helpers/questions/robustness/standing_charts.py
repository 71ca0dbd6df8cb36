"""The ladder of notebook 06: who is really ahead of the next, and with whom each could change."""

from __future__ import annotations

import pandas as pd
from matplotlib.lines import Line2D

from helpers.sharing.drawing import INK, UNSURE, UP, Chart, finish, house_style, number_scale
from helpers.sharing.rows import rows_figure
from helpers.sharing.wording import use_wording, word

use_wording("robustness.yml")


def ladder_chart(ladder: pd.DataFrame, lang: str, *, narrow: bool = False, **said: str) -> Chart:
    """A line for each unit in the order of ranks: its place, and those it could change with.

    A strong line between two units is an order that no points reverse.

    Args:
        ladder: of `Apart.ladder`. said: title, source and alt.
    """
    names = [f"{row.rank}  {row.province}" for row in ladder.itertuples(index=False)]
    with house_style():
        figure, axes = rows_figure(
            names, narrow=narrow, row=0.19, label=word("robustness.ladder_axis", lang)
        )
        for place, row in enumerate(ladder.itertuples(index=False)):
            axes.plot([row.best - 0.35, row.worst + 0.35], [place] * 2, color=UNSURE, linewidth=6,
                      zorder=1)  # fmt: skip
            axes.plot(row.rank, place, "o", color=UP, markersize=5, zorder=3)
            if row.apart:
                axes.axhline(place + 0.5, color=INK, linewidth=1.8, zorder=2)
        axes.set_xlim(0, int(ladder[["rank", "worst"]].max().max()) + 1)
        number_scale(axes.xaxis, lang)
        entries = [
            Line2D([], [], marker="o", linestyle="", color=UP, markersize=5,
                   label=word("robustness.legend.own", lang)),
            Line2D([], [], color=UNSURE, linewidth=6, label=word("robustness.legend.open", lang)),
            Line2D([], [], color=INK, linewidth=1.8, label=word("robustness.legend.border", lang)),
        ]  # fmt: skip
        return finish(figure, **said, key=entries)
