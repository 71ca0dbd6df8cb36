"""Write `docs/api.md` from the docstrings: `python -m tangbac.api_page`."""

from __future__ import annotations

import inspect
import re

import tangbac
from helpers.atomic_files import write_atomically
from helpers.project import project_root
from tangbac.names import Names

PAGE = "docs/api.md"
_VIETNAMESE = "Tiếng Việt:"
_ORDER = (
    "wide", "rankings", "gains", "add", "provinces", "editions", "measures", "show", "trend",
    "scatter", "draw", "Picture", "Picture.save", "test", "test_gains", "Finding", "claim", "both",
    "language", "index", "measure", "other", "region", "province",
)  # fmt: skip
_HEAD = """# `import tangbac as tb`

Tạo từ docstring bằng `python -m tangbac.api_page`; không sửa tay. Mẫu: [cookbook.md](cookbook.md).
Generated from the docstrings by `python -m tangbac.api_page`; do not edit. Recipes:
[cookbook.md](cookbook.md). In JupyterLab `tb.gains?` shows the same.

[Tiếng Việt](#tiếng-việt) · [English](#english)
"""


def api_page() -> str:
    """The text of `docs/api.md`: every public name, first in Vietnamese, then in English."""
    parts = {name: _parts(name) for name in _ORDER}
    vietnamese = [f"### {_called(name)}\n\n{vi}" for name, (_, vi) in parts.items()]
    english = [f"### {_called(name)}\n\n{en}" for name, (en, _) in parts.items()]
    return "\n\n".join([_HEAD.strip(), "## Tiếng Việt", *vietnamese, "## English", *english]) + "\n"


def _object(name: str) -> object:
    outer, _, inner = name.partition(".")
    found = getattr(tangbac, outer)
    return getattr(found, inner) if inner else found


def _called(name: str) -> str:
    """How it is called, with the defaults of its arguments."""
    found = _object(name)
    if isinstance(found, Names) or inspect.isclass(found):
        return f"`tb.{name}`"
    plain = [
        one.replace(annotation=inspect.Parameter.empty)
        for one in inspect.signature(found).parameters.values()  # type: ignore[arg-type]
        if one.name != "self"
    ]
    return f"`tb.{name}{inspect.Signature(plain)}`"


def _parts(name: str) -> tuple[str, str]:
    """What its docstring says in English and in Vietnamese, as Markdown."""
    english, _, vietnamese = inspect.cleandoc(_object(name).__doc__ or "").partition(_VIETNAMESE)
    blocks = [_block(block) for block in re.split(r"\n\s*\n", english.strip())]
    return "\n\n".join(blocks), " ".join(vietnamese.split())


def _block(block: str) -> str:
    """One paragraph, or a section with its items as a list."""
    title, _, rest = block.partition("\n")
    if not (title.endswith(":") and rest.startswith(" ")):
        return " ".join(block.split())
    body = inspect.cleandoc(rest)
    # A further line of an item is indented, or begins with no name and colon.
    items = re.split(r"\n(?=[\w, ]+: )", body) if title in ("Args:", "Raises:") else [body]
    if len(items) == 1 and title not in ("Args:", "Raises:"):
        return f"**{title}** {' '.join(body.split())}"
    lines = [re.sub(r"^([\w, ]+): ", r"`\1`: ", " ".join(item.split())) for item in items]
    return "\n".join([f"**{title}**", "", *(f"- {line}" for line in lines)])


if __name__ == "__main__":
    root = project_root()
    write_atomically(root / PAGE, api_page())
