"""Which statements are shown."""

from __future__ import annotations

import pytest

from helpers.errors import BadInputError
from helpers.questions.clean_figures.answer import CleanFigures
from helpers.questions.press_check.selection import choose_statements
from helpers.sources.editions import Definitions


@pytest.mark.parametrize(
    ("index", "edition"), [("", ""), ("DTI", ""), ("", "2023"), ("ICT", "2020")]
)
def test_the_statements_of_an_index_and_an_edition(
    clean: CleanFigures, definitions: Definitions, index: str, edition: str
) -> None:
    every = clean.statements
    chosen = choose_statements(every, definitions, index=index, edition=edition)
    fits = [
        figure_id
        for figure_id, own_index, own_edition in zip(
            every["figure_id"], every["index"], every["edition"], strict=True
        )
        if index in ("", own_index) and edition in ("", own_edition)
    ]
    assert chosen["figure_id"].tolist() == fits
    assert fits


@pytest.mark.parametrize(
    ("index", "edition", "message"),
    [
        ("DTJ", "", "no index 'DTJ'. Did you mean DTI"),
        ("DTI", "2032", "No statement on file speaks of DTI '2032'. Did you mean"),
        ("EGOV", "2023", "No statement on file speaks of EGOV '2023'"),
    ],
)
def test_what_nothing_speaks_of_is_refused(
    clean: CleanFigures, definitions: Definitions, index: str, edition: str, message: str
) -> None:
    with pytest.raises(BadInputError, match=message.replace("?", r"\?")):
        choose_statements(clean.statements, definitions, index=index, edition=edition)
