"""What do the columns and codes of the processed tables mean, and is every code described?

`docs/data-dictionary.md` is made from the schemas and from the lists of codes: measures of an
index in `measures.yml`, formulas in `formulas.yml`, other codes in `codes.yml`, and those that
readers see by their words in the wording.
"""

from __future__ import annotations

import importlib.resources
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.errors import Reason
from helpers.sources.editions import load_definitions
from helpers.sources.schemas import CODES, MEASURES_OF_INDEX, TABLES, ColumnSchema
from helpers.sources.yaml_files import parse_yaml, read_yaml

DICTIONARY = "docs/data-dictionary.md"
_FOLDER = "data/processed"
# List of codes -> file of the wording and what stands before the code there.
_IN_WORDING = {
    "bases": ("words.yml", "basis."),
    "claim_verdicts": ("words.yml", "verdict."),
    "counted": ("words.yml", "counted."),
    "press_verdicts": ("press_check.yml", "press_verdict."),
    "causes": ("press_check.yml", "cause."),
    "settled": ("clean_figures.yml", "clean.settled_by."),
    "regimes": ("online_services.yml", "services.regime."),
    "milestone_types": ("milestones.yml", "milestones.type."),
    "adoption_counts": ("digital_adoption.yml", "adoption.counts."),
}
# Lists whose codes come from the figures alone: an entry that no figure has is left over.
_OF_FIGURES = ("covariates", "ledger_measures", "service_levels", "adoption_measures")
_PERCENT = "percent"
_PLACES = "places, 1 is the best"


@dataclass(frozen=True)
class Code:
    """What one code means in both languages, and the unit of its values where it has its own."""

    vi: str
    en: str
    unit: str = ""


def code_lists(root: Path) -> dict[str, dict[str, Code]]:
    """Every list of codes by name, each code with its meaning."""
    definitions = load_definitions(root)
    lists = {
        name: {str(code): _code(entry) for code, entry in entries.items()}
        for name, entries in read_yaml(root, CODES).items()
    }
    for name, (file, front) in _IN_WORDING.items():
        lists[name] = {
            key.removeprefix(front): _code(entry)
            for key, entry in _wording(file).items()
            if key.startswith(front) and key != front
        }
    of_indices: dict[str, Code] = {}
    for index, entry in definitions.indices.items():
        lists["indices"][index] = Code(entry["name_vi"], entry["name_en"])
        own = {
            measure: Code(names["vi"], names["en"], "score 0 to 1; rank in places")
            for measure, names in entry["measures"].items()
        }
        lists[MEASURES_OF_INDEX.format(index=index)] = own
        of_indices |= own
    lists["ledger_measures"] |= of_indices | _means(of_indices)
    lists["formulas"] = {
        name: Code(formula.name_vi, formula.name_en)
        for name, formula in definitions.formulas.items()
    }
    return lists


def _code(entry: Any) -> Code:  # noqa: ANN401  (whatever stands in the file)
    told = entry if isinstance(entry, Mapping) else {}
    return Code(*(str(told.get(name) or "").strip() for name in ("vi", "en", "unit")))


@cache
def _wording(file: str) -> Mapping[str, Any]:
    text = importlib.resources.files("helpers.wording").joinpath(file).read_text("utf-8")
    entries: dict[str, Any] = parse_yaml(text, file)
    return entries


def _means(measures: Mapping[str, Code]) -> dict[str, Code]:
    """The national mean of each measure, as ledgers print it."""
    return {
        "national_mean" if measure == "overall" else f"national_mean_{measure}": Code(
            f"{code.vi}, trung bình các tỉnh", f"{code.en}, mean of the provinces", "0 to 1"
        )
        for measure, code in measures.items()
    }


def dictionary_problems(root: Path) -> list[Reason]:
    """What does the data dictionary leave out or describe wrongly? Empty: nothing.

    A code of `data/processed` without an entry; an entry in one language only; an entry whose unit
    is not that of the figures; one that no figure has; and a dictionary that is not the one made
    from the schemas and the lists.
    """
    root = Path(root)
    lists = code_lists(root)
    problems = [
        Reason("dictionary.one_language", list=name, code=code)
        for name, codes in lists.items()
        for code, entry in codes.items()
        if not entry.vi or not entry.en
    ]
    used: set[tuple[str, str]] = set()
    for name, code, place, rows in _codes_on_file(root):
        used.add((name, code))
        entry = lists.get(name, {}).get(code)
        if entry is None:
            problems.append(Reason("dictionary.no_entry", **place, list=name))
        elif expected := _other_unit(entry.unit, name, rows):
            unit = {"found": entry.unit, "expected": expected}
            problems.append(Reason("dictionary.unit", **place, **unit, list=name))
    own = read_yaml(root, CODES)
    problems += [
        Reason("dictionary.left_over", list=name, code=code)
        for name in _OF_FIGURES
        for code in map(str, own[name])
        if (name, code) not in used
    ]
    described = root / DICTIONARY
    if not described.is_file() or described.read_text("utf-8") != data_dictionary(root):
        problems.append(Reason("dictionary.stale", file=DICTIONARY))
    return problems


def _codes_on_file(root: Path) -> Iterator[tuple[str, str, dict[str, str], pd.DataFrame]]:
    """Every code of `data/processed`: its list, itself, where it stands, and the rows with it."""
    for table in TABLES.values():
        file = root / _FOLDER / f"{table.name}.csv"
        coded = [column for column in table.columns if column.codes]
        if not coded or not file.is_file():
            continue
        data = pd.read_csv(file, dtype=str, keep_default_na=False)
        for column in coded:
            # Measures of an index mean what this index says.
            keys = ["index", column.name] if column.codes == MEASURES_OF_INDEX else [column.name]
            place = {"file": f"{_FOLDER}/{file.name}", "column": column.name}
            for values, rows in data.groupby(keys, sort=True):
                code = str(values[-1])
                if code:
                    yield column.codes.format(index=values[0]), code, place | {"code": code}, rows


def _other_unit(unit: str, name: str, rows: pd.DataFrame) -> str:
    """The unit that the figures of a code have, where its entry says another; or empty."""
    printed = set(rows["unit"]) if "unit" in rows else set()
    if name == "covariates":
        return "" if printed == {unit} else ", ".join(sorted(printed))
    if name not in ("adoption_measures", "service_levels"):
        return ""
    code = rows["measure" if name == "adoption_measures" else "level"].iloc[0]
    if code.endswith("_rank"):
        return "" if unit == _PLACES else _PLACES
    share = re.search(r"(?:^|_)share(?:_|$)", code) or all(
        "%" in u or "percent" in u for u in printed
    )
    return _PERCENT if share and unit != _PERCENT else ""


def data_dictionary(root: Path) -> str:
    """The data dictionary as Markdown, from the schemas and the lists of codes."""
    lines = [
        "# Data dictionary",
        "",
        "Generated from `src/helpers/sources/schemas.py`, `data/raw/definitions` and the wording",
        "by notebook 01; do not edit. All tables are CSV in UTF-8, sorted by key; empty means",
        "unknown or not applicable. What each code means stands in both languages under",
        "[Codes](#codes).",
    ]
    used: dict[str, None] = {}
    indices = list(load_definitions(root).indices)
    for table in TABLES.values():
        lines += [
            "",
            f"## {table.name}.csv",
            "",
            f"One row per {table.row}. Key: {', '.join(table.key)}. Written by {table.written_by}.",
            "",
            "| column | kind | meaning | unit, scale | allowed |",
            "|---|---|---|---|---|",
        ]
        for column in table.columns:
            names = [column.codes.format(index=one) for one in indices] if column.codes else []
            used |= dict.fromkeys(names)
            kind = column.kind.replace("_", "/") + (", always" if column.required else "")
            rule = _rule(column, list(dict.fromkeys(names)))
            cells = (column.name, kind, column.description, column.scale, rule)
            lines.append(f"| {' | '.join(cells)} |")
    lists = code_lists(root)
    lines += ["", "## Codes"]
    for name in used:
        lines += [
            "",
            f"### {name}",
            "",
            "| code | Tiếng Việt | English | unit, scale |",
            "|---|---|---|---|",
            *(
                f"| `{code}` | {entry.vi} | {entry.en} | {entry.unit} |"
                for code, entry in lists[name].items()
                if code
            ),
        ]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _rule(column: ColumnSchema, lists: list[str]) -> str:
    """What a column allows: bounds, values, or the lists of its codes."""
    if lists:
        return "codes: " + ", ".join(f"[{one}](#{one.lower().replace(' ', '-')})" for one in lists)
    if column.minimum is not None and column.maximum is not None:
        return f"{column.minimum:g} to {column.maximum:g}"
    if column.minimum is not None:
        return f"from {column.minimum:g}"
    return ", ".join(f"`{value}`" for value in column.allowed)
