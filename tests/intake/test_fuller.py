"""A fuller table of an edition on file: what it brings, confirms and contradicts."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pandas as pd
import pytest

from helpers.errors import BadInputError
from helpers.intake.filing import Facts
from helpers.intake.fuller import AGREES, KNOWN, LOSES
from helpers.intake.landing import check_as_filed, land, undo_unfinished
from helpers.intake.procedure import Read, Request, check_new, check_read, file_read, read_request
from helpers.questions.clean_figures.answer import clean_figures
from helpers.sources.editions import load_definitions
from helpers.sources.published_tables import LISTED, gains_of, load_published_tables

from ..frozen_project import FROZEN

FACTS = Facts("https://dti.gov.vn/dti-2022", "2023-07-12", "2026-01-02")
OPEN = ("Nhận thức số", "Thể chế số", "Nhân lực số", "An toàn thông tin mạng")
"""The main indices of 2022 that are printed of ten provinces only; 100 points each."""
POINTS = {
    "Hạ tầng số": 100, "Hoạt động chính quyền số": 200, "Hoạt động kinh tế số": 150,
    "Hoạt động xã hội số": 150,
}  # fmt: skip
Rows = list[dict[str, str]]
pytestmark = pytest.mark.slow


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(FROZEN / "data" / "raw", tmp_path / "data" / "raw")
    return tmp_path


def table_of(root: Path, name: str) -> Rows:
    path = root / "data" / "raw" / "dti_tables" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def filled(rows: Rows) -> Rows:
    """The table of 2022 with main indices that give its totals: what is left of them, shared."""
    for row in rows:
        if row[OPEN[0]]:
            continue
        known = sum(points * float(row[name]) for name, points in POINTS.items())
        left = (1000 * float(row["DTI"]) - known) / 100
        shares = [min(left / 4, 1.0)] * 3
        for name, share in zip(OPEN, [*shares, left - sum(shares)], strict=True):
            row[name] = f"{share:.4f}"
    return rows


def write(root: Path, rows: Rows) -> Path:
    path = root / "bang.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    return path


def read(root: Path, rows: Rows, edition: str = "2022", map_text: str = "") -> Read:
    table_map = None
    if map_text:
        table_map = root / "map.yml"
        table_map.write_text(map_text, encoding="utf-8")
    request = Request(write(root, rows), "DTI", edition, "63", table_map, fuller=True)
    check_new(load_definitions(root), request)
    return read_request(root, request)


def check_named(root: Path, rows: Rows, name: str, **options: str) -> tuple[str, tuple[str, ...]]:
    verdict = check_read(read(root, rows, **options))
    check = next(check for check in verdict.checked.checks if check.name == name)
    return check.message, tuple(finding.text for finding in check.findings)


def full_rows(root: Path) -> int:
    """How many provinces have all main indices of 2022?"""
    rankings = clean_figures(root).tables["rankings"]
    own = rankings[(rankings["edition"] == "2022") & (rankings["index"] == "DTI")]
    names = [f"{n}_activity" for n in ("government", "economy", "society")]
    names += ["awareness", "institutions", "infrastructure", "human_resources", "cybersecurity"]
    known = own[own["measure"].isin(names) & own["score"].notna()]
    return int((known.groupby("unit_id").size() == len(names)).sum())


def tree(root: Path) -> dict[str, bytes]:
    files = (path for path in (root / "data").rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def test_a_fuller_table_brings_full_rows_and_keeps_the_old_one(root: Path) -> None:
    before = tree(root)
    old = before["data/raw/dti_tables/dti_2022_63.csv"]
    assert full_rows(root) == 10
    done = read(root, filled(table_of(root, "dti_2022_63")))
    verdict = check_read(done)
    assert verdict.unexcused == ()
    filing = file_read(root, done, verdict, FACTS)
    check_as_filed(root, filing)
    assert tree(root) == before
    land(root, filing)
    assert full_rows(root) == 63
    kept = root / "data" / "raw" / "superseded" / "dti_2022_63" / FACTS.filed
    assert (kept / "dti_2022_63.csv").read_bytes() == old
    assert (kept / "dti_2022_63.yml").is_file()
    edition = next(e for e in load_definitions(root).editions if e.key == ("DTI", "2022", "63"))
    assert (edition.formula, edition.complete, edition.table) == ("dti-922", True, "dti_2022_63")


def test_a_listed_table_brings_what_is_announced(root: Path) -> None:
    (root / LISTED).write_text(
        '- {index: DTI, edition: "2022", universe: "63", form: html, address: "", where: "", '
        "title_vi: A, title_en: B}",
        encoding="utf-8",
    )
    definitions = load_definitions(root)
    (own,) = load_published_tables(root, definitions)
    before = clean_figures(root).tables["coverage"]
    (gain,) = gains_of((own,), before, definitions)
    done = read(root, filled(table_of(root, "dti_2022_63")))
    land(root, file_read(root, done, check_read(done), FACTS))
    after = clean_figures(root).tables["coverage"]

    def known(coverage: pd.DataFrame, name: str) -> int:
        keys = zip(coverage["index"], coverage["edition"], coverage["universe"], strict=True)
        rows = coverage[[key == own.edition.key for key in keys]]
        return int(rows.loc[rows["measure"].isin(own.measures), name].sum())

    assert gain.scores == known(after, "scored") - known(before, "scored") > 0
    assert gain.ranks == known(after, "ranked") - known(before, "ranked") > 0
    assert gains_of((own,), after, definitions) == []


def test_one_digit_changed_is_named_and_may_be_let_stand(root: Path) -> None:
    rows = filled(table_of(root, "dti_2022_63"))
    rows[4]["Hạ tầng số"] = f"{float(rows[4]['Hạ tầng số']) + 0.01:.4f}"
    message, findings = check_named(root, rows, AGREES)
    assert len(findings) == 1
    assert findings[0].startswith(rows[4]["Tỉnh/Thành phố"])
    assert "1 agree" not in message
    unit = next(
        row.unit_id for row in read(root, rows).table.rows if row.name_as_printed in findings[0]
    )
    excuse = f'exceptions: [{{check: {AGREES}, unit: {unit}, reason: "Reissued."}}]'
    verdict = check_read(read(root, rows, map_text=excuse))
    assert AGREES not in {check.name for check in verdict.unexcused}


def test_a_table_that_lacks_what_is_on_file_is_not_fuller(root: Path) -> None:
    rows = filled(table_of(root, "dti_2022_63"))
    without = [{k: v for k, v in row.items() if k != "Hạ tầng số"} for row in rows]
    _, findings = check_named(root, without, LOSES)
    assert findings == ("63 scores of infrastructure on file are not in it",)
    _, findings = check_named(root, rows[:-1], LOSES)
    assert "1 scores of overall on file are not in it" in findings


def test_derived_ranks_are_confirmed_and_contradicted(root: Path) -> None:
    rankings = clean_figures(root).tables["rankings"]
    own = rankings[
        (rankings["index"] == "DTI") & (rankings["edition"] == "2021")
        & (rankings["measure"] == "overall")
    ].dropna(subset=["rank"])  # fmt: skip
    derived = own[own["rank_basis"] == "derived"]
    assert len(derived) > 5
    ranks = dict(zip(own["unit_id"], own["rank"], strict=True))
    # Two derived ranks exchanged, everything else as it is known; the rest in any order.
    first, second = derived["unit_id"].iloc[:2]
    ranks[first], ranks[second] = ranks[second], ranks[first]
    message, findings = check_named(root, made_up_2021(root, ranks), KNOWN, edition="2021")
    assert f"derived ranks: {len(derived) - 2} confirmed, 2 contradicted" in message
    assert sum("derived" in text for text in findings) == 2


def made_up_2021(root: Path, ranks: dict[str, float]) -> Rows:
    """All 63 by rank, those of the table on file with their figures."""
    units = clean_figures(root).tables["units"]
    names = units[units["universe"] == "63"].set_index("unit_id")["province"]
    on_file = table_of(root, "dti_2021_top18")
    free = iter(sorted({*range(1, 64)} - {int(rank) for rank in ranks.values()}))
    all_ranks = {unit: int(ranks.get(unit) or next(free)) for unit in names.index}
    printed = {int(row["Xếp hạng DTI"]): row for row in on_file}
    empty = dict.fromkeys(on_file[0], "")
    lowest = min(float(row["DTI"].replace(",", ".")) for row in on_file)
    return [
        printed.get(rank)
        or empty
        | {
            "Xếp hạng DTI": str(rank),
            "Tỉnh/Thành phố": names[unit],
            "DTI": f"{lowest - 0.001 * rank:.4f}".replace(".", ","),
        }
        for unit, rank in sorted(all_ranks.items(), key=lambda pair: pair[1])
    ]


def test_a_killed_landing_of_a_fuller_table_leaves_all_as_it_was(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(root)
    done = read(root, filled(table_of(root, "dti_2022_63")))
    filing = file_read(root, done, check_read(done), FACTS)
    moved: list[Path] = []

    def stop(source: Path, target: Path) -> None:
        if len(moved) == 3:
            raise KeyboardInterrupt
        moved.append(target)
        target.write_bytes(source.read_bytes())
        source.unlink()

    monkeypatch.setattr("helpers.intake.landing.replace_file", stop)
    with pytest.raises(KeyboardInterrupt):
        land(root, filing)
    monkeypatch.undo()
    undo_unfinished(root)
    assert tree(root) == before


@pytest.mark.parametrize("edition", ["2020", "2025"])
def test_there_must_be_a_table_to_replace(root: Path, edition: str) -> None:
    with pytest.raises(BadInputError) as error:
        read(root, filled(table_of(root, "dti_2022_63")), edition=edition)
    assert error.value.reason.key == "fuller.no_table"
