from __future__ import annotations

import copy
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from helpers.running.notebook_lint import MACHINE_PATH, faults_of, main

Content = dict[str, Any]
Change = Callable[[Content], object]


def markdown(identifier: str, source: str, *tags: str) -> Content:
    return {
        "cell_type": "markdown",
        "id": identifier,
        "metadata": {"tags": list(tags)},
        "source": source.splitlines(keepends=True),
    }


def code(identifier: str, count: int, source: str, *tags: str) -> Content:
    return {
        "cell_type": "code",
        "id": identifier,
        "metadata": {"tags": list(tags)},
        "source": source.splitlines(keepends=True),
        "execution_count": count,
        "outputs": [],
    }


TITLE, PARAMETERS, IMPORTS, CONTRACT, PROSE, RESULT = range(6)

GOOD: Content = {
    "nbformat": 4,
    "nbformat_minor": 5,
    "metadata": {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    },
    "cells": [
        markdown("title", "# Tăng bậc\n\nAi đã tăng? · Who climbed?", "lang-vi", "lang-en"),
        code("parameters", 1, 'province: str = "Hậu Giang"  # in focus', "parameters"),
        code("imports", 2, "from pathlib import Path"),
        code("contract", 3, 'inputs = ["data/processed/rankings.csv"]\noutputs = []', "contract"),
        markdown("prose", "Bảng này cho thấy ai tăng bậc.", "lang-vi"),
        code("result", 4, "Path('reports') / '2024'  # a path; from the root"),
    ],
}
GOOD["cells"][RESULT]["outputs"] = [
    {
        "output_type": "execute_result",
        "execution_count": 4,
        "metadata": {},
        "data": {"text/plain": ["PosixPath('reports/2024')"], "image/png": "aGk=/home/nguyen/"},
    },
    {"output_type": "stream", "name": "stdout", "text": ["17/63, see https://a.vn/home/x\n"]},
]


def write(folder: Path, content: Content, name: str = "02-rank-gains.ipynb") -> Path:
    path = folder / name
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


def changed(change: Change) -> Content:
    content = copy.deepcopy(GOOD)
    change(content)
    return content


def test_a_notebook_that_keeps_the_rules_has_no_fault(tmp_path: Path) -> None:
    assert faults_of(write(tmp_path, GOOD)) == []


def cell_change(number: int, **parts: object) -> Change:
    return lambda content: content["cells"][number].update(parts)


def output_change(output: Content) -> Change:
    return lambda content: content["cells"][RESULT]["outputs"].append(output)


def without_outputs(content: Content) -> None:
    content["cells"][RESULT]["outputs"] = []


def repeat_contract(content: Content) -> None:
    content["cells"][IMPORTS]["metadata"]["tags"] = ["contract"]


def empty_code_cell(content: Content) -> None:
    content["cells"].append(code("empty", 5, " \n"))


def text_output(text: str) -> Change:
    return output_change({"output_type": "stream", "name": "stdout", "text": [text]})


BROKEN: dict[str, tuple[Change, int | None, str]] = {
    "old format": (lambda c: c.update(nbformat_minor=4), None, "notebook format 4.4"),
    "no id": (cell_change(TITLE, id=None), 1, "cell id None"),
    "bad id": (cell_change(TITLE, id="tiêu đề"), 1, "cell id 'tiêu đề'"),
    "id twice": (cell_change(RESULT, id="title"), 6, "the id 'title' of cell 1 again"),
    "no kernel": (lambda c: c["metadata"].pop("kernelspec"), None, "kernel None"),
    "own kernel": (
        lambda c: c["metadata"]["kernelspec"].update(name="venv"),
        None,
        "kernel 'venv'",
    ),
    "not run": (cell_change(RESULT, execution_count=None), 6, "execution count None"),
    "out of order": (cell_change(RESULT, execution_count=7), 6, "execution count 7; expected 4"),
    "empty cell": (empty_code_cell, 7, "an empty code cell"),
    "no outputs": (without_outputs, None, "no output in any cell"),
    "error": (
        output_change({"output_type": "error", "ename": "KeyError", "evalue": "'rank'"}),
        6,
        "the error KeyError: 'rank'",
    ),
    "stderr": (
        output_change({"output_type": "stream", "name": "stderr", "text": ["Warning: a\n", "b"]}),
        6,
        "output to stderr (Warning: a)",
    ),
    "home folder": (text_output("/home/nguyen/a.csv"), 6, "/home/nguyen/a.csv"),
    "path over lines": (
        output_change(
            {"output_type": "display_data", "data": {"text/html": ["<p>", "/tmp/x/a.svg</p>"]}}
        ),
        6,
        "/tmp/x/a.svg",
    ),
    "Windows folder": (text_output(r"C:\Users\Nguyễn\a.csv"), 6, r"C:\Users\Nguyễn\a.csv"),
    "path in metadata": (
        lambda c: c["metadata"].update(papermill={"input_path": "/srv/a.ipynb"}),
        None,
        "/srv/a.ipynb in the metadata",
    ),
    "semicolon": (cell_change(RESULT, source="draw();  # chart\n\n"), 6, "a ; at the end"),
    "not Python": (cell_change(RESULT, source=["draw(\n"]), 6, "code that cannot be read"),
    "NFD prose": (
        cell_change(PROSE, source=["Bảng\n", "Ha\u0300 No\u0323\u0302i"]),
        5,
        "(not NFC) in line 2",
    ),
    "NFD code": (cell_change(RESULT, source="'Ha\u0300'"), 6, "(not NFC) in line 1"),
    "no parameters": (
        cell_change(PARAMETERS, metadata={}),
        None,
        "0 code cells with the tag 'parameters'",
    ),
    "two contracts": (
        repeat_contract,
        None,
        "2 code cells with the tag 'contract' (cells 3, 4)",
    ),
    "injected": (
        cell_change(IMPORTS, metadata={"tags": ["injected-parameters"]}),
        3,
        "a cell of injected parameters",
    ),
    "no language": (cell_change(PROSE, metadata={}), 5, "prose without a language"),
    "two languages": (
        cell_change(PROSE, metadata={"tags": ["lang-vi", "lang-en"]}),
        5,
        "prose in two languages",
    ),
    "raw cell": (cell_change(PROSE, cell_type="raw"), 5, "a raw cell"),
}


@pytest.mark.parametrize(("change", "cell", "words"), BROKEN.values(), ids=BROKEN.keys())
def test_each_rule_names_its_fault_and_no_other(
    tmp_path: Path, change: Change, cell: int | None, words: str
) -> None:
    faults = faults_of(write(tmp_path, changed(change)))
    assert len(faults) == 1
    assert faults[0].cell == cell
    assert words in str(faults[0])
    assert "02-rank-gains.ipynb" in str(faults[0])
    assert "; expected " in str(faults[0])
    assert "; to do: " in str(faults[0])


UNREADABLE = {
    "cut short": '{"cells": [',
    "a list": "[]",
    "no cells": '{"metadata": {}, "nbformat": 4}',
    "cell without source": '{"metadata": {}, "cells": [{"cell_type": "code", "metadata": {}}]}',
    "cell that is text": '{"metadata": {}, "cells": ["print(1)"]}',
}


@pytest.mark.parametrize("text", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_a_file_that_is_no_notebook_is_one_fault(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.ipynb"
    path.write_text(text, encoding="utf-8")
    assert len(faults_of(path)) == 1


def test_a_missing_file_and_bytes_that_are_not_utf8_are_faults(tmp_path: Path) -> None:
    assert "no readable file" in str(faults_of(tmp_path / "absent.ipynb")[0])
    (tmp_path / "a.ipynb").write_bytes(b'{"a": "\xff"}')
    assert "not JSON" in str(faults_of(tmp_path / "a.ipynb")[0])


def test_a_notebook_outside_a_refresh_needs_no_parameters_and_no_contract(tmp_path: Path) -> None:
    def untag(content: Content) -> None:
        for number in (PARAMETERS, CONTRACT):
            content["cells"][number]["metadata"] = {}

    for free in ("explore.ipynb", "cau-hoi-cua-toi.ipynb"):
        assert faults_of(write(tmp_path, changed(untag), free)) == []
    assert len(faults_of(write(tmp_path, changed(untag), "03-online-services.ipynb"))) == 2


def test_a_semicolon_inside_the_code_is_allowed(tmp_path: Path) -> None:
    source = "text = 'a;'\nfirst = 1; second = 2\ntext  # ;"
    content = changed(cell_change(RESULT, source=source))
    assert faults_of(write(tmp_path, content)) == []


@pytest.mark.parametrize(
    "text",
    [
        "reports/2024/vi",
        "17/63",
        "0,714/1,000",
        "https://tuoitre.vn/tmp/a",
        "QĐ-BTTTT/2022",
        "a: /",
    ],
)
def test_words_with_slashes_are_no_machine_paths(text: str) -> None:
    assert MACHINE_PATH.search(text) is None


def test_the_command_prints_each_fault_and_sets_the_status(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = write(tmp_path, GOOD, "01-clean-figures.ipynb")
    bad = write(tmp_path, changed(without_outputs))
    assert main([str(good)]) == 0
    assert capsys.readouterr().out == "1 notebooks checked, 0 faults found.\n"
    assert main([str(good), str(bad)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(f"{bad}: found no output in any cell; expected ")
    assert lines[1] == "2 notebooks checked, 1 faults found."
    with pytest.raises(SystemExit) as stopped:
        main([])
    assert stopped.value.code == 2


def test_the_check_does_not_wait_for_jupyter() -> None:
    program = (
        "import sys, helpers.running.notebook_lint;"
        "print(sorted({'nbformat', 'pandas', 'papermill'} & sys.modules.keys()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
