from __future__ import annotations

from pathlib import Path

import pytest

from helpers.errors import BadInputError, NotComparableError
from helpers.sources.editions import (
    Definitions,
    check_comparable,
    choose_pair,
    comparison_problem,
    formulas_differ,
    load_definitions,
)

# Expected values are those of the decisions and of the ministry's announcements.
Key = tuple[str, str, str]
DTI_2022, DTI_2023, DTI_2024 = (("DTI", year, "63") for year in ("2022", "2023", "2024"))
DTI_2024_NEW = ("DTI", "2024", "34")


@pytest.mark.parametrize(
    ("key", "formula", "published", "mean"),
    [
        (("DTI", "2020", "63"), "dti-1726", "2021-10-19", "0,3026"),
        (("DTI", "2021", "63"), "dti-922", "2022-08-08", "0,4014"),
        (DTI_2022, "dti-922", "2023-07-12", ""),
        (DTI_2023, "dti-922", "2025-02-06", "0,6783"),
        (DTI_2024, "dti-405", "2025-10-21", "0,6961"),
        (DTI_2024_NEW, "dti-405", "2025-10-21", ""),
        (("ICT", "2020", "63"), "ict-2020", "2021-04-26", ""),
        (("EGOV", "2017", "63"), None, "2018-07-05", ""),
    ],
)
def test_editions_on_file(
    definitions: Definitions, key: Key, formula: str | None, published: str, mean: str
) -> None:
    edition = definitions.edition(*key)
    assert (edition.formula, edition.published, edition.mean) == (formula, published, mean)


def test_points_of_the_formulas(definitions: Definitions) -> None:
    totals = {name: sum(f.weights.values()) for name, f in definitions.formulas.items()}
    assert totals["dti-1726"] == totals["dti-922"] == 1000
    assert totals["dti-405"] == 940
    common = {
        name: sum(f.weights[part] for part in f.common)
        for name, f in definitions.formulas.items()
        if f.pillars
    }
    # Smart city has no points, so the five parts that all pillars share hold 500, later 440.
    assert common == {"dti-922": 500, "dti-405": 440}
    assert set(definitions.formulas["dti-922"].pillars) == {
        "pillar_government", "pillar_economy", "pillar_society",
    }  # fmt: skip
    ict = definitions.formulas["ict-2019"].weights
    assert set(ict) == {"technical_infrastructure", "human_infrastructure", "it_application"}
    assert len(set(ict.values())) == 1
    assert definitions.formulas["ict-2020"].weights == {}


def test_no_ict_edition_measures_2021(definitions: Definitions) -> None:
    with pytest.raises(BadInputError, match=r"ICT has no edition '2021'.*2020, 2022"):
        definitions.edition("ICT", "2021", "63")


@pytest.mark.parametrize(
    ("baseline", "edition"),
    [
        (("DTI", "2021", "63"), DTI_2022),
        (DTI_2022, DTI_2023),
        (("DTI", "2021", "63"), DTI_2023),
        (("ICT", "2017", "63"), ("ICT", "2018", "63")),
    ],
)
@pytest.mark.parametrize("bridge", ["", "printed_ranks"])
def test_one_formula_over_one_universe_is_comparable(
    definitions: Definitions, baseline: Key, edition: Key, bridge: str
) -> None:
    pair = definitions.edition(*baseline), definitions.edition(*edition)
    assert check_comparable(definitions, *pair, bridge) is True


@pytest.mark.parametrize(
    ("baseline", "edition", "reason"),
    [
        (DTI_2023, DTI_2024, "Decision 922.*Decision 405"),
        (("DTI", "2020", "63"), ("DTI", "2021", "63"), "Decision 1726.*Decision 922"),
        (("ICT", "2015", "63"), ("ICT", "2016", "63"), "not known"),
        (("ICT", "2018", "63"), ("ICT", "2019", "63"), "whether ICT 2019 .* is not known"),
        (("ICT", "2016", "63"), ("ICT", "2017", "63"), "whether ICT 2017 .* is not known"),
        (("EGOV", "2016", "63"), ("EGOV", "2017", "63"), "not known"),
    ],
)
def test_a_break_needs_a_bridge_and_is_never_comparable(
    definitions: Definitions, baseline: Key, edition: Key, reason: str
) -> None:
    pair = definitions.edition(*baseline), definitions.edition(*edition)
    with pytest.raises(NotComparableError, match=reason) as caught:
        check_comparable(definitions, *pair)
    assert 'name the bridge "printed_ranks"' in str(caught.value)
    assert check_comparable(definitions, *pair, "printed_ranks") is False


@pytest.mark.parametrize(
    ("baseline", "edition", "differ"),
    [
        (DTI_2023, DTI_2024, True),
        (DTI_2022, DTI_2023, False),
        # One formula; no formula; and one of its own because nobody says what it is.
        (("ICT", "2017", "63"), ("ICT", "2018", "63"), False),
        (("ICT", "2015", "63"), ("ICT", "2016", "63"), False),
        (("ICT", "2019", "63"), ("ICT", "2020", "63"), False),
    ],
)
def test_formulas_differ_only_where_that_is_known(
    definitions: Definitions, baseline: Key, edition: Key, differ: bool
) -> None:
    pair = definitions.edition(*baseline), definitions.edition(*edition)
    assert formulas_differ(*pair) is differ


@pytest.mark.parametrize(
    ("baseline", "edition", "leads"),
    [
        (DTI_2023, DTI_2024, True),
        (DTI_2022, DTI_2024, True),
        (("DTI", "2021", "63"), DTI_2024, False),
        (("DTI", "2020", "63"), ("DTI", "2021", "63"), False),
        (("ICT", "2018", "63"), ("ICT", "2019", "63"), False),
    ],
)
def test_one_formula_for_both_is_offered_only_where_it_leads_across(
    definitions: Definitions, baseline: Key, edition: Key, leads: bool
) -> None:
    pair = definitions.edition(*baseline), definitions.edition(*edition)
    with pytest.raises(NotComparableError) as caught:
        check_comparable(definitions, *pair)
    assert ('name the bridge "formula_bounds"' in str(caught.value)) == leads
    if leads:
        assert check_comparable(definitions, *pair, "formula_bounds") is False
    else:
        with pytest.raises(NotComparableError, match='"formula_bounds" needs'):
            check_comparable(definitions, *pair, "formula_bounds")


@pytest.mark.parametrize(
    ("baseline", "edition"),
    [(DTI_2023, DTI_2024_NEW), (("ICT", "2006", "64"), ("ICT", "2010", "63"))],
)
@pytest.mark.parametrize("bridge", ["", "printed_ranks"])
def test_no_bridge_leads_to_another_set_of_units(
    definitions: Definitions, baseline: Key, edition: Key, bridge: str
) -> None:
    pair = definitions.edition(*baseline), definitions.edition(*edition)
    with pytest.raises(NotComparableError, match=r"different sets of units.*no bridge leads"):
        check_comparable(definitions, *pair, bridge)


def test_two_indices_are_never_comparable(definitions: Definitions) -> None:
    pair = definitions.edition("ICT", "2022", "63"), definitions.edition(*DTI_2023)
    assert "different indices" in str(comparison_problem(definitions, *pair))
    with pytest.raises(NotComparableError, match="no bridge leads"):
        check_comparable(definitions, *pair, "printed_ranks")


def test_an_unknown_bridge_is_refused_with_the_nearest(definitions: Definitions) -> None:
    pair = definitions.edition(*DTI_2023), definitions.edition(*DTI_2024)
    with pytest.raises(BadInputError, match=r"'printed_rank'.*printed_ranks"):
        check_comparable(definitions, *pair, "printed_rank")


@pytest.mark.parametrize(("baseline", "edition"), [(DTI_2023, DTI_2022), (DTI_2023, DTI_2023)])
def test_the_baseline_must_come_first(
    definitions: Definitions, baseline: Key, edition: Key
) -> None:
    pair = definitions.edition(*baseline), definitions.edition(*edition)
    with pytest.raises(BadInputError, match=r"2023 must come before"):
        check_comparable(definitions, *pair)


@pytest.mark.parametrize(("index", "pair"), [("DTI", ("2022", "2023")), ("ICT", ("2017", "2018"))])
def test_the_default_pair_is_the_latest_comparable_one(
    definitions: Definitions, index: str, pair: tuple[str, str]
) -> None:
    assert definitions.default_pair(index) == pair
    chosen = choose_pair(definitions, index, "63", ("", ""))
    assert (chosen[0].edition, chosen[1].edition) == pair


def test_where_no_formula_is_known_none_is_chosen_and_the_bridge_is_named(
    definitions: Definitions,
) -> None:
    with pytest.raises(BadInputError, match="Name --baseline and --edition") as caught:
        definitions.default_pair("EGOV", "63")
    message = str(caught.value)
    assert "EGOV over 63 units" in message
    assert "(2016, 2017, 2018, 2019)" in message
    assert "--bridge printed_ranks" in message
    assert "marked as not comparable" in message
    with pytest.raises(BadInputError) as again:
        choose_pair(definitions, "EGOV", "63", ("", ""), "printed_ranks")
    assert str(again.value) == message
    # What the message advises is accepted.
    pair = choose_pair(definitions, "EGOV", "63", ("2016", "2017"), "printed_ranks")
    assert [edition.edition for edition in pair] == ["2016", "2017"]


@pytest.mark.parametrize(
    ("index", "universe", "years", "only"),
    [
        ("DTI", "34", ("", ""), "DTI 2024 (34 units)"),
        ("DTI", "34", ("2024", ""), "DTI 2024 (34 units)"),
        ("DTI", "34", ("", "2024"), "DTI 2024 (34 units)"),
        ("ICT", "64", ("", "2006"), "ICT 2006 (64 units)"),
        ("EGOV", "34", ("", ""), "nothing"),
    ],
)
def test_where_there_is_one_edition_only_there_is_nothing_to_compare(
    definitions: Definitions, index: str, universe: str, years: tuple[str, str], only: str
) -> None:
    with pytest.raises(BadInputError, match="nothing to compare it with yet") as caught:
        choose_pair(definitions, index, universe, years)
    message = str(caught.value)
    assert message.startswith(f"Of {index} over {universe} units there is {only} on file")
    assert "data/processed/rankings.csv" in message
    assert "--universe 63" in message
    assert "--bridge" not in message


@pytest.mark.parametrize(
    ("years", "bridge", "pair"),
    [
        (("2021", ""), "", ("2021", "2022")),
        (("", "2022"), "", ("2021", "2022")),
        (("2021", "2023"), "", ("2021", "2023")),
        (("", "2024"), "printed_ranks", ("2023", "2024")),
    ],
)
def test_one_year_alone_takes_its_neighbour(
    definitions: Definitions, years: tuple[str, str], bridge: str, pair: tuple[str, str]
) -> None:
    chosen = choose_pair(definitions, "DTI", "63", years, bridge)
    assert (chosen[0].edition, chosen[1].edition) == pair


def test_the_newest_edition_needs_its_bridge_and_the_oldest_has_no_baseline(
    definitions: Definitions,
) -> None:
    with pytest.raises(NotComparableError):
        choose_pair(definitions, "DTI", "63", ("", "2024"))
    with pytest.raises(BadInputError, match="oldest edition on file"):
        choose_pair(definitions, "DTI", "63", ("", "2020"))
    with pytest.raises(BadInputError, match="newest edition on file"):
        choose_pair(definitions, "DTI", "63", ("2024", ""))


def test_editions_in_their_order(definitions: Definitions) -> None:
    years = [edition.edition for edition in definitions.editions_of("DTI")]
    assert years == ["2020", "2021", "2022", "2023", "2024"]
    before = definitions.previous_edition(definitions.edition("ICT", "2022", "63"))
    assert before is not None
    assert before.edition == "2020"
    assert definitions.previous_edition(definitions.edition("DTI", "2020", "63")) is None
    assert definitions.latest_edition("DTI") == "2024"
    assert definitions.latest_edition("ICT") == "2023"


def test_measures_in_both_languages(definitions: Definitions) -> None:
    assert definitions.measures("ICT")[0] == "overall"
    assert definitions.measure_name("DTI", "awareness", "vi") == "Nhận thức số"
    assert definitions.measure_name("DTI", "awareness", "en") == "Digital awareness"
    assert definitions.other_names["electronic_documents_use"] == "use_of_electronic_documents"


@pytest.mark.parametrize(
    ("index", "measure", "message"),
    [
        ("DTi", "overall", "no index 'DTi'.*DTI"),
        ("DTI", "awarness", "no measure 'awarness'.*awareness"),
        ("ICT", "awareness", "ICT has no measure"),
    ],
)
def test_mistyped_names_get_the_nearest(
    definitions: Definitions, index: str, measure: str, message: str
) -> None:
    with pytest.raises(BadInputError, match=message):
        definitions.check_measure(index, measure)


def test_an_unknown_edition_names_those_on_file(definitions: Definitions) -> None:
    with pytest.raises(BadInputError, match=r"no edition '2019'.*2020, 2021, 2022, 2023, 2024"):
        definitions.edition("DTI", "2019", "63")
    with pytest.raises(BadInputError, match=r"no universe '34'.*63"):
        definitions.edition("DTI", "2023", "34")


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ('{index: DTI, edition: 2025, universe: "63", formula: dti-405}', "edition"),
        ('{index: DTI, edition: "2025", universe: "63", formular: dti-405}', "formular"),
        ('{index: DTI, edition: "2025", formula: dti-405}', "universe"),
        ('{index: DTI, edition: "2025", universe: "63", complete: "yes"}', "complete"),
        ('{index: DTI, edition: "2025", universe: "63", formula: dti-999}', "'dti-999' is not in"),
        ('{index: DTI, edition: "2025", universe: "35", formula: dti-405}', "'35' is not in"),
        ('{index: DTX, edition: "2025", universe: "63", formula: null}', "'DTX' is not in"),
        ('{index: DTI, edition: "2024", universe: "63", formula: dti-405}', "listed twice"),
    ],
)
def test_a_wrong_entry_is_named(project: Path, entry: str, message: str) -> None:
    path = project / "data" / "raw" / "definitions" / "editions.yml"
    path.write_text(path.read_text("utf-8") + f"\n- {entry}\n", "utf-8")
    with pytest.raises(BadInputError, match=message) as caught:
        load_definitions(project)
    assert "data/raw/definitions/editions.yml" in str(caught.value)


def test_a_new_edition_needs_an_entry_and_no_code(project: Path) -> None:
    path = project / "data" / "raw" / "definitions" / "editions.yml"
    entry = '- {index: DTI, edition: "2025", universe: "34", formula: dti-405}\n'
    path.write_text(path.read_text("utf-8") + entry, "utf-8")
    changed = load_definitions(project)
    assert changed.latest_edition("DTI") == "2025"
    assert changed.default_pair("DTI", "34") == ("2024", "2025")


def test_the_usual_index_and_the_units_are_those_of_the_definitions(
    definitions: Definitions,
) -> None:
    assert definitions.default_index == "DTI"
    assert (definitions.base_universe, definitions.living_universe) == ("63", "34")
    assert definitions.editions_of("DTI") == definitions.editions_of("DTI", "63")
    assert definitions.default_pair() == definitions.default_pair("DTI", "63")
    assert definitions.latest_edition() == definitions.latest_edition("DTI")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("default_index: DTI", "default_index: DTX", "default_index is DTX"),
        ("default_index: DTI", "default_index: [DTI]", "default_index is"),
        ("default_index: DTI", "", "expected «default_index»"),
    ],
)
def test_a_wrong_default_is_named(project: Path, old: str, new: str, message: str) -> None:
    path = project / "data" / "raw" / "definitions" / "editions.yml"
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(BadInputError, match=message):
        load_definitions(project)


def test_another_default_is_followed_without_code(project: Path) -> None:
    path = project / "data" / "raw" / "definitions" / "editions.yml"
    text = path.read_text("utf-8").replace("default_index: DTI", "default_index: ICT")
    path.write_text(text, "utf-8")
    changed = load_definitions(project)
    assert changed.latest_edition() == changed.latest_edition("ICT")


def test_the_units_that_exist_are_those_that_began_last(project: Path) -> None:
    path = project / "data" / "raw" / "definitions" / "universes.yml"
    text = path.read_text("utf-8").replace('since: "2025-07-01"', 'since: "1976-07-01"')
    path.write_text(text, "utf-8")
    assert load_definitions(project).living_universe == "63"


def test_a_missing_or_broken_file_is_named(project: Path) -> None:
    folder = project / "data" / "raw" / "definitions"
    (folder / "formulas.yml").write_text("dti-922: [", "utf-8")
    with pytest.raises(BadInputError, match=r"definitions/formulas.yml is not valid YAML"):
        load_definitions(project)
    (folder / "formulas.yml").unlink()
    with pytest.raises(BadInputError, match=r"definitions/formulas.yml is missing"):
        load_definitions(project)
