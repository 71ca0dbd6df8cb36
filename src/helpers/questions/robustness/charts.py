"""The charts of notebook 06: every specification of every predictor, and what the unseen allow."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from helpers.sharing.drawing import (
    INK,
    PALE,
    QUIET,
    SMALLEST,
    SOFT,
    UNSURE,
    UP,
    Chart,
    finish,
    house_style,
    number_scale,
)
from helpers.sharing.numbers import Phrase, format_number
from helpers.sharing.rows import row_step, rows_figure
from helpers.sharing.wording import use_wording, word

use_wording("robustness.yml")

_EARLIER = (QUIET, INK, "#8fb8d8", SOFT)
_STRIP_INCHES = 0.5
_FREE_LETTERS = 0.42


def curves_chart(
    specifications: pd.DataFrame,
    lang: str,
    *,
    names: Mapping[str, Phrase],
    narrow: bool = False,
    **said: str,
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
        figure, axes = rows_figure(
            [name.written(lang) for name in names.values()], narrow=narrow, row=_STRIP_INCHES,
            label=word("robustness.curves_axis", lang),
        )  # fmt: skip
        strip = 0.88 * _STRIP_INCHES / row_step(axes)
        for place, predictor in enumerate(names):
            own = specifications[specifications["predictor"] == predictor]
            axes.axhspan(place - strip / 2, place + strip / 2, color="#f4f6f8", zorder=-1)
            _draw_strip(axes, place, strip, own[own["reason"] == ""], colors, pairs[-1], lang)
        axes.axvline(0, color=INK, linewidth=0.8, zorder=1)
        number_scale(axes.xaxis, lang, 1)
        entries = [
            *(
                Line2D([], [], marker="o", linestyle="", color=colors[pair], markersize=4,
                       label=pair)
                for pair in pairs
            ),
            Line2D([], [], marker="|", linestyle="", color=INK, markersize=12, markeredgewidth=2,
                   label=f"{word('robustness.legend.median', lang)} {pairs[-1]}"),
        ]  # fmt: skip
        return finish(figure, **said, key=entries)


def _draw_strip(
    axes: Axes,
    place: int,
    strip: float,
    run: pd.DataFrame,
    colors: dict[str, str],
    judged: str,
    lang: str,
) -> None:
    if run.empty:
        axes.annotate(
            word("robustness.nothing_run", lang), (0, place), xytext=(4, 0),
            textcoords="offset points", va="center", fontsize=SMALLEST, color=SOFT,
        )  # fmt: skip
        return
    ordered = run.sort_values("effect", kind="stable")
    # The least effect at the foot of the strip, the greatest at its head.
    heights = place + np.linspace(strip / 2, -strip / 2, len(ordered))
    own = ordered["baseline"] + "–" + ordered["edition"]
    sns.scatterplot(
        x=ordered["effect"].to_numpy(), y=heights, hue=own.to_numpy(), palette=colors, s=9,
        linewidth=0, legend=False, zorder=2, ax=axes,
    )  # fmt: skip
    if not (own == judged).any():
        return
    median = float(ordered.loc[own == judged, "effect"].median())
    axes.plot([median] * 2, [place - strip / 2, place + strip / 2], color=INK, lw=2, zorder=3)


def bounds_chart(
    bounds: pd.DataFrame, lang: str, *, axis_label: str, narrow: bool = False, **said: str
) -> Chart:
    """What the provinces seen suggest, and what all of them allow: a line for each edition.

    Args:
        bounds: of `press_bounds`, all known. said: title, source and alt.
    """
    with house_style():
        figure, axes = rows_figure(
            list(bounds["edition"]), narrow=narrow, row=0.42, label=axis_label
        )
        for place, row in enumerate(bounds.itertuples(index=False)):
            axes.plot([row.lower, row.upper], [place] * 2, color=UNSURE, linewidth=8, zorder=1)
            axes.plot(row.correlation_seen, place, "o", color=UP, markersize=8, zorder=2)
            for value, shift, align in ((row.lower, -4, "right"), (row.upper, 4, "left")):
                axes.annotate(
                    format_number(value, lang, 2), (value, place), xytext=(shift, 0),
                    textcoords="offset points", va="center", ha=align, fontsize=SMALLEST,
                )  # fmt: skip
        axes.axvline(0, color=INK, linewidth=0.8, zorder=0)
        low, high = min(0.0, float(bounds["lower"].min())), max(0.0, float(bounds["upper"].max()))
        wide = axes.bbox.width / axes.figure.dpi
        free = _FREE_LETTERS * (high - low) / (wide - 2 * _FREE_LETTERS)
        axes.set_xlim(low - free, high + free)
        axes.grid(axis="x", color=PALE, linewidth=0.8)
        axes.set_axisbelow(True)
        number_scale(axes.xaxis, lang, 1)
        entries = [
            Line2D([], [], marker="o", linestyle="", color=UP, markersize=8,
                   label=word("robustness.legend.seen", lang)),
            Line2D([], [], color=UNSURE, linewidth=8, label=word("robustness.legend.bounds", lang)),
        ]  # fmt: skip
        return finish(figure, **said, key=entries)
