"""All that `tangbac verify` looks at, group by group, and which waits for which."""

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
    """What is looked at together: its name is an entry of the wording.

    `after` is looked at only where the groups named in `needs` are well: it would find what follows
    from their faults, and tell to do what makes these faults the state on file.
    """

    name: str
    checks: tuple[Check, ...] = ()
    needs: tuple[str, ...] = ()
    after: tuple[Check, ...] = ()


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


_RAW = ("verify.raw_files",)
_TABLES = ("verify.tables", "verify.press_check")
GROUPS = (
    Group("verify.raw_files", (raw.raw_files,)),
    Group("verify.definitions", (raw.definitions,)),
    Group("verify.corrections", (raw.corrections,)),
    Group("verify.figures", needs=_RAW, after=(raw.figures,)),
    Group("verify.relations", needs=_RAW, after=(tables.relations,)),
    Group("verify.sources", needs=_RAW, after=(raw.sources,)),
    Group("verify.tables", needs=_RAW, after=(tables.processed_tables,)),
    Group("verify.press_check", needs=_RAW, after=(tables.press_check,)),
    Group(
        "verify.stored_outputs",
        (stored.picture,),
        needs=(*_RAW, *_TABLES),
        after=(stored.notebooks,),
    ),
    Group("verify.claims_group", needs=(*_RAW, *_TABLES), after=(stored.claims,)),
    Group(
        "verify.kept_states",
        (stored.kept_states,),
        needs=(*_RAW, *_TABLES, "verify.claims_group"),
        after=(stored.newest_kept,),
    ),
    Group(
        "verify.documents",
        (
            documents.ratings,
            documents.methodology_changes,
            documents.methodology,
        ),
        needs=_RAW,
        after=(documents.data_log, documents.other_files),
    ),
    Group("verify.dictionary_group", needs=(*_RAW, *_TABLES), after=(tables.dictionary,)),
)


def verify(root: Path, groups: Sequence[Group] = GROUPS) -> list[Outcome]:
    """How every group ends, in order."""
    look = Look(root)
    said: set[str] = set()
    bad: set[str] = set()
    outcomes = []
    for group in groups:
        waits = not bad.isdisjoint(group.needs)
        checks = group.checks if waits else group.checks + group.after
        every = [found for check in checks for found in _all_found(look, group, check)]
        # One broken file may stop several checks, of one group too.
        new = list({str(found): found for found in every if str(found) not in said}.values())
        said.update(map(str, every))
        outcome = Outcome(group, new, waits=not new and (waits or bool(every)))
        if not outcome.is_good:
            bad.add(group.name)
        outcomes.append(outcome)
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
