"""A whole refresh over stand-in notebooks: files, claims, failures, determinism."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from helpers.errors import BadInputError, Reason
from helpers.refresh import refresh
from helpers.running.contract import choose_notebooks, numbered_notebooks
from helpers.running.execute import Executed, NotebookFailedError
from helpers.running.plan import Plan, Step, make_step, plan_refresh, stored_step
from helpers.running.workers import Outcome, Reporter, RunOptions, run_steps
from helpers.site.pages import Coverage

MakeNotebook = Callable[..., Path]
COVERAGE = Coverage("DTI 2023 (63)", "DTI 2020 (63)", date(2025, 10, 21))


def plan_for(
    root: Path,
    only: Sequence[str] = (),
    languages: Sequence[str] = ("vi", "en"),
    given: Mapping[str, str] | None = None,
) -> Plan:
    notebooks = numbered_notebooks(root)
    chosen = choose_notebooks(notebooks, only)
    return plan_refresh(root, "2024", chosen, notebooks, languages, given or {})


def run(plan: Plan) -> list[Outcome]:
    return refresh(plan, COVERAGE, Reporter(), RunOptions())


def statuses(outcomes: Sequence[Outcome]) -> dict[str, str]:
    return {outcome.step.label: outcome.status for outcome in outcomes}


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file but those that tell of the runs."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "run.json" and path.parent.name != "logs"
    }


@pytest.mark.slow
def test_refresh_writes_everything_and_twice_the_same(
    root: Path, make_notebook: MakeNotebook
) -> None:
    table = ("data/processed/rankings.csv",)
    make_notebook("01-a", outputs=table, parameters="")
    make_notebook("02-b", inputs=table, outputs=("{report}/b.csv",), claims=True)
    make_notebook("explore")
    outcomes = run(plan_for(root))
    assert set(statuses(outcomes).values()) == {"ok"}
    report = root / "reports/2024"
    first = files_in(report)
    assert set(first) == {
        "b.csv", "index.en.html", "index.html",
        "en/01-a.html", "en/02-b.html", "vi/01-a.html", "vi/02-b.html",
        "notebooks/01-a.en.ipynb", "notebooks/01-a.vi.ipynb",
        "notebooks/02-b.en.ipynb", "notebooks/02-b.vi.ipynb",
    }  # fmt: skip
    claims = (root / "data/processed/claims.csv").read_bytes()
    again = refresh(plan_for(root), COVERAGE, Reporter(), RunOptions(workers=1, reason="again"))
    assert set(statuses(again).values()) == {"ok"}
    assert files_in(report) == first
    assert (root / "data/processed/claims.csv").read_bytes() == claims
    index = first["index.html"].decode()
    assert "Hậu Giang tăng 3 bậc." in index
    # A verdict is said where a sentence does not simply hold.
    assert 'class="verdict"' not in index
    assert "DTI 2023" in index
    assert "21/10/2025" in index
    assert "Hậu Giang climbed 3 places." in first["index.en.html"].decode()
    page = first["vi/01-a.html"].decode()
    assert 'href="02-b.html"' in page
    assert 'href="../en/01-a.html"' in page
    record = json.loads((report / "run.json").read_text(encoding="utf-8"))
    assert [entry["status"] for entry in record["runs"]] == ["ok"] * 4
    assert record["packages"]["papermill"].startswith("2.")


def test_other_parameters_write_beside_and_leave_the_data_alone(
    root: Path, make_notebook: MakeNotebook
) -> None:
    make_notebook("02-b", outputs=("{report}/b.csv",), claims=True)
    outcomes = run(plan_for(root, languages=("vi",), given={"province": "Cần Thơ"}))
    assert statuses(outcomes) == {"02-b (vi, province=can-tho)": "ok"}
    folder = root / "reports/2024/province=can-tho"
    assert (folder / "b.csv").exists()
    assert "Cần Thơ tăng 3 bậc." in (folder / "index.html").read_text(encoding="utf-8")
    assert not (root / "data/processed/claims.csv").exists()
    assert not (root / "reports/2024/index.html").exists()


def test_a_value_equal_to_the_default_is_a_default_run(
    root: Path, make_notebook: MakeNotebook
) -> None:
    make_notebook("02-b")
    assert plan_for(root, given={"province": "Hậu Giang"}).is_default
    plan = plan_for(root, given={"province": "Huế"})
    assert not plan.is_default
    assert plan.report == "reports/2024/province=hue"
    assert plan.steps[0].parameters["report"] == "reports/2024/province=hue"


def test_each_notebook_gets_only_the_parameters_it_has(
    root: Path, make_notebook: MakeNotebook
) -> None:
    make_notebook("01-a", parameters="")
    make_notebook("02-b")
    plan = plan_for(root, given={"province": "Huế"})
    assert ["province" in step.parameters for step in plan.steps] == [False, False, True, True]
    assert [step.lang for step in plan.steps] == ["vi", "en", "vi", "en"]
    with pytest.raises(BadInputError, match=r"None of the chosen notebooks has no|«baseline»"):
        plan_for(root, given={"baseline": "2022"})
    with pytest.raises(BadInputError, match="01-a has no parameter «province»"):
        plan_for(root, only=["01"], given={"province": "Huế"})


def test_missing_input_is_refused_before_anything_starts(
    root: Path, make_notebook: MakeNotebook
) -> None:
    table = ("data/processed/rankings.csv",)
    make_notebook("01-a", outputs=table)
    make_notebook("02-b", inputs=table)
    with pytest.raises(BadInputError, match="tangbac refresh --only 01-a first"):
        plan_for(root, only=["02"])


@pytest.mark.slow
def test_a_failure_stops_only_what_needs_it_and_its_old_findings_are_not_shown(
    root: Path, make_notebook: MakeNotebook
) -> None:
    a, b = ("data/processed/a.csv",), ("data/processed/b.csv",)
    make_notebook("01-a", outputs=a)
    make_notebook("02-b", outputs=b, claims=True)
    make_notebook("03-c", inputs=b, outputs=("{report}/c.csv",), claims=True)
    make_notebook("04-d", inputs=a, claims=True)
    make_notebook("05-e", inputs=("{report}/c.csv",))
    assert set(statuses(run(plan_for(root, languages=("vi",)))).values()) == {"ok"}
    good = (root / "reports/2024/notebooks/02-b.vi.ipynb").read_bytes()
    make_notebook("02-b", "1 / 0", outputs=b, claims=True)
    outcomes = run(plan_for(root))
    assert statuses(outcomes) == {
        "01-a (vi)": "unchanged", "01-a (en)": "ok",
        "02-b (vi)": "failed", "02-b (en)": "skipped",
        "03-c (vi)": "skipped", "03-c (en)": "skipped",
        "04-d (vi)": "unchanged", "04-d (en)": "ok",
        "05-e (vi)": "skipped", "05-e (en)": "skipped",
    }  # fmt: skip
    failed = next(outcome for outcome in outcomes if outcome.status == "failed")
    assert "cell 5 of 7" in str(failed.message)
    assert "ZeroDivisionError" in str(failed.message)
    skipped = next(o for o in outcomes if o.step.label == "03-c (vi)")
    assert "02-b did not finish, and this reads its «data/processed/b.csv»" in str(skipped.message)
    assert (root / "reports/2024/notebooks/02-b.vi.ipynb").read_bytes() == good
    index = (root / "reports/2024/index.html").read_text(encoding="utf-8")
    assert "Lần cập nhật này không chạy xong" in index
    assert index.count("tăng 3 bậc.") == 1
    with (root / "data/processed/claims.csv").open(encoding="utf-8") as file:
        assert [row["id"] for row in csv.DictReader(file)] == ["02-b-1", "03-c-1", "04-d-1"]


def test_claims_of_notebooks_not_run_stay_and_of_deleted_ones_go(
    root: Path, make_notebook: MakeNotebook
) -> None:
    make_notebook("01-a")
    make_notebook("02-b", claims=True)
    claims = root / "data/processed/claims.csv"
    columns = "id,notebook,sentence_vi,sentence_en,value,lower,upper,interval_kind,direction,"
    claims.write_text(
        columns + "verdict,n,method\n"
        "z-1,01-a,câu,sentence,1,,,,,holds,63,m\n"
        "old,09-gone,câu,sentence,1,,,,,holds,63,m\n"
        "02-b-0,02-b,câu cũ,old sentence,1,,,,,holds,63,m\n",
        encoding="utf-8",
    )
    run(plan_for(root, only=["02"], languages=("vi",)))
    text = claims.read_text(encoding="utf-8")
    assert [line.split(",")[0] for line in text.splitlines()] == ["id", "02-b-1", "z-1"]
    assert "Hậu Giang tăng 3 bậc." in text
    assert b"\r" not in claims.read_bytes()


def test_an_output_that_the_contract_promises_must_be_there(
    root: Path, make_notebook: MakeNotebook
) -> None:
    make_notebook("02-b", "outputs = []", outputs=("{report}/b.csv",))
    outcomes = run(plan_for(root, languages=("vi",)))
    assert statuses(outcomes) == {"02-b (vi)": "failed"}
    assert "without writing «reports/2024/b.csv»" in str(outcomes[0].message)


def test_a_warning_on_stderr_fails_the_page_and_names_the_cell(
    root: Path, make_notebook: MakeNotebook
) -> None:
    make_notebook("02-b", "import warnings\nwarnings.warn('divide by zero')")
    outcomes = run(plan_for(root, languages=("vi",)))
    assert statuses(outcomes) == {"02-b (vi)": "failed"}
    assert "02-b, cell 5" in str(outcomes[0].message)
    assert "divide by zero" in str(outcomes[0].message)
    assert not (root / "reports/2024/vi/02-b.html").exists()


def test_ill_formed_claims_fail_their_notebook(root: Path, make_notebook: MakeNotebook) -> None:
    make_notebook(
        "02-b",
        "from IPython.display import display\n"
        'display({"application/vnd.tangbac.claims+json": [{"id": "x"}]}, raw=True)',
    )
    outcomes = run(plan_for(root, languages=("vi",)))
    assert statuses(outcomes) == {"02-b (vi)": "failed"}
    assert "claim «x» has columns id" in str(outcomes[0].message)
    assert not (root / "data/processed/claims.csv").exists()


def test_ctrl_c_goes_through_and_is_no_failure(
    root: Path, make_notebook: MakeNotebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_notebook("02-b")

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("helpers.running.execute.execute", interrupt)
    with pytest.raises(KeyboardInterrupt):
        run(plan_for(root))
    assert not files_in(root / "reports/2024")


def test_events_come_in_order(
    root: Path, make_notebook: MakeNotebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_notebook("01-a")
    make_notebook("02-b")

    def fail_first(source: Path, *_: object, **__: object) -> Executed:
        if source.stem == "01-a":
            raise NotebookFailedError(
                "01-a", Reason("failed.cell", number=1, of=1), "1 / 0", "ZeroDivisionError", source
            )
        return Executed(0.0, None)

    class Told(Reporter):
        def __init__(self) -> None:
            self.events: list[str] = []

        def started(self, step: Step, reason: str) -> None:
            self.events.append(f"start {step.label}: {reason}")

        def ended(self, outcome: Outcome) -> None:
            self.events.append(f"{outcome.status} {outcome.step.label}")

    monkeypatch.setattr("helpers.running.execute.execute", fail_first)
    told = Told()
    run_steps(root, plan_for(root, languages=("vi",)).steps, told, RunOptions(workers=1))
    assert told.events == [
        "start 01-a (vi): not run before", "failed 01-a (vi)",
        "start 02-b (vi): not run before", "ok 02-b (vi)",
    ]  # fmt: skip


def test_stored_step_passes_no_parameter(root: Path, make_notebook: MakeNotebook) -> None:
    path = make_notebook("02-b", outputs=("{report}/{province}.csv",))
    notebook = numbered_notebooks(root)[0]
    step = stored_step(root, "2024", "reports/2024", notebook)
    assert step.parameters == {}
    assert step.output == path
    assert step.contract.outputs == ("reports/2024/Hậu Giang.csv",)
    other = make_step(root, "2024", "reports/2024", notebook, {"lang": "en"})
    assert other.output == root / "reports/2024/notebooks/02-b.en.ipynb"
