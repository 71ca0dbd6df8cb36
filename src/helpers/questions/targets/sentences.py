"""What notebook 07 says: the gap, the ways to close it, and what has been done before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from helpers.questions.association.asked import INDEX
from helpers.questions.rank_gains.sentences import former_sentences
from helpers.questions.rank_gains.workings_sentences import part_name
from helpers.questions.targets.answer import EqualLift, Gap, MixOutcome, TargetQuestion
from helpers.questions.targets.regions import RegionGap
from helpers.questions.targets.steps import NEIGHBOURHOOD, MovingTarget, StepShare
from helpers.sharing.claims import About, Claim, claim_id
from helpers.sharing.comparable_words import comparable_pair_phrase
from helpers.sharing.figure_words import formula_name
from helpers.sharing.numbers import Phrase
from helpers.sharing.tables import Header, TableOf
from helpers.sharing.wording import InForm, Joined, Said, use_wording
from helpers.sources.comparable import comparable_years
from helpers.sources.editions import Definitions, Edition

use_wording("targets.yml")

NOTEBOOK = "07-targets"
_SAME = 1e-12
"""Steps that differ by less are the same step."""


def assumptions(definitions: Definitions, question: TargetQuestion) -> list[Phrase]:
    """Under which formula everything below is said, and what it leaves out."""
    formula = definitions.formula_of(question.edition)
    assert formula is not None
    points, fitted = sum(formula.weights.values()), definitions.fitted_on(question.edition)
    name = formula_name(formula)
    example = [Said("focus.example", province=question.unit.province)] * question.is_example
    return [
        *former_sentences(question.former, question.unit),
        Said("targets.formula", edition=question.edition, formula=name, points=points),
        *([Said("targets.fitted", edition=question.edition, year=fitted)] if fitted else []),
        *([Said("targets.newer", newer=question.newer)] if question.newer else []),
        Said("targets.assumption"),
        *example,
    ]


def gap_sentence(gap: Gap, question: TargetQuestion, holders: str, points: float) -> Said:
    """Where the unit stands and what is missing, or what it can lose.

    Args:
        holders: the names of `Gap.holders`. points: of the whole formula (1000, 940).
    """
    amount = gap.points if gap.cushion is None else gap.cushion
    kept = "targets.reached_shared" if gap.is_shared else "targets.reached"
    return Said(
        "targets.last_place" if gap.is_last else kept if gap.reached else "targets.gap",
        gap=gap,
        question=question,
        holders=holders,
        points=points,
        in_points=amount * points,
        or_better=or_better(gap, question.target_rank),
    )


def or_better(gap: Gap, rank: int) -> Phrase | str:
    """What is added to a rank that units of one total leave to nobody."""
    skipped = gap.rank_then < rank
    return Joined(("", Said("targets.or_better")), " ") if skipped else ""


def next_aim_sentence(rank: int, gap: Gap) -> Said:
    """What the next rank up takes, where the target is reached already."""
    return Said("targets.aim_next", rank=rank, gap=gap, or_better=or_better(gap, rank))


def region_sentences(
    found: RegionGap | None, question: TargetQuestion, names: Mapping[str, str]
) -> list[Phrase]:
    """Where the unit stands within its region, and what the places above it take.

    Args:
        found: of `region_gap`. names: unit_id -> province.
    """
    values = {"question": question, "found": found}
    if found is None:
        return [Said("targets.region_not_told", **values)]
    if found.place == 1:
        return [_first_in_region(found, values, names)]
    steps = (
        Said(
            "targets.region_first" if place == 1 else "targets.region_next",
            place=place,
            gap=gap,
            holders=_holders(gap, names),
        )
        for place, gap in found.upward.items()
    )
    return [Said("targets.region", **values, steps=Joined(steps, "; "))]


def _first_in_region(
    found: RegionGap, values: Mapping[str, object], names: Mapping[str, str]
) -> Said:
    if found.ahead is None:
        return Said("targets.region_alone", **values)
    shared = "targets.region_shared" if found.ahead.is_shared else "targets.region_leads"
    return Said(shared, **values, holders=_holders(found.ahead, names))


def _holders(gap: Gap, names: Mapping[str, str]) -> str:
    return ", ".join(names[one] for one in gap.holders)


def lift_sentence(lift: EqualLift, definitions: Definitions) -> Phrase:
    """The smallest equal rise of all parts."""
    if lift.lift is None:
        return Said("targets.lift_impossible")
    said = Said("targets.lift" if lift.exact else "targets.lift_at_least", lift=lift.lift)
    if not lift.capped:
        return said
    return Joined((said, Said("targets.capped", parts=_names(lift.capped, definitions))), " ")


def cheapest_sentence(steps: pd.DataFrame, definitions: Definitions) -> Said:
    """The single part with the smallest step that is possible; of `single_steps`."""
    possible = steps[steps["possible"]]
    if possible.empty:
        return Said("targets.no_single")
    first = possible.iloc[0]
    same = possible[(possible["step"] - first["step"]).abs() < _SAME]
    unknown = steps["score"].isna().sum()
    return Said(
        "targets.single" if len(same) == 1 else "targets.single_several",
        parts=_names(same["part"], definitions, "; "),
        first=first,
        unknown=Joined(("", Said("targets.unknown_parts", unknown=unknown)), " ")
        if unknown
        else "",
    )


def mix_sentences(
    outcome: MixOutcome, question: TargetQuestion, definitions: Definitions
) -> Phrase:
    """What a person's own steps would give."""
    steps = (
        Joined((part_name(definitions, INDEX, part), InForm(step, "signed_score")), " ")
        for part, step in question.mix.items()
    )
    said = [
        Said(
            "targets.mix_reaches" if outcome.reaches else "targets.mix_falls_short",
            steps=Joined(steps, "; "),
            outcome=outcome,
            target=question.target_rank,
        )
    ]
    if outcome.too_high:
        said.append(Said("targets.mix_too_high", parts=_names(outcome.too_high, definitions)))
    if outcome.unknown:
        said.append(Said("targets.mix_unknown", parts=_names(outcome.unknown, definitions)))
    return Joined(said, " ")


def past_sentences(
    share: StepShare,
    gap: Gap,
    year: tuple[Edition, Edition],
    question: TargetQuestion,
    definitions: Definitions,
) -> Phrase:
    """How many provinces that began as near made such a step in the comparable year."""
    if gap.is_last:
        # Whatever is lost keeps the last place, so that no step of the past tells anything.
        return Said("targets.past_last", question=question)
    before, after = year
    said = [
        Said(
            "targets.past_too_few"
            if not share.known
            else "targets.past_kept"
            if gap.reached
            else "targets.past",
            pair=comparable_pair_phrase(comparable_years(definitions, before.universe)),
            share=share,
            gap=gap,
            province=question.unit.province,
            near=NEIGHBOURHOOD,
        )
    ]
    if share.known and not gap.reached:
        gained = share.largest is not None and share.largest > 0
        best = "targets.past_largest" if gained else "targets.past_none_gained"
        said.append(Said(best, largest=share.largest))
    values = {"size": before.universe, "edition": question.edition}
    if after.formula != question.edition.formula:
        formula = formula_name(definitions.formula_of(after))
        said.append(Said("targets.past_other_formula", **values, formula=formula))
    elif after.universe != question.edition.universe:
        said.append(Said("targets.past_other_units", **values))
    return Joined(said, " ")


def moving_sentence(
    moving: MovingTarget, gap: Gap, question: TargetQuestion, year: tuple[Edition, Edition]
) -> Said:
    """What is needed relative to the mean once the others move too."""
    # Where the others are likely to fall behind, nothing need be gained.
    missing = "targets.moving" if moving.median > 0 else "targets.moving_no_gain"
    keeps = "targets.keeps_until" if moving.median < 0 else "targets.keeps_from"
    return Said(
        "targets.moving_reached" if gap.reached else missing,
        question=question,
        before=year[0],
        after=year[1],
        moving=moving,
        whose=_whose_steps(year[1], question),
        gap=gap,
        share=100 * moving.share_enough,
        condition=Said(keeps, rank=question.target_rank, loss=-moving.median, gain=moving.median),
    )


def _whose_steps(after: Edition, question: TargetQuestion) -> Phrase | str:
    """Whose steps are drawn, where they are of other units or under another formula."""
    caveats = {
        (True, True): "targets.steps_of.both",
        (True, False): "targets.steps_of.units",
        (False, True): "targets.steps_of.formula",
    }
    asked = question.edition
    differ = (after.universe != asked.universe, after.formula != asked.formula)
    if differ not in caveats:
        return ""
    return Joined(("", Said(caveats[differ], size=after.universe)), " ")


def waterfall_title(parts: pd.DataFrame, pair: tuple[str, str], gap: Gap, rank: int) -> Said:
    """How far apart two units are, and which part does most.

    Args:
        parts: `name`, `points`. pair: names of the unit and of the other. rank: asked for.
    """
    # A part in which the other has less makes up nothing of what it has more.
    along = parts[parts["points"] * gap.points > 0]
    largest = parts.loc[(parts if along.empty else along)["points"].abs().idxmax()]
    own, other = pair
    values = {"rank": rank, "gap": abs(gap.points), "largest": largest}
    key = "targets.waterfall_title_ahead" if gap.points < 0 else "targets.waterfall_title"
    return Said(key, own=own, other=other, **values)


def waterfall_alt(parts: pd.DataFrame, pair: tuple[str, str], gap: Gap) -> Said:
    """Every part of the gap, in words; as `waterfall_title`."""
    told = (
        Joined((row.name, InForm(row.points, "signed_score")), " ")
        for row in parts.itertuples(index=False)
    )
    own, other = pair
    return Said("targets.waterfall_alt", own=own, other=other, gap=gap, list=Joined(told, "; "))


def steps_table(steps: pd.DataFrame, definitions: Definitions) -> TableOf:
    """By how much each part alone would have to rise; of `single_steps`."""
    known = steps["score"].notna()
    answers = steps["possible"].map({True: "possible", False: "not_possible"}).where(known)
    shown = steps.assign(
        measure=[part_name(definitions, INDEX, part) for part in steps["part"]],
        possible=[Said(f"targets.room.{answer}") for answer in answers.fillna("unknown")],
    )
    columns = ("measure", "points", "score", "step", "reaches", "possible")
    return TableOf(shown, Said("targets.steps_caption"), columns)


def parts_table(parts: pd.DataFrame, pair: tuple[str, str]) -> TableOf:
    """The gap by part against another unit; as `waterfall_title`, with the scores of both."""
    own, other = pair
    columns: dict[str, str | Header] = {
        "name": "measure",
        "own": Header("score_of", unit=own),
        "other": Header("score_of", unit=other),
        "points": "gap",
    }
    return TableOf(parts, Said("targets.parts_caption", own=own, other=other), columns)


def ladder_table(ladder: Mapping[int, Gap], names: Mapping[str, str], points: float) -> TableOf:
    """What each of several ranks would take; `ladder` from `gap_to_rank`, by rank."""
    rows = pd.DataFrame(
        {
            "rank": rank,
            "holders": ", ".join(names[one] for one in gap.holders),
            "needed": Said("targets.any_total") if gap.is_last else InForm(gap.needed, "score"),
            # What is reached is not missing, nor is a cushion something to gain.
            "missing": Said("targets.has_it")
            if gap.reached
            else InForm(gap.points, "signed_score"),
            "of_points": None if gap.reached else InForm(gap.points * points, "signed_percent"),
        }
        for rank, gap in ladder.items()
    )
    columns = {name: name for name in rows} | {"of_points": Header("of_points", points=points)}
    return TableOf(rows, Said("targets.ladder_caption"), columns)


def target_claims(
    gap: Gap,
    share: StepShare | None,
    moving: MovingTarget | None,
    question: TargetQuestion,
    said: Mapping[str, Phrase],
) -> list[Claim]:
    """What notebook 07 concludes, as far as it is known.

    Args:
        said: the sentences "gap", "past" and "moving".
    """
    asked, size = question.edition, int(question.edition.universe)
    detail = f"rank{question.target_rank}"
    about = About.editions(asked, unit_id=question.unit.unit_id, detail=detail)
    claims = [
        Claim(
            claim_id(NOTEBOOK, "gap", about), said["gap"],
            None if gap.is_last else gap.points, "fact", size, "units",
            "printed totals, others standing still",
        )
    ]  # fmt: skip
    if share is not None and not gap.is_last:
        made, verdict = (float(share.made), "fact") if share.known else (None, "cannot tell")
        claims.append(
            Claim(
                claim_id(NOTEBOOK, "past", about), said["past"], made, verdict, share.n, "units",
                "provinces that began within 0.03, distances from the mean, one comparable year",
            )
        )  # fmt: skip
    if moving is not None:
        claims.append(
            Claim(
                claim_id(NOTEBOOK, "moving", about), said["moving"], moving.median, "cannot tell",
                size, "units",
                "steps of the ten nearest starters, drawn for every other unit",
                lower=moving.lower, upper=moving.upper, interval_kind="sensitivity",
            )
        )  # fmt: skip
    return claims


def region_claims(
    found: RegionGap | None, question: TargetQuestion, names: Mapping[str, str]
) -> list[Claim]:
    """What the next place within the region takes; nothing where no place in one is known."""
    if found is None:
        return []
    gap = next(iter(found.upward.values()), None)
    (said,) = region_sentences(found, question, names)
    about = About.editions(question.edition, unit_id=question.unit.unit_id)
    return [
        Claim(
            claim_id(NOTEBOOK, "region", about), said,
            None if gap is None else gap.points, "fact", found.units, "units",
            "printed totals within the region, others standing still",
        )
    ]  # fmt: skip


def _names(parts: Iterable[str], definitions: Definitions, between: str = ", ") -> Phrase:
    return Joined([part_name(definitions, INDEX, part) for part in parts], between)
