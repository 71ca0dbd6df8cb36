"""The tables of notebook 06 about ranks themselves."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from helpers.questions.association.asked import INDEX
from helpers.questions.robustness.standing import Apart, Lasting, Understated
from helpers.questions.robustness.standing_sentences import SPREAD, edition_name
from helpers.sharing.numbers import Phrase
from helpers.sharing.tables import TableOf
from helpers.sharing.wording import Joined, Said, use_wording

use_wording("robustness.yml")


def lasting_table(lasting: Sequence[Lasting]) -> TableOf:
    """Every pair of full editions: the slope, its interval, how many of the first stay."""
    rows = [
        {
            "pair": Joined([edition_name(one.before), edition_name(one.after)], " → "),
            "same_formula": _formula(one.comparable),
            "units": one.slope.n,
            "lasting_slope": one.slope.value,
            "lasting_interval": Said("robustness.interval", found=one.slope),
            "stayed_first": f"{one.first.stayed}/{one.first.before}",
            "by_chance": one.first.by_chance,
        }
        for one in lasting
    ]
    columns = ("pair", "same_formula", "units", "lasting_slope", "lasting_interval")
    return TableOf(
        pd.DataFrame(rows),
        Said("robustness.lasts_caption", index=INDEX),
        (*columns, "stayed_first", "by_chance"),
    )


def _formula(comparable: bool) -> Phrase:
    return Said("robustness.same_formula" if comparable else "robustness.other_formula")


def apart_numbers(found: Sequence[Apart]) -> pd.DataFrame:
    """How much of the order of every edition is settled, with unprinted parts equal and free."""
    rows = [
        {
            "edition": edition_name(one.edition),
            "unprinted": Said(
                f"robustness.unprinted.{'none' if one.printed_in_full else unprinted}"
            ),
            "held_pairs": 100 * settled.share,
            "held_neighbours": f"{len(settled.apart)}/{settled.neighbours}",
            "widest_gap": settled.widest,
        }
        for one in found
        for unprinted, settled in one.settled.items()
    ]
    return pd.DataFrame(rows)


def apart_table(found: Sequence[Apart]) -> TableOf:
    """The numbers of `apart_numbers` for readers."""
    return TableOf(
        apart_numbers(found),
        Said("robustness.apart_caption", spread=SPREAD),
        ("edition", "unprinted", "held_pairs", "held_neighbours", "widest_gap"),
    )


def understated_table(found: Sequence[Understated]) -> TableOf:
    """How wide intervals are under two ways to fill what is not printed."""
    rows = [
        {
            "edition": edition_name(one.edition),
            "in_full": one.full,
            "in_part": one.in_part,
            "width_equal": one.width_equal,
            "width_drawn": one.width_drawn,
            "widens": one.wider,
        }
        for one in found
    ]
    return TableOf(
        pd.DataFrame(rows),
        Said("robustness.understated_caption"),
        ("edition", "in_full", "in_part", "width_equal", "width_drawn", "widens"),
    )
