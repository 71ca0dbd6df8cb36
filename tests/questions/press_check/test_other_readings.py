"""Is nothing called false that another reading of its text makes true?"""

from __future__ import annotations

import pytest

from helpers.questions.clean_figures.answer import CleanFigures
from helpers.questions.press_check.headline import judge_statements
from helpers.questions.press_check.other_readings import OTHER_READING, with_other_readings
from helpers.sources.editions import Definitions
from helpers.sources.provinces import Units
from helpers.statements.statement import Reading, Statement

# DTI 2023: Lạng Sơn 4, Bình Dương 7. DTI 2022: Lạng Sơn 6.
TITLE = "Lạng Sơn và Bình Dương trong DTI 2023\n"


@pytest.mark.parametrize(
    ("sentence", "rank", "verdict", "reason"),
    [
        ("Tỉnh xếp thứ 7 năm 2023.", 7, "cannot be checked", OTHER_READING),
        ("Tỉnh xếp thứ 40 năm 2023.", 40, "disagrees", ""),
        ("Lạng Sơn xếp thứ 7 năm 2023.", 7, "disagrees", ""),
        ("Lạng Sơn xếp thứ 6.", 6, "cannot be checked", OTHER_READING),
        ("Tỉnh xếp thứ 4 năm 2023.", 4, "agrees", ""),
    ],
)
def test_what_a_sentence_leaves_out_may_be_another(
    sentence: str, rank: int, verdict: str, reason: str,
    clean: CleanFigures, definitions: Definitions, units: Units,
) -> None:  # fmt: skip
    text = TITLE + sentence
    one = Statement(
        f"xếp thứ {rank}", province="Lạng Sơn", index="DTI", edition="2023", statistic="rank",
        value=float(rank), best=rank, worst=rank, universe="63",
        sentence_start=len(TITLE), sentence_end=len(text),
    )  # fmt: skip
    rankings = clean.tables["rankings"]
    judged = judge_statements([one], rankings, definitions, units)
    told = with_other_readings(Reading(text, (one,), ()), judged, rankings, definitions, units)[0]
    likely = "another edition" if rank == 6 else "disagrees"
    assert judged[0].verdict == ("agrees" if verdict == "agrees" else likely)
    assert (told.verdict, told.reason) == (verdict, reason)
