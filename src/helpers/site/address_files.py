"""What a site with an address has besides its pages: sitemap, feeds, a page for 404, a picture.

Without a base address in `site.yml` there is none of them: each names pages by their full address.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from helpers import LANGUAGES
from helpers.running.plan import Plan
from helpers.sharing.literal_text import shown_marks
from helpers.sharing.wording import sentence, use_wording
from helpers.site.frame import FEEDS, FRONT, SHARED, Frame
from helpers.site.made_files import MadeFiles
from helpers.site.units import universe_title
from helpers.sources.editions import load_definitions
from helpers.sources.raw_files import load_corrections

use_wording("site.yml")

_SITEMAP, _MISSING = "sitemap.xml", "404.html"


@dataclass(frozen=True)
class News:
    """One entry of a feed; `key` tells it from all others, for good."""

    key: str
    day: date
    title: str
    text: str


class AddressFiles:
    """The files of one report that name the full addresses of its pages.

    Args:
        plan: what was run.
        made: what is known of the files of its report.
        frame: what all pages of the build say.
        code: digests of the code that makes pages.
    """

    def __init__(self, plan: Plan, made: MadeFiles, frame: Frame, code: Mapping[str, str]) -> None:
        self._plan, self._made, self._frame, self._code = plan, made, frame, code

    def write(self) -> None:
        """Write what has changed; without a base address, remove what an earlier run wrote."""
        folder = self._plan.folder
        if not (self._frame.site.base_address and self._frame.has_tables):
            for name in (_SITEMAP, _MISSING, *FEEDS.values(), *SHARED.values()):
                (folder / name).unlink(missing_ok=True)
            return
        pages = list(self._pages())
        make = partial(self._rendered, "sitemap.xml.j2", LANGUAGES[0], pages=pages)
        self._made.make(folder / _SITEMAP, (pages, self._frame, self._code), make)
        make = partial(self._rendered, "404.html.j2", LANGUAGES[0])
        self._made.make(folder / _MISSING, (self._frame, self._code), make)
        for lang, name in FEEDS.items():
            news = self._news(lang)
            make = partial(self._rendered, "feed.xml.j2", lang, news=news, name=name)
            self._made.make(folder / name, (news, self._frame, self._code), make)

        if self._frame.has_picture:
            for lang, name in SHARED.items():
                make_picture = partial(self._picture, lang)
                self._made.make(folder / name, (self._frame, self._code), make_picture)

    def _picture(self, lang: str) -> bytes:
        from helpers.site.share_picture import share_png

        return share_png(self._plan.root, lang)

    def _rendered(self, template: str, lang: str, **values: object) -> str:
        from helpers.site.rendering import environment

        made = environment(lang).get_template(template)
        return shown_marks(made.render(site=self._frame.site, frame=self._frame, **values))

    def _pages(self) -> Iterator[str]:
        """Every page but those that only lead to another, from the folder of the report."""
        folder = self._plan.folder
        for lang in LANGUAGES:
            yield FRONT[lang]
            for path in sorted((folder / lang).rglob("*.html")):
                if 'http-equiv="refresh"' not in path.read_text(encoding="utf-8")[:1000]:
                    yield path.relative_to(folder).as_posix()

    def _news(self, lang: str) -> list[News]:
        """Editions and corrections, the newest first."""
        definitions = load_definitions(self._plan.root)
        editions = [
            News(
                f"edition-{edition.index}-{edition.edition}-{edition.universe}",
                date.fromisoformat(edition.published),
                f"{edition.index} {edition.edition}",
                universe_title(definitions, edition.universe, lang),
            )
            for edition in definitions.editions
            if len(edition.published) == len("2025-10-21")
        ]
        reason = "reason_vi" if lang == "vi" else "reason"
        corrections = [
            News(
                f"correction-{entry['file']}-{entry['figure']}-{entry['column']}".replace("/", "-"),
                date.fromisoformat(entry["date"]),
                sentence("feed.correction", lang, **entry),
                entry[reason],
            )
            for entry in load_corrections(self._plan.root)
        ]
        return sorted([*editions, *corrections], key=lambda one: (one.day, one.key), reverse=True)
