"""One notebook: the same bytes every time, and a failure that says where and why."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from jupyter_client.connect import LocalPortCache

from helpers.errors import BadInputError
from helpers.running import execute as module
from helpers.running.clean_copy import cleaned_outputs
from helpers.running.execute import NotebookFailedError, execute
from helpers.running.watch import Process, Watch

MakeNotebook = Callable[..., Path]

VARYING_BODY = """\
import sys, time
print("một", flush=True)
time.sleep(0.05)
print(sorted({"a", "b", "c"}, key=hash))
print("hai", flush=True)
province"""


def test_same_inputs_give_the_same_bytes(
    root: Path, make_notebook: MakeNotebook, tmp_path: Path
) -> None:
    make_notebook("02-x", VARYING_BODY)
    other = tmp_path / "another folder {with} braces"
    shutil.copytree(root, other)
    files = []
    for folder in (root, other):
        output = folder / "out" / "02-x.vi.ipynb"
        values = {"province": 'Đắk "Lắk" \\ \n', "lang": "vi"}
        execute(folder / "notebooks/02-x.ipynb", output, root=folder, parameters=values)
        files.append(output.read_bytes())
        assert [path.name for path in output.parent.iterdir()] == ["02-x.vi.ipynb"]
    assert files[0] == files[1]
    text = files[0].decode()
    assert 'province = \\"Đắk \\\\\\"Lắk' in text
    assert 'Đắk \\"Lắk\\"' in json.dumps(
        json.loads(text)["cells"][5]["outputs"], ensure_ascii=False
    )
    for trace in ("papermill", "start_time", "duration", str(tmp_path), 'execution"'):
        assert trace not in text
    notebook = nbformat.reads(text, as_version=4)
    nbformat.validate(notebook)
    assert "version" not in notebook.metadata.language_info
    assert [cell.id for cell in notebook.cells][2:5] == [
        "parameters", "injected-parameters", "contract",
    ]  # fmt: skip
    streams = [o for o in notebook.cells[5].outputs if o.output_type == "stream"]
    assert len(streams) == 1
    assert streams[0].text.startswith("một\n")


def test_a_parameter_of_two_types_is_passed_without_a_warning(
    root: Path, make_notebook: MakeNotebook, caplog: pytest.LogCaptureFixture
) -> None:
    path = make_notebook("02-x", "print(rank)")
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[2].source += "\nrank: int | None = None  # rank to reach"
    nbformat.write(notebook, path)
    output = root / "out.ipynb"
    execute(path, output, root=root, parameters={"rank": 7})
    cells = nbformat.read(output, as_version=4).cells
    assert [one.text for cell in cells for one in cell.get("outputs", ())] == ["7\n"]
    assert caplog.messages == []


def test_in_place_keeps_cells_and_adds_only_outputs(
    root: Path, make_notebook: MakeNotebook
) -> None:
    path = make_notebook("02-x")
    before = nbformat.read(path, as_version=4)
    execute(path, path, root=root, parameters={})
    first = path.read_bytes()
    after = nbformat.read(path, as_version=4)
    assert [(c.id, c.source, c.metadata) for c in after.cells] == [
        (c.id, c.source, c.metadata) for c in before.cells
    ]
    assert after.cells[4].outputs[0].text == "tỉnh: Hậu Giang vi\n"
    execute(path, path, root=root, parameters={})
    assert path.read_bytes() == first


def test_unknown_parameter_starts_nothing(
    root: Path, make_notebook: MakeNotebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_notebook("02-x")
    monkeypatch.setattr(module, "_executed_once", lambda *_, **__: pytest.fail("started"))
    with pytest.raises(BadInputError, match=r"no parameter «provinc». Did you mean province"):
        execute(path, root / "out.ipynb", root=root, parameters={"provinc": "Huế"})


def test_a_parameter_that_may_be_none_is_passed_without_a_word(
    root: Path, make_notebook: MakeNotebook, caplog: pytest.LogCaptureFixture
) -> None:
    path = make_notebook("02-x", "print(rank)", parameters="rank: int | None = None  # or 5")
    document = json.loads(path.read_text(encoding="utf-8"))
    # JupyterLab leaves the entry out where nobody gave a cell a tag.
    del document["cells"][4]["metadata"]["tags"]
    path.write_text(json.dumps(document), encoding="utf-8")
    execute(path, root / "out.ipynb", root=root, parameters={"rank": 10})
    assert nbformat.read(root / "out.ipynb", as_version=4).cells[5].outputs[0].text == "10\n"
    assert [record.getMessage() for record in caplog.records] == []


@pytest.mark.parametrize("long", [False, True])
def test_failure_names_cell_source_and_cause_and_keeps_the_last_good_output(
    root: Path, make_notebook: MakeNotebook, long: bool
) -> None:
    lines = "\n".join(f"step_{number} = {number}" for number in range(60)) + "\n" if long else ""
    path = make_notebook("02-x", lines + 'rows = {"tỉnh": 1}\nrows["không có"]')
    output = root / "out.ipynb"
    output.write_text("the last good run", encoding="utf-8")
    with pytest.raises(NotebookFailedError) as caught:
        execute(path, output, root=root, parameters={"province": "Huế"})
    message = str(caught.value)
    assert "02-x stopped in cell 5 of 6" in message
    assert ("step_0 = 0" if long else 'rows["không có"]') in message
    assert "KeyError: 'không có'" in message
    assert "\x1b" not in message
    assert len(message.splitlines()) <= 25
    assert output.read_text(encoding="utf-8") == "the last good run"
    kept = nbformat.read(root / "out.failed.ipynb", as_version=4)
    assert kept.cells[5].outputs[0].ename == "KeyError"
    assert len(kept.cells) == 7
    assert str(caught.value.kept).endswith("out.failed.ipynb")


def test_bad_input_shows_its_message_only_and_a_good_run_clears_the_failed_copy(
    root: Path, make_notebook: MakeNotebook
) -> None:
    path = make_notebook(
        "02-x",
        "from helpers.errors import BadInputError\n"
        "class OwnError(BadInputError): pass\n"
        "if province == 'Huê': raise OwnError('Không có tỉnh Huê. Gần nhất: Huế.')",
    )
    output = root / "out.ipynb"
    with pytest.raises(NotebookFailedError) as caught:
        execute(path, output, root=root, parameters={"province": "Huê"})
    assert str(caught.value.cause) == "Không có tỉnh Huê. Gần nhất: Huế."
    assert "Traceback" not in str(caught.value)
    assert not output.exists()
    execute(path, output, root=root, parameters={"province": "Huế"})
    assert output.exists()
    assert not (root / "out.failed.ipynb").exists()


@pytest.mark.parametrize(
    ("body", "given", "place", "cause"),
    [
        ("1 / 0", {}, "ô 5 trong 6 ô", "ZeroDivisionError: division by zero"),
        ("import os; os._exit(7)", {}, "ô 5 trong 6 ô", "tự kết thúc với trạng thái 7"),
        (
            "from helpers.errors import BadInputError\n"
            "raise BadInputError('contract.no_file', path='x')",
            {"province": "Huế"},
            "ô 5 trong 6 ô",
            "Không có sổ tay x. Hãy kiểm tra lại tên.",
        ),
    ],
)
def test_a_failure_is_said_in_vietnamese_too(
    root: Path, make_notebook: MakeNotebook, body: str, given: dict[str, str], place: str,
    cause: str,
) -> None:  # fmt: skip
    path = make_notebook("02-x", body)
    with pytest.raises(NotebookFailedError) as caught:
        execute(path, root / "out.ipynb", root=root, parameters=given)
    lines = caught.value.reason.said("vi").splitlines()
    assert lines[0] == f"02-x dừng ở {place}:"
    assert lines[2] == f"    {body.splitlines()[0]}"
    assert cause in " ".join(lines)
    assert lines[-1] == (
        f"Phần đã chạy đến đó được giữ lại để xem trong {root / 'out.failed.ipynb'}"
    )
    assert max(map(len, lines[:-1])) <= 160
    # As another machine gets it.
    assert pickle.loads(pickle.dumps(caught.value.reason)).said("en") == str(caught.value)


def test_the_cell_of_what_was_passed_is_named_as_such(
    root: Path, make_notebook: MakeNotebook
) -> None:
    path = make_notebook("02-x")

    class Ends(Watch):
        def kernel(self, process: Process) -> None:
            super().kernel(process)
            self.process = process

        def cell(self, number: int, of: int) -> None:  # noqa: ARG002
            if number == 4:
                self.process.kill()

    with pytest.raises(NotebookFailedError) as caught:
        execute(path, root / "out.ipynb", root=root, parameters={"province": "Huế"}, watch=Ends())
    assert str(caught.value).startswith("02-x stopped in the cell of injected parameters:")
    vietnamese = caught.value.reason.said("vi")
    assert vietnamese.startswith("02-x dừng ở ô mang các tham số được truyền vào:")
    assert "bị dừng từ bên ngoài (SIGKILL)" in vietnamese.replace("\n", " ")


@pytest.mark.parametrize(
    ("ending", "words"),
    [
        ("os._exit(0)", "by itself with status 0"),
        ("os._exit(7)", "by itself with status 7"),
        (
            "os.kill(os.getpid(), 9)",
            "killed from outside (SIGKILL). The usual reason is too little",
        ),
        ("os.kill(os.getpid(), 11)", "ended by the signal SIGSEGV. That is not too little memory"),
        ("os.abort()", "ended by the signal SIGABRT. That is not too little memory"),
        ("os.kill(os.getpid(), 31)", "ended by the signal SIGSYS."),
    ],
)
@pytest.mark.parametrize("preload", [(), None])
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="signals by their Linux numbers")
def test_a_dead_kernel_is_a_failure_that_says_how_it_ended(
    root: Path, make_notebook: MakeNotebook, ending: str, words: str, preload: tuple[()] | None
) -> None:
    path = make_notebook("02-x", f"import os\n{ending}")
    with pytest.raises(NotebookFailedError, match="cell 5 of 6") as caught:
        execute(path, root / "out.ipynb", root=root, parameters={}, preload=preload)
    assert words in str(caught.value.cause)


@pytest.mark.parametrize("preload", [(), None])
def test_a_cell_that_never_ends_is_ended_and_named(
    root: Path,
    make_notebook: MakeNotebook,
    preload: tuple[()] | None,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Also one that does not listen; what it was asked for before stays."""
    path = make_notebook(
        "02-x",
        "import os, signal, time\nfrom pathlib import Path\n"
        "signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        "print('so far', flush=True)\nPath('pid').write_text(str(os.getpid()))\n"
        "while True:\n    time.sleep(1)",
    )
    output = root / "out.ipynb"
    output.write_text("the last good run", encoding="utf-8")
    with pytest.raises(NotebookFailedError, match="02-x stopped in cell 5 of 6") as caught:
        execute(path, output, root=root, parameters={}, preload=preload, cell_timeout=2)
    cause = str(caught.value.cause)
    assert cause.startswith("This cell took longer than 2 seconds (--cell-timeout)")
    assert "set a longer --cell-timeout" in cause
    assert output.read_text(encoding="utf-8") == "the last good run"
    kept = nbformat.read(root / "out.failed.ipynb", as_version=4)
    assert kept.cells[4].outputs[0].text == "so far\n"
    assert {file.name for file in root.iterdir() if file.is_file()} == {
        "out.ipynb", "out.failed.ipynb", "pid",
    }  # fmt: skip
    with pytest.raises(ProcessLookupError):
        os.kill(int((root / "pid").read_text(encoding="utf-8")), 0)
    assert capfd.readouterr().err == ""


def test_kernel_runs_in_the_root_and_without_the_persons_own_profile(
    root: Path, make_notebook: MakeNotebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    startup = tmp_path / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00.py").write_text("own_setting = 1", encoding="utf-8")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    path = make_notebook(
        "02-x",
        "import os, sys\n"
        "print(os.getcwd(), sys.executable)\n"
        "print(os.environ['PYTHONHASHSEED'], 'own_setting' in globals())",
    )
    execute(path, root / "out.ipynb", root=root, parameters={})
    import sys

    text = nbformat.read(root / "out.ipynb", as_version=4).cells[4].outputs[0].text
    assert text == f"{root.resolve()} {sys.executable}\n0 False\n"


def test_cells_without_ids_get_stable_ones(root: Path, make_notebook: MakeNotebook) -> None:
    path = make_notebook("02-x")
    document = json.loads(path.read_text(encoding="utf-8"))
    document["nbformat_minor"] = 4
    for cell in document["cells"]:
        del cell["id"]
    path.write_text(json.dumps(document), encoding="utf-8")
    execute(path, root / "out.ipynb", root=root, parameters={})
    ids = [cell.id for cell in nbformat.read(root / "out.ipynb", as_version=4).cells]
    assert ids == [f"cell-{number}" for number in range(1, 7)]


def test_known_noise_of_libraries_is_left_out_and_warnings_are_kept() -> None:
    noise = "Matplotlib is building the font cache; this may take a moment.\n"
    output = nbformat.v4.new_output("stream", name="stderr", text=noise + "real warning\n")
    only_noise = nbformat.v4.new_output("stream", name="stderr", text=noise)
    assert [o.text for o in cleaned_outputs([only_noise, output])] == ["real warning\n"]


def test_pieces_of_one_stream_are_joined_and_others_stay_apart() -> None:
    pieces = [
        nbformat.v4.new_output("stream", name=name, text=text)
        for name, text in (("stdout", "một "), ("stdout", "hai"), ("stderr", "!"), ("stdout", "ba"))
    ]
    joined = [(output.name, output.text) for output in cleaned_outputs(pieces)]
    assert joined == [("stdout", "một hai"), ("stderr", "!"), ("stdout", "ba")]


def test_timings_that_an_editor_left_in_the_notebook_are_removed(
    root: Path, make_notebook: MakeNotebook
) -> None:
    path = make_notebook("02-x")
    notebook = nbformat.read(path, as_version=4)
    for key in ("execution", "ExecuteTime", "papermill"):
        notebook.cells[4].metadata[key] = {"start_time": "2025-01-01T00:00:00"}
    notebook.metadata["papermill"] = {"version": "2.6"}
    nbformat.write(notebook, path)
    execute(path, path, root=root, parameters={})
    assert "start_time" not in path.read_text(encoding="utf-8")
    assert "papermill" not in path.read_text(encoding="utf-8")


def test_what_needs_a_running_kernel_is_run_but_never_stored(
    root: Path, make_notebook: MakeNotebook
) -> None:
    path = make_notebook("02-x", "from pathlib import Path\nPath('ran').touch()\nprint('live')")
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[4].metadata["tags"] = ["live"]
    notebook.cells[4].outputs = [nbformat.v4.new_output("stream", text="of an editor")]
    notebook.cells[5].source += "\nprint('stored')"
    nbformat.write(notebook, path)
    for output in (root / "out.ipynb", path):
        execute(path, output, root=root, parameters={})
        cells = nbformat.read(output, as_version=4).cells
        live, stored = cells[4], cells[5]
        assert (live.outputs, live.metadata["tags"]) == ([], ["live"])
        assert live.execution_count is not None
        assert [o.text for o in stored.outputs] == ["stored\n"]
    assert (root / "ran").exists()


@pytest.mark.parametrize(
    ("preload", "place"),
    [
        *(((), place) for place in range(1, 6)),
        (None, 1),
        # It hangs on its way out, and is waited for.
        pytest.param(None, 2, marks=pytest.mark.slow),
    ],
)
def test_a_kernel_whose_port_has_been_taken_is_started_again(
    place: int,
    preload: tuple[str, ...] | None,
    root: Path,
    make_notebook: MakeNotebook,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = make_notebook("02-x", "print(province)")
    find, asked = LocalPortCache.find_available_port, 0
    with socket.create_server(("127.0.0.1", 0)) as other:

        def find_port(cache: LocalPortCache, ip: str) -> int:
            # What another program binds between our look and the kernel's start.
            nonlocal asked
            asked += 1
            return other.getsockname()[1] if asked == place else find(cache, ip)

        monkeypatch.setattr(LocalPortCache, "find_available_port", find_port)
        execute(path, root / "out.ipynb", root=root, parameters={}, preload=preload)
    # Without its heartbeat, the fourth, a kernel still works.
    assert asked > 5 or place == 4
    shown = json.loads((root / "out.ipynb").read_text(encoding="utf-8"))["cells"]
    assert any(o.get("text") == ["Hậu Giang\n"] for cell in shown for o in cell.get("outputs", ()))


@pytest.mark.parametrize("preload", [None, ("json",)], ids=["stock kernel", "forked kernel"])
def test_what_a_kernel_says_of_its_sockets_while_it_ends_is_kept_from_the_screen(
    root: Path,
    make_notebook: MakeNotebook,
    capfd: pytest.CaptureFixture[str],
    preload: tuple[str, ...] | None,
) -> None:
    body = (
        "import atexit, logging, sys\n"
        "logging.basicConfig(stream=sys.__stderr__, force=True)\n"
        "for name in ('tornado.general', 'mine'):\n"
        "    atexit.register(logging.getLogger(name).error, name + ' ends')"
    )
    path = make_notebook("02-x", body)
    execute(path, root / "out.ipynb", root=root, parameters={}, preload=preload)
    said = capfd.readouterr().err
    assert "mine ends" in said
    assert "tornado.general ends" not in said
