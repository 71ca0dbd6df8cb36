"""What is found wrong, as values, and the project as one verification sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path

from helpers.errors import BadInputError, Reason
from helpers.questions.clean_figures.answer import CleanFigures, clean_figures
from helpers.sources.editions import Definitions, load_definitions
from helpers.sources.provinces import Units, load_units

Found = Reason | BadInputError
"""One thing that is wrong: what was found, where, and what to do next."""


class Listed(Reason):
    """Several things, one after the other; of very many the first."""

    _most = 12

    def __init__(self, parts: Sequence[Found | str]) -> None:
        super().__init__("")
        self.parts = parts

    def said(self, lang: str) -> str:
        """What they are in one language, "vi" or "en"."""
        shown = [part if isinstance(part, str) else part.said(lang) for part in self.parts]
        more = ["…"] if len(shown) > self._most else []
        return ", ".join(shown[: self._most] + more)


class Look:
    """The project as it is now; what several groups ask for is worked out once.

    Args:
        root: the project's folder.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def definitions(self) -> Definitions:
        """Editions, formulas and measures on file.

        Raises:
            BadInputError: as `load_definitions`.
        """
        return load_definitions(self.root)

    @property
    def units(self) -> Units:
        """The provinces.

        Raises:
            BadInputError: as `load_units`.
        """
        return load_units(self.root)

    @property
    def cleaned(self) -> CleanFigures:
        """What `data/raw` gives now.

        Raises:
            BadInputError: as `clean_figures`, every time.
        """
        if isinstance(self._cleaned, BadInputError):
            raise self._cleaned
        return self._cleaned

    @cached_property
    def _cleaned(self) -> CleanFigures | BadInputError:
        try:
            return clean_figures(self.root)
        except BadInputError as error:
            return error


def tried(place: str, work: Callable[[], object]) -> Iterator[Found]:
    """What is wrong, where doing the work fails; so that one broken file does not end the rest.

    Args:
        place: what to call the file where the error does not say.
        work: reads it.
    """
    try:
        work()
    except BadInputError as error:
        yield error
    except Exception as error:
        # Whatever a file may hold that nobody thought of: it is named, and the others are read.
        yield Reason("verify.unreadable", file=place, kind=type(error).__name__, error=error)
