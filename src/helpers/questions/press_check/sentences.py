"""The words, sentences and claims of notebook 08."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping

import pandas as pd

from helpers.questions.press_check.causes import MOST_CHANCE
from helpers.questions.press_check.counts import statement_counts
from helpers.questions.press_check.tables import REGIONAL
from helpers.rankings.derived_ranks import NOT_THE_SAME
from helpers.sharing.claims import About, Claim, claim_id
from helpers.sharing.figure_words import measure_name
from helpers.sharing.numbers import Phrase
from helpers.sharing.remarks import AsPrinted, PrintedDate, SourceTitle
from helpers.sharing.wording import InForm, Joined, Linked, Said, use_wording
from helpers.sources.addresses import host_of, is_link
from helpers.sources.editions import Definitions
from helpers.sources.origins import Figure
from helpers.sources.raw_files import RawRow

use_wording("press_check.yml")

Sources = Mapping[str, RawRow] | Mapping[str, Mapping[str, str]]
"""The rows of `sources.csv` by their code."""
_METHOD = "every statement of the ledger against the tables"
_LIMIT = 100 * MOST_CHANCE
_PLACE = re.compile(r"(?P<index>[A-Z]+) [0-9]{4} \([0-9]+\) (?P<measure>\w+)")


def fits_shown(fits: str, definitions: Definitions) -> Phrase:
    """Where a number fits instead, every measure by its name."""
    parts: list[Phrase | str] = []
    end = 0
    for match in _PLACE.finditer(fits):
        name = measure_name(definitions, match["index"], match["measure"])
        parts += [fits[end : match.start("measure")], name]
        end = match.end()
    return InForm(Joined([*parts, fits[end:]], ""), "figures")


def statements_shown(
    checked: pd.DataFrame, definitions: Definitions, sources: Sources
) -> pd.DataFrame:
    """Statements in words: what is printed, what the tables say, verdict, cause, where they fit.

    Args:
        checked: rows of `press_check.csv`. sources: source_id -> its row of `sources.csv`.
    """
    return checked.assign(
        statement=[_statement(row, definitions) for row in checked.to_dict("records")],
        said=[tables_say(text) if text else "–" for text in checked["tables_say"]],
        verdict_shown=[Said(f"press_verdict.{verdict}") for verdict in checked["verdict"]],
        cause_shown=[Said(f"cause.{cause}") for cause in checked["cause"]],
        fits_shown=[fits_shown(text, definitions) if text else "–" for text in checked["fits"]],
        chance_percent=100 * checked["chance"],
        source=[source_shown(source, sources) for source in checked["source_id"]],
    )


def _statement(row: Mapping[Hashable, str], definitions: Definitions) -> Phrase:
    """What is printed, of whom, in which edition and in which measure."""
    parts: list[Phrase | str] = [AsPrinted(row["province_as_printed"])]
    parts.append(f"{row['index']} {row['edition']} ({row['universe']})")
    if row["measure"] != "overall":
        parts.append(measure_name(definitions, row["index"], row["measure"]))
    if row["statistic"] == REGIONAL:
        parts.append(Said("press.within_region"))
    printed = Joined(("“", AsPrinted(row["value_as_printed"]), "”"), "")
    return Joined((Joined(parts), printed), ": ")


def tables_say(text: str) -> Phrase:
    """What the tables say, as the column of that name has it, for readers."""
    known, differs, implied = text.partition(NOT_THE_SAME)
    return another_rank(known, implied) if differs else InForm(text, "figures")


def another_rank(known: str | Figure, implied: str | Figure) -> Phrase:
    """Which rank is known, and which one follows from what a source prints."""
    return Said("press.another_rank", known=known, implied=implied)


def source_shown(source_id: str, sources: Sources) -> Phrase:
    """A source by its title with a link to it, its paper and date, and its code."""
    row = sources[source_id]
    address = row["url"] if is_link(row["url"]) else ""
    behind = Joined((" – ", paper_shown(source_id, sources), f" ({source_id})"), "")
    return Linked(SourceTitle(row["title"]), address, behind)


def paper_shown(source_id: str, sources: Sources) -> Phrase:
    """The paper or portal of a source, by its address, and the date as far as it is printed."""
    row = sources[source_id]
    paper = host_of(row["url"]).removeprefix("www.") or Said("press.no_address")
    day = [PrintedDate(row["date_as_printed"])] if row["date_as_printed"] else []
    return Joined([paper, *day])


def counts_sentence(checked: pd.DataFrame) -> Phrase:
    """How many statements there are, could be checked, and agree."""
    return Said("press.counts", **statement_counts(checked))


def tried_sentence(checked: pd.DataFrame) -> Phrase:
    """What was tried for the contradicted ones, and what chance leaves of it."""
    tried = checked[checked["tried"].notna()]
    if tried.empty:
        return Said("press.tried_none")
    fits = tried[tried["fits"] != ""]
    return Said(
        "press.tried",
        statements=len(tried),
        places=int(tried["tried"].sum()),
        fits=len(fits),
        firm=int((fits["chance"] <= MOST_CHANCE).sum()),
        limit=_LIMIT,
    )


def sources_sentence(sources: pd.DataFrame) -> Phrase:
    """In how many sources every statement that can be checked agrees."""
    rest = _contradicted(sources)
    return Said("press.sources", sources=len(sources), clean=len(sources) - rest, rest=rest)


def clean_sources_line(sources: pd.DataFrame) -> Phrase:
    """The line that opens the table of sources of which every statement agrees."""
    return Said("press.clean_sources", clean=len(sources) - _contradicted(sources))


def _contradicted(sources: pd.DataFrame) -> int:
    return int((sources["contradicted"] > 0).sum())


def editions_title(checked: pd.DataFrame) -> Phrase:
    """The takeaway of the chart."""
    counts = statement_counts(checked)
    return Said("press.counts_title" if counts["checked"] else "press.counts_title_none", **counts)


def counts_alt(rows: pd.DataFrame) -> Phrase:
    """The chart in words, and the two numbers of every edition.

    Args:
        rows: of `edition_counts`.
    """
    items = [Said("press.counts_alt_item", **row) for row in rows.to_dict("records")]
    return Said("press.counts_alt", list=Joined(items, "; ") if items else "–")


def press_claims(
    checked: pd.DataFrame,
    counted: pd.DataFrame,
    sources: Sources,
    *,
    index: str = "",
    edition: str = "",
) -> list[Claim]:
    """What notebook 08 concludes.

    Args:
        checked: the statements, as `press_check.csv`. counted: of `source_counts`.
        sources: source_id -> its row of `sources.csv`.
        index, edition: of which alone, as of `choose_statements`.
    """
    counts = statement_counts(checked)
    about = About(index, years=(edition,) if edition else ())
    if not counts["checked"]:
        nothing = Said("claim.press_nothing", **counts)
        return [_claim("agree", about, nothing, None, 0, verdict="cannot tell")]
    fits = checked["cause"].isin(["another edition", "another universe", "another column"])
    elsewhere, rest = int(fits.sum()), _contradicted(counted)
    # The source with the most contradicted statements comes first.
    most, first = counted[["contradicted", "source_id"]].iloc[0]
    known = counts["checked"]
    printed = {
        "sources": len(counted), "rest": rest, "most": most, "source": paper_shown(first, sources),
    }  # fmt: skip
    return [
        _claim(
            "agree", about, Said("claim.press_agree", **counts), counts["agrees"] / known, known
        ),
        _claim(
            "elsewhere",
            about,
            Said("claim.press_elsewhere", **counts, elsewhere=elsewhere, limit=_LIMIT),
            elsewhere,
            counts["contradicted"],
            verdict="cannot tell",
            method="neighbouring editions, universes and columns, chance counted over the units",
        ),
        _claim(
            "unchecked",
            about,
            Said("claim.press_unchecked", **counts),
            counts["unchecked"],
            counts["all"],
        ),
        _claim(
            "sources",
            about,
            Said("claim.press_sources" if rest else "claim.press_sources_none", **printed),
            rest,
            len(counted),
            counted="sources",
        ),
    ]


def _claim(
    name: str,
    about: About,
    said: Phrase,
    value: float | None,
    n: int,
    *,
    counted: str = "figures",
    verdict: str = "fact",
    method: str = _METHOD,
) -> Claim:
    number = None if value is None else float(value)
    return Claim(claim_id("08-press-check", name, about), said, number, verdict, n, counted, method)
