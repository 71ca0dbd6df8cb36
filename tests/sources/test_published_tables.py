"""Tables that are published and not on file: the list, and what each would bring."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from helpers.errors import BadInputError
from helpers.sources.editions import Definitions
from helpers.sources.published_tables import LISTED, gains_of, load_published_tables

ENTRY = (
    '{index: DTI, edition: "2021", universe: "63", form: pdf, address: "", title_vi: A, '
    "title_en: B, where: C}"
)


def written(root: Path, text: str) -> Path:
    path = root / LISTED
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return root


def test_the_total_and_the_parts_of_the_formula_are_meant_by_default(
    tmp_path: Path, definitions: Definitions
) -> None:
    (table,) = load_published_tables(written(tmp_path, f"- {ENTRY}"), definitions)
    assert table.measures[0] == "overall"
    assert set(table.measures[1:]) == set(definitions.formulas["dti-922"].weights)


@pytest.mark.parametrize(
    ("old", "new"),
    [("form: pdf", "form: doc"), (", where: C", ""), ("where: C", "where: C, more: 1")],
)
def test_an_entry_of_another_shape_is_refused(
    old: str, new: str, tmp_path: Path, definitions: Definitions
) -> None:
    with pytest.raises(BadInputError, match="entry 1"):
        load_published_tables(written(tmp_path, f"- {ENTRY.replace(old, new)}"), definitions)


def test_an_edition_that_is_not_known_is_refused(tmp_path: Path, definitions: Definitions) -> None:
    with pytest.raises(BadInputError):
        load_published_tables(written(tmp_path, f"- {ENTRY.replace('2021', '1999')}"), definitions)


def test_the_gain_is_what_is_not_known_yet(tmp_path: Path, definitions: Definitions) -> None:
    shown = ENTRY.replace("form: pdf", "form: pdf, measures: [overall, awareness]")
    tables = load_published_tables(written(tmp_path, f"- {shown}"), definitions)
    coverage = pd.DataFrame(
        [
            ("DTI", "2021", "63", "overall", 63, 20, 60),
            ("DTI", "2022", "63", "overall", 63, 63, 63),
        ],
        columns=["index", "edition", "universe", "measure", "units", "scored", "ranked"],
    )
    (gain,) = gains_of(tables, coverage, definitions)
    # Of awareness nothing is known: all 63 would be new.
    assert (gain.scores, gain.ranks) == (43 + 63, 3 + 63)
    assert (gain.known, gain.units) == (60, 63)
    # 2022 and 2023 follow the formula of 2021.
    assert gain.pairs == ("2022", "2023")
    whole = coverage.assign(scored=63, ranked=63)
    further = whole.iloc[[0]].assign(measure="awareness")
    assert gains_of(tables, pd.concat([whole, further]), definitions) == []
