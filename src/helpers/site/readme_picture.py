"""The picture of the README: one chart of a committed notebook, so that it is never out of date.

`python -m helpers.site.readme_picture` writes it; `make notebooks` does so after each run.
"""

from __future__ import annotations

import json
from pathlib import Path

from helpers.atomic_files import write_atomically
from helpers.errors import BadInputError
from helpers.project import project_root

NOTEBOOK, CELL = "02-rank-gains.ipynb", "slope"
PICTURE = Path("docs") / "rank-gains.svg"


def picture_of(notebook: Path, cell_id: str) -> str:
    """The SVG that a cell of an executed notebook shows.

    Raises:
        BadInputError: the cell is missing or shows no SVG.
    """
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    for cell in cells:
        if cell.get("id") == cell_id:
            for output in cell.get("outputs", ()):
                svg = output.get("data", {}).get("image/svg+xml")
                if svg:
                    return "".join(svg)
    raise BadInputError("readme_picture.none", file=notebook.name, cell=cell_id)


def present_picture(root: Path) -> str:
    """What the file of the picture should hold now.

    Raises:
        BadInputError: as `picture_of`.
    """
    return picture_of(root / "notebooks" / NOTEBOOK, CELL).rstrip() + "\n"


def main() -> None:
    """Write the picture of the README from the committed notebook."""
    root = project_root()
    write_atomically(root / PICTURE, present_picture(root))


if __name__ == "__main__":
    main()
