"""A site over a stand-in brief: which units, which links, what is made again."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from helpers.errors import BadInputError
from helpers.refresh import refresh
from helpers.running.contract import numbered_notebooks
from helpers.running.plan import Plan, plan_refresh
from helpers.running.workers import Outcome, Reporter, RunOptions
from helpers.site.briefs import plan_briefs
from helpers.site.pages import Coverage
from helpers.sources.provinces import load_units

from ..frozen_project import frozen_project

MakeNotebook = Callable[..., Path]
PROJECT = frozen_project()
COVERAGE = Coverage("DTI 2024 (63)", "DTI 2020 (63)", date(2025, 10, 21))
PARAMETERS = 'province: str = "Hậu Giang"  # province\nuniverse: str = "63"  # units'
PAGES = {
    "vn63-92": "provinces-63/can-tho",
    "vn63-93": "provinces-63/hau-giang",
    "vn34-92": "provinces/can-tho",
}
UNITS = tuple(PAGES)


@pytest.fixture
def project(root: Path, make_notebook: MakeNotebook) -> Path:
    """Real tables and definitions, and a brief that only says its province."""
    shutil.copytree(PROJECT / "data", root / "data", dirs_exist_ok=True)
    make_notebook("01-a", 'print("tables")', parameters="")
    make_notebook(
        "09-province-brief",
        "print(province, universe)",
        inputs=("data/processed/rankings.csv",),
        parameters=PARAMETERS,
    )
    return root


def plan_for(root: Path) -> Plan:
    notebooks = numbered_notebooks(root)
    return plan_refresh(root, "2024", notebooks, notebooks, ("vi", "en"), {})


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three units instead of 97."""

    def planned(plan: Plan) -> list[object]:
        return [brief for brief in plan_briefs(plan) if brief.unit.unit_id in UNITS]

    monkeypatch.setattr("helpers.refresh.plan_briefs", planned)


def run(root: Path, *, with_briefs: bool) -> list[Outcome]:
    return refresh(plan_for(root), COVERAGE, Reporter(), RunOptions(), with_briefs=with_briefs)


def linked(root: Path) -> set[str]:
    html = (root / "reports/2024/index.html").read_text(encoding="utf-8")
    links = {a["href"] for a in BeautifulSoup(html, "html.parser").select("main a")}
    return {link for link in links if "provinces" in link}


def test_every_unit_of_a_complete_table_gets_a_brief_in_both_languages(project: Path) -> None:
    briefs = plan_briefs(plan_for(project))
    units = load_units(project)
    joined = Counter(unit.merged_into for unit in units.all("63"))
    alone = [unit_id for unit_id, members in joined.items() if members == 1]
    assert len(alone) == 11
    assert len(briefs) == 2 * (63 - 11 + 34)
    assert len({brief.page for brief in briefs}) == len(briefs)
    one = next(b for b in briefs if b.unit.unit_id == "vn34-92" and b.step.lang == "en")
    assert one.page == project / "reports/2024/en/provinces/can-tho.html"
    former = next(b for b in briefs if b.unit.unit_id == "vn63-92" and b.step.lang == "en")
    assert former.page == project / "reports/2024/en/provinces-63/can-tho.html"
    assert one.step.parameters["province"] == "Cần Thơ"
    assert one.step.parameters["universe"] == "34"
    assert one.step.parameters["report"] == "reports/2024/briefs/vn34-92"
    assert one.step.label == "09-province-brief (en, vn34-92)"


def test_a_brief_that_cannot_be_told_its_province_is_refused(
    root: Path, make_notebook: MakeNotebook
) -> None:
    make_notebook("09-province-brief")
    with pytest.raises(BadInputError, match="no parameter «universe»"):
        plan_briefs(plan_for(root))


@pytest.mark.slow
@pytest.mark.usefixtures("few")
def test_briefs_are_linked_while_they_say_what_the_data_say(project: Path) -> None:
    run(project, with_briefs=False)
    assert linked(project) == set()
    outcomes = run(project, with_briefs=True)
    assert {outcome.status for outcome in outcomes} == {"unchanged", "ok"}
    assert linked(project) == {f"vi/{PAGES[unit_id]}.html" for unit_id in UNITS}
    report = project / "reports/2024"
    page = BeautifulSoup((report / "en/provinces/can-tho.html").read_text("utf-8"), "html.parser")
    assert page.body["class"] == ["brief"]
    assert "Cần Thơ 34" in page.main.get_text()
    assert page.title.get_text() == "Cần Thơ: rank 19 of 34, DTI 2024 – Tăng bậc"
    assert {a["href"] for a in page.select(".related a, header a.language")} == {
        "../../vi/provinces/can-tho.html",
        "../provinces-63/can-tho.html", "../provinces-63/hau-giang.html",
    }  # fmt: skip
    moved = BeautifulSoup((report / "vi/provinces/vn63-93.html").read_text("utf-8"), "html.parser")
    assert moved.a["href"] == moved.find("link", rel="canonical")["href"]
    assert moved.a["href"] == "../provinces-63/hau-giang.html"
    # A plain refresh keeps the links until a table changes what the briefs say.
    run(project, with_briefs=False)
    assert len(linked(project)) == len(UNITS)
    table = project / "data/processed/rankings.csv"
    table.write_text(table.read_text("utf-8").replace("0.8373", "0.8374"), encoding="utf-8")
    run(project, with_briefs=False)
    assert linked(project) == set()
    run(project, with_briefs=True)
    assert len(linked(project)) == len(UNITS)
    assert "0,8374" in (report / "index.html").read_text("utf-8")


@pytest.mark.slow
@pytest.mark.usefixtures("few")
def test_nothing_is_written_again_when_nothing_has_changed(project: Path) -> None:
    run(project, with_briefs=True)
    report = project / "reports/2024"
    before = {path: path.stat().st_mtime_ns for path in report.rglob("*") if path.is_file()}
    outcomes = run(project, with_briefs=True)
    assert {outcome.status for outcome in outcomes} == {"unchanged"}
    assert {p: p.stat().st_mtime_ns for p in report.rglob("*") if p.is_file()} == before
    # What was spoilt or removed is made again, and only that.
    spoilt = [report / "vi/provinces-63/hau-giang.html", report / "data/tangbac.xlsx"]
    spoilt[0].write_text("x", encoding="utf-8")
    spoilt[1].unlink()
    run(project, with_briefs=True)
    after = {path: path.stat().st_mtime_ns for path in report.rglob("*") if path.is_file()}
    changed = {path for path in before if after[path] != before[path]}
    assert changed == set(spoilt)


@pytest.mark.slow
@pytest.mark.usefixtures("few")
def test_a_brief_that_fails_has_no_link_and_the_others_have(
    project: Path, make_notebook: MakeNotebook
) -> None:
    make_notebook(
        "09-province-brief",
        'assert universe == "63", "nothing is known"\nprint(province)',
        parameters=PARAMETERS,
    )
    outcomes = run(project, with_briefs=True)
    failed = {o.step.label for o in outcomes if o.status == "failed"}
    assert failed == {f"09-province-brief ({lang}, vn34-92)" for lang in ("vi", "en")}
    assert linked(project) == {f"vi/{PAGES[one]}.html" for one in ("vn63-92", "vn63-93")}
    record = json.loads((project / "reports/2024/briefs/vn34-92/run.json").read_text("utf-8"))
    assert [entry["status"] for entry in record["runs"]] == ["failed"] * 2
