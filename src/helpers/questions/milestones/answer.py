"""Do gains follow e-government milestones? The functions of notebook 04."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import pandas as pd

from helpers.errors import BadInputError
from helpers.questions.association.asked import INDEX, ask_comparison, check_draws, check_texts
from helpers.questions.association.choices import control_columns, declared_evidence
from helpers.questions.milestones import dates
from helpers.rankings.gains import gains_between
from helpers.rankings.panel import build_panel, of_edition, published_scores
from helpers.sources.editions import Definitions, Edition, comparison_problem
from helpers.sources.provinces import Unit, Units
from helpers.sources.suggestions import nearest_choices
from helpers.statistics.evidence import Evidence

FAMILY = ("resolution_party", "ioc", "lgsp", "plan")
"""The types whose association is tested: the family of tests of this notebook."""

OVERLAPS = {
    "resolution_party": "institutions",
    "plan": "institutions",
    "ioc": "infrastructure",
    "lgsp": "infrastructure",
}
"""Which part of the index may count a milestone itself, by its name; no source lists its items."""
KEPT_PARTS = ("infrastructure", "government_activity", "economy_activity", "society_activity")
"""The parts printed for every province; institutions are not, so that the other common parts go
out with them."""


@dataclass(frozen=True)
class MilestoneQuestion:
    """What one run of notebook 04 asks, every part checked against what is on file."""

    milestone_type: str
    baseline: Edition
    edition: Edition
    unit: Unit

    @property
    def types(self) -> tuple[str, ...]:
        """The types of the family, and the chosen one where it is not among them."""
        return tuple(dict.fromkeys((*FAMILY, self.milestone_type)))


def ask(
    definitions: Definitions,
    units: Units,
    milestones: pd.DataFrame,
    *,
    milestone_type: str,
    draws: int,
    **comparison: str,
) -> MilestoneQuestion:
    """Which milestone, which two editions of the DTI, which province?

    Args:
        milestone_type: one of the types on file or of `FAMILY`, in any case, with spaces, hyphens
            or underscores.
        milestones: as `milestones.csv`; its types are those allowed. draws: see `check_draws`.
        comparison: baseline, edition and province, as `ask_comparison`.

    Raises:
        BadInputError: a value is not on file; names the nearest. Or draws is out of range.
        NotComparableError: the editions do not follow one formula.
        UnknownProvinceError: the name means no province of the 63.
    """
    check_texts(milestone_type=milestone_type)
    check_draws(draws)
    return MilestoneQuestion(
        _type_on_file(milestone_type, milestones, definitions.base_universe),
        *ask_comparison(definitions, units, **comparison),
    )


def _type_on_file(given: str, milestones: pd.DataFrame, universe: str) -> str:
    """The type of milestone that a person means; the types in the order in which the page lists.

    Raises:
        BadInputError: none, or one that is not on file.
    """
    listed = dates.counts_by_type(dates.with_date_kinds(milestones), universe)["milestone_type"]
    types = list(dict.fromkeys((*listed, *FAMILY)))
    plain = "_".join(re.split(r"[\s_-]+", given.casefold().strip(" _-\t\n")))
    if not plain:
        raise BadInputError("milestones.empty", types=", ".join(types))
    if plain not in types:
        raise BadInputError(
            "milestones.no_type",
            given=given,
            near=nearest_choices(plain, types),
            types=", ".join(types),
        )
    return plain


def measured_on(edition: Edition) -> date:
    """The day an edition speaks of: the last of its year."""
    return date(int(edition.edition), 12, 31)


def ranked_pairs(definitions: Definitions) -> list[tuple[Edition, Edition]]:
    """All neighbouring editions of the DTI over the 63 provinces, comparable or not."""
    return list(pairwise(definitions.editions_of(INDEX)))


def clean_comparisons(
    dated: pd.DataFrame,
    rankings: pd.DataFrame,
    definitions: Definitions,
    types: Sequence[str],
    pairs: Sequence[tuple[Edition, Edition]],
) -> pd.DataFrame:
    """How many provinces reached a milestone between two editions, and how many only later?

    Args:
        dated: of `with_date_kinds`. rankings: as `rankings.csv`.
        pairs: editions over the 63 provinces; where the formulas differ, ranks alone compare.

    Returns:
        A row for each type and pair: `milestone_type`, `baseline`, `edition`, `comparable`,
        `units` (ranked in both editions), a column for each of `GROUPS`, which sum to `units`, and
        `comparisons`: the most provinces of "between" that can each be set against another one of
        "after".
    """
    rows = []
    for baseline, edition in pairs:
        comparable = comparison_problem(definitions, baseline, edition) is None
        bridge = "" if comparable else "printed_ranks"
        gains = gains_between(rankings, definitions, baseline, edition, bridge=bridge)
        unit_ids = gains.loc[gains["measure"] == "overall", "unit_id"].tolist()
        for milestone_type in types:
            first = dates.first_milestones(dated, milestone_type, edition.universe)
            groups = dates.timing_groups(
                first, unit_ids, measured_on(baseline), measured_on(edition)
            )
            counts = {group: int((groups == group).sum()) for group in dates.GROUPS}
            rows.append(
                {
                    "milestone_type": milestone_type,
                    "baseline": baseline.edition,
                    "edition": edition.edition,
                    "comparable": comparable,
                    "units": len(unit_ids),
                    **counts,
                    "comparisons": min(counts["between"], counts["after"]),
                }
            )
    return pd.DataFrame(rows)


def milestone_panel(
    rankings: pd.DataFrame, definitions: Definitions, question: MilestoneQuestion, kind: str
) -> pd.DataFrame:
    """Scores and ranks of both editions, and the score without what may count the milestone.

    Returns:
        The columns of `build_panel`; for a type with an overlap (`OVERLAPS`) also `without_before`
        and `without_after`: the total without infrastructure or, because institutions are not
        printed for every province, the weighted mean of infrastructure and the three activities.
    """
    overlap = OVERLAPS.get(kind, "")
    editions = {"before": question.baseline, "after": question.edition}
    formula = definitions.formula_of(question.edition)
    if formula is None or not {overlap, *KEPT_PARTS} <= set(formula.weights):
        return build_panel(rankings, definitions, *editions.values())
    if overlap in KEPT_PARTS:
        return build_panel(rankings, definitions, *editions.values(), without=overlap)
    panel = build_panel(rankings, definitions, *editions.values())
    weights = pd.Series({part: formula.weights[part] for part in KEPT_PARTS})
    for moment, edition in editions.items():
        chosen = published_scores(of_edition(rankings, edition))
        wide = chosen.pivot(index="unit_id", columns="measure", values="score")
        wide = wide.reindex(index=panel.index, columns=list(weights.index))
        panel[f"without_{moment}"] = (wide * weights).sum(axis=1, skipna=False) / weights.sum()
    return panel


def milestone_evidence(
    dated: pd.DataFrame,
    rankings: pd.DataFrame,
    covariates: pd.DataFrame,
    definitions: Definitions,
    question: MilestoneQuestion,
    draws: int,
) -> list[Evidence]:
    """Does a later score go with the time since each milestone, given the earlier score?

    The dates are permuted among the provinces that have one; every type is one test of the family.

    Returns:
        One `Evidence` for each of `question.types`; the predictor is `years_since_<type>`.
    """
    controls = control_columns(covariates, question.baseline)
    rows = []
    for kind in question.types:
        panel = milestone_panel(rankings, definitions, question, kind)
        first = dates.first_milestones(dated, kind, question.edition.universe)
        years = dates.years_since(first, measured_on(question.edition))
        predictor = years.reindex(panel.index).rename(f"years_since_{kind}")
        bounds = dates.years_since(first, measured_on(question.edition), bounds=True)
        others = {"bounds": bounds.reindex(panel.index).rename(f"years_since_{kind}")}
        asked = f"{kind}-score", panel, predictor, controls, definitions
        rows += declared_evidence(*asked, others=others, edition=question.edition, draws=draws)
    return rows


def why_unused(
    panel: pd.DataFrame, first: pd.DataFrame, measured: date
) -> tuple[int, dict[str, int]]:
    """Of the provinces whose time since the milestone is known, which does the test not use?

    A test of scores needs the score of both editions; of 2020 and 2021 many ranks are known
    without one.

    Args:
        panel: of `milestone_panel`. first: of `first_milestones`. measured: day of the edition.

    Returns:
        How many are used, and of the others how many lack the score of `before` alone, of `after`
        alone, or of `both`. With the used they sum to "known" of `time_coverage`.
    """
    own = panel.loc[dates.years_since(first, measured).reindex(panel.index).notna()]
    before, after = own["score_before"].isna(), own["score_after"].isna()
    lacking = {"before": before & ~after, "after": after & ~before, "both": before & after}
    counts = {name: int(rows.sum()) for name, rows in lacking.items()}
    return len(own) - sum(counts.values()), counts


def province_milestones(dated: pd.DataFrame, unit: Unit) -> pd.DataFrame:
    """Everything on file of one province: dated milestones by date, then the undated.

    Returns:
        The columns of `distinct_milestones`, and of all reports of each milestone the different
        `descriptions`, `dates_as_printed` and `source_ids`, as lists.
    """
    own = dated[dated["unit_id"] == unit.unit_id]
    events = dates.distinct_milestones(own)
    events["day"] = pd.to_datetime(events["date_end"])
    events = events.sort_values(["day", "event_id"], ignore_index=True).drop(columns="day")
    names = ("descriptions", "dates_as_printed", "source_ids")
    for column, name in zip(("description", "date_as_printed", "source_id"), names, strict=True):
        texts: dict[str, dict[str, None]] = {}
        for event, text in zip(own["event_id"], own[column], strict=True):
            texts.setdefault(event, {})[text] = None
        events[name] = [list(texts[event]) for event in events["event_id"]]
    return events
