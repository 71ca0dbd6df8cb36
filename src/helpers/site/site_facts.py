"""What the owner of a site says of it: address, name, licence of the texts, where to report errors.

All of it stands in one file, `site.yml`, and may be empty; what is empty is on no page.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

from helpers.errors import BadInputError
from helpers.sources.yaml_files import read_yaml

SITE = "site.yml"


@dataclass(frozen=True)
class SiteFacts:
    """The entries of `site.yml`; each is "" where nothing is said."""

    base_address: str = ""
    owner: str = ""
    corrections: str = ""
    licence: str = ""
    licence_address: str = ""


_NAMES = tuple(field.name for field in fields(SiteFacts))
_BEGINNINGS = {
    "base_address": ("https://",),
    "corrections": ("https://", "mailto:"),
    "licence_address": ("https://",),
}


def site_facts(root: Path) -> SiteFacts:
    """What `site.yml` says; nothing where there is none.

    Raises:
        BadInputError: an entry is unknown or no text, an address does not begin as one, or a
            licence has an address and no name.
    """
    if not (root / SITE).is_file():
        return SiteFacts()
    entries = read_yaml(root, SITE)
    if not isinstance(entries, dict) or not entries.keys() <= set(_NAMES):
        names = ", ".join(map(str, entries)) if isinstance(entries, dict) else str(entries)
        raise BadInputError("site.entries", file=SITE, expected=", ".join(_NAMES), found=names)
    for name, value in entries.items():
        if not isinstance(value, str):
            raise BadInputError("site.no_text", file=SITE, name=name, found=value)
        beginnings = _BEGINNINGS.get(name, ("",))
        if value and not (value.startswith(beginnings) and value == value.strip()):
            raise BadInputError(
                "site.address", file=SITE, name=name, found=value, expected=" / ".join(beginnings)
            )
    found = SiteFacts(**entries)
    if found.base_address and not found.base_address.endswith("/"):
        raise BadInputError("site.no_slash", file=SITE, found=found.base_address)
    if found.licence_address and not found.licence:
        raise BadInputError("site.no_licence", file=SITE, found=found.licence_address)
    return found
