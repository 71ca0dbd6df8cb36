"""Which statements about ranks and scores does a headline make?

Reads the usual headlines of newspapers and portals in Vietnamese, with or without diacritics, and
in English. What a headline leaves out is assumed and said (`warnings`); what is no plain statement
of fact is kept with the reason (`refusal`); a number that fits no pattern becomes a statement that
was not understood. Nothing is dropped in silence.
"""

from __future__ import annotations

import re

from helpers.headlines.context import HeadlineContext
from helpers.headlines.dates import read_dates, read_years
from helpers.headlines.parts import read_parts
from helpers.headlines.scopes import read_scopes
from helpers.headlines.values import read_values
from helpers.headlines.words import (
    Headline,
    read_doubts,
    read_indices,
    read_measures,
    read_provinces,
)
from helpers.sources.editions import Definitions
from helpers.sources.provinces import Units
from helpers.statements.statement import Statement


def read_headline(text: str, definitions: Definitions, units: Units) -> list[Statement]:
    """Which statements does a headline make, in its order?

    Args:
        text: the headline, in Vietnamese or English.
        definitions: indices, measures and editions on file.
        units: the provinces.

    Returns:
        At least one statement; one without a `statistic` is what was not understood.
    """
    headline = Headline.of(text)
    read_dates(headline)
    read_provinces(headline, units)
    read_parts(headline)
    read_indices(headline)
    read_measures(headline, definitions)
    read_years(headline)
    values = read_values(headline)
    headline.read(
        r"(?<![a-z0-9/])(?:(?:trong |cua |of |among )?(?:the |ca )?)(63|64|34) (?:tinh|dia phuong"
        r"|don vi|provinces|localities)(?:,? ?/? ?thanh(?: pho)?| and cities)?",
        "universe",
    )
    headline.read(
        r"(?<![a-z0-9])(?:sau (?:khi )?(?:sap nhap|hop nhat|sap xep)|after (?:the )?mergers?)",
        "merged",
        value="34",
    )
    read_scopes(headline)
    read_doubts(headline)
    reader = HeadlineContext(headline, definitions, values)
    statements = [statement for value in values for statement in reader.statements_of(value)]
    unread = re.search(r"[0-9]", headline.folded)
    if unread or not values:
        start = (
            max(0, headline.text.rfind(" ", 0, max(0, unread.start() - 12)) + 1) if unread else 0
        )
        words = headline.text[start : unread.end() + 16].strip() if unread else headline.text
        statements.append(Statement(words, refusal="not understood"))
    return statements
