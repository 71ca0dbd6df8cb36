"""What notebook 04 shows of a province: its milestones, or that none is on file."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.notebook import Sheet
from helpers.questions.milestones.notebook import Ledger, ask
from helpers.sharing.tables import ReaderTable

from ...frozen_project import frozen_project

PROJECT = frozen_project()


def ledger(province: str, folder: Path) -> Ledger:
    values = {
        "lang": "vi", "milestone_type": "ioc", "baseline": "", "edition": "",
        "province": province, "draws": 200, "report": str(folder),
    }  # fmt: skip
    inputs = ["data/processed/milestones.csv", "data/processed/rankings.csv"]
    outputs = ["{report}/figures/04-milestones/timeline.csv"]
    return ask(Sheet(PROJECT, "04-milestones", values, inputs=inputs, outputs=outputs))


@pytest.mark.parametrize(("province", "known"), [("Hậu Giang", True), ("Bắc Kạn", False)])
def test_nothing_on_file_is_not_nothing_done(province: str, known: bool, tmp_path: Path) -> None:
    asked = ledger(province, tmp_path)
    shown = asked.focus()
    assert isinstance(shown, ReaderTable) == known
    assert len(asked.of_province) > 0 or not known
    if not known:
        assert f"Không có mốc nào của {province} trong dữ liệu" in repr(shown)


def test_the_numbers_of_the_timeline_are_kept(tmp_path: Path) -> None:
    asked = ledger("Hậu Giang", tmp_path)
    (kept,) = tmp_path.rglob("*.csv") if len(asked.events) else ()
    assert kept.name == "timeline.csv"
    assert len(kept.read_text(encoding="utf-8").splitlines()) == len(asked.events) + 1
