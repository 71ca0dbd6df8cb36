"""What a refresh changed, for a terminal and as a page: everything is there, long lists folded."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from helpers.questions.changes.answer import compare_states
from helpers.questions.changes.sentences import (
    NAMED_COLUMNS,
    Refreshed,
    change_lines,
    claim_changes,
    shown_cell,
    summary_rows,
)
from helpers.sharing.wording import read_wording
from helpers.site.changes import render_changes
from helpers.site.frame import Frame
from helpers.sources.editions import load_definitions
from helpers.sources.schemas import TABLES

from ..frozen_project import FROZEN

State = dict[str, pd.DataFrame]
Rows = list[dict[str, str]]


def state(rows: Mapping[str, Rows]) -> State:
    return {
        name: pd.DataFrame(
            [dict.fromkeys(table.names, "") | row for row in rows.get(name, [])],
            columns=list(table.names),
        )
        for name, table in TABLES.items()
    }


def ranking(unit: str, edition: str, rank: str) -> dict[str, str]:
    return {"unit_id": unit, "universe": unit[2:4], "index": "DTI", "edition": edition,
            "measure": "overall", "rank": rank, "rank_best": rank, "rank_worst": rank}  # fmt: skip


def claim(name: str, direction: str, value: str, verdict: str = "holds") -> dict[str, str]:
    return {"id": name, "verdict": verdict, "direction": direction, "value": value,
            "sentence_vi": f"câu {name} <b>", "sentence_en": f"sentence {name} <b>"}  # fmt: skip


OLDER: dict[str, Rows] = {
    "rankings": [ranking("vn63-01", "2023", "5"), ranking("vn63-93", "2023", "20")],
    "reported_figures": [
        {"figure_id": "r0039", "unit_id": "", "province_as_printed": "(mean)", "index": "DTI",
         "edition": "2020", "measure": "overall", "value_as_printed": "0,326", "value": "0.326"},
    ],
    "adoption": [
        {"figure_id": "a1", "unit_id": "vn63-93", "measure": "teams", "value_as_printed": "525",
         "source_id": "s9"},
    ],
    "claims": [claim("02/turns", "up", "1"), claim("02/stays", "up", "2")],
}  # fmt: skip
NEWER: dict[str, Rows] = {
    "units": [{"unit_id": "vn63-01", "province": "Hà Nội"},
              {"unit_id": "vn63-93", "province": "Hậu Giang"},
              {"unit_id": "vn34-92", "province": "Cần Thơ"}],
    "rankings": [ranking("vn63-01", "2023", "4"), ranking("vn63-93", "2023", "20"),
                 ranking("vn34-92", "2025", "7")],
    "reported_figures": [OLDER["reported_figures"][0] | {"value": "0.3026", "doubt": "<i>sai</i>"}],
    "coverage": [{"index": "DTI", "edition": "2025", "universe": "34", "measure": "overall",
                  "units": "34", "ranked": "34", "scored": "33"}],
    "claims": [claim("02/turns", "down", "-1"), claim("02/stays", "up", "2")],
}  # fmt: skip


def refreshed(older: Mapping[str, Rows], newer: Mapping[str, Rows]) -> Refreshed:
    old, new = state(older), state(newer)
    return Refreshed(
        since="2024",
        kind="release",
        tables=compare_states(old, new),
        claims=claim_changes(old["claims"], new["claims"]),
        definitions=load_definitions(FROZEN),
        provinces=dict(zip(new["units"]["unit_id"], new["units"]["province"], strict=True)),
    )


def lines(found: Refreshed, lang: str) -> list[str]:
    return [line.strip() for line in change_lines(found, lang, "changes.html")]


def page(found: Refreshed, lang: str) -> BeautifulSoup:
    return BeautifulSoup(
        render_changes(found, lang, edition="2025", frame=Frame("abcd")), "html.parser"
    )


def test_every_kind_of_change_is_said_in_both_languages() -> None:
    found = refreshed(OLDER, NEWER)
    english, vietnamese = lines(found, "en"), lines(found, "vi")
    assert english[0].startswith("flipped: 1 · weakened: 0 · vanished: 0")
    assert "02/turns  [flipped]  holds (1) → holds (−1)" in english
    assert "Hà Nội · DTI 2023 (63) · Total: rank 5 → 4" in english
    assert "Hà Nội · DTI 2023 (63) · Tổng: thứ hạng 5 → 4" in vietnamese
    assert "Cần Thơ · DTI 2025 (34) · Total: rank 7" in english
    # What is gone is named with what stood there.
    assert "Hậu Giang (63) · teams · a1: như đã in “525”; nguồn “s9”" in vietnamese
    assert (
        "(mean) · DTI 2020 · Tổng · r0039: giá trị 0,326 → 0,3026; nghi vấn trống → "
        "“<i>sai</i>”" in vietnamese
    )
    assert "DTI 2025 (34) · Total: provinces 34; ranked 34; scored 33" in english
    assert "New: 1 (by edition: DTI 2025 (34): 1)" in english


@pytest.mark.parametrize(("lang", "said"), [("vi", "không so sánh được"), ("en", "not comparable")])
def test_a_difference_of_ranks_that_is_no_gain_says_so(lang: str, said: str) -> None:
    gain = {
        "unit_id": "vn34-92", "index": "DTI", "baseline": "2024", "edition": "2025",
        "measure": "overall", "rank_from": "1", "rank_to": "5", "rank_gain": "-4",
    }  # fmt: skip
    for comparable, says_so in (("no", True), ("yes", False)):
        newer = NEWER | {"rank_gains": [gain | {"comparable": comparable}]}
        (line,) = [one for one in lines(refreshed(OLDER, newer), lang) if "2024→2025" in one]
        assert (said in line) is says_so


def test_the_counts_of_the_summary_are_those_of_the_tables() -> None:
    rows = {
        row["Table"]: list(row.values())[1:] for row in summary_rows(refreshed(OLDER, NEWER), "en")
    }
    assert rows["Ranks and scores"] == ["2", "3", "1", "1", "0", "1"]
    assert rows["Digital adoption"] == ["1", "0", "0", "0", "1", "0"]
    assert rows["Milestones"] == ["0"] * 6
    assert len(rows) == len(TABLES) - 1


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_page_says_the_same_as_text_and_runs_nothing(lang: str) -> None:
    found = refreshed(OLDER, NEWER)
    body = page(found, lang)
    text = " ".join(body.get_text(" ").split())
    for said in ("Hà Nội · DTI 2023 (63)", "5 → 4", "a1", "“525”", "r0039", "<i>sai</i>", "<b>"):
        assert said in text
    assert body.html is not None
    assert body.html["lang"] == lang
    assert not body.main.find_all(["script", "i", "b", "link", "img"])
    assert body.find("a", class_="language")["href"] == (
        "changes.en.html" if lang == "vi" else "changes.html"
    )
    flipped = body.find("h3")
    assert flipped is not None
    sentence = flipped.find_next("li")
    assert sentence is not None
    assert sentence.get_text().startswith("câu 02/turns" if lang == "vi" else "sentence 02/turns")


def test_long_lists_are_folded_and_whole_on_the_page_and_counted_in_the_terminal() -> None:
    many = [ranking(f"vn63-{n:03}", "2023", "1") for n in range(45)]
    found = refreshed({}, {"rankings": many})
    folded = page(found, "en").find_all("details")
    (rows,) = [entry for entry in folded if "DTI 2023" in entry.get_text()]
    assert "New: 45" in rows.summary.get_text()
    assert len(rows.find_all("li")) == 45
    said = lines(found, "en")
    assert sum("vn63-0" in line for line in said) == 10
    assert "… and 35 more; all of them: “changes.html”." in said


def test_nothing_changed_is_said() -> None:
    found = refreshed(NEWER, NEWER)
    assert found.is_unchanged
    assert "Không có gì thay đổi." in page(found, "vi").get_text()
    assert "All 2 claims are the same, word for word." in page(found, "en").get_text()


def test_a_claim_that_holds_with_another_number_is_a_change() -> None:
    other = NEWER | {"claims": [*NEWER["claims"][:1], claim("02/stays", "up", "3")]}
    found = refreshed(NEWER, other)
    assert not found.is_unchanged
    assert lines(found, "en")[0].endswith("held: 2")


def test_a_row_of_a_table_without_measures_is_named_by_its_edition() -> None:
    row = {"unit_id": "vn63-93", "universe": "63", "index": "DTI", "edition": "2023", "rank": "20"}
    before, now = (
        {"rank_intervals": [row | {"rank_lower": lower, "rank_upper": "25"}]}
        for lower in ("18", "19")
    )
    said = page(refreshed(before, now), "en").get_text(" ", strip=True)
    assert "Sensitivity intervals of ranks" in said
    assert "vn63-93 · DTI 2023 (63) : first rank of the sensitivity interval 18 → 19" in said


def test_without_earlier_claims_that_is_said() -> None:
    assert claim_changes(None, state(NEWER)["claims"]) is None


@pytest.mark.parametrize(
    ("table", "column", "text", "vi", "en"),
    [
        ("rankings", "score", "0.7092", "0,7092", "0.7092"),
        ("rankings", "rank", "", "trống", "empty"),
        ("rank_gains", "comparable", "no", "không", "no"),
        ("milestones", "date_start", "2022-10-27", "27/10/2022", "27 October 2022"),
        ("adoption", "value_as_printed", "1.258", "“1.258”", "“1.258”"),
        ("adoption", "a_column_of_old", "1.5", "“1.5”", "“1.5”"),
    ],
)
def test_cells_in_the_form_of_the_language(
    table: str, column: str, text: str, vi: str, en: str
) -> None:
    assert (shown_cell(table, column, text, "vi"), shown_cell(table, column, text, "en")) == (
        vi,
        en,
    )


def test_every_named_column_and_no_other_has_words() -> None:
    prefix = "changes.column."
    worded = {
        key.removeprefix(prefix) for key in read_wording("changes.yml") if key.startswith(prefix)
    }
    columns = {column for table in TABLES.values() for column in table.names}
    assert worded == set(NAMED_COLUMNS)
    assert worded <= columns
    tables = {key for key in read_wording("changes.yml") if key.startswith("changes.table.")}
    assert tables == {f"changes.table.{name}" for name in TABLES if name != "claims"}


SUCCESSION: tuple[Rows, Rows] = (
    [claim("02-x/gain@DTI-63-2022-2023:vn63-93", "up", "3")],
    [claim("02-x/gain@DTI-34-2024-2025:vn34-92", "down", "-2")],
)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_claim_that_follows_on_another_stands_below_it_each_with_its_subject(lang: str) -> None:
    before, after = SUCCESSION
    found = refreshed(OLDER | {"claims": before}, NEWER | {"claims": after})
    body = page(found, lang)
    (entry,) = [one for one in body.find_all("li") if "02-x/gain" in one.get_text()]
    text = " ".join(entry.get_text(" ").split())
    sentence = {"vi": "câu", "en": "sentence"}[lang]
    assert text.startswith(f"Hậu Giang · DTI 2022→2023 (63) : {sentence} {before[0]['id']}")
    assert f"→ Cần Thơ · DTI 2024→2025 (34) : {sentence} {after[0]['id']}" in text
    verdicts = [one.get_text() for one in entry.select(".verdict")]
    assert (
        verdicts
        == {"vi": ["có căn cứ (3)", "có căn cứ (−2)"], "en": ["holds (3)", "holds (−2)"]}[lang]
    )


def test_figures_of_the_old_edition_that_were_revised_are_named_beside_its_claims() -> None:
    before, after = SUCCESSION
    revised = refreshed(OLDER | {"claims": before}, NEWER | {"claims": after})
    # Hà Nội's rank of 2023, the later edition of the old claim, went from 5 to 4.
    assert "speak of, rows of ranks and scores revised or gone: 1;" in " ".join(
        lines(revised, "en")
    )
    same = refreshed(NEWER | {"claims": before}, NEWER | {"claims": after})
    assert "have not changed" in " ".join(lines(same, "en"))
    assert "không xác nhận, cũng không bác bỏ" in page(same, "vi").get_text()
    none = refreshed(OLDER, NEWER)
    assert "neither confirms nor refutes" not in " ".join(lines(none, "en"))
