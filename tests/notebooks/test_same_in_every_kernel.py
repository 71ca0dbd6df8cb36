"""Each notebook leaves the same bytes in a forked kernel and in the stock one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from helpers.running.contract import read_notebook
from helpers.running.execute import execute
from helpers.running.fingerprints import Fingerprints
from helpers.running.plan import make_step

from ..frozen_project import CHECKOUT

NOTEBOOKS = sorted((CHECKOUT / "notebooks").glob("[0-9][0-9]-*.ipynb"))


@pytest.mark.slow
@pytest.mark.parametrize("source", NOTEBOOKS, ids=lambda path: path.stem)
def test_both_kernels_give_the_same(
    source: Path, copy_project: Callable[[str], Path], capfd: pytest.CaptureFixture[str]
) -> None:
    root = copy_project(f"parity-{source.stem}")
    step = make_step(root, "2024", "reports/2024", read_notebook(source), {"lang": "vi"})
    first, later = Fingerprints(root).imports_of([step])
    imports = (*first, *later)
    assert "pandas" in imports
    found = []
    for preload in (imports, None):
        execute(source, step.output, root=root, parameters=step.parameters, preload=preload)
        files = {path: (root / path).read_bytes() for path in step.contract.outputs}
        found.append(files | {"executed": step.output.read_bytes()})
    assert found[0] == found[1]
    assert "slower way" not in capfd.readouterr().err
