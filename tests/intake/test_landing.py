"""An edition is filed whole or not at all, under names that the given file has no say in."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from helpers.errors import BadInputError, RawFileError
from helpers.intake import landing
from helpers.intake.checks.checks import Checked, check_transcription
from helpers.intake.filing import Facts, Filing, filing_of
from helpers.intake.landing import check_as_filed, land, undo_unfinished
from helpers.intake.map_entries import CellCorrection, MapEntries, with_measures
from helpers.intake.on_file import OnFile
from helpers.intake.transcription import Transcription
from helpers.sources.raw_files import check_original, check_seal, read_raw

NINTH = MapEntries(measures={"digital_skills": {"vi": "Kỹ năng số", "en": "Digital skills"}})
FACTS = Facts("https://dti.gov.vn/xep-hang-2025", "2026-10-21", "2026-11-20")
ORIGINAL = b"%PDF-1.7 as published\r\n\x00\xff"


@pytest.fixture(scope="module")
def checked(made_up: Transcription, on_file: OnFile) -> Checked:
    definitions = with_measures(on_file.definitions, "DTI", NINTH)
    return check_transcription(made_up, on_file, definitions)


def filing(project: Path, checked: Checked, on_file: OnFile, entries: MapEntries = NINTH) -> Filing:
    return filing_of(
        project, checked, on_file, FACTS, ORIGINAL, replace(entries, text="measures: {}\n")
    )


def state(project: Path) -> dict[str, str]:
    """The digest of every file of the project."""
    return {
        path.relative_to(project).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(project.rglob("*"))
        if path.is_file()
    }


def test_every_file_lands_in_its_place(project: Path, checked: Checked, on_file: OnFile) -> None:
    before = state(project)
    land(project, filing(project, checked, on_file))
    after = state(project)
    assert set(after) - set(before) == {
        "data/raw/originals/dti_2025_34/published.xlsx",
        "data/raw/originals/dti_2025_34/map.yml",
        "data/raw/dti_tables/dti_2025_34.csv",
        "data/raw/dti_tables/dti_2025_34.yml",
    }
    assert {path for path in before if before[path] != after[path]} == {
        f"data/raw/definitions/{name}.yml" for name in ("editions", "formulas", "measures")
    }
    kept = project / "data/raw/originals/dti_2025_34/published.xlsx"
    assert kept.read_bytes() == ORIGINAL


def test_what_lands_is_a_raw_file_like_the_others(
    project: Path, checked: Checked, on_file: OnFile, made_up: Transcription
) -> None:
    land(project, filing(project, checked, on_file))
    table = read_raw(project, "dti_tables/dti_2025_34.csv")
    check_seal(table)
    check_original(project, table)
    other = yaml.safe_load((project / "data/raw/dti_tables/dti_2024_34.yml").read_text("utf-8"))
    assert set(table.metadata) == {*other, "original"}
    assert set(table.metadata["table"]) == set(other["table"])
    assert table.metadata["table"]["columns"]["Kỹ năng số"] == "digital_skills.score"
    printed = [row.cells[12].text for row in made_up.rows]
    assert [row["DTI"] for row in table] == printed
    (project / "data/raw/originals/dti_2025_34/published.xlsx").write_bytes(b"another")
    with pytest.raises(RawFileError, match="is not the one that was filed"):
        check_original(project, table)


@pytest.mark.slow
def test_notebook_01_takes_what_would_be_filed_or_says_why_not(
    project: Path, checked: Checked, on_file: OnFile
) -> None:
    before = state(project)
    check_as_filed(project, filing(project, checked, on_file))
    row = checked.transcription.rows[4]
    wrong = replace(row, cells={**row.cells, 2: replace(row.cells[2], text="30")})
    rows = tuple(wrong if r is row else r for r in checked.transcription.rows)
    printed = replace(checked, transcription=replace(checked.transcription, rows=rows))
    with pytest.raises(BadInputError, match="would not pass notebook 01"):
        check_as_filed(project, filing(project, printed, on_file))
    mended = CellCorrection(
        row.unit_id, "overall.rank", "30", row.cells[2].text, "Misprint.", "In nhầm.", "Tăng bậc"
    )
    corrected = replace(NINTH, corrections=(mended,))
    check_as_filed(project, filing(project, printed, on_file, corrected))
    assert state(project) == before


@pytest.mark.parametrize("fails_at", range(1, 8))
def test_a_fault_of_the_disk_at_any_file_leaves_nothing(
    project: Path,
    checked: Checked,
    on_file: OnFile,
    monkeypatch: pytest.MonkeyPatch,
    fails_at: int,
) -> None:
    whole = filing(project, checked, on_file)
    before = state(project)
    moved = 0
    move = Path.replace

    def failing(self: Path, target: Path) -> Path:
        nonlocal moved
        moved += "new" in self.parts
        if "new" in self.parts and moved == fails_at:
            raise OSError(28, "No space left on device")
        return move(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(BadInputError, match="No space left") as said:
        land(project, whole)
    assert str(project / "data/raw") in str(said.value)
    assert state(project) == before
    assert not (project / "data/raw/originals").exists()
    assert moved == fails_at


def test_raw_figures_that_must_not_be_written_are_tried_and_named(
    project: Path, checked: Checked, on_file: OnFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = filing(project, checked, on_file)
    raw = project / "data/raw"
    paths = [raw, *raw.rglob("*")]
    modes: list[int] = []

    def look(copy: Path) -> None:
        modes.extend(path.stat().st_mode for path in (copy / "data/raw").rglob("*"))

    def refused(path: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        monkeypatch.setattr(landing, "clean_figures", look)
        check_as_filed(project, whole)
        assert len(modes) >= len(paths)
        assert all(mode & 0o200 for mode in modes)
        # Whoever runs the tests may be allowed everything; the refusal is made up.
        monkeypatch.setattr(landing, "write_atomically", refused)
        with pytest.raises(BadInputError, match="Permission denied") as said:
            land(project, whole)
        assert str(raw) in str(said.value)
    finally:
        for path in paths:
            path.chmod(0o755 if path.is_dir() else 0o644)


@pytest.mark.parametrize("moved", [0, 3, 6, 7])
def test_the_next_intake_undoes_one_that_was_killed(
    project: Path,
    checked: Checked,
    on_file: OnFile,
    monkeypatch: pytest.MonkeyPatch,
    moved: int,
) -> None:
    whole = filing(project, checked, on_file)
    before = state(project)
    left = moved
    move = Path.replace

    def killed(self: Path, target: Path) -> Path:
        nonlocal left
        if "new" in self.parts:
            if left == 0:
                raise KeyboardInterrupt
            left -= 1
        return move(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", killed)
        # As after a kill: nobody is there to undo.
        patch.setattr(landing, "undo_unfinished", lambda *_: False)
        patch.setattr(landing.shutil, "rmtree", lambda *_, **__: None)
        if moved < len(whole.files):
            with pytest.raises(KeyboardInterrupt):
                land(project, whole)
        else:
            land(project, whole)
    undone = undo_unfinished(project)
    assert undone == (moved < len(whole.files))
    assert (state(project) == before) == undone
    assert not (project / "data/.intake").exists()
    assert not undo_unfinished(project)


def test_what_is_there_already_is_not_overwritten(
    project: Path, checked: Checked, on_file: OnFile
) -> None:
    mine = project / "data/raw/originals/dti_2025_34/published.xlsx"
    mine.parent.mkdir(parents=True)
    mine.write_bytes(b"mine")
    before = state(project)
    with pytest.raises(BadInputError, match="is there already"):
        land(project, filing(project, checked, on_file))
    assert state(project) == before


@pytest.mark.parametrize(
    "path", ["../../etc/x.csv", "a\nb.xlsx", "C:\\x.pdf", "~/.ssh/id.html", "dti_2024_34.CSV"]
)
def test_no_name_comes_from_the_given_path(
    project: Path, checked: Checked, on_file: OnFile, path: str
) -> None:
    table = replace(checked.transcription, path=Path(path))
    files = filing(project, replace(checked, transcription=table), on_file).files
    (kept,) = [name for name in files if "published" in name]
    assert kept == f"originals/dti_2025_34/published{Path(path).suffix.lower()}"
    assert not any(".." in name or name.startswith("/") for name in files)


def test_an_ending_that_is_not_known_is_refused(
    project: Path, checked: Checked, on_file: OnFile
) -> None:
    table = replace(checked.transcription, path=Path("table.xlsx.sh"))
    with pytest.raises(BadInputError, match=r"ending in '\.sh'"):
        filing(project, replace(checked, transcription=table), on_file)


@pytest.mark.parametrize(
    ("index", "published", "producer"),
    [
        ("DTI", "2023-07-12", "Bộ Thông tin và Truyền thông"),
        ("DTI", "2026-10-20", "Bộ Khoa học và Công nghệ"),
        ("ICT", "2021-04-26", "Bộ Thông tin và Truyền thông"),  # the one of EGOV 2017, before it
        ("ICT", "2016-01-01", "Bộ Thông tin và Truyền thông"),  # older than all
    ],
)
def test_who_published_is_that_of_the_last_table_before(
    on_file: OnFile, index: str, published: str, producer: str
) -> None:
    assert on_file.producer(index, published).startswith(producer)
