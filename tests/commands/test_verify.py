"""`tangbac verify`: a line for each group, in either language, and the exit status."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from helpers.cli import main
from helpers.sources.kept_states import keep_state
from helpers.sources.raw_files import seal
from helpers.verifying.groups import GROUPS


@pytest.fixture
def root(checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data on file, kept as they are."""
    for part in ("data", "docs", "notebooks"):
        shutil.copytree(checkout / part, tmp_path / part)
    keep_state(tmp_path, replace=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def statuses(out: str) -> list[str]:
    """What stands before the name of each group; what is wrong is set in."""
    *lines, _ = out.splitlines()
    return [line.split("  ")[0] for line in lines if not line.startswith("    ")]


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize(
    ("options", "ok", "last"),
    [
        (["--lang", "vi"], "đạt", f"Cả {len(GROUPS)} nhóm đều đạt."),
        (["--lang", "en"], "ok", f"All {len(GROUPS)} groups are well."),
    ],
)
def test_all_is_well(
    capsys: pytest.CaptureFixture[str], options: list[str], ok: str, last: str
) -> None:
    assert main(["verify", *options]) == 0
    out = capsys.readouterr().out
    assert statuses(out) == [ok] * len(GROUPS)
    assert out.splitlines()[-1] == last


def test_what_is_wrong_is_listed_and_the_rest_is_checked(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in sorted((root / "data" / "raw" / "dti_tables").glob("*.csv")):
        path.write_bytes(path.read_bytes().replace(b"0.7", b"0.8", 1))
    (root / "docs" / "data-dictionary.md").unlink()
    assert main(["verify", "--lang", "en"]) == 1
    captured = capsys.readouterr()
    assert captured.err == ""
    assert len(statuses(captured.out)) == len(GROUPS)
    assert {"FAILED", "not checked", "ok"} == {one.strip() for one in statuses(captured.out)}
    assert "run «tangbac seal data/raw/dti_tables/" in captured.out
    assert captured.out.splitlines()[-1].endswith("then run «tangbac verify» again.")


def test_a_long_list_is_cut(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "data/raw/sources/sources.csv").write_text(
        "source_id,title,url,date_as_printed\ns1,a,,\n", encoding="utf-8"
    )
    seal(root, "sources/sources.csv")
    assert main(["verify", "--lang", "vi"]) == 1
    out = capsys.readouterr().out
    assert "điều nữa." in out
    assert len(out.splitlines()) < 100


def test_definitions_that_cannot_be_read_end_nothing(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "data/raw/definitions/editions.yml").write_text("}{", encoding="utf-8")
    assert main(["verify", "--lang", "en"]) == 1
    captured = capsys.readouterr()
    assert "editions.yml is not valid YAML" in captured.out
    assert len(statuses(captured.out)) == len(GROUPS)
    assert captured.err == ""


def test_an_intake_that_was_killed_is_undone_first(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    begun = root / "data/.intake/begun.txt"
    begun.parent.mkdir(exist_ok=True)
    begun.write_text("", encoding="utf-8")
    assert main(["verify"]) == 0
    assert not begun.exists()
    assert "undone" in capsys.readouterr().err
