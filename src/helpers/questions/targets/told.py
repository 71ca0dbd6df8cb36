"""What notebook 02 tells in one language, as phrases."""

from __future__ import annotations

from collections.abc import Callable

from helpers.questions.rank_gains import sentences, workings_sentences
from helpers.sharing.numbers import Phrase
from helpers.sources.editions import Definitions
from helpers.sources.provinces import Unit


class Told(Phrase):
    """What a function that takes the language last tells of some values."""

    def __init__(self, tell: Callable[..., object], *of: object) -> None:
        self.tell, self.of = tell, of

    def written(self, lang: str) -> str:
        """What it tells in one language."""
        return str(self.tell(*self.of, lang))


def part_name(definitions: Definitions, index: str, part: str) -> Phrase:
    """What readers call a part of an index, or one of the players that is no part."""
    return Told(workings_sentences.part_name, definitions, index, part)


def former_sentences(former: str, unit: Unit) -> list[Phrase]:
    """That the province asked for went into the unit shown; nothing where `former` is empty."""
    return [Told(_former, former, unit)] if former else []


def _former(former: str, unit: Unit, lang: str) -> object:
    return sentences.former_sentences(former, unit, lang)[0]
