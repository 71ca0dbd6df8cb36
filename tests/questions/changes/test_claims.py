"""What became of claims: each kind of change, on claims made for the purpose."""

from __future__ import annotations

import pandas as pd
import pytest

from helpers.questions.changes.claim_ids import (
    earlier_ids,
    still_asked,
    with_present_ids,
    withdrawn,
)
from helpers.questions.changes.claims import CHANGES, claim_lines, compare_claims
from helpers.sharing.claims import about_of, name_of

from ...frozen_project import CHECKOUT

HELD = ("holds", "up", 1.0)


def of_old_ids() -> pd.DataFrame:
    """All claims as they were published before an id said what its claim speaks of."""
    table = pd.read_csv(
        CHECKOUT / "tests/data/claims_with_old_ids.csv", keep_default_na=False, dtype="str"
    )
    return table.assign(sentence_vi=table["sentence_en"], value=pd.to_numeric(table["value"]))


def claims(**entries: tuple[str, str, float]) -> pd.DataFrame:
    """Claims from id = (verdict, direction, value)."""
    return pd.DataFrame(
        [
            {
                "id": name,
                "sentence_vi": f"câu {name} {value}",
                "sentence_en": f"sentence {name} {value}",
                "verdict": verdict,
                "direction": direction,
                "value": value,
            }
            for name, (verdict, direction, value) in entries.items()
        ],
        columns=["id", "sentence_vi", "sentence_en", "verdict", "direction", "value"],
    )


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        (("holds", "up", 1.0), ("holds", "up", 9.0), "held"),
        (("holds", "up", 1.0), ("holds", "down", -1.0), "flipped"),
        (("holds", "up", 1.0), ("contradicted", "up", 1.0), "flipped"),
        (("fact", "", 1.0), ("contradicted", "", 1.0), "flipped"),
        # From before arithmetic had a verdict of its own.
        (("holds", "up", 1.0), ("fact", "up", 2.0), "held"),
        (("holds", "up", 1.0), ("fact", "down", -1.0), "flipped"),
        (("cannot tell", "", 1.0), ("fact", "", 1.0), "strengthened"),
        (("holds", "up", 1.0), ("holds", "none", 0.0), "held"),
        (("holds", "up", 1.0), ("cannot tell", "down", -1.0), "weakened"),
        (("contradicted", "down", -1.0), ("cannot tell", "down", -1.0), "weakened"),
        (("cannot tell", "up", 1.0), ("holds", "up", 1.0), "strengthened"),
        (("cannot tell", "up", 1.0), ("cannot tell", "down", -1.0), "held"),
    ],
)
def test_change_of_a_claim(
    before: tuple[str, str, float], after: tuple[str, str, float], change: str
) -> None:
    assert compare_claims(claims(one=before), claims(one=after))["change"].tolist() == [change]


def test_new_and_lost_claims_are_named_with_their_sentence() -> None:
    changes = compare_claims(
        claims(kept=("holds", "", 1.0), lost=("holds", "", 2.0)),
        claims(kept=("holds", "", 1.5), new=("holds", "", 3.0)),
    )
    rows = changes.set_index("id")
    assert rows["change"].to_dict() == {"lost": "vanished", "new": "appeared", "kept": "held"}
    assert list(changes["change"]) == sorted(changes["change"], key=CHANGES.index)
    assert rows.loc["lost", "sentence_vi"] == "câu lost 2.0"
    assert rows.loc["kept", "sentence_en"] == "sentence kept 1.5"
    assert (rows.loc["kept", "value_before"], rows.loc["kept", "value_after"]) == (1.0, 1.5)


def test_every_claim_of_both_files_appears_once() -> None:
    older = claims(**dict.fromkeys("abc", ("holds", "", 1.0)))
    newer = claims(**dict.fromkeys("bcd", ("holds", "", 1.0)))
    assert sorted(compare_claims(older, newer)["id"]) == list("abcd")


def test_an_empty_older_file_makes_every_claim_new() -> None:
    changes = compare_claims(claims(), claims(one=("holds", "", 1.0)))
    assert changes["change"].tolist() == ["appeared"]


# --- claims of different things -------------------------------------------------------------------

OLD_PAIR, NEW_PAIR = "DTI-63-2023-2024:vn63-93", "DTI-34-2024-2025:vn34-92"


def test_claims_of_another_pair_and_province_are_never_compared() -> None:
    older = claims(**{f"02-x/gain@{OLD_PAIR}": ("holds", "up", 3.0)})
    newer = claims(**{f"02-x/gain@{NEW_PAIR}": ("holds", "down", -2.0)})
    (row,) = compare_claims(older, newer).to_dict("records")
    assert row["change"] == "succeeded"
    assert (row["id_before"], row["id"]) == (f"02-x/gain@{OLD_PAIR}", f"02-x/gain@{NEW_PAIR}")
    assert row["sentence_en_before"] == f"sentence 02-x/gain@{OLD_PAIR} 3.0"
    assert row["sentence_en"] == f"sentence 02-x/gain@{NEW_PAIR} -2.0"


def test_the_same_claim_still_asked_is_compared_and_the_other_is_new() -> None:
    older = claims(**{f"02-x/gain@{OLD_PAIR}": HELD})
    newer = claims(
        **{f"02-x/gain@{OLD_PAIR}": ("holds", "down", -1.0), f"02-x/gain@{NEW_PAIR}": HELD}
    )
    changes = compare_claims(older, newer).set_index("id")["change"]
    assert changes.to_dict() == {
        f"02-x/gain@{OLD_PAIR}": "flipped",
        f"02-x/gain@{NEW_PAIR}": "appeared",
    }


@pytest.mark.parametrize(
    ("beside", "change"),
    [
        # The notebook asks about other units, about the pair itself, about another province of it.
        ("02-x/place@DTI-34-2025:vn34-92", "retired"),
        ("02-x/climb@DTI-63-2023-2024", "vanished"),
        ("02-x/split@DTI-63-2023-2024:vn63-93", "vanished"),
        ("02-x/split@DTI-63-2023-2024:vn63-01", "retired"),
        # A claim of all that is on file is of no pair and no province.
        ("02-x/coverage", "retired"),
        # Another notebook says nothing of what this one asks.
        ("03-y/split@DTI-63-2023-2024:vn63-93", "retired"),
    ],
)
def test_a_lost_claim_has_vanished_only_where_its_subject_is_still_asked(
    beside: str, change: str
) -> None:
    changes = compare_claims(
        claims(**{f"02-x/gain@{OLD_PAIR}": HELD}), claims(**{beside: HELD})
    ).set_index("id")["change"]
    assert changes[f"02-x/gain@{OLD_PAIR}"] == change


def test_a_claim_of_a_ranking_has_vanished_where_one_of_a_province_in_it_remains() -> None:
    assert still_asked("02-x/climb@DTI-63-2022-2023", ["02-x/gain@DTI-63-2022-2023:vn63-93"])
    assert not still_asked("02-x/climb@DTI-63-2022-2023", ["02-x/gain@DTI-63-2022:vn63-93"])
    assert still_asked("08-x/agree", [])


def test_of_two_editions_the_later_follows_the_later() -> None:
    older = claims(**{f"02-x/firm@DTI-63-{year}:vn63-93": HELD for year in ("2022", "2023")})
    newer = claims(**{f"02-x/firm@DTI-34-{year}:vn34-92": HELD for year in ("2024", "2025")})
    rows = compare_claims(older, newer)
    assert dict(zip(rows["id_before"].map(about_of), rows["id"].map(about_of), strict=True)) == {
        "DTI-63-2022:vn63-93": "DTI-34-2024:vn34-92",
        "DTI-63-2023:vn63-93": "DTI-34-2025:vn34-92",
    }
    (one,) = compare_claims(older, newer.iloc[:1]).query("change == 'succeeded'").to_dict("records")
    assert one["id_before"] == "02-x/firm@DTI-63-2023:vn63-93"


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_succession_is_told_with_both_sentences_and_no_arrow_between_verdicts(lang: str) -> None:
    older = claims(**{f"02-x/gain@{OLD_PAIR}": ("holds", "up", 3.0)})
    newer = claims(**{f"02-x/gain@{NEW_PAIR}": ("cannot tell", "down", -2.0)})
    told = list(claim_lines(compare_claims(older, newer), lang))
    own = {"vi": "câu", "en": "sentence"}[lang]
    assert told[0].startswith("02-x/gain  [")
    assert f"        {own} 02-x/gain@{OLD_PAIR} 3.0" in told
    assert f"        {own} 02-x/gain@{NEW_PAIR} -2.0" in told
    assert "→" not in "".join(told)


# --- ids of old -----------------------------------------------------------------------------------


def test_every_claim_of_old_has_its_id_of_today() -> None:
    older = of_old_ids()
    present = with_present_ids(older)
    assert len(older) == 68
    assert present["id"].is_unique
    # Only the interim example had a claim of its standing.
    assert set(earlier_ids()) - set(older["id"]) == {"02-rank-gains/standing"}
    # What is said of all figures, or of the services on file, is about no edition and no unit.
    assert set(present["id"]) & set(older["id"]) == {
        "01-clean-figures/contradictions", "01-clean-figures/totals",
        "03-online-services/count-coverage", "03-online-services/payment-figures",
        "08-press-check/agree", "08-press-check/elsewhere", "08-press-check/sources",
        "08-press-check/unchecked",
    }  # fmt: skip
    assert set(compare_claims(older, present)["change"]) == {"held"}


def test_no_claim_of_old_is_lost_in_those_of_today() -> None:
    columns = ["id", "sentence_vi", "sentence_en", "verdict", "direction", "value"]
    today = pd.read_csv(CHECKOUT / "data/processed/claims.csv", keep_default_na=False, dtype="str")
    today = today[columns].assign(value=pd.to_numeric(today["value"]))
    changes = compare_claims(of_old_ids(), today)
    assert changes["id_before"].notna().sum() == 68
    assert "vanished" not in set(changes["change"])
    made = set(today["id"].map(name_of))
    assert not withdrawn() & made


def test_an_id_of_old_that_spoke_of_other_years_is_not_taken_for_another() -> None:
    older = claims(
        **{"02-rank-gains/focus-gain": ("holds", "up", 3.0), "02-rank-gains/largest-climb": HELD}
    ).assign(sentence_en="from DTI 2024 to 2025")
    assert list(with_present_ids(older)["id"]) == list(older["id"])
    present = "02-rank-gains/focus-gain@DTI-63-2022-2023:vn63-93"
    newer = claims(**{present: ("holds", "down", -3.0)})
    changes = compare_claims(older, newer).set_index("id")["change"]
    assert changes[present] == "succeeded"
    assert name_of(present) == "02-rank-gains/focus-gain"
