"""What notebook 02 shows: who climbed, how firm the ranks are, and what the newest edition says."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from helpers.notebook import Sheet
from helpers.questions.rank_gains import answer, sentences, standing_sentences
from helpers.questions.rank_gains import workings as index_workings
from helpers.questions.rank_gains import workings_sentences as said
from helpers.questions.rank_gains.answer import GainQuestion
from helpers.questions.rank_gains.charts import (
    bar_chart,
    history_chart,
    score_spread_chart,
    slope_chart,
)
from helpers.questions.rank_gains.workings import GainSplit
from helpers.questions.rank_gains.workings_charts import gain_split_chart, rank_bands_chart
from helpers.rankings.index_parts import IndexParts
from helpers.rankings.merged_units import former_means, former_values
from helpers.sharing.claims import RegisteredClaims
from helpers.sharing.drawing import Chart
from helpers.sharing.figure_words import formula_name, measure_name
from helpers.sharing.tables import ReaderTable, Stacked, stacked
from helpers.sharing.tile_map import tile_map
from helpers.sharing.wording import Joined, Paragraphs, Said, Sentence, use_wording
from helpers.sources.editions import Edition
from helpers.sources.provinces import Unit
from helpers.statistics.sensitivity import Choices

use_wording("rank_gains.yml")

_MAP_UNIVERSE = "63"
_ASKED = ("index", "baseline", "edition", "universe", "province", "bridge")


def ask(sheet: Sheet) -> Gains:
    """Who climbed between the two editions asked for?

    Raises:
        BadInputError: a value is not on file; names the nearest.
        NotComparableError: the pair needs a bridge that is not named.
    """
    question = answer.ask(sheet.definitions, sheet.units, **sheet.given(*_ASKED))
    choices = index_workings.check_choices(**sheet.given("weight_spread", "draws"))
    sheet.editions = question.editions
    sheet.caveat = Said("gains.caveat" if question.comparable else "gains.caveat_bridged")
    rankings = sheet.read("rankings")
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

    @cached_property
    def size(self) -> int:
        """Units of the universe."""
        return len(self.sheet.units.all(self.question.unit.universe))

    @cached_property
    def names(self) -> dict[str, str]:
        """unit_id -> province."""
        units = self.sheet.units.all(self.question.unit.universe)
        return {unit.unit_id: unit.province for unit in units}

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
            return self.sheet.paragraphs(*standing_sentences.alone_sentences(question, self.size))
        formula = formula_name(self.sheet.definitions.formula_of(question.edition))
        return self.sheet.paragraphs(
            *sentences.former_sentences(question.former, question.unit),
            *sentences.opening_sentences(question, formula, self.table, self.size),
        )

    def slopes(self) -> Chart | Sentence:
        """Every unit's rank in both editions, joined by lines."""
        self.sheet.save(self.table, "gains")
        question, unit = self.question, self.question.unit
        if question.pair is None:
            return self.sheet.show(
                standing_sentences.place_sentence(self.standing, question.edition, unit, self.size)
            )
        if self.table.empty:
            return self.sheet.say("gains.nobody")
        climbed, fell = map(sentences.names_with_gains, self.moves)
        values = sentences.pair_values(question) | {"n": len(self.table)}
        return self.sheet.chart(
            slope_chart,
            self.table,
            focus=unit.unit_id,
            title=sentences.focus_title(self.table, self.own, unit, self.size),
            alt=Said("gains.slope_alt", **values, climbed=climbed, fell=fell),
        )

    def largest_moves(self) -> ReaderTable:
        """Who climbed most and who fell most; every unit where no two editions are compared."""
        question = self.question
        if question.pair is None:
            return self.sheet.written(
                standing_sentences.standing_table(self.standing, question.edition, question.unit)
            )
        return self.sheet.table(
            pd.concat(self.moves),
            Said("gains.table_caption", **sentences.pair_values(question)),
            ("province", "rank_from", "rank_to", "rank_gain", "score_change"),
            highlight=lambda row: row.province == question.unit.province,
        )

    def map(self) -> Chart | Sentence:
        """The gains as a tile for each province."""
        question = self.question
        units = pd.DataFrame(self.sheet.units.all(question.unit.universe))
        gains = self.table[["unit_id", "rank_gain"]].rename(columns={"rank_gain": "value"})
        values = units[["unit_id", "province_code", "province"]].merge(gains, how="left")
        self.sheet.save(values, "map")
        if question.pair is None:
            return self.sheet.say("standing.nothing_to_compare")
        if question.unit.universe != _MAP_UNIVERSE:
            return self.sheet.say("gains.map_needs_63")
        return self.sheet.chart(
            tile_map,
            values,
            focus=question.unit.unit_id,
            title=sentences.map_title(self.table),
            alt=Said("gains.map_alt", **sentences.pair_values(question)),
        )

    # --- what ranks can tell -----------------------------------------------------------------

    def limits(self) -> Paragraphs:
        """What the gains say beyond arithmetic, and whether the scores moved together."""
        if self.question.pair is None:
            return self.sheet.paragraphs(Said("standing.nothing_to_compare"))
        return self.sheet.paragraphs(
            sentences.identity_sentence(self.table, self.size),
            sentences.spread_sentence(self.table, self.size),
        )

    def spread(self) -> Chart | None:
        """Every unit's score in both editions, with mean and standard deviation."""
        scores = self.table.dropna(subset=["score_from", "score_to"])
        names = scores[["unit_id", "province"]]
        columns = zip(self.question.editions, ("score_from", "score_to"), strict=False)
        long = pd.concat(
            [names.assign(edition=one.edition, score=scores[name]) for one, name in columns]
        )
        self.sheet.save(long, "scores")
        if len(scores) < self.size or self.question.baseline is None:
            return None
        deviations = long.groupby("edition")["score"].std()
        values = sentences.pair_values(self.question)
        return self.sheet.chart(
            score_spread_chart,
            long,
            focus=self.question.unit.unit_id,
            title=Said(
                "gains.spread_title",
                **values,
                before=deviations[self.question.baseline.edition],
                after=deviations[self.question.edition.edition],
            ),
            alt=Said("gains.spread_alt", **values, n=len(scores)),
        )

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
            _by_measure(rows, self),
            Said(
                "gains.measures_caption", **sentences.pair_values(question), province=unit.province
            ),
            {
                "name": "measure",
                "rank_from": "rank_from",
                "rank_to": "rank_to",
                "gain": "rank_gain_text",
                "score_change": "score_change",
                "basis": "basis",
            },
        )

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
            history_chart,
            self.history,
            self.sheet.index_names,
            size=self.size,
            title=Said("gains.history_title", province=province, known=len(known)),
            alt=Said("gains.history_alt", province=province, list=list_),
            producer=Said("producer.press"),
            editions=sorted(set(known["index"])),
        )

    def history_table(self) -> ReaderTable:
        """The same as a table, with the basis of each rank."""
        known = self.history.dropna(subset=["rank_best"])
        rows = standing_sentences.with_places(known)
        return self.sheet.table(
            rows.assign(what=rows["index"] + " " + rows["edition"]),
            Said("gains.history_caption", province=self.question.unit.province),
            {"what": "edition", "place": "rank_words", "score": "score", "basis": "basis"},
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
        cited = ", ".join(sorted(set(parts["source_id"])))
        values = {"province": unit.province, "edition": edition}
        return self.sheet.chart(
            bar_chart,
            [(self.sheet.write(name), gain) for name, gain in bars],
            axis_label=Said("chart.places"),
            title=Said("gains.components_title", **values),
            alt=Said("gains.components_alt", **values, list=Joined(listed)),
            producer=Joined([Said("producer.press"), f"({cited})"], " "),
            editions=[f"ICT Index {edition}"],
        )


def _by_measure(rows: pd.DataFrame, gains: Gains) -> pd.DataFrame:
    shown = rows.assign(gain=[sentences.shown_gain(row) for _, row in rows.iterrows()])
    index = gains.question.edition.index
    return standing_sentences.by_measure(shown, gains.sheet.definitions, index)


def workings(gains: Gains) -> Workings:
    """How firm are the ranks compared, and what moved them?"""
    parts = index_workings.known_parts(
        gains.rankings, gains.sheet.definitions, gains.sheet.units, gains.question
    )
    return Workings(gains, parts)


@dataclass(frozen=True, eq=False)
class Workings:
    """What lies behind the ranks. `parts`: of the editions whose totals can be recomputed."""

    gains: Gains
    parts: list[IndexParts]

    @property
    def draws(self) -> int:
        """How many sets of weights are tried."""
        return int(self.gains.sheet.values["draws"])

    @cached_property
    def intervals(self) -> pd.DataFrame:
        """The sensitivity interval of every unit, as of `rank_intervals`."""
        return index_workings.rank_intervals(
            self.parts, self.gains.names, self.gains.choices, self.draws
        )

    @cached_property
    def split(self) -> GainSplit | None:
        """How every change splits over the parts; None where the formula or a table is missing."""
        question = self.gains.question
        if not question.comparable or len(self.parts) < len({*question.editions}):
            return None
        return index_workings.split_gains(self.parts[0], self.parts[1], self.gains.names)

    def firmness(self) -> Paragraphs:
        """How far the rank of the province in focus can move."""
        self.gains.sheet.save(self.intervals, "sensitivity")
        return self.gains.sheet.paragraphs(
            *said.interval_sentences(
                self.intervals, self.parts, self.gains.question, self.gains.choices, self.draws
            )
        )

    def bands(self) -> Chart | None:
        """The sensitivity intervals of all units."""
        if not self.parts:
            return None
        edition, unit = self.parts[-1].edition, self.gains.question.unit
        shown = self.intervals[self.intervals["edition"] == edition.edition]
        firm = shown[~shown["leave_out"].astype(bool)]
        values = {
            "asked": edition,
            "bands": said.focus_bands(self.intervals, edition, unit),
            "n": len(firm),
            "width": (firm["rank_upper"] - firm["rank_lower"]).median(),
        }
        return self.gains.sheet.chart(
            rank_bands_chart,
            shown,
            focus=unit.unit_id,
            title=Said("workings.bands_title", **values),
            alt=Said("workings.bands_alt", **values),
        )

    def choices(self) -> ReaderTable | None:
        """The rank of the province in focus under each other choice."""
        if not self.parts:
            return None
        question, definitions = self.gains.question, self.gains.sheet.definitions
        without = index_workings.ranks_without_parts(self.parts, question.unit)
        return self.gains.sheet.table(
            said.focus_choices(self.intervals, without, definitions, question),
            Said("workings.choices_caption", province=question.unit.province),
            {"edition": "edition", "choice": "choice", "place": "rank_text"},
        )

    def effects(self) -> Sentence | None:
        """Which choice moves the ranks most."""
        if not self.parts:
            return None
        effects = index_workings.weight_effects(self.parts[-1], self.gains.choices)
        definitions = self.gains.sheet.definitions
        return self.gains.sheet.show(said.effect_sentence(effects, self.parts[-1], definitions))

    def moved(self) -> Paragraphs:
        """What moved the rank of the province in focus."""
        self.gains.sheet.save(self._own_split, "split")
        definitions = self.gains.sheet.definitions
        return self.gains.sheet.paragraphs(
            *said.split_sentences(self.split, self.gains.question, definitions)
        )

    @cached_property
    def _own_split(self) -> pd.DataFrame:
        if self.split is None:
            return pd.DataFrame(columns=["unit_id", "province", "part", "score_points", "places"])
        return self.split.of(self.gains.question.unit)

    def split_chart(self) -> Chart | None:
        """What each part gave the province in focus, in points and in places."""
        if self.split is None:
            return None
        sheet, question = self.gains.sheet, self.gains.question
        index = question.edition.index
        parts = [said.part_name(sheet.definitions, index, one) for one in self._own_split["part"]]
        rows = self._own_split.assign(name=parts)
        return sheet.chart(
            gain_split_chart,
            rows.assign(name=rows["name"].map(sheet.write)),
            title=Said("workings.split_title", **said.split_values(self.split, question)),
            alt=Said(
                "workings.split_alt",
                province=question.unit.province,
                list=said.parts_with_places(rows),
            ),
        )

    def climbers(self) -> ReaderTable | None:
        """Where the places of the largest climbers came from."""
        climbed = self.gains.moves[0]
        if self.split is None or climbed.empty:
            return None
        question = self.gains.question
        rows = said.climbers_split(
            self.split, climbed, self.gains.sheet.definitions, question.edition.index
        )
        return self.gains.sheet.table(
            rows,
            Said("workings.climbers_caption", **sentences.pair_values(question)),
            {
                "province": "province",
                "rank_gain": "rank_gain",
                "own": "own_places",
                "others": "others_places",
                "largest": "largest",
            },
        )


def newest(gains: Gains) -> Newest:
    """What does the newest edition say, whatever units it ranks?"""
    sheet = gains.sheet
    latest = answer.newest_edition(sheet.definitions, sheet.units, gains.question)
    return Newest(gains, latest)


@dataclass(frozen=True, eq=False)
class Newest:
    """The newest edition beside the question. `latest`: None where the question has it already."""

    gains: Gains
    latest: answer.Newest | None

    @property
    def pair(self) -> tuple[Edition, Edition] | None:
        """The edition before and the newest, or None."""
        return self.latest.pair if self.latest else None

    @cached_property
    def unit(self) -> Unit:
        """The unit in focus, or what it went into."""
        return self.latest.unit if self.latest else self.gains.question.unit

    @property
    def moved(self) -> bool:
        """Whether the newest edition ranks other units than those asked about."""
        return self.unit.universe != self.gains.question.unit.universe

    @cached_property
    def table(self) -> pd.DataFrame | None:
        """The newest gains, or None."""
        return answer.newest_gains(self.gains.rankings, self.gains.sheet.definitions, self.pair)

    @cached_property
    def standing(self) -> pd.DataFrame | None:
        """Where every unit stands in the newest edition, or None."""
        if self.latest is None:
            return None
        return answer.standing(self.gains.rankings, self.latest.edition)

    @cached_property
    def bounds_pair(self) -> tuple[Edition, Edition] | None:
        """The editions that are put under one formula, or None."""
        definitions = self.gains.sheet.definitions
        return index_workings.bounds_pair(definitions, self.gains.question, self.pair)

    @property
    def bounds_unit(self) -> Unit:
        """The unit that these editions rank."""
        return self.unit if self.bounds_pair == self.pair else self.gains.question.unit

    @cached_property
    def bounded(self) -> pd.DataFrame | None:
        """Gains with the earlier edition under the points of the later, or None."""
        sheet = self.gains.sheet
        return index_workings.bounded_gains(
            self.gains.rankings, sheet.definitions, sheet.units, self.bounds_pair
        )

    def opening(self) -> Paragraphs:
        """What the newest edition says of the province in focus."""
        return self.gains.sheet.paragraphs(
            *standing_sentences.newest_sentences(
                self.table, self.latest, self.standing, self.gains.question, self.gains.sheet.units
            )
        )

    def tables(self) -> ReaderTable | Stacked | None:
        """The newest ranks of the province in focus, and of the units it was made of."""
        sheet, index = self.gains.sheet, self.gains.question.edition.index
        former = former_values(
            self.gains.rankings, sheet.definitions, sheet.units, self.unit, index
        )
        means = None
        if sheet.values["member_means"]:
            means = former_means(former, self.gains.rankings, sheet.read("covariates"))
        tables = standing_sentences.former_tables(former, means, self.unit)
        return stacked(self._own_table(), *map(sheet.written, tables))

    def _own_table(self) -> ReaderTable | None:
        if self.latest is None or self.table is None or self.pair is None:
            return None
        own = self.table[self.table["unit_id"] == self.unit.unit_id]
        if own.empty:
            return None
        ranks = answer.own_standing(self.gains.rankings, self.latest.edition, self.unit)
        comparable = self.table["comparable"].all()
        word = "gains.newest_comparable" if comparable else "gains.newest_not_comparable"
        return self.gains.sheet.table(
            _by_measure(answer.with_new_measures(own, ranks), self.gains),
            Said(
                "gains.newest_caption",
                **sentences.moved_pair_values(self.pair, moved=self.moved),
                comparable=Said(word),
            ),
            {
                "name": "measure",
                "rank_from": "rank_from",
                "rank_to": "rank_to",
                "gain": "rank_gain_text",
            },
        )

    def bounds(self) -> Paragraphs | None:
        """Who moved for sure when both editions are put under the later points."""
        overall = self.gains.overall.iloc[:0]
        self.gains.sheet.save(overall if self.bounded is None else self.bounded, "bounds")
        if self.bounded is None or self.bounds_pair is None:
            return None
        sheet = self.gains.sheet
        reverse = index_workings.restated_later(
            self.gains.rankings, sheet.definitions, sheet.units, self.bounds_pair
        )
        about = (self.bounded, self.bounds_pair, self.bounds_unit)
        return sheet.paragraphs(
            *said.bounds_sentences(*about, moved=self.moved),
            said.reverse_sentence(reverse, *about, moved=self.moved),
        )

    def bounds_table(self) -> ReaderTable | None:
        """The units that moved for sure, and the one in focus."""
        if self.bounded is None or self.bounds_pair is None:
            return None
        unit = self.bounds_unit
        rows = said.sure_moves(self.bounded, unit)
        values = sentences.moved_pair_values(self.bounds_pair, moved=self.moved)
        return self.gains.sheet.table(
            rows.assign(gain=[sentences.shown_gain(row) for _, row in rows.iterrows()]),
            Said("workings.bounds_caption", **values),
            {
                "province": "province",
                "rank_from_shown": "rank_from_text",
                "rank_to": "rank_to",
                "gain": "rank_gain_text",
            },
            highlight=lambda row: row.unit_id == unit.unit_id,
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


def claims(gains: Gains, workings: Workings, newest: Newest) -> RegisteredClaims:
    """What the notebook concludes."""
    question, choices = gains.question, gains.choices
    found = sentences.gain_claims(
        gains.table,
        gains.own,
        newest.table,
        newest.pair,
        question.unit,
        gains.size,
        newest_unit=newest.unit,
    )
    if question.bridge == "formula_bounds":
        # Of ranks known exactly for a few units there is no largest climb; the bounds speak.
        found = []
    found += said.workings_claims(
        workings.intervals,
        workings.split,
        newest.bounded,
        newest.bounds_pair,
        question,
        f"weights x (1 + U(-{choices.weight_spread:g}, {choices.weight_spread:g})), rounding; "
        f"{workings.draws} draws",
        bounds_unit=newest.bounds_unit,
    )
    if newest.latest or question.pair is None:
        stands = newest.latest.edition if newest.latest else question.edition
        rows = answer.standing(gains.rankings, stands)
        found += standing_sentences.standing_claims(
            rows, stands, newest.unit, question, gains.sheet.units
        )
    return gains.sheet.claims(*found)
