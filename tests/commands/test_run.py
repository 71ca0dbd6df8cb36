"""`tangbac run --each-province`: every unit of the universe that is named, and no other."""

from __future__ import annotations

import pytest

from helpers.cli import main
from helpers.running.workers import Outcome

from ..frozen_project import frozen_project

PROJECT = frozen_project()


@pytest.mark.parametrize("universe", ["63", "34"])
def test_every_unit_of_either_universe_is_run(
    universe: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(PROJECT)
    assert main(["run", "09", "--each-province", universe, "--dry-run"]) == 0
    shown = [line for line in capsys.readouterr().out.splitlines() if "province-brief" in line]
    assert len(shown) == int(universe)


def test_a_universe_that_is_none_is_refused_with_those_there_are(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(PROJECT)
    assert main(["run", "09", "--each-province", "35", "--dry-run"]) != 0
    assert "Choose one of: 34, 63" in capsys.readouterr().err


@pytest.mark.parametrize("folder", ["/etc", "../x", ".", "reports", "reports/../notebooks", "data"])
def test_a_report_goes_below_reports_and_nowhere_else(
    folder: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(PROJECT)
    assert main(["run", "09", "-p", f"report={folder}", "--dry-run"]) == 2
    assert "Expected: a folder below reports/" in capsys.readouterr().err
    assert main(["run", "09", "-p", "report=reports/mine", "--dry-run"]) == 0


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        # The folder is named by the province, however it is typed.
        (["province=ha noi"], "province=ha-noi"),
        (["province=TP. Hà Nội"], "province=ha-noi"),
        (["province=Hau Giang"], "province=hau-giang"),
        (["province=vn63-01"], "province=vn63-01"),
    ],
)
def test_values_on_file_are_taken_in_any_spelling(
    given: list[str], shown: str, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(PROJECT)
    options = [part for one in given for part in ("-p", one)]
    assert main(["run", "9", *options, "--dry-run"]) == 0
    assert shown in capsys.readouterr().out


@pytest.mark.parametrize(
    ("given", "terminal", "said", "verdict"),
    [
        ([], "vi", "tỉnh", "chưa thể kết luận"),
        ([], "en", "provinces", "cannot tell"),
        # The language that is asked of the notebook goes first.
        (["-p", "lang=vi"], "en", "tỉnh", "chưa thể kết luận"),
        (["--lang", "en"], "vi", "provinces", "cannot tell"),
    ],
)
def test_a_run_ends_with_what_the_notebook_concludes(
    given: list[str], terminal: str, said: str, verdict: str, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    def run(_: object, steps: list, *__: object) -> list[Outcome]:
        object.__setattr__(steps[0], "output", steps[0].notebook.path)
        return [Outcome(steps[0], 1.0, "ok")]

    monkeypatch.chdir(PROJECT)
    monkeypatch.setattr("helpers.running.workers.run_steps", run)
    assert main(["--lang", terminal, "run", "07", *given]) == 0
    shown = capsys.readouterr().out
    concluded = [line for line in shown.splitlines() if line.startswith("- ")]
    assert concluded
    assert all(said in line or "DTI" in line for line in concluded)
    assert any(line.endswith(f"[{verdict}]") for line in concluded)
    assert main(["--lang", terminal, "run", "07", *given, "--quiet"]) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["02", "-p", "bridge=x"], "no bridge"),
        (["02", "-p", "baseline=2023", "-p", "edition=2024"], "are not comparable"),
        (["02", "-p", "weight_spread=7"], "weight_spread"),
        (["05", "-p", "measure=papi"], "papi_internet_access"),
        (["04", "-p", "milestone_type=x"], "resolution_party"),
        (["07", "-p", "target_rank=99"], "from 1 to 34"),
        (["10", "-p", "measure=zz"], "overall"),
        (["03", "-p", "draws=0"], "from 19 to"),
        (["09", "-p", "universe=34", "-p", "province=Hau Giang"], "went into Cần Thơ"),
        (["02", "-p", "yeer=2"], "The parameters are: lang, index, baseline"),
    ],
)
def test_what_the_notebook_would_refuse_is_refused_before_a_kernel_starts(
    arguments: list[str], said: str, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(PROJECT)
    monkeypatch.setattr("helpers.running.workers.run_steps", lambda *_: pytest.fail("it ran"))
    assert main(["run", *arguments]) == 2
    assert said in capsys.readouterr().err


def test_a_default_that_is_named_makes_the_step_of_a_refresh(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    steps = []
    monkeypatch.chdir(PROJECT)
    monkeypatch.setattr(
        "helpers.running.workers.run_steps", lambda _, s, *__: steps.extend(s) or []
    )
    monkeypatch.setattr("helpers.commands.run.summarise", lambda *_, **__: 1)
    assert main(["run", "02", "-p", "index=DTI", "-p", "draws=10000"]) == 1
    assert dict(steps[0].parameters) == {"lang": "vi", "report": "reports/2024"}
