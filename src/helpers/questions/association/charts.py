"""The picture of a family of tests: what each leaves possible, and what it could detect."""

from __future__ import annotations

import textwrap
from typing import Any

import numpy as np
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
from helpers.sharing.wording import sentence, use_wording, word

use_wording("association.yml")

_NAME_WIDTH = 30
_WIDTH, _ROW = 5.2, 0.36


def interval_chart(tests: pd.DataFrame, lang: str, *, edition: str, **said: str) -> Chart:
    """Which links does each test leave possible? A bar around 0 for each, the first at the top.

    The thick bar is the interval of the test, the thin one that for all primary tests at once; the
    grey ticks stand where so many units could find a link. Sensitivity is drawn lighter.

    Args:
        tests: `label` (a phrase), `role`, `points_found`, `points_lower`, `points_upper`,
            `points_all_lower`, `points_all_upper`, `points_detectable`; ends may be infinite.
        edition: whose points they are. said: title, source and alt.
    """
    marks: dict[str, dict[str, Any]] = {
        "interval": {"color": UP, "linewidth": 4},
        "all": {"color": UP, "linewidth": 1.2},
        "detectable": {"color": INK, "linestyle": "", "marker": "|", "markersize": 8},
    }
    with house_style():
        figure, axes = new_figure(_WIDTH, _ROW * len(tests) + 1.9)
        ends = tests.filter(like="points_").to_numpy(dtype=float)
        limit = 1.08 * float(np.abs(ends[np.isfinite(ends)]).max())
        for place, row in enumerate(tests.itertuples(index=False)):
            strong = 1.0 if row.role == "primary" else 0.45
            own, every, could = marks.values()
            lower, upper = np.clip([row.points_lower, row.points_upper], -limit, limit)
            axes.plot([lower, upper], [place] * 2, alpha=strong, solid_capstyle="butt", **own)
            if row.role == "primary":
                lower, upper = np.clip([row.points_all_lower, row.points_all_upper], -limit, limit)
                axes.plot([lower, upper], [place] * 2, **every)
            axes.plot([-row.points_detectable, row.points_detectable], [place] * 2, **could)
            axes.plot(row.points_found, place, "o", color="white", markeredgecolor=UP, markersize=4)
        axes.axvline(0, color=QUIET, linewidth=1, zorder=0)
        labels = [textwrap.fill(label.written(lang), _NAME_WIDTH) for label in tests["label"]]
        name_rows(axes, range(len(tests)), labels, size=7.5)
        axes.set(xlim=(-limit, limit), ylim=(len(tests) - 0.4, -0.6))
        axes.set_xlabel(sentence("evidence.chart_axis", lang, edition=edition), fontsize=8)
        axes.spines["left"].set_visible(False)
        number_scale(axes.xaxis, lang)
        entries = [
            Line2D([], [], label=word(f"evidence.chart_{name}", lang), **style)
            for name, style in marks.items()
        ]
        add_legend(axes, entries, "upper center", (0.2, -0.5 / _ROW / len(tests)), columns=1)
        return finish(figure, **said)
