"""`tangbac export`: what is refused before anything runs, and where the file goes."""

from __future__ import annotations

import zipfile
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
            "can-tho-34-2024.en.html", "Cần Thơ (34 provinces)",
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


@pytest.mark.usefixtures("nothing_runs")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["07", "-p", "target_rank=99"], "from 1 to 34"),
        (["07", "-p", "target_rnk=9"], "Did you mean target_rank? The parameters are: lang,"),
        (["07", "-p", "target_rank=first"], "Expected: int | None"),
        (["brief", "--province", "Huế", "-p", "province=Hà Nội"], "is given twice"),
        (["02", "--all", "34"], "--all packs the briefs"),
        (["brief", "--all", "34", "--province", "Huế"], "--all packs the briefs"),
        (["brief", "--all", "35"], "Choose one of: 34, 63"),
        (["brief", "--all", "34", "-o", "a.html"], "ending in .zip"),
        (["01", "-o", "reports/2024/vi/a.html"], "only exports/ is for exports"),
        (["01", "-o", "data/raw/a.html"], "only exports/ is for exports"),
    ],
)
def test_wrong_parameters_and_places_are_refused_before_anything_runs(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", *arguments, "--to", "html"]) == 2
    assert said in capsys.readouterr().err


def test_a_notebook_with_parameters_is_named_by_them(as_stored: Path) -> None:
    arguments = ["-p", "target_rank=10", "-p", "province=hau giang", "-p", "universe=63"]
    assert main(["export", "07", *arguments, "--to", "html", "--quiet"]) == 0
    assert names(as_stored) == ["07-targets-hau-giang-63-target_rank=10-2024.vi.html"]


@pytest.mark.parametrize("given", [[], ["-p", "index=DTI"], ["-p", "draws=10000"]])
def test_defaults_make_the_step_of_a_refresh(
    given: list[str], monkeypatch: pytest.MonkeyPatch, as_stored: Path
) -> None:
    """What a refresh has run is not run again, nor by a refresh what was run for an export."""
    from helpers.commands import export

    steps = []
    page = export._page
    monkeypatch.setattr(export, "_page", lambda r, step, g: steps.append(step) or page(r, step, g))
    assert main(["export", "02", *given, "--to", "html", "--quiet"]) == 0
    assert dict(steps[0].parameters) == {"lang": "vi", "report": "reports/2024"}
    assert names(as_stored) == ["02-rank-gains-2024.vi.html"]


def test_a_brief_is_that_of_the_site(monkeypatch: pytest.MonkeyPatch, as_stored: Path) -> None:
    from helpers.commands import export
    from helpers.running.contract import numbered_notebooks
    from helpers.running.plan import plan_refresh
    from helpers.site.briefs import plan_briefs

    steps = []
    page = export._page
    monkeypatch.setattr(export, "_page", lambda r, step, g: steps.append(step) or page(r, step, g))
    assert main([*BRIEF, "--province", "can tho", "--lang", "en", "--quiet"]) == 0
    assert names(as_stored) == ["can-tho-34-2024.en.html"]
    notebooks = numbered_notebooks(PROJECT)
    plan = plan_refresh(PROJECT, "2024", notebooks, notebooks, ("vi", "en"), {})
    of_the_site = {
        (brief.unit.province, brief.unit.universe, brief.step.lang): brief.step
        for brief in plan_briefs(plan)
    }[("Cần Thơ", "34", "en")]
    assert steps[0].parameters == of_the_site.parameters
    assert steps[0].folder == of_the_site.folder


def test_what_somebody_has_edited_is_not_written_over(
    as_stored: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export = [*BRIEF, "--province", "Huế", "--quiet"]
    assert main(export) == 0
    assert main(export) == 0  # as it was written: replaced
    (path,) = (as_stored / name for name in names(as_stored))
    path.write_text("my own words", encoding="utf-8")
    assert main(export) == 2
    assert "somebody may have edited it" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == "my own words"
    assert main([*export, "--replace"]) == 0
    assert path.read_text(encoding="utf-8") != "my own words"
    foreign = as_stored / "foreign.html"
    foreign.write_text("of another program", encoding="utf-8")
    assert main([*export, "-o", str(foreign)]) == 2
    assert foreign.read_text(encoding="utf-8") == "of another program"


@pytest.fixture
def three_provinces(monkeypatch: pytest.MonkeyPatch) -> None:
    from helpers.sources.provinces import Units

    everyone = Units.all
    monkeypatch.setattr(Units, "all", lambda self, universe="34": everyone(self, universe)[:3])


@pytest.mark.usefixtures("three_provinces")
@pytest.mark.parametrize(
    ("given", "languages", "name"),
    [
        ([], ("en", "vi"), "briefs-34-2024.vi.en.html.zip"),
        (["--lang", "en"], ("en",), "briefs-34-2024.en.html.zip"),
    ],
)
def test_all_briefs_are_one_zip_of_the_same_bytes(
    given: list[str], languages: tuple[str, ...], name: str, monkeypatch: pytest.MonkeyPatch,
    as_stored: Path, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    def run(_: object, steps: list, *__: object) -> list[Outcome]:
        for step in steps:
            object.__setattr__(step, "output", step.notebook.path)
        return [Outcome(step, 0.0, "ok") for step in steps]

    monkeypatch.setattr("helpers.running.workers.run_steps", run)
    export = ["--lang", "en", "export", "brief", "--all", "34", "--to", "html", *given]
    assert main(export) == 0
    number = 3 * len(languages)
    assert f"({number} files, 3 provinces" in capsys.readouterr().out
    assert names(as_stored) == [name]
    first = (as_stored / name).read_bytes()
    with zipfile.ZipFile(as_stored / name) as whole:
        assert whole.namelist() == [
            f"{lang}/{province}-34-2024.{lang}.html"
            for lang in languages
            for province in ("cao-bang", "ha-noi", "tuyen-quang")
        ]
        assert "Hà Nội" in whole.read(whole.namelist()[1]).decode("utf-8")
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    (as_stored / name).unlink()
    assert main(export) == 0
    assert (as_stored / name).read_bytes() == first


def test_a_zip_that_cannot_be_finished_leaves_none(
    monkeypatch: pytest.MonkeyPatch, as_stored: Path
) -> None:
    def run(_: object, steps: list, *__: object) -> list[Outcome]:
        return [Outcome(step, 0.0, "failed", "stopped") for step in steps]

    monkeypatch.setattr("helpers.running.workers.run_steps", run)
    assert main(["export", "brief", "--all", "34", "--to", "html", "--quiet"]) == 1
    assert not as_stored.exists()
