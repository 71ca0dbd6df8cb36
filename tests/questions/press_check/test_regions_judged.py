"""Places within a region against the tables, worked out by hand from the printed lists.

The Mekong Delta by the ranks of 2023: Cần Thơ 5, Long An 17, Hậu Giang 20, Trà Vinh 22, Tiền Giang
23, Cà Mau 35, … Bạc Liêu 63. By those of 2024: Long An 10, Cần Thơ 16, Kiên Giang 23, …
The table of 2021 has the first 18 only, of them Cần Thơ (15) and Hậu Giang (17). The Central
Highlands of 2022: Lâm Đồng 22, Kon Tum 45, Đắk Lắk 47, Đắk Nông 49, Gia Lai 62.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from helpers.questions.clean_figures.answer import CleanFigures
from helpers.questions.press_check.answer import check_statements
from helpers.questions.press_check.headline import Judged, Known, judge_statements
from helpers.questions.press_check.headline_sentences import answer_lines
from helpers.questions.press_check.regions import region_named
from helpers.sharing.wording import written
from helpers.sources.editions import Definitions
from helpers.sources.figures import Figure, figures_of
from helpers.sources.provinces import Units
from helpers.statements.statement import Statement

from .test_answer import statement as printed

DELTA, HIGHLANDS = "Đồng bằng sông Cửu Long", "Tây Nguyên"
Judge = Callable[[Statement], Judged]


@pytest.fixture(scope="module")
def judge(clean: CleanFigures, definitions: Definitions, units: Units) -> Judge:
    rankings = clean.tables["rankings"]
    return lambda one: judge_statements([one], rankings, definitions, units)[0]


def regional(
    province: str, best: int | None, worst: int | None = None, **fields: object
) -> Statement:
    defaults = {
        "index": "DTI", "edition": "2023", "region": DELTA, "scope": "vùng ĐBSCL",
        "value": None if worst else best, "best": best, "worst": worst or best,
        "statistic": "regional_rank",
    }  # fmt: skip
    given = defaults | fields
    return Statement("…", province, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("statement", "verdict", "said"),
    [
        (regional("Hậu Giang", 3), "agrees", "3"),
        (regional("Hậu Giang", 2), "disagrees", "3"),
        (regional("Hậu Giang", 4), "disagrees", "3"),
        (regional("Hậu Giang", 1, 3), "agrees", "3"),
        (regional("Hậu Giang", 1, 2), "disagrees", "3"),
        # As the words are read where they name a group: "top 3 vùng ĐBSCL".
        (regional("Hậu Giang", 1, 3, statistic="group", refusal="region"), "agrees", "3"),
        (regional("Hậu Giang", 1, 2, statistic="group", refusal="region"), "disagrees", "3"),
        # The last of 13, and who is not.
        (regional("Bạc Liêu", None, from_bottom=1), "agrees", "13"),
        (regional("An Giang", None, from_bottom=1), "disagrees", "12"),
        (regional("An Giang", None, from_bottom=2), "agrees", "12"),
        (regional("Kon Tum", 2, region=HIGHLANDS, edition="2022"), "agrees", "2"),
        (regional("Kon Tum", 45, region=HIGHLANDS, edition="2022"), "disagrees", "2"),
        # All who are not among the first 18 come after Cần Thơ and Hậu Giang.
        (regional("Cần Thơ", 1, edition="2021"), "agrees", "1"),
        (regional("Hậu Giang", 2, edition="2021"), "agrees", "2"),
        (regional("Hậu Giang", 1, edition="2021"), "disagrees", "2"),
        (regional("Cần Thơ", 2, edition="2024", universe="63"), "agrees", "2"),
        (regional("Cần Thơ", 3, edition="2024", universe="63"), "disagrees", "2"),
        # The first of 2023; of 13 places beside it no other fits.
        (regional("Cần Thơ", 1, edition="2024", universe="63"), "another edition", "2"),
    ],
)
def test_a_place_within_a_region_is_judged(
    judge: Judge, statement: Statement, verdict: str, said: str
) -> None:
    size = 5 if statement.region == HIGHLANDS else 13
    judged = judge(statement)
    assert (judged.verdict, judged.said) == (verdict, (Known("63", said, "table", size),))


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        # Without its number of units an edition of both sets may mean that of the 34.
        (regional("Cần Thơ", 1, edition="2024"), "no regions of these units"),
        (regional("Cần Thơ", 1, edition="2024", universe="34"), "no regions of these units"),
        (regional("Hải Phòng", 2), "province outside the region"),
        (regional("Hải Phòng", 9), "province outside the region"),
        (regional("Hậu Giang", 3, region=""), "region not on file"),
        (regional("Hậu Giang", 9, region="", refusal="region"), "region"),
        (regional("Hậu Giang", 9, refusal="hedge"), "hedge"),
        (regional("Hậu Giang", 9, unread=("cụm",)), "words not understood"),
        (regional("Hậu Giang", 9, edition="", refusal="several editions"), "several editions"),
        (regional("Hậu Giang", 3, index="ICT", edition="2019"), "no complete table"),
    ],
)
def test_a_place_within_a_region_that_cannot_be_told(
    judge: Judge, statement: Statement, reason: str
) -> None:
    judged = judge(statement)
    assert (judged.verdict, judged.reason, judged.likely) == ("cannot be checked", reason, None)


def test_what_is_true_of_the_63_is_not_undone_by_units_without_regions(judge: Judge) -> None:
    judged = judge(regional("Cần Thơ", 2, edition="2024"))
    assert (judged.verdict, judged.unit_id) == ("agrees", "")


@pytest.mark.parametrize(
    ("place", "verdict"),
    [(1, "disagrees"), (2, "disagrees"), (3, "disagrees"), (4, "cannot be checked"),
     (5, "cannot be checked")],
)  # fmt: skip
def test_partly_known_ranks_give_limits(judge: Judge, place: int, verdict: str) -> None:
    # Newspapers print 20, 39 and 41 for Lâm Đồng, Gia Lai and Đắk Nông, 46 for Kon Tum; that of
    # Đắk Lắk is not known.
    judged = judge(regional("Kon Tum", place, region=HIGHLANDS, edition="2021"))
    assert judged.verdict == verdict
    assert judged.said == (Known("63", "4-5", "mixed", 5),)
    if verdict == "cannot be checked":
        assert judged.reason == "ranks of the region partly known"


def test_a_place_within_a_region_is_never_said_by_the_ministry(
    judge: Judge, definitions: Definitions
) -> None:
    for one, vi, en in (
        (regional("Hậu Giang", 2), "Đếm từ thứ hạng trong bảng", "Counted from the ranks in the"),
        (
            regional("Hậu Giang", 2, measure="pillar_economy"),
            "Đếm từ thứ hạng tính", "ranks recomputed",
        ),
        (
            regional("Kon Tum", 5, region=HIGHLANDS, edition="2021"),
            "và thứ hạng báo chí đã in: thứ 4–5 trong 5 tỉnh", "print: number 4–5 of the 5",
        ),
        (
            regional("Kon Tum", 5, region=HIGHLANDS, edition="2020"),
            "vì không có bảng của Bộ", "as no table of the ministry",
        ),
    ):  # fmt: skip
        (line,) = answer_lines([judge(one)], definitions)
        assert vi in written(line, "vi")
        assert en in written(line, "en")
        assert "Bảng của Bộ: " not in written(line, "vi")


def within(region: str, place: float, **fields: object) -> Figure:
    """A row of the ledger, of Hậu Giang in 2022 where nothing else is said."""
    ends = {"best": int(place), "worst": int(place), "unit": region}
    return printed("regional_rank", place, **(ends | fields))


@pytest.mark.parametrize(
    ("figure", "row"),
    [
        # Cần Thơ 5, Long An 11, Hậu Giang 17.
        (within("of 13 Mekong Delta", 3), ("agrees", "3", "")),
        (within("of 13 Mekong Delta", 4), ("disagrees", "3", "")),
        (
            replace(within("ĐBSCL", 3), statistic="rank", measure="overall_regional"),
            ("agrees", "3", ""),
        ),
        # After Cần Thơ and Hậu Giang, whom the table of 2021 names, anywhere up to the 13th.
        (within("ĐBSCL", 2, edition="2021", unit_id="vn63-83"), ("disagrees", "3-13", "")),
        (
            within("ĐBSCL", 3, edition="2021", unit_id="vn63-83"),
            ("cannot be checked", "3-13", "ranks of the region partly known"),
        ),
        (within("central region", 3), ("cannot be checked", "", "region not on file")),
        (
            within("Central Highlands region", 3),
            ("cannot be checked", "", "province outside the region"),
        ),
        (within("ĐBSCL", 3, edition="2020"), ("cannot be checked", "", "no complete table")),
        (
            within("ĐBSCL", 3, edition="2024", universe="34", unit_id="vn34-92"),
            ("cannot be checked", "", "no regions of these units"),
        ),
    ],
)
def test_places_within_a_region_of_the_ledger(
    clean: CleanFigures,
    definitions: Definitions,
    units: Units,
    figure: Figure,
    row: tuple[str, str, str],
) -> None:
    table = check_statements([figure], clean.tables["rankings"], [], definitions, units, {})
    assert tuple(table.loc[0, ["verdict", "tables_say", "cause"]]) == row


def test_the_rows_on_file_are_judged(
    clean: CleanFigures, definitions: Definitions, units: Units
) -> None:
    figures = figures_of(clean.tables["reported_figures"])
    own = [f for f in figures if f.statistic == "regional_rank" or f.measure == "overall_regional"]
    table = check_statements(own, clean.tables["rankings"], [], definitions, units, {})
    verdicts = {(row.province_as_printed, row.edition): (row.verdict, row.tables_say)
                for row in table.itertuples()}  # fmt: skip
    # The second of the Central Highlands of 2022 and the fourth of the Mekong Delta.
    assert verdicts["Kon Tum", "2022"] == ("agrees", "2")
    assert verdicts["tỉnh Tiền Giang", "2022"] == ("agrees", "4")
    rest = {year for (_, year), (verdict, _) in verdicts.items() if verdict == "cannot be checked"}
    assert rest == {"2020", "2021"}
    # However the ledger files them.
    assert set(zip(table["measure"], table["statistic"], strict=True)) == {
        ("overall", "regional_rank")
    }


@pytest.mark.parametrize(
    ("words", "region"),
    [
        ("Central Highlands region", HIGHLANDS),
        ("Central Highlands provinces", HIGHLANDS),
        ("of 13 Mekong Delta", DELTA),
        ("vùng ĐBSCL", DELTA),
        ("central region", ""),
        ("South Central Highlands", ""),
        ("", ""),
    ],
)
def test_words_of_the_ledger_name_a_region_on_file_or_none(words: str, region: str) -> None:
    assert region_named(words) == region
