"""Entries are added to the definitions as text: every comment and every other entry stays."""

from __future__ import annotations

import pytest
import yaml

from helpers.errors import BadInputError
from helpers.intake.definition_texts import add_corrections, add_edition, add_formula, add_measures
from helpers.sources.editions import Edition, Formula

from ..frozen_project import FROZEN

ROOT = FROZEN / "data" / "raw"
NONE = "# none\neditions:\n"
NEW = Edition("DTI", "2025", "34", "dti-2025", "2026-10-21", "dti_2025_34", complete=True)


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_an_edition_stands_after_the_last_of_its_index() -> None:
    before = text_of("definitions/editions.yml")
    after = add_edition(before, NEW)
    (line,) = set(after.splitlines()) - set(before.splitlines())
    assert [text for text in after.splitlines() if text != line] == before.splitlines()
    entries = yaml.safe_load(after)["editions"]
    place = next(n for n, entry in enumerate(entries) if entry["edition"] == "2025")
    assert entries[place] == {
        "index": "DTI", "edition": "2025", "universe": "34", "formula": "dti-2025",
        "published": "2026-10-21", "table": "dti_2025_34", "complete": True,
    }  # fmt: skip
    assert [entry["index"] for entry in entries[place - 1 : place + 2]] == ["DTI", "DTI", "ICT"]


def test_an_unknown_formula_is_written_as_null() -> None:
    after = add_edition(NONE, Edition("ICT", "2024", "63", None, table="ict_2024_63"))
    assert yaml.safe_load(after)["editions"][0]["formula"] is None
    assert after.startswith(NONE)


def test_a_formula_of_which_nobody_says_whether_it_changed_stays_so() -> None:
    entry = '{index: ICT, edition: "2023", universe: "63", formula: x, change_known: false}'
    completed = add_edition(
        f"{NONE}- {entry}\n", Edition("ICT", "2023", "63", "x", table="ict_2023_63")
    )
    assert yaml.safe_load(completed)["editions"][0]["change_known"] is False
    added = add_edition(NONE, Edition("ICT", "2024", "63", "y", change_known=False))
    assert yaml.safe_load(added)["editions"][0]["change_known"] is False


def test_an_entry_without_a_table_is_completed() -> None:
    entry = '{index: EGOV, edition: "2018", universe: "63", formula: null}'
    before = f"editions:\n# of 2018\n- {entry} # so\n"
    after = add_edition(before, Edition("EGOV", "2018", "63", None, table="egov_2018_63"))
    assert after == (
        'editions:\n# of 2018\n- {index: EGOV, edition: "2018", universe: "63", formula: null, '
        "table: egov_2018_63} # so\n"
    )


def test_an_edition_with_a_table_is_refused() -> None:
    with pytest.raises(BadInputError, match=r"DTI 2024 \(34 units\) is on file already"):
        add_edition(
            text_of("definitions/editions.yml"), Edition("DTI", "2024", "34", None, table="x")
        )


def test_a_measure_stands_after_the_last_of_its_index() -> None:
    before = text_of("definitions/measures.yml")
    names = {"vi": 'Kỹ năng "số": một', "en": "Digital skills"}
    after = add_measures(before, "DTI", {"digital_skills": names})
    read = yaml.safe_load(after)
    assert read["DTI"]["measures"].pop("digital_skills") == names
    assert read == yaml.safe_load(before)
    assert list(yaml.safe_load(after)["DTI"]["measures"])[-1] == "digital_skills"
    assert len(after.splitlines()) == len(before.splitlines()) + 1


def test_a_formula_stands_at_the_end() -> None:
    before = text_of("definitions/formulas.yml")
    formula = Formula(
        "dti-2025", "DTI", "Điểm", "Points", "Fitted: so.",
        {"awareness": 50, "economy_activity": 7},
        {"pillar_economy": "economy_activity"}, fitted=True,
    )  # fmt: skip
    after = add_formula(before, formula)
    read = yaml.safe_load(after)
    entry = read.pop("dti-2025")
    assert read == yaml.safe_load(before)
    assert Formula(formula_id="dti-2025", **entry) == formula


def test_a_correction_stands_at_the_end_whatever_its_text() -> None:
    before = text_of("corrections.yml")
    entry = {"file": "a.csv", "reason": 'He said: "no" # not\nyet', "use": "0,1"}
    read = yaml.safe_load(add_corrections(before, [entry]))
    assert read[-1] == entry
    assert read[:-1] == yaml.safe_load(before)
    assert add_corrections(before, []) == before
