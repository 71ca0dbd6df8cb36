"""Reading whole tables of an edition: every cell a figure, every row one unit of the universe.

What the columns of a table mean stands in the metadata beside it (`table:`), so that the table of
a new edition needs a file and an entry, no code. `scales` there names the columns whose full score
is printed as another number than 1, such as 100; figures are from 0 to 1 whatever is printed.
Tables are the ministry's own, or copied by somebody whom their edition names (`transcribed_by`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from helpers.errors import RawFileError, Reason
from helpers.printed.ranks import parse_rank
from helpers.printed.scores import PERCENT, on_one, parse_score, split_percent
from helpers.printed.words import PrintedFormError
from helpers.sources.editions import Definitions, Edition, load_definitions
from helpers.sources.figures import TRANSCRIBED, Figure
from helpers.sources.provinces import Unit, Units
from helpers.sources.raw_files import RawRow, RawTable, raw_tables, read_raw


def read_ministry_tables(root: Path) -> list[RawTable]:
    """Which raw files are official tables: those whose metadata has a `table` entry.

    Raises:
        RawFileError: a file breaks its contract, its metadata has no such entry, or the table
            that an edition names is missing.
    """
    tables = [
        read_raw(root, file) for file in raw_tables(root) if file.split("/")[0].endswith("_tables")
    ]
    for table in tables:
        if "table" not in table.metadata:
            raise RawFileError(
                table.file, Reason("ministry.no_layout"), expected=Reason("ministry.layout")
            )
    present = {table.name: table for table in tables}
    for edition in load_definitions(root).editions:
        if edition.table and edition.table not in present:
            raise RawFileError(
                "data/raw/definitions/editions.yml",
                Reason("ministry.no_table", edition=edition.named),
                expected=Reason("ministry.table", table=edition.table),
            )
        if edition.table and edition.complete:
            _check_what_is_printed(present[edition.table], edition)
    return tables


def _check_what_is_printed(table: RawTable, edition: Edition) -> None:
    """Totals are asked of a complete table wherever its edition does not say «ranks only»."""
    has_totals = "overall.score" in table.metadata["table"]["columns"].values()
    if has_totals == edition.ranks_only:
        raise RawFileError(
            table.file,
            Reason(
                "ministry.ranks_only" if edition.ranks_only else "ministry.totals",
                edition=edition.named,
            ),
            expected=Reason("ministry.not_both"),
            found=", ".join(table.metadata["table"]["columns"].values()),
        )


def column_of(table: RawTable, measure: str, statistic: str) -> str:
    """Which column of an official table holds a statistic of a measure?"""
    columns: Mapping[str, str] = table.metadata["table"]["columns"]
    return next(name for name, meaning in columns.items() if meaning == f"{measure}.{statistic}")


def ministry_figures(table: RawTable, definitions: Definitions, units: Units) -> list[Figure]:
    """Every figure of one official table.

    Raises:
        RawFileError: a name that means no unit, a unit twice or missing, a rank outside
            1..number of units, a score outside 0..1, ranks that are not the order of the scores,
            or a list position that is not the row's place.
    """
    layout = table.metadata["table"]
    edition = definitions.edition(layout["index"], layout["edition"], layout["universe"])
    rows = _match_rows(table, layout["unit_column"], edition, units)
    size = len(units.all(edition.universe))
    figures = [
        figure
        for unit, row in rows.items()
        for figure in _row_figures(table, row, unit, edition, layout["columns"], size)
    ]
    _check_order(table, rows, figures, edition)
    return figures


def _match_rows(
    table: RawTable, column: str, edition: Edition, units: Units
) -> Mapping[Unit, RawRow]:
    # Spellings that this one table uses, settled by hand when it was filed.
    settled: Mapping[str, str] = table.metadata["table"].get("names", {})
    matched: dict[Unit, RawRow] = {}
    for row in table:
        unit = (
            units.find(settled[row[column]], edition.universe)
            if row[column] in settled
            else units.match(row[column], edition.universe)
        )
        if unit is None:
            raise RawFileError(
                table.file,
                Reason("raw.no_province"),
                row=row.line,
                column=column,
                expected=Reason(
                    "ministry.unit",
                    size=len(units.all(edition.universe)),
                    universe=edition.universe,
                ),
                found=repr(row[column]),
            )
        if unit in matched:
            raise RawFileError(
                table.file,
                Reason("ministry.twice", province=unit.province),
                row=row.line,
                column=column,
                expected=Reason("ministry.once"),
                found=Reason("raw.already", found=row[column], line=matched[unit].line),
            )
        matched[unit] = row
    missing = [unit.province for unit in units.all(edition.universe) if unit not in matched]
    if edition.complete and missing:
        raise RawFileError(
            table.file,
            Reason("ministry.missing"),
            column=column,
            expected=Reason("ministry.all", size=len(units.all(edition.universe))),
            found=Reason("ministry.without", size=len(matched), missing=", ".join(missing[:5])),
        )
    return matched


def _row_figures(
    table: RawTable,
    row: RawRow,
    unit: Unit,
    edition: Edition,
    columns: Mapping[str, str],
    size: int,
) -> Iterable[Figure]:
    for column, meaning in columns.items():
        if not row[column]:
            continue
        measure, statistic = meaning.split(".")
        value, decimals = _parse_cell(table, row, column, statistic, size)
        yield Figure(
            figure_id=f"{table.name}:{unit.province_code}:{measure}:{statistic}",
            unit_id=unit.unit_id,
            universe=edition.universe,
            province_as_printed=row[table.metadata["table"]["unit_column"]],
            index=edition.index,
            edition=edition.edition,
            measure=measure,
            statistic=statistic,
            baseline="",
            value_as_printed=row.printed(column),
            value=value,
            best=None,
            worst=None,
            decimals=decimals,
            unit="0-1" if statistic == "score" else f"of {edition.universe}",
            basis=_basis(statistic, edition),
            doubt="",
            source_id=table.name,
        )


def _basis(statistic: str, edition: Edition) -> str:
    if edition.transcribed_by:
        return TRANSCRIBED
    return "list_position" if statistic == "list_position" else "printed"


def _parse_cell(
    table: RawTable, row: RawRow, column: str, statistic: str, size: int
) -> tuple[float, int | None]:
    def refuse(expected: Reason) -> RawFileError:
        return RawFileError(
            table.file,
            Reason("ministry.no_score" if statistic == "score" else "ministry.no_rank"),
            row=row.line,
            column=column,
            expected=expected,
            found=repr(row[column]),
        )

    full = table.metadata["table"].get("scales", {}).get(column, 1)
    try:
        if statistic == "score":
            text, is_percent = split_percent(row[column])
            score = parse_score(text)
            fits = full == PERCENT or not is_percent
            if not fits or score.value is None or score.scale or not 0 <= score.value <= full:
                raise refuse(Reason("raw.score", full=full))
            return on_one(score.value, score.decimals, full)
        rank = parse_rank(row[column]).rank
    except PrintedFormError:
        raise refuse(
            Reason("raw.score", full=full)
            if statistic == "score"
            else Reason("raw.rank", size=size)
        ) from None
    if rank is None or not 1 <= rank <= size:
        raise refuse(Reason("raw.rank", size=size))
    return float(rank), None


def _check_order(
    table: RawTable, rows: Mapping[Unit, RawRow], figures: Iterable[Figure], edition: Edition
) -> None:
    """Ranks and list positions must be the order of the printed scores, ties included."""
    known: dict[tuple[str, str], list[Figure]] = {}
    scores: dict[tuple[str, str], Figure] = {}
    for figure in figures:
        if figure.statistic == "score":
            scores[figure.measure, figure.unit_id] = figure
        else:
            known.setdefault((figure.measure, figure.statistic), []).append(figure)
    by_unit = {unit.unit_id: row for unit, row in rows.items()}

    def shown(figure: Figure) -> str | Reason:
        column = column_of(table, figure.measure, figure.statistic)
        return by_unit[figure.unit_id].quoted(figure.value_as_printed, column)

    for (measure, statistic), places in known.items():
        pairs = [(p, scores[measure, p.unit_id]) for p in places if (measure, p.unit_id) in scores]
        pairs.sort(key=lambda pair: pair[0].value or 0)
        own = [score for (of, _), score in scores.items() if of == measure]
        # Of a column that is printed in part nobody knows how many scores are higher.
        counted = statistic == "rank" and edition.complete and len(own) == len(rows)
        problems = [
            *_order_problems(pairs, shown, shares_places=statistic == "rank"),
            *(_rank_problems(pairs, own) if counted else []),
        ]
        for figure, expected in problems:
            raise RawFileError(
                table.file,
                Reason(
                    "ministry.disagree", statistic=Reason(f"ministry.{statistic}"), measure=measure
                ),
                row=by_unit[figure.unit_id].line,
                column=column_of(table, measure, statistic),
                expected=expected,
                found=Reason(
                    "ministry.for_score",
                    statistic=Reason(f"ministry.{statistic}"),
                    place=shown(figure),
                    score=shown(scores[measure, figure.unit_id]),
                    province=figure.province_as_printed,
                ),
            )


def _order_problems(
    pairs: Sequence[tuple[Figure, Figure]],
    shown: Callable[[Figure], str | Reason],
    *,
    shares_places: bool,
) -> Iterable[tuple[Figure, Reason]]:
    """Neighbours by place whose scores are in another order, or whose tie is not a tie."""
    for (above, higher), (below, lower) in pairwise(pairs):
        assert higher.value is not None
        assert lower.value is not None
        same_score, same_place = higher.value == lower.value, above.value == below.value
        tie_differs = same_place != same_score if shares_places else same_place
        if lower.value > higher.value or tie_differs:
            yield (
                below,
                Reason(
                    "ministry.order",
                    province=above.province_as_printed,
                    place=shown(above),
                    score=shown(higher),
                ),
            )


def _rank_problems(
    pairs: Sequence[tuple[Figure, Figure]], scores: Sequence[Figure]
) -> Iterable[tuple[Figure, Reason]]:
    """Ranks of a complete table that are not one more than the number of higher scores."""
    for place, own in pairs:
        rank = 1 + sum((s.value or 0) > (own.value or 0) for s in scores)
        if place.value != rank:
            yield place, Reason("ministry.higher", rank=rank)
