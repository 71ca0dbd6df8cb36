"""One truth about what can be compared: one sentence, said by all, of the same years."""

from __future__ import annotations

import importlib.resources
import json
import re
from collections import defaultdict
from dataclasses import replace

import pytest

from helpers.sharing.comparable_words import comparable_pair_phrase, nothing_comparable_sentence
from helpers.sharing.wording import read_wording
from helpers.site.front.standing import Tables
from helpers.site.provinces import province_tables
from helpers.sources.comparable import comparable_years
from helpers.sources.editions import Definitions, Edition, load_definitions

from ..frozen_project import CHECKOUT

SUPERLATIVE = re.compile(
    r"so sánh được (duy nhất|gần nhất)|(duy nhất|gần nhất) so sánh được"
    r"|\b(only|one|latest|last two)\b( \w+){0,2} (comparable|editions that can be compared)"
)
PAIR = re.compile(
    r"cặp kỳ so sánh được (duy nhất|gần nhất) của (\d+) tỉnh[^(]*\((\w+) (\d{4})–(\d{4})\)"
)


def test_the_pair_is_named_with_its_units_and_years(definitions: Definitions) -> None:
    found = comparable_years(definitions)
    phrase = comparable_pair_phrase(found)
    assert phrase.written("vi") == (
        "cặp kỳ so sánh được duy nhất của 63 tỉnh có đủ hai bảng (DTI 2022–2023)"
    )
    later = Edition("DTI", "2025", "63", formula="dti-405", complete=True)
    more = replace(definitions, editions=(*definitions.editions, later))
    assert comparable_pair_phrase(comparable_years(more)).written("en") == (
        "the latest comparable pair of editions of the 63 provinces with two full tables"
        " (DTI 2024–2025)"
    )
    ict = comparable_pair_phrase(comparable_years(definitions, index="ICT")).written("en")
    assert ict.endswith("with the totals of some only (ICT 2017–2018)")


def test_that_nothing_can_be_compared_is_said_with_the_reason_where_there_is_one(
    definitions: Definitions,
) -> None:
    alone = comparable_years(definitions, "34")
    assert nothing_comparable_sentence(alone).written("vi") == (
        "Chưa có hai kỳ DTI nào xếp hạng 34 tỉnh so sánh được với nhau"
        " (phải cùng một công thức đã biết)."
    )
    other = Edition("DTI", "2025", "34", formula="dti-922", complete=True)
    found = comparable_years(replace(definitions, editions=(*definitions.editions, other)), "34")
    said = nothing_comparable_sentence(found).written("en")
    assert "DTI 2024 (34 units) follows Decision 405" in said
    with pytest.raises(ValueError, match="no two editions"):
        comparable_pair_phrase(alone)


def test_no_other_entry_of_the_wording_calls_a_pair_the_only_or_the_latest_one() -> None:
    folder = importlib.resources.files("helpers.wording")
    files = [one.name for one in folder.iterdir() if one.name.endswith(".yml")]
    assert "comparable.yml" in files
    said = {
        key: text
        for name in files
        if name not in ("comparable.yml", "remarks.yml") and not name.startswith("errors-")
        for key, entry in read_wording(name).items()
        for text in entry.values()
        if SUPERLATIVE.search(text)
    }
    assert said == {}


def test_all_pages_of_the_default_report_name_the_same_years_for_the_same_units() -> None:
    """Over what the notebooks store of a default run, and the tables of the front page."""
    named = defaultdict(set)
    for path in sorted((CHECKOUT / "notebooks").glob("0*.ipynb")):
        shown = json.dumps(json.loads(path.read_text("utf-8"))["cells"], ensure_ascii=False)
        for which, units, index, before, after in PAIR.findall(shown):
            named[units, index].add((which, before, after))
    definitions = load_definitions(CHECKOUT)
    for table in province_tables(Tables.read(CHECKOUT), "vi", {}):
        if table.gain_pair:
            index, before, after = re.split("[ –]", table.gain_pair)
            found = comparable_years(definitions, table.universe, index)
            which = "duy nhất" if found.is_only else "gần nhất"
            named[table.universe, index].add((which, before, after))
    assert named
    for (units, index), pairs in named.items():
        found = comparable_years(definitions, units, index)
        assert found.pair is not None
        years = tuple(one.edition for one in found.pair)
        assert pairs == {("duy nhất" if found.is_only else "gần nhất", *years)}
