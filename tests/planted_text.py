"""A copy of the project whose raw files hold what must be shown as text: tags, formulas, quotes.

Nothing but files below `data/raw` is changed, as a publisher's own file would change them: names
and regions of provinces, titles and addresses of sources, words of the ledgers.
"""

from __future__ import annotations

import csv
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path

from helpers.sources.raw_files import seal

from .frozen_project import frozen_project

SCRIPT = "<script>alert(1)</script>"
FORMULA = "=cmd|' /C calc'!A1"
QUOTES = "\"Tỉnh 'X' & <b>"
TURNED = "Hải\u202e Phòng\u200f"
MARKUP = "_Cần_ *Thơ* | $x^2$ `a` \\frac{1}{2} {{7*7}} $\\no$"
NAMES = {"01": SCRIPT, "48": FORMULA, "79": QUOTES, "31": TURNED, "92": MARKUP}
"""By the code of the 63 provinces; each is a unit of the 34 too."""

UNMERGED = {"01"}
"""Of these, those that no other joined: one page has both their units."""

REGION = "Đông <i>Nam</i> Bộ $x$"
TITLE = "</title><img src=x onerror=alert(2)> *không* [nhấn](javascript:alert(2)) $y$"
SAID = '=1+1 </p><img src=x onerror=alert(3)> | *đậm* "lời" \u202etxt.exe $z$ '
ADDRESSES = {
    "s205": "javascript:alert(4)",
    "s228": "https://[không",
    "s229": 'https://a.vn/"><script>alert(4)</script>',
}
FIGURES = {
    "a143": "<script>alert(5)</script>",
    "o064": "=HYPERLINK(5)",
    "o065": "-\u202e876 *dịch vụ*",
}
"""Printed values that are no numbers, by the figure."""
LETTERS = "".join(
    letter + letter.upper()
    for letter in "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"
)
"""The 12 vowels in 6 tones and đ, small and capital."""

Row = dict[str, str]


def planted_project(root: Path) -> Path:
    """A copy of notebooks, data and docs at `root`, with all of the above in its raw files."""
    for part in ("notebooks", "data", "docs"):
        shutil.copytree(frozen_project() / part, root / part)
    _rename_provinces(root)
    titles = {"s230": LETTERS, "s231": unicodedata.normalize("NFD", LETTERS), "s256": TITLE}

    def source(row: Row) -> None:
        row["title"] = titles.get(row["source_id"], row["title"])
        row["url"] = ADDRESSES.get(row["source_id"], row["url"])

    _change(root, "sources/sources.csv", source)
    for ledger in ("adoption", "online_services", "reported_rankings"):
        _change(root, f"{ledger}/{ledger}.csv", _in_front_of("doubt"))
    for ledger in ("adoption", "online_services"):
        _change(root, f"{ledger}/{ledger}.csv", _replace_figure)
    _change(root, "milestones/milestones.csv", _in_front_of("description"))
    noted = root / "data/raw/noted_contradictions.yml"
    text = noted.read_text(encoding="utf-8")
    for lang in ("vi", "en"):
        text = text.replace(f"\n  {lang}: ", f"\n  {lang}: >-\n    {SAID}")
    noted.write_text(text, encoding="utf-8")
    metadata = root / "data/raw/dti_tables/dti_2024_63.yml"
    text = metadata.read_text(encoding="utf-8").replace("title: ", f"title: >-\n  {TITLE} ")
    metadata.write_text(text, encoding="utf-8")
    return root


def _replace_figure(row: Row) -> None:
    row["value_as_printed"] = FIGURES.get(row["figure_id"], row["value_as_printed"])


def _in_front_of(column: str) -> Callable[[Row], None]:
    def change(row: Row) -> None:
        if row["province_as_printed"] == "Da Nang" and row[column]:
            row[column] = SAID + row[column]

    return change


def _rename_provinces(root: Path) -> None:
    """New names, and the old ones kept as spellings, which the tables and ledgers print."""
    aliases = []

    def rename(row: Row) -> None:
        own, into = row["gso_code"], row["merged_into_code_2025"]
        if own in NAMES:
            aliases.append({"province_as_printed": row["name_vi"], "gso_code": own})
            aliases.append({"province_as_printed": row["name_en"], "gso_code": own})
            row["name_vi"], row["name_en"] = NAMES[own], f"{NAMES[own]} City"
        if into in NAMES:
            row["merged_into_name_2025"] = NAMES[into]
        row["region"] = REGION if row["region"] == "Đông Nam Bộ" else row["region"]

    _change(root, "provinces/provinces.csv", rename)
    _change(root, "provinces/province_aliases.csv", lambda _: None, aliases)


def _change(root: Path, file: str, change: Callable[[Row], None], more: list[Row] = ()) -> None:
    """Change every row of a raw file, add `more`, and record the file as filed."""
    path = root / "data" / "raw" / file
    with path.open(encoding="utf-8", newline="") as opened:
        reader = csv.DictReader(opened)
        columns, rows = reader.fieldnames, [*reader, *more]
    for row in rows:
        change(row)
    with path.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    seal(root, file)
