"""The front page: where every figure comes from, and whether its sentences are true next year."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup, Tag

from helpers.questions.clean_figures.answer import clean_figures
from helpers.running.contract import Heading
from helpers.site.frame import Frame
from helpers.site.front.blocks import Front
from helpers.site.front.page import _Front, front_of
from helpers.site.front.standing import Tables
from helpers.site.index import Entry, Landing, render_index
from helpers.sources.editions import load_definitions
from helpers.sources.processed_files import write_processed

from ...frozen_project import FROZEN, frozen_project
from ...made_up_editions import (
    NEXT,
    definitions_now,
)
from ...traced_figures import bare_digits, check_figures, processed

LANGUAGES = ("vi", "en")
NOTEBOOKS = ("03-online-services", "04-milestones", "05-digital-adoption")
TESTS = """\
notebook,test_id,predictor,role,edition,n,standardised,detectable_effect,places,places_found,places_all_lower,places_all_upper,problem,verdict
03-online-services,a-score,portal_index_online_services,primary,DTI 2023,34,0.05,0.3,30,1.5,-9.2,13.4,,cannot tell
04-milestones,b-score,years_since_ioc,primary,DTI 2023,24,0.05,0.3,36,1.8,-8.9,13.6,,cannot tell
04-milestones,c-score,years_since_lgsp,primary,DTI 2023,6,,,,,,,too few,cannot tell
05-digital-adoption,d-level,papi_internet_access_level,primary,DTI 2023,62,0.4,0.2,30,12,4.1,19.5,,positive
05-digital-adoption,d-change,papi_internet_access_change,sensitivity,DTI 2023,60,0.4,0.2,30,12,,,,cannot tell
"""  # noqa: E501


def family_file(folder: Path) -> Path:
    path = folder / "family.csv"
    path.write_text(TESTS, encoding="utf-8")
    return path


def page_of(root: Path, lang: str, tests: Path) -> BeautifulSoup:
    landing = Landing(
        lang=lang,
        entries=[
            Entry(name, Heading(f"Câu hỏi {name[3:]}", ""), True, False) for name in NOTEBOOKS
        ],
        findings=[],
        coverage="",
        frame=Frame("abc123", has_tables=True),
        front=front_of(root, lang, {}, tests),
        compare=f"{lang}/x.html",
    )
    return BeautifulSoup(render_index(landing), "html.parser")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, BeautifulSoup]:
    tests = family_file(tmp_path_factory.mktemp("tests"))
    return {lang: page_of(frozen_project(), lang, tests) for lang in LANGUAGES}


def figures_of(page: BeautifulSoup) -> list[Tag]:
    return page.select("main data")


def check_no_bare_digit(page: BeautifulSoup, root: Path) -> None:
    """No digit outside a figure but names of editions, days, and years of editions."""
    years = {one.edition for one in load_definitions(root).editions}
    assert bare_digits(page.main, [rf"\b{year}\b" for year in years]) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_figure_is_that_of_its_table(pages: dict[str, BeautifulSoup], lang: str) -> None:
    check_figures(figures_of(pages[lang]), frozen_project(), lang)
    origins = {figure["data-from"].split("|")[0] for figure in figures_of(pages[lang])}
    assert origins == {"rankings", "rank_gains", "rank_intervals", "press_check", "derived"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_digit_stands_beside_the_figures(pages: dict[str, BeautifulSoup], lang: str) -> None:
    check_no_bare_digit(pages[lang], frozen_project())


def derived_value(page: BeautifulSoup, start: str) -> float:
    found = {
        float(figure["value"])
        for figure in figures_of(page)
        if figure["data-from"].startswith(f"derived|{start}")
    }
    (value,) = found
    return value


def overall(edition: str, universe: str) -> list[dict[str, str]]:
    return [
        row
        for row in processed(frozen_project(), "rankings")
        if (row["index"], row["edition"], row["universe"]) == ("DTI", edition, universe)
        and row["measure"] == "overall"
    ]


def test_derived_figures_are_worked_out_a_second_way(pages: dict[str, BeautifulSoup]) -> None:
    page = pages["vi"]
    scores = [float(row["score"]) for row in overall("2024", "34")]
    assert derived_value(page, "mean|") == pytest.approx(sum(scores) / 34)
    gains = [
        int(row["rank_gain"])
        for row in processed(frozen_project(), "rank_gains")
        if (row["index"], row["baseline"], row["edition"]) == ("DTI", "2022", "2023")
        and row["measure"] == "overall"
    ]
    for name, count in (
        ("rose", len([gain for gain in gains if gain > 0])),
        ("fell", len([gain for gain in gains if gain < 0])),
        ("same", gains.count(0)),
    ):
        assert derived_value(page, f"{name}|rank_gains") == count
    widths = [
        int(row["rank_upper"]) - int(row["rank_lower"])
        for row in processed(frozen_project(), "rank_intervals")
        if (row["edition"], row["universe"]) == ("2024", "34")
    ]
    width = derived_value(page, "median_width")
    assert derived_value(page, "no_wider") == len([one for one in widths if one <= width])
    assert len([one for one in widths if one <= width]) >= 17
    assert len([one for one in widths if one < width]) < 17
    verdicts = [row["verdict"] for row in processed(frozen_project(), "press_check")]
    assert derived_value(page, "statement_counts|agrees") == verdicts.count("agrees")
    assert derived_value(page, "statement_counts|checked") == len(verdicts) - verdicts.count(
        "cannot be checked"
    )


def test_lost_points_and_what_is_kept_make_up_the_formula(pages: dict[str, BeautifulSoup]) -> None:
    formulas = yaml.safe_load((FROZEN / "data/raw/definitions/formulas.yml").read_text("utf-8"))
    points = formulas["dti-405"]["weights"]
    scores = processed(frozen_project(), "rankings")
    lost = {}
    for part, most in points.items():
        own = [
            float(row["score"])
            for row in scores
            if (row["edition"], row["universe"], row["measure"]) == ("2024", "34", part)
        ]
        assert len(own) == 34
        lost[part] = most - most * sum(own) / 34
    page = pages["vi"]
    for part, value in lost.items():
        shown = derived_value(page, f"losses|DTI 2024|vn34|{part}")
        assert shown == pytest.approx(value, abs=1e-6)
    ordered = sorted(lost.values(), reverse=True)
    count = int(derived_value(page, "largest|"))
    assert sum(ordered[:count]) / sum(ordered) >= 2 / 3 > sum(ordered[: count - 1]) / sum(ordered)
    share = derived_value(page, "share|")
    assert share == pytest.approx(100 * sum(ordered[:count]) / sum(ordered))
    # What is kept is the mean of the totals, up to the rounding of points found by arithmetic.
    kept = 1 - sum(ordered) / sum(points.values())
    assert kept == pytest.approx(derived_value(page, "mean|"), abs=2e-4)


def test_tests_are_told_as_they_went(pages: dict[str, BeautifulSoup]) -> None:
    cards = pages["vi"].select("#why .card")
    assert [card.select_one(".tag").get_text() for card in cards] == [
        "Chưa thể kết luận", "Chưa thể kết luận", "Có mối liên hệ",
    ]  # fmt: skip
    # 13.4 and 13.6 places are not excluded, 14 are.
    assert "mạnh hơn 14 bậc cho" in cards[0].get_text()
    assert "đủ số liệu để thử: 1 trong 2" in cards[1].get_text()
    assert "loại trừ" not in cards[2].get_text()
    assert len(pages["vi"].select(".tests li")) == 3
    assert "LGSP" in pages["vi"].select("#why .src")[-1].get_text()


def test_without_tests_and_other_tables_their_blocks_are_left_out(tmp_path: Path) -> None:
    folder = tmp_path / "data/processed"
    folder.mkdir(parents=True)
    shutil.copytree(frozen_project() / "data/raw", tmp_path / "data/raw")
    for name in ("units", "rankings", "rank_gains"):
        shutil.copy(frozen_project() / f"data/processed/{name}.csv", folder)
    page = page_of(tmp_path, "vi", tmp_path / "none.csv")
    assert [page.select_one(part) for part in ("#why", "#press", ".box")] == [None] * 3
    assert len(page.select("#units-34 tbody tr")) == 34
    check_no_bare_digit(page, tmp_path)


def test_the_page_leads_to_the_sources_and_the_files(pages: dict[str, BeautifulSoup]) -> None:
    for lang, page in pages.items():
        links = [a["href"] for a in page.select("main a")]
        assert f"{lang}/sources.html#dti_2024_34" in links
        assert {f"{lang}/sources.html#{name}" for name in ("dti_2022_63", "dti_2023_63")} <= {
            *links
        }
        files = {link for link in links if link.startswith("data/")}
        assert {"data/rankings.csv", "data/rank_gains.csv", "data/press_check.csv"} <= files


# --- next year ------------------------------------------------------------------------------------


@dataclass
class Next:
    """A project with a made-up newest edition, and its pages."""

    root: Path
    front: dict[str, Front]
    pages: dict[str, BeautifulSoup]


@pytest.fixture(scope="module", params=NEXT)
def following(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Next]]:
    root = tmp_path_factory.mktemp("next") / "dự án"
    shutil.copytree(FROZEN / "data", root / "data")
    NEXT[request.param](root)
    definitions_now(root)
    tables = clean_figures(root).tables
    write_processed(tables, root / "data/processed")
    tests = family_file(root)
    front = {lang: front_of(root, lang, {}, tests) for lang in LANGUAGES}
    yield request.param, Next(root, front, {lang: page_of(root, lang, tests) for lang in LANGUAGES})
    definitions_now(frozen_project())


def text(element: object) -> str:
    return BeautifulSoup(str(element), "html.parser").get_text()


def test_next_year_every_figure_still_has_its_place(following: tuple[str, Next]) -> None:
    _, made = following
    for lang in LANGUAGES:
        check_figures(figures_of(made.pages[lang]), made.root, lang)
        check_no_bare_digit(made.pages[lang], made.root)


def test_next_year_the_facts_are_those_of_next_year(following: tuple[str, Next]) -> None:
    kind, made = following
    facts = [(text(one.title), text(one.text)) for one in made.front["vi"].facts]
    lead = text(made.front["vi"].lead)
    newest = "2024" if kind == "former units" else "2025"
    rows = [
        row
        for row in processed(made.root, "rankings")
        if (row["index"], row["edition"], row["universe"]) == ("DTI", newest, "34")
        and row["measure"] == "overall"
    ]
    ranks = [int(row["rank"]) for row in rows]
    assert f"DTI {newest}" in lead
    if kind == "ranks alone":
        assert "công bố 10/2026" in lead
        assert facts[0][0].startswith("Mất điểm nhiều nhất")
        assert facts[0][1].startswith("DTI 2024: ")
        assert facts[1][1].startswith("Chưa rõ bộ chỉ số hoặc điểm tối đa có đổi hay không.")
        assert made.front["vi"].tie is None
        assert {row["rank"] for row in rows} == {
            cell.get_text() for cell in made.pages["vi"].select("#units-34 .of-rank")
        }
        return
    for row in rows:
        named = row["province"] in facts[0][0]
        assert named == (int(row["rank"]) in (min(ranks), max(ranks)))
    if kind == "comparable":
        # No table of 63 beside it: the merger says nothing of it any more.
        assert facts[1][0].startswith("Mất điểm nhiều nhất")
        gains = {
            row["province"]: int(row["rank_gain"])
            for row in processed(made.root, "rank_gains")
            if (row["baseline"], row["edition"], row["measure"]) == ("2024", "2025", "overall")
        }
        assert len(gains) == 34
        rose = len([gain for gain in gains.values() if gain > 0])
        fell = len([gain for gain in gains.values() if gain < 0])
        expected = f"{rose} tỉnh lên hạng, {fell} tỉnh xuống hạng so với năm 2024."
        assert facts[2][0] == expected
        best = max(gains.values())
        told = facts[2][1].partition(f" lên nhiều nhất: {best} bậc")[0]
        assert sorted(told.replace(" và ", ", ").split(", ")) == sorted(
            name for name, gain in gains.items() if gain == best
        )
        assert "Từ 2024 đến 2025" in text(made.front["vi"].climbed.counts)
    elif kind == "other formula":
        assert facts[2] == (
            "Chưa thể nói tỉnh nào lên, tỉnh nào xuống so với năm 2024.",
            "Bộ chỉ số hoặc điểm tối đa đã đổi. Hai kỳ gần nhất so sánh được là DTI 2022 và 2023,"
            " của 63 tỉnh, thành phố khi đó.",
        )
        assert "Từ 2022 đến 2023" in text(made.front["vi"].climbed.counts)
        # Nine parts and eight: no bridge leads across.
        assert all("tính lại" not in text(one.text) for one in made.front["vi"].asides)
    else:
        assert "hiện nay" in lead
        assert facts[1][0].startswith("Điểm của tỉnh mới là trung bình")
        assert facts[2][1].startswith("DTI 2025 mới hơn, nhưng xếp hạng 63 tỉnh")
        assert "Hai kỳ gần nhất so sánh được là DTI 2024 và 2025, của 63" in facts[2][1]
        assert "Từ 2024 đến 2025" in text(made.front["vi"].climbed.counts)


def test_next_year_former_ranks_stand_beside_those_of_their_own_year(
    following: tuple[str, Next],
) -> None:
    kind, made = following
    row = made.pages["vi"].select_one('#units-34 tr[data-unit="vn34-48"]')
    ranks = [data["data-from"] for data in row.select(".old data")]
    expected = ["rankings|DTI 2024|vn63-48|overall|rank", "rankings|DTI 2024|vn63-49|overall|rank"]
    assert ranks == (expected if kind == "former units" else [])
    assert "Quảng Nam" in row.get_text()


def test_all_who_climbed_most_are_named() -> None:
    front = _Front(Tables.read(frozen_project()), "vi", {}, None)
    climbed = front.climbs
    assert climbed is not None
    first, second = climbed.rows[:2]
    assert first.gain.value > second.gain.value
    assert text(front._rose_most(climbed.rows)).startswith(f"{first.unit.province} lên nhiều nhất")
    level = [first, replace(second, gain=first.gain), *climbed.rows[2:]]
    names = f"{first.unit.province} và {second.unit.province}"
    assert text(front._rose_most(level)) == f"{names} lên nhiều nhất: {first.gain.value} bậc."
