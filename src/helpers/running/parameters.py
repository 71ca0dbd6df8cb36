"""A notebook's parameters: their names, types, defaults and meaning, read from its cell.

The cell tagged `parameters` holds one typed assignment a line, with a comment:

    province: str = "Hậu Giang"  # province in focus

Types are those of `parameter_values`; a cell with a date begins with `from datetime import date`.
Which values make sense is for the notebook's own module to say; here names and types are checked,
before anything starts, or in the notebook itself where plain papermill runs it.
"""

from __future__ import annotations

import ast
import hashlib
import io
import re
import tokenize
import unicodedata
from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from helpers.errors import BadInputError, Reason
from helpers.project import default_report
from helpers.running.contract import Cell, Notebook, read_notebook
from helpers.running.parameter_values import (
    KINDS,
    Kind,
    Value,
    meant_value,
    plain_value,
    read_kind,
    typed_value,
    value_error,
)
from helpers.sources.suggestions import near_choices

_LONGEST_SLUG = 80
_DATE_IMPORT = "from datetime import date"
_INJECTED = "# Parameters"
"""The first line of the cell in which papermill passes values."""


@dataclass(frozen=True)
class Parameter:
    """One parameter of a notebook; `comment` says what it is for."""

    name: str
    kind: Kind
    default: Value
    comment: str


@cache
def read_parameters(notebook: Notebook) -> Mapping[str, Parameter]:
    """Which parameters the notebook takes, in the order of its cell; none without such a cell.

    Raises:
        BadInputError: a line is no typed assignment, or a default is not of its type.
    """
    cell = notebook.tagged("parameters")
    if cell is None:
        return {}
    try:
        statements = ast.parse(cell.source).body
    except SyntaxError as error:
        reason = Reason("cell.not_python", line=error.lineno, error=error.msg)
        raise _cell_error(notebook, cell, reason) from None
    comments = _comments(cell.source)
    found = [
        _parameter(notebook, cell, statement, comments)
        for statement in statements
        if ast.unparse(statement) != _DATE_IMPORT
    ]
    return {parameter.name: parameter for parameter in found}


def _parameter(
    notebook: Notebook, cell: Cell, statement: ast.stmt, comments: Mapping[int, str]
) -> Parameter:
    match statement:
        case ast.AnnAssign(
            target=ast.Name(id=name), annotation=annotation, value=ast.expr() as value
        ):
            pass
        case _:
            reason = Reason("cell.line", line=statement.lineno, code=ast.unparse(statement))
            raise _cell_error(notebook, cell, reason)
    kind = read_kind(ast.unparse(annotation))
    if kind is None:
        reason = Reason("parameters.type", name=name, code=ast.unparse(annotation))
        raise _cell_error(notebook, cell, reason)
    try:
        default = plain_value(kind, _evaluated(value))
    except (ValueError, TypeError) as error:
        named = name if isinstance(error, ValueError) else f"{name}: {kind}"
        reason = Reason("parameters.default", name=named, code=ast.unparse(value))
        raise _cell_error(notebook, cell, reason) from None
    comment = comments.get(statement.end_lineno or statement.lineno, "")
    return Parameter(name, kind, default, comment)


def _evaluated(value: ast.expr) -> object:
    """A literal, a date, or a list of them.

    Raises:
        ValueError: it is something else.
    """
    match value:
        case ast.Call(func=ast.Name(id="date"), args=parts, keywords=[]):
            return date(*(ast.literal_eval(part) for part in parts))
        case ast.List(elts=items):
            return [_evaluated(item) for item in items]
    return ast.literal_eval(value)


def _comments(source: str) -> dict[int, str]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {
        token.start[0]: token.string.lstrip("# ").strip()
        for token in tokens
        if token.type == tokenize.COMMENT
    }


def _cell_error(notebook: Notebook, cell: Cell, found: Reason) -> BadInputError:
    kinds, file = ", ".join(KINDS), notebook.path.name
    return BadInputError("parameters.cell", file=file, cell=cell.number, found=found, kinds=kinds)


def check_names(notebook: str | Reason, known: Iterable[str], given: Iterable[str]) -> None:
    """Refuse a parameter that the notebook does not have, naming the nearest it has.

    Raises:
        BadInputError: papermill would only warn and run with the default.
    """
    names = list(known)
    for name in given:
        if name not in names:
            advice = Reason("parameters.takes_none")
            if names:
                advice = Reason("parameters.known", names=", ".join(names))
                if near := near_choices(name, names):
                    nearest = ", ".join(near)
                    advice = Reason("parameters.nearest", nearest=nearest, known=advice)
            raise BadInputError("parameters.unknown", notebook=notebook, name=name, advice=advice)


def parse_value(notebook: str, parameter: Parameter, text: str) -> Value:
    """What `text`, as typed on the command line, means for this parameter.

    Raises:
        BadInputError: the text is not of the parameter's type.
    """
    try:
        return typed_value(parameter.kind, text)
    except ValueError:
        raise value_error(notebook, parameter.name, parameter.kind, text) from None


def plain_values(
    notebook: str, declared: Mapping[str, Parameter], given: Mapping[str, object]
) -> dict[str, Value]:
    """The values given to a notebook, as plain Python that can be written back.

    Raises:
        BadInputError: the notebook has no such parameter, or a value is not of its type.
    """
    check_names(notebook, declared, given)
    values = {}
    for name, value in given.items():
        try:
            values[name] = meant_value(name, declared[name].kind, value)
        except TypeError:
            raise value_error(notebook, name, declared[name].kind, value) from None
    return values


def check_parameters(namespace: MutableMapping[str, Any]) -> None:
    """Refuse, inside a notebook, what plain papermill lets through.

    Called with `globals()` in the first cell that computes: an unknown name, which papermill sets
    beside the parameters, and a value of another type than the parameters cell declares. A year
    that came as a number is set to its text.

    Raises:
        BadInputError: names the parameter and the nearest right one, or the type expected.
    """
    notebook, kinds = Reason("parameters.this_notebook"), _kinds(namespace)
    # What the kernel has run so far, the cell with the values passed among it, if there is one.
    for source in namespace.get("In", ()):
        if source.startswith(_INJECTED):
            passed = [target for node in ast.parse(source).body for target in _targets(node)]
            check_names(notebook, kinds, passed)
    for name, kind in kinds.items():
        try:
            namespace[name] = meant_value(name, kind, namespace[name])
        except TypeError:
            raise value_error(notebook, name, kind, namespace[name]) from None


def parameter_names(namespace: Mapping[str, object]) -> list[str]:
    """Which parameters a running notebook has: those its own cell declares, added ones as well.

    Args:
        namespace: `globals()` of the notebook.
    """
    return list(_kinds(namespace))


def _kinds(namespace: Mapping[str, object]) -> dict[str, Kind]:
    annotations: Mapping[str, object] = namespace.get("__annotations__", {})  # type: ignore[assignment]
    return {
        name: kind
        for name, annotation in annotations.items()
        if name in namespace and (kind := read_kind(_written(annotation))) is not None
    }


def _written(annotation: object) -> str:
    """A type as it stands in the source: the name of a class, else what Python prints for it."""
    if isinstance(annotation, type) and not hasattr(annotation, "__args__"):
        text = annotation.__name__
    else:
        text = str(annotation)
    return text.replace("datetime.date", "date")


def _targets(statement: ast.stmt) -> list[str]:
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]


def folder_name(values: Mapping[str, object]) -> str:
    """What to call the folder of a run with these parameters: `edition=2023,province=hau-giang`.

    Names are sorted; values are lower-case ASCII letters, digits, dots and underscores, joined by
    hyphens, so that every file system takes them. Where that loses more than case and accents, or
    grows too long, eight hexadecimal digits of the exact value follow. Empty without parameters.
    """
    return ",".join(f"{name}={plain_name(_shown(value))}" for name, value in sorted(values.items()))


def own_report(root: Path, notebook: str, **values: Value) -> str:
    """Which folder, from the project's root, a run of a notebook writes to when none is given.

    The folder of the report where all values are the notebook's defaults, else one of its own, the
    same that a refresh with these parameters writes to.

    Args:
        root: the project's folder. notebook: its name, such as 02-rank-gains.
        values: the parameters that make a run another one (not the language, not the folder); one
            that the notebook on file does not have always does.
    """
    declared = read_parameters(read_notebook(root / "notebooks" / f"{notebook}.ipynb"))
    special = {
        name: value
        for name, value in values.items()
        if name not in declared or value != declared[name].default
    }
    return "/".join(part for part in (default_report(root), folder_name(special)) if part)


def _shown(value: object) -> str:
    return "+".join(map(str, value)) if isinstance(value, list) else str(value)


def plain_name(text: str) -> str:
    """The text as a part of a file name, in the letters that `folder_name` describes."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    letters = "".join(char for char in plain if not unicodedata.combining(char)).lower()
    slug = re.sub(r"[^a-z0-9._]+", "-", letters).strip("-.")
    lossless = slug == letters.replace(" ", "-")
    if lossless and 0 < len(slug) <= _LONGEST_SLUG:
        return slug
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    return f"{slug[:_LONGEST_SLUG]}-{digest}".lstrip("-")
