"""Reading the YAML files that stand beside the figures: definitions, metadata, corrections."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from helpers.errors import BadInputError

# The loader written in C reads the same language ten times faster; some builds of PyYAML lack it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(root: Path, file: str) -> Any:  # noqa: ANN401  (YAML gives what it holds)
    """What does a YAML file say? Mappings, lists and plain values; None where it is empty.

    Args:
        root: the project's root.
        file: path from the root, with slashes.

    Raises:
        BadInputError: the file is missing, is not UTF-8, or is not valid YAML.
    """
    try:
        text = (Path(root) / file).read_text(encoding="utf-8")
        return yaml.load(text, Loader=_LOADER)
    except FileNotFoundError:
        raise BadInputError("yaml.missing", file=file) from None
    except UnicodeDecodeError:
        raise BadInputError("yaml.not_utf8", file=file) from None
    except yaml.YAMLError as error:
        raise BadInputError("yaml.not_valid", file=file, error=str(error)) from None
