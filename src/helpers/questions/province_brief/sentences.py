"""What notebook 09 says of one province."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import pandas as pd

from helpers.printed.languages import language_of
from helpers.questions.association.asked import INDEX
from helpers.questions.province_brief.answer import BriefQuestion, Standing
from helpers.questions.province_brief.charts import place_text
from helpers.questions.province_brief.climb import Climb
from helpers.questions.province_brief.main_indices import MainIndices
from helpers.questions.province_brief.past import Broken, Run
from helpers.questions.province_brief.peers import RegionPlace
from helpers.questions.province_brief.record import Press
from helpers.questions.province_brief.unknowns import Unknowns
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
from helpers.sources.editions import Definitions, comparison_problem
from helpers.sources.provinces import Unit

use_wording("province_brief.yml")

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
        "other": question.counterpart,
    }
    rank: Phrase | str = ""
    if beside is not None:
        rank = Joined((" ", Said("brief.rank_beside", found=beside)), "")
    if question.unchanged:
        own = "brief.unmerged_today" if question.members else "brief.unmerged_former"
        return Said(own, rank=rank, edition=question.beside or question.edition, **values)
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
    rank: Phrase = Said("brief.rank", found=stands)
    if stands.tied:
        rank = Said("brief.rank_tied", found=stands, tied=_all_of(stands.tied))
    if found.rows.empty:
        return rank, Said("brief.no_main_index", edition=question.edition)
    weakest = found.weakest
    names = _all_of([part_name(definitions, one) for one in weakest["part"]])
    worst = int(weakest["rank"].iloc[0])
    among: Phrase | str = ""
    if found.rest:
        among = Joined((Said("brief.among", count=len(found.rows)), " "), "")
    if worst == 1:
        first = Said("brief.first_in_all", among=among)
    else:
        key = "brief.weakest" if len(weakest) == 1 else "brief.weakest_tied"
        first = Said(key, parts=names, rank=worst, among=among)
    rest = [*_loss(weakest, climb), *_strength(found, weakest, definitions)]
    return Joined((rank, Capital(first)), " "), Joined(rest, " ")


def _loss(weakest: pd.DataFrame, climb: Climb | None) -> list[Phrase]:
    apart = float(weakest["apart"].sum(min_count=1))
    if pd.isna(apart):
        return []
    which = Said("brief.this_one" if len(weakest) == 1 else "brief.these")
    if abs(apart) < _SHOWN:
        return [Said("brief.at_mean", which=which)]
    if apart > 0:
        return [Said("brief.above_mean", which=which, points=apart)]
    if climb is None or climb.points is None:
        return [Said("brief.below_mean", which=which, points=-apart)]
    return [
        Said(
            "brief.below_and_gap", which=which, points=-apart, ranks=climb.ranks_up,
            relation=Said(f"brief.relation.{relation(-apart, climb.points)}"), missing=climb.points,
        )
    ]  # fmt: skip


def relation(loss: float, missing: float) -> str:
    """Is a loss "near" to what is missing, as it is shown, or "more" or "less" than that?"""
    loss, missing = round(loss, 1), round(missing, 1)
    if loss == missing:
        return "same"
    if abs(loss - missing) <= _NEAR * missing:
        return "near_less" if loss < missing else "near_more"
    return "more" if loss > missing else "less"


def _strength(found: MainIndices, weakest: pd.DataFrame, definitions: Definitions) -> list[Phrase]:
    if found.whole is None:
        return []
    best = found.strongest
    if best is None or best["apart"] < _SHOWN:
        return [Said("brief.none_above_printed" if found.rest else "brief.none_above")]
    if best["part"] in set(weakest["part"]):
        return []
    return [
        Said(
            "brief.strongest", part=part_name(definitions, str(best["part"])),
            points=float(best["apart"]), rank=int(best["rank"]),
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
    ranks = ", ".join(
        f"{rank} ({edition})" for edition, rank in zip(run.editions, run.ranks, strict=True)
    )
    key = "up" if run.gain > 0 else "down" if run.gain < 0 else "same"
    return Said(f"brief.run.{key}", name=name, ranks=ranks, places=abs(run.gain), unit=unit)


def _across_break(broken: Broken, history: pd.DataFrame, unit: Unit) -> list[Phrase]:
    after = broken.after.edition
    own = history[
        (history["unit_id"] == unit.unit_id)
        & (history["measure"] == "overall")
        & (history["edition"] == after)
    ]
    if own.empty:
        return []
    rank = place_text(int(own["rank_best"].iloc[0]), int(own["rank_worst"].iloc[0]))
    values = {"after": broken.after, "before": broken.before, "rank": rank}
    if unit.unit_id not in broken.least:
        return [Said("brief.break.plain", **values)]
    least, most = broken.least[unit.unit_id], broken.most[unit.unit_id]
    sure = "up" if least > 0 else "down" if most < 0 else "open"
    return [Said(f"brief.break.{sure}", least=least, most=most, **values)]


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
    question: BriefQuestion,
    found: MainIndices,
    names: Mapping[str, str],
    definitions: Definitions,
) -> list[Phrase]:
    """What the ranks above would take, what one main index would give, what others have done."""
    if climb is None:
        return [Said("brief.nothing_above", province=question.unit.province)]
    holders = _all_of([names[one] for one in climb.gap.holders])
    gap = Said("brief.gap_in_score", climb=climb, holders=holders)
    if climb.points is not None:
        gap = Said("brief.gap", climb=climb, holders=holders, whole=found.whole)
    return [gap, *_to_the_mean(found, definitions), _past_steps(climb, question), _no_forecast()]


def _no_forecast() -> Said:
    return Said("brief.no_forecast")


def _to_the_mean(found: MainIndices, definitions: Definitions) -> list[Phrase]:
    below = found.rows[found.rows["apart"] <= -_SHOWN]
    if below.empty:
        return []
    worst = below.iloc[0]
    part = part_name(definitions, str(worst["part"]))
    return [Said("brief.to_the_mean", part=part, points=-float(worst["apart"]))]


def _past_steps(climb: Climb, question: BriefQuestion) -> Phrase:
    if climb.share is None or question.year is None:
        return Said("brief.no_past_steps")
    before, after = question.year
    some = "brief.past_steps" if climb.share.made else "brief.past_steps_none"
    key = some if climb.share.known else "brief.few_past_steps"
    return Said(key, share=climb.share, before=before, after=after, size=int(after.universe))


# --- beside, on file, unknown ---------------------------------------------------------------------


def region_sentence(place: RegionPlace | None) -> list[Phrase]:
    """Where one of the 63 stands in its region."""
    if place is None:
        return []
    return [
        Said(
            "brief.region", place=place, first=place.first[0], first_rank=place.first[1],
            last=place.last[0], last_rank=place.last[1],
        )
    ]  # fmt: skip


def press_sentences(press: Press, definitions: Definitions) -> list[Phrase]:
    """How many printed statements there are, which could be checked, and which are right or wrong.

    English words are not shown to Vietnamese readers.
    """
    counts = press.counts
    if not counts["all"]:
        return [Said("brief.press.none")]
    if not counts["checked"]:
        return [Said("brief.press.unchecked", counts=_Counts(**counts))]
    right, wrong = counts["agrees"], counts["contradicted"]
    key = "all_right" if not wrong else "all_wrong" if not right else "some"
    said: list[Phrase] = [Said(f"brief.press.{key}", counts=_Counts(**counts))]
    if press.right is not None:
        said.append(Said("brief.press.right", what=_statement(press.right, definitions)))
    said += [
        Said("brief.press.wrong", what=_statement(row, definitions))
        for _, row in press.wrong.head(2).iterrows()
    ]
    return said


class _Counts:
    """Counts by name, as the sentences ask for them."""

    def __init__(self, **counts: int) -> None:
        self.__dict__.update(counts)


def _statement(row: pd.Series, definitions: Definitions) -> Phrase:
    named = definitions.indices[row["index"]]["measures"]
    measure: Phrase | str = ""
    if row["measure"] != "overall" and row["measure"] in named:
        measure = Joined(
            (", ", Inline(measure_name(definitions, row["index"], row["measure"]))), ""
        )
    printed = row["value_as_printed"]
    ways = ("quoted", "foreign") if row["tables_say"] else ("quoted_alone", "foreign_alone")
    quoted, foreign = (
        Said(
            f"brief.press.{way}", index=row["index"], edition=row["edition"],
            province=row["province_as_printed"], measure=measure, printed=printed,
            said=row["tables_say"], source=row["source_id"],
        )
        for way in ways
    )  # fmt: skip
    return InBoth(foreign, quoted) if language_of(printed) == "en" else quoted


def unknown_sentences(
    unknown: Unknowns, question: BriefQuestion, kinds: Sequence[Phrase], definitions: Definitions
) -> list[Phrase]:
    """What is not known of the unit and its members, in at most five lines.

    Args:
        kinds: what the kinds of `unknown` are called.
    """
    edition = question.edition
    parts = Joined(part_name(definitions, part) for part in unknown.parts)
    said = (
        (question.members and not question.unchanged,
         Said("brief.unknown.past", unit=question.unit, edition=edition)),
        (unknown.parts,
         Said("brief.unknown.parts", edition=edition, count=len(unknown.parts), parts=parts)),
        (unknown.editions and not question.members,
         Said("brief.unknown.editions", index=INDEX, list=_years(unknown.editions.values()))),
        (unknown.kinds, Said("brief.unknown.kinds", list=Joined(map(Inline, kinds)))),
        (True, Said("brief.unknown.always")),
    )  # fmt: skip
    return [phrase for missing, phrase in said if missing]


def _years(editions: Iterable[Sequence[str]]) -> str:
    return ", ".join(dict.fromkeys(year for years in editions for year in years))


def reading_note(
    question: BriefQuestion, stands: Standing, spread: float, definitions: Definitions
) -> list[Phrase]:
    """How the numbers of the page are to be read."""
    said: list[Phrase] = []
    if stands.kind:
        said.append(Said("brief.read.interval", spread=100 * spread))
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
    return nothing_comparable(INDEX, int(question.unit.universe))


def cite(question: BriefQuestion) -> Said:
    """How the page is cited."""
    return Said("brief.cite", province=question.unit.province, edition=question.edition)
