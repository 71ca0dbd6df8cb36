"""Which tests are declared, with what controls and why: `data/raw/definitions/tests.yml`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from helpers.errors import BadInputError, Reason
from helpers.sources.yaml_files import read_yaml

FILE = "data/raw/definitions/tests.yml"

CONTROLS = ("log_population", "urban_share", "log_grdp_per_head")
"""What else sets provinces apart: size, towns, wealth."""
CONTROL_RULES = ("by baseline, else first after",)
"""Which year of a control goes with a pair of editions."""
TEST_OUTCOMES = ("score", "without")
SENSITIVITY = ("no controls", "without", "change", "one year", "bounds")
"""Other ways to ask: without controls, without the overlapping part of the index, the change of the
predictor between the editions, one year of a survey, dates known only as «by then» counted from
that day."""

_ALL = {"seen", "controls_year", "worth_saying", "tests"}
_SEEN = {"index", "universe", "baseline", "edition"}
_NEEDED = {"notebook", "outcome", "controls", "sensitivity", "reason"}
_LANGUAGES = {"vi", "en"}


@dataclass(frozen=True)
class DeclaredTest:
    """The primary test of one predictor, and the other ways to ask beside it.

    `margin`: links within so many points of 0 count as none; None where that is not declared.
    """

    predictor: str
    notebook: str
    outcome: str
    controls: tuple[str, ...]
    sensitivity: tuple[str, ...]
    reason: Mapping[str, str]
    margin: float | None = None


@dataclass(frozen=True)
class DeclaredTests:
    """All of them, by predictor, and what they have in common.

    `seen`: index, universe and years of the pairs whose results were known when the tests were
    declared. `worth_saying`: see the file.
    """

    tests: Mapping[str, DeclaredTest] = field(default_factory=dict)
    seen: frozenset[tuple[str, str, str, str]] = frozenset()
    controls_year: str = CONTROL_RULES[0]
    worth_saying: float = 0.25

    def of_notebook(self, notebook: str) -> tuple[DeclaredTest, ...]:
        """The primary tests that one notebook makes."""
        return tuple(one for one in self.tests.values() if one.notebook == notebook)


def load_declared_tests(root: Path) -> DeclaredTests:
    """Which tests are declared?

    Raises:
        BadInputError: the file is missing or is not valid YAML, has a field that is not known or
            lacks one, or a value that is none of those allowed; names the entry.
    """
    content = read_yaml(root, FILE)
    if not isinstance(content, Mapping) or set(content) != _ALL:
        raise _wrong("tests.yml", Reason("tests.fields", fields=", ".join(sorted(_ALL))))
    if content["controls_year"] not in CONTROL_RULES:
        raise _wrong("controls_year", Reason("tests.one_of", allowed="; ".join(CONTROL_RULES)))
    if not _is_number(content["worth_saying"]) or content["worth_saying"] > 1:
        raise _wrong("worth_saying", Reason("tests.share"))
    return DeclaredTests(
        {name: _declared(name, entry) for name, entry in _mapping(content["tests"]).items()},
        frozenset(map(_seen, content["seen"] or [])),
        content["controls_year"],
        float(content["worth_saying"]),
    )


def check_seen(declared: DeclaredTests, editions: Collection[tuple[str, str, str]]) -> None:
    """Whether the pairs that had been seen are of editions on file; refuses if not.

    Args:
        editions: index, units and year of each.

    Raises:
        BadInputError: a pair names an edition that is not among them.
    """
    for index, universe, *years in sorted(declared.seen):
        for year in years:
            if (index, universe, year) not in editions:
                edition = f"{index} {year} ({universe})"
                raise _wrong("seen", Reason("tests.no_edition", edition=edition))


def check_asked(declared: DeclaredTests, asked: Mapping[str, Collection[str]]) -> None:
    """Whether what is declared is what the notebooks ask; refuses if not.

    Args:
        asked: notebook -> its predictors with a primary test.

    Raises:
        BadInputError: a predictor is declared for a notebook that does not ask it, or is not
            declared where it is asked.
    """
    for one in declared.tests.values():
        if one.notebook not in asked:
            allowed = ", ".join(asked)
            raise _wrong(f"{one.predictor}: notebook", Reason("tests.notebook", allowed=allowed))
    for notebook, predictors in asked.items():
        check_notebook(declared, notebook, predictors)


def check_notebook(declared: DeclaredTests, notebook: str, predictors: Collection[str]) -> None:
    """Whether one notebook asks what is declared for it; refuses if not.

    Raises:
        BadInputError: as `check_asked`.
    """
    own = {one.predictor for one in declared.of_notebook(notebook)}
    for name in sorted(own.symmetric_difference(predictors)):
        expected = ", ".join(predictors)
        raise _wrong(name, Reason("tests.place", notebook=notebook, expected=expected))


def _wrong(entry: object, problem: Reason) -> BadInputError:
    return BadInputError("tests.entry", entry=entry, problem=problem)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value > 0


def _mapping(entries: object) -> Mapping[str, Any]:
    if not isinstance(entries, Mapping):
        raise _wrong("tests", Reason("tests.fields", fields=", ".join(sorted(_NEEDED))))
    return entries


def _seen(entry: object) -> tuple[str, str, str, str]:
    if not isinstance(entry, Mapping) or set(entry) != _SEEN:
        raise _wrong("seen", Reason("tests.fields", fields=", ".join(sorted(_SEEN))))
    if not all(isinstance(value, str) for value in entry.values()):
        raise _wrong("seen", Reason("tests.text"))
    return entry["index"], entry["universe"], entry["baseline"], entry["edition"]


def _declared(name: str, entry: object) -> DeclaredTest:
    if not isinstance(entry, Mapping) or set(entry) - {"margin"} != _NEEDED:
        raise _wrong(name, Reason("tests.fields", fields=", ".join(sorted(_NEEDED | {"margin"}))))
    allowed = {"controls": CONTROLS, "sensitivity": SENSITIVITY}
    for key, values in allowed.items():
        given = entry[key]
        if not isinstance(given, list) or len(set(given)) < len(given) or set(given) - set(values):
            raise _wrong(f"{name}: {key}", Reason("tests.one_of", allowed=", ".join(values)))
    if entry["outcome"] not in TEST_OUTCOMES:
        raise _wrong(f"{name}: outcome", Reason("tests.one_of", allowed=", ".join(TEST_OUTCOMES)))
    reason = entry["reason"]
    if not isinstance(reason, Mapping) or set(reason) != _LANGUAGES or not all(reason.values()):
        raise _wrong(f"{name}: reason", Reason("tests.fields", fields="vi, en"))
    if not _is_number(entry.get("margin", 1)):
        raise _wrong(f"{name}: margin", Reason("tests.number"))
    return DeclaredTest(
        name,
        str(entry["notebook"]),
        entry["outcome"],
        tuple(entry["controls"]),
        tuple(entry["sensitivity"]),
        {lang: str(text) for lang, text in reason.items()},
        None if "margin" not in entry else float(entry["margin"]),
    )
