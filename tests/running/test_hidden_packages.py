"""A file of a person that has the name of a package of ours is named as the cause."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from helpers.running.execute import NotebookFailedError, execute
from helpers.running.hidden_packages import SOURCES, hides_a_package

MakeNotebook = Callable[..., Path]


@pytest.mark.parametrize(
    ("hiding", "body"),
    [
        ("helpers.py", "from helpers.notebook import open_notebook"),
        ("tangbac.py", "import tangbac as tb\ntb.wide()"),
    ],
)
def test_the_file_is_named_where_a_cell_fails_for_it(
    hiding: str, body: str, root: Path, make_notebook: MakeNotebook,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    # IPython looks into the working folder after this, and before installed packages.
    monkeypatch.delenv("PYTHONPATH", raising=False)
    make_notebook("02-x", body)
    (root / hiding).write_text("own = 1", encoding="utf-8")
    with pytest.raises(NotebookFailedError) as failed:
        execute(
            root / "notebooks/02-x.ipynb", root / "out/02-x.ipynb", root=root, parameters={},
            preload=None,
        )  # fmt: skip
    said = " ".join(str(failed.value).split())
    assert f"{root / hiding} hides the package of Tăng bậc that has its name" in said
    assert "not a package" not in said
    assert "has no attribute" not in said


def test_another_failure_is_not_blamed_on_it(root: Path, make_notebook: MakeNotebook) -> None:
    make_notebook("02-x", "1 / 0")
    (root / "helpers.py").write_text("own = 1", encoding="utf-8")
    with pytest.raises(NotebookFailedError, match="ZeroDivisionError"):
        execute(root / "notebooks/02-x.ipynb", root / "out/02-x.ipynb", root=root, parameters={})


def test_our_own_packages_hide_nothing(tmp_path: Path) -> None:
    assert hides_a_package(SOURCES) is None
    assert hides_a_package(tmp_path) is None
    (tmp_path / "helpers").mkdir()
    assert hides_a_package(tmp_path) is None
    (tmp_path / "helpers" / "__init__.py").touch()
    assert hides_a_package(tmp_path) == tmp_path / "helpers"
