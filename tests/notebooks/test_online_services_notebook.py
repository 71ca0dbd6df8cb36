"""Notebook 03 runs with every parameter it offers, and shows no gap of a table as a number."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from helpers.sources.processed_files import read_processed
from helpers.sources.provinces import load_units

PROJECT = Path(__file__).resolve().parents[2]
NOTEBOOK = PROJECT / "notebooks" / "03-online-services.ipynb"
PAIRS = [("", ""), ("2021", "2022"), ("2021", "2023"), ("2022", "2023")]
GAPS = re.compile(r"\b(nan|NaN|None|inf|<NA>|NaT)\b")


def run(folder: Path, **given: object) -> tuple[list[str], dict[str, Any]]:
    """What every cell shows, as a page would, without a kernel."""
    space: dict[str, Any] = {}
    shown = []
    for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] != "code":
            continue
        body = ast.parse("".join(cell["source"])).body
        last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
        exec(compile(ast.Module(body, []), cell["id"], "exec"), space)
        if cell["metadata"].get("tags") == ["parameters"]:
            space |= {"draws": 19, "report": str(folder)} | given
        if last is not None:
            shown.append(repr(eval(compile(ast.Expression(last.value), cell["id"], "eval"), space)))
    return shown, space


@pytest.fixture(autouse=True)
def _from_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PROJECT)


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(("baseline", "edition"), PAIRS)
def test_every_pair_of_editions_in_both_languages(
    tmp_path: Path, lang: str, baseline: str, edition: str
) -> None:
    shown, space = run(tmp_path, lang=lang, baseline=baseline, edition=edition)
    assert [text for text in shown if GAPS.search(text)] == []
    assert len(space["tests"]) == 4
    files = tmp_path / "figures" / "03-online-services"
    assert {path.name for path in files.iterdir()} == {
        "counts.csv", "portal.csv", "tests.csv", "usage.csv",
    }  # fmt: skip
    assert len(pd.read_csv(files / "tests.csv")) == 4


@pytest.mark.slow
def test_any_kind_of_province_may_be_in_focus(tmp_path: Path) -> None:
    on_file = set(read_processed(PROJECT, "online_services")["unit_id"])
    every = load_units(PROJECT).all("63")
    unknown = next(unit for unit in every if unit.unit_id not in on_file)
    # In the portal index or not, with sums that agree, differ or cannot be checked, or nothing.
    named = {"Hà Nội", "Long An", "Vĩnh Phúc", "Tây Ninh", "Gia Lai", unknown.province}
    for unit in (unit for unit in every if unit.province in named):
        shown, _ = run(tmp_path, province=unit.province)
        assert [text for text in shown if GAPS.search(text)] == [], unit.province
        nothing = any("Chưa có số liệu nào về dịch vụ công của" in text for text in shown)
        assert nothing == (unit.unit_id not in on_file), unit.province
