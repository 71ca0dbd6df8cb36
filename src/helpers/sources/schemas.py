"""What every processed table holds: columns, units, allowed values; the data dictionary in code.

Each column says its rules once: pandera holds a table to them before it is written, and a table
that is read is held to the same without it. `docs/data-dictionary.md` (with the lists of codes,
`sources.dictionary`) and `data/processed/datapackage.json` are generated from them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import ModuleType
from typing import Any

import pandas as pd

from helpers.errors import BadInputError
from helpers.sources.figures import BASES, SETTLED_BY

CODES = "data/raw/definitions/codes.yml"
"""Where the meaning of codes stands that are not named in the wording."""
PRESS_VERDICTS = (
    "agrees", "disagrees", "another edition", "another universe", "cannot be checked",
)  # fmt: skip
"""What the tables can say to a printed statement."""
CLAIM_VERDICTS = ("fact", "holds", "contradicted", "cannot tell")
"""`fact` for arithmetic on published figures, the others for what statistics say of them."""
COUNTED = (
    "units", "figures", "rows", "sources", "tests", "predictors", "specifications", "choices",
    "editions", "pairs", "parts", "draws",
)  # fmt: skip
"""What the n of a claim may count."""
CLAIM_INTERVALS = (
    "sensitivity", "sensitivity, understated", "bounds", "permutation",
    "permutation, simultaneous", "bootstrap", "model",
)  # fmt: skip
"""The first three need no model of chance; each of the others has one, which its page states."""


@dataclass(frozen=True)
class Rule:
    """One rule of a column: whether a value keeps it, and the words for one that does not."""

    keeps: Callable[[Any], bool]
    words: str


@dataclass(frozen=True)
class ColumnSchema:
    """One column: its kind ("text", "integer", "number", "date", "yes_no"), rule and meaning.

    `scale`: the unit of its numbers, or where the unit is said. `codes`: the list that says what its
    values mean (`sources.dictionary`).
    """

    name: str
    kind: str
    description: str
    allowed: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    required: bool = False
    decimals: int = 6
    scale: str = ""
    codes: str = ""

    @property
    def may_be_missing(self) -> bool:
        """Whether a value may be missing; a text is "" instead."""
        return not self.required and self.kind not in ("text", "yes_no")

    @property
    def rules(self) -> tuple[Rule, ...]:
        """What every value of it keeps that is not missing, beside its type."""
        rules = []
        if self.allowed:
            allowed = self.allowed if self.required else (*self.allowed, "")
            rules.append(Rule(lambda value: value in allowed, f"isin({allowed})"))
        elif self.kind == "text" and self.required:
            rules.append(Rule(lambda value: value != "", "str_length(1, None)"))
        if self.minimum is not None:
            least = self.minimum
            rules.append(Rule(lambda value: value >= least, f"greater_than_or_equal_to({least})"))
        if self.maximum is not None:
            most = self.maximum
            rules.append(Rule(lambda value: value <= most, f"less_than_or_equal_to({most})"))
        return tuple(rules)


@dataclass(frozen=True)
class TableSchema:
    """One processed table: what a row is, its key, its columns in order."""

    name: str
    row: str
    key: tuple[str, ...]
    columns: tuple[ColumnSchema, ...]
    written_by: str = "01-clean-figures"
    names: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", tuple(column.name for column in self.columns))

    def of_columns(self, names: Sequence[str]) -> TableSchema:
        """The same of some columns alone; its key only where all of it is among them."""
        columns = tuple(column for column in self.columns if column.name in names)
        return replace(self, columns=columns, key=self.key if {*self.key} <= {*names} else ())


def _text(
    name: str, description: str, *allowed: str, required: bool = False, codes: str = ""
) -> ColumnSchema:
    return ColumnSchema(name, "text", description, allowed, required=required, codes=codes)


def _rank(name: str, description: str) -> ColumnSchema:
    return ColumnSchema(
        name, "integer", description, minimum=1, maximum=64, scale="places, 1 is the best"
    )


def _score(name: str, description: str) -> ColumnSchema:
    return ColumnSchema(name, "number", description, minimum=0, maximum=1, scale="0 to 1")


_UNIT = _text("unit_id", "universe and code, vn63-93; empty for the nation")
_FIGURE = _text("figure_id", "id of the figure in its raw file", required=True)
_PROVINCE = _text("province", "short name, one spelling each")
MEASURES_OF_INDEX = "measures of {index}"
"""The list of codes that says what a measure of one index is."""
_INDEX = _text("index", "DTI, ICT, EGOV or another index as filed", required=True, codes="indices")
_MEASURE = _text(
    "measure", "overall, a pillar or a part of the index", required=True, codes=MEASURES_OF_INDEX
)
_LEDGER_MEASURE = _text(
    "measure", "overall, a pillar or a part of the index, its national mean, or another measure "
    "of a source", required=True, codes="ledger_measures",
)  # fmt: skip
_EDITION = _text("edition", "year that the index measures; empty where none is printed")
_DOUBT = _text("doubt", "what is uncertain about it")
_SOURCE = _text(
    "source_id", "row of data/raw/sources/sources.csv, or a data set of data/raw", required=True
)
_PRECISION = _text(
    "precision", "how exactly the date is printed",
    "day", "month", "quarter", "half_year", "year", "years", "unknown", codes="precision",
)  # fmt: skip
_AS_PRINTED = _text("value_as_printed", "the words of the source", required=True)
_STATEMENT = (
    _FIGURE, _UNIT, _text("province_as_printed", "the name the source prints"), _INDEX, _EDITION,
    _text("universe", "set of units ranked", codes="universes"), _LEDGER_MEASURE,
    _text("statistic", "what is printed", codes="statistics"),
    _AS_PRINTED, _text("tables_say", "what the tables or the other sources say"),
    _text("verdict", "outcome", *PRESS_VERDICTS, required=True, codes="press_verdicts"),
    _text("cause", "what may be the cause, or why it cannot be checked", codes="causes"),
    _text("fits", "every place tried where the number stands"),
    ColumnSchema("tried", "integer", "other editions, universes and columns that could be tried; empty: none had to be", minimum=0, scale="count"),
    ColumnSchema("chance", "number", "chance that one of those tried fits anyway", minimum=0, maximum=1, scale="0 to 1"),
    _SOURCE,
)  # fmt: skip
_QUANTITY = (
    _AS_PRINTED,
    ColumnSchema(
        "value",
        "number",
        "parsed value; empty for a range or for words",
        scale="as column unit says",
    ),
    ColumnSchema("lower", "number", "lower end of a printed range", scale="as column unit says"),
    ColumnSchema("upper", "number", "upper end of a printed range", scale="as column unit says"),
    ColumnSchema("out_of", "number", "whole of «53/53»", scale="as column unit says"),
    _text("unit", "unit as printed"),
    _text(
        "approximate",
        "words beside the number",
        "about",
        "more_than",
        "less_than",
        codes="approximate",
    ),
    _DOUBT,
    _SOURCE,
)
_PERIOD = (
    ColumnSchema("as_of_start", "date", "first day of the period the figure speaks of"),
    ColumnSchema("as_of_end", "date", "last day of that period"),
    _PRECISION,
)

TABLES: Mapping[str, TableSchema] = {
    table.name: table
    for table in (
        TableSchema("units", "unit", ("unit_id",), (
            _text("unit_id", "universe and code, vn63-93", required=True),
            _text("universe", "set of units, an entry of definitions/universes.yml", required=True, codes="universes"),
            _text("province_code", "official code, text always", required=True),
            _text("province", "short name in Vietnamese", required=True),
            _text("province_en", "name without diacritics", required=True),
            _text("region", "region of the old division; empty where a merged unit lies in two"),
            _text("merged_into", "unit_id of the unit it went into"),
        )),
        TableSchema("reported_figures", "published ranking figure", ("figure_id",), (
            _FIGURE, _UNIT,
            _text("universe", "set of units ranked", required=True, codes="universes"),
            _text("province_as_printed", "the name the source prints", required=True),
            _INDEX, _EDITION, _LEDGER_MEASURE,
            _text("statistic", "what the source prints", required=True, codes="statistics"),
            _text("baseline", "edition that a printed change is measured against, where not the one before"),
            _AS_PRINTED,
            ColumnSchema("value", "number", "parsed value: rank, score from 0 to 1, places (up positive), percent", scale="as the statistic says"),
            ColumnSchema("best", "integer", "best place that a named group allows", minimum=1, scale="places"),
            ColumnSchema("worst", "integer", "worst place that a named group allows", minimum=1, scale="places"),
            ColumnSchema("decimals", "integer", "printed decimals of a score, its change or its growth"),
            _text("unit", "unit as filed"),
            _text("basis", "how the figure is known", *BASES, required=True, codes="bases"),
            _DOUBT, _SOURCE,
            ColumnSchema("set_aside", "yes_no", "kept but not used for rankings", required=True),
            _text("settled", "by what the edition was settled that the source does not print; empty: as printed", *SETTLED_BY, codes="settled"),
        )),
        TableSchema("rankings", "unit, index, edition and measure", ("index", "edition", "universe", "measure", "unit_id"), (
            _text("unit_id", "universe and code", required=True),
            _text("universe", "set of units ranked", required=True, codes="universes"),
            _text("province_code", "official code", required=True), _PROVINCE,
            _text("region", "region of the old division"), _INDEX,
            _text("edition", "year that the index measures", required=True),
            _text("formula", "entry of definitions/formulas.yml; empty: unknown", codes="formulas"), _MEASURE,
            _score("score", "published value, 0 to 1"),
            _rank("rank", "shared lowest at the published precision; empty for an interval"),
            _rank("rank_best", "best rank it can be"), _rank("rank_worst", "worst rank it can be"),
            _text("score_basis", "how the score is known", *BASES, codes="bases"),
            _text("rank_basis", "how the rank is known", *BASES, codes="bases"),
            _text("score_source_id", "source of the score"),
            _text("rank_source_id", "sources of the rank, separated by a space"), _DOUBT,
        )),
        TableSchema("rank_gains", "unit, index, pair of editions and measure", ("index", "baseline", "edition", "measure", "unit_id"), (
            _text("unit_id", "universe and code", required=True), _PROVINCE, _INDEX,
            _text("baseline", "earlier edition", required=True),
            _text("edition", "later edition", required=True), _MEASURE,
            _rank("rank_from", "rank in the earlier edition"), _rank("rank_to", "rank in the later edition"),
            ColumnSchema("rank_gain", "integer", "earlier rank minus later rank: up is positive; empty for an interval", minimum=-63, maximum=63, scale="places, up is positive"),
            ColumnSchema("gain_least", "integer", "least it can be, given rounding and intervals", minimum=-63, maximum=63, scale="places, up is positive", required=True),
            ColumnSchema("gain_most", "integer", "most it can be", minimum=-63, maximum=63, scale="places, up is positive", required=True),
            _score("score_from", "score in the earlier edition; empty across a break"),
            _score("score_to", "score in the later edition; empty across a break"),
            ColumnSchema("score_change", "number", "later score minus earlier score; empty across a break", minimum=-1, maximum=1, scale="difference of scores from 0 to 1"),
            ColumnSchema("comparable", "yes_no", "whether both editions follow one formula", required=True),
            _text("bridge", "named way across a break", "printed_ranks", codes="bridges"),
            _text("basis", "the weaker basis of the two ranks", *BASES, required=True, codes="bases"),
        )),
        TableSchema("rank_intervals", "unit and edition whose points are known", ("index", "edition", "universe", "unit_id"), (
            _text("unit_id", "universe and code", required=True),
            _text("universe", "set of units ranked", required=True, codes="universes"), _PROVINCE, _INDEX,
            _text("edition", "year that the index measures", required=True),
            _rank("rank", "published rank"),
            _rank("rank_lower", "smallest rank that 5 % of the draws do not exceed"),
            _rank("rank_upper", "smallest rank that 95 % of the draws do not exceed"),
            _text("interval_kind", "kind of interval; understated where weights within unknown parts cannot move", "sensitivity", "sensitivity, understated", required=True, codes="interval_kinds"),
            ColumnSchema("known_in_full", "yes_no", "whether every part of the unit's total is known", required=True),
        )),
        TableSchema("online_services", "figure", ("figure_id",), (
            _FIGURE, _UNIT, _PROVINCE, *_PERIOD,
            _text("level", "what is counted", required=True, codes="service_levels"),
            _text("regime", "decree whose words the level uses; the two are never converted", "decree-43", "decree-42", "none", required=True, codes="regimes"),
            ColumnSchema("target", "yes_no", "a target or plan, not an achieved figure", required=True),
            *_QUANTITY,
        )),
        TableSchema("milestones", "figure", ("figure_id",), (
            _FIGURE, _UNIT, _PROVINCE, _text("date_as_printed", "the words of the source"),
            ColumnSchema("date_start", "date", "first possible day; empty: unknown, which is not «never»"),
            ColumnSchema("date_end", "date", "last possible day"), _PRECISION,
            _text("milestone_type", "kind of milestone", required=True, codes="milestone_types"),
            _text("description", "what happened", required=True),
            _text("basis", "how the date is known"),
            _text("dates", "another report of the same milestone, which this one dates or confirms"), _SOURCE,
        )),
        TableSchema("adoption", "figure", ("figure_id",), (
            _FIGURE, _UNIT, _PROVINCE, *_PERIOD,
            _text("measure", "what of digital adoption is measured; no part of an index", required=True, codes="adoption_measures"),
            ColumnSchema("target", "yes_no", "a target or plan, not an achieved figure", required=True),
            _text("counts_what", "what is counted, in the words noted from the source"),
            _text("counts", "what is counted or shared, by data/raw/definitions/adoption_counts.yml; empty: not declared", codes="adoption_counts"),
            *_QUANTITY,
        )),
        TableSchema("covariates", "unit, year and measure", ("measure", "year", "unit_id"), (
            _text("unit_id", "universe and code", required=True),
            ColumnSchema("year", "integer", "year of the figure", minimum=2000, maximum=2100, required=True),
            _text("measure", "a yearly figure of a province from a survey, a statistic or the portal index; no part of an index ranked here", required=True, codes="covariates"),
            ColumnSchema("value", "number", "published value", required=True, scale="as column unit says"),
            _text("unit", "unit of the value", required=True), _DOUBT, _SOURCE,
        )),
        TableSchema("press_check", "printed statement", ("figure_id",), _STATEMENT, written_by="08-press-check"),
        TableSchema("contradictions", "statement that the tables or other sources contradict", ("figure_id",), _STATEMENT),
        TableSchema("coverage", "index, edition, universe and measure", ("index", "edition", "universe", "measure"), (
            _INDEX, _text("edition", "year that the index measures", required=True),
            _text("universe", "set of units ranked", required=True, codes="universes"), _MEASURE,
            *(ColumnSchema(name, "integer", description, minimum=0, required=True) for name, description in (
                ("units", "units of the universe"),
                ("scored", "units whose score is known, derived ones among them"),
                ("ranked", "units whose rank is known"),
                ("rank_printed", "ranks printed by a source"),
                ("rank_score_order", "ranks by the order of a complete table of scores"),
                ("rank_recomputed", "ranks recomputed by formula"),
                ("rank_transcribed", "ranks of a table that somebody else than the ministry copied"),
                ("rank_list_position", "places read from a list"),
                ("rank_derived", "ranks that follow from other printed figures"),
                ("rank_interval", "ranks known only as an interval"),
            )),
        )),
        TableSchema("rejected", "raw cell not used", ("file", "row", "column"), (
            _text("file", "path of the raw file", required=True),
            ColumnSchema("row", "integer", "line of the file, the header being line 1", minimum=2, required=True),
            _text("column", "name of the column", required=True),
            _text("value", "what stands there", required=True),
            _text("reason", "why it is not used", required=True),
            _text("reason_vi", "the same in Vietnamese", required=True),
        )),
        TableSchema("claims", "registered sentence", ("id",), (
            _text(
                "id",
                "notebook/name@index-units-years:unit_id, what follows the @ as far as the claim"
                " speaks of it: claims of one id are of one thing and are compared between states",
                required=True,
            ),
            _text("notebook", "notebook that computes it", required=True),
            _text("sentence_vi", "the sentence in Vietnamese", required=True),
            _text("sentence_en", "the sentence in English", required=True),
            ColumnSchema("value", "number", "the number it rests on"),
            ColumnSchema("lower", "number", "lower end of its interval"),
            ColumnSchema("upper", "number", "upper end of its interval"),
            _text("interval_kind", "kind of interval", *CLAIM_INTERVALS, codes="interval_kinds"),
            _text("direction", "sign of the value", "up", "down", "none", codes="directions"),
            _text("verdict", "outcome: fact for arithmetic, the others for statistics", *CLAIM_VERDICTS, required=True, codes="claim_verdicts"),
            ColumnSchema("n", "integer", "how much it rests on", minimum=0),
            _text("counted", "what n counts", *COUNTED, required=True, codes="counted"),
            _text("method", "how it was computed", required=True),
        ), written_by="tangbac refresh, from the claims that the notebooks register"),
    )
}  # fmt: skip
"""All processed tables by name."""


def check_table(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Whether a processed table keeps its schema; returned unchanged when it does.

    Raises:
        BadInputError: names the table, column, row and value of the first broken rule.
    """
    spec = TABLES[name]
    if tuple(table.columns) != spec.names:
        raise BadInputError(
            "schema.columns",
            name=name,
            expected=", ".join(spec.names),
            found=", ".join(map(str, table.columns)),
        )
    return _validated(spec, table)


def check_typed(spec: TableSchema, table: pd.DataFrame) -> pd.DataFrame:
    """As `check_table`, for a table whose columns were just given the types of its schema.

    Every notebook and command that reads a table waits for this, so the rules are looked at without
    pandera, which takes a second to import; it names the row of the one that is broken.

    Args:
        spec: of the table, or of some columns of it.
    """
    kept = all(_keeps_rules(column, table[column.name]) for column in spec.columns)
    if kept and not (spec.key and _has_twins(table[list(spec.key)])):
        _check_universes(spec.name, table)
        return table
    return _validated(spec, table)


def _keeps_rules(column: ColumnSchema, values: pd.Series) -> bool:
    """Whether all values keep the rules of a column, its type apart."""
    rules = column.rules
    if column.kind == "text":
        asked = set(values.to_numpy()) if rules else set()
    else:
        if not column.may_be_missing and values.isna().any():
            return False
        # Rules of numbers are bounds: what the least and the most of them keep, all do.
        asked = {values.min(), values.max()} if rules and values.notna().any() else set()
    return all(rule.keeps(value) for rule in rules for value in asked)


def _has_twins(keys: pd.DataFrame) -> bool:
    """Whether two rows have the same key."""
    return len(set(_rows(keys))) < len(keys)


def _rows(table: pd.DataFrame) -> Iterator[tuple[object, ...]]:
    """The rows as tuples; columns of text are slow to go through one by one."""
    return zip(*(table[name].to_numpy() for name in table), strict=True)


def _validated(spec: TableSchema, table: pd.DataFrame) -> pd.DataFrame:
    import pandera.pandas as pa  # noqa: PLC0415  (a second to import, and only writing needs it)

    schema = pa.DataFrameSchema(
        {column.name: _pandera_column(pa, column) for column in spec.columns},
        unique=list(spec.key) or None,
    )
    try:
        schema.validate(table, lazy=False)
    except pa.errors.SchemaError as error:
        cases = error.failure_cases
        found = "" if not isinstance(cases, pd.DataFrame) else cases.head(3).to_string(index=False)
        raise BadInputError(
            "schema.rule", name=spec.name, error=error.args[0], found=found
        ) from None
    _check_universes(spec.name, table)
    return table


def _check_universes(name: str, table: pd.DataFrame) -> None:
    """A unit belongs to the universe that its id names; the nation has no id."""
    if not {"unit_id", "universe"} <= set(table.columns):
        return
    pairs = table[["unit_id", "universe"]]
    wrong = {(unit_id, universe) for unit_id, universe in set(_rows(pairs))
             if unit_id and not str(unit_id).startswith(f"vn{universe}-")}  # fmt: skip
    if wrong:
        place = next(place for place, pair in enumerate(_rows(pairs)) if pair in wrong)
        unit_id, universe = pairs.iloc[place]
        raise BadInputError(
            "schema.universe", name=name, row=table.index[place], unit_id=unit_id, universe=universe
        )


def _pandera_column(pa: ModuleType, column: ColumnSchema) -> object:
    dtypes = {
        "text": "str",
        "integer": "Int64",
        "number": "float64",
        "date": None,
        "yes_no": "bool",
    }
    checks = [
        pa.Check(rule.keeps, element_wise=True, name="rule", error=rule.words)
        for rule in column.rules
    ]
    return pa.Column(dtypes[column.kind], checks=checks, nullable=column.may_be_missing)


def empty_table(name: str) -> pd.DataFrame:
    """A table of this name without rows."""
    return conform(name, pd.DataFrame(columns=list(TABLES[name].names)))


def conform(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """The table with the columns, types and order of its schema, sorted by its key."""
    spec = TABLES[name]
    result = table[list(spec.names)].copy()
    for column in spec.columns:
        values = result[column.name]
        if column.kind == "text":
            result[column.name] = values.fillna("").astype("str")
        elif column.kind == "integer":
            result[column.name] = values.astype("Int64")
        elif column.kind == "number":
            result[column.name] = values.astype("float64")
        elif column.kind == "yes_no":
            result[column.name] = values.astype("bool")
    return result.sort_values(list(spec.key), ignore_index=True)
