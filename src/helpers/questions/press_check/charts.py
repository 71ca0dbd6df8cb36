"""The chart of notebook 08: figures that agree and figures that are contradicted."""

from __future__ import annotations

import pandas as pd

from helpers.sharing import drawing
from helpers.sharing.numbers import format_number
from helpers.sharing.wording import use_wording, word

use_wording("press_check.yml")

_COLORS = {"agrees": drawing.UP, "contradicted": drawing.DOWN}


def agreement_chart(
    rows: pd.DataFrame, lang: str, *, title: str, source: str, alt: str
) -> drawing.Chart:
    """How many figures of each edition, or of each source, agree and are contradicted.

    Args:
        rows: a bar each, drawn from top to bottom: `label`, `agrees`, `contradicted`.
    """
    words = {
        "agrees": word("press_verdict.agrees", lang),
        "contradicted": word("press.contradicted", lang),
    }
    with drawing.house_style():
        figure, axes = drawing.new_figure(8, max(2.4, 0.27 * len(rows) + 1.5))
        places = list(range(len(rows)))[::-1]
        start = pd.Series(0, index=rows.index)
        for column, color in _COLORS.items():
            axes.barh(places, rows[column], left=start, color=color, height=0.7)
            start = start + rows[column]
        for place, row in zip(places, rows.itertuples(index=False), strict=True):
            parts = [row.agrees, row.contradicted] if row.contradicted else [row.agrees]
            text = " + ".join(format_number(part, lang) for part in parts)
            axes.annotate(
                text, (row.agrees + row.contradicted, place), xytext=(4, 0), va="center",
                textcoords="offset points", fontsize=7.5, color=drawing.INK,
            )  # fmt: skip
        drawing.name_rows(axes, places, rows["label"])
        axes.set(xlim=(0, 1.1 * max(1, start.max())), ylim=(-0.7, len(rows) - 0.3))
        axes.set_xlabel(word("press.counts_axis", lang))
        drawing.number_scale(axes.xaxis, lang)
        legend = drawing.color_patches({words[column]: color for column, color in _COLORS.items()})
        drawing.add_legend(axes, legend, "lower center", (0.4, 1.0), columns=2)
        return drawing.finish(figure, title, source, alt)
