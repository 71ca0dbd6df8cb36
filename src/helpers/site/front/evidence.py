"""Where points are lost, what the tests leave possible, and how the press was checked: numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from helpers.questions.press_check.answer import CONTRADICTED
from helpers.questions.press_check.counts import source_counts, statement_counts
from helpers.rankings.index_parts import can_be_recomputed, index_parts
from helpers.site.front.standing import MEASURE, Tables
from helpers.sources.editions import Edition, Formula
from helpers.sources.origins import Figure, derived, stored
from helpers.statistics.evidence import ROLES

_MOST = 2 / 3
"""The fewest parts that hold so much of all lost points are named."""
_WRONG, _RIGHT = 2, 1
"""How many examples of the press are shown."""


# --- lost points ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Loss:
    """One part of the index: how many points the units lost on average, of how many."""

    part: str
    lost: Figure
    points: Figure


@dataclass(frozen=True)
class Losses:
    """All parts of one edition, the largest loss first; `largest` of them hold `share` per cent."""

    edition: Edition
    formula: Formula
    rows: tuple[Loss, ...]
    all_lost: Figure
    all_points: Figure
    largest: Figure
    largest_lost: Figure
    share: Figure


def losses(tables: Tables) -> Losses | None:
    """Where do the units lose points, in the newest edition of which every part is known?"""
    definitions = tables.definitions
    own = [one for one in definitions.editions if one.index == tables.newest.index]
    newest_first = sorted(
        own, key=lambda one: (one.edition, definitions.began(one.universe)), reverse=True
    )
    for edition in newest_first:
        if not can_be_recomputed(definitions, edition):
            continue
        known = index_parts(tables.rankings, definitions, tables.units, edition)
        if known.full.all():
            lost = ((1 - known.parts) * known.weights).mean().sort_values(ascending=False)
            return _losses(edition, known.formula, lost)
    return None


def _losses(edition: Edition, formula: Formula, lost: pd.Series) -> Losses:
    of = f"{edition.index} {edition.edition}", f"vn{edition.universe}"
    total = float(lost.sum())
    count = int(np.searchsorted((lost.cumsum() / total).to_numpy(), _MOST)) + 1
    most = float(lost.iloc[:count].sum())
    weights = formula.weights
    return Losses(
        edition,
        formula,
        tuple(
            Loss(
                str(part),
                derived(float(value), "losses", *of, str(part)),
                derived(float(weights[str(part)]), "formulas", formula.formula_id, str(part)),
            )
            for part, value in lost.items()
        ),
        derived(total, "losses", *of, "all"),
        derived(float(sum(weights.values())), "formulas", formula.formula_id, "all"),
        derived(count, "largest", *of),
        derived(most, "losses", *of, "largest"),
        derived(100 * most / total, "share", *of),
    )


# --- tests ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Test:
    """One primary test, in places of the middle of the table for one deviation of the predictor.

    `lower` and `upper` hold for all primary tests at once and may be infinite; `detectable`: so
    many places or more would have been found. None where the test could not be run.
    """

    notebook: str
    predictor: str
    n: Figure
    found: Figure | None
    lower: float
    upper: float
    detectable: Figure | None
    verdict: str

    @property
    def reach(self) -> float:
        """How far from none the link may still be."""
        return max(abs(self.lower), abs(self.upper))


@dataclass(frozen=True)
class Tested:
    """All primary tests together, those of one notebook beside one another."""

    rows: tuple[Test, ...]
    edition: str
    run: Figure
    declared: Figure
    standing: Figure

    @property
    def longest(self) -> float:
        """How far the picture reaches, in places to either side."""
        ends = [one.reach for one in self.rows if one.found and np.isfinite(one.reach)]
        return max(ends, default=0.0)


def tested(path: Path) -> Tested | None:
    """What do all primary tests say? None before they were made.

    Args:
        path: of what notebook 06 keeps of them.
    """
    if not path.is_file():
        return None
    table = pd.read_csv(path, dtype={"problem": "str"}, keep_default_na=True)
    table = table[table["role"] == ROLES[0]]
    rows = tuple(_test(row) for row in table.to_dict("records"))
    run = table["standardised"].notna()
    stands = sum(one.verdict != "cannot tell" for one in rows)
    return Tested(
        rows,
        str(table.loc[run, "edition"].iloc[0]) if run.any() else "",
        derived(int(run.sum()), "tests", "run"),
        derived(len(rows), "tests", "declared"),
        derived(stands, "tests", "standing"),
    )


def _test(row: dict[str, object]) -> Test:
    of = "tests", str(row["test_id"])
    places = float(str(row["places"]))
    run = np.isfinite(places)
    return Test(
        str(row["notebook"]),
        str(row["predictor"]),
        derived(int(str(row["n"])), *of, "n"),
        derived(float(str(row["places_found"])), *of, "places_found") if run else None,
        float(str(row["places_all_lower"])),
        float(str(row["places_all_upper"])),
        derived(float(str(row["detectable_effect"])) * places, *of, "places_detectable")
        if run
        else None,
        str(row["verdict"]),
    )


# --- the press ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Example:
    """One printed statement and what the tables say instead, or as well."""

    province: str
    measure: str
    edition: str
    agrees: bool
    printed: Figure
    tables: Figure
    source_id: str


@dataclass(frozen=True)
class Press:
    """How many printed statements were checked, and some of them."""

    checked: Figure
    agrees: Figure
    contradicted: Figure
    unchecked: Figure
    sources: Figure
    sources_wrong: Figure
    examples: tuple[Example, ...]


def press(tables: Tables) -> Press | None:
    """Is what the press prints true? None where nothing could be checked."""
    statements = tables.checked
    counts = statement_counts(statements)
    if not counts["checked"]:
        return None
    sources = source_counts(statements)
    wrong = int((sources["contradicted"] > 0).sum())
    of = "statement_counts"
    return Press(
        checked=derived(counts["checked"], of, "checked"),
        agrees=derived(counts["agrees"], of, "agrees"),
        contradicted=derived(counts["contradicted"], of, "contradicted"),
        unchecked=derived(counts["unchecked"], of, "unchecked"),
        sources=derived(len(sources), "source_counts", "sources"),
        sources_wrong=derived(wrong, "source_counts", "contradicted"),
        examples=tuple(_examples(tables)),
    )


def _examples(tables: Tables) -> Sequence[Example]:
    """The newest contradicted statements about totals or means, of two kinds; one that is right."""
    own = tables.checked
    own = own[(own["index"] == tables.newest.index) & (own["tables_say"] != "")]
    newest = own.sort_values(["edition", "figure_id"], ascending=[False, True])
    wrong = newest[newest["verdict"].isin(CONTRADICTED)].drop_duplicates(["edition", "statistic"])
    changes = (newest["measure"] == MEASURE) & (newest["statistic"] == "rank_change")
    right = newest[changes & (newest["verdict"] == "agrees")]
    # The largest change is the one that was in every paper.
    size = right["tables_say"].str.extract(r"([0-9]+)")[0].astype(float)
    right = right.assign(size=size).sort_values("size", ascending=False, kind="stable")
    chosen = pd.concat([wrong.head(_WRONG), right.head(_RIGHT)])
    return [_example(tables, row) for row in chosen.to_dict("records")]


def _example(tables: Tables, row: dict[str, object]) -> Example:
    printed, said = (
        stored("press_check", row, name) for name in ("value_as_printed", "tables_say")
    )
    assert printed is not None
    assert said is not None
    return Example(
        tables.name(str(row["unit_id"])) if row["unit_id"] else "",
        str(row["measure"]),
        f"{row['index']} {row['edition']}",
        row["verdict"] == "agrees",
        printed,
        said,
        str(row["source_id"]),
    )
