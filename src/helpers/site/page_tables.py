"""The tables of a page: what each needs for narrow screens and for those who hear it."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag

from helpers.sharing.wording import use_wording, word

use_wording("site.yml")

_WIDE = 4
"""A table of so many columns becomes cards on a narrow screen, a card for each row."""
_ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}
_HEAD_ROLES = {"col": "columnheader", "row": "rowheader"}


def tidy_tables(body: BeautifulSoup, lang: str) -> None:
    """Give every table its own scroll bar, and its cells what a screen reader needs.

    A wide table bears the class `cards`: each of its cells knows its header, and the roles that a
    browser forgets of a table laid out otherwise.
    """
    for style in body.find_all("style"):
        # The rules that pandas sends with every table are the page's own business.
        if style.has_attr("scoped"):
            style.decompose()
    for table in body.find_all("table"):
        del table["border"]
        for cell in table.find_all("th"):
            cell["scope"] = "col" if cell.find_parent("thead") else "row"
        _make_cards(table)
        caption = table.find("caption")
        label = caption.get_text(" ", strip=True) if caption else word("page.table", lang)
        region = table.parent
        if region is None or "table" not in region.get_attribute_list("class"):
            region = table.wrap(body.new_tag("div", attrs={"class": "table"}))
        region.attrs |= {"role": "region", "tabindex": "0", "aria-label": label}


def _make_cards(table: Tag) -> None:
    """Lay the table out for narrow screens, where it has many columns and one row of headers.

    One that states its roles has styles of its own.
    """
    if table.has_attr("role"):
        return
    rows = table.find_all("tr")
    heads = [row for row in rows if row.find_parent("thead")]
    spans = table.find(["td", "th"], attrs={"colspan": True}) or table.find(rowspan=True)
    if len(heads) != 1 or spans or len(heads[0].find_all(["td", "th"])) < _WIDE:
        return
    table["class"] = " ".join([*filter(None, table.get_attribute_list("class")), "cards"])
    labels = [cell.get_text(" ", strip=True) for cell in heads[0].find_all(["td", "th"])]
    for part in (table, *table.find_all(_ROLES.keys())):
        part["role"] = _ROLES[part.name]
    for cell in table.find_all("th"):
        cell["role"] = _HEAD_ROLES[str(cell["scope"])]
    for row in rows:
        cells = row.find_all(["td", "th"])
        if row is heads[0] or len(cells) != len(labels):
            continue
        for cell, label in zip(cells, labels, strict=True):
            cell["data-label"] = label
