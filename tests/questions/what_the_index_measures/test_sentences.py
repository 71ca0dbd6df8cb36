"""What notebook 10 says, in cases that the figures on file do not show."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd
import pytest

from helpers.questions.what_the_index_measures import conclusions, sentences
from helpers.questions.what_the_index_measures.answer import COMPARED, MeasuresQuestion, verdict
from helpers.questions.what_the_index_measures.parts import Apart, Terms
from helpers.questions.what_the_index_measures.tables import (
    agreement_table,
    by_part_table,
    noise_table,
    points_table,
    rest_table,
)
from helpers.sharing.numbers import Phrase
from helpers.sharing.wording import written
from helpers.sources.editions import Definitions
from helpers.statistics.reliability import Reliability

GAPS = re.compile(r"\b(nan|NaT|inf|None(?! of))\b")


@pytest.fixture
def question(definitions: Definitions) -> MeasuresQuestion:
    window = tuple(definitions.edition("DTI", year, "63") for year in ("2022", "2023", "2024"))
    return MeasuresQuestion("overall", ("overall", "infrastructure"), window, 1_000)


def row(other: str, lower: float, upper: float, **given: Any) -> dict[str, Any]:  # noqa: ANN401
    """A comparison whose interval for all at once is wider than its own by 0.1."""
    return {
        "other": other, "given": False, "years": "2022–2024", "n": 63, "seen": 63,
        "rho": (lower + upper) / 2, "lower": lower + 0.1, "upper": upper - 0.1,
        "lower_all": lower, "upper_all": upper, "at_most": np.nan, "problem": "",
        "hangs_on": "", "verdict": verdict(lower, upper),
    } | given  # fmt: skip


def table(*rows: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(rows)


NOTHING = pd.DataFrame(columns=list(row("pci", 0, 1)))


def texts(said: list[Phrase], lang: str = "en") -> list[str]:
    found = [written(one, lang) for one in said]
    assert not any(GAPS.search(text) for text in found), found
    return found


def apart(shares: list[list[float]]) -> Apart:
    """Two parts of 34 made-up units."""
    from helpers.sources.editions import Edition

    edition = Edition("DTI", "2024", "34", "dti-405", complete=True)
    terms = pd.DataFrame(shares, columns=["awareness", "institutions"])
    points = pd.Series({"awareness": 50.0, "institutions": 150.0})
    return Apart(Terms(edition, terms * 200 / points, points, terms), 1_000)


@pytest.fixture
def uneven() -> Apart:
    """Awareness is had in full by nearly all, institutions set the units apart."""
    spread = np.linspace(0, 0.75, 34)
    full = np.where(np.arange(34) < 30, 0.25, 0.24)
    return apart([list(pair) for pair in zip(full, spread, strict=True)])


def test_what_is_told_is_told_raw_and_given_the_rest(
    question: MeasuresQuestion, definitions: Definitions
) -> None:
    both = table(
        row("pci", 0.1, 0.6),
        row("pci", 0.05, 0.5, given=True),
        row("papi_internet_access", -0.6, -0.1),
        row("grdp_per_head", -0.2, 0.4),
        row("grdp_per_head", 0.02, 0.5, given=True),
    )
    assert texts(sentences.told(both, question, definitions)) == [
        "The DTI goes along with: provincial competitiveness (PCI).",
        "The DTI runs against: access to the internet (PAPI).",
        "Between provinces alike in towns and size it still goes along with: GRDP per head.",
        "Between provinces alike in wealth, towns and size it still goes along with: provincial "
        "competitiveness (PCI).",
    ]
    assert texts(sentences.not_told(both, ["portal_index_total"], definitions)) == [
        "Cannot tell whether it goes along with: GRDP per head (between −0.20 and 0.40). Values "
        "outside the brackets are excluded.",
        "Not on file for the years compared: index of service to people and businesses "
        "(Decision 766).",
    ]


def test_nothing_is_left_or_told(question: MeasuresQuestion, definitions: Definitions) -> None:
    raw = table(row("pci", 0.1, 0.6), row("pci", -0.1, 0.4, given=True))
    assert texts(sentences.told(raw, question, definitions), "vi")[-1] == (
        "Giữa các tỉnh có mức giàu, mức đô thị hóa và dân số như nhau thì không liên hệ nào còn "
        "chắc chắn."
    )
    unclear = table(row("pci", -0.1, 0.6))
    assert texts(sentences.told(unclear, question, definitions)) == [
        "Of none of these measures can it be told that the DTI goes along with it."
    ]


def test_without_years_that_both_have_nothing_is_compared(
    question: MeasuresQuestion, definitions: Definitions
) -> None:
    assert sentences.told(NOTHING, question, definitions) == []
    expected = "There are no 3 years on end for which both the DTI and PAPI are whole"
    for said in (
        sentences.not_told(NOTHING, ["pci"], definitions),
        sentences.how_compared(NOTHING, question, definitions),
    ):
        assert texts(said)[0].startswith(expected)
    assert conclusions.agreement_claims(NOTHING, question, {}, definitions) == []


def test_the_limits_of_single_comparisons_are_named(
    question: MeasuresQuestion, definitions: Definitions
) -> None:
    some = table(
        row("portal_index_total", -0.2, 0.4, n=34, seen=34),
        row("pci", -0.2, 0.4, years="2022"),
        row("EGOV 2017", -0.2, 0.4, years="2017", seen=54, rho=np.nan),
    )
    said = texts(sentences.how_compared(some, question, definitions))
    assert said[0].startswith("Each side is a mean of the same years: 2022–2024")
    assert said[1].startswith("Where another measure has only some of these years")
    assert said[2].startswith("The index of service has 34 names.")
    assert said[3].startswith(
        "Ranking of IT application and e-government development, 2017: the rank of 54 of 63"
    )
    # Another ranking has years of its own always, which is no exception to be named.
    alone = texts(sentences.how_compared(some.tail(1), question, definitions))
    assert len(alone) == 2


def test_what_hangs_on_one_province_names_it(definitions: Definitions) -> None:
    rows = table(row("grdp_per_head", 0.1, 0.6, given=True, hangs_on="u1"), row("pci", 0.1, 0.6))
    assert texts(sentences.hanging(rows, {"u1": "An Giang"}, definitions)) == [
        "GRDP per head, among provinces alike in towns and size: without An Giang alone the link "
        "might be nil, so nothing is concluded."
    ]


def test_a_part_is_named_as_a_part(question: MeasuresQuestion, definitions: Definitions) -> None:
    part = MeasuresQuestion("infrastructure", *list(vars(question).values())[1:])
    said = texts(sentences.told(table(row("pci", 0.1, 0.6)), part, definitions), "vi")
    assert said[0].startswith("“Hạ tầng số” của DTI đi cùng với: năng lực")
    (claim,) = conclusions.agreement_claims(table(row("pci", 0.1, 0.6)), part, {}, definitions)
    assert claim.id == "10-what-the-index-measures/agrees-pci@DTI-63-2022-2023-2024:infrastructure"


def test_the_parts_that_certainly_go_along_are_listed(definitions: Definitions) -> None:
    rows = table(row("pci", 0.1, 0.6), row("grdp_per_head", -0.1, 0.6)).assign(
        measure="infrastructure"
    )
    said = texts(sentences.by_part_told(rows, definitions))
    assert said[0].startswith("“Digital infrastructure” of the DTI goes along with: provincial")
    assert "GRDP" not in said[0]
    assert "all 2 comparisons at once" in said[1]
    assert texts(sentences.by_part_told(rows.tail(1), definitions))[0].startswith(
        "Of no main index"
    )


def test_noisy_measures_of_the_survey_are_named(definitions: Definitions) -> None:
    found = {
        "papi_portal_access": Reliability(58, 3, 0.4, 0.2, 0.6),
        "papi_internet_access": Reliability(58, 3, 0.7, 0.5, 0.8),
    }
    said = texts(sentences.noise_sentences(found, definitions))
    assert said[0].endswith("with the year: use of government portals (PAPI).")
    firm = {"papi_internet_access": found["papi_internet_access"]}
    assert len(texts(sentences.noise_sentences(firm, definitions))) == 1


def test_points_that_tell_nobody_apart(uneven: Apart, definitions: Definitions) -> None:
    bought = uneven.points_bought()
    said = texts(sentences.points_told(uneven, bought, definitions))
    assert said[0].startswith("DTI 2024 (34): 30 of 34 provinces have full marks in digital")
    assert said[1].startswith("DTI 2024 (34): digital awareness has 25.0% of the points but makes")
    assert " but makes only −0.8% of the differences" in said[1]
    assert said[2].startswith("DTI 2024 (34): digital institutions has 75.0% of the points but")
    assert " but makes 100.8% of the differences" in said[2]
    assert sentences.points_not_told(bought) == []
    open_ = bought.assign(lower=0.0, upper=100.0)
    assert texts(sentences.points_not_told(open_))[0].startswith("Of 2 of the 2 main indices")
    assert (
        "between 0 and 100%"
        in texts([sentences.points_sentence(uneven, open_.iloc[0], definitions)])[0]
    )


def test_the_limits_of_the_points_are_those_of_the_edition(
    uneven: Apart, definitions: Definitions
) -> None:
    said = texts(sentences.points_limits(uneven, definitions, 20_000))
    assert "34 provinces, 20,000 draws" in said[0]
    # The units of 2025 were ranked for 2024 by the means of their provinces.
    assert said[-1].startswith("In DTI 2024 (34) the scores of merged provinces are means")
    later = apart(uneven.terms.terms.to_numpy().tolist())
    later.edition = type(later.edition)("DTI", "2025", "34", "dti-405", complete=True)
    assert not any("merged" in text for text in texts(
        sentences.points_limits(later, definitions, 20_000)))  # fmt: skip


def test_parts_that_go_with_the_rest_and_those_of_which_it_is_open(
    uneven: Apart, definitions: Definitions
) -> None:
    rest = pd.DataFrame(
        {"value": [0.5, 0.1], "lower": [0.1, -0.2], "upper": [0.8, 0.4],
         "part": ["awareness", "institutions"]}
    )  # fmt: skip
    assert texts(sentences.coherence_told(uneven, rest, definitions))[0].endswith(
        "strong in the rest too: digital awareness."
    )
    assert texts(sentences.coherence_not_told(rest, definitions))[0].endswith(
        "with the rest: digital institutions."
    )
    assert sentences.coherence_told(uneven, rest.tail(1), definitions) == []
    assert sentences.coherence_not_told(rest.head(1), definitions) == []


def test_the_claims_carry_number_interval_and_verdict(
    question: MeasuresQuestion, uneven: Apart, definitions: Definitions
) -> None:
    both = table(
        row("pci", 0.1, 0.6, years="2022"), row("pci", -0.1, 0.5, given=True),
        row("EGOV 2017", -0.6, -0.1, seen=54, rho=np.nan, years="2017"),
        row("grdp_per_head", 0.1, 0.6, hangs_on="u1", verdict="cannot tell"),
    )  # fmt: skip
    claims = {
        one.name: one
        for one in conclusions.agreement_claims(both, question, {"u1": "An Giang"}, definitions)
    }
    assert list(claims) == [
        "agrees-pci", "agrees-pci-given", "agrees-egov-2017", "agrees-grdp-per-head",
    ]  # fmt: skip
    first, given, bounded, hanging = claims.values()
    assert first.sentence_en.startswith("The DTI (2022) goes along with provincial")
    assert bounded.sentence_en.startswith("The DTI (2022–2024) runs against Ranking of IT")
    assert (hanging.verdict, hanging.direction, hanging.lower) == ("cannot tell", "", 0.1)
    assert hanging.sentence_en.endswith("but without An Giang it might be nil.")
    assert (first.value, first.lower, first.upper) == (0.35, 0.1, 0.6)
    assert (first.verdict, first.direction, first.interval_kind) == ("holds", "up", "model")
    assert (given.verdict, given.direction) == ("cannot tell", "")
    assert given.sentence_en.startswith("Cannot tell whether the DTI (2022–2024) goes along")
    assert (bounded.value, bounded.verdict, bounded.direction) == (None, "contradicted", "down")
    assert "over all ranks that the unseen may have" in bounded.method
    bought = uneven.points_bought()
    alpha = pd.Series({"value": 0.3, "lower": -0.1, "upper": 0.6})
    found = {one.name: one for one in conclusions.parts_claims(uneven, bought, alpha, definitions)}
    assert list(found) == [
        "points-awareness", "points-institutions", "full-marks-awareness", "alpha",
    ]  # fmt: skip
    assert [one.verdict for one in found.values()] == ["holds", "holds", "fact", "cannot tell"]
    assert (found["points-awareness"].direction, found["points-institutions"].direction) == (
        "down", "up",
    )  # fmt: skip
    assert (found["full-marks-awareness"].value, found["alpha"].interval_kind) == (30, "bootstrap")
    noise = conclusions.noise_claims(
        {"papi_portal_access": Reliability(58, 3, 0.1, -0.2, 0.3)}, question, definitions
    )
    assert [(one.verdict, one.value, one.about) for one in noise] == [
        ("cannot tell", 0.1, "2022-2023-2024")
    ]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_no_table_shows_a_gap_as_a_number(
    lang: str, question: MeasuresQuestion, uneven: Apart, definitions: Definitions
) -> None:
    both = table(row("pci", 0.1, 0.6), row("EGOV 2017", -0.2, 0.4, rho=np.nan))
    by_part = pd.concat(
        [both.assign(measure="infrastructure"), both.head(1).assign(measure="awareness")]
    )
    bought, rest = uneven.points_bought(), uneven.with_the_rest()
    bought.loc[0, "full"] = np.nan
    tables = [
        agreement_table(both, question, definitions),
        by_part_table(by_part, definitions),
        noise_table({"papi_portal_access": Reliability(58, 3, 0.4, 0.2, 0.6)}, definitions),
        points_table(uneven, bought, definitions),
        rest_table(uneven, rest, definitions),
    ]
    for one in tables:
        assert not GAPS.search(repr(one.written(lang)))
    assert [len(one.written(lang).rows) for one in tables] == [2, 2, 1, 2, 2]
    assert tables[1].written(lang).rows[1][2] == "–"


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_measure_has_a_name_of_its_own(lang: str, definitions: Definitions) -> None:
    names = [written(sentences.other_name(other, definitions), lang) for other in COMPARED]
    assert len(set(names)) == len(COMPARED)
    inside = [written(sentences.within(other, definitions), lang) for other in COMPARED]
    assert all(name[0].islower() or name.startswith("GRDP") for name in inside)


def test_among_whom_is_said_as_it_is() -> None:
    rows = table(
        row("portal_index_total", 0.1, 0.4, n=34, seen=34),
        row("EGOV 2017", -0.2, 0.4, n=63, seen=54, rho=np.nan),
    )
    among = [sentences.among(one) for one in rows.itertuples(index=False)]
    assert texts(among) == ["the provinces with figures", "all provinces"]
