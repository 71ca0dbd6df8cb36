"""Is `data/raw` as it was filed, defined, and readable cell by cell?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path

from helpers.errors import Reason
from helpers.questions.clean_figures.answer import (
    check_index_structure,
    count_rows,
    noted_contradictions,
)
from helpers.questions.robustness.curves import ASKED
from helpers.sources.addresses import is_link
from helpers.sources.adoption_counts import load_adoption_counts, load_named_extremes
from helpers.sources.covariates import all_covariates, covariate_tables
from helpers.sources.declared_tests import check_asked
from helpers.sources.figures import Rejection
from helpers.sources.ledger_dated_figures import adoption_rows, milestone_rows, online_service_rows
from helpers.sources.ledger_rankings import load_set_aside, reported_figures
from helpers.sources.ledger_rows import source_dates
from helpers.sources.ministry_tables import ministry_figures, read_ministry_tables
from helpers.sources.new_corrections import corrections_on_file
from helpers.sources.published_tables import LISTED, load_published_tables
from helpers.sources.raw_files import (
    RAW,
    RawTable,
    check_no_unfinished_intake,
    check_original,
    check_seal,
    raw_tables,
    read_printed,
    read_raw,
)
from helpers.sources.settled_editions import load_settled_editions
from helpers.verifying.look import Found, Look, tried

_SOURCES = "sources/sources.csv"
# Folder -> what reads its files.
_DATED = {
    "online_services": online_service_rows,
    "adoption": adoption_rows,
    "milestones": milestone_rows,
}


def raw_files(look: Look) -> Iterator[Found]:
    """Which files of `data/raw` are not those that were filed: header, rows, bytes, original."""
    yield from tried("data/.intake", lambda: check_no_unfinished_intake(look.root))
    for file in raw_tables(look.root):
        yield from tried((RAW / file).as_posix(), partial(_check_file, look.root, file))


def _check_file(root: Path, file: str) -> None:
    table = read_printed(root, file)
    check_seal(table)
    check_original(root, table)


def definitions(look: Look) -> Iterator[Found]:
    """Which definitions do not hold: editions, formulas, measures, units, what is counted."""
    folder = (RAW / "definitions").as_posix()
    yield from tried(folder, lambda: check_asked(look.definitions.declared, ASKED))
    yield from tried((RAW / "provinces/provinces.csv").as_posix(), lambda: look.units)
    yield from tried(LISTED, lambda: load_published_tables(look.root, look.definitions))
    yield from tried(f"{folder}/adoption_counts.yml", lambda: load_adoption_counts(look.root))
    yield from tried(
        (RAW / "adoption/named_extremes.yml").as_posix(),
        lambda: load_named_extremes(look.root, read_raw(look.root, "adoption/adoption.csv")),
    )
    yield from tried(
        (RAW / "noted_contradictions.yml").as_posix(), lambda: noted_contradictions(look.root)
    )


def corrections(look: Look) -> Iterator[Found]:
    """Which corrections no longer find the cell that they correct."""
    for entry, stands in corrections_on_file(look.root):
        if stands != entry["expect"]:
            yield Reason(
                "verify.correction",
                **{key: entry[key] for key in ("file", "figure", "column", "expect")},
                found=Reason("verify.no_cell") if stands is None else f"«{stands}»",
            )


def figures(look: Look) -> Iterator[Found]:
    """Which files hold a cell that cannot be read, or a name that means no unit; the first each."""
    for place, work in _readers(look):
        yield from tried(place, work)


def _readers(look: Look) -> Iterator[tuple[str, Callable[[], object]]]:
    """Each file with what reads all of its cells."""
    root = look.root
    yield "data/raw/*_tables", lambda: read_ministry_tables(root)
    for file in raw_tables(root):
        place = (RAW / file).as_posix()
        if file.split("/")[0].endswith("_tables"):
            yield place, partial(_read_official, look, file)
        elif file.partition("/")[0] in _DATED:
            yield place, partial(_read_dated, look, file)
    yield "data/raw/reported_rankings", partial(_read_ledger, look)
    yield (
        "data/raw/index_structure",
        lambda: check_index_structure(
            read_raw(root, "index_structure/index_structure.csv"), look.definitions
        ),
    )
    yield "covariates", lambda: all_covariates(covariate_tables(root), look.units)


def _read_official(look: Look, file: str) -> None:
    ministry_figures(read_raw(look.root, file), look.definitions, look.units)


def _read_dated(look: Look, file: str) -> None:
    table = read_raw(look.root, file)
    _, rejected = _DATED[file.partition("/")[0]](table, look.units, _dates(look))
    _count(table, rejected)


def _read_ledger(look: Look) -> None:
    table = read_raw(look.root, "reported_rankings/reported_rankings.csv")
    aside = load_set_aside(look.root, table)
    settled = load_settled_editions(look.root, table, look.definitions, aside)
    _, rejected = reported_figures(
        table, look.definitions, look.units, _dates(look), aside, settled
    )
    _count(table, rejected)


def _count(table: RawTable, rejected: list[Rejection]) -> None:
    count_rows([table], rejected)


def _dates(look: Look) -> Mapping[str, date | None]:
    return source_dates(read_raw(look.root, _SOURCES))


def sources(look: Look) -> Iterator[Found]:
    """Which sources that figures or means name are not listed, and which addresses are none."""
    listed = read_raw(look.root, _SOURCES)
    known = source_dates(listed)
    for row in listed:
        if row["url"] and not is_link(row["url"]):
            yield Reason("verify.address", file=listed.file, row=row.line, found=row["url"])
    for file in raw_tables(look.root):
        yield from _sources_of(look.root, file, known)
    # A mean that stands in the table itself has the table for its source.
    files = {Path(file).stem for file in raw_tables(look.root)}
    for edition in look.definitions.editions:
        if edition.mean and edition.mean_source not in known.keys() | files:
            yield Reason("verify.mean_source", edition=edition.named, found=edition.mean_source)


def _sources_of(root: Path, file: str, known: Mapping[str, object]) -> Iterator[Found]:
    """What is wrong with the address of a file and with the sources that its rows name."""
    table = read_raw(root, file)
    # Words may stand around it: where a copy of the page was found.
    for address in str(table.metadata["address"]).split():
        if "://" in address and not is_link(address.rstrip(".,;")):
            place = table.file.removesuffix(".csv") + ".yml"
            yield Reason("verify.address_of_file", file=place, found=address)
    if "source_id" in table.columns and file != _SOURCES:
        for row in table:
            if row["source_id"] not in known:
                yield Reason("verify.source", file=table.file, row=row.line, found=row["source_id"])
