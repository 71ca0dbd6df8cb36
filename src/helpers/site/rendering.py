"""How a page is made of its template: frame, style and script, and what no page may do.

`base.html.j2` holds the frame, `styles` the looks of each kind of page, `scripts` what readers may
do on them, one script for all. Both stand within the page, so that it is one file.
"""

from __future__ import annotations

import base64
import functools
import hashlib
from pathlib import Path

import jinja2
from markupsafe import Markup

from helpers.sharing.literal_text import shown_marks
from helpers.sharing.numbers import format_date
from helpers.sharing.tables import Header
from helpers.sharing.wording import sentence, use_wording, word
from helpers.site.frame import COMPARE, FEEDS, FRONT, HOW_TO_READ, RANGE, SHARED, Frame, Place

use_wording("front.yml", "site.yml")

_FOLDER = Path(__file__).parent / "templates"
_BASE = "base.html.j2"
_POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'; script-src {scripts}"
)
# Three steps upwards, blue on any ground.
_ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
    "%3Cpath fill='%231f77b4' d='M1 10h4v5H1zM6 6h4v9H6zM11 1h4v14h-4z'/%3E%3C/svg%3E"
)


def render(template: str, lang: str, *, frame: Frame, place: Place, **values: object) -> str:
    """A whole page of the template in one language, as HTML.

    Marks that turn the direction of text are shown by their code (`[U+202E]`), whoever wrote them.

    Args:
        template: its file.
        lang: "vi" or "en".
        frame: what all pages of the build say.
        place: where the page lies.
        values: what the template asks for besides.
    """
    made = environment(lang).get_template(template)
    return shown_marks(made.render(frame=frame, place=place, **values))


def part(name: str, lang: str, *values: object) -> Markup:
    """A part that several pages share, one of `parts.html.j2`, as HTML."""
    macro = getattr(environment(lang).get_template("parts.html.j2").module, name)
    return Markup(macro(*values))


@functools.cache
def environment(lang: str) -> jinja2.Environment:
    """The templates of one language: `word("key")` is a word of the wording in it."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.globals |= {
        "lang": lang,
        "other": "en" if lang == "vi" else "vi",
        "other_name": "English" if lang == "vi" else "Tiếng Việt",
        "word": lambda key: word(key, lang),
        "said": lambda key, **values: sentence(key, lang, **values),
        "dated": lambda day: format_date(day, lang),
        "header": lambda column: Header(column).written(lang),
        "base": _BASE,
        "style": _style,
        "script": Markup(_script()),
        "policy": _POLICY.format(scripts=f"'sha256-{_hash(_script())}'"),
        "front_page": FRONT[lang],
        "compare": COMPARE[lang],
        "feed": FEEDS[lang],
        "how_to_read": HOW_TO_READ[lang],
        "range": RANGE,
        "shared": SHARED[lang],
        "icon": _ICON,
    }
    return made


def _style(*names: str) -> Markup:
    """The rules of these files of `styles`, in that order."""
    files = (_FOLDER / "styles" / f"{name}.css" for name in names)
    return Markup("".join(file.read_text("utf-8") for file in files))


@functools.cache
def _script() -> str:
    """What all pages share; the same everywhere, so that its hash is."""
    files = sorted((_FOLDER / "scripts").glob("*.js"))
    # Within one function, so that what they share is no name of the page.
    joined = "\n".join(file.read_text("utf-8") for file in files)
    return f"(() => {{\n{joined}}})();"


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
