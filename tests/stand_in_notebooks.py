"""Small stand-in notebooks, cells tagged as in the real ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode, v4

MakeNotebook = Callable[..., Path]

CLAIMS_CELL = """\
from IPython.display import display
claim = {{
    "id": "{name}-1", "notebook": "{name}",
    "sentence_vi": f"{{province}} tăng 3 bậc.", "sentence_en": f"{{province}} climbed 3 places.",
    "value": "3", "lower": "", "upper": "", "interval_kind": "", "direction": "up",
    "verdict": "holds", "n": "63", "counted": "units", "method": "printed ranks",
}}
display({{"application/vnd.tangbac.claims+json": [claim], "text/plain": "claims"}}, raw=True)"""


def code(identity: str, source: str, *tags: str) -> NotebookNode:
    cell = v4.new_code_cell(source, id=identity)
    cell.metadata["tags"] = list(tags)
    return cell


def prose(identity: str, source: str, *tags: str) -> NotebookNode:
    cell = v4.new_markdown_cell(source, id=identity)
    cell.metadata["tags"] = list(tags)
    return cell


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An empty project."""
    folder = tmp_path / "project"
    (folder / "notebooks").mkdir(parents=True)
    (folder / "data" / "processed").mkdir(parents=True)
    return folder


@pytest.fixture
def make_notebook(root: Path) -> MakeNotebook:
    """Write notebooks/<name>.ipynb: title, parameters, contract, a body that writes its outputs."""

    def make(
        name: str,
        body: str = "",
        *,
        inputs: tuple[str, ...] = (),
        outputs: tuple[str, ...] = (),
        claims: bool = False,
        parameters: str = 'province: str = "Hậu Giang"  # province in focus',
    ) -> Path:
        write = (
            "from pathlib import Path\n"
            "for path in outputs:\n"
            "    path = path.replace('{report}', report)\n"
            "    Path(path).parent.mkdir(parents=True, exist_ok=True)\n"
            "    Path(path).write_text('rank\\n1\\n', encoding='utf-8')"
        )
        cells = [
            prose("title-vi", f"# Ai tăng bậc? {name}\n\n**Câu hỏi** đầu tiên là gì?", "lang-vi"),
            prose("title-en", f"# Who climbs? {name}\n\nWhat is the *first* question?", "lang-en"),
            code(
                "parameters",
                'lang: str = "vi"  # language\nreport: str = "reports/2024"  # folder\n'
                + parameters,
                "parameters",
            ),
            code("contract", f"inputs = {list(inputs)!r}\noutputs = {list(outputs)!r}", "contract"),
            code("body", body or 'print("tỉnh:", globals().get("province", "-"), lang)'),
            code("write", write),
        ]
        if claims:
            cells.append(code("claims", CLAIMS_CELL.format(name=name)))
        notebook = v4.new_notebook(cells=cells)
        path = root / "notebooks" / f"{name}.ipynb"
        nbformat.write(notebook, path)
        return path

    return make
