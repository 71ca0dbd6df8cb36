"""Editions that are settled here: what an entry needs, and what is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import yaml

from helpers.errors import BadInputError
from helpers.sources.editions import Definitions
from helpers.sources.raw_files import RawTable
from helpers.sources.settled_editions import FILE, SettledEdition, load_settled_editions

MakeTable = Callable[..., RawTable]
ENTRY = {
    "on_file": "", "edition": "2020", "by": "date", "confidence": "high", "vi": "lý do",
    "en": "reason",
}  # fmt: skip


@pytest.fixture
def ledger(make_table: MakeTable) -> RawTable:
    columns = "figure_id", "index", "edition", "universe"
    rows = [
        {"figure_id": "r1", "index": "DTI", "universe": "63"},
        {"figure_id": "r2", "index": "DTI", "universe": "63", "edition": "2024"},
    ]
    return make_table("data/raw/reported_rankings/reported_rankings.csv", columns, rows)


def load(
    root: Path,
    ledger: RawTable,
    definitions: Definitions,
    entries: Mapping[str, object],
    aside: Mapping[str, object] | None = None,
) -> dict[str, SettledEdition]:
    path = root / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(entries, allow_unicode=True), encoding="utf-8")
    return load_settled_editions(root, ledger, definitions, aside or {})


def test_an_entry_says_edition_way_confidence_and_reason(
    tmp_path: Path, ledger: RawTable, definitions: Definitions
) -> None:
    entries = {"r1": ENTRY, "r2": ENTRY | {"on_file": "2024", "edition": "2023"}}
    settled = load(tmp_path, ledger, definitions, entries)
    assert settled["r1"] == SettledEdition("", "2020", "date", "high", "lý do", "reason")
    assert settled["r1"].doubt == "edition settled by date, high confidence: reason"
    assert (settled["r2"].on_file, settled["r2"].edition) == ("2024", "2023")
    assert load(tmp_path, ledger, definitions, {}) == {}


@pytest.mark.parametrize(
    ("figure", "change", "message"),
    [
        ("r9", {}, r"r9 is not a figure"),
        ("r1", {"by": "guess"}, r"by is 'guess'. Expected one of match, date, elimination"),
        ("r1", {"confidence": "low"}, r"confidence is 'low'"),
        ("r1", {"en": ""}, r"r1: lacking or not wanted: en"),
        ("r1", {"edition": 2020}, r"lacking or not wanted: edition"),
        ("r1", {"why": "x"}, r"lacking or not wanted: why"),
        ("r1", {"edition": "1999"}, r"no edition 1999 of DTI"),
        # The row has got an edition since: the entry has done its work, or is wrong.
        ("r2", {}, r"expected edition '' in reported_rankings.csv, found '2024'"),
    ],
)
def test_an_entry_that_does_not_fit_is_refused(
    tmp_path: Path,
    ledger: RawTable,
    definitions: Definitions,
    figure: str,
    change: Mapping[str, object],
    message: str,
) -> None:
    with pytest.raises(BadInputError, match=message):
        load(tmp_path, ledger, definitions, {figure: ENTRY | change})


def test_what_is_not_used_needs_no_edition(
    tmp_path: Path, ledger: RawTable, definitions: Definitions
) -> None:
    with pytest.raises(BadInputError, match=r"r1 stands in set_aside.yml too"):
        load(tmp_path, ledger, definitions, {"r1": ENTRY}, {"r1": {}})


def test_what_is_no_list_of_figures_is_refused(
    tmp_path: Path, ledger: RawTable, definitions: Definitions
) -> None:
    with pytest.raises(BadInputError, match="each entry begins with the id of a figure"):
        load(tmp_path, ledger, definitions, ["r1"])  # type: ignore[arg-type]
    with pytest.raises(BadInputError, match="r1: lacking or not wanted: 2020"):
        load(tmp_path, ledger, definitions, {"r1": "2020"})
