"""Do two things go together? The statistics of notebooks 03 to 05 and 10, for what one asks."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from helpers.errors import BadInputError
from helpers.questions.association.asked import check_draws, check_texts
from helpers.questions.association.choices import (
    control_columns,
    declared_specifications,
    points_of,
)
from helpers.questions.what_the_index_measures.answer import verdict
from helpers.rankings.panel import build_panel
from helpers.sharing.literal_text import literal
from helpers.sharing.numbers import Phrase
from helpers.sharing.wording import Joined, Said, use_wording, written
from helpers.sources.editions import choose_pair
from helpers.sources.shown import asked_universe
from helpers.statistics.agreement import agreement, level_for_all, spearman_interval, without_each
from helpers.statistics.evidence import evidence_table, gather_evidence, verdicts_of
from tangbac.labels import column_of
from tangbac.names import Several, Year, chosen_figure, chosen_index, several, text_of
from tangbac.pictures import check_column, check_one_row_each, number_column
from tangbac.session import definitions, read, spoken, units
from tangbac.tables import add

use_wording("tangbac.yml", "words.yml", "association.yml")

LEVEL = 0.95
_UNCLEAR = "cannot tell"


@dataclass(frozen=True)
class Finding:
    """Whether two things go together, as far as can be told; JupyterLab shows it as a sentence.

    `n`: provinces with all figures. `estimate`: -1 to 1, missing where `problem` says why.
    `lower`, `upper`: its interval, at 95 % for all `tests` looked at together; missing where the
    figures exclude nothing. `p_value`: of `test_gains` alone. `interval_kind`: as in claims.
    `hangs_on`: the province without which nothing would be left. `verdict`: "holds",
    "contradicted" (it runs the other way) or "cannot tell". `method`: how it was found.

    Tiếng Việt:
        Hai thứ có đi cùng nhau không, đến đâu thì nói được: ước lượng, khoảng, kết luận
        ("holds" có căn cứ, "contradicted" trái lại, "cannot tell" chưa thể kết luận).
    """

    n: int
    estimate: float | None
    lower: float | None
    upper: float | None
    verdict: str
    method: str
    p_value: float | None = None
    interval_kind: str = ""
    hangs_on: str = ""
    tests: int = 1
    problem: str = ""
    said: Phrase = field(default_factory=lambda: Joined(()), compare=False, repr=False)

    def __repr__(self) -> str:
        return written(self.said, spoken())

    def _repr_html_(self) -> str:
        return f"<p>{literal(repr(self))}</p>"


def test(
    x: str | pd.Series,
    y: str | pd.Series,
    table: pd.DataFrame | None = None,
    *,
    given: Several = (),
    tests: int = 1,
) -> Finding:
    """Do provinces with more of one thing have more of the other, and how sure is that?

    Spearman's rank correlation with its interval in closed form, as in notebook 10: no draws, the
    same every time.

    Args:
        x, y: columns of `table`, the newest where the year is left out; or series with `unit_id` as
            their index. Of a rank more is worse, so take scores, or minus the rank.
        table: of `wide`, `add`, `gains`, `rankings`.
        given: columns that are taken into account, such as "grdp_per_head_2022": is anything left
            among provinces alike in these? Needs `table`.
        tests: how many such comparisons you look at together; the interval holds for all at once.

    Returns:
        A finding; `verdict` "holds" where the whole interval is above 0 and no single province
        decides it, "contradicted" where it is below, else "cannot tell".

    Raises:
        BadInputError: a column is not there (names the nearest) or holds no numbers, or `tests` is
            no whole number from 1.

    Source:
        docs/methodology.md; `helpers.statistics.agreement`.

    Tiếng Việt:
        Tỉnh có cái này nhiều hơn thì có cái kia nhiều hơn không, chắc đến đâu? Tương quan hạng
        Spearman và khoảng, như sổ tay 10. `given`: các cột cần tính đến; `tests`: số phép so xem
        cùng lúc. Với hạng, số lớn là kém, nên hãy dùng điểm.
    """
    _check_tests(tests)
    first, second, names = _sides(x, y, table)
    taken: list[str] = []
    controls = None
    if several(given):
        if table is None:
            raise BadInputError("tangbac.lengths", found="given")
        taken = [number_column(table, one) for one in several(given)]
        controls = table.set_index("unit_id")[taken].astype(float)
    found = agreement(first, second, controls)
    method = "Spearman" if controls is None else "Spearman, partial"
    ends = found.interval(level_for_all(LEVEL, tests))
    if found.rho is None or ends is None:
        said = Said("tangbac.no_answer", **names, n=found.n,
                    reason=Said(f"tangbac.problem.{found.problem}"))  # fmt: skip
        return Finding(found.n, None, None, None, _UNCLEAR, method, tests=tests,
                       problem=found.problem, said=said)  # fmt: skip
    told, hangs_on = verdict(*ends), ""
    if told != _UNCLEAR:
        without = without_each(first, second, controls)
        unit = str(without.abs().idxmin())
        left = spearman_interval(
            float(without[unit]), found.n - 1, found.controls, level_for_all(LEVEL, tests)
        )
        if verdict(*left) == _UNCLEAR:
            told, hangs_on = _UNCLEAR, units().by_id(unit).province
    finding = Finding(
        found.n, found.rho, *ends, told, method, interval_kind="model", hangs_on=hangs_on,
        tests=tests,
    )  # fmt: skip
    labels = [] if table is None else [column_of(table, one).name for one in taken]
    alike = Joined(labels, "; ") if labels else None
    return replace(finding, said=_sentence(finding, names, alike, overlap=_overlap(x, y, table)))


def _check_tests(tests: int) -> None:
    if isinstance(tests, bool) or not isinstance(tests, int) or tests < 1:
        raise BadInputError("tangbac.number_of_tests", found=repr(tests))


def _sides(
    x: str | pd.Series, y: str | pd.Series, table: pd.DataFrame | None
) -> tuple[pd.Series, pd.Series, dict[str, Phrase | str]]:
    """Both sides by unit, and what they are called."""
    sides, names = [], {}
    for place, one in (("x", x), ("y", y)):
        if isinstance(one, str):
            if table is None:
                raise BadInputError("tangbac.lengths", found=repr(one))
            column = number_column(table, one)
            check_column(table, "unit_id")
            check_one_row_each(table)
            sides.append(table.set_index("unit_id")[column].astype(float))
            names[place] = column_of(table, column).name
        else:
            if not {str(unit) for unit in one.index} <= {unit.unit_id for unit in units().units}:
                raise BadInputError("tangbac.lengths", found=repr(one.index[:3].tolist()))
            sides.append(one.astype(float))
            names[place] = str(one.name or place)
    return sides[0], sides[1], names


def _overlap(x: str | pd.Series, y: str | pd.Series, table: pd.DataFrame | None) -> Phrase | None:
    """What must be said where both sides are of one index, which may make them go together."""
    if table is None or not (isinstance(x, str) and isinstance(y, str)):
        return None
    first, second = (column_of(table, number_column(table, one)).edition for one in (x, y))
    if first is None or second is None or first.index != second.index:
        return None
    return Said("tangbac.overlap", index=first.index)


def _sentence(
    finding: Finding,
    names: dict[str, Phrase | str],
    given: Phrase | None,
    *,
    overlap: Phrase | None,
) -> Phrase:
    """What is found, its interval, and what may be concluded."""
    values = {"n": finding.n, "rho": finding.estimate, "lower": finding.lower,
              "upper": finding.upper}  # fmt: skip
    said: list[Phrase] = [
        Said("tangbac.found", **names, **values)
        if given is None
        else Said("tangbac.found_given", given=given, **names, **values)
    ]
    if finding.tests > 1:
        said.append(Said("tangbac.together", tests=finding.tests))
    if finding.hangs_on:
        said.append(Said("tangbac.hangs", province=finding.hangs_on))
    said += [Said(f"tangbac.told.{finding.verdict}"), *([overlap] if overlap else [])]
    return Joined([*said, Said("tangbac.caveat_test")], " ")


def test_gains(
    predictor: str,
    baseline: Year = None,
    edition: Year = None,
    *,
    year: Year = None,
    index: str = "DTI",
    tests: int = 1,
    draws: int = 10_000,
) -> Finding:
    """Do provinces with more of something gain more score, given where they began?

    The baseline-adjusted association of notebooks 03 to 05, with the same controls (population,
    towns, wealth), permutation interval, declared choices and rule for the verdict.

    Args:
        predictor: a code of `measures()` or its name, such as "papi_internet_access".
        baseline, edition: years under one formula; None: the latest such pair.
        year: of the predictor; None: the baseline's, where it is on file, else the newest.
        index: "DTI".
        tests: how many such questions you ask together; p-value and interval count them all.
        draws: permutations, 19 to 200000; 10000 take some seconds. The seed is fixed.

    Returns:
        A finding; `estimate` in standard deviations of the later score for one of the predictor,
        `p_value` adjusted for `tests`.

    Raises:
        NotComparableError: the editions do not follow one formula.
        BadInputError: a name is not on file; names the nearest.

    Source:
        docs/methodology.md; `helpers.statistics.evidence`. A test that was not declared beforehand
        (`data/raw/definitions/tests.yml`) suggests; it does not confirm.

    Tiếng Việt:
        Tỉnh có nhiều hơn về một mặt thì có tăng điểm nhiều hơn không, khi đã tính đến điểm ban đầu,
        dân số, đô thị hóa và GRDP? Cách tính như sổ tay 03 đến 05. `predictor`: mã của số liệu;
        `year`: năm của nó; `tests`: số câu hỏi xem cùng lúc; `draws`: số lần hoán vị.
    """
    _check_tests(tests)
    check_draws(draws)
    check_texts(predictor=predictor, index=index)
    index = chosen_index(index)
    years = text_of(baseline), text_of(edition)
    universe = asked_universe(definitions(), index, years)
    pair = choose_pair(definitions(), index, universe, years)
    panel = build_panel(read("rankings"), definitions(), *pair)
    series, name, is_part = _predictor(predictor, text_of(year), pair[0].edition, panel, index)
    controls = control_columns(read("covariates"), pair[0])
    found = gather_evidence(
        "own",
        panel,
        series,
        controls=controls,
        specifications=declared_specifications(panel, controls, series),
        draws=draws,
        points=points_of(definitions(), pair[1]),
    )
    method = "baseline-adjusted association, permutation"
    names: dict[str, Phrase | str] = {
        "x": name,
        "y": Said(
            "tangbac.gain_of", index=index, baseline=pair[0].edition, edition=pair[1].edition
        ),
    }
    if found.problem:
        said = Said("tangbac.no_answer", **names, n=found.n,
                    reason=Said(f"tangbac.problem.{found.problem}"))  # fmt: skip
        return Finding(found.n, None, None, None, _UNCLEAR, method, tests=tests,
                       problem=found.problem, said=said)  # fmt: skip
    row = evidence_table([found], together=tests)
    ends = row[["all_lower", "all_upper"]].to_numpy(float)
    told = "found" if np.isfinite(ends).all() else "open"
    row["holm"] = (row["p_value"] * tests).clip(upper=1)
    one = row.iloc[0]
    finding = Finding(
        found.n, float(one["standardised"]), float(one["all_lower"]), float(one["all_upper"]),
        verdicts_of(row)[0], method, float(one["holm"]),
        "permutation" if tests == 1 else "permutation, simultaneous", tests=tests,
    )  # fmt: skip
    if told == "open":
        finding = replace(finding, lower=None, upper=None, interval_kind="")
    values = {"n": finding.n, "effect": finding.estimate, "lower": finding.lower,
              "upper": finding.upper, "p": finding.p_value}  # fmt: skip
    said_all: list[Phrase] = [Said(f"tangbac.gain.{told}", **names, **values)]
    if tests > 1:
        said_all.append(Said("tangbac.together", tests=tests))
    if found.decided_by_one:
        said_all.append(Said("tangbac.hangs_on_one"))
    said_all.append(Said(f"tangbac.told.{finding.verdict}"))
    if is_part:
        said_all.append(Said("tangbac.overlap", index=index))
    said_all.append(Said("tangbac.caveat_test"))
    return replace(finding, said=Joined(said_all, " "))


def _predictor(
    predictor: str, year: str, baseline: str, panel: pd.DataFrame, index: str
) -> tuple[pd.Series, Phrase | str, bool]:
    """The figures of a predictor by unit, what they are called, and whether the index has them."""
    table = pd.DataFrame({"unit_id": panel.index})
    measure, is_part = chosen_figure(predictor, index)
    own = read("covariates")
    on_file = set(own.loc[own["measure"] == measure, "year"].astype(str))
    wanted = year or (baseline if is_part or baseline in on_file else "")
    with_it = add(table, measure, year=wanted or None, index=index)
    column = str(with_it.columns[1])
    series = with_it.set_index("unit_id")[column].astype(float).rename(column)
    return series, column_of(with_it, column).name, is_part


# So that pytest, which collects functions by their names, leaves these alone.
test.__test__ = False  # type: ignore[attr-defined]
test_gains.__test__ = False  # type: ignore[attr-defined]
