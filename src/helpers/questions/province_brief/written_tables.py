"""The tables of notebook 09: main indices, pillars, ranks up, peers, and what is on file."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from helpers.questions.association.asked import INDEX
from helpers.questions.digital_adoption.words import period_shown
from helpers.questions.milestones import sentences as milestones
from helpers.questions.province_brief.answer import BriefQuestion, Standing
from helpers.questions.province_brief.climb import Climb
from helpers.questions.province_brief.figures import (
    TOTAL,
    place_of,
    ranked,
    size_of,
    worked_out,
)
from helpers.questions.province_brief.main_indices import MainIndices, pillars
from helpers.questions.province_brief.past import shown_editions
from helpers.questions.province_brief.sentences import (
    all_points,
    can_compare,
    no_answer_reason,
    part_name,
    short_name,
    unit_named,
    unpublished,
)
from helpers.questions.province_brief.shown import CardTable, Cell, KeyNumber, KeyNumbers, Row
from helpers.questions.province_brief.what_if import WhatIf
from helpers.sharing.figure_words import measure_name, with_qualifier
from helpers.sharing.numbers import LocalFormatter, Phrase
from helpers.sharing.wording import (
    Capital,
    InForm,
    Joined,
    Said,
    read_wording,
    use_wording,
    written_down,
)
from helpers.sources.editions import Definitions
from helpers.sources.origins import Figure, derived, filed
from helpers.sources.provinces import Unit

use_wording("digital_adoption.yml", "milestones.yml", "province_brief.yml")

_JOINED, _APART, _UNKNOWN = " → ", " ¦ ", "–"
_YEARLY = ("papi_internet_access", "papi_portal_access")
_POINTS_OF_100 = "portal_index_total"


class Tables:
    """The tables of one page in its language."""

    def __init__(self, question: BriefQuestion, definitions: Definitions, lang: str) -> None:
        self._question, self._definitions, self._lang = question, definitions, lang
        self._form = LocalFormatter(lang).format_field

    # --- pieces -----------------------------------------------------------------------------------

    def _write(self, phrase: Phrase | str) -> str:
        return written_down(phrase, self._lang)

    def _say(self, key: str, **values: object) -> str:
        return self._write(Said(key, **values))

    def _text(self, phrase: Phrase | str, kind: str = "") -> Cell:
        return Cell(self._write(phrase), kind=kind)

    def _head(self, key: str, *, number: bool = False, **values: object) -> Cell:
        return Cell(self._say(key, **values), number=number)

    def _number(self, figure: Figure | None, form: str, kind: str = "") -> Cell:
        """A figure alone; a dash where it is missing."""
        shown = _UNKNOWN if figure is None else self._write(InForm(figure, form))
        return Cell(shown, number=True, kind=kind)

    def _worked_out(self, value: object, *what: str) -> Figure:
        return worked_out(value, self._question.edition, self._question.unit.unit_id, *what)

    def _ranked(
        self, value: object, measure: str = TOTAL, column: str = "rank", unit: str = ""
    ) -> Figure:
        unit = unit or self._question.unit.unit_id
        return ranked(value, self._question.edition.edition, unit, measure, column)

    def _of_all(self, value: object, what: str, part: str) -> Figure:
        """The mean, the lowest or the highest score of all units."""
        edition = self._question.edition
        return worked_out(value, edition, f"vn{edition.universe}", what, part)

    @property
    def _size(self) -> Figure:
        return size_of(self._question.edition.universe)

    # --- above all --------------------------------------------------------------------------------

    def key_numbers(
        self, stands: Standing, found: MainIndices, climb: Climb | None, mean: object,
        before: pd.Series | None,
    ) -> KeyNumbers:  # fmt: skip
        """The four numbers: rank, score, up or down, what some ranks more take.

        Args:
            mean: of all totals. before: the ranks of the unit in the edition before, where the two
                may be compared and both are known: `rank_from`, `rank_to`.
        """
        edition = self._question.edition
        rank = self._text(
            Said("brief.number.rank", rank=self._ranked(stands.rank), size=self._size)
        )
        score, whole = Cell(_UNKNOWN, number=True), Said("brief.number.no_score")
        if stands.score is not None:
            score = self._number(self._ranked(stands.score, column="score"), "score")
            middle = self._of_all(mean, "mean", TOTAL)
            whole = Said("brief.number.mean", mean=middle, size=self._size)
        return KeyNumbers(
            [
                KeyNumber(self._say("brief.number.rank_of", edition=edition), rank,
                          self._range(stands)),
                KeyNumber(self._say("brief.number.score"), score, self._text(whole)),
                self._up_or_down(before),
                self._ranks_up(found, stands, climb),
            ]
        )  # fmt: skip

    def _range(self, stands: Standing) -> Cell:
        if not stands.kind:
            return self._text(Said("brief.number.no_range"))
        edition = self._question.edition
        key = f"{edition.index} {edition.edition}", self._question.unit.unit_id
        lower, upper = (
            filed(end, "rank_intervals", key, column)
            for end, column in ((stands.lower, "rank_lower"), (stands.upper, "rank_upper"))
        )
        if stands.lower == stands.upper:
            return self._text(Said("brief.number.range_one", lower=lower))
        understated = "understated" in stands.kind
        said = "brief.number.range_understated" if understated else "brief.number.range"
        return self._text(Said(said, lower=lower, upper=upper))

    def _up_or_down(self, before: pd.Series | None) -> KeyNumber:
        definitions, question = self._definitions, self._question
        earlier = definitions.previous_edition(question.edition)
        label = self._say("brief.number.up_or_down")
        if before is None or earlier is None:
            unknown = can_compare(question, definitions)
            reason = (
                Said("brief.no_answer.rank", edition=earlier)
                if unknown
                else no_answer_reason(question, definitions)
            )
            return KeyNumber(label, self._text(Said("brief.no_answer")), self._text(reason))
        ends = {name: int(rank) for name, rank in before.items()}
        years = f"{earlier.index} {earlier.edition}–{question.edition.edition}"
        key = years, question.unit.unit_id, TOTAL
        places = ends["rank_from"] - ends["rank_to"]
        if not places:
            same = Said(
                "brief.number.as_before", before=earlier, rank=self._ranked(ends["rank_to"])
            )
            return KeyNumber(label, self._text(Said("brief.number.same")), self._text(same))
        gain = filed(places, "rank_gains", key, "rank_gain")
        told = Said(
            "brief.number.from_to", before=earlier,
            **{name: filed(rank, "rank_gains", key, name) for name, rank in ends.items()},
        )  # fmt: skip
        return KeyNumber(
            label, self._text(Said("brief.number.places", gain=gain)), self._text(told)
        )

    def _ranks_up(self, found: MainIndices, stands: Standing, climb: Climb | None) -> KeyNumber:
        if stands.rank == 1:
            label = self._say("brief.number.first")
            first = Said("brief.number.rank_one", rank=self._ranked(1))
            return KeyNumber(label, self._text(first), Cell(""))
        if climb is None:
            label = self._say("brief.number.to_climb")
            reason = self._text(Said("brief.number.no_score"))
            return KeyNumber(label, self._text(Said("brief.no_answer")), reason)
        label = self._say("brief.number.to_rank", aim=self._worked_out(climb.aim, "aim"))
        if climb.points is None:
            missing = self._worked_out(climb.gap.points, "missing_score")
            number = self._number(missing, "signed_score")
            return KeyNumber(label, number, self._text(Said("brief.number.in_score")))
        points = Said("brief.number.points", points=self._worked_out(climb.points, "missing"))
        whole = all_points(found, self._question.edition)
        note = Said("brief.number.of_points", whole=whole)
        return KeyNumber(label, self._text(points), self._text(note))

    # --- main indices and pillars -----------------------------------------------------------------

    def main_indices(self, found: MainIndices) -> CardTable:
        """Every main index: between which scores the unit lies, its rank, what it is worth."""
        rows = found.rows
        low = math.floor(10 * float(rows["lowest"].min())) / 10
        scored = found.whole is not None
        headers = [
            self._head("brief.head.main_index"),
            Cell(
                self._say("brief.head.spread"),
                self._axis(low),
                kind="spread",
            ),
            self._head("brief.head.score", number=True),
            self._head("brief.head.rank", number=True),
            *([self._head("brief.head.apart", number=True)] if scored else []),
        ]
        worst = set(found.weakest["part"]) if rows["rank"].max() > 1 else set()
        shown = [
            Row(
                [
                    self._text(measure_name(self._definitions, INDEX, row.part)),
                    self._spread(row, low),
                    self._number(self._ranked(row.score, row.part, "score"), "score"),
                    self._number(self._ranked(row.rank, row.part), "int"),
                    *([self._apart(row.apart, row.part)] if scored else []),
                ],
                focus=row.part in worst,
            )
            for row in rows.itertuples(index=False)
        ]
        if found.rest:
            shown.append(self._rest(found, scored))
        whole = {"whole": all_points(found, self._question.edition)} if scored else {}
        key = "brief.main_caption" if scored else "brief.main_caption_score"
        return CardTable(self._say(key, size=self._size, **whole), headers, shown, "spine")

    def _rest(self, found: MainIndices, scored: bool) -> Row:
        names = Joined(part_name(self._definitions, part) for part in found.rest)
        count = unpublished(found.rest, self._question)
        told = self._say("brief.rest", count=count, names=names)
        empty = Cell(_UNKNOWN, number=True)
        apart = [self._apart(found.rest_apart, "rest")] if scored else []
        return Row([Cell(told), Cell("", kind="spread"), empty, empty, *apart])

    def _apart(self, apart: float | None, part: str) -> Cell:
        if apart is None or pd.isna(apart):
            return self._number(None, "")
        kind = "below" if apart < 0 else "above"
        return self._number(self._worked_out(apart, "apart", part), "signed_one", kind)

    def _axis(self, low: float) -> str:
        ticks = [low, round((low + 1) / 2, 2), 1.0]
        places = "".join(
            f'<span style="left:{100 * (tick - low) / (1 - low):.1f}%" '
            f'data-tick="{self._form(tick, "exact")}"></span>'
            for tick in ticks
        )
        words = Cell(self._say("brief.head.spread")).shown
        return f'<span class="words">{words}</span><span class="axis">{places}</span>'

    def _spread(self, row: Any, low: float) -> Cell:  # noqa: ANN401
        """From the lowest to the highest score, the mean and the unit's own."""
        lowest, mean, highest, own = (
            100 * (value - low) / (1 - low)
            for value in (row.lowest, row.mean, row.highest, row.score)
        )
        ends = {
            what: self._of_all(getattr(row, what), what, row.part)
            for what in ("lowest", "mean", "highest")
        }
        words = self._say("brief.spread", **ends)
        picture = (
            f'<span class="words">{Cell(words).shown}</span><span class="bar" aria-hidden="true">'
            f'<span class="range" style="left:{lowest:.1f}%;width:{highest - lowest:.1f}%"></span>'
            f'<span class="mean" style="left:{mean:.1f}%"></span>'
            f'<span class="own" style="left:{own:.1f}%"></span></span>'
        )
        return Cell(words, picture, kind="spread")

    def pillars(self, history: pd.DataFrame, units: Sequence[Unit]) -> CardTable | None:
        """The rank in each pillar through the editions; None where none is known."""
        names = pillars(self._definitions, INDEX)
        shown = []
        for unit in dict.fromkeys((*units, self._question.unit)):
            own = history[history["unit_id"] == unit.unit_id]
            if not set(own["measure"]) & set(names):
                continue
            editions = _known_editions(
                shown_editions(self._definitions, unit.universe),
                set(own.loc[own["measure"].isin(names), "edition"]),
            )
            years = "–".join(dict.fromkeys((editions[0][0], editions[-1][0])))
            row = Said(
                "brief.pillar_row", name=unit_named(unit, self._question), years=years,
                size=size_of(unit.universe),
            )  # fmt: skip
            cells = [self._ranks_of(own[own["measure"] == name], editions) for name in names]
            shown.append(Row([self._text(Capital(row)), *cells]))
        if not shown:
            return None
        headers = [self._head("brief.head.pillars")] + [
            Cell(self._write(measure_name(self._definitions, INDEX, name)), number=True)
            for name in names
        ]
        return CardTable(self._say("brief.pillars_caption"), headers, shown, "pillars")

    def _ranks_of(self, own: pd.DataFrame, editions: Sequence[tuple[str, bool]]) -> Cell:
        places = {row.edition: place_of(row) for row in own.itertuples(index=False)}
        told = (
            phrase
            for place, (edition, joined) in enumerate(editions)
            for phrase in (
                *([_JOINED if joined else _APART] if place else []),
                places.get(edition, _UNKNOWN),
            )
        )
        return Cell(self._write(Joined(told, "")), number=True)

    # --- ranks up, peers --------------------------------------------------------------------------

    def rises(self, climb: Climb) -> CardTable | None:
        """If only one main index rose: now, needed, the mean and the best; None where none can."""
        if climb.rises.empty:
            return None
        headers = [
            self._head("brief.head.only"),
            *(
                self._head(key, number=True, size=self._size)
                for key in (
                    "brief.head.now",
                    "brief.head.needed",
                    "brief.head.mean",
                    "brief.head.best",
                )
            ),
        ]
        rows = [
            Row(
                [
                    self._text(measure_name(self._definitions, INDEX, row.part)),
                    self._number(self._ranked(row.score, row.part, "score"), "score"),
                    self._number(self._worked_out(row.needed, "needed", row.part), "score"),
                    self._number(self._of_all(row.mean, "mean", row.part), "score"),
                    self._number(self._of_all(row.highest, "highest", row.part), "score"),
                ]
            )
            for row in climb.rises.itertuples(index=False)
        ]
        caption = self._say("brief.rises_caption", aim=self._worked_out(climb.aim, "aim"))
        return CardTable(caption, headers, rows, "rises")

    def peers(
        self, alike: pd.DataFrame, ranked: pd.DataFrame, rankings: pd.DataFrame,
        parts: Sequence[str], year: int,
    ) -> CardTable:  # fmt: skip
        """The unit and those most alike in size and income, with their ranks by main index.

        Args:
            alike: of `nearest_in_size_and_income`. ranked: of `ranked_units`.
            rankings: the rows of the edition. parts: the main indices printed of every unit.
        """
        totals = ranked.set_index("unit_id")
        scored = bool(totals["score"].notna().all())
        ranks = rankings.pivot(index="unit_id", columns="measure", values="rank")
        headers = [
            self._head("brief.head.rank", number=True),
            self._head("brief.head.province"),
            *([self._head("brief.head.score", number=True)] if scored else []),
            *(Cell(self._write(short_name(self._definitions, one)), number=True)
              for one in parts),
            self._head("brief.head.people", number=True),
            self._head("brief.head.income", number=True),
        ]  # fmt: skip
        rows = []
        for row in alike.itertuples():
            unit = str(row.Index)
            rows.append(
                Row(
                    [
                        self._number(self._ranked(totals.at[unit, "rank"], unit=unit), "int"),
                        Cell(totals.at[unit, "province"]),
                        *([self._number(
                            self._ranked(totals.at[unit, "score"], TOTAL, "score", unit), "score"
                        )] if scored else []),
                        *(self._number(self._ranked(ranks.at[unit, one], one, unit=unit), "int")
                          for one in parts),
                        self._sized(row.population, "int", unit, year, "population"),
                        self._sized(row.grdp_per_head, "percent", unit, year, "grdp_per_head"),
                    ],
                    focus=unit == self._question.unit.unit_id,
                )
            )  # fmt: skip
        key = "brief.peers_caption" if parts else "brief.peers_caption_plain"
        caption = self._say(key, year=str(year), size=self._size)
        return CardTable(caption, headers, rows, "peers", named=1)

    def _sized(self, value: float, form: str, unit: str, year: int, measure: str) -> Cell:
        """What is published of a former province, and worked out of those of a unit of today."""
        key = unit, str(year), measure
        if self._question.members:
            return self._number(derived(value, "size_and_income", *key), form)
        return self._number(filed(value, "covariates", key, "value"), form)

    # --- what is on file --------------------------------------------------------------------------

    def figures(self, found: pd.DataFrame, address: Callable[[str], str]) -> CardTable | None:
        """The newest figure of each kind, in groups; None where nothing is on file.

        Args:
            found: of `newest_figures`. address: of a source, on the page of sources.
        """
        if found.empty:
            return None
        units = {unit.unit_id: unit for unit in self._question.subjects}
        rows = []
        for group, own in found.groupby("group", sort=False):
            rows.append(Row(group=self._say(f"brief.group.{group}")))
            rows += [self._figure(row, units, address) for row in own.itertuples(index=False)]
        headers = [
            self._head("brief.head.kind"),
            self._head("brief.head.value", number=True),
            *map(self._head, ("brief.head.when", "brief.head.remark", "brief.head.source")),
        ]
        return CardTable(self._say("brief.figures_caption"), headers, rows, "figures")

    def _figure(
        self,
        row: Any,  # noqa: ANN401
        units: Mapping[str, Unit],
        address: Callable[[str], str],
    ) -> Row:
        sources = " ".join(
            f'<a class="source" href="{address(one)}">{Cell(self._source(one)).shown}</a>'
            for one in row.source_id.split()
        )
        return Row(
            [
                self._text(kind_name(row.kind)),
                self._value(row),
                self._text(self._when(row, units[row.unit_id])),
                self._text(Joined(self._remarks(row))),
                Cell(row.source_id, sources),
            ]
        )

    def _source(self, source_id: str) -> str:
        """A single source by its number; a data set says that it is one."""
        is_number = source_id[1:].isdecimal()
        return source_id if is_number else self._say("brief.data_set")

    def _value(self, row: Any) -> Cell:  # noqa: ANN401
        if row.table == "milestones":
            bears = milestones.number_words(row.number) if row.number else ""
            return Cell(bears or self._say("brief.on_file"), number=True)
        key: tuple[str, ...] = (row.figure_id,)
        if row.table == "covariates":
            key = (row.unit_id, str(row.as_of_end.year), row.kind)
        figure = filed(row.value, row.table, key, "value")
        form = "two" if row.kind in (*_YEARLY, _POINTS_OF_100) else "exact"
        number: Phrase = InForm(figure, form)
        if row.kind.endswith(("_share", "_share_of_grdp")):
            number = Joined((number, "%"), "")
        elif row.kind == _POINTS_OF_100:
            number = Joined((number, "/100"), "")
        elif row.kind in _YEARLY:
            number = Said("brief.points", number=number)
        return Cell(self._write(with_qualifier(number, row.approximate)), number=True)

    def _when(self, row: Any, unit: Unit) -> Phrase:  # noqa: ANN401
        if row.precision == "unknown":
            day: Phrase | str = Said("brief.undated")
        elif row.table == "milestones":
            day = milestones.date_words(
                pd.Series(
                    {"date_kind": row.date_kind, "date_start": row.as_of_start,
                     "date_end": row.as_of_end, "precision": row.precision}
                )
            )  # fmt: skip
        else:
            day = period_shown(row)
        several = len(self._question.subjects) > 1
        return Joined((day, unit_named(unit, self._question))) if several else Joined((day,))

    def _remarks(self, row: Any) -> list[Phrase | str]:  # noqa: ANN401
        said: list[Phrase | str] = []
        if not pd.isna(row.place):
            year = str(row.as_of_end.year)
            size = derived(int(row.size), "units_with", row.kind, year)
            place = derived(int(row.place), "place", row.kind, year, row.unit_id)
            said.append(Said("brief.place", place=place, size=size))
        if row.doubt:
            said.append(Said("brief.in_doubt"))
        return said

    # --- what if ----------------------------------------------------------------------------------

    def what_if(self, asked: WhatIf) -> dict[str, str]:
        """What the script of the page needs, by attribute."""
        names = [
            self._write(measure_name(self._definitions, INDEX, one.part)) for one in asked.parts
        ]
        words = ("title", "no_forecast", "reset", "points", "rank")
        return {
            "own": str(asked.own),
            "others": " ".join(map(str, asked.others)),
            "whole": str(asked.whole),
            "names": "|".join(names),
            "scores": " ".join(str(one.score) for one in asked.parts),
            "tenths": " ".join(str(one.tenths) for one in asked.parts),
            **{word.replace("_", "-"): self._say(f"brief.what_if.{word}") for word in words},
        }


def kind_name(kind: str) -> Phrase:
    """What a kind of figure is called."""
    own = f"brief.kind.{kind}"
    if own in read_wording("province_brief.yml"):
        return Said(own)
    return milestones.type_name(kind)


def _known_editions(
    editions: Sequence[tuple[str, bool]], known: set[str]
) -> list[tuple[str, bool]]:
    """The editions from the first of which something is known to the last."""
    return [one for one in editions if min(known) <= one[0] <= max(known)]
