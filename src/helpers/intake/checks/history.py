"""Is the table a new one, and does it fit the other editions on file?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

import pandas as pd

from helpers.errors import Clause
from helpers.intake.checks.outcome import DOUBT, NOT_POSSIBLE, PASSED, Check, Finding, judged
from helpers.intake.on_file import FiledTable, OnFile
from helpers.intake.table_values import TableValues
from helpers.printed.scores import PERCENT, on_one, parse_score, split_percent
from helpers.sources.editions import comparison_problem
from helpers.statistics.ranks import rank_scores
from helpers.statistics.relations import FLOAT_SLACK, half_unit, mean_error, member_means

_MEAN_OF_MEMBERS = mean_error(4, 4)
_COPIED_SHARE = 0.2
_COPIED_LEAST = 3
_NEARLY = 5e-4
_FEWEST_DECIMALS = 2
_SAME_RANKS = 0.5
_FEWEST_RANKS = 10


def check_another_edition(values: TableValues, on_file: OnFile) -> Check:
    """Is this the table, or a row, of another edition on file under this year's name?

    Cells that stand equal in both are counted, those at 0 or full score left out: many provinces
    are there in every edition. Convention: scores are equal up to the rounding of the one with
    fewer decimals, at least 2, and up to 0.0005 in any case, so that a copy that was cut or revised
    is one. The table is a copy from a fifth of the cells on; two editions on file never share more
    than a twentieth. Where no total is printed, half of at least 10 ranks are asked for.
    """
    compared, equal_cells = 0, 0
    findings = [found for other in _others(values, on_file) for found in _same_ranks(values, other)]
    for other in _others(values, on_file):
        kept, equal = _equal_cells(values, other)
        number, same = int(kept.sum().sum()), int(equal.sum().sum())
        compared, equal_cells = compared + number, equal_cells + same
        if number and same >= max(_COPIED_LEAST, _COPIED_SHARE * number):
            findings.append(
                Finding(
                    Clause(
                        "checks.copied_scores", same=same, number=number, other=other.edition.named
                    )
                )
            )
        copied = (equal.sum(axis=1) >= _COPIED_LEAST) & (equal.sum(axis=1) == kept.sum(axis=1))
        findings += [
            values.finding(
                Clause("checks.copied_row", other=other.edition.named), str(unit), "overall.score"
            )
            for unit in copied.index[copied]
        ]
    ranks_alone = "overall" not in values.scores and any(True for _ in _others(values, on_file))
    if not compared and not ranks_alone:
        return Check("another_edition", NOT_POSSIBLE, Clause("checks.no_other"))
    return judged(
        "another_edition",
        findings,
        Clause("checks.chance", same=equal_cells, compared=compared)
        if compared
        else Clause("checks.own_ranks"),
        Clause("checks.copied"),
    )


def _others(values: TableValues, on_file: OnFile) -> Iterator[FiledTable]:
    for table in on_file.tables:
        own = (table.edition.index, table.edition.universe) == (values.index, values.universe)
        if own and table.edition.edition != values.edition:
            yield table


def _equal_cells(values: TableValues, other: FiledTable) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Which cells of both tables can be compared, and which of them are equal or nearly so."""
    mine, theirs = values.scores.align(other.scores, join="inner")
    decimals = pd.Series(
        {m: min(values.decimals[m], other.decimals[m]) for m in mine.columns},
        dtype=float,
    )
    kept = mine.notna() & theirs.notna() & ~mine.isin([0, 1]) & (decimals >= _FEWEST_DECIMALS)
    allowed = decimals.map(half_unit).clip(lower=_NEARLY)
    return kept, kept & ((mine - theirs).abs() <= allowed + FLOAT_SLACK)


def _same_ranks(values: TableValues, other: FiledTable) -> Iterator[Finding]:
    """Where no total is printed: are most ranks those of another edition?"""
    if "overall" in values.scores or "overall" not in values.ranks:
        return
    filed = other.ranks.get("overall", pd.Series(dtype=float))
    if other.edition.totals_known:
        filed = rank_scores(other.scores["overall"], None)
    both = pd.concat([values.ranks["overall"], filed], axis=1, join="inner").dropna()
    same = int((both.iloc[:, 0] == both.iloc[:, 1]).sum())
    if len(both) >= _FEWEST_RANKS and same >= _SAME_RANKS * len(both):
        yield Finding(
            Clause("checks.copied_ranks", same=same, number=len(both), other=other.edition.named),
            column="overall.rank",
        )


def check_changes(values: TableValues, on_file: OnFile) -> Check:
    """Which scores moved against the edition before by more than any did in a comparable pair?

    A change is taken against the median change of its column, so that a year in which all rise,
    or a new formula, does not name everyone. Never in the way: a province may truly leap.
    """
    before = on_file.before(values.index, values.edition, values.universe)
    limits = _largest_moves(values, on_file)
    shared = [] if before is None else [
        m for m in values.scores if m in before.scores and m in limits
    ]  # fmt: skip
    if before is None or not shared:
        return Check("changes", NOT_POSSIBLE, Clause("checks.none_before"))
    findings = []
    for measure in shared:
        moved = _moves(before.scores[measure], values.scores[measure])
        beyond = moved[moved.abs() > limits[measure] + FLOAT_SLACK]
        for unit in beyond.abs().sort_values(ascending=False).index:
            findings.append(
                values.finding(
                    Clause(
                        "checks.moved", measure=measure, year=before.edition.edition,
                        then=before.scores.loc[unit, measure], now=values.scores.loc[unit, measure],
                        away=abs(moved[unit]), most=limits[measure],
                    ),
                    str(unit), f"{measure}.score",
                )
            )  # fmt: skip
    if not findings:
        message = Clause("checks.moved_ok", before=before.edition.named)
        return Check("changes", PASSED, message)
    message = Clause("checks.moved_not", before=before.edition.named)
    return Check("changes", DOUBT, message, tuple(findings))


def _moves(before: pd.Series, after: pd.Series) -> pd.Series:
    """Changes of score less their median; one move alone has nothing to be held against."""
    change = (after - before).dropna()
    return change - change.median()


def _largest_moves(values: TableValues, on_file: OnFile) -> Mapping[str, float]:
    limits: dict[str, float] = {}
    own = [
        table
        for table in on_file.tables
        if table.edition.index == values.index
        and (table.edition.edition, table.edition.universe) != (values.edition, values.universe)
    ]
    own.sort(key=lambda table: (table.edition.universe, table.edition.edition))
    for first, second in pairwise(own):
        if comparison_problem(on_file.definitions, first.edition, second.edition) is None:
            for measure in first.scores.columns.intersection(second.scores.columns):
                moved = _moves(first.scores[measure], second.scores[measure]).abs()
                # A handful of provinces, the winners, shows no usual size of a change.
                if len(moved) > len(values.scores) / 2:
                    limits[measure] = max(limits.get(measure, 0.0), float(moved.max()))
    return limits


def check_merged_units(values: TableValues, on_file: OnFile) -> Check:
    """Does a merged unit have the mean of its members, where one edition ranks both?"""
    name = "merged_units"
    siblings = [
        table
        for table in on_file.tables
        if (table.edition.index, table.edition.edition) == (values.index, values.edition)
        and table.edition.universe != values.universe
        and table.edition.complete
    ]
    findings: list[Finding] = []
    compared = 0
    for sibling in siblings:
        own_is_merged = on_file.definitions.universes[values.universe]["units"] == "merged"
        member_universe = sibling.edition.universe if own_is_merged else values.universe
        members, merged = (
            (sibling.scores, values.scores) if own_is_merged else (values.scores, sibling.scores)
        )
        into = {unit.unit_id: unit.merged_into for unit in on_file.units.all(member_universe)}
        for measure in members.columns.intersection(merged.columns):
            means = member_means(members[measure], into)
            difference = (means - merged[measure]).abs().dropna()
            compared += len(difference)
            for unit in difference.index[difference > _MEAN_OF_MEMBERS + FLOAT_SLACK]:
                named = [unit] if own_is_merged else [m for m, to in into.items() if to == unit]
                findings += [
                    values.finding(
                        Clause(
                            "checks.merged", measure=measure, found=merged.loc[unit, measure],
                            province=on_file.units.by_id(str(unit)).province, units=len(merged),
                            mean=means[unit], members=len(members),
                        ),
                        str(one), f"{measure}.score",
                    )
                    for one in named
                ]  # fmt: skip
    if not compared:
        return Check(name, NOT_POSSIBLE, Clause("checks.no_sibling"))
    return judged(
        name,
        findings,
        Clause("checks.merged_ok", number=compared),
        Clause("checks.merged_not"),
    )


def check_means(values: TableValues, printed_means: Mapping[str, str]) -> Check:
    """Are the means of complete columns those that the table, or the edition on file, prints?"""
    findings = []
    compared = 0
    for column, text in printed_means.items():
        measure, _, statistic = column.partition(".")
        scores = values.scores.get(measure)
        if statistic != "score" or scores is None or scores.count() < values.size:
            continue
        bare, is_percent = split_percent(text)
        printed = parse_score(bare)
        if printed.value is None:
            continue
        compared += 1
        scale = PERCENT if is_percent else values.scales[measure]
        mean, digits = on_one(printed.value, printed.decimals, scale)
        allowed = mean_error(digits, values.decimals[measure])
        if abs(float(scores.mean()) - mean) > allowed + FLOAT_SLACK:
            findings.append(
                Finding(Clause("checks.mean", mean=scores.mean(), text=text), column=column)
            )  # fmt: skip
    if not compared:
        return Check("printed_means", NOT_POSSIBLE, Clause("checks.no_mean"))
    return judged(
        "printed_means",
        findings,
        Clause("checks.means_ok", number=compared),
        Clause("checks.means_not"),
    )
