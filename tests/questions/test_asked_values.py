"""What may be asked: text where text is meant, enough permutations, a pair that compares."""

from __future__ import annotations

import pytest

from helpers.questions.asked_values import ask_comparison, check_draws, check_texts
from helpers.sources.editions import Definitions
from helpers.sources.errors import BadInputError, NotComparableError, UnknownProvinceError
from helpers.sources.provinces import Units


def test_the_latest_comparable_pair_unless_said(definitions: Definitions, units: Units) -> None:
    baseline, edition, unit = ask_comparison(
        definitions, units, baseline="", edition="", province="hau giang"
    )
    assert (baseline.index, baseline.universe) == (edition.index, edition.universe) == ("DTI", "63")
    assert (baseline.edition, edition.edition, unit.unit_id) == ("2022", "2023", "vn63-93")
    earlier, later, _ = ask_comparison(
        definitions, units, baseline="2021", edition="2023", province="vn63-48"
    )
    assert (earlier.edition, later.edition) == ("2021", "2023")


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ({"edition": "2042"}, BadInputError, "no edition '2042'"),
        ({"edition": 2023}, BadInputError, "edition must be text, found 2023"),
        ({"province": None}, BadInputError, "province must be text, found None"),
        ({"baseline": "2023", "edition": "2024"}, NotComparableError, "change of formula"),
        ({"province": "Hau Gian"}, UnknownProvinceError, "Hậu Giang"),
        ({"province": "vn34-92"}, UnknownProvinceError, "one of the 34 units"),
    ],
)
def test_what_is_not_on_file_is_refused(
    definitions: Definitions,
    units: Units,
    given: dict[str, object],
    error: type[Exception],
    message: str,
) -> None:
    asked = {"baseline": "", "edition": "", "province": "Hậu Giang"} | given
    with pytest.raises(error, match=message):
        ask_comparison(definitions, units, **asked)  # type: ignore[arg-type]


def test_the_parameter_that_is_no_text_is_named() -> None:
    check_texts(edition="2023", province="")
    with pytest.raises(BadInputError, match=r"edition must be text, found 2023.*«-r edition 2023»"):
        check_texts(province="Hậu Giang", edition=2023)


@pytest.mark.parametrize("draws", [19, 10_000, 200_000])
def test_enough_permutations_are_accepted(draws: int) -> None:
    check_draws(draws)


@pytest.mark.parametrize("draws", [18, 0, -19, 100.0, "100", True, None, 200_001])
def test_too_few_or_too_many_permutations_or_no_whole_number_are_refused(draws: object) -> None:
    with pytest.raises(BadInputError, match=f"from 19 to 200000, found {draws!r}"):
        check_draws(draws)
