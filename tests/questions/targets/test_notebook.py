"""Notebook 07 as readers see it, where there is no gap to split."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

ShowNotebook = Callable[..., list[str]]
NOTHING = "Không có khoảng cách nào để chia theo chỉ số chính."
TABLE = "Khoảng cách theo từng chỉ số chính"


@pytest.mark.parametrize(("rank", "is_split"), [(34, False), (10, True)])
def test_the_gap_to_a_rank_that_nobody_else_holds_is_not_split(
    rank: int, is_split: bool, tmp_path: Path, show_notebook: ShowNotebook
) -> None:
    shown = "\n".join(
        show_notebook(
            "07-targets", province="Lai Châu", universe="34", edition="2024",
            target_rank=rank, draws=100, report=str(tmp_path),
        )
    )  # fmt: skip
    assert (TABLE in shown, NOTHING in shown) == (is_split, not is_split)
