"""What other questions tell in one language, as phrases."""

from __future__ import annotations

from collections.abc import Callable

from helpers.questions.association.asked import INDEX
from helpers.questions.rank_gains import workings_sentences
from helpers.questions.rank_gains.sentences import former_sentences
from helpers.questions.targets.answer import TargetQuestion
from helpers.sharing.numbers import Phrase
from helpers.sources.editions import Definitions


class Told(Phrase):
    """What a function that takes the language last tells of some values."""

    def __init__(self, tell: Callable[..., object], *of: object) -> None:
        self.tell, self.of = tell, of

    def written(self, lang: str) -> str:
        """What it tells in one language."""
        return str(self.tell(*self.of, lang))


def part_name(definitions: Definitions, part: str) -> Phrase:
    """What readers call a part of the index, or one of the players that is no part."""
    return Told(workings_sentences.part_name, definitions, INDEX, part)


def former_phrases(question: TargetQuestion) -> list[Phrase]:
    """That the province asked for went into the unit shown; nothing where it did not."""
    return [Told(_former, question)] if question.former else []


def _former(question: TargetQuestion, lang: str) -> object:
    return former_sentences(question.former, question.unit, lang)[0]
