"""What became of claims: each kind of change, on claims made for the purpose."""

from __future__ import annotations

import pandas as pd
import pytest

from helpers.questions.changes.claims import CHANGES, compare_claims


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
        (("holds", "", 1.0), ("does not hold", "", 1.0), "flipped"),
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
