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
from helpers.questions.missing_tables.answer import Known, answerable, opened_by
from helpers.questions.rank_gains.movers import movers
from helpers.questions.robustness.standing import settled_in, understated
from helpers.rankings.index_parts import IndexParts, index_parts
from helpers.sources import editions
from helpers.sources.editions import load_definitions
from helpers.sources.provinces import load_units
from helpers.sources.published_tables import LISTED, gains_of, load_published_tables

from ..frozen_project import FROZEN
from .stopped_landing import land_stopped

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


def known_now(root: Path) -> Known:
    return Known(clean_figures(root).tables, load_definitions(root), load_units(root))


def ranks_of_2021(root: Path) -> dict[str, float]:
    rankings = clean_figures(root).tables["rankings"]
    own = rankings[(rankings["index"] == "DTI") & (rankings["edition"] == "2021")]
    own = own[own["measure"] == "overall"].dropna(subset=["rank"])
    return dict(zip(own["unit_id"], own["rank"], strict=True))


@pytest.mark.parametrize("edition", ["2021", "2022"])
def test_a_listed_table_brings_and_opens_what_is_announced(root: Path, edition: str) -> None:
    measures = "measures: [overall], " if edition == "2021" else ""
    (root / LISTED).write_text(
        f'- {{index: DTI, edition: "{edition}", universe: "63", form: html, address: "", '
        f'where: "", {measures}title_vi: A, title_en: B}}',
        encoding="utf-8",
    )
    definitions = load_definitions(root)
    (own,) = load_published_tables(root, definitions)
    now = known_now(root)
    before = now.tables["coverage"]
    (gain,) = gains_of((own,), before, definitions)
    (opened,) = opened_by([gain], now)
    if edition == "2021":
        take_in(root, edition, made_up_2021(root, ranks_of_2021(root)))
    else:
        take_in(root, edition, filled(table_of(root, "dti_2022_63")))
    then = known_now(root)
    after = then.tables["coverage"]
    assert set(opened) == answerable(then) - answerable(now) != set()

    def known(coverage: pd.DataFrame, name: str) -> int:
        keys = zip(coverage["index"], coverage["edition"], coverage["universe"], strict=True)
        rows = coverage[[key == own.edition.key for key in keys]]
        return int(rows.loc[rows["measure"].isin(own.measures), name].sum())

    assert gain.scores == known(after, "scored") - known(before, "scored") > 0
    assert gain.ranks == known(after, "ranked") - known(before, "ranked") > 0
    assert gains_of((own,), after, then.definitions) == []


def take_in(root: Path, edition: str, rows: Rows) -> None:
    done = read(root, rows, edition=edition)
    verdict = check_read(done)
    assert verdict.unexcused == ()
    land(root, file_read(root, done, verdict, FACTS))
    # A command reads them once; here several follow each other.
    editions._load_definitions.cache_clear()


def parts_of(now: Known, edition: str) -> IndexParts:
    own = now.definitions.edition("DTI", edition, "63")
    return index_parts(now.rankings, now.definitions, now.units, own)


def kinds(now: Known, edition: str) -> set[str]:
    """Of which kind are the intervals of an edition?"""
    intervals = now.tables["rank_intervals"]
    own = intervals[(intervals["edition"] == edition) & (intervals["universe"] == "63")]
    assert len(own) == 63
    return set(own["interval_kind"])


def printed_in_part(now: Known, edition: str) -> int:
    """Notebook 06: of how many provinces are the intervals understated?"""
    own = now.definitions.edition("DTI", edition, "63")
    apart = settled_in(now.rankings, now.definitions, now.units, own)
    found = understated(apart, now.tables["rank_intervals"], draws=200)
    assert apart.printed_in_full == (found is None)
    return found.in_part if found else 0


def split_of_the_country(now: Known) -> tuple[str, int]:
    """Notebook 02: what is not known of every province, and how many parts are."""
    earlier, later = parts_of(now, "2022"), parts_of(now, "2023")
    found = movers(earlier, later)
    assert found is not None
    # Whatever the parts: together they are the change of the totals.
    rise = later.totals - earlier.totals
    assert (found.points.sum(axis=1) - rise).abs().max() < 1e-9
    return found.block, len(found.parts)


def test_full_rows_end_what_was_understated_and_the_unknown_block(root: Path) -> None:
    understated_kind, whole = {"sensitivity, understated"}, {"sensitivity"}
    now = known_now(root)
    assert (kinds(now, "2022"), printed_in_part(now, "2022")) == (understated_kind, 53)
    assert split_of_the_country(now) == ("remainder", 4)
    take_in(root, "2022", filled(table_of(root, "dti_2022_63")))
    now = known_now(root)
    assert (kinds(now, "2022"), printed_in_part(now, "2022")) == (whole, 0)
    # What one edition alone prints cannot be split.
    assert (kinds(now, "2023"), split_of_the_country(now)) == (understated_kind, ("remainder", 4))
    take_in(root, "2023", filled(table_of(root, "dti_2023_63")))
    now = known_now(root)
    assert (kinds(now, "2023"), split_of_the_country(now)) == (whole, ("", 8))


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
    """All 63: those of the table on file as they are, the others between them by their ranks.

    Of two with one rank, and of those with none, each takes the next place that is free. Their
    totals fall evenly between those printed, and below them so that the mean is the printed one.
    """
    units = load_units(root)
    rows: dict[int, dict[str, str]] = {}
    for row in table_of(root, "dti_2021_top18"):
        # Two that share the rank 12 stand one below the other.
        place = int(row["Xếp hạng DTI"])
        rows[place + 1 if place in rows else place] = row
    printed = {units.find(row["Tỉnh/Thành phố"]).unit_id for row in rows.values()}
    totals = pd.Series(
        {place: float(row["DTI"].replace(",", ".")) for place, row in rows.items()},
        index=range(1, 64),
    ).interpolate(limit_area="inside")
    last = int(totals.last_valid_index())
    short = totals.sum() + (63 - last) * totals[last] - 63 * 0.4014
    step = short / sum(range(1, 64 - last))
    for place in range(last + 1, 64):
        totals[place] = totals[last] - step * (place - last)
    free = [place for place in range(1, 64) if place not in rows]
    names, empty = list(rows[1]), dict.fromkeys(rows[1], "")
    others = [unit for unit in units.all("63") if unit.unit_id not in printed]
    for unit in sorted(others, key=lambda one: ranks.get(one.unit_id, 99)):
        wanted = ranks.get(unit.unit_id)
        place = free.pop(free.index(wanted) if wanted in free else 0)
        total = f"{totals[place]:.4f}".replace(".", ",")
        rows[place] = empty | dict(zip(names[:3], (str(place), unit.province, total), strict=True))
    return [rows[place] for place in sorted(rows)]


def test_a_killed_landing_of_a_fuller_table_leaves_all_as_it_was(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(root)
    done = read(root, filled(table_of(root, "dti_2022_63")))
    filing = file_read(root, done, check_read(done), FACTS)
    land_stopped(root, filing, monkeypatch, after=3)
    undo_unfinished(root)
    assert tree(root) == before


@pytest.mark.parametrize("edition", ["2020", "2025"])
def test_there_must_be_a_table_to_replace(root: Path, edition: str) -> None:
    with pytest.raises(BadInputError) as error:
        read(root, filled(table_of(root, "dti_2022_63")), edition=edition)
    assert error.value.reason.key == "fuller.no_table"
