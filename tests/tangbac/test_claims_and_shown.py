"""A claim of one's own and a table for a page: both languages, numbers in the form of each."""

from __future__ import annotations

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
    assert shown.caption.startswith("Tây Nguyên Hạng chỉ để so với nhau")
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
    assert tb.show(tb.rankings()).caption == ""
