"""The charts of notebook 06: every specification of every predictor, and what the unseen allow."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from helpers.sharing.drawing import FOCUS, INK, QUIET, UP, Chart, finish, house_style, new_figure
from helpers.sharing.numbers import Phrase, format_number
from helpers.sharing.wording import use_wording, word

use_wording("robustness.yml")

_EARLIER = ("#e69f00", "#009e73", "#cc79a7", "#56b4e9")
_STRIP = 0.8
_NAME_WIDTH = 40


def curves_chart(
    specifications: pd.DataFrame, lang: str, *, names: Mapping[str, Phrase], **said: str
) -> Chart:
    """How far the choices move each predictor: a strip of specifications in order, and the median.

    The median is that of the latest pair alone; dots of other pairs are of other values.

    Args:
        specifications: `predictor`, `baseline`, `edition`, `effect`, `reason` (empty where it was
            run); the latest pair of editions last.
        names: the predictors, a strip for each from the top, and what each is called.
        said: title, source and alt.
    """
    pairs = list(dict.fromkeys(specifications["baseline"] + "–" + specifications["edition"]))
    colors = dict(zip(pairs[::-1], (UP, *_EARLIER), strict=False))
    with house_style():
        figure, axes = new_figure(8, 0.52 * len(names) + 1.6)
        for place, predictor in enumerate(names):
            own = specifications[specifications["predictor"] == predictor]
            _draw_strip(axes, place, own[own["reason"] == ""], colors, pairs[-1], lang)
        axes.axvline(0, color=INK, linewidth=0.8, zorder=1)
        for place in range(1, len(names)):
            axes.axhline(place - 0.5, color="#eceff1", linewidth=0.8, zorder=0)
        labels = [textwrap.fill(name.written(lang), _NAME_WIDTH) for name in names.values()]
        axes.set_yticks(range(len(names)), labels, fontsize=7)
        axes.set(ylim=(len(names) - 0.5, -0.5), xlabel=word("robustness.curves_axis", lang))
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
        axes.xaxis.set_major_formatter(lambda value, _: format_number(value, lang, 1))
        dots = [
            Line2D([], [], marker="o", linestyle="", color=colors[pair], markersize=4)
            for pair in pairs
        ]
        bar = Line2D(
            [], [], marker="|", linestyle="", color=FOCUS, markersize=12, markeredgewidth=2
        )
        axes.legend(
            [*dots, bar], [*pairs, f"{word('robustness.legend.median', lang)} {pairs[-1]}"],
            loc="upper center", bbox_to_anchor=(0.4, -0.07), ncols=len(pairs) + 1, frameon=False,
            fontsize=8,
        )  # fmt: skip
        return finish(figure, **said)


def _draw_strip(
    axes: Axes, place: int, run: pd.DataFrame, colors: dict[str, str], judged: str, lang: str
) -> None:
    if run.empty:
        axes.annotate(
            word("robustness.nothing_run", lang), (0, place), xytext=(4, 0),
            textcoords="offset points", va="center", fontsize=7, color="#52606d",
        )  # fmt: skip
        return
    ordered = run.sort_values("effect", kind="stable")
    # The least effect at the foot of the strip, the greatest at its head.
    heights = place + np.linspace(_STRIP / 2, -_STRIP / 2, len(ordered))
    own = ordered["baseline"] + "–" + ordered["edition"]
    shades = [colors[pair] for pair in own]
    axes.scatter(ordered["effect"], heights, c=shades, s=7, linewidths=0, zorder=2)
    if not (own == judged).any():
        return
    median = float(ordered.loc[own == judged, "effect"].median())
    axes.plot([median] * 2, [place - _STRIP / 2, place + _STRIP / 2], color=FOCUS, lw=2, zorder=3)


def bounds_chart(bounds: pd.DataFrame, lang: str, *, axis_label: str, **said: str) -> Chart:
    """What the provinces seen suggest, and what all of them allow: a line for each edition.

    Args:
        bounds: of `press_bounds`, all known. said: title, source and alt.
    """
    with house_style():
        figure, axes = new_figure(8, 0.5 * len(bounds) + 1.7)
        for place, row in enumerate(bounds.itertuples(index=False)):
            axes.plot([row.lower, row.upper], [place] * 2, color=QUIET, linewidth=8,
                      solid_capstyle="butt", zorder=1)  # fmt: skip
            axes.plot(row.correlation_seen, place, "o", color=UP, markersize=8, zorder=2)
            for value, shift, align in ((row.lower, -4, "right"), (row.upper, 4, "left")):
                axes.annotate(
                    format_number(value, lang, 2), (value, place), xytext=(shift, 0),
                    textcoords="offset points", va="center", ha=align, fontsize=8,
                )  # fmt: skip
        axes.axvline(0, color=INK, linewidth=0.8, zorder=0)
        axes.set_yticks(range(len(bounds)), bounds["edition"])
        left = min(0.0, float(bounds["lower"].min())) - 0.1
        right = max(0.0, float(bounds["upper"].max())) + 0.1
        axes.set(xlim=(left, right), ylim=(len(bounds) - 0.4, -0.6), xlabel=axis_label)
        axes.tick_params(axis="y", length=0)
        axes.xaxis.set_major_formatter(lambda value, _: format_number(value, lang, 1))
        axes.legend(
            [
                Line2D([], [], marker="o", linestyle="", color=UP, markersize=8),
                Line2D([], [], color=QUIET, linewidth=8),
            ],
            [word("robustness.legend.seen", lang), word("robustness.legend.bounds", lang)],
            loc="lower left", bbox_to_anchor=(0, 1), ncols=2, frameon=False, fontsize=8,
        )  # fmt: skip
        return finish(figure, **said)
