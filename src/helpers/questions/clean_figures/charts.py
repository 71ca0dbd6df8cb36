"""The chart of notebook 01: of how many the rank is known."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.patches import Patch

from helpers.sharing.drawing import BASIS_COLORS, UNSURE, Chart, finish, house_style
from helpers.sharing.rows import right_column, rows_figure
from helpers.sharing.wording import use_wording, word

use_wording("figures.yml")

_INTERVAL = "interval"


def coverage_chart(known: pd.DataFrame, lang: str, *, narrow: bool = False, **said: str) -> Chart:
    """Of how many units is the rank known: a bar for each edition, the basis as colour.

    Args:
        known: `province`, `edition_label`, `basis` (a BASES value, "interval" or "unknown").
        said: title, source and alt.
    """
    counts = known.groupby(["edition_label", "basis"], sort=False).size().unstack(fill_value=0)
    editions = list(dict.fromkeys(known["edition_label"]))
    counts = counts.loc[editions]
    bases = [basis for basis in (*list(BASIS_COLORS)[::-1], _INTERVAL) if basis in counts]
    size = counts.sum(axis=1)
    with house_style():
        figure, axes = rows_figure(editions, narrow=narrow, row=0.22, right=0.65)
        start = pd.Series(0, index=counts.index)
        for basis in bases:
            axes.barh(range(len(editions)), counts[basis], left=start, height=0.72, **_fill(basis))
            start += counts[basis]
        # Known only as an interval is shown in the bar and not counted as a known rank.
        ranked = start - counts.get(_INTERVAL, 0)
        axes.barh(
            range(len(editions)), size - start, left=start, height=0.72, facecolor="none",
            edgecolor=UNSURE, linewidth=0.6,
        )  # fmt: skip
        right_column(
            axes, range(len(editions)), [f"{n}/{of}" for n, of in zip(ranked, size, strict=True)]
        )
        axes.set_xlim(0, int(size.max()))
        key = [Patch(label=word(f"basis.{basis}", lang), **_fill(basis)) for basis in bases]
        return finish(figure, **said, key=key)


def _fill(basis: str) -> dict[str, Any]:
    """The colour of a basis; what is known as an interval only is hatched."""
    hatch = {"hatch": "////"} if basis == _INTERVAL else {}
    color = BASIS_COLORS.get(basis, UNSURE)
    return {"facecolor": color, "edgecolor": "white", "linewidth": 0, **hatch}
