"""Errors whose message is meant for the person at the keyboard."""

from __future__ import annotations


class BadInputError(ValueError):
    """What was found, where, what was expected and what to do next; shown without a traceback."""


class RawFileError(BadInputError):
    """A raw file breaks its contract.

    Args:
        file: path from the project's root.
        problem: what is wrong, in one clause.
        row: line of the file as an editor counts it (the header is line 1), or None.
        column: name of the column, or None.
        expected: what should stand there.
        found: what stands there.
    """

    def __init__(
        self,
        file: str,
        problem: str,
        *,
        row: int | None = None,
        column: str | None = None,
        expected: str = "",
        found: str = "",
    ) -> None:
        self.file, self.row, self.column = file, row, column
        self.expected, self.found = expected, found
        place = file
        if row is not None:
            place += f", line {row}"
        if column is not None:
            place += f", column «{column}»"
        message = f"{place}: {problem}."
        if expected:
            message += f" Expected: {expected}."
        if found:
            message += f" Found: {found}."
        super().__init__(
            message + " Mend the file (or add an entry to data/raw/corrections.yml) and run again;"
            " nothing in data/processed was changed."
        )


class NotComparableError(BadInputError):
    """Two editions must not be subtracted: another formula or another set of units."""


class UnknownProvinceError(BadInputError):
    """A name that means no unit, or more than one."""
