"""A table straight from its address: fetched once, within limits, or refused in a line."""

from __future__ import annotations

import argparse
import re
import shutil
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from helpers.commands import intake
from helpers.errors import BadInputError
from helpers.intake import address
from helpers.intake.address import fetch, is_address
from helpers.intake.documents import fetch_document

from ..made_documents import paragraph, word_file

PAGE = (
    "<!doctype html><meta charset=utf-8>"
    '<meta property="article:published_time" content="2025-10-21T08:00:00+07:00">'
    "<time datetime=2025-10-21>21/10/2025</time><table><tr><td>Hà Nội<td>1</table>"
).encode()
HTML = "text/html; charset=utf-8"


class Server(ThreadingHTTPServer):
    """Answers by the path, and counts what it is asked for."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.asked: list[str] = []
        self.agents: list[str] = []

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away in the middle is what some tests want."""


class Answers(BaseHTTPRequestHandler):
    server: Server

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.server.agents.append(self.headers["User-Agent"])
        getattr(self, self.path.strip("/").partition("/")[0].partition(".")[0])()

    def send(self, data: bytes, kind: str, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", headers.pop("length", str(len(data))))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def page(self) -> None:
        self.send(PAGE, HTML)

    def moved(self) -> None:
        self.send(b"", HTML, 302, Location="/page")

    def loop(self) -> None:
        self.send(b"", HTML, 302, Location="/loop")

    def away(self) -> None:
        self.send(b"", HTML, 302, Location="ftp://127.0.0.1/bang.xlsx")

    def file(self) -> None:
        self.send(b"", HTML, 302, Location="file:///etc/hostname")

    def gone(self) -> None:
        self.send(b"none", HTML, 404)

    def picture(self) -> None:
        self.send(b"\x89PNG....", "image/png")

    def table(self) -> None:
        self.send("TT;Tỉnh\n1;Hà Nội\n".encode(), "text/csv")

    def article(self) -> None:
        self.send(PAGE + b"<p>Hanoi is in the first place of the index.</p>", HTML)

    def draft(self) -> None:
        self.send(word_file(paragraph("Huế")), "application/octet-stream")

    def nothing(self) -> None:
        self.send(b"", HTML)

    def breaks(self) -> None:
        self.send(PAGE, HTML, length=str(len(PAGE) + 1000))

    def drips(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", HTML)
        self.end_headers()
        for _ in range(200):
            self.wfile.write(b"<p>")
            self.wfile.flush()
            time.sleep(0.05)

    def silent(self) -> None:
        time.sleep(5)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True).start()
        yield running
        running.shutdown()


def check_refused(server: Server, path: str, key: str, folder: Path) -> None:
    with pytest.raises(BadInputError) as error:
        fetch(f"{server.base}/{path}", folder)
    assert error.value.reason.key == key
    for lang in ("vi", "en"):
        assert "\n" not in error.value.said(lang)
        assert error.value.said(lang).startswith("http")
    assert not list(folder.iterdir())


@pytest.mark.parametrize("path", ["page", "moved"])
def test_a_page_comes_as_it_is_in_one_request(server: Server, path: str, tmp_path: Path) -> None:
    fetched = fetch(f"{server.base}/{path}", tmp_path)
    assert fetched.path.read_bytes() == PAGE
    assert fetched.path.name == "published.html"
    assert fetched.address == f"{server.base}/page"
    assert fetched.dates == ("2025-10-21",)
    assert server.asked == [f"/{path}", "/page"][-1 - (path == "moved") :]
    assert server.agents[0].startswith("tangbac/")


def test_a_file_is_named_by_what_it_is(server: Server, tmp_path: Path) -> None:
    assert fetch(f"{server.base}/table", tmp_path).path.suffix == ".csv"
    assert fetch(f"{server.base}/draft", tmp_path, (".docx",)).path.suffix == ".docx"


def test_a_document_is_asked_for_once_and_called_by_its_address(
    server: Server, tmp_path: Path
) -> None:
    found = fetch_document(f"{server.base}/article", tmp_path)
    assert (found.name, found.published) == (f"{server.base}/article", ("2025-10-21",))
    assert "first place" in found.text
    assert server.asked == ["/article"]
    with pytest.raises(BadInputError) as refused:
        fetch_document(f"{server.base}/table", tmp_path)
    assert refused.value.reason.key == "address.type"


@pytest.mark.parametrize(
    ("path", "key", "requests"),
    [
        ("loop", "address.redirects", address.MOST_REDIRECTS + 1),
        ("away", "address.not_web", 1),
        ("file", "address.not_web", 1),
        ("gone", "address.status", 1),
        ("picture", "address.type", 1),
        ("nothing", "address.empty", 1),
        ("breaks", "address.broken_off", 1),
    ],
)
def test_what_is_not_in_order_is_refused_without_a_second_request(
    server: Server, path: str, key: str, requests: int, tmp_path: Path
) -> None:
    check_refused(server, path, key, tmp_path)
    assert len(server.asked) == requests


def test_limits_of_size_and_time(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(address, "MOST_BYTES", len(PAGE) - 1)
    check_refused(server, "page", "address.size", tmp_path)
    monkeypatch.setattr(address, "MOST_BYTES", 10**6)
    monkeypatch.setattr(address, "MOST_SECONDS", 0.3)
    check_refused(server, "drips", "address.slow", tmp_path)
    monkeypatch.setattr(address, "_SECONDS_OF_SILENCE", 0.3)
    check_refused(server, "silent", "address.silent", tmp_path)


def test_nobody_listens(tmp_path: Path) -> None:
    with pytest.raises(BadInputError) as error:
        fetch("http://127.0.0.1:9/bang.xlsx", tmp_path)
    assert error.value.reason.key == "address.unreachable"


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")
def test_a_certificate_that_nobody_vouches_for(server: Server, tmp_path: Path) -> None:
    made = tmp_path / "made"
    made.mkdir()
    command = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -keyout key -out crt"
    subprocess.run(["openssl", *command.split()], cwd=made, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made / "crt", made / "key")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    out = tmp_path / "out"
    out.mkdir()
    with pytest.raises(BadInputError) as error:
        fetch(server.base.replace("http:", "https:") + "/page", out)
    assert error.value.reason.key == "address.certificate"
    assert not list(out.iterdir())
    assert server.asked == []


def test_the_command_proposes_the_date_of_the_page_and_takes_it_not(server: Server) -> None:
    options = argparse.Namespace(file=f"{server.base}/page", url="", published="")
    with pytest.raises(BadInputError) as error, intake._as_file(options):
        pass
    assert "2025-10-21" in str(error.value)
    options.published = "2025-10-21"
    with intake._as_file(options) as taken:
        assert taken.url == f"{server.base}/page"
        assert taken.file.read_bytes() == PAGE
    assert not taken.file.exists()


@pytest.mark.parametrize(
    ("text", "answer"),
    [("https://dti.gov.vn/x", True), ("HTTP://a", True), ("bang.xlsx", False), ("C:/a", False)],
)
def test_what_is_an_address(text: str, *, answer: bool) -> None:
    assert is_address(text) is answer


def test_nothing_else_asks_the_network() -> None:
    library = Path(address.__file__).parents[1]
    asking = re.compile(r"\b(?:httpx|requests|aiohttp|urllib3|urllib\.request|http\.client)\b")
    found = {
        path.relative_to(library).as_posix()
        for path in library.rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
        if line.strip().startswith(("import ", "from ")) and asking.search(line)
    }
    assert found == {"intake/address.py"}
