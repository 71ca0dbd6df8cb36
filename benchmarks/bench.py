"""How long a province's brief takes, with papermill's command, nbconvert and tangbac.

`make bench` runs all of them in turn on the same notebook and the same provinces, prints seconds
for each brief and the ratios, and writes them with a description of the machine to
`benchmarks/results.md`. Reports go to a folder that is removed at the end.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOK = "09-province-brief"
RESULTS = ROOT / "benchmarks" / "results.md"
FEW, FEW_TIMES = 6, 3
ALL_TIMES = 5
REFRESH_TIMES = 5
THREADS = 2
PACKAGES = ("papermill", "nbconvert", "ipykernel", "jupyter-client", "pandas", "matplotlib")


@dataclass(frozen=True)
class Way:
    """One way to make briefs: what it is called, and its repeats."""

    name: str
    briefs: int
    walls: tuple[float, ...]
    cells: tuple[float, ...] = ()
    """Seconds of all cells together, for each repeat; empty where the way does not tell."""
    workers: int = 1
    start: float = 0.0
    """Seconds before the first notebook can start, which overhead leaves out."""

    @property
    def each(self) -> float:
        """Seconds for each brief: the median of the repeats."""
        return statistics.median(self.walls) / self.briefs

    @property
    def overhead(self) -> float | None:
        """Seconds of a worker for each brief beyond those of its cells."""
        if not self.cells:
            return None
        spent = [
            ((wall - self.start) * self.workers - cells) / self.briefs
            for wall, cells in zip(self.walls, self.cells, strict=True)
        ]
        return statistics.median(spent)


def main() -> None:
    """Run the comparison, print it and write it down."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--few-times", type=int, default=FEW_TIMES, help="repeats of each slow way")
    parser.add_argument("--all-times", type=int, default=ALL_TIMES, help="repeats of tangbac")
    parser.add_argument("--many", action="store_true", help="also ten times as many, once")
    options = parser.parse_args()
    load = [os.getloadavg()]
    with tempfile.TemporaryDirectory(prefix="tangbac-bench-") as folder:
        project = Path(folder) / "project"
        for part in ("data", "notebooks"):
            shutil.copytree(ROOT / part, project / part)
        shutil.copy(ROOT / "requirements.lock", project)
        ways = compare(project, options.few_times, options.all_times)
        more = refresh_again(project) + (many_briefs(project) if options.many else "")
    load.append(os.getloadavg())
    text = report(ways, load) + more
    print(text)
    RESULTS.write_text(text, encoding="utf-8")


def compare(project: Path, few_times: int, all_times: int) -> list[Way]:
    """Every way in turn: one repeat of each, then the next, so that a busy hour meets them all."""
    names, every = provinces(project)[:FEW], len(provinces(project))
    slow: dict[str, Callable[[], tuple[float, float]]] = {
        "papermill, one after the other": lambda: papermill(project, names, 1),
        f"papermill, {THREADS} threads": lambda: papermill(project, names, THREADS),
        "jupyter nbconvert --execute": lambda: nbconvert(project, names),
    }
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in slow}
    cold: list[tuple[float, float]] = []
    unchanged: list[float] = []
    starts: list[float] = []
    for number in range(max(few_times, all_times)):
        for name, run in slow.items():
            if number < few_times:
                found[name].append(run())
                print(f"{name}: {found[name][-1][0] / FEW:.2f} s for each brief", flush=True)
        if number < all_times:
            shutil.rmtree(project / "reports", ignore_errors=True)
            wall, cells, start = tangbac(project)
            cold.append((wall, cells))
            starts.append(start)
            unchanged.append(tangbac(project)[0])
            print(f"tangbac: {wall / every:.2f} s for each brief, unchanged {unchanged[-1]:.2f} s")
    ways = [
        Way(
            name,
            FEW,
            tuple(wall for wall, _ in runs),
            () if "nbconvert" in name else tuple(cells for _, cells in runs),
            THREADS if "threads" in name else 1,
        )
        for name, runs in found.items()
    ]
    walls, cells_of = zip(*cold, strict=True)
    ways.append(
        Way("tangbac, cold", every, walls, cells_of, os.cpu_count() or 1, statistics.median(starts))
    )
    return [*ways, Way("tangbac, nothing changed", every, tuple(unchanged))]


def provinces(project: Path) -> list[str]:
    """The names of the former provinces, of which most is on file; one of today bears most."""
    from helpers.sources.provinces import load_units

    units = load_units(project)
    return [unit.province for unit in units.all(units.base_universe)]


def universe_of(project: Path) -> str:
    """The set of units that these provinces are."""
    from helpers.sources.provinces import load_units

    return load_units(project).base_universe


def papermill(project: Path, names: Sequence[str], threads: int) -> tuple[float, float]:
    """Seconds, and seconds of cells, of papermill's command for each province."""
    out = project / "reports" / "papermill"
    out.mkdir(parents=True, exist_ok=True)

    def one(number: int) -> None:
        command = [
            sys.executable, "-m", "papermill", "-k", "python3", "--no-progress-bar",
            f"notebooks/{NOTEBOOK}.ipynb", str(out / f"{number}.ipynb"),
            "-r", "province", names[number], "-r", "universe", universe_of(project),
            "-r", "report", f"reports/papermill/{number}",
        ]  # fmt: skip
        run(command, project)

    begin = time.monotonic()
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(one, range(len(names))))
    wall = time.monotonic() - begin
    cells = 0.0
    for path in out.glob("*.ipynb"):
        document = json.loads(path.read_text(encoding="utf-8"))
        check_brief(document, names[int(path.stem)])
        cells += sum(cell["metadata"]["papermill"]["duration"] for cell in document["cells"])
    return wall, cells


def nbconvert(project: Path, names: Sequence[str]) -> tuple[float, float]:
    """Seconds of nbconvert's command for each province; it takes no parameters, so they are set."""
    wall, universe = 0.0, universe_of(project)
    source = project / "notebooks" / f"{NOTEBOOK}.ipynb"
    for name in names:
        document = json.loads(source.read_text(encoding="utf-8"))
        for cell in document["cells"]:
            if "parameters" in cell["metadata"].get("tags", ()):
                given = f"province: str = {name!r}\nuniverse: str = {universe!r}\n"
                cell["source"] = "".join(cell["source"]) + "\n" + given
        path = project / "nbconvert.ipynb"
        path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
        begin = time.monotonic()
        run(
            [sys.executable, "-m", "jupyter", "nbconvert", "--to", "notebook", "--execute",
             "--ExecutePreprocessor.kernel_name=python3", "--output", "nbconverted", path.name],
            project,
        )  # fmt: skip
        wall += time.monotonic() - begin
        check_brief(json.loads((project / "nbconverted.ipynb").read_text(encoding="utf-8")), name)
    return wall, 0.0


def check_brief(document: Mapping[str, Any], name: str) -> None:
    """Stop where a notebook that was run is not the brief of the province that was asked for."""
    outputs = [one for cell in document["cells"] for one in cell.get("outputs", ())]
    shown = ["".join(one.get("data", {}).get("text/plain", "")) for one in outputs]
    # Its chart of ranks says it so: "…: Hậu Giang 2020: 9, …".
    if not any(f": {name} 20" in text for text in shown):
        begin = next(filter(None, shown), "")
        sys.exit(f"{NOTEBOOK} was run for {name}, but is of another: {begin[:80]!r}")


def tangbac(project: Path) -> tuple[float, float, float]:
    """Seconds, seconds of cells, and seconds to the first notebook, for all provinces."""
    command = [sys.executable, "-m", "helpers.cli", "run", NOTEBOOK]
    command += ["--each-province", universe_of(project)]
    begin = time.monotonic()
    run([*command, "--quiet"], project)
    wall = time.monotonic() - begin
    records = sorted((project / "reports").rglob("run.json"))
    entries = [json.loads(path.read_text(encoding="utf-8"))["runs"][0] for path in records]
    if len(entries) != len(provinces(project)):
        sys.exit(f"{len(provinces(project))} briefs were asked for, {len(entries)} were run")
    # The first kernels wait until the process they are forked from has imported the stack.
    waits = sorted(entry["seconds"] - entry["cell_seconds"] for entry in entries)
    start = max(waits[-1] - statistics.median(waits), 0.0)
    return wall, sum(entry["cell_seconds"] for entry in entries), start


def refresh_again(project: Path) -> str:
    """How long a refresh takes that finds nothing to do."""
    command = [sys.executable, "-m", "helpers.cli", "refresh", "--quiet"]
    run(command, project)
    walls = []
    for _ in range(REFRESH_TIMES):
        begin = time.monotonic()
        run(command, project)
        walls.append(time.monotonic() - begin)
    return f"\n`tangbac refresh` with nothing to do: {statistics.median(walls):.2f} s.\n"


def many_briefs(project: Path) -> str:
    """What one more brief costs at ten times as many; memory of the parent too."""
    from helpers.kernel.warm_kernel import running_fork_parents
    from helpers.running.contract import read_notebook
    from helpers.running.plan import make_step
    from helpers.running.workers import Outcome, Reporter, RunOptions, run_steps

    names, universe = provinces(project), universe_of(project)
    every = len(names)
    notebook = read_notebook(project / "notebooks" / f"{NOTEBOOK}.ipynb")
    steps = [
        make_step(
            project,
            "bench",
            f"reports/many/{n}",
            notebook,
            {"province": names[n % every], "universe": universe},
        )
        for n in range(10 * every)
    ]

    class Notes(Reporter):
        """Takes the time, and the memory of both parents, whenever a brief is over."""

        def __init__(self) -> None:
            self.times: list[float] = []
            self.memory: list[tuple[int, int]] = []

        def ended(self, outcome: Outcome) -> None:
            del outcome
            self.times.append(time.monotonic())
            (parent,) = running_fork_parents()
            self.memory.append((memory_of(os.getpid()), memory_of(parent.pid)))

    notes = Notes()
    run_steps(project, steps, notes, RunOptions(reason="bench"))
    first = (notes.times[every - 1] - notes.times[9]) / (every - 10)
    rest = (notes.times[-1] - notes.times[every]) / (9 * every - 1)
    early, late = notes.memory[every - 1], notes.memory[-1]
    return (
        f"\nOne more brief of the first {every} took {first:.3f} s, of ten times as many "
        f"{rest:.3f} s ({rest / first:.2f} times). Memory after {every} and after all briefs: of "
        f"the command "
        f"{early[0]} and {late[0]} MB, of the process kernels are forked from {early[1]} and "
        f"{late[1]} MB.\n"
    )


def memory_of(process: int) -> int:
    """Megabytes that a process holds in memory."""
    pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 2**20


def run(command: Sequence[str], folder: Path) -> None:
    """Run a command; its failure ends the comparison with what it said."""
    # Compiled modules are kept, as on anybody's machine; else every start would compile anew.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")


def report(ways: Sequence[Way], load: Sequence[tuple[float, float, float]]) -> str:
    """The comparison as Markdown."""
    loop, threads, _, cold, unchanged = ways
    lines = [
        "# Seconds for one brief",
        "",
        f"Written by `make bench`. A brief is `notebooks/{NOTEBOOK}.ipynb` for one province.",
        f"{FEW} briefs for each repeat of papermill and nbconvert, {cold.briefs} of tangbac;",
        "medians.",
        "Overhead: wall time × workers − seconds of the cells; tangbac's first kernels wait for",
        "the process they are forked from, which is left out.",
        "",
        "| way | repeats | seconds for each brief | overhead for each brief |",
        "|---|---|---|---|",
    ]
    for way in ways[:-1]:
        overhead = "–" if way.overhead is None else f"{way.overhead:.2f}"
        lines.append(f"| {way.name} | {len(way.walls)} | {way.each:.2f} | {overhead} |")
    whole = statistics.median(unchanged.walls)
    lines += [
        "",
        f"- tangbac against papermill one after the other: **{loop.each / cold.each:.1f} ×** "
        "faster.",
        f"- tangbac against papermill in {THREADS} threads: **{threads.each / cold.each:.1f} ×** "
        "faster.",
        f"- Overhead: **{(cold.overhead or 0) / (loop.overhead or 1):.2f}** of papermill's.",
        f"- {cold.briefs} briefs of which nothing has changed: **{whole:.2f} s** for all together.",
        f"- Seconds of cells for each brief: {statistics.median(loop.cells) / FEW:.2f} with "
        f"papermill, {statistics.median(cold.cells) / cold.briefs:.2f} with tangbac; start of "
        f"tangbac's first kernels: {cold.start:.1f} s.",
        "",
        f"Machine: {machine()}. Python {platform.python_version()}; "
        + ", ".join(f"{name} {version(name)}" for name in PACKAGES)
        + ".",
        f"Load of the machine before and after (1, 5, 15 minutes): {load[0]}, {load[-1]}.",
    ]
    return "\n".join(lines) + "\n"


def machine() -> str:
    """Processor, number of cores, memory and system."""
    processor = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                processor = line.split(":", 1)[1].strip()
                break
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{processor}, {os.cpu_count()} cores, {memory:.0f} GB, {platform.system()}"


if __name__ == "__main__":
    main()
