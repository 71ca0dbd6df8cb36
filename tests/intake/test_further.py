"""Ranks of other editions beside a table: offered, filed, held against what is on file."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pandas as pd
import pytest
import yaml

from helpers.intake.checks.outcome import DOUBT, FAILED, PASSED, Check
from helpers.intake.filing import Facts, Filing
from helpers.intake.landing import check_as_filed, land, undo_unfinished
from helpers.intake.procedure import Read, Request, Verdict, check_read, file_read, read_request
from helpers.questions.clean_figures.answer import CleanFigures, clean_figures
from helpers.sources.editions import load_definitions

from ..frozen_project import FROZEN
from .stopped_landing import land_stopped

FACTS = Facts("https://mic.gov.vn/ict-index-2020", "2021-04-26", "2026-01-02")
YEARS = ("2018", "2019", "2020")
Lines = list[list[str]]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def frozen() -> CleanFigures:
    return clean_figures(FROZEN)


@pytest.fixture(autouse=True)
def _cleaned_once(frozen: CleanFigures, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is known beforehand is that of the frozen figures, of which every root is a copy."""
    monkeypatch.setattr("helpers.intake.procedure.clean_figures", lambda _: frozen)


@pytest.fixture(scope="module")
def ranks(frozen: CleanFigures) -> dict[str, dict[str, int]]:
    """Ranks of ICT 2018 to 2020 by year and province: those known as they are, the rest filled."""
    tables = frozen.tables
    units = tables["units"]
    names = units[units["universe"] == "63"].set_index("unit_id")["province"]
    return {year: whole(tables["rankings"], names, year) for year in YEARS}


def whole(rankings: pd.DataFrame, names: pd.Series, year: str) -> dict[str, int]:
    own = rankings[
        (rankings["index"] == "ICT") & (rankings["edition"] == year)
        & (rankings["measure"] == "overall")
    ].dropna(subset=["rank"]).drop_duplicates("rank")  # fmt: skip
    known = {int(rank): unit for unit, rank in zip(own["unit_id"], own["rank"], strict=True)}
    # From the end for one year and from the start for the next, so that no two years are alike.
    left = sorted(set(names.index) - set(known.values()), reverse=year == "2019")
    left = left[int(year) % 7 :] + left[: int(year) % 7]
    free = [rank for rank in range(1, 64) if rank not in known]
    known |= dict(zip(free, left, strict=True))
    return {names[unit]: rank for rank, unit in known.items()}


@pytest.fixture
def lines(ranks: dict[str, dict[str, int]]) -> Lines:
    """As a report prints it: score and rank of 2020, the ranks of the two editions before."""
    rows = sorted(ranks["2020"], key=lambda name: ranks["2020"][name])
    return [
        ["", "", "Năm 2020", "", "Xếp hạng năm 2019", "Xếp hạng năm 2018"],
        ["TT", "Tỉnh/Thành phố", "Chỉ số", "Xếp hạng", "", ""],
        *(
            [str(ranks["2020"][n]), n, f"{0.95 - 0.01 * ranks['2020'][n]:.4f}",
             str(ranks["2020"][n]), str(ranks["2019"][n]), str(ranks["2018"][n])]
            for n in rows
        ),
    ]  # fmt: skip


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(FROZEN / "data" / "raw", tmp_path / "data" / "raw")
    return tmp_path


def read(
    root: Path, lines: Lines, *, map_text: str = "", further: bool = False,
    index: str = "ICT", edition: str = "2020",
) -> Read:  # fmt: skip
    path, table_map = root / "ict.csv", root / "map.yml"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(lines)
    table_map.write_text(map_text, encoding="utf-8")
    given = table_map if map_text else None
    return read_request(root, Request(path, index, edition, "63", given, further=further))


def filed(root: Path, done: Read) -> tuple[Verdict, Filing]:
    verdict = check_read(done)
    assert verdict.unexcused == (), verdict.unexcused
    return verdict, file_read(root, done, verdict, FACTS)


def check(verdict: Verdict, name: str) -> Check:
    return next(one for one in verdict.checked.checks if one.name == name)


def tree(root: Path) -> dict[str, bytes]:
    files = (path for path in (root / "data").rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def test_it_is_asked_whether_they_are_filed(root: Path, lines: Lines) -> None:
    done = read(root, lines)
    (question,) = done.table.questions
    assert question.key == "further_editions"
    assert "2018 (6), 2019 (5)" in question.text
    assert [column.further for column in done.table.columns[-2:]] == [
        "overall.rank@2019", "overall.rank@2018",
    ]  # fmt: skip


def test_they_become_tables_of_ranks_only(
    root: Path, lines: Lines, ranks: dict[str, dict[str, int]]
) -> None:
    _, filing = filed(root, read(root, lines, further=True))
    check_as_filed(root, filing)
    before = load_definitions(root)
    land(root, filing)
    root = root.rename(root.with_name("anew"))  # definitions are read once for each root
    for year in ("2018", "2019"):
        edition = load_definitions(root).edition("ICT", year, "63")
        assert (edition.table, edition.complete, edition.ranks_only) == (
            f"ict_{year}_63", True, True,
        )  # fmt: skip
    for year in YEARS:
        one, other = (d.edition("ICT", year, "63") for d in (before, load_definitions(root)))
        assert (one.formula, one.published) == (other.formula, other.published)
    rankings = clean_figures(root).tables["rankings"]
    own = rankings[(rankings["index"] == "ICT") & (rankings["measure"] == "overall")]
    for year in YEARS:
        of_year = own[own["edition"] == year]
        assert dict(zip(of_year["province"], of_year["rank"], strict=True)) == ranks[year]
        assert set(of_year["rank_source_id"]) == {f"ict_{year}_63"}
    about = yaml.safe_load((root / "data/raw/ict_tables/ict_2018_63.yml").read_text("utf-8"))
    assert "beside those of ict_2020_63" in about["transcription"]
    # No table of the index is on file; the last of another one before is of this ministry.
    assert about["producer"].startswith("Bộ Thông tin và Truyền thông")
    assert about["table"]["columns"] == {"Xếp hạng năm 2018": "overall.rank"}


def test_the_map_says_no_or_names_the_columns(root: Path, lines: Lines) -> None:
    _, filing = filed(root, read(root, lines, map_text="further_editions: false"))
    assert not any("2018" in path or "2019" in path for path in filing.files)
    lines[0][4], lines[0][5] = "Kỳ trước", "Kỳ trước nữa"
    answers = "columns: {5: overall.rank@2019, 6: none}\nfurther_editions: true"
    _, filing = filed(root, read(root, lines, map_text=answers))
    assert "ict_tables/ict_2019_63.csv" in filing.files
    assert "ict_tables/ict_2018_63.csv" not in filing.files


def test_undo_leaves_the_tree_as_it_was(
    root: Path, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(root)
    _, filing = filed(root, read(root, lines, further=True))
    assert tree(root) == before
    land_stopped(root, filing, monkeypatch, after=7)
    undo_unfinished(root)
    assert tree(root) == before


def test_a_table_on_file_is_held_against_and_never_touched(root: Path) -> None:
    path = FROZEN / "data" / "raw" / "dti_tables" / "dti_2023_63.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    # The order of the list is that of the totals; ties are left out of the test's arithmetic.
    places = {row["Tỉnh/Thành phố"]: row["TT"] for row in rows}
    tied = {r["DTI"] for r in rows if sum(r["DTI"] == o["DTI"] for o in rows) > 1}
    names = [r["Tỉnh/Thành phố"] for r in rows if r["DTI"] not in tied]
    places[names[0]], places[names[1]] = places[names[1]], places[names[0]]
    shown = [n if n in names else "" for n in places]
    lines = [["TT", "Tỉnh/Thành phố", "DTI 2026", "Xếp hạng 2026", "Xếp hạng 2023"]]
    lines += [
        [str(i), n, f"{0.99 - i / 100:.4f}", str(i), places[n] if n in shown else ""]
        for i, n in enumerate(sorted(places, reverse=True), start=1)
    ]
    done = read(root, lines, index="DTI", edition="2026")
    assert not done.table.questions
    verdict = check_read(done)
    held = check(verdict, "agrees_with_file_2023")
    assert held.status == DOUBT
    assert f"{len(names) - 2} ranks agree with the table on file, 2 differ" in held.message
    assert len(held.findings) == 2
    assert verdict.further == ()
    # Whatever they say of an edition on file, they change nothing and stand in no way.
    assert check(verdict, "known_figures_2023").status != FAILED


def test_ranks_that_can_be_no_ranks_stand_in_the_way(root: Path, lines: Lines) -> None:
    lines[4][5] = lines[3][5]
    verdict = check_read(read(root, lines, further=True))
    assert {one.name for one in verdict.unexcused} == {"ranks_2018"}
    place = verdict.unexcused[0].findings[0].place
    assert place is not None
    assert place.column == 6


@pytest.mark.parametrize(
    ("text", "failing"),
    [
        ("", {"totals_printed_2018"}),
        ("-", {"totals_printed_2018"}),
        ("64", {"values_readable_2018"}),
        ("xem chú thích", {"values_readable_2018"}),
    ],
)  # fmt: skip
def test_a_rank_that_is_missing_or_unreadable_stands_in_the_way(
    root: Path, lines: Lines, text: str, failing: set[str]
) -> None:
    lines[4][5] = text
    verdict = check_read(read(root, lines, further=True))
    assert {one.name for one in verdict.unexcused} == failing
    for one in verdict.unexcused:
        (finding,) = one.findings
        assert finding.place is not None
        assert (finding.place.row, finding.place.column) == (5, 6)


def test_years_exchanged_contradict_what_the_press_printed(root: Path, lines: Lines) -> None:
    lines[0][4], lines[0][5] = lines[0][5], lines[0][4]
    verdict = check_read(read(root, lines, further=True))
    assert {one.name for one in verdict.unexcused} == {"known_figures_2018", "known_figures_2019"}
    known = check(verdict, "known_figures_2018")
    assert "another year?" in known.message
    assert any("Hà Nội: overall 8, printed 3" in one.text for one in known.findings)


def test_a_copied_column_is_named(root: Path, lines: Lines) -> None:
    for line in lines[2:]:
        line[4] = line[3]
    verdict = check_read(read(root, lines, further=True))
    assert check(verdict, "another_edition_2019").status == FAILED
    assert check(verdict, "another_edition_2018").status == PASSED


def test_what_is_known_from_elsewhere_is_counted(root: Path, lines: Lines) -> None:
    verdict = check_read(read(root, lines, further=True))
    assert check(verdict, "known_figures_2018").status == PASSED
    assert "0 contradicted" in check(verdict, "known_figures_2018").message


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        (["", "", "Chỉ số", "Xếp hạng", "", ""], ["TT", "Tỉnh", "2020", "2020", "2019", "2018"]),
        (["", "", "Năm 2020", "", "Năm 2019", "Năm 2018"],
         ["TT", "Tỉnh", "Chỉ số", "Xếp hạng", "Xếp hạng", "Thứ hạng"]),
        ([], ["TT", "Tỉnh", "ICT Index 2020", "Hạng 2020", "Hạng 2019", "Vị trí 2018"]),
    ],
)  # fmt: skip
def test_headers_that_name_the_years(
    root: Path, lines: Lines, upper: list[str], lower: list[str]
) -> None:
    done = read(root, [upper, lower, *lines[2:]] if upper else [lower, *lines[2:]])
    assert [column.holds or column.further for column in done.table.columns] == [
        "overall.list_position", "unit", "overall.score", "overall.rank", "overall.rank@2019",
        "overall.rank@2018",
    ]  # fmt: skip


def test_a_year_alone_over_ranks_is_asked_about(root: Path, lines: Lines) -> None:
    header = ["TT", "Tỉnh", "ICT Index 2020", "Xếp hạng 2020", "2019", "Kỳ 2018"]
    # Nothing says of them that they are ranks, save that they stand beside one.
    done = read(root, [header, *lines[2:]], further=True)
    asked = {question.key: question.choices[0] for question in done.table.questions}
    assert asked == {"columns.5": "overall.rank@2019", "columns.6": "overall.rank@2018"}


def test_an_edition_that_is_not_on_file_is_named_and_left(root: Path, lines: Lines) -> None:
    lines[0][5] = "Xếp hạng năm 2012"
    done = read(root, lines, further=True)
    assert any("2012" in note for note in done.table.notes)
    assert [one.edition.edition for one in done.further] == ["2019"]


def test_two_columns_of_one_edition_are_asked_about(root: Path, lines: Lines) -> None:
    lines[0][5] = lines[0][4]
    done = read(root, lines, further=True)
    assert [question.key for question in done.table.questions] == ["columns.5", "columns.6"]
    assert done.table.questions[0].choices == ("overall.rank@2019", "none")


def test_a_cell_that_is_an_error_may_be_left_blank(root: Path, lines: Lines) -> None:
    name, lines[5][5] = lines[5][1], "#N/A"
    verdict = check_read(read(root, lines, further=True))
    assert {one.name for one in verdict.unexcused} == {"values_readable_2018"}
    excuse = (
        "further_editions: true\nexceptions: [{check: values_readable_2018, "
        f'unit: {name}, reason: "Not ranked."}}]'
    )
    _, filing = filed(root, read(root, lines, map_text=excuse))
    rows = filing.files["ict_tables/ict_2018_63.csv"].decode().splitlines()
    assert f"{name}," in rows
    edition = yaml.safe_load(filing.files["definitions/editions.yml"])["editions"]
    own = next(e for e in edition if (e["index"], e["edition"]) == ("ICT", "2018"))
    assert "complete" not in own
