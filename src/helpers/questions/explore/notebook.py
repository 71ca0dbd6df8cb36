"""What explore.ipynb shows of what is chosen in its controls."""

from __future__ import annotations

import base64
import html
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path

import IPython.display
import ipywidgets
from IPython.display import HTML
from itables import init_notebook_mode

from helpers.project import data_version, project_root
from helpers.questions.explore import sentences
from helpers.questions.explore.answer import Chosen, Exploration, explore
from helpers.questions.explore.charts import compared_chart, standing_chart
from helpers.questions.explore.controls import Explorer
from helpers.questions.explore.sentences import compared_table, table_of
from helpers.questions.explore.sortable import sortable_table
from helpers.questions.rank_gains.answer import map_values
from helpers.questions.rank_gains.charts import gains_chart
from helpers.questions.rank_gains.tables import GAIN_COLUMNS
from helpers.sharing.comparable_words import comparable_pair_phrase
from helpers.sharing.drawing import Chart, drawn_twice
from helpers.sharing.numbers import Phrase
from helpers.sharing.tables import ReaderTable, Stacked, TableOf, stacked
from helpers.sharing.tile_map import load_tile_grid, tile_map
from helpers.sharing.wording import Said, Sentence, use_wording, written
from helpers.sources.comparable import comparable_years
from helpers.sources.editions import Edition, load_definitions
from helpers.sources.processed_files import read_processed
from helpers.sources.provinces import Unit, load_units
from helpers.sources.shown import example_unit, shown

use_wording("explore.yml", "rank_gains.yml")

_TOTAL = "overall"
_KEPT = 64
"""Choices whose pictures are kept: going back to one draws nothing anew."""
_FITTING = (
    "<style>.fitting{container-type:inline-size}.fitting img{max-width:100%;background:#fff}"
    ".fitting .narrow{display:none}@container (max-width:715px)"
    "{.fitting .wide{display:none}.fitting .narrow{display:inline}}</style>"
)


class Desk:
    """What a person plays with: choices above, and what they show below.

    Args:
        root: the project's folder.
    """

    def __init__(self, root: Path) -> None:
        self.definitions, self.units = load_definitions(root), load_units(root)
        self.rankings = read_processed(root, "rankings")
        self._version = data_version(root)
        self._kept = lru_cache(_KEPT)(self._live)

    def controls(self) -> ipywidgets.Widget:
        """The choices, and what they show at every change; needs a running kernel."""
        init_notebook_mode(all_interactive=False, connected=False)
        return Explorer(self.definitions, self.units, self.show, self.example).widget

    def example(self, universe: str) -> Unit:
        """Which unit of a universe is shown where nobody has chosen one?"""
        return example_unit(self.rankings, self.definitions, self.units, universe)

    def default(self, lang: str = "vi") -> None:
        """Display what the newest edition shows, and the latest comparable pair of any units.

        That needs no running kernel.
        """
        leads, *former = self._default
        items = [*self._is_example(leads, lang), *self._items(leads, lang)]
        for found in former:
            asked = found.question.edition
            on_file = comparable_years(self.definitions, asked.universe, asked.index)
            pair = comparable_pair_phrase(on_file)
            said = Said("explore.former_units", pair=pair, now=leads.size)
            items += [Sentence(written(said, lang)), *self._items(found, lang)]
        for item in items:
            IPython.display.display(item)

    def default_table(self, lang: str = "vi") -> ReaderTable | Stacked | Sentence | None:
        """Every unit of what the default shows."""
        tables = [table_of(found, self.definitions) for found in self._default]
        return stacked(*(table.written(lang) for table in tables if isinstance(table, TableOf)))

    def show(self, lang: str, chosen: Chosen) -> list[object]:
        """Sentences, charts and a table to sort, of what is chosen (see `explore`)."""
        return list(self._kept(lang, chosen))

    def _live(self, lang: str, chosen: Chosen) -> tuple[object, ...]:
        found = self._explored(chosen)
        items = [*self._is_example(found, lang), *self._items(found, lang)]
        table = table_of(found, self.definitions)
        beside = compared_table(found, self.definitions)
        shown_tables: list[object] = [] if beside is None else [beside.written(lang)]
        if isinstance(table, TableOf):
            shown_tables.append(to_sort(found, table, lang))
        elif found.question.pair is None:
            shown_tables.append(Sentence(written(table, lang)))
        return tuple(Fitting(item) if isinstance(item, Chart) else item for item in items) + tuple(
            shown_tables
        )

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

    def _is_example(self, found: Exploration, lang: str) -> list[object]:
        unit = found.question.unit
        is_example = unit == self.example(unit.universe)
        return [Sentence(written(Said("explore.example", unit=unit), lang))] if is_example else []

    def _items(self, found: Exploration, lang: str) -> list[object]:
        """Sentences and charts, those of several provinces first: they were asked for."""
        return [
            *_said(sentences.compared_sentences(found, self.definitions), lang),
            *self._compared(found, lang),
            *_said(sentences.opening_sentences(found, self.definitions), lang),
            *self._charts(found, lang),
            *_said(sentences.closing_sentences(found), lang),
        ]

    def _compared(self, found: Exploration, lang: str) -> list[object]:
        if not sentences.is_compared(found):
            return []
        words = sentences.compared_words(found, self.definitions)
        source = sentences.compared_source(found, self.definitions, self._version)
        order = [one.unit_id for one in found.compared]
        said = _written(words | {"source": source}, lang)
        return [drawn_twice(compared_chart, found.history, order=order, size=found.country, **said)]

    def _charts(self, found: Exploration, lang: str) -> list[object]:
        """One edition as dots; two as bars, and of all units as a map. Each says what limits it."""
        source = sentences.chosen_source(found, self._version)
        focus = found.question.unit.unit_id

        def drawn(draw: Callable[..., Chart], rows: object, words: object, **more: str) -> Chart:
            assert isinstance(words, Mapping)
            said = _written({**words, "source": source}, lang)
            return drawn_twice(draw, rows, lang, focus=focus, **said, **more)

        if found.question.pair is None:
            if found.standing.empty:
                return []
            words = sentences.standing_words(found, self.definitions)
            return [drawn(standing_chart, found.standing, words)]
        gains = sentences.known_gains(found)
        if gains.empty:
            return []
        charts: list[object] = [
            drawn(gains_chart, gains, sentences.gains_words(found, self.definitions))
        ]
        if found.region:
            return charts
        universe = found.question.edition.universe
        if not load_tile_grid(universe):
            return [*charts, *_said([Said("gains.no_map", size=found.size)], lang)]
        values = map_values(gains, found.units)
        words = sentences.map_words(found, self.definitions)
        return [*charts, drawn(tile_map, values, words, universe=universe)]


def open_desk() -> Desk:
    """The desk of the project that this notebook lies in."""
    return Desk(project_root())


class Fitting:
    """A chart that takes its drawing for phones where the room beside the notebook is narrow."""

    def __init__(self, chart: Chart) -> None:
        self.chart = chart

    def __repr__(self) -> str:
        return self.chart.alt

    def _repr_html_(self) -> str:
        alt = html.escape(self.chart.alt)
        drawings = {"wide": self.chart.svg, "narrow": self.chart.narrow}
        images = "".join(
            f'<img class="{kind}" alt="{alt}" src="data:image/svg+xml;base64,'
            f'{base64.b64encode(svg.encode()).decode()}">'
            for kind, svg in drawings.items()
        )
        return f'{_FITTING}<div class="fitting">{images}</div>'


def _said(said: Sequence[Phrase | str], lang: str) -> list[object]:
    return [Sentence(written(phrase, lang)) for phrase in said]


def _written(words: Mapping[str, Phrase | str], lang: str) -> dict[str, str]:
    return {name: written(said, lang) for name, said in words.items()}


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
