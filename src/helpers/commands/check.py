"""`tangbac check`: is what a headline or a whole document says true of the tables?"""

from __future__ import annotations

import argparse
import datetime
import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from helpers import LANGUAGES
from helpers.commands import open_project
from helpers.commands.terminal import language, say

if TYPE_CHECKING:
    from helpers.commands import Commands
    from helpers.documents.document import Document
    from helpers.questions.press_check.checked_text import CheckedText
    from helpers.sources.editions import Definitions
    from helpers.sources.provinces import Units


def add(commands: Commands) -> None:
    """Declare the command and its options."""
    checking = commands.add_parser(
        "check",
        help=say("check.help"),
        description=say("check.description"),
        epilog=say("check.epilog"),
    )
    checking.set_defaults(command=check)
    checking.add_argument("headline", nargs="?", help=say("check.headline"))
    checking.add_argument("--file", dest="document", type=Path, help=say("check.file"))
    checking.add_argument("--json", action="store_true", help=say("check.json"))
    checking.add_argument("--page", nargs="?", const="", help=say("check.page"))
    checking.add_argument("--propose", type=Path, help=say("check.propose"))
    checking.add_argument("--replace", action="store_true", help=say("export.replace"))
    checking.add_argument("--lang", choices=LANGUAGES, help=say("language.headline"))


def check(options: argparse.Namespace) -> int:
    """Say what the tables know of each statement; gives the exit status."""
    root, definitions = open_project()
    _check_options(options)
    document = _document(options)
    if document is None:
        return _check_headline(options, root, definitions)
    return _check_document(options, document, root, definitions)


def _check_options(options: argparse.Namespace) -> None:
    from helpers.errors import BadInputError
    from helpers.intake.address import is_address

    if options.headline is not None and not options.headline.strip():
        raise BadInputError("check.empty")
    if options.document is None and _names_file(options.headline):
        raise BadInputError("document.file_as_headline", file=options.headline)
    if (options.headline is None) is (options.document is None):
        raise BadInputError("document.one_input")
    if options.page is not None and options.json:
        raise BadInputError("document.two_outputs")
    if options.document is None and not is_address(options.headline):
        if options.page is not None:
            raise BadInputError("document.page_of_headline")
        if options.propose is not None:
            raise BadInputError("proposals.of_headline")
    if options.propose is not None:
        from helpers.intake.proposals_file import check_new

        check_new(options.propose)


def _names_file(headline: str | None) -> bool:
    """Whether a person left out --file: no headline ends as a file does."""
    from helpers.intake.address import is_address
    from helpers.intake.files.limits import DOCUMENTS

    named = headline is not None and not is_address(headline)
    return named and Path(str(headline).strip()).suffix.lower() in DOCUMENTS


def _document(options: argparse.Namespace) -> Document | None:
    """The document at an address or in a file; None where a headline is given."""
    from helpers.intake.address import is_address

    if options.document is not None:
        from helpers.intake.documents import read_document

        return read_document(options.document)
    if not is_address(options.headline):
        return None
    from helpers.intake.documents import fetch_document

    with tempfile.TemporaryDirectory(prefix="tangbac-check-") as folder:
        return fetch_document(options.headline, Path(folder))


def _check_headline(options: argparse.Namespace, root: Path, definitions: Definitions) -> int:
    from helpers.printed.languages import language_of
    from helpers.questions.press_check.checked_text import record
    from helpers.questions.press_check.headline import check_headline, exit_status
    from helpers.questions.press_check.headline_sentences import answer_lines
    from helpers.sharing.wording import written
    from helpers.sources.processed_files import read_processed
    from helpers.sources.provinces import load_units

    units = load_units(root)
    judged = check_headline(options.headline, read_processed(root, "rankings"), definitions, units)
    lang = options.lang or language_of(options.headline) or LANGUAGES[0]
    if options.json:
        _print_json([record(one, options.headline) | {"place": ""} for one in judged])
    else:
        print(*(written(line, lang) for line in answer_lines(judged, definitions)), sep="\n")
    return exit_status(judged)


def _check_document(
    options: argparse.Namespace, document: Document, root: Path, definitions: Definitions
) -> int:
    from helpers.printed.languages import language_of
    from helpers.questions.press_check.checked_sentences import place_said
    from helpers.questions.press_check.checked_text import check_text, record
    from helpers.questions.press_check.headline import exit_status
    from helpers.questions.press_check.own_sources import rankings_beside
    from helpers.sharing.wording import written
    from helpers.sources.provinces import load_units

    lang = options.lang or language_of(document.text) or LANGUAGES[0]
    target = None if options.page is None else _target(options, document, root, lang)
    units = load_units(root)
    known = rankings_beside(root, document.text, document.name, definitions, units)
    checked = check_text(document, known, definitions, units)
    if options.json:
        found = zip(checked.judged, checked.paragraphs(), strict=True)
        _print_json(
            [
                record(one, checked.sentence(one.statement))
                | {"place": written(place_said(paragraph.place), lang)}
                for one, paragraph in found
            ]
        )
    elif target is not None:
        _write_page(checked, target, root, definitions, lang)
    else:
        _print_text(checked, definitions, lang)
    if options.propose is not None:
        _propose(options, checked, definitions, units)
    return exit_status(checked.judged)


def _propose(
    options: argparse.Namespace, checked: CheckedText, definitions: Definitions, units: Units
) -> None:
    """Write what no table can judge into a workbook; nothing where there is nothing."""
    from helpers.intake.proposals import propose, source_of
    from helpers.intake.proposals_file import write_proposals

    rows = propose(checked.reading, checked.judged, definitions, units)
    if rows:
        source = source_of(checked.document, datetime.date.today())
        write_proposals(options.propose, source, rows, language())
    said = "check.proposed" if rows else "check.nothing_proposed"
    print(say(said, number=len(rows), path=options.propose),
          file=sys.stderr if options.json else sys.stdout)  # fmt: skip


def _print_json(records: list[dict[str, object]]) -> None:
    print(json.dumps(records, ensure_ascii=False, indent=1))


def _print_text(checked: CheckedText, definitions: Definitions, lang: str) -> None:
    from helpers.questions.press_check.checked_sentences import (
        counts_said,
        opening_lines,
        statements_said,
        unread_said,
    )
    from helpers.sharing.wording import written

    blocks = [[written(line, lang) for line in opening_lines(checked)]]
    lists = [*statements_said(checked, definitions), (counts_said(checked), [])]
    if checked.reading.unread:
        lists.append(unread_said(checked))
    for said, listed in lists:
        blocks.append([written(said, lang), *(f"  – {written(line, lang)}" for line in listed)])
    print("\n\n".join("\n".join(block) for block in blocks))


def _target(options: argparse.Namespace, document: Document, root: Path, lang: str) -> Path:
    """The file of the page, which may be written: by default named by the document."""
    from helpers.errors import BadInputError
    from helpers.export.files import Exports
    from helpers.intake.documents import about_documents
    from helpers.running.parameters import plain_name

    exports = Exports(root)
    # Of an address the last part that says something.
    stem = Path(document.name.rstrip("/")).stem
    named = Path(options.page) if options.page else None
    target = named or exports.folder / f"check-{plain_name(stem)[:60]}.{lang}.html"
    if target.suffix != ".html":
        raise BadInputError("document.page_ending", page=target)
    with about_documents():
        exports.check(target, replace=options.replace)
    return target


def _write_page(
    checked: CheckedText, target: Path, root: Path, definitions: Definitions, lang: str
) -> None:
    from helpers.export.files import Exports
    from helpers.intake.documents import about_documents
    from helpers.project import data_version
    from helpers.questions.press_check.checked_sentences import counts_said
    from helpers.sharing.wording import written
    from helpers.site.checked_text import render_checked_text
    from helpers.site.frame import Frame

    page = render_checked_text(checked, definitions, lang, Frame(data_version(root)))
    with about_documents():
        Exports(root).write(target, page.encode("utf-8"))
    print(written(counts_said(checked), lang))
    print(say("export.written", path=target))
