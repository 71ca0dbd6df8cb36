"""Briefs of editions that may be published next: every sentence is true of them as well."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from helpers.questions.clean_figures.answer import clean_figures
from helpers.sources.editions import Definitions
from helpers.sources.processed_files import write_processed

from ...frozen_project import FROZEN, frozen_project
from ...made_up_editions import NEXT, definitions_now
from ...shown_notebooks import run_cells
from ...traced_figures import processed
from .brief_pages import check_page, page_of

pytestmark = pytest.mark.slow
NOTEBOOK = "09-province-brief"
UNITS = {"vn34-92": "Cần Thơ", "vn34-01": "Hà Nội", "vn63-93": "Hậu Giang"}


@dataclass
class Next:
    """A project with a made-up newest edition, and its briefs by language and unit."""

    kind: str
    root: Path
    definitions: Definitions
    pages: dict[tuple[str, str], BeautifulSoup]

    def text(self, unit: str, lang: str = "vi") -> str:
        return " ".join(self.pages[lang, unit].get_text().split())

    def ranks(self, unit: str, measure: str = "overall") -> dict[str, int]:
        """edition -> exact rank of a unit."""
        return {
            row["edition"]: int(row["rank"])
            for row in processed(self.root, "rankings")
            if (row["unit_id"], row["measure"]) == (unit, measure)
            and row["index"] == "DTI"
            and row["rank"]
        }

    def newest(self, unit: str) -> str:
        """The newest edition that ranks the units of a set."""
        return max(self.ranks(unit))


@pytest.fixture(scope="module", params=NEXT)
def following(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Next]:
    root = tmp_path_factory.mktemp("next") / "dự án"
    shutil.copytree(FROZEN / "data", root / "data")
    shutil.copytree(frozen_project() / "notebooks", root / "notebooks")
    NEXT[request.param](root)
    definitions = definitions_now(root)
    write_processed(clean_figures(root).tables, root / "data/processed")
    shutil.copy(frozen_project() / "data/processed/press_check.csv", root / "data/processed")
    pages = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        for lang in ("vi", "en"):
            for unit, province in UNITS.items():
                shown: list[object] = []
                patch.setattr("IPython.display.display", shown.append)
                universe = unit[2:4]
                given = {"province": province, "universe": universe, "lang": lang}
                run_cells(root, NOTEBOOK, given | {"report": str(root / "reports")}, shown)
                html = [one._repr_html_() for one in shown if hasattr(one, "_repr_html_")]
                pages[lang, unit] = page_of(html)
    yield Next(request.param, root, definitions, pages)
    definitions_now(frozen_project())


def test_every_digit_is_still_that_of_its_table(following: Next) -> None:
    for (lang, _), page in following.pages.items():
        check_page(page, following.root, lang)


def test_the_newest_rank_leads_and_nothing_is_empty(following: Next) -> None:
    for unit in UNITS:
        rank, size = following.ranks(unit)[following.newest(unit)], unit[2:4]
        assert f"Hạng {rank} trên {size}" in following.text(unit)
        assert f"Rank {rank} of {size}" in following.text(unit, "en")
        for lang in ("vi", "en"):
            text = following.text(unit, lang)
            for bad in ("nan", "None", "undefined", " ,", "..", "()", ": .", " 0 bậc", " 0 places"):
                assert bad not in text, bad


def test_up_or_down_is_said_where_the_pair_compares_and_only_there(following: Next) -> None:
    kind = following.kind
    for unit in UNITS:
        ranks, newest = following.ranks(unit), following.newest(unit)
        before = str(int(newest) - 1)
        text = following.text(unit)
        answer = text.partition("Lên hay xuống?")[2].partition("Muốn lên hạng")[0].strip()
        compares = kind == {"vn34": "comparable", "vn63": "former units"}[unit[:4]]
        if compares:
            gain = ranks[before] - ranks[newest]
            sign = "+" if gain > 0 else "−"
            expected = f"{sign}{abs(gain)} bậc từ hạng {ranks[before]} ({before}) đến hạng"
            if not gain:
                expected = f"giữ hạng {before} cũng hạng {ranks[newest]}"
            assert answer.startswith(expected), (unit, answer)
            assert "không so được" not in text
        else:
            reasons = {
                ("other formula", "vn34"): "bộ chỉ số đã đổi",
                ("ranks alone", "vn34"): "chưa rõ bộ chỉ số",
                ("former units", "vn34"): "bộ chỉ số và số tỉnh đã đổi",
            }
            reason = reasons.get((kind, unit[:4]), "bộ chỉ số đã đổi")
            assert answer.startswith(f"chưa thể nói {reason}"), (unit, answer)


def test_the_past_is_that_of_the_editions_on_file(following: Next) -> None:
    text, english = following.text("vn34-92"), following.text("vn34-92", "en")
    # The new province is ranked since 2024, whatever is the newest.
    assert "Hạng của Cần Thơ mới trước 2024: không có" in text
    assert "A rank of the new Cần Thơ before 2024: there is none" in english
    ranks = following.ranks("vn34-92")
    if following.kind == "comparable":
        gain = ranks["2024"] - ranks["2025"]
        way = "lên" if gain > 0 else "xuống"
        told = (
            f"Cần Thơ: hạng {ranks['2024']} (2024), {ranks['2025']} (2025), {way} {abs(gain)} bậc"
        )
        assert f"{told} trong 34 tỉnh (so sánh được)." in text
    elif following.kind == "other formula":
        assert f"2025: hạng {ranks['2025']}, không so được với 2024 vì bộ chỉ số đã đổi." in text
    elif following.kind == "ranks alone":
        assert "không so được với 2024 vì chưa rõ bộ chỉ số có đổi không." in text
        assert "bộ chỉ số đã đổi" not in text
        assert ": the indicators changed" not in english
    else:
        # Told of the provinces it was made of, in the pair that compares.
        own = following.ranks("vn63-93")
        assert f"Hậu Giang cũ: hạng {own['2024']} (2024), {own['2025']} (2025)" in text
        assert "Chưa có hai kỳ DTI nào xếp hạng 34 tỉnh so sánh được với nhau" in text


def test_points_and_a_higher_rank_are_told_where_they_are_known(following: Next) -> None:
    text = following.text("vn34-92")
    if following.kind == "ranks alone":
        assert "Bộ không công bố điểm" in text
        assert "DTI 2025 không công bố điểm, nên chưa biết muốn lên hạng" in text
        assert "Cần thêm" not in text
        assert "đang đứng đầu; không có bậc nào cao hơn" in following.text("vn34-01")
        assert "Cần đạt" not in text
    else:
        whole = {"other formula": "1.000"}.get(following.kind, "940")
        assert f"trên {whole} điểm." in text
        ranks = {
            measure: following.ranks("vn34-92", measure)[following.newest("vn34-92")]
            for measure in {row["measure"] for row in processed(following.root, "rankings")}
            if following.ranks("vn34-92", measure).keys() >= {following.newest("vn34-92")}
        }
        parts = {
            part: rank
            for part, rank in ranks.items()
            if part != "overall" and not part.startswith("pillar_")
        }
        worst = [part for part, rank in parts.items() if rank == max(parts.values())]
        headline = following.pages["vi", "vn34-92"].select_one(".headline").get_text()
        assert f"hạng {max(parts.values())}." in headline
        for part in worst:
            name = following.definitions.measure_name("DTI", part, "vi")
            assert name[:1].lower() + name[1:] in headline


def test_a_former_province_says_of_which_edition_the_rank_of_the_new_one_is(
    following: Next,
) -> None:
    own, new = following.newest("vn63-93"), following.newest("vn34-92")
    rank = following.ranks("vn34-92")[new]
    named = f"hạng {rank}/34" if own == new else f"DTI {new}: hạng {rank}/34"
    assert f"Hậu Giang thuộc Cần Thơ ({named})." in following.text("vn63-93")
