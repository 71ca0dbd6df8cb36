"""Adding entries to the YAML files of the definitions as text, so that every comment stays."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

import yaml

from helpers.errors import BadInputError
from helpers.sources.editions import Edition, Formula
from helpers.sources.yaml_files import parse_yaml

_EDITIONS = "data/raw/definitions/editions.yml"


def add_edition(text: str, edition: Edition, replacing: str = "") -> str:
    """editions.yml with the entry of an edition: in place of one without a table, or after the
    last of its index.

    Args:
        text: of the file. edition: to be entered.
        replacing: the table of the edition that the new one replaces, or "".

    Raises:
        BadInputError: the edition has another table already.
    """  # noqa: D205
    entries = parse_yaml(text, _EDITIONS)["editions"] or []
    listed = _value(yaml.compose(text, Loader=yaml.SafeLoader), "editions")
    own = [n for n, entry in enumerate(entries) if entry.get("index") == edition.index]
    for number in own:
        entry = entries[number]
        if (entry["edition"], entry["universe"]) == (edition.edition, edition.universe):
            if entry.get("table", replacing) != replacing:
                raise BadInputError(
                    "definition_texts.on_file", index=edition.index, edition=edition.edition,
                    universe=edition.universe, table=entry["table"],
                )  # fmt: skip
            node = listed.value[number]
            # Who copied the table before says nothing of the new one.
            kept = {name: value for name, value in entry.items() if name != "transcribed_by"}
            said = _fields(edition)
            if edition.formula is None and entry.get("formula"):
                # The table cannot tell its formula; what is known of it stands.
                del said["formula"]
            line = _edition_line({**kept, **said})
            start, end = node.start_mark.index, _end(text, node)
            return _checked(text, text[:start] + line + text[end:], entries, number)
    line = f"- {_edition_line(_fields(edition))}"
    if not own:
        return _checked(text, f"{text.rstrip()}\n\n{line}\n", entries)
    end = _line_end(text, _end(text, listed.value[own[-1]]))
    return _checked(text, f"{text[:end]}\n{line}{text[end:]}", entries)


def add_measures(text: str, index: str, measures: Mapping[str, Mapping[str, str]]) -> str:
    """measures.yml with measures after the last one of an index."""
    if not measures:
        return text
    listed = _value(_value(yaml.compose(text, Loader=yaml.SafeLoader), index), "measures")
    key, last = listed.value[-1]
    end = _line_end(text, _end(text, last))
    indent = " " * key.start_mark.column
    lines = [
        f"{indent}{measure}: {{vi: {_text(names['vi'])}, en: {_text(names['en'])}}}"
        for measure, names in measures.items()
    ]
    return "\n".join([text[:end], *lines]) + text[end:]


def add_formula(text: str, formula: Formula) -> str:
    """formulas.yml with a new formula at its end."""
    own = asdict(formula)
    points = ", ".join(f"{part}: {weight:g}" for part, weight in formula.weights.items())
    lines = [
        f"{formula.formula_id}:",
        *(f"  {name}: {_text(own[name])}" for name in ("name_vi", "name_en", "index", "basis")),
        f"  weights: {{{points}}}",
    ]
    if formula.pillars:
        lines += ["  pillars:", *(f"    {name}: {own}" for name, own in formula.pillars.items())]
    if formula.fitted:
        lines.append("  fitted: true")
    return f"{text.rstrip()}\n\n" + "\n".join(lines) + "\n"


def add_corrections(text: str, entries: list[dict[str, str]]) -> str:
    """corrections.yml with entries at its end."""
    lines = []
    for entry in entries:
        pairs = [f"{name}: {_text(value)}" for name, value in entry.items()]
        lines += [f"- {pairs[0]}", *(f"  {pair}" for pair in pairs[1:])]
    return f"{text.rstrip()}\n" + "\n".join(lines) + "\n" if lines else text


def _fields(edition: Edition) -> dict[str, Any]:
    """The fields of an entry that say something; `formula` always does."""
    values = {field: getattr(edition, field.name) for field in fields(edition)}
    return {
        field.name: value
        for field, value in values.items()
        if value != field.default or field.name == "formula"
    }


def _edition_line(entry: Mapping[str, Any]) -> str:
    plain = {"index", "formula", "table", "mean_source"}
    shown = {
        name: json.dumps(value)
        if value is None or isinstance(value, bool)
        else value
        if name in plain
        else _text(value)
        for name, value in entry.items()
    }
    return "{" + ", ".join(f"{name}: {value}" for name, value in shown.items()) + "}"


def _text(value: str) -> str:
    """A text in double quotes, which YAML reads as JSON does."""
    return json.dumps(value, ensure_ascii=False)


def _value(node: yaml.Node | None, key: str) -> Any:  # noqa: ANN401
    assert isinstance(node, yaml.MappingNode)
    return next(value for name, value in node.value if name.value == key)


def _end(text: str, node: yaml.Node) -> int:
    """Where the text of a node ends: an entry in lines of its own runs up to the next one."""
    return len(text[: node.end_mark.index].rstrip())


def _line_end(text: str, position: int) -> int:
    end = text.find("\n", position)
    return len(text) if end < 0 else end


def _checked(before: str, after: str, entries: list[Any], changed: int | None = None) -> str:
    """The new text, once it is sure that every other entry reads as before."""
    kept = [e for n, e in enumerate(entries) if n != changed]
    read = parse_yaml(after, _EDITIONS)["editions"]
    if len(read) != len(kept) + 1 or any(entry not in read for entry in kept):
        raise BadInputError("definition_texts.layout", characters=len(before))
    return after
