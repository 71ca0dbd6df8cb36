"""The controls of explore.ipynb, and what they show."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets
import pandas as pd
from IPython.display import display

from helpers import LANGUAGES
from helpers.questions.explore import Exploration
from helpers.questions.rank_gains import focus_row, largest_moves
from helpers.sharing.charts import slope_chart, tile_map
from helpers.sharing.drawing import source_line
from helpers.sharing.numbers import vietnamese_sort_key
from helpers.sharing.rank_gain_sentences import (
    focus_title,
    identity_sentence,
    names_with_gains,
    spread_sentence,
)
from helpers.sharing.wording import Sentence, say, sentence, word
from helpers.sources.editions import Definitions
from helpers.sources.errors import BadInputError
from helpers.sources.provinces import Units


def show_exploration(found: Exploration, lang: str, units: Units, version: str) -> list[object]:
    """The sentences and charts of one comparison, in the order of notebook 02.

    Args:
        found: the comparison. lang: "vi" or "en". version: the data version for the source line.
    """
    unit, size = found.unit, len(units.all("63"))
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
    values = pd.DataFrame(units.all("63"))[["unit_id", "province_code", "province"]].merge(
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


def explorer(
    definitions: Definitions, units: Units, show: Callable[..., list[object]]
) -> ipywidgets.Widget:
    """Controls for language, index, editions, measure and province above what they show.

    Args:
        definitions, units: what can be chosen.
        show: called with `lang`, `index`, `baseline`, `edition`, `measure`, `province` at every
            change; what it returns is displayed, and a `BadInputError` of it as a sentence.
    """
    baseline, edition = definitions.default_pair()
    lang = ipywidgets.ToggleButtons(options=LANGUAGES, description="Ngôn ngữ · Language")
    index = ipywidgets.Dropdown(options=list(definitions.indices), description="Chỉ số · Index")
    earlier, later = (
        ipywidgets.Dropdown(description=name) for name in ("Kỳ trước · From", "Kỳ sau · To")
    )
    measure = ipywidgets.Dropdown(description="Phần · Measure")
    names = sorted((unit.province for unit in units.all("63")), key=vietnamese_sort_key)
    province = ipywidgets.Dropdown(options=names, value="Hậu Giang", description="Tỉnh · Province")

    def offer(*_: object) -> None:
        years = [e.edition for e in definitions.editions_of(index.value)]
        pair = (baseline, edition) if {baseline, edition} <= set(years) else tuple(years[-2:])
        for control, year in zip((earlier, later), pair, strict=True):
            control.options = years
            control.value = year
        measure.options = [
            (definitions.measure_name(index.value, name, lang.value), name)
            for name in definitions.measures(index.value)
        ]

    index.observe(offer, names="value")
    lang.observe(offer, names="value")
    offer()

    def redraw(**chosen: str) -> None:
        for item in answer_or_reason(show, **chosen):
            display(item)

    controls = {
        "lang": lang,
        "index": index,
        "baseline": earlier,
        "edition": later,
        "measure": measure,
        "province": province,
    }
    output = ipywidgets.interactive_output(redraw, controls)
    return ipywidgets.VBox([ipywidgets.VBox(list(controls.values())), output])


def answer_or_reason(show: Callable[..., list[object]], **chosen: str) -> list[object]:
    """What `show` gives for these choices, or the sentence that says why it gives nothing."""
    try:
        return show(**chosen)
    except BadInputError as error:
        return [Sentence(str(error))]
