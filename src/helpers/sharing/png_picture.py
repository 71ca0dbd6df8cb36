"""A drawing as PNG, by resvg, with the letters that come with matplotlib: no machine's are asked.

Without them letters would be missing where none are installed, and elsewhere each machine would
draw another picture.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

_FONTS = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")


def can_draw_png() -> bool:
    """Whether resvg-py is installed, which not every system has."""
    return importlib.util.find_spec("resvg_py") is not None


def png_picture(svg: str, dots_per_inch: int) -> bytes:
    """The drawing at its own size on paper, on white."""
    import resvg_py  # noqa: PLC0415  (only this needs it)

    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            dpi=dots_per_inch,
            background="white",
            skip_system_fonts=True,
            font_files=[str(_font_folder() / name) for name in _FONTS],
        )
    )


def _font_folder() -> Path:
    """Where matplotlib keeps its fonts; found without importing it, which takes long."""
    found = importlib.util.find_spec("matplotlib")
    assert found is not None
    assert found.submodule_search_locations is not None
    return Path(found.submodule_search_locations[0]) / "mpl-data" / "fonts" / "ttf"
