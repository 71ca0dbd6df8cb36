"""explore.ipynb and 02 in a real JupyterLab: every control changes the picture rightly.

Times from a click to the new picture are reported (`-rP`, and as properties), not asserted: a busy
machine is no fault of the code.
"""

from __future__ import annotations

import contextlib
import csv
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import nbformat
import pytest
from nbformat import v4
from playwright.sync_api import Browser, Locator, Page

from ..frozen_project import FROZEN, frozen_project

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.skipif(
        not sys.platform.startswith("linux"), reason="kernels are forked on Linux only"
    ),
]

PATIENCE = 120_000
"""Milliseconds that something may take on a busy machine; each wait ends as soon as it holds."""
SETTINGS = {
    # Cells out of sight stay in the page, and nothing is fetched from anywhere.
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    # Else the Lab gives up on a kernel after a second, and shows no names.
    "@jupyterlab/completer-extension:manager": {"providerTimeout": PATIENCE},
}
PICTURES = """() => [...document.querySelectorAll('.widget-output img.wide')].map(
    image => new TextDecoder().decode(
        Uint8Array.from(atob(image.src.split(',')[1]), letter => letter.charCodeAt(0))))"""
SHOWN = f"""([wanted, gone]) => {{
    const texts = ({PICTURES})().flatMap(svg => [...new DOMParser()
        .parseFromString(svg, 'image/svg+xml').querySelectorAll('text')].map(t => t.textContent));
    const all = texts.join(' ');
    return wanted.every(text => all.includes(text)) && !gone.some(text => all.includes(text));
}}"""
HIGHLANDS = ("Kon Tum", "Gia Lai", "Đắk Lắk", "Đắk Nông", "Lâm Đồng")


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab and the project that it serves."""

    address: str
    root: Path

    def ask(self, path: str, method: str = "GET", body: object = None) -> Any:  # noqa: ANN401
        """What the server answers, as JSON."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.address}/{path}", data=data, method=method)
        with urllib.request.urlopen(request, timeout=PATIENCE / 1000) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def start(self, notebook: str, kernel: str) -> None:
        """Give a notebook its kernel before it is opened: else a dialogue asks for one."""
        asked = {"path": notebook, "name": "", "type": "notebook", "kernel": {"name": kernel}}
        self.ask("api/sessions", "POST", asked)


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A server for a copy of the project, ended with all its kernels whatever a test did."""
    home = tmp_path_factory.mktemp("lab")
    root = home / "dự án"
    for part in ("notebooks", "data", "docs"):
        shutil.copytree(frozen_project() / part, root / part)
    for path in (root / "notebooks").glob("*.ipynb"):
        content = nbformat.read(path, as_version=4)
        content.metadata["kernelspec"] = {"name": "tangbac", "display_name": "Tăng bậc"}
        nbformat.write(content, path)
    own = {f"JUPYTER_{part}_DIR": str(home / part) for part in ("CONFIG", "DATA", "RUNTIME")}
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root",
        "--ServerApp.port=0", "--ServerApp.ip=127.0.0.1", f"--ServerApp.root_dir={root}",
        "--IdentityProvider.token=", "--ServerApp.disable_check_xsrf=True",
        "--LabApp.news_url=None", "--LabApp.extension_manager=readonly",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]  # fmt: skip
    with (home / "log").open("w", encoding="utf-8") as log:
        server = subprocess.Popen(
            command, cwd=root, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
            env=os.environ | own | {"HOME": str(home), "JUPYTER_PREFER_ENV_PATH": "1"},
        )  # fmt: skip
    found: Lab | None = None
    try:
        found = Lab(address_of(server, home), root)
        for name, setting in SETTINGS.items():
            found.ask(f"lab/api/settings/{name}", "PUT", {"raw": json.dumps(setting)})
        yield found
    finally:
        with contextlib.suppress(OSError):
            for session in found.ask("api/sessions") if found else ():
                found.ask(f"api/sessions/{session['id']}", "DELETE")
        end(server)


def address_of(server: subprocess.Popen[bytes], home: Path) -> str:
    """Where the server listens, once it answers: it says so before it does."""
    until = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < until:
        assert server.poll() is None, (home / "log").read_text(encoding="utf-8")
        for path in (home / "RUNTIME").glob("jpserver-*.json"):
            # Half a file is no JSON, and nobody may listen yet.
            with contextlib.suppress(ValueError, OSError):
                address = f"http://127.0.0.1:{json.loads(path.read_text('utf-8'))['port']}"
                with urllib.request.urlopen(f"{address}/api/status", timeout=10):
                    return address
        time.sleep(0.1)
    pytest.fail((home / "log").read_text(encoding="utf-8"))


def end(server: subprocess.Popen[bytes]) -> None:
    """End a server, and its kernels with it."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        if server.poll() is None:
            os.killpg(server.pid, number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.wait(30)


class Opened:
    """A notebook in the Lab, as a person works with it."""

    def __init__(self, lab: Lab, page: Page, path: str, kernel: str = "tangbac") -> None:
        self.page = page
        page.set_default_timeout(PATIENCE)
        self.foreign: list[str] = []
        page.on("request", self._noted)
        self.own = lab.address
        lab.start(path, kernel)
        page.goto(f"{lab.address}/lab/tree/{path}?reset")
        page.wait_for_selector(".jp-NotebookPanel .jp-CodeCell", state="attached")
        self.wait_for_kernel("Idle")

    def _noted(self, request: Any) -> None:  # noqa: ANN401  (of playwright)
        if not request.url.startswith((self.own, "data:", "blob:")):
            self.foreign.append(request.url)

    def wait_for_kernel(self, state: str) -> None:
        """Until the bar below says that there is a kernel, and what it does.

        The sign beside its name is that of an idle one before there is any.
        """
        self.page.get_by_text(re.compile(rf"\| {state}$")).first.wait_for()

    def choose(self, menu: str, entry: str) -> None:
        """Open a menu and click on one of its entries."""
        self.page.get_by_role("menuitem", name=menu, exact=True).click()
        self.page.locator(".lm-Menu-item").filter(has_text=re.compile(rf"^{entry}")).first.click()

    def cell(self, number: int) -> Locator:
        """A code cell, by its place."""
        return self.page.locator(".jp-CodeCell").nth(number)

    def run(self, number: int) -> None:
        """Run one cell with the keyboard."""
        self.cell(number).locator(".cm-content").click()
        self.page.keyboard.press("Control+Enter")

    def wait_for_count(self, number: int, count: str) -> None:
        """Until a cell bears this number: it has run."""
        prompt = self.cell(number).locator(".jp-InputPrompt")
        prompt.filter(has_text=re.compile(rf"^\[{count}\]")).wait_for()

    def run_all(self) -> None:
        """Run all cells from the menu, until the last one has run."""
        self.choose("Edit", "Clear Outputs of All Cells")
        prompts = self.page.locator(".jp-CodeCell .jp-InputPrompt")
        prompts.last.filter(has_text=re.compile(r"^\[ \]")).wait_for(state="attached")
        self.choose("Run", "Run All Cells")
        prompts.last.filter(has_text=re.compile(r"^\[\d+\]")).wait_for(state="attached")

    def errors(self) -> list[str]:
        """Tracebacks shown."""
        kind = "[data-mime-type*='error'], [data-mime-type*='stderr']"
        return self.page.locator(f".jp-OutputArea-output:is({kind})").all_inner_texts()


def printed(year: str, universe: str, column: str) -> dict[str, str]:
    """Province -> what the table of the ministry prints in a column, read by nothing of ours."""
    path = FROZEN / "data" / "raw" / "dti_tables" / f"dti_{year}_{universe}.csv"
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    start = re.compile(r"^(Tỉnh|Thành phố|TP\.?) ")
    return {start.sub("", row["Tỉnh/Thành phố"]): row[column] for row in rows}


def ranks(year: str, universe: str = "63") -> dict[str, int]:
    """Province -> its rank: as printed, or where none is, by the order of the totals."""
    totals = printed(year, universe, "DTI")
    ahead = {name: sum(other > own for other in totals.values()) for name, own in totals.items()}
    told = printed(year, universe, "Xếp hạng DTI")
    return {name: int(told[name] or 1 + ahead[name]) for name in totals}


@pytest.fixture(scope="module")
def explored(lab: Lab, browser: Browser) -> Iterator[Opened]:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    opened = Opened(lab, page, "notebooks/explore.ipynb")
    opened.run_all()
    page.wait_for_selector(".widget-output img.wide", state="attached")
    yield opened
    page.close()


Shown = Callable[..., None]


@pytest.fixture
def after(explored: Opened, record_property: Callable[[str, object], None]) -> Shown:
    """Do something, and wait until the pictures say what they should."""

    def shown(
        name: str, action: Callable[[], object], wanted: Sequence[str], gone: Sequence[str] = ()
    ) -> None:
        asked = [list(wanted), list(gone)]
        assert not explored.page.evaluate(SHOWN, asked), f"{name}: shown before"
        start = time.perf_counter()
        action()
        try:
            explored.page.wait_for_function(SHOWN, arg=asked)
        except Exception:
            print(name, wanted, gone, texts_of(explored.page))
            raise
        seconds = round(time.perf_counter() - start, 2)
        record_property(f"seconds until the picture of {name}", seconds)
        print(f"{name}: {seconds} s")

    return shown


def texts_of(page: Page) -> list[str]:
    """All letters of the pictures below the controls."""
    svg = "{http://www.w3.org/2000/svg}text"
    drawn = [ElementTree.fromstring(text) for text in page.evaluate(PICTURES)]
    return ["".join(node.itertext()) for root in drawn for node in root.iter(svg)]


def box(page: Page, label: str) -> Locator:
    return page.locator(".widget-vbox").first.get_by_label(label, exact=True)


def offered(page: Page, label: str) -> list[str]:
    """What a box offers; it shows spaces that do not break."""
    texts = box(page, label).locator("option").all_inner_texts()
    return [text.replace("\N{NO-BREAK SPACE}", " ") for text in texts]


def moved(name: str, before: str, after: str) -> str:
    return f"{ranks(before)[name]} → {ranks(after)[name]}"


def test_every_control_changes_the_picture_rightly(explored: Opened, after: Shown) -> None:
    page = explored.page
    total, pillar = (printed("2024", "34", column) for column in ("DTI", "Hạ tầng số"))
    place = ranks("2024", "34")["Hà Nội"]
    local = total["Hà Nội"].replace(".", ",")
    assert f"{place} · {local}" in texts_of(page)
    assert box(page, "Vùng").is_disabled()
    assert page.get_by_text("Chưa chọn vùng được với 34 tỉnh").is_visible()

    after("measure", lambda: box(page, "Phần").select_option("Hạ tầng số"),
          [pillar["Huế"].replace(".", ",")], [local])  # fmt: skip
    after("measure, back", lambda: box(page, "Phần").select_option("Tổng"), [local])
    after("universe", lambda: box(page, "Số tỉnh").select_option("63"),
          ["DTI 2022 → 2023, 63 tỉnh", moved("Đắk Lắk", "2022", "2023"),
           moved("Cà Mau", "2022", "2023"), "Hạng chỉ để so với nhau"])  # fmt: skip
    broken = "Hai kỳ không so sánh được"
    after("edition", lambda: box(page, "Kỳ sau").select_option("2024"),
          [moved("Cà Mau", "2022", "2024"), broken])  # fmt: skip
    after("baseline", lambda: box(page, "Kỳ trước").select_option("2023"),
          [moved("Cà Mau", "2023", "2024"), broken], ["DTI 2022"])  # fmt: skip
    after("province", lambda: box(page, "Tỉnh").select_option("Kon Tum"),
          [f"Kon Tum từ hạng {ranks('2023')['Kon Tum']}"])  # fmt: skip
    after("region", lambda: box(page, "Vùng").select_option("Tây Nguyên"),
          [moved(name, "2023", "2024") for name in HIGHLANDS], ["Cà Mau"])  # fmt: skip
    assert offered(page, "Tỉnh") == ["Đắk Lắk", "Đắk Nông", "Gia Lai", "Kon Tum", "Lâm Đồng"]

    def compare() -> None:
        options = box(page, "So với tỉnh").locator("option")
        options.filter(has_text="Gia Lai").click()
        options.filter(has_text="Đắk Lắk").click(modifiers=["Control"])

    newest = ranks("2024")
    names = ("Đắk Lắk", "Gia Lai", "Kon Tum")
    after("others", compare,
          ["Thứ hạng qua các kỳ: Kon Tum, Đắk Lắk, Gia Lai", "vạch đứt",
           *(f"{newest[name]} {name}" for name in names)])  # fmt: skip

    after("language", lambda: page.get_by_role("button", name="English").click(),
          ["Ranks through the editions", "cannot be compared"], ["Thứ hạng"])  # fmt: skip
    after("others, none", lambda: box(page, "Compare with").select_option([]),
          [], ["Ranks through"])  # fmt: skip
    after("region, all", lambda: box(page, "Region").select_option("whole country"),
          ["DTI 2023 → 2024, 63 provinces"])  # fmt: skip
    after("index", lambda: box(page, "Index").select_option("ICT"), ["ICT 20"], ["DTI"])
    after("alone", lambda: box(page, "From").select_option("one edition alone"),
          ["One edition alone"])  # fmt: skip
    after("index, back", lambda: box(page, "Index").select_option("DTI"), ["DTI 20"], ["ICT"])
    after("language, back", lambda: page.get_by_role("button", name="Tiếng Việt").click(),
          ["Nguồn: "], ["Source"])  # fmt: skip
    assert explored.errors() == []
    assert explored.foreign == []


def test_numbers_of_the_table_are_in_the_form_of_the_language(explored: Opened) -> None:
    page = explored.page
    cells = page.locator(".widget-output table.dataTable td")
    page.get_by_role("button", name="English").click()
    cells.filter(has_text=re.compile(r"^[+−]?\d\.\d{4}$")).first.wait_for()
    page.get_by_role("button", name="Tiếng Việt").click()
    cells.filter(has_text=re.compile(r"^[+−]?\d,\d{4}$")).first.wait_for()
    assert cells.filter(has_text=re.compile(r"\d\.\d{4}")).count() == 0


def test_the_next_box_is_a_tab_away(explored: Opened) -> None:
    page = explored.page
    names = ("Chỉ số", "Số tỉnh", "Kỳ trước", "Kỳ sau", "Phần", "Vùng", "Tỉnh", "So với tỉnh")
    reached = [name for name in names if box(page, name).is_enabled()]
    box(page, reached[0]).focus()
    for name in reached[1:]:
        page.keyboard.press("Tab")
        assert box(page, name).evaluate("held => held === document.activeElement"), name


def test_a_narrow_window_takes_the_drawing_for_phones(explored: Opened) -> None:
    page = explored.page
    page.set_viewport_size({"width": 640, "height": 800})
    narrow = page.locator(".widget-output img.narrow").first
    narrow.wait_for()
    assert not page.locator(".widget-output img.wide").first.is_visible()
    panel = page.locator(".jp-NotebookPanel").bounding_box()
    drawn = narrow.bounding_box()
    assert panel is not None
    assert drawn is not None
    assert drawn["x"] + drawn["width"] <= panel["x"] + panel["width"]
    for label in ("Tỉnh", "Kỳ sau", "So với tỉnh"):
        held = box(page, label).bounding_box()
        assert held is not None
        assert held["x"] + held["width"] <= panel["x"] + panel["width"]
    page.set_viewport_size({"width": 1280, "height": 800})
    page.locator(".widget-output img.wide").first.wait_for()


@pytest.mark.parametrize("kernel", ["tangbac", "python3"])
def test_interrupt_and_restart_are_as_with_the_stock_kernel(
    lab: Lab, browser: Browser, kernel: str
) -> None:
    cells = ["kept = 20", "import time\ntime.sleep(900)", "print(kept + 1)"]
    notebook = v4.new_notebook(cells=[v4.new_code_cell(source) for source in cells])
    notebook.metadata["kernelspec"] = {"name": kernel, "display_name": kernel}
    nbformat.write(notebook, lab.root / "notebooks" / f"try-{kernel}.ipynb")
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    opened = Opened(lab, page, f"notebooks/try-{kernel}.ipynb", kernel)
    opened.run(0)
    opened.wait_for_count(0, "1")
    opened.run(1)
    opened.wait_for_count(1, r"\*")
    opened.wait_for_kernel("Busy")
    opened.choose("Kernel", "Interrupt Kernel")
    opened.cell(1).get_by_text("KeyboardInterrupt").first.wait_for()
    opened.wait_for_count(1, "2")
    opened.run(2)
    opened.wait_for_count(2, "3")
    assert opened.cell(2).locator(".jp-OutputArea-output").inner_text().strip() == "21"
    opened.choose("Kernel", "Restart Kernel…")
    page.get_by_role("button", name="Confirm Kernel Restart").click()
    opened.wait_for_kernel("Idle")
    opened.run(2)
    opened.wait_for_count(2, "1")
    opened.cell(2).get_by_text("name 'kept' is not defined").first.wait_for()
    page.close()


def test_02_runs_with_another_parameter_and_completes_names(lab: Lab, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    opened = Opened(lab, page, "notebooks/02-rank-gains.ipynb")
    source = "".join(
        cell.source
        for cell in nbformat.read(lab.root / "notebooks" / "02-rank-gains.ipynb", 4).cells
        if "parameters" in cell.metadata.get("tags", ())
    )
    opened.cell(0).locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(source.replace('province: str = ""', 'province: str = "Cà Mau"'))
    opened.run_all()
    assert opened.errors() == []
    place = ranks("2024", "34")["Cà Mau"]
    said = re.compile(rf"xếp Cà Mau hạng {place} trong 34 tỉnh")
    page.locator(".jp-OutputArea-output").filter(has_text=said).first.wait_for(state="attached")
    last = page.locator(".jp-CodeCell").last
    last.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("sheet.")
    page.keyboard.press("Tab")
    page.locator(".jp-Completer-item", has_text="read").first.wait_for()
    assert opened.foreign == []
    page.close()
