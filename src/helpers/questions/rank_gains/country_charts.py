"""The charts of the country as a whole: the spread of every edition, and what moved it."""

from __future__ import annotations

import pandas as pd

from helpers.sharing.drawing import (
    INK,
    QUIET,
    UP,
    Chart,
    add_legend,
    color_patches,
    finish,
    house_style,
    name_rows,
    new_figure,
    number_scale,
)
from helpers.sharing.numbers import format_number
from helpers.sharing.wording import Said, use_wording, word, written
from helpers.statistics.decomposition import OTHERS, REMAINDER, ROUNDING

use_wording("rank_gains.yml")

_FORMULA_COLORS = ("#0072b2", "#e69f00", "#009e73", "#56b4e9")
"""Of Okabe and Ito, in the order in which the formulas came."""


def spreads_chart(spreads: pd.DataFrame, lang: str, *, title: str, source: str, alt: str) -> Chart:
    """Did the scores draw together: the spread of every full edition, like beside like.

    One colour stands for one set of points: dots are as published, bars the bounds of what the
    edition would have been under the points of another formula.

    Args:
        spreads: `edition`, `formula`, `points_of`, `own`, `deviation`, `least`, `greatest`.
    """
    editions = list(dict.fromkeys(spreads["edition"]))
    formulas = list(dict.fromkeys(spreads.sort_values("edition")["formula"]))
    colors = {
        one: _FORMULA_COLORS[place % len(_FORMULA_COLORS)] for place, one in enumerate(formulas)
    }
    with house_style():
        figure, axes = new_figure(6.4, 0.62 * len(editions) + 1.9)
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
                textcoords="offset points", ha="center", fontsize=10, fontweight="bold", color=INK,
            )  # fmt: skip
        name_rows(axes, range(len(editions)), editions, size=11)
        axes.set_ylim(len(editions) - 0.4, -0.65)
        axes.margins(x=0.08)
        axes.grid(axis="x", color="#eceff1", linewidth=0.8)
        axes.set_axisbelow(True)
        number_scale(axes.xaxis, lang, 2)
        axes.set_xlabel(word("country.axis.deviation", lang))
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
        add_legend(axes, color_patches(legend), "upper left", (0, -0.28), columns=2, size=9)
        return finish(figure, title, source, alt)


def movers_chart(movers: pd.DataFrame, lang: str, *, title: str, source: str, alt: str) -> Chart:
    """Which part moved the country: its share of the mean rise, and of the differences in places.

    Args:
        movers: `part`, `name`, `rise_percent` (missing for the others), `rank_share`,
            `rank_lower`, `rank_upper` (0 to 1), from the top.
    """
    rows = list(range(len(movers)))
    vague = movers["part"].isin([REMAINDER, ROUNDING, OTHERS])
    colors = [QUIET if one else UP for one in vague]
    with house_style():
        figure, (left, right) = new_figure(6.8, 0.44 * len(movers) + 1.7, ncols=2, sharey=True)
        shares = 100 * movers[["rank_share", "rank_lower", "rank_upper"]]
        for axes, values, label in (
            (left, movers["rise_percent"], "movers.axis.rise"),
            (right, shares["rank_share"], "movers.axis.rank"),
        ):
            axes.barh(rows, values.fillna(0.0), color=colors)
            ends = values if axes is left else shares["rank_upper"]
            for row, value, end in zip(rows, values, ends, strict=True):
                if pd.notna(value):
                    axes.annotate(
                        format_number(value, lang), (max(end, 0.0), row), xytext=(4, 0),
                        textcoords="offset points", va="center", fontsize=9,
                    )  # fmt: skip
            axes.axvline(0, color=INK, linewidth=0.8)
            axes.margins(x=0.2)
            axes.set_xlabel(word(label, lang), fontsize=9)
            number_scale(axes.xaxis, lang)
            axes.spines["left"].set_visible(False)
        right.hlines(rows, shares["rank_lower"], shares["rank_upper"], color=INK, linewidth=1.4)
        name_rows(left, rows, list(movers["name"]), size=9)
        right.tick_params(axis="y", length=0)
        left.set_ylim(len(movers) - 0.4, -0.6)
        return finish(figure, title, source, alt)
