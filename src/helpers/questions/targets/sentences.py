"""What notebook 07 says: the gap, the ways to close it, and what has been done before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from helpers.questions.association.asked import INDEX
from helpers.questions.rank_gains.sentences import former_sentences
from helpers.questions.rank_gains.workings_sentences import part_name
from helpers.questions.targets.answer import (
    EqualLift,
    Gap,
    MixOutcome,
    TargetQuestion,
)
from helpers.questions.targets.steps import (
    NEIGHBOURHOOD,
    MovingTarget,
    StepShare,
    comparable_years,
)
from helpers.sharing.claims import Claim
from helpers.sharing.numbers import format_number
from helpers.sharing.tables import ReaderTable, reader_table
from helpers.sharing.wording import InBoth, Paragraphs, Sentence, say, sentence, use_wording, word
from helpers.sources.editions import Definitions, Edition

use_wording("targets.yml")

NOTEBOOK = "07-targets"


def assumption_sentences(
    definitions: Definitions, question: TargetQuestion, lang: str
) -> Paragraphs:
    """Under which formula everything below is said, and what it leaves out."""
    formula = definitions.formula_of(question.edition)
    assert formula is not None
    return Paragraphs(
        [
            *former_sentences(question.former, question.unit, lang),
            say(
                "targets.formula",
                lang,
                **_names(question),
                formula=getattr(formula, f"name_{lang}"),
                points=sum(formula.weights.values()),
            ),
            say("targets.assumption", lang),
        ]
    )


def gap_text(gap: Gap, question: TargetQuestion, holders: str, points: float, lang: str) -> str:
    """Where the unit stands and what is missing.

    Args:
        holders: the names of `Gap.holders`. points: of the whole formula (1000, 940).
    """
    values = _names(question) | {
        "rank": gap.rank, "total": gap.total, "target": question.target_rank, "needed": gap.needed,
        "gap": gap.points, "gap_points": gap.points * points, "points": points, "holders": holders,
        "or_better": _or_better(gap, question, lang),
    }  # fmt: skip
    if gap.reached and gap.cushion is None:
        return sentence("targets.last_place", lang, **values)
    if gap.reached:
        assert gap.cushion is not None
        return sentence(
            "targets.reached",
            lang,
            **values,
            cushion=gap.cushion,
            cushion_points=gap.cushion * points,
        )
    return sentence("targets.gap", lang, **values)


def _or_better(gap: Gap, question: TargetQuestion, lang: str) -> str:
    """What follows the rank asked for where units that share a total leave it to nobody."""
    skipped = gap.rank_then < question.target_rank
    return f" {word('targets.or_better', lang)}" if skipped else ""


def lift_text(lift: EqualLift, definitions: Definitions, lang: str) -> str:
    """The smallest equal rise of all parts."""
    if lift.lift is None:
        return sentence("targets.lift_impossible", lang)
    said = sentence("targets.lift" if lift.exact else "targets.lift_at_least", lang, lift=lift.lift)
    if not lift.capped:
        return said
    names = ", ".join(part_name(definitions, INDEX, part, lang) for part in lift.capped)
    return f"{said} {sentence('targets.capped', lang, parts=names)}"


def cheapest_text(steps: pd.DataFrame, definitions: Definitions, lang: str) -> str:
    """The single part with the smallest step that is possible; of `single_steps`."""
    possible = steps[steps["possible"]]
    if possible.empty:
        return sentence("targets.no_single", lang)
    first = possible.iloc[0]
    same = possible[(possible["step"] - first["step"]).abs() < 1e-12]  # noqa: PLR2004
    names = [part_name(definitions, INDEX, part, lang) for part in same["part"]]
    return sentence(
        "targets.single" if len(same) == 1 else "targets.single_several",
        lang,
        parts="; ".join(names),
        step=first["step"],
        score=first["score"],
        reaches=first["reaches"],
        unknown=steps["score"].isna().sum(),
    )


def mix_text(
    outcome: MixOutcome, question: TargetQuestion, definitions: Definitions, lang: str
) -> str:
    """What a person's own steps would give."""
    steps = "; ".join(
        f"{part_name(definitions, INDEX, part, lang)} {format_number(step, lang, 4, signed=True)}"
        for part, step in question.mix.items()
    )
    key = "targets.mix_reaches" if outcome.reaches else "targets.mix_falls_short"
    said = [
        sentence(
            key,
            lang,
            steps=steps,
            points=outcome.points,
            total=outcome.total,
            rank=outcome.rank,
            target=question.target_rank,
        )
    ]
    for parts, warning in (
        (outcome.too_high, "targets.mix_too_high"),
        (outcome.unknown, "targets.mix_unknown"),
    ):
        if parts:
            names = ", ".join(part_name(definitions, INDEX, part, lang) for part in parts)
            said.append(sentence(warning, lang, parts=names))
    return " ".join(said)


def past_text(
    share: StepShare,
    gap: Gap,
    year: tuple[Edition, Edition],
    question: TargetQuestion,
    definitions: Definitions,
    lang: str,
) -> str:
    """How many provinces that began as near made such a step in the comparable year."""
    values = _names(question) | {
        "baseline": year[0].edition, "later": year[1].edition, "n": share.n, "made": share.made,
        "near": NEIGHBOURHOOD, "step": gap.points, "size": year[0].universe,
        "which_year": word(
            "targets.only_year" if len(comparable_years(definitions, year[0].universe)) == 1
            else "targets.latest_year", lang,
        ),
    }  # fmt: skip
    if not share.known:
        said = sentence("targets.past_too_few", lang, **values)
    elif gap.reached:
        said = sentence("targets.past_kept", lang, **values)
    else:
        gained = share.largest is not None and share.largest > 0
        best = "targets.past_largest" if gained else "targets.past_none_gained"
        said = (
            f"{sentence('targets.past', lang, **values)} "
            f"{sentence(best, lang, largest=share.largest)}"
        )
    if year[1].formula == question.edition.formula:
        if year[1].universe == question.edition.universe:
            return said
        return f"{said} {sentence('targets.past_other_units', lang, **values)}"
    formula = definitions.formula_of(year[1])
    assert formula is not None
    other = sentence(
        "targets.past_other_formula", lang, **values, formula=getattr(formula, f"name_{lang}")
    )
    return f"{said} {other}"


def moving_text(
    moving: MovingTarget,
    gap: Gap,
    question: TargetQuestion,
    year: tuple[Edition, Edition],
    lang: str,
) -> str:
    """What is needed relative to the mean once the others move too."""
    # Where the others are likely to fall behind, nothing need be gained.
    missing = "targets.moving" if moving.median > 0 else "targets.moving_no_gain"
    return sentence(
        "targets.moving_reached" if gap.reached else missing,
        lang,
        **_names(question),
        target=question.target_rank,
        baseline=year[0].edition,
        later=year[1].edition,
        draws=moving.draws,
        median=moving.median,
        lower=moving.lower,
        upper=moving.upper,
        still=gap.points,
        share=100 * moving.share_enough,
    )


def steps_table(steps: pd.DataFrame, definitions: Definitions, lang: str) -> ReaderTable:
    """By how much each part alone would have to rise; of `single_steps`."""
    shown = steps.assign(
        name=[part_name(definitions, INDEX, part, lang) for part in steps["part"]],
        answer=[
            word("targets.unknown", lang)
            if pd.isna(row.score)
            else word("targets.possible" if row.possible else "targets.not_possible", lang)
            for row in steps.itertuples(index=False)
        ],
    )
    return reader_table(
        shown,
        lang,
        word("targets.steps_caption", lang),
        {
            "name": (word("header.measure", lang), ""),
            "points": (word("targets.header.points", lang), "int"),
            "score": (word("header.score", lang), "score"),
            "step": (word("targets.header.step", lang), "signed_score"),
            "reaches": (word("targets.header.reaches", lang), "score"),
            "answer": (word("targets.header.possible", lang), ""),
        },
    )


def parts_table(parts: pd.DataFrame, names: tuple[str, str], definitions: Definitions,
                lang: str) -> ReaderTable:  # fmt: skip
    """The gap by part against another unit; of `gap_by_part`, names of the two units."""
    return reader_table(
        parts.assign(name=[part_name(definitions, INDEX, part, lang) for part in parts["part"]]),
        lang,
        sentence("targets.parts_caption", lang, own=names[0], other=names[1]),
        {
            "name": (word("header.measure", lang), ""),
            "own": (names[0], "score"),
            "other": (names[1], "score"),
            "points": (word("targets.header.gap", lang), "signed_score"),
        },
    )


def ladder_table(
    ladder: Mapping[int, Gap], names: Mapping[str, str], lang: str, *, points: float
) -> ReaderTable:
    """What each of several ranks would take; `ladder` from `gap_to_rank`, by rank."""
    rows = pd.DataFrame(
        [
            {
                "rank": rank,
                "holders": ", ".join(names[one] for one in gap.holders),
                "needed": gap.needed,
                "gap": gap.points,
                "gap_points": gap.points * points,
            }
            for rank, gap in ladder.items()
        ]
    )
    return reader_table(
        rows,
        lang,
        word("targets.ladder_caption", lang),
        {
            "rank": (word("header.rank", lang), "int"),
            "holders": (word("targets.header.holders", lang), ""),
            "needed": (word("targets.header.needed", lang), "score"),
            "gap": (word("targets.header.missing", lang), "signed_score"),
            "gap_points": (
                sentence("targets.header.of_points", lang, points=points), "signed_percent",
            ),
        },
    )  # fmt: skip


def target_claims(
    gap: Gap,
    share: StepShare | None,
    moving: MovingTarget | None,
    question: TargetQuestion,
    texts: Mapping[str, Mapping[str, str]],
) -> list[Claim]:
    """What notebook 07 concludes.

    Args:
        texts: the finished sentences "gap", "past" and "moving" in each language, as far as known.
    """

    def claim(name: str, value: float | None, verdict: str, n: int, method: str,
              **rest: Any) -> Claim:  # fmt: skip  # noqa: ANN401
        return Claim(
            id=f"{NOTEBOOK}/{name}",
            said=InBoth(**texts[name]),
            value=value,
            verdict=verdict,
            n=n,
            method=method,
            **rest,
        )

    size = int(question.edition.universe)
    claims = [claim("gap", gap.points, "holds", size, "printed totals, others standing still")]
    if share is not None:
        claims.append(
            claim(
                "past",
                float(share.made) if share.known else None,
                "holds" if share.known else "cannot tell",
                share.n,
                "provinces that began within 0.03, distances from the mean, one comparable year",
            )
        )
    if moving is not None:
        claims.append(
            claim(
                "moving",
                moving.median,
                "cannot tell",
                size,
                "steps of the ten nearest starters, drawn for every other unit",
                lower=moving.lower,
                upper=moving.upper,
                interval_kind="sensitivity",
            )
        )
    return claims


def _names(question: TargetQuestion) -> dict[str, object]:
    return {
        "index": INDEX,
        "edition": question.edition.edition,
        "province": question.unit.province,
    }


def paragraphs(*texts: str) -> Paragraphs:
    """Finished sentences as paragraphs, empty ones left out."""
    return Paragraphs([Sentence(text) for text in texts if text])
