"""Pictures in house style, each with its source, what limits it, and its numbers as CSV."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import IPython.display
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator, ScalarFormatter

from helpers.atomic_files import write_atomically
from helpers.errors import BadInputError
from helpers.project import project_root
from helpers.sharing.drawing import (
    DOWN,
    FOCUS,
    PALE,
    QUIET,
    SMALLEST,
    UP,
    Chart,
    Room,
    drawn_twice,
    finish,
    house_style,
    new_figure,
    number_scale,
    page_width,
    save_chart_data,
    wrapped,
)
from helpers.sharing.figure_words import measure_name
from helpers.sharing.numbers import Phrase, decimals_of
from helpers.sharing.wording import Joined, Said, use_wording, word, written
from helpers.sources.editions import comparison_problem
from helpers.sources.provinces import Unit
from tangbac.labels import column_of, picture_source, source_of
from tangbac.names import (
    TOTAL,
    Several,
    Year,
    chosen_index,
    chosen_measure,
    chosen_units,
    regions,
    several,
)
from tangbac.refusals import nearest
from tangbac.session import definitions, read, spoken, units
from tangbac.tables import RANK

use_wording("tangbac.yml", "rank_gains.yml", "figures.yml")

FOLDER = Path("reports") / "own"
"""Where pictures and their numbers are kept, from the project's root; git leaves it alone."""
_COLORS = (UP, DOWN, "#2f7d4f", "#7a4fa3", "#8a6d00", "#52606d", "#b02a5b")
_MARKERS = "osD^vPX"
_MOST = 5
_FINEST = 6
"""Decimals of a step that is more than a rounding error."""
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_RANK, _SCORE = "rank", "score"


@dataclass(frozen=True, repr=False)
class Picture(Chart):
    """A picture that JupyterLab shows by itself; `table` has the numbers that are drawn.

    Tiếng Việt:
        Một hình mà JupyterLab tự hiện; `table` là các số được vẽ, `save` lưu hình và CSV.
    """

    table: pd.DataFrame = field(default_factory=pd.DataFrame, compare=False)

    def save(self, name: str) -> Path:
        """Keep the picture as `<name>.svg` and its numbers as `<name>.csv`; where do they lie?

        Args:
            name: small letters, digits and hyphens. A file of that name is replaced.

        Returns:
            The path of the picture, in `reports/own` of the project.

        Raises:
            BadInputError: the name has other letters.

        Tiếng Việt:
            Lưu hình thành `<name>.svg` và số liệu thành `<name>.csv` trong `reports/own`.
        """
        _check_name(name)
        path = project_root() / FOLDER / f"{name}.svg"
        save_chart_data(self.table, path.with_suffix(".csv"))
        write_atomically(path, self.svg)
        return path


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise BadInputError("tangbac.name", found=repr(name))


def _picture(chart: Chart, table: pd.DataFrame) -> Picture:
    return Picture(chart.svg, chart.alt, chart.narrow, chart.data, table)


def scatter(
    table: pd.DataFrame,
    x: str,
    y: str,
    *,
    colour: str = "",
    focus: Several = (),
    title: Phrase | str = "",
) -> Picture:
    """How do two figures of the provinces lie to each other, one dot for each?

    Args:
        table: of `wide`, `gains`, `rankings` or `add`, or one of your own with `province`.
        x, y: columns with numbers; without its year, `grdp_per_head` means the newest in the table.
            A score is from 0 to 1; other units stand beside the axis.
        colour: a column with at most seven values, such as "region"; empty: all alike.
        focus: provinces that are named in the picture, as they stand in the table.
        title: what the picture says; empty: the names of both.

    Returns:
        A picture; `table` has the rows that are drawn, those with both figures. Its source line
        names the editions, and says so where they may not be compared.

    Raises:
        BadInputError: there is no such column (names the nearest), it holds no numbers, or a
            province has several rows.

    Source:
        The house style of `helpers.sharing.drawing`. A picture proves nothing: `test` has the
        interval.

    Tiếng Việt:
        Hai số liệu của các tỉnh đi với nhau thế nào, mỗi tỉnh một chấm? `colour`: cột để tô màu,
        như "region"; tên cột bỏ năm thì lấy năm mới nhất; `focus`: các tỉnh ghi tên trong hình;
        `title`: tiêu đề.
    """
    x, y = (number_column(table, column) for column in (x, y))
    check_one_row_each(table)
    for column in (colour, "province" if focus else ""):
        if column:
            check_column(table, column)
    shown = table.dropna(subset=[x, y]).reset_index(drop=True)
    groups = _groups(shown, colour)
    names = {axis: column_of(table, column).name for axis, column in (("x", x), ("y", y))}
    lang = spoken()
    chart = drawn_twice(
        _draw_scatter,
        shown.assign(**{x: shown[x].astype(float), y: shown[y].astype(float)}),
        lang,
        columns=(x, y),
        names=tuple(written(name, lang) for name in names.values()),
        groups=groups,
        focus=several(focus),
        title=written(title or Said("tangbac.scatter_title", **names), lang),
        source=written(
            Joined((source_of(table, (x, y)), Said("tangbac.caveat_scatter")), " "), lang
        ),
        alt=written(Said("tangbac.scatter_alt", n=len(shown), **names), lang),
    )
    return _picture(chart, shown)


def check_column(table: pd.DataFrame, column: str) -> None:
    """Refuse a column that the table does not have, naming the nearest."""
    if column not in table:
        names = [str(one) for one in table.columns]
        alike = [name for name in names if column.casefold() in name.casefold()]
        near = ", ".join(alike[-3:]) or nearest(column, names)
        raise BadInputError("tangbac.no_column", found=repr(column), near=near)


def named_column(table: pd.DataFrame, name: str) -> str:
    """Which column is meant by its name, or by its name without index and year?

    Without the year the newest in the table; a name that means none is left as it is.
    """
    if not isinstance(table, pd.DataFrame):
        raise BadInputError("tangbac.table", found=type(table).__name__)
    prefixes = "|".join(f"{one.lower()}_" for one in definitions().indices)
    rank, code = (RANK, name.removeprefix(RANK)) if name.startswith(RANK) else ("", name)
    dated = re.compile(rf"{rank}({prefixes})?{re.escape(code)}_(\d{{4}})")
    found = {match[2]: match[0] for one in table.columns if (match := dated.fullmatch(str(one)))}
    return name if name in table or not found else found[max(found)]


def check_one_row_each(table: pd.DataFrame) -> None:
    """Refuse a table in which a province has several rows, such as one of several editions."""
    if "unit_id" in table and table["unit_id"].duplicated().any():
        unit = str(table.loc[table["unit_id"].duplicated(), "unit_id"].iloc[0])
        raise BadInputError("tangbac.twice", province=units().by_id(unit).province)


def number_column(table: pd.DataFrame, name: str) -> str:
    """Which column of numbers is meant, as `named_column`?

    Raises:
        BadInputError: there is no such column, or it holds no numbers.
    """
    column = named_column(table, name)
    check_column(table, column)
    if not pd.api.types.is_numeric_dtype(table[column]):
        raise BadInputError("tangbac.no_numbers", found=repr(column))
    return column


def _groups(shown: pd.DataFrame, colour: str) -> dict[str, list[int]]:
    """The rows of each value of a column, by what the legend calls it."""
    if not colour:
        return {"": list(range(len(shown)))}
    unnamed = word("tangbac.two_regions" if colour == "region" else "figures.unknown", spoken())
    labels = shown[colour].astype("str").mask(shown[colour].isna() | (shown[colour] == ""), unnamed)
    found = {label: list(labels.index[labels == label]) for label in dict.fromkeys(labels)}
    if len(found) > len(_COLORS):
        raise BadInputError(
            "tangbac.too_many_groups", column=repr(colour), found=len(found), most=len(_COLORS)
        )
    order = {name: place for place, name in enumerate(regions())}
    return dict(sorted(found.items(), key=lambda one: (one[0] == unnamed, order.get(one[0], 0))))


def _draw_scatter(
    shown: pd.DataFrame,
    lang: str,
    *,
    columns: tuple[str, str],
    names: tuple[str, str],
    groups: dict[str, list[int]],
    focus: Sequence[str],
    narrow: bool = False,
    **said: str,
) -> Chart:
    (x, y), wide = columns, page_width(narrow)
    with house_style():
        label = wrapped(names[0], wide - 0.9, SMALLEST)
        room = Room(left=0.7, right=0.2, top=0.35, bottom=0.4 + 0.16 * len(label))
        figure, axes = new_figure(wide, 3.6 if narrow else 4.4, room=room)
        entries = []
        for place, (group, rows) in enumerate(groups.items()):
            style: dict[str, Any] = {
                "color": _COLORS[place], "marker": _MARKERS[place], "linestyle": "",
                "markersize": 5.5, "markeredgecolor": "white", "markeredgewidth": 0.5,
            }  # fmt: skip
            axes.plot(shown[x].iloc[rows], shown[y].iloc[rows], **style)
            if group:
                entries.append(Line2D([], [], label=group, **style))
        named = shown[shown["province"].isin(focus)] if focus else shown[:0]
        for row in named.to_dict("records"):
            axes.annotate(
                row["province"], (row[x], row[y]), xytext=(5, 4), textcoords="offset points",
                fontsize=SMALLEST, fontweight="bold", color=FOCUS,
            )  # fmt: skip
        axes.grid(color=PALE, linewidth=0.8)
        axes.set_axisbelow(True)
        for column, axis in ((x, axes.xaxis), (y, axes.yaxis)):
            if shown[column].min() < 0 < shown[column].max():
                (axes.axvline if axis is axes.xaxis else axes.axhline)(0, color=QUIET, linewidth=1)
            _scale(axis, lang)
            if column.startswith("rank") and column != "rank_gain":
                axis.set_inverted(True)
                axis.set_ticks([1, *range(10, int(shown[column].max()) + 1, 10)])
        axes.set_xlabel("\n".join(label), fontsize=SMALLEST)
        # Along the top, where a long name has room on a phone too.
        axes.set_title(
            "\n".join(wrapped(names[1], wide - 0.3, SMALLEST)), fontsize=SMALLEST, loc="left",
            fontweight="normal", x=-0.6 / (wide - 0.9),
        )  # fmt: skip
        return finish(figure, **said, key=entries)


def _scale(axis: Axis, lang: str) -> None:
    """Numbers along an axis with as many decimals as its steps need."""
    if isinstance(locator := axis.get_major_locator(), MaxNLocator):
        locator.set_params(nbins=6)
    steps = axis.get_majorticklocs()
    step = round(float(steps[1] - steps[0]), _FINEST) if len(steps) > 1 else 1.0
    number_scale(axis, lang, decimals_of(step))


def trend(
    measures: Several = TOTAL,
    provinces: Several = (),
    *,
    index: str = "DTI",
    universe: Year = None,
    value: str = _RANK,
    title: Phrase | str = "",
) -> Picture:
    """How did provinces stand through the editions? Lines break where the formula does.

    Args:
        measures: one or several, codes of `measures()` or their names; a panel each.
        provinces: one to five, in any usual spelling. A name that was one before the mergers and
            is one today means that of today: `universe=63` asks for the former.
        index: "DTI", "ICT" or "EGOV".
        universe: 34 or 63; None: that of the provinces named.
        value: "rank" (1 at the top) or "score" (0 to 1).
        title: what the picture says; empty: whose and what.

    Returns:
        A picture; `table` has `province`, `measure`, `edition`, `formula`, `rank`, `rank_best`,
        `rank_worst`, `score`, and `run`: numbers within one run may be compared, others not. A bar
        stands for a rank that is known as a span only.

    Raises:
        BadInputError: a name is not on file (names the nearest), there are too many provinces, or
            nothing is known of them.
        UnknownProvinceError: a name means no province of that universe.

    Source:
        docs/methodology.md, “What may be compared”.

    Tiếng Việt:
        Các tỉnh đứng thứ mấy (`value="rank"`) hay được bao nhiêu điểm (`"score"`) qua từng kỳ? Nét
        bị cắt ở chỗ đổi công thức. Tên vừa là tỉnh cũ vừa là tỉnh mới thì hiểu là tỉnh hiện nay;
        `universe=63` để hỏi tỉnh cũ.
    """
    index = chosen_index(index)
    codes = [chosen_measure(one, index) for one in several(measures)]
    if value not in (_RANK, _SCORE):
        raise BadInputError("tangbac.value", found=repr(value))
    chosen = chosen_units(provinces, universe)
    table = _history(index, codes, chosen, "rank_best" if value == _RANK else value)
    lang, names = spoken(), [unit.province for unit in chosen]
    of_what = Joined((measure_name(definitions(), index, one) for one in codes), ", ")
    values = {"provinces": ", ".join(names), "measures": of_what, "index": index}
    universe, caveat = chosen[0].universe, None
    if table["run"].nunique() > 1:
        caveat = Said("gains.caveat_history")
    elif table["edition"].nunique() == 1 and universe == definitions().living_universe:
        caveat = Said("tangbac.caveat_alone")
    chart = drawn_twice(
        _draw_trend,
        table,
        lang,
        value=value,
        titles=[written(measure_name(definitions(), index, one), lang) for one in codes],
        codes=codes,
        names=names,
        size=len(units().all(universe)),
        title=written(title or Said(f"tangbac.trend_title.{value}", **values), lang),
        source=written(
            picture_source(
                Said("producer.press"),
                [f"{index} {one}" for one in sorted(set(table["edition"]))],
                caveat,
            ),
            lang,
        ),
        alt=written(Said("tangbac.trend_alt", **values, editions=table["edition"].nunique()), lang),
    )
    return _picture(chart, table)


def _history(index: str, codes: Sequence[str], chosen: Sequence[Unit], known: str) -> pd.DataFrame:
    """Every edition of the units in which something is known, with its run of comparable editions.

    Args:
        known: the column that must be.
    """
    if not 1 <= len(chosen) <= _MOST:
        raise BadInputError("tangbac.too_many", found=len(chosen), most=_MOST)
    universes = sorted({unit.universe for unit in chosen})
    names = ", ".join(unit.province for unit in chosen)
    if len(universes) > 1:
        raise BadInputError(
            "tangbac.mixed_provinces", provinces=names, universes=", ".join(universes)
        )
    runs: dict[str, int] = {}
    for one in definitions().editions_of(index, universes[0]):
        before = definitions().previous_edition(one)
        last = max(runs.values(), default=0)
        goes_on = before is not None and comparison_problem(definitions(), before, one) is None
        runs[one.edition] = last if goes_on else last + 1
    rows = read("rankings")
    rows = rows[(rows["index"] == index) & rows["measure"].isin(codes)]
    rows = rows[rows["unit_id"].isin([unit.unit_id for unit in chosen])]
    rows = rows.dropna(subset=[known])
    unknown = [code for code in codes if code not in set(rows["measure"])]
    if unknown:
        raise BadInputError(
            "tangbac.nothing_known", provinces=names, index=index, measures=", ".join(unknown)
        )
    columns = ["province", "measure", "edition", "formula", "rank", "rank_best", "rank_worst",
               "score", "rank_basis"]  # fmt: skip
    order = {code: place for place, code in enumerate(codes)}
    return (
        rows.assign(place=rows["measure"].map(order))
        .sort_values(["place", "unit_id", "edition"], ignore_index=True)[["unit_id", *columns]]
        .assign(run=lambda found: found["edition"].map(runs))
    )


def _draw_trend(
    table: pd.DataFrame,
    lang: str,
    *,
    value: str,
    titles: Sequence[str],
    codes: Sequence[str],
    names: Sequence[str],
    size: int,
    narrow: bool = False,
    **said: str,
) -> Chart:
    runs = dict(zip(table["edition"], table["run"], strict=True))
    editions = sorted(runs)
    styles: dict[str, dict[str, Any]] = {
        name: {"color": _COLORS[place], "marker": _MARKERS[place], "markersize": 5}
        for place, name in enumerate(names)
    }
    with house_style():
        figure, grid = new_figure(
            page_width(narrow), 1.9 * len(codes) + 0.3, nrows=len(codes), squeeze=False,
            room=Room(left=0.6, right=0.15, top=0.3, bottom=0.3),
        )  # fmt: skip
        figure.subplots_adjust(hspace=0.5)
        for axes, code, title in zip(grid[:, 0], codes, titles, strict=True):
            axes.set_title(title, fontsize=9)
            own = table[table["measure"] == code]
            for name, style in styles.items():
                for _, run in own[own["province"] == name].groupby("run"):
                    _draw_run(axes, run, editions, value, style)
            _draw_breaks(axes, [runs[one] for one in editions])
            axes.set_xticks(range(len(editions)), editions)
            axes.set_xlim(-0.5, len(editions) - 0.5)
            if value == _RANK:
                axes.set_ylim(size + 2, -1)
                axes.set_yticks([1, *range(10, size - 4, 10), size])
            else:
                axes.margins(y=0.15)
                _scale(axes.yaxis, lang)
            axes.grid(axis="y", color=PALE, linewidth=0.8)
            axes.set_axisbelow(True)
        entries = [Line2D([], [], label=name, **style) for name, style in styles.items()]
        if len(set(runs.values())) > 1:
            broken: dict[str, Any] = {"color": QUIET, "linestyle": (0, (4, 3)), "linewidth": 1.2}
            entries.append(Line2D([], [], label=word("chart.break", lang), **broken))
        return finish(figure, **said, key=entries)


def _draw_run(
    axes: Axes, run: pd.DataFrame, editions: Sequence[str], value: str, style: dict[str, Any]
) -> None:
    """One line within a run of editions that may be compared; bars for ranks known as spans."""
    places = [editions.index(one) for one in run["edition"]]
    axes.plot(places, run[value].astype(float), linewidth=1.4, **style)
    if value == _RANK:
        open_ = run[run["rank"].isna() & run["rank_best"].notna()]
        for one in open_.itertuples(index=False):
            place = editions.index(one.edition)
            axes.plot([place] * 2, [one.rank_best, one.rank_worst], color=style["color"], lw=3)


def _draw_breaks(axes: Axes, runs: Sequence[int]) -> None:
    for place in range(1, len(runs)):
        if runs[place] != runs[place - 1]:
            axes.axvline(place - 0.5, color=QUIET, linestyle=(0, (4, 3)), linewidth=1.2)


@contextmanager
def draw(
    name: str,
    table: pd.DataFrame,
    *,
    title: Phrase | str,
    alt: Phrase | str = "",
    of: pd.DataFrame | None = None,
    size: tuple[float, float] = (7.5, 4.5),
    **subplots: Any,  # noqa: ANN401  (those of matplotlib)
) -> Iterator[Axes]:
    """Which axes take a chart of your own? In house style; shown and kept when the block ends.

    An axis that is called as a column of the table, as seaborn does, says what readers call it.

    Args:
        name: of the files, small letters, digits and hyphens: `<name>.svg` and `<name>.csv` in
            `reports/own` of the project; files of that name are replaced.
        table: the numbers that are drawn, kept as CSV.
        title: what the chart says. alt: the same for who cannot see it; empty: the title.
        of: the table of `gains`, `rankings` or `wide` that they were worked out from, where `table`
            is none of these: its editions, and what limits them, stand in the source line.
        size: width and height in inches. subplots: as in matplotlib's `Figure.subplots`.

    Raises:
        BadInputError: the name has other letters.

    Source:
        The house style of `helpers.sharing.drawing`.

    Tiếng Việt:
        Vẽ hình của riêng bạn theo kiểu chung: `with tb.draw(tên, bảng, title=…) as axes:` rồi
        vẽ vào `axes` bằng matplotlib hay seaborn; trục mang tên cột thì được ghi tên dễ đọc. `of`:
        bảng gốc đã tính ra các số ấy, để hình ghi đúng nguồn và giới hạn. Hình và CSV được lưu
        trong `reports/own`.
    """
    _check_name(name)
    lang = spoken()
    with house_style():
        figure, axes = new_figure(*size, **subplots)
        for one in figure.axes:
            one.set_prop_cycle(color=_COLORS)
        yield axes
        made_of = table if of is None else of
        for one in figure.axes:
            for axis in (one.xaxis, one.yaxis):
                # What seaborn writes there is the name of a column.
                if (name_of_axis := axis.get_label_text()) in made_of:
                    axis.set_label_text(written(column_of(made_of, name_of_axis).name, lang))
                if isinstance(axis.get_major_formatter(), ScalarFormatter):
                    _scale(axis, lang)
        drawn = [str(one) for one in made_of.columns if one in table]
        line = written(source_of(made_of, drawn), lang)
        chart = finish(figure, written(title, lang), line, written(alt or title, lang))
    picture = replace(_picture(chart, table), data=name)
    picture.save(name)
    IPython.display.display(picture)
