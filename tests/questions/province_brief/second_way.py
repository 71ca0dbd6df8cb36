"""What a brief works out, worked out again from the processed tables, row by row."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from statistics import fmean

import yaml

from helpers.rankings.gains import gains_between
from helpers.sources.editions import load_definitions
from helpers.sources.processed_files import read_processed
from helpers.sources.provinces import load_units

from ...traced_figures import processed

NEAR = 0.03
"""Provinces that began so near to the mean are those compared with, as the methodology says."""
RANKS_UP = 5


@cache
def second_way(root: Path) -> SecondWay:
    """One for all pages of a project, which remembers what it has worked out."""
    return SecondWay(root)


class SecondWay:
    """What each kind of derived figure should be.

    Args:
        root: a project with its processed tables.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        for slow in ("scores", "points", "_bounds"):
            setattr(self, slow, lru_cache(None)(getattr(self, slow)))
        folder = root / "data/raw/definitions"
        self.filed = yaml.safe_load((folder / "formulas.yml").read_text("utf-8"))

    def __call__(self, origin: str) -> float | None:
        _, name, *about = origin.split("|")
        if name == "Choices.weight_spread":
            return 25
        return getattr(self, name)(*about)

    # --- what is on file --------------------------------------------------------------------------

    def scores(self, edition: str, universe: str, column: str = "score") -> Mapping:
        """(unit, measure) -> number, of one edition of the DTI."""
        return {
            (row["unit_id"], row["measure"]): float(row[column])
            for row in processed(self.root, "rankings")
            if f"{row['index']} {row['edition']}" == edition
            and f"vn{row['universe']}" == universe
            and row[column]
            and (column != "score" or row["score_basis"] != "derived")
        }

    def column(self, edition: str, universe: str, measure: str) -> dict[str, float]:
        known = self.scores(edition, universe)
        return {unit: value for (unit, part), value in known.items() if part == measure}

    def totals(self, edition: str, unit: str) -> dict[str, float]:
        return self.column(edition, unit.partition("-")[0], "overall")

    def points(self, edition: str, universe: str) -> Mapping[str, float]:
        formulas = {
            row["formula"]
            for row in processed(self.root, "rankings")
            if f"{row['index']} {row['edition']}" == edition and f"vn{row['universe']}" == universe
        }
        (formula,) = formulas
        return self.filed[formula]["weights"] if formula else {}

    def parts(self, edition: str, unit: str) -> list[str]:
        """The main indices that are printed of every unit."""
        universe = unit.partition("-")[0]
        size = self.units(universe)
        return [
            part
            for part in self.points(edition, universe)
            if len(self.column(edition, universe, part)) == size
        ]

    def rank(self, edition: str, unit: str) -> float:
        return self.scores(edition, unit.partition("-")[0], "rank")[unit, "overall"]

    # --- sizes and means --------------------------------------------------------------------------

    def units(self, universe: str) -> int:
        return sum(f"vn{row['universe']}" == universe for row in processed(self.root, "units"))

    def formulas(self, formula: str, what: str) -> float:
        assert what == "all"
        return sum(self.filed[formula]["weights"].values())

    def mean(self, edition: str, universe: str, part: str) -> float:
        return fmean(self.column(edition, universe, part).values())

    def lowest(self, edition: str, universe: str, part: str) -> float:
        return min(self.column(edition, universe, part).values())

    def highest(self, edition: str, universe: str, part: str) -> float:
        return max(self.column(edition, universe, part).values())

    def published(self, edition: str, unit: str) -> int:
        return len(self.parts(edition, unit))

    def unpublished(self, edition: str, unit: str) -> int:
        return len(self.points(edition, unit.partition("-")[0])) - self.published(edition, unit)

    def distance(self, edition: str, unit: str, *parts: str) -> float:
        return abs(self.apart(edition, unit, *parts))

    def apart(self, edition: str, unit: str, *parts: str) -> float:
        universe = unit.partition("-")[0]
        points = self.points(edition, universe)
        if parts == ("rest",):
            total = self.totals(edition, unit)
            whole = sum(points.values()) * (total[unit] - fmean(total.values()))
            return whole - self.apart(edition, unit, *self.parts(edition, unit))
        return sum(
            points[part]
            * (self.column(edition, universe, part)[unit] - self.mean(edition, universe, part))
            for part in parts
        )

    # --- ranks up ---------------------------------------------------------------------------------

    def _needed(self, edition: str, unit: str) -> float:
        """The total that a better rank takes."""
        aim = max(1, int(self.rank(edition, unit)) - RANKS_UP)
        others = [v for one, v in self.totals(edition, unit).items() if one != unit]
        return sorted(others, reverse=True)[aim - 1]

    def aim(self, edition: str, unit: str) -> int:
        totals = self.totals(edition, unit)
        needed = self._needed(edition, unit)
        return 1 + sum(v > needed + 1e-9 for one, v in totals.items() if one != unit)

    def missing_score(self, edition: str, unit: str) -> float:
        return self._needed(edition, unit) - self.totals(edition, unit)[unit]

    def missing(self, edition: str, unit: str) -> float:
        whole = sum(self.points(edition, unit.partition("-")[0]).values())
        return whole * self.missing_score(edition, unit)

    def needed(self, edition: str, unit: str, part: str) -> float:
        universe = unit.partition("-")[0]
        points = self.points(edition, universe)[part]
        exact = self.column(edition, universe, part)[unit] + self.missing(edition, unit) / points
        return math.ceil(round(exact * 1e4, 6)) / 1e4

    # --- through the editions ---------------------------------------------------------------------

    def run(self, years: str, unit: str) -> float:
        index, _, ends = years.partition(" ")
        first, last = (self.rank(f"{index} {one}", unit) for one in ends.split("–"))
        return abs(first - last)

    def past_steps(self, years: str, universe: str, unit: str, what: str) -> int:
        """Of those that began about as far from the mean, how many gained as much on it?"""
        index, _, ends = years.partition(" ")
        before, after = (self.totals(f"{index} {one}", universe) for one in ends.split("–"))
        newest = self._newest(unit)
        totals = self.totals(newest, unit)
        start = totals[unit] - fmean(totals.values())
        middle = fmean(before.values()), fmean(after.values())
        steps = [
            (after[one] - middle[1]) - (before[one] - middle[0])
            for one in before
            if abs(before[one] - middle[0] - start) <= NEAR + 1e-9
        ]
        if what == "n":
            return len(steps)
        return sum(step >= self.missing_score(newest, unit) - 1e-9 for step in steps)

    def _newest(self, unit: str) -> str:
        """The newest edition of the DTI that ranks every unit of the set."""
        universe = unit.partition("-")[0].removeprefix("vn")
        ranked = Counter(
            row["edition"]
            for row in processed(self.root, "rankings")
            if (row["index"], row["universe"], row["measure"]) == ("DTI", universe, "overall")
            and row["rank"]
        )
        size = self.units(f"vn{universe}")
        return f"DTI {max(edition for edition, count in ranked.items() if count == size)}"

    def formula_bounds(self, years: str, unit: str, end: str) -> float:
        """The package's own, which the tests of `rankings` hold against every mixture of points."""
        bounds = self._bounds(years, unit.partition("-")[0].removeprefix("vn"))
        if end == "places":
            assert bounds[unit, "least"] == bounds[unit, "most"]
            return abs(bounds[unit, "least"])
        return bounds[unit, end]

    def _bounds(self, years: str, universe: str) -> Mapping:
        definitions = load_definitions(self.root)
        index, _, ends = years.partition(" ")
        pair = [definitions.edition(index, one, universe) for one in ends.split("–")]
        gains = gains_between(
            read_processed(self.root, "rankings"), definitions, *pair,
            bridge="formula_bounds", units=load_units(self.root),
        )  # fmt: skip
        return {
            (row["unit_id"], end): row[f"gain_{end}"]
            for row in gains.to_dict("records")
            for end in ("least", "most")
        }

    # --- beside -----------------------------------------------------------------------------------

    def region(self, edition: str, unit: str, what: str) -> int:
        own = {r["unit_id"]: r for r in processed(self.root, "units")}
        alike = [one for one, row in own.items() if row["region"] == own[unit]["region"]]
        alike = [one for one in alike if one.partition("-")[0] == unit.partition("-")[0]]
        if what == "size":
            return len(alike)
        return 1 + sum(self.rank(edition, one) < self.rank(edition, unit) for one in alike)

    def _yearly(self, kind: str, year: str) -> dict[str, float]:
        return {
            row["unit_id"]: float(row["value"])
            for row in processed(self.root, "covariates")
            if (row["measure"], row["year"]) == (kind, year) and row["value"]
        }

    def units_with(self, kind: str, year: str) -> int:
        return len(self._yearly(kind, year))

    def place(self, kind: str, year: str, unit: str) -> int:
        values = self._yearly(kind, year)
        return 1 + sum(value > values[unit] for value in values.values())

    def members(self, unit: str) -> list[str]:
        """The provinces that a unit of July 2025 was made of."""
        former = [row for row in processed(self.root, "units") if row["universe"] == "63"]
        return [row["unit_id"] for row in former if row["merged_into"] == unit]

    def size_and_income(self, unit: str, year: str, measure: str) -> float:
        people, income = (self._yearly(kind, year) for kind in ("population", "grdp_per_head"))
        own = self.members(unit)
        total = sum(people[one] for one in own)
        if measure == "population":
            return total
        return sum(people[one] * income[one] for one in own) / total

    def statement_counts(self, unit: str, name: str) -> int:
        subjects = {unit, *self.members(unit)}
        own = [
            r["verdict"] for r in processed(self.root, "press_check") if r["unit_id"] in subjects
        ]
        counts = {
            "all": len(own),
            "unchecked": own.count("cannot be checked"),
            "agrees": own.count("agrees"),
        }
        counts["checked"] = counts["all"] - counts["unchecked"]
        counts["contradicted"] = counts["checked"] - counts["agrees"]
        return counts[name]

    def sensitivity(self, _: str) -> float:
        """From the fifth to the 95th hundredth."""
        return 90
