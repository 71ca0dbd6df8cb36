"""What notebooks 03 to 05 ask for alike, and the checks of values that every question makes."""

from __future__ import annotations

from helpers.sources.editions import Definitions, Edition, choose_pair
from helpers.sources.errors import BadInputError
from helpers.sources.provinces import Unit, Units

INDEX = "DTI"
UNIVERSE = "63"
"""The index and the set of provinces that these notebooks ask about."""

FEWEST_DRAWS, MOST_DRAWS = 19, 200_000


def ask_comparison(
    definitions: Definitions, units: Units, *, baseline: str, edition: str, province: str
) -> tuple[Edition, Edition, Unit]:
    """Which two editions of the DTI over the 63 provinces, and which of these provinces?

    Args:
        baseline, edition: years; empty for both: the latest comparable pair on file. One alone
            takes its neighbour.
        province: any usual spelling, or a unit id of the 63.

    Raises:
        BadInputError: a value is not on file (names the nearest), or is not text.
        NotComparableError: the two editions do not follow one formula.
        UnknownProvinceError: the name means none of the 63 provinces.
    """
    check_texts(baseline=baseline, edition=edition, province=province)
    earlier, later = choose_pair(definitions, INDEX, UNIVERSE, (baseline, edition))
    return earlier, later, units.find(province, UNIVERSE)


def check_texts(**given: object) -> None:
    """Is every parameter text? papermill's `-p edition 2023` passes a number.

    Raises:
        BadInputError: one is not.
    """
    for name, value in given.items():
        if not isinstance(value, str):
            raise BadInputError(
                f"The parameter {name} must be text, found {value!r}. With papermill's own command "
                f"write «-r {name} {value}» instead of «-p {name} {value}»; in a notebook write "
                f'{name} = "{value}".'
            )


def check_draws(draws: object) -> None:
    """Is it a number of permutations that a question can do with?

    Fewer than 19 cannot reach a p-value of 0.05; beyond 200,000 the p-values no longer change in
    the digits shown, and the permutations no longer fit into memory.

    Raises:
        BadInputError: no whole number, too few or too many.
    """
    if (
        isinstance(draws, bool)
        or not isinstance(draws, int)
        or not FEWEST_DRAWS <= draws <= MOST_DRAWS
    ):
        raise BadInputError(
            f"The parameter draws, the number of permutations, must be a whole number from "
            f"{FEWEST_DRAWS} to {MOST_DRAWS}, found {draws!r}. Fewer make the p-values coarser; "
            "leave it out for the default."
        )
