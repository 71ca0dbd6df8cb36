"""What notebook 02 shows: who climbed, how firm the ranks are, and what the newest edition says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

import pandas as pd

from helpers.notebook import Sheet
from helpers.questions.rank_gains import answer, charts, sentences, standing_sentences, tables
from helpers.questions.rank_gains import workings as index_workings
from helpers.questions.rank_gains import workings_sentences as said
from helpers.questions.rank_gains.answer import GainQuestion
from helpers.questions.rank_gains.country_notebook import Country, country
from helpers.questions.rank_gains.standing_notebook import leading
from helpers.questions.rank_gains.workings_notebook import Workings, workings
from helpers.sharing.claims import RegisteredClaims, led_by
from helpers.sharing.drawing import Chart
from helpers.sharing.figure_words import formula_name, measure_name
from helpers.sharing.numbers import Phrase
from helpers.sharing.tables import ReaderTable
from helpers.sharing.tile_map import load_tile_grid, tile_map
from helpers.sharing.wording import Joined, Paragraphs, Said, Sentence, use_wording
from helpers.sources.provinces import Unit
from helpers.statistics.sensitivity import Choices

use_wording("rank_gains.yml", "figures.yml")

__all__ = ["ask", "check", "claims", "country", "leading", "workings"]

_FIRST = ("standing", "no-pair", "largest-climb", "focus-gain", "sure-moves", "region")
"""What a reader is told first, by the names of the claims; the rest follows."""


def ask(sheet: Sheet) -> Gains:
    """Who climbed between the two editions asked for?

    Raises:
        BadInputError: a value is not on file; names the nearest.
        NotComparableError: the pair needs a bridge that is not named.
    """
    rankings = sheet.read("rankings")
    question = answer.ask(
        rankings,
        sheet.definitions,
        sheet.units,
        years=(sheet.values["baseline"], sheet.values["edition"]),
        **sheet.given("index", "universe", "province", "bridge"),
    )
    choices = index_workings.check_choices(**sheet.given("weight_spread", "draws"))
    sheet.editions = question.editions
    sheet.caveat = sentences.caveat(question)
    if not all(edition.complete for edition in question.editions):
        # Of such an edition newspapers print what the ministry's table on file does not.
        sheet.producer = Said("producer.press")
    every = answer.asked_gains(rankings, sheet.definitions, sheet.units, question)
    return Gains(sheet, question, choices, rankings, every)


@dataclass(frozen=True, eq=False)
class Gains:
    """The gains between two editions.

    `every_measure`: gains of every measure, as `rank_gains.csv`.
    """

    sheet: Sheet
    question: GainQuestion
    choices: Choices
    rankings: pd.DataFrame
    every_measure: pd.DataFrame

    @cached_property
    def overall(self) -> pd.DataFrame:
        """Gains of the total, also of units whose gain is not known exactly."""
        return self.every_measure[self.every_measure["measure"] == "overall"]

    @cached_property
    def table(self) -> pd.DataFrame:
        """Gains of the total: one row a unit with a rank in both editions."""
        return self.overall.dropna(subset=["rank_gain"]).reset_index(drop=True)

    @cached_property
    def own(self) -> pd.Series | None:
        """The row of the province in focus, or None."""
        return answer.focus_row(self.table, self.question.unit)

    @property
    def units(self) -> Sequence[Unit]:
        """The units of the universe."""
        return self.sheet.units.all(self.question.unit.universe)

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self.units)

    @cached_property
    def names(self) -> dict[str, str]:
        """unit_id -> province."""
        return {unit.unit_id: unit.province for unit in self.units}

    @property
    def values(self) -> dict[str, object]:
        """Index and years compared, by the names that the sentences use."""
        return sentences.pair_values(self.question.editions, moved=self.question.is_of_others)

    @cached_property
    def moves(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Who climbed most, and who fell most."""
        return answer.largest_moves(self.table)

    @cached_property
    def standing(self) -> pd.DataFrame:
        """Where every unit stands in the later edition."""
        return answer.standing(self.rankings, self.question.edition)

    # --- who climbed, who fell ---------------------------------------------------------------

    def opening(self) -> Paragraphs:
        """Whether the editions can be compared, and of how many units ranks are known."""
        question = self.question
        if question.pair is None:
            alone = standing_sentences.alone_sentences(question, self.sheet.definitions)
            return self.sheet.paragraphs(*alone)
        formula = formula_name(self.sheet.definitions.formula_of(question.edition))
        return self.sheet.paragraphs(
            *sentences.former_sentences(question.former, question.unit),
            *sentences.opening_sentences(question, formula, self.table, self.size),
        )

    def slopes(self) -> Chart | Sentence | None:
        """How many places every unit climbed or fell."""
        self.sheet.save(self.table, "gains")
        question = self.question
        if question.pair is None:
            return None
        if self.table.empty:
            return self.sheet.say("gains.nobody")
        alt = sentences.bars_alt(self.table, question.editions)
        title = sentences.moved_title(self.table)
        return self._chart(charts.gains_chart, self.table, title, alt, "gains")

    def largest_moves(self) -> ReaderTable | Sentence | None:
        """Who climbed most and who fell most; where every unit stands if nothing is compared.

        None where that stands above already.
        """
        question = self.question
        if question.edition == question.leading and question.pair is None:
            return None
        if question.pair is None:
            return self.sheet.written(
                standing_sentences.standing_table(self.standing, question.edition, question.unit)
            )
        return self.sheet.written(
            tables.moves_table(
                self.table, question.editions, question.unit.unit_id, moved=question.is_of_others
            )
        )

    def map(self) -> Chart | Sentence | None:
        """The gains as a tile for each province."""
        question = self.question
        values = self.sheet.save(answer.map_values(self.table, self.units), "map")
        if question.pair is None:
            return self.sheet.say("standing.nothing_to_compare")
        if not load_tile_grid(question.unit.universe):
            return self.sheet.say("gains.no_map", size=self.size)
        title = sentences.map_title(self.table)
        alt = Said("gains.map_alt", **self.values, size=self.size)
        draw = partial(tile_map, universe=question.unit.universe)
        return self._chart(draw, values, title, alt, "map")

    def _chart(
        self, draw: Callable[..., Chart], data: pd.DataFrame, title: Phrase, alt: Phrase, csv: str
    ) -> Chart:
        return self.sheet.chart(
            draw, data, title=title, alt=alt, csv=csv, focus=self.question.unit.unit_id,
            subtitle=Said("figures.places_between", **self.values), caveat=self.sheet.caveat,
        )  # fmt: skip

    # --- the province in focus ---------------------------------------------------------------

    def measures(self) -> ReaderTable | Sentence:
        """The gains of the province in focus in every measure."""
        question, unit = self.question, self.question.unit
        if question.pair is None:
            rows = answer.own_standing(self.rankings, question.edition, unit)
            return self.sheet.written(
                standing_sentences.own_table(rows, self.sheet.definitions, question.edition, unit)
            )
        own = self.every_measure[self.every_measure["unit_id"] == unit.unit_id]
        if own.empty:
            return self.sheet.say("gains.measures_none", province=unit.province)
        rows = own.assign(basis=[Said(f"basis.{basis}") for basis in own["basis"]])
        return self.sheet.table(
            self.by_measure(rows),
            Said("gains.measures_caption", **self.values, province=unit.province),
            ("measure", "rank_from", "rank_to", "rank_gain_text", "score_change", "basis"),
        )

    def by_measure(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Gains as readers see them, in the order of the published tables."""
        rows, index = sentences.with_shown_gains(rows), self.question.edition.index
        return standing_sentences.by_measure(rows, self.sheet.definitions, index)

    @cached_property
    def history(self) -> pd.DataFrame:
        """The total rank of the province in focus through every edition, gaps included."""
        return answer.province_history(self.rankings, self.sheet.definitions, self.question.unit)

    def history_chart(self) -> Chart | Sentence:
        """The ranks of the province in focus through every edition."""
        self.sheet.save(self.history, "history")
        known = self.history.dropna(subset=["rank_best"])
        province = self.question.unit.province
        if known.empty:
            return self.sheet.say("gains.history_none", province=province)
        places = known.apply(standing_sentences.place_text, axis=1)
        list_ = ", ".join(known["index"] + " " + known["edition"] + ": " + places)
        return self.sheet.chart(
            charts.history_chart,
            self.history,
            self.sheet.index_names,
            size=self.size,
            csv="history",
            title=Said("gains.history_title", province=province, known=len(known)),
            subtitle=Said("figures.rank_by_edition"),
            alt=Said("gains.history_alt", province=province, list=list_),
            producer=Said("producer.press"),
            editions=sorted(set(known["index"])),
            caveat=sentences.history_caveat(self.history),
        )

    def history_table(self) -> ReaderTable:
        """The same as a table, with the basis of each rank."""
        known = self.history.dropna(subset=["rank_best"])
        rows = standing_sentences.with_places(known)
        return self.sheet.table(
            rows.assign(what=rows["index"] + " " + rows["edition"]),
            Said("gains.history_caption", province=self.question.unit.province),
            {"what": "edition", "rank_text": "rank_words", "score": "score", "basis": "basis"},
        )

    def components(self) -> Chart | Sentence:
        """Gains by component that a source itself prints of the ICT Index."""
        definitions, unit = self.sheet.definitions, self.question.unit
        figures = self.sheet.read("reported_figures")
        parts = answer.printed_component_gains(figures, unit, definitions)
        self.sheet.save(parts, "components")
        if parts.empty:
            return self.sheet.say("gains.components_none", province=unit.province)
        names = [measure_name(definitions, "ICT", measure) for measure in parts["measure"]]
        edition = parts["edition"].iloc[0]
        bars = list(zip(names, parts["value"], strict=True))
        listed = (Said("gains.part_and_gain", part=part, gain=gain) for part, gain in bars)
        part, gain = max(bars, key=lambda bar: abs(bar[1]))
        cited = ", ".join(sorted(set(parts["source_id"])))
        values = {"province": unit.province, "edition": edition}
        return self.sheet.chart(
            charts.bar_chart,
            [(self.sheet.write(name), gain) for name, gain in bars],
            axis_label=Said("chart.places"),
            csv="components",
            title=Said("figures.components", province=unit.province, part=part, gain=gain),
            subtitle=Said("figures.printed_places", **values),
            alt=Said("gains.components_alt", **values, list=Joined(listed)),
            producer=Joined([Said("producer.press"), f"({cited})"], " "),
            editions=[f"ICT Index {edition}"],
            caveat=sentences.printed_caveat(
                definitions, definitions.edition("ICT", edition, unit.universe)
            ),
        )


def check(gains: Gains, workings: Workings) -> None:
    """Whether gains, intervals and splits keep what they must."""
    table = gains.table
    assert table["unit_id"].is_unique
    assert (table["rank_gain"] == table["rank_from"] - table["rank_to"]).all()
    assert table["comparable"].eq(gains.question.comparable).all()
    assert workings.intervals["rank_lower"].le(workings.intervals["rank_upper"]).all()
    if workings.split is not None:
        change = workings.split.ranks["rank_before"] - workings.split.ranks["rank_after"]
        whole = workings.split.table.groupby("unit_id")["places"].sum()
        assert (whole.reindex(change.index) - change).abs().max() < 1e-9  # noqa: PLR2004


def claims(gains: Gains, workings: Workings, country: Country) -> RegisteredClaims:
    """What the notebook concludes."""
    question, unit, spread = gains.question, gains.question.unit, gains.choices.weight_spread
    newest = country.newest
    found = sentences.gain_claims(
        gains.table, gains.own, newest.table, newest.pair, unit, gains.size,
        newest_unit=newest.unit, spread_told=country.whole is not None,
    )  # fmt: skip
    if question.bridge == "formula_bounds":
        # Of ranks known exactly for a few units there is no largest climb; the bounds speak.
        found = []
    found += said.workings_claims(
        workings.intervals,
        workings.split,
        newest.bounded,
        newest.bounds_pair,
        question,
        f"weights x (1 + U(-{spread:g}, {spread:g})), rounding; {workings.draws} draws",
        bounds_unit=newest.bounds_unit,
    )
    first = leading(gains)
    found += standing_sentences.standing_claims(
        first.standing, first.edition, first.unit, question, gains.sheet.units
    )
    return gains.sheet.claims(*led_by([*found, *country.claims()], *_FIRST))
