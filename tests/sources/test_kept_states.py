"""Earlier states: kept editions, folders, git; and what is refused."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers.errors import BadInputError
from helpers.sources.kept_states import keep_state, kept_editions, read_present, read_state
from helpers.sources.processed_files import csv_text
from helpers.sources.schemas import TABLES, empty_table

RANKING = (
    "vn63-01,63,01,Hà Nội,,DTI,2023,dti-922,overall,0.7,5,5,5,printed,printed,s1,s1,\n"
    "vn63-01,63,01,Hà Nội,,ICT,2099,,overall,0.7,5,5,5,printed,printed,s1,s1,\n"
)


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A project whose tables are empty but for one province's DTI 2023."""
    folder = tmp_path / "project" / "data" / "processed"
    folder.mkdir(parents=True)
    for name in TABLES:
        (folder / f"{name}.csv").write_text(csv_text(name, empty_table(name)), encoding="utf-8")
    with (folder / "rankings.csv").open("a", encoding="utf-8") as file:
        file.write(RANKING)
    return tmp_path / "project"


def revise(root: Path) -> None:
    path = root / "data/processed/rankings.csv"
    path.write_text(path.read_text("utf-8").replace(",0.7,", ",0.8,"), encoding="utf-8")


def test_keeps_the_newest_dti_edition_of_the_tables_and_reads_it_again(made: Path) -> None:
    assert keep_state(made) == ("2023", True)
    assert keep_state(made) == ("2023", False)
    assert kept_editions(made) == ("2023",)
    state = read_state(made, "2023")
    assert (state.name, state.kind) == ("2023", "release")
    assert state.tables.keys() == TABLES.keys()
    assert state.tables["rankings"].equals(read_present(made)["rankings"])
    assert state.tables["rankings"]["province_code"].tolist() == ["01", "01"]


def test_another_state_of_the_edition_is_replaced_only_when_asked(made: Path) -> None:
    keep_state(made)
    revise(made)
    with pytest.raises(BadInputError, match=r"data/releases/2023 holds another state.*--replace"):
        keep_state(made)
    assert read_state(made, "2023").tables["rankings"]["score"].tolist() == ["0.7", "0.7"]
    assert keep_state(made, replace=True) == ("2023", True)
    assert read_state(made, "2023").tables["rankings"]["score"].tolist() == ["0.8", "0.8"]
    assert [path.name for path in (made / "data/releases").iterdir()] == ["2023"]


def test_a_kept_state_carries_the_digests_of_its_tables(made: Path) -> None:
    keep_state(made)
    record = made / "data/releases/2023/SHA256SUMS"
    recorded = dict(line.split("  ")[::-1] for line in record.read_text("utf-8").splitlines())
    assert recorded == {
        f"{name}.csv": hashlib.sha256(
            (made / f"data/processed/{name}.csv").read_bytes()
        ).hexdigest()
        for name in TABLES
    }
    # One that was kept before there were records gets its own, as nothing else has changed.
    record.unlink()
    assert keep_state(made) == ("2023", True)
    assert record.is_file()
    assert keep_state(made) == ("2023", False)


def test_a_broken_table_is_not_kept(made: Path) -> None:
    keep_state(made)
    (made / "data/processed/units.csv").write_text("a\n1\n", encoding="utf-8")
    with pytest.raises(BadInputError, match="units"):
        keep_state(made, replace=True)
    assert read_state(made, "2023").tables["units"].empty


@pytest.mark.parametrize("inner", ["", "data/processed"])
def test_a_folder_or_a_checkout_serves_and_may_lack_tables(
    made: Path, tmp_path: Path, inner: str
) -> None:
    shutil.copytree(made / "data/processed", tmp_path / "old" / inner, dirs_exist_ok=True)
    (tmp_path / "old" / inner / "coverage.csv").unlink()
    state = read_state(made, str(tmp_path / "old"))
    assert state.kind == "folder"
    assert state.tables.keys() == TABLES.keys() - {"coverage"}


def test_a_git_tag_serves_from_a_folder_inside_the_repository(made: Path) -> None:
    if shutil.which("git") is None:
        pytest.skip("git is missing")

    def git(*arguments: str) -> None:
        who = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *who, *arguments], cwd=made.parent, check=True, capture_output=True)

    git("init", "-q")
    (made.parent / "empty").touch()
    git("add", "empty")
    git("commit", "-q", "-m", "nothing yet")
    git("tag", "before")
    git("add", "project")
    git("commit", "-q", "-m", "tables")
    git("tag", "edition-2023")
    revise(made)
    state = read_state(made, "edition-2023")
    assert (state.kind, state.tables["rankings"]["score"].tolist()) == ("git", ["0.7", "0.7"])
    with pytest.raises(BadInputError, match="«before» holds no tables"):
        read_state(made, "before")
    with pytest.raises(BadInputError, match="no earlier state «--all»"):
        read_state(made, "--all")


@pytest.mark.parametrize("since", ["2019", "", "..", "/nowhere", "2023/../2023"])
def test_no_such_state_names_those_that_are_kept(made: Path, since: str) -> None:
    keep_state(made)
    with pytest.raises(BadInputError, match=r"no earlier state .*data/releases \(2023\)"):
        read_state(made, since)


def test_without_git_a_kept_edition_still_serves(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_state(made)
    monkeypatch.setenv("PATH", "")
    assert read_state(made, "2023").kind == "release"
    with pytest.raises(BadInputError, match=r"«HEAD».* git is not installed") as refused:
        read_state(made, "HEAD")
    assert "chưa cài git" in refused.value.said("vi")


def twice(text: str, column: str) -> str:
    """The table with a second column of a name."""
    head, *rows = text.splitlines()
    return "\n".join([f"{head},{column}", *(f"{row},x" for row in rows)])


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda text: text.replace("unit_id,", "unit,"), "expected a column «unit_id»"),
        (lambda text: text + RANKING, "two rows have the key «DTI 2023 63 overall vn63-01»"),
        (lambda text: twice(text, "unit_id"), "the column «unit_id» stands twice"),
        (lambda text: twice(text, "rank"), "the column «rank» stands twice"),
        (lambda _: "", "is not a UTF-8 table of rankings"),
    ],
)
def test_a_kept_table_that_was_damaged_is_refused(
    made: Path, change: Callable[[str], str], found: str
) -> None:
    keep_state(made)
    path = made / "data/releases/2023/rankings.csv"
    path.write_text(change(path.read_text("utf-8")), encoding="utf-8")
    with pytest.raises(BadInputError, match=found):
        read_state(made, "2023")


def test_tables_that_are_missing_now_are_named(made: Path) -> None:
    (made / "data/processed/claims.csv").unlink()
    with pytest.raises(BadInputError, match=r"data/processed/claims.csv is missing.*refresh"):
        read_present(made)


@pytest.fixture
def repository(made: Path) -> Path:
    """A project whose tables are in git, tagged `then`."""
    if shutil.which("git") is None:
        pytest.skip("git is missing")
    who = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    for step in (["init", "-q"], ["add", "."], [*who, "commit", "-qm", "tables"], ["tag", "then"]):
        subprocess.run(["git", *step], cwd=made, check=True, capture_output=True)
    return made


def test_git_that_refuses_is_quoted_and_never_taken_for_no_state(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read_state(repository, "then").kind == "git"
    with pytest.raises(BadInputError, match="There is no earlier state «never»"):
        read_state(repository, "never")
    # As git itself tests it: whoever owns the folder, it is another.
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    for since in ("then", "never"):
        with pytest.raises(BadInputError) as refused:
            read_state(repository, since)
        for lang in ("vi", "en"):
            said = refused.value.said(lang)
            assert "detected dubious ownership in repository" in said
            assert f"git config --global --add safe.directory {repository}" in said
    monkeypatch.delenv("GIT_TEST_ASSUME_DIFFERENT_OWNER")
    # A kept edition asks nothing of git.
    keep_state(repository)
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert read_state(repository, "2023").kind == "release"


def test_a_repository_that_is_damaged_is_quoted(repository: Path) -> None:
    (repository / ".git" / "config").write_text("[core\n", encoding="utf-8")
    with pytest.raises(BadInputError, match=r"git refuses .*bad config line 1"):
        read_state(repository, "then")
    subprocess.run(["git", "init", "-q", "other"], cwd=repository, check=True)
    shutil.copy(repository / "other/.git/config", repository / ".git/config")
    # A table that was there and cannot be read is not one that did not exist then.
    shown = subprocess.run(
        ["git", "rev-parse", "then:data/processed/rankings.csv"],
        cwd=repository, capture_output=True, text=True, check=True,
    )  # fmt: skip
    digest = shown.stdout.strip()
    (repository / ".git/objects" / digest[:2] / digest[2:]).unlink()
    with pytest.raises(BadInputError, match="git refuses"):
        read_state(repository, "then")
