"""Notebook 02 runs for every kind of question it takes, and shows no gap of a table as a number."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from helpers.errors import BadInputError, NotComparableError
from helpers.sharing.claims import RegisteredClaims
from helpers.sharing.drawing import Chart
from helpers.sources.editions import load_definitions
from helpers.sources.shown import shown as shown_by_default

from ...frozen_project import frozen_project

PROJECT = frozen_project()
NOTEBOOK = PROJECT / "notebooks" / "02-rank-gains.ipynb"
GAPS = re.compile(r"\b(nan|NaN|None|inf|<NA>|NaT)\b")
BOTH_TABLES = {"baseline": "2022", "edition": "2023"}


Run = Callable[..., tuple[list[str], dict[str, Any]]]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """What every cell shows, as a page would, without a kernel; what was asked is not run again."""
    known: dict[frozenset[tuple[str, object]], tuple[list[str], dict[str, Any]]] = {}

    def run(**given: object) -> tuple[list[str], dict[str, Any]]:
        question = {"lang": "vi"} | given
        key = frozenset(question.items())
        if key not in known:
            known[key] = run_cells(tmp_path_factory.mktemp("report"), question)
        return known[key]

    return run


def run_cells(folder: Path, given: dict[str, object]) -> tuple[list[str], dict[str, Any]]:
    space: dict[str, Any] = {}
    shown = []
    for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] != "code":
            continue
        body = ast.parse("".join(cell["source"])).body
        last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
        exec(compile(ast.Module(body, []), cell["id"], "exec"), space)
        if cell["metadata"].get("tags") == ["parameters"]:
            space |= {"draws": 100, "report": str(folder)} | given
        if last is not None:
            value = eval(compile(ast.Expression(last.value), cell["id"], "eval"), space)
            if isinstance(value, RegisteredClaims):
                space["registered"] = value.claims
            if value is not None:
                bundle = getattr(value, "_repr_mimebundle_", dict)()
                plain = bundle[0] if isinstance(bundle, tuple) else bundle
                shown.append(plain.get("text/plain") or repr(value))
    return shown, space


@pytest.fixture(autouse=True)
def _from_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PROJECT)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_default_pair_shows_intervals_a_split_and_bounds(
    run: Run, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    shown, space = run(lang=lang, province="Hậu Giang")
    assert [text for text in shown if GAPS.search(text)] == []
    workings = space["workings"]
    assert {len(workings.parts), len(workings.intervals)} == {2, 252}
    assert workings.split is not None
    files = Path(space["report"]) / "figures" / "02-rank-gains"
    assert len(pd.read_csv(files / "sensitivity.csv")) == 252
    assert pd.read_csv(files / "split.csv")["places"].sum() == pytest.approx(-3)
    assert len(pd.read_csv(files / "bounds.csv")) == 63
    # Where nobody climbs, a sentence stands for the table of those who did.
    climbed, fell = space["gains"].moves
    monkeypatch.setitem(vars(space["gains"]), "moves", (climbed.iloc[:0], fell))
    nobody = {"vi": "Không tỉnh nào lên hạng.", "en": "No province climbed."}
    assert repr(workings.climbers()) == nobody[lang]
    ids = [claim.id.rpartition("/")[2] for claim in space["registered"]]
    # What a reader is told first, then the rest in its own order.
    assert ids == [
        "standing@DTI-34-2024:vn34-92",
        "largest-climb@DTI-63-2022-2023",
        "focus-gain@DTI-63-2022-2023:vn63-93",
        "sure-moves@DTI-63-2023-2024",
        "region@DTI-63-2022-2023:vn63-93",
        "catching-up@DTI-63-2022-2023",
        "newest@DTI-63-2023-2024:vn63-93",
        "sensitivity@DTI-63-2022:vn63-93",
        "sensitivity@DTI-63-2023:vn63-93",
        "split@DTI-63-2022-2023:vn63-93",
        "one-formula@DTI-63-2023-2024:vn63-93",
        "convergence@DTI-63-2022-2024",
        "spread-step@DTI-63-2023-2024",
        "mean-rise@DTI-63-2022-2023",
        "rank-mover@DTI-63-2022-2023",
        "points-alone@DTI-63-2023-2024",
        "population-weights@DTI-34-2024",
    ]


def test_the_newest_edition_of_the_units_that_exist_comes_first(run: Run) -> None:
    shown, space = run()
    newest = shown_by_default(load_definitions(PROJECT)).edition
    leading = space["leading"]
    assert leading.edition == newest
    assert len(leading.standing) == int(newest.universe)
    assert f"thành phố: {newest.index} {newest.edition}, công bố" in shown[0]
    assert "chỉ là ví dụ" in shown[0]
    # The province in focus is the same place before and after the mergers.
    former = space["gains"].question.unit
    assert former.province == f"{leading.unit.province} ({former.universe})"


def test_a_former_province_is_followed_into_the_unit_of_today(run: Run) -> None:
    shown, space = run(province="Hậu Giang")
    assert space["gains"].question.unit.unit_id == "vn63-93"
    assert space["leading"].unit.unit_id == "vn34-92"
    assert "Hậu Giang nay thuộc Cần Thơ." in shown[0]
    assert "gồm Cần Thơ, Hậu Giang, Sóc Trăng" in shown[0]
    assert "ví dụ" not in shown[0]


@pytest.mark.parametrize("province", ["Cần Thơ", "vn34-92", "vn63-92"])
def test_a_name_of_two_units_says_each_time_which_is_meant(run: Run, province: str) -> None:
    shown, space = run(province=province)
    assert space["leading"].unit.unit_id == "vn34-92"
    assert space["gains"].question.unit.unit_id == "vn63-92"
    # Below the newest edition the name never stands without its units.
    below = "\n".join(shown[3:])
    assert re.findall(r"xếp Cần Thơ (?!\(63\)|hạng \d+ trong 34 tỉnh)", below) == []
    assert "Cần Thơ (63)" in below


def test_a_year_alone_means_the_latest_units_that_it_ranks(run: Run) -> None:
    newest = shown_by_default(load_definitions(PROJECT)).edition
    _, space = run(edition=newest.edition)
    assert space["gains"].question.edition == newest
    _, space = run(edition="2023")
    assert space["gains"].question.pair[0].label == "DTI 2022 (63)"


@pytest.mark.parametrize(
    ("given", "tables", "said"),
    [
        ({"index": "ICT"}, 0, "ICT 2018: chưa có bảng đầy đủ"),
        ({"baseline": "2021", "edition": "2022"}, 1, "DTI 2021: chưa có bảng đầy đủ"),
        (
            {"index": "EGOV", "baseline": "2016", "edition": "2017", "bridge": "printed_ranks"},
            0,
            "EGOV 2017: chưa có bảng đầy đủ",
        ),
    ],
)
def test_where_there_is_no_complete_table_a_sentence_says_so(
    run: Run, given: dict[str, str], tables: int, said: str
) -> None:
    shown, space = run(**given)
    assert [text for text in shown if GAPS.search(text)] == []
    assert any(said in text for text in shown)
    assert any("Không tách được thay đổi theo từng chỉ số chính" in text for text in shown)
    assert len(space["workings"].parts) == tables
    assert space["workings"].split is None
    files = Path(space["report"]) / "figures" / "02-rank-gains"
    assert pd.read_csv(files / "split.csv").empty
    assert len(pd.read_csv(files / "sensitivity.csv")) == tables * 126


def test_the_first_lines_say_what_can_be_told(run: Run) -> None:
    shown, space = run(province="Hậu Giang")
    lines = shown[1].splitlines()
    newest = shown_by_default(load_definitions(PROJECT)).edition
    assert "lên hạng nhiều nhất" in lines[0]
    assert f"({newest.edition})" in lines[1]
    assert "dù tính theo điểm tối đa của kỳ nào" in lines[2]
    # What cannot be told comes after.
    cannot = [place for place, line in enumerate(lines) if line.startswith("Chưa thể nói")]
    assert cannot == [len(lines) - 2]
    (claim,) = (one for one in space["registered"] if one.name == "convergence")
    for ends in (space["country"].whole.earlier, space["country"].whole.later):
        for end in ends:
            assert f"{end:.4f}".replace(".", ",") in claim.sentence_vi
    assert f"({newest.edition})" in claim.sentence_vi
    assert (claim.verdict, claim.interval_kind, claim.counted) == ("cannot tell", "bounds", "units")
    assert claim.lower < 0 < claim.upper


@pytest.mark.parametrize("baseline", ["2022", "2023"])
def test_the_bridge_of_bounds(run: Run, baseline: str) -> None:
    given = {"baseline": baseline, "edition": "2024", "bridge": "formula_bounds"} | {
        "province": "Hậu Giang"
    }
    shown, space = run(**given)
    assert [text for text in shown if GAPS.search(text)] == []
    again = f"kỳ {baseline} (63) được tính lại theo điểm tối đa của kỳ 2024"
    assert any(again in text for text in shown)
    assert 0 < len(space["gains"].table) < 63
    # No claim speaks of a largest climb among the few that are known exactly.
    ids = [claim.id.rpartition("/")[2] for claim in space["registered"]]
    assert ids == [
        "standing@DTI-34-2024:vn34-92",
        f"sure-moves@DTI-63-{baseline}-2024",
        f"sensitivity@DTI-63-{baseline}:vn63-93",
        "sensitivity@DTI-63-2024:vn63-93",
        f"one-formula@DTI-63-{baseline}-2024:vn63-93",
        f"convergence@DTI-63-{baseline}-2024",
        f"points-alone@DTI-63-{baseline}-2024",
        "population-weights@DTI-34-2024",
    ]
    named = {claim.name: claim.verdict for claim in space["registered"]}
    verdicts = [named[name] for name in ("one-formula", "standing", "convergence")]
    # That the scores of the later edition lie apart is beyond doubt from one year to the next only.
    spread = {"2022": "cannot tell", "2023": "contradicted"}[baseline]
    assert verdicts == ["cannot tell", "fact", spread]


@pytest.mark.slow
def test_an_edition_that_stands_alone_is_shown_with_its_former_provinces(run: Run) -> None:
    shown, space = run(universe="34", province="Hậu Giang", member_means=True)
    assert [text for text in shown if GAPS.search(text)] == []
    said = "\n".join(shown)
    assert "Hậu Giang đã nhập vào Cần Thơ" in said
    assert "Chưa có hai kỳ DTI nào xếp hạng 34 tỉnh so sánh được" in said
    assert "không phải số liệu của Bộ" in said
    verdicts = {claim.id.rpartition("/")[2]: claim.verdict for claim in space["registered"]}
    assert verdicts == {
        "sensitivity@DTI-34-2024:vn34-92": "fact",
        "standing@DTI-34-2024:vn34-92": "fact",
        "no-pair@DTI-34": "cannot tell",
        "population-weights@DTI-34-2024": "fact",
    }
    assert "Thứ hạng trong vùng của 34 tỉnh chưa nói được" in said


def test_what_cannot_be_asked_is_refused_with_what_can(run: Run) -> None:
    with pytest.raises(BadInputError, match="nothing to compare it with yet"):
        run(universe="34", baseline="2024")
    with pytest.raises(NotComparableError, match="needs a complete table"):
        run(baseline="2021", edition="2024", bridge="formula_bounds")
    with pytest.raises(BadInputError, match="from 0 to below 1, found 1"):
        run(weight_spread=1)
    with pytest.raises(BadInputError, match="from 100 to 200000, found 99"):
        run(draws=99)


@pytest.mark.slow
@pytest.mark.parametrize("province", ["Đà Nẵng", "Bạc Liêu", "Quảng Ngãi", "An Giang"])
def test_any_kind_of_province_may_be_in_focus(run: Run, province: str) -> None:
    # All parts known or not, first or last, tied.
    shown, _ = run(province=province, **BOTH_TABLES)
    assert [text for text in shown if GAPS.search(text)] == []


@pytest.mark.parametrize(
    ("bridge", "limit"),
    [
        ("printed_ranks", "Hai kỳ không so sánh được: đây chỉ là hiệu hai thứ hạng đã công bố."),
        ("formula_bounds", "kỳ 2023 tính lại theo điểm tối đa của kỳ 2024"),
    ],
)
def test_a_picture_across_a_break_says_inside_that_nothing_compares(
    run: Run, texts_of: Callable[[Chart], list[str]], bridge: str, limit: str
) -> None:
    given = {"universe": "63", "province": "Hậu Giang", "baseline": "2023", "edition": "2024"}
    _, space = run(**given, bridge=bridge)
    gains = space["gains"]
    for chart in (gains.slopes(), gains.map()):
        assert limit in " ".join(texts_of(chart))
    history, bars = (" ".join(texts_of(one)) for one in (gains.history_chart(), gains.components()))
    assert "Các kỳ ở hai bên vạch đứt không so sánh được với nhau" in history
    assert "kỳ này và kỳ trước không so sánh được" in bars
