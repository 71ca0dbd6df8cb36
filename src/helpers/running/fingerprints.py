"""What the result of a step depends on, as short digests that can be compared with an earlier run.

That is: the cells of the notebook, its parameters, every module of `helpers` and `tangbac` it needs
(and that those import; all modules, where a cell does not say which), the files beside these
modules that they name, the files its contract lists as inputs, the lock, and the versions of Python
and of the installed packages.

Only the standard library is used: a refresh with nothing to do answers at once.
"""

from __future__ import annotations

import ast
import hashlib
import itertools
import json
import os
import platform
import re
import sysconfig
from collections.abc import Collection, Iterable, Iterator
from functools import cache, cached_property
from pathlib import Path

from helpers.errors import Reason
from helpers.running.contract import Cell, Notebook
from helpers.running.hidden_packages import PACKAGES, SOURCES
from helpers.running.plan import Step

Fingerprint = dict[str, dict[str, str]]
"""Digests by part ("notebook", "parameters", "modules", "inputs", "environment") and name."""

_LENGTH = 16
_LOCK = "requirements.lock"
_ERRORS = "errors-"
"""How the files begin that hold what errors say: a run that ends well says none of it."""


def digest(content: bytes) -> str:
    """Sixteen hexadecimal digits that tell this content from any other."""
    return hashlib.sha256(content).hexdigest()[:_LENGTH]


class Fingerprints:
    """Digests of the project as it is now; each file is read once.

    Args:
        root: the project's folder.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._files: dict[Path, str | None] = {}
        self._notebooks: dict[Path, dict[str, str]] = {}
        self._imports: dict[str, frozenset[str]] = {}
        self._texts: dict[Path, str] = {}
        self._inputs: dict[str, dict[str, str]] = {}

    def of_step(self, step: Step) -> Fingerprint:
        """What the step would depend on if it ran now."""
        return {
            "notebook": {step.notebook.path.name: _cells_digest(step.notebook)},
            "parameters": {
                name: digest(repr(value).encode()) for name, value in step.parameters.items()
            },
            "modules": self._modules_of_notebook(step.notebook),
            "inputs": {
                name: found
                for path in step.contract.inputs
                for name, found in self._below(path).items()
            },
            "environment": self.environment,
        }

    def imports_of(self, steps: Iterable[Step]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Which modules the cells of notebooks name, and which others the package may import then.

        Imports for the eyes of a type checker are left out, and cells that Python alone cannot
        read (with a magic command).
        """
        sources = {cell.source for step in steps for cell in _code(step.notebook)}
        named = {name for source in sources for name in self._named(_tree(source).body)}
        found: set[str] = set()
        for name in self._closure(sources) & self._modules.keys():
            found |= set(self._named(_run_parts(_tree(self._text(self._modules[name])))))
        return tuple(sorted(named)), tuple(sorted(found - named - {"__future__"}))

    def _named(self, nodes: Iterable[ast.AST]) -> Iterator[str]:
        """The modules that these statements import, by their full names."""
        for node in nodes:
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module
                # What is imported from a package of ours may be a module of its own.
                inner = {f"{node.module}.{alias.name}" for alias in node.names}
                yield from inner & self._modules.keys()

    def of_outputs(self, step: Step) -> dict[str, str]:
        """The digest of each file the step has written, by path from the project's root."""
        paths = [self._root / path for path in step.contract.outputs]
        found = {self.name(path): self.of_file(path) for path in [*paths, step.output]}
        return {name: value for name, value in found.items() if value is not None}

    def of_file(self, path: Path) -> str | None:
        """The digest of a file's content; None where there is no such file."""
        if path not in self._files:
            self._files[path] = digest(path.read_bytes()) if path.is_file() else None
        return self._files[path]

    def of_name(self, name: str) -> str | None:
        """The digest of the file that a record calls so; None where there is no such file."""
        return self.of_file(self._root / name)

    def forget(self, step: Step) -> None:
        """Read anew what the step has written."""
        for path in [*(self._root / path for path in step.contract.outputs), step.output]:
            self._files.pop(path, None)
        self._inputs.clear()

    def name(self, path: Path) -> str:
        """What a file is called in a record: its path from the project's root, with `/`."""
        return path.relative_to(self._root).as_posix()

    def modules_of(self, sources: Iterable[str]) -> dict[str, str]:
        """Digests of this package's modules that the code needs, and of the files these name."""
        needed = self._closure(sources) & self._modules.keys()
        files = {name: self._modules[name] for name in needed}
        for path, naming in self._data_files.items():
            # A file that no module names might be found by any of them.
            if not naming or naming & needed:
                files[path.relative_to(SOURCES).as_posix()] = path
        found = {name: self.of_file(path) for name, path in files.items()}
        return {name: value for name, value in sorted(found.items()) if value is not None}

    @cached_property
    def environment(self) -> dict[str, str]:
        """Digests of the lock, of Python's version and of the versions of the packages in it.

        What else is installed, as tools for tests are, changes no result.
        """
        folders = {Path(sysconfig.get_path(name)) for name in ("purelib", "platlib")}
        installed = {found.stem for folder in folders for found in folder.glob("*.dist-info")}
        locked = self._locked_names
        packages = sorted(one for one in installed if _plain_name(one.partition("-")[0]) in locked)
        return {
            _LOCK: self.of_file(self._root / _LOCK) or "",
            "the version of Python": digest(platform.python_version().encode()),
            "the installed packages": digest("\n".join(packages).encode()),
        }

    @cached_property
    def _locked_names(self) -> frozenset[str]:
        lock = self._root / _LOCK
        lines = lock.read_text(encoding="utf-8").splitlines() if lock.is_file() else []
        return frozenset(_plain_name(line.partition("==")[0]) for line in lines if "==" in line)

    def _below(self, path: str) -> dict[str, str]:
        """The file, or each file of the folder, with its digest."""
        if path not in self._inputs:
            place = self._root / path
            files = sorted(place.rglob("*")) if place.is_dir() else [place]
            # Editors and interrupted runs leave hidden files, which nobody reads.
            read = ((file, self.of_file(file)) for file in files if not file.name.startswith("."))
            self._inputs[path] = {self.name(file): found for file, found in read if found}
        return self._inputs[path]

    def _modules_of_notebook(self, notebook: Notebook) -> dict[str, str]:
        if notebook.path not in self._notebooks:
            sources = [cell.source for cell in _code(notebook)]
            if not all(_says_what_it_imports(source) for source in sources):
                sources = [f"import {name}" for name in self._modules]
            self._notebooks[notebook.path] = self.modules_of(sources)
        return self._notebooks[notebook.path]

    def _closure(self, sources: Iterable[str]) -> set[str]:
        """The package's modules that the code imports, and those that these import."""
        waiting = {name for source in sources for name in _package_imports(source, "", False)}
        needed: set[str] = set()
        while waiting:
            name = waiting.pop()
            needed.add(name)
            waiting |= self._imports_of(name) - needed
        return needed

    def _imports_of(self, name: str) -> frozenset[str]:
        if name not in self._imports:
            path = self._modules.get(name)
            source = self._text(path) if path else ""
            is_package = path is not None and path.name == "__init__.py"
            self._imports[name] = _package_imports(source, name, is_package)
        return self._imports[name]

    def _text(self, path: Path) -> str:
        if path not in self._texts:
            self._texts[path] = path.read_text(encoding="utf-8")
        return self._texts[path]

    @cached_property
    def _package_files(self) -> list[Path]:
        """Files of both packages; what Python compiles comes and goes by itself."""
        walks = (os.walk(SOURCES / package) for package in PACKAGES)
        folders = ((Path(folder), names) for walk in walks for folder, _, names in walk)
        return sorted(
            folder / name
            for folder, names in folders
            if folder.name != "__pycache__"
            for name in names
        )

    @cached_property
    def _modules(self) -> dict[str, Path]:
        """The modules of both packages by their full names; a package is its `__init__`."""
        found = {}
        for path in self._package_files:
            if path.suffix == ".py":
                parts = path.relative_to(SOURCES).with_suffix("").parts
                found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
        return found

    @cached_property
    def _data_files(self) -> dict[Path, frozenset[str]]:
        """Files of both packages that are no code, and the modules that name each or its folder."""
        texts = {name: self._text(path) for name, path in self._modules.items()}
        rooms = {path.parent for path in self._modules.values()}
        called = {
            path: _named_as(path, rooms)
            for path in self._package_files
            if path.suffix != ".py" and not path.name.startswith(_ERRORS)
        }
        # Looked for in each text once, not once for each file that is called so.
        words = tuple(sorted({word for words in called.values() for word in words}))
        said = {name: _found_in(text, words) for name, text in texts.items()}
        return {
            path: frozenset(name for name, found in said.items() if not found.isdisjoint(own))
            for path, own in called.items()
        }


def _plain_name(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()


@cache
def _found_in(text: str, words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for word in words if word in text)


def _named_as(path: Path, rooms: Collection[Path]) -> list[str]:
    """How a module names a file: by its name, or by that of a folder without code it lies in."""
    folders = itertools.takewhile(lambda folder: folder not in rooms, path.parents)
    return [path.name, *(f'"{folder.name}"' for folder in folders)]


_ABOUT_THE_MACHINE = {
    "the version of Python": "why.python",
    "the installed packages": "why.packages",
}
"""How parts of a fingerprint are said that are no names of files."""


def differences(before: Fingerprint, now: Fingerprint) -> list[Reason]:
    """What has changed between two fingerprints, a short clause for each change."""
    found = []
    for part, digests in now.items():
        earlier = before.get(part, {})
        for name in sorted(earlier.keys() | digests.keys()):
            if earlier.get(name) == digests.get(name):
                continue
            shown = Reason("why.parameter", name=name) if part == "parameters" else name
            if name in _ABOUT_THE_MACHINE:
                shown = Reason(_ABOUT_THE_MACHINE[name])
            verb = "why.changed" if name in earlier and name in digests else "why.gone"
            found.append(Reason("why.new" if name not in earlier else verb, shown=shown))
    return found


def _code(notebook: Notebook) -> list[Cell]:
    return [cell for cell in notebook.cells if cell.kind == "code"]


def _cells_digest(notebook: Notebook) -> str:
    """Of what was written by hand: the outputs stored in the file do not count."""
    cells = [(cell.kind, cell.source, sorted(cell.tags)) for cell in notebook.cells]
    return digest(json.dumps(cells).encode())


@cache
def _parsed(source: str) -> ast.Module | None:
    """The code as a tree; None where it is not plain Python (a cell with a magic command)."""
    try:
        return ast.parse(source)
    except SyntaxError:
        return None


def _tree(source: str) -> ast.Module:
    """The code as a tree; an empty one where it is not plain Python."""
    return _parsed(source) or ast.Module(body=[], type_ignores=[])


_IMPORT = re.compile(
    r"^[ \t]*((?:from[ \t]+[.\w]+[ \t]+)?import\b[ \t]*(?:\((?:[^()#]|#[^\n]*)*\)|[^\n]*))",
    re.MULTILINE,
)


@cache
def _imports_alone(source: str) -> ast.Module:
    """The imports of a module of ours as a tree: each begins a line, and the rest takes longest."""
    try:
        return ast.parse("\n".join(_IMPORT.findall(source)))
    except SyntaxError:
        # A line of prose begins with the word.
        return _tree(source)


def _says_what_it_imports(source: str) -> bool:
    """Whether the imports of a cell can be read: not beside a magic command, nor made by a call."""
    calls = "import_module" in source or "__import__" in source
    return not calls and _parsed(source) is not None


def _run_parts(tree: ast.AST) -> Iterator[ast.AST]:
    """Every part of the tree but what stands below `if TYPE_CHECKING`."""
    for node in ast.iter_child_nodes(tree):
        if not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"):
            yield node
            yield from _run_parts(node)


def _statements(body: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """Every statement, those within others too; expressions, which hold none, are passed over."""
    for node in body:
        yield node
        for name in ("body", "orelse", "finalbody", "handlers", "cases"):
            yield from _statements(getattr(node, name, ()))


@cache
def _package_imports(source: str, module: str, is_package: bool) -> frozenset[str]:
    """Modules of ours that the code imports anywhere, with the packages they lie in."""
    found: set[str] = set()
    # A cell is written by anybody, as `if x: import y`.
    tree = _imports_alone(source) if module else _tree(source)
    for node in _statements(tree.body):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(node, module, is_package)
            names = [base, *(f"{base}.{alias.name}" for alias in node.names)]
        for name in names:
            parts = name.split(".")
            if parts[0] not in PACKAGES:
                continue
            found |= {".".join(parts[:length]) for length in range(1, len(parts) + 1)}
    return frozenset(found)


def _absolute(node: ast.ImportFrom, module: str, is_package: bool) -> str:
    if not node.level:
        return node.module or ""
    parts = module.split(".")
    kept = parts[: len(parts) - node.level + is_package]
    return ".".join([*kept, *([node.module] if node.module else [])])


def shortened(reasons: list[Reason]) -> Reason:
    """The first reason, and how many more there are."""
    more = len(reasons) - 1
    return Reason("why.and_more", first=reasons[0], more=more) if more > 0 else reasons[0]
