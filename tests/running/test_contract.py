"""Contracts, titles and the choice of notebooks, read from files without running them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from helpers.errors import BadInputError
from helpers.running.contract import (
    Contract,
    Heading,
    check_order,
    choose_notebooks,
    heading_of,
    numbered_notebooks,
    read_contract,
    read_notebook,
)

MakeNotebook = Callable[..., Path]


def replace_source(path: Path, identity: str, source: str) -> None:
    notebook = nbformat.read(path, as_version=4)
    next(cell for cell in notebook.cells if cell.id == identity).source = source
    nbformat.write(notebook, path)


def test_reads_inputs_and_outputs(make_notebook: MakeNotebook) -> None:
    path = make_notebook("02-x", inputs=("data/a.csv",), outputs=("{report}/{province}/b.csv",))
    contract = read_contract(read_notebook(path))
    assert contract == Contract(("data/a.csv",), ("{report}/{province}/b.csv",))
    values = {"report": "reports/2024", "province": "Hậu Giang"}
    assert contract.resolved(values, "02-x").outputs == ("reports/2024/Hậu Giang/b.csv",)


def test_unknown_placeholder_names_the_nearest(make_notebook: MakeNotebook) -> None:
    contract = read_contract(read_notebook(make_notebook("02-x", outputs=("{provnce}.csv",))))
    with pytest.raises(BadInputError, match=r"02-x.*\{provnce\}.*province"):
        contract.resolved({"province": "Huế", "lang": "vi"}, "02-x")


@pytest.mark.parametrize(
    "source",
    [
        "inputs = ['a.csv']",
        "inputs = make_list()\noutputs = []",
        "inputs = ['a' + name]\noutputs = []",
        "inputs = []\noutputs = [1]",
        "inputs = []\noutputs = ['/etc/x.csv']",
        "inputs = ['../x.csv']\noutputs = []",
        "inputs = ['data\\\\x.csv']\noutputs = []",
        "inputs = []\noutputs = []\nprint(inputs)",
        "inputs = [\noutputs = []",
    ],
)
def test_anything_but_two_lists_of_paths_is_refused(
    make_notebook: MakeNotebook, source: str
) -> None:
    path = make_notebook("02-x")
    replace_source(path, "contract", source)
    with pytest.raises(BadInputError, match=r"02-x\.ipynb, cell 4 \(contract\)"):
        read_contract(read_notebook(path))


def test_contract_is_read_and_not_run(make_notebook: MakeNotebook, tmp_path: Path) -> None:
    path = make_notebook("02-x")
    trace = tmp_path / "trace"
    replace_source(path, "contract", f"inputs = [open({str(trace)!r}, 'w')]\noutputs = []")
    with pytest.raises(BadInputError):
        read_contract(read_notebook(path))
    assert not trace.exists()


def test_numbered_notebook_needs_a_contract_and_explore_does_not(
    make_notebook: MakeNotebook,
) -> None:
    for name in ("02-x", "explore"):
        path = make_notebook(name)
        notebook = nbformat.read(path, as_version=4)
        notebook.cells = [cell for cell in notebook.cells if cell.id != "contract"]
        nbformat.write(notebook, path)
    notebooks = path.parent
    assert read_contract(read_notebook(notebooks / "explore.ipynb")) == Contract()
    with pytest.raises(BadInputError, match="no cell tagged «contract»"):
        read_contract(read_notebook(notebooks / "02-x.ipynb"))


def test_two_contract_cells_are_refused(make_notebook: MakeNotebook) -> None:
    path = make_notebook("02-x")
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[4].metadata["tags"] = ["contract"]
    nbformat.write(notebook, path)
    with pytest.raises(BadInputError, match="cells 4, 5 all carry the tag «contract»"):
        read_contract(read_notebook(path))


def test_title_and_question_in_each_language(make_notebook: MakeNotebook) -> None:
    notebook = read_notebook(make_notebook("02-x"))
    assert heading_of(notebook, "vi") == Heading("Ai tăng bậc? 02-x", "Câu hỏi đầu tiên là gì?")
    assert heading_of(notebook, "en") == Heading("Who climbs? 02-x", "What is the first question?")


def test_one_bilingual_title_cell(make_notebook: MakeNotebook) -> None:
    path = make_notebook("02-x")
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].source = "# Ai tăng bậc? / Who climbs?\n\nTỉnh nào?\n\nWhich\nprovince?"
    notebook.cells[0].metadata["tags"] = ["lang-vi", "lang-en"]
    nbformat.write(notebook, path)
    read = read_notebook(path)
    assert heading_of(read, "vi") == Heading("Ai tăng bậc?", "Tỉnh nào?")
    assert heading_of(read, "en") == Heading("Who climbs?", "Which province?")


def test_numbered_notebooks_leave_explore_and_failed_runs_out(
    root: Path, make_notebook: MakeNotebook
) -> None:
    for name in ("02-b", "01-a", "explore", "03-c.failed"):
        make_notebook(name)
    assert [notebook.name for notebook in numbered_notebooks(root)] == ["01-a", "02-b"]


def test_a_project_without_notebooks_says_so(root: Path) -> None:
    with pytest.raises(BadInputError, match="No notebook to run"):
        numbered_notebooks(root)


def test_choice_by_number_name_or_file(root: Path, make_notebook: MakeNotebook) -> None:
    for name in ("01-clean-figures", "02-rank-gains", "03-online-services"):
        make_notebook(name)
    notebooks = numbered_notebooks(root)

    def names(*wanted: str) -> list[str]:
        return [notebook.name for notebook in choose_notebooks(notebooks, wanted)]

    assert names("03", "01-clean-figures") == ["01-clean-figures", "03-online-services"]
    assert names("02-rank-gains.ipynb") == ["02-rank-gains"]
    assert len(names()) == 3
    with pytest.raises(BadInputError, match=r"'rank-gain'.*02-rank-gains"):
        names("rank-gain")


def test_a_file_that_is_no_notebook(tmp_path: Path) -> None:
    (tmp_path / "x.ipynb").write_text("{}", encoding="utf-8")
    with pytest.raises(BadInputError, match="cannot be read as a notebook"):
        read_notebook(tmp_path / "x.ipynb")
    with pytest.raises(BadInputError, match="There is no notebook"):
        read_notebook(tmp_path / "y.ipynb")


def test_order_of_contracts(root: Path) -> None:
    first, second = Contract(outputs=("a.csv",)), Contract(inputs=("a.csv",), outputs=("b.csv",))
    check_order(root, [("01-a", first), ("02-b", second)], {})
    with pytest.raises(BadInputError, match=r"02-b reads «a.csv», which 01-a writes only after"):
        check_order(root, [("02-b", second), ("01-a", first)], {})
    with pytest.raises(BadInputError, match=r"02-b needs «a.csv».*--only 01-a first"):
        check_order(root, [("02-b", second)], {"a.csv": "01-a"})
    with pytest.raises(BadInputError, match="no notebook writes it"):
        check_order(root, [("02-b", second)], {})
    with pytest.raises(BadInputError, match=r"01-a and 03-c both write «a.csv»"):
        check_order(root, [("01-a", first), ("03-c", first)], {})
    (root / "a.csv").write_text("rank\n", encoding="utf-8")
    check_order(root, [("02-b", second)], {})
