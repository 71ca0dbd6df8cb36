"""Importing what runs notebooks without what takes longest and is never used."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

_NOT_USED = "rfc3987_syntax"
"""A grammar of web addresses: a second to import, and no notebook's format asks for one."""


@contextmanager
def without_what_is_not_used() -> Iterator[None]:
    """Within it, jsonschema, which nbformat imports, leaves out a check that nobody asks for."""
    if _NOT_USED in sys.modules or "jsonschema" in sys.modules:
        yield
        return
    # Python's own way to say that a module is not to be had.
    sys.modules[_NOT_USED] = None  # type: ignore[assignment]  # None: not to be had
    try:
        yield
    finally:
        sys.modules.pop(_NOT_USED, None)
