"""What notebook 04 asks and tests: refusals, clean comparisons, overlap, tests that keep size."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from helpers.errors import BadInputError, NotComparableError, UnknownProvinceError
from helpers.questions.clean_figures.answer import CleanFigures
from helpers.questions.milestones.answer import (
    FAMILY,
    MilestoneQuestion,
    ask,
    clean_comparisons,
    measured_on,
    milestone_evidence,
    milestone_panel,
    province_milestones,
    ranked_pairs,
    why_unused,
)
from helpers.questions.milestones.dates import (
    GROUPS,
    first_milestones,
    time_coverage,
    with_date_kinds,
    years_since,
)
from helpers.sources.editions import Definitions
from helpers.sources.provinces import Units
from helpers.statistics.evidence import evidence_table
from helpers.statistics.permutation import permutation_test

Ask = Callable[..., MilestoneQuestion]
HAU_GIANG = "vn63-93"


@pytest.fixture
def ask_for(definitions: Definitions, units: Units, clean: CleanFigures) -> Ask:
    def asked(**given: object) -> MilestoneQuestion:
        defaults: dict[str, Any] = {
            "milestone_type": "resolution_party", "baseline": "", "edition": "",
            "province": "Hậu Giang", "draws": 19,
        }  # fmt: skip
        return ask(definitions, units, clean.tables["milestones"], **(defaults | given))

    return asked


@pytest.fixture(scope="module")
def dated(clean: CleanFigures) -> pd.DataFrame:
    return with_date_kinds(clean.tables["milestones"])


def test_defaults(ask_for: Ask) -> None:
    question = ask_for()
    assert (question.baseline.edition, question.edition.edition) == ("2022", "2023")
    assert question.unit.unit_id == HAU_GIANG
    assert question.types == FAMILY
    assert ask_for(milestone_type="app").types == (*FAMILY, "app")
    assert measured_on(question.edition).isoformat() == "2023-12-31"


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ({"milestone_type": "resolution"}, BadInputError, r"Did you mean: resolution_party"),
        ({"milestone_type": "IOCs "}, BadInputError, r"no milestone type 'IOCs '\..*mean: ioc"),
        ({"milestone_type": 3}, BadInputError, r"milestone_type must be text, found 3"),
        (
            {"milestone_type": " "},
            BadInputError,
            r"milestone_type is empty\. Choose one of: plan, resolution_party, ioc, lgsp, other,",
        ),
        ({"edition": "2032"}, BadInputError, r"no edition '2032'"),
        ({"edition": 2023}, BadInputError, r"edition must be text"),
        ({"edition": "2024"}, NotComparableError, r"change of formula"),
        ({"province": "Hau Gian"}, UnknownProvinceError, r"Hậu Giang"),
        ({"draws": 0}, BadInputError, r"from 19 to 200000, found 0"),
        ({"draws": "many"}, BadInputError, r"found 'many'"),
        ({"draws": True}, BadInputError, r"found True"),
    ],
)
def test_what_is_not_on_file_is_refused(
    ask_for: Ask, given: dict[str, object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        ask_for(**given)


@pytest.mark.parametrize(
    "given", ["resolution_party", "Resolution Party", " RESOLUTION-PARTY ", "resolution__party"]
)
def test_a_type_may_be_spelt_in_any_usual_way(ask_for: Ask, given: str) -> None:
    assert ask_for(milestone_type=given).milestone_type == "resolution_party"
    assert ask_for(milestone_type=" IOC ").milestone_type == "ioc"


def test_known_and_used_provinces(
    ask_for: Ask, dated: pd.DataFrame, clean: CleanFigures, definitions: Definitions
) -> None:
    rankings = clean.tables["rankings"]
    for baseline, edition in (("2021", "2022"), ("2022", "2023")):
        question = ask_for(baseline=baseline, edition=edition)
        panel = milestone_panel(rankings, definitions, question, question.milestone_type)
        first = first_milestones(dated, question.milestone_type, "63")
        measured = measured_on(question.edition)
        used, lacking = why_unused(panel, first, measured)
        assert used + sum(lacking.values()) == time_coverage(first, panel.index, measured)["known"]
        test = milestone_evidence(
            dated, rankings, clean.tables["covariates"], definitions, question, 19
        )[0]
        assert test.n == used
        # The press printed ranks of 2021 more often than scores; of 2022 both are complete.
        assert (lacking["before"] > 0) == (baseline == "2021")
        assert lacking["after"] == lacking["both"] == 0


def test_a_province_lacks_one_score_or_both() -> None:
    day, later = pd.Timestamp(2021, 6, 1), pd.Timestamp(2024, 6, 1)
    first = pd.DataFrame(
        {"date_kind": "dated", "earliest": day, "latest": day, "undated_beside": False},
        index=list("abcdef"),
    )
    first.loc["f", ["earliest", "latest"]] = later
    panel = pd.DataFrame(
        {
            "score_before": [0.5, None, 0.5, None, None, None],
            "score_after": [0.6, 0.6, None, None, None, 0.6],
        },
        index=list("abcdef"),
    )
    # The milestone of the last came after the measurement: its time is not known at all.
    assert why_unused(panel, first, date(2023, 12, 31)) == (
        1, {"before": 1, "after": 1, "both": 2},
    )  # fmt: skip


def test_clean_comparisons_of_party_resolutions(
    dated: pd.DataFrame, clean: CleanFigures, definitions: Definitions
) -> None:
    rankings = clean.tables["rankings"]
    pairs = ranked_pairs(definitions)
    years = [(before.edition, after.edition) for before, after in pairs]
    assert years == [("2020", "2021"), ("2021", "2022"), ("2022", "2023"), ("2023", "2024")]
    table = clean_comparisons(dated, rankings, definitions, FAMILY, pairs)
    assert len(table) == len(FAMILY) * len(pairs)
    assert (table[list(GROUPS)].sum(axis=1) == table["units"]).all()
    assert (table["comparisons"] == table[["between", "after"]].min(axis=1)).all()
    assert table.groupby("edition")["comparable"].first().to_dict() == {
        "2021": False, "2022": True, "2023": True, "2024": False,
    }  # fmt: skip
    latest = table[(table["edition"] == "2023")].set_index("milestone_type")
    # All dated party resolutions were there by the end of 2022: nobody is left to compare with.
    assert latest.loc["resolution_party", ["units", "between", "after"]].tolist() == [63, 0, 0]
    # 46 provinces have one on file, of 5 of them no source prints when.
    assert latest.loc["resolution_party", ["before", "date_unknown"]].tolist() == [41, 5]
    assert latest.loc["resolution_party", "none_on_file"] == 63 - 46
    # IOC opened in 2023: Bạc Liêu (31/8), Đà Nẵng (14/8), Điện Biên (21/4).
    assert latest.loc["ioc", "between"] == 3


def test_the_score_without_what_may_hold_the_milestone(
    ask_for: Ask, clean: CleanFigures, definitions: Definitions
) -> None:
    rankings = clean.tables["rankings"]
    question = ask_for()
    # Hậu Giang 2022: total 0.6342, infrastructure 0.7273, activities 0.7379, 0.5537, 0.2984.
    ioc = milestone_panel(rankings, definitions, question, "ioc").loc[HAU_GIANG]
    assert ioc["without_before"] == pytest.approx((634.2 - 72.73) / 900)
    party = milestone_panel(rankings, definitions, question, "resolution_party")
    assert party.loc[HAU_GIANG, "without_before"] == pytest.approx(
        (100 * 0.7273 + 200 * 0.7379 + 150 * 0.5537 + 150 * 0.2984) / 600
    )
    assert party.loc[HAU_GIANG, "without_after"] == pytest.approx(381.19 / 600)
    assert party.notna().all(axis=None)
    assert "without_after" not in milestone_panel(rankings, definitions, question, "app")


def test_the_tests_of_the_default_run(
    ask_for: Ask, dated: pd.DataFrame, clean: CleanFigures, definitions: Definitions
) -> None:
    tables = clean.tables
    rows = milestone_evidence(
        dated, tables["rankings"], tables["covariates"], definitions, ask_for(), 50
    )
    tests = evidence_table(rows).set_index("test_id")
    primary = tests[tests["role"] == "primary"]
    assert primary.index.tolist() == [f"{kind}-score" for kind in FAMILY]
    assert tests.loc["lgsp-score", ["n", "problem", "verdict"]].tolist() == [
        6, "too few", "cannot tell",
    ]  # fmt: skip
    assert "lgsp-without" not in tests.index
    assert set(tests["tests"]) == {3}
    told = primary[primary["problem"] == ""]
    assert told[["standardised", "p_value", "holm", "share_same_sign"]].notna().all(axis=None)
    assert set(tests["kind"]) == {"", "no controls", "without", "bounds"}
    n = tests["n"]
    assert n["resolution_party-bounds"] > n["resolution_party-score"]
    told = tests.rename(index={"resolution_party-no-controls": "own"})
    # The coefficient, worked out again from normal equations.
    panel = milestone_panel(tables["rankings"], definitions, ask_for(), "resolution_party")
    first = first_milestones(dated, "resolution_party", "63")
    x = years_since(first, measured_on(ask_for().edition)).dropna()
    y = panel.loc[x.index]
    design = np.column_stack([np.ones(len(x)), y["score_before"], x])
    effect = np.linalg.solve(design.T @ design, design.T @ y["score_after"].to_numpy())[2]
    assert told.loc["own", "n"] == len(x)
    assert told.loc["own", "effect"] == pytest.approx(effect)
    assert told.loc["own", "standardised"] == pytest.approx(
        effect * x.std() / y["score_after"].std()
    )


def test_dates_that_are_all_the_same_cannot_tell(
    ask_for: Ask, dated: pd.DataFrame, clean: CleanFigures, definitions: Definitions
) -> None:
    same = dated.copy()
    known = same["date_kind"] == "dated"
    same.loc[known, ["earliest", "latest"]] = pd.Timestamp(2021, 6, 1)
    rows = milestone_evidence(
        same, clean.tables["rankings"], clean.tables["covariates"], definitions, ask_for(), 20
    )
    table = evidence_table(rows)
    assert set(table["verdict"]) == {"cannot tell"}
    assert set(table["problem"]) == {"constant", "too few"}


def test_a_missing_outcome_leaves_too_few(
    ask_for: Ask, dated: pd.DataFrame, clean: CleanFigures, definitions: Definitions
) -> None:
    rankings = clean.tables["rankings"].copy()
    rankings.loc[(rankings["edition"] == "2023") & (rankings["province"] > "B"), "score"] = None
    rows = milestone_evidence(
        dated, rankings, clean.tables["covariates"], definitions, ask_for(), 20
    )
    assert {row.problem for row in rows} == {"too few"}
    assert all(row.p_value is None for row in rows)


def test_the_focus_province_in_order(dated: pd.DataFrame, units: Units) -> None:
    own = province_milestones(dated, units.by_id(HAU_GIANG))
    assert own["reports"].sum() == 13
    assert own["event_id"].tolist()[:5] == ["m115", "m116", "m300", "m117", "m118"]
    plan = own.set_index("event_id").loc["m121"]
    assert plan["source_ids"] == ["s002", "s540"]
    assert plan["dates_as_printed"] == ["27/4/2021", "27 tháng 4 năm 2021"]
    assert len(plan["descriptions"]) == 2
    assert own["date_end"].is_monotonic_increasing
    # Hà Giang's undated rows stand last; of Bắc Kạn nothing is on file.
    ha_giang = province_milestones(dated, units.by_id("vn63-02"))
    undated = (ha_giang["date_kind"] == "unknown").tolist()
    assert undated == sorted(undated)
    assert any(undated)
    assert province_milestones(dated, units.by_id("vn63-06")).empty


@pytest.mark.slow
def test_with_permuted_dates_the_p_values_are_uniform(
    ask_for: Ask, dated: pd.DataFrame, clean: CleanFigures, definitions: Definitions
) -> None:
    question = ask_for()
    panel = milestone_panel(clean.tables["rankings"], definitions, question, "resolution_party")
    first = first_milestones(dated, "resolution_party", "63")
    years = years_since(first, measured_on(question.edition)).dropna()
    used = panel.loc[years.index]
    rest = np.column_stack([np.ones(len(used)), used["score_before"]])
    generator = np.random.default_rng(7)
    found = np.array(
        [
            permutation_test(
                used["score_after"].to_numpy(), generator.permutation(years.to_numpy()), rest,
                draws=199, seed=number,
            ).p_value
            for number in range(1_500)
        ]
    )  # fmt: skip
    assert 0.03 < (found <= 0.05).mean() < 0.07
    for tenth in range(1, 10):
        assert (found <= tenth / 10).mean() == pytest.approx(tenth / 10, abs=0.045)


@pytest.mark.slow
def test_every_type_and_pair_gives_an_answer(
    ask_for: Ask, dated: pd.DataFrame, clean: CleanFigures, definitions: Definitions,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(MilestoneQuestion, "types", property(lambda self: (self.milestone_type,)))
    tables = clean.tables
    for kind in sorted(set(dated["milestone_type"])):
        for baseline, edition in (("2021", "2022"), ("2022", "2023"), ("2021", "2023")):
            question = ask_for(milestone_type=kind, baseline=baseline, edition=edition)
            table = evidence_table(
                milestone_evidence(
                    dated, tables["rankings"], tables["covariates"], definitions, question, 5
                )
            )
            row = table.iloc[0]
            assert row["verdict"] == "cannot tell" or not row["problem"]
            if not row["problem"]:
                assert np.isfinite([row["standardised"], row["p_value"], row["holm"]]).all()
