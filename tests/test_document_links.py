"""Do the links between documents lead somewhere? (`tangbac verify` asks what the logs name.)"""

from __future__ import annotations

import re

import pytest

from .frozen_project import CHECKOUT


@pytest.mark.parametrize(
    "name", [path.name for path in sorted((CHECKOUT / "docs").glob("*.md"))] + ["../README.md"]
)
def test_links_between_documents_lead_somewhere(name: str) -> None:
    path = (CHECKOUT / "docs" / name).resolve()
    for target in re.findall(r"\]\(([^)]+)\)", path.read_text(encoding="utf-8")):
        file, _, anchor = target.partition("#")
        if file.startswith("http"):
            continue
        other = (path.parent / file) if file else path
        assert other.is_file(), target
        if anchor:
            headings = re.findall(r"(?m)^#+ (.*)$", other.read_text(encoding="utf-8"))
            slugs = {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}
            assert anchor in slugs, target
