"""Tables without rules on the pages of a PDF: lines of words, and the gaps between columns.

Columns are the stretches that the rows of provinces cover; a gap that none of them crosses parts
two columns. Headers are then laid over the columns below them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from helpers.intake.files.grids import NamesUnit, clean_text

if TYPE_CHECKING:
    from pdfplumber.page import Page

_WORD_GAP = 0.75  # of the letters' height: words nearer than this are one phrase
_SAME_LINE = 0.4  # of the letters' height: words whose middles are nearer stand on one line
_SLANT = 0.1
_TURNED_GAP = 1.5  # of the letters' height: lines on their side nearer than this are one header
_FEWEST_ROWS = 3
_FEWEST_PHRASES = 2


@dataclass(frozen=True)
class Phrase:
    """Words that stand together on a line, with their stretch across the page in points."""

    text: str
    left: float
    right: float

    @property
    def middle(self) -> float:
        """Where its middle lies across the page."""
        return (self.left + self.right) / 2


Line = tuple[Phrase, ...]
Stretch = tuple[float, float]


def page_lines(page: Page) -> list[Line]:
    """The lines of a page from top to bottom, each as its phrases from left to right.

    Letters that stand on their side, as in headers of narrow columns, are lines of their own.
    """
    turned = [char for char in page.chars if _is_turned(char)]
    if turned:
        page = page.filter(lambda thing: thing["object_type"] != "char" or not _is_turned(thing))
    lines: list[list[dict[str, Any]]] = []
    words = page.extract_words(x_tolerance=1.5, y_tolerance=2)
    for word in sorted(words, key=lambda w: (w["top"] + w["bottom"], w["x0"])):
        middle, height = (word["top"] + word["bottom"]) / 2, word["bottom"] - word["top"]
        last = lines[-1][0] if lines else None
        if last and abs((last["top"] + last["bottom"]) / 2 - middle) < _SAME_LINE * height:
            lines[-1].append(word)
        else:
            lines.append([word])
    upright = [(line[0]["bottom"], _phrases(sorted(line, key=lambda w: w["x0"]))) for line in lines]
    return [line for _, line in sorted([*upright, *_turned_lines(turned)], key=lambda one: one[0])]


def _is_turned(char: dict[str, Any]) -> bool:
    """Whether a letter stands on its side, turned by 90°."""
    return not char["upright"] and abs(char["matrix"][0]) < _SLANT * abs(char["matrix"][1])


def _turned_lines(letters: Sequence[dict[str, Any]]) -> list[tuple[float, Line]]:
    """Texts on their side that stand beside each other, as one line with where it ends below."""
    found: list[tuple[float, list[Phrase]]] = []
    for group in _beside(letters, lambda a, b: b["x0"] - a["x0"] < _TURNED_GAP * _wide(b)):
        upwards = 1 if group[0]["matrix"][1] > 0 else -1
        strips = _beside(group, lambda a, b: b["x0"] - a["x0"] < _wide(b) / 2)
        texts = [
            "".join(char["text"] for char in sorted(strip, key=lambda c: -upwards * c["top"]))
            for strip in strips[::upwards]
        ]
        phrase = Phrase(
            clean_text(" ".join(texts)),
            min(char["x0"] for char in group),
            max(char["x1"] for char in group),
        )
        top, low = min(c["top"] for c in group), max(c["bottom"] for c in group)
        if found and top < found[-1][0]:
            found[-1] = (max(low, found[-1][0]), [*found[-1][1], phrase])
        else:
            found.append((low, [phrase]))
    return [(low, tuple(phrases)) for low, phrases in found]


def _wide(char: dict[str, Any]) -> float:
    return float(char["x1"] - char["x0"])


def _beside(
    letters: Sequence[dict[str, Any]], near: Callable[[dict[str, Any], dict[str, Any]], bool]
) -> list[list[dict[str, Any]]]:
    """Letters from left to right in groups of neighbours."""
    groups: list[list[dict[str, Any]]] = []
    for char in sorted(letters, key=lambda char: char["x0"]):
        if groups and near(groups[-1][-1], char):
            groups[-1].append(char)
        else:
            groups.append([char])
    return groups


def _phrases(words: Sequence[dict[str, Any]]) -> Line:
    groups: list[list[dict[str, Any]]] = [[words[0]]]
    for before, word in pairwise(words):
        near = word["x0"] - before["x1"] < _WORD_GAP * (word["bottom"] - word["top"])
        if near:
            groups[-1].append(word)
        else:
            groups.append([word])
    return tuple(
        Phrase(clean_text(" ".join(w["text"] for w in group)), group[0]["x0"], group[-1]["x1"])
        for group in groups
    )


def body_lines(page: Sequence[Line], names_unit: NamesUnit) -> list[Line]:
    """The lines that are a province's row: its name beside something else."""
    return [
        line
        for line in page
        if len(line) >= _FEWEST_PHRASES and any(names_unit(phrase.text) for phrase in line)
    ]


def unruled_rows(pages: Sequence[Sequence[Line]], names_unit: NamesUnit) -> list[list[list[str]]]:
    """For every page its lines as rows of one table; empty lists where there is no table.

    Args:
        pages: the lines of every page.
        names_unit: whether a text is a province's name.
    """
    body = [line for page in pages for line in body_lines(page, names_unit)]
    if len(body) < _FEWEST_ROWS:
        return [[] for _ in pages]
    columns = _join([(phrase.left, phrase.right) for line in body for phrase in line])
    columns = _with_empty_columns(pages, columns, names_unit)
    return [[_cells(line, columns) for line in page] for page in pages]


def _join(stretches: Sequence[Stretch]) -> list[Stretch]:
    joined: list[Stretch] = []
    for left, right in sorted(stretches):
        if joined and left <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(right, joined[-1][1]))
        else:
            joined.append((left, right))
    return joined


def _with_empty_columns(
    pages: Sequence[Sequence[Line]], columns: list[Stretch], names_unit: NamesUnit
) -> list[Stretch]:
    """Columns that have a header but no figure: headers of the first page above no other column."""
    head: list[Stretch] = []
    for page in pages:
        for line in page:
            if body_lines([line], names_unit):
                return sorted(columns + _join(head))
            head += [
                (phrase.left, phrase.right)
                for phrase in line
                if len(line) >= _FEWEST_PHRASES
                and columns[0][0] < phrase.middle < columns[-1][1]
                and all(phrase.right < left or right < phrase.left for left, right in columns)
            ]
    return columns


def _cells(line: Line, columns: Sequence[Stretch]) -> list[str]:
    """The phrases of a line by column; one that lies over several stands in each of them."""
    cells = [""] * len(columns)
    middles = [(left + right) / 2 for left, right in columns]
    for phrase in line:
        over = [i for i, middle in enumerate(middles) if phrase.left <= middle <= phrase.right]
        overlapping = [
            i
            for i, (left, right) in enumerate(columns)
            if phrase.left <= right and left <= phrase.right
        ]
        near = min(
            overlapping or range(len(columns)), key=lambda i: abs(middles[i] - phrase.middle)
        )
        for i in over if len(over) > 1 else [near]:
            cells[i] = f"{cells[i]} {phrase.text}".strip()
    return cells


def mend_wrapped(rows: list[list[str]], names_unit: NamesUnit) -> list[list[str]]:
    """Put names that were broken over lines together again, beside their figures.

    A line that holds only a piece of a name is joined to its neighbour where the pieces together
    name a province; its own row is then empty.
    """
    for i, row in enumerate(rows):
        if sum(bool(cell) for cell in row) < _FEWEST_PHRASES:
            continue
        named = [column for column, cell in enumerate(row) if names_unit(cell)]
        for column in named or range(len(row)):
            if _joined(rows, i, column, names_unit):
                break
    return rows


def _joined(rows: list[list[str]], i: int, column: int, names_unit: NamesUnit) -> bool:
    """Join what stands alone above and below a cell to it, as much as makes a name."""
    own, above, below = rows[i][column], _alone(rows, i - 1, column), _alone(rows, i + 1, column)
    for parts, used in (
        ((above, own, below), (i - 1, i + 1)),
        ((own, below), (i + 1,)),
        ((above, own), (i - 1,)),
        ((above, below), (i - 1, i + 1)),
    ):
        if all((above, below)[j > i] for j in used) and names_unit(clean_text(" ".join(parts))):
            rows[i][column] = " ".join(parts)
            for j in used:
                rows[j] = [""] * len(rows[j])
            return True
    return False


def _alone(rows: Sequence[Sequence[str]], i: int, column: int) -> str:
    """The text of a row that holds nothing but this column's."""
    if not 0 <= i < len(rows) or sum(bool(cell) for cell in rows[i]) != 1:
        return ""
    return rows[i][column]
