"""Which tests are declared, and what a wrong entry is answered with."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.errors import BadInputError
from helpers.questions.robustness.curves import ASKED
from helpers.sources.declared_tests import (
    FILE,
    check_asked,
    check_seen,
    load_declared_tests,
)

from ..frozen_project import FROZEN

ENTRY = """\
  points:
    notebook: 03-online-services
    outcome: score
    controls: [urban_share]
    sensitivity: [without]
    reason: {vi: vì sao, en: why}
"""
HEAD = """\
seen:
- {index: DTI, universe: "63", baseline: "2022", edition: "2023"}
controls_year: by baseline, else first after
worth_saying: 0.25
tests:
"""


def declare(tmp_path: Path, text: str) -> Path:
    path = tmp_path / FILE
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return tmp_path


def test_an_entry_is_read_with_all_that_it_says(tmp_path: Path) -> None:
    found = load_declared_tests(declare(tmp_path, HEAD + ENTRY + "    margin: 5\n"))
    assert found.seen == {("DTI", "63", "2022", "2023")}
    assert found.worth_saying == 0.25
    (test,) = found.of_notebook("03-online-services")
    assert (test.predictor, test.outcome, test.margin) == ("points", "score", 5.0)
    assert (test.controls, test.sensitivity) == (("urban_share",), ("without",))
    assert test.reason == {"vi": "vì sao", "en": "why"}
    assert found.of_notebook("04-milestones") == ()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("worth_saying: 0.25\n", "", "expected the fields controls_year"),
        ("worth_saying: 0.25", "worth_saying: yes", "expected a number above 0"),
        ("worth_saying: 0.25", "worth_saying: -1", "expected a number above 0"),
        ("worth_saying: 0.25", "worth_saying: 25", "above 0 and at most 1"),
        ("by baseline, else first after", "any", "by baseline, else first after"),
        ('baseline: "2022", ', "", "seen: expected the fields baseline"),
        ('"2022"', "2022", "as text in quotes"),
        ("outcome: score", "outcome: rank", "points: outcome: expected of these.*score, without"),
        ("[urban_share]", "[wealth]", "points: controls: expected of these.*log_population"),
        ("[urban_share]", "urban_share", "points: controls"),
        ("[without]", "[without, without]", "points: sensitivity"),
        ("{vi: vì sao, en: why}", "{vi: vì sao}", "points: reason"),
        ("    outcome: score\n", "", "points: expected the fields controls"),
        (
            "    outcome: score\n",
            "    outcome: score\n    more: 1\n",
            "points: expected the fields",
        ),
        ("    outcome: score\n", "    outcome: score\n    margin: 0\n", "points: margin"),
    ],
)
def test_a_wrong_entry_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    text = HEAD + ENTRY
    assert old in text
    root = declare(tmp_path, text.replace(old, new, 1))
    with pytest.raises(BadInputError, match=message):
        load_declared_tests(root)


def test_what_is_on_file_is_read() -> None:
    found = load_declared_tests(FROZEN)
    assert {one.notebook for one in found.tests.values()} == {
        "03-online-services", "04-milestones", "05-digital-adoption",
    }  # fmt: skip
    assert all(len(one.controls) <= 3 for one in found.tests.values())
    assert all(one.margin is None for one in found.tests.values())


def test_a_pair_that_had_been_seen_is_of_editions_on_file(tmp_path: Path) -> None:
    found = load_declared_tests(declare(tmp_path, HEAD + ENTRY))
    on_file = {("DTI", "63", "2022"), ("DTI", "63", "2023"), ("DTI", "34", "2024")}
    check_seen(found, on_file)
    with pytest.raises(BadInputError, match=r"seen: there is no edition DTI 2023 \(63\)"):
        check_seen(found, on_file - {("DTI", "63", "2023")})


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"04-milestones": ["points"]}, "points: notebook: expected one of .*04-milestones"),
        ({"03-online-services": []}, "points: expected an entry for each predictor"),
        ({"03-online-services": ["points", "more"]}, "more: expected an entry.*: points, more"),
    ],
)
def test_what_is_declared_is_what_is_asked(
    tmp_path: Path, asked: dict[str, list[str]], message: str
) -> None:
    found = load_declared_tests(declare(tmp_path, HEAD + ENTRY))
    check_asked(found, {"03-online-services": ["points"], "04-milestones": []})
    with pytest.raises(BadInputError, match=message):
        check_asked(found, asked)


def test_the_notebooks_ask_what_is_on_file() -> None:
    check_asked(load_declared_tests(FROZEN), ASKED)
