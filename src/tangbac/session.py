"""The project that the front door opens on: its folder, its definitions, the language of words."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from helpers import LANGUAGES
from helpers.errors import BadInputError, show_errors_in
from helpers.project import project_root
from helpers.sources.editions import Definitions, load_definitions
from helpers.sources.provinces import Units, load_units

if TYPE_CHECKING:
    import pandas as pd

_language = [LANGUAGES[0]]
show_errors_in(LANGUAGES[0])


def language(lang: str) -> None:
    """In which language shall tables, pictures, findings and refusals speak from here on?

    Args:
        lang: "vi" or "en". Where nothing is said it is Vietnamese.

    Raises:
        BadInputError: it is neither.

    Source:
        `src/helpers/wording`: every sentence stands there in both languages.

    Tiếng Việt:
        Từ đây trở đi bảng, hình, kết quả, kết luận và lời từ chối dùng tiếng nào: "vi" (mặc định)
        hay "en"?
    """
    if lang not in LANGUAGES:
        raise BadInputError("given.language", lang=lang, known=", ".join(LANGUAGES))
    _language[0] = lang
    show_errors_in(lang)


def spoken() -> str:
    """The language that was set last."""
    return _language[0]


def definitions() -> Definitions:
    """Editions, formulas and measures on file, of the project that the working folder lies in."""
    return load_definitions(project_root())


def units() -> Units:
    """The provinces on file, of every universe."""
    return load_units(project_root())


def read(table: str) -> pd.DataFrame:
    """One table of `data/processed`, read again only where the file has changed; a copy."""
    root = project_root()
    path = root / "data" / "processed" / f"{table}.csv"
    state = path.stat() if path.is_file() else None
    stamp = (state.st_mtime_ns, state.st_size) if state else (0, 0)
    return _read(root, table, stamp).copy()


@lru_cache(maxsize=16)
def _read(root: Path, table: str, stamp: tuple[int, int]) -> pd.DataFrame:  # noqa: ARG001
    from helpers.sources.processed_files import read_processed  # noqa: PLC0415  (brings pandas)

    return read_processed(root, table)
