"""The controls of explore.ipynb: what can be chosen, and what is asked at every change."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from html import escape
from typing import Any

import ipywidgets
from IPython.core.interactiveshell import InteractiveShell

from helpers import LANGUAGES
from helpers.errors import BadInputError
from helpers.questions.explore.answer import MOST_COMPARED, Chosen
from helpers.questions.explore.sentences import region_sentence
from helpers.questions.explore.sortable import in_order
from helpers.rankings.regions import regions_known
from helpers.sharing.numbers import Phrase
from helpers.sharing.wording import Said, Sentence, use_wording, word, written
from helpers.sources.editions import Definitions
from helpers.sources.provinces import Unit, Units
from helpers.sources.shown import namesake, shown

use_wording("explore.yml")

BOXES = ("index", "universe", "baseline", "edition", "measure", "region", "province")
_LANGUAGE_NAMES = {"vi": "Tiếng Việt", "en": "English"}
"""Each in its own language: who reads the other has to find it."""
_ROWS = 5
_PAUSE = 0.05
"""Seconds in which further changes come before anything is drawn, as with a key held down."""

Example = Callable[[str], Unit]
Show = Callable[[str, Chosen], list[object]]


class Explorer:
    """Controls for all that can be chosen, above what it shows.

    Args:
        definitions, units: what can be chosen.
        show: called with the language and what is chosen at every change; what it returns is
            displayed, and a `BadInputError` of it as a sentence.
        example: which unit of a universe is shown first.
    """

    def __init__(
        self, definitions: Definitions, units: Units, show: Show, example: Example
    ) -> None:
        self.definitions, self.units = definitions, units
        self._show, self._example = show, example
        self._offering, self._offered = False, ""
        self._waiting: asyncio.TimerHandle | None = None
        names = [(_LANGUAGE_NAMES[lang], lang) for lang in LANGUAGES]
        wide = {"style": {"description_width": "7rem"}, "layout": {"width": "min(24rem, 100%)"}}
        self.controls: dict[str, ipywidgets.Widget] = {
            "lang": ipywidgets.ToggleButtons(
                options=names, style={"button_width": "6rem"}, layout={"width": "100%"}
            ),
            **{name: ipywidgets.Dropdown(**wide) for name in BOXES},
            "others": ipywidgets.SelectMultiple(rows=_ROWS, **wide),
        }
        self.controls["index"].options = list(definitions.indices)
        self.controls["index"].value = definitions.default_index
        self.notes = ipywidgets.HTML()
        self.output = ipywidgets.Output()
        self._offer_all()
        self._draw()
        for control in self.controls.values():
            control.observe(self._changed, names="value")

    @property
    def widget(self) -> ipywidgets.Widget:
        """All of it, the controls as many side by side as there is room for."""
        flow = {"display": "flex", "flex_flow": "row wrap", "width": "100%"}
        boxes = ipywidgets.Box(list(self.controls.values()), layout=flow)
        return ipywidgets.VBox([boxes, self.notes, self.output])

    def _changed(self, _: object) -> None:
        # Filling one box anew changes others: that is one change to the person who made it.
        if self._offering:
            return
        self._offering = True
        try:
            self._offer_all()
        finally:
            self._offering = False
        if self._waiting is not None:
            self._waiting.cancel()
        try:
            self._waiting = asyncio.get_running_loop().call_later(_PAUSE, self._draw)
        except RuntimeError:
            self._draw()

    def _draw(self) -> None:
        self._waiting = None
        # Set, not captured: capturing what a cell displays can leave a run without a reader
        # (papermill, nbclient) waiting for ever.
        formatter = InteractiveShell.instance().display_formatter
        assert formatter is not None
        items = answer_or_reason(self._show, self._value("lang"), self._chosen())
        self.output.outputs = tuple(
            {"output_type": "display_data", "data": data, "metadata": metadata}
            for data, metadata in map(formatter.format, items)
        )

    def _value(self, name: str) -> Any:  # noqa: ANN401  (text, or several)
        return self.controls[name].value

    def _chosen(self) -> Chosen:
        boxes = {name: self._value(name) for name in BOXES}
        beside = [name for name in self._value("others") if name != boxes["province"]]
        return Chosen(**boxes, others=tuple(beside))

    def _offer_all(self) -> None:
        """What can be chosen beside what is chosen: no edition before the earlier one.

        A box with nothing to choose is shown, and cannot be opened.
        """
        definitions, units, before = self.definitions, self.units, self._offered
        lang, index = self._value("lang"), self._value("index")
        former = units.find(self._value("province"), before) if before else None
        beside = [units.find(name, before) for name in self._value("others")]
        ranked = {one.universe for one in definitions.editions if one.index == index}
        self._offer(
            "universe", _newest_first(definitions, ranked), shown(definitions, index).universe
        )
        universe = str(self._value("universe"))
        keep = universe == before
        years = [one.edition for one in definitions.editions_of(index, universe)]
        first, last = _first_shown(definitions, index, universe)
        alone = (word("explore.one_edition", lang), "")
        self._offer("baseline", [*((year, year) for year in years[:-1]), alone], first, keep=keep)
        later = [year for year in years if year > self._value("baseline")]
        self._offer("edition", later, last, keep=keep)
        measures = definitions.measures(index)
        named = [(definitions.measure_name(index, name, lang), name) for name in measures]
        self._offer("measure", named, measures[0])
        self._offer_places(universe, former, beside)
        self._offered = universe
        self._name(lang, universe)

    def _offer_places(self, universe: str, former: Unit | None, beside: Sequence[Unit]) -> None:
        """Regions where all units have one, and the provinces of the one chosen."""
        lang, units = self._value("lang"), self.units
        everyone = units.all(universe)
        named = {one.region for one in everyone} if regions_known(units, universe) else set()
        regions = [(region, region) for region in in_order(named, lang)]
        self._offer("region", [(word("explore.all_regions", lang), ""), *regions], "")
        region = self._value("region")
        inside = [one.province for one in everyone if not region or one.region == region]
        names = in_order(inside, lang)
        # The place chosen before, as it is called among these units.
        same = self._example(universe) if former is None else namesake(units, former, universe)
        self._offer("province", names, same.province, keep=False)
        kept = {namesake(units, one, universe).province for one in beside}
        self.controls["others"].options = names
        self.controls["others"].value = tuple(name for name in names if name in kept)

    def _offer(
        self, name: str, options: Sequence[object], otherwise: object, *, keep: bool = True
    ) -> None:
        """Change what can be chosen, keeping the choice where it is offered and meant still."""
        control = self.controls[name]
        values = [option[1] if isinstance(option, tuple) else option for option in options]
        wished = (control.value, otherwise) if keep else (otherwise,)
        wanted = next((v for v in wished if v in values), values[0])
        control.options = options
        control.value = wanted
        control.disabled = len(values) == 1

    def _name(self, lang: str, universe: str) -> None:
        """Labels and notes in the language chosen."""
        for name, control in self.controls.items():
            control.description = word(f"explore.box.{name}", lang)
        notes: list[Phrase] = [Said("explore.how_to_compare", most=MOST_COMPARED)]
        if not regions_known(self.units, universe):
            notes.append(region_sentence(self.units, universe))
        texts = [escape(written(said, lang)) for said in notes]
        self.notes.value = "".join(f"<p>{text}</p>" for text in texts)


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


def answer_or_reason(show: Show, lang: str, chosen: Chosen) -> list[object]:
    """What `show` gives for these choices, or the sentence that says why it gives nothing."""
    try:
        return show(lang, chosen)
    except BadInputError as error:
        return [Sentence(error.said(lang))]
