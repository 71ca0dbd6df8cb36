"""The small charts of notebook 09: ranks through the editions, written as SVG by hand.

Text stays text. A line joins two editions only where they may be compared; those years are shaded.
"""

from __future__ import annotations

import html
import itertools
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from helpers.sharing.literal_text import shown_marks

WIDTH, HEIGHT = 360, 164
_LEFT, _RIGHT, _TOP, _BOTTOM = 26, 216, 14, 134
_FONT = 'font-family="Segoe UI, Roboto, Noto Sans, Helvetica Neue, Arial, sans-serif"'
_SOFT, _LINE, _BAND = "#52606d", "#e3e7ea", "#eaf1f7"
# One colour, mark and line for each unit, so that they can be told apart without colour.
_LOOKS = (
    ("#0a3b66", "circle", ""), ("#a8480a", "square", "5 3"),
    ("#1b6e53", "triangle", "2 3"), ("#6a3d9a", "diamond", "8 3 2 3"),
)  # fmt: skip
_LETTERS, _APART = 12.2, 13.0
_Scale = Callable[[float], float]


@dataclass(frozen=True)
class RankLine:
    """The known ranks of one unit: edition -> the best and the worst that it can be."""

    name: str
    ranks: Mapping[str, tuple[int, int]]


def ranks_svg(
    lines: Sequence[RankLine],
    editions: Sequence[tuple[str, bool]],
    size: int,
    *,
    title: str,
    told: str,
) -> str:
    """The ranks of a few units through the editions, the first place on top.

    Args:
        lines: of at most four units. editions: oldest first, and whether each may be compared with
            the one before it. size: how many units are ranked.
        title, told: what the drawing is called, and what it shows, in words.
    """
    across = _across([edition for edition, _ in editions])

    def down(rank: float) -> float:
        return _TOP + (rank - 1) / max(size - 1, 1) * (_BOTTOM - _TOP)

    drawn = [*_bands(editions, across), *_axes(size, down, across)]
    for line, (color, mark, dashes) in zip(lines, _LOOKS, strict=False):
        drawn += _joined(line, editions, across, down, color, dashes)
        for edition, (best, worst) in line.ranks.items():
            if best < worst:
                drawn.append(
                    f'<line x1="{across[edition]:.1f}" x2="{across[edition]:.1f}" '
                    f'y1="{down(best):.1f}" y2="{down(worst):.1f}" stroke="{color}" '
                    'stroke-width="4"/>'
                )
            drawn.append(_mark(mark, across[edition], down((best + worst) / 2), color))
    drawn += _labels(lines, across, down)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH * 0.75:g}pt" height="{HEIGHT * 0.75:g}pt" role="img" {_FONT} '
        f'font-size="{_LETTERS:g}">'
        f"<title>{_text(title)}</title><desc>{_text(told)}</desc>"
        f"{''.join(drawn)}</svg>"
    )


def _text(text: str) -> str:
    return html.escape(shown_marks(text))


def _across(editions: Sequence[str]) -> dict[str, float]:
    step = (_RIGHT - _LEFT - 26) / max(len(editions) - 1, 1)
    return {edition: _LEFT + 12 + place * step for place, edition in enumerate(editions)}


def _bands(editions: Sequence[tuple[str, bool]], across: Mapping[str, float]) -> list[str]:
    """Behind each run of editions that may be compared."""
    runs: list[list[str]] = []
    for edition, joined in editions:
        if joined:
            runs[-1].append(edition)
        else:
            runs.append([edition])
    return [
        f'<rect x="{across[run[0]] - 11:.1f}" width="{across[run[-1]] - across[run[0]] + 22:.1f}" '
        f'y="{_TOP - 9}" height="{_BOTTOM - _TOP + 18}" fill="{_BAND}"/>'
        for run in runs
        if len(run) > 1
    ]


def _axes(size: int, down: _Scale, across: Mapping[str, float]) -> list[str]:
    step = 20 if size > 40 else 10  # noqa: PLR2004  (as many as can be read)
    ticks = [1, *range(step, size - step // 2, step), size]
    drawn = []
    for rank in ticks:
        y = down(rank)
        drawn.append(
            f'<line x1="{_LEFT}" x2="{_RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="{_LINE}"/>'
            f'<text x="{_LEFT - 5}" y="{y + 4:.1f}" text-anchor="end" fill="{_SOFT}">{rank}</text>'
        )
    drawn += [
        f'<text x="{x:.1f}" y="{_BOTTOM + 24}" text-anchor="middle" fill="{_SOFT}">'
        f"{_text(edition)}</text>"
        for edition, x in across.items()
    ]
    return drawn


def _joined(
    line: RankLine,
    editions: Sequence[tuple[str, bool]],
    across: Mapping[str, float],
    down: _Scale,
    color: str,
    dashes: str,
) -> list[str]:
    """Lines between neighbouring editions that may be compared, both ranks known exactly."""
    drawn = []
    for (before, _), (after, joined) in itertools.pairwise(editions):
        ends = [line.ranks.get(one) for one in (before, after)]
        if not joined or any(end is None or end[0] < end[1] for end in ends):
            continue
        (first, _), (last, _) = (end for end in ends if end is not None)
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        drawn.append(
            f'<line x1="{across[before]:.1f}" y1="{down(first):.1f}" x2="{across[after]:.1f}" '
            f'y2="{down(last):.1f}" stroke="{color}" stroke-width="2.2"{dashed}/>'
        )
    return drawn


def _mark(mark: str, x: float, y: float, color: str) -> str:
    if mark == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.2" fill="{color}"/>'
    turned = {"square": (-4, -4, 4, -4, 4, 4, -4, 4), "triangle": (0, -5, 5, 4, -5, 4),
              "diamond": (0, -5.5, 5, 0, 0, 5.5, -5, 0)}[mark]  # fmt: skip
    pairs = zip(turned[::2], turned[1::2], strict=True)
    corners = " ".join(f"{x + right:.1f},{y + below:.1f}" for right, below in pairs)
    filled = "#ffffff" if mark == "square" else color
    return f'<polygon points="{corners}" fill="{filled}" stroke="{color}" stroke-width="2"/>'


def _labels(lines: Sequence[RankLine], across: Mapping[str, float], down: _Scale) -> list[str]:
    """The rank beside each mark, and beside the last of each unit its name; none over another."""
    names_at = {line.name: max(line.ranks, key=list(across).index) for line in lines if line.ranks}
    drawn = []
    for edition, x in across.items():
        here = [
            (down(statistics.fmean(line.ranks[edition])), line, look[0])
            for line, look in zip(lines, _LOOKS, strict=False)
            if edition in line.ranks
        ]
        here.sort(key=lambda one: one[0])
        heights = apart([height for height, _, _ in here], _APART)
        for height, (_, line, color) in zip(heights, here, strict=True):
            text = place_text(*line.ranks[edition])
            if names_at[line.name] == edition:
                text = f"{text} {line.name}"
            drawn.append(
                f'<text x="{x + 7:.1f}" y="{height + 4:.1f}" fill="{color}" font-weight="600" '
                'stroke="#ffffff" stroke-width="3" stroke-linejoin="round" paint-order="stroke">'
                f"{_text(text)}</text>"
            )
    return drawn


def apart(places: Sequence[float], least: float) -> list[float]:
    """Ascending places moved as little as may be, so that any two are at least that far apart."""
    groups: list[list[float]] = []
    for number, place in enumerate(places):
        groups.append([place - number * least])
        while len(groups) > 1 and statistics.fmean(groups[-2]) > statistics.fmean(groups[-1]):
            last = groups.pop()
            groups[-1] += last
    moved = [statistics.fmean(group) for group in groups for _ in group]
    return [place + number * least for number, place in enumerate(moved)]


def place_text(best: int, worst: int) -> str:
    """A rank, or the span that it is known to lie in."""
    return f"{best}" if best == worst else f"{best}–{worst}"
