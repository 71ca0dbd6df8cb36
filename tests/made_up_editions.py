"""Made-up editions, filed as a person would file real ones: a table, its .yml and definitions.

Nothing but files below `data/raw` is written, so that a test on such a copy of the project shows
what a new edition takes: data, no code. Which year is the next is asked of the copy's definitions.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import xlsxwriter
import yaml

from helpers.sources import editions
from helpers.sources.editions import Definitions, Edition, load_definitions
from helpers.sources.raw_files import seal

DEFINITIONS = Path("data/raw/definitions")

_TABLE_34 = "dti_tables/dti_2024_34"
_UNIT_COLUMN = "Tỉnh/Thành phố"
_RANK_COLUMN = "Xếp hạng DTI"
_TOTAL_COLUMN = "DTI"
_PLACE_COLUMN = "TT"

NINE_POINTS = {
    "awareness": 50, "institutions": 50, "infrastructure": 140, "human_resources": 100,
    "cybersecurity": 100, "digital_skills": 60, "government_activity": 200,
    "economy_activity": 150, "society_activity": 150,
}  # fmt: skip
"""A formula with a ninth part, which no formula on file has."""

NEW_PARTS = {"digital_skills": ("Kỹ năng số", "Digital skills")}
"""What the parts are called that no index on file has."""

_PILLARS = {
    "pillar_government": "government_activity",
    "pillar_economy": "economy_activity",
    "pillar_society": "society_activity",
}


def file_next_edition(
    root: Path, universe: str, points: Mapping[str, float] | None = None
) -> Edition:
    """File the edition of the year after the newest on file, over these units; time after time.

    The index is the one that the definitions take where none is named. Its provinces move a little
    from the newest table that prints their parts. (One year for both sets of units would not do:
    the score of a merged unit must be the mean of its provinces.)

    Args:
        points: of a new formula; None: the formula of the edition before.
    """
    before = _newest(root, universe)
    edition = str(int(definitions_now(root).latest_edition()) + 1)
    formula = before.formula
    if points is None:
        assert formula is not None, f"{before} has no formula to go on with"
        points = load_definitions(root).formulas[formula].weights
    else:
        formula = f"{before.index.lower()}-{edition}-{universe}"
        for part in points.keys() - set(load_definitions(root).measures(before.index)):
            add_measure(root, before.index, part, *NEW_PARTS[part])
        add_formula(root, formula, f"{edition}/QĐ-BKHCN", points)
    table = f"{before.index.lower()}_{edition}_{universe}"
    names, rows = made_up_rows(root, _fullest_table(root, universe), points, seed=int(edition))
    file_table(root, table, before.table, edition, names, rows)
    add_edition(
        root, index=before.index, edition=edition, universe=universe, formula=formula,
        published=_published(edition), table=table, complete=True,
    )  # fmt: skip
    return _newest(root, universe)


def add_ranks_alone(root: Path) -> None:
    """A year of which only the ranks are printed, so that nobody knows its formula."""
    names, rows = made_up_rows(root, "dti_2024_34", NINE_POINTS, seed=3)
    kept = {name: names[name] for name in list(names)[:2]}
    file_table(root, "dti_2025_34", "dti_2024_34", "2025", kept, [row[:3] for row in rows])
    add_edition(
        root, index="DTI", edition="2025", universe="34", formula=None, published="2026-10",
        table="dti_2025_34", complete=True, ranks_only=True,
    )  # fmt: skip


NEXT: dict[str, Callable[[Path], object]] = {
    "comparable": lambda root: file_next_edition(root, "34"),
    "other formula": lambda root: file_next_edition(root, "34", NINE_POINTS),
    "former units": lambda root: file_next_edition(root, "63"),
    "ranks alone": add_ranks_alone,
}
"""What may be published next: each files an edition of the year after the newest."""


def definitions_now(root: Path) -> Definitions:
    """The definitions as they are by now: within one process they are read once else."""
    editions._load_definitions.cache_clear()
    return load_definitions(root)


def _newest(root: Path, universe: str) -> Edition:
    definitions = definitions_now(root)
    return definitions.editions_of(definitions.default_index, universe)[-1]


def _fullest_table(root: Path, universe: str) -> str:
    """The newest of the tables over these units that leave the fewest cells empty."""

    def filled(name: str) -> int:
        path = root / "data" / "raw" / "dti_tables" / f"{name}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            return sum(cell != "" for row in csv.reader(file) for cell in row)

    definitions = load_definitions(root)
    tables = [
        entry.table
        for entry in definitions.editions_of(definitions.default_index, universe)
        if entry.complete and entry.table
    ]
    return max(reversed(tables), key=filled)


def _published(edition: str) -> str:
    """In October of the year after, as the last ones were."""
    return f"{int(edition) + 1}-10-21"


def add_measure(root: Path, index: str, measure: str, name_vi: str, name_en: str) -> None:
    """Define one more measure of an index."""
    path = root / DEFINITIONS / "measures.yml"
    measures = yaml.safe_load(path.read_text(encoding="utf-8"))
    measures[index]["measures"][measure] = {"vi": name_vi, "en": name_en}
    _write_yaml(path, measures)


def add_formula(root: Path, formula: str, decision: str, points: Mapping[str, float]) -> None:
    """Define a formula of the DTI with its points; three pillars, as in every formula since 922."""
    entry = {
        "name_vi": f"Quyết định {decision}",
        "name_en": f"Decision {decision}",
        "index": "DTI",
        "basis": "Made up for a test.",
        "weights": dict(points),
        "pillars": _PILLARS,
    }
    _append_yaml(root / DEFINITIONS / "formulas.yml", {formula: entry})


def add_edition(root: Path, **entry: object) -> None:
    """Add a line to the editions on file."""
    _append_yaml(root / DEFINITIONS / "editions.yml", [entry])


def file_table(
    root: Path, name: str, like: str, edition: str, names: Mapping[str, str], rows: Sequence[list]
) -> None:
    """File a table as `dti_tables/<name>.csv`, with the .yml of the table `like` changed to fit.

    Args:
        names: column -> what it means (`overall.score`), beside the column of the province.
        rows: cells in the order of `names`, the province first.
    """
    folder = root / "data" / "raw" / "dti_tables"
    metadata = yaml.safe_load((folder / f"{like}.yml").read_text(encoding="utf-8"))
    columns = [_UNIT_COLUMN, *names]
    metadata["title"] = metadata["title"].replace(metadata["table"]["edition"], edition)
    metadata["title_en"] = metadata["title_en"].replace(metadata["table"]["edition"], edition)
    metadata |= {"published": _published(edition), "columns": columns, "sha256": "0"}
    metadata["table"] |= {"edition": edition, "columns": dict(names)}
    metadata["table"]["rank_printed"] = "every row"
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([columns, *rows])
    _write_yaml(folder / f"{name}.yml", metadata)
    seal(root, f"dti_tables/{name}.csv")


def print_pdf(
    path: Path, headers: Sequence[str], rows: Sequence[Sequence[str]], edition: str
) -> None:
    """A table as a ministry prints it: letterhead, title, a ruled table over pages, a note."""
    import matplotlib as mpl
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

    font = Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
    pdfmetrics.registerFont(TTFont("DejaVu", str(font)))
    style = ParagraphStyle("cell", fontName="DejaVu", fontSize=6, leading=7)
    cells = [[Paragraph(text, style) for text in row] for row in [headers, *rows]]
    widths = [90 if header == _UNIT_COLUMN else 50 for header in headers]
    table = Table(cells, colWidths=widths, repeatRows=1)
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black")]))
    above = ("BỘ KHOA HỌC VÀ CÔNG NGHỆ", f"Phụ lục: Kết quả xếp hạng chuyển đổi số năm {edition}")
    below = "Ghi chú: số liệu do địa phương báo cáo."
    SimpleDocTemplate(str(path), pagesize=landscape(A4)).build(
        [*(Paragraph(text, style) for text in above), table, Paragraph(below, style)]
    )


def save_next_spreadsheet(
    path: Path, root: Path, universe: str, points: Mapping[str, float] | None = None
) -> str:
    """The table of the next edition as a ministry saves it: letterhead, merged headers, a note.

    Nothing is filed. The points are those of the edition before where none are given.

    Returns:
        Which edition it is.
    """
    before = _newest(root, universe)
    definitions = definitions_now(root)
    edition = str(int(definitions.latest_edition()) + 1)
    if points is None:
        points = definitions.formulas[before.formula or ""].weights
    _, rows = made_up_rows(root, _fullest_table(root, universe), points, seed=int(edition))
    parts = [definitions.measure_name(before.index, part, "vi") for part in points]
    headers = [_UNIT_COLUMN, _PLACE_COLUMN, _RANK_COLUMN, *parts, _TOTAL_COLUMN]
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Bảng")
        last = len(headers) - 1
        sheet.merge_range(0, 0, 0, last, "BỘ KHOA HỌC VÀ CÔNG NGHỆ")
        title = f"KẾT QUẢ XẾP HẠNG CHUYỂN ĐỔI SỐ CẤP TỈNH (DTI) NĂM {edition}"
        sheet.merge_range(1, 0, 1, last, title)
        sheet.merge_range(3, 3, 3, last - 1, "Chỉ số thành phần")
        sheet.write_row(4, 3, parts)
        for column in (0, 1, 2, last):
            sheet.merge_range(3, column, 4, column, headers[column])
        number = book.add_format({"num_format": "0.0000"})
        for line, (name, place, rank, *scores) in enumerate(rows, start=5):
            sheet.write_row(line, 0, [name, int(place), int(rank)])
            sheet.write_row(line, 3, [float(score) for score in scores], number)
        sheet.write(6 + len(rows), 0, "Ghi chú: số liệu do địa phương báo cáo.")
    return edition


def made_up_rows(
    root: Path, like: str, points: Mapping[str, float], seed: int
) -> tuple[dict[str, str], list[list[str]]]:
    """Rows of a next year: every part of a table on file moved a little, totals by the formula.

    Returns:
        The columns and what they mean, and the rows, ranked as the ministry ranks.
    """
    path = root / "data" / "raw" / "dti_tables" / f"{like}.csv"
    meanings = yaml.safe_load(path.with_suffix(".yml").read_text(encoding="utf-8"))["table"]
    column_of = {meaning: column for column, meaning in meanings["columns"].items()}
    with path.open(encoding="utf-8", newline="") as file:
        old = list(csv.DictReader(file))
    unit = meanings["unit_column"]
    generator = np.random.default_rng(seed)
    parts = []
    for row in old:
        cells = [row.get(column_of.get(f"{part}.score", ""), "") for part in points]
        start = np.array([float(cell) if cell else 0.6 for cell in cells])
        parts.append((start + generator.uniform(-0.05, 0.1, len(points))).clip(0, 1).round(4))
    weights = np.array(list(points.values()), dtype=float)
    totals = [round(float(own @ weights / weights.sum()), 4) for own in parts]
    order = sorted(range(len(old)), key=lambda i: (-totals[i], old[i][unit]))
    rows = [
        [
            old[i][unit], str(place), str(1 + sum(t > totals[i] for t in totals)),
            *(f"{value:.4f}" for value in parts[i]), f"{totals[i]:.4f}",
        ]
        for place, i in enumerate(order, start=1)
    ]  # fmt: skip
    names = {_PLACE_COLUMN: "overall.list_position", _RANK_COLUMN: "overall.rank"}
    names |= {f"Phần {part}": f"{part}.score" for part in points}
    return names | {_TOTAL_COLUMN: "overall.score"}, rows


def _append_yaml(path: Path, entry: object) -> None:
    text = yaml.safe_dump(entry, allow_unicode=True, sort_keys=False, width=1000)
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{text}", encoding="utf-8")


def _write_yaml(path: Path, content: object) -> None:
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=1000)
    path.write_text(text, encoding="utf-8")
