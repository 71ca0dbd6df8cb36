"""Which claims a published table would open: asked of the rooms, with what is on file and more."""

from __future__ import annotations

from dataclasses import replace

import pytest

from helpers.questions.clean_figures.answer import CleanFigures
from helpers.questions.missing_tables.answer import (
    NAMES,
    Known,
    Question,
    answerable,
    opened_by,
    with_table,
)
from helpers.questions.robustness.curves import FAMILIES
from helpers.sources.editions import Definitions
from helpers.sources.provinces import Units
from helpers.sources.published_tables import Gain, PublishedTable

PILLARS = ("overall", "pillar_government", "pillar_economy", "pillar_society")


@pytest.fixture(scope="session")
def known(clean: CleanFigures, definitions: Definitions, units: Units) -> Known:
    return Known(clean.tables, definitions, units)


@pytest.fixture(scope="session")
def now(known: Known) -> frozenset[Question]:
    return answerable(known)


def table_of(known: Known, edition: str, *measures: str, index: str = "DTI") -> PublishedTable:
    own = known.definitions.edition(index, edition, "63")
    formula = known.definitions.formula_of(own)
    assert formula is not None
    whole = ("overall", *formula.weights)
    return PublishedTable(own, measures or whole, "pdf", "", "", {"vi": "A", "en": "A"})


def opened(known: Known, *tables: PublishedTable) -> list[set[str]]:
    gains = [Gain(table, 1, 1, (), 0, 63) for table in tables]
    return [{one.claim for one in questions} for questions in opened_by(gains, known)]


def test_what_can_be_tested_now_takes_two_full_tables_or_every_part(
    now: frozenset[Question],
) -> None:
    now = {one.claim for one in now}
    # Full tables: 2022, 2023, 2024 of the 63, 2024 of the 34; the last has all eight parts.
    assert {one for one in now if "rank-lasts" in one} == {
        "06-robustness/rank-lasts@DTI-63-2022-2023", "06-robustness/rank-lasts@DTI-63-2023-2024",
    }  # fmt: skip
    assert {one for one in now if "pairs-held" in one} == {"06-robustness/pairs-held@DTI-34-2024"}
    # Of 2023 and 2024 the points differ.
    assert {one for one in now if one.startswith(("02", "03", "04", "05"))} == {
        "02-rank-gains/largest-climb@DTI-63-2022-2023",
        "03-online-services/portal-index-online-services-score@DTI-63-2022-2023",
        *(f"04-milestones/{kind}-score@DTI-63-2022-2023"
          for kind in ("ioc", "plan", "resolution_party")),
        *(f"05-digital-adoption/papi_{asked}_access-level@DTI-63-2022-2023"
          for asked in ("internet", "portal")),
    }  # fmt: skip


def test_every_question_is_a_declared_test_or_has_a_name(known: Known) -> None:
    first, second = table_of(known, "2022"), table_of(known, "2023")
    found = answerable(with_table(with_table(known, first), second))
    names = {
        one.name
        for one in found
        if one.notebook not in FAMILIES and not one.name.startswith("agrees-")
    }
    assert names == set(NAMES)


def test_a_table_opens_what_its_figures_allow(known: Known) -> None:
    pair, before, parts, totals, ict = opened(
        known,
        table_of(known, "2021", *PILLARS),
        table_of(known, "2020", "overall"),
        table_of(known, "2022"),
        table_of(known, "2022", "overall"),
        table_of(known, "2020", index="ICT"),
    )
    # The service index of 03 begins in 2022; too few centres (IOC) are dated before 2021.
    assert {one.partition("@")[0] for one in pair} == {
        "02-rank-gains/largest-climb", "06-robustness/rank-lasts", "06-robustness/first-stayed",
        "04-milestones/plan-score", "04-milestones/resolution_party-score",
        "05-digital-adoption/papi_internet_access-level",
        "05-digital-adoption/papi_portal_access-level",
    }  # fmt: skip
    assert {one.partition("@")[2] for one in pair} == {"DTI-63-2021-2022"}
    # 2021 is not full, so 2022 stands beside 2020: for ranks that last, not under one formula.
    assert before == {
        "06-robustness/rank-lasts@DTI-63-2020-2022", "06-robustness/first-stayed@DTI-63-2020-2022",
    }  # fmt: skip
    assert parts == {
        "02-rank-gains/sensitivity@DTI-63-2022", "06-robustness/pairs-held@DTI-63-2022",
    }  # fmt: skip
    assert totals == set()
    assert ict == {"10-what-the-index-measures/agrees-ict-2020@DTI-63-2022-2023-2024"}


def test_two_tables_open_more_together_than_each_alone(known: Known) -> None:
    first, second = table_of(known, "2022"), table_of(known, "2023")
    both = answerable(with_table(with_table(known, first), second))
    alone = answerable(with_table(known, first)) | answerable(with_table(known, second))
    assert {one.claim for one in both - alone} == {"02-rank-gains/rank-mover@DTI-63-2022-2023"}


def test_a_part_that_lacks_one_province_opens_nothing(
    known: Known, now: frozenset[Question]
) -> None:
    whole = with_table(known, table_of(known, "2022"))
    rankings = whole.rankings
    cell = (rankings["edition"] == "2022") & (rankings["measure"] == "awareness")
    one_less = rankings.drop(rankings[cell].index[0])
    lacking = replace(whole, tables={**whole.tables, "rankings": one_less})
    assert answerable(lacking) == now
