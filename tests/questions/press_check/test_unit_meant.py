"""Which unit a statement means, why it is not true, and what is never called false."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from helpers.questions.clean_figures.answer import CleanFigures
from helpers.questions.press_check.answer import CONTRADICTED
from helpers.questions.press_check.headline import Judged, judge_statements
from helpers.questions.press_check.headline_sentences import answer_lines
from helpers.sharing.wording import written
from helpers.sources.editions import Definitions
from helpers.sources.provinces import Units
from helpers.statements.statement import Statement

Judge = Callable[[Statement], Judged]


@pytest.fixture(scope="module")
def judge(clean: CleanFigures, definitions: Definitions, units: Units) -> Judge:
    rankings = clean.tables["rankings"]
    return lambda one: judge_statements([one], rankings, definitions, units)[0]


def rank(province: str, place: int, edition: str, universe: str = "", **fields: str) -> Statement:
    return Statement(
        "…", province, "DTI", edition, statistic="rank", value=float(place), best=place,
        worst=place, universe=universe, **fields,  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("statement", "unit_id", "named"),
    [
        # Cần Thơ took in Sóc Trăng and Hậu Giang: 16 of 63 and 19 of 34 in 2024.
        (rank("Cần Thơ", 19, "2024", "34"), "vn34-92", "Cần Thơ (sau sáp nhập), DTI 2024"),
        (rank("Cần Thơ", 16, "2024", "63"), "vn63-92", "Cần Thơ (trước sáp nhập), DTI 2024"),
        (rank("Cần Thơ", 5, "2023"), "vn63-92", "Cần Thơ (trước sáp nhập), DTI 2023"),
        (rank("Cần Thơ", 16, "2024"), "", "Cần Thơ, DTI 2024"),
        # Hà Nội and Huế stayed as they were; there is no Hậu Giang among the 34.
        (rank("Hà Nội", 1, "2024", "34"), "vn34-01", "Hà Nội, DTI 2024"),
        (rank("Hà Nội", 1, "2024", "63"), "vn63-01", "Hà Nội, DTI 2024"),
        (rank("Huế", 2, "2024", "34"), "vn34-46", "Huế, DTI 2024"),
        (rank("Hậu Giang", 33, "2024"), "vn63-93", "Hậu Giang, DTI 2024"),
        (rank("Hậu Giang", 33, "2024", "34"), "", "Hậu Giang, DTI 2024"),
        (rank("", 33, "2024", refusal="no province"), "", "DTI 2024"),
        # What is refused is about a unit all the same.
        (rank("Cần Thơ", 5, "2024", "34", refusal="target"), "vn34-92", "Cần Thơ (sau sáp nhập)"),
    ],
)
def test_the_unit_that_is_meant_is_named(
    judge: Judge, definitions: Definitions, statement: Statement, unit_id: str, named: str
) -> None:
    judged = judge(statement)
    assert (judged.unit_id, judged.universe) == (unit_id, unit_id[2:4])
    (line,) = answer_lines([judged], definitions)
    assert f"“…” – {named}" in written(line, "vi")


def test_former_and_new_unit_have_verdicts_of_their_own(judge: Judge) -> None:
    verdicts = [
        judge(rank("Cần Thơ", place, "2024", universe)).verdict
        for place, universe in ((19, "34"), (19, "63"), (16, "63"), (16, "34"))
    ]
    assert verdicts == ["agrees", "another universe", "agrees", "another universe"]


@pytest.mark.parametrize(
    ("statement", "cause"),
    [
        # 17 in 2022, 20 in 2023.
        (rank("Hậu Giang", 20, "2023"), ""),
        (rank("Hậu Giang", 17, "2023"), "another edition"),
        (rank("Hậu Giang", 60, "2023"), ""),
        (rank("Cần Thơ", 16, "2024", "34"), "another universe"),
        (rank("Cần Thơ", 16, "2024"), "universes differ"),
        (rank("Hậu Giang", 20, "2023", refusal="target"), "target"),
    ],
)
def test_the_cause_is_one_word(judge: Judge, statement: Statement, cause: str) -> None:
    assert judge(statement).cause == cause


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        (rank("Hậu Giang", 60, "2023", refusal="hedge"), "hedge"),
        (rank("Hậu Giang", 60, "", refusal="several editions"), "several editions"),
        (rank("Hậu Giang", 60, ""), "no edition printed"),
        (rank("", 60, "2023"), "no single province"),
        (Statement("hơn 0,76 điểm", "Hậu Giang", "DTI", "2023", statistic="score", value=0.76,
                   decimals=2, refusal="hedge"), "hedge"),
    ],
)  # fmt: skip
def test_what_is_hedged_or_of_an_open_edition_is_never_called_false(
    judge: Judge, definitions: Definitions, statement: Statement, reason: str
) -> None:
    judged = judge(statement)
    assert judged.verdict not in CONTRADICTED
    assert (judged.verdict, judged.reason) == ("cannot be checked", reason)
    assert written(answer_lines([judged], definitions)[0], "vi")
