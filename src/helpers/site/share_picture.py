"""The picture that is shown where somebody shares the address of a page: the map of the ranks."""

from __future__ import annotations

import textwrap
from html import escape
from pathlib import Path

from markupsafe import Markup

from helpers.sharing.png_picture import png_picture
from helpers.sharing.wording import sentence, use_wording, word

use_wording("front.yml")

WIDTH, HEIGHT = 1200, 630
_SCREEN = 96
"""Dots per inch at which the picture has as many dots as it is said to have."""
_INK, _SOFT = "#1c2430", "#56616f"
_CLASSES = ("#eceff1", "#0a3b66", "#2a6ca3", "#86b6d9", "#cadfee", "#efe6d6")
"""Of ranks, as on the front page; the first: not known."""
_DARK = 2
"""Up to this class figures are white."""
_MAP = 456
"""Dots that the map is wide."""
_LINE = 22
"""Letters of a line beside the map."""


def share_png(root: Path, lang: str) -> bytes:
    """The picture in one language, as PNG.

    Raises:
        BadInputError: a processed table does not keep its schema.
    """
    return png_picture(share_svg(root, lang), _SCREEN)


def share_svg(root: Path, lang: str) -> str:
    """The same as a drawing: the question of the front page beside a tile for each province."""
    from helpers.site.front.standing import Tables
    from helpers.site.provinces import province_tables

    newest = province_tables(Tables.read(root), lang, {})[0]
    drawn = [f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>']
    drawn.append(_text(60, 110, 40, "Tăng bậc", _SOFT, "bold"))
    lines = textwrap.wrap(word("front.title", lang), _LINE)
    drawn += [_text(60, 200 + 58 * n, 46, line, _INK, "bold") for n, line in enumerate(lines)]
    edition = sentence("front.map", lang, edition=newest.edition)
    drawn.append(_text(60, 215 + 58 * len(lines), 30, edition, _SOFT))
    if newest.map is not None:
        wide = _MAP / newest.map.columns
        high = (HEIGHT - 40) / max(tile.row for tile in newest.map.tiles)
        for tile in newest.map.tiles:
            x, y = WIDTH - 24 - _MAP + wide * (tile.column - 1), 20 + high * (tile.row - 1)
            drawn.append(
                f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide - 4:.1f}" height="{high - 4:.1f}" '
                f'rx="5" fill="{_CLASSES[tile.rank_class]}"/>'
            )
            letters = "#ffffff" if 0 < tile.rank_class <= _DARK else "#0c1b28"
            said, size = (tile.name, 13) if tile.part_of else (Markup(tile.rank).striptags(), 22)
            middle = x + wide / 2 - 2, y + high / 2 + size / 4
            drawn.append(_text(*middle, size, said, letters, "bold", "middle"))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family="DejaVu Sans">{"".join(drawn)}</svg>'
    )


def _text(
    x: float, y: float, size: int, text: str, color: str, weight: str = "normal",
    anchor: str = "start",
) -> str:  # fmt: skip
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" font-weight="{weight}" '
        f'text-anchor="{anchor}" fill="{color}">{escape(text)}</text>'
    )
