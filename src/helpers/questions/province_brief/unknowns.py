"""What is not known of a province, computed from what is on file. For notebook 09."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from helpers.questions.association.asked import INDEX
from helpers.questions.province_brief.answer import BriefQuestion
from helpers.questions.province_brief.main_indices import MainIndices
from helpers.questions.province_brief.record import KINDS
from helpers.sources.editions import Definitions


@dataclass(frozen=True)
class Unknowns:
    """What is not known, each part empty where nothing is missing.

    `parts`: main indices that are not printed of every unit. `editions`: by province, editions of
    the index on file in which its rank is not known exactly. `kinds`: kinds of `KINDS` without a
    dated figure. `doubted`: of those shown, how many are in doubt.
    """

    parts: tuple[str, ...] = ()
    editions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    kinds: tuple[str, ...] = ()
    doubted: int = 0


def what_is_not_known(
    question: BriefQuestion,
    found: MainIndices,
    history: pd.DataFrame,
    figures: pd.DataFrame,
    definitions: Definitions,
) -> Unknowns:
    """What is missing or in doubt about the unit and its members?

    Args:
        history: of `ranks_through`. figures: of `newest_figures`.
    """
    exact = history[(history["measure"] == "overall") & history["rank"].notna()]
    known = set(zip(exact["unit_id"], exact["edition"], strict=True))
    editions = {
        unit.province: tuple(
            one.edition
            for one in definitions.editions_of(INDEX, unit.universe)
            if (unit.unit_id, one.edition) not in known
        )
        for unit in question.provinces
    }
    dated = set(figures.loc[figures["precision"] != "unknown", "kind"])
    return Unknowns(
        found.rest,
        {province: missing for province, missing in editions.items() if missing},
        tuple(kind for kind in KINDS if kind not in dated),
        int((figures["doubt"] != "").sum()),
    )
