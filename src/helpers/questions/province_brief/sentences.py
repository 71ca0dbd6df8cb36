"""What notebook 09 says of one province."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from helpers.questions.association.asked import INDEX
from helpers.questions.province_brief.answer import BriefQuestion, Standing
from helpers.questions.province_brief.charts import place_text
from helpers.questions.province_brief.climb import Climb
from helpers.questions.province_brief.peers import RegionPlace
from helpers.questions.province_brief.unknowns import Unknowns
from helpers.questions.rank_gains.sentences import shown_gain
from helpers.questions.rank_gains.workings_sentences import part_name
from helpers.questions.targets import sentences as targets
from helpers.sharing.comparable_words import comparable_pair_phrase, no_gain
from helpers.sharing.numbers import Phrase
from helpers.sharing.wording import Joined, Said, use_wording
from helpers.sources.comparable import comparable_years
from helpers.sources.editions import Definitions
from helpers.statistics.sensitivity import INTERVAL_KINDS, Choices

use_wording("digital_adoption.yml", "province_brief.yml", "rank_gains.yml", "targets.yml")


def headline(question: BriefQuestion, found: Standing) -> Said:
    """Where the unit stands now, in one line."""
    return Said("brief.headline", unit=question.unit, edition=question.edition, found=found)


def standing_sentences(
    question: BriefQuestion, found: Standing, own_gain: pd.Series | None, definitions: Definitions
) -> list[Phrase]:
    """Which unit this is, how firm its rank is, and the last gain that may be compared.

    Args:
        own_gain: the row of the unit in `comparable_gains`, None where there is none.
    """
    said: list[Phrase] = [_who(question, definitions)]
    if found.tied:
        said.append(Said("brief.tied", tied=", ".join(found.tied)))
    said.append(_interval(question, found))
    if fitted := definitions.fitted_on(question.edition):
        said.append(Said("brief.fitted", year=fitted))
    said.append(_gain(question, own_gain, definitions))
    if question.is_example:
        said.append(Said("focus.example", province=question.unit.province))
    return said


def _who(question: BriefQuestion, definitions: Definitions) -> Said:
    today = question.successor or question.unit
    own = "brief.unchanged" if question.unchanged else "brief.new"
    former = "brief.merged" if question.companions else "brief.kept"
    return Said(
        own if question.successor is None else former,
        unit=question.unit,
        today=today,
        since=date.fromisoformat(definitions.universes[today.universe]["since"]),
        former=definitions.base_universe,
        edition=question.edition,
        editions=", ".join(one.label for one in question.ranked_in),
        first=_first_edition(question),
        companions=", ".join(one.province for one in question.companions),
        members=", ".join(one.province for one in question.members),
    )


def _first_edition(question: BriefQuestion) -> str:
    """The edition before which the unit of today has no rank."""
    return f"{INDEX} {(question.ranked_in or (question.edition,))[0].edition}"


def _interval(question: BriefQuestion, found: Standing) -> Phrase:
    if not found.kind:
        return Said("workings.no_table", asked=question.edition)
    said = Said(
        "brief.interval_one" if found.lower == found.upper else "brief.interval",
        found=found,
        spread=100 * Choices().weight_spread,
    )
    if found.kind == INTERVAL_KINDS[0]:
        return said
    return Joined((said, Said("brief.understated", found=found)), " ")


def _gain(question: BriefQuestion, own: pd.Series | None, definitions: Definitions) -> Said:
    if question.pair is None:
        return no_gain(INDEX, int(question.unit.universe))
    pair = comparable_pair_phrase(comparable_years(definitions, question.unit.universe))
    if own is None:
        return Said("brief.no_gain", pair=pair, province=question.unit.province)
    return Said("brief.gain", pair=pair, own=own, gain=shown_gain(own))


def editions_told(history: pd.DataFrame) -> Phrase:
    """What the chart of the editions shows, in words."""
    known = history.dropna(subset=["rank_best"]).rename(columns={"index": "name_of"})
    return Joined((_ranks_told(own) for _, own in known.groupby("unit_id", sort=False)), "; ")


def editions_caveat(history: pd.DataFrame) -> Phrase | None:
    """What the chart of the editions must say: that not all of them can be compared, if so."""
    broken = ~history["step"].isin(("first", "comparable"))
    return Said("gains.caveat_history") if broken.any() else None


def _ranks_told(own: pd.DataFrame) -> Phrase:
    ranks = [
        f"{row.name_of} {row.edition}: {place_text(row.rank_best, row.rank_worst)}"
        for row in own.itertuples(index=False)
    ]
    return Joined((Said("brief.of_universe", unit=own.iloc[0]), ", ".join(ranks)), ": ")


def beside_sentences(
    place: RegionPlace | None, question: BriefQuestion, sized: bool
) -> list[Phrase]:
    """Where the unit stands in its region, and by which rule its peers are chosen.

    Args:
        sized: whether there are peers at all.
    """
    rule = "brief.peers_rule_members" if question.members else "brief.peers_rule"
    return [_region(place, question), Said(rule if sized else "brief.peers_none")]


def _region(place: RegionPlace | None, question: BriefQuestion) -> Said:
    province = question.unit.province
    if place is None:
        regions = ", ".join(dict.fromkeys(unit.region for unit in question.members))
        return Said("brief.no_region", province=province, regions=regions)
    return Said(
        "brief.region_whole" if question.members else "brief.region",
        province=province, place=place, first=place.first[0], first_rank=place.first[1],
        last=place.last[0], last_rank=place.last[1],
    )  # fmt: skip


def no_climb(stands: Standing, question: BriefQuestion) -> Said:
    """Why nothing can be said of the ranks above."""
    if stands.rank == 1:
        return Said("brief.nothing_above", province=question.unit.province)
    return Said("brief.points_unknown", edition=question.edition)


def climb_sentences(
    found: Climb, question: BriefQuestion, names: Mapping[str, str], definitions: Definitions
) -> list[Phrase]:
    """What the ranks above would take, as notebook 07 says it, and what that leaves out.

    Args:
        names: unit_id -> province.
    """
    formula = definitions.formula_of(found.target.edition)
    assert formula is not None
    holders = ", ".join(names[one] for one in found.gap.holders)
    past: Phrase = Said("targets.no_year")
    if question.year is not None and found.share is not None:
        past = targets.past_sentences(
            found.share, found.gap, question.year, found.target, definitions
        )
    said = [
        targets.gap_sentence(found.gap, found.target, holders, sum(formula.weights.values())),
        targets.cheapest_sentence(found.steps, definitions),
        past,
    ]
    if question.year is not None and found.moving is not None:
        said.append(targets.moving_sentence(found.moving, found.gap, found.target, question.year))
    return [*said, Said("brief.no_forecast")]


def unknown_sentences(
    unknown: Unknowns, question: BriefQuestion, definitions: Definitions
) -> list[Phrase]:
    """What is not known of the unit and its members."""
    parts = Joined((part_name(definitions, INDEX, part) for part in unknown.parts), "; ")
    measures = Joined((Said(f"adoption.measure.{one}") for one in unknown.measures), "; ")
    said = (
        (question.members,
         Said("brief.unknown.past", unit=question.unit, first=_first_edition(question))),
        (unknown.parts,
         Said("brief.unknown.parts", edition=question.edition, count=len(unknown.parts),
              parts=parts)),
        (unknown.editions,
         Said("brief.unknown.editions", list=_lists(unknown.editions, question))),
        (unknown.spans, Said("brief.unknown.spans", list=_lists(unknown.spans, question))),
        (unknown.no_counts, Said("brief.unknown.counts", list=", ".join(unknown.no_counts))),
        (unknown.no_milestones,
         Said("brief.unknown.milestones", list=", ".join(unknown.no_milestones))),
        (unknown.undated, Said("brief.unknown.undated", unknown=unknown)),
        (unknown.measures, Said("brief.unknown.measures", list=measures)),
        (unknown.survey_years,
         Said("brief.unknown.survey", list=_lists(unknown.survey_years, question))),
        (unknown.no_portal, Said("brief.unknown.portal", list=", ".join(unknown.no_portal))),
        (unknown.doubted, Said("brief.unknown.doubted", unknown=unknown)),
        (True, Said("brief.unknown.always")),
    )  # fmt: skip
    return [phrase for missing, phrase in said if missing]


def _lists(found: Mapping[str, Sequence[Any]], question: BriefQuestion) -> str:
    """What belongs to each province, years of one index together: ICT 2010, 2013."""
    told = {province: _by_index([str(item) for item in items]) for province, items in found.items()}
    if not question.members:
        return "; ".join(told.values())
    return "; ".join(f"{province}: {text}" for province, text in told.items())


def _by_index(labels: Sequence[str]) -> str:
    groups: dict[str, list[str]] = {}
    for label in labels:
        index, _, year = label.rpartition(" ")
        groups.setdefault(index, []).append(year)
    return ", ".join(f"{index} {', '.join(years)}".strip() for index, years in groups.items())


def sources_sentence(tables: Sequence[pd.DataFrame], titles: Mapping[str, str]) -> Said | None:
    """The titles of all sources that the tables of the page cite; None where they cite none.

    Args:
        tables: with `source_id`, or lists of them in `source_ids`. titles: by source_id.
    """
    cited = {one for table in tables for one in _cited(table) if one in titles}
    shown = "; ".join(f"{one}: {titles[one]}" for one in sorted(cited))
    return Said("brief.sources", list=shown) if cited else None


def _cited(table: pd.DataFrame) -> Iterable[str]:
    if "source_ids" in table:
        return (one for several in table["source_ids"] for one in several)
    return (one for cell in table["source_id"] for one in cell.split())
