"""Editions, formulas, universes and measures on file, and what may be compared with what.

Everything here is read from `data/raw/definitions`: a new edition needs entries there, no code.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from itertools import pairwise
from pathlib import Path
from typing import Any

from helpers.errors import BadInputError, NotComparableError, Reason, Words
from helpers.sources.declared_tests import DeclaredTests, check_seen, load_declared_tests
from helpers.sources.raw_files import check_no_unfinished_intake
from helpers.sources.suggestions import nearest_choices
from helpers.sources.yaml_files import read_yaml

_FOLDER = "data/raw/definitions"
_YES_OR_NO = ("complete", "ranks_only", "change_known")

BRIDGES = {
    "printed_ranks": "the difference of the published ranks, as the ministry itself prints it",
    "formula_bounds": "the earlier edition under the points of the later, as far as they tell",
}
"""Named ways across a break; a result that used one says so and is never called comparable."""


@dataclass(frozen=True)
class Formula:
    """How one total is built: points of its parts and, where pillars overlap, their activity.

    `fitted`: the points were found by arithmetic on a published table, not read from a decision.
    """

    formula_id: str
    index: str
    name_vi: str
    name_en: str
    basis: str
    weights: Mapping[str, float] = field(default_factory=dict)
    pillars: Mapping[str, str] = field(default_factory=dict)
    fitted: bool = False

    @property
    def common(self) -> tuple[str, ...]:
        """Which parts every pillar shares (all that are no pillar's own activity)."""
        return tuple(part for part in self.weights if part not in set(self.pillars.values()))


@dataclass(frozen=True)
class Edition:
    """One ranking: the year it measures (`edition`) and the set of units it ranks.

    `change_known`: false where no source says whether its formula is that of the edition before;
    it then has a formula of its own, so that the two are not compared. `transcribed_by`: who copied
    its table, where that was not the ministry; empty where the table is the ministry's own.
    """

    index: str
    edition: str
    universe: str
    formula: str | None = None
    published: str = ""
    table: str = ""
    complete: bool = False
    ranks_only: bool = False
    mean: str = ""
    mean_source: str = ""
    change_known: bool = True
    transcribed_by: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from every other: index, edition and universe."""
        return self.index, self.edition, self.universe

    @property
    def totals_known(self) -> bool:
        """Whether the total of every unit is printed, not the ranks alone."""
        return self.complete and not self.ranks_only

    def __str__(self) -> str:
        return f"{self.index} {self.edition} ({self.universe} units)"

    @property
    def named(self) -> Words:
        """The edition as an error says it in either language."""
        return Words(f"{self.index} {self.edition} ({self.universe} đơn vị)", str(self))

    @property
    def label(self) -> str:
        """The edition in tables of either language: DTI 2024 (34)."""
        return f"{self.index} {self.edition} ({self.universe})"


@dataclass(frozen=True)
class Definitions:
    """All editions, formulas, universes and measures on file."""

    editions: tuple[Edition, ...]
    formulas: Mapping[str, Formula]
    universes: Mapping[str, Mapping[str, Any]]
    indices: Mapping[str, Mapping[str, Any]]
    other_names: Mapping[str, str]
    default_index: str = ""
    """The index that is meant where a person names none."""
    declared: DeclaredTests = field(default_factory=DeclaredTests)
    """The tests that notebooks 03 to 05 make."""

    @property
    def base_universe(self) -> str:
        """Which set of units is the list of provinces.csv itself, which codes and aliases mean?"""
        return next(
            name
            for name, entry in self.universes.items()
            if entry["units"] == "base" and not entry.get("extra_units")
        )

    @property
    def living_universe(self) -> str:
        """Which set of units exists today: the one that began last?"""
        return max(self.universes, key=self.began)

    def began(self, universe: str) -> str:
        """Since which day a set of units has existed; empty where that is not on file."""
        return str(self.universes[universe].get("since", ""))

    def edition(self, index: str, edition: str, universe: str) -> Edition:
        """Which edition on file has this index, year and universe.

        Raises:
            BadInputError: there is none; names the nearest that exist.
        """
        for entry in self.editions:
            if entry.key == (index, edition, universe):
                return entry
        self.check_index(index)
        years = sorted({e.edition for e in self.editions if e.index == index})
        if edition not in years:
            raise BadInputError(
                "editions.no_year", index=index, edition=edition, years=", ".join(years)
            )
        universes = [e.universe for e in self.editions if e.index == index and e.edition == edition]
        raise BadInputError(
            "editions.no_universe",
            index=index,
            edition=edition,
            universe=universe,
            universes=", ".join(universes),
        )

    def check_index(self, index: str) -> None:
        """Refuse an index that is not on file, naming the nearest ones."""
        if index not in self.indices:
            raise BadInputError(
                "editions.no_index", index=index, near=nearest_choices(index, self.indices)
            )

    def check_measure(self, index: str, measure: str) -> None:
        """Refuse a measure that the index does not have, naming the nearest ones."""
        self.check_index(index)
        measures = self.measures(index)
        if measure not in measures:
            raise BadInputError(
                "editions.no_measure",
                index=index,
                measure=measure,
                near=nearest_choices(measure, measures),
            )

    def measures(self, index: str) -> tuple[str, ...]:
        """Which measures an index has, in the order of the published tables."""
        return tuple(self.indices[index]["measures"])

    def measure_name(self, index: str, measure: str, lang: str) -> str:
        """What a measure is called in `lang` ("vi" or "en")."""
        return str(self.indices[index]["measures"][measure][lang])

    def formula_of(self, edition: Edition) -> Formula | None:
        """Which formula an edition follows, or None where it is unknown."""
        return self.formulas[edition.formula] if edition.formula else None

    def fitted_on(self, edition: Edition) -> str:
        """On the tables of which year were the points of an edition fitted; empty if on none.

        A fitted formula comes with the first edition that follows it.
        """
        formula = self.formula_of(edition)
        if formula is None or not formula.fitted:
            return ""
        return min(one.edition for one in self.editions if one.formula == edition.formula)

    def editions_of(self, index: str, universe: str | None = None) -> tuple[Edition, ...]:
        """All editions of an index and universe (by default the base one), oldest first."""
        universe = self.base_universe if universe is None else universe
        chosen = [e for e in self.editions if e.index == index and e.universe == universe]
        return tuple(sorted(chosen, key=lambda e: e.edition))

    def latest_edition(self, index: str | None = None) -> str:
        """Which year the newest edition of an index (by default the usual one) measures."""
        index = self.default_index if index is None else index
        self.check_index(index)
        return max(e.edition for e in self.editions if e.index == index)

    def previous_edition(self, edition: Edition) -> Edition | None:
        """Which edition of the same index and universe came before, or None."""
        earlier = [
            e
            for e in self.editions_of(edition.index, edition.universe)
            if e.edition < edition.edition
        ]
        return earlier[-1] if earlier else None

    def comparable_pair(self, index: str, universe: str) -> tuple[Edition, Edition] | None:
        """Which is the latest pair of neighbouring editions with all totals under one formula?

        Falls back to the latest comparable pair of other editions; None where there is none.
        """
        full, in_part = self.comparable_pairs(index, universe)
        return next(iter((full or in_part)[-1:]), None)

    def comparable_pairs(
        self, index: str, universe: str
    ) -> tuple[tuple[tuple[Edition, Edition], ...], tuple[tuple[Edition, Edition], ...]]:
        """Which neighbouring editions follow one known formula, oldest first?

        Returns:
            Those with all totals of both, and the others.
        """
        self.check_index(index)
        editions = self.editions_of(index, universe)
        pairs = [pair for pair in pairwise(editions) if comparison_problem(self, *pair) is None]
        full = tuple(pair for pair in pairs if pair[0].totals_known and pair[1].totals_known)
        return full, tuple(pair for pair in pairs if pair not in full)

    def default_pair(
        self, index: str | None = None, universe: str | None = None
    ) -> tuple[str, str]:
        """Which years does `comparable_pair` compare?

        Raises:
            BadInputError: no two editions of that index and universe may be compared.
        """
        index = self.default_index if index is None else index
        universe = self.base_universe if universe is None else universe
        pair = self.comparable_pair(index, universe)
        if pair is not None:
            return pair[0].edition, pair[1].edition
        editions = self.editions_of(index, universe)
        if len(editions) < 2:  # noqa: PLR2004
            only = editions[0].named if editions else Reason("editions.nothing")
            raise BadInputError(
                "editions.one_alone",
                index=index,
                universe=universe,
                only=only,
                usual=self.base_universe,
            )
        raise BadInputError(
            "editions.no_pair",
            index=index,
            universe=universe,
            years=", ".join(e.edition for e in editions),
        )


def load_definitions(root: Path) -> Definitions:
    """What is defined in `data/raw/definitions` below `root`.

    Raises:
        BadInputError: a file is missing or is not valid YAML, an entry has an unknown field or a
            value that is not text, an edition points to a formula or a universe that is not
            defined, or one is listed twice; or an intake did not end, so that half of an edition
            may lie there.
    """
    check_no_unfinished_intake(Path(root))
    return _load_definitions(Path(root).resolve())


@functools.lru_cache(maxsize=8)
def _load_definitions(root: Path) -> Definitions:
    formulas = {
        key: Formula(formula_id=key, **entry)
        for key, entry in read_yaml(root, f"{_FOLDER}/formulas.yml").items()
    }
    universes = read_yaml(root, f"{_FOLDER}/universes.yml")
    measures = read_yaml(root, f"{_FOLDER}/measures.yml")
    other_names = measures.pop("other_names", {})
    editions: list[Edition] = []
    default, entries = _read_editions(root)
    for entry in entries:
        _check_fields(entry)
        edition = Edition(**entry)
        _check_edition(edition, editions, formulas, universes, measures)
        editions.append(edition)
    _check_default(default, editions)
    declared = load_declared_tests(root)
    check_seen(declared, {(one.index, one.universe, one.edition) for one in editions})
    return Definitions(
        tuple(editions), formulas, universes, measures, other_names,
        default_index=default, declared=declared,
    )  # fmt: skip


def _read_editions(root: Path) -> tuple[str, list[Mapping[str, Any]]]:
    """The usual index of editions.yml, and its entries."""
    content = read_yaml(root, f"{_FOLDER}/editions.yml")
    if not isinstance(content, Mapping) or set(content) != {"default_index", "editions"}:
        raise BadInputError("editions.form")
    return content["default_index"], content["editions"] or []


def _check_default(default: object, editions: Sequence[Edition]) -> None:
    """Refuse a default index of which no edition is on file."""
    if default not in [one.index for one in editions]:
        raise BadInputError("editions.default", default=default)


def _check_fields(entry: Mapping[str, Any]) -> None:
    """Refuse an entry with an unknown or missing field, or with a year that is not text."""
    known = {item.name for item in fields(Edition)}
    not_text = [
        key
        for key, value in entry.items()
        if not isinstance(value, bool if key in _YES_OR_NO else str)
        and not (key == "formula" and value is None)
    ]
    wrong = [*sorted(set(entry) - known), *sorted({"index", "edition", "universe"} - set(entry))]
    if wrong or not_text:
        raise BadInputError(
            "editions.fields",
            entry=dict(entry),
            wrong=(wrong or not_text)[0],
            known=", ".join(sorted(known)),
            yes_no=", ".join(_YES_OR_NO),
        )


def _check_edition(
    edition: Edition,
    seen: list[Edition],
    formulas: Mapping[str, Formula],
    universes: Mapping[str, Any],
    indices: Mapping[str, Any],
) -> None:
    problems = {
        "editions.no_formula": edition.formula is not None and edition.formula not in formulas,
        "editions.undefined_universe": edition.universe not in universes,
        "editions.undefined_index": edition.index not in indices,
        "editions.twice": edition.key in {one.key for one in seen},
    }
    for problem, holds in problems.items():
        if holds:
            raise BadInputError(
                "editions.entry", edition=edition.named, problem=Reason(problem, **vars(edition))
            )


def comparison_problem(
    definitions: Definitions, baseline: Edition, edition: Edition
) -> Reason | None:
    """Why two editions must not be subtracted, or None when they may.

    Comparable means: the same index, the same universe, the same known formula
    (docs/methodology.md, "What may be compared").
    """
    if baseline.index != edition.index:
        return Reason("compare.indices", baseline=baseline.index, edition=edition.index)
    if baseline.universe != edition.universe:
        return Reason("compare.universes", baseline=baseline.named, edition=edition.named)
    for one in (baseline, edition):
        if one.formula is None:
            return Reason("compare.unknown", edition=one.named)
    if baseline.formula != edition.formula and not formulas_differ(baseline, edition):
        return Reason("compare.change_unknown", baseline=baseline.named, edition=edition.named)
    if baseline.formula != edition.formula:
        before, after = definitions.formula_of(baseline), definitions.formula_of(edition)
        assert before is not None
        assert after is not None
        return Reason(
            "compare.formulas",
            baseline=baseline.named,
            before=Words(before.name_vi, before.name_en),
            edition=edition.named,
            after=Words(after.name_vi, after.name_en),
        )
    return None


def formulas_differ(before: Edition, later: Edition) -> bool:
    """Is it known that two editions of an index follow different formulas?

    False also where they follow one, and where nobody can tell.
    """
    known = before.formula is not None and later.formula is not None and later.change_known
    return known and before.formula != later.formula


def check_comparable(
    definitions: Definitions, baseline: Edition, edition: Edition, bridge: str = ""
) -> bool:
    """Whether a difference of two editions is comparable, or only allowed through a bridge.

    Returns:
        True when the editions follow one formula over one universe; False when the difference is
        taken through the named bridge.

    Raises:
        NotComparableError: they are not comparable and no bridge that fits is named.
        BadInputError: the bridge does not exist, or baseline does not come before edition.
    """
    if bridge and bridge not in BRIDGES:
        raise BadInputError(
            "editions.no_bridge", bridge=bridge, near=nearest_choices(bridge, BRIDGES)
        )
    if baseline.index == edition.index and baseline.edition >= edition.edition:
        raise BadInputError("editions.order", baseline=baseline.edition, edition=edition.edition)
    problem = comparison_problem(definitions, baseline, edition)
    if problem is None:
        return True
    same_units = baseline.index == edition.index and baseline.universe == edition.universe
    if same_units and bridge == "formula_bounds":
        problem = formula_bounds_problem(definitions, baseline, edition)
        if problem is None:
            return False
    elif bridge and same_units:
        return False
    advice = Reason("compare.printed_ranks" if same_units else "compare.no_bridge")
    if same_units and formula_bounds_problem(definitions, baseline, edition) is None:
        advice = Reason("compare.formula_bounds", edition=edition.named, otherwise=advice)
    raise NotComparableError(
        "editions.not_comparable",
        baseline=baseline.named,
        edition=edition.named,
        problem=problem,
        advice=advice,
    )


def formula_bounds_problem(
    definitions: Definitions, baseline: Edition, edition: Edition
) -> Reason | None:
    """Why the earlier edition cannot be put under the points of the later, or None when it can.

    It takes a complete table and known points of both, and the same parts.
    """
    formulas = [definitions.formula_of(one) for one in (baseline, edition)]
    for one, formula in zip((baseline, edition), formulas, strict=True):
        if not one.totals_known or formula is None or not formula.weights:
            return Reason("compare.no_points", edition=one.named)
    if len({frozenset(formula.weights) for formula in formulas if formula}) > 1:
        return Reason("compare.other_parts")
    return None


def nothing_comparable(
    definitions: Definitions, index: str, universe: str, years: tuple[str, str], bridge: str = ""
) -> bool:
    """Whether a question names no two editions and there are none to compare, only to show.

    Args:
        years: baseline and edition; empty ones are not named. The rest as of `choose_pair`.
    """
    on_file = definitions.editions_of(index, universe)
    named = bool(years[0]) or (bool(years[1]) and len(on_file) > 1)
    asked = named or bool(bridge)
    return bool(on_file) and not asked and definitions.comparable_pair(index, universe) is None


def choose_pair(
    definitions: Definitions, index: str, universe: str, years: tuple[str, str], bridge: str = ""
) -> tuple[Edition, Edition]:
    """Which two editions does a question compare?

    Args:
        index, universe: which ranking, over which units.
        years: baseline and edition; empty ones are filled: both with the latest comparable pair,
            one alone with its neighbour.
        bridge: "" or a name of `BRIDGES`.

    Raises:
        BadInputError: an edition is not on file, or has no neighbour to compare with.
        NotComparableError: the pair needs a bridge that is not named.
    """
    definitions.check_index(index)
    baseline, edition = years
    if not baseline and not edition:
        baseline, edition = definitions.default_pair(index, universe)
    elif not baseline or not edition:
        own = definitions.edition(index, baseline or edition, universe)
        on_file = definitions.editions_of(index, universe)
        neighbours = (
            on_file[on_file.index(own) + 1 :] if baseline else on_file[: on_file.index(own)][::-1]
        )
        if len(on_file) == 1:
            definitions.default_pair(index, universe)
        if not neighbours:
            raise BadInputError(
                "editions.newest" if baseline else "editions.oldest", edition=own.named
            )
        baseline, edition = baseline or neighbours[0].edition, edition or neighbours[0].edition
    pair = tuple(definitions.edition(index, year, universe) for year in (baseline, edition))
    check_comparable(definitions, pair[0], pair[1], bridge)
    return pair[0], pair[1]
