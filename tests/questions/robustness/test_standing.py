"""How lasting ranks are, which neighbours are apart, how understated intervals are."""

from __future__ import annotations

import csv
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from helpers.questions.clean_figures.answer import CleanFigures
from helpers.questions.robustness import standing_sentences as sentences
from helpers.questions.robustness import standing_tables as tables
from helpers.questions.robustness.answer import later_spreads
from helpers.questions.robustness.standing import (
    CHOICES,
    Apart,
    all_settled,
    full_editions,
    lasting_ranks,
    rank_agreements,
    ranks_of,
    settled_in,
    understated,
)
from helpers.questions.robustness.standing_charts import ladder_chart
from helpers.rankings.index_parts import IndexParts
from helpers.sharing.wording import written
from helpers.sources.editions import Definitions, Edition
from helpers.sources.provinces import Units
from helpers.statistics.sensitivity import sensitivity_intervals
from helpers.statistics.settled_order import UNPRINTED, settled_order

from ...frozen_project import FROZEN

LEADING = ("DTI", "2024", "34")


@pytest.fixture(scope="module")
def rankings(clean: CleanFigures) -> pd.DataFrame:
    return clean.tables["rankings"]


@pytest.fixture(scope="module")
def names(units: Units) -> dict[str, str]:
    return {unit.unit_id: unit.province for unit in units.units}


@pytest.fixture(scope="module")
def newest(rankings: pd.DataFrame, definitions: Definitions, units: Units) -> Apart:
    return settled_in(rankings, definitions, units, definitions.edition(*LEADING))


def printed(table: str) -> pd.DataFrame:
    """A table of the ministry by the csv module alone, by a name that all years share."""
    path = FROZEN / "data" / "raw" / "dti_tables" / f"dti_{table}.csv"
    with path.open(encoding="utf-8-sig") as file:
        rows = pd.DataFrame(csv.DictReader(file))
    names = rows["Tỉnh/Thành phố"].str.removeprefix("TP. ").str.replace(" - ", " ")
    return rows.set_index(names.str.replace("Hoà", "Hòa"))


def totals(year: str) -> pd.Series:
    return printed(f"{year}_63")["DTI"].str.replace(",", ".").astype(float)


# --- how lasting ----------------------------------------------------------------------------------


def test_the_pairs_are_neighbouring_full_editions_and_their_numbers_those_of_the_tables(
    rankings: pd.DataFrame, definitions: Definitions
) -> None:
    found = lasting_ranks(rankings, definitions)
    assert [(one.before.edition, one.after.edition, one.comparable) for one in found] == [
        ("2022", "2023", True), ("2023", "2024", False),
    ]  # fmt: skip
    for one in found:
        table = pd.DataFrame(
            {year.edition: totals(year.edition) for year in (one.before, one.after)}
        )
        assert len(table.dropna()) == 63
        # Spearman: mid-ranks, whose slope is their correlation where both have equal variance.
        ranks = table.rank()
        slope = np.polyfit(ranks.iloc[:, 0], ranks.iloc[:, 1], 1)[0]
        assert one.slope.value == pytest.approx(slope, abs=1e-9)
        first = [set(table.nlargest(10, year).index) for year in table]
        assert one.first.stayed == len(first[0] & first[1])


def test_agreement_over_three_editions_is_the_mean_of_their_correlations(
    rankings: pd.DataFrame, definitions: Definitions
) -> None:
    (one,) = rank_agreements(rankings, definitions)
    table = pd.DataFrame({edition.edition: totals(edition.edition) for edition in one.editions})
    ranks = table.rank()
    mean = ranks.corr().to_numpy()[np.triu_indices(3, k=1)].mean()
    # Three ties among 189 ranks move it in the sixth decimal.
    assert one.found.value == pytest.approx(mean, abs=1e-4)


def test_a_second_edition_of_todays_units_is_a_pair_by_itself(
    rankings: pd.DataFrame, definitions: Definitions
) -> None:
    own = definitions.edition(*LEADING)
    later = replace(own, edition="2031")
    more = replace(definitions, editions=(*definitions.editions, later))
    rows = rankings[(rankings["edition"] == own.edition) & (rankings["universe"] == own.universe)]
    both = pd.concat([rankings, rows.assign(edition="2031")], ignore_index=True)
    pair = lasting_ranks(both, more)[-1]
    assert (pair.before, pair.after, pair.comparable) == (own, later, True)
    assert (pair.slope.value, pair.first.stayed, pair.first.by_chance) == (1, 10, 100 / 34)
    assert [len(editions) for editions in full_editions(more)] == [3, 2]
    assert not any(
        one.after.universe == own.universe for one in lasting_ranks(rankings, definitions)
    )


def test_the_spread_of_later_editions_is_told_beside_convergence(
    rankings: pd.DataFrame, definitions: Definitions
) -> None:
    ((edition, deviation),) = later_spreads(
        rankings, definitions, definitions.edition("DTI", "2023", "63")
    )
    assert edition.edition == "2024"
    assert deviation == pytest.approx(totals("2024").std(ddof=1))


# --- who is apart ---------------------------------------------------------------------------------


def test_what_holds_of_the_newest_table_holds_by_the_closed_form_up_to_rounding(
    newest: Apart, definitions: Definitions
) -> None:
    formula = definitions.formula_of(newest.edition)
    assert formula is not None
    columns = {
        "Nhận thức số": "awareness", "Thể chế số": "institutions", "Hạ tầng số": "infrastructure",
        "Nhân lực số": "human_resources", "An toàn thông tin mạng": "cybersecurity",
        "Hoạt động chính quyền số": "government_activity",
        "Hoạt động kinh tế số": "economy_activity", "Hoạt động xã hội số": "society_activity",
    }  # fmt: skip
    table = printed("2024_34")
    parts = table[list(columns)].apply(lambda column: column.str.replace(",", ".").astype(float))
    points = np.array([formula.weights[columns[name]] for name in parts])
    ranked = parts.loc[table["DTI"].str.replace(",", ".").astype(float).sort_values()[::-1].index]
    gaps = ranked.to_numpy()[:, None, :] - ranked.to_numpy()[None, :, :]
    lead = ((points * gaps).sum(axis=2) - 0.25 * (points * np.abs(gaps)).sum(axis=2)) / points.sum()
    order = newest.orders["equal"].loc[newest.units, newest.units].to_numpy()
    # Rounding takes at most 1.25 of a unit of the last digit from a lead, and adds nothing.
    assert (order <= (lead > 0)).all()
    assert (order >= (lead > 1.25e-4)).all()
    found = newest.settled["equal"]
    assert (found.pairs, found.neighbours, found.holding) == (561, 33, order.sum())
    assert list(found.apart) == [place for place in range(33) if order[place, place + 1]]
    reversible = [(j - i) for i in range(34) for j in range(i + 1, 34) if not order[i, j]]
    assert found.widest == max(reversible)


def test_the_ladder_shows_the_borders_and_who_could_change_places(
    newest: Apart, names: dict[str, str]
) -> None:
    ladder = newest.ladder(names)
    assert ladder["rank"].tolist() == list(range(1, 35))
    assert tuple(np.flatnonzero(ladder["apart"])) == newest.settled["equal"].apart
    order = newest.orders["equal"]
    for row in ladder.itertuples(index=False):
        unsure = ~(order.loc[row.unit_id] | order[row.unit_id])
        ranks = newest.ranks[unsure]
        assert (row.best, row.worst) == (ranks.min(), ranks.max())


def test_editions_printed_in_part_hold_less_with_free_parts(
    rankings: pd.DataFrame, definitions: Definitions, units: Units
) -> None:
    found = all_settled(rankings, definitions, units)
    assert [one.edition.label for one in found] == [
        "DTI 2024 (34)", "DTI 2024 (63)", "DTI 2023 (63)", "DTI 2022 (63)",
    ]  # fmt: skip
    assert [one.printed_in_full for one in found] == [True, False, False, False]
    for one in found[1:]:
        equal, free = (one.settled[name] for name in UNPRINTED)
        assert free.holding < equal.holding
        assert set(free.apart) <= set(equal.apart)
        assert free.widest >= equal.widest
    assert len(tables.apart_table(found).written("vi").rows) == 1 + 2 * 3


# --- how understated ------------------------------------------------------------------------------


def test_hidden_parts_drawn_from_full_rows_come_nearer_to_the_true_widths(newest: Apart) -> None:
    # The newest table is printed in full: what the intervals truly are is known.
    full = newest.known
    shown = newest.units[:5] + newest.units[-5:]
    parts = full.parts.copy()
    hidden = [name for name in parts if name not in ("government_activity", "economy_activity")]
    parts.loc[~parts.index.isin(shown), hidden] = np.nan
    known = IndexParts(full.edition, full.formula, full.totals, parts)
    part = replace(newest, known=known)

    def intervals(filled: pd.DataFrame) -> pd.DataFrame:
        found = sensitivity_intervals(full.totals, filled, full.weights, CHOICES, draws=4_000)
        return found.rename_axis("unit_id").reset_index()

    equal = intervals(known.filled).assign(index="DTI", edition="2024", universe="34")
    found = understated(part, equal, draws=4_000)
    assert found is not None
    assert (found.in_part, found.full) == (24, 10)
    assert (found.first_third, found.middle, found.last_third) == (5, 0, 5)
    true = intervals(full.filled).set_index("unit_id").drop(shown)
    width = (true["rank_upper"] - true["rank_lower"]).mean()
    assert found.width_equal < width
    assert abs(found.width_drawn - width) < abs(found.width_equal - width)
    of_equal = equal.set_index("unit_id").drop(shown)
    assert found.width_equal == (of_equal["rank_upper"] - of_equal["rank_lower"]).mean()
    # Where all is printed there is nothing to draw.
    assert understated(newest, equal, draws=100) is None


# --- sentences, claims, picture -------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_what_is_said_of_ranks(
    lang: str,
    rankings: pd.DataFrame,
    definitions: Definitions,
    newest: Apart,
    names: dict[str, str],
) -> None:
    firm, across = lasting_ranks(rankings, definitions)
    breaks = {"vi": "không phải của năng lực", "en": "not merit"}[lang]
    assert breaks not in written(sentences.lasts(firm), lang)
    assert breaks in written(sentences.lasts(across), lang)
    (agreement,) = rank_agreements(rankings, definitions)
    marking = {"vi": "cách chấm", "en": "marking"}[lang]
    assert marking in written(sentences.agreement(agreement), lang)
    same = replace(
        agreement, editions=tuple(replace(one, formula="x") for one in agreement.editions)
    )
    assert marking not in written(sentences.agreement(same), lang)
    named = written(sentences.neighbours(newest, names), lang)
    assert named.count(";") == len(newest.settled["equal"].apart) - 1
    assert str(newest.settled["equal"].widest) in written(sentences.pairs(newest, names), lang)


def test_nobody_or_everybody_apart_is_said(newest: Apart, names: dict[str, str]) -> None:
    none = replace(newest, orders={"equal": newest.orders["equal"] & False})
    assert "none of the 33 pairs of neighbours" in written(sentences.neighbours(none, names), "en")
    known = newest.known
    certain = settled_order(
        known.totals, known.parts, known.weights, replace(CHOICES, weight_spread=0)
    )
    every = replace(newest, orders={"equal": certain})
    assert "no two of different rank can change places" in written(
        sentences.pairs(every, names), "en"
    )


def test_the_claims_say_of_what_they_are_and_how_sure(
    rankings: pd.DataFrame, definitions: Definitions, units: Units, names: dict[str, str]
) -> None:
    lasting, agreements = (
        lasting_ranks(rankings, definitions),
        rank_agreements(rankings, definitions),
    )
    found = all_settled(rankings, definitions, units)
    claims = {
        f"{claim.name} {claim.about}": claim
        for claim in sentences.standing_claims(lasting, agreements, found, [], names)
    }
    assert list(claims) == [
        "rank-lasts DTI-63-2022-2023", "first-stayed DTI-63-2022-2023",
        "rank-lasts DTI-63-2023-2024", "first-stayed DTI-63-2023-2024",
        "ranks-agree DTI-63-2022-2023-2024", "neighbours-apart DTI-34-2024",
        "pairs-held DTI-34-2024", "pairs-held DTI-63-2024", "pairs-held DTI-63-2023",
        "pairs-held DTI-63-2022",
    ]  # fmt: skip
    for name, claim in claims.items():
        modelled = name.startswith(("rank-lasts", "ranks-agree"))
        assert claim.interval_kind == ("model" if modelled else "")
        assert claim.verdict == ("holds" if modelled else "fact")
        assert claim.counted == ("pairs" if "apart" in name or "held" in name else "units")
    # Ranks that have nothing to do with one another: the interval holds 0.
    mixed = ranks_of(rankings, definitions.edition("DTI", "2023", "63"))
    moved = rankings.copy()
    own = (moved["edition"] == "2023") & (moved["measure"] == "overall") & (moved["index"] == "DTI")
    moved.loc[own, "rank"] = mixed.sample(frac=1, random_state=3).astype(int).to_numpy()
    first = sentences.standing_claims(lasting_ranks(moved, definitions)[:1], [], [], [], names)[0]
    assert first.lower is not None
    assert first.upper is not None
    assert first.lower < 0 < first.upper
    assert first.verdict == "cannot tell"


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_ladder_draws_a_border_for_each_pair_and_the_same_bytes(
    lang: str, newest: Apart, names: dict[str, str]
) -> None:
    words = {"title": "Ai hơn ai?", "source": "Nguồn: Bộ.", "alt": "Mô tả"}
    ladder = newest.ladder(names)
    chart = ladder_chart(ladder, lang, **words)
    assert chart.svg == ladder_chart(ladder, lang, **words).svg
    bare = ladder_chart(ladder.assign(apart=False), lang, **words)
    line = 'stroke="currentColor" stroke-width="1.8"'
    borders = chart.svg.count(line) - bare.svg.count(line)
    assert borders == len(newest.settled["equal"].apart)


def test_an_edition_name_says_how_many_units(definitions: Definitions) -> None:
    edition: Edition = definitions.edition(*LEADING)
    assert written(sentences.edition_name(edition), "vi") == "DTI 2024 (34 tỉnh)"
    assert written(sentences.not_yet("34", 1), "en").endswith("rank all of them: 1.")
