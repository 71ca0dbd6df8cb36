"""What notebooks 03 to 05 ask for alike, and the checks of values that every question makes."""

from __future__ import annotations

from itertools import combinations

from helpers.errors import BadInputError, NotComparableError, Reason, UnknownProvinceError, Words
from helpers.sources.editions import Definitions, Edition, choose_pair, comparison_problem
from helpers.sources.provinces import Unit, Units

INDEX = "DTI"
"""The index that these notebooks ask about; the provinces are those of the default universe."""

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
    # Any two editions of one index and universe pass the bridge: what these notebooks advise where
    # the formulas differ is said below.
    universe = definitions.base_universe
    earlier, later = choose_pair(
        definitions, INDEX, universe, (baseline, edition), bridge="printed_ranks"
    )
    _check_one_formula(definitions, earlier, later)
    return earlier, later, _find_province(units, province)


def _check_one_formula(definitions: Definitions, earlier: Edition, later: Edition) -> None:
    problem = comparison_problem(definitions, earlier, later)
    if problem is None:
        return
    pairs = [
        (one.edition, other.edition)
        for one, other in combinations(definitions.editions_of(INDEX), 2)
        if comparison_problem(definitions, one, other) is None
    ]
    raise NotComparableError(
        "asked.not_comparable",
        baseline=earlier.named,
        edition=later.named,
        problem=problem,
        pairs=Words(
            *(", ".join(f" {word} ".join(pair) for pair in pairs) for word in ("và", "and"))
        )
        if pairs
        else Reason("asked.no_pair"),
    )


def _find_province(units: Units, province: str) -> Unit:
    other = next((unit for unit in units.units if unit.unit_id == province), None)
    if other is None or other.universe == units.base_universe:
        return units.find(province)
    former = [
        f"{unit.province} ({unit.unit_id})"
        for unit in units.all()
        if unit.unit_id == other.merged_into or unit.merged_into == other.unit_id
    ]
    raise UnknownProvinceError(
        "asked.other_universe",
        unit_id=province,
        province=other.province,
        own=other.universe,
        universe=units.base_universe,
        former=", ".join(former),
    )


def unit_in_focus(units: Units, province: str, universe: str) -> tuple[Unit, str]:
    """Which unit of a universe is asked about, or stands for the province asked about now?

    Args:
        province: any usual spelling, or a unit id.

    Returns:
        The unit, and the name of the former province where that went into it, else "".

    Raises:
        BadInputError: there is no such universe.
        UnknownProvinceError: the name means no unit of the universe and of none before it.
    """
    own = units.match(province, universe)
    if own is None:
        for earlier in dict.fromkeys(unit.universe for unit in units.units):
            former = next((u for u in units.all(earlier) if u.unit_id == province), None)
            former = former or units.match(province, earlier)
            into = None if former is None else units.successor(former, universe)
            if former is not None and into is not None and into != former:
                return into, former.province
    return own or units.find(province, universe), ""


def check_texts(**given: object) -> None:
    """Is every parameter text? papermill's `-p edition 2023` passes a number.

    Raises:
        BadInputError: one is not.
    """
    for name, value in given.items():
        if not isinstance(value, str):
            raise BadInputError("asked.text", name=name, value=value)


def check_draws(draws: object, fewest: int = FEWEST_DRAWS) -> None:
    """Is it a number of permutations, or of other random draws, that a question can do with?

    Fewer than 19 cannot reach a p-value of 0.05; beyond 200,000 the p-values no longer change in
    the digits shown, and the permutations no longer fit into memory.

    Raises:
        BadInputError: no whole number, too few or too many.
    """
    if isinstance(draws, bool) or not isinstance(draws, int) or not fewest <= draws <= MOST_DRAWS:
        raise BadInputError("asked.draws", fewest=fewest, most=MOST_DRAWS, draws=draws)
