"""A table that somebody else than the ministry copied: filed below official ones, and named so."""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path

import pytest
import yaml

from helpers.errors import BadInputError
from helpers.intake.checks.outcome import DOUBT, FAILED
from helpers.intake.filing import Facts, Filing
from helpers.intake.fuller import AGREES, KNOWN
from helpers.intake.landing import check_as_filed, land
from helpers.intake.procedure import Read, Request, check_read, file_read, read_request
from helpers.questions.clean_figures.answer import CleanFigures, clean_figures
from helpers.questions.press_check.headline import check_headline
from helpers.questions.press_check.headline_sentences import answer_lines
from helpers.rankings.provenance import provenance
from helpers.sharing.wording import written_down
from helpers.sources.editions import load_definitions
from helpers.sources.provinces import load_units

from ..frozen_project import FROZEN

FACTS = Facts("https://bao-a.vn/dti-2020", "2021-10-20", "2026-01-02")
KEY = ("DTI", "2020", "63")
Lines = list[list[str]]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def frozen() -> CleanFigures:
    return clean_figures(FROZEN)


@pytest.fixture(scope="module")
def printed(frozen: CleanFigures) -> Lines:
    """DTI 2020 as a newspaper has it: names and totals, in the order of the ranks known.

    The totals fall by 0.004 from rank to rank around that of rank 32, which so is their mean; it
    is the published one, 0.3026.
    """
    units = frozen.tables["units"]
    names = units[units["universe"] == "63"].set_index("unit_id")["province"]
    rankings = frozen.tables["rankings"]
    own = rankings[
        (rankings["index"] == "DTI") & (rankings["edition"] == "2020")
        & (rankings["measure"] == "overall")
    ].dropna(subset=["rank"]).drop_duplicates("rank")  # fmt: skip
    known = {int(rank): unit for unit, rank in zip(own["unit_id"], own["rank"], strict=True)}
    left = iter(sorted(set(names.index) - set(known.values())))
    order = [known.get(rank) or next(left) for rank in range(1, 64)]
    return [
        ["TT", "Tỉnh/Thành phố", "DTI"],
        *([str(rank), names[unit], f"{0.3026 + (32 - rank) * 0.004:.4f}"]
          for rank, unit in enumerate(order, start=1)),
    ]  # fmt: skip


@pytest.fixture
def lines(printed: Lines) -> Lines:
    return [list(line) for line in printed]


def copy_of(root: Path, folder: Path) -> Path:
    shutil.copytree(root / "data" / "raw", folder / "data" / "raw")
    return folder


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_of(FROZEN, tmp_path / "0")


@pytest.fixture(scope="module")
def with_copy(printed: Lines, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A root with the newspaper's table."""
    root = copy_of(FROZEN, tmp_path_factory.mktemp("copied") / "0")
    done = read(root, printed, "Báo A")
    check_as_filed(root, filing(root, done))
    return landed(root, done)


@pytest.fixture(scope="module")
def cleaned(with_copy: Path) -> CleanFigures:
    return clean_figures(with_copy)


@pytest.fixture
def copied(with_copy: Path, tmp_path: Path) -> Path:
    """The same, to be changed."""
    return copy_of(with_copy, tmp_path / "copied")


def read(root: Path, lines: Lines, by: str = "", *, fuller: bool = False) -> Read:
    path = root / "bang.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(lines)
    return read_request(root, Request(path, *KEY, fuller=fuller, transcribed_by=by))


def filing(root: Path, done: Read) -> Filing:
    verdict = check_read(done)
    assert verdict.unexcused == (), verdict.unexcused
    return file_read(root, done, verdict, FACTS)


def landed(root: Path, done: Read) -> Path:
    """The root with the table, under another name: definitions are read once for each root."""
    land(root, filing(root, done))
    return root.rename(root.with_name(f"{root.name}+"))


def test_it_has_a_basis_of_its_own_below_the_official_ones(
    with_copy: Path, cleaned: CleanFigures, lines: Lines
) -> None:
    edition = load_definitions(with_copy).edition(*KEY)
    assert (edition.table, edition.transcribed_by) == ("dti_2020_63", "Báo A")
    about = yaml.safe_load((with_copy / "data/raw/dti_tables/dti_2020_63.yml").read_text("utf-8"))
    assert about["producer"] == "Báo A"
    assert about["title"].endswith("bản do Báo A chép lại")
    tables = cleaned.tables
    own = tables["rankings"].query("index == 'DTI' and edition == '2020' and measure == 'overall'")
    assert own["rank"].tolist() == [
        next(int(line[0]) for line in lines[1:] if line[1] == name) for name in own["province"]
    ]
    assert set(own["score_basis"]) == set(own["rank_basis"]) == {"transcribed"}
    assert provenance("transcribed", "dti_2020_63", edition) == "transcribed"
    coverage = tables["coverage"].query("index == 'DTI' and edition == '2020'")
    assert coverage.set_index("measure").loc["overall", "rank_transcribed"] == 63


def test_the_press_check_holds_nothing_against_it(
    cleaned: CleanFigures, frozen: CleanFigures
) -> None:
    # Among them: ranks of 2020, and changes from 2020 to 2021, of provinces that nothing else told.
    checked = {"agrees", "contradicted"}
    before = frozen.statements.set_index("figure_id")["verdict"]
    after = cleaned.statements.set_index("figure_id")["verdict"]
    assert after.index.equals(before.index)
    assert not (after.isin(checked) & ~before.isin(checked)).any()


def test_a_headline_is_told_whose_copy_it_is(
    with_copy: Path, cleaned: CleanFigures, lines: Lines
) -> None:
    rankings, definitions = cleaned.tables["rankings"], load_definitions(with_copy)
    judged = check_headline(
        f"{lines[7][1]} đứng thứ 7 về DTI 2020", rankings, definitions, load_units(with_copy)
    )
    (said,) = answer_lines(judged, definitions)
    assert "bản do Báo A chép lại" in written_down(said, "vi")
    assert "As transcribed by Báo A" in written_down(said, "en")


def test_the_official_table_takes_its_place_with_its_cells_held_against(
    copied: Path, lines: Lines
) -> None:
    # The newspaper had exchanged the totals of two neighbours.
    lines[10][1], lines[11][1] = lines[11][1], lines[10][1]
    done = read(copied, lines, fuller=True)
    verdict = check_read(done)
    agrees = next(check for check in verdict.checked.checks if check.name == AGREES)
    assert agrees.status == DOUBT
    assert "61 cells agree with what Báo A copied, 2 differ" in agrees.message
    assert {finding.text.partition(":")[0] for finding in agrees.findings} == {
        lines[10][1], lines[11][1],
    }  # fmt: skip
    # It prints no ranks: the order of its totals is held against those known from elsewhere.
    known = next(check for check in verdict.checked.checks if check.name == KNOWN)
    counts = [int(number) for number in re.findall(r"(\d+) confirmed", known.message)]
    places = {row.unit_id: place for place, row in enumerate(done.table.rows, start=1)}
    overall = [one for one in done.known["2020"] if one.measure == "overall"]
    assert sum(counts) == sum(places[one.unit_id] == one.rank for one in overall) > 20
    root = landed(copied, done)
    edition = load_definitions(root).edition(*KEY)
    assert (edition.table, edition.transcribed_by) == ("dti_2020_63", "")
    kept = root / "data/raw/superseded/dti_2020_63" / FACTS.filed
    assert "Báo A" in (kept / "dti_2020_63.yml").read_text("utf-8")


def test_a_copy_does_not_replace_an_official_table(root: Path, lines: Lines) -> None:
    root = landed(root, read(root, lines))
    with pytest.raises(BadInputError) as error:
        read(root, lines, "Báo A", fuller=True)
    assert error.value.reason.key == "fuller.below"


def test_another_copy_that_differs_has_to_be_excused(copied: Path, lines: Lines) -> None:
    lines[10][1], lines[11][1] = lines[11][1], lines[10][1]
    verdict = check_read(read(copied, lines, "Báo B", fuller=True))
    assert [(check.name, check.status) for check in verdict.unexcused] == [(AGREES, FAILED)]


def test_the_next_official_table_has_not_the_name_of_who_copied(copied: Path, lines: Lines) -> None:
    done = read(copied, lines, fuller=True)
    assert "Báo A" not in done.on_file.producer("DTI", "2026-10-20")
