"""What notebook 09 says of one province."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import pandas as pd

from helpers.printed.languages import language_of
from helpers.questions.association.asked import INDEX
from helpers.questions.press_check.sentences import another_rank
from helpers.questions.press_check.tables import REGIONAL
from helpers.questions.province_brief.answer import BriefQuestion, Standing
from helpers.questions.province_brief.charts import place_text
from helpers.questions.province_brief.climb import Climb
from helpers.questions.province_brief.figures import place_of, ranked, size_of, worked_out
from helpers.questions.province_brief.main_indices import MainIndices
from helpers.questions.province_brief.past import Broken, Run
from helpers.questions.province_brief.peers import RegionPlace
from helpers.questions.province_brief.record import Press
from helpers.questions.province_brief.unknowns import Unknowns
from helpers.rankings.derived_ranks import NOT_THE_SAME
from helpers.sharing.comparable_words import nothing_comparable
from helpers.sharing.figure_words import measure_name
from helpers.sharing.numbers import Phrase
from helpers.sharing.wording import (
    Capital,
    InBoth,
    Inline,
    Joined,
    Said,
    read_wording,
    use_wording,
)
from helpers.sources.editions import Definitions, Edition, comparison_problem
from helpers.sources.origins import Figure, derived, filed
from helpers.sources.provinces import Unit
from helpers.statistics.sensitivity import LOWER_SHARE, UPPER_SHARE

use_wording("province_brief.yml", "press_check.yml")

_NEAR = 0.1
"""A loss is nearly the whole gap where it is within a tenth of it."""
_SHOWN = 0.05
"""What is less would be shown as no tenth of a point."""


def part_name(definitions: Definitions, part: str) -> Phrase:
    """What readers call a main index inside a sentence."""
    return Inline(measure_name(definitions, INDEX, part))


def short_name(definitions: Definitions, part: str) -> Phrase:
    """What heads a narrow column of a main index; its full name where it has no shorter one."""
    key = f"brief.short.{part}"
    known = key in read_wording("province_brief.yml")
    return Said(key) if known else measure_name(definitions, INDEX, part)


def _all_of(names: Sequence[Phrase | str]) -> Phrase | str:
    """Several names as a list of a sentence: a, b and c."""
    if len(names) == 1:
        return names[0]
    return Said("brief.and", first=Joined(names[:-1]), last=names[-1])


def unit_named(unit: Unit, question: BriefQuestion) -> Phrase | str:
    """Whose past is told: a former province says so on the page of the unit of today."""
    return unit.province if unit == question.unit else Said("brief.former", province=unit.province)


# --- above all ------------------------------------------------------------------------------------


def who(question: BriefQuestion, beside: Standing | None, definitions: Definitions) -> Phrase:
    """Which unit this is: what it was made of, or what became of it.

    Args:
        beside: where the counterpart of the question stands, None where that is not known.
    """
    today = question.successor or question.unit
    values = {
        "unit": question.unit,
        "today": today,
        "since": date.fromisoformat(str(definitions.universes[today.universe]["since"])),
        "members": _all_of([one.province for one in question.members] or [""]),
        "size": size_of(question.unit.universe),
        "size_today": size_of(today.universe),
    }
    rank: Phrase | str = ""
    if beside is not None and question.beside is not None and question.counterpart is not None:
        place = {"rank": ranked(beside.rank, question.beside.edition, question.counterpart.unit_id)}
        place["size"] = size_of(question.beside.universe)
        of_edition = Said("brief.rank_beside", **place)
        same_year = question.beside.edition == question.edition.edition
        # What is said of a unit of today that never merged names the edition itself.
        if question.successor and not same_year:
            of_edition = Said("brief.rank_beside_then", edition=question.beside, **place)
        rank = Joined((" ", of_edition), "")
    if question.unchanged:
        own = "brief.unmerged_today" if question.members else "brief.unmerged_former"
        beside_of = question.beside or question.edition
        other = question.counterpart or question.unit
        size_other = size_of(other.universe)
        return Said(own, rank=rank, edition=beside_of, size_other=size_other, **values)
    if question.successor is not None:
        same = question.successor.province == question.unit.province
        companions = _all_of([one.province for one in question.companions])
        key = "brief.merged_same_name" if same else "brief.merged"
        return Said(key, rank=rank, companions=companions, **values)
    return Said("brief.made_of", **values)


def headline(
    question: BriefQuestion,
    stands: Standing,
    found: MainIndices,
    climb: Climb | None,
    definitions: Definitions,
) -> tuple[Phrase, Phrase]:
    """What matters most: the rank and where it is lost, then how much that is and what is best."""
    edition, unit = question.edition, question.unit.unit_id
    place = {"rank": ranked(stands.rank, edition.edition, unit), "size": size_of(edition.universe)}
    rank: Phrase = Said("brief.rank", **place)
    if stands.tied:
        rank = Said("brief.rank_tied", tied=_all_of(stands.tied), **place)
    if found.rows.empty:
        return rank, Said("brief.no_main_index", edition=edition)
    weakest = found.weakest
    names = _all_of([part_name(definitions, one) for one in weakest["part"]])
    worst = int(weakest["rank"].iloc[0])
    among: Phrase | str = ""
    if found.rest:
        count = worked_out(len(found.rows), edition, unit, "published")
        among = Joined((Said("brief.among", count=count), " "), "")
    if worst == 1:
        first = Said("brief.first_in_all", among=among)
    else:
        key = "brief.weakest" if len(weakest) == 1 else "brief.weakest_tied"
        part = str(weakest["part"].iloc[0])
        first = Said(key, parts=names, rank=ranked(worst, edition.edition, unit, part), among=among)
    rest = [*_loss(weakest, climb, question), *_strength(found, weakest, question, definitions)]
    return Joined((rank, Capital(first)), " "), Joined(rest, " ")


def _loss(weakest: pd.DataFrame, climb: Climb | None, question: BriefQuestion) -> list[Phrase]:
    apart = float(weakest["apart"].sum(min_count=1))
    if pd.isna(apart):
        return []
    which = Said("brief.this_one" if len(weakest) == 1 else "brief.these")
    points = _distance(abs(apart), question, *weakest["part"])
    if abs(apart) < _SHOWN:
        return [Said("brief.at_mean", which=which)]
    if apart > 0:
        return [Said("brief.above_mean", which=which, points=points)]
    if climb is None or climb.points is None:
        return [Said("brief.below_mean", which=which, points=points)]
    own = question.edition, question.unit.unit_id
    return [
        Said(
            "brief.below_and_gap", which=which, points=points,
            aim=worked_out(climb.aim, *own, "aim"),
            relation=Said(f"brief.relation.{relation(-apart, climb.points)}"),
            missing=worked_out(climb.points, *own, "missing"),
        )
    ]  # fmt: skip


def _distance(points: float, question: BriefQuestion, *parts: str) -> Figure:
    """How many points main indices are away from the mean, to whichever side."""
    return worked_out(points, question.edition, question.unit.unit_id, "distance", *parts)


def relation(loss: float, missing: float) -> str:
    """Is a loss "near" to what is missing, as it is shown, or "more" or "less" than that?"""
    loss, missing = round(loss, 1), round(missing, 1)
    if loss == missing:
        return "same"
    if abs(loss - missing) <= _NEAR * missing:
        return "near_less" if loss < missing else "near_more"
    return "more" if loss > missing else "less"


def _strength(
    found: MainIndices, weakest: pd.DataFrame, question: BriefQuestion, definitions: Definitions
) -> list[Phrase]:
    if found.whole is None:
        return []
    best = found.strongest
    if best is None or best["apart"] < _SHOWN:
        return [Said("brief.none_above_printed" if found.rest else "brief.none_above")]
    if best["part"] in set(weakest["part"]):
        return []
    part, edition = str(best["part"]), question.edition.edition
    return [
        Said(
            "brief.strongest", part=part_name(definitions, part),
            points=_distance(float(best["apart"]), question, part),
            rank=ranked(best["rank"], edition, question.unit.unit_id, part),
        )
    ]  # fmt: skip


def no_answer_reason(question: BriefQuestion, definitions: Definitions) -> Said:
    """Why nobody can say whether the unit rose or fell with the newest edition."""
    edition = question.edition
    before = definitions.previous_edition(edition)
    others = [
        one
        for one in definitions.editions
        if one.index == edition.index and one.edition < edition.edition
    ]
    if before is None and not others:
        return Said("brief.no_answer.first")
    newest = before or max(others, key=lambda one: one.edition)
    if edition.formula is None or newest.formula is None:
        return Said("brief.no_answer.unknown")
    changed = newest.formula != edition.formula
    if before is None:
        return Said("brief.no_answer.both" if changed else "brief.no_answer.units")
    return Said("brief.no_answer.formula")


def can_compare(question: BriefQuestion, definitions: Definitions) -> bool:
    """Whether the newest edition may be compared with the one before it."""
    before = definitions.previous_edition(question.edition)
    return before is not None and (
        comparison_problem(definitions, before, question.edition) is None
    )


# --- through the editions -------------------------------------------------------------------------


def past_sentences(
    runs: Mapping[str, Run],
    history: pd.DataFrame,
    broken: Broken | None,
    units: Sequence[Unit],
    question: BriefQuestion,
) -> list[Phrase]:
    """What each unit really gained where editions may be compared, and what cannot be told."""
    said: list[Phrase] = []
    for unit in units:
        parts: list[Phrase] = [_run(runs.get(unit.unit_id), unit, question)]
        if broken is not None:
            parts += _across_break(broken, history, unit)
        said.append(Capital(Joined(parts, " ")))
    return said


def _run(run: Run | None, unit: Unit, question: BriefQuestion) -> Phrase:
    name = unit_named(unit, question)
    if run is None:
        return Said("brief.run.none", name=name)
    ranks = Joined(
        Said("brief.rank_of_edition", rank=ranked(rank, edition, unit.unit_id), edition=edition)
        for edition, rank in zip(run.editions, run.ranks, strict=True)
    )
    key = "up" if run.gain > 0 else "down" if run.gain < 0 else "same"
    years = f"{INDEX} {run.editions[0]}–{run.editions[-1]}"
    places = derived(abs(run.gain), "run", years, unit.unit_id)
    size = size_of(unit.universe)
    return Said(f"brief.run.{key}", name=name, ranks=ranks, places=places, size=size)


def _across_break(broken: Broken, history: pd.DataFrame, unit: Unit) -> list[Phrase]:
    after = broken.after.edition
    own = history[
        (history["unit_id"] == unit.unit_id)
        & (history["measure"] == "overall")
        & (history["edition"] == after)
    ]
    if own.empty:
        return []
    (row,) = own.itertuples(index=False)
    values = {"after": broken.after, "before": broken.before, "rank": place_of(row)}
    if broken.before.formula is None or broken.after.formula is None:
        return [Said("brief.break.unknown", **values)]
    if unit.unit_id not in broken.least:
        return [Said("brief.break.plain", **values)]
    least, most = broken.least[unit.unit_id], broken.most[unit.unit_id]
    of = "formula_bounds", f"{INDEX} {broken.before.edition}–{after}", unit.unit_id
    if least == most:
        way = "up" if least > 0 else "down" if most < 0 else "same"
        places = derived(abs(least), *of, "places")
        return [Said(f"brief.break.exact_{way}", places=places, **values)]
    sure = "up" if least > 0 else "down" if most < 0 else "open"
    ends = {"least": derived(least, *of, "least"), "most": derived(most, *of, "most")}
    return [Said(f"brief.break.{sure}", **ends, **values)]


def editions_told(history: pd.DataFrame, measure: str, units: Sequence[Unit]) -> str:
    """What a chart of ranks shows, in words that both languages share: names, years, ranks."""
    told = []
    for unit in units:
        own = history[(history["unit_id"] == unit.unit_id) & (history["measure"] == measure)]
        ranks = ", ".join(
            f"{row.edition}: {place_text(int(row.rank_best), int(row.rank_worst))}"
            for row in own.itertuples(index=False)
        )
        if ranks:
            told.append(f"{unit.province} {ranks}")
    return "; ".join(told)


# --- five ranks up --------------------------------------------------------------------------------


def climb_sentences(
    climb: Climb | None,
    stands: Standing,
    question: BriefQuestion,
    found: MainIndices,
    names: Mapping[str, str],
    definitions: Definitions,
) -> list[Phrase]:
    """What the ranks above would take, what one main index would give, what others have done."""
    if stands.rank == 1:
        return [Said("brief.nothing_above", province=question.unit.province)]
    if climb is None:
        return [Said("brief.no_totals", edition=question.edition)]
    edition, unit = question.edition, question.unit.unit_id
    values = {
        "holders": _all_of([names[one] for one in climb.gap.holders]),
        "aim": worked_out(climb.aim, edition, unit, "aim"),
        "needed": ranked(climb.gap.needed, edition.edition, climb.gap.holders[0], column="score"),
    }
    missing = worked_out(climb.gap.points, edition, unit, "missing_score")
    gap = Said("brief.gap_in_score", missing=missing, **values)
    if climb.points is not None:
        missing = worked_out(climb.points, edition, unit, "missing")
        gap = Said("brief.gap", missing=missing, whole=all_points(found, edition), **values)
    to_the_mean = _to_the_mean(found, question, definitions)
    return [gap, *to_the_mean, _past_steps(climb, question), Said("brief.no_forecast")]


def all_points(found: MainIndices, edition: Edition) -> Figure:
    """How many points there are in all."""
    return derived(found.whole, "formulas", edition.formula or "", "all")


def _to_the_mean(
    found: MainIndices, question: BriefQuestion, definitions: Definitions
) -> list[Phrase]:
    below = found.rows[found.rows["apart"] <= -_SHOWN]
    if below.empty:
        return []
    worst = below.iloc[0]
    part = str(worst["part"])
    points = _distance(-float(worst["apart"]), question, part)
    return [Said("brief.to_the_mean", part=part_name(definitions, part), points=points)]


def _past_steps(climb: Climb, question: BriefQuestion) -> Phrase:
    if climb.share is None or question.year is None:
        return Said("brief.no_past_steps")
    before, after = question.year
    years = f"{INDEX} {before.edition}–{after.edition}"
    of = "past_steps", years, f"vn{after.universe}", question.unit.unit_id
    values = {
        "n": derived(climb.share.n, *of, "n"),
        "made": derived(climb.share.made, *of, "made"),
        "size": size_of(after.universe),
    }
    some = "brief.past_steps" if climb.share.made else "brief.past_steps_none"
    key = some if climb.share.known else "brief.few_past_steps"
    return Said(key, before=before, after=after, **values)


# --- beside, on file, unknown ---------------------------------------------------------------------


def region_sentence(place: RegionPlace | None, question: BriefQuestion) -> list[Phrase]:
    """Where one of the 63 stands in its region."""
    if place is None:
        return []
    own, edition = (question.edition, question.unit.unit_id, "region"), question.edition.edition
    first, last = place.first, place.last
    return [
        Said(
            "brief.region", region=place.region,
            place=worked_out(place.place, *own, "place"), size=worked_out(place.size, *own, "size"),
            first=first.province, first_rank=ranked(first.rank, edition, first.unit_id),
            last=last.province, last_rank=ranked(last.rank, edition, last.unit_id),
        )
    ]  # fmt: skip


def press_sentences(
    press: Press, question: BriefQuestion, definitions: Definitions
) -> list[Phrase]:
    """How many printed statements there are, which could be checked, and which are right or wrong.

    English words are not shown to Vietnamese readers.
    """
    counts = press.counts
    if not counts["all"]:
        return [Said("brief.press.none")]
    own = "statement_counts", question.unit.unit_id
    shown = {name: derived(count, *own, name) for name, count in counts.items()}
    if not counts["checked"]:
        return [Said("brief.press.unchecked", **shown)]
    right, wrong = counts["agrees"], counts["contradicted"]
    key = "all_right" if not wrong else "all_wrong" if not right else "some"
    said: list[Phrase] = [Said(f"brief.press.{key}", **shown)]
    if press.right is not None:
        said.append(Said("brief.press.right", what=_statement(press.right, definitions)))
    said += [
        Said("brief.press.wrong", what=_statement(row, definitions))
        for _, row in press.wrong.head(2).iterrows()
    ]
    return said


def _statement(row: pd.Series, definitions: Definitions) -> Phrase:
    named = definitions.indices[row["index"]]["measures"]
    measure: Phrase | str = ""
    if row["measure"] != "overall" and row["measure"] in named:
        measure = Joined(
            (", ", Inline(measure_name(definitions, row["index"], row["measure"]))), ""
        )
    if row["statistic"] == REGIONAL:
        measure = Joined((measure, Said("press.within_region")))
    key = (row["figure_id"],)
    printed = filed(row["value_as_printed"], "press_check", key, "value_as_printed")
    parts = row["tables_say"].split(NOT_THE_SAME)
    told = [filed(part, "press_check", key, "tables_say") for part in parts]
    ways = ("quoted", "foreign") if row["tables_say"] else ("quoted_alone", "foreign_alone")
    quoted, foreign = (
        Said(
            f"brief.press.{way}", index=row["index"], edition=row["edition"],
            province=row["province_as_printed"], measure=measure, printed=printed,
            said=another_rank(*told) if len(told) > 1 else told[0],
            source=row["source_id"],
        )
        for way in ways
    )  # fmt: skip
    is_english = language_of(row["value_as_printed"]) == "en"
    return InBoth(foreign, quoted) if is_english else quoted


def unknown_sentences(
    unknown: Unknowns, question: BriefQuestion, first: str, kinds: Sequence[Phrase]
) -> list[Phrase]:
    """What is not known of the unit and its members, in at most five lines.

    Args:
        first: the first edition that ranks the unit. kinds: what the kinds of `unknown` are called.
    """
    edition = question.edition
    said = (
        (question.members and not question.unchanged,
         Said("brief.unknown.past", unit=question.unit, edition=first)),
        (unknown.parts,
         Said("brief.unknown.parts", edition=edition, count=unpublished(unknown.parts, question))),
        (unknown.editions and not question.members,
         Said("brief.unknown.editions", index=INDEX, list=_years(unknown.editions.values()))),
        (unknown.kinds, Said("brief.unknown.kinds", list=Joined(map(Inline, kinds), "; "))),
        (True, Said("brief.unknown.always")),
    )  # fmt: skip
    return [phrase for missing, phrase in said if missing]


def unpublished(parts: Sequence[str], question: BriefQuestion) -> Figure:
    """How many main indices are not printed of every unit."""
    return worked_out(len(parts), question.edition, question.unit.unit_id, "unpublished")


def _years(editions: Iterable[Sequence[str]]) -> str:
    return ", ".join(dict.fromkeys(year for years in editions for year in years))


def reading_note(
    question: BriefQuestion, stands: Standing, spread: float, definitions: Definitions
) -> list[Phrase]:
    """How the numbers of the page are to be read."""
    said: list[Phrase] = []
    if stands.kind:
        share = derived(100 * (UPPER_SHARE - LOWER_SHARE), "sensitivity", "share")
        most = derived(100 * spread, "Choices.weight_spread")
        said.append(Said("brief.read.interval", spread=most, share=share))
    if fitted := definitions.fitted_on(question.edition):
        said.append(Said("brief.read.fitted", year=fitted))
    return said


def chart_note(definitions: Definitions, universe: str) -> Said:
    """How the drawings are to be read, and of which editions no complete table is printed."""
    known = definitions.editions_of(INDEX, universe)
    partial = ", ".join(one.edition for one in known if not one.complete)
    return Said("brief.chart.note_partial" if partial else "brief.chart.note", editions=partial)


def only_former(question: BriefQuestion) -> Said:
    """That a unit of today has no past of its own yet, so that its former provinces are told of."""
    return nothing_comparable(INDEX, size_of(question.unit.universe))


def cite(question: BriefQuestion) -> Said:
    """How the page is cited."""
    size = size_of(question.edition.universe)
    return Said("brief.cite", province=question.unit.province, edition=question.edition, size=size)
