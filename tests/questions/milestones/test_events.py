"""Reports of one milestone are one: by number or date; what the notes of a type mix."""

from __future__ import annotations

import pandas as pd
import pytest

from helpers.questions.clean_figures.answer import CleanFigures
from helpers.questions.milestones.events import (
    STAGES,
    document_number,
    event_ids,
    own_numbers,
    perhaps_repeated,
    stages_named,
)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Resolution 09/NQ-TU on digital transformation to 2025", "9 NQ TU"),
        ("Nghị quyết số 09-NQ/TU on digital transformation", "9 NQ TU"),
        ("party resolution digital transformation: 09-NQ/TU", "9 NQ TU"),
        ("Plan 78/KH-UBND", "78 KH UBND"),
        ("Decision 2314/QD-UBND: digital transformation project 2021-2025", "2314 QD UBND"),
        ("digital transformation scheme: Decision 2314/QĐ-UBND", "2314 QD UBND"),
        ("Resolution 08/2022/NQ-HDND: 50% fee reduction", "8 2022 NQ HDND"),
        ("Action programme 33-CTr/TU on Industry 4.0", "33 CTR TU"),
        ("Resolution 06/TU; its issue day, 26 March", "6 TU"),
        # The first number is the document's own, the second that of what it carries out.
        ("Decision 742/QĐ-UBND: plan to carry out Resolution 07-NQ/TU", "742 QD UBND"),
        ("strategy: Decision No. 02239/QD-UBND", "2239 QD UBND"),
        ("level 3-4 services, 2021-2025, 19009120, 4G, 24/7", ""),
        ("", ""),
    ],
)
def test_the_number_of_a_document(text: str, number: str) -> None:
    assert document_number(text) == number


def reports(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Description, first and last day in one («2021-05-01 2021-05-31», empty: unknown), type."""
    table = pd.DataFrame(
        [
            {
                "figure_id": f"m{number}",
                "unit_id": "vn63-01",
                "milestone_type": kind,
                "description": description,
                "dates": "",
                "date_as_printed": "",
                "date_start": days.split()[0] if days else None,
                "date_end": days.split()[-1] if days else None,
            }
            for number, (description, days, kind) in enumerate(rows)
        ]
    )
    return table.assign(number=own_numbers(table))


def ids(*rows: tuple[str, str, str]) -> list[str]:
    return event_ids(reports(*rows)).tolist()


def test_the_same_number_is_one_whatever_the_date() -> None:
    assert ids(
        ("Resolution 09-NQ/TU", "2022-01-17", "resolution_party"),
        ("Nghị quyết số 09-NQ/TU", "2022-01-01 2022-12-31", "resolution_party"),
        ("09/NQ-TU", "", "resolution_party"),
        ("Plan 09/KH-UBND", "", "plan"),
    ) == ["m0", "m0", "m0", "m3"]


def test_the_same_date_is_one_unless_numbers_differ() -> None:
    day = "2021-09-20"
    assert ids(("opened", day, "ioc"), ("ioc", day, "ioc"), ("app", day, "app")) == [
        "m0", "m0", "m2",
    ]  # fmt: skip
    assert ids(("Plan 1/KH-UBND", day, "plan"), ("a plan", day, "plan")) == ["m0", "m0"]
    # Two plans of one day: the third report may be of either.
    assert ids(
        ("Plan 1/KH-UBND", day, "plan"), ("Plan 2/KH-UBND", day, "plan"), ("a plan", day, "plan")
    ) == ["m0", "m1", "m2"]
    # A month is not the day within it.
    assert ids(("ioc", day, "ioc"), ("ioc", "2021-09-01 2021-09-30", "ioc")) == ["m0", "m1"]


def test_an_undated_report_is_of_no_other_milestone_by_itself() -> None:
    assert ids(("ioc", "2021-09-20", "ioc"), ("ioc", "", "ioc"), ("ioc", "", "ioc")) == [
        "m0", "m1", "m2",
    ]  # fmt: skip
    assert ids(
        ("ioc", "2021-01-01 2021-12-31", "ioc"),
        ("ioc", "2021-09-20", "ioc"),
        ("opened (second source)", "", "ioc"),
    ) == ["m0", "m1", "m1"]
    assert ids(("opened (second source)", "", "ioc")) == ["m0"]


def test_a_number_in_place_of_the_date_is_that_of_a_resolution_alone() -> None:
    table = reports(("resolution", "", "resolution_party"), ("IOC piloted", "", "ioc"))
    table["date_as_printed"] = ["Nghị quyết 02-NQ/TU", "9 tháng sau Nghị quyết 01/NQ-TU"]
    assert own_numbers(table).tolist() == ["2 NQ TU", ""]


def test_what_may_be_a_repeat() -> None:
    rows = [
        ("", "2021-09-20", "2021-09-20", False),
        ("", "2023-01-01", "2023-12-31", False),
        ("", "2021-09-01", "2021-09-30", True),  # the month of the first
        ("", None, "2024-06-30", True),  # there by then, as the others were
        ("", None, "2020-06-30", False),  # there before the others began
        ("1 KH UBND", "2021-09-20", "2021-09-20", True),
        ("", None, None, True),
    ]
    events = pd.DataFrame(rows, columns=["number", "earliest", "latest", "expected"]).assign(
        unit_id="vn63-01", milestone_type="ioc"
    )
    for side in ("earliest", "latest"):
        events[side] = pd.to_datetime(events[side])
    assert perhaps_repeated(events).tolist() == events["expected"].tolist()
    numbered = events.assign(number=[f"{n} KH UBND" for n in range(len(events))])
    assert not perhaps_repeated(numbered).any()
    elsewhere = events.assign(unit_id=[f"vn63-{n}" for n in range(len(events))])
    assert not perhaps_repeated(elsewhere).any()


def test_what_the_notes_of_a_type_mix(clean: CleanFigures) -> None:
    table = clean.tables["milestones"]
    ioc = stages_named(table, "ioc")
    assert ioc["reports"] == 31
    # Vũng Tàu, Bình Dương, Bạc Liêu, Hậu Giang, Cần Thơ and Thái Nguyên write of a pilot.
    assert (ioc["pilot"], ioc["project"]) == (6, 1)
    assert {"opening", "in_use"} <= set(ioc)
    # Hà Giang, Hà Nội and Quảng Nam decided on a regulation.
    assert stages_named(table, "lgsp")["regulation"] == 3
    plan = stages_named(table, "plan")
    assert plan["one_year"] > 0
    assert plan["period"] > 0
    assert set(plan) <= {"one_year", "period", "none", "reports"}
    assert stages_named(table, "resolution_party") == {"none": 76, "reports": 76}
    assert stages_named(table, "nothing of the kind") == {"none": 0, "reports": 0}
    for kind in set(table["milestone_type"]):
        found = stages_named(table, kind)
        assert set(found) <= {*STAGES, "none", "reports"}
        assert found["reports"] == (table["milestone_type"] == kind).sum()


@pytest.mark.parametrize(
    ("description", "stage"),
    [
        ("Plan 1914/KH-UBND on digital transformation in 2023", "one_year"),
        ("plan digital transformation 2025: Kế hoạch số 2044/KH-UBND", "one_year"),
        ("Decision approving the 2024 digital transformation plan announced", "one_year"),
        ("plan digital transformation 2021 2025: Quyết định số 909/QĐ-UBND", "period"),
        ("Decision 983/QĐ-UBND: digital transformation scheme to 2025", "period"),
        ("digital transformation scheme 2030: Decision 3050/QĐ-UBND", "period"),
        ("plan: Kế hoạch 419/KH-UBND", "none"),
    ],
)
def test_for_which_years_a_plan_is(description: str, stage: str) -> None:
    table = pd.DataFrame(
        {"milestone_type": ["plan"], "description": [description], "basis": ["printed"]}
    )
    assert stages_named(table, "plan") == ({"none": 0} | {stage: 1} | {"reports": 1})


def test_a_report_that_dates_another_is_of_its_milestone() -> None:
    table = reports(
        ("Resolution 06/TU; its issue day became the provincial day", "", "resolution_party"),
        ("Resolution 06-NQ/TU on digital transformation", "2021-03-26", "resolution_party"),
        ("Resolution 06-NQ/TU (another paper)", "", "resolution_party"),
        ("Resolution 09-NQ/TU", "2021-03-27", "resolution_party"),
    )
    # Nothing in the words puts 06/TU and 06-NQ/TU together; the file says it.
    assert event_ids(table).tolist() == ["m0", "m1", "m1", "m3"]
    table.loc[1, "dates"] = "m0"
    assert event_ids(table).tolist() == ["m0", "m0", "m0", "m3"]
    table.loc[[0, 1], "dates"] = ["m1", ""]
    assert event_ids(table).tolist() == ["m0", "m0", "m0", "m3"]
