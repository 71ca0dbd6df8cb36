"""What is a row of a table: a province's, a mean, a heading, a note, the foot of a page?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from itertools import pairwise

from helpers.errors import Clause
from helpers.intake.files.error_values import is_error
from helpers.intake.headers import header_words, words_as_written
from helpers.intake.transcription import PrintedCell
from helpers.sources.provinces import fold_name

_NUMBER = re.compile(r"[-+−]?[0-9]+(?:[.,][0-9]+)*\s*%?|[0-9]{1,2}\s*/\s*[0-9]{1,2}")
_NUMBERING = re.compile(r"\(?\s*[0-9]{1,2}\s*\)?(?:\s*=.*)?|\(?[A-Ha-h]\)?|\([0-9]{1,2}\).*")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_ORDINAL = re.compile(r"[0-9ivxIVX]{1,5}[.)]?|[A-H][.)]?|[-–*•]+")
_NUMERAL = re.compile(r"^(?:[0-9]{1,2}|[IVX]{1,5}|[A-H])\s*[.)]\s*")
_ALIKE = 0.6
_FEWEST = 2

MEAN = Clause("told.mean")
TOTAL = Clause("told.total")
MAXIMUM = Clause("told.maximum")


def is_number(text: str) -> bool:
    """Whether a cell holds a figure: "0,8002", "80 %", "17/63"."""
    return bool(_NUMBER.fullmatch(text))


def is_figure(text: str) -> bool:
    """Whether a cell holds a figure, or an error value where one should be: "0,8002", "#N/A"."""
    return is_number(text) or is_error(text)


def figures_of(cells: Sequence[PrintedCell]) -> int:
    """How many cells of a row hold figures; a year alone, as headers have it, is none."""
    return sum(
        bool(cell.text)
        and (is_figure(cell.text) or all(map(is_figure, cell.text.split())))
        and not _YEAR.fullmatch(cell.text)
        for cell in cells
    )


def texts_of(cells: Sequence[PrintedCell]) -> list[str]:
    """The texts of the cells that hold any."""
    return [cell.text for cell in cells if cell.text]


def label_of(cells: Sequence[PrintedCell]) -> str:
    """What a row calls itself: its first text that is no number and no numeral before a heading."""
    for text in texts_of(cells):
        if not is_figure(text) and not _ORDINAL.fullmatch(text):
            return _NUMERAL.sub("", text)
    return ""


def is_numbering(cells: Sequence[PrintedCell]) -> bool:
    """Whether a row numbers the columns: (1) (2) (3), A B 1 2, (3) = (4) + (5)."""
    texts = texts_of(cells)
    digits = [int(found[0]) for text in texts if (found := re.search(r"[0-9]+", text))]
    rising = all(a < b for a, b in pairwise(digits))
    return (
        len(texts) >= _FEWEST
        and len(digits) >= _FEWEST
        and digits[0] <= _FEWEST
        and rising
        and all(_NUMBERING.fullmatch(text) for text in texts)
    )


def is_header_again(cells: Sequence[PrintedCell], header: Sequence[Sequence[PrintedCell]]) -> bool:
    """Whether a row repeats a row of the header, as on a new page."""
    texts = [fold_name(cell.text) for cell in cells]
    filled = sum(bool(text) for text in texts)
    for level in header:
        above = [fold_name(cell.text) for cell in level]
        alike = sum(bool(a) and a == b for a, b in zip(texts, above, strict=True))
        if filled and alike >= _ALIKE * filled:
            return True
    return False


def moved_headers(
    cells: Sequence[PrintedCell], header: Sequence[Sequence[PrintedCell]]
) -> list[tuple[PrintedCell, PrintedCell]]:
    """Cells of a row that names the columns in another order, each with what heads its column.

    None where the row is not the header again, or has one cell that stands elsewhere.
    """
    levels = [[fold_name(cell.text) for cell in level] for level in header]
    columns: dict[str, set[int]] = {}
    for number, text in (pair for level in levels for pair in enumerate(level)):
        columns.setdefault(text, set()).add(number)
    texts = {number: text for number, cell in enumerate(cells) if (text := fold_name(cell.text))}
    if sum(text in columns for text in texts.values()) < _ALIKE * max(map(len, levels), default=0):
        return []
    moved = [
        (cells[number], header[-1][number])
        for number, text in texts.items()
        if len(columns.get(text, ())) == 1 and number not in columns[text]
    ]
    return moved if len(moved) > 1 else []


def summary_kind(label: str) -> str:
    """`MEAN`, `MAXIMUM` or `TOTAL` where a row's label says so, else ""."""
    words = header_words()["rows"]
    if _begins(label, words["means"]):
        return MEAN
    if _begins(label, words["maxima"]):
        return MAXIMUM
    return TOTAL if _begins(label, words["totals"]) else ""


def is_mean_of_region(label: str, regions: Collection[str]) -> bool:
    """Whether a row's label is the mean of a region: «Trung bình vùng», «Bình quân Tây Nguyên»."""
    words = header_words()["rows"]
    folded = fold_name(label)
    begun = max((w for w in words["means"] if _begins(label, [w])), key=len, default="")
    rest = folded.removeprefix(begun).strip()
    return bool(begun) and any(
        rest == word or rest.startswith(f"{word} ")
        for word in (*words["regions"], *words["region_names"], *regions)
    )


def is_region(label: str, regions: Collection[str]) -> bool:
    """Whether a row's label is a region; `regions` are the folded names of the known ones."""
    words = header_words()["rows"]
    if fold_name(label) in {*regions, *words["region_names"]}:
        return True
    # «Vũng Tàu» has other tone marks than «Vùng …», though both fold to one word.
    marked = unicodedata.normalize("NFC", label).casefold()
    spelled = marked.isascii() or marked.startswith(tuple(words_as_written("rows", "regions")))
    return spelled and _begins(label, words["regions"])


def heading_kind(cells: Sequence[PrintedCell]) -> str:
    """Why a row without figures is no province's, as a reason to be shown."""
    texts = list(dict.fromkeys(texts_of(cells)))
    words = header_words()["rows"]
    label = label_of(cells)
    rest = [word for word in fold_name(" ".join(texts)).split() if not word.isdecimal()]
    if all(word in words["pages"] for word in rest):
        return Clause("told.page")
    if _begins(label, words["notes"]) or label.startswith(("*", "(*", "(1)", "-")):
        return Clause("told.note")
    return Clause("told.heading" if len(texts) == 1 else "told.text")


def is_page_number(cells: Sequence[PrintedCell]) -> bool:
    """Whether a row is only the number of a page: "3", "- 3 -", "Trang 3/5"."""
    texts = list(dict.fromkeys(texts_of(cells)))
    if len(texts) != 1:
        return False
    folded = fold_name(texts[0]).split()
    pages = header_words()["rows"]["pages"]
    decimal_mark = re.search(r"[0-9][.,][0-9]", texts[0])
    return not decimal_mark and all(word.isdecimal() or word in pages for word in folded)


def _begins(label: str, words: Sequence[str]) -> bool:
    folded = fold_name(label)
    return any(folded == word or folded.startswith(f"{word} ") for word in words)
