"""The same jobs on a Dask cluster: the same files, also when a worker is killed."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from helpers.errors import BadInputError
from helpers.running.cluster import _check_workers, cluster_executor
from helpers.running.contract import numbered_notebooks
from helpers.running.plan import Step, make_step
from helpers.running.workers import Outcome, Reporter, RunOptions, run_steps

if TYPE_CHECKING:
    from distributed import LocalCluster

MakeNotebook = Callable[..., Path]
PROVINCES = [f"Tỉnh {number}" for number in range(12)]

# Dask's own ways of closing its sockets are not ours to mend.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestWarning")


@pytest.fixture
def cluster() -> Iterator[LocalCluster]:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as made:
        yield made


@pytest.fixture
def steps(root: Path, make_notebook: MakeNotebook) -> Callable[[str], list[Step]]:
    make_notebook(
        "09-brief", "import time\ntime.sleep(0.3)\nprint(province)", outputs=("{report}/b.csv",)
    )
    notebook = numbered_notebooks(root)[0]

    def make(folder: str) -> list[Step]:
        return [
            make_step(root, "2024", f"{folder}/{number}", notebook, {"province": province})
            for number, province in enumerate(PROVINCES)
        ]

    return make


def results(root: Path, folder: str) -> dict[str, str]:
    return {
        path.relative_to(root / folder).as_posix(): path.read_text("utf-8").replace(folder, "")
        for path in (root / folder).rglob("*")
        if path.suffix in (".ipynb", ".csv")
    }


@pytest.mark.slow
def test_a_killed_worker_costs_nothing_but_time(
    root: Path, steps: Callable[[str], list[Step]], cluster: LocalCluster
) -> None:
    local = run_steps(root, steps("local"), Reporter(), RunOptions())
    assert {outcome.status for outcome in local} == {"ok"}

    class Kills(Reporter):
        """Kills one worker once three notebooks are over."""

        over = 0

        def ended(self, outcome: Outcome) -> None:
            assert outcome.is_good, outcome.message
            self.over += 1
            if self.over == 3:
                nanny = next(iter(cluster.workers.values()))
                self.killed = nanny.pid
                os.kill(nanny.pid, signal.SIGKILL)

    kills = Kills()
    with cluster_executor(cluster.scheduler_address, root) as (executor, slots):
        assert slots == 2
        options = RunOptions(workers=slots, executor=executor)
        outcomes = run_steps(root, steps("remote"), kills, options)
    assert [outcome.status for outcome in outcomes] == ["ok"] * len(PROVINCES)
    assert kills.killed
    assert results(root, "remote") == results(root, "local")
    assert len(results(root, "remote")) == 2 * len(PROVINCES)


@pytest.mark.slow
def test_workers_must_see_the_project(tmp_path: Path, cluster: LocalCluster) -> None:
    with (
        pytest.raises(BadInputError, match=r"does not see .*notebooks"),
        cluster_executor(cluster.scheduler_address, tmp_path),
    ):
        pytest.fail("accepted")


def test_every_worker_is_looked_at(tmp_path: Path) -> None:
    from helpers import __version__

    _check_workers({"tcp://a": __version__, "tcp://b": __version__}, tmp_path)
    with pytest.raises(BadInputError, match=r"tcp://b has version 0\.0\.1 of the package"):
        _check_workers({"tcp://a": __version__, "tcp://b": "0.0.1"}, tmp_path)
    with pytest.raises(BadInputError, match="cannot use the package"):
        _check_workers({"tcp://a": ModuleNotFoundError("No module named 'helpers'")}, tmp_path)


@pytest.mark.parametrize("address", ["nonsense://x", "tcp://127.0.0.1:1"])
def test_nobody_at_the_address(
    tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("helpers.running.cluster._PATIENCE", "0.2 s")
    with (
        pytest.raises(BadInputError, match="There is no Dask scheduler at"),
        cluster_executor(address, tmp_path),
    ):
        pytest.fail("accepted")
