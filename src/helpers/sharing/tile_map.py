"""Where something is: a tile for each province, where it lies on the map."""

from __future__ import annotations

import csv
import importlib.resources
import io
import textwrap
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.colors import TwoSlopeNorm
from matplotlib.patches import FancyBboxPatch

from helpers.sharing.drawing import FOCUS, INK, Chart, finish, house_style, new_figure
from helpers.sharing.numbers import format_number


def load_tile_grid() -> list[dict[str, str]]:
    """The tiles of the map: province code, row, column, and a label for the two archipelagos."""
    text = importlib.resources.files("helpers.sharing").joinpath("tile_grid.csv").read_text("utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def tile_map(
    values: pd.DataFrame, lang: str, *, focus: str, title: str, source: str, alt: str
) -> Chart:
    """Where the gains are: a tile for each of the 63 provinces, Hoàng Sa and Trường Sa included.

    The tiles of Hoàng Sa and Trường Sa carry the value of Đà Nẵng and Khánh Hòa.

    Args:
        values: `unit_id`, `province_code`, `province`, `value`; units without a value stay grey.
        focus: unit_id with a thick edge.
    """
    with house_style():
        figure, axes = new_figure(7.5, 13.5)
        limit = max(1.0, float(values["value"].astype(float).abs().fillna(0).max()))
        colors = mpl.colormaps["PuOr"]
        norm = TwoSlopeNorm(0, -limit, limit)
        by_code = {row.province_code: row for row in values.itertuples(index=False)}
        for tile in load_tile_grid():
            row: Any = by_code.get(tile["province_code"])
            known = row is not None and not pd.isna(row.value)
            color = colors(norm(row.value)) if known else "#eceff1"
            x, y = int(tile["column"]), int(tile["row"])
            in_focus = row is not None and row.unit_id == focus and not tile["label_vi"]
            axes.add_patch(
                FancyBboxPatch(
                    (x + 0.04, y + 0.04), 0.92, 0.92, boxstyle="round,pad=0,rounding_size=0.08",
                    facecolor=color, edgecolor=FOCUS if in_focus else "white",
                    linewidth=3 if in_focus else 0.5,
                )
            )  # fmt: skip
            name = tile[f"label_{lang}"] or (row.province if row is not None else "")
            dark = known and abs(row.value) > 0.6 * limit
            axes.text(
                x + 0.5, y + 0.36, "\n".join(textwrap.wrap(name, 10)), ha="center", va="center",
                fontsize=6.5, color="white" if dark else INK,
            )  # fmt: skip
            axes.text(
                x + 0.5, y + 0.8,
                format_number(float(row.value), lang, signed=True) if known else "–",
                ha="center", va="center", fontsize=8, fontweight="bold",
                color="white" if dark else INK,
            )  # fmt: skip
        axes.set(xlim=(-0.1, 9.1), ylim=(21.1, -0.1), aspect="equal")
        axes.set_axis_off()
        # All lie within the axes: the layout need not measure each of them, which takes longest.
        for part in (*axes.texts, *axes.patches):
            part.set_in_layout(False)
        return finish(figure, title, source, alt)
