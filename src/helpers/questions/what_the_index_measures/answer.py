"""Does the index agree with what people and others measure? The functions of notebook 10.

Both sides of a comparison are of the same years. On the side of the index stands the mean of the
ranks of a unit within each edition: ranks are what every edition gives alike, whatever its formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from helpers.errors import BadInputError
from helpers.questions.association.asked import INDEX, check_draws, check_texts
from helpers.rankings.panel import of_edition
from helpers.sources.editions import Definitions, Edition
from helpers.sources.suggestions import nearest_choices
from helpers.statistics.agreement import (
    Agreement,
    agreement,
    level_for_all,
    spearman_interval,
    without_each,
)
from helpers.statistics.missing_ranks import bounds_for_missing
from helpers.statistics.reliability import Reliability, at_most, reliability_of_years

TOTAL = "overall"
SURVEY = ("papi_portal_access", "papi_internet_access", "papi_e_responsiveness")
"""What people say when they are asked: measures of the yearly survey PAPI."""

COMPARED = (*SURVEY, "portal_index_total", "pci", "grdp_per_head")
"""The covariates that the index is held against; where one is not on file, the page says so."""

WEALTH, TOWNS, SIZE = "grdp_per_head", "urban_share", "population"
YEARS = 3
"""How many years a mean takes: one year of the survey tells little (`reliability`)."""

LEVEL = 0.95
FEWEST_RESAMPLED = 1_000
_TEXTS = ("other", "given", "years", "n", "seen")
_NUMBERS = ("rho", "lower", "upper", "lower_all", "upper_all", "at_most")
_ANSWERS = ("hangs_on", "verdict", "problem")


@dataclass(frozen=True)
class MeasuresQuestion:
    """What one run of notebook 10 asks, every part checked against what is on file.

    `measure`: the total or a part of the index that is held against other measures. `offered`: all
    that can be. `window`: the editions compared, oldest first; empty where there are too few.
    """

    measure: str
    offered: tuple[str, ...]
    window: tuple[Edition, ...]
    draws: int

    @property
    def years(self) -> tuple[int, ...]:
        """The years that both sides of a comparison are of."""
        return tuple(int(one.edition) for one in self.window)


def ask(
    rankings: pd.DataFrame,
    covariates: pd.DataFrame,
    definitions: Definitions,
    *,
    measure: str,
    draws: int,
) -> MeasuresQuestion:
    """Which measure of the index is held against others, over which years?

    Args:
        rankings, covariates: as the processed tables.
        measure: the total, or a part that every edition compared prints for every unit.
        draws: of the bootstrap; see `check_draws`.

    Raises:
        BadInputError: the measure is none of these (names the nearest), or a value is out of range.
    """
    check_texts(measure=measure)
    check_draws(draws, FEWEST_RESAMPLED)
    window = compared_editions(covariates, definitions)
    offered = printed_for_all(rankings, definitions, window)
    if measure not in offered:
        raise BadInputError(
            "measures.no_measure",
            measure=measure,
            near=nearest_choices(measure, offered),
            offered=", ".join(offered),
        )
    return MeasuresQuestion(measure, offered, window, draws)


def compared_editions(covariates: pd.DataFrame, definitions: Definitions) -> tuple[Edition, ...]:
    """Which are the newest `YEARS` years on end that the survey and the whole index have both?

    Returns:
        Their editions over the units that covariates are filed under, oldest first; none where no
        such years are on file.
    """
    complete = {int(one.edition): one for one in definitions.editions_of(INDEX) if one.totals_known}
    asked = [set(sound(covariates, measure)["year"]) for measure in SURVEY]
    both = set(complete).intersection(*asked)
    spans = ([last - back for back in reversed(range(YEARS))] for last in sorted(both))
    whole = [span for span in spans if both.issuperset(span)]
    return tuple(complete[year] for year in whole[-1]) if whole else ()


def sound(covariates: pd.DataFrame, measure: str) -> pd.DataFrame:
    """The figures of a measure; of the survey only those without a doubt.

    A doubt there says that another thing was asked in that year.
    """
    own = covariates[covariates["measure"] == measure]
    return own[own["doubt"] == ""] if measure in SURVEY else own


def scores_of(rankings: pd.DataFrame, edition: Edition) -> pd.DataFrame:
    """The scores of an edition as far as its table gives them: a row a unit, a column a measure.

    Scores that were derived for single units are left out: a variance over them would be one of
    those units alone.
    """
    own = of_edition(rankings, edition)
    own = own[own["score_basis"] != "derived"]
    return own.pivot(index="unit_id", columns="measure", values="score")


def printed_for_all(
    rankings: pd.DataFrame, definitions: Definitions, window: Sequence[Edition]
) -> tuple[str, ...]:
    """Of which measures does every edition of the window give every unit a score?

    The total, and parts that the total is a sum of: pillars that share parts say little apart.
    """
    offered = [TOTAL]
    for measure in definitions.measures(INDEX):
        tables = [scores_of(rankings, one).get(measure) for one in window]
        parts = [definitions.formula_of(one) for one in window]
        if (
            window
            and all(formula is not None and measure in formula.weights for formula in parts)
            and all(scores is not None and scores.notna().all() for scores in tables)
        ):
            offered.append(measure)
    return tuple(offered)


def yearly(covariates: pd.DataFrame, measure: str, years: Iterable[int]) -> pd.DataFrame:
    """The figures of a measure: a row a unit, a column each of these years that is on file."""
    own = sound(covariates, measure)
    own = own[own["year"].isin(list(years))]
    return own.pivot(index="unit_id", columns="year", values="value").astype(float)


class Sides:
    """Both sides of every comparison over the window of a question, each looked up once."""

    def __init__(
        self,
        rankings: pd.DataFrame,
        covariates: pd.DataFrame,
        definitions: Definitions,
        question: MeasuresQuestion,
    ) -> None:
        self.question = question
        self._places = {one.edition: scores_of(rankings, one).rank() for one in question.window}
        names = (*COMPARED, "urban_population", SIZE)
        self._yearly = {one: yearly(covariates, one, question.years) for one in names}
        self._rankings = {
            f"{one.index} {one.edition}": of_edition(rankings, one)
            for one in other_rankings(definitions)
        }

    @cached_property
    def reliabilities(self) -> dict[str, Reliability]:
        """How reliable each measure of the survey is over these years; those that can be told."""
        found = {one: reliability_of_years(self._yearly[one]) for one in SURVEY}
        return {measure: one for measure, one in found.items() if one is not None}

    def standing(self, measure: str, years: Sequence[int]) -> pd.Series:
        """Where each unit stands in these years: its mean rank, turned so that more is better.

        Units without a score in one of the editions are missing.
        """
        ranks = [self._places[str(year)][measure] for year in years]
        return pd.concat(ranks, axis=1).mean(axis=1, skipna=False).rename(measure)

    def background(self, years: Sequence[int]) -> pd.DataFrame:
        """What else sets units apart: wealth, towns and size, means of those years on file.

        Returns:
            Index `unit_id`; `grdp_per_head`, `urban_share`, `population`, as far as on file.
        """
        urban, people, wealth = (
            self._yearly[one].reindex(columns=list(years)).mean(axis=1)
            for one in ("urban_population", SIZE, WEALTH)
        )
        columns = {WEALTH: wealth, TOWNS: urban / people, SIZE: people}
        return pd.DataFrame(
            {one: column for one, column in columns.items() if column.notna().any()}
        )

    def comparisons(self) -> pd.DataFrame:
        """How closely does the measure that is asked agree with each of the others?

        Raw, and given what else sets units apart (`background`; wealth is no control of itself).
        All intervals of the table are one family.

        Returns:
            A row for each comparison: `other` (a covariate, or `INDEX edition`), `given` (whether
            others are taken into account), `years` (of the other side, as text), `n`, `seen` (units
            of which the other is known), `rho`, `lower`, `upper`, `lower_all`, `upper_all`,
            `at_most` (with the noise of the survey taken out; raw only), `hangs_on` (the unit
            without which the agreement could be nil; not asked of bounds), `verdict` (of that name;
            "cannot tell" where it hangs on one unit), `problem` ("absent", or as `Agreement`).
            `rho` is missing where only bounds are known: the ends are the widest.
        """
        measure = self.question.measure
        return _one_family([*self._with_covariates(measure), *self._with_rankings(measure)])

    def by_part(self) -> pd.DataFrame:
        """How closely does each part of the index agree with each of the others? Raw only.

        Returns:
            As `comparisons`, one family of its own, with `measure`; only what could be compared.
        """
        rows = [
            row | {"measure": measure}
            for measure in self.question.offered
            if measure != TOTAL
            for row in (*self._with_covariates(measure), *self._with_rankings(measure))
            if not row["given"] and not row["problem"]
        ]
        return _one_family(rows, "measure")

    def _with_covariates(self, measure: str) -> Iterator[dict[str, Any]]:
        for other in COMPARED:
            table = self._yearly[other]
            years = [year for year in self.question.years if year in table.columns]
            if not years:
                for given in (False, True):
                    yield _row(other, given, (), Agreement(0, 0, None, "absent"))
                continue
            own, values = self.standing(measure, years), table.mean(axis=1, skipna=False)
            controls = self.background(years).drop(columns=other, errors="ignore")
            for given, taken in ((False, None), (True, controls)):
                noise = None if given else self.reliabilities.get(other)
                found = agreement(own, values, taken)
                row = _row(other, given, years, found, noise=noise)
                yield row if row["problem"] else row | {"without": without_each(own, values, taken)}

    def _with_rankings(self, measure: str) -> Iterator[dict[str, Any]]:
        """Other rankings that are on file as a table: bounds over the places nobody printed."""
        if not self.question.window:
            return
        own = self.standing(measure, self.question.years).rank()
        for name, table in self._rankings.items():
            printed = table[table["measure"] == TOTAL].set_index("unit_id")["rank"].astype(float)
            year = name.rpartition(" ")[2]
            try:
                found = bounds_for_missing(printed.reindex(own.index), own)
            except ValueError:
                yield _row(name, False, [year], Agreement(len(own), 0, None, "too few"))
                continue
            # The first rank is the best, and more is better on the other side.
            ends = -found.upper, -found.lower
            known = Agreement(found.units, 0, ends[0] if found.seen == found.units else None)
            yield _row(name, False, [year], known, seen=found.seen, ends=ends)


def other_rankings(definitions: Definitions) -> list[Edition]:
    """The newest edition of each other index over these units that is on file as a table."""
    newest = {
        one.index: one
        for index in definitions.indices
        if index != INDEX
        for one in definitions.editions_of(index)
        if one.table
    }
    return list(newest.values())


def _row(
    other: str,
    given: bool,
    years: Sequence[object],
    found: Agreement,
    *,
    seen: int | None = None,
    ends: tuple[float, float] | None = None,
    noise: Reliability | None = None,
) -> dict[str, Any]:
    """One comparison, its intervals still to come: `ends` are the least and the most it can be."""
    rho = found.rho
    return {
        "other": other, "given": given, "years": _span(years), "n": found.n,
        "seen": found.n if seen is None else seen, "controls": found.controls, "rho": rho,
        "widest": (rho, rho) if ends is None else ends, "problem": found.problem,
        "at_most": None if rho is None or noise is None else at_most(rho, noise.mean),
    }  # fmt: skip


def _one_family(rows: list[dict[str, Any]], *more: str) -> pd.DataFrame:
    """The comparisons as a table, with intervals of each alone and of all at once."""
    counted = sum(row["problem"] == "" for row in rows)
    for row in rows:
        row |= {"hangs_on": "", "verdict": "cannot tell"}
        if not row["problem"]:
            _judge(row, level_for_all(LEVEL, counted))
    table = pd.DataFrame(rows).reindex(columns=[*more, *_TEXTS, *_NUMBERS, *_ANSWERS])
    return table.astype(dict.fromkeys(_NUMBERS, float))


def _judge(row: dict[str, Any], level_of_each: float) -> None:
    """Add the intervals of a comparison, on whom it hangs, and the verdict."""
    for ending, level in (("", LEVEL), ("_all", level_of_each)):
        least, most = (
            spearman_interval(end, row["n"], row["controls"], level) for end in row["widest"]
        )
        row[f"lower{ending}"], row[f"upper{ending}"] = least[0], most[1]
    told = verdict(row["lower_all"], row["upper_all"])
    if told != "cannot tell" and "without" in row:
        row["hangs_on"] = _who_decides(row, level_of_each)
    row["verdict"] = "cannot tell" if row["hangs_on"] else told


def _who_decides(row: dict[str, Any], level: float) -> str:
    """Without which unit could the agreement be nil? Of several that which moves it most; or ""."""
    without = row["without"]
    unit = str(without.abs().idxmin())
    ends = spearman_interval(without[unit], row["n"] - 1, row["controls"], level)
    return unit if verdict(*ends) == "cannot tell" else ""


def _span(years: Sequence[object]) -> str:
    return "–".join(dict.fromkeys(str(years[place]) for place in (0, -1))) if years else ""


def verdict(lower: float, upper: float) -> str:
    """Does the index go along with another measure? By the interval for all at once.

    Returns:
        "holds", "contradicted" (it runs against it) or "cannot tell".
    """
    if lower > 0:
        return "holds"
    return "contradicted" if upper < 0 else "cannot tell"
