"""What explore.ipynb says of what is chosen: which sentence, title and caveat it calls for."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from helpers.questions.explore.answer import MOST_COMPARED, Exploration
from helpers.questions.rank_gains import sentences, standing_sentences
from helpers.questions.rank_gains.answer import focus_row
from helpers.questions.rank_gains.tables import all_gains_table
from helpers.sharing.drawing import source_line
from helpers.sharing.figure_words import formula_name, measure_name, with_copies
from helpers.sharing.numbers import Phrase
from helpers.sharing.tables import TableOf
from helpers.sharing.wording import Joined, Said, use_wording
from helpers.sources.editions import Definitions
from helpers.sources.provinces import Units

use_wording("explore.yml", "rank_gains.yml", "figures.yml")

_TOTAL = "overall"


def of_what(found: Exploration, said: Phrase | str, definitions: Definitions) -> Phrase | str:
    """What is said, after the region and the measure, unless they are all units and the total."""
    named: list[Phrase | str] = [found.region] if found.region else []
    if found.measure != _TOTAL:
        named.append(measure_name(definitions, found.question.edition.index, found.measure))
    return Joined((Joined(named), said), ": ") if named else said


def known_gains(found: Exploration) -> pd.DataFrame:
    """The units whose rank is known exactly in both editions."""
    return found.gains.dropna(subset=["rank_gain"])


def opening_sentences(found: Exploration, definitions: Definitions) -> list[Phrase | str]:
    """Whether two editions are compared, whether they can be, of how many units; and one place."""
    question, asked = found.question, found.question.edition
    place = standing_sentences.place_sentence(found.standing, asked, question.unit, found.country)
    placed = replace(found, region="")
    last = of_what(placed, place, definitions)
    if question.pair is None:
        if definitions.comparable_pair(asked.index, asked.universe) is None:
            return [*standing_sentences.alone_sentences(question, definitions), last]
        return [Said("standing.shown_alone", asked=asked), last]
    gains = known_gains(found)
    if gains.empty:
        return [Said("gains.nobody"), last]
    formula = formula_name(definitions.formula_of(asked))
    compares, counted = sentences.opening_sentences(question, formula, gains, found.size)
    return [compares, of_what(found, counted, definitions), last]


def closing_sentences(found: Exploration) -> list[Phrase]:
    """What ranks alone do not tell, of all units: of those of a region nothing of it holds."""
    gains = known_gains(found)
    if found.question.pair is None or found.region or gains.empty:
        return []
    limits = (sentences.identity_sentence, sentences.spread_sentence)
    return [say(gains, found.country) for say in limits]


def compared_sentences(found: Exploration, definitions: Definitions) -> list[Phrase | str]:
    """That too many provinces are compared, and of which of them nothing is known."""
    asked = len(found.compared)
    if asked == 1:
        return []
    if asked > MOST_COMPARED:
        return [Said("explore.too_many", asked=asked, most=MOST_COMPARED)]
    known = set(found.history["unit_id"])
    unknown = [one.province for one in found.compared if one.unit_id not in known]
    index = found.question.edition.index
    said = Said("explore.nothing_compared", index=index, names=Joined(unknown))
    return [of_what(replace(found, region=""), said, definitions)] if unknown else []


def region_sentence(units: Units, universe: str) -> Phrase:
    """Why no region can be chosen among the units of a universe."""
    without = [one.province for one in units.all(universe) if not one.region]
    return Said("explore.no_region", size=len(units.all(universe)), names=Joined(without))


def gains_words(found: Exploration, definitions: Definitions) -> dict[str, Phrase | str]:
    """Title, subtitle and alternative text of the bars."""
    gains, unit = known_gains(found), found.question.unit
    title = sentences.focus_title(gains, focus_row(gains, unit, found.measure), unit, found.size)
    alt = sentences.bars_alt(gains, found.question.editions)
    return _in_words(found, definitions, title, alt)


def map_words(found: Exploration, definitions: Definitions) -> dict[str, Phrase | str]:
    """Title, subtitle and alternative text of the map."""
    values = sentences.pair_values(found.question.editions)
    alt = Said("gains.map_alt", **values, size=found.country)
    return _in_words(found, definitions, sentences.map_title(known_gains(found)), alt)


def standing_words(found: Exploration, definitions: Definitions) -> dict[str, Phrase | str]:
    """Title, subtitle and alternative text of one edition alone."""
    first = found.standing[found.standing["rank_best"] == found.standing["rank_best"].min()]
    values = {
        "asked": found.question.edition,
        "first": Joined(first["province"]),
        "rank": standing_sentences.place_text(first.iloc[0]),
        "n": len(found.standing),
        "size": found.size,
    }
    title, alt = Said("explore.standing_title", **values), Said("explore.standing_alt", **values)
    return _in_words(found, definitions, title, alt)


def compared_words(found: Exploration, definitions: Definitions) -> dict[str, Phrase | str]:
    """Title, subtitle and alternative text of several provinces through all editions."""
    index = found.question.edition.index
    places = [
        Said(
            "explore.place_in",
            province=row.province, edition=row.edition, rank=standing_sentences.place_text(rows),
        )
        for (_, rows), row in zip(
            found.history.iterrows(), found.history.itertuples(index=False), strict=True
        )
    ]  # fmt: skip
    alone = replace(found, region="")
    title = of_what(alone, Said("explore.compared_title", names=_names(found)), definitions)
    alt = Said("explore.compared_alt", index=index, places=Joined(places, "; "))
    return {
        "title": title,
        "subtitle": Said("explore.compared_subtitle", index=index, size=found.country),
        "alt": of_what(alone, alt, definitions),
    }


def _in_words(
    found: Exploration, definitions: Definitions, title: Phrase, alt: Phrase
) -> dict[str, Phrase | str]:
    editions = found.question.editions
    values = {
        "index": editions[-1].index,
        "years": " → ".join(one.edition for one in editions),
        "n": found.size,
        "size": found.country,
        "region": found.region,
    }
    return {
        "title": of_what(found, title, definitions),
        "subtitle": Said("explore.of_region" if found.region else "explore.of_all", **values),
        "alt": of_what(found, alt, definitions),
    }


def chosen_source(found: Exploration, version: str) -> Phrase:
    """The source line of a picture of the editions chosen, with what limits it."""
    limit = sentences.caveat(found.question) or Said("explore.caveat_alone")
    named = [one.label for one in found.question.editions]
    producer = with_copies(Said("producer.press"), found.question.editions)
    return source_line(producer, named, version, limit)


def compared_source(found: Exploration, definitions: Definitions, version: str) -> Phrase:
    """The source line of the picture of several provinces, with what limits it."""
    rows = found.history.drop_duplicates("edition")
    index, universe = found.question.edition.index, found.question.edition.universe
    shown = [
        e for e in definitions.editions_of(index, universe) if e.edition in set(rows["edition"])
    ]
    named = [f"{index} {', '.join(rows['edition'])} ({universe})"]
    broken = len(rows) > 1 and not rows["follows"].iloc[1:].all()
    if broken:
        said = Said("gains.caveat_history")
    else:
        said = Said("explore.caveat_alone" if len(rows) == 1 else "explore.caveat_relative")
    return source_line(with_copies(Said("producer.press"), shown), named, version, said)


def table_of(found: Exploration, definitions: Definitions) -> TableOf | Said:
    """Every unit: its gain, or where one edition is shown alone its rank and score."""
    question = found.question
    if question.pair is not None:
        table = all_gains_table(found.gains, question.editions, question.unit.unit_id)
    elif found.standing.empty:
        return Said("explore.nothing_known", asked=question.edition)
    else:
        table = standing_sentences.standing_table(found.standing, question.edition, question.unit)
        table = replace(table, caption=Said("explore.standing_caption", asked=question.edition))
    if not isinstance(table, TableOf):
        return table
    return replace(table, caption=of_what(found, table.caption, definitions))


def compared_table(found: Exploration, definitions: Definitions) -> TableOf | None:
    """The provinces compared, edition by edition; None where there is one alone, or nothing."""
    if not is_compared(found):
        return None
    said = Said("explore.compared_title", names=_names(found))
    return TableOf(
        found.history.assign(
            rank_text=[standing_sentences.place_text(row) for _, row in found.history.iterrows()]
        ),
        of_what(replace(found, region=""), said, definitions),
        ("edition", "province", "rank_text", "score"),
        highlight=lambda row: row.unit_id == found.question.unit.unit_id,
    )


def is_compared(found: Exploration) -> bool:
    """Whether several provinces are chosen, few enough for a picture, and something is known."""
    return 1 < len(found.compared) <= MOST_COMPARED and not found.history.empty


def _names(found: Exploration) -> Phrase:
    return Joined(one.province for one in found.compared)
