"""Whether a printed address is one that a browser may be sent to."""

from __future__ import annotations

import re
from urllib.parse import urlsplit


def is_link(address: str) -> bool:
    """Whether a browser may be sent there: a plain address and nothing else."""
    return host_of(address) != ""


def host_of(address: str) -> str:
    """Whose address it is; "" where it is no plain address."""
    if not re.fullmatch(r"https?://[^\s<>\"']+", address):
        return ""
    try:
        return urlsplit(address).netloc
    except ValueError:
        # A bracket that is never closed, or around what is no number of a machine.
        return ""
