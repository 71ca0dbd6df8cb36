"""Is the picture of the README the one that the committed notebook shows?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from helpers.errors import BadInputError
from helpers.site.readme_picture import CELL, NOTEBOOK, PICTURE, picture_of

from ..frozen_project import CHECKOUT


def test_picture_is_that_of_the_committed_notebook() -> None:
    shown = picture_of(CHECKOUT / "notebooks" / NOTEBOOK, CELL).rstrip() + "\n"
    assert (CHECKOUT / PICTURE).read_text(encoding="utf-8") == shown
    assert PICTURE.as_posix() in (CHECKOUT / "README.md").read_text(encoding="utf-8")


def test_a_cell_without_picture_is_named(tmp_path: Path) -> None:
    path = tmp_path / "02.ipynb"
    cell = {"id": "slope", "outputs": [{"data": {"text/plain": "x"}}]}
    path.write_text(json.dumps({"cells": [cell]}), encoding="utf-8")
    with pytest.raises(BadInputError, match=r"02\.ipynb: expected an SVG in cell «slope»"):
        picture_of(path, "slope")
