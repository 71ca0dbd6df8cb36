"""Reading the YAML that people write: definitions, metadata, corrections, maps, wording.

It is read more strictly than YAML asks: nothing that is written may be lost, and nothing short may
become endless. So no key stands twice, no part of a file stands for another, and nothing is nested
deeper than a person would.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import yaml

from helpers.errors import BadInputError

MOST_DEEP = 32
# The loader written in C reads the same language ten times faster; some builds of PyYAML lack it.
_PLAIN: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_PLAIN):  # type: ignore[misc]  # either of two classes with the same methods
    """Refuses a mapping that names a key twice, where YAML keeps the last value."""

    file = ""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> Any:  # noqa: ANN401
        mapping = super().construct_mapping(node, deep)
        if len(mapping) < len(node.value) or not all(map(_is_plain, mapping)):
            self._refuse_twice(node)
        return mapping

    def _refuse_twice(self, node: yaml.MappingNode) -> None:
        first: dict[object, int] = {}
        for key_node, _ in node.value:
            key = self.construct_object(key_node)
            # What looks the same is the same: é may be written as one letter or as two.
            same = unicodedata.normalize("NFC", key) if isinstance(key, str) else key
            line = _line(key_node)
            if same in first:
                raise BadInputError(
                    "yaml.twice", file=self.file, line=line, key=key, first=first[same]
                )
            first[same] = line


def _is_plain(key: object) -> bool:
    return not isinstance(key, str) or key.isascii()


def read_yaml(root: Path, file: str) -> Any:  # noqa: ANN401  (YAML gives what it holds)
    """What does a YAML file say?

    Args:
        root: the project's root.
        file: path from the root, with slashes.

    Returns:
        Mappings, lists and plain values; None where it holds comments alone.

    Raises:
        BadInputError: the file is missing, is no regular file or cannot be opened, is not UTF-8,
            has nothing in it, or as `parse_yaml`.
    """
    path = Path(root) / file
    if not path.is_file():
        # Reading a pipe would wait for whoever writes into it.
        raise BadInputError("yaml.not_regular" if path.exists() else "yaml.missing", file=file)
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise BadInputError("yaml.not_utf8", file=file) from None
    if not text.strip():
        # Where there is nothing to say, the words that explain the file are still there.
        raise BadInputError("yaml.empty", file=file)
    return parse_yaml(text, file)


def parse_yaml(text: str, file: str) -> Any:  # noqa: ANN401  (YAML gives what it holds)
    """What does a text in YAML say? As `read_yaml`; `file` is what messages call it.

    Raises:
        BadInputError: it is not valid YAML, names a key twice, uses anchors, aliases or merged
            keys, or is nested too deeply.
    """
    try:
        _check_shape(text, file)
        loader = _Loader(text)
        loader.file = file
        try:
            return loader.get_single_data()
        finally:
            loader.dispose()
    except BadInputError:
        raise
    except yaml.YAMLError as error:
        raise BadInputError("yaml.not_valid", file=file, error=str(error)) from None
    except (ValueError, LookupError, AttributeError, TypeError) as error:
        # Values that look like a date or a number and are none: 2025-02-30, !!int x.
        raise BadInputError("yaml.not_valid", file=file, error=str(error)) from None


def _check_shape(text: str, file: str) -> None:
    """Refuse what would become endless or too deep, before anything is built of it."""
    depth = 0
    for event in yaml.parse(text, Loader=_PLAIN):
        if getattr(event, "anchor", None) is not None:
            raise BadInputError("yaml.alias", file=file, line=_line(event))
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MOST_DEEP:
                raise BadInputError("yaml.deep", file=file, line=_line(event), most=MOST_DEEP)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _line(found: Any) -> int:  # noqa: ANN401  (a node or an event)
    """The line where something begins, as an editor counts it."""
    return int(found.start_mark.line) + 1
