"""Errors whose message is meant for the person at the keyboard, in either language.

What they say stands in the files `errors-….yml` of the wording: an error carries a key and values,
and is written in English where nobody asks for another language.
"""

from __future__ import annotations

import importlib.resources
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from helpers import LANGUAGES


@cache
def error_entries() -> Mapping[str, Mapping[str, str]]:
    """All that an error may say: key -> {"vi": …, "en": …}; read when the first one is shown."""
    # Help and whatever ends well need neither the reader nor the files.
    import yaml  # noqa: PLC0415

    files = importlib.resources.files("helpers.wording").iterdir()
    texts = [f.read_text("utf-8") for f in sorted(files, key=str) if f.name.startswith("errors-")]
    # In C where the package has it: five times as quick.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return {key: entry for text in texts for key, entry in yaml.load(text, loader).items()}


_OPTION = re.compile(r"--(index|baseline|edition|universe|province|bridge)\b( (?=\d|[a-z]+_))?")
"""What a command takes as an option is an argument or a parameter in a notebook."""
_in_notebooks: tuple[str, ...] = LANGUAGES
"""In which languages a notebook shows an error: in both until it is told otherwise."""


def show_errors_in(lang: str) -> None:
    """From here on a notebook shows errors in one language, "vi" or "en"."""
    global _in_notebooks  # noqa: PLW0603
    _in_notebooks = (lang,)


class Reason:
    """A part of what an error says, as a value: an entry and what stands in its braces.

    Args:
        key: names the entry. values: by name; a reason or an error among them is said as well.
    """

    def __init__(self, key: str, /, **values: object) -> None:
        self.key, self.values = key, values

    def said(self, lang: str) -> str:
        """What it says in one language, "vi" or "en".

        Raises:
            KeyError: no file has such an entry, or a value is missing.
        """
        values = {name: said(value, lang) for name, value in self.values.items()}
        return error_entries()[self.key][lang].format(**values)

    def __str__(self) -> str:
        return self.said(LANGUAGES[1])


class Words(Reason):
    """A part whose words are given in both languages, such as a name from a file of definitions."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__("")
        self.vi, self.en = vi, en

    def said(self, lang: str) -> str:
        """Which words are those of a language, "vi" or "en"?"""
        return self.vi if lang == LANGUAGES[0] else self.en


class Clause(str):
    """A reason that is its English text at once, for what is compared and sorted as text.

    Args:
        key, values: as of `Reason`.
    """

    reason: Reason

    def __new__(cls, key: str, /, **values: object) -> Clause:
        """The text, which is the English one."""
        reason = Reason(key, **values)
        clause = super().__new__(cls, str(reason))
        clause.reason = reason
        return clause

    def said(self, lang: str) -> str:
        """What it says in one language, "vi" or "en"."""
        return self.reason.said(lang)


def said(value: Any, lang: str) -> Any:  # noqa: ANN401  (a value of any kind stays as it is)
    """A value of an error in one language; what is no reason stays as it is."""
    return value.said(lang) if isinstance(value, Reason | BadInputError | Clause) else value


class BadInputError(ValueError):
    """What was found, where, what was expected and what to do next; shown without a traceback.

    Args:
        key: names the entry of the wording of errors. values: what stands in its braces.
    """

    def __init__(self, key: str, /, **values: object) -> None:
        super().__init__(key)
        self.reason = Reason(key, **values)

    def said(self, lang: str) -> str:
        """The message in one language, "vi" or "en"."""
        # A finished text is no key: such an error is said as it is.
        return self.reason.said(lang) if self.reason.key in error_entries() else self.reason.key

    def __str__(self) -> str:
        return self.said(LANGUAGES[1])

    def _render_traceback_(self) -> list[str]:
        """What IPython shows in its place: the reader's own line and the message, no inside."""
        import linecache  # noqa: PLC0415  (commands show no line of anybody's)
        import traceback  # noqa: PLC0415

        frames = traceback.walk_tb(self.__traceback__)
        own = [(f, line) for f, line in frames if f.f_globals.get("__name__") == "__main__"]
        shown = [
            f"----> {line} {linecache.getline(frame.f_code.co_filename, line).strip()}"
            for frame, line in own[-1:]
        ]
        messages = dict.fromkeys(self.said(lang) for lang in _in_notebooks)
        return [*shown, *(f"{type(self).__name__}: {_as_arguments(one)}" for one in messages)]

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, (type(self), self.__dict__, self.args)


def _as_arguments(message: str) -> str:
    return _OPTION.sub(lambda found: f"{found[1]}{'=' if found[2] else ''}", message)


def _rebuilt(
    kind: type[BadInputError], state: dict[str, Any], args: tuple[Any, ...]
) -> BadInputError:
    """An error that came from another process."""
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error


class RawFileError(BadInputError):
    """A raw file breaks its contract.

    Args:
        file: path from the project's root.
        problem: what is wrong, in one clause.
        row: line of the file as an editor counts it (the header is line 1), or None.
        column: name of the column, or None.
        expected: what should stand there.
        found: what stands there.
        advice: what to do next, where that is not to mend the file.
    """

    def __init__(
        self,
        file: str,
        problem: str | Reason,
        *,
        row: int | None = None,
        column: str | None = None,
        expected: str | Reason = "",
        found: str | Reason = "",
        advice: Reason | None = None,
    ) -> None:
        self.file, self.row, self.column = file, row, column
        self.expected, self.found = expected, found
        super().__init__(
            "raw.broken",
            file=file,
            row=Reason("raw.row", row=row) if row is not None else "",
            column=Reason("raw.column", column=column) if column is not None else "",
            problem=problem,
            expected=Reason("raw.expected", expected=expected) if expected else "",
            found=Reason("raw.found", found=found) if found else "",
            advice=advice or Reason("raw.mend"),
        )


class NotComparableError(BadInputError):
    """Two editions must not be subtracted: another formula or another set of units."""


class UnknownProvinceError(BadInputError):
    """A name that means no unit, or more than one."""
