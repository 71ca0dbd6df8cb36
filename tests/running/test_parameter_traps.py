"""What papermill gets wrong about parameters: each trap is closed, here and in the notebook."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest

from helpers.errors import BadInputError
from helpers.running.execute import execute
from helpers.running.parameter_values import Kind, Value, plain_value, read_kind, typed_value
from helpers.running.parameters import (
    Parameter,
    check_parameters,
    parse_value,
    plain_values,
)

MakeNotebook = Callable[..., Path]

DECLARED = """\
from datetime import date
year: int = 2023  # of the edition
code: str = "93"  # of the province
name: str = "Hậu Giang"  # of the province
share: float = 0.5  # of the total
newest: bool = True  # or the one before
day: date = date(2025, 10, 21)  # of publication
limit: int | None = 5  # None: no limit
codes: list[str] = []  # of provinces
days: list[date] = []  # of publication"""
NAMES = "year code name share newest day limit codes days".split()
SHOW = f"print([(type(v).__name__, v) for v in ({', '.join(NAMES)})])"


@pytest.fixture
def notebook(make_notebook: MakeNotebook) -> Path:
    path = make_notebook("02-x", SHOW)
    document = nbformat.read(path, as_version=4)
    document.cells[2].source = DECLARED
    document.cells[
        3
    ].source = (
        "from helpers.running.parameters import check_parameters\ncheck_parameters(globals())"
    )
    document.cells[3].metadata.tags = []
    del document.cells[5]
    document.metadata = {"language_info": {"name": "python"}, "kernelspec": {"name": "python3"}}
    nbformat.write(document, path)
    return path


def shown(path: Path) -> str:
    cells = nbformat.read(path, as_version=4).cells
    return "".join(o.text for c in cells for o in c.get("outputs", ()) if o.output_type == "stream")


@pytest.mark.parametrize(
    ("name", "value", "printed", "written"),
    [
        ("code", "01", "('str', '01')", 'code = "01"'),
        ("name", "Hà Nội", "('str', 'Hà Nội')", 'name = "Hà Nội"'),
        ("name", "Ha\u0300 No\u0323\u0302i", "('str', 'Hà Nội')", 'name = "Hà Nội"'),
        ("name", 'a"\\\n{b}', "('str', 'a\"\\\\\\n{b}')", 'name = "a\\"\\\\\\n{b}"'),
        ("year", np.int64(2024), "('int', 2024)", "year = 2024"),
        ("share", np.float64(0.25), "('float', 0.25)", "share = 0.25"),
        ("newest", np.bool_(False), "('bool', False)", "newest = False"),
        ("day", date(2024, 2, 29), "datetime.date(2024, 2, 29)", "day = date(2024, 2, 29)"),
        ("limit", None, "('NoneType', None)", "limit = None"),
        ("codes", ["01", "Hà Nội"], "['01', 'Hà Nội']", 'codes = ["01", "Hà Nội"]'),
        ("days", [date(2024, 1, 2)], "[datetime.date(2024, 1, 2)]", "days = [date(2024, 1, 2)]"),
    ],
)
def test_a_value_arrives_as_it_was_given_and_is_written_as_a_person_would(
    root: Path, notebook: Path, name: str, value: object, printed: str, written: str
) -> None:
    output = root / "out.ipynb"
    execute(notebook, output, root=root, parameters={name: value})
    assert printed in shown(output)
    injected = nbformat.read(output, as_version=4).cells[3]
    assert injected.metadata.tags == ["injected-parameters"]
    assert injected.source == f"# Parameters\n{written}\n"


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("yeer", 2024, "no parameter «yeer». Did you mean year"),
        ("code", 1, "«code» cannot be 1. Expected: str"),
        ("code", np.str_("01").encode(), "«code» cannot be b'01'"),
        ("year", "2024", "«year» cannot be '2024'. Expected: int, such as 15"),
        ("year", True, "«year» cannot be True"),
        ("year", 2024.0, "«year» cannot be 2024.0"),
        ("share", float("nan"), "«share» cannot be nan"),
        ("newest", 1, "«newest» cannot be 1"),
        ("day", datetime(2024, 1, 1, 12), "Expected: date, such as 2025-10-21"),
        ("day", "2024-01-01", "«day» cannot be '2024-01-01'"),
        ("year", None, "«year» cannot be None"),
        ("codes", ("01", "02"), r"«codes» cannot be ('01', '02'). Expected: list[str]"),
        ("codes", ["01", 2], "«codes» cannot be ['01', 2]"),
        ("codes", {"01"}, "«codes» cannot be {'01'}"),
        ("codes", np.array(["01"]), "«codes» cannot be array"),
    ],
)
def test_what_cannot_be_written_back_is_refused_before_anything_starts(
    root: Path, notebook: Path, name: str, value: object, message: str
) -> None:
    with pytest.raises(BadInputError) as caught:
        execute(notebook, root / "out.ipynb", root=root, parameters={name: value})
    assert message in str(caught.value)
    assert not (root / "out.ipynb").exists()
    assert not (root / "out.failed.ipynb").exists()


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("list[str]", '["01", "Hà Nội"]', ["01", "Hà Nội"]),
        ("list[date]", '["2024-01-02"]', [date(2024, 1, 2)]),
        ("list[float]", "[1, 2.5]", [1.0, 2.5]),
        ("date | None", "2024-01-02", date(2024, 1, 2)),
        ("date | None", "None", None),
    ],
)
def test_lists_and_dates_on_the_command_line(kind: str, text: str, value: Value) -> None:
    found = read_kind(kind)
    assert found is not None
    assert str(found) == kind
    assert typed_value(found, text) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("list[str]", "[1]"),
        ("list[str]", "a,b"),
        ("list[int]", "3"),
        ("date", "2024-13-01"),
        ("date", "20240101"),
        ("list[date]", "[20240101]"),
    ],
)
def test_what_means_nothing_on_the_command_line(kind: str, text: str) -> None:
    found = read_kind(kind)
    assert found is not None
    with pytest.raises(BadInputError, match=r"02-x: «p» cannot be .*Expected: "):
        parse_value("02-x", Parameter("p", found, None, ""), text)


@pytest.mark.parametrize("annotation", ["dict", "list", "list[list[int]]", "int | str", "None", ""])
def test_what_is_no_type_of_a_parameter(annotation: str) -> None:
    assert read_kind(annotation) is None


def test_a_list_is_copied() -> None:
    given = ["a"]
    kept = plain_value(Kind("str", many=True), given)
    given.append("b")
    assert kept == ["a"]


def namespace(passed: str, **values: Any) -> dict[str, Any]:  # noqa: ANN401
    """What a notebook's names are after its parameters cell, and papermill's cell if any."""
    names: dict[str, Any] = {"In": ["", DECLARED, f"# Parameters\n{passed}\n" if passed else "x=1"]}
    exec(compile(DECLARED, "cell", "exec", dont_inherit=True), names)
    exec(passed, names)
    return names | values


@pytest.mark.parametrize(
    ("passed", "message"),
    [
        ("yeer = 2024", "no parameter «yeer». Did you mean year"),
        ("code = 1", "-r code"),
        ("year = '2024'", "«year» cannot be '2024'. Expected: int"),
        ('day = "2024-01-01"', "Expected: date"),
        ("codes = ('01',)", "Expected: list[str]"),
        ("limit = 'None'", "Expected: int | None"),
    ],
)
def test_a_notebook_checks_itself(passed: str, message: str) -> None:
    with pytest.raises(BadInputError) as caught:
        check_parameters(namespace(passed))
    assert message in str(caught.value)


@pytest.mark.parametrize("name", ["baseline", "edition", "universe"])
@pytest.mark.parametrize("given", [2022, np.int64(2022), "2022"])
def test_a_year_that_came_as_a_number_is_its_text(name: str, given: object) -> None:
    declared = {name: Parameter(name, Kind("str"), "", "")}
    assert plain_values("02-x", declared, {name: given}) == {name: "2022"}
    names: dict[str, Any] = {"In": [""]}
    exec(compile(f'{name}: str = ""', "cell", "exec", dont_inherit=True), names)
    names[name] = given
    check_parameters(names)
    assert names[name] == "2022"


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("baseline", 2022.0), ("universe", True), ("universe", 34.5), ("edition", [2022]),
        ("edition", None), ("edition", -5), ("edition", date(2022, 1, 1)),
        # No year, no set of units: 01 may have been meant.
        ("code", 1), ("province", 34),
    ],
)  # fmt: skip
def test_nothing_else_is_guessed(name: str, given: object) -> None:
    declared = {name: Parameter(name, Kind("str"), "", "")}
    with pytest.raises(BadInputError, match=f"«{name}» cannot be "):
        plain_values("02-x", declared, {name: given})


def test_a_number_that_is_meant_as_one_stays_one() -> None:
    declared = {"edition": Parameter("edition", Kind("int"), 1, "")}
    assert plain_values("02-x", declared, {"edition": 2022}) == {"edition": 2022}


def test_an_unknown_name_is_answered_with_all_names() -> None:
    with pytest.raises(BadInputError, match="The parameters are: year, code, name"):
        check_parameters(namespace("qqqqqq = 1"))


def test_a_notebook_in_jupyterlab_may_hold_any_other_name() -> None:
    check_parameters(namespace("", yeer=1, table=object()))
    check_parameters(namespace('limit = None\ncode = "01"'))


@pytest.mark.slow
def test_plain_papermill_fails_on_a_typo_and_on_a_guessed_type(root: Path, notebook: Path) -> None:
    def papermill(*options: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "papermill", "-k", "python3", str(notebook), "out.ipynb",
             "--log-level", "ERROR", "--no-progress-bar", *options],
            cwd=root, capture_output=True, text=True, check=False,
        )  # fmt: skip

    typo = papermill("-p", "yeer", "2024")
    assert typo.returncode != 0
    assert "no parameter «yeer». Did you mean year" in typo.stderr
    number = papermill("-p", "code", "01")
    assert number.returncode != 0
    assert "«code» cannot be 1. Expected: str" in number.stderr
    right = papermill("-r", "code", "01", "-p", "year", "2022", "-p", "name", "Hà Nội")
    assert right.returncode == 0, right.stderr
    printed = shown(root / "out.ipynb")
    assert "('int', 2022), ('str', '01'), ('str', 'Hà Nội')" in printed
