"""`tangbac export`: what is refused before anything runs, and where the file goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.cli import main
from helpers.export import files as export_files
from helpers.export.files import Exports
from helpers.running.workers import Outcome

from ..frozen_project import frozen_project

PROJECT = frozen_project()
BRIEF = ["export", "brief", "--to", "html"]


@pytest.fixture(autouse=True)
def in_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PROJECT)


@pytest.fixture
def nothing_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a notebook was started")

    monkeypatch.setattr("helpers.running.workers.run_steps", refuse)


@pytest.mark.usefixtures("nothing_runs")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (BRIEF, "A brief is of one province, and none is named"),
        ([*BRIEF, "--province", "Hau Gian"], "Did you mean: Hậu Giang"),
        ([*BRIEF, "--province", "Hậu Giang", "--universe", "34"], "went into Cần Thơ"),
        ([*BRIEF, "--province", "Huế", "--universe", "65"], "Choose one of: 34, 63"),
        ([*BRIEF, "--province", "Huế", "-o", "a.docx"], "ending in .html"),
        (["export", "brif", "--to", "html"], "There is no notebook 'brif'"),
        (["export", "01", "--to", "html", "--province", "Huế"], "province"),
    ],
)
def test_what_is_wrong_is_refused_before_anything_runs(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert said in capsys.readouterr().err


@pytest.mark.usefixtures("nothing_runs")
def test_a_form_that_cannot_be_made_is_refused_before_anything_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.setattr("helpers.export.pdf._MAC", ())
    monkeypatch.delenv("PROGRAMFILES", raising=False)
    monkeypatch.delenv("PROGRAMFILES(X86)", raising=False)
    assert main(["export", "brief", "--to", "pdf", "--province", "Huế"]) == 2
    assert "--to html" in capsys.readouterr().err


@pytest.fixture
def as_stored(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Runs give what the committed notebook holds; files go to a folder of their own."""

    def run(_: object, steps: list, *__: object) -> list[Outcome]:
        (step,) = steps
        object.__setattr__(step, "output", step.notebook.path)
        return [Outcome(step, 0.0, "ok")]

    monkeypatch.setattr("helpers.running.workers.run_steps", run)
    monkeypatch.setattr(export_files, "Exports", lambda _: Exports(tmp_path))
    return tmp_path / "exports"


def names(folder: Path) -> list[str]:
    """What was exported, without the list of it."""
    return sorted(path.name for path in folder.iterdir() if path.name != ".written.json")


@pytest.mark.parametrize(
    ("arguments", "name", "title"),
    [
        (["--province", "hau giang"], "hau-giang-63-2024.vi.html", "Hậu Giang (63 tỉnh)"),
        (
            ["--province", "can tho", "--universe", "34", "--lang", "en"],
            "can-tho-34-2024.en.html", "Cần Thơ (34 units)",
        ),
        (["--province", "can tho"], "can-tho-34-2024.vi.html", "Cần Thơ (34 tỉnh)"),
    ],
)  # fmt: skip
def test_the_file_and_its_title_say_which_province(
    as_stored: Path, arguments: list[str], name: str, title: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*BRIEF, *arguments]) == 0
    assert names(as_stored) == [name]
    assert f"{title}</h1>" in (as_stored / name).read_text(encoding="utf-8")
    assert f"Written: {as_stored / name}" in capsys.readouterr().out


def test_a_name_of_two_units_says_how_to_get_the_other(
    as_stored: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*BRIEF, "--province", "can tho"]) == 0
    assert "--universe 63" in capsys.readouterr().out
    assert main([*BRIEF, "--province", "hau giang"]) == 0
    assert "--universe" not in capsys.readouterr().out
    assert main([*BRIEF, "--province", "can tho", "--quiet"]) == 0
    assert capsys.readouterr().out == ""
    assert len(names(as_stored)) == 2


def test_any_notebook_has_a_page_to_export(as_stored: Path) -> None:
    assert main(["export", "01", "--to", "html", "--quiet"]) == 0
    assert names(as_stored) == ["01-clean-figures-2024.vi.html"]
