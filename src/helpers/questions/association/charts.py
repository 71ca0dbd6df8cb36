"""The picture of a family of tests: what each leaves possible, and what it could detect."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from helpers.sharing.drawing import INK, PALE, UP, Chart, finish, house_style, number_scale
from helpers.sharing.rows import row_step, rows_figure
from helpers.sharing.wording import sentence, use_wording, word

use_wording("association.yml", "figures.yml")


def interval_chart(
    tests: pd.DataFrame, lang: str, *, edition: str, narrow: bool = False, **said: str
) -> Chart:
    """Which links does each test leave possible? A dot and a bar for each, the first at the top.

    The thick bar is the interval of the test, the thin one that for all primary tests at once; on
    the grey ground a link is too weak for so many units to show it. Sensitivity is drawn lighter.

    Args:
        tests: `label` (a phrase), `role`, `points_found`, `points_lower`, `points_upper`,
            `points_all_lower`, `points_all_upper`, `points_detectable`; ends may be infinite.
        edition: whose points they are. said: title, source and alt.
    """
    marks: dict[str, dict[str, Any]] = {
        "interval": {"color": UP, "linewidth": 4},
        "all": {"color": UP, "linewidth": 1.2},
    }
    with house_style():
        figure, axes = rows_figure(
            [label.written(lang) for label in tests["label"]], narrow=narrow, row=0.3,
            label=sentence("evidence.chart_axis", lang, edition=edition),
        )  # fmt: skip
        ends = tests.filter(like="points_").to_numpy(dtype=float)
        limit = 1.08 * float(np.abs(ends[np.isfinite(ends)]).max())
        for place, row in enumerate(tests.itertuples(index=False)):
            strong = 1.0 if row.role == "primary" else 0.45
            own, every = marks.values()
            axes.barh(
                place, 2 * row.points_detectable, left=-row.points_detectable,
                height=0.3 / row_step(axes), color=PALE, zorder=0,
            )  # fmt: skip
            lower, upper = np.clip([row.points_lower, row.points_upper], -limit, limit)
            axes.plot([lower, upper], [place] * 2, alpha=strong, **own)
            if row.role == "primary":
                lower, upper = np.clip([row.points_all_lower, row.points_all_upper], -limit, limit)
                axes.plot([lower, upper], [place] * 2, **every)
            axes.plot(row.points_found, place, "o", color="white", markeredgecolor=UP, markersize=6,
                      markeredgewidth=1.5)  # fmt: skip
        axes.axvline(0, color=INK, linewidth=0.8, zorder=1)
        axes.set_xlim(-limit, limit)
        number_scale(axes.xaxis, lang)
        dot: dict[str, Any] = {
            "marker": "o",
            "linestyle": "",
            "color": "white",
            "markeredgecolor": UP,
        }
        entries: list[Line2D | Patch] = [
            Line2D([], [], label=word("figures.found", lang), **dot),
            *(
                Line2D([], [], label=word(f"evidence.chart_{name}", lang), **style)
                for name, style in marks.items()
            ),
            Patch(facecolor=PALE, label=word("figures.not_detectable", lang)),
        ]
        return finish(figure, **said, key=entries)
