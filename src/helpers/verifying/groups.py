"""All that `tangbac verify` looks at, group by group: each is looked at whatever another found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers.errors import BadInputError, Reason
from helpers.verifying import documents, raw, stored, tables
from helpers.verifying.look import Found, Look

Check = Callable[[Look], Iterator[Found]]


@dataclass(frozen=True)
class Group:
    """What is looked at together: its name is an entry of the wording."""

    name: str
    checks: tuple[Check, ...]


@dataclass(frozen=True)
class Outcome:
    """How a group ended.

    `found` is what is wrong that no group before has named; `waits` says that it cannot be told
    before what they named is mended.
    """

    group: Group
    found: Sequence[Found]
    waits: bool

    @property
    def is_good(self) -> bool:
        """Whether nothing is wrong."""
        return not self.found and not self.waits


GROUPS = (
    Group("verify.raw_files", (raw.raw_files,)),
    Group("verify.definitions", (raw.definitions,)),
    Group("verify.corrections", (raw.corrections,)),
    Group("verify.figures", (raw.figures,)),
    Group("verify.relations", (tables.relations,)),
    Group("verify.sources", (raw.sources,)),
    Group("verify.tables", (tables.processed_tables,)),
    Group("verify.press_check", (tables.press_check,)),
    Group("verify.stored_outputs", (stored.stored_outputs,)),
    Group("verify.claims_group", (stored.claims,)),
    Group("verify.kept_states", (stored.kept_states,)),
    Group(
        "verify.documents",
        (
            documents.data_log,
            documents.other_files,
            documents.ratings,
            documents.methodology_changes,
            documents.methodology,
        ),
    ),
    Group("verify.dictionary_group", (tables.dictionary,)),
)


def verify(root: Path, groups: Sequence[Group] = GROUPS) -> list[Outcome]:
    """How every group ends, in order."""
    look = Look(root)
    said: set[str] = set()
    outcomes = []
    for group in groups:
        every = [found for check in group.checks for found in _all_found(look, group, check)]
        new = [found for found in every if str(found) not in said]
        said.update(map(str, every))
        outcomes.append(Outcome(group, new, waits=bool(every) and not new))
    return outcomes


def _all_found(look: Look, group: Group, check: Check) -> list[Found]:
    """What one check finds; where a file stops it, that too."""
    found: list[Found] = []
    try:
        # One by one, so that what came before an error is kept.
        for one in check(look):
            found.append(one)
    except BadInputError as error:
        found.append(error)
    except Exception as error:
        # Whatever a file may hold that nobody thought of must not end the other groups.
        kind = type(error).__name__
        found.append(
            Reason("verify.stopped", group=Reason(group.name), kind=kind, error=str(error))
        )
    return found
