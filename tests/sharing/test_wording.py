"""The table of wording: both languages alike, every entry used, every key that is used there."""

from __future__ import annotations

import ast
import json
import re
import string
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from helpers.errors import BadInputError
from helpers.questions.changes.claims import CHANGES
from helpers.questions.digital_adoption.answer import REASONS
from helpers.questions.digital_adoption.figures import MEASURES, USES
from helpers.questions.explore.sortable import TABLE_WORDS
from helpers.questions.milestones.answer import FAMILY
from helpers.questions.milestones.events import STAGES
from helpers.questions.online_services.answer import (
    ADOPTION_MEASURES,
    KINDS,
    OFFERED,
    REGIMES,
    TIERS,
    with_kinds,
)
from helpers.questions.online_services.portal import PORTAL_MEASURES
from helpers.questions.online_services.sentences import base_and_parts
from helpers.questions.press_check.answer import CAUSES
from helpers.questions.press_check.headline import NOT_CHECKED
from helpers.questions.province_brief.record import GROUPS
from helpers.questions.province_brief.record import KINDS as KINDS_OF_FIGURES
from helpers.questions.robustness.answer import SCALES, SPREADS
from helpers.questions.what_the_index_measures.answer import COMPARED
from helpers.rankings.provenance import PROVENANCES
from helpers.sharing import wording
from helpers.sharing.numbers import LocalFormatter
from helpers.sharing.wording import (
    Entry,
    Paragraphs,
    Sentence,
    check_language,
    read_wording,
    say,
    sentence,
    use_wording,
    word,
)
from helpers.site.how_to_read import QUESTIONS, TERMS
from helpers.sources.adoption_counts import NAMED_EXTREMES, load_adoption_counts
from helpers.sources.declared_tests import CONTROLS, SENSITIVITY
from helpers.sources.dictionary import code_lists
from helpers.sources.editions import load_definitions
from helpers.sources.figures import BASES, SETTLED_BY
from helpers.sources.processed_files import read_processed
from helpers.sources.provinces import fold_name, load_units
from helpers.sources.schemas import CLAIM_VERDICTS, COUNTED, PRESS_VERDICTS, TABLES
from helpers.sources.settled_editions import CONFIDENCES
from helpers.statements.statement import REFUSALS, WARNINGS
from helpers.statistics.baseline import Convergence
from helpers.statistics.decomposition import OTHERS, REMAINDER, ROUNDING
from helpers.statistics.evidence import OUTCOMES, ROLES
from helpers.statistics.permutation import CANNOT_TELL_KINDS
from helpers.statistics.settled_order import UNPRINTED
from helpers.statistics.verdicts import ASSOCIATION_VERDICTS

from ..frozen_project import CHECKOUT, FROZEN, frozen_project

WORDING = CHECKOUT / "src" / "helpers" / "wording"
FILES = sorted(
    path.name
    for path in WORDING.glob("*.yml")
    if not path.name.startswith(("columns", "errors-", "remarks"))
)
use_wording(*FILES)
# Keys that the code puts together, from the constants they are put together of.
DERIVED = {
    "verdict": set(CLAIM_VERDICTS),
    "counted": set(COUNTED),
    "claim_change": set(CHANGES),
    "explore.table": set(TABLE_WORDS.values()),
    "basis": {*BASES, "interval", "unknown"},
    "brief.group": set(GROUPS),
    "brief.relation": {"same", "near_less", "near_more", "more", "less"},
    "brief.run": {"up", "down", "same", "none"},
    "brief.break": {
        "plain", "unknown", "open", "up", "down", "exact_up", "exact_down", "exact_same",
    },
    "brief.kind": {
        kind for kind, (group, _) in KINDS_OF_FIGURES.items() if group != "milestones"
    } | {"plan"},
    "brief.short": set(load_definitions(FROZEN).formulas["dti-405"].weights),
    "brief.what_if": {"title", "no_forecast", "reset", "points", "rank"},
    "cause": set(CAUSES),
    "press_verdict": set(PRESS_VERDICTS),
    "refusal": set(REFUSALS),
    "warning": set(WARNINGS),
    "not_checked": {*NOT_CHECKED, "region"},
    "headline.says": set(PROVENANCES),
    "headline.counted": {"table", "recomputed"},
    "table_holds": set(TABLES),
    "tangbac.header": {
        "index", "universe", "formula", "published", "complete", "compares_with", "why_not",
        "province_en", "went_into", "vi", "en", "unit", "years", "whole",
    },
    "tangbac.of": {"index", "edition", "baseline"},
    "tangbac.kind": {"index", "other"},
    "tangbac.region": {
        fold_name(unit.region).replace(" ", "_") for unit in load_units(FROZEN).all() if unit.region
    },
    "question": {f"{name}.{part}" for name in QUESTIONS for part in ("asked", "answer")},
    "term": {f"{name}.{part}" for name in TERMS for part in ("name", "means")},
    "check": {
        "total_from_parts_official", "total_from_parts_fitted", "total_from_parts_press",
        "total_from_parts_derived",
        "printed_mean",
        "merged_units_are_means", "pillar_ranks_press",
    } | {
        f"printed_mean_{pillar}"
        for formula in load_definitions(FROZEN).formulas.values()
        for pillar in formula.pillars
    },
    "clean.settled_by": set(SETTLED_BY),
    "clean.confidence": set(CONFIDENCES),
    "evidence": {
        "power", "power_none", "benchmark", "table_caption",
        *(verdict.replace(" ", "_") for verdict in ASSOCIATION_VERDICTS),
        *(f"problem.{kind}" for kind in CANNOT_TELL_KINDS),
        *(f"outcome.{outcome}" for outcome in OUTCOMES),
        *(f"kind.{kind}" for kind in (*ROLES, *SENSITIVITY)),
        *(f"control.{control}" for control in CONTROLS),
        *(f"chart_{part}" for part in ("title", "alt", "axis", "row", "none", "interval", "all")),
        "excludes_little", "excludes_nothing", "detail", "detail_all", "not_connected", "from_to",
        "declared_caption", "declared_seen", "declared_before", "model", "model_skewed", "places",
    },
    "gains.most": {"climbed", "nobody", "unmoved", "alone"},
    "gains.slope_title": {"up", "down", "none", "unknown"},
    "gains.moved": {"up", "down", "none"},
    "workings.split_moved": {"up", "down", "none"},
    "workings.sure": {"up", "down", "same", "unsure"},
    "milestones.comparisons": {"none", "one", "some"},
    "workings.part": {REMAINDER, ROUNDING, OTHERS},
    "adoption.measure": set(MEASURES),
    "adoption.counts": {"not_declared", "points", NAMED_EXTREMES} | {
        group for wordings in load_adoption_counts(FROZEN).values() for group in wordings.values()
    },
    "adoption.standing": set(USES),
    "adoption.reason": set(REASONS),
    "services.kind": set(KINDS),
    "services.regime": set(REGIMES),
    "services.level": {
        base_and_parts(level)[0]
        for level in with_kinds(read_processed(frozen_project(), "online_services"))["level"]
    },
    "services.part": {
        "target", "share", "eligible", "not_eligible", "on_national_portal", "added",
    },
    "services.use": {*OFFERED, *ADOPTION_MEASURES},
    "services.tier": set(TIERS),
    "services.tiers": {"agrees", "differs", "incomplete"},
    "services.portal_measure": set(PORTAL_MEASURES),


    "milestones.type": {*read_processed(frozen_project(), "milestones")["milestone_type"], *FAMILY},
    "milestones.stage": set(STAGES),
    "milestones.lacking": {"before", "after", "both"},
    "measures.other": set(COMPARED),
    "measures.claim": {"hangs", *(name.replace(" ", "_") for name in ASSOCIATION_VERDICTS)},
    "robustness.fold": {"family", "regions", "curves", "not_run"},
    "robustness.unprinted": {"none", *UNPRINTED},
    "robustness.units": {"all", "without five highest", "without five lowest"},
    "robustness.scale": set(SCALES),
    "robustness.spread": set(SPREADS),
    "tangbac.column": {"rank", "score", "rank_gain", "score_change"},
    "tangbac.gain": {"found", "open"},
    "tangbac.trend_title": {"rank", "score"},
    "tangbac.producer": {"papi", "pci", "portal_index", "statistics", "own"},
    "tangbac.unit": {one.unit for one in code_lists(FROZEN)["covariates"].values()},
    "tangbac.told": set(ASSOCIATION_VERDICTS),
    "tangbac.problem": {*CANNOT_TELL_KINDS, "follows"},
}  # fmt: skip
CALLS = {"word": 0, "say": 0, "_say": 0, "sentence": 0, "marked": 0, "Said": 0}


def all_entries() -> dict[str, Entry]:
    """Every word and sentence of every file."""
    return {key: entry for file in FILES for key, entry in read_wording(file).items()}


def texts_of_wording() -> dict[str, Entry]:
    """The entries whose key is text: that all are is a test of its own."""
    return {key: entry for key, entry in all_entries().items() if isinstance(key, str)}


def python_sources() -> Iterator[tuple[str, str]]:
    for path in sorted((CHECKOUT / "src").rglob("*.py")):
        yield path.name, source_of(path)
    for path in sorted((CHECKOUT / "notebooks").glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        for cell in cells:
            if cell["cell_type"] == "code":
                yield path.name, "".join(cell["source"])


def source_of(path: Path) -> str:
    """A module's source without what it says on a terminal: those texts are in `commands.toml`."""
    source = path.read_text(encoding="utf-8")
    on_terminal = path.parent.name == "commands" or path.name == "cli.py"
    return re.sub(r"\bsay\(", "on_terminal(", source) if on_terminal else source


def template_keys() -> set[str]:
    texts = (path.read_text("utf-8") for path in (CHECKOUT / "src").rglob("*.j2"))
    # Either side of an if as well: word("a" if it_holds else "b").
    calls = [call for text in texts for call in re.findall(r"\b(?:word|say|said)\(([^()]*)", text)]
    return {key for call in calls for key in re.findall(r'"(\w+\.[^"]+)"', call)}


def keys_named(argument: ast.expr) -> Iterator[str | re.Pattern[str]]:
    """Keys in the argument that names one: text, either side of an if, or a pattern for f-texts."""
    if isinstance(argument, ast.IfExp):
        yield from keys_named(argument.body)
        yield from keys_named(argument.orelse)
    elif isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield argument.value
    elif isinstance(argument, ast.JoinedStr):
        parts = (
            re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".*"
            for part in argument.values
        )
        yield re.compile("".join(parts))


def texts_in(source: str) -> set[str]:
    return {
        node.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def named_in(source: str) -> Iterator[str | re.Pattern[str]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            place = CALLS.get(ast.unparse(node.func).removeprefix("self."))
            if place is not None and len(node.args) > place:
                yield from keys_named(node.args[place])


def test_every_key_that_is_used_exists() -> None:
    wording = texts_of_wording()
    keys = [(name, key) for name, source in python_sources() for key in named_in(source)]
    assert len(keys) > 100
    for name, key in keys:
        known = key in wording if isinstance(key, str) else any(map(key.fullmatch, wording))
        assert known, f"{name} uses {key}"
    assert template_keys()
    assert template_keys() <= set(wording)


NAMERS = re.compile(r"\b(Said|_?say|marked)$")


def given_to_phrases() -> Iterator[tuple[str, str, set[str]]]:
    """Place, key and names of the values of every phrase whose values are all named there."""
    for name, source in python_sources():
        for node in ast.walk(ast.parse(source)):
            if not isinstance(node, ast.Call) or not NAMERS.search(ast.unparse(node.func)):
                continue
            given = [one.arg for one in node.keywords]
            if node.args and isinstance(node.args[0], ast.Constant) and None not in given:
                yield f"{name}:{node.lineno}", node.args[0].value, {str(one) for one in given}


def test_a_phrase_is_given_the_values_that_its_sentence_names() -> None:
    # Else it fails only when it is written, and some are written rarely.
    checked = 0
    for place, key, given in given_to_phrases():
        needed = {re.split(r"[.\[]", name)[0] for name, _ in placeholders(all_entries()[key]["vi"])}
        assert needed <= given, f"{place}: {key}"
        checked += 1
    assert checked > 100


def test_every_key_is_text() -> None:
    # `yes` and `no` without quotes are true and false in YAML, and no word() would find them.
    assert [key for key in all_entries() if not isinstance(key, str)] == []


@pytest.mark.parametrize("family", DERIVED)
def test_families_have_an_entry_for_every_constant_and_no_more(family: str) -> None:
    start = f"{family}."
    found = {key.removeprefix(start) for key in texts_of_wording() if key.startswith(start)}
    assert found == DERIVED[family]


def test_no_entry_is_unused() -> None:
    used = template_keys()
    for _, source in python_sources():
        texts = texts_in(source)
        used |= texts
        # f"gains.movement.{direction}": its endings stand in the same cell or module.
        for key in named_in(source):
            if isinstance(key, re.Pattern):
                used |= {
                    entry
                    for entry in texts_of_wording()
                    if key.fullmatch(entry) and entry.rsplit(".", 1)[1] in texts
                }
    families = tuple(f"{family}." for family in DERIVED)
    unused = [key for key in texts_of_wording() if key not in used and not key.startswith(families)]
    assert unused == []


def placeholders(text: str) -> set[tuple[str, str]]:
    return {
        (name, spec or "")
        for _, name, spec, _ in string.Formatter().parse(text)
        if name is not None
    }


@pytest.mark.parametrize("file", FILES)
def test_both_languages_say_the_same_with_the_same_values(file: str) -> None:
    for key, entry in read_wording(file).items():
        assert set(entry) == {"vi", "en"}, key
        assert placeholders(entry["vi"]) == placeholders(entry["en"]), key
        for lang, text in entry.items():
            assert text.strip() == text != "", (key, lang)
            assert unicodedata.is_normalized("NFC", text), key
        for name, spec in placeholders(entry["vi"]):
            check_form(key, name, spec)


def check_form(key: str, name: str, spec: str) -> None:
    """A form that does not exist would be a ValueError for a text value only when it is shown."""
    # The value itself, or what lies in it: bands.narrow[rank].
    assert re.fullmatch(r"[a-z_]+((\.[a-z_]+)|(\[[a-z_]+\]))*", name), (key, name)
    sample = date(2021, 4, 26) if spec in ("date", "month") else 0.5
    assert spec == "" or LocalFormatter("vi").format("{0:" + spec + "}", sample), (key, name)


def test_a_sentence_is_filled_in_the_form_of_its_language() -> None:
    found = Convergence(63, 0.0786, 0.0601, 4.0, 0.0001)
    values = {"found": found, "one": {"baseline": "2022", "edition": "2023"}}
    assert "từ 0,0786 xuống 0,0601" in sentence("gains.converged", "vi", **values)
    assert "p < 0,001" in sentence("gains.converged", "vi", **values)
    assert "from 0.0786 to 0.0601" in sentence("gains.converged", "en", **values)
    assert word("basis.derived", "vi") == "suy ra từ số liệu khác"


def test_what_is_missing_is_refused() -> None:
    with pytest.raises(KeyError, match=r"gains\.nothing"):
        word("gains.nothing", "vi")
    with pytest.raises(KeyError, match="found"):
        sentence("gains.converged", "vi", one={"baseline": "2022", "edition": "2023"})
    with pytest.raises(BadInputError, match=r"no language 'fr'. Choose one of: vi, en"):
        check_language("fr")
    assert check_language("vi") == "vi"


def test_a_sentence_from_the_data_stays_text() -> None:
    shown = say("gains.history_none", "vi", province="<b>Huế</b> & co")
    assert "&lt;b&gt;Huế&lt;/b&gt; &amp; co" in shown._repr_html_()
    assert repr(shown) == "Chưa biết thứ hạng chung nào của <b>Huế</b> & co."


def test_paragraphs_are_said_once_each_and_stay_text() -> None:
    shown = Paragraphs([Sentence("a < b"), Sentence("c"), Sentence("a < b")])
    assert repr(shown) == "a < b\nc"
    assert shown._repr_html_() == "<p>a &lt; b</p>\n<p>c</p>"
    assert repr(Paragraphs([])) == Paragraphs([])._repr_html_() == ""


def test_an_entry_without_a_language_stops_at_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "half.yml").write_text("a: {vi: một}\n", encoding="utf-8")
    monkeypatch.setattr(wording, "_FOLDER", tmp_path)
    with pytest.raises(
        BadInputError, match=r"half\.yml: 'a' needs exactly the languages vi and en"
    ):
        read_wording("half.yml")


def test_no_key_stands_in_two_files() -> None:
    assert sum(len(read_wording(file)) for file in FILES) == len(all_entries())


def test_a_module_names_the_files_of_the_keys_it_says() -> None:
    """So that a changed sentence runs again what says it, and nothing else."""
    home = {key: file for file in FILES for key in read_wording(file)}
    for path in sorted((CHECKOUT / "src").rglob("*.py")):
        source = source_of(path)
        keys = {key for key in named_in(source) if isinstance(key, str)}
        needed = {home[key] for key in keys} - {"words.yml"}
        lacking = {file for file in needed if f'"{file}"' not in source}
        assert not lacking or path.parent.name in ("site", "commands"), f"{path.name}: {lacking}"
