"""Do the published figures add up? Totals, means, ties and merged units against one another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from helpers.errors import RawFileError, Reason
from helpers.printed.scores import parse_score
from helpers.rankings.derived_scores import DERIVED, tables_before_and_after
from helpers.rankings.panel import of_edition
from helpers.sources.editions import Definitions, Edition, Formula
from helpers.sources.figures import Figure
from helpers.sources.ministry_tables import column_of
from helpers.sources.provinces import Units
from helpers.sources.raw_files import RawTable
from helpers.statistics.composite_index import pillar_error, recompute_total, total_error
from helpers.statistics.relations import FLOAT_SLACK, half_unit, mean_error, member_means

_PRINTED_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class ConsistencyCheck:
    """One relation that published figures must keep, and how well they keep it.

    `check` names the relation; its words for readers stand in the wording under `check.…`.

    `compared` cells were compared, of which `failures` differ by more than rounding alone
    allows; `allowed` is the widest such allowance (the press prints some parts to two decimals).
    """

    check: str
    edition: str
    compared: int
    failures: int
    largest_difference: float
    allowed: float


def _check(name: str, edition: Edition, pairs: Sequence[tuple[float, float]]) -> ConsistencyCheck:
    """A check from pairs of (difference, allowance)."""
    return ConsistencyCheck(
        name,
        edition.label,
        len(pairs),
        sum(difference > allowed + FLOAT_SLACK for difference, allowed in pairs),
        max(difference for difference, _ in pairs),
        max(allowed for _, allowed in pairs),
    )


def reconcile(
    figures: Iterable[Figure],
    rankings: pd.DataFrame,
    tables: Iterable[RawTable],
    definitions: Definitions,
    units: Units,
) -> list[ConsistencyCheck]:
    """Every relation between published figures that can be checked, for every edition.

    Raises:
        RawFileError: a figure of an official table breaks a relation by more than rounding; names
            the file and the row, or the file where only the mean of the column tells.
    """
    by_name = {table.name: table for table in tables}
    figures = list(figures)
    checks: list[ConsistencyCheck] = []
    for edition in definitions.editions:
        table = by_name.get(edition.table)
        formula = definitions.formula_of(edition)
        if formula is not None and formula.weights:
            own = definitions.fitted_on(edition) == edition.edition
            checks += _check_totals(figures, edition, formula, table, fitted_on_these=own)
            if table is not None:
                checks += _check_derived_totals(figures, rankings, edition, formula, table)
        if edition.totals_known and edition.mean and table is not None:
            checks.append(_check_mean(rankings, edition, table))
        if edition.totals_known and formula is not None and formula.pillars:
            checks += _check_pillar_means(figures, rankings, edition, formula)
            checks += _check_pillar_ranks(figures, rankings, edition, formula)
    checks += _check_merged_units(rankings, definitions, units, by_name)
    return checks


def _check_totals(
    figures: list[Figure],
    edition: Edition,
    formula: Formula,
    table: RawTable | None,
    *,
    fitted_on_these: bool,
) -> list[ConsistencyCheck]:
    """Every unit whose parts and total are all printed by one source: does the total follow?

    Points that were fitted on the rows of an edition fit these, which proves nothing; that they fit
    a later one does.
    """
    cells: dict[tuple[str, str], dict[str, Figure]] = {}
    for f in figures:
        fits = (f.index, f.edition, f.universe) == edition.key
        if fits and f.statistic == "score" and f.value is not None and _counts(f):
            cells.setdefault((f.source_id, f.unit_id), {})[f.measure] = f
    differences: dict[bool, list[tuple[float, float]]] = {True: [], False: []}
    for (source_id, _), parts in cells.items():
        if not {"overall", *formula.weights} <= parts.keys():
            continue
        official = source_id == edition.table and not edition.transcribed_by
        row = pd.DataFrame([{part: parts[part].value for part in formula.weights}])
        total = parts["overall"]
        assert total.value is not None
        recomputed = float(recompute_total(row, formula).iloc[0])
        difference = abs(recomputed - total.value)
        allowed = total_error(
            formula,
            {part: parts[part].decimals or 0 for part in formula.weights},
            total.decimals or 0,
        )
        if official and table is not None and difference > allowed + FLOAT_SLACK:
            raise _row_error(
                table,
                total,
                "reconciliation.total",
                Reason("reconciliation.parts", total=recomputed),
            )
        differences[official].append((difference, allowed))
    kind = "fitted" if fitted_on_these else "official"
    return [
        _check(f"total_from_parts_{kind if official else 'press'}", edition, found)
        for official, found in differences.items()
        if found
    ]


def _counts(figure: Figure) -> bool:
    """Whether a figure speaks for or against a relation; what a table settled does not."""
    return not figure.set_aside and not figure.settled


def _check_derived_totals(
    figures: list[Figure],
    rankings: pd.DataFrame,
    edition: Edition,
    formula: Formula,
    table: RawTable,
) -> list[ConsistencyCheck]:
    """Every unit whose row is complete only with derived parts: does its printed total follow?

    That the parts which another table lends belong to it, not that the points are right.
    """
    own = of_edition(rankings, edition)
    rows = own.pivot(index="unit_id", columns="measure", values="score")
    if not {"overall", *formula.weights} <= set(rows.columns):
        return []
    derived = set(own.loc[own["score_basis"] == DERIVED, "unit_id"])
    rows = rows[rows[list(formula.weights)].notna().all(axis=1) & rows.index.isin(derived)]
    totals = {
        f.unit_id: f
        for f in figures
        if (f.source_id, f.measure, f.statistic) == (edition.table, "overall", "score")
    }
    decimals = dict.fromkeys(formula.weights, _PRINTED_DECIMALS)
    allowed = total_error(formula, decimals, _PRINTED_DECIMALS)
    differences = []
    for unit_id, total in recompute_total(rows, formula).items():
        difference = abs(float(total) - float(rows.loc[unit_id, "overall"]))
        if difference > allowed + FLOAT_SLACK:
            expected = Reason("reconciliation.parts", total=total)
            raise _row_error(table, totals[str(unit_id)], "reconciliation.total", expected)
        differences.append((difference, allowed))
    return [_check("total_from_parts_derived", edition, differences)] if differences else []


def _row_error(table: RawTable, figure: Figure, problem: str, expected: Reason) -> RawFileError:
    column = table.metadata["table"]["unit_column"]
    row = next(row for row in table if row[column] == figure.province_as_printed)
    own = column_of(table, figure.measure, figure.statistic)
    return RawFileError(
        table.file,
        Reason(problem, province=figure.province_as_printed),
        row=row.line,
        column=own,
        expected=expected,
        found=row.quoted(figure.value_as_printed, own),
    )


def _check_mean(rankings: pd.DataFrame, edition: Edition, table: RawTable) -> ConsistencyCheck:
    """The mean of a complete table against the mean that the ministry prints."""
    scores = _scores(rankings, edition, "overall")
    printed = parse_score(edition.mean)
    assert printed.value is not None
    allowed = mean_error(printed.decimals, _PRINTED_DECIMALS)
    check = _check("printed_mean", edition, [(abs(float(scores.mean()) - printed.value), allowed)])
    if check.failures:
        raise RawFileError(
            table.file,
            Reason("reconciliation.mean"),
            column=column_of(table, "overall", "score"),
            expected=Reason(
                "reconciliation.printed", mean=edition.mean, source=edition.mean_source
            ),
            found=f"{scores.mean():.5f}",
        )
    return check


def _check_pillar_means(
    figures: list[Figure], rankings: pd.DataFrame, edition: Edition, formula: Formula
) -> list[ConsistencyCheck]:
    """Means of the recomputed pillars against those that the ministry prints for the nation."""
    checks = []
    for figure in figures:
        pillar = figure.measure.removeprefix("national_mean_")
        if (
            (figure.index, figure.edition, figure.universe, figure.statistic)
            == (*edition.key, "score")
            and pillar in formula.pillars
            and figure.value is not None
        ):
            scores = _scores(rankings, edition, pillar)
            checks.append(
                _check(
                    f"printed_mean_{pillar}",
                    edition,
                    [
                        (
                            abs(float(scores.mean()) - figure.value),
                            half_unit(figure.decimals or 0) + pillar_error(formula),
                        )
                    ],
                )
            )
    return checks


def _check_pillar_ranks(
    figures: list[Figure], rankings: pd.DataFrame, edition: Edition, formula: Formula
) -> list[ConsistencyCheck]:
    """Every pillar rank that the press prints against the order of the recomputed pillars.

    The difference is in places beyond those that rounding leaves open.
    """
    own = of_edition(rankings, edition).set_index(["unit_id", "measure"])
    differences = []
    for f in figures:
        fits = (f.index, f.edition, f.universe) == edition.key
        is_rank = f.statistic == "rank" and f.value is not None and f.unit_id and _counts(f)
        if fits and is_rank and f.measure in formula.pillars:
            assert f.value is not None
            known = own.loc[(f.unit_id, f.measure)]
            beyond = max(known["rank_best"] - f.value, f.value - known["rank_worst"], 0)
            differences.append((float(beyond), 0.0))
    return [_check("pillar_ranks_press", edition, differences)] if differences else []


def _check_merged_units(
    rankings: pd.DataFrame, definitions: Definitions, units: Units, tables: Mapping[str, RawTable]
) -> list[ConsistencyCheck]:
    """A table for merged units against the plain means of their members in the same year."""
    checks = []
    for old, new in tables_before_and_after(definitions):
        into = {unit.unit_id: unit.merged_into for unit in units.all(old.universe)}
        differences: list[float] = []
        allowed = mean_error(_PRINTED_DECIMALS, _PRINTED_DECIMALS)
        for measure in definitions.measures(new.index):
            members, merged = (_scores(rankings, e, measure, printed=True) for e in (old, new))
            if len(members) < len(into):
                continue
            means = member_means(members, into)
            difference = (means - merged).abs().dropna()
            differences += difference.tolist()
            for unit_id in difference[difference > allowed + FLOAT_SLACK].index:
                raise RawFileError(
                    tables[new.table].file,
                    Reason(
                        "reconciliation.merged",
                        measure=measure,
                        province=units.by_id(unit_id).province,
                        file=tables[old.table].file,
                    ),
                    column=column_of(tables[new.table], measure, "score"),
                    expected=f"{means[unit_id]:.4f}",
                    found=f"{merged[unit_id]:.4f}",
                )
        if differences:
            pairs = [(difference, allowed) for difference in differences]
            checks.append(_check("merged_units_are_means", new, pairs))
    return checks


def _scores(
    rankings: pd.DataFrame, edition: Edition, measure: str, *, printed: bool = False
) -> pd.Series:
    chosen = of_edition(rankings, edition)
    chosen = chosen[(chosen["measure"] == measure) & (chosen["score_source_id"] == edition.table)]
    if printed:
        chosen = chosen[chosen["score_basis"] == "printed"]
    return chosen.set_index("unit_id")["score"]


def ties(rankings: pd.DataFrame, definitions: Definitions) -> pd.DataFrame:
    """Which units share a total, and so a rank, in each complete table?

    Returns:
        One row for each tie: edition, universe, rank, score, provinces.
    """
    rows = []
    for edition in definitions.editions:
        if not edition.complete:
            continue
        chosen = of_edition(rankings, edition)
        for rank, group in chosen[chosen["measure"] == "overall"].groupby("rank"):
            if len(group) > 1:
                rows.append(
                    {
                        "edition": edition.label,
                        "rank": int(rank),
                        "score": float(group["score"].iloc[0]),
                        "provinces": ", ".join(sorted(group["province"])),
                    }
                )
    return pd.DataFrame(rows, columns=["edition", "rank", "score", "provinces"])
