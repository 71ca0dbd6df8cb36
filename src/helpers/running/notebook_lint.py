"""Is every committed notebook as `make notebooks` writes it, whole and in order?

`python -m helpers.running.notebook_lint notebooks/*.ipynb` prints one line for each fault and
ends with status 0 (no fault), 1 (faults) or 2 (nothing to check). The rules are those of the
project for notebooks: executed from top to bottom, free of errors and of traces of the machine,
prose in both languages. Reads the files as JSON, so that a commit need not wait for Jupyter.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import sys
import tokenize
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from helpers.running.contract import Cell, Notebook, parse_notebook

LANGUAGE_TAGS = frozenset({"lang-vi", "lang-en"})
RUN_AGAIN = "run `make notebooks`"

CELL_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
# Folders under which every system keeps what belongs to one machine or one person.
MACHINE_PATH = re.compile(
    r"(?<![\w./-])/(?:home|Users|root|tmp|private|var|opt|mnt|media|srv|usr|workspace)/[^\s\"'<>]*"
    r"|(?<!\w)[A-Za-z]:[\\/]{1,2}[\w.][^\s\"'<>]*"
    r"|file:///?[^\s\"'<>]*"
)


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a notebook departs from the rules, and what to do about it.

    `cell` counts from 1 over all cells, prose included; None means the notebook as a whole.
    """

    path: Path
    cell: int | None
    found: str
    expected: str
    remedy: str

    def __str__(self) -> str:
        """Give the fault as one line: file, cell, found, expected, what to do."""
        place = f"{self.path}, cell {self.cell}" if self.cell else f"{self.path}"
        return f"{place}: found {self.found}; expected {self.expected}; to do: {self.remedy}"


class UnreadableNotebookError(ValueError):
    """A file that is no notebook at all; carries the one fault that says so."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


def joined(text: object) -> str:
    """Give a notebook's text field, a string or a list of lines, as one string."""
    return "".join(map(str, text)) if isinstance(text, list) else str(text)


def read_to_lint(path: Path) -> Notebook:
    """The notebook at `path`, where it is one.

    Raises:
        UnreadableNotebookError: the file cannot be opened, is not UTF-8 JSON, or lacks what
            every notebook has.
    """
    remedy = "restore the file from git, or write it again in JupyterLab"
    try:
        return parse_notebook(path)
    except OSError as error:
        fault = Fault(path, None, f"no readable file ({error.strerror})", "a notebook", remedy)
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        fault = Fault(path, None, f"text that is not JSON ({error})", "a notebook", remedy)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        found = f"JSON without the parts of a notebook ({error})"
        fault = Fault(path, None, found, "metadata and cells of nbformat 4.5", remedy)
    raise UnreadableNotebookError(fault)


def fault_in(
    notebook: Notebook, cell: Cell | None, found: str, expected: str, remedy: str
) -> Fault:
    """A fault of a notebook, in one cell or (None) in the whole."""
    return Fault(notebook.path, cell.number if cell else None, found, expected, remedy)


def check_format(notebook: Notebook) -> Iterator[Fault]:
    """Is it nbformat 4.5, with an id of its own for each cell?"""
    remedy = "open and save it in JupyterLab, which gives every cell an id"
    if notebook.format != (4, 5):
        found = ".".join(map(str, notebook.format))
        yield fault_in(notebook, None, f"notebook format {found}", "4.5", remedy)
    seen: dict[object, int] = {}
    for cell in notebook.cells:
        if not (isinstance(cell.identifier, str) and CELL_ID.fullmatch(cell.identifier)):
            expected = "1-64 letters, digits, - or _"
            yield fault_in(notebook, cell, f"cell id {cell.identifier!r}", expected, remedy)
        elif cell.identifier in seen:
            found = f"the id {cell.identifier!r} of cell {seen[cell.identifier]} again"
            yield fault_in(notebook, cell, found, "an id of its own", "change one of the two ids")
        seen.setdefault(cell.identifier, cell.number)


def check_kernel(notebook: Notebook) -> Iterator[Fault]:
    """Does it ask for the kernel every machine has, `python3`?"""
    kernelspec = notebook.metadata.get("kernelspec")
    name = kernelspec.get("name") if isinstance(kernelspec, dict) else None
    if name != "python3":
        yield fault_in(notebook, None, f"kernel {name!r}", "kernel 'python3'", RUN_AGAIN)


def check_execution(notebook: Notebook) -> Iterator[Fault]:
    """Did the code cells run once each, from top to bottom, and show something?"""
    expected_count = 0
    for cell in notebook.code_cells:
        if not cell.source.strip():
            yield fault_in(notebook, cell, "an empty code cell", "code", "delete the cell")
            continue
        expected_count += 1
        if cell.execution_count != expected_count:
            yield fault_in(
                notebook,
                cell,
                f"execution count {cell.execution_count}",
                str(expected_count),
                RUN_AGAIN,
            )
    if not any(cell.outputs for cell in notebook.code_cells):
        yield fault_in(notebook, None, "no output in any cell", "the outputs of a run", RUN_AGAIN)


def check_outputs(notebook: Notebook) -> Iterator[Fault]:
    """Are the outputs free of errors and of what programs print beside their results?"""
    for cell in notebook.code_cells:
        for output in cell.outputs:
            if output.get("output_type") == "error":
                found = f"the error {output.get('ename')}: {output.get('evalue')}"
                yield fault_in(
                    notebook, cell, found, "a cell that runs", f"mend it, then {RUN_AGAIN}"
                )
            if output.get("name") == "stderr":
                first_line = next(iter(joined(output.get("text", "")).splitlines()), "")
                remedy = f"settle the warning in the code, then {RUN_AGAIN}"
                yield fault_in(
                    notebook, cell, f"output to stderr ({first_line})", "results only", remedy
                )


def check_machine_paths(notebook: Notebook) -> Iterator[Fault]:
    """Are the outputs and the metadata free of this machine's folders and user names?"""
    remedy = f"print paths from the project's root, then {RUN_AGAIN}"
    for cell in notebook.code_cells:
        for text in nested_texts(cell.outputs):
            if match := MACHINE_PATH.search(text):
                found = f"the absolute path {match.group()}"
                yield fault_in(notebook, cell, found, "no path of one machine", remedy)
    for text in nested_texts(notebook.metadata):
        if match := MACHINE_PATH.search(text):
            found = f"the absolute path {match.group()} in the metadata"
            yield fault_in(notebook, None, found, "no path of one machine", RUN_AGAIN)


def nested_texts(value: object) -> Iterator[str]:
    """Give every text inside nested JSON, pictures in base64 left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from nested_texts(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            # Base64 uses the slash as a letter, so a picture may hold a path by chance.
            if key not in {"image/png", "image/jpeg"}:
                yield from nested_texts(item)


def check_source(notebook: Notebook) -> Iterator[Fault]:
    """Is every text in NFC, and does no code cell end in a semicolon?

    A semicolon hides the cell's result, and nbval then fails a notebook that has not changed.
    """
    for cell in notebook.cells:
        if not unicodedata.is_normalized("NFC", cell.source):
            line = next(
                number
                for number, text in enumerate(cell.source.splitlines(), start=1)
                if not unicodedata.is_normalized("NFC", text)
            )
            found = f"Vietnamese letters in parts (not NFC) in line {line}"
            yield fault_in(
                notebook, cell, found, "NFC", "type the line again, or normalise it to NFC"
            )
        if cell.kind == "code":
            yield from check_last_token(notebook, cell)


def check_last_token(notebook: Notebook, cell: Cell) -> Iterator[Fault]:
    """Does the code end in a semicolon, comments and blank lines aside?"""
    skipped = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.DEDENT, tokenize.ENDMARKER}
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(cell.source).readline))
    except (tokenize.TokenError, SyntaxError) as error:
        remedy = "use plain Python, without IPython's % ! and ? commands"
        yield fault_in(notebook, cell, f"code that cannot be read ({error})", "Python", remedy)
        return
    meaningful = [token for token in tokens if token.type not in skipped]
    if meaningful and meaningful[-1].string == ";":
        remedy = f"delete the ;, give the result a name (_ = ...), then {RUN_AGAIN}"
        yield fault_in(notebook, cell, "a ; at the end", "no ;", remedy)


def check_tags(notebook: Notebook) -> Iterator[Fault]:
    """Is there one `parameters` cell, one `contract` cell, and none left from another run?"""
    for cell in notebook.cells:
        if "injected-parameters" in cell.tags:
            found = "a cell of injected parameters"
            yield fault_in(notebook, cell, found, "a run with the defaults", RUN_AGAIN)
    # One for playing, which no refresh runs, needs neither.
    if not notebook.is_numbered:
        return
    for tag in ("parameters", "contract"):
        numbers = [cell.number for cell in notebook.code_cells if tag in cell.tags]
        if len(numbers) != 1:
            where = f" (cells {', '.join(map(str, numbers))})" if numbers else ""
            found = f"{len(numbers)} code cells with the tag {tag!r}{where}"
            yield fault_in(notebook, None, found, "exactly one", f"set the tag {tag!r} on one cell")


def check_prose(notebook: Notebook) -> Iterator[Fault]:
    """Does every prose cell say its language? Only the title, the first cell, may hold both."""
    for cell in notebook.cells:
        languages = cell.tags & LANGUAGE_TAGS
        if cell.kind == "markdown" and not languages:
            remedy = "set the tag of the cell's language"
            yield fault_in(
                notebook, cell, "prose without a language", "tag lang-vi or lang-en", remedy
            )
        if cell.kind == "markdown" and languages == LANGUAGE_TAGS and cell.number > 1:
            remedy = "split it into one cell for each language"
            yield fault_in(notebook, cell, "prose in two languages", "one language", remedy)
        if cell.kind not in {"code", "markdown"}:
            remedy = "make it a code or a markdown cell, or delete it"
            yield fault_in(notebook, cell, f"a {cell.kind} cell", "code or prose", remedy)


CHECKS: tuple[Callable[[Notebook], Iterator[Fault]], ...] = (
    check_format,
    check_kernel,
    check_tags,
    check_prose,
    check_source,
    check_execution,
    check_outputs,
    check_machine_paths,
)


def faults_of(path: Path) -> list[Fault]:
    """Give every fault of the notebook at `path`, none for a notebook that keeps the rules.

    A file that cannot be read is one fault.
    """
    try:
        notebook = read_to_lint(path)
    except UnreadableNotebookError as error:
        return [error.fault]
    return [fault for check in CHECKS for fault in check(notebook)]


def main(arguments: list[str] | None = None) -> int:
    """Check the notebooks named on the command line and give the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m helpers.running.notebook_lint",
        description="Check that committed notebooks are whole, in order and free of errors.",
    )
    parser.add_argument("notebooks", nargs="+", type=Path, help="notebooks/*.ipynb")
    paths: list[Path] = parser.parse_args(arguments).notebooks
    faults = [fault for path in paths for fault in faults_of(path)]
    for fault in faults:
        print(fault)
    print(f"{len(paths)} notebooks checked, {len(faults)} faults found.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
