"""What would a correction change? The figures cleaned with and without it, nothing written."""

from __future__ import annotations

import io
import shutil
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from helpers.errors import BadInputError, Words
from helpers.questions.changes.answer import TableChanges, compare_states
from helpers.questions.clean_figures.answer import clean_figures
from helpers.sources.new_corrections import RawCell, append_correction
from helpers.sources.processed_files import csv_text
from helpers.sources.raw_files import RAW
from helpers.temporary_folders import temporary_folder


def try_correction(root: Path, cell: RawCell, entry: Mapping[str, str]) -> tuple[TableChanges, ...]:
    """What differs in the processed tables once the correction is laid over the raw figures?

    Cleans a copy of `data/raw` with the correction, so that everything that notebook 01 checks is
    checked here: that the value can be read, and that the figures still add up.

    Args:
        root: the project's root; nothing in it is changed.
        cell: the cell, from `find_cell`. entry: as in `corrections.yml`.

    Raises:
        BadInputError: the value used cannot be read, or the figures do not fit with it.
    """
    before = _as_text(clean_figures(root).tables)
    with temporary_folder() as copy:
        shutil.copytree(root / RAW, copy / RAW)
        append_correction(copy, entry)
        try:
            after = _as_text(clean_figures(copy).tables)
        except BadInputError as error:
            raise BadInputError(
                "correction.not_fit", place=cell.place, use=entry["use"], error=error
            ) from None
    _check_readable(after["rejected"], cell, entry["use"])
    return compare_states(before, after)


def _check_readable(rejected: pd.DataFrame, cell: RawCell, use: str) -> None:
    own = rejected[
        (rejected["file"] == f"{RAW.as_posix()}/{cell.file}")
        & (rejected["row"] == str(cell.line))
        & (rejected["column"] == cell.column)
    ]
    if len(own):
        raise BadInputError(
            "correction.unread",
            place=cell.place,
            use=use,
            reason=Words(own.iloc[0]["reason_vi"], own.iloc[0]["reason"]),
        )


def _as_text(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    return {
        name: pd.read_csv(io.StringIO(csv_text(name, table)), dtype="str", keep_default_na=False)
        for name, table in tables.items()
    }
