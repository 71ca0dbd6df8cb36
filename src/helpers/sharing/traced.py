"""A figure in HTML that says where it comes from: a page can be checked against the tables."""

from __future__ import annotations

from dataclasses import dataclass

from helpers.sharing.literal_text import in_attribute, literal


@dataclass(frozen=True)
class Origin:
    """Where a figure stands: a table, the row by its keys, the column.

    Attributes:
        table: of `data/processed` without its ending, or what was worked out, such as "worked_out".
        key: the values that name the row, parted by `/`.
        column: the column, or the measure of a column of scores or ranks.
    """

    table: str
    key: str
    column: str


def traced(text: str, value: object, origin: Origin) -> str:
    """The HTML of a figure: what readers see, the number itself, and its origin.

    Args:
        text: the figure as the language writes it. value: the number, unrounded.
    """
    source = "|".join((origin.table, origin.key, origin.column))
    return (
        f'<data value="{in_attribute(str(value))}" data-from="{in_attribute(source)}">'
        f"{literal(text)}</data>"
    )
