"""The small tables of notebook 09: editions, neighbours, peers, and what is on file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from helpers.questions.association.asked import INDEX
from helpers.questions.digital_adoption.figures import SHARES
from helpers.questions.digital_adoption.words import count_shown, number_shown, period_shown
from helpers.questions.milestones.sentences import (
    date_words,
    language_of_note,
    number_words,
    type_name,
)
from helpers.questions.online_services.sentences import as_of, level_name, value_with_qualifier
from helpers.questions.press_check.sentences import statements_shown
from helpers.questions.province_brief.answer import BriefQuestion
from helpers.questions.province_brief.charts import place_text
from helpers.questions.province_brief.record import Excerpt
from helpers.questions.rank_gains.sentences import shown_gain
from helpers.sharing.numbers import format_number
from helpers.sharing.tables import ReaderTable, reader_table
from helpers.sharing.wording import Sentence, say, sentence, use_wording, word, written
from helpers.sources.editions import Definitions

use_wording(
    "digital_adoption.yml",
    "milestones.yml",
    "online_services.yml",
    "province_brief.yml",
    "rank_gains.yml",
)

_JOINED = "\N{NO-BREAK SPACE}"
"""Between words that a narrow column must not part."""
_NOT_PRINTED = "*"
_FIRM = ("printed", "score_order")
_BASES = {
    "printed": "brief.basis.printed",
    "list_position": "brief.basis.list_position",
    "score_order": "brief.basis.score_order",
    "recomputed": "brief.basis.recomputed",
    "derived": "brief.basis.derived",
}
_STEPS = {
    "first": "brief.step.first",
    "comparable": "brief.step.comparable",
    "other_formula": "brief.step.other_formula",
    "unknown_formula": "brief.step.unknown_formula",
}
_FILES = {
    "brief.services_caption": "online_services.csv",
    "brief.milestones_caption": "milestones.csv",
    "brief.adoption_caption": "adoption.csv, covariates.csv",
    "brief.contradictions_caption": "contradictions.csv",
}
"""The processed tables that each kind of figure is taken from."""
_BESIDE = (
    "display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,17rem),1fr));gap:0 1.2rem"
)
Shown = ReaderTable | Sentence


class Beside:
    """Tables, or sentences in their place, beside one another where the page is wide enough."""

    def __init__(self, tables: Sequence[Shown]) -> None:
        self.tables = tuple(tables)

    def __repr__(self) -> str:
        return "\n".join(repr(table) for table in self.tables)

    def _repr_html_(self) -> str:
        held = "\n".join(table._repr_html_() for table in self.tables)
        return f'<div class="beside" style="{_BESIDE}">\n{held}\n</div>'


def editions_table(history: pd.DataFrame, question: BriefQuestion, lang: str) -> Shown | Beside:
    """The known ranks with their basis: of one province by edition, of several side by side.

    The DTI has a table of its own, and so have the other rankings together.

    Args:
        history: of `editions_known`.
    """
    known = history.dropna(subset=["rank_best"])
    if known.empty:
        return say("gains.history_none", lang, province=question.unit.province)
    apart = [known[known["index"] == INDEX], known[known["index"] != INDEX]]
    draw = _members_table if question.members else _own_table
    return Beside([draw(rows, question, lang) for rows in apart if len(rows)])


def _own_table(known: pd.DataFrame, question: BriefQuestion, lang: str) -> ReaderTable:
    columns = {
        "what": (word("header.edition", lang), ""),
        "place": (word("header.rank", lang), "text_right"),
        "score": (word("header.score", lang), "score"),
        "step_shown": (word("brief.header.step", lang), "text_right"),
        "basis_shown": (word("header.basis", lang), ""),
    }
    if known["score"].isna().all():
        del columns["score"]
    return reader_table(
        known.assign(
            what=known["index"] + _JOINED + known["edition"],
            place=[place_text(*pair) for pair in _spans(known)],
            step_shown=[_step_shown(row, lang) for row in known.itertuples(index=False)],
            basis_shown=[word(_BASES[basis], lang) for basis in known["rank_basis"]],
        ),
        lang,
        sentence(
            "brief.editions_caption", lang, province=question.unit.province, rankings=_named(known)
        ),
        columns,
    )


def _named(known: pd.DataFrame) -> str:
    return ", ".join(dict.fromkeys(known["index"]))


def _spans(known: pd.DataFrame) -> list[tuple[int, int]]:
    return list(zip(known["rank_best"], known["rank_worst"], strict=True))


def _step_shown(row: Any, lang: str) -> str:  # noqa: ANN401  (a row of `editions_known`)
    if pd.notna(row.gain):
        return format_number(row.gain, lang, signed=True)
    return word(_STEPS[row.step], lang)


def _members_table(known: pd.DataFrame, question: BriefQuestion, lang: str) -> ReaderTable:
    """One row for each edition, one column for each member and one for the unit itself."""
    cells = known.assign(
        what=known["index"] + _JOINED + known["edition"],
        place=[
            place_text(*pair) + ("" if basis in _FIRM else _NOT_PRINTED)
            for pair, basis in zip(_spans(known), known["rank_basis"], strict=True)
        ],
    )
    wide = cells.pivot(index=["index", "what"], columns="unit_id", values="place")
    # The step is that of the former provinces; editions that rank the new unit alone have its own.
    is_own = cells["unit_id"] == question.unit.unit_id
    former = pd.concat([cells[~is_own], cells[is_own]]).drop_duplicates("what")
    steps = former.set_index("what")["step"].map(lambda step: word(_STEPS[step], lang))
    order = list(dict.fromkeys(cells["index"]))
    table = wide.reset_index().assign(step=lambda rows: rows["what"].map(steps))
    table = table.sort_values(["index", "what"], key=lambda column: (
        column.map(order.index) if column.name == "index" else column))  # fmt: skip
    columns = {
        unit.unit_id: (
            sentence("brief.of_universe", lang, province=unit.province, size=unit.universe),
            "text_right",
        )
        for unit in (*question.members, question.unit)
        if unit.unit_id in table
    }
    return reader_table(
        # Ids are no names that a row of a table can have.
        table.rename(columns={unit: unit.replace("-", "_") for unit in columns}),
        lang,
        sentence(
            "brief.members_caption",
            lang,
            rankings=_named(known),
            province=question.unit.province,
            former=question.members[0].universe,
            size=question.unit.universe,
        ),
        {
            "what": (word("header.edition", lang), ""),
            **{unit.replace("-", "_"): shown for unit, shown in columns.items()},
            "step": (word("brief.header.step", lang), ""),
        },
    )


def ranked_table(
    rows: pd.DataFrame, question: BriefQuestion, caption: str, lang: str
) -> ReaderTable:
    """Units with rank, score and comparable gain, of `with_ranks`; or sizes in place of the gain.

    Args:
        caption: finished.
    """
    sized = "population" in rows
    has_gains = bool(rows["gain_least"].notna().any()) and not sized
    shown = rows.assign(
        province=rows["province"].str.replace(" ", _JOINED),
        gain_shown=[
            shown_gain(row, lang) if pd.notna(row["gain_least"]) else "–"
            for _, row in rows.iterrows()
        ],
    )
    columns = {
        "rank": (word("header.rank", lang), "int"),
        "province": (word("header.province", lang), ""),
        "score": (word("header.score", lang), "score"),
    }
    if has_gains and question.pair is not None:
        years = {"baseline": question.pair[0].edition, "edition": question.pair[1].edition}
        columns["gain_shown"] = (sentence("brief.header.gain", lang, **years), "text_right")
    if sized:
        columns["population"] = (word("brief.header.population", lang), "int")
        columns["grdp_per_head"] = (word("brief.header.grdp_per_head", lang), "percent")
    return reader_table(
        shown, lang, caption, columns,
        highlight=lambda row: row.unit_id == question.unit.unit_id,
    )  # fmt: skip


def services_table(found: Excerpt, question: BriefQuestion, lang: str) -> Shown:
    """Figures about online services, of `services_known`."""
    rows = list(found.rows.itertuples(index=False))
    return _figures_table(
        found.rows.assign(
            when=[as_of(row).written(lang) for row in rows],
            what=[written(level_name(row.level), lang) for row in rows],
            value_shown=[_service_value(row, lang) for row in rows],
            source=found.rows["source_id"],
        ),
        found, question, ("brief.services_caption", "brief.services_none"), lang,
    )  # fmt: skip


def _service_value(row: Any, lang: str) -> str:  # noqa: ANN401
    share = "share" in row.level.split("_") and pd.notna(row.value)
    value = (
        written(value_with_qualifier(row), lang)
        if pd.notna(row.value)
        else f"«{row.value_as_printed}»"
    )
    return _with_doubt(f"{value} %" if share else value, row.doubt, lang)


def _with_doubt(value: str, doubt: str, lang: str) -> str:
    return f"{value} ({word('brief.in_doubt', lang)})" if doubt else value


def milestones_table(found: Excerpt, question: BriefQuestion, lang: str) -> Shown:
    """Milestones, of `milestones_known`."""
    rows = list(found.rows.itertuples(index=False))
    return _figures_table(
        found.rows.assign(
            when=[date_words(row).written(lang) for row in rows],
            what=[type_name(row.milestone_type).written(lang) for row in rows],
            value_shown=[number_words(row.number) for row in rows],
            source=[", ".join(row.source_ids) for row in rows],
        ),
        found, question, ("brief.milestones_caption", "brief.milestones_none"), lang,
        value="milestones.header.number",
    )  # fmt: skip


def adoption_table(found: Excerpt, question: BriefQuestion, lang: str) -> Shown:
    """Figures of digital adoption, of `adoption_known`."""
    rows = list(found.rows.itertuples(index=False))
    return _figures_table(
        found.rows.assign(
            when=[written(period_shown(row), lang) for row in rows],
            what=[_measure_shown(row, lang) for row in rows],
            value_shown=[
                _with_doubt(written(number_shown(row), lang), row.doubt, lang) for row in rows
            ],
            source=[_source_shown(row.source_id, lang) for row in rows],
        ),
        found, question, ("brief.adoption_caption", "brief.adoption_none"), lang,
    )  # fmt: skip


def _measure_shown(row: Any, lang: str) -> str:  # noqa: ANN401
    name = word(f"adoption.measure.{row.measure}", lang)
    return f"{name}, {written(count_shown(row.counts), lang)}" if row.measure in SHARES else name


def _source_shown(source_id: str, lang: str) -> str:
    """The survey is named, since it is no source of the list."""
    return word("brief.survey", lang) if source_id.startswith("papi") else source_id


def _figures_table(
    rows: pd.DataFrame,
    found: Excerpt,
    question: BriefQuestion,
    keys: tuple[str, str],
    lang: str,
    value: str = "services.header.value",
) -> Shown:
    """Date, figure, value and source; whose figure it is where there are members.

    Args:
        keys: of the wording, for the caption and for nothing on file. value: header of the values.
    """
    caption, nothing = keys
    if rows.empty:
        return say(nothing, lang, province=question.unit.province, more=found.more)
    names = {unit.unit_id: unit for unit in question.subjects}
    shown = rows.assign(
        whose=[
            sentence("brief.of_universe", lang, province=names[unit].province,
                     size=names[unit].universe)
            for unit in rows["unit_id"]
        ]
    )  # fmt: skip
    columns = {
        "when": (word("services.header.when", lang), ""),
        "what": (word("header.figure", lang), ""),
        "value_shown": (word(value, lang), "text_right"),
        "source": (word("header.source", lang), ""),
    }
    if question.members:
        columns = {"whose": (word("header.province", lang), ""), **columns}
    return reader_table(shown, lang, _counted(caption, found, lang), columns)


def _counted(caption: str, found: Excerpt, lang: str) -> str:
    """A caption with how many are shown of how many, and in which tables the others are."""
    rest = sentence("brief.rest", lang, files=_FILES[caption]) if found.more else ""
    return sentence(caption, lang, shown=len(found.rows), total=found.total, rest=rest)


def contradictions_table(
    found: Excerpt, definitions: Definitions, titles: Mapping[str, str], lang: str
) -> ReaderTable | None:
    """Printed figures that the tables or other sources contradict; None where there are none."""
    if found.rows.empty:
        return None
    shown = statements_shown(found.rows, definitions, titles)
    return reader_table(
        shown,
        lang,
        _counted("brief.contradictions_caption", found, lang),
        {
            "what": (word("header.edition", lang), ""),
            "name": (word("header.measure", lang), ""),
            "value_as_printed": (word("header.printed", lang), ""),
            "said": (word("header.tables_say", lang), ""),
            "source_id": (word("header.source", lang), ""),
        },
        languages={"value_as_printed": language_of_note},
    )
