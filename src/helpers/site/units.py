"""Which sets of units a site shows, what they are called, and which units belong together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from helpers.sharing.numbers import format_month, vietnamese_sort_key
from helpers.sharing.wording import sentence, use_wording
from helpers.sources.editions import Definitions, Edition, load_definitions
from helpers.sources.provinces import Unit, Units, load_units

use_wording("site.yml")


@dataclass(frozen=True)
class Link:
    """Where a link leads, and the name it bears; without an address the name stands alone."""

    text: str
    address: str


@dataclass(frozen=True)
class Related:
    """Pages of one kind that belong to a page."""

    label: str
    links: Sequence[Link]


def shown_editions(definitions: Definitions) -> list[Edition]:
    """The latest complete edition of each set of units, those that exist first."""
    latest = {
        edition.universe: edition
        for edition in sorted(definitions.editions, key=lambda e: e.edition)
        if edition.index == definitions.default_index and edition.complete
    }
    return sorted(latest.values(), key=lambda one: definitions.began(one.universe), reverse=True)


def universe_title(definitions: Definitions, universe: str, lang: str) -> str:
    """What readers call a set of units: 63 provinces (to June 2025)."""
    entry = definitions.universes[universe]
    key = "until" if "until" in entry else "since"
    month = format_month(date.fromisoformat(str(entry[key])), lang)
    return sentence(
        "site.universe_until" if key == "until" else "site.universe_since",
        lang,
        n=int(universe),
        month=month,
    )


def related_units(unit: Unit, units: Units, universes: Sequence[str]) -> list[Unit]:
    """Units of the other `universes` that became this one, or that this one became."""
    found = [
        one
        for other in universes
        if other != unit.universe
        for one in units.all(other)
        if one.merged_into == unit.unit_id or unit.merged_into == one.unit_id
    ]
    return sorted(found, key=lambda one: vietnamese_sort_key(one.province))


def related_label(definitions: Definitions, universe: str, other: str, lang: str) -> str:
    """What the units of the `other` set are to one of `universe`: those before, or since."""
    since = {one: str(definitions.universes[one]["since"]) for one in (universe, other)}
    month = format_month(date.fromisoformat(max(since.values())), lang)
    is_later = since[other] > since[universe]
    return sentence("site.from_month" if is_later else "site.before_month", lang, month=month)


def related_pages(root: Path, unit: Unit, lang: str, linked: Mapping[str, str]) -> list[Related]:
    """The units of other sets that became this one, or that this one became, for its page.

    Args:
        root: the project's folder.
        unit: the unit of the page.
        lang: "vi" or "en".
        linked: unit_id -> address of its page, where it has one.
    """
    definitions, units = load_definitions(root), load_units(root)
    universes = [edition.universe for edition in shown_editions(definitions)]
    groups: dict[str, list[Link]] = {}
    for one in related_units(unit, units, universes):
        address = linked.get(one.unit_id, "")
        if address == linked.get(unit.unit_id):
            if one.province == unit.province:
                continue
            address = ""
        label = related_label(definitions, unit.universe, one.universe, lang)
        groups.setdefault(label, []).append(Link(one.province, address))
    return [Related(label, links) for label, links in groups.items()]
