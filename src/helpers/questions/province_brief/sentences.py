"""What notebook 09 says of one province, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from helpers.questions.association.asked import INDEX
from helpers.questions.province_brief.answer import BriefQuestion, Standing
from helpers.questions.province_brief.climb import Climb
from helpers.questions.province_brief.peers import RegionPlace
from helpers.questions.province_brief.unknowns import Unknowns
from helpers.questions.rank_gains.sentences import shown_gain
from helpers.questions.rank_gains.workings_sentences import part_name
from helpers.questions.targets.sentences import (
    cheapest_sentence,
    gap_sentence,
    moving_sentence,
    past_sentences,
)
from helpers.sharing.literal_text import literal
from helpers.sharing.numbers import Phrase, format_date
from helpers.sharing.wording import Paragraphs, Said, Sentence, say, sentence, use_wording, word
from helpers.sources.editions import Definitions
from helpers.statistics.sensitivity import INTERVAL_KINDS, Choices

use_wording("digital_adoption.yml", "province_brief.yml", "rank_gains.yml", "targets.yml")


class LeadSentence(Sentence):
    """The line above everything else on the page."""

    def _repr_html_(self) -> str:
        return f'<p class="headline"><strong>{literal(self.text)}</strong></p>'


class Points:
    """Several statements as a list."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.texts = tuple(texts)

    def __repr__(self) -> str:
        return "\n".join(f"- {text}" for text in self.texts)

    def _repr_html_(self) -> str:
        items = "\n".join(f"<li>{literal(text)}</li>" for text in self.texts)
        return f'<ul class="points">\n{items}\n</ul>'


def lead_sentence(question: BriefQuestion, found: Standing, lang: str) -> LeadSentence:
    """Where the unit stands now, in one line."""
    return LeadSentence(sentence("brief.headline", lang, **_standing_values(question, found)))


def _standing_values(question: BriefQuestion, found: Standing) -> dict[str, object]:
    return {
        "province": question.unit.province, "index": INDEX, "edition": question.edition.edition,
        "rank": found.rank, "size": found.size, "score": found.score,
        "lower": found.lower, "upper": found.upper, "tied": ", ".join(found.tied),
    }  # fmt: skip


def standing_sentences(
    question: BriefQuestion,
    found: Standing,
    own_gain: pd.Series | None,
    definitions: Definitions,
    lang: str,
) -> Paragraphs:
    """Which unit this is, how firm its rank is, and the last gain that may be compared.

    Args:
        own_gain: the row of the unit in `comparable_gains`, None where there is none.
    """
    values = _standing_values(question, found)
    said = [_who(question, definitions, lang)]
    if found.tied:
        said.append(sentence("brief.tied", lang, **values))
    said += [_interval(question, found, values, lang), _fitted(question, definitions, lang)]
    said.append(_gain(question, own_gain, found, lang))
    return _said(said)


def _who(question: BriefQuestion, definitions: Definitions, lang: str) -> str:
    unit = question.unit
    today = question.successor or unit
    day = date.fromisoformat(definitions.universes[today.universe]["since"])
    values = {
        "province": unit.province, "since": format_date(day, lang),
        "unit": today.province, "unit_id": today.unit_id, "size": today.universe,
        "former": definitions.base_universe, "edition": question.edition.label,
        "editions": ", ".join(one.label for one in question.ranked_in),
        "first": _first_edition(question),
        "companions": ", ".join(one.province for one in question.companions),
        "members": ", ".join(one.province for one in question.members),
    }  # fmt: skip
    if question.successor is None:
        return sentence("brief.unchanged" if question.unchanged else "brief.new", lang, **values)
    return sentence("brief.merged" if question.companions else "brief.kept", lang, **values)


def _first_edition(question: BriefQuestion) -> str:
    """The edition before which the unit of today has no rank."""
    return f"{INDEX} {(question.ranked_in or (question.edition,))[0].edition}"


def _fitted(question: BriefQuestion, definitions: Definitions, lang: str) -> str:
    """That points were only found by arithmetic, where they were."""
    formula = definitions.formula_of(question.edition)
    if formula is None or not formula.fitted:
        return ""
    return sentence("brief.fitted", lang, edition=question.edition.label)


def _interval(
    question: BriefQuestion, found: Standing, values: Mapping[str, object], lang: str
) -> str:
    if not found.kind:
        return sentence("workings.no_table", lang, index=INDEX, edition=question.edition.edition)
    spread = 100 * Choices().weight_spread
    key = "brief.interval_one" if found.lower == found.upper else "brief.interval"
    said = sentence(key, lang, **values, spread=spread)
    if found.kind == INTERVAL_KINDS[0]:
        return said
    understated = sentence("brief.understated", lang, full=found.known_in_full, size=found.size)
    return f"{said} {understated}"


def _gain(question: BriefQuestion, own: pd.Series | None, found: Standing, lang: str) -> str:
    if question.pair is None:
        return sentence("brief.no_pair", lang, size=found.size)
    years = {
        "index": INDEX,
        "baseline": question.pair[0].edition,
        "edition": question.pair[1].edition,
    }
    if own is None:
        return sentence("brief.no_gain", lang, **years, province=question.unit.province)
    return sentence(
        "brief.gain", lang, **years, rank_from=own["rank_from"], rank_to=own["rank_to"],
        gain=shown_gain(own, lang), change=own["score_change"],
    )  # fmt: skip


def editions_alt(history: pd.DataFrame, lang: str) -> str:
    """What the chart of the editions shows, in words."""
    known = history.dropna(subset=["rank_best"])
    return "; ".join(
        sentence("brief.of_universe", lang, province=own["province"].iloc[0],
                 size=own["universe"].iloc[0])
        + ": "
        + ", ".join(
            f"{row.name_of} {row.edition}: "
            + (f"{row.rank_best}" if row.rank_best == row.rank_worst
               else f"{row.rank_best}–{row.rank_worst}")
            for row in own.rename(columns={"index": "name_of"}).itertuples(index=False)
        )
        for _, own in known.groupby("unit_id", sort=False)
    )  # fmt: skip


def beside_sentences(
    place: RegionPlace | None, question: BriefQuestion, sized: bool, lang: str
) -> Paragraphs:
    """Where the unit stands in its region, and by which rule its peers are chosen.

    Args:
        sized: whether there are peers at all.
    """
    rule = "brief.peers_rule_members" if question.members else "brief.peers_rule"
    return _said(
        [
            _region(place, question, lang),
            sentence(rule, lang) if sized else sentence("brief.peers_none", lang),
        ]
    )


def _region(place: RegionPlace | None, question: BriefQuestion, lang: str) -> str:
    province = question.unit.province
    if place is None:
        regions = ", ".join(dict.fromkeys(unit.region for unit in question.members))
        return sentence("brief.no_region", lang, province=province, regions=regions)
    return sentence(
        "brief.region_whole" if question.members else "brief.region", lang, province=province,
        region=place.region, place=place.place, size=place.size, first=place.first[0],
        first_rank=place.first[1], last=place.last[0], last_rank=place.last[1],
    )  # fmt: skip


def climb_points(
    found: Climb | None,
    stands: Standing,
    question: BriefQuestion,
    names: Mapping[str, str],
    definitions: Definitions,
    lang: str,
) -> Points | Sentence:
    """What the ranks above would take, as notebook 07 says it, and what that leaves out.

    Args:
        names: unit_id -> province.
    """
    if found is None and stands.rank == 1:
        return say("brief.nothing_above", lang, province=question.unit.province)
    if found is None:
        return say("brief.points_unknown", lang, edition=question.edition.label)
    formula = definitions.formula_of(found.target.edition)
    assert formula is not None
    holders = ", ".join(names[one] for one in found.gap.holders)
    said: list[Phrase] = [
        gap_sentence(found.gap, found.target, holders, sum(formula.weights.values())),
        cheapest_sentence(found.steps, definitions),
    ]
    if question.year is None or found.share is None:
        said.append(Said("targets.no_year"))
    else:
        said.append(
            past_sentences(found.share, found.gap, question.year, found.target, definitions)
        )
    if question.year is not None and found.moving is not None:
        said.append(moving_sentence(found.moving, found.gap, found.target, question.year))
    texts = [phrase.written(lang) for phrase in said]
    return Points([*texts, sentence("brief.no_forecast", lang)])


def unknown_points(
    unknown: Unknowns, question: BriefQuestion, definitions: Definitions, lang: str
) -> Points:
    """What is not known of the unit and its members."""
    edition = question.edition.edition
    parts = "; ".join(part_name(definitions, INDEX, part, lang) for part in unknown.parts)
    measures = "; ".join(word(f"adoption.measure.{one}", lang) for one in unknown.measures)
    said: list[tuple[object, str, dict[str, object]]] = [
        (question.members, "brief.unknown.past",
         {"province": question.unit.province, "size": question.unit.universe,
          "first": _first_edition(question)}),
        (unknown.parts, "brief.unknown.parts",
         {"index": INDEX, "edition": edition, "count": len(unknown.parts), "parts": parts}),
        (unknown.editions, "brief.unknown.editions", {"list": _lists(unknown.editions, question)}),
        (unknown.spans, "brief.unknown.spans", {"list": _lists(unknown.spans, question)}),
        (unknown.no_counts, "brief.unknown.counts", {"list": ", ".join(unknown.no_counts)}),
        (unknown.no_milestones, "brief.unknown.milestones",
         {"list": ", ".join(unknown.no_milestones)}),
        (unknown.undated, "brief.unknown.undated",
         {"undated": unknown.undated, "milestones": unknown.milestones}),
        (unknown.measures, "brief.unknown.measures", {"list": measures}),
        (unknown.survey_years, "brief.unknown.survey",
         {"list": _lists(unknown.survey_years, question)}),
        (unknown.no_portal, "brief.unknown.portal", {"list": ", ".join(unknown.no_portal)}),
        (unknown.doubted, "brief.unknown.doubted", {"count": unknown.doubted}),
    ]  # fmt: skip
    texts = [sentence(key, lang, **values) for missing, key, values in said if missing]
    return Points([*texts, word("brief.unknown.always", lang)])


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


def noted_points(noted: Sequence[Mapping[str, Any]], lang: str) -> Points | None:
    """Contradictions inside single sources, as they were noted; None where there are none."""
    return Points([str(entry[lang]) for entry in noted]) if noted else None


def sources_note(
    tables: Sequence[pd.DataFrame], titles: Mapping[str, str], lang: str
) -> Note | None:
    """The titles of all sources that the tables of the page cite; None where they cite none.

    Args:
        tables: with `source_id`, or lists of them in `source_ids`. titles: by source_id.
    """
    cited = {one for table in tables for one in _cited(table) if one in titles}
    if not cited:
        return None
    shown = "; ".join(f"{one}: {titles[one]}" for one in sorted(cited))
    return Note(sentence("brief.sources", lang, list=shown))


class Note(Sentence):
    """A paragraph in small letters."""

    def _repr_html_(self) -> str:
        return f'<p class="note">{literal(self.text)}</p>'


def _cited(table: pd.DataFrame) -> Iterable[str]:
    if "source_ids" in table:
        return (one for several in table["source_ids"] for one in several)
    return (one for cell in table["source_id"] for one in cell.split())


def _said(texts: Iterable[str]) -> Paragraphs:
    return Paragraphs([Sentence(text) for text in texts if text])
