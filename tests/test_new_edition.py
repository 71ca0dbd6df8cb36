"""A new edition, formula, part and universe take entries in data/raw, and no code.

Every project here is a copy to which made-up editions are added as data alone.
"""

from __future__ import annotations

import csv
import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from helpers.sharing.claims import name_of
from helpers.sources.editions import load_definitions
from helpers.sources.processed_files import read_processed
from helpers.sources.provinces import load_units
from helpers.sources.shown import example_unit

from .frozen_project import CHECKOUT, frozen_project
from .made_up_editions import (
    NINE_POINTS,
    add_edition,
    add_formula,
    add_measure,
    file_table,
    made_up_rows,
    print_pdf,
)

pytestmark = pytest.mark.slow

# «None of …», «None disappears», «None on file» are English.
GAPS = re.compile(r"\b(nan|NaN|None(?! (?:of|disappears|on file))|inf|NaT)\b|<NA>")
EIGHT_POINTS = {part: points for part, points in NINE_POINTS.items() if part != "digital_skills"}
AddEdition = Callable[[Path], None]
PUBLISHED = {
    "overall.list_position": "TT", "overall.rank": "Xếp hạng DTI", "awareness": "Nhận thức số",
    "institutions": "Thể chế số", "infrastructure": "Hạ tầng số",
    "human_resources": "Nhân lực số", "cybersecurity": "An toàn thông tin mạng",
    "digital_skills": "Kỹ năng số", "government_activity": "Hoạt động chính quyền số",
    "economy_activity": "Hoạt động kinh tế số", "society_activity": "Hoạt động xã hội số",
}  # fmt: skip
"""What a ministry writes above the columns."""
COMMAND = "from helpers.cli import main; raise SystemExit(main())"
TWO_BRIEFS = f"""
from helpers import refresh
every = refresh.plan_briefs
refresh.plan_briefs = lambda plan: [
    brief for brief in every(plan) if brief.unit.unit_id in ("vn34-92", "vn34-01")
]
{COMMAND}
"""
"""The command as it is, with the briefs of two units instead of 97."""
ANSWER = """\
columns: {%d: digital_skills.score}
measures: {digital_skills: {vi: "Kỹ năng số", en: "Digital skills"}}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Notebooks, data and docs; the code is that of the checkout."""
    folder = tmp_path / "dự án"
    for part in ("notebooks", "data", "docs"):
        shutil.copytree(frozen_project() / part, folder / part)
    shutil.copy(CHECKOUT / "requirements.lock", folder)
    return folder


def tangbac(root: Path, *options: str, status: int = 0, program: str = COMMAND) -> str:
    """The command in a copy, as a person runs it; gives what it says."""
    done = subprocess.run(
        [sys.executable, "-c", program, *options], cwd=root, capture_output=True, text=True,
        encoding="utf-8", stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


def refresh(root: Path, *options: str) -> None:
    """`tangbac refresh` in a copy."""
    tangbac(root, "refresh", *options)


def digests(folder: Path) -> dict[str, str]:
    """What every file of the code says, compiled ones left out."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def page_text(path: Path) -> str:
    """What a reader reads on a page, texts for pictures included."""
    page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    for picture in page.find_all("img"):
        picture.replace_with(f" {picture['alt']} ")
    for code in page.select("style, details"):
        code.decompose()
    return page.get_text(" ", strip=True)


def claims_of(root: Path) -> dict[str, dict[str, str]]:
    """The claims by what they answer; of several, that of the latest edition."""
    with (root / "data" / "processed" / "claims.csv").open(encoding="utf-8", newline="") as file:
        return {name_of(row["id"]): row for row in csv.DictReader(file)}


def example_of(root: Path) -> str:
    """The province that stands as the example."""
    definitions, units = load_definitions(root), load_units(root)
    rankings = read_processed(root, "rankings")
    return example_unit(rankings, definitions, units, definitions.living_universe).province


def keep_the_state(root: Path) -> dict[str, dict[str, str]]:
    """Keep the tables as they are; gives the claims, those about the totals too."""
    refresh(root, "--lang", "vi", "--only", "01")
    tangbac(root, "keep", "--replace")
    return claims_of(root)


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
    # The newest edition leads; gains stay those of the pair that can be compared.
    example = example_of(root)
    assert f"DTI 2025 xếp {example} hạng" in gains
    assert "thứ hạng ở cả hai kỳ DTI 2022 (63) và 2023 (63)" in gains
    assert "DTI 2024 (34) đến 2025 (34): hiệu hai thứ hạng đã công bố (không so sánh được)" in gains
    claims = claims_of(root)
    assert claims["02-rank-gains/focus-gain"]["verdict"] == "fact"
    newest, stands = claims["02-rank-gains/newest"], claims["02-rank-gains/standing"]
    assert newest["sentence_vi"].startswith(f"DTI 2025 (34) xếp {example} hạng ")
    assert newest["verdict"] == "cannot tell"
    assert stands["sentence_en"].startswith(f"DTI 2025 ranks {example} ")
    assert stands["verdict"] == "fact"
    refresh(root, "--lang", "en", "--universe", "34", "--only", "02", "--only", "07")
    alone = page_text(report / "universe=34" / "en" / "02-rank-gains.html")
    assert "No two editions of the DTI over 34 provinces can be compared" in alone
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
    assert "have a rank in both DTI 2024 (63) and 2025 (63)" in gains
    assert "The DTI 2025 is newer but ranks 63 other provinces" in gains
    assert "This question uses the newest edition on file already" in gains
    target = page_text(root / "reports" / "2025" / "en" / "07-targets.html")
    assert (
        "In the latest comparable pair of editions of the 63 provinces with two full tables"
        " (DTI 2024–2025)" in target
    )


def test_an_edition_that_prints_ranks_alone(root: Path) -> None:
    add_ranks_alone(root)
    refresh(root, "--lang", "vi", "--only", "01", "--only", "02")
    gains = page_text(root / "reports" / "2025" / "vi" / "02-rank-gains.html")
    assert GAPS.findall(gains) == []
    assert "điểm không được công bố" in gains
    assert "Chưa rõ hai kỳ có cùng công thức hay không" in gains


def test_from_the_published_pdf_to_the_site_without_a_change_of_code(root: Path) -> None:
    """As docs/yearly-refresh.md says: keep, take in, answer, run, read. Nothing else."""
    code = digests(CHECKOUT / "src")
    names, rows = made_up_rows(root, "dti_2024_34", NINE_POINTS, seed=25)
    headers = ["Tỉnh/Thành phố"]
    for holds in names.values():
        headers.append(PUBLISHED.get(holds.removesuffix(".score"), "DTI"))
    printed = [[text.replace("0.", "0,") for text in row] for row in rows]
    print_pdf(root / "bang.pdf", headers, printed, "2025")
    taking = (
        "intake", "bang.pdf", "--index", "dti", "--edition", "2025", "--published", "2026-10-21",
        "--url", "https://dti.gov.vn/xep-hang-2025",
    )  # fmt: skip
    skills = headers.index("Kỹ năng số") + 1

    before = keep_the_state(root)
    asked = tangbac(root, *taking, "--yes", status=1)
    assert "Questions: 1." in asked
    assert f"columns: {{{skills}: short_name.score}}" in asked
    (root / "map.yml").write_text(ANSWER % skills, encoding="utf-8")
    taken = tangbac(root, *taking, "--map", "map.yml", "--yes")
    assert "the file names 2025 and no other year" in taken
    assert "no formula on file fits. Points that reproduce 34 of 34 full rows" in taken
    for part, points in NINE_POINTS.items():
        assert f"{part} {points}" in taken
    tangbac(root, "refresh")
    tangbac(root, "site", program=TWO_BRIEFS)
    told = tangbac(root, "changes", "--since", "2024")

    report = root / "reports" / "2025"
    for page in report.rglob("*.html"):
        assert GAPS.findall(page_text(page)) == [], page
    front = page_text(report / "index.html")
    assert "Bảng mới nhất: DTI 2025" in front
    assert "Chưa thể nói tỉnh nào lên, tỉnh nào xuống so với năm 2024" in front
    assert "Hai kỳ gần nhất so sánh được là DTI 2022 và 2023" in front
    check_briefs(report, rows, headers)
    gains = page_text(report / "en" / "02-rank-gains.html")
    definitions = load_definitions(root)
    for part in NINE_POINTS:
        assert definitions.measure_name("DTI", part, "en") in gains
    assert re.search(r"Digital skills – \d+ –", gains)
    check_claims(root, before)
    # 63 provinces and 34 are never subtracted, whatever the bridge.
    for bridge in ((), ("--bridge", "printed_ranks")):
        wrong = ("--universe", "34", "--baseline", "2023", "--edition", "2025", *bridge)
        refused = tangbac(root, "refresh", "--only", "02", *wrong, status=2)
        assert "DTI 2023 ranks no universe '34'" in refused
    assert "DTI 2025 (34): 340" in told
    new = (report / "changes.html").read_text(encoding="utf-8")
    assert f"DTI 2025 (34) xếp {example_of(root)} hạng" in new
    assert digests(CHECKOUT / "src") == code


def check_briefs(report: Path, rows: list[list[str]], headers: list[str]) -> None:
    """A brief says rank and score as the PDF does, and nothing of the past that is not so."""
    rank, score = headers.index("Xếp hạng DTI"), headers.index("DTI")
    for name, province in (("can-tho", "Cần Thơ"), ("ha-noi", "Hà Nội")):
        own = next(row for row in rows if row[0].removeprefix("TP. ") == province)
        vi = page_text(report / "vi" / "provinces" / f"{name}.html")
        en = page_text(report / "en" / "provinces" / f"{name}.html")
        assert f"Hạng {own[rank]} trên 34" in vi
        assert f"Rank {own[rank]} of 34" in en
        assert own[score].replace(".", ",") in vi
        assert own[score] in en
        assert "chưa thể nói bộ chỉ số đã đổi" in vi
        assert "were fitted on the table of 2025" in en
        assert "ước lượng từ bảng điểm 2025" in vi
        # Two editions are a past of its own, joined by nothing: the formula changed.
        assert f"{province}: chưa có hai kỳ so sánh được mà biết hạng cả hai" in vi


def check_claims(root: Path, before: dict[str, dict[str, str]]) -> None:
    """What is firm stays firm; rows that a formula was fitted on prove nothing."""
    claims = claims_of(root)
    assert claims["02-rank-gains/newest"]["verdict"] == "cannot tell"
    assert claims["02-rank-gains/focus-gain"]["verdict"] == "fact"
    totals = claims["01-clean-figures/totals"]
    assert "Another 34 are not counted" in totals["sentence_en"]
    assert totals["n"] == before["01-clean-figures/totals"]["n"]
