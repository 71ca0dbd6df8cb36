"""The house style of every chart: SVG with alt text and source line, its data saved as CSV.

A chart is drawn without pyplot, so no state passes from one to the next, and its bytes depend on
its data alone.
"""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.legend import Legend
from matplotlib.patches import Patch
from matplotlib.textpath import text_to_path
from matplotlib.typing import LegendLocType, RcKeyType

from helpers.atomic_files import write_atomically
from helpers.sharing.numbers import Phrase, format_number
from helpers.sharing.wording import Joined, Said

# Okabe and Ito's colours, which colour-blind readers can tell apart.
FOCUS, UP, DOWN, QUIET, INK = "#d55e00", "#0072b2", "#cc79a7", "#b8bec4", "#1f2933"
BASIS_COLORS = {
    "derived": "#e69f00",
    "list_position": "#56b4e9",
    "recomputed": "#cc79a7",
    "score_order": "#009e73",
    "printed": "#0072b2",
}
STYLE: dict[RcKeyType, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "axes.edgecolor": "#8a939b",
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 11,
    "axes.titleweight": "bold",
    "figure.facecolor": "white",
    "text.color": INK,
    # A dollar sign in a name is a dollar sign.
    "text.parse_math": False,
    "xtick.color": INK,
    "ytick.color": INK,
    "svg.fonttype": "path",
    # Without a fixed salt every drawing has other ids.
    "svg.hashsalt": "tangbac",
}
_LINE = 1.2
"""From one line to the next, in sizes of the letters."""
_DIGEST = r"\b(?:[hmp]|C[0-9a-f]+_[0-9a-f]+_)[0-9a-f]{10}\b"
_ID = re.compile(rf'\bid="({_DIGEST})"')
"""How matplotlib names patterns, markers, clip paths and collections: by digests of coordinates,
whose last digits differ from one processor to another. So each gets a number instead."""
_MARGIN = 0.01
"""Free at either side of the title and the source line, as a share of the picture's width."""


def house_style() -> Any:  # noqa: ANN401  (matplotlib's own context manager)
    """The context in which every chart is drawn."""
    return mpl.rc_context(STYLE)


@dataclass(frozen=True)
class Chart:
    """A drawn chart: shown as SVG, with `alt` as its plain text."""

    svg: str
    alt: str

    def __repr__(self) -> str:
        return self.alt

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, str], dict[str, object]]:
        return (
            {"image/svg+xml": self.svg, "text/plain": self.alt},
            {"image/svg+xml": {"alt": self.alt}, "alt": self.alt},
        )


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


def number_scale(axis: Axis, lang: str, decimals: int = 0) -> None:
    """Numbers along an axis in the form of the language."""
    axis.set_major_formatter(lambda value, _: format_number(value, lang, decimals))


def name_rows(
    axes: Axes,
    places: Sequence[float],
    names: Sequence[str],
    *,
    size: float = 7.5,
    focused: Collection[float] = (),
) -> None:
    """Names down the side, one for each row, without tick marks; those at `focused` stand out."""
    for tick, place in zip(axes.set_yticks(places, names, fontsize=size), places, strict=True):
        if place in focused:
            tick.label1.set(**focus_letters(True))
    axes.tick_params(axis="y", length=0)


def focus_letters(in_focus: bool) -> dict[str, str]:
    """How the name of a unit is written: in the colour of the focus and bold, or as all others."""
    if in_focus:
        return {"color": FOCUS, "fontweight": "bold"}
    return {"color": INK, "fontweight": "normal"}


def color_patches(colors: Mapping[str, str]) -> list[Patch]:
    """Legend entries: what each colour stands for, name -> colour."""
    return [Patch(color=color, label=name) for name, color in colors.items()]


def add_legend(
    axes: Axes,
    entries: Sequence[Artist],
    place: LegendLocType,
    anchor: tuple[float, float],
    *,
    columns: int = 1,
    size: float = 8,
) -> Legend:
    """A legend without a frame, its corner or side `place` at `anchor` (fractions of the axes)."""
    return axes.legend(
        handles=entries, loc=place, bbox_to_anchor=anchor, ncols=columns, frameon=False,
        fontsize=size,
    )  # fmt: skip


def save_chart_data(data: pd.DataFrame, path: Path) -> pd.DataFrame:
    """Keep the numbers of a chart as CSV before it is drawn, rows or none; gives them back."""
    write_atomically(path, data.to_csv(index=False, lineterminator="\n"))
    return data


def finish(figure: Figure, title: str, source: str, alt: str, *, weight: str = "bold") -> Chart:
    """Title in letters of that weight, source line, SVG.

    A title as light as the rest shares its outlines, which makes the picture a third lighter.
    """
    for place, text, size, own, color in (
        (figure.suptitle, title, 12, weight, INK),
        (figure.supxlabel, source, 7, "normal", "#52606d"),
    ):
        font = FontProperties(family=STYLE["font.family"], size=size, weight=own)
        lines = _lines_that_fit(text, font, figure.get_figwidth() * (1 - 2 * _MARGIN))
        place(lines, x=_MARGIN, ha="left", color=color, fontproperties=font)
        more = lines.count("\n") * size * _LINE / 72 / figure.get_figheight()
        if more and figure.get_layout_engine() is None:
            # The room kept is for one line.
            pars = figure.subplotpars
            top, bottom = (more, 0.0) if text is title else (0.0, more)
            figure.subplots_adjust(top=pars.top - top, bottom=pars.bottom + bottom)
    buffer = io.StringIO()
    FigureCanvasSVG(figure).print_svg(buffer, metadata={"Date": None, "Creator": None})
    return Chart(_lighter(buffer.getvalue()), alt)


def _lines_that_fit(text: str, font: FontProperties, inches: float) -> str:
    """The text in as few lines as possible, each no wider than so many inches."""

    def fits(line: str) -> bool:
        return text_to_path.get_text_width_height_descent(line, font, False)[0] <= 72 * inches

    ways = (textwrap.wrap(text, characters) for characters in range(len(text), 0, -1))
    return "\n".join(next((lines for lines in ways if all(map(fits, lines))), [text]))


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
