"""The chart of notebook 01: what is known of whom."""

from __future__ import annotations

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.colors import ListedColormap

from helpers.sharing.drawing import (
    BASIS_COLORS,
    Chart,
    add_legend,
    color_patches,
    finish,
    house_style,
    new_figure,
)
from helpers.sharing.numbers import vietnamese_sort_key
from helpers.sharing.wording import word


def coverage_chart(known: pd.DataFrame, lang: str, *, title: str, source: str, alt: str) -> Chart:
    """What is known of whom: editions across, provinces down, the basis of the rank as colour.

    Args:
        known: `province`, `edition_label`, `basis` (a BASES value, "interval" or "unknown").
    """
    palette = {"unknown": "#eceff1", "interval": "#f0e442"} | BASIS_COLORS
    levels = list(palette)
    with house_style():
        wide = known.pivot(index="province", columns="edition_label", values="basis")
        wide = wide[list(dict.fromkeys(known["edition_label"]))]
        wide = wide.loc[sorted(wide.index, key=vietnamese_sort_key)]
        codes = wide.map(levels.index)
        figure, axes = new_figure(8, 0.17 * len(wide) + 2)
        sns.heatmap(
            codes, ax=axes, cmap=ListedColormap(list(palette.values())), vmin=-0.5,
            vmax=len(levels) - 0.5, cbar=False, linewidths=0.6, linecolor="white",
        )  # fmt: skip
        axes.set(xlabel="", ylabel="")
        axes.xaxis.tick_top()
        axes.tick_params(length=0, labelsize=7)
        axes.set_xticks(np.arange(wide.shape[1]) + 0.5, wide.columns, rotation=60, ha="left")
        axes.set_yticks(np.arange(len(wide)) + 0.5, wide.index, rotation=0)
        legend = {word(f"basis.{name}", lang): palette[name] for name in levels[::-1]}
        add_legend(axes, color_patches(legend), "upper left", (1.01, 1), size=7)
        return finish(figure, title, source, alt)
