"""Only what has changed runs, in an order that keeps to the contracts, and says why."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from helpers.running import workers
from helpers.running.contract import choose_notebooks, numbered_notebooks
from helpers.running.execute import Executed
from helpers.running.graph import steps_before
from helpers.running.plan import Step, plan_refresh
from helpers.running.workers import Outcome, Reporter, RunOptions, reasons_to_run, run_steps

MakeNotebook = Callable[..., Path]
RAW, TABLE, OTHER = "data/raw/figures.csv", "data/processed/a.csv", "data/processed/b.csv"


@pytest.fixture
def steps(root: Path, make_notebook: MakeNotebook) -> Callable[..., tuple[Step, ...]]:
    """01 makes two tables of two raw files, 02 and 03 read one each, 04 reads none."""
    (root / "data/raw").mkdir(parents=True)
    (root / RAW).write_text("1", encoding="utf-8")
    (root / "data/raw/other.csv").write_text("2", encoding="utf-8")
    copy = (
        "from pathlib import Path\n"
        "for name, made in (('figures', 'a'), ('other', 'b')):\n"
        "    text = Path(f'data/raw/{name}.csv').read_text()\n"
        "    Path(f'data/processed/{made}.csv').write_text(text)\n"
        "outputs = []"
    )
    make_notebook("01-tables", copy, inputs=("data/raw",), outputs=(TABLE, OTHER), parameters="")
    make_notebook("02-a", f"print(open({TABLE!r}).read())", inputs=(TABLE,))
    make_notebook("03-b", f"print(open({OTHER!r}).read())", inputs=(OTHER,))
    make_notebook("04-free", "import helpers.sources.suggestions\nprint(lang)")

    def make(
        only: Sequence[str] = (), languages: Sequence[str] = ("vi",), **given: str
    ) -> tuple[Step, ...]:
        notebooks = numbered_notebooks(root)
        chosen = choose_notebooks(notebooks, only)
        return plan_refresh(root, "2024", chosen, notebooks, languages, given).steps

    return make


def ran(outcomes: Sequence[Outcome]) -> dict[str, str]:
    """Why each notebook ran that did."""
    return {o.step.notebook.name: str(o.reason) for o in outcomes if o.status != "unchanged"}


def run(root: Path, steps: Sequence[Step], **options: object) -> dict[str, str]:
    return ran(run_steps(root, steps, Reporter(), RunOptions(**options)))  # type: ignore[arg-type]


def test_nothing_changed_runs_nothing_and_one_figure_runs_what_is_downstream(
    root: Path, steps: Callable[..., tuple[Step, ...]]
) -> None:
    assert set(run(root, steps()).values()) == {"not run before"}
    assert run(root, steps()) == {}
    (root / RAW).write_text("1 corrected", encoding="utf-8")
    assert run(root, steps()) == {
        "01-tables": f"{RAW} changed",
        "02-a": f"{TABLE} changed",
    }
    printed = (root / "reports/2024/notebooks/02-a.vi.ipynb").read_text(encoding="utf-8")
    assert "1 corrected" in printed
    assert run(root, steps()) == {}


def test_a_new_and_a_removed_raw_file_are_changes(
    root: Path, steps: Callable[..., tuple[Step, ...]]
) -> None:
    run(root, steps())
    (root / "data/raw/third.csv").write_text("3", encoding="utf-8")
    (root / "data/raw/.third.csv.swp").write_text("an editor's", encoding="utf-8")
    # It writes the same tables as before, so that nobody else need run.
    assert run(root, steps()) == {"01-tables": "data/raw/third.csv is new"}
    (root / "data/raw/third.csv").unlink()
    assert run(root, steps()) == {"01-tables": "data/raw/third.csv is gone"}


def test_code_parameters_and_outputs_are_looked_at(
    root: Path, steps: Callable[..., tuple[Step, ...]], make_notebook: MakeNotebook
) -> None:
    run(root, steps())
    make_notebook("04-free", "print('other')")
    reason = run(root, steps())["04-free"]
    assert reason.startswith("04-free.ipynb changed (and ")
    output = root / "reports/2024/notebooks/02-a.vi.ipynb"
    output.write_text("edited", encoding="utf-8")
    (root / OTHER).unlink()
    assert run(root, steps()) == {
        "01-tables": f"{OTHER} is missing",
        "02-a": "reports/2024/notebooks/02-a.vi.ipynb was changed since",
    }
    assert run(root, steps(), reason="--force") == dict.fromkeys(
        ("01-tables", "02-a", "03-b", "04-free"), "--force"
    )


def test_outputs_stored_in_the_notebook_and_dates_of_files_do_not_count(
    root: Path, steps: Callable[..., tuple[Step, ...]]
) -> None:
    run(root, steps())
    path = root / "notebooks/04-free.ipynb"
    document = json.loads(path.read_text(encoding="utf-8"))
    document["cells"][4]["execution_count"] = 7
    path.write_text(json.dumps(document), encoding="utf-8")
    (root / RAW).touch()
    assert run(root, steps()) == {}


def test_another_language_is_another_step(
    root: Path, steps: Callable[..., tuple[Step, ...]]
) -> None:
    run(root, steps())
    outcomes = run_steps(root, steps(languages=("vi", "en")), Reporter(), RunOptions())
    assert {o.step.lang for o in outcomes if o.status == "ok"} == {"en"}
    assert run(root, steps(languages=("vi", "en"))) == {}


def test_a_run_that_failed_is_taken_up_where_it_stopped(
    root: Path, steps: Callable[..., tuple[Step, ...]], make_notebook: MakeNotebook
) -> None:
    make_notebook("02-a", "1 / 0", inputs=(TABLE,))
    run(root, steps(), workers=1)
    make_notebook("02-a", "print('mended')", inputs=(TABLE,))
    assert run(root, steps()) == {"02-a": "did not finish last time"}


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"format": 1, "runs": 3}'])
def test_a_damaged_record_means_that_everything_runs(
    root: Path, steps: Callable[..., tuple[Step, ...]], damage: str
) -> None:
    run(root, steps(only=["04"]))
    (root / "reports/2024/run.json").write_text(damage, encoding="utf-8")
    assert run(root, steps(only=["04"])) == {"04-free": "not run before"}


def test_the_record_says_what_a_run_took(
    root: Path, steps: Callable[..., tuple[Step, ...]]
) -> None:
    run(root, steps())
    document = json.loads((root / "reports/2024/run.json").read_text(encoding="utf-8"))
    first, last = document["runs"][0], document["runs"][-1]
    assert first["fingerprint"]["inputs"].keys() == {RAW, "data/raw/other.csv"}
    assert first["outputs"].keys() == {
        TABLE, OTHER, "reports/2024/notebooks/01-tables.vi.ipynb",
    }  # fmt: skip
    assert 0 < first["cell_seconds"] < first["seconds"]
    assert first["memory_mb"] > 10
    assert "helpers.sources.suggestions" in last["fingerprint"]["modules"]
    assert "requirements.lock" in last["fingerprint"]["environment"]
    log = (root / "reports/2024/logs/01-tables.vi.log").read_text(encoding="utf-8")
    assert re.search(r"not run before\n.* cell 1 of 7\n", log)
    assert re.search(r" ok after [0-9.]+ s\n$", log)


def test_what_would_run_is_told_without_running(
    root: Path, steps: Callable[..., tuple[Step, ...]]
) -> None:
    run(root, steps())
    (root / RAW).write_text("1 corrected", encoding="utf-8")
    before = (root / "reports/2024/run.json").read_bytes()
    maybe = "only if 01-tables (vi) changes what it reads or writes"
    assert [str(one or "") for one in reasons_to_run(root, steps(), "")] == [
        f"{RAW} changed", maybe, maybe, "",
    ]  # fmt: skip
    assert reasons_to_run(root, steps(), "--force") == ["--force"] * 4
    assert (root / "reports/2024/run.json").read_bytes() == before


def test_steps_wait_for_what_they_read_or_write(
    steps: Callable[..., tuple[Step, ...]], make_notebook: MakeNotebook
) -> None:
    make_notebook("05-folder", inputs=("data/processed",))
    make_notebook("06-late", inputs=("data/raw/other.csv",), outputs=("data/raw/made.csv",))
    plan = steps(languages=("vi", "en"))
    names = [step.label for step in plan]
    before = {
        names[place]: {names[other] for other in others}
        for place, others in enumerate(steps_before(plan))
    }
    tables = {"01-tables (vi)", "01-tables (en)"}
    assert before["01-tables (vi)"] == set()
    assert before["01-tables (en)"] == {"01-tables (vi)"}
    assert before["02-a (en)"] == before["05-folder (vi)"] == tables
    assert before["04-free (en)"] == set()
    # It writes into a folder that 01 reads.
    assert before["06-late (en)"] == tables | {"06-late (vi)"}


def test_several_run_at_once_and_never_more_than_there_are_workers(
    root: Path, steps: Callable[..., tuple[Step, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    changing = threading.Lock()
    at_once: list[int] = []
    running = 0

    def slow(source: Path, *_: object, **__: object) -> Executed:
        nonlocal running
        with changing:
            running += 1
            at_once.append(running)
        time.sleep(0.1)
        if source.stem == "01-tables":
            for path in (TABLE, OTHER):
                (root / path).write_text("1", encoding="utf-8")
        with changing:
            running -= 1
        return Executed(0.1, None)

    monkeypatch.setattr("helpers.running.execute.execute", slow)
    for count in (1, 2, 8):
        at_once.clear()
        run(root, steps(), workers=count, reason="again")
        assert len(at_once) == 4
        assert max(at_once) == min(count, 2)


def test_cells_are_told_as_they_start(root: Path, steps: Callable[..., tuple[Step, ...]]) -> None:
    class Told(Reporter):
        def __init__(self) -> None:
            self.cells: list[tuple[str, int, int]] = []

        def cell(self, step: Step, number: int, of: int) -> None:
            self.cells.append((step.notebook.name, number, of))

    told = Told()
    run_steps(root, steps(only=["04"]), told, RunOptions())
    assert told.cells == [("04-free", number, 7) for number in range(1, 8)]


def test_an_error_of_the_program_goes_through_and_ends_every_kernel(
    root: Path, steps: Callable[..., tuple[Step, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped = threading.Event()

    def job(job: workers.Job, watch: workers.Watch) -> workers.JobResult:
        if job.source.stem == "04-free":
            raise RuntimeError("a mistake of ours")
        while not watch.is_stopped:
            time.sleep(0.01)
        stopped.set()
        return workers.JobResult(0.0)

    monkeypatch.setattr(workers, "run_job", job)
    with pytest.raises(RuntimeError, match="a mistake of ours"):
        run(root, steps(only=["01", "04"]), workers=2)
    assert stopped.is_set()
