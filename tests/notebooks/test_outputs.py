"""The committed outputs are those that the notebooks give, by any way of running them."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from helpers.project import default_report

from ..frozen_project import CHECKOUT

CopyProject = Callable[[str], Path]
NAMES = ("01-clean-figures", "02-rank-gains")
"""The notebooks that the quick tests run; the slow ones run every one."""
CHANGED = "07-targets"
"""The notebook that is given another number, and no more: it is a quick one."""
NOTEBOOKS = CHECKOUT / "notebooks"
EVERY = tuple(path.stem for path in sorted(NOTEBOOKS.glob("[0-9][0-9]-*.ipynb")))


@dataclass
class Finished:
    status: int
    text: str


def finished(process: subprocess.Popen[str]) -> Finished:
    text, _ = process.communicate(timeout=600)
    return Finished(process.returncode, text)


def start(
    arguments: Sequence[str], folder: Path, environment: Mapping[str, str]
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=folder,
        env=dict(environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def start_nbval(
    root: Path, names: Sequence[str], environment: Mapping[str, str]
) -> subprocess.Popen[str]:
    (root / "empty.ini").write_text("[pytest]\n", encoding="utf-8")
    files = [f"notebooks/{name}.ipynb" for name in names]
    options = ["-c", "empty.ini", "-p", "no:cacheprovider", "--nbval-cell-timeout", "300"]
    return start(["-m", "pytest", "--nbval", *options, "-q", *files], root, environment)


def change_one_number(notebook: Path) -> None:
    """The last digit of the first number in the first table that the notebook shows."""
    document = json.loads(notebook.read_text(encoding="utf-8"))
    for cell in document["cells"]:
        for output in cell.get("outputs", ()):
            lines = "".join(output.get("data", {}).get("text/html", ""))
            found = re.search(r'(<td class="number">[^<]*)(\d)(</td>)', lines)
            if found:
                other = str((int(found[2]) + 1) % 10)
                changed = lines[: found.start(2)] + other + lines[found.end(2) :]
                output["data"]["text/html"] = changed
                notebook.write_text(json.dumps(document), encoding="utf-8")
                return
    pytest.fail(f"{notebook.name} shows no number in a table: run «make notebooks»")


@pytest.fixture(scope="module")
def validations(
    copy_checkout: CopyProject, environment: Mapping[str, str]
) -> tuple[Finished, Finished]:
    """nbval over the notebooks as they are, and over one with a changed number; side by side."""
    as_it_is, changed = copy_checkout("as-it-is"), copy_checkout("changed")
    change_one_number(changed / "notebooks" / f"{CHANGED}.ipynb")
    started = [
        start_nbval(as_it_is, NAMES, environment),
        start_nbval(changed, [CHANGED], environment),
    ]
    first, second = (finished(process) for process in started)
    return first, second


def test_the_committed_outputs_are_those_of_a_new_run(
    validations: tuple[Finished, Finished],
) -> None:
    result, _ = validations
    assert result.status == 0, result.text[-3000:]
    assert re.search(r"\d\d passed", result.text)


def test_one_changed_number_in_a_committed_table_is_found(
    validations: tuple[Finished, Finished],
) -> None:
    _, result = validations
    assert result.status == 1, result.text[-3000:]
    assert re.search(r"\b1 failed", result.text), result.text[-3000:]


def outputs_of(notebook: Path) -> dict[str, list[object]]:
    """Outputs by cell, numbered as in the source: an injected cell does not count."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return {
        cell["id"]: [{**output, "execution_count": None} for output in cell["outputs"]]
        for cell in cells
        if cell["cell_type"] == "code"
        and "injected-parameters" not in cell["metadata"].get("tags", ())
    }


def papermill(
    root: Path, name: str, given: Sequence[str], environment: Mapping[str, str]
) -> subprocess.Popen[str]:
    """papermill's own command, started in another folder than the project's root."""
    arguments = [str(root / "notebooks" / f"{name}.ipynb"), str(root / f"{name}.out.ipynb")]
    options = ["--no-progress-bar", "--log-level", "ERROR", *given]
    return start(["-m", "papermill", *arguments, *options], root / "docs", environment)


def figures_below(root: Path) -> list[Path]:
    return sorted((root / "reports").rglob("figures/*/*.csv"))


@pytest.mark.slow
def test_papermills_own_command_with_another_province(
    copy_project: CopyProject, environment: Mapping[str, str]
) -> None:
    root = copy_project("papermill")
    before = {path: path.read_bytes() for path in (root / "data").rglob("*") if path.is_file()}
    given = ["-p", "province", "Huế", "-p", "lang", "en"]
    result = finished(papermill(root, "02-rank-gains", given, environment))
    assert result.status == 0, result.text[-3000:]
    shown = json.dumps(outputs_of(root / "02-rank-gains.out.ipynb"), ensure_ascii=False)
    places = []
    for year in ("2022", "2023"):
        with (root / f"data/raw/dti_tables/dti_{year}_63.csv").open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        own = next(row for row in rows if "Huế" in row["Tỉnh/Thành phố"])
        above = sum(float(row["DTI"]) > float(own["DTI"]) for row in rows)
        places.append(1 + above)
    gain = places[0] - places[1]
    moved = f"{'up' if gain > 0 else 'down'} {abs(gain)}" if gain else "rank kept"
    ranks = f"rank {places[0]} in DTI 2022, rank {places[1]} in DTI 2023 (63)"
    assert f"Thừa Thiên Huế: {ranks} ({moved})." in shown
    assert "Hậu Giang: rank" not in shown
    # What the run writes lies in a folder of its own, as a refresh with this province has it.
    written = {path.relative_to(root / "reports").parts[:2] for path in figures_below(root)}
    assert written == {("2024", "province=hue")}
    after = {path: path.read_bytes() for path in (root / "data").rglob("*") if path.is_file()}
    assert after == before


@pytest.mark.slow
@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        (
            ["-r", "baseline", "2023", "-r", "edition", "2024"],
            "NotComparableError",
            "a change of formula moves scores and ranks by itself",
        ),
        # papermill makes a number of what looks like one; only a whole one can be a year.
        (["-p", "edition", "2023.0"], "BadInputError", "«-r edition …» instead of «-p edition …»"),
    ],
)
def test_an_illegal_comparison_stops_with_what_to_do(
    copy_project: CopyProject,
    environment: Mapping[str, str],
    given: list[str],
    error: str,
    message: str,
) -> None:
    root = copy_project("refused")
    result = finished(papermill(root, "02-rank-gains", given, environment))
    assert result.status == 1
    assert f"{error}: " in result.text
    assert message in result.text
    assert not (root / "reports").exists()


@pytest.mark.slow
def test_the_outputs_do_not_depend_on_the_order_of_sets(
    copy_checkout: CopyProject, environment: Mapping[str, str]
) -> None:
    """papermill's own command leaves the hash seed to the person, unlike «tangbac»."""
    root = copy_checkout("seed")
    for name in EVERY:
        result = finished(papermill(root, name, [], dict(environment) | {"PYTHONHASHSEED": "2"}))
        assert result.status == 0, result.text[-3000:]
        committed = outputs_of(root / "notebooks" / f"{name}.ipynb")
        assert outputs_of(root / f"{name}.out.ipynb") == committed


@pytest.mark.slow
def test_a_default_refresh_gives_the_same_bytes_twice(
    copy_checkout: CopyProject, environment: Mapping[str, str]
) -> None:
    roots = [copy_checkout(f"refresh-{seed}") for seed in ("1", "2")]
    command = ["-c", "import sys; from helpers.cli import main; sys.exit(main(['refresh']))"]
    processes = [
        start(command, root, dict(environment) | {"PYTHONHASHSEED": seed})
        for root, seed in zip(roots, ("1", "2"), strict=True)
    ]
    for result in [finished(process) for process in processes]:
        assert result.status == 0, result.text[-3000:]
    files = [
        {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in root.rglob("*")
            if path.is_file() and path.name not in ("run.json", ".lock") and path.suffix != ".log"
        }
        for root in roots
    ]
    assert files[0].keys() == files[1].keys()
    different = [name for name, content in files[0].items() if files[1][name] != content]
    assert different == []
    root, report = roots[0], default_report(roots[0])
    for name in ("index.html", "vi/02-rank-gains.html", "notebooks/02-rank-gains.vi.ipynb"):
        assert f"{report}/{name}" in files[0]
    # The three ways of running a notebook agree, and the data on file are those of this refresh.
    for name in EVERY:
        executed = outputs_of(root / report / "notebooks" / f"{name}.vi.ipynb")
        assert executed == outputs_of(root / "notebooks" / f"{name}.ipynb")
    for path in (CHECKOUT / "data" / "processed").iterdir():
        assert (root / "data" / "processed" / path.name).read_bytes() == path.read_bytes(), (
            path.name
        )
