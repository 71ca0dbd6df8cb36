"""Dates of milestones: how far they are known; an unknown one never counts as «not yet»."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from helpers.questions.clean_figures.answer import CleanFigures
from helpers.questions.milestones.dates import (
    DATE_KINDS,
    GROUPS,
    busiest_years,
    counts_by_type,
    distinct_milestones,
    first_milestones,
    time_coverage,
    timing_groups,
    with_date_kinds,
    years_since,
)

END_2021, END_2022, END_2023 = (date(year, 12, 31) for year in (2021, 2022, 2023))
HAU_GIANG, KON_TUM, GIA_LAI, HUE = "vn63-93", "vn63-62", "vn63-64", "vn63-46"
HA_TINH, VUNG_TAU = "vn63-42", "vn63-77"
QUANG_NINH, LONG_AN, AN_GIANG, DA_NANG = "vn63-22", "vn63-80", "vn63-89", "vn63-48"


def ledger(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    """Milestones of type «ioc»: unit, first day, last day (empty: unknown), basis."""
    return pd.DataFrame(
        [
            {
                "figure_id": f"m{number:03d}",
                "unit_id": unit,
                "milestone_type": "ioc",
                "description": "ioc",
                "dates": "",
                "date_as_printed": start,
                "precision": "day",
                "date_start": date.fromisoformat(start) if start else None,
                "date_end": date.fromisoformat(end) if end else None,
                "basis": basis,
            }
            for number, (unit, start, end, basis) in enumerate(rows)
        ]
    )


def groups_of(*rows: tuple[str, str, str, str]) -> dict[str, str]:
    first = first_milestones(with_date_kinds(ledger(*rows)), "ioc", "63")
    units = sorted({row[0] for row in rows} | {"vn63-99"})
    return timing_groups(first, units, END_2022, END_2023).to_dict()


@pytest.fixture(scope="module")
def dated(clean: CleanFigures) -> pd.DataFrame:
    return with_date_kinds(clean.tables["milestones"])


@pytest.fixture(scope="module")
def raw_rows(project: Path) -> list[dict[str, str]]:
    path = project / "data/raw/milestones/milestones.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_date_is_of_one_kind(dated: pd.DataFrame) -> None:
    kinds = dated.set_index("figure_id")["date_kind"]
    assert set(kinds) == set(DATE_KINDS)
    # Printed to the day; «operating by then»; two dates printed; no year; source's date for it.
    shown = kinds[["m118", "m082", "m139", "m007", "m242", "m068", "m160", "m033"]].tolist()
    assert shown == ["dated", "by_then", "disputed", "unknown"] + ["by_then"] * 4
    # «year from source date» is a date of the event itself.
    assert kinds["m053"] == "dated"
    limits = dated.set_index("figure_id")[["earliest", "latest"]]
    assert limits.loc["m118"].tolist() == [pd.Timestamp(2020, 12, 2)] * 2
    assert limits.loc["m082", "earliest"] is pd.NaT
    assert limits.loc["m082", "latest"] == pd.Timestamp(2022, 6, 30)
    # Kon Tum's resolution is printed as of 2/4/2021 and of 18/02/2022.
    for figure in ("m139", "m140", "m141"):
        assert limits.loc[figure].tolist() == [pd.Timestamp(2021, 4, 2), pd.Timestamp(2022, 2, 18)]
    assert limits.loc["m007"].isna().all()


def test_counts_are_those_of_the_ledger(
    dated: pd.DataFrame, raw_rows: list[dict[str, str]]
) -> None:
    counts = counts_by_type(dated, "63").set_index("milestone_type")
    rows = Counter(row["milestone_type"] for row in raw_rows)
    undated = Counter(row["milestone_type"] for row in raw_rows if not row["date_iso"])
    assert counts["reports"].to_dict() == dict(rows)
    assert (counts["events"] <= counts["reports"]).all()
    assert (counts[list(DATE_KINDS)].sum(axis=1) == counts["events"]).all()
    # Only undated party resolutions repeat a dated one: Hà Tĩnh, Quảng Ninh, twice Vũng Tàu.
    assert counts.pop("unknown").sum() == sum(undated.values()) - 4
    assert counts.index[:3].tolist() == ["plan", "resolution_party", "ioc"]
    # Hà Nội's regulation of November 2025 belongs to a unit since the mergers.
    columns = ["reports", "events", "provinces", "since_merger"]
    assert counts.loc["lgsp", columns].tolist() == [16, 16, 15, 1]
    # «In use by June 2022» may be the payment platform of 2020.
    assert counts.loc["paygov", ["reports", "events", "repeats"]].tolist() == [2, 2, 1]


def test_party_resolutions_are_counted_once(dated: pd.DataFrame) -> None:
    events = distinct_milestones(dated)
    own = events[events["milestone_type"] == "resolution_party"]
    assert own["reports"].sum() == 76
    sure = own[own["date_kind"] == "dated"]
    # 62 dated reports are 40 resolutions of 39 provinces: Vũng Tàu's of «2021» may be that of May.
    assert (len(own), len(sure), sure["unit_id"].nunique()) == (47, 40, 39)
    assert own.loc[own["perhaps_repeated"], "figure_ids"].tolist() == ["m005"]
    assert sure["earliest"].dt.year.min() == 2020
    assert sure["latest"].dt.year.max() == 2022
    by_report = events.set_index("event_id")
    # Lai Châu's is reported four times.
    assert by_report.loc["m146", ["number", "reports"]].tolist() == ["9 NQ TU", 4]
    # Lào Cai's is dated to the day by one source, to the year by another.
    assert by_report.loc["m159", "latest"] == pd.Timestamp(2022, 1, 17)
    assert by_report.loc["m159", "figure_ids"] == "m159 m169"
    # Kon Tum's is one, of two dates.
    assert by_report.loc["m139", ["date_kind", "reports"]].tolist() == ["disputed", 3]
    # Ninh Thuận's decision is printed a year late by a source, as its note says.
    assert by_report.loc["m190", "date_kind"] == "dated"
    assert by_report.loc["m190", "latest"] == pd.Timestamp(2021, 12, 15)


def test_milestones_of_hau_giang_that_may_be_repeats(dated: pd.DataFrame) -> None:
    events = distinct_milestones(dated[dated["unit_id"] == HAU_GIANG])
    assert (len(events), events["reports"].sum()) == (12, 13)
    assert events.loc[events["reports"] > 1, "figure_ids"].tolist() == ["m121 m301"]
    # October 2020 beside 2 October, and what was there by June 2022.
    assert events.loc[events["perhaps_repeated"], "event_id"].tolist() == ["m082", "m083", "m117"]


def test_an_undated_copy_costs_no_date(dated: pd.DataFrame) -> None:
    first = first_milestones(dated, "resolution_party", "63")
    for unit_id, day in ((HA_TINH, "2021-10-22"), (QUANG_NINH, "2022-02-05")):
        assert first.loc[unit_id, "latest"] == pd.Timestamp(day)
        assert not first.loc[unit_id, "undated_beside"]
    assert first.loc[VUNG_TAU, "latest"] == pd.Timestamp(2021, 5, 31)
    assert not first.loc[VUNG_TAU, "undated_beside"]


def test_dates_of_one_milestone_that_exclude_each_other_are_disputed() -> None:
    rows = ledger(
        ("vn63-01", "2021-04-02", "2021-04-02", "printed"),
        ("vn63-01", "2022-02-18", "2022-02-18", "printed"),
        ("vn63-01", "", "", "date not printed"),
    ).assign(description="Resolution 09-NQ/TU")
    event = distinct_milestones(with_date_kinds(rows)).iloc[0]
    assert event[["date_kind", "reports", "precision"]].tolist() == ["disputed", 3, "day"]
    assert (event["date_start"], event["date_end"]) == (date(2021, 4, 2), date(2022, 2, 18))
    assert (event["earliest"], event["latest"]) == (
        pd.Timestamp(2021, 4, 2), pd.Timestamp(2022, 2, 18),
    )  # fmt: skip


def test_the_first_milestone_of_a_province(dated: pd.DataFrame) -> None:
    first = first_milestones(dated, "ioc", "63")
    assert first.loc[HAU_GIANG, "latest"] == pd.Timestamp(2020, 10, 2)
    assert first.loc[HUE, ["earliest", "latest"]].tolist() == [
        pd.Timestamp(2018, 1, 1), pd.Timestamp(2018, 12, 31),
    ]  # fmt: skip
    assert AN_GIANG not in first.index
    # Khánh Hòa's row of November 2025 is of the merged unit.
    assert not first.index.str.startswith("vn34").any()
    resolutions = first_milestones(dated, "resolution_party", "63")
    assert first_milestones(dated, "ioc", "63").loc["vn63-19", "undated_beside"]
    assert not resolutions.loc[HAU_GIANG, "undated_beside"]


def test_groups_by_time() -> None:
    found = groups_of(
        ("vn63-01", "2022-12-31", "2022-12-31", "printed"),
        ("vn63-02", "2023-01-01", "2023-12-31", "printed"),
        ("vn63-04", "2024-02-01", "2024-02-29", "printed"),
        ("vn63-06", "", "", "year not printed"),
        ("vn63-08", "2022-06-01", "2023-05-31", "printed"),
        ("vn63-10", "2023-06-01", "2023-06-30", "in_use_by"),
        ("vn63-11", "2022-06-01", "2022-06-30", "in_use_by"),
        ("vn63-12", "2024-02-01", "2024-02-29", "source_date, operating by then"),
        ("vn63-14", "2023-06-01", "2023-06-01", "printed"),
        ("vn63-14", "", "", "year not printed"),
        ("vn63-15", "2024-06-01", "2024-06-01", "printed"),
        ("vn63-15", "", "", "year not printed"),
        ("vn63-17", "2021-06-01", "2021-06-01", "printed"),
        ("vn63-17", "", "", "year not printed"),
    )
    assert found == {
        "vn63-01": "before",
        "vn63-02": "between",
        "vn63-04": "after",
        "vn63-06": "date_unknown",
        "vn63-08": "date_unknown",  # begins before, ends after the baseline
        "vn63-10": "date_unknown",  # in use by then, perhaps long before
        "vn63-11": "before",
        "vn63-12": "date_unknown",
        "vn63-14": "date_unknown",  # the undated one may be an earlier milestone
        "vn63-15": "date_unknown",
        "vn63-17": "before",
        "vn63-99": "none_on_file",
    }


def test_groups_of_real_provinces(dated: pd.DataFrame) -> None:
    first = first_milestones(dated, "resolution_party", "63")
    units = [HAU_GIANG, KON_TUM, GIA_LAI, AN_GIANG]
    later = timing_groups(first, units, END_2022, END_2023)
    assert later.tolist() == ["before", "before", "before", "none_on_file"]
    # Kon Tum's two dates and Gia Lai's conference lie around the end of 2021.
    earlier = timing_groups(first, units, END_2021, END_2022)
    assert earlier.tolist() == ["before", "date_unknown", "date_unknown", "none_on_file"]
    assert timing_groups(
        first_milestones(dated, "ioc", "63"), [DA_NANG], END_2022, END_2023
    ).tolist() == ["between"]
    plans = first_milestones(dated, "plan", "63")
    assert timing_groups(plans, [LONG_AN], END_2022, END_2023).tolist() == ["date_unknown"]


@pytest.mark.parametrize("kind", ["resolution_party", "ioc", "lgsp", "plan"])
def test_hidden_dates_never_make_a_province_untreated(dated: pd.DataFrame, kind: str) -> None:
    generator = np.random.default_rng(1)
    milestones = dated["event_id"].unique()
    units = sorted({u for u in dated["unit_id"] if u.startswith("vn63")} | {"vn63-06"})
    whole = first_milestones(dated, kind, "63")
    groups = timing_groups(whole, units, END_2022, END_2023)
    known = years_since(whole, END_2023).notna().sum()
    for share in (0.2, 0.5, 1.0):
        hide = dated["event_id"].isin(milestones[generator.random(len(milestones)) < share])
        hidden = dated.copy()
        hidden.loc[hide, ["earliest", "latest"]] = pd.NaT
        hidden.loc[hide, "date_kind"] = "unknown"
        first = first_milestones(hidden, kind, "63")
        now = timing_groups(first, units, END_2022, END_2023)
        changed = now[now != groups]
        assert len(changed)
        assert set(changed) == {"date_unknown"}
        assert (now == "none_on_file").equals(groups == "none_on_file")
        left = years_since(first, END_2023).dropna()
        assert len(left) < known
        # Of those left the time is what it was: no later milestone took the place of a hidden one.
        pd.testing.assert_series_equal(left, years_since(whole, END_2023)[left.index])
    assert left.empty


def test_a_milestone_in_place_by_a_day_counts_from_that_day_where_asked() -> None:
    day = pd.Timestamp(2022, 12, 31)
    first = pd.DataFrame(
        {
            "date_kind": ["dated", "by_then", "disputed", "by_then"],
            "earliest": [day, pd.NaT, day, pd.NaT],
            "latest": [day, day, day, pd.Timestamp(2024, 1, 1)],
            "undated_beside": [False] * 4,
        },
        index=list("abcd"),
    )
    assert years_since(first, END_2023).dropna().index.tolist() == ["a"]
    found = years_since(first, END_2023, bounds=True)
    assert found.dropna().to_dict() == pytest.approx({"a": 365 / 365.25, "b": 365 / 365.25})


def test_years_since_by_hand(dated: pd.DataFrame) -> None:
    resolutions = years_since(first_milestones(dated, "resolution_party", "63"), END_2023)
    # 2/12/2020 to 31/12/2023 is 3 years and 29 days: 1124 days.
    assert resolutions[HAU_GIANG] == pytest.approx(1124 / 365.25)
    # 5/2/2022 to 31/12/2023: 694 days.
    assert resolutions[QUANG_NINH] == pytest.approx(694 / 365.25)
    for unknown in (KON_TUM, GIA_LAI):
        assert np.isnan(resolutions[unknown])
    ioc = years_since(first_milestones(dated, "ioc", "63"), END_2023)
    # The year 2018 counts at 2 July: 2008 days.
    assert ioc[HUE] == pytest.approx(2008 / 365.25)
    assert np.isnan(ioc["vn63-96"])
    # Đà Nẵng's centre opened on 14/8/2023, after the end of 2022.
    assert ioc[DA_NANG] == pytest.approx(139 / 365.25)
    assert np.isnan(years_since(first_milestones(dated, "ioc", "63"), END_2022)[DA_NANG])


def test_who_is_left_out_and_why() -> None:
    rows = ledger(
        ("vn63-01", "2022-12-31", "2022-12-31", "printed"),
        ("vn63-02", "2024-01-01", "2024-01-31", "printed"),
        ("vn63-04", "2022-06-01", "2022-06-30", "in use by then"),
        ("vn63-06", "2021-06-01", "2021-06-30", "printed; two dates are printed for it"),
        ("vn63-08", "", "", "date not printed"),
        ("vn63-10", "2021-06-01", "2021-06-30", "printed"),
        ("vn63-10", "", "", "date not printed"),
        ("vn34-01", "2025-12-01", "2025-12-31", "merged province"),
    )
    first = first_milestones(with_date_kinds(rows), "ioc", "63")
    units = ["vn63-01", "vn63-02", "vn63-04", "vn63-06", "vn63-08", "vn63-10", "vn63-96"]
    assert time_coverage(first, units, END_2023) == {
        "known": 1, "later": 1, "by_then": 1, "disputed": 1, "unknown": 1, "undated_beside": 1,
        "none_on_file": 1,
    }  # fmt: skip
    assert sum(time_coverage(first, units[:3], END_2023).values()) == 3


def test_the_busiest_years() -> None:
    days = pd.to_datetime(pd.Series(["2002-01-01", "2021-05-01", "2021-06-01", "2022-01-01", None]))
    assert busiest_years(days, share=0.5) == (2021, 2021, 2)
    assert busiest_years(days, share=0.75) == (2021, 2022, 3)
    assert busiest_years(days, share=1.0) == (2002, 2022, 4)
    assert busiest_years(days[4:], share=0.5) is None


def test_a_type_without_rows_has_no_first_milestone(dated: pd.DataFrame) -> None:
    first = first_milestones(dated, "nothing of the kind", "63")
    assert first.empty
    assert years_since(first, END_2023).empty
    assert set(timing_groups(first, [HAU_GIANG], END_2022, END_2023)) == {"none_on_file"}
    assert len(GROUPS) == 5
