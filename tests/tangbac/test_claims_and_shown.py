"""A claim of one's own and a table for a page: both languages, numbers in the form of each."""

from __future__ import annotations

import json

import pytest

import tangbac as tb
from helpers.errors import BadInputError


def test_a_claim_rests_on_its_finding() -> None:
    table = tb.add(tb.wide("DTI", 63), "papi_internet_access", year=2023)
    finding = tb.test("papi_internet_access", "dti_pillar_society_2023", table)
    shown = tb.claim("internet", finding)
    row = shown.claims[0].row()
    assert row["id"] == "own/internet"
    assert (row["verdict"], row["n"]) == (finding.verdict, finding.n)
    assert row["value"] == pytest.approx(finding.estimate, abs=1e-6)
    assert row["sentence_vi"] != row["sentence_en"]
    assert "hệ số tương quan hạng 0,30" in row["sentence_vi"]
    assert "rank correlation 0.30" in row["sentence_en"]
    own = tb.claim("x", finding, said=tb.both("Câu.", "Sentence."), verdict="cannot tell")
    assert own._repr_mimebundle_()["text/plain"] == "- Câu. [chưa thể kết luận]"
    tb.language("en")
    assert (
        "- Sentence."
        in tb.claim("x", said=tb.both("Câu.", "Sentence."), value=3)._repr_mimebundle_()[
            "text/plain"
        ]
    )


def test_a_claim_without_words_or_with_a_wrong_verdict_is_refused() -> None:
    with pytest.raises(BadInputError, match="says nothing"):
        tb.claim("x")
    with pytest.raises(BadInputError, match="cannot tell"):
        tb.claim("x", said="a", verdict="sure")
    with pytest.raises(BadInputError, match="small letters"):
        tb.claim("Tên", said="a")


def test_a_table_has_the_headers_and_numbers_of_the_language() -> None:
    gains = tb.gains(2022, 2023, region="Tây Nguyên")
    shown = tb.show(gains, caption=tb.both("Tây Nguyên", "Central Highlands"))
    assert shown.caption.startswith("Tây Nguyên DTI 2022 → 2023, 63 tỉnh: Tổng. Hạng chỉ để so")
    assert shown.headers[:2] == ("Tỉnh", "Vùng")
    assert "+0,1326" in repr(shown)
    tb.language("en")
    assert "+0.1326" in repr(tb.show(gains))
    added = tb.show(tb.add(gains, "population"))
    assert added.headers[-1] == "Population, 2023 (thousand people)"
    wide = tb.show(tb.wide(), "province", "population_2024", "rank_overall")
    assert wide.headers[1:] == ("Population, 2024 (thousand people)", "Rank in DTI 2024: Total")
    assert "8,717.6" in repr(wide)
    with pytest.raises(BadInputError, match="population_2024"):
        tb.show(tb.wide(), "popul")


def test_a_table_of_editions_that_cannot_be_compared_says_so() -> None:
    bridged = tb.gains(2023, 2024, universe=63, bridge="printed_ranks")
    assert "không so sánh được" in tb.show(bridged).caption
    everything = tb.rankings(province="Hậu Giang", edition="all")
    assert "không so sánh được" in tb.show(everything).caption
    assert tb.show(everything).caption.startswith("DTI, 63 tỉnh: Tổng. ")
    assert tb.show(tb.rankings()).caption == "DTI 2024, 34 tỉnh: Tổng."


def test_a_table_says_where_an_edition_is_known_in_part() -> None:
    assert "chỉ biết một phần" not in tb.show(tb.gains(2022, 2023)).caption
    caption = tb.show(tb.gains(2021, 2022)).caption
    assert "DTI 2021 chỉ biết một phần" in caption
    assert "Hạng chỉ để so với nhau" in caption
    tb.language("en")
    assert "DTI 2021 known in part" in tb.show(tb.gains(2021, 2022)).caption


def test_rows_of_several_measures_are_told_apart() -> None:
    every = tb.show(tb.gains(2022, 2023, measure="all"))
    place = every.headers.index("Chỉ số")
    assert {"Tổng", "Kinh tế số"} <= {row[place] for row in every.rows}
    assert every.caption.startswith("DTI 2022 → 2023, 63 tỉnh. ")
    assert "Chỉ số" not in tb.show(tb.gains(2022, 2023)).headers


def test_a_rank_known_as_a_span_is_shown_as_one() -> None:
    table = tb.rankings("DTI", 2020)
    (open_,) = table[table["rank"].isna()].to_dict("records")
    rows = {row[0]: row for row in tb.show(table).rows}
    assert rows[open_["province"]][2] == f"{open_['rank_best']} đến {open_['rank_worst']}"
    gains = tb.gains(2022, 2023).head(1).assign(gain_least=-1, gain_most=3)
    gains["rank_gain"] = gains["rank_gain"].mask([True])
    assert "−1 đến +3" in tb.show(gains).rows[0]


@pytest.mark.parametrize("table", ["measures", "editions", "provinces"])
def test_what_is_on_file_is_shown_in_the_words_of_readers(table: str) -> None:
    for lang, foreign in (("vi", {"yes", "no", "million dong"}), ("en", {"có", "triệu đồng"})):
        tb.language(lang)
        found = getattr(tb, table)()
        shown = tb.show(found)
        assert not set(shown.headers) & set(found.columns), table
        assert "True" not in repr(shown)
        assert not {cell for row in shown.rows for cell in row} & foreign
    # The code, which every function takes, is there.
    assert table != "measures" or shown.rows[0][0] == "overall"
    # Both sets of units of one year are told apart.
    assert table != "editions" or {"34", "63"} <= {row[2] for row in shown.rows}


def test_a_province_that_lies_in_two_regions_says_so() -> None:
    table = tb.rankings("DTI", 2024, 34)
    apart = set(table[table["region"] == ""]["province"])
    rows = {row[0]: row[1] for row in tb.show(table).rows}
    assert apart == {name for name, region in rows.items() if region == "nằm ở hai vùng"}
    assert apart


def test_what_is_no_table_is_refused() -> None:
    with pytest.raises(BadInputError, match=r"such as tb\.wide.*Found: Finding"):
        tb.show(tb.test("population", "rank_overall", tb.wide()))  # type: ignore[arg-type]


def test_a_claim_takes_a_comparison_of_pandas_as_its_number() -> None:
    climbed = tb.gains(2022, 2023).set_index("province")["rank_gain"]
    (larger, smaller) = (climbed.idxmax(), climbed.idxmin())
    holds = tb.claim("a", said="Câu.", value=climbed[larger] > climbed[smaller])
    fails = tb.claim("a", said="Câu.", value=climbed[larger] < climbed[smaller])
    assert [one.claims[0].row()["verdict"] for one in (holds, fails)] == ["fact", "contradicted"]
    assert "trái với số liệu" in fails._repr_mimebundle_()["text/plain"]
    # A notebook writes them as JSON.
    for one in (holds, fails, tb.claim("a", said="b", value=climbed.iloc[0], n=climbed.iloc[0])):
        json.dumps(one._repr_mimebundle_())
