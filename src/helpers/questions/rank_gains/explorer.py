"""The controls of explore.ipynb, and what they show."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import ipywidgets
import pandas as pd
from IPython.core.interactiveshell import InteractiveShell
from IPython.display import HTML
from itables import to_html_datatable

from helpers import LANGUAGES
from helpers.errors import BadInputError
from helpers.questions.rank_gains.answer import focus_row, largest_moves
from helpers.questions.rank_gains.explore import Exploration
from helpers.questions.rank_gains.sentences import (
    focus_title,
    identity_sentence,
    names_with_gains,
    spread_sentence,
)
from helpers.sharing.charts import slope_chart, tile_map
from helpers.sharing.drawing import source_line
from helpers.sharing.numbers import vietnamese_sort_key
from helpers.sharing.wording import Sentence, say, sentence, use_wording, word
from helpers.sources.editions import Definitions
from helpers.sources.provinces import Units

use_wording("rank_gains.yml")

_TABLE_COLUMNS = ("province", "rank_from", "rank_to", "rank_gain", "score_change")
TABLE_WORDS = {
    "search": "search",
    "lengthMenu": "length",
    "info": "shown",
    "infoEmpty": "none",
    "infoFiltered": "filtered",
    "zeroRecords": "no_match",
}
"""What DataTables calls its texts, and their names in the wording."""


def show_exploration(found: Exploration, lang: str, units: Units, version: str) -> list[object]:
    """The sentences and charts of one comparison, in the order of notebook 02.

    Args:
        found: the comparison. lang: "vi" or "en". version: the data version for the source line.
    """
    unit, size = found.unit, len(units.all())
    gains = found.gains.dropna(subset=["rank_gain"])
    shown: list[object] = [say("explore.comparable" if found.comparable else "gains.bridged", lang)]
    if gains.empty:
        return [*shown, say("gains.nobody", lang)]
    editions = {
        "index": found.edition.index,
        "baseline": found.baseline.edition,
        "edition": found.edition.edition,
    }
    source = source_line(
        lang,
        producer=word("producer.press", lang),
        editions=[f"{e.index} {e.edition}" for e in (found.baseline, found.edition)],
        data_version=version,
    )
    climbed, fell = largest_moves(gains)
    values = pd.DataFrame(units.all())[["unit_id", "province_code", "province"]].merge(
        gains[["unit_id", "rank_gain"]].rename(columns={"rank_gain": "value"}), how="left"
    )
    change = gains["rank_gain"]
    return [
        *shown,
        slope_chart(
            gains,
            lang,
            focus=unit.unit_id,
            title=focus_title(gains, focus_row(gains, unit, found.measure), unit, size, lang),
            source=source,
            alt=sentence(
                "gains.slope_alt",
                lang,
                **editions,
                n=len(gains),
                climbed=names_with_gains(climbed, lang),
                fell=names_with_gains(fell, lang),
            ),
        ),
        tile_map(
            values,
            lang,
            focus=unit.unit_id,
            title=sentence(
                "gains.map_title",
                lang,
                n=len(gains),
                up=(change > 0).sum(),
                down=(change < 0).sum(),
                same=(change == 0).sum(),
            ),
            source=source,
            alt=sentence("gains.map_alt", lang, **editions),
        ),
        identity_sentence(gains, size, lang),
        spread_sentence(gains, size, lang),
    ]


def sortable_table(found: Exploration, lang: str) -> HTML:
    """All gains of one comparison, to sort and to filter; needs no other server."""
    headers = {column: word(f"header.{column}", lang) for column in _TABLE_COLUMNS}
    shown = found.gains[list(headers)].rename(columns=headers)
    texts = {name: word(f"explore.table.{key}", lang) for name, key in TABLE_WORDS.items()}
    return HTML(
        to_html_datatable(
            shown,
            connected=False,
            showIndex=False,
            lengthMenu=sorted({10, 25, max(len(shown), 1)}),
            language=texts,
        )
    )


def explorer(
    definitions: Definitions, units: Units, show: Callable[..., list[object]]
) -> ipywidgets.Widget:
    """Controls for language, index, editions, measure and province above what they show.

    Args:
        definitions, units: what can be chosen.
        show: called with `lang`, `index`, `baseline`, `edition`, `measure`, `province` at every
            change; what it returns is displayed, and a `BadInputError` of it as a sentence.
    """
    lang = ipywidgets.ToggleButtons(options=LANGUAGES, **_labelled("Ngôn ngữ · Language"))
    index = ipywidgets.Dropdown(options=list(definitions.indices), **_labelled("Chỉ số · Index"))
    earlier, later, measure = (
        ipywidgets.Dropdown(**_labelled(name))
        for name in ("Kỳ trước · From", "Kỳ sau · To", "Phần · Measure")
    )
    names = sorted((unit.province for unit in units.all()), key=vietnamese_sort_key)
    province = ipywidgets.Dropdown(options=names, value="Hậu Giang", **_labelled("Tỉnh · Province"))

    controls = {
        "lang": lang,
        "index": index,
        "baseline": earlier,
        "edition": later,
        "measure": measure,
        "province": province,
    }
    output = ipywidgets.Output()
    offering = False

    def offer() -> None:
        """What can be chosen beside what is chosen: no edition before the earlier one."""
        years = [e.edition for e in definitions.editions_of(index.value)]
        comparable = definitions.default_pair()
        first, last = comparable if set(comparable) <= set(years) else years[-2:]
        _offer(earlier, years[:-1], first)
        _offer(later, [year for year in years if year > earlier.value], last)
        labels = [
            (definitions.measure_name(index.value, name, lang.value), name)
            for name in definitions.measures(index.value)
        ]
        _offer(measure, labels, labels[0][1])

    def draw() -> None:
        chosen = {name: control.value for name, control in controls.items()}
        # Set, not captured: capturing what a cell displays can leave a run without a reader
        # (papermill, nbclient) waiting for ever.
        formatter = InteractiveShell.instance().display_formatter
        assert formatter is not None
        output.outputs = tuple(
            {"output_type": "display_data", "data": data, "metadata": metadata}
            for data, metadata in map(formatter.format, answer_or_reason(show, **chosen))
        )

    def changed(_: object) -> None:
        # Filling one box anew changes others: that is one change to the person who made it.
        nonlocal offering
        if offering:
            return
        offering = True
        try:
            offer()
        finally:
            offering = False
        draw()

    offer()
    draw()
    for control in controls.values():
        control.observe(changed, names="value")
    return ipywidgets.VBox([ipywidgets.VBox(list(controls.values())), output])


def _labelled(text: str) -> dict[str, object]:
    """A label that is shown whole."""
    return {
        "description": text,
        "style": {"description_width": "11rem"},
        "layout": {"width": "min(30rem, 100%)"},
    }


def _offer(control: ipywidgets.Dropdown, options: Sequence[object], otherwise: object) -> None:
    """Change what can be chosen, keeping the choice where it is still offered."""
    values = [option[1] if isinstance(option, tuple) else option for option in options]
    wanted = next((v for v in (control.value, otherwise) if v in values), values[0])
    control.options = options
    control.value = wanted


def answer_or_reason(show: Callable[..., list[object]], **chosen: str) -> list[object]:
    """What `show` gives for these choices, or the sentence that says why it gives nothing."""
    try:
        return show(**chosen)
    except BadInputError as error:
        return [Sentence(str(error))]
