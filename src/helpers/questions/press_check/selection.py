"""Which statements does a person want to see?"""

from __future__ import annotations

import pandas as pd

from helpers.errors import BadInputError, Reason
from helpers.sources.editions import Definitions
from helpers.sources.suggestions import nearest_choices


def choose_statements(
    checked: pd.DataFrame, definitions: Definitions, *, index: str, edition: str
) -> pd.DataFrame:
    """The statements about one index, one edition, or all of them.

    Args:
        checked: as `press_check.csv`.
        index, edition: as on file; empty: every one.

    Raises:
        BadInputError: no statement speaks of that index, or of that edition of it.
    """
    if index:
        definitions.check_index(index)
    chosen = checked[checked["index"] == index] if index else checked
    years = sorted(set(chosen["edition"]) - {""})
    if edition and edition not in years:
        raise BadInputError(
            "press_check.none",
            index=index or Reason("press_check.any"),
            edition=edition,
            near=nearest_choices(edition, years),
        )
    return (chosen[chosen["edition"] == edition] if edition else chosen).reset_index(drop=True)
