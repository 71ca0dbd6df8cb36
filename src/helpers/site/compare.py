"""The page that sets provinces side by side: one table of all, of which readers choose some."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from helpers.questions.province_brief.peers import size_and_income
from helpers.rankings.panel import of_edition
from helpers.sharing.figure_words import measure_name
from helpers.sharing.tables import Header
from helpers.sharing.wording import word
from helpers.site.frame import COMPARE, Frame, paired
from helpers.site.front.marked import figure, marked
from helpers.site.front.standing import Tables
from helpers.site.provinces import ProvinceTable, province_tables
from helpers.site.rendering import render
from helpers.sources.origins import Figure, derived, stored

MOST = 5
"""So many provinces fit beside one another."""
_SIZES = ("population", "grdp_per_head")


@dataclass(frozen=True)
class Column:
    """What is compared: its name, and a cell for each unit by its unit_id."""

    name: Markup | str
    cells: Mapping[str, Markup | str]


def render_compare(root: Path, lang: str, briefs: Mapping[str, str], frame: Frame) -> str:
    """The page in one language, as HTML.

    Args:
        root: the project's folder. lang: "vi" or "en".
        briefs: unit_id -> address of its brief from the front page, where there is one.
        frame: what all pages of the build say.

    Raises:
        BadInputError: a processed table does not keep its schema.
    """
    tables = Tables.read(root)
    beside = {unit_id: f"../{address}" for unit_id, address in briefs.items()}
    shown = province_tables(tables, lang, beside)[0]
    return render(
        "compare.html.j2",
        lang,
        frame=frame,
        place=paired(COMPARE, lang),
        table=shown,
        columns=_columns(tables, shown, lang),
        by_name=sorted(shown.rows, key=lambda row: int(row.name.place)),
        places=[derived(place, "place") for place in range(1, MOST + 1)],
        say=lambda key, **values: marked(key, lang, **values),
    )


def _columns(tables: Tables, shown: ProvinceTable, lang: str) -> list[Column]:
    rows = shown.rows
    columns = [
        Column(Header("rank").written(lang), {row.unit_id: row.rank.text for row in rows}),
        Column(word("front.column.could_be", lang), {r.unit_id: r.could_be.text for r in rows}),
        Column(Header("score").written(lang), {row.unit_id: row.score.text for row in rows}),
    ]
    if shown.gain_pair:
        name = marked("front.column.gain", lang, pair=shown.gain_pair)
        columns.append(Column(name, {row.unit_id: row.gain.text for row in rows}))
    return [*columns, *_parts(tables, lang), *_sizes(tables, lang)]


def _parts(tables: Tables, lang: str) -> Sequence[Column]:
    """Each main index of the newest edition, with its rank where one is on file."""
    newest, definitions = tables.newest, tables.definitions
    own = of_edition(tables.rankings, newest)
    formula = definitions.formula_of(newest)
    known = set(own["measure"])
    names = [part for part in (formula.weights if formula else ()) if part in known]
    columns = []
    for part in names:
        cells = {}
        for row in own[own["measure"] == part].to_dict("records"):
            values = {name: stored("rankings", row, name) for name in ("score", "rank")}
            cells[row["unit_id"]] = _cell(values, lang)
        name = measure_name(definitions, newest.index, part).written(lang)
        columns.append(Column(name, cells))
    return columns


def _cell(values: Mapping[str, Figure | None], lang: str) -> Markup | str:
    score, rank = values["score"], values["rank"]
    if score is None:
        return "–"
    shown = figure(score, "score", lang)
    if rank is None:
        return shown
    bracket = marked("compare.rank", lang, rank=rank)
    return Markup('{} <span class="together">{}</span>').format(shown, bracket)


def _sizes(tables: Tables, lang: str) -> Sequence[Column]:
    """How many people there are, and what they produce a head: of the newest year on file."""
    found = size_and_income(tables.covariates, tables.units, tables.newest.universe)
    if found is None:
        return []
    table, year = found
    return [
        Column(
            marked(f"compare.{name}", lang, year=str(year)),
            {
                str(unit_id): figure(
                    derived(float(value), "size_and_income", str(year), str(unit_id), name),
                    "percent",
                    lang,
                )
                for unit_id, value in table[name].items()
            },
        )
        for name in _SIZES
    ]
