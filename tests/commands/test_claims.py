"""`tangbac claims`: what is printed, and how a wrong older file is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.cli import main

from ..frozen_project import frozen_project

PROJECT = frozen_project()
CLAIMS = PROJECT / "data" / "processed" / "claims.csv"


@pytest.fixture(autouse=True)
def _in_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PROJECT)


def test_lists_every_claim_with_its_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claims", "--lang", "en"]) == 0
    printed = capsys.readouterr().out
    ids = [line.split(",")[0] for line in CLAIMS.read_text(encoding="utf-8").splitlines()[1:]]
    assert all(f"{claim_id}  [" in printed for claim_id in ids)


def test_against_itself_every_claim_held(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claims", "--against", str(CLAIMS), "--lang", "en"]) == 0
    first = capsys.readouterr().out.splitlines()[0]
    number = len(CLAIMS.read_text(encoding="utf-8").splitlines()) - 1
    assert first.endswith(f"held: {number}")
    assert first.startswith(
        "flipped: 0 · weakened: 0 · vanished: 0 · now asked of another edition or province: 0"
    )


def test_names_what_changed_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    older = tmp_path / "claims.csv"
    lines = CLAIMS.read_text(encoding="utf-8").splitlines(keepends=True)
    changed = [line.replace(",fact,", ",contradicted,") for line in lines]
    assert changed != lines
    older.write_text("".join(changed[:-1]), encoding="utf-8")
    assert main(["claims", "--against", str(older), "--lang", "vi"]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed[0].startswith("đảo chiều: ")
    assert "[đảo chiều]" in printed[2]
    assert sum("[mới]" in line for line in printed) == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (None, "is missing"),
        ("a,b\n1,2\n", "expected a column «id»"),
        ("\x00\xff", "is not a UTF-8 table"),
        ("", "is not a UTF-8 table"),
    ],
)
def test_refuses_a_file_that_holds_no_claims(
    text: str | None, found: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    older = tmp_path / "older.csv"
    if text is not None:
        older.write_bytes(text.encode("latin-1"))
    assert main(["claims", "--against", str(older)]) == 2
    message = capsys.readouterr().err
    assert found in message
    assert "Give the claims.csv of an earlier refresh." in message
