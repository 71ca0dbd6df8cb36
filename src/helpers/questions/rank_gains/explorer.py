"""The controls of explore.ipynb, and what they show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path

import IPython.display
import ipywidgets
from IPython.core.interactiveshell import InteractiveShell
from IPython.display import HTML
from itables import init_notebook_mode, to_html_datatable

from helpers import LANGUAGES
from helpers.errors import BadInputError
from helpers.project import data_version, project_root
from helpers.questions.rank_gains import sentences
from helpers.questions.rank_gains.answer import focus_row, map_values
from helpers.questions.rank_gains.charts import slope_chart
from helpers.questions.rank_gains.explore import Exploration, explore
from helpers.sharing.drawing import source_line
from helpers.sharing.numbers import vietnamese_sort_key
from helpers.sharing.tables import Header, ReaderTable, TableOf
from helpers.sharing.tile_map import tile_map
from helpers.sharing.wording import Said, Sentence, say, sentence, use_wording, word
from helpers.sources.editions import Definitions, load_definitions
from helpers.sources.processed_files import read_processed
from helpers.sources.provinces import Units, load_units

use_wording("rank_gains.yml")

_PROVINCE = "Hậu Giang"
TABLE_WORDS = {
    "search": "search",
    "lengthMenu": "length",
    "info": "shown",
    "infoEmpty": "none",
    "infoFiltered": "filtered",
    "zeroRecords": "no_match",
}
"""What DataTables calls its texts, and their names in the wording."""


class Desk:
    """What a person plays with: choices above, and what they show below.

    Args:
        root: the project's folder.
    """

    def __init__(self, root: Path) -> None:
        self.definitions, self.units = load_definitions(root), load_units(root)
        self.rankings = read_processed(root, "rankings")
        self._version = data_version(root)

    def controls(self) -> ipywidgets.Widget:
        """The choices, and what they show at every change; needs a running kernel."""
        init_notebook_mode(all_interactive=False, connected=False)
        return explorer(self.definitions, self.units, self.show)

    def default(self, lang: str = "vi") -> None:
        """Display what the latest comparable pair shows, which needs no running kernel."""
        for item in show_exploration(self._default, lang, self.units, self._version):
            IPython.display.display(item)

    def default_table(self, lang: str = "vi") -> ReaderTable:
        """The gains behind it, by their rank in the later edition."""
        found = self._default
        return TableOf(
            found.gains.sort_values(["rank_to", "province"]),
            Said("gains.table_caption", **sentences.pair_values(found.editions)),
            sentences.GAIN_COLUMNS,
            highlight=lambda row: row.province == found.unit.province,
        ).written(lang)

    def show(self, lang: str, **chosen: str) -> list[object]:
        """Sentences, charts and a table to sort, of one comparison (see `explore`)."""
        found = self._explored(chosen)
        shown = show_exploration(found, lang, self.units, self._version)
        return [*shown, sortable_table(found, lang)]

    @cached_property
    def _default(self) -> Exploration:
        baseline, edition = self.definitions.default_pair()
        chosen = {"index": "DTI", "baseline": baseline, "edition": edition, "measure": "overall"}
        return self._explored(chosen | {"province": _PROVINCE})

    def _explored(self, chosen: dict[str, str]) -> Exploration:
        return explore(self.rankings, self.definitions, self.units, **chosen)


def open_desk() -> Desk:
    """The desk of the project that this notebook lies in."""
    return Desk(project_root())


def show_exploration(found: Exploration, lang: str, units: Units, version: str) -> list[object]:
    """The sentences and charts of one comparison, in the order of notebook 02.

    Args:
        found: the comparison. lang: "vi" or "en". version: the data version for the source line.
    """
    unit, size = found.unit, len(units.all())
    gains = found.gains.dropna(subset=["rank_gain"])
    opening = say("explore.comparable" if found.comparable else "gains.bridged", lang)
    if gains.empty:
        return [opening, say("gains.nobody", lang)]
    source = source_line(
        lang,
        producer=word("producer.press", lang),
        editions=[f"{e.index} {e.edition}" for e in found.editions],
        data_version=version,
    )
    title = sentences.focus_title(gains, focus_row(gains, unit, found.measure), unit, size)
    alt = sentences.slope_alt(gains, found.editions).written(lang)
    drawn = {"focus": unit.unit_id, "source": source}
    slopes = slope_chart(gains, lang, title=title.written(lang), alt=alt, **drawn)
    title = sentences.map_title(gains)
    alt = sentence("gains.map_alt", lang, **sentences.pair_values(found.editions))
    values = map_values(gains, units.all())
    tiles = tile_map(values, lang, title=title.written(lang), alt=alt, **drawn)
    limits = (sentences.identity_sentence(gains, size), sentences.spread_sentence(gains, size))
    return [opening, slopes, tiles, *(Sentence(phrase.written(lang)) for phrase in limits)]


def sortable_table(found: Exploration, lang: str) -> HTML:
    """All gains of one comparison, to sort and to filter; needs no other server."""
    headers = {column: Header(column).written(lang) for column in sentences.GAIN_COLUMNS}
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
    province = ipywidgets.Dropdown(options=names, value=_PROVINCE, **_labelled("Tỉnh · Province"))

    controls = {"lang": lang, "index": index, "baseline": earlier, "edition": later}
    controls |= {"measure": measure, "province": province}
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
        return [Sentence(error.said(chosen["lang"]))]
