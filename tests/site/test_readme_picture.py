"""Is the picture of the README the one that the committed notebook shows?"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from helpers.errors import BadInputError
from helpers.site.readme_picture import GAINS, NOTEBOOK, PICTURE, STANDING, cells_of, picture_of
from helpers.sources.editions import Definitions, load_definitions
from helpers.sources.shown import leading_edition

from ..frozen_project import CHECKOUT


def test_picture_is_that_of_the_committed_notebook() -> None:
    cells = cells_of(load_definitions(CHECKOUT))
    shown = picture_of(CHECKOUT / "notebooks" / NOTEBOOK, cells).rstrip() + "\n"
    assert (CHECKOUT / PICTURE).read_text(encoding="utf-8") == shown
    assert PICTURE.as_posix() in (CHECKOUT / "README.md").read_text(encoding="utf-8")


def test_a_cell_without_picture_is_named(tmp_path: Path) -> None:
    path = tmp_path / "02.ipynb"
    cell = {"id": "slope", "outputs": [{"data": {"text/plain": "x"}}]}
    path.write_text(json.dumps({"cells": [cell]}), encoding="utf-8")
    with pytest.raises(BadInputError, match=r"02\.ipynb: expected an SVG in cell «slope, bands»"):
        picture_of(path, ("slope", "bands"))


def test_the_picture_is_of_gains_once_the_units_that_exist_have_any(
    definitions: Definitions,
) -> None:
    assert cells_of(definitions) == (STANDING, GAINS)
    newest = leading_edition(definitions)
    following = replace(newest, edition=str(int(newest.edition) + 1))
    later = replace(definitions, editions=(*definitions.editions, following))
    assert cells_of(later)[0] == GAINS
