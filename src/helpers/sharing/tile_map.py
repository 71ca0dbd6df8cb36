"""Where something is: a tile for each province, where it lies on the map."""

from __future__ import annotations

import csv
import importlib.resources
import io
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from matplotlib.colors import to_hex, to_rgb
from matplotlib.patches import FancyBboxPatch

from helpers.sharing.drawing import (
    DOWN,
    FOCUS,
    SMALLEST,
    UNSURE,
    UP,
    Chart,
    Room,
    color_patches,
    finish,
    house_style,
    new_figure,
    page_width,
    text_width,
)
from helpers.sharing.numbers import format_number
from helpers.sharing.wording import use_wording, word

use_wording("figures.yml")

_TILE_HEIGHT = 0.6
"""Inches of the picture for each row of tiles."""
_LETTERS = 8
"""Longer lines of a name are broken, where a tile has room for names."""
_PALEST, _STRONGEST = 0.16, 0.99
"""How much of its colour the least change has, and the largest.

None has the whole colour, nor letters that of the text: a page that is dark changes those two."""
_ON_PALE, _ON_DARK = "#0c1b28", "white"


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


def brought_near(grid: Sequence[GridTile]) -> tuple[GridTile, ...]:
    """The same tiles for a narrow page: archipelagos no further out than the easternmost province.

    One whose place there is taken stays where it is.
    """
    widest = max(tile.column for tile in grid if not tile.labels)
    taken = {(tile.row, tile.column) for tile in grid if not tile.labels}
    return tuple(
        replace(tile, column=widest)
        if tile.column > widest and (tile.row, widest) not in taken
        else tile
        for tile in grid
    )


def tile_map(
    values: pd.DataFrame,
    lang: str,
    *,
    universe: str,
    focus: str,
    narrow: bool = False,
    **said: str,
) -> Chart:
    """Where the gains are: a tile for each unit, Hoàng Sa and Trường Sa included.

    The tiles of Hoàng Sa and Trường Sa carry the value of Đà Nẵng and Khánh Hòa.

    Args:
        values: `unit_id`, `province_code`, `province`, `value`; units without a value stay grey.
        universe: of the units; one that `load_tile_grid` has tiles of.
        focus: unit_id with a thick edge. said: title, source and alt.
    """
    grid = brought_near(load_tile_grid(universe)) if narrow else load_tile_grid(universe)
    rows, columns = (1 + max(getattr(tile, way) for tile in grid) for way in ("row", "column"))
    limit = max(1.0, float(values["value"].astype(float).abs().fillna(0).max()))
    by_code = {row.province_code: row for row in values.itertuples(index=False)}
    with house_style():
        figure, axes = new_figure(
            page_width(narrow), _TILE_HEIGHT * rows, room=Room(0.05, 0.05, 0.03, 0.03)
        )
        for tile in grid:
            row: Any = by_code.get(tile.province_code)
            known = row is not None and not pd.isna(row.value)
            share = float(row.value) / limit if known else 0.0
            color = _shade(share) if known else UNSURE
            x, y = tile.column, tile.row
            in_focus = row is not None and row.unit_id == focus and not tile.labels
            axes.add_patch(
                FancyBboxPatch(
                    (x + 0.04, y + 0.04), 0.92, 0.92, boxstyle="round,pad=0,rounding_size=0.08",
                    facecolor=color, edgecolor=FOCUS if in_focus else "white",
                    linewidth=2.5 if in_focus else 0.5,
                )
            )  # fmt: skip
            name = tile.labels.get(lang) or (row.province if row is not None else "")
            lines = (
                _in_lines(name, page_width(narrow) / columns)
                if narrow
                else _wrapped(name, bool(tile.labels))
            )
            value = format_number(float(row.value), lang, signed=True) if known else "–"
            letters = {"ha": "center", "va": "center", "fontsize": SMALLEST}
            letters["color"] = _letters_on(color)
            step = 1.12 * SMALLEST / 72 / _TILE_HEIGHT
            first = y + 0.5 - step * len(lines) / 2
            for number, line in enumerate(lines):
                axes.text(x + 0.5, first + step * number, line, **letters)
            axes.text(x + 0.5, first + step * len(lines), value, fontweight="bold", **letters)
        axes.set(xlim=(-0.05, columns + 0.05), ylim=(rows + 0.05, -0.05))
        axes.set_axis_off()
        meanings = {"figures.up": UP, "figures.down": DOWN, "figures.unknown": UNSURE}
        if values["value"].notna().all():
            del meanings["figures.unknown"]
        key = color_patches({word(name, lang): color for name, color in meanings.items()})
        for patch in key:
            # Tiles are too small for hatching; they bear signs.
            patch.set_hatch("")
        return finish(figure, **said, key=key)


def _shade(share: float) -> str:
    """The colour of a change, the stronger the larger; white where there is none."""
    if not share:
        return "#f4f6f8"
    strength = _PALEST + (_STRONGEST - _PALEST) * abs(share)
    red, green, blue = (1 - strength * (1 - p) for p in to_rgb(UP if share > 0 else DOWN))
    return to_hex((red, green, blue))


def _letters_on(color: str) -> str:
    """The letters that can be read better on that colour."""
    return max(_ON_PALE, _ON_DARK, key=lambda letters: contrast(letters, color))


def contrast(one: str, other: str) -> float:
    """How far two colours stand apart: 1 for the same, 21 for black on white (WCAG 2)."""

    def light(color: str) -> float:
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004
            for part in to_rgb(color)
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, pale = sorted((light(one), light(other)))
    return (pale + 0.05) / (dark + 0.05)


def _wrapped(name: str, is_island: bool) -> list[str]:
    # «Trường Sa» on one line leaves room for what it belongs to.
    return textwrap.wrap(name, _LETTERS + is_island)


def _in_lines(name: str, inches: float) -> list[str]:
    """A name in lines no wider than a tile; of a wider word its beginning and a full stop."""
    lines: list[str] = []
    # There is no room for what an archipelago belongs to; there is water beside it.
    for word_ in name.partition(" (")[0].split():
        longer = f"{lines[-1]} {word_}" if lines else word_
        if lines and text_width(longer, SMALLEST) <= inches:
            lines[-1] = longer
            continue
        fits = (f"{word_[:n]}." for n in range(len(word_) - 1, 0, -1))
        lines.append(
            word_
            if text_width(word_, SMALLEST) <= inches
            else next((one for one in fits if text_width(one, SMALLEST) <= inches), word_[0])
        )
    return lines
