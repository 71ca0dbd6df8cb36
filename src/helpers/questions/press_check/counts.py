"""How many printed statements agree, are contradicted or cannot be checked: the numbers of 08."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from helpers.questions.press_check.answer import CONTRADICTED
from helpers.sources.schemas import PRESS_VERDICTS


def statement_counts(checked: pd.DataFrame) -> Mapping[str, int]:
    """How many statements are there, can be checked, agree and are contradicted?

    Returns:
        `all`, `checked`, `agrees`, `contradicted`, `unchecked`.
    """
    verdicts = checked["verdict"].value_counts()
    unchecked = int(verdicts.get("cannot be checked", 0))
    return {
        "all": len(checked),
        "checked": len(checked) - unchecked,
        "agrees": int(verdicts.get("agrees", 0)),
        "contradicted": int(checked["verdict"].isin(CONTRADICTED).sum()),
        "unchecked": unchecked,
    }


def verdict_counts(checked: pd.DataFrame) -> pd.DataFrame:
    """How many statements have each verdict, in the order of `PRESS_VERDICTS`, none left out.

    Returns:
        `verdict`, `statements`.
    """
    counts = checked["verdict"].value_counts()
    rows = [(verdict, int(counts.get(verdict, 0))) for verdict in PRESS_VERDICTS]
    return pd.DataFrame(rows, columns=["verdict", "statements"])


def cause_counts(checked: pd.DataFrame) -> pd.DataFrame:
    """How many statements have each verdict and cause, agreeing ones aside, the most first.

    Returns:
        `verdict`, `cause`, `statements`.
    """
    rest = checked[checked["verdict"] != "agrees"]
    table = rest.groupby(["verdict", "cause"]).size().rename("statements").reset_index()
    order = table["verdict"].map(list(PRESS_VERDICTS).index)
    return (
        table.assign(order=order)
        .sort_values(["order", "statements", "cause"], ascending=[True, False, True])
        .drop(columns="order")
        .reset_index(drop=True)
    )


def source_counts(checked: pd.DataFrame) -> pd.DataFrame:
    """Of which sources could statements be checked, and how many agree?

    Returns:
        `source_id`, `checked`, `agrees`, `contradicted`: contradicted ones first, then the most
        statements.
    """
    known = checked[checked["verdict"] != "cannot be checked"]
    table = pd.DataFrame(
        {
            "checked": known.groupby("source_id").size(),
            "agrees": (known["verdict"] == "agrees").groupby(known["source_id"]).sum(),
            "contradicted": known["verdict"].isin(CONTRADICTED).groupby(known["source_id"]).sum(),
        }
    ).reset_index()
    return table.sort_values(
        ["contradicted", "checked", "source_id"], ascending=[False, False, True], ignore_index=True
    )


def edition_counts(checked: pd.DataFrame) -> pd.DataFrame:
    """How many statements of each edition agree, are contradicted or cannot be checked?

    Returns:
        `label` (DTI 2023 (63)), `agrees`, `contradicted`, `unchecked`; only editions of which some
        statement could be checked.
    """
    labels = checked["index"] + " " + checked["edition"] + " (" + checked["universe"] + ")"
    kinds = checked["verdict"].map(
        lambda verdict: "contradicted" if verdict in CONTRADICTED
        else "agrees" if verdict == "agrees" else "unchecked"
    )  # fmt: skip
    table = pd.crosstab(labels.rename("label"), kinds)
    table = table.reindex(columns=["agrees", "contradicted", "unchecked"], fill_value=0)
    table = table[table["agrees"] + table["contradicted"] > 0]
    return table.rename_axis(columns=None).reset_index()
