"""A new edition, formula, part and universe take entries in data/raw, and no code.

Every project here is a copy to which made-up editions are added as data alone.
"""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from helpers.sources.editions import load_definitions

from .made_up_editions import (
    NINE_POINTS,
    add_edition,
    add_formula,
    add_measure,
    file_table,
    made_up_rows,
)

pytestmark = pytest.mark.slow

PROJECT = Path(__file__).resolve().parents[1]
# «None of …», «None disappears» are English.
GAPS = re.compile(r"\b(nan|NaN|None(?! (?:of|disappears))|inf|NaT)\b|<NA>")
EIGHT_POINTS = {part: points for part, points in NINE_POINTS.items() if part != "digital_skills"}
AddEdition = Callable[[Path], None]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Notebooks, data and docs; the code is that of the checkout."""
    folder = tmp_path / "dự án"
    for part in ("notebooks", "data", "docs"):
        shutil.copytree(PROJECT / part, folder / part)
    shutil.copy(PROJECT / "requirements.lock", folder)
    return folder


def refresh(root: Path, *options: str) -> None:
    """`tangbac refresh` in a copy, as a person runs it."""
    command = [sys.executable, "-c", "from helpers.cli import main; raise SystemExit(main())"]
    done = subprocess.run(
        [*command, "refresh", *options], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def page_text(path: Path) -> str:
    """What a reader reads on a page, texts for pictures included."""
    page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    for picture in page.find_all("img"):
        picture.replace_with(f" {picture['alt']} ")
    for code in page.select("style, details"):
        code.decompose()
    return page.get_text(" ", strip=True)


def claims_of(root: Path) -> dict[str, dict[str, str]]:
    with (root / "data" / "processed" / "claims.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def add_nine_parts(root: Path) -> None:
    """DTI 2025 over the 34 units: a ninth part, under a formula of its own."""
    add_measure(root, "DTI", "digital_skills", "Kỹ năng số", "Digital skills")
    add_formula(root, "dti-2025", "99/QĐ-BKHCN", NINE_POINTS)
    table = made_up_rows(root, "dti_2024_34", NINE_POINTS, seed=1)
    file_table(root, "dti_2025_34", "dti_2024_34", "2025", *table)
    add_edition(
        root, index="DTI", edition="2025", universe="34", formula="dti-2025",
        published="2026-10-21", table="dti_2025_34", complete=True,
    )  # fmt: skip


def add_same_formula(root: Path) -> None:
    """DTI 2025 over the 63 provinces under the formula of 2024."""
    table = made_up_rows(root, "dti_2023_63", EIGHT_POINTS, seed=2)
    file_table(root, "dti_2025_63", "dti_2024_63", "2025", *table)
    add_edition(
        root, index="DTI", edition="2025", universe="63", formula="dti-405",
        published="2026-10-21", table="dti_2025_63", complete=True,
    )  # fmt: skip


def add_ranks_alone(root: Path) -> None:
    """DTI 2025 over the 34 units of which only ranks are printed, and an unranked ICT 2024."""
    names, rows = made_up_rows(root, "dti_2024_34", EIGHT_POINTS, seed=3)
    kept = {name: names[name] for name in list(names)[:2]}
    file_table(root, "dti_2025_34", "dti_2024_34", "2025", kept, [row[:3] for row in rows])
    add_edition(
        root, index="DTI", edition="2025", universe="34", formula=None, published="2026-10-21",
        table="dti_2025_34", complete=True, ranks_only=True,
    )  # fmt: skip
    add_edition(root, index="ICT", edition="2024", universe="34", formula=None)


def test_a_new_formula_with_a_ninth_part_over_the_merged_units(root: Path) -> None:
    add_nine_parts(root)
    refresh(root, "--lang", "vi")
    report = root / "reports" / "2025"
    for page in report.rglob("*.html"):
        assert GAPS.findall(page_text(page)) == []
    assert "2025" in page_text(report / "index.html")
    gains = page_text(report / "vi" / "02-rank-gains.html")
    # Gains stay those of the pair that can be compared; the newest edition stands beside it.
    assert "thứ hạng ở cả hai kỳ DTI 2022 và 2023" in gains
    assert "Cần Thơ ở kỳ đó gồm Cần Thơ, Hậu Giang, Sóc Trăng" in gains
    assert "DTI 2024 (34) đến 2025 (34): hiệu hai thứ hạng đã công bố (không so sánh được)" in gains
    claims = claims_of(root)
    assert claims["02-rank-gains/focus-gain"]["verdict"] == "holds"
    newest, stands = claims["02-rank-gains/newest"], claims["02-rank-gains/standing"]
    assert newest["sentence_vi"].startswith("DTI 2025 (34) xếp Cần Thơ hạng ")
    assert newest["verdict"] == "cannot tell"
    assert stands["sentence_en"].startswith("DTI 2025 ranks Cần Thơ ")
    assert stands["verdict"] == "holds"
    refresh(root, "--lang", "en", "--universe", "34", "--only", "02", "--only", "07")
    alone = page_text(report / "universe=34" / "en" / "02-rank-gains.html")
    assert "No two editions of the DTI over 34 units can be compared" in alone
    assert "without Digital skills" in alone
    assert GAPS.findall(alone) == []
    target = page_text(report / "universe=34" / "en" / "07-targets.html")
    assert "DTI 2025 under Decision 99/QĐ-BKHCN: 1,000 points" in target


def test_a_new_edition_under_the_known_formula_is_the_pair_compared(root: Path) -> None:
    add_same_formula(root)
    assert load_definitions(root).default_pair() == ("2024", "2025")
    refresh(root, "--lang", "en", "--only", "01", "--only", "02", "--only", "07")
    for page in (root / "reports" / "2025" / "en").glob("*.html"):
        assert GAPS.findall(page_text(page)) == []
    gains = page_text(root / "reports" / "2025" / "en" / "02-rank-gains.html")
    assert "have a rank in both DTI 2024 and 2025" in gains
    assert "This question uses the newest edition on file already" in gains
    target = page_text(root / "reports" / "2025" / "en" / "07-targets.html")
    assert "In the latest comparable year (DTI 2024–2025)" in target


def test_an_edition_that_prints_ranks_alone(root: Path) -> None:
    add_ranks_alone(root)
    refresh(root, "--lang", "vi", "--only", "01", "--only", "02")
    gains = page_text(root / "reports" / "2025" / "vi" / "02-rank-gains.html")
    assert GAPS.findall(gains) == []
    assert "điểm không được công bố" in gains
    assert "cách tính của ít nhất một kỳ chưa rõ" in gains
