"""What other questions tell in one language, as phrases.

Each function is called as the one of its name, without the language.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from helpers import LANGUAGES
from helpers.questions.digital_adoption import words as adoption
from helpers.questions.milestones import sentences as milestones
from helpers.questions.online_services import sentences as services
from helpers.questions.press_check import sentences as press
from helpers.questions.rank_gains import sentences as gains
from helpers.questions.rank_gains import workings_sentences as workings
from helpers.questions.rank_gains.answer import GainQuestion
from helpers.questions.rank_gains.workings import GainSplit
from helpers.questions.targets.told import Told
from helpers.sharing.numbers import Phrase
from helpers.sharing.tables import measure_label
from helpers.sharing.wording import InBoth
from helpers.sources.editions import Definitions, Edition
from helpers.sources.provinces import Unit

Row = Any
"""A named tuple of a table."""


def shown_gain(row: pd.Series) -> Phrase:
    """A gain for readers."""
    return Told(gains.shown_gain, row)


def newest_sentence(
    newest: pd.DataFrame | None, pair: tuple[Edition, Edition] | None, unit: Unit
) -> Phrase:
    """Where the newest edition ranks a unit."""
    return Told(gains.newest_sentence, newest, pair, unit)


def split_sentences(
    split: GainSplit, question: GainQuestion, definitions: Definitions
) -> list[Phrase]:
    """What moved a unit: its score, the split of its places, and what if it had stood still."""

    def one(place: int, lang: str) -> object:
        return workings.split_sentences(split, question, definitions, lang).sentences[place]

    return [Told(one, place) for place in range(3)]


def climbers_split(
    split: GainSplit, climbed: pd.DataFrame, definitions: Definitions, index: str
) -> pd.DataFrame:
    """For each of some units: where its places came from."""
    told = {
        lang: workings.climbers_split(split, climbed, definitions, index, lang)
        for lang in LANGUAGES
    }
    texts = {
        name: [InBoth(*both) for both in zip(told["vi"][name], told["en"][name], strict=True)]
        for name in ("own", "others", "largest")
    }
    return told["vi"].assign(**texts)


def level_name(level: str) -> Phrase:
    """What a level of services counts."""
    return Told(services.level_name, level)


def as_of_text(row: Row) -> Phrase:
    """When a figure about services holds."""
    return Told(services.as_of_text, row)


def value_text(row: Row) -> Phrase:
    """A value about services, with the source's own words beside it."""
    return Told(services.value_text, row)


def date_words(row: Row) -> Phrase:
    """When a milestone was."""
    return Told(milestones.date_words, row)


def type_name(milestone_type: str) -> Phrase:
    """What a type of milestone is called."""
    return Told(milestones.type_name, milestone_type)


def period_shown(row: Row) -> Phrase:
    """The date of a figure of adoption."""
    return Told(adoption.period_shown, row)


def number_shown(row: Row) -> Phrase:
    """A figure of adoption with the words that stand beside it."""
    return Told(adoption.number_shown, row)


def count_shown(counts: str) -> Phrase:
    """What a figure of adoption counts."""
    return Told(adoption.count_shown, counts)


def statements_shown(
    checked: pd.DataFrame,
    definitions: Definitions,
    titles: Mapping[str, str],  # noqa: ARG001  (of the function it stands for)
) -> pd.DataFrame:
    """Statements in words: `what` (the edition), `name` (the measure), `said` (by the tables)."""
    measures = zip(checked["index"], checked["measure"], strict=True)
    return checked.assign(
        what=checked["index"] + " " + checked["edition"] + " (" + checked["universe"] + ")",
        name=[Told(measure_label, definitions, index, measure) for index, measure in measures],
        said=[Told(_said, text) for text in checked["tables_say"]],
    )


def _said(text: str, lang: str) -> str:
    return press.said_shown(text, lang) or "–"
