"""Reading and writing the tidy tables of `data/processed`, whole or not at all."""

from __future__ import annotations

import json
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.atomic_files import refusals_name, replace_file
from helpers.errors import BadInputError, Reason
from helpers.sources.schemas import TABLES, TableSchema, check_table, check_typed, conform

PROCESSED = Path("data") / "processed"
_AS_READ = {"schema.rule": "table.rule", "schema.universe": "table.universe"}
_FRICTIONLESS = {
    "text": "string",
    "integer": "integer",
    "number": "number",
    "date": "date",
    "yes_no": "boolean",
}


def csv_text(name: str, table: pd.DataFrame) -> str:
    r"""The bytes-stable text of a processed table: sorted by key, `\n`, at most six decimals."""
    spec = TABLES[name]
    shown = table.copy()
    for column in spec.columns:
        values = shown[column.name]
        if column.kind == "number":
            shown[column.name] = [_number(v, column.decimals) for v in values]
        elif column.kind == "yes_no":
            shown[column.name] = ["yes" if v else "no" for v in values]
        elif column.kind == "date":
            shown[column.name] = ["" if pd.isna(v) else v.isoformat() for v in values]
    text: str = shown.to_csv(index=False, lineterminator="\n")
    return text


def _number(value: float, decimals: int) -> str:
    if pd.isna(value):
        return ""
    text = f"{value:.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def write_processed(tables: Mapping[str, pd.DataFrame], folder: Path) -> None:
    """Write tables into `folder`; all are checked and written aside before the first is moved.

    Raises:
        BadInputError: a table breaks its schema; then nothing in `folder` has changed.
    """
    checked = {name: check_table(name, conform(name, table)) for name, table in tables.items()}
    folder.mkdir(parents=True, exist_ok=True)
    with refusals_name(folder):
        part = tempfile.TemporaryDirectory(prefix=".part-", dir=folder)
    with part as temporary:
        aside = Path(temporary)
        for name, table in checked.items():
            with refusals_name(folder / f"{name}.csv"):
                (aside / f"{name}.csv").write_bytes(csv_text(name, table).encode("utf-8"))
        for name in checked:
            replace_file(aside / f"{name}.csv", folder / f"{name}.csv")


def read_processed(root: Path, name: str, columns: Sequence[str] = ()) -> pd.DataFrame:
    """One table of `data/processed`, with the types of its schema; codes stay text.

    Args:
        columns: the only ones wanted, which is quicker; all if none is named.

    Raises:
        BadInputError: the table is missing or does not keep its schema.
    """
    path = Path(root) / PROCESSED / f"{name}.csv"
    return read_table(
        name,
        path,
        shown=(PROCESSED / path.name).as_posix(),
        advice=Reason("table.refresh"),
        columns=columns,
    )


def read_table(
    name: str, path: Path, *, shown: str, advice: str | Reason, columns: Sequence[str] = ()
) -> pd.DataFrame:
    """One table by its schema, wherever it lies (an older copy of a processed table, say).

    Args:
        name: which schema. shown: what messages call the file. advice: what they tell to do.
        columns: the only ones wanted; all if none is named.

    Raises:
        BadInputError: the file is missing, is not text or does not keep the schema.
    """
    spec = TABLES[name].of_columns(columns) if columns else TABLES[name]
    if not path.is_file():
        raise BadInputError("table.missing", file=shown, advice=advice)
    try:
        table = _read(path, spec)
    except (ValueError, TypeError):
        table = _read_slowly(path, spec, shown, advice)
    try:
        return check_typed(spec, table[list(spec.names)])
    except BadInputError as error:
        # What is said of a table before it is written is not true of one that is read.
        key, values = error.reason.key, error.reason.values
        raise BadInputError(_AS_READ[key], **{**values, "file": shown, "advice": advice}) from None


def _read(path: Path, spec: TableSchema) -> pd.DataFrame:
    """The columns of a table in their types; raises where anything is not as it should be.

    Text comes as text, numbers are read by the parser itself, which is the quickest way.
    """
    numbers = [column.name for column in spec.columns if column.kind in ("integer", "number")]
    # All columns, wanted or not: pandas overlooks a row with too many cells where it reads some.
    table = pd.read_csv(
        path,
        dtype=defaultdict(lambda: "str", dict.fromkeys(numbers, "float64")),
        keep_default_na=False,
        na_values={name: [""] for name in numbers},
        encoding="utf-8-sig",
    )
    if not {*spec.names} <= {*table.columns}:
        raise ValueError("a column is missing")
    if doubled_columns(table):
        raise ValueError("a column stands twice")
    for column in spec.columns:
        if column.kind not in ("text", "number"):
            table[column.name] = _typed(table[column.name], column.kind)
    return table


def _read_slowly(path: Path, spec: TableSchema, shown: str, advice: str | Reason) -> pd.DataFrame:
    """The same, column by column, to say what is wrong and where.

    Raises:
        BadInputError: the file is not text or does not keep the schema.
    """
    try:
        table = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as error:
        raise BadInputError(
            "table.not_text", file=shown, name=spec.name, error=str(error), advice=advice
        ) from None
    missing = [column for column in spec.names if column not in table.columns]
    if missing:
        raise BadInputError(
            "table.no_column",
            file=shown,
            column=missing[0],
            columns=", ".join(table.columns),
            advice=advice,
        )
    for name in doubled_columns(table):
        raise BadInputError("table.column_twice", file=shown, column=name, advice=advice)
    for column in spec.columns:
        try:
            table[column.name] = _typed(table[column.name], column.kind)
        except (ValueError, TypeError) as error:
            raise BadInputError(
                "table.kind",
                file=shown,
                column=column.name,
                kind=Reason(f"kind.{column.kind}"),
                error=str(error),
                advice=advice,
            ) from None
    return table


def doubled_columns(table: pd.DataFrame) -> list[str]:
    """Which columns a file names more than once? pandas calls the second one «name.1»."""
    parts = (str(name).rpartition(".") for name in table.columns)
    return [own for own, _, number in parts if number.isdecimal() and own in table.columns]


def _typed(values: pd.Series, kind: str) -> pd.Series | list[date | None]:
    """Cells of a processed table in the type of their kind; raises where one does not fit."""
    if kind == "integer":
        return pd.to_numeric(values).astype("Int64")
    if kind == "number":
        return pd.to_numeric(values).astype("float64")
    if kind == "yes_no":
        unknown = set(values) - {"yes", "no"}
        if unknown:
            raise ValueError(f"{sorted(unknown)[0]!r}")
        return values == "yes"
    if kind == "date":
        return [None if value == "" else date.fromisoformat(value) for value in values]
    return values


def datapackage() -> str:
    """The Frictionless description of `data/processed`, from the schemas."""
    resources = [_resource(table) for table in TABLES.values()]
    package = {
        "profile": "tabular-data-package",
        "name": "tangbac",
        "title": "Tăng bậc: published rankings of Vietnam's provinces, cleaned",
        "resources": resources,
    }
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"


def _resource(table: TableSchema) -> dict[str, Any]:
    fields = []
    for column in table.columns:
        constraints: dict[str, Any] = {"required": True} if column.required else {}
        if column.allowed:
            constraints["enum"] = list(column.allowed)
        if column.minimum is not None:
            constraints["minimum"] = column.minimum
        if column.maximum is not None:
            constraints["maximum"] = column.maximum
        entry: dict[str, Any] = {
            "name": column.name,
            "type": _FRICTIONLESS[column.kind],
            "description": column.description,
        }
        if column.kind == "yes_no":
            entry |= {"trueValues": ["yes"], "falseValues": ["no"]}
        fields.append(entry | ({"constraints": constraints} if constraints else {}))
    return {
        "profile": "tabular-data-resource",
        "name": table.name.replace("_", "-"),
        "path": f"{table.name}.csv",
        "description": f"One row per {table.row}.",
        "encoding": "utf-8",
        "schema": {"fields": fields, "primaryKey": list(table.key), "missingValues": [""]},
    }
