"""What notebook 10 says: with what the index agrees, what its points buy, how its parts cohere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from helpers.questions.association.asked import INDEX
from helpers.questions.rank_gains.workings_sentences import part_name
from helpers.questions.what_the_index_measures.answer import (
    COMPARED,
    LEVEL,
    TOTAL,
    WEALTH,
    YEARS,
    MeasuresQuestion,
)
from helpers.questions.what_the_index_measures.parts import Apart, decides
from helpers.sharing.figure_words import measure_name
from helpers.sharing.numbers import Phrase
from helpers.sharing.wording import InBoth, Inline, Joined, Said, use_wording
from helpers.sources.editions import Definitions
from helpers.statistics.reliability import Reliability

use_wording("what_the_index_measures.yml")

_HALF = 0.5
_BETWEEN = "; "
_UNCLEAR = "cannot tell"


def subject(
    question: MeasuresQuestion, definitions: Definitions, *, inside: bool = False
) -> Phrase:
    """The index or a part of it, at the head of a sentence or `inside` one."""
    if question.measure == TOTAL:
        return Said("measures.total_within" if inside else "measures.total")
    return Said("measures.part", part=measure_name(definitions, INDEX, question.measure))


def other_name(other: str, definitions: Definitions) -> Phrase:
    """What another measure, or the edition of another index, is called."""
    if other in COMPARED:
        return Said(f"measures.other.{other}")
    index, _, year = other.rpartition(" ")
    names = definitions.indices[index]
    return Said("measures.ranking", index=InBoth(names["name_vi"], names["name_en"]), year=year)


def within(other: str, definitions: Definitions) -> Phrase:
    """The same inside a sentence."""
    name = other_name(other, definitions)
    # The rest are names, or begin with one.
    return Inline(name) if other in COMPARED and other != WEALTH else name


def among(row: Any) -> Said:  # noqa: ANN401  (a row of comparisons)
    """Among which provinces two measures are compared."""
    if not row.given:
        # Of another ranking the range holds whatever ranks the unseen have.
        return Said("measures.raw" if row.seen == row.n else "measures.every")
    return Said("measures.alike_but_wealth" if row.other == WEALTH else "measures.alike")


def years_of(question: MeasuresQuestion) -> str:
    """The years compared: 2022–2024."""
    return f"{question.years[0]}–{question.years[-1]}"


def _with_ranges(rows: pd.DataFrame, definitions: Definitions) -> Phrase:
    return Joined(
        (
            Said("measures.with_range", name=within(row.other, definitions),
                 lower=row.lower_all, upper=row.upper_all)
            for row in rows.itertuples(index=False)
        ),
        _BETWEEN,
    )  # fmt: skip


def _named(rows: pd.DataFrame, definitions: Definitions) -> Phrase:
    return Joined((within(other, definitions) for other in rows["other"]), _BETWEEN)


def told(
    compared: pd.DataFrame, question: MeasuresQuestion, definitions: Definitions
) -> list[Phrase]:
    """With what the index certainly goes along, raw and given the rest.

    Args:
        compared: of `Sides.comparisons`, those that were made.
    """
    if compared.empty:
        return []
    who = subject(question, definitions)
    raw = compared[~compared["given"]]
    said: list[Phrase] = []
    for key, answer in (
        ("measures.goes_along", "holds"),
        ("measures.goes_against", "contradicted"),
    ):
        rows = raw[raw["verdict"] == answer]
        if len(rows):
            said.append(Said(key, subject=who, list=_named(rows, definitions)))
    if not said:
        inside = subject(question, definitions, inside=True)
        return [Said("measures.nothing_told", subject=inside)]
    left = compared[compared["given"] & (compared["verdict"] == "holds")]
    of_wealth = left["other"] == WEALTH
    for key, rows in (
        ("measures.wealth_given", left[of_wealth]),
        ("measures.goes_along_given", left[~of_wealth]),
    ):
        if len(rows):
            said.append(Said(key, list=_named(rows, definitions)))
    return said if (~of_wealth).any() else [*said, Said("measures.nothing_given")]


def no_window() -> Said:
    """That there are no years over which anything could be compared."""
    return Said("measures.no_window", years=YEARS)


def not_told(
    compared: pd.DataFrame, absent: Iterable[str], definitions: Definitions
) -> list[Phrase]:
    """With what the index may or may not go along, and what is not on file."""
    said: list[Phrase] = []
    if compared.empty:
        said.append(no_window())
    else:
        rows = compared[~compared["given"] & (compared["verdict"] == "cannot tell")]
        if len(rows):
            said.append(Said("measures.cannot", list=_with_ranges(rows, definitions)))
    names = [within(other, definitions) for other in absent]
    if names:
        said.append(Said("measures.absent", list=Joined(names, _BETWEEN)))
    return said


def how_compared(
    compared: pd.DataFrame, question: MeasuresQuestion, definitions: Definitions
) -> list[Phrase]:
    """Which years stand on both sides, and what limits single comparisons."""
    if compared.empty:
        return [no_window()]
    years = years_of(question)
    raw = compared[~compared["given"]]
    said: list[Phrase] = [Said("measures.window", years=years)]
    if (raw.loc[raw["other"].isin(COMPARED), "years"] != years).any():
        said.append(Said("measures.other_years"))
    for row in raw.itertuples(index=False):
        if row.other == "portal_index_total":
            said.append(Said("measures.portal_names", row=row))
        if row.seen < row.n:
            said.append(Said("measures.bounds", name=other_name(row.other, definitions), row=row))
    return said


def hanging(
    compared: pd.DataFrame, names: Mapping[str, str], definitions: Definitions
) -> list[Phrase]:
    """Which comparisons would tell something but for one province.

    Args:
        names: of the provinces, by unit_id.
    """
    return [
        Said(
            "measures.hangs", name=other_name(row.other, definitions), among=among(row),
            province=names[row.hangs_on],
        )
        for row in compared[compared["hangs_on"] != ""].itertuples(index=False)
    ]  # fmt: skip


def how_sure(compared: pd.DataFrame) -> list[Phrase]:
    """Which model the ranges state, and how they were found."""
    level = round(100 * LEVEL)
    return [
        Said("measures.model", n=len(compared), level=level),
        Said("measures.method"),
        Said("measures.causes"),
    ]


def forest_title(
    compared: pd.DataFrame, question: MeasuresQuestion, definitions: Definitions
) -> Said:
    """How many measures go along with the index."""
    raw = compared[~compared["given"]]
    found = int((raw["verdict"] == "holds").sum())
    who = subject(question, definitions, inside=True)
    values = {"told": found, "n": len(raw), "years": years_of(question)}
    return Said("measures.forest_title", subject=who, **values)


def forest_alt(compared: pd.DataFrame, definitions: Definitions) -> Said:
    """Every comparison of the picture, in words."""
    items = (
        Said("measures.forest_item", name=other_name(row.other, definitions), among=among(row),
             lower=row.lower_all, upper=row.upper_all)
        for row in compared.itertuples(index=False)
    )  # fmt: skip
    return Said("measures.forest_alt", list=Joined(items, _BETWEEN))


def by_part_told(by_part: pd.DataFrame, definitions: Definitions) -> list[Phrase]:
    """Which part certainly goes along with what, of all parts at once; of `Sides.by_part`."""
    said: list[Phrase] = []
    for measure, rows in by_part[by_part["verdict"] == "holds"].groupby("measure", sort=False):
        part = Said("measures.part", part=measure_name(definitions, INDEX, str(measure)))
        said.append(Said("measures.part_along", subject=part, list=_with_ranges(rows, definitions)))
    return [
        *(said or [Said("measures.no_part_along")]),
        Said("measures.by_part", n=len(by_part)),
    ]


def noise_sentences(
    reliabilities: Mapping[str, Reliability], definitions: Definitions
) -> list[Phrase]:
    """Of which measures of the survey one year is mostly noise, and how that was found."""
    noisy = [within(one, definitions) for one, found in reliabilities.items() if found.year < _HALF]
    mostly = [Said("measures.noise_mostly", list=Joined(noisy, _BETWEEN))] if noisy else []
    return [*mostly, Said("measures.noise_method")]


def noise_sentence(measure: str, found: Reliability, years: str, definitions: Definitions) -> Said:
    """How reliable one measure of the survey is over these years."""
    return Said("measures.noise", name=other_name(measure, definitions), years=years, found=found)


def term_name(definitions: Definitions, part: str) -> Phrase:
    """What readers call a term of the total."""
    return part_name(definitions, INDEX, part)


def points_told(apart: Apart, bought: pd.DataFrame, definitions: Definitions) -> list[Phrase]:
    """Which parts decide less or more than their points, and where most have full marks.

    Args:
        bought: of `Apart.points_bought`.
    """
    full = mostly_full(bought).sort_values("full", ascending=False, kind="stable")
    said: list[Phrase] = [full_sentence(apart, row, definitions) for _, row in full.iterrows()]
    for answer in ("less", "more"):
        said += [
            points_sentence(apart, row, definitions)
            for _, row in bought.iterrows()
            if decides(row) == answer
        ]
    return said


def mostly_full(bought: pd.DataFrame) -> pd.DataFrame:
    """The parts in which at least half of the units have full marks."""
    return bought[bought["full"] >= _HALF * bought["n"]]


def full_sentence(apart: Apart, row: pd.Series, definitions: Definitions) -> Said:
    """How many units have full marks in a part, and what its points then make."""
    name = Inline(term_name(definitions, row["part"]))
    return Said("measures.full_marks", edition=apart.edition.label, part=name, row=row)


def points_sentence(apart: Apart, row: pd.Series, definitions: Definitions) -> Said:
    """Whether one part decides less or more than its points."""
    part, edition = Inline(term_name(definitions, row["part"])), apart.edition.label
    answer = decides(row)
    if answer == "open":
        return Said("measures.open", edition=edition, part=part, row=row)
    key = "measures.less" if answer == "less" else "measures.more"
    return Said(key, edition=edition, part=part, row=row)


def points_not_told(bought: pd.DataFrame) -> list[Phrase]:
    """Of how many parts that cannot be told."""
    count = sum(decides(row) == "open" for _, row in bought.iterrows())
    return [Said("measures.cannot_points", open=count, n=len(bought))] if count else []


def points_limits(apart: Apart, definitions: Definitions, draws: int) -> list[Phrase]:
    """How the shares were found, and what limits them."""
    edition = apart.edition
    formula = definitions.formula_of(edition)
    merged = edition.edition < definitions.began(edition.universe)[:4]
    return [
        Said("measures.points_method", n=apart.n, draws=draws),
        *([Said("measures.fitted", edition=edition)] if formula and formula.fitted else []),
        *([Said("measures.merged", edition=edition)] if merged else []),
    ]


def points_title(bought: pd.DataFrame, apart: Apart, definitions: Definitions) -> Said:
    """The part whose share of the differences lies furthest from that of the points."""
    row = bought.loc[(bought["share"] / bought["points_share"] - 1).abs().idxmax()]
    part = Inline(term_name(definitions, row["part"]))
    return Said("measures.points_title", edition=apart.edition.label, part=part, row=row)


def points_alt(bought: pd.DataFrame, definitions: Definitions) -> Said:
    """Every part of the picture, in words."""
    items = (
        Said("measures.points_item", part=term_name(definitions, row["part"]), row=row)
        for _, row in bought.iterrows()
    )
    return Said("measures.points_alt", list=Joined(items, _BETWEEN))


def coherence_told(apart: Apart, rest: pd.DataFrame, definitions: Definitions) -> list[Phrase]:
    """Which parts go with the rest; `rest` of `Apart.with_the_rest`."""
    along = rest[rest["lower"] > 0]
    if along.empty:
        return []
    names = _parts(along, definitions)
    return [Said("measures.together", edition=apart.edition.label, list=names)]


def coherence_not_told(rest: pd.DataFrame, definitions: Definitions) -> list[Phrase]:
    """Of which parts that cannot be told."""
    unclear = rest[(rest["lower"] <= 0) & (rest["upper"] >= 0)]
    names = _parts(unclear, definitions)
    return [Said("measures.cannot_together", list=names)] if len(unclear) else []


def _parts(rows: pd.DataFrame, definitions: Definitions) -> Phrase:
    return Joined((Inline(term_name(definitions, part)) for part in rows["part"]), _BETWEEN)


def alpha_sentence(alpha: pd.Series, apart: Apart) -> Said:
    """How far the parts vary as one."""
    parts = apart.terms.scores.shape[1]
    return Said("measures.alpha", parts=parts, edition=apart.edition, found=alpha)
