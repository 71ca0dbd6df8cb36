"""The small tables of notebook 09: editions, neighbours, peers, and what is on file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from helpers.questions.association.asked import INDEX
from helpers.questions.digital_adoption.figures import SHARES
from helpers.questions.digital_adoption.words import count_shown, number_shown, period_shown
from helpers.questions.milestones import sentences as milestones
from helpers.questions.online_services.sentences import as_of, level_name, value_with_qualifier
from helpers.questions.press_check.sentences import statements_shown
from helpers.questions.province_brief.answer import BREAKS, BriefQuestion
from helpers.questions.province_brief.charts import place_text
from helpers.questions.province_brief.record import Excerpt
from helpers.questions.rank_gains.sentences import shown_gain
from helpers.sharing.numbers import Phrase
from helpers.sharing.tables import Columns, Header, TableOf
from helpers.sharing.wording import InForm, Joined, Said, use_wording
from helpers.sources.editions import Definitions

use_wording("digital_adoption.yml", "province_brief.yml")

_JOINED = "\N{NO-BREAK SPACE}"
"""Between words that a narrow column must not part."""
_RANK_UNKNOWN = "rank_unknown"
STEPS_SHOWN = (*BREAKS, _RANK_UNKNOWN)
"""What may be said of an edition against the one before: its break, or that no rank is known."""
_NOT_PRINTED = "*"
_FIRM = ("printed", "score_order")
_FILES = {
    "brief.services_caption": "online_services.csv",
    "brief.milestones_caption": "milestones.csv",
    "brief.adoption_caption": "adoption.csv, covariates.csv",
    "brief.contradictions_caption": "contradictions.csv",
}
"""The processed tables that each kind of figure is taken from."""


def editions_tables(history: pd.DataFrame, question: BriefQuestion) -> list[TableOf]:
    """The known ranks with their basis: of one province by edition, of several side by side.

    The DTI has a table of its own, and so have the other rankings together; none without a rank.

    Args:
        history: of `editions_known`.
    """
    known = _with_steps_known(history).dropna(subset=["rank_best"])
    known = known.assign(what=known["index"] + _JOINED + known["edition"])
    apart = [known[known["index"] == INDEX], known[known["index"] != INDEX]]
    told = _members_table if question.members else _own_table
    return [told(rows, question) for rows in apart if len(rows)]


def _with_steps_known(history: pd.DataFrame) -> pd.DataFrame:
    """The steps as far as the edition before is known of the unit: nothing else is beside it."""
    ranks = history["rank_best"].notna().groupby([history["unit_id"], history["index"]])
    first = ranks.cumsum() <= 1
    gap = ~ranks.shift(fill_value=False) & (history["step"] == "comparable")
    return history.assign(step=history["step"].mask(gap, _RANK_UNKNOWN).mask(first, "first"))


def _own_table(known: pd.DataFrame, question: BriefQuestion) -> TableOf:
    shown = known.assign(
        edition=known["what"],
        rank_text=_places(known),
        step_shown=[_step_shown(row) for row in known.itertuples(index=False)],
        basis=[Said(f"brief.basis.{basis}") for basis in known["rank_basis"]],
    )
    score = () if known["score"].isna().all() else ("score",)
    told = ("edition", "rank_text", *score)
    # Only where a gain is known does the column hold places.
    step = "brief_step_text" if known["gain"].notna().any() else "brief_step"
    columns = {**{name: name for name in told}, "step_shown": step, "basis": "basis"}
    province = question.unit.province
    caption = Said("brief.editions_caption", province=province, rankings=_named(known))
    return TableOf(shown, caption, columns)


def _named(known: pd.DataFrame) -> str:
    return ", ".join(dict.fromkeys(known["index"]))


def _places(known: pd.DataFrame) -> list[str]:
    spans = zip(known["rank_best"], known["rank_worst"], strict=True)
    return [place_text(*span) for span in spans]


def _step_shown(row: Any) -> Phrase:  # noqa: ANN401  (a row of `editions_known`)
    return InForm(row.gain, "signed") if pd.notna(row.gain) else Said(f"brief.step.{row.step}")


def _members_table(known: pd.DataFrame, question: BriefQuestion) -> TableOf:
    """One row for each edition, one column for each member and one for the unit itself."""
    marks = known["rank_basis"].map(lambda basis: "" if basis in _FIRM else _NOT_PRINTED)
    cells = known.assign(place=_places(known) + marks)
    wide = cells.pivot(index=["index", "what"], columns="unit_id", values="place")
    # The step is that of the former provinces; editions that rank the new unit alone have its own.
    # What is not known of one of them may be known of another.
    in_turn = cells.assign(
        is_own=cells["unit_id"] == question.unit.unit_id,
        unknown=cells["step"].map({"first": 2, _RANK_UNKNOWN: 1}).fillna(0),
    ).sort_values(["is_own", "unknown"], kind="stable")
    steps = in_turn.drop_duplicates("what").set_index("what")["step"]
    order = list(dict.fromkeys(cells["index"]))
    table = wide.reset_index()
    table["step"] = [Said(f"brief.step.{steps[what]}") for what in table["what"]]
    table = table.sort_values(["index", "what"], key=lambda column: (
        column.map(order.index) if column.name == "index" else column))  # fmt: skip
    # Ids are no names that a row of a table can have.
    units = {
        unit.unit_id.replace("-", "_"): Header("rank_of", unit=unit)
        for unit in (*question.members, question.unit)
        if unit.unit_id in table
    }
    return TableOf(
        table.rename(columns=lambda name: name.replace("-", "_")),
        Said(
            "brief.members_caption",
            rankings=_named(known),
            unit=question.unit,
            former=question.members[0].universe,
        ),
        {"what": "edition", **units, "step": "brief_step"},
    )


def ranked_table(rows: pd.DataFrame, question: BriefQuestion, caption: Phrase | str) -> TableOf:
    """Units with rank, score and gain, of `with_ranks`; or sizes in place of the gain."""
    columns: dict[str, str | Header] = {"rank": "rank", "province": "province", "score": "score"}
    if "population" in rows:
        columns |= {"population": "people", "grdp_per_head": "grdp_per_head"}
    elif question.pair is not None and rows["gain_least"].notna().any():
        before, after = (one.edition for one in question.pair)
        columns["gain_shown"] = Header("gain_between", baseline=before, edition=after)
    shown = rows.assign(
        province=rows["province"].str.replace(" ", _JOINED),
        gain_shown=[shown_gain(row) for _, row in rows.iterrows()],
    )
    own = question.unit.unit_id
    return TableOf(shown, caption, columns, highlight=lambda row: row.unit_id == own)


def services_table(found: Excerpt, question: BriefQuestion) -> TableOf | Phrase:
    """Figures about online services, of `services_known`."""
    cells = [
        (as_of(row), level_name(row.level), _service_value(row), row.source_id)
        for row in found.rows.itertuples(index=False)
    ]
    return _figures_table(cells, found, question, ("brief.services_caption", "brief.services_none"))


def _service_value(row: Any) -> Phrase | str:  # noqa: ANN401
    if pd.isna(row.value):
        return _with_doubt(f"«{row.value_as_printed}»", row.doubt)
    value = value_with_qualifier(row)
    share = "share" in row.level.split("_")
    return _with_doubt(Joined((value, "%"), " ") if share else value, row.doubt)


def _with_doubt(value: Phrase | str, doubt: str) -> Phrase | str:
    return Joined((value, " (", Said("brief.in_doubt"), ")"), "") if doubt else value


def milestones_table(found: Excerpt, question: BriefQuestion) -> TableOf | Phrase:
    """Milestones, of `milestones_known`."""
    cells = [
        (milestones.date_words(row), milestones.type_name(row.milestone_type),
         milestones.number_words(row.number), ", ".join(row.source_ids))
        for row in found.rows.itertuples(index=False)
    ]  # fmt: skip
    keys = ("brief.milestones_caption", "brief.milestones_none")
    return _figures_table(cells, found, question, keys, value="document_number_text")


def adoption_table(found: Excerpt, question: BriefQuestion) -> TableOf | Phrase:
    """Figures of digital adoption, of `adoption_known`."""
    cells = [
        (period_shown(row), _measure_shown(row), _with_doubt(number_shown(row), row.doubt),
         _source_shown(row.source_id))
        for row in found.rows.itertuples(index=False)
    ]  # fmt: skip
    return _figures_table(cells, found, question, ("brief.adoption_caption", "brief.adoption_none"))


def _measure_shown(row: Any) -> Phrase:  # noqa: ANN401
    name = Said(f"adoption.measure.{row.measure}")
    return Joined((name, count_shown(row.counts)), ", ") if row.measure in SHARES else name


def _source_shown(source_id: str) -> Phrase | str:
    """The survey is named, since it is no source of the list."""
    return Said("brief.survey") if source_id.startswith("papi") else source_id


def _figures_table(
    cells: Sequence[tuple[object, ...]],
    found: Excerpt,
    question: BriefQuestion,
    keys: tuple[str, str],
    value: str = "value_text",
) -> TableOf | Phrase:
    """Date, figure, value and source; whose figure it is where there are members.

    Args:
        keys: of the wording, for the caption and for nothing on file. value: header of the values.
    """
    caption, nothing = keys
    if not cells:
        return Said(nothing, province=question.unit.province, found=found)
    shown = pd.DataFrame(cells, columns=["when", "figure", value, "source"])
    if question.members:
        units = {unit.unit_id: unit for unit in question.subjects}
        whose = [Said("brief.of_universe", unit=units[one]) for one in found.rows["unit_id"]]
        shown.insert(0, "province", whose)
    return TableOf(shown, _counted(caption, found), tuple(shown))


def _counted(caption: str, found: Excerpt) -> Said:
    """A caption with how many are shown of how many, and in which tables the others are."""
    rest = Said("brief.rest", files=_FILES[caption]) if found.more else ""
    return Said(caption, shown=len(found.rows), found=found, rest=rest)


def contradictions_table(
    found: Excerpt, definitions: Definitions, titles: Mapping[str, str]
) -> TableOf | None:
    """Printed figures that the tables or other sources contradict; None where there are none."""
    if found.rows.empty:
        return None
    columns: Columns = {"what": "edition", "name": "measure", "value_as_printed": "printed",
                        "said": "tables_say", "source_id": "source"}  # fmt: skip
    return TableOf(
        statements_shown(found.rows, definitions, titles),
        _counted("brief.contradictions_caption", found),
        columns,
        languages={"value_as_printed": milestones.language_of_note},
    )
