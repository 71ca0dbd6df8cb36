"""The chart of notebook 08: figures that agree and figures that are contradicted."""

from __future__ import annotations

from helpers.sharing import drawing
from helpers.sharing.numbers import format_number
from helpers.sharing.wording import use_wording, word

use_wording("press_check.yml")


def agreement_chart(
    agrees: int, contradicted: int, lang: str, *, narrow: bool = False, **said: str
) -> drawing.Chart:
    """How many figures agree and how many are contradicted, as one bar.

    Args:
        said: title, source and alt.
    """
    parts = (
        (agrees, drawing.UP, word("press_verdict.agrees", lang)),
        (contradicted, drawing.DOWN, word("press.contradicted", lang)),
    )
    whole = max(1, agrees + contradicted)
    with drawing.house_style():
        figure, axes = drawing.new_figure(
            drawing.page_width(narrow), 0.95, room=drawing.Room(0.08, 0.08, 0.3, 0.25)
        )
        start, letters = 0, {"fontsize": 10, "fontweight": "bold", "textcoords": "offset points"}
        for count, color, name in parts:
            axes.barh(0, count, left=start, height=0.8, **drawing.filled(color))
            first = count is agrees
            # The small part ends the bar, so its words end there too.
            axes.annotate(
                f"{format_number(count, lang)} {name}", (0 if first else whole, 0.42),
                xytext=(0, 3), ha="left" if first else "right", va="bottom", **letters,
            )  # fmt: skip
            start += count
        axes.set(xlim=(0, whole), ylim=(-0.42, 0.42), xticks=[], yticks=[])
        axes.spines[["left", "bottom"]].set_visible(False)
        axes.set_xlabel(word("press.counts_axis", lang), fontsize=drawing.SMALLEST)
        return drawing.finish(figure, **said, key=())
