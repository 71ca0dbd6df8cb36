"""What all pages share: their frame, style and script, and what no page may do.

`base.html.j2` holds the frame, `page.css` and `figures.css` the style, `site.js` the script of
pages with a table to search and sort; all stand within the page, so that it is one file.
"""

from __future__ import annotations

import base64
import functools
import hashlib
from pathlib import Path

import jinja2
from markupsafe import Markup

from helpers.sharing.literal_text import shown_marks
from helpers.sharing.tables import Header
from helpers.sharing.wording import use_wording, word

use_wording("site.yml")

_FOLDER = Path(__file__).parent / "templates"
_BASE, _SCRIPT = "base.html.j2", "site.js"
_STYLES = ("page.css", "figures.css")
_POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'; script-src {scripts}"
)


def render(template: str, lang: str, **values: object) -> str:
    """A whole page of the template in one language, as HTML.

    Marks that turn the direction of text are shown by their code (`[U+202E]`), whoever wrote them.
    """
    return shown_marks(environment(lang).get_template(template).render(**values))


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
        "header": lambda column: Header(column).written(lang),
        "base": _BASE,
        "style": Markup("".join((_FOLDER / name).read_text("utf-8") for name in _STYLES)),
        "script": Markup(_script()),
        "policy": lambda with_script: _POLICY.format(
            scripts=f"'sha256-{_hash(_script())}'" if with_script else "'none'"
        ),
    }
    return made


def _script() -> str:
    return (_FOLDER / _SCRIPT).read_text("utf-8")


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
