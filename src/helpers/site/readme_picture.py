"""The picture of the README: one chart of a committed notebook, so that it is never out of date.

`python -m helpers.site.readme_picture` writes it; `make notebooks` does so after each run.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from helpers.atomic_files import write_atomically
from helpers.errors import BadInputError
from helpers.project import project_root
from helpers.sources.editions import Definitions, load_definitions
from helpers.sources.shown import shown

NOTEBOOK = "02-rank-gains.ipynb"
STANDING, GAINS = "leading-bands", "slope"
"""The cells that draw where units stand in the newest edition, and who climbed."""
PICTURE = Path("docs") / "rank-gains.svg"


def cells_of(definitions: Definitions) -> tuple[str, str]:
    """Which cells may show the picture: that of gains first, once the newest units have any."""
    return (GAINS, STANDING) if shown(definitions).has_own_pair else (STANDING, GAINS)


def picture_of(notebook: Path, cell_ids: Sequence[str]) -> str:
    """The SVG that the first of these cells of an executed notebook shows.

    Raises:
        BadInputError: they are missing or show no SVG.
    """
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    by_id = {cell.get("id"): cell for cell in cells}
    for cell_id in cell_ids:
        for output in by_id.get(cell_id, {}).get("outputs", ()):
            svg = output.get("data", {}).get("image/svg+xml")
            if svg:
                return "".join(svg)
    raise BadInputError("readme_picture.none", file=notebook.name, cell=", ".join(cell_ids))


def present_picture(root: Path) -> str:
    """What the file of the picture should hold now.

    Raises:
        BadInputError: as `picture_of`.
    """
    svg = picture_of(root / "notebooks" / NOTEBOOK, cells_of(load_definitions(root)))
    return svg.rstrip() + "\n"


def main() -> None:
    """Write the picture of the README from the committed notebook."""
    root = project_root()
    write_atomically(root / PICTURE, present_picture(root))


if __name__ == "__main__":
    main()
