"""Headlines against the tables: verdicts, exit statuses, what is said and what is not."""

from __future__ import annotations

import csv
from collections.abc import Callable

import pytest

from helpers.questions.clean_figures.answer import CleanFigures
from helpers.questions.press_check.headline import Judged, check_headline, exit_status
from helpers.sources.editions import Definitions
from helpers.sources.provinces import Units

from ...frozen_project import CHECKOUT

Check = Callable[[str], list[Judged]]
HEADLINES = CHECKOUT / "tests" / "data" / "headlines.csv"


@pytest.fixture(scope="module")
def check(clean: CleanFigures, definitions: Definitions, units: Units) -> Check:
    return lambda text: check_headline(text, clean.tables["rankings"], definitions, units)


@pytest.mark.parametrize(
    ("headline", "verdicts", "status"),
    [
        # 26 in 2022, 21 in 2023, 28 in 2024, counted in the tables of the ministry.
        ("Quảng Ngãi tăng 5 bậc DTI 2023", ["agrees"], 0),
        ("Quảng Ngãi tăng 4 bậc DTI 2023", ["disagrees"], 1),
        ("Quang Ngai climbed five places to 21st of 63 in DTI 2023", ["agrees"] * 2, 0),
        ("Quảng Ngãi tăng 5 bậc, xếp thứ 22/63 DTI 2023", ["agrees", "disagrees"], 1),
        ("Hậu Giang xếp thứ 17/63 DTI 2023", ["another edition"], 1),
        ("Hậu Giang giữ vững vị trí thứ 17/63 DTI 2022", ["agrees"] * 2, 0),
        ("Hậu Giang đạt 0,7092 điểm DTI 2023", ["agrees"], 0),
        ("Hậu Giang đạt 0,71 điểm DTI 2023", ["agrees"], 0),
        # 0.7092 in 2023; no edition beside has 0.7096.
        ("Hậu Giang đạt 0,7096 điểm DTI 2023", ["disagrees"], 1),
        ("Hậu Giang lọt top 20 DTI 2023", ["agrees"], 0),
        ("Hậu Giang lọt top 19 DTI 2023", ["disagrees"], 1),
        ("Bạc Liêu đứng cuối bảng DTI 2023", ["agrees"], 0),
        ("Bạc Liêu đứng cuối bảng DTI 2022", ["another edition"], 1),
        # 16 of 63 and 19 of 34.
        ("Cần Thơ xếp thứ 16 DTI 2024", ["cannot be checked"], 2),
        ("Cần Thơ xếp thứ 16/63 DTI 2024", ["agrees"], 0),
        ("Cần Thơ xếp thứ 19/34 DTI 2024", ["agrees"], 0),
        ("Cần Thơ xếp thứ 19/63 DTI 2024", ["another universe"], 1),
        ("Cần Thơ lọt top 20 DTI 2024", ["agrees"], 0),
        # The third of 34 was the eighth of 63.
        ("Hải Phòng tăng 5 bậc, đứng thứ 3/34 DTI 2024", ["another universe", "agrees"], 1),
        ("Hậu Giang xếp thứ 20/34 DTI 2024", ["cannot be checked"], 2),
        ("Hậu Giang xếp thứ 20/34 DTI 2023", ["cannot be checked"], 2),
        # Without a year: false of 2024, true of 2023; false of every edition.
        ("Quảng Ngãi xếp thứ 21/63 về chuyển đổi số", ["cannot be checked"], 2),
        ("Quảng Ngãi xếp thứ 28/63 về chuyển đổi số", ["agrees"], 0),
        ("Quảng Ngãi xếp thứ 2/63 về chuyển đổi số", ["disagrees"], 1),
        # No table of the ministry is on file: what newspapers print is asked.
        ("Hậu Giang xếp thứ 32/63 ICT Index 2020", ["agrees"], 0),
        ("Hậu Giang xếp thứ 31/63 ICT Index 2020", ["disagrees"], 1),
        ("Hậu Giang phấn đấu vào top 10 DTI 2023", ["cannot be checked"], 2),
        ("Hậu Giang tăng khoảng 5 bậc DTI 2023", ["cannot be checked"], 2),
        ("Quảng Ngãi tăng 5 bậc PCI 2023", ["cannot be checked"], 2),
        ("Chào buổi sáng", ["cannot be checked"], 2),
    ],
)  # fmt: skip
def test_verdicts(check: Check, headline: str, verdicts: list[str], status: int) -> None:
    judged = check(headline)
    assert [one.verdict for one in judged] == verdicts
    assert exit_status(judged) == status


def test_an_activity_is_looked_for_where_the_pillar_does_not_fit(
    check: Check, clean: CleanFigures
) -> None:
    known = clean.tables["rankings"].query(
        "unit_id == 'vn63-93' and index == 'DTI' and edition == '2023'"
    ).set_index("measure")  # fmt: skip
    score = f"{known.loc['economy_activity', 'score']:.4f}".replace(".", ",")
    (judged,) = check(f"Trụ cột kinh tế số của Hậu Giang đạt {score} điểm DTI 2023")
    assert judged.verdict == "disagrees"
    assert judged.likely is not None
    assert judged.likely.cause == "another column"


def test_nothing_is_shown_of_an_index_that_is_not_meant(check: Check) -> None:
    (judged,) = check("Quảng Ngãi tăng 5 bậc PCI 2023")
    assert (judged.said, judged.reason) == ((), "another index")


def test_a_change_over_two_formulas_is_marked(check: Check) -> None:
    (judged,) = check("Quảng Ngãi tụt 7 bậc DTI 2024")
    assert (judged.verdict, judged.across_formulas) == ("agrees", True)
    (judged,) = check("Quảng Ngãi tăng 5 bậc DTI 2023")
    assert not judged.across_formulas


def test_what_is_refused_is_never_called_true_or_false(check: Check) -> None:
    with HEADLINES.open(encoding="utf-8", newline="") as stream:
        headlines = {row["headline"] for row in csv.DictReader(stream)}
    for headline in sorted(headlines):
        for one in check(headline):
            if one.statement.refusal:
                assert one.verdict == "cannot be checked", headline
            if one.verdict == "cannot be checked":
                assert one.reason, headline
