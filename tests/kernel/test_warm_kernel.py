"""Forked kernels: like stock ones in all but their start, apart from each other, never left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from jupyter_client.manager import start_new_kernel

from helpers.kernel import warm_kernel
from helpers.kernel.warm_kernel import close_fork_parents, running_fork_parents
from helpers.running.execute import NotebookFailedError, execute
from helpers.running.watch import Process, Watch

MakeNotebook = Callable[..., Path]

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="kernels are forked on Linux only"
)
PARENT = (
    "import os\nfrom pathlib import Path\nprint(Path(f'/proc/{os.getppid()}/cmdline').read_text())"
)


@pytest.fixture(autouse=True)
def own_fork_parents(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """None from before, and none left."""
    close_fork_parents()
    monkeypatch.setattr(warm_kernel, "_said", set())
    yield
    close_fork_parents()


@pytest.fixture
def importable(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project's folder, from which kernels import what lies in it."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(root), os.environ.get("PYTHONPATH", "")]))
    return root


def printed(path: Path) -> str:
    cells = nbformat.read(path, as_version=4).cells
    return "".join(o.text for c in cells for o in c.get("outputs", ()) if o.output_type == "stream")


def within(seconds: float, holds: Callable[[], bool]) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.02)
    return False


def runs(pid: int) -> bool:
    """Whether the process does anything still: one that ended may wait for its parent to look."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def test_a_kernel_is_forked_and_the_stock_one_is_not(
    root: Path, make_notebook: MakeNotebook
) -> None:
    path = make_notebook("02-x", PARENT)
    warm, stock = root / "warm.ipynb", root / "stock.ipynb"
    execute(path, warm, root=root, parameters={})
    execute(path, stock, root=root, parameters={}, preload=None)
    assert "fork_parent.py" in printed(warm)
    assert "fork_parent.py" not in printed(stock)


def test_both_kernels_leave_the_same_bytes(root: Path, make_notebook: MakeNotebook) -> None:
    path = make_notebook(
        "02-x",
        "import os, signal, sys, warnings\n"
        "import matplotlib, numpy\n"
        "print(sys.path, sys.argv[0], sys.flags, os.getcwd())\n"
        "print(sorted(set(os.environ) - {'JPY_PARENT_PID'}), os.environ['MPLBACKEND'])\n"
        "print(matplotlib.rcParams['backend'], hash('một'), __name__, len(warnings.filters))\n"
        "print([signal.getsignal(s) for s in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD)])\n"
        "print(numpy.get_printoptions(), os.getpid() == os.getpgid(0) == os.getsid(0))",
    )
    files = []
    for preload in (("numpy", "matplotlib"), None):
        execute(path, root / "out.ipynb", root=root, parameters={}, preload=preload)
        files.append((root / "out.ipynb").read_bytes())
    assert files[0] == files[1]


def test_tables_and_widgets_are_as_in_the_stock_kernel(
    root: Path, make_notebook: MakeNotebook
) -> None:
    path = make_notebook(
        "02-x",
        "import re\nimport ipywidgets, pandas\nimport matplotlib.pyplot as plt\n"
        "from ipywidgets.widgets.widget import get_ipython\n"
        "options = pandas.describe_option(_print_desc=False)\n"
        "print(re.findall(r'^[a-z.]+|currently: .*', options, flags=re.MULTILINE))\n"
        "print(sorted(ipywidgets.comm.get_comm_manager().targets), plt.isinteractive())\n"
        "print(pandas.DataFrame([range(40)] * 3), get_ipython() is not None)\n"
        "pandas.DataFrame([range(40)] * 3)",
    )
    files = []
    for preload in (("ipywidgets", "matplotlib.pyplot", "pandas"), None):
        execute(path, root / "out.ipynb", root=root, parameters={}, preload=preload)
        files.append((root / "out.ipynb").read_bytes())
    assert files[0] == files[1]


def test_nothing_of_one_notebook_reaches_the_next(root: Path, make_notebook: MakeNotebook) -> None:
    look = (
        "import builtins, os, sys\nimport matplotlib, numpy\n"
        "print(matplotlib.rcParams['font.size'], 'LEFT' in os.environ, os.getcwd())\n"
        "print(hasattr(builtins, 'left'), 'left' in globals(), hasattr(numpy, 'left'))\n"
        "drawn = numpy.random.rand()"
    )
    change = (
        "\nmatplotlib.rcParams['font.size'] = 1\nos.environ['LEFT'] = '1'\nos.chdir('/')\n"
        "builtins.left = left = numpy.left = 1\nnumpy.random.seed(1)"
    )
    preload = ("matplotlib", "numpy")
    clean = make_notebook("01-clean", look)
    execute(clean, root / "before.ipynb", root=root, parameters={}, preload=preload)
    dirty = make_notebook("02-dirty", look + change)
    execute(dirty, root / "dirty.ipynb", root=root, parameters={}, preload=preload)
    execute(clean, root / "after.ipynb", root=root, parameters={}, preload=preload)
    assert (root / "after.ipynb").read_bytes() == (root / "before.ipynb").read_bytes()
    assert "False" in printed(root / "after.ipynb")
    assert "True" not in printed(root / "after.ipynb")


def test_unseeded_numbers_differ_from_kernel_to_kernel(
    root: Path, make_notebook: MakeNotebook
) -> None:
    path = make_notebook("02-x", "import random\nimport numpy\nprint(numpy.random.rand())")
    drawn = set()
    for number in range(3):
        output = root / f"{number}.ipynb"
        execute(path, output, root=root, parameters={}, preload=("numpy",))
        drawn.add(printed(output))
    assert len(drawn) == 3


def test_an_environment_that_counts_at_the_start_gets_a_parent_of_its_own(
    root: Path, make_notebook: MakeNotebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_notebook("02-x", "import os, time\nprint(os.getppid(), os.environ.get('TZ'))")
    found = []
    for zone in ("Asia/Ho_Chi_Minh", "UTC", "UTC"):
        monkeypatch.setenv("TZ", zone)
        execute(path, root / "out.ipynb", root=root, parameters={})
        found.append(printed(root / "out.ipynb").split())
    assert [zone for _, zone in found] == ["Asia/Ho_Chi_Minh", "UTC", "UTC"]
    assert found[0][0] != found[1][0] == found[2][0]


@pytest.mark.parametrize(
    ("module", "reason"),
    [
        ("print('loud')", "an import writes to the screen: loud"),
        ("import threading as t\nt.Timer(9, print).start()", "an import starts a thread"),
        (
            "from IPython import get_ipython\nget_ipython()",
            "odd_module asks for the kernel when it is imported",
        ),
        (
            "import matplotlib as m\nm.rcParams['font.size'] = 33",
            "an import changes the style of charts for the whole process",
        ),
        (
            "import random\nrandom.seed(1)",
            "an import changes random numbers for the whole process",
        ),
    ],
)
def test_where_forking_is_not_to_be_had_the_stock_kernel_runs_and_that_is_said_once(
    root: Path,
    make_notebook: MakeNotebook,
    importable: Path,
    capfd: pytest.CaptureFixture[str],
    module: str,
    reason: str,
) -> None:
    (importable / "odd_module.py").write_text(module, encoding="utf-8")
    path = make_notebook("02-x", "print(province)")
    for _ in range(2):
        execute(path, root / "out.ipynb", root=root, parameters={}, preload=("odd_module",))
        assert printed(root / "out.ipynb") == "Hậu Giang\n"
    assert capfd.readouterr().err == (f"tangbac: kernels start the usual, slower way: {reason}\n")


def test_what_a_notebook_imports_late_serves_the_kernels_after(
    root: Path, make_notebook: MakeNotebook
) -> None:
    late = ("no_such_module", "colorsys", "wave")
    path = make_notebook(
        "02-x",
        "import sys\nprint('colorsys' in sys.modules, 'wave' in sys.modules)\nimport colorsys",
    )
    found, end = "", time.monotonic() + 30
    while found != "True False\n" and time.monotonic() < end:
        execute(
            path, root / "out.ipynb", root=root, parameters={}, preload=("json",), late=late
        )  # fmt: skip
        before, found = found, printed(root / "out.ipynb")
        assert before or found == "False False\n"
    assert found == "True False\n"
    assert len(running_fork_parents()) == 1


def test_a_module_imported_late_can_end_the_forking(
    root: Path,
    make_notebook: MakeNotebook,
    importable: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    (importable / "loud_module.py").write_text("print('here I am')", encoding="utf-8")
    path = make_notebook("02-x", "print(province)\nimport loud_module")
    said, end = "", time.monotonic() + 30
    while not said and time.monotonic() < end:
        execute(
            path, root / "out.ipynb", root=root, parameters={}, preload=(), late=("loud_module",)
        )  # fmt: skip
        assert printed(root / "out.ipynb") == "Hậu Giang\nhere I am\n"
        said = capfd.readouterr().err
    assert said == (
        "tangbac: kernels start the usual, slower way: an import writes to the screen: here I am\n"
    )


def test_a_module_that_ends_its_process_does_not_end_the_forking(
    root: Path,
    make_notebook: MakeNotebook,
    importable: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    (importable / "ending_module.py").write_text("raise SystemExit(3)", encoding="utf-8")
    path = make_notebook("02-x", "print(province)")
    execute(path, root / "out.ipynb", root=root, parameters={}, preload=("ending_module", "wave"))
    assert printed(root / "out.ipynb") == "Hậu Giang\n"
    assert capfd.readouterr().err == ""
    assert len(running_fork_parents()) == 1


def test_a_module_that_cannot_be_imported_is_the_notebooks_own_affair(
    root: Path, make_notebook: MakeNotebook
) -> None:
    path = make_notebook("02-x", "import no_such_module")
    with pytest.raises(NotebookFailedError, match="cell 5 of 6") as caught:
        execute(path, root / "out.ipynb", root=root, parameters={}, preload=("no_such_module",))
    assert "No module named 'no_such_module'" in caught.value.cause


def test_a_module_changed_since_is_read_anew(
    root: Path, make_notebook: MakeNotebook, importable: Path
) -> None:
    module = importable / "own_module.py"
    path = make_notebook("02-x", "import own_module\nprint(own_module.word)")
    for word in ("một", "hai hai"):
        module.write_text(f"word = {word!r}", encoding="utf-8")
        execute(path, root / "out.ipynb", root=root, parameters={}, preload=("own_module",))
        assert printed(root / "out.ipynb") == f"{word}\n"


def test_a_file_beside_the_modules_of_a_package_changed_since_is_read_anew(
    root: Path, make_notebook: MakeNotebook, importable: Path
) -> None:
    package = importable / "own_package"
    (package / "inner").mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "inner" / "words.py").write_text(
        "from pathlib import Path\nword = Path(__file__).with_name('words.txt').read_text('utf-8')",
        encoding="utf-8",
    )
    path = make_notebook("02-x", "from own_package.inner import words\nprint(words.word)")
    for word in ("một", "hai hai"):
        (package / "inner" / "words.txt").write_text(word, encoding="utf-8")
        preload = ("own_package.inner.words", "own_package")
        execute(path, root / "out.ipynb", root=root, parameters={}, preload=preload)
        assert printed(root / "out.ipynb") == f"{word}\n"


_READ_WHILE_WRITTEN = """
import json, os, threading
from ipykernel.kernelapp import IPKernelApp

app, faults, over = IPKernelApp.instance(), [], threading.Event()
place = app.abs_connection_file

def read():
    while not over.is_set():
        try:
            with open(place) as stream:
                json.load(stream)
        except (OSError, ValueError) as error:
            faults.append(type(error).__name__)

reader = threading.Thread(target=read)
reader.start()
for _ in range(200):
    with open(place + ".other", "w") as stream:
        stream.write("{}")
    os.replace(place + ".other", place)
    app.write_connection_file()
over.set()
reader.join()
with open(place) as stream:
    print(len(faults), json.load(stream)["hb_port"] == app.hb_port)
"""


def test_the_file_of_the_connection_can_be_read_while_it_is_written(
    root: Path, make_notebook: MakeNotebook
) -> None:
    path = make_notebook("02-x", _READ_WHILE_WRITTEN)
    execute(path, root / "out.ipynb", root=root, parameters={}, preload=())
    assert printed(root / "out.ipynb") == "0 True\n"


class KillsTheParent(Watch):
    """Kills the process that the kernel was forked from, when a cell starts."""

    def kernel(self, process: Process) -> None:
        super().kernel(process)
        self.pid = process.pid  # type: ignore[attr-defined]

    def cell(self, number: int, of: int) -> None:  # noqa: ARG002
        if number == 5:
            for parent in running_fork_parents():
                os.kill(parent.pid, signal.SIGKILL)


def test_the_death_of_the_parent_ends_its_kernel_and_the_next_has_another(
    root: Path, make_notebook: MakeNotebook
) -> None:
    path = make_notebook("02-x", "import time\ntime.sleep(60)")
    watch = KillsTheParent()
    with pytest.raises(NotebookFailedError, match="cell 5 of 6"):
        execute(path, root / "out.ipynb", root=root, parameters={}, watch=watch)
    assert within(5, lambda: not runs(watch.pid))
    path = make_notebook("02-x", PARENT)
    execute(path, root / "out.ipynb", root=root, parameters={})
    assert "fork_parent.py" in printed(root / "out.ipynb")


def test_closing_ends_kernel_and_parent(root: Path, make_notebook: MakeNotebook) -> None:
    path = make_notebook("02-x", "import time\ntime.sleep(60)")

    class Closes(KillsTheParent):
        def cell(self, number: int, of: int) -> None:  # noqa: ARG002
            if number == 5:
                close_fork_parents()

    watch = Closes()
    with pytest.raises(NotebookFailedError, match="kernel was killed"):
        execute(path, root / "out.ipynb", root=root, parameters={}, watch=watch)
    assert within(5, lambda: not runs(watch.pid))


@pytest.mark.slow
@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_whatever_ends_the_caller_nothing_is_left(
    root: Path, make_notebook: MakeNotebook, ending: signal.Signals
) -> None:
    path = make_notebook(
        "02-x",
        "import os, subprocess, time\nfrom pathlib import Path\n"
        "child = subprocess.Popen(['sleep', '60'])\n"
        "Path('pids').write_text(f'{os.getpid()} {os.getppid()} {child.pid}')\n"
        "time.sleep(60)",
    )
    program = (
        # Who starts the tests in the background has them ignore this signal, and all below them.
        "import signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from pathlib import Path\nfrom helpers.running.execute import execute\n"
        f"execute(Path({str(path)!r}), Path('out.ipynb'), root=Path.cwd(), parameters={{}})"
    )
    process = subprocess.Popen([sys.executable, "-c", program], cwd=root, stderr=subprocess.PIPE)
    pids = root / "pids"
    assert within(30, lambda: pids.exists() and len(pids.read_text().split()) == 3)
    process.send_signal(ending)
    process.communicate(timeout=30)
    for pid in map(int, pids.read_text().split()):
        assert within(10, lambda pid=pid: not runs(pid)), pid


@pytest.mark.slow
def test_any_client_can_use_the_installed_kernel() -> None:
    manager, client = start_new_kernel(kernel_name="tangbac")
    try:
        assert answer(client, "'pandas' in __import__('sys').modules") == "True"
        before = int(answer(client, "__import__('os').getpid()"))
        assert answer(client, "__import__('os').getpgid(0)") == str(before)
        # An interruption ends the cell and nothing else.
        # Without the default a request that comes too soon after it would be dropped unanswered.
        request = client.execute("left = 1\nimport time\ntime.sleep(60)", stop_on_error=False)
        time.sleep(0.5)
        manager.interrupt_kernel()
        reply = client.get_shell_msg(timeout=10)
        while reply["parent_header"]["msg_id"] != request:
            reply = client.get_shell_msg(timeout=10)
        assert reply["content"]["ename"] == "KeyboardInterrupt"
        assert answer(client, "left") == "1"
        manager.restart_kernel()
        client.wait_for_ready(timeout=30)
        after = int(answer(client, "__import__('os').getpid()"))
        assert after != before
        assert answer(client, "'left' in globals()") == "False"
        assert not runs(before)
        # A crash is seen as one.
        client.execute("import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)")
        assert within(10, lambda: not manager.is_alive())
        assert manager.provisioner.process.returncode == -signal.SIGSEGV
        manager.restart_kernel(now=True)
        client.wait_for_ready(timeout=30)
        last = int(answer(client, "__import__('os').getpid()"))
    finally:
        client.stop_channels()
        manager.shutdown_kernel()
    assert not runs(last)


def answer(client: object, expression: str) -> str:
    reply = client.execute(  # type: ignore[attr-defined]
        "", user_expressions={"x": expression}, reply=True, timeout=30
    )
    return str(reply["content"]["user_expressions"]["x"]["data"]["text/plain"])


@pytest.mark.slow
def test_pictures_of_pyplot_are_shown_as_in_the_stock_kernel() -> None:
    shown = []
    for name in ("tangbac", "python3"):
        manager, client = start_new_kernel(kernel_name=name)
        messages: list[dict[str, object]] = []
        try:
            client.execute_interactive(
                "import matplotlib.pyplot as plt\nplt.plot([1, 2])",
                output_hook=messages.append, timeout=60,
            )  # fmt: skip
        finally:
            client.stop_channels()
            manager.shutdown_kernel()
        kinds = [sorted(m["content"]["data"]) for m in messages if "data" in m["content"]]
        shown.append(kinds)
    assert shown[0] == shown[1]
    assert ["image/png", "text/plain"] in shown[0]


@pytest.mark.slow
@pytest.mark.parametrize("kernel", ["tangbac", "python3"])
def test_papermill_and_nbval_can_use_it(
    root: Path, make_notebook: MakeNotebook, kernel: str
) -> None:
    path = make_notebook("02-x", "province")
    document = nbformat.read(path, as_version=4)
    document.metadata["kernelspec"] = {"name": kernel, "display_name": kernel, "language": "python"}
    document.metadata["language_info"] = {"name": "python"}
    nbformat.write(document, path)
    out = str(root / "out.ipynb")
    papermill = ["papermill", "--no-progress-bar", str(path), out, "-r", "province", "Huế"]
    nbval = ["pytest", "--nbval", "--nbval-current-env", "-p", "no:cacheprovider", out]
    if kernel == "tangbac":
        nbval[2:3] = ["--nbval-kernel-name", kernel]
    for command in (papermill, nbval):
        done = subprocess.run(
            [sys.executable, "-m", *command],
            cwd=root, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
    shown = nbformat.read(out, as_version=4).cells[5].outputs[0].data["text/plain"]
    assert shown == "'Huế'"


def test_elsewhere_than_on_linux_the_stock_kernel_runs(
    root: Path,
    make_notebook: MakeNotebook,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    class OtherSystem:
        platform = "darwin"
        stderr = sys.stderr

    monkeypatch.setattr(warm_kernel, "sys", OtherSystem)
    path = make_notebook("02-x", PARENT)
    execute(path, root / "out.ipynb", root=root, parameters={})
    assert "fork_parent.py" not in printed(root / "out.ipynb")
    assert "only on Linux" in capsys.readouterr().err
