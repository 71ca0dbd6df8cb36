"""Printed statements against the tables: what agrees, what does not, and why."""

from __future__ import annotations

import pandas as pd
import pytest

from helpers.questions.clean_figures import CleanFigures
from helpers.questions.press_check import CAUSES, VERDICTS, check_statements, contradictions
from helpers.sources.editions import Definitions
from helpers.sources.figures import Figure


def statement(statistic: str, value: float | None, **fields: object) -> Figure:
    defaults = {
        "figure_id": "x001", "unit_id": "vn63-93", "universe": "63",
        "province_as_printed": "Hậu Giang", "index": "DTI", "edition": "2022",
        "measure": "overall", "baseline": "", "value_as_printed": str(value), "best": None,
        "worst": None, "decimals": 4, "unit": "", "basis": "printed", "doubt": "",
        "source_id": "s900",
    }  # fmt: skip
    return Figure(statistic=statistic, value=value, **(defaults | fields))  # type: ignore[arg-type]


@pytest.fixture
def verdict_of(clean: CleanFigures, definitions: Definitions):  # noqa: ANN201
    def check(figure: Figure) -> tuple[str, str, str]:
        table = check_statements([figure], clean.tables["rankings"], [], definitions)
        (row,) = table.to_dict("records")
        return row["verdict"], row["tables_say"], row["cause"]

    return check


@pytest.mark.parametrize(
    ("figure", "verdict", "said"),
    [
        (statement("rank", 17.0), "agrees", "17"),
        (statement("rank", 16.0), "disagrees", "17"),
        (statement("list_position", 17.0), "agrees", "17"),
        (statement("group", None, best=1, worst=20), "agrees", "17"),
        (statement("group", None, best=1, worst=10), "disagrees", "17"),
        (statement("score", 0.6342), "agrees", "0.6342"),
        (statement("score", 0.6343), "disagrees", "0.6342"),
        (statement("score", 0.63, decimals=2), "agrees", "0.6342"),
        (statement("score", 0.64, decimals=2), "disagrees", "0.6342"),
        # 17 in the table of 2021 and 17 in that of 2022; 20 in 2023.
        (statement("rank_change", 0.0), "agrees", "+0 (17 → 17)"),
        (statement("rank_change", 1.0), "disagrees", "+0 (17 → 17)"),
        (statement("rank_change", -3.0, edition="2023"), "agrees", "-3 (17 → 20)"),
        (statement("rank_change", 8.0, edition="2023", baseline="2020"), "agrees", "+8 (28 → 20)"),
    ],
)
def test_statements_that_can_be_checked(
    verdict_of,  # noqa: ANN001
    figure: Figure,
    verdict: str,
    said: str,
) -> None:
    assert verdict_of(figure) == (verdict, said, "")


@pytest.mark.parametrize(
    ("figure", "cause"),
    [
        (statement("rank", 17.0, set_aside=True), "set aside"),
        (statement("rank", 17.0, edition=""), "no edition printed"),
        (statement("rank", 17.0, unit_id=""), "no single province"),
        (statement("rank", 28.0, edition="2020"), "no complete table"),
        (statement("rank", 3.0, measure="e_payment"), "measure not in the table"),
        (statement("score_growth", 30.0), "no rank, score or change of rank"),
        (statement("group", None), "no place named"),
        # Hà Nội's 40 of 2021 is itself derived from a printed change.
        (
            statement("rank_change", 16.0, unit_id="vn63-01"),
            "earlier rank known only from changes",
        ),
        (statement("rank_change", 1.0, unit_id="vn63-75"), "earlier rank unknown"),
    ],
)
def test_statements_that_cannot_be_checked_say_why(
    verdict_of,  # noqa: ANN001
    figure: Figure,
    cause: str,
) -> None:
    assert cause in CAUSES
    verdict, _, found = verdict_of(figure)
    assert (verdict, found) == ("cannot be checked", cause)


@pytest.mark.parametrize(
    ("figure_id", "said"),
    [
        ("r0576", "0.8002"),  # Đà Nẵng 2022, score 0,8002
        ("r0552", "0.6077"),  # Trà Vinh 2022, score 0,6077
        ("r0515", "+34 (60 → 26)"),  # Quảng Ngãi, an increase of 34 positions
        ("r0500", "+26 (53 → 27)"),  # Ninh Thuận, tăng 26 bậc
        ("r0538", "+21 (57 → 36)"),  # Sóc Trăng, tăng 21 bậc on 2020
        ("r0452", "60"),  # Bạc Liêu 60/63
        ("r0486", "10"),  # Hậu Giang, tenth in infrastructure
        ("r0539", "32"),  # Sóc Trăng, government pillar 32/63, recomputed
        ("r0495", "0.5438"),  # Kon Tum, 0,54
        ("r0656", "0.8241"),  # Hà Nội 2024, one of the 34
        ("r0630", "0.6735"),  # Tuyên Quang 2023
    ],
)
def test_published_statements_that_agree(clean: CleanFigures, figure_id: str, said: str) -> None:
    row = clean.tables["press_check"].set_index("figure_id").loc[figure_id]
    assert (row["verdict"], row["tables_say"]) == ("agrees", said)


KNOWN_CONTRADICTIONS = {
    "r0431": ("40 ≠ 44", "source contradicts itself"),  # Yên Bái: 40/63, and up 17 to 27
    "r0513": ("6", ""),  # Phú Thọ: seventh in a list where the table has sixth
    "r0527": ("10 ≠ 14", "change or rank misprinted"),  # Quảng Ninh, economy
    "r0530": ("6 ≠ 5", "change or rank misprinted"),  # Quảng Ninh, government
    "r0533": ("14 ≠ 3", "change or rank misprinted"),  # Quảng Ninh, society
    "r0618": ("28 ≠ 31", "change or rank misprinted"),  # Hậu Giang: up 11 on 2020 to 20
    "r0877": ("7 ≠ 9", "change or rank misprinted"),  # Lào Cai, ICT 2016
    "r0994": ("s055: 0,4582, s146: 0,482", "sources contradict one another"),  # Tây Ninh
    "r0995": ("s055: 0,4582, s146: 0,482", "sources contradict one another"),
}


def test_the_known_contradictions_are_all_that_are_named(clean: CleanFigures) -> None:
    table = clean.tables["contradictions"].set_index("figure_id")
    found = {key: (row["tables_say"], row["cause"]) for key, row in table.iterrows()}
    assert found == KNOWN_CONTRADICTIONS
    assert (table["verdict"] == "disagrees").all()


def test_every_statement_is_checked_once(clean: CleanFigures) -> None:
    checked = clean.tables["press_check"]
    ledger = clean.tables["reported_figures"]
    ledger = ledger[ledger["figure_id"].str.fullmatch(r"r\d{4}")]
    assert checked["figure_id"].tolist() == sorted(ledger["figure_id"])
    assert checked["verdict"].isin(VERDICTS).all()
    assert checked["cause"].isin(CAUSES).all()
    unchecked = checked["verdict"] == "cannot be checked"
    assert (checked.loc[unchecked, "cause"] != "").all()


def test_reports_that_disagree_where_no_table_is_on_file(definitions: Definitions) -> None:
    reports = [
        statement("rank", 30.0, figure_id="x001", edition="2020", source_id="s901"),
        statement("rank", 31.0, figure_id="x002", edition="2020", source_id="s902"),
        statement("score", 0.4, figure_id="x003", edition="2020", decimals=1),
        statement("score", 0.4321, figure_id="x004", edition="2020"),
    ]
    empty = pd.DataFrame(columns=["unit_id", "index", "edition", "measure"])
    checked = check_statements(reports, empty, [], definitions)
    found = contradictions(checked, reports)
    # 0,4 is 0,4321 cut off: no contradiction.
    assert found["figure_id"].tolist() == ["x001", "x002"]
    assert found["tables_say"].unique().tolist() == ["s901: 30.0, s902: 31.0"]
    assert found["cause"].unique().tolist() == ["sources contradict one another"]
