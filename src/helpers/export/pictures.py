"""Charts as PNG for print, by resvg: letters are outlines already, so no font is asked for."""

from __future__ import annotations

import importlib.util
import io

from helpers.errors import BadInputError

DOTS_PER_INCH = 300
INSTALL = 'python -m pip install -e ".[export]"'
"""In the project's folder; `make` and environment.yml bring the same."""


def check_can_draw() -> None:
    """Refuse before anything is run what could not be finished.

    Raises:
        BadInputError: resvg-py is not installed.
    """
    if importlib.util.find_spec("resvg_py") is None:
        raise BadInputError("export.no_resvg", command=INSTALL)


def print_picture(svg: str) -> bytes:
    """The drawing as PNG at its own size on paper, on white; the file says its resolution."""
    import resvg_py  # noqa: PLC0415  (an extra: only this needs it)
    from PIL import Image  # noqa: PLC0415

    drawn = resvg_py.svg_to_bytes(
        svg_string=svg, dpi=DOTS_PER_INCH, background="white", skip_system_fonts=True
    )
    written = io.BytesIO()
    with Image.open(io.BytesIO(drawn)) as picture:
        size = (DOTS_PER_INCH, DOTS_PER_INCH)
        picture.convert("RGB").save(written, format="PNG", dpi=size, optimize=True)
    return written.getvalue()
