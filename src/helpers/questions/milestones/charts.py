"""The charts of notebook 04: milestones by year, and gains by the time since one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from helpers.sharing.drawing import (
    FOCUS,
    INK,
    SMALLEST,
    UP,
    Chart,
    Room,
    finish,
    house_style,
    new_figure,
    number_scale,
    page_width,
    wrapped,
)
from helpers.sharing.numbers import Phrase, format_number
from helpers.sharing.wording import Said, sentence, use_wording, word, written

use_wording("milestones.yml", "figures.yml")

_PANEL, _SPACE = 0.6, 0.22
"""Inches of the bars of a type, and between them and the next besides its heading."""
_DRAWN_SHARE = 0.98


def counts_by_year(events: pd.DataFrame, types: Sequence[str]) -> pd.DataFrame:
    """How many milestones of each type fall in each year, as far as the year is certain.

    Args:
        events: one row for each milestone, as `distinct_milestones`: `milestone_type`,
            `date_start`, `date_end`, `date_kind`. types: the rows, in their order.

    Returns:
        Types as rows, years as columns without gaps; the first column has the few before it, too.
    """
    own = events[events["milestone_type"].isin(types) & (events["date_kind"] == "dated")]
    start, end = (pd.to_datetime(own[name]).dt.year for name in ("date_start", "date_end"))
    sure = own[start == end].assign(year=start[start == end])
    if sure.empty:
        return pd.DataFrame(index=list(types))
    first = int(sure["year"].quantile(1 - _DRAWN_SHARE, interpolation="higher"))
    years = sure["year"].clip(lower=first).astype(int)
    counts = pd.crosstab(sure["milestone_type"], years)
    columns = range(first, int(years.max()) + 1)
    return counts.reindex(index=list(types), columns=columns, fill_value=0)


def years_chart(
    events: pd.DataFrame,
    lang: str,
    *,
    types: Sequence[str],
    names: Mapping[str, Phrase],
    narrow: bool = False,
    **said: str,
) -> Chart:
    """When did provinces reach each type of milestone: a bar for each year.

    Args:
        events: as in `counts_by_year`. types: the panels from the top.
        names: what each type is called. said: title, source and alt.
    """
    counts = counts_by_year(events, types)
    whole = events["milestone_type"].value_counts()
    earlier = _any_before(events, types, counts)
    headings = {}
    for kind in types:
        dated = int(counts.loc[kind].sum())
        rest = int(whole.get(kind, 0) - dated)
        heading = Said("figures.dated_of", name=names[kind], dated=dated, rest=rest)
        room = page_width(narrow) - 0.3
        headings[kind] = wrapped(written(heading, lang), room, 9, bold=True)
    between = _SPACE + 0.155 * max(map(len, headings.values()))
    with house_style():
        figure, grid = new_figure(
            page_width(narrow), (_PANEL + between) * len(types) + 0.35, nrows=len(types),
            squeeze=False, room=Room(0.15, 0.15, between, 0.35),
        )  # fmt: skip
        figure.subplots_adjust(hspace=between / _PANEL)
        for axes, kind in zip(grid[:, 0], types, strict=True):
            own = counts.loc[kind]
            axes.bar(own.index, own, color=UP, width=0.8)
            for year, count in own[own > 0].items():
                axes.annotate(
                    format_number(count, lang), (year, count), xytext=(0, 2), ha="center",
                    textcoords="offset points", fontsize=SMALLEST, fontweight="bold",
                )  # fmt: skip
            axes.set_title("\n".join(headings[kind]), fontsize=9)
            axes.set(
                xlim=(counts.columns[0] - 0.6, counts.columns[-1] + 0.6), yticks=[],
                ylim=(0, 1.25 * max(1, int(counts.to_numpy().max()))),
            )  # fmt: skip
            axes.spines["left"].set_visible(False)
            labels = [str(year) for year in counts.columns]
            labels[0] = f"≤ {labels[0]}" if earlier else labels[0]
            shown = range(0, len(labels), 2 if narrow and len(labels) > 8 else 1)  # noqa: PLR2004
            if axes is grid[-1, 0]:
                axes.set_xticks([counts.columns[n] for n in shown], [labels[n] for n in shown])
            else:
                axes.set_xticks([])
        return finish(figure, **said, key=())


def _any_before(events: pd.DataFrame, types: Sequence[str], counts: pd.DataFrame) -> bool:
    own = events[events["milestone_type"].isin(types) & (events["date_kind"] == "dated")]
    return bool((pd.to_datetime(own["date_end"]).dt.year < counts.columns[0]).any())


def since_chart(
    panel: pd.DataFrame,
    lang: str,
    *,
    focus: str,
    axis_label: str,
    narrow: bool = False,
    **said: str,
) -> Chart:
    """Did the score of provinces with an older milestone change more: a dot for each.

    Args:
        panel: index unit_id; `province`, `years`, `score_before`, `score_after`, all known.
        axis_label: what the years are counted from. said: title, source and alt.
    """
    gains = panel["score_after"] - panel["score_before"]
    with house_style():
        figure, axes = new_figure(
            page_width(narrow), 3.2, room=Room(left=0.55, right=0.2, top=0.1, bottom=0.5)
        )
        axes.plot(panel["years"], gains, "o", color=UP, markersize=5, alpha=0.75)
        if focus in panel.index:
            years = panel.loc[focus, "years"]
            axes.plot(years, gains[focus], "o", color=FOCUS, markersize=8, zorder=3)
            axes.annotate(
                panel.loc[focus, "province"], (years, gains[focus]), xytext=(0, 8), ha="center",
                textcoords="offset points", fontsize=SMALLEST, fontweight="bold",
            )  # fmt: skip
        mean = float(gains.mean())
        axes.axhline(mean, color=INK, linewidth=1, linestyle=(0, (4, 3)), zorder=1)
        axes.axhline(0, color=INK, linewidth=0.8, zorder=0)
        axes.set_xlabel(axis_label, fontsize=SMALLEST)
        axes.margins(x=0.1, y=0.12)
        # No quarters of a year: with one decimal 1.25 would be read as 1.2.
        axes.xaxis.set_major_locator(MaxNLocator(nbins=5 if narrow else 8, steps=[1, 2, 5, 10]))
        number_scale(axes.xaxis, lang, 1)
        axes.yaxis.set_major_locator(MaxNLocator(nbins=6))
        number_scale(axes.yaxis, lang, 2)
        entries = [
            Line2D([], [], marker="o", linestyle="", color=UP, markersize=5,
                   label=word("figures.score_change", lang)),
            Line2D([], [], color=INK, linewidth=1, linestyle=(0, (4, 3)),
                   label=sentence("figures.mean_change", lang, mean=mean)),
        ]  # fmt: skip
        return finish(figure, **said, key=entries)
