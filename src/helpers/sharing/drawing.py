"""The house style of every chart: SVG with alt text and source line, its data saved as CSV.

A chart is drawn without pyplot, so no state passes from one to the next, and its bytes depend on
its data alone.
"""

from __future__ import annotations

import inspect
import io
import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

import matplotlib as mpl
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_svg import FigureCanvasSVG, RendererSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Patch
from matplotlib.textpath import text_to_path
from matplotlib.typing import RcKeyType

from helpers.atomic_files import write_atomically
from helpers.sharing import compact_svg
from helpers.sharing.compact_svg import CHART_MIME, compact
from helpers.sharing.numbers import Phrase, format_number
from helpers.sharing.wording import Joined, Said

INK = compact_svg.INK
UP, DOWN = "#0b66a8", "#a8480a"
"""What rose and what fell, which is hatched as well; UP is also the colour of what is looked at."""
QUIET, PALE, SOFT = "#8a96a3", "#e3e7ea", "#52606d"
"""Marks that stand back, the lines of a scale, letters that stand back."""
FOCUS, BAND = INK, "#fff1c9"
"""The province in focus: ink, bold letters, and a band behind its row."""
UNSURE = "#b9c2cb"
"""What is not known, or could be: bounds, the rest that nobody names."""
BASIS_COLORS = {
    "derived": "#b9c2cb",
    "list_position": "#8fb8d8",
    "transcribed": "#b08d57",
    "recomputed": "#52606d",
    "score_order": "#4c93c4",
    "printed": UP,
}
WIDE, NARROW = 7.5, 3.72
"""Inches: a chart on a page, and its drawing for phones, 358 pixels."""
SMALLEST = 8.5
"""Points of the smallest letters: eleven pixels, where a drawing is shown at its own size."""
STYLE: dict[RcKeyType, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 10,
    "axes.titleweight": "bold",
    "hatch.linewidth": 1.2,
    "lines.solid_capstyle": "butt",
    "axes.facecolor": "none",
    "figure.facecolor": "white",
    "text.color": INK,
    # A dollar sign in a name is a dollar sign.
    "text.parse_math": False,
    "xtick.color": INK,
    "xtick.major.size": 0,
    "ytick.color": INK,
    "ytick.major.size": 0,
    "svg.fonttype": "none",
    # Without a fixed salt every drawing has other ids.
    "svg.hashsalt": "tangbac",
}
_LINE = 1.25
"""From one line to the next, in sizes of the letters."""
_DIGEST = r"\b(?:[hmp]|C[0-9a-f]+_[0-9a-f]+_)[0-9a-f]{10}\b"
_ID = re.compile(rf'\bid="({_DIGEST})"')
"""How matplotlib names patterns, markers, clip paths and collections: by digests of coordinates,
whose last digits differ from one processor to another. So each gets a number instead."""
EDGE, _GAP = 0.06, 0.08
"""Inches free around the picture, and between its parts."""
_TITLE, _SUBTITLE = 12.0, 9.5
_HANDLE = 0.45
"""Inches that a mark of a legend takes with the room beside it."""


def house_style() -> Any:  # noqa: ANN401  (matplotlib's own context manager)
    """The context in which every chart is drawn."""
    return mpl.rc_context(STYLE)


@dataclass(frozen=True)
class Chart:
    """A drawn chart: shown as SVG, with `alt` as its plain text.

    `narrow` is its drawing for phones where the other one is too wide, `data` the name of its CSV.
    """

    svg: str
    alt: str
    narrow: str = ""
    data: str = ""

    def __repr__(self) -> str:
        return self.alt

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, object], dict[str, object]]:
        own = {"narrow": self.narrow, "data": self.data}
        return (
            {"image/svg+xml": self.svg, "text/plain": self.alt, CHART_MIME: own},
            {"image/svg+xml": {"alt": self.alt}, "alt": self.alt},
        )


def drawn_twice(draw: Callable[..., Chart], *data: Any, **said: Any) -> Chart:  # noqa: ANN401
    """The chart with its drawing for phones, if the function that draws it takes `narrow`."""
    chart = draw(*data, **said)
    if "narrow" not in inspect.signature(draw).parameters:
        return chart
    return replace(chart, narrow=draw(*data, **said, narrow=True).svg)


@dataclass(frozen=True)
class Room:
    """Inches kept free beside the axes of a figure, and `between` two of a row."""

    left: float
    right: float
    top: float
    bottom: float
    between: float = 0.0


def new_figure(
    width: float,
    height: float,
    *,
    room: Room | None = None,
    **subplots: Any,  # noqa: ANN401  (those of matplotlib)
) -> tuple[Figure, Any]:
    """An empty figure of that many inches, and its axes. Draw within `house_style()`.

    Args:
        room: where it is known beforehand; else it is found out, which takes half of the drawing.
    """
    if room is None:
        figure = Figure(figsize=(width, height), layout="constrained")
        return figure, figure.subplots(**subplots)
    figure = Figure(figsize=(width, height))
    columns = int(str(subplots.get("ncols", 1)))
    drawn = width - room.left - room.right - room.between * (columns - 1)
    figure.subplots_adjust(
        room.left / width, room.bottom / height, 1 - room.right / width, 1 - room.top / height,
        wspace=room.between * columns / drawn,
    )  # fmt: skip
    return figure, figure.subplots(**subplots)


def page_width(narrow: bool) -> float:
    """Inches of a drawing on a page, or of that for phones."""
    return NARROW if narrow else WIDE


def pale_grid(axes: Axes) -> None:
    """Lines of the scale across the rows, behind all marks."""
    axes.grid(axis="x", color=PALE, linewidth=0.8)
    axes.set_axisbelow(True)


def number_scale(axis: Axis, lang: str, decimals: int = 0) -> None:
    """Numbers along an axis in the form of the language."""
    axis.set_major_formatter(lambda value, _: format_number(value, lang, decimals))


def focus_letters(in_focus: bool) -> dict[str, Any]:
    """How the name of a unit is written: bold where it is in focus."""
    return {"color": FOCUS if in_focus else INK, "fontweight": "bold" if in_focus else "normal"}


def filled(color: str) -> dict[str, Any]:
    """How an area of that colour is drawn; what fell is hatched, so that it prints in grey."""
    hatch = {"hatch": "////"} if color == DOWN else {}
    return {"facecolor": color, "edgecolor": "white", "linewidth": 0, **hatch}


def signed_bars(
    axes: Axes, places: Sequence[float], values: Sequence[float], *, left: Sequence[float] = (),
    height: float = 0.7,
) -> None:  # fmt: skip
    """Bars to the right for what rose, hatched ones to the left for what fell."""
    starts = left or [0.0] * len(places)
    for color in (UP, DOWN):
        of_color = zip(places, values, starts, strict=True)
        rows = [row for row in of_color if (row[1] >= 0) == (color == UP)]
        if rows:
            axes.barh(
                [row[0] for row in rows], [row[1] for row in rows], left=[row[2] for row in rows],
                height=height, **filled(color),
            )  # fmt: skip


def color_patches(colors: Mapping[str, str]) -> list[Patch]:
    """Legend entries: what each colour stands for, name -> colour."""
    return [Patch(label=name, **filled(color)) for name, color in colors.items()]


def save_chart_data(data: pd.DataFrame, path: Path) -> pd.DataFrame:
    """Keep the numbers of a chart as CSV before it is drawn, rows or none; gives them back."""
    write_atomically(path, data.to_csv(index=False, lineterminator="\n"))
    return data


def finish(
    figure: Figure,
    title: str,
    source: str,
    alt: str,
    *,
    subtitle: str = "",
    key: Sequence[Artist] = (),
    weight: str = "bold",
) -> Chart:
    """Title, subtitle and legend above, source line below, SVG.

    The picture grows by what they need; what is drawn keeps its size.

    Args:
        subtitle: what is shown, of whom, of when. key: entries of the legend.
        weight: of the letters of the title.
    """
    room = figure.get_figwidth() - 2 * EDGE
    head = [
        (line, size, own, color)
        for text, size, own, color in (
            (title, _TITLE, weight, INK), (subtitle, _SUBTITLE, "normal", SOFT),
        )
        for line in wrapped(text, room, size, bold=own == "bold")
    ]  # fmt: skip
    foot = wrapped(source, room, SMALLEST)
    rows = _legend_rows(key, room)
    top = EDGE + sum(line_height(size) for _, size, *_ in head) + _GAP + sum(map(_row_height, rows))
    bottom = _GAP + len(foot) * line_height(SMALLEST) + EDGE
    height = _grow(figure, top, bottom)
    y = height - EDGE
    for line, size, own, color in head:
        y -= line_height(size)
        _write(figure, line, y, size, color, own)
    for row in rows:
        # The last line of letters ends where the room of the legend begins.
        figure.legend(
            handles=row, loc="upper left", ncols=len(row), frameon=False, fontsize=SMALLEST,
            bbox_to_anchor=(EDGE / figure.get_figwidth(), (y - 0.04) / height), borderpad=0,
            borderaxespad=0,
            handlelength=1.6, handletextpad=0.5, columnspacing=1.2,
        ).set_in_layout(False)  # fmt: skip
        y -= _row_height(row)
    y = bottom - _GAP
    for line in foot:
        y -= line_height(SMALLEST)
        _write(figure, line, y, SMALLEST, SOFT, "normal")
    return Chart(compact(_lighter(_Canvas(figure).svg())), alt)


class _Canvas(FigureCanvasSVG):
    """Draws as matplotlib's own, but measures no text twice: that was a third of the time."""

    def svg(self) -> str:
        """The figure as SVG, with nothing in it of the day or the program."""
        image_dpi = self.figure.dpi
        self.figure.dpi = 72
        buffer = io.StringIO()
        renderer = self._renderer(buffer, image_dpi)
        self.figure.draw(renderer)
        renderer.finalize()  # type: ignore[no-untyped-call]  # matplotlib's own
        return buffer.getvalue()

    def get_renderer(self) -> _Renderer:
        """What measures while the room is found out; draws nothing that is kept."""
        return self._renderer(io.StringIO(), self.figure.dpi)

    def _renderer(self, buffer: io.StringIO, image_dpi: float) -> _Renderer:
        width, height = 72 * self.figure.get_size_inches()
        return _Renderer(  # type: ignore[no-untyped-call]  # matplotlib's own
            width, height, buffer, image_dpi=image_dpi, metadata={"Date": None, "Creator": None}
        )


class _Renderer(RendererSVG):
    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: bool | Literal["TeX"]
    ) -> tuple[float, float, float]:
        # matplotlib may change its own afterwards.
        return _measured(s, prop.copy(), bool(ismath))


@lru_cache(maxsize=2**14)
def _measured(text: str, font: FontProperties, is_math: bool) -> tuple[float, float, float]:
    """Width, height and descent of a text in points; names and sources stand in many charts."""
    found: tuple[float, float, float] = text_to_path.get_text_width_height_descent(
        text, font, is_math
    )
    return found


def line_height(size: float) -> float:
    """Inches from one line of such letters to the next."""
    return size * _LINE / 72


def _write(figure: Figure, text: str, y: float, size: float, color: str, weight: str) -> None:
    width, height = figure.get_size_inches()
    # A little above the line for what hangs below it.
    figure.text(
        EDGE / width, (y + 0.25 * size / 72) / height, text, fontsize=size, color=color,
        fontweight=weight, va="baseline",
    ).set_in_layout(False)  # fmt: skip


def _grow(figure: Figure, top: float, bottom: float) -> float:
    """Add so many inches above and below what is drawn; gives the new height."""
    width, drawn = figure.get_size_inches()
    height = float(drawn + top + bottom)
    pars = figure.subplotpars
    low, high = ((share * drawn + bottom) / height for share in (pars.bottom, pars.top))
    figure.set_size_inches(width, height)
    engine = figure.get_layout_engine()
    if engine is None:
        figure.subplots_adjust(bottom=low, top=high)
    else:
        engine.set(rect=(0, bottom / height, 1, drawn / height))  # type: ignore[call-arg]
    return height


def _legend_rows(key: Sequence[Artist], room: float) -> list[list[Artist]]:
    """The entries of a legend in as many lines as they need; one too long has a line of its own."""
    rows: list[list[Artist]] = []
    free = 0.0
    for entry in key:
        lines = wrapped(str(entry.get_label()), room - _HANDLE, SMALLEST)
        entry.set_label("\n".join(lines))
        needed = room if len(lines) > 1 else _HANDLE + text_width(lines[0], SMALLEST)
        if not rows or needed > free:
            rows.append([])
            free = room
        rows[-1].append(entry)
        free -= needed
    return rows


def _row_height(row: Sequence[Artist]) -> float:
    """Inches of one line of a legend."""
    lines = max(str(entry.get_label()).count("\n") for entry in row)
    return line_height(9) + lines * line_height(SMALLEST)


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Inches that a text takes in letters of that size."""
    return _measured(text, _letters(size, bold), False)[0] / 72


@cache
def _letters(size: float, bold: bool) -> FontProperties:
    weight = "bold" if bold else "normal"
    return FontProperties(family=STYLE["font.family"], size=size, weight=weight)


def wrapped(text: str, inches: float, size: float, *, bold: bool = False) -> list[str]:
    """The text in as few lines as possible, each no wider than so many inches."""

    def fitting(parts: Sequence[str], between: str) -> int:
        """How many parts fit into a line; more of them are never narrower."""
        return bisect_right(
            range(1, len(parts) + 1), inches,
            key=lambda number: text_width(between.join(parts[:number]), size, bold=bold),
        )  # fmt: skip

    lines: list[str] = []
    words = text.split()
    while words:
        number = fitting(words, " ")
        if number:
            lines.append(" ".join(words[:number]))
            del words[:number]
        else:
            letters = max(1, fitting(words[0], ""))
            lines.append(words[0][:letters])
            words[0] = words[0][letters:]
    return lines


def _lighter(svg: str) -> str:
    """The same drawing in half the bytes: no comments or indents, short ids, hundredths of a point.

    What stands between tags is left alone: it may be a number that readers see.
    """
    svg = re.sub(r"<!--.*?-->", "", svg[svg.index("<svg") :], flags=re.DOTALL)
    svg = re.sub(r">\n\s*<", "><", svg)
    numbers = {name: f"i{n}" for n, name in enumerate(dict.fromkeys(_ID.findall(svg)), start=1)}
    return re.sub(r"<[^>]+>", lambda tag: _lighter_tag(tag[0], numbers), svg)


def _lighter_tag(tag: str, numbers: Mapping[str, str]) -> str:
    return re.sub(_DIGEST, lambda name: numbers.get(name[0], name[0]), _shorter_numbers(tag))


def _shorter_numbers(tag: str) -> str:
    """A tag with hundredths of a point; scales, which are small, stay exact."""
    return re.sub(
        r"scale\([^)]*\)|-?\d+\.\d{3,}",
        lambda found: found[0] if found[0][0] == "s" else f"{float(found[0]):.2f}",
        tag,
    )


def source_line(
    producer: Phrase | str, editions: Sequence[str], data_version: str, caveat: Phrase | None = None
) -> Phrase:
    """The small line in every picture: who published, which editions, which state of the data.

    A picture travels without its page: what limits the comparison that it shows stands within it.

    Args:
        caveat: that limit, where two editions are compared.
    """
    named = ", ".join(editions)
    line = Said("chart.source", producer=producer, editions=named, version=data_version)
    return line if caveat is None else Joined((line, caveat), " ")
