"""Pictures of a page: the drawing itself as an address, as light as it can be without a change."""

from __future__ import annotations

import re

_TAG = re.compile(r"<[^>]+>")
_OWN_ID = re.compile(r'\bid="([^"]+)"')
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
# What an address inside an attribute may not hold; everything else stands as it is, which takes
# three quarters of the room of base64.
_ESCAPES = {ord(c): f"%{ord(c):02X}" for c in '%#<>"&\n\t\r'}


def picture_address(svg: str) -> str:
    """The `data:` address of a drawing, for the `src` of an image."""
    text = _TAG.sub(lambda tag: _single_quoted(tag[0]), lighter(svg))
    return "data:image/svg+xml;charset=utf-8," + text.translate(_ESCAPES)


def lighter(svg: str) -> str:
    """The same drawing in fewer bytes: short names, those that nothing refers to left out.

    Only tags are touched; what stands between them may be a number that readers see.
    """
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    wanted = set(re.findall(r'(?:href="#|url\(#)([^")]+)', svg))
    own = dict.fromkeys(name for tag in _TAG.findall(svg) for name in _OWN_ID.findall(tag))
    short = {name: f"a{_base_36(n)}" for n, name in enumerate(o for o in own if o in wanted)}
    return _TAG.sub(lambda tag: _lighter_tag(tag[0], short), svg)


def _lighter_tag(tag: str, short: dict[str, str]) -> str:
    tag = tag.replace("xlink:href=", "href=")
    tag = re.sub(r'\s+id="([^"]+)"', lambda m: _id(short.get(m[1], "")), tag)
    tag = re.sub(r'href="#([^"]+)"', lambda m: f'href="#{short.get(m[1], m[1])}"', tag)
    tag = re.sub(r"url\(#([^)]+)\)", lambda m: f"url(#{short.get(m[1], m[1])})", tag)
    return re.sub(r'\bd="([^"]*)"', lambda m: f'd="{_tight(m[1])}"', tag)


def _id(name: str) -> str:
    return f' id="{name}"' if name else ""


def _tight(path: str) -> str:
    """A path without the spaces that its letters make needless."""
    return re.sub(r"\s*([A-Za-z])\s*", r"\1", path.strip())


def _single_quoted(tag: str) -> str:
    return tag if "'" in tag else tag.replace('"', "'")


def _base_36(number: int) -> str:
    text = ""
    while number or not text:
        number, digit = divmod(number, len(_DIGITS))
        text = _DIGITS[digit] + text
    return text
