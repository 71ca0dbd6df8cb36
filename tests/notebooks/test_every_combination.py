"""Whatever notebooks 02 to 07 offer as a parameter is answered, and renders.

Every value of each is asked for; where two have many, they meet in turn, not each with each. What
is shown has no gap of a table as a number, and what may not be compared is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import combinations, cycle, product
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from helpers.errors import NotComparableError
from helpers.questions.digital_adoption import answer as digital_adoption
from helpers.questions.digital_adoption.answer import AdoptionQuestion, adoption_tests
from helpers.questions.digital_adoption.figures import MEASURES
from helpers.questions.milestones.answer import FAMILY
from helpers.sources.editions import Definitions, Edition, check_comparable, load_definitions
from helpers.sources.processed_files import read_processed
from helpers.sources.provinces import load_units
from helpers.statistics.evidence import Evidence

from ..frozen_project import frozen_project

PROJECT = frozen_project()
ShowNotebook = Callable[..., list[str]]
DEFINITIONS = load_definitions(PROJECT)
LANGUAGES = ("vi", "en")
DRAWS = 19
GAPS = re.compile(r"\b(nan|NaN|NaT|inf)\b|<NA>|>None<")
YEARS_OF_ONE_FORMULA = [
    (baseline.edition, edition.edition)
    for baseline, edition in combinations(DEFINITIONS.editions_of("DTI"), 2)
    if baseline.formula == edition.formula
]
TYPES_OF_MILESTONES = sorted({*read_processed(PROJECT, "milestones")["milestone_type"], *FAMILY})

pytestmark = pytest.mark.slow


def check_shown(shown: list[str]) -> None:
    assert [text for text in shown if GAPS.search(re.sub(r"<svg.*?</svg>", "", text))] == []


def in_turn(few: Sequence[Any], many: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Each of the many once, the few beside them one after the other."""
    return list(zip(cycle(few), many, strict=False))


def written(value: object) -> str:
    """A parameter of a test as its id shows it."""
    return "-".join(map(str, value)) if isinstance(value, tuple) else str(value)


def every_pair() -> list[tuple[Edition, Edition]]:
    return [
        pair
        for index, universe in product(DEFINITIONS.indices, DEFINITIONS.universes)
        for pair in combinations(DEFINITIONS.editions_of(index, universe), 2)
    ]


def years_and_readers(*provinces: str) -> list[tuple[str, ...]]:
    """Every pair of years with each language, and a province for each."""
    readers = zip(LANGUAGES, provinces, strict=True)
    return [(*years, *reader) for years, reader in product(YEARS_OF_ONE_FORMULA, readers)]


@pytest.mark.parametrize(("lang", "pair"), in_turn(LANGUAGES, every_pair()), ids=written)
def test_rank_gains_of_every_pair(
    lang: str, pair: tuple[Edition, Edition], tmp_path: Path, show_notebook: ShowNotebook
) -> None:
    given = {
        "index": pair[0].index, "baseline": pair[0].edition, "edition": pair[1].edition,
        "universe": pair[0].universe, "report": str(tmp_path),
    }  # fmt: skip
    try:
        check_comparable(DEFINITIONS, *pair)
    except NotComparableError:
        with pytest.raises(NotComparableError):
            show_notebook("02-rank-gains", **given)
        given["bridge"] = "printed_ranks"
    check_shown(show_notebook("02-rank-gains", lang=lang, **given))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("baseline", "edition"), YEARS_OF_ONE_FORMULA)
def test_online_services_of_every_pair(
    baseline: str, edition: str, lang: str, tmp_path: Path, show_notebook: ShowNotebook
) -> None:
    given = {"baseline": baseline, "edition": edition, "lang": lang, "draws": DRAWS}
    check_shown(show_notebook("03-online-services", report=str(tmp_path), **given))
    files = tmp_path / "figures" / "03-online-services"
    assert {path.name for path in files.iterdir()} == {
        "counts.csv", "portal.csv", "tests.csv", "usage.csv",
    }  # fmt: skip
    covariates = read_processed(PROJECT, "covariates")
    known = covariates[covariates["measure"] == "portal_index_online_services"]["year"]
    # Without figures of the portal the declared test says so, and nothing is varied.
    assert len(pd.read_csv(files / "tests.csv")) == (4 if int(baseline) in set(known) else 1)


def test_online_services_of_any_kind_of_province(
    tmp_path: Path, show_notebook: ShowNotebook
) -> None:
    on_file = set(read_processed(PROJECT, "online_services")["unit_id"])
    every = load_units(PROJECT).all("63")
    unknown = next(unit for unit in every if unit.unit_id not in on_file)
    # In the portal index or not, with sums that agree, differ or cannot be checked, or nothing.
    named = {"Hà Nội", "Long An", "Vĩnh Phúc", "Tây Ninh", "Gia Lai", unknown.province}
    for unit in (unit for unit in every if unit.province in named):
        shown = show_notebook(
            "03-online-services", province=unit.province, draws=DRAWS, report=str(tmp_path)
        )
        check_shown(shown)
        nothing = any("Chưa có số liệu nào về dịch vụ công của" in text for text in shown)
        assert nothing == (unit.unit_id not in on_file), unit.province


# Of Bắc Kạn nothing is on file.
@pytest.mark.parametrize(
    ("case", "milestone_type"),
    in_turn(years_and_readers("vn63-52", "Bắc Kạn"), TYPES_OF_MILESTONES),
    ids=written,
)
def test_milestones_of_every_type(
    case: tuple[str, ...], milestone_type: str, tmp_path: Path, show_notebook: ShowNotebook
) -> None:
    baseline, edition, lang, province = case
    shown = show_notebook(
        "04-milestones", milestone_type=milestone_type, baseline=baseline, edition=edition,
        lang=lang, province=province, draws=DRAWS, report=str(tmp_path),
    )  # fmt: skip
    check_shown(shown)
    files = sorted(path.name for path in (tmp_path / "figures/04-milestones").iterdir())
    assert files == ["comparisons.csv", "since.csv", "tests.csv", "timeline.csv"]


@pytest.fixture(scope="module")
def tests_of_pair() -> Callable[..., list[Evidence]]:
    """The family of each pair once: it does not depend on the measure shown."""
    found: dict[tuple[str, str], list[Evidence]] = {}

    def tests_once(
        rankings: pd.DataFrame,
        definitions: Definitions,
        figures: pd.DataFrame,
        controls: pd.DataFrame,
        question: AdoptionQuestion,
    ) -> list[Evidence]:
        pair = question.baseline.edition, question.edition.edition
        if pair not in found:
            found[pair] = adoption_tests(rankings, definitions, figures, controls, question)
        return found[pair]

    return tests_once


@pytest.mark.parametrize(
    ("case", "measure"), in_turn(years_and_readers("Hậu Giang", "Bắc Ninh"), MEASURES), ids=written
)
def test_digital_adoption_of_every_measure(
    case: tuple[str, ...],
    measure: str,
    tmp_path: Path,
    show_notebook: ShowNotebook,
    monkeypatch: pytest.MonkeyPatch,
    tests_of_pair: Callable[..., list[Evidence]],
) -> None:
    monkeypatch.setattr(digital_adoption, "adoption_tests", tests_of_pair)
    baseline, edition, lang, province = case
    shown = show_notebook(
        "05-digital-adoption", measure=measure, baseline=baseline, edition=edition,
        lang=lang, province=province, draws=DRAWS, report=str(tmp_path),
    )  # fmt: skip
    check_shown(shown)


@pytest.mark.parametrize(("lang", "draws"), [("vi", DRAWS), ("en", 10_000)])
@pytest.mark.parametrize(("baseline", "edition"), YEARS_OF_ONE_FORMULA)
def test_robustness_judges_the_tests_of_the_others(
    lang: str,
    draws: int,
    baseline: str,
    edition: str,
    tmp_path: Path,
    show_notebook: ShowNotebook,
) -> None:
    given = {"baseline": baseline, "edition": edition, "draws": draws, "report": str(tmp_path)}
    shown = show_notebook("06-robustness", lang=lang, **given)
    check_shown(shown)
    files = tmp_path / "figures" / "06-robustness"
    assert sorted(path.name for path in files.iterdir()) == [
        "convergence.csv", "curves.csv", "family.csv", "ladder.csv", "press.csv", "regions.csv",
        "settled.csv", "specifications.csv",
    ]  # fmt: skip
    # A tenth of the draws, at least 200: which adjusted p-value can be reached at all?
    curves = pd.read_csv(files / "curves.csv")["curves"].iloc[0]
    coarse = "không đường nào có thể đứng vững" if lang == "vi" else "no curve can hold"
    too_few = curves / (1 + max(200, draws // 10)) >= 0.05
    assert any(coarse in text for text in shown) == too_few
    family = pd.read_csv(files / "family.csv")
    for notebook in family["notebook"].unique():
        show_notebook(notebook, **given)
        tests = pd.read_csv(tmp_path / "figures" / notebook / "tests.csv")
        tests = tests[tests["role"] == "primary"].reset_index(drop=True)
        own = family[family["notebook"] == notebook].reset_index(drop=True)
        same = ["test_id", "predictor", "outcome", "n", "standardised", "p_value", "problem"]
        pd.testing.assert_frame_equal(own[same], tests[same], check_dtype=False)
        assert own["own_holm"].tolist() == pytest.approx(tests["holm"].tolist(), nan_ok=True)


@pytest.mark.parametrize(
    ("edition", "universe"),
    [(e.edition, e.universe) for e in DEFINITIONS.editions if e.index == "DTI" and e.complete],
)
def test_targets_of_every_unit(
    edition: str, universe: str, tmp_path: Path, show_notebook: ShowNotebook
) -> None:
    every = load_units(PROJECT).all(universe)
    for place, unit in enumerate(every):
        # Near and far, the first and the last place, reached and not.
        target = (1, 10, 30, len(every))[place % 4]
        shown = show_notebook(
            "07-targets", edition=edition, universe=universe, province=unit.unit_id,
            target_rank=target, draws=100, report=str(tmp_path), lang=LANGUAGES[place % 2],
            mix=("", "infrastructure 0.05; awareness 0,1")[place % 3 == 0],
        )  # fmt: skip
        check_shown(shown)
        files = {path.name for path in (tmp_path / "figures" / "07-targets").iterdir()}
        assert files == {"gap.csv", "past_steps.csv", "single_steps.csv"}
