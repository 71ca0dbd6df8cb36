"""What every page of a site says alike, and where a page lies among the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from helpers.site.site_facts import SiteFacts

FRONT = {"vi": "index.html", "en": "index.en.html"}
FEEDS = {"vi": "feed.xml", "en": "feed.en.xml"}
SHARED = {"vi": "share.png", "en": "share.en.png"}
"""The picture of a page whose address is shared."""
COMPARE = {"vi": "vi/so-sanh.html", "en": "en/compare.html"}
NEWS = {"vi": "changes.html", "en": "changes.en.html"}
"""What has changed since an earlier state, where somebody has asked."""
HOW_TO_READ = {"vi": "vi/cach-doc.html", "en": "en/how-to-read.html"}
RANGE = "term-interval"
"""Where the page on how to read says what is meant by ranks that one could have."""


@dataclass(frozen=True)
class Frame:
    """What one build says on each of its pages.

    Args:
        data_version: which state of the raw data all pages are made from.
        published: when the newest figures were published.
        changed: the newest date of the data: of an edition, or of a correction of this project.
        edition: language -> what the newest edition is called.
        site: what its owner says of the site.
        has_tables: whether the pages made of the tables are there: data, sources, how to read.
        has_picture: whether there is a picture for those who share the address of a page.
    """

    data_version: str
    published: date | None = None
    changed: date | None = None
    edition: Mapping[str, str] = field(default_factory=dict)
    site: SiteFacts = field(default_factory=SiteFacts)
    has_tables: bool = False
    has_picture: bool = False


@dataclass(frozen=True)
class Place:
    """Where a page lies below the folder of the report; `other`: in the other language, or ""."""

    path: str
    other: str = ""

    @property
    def name(self) -> str:
        """The page below the folder of its language, without its ending."""
        return self.path.partition("/")[2].removesuffix(".html")

    @property
    def up(self) -> str:
        """The way from the page to the folder of the report."""
        return "../" * self.path.count("/")


def paired(paths: Mapping[str, str], lang: str) -> Place:
    """The place of a page that is there in both languages; `paths`: where, by language."""
    return Place(paths[lang], paths["en" if lang == "vi" else "vi"])


def same_name(name: str, lang: str, *, both: bool = True) -> Place:
    """The place of a page that has one name in both languages; `both`: whether both are there."""
    paths = {of: f"{of}/{name}.html" for of in ("vi", "en")}
    return paired(paths, lang) if both else Place(paths[lang])
