"""Which sources on file are the very text that is being checked, and what is on file without them?

What was taken from an article cannot confirm it: its own rows, and what follows from them, are left
out before it is judged. An article is known again by its address, by the digest of its text, or by
its title.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import pandas as pd

from helpers.printed.words import clean_printed_text
from helpers.rankings.ranking_table import build_rankings
from helpers.sources.citations import SOURCES
from helpers.sources.editions import Definitions
from helpers.sources.figures import figures_of
from helpers.sources.processed_files import read_processed
from helpers.sources.provinces import Units
from helpers.sources.raw_files import RAW, read_raw
from helpers.sources.schemas import conform
from helpers.sources.yaml_files import read_yaml

ARTICLES = "sources/articles.yml"
"""When each article that was read here was opened, and the digest of its text; below `data/raw`."""
_FEWEST_WORDS = 5
"""A shorter title ("Báo cáo năm 2025") may be that of many texts."""
_BY_WHOM_IT_WAS_SHARED = re.compile(r"utm_|fbclid|gclid|zarsrc")
_PUBLISHER = re.compile(r"\s*\([^()]*\)$")


def rankings_beside(
    root: Path, text: str, address: str, definitions: Definitions, units: Units
) -> pd.DataFrame:
    """What `rankings.csv` says apart from what was taken from this very text.

    Args:
        text, address: as of `own_sources`.
    """
    own = own_sources(root, text, address)
    if not own:
        return read_processed(root, "rankings")
    figures = figures_of(read_processed(root, "reported_figures"))
    rest = [figure for figure in figures if figure.source_id not in own]
    return conform("rankings", build_rankings(rest, definitions, units)[0])


def own_sources(root: Path, text: str, address: str = "") -> frozenset[str]:
    """Which sources on file are this text?

    Args:
        text: the whole text, its title in the first line. address: where it was read from; what is
            none, such as the name of a file, says nothing.
    """
    listed, own = read_raw(root, SOURCES), address_key(address)
    digest, title = text_digest(text), _words(text.strip().partition("\n")[0])
    known = {name for name, entry in load_articles(root).items() if entry["text"] == digest}
    if own:
        return frozenset(known | {r["source_id"] for r in listed if address_key(r["url"]) == own})
    if len(title) >= _FEWEST_WORDS:
        known |= {
            row["source_id"] for row in listed if _words(_PUBLISHER.sub("", row["title"])) == title
        }
    return frozenset(known)


def load_articles(root: Path) -> dict[str, dict[str, str]]:
    """By source: the day on which an article was `opened`, and the digest of its `text`."""
    path = (RAW / ARTICLES).as_posix()
    if not (Path(root) / path).is_file():
        return {}
    entries: dict[str, dict[str, str]] = read_yaml(root, path) or {}
    return entries


def text_digest(text: str) -> str:
    """What one text has and no other, whatever its line ends, spaces and marks."""
    return hashlib.sha256(" ".join(_words(text)).encode()).hexdigest()


def address_key(address: str) -> str:
    """The same for all ways to write one address; "" where it is none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if not parts.hostname:
        return ""
    asked = [(k, v) for k, v in parse_qsl(parts.query) if not _BY_WHOM_IT_WAS_SHARED.match(k)]
    path = parts.path.rstrip("/")
    return f"{parts.hostname.removeprefix('www.')}{path}?{urlencode(sorted(asked))}"


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", clean_printed_text(text))
