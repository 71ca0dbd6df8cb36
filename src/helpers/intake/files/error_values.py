"""Which texts are error values? Something stands in such a cell, but no figure."""

from __future__ import annotations

import re

# Databases write that a value is not known. Excel, Google Sheets and LibreOffice write errors, such
# as «#N/A», «Err:502» and, in Vietnamese, «Lỗi:502». Signs fill a column too narrow for its number.
_ERROR = re.compile(
    r"#[^\W\d_][\w/!?.]*|#{2,}|(?:err|lỗi)\s*:\s*[0-9]{3}|null|nan|none", re.IGNORECASE
)


def is_error(text: str) -> bool:
    """Whether a cell says that it has no value: "#N/A", "Err:502", "####", "NULL"."""
    return bool(_ERROR.fullmatch(text))
