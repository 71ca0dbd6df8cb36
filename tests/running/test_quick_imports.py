"""What runs notebooks is imported without what nobody uses, and nothing else is lost by it."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import sys
from helpers.running.quick_imports import without_what_is_not_used
with without_what_is_not_used():
    import helpers.running.execute
assert "jsonschema" in sys.modules
assert "rfc3987_syntax" not in sys.modules
import rfc3987_syntax
with without_what_is_not_used():
    assert sys.modules["rfc3987_syntax"] is rfc3987_syntax
import nbformat
nbformat.validate(nbformat.v4.new_notebook())
"""


def test_a_grammar_of_addresses_is_left_out_and_can_be_had_afterwards() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
