"""What a notebook file declares about itself, read without running it.

A notebook names its inputs and outputs in the cell tagged `contract`:

    inputs = ["data/processed/rankings.csv"]
    outputs = ["{report}/figures/02-rank-gains/gains.csv"]

Both are lists of plain strings: paths from the project's root, with `/`, which may hold the name of
any parameter of the notebook in braces, and `{report}`, the folder of the report. Its title and
question stand in its first markdown cell of each language (tags `lang-vi`, `lang-en`): the first
heading, and the first paragraph under it. One cell with both tags separates the headings by " / "
and gives the Vietnamese paragraph first.

Only the standard library is used, so that `tangbac list` answers at once.
"""

from __future__ import annotations

import ast
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from helpers import LANGUAGES
from helpers.errors import BadInputError, Reason
from helpers.sources.suggestions import nearest_choices

INJECTED_TAG = "injected-parameters"
LIVE_TAG = "live"
"""Cells whose output needs a running kernel (widgets): it is never stored."""
FAILED_SUFFIX = ".failed.ipynb"
_NUMBERED = re.compile(r"^[0-9]{2}[a-z]?-.+")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Cell:
    """One cell: its place in the file (from 1), kind ("code", "markdown"), source and tags.

    `identifier`, `execution_count` and `outputs` are as they stand in the file, right or wrong.
    """

    number: int
    kind: str
    source: str
    tags: frozenset[str]
    identifier: object = field(default=None, compare=False)
    execution_count: object = field(default=None, compare=False)
    outputs: Sequence[Mapping[str, Any]] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True)
class Notebook:
    """A notebook file as it lies on disk."""

    path: Path
    cells: tuple[Cell, ...]
    format: tuple[object, object] = field(default=(4, 5), compare=False)
    """Of nbformat: major and minor."""
    metadata: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def code_cells(self) -> list[Cell]:
        """Its code cells, in order."""
        return [cell for cell in self.cells if cell.kind == "code"]

    @property
    def name(self) -> str:
        """What the notebook is called: its file name without ending."""
        return self.path.stem

    @property
    def is_numbered(self) -> bool:
        """Whether it is part of a refresh, such as 02-rank-gains (and not explore)."""
        return bool(_NUMBERED.match(self.name))

    def tagged(self, tag: str) -> Cell | None:
        """Which cell carries `tag`, or None.

        Raises:
            BadInputError: more than one does.
        """
        found = [cell for cell in self.cells if tag in cell.tags]
        if len(found) > 1:
            numbers = ", ".join(str(cell.number) for cell in found)
            raise BadInputError("contract.tag_twice", file=self.path.name, cells=numbers, tag=tag)
        return found[0] if found else None


@dataclass(frozen=True)
class Contract:
    """Which files a notebook reads and which it writes: paths from the project's root."""

    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()

    def resolved(self, values: Mapping[str, object], notebook: str) -> Contract:
        """The same contract with every `{name}` replaced by its value.

        Raises:
            BadInputError: a name in braces has no value.
        """

        def fill(path: str) -> str:
            return _PLACEHOLDER.sub(lambda match: look_up(match.group(1), path), path)

        def look_up(name: str, path: str) -> str:
            if name not in values:
                near = nearest_choices(name, values)
                raise BadInputError(
                    "contract.no_value", notebook=notebook, path=path, name=name, nearest=near
                )
            return str(values[name])

        return Contract(tuple(map(fill, self.inputs)), tuple(map(fill, self.outputs)))


@dataclass(frozen=True)
class Heading:
    """A notebook's title and question in one language."""

    title: str
    question: str


def read_notebook(path: Path) -> Notebook:
    """What cells a notebook file has.

    Raises:
        BadInputError: there is no such file, or it is not a notebook.
    """
    try:
        return parse_notebook(path)
    except FileNotFoundError:
        raise BadInputError("contract.no_file", path=path) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        kind = type(error).__name__
        raise BadInputError("contract.unreadable", path=path, kind=kind, error=error) from error


def parse_notebook(path: Path) -> Notebook:
    """What cells a notebook file has; what is wrong with it is for the caller to say.

    Raises:
        OSError: the file cannot be opened.
        UnicodeDecodeError, json.JSONDecodeError: it is not UTF-8, or not JSON.
        KeyError, TypeError, ValueError, AttributeError: it lacks what every notebook has.
    """
    document = json.loads(path.read_text(encoding="utf-8"))
    return Notebook(
        path,
        tuple(_parse_cell(number, cell) for number, cell in enumerate(document["cells"], start=1)),
        (document.get("nbformat"), document.get("nbformat_minor")),
        dict(document["metadata"]),
    )


def _parse_cell(number: int, content: Mapping[str, Any]) -> Cell:
    return Cell(
        number=number,
        kind=content["cell_type"],
        source="".join(content["source"]),
        tags=frozenset(content["metadata"].get("tags", ())),
        identifier=content.get("id"),
        execution_count=content.get("execution_count"),
        outputs=tuple(dict(output) for output in content.get("outputs", ())),
    )


def notebooks_on_file(root: Path) -> list[Notebook]:
    """Which notebooks the project has, in the order of their names, explore.ipynb included."""
    paths = sorted((root / "notebooks").glob("*.ipynb"))
    return [read_notebook(path) for path in paths if not path.name.endswith(FAILED_SUFFIX)]


def numbered_notebooks(root: Path) -> list[Notebook]:
    """Which notebooks a refresh runs, in order.

    Raises:
        BadInputError: there are none.
    """
    found = [notebook for notebook in notebooks_on_file(root) if notebook.is_numbered]
    if not found:
        raise BadInputError("contract.no_notebooks", folder=root / "notebooks")
    return found


def choose_notebooks(notebooks: Sequence[Notebook], wanted: Iterable[str]) -> list[Notebook]:
    """Which of `notebooks` are meant by `wanted`, in the order of `notebooks`; all if it is empty.

    A notebook is named by its number ("02" or "2"), its name ("02-rank-gains") or its file name.

    Raises:
        BadInputError: a name means none of them; names the nearest.
    """
    chosen: set[str] = set()
    for text in wanted:
        key = unicodedata.normalize("NFC", text).strip().removesuffix(".ipynb")
        if key.isdecimal():
            key = key.zfill(2)
        names = [nb.name for nb in notebooks if key in (nb.name, nb.name.split("-", 1)[0])]
        if not names:
            near = nearest_choices(key, [nb.name for nb in notebooks])
            raise BadInputError("contract.unknown", text=text, nearest=near)
        chosen.update(names)
    return [nb for nb in notebooks if not chosen or nb.name in chosen]


@cache
def read_contract(notebook: Notebook) -> Contract:
    """Which inputs and outputs the notebook declares; nothing is executed.

    A notebook outside a refresh (explore.ipynb) may have no contract.

    Raises:
        BadInputError: the contract cell is missing or holds anything but the two lists.
    """
    cell = notebook.tagged("contract")
    if cell is None:
        if not notebook.is_numbered:
            return Contract()
        raise BadInputError("contract.missing", file=notebook.path.name)
    lists: dict[str, tuple[str, ...]] = {}
    for statement in _statements(notebook, cell):
        name, paths = _path_list(notebook, cell, statement)
        lists[name] = paths
    if set(lists) != {"inputs", "outputs"}:
        names = ", ".join(sorted(lists))
        found = Reason("contract.sets", names=names) if names else Reason("contract.sets_nothing")
        raise _contract_error(notebook, cell, found)
    return Contract(**lists)


def _statements(notebook: Notebook, cell: Cell) -> list[ast.stmt]:
    try:
        return ast.parse(cell.source).body
    except SyntaxError as error:
        found = Reason("cell.not_python", line=error.lineno, error=error.msg)
        raise _contract_error(notebook, cell, found) from None


def _path_list(notebook: Notebook, cell: Cell, statement: ast.stmt) -> tuple[str, tuple[str, ...]]:
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            pass
        case _:
            found = Reason("cell.line", line=statement.lineno, code=ast.unparse(statement))
            raise _contract_error(notebook, cell, found)
    try:
        paths = ast.literal_eval(value)
    except ValueError:
        paths = None
    if not isinstance(paths, list) or not all(isinstance(path, str) for path in paths):
        found = Reason("contract.value", name=name, code=ast.unparse(value))
        raise _contract_error(notebook, cell, found)
    for path in paths:
        # A path that leaves the project would work on one machine only.
        if "\\" in path or ":" in path or path.startswith("/") or ".." in PurePosixPath(path).parts:
            raise _contract_error(notebook, cell, Reason("contract.no_path", path=path))
    return name, tuple(paths)


def _contract_error(notebook: Notebook, cell: Cell, found: Reason) -> BadInputError:
    return BadInputError("contract.cell", file=notebook.path.name, cell=cell.number, found=found)


def check_order(
    root: Path, steps: Sequence[tuple[str, Contract]], writers: Mapping[str, str]
) -> None:
    """Refuse contracts by which a notebook would read what is missing, or is yet to come.

    Args:
        root: the project's folder.
        steps: notebook and its resolved contract, in the order they will run.
        writers: for each path, as contracts print it, which notebook of the project writes it.

    Raises:
        BadInputError: names the notebook and the file.
    """
    written: dict[str, str] = {}
    coming = {path: name for name, contract in steps for path in contract.outputs}
    for name, contract in steps:
        for path in contract.inputs:
            if written.get(path, name) != name:
                continue
            if path in coming:
                later = coming[path]
                raise BadInputError("contract.too_early", name=name, path=path, writer=later)
            if not (root / path).exists():
                writer = writers.get(path)
                if writer is None:
                    raise BadInputError("contract.lost", name=name, path=path)
                raise BadInputError("contract.not_written", name=name, path=path, writer=writer)
        for path in contract.outputs:
            if written.setdefault(path, name) != name:
                first = written[path]
                raise BadInputError("contract.two_writers", first=first, second=name, path=path)


def heading_of(notebook: Notebook, lang: str) -> Heading:
    """What the notebook is called and what it asks, in `lang` ("vi" or "en").

    A notebook without a title cell is called by its file name and asks nothing.
    """
    prose = [cell for cell in notebook.cells if cell.kind == "markdown" and cell.source.strip()]
    for cell in prose:
        languages = [one for one in LANGUAGES if f"lang-{one}" in cell.tags]
        heading = re.search(r"^#\s+(.+?)\s*#*$", cell.source, flags=re.MULTILINE)
        if lang not in languages or heading is None:
            continue
        place = languages.index(lang)
        titles = heading.group(1).split(" / ") if len(languages) > 1 else [heading.group(1)]
        below = re.split(r"\n\s*\n", cell.source[heading.end() :].strip())
        questions = [" ".join(block.split()) for block in below if not block.startswith("#")]
        return Heading(
            title=_plain(titles[min(place, len(titles) - 1)]),
            question=_plain(questions[min(place, len(questions) - 1)]) if questions else "",
        )
    return Heading(notebook.name, "")


def _plain(markdown: str) -> str:
    return re.sub(r"(\*\*|__|`|(?<!\w)[*_]|[*_](?!\w))", "", markdown).strip()
