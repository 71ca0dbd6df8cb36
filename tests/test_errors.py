from __future__ import annotations

import ast
import pickle
import string

import pytest

from helpers import LANGUAGES, errors
from helpers.errors import (
    BadInputError,
    Clause,
    NotComparableError,
    RawFileError,
    Reason,
    UnknownProvinceError,
    error_entries,
    said,
)

from .frozen_project import CHECKOUT

SRC = CHECKOUT / "src"


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


def test_a_notebook_shows_both_languages_until_it_is_told_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(errors, "_in_notebooks", LANGUAGES)
    error = BadInputError("tangbac.no_such", name="x", near="y")
    said = error._render_traceback_()
    assert [line.split(": ")[1].split()[0] for line in said] == ["Không", "There"]
    errors.show_errors_in("en")
    assert error._render_traceback_() == [f"BadInputError: {error}"]


def test_a_notebook_is_told_arguments_where_a_command_is_told_options(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(errors, "_in_notebooks", ("en",))
    error = BadInputError(
        "Name --baseline and --edition (2021) and --bridge printed_ranks, or --universe 63; "
        "tangbac correct --list"
    )
    assert "--universe 63" in str(error)
    (said,) = error._render_traceback_()
    assert said.endswith(
        "Name baseline and edition (2021) and bridge=printed_ranks, or universe=63; "
        "tangbac correct --list"
    )


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


def test_an_error_is_said_in_both_languages_and_is_english_by_itself() -> None:
    error = RawFileError("x.csv", "not a rank", row=17, expected=Reason("raw.row", row=3))
    assert error.said("vi").startswith("x.csv, dòng 17: not a rank. Cần: , dòng 3. Hãy sửa")
    assert str(error) == error.said("en")
    wrapped = BadInputError("raw.found", found=error)
    assert "dòng 17" in wrapped.said("vi")
    assert "line 17" in str(wrapped)


def test_an_error_comes_whole_from_another_process() -> None:
    error = pickle.loads(pickle.dumps(RawFileError("x.csv", "empty", row=2)))
    assert (type(error), error.row) == (RawFileError, 2)
    assert error.said("vi").startswith("x.csv, dòng 2: empty.")


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def raised() -> list[tuple[str, str, set[str] | None]]:
    """Every key that the code names in an error, with the values given (None: not told apart)."""
    found = []
    for path in SRC.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and node.args):
                continue
            key = node.args[0]
            name = ast.unparse(node.func)
            if name in KINDS and isinstance(key, ast.Constant) and " " not in key.value:
                given = {one.arg for one in node.keywords}
                found.append((f"{path.name}:{node.lineno}", key.value, given))
    return found


KINDS = (
    "BadInputError",
    "Reason",
    "Clause",
    "NotComparableError",
    "UnknownProvinceError",
    "self._error",
)


def test_every_error_has_its_words_and_its_values() -> None:
    entries = error_entries()
    for place, key, given in raised():
        assert key in entries, f"{place}: {key}"
        if given is not None and None not in given:
            assert fields(entries[key]["en"]) <= given, f"{place}: {key}"


def test_both_languages_say_the_same_of_an_error() -> None:
    for key, entry in error_entries().items():
        assert set(entry) == {"vi", "en"}, key
        assert fields(entry["vi"]) == fields(entry["en"]), key


def test_a_clause_is_its_english_text_and_knows_the_vietnamese() -> None:
    clause = Clause("told.copy", holds="overall.rank", first=Clause("told.empty"))
    assert clause == "overall.rank is in column empty"
    assert clause.said("vi") == "overall.rank đã ở cột để trống"
    assert said(clause, "vi") == clause.said("vi")
    assert said("any text", "vi") == "any text"
