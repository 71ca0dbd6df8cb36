"""Is the file of a kernel's connection written through no link, and readable by its owner alone?"""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from jupyter_client.manager import KernelManager

from helpers.kernel.warm_kernel import close_fork_parents

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not sys.platform.startswith("linux"), reason="kernels are forked on Linux only"
    ),
]


_WRITE_AGAIN = """\
import os
from ipykernel.kernelapp import IPKernelApp
app = IPKernelApp.instance()
os.remove(app.abs_connection_file)
app.write_connection_file()"""


@pytest.fixture(autouse=True)
def own_fork_parents() -> Iterator[None]:
    yield
    close_fork_parents()


def test_links_under_names_that_can_be_guessed_are_left_alone(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("mine\n", encoding="utf-8")
    folder = tmp_path / "shared"
    folder.mkdir()
    folder.chmod(0o1777)
    connection = folder / "kernel.json"
    links = [
        folder / f"kernel.json{end}"
        for end in (".part", ".tmp", f".{os.getpid()}.part", f".{os.getpid()}.tmp", "~")
    ]
    for link in links:
        link.symlink_to(precious)
    manager = KernelManager(kernel_name="tangbac", connection_file=str(connection))
    manager.start_kernel()
    client = manager.client()
    try:
        client.start_channels()
        client.wait_for_ready(timeout=120)
        # The client has written it already, and the kernel leaves what is right as it is.
        reply = client.execute(_WRITE_AGAIN, reply=True, timeout=60)
        assert reply["content"]["status"] == "ok"
        assert {link for link in links if link.is_symlink()} == {*links}
        assert precious.read_text(encoding="utf-8") == "mine\n"
        assert sorted(folder.iterdir()) == sorted([*links, connection])
        assert stat.S_IMODE(connection.stat().st_mode) == 0o600
        assert json.loads(connection.read_text(encoding="utf-8"))["key"]
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    assert sorted(folder.iterdir()) == sorted(links)
