"""From a ministry's file to what would be filed: reading, checks, files. Nothing is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from helpers.errors import BadInputError, Reason
from helpers.intake.checks.checks import Checked, check_transcription
from helpers.intake.checks.outcome import Check
from helpers.intake.files.limits import open_source
from helpers.intake.filing import Facts, Filing, filing_of
from helpers.intake.fuller import Known, edition_on_file, fuller_checks, known_ranks
from helpers.intake.further import (
    Further,
    as_filed,
    further_checked,
    further_tables,
    with_offer,
)
from helpers.intake.map_entries import (
    Excuse,
    MapEntries,
    corrected,
    map_entries,
    unexcused,
    with_measures,
    without_excused_errors,
)
from helpers.intake.on_file import OnFile, load_on_file
from helpers.intake.reading import transcribe
from helpers.intake.table_map import TableMap, read_map
from helpers.intake.transcription import Transcription
from helpers.questions.clean_figures.answer import clean_figures
from helpers.sources.editions import Definitions


@dataclass(frozen=True)
class Request:
    """What is to be taken in: a file, the edition it holds, and a map or None."""

    file: Path
    index: str
    edition: str
    universe: str
    map_file: Path | None = None
    fuller: bool = False
    """Whether it replaces the table that the edition has on file."""
    further: bool = False
    """Whether ranks of other editions beside the table are filed where these have none."""
    transcribed_by: str = ""
    """Who copied the table, where that was not its publisher."""

    @property
    def key(self) -> tuple[str, str, str]:
        """Index, edition and universe."""
        return self.index, self.edition, self.universe


@dataclass(frozen=True)
class Read:
    """A file that was read, with everything that it is held against."""

    request: Request
    table: Transcription
    entries: MapEntries
    on_file: OnFile
    known: Mapping[str, Sequence[Known]] = field(default_factory=dict)
    """Ranks from elsewhere than their table, by edition: of a fuller one, and of further ones."""
    further: tuple[Further, ...] = ()
    """Ranks of other editions that the table prints beside its own."""


@dataclass(frozen=True)
class Verdict:
    """What the checks say: all of them, and those that no exception of the map covers."""

    checked: Checked
    unexcused: tuple[Check, ...]
    unused: tuple[Excuse, ...]
    further: tuple[Checked, ...] = ()
    """Ranks of other editions that are to be filed as well."""


def check_new(definitions: Definitions, request: Request) -> None:
    """Refuse an edition whose table is on file already, unless a fuller one is to replace it.

    Raises:
        BadInputError: it is.
    """
    if request.fuller:
        return
    for entry in definitions.editions:
        if entry.key == (request.index, request.edition, request.universe) and entry.table:
            raise BadInputError(
                "procedure.on_file", index=entry.index, edition=entry.edition,
                universe=entry.universe, table=entry.table, folder=entry.index.lower(),
            )  # fmt: skip


def read_request(root: Path, request: Request) -> Read:
    """What does the file say, and what is it held against? Writes nothing.

    Raises:
        BadInputError: the file or the map cannot be read or trusted, or there is no table that a
            fuller one could replace.
    """
    on_file = load_on_file(root)
    if request.fuller:
        replaced = edition_on_file(on_file, request.key)
        if request.transcribed_by and not replaced.transcribed_by:
            raise BadInputError("fuller.below", edition=replaced.named, table=replaced.table)
    table_map = read_map(request.map_file) if request.map_file else TableMap()
    entries = map_entries(table_map, on_file.units, request.universe)
    table = transcribe(
        request.file,
        request.index,
        request.edition,
        request.universe,
        on_file.units,
        on_file.definitions.indices[request.index]["measures"],
        table_map if request.map_file else None,
    )
    answer = table_map.further_editions
    answer = (True if request.further else None) if answer is None else answer
    table = with_offer(table, on_file.definitions, answer)
    further = [
        one for one in further_tables(table, on_file.definitions) if one.edition.table or answer
    ]
    held = [one.edition for one in further]
    held += [edition_on_file(on_file, request.key)] if request.fuller else []
    known = {}
    if held:
        tables = clean_figures(root).tables
        known = {one.edition: known_ranks(tables, one.key, one.table) for one in held}
    return Read(request, table, entries, on_file, known, tuple(further))


def check_read(read: Read) -> Verdict:
    """Does the table hold together, once the map's corrections are laid over it?

    Raises:
        BadInputError: a correction or the formula of the map does not fit.
    """
    definitions = with_measures(read.on_file.definitions, read.request.index, read.entries)
    table = corrected(read.table, read.entries.corrections)
    if not read.request.fuller:
        checked = check_transcription(table, read.on_file, definitions, read.entries.formula)
    else:
        edition = edition_on_file(read.on_file, read.request.key)
        formula = read.entries.formula or edition.formula or ""
        others = read.on_file.without(*read.request.key)
        checked = check_transcription(table, others, definitions, formula)
        known = read.known[read.request.edition]
        official = not read.request.transcribed_by
        added = fuller_checks(checked.values, read.on_file, known, official=official)
        checked = replace(checked, checks=(*checked.checks, *added))
    further = [
        further_checked(one, read.on_file, checked.values, read.known[one.edition.edition])
        for one in read.further
    ]
    every = [check for one in (checked, *further) for check in one.checks]
    left, unused = unexcused(every, read.entries.excuses)
    to_be_filed = (one for one, own in zip(further, read.further, strict=True)
                   if not own.edition.table)  # fmt: skip
    return Verdict(
        replace(checked, checks=tuple(every)), tuple(left), tuple(unused), tuple(to_be_filed)
    )


def file_read(root: Path, read: Read, verdict: Verdict, facts: Facts) -> Filing:
    """What would be written below `data/raw`: the table as printed, without corrections.

    Raises:
        BadInputError: the file has changed since it was read, or an exception excuses nothing.
    """
    if verdict.unused:
        needless = verdict.unused[0]
        failed = ", ".join(check.name for check in verdict.checked.failed)
        raise BadInputError(
            "procedure.needless", check=needless.check, reason=needless.reason,
            failed=failed or Reason("procedure.none"),
        )  # fmt: skip
    source = open_source(read.request.file)
    if read.table.sha256 != source.sha256:
        raise BadInputError("procedure.changed", name=read.request.file.name)
    map_text = read.request.map_file.read_text("utf-8") if read.request.map_file else ""
    table = without_excused_errors(read.table, read.entries.excuses)
    printed = replace(verdict.checked, transcription=table)
    replacing = edition_on_file(read.on_file, read.request.key) if read.request.fuller else None
    entries = replace(read.entries, text=map_text)
    facts = replace(facts, transcribed_by=read.request.transcribed_by)
    filing = filing_of(root, printed, read.on_file, facts, source.data, entries, replacing)
    for one in verdict.further:
        own = as_filed(one, read.entries.excuses)
        filing = filing_of(
            root, own, read.on_file, facts, source.data, MapEntries(text=map_text), beside=filing
        )
    return filing
