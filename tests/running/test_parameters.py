"""Parameters: read from the cell, refused when unknown, typed as declared."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers.errors import BadInputError
from helpers.running.contract import Cell, Notebook, read_notebook
from helpers.running.parameter_values import Kind
from helpers.running.parameters import (
    Parameter,
    check_names,
    folder_name,
    own_report,
    parse_value,
    read_parameters,
)
from helpers.running.plan import plan_refresh

from ..frozen_project import FROZEN


def with_cell(source: str) -> Notebook:
    return Notebook(Path("02-x.ipynb"), (Cell(1, "code", source, frozenset({"parameters"})),))


def test_name_type_default_and_comment() -> None:
    found = read_parameters(
        with_cell(
            'province: str = "Hậu Giang"  # province in focus\n'
            "target_rank: int = 10  # rank to reach\n"
            "share: float = 1  # of the total\n"
            "code: str | None = None\n"
        )
    )
    assert found["province"] == Parameter("province", Kind("str"), "Hậu Giang", "province in focus")
    assert found["target_rank"].default == 10
    assert found["share"].kind == Kind("float")
    assert str(found["code"].kind) == "str | None"
    assert found["code"].comment == ""
    assert list(found) == ["province", "target_rank", "share", "code"]


def test_notebook_without_a_cell_takes_none() -> None:
    assert read_parameters(Notebook(Path("x.ipynb"), ())) == {}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('province = "Huế"', "province = 'Huế'"),
        ("rank: int = 'first'", "'first'"),
        ("rank: int = True", "True"),
        ("rank: int = None", "None"),
        ("when: date = 1", "the default of «when: date» is 1"),
        ("when: datetime = 1", "the type of «when» is datetime"),
        ("ranks: list[int] = [1, 'x']", "the default of «ranks: list[int]»"),
        ("ranks: tuple[int] = (1,)", "the type of «ranks» is tuple[int]"),
        ("rank: int = other", "other"),
        ("rank: int", "rank: int"),
        ("rank: int =", "not Python"),
    ],
)
def test_what_is_no_typed_assignment_is_refused(source: str, found: str) -> None:
    with pytest.raises(BadInputError) as caught:
        read_parameters(with_cell(source))
    assert found in str(caught.value)
    assert "02-x.ipynb, cell 1 (parameters)" in str(caught.value)


def test_unknown_name_is_refused_with_the_nearest() -> None:
    check_names("02-x", ["province", "edition"], ["edition"])
    with pytest.raises(BadInputError, match=r"no parameter «provnce». Did you mean province"):
        check_names("02-x", ["province", "edition"], ["provnce"])
    with pytest.raises(BadInputError, match="takes none"):
        check_names("01-x", [], ["province"])


@pytest.mark.parametrize(
    ("kind", "optional", "text", "value"),
    [
        ("str", False, "01", "01"),
        ("str", False, "None", "None"),
        ("str", False, "true", "true"),
        ("str", True, "None", None),
        ("str", False, "Ha\u0323\u0302u Giang", "H\u1eadu Giang"),
        ("int", False, "-3", -3),
        ("int", True, "None", None),
        ("float", False, "0.5", 0.5),
        ("float", False, "2", 2.0),
        ("bool", False, "True", True),
        ("bool", False, "false", False),
    ],
)
def test_values_get_the_declared_type(kind: str, optional: bool, text: str, value: object) -> None:
    parsed = parse_value("02-x", Parameter("p", Kind(kind, optional=optional), None, ""), text)
    assert parsed == value
    assert type(parsed) is type(value)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("int", "1.5"),
        ("int", "01x"),
        ("int", "None"),
        ("float", "nan"),
        ("float", "0,5"),
        ("bool", "1"),
    ],
)
def test_values_of_another_type_are_refused(kind: str, text: str) -> None:
    with pytest.raises(BadInputError, match=f"02-x: «p» cannot be '{text}'. Expected: {kind}"):
        parse_value("02-x", Parameter("p", Kind(kind), None, ""), text)


def test_folder_names_are_plain_and_tell_values_apart() -> None:
    assert folder_name({}) == ""
    assert folder_name({"province": "Đắk Lắk", "edition": "2023"}) == (
        "edition=2023,province=dak-lak"
    )
    odd = [folder_name({"p": text}) for text in ("a/b", "a b", "a:b", "..", "", "x" * 300)]
    assert len(set(odd)) == len(odd)
    for name in odd:
        assert len(name) < 120
        assert not set(name) & set('/\\:*?"<>| ')
        assert not name.endswith(".")


@pytest.fixture
def root_with_editions(root: Path) -> Path:
    """The empty project with the real definitions: the latest edition is that of 2024."""
    shutil.copytree(FROZEN / "data/raw/definitions", root / "data/raw/definitions")
    return root


def test_a_default_run_writes_to_the_report_and_any_other_to_a_folder_of_its_own(
    root_with_editions: Path, make_notebook: Callable[..., Path]
) -> None:
    make_notebook(
        "02-x",
        parameters='province: str = "Hậu Giang"  # in focus\nedition: str = ""  # later\n'
        "rank: int = 10  # to reach",
    )

    def folder(**values: str | int) -> str:
        return own_report(root_with_editions, "02-x", **values)

    assert folder() == "reports/2024"
    assert folder(province="Hậu Giang", edition="", rank=10) == "reports/2024"
    assert folder(province="Đắk Lắk", edition="") == "reports/2024/province=dak-lak"
    both = "reports/2024/edition=2023,province=hue"
    assert folder(province="Huế", edition="2023", rank=10) == both
    assert folder(rank=15) == "reports/2024/rank=15"


def test_it_is_the_folder_that_a_refresh_with_these_parameters_writes_to(
    root_with_editions: Path, make_notebook: Callable[..., Path]
) -> None:
    notebook = read_notebook(make_notebook("02-x"))
    for province in ("Hậu Giang", "Huế", "a/b"):
        plan = plan_refresh(
            root_with_editions, "2024", [notebook], [notebook], ["vi"], {"province": province}
        )
        assert own_report(root_with_editions, "02-x", province=province) == plan.report
