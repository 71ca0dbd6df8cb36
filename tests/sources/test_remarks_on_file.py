"""That no remark of the ledgers stands in English on a Vietnamese page, whatever is on file."""

from __future__ import annotations

from pathlib import Path

from ..sharing.test_remarks import english_left


def test_every_remark_on_file_has_a_vietnamese_form(checkout: Path) -> None:
    assert english_left(checkout) == set()
