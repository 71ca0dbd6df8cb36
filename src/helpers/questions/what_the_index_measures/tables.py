"""The tables of notebook 10."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from helpers.questions.what_the_index_measures.answer import MeasuresQuestion
from helpers.questions.what_the_index_measures.parts import Apart
from helpers.questions.what_the_index_measures.sentences import (
    among,
    other_name,
    subject,
    term_name,
    years_of,
)
from helpers.sharing.numbers import Phrase
from helpers.sharing.tables import Columns, Header, TableOf
from helpers.sharing.wording import InForm, Said, use_wording
from helpers.sources.editions import Definitions
from helpers.statistics.reliability import Reliability

use_wording("what_the_index_measures.yml")


def _ranges(rows: pd.DataFrame, lower: str, upper: str, percent: bool = False) -> list[Said]:
    key = "measures.percent_range" if percent else "measures.range"
    ends = zip(rows[lower], rows[upper], strict=True)
    return [Said(key, lower=least, upper=most) for least, most in ends]


def agreement_table(
    compared: pd.DataFrame, question: MeasuresQuestion, definitions: Definitions
) -> TableOf:
    """Every comparison of the measure asked; of `Sides.comparisons`."""
    rows = compared.assign(
        name=[other_name(other, definitions) for other in compared["other"]],
        among=[among(row) for row in compared.itertuples(index=False)],
        alone=_ranges(compared, "lower", "upper"),
        at_once=_ranges(compared, "lower_all", "upper_all"),
        told=compared["verdict"] != "cannot tell",
        verdict=[Said(f"verdict.{one}") for one in compared["verdict"]],
    )
    columns = {
        "name": "other_measure", "among": "compared_among", "years": "years_text", "n": "n",
        "rho": "rho", "alone": "range_alone", "at_once": "range_at_once",
        "at_most": "at_most", "verdict": "verdict",
    }  # fmt: skip
    caption = Said(
        "measures.agreement_caption",
        subject=subject(question, definitions),
        years=years_of(question),
    )
    return TableOf(rows, caption, columns, highlight=lambda row: row.told)


def by_part_table(by_part: pd.DataFrame, definitions: Definitions) -> TableOf:
    """The raw agreement of every part with every other measure; of `Sides.by_part`."""
    columns: dict[str, str | Header] = {"name": "other_measure"}
    others = by_part["other"].unique()
    rows = pd.DataFrame({"name": [other_name(other, definitions) for other in others]})
    for measure, found in by_part.groupby("measure", sort=False):
        cells = {row["other"]: _cell(row) for row in found.to_dict("records")}
        rows[measure] = [cells.get(other) for other in others]
        columns[measure] = Header("of_part", part=term_name(definitions, measure))
    return TableOf(rows, Said("measures.by_part_caption"), columns)


def _cell(row: Mapping[str, float]) -> Phrase:
    ends = {"lower": row["lower_all"], "upper": row["upper_all"]}
    if pd.isna(row["rho"]):
        return Said("measures.range", **ends)
    return Said("measures.cell", rho=row["rho"], **ends)


def noise_table(reliabilities: Mapping[str, Reliability], definitions: Definitions) -> TableOf:
    """How reliable each measure of the survey is: of one year, and of the mean of the years."""
    rows = pd.DataFrame(
        {
            "other_measure": other_name(measure, definitions),
            "n": found.n,
            "one_year": found.year,
            "one_year_range": Said("measures.range", lower=found.lower, upper=found.upper),
            "mean_of_years": found.mean,
            "mean_range": Said("measures.range", lower=found.mean_lower, upper=found.mean_upper),
        }
        for measure, found in reliabilities.items()
    )
    columns: Columns = {name: name for name in rows} | {
        "one_year_range": "range_alone", "mean_range": "range_alone",
    }  # fmt: skip
    return TableOf(rows, Said("measures.noise_caption"), columns)


def points_table(apart: Apart, bought: pd.DataFrame, definitions: Definitions) -> TableOf:
    """Points and differences of every part of one edition; `bought` of `Apart.points_bought`."""
    rows = bought.assign(
        name=[term_name(definitions, part) for part in bought["part"]],
        ends=_ranges(bought, "lower", "upper", percent=True),
        full=[_count(full) for full in bought["full"]],
    )
    columns = {
        "name": "measure", "points": "points", "points_share": "points_share",
        "share": "variance_share", "ends": "range_at_once", "full": "full_marks",
    }  # fmt: skip
    return TableOf(rows, Said("measures.points_caption", edition=apart.edition.label), columns)


def _count(full: float) -> Phrase | None:
    return None if pd.isna(full) else InForm(full, "int")


def rest_table(apart: Apart, rest: pd.DataFrame, definitions: Definitions) -> TableOf:
    """How every part goes with the rest; `rest` of `Apart.with_the_rest`."""
    rows = rest.assign(
        name=[term_name(definitions, part) for part in rest["part"]],
        ends=_ranges(rest, "lower", "upper"),
    )
    columns = {"name": "measure", "value": "with_the_rest", "ends": "range_at_once"}
    return TableOf(rows, Said("measures.rest_caption", edition=apart.edition.label), columns)
