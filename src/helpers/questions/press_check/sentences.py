"""The words, sentences and claims of notebook 08, in both languages."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

from helpers.questions.press_check.answer import CONTRADICTED
from helpers.questions.press_check.causes import MOST_CHANCE
from helpers.sharing.claims import Claim, make_claim
from helpers.sharing.tables import measure_label
from helpers.sharing.wording import Sentence, say, sentence, use_wording, word
from helpers.sources.editions import Definitions
from helpers.sources.schemas import PRESS_VERDICTS

use_wording("press_check.yml")

_NOTEBOOK = "08-press-check"
_MINUS = "\N{MINUS SIGN}"


def said_shown(said: str, lang: str) -> str:
    """What the tables say, its numbers in the form of the language."""
    shown = re.sub(r"(?<![0-9])-(?=[0-9])", _MINUS, said).replace("-", "\N{EN DASH}")
    return re.sub(r"(?<=[0-9])\.(?=[0-9])", ",", shown) if lang == "vi" else shown


def fits_shown(fits: str, definitions: Definitions, lang: str) -> str:
    """Where a number fits instead, every measure by its name."""

    def named(match: re.Match[str]) -> str:
        return f"{match[1]} {measure_label(definitions, match[2], match[3], lang)}"

    return said_shown(re.sub(r"(([A-Z]+) [0-9]{4} \([0-9]+\)) (\w+)", named, fits), lang)


def verdict_counts(checked: pd.DataFrame) -> pd.DataFrame:
    """How many statements have each verdict, in the order of `PRESS_VERDICTS`, none left out.

    Returns:
        `verdict`, `statements`.
    """
    counts = checked["verdict"].value_counts()
    return pd.DataFrame(
        [
            {"verdict": verdict, "statements": int(counts.get(verdict, 0))}
            for verdict in PRESS_VERDICTS
        ]
    )


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


def statements_shown(
    checked: pd.DataFrame, definitions: Definitions, titles: Mapping[str, str], lang: str
) -> pd.DataFrame:
    """Statements in words: edition, measure, what the tables say, verdict, cause, where they fit.

    Args:
        checked: rows of `press_check.csv`. titles: source_id -> title of the source.
    """
    return checked.assign(
        what=checked["index"] + " " + checked["edition"] + " (" + checked["universe"] + ")",
        name=[
            measure_label(definitions, index, measure, lang)
            for index, measure in zip(checked["index"], checked["measure"], strict=True)
        ],
        said=[said_shown(text, lang) or "–" for text in checked["tables_say"]],
        verdict_shown=[word(f"press_verdict.{verdict}", lang) for verdict in checked["verdict"]],
        cause_shown=[word(f"cause.{cause}", lang) for cause in checked["cause"]],
        fits_shown=[fits_shown(text, definitions, lang) or "–" for text in checked["fits"]],
        chance_percent=100 * checked["chance"],
        source=[f"{source}: {titles[source]}" for source in checked["source_id"]],
    )


def counts_sentence(checked: pd.DataFrame, lang: str) -> Sentence:
    """How many statements there are, could be checked, and agree."""
    return say("press.counts", lang, **_counts(checked))


def _counts(checked: pd.DataFrame) -> dict[str, int]:
    verdicts = checked["verdict"].value_counts()
    unchecked = int(verdicts.get("cannot be checked", 0))
    return {
        "all": len(checked),
        "checked": len(checked) - unchecked,
        "agrees": int(verdicts.get("agrees", 0)),
        "contradicted": int(checked["verdict"].isin(CONTRADICTED).sum()),
        "unchecked": unchecked,
    }


def tried_sentence(checked: pd.DataFrame, lang: str) -> Sentence:
    """What was tried for the contradicted ones, and what chance leaves of it."""
    tried = checked[checked["tried"].notna()]
    if tried.empty:
        return say("press.tried_none", lang)
    fits = tried[tried["fits"] != ""]
    return say(
        "press.tried",
        lang,
        statements=len(tried),
        places=int(tried["tried"].sum()),
        fits=len(fits),
        firm=int((fits["chance"] <= MOST_CHANCE).sum()),
        limit=100 * MOST_CHANCE,
    )


def sources_sentence(sources: pd.DataFrame, lang: str) -> Sentence:
    """In how many sources every statement that can be checked agrees."""
    return say(
        "press.sources",
        lang,
        sources=len(sources),
        clean=int((sources["contradicted"] == 0).sum()),
        rest=int((sources["contradicted"] > 0).sum()),
    )


def press_claims(checked: pd.DataFrame, sources: pd.DataFrame) -> list[Claim]:
    """What notebook 08 concludes."""
    counts = _counts(checked)
    if not counts["checked"]:
        return [
            make_claim(
                f"{_NOTEBOOK}/agree", "claim.press_nothing", counts, value=None,
                verdict="cannot tell", n=0, method=_METHOD,
            )
        ]  # fmt: skip
    elsewhere = checked["cause"].isin(["another edition", "another universe", "another column"])
    return [
        make_claim(
            f"{_NOTEBOOK}/agree",
            "claim.press_agree",
            counts,
            value=counts["agrees"] / counts["checked"],
            verdict="holds",
            n=counts["checked"],
            method=_METHOD,
        ),
        make_claim(
            f"{_NOTEBOOK}/elsewhere",
            "claim.press_elsewhere",
            {"contradicted": counts["contradicted"], "elsewhere": int(elsewhere.sum())}
            | {"limit": 100 * MOST_CHANCE},
            value=float(elsewhere.sum()),
            verdict="cannot tell",
            n=counts["contradicted"],
            method="neighbouring editions, universes and columns, chance counted over the units",
        ),
        make_claim(
            f"{_NOTEBOOK}/unchecked",
            "claim.press_unchecked",
            counts,
            value=float(counts["unchecked"]),
            verdict="holds",
            n=counts["all"],
            method=_METHOD,
        ),
        make_claim(
            f"{_NOTEBOOK}/sources",
            "claim.press_sources",
            {
                "sources": len(sources),
                "rest": int((sources["contradicted"] > 0).sum()),
                "most": int(sources["contradicted"].max()),
                "source": sources.loc[sources["contradicted"].idxmax(), "source_id"],
            },
            value=float((sources["contradicted"] > 0).sum()),
            verdict="holds",
            n=len(sources),
            method=_METHOD,
        ),
    ]


_METHOD = "every statement of the ledger against the tables"


def editions_title(checked: pd.DataFrame, lang: str) -> str:
    """The takeaway of the chart by edition."""
    counts = _counts(checked)
    if not counts["checked"]:
        return word("press.counts_title_none", lang)
    return sentence("press.counts_title", lang, **counts)


def sources_title(sources: pd.DataFrame, lang: str) -> str:
    """The takeaway of the chart by source."""
    rest = int((sources["contradicted"] > 0).sum())
    if not rest:
        return word("press.sources_title_none", lang)
    return sentence("press.sources_title", lang, rest=rest, sources=len(sources))


def bars_alt(key: str, rows: pd.DataFrame, lang: str) -> str:
    """The chart in words: every bar with both its numbers.

    Args:
        key: `press.counts_alt` or `press.sources_alt`. rows: as `agreement_chart` draws them.
    """
    items = (sentence("press.counts_alt_item", lang, **row) for row in rows.to_dict("records"))
    return sentence(key, lang, list="; ".join(items) or "–")
