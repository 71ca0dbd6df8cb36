"""What notebook 02 says of one edition alone: where units stand, and what former units had."""

from __future__ import annotations

import pandas as pd

from helpers.printed.dates import parse_iso_period
from helpers.questions.rank_gains.answer import GainQuestion, Newest
from helpers.questions.rank_gains.sentences import NOTEBOOK, former_sentences, newest_sentence
from helpers.sharing.claims import About, Claim, claim_id
from helpers.sharing.comparable_words import nothing_comparable, nothing_comparable_sentence
from helpers.sharing.figure_words import measure_name, period
from helpers.sharing.numbers import Phrase
from helpers.sharing.tables import TableOf
from helpers.sharing.wording import Joined, Said, use_wording
from helpers.sources.comparable import comparable_years
from helpers.sources.editions import Definitions, Edition
from helpers.sources.provinces import Unit, Units

use_wording("rank_gains.yml")


def alone_sentences(question: GainQuestion, definitions: Definitions) -> list[Phrase]:
    """Why no two editions are compared, and which edition is shown instead."""
    asked = question.edition
    found = comparable_years(definitions, asked.universe, asked.index)
    return [
        *former_sentences(question.former, question.unit),
        Said("standing.alone", none=nothing_comparable_sentence(found)),
        Said("standing.shown_alone", asked=asked),
    ]


def leading_sentences(
    rows: pd.DataFrame, edition: Edition, unit: Unit, question: GainQuestion, units: Units
) -> list[Phrase]:
    """Which edition is the newest, where the province in focus stands, and what it is made of.

    Args:
        rows: of `standing`. unit: the province in focus, or what it went into.
    """
    size = len(units.all(edition.universe))
    values = {"asked": edition, "size": size}
    first = Said("standing.leading_undated", **values)
    if edition.published:
        first = Said("standing.leading", **values, published=_day(edition.published))
    place: Phrase = place_sentence(rows, edition, unit, size)
    members = (
        units.members(unit, units.base_universe) if unit.universe != units.base_universe else ()
    )
    if len(members) > 1:
        place = Said("standing.place_made_of", unit=unit, members=_names(members), place=place)
    asked = units.by_id(question.unit.unit_id)
    if asked.universe != unit.universe and asked.province != unit.province:
        place = Joined(
            [Said("standing.now_part", former=asked.province, province=unit.province), place], " "
        )
    example = [Said("focus.example", province=unit.province)] if question.is_example else []
    return [first, place, *example]


def _day(published: str) -> Phrase:
    day = parse_iso_period(published)
    assert day.start is not None
    assert day.end is not None
    return period(day.start, day.end, day.precision)


_TIE = 2
"""Places that a rank may move and still count as steady: one place up, one down."""


def bands_texts(intervals: pd.DataFrame, edition: Edition) -> tuple[Said, Said]:
    """The title and the alternative text of how far the ranks of an edition can move.

    Args:
        intervals: rows of `rank_intervals.csv`, of the edition.
    """
    width = intervals["rank_upper"] - intervals["rank_lower"]
    values = {
        "asked": edition,
        "n": len(intervals),
        "steady": (width <= _TIE).sum(),
        "places": _TIE,
        "widest": width.max(),
    }
    return Said("standing.bands_title", **values), Said("standing.bands_alt", **values)


def place_sentence(rows: pd.DataFrame, edition: Edition, unit: Unit, size: int) -> Said:
    """Where one unit stands in one edition.

    Args:
        rows: of `standing`. size: units of the universe.
    """
    own = rows[rows["unit_id"] == unit.unit_id]
    values = {"asked": edition, "size": size, "unit": unit}
    if own.empty:
        return Said("standing.place_unknown", **values)
    row = own.iloc[0]
    key = "standing.place" if pd.notna(row["score"]) else "standing.place_rank"
    return Said(key, **values, rank=place_text(row), score=row["score"])


def place_text(row: pd.Series) -> str:
    """A rank, the span of ranks that is known, or a dash where none is."""
    best, worst = row["rank_best"], row["rank_worst"]
    if pd.isna(best):
        return "–"
    return str(best) if best == worst else f"{best}–{worst}"


def standing_table(rows: pd.DataFrame, edition: Edition, unit: Unit) -> TableOf:
    """Every unit of one edition with its rank and score.

    Args:
        rows: of `standing`, with `rank_lower` and `rank_upper` where the ranks can be tried.
    """
    shown = with_places(rows)
    columns = ["rank_text", "province", "score", "basis"]
    if "rank_lower" in rows and rows["rank_lower"].notna().any():
        shown["rank_band"] = [_band(row) for _, row in rows.iterrows()]
        columns.insert(1, "rank_band")
    return TableOf(
        shown,
        Said("standing.caption", asked=edition),
        tuple(columns),
        highlight=lambda row: row.unit_id == unit.unit_id,
    )


def _band(row: pd.Series) -> str:
    low, high = row["rank_lower"], row["rank_upper"]
    if pd.isna(low):
        return "–"
    return f"{low:.0f}" if low == high else f"{low:.0f}–{high:.0f}"


def own_table(
    rows: pd.DataFrame, definitions: Definitions, edition: Edition, unit: Unit
) -> TableOf | Said:
    """Every measure of one unit in one edition, or that none is known.

    Args:
        rows: of `own_standing`.
    """
    if rows.empty:
        return Said("standing.measures_none", unit=unit, asked=edition)
    return TableOf(
        by_measure(with_places(rows), definitions, edition.index),
        Said("standing.own_caption", unit=unit, asked=edition),
        ("measure", "rank_text", "score", "basis"),
    )


def with_places(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of `rankings.csv` with `rank_text` and `basis` in words: of the rank, or the score."""
    basis = rows["rank_basis"].where(rows["rank_best"].notna(), rows.get("score_basis", ""))
    return rows.assign(
        rank_text=[place_text(row) for _, row in rows.iterrows()],
        basis=[Said(f"basis.{one}") for one in basis],
    )


def by_measure(rows: pd.DataFrame, definitions: Definitions, index: str) -> pd.DataFrame:
    """Rows with measures by their names, in the order of the published tables."""
    rows = rows.sort_values("measure", key=lambda one: one.map(definitions.measures(index).index))
    return rows.assign(measure=[measure_name(definitions, index, one) for one in rows["measure"]])


def newest_sentences(
    newest: pd.DataFrame | None,
    latest: Newest | None,
    rows: pd.DataFrame | None,
    question: GainQuestion,
    units: Units,
) -> list[Phrase]:
    """What the newest edition says, and of whom, where it ranks other units than those asked about.

    Args:
        newest: gains of the newest pair, or None. latest: the newest edition, or None where the
            question has it already. rows: of `standing` in the newest edition, or None.
    """
    if latest is None or rows is None:
        return [Said("gains.newest_same" if question.pair else "standing.newest_same")]
    moved = latest.unit.universe != question.unit.universe
    size = len(units.all(latest.edition.universe))
    place = place_sentence(rows, latest.edition, latest.unit, size)
    said: list[Phrase] = [moved_sentence(latest, question, units), place] if moved else []
    if latest.pair is None:
        return [*said, place, Said("standing.no_edition_before", size=size)]
    return [*said, newest_sentence(newest, latest.pair, latest.unit, moved=moved)]


def moved_sentence(latest: Newest, question: GainQuestion, units: Units) -> Said:
    """That the newest edition ranks other units, and what the unit shown is made of."""
    members = units.members(latest.unit, question.unit.universe)
    return Said(
        "standing.moved" if len(members) > 1 else "standing.moved_alone",
        latest=latest,
        size=len(units.all(latest.edition.universe)),
        before=len(units.all(question.unit.universe)),
        members=_names(members),
    )


def _names(units: tuple[Unit, ...]) -> str:
    return ", ".join(unit.province for unit in units)


def former_tables(values: pd.DataFrame, means: pd.DataFrame | None, unit: Unit) -> list[TableOf]:
    """The former units side by side where there were several, and their means where asked for.

    Args:
        values: of `former_values`. means: of `former_means`, or None.
    """
    if values.empty or values.groupby("edition").size().max() == 1:
        return []
    caption = Said("standing.former_caption", province=unit.province, index=values["index"][0])
    columns = {"edition": "edition", "member": "province", "place": "rank_text", "score": "score"}
    known = values["rank_best"].notna()
    places = [place_text(row) if known[i] else None for i, row in values.iterrows()]
    tables = [TableOf(_with_universe(values).assign(place=places), caption, columns)]
    if means is not None:
        lacking = zip(means["without_score"], means["without_population"], strict=True)
        rows = _with_universe(means).assign(missing=[_missing(*names) for names in lacking])
        columns = {"edition": "edition", "weighted_mean": "weighted"}
        columns |= {"population_year": "population", "plain_mean": "plain"}
        columns |= {"ministry": "ministry", "missing": "missing_words"}
        caption = Said("standing.means_caption", province=unit.province)
        tables.append(TableOf(rows, caption, columns))
    return tables


def _with_universe(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(edition=rows["edition"] + " (" + rows["universe"] + ")")


def _missing(scores: tuple[str, ...], population: tuple[str, ...]) -> Phrase | str:
    lacking = {"standing.missing_score": scores, "standing.missing_population": population}
    parts = [Said(key, provinces=", ".join(names)) for key, names in lacking.items() if names]
    return Joined(parts, "; ") if parts else "–"


def standing_claims(
    rows: pd.DataFrame, edition: Edition, unit: Unit, question: GainQuestion, units: Units
) -> list[Claim]:
    """Where the province stands in the newest edition, and whether no two can be compared.

    Args:
        rows: of `standing` in `edition`. unit: the one in `edition`.
    """
    own = rows.loc[rows["unit_id"] == unit.unit_id, "rank_best"]
    claims = []
    if len(own):
        members = units.members(unit, units.base_universe)
        said: Phrase = place_sentence(rows, edition, unit, len(units.all(edition.universe)))
        if len(members) > 1:
            said = Said("standing.place_made_of", unit=unit, members=_names(members), place=said)
        value, method = float(own.iloc[0]), "published ranking"
        name = claim_id(NOTEBOOK, "standing", About.editions(edition, unit_id=unit.unit_id))
        claims.append(Claim(name, said, value, "fact", len(rows), "units", method))
    if question.pair is None:
        size = len(units.all(question.edition.universe))
        asked = question.edition
        said = Said("standing.alone", none=nothing_comparable(asked.index, size))
        method = "editions on file"
        name = claim_id(NOTEBOOK, "no-pair", About(asked.index, asked.universe))
        claims.append(Claim(name, said, None, "cannot tell", len(rows), "units", method))
    return claims
