"""Where something is: a tile for each province, where it lies on the map."""

from __future__ import annotations

import csv
import importlib.resources
import io
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.colors import TwoSlopeNorm
from matplotlib.patches import FancyBboxPatch

from helpers.sharing.drawing import FOCUS, INK, Chart, finish, house_style, new_figure
from helpers.sharing.numbers import format_number

_WIDTH, _HEIGHT = 5 / 6, 9 / 14
"""Inches of the picture for each column and each row of tiles."""
_NARROWEST = 6.0
"""Inches; in a picture less wide the title takes too many lines."""


@dataclass(frozen=True)
class GridTile:
    """One tile of a map: the code of its province, where it lies, and what it is called.

    `labels`: language -> name, of the two archipelagos; the others bear the name of their province.
    """

    province_code: str
    row: int
    column: int
    labels: Mapping[str, str]


def load_tile_grid(universe: str) -> tuple[GridTile, ...]:
    """Where does each unit of a universe lie? No tile at all where nobody has laid them out."""
    text = importlib.resources.files("helpers.sharing").joinpath("tile_grid.csv").read_text("utf-8")
    return tuple(
        GridTile(
            entry["province_code"],
            int(entry["row"]),
            int(entry["column"]),
            {"vi": entry["label_vi"], "en": entry["label_en"]} if entry["label_vi"] else {},
        )
        for entry in csv.DictReader(io.StringIO(text))
        if entry["universe"] == universe
    )


def tile_map(
    values: pd.DataFrame,
    lang: str,
    *,
    universe: str,
    focus: str,
    title: str,
    source: str,
    alt: str,
) -> Chart:
    """Where the gains are: a tile for each unit, Hoàng Sa and Trường Sa included.

    The tiles of Hoàng Sa and Trường Sa carry the value of Đà Nẵng and Khánh Hòa.

    Args:
        values: `unit_id`, `province_code`, `province`, `value`; units without a value stay grey.
        universe: of the units; one that `load_tile_grid` has tiles of.
        focus: unit_id with a thick edge.
    """
    grid = load_tile_grid(universe)
    rows, columns = (1 + max(getattr(tile, way) for tile in grid) for way in ("row", "column"))
    with house_style():
        figure, axes = new_figure(max(_NARROWEST, _WIDTH * columns), _HEIGHT * rows)
        limit = max(1.0, float(values["value"].astype(float).abs().fillna(0).max()))
        colors = mpl.colormaps["PuOr"]
        norm = TwoSlopeNorm(0, -limit, limit)
        by_code = {row.province_code: row for row in values.itertuples(index=False)}
        for tile in grid:
            row: Any = by_code.get(tile.province_code)
            known = row is not None and not pd.isna(row.value)
            color = colors(norm(row.value)) if known else "#eceff1"
            x, y = tile.column, tile.row
            in_focus = row is not None and row.unit_id == focus and not tile.labels
            axes.add_patch(
                FancyBboxPatch(
                    (x + 0.04, y + 0.04), 0.92, 0.92, boxstyle="round,pad=0,rounding_size=0.08",
                    facecolor=color, edgecolor=FOCUS if in_focus else "white",
                    linewidth=3 if in_focus else 0.5,
                )
            )  # fmt: skip
            name = tile.labels.get(lang) or (row.province if row is not None else "")
            dark = known and abs(row.value) > 0.6 * limit
            axes.text(
                x + 0.5, y + 0.36, "\n".join(textwrap.wrap(name, 9)), ha="center", va="center",
                fontsize=6.5, color="white" if dark else INK,
            )  # fmt: skip
            axes.text(
                x + 0.5, y + 0.8,
                format_number(float(row.value), lang, signed=True) if known else "–",
                ha="center", va="center", fontsize=8, fontweight="bold",
                color="white" if dark else INK,
            )  # fmt: skip
        axes.set(xlim=(-0.1, columns + 0.1), ylim=(rows + 0.1, -0.1), aspect="equal")
        axes.set_axis_off()
        # All lie within the axes: the layout need not measure each of them, which takes longest.
        for part in (*axes.texts, *axes.patches):
            part.set_in_layout(False)
        return finish(figure, title, source, alt)
