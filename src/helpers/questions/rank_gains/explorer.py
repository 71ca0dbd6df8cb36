"""What explore.ipynb shows of what is chosen in its controls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import IPython.display
import ipywidgets
from IPython.display import HTML
from itables import init_notebook_mode

from helpers.project import data_version, project_root
from helpers.questions.rank_gains import sentences, standing_sentences
from helpers.questions.rank_gains.answer import focus_row, map_values
from helpers.questions.rank_gains.charts import gains_chart
from helpers.questions.rank_gains.controls import explorer
from helpers.questions.rank_gains.explore import Chosen, Exploration, explore
from helpers.questions.rank_gains.sortable import sortable_table
from helpers.questions.rank_gains.tables import GAIN_COLUMNS, all_gains_table
from helpers.sharing.comparable_words import comparable_pair_phrase
from helpers.sharing.drawing import drawn_twice, source_line
from helpers.sharing.figure_words import formula_name, measure_name
from helpers.sharing.numbers import Phrase
from helpers.sharing.tables import ReaderTable, Stacked, TableOf, stacked
from helpers.sharing.tile_map import load_tile_grid, tile_map
from helpers.sharing.wording import Joined, Said, Sentence, use_wording, written
from helpers.sources.comparable import comparable_years
from helpers.sources.editions import Definitions, Edition, load_definitions
from helpers.sources.processed_files import read_processed
from helpers.sources.provinces import Unit, Units, load_units
from helpers.sources.shown import example_unit, shown

use_wording("rank_gains.yml")

_TOTAL = "overall"


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
        return explorer(self.definitions, self.units, self.show, self.example)

    def example(self, universe: str) -> Unit:
        """Which unit of a universe is shown where nobody has chosen one?"""
        return example_unit(self.rankings, self.definitions, self.units, universe)

    def default(self, lang: str = "vi") -> None:
        """Display what the newest edition shows, and the latest comparable pair of any units.

        That needs no running kernel.
        """
        leads, *former = self._default
        items = self._shown(leads, lang)
        for found in former:
            asked = found.question.edition
            on_file = comparable_years(self.definitions, asked.universe, asked.index)
            pair = comparable_pair_phrase(on_file)
            said = Said("explore.former_units", pair=pair, now=leads.size)
            items += [Sentence(written(said, lang)), *self._unasked(found, lang)]
        for item in items:
            IPython.display.display(item)

    def default_table(self, lang: str = "vi") -> ReaderTable | Stacked | Sentence | None:
        """Every unit of what the default shows."""
        tables = [table_of(found, self.definitions) for found in self._default]
        return stacked(*(table.written(lang) for table in tables if isinstance(table, TableOf)))

    def show(self, lang: str, **chosen: str) -> list[object]:
        """Sentences, charts and a table to sort, of one comparison (see `explore`)."""
        found = self._explored(Chosen(**chosen))
        table = table_of(found, self.definitions)
        items = self._shown(found, lang)
        return [*items, to_sort(found, table, lang)] if isinstance(table, TableOf) else items

    @cached_property
    def _default(self) -> list[Exploration]:
        """The edition that leads, and below it the pair of former units where it has none."""
        leads = shown(self.definitions)
        asked: list[tuple[Edition | None, Edition]] = [(None, leads.edition)]
        if leads.pair is not None:
            asked = [leads.pair] if leads.has_own_pair else [*asked, leads.pair]
        return [
            self._explored(
                Chosen(
                    later.index,
                    later.universe,
                    "" if earlier is None else earlier.edition,
                    later.edition,
                    _TOTAL,
                    self.example(later.universe).province,
                )
            )
            for earlier, later in asked
        ]

    def _explored(self, chosen: Chosen) -> Exploration:
        return explore(self.rankings, self.definitions, self.units, chosen)

    def _shown(self, found: Exploration, lang: str) -> list[object]:
        unit = found.question.unit
        items = self._unasked(found, lang)
        if unit != self.example(unit.universe):
            return items
        return [Sentence(written(Said("explore.example", unit=unit), lang)), *items]

    def _unasked(self, found: Exploration, lang: str) -> list[object]:
        """What is shown, without a word of whether the province was chosen."""
        return show_exploration(found, lang, self.definitions, self.units, self._version)


def open_desk() -> Desk:
    """The desk of the project that this notebook lies in."""
    return Desk(project_root())


def show_exploration(
    found: Exploration, lang: str, definitions: Definitions, units: Units, version: str
) -> list[object]:
    """The sentences and charts of one comparison, in the order of notebook 02.

    Args:
        found: the comparison. lang: "vi" or "en". version: the data version for the source line.
    """
    said = [*opening_sentences(found, definitions), place_sentence(found, definitions)]
    gains = found.gains.dropna(subset=["rank_gain"])
    if found.question.pair is None or gains.empty:
        return _sentences(said, lang)
    charts = gain_charts(found, lang, definitions, units, version)
    limits = (sentences.identity_sentence, sentences.spread_sentence)
    told = [say(gains, found.size) for say in limits]
    return [*_sentences(said, lang), *charts, *_sentences(told, lang)]


def _sentences(said: Sequence[Phrase | str], lang: str) -> list[object]:
    return [Sentence(written(phrase, lang)) for phrase in said]


def opening_sentences(found: Exploration, definitions: Definitions) -> list[Phrase]:
    """Whether two editions are compared, whether they can be, and of how many units."""
    question, asked = found.question, found.question.edition
    if question.pair is None:
        if definitions.comparable_pair(asked.index, asked.universe) is None:
            return standing_sentences.alone_sentences(question, definitions)
        return [Said("standing.shown_alone", asked=asked)]
    gains = found.gains.dropna(subset=["rank_gain"])
    if gains.empty:
        return [Said("gains.nobody")]
    formula = formula_name(definitions.formula_of(asked))
    return sentences.opening_sentences(question, formula, gains, found.size)


def place_sentence(found: Exploration, definitions: Definitions) -> Phrase | str:
    """Where the province stands in the later edition."""
    edition, unit = found.question.edition, found.question.unit
    place = standing_sentences.place_sentence(found.standing, edition, unit, found.size)
    return _of_measure(found, place, definitions)


def _of_measure(found: Exploration, said: Phrase | str, definitions: Definitions) -> Phrase | str:
    """What is said, with the name of the measure where that is not the total."""
    if found.measure == _TOTAL:
        return said
    name = measure_name(definitions, found.question.edition.index, found.measure)
    return Joined((name, said), ": ")


def gain_charts(
    found: Exploration, lang: str, definitions: Definitions, units: Units, version: str
) -> list[object]:
    """Bars and map of one comparison, each with what limits it; args as of `show_exploration`."""
    question, unit, size = found.question, found.question.unit, found.size
    gains = found.gains.dropna(subset=["rank_gain"])
    values = sentences.pair_values(question.editions)
    source = source_line(
        Said("producer.press"),
        [f"{one.index} {one.edition}" for one in question.editions],
        version,
        sentences.caveat(question),
    )
    drawn = {"focus": unit.unit_id, "source": written(source, lang)}

    def told(title: Phrase, alt: Phrase) -> dict[str, str]:
        own = (_of_measure(found, said, definitions) for said in (title, alt))
        return dict(zip(("title", "alt"), (written(said, lang) for said in own), strict=True))

    title = sentences.focus_title(gains, focus_row(gains, unit, found.measure), unit, size)
    words = told(title, sentences.bars_alt(gains, question.editions))
    bars = drawn_twice(gains_chart, gains, lang, **words, **drawn)
    if not load_tile_grid(unit.universe):
        return [bars, *_sentences([Said("gains.no_map", size=size)], lang)]
    words = told(sentences.map_title(gains), Said("gains.map_alt", **values, size=size))
    everyone = map_values(gains, units.all(unit.universe))
    tiles = drawn_twice(tile_map, everyone, lang, universe=unit.universe, **words, **drawn)
    return [bars, tiles]


def table_of(found: Exploration, definitions: Definitions) -> TableOf | Said:
    """Every unit: its gain, or where one edition is shown alone its rank and score."""
    question = found.question
    if question.pair is not None:
        table = all_gains_table(found.gains, question.editions, question.unit.unit_id)
    else:
        table = standing_sentences.standing_table(found.standing, question.edition, question.unit)
    if not isinstance(table, TableOf) or found.measure == _TOTAL:
        return table
    return replace(table, caption=_of_measure(found, table.caption, definitions))


def to_sort(found: Exploration, table: TableOf, lang: str) -> HTML:
    """The same as a table to sort and to filter; ranks not known exactly stay at the end."""
    rows = table.rows
    if found.question.pair is None:
        order = rows["rank"].isna().sort_values(kind="stable").index
        rows = rows.loc[order]
        table, unknown = replace(table, rows=rows), rows["rank"].isna()
        numbers = {0: rows["rank_best"], 2: rows["score"]}
    else:
        unknown = rows["rank_gain"].isna()
        numbers = {place: rows[name] for place, name in enumerate(GAIN_COLUMNS) if place}
    return sortable_table(table.written(lang), numbers, list(unknown), lang)
