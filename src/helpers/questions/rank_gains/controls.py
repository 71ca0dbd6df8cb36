"""The controls of explore.ipynb: what can be chosen, and what is asked at every change."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

import ipywidgets
from IPython.core.interactiveshell import InteractiveShell

from helpers import LANGUAGES
from helpers.errors import BadInputError
from helpers.sharing.numbers import vietnamese_sort_key
from helpers.sharing.wording import Sentence
from helpers.sources.editions import Definitions
from helpers.sources.provinces import Unit, Units
from helpers.sources.shown import namesake, shown

_ALONE = ("một kỳ · one edition", "")
"""Instead of an earlier edition: the later is shown alone."""
_BOXES = {
    "universe": "Số đơn vị · Units",
    "baseline": "Kỳ trước · From",
    "edition": "Kỳ sau · To",
    "measure": "Phần · Measure",
    "province": "Tỉnh · Province",
}

Controls = Mapping[str, ipywidgets.Widget]
Example = Callable[[str], Unit]


def explorer(
    definitions: Definitions, units: Units, show: Callable[..., list[object]], example: Example
) -> ipywidgets.Widget:
    """Controls for language, index, units, editions, measure and province above what they show.

    Args:
        definitions, units: what can be chosen.
        show: called with `lang`, `index`, `universe`, `baseline` (empty for an edition alone),
            `edition`, `measure`, `province` at every change; what it returns is displayed, and a
            `BadInputError` of it as a sentence.
        example: which unit of a universe is shown first.
    """
    controls: dict[str, ipywidgets.Widget] = {
        "lang": ipywidgets.ToggleButtons(options=LANGUAGES, **_labelled("Ngôn ngữ · Language")),
        "index": ipywidgets.Dropdown(
            options=list(definitions.indices),
            value=definitions.default_index,
            **_labelled("Chỉ số · Index"),
        ),
    }
    controls |= {name: ipywidgets.Dropdown(**_labelled(text)) for name, text in _BOXES.items()}
    output = ipywidgets.Output()
    offering, offered = False, ""

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
        nonlocal offering, offered
        if offering:
            return
        offering = True
        try:
            offered = _offer_all(controls, definitions, units, example, offered)
        finally:
            offering = False
        draw()

    offered = _offer_all(controls, definitions, units, example)
    draw()
    for control in controls.values():
        control.observe(changed, names="value")
    return ipywidgets.VBox([ipywidgets.VBox(list(controls.values())), output])


def _offer_all(
    controls: Controls, definitions: Definitions, units: Units, example: Example, before: str = ""
) -> str:
    """What can be chosen beside what is chosen: no edition before the earlier one.

    Args:
        before: the units that were offered last; empty at first.

    Returns:
        The units that are offered now.
    """
    index, universe, province = (controls[name] for name in ("index", "universe", "province"))
    former = units.find(province.value, before) if before else None
    ranked = {one.universe for one in definitions.editions if one.index == index.value}
    leads = shown(definitions, index.value).universe
    _offer(universe, _newest_first(definitions, ranked), leads)
    keep = universe.value == before
    years = [one.edition for one in definitions.editions_of(index.value, universe.value)]
    first, last = _first_shown(definitions, index.value, universe.value)
    earlier = [*((year, year) for year in years[:-1]), _ALONE]
    _offer(controls["baseline"], earlier, first, keep=keep)
    later = [year for year in years if year > controls["baseline"].value]
    _offer(controls["edition"], later, last, keep=keep)
    lang = controls["lang"].value
    measures = [
        (definitions.measure_name(index.value, name, lang), name)
        for name in definitions.measures(index.value)
    ]
    _offer(controls["measure"], measures, measures[0][1])
    names = sorted((one.province for one in units.all(universe.value)), key=vietnamese_sort_key)
    # The place chosen before, as it is called among these units.
    same = example(universe.value) if former is None else namesake(units, former, universe.value)
    _offer(province, names, same.province, keep=keep)
    return str(universe.value)


def _labelled(text: str) -> dict[str, object]:
    """A label that is shown whole."""
    return {
        "description": text,
        "style": {"description_width": "11rem"},
        "layout": {"width": "min(30rem, 100%)"},
    }


def _offer(
    control: ipywidgets.Dropdown, options: Sequence[object], otherwise: object, *, keep: bool = True
) -> None:
    """Change what can be chosen, keeping the choice where it is still offered and still meant."""
    values = [option[1] if isinstance(option, tuple) else option for option in options]
    wished = (control.value, otherwise) if keep else (otherwise,)
    wanted = next((v for v in wished if v in values), values[0])
    control.options = options
    control.value = wanted


def _newest_first(definitions: Definitions, universes: Collection[str]) -> list[str]:
    """Sets of units, those that exist before former ones."""
    return sorted(universes, key=definitions.began, reverse=True)


def _first_shown(definitions: Definitions, index: str, universe: str) -> tuple[str, str]:
    """Earlier and later edition shown first: the pair that may be compared, else the newest.

    That stands beside the edition before it, whose ranks were published too, or alone.
    """
    leads = shown(definitions, index, universe)
    if leads.pair is not None:
        return leads.pair[0].edition, leads.pair[1].edition
    before = definitions.previous_edition(leads.edition)
    return ("" if before is None else before.edition), leads.edition.edition


def answer_or_reason(show: Callable[..., list[object]], **chosen: str) -> list[object]:
    """What `show` gives for these choices, or the sentence that says why it gives nothing."""
    try:
        return show(**chosen)
    except BadInputError as error:
        return [Sentence(error.said(chosen["lang"]))]
