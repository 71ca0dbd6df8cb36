"""What notebook 02 says of one edition alone: where units stand, and what former units had."""

from __future__ import annotations

import pandas as pd

from helpers import LANGUAGES
from helpers.questions.rank_gains.answer import GainQuestion, Newest
from helpers.questions.rank_gains.sentences import former_sentences, newest_sentence
from helpers.sharing.claims import Claim, make_claim
from helpers.sharing.tables import ReaderTable, reader_table
from helpers.sharing.wording import Paragraphs, Sentence, say, sentence, use_wording, word
from helpers.sources.editions import Definitions, Edition
from helpers.sources.provinces import Unit, Units

use_wording("rank_gains.yml")

_NOTEBOOK = "02-rank-gains"


def alone_sentences(question: GainQuestion, size: int, lang: str) -> Paragraphs:
    """Why no two editions are compared, and which edition is shown instead.

    Args:
        size: units of the universe.
    """
    names = {"index": question.edition.index, "edition": question.edition.edition, "size": size}
    said = [say(key, lang, **names) for key in ("standing.alone", "standing.shown_alone")]
    return Paragraphs([*former_sentences(question.former, question.unit, lang), *said])


def place_sentence(rows: pd.DataFrame, edition: Edition, unit: Unit, size: int, lang: str) -> str:
    """Where one unit stands in one edition.

    Args:
        rows: of `standing`. size: units of the universe.
    """
    own = rows[rows["unit_id"] == unit.unit_id]
    values = {
        "index": edition.index, "edition": edition.edition, "size": size, "province": unit.province,
    }  # fmt: skip
    if own.empty:
        return sentence("standing.place_unknown", lang, **values)
    row = own.iloc[0]
    values |= {"rank": _place(row), "score": row["score"]}
    known = pd.notna(row["score"])
    return sentence("standing.place" if known else "standing.place_rank", lang, **values)


def _place(row: pd.Series) -> str:
    best, worst = row["rank_best"], row["rank_worst"]
    return str(best) if best == worst else f"{best}–{worst}"


def standing_table(rows: pd.DataFrame, edition: Edition, unit: Unit, lang: str) -> ReaderTable:
    """Every unit of one edition with its rank and score.

    Args:
        rows: of `standing`.
    """
    return reader_table(
        _shown(rows, lang),
        lang,
        sentence("standing.caption", lang, index=edition.index, edition=edition.label),
        {
            "place": (word("header.rank", lang), "text_right"),
            "province": (word("header.province", lang), ""),
            "score": (word("header.score", lang), "score"),
            "basis_shown": (word("header.basis", lang), ""),
        },
        highlight=lambda row: row.unit_id == unit.unit_id,
    )


def own_table(
    rows: pd.DataFrame, definitions: Definitions, edition: Edition, unit: Unit, lang: str
) -> ReaderTable | Sentence:
    """Every measure of one unit in one edition, or that none is known.

    Args:
        rows: of `own_standing`.
    """
    if rows.empty:
        return say("standing.measures_none", lang, province=unit.province, edition=edition.label)
    index = edition.index
    return reader_table(
        _shown(rows, lang)
        .assign(name=[definitions.measure_name(index, m, lang) for m in rows["measure"]])
        .sort_values("measure", key=lambda names: names.map(definitions.measures(index).index)),
        lang,
        sentence("standing.own_caption", lang, province=unit.province, edition=edition.label),
        {
            "name": (word("header.measure", lang), ""),
            "place": (word("header.rank", lang), "text_right"),
            "score": (word("header.score", lang), "score"),
            "basis_shown": (word("header.basis", lang), ""),
        },
    )


def _shown(rows: pd.DataFrame, lang: str) -> pd.DataFrame:
    return rows.assign(
        place=[_place(row) for _, row in rows.iterrows()],
        basis_shown=[word(f"basis.{basis}", lang) for basis in rows["rank_basis"]],
    )


def newest_sentences(
    newest: pd.DataFrame | None,
    latest: Newest | None,
    rows: pd.DataFrame | None,
    question: GainQuestion,
    units: Units,
    lang: str,
) -> Paragraphs:
    """What the newest edition says, and of whom, where it ranks other units than those asked about.

    Args:
        newest: gains of the newest pair, or None. latest: the newest edition, or None where the
            question has it already. rows: of `standing` in the newest edition, or None.
    """
    if latest is None or rows is None:
        same = "gains.newest_same" if question.pair else "standing.newest_same"
        return Paragraphs([say(same, lang)])
    moved = latest.unit.universe != question.unit.universe
    size = len(units.all(latest.edition.universe))
    place = Sentence(place_sentence(rows, latest.edition, latest.unit, size, lang))
    said: list[Sentence] = []
    if moved:
        said = [moved_sentence(latest, question, units, lang), place]
    if latest.pair is None:
        said = [*said, place, say("standing.no_edition_before", lang, size=size)]
    else:
        said.append(newest_sentence(newest, latest.pair, latest.unit, lang, moved=moved))
    return Paragraphs(said)


def moved_sentence(latest: Newest, question: GainQuestion, units: Units, lang: str) -> Sentence:
    """That the newest edition ranks other units, and what the unit shown is made of."""
    members = units.members(latest.unit, question.unit.universe)
    values = {
        "index": latest.edition.index,
        "edition": latest.edition.edition,
        "size": len(units.all(latest.edition.universe)),
        "before": len(units.all(question.unit.universe)),
        "province": latest.unit.province,
        "members": ", ".join(member.province for member in members),
    }
    return say("standing.moved" if len(members) > 1 else "standing.moved_alone", lang, **values)


def former_tables(
    values: pd.DataFrame, means: pd.DataFrame | None, unit: Unit, lang: str
) -> list[ReaderTable]:
    """The former units side by side where there were several, and their means where asked for.

    Args:
        values: of `former_values`. means: of `former_means`, or None.
    """
    if values.empty or values.groupby("edition").size().max() == 1:
        return []
    tables = [_former_table(values, unit, lang)]
    return tables if means is None else [*tables, _means_table(means, unit, lang)]


def _former_table(values: pd.DataFrame, unit: Unit, lang: str) -> ReaderTable:
    """The former units side by side, in every edition that ranked them.

    Args:
        values: of `former_values`.
    """
    known = values["rank_best"].notna()
    shown = values.assign(
        place=[_place(row) if known[i] else None for i, row in values.iterrows()],
        what=[f"{row.edition} ({row.universe})" for row in values.itertuples()],
    )
    return reader_table(
        shown,
        lang,
        sentence("standing.former_caption", lang, province=unit.province, index=values["index"][0]),
        {
            "what": (word("header.edition", lang), ""),
            "member": (word("header.province", lang), ""),
            "place": (word("header.rank", lang), "text_right"),
            "score": (word("header.score", lang), "score"),
        },
    )


def _means_table(means: pd.DataFrame, unit: Unit, lang: str) -> ReaderTable:
    """The mean over the former units beside the ministry's own value, and what is missing.

    Args:
        means: of `former_means`.
    """
    return reader_table(
        means.assign(
            what=[f"{row.edition} ({row.universe})" for row in means.itertuples()],
            missing=[_missing(row.without_score, row.without_population, lang)
                     for row in means.itertuples()],
        ),
        lang,
        sentence("standing.means_caption", lang, province=unit.province),
        {
            "what": (word("header.edition", lang), ""),
            "weighted_mean": (word("standing.header.weighted", lang), "score"),
            "population_year": (word("standing.header.population", lang), ""),
            "plain_mean": (word("standing.header.plain", lang), "score"),
            "ministry": (word("standing.header.ministry", lang), "score"),
            "missing": (word("standing.header.missing", lang), ""),
        },
    )  # fmt: skip


def _missing(scores: tuple[str, ...], population: tuple[str, ...], lang: str) -> str:
    parts = [
        sentence(key, lang, provinces=", ".join(names))
        for key, names in (
            ("standing.missing_score", scores), ("standing.missing_population", population),
        )
        if names
    ]  # fmt: skip
    return "; ".join(parts) or "–"


def standing_claims(
    rows: pd.DataFrame | None, edition: Edition, unit: Unit, question: GainQuestion, units: Units
) -> list[Claim]:
    """Where the province stands, where no two editions are compared or the newest ranks others.

    Args:
        rows: of `standing` in `edition`, or None. unit: the one in `edition`.
    """
    moved = unit.universe != question.unit.universe
    if rows is None or not (moved or question.pair is None):
        return []
    own = rows.loc[rows["unit_id"] == unit.unit_id]
    claims = []
    if len(own):
        size = len(units.all(edition.universe))
        members = units.members(unit, question.unit.universe)
        values = {
            "province": unit.province, "members": ", ".join(one.province for one in members),
            "place": {one: place_sentence(rows, edition, unit, size, one) for one in LANGUAGES},
        }  # fmt: skip
        claims.append(
            make_claim(
                f"{_NOTEBOOK}/standing",
                "standing.place_made_of" if len(members) > 1 else "standing.place_alone",
                values,
                value=float(own["rank_best"].iloc[0]),
                verdict="holds",
                n=len(rows),
                method="published ranking",
            )
        )
    if question.pair is None:
        asked = question.edition
        claims.append(
            make_claim(
                f"{_NOTEBOOK}/no-pair",
                "standing.alone",
                {"index": asked.index, "size": len(units.all(asked.universe))},
                value=None,
                verdict="cannot tell",
                n=len(rows),
                method="editions on file",
            )
        )
    return claims
