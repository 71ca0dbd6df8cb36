"""Tables to ask of: what is on file, rankings, gains, and one row a province with everything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd

from helpers.errors import BadInputError
from helpers.questions.what_the_index_measures.answer import sound
from helpers.rankings.gains import gains_between
from helpers.rankings.merged_figures import figures_of_merged
from helpers.rankings.panel import of_edition, published_scores
from helpers.sources.editions import Edition, choose_pair, comparison_problem
from helpers.sources.provinces import Unit
from helpers.sources.shown import asked_universe, leading_edition
from tangbac.names import (
    ALL,
    TOTAL,
    Several,
    Year,
    chosen_figure,
    chosen_index,
    chosen_measure,
    chosen_region,
    chosen_units,
    chosen_universe,
    others,
    several,
    text_of,
)
from tangbac.session import definitions, read, spoken, units

RANK = "rank_"
"""How the name of a column of ranks begins; that of scores is the same without it."""
_USUAL = ("population", "grdp_per_head")


def editions(index: str = "DTI") -> pd.DataFrame:
    """Which editions of an index are on file, and which may be compared with the one before?

    Args:
        index: "DTI", "ICT" or "EGOV".

    Returns:
        A row for each edition and set of units: `index`, `edition` (the year it measures),
        `universe` (how many units), `formula` (its name in the language set; empty where unknown),
        `published`, `complete` (every unit is ranked), `compares_with` (the edition before it with
        which it may be compared, empty for none) and `why_not`.

    Raises:
        BadInputError: the index is not on file; names the nearest.

    Source:
        `data/raw/definitions/editions.yml`; docs/methodology.md, “What may be compared”.

    Tiếng Việt:
        Có những kỳ nào của một chỉ số, kỳ nào so được với kỳ trước (`compares_with`), vì sao không
        (`why_not`)?
    """
    rows = []
    for one in _on_file(chosen_index(index)):
        before = definitions().previous_edition(one)
        problem = comparison_problem(definitions(), before, one) if before else None
        formula = definitions().formula_of(one)
        name = {} if formula is None else {"vi": formula.name_vi, "en": formula.name_en}
        rows.append(
            {
                "index": one.index, "edition": one.edition, "universe": one.universe,
                "formula": name.get(spoken(), ""), "published": one.published,
                "complete": one.complete,
                "compares_with": before.edition if before and problem is None else "",
                "why_not": problem.said(spoken()) if problem else "",
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def _on_file(index: str) -> Iterator[Edition]:
    for universe in definitions().universes:
        yield from definitions().editions_of(index, universe)


def measures(index: str = "DTI") -> pd.DataFrame:
    """What can be asked for: the measures of an index, and the other figures of provinces?

    Args:
        index: "DTI", "ICT" or "EGOV".

    Returns:
        `measure` (the code that every function takes), `vi`, `en`, `unit` (scores are from 0 to 1;
        codes of units as in docs/data-dictionary.md), `kind` ("index" or "other"), `years` on file,
        `whole` (of an index: the editions that print the score of every unit, with their number),
        `doubt` (the compiler's note on some of these).

    Raises:
        BadInputError: the index is not on file; names the nearest.

    Source:
        `data/raw/definitions/measures.yml` and `codes.yml`.

    Tiếng Việt:
        Hỏi được những gì: các chỉ số chính của một chỉ số và các số liệu khác của tỉnh (PAPI, PCI,
        dân số, GRDP…), kèm mã (`measure`), đơn
        vị, các năm có số liệu và các kỳ công bố đủ mọi tỉnh (`whole`)?
    """
    index = chosen_index(index)
    ranked = read("rankings")
    ranked = ranked[ranked["index"] == index]
    whole = _whole_editions(ranked)
    years = ranked.groupby("measure")["edition"].unique()
    figures = read("covariates")
    yearly = figures.groupby("measure")["year"].unique()
    doubts = figures[figures["doubt"] != ""].groupby("measure")["doubt"].unique()
    names = definitions().indices[index]["measures"]
    rows = [
        {"measure": code, **names[code], "unit": "0–1", "kind": "index",
         "years": _listed(years.get(code, ())), "whole": _listed(whole.get(code, ())),
         "doubt": ""}
        for code in names
    ] + [
        {"measure": code, "vi": entry["vi"], "en": entry["en"], "unit": entry["unit"],
         "kind": "other", "years": _listed(yearly.get(code, ())), "whole": "",
         "doubt": "; ".join(doubts.get(code, ()))}
        for code, entry in others().items()
    ]  # fmt: skip
    return pd.DataFrame(rows)


def _whole_editions(ranked: pd.DataFrame) -> dict[str, list[str]]:
    """The editions that give every unit a score, by measure."""
    scored = published_scores(ranked).dropna(subset=["score"])
    found: dict[str, list[str]] = {}
    for (measure, edition, universe), count in (
        scored.groupby(["measure", "edition", "universe"]).size().items()
    ):
        if count == int(universe):
            found.setdefault(measure, []).append(f"{edition} ({universe})")
    return found


def _listed(years: Iterable[object]) -> str:
    return ", ".join(sorted({str(year) for year in years}))


def provinces(universe: Year = None, region: Several = ()) -> pd.DataFrame:
    """Which provinces are there, in which region, and into which did former ones go?

    Args:
        universe: how many units the set has, 34 or 63, as a number or text; None: today's.
        region: one or several, with or without diacritics; none: all.

    Returns:
        `unit_id` (such as vn63-93), `province`, `province_en`, `region` (empty where a merged unit
        lies in two), `universe`, `went_into` (name of the unit of today; empty for these).

    Raises:
        BadInputError: no such universe or region; names the nearest.

    Source:
        `data/raw/provinces`.

    Tiếng Việt:
        Có những tỉnh nào, thuộc vùng nào, tỉnh trước sáp nhập nay thuộc tỉnh nào (`went_into`)?
        `universe`: 34 hoặc 63.
    """
    chosen = text_of(universe) or definitions().living_universe
    rows = [
        {"unit_id": one.unit_id, "province": one.province, "province_en": one.province_en,
         "region": one.region, "universe": one.universe, "went_into": _went_into(one)}
        for one in units().all(chosen)
    ]  # fmt: skip
    return _of_regions(pd.DataFrame(rows), region)


def _went_into(unit: Unit) -> str:
    return units().by_id(unit.merged_into).province if unit.merged_into else ""


def _of_regions(table: pd.DataFrame, region: Several) -> pd.DataFrame:
    wanted = [chosen_region(one) for one in several(region) if one]
    chosen = table[table["region"].isin(wanted)].reset_index(drop=True) if wanted else table
    if chosen.empty and len(table):
        raise BadInputError("tangbac.no_unit_in", regions=", ".join(wanted))
    return chosen


def rankings(
    index: str = "DTI",
    edition: Year = None,
    universe: Year = None,
    *,
    measure: str = TOTAL,
    province: Several = (),
    region: Several = (),
) -> pd.DataFrame:
    """Where does every province stand in an edition, and on what basis is that known?

    Args:
        index: "DTI", "ICT" or "EGOV".
        edition: a year, or "all"; None: the newest.
        universe: 34 or 63; None: that of the province named, else the latest that was ranked in the
            year named, or in the newest.
        measure: a code of `measures()` or its name; "overall" is the total, "all" every measure.
        province: one or several, in any usual spelling. region: one or several.

    Returns:
        Rows of `rankings.csv` (docs/data-dictionary.md), the first rank first: `score` (0 to 1),
        `rank` (missing where only `rank_best` to `rank_worst` is known), `rank_basis`, `doubt` …

    Raises:
        BadInputError: a name is not on file; names the nearest.
        UnknownProvinceError: a name means no unit of that universe.

    Source:
        The ministry's tables, and what the press prints of ranks (docs/methodology.md).

    Tiếng Việt:
        Từng tỉnh đứng thứ mấy trong một kỳ (`edition`, hoặc "all"), điểm bao nhiêu (0 đến 1), theo
        căn cứ nào? Lọc được theo chỉ số chính (`measure`), tỉnh và vùng.
    """
    index = chosen_index(index)
    wanted = "" if edition == ALL else text_of(edition)
    if province and not text_of(universe):
        named = chosen_units(province)[0].universe
        ranked = {one.edition for one in definitions().editions_of(index, named)}
        universe = named if not wanted or wanted in ranked else None
    universe = chosen_universe(index, universe, wanted)
    own = read("rankings")
    if edition == ALL:
        rows = own[(own["index"] == index) & (own["universe"] == universe)]
    else:
        newest = leading_edition(definitions(), index, universe)
        one = definitions().edition(index, wanted or newest.edition, universe)
        rows = of_edition(own, one)
    if measure != ALL:
        rows = rows[rows["measure"] == chosen_measure(measure, index)]
    if province:
        ids = [unit.unit_id for unit in chosen_units(province, universe)]
        rows = rows[rows["unit_id"].isin(ids)]
    order = ["edition", "measure", "rank_best", "rank_worst", "unit_id"]
    return _of_regions(rows.sort_values(order, ignore_index=True), region)


def gains(
    baseline: Year = None,
    edition: Year = None,
    *,
    index: str = "DTI",
    universe: Year = None,
    measure: str = TOTAL,
    region: Several = (),
    bridge: str = "",
) -> pd.DataFrame:
    """Who gained how many places and points between two editions?

    Args:
        baseline, edition: years; None for both: the latest pair that may be compared; one alone
            takes its neighbour.
        index: "DTI", "ICT" or "EGOV".
        universe: 34 or 63; None: the latest units that were ranked in these years.
        measure: a code of `measures()` or its name; "all" for every measure.
        region: one or several; none: all.
        bridge: needed where the formulas differ: "printed_ranks" (the difference of the published
            ranks) or "formula_bounds". What it gives is marked `comparable` False.

    Returns:
        Rows as `rank_gains.csv`, with `region`; the largest climb first: `rank_gain` (places, up is
        positive; missing where it is open between `gain_least` and `gain_most`), `score_change`
        (points of 0 to 1), `comparable`, `bridge`, `basis` …

    Raises:
        NotComparableError: the formulas or the units differ, and no bridge is named.
        BadInputError: a name is not on file; names the nearest.

    Source:
        docs/methodology.md, “What may be compared”.

    Tiếng Việt:
        Giữa hai kỳ, tỉnh nào lên hay xuống bao nhiêu bậc (`rank_gain`), bao nhiêu điểm
        (`score_change`)? Hai kỳ khác công thức thì bị từ chối, trừ khi nêu tên cầu nối `bridge`.
    """
    index = chosen_index(index)
    years = text_of(baseline), text_of(edition)
    chosen = text_of(universe) or asked_universe(definitions(), index, years)
    pair = choose_pair(definitions(), index, chosen, years, bridge)
    found = gains_between(read("rankings"), definitions(), *pair, bridge=bridge, units=units())
    if measure != ALL:
        found = found[found["measure"] == chosen_measure(measure, index)]
    places = {unit.unit_id: unit.region for unit in units().all(chosen)}
    found = found.assign(region=found["unit_id"].map(places))
    order = ["measure", "rank_gain", "rank_to", "unit_id"]
    ascending = [True, False, True, True]
    return _of_regions(found.sort_values(order, ascending=ascending, ignore_index=True), region)


def wide(index: str = "DTI", universe: Year = None, *, region: Several = ()) -> pd.DataFrame:
    """What is known of each province, one row for each?

    Args:
        index: "DTI", "ICT" or "EGOV".
        universe: 34 or 63; None: the units of the newest edition.
        region: one or several; none: all.

    Returns:
        `unit_id`, `province`, `province_en`, `region`; `population_<year>` (thousand people) and
        `grdp_per_head_<year>` (million dong) of the newest year; then for each edition and measure
        the score `dti_<measure>_<year>` (0 to 1) and the rank `rank_dti_<measure>_<year>` (missing
        where it is known as a span only; `rankings` has the span). `add` adds other figures.

    Raises:
        BadInputError: a name is not on file; names the nearest.

    Source:
        As `rankings`; scores that were derived for single units are left out, as in every
        correlation of the house.

    Tiếng Việt:
        Mỗi tỉnh một dòng: tên, vùng, dân số, GRDP đầu người, điểm (`dti_…_năm`) và hạng
        (`rank_dti_…_năm`) theo từng kỳ, từng chỉ số chính. Thêm số liệu khác bằng `add`.
    """
    index = chosen_index(index)
    universe = chosen_universe(index, universe)
    table = provinces(universe)[["unit_id", "province", "province_en", "region"]]
    table = add(table, *_USUAL)
    columns: dict[str, pd.Series] = {}
    for one in definitions().editions_of(index, universe):
        for measure in definitions().measures(index):
            columns |= _columns_of(one, measure)
    known = {name: column for name, column in columns.items() if column.notna().any()}
    return _of_regions(table.join(pd.DataFrame(known), on="unit_id"), region)


def _columns_of(edition: Edition, measure: str) -> dict[str, pd.Series]:
    """Score and rank of one measure in one edition, by their names."""
    rows = published_scores(of_edition(read("rankings"), edition))
    own = rows[rows["measure"] == measure].set_index("unit_id")
    name = f"{edition.index.lower()}_{measure}_{edition.edition}"
    return {name: own["score"], f"{RANK}{name}": own["rank"]}


def add(table: pd.DataFrame, *measures: str, year: Year = None, index: str = "DTI") -> pd.DataFrame:
    """What else is known of the provinces of a table: wealth, PAPI, PCI, parts of an index?

    Args:
        table: with `unit_id`, such as of `wide`, `gains` or `rankings`.
        measures: codes of `measures()` or their names.
        year: of the figures; None: that of the edition, in a table of one, where it is on file;
            else for each measure the newest.
        index: whose parts are meant.

    Returns:
        The table with a column for each measure, `grdp_per_head_2022`; of a part of an index two,
        score and rank, as in `wide`. A figure that is not known is missing, as is one of PAPI of a
        year in which another thing was asked. Of merged units counts
        are sums over the former ones, GRDP per head is weighted by population; what else was
        measured before the mergers is not carried over.

    Raises:
        BadInputError: a measure is not on file (names the nearest) or not of that year (names the
            years), the table has no `unit_id` or mixes universes, or nothing is known of its units.

    Source:
        `covariates.csv`; docs/data-log.md says what is known of each file.

    Tiếng Việt:
        Thêm vào bảng các số liệu khác của tỉnh: GRDP, dân số, PAPI, PCI, chỉ số chính; `year` là
        năm của số liệu, để trống là năm của kỳ trong bảng hoặc năm mới nhất. Của tỉnh sáp nhập: số
        đếm được cộng lại, GRDP đầu người tính theo dân số; điểm khảo sát cũ thì không chuyển sang.
    """
    universe = universe_of(table)
    index = chosen_index(index)
    one_edition = "edition" in table and table["edition"].nunique() == 1
    usual = str(table["edition"].iloc[0]) if one_edition else ""
    for text in measures:
        measure, is_part = chosen_figure(text, index)
        if is_part:
            newest = leading_edition(definitions(), index, universe).edition
            one = definitions().edition(index, text_of(year) or usual or newest, universe)
            columns = _columns_of(one, measure)
        else:
            columns = _figures(measure, text_of(year), universe, usual)
        fresh = {name: one for name, one in columns.items() if name not in table}
        table = table.join(pd.DataFrame(fresh), on="unit_id")
    return table


def universe_of(table: pd.DataFrame) -> str:
    """Of which universe are the units of a table?

    Raises:
        BadInputError: it is none, has no `unit_id`, or units of several universes.
    """
    if not isinstance(table, pd.DataFrame):
        raise BadInputError("tangbac.table", found=type(table).__name__)
    if "unit_id" not in table:
        raise BadInputError("tangbac.no_unit_id", columns=", ".join(map(str, table.columns)))
    found = {units().by_id(str(one)).universe for one in table["unit_id"].unique()}
    if len(found) > 1:
        raise BadInputError("tangbac.mixed", universes=", ".join(sorted(found)))
    return next(iter(found), definitions().living_universe)


def _figures(measure: str, year: str, universe: str, usual: str) -> dict[str, pd.Series]:
    """The figures of one measure that is no index's, by the name of their column.

    Args:
        year: that is asked for; empty: `usual` where it is on file, else the newest.
    """
    whole = read("covariates")
    # Of the survey without what asked another thing in that year, as notebook 10 has it.
    kept = pd.concat([sound(whole, measure), whole[whole["measure"] == "population"]])
    own = figures_of_merged(kept.drop_duplicates(), units(), universe, measure)
    if own.empty:
        raise BadInputError("tangbac.not_of_universe", measure=measure, universe=universe)
    years = sorted({str(one) for one in own["year"]})
    year = year or (usual if usual in years else years[-1])
    if year not in years:
        raise BadInputError(
            "tangbac.no_year", measure=measure, year=year, universe=universe, years=", ".join(years)
        )
    chosen = own[own["year"].astype(str) == year].set_index("unit_id")["value"]
    return {f"{measure}_{year}": chosen}
