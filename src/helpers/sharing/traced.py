"""A figure in HTML that says where it comes from: a page can be checked against the tables.

Sentences are put together as text. Where one is written down as HTML, each `Figure` in it leaves a
mark, which is replaced by its element at the end; so wording and phrases know no HTML.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextvars import ContextVar

from helpers.sharing.literal_text import MarkedText, in_attribute, literal
from helpers.sources.origins import Figure

_left: ContextVar[list[tuple[str, str]] | None] = ContextVar("marks", default=None)
_MARK = re.compile("\0([0-9]+)\0")


def traced(text: str, figure: Figure) -> str:
    """The HTML of a figure: what readers see, the value itself, and its origin.

    Args:
        text: the figure as the language writes it.
    """
    return (
        f'<data value="{in_attribute(figure.exact)}" data-from="{in_attribute(figure.origin)}">'
        f"{literal(text)}</data>"
    )


def leave_mark(text: str, figure: Figure) -> str:
    """The figure as text; within `with_figures` a mark that stands for it."""
    marks = _left.get()
    if marks is None:
        return text
    marks.append((text, traced(text, figure)))
    return f"\0{len(marks) - 1}\0"


def with_figures(write: Callable[[], str]) -> str:
    """What `write` says, with its HTML where there are figures in it."""
    marks: list[tuple[str, str]] = []
    token = _left.set(marks)
    try:
        text = write()
    finally:
        _left.reset(token)
    if not marks:
        return text

    def filled(with_marks: str, form: int) -> str:
        return _MARK.sub(lambda mark: marks[int(mark[1])][form], with_marks)

    return MarkedText(filled(text, 0), filled(literal(text), 1))
