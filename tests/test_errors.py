from __future__ import annotations

import pytest

from helpers.errors import (
    BadInputError,
    NotComparableError,
    RawFileError,
    UnknownProvinceError,
)


def test_a_raw_file_error_names_file_line_column_expected_found_and_what_to_do() -> None:
    error = RawFileError(
        "data/raw/x/y.csv", "not a rank", row=17, column="Xếp hạng", expected="1 to 63", found="64"
    )
    text = str(error)
    assert text.startswith("data/raw/x/y.csv, line 17, column «Xếp hạng»: not a rank.")
    assert "Expected: 1 to 63. Found: 64." in text
    assert "data/raw/corrections.yml" in text
    assert "nothing in data/processed was changed" in text
    assert (error.file, error.row, error.column) == ("data/raw/x/y.csv", 17, "Xếp hạng")
    assert (error.expected, error.found) == ("1 to 63", "64")


def test_what_is_not_known_is_left_out() -> None:
    text = str(RawFileError("data/raw/x/y.csv", "the file is empty"))
    assert text.startswith("data/raw/x/y.csv: the file is empty. Mend")
    assert "line" not in text
    assert "column" not in text
    assert "Expected" not in text
    assert "Found" not in text


@pytest.mark.parametrize("kind", [RawFileError, NotComparableError, UnknownProvinceError])
def test_every_error_for_people_is_a_bad_input(kind: type[Exception]) -> None:
    assert issubclass(kind, BadInputError)
    assert issubclass(kind, ValueError)
