"""How one comes in: quickly, with names that complete, and with a reason where one is refused."""

from __future__ import annotations

import inspect
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import tangbac as tb
from helpers.errors import BadInputError, NotComparableError
from tangbac import names

from ..frozen_project import CHECKOUT, frozen_project

HEAVY = ("pandas", "numpy", "yaml", "matplotlib", "IPython", "scipy", "papermill")


def python(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(CHECKOUT / "src")}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=environment, capture_output=True, text=True,
        check=False,
    )  # fmt: skip


def loaded(code: str) -> list[str]:
    """Which of the heavy packages does this code load?"""
    asks = f"{code}\nimport sys; print(*[one for one in {HEAVY} if one in sys.modules])"
    done = python(asks, frozen_project())
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_importing_loads_nothing_heavy_and_a_table_only_what_reads_it() -> None:
    assert loaded("import tangbac as tb; dir(tb)") == []
    assert loaded("import tangbac as tb; tb.rankings()") == ["pandas", "numpy", "yaml"]


def test_what_is_offered_is_what_is_there() -> None:
    assert dir(tb) == tb.__all__ == sorted(tb.__all__, key=lambda name: (name.islower(), name))
    for name in tb.__all__:
        said = inspect.getdoc(getattr(tb, name))
        assert said is not None, name
        assert "Tiếng Việt:" in said, name
        assert name in ("Finding", "Picture") or said.split("\n")[0].rstrip("?") != "", name


def test_a_function_says_what_it_answers_and_every_argument() -> None:
    for name in tb.__all__:
        found = getattr(tb, name)
        if not inspect.isfunction(found):
            continue
        said = inspect.getdoc(found) or ""
        assert said.split("\n\n")[0].replace("\n", " ").split(". ")[0].count("?") == 1, name
        for argument in inspect.signature(found).parameters:
            assert re.search(rf"(?m)(^|[ .,]){argument}[,:]", said), (name, argument)
        assert "Args:" in said, name


def test_a_wrong_name_gives_the_nearest() -> None:
    with pytest.raises(AttributeError, match=r"no tb\.ranking\b.*rankings"):
        _ = tb.ranking
    with pytest.raises(AttributeError, match=r"tb\.measure\.pilar_society.*pillar_society"):
        _ = tb.measure.pilar_society
    assert set(tb.provinces(63, "cuu long")["region"]) == {"Đồng bằng sông Cửu Long"}
    with pytest.raises(BadInputError, match="Đồng bằng sông Cửu Long") as refused:
        tb.gains(region="dong bang song")
    assert "Tây Nguyên" not in str(refused.value)
    assert "Không có vùng" in refused.value.said("vi")
    with pytest.raises(BadInputError, match="grdp_per_head"):
        tb.add(tb.wide(), "grdp")
    with pytest.raises(BadInputError, match="'DTX'"):
        tb.wide("DTX")
    assert not hasattr(tb, "__wrapped__")
    assert not hasattr(tb.measure, "_repr_html_")


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("ĐBSCL", "Đồng bằng sông Cửu Long"),
        ("dbsh", "Đồng bằng sông Hồng"),
        ("TDMNPB", "Trung du và miền núi phía Bắc"),
        ("Mekong Delta", "Đồng bằng sông Cửu Long"),
        ("Central Highlands", "Tây Nguyên"),
        ("duyên hải", "Bắc Trung Bộ và duyên hải miền Trung"),
    ],
)
def test_a_region_is_understood_in_short_and_in_english(text: str, region: str) -> None:
    assert names.chosen_region(text) == region


def test_a_wrong_measure_gives_the_nearest_by_code_or_by_name() -> None:
    with pytest.raises(BadInputError, match="Kinh tế số") as refused:
        tb.gains(measure="Kinh tế xanh")
    assert "pillar" not in str(refused.value)
    with pytest.raises(BadInputError, match="pillar_economy"):
        tb.trend("pilar_econ", "Hậu Giang")
    with pytest.raises(BadInputError, match="Dân số thành thị"):
        tb.add(tb.wide(), "dân số thị")


def test_a_notebook_shows_a_refusal_in_the_language_set_and_without_the_inside() -> None:
    code = (
        "from IPython.core.interactiveshell import InteractiveShell as S; s = S.instance()\n"
        "for c in ('import tangbac as tb', 'a = 1\\ntb.gains(region=\"dbx\")', "
        "'tb.language(\"en\")', 'tb.gain'):\n    s.run_cell(c)"
    )
    done = python(code, frozen_project())
    assert done.returncode == 0, done.stderr
    first, second, third, fourth = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout).splitlines()
    assert first == '----> 2 tb.gains(region="dbx")'
    assert second.startswith("BadInputError: Không có vùng 'dbx'")
    assert third == "----> 1 tb.gain"
    assert fourth.startswith("UnknownNameError: There is no tb.gain.")


def test_names_complete_and_are_the_values_that_functions_take() -> None:
    assert "pillar_society" in dir(tb.measure)
    assert tb.measure.pillar_society == "pillar_society"
    assert tb.region.tay_nguyen == "Tây Nguyên"
    assert tb.province.ba_ria_vung_tau == "Bà Rịa - Vũng Tàu"
    assert tb.other.papi_internet_access == "papi_internet_access"
    assert dir(tb.index) == ["DTI", "EGOV", "ICT"]
    assert "tay_nguyen" in repr(tb.region)


@pytest.mark.parametrize("text", ["pillar_society", "Xã hội số", "xa hoi so", "Digital society"])
def test_a_measure_is_understood_by_code_and_by_name(text: str) -> None:
    assert names.chosen_measure(text, "DTI") == "pillar_society"
    assert names.chosen_figure(text, "DTI") == ("pillar_society", True)


@pytest.mark.parametrize("wrong", [True, 2023.0, [2023]])
def test_a_year_is_digits_or_a_whole_number(wrong: object) -> None:
    with pytest.raises(BadInputError, match="whole number or digits"):
        tb.rankings(edition=wrong)  # type: ignore[arg-type]  # what people type


def test_what_cannot_be_compared_is_refused_with_the_reason_in_both_languages() -> None:
    with pytest.raises(NotComparableError, match="change of formula") as refused:
        tb.gains(2023, 2024, universe=63)
    assert "đổi công thức" in refused.value.said("vi")


@pytest.mark.parametrize("hiding", ["helpers.py", "helpers/__init__.py"])
def test_what_hides_the_inside_is_named_as_the_cause(hiding: str, tmp_path: Path) -> None:
    (tmp_path / hiding).parent.mkdir(exist_ok=True)
    (tmp_path / hiding).write_text("raise SystemExit('this ran')", encoding="utf-8")
    done = python("import tangbac", tmp_path)
    named = (tmp_path / "helpers" if "/" in hiding else tmp_path / hiding).resolve()
    assert done.returncode == 1
    assert f"{named} hides the package helpers of Tăng bậc" in done.stderr
    assert "che mất gói helpers" in done.stderr
    assert "not a package" not in done.stderr
    assert "this ran" not in done.stderr


def test_what_is_no_name_and_no_table_is_refused_with_what_is_expected() -> None:
    for ask in (lambda: tb.wide(63), lambda: tb.rankings(2023)):  # type: ignore[arg-type]
        with pytest.raises(BadInputError, match="edition=2023, universe=63"):
            ask()
    for ask in (
        lambda: tb.add("x", "pci"),  # type: ignore[arg-type]
        lambda: tb.scatter("x", "a", "b"),  # type: ignore[arg-type]
    ):
        with pytest.raises(BadInputError, match=r"such as tb\.wide.*Found: str"):
            ask()


def test_a_language_is_one_of_two() -> None:
    with pytest.raises(BadInputError, match="vi, en"):
        tb.language("fr")
