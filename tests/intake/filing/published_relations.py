"""Which faults of a table can its own published relations reveal? Defined before any check ran.

A table of one edition keeps these relations, each with the rounding of everything printed:

A  every score lies between 0 and 1 and has as many decimals as its column, every rank and list
   position is a whole number from 1 to the number of units, and no total is missing;
B  a printed rank is one more than the number of higher totals;
C  list positions are 1 to n, each once, and totals never rise along them;
D  where a row prints every part, their weighted mean is the total;
E  where a row prints some parts, the total lies between those parts alone and those parts with all
   others at full score;
F  the mean of the totals is the printed mean;
G  a merged unit has the mean of its members, where the same edition also ranks the members.

A fault that leaves all of them standing is one that NO published relation can reveal: the last
digits of a part whose weight makes them smaller than the rounding of the total, a part of a row
whose other parts are not printed (within E), a total that stays between its neighbours in a table
that prints neither all parts nor a finer mean, two provinces that exchange everything they print,
two columns of equal weight exchanged.

This is written in exact decimals and shares nothing with the checks of `helpers.intake`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

Cells = Mapping[str, Mapping[str, str]]
"""What is printed, by unit and by what the column holds."""


@dataclass(frozen=True)
class Known:
    """What is known beside the table: points of its parts, its printed mean, its members."""

    size: int
    decimals: int = 4
    weights: Mapping[str, int] = field(default_factory=dict)
    mean: str = ""
    merged: Cells = field(default_factory=dict)
    """The table of the merged units of the same edition, or of this one."""
    members: Cells = field(default_factory=dict)
    into: Mapping[str, str] = field(default_factory=dict)


def broken_relations(cells: Cells, known: Known, *, members_are_own: bool = False) -> set[str]:
    """The letters of the relations that a table does not keep.

    `members_are_own`: the table ranks the members, `known.merged` holds the merged units;
    otherwise it ranks the merged units and `known.members` holds their members.
    """
    if not _readable(cells, known):
        return {"A"}
    totals = {unit: Decimal(row["overall.score"].replace(",", ".")) for unit, row in cells.items()}
    broken = {
        "B": any(
            row.get("overall.rank") and int(row["overall.rank"]) != 1 + _higher(totals, unit)
            for unit, row in cells.items()
        ),
        "C": not _positions_hold(cells, totals),
        "D": any(not _total_holds(row, known) for row in cells.values()),
        "F": bool(known.mean)
        and abs(sum(totals.values()) / len(totals) - Decimal(known.mean.replace(",", ".")))
        > _half(len(known.mean.partition(",")[2])) + _half(known.decimals),
        "G": not _merged_hold(
            cells if members_are_own else known.members,
            known.merged if members_are_own else cells,
            known.into,
        ),
    }
    return {letter for letter, holds in broken.items() if holds}


def _half(decimals: int) -> Decimal:
    return Decimal(5).scaleb(-decimals - 1)


def _higher(totals: Mapping[str, Decimal], unit: str) -> int:
    return sum(other > totals[unit] for other in totals.values())


def _readable(cells: Cells, known: Known) -> bool:
    for row in cells.values():
        if not row.get("overall.score"):
            return False
        for holds, text in row.items():
            if not text:
                continue
            whole, _, fraction = text.replace(",", ".").partition(".")
            if not (whole + fraction).isdecimal():
                return False
            if holds.endswith(".score"):
                fits = len(fraction) == known.decimals and len(whole) == 1
                if not fits or Decimal(f"{whole}.{fraction}") > 1:
                    return False
            elif fraction or not 1 <= int(whole) <= known.size:
                return False
    return True


def _positions_hold(cells: Cells, totals: Mapping[str, Decimal]) -> bool:
    placed = {unit: int(row["overall.list_position"]) for unit, row in cells.items()
              if row.get("overall.list_position")}  # fmt: skip
    if not placed:
        return True
    order = sorted(placed, key=lambda unit: placed[unit])
    if [placed[unit] for unit in order] != list(range(1, len(cells) + 1)):
        return False
    return all(totals[a] >= totals[b] for a, b in pairwise(order))


def _total_holds(row: Mapping[str, str], known: Known) -> bool:
    """Relations D and E: a full row is one whose bounds are the same."""
    points = sum(known.weights.values())
    if not points:
        return True
    printed = {
        part: Decimal(row[f"{part}.score"]) for part in known.weights if row.get(f"{part}.score")
    }
    least = sum((known.weights[part] * value for part, value in printed.items()), Decimal(0))
    unknown = sum(weight for part, weight in known.weights.items() if part not in printed)
    known_points = sum(known.weights[part] for part in printed)
    slack = _half(known.decimals) * (known_points + points)
    total = Decimal(row["overall.score"]) * points
    return least - slack <= total <= least + unknown + slack


def _merged_hold(members: Cells, merged: Cells, into: Mapping[str, str]) -> bool:
    for unit, row in merged.items():
        own = [members[member] for member, target in into.items()
               if target == unit and member in members]  # fmt: skip
        for holds, text in row.items():
            values = [Decimal(other[holds]) for other in own if other.get(holds)]
            known = holds.endswith(".score") and text and own and len(values) == len(own)
            if known and abs(sum(values) / len(values) - Decimal(text)) > Decimal("0.0001"):
                return False
    return True
