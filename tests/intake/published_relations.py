"""Which faults of a table can its own published relations reveal? Defined before any check ran.

A table of one edition keeps these relations, each with the rounding of everything printed:

A  every score lies between 0 and 1 and has as many decimals as its column, every rank and list
   position is a whole number from 1 to the number of units, and no total is missing;
B  a printed rank is one more than the number of higher totals; where rows of some units are not
   printed, those units can be placed so that it is: as many of them above a lower total as above a
   higher one, or more, and never more than there are;
C  list positions are 1 to n, each once, and totals never rise along them;
D  where a row prints every part, their weighted mean is the total;
E  where a row prints some parts, the total lies between those parts alone and those parts with all
   others at full score;
F  the mean of the totals is the printed mean;
G  a merged unit has the mean of its members, where the same edition also ranks the members;
H  units keep their order: the rank correlation of the totals with those of the newest other edition
   of the same units is at least half of the lowest seen between consecutive editions, and the
   columns that half of the units have are not more like themselves (mean rank correlation, by more
   than 1 / √(n - 1)) once every name moves by one row up or down;
I  of no two parts does each resemble the other's column of that edition more than its own: the sums
   of rank correlations over at least 10 units differ by at most 3 / √(n - 1).

A fault that leaves all of them standing is one that NO published relation can reveal: the last
digits of a part whose weight makes them smaller than the rounding of the total, a part of a row
whose other parts are not printed (within E), a total that stays between its neighbours in a table
that prints neither all parts nor a finer mean, the same in a table of totals and ranks alone, the
last rank of a table whose last units are not printed, two provinces that exchange everything they
print, two columns of equal weight exchanged, or names moved, where no other edition of the same
units is on file or the columns are too much alike for I and H.

This is written in exact decimals and shares nothing with the checks of `helpers.intake`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations, pairwise
from math import sqrt

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
    earlier: Cells = field(default_factory=dict)
    """The newest other edition of the same units."""
    lowest_agreement: float = -1.0
    """The lowest rank correlation of totals between consecutive editions of the same units."""


def broken_relations(cells: Cells, known: Known, *, members_are_own: bool = False) -> set[str]:
    """The letters of the relations that a table does not keep.

    `members_are_own`: the table ranks the members, `known.merged` holds the merged units;
    otherwise it ranks the merged units and `known.members` holds their members.
    """
    if not _readable(cells, known):
        return {"A"}
    totals = {unit: Decimal(row["overall.score"].replace(",", ".")) for unit, row in cells.items()}
    broken = {
        "B": not _ranks_hold(cells, totals, known.size - len(cells)),
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
        "H": not _names_hold(cells, known),
        "I": not _columns_hold(cells, known),
    }
    return {letter for letter, holds in broken.items() if holds}


def _half(decimals: int) -> Decimal:
    return Decimal(5).scaleb(-decimals - 1)


def _higher(totals: Mapping[str, Decimal], unit: str) -> int:
    return sum(other > totals[unit] for other in totals.values())


def _ranks_hold(cells: Cells, totals: Mapping[str, Decimal], not_printed: int) -> bool:
    """Relation B: how many units that are not printed each rank needs above it."""
    needed = [
        (-totals[unit], int(row["overall.rank"]) - 1 - _higher(totals, unit))
        for unit, row in cells.items()
        if row.get("overall.rank")
    ]
    needed.sort()
    within = all(0 <= above <= max(not_printed, 0) for _, above in needed)
    return within and all(
        a[1] == b[1] if a[0] == b[0] else a[1] <= b[1] for a, b in pairwise(needed)
    )


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


Column = Mapping[str, Decimal]
"""The scores of a column, by unit."""


def column_of(cells: Cells, holds: str) -> Column:
    return {
        unit: Decimal(row[holds].replace(",", ".")) for unit, row in cells.items() if row.get(holds)
    }


def agreement(first: Column, second: Column) -> tuple[float, int] | None:
    """Rank correlation and number of units in both; None below 10 or where one is constant."""
    units = [unit for unit in first if unit in second]
    if len(units) < 10:
        return None
    a, b = _places(first, units), _places(second, units)
    middle = (len(units) + 1) / 2
    spread = [sum((places[u] - middle) ** 2 for u in units) for places in (a, b)]
    if not all(spread):
        return None
    together = sum((a[u] - middle) * (b[u] - middle) for u in units)
    return together / sqrt(spread[0] * spread[1]), len(units)


def _places(column: Column, units: list[str]) -> dict[str, float]:
    """Places from the lowest score, those of equal scores averaged."""
    scores = [column[unit] for unit in units]
    return {
        u: sum(s < column[u] for s in scores) + (sum(s == column[u] for s in scores) + 1) / 2
        for u in units
    }


def _names_hold(cells: Cells, known: Known) -> bool:
    totals = agreement(column_of(cells, "overall.score"), column_of(known.earlier, "overall.score"))
    if totals is not None and totals[0] < known.lowest_agreement / 2:
        return False
    held = {holds for row in known.earlier.values() for holds in row if holds.endswith(".score")}
    columns = {holds: column_of(cells, holds) for holds in sorted(held)}
    columns = {holds: c for holds, c in columns.items() if 2 * len(c) >= len(cells)}
    for upper, lower in ((list(cells)[1:], list(cells)), (list(cells), list(cells)[1:])):
        own, moved, fewest = [], [], len(cells)
        for holds, column in columns.items():
            renamed = {
                name: column[row] for name, row in zip(upper, lower, strict=False) if row in column
            }
            before = column_of(known.earlier, holds)
            one, other = agreement(column, before), agreement(renamed, before)
            if one and other:
                own.append(one[0])
                moved.append(other[0])
                fewest = min(fewest, one[1], other[1])
        if own and (sum(moved) - sum(own)) / len(own) > 1 / sqrt(fewest - 1):
            return False
    return True


def _columns_hold(cells: Cells, known: Known) -> bool:
    earlier = {holds for row in known.earlier.values() for holds in row}
    parts = sorted({
        holds for row in cells.values() for holds in row
        if holds.endswith(".score") and holds != "overall.score" and holds in earlier
    })  # fmt: skip
    found = {
        (a, b): agreement(column_of(cells, a), column_of(known.earlier, b))
        for a in parts
        for b in parts
    }
    for a, b in combinations(parts, 2):
        four = [found[a, b], found[b, a], found[a, a], found[b, b]]
        if all(four):
            gain = four[0][0] + four[1][0] - four[2][0] - four[3][0]
            if gain > 3 / sqrt(min(n for _, n in four) - 1):
                return False
    return True
