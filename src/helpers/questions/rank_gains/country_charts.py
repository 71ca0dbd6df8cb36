"""The charts of the country as a whole: the spread of every edition, and what moved it."""

from __future__ import annotations

import pandas as pd
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from helpers.sharing.drawing import (
    INK,
    QUIET,
    SMALLEST,
    SOFT,
    UNSURE,
    UP,
    Chart,
    Room,
    color_patches,
    finish,
    house_style,
    new_figure,
    number_scale,
    page_width,
    pale_grid,
    wrapped,
)
from helpers.sharing.numbers import format_number
from helpers.sharing.rows import name_rows, room_beside, rows_figure
from helpers.sharing.wording import Said, use_wording, word, written
from helpers.statistics.decomposition import OTHERS, REMAINDER, ROUNDING

use_wording("rank_gains.yml", "figures.yml")

_FORMULA_COLORS = (SOFT, UP, QUIET, "#8fb8d8")
"""In the order in which the formulas came."""


def spreads_chart(spreads: pd.DataFrame, lang: str, *, narrow: bool = False, **said: str) -> Chart:
    """Did the scores draw together: the spread of every full edition, like beside like.

    One colour stands for one set of points: dots are as published, bars the bounds of what the
    edition would have been under the points of another formula.

    Args:
        spreads: `edition`, `formula`, `points_of`, `own`, `deviation`, `least`, `greatest`.
        said: title, source and alt.
    """
    editions = list(dict.fromkeys(spreads["edition"]))
    formulas = list(dict.fromkeys(spreads.sort_values("edition")["formula"]))
    colors = {
        one: _FORMULA_COLORS[place % len(_FORMULA_COLORS)] for place, one in enumerate(formulas)
    }
    with house_style():
        figure, axes = rows_figure(
            editions, narrow=narrow, row=0.62, top=0.15, right=0.25,
            label=word("country.axis.deviation", lang),
        )  # fmt: skip
        for row in spreads.itertuples(index=False):
            place, color = editions.index(row.edition), colors[row.formula]
            if not row.own:
                lane = place + 0.24
                axes.plot([row.least, row.greatest], [lane, lane], color=color, linewidth=7,
                          solid_capstyle="butt", alpha=0.75)  # fmt: skip
                continue
            axes.plot(row.deviation, place, "o", color=color, markersize=9)
            axes.annotate(
                format_number(row.deviation, lang, 4), (row.deviation, place), xytext=(0, 8),
                textcoords="offset points", ha="center", fontsize=9.5, fontweight="bold", color=INK,
            )  # fmt: skip
        axes.margins(x=0.14 if narrow else 0.08)
        pale_grid(axes)
        axes.xaxis.set_major_locator(MaxNLocator(nbins=4 if narrow else 7))
        number_scale(axes.xaxis, lang, 2)
        named = {
            formula: ", ".join(
                spreads.loc[spreads["own"] & (spreads["formula"] == formula), "edition"]
            )
            for formula in formulas
        }
        legend = {
            written(Said("country.under", edition=years), lang): colors[formula]
            for formula, years in named.items()
        }
        return finish(figure, **said, key=color_patches(legend))


def movers_chart(movers: pd.DataFrame, lang: str, *, narrow: bool = False, **said: str) -> Chart:
    """Which part moved the country: its share of the mean rise, and of the differences in places.

    Args:
        movers: `part`, `name`, `rise_percent` (missing for the others), `rank_share`,
            `rank_lower`, `rank_upper` (0 to 1), from the top. said: title, source and alt.
    """
    rows = list(range(len(movers)))
    vague = movers["part"].isin([REMAINDER, ROUNDING, OTHERS])
    most = 1.25 if narrow else 2.2
    names = ["\n".join(wrapped(name, most, SMALLEST, bold=True)) for name in movers["name"]]
    panels = (1, 2) if not narrow else (2, 1)
    with house_style():
        room = room_beside(names, right=0.2, top=0.05)
        height = 0.4 * len(movers) + 0.5
        figure, grid = new_figure(
            page_width(narrow), panels[0] * height,
            room=Room(room.left, room.right, room.top, room.bottom, between=0.0 if narrow else 0.2),
            nrows=panels[0], ncols=panels[1], squeeze=False,
        )  # fmt: skip
        if narrow:
            figure.subplots_adjust(hspace=0.5 / (height - 0.5))
        first, second = grid.ravel()
        shares = 100 * movers[["rank_share", "rank_lower", "rank_upper"]]
        for axes, values, label in (
            (first, movers["rise_percent"], "movers.axis.rise"),
            (second, shares["rank_share"], "movers.axis.rank"),
        ):
            for row, value, is_vague in zip(rows, values.fillna(0.0), vague, strict=True):
                hatch = {"hatch": "////", "edgecolor": "white", "linewidth": 0} if is_vague else {}
                axes.barh(row, value, facecolor=UNSURE if is_vague else UP, **hatch)
            ends = values if axes is first else shares["rank_upper"]
            for row, value, end in zip(rows, values, ends, strict=True):
                if pd.notna(value):
                    axes.annotate(
                        format_number(value, lang), (max(end, 0.0), row), xytext=(4, 0),
                        textcoords="offset points", va="center", fontsize=9,
                    )  # fmt: skip
            axes.axvline(0, color=INK, linewidth=0.8)
            axes.margins(x=0.2)
            axes.xaxis.set_major_locator(MaxNLocator(nbins=5))
            axes.set_xlabel(word(label, lang), fontsize=SMALLEST)
            number_scale(axes.xaxis, lang)
            axes.spines["left"].set_visible(False)
            axes.set(ylim=(len(movers) - 0.4, -0.6), yticks=[])
            if narrow or axes is first:
                name_rows(axes, rows, names)
        second.hlines(rows, shares["rank_lower"], shares["rank_upper"], color=INK, linewidth=1.4)
        return finish(figure, **said, key=_meanings(bool(vague.any()), lang))


def _meanings(any_vague: bool, lang: str) -> list[Patch]:
    if not any_vague:
        return []
    label = word("figures.not_named", lang)
    return [Patch(facecolor=UNSURE, hatch="////", edgecolor="white", linewidth=0, label=label)]
