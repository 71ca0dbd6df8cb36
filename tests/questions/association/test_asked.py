"""What may be asked: text where text is meant, enough permutations, a pair that compares."""

from __future__ import annotations

import pytest

from helpers.errors import BadInputError, NotComparableError, UnknownProvinceError
from helpers.questions.association.asked import ask_comparison, check_draws, check_texts
from helpers.sources.editions import Definitions
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
        # What can be done here, not the options of notebook 02.
        (
            {"baseline": "2022", "edition": "2024"},
            NotComparableError,
            "choose baseline and edition from these pairs: 2021 and 2022, 2021 and 2023, "
            "2022 and 2023; or leave both empty",
        ),
        ({"baseline": "2020"}, NotComparableError, "2020 .*2021 .*under one formula"),
        (
            {"province": "vn34-92"},
            UnknownProvinceError,
            r"one of the 34 units.*: Cần Thơ \(vn63-92\), Hậu Giang \(vn63-93\), "
            r"Sóc Trăng \(vn63-94\)",
        ),
        ({"province": "vn34-999"}, UnknownProvinceError, "no unit 'vn34-999'"),
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


@pytest.mark.parametrize(
    "given",
    [{"baseline": "2022", "edition": "2024"}, {"baseline": "2020"}, {"province": "vn34-92"}],
)
def test_no_option_is_advised_that_these_notebooks_lack(
    definitions: Definitions, units: Units, given: dict[str, str]
) -> None:
    asked = {"baseline": "", "edition": "", "province": "Hậu Giang"} | given
    with pytest.raises((NotComparableError, UnknownProvinceError)) as error:
        ask_comparison(definitions, units, **asked)
    assert "bridge" not in str(error.value)
    assert "universe" not in str(error.value)


def test_a_unit_of_another_universe_names_the_provinces_it_stands_for(
    definitions: Definitions, units: Units
) -> None:
    for unit in units.units:
        if unit.universe == "63":
            continue
        with pytest.raises(UnknownProvinceError, match=r"stands for: .+\(vn63-\d\d\)"):
            ask_comparison(definitions, units, baseline="", edition="", province=unit.unit_id)


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
