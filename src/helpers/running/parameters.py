"""A notebook's parameters: their names, types, defaults and meaning, read from its cell.

The cell tagged `parameters` holds one typed assignment a line, with a comment:

    province: str = "Hậu Giang"  # province in focus

Types are str, int, float and bool, each also with `| None`. Which values make sense is for the
notebook's own module to say; here a name and a type are checked before anything starts.
"""

from __future__ import annotations

import ast
import hashlib
import io
import math
import re
import tokenize
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from helpers.project import default_report
from helpers.running.contract import Cell, Notebook, read_notebook
from helpers.sources.errors import BadInputError
from helpers.sources.suggestions import nearest_choices

_TYPES: dict[str, type] = {"str": str, "int": int, "float": float, "bool": bool}
_LONGEST_SLUG = 80

Value = str | int | float | bool | None


@dataclass(frozen=True)
class Parameter:
    """One parameter: `kind` is "str", "int", "float" or "bool"; `optional` allows None."""

    name: str
    kind: str
    optional: bool
    default: Value
    comment: str

    @property
    def annotation(self) -> str:
        """The type as the notebook writes it."""
        return self.kind + (" | None" if self.optional else "")


def read_parameters(notebook: Notebook) -> dict[str, Parameter]:
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
        raise _cell_error(
            notebook, cell, f"line {error.lineno} is not Python ({error.msg})"
        ) from None
    comments = _comments(cell.source)
    found = [_parameter(notebook, cell, statement, comments) for statement in statements]
    return {parameter.name: parameter for parameter in found}


def _parameter(
    notebook: Notebook, cell: Cell, statement: ast.stmt, comments: Mapping[int, str]
) -> Parameter:
    match statement:
        case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=ast.expr()):
            value = statement.value
        case _:
            raise _cell_error(
                notebook, cell, f"line {statement.lineno} is «{ast.unparse(statement)}»"
            )
    kinds = [part.strip() for part in ast.unparse(annotation).split("|")]
    optional = "None" in kinds
    kinds = [kind for kind in kinds if kind != "None"]
    if len(kinds) != 1 or kinds[0] not in _TYPES:
        raise _cell_error(notebook, cell, f"the type of «{name}» is {ast.unparse(annotation)}")
    try:
        default = ast.literal_eval(value)
    except ValueError:
        raise _cell_error(
            notebook, cell, f"the default of «{name}» is {ast.unparse(value)}"
        ) from None
    if not _has_type(default, kinds[0], optional):
        raise _cell_error(notebook, cell, f"the default of «{name}: {kinds[0]}» is {default!r}")
    comment = comments.get(statement.end_lineno or statement.lineno, "")
    return Parameter(name, kinds[0], optional, default, comment)


def _has_type(value: object, kind: str, optional: bool) -> bool:
    if value is None:
        return optional
    # Python counts True as an int; a parameter cell does not.
    if isinstance(value, bool):
        return kind == "bool"
    return isinstance(value, _TYPES[kind]) or (kind == "float" and isinstance(value, int))


def _comments(source: str) -> dict[int, str]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {
        token.start[0]: token.string.lstrip("# ").strip()
        for token in tokens
        if token.type == tokenize.COMMENT
    }


def _cell_error(notebook: Notebook, cell: Cell, found: str) -> BadInputError:
    return BadInputError(
        f"{notebook.path.name}, cell {cell.number} (parameters): {found}. Expected: one typed "
        'assignment a line, such as province: str = "Hậu Giang"  # province in focus; types are '
        f"{', '.join(_TYPES)}, each also with | None."
    )


def check_names(notebook: str, known: Iterable[str], given: Iterable[str]) -> None:
    """Refuse a parameter that the notebook does not have, naming the nearest it has.

    Raises:
        BadInputError: papermill would only warn and run with the default.
    """
    names = list(known)
    for name in given:
        if name not in names:
            advice = f"Did you mean {nearest_choices(name, names)}?" if names else "It takes none."
            raise BadInputError(f"{notebook} has no parameter «{name}». {advice}")


def parse_value(notebook: str, parameter: Parameter, text: str) -> Value:
    """What `text`, as typed on the command line, means for this parameter.

    A str stays as typed ("01" is not 1), in NFC; "None" means None where the type allows it.

    Raises:
        BadInputError: the text is not of the parameter's type.
    """
    text = unicodedata.normalize("NFC", text)
    if parameter.optional and text == "None":
        return None
    match parameter.kind:
        case "str":
            return text
        case "int" if re.fullmatch(r"[+-]?[0-9]+", text):
            return int(text)
        case "float" if _is_number(text):
            return float(text)
        case "bool" if text.casefold() in ("true", "false"):
            return text.casefold() == "true"
    examples = {"int": "15", "float": "0.5", "bool": "true or false"}
    raise BadInputError(
        f"{notebook}: «{parameter.name}» cannot be {text!r}. Expected: {parameter.annotation}, "
        f"such as {examples[parameter.kind]}."
    )


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def folder_name(values: Mapping[str, object]) -> str:
    """What to call the folder of a run with these parameters: `edition=2023,province=hau-giang`.

    Names are sorted; values are lower-case ASCII letters, digits, dots and underscores, joined by
    hyphens, so that every file system takes them. Where that loses more than case and accents, or
    grows too long, eight hexadecimal digits of the exact value follow. Empty without parameters.
    """
    return ",".join(f"{name}={_slug(str(value))}" for name, value in sorted(values.items()))


def own_report(root: Path, notebook: str, **values: Value) -> str:
    """Which folder, from the project's root, a run of a notebook writes to when none is given.

    The folder of the report where all values are the notebook's defaults, else one of its own, the
    same that a refresh with these parameters writes to.

    Args:
        root: the project's folder. notebook: its name, such as 02-rank-gains.
        values: the parameters that make a run another one (not the language, not the folder).
    """
    declared = read_parameters(read_notebook(root / "notebooks" / f"{notebook}.ipynb"))
    special = {name: value for name, value in values.items() if value != declared[name].default}
    return "/".join(part for part in (default_report(root), folder_name(special)) if part)


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    letters = "".join(char for char in plain if not unicodedata.combining(char)).lower()
    slug = re.sub(r"[^a-z0-9._]+", "-", letters).strip("-.")
    lossless = slug == letters.replace(" ", "-")
    if lossless and 0 < len(slug) <= _LONGEST_SLUG:
        return slug
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    return f"{slug[:_LONGEST_SLUG]}-{digest}".lstrip("-")
