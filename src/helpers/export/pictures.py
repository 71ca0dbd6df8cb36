"""Charts as PNG for print."""

from __future__ import annotations

import io

from helpers.errors import BadInputError
from helpers.sharing.png_picture import can_draw_png, png_picture

DOTS_PER_INCH = 300
INSTALL = 'python -m pip install -e ".[export]"'
"""In the project's folder; `make` and environment.yml bring the same."""


def check_can_draw() -> None:
    """Refuse before anything is run what could not be finished.

    Raises:
        BadInputError: resvg-py is not installed.
    """
    if not can_draw_png():
        raise BadInputError("export.no_resvg", command=INSTALL)


def print_picture(svg: str) -> bytes:
    """The drawing as PNG at its own size on paper, on white; the file says its resolution."""
    from PIL import Image  # noqa: PLC0415

    written = io.BytesIO()
    with Image.open(io.BytesIO(png_picture(svg, DOTS_PER_INCH))) as picture:
        size = (DOTS_PER_INCH, DOTS_PER_INCH)
        picture.convert("RGB").save(written, format="PNG", dpi=size, optimize=True)
    return written.getvalue()
