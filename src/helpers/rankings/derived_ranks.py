"""Ranks that follow from printed changes: a known rank and «up 12 places on 2021» give another.

The press printed few ranks of the DTI of 2020 and 2021, but many changes. What follows is marked
`derived`, never `printed`; two changes that disagree give an interval, not a rank. A derived rank
never serves for another: two misprints in a chain would give a rank that no source prints.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from helpers.sources.editions import Definitions
from helpers.sources.figures import Figure

RankingCell = tuple[str, str, str, str]
"""(unit_id, index, measure, edition)"""
NOT_THE_SAME = " ≠ "
"""Stands in a finding between the known rank and the one that a source implies."""
_SELF_CONTRADICTION = "source contradicts itself"
_ELSEWHERE = "counted from another rank"
_MISPRINT = "change or rank misprinted"


@dataclass(frozen=True, slots=True)
class KnownRank:
    """The places a unit can have had; `point` is the likeliest where rounding leaves several."""

    best: int
    worst: int
    basis: str
    source_ids: tuple[str, ...]
    doubt: str = ""
    point: int | None = None

    @property
    def rank(self) -> int | None:
        """The rank, or None for an interval without a likeliest place."""
        return self.best if self.best == self.worst else self.point

    @property
    def can_anchor(self) -> bool:
        """Whether another rank may be counted from it: a rank, and not itself derived."""
        return self.rank is not None and self.basis != "derived"


@dataclass(frozen=True, slots=True)
class ChangeProblem:
    """A printed change that does not fit the ranks known otherwise.

    `finding` is "known ≠ implied rank", `cause` one of the causes of `press_check.csv`.
    """

    figure: Figure
    finding: str
    cause: str


def complete_from_changes(
    known: Mapping[RankingCell, KnownRank],
    figures: Iterable[Figure],
    definitions: Definitions,
    sizes: Mapping[str, int],
) -> tuple[dict[RankingCell, KnownRank], list[ChangeProblem]]:
    """Which further ranks follow from the printed rank changes?

    A change is used only when the rank that the same source prints for that edition is the known
    one: otherwise the source speaks of another edition or universe. Known ranks are never
    replaced, save one that rests on the same source as a change that contradicts it. Every derived
    rank is counted from a rank of `known` that is not derived itself: one step, never two.

    Args:
        known: ranks printed or recomputed.
        figures: all figures; set-aside ones and those that are no rank change are ignored.
        definitions: for the edition before, where no baseline is printed.
        sizes: number of units of each universe.

    Returns:
        All ranks, known and derived; and the changes that could not be used.
    """
    figures = [f for f in figures if not f.set_aside and f.unit_id]
    printed_by_source = {
        (f.source_id, _cell(f, f.edition)): int(f.value)
        for f in figures
        if f.statistic == "rank" and f.value is not None
    }
    ranks = dict(known)
    problems: list[ChangeProblem] = []
    links = []
    for figure in figures:
        if figure.statistic != "rank_change" or figure.value is None:
            continue
        baseline = _baseline(figure, definitions)
        if baseline:
            links.append((figure, _cell(figure, figure.edition), _cell(figure, baseline)))
    found: dict[RankingCell, list[tuple[int, int, Figure]]] = defaultdict(list)
    for figure, later, earlier in links:
        own = printed_by_source.get((figure.source_id, later))
        problem = _anchor_problem(figure, own, ranks.get(later))
        for start, end, change in (
            (later, earlier, int(figure.value or 0)),
            (earlier, later, -int(figure.value or 0)),
        ):
            anchor = ranks.get(start)
            if problem is not None or anchor is None or not anchor.can_anchor:
                continue
            span = (anchor.best + change, anchor.worst + change)
            size = sizes[figure.universe]
            problem = _conflict(figure, span, ranks.get(end), size)
            if problem is None and end not in ranks:
                # An open rank may count past the first or the last place at one of its ends.
                found[end].append((max(span[0], 1), min(span[1], size), figure))
            elif problem is not None and problem.cause == _SELF_CONTRADICTION:
                ranks[end] = _widened(ranks[end], span)
        if problem is not None:
            problems.append(problem)
    return ranks | {cell: _derived(places) for cell, places in found.items()}, problems


def _derived(spans: list[tuple[int, int, Figure]]) -> KnownRank:
    doubt = "" if len({span[:2] for span in spans}) == 1 else "two printed changes disagree"
    if not doubt and spans[0][0] != spans[0][1]:
        doubt = "counted from a rank that rounding leaves open"
    return KnownRank(
        min(best for best, _, _ in spans),
        max(worst for _, worst, _ in spans),
        "derived",
        tuple(sorted({figure.source_id for _, _, figure in spans})),
        doubt,
    )


def _anchor_problem(
    figure: Figure, own: int | None, known: KnownRank | None
) -> ChangeProblem | None:
    """A source that counts from another rank than the known one speaks of something else."""
    if own is None or known is None or known.best <= own <= known.worst:
        return None
    return ChangeProblem(figure, f"{_shown(known)}{NOT_THE_SAME}{own}", _ELSEWHERE)


def _cell(figure: Figure, edition: str) -> RankingCell:
    return figure.unit_id, figure.index, figure.measure, edition


def _baseline(figure: Figure, definitions: Definitions) -> str:
    """The edition a change is measured against: printed, or else the one before."""
    if figure.baseline:
        return figure.baseline
    on_file = definitions.editions_of(figure.index, figure.universe)
    own = [e for e in on_file if e.edition == figure.edition]
    before = definitions.previous_edition(own[0]) if own else None
    return before.edition if before else ""


def _conflict(
    figure: Figure, span: tuple[int, int], other: KnownRank | None, size: int
) -> ChangeProblem | None:
    best, worst = span
    shown = str(best) if best == worst else f"{best}-{worst}"
    if worst < 1 or best > size:
        return ChangeProblem(
            figure, f"1-{size}{NOT_THE_SAME}{shown}", "change or edition misprinted"
        )
    if other is not None and (worst < other.best or best > other.worst):
        return ChangeProblem(
            figure,
            f"{_shown(other)}{NOT_THE_SAME}{shown}",
            _SELF_CONTRADICTION if set(other.source_ids) == {figure.source_id} else _MISPRINT,
        )
    return None


def _widened(other: KnownRank, span: tuple[int, int]) -> KnownRank:
    return KnownRank(
        min(other.best, *span),
        max(other.worst, *span),
        "derived",
        other.source_ids,
        "the only source contradicts itself",
    )


def _shown(rank: KnownRank) -> str:
    return str(rank.rank) if rank.rank is not None else f"{rank.best}-{rank.worst}"
