"""Sentences of the front page as HTML, in which every figure names the place it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from markupsafe import Markup, escape

from helpers.sharing.numbers import LocalFormatter
from helpers.sharing.traced import traced
from helpers.sharing.wording import use_wording, word
from helpers.site.rendering import environment
from helpers.site.units import Link
from helpers.sources.origins import Figure

use_wording("front.yml")

_PARTS = "parts.html.j2"


class _Marked(LocalFormatter):
    """Fills a sentence with figures and links as HTML; whatever else is text."""

    def format_field(self, value: object, format_spec: str) -> str:
        """One value: figures marked, links as links, the rest escaped."""
        if isinstance(value, Figure):
            return figure(value, format_spec, self.lang)
        if isinstance(value, Link):
            return linked(value, self.lang)
        if isinstance(value, Markup):
            return value
        return escape(super().format_field(value, format_spec))


def marked(key: str, lang: str, **values: object) -> Markup:
    """A sentence of the wording with its values marked up.

    Raises:
        KeyError: the wording has no such entry, or a value is missing.
    """
    return Markup(_Marked(lang).format(str(escape(word(key, lang))), **values))


def figure(item: Figure, form: str, lang: str) -> Markup:
    """A figure in one of the forms of `LocalFormatter`, as the pages mark it."""
    shown = LocalFormatter(lang).format_field(item.value, form)
    return Markup(traced(shown, item))


def linked(link: Link, lang: str) -> Markup:
    """The name of a province, as a link where it has a page."""
    return Markup(_macro(_PARTS, "name_or_link", lang)(link.text, link.address).strip())


def listed(items: Sequence[Markup], lang: str) -> Markup:
    """All of them one after the other, the last with «and»."""
    if len(items) < 2:  # noqa: PLR2004
        return joined(items)
    return Markup(" {} ").format(word("front.and", lang)).join([joined(items[:-1]), items[-1]])


def joined(items: Iterable[Markup], between: str = ", ") -> Markup:
    """All of them with the same mark between them."""
    return escape(between).join(items)


def _macro(template: str, name: str, lang: str) -> Any:  # noqa: ANN401  (jinja's)
    return getattr(environment(lang).get_template(template).module, name)
