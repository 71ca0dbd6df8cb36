"""Every group on a copy that is broken on purpose: what is said, where, and what to do next."""

from __future__ import annotations

import copy
import hashlib
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers.questions.clean_figures.answer import CleanFigures, clean_figures
from helpers.sources.kept_states import RELEASES, keep_state, kept_editions
from helpers.sources.raw_files import raw_tables, seal
from helpers.verifying.groups import GROUPS, Outcome, verify

from ..frozen_project import frozen_project

Break = Callable[[Path], object]
BY_NAME = {group.name.removeprefix("verify."): group for group in GROUPS}


OF_THE_CHECKOUT = ("stored_outputs", "claims_group", "documents", "dictionary_group")
"""What these look at lies in the checkout alone: outputs of notebooks, and documents."""


@pytest.fixture(autouse=True)
def _cleaned_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same raw figures give the same tables (a test of their own): not worked out again."""
    monkeypatch.setattr("helpers.verifying.look.clean_figures", cleaned_once)


CLEANED: dict[str, CleanFigures] = {}


def cleaned_once(root: Path) -> CleanFigures:
    found = hashlib.sha256()
    for path in sorted((root / "data").rglob("*")):
        # All but what is made of it, and what lies beside it unread.
        if path.is_file() and not path.is_relative_to(root / PROCESSED):
            found.update(f"{path.relative_to(root)}\n".encode() + path.read_bytes())
    key = found.hexdigest()
    if key not in CLEANED:
        CLEANED[key] = clean_figures(root)
    return copy.deepcopy(CLEANED[key])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The frozen figures with all that is made of them, to be broken."""
    return Path(shutil.copytree(frozen_project(), tmp_path / "dự án"))


@pytest.fixture
def own(tmp_path: Path, checkout: Path) -> Path:
    """The data on file with their documents and notebooks, to be broken."""
    folder = tmp_path / "dự án"
    hidden = shutil.ignore_patterns(".*")
    for part in ("data", "docs", "notebooks"):
        shutil.copytree(checkout / part, folder / part, ignore=hidden)
    return folder


def change(file: str, before: str, after: str) -> Break:
    """Put other words in the place where these stand first."""

    def work(root: Path) -> None:
        path = root / file
        text = path.read_bytes().decode()
        assert before in text
        path.write_bytes(text.replace(before, after, 1).encode())

    return work


def swap(file: str, pattern: str, after: str) -> Break:
    """The same, where what stands there may be another figure next year."""

    def work(root: Path) -> None:
        path = root / file
        text, number = re.subn(pattern, after, path.read_text(encoding="utf-8"), count=1)
        assert number == 1
        path.write_bytes(text.encode())

    return work


def remove(file: str) -> Break:
    return lambda root: (root / file).unlink()


def add(file: str, text: str) -> Break:
    def work(root: Path) -> None:
        path = root / file
        path.parent.mkdir(exist_ok=True)
        path.write_bytes((path.read_bytes() if path.exists() else b"") + text.encode())

    return work


def garble(file: str) -> Break:
    return lambda root: (root / file).write_bytes(b"\xff\xfe\x00 broken")


def sealed(work: Break, file: str) -> Break:
    """Change a raw file on purpose, and record it."""

    def after(root: Path) -> None:
        work(root)
        seal(root, file.removeprefix("data/raw/"))

    return after


def kept(work: Break) -> Break:
    """Break what was kept only now."""

    def after(root: Path) -> None:
        keep_state(root, replace=True)
        work(root)

    return after


def newest(root: Path) -> Path:
    return root / RELEASES / kept_editions(root)[-1]


def add_to(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"vn63-99,63,99,a,a,,\n")


def said(outcomes: list[Outcome]) -> str:
    return "\n".join(found.said("en") for outcome in outcomes for found in outcome.found)


ADOPTION = "data/raw/adoption/adoption.csv"
TABLE = "data/raw/dti_tables/dti_2023_63"
EDITIONS = "data/raw/definitions/editions.yml"
CORRECTIONS = "data/raw/corrections.yml"
PROCESSED = "data/processed"
LOG = "docs/data-log.md"

BROKEN: dict[str, list[tuple[Break, str]]] = {
    "raw_files": [
        (change(f"{TABLE}.csv", "0.7", "0.8"), "«git checkout -- data/raw/dti_tables/dti_2"),
        (change(f"{TABLE}.yml", "rows: 63", "rows: 62"), "Expected: rows 62. Found: rows 63"),
        (change(f"{TABLE}.csv", "DTI", "DTJ"), "column «Xếp hạng DTI»: columns are missing"),
        (remove(f"{TABLE}.csv"), "data/raw/dti_tables/dti_2023_63.csv: the file is missing"),
        (remove(f"{TABLE}.yml"), "Expected: dti_2023_63.yml"),
        (garble(f"{TABLE}.csv"), "dti_2023_63.csv, line 1: the file is not UTF-8"),
        (add(f"{TABLE}.yml", "\n}{"), "dti_2023_63.yml is not valid YAML"),
        (change(f"{TABLE}.yml", "columns:", "columns: 3\nother:"), "data/raw/dti_tables/dti_2023"),
        (add(f"{TABLE}.yml", "original: {file: originals/a.pdf, sha256: ab}\n"), "originals/a.pdf"),
        (add("data/raw/adoption/more.csv", "a\n1\n"), "more.csv: its metadata file is missing"),
        (add("data/.intake/begun.txt", ""), "An intake has not ended"),
    ],
    "definitions": [
        (change(EDITIONS, "formula: dti-922", "formula: dti-923"), "dti-923"),
        (add(EDITIONS, "}{"), "editions.yml is not valid YAML"),
        (change("data/raw/provinces/provinces.csv", "code", "kode"), "provinces.csv, line 1"),
        (change("data/raw/noted_contradictions.yml", "o072", "o999"), "o999"),
        (change("data/raw/definitions/adoption_counts.yml", "  - of GRDP", "  -- a"), "counts"),
        (garble("data/raw/definitions/formulas.yml"), "formulas.yml"),
    ],
    "corrections": [
        (change(CORRECTIONS, "expect: 0,326", "expect: 0,327"), "«0,327», found «0,326»"),
        (change(CORRECTIONS, "figure: r0039", "figure: r9999"), "found no such cell"),
        (change(CORRECTIONS, "column: name_vi", "column: name"), "found no such cell"),
        (change(CORRECTIONS, "  use: 0,3026\n", ""), "corrections.yml, entry 3"),
    ],
    "figures": [
        (change(f"{TABLE}.csv", "Hải Phòng", "Hải Phong A"), "the name means no province"),
        (change(ADOPTION, "An Giang", "An Giangg"), "adoption.csv, line"),
        (change("data/raw/milestones/milestones.csv", "2022", "2O22"), "milestones.csv, line"),
        (change("data/raw/papi/papi_e_governance_2019_2024.csv", "0.", "O."), "papi_e_gov"),
        (change(EDITIONS, "table: dti_2023_63", "table: dti_2023_64"), "dti_2023_64"),
    ],
    "relations": [
        (change(EDITIONS, 'mean: "0,6961"', 'mean: "0,7961"'), "0,7961"),
    ],
    "sources": [
        (change("data/raw/milestones/milestones.csv", ",s508", ",s9508"), "line 2: the source «s9"),
        (change("data/raw/sources/sources.csv", "https://", "htp:/"), "is no address; expected"),
        (change(EDITIONS, "mean_source: s014", "mean_source: s914"), "DTI 2021 (63 units): the so"),
        (change(EDITIONS, ", mean_source: s014", ""), "the source of the mean (mean_source) «»"),
        (change(f"{TABLE}.yml", "https://dti.gov.vn", "https://[dti.gov.vn"), "dti_2023_63.yml"),
    ],
    "tables": [
        (remove(f"{PROCESSED}/rankings.csv"), "data/processed/rankings.csv is missing. Run"),
        (change(f"{PROCESSED}/rankings.csv", ",0.", ",0.1"), "rankings.csv (from line"),
        (change(f"{PROCESSED}/units.csv", "vn34-", "vn63-"), "units"),
        (garble(f"{PROCESSED}/coverage.csv"), "coverage.csv is not a UTF-8 table of coverage"),
        (add(f"{PROCESSED}/more.csv", "a\n"), "data/processed/more.csv: is no table of the proj"),
        (remove(f"{PROCESSED}/datapackage.json"), "datapackage.json: does not describe"),
        (change(f"{PROCESSED}/datapackage.json", "tangbac", "x"), "«tangbac run 01»"),
        (sealed(change(ADOPTION, ",2023", ",2022"), ADOPTION), "adoption.csv (from line"),
    ],
    "press_check": [
        (change(f"{PROCESSED}/press_check.csv", ",agrees,", ",disagrees,"), "press_check.csv (fr"),
        (change(f"{PROCESSED}/press_check.csv", ",agrees,", ",agreed,"), "press_check"),
        (remove(f"{PROCESSED}/press_check.csv"), "press_check.csv is missing"),
    ],
    "stored_outputs": [
        (add(f"{PROCESSED}/milestones.csv", " "), "04-milestones.ipynb, 06-robustness.ipynb, 09-"),
        (add(EDITIONS, "# a word\n"), "explore.ipynb are not those of the present data. Run «make"),
        (remove("data/raw/definitions/universes.yml"), "universes.yml"),
        (garble("notebooks/07-targets.ipynb"), "07-targets.ipynb"),
        (change("notebooks/07-targets.ipynb", "<p>", "<p>9"), "in 07-targets.ipynb are not those"),
        (change("notebooks/explore.ipynb", '"outputs_sha256"', '"other"'), "in explore.ipynb are"),
        (add("docs/rank-gains.svg", " "), "rank-gains.svg: is not the picture that the notebook"),
        (remove("docs/rank-gains.svg"), "docs/rank-gains.svg: is not the picture"),
    ],
    "claims_group": [
        (change(f"{PROCESSED}/claims.csv", ",holds,", ",cannot tell,"), "claims.csv: not what the"),
        (change(f"{PROCESSED}/claims.csv", ",holds,", ",held,"), "claims"),
        (remove(f"{PROCESSED}/claims.csv"), "claims.csv is missing"),
        (remove("notebooks/07-targets.ipynb"), "not what the notebooks store: 07-targets/"),
        (add(EDITIONS, "# a word\n"), "are not those of the present data. Run «make notebooks»"),
    ],
    "kept_states": [
        (kept(add(f"{PROCESSED}/claims.csv", '"a",b,c,c,,,,,,holds,,m\n')), "missing: claims.csv"),
        (kept(lambda root: shutil.rmtree(newest(root))), "are not kept. Run «tangbac keep»"),
        (kept(lambda root: add_to(newest(root) / "units.csv")), "units.csv: is not the table that"),
        (kept(lambda root: (newest(root) / "units.csv").unlink()), "units.csv: the table that was"),
        (kept(lambda root: (newest(root) / "rankings.csv").unlink()), "rankings.csv: the table"),
        (kept(lambda root: (newest(root) / "units.csv").write_bytes(b"\xff")), ": is not the tab"),
        (kept(lambda root: newest(root).rename(root / RELEASES / "1999")), "1999: the tables in"),
        (kept(lambda root: (root / RELEASES / "2001").mkdir()), "2001/rankings.csv: the"),
    ],
    "documents": [
        (change(LOG, "| `adoption/", "| `adaption/"), "no row for adoption/adoption.csv. Add it"),
        (swap(LOG, r"(adoption.csv` \| )\d+", r"\1 7"), "found «7»"),
        (swap(LOG, r"(adoption.csv` \| )\d+", r"\1 7"), "column «rows»: expected «"),
        (change(LOG, "| 2022-08-08 |", "| 2022-08-09 |"), "expected «2022-08-08» as in the file"),
        (remove("data/raw/papi/papi_e_governance_2019_2024.csv"), "papi_e_governance_2019_2024"),
        (change(LOG, "`noted_contradictions.yml`", "those"), "does not name data/raw/noted_contr"),
        (swap(LOG, r"\| \w+: \w+ \| \w+: .* \|", "| fair | amber |"), "«fair», «amber»"),
        (change("docs/assumptions.md", "| green: good |", "| green |"), "assumptions.md, line"),
        (change(LOG, "| by source |", "|"), "expected 6 cells as in the header"),
        (change("docs/methodology-changes.md", "2023 → 2024", "2023"), "name «DTI 2023 → 2024»"),
        (change("docs/methodology.md", "| 2022, 2023 |", "| 2022 |"), "| 2023 | Decision 922/"),
        (remove("docs/assumptions.md"), "docs/assumptions.md is missing. Restore it: «git check"),
        (garble(LOG), "The group «Logs and methodology in docs» could not be checked"),
    ],
    "dictionary_group": [
        (add("docs/data-dictionary.md", "word\n"), "data-dictionary.md is not the one"),
        (remove("docs/data-dictionary.md"), "Run tangbac run 01"),
        (swap("data/raw/definitions/codes.yml", r"(?m)^  population:", "  popul:"), "popul"),
    ],
}  # fmt: skip
CASES = [
    pytest.param(name, work, words, id=f"{name}-{number}")
    for name, cases in BROKEN.items()
    for number, (work, words) in enumerate(cases)
]


def test_every_group_is_broken_here() -> None:
    assert BROKEN.keys() == BY_NAME.keys()


def test_the_data_on_file_are_of_one_state(checkout: Path) -> None:
    """Where this fails, what is to be done is said: as after every change of the data."""
    outcomes = verify(checkout)
    assert said(outcomes) == ""
    assert all(outcome.is_good for outcome in outcomes)


@pytest.mark.parametrize(("name", "work", "words"), CASES)
def test_what_is_broken_is_named_with_what_to_do(
    request: pytest.FixtureRequest, name: str, work: Break, words: str
) -> None:
    root = request.getfixturevalue("own" if name in OF_THE_CHECKOUT else "root")
    work(root)
    outcomes = verify(root, [BY_NAME[name]])
    assert words in said(outcomes)
    assert not outcomes[0].is_good
    for outcome in outcomes:
        for found in outcome.found:
            assert found.said("vi") != found.said("en")


def test_every_broken_file_of_a_group_is_named(root: Path) -> None:
    files = raw_tables(root)[:3]
    for file in files:
        add(f"data/raw/{file}", " ,,\n")(root)
    (outcome,) = verify(root, [BY_NAME["raw_files"]])
    assert [file in found.said("en") for file, found in zip(files, outcome.found, strict=True)]


def test_what_waits_for_another_group_is_not_said_twice(root: Path) -> None:
    table = f"{TABLE}.csv"
    sealed(change(table, "Hải Phòng", "Hải Phong A"), table)(root)
    outcomes = {one.group.name: one for one in verify(root)}
    assert len(outcomes) == len(GROUPS)
    assert "the name means no province" in said([outcomes["verify.figures"]])
    for name in ("verify.relations", "verify.press_check", "verify.tables"):
        assert (outcomes[name].found, outcomes[name].waits) == ([], True)
    # The documents are those of the checkout, which may tell of later editions.
    for name in ("verify.definitions", "verify.sources"):
        assert outcomes[name].is_good


def cut(file: str) -> Break:
    """Delete the second row."""
    return swap(file, r"\A(.*\n.*\n).*\n", r"\1")


SEALED = ("figures", "relations", "sources", "tables", "press_check", "claims_group")
MADE = ("claims_group", "dictionary_group")
SOURCES, RANKINGS = "data/raw/sources/sources.csv", f"{PROCESSED}/rankings.csv"
ONE_ADVICE: dict[str, tuple[Break, str, str, tuple[str, ...]]] = {
    "row of a raw file": (cut(SOURCES), "raw_files", f"git checkout -- {SOURCES}", SEALED),
    "cell of a raw file": (
        change(f"{TABLE}.csv", "0.7", "0.8"), "raw_files", f"git checkout -- {TABLE}.csv", SEALED,
    ),
    "raw file": (remove(ADOPTION), "raw_files", f"git checkout -- {ADOPTION}", SEALED),
    "cell of a table": (change(RANKINGS, ",0.", ",0.1"), "tables", "make refresh", MADE),
    "schema of a table": (swap(RANKINGS, r"(?m)^vn34-", "vn63-"), "tables", "make refresh", MADE),
    "table": (remove(RANKINGS), "tables", "make refresh", MADE),
    "claims": (remove(f"{PROCESSED}/claims.csv"), "tables", "make refresh", MADE),
    "press check": (
        change(f"{PROCESSED}/press_check.csv", ",agrees,", ",disagrees,"),
        "press_check", "make refresh", MADE,
    ),
    "claim": (
        change(f"{PROCESSED}/claims.csv", ",holds,", ",cannot tell,"),
        "claims_group", "make notebooks", ("kept_states",),
    ),
    "output": (
        change("notebooks/07-targets.ipynb", "<p>", "<p>9"),
        "stored_outputs", "make notebooks", ("claims_group", "kept_states"),
    ),
    "kept table": (
        lambda root: add_to(newest(root) / "units.csv"),
        "kept_states", "git checkout -- data/releases/", (),
    ),
    "kept file": (
        lambda root: (newest(root) / "rankings.csv").unlink(),
        "kept_states", "git checkout -- data/releases/", (),
    ),
}  # fmt: skip
ORDERS = ("make refresh", "make notebooks", "keep --replace", "git checkout", "Add ", "Errno")


@pytest.mark.parametrize("what", ONE_ADVICE)
def test_a_break_has_one_advice_and_what_follows_from_it_waits(own: Path, what: str) -> None:
    work, name, advice, waiting = ONE_ADVICE[what]
    work(own)
    outcomes = {one.group.name.removeprefix("verify."): one for one in verify(own)}
    assert [one for one, outcome in outcomes.items() if outcome.found] == [name]
    (found,) = outcomes[name].found
    words = found.said("en")
    assert advice in words
    assert [order for order in ORDERS if order in words] == [
        order for order in ORDERS if order in advice
    ]
    for lang in ("vi", "en"):
        assert not re.search("Chưa ghi gì|Nothing was written", found.said(lang))
    assert all(outcomes[one].waits for one in waiting)


def test_a_raw_file_that_was_changed_is_restored_before_it_is_sealed(root: Path) -> None:
    cut(SOURCES)(root)
    (found,) = verify(root, [BY_NAME["raw_files"]])[0].found
    for lang in ("vi", "en"):
        words = found.said(lang)
        orders = ("git diff ", "git checkout -- ", "tangbac seal ")
        places = [words.index(f"«{order}{SOURCES}»") for order in orders]
        assert places == sorted(places)


@pytest.mark.parametrize(
    "file", [EDITIONS, CORRECTIONS, f"{TABLE}.yml", "data/raw/provinces/provinces.yml"]
)
def test_a_broken_file_ends_no_other_group(root: Path, file: str) -> None:
    garble(file)(root)
    for path in (root / PROCESSED).glob("*.csv"):
        path.write_bytes(b"\x00")
    outcomes = verify(root)
    assert [outcome.group for outcome in outcomes] == list(GROUPS)
    assert Path(file).name in said(outcomes)
    assert "could not be checked" not in said(outcomes)


def test_a_kept_state_without_a_record_is_taken_as_it_is(root: Path) -> None:
    keep_state(root, replace=True)
    (newest(root) / "SHA256SUMS").unlink()
    assert verify(root, [BY_NAME["kept_states"]])[0].is_good


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ("worth_saying: 0.25", "worth_saying: 25", "worth_saying"),
        ("  years_since_ioc:", "  years_since_ico:", "years_since_"),
        ("notebook: 04-milestones", "notebook: 44-milestones", "notebook: expected one of"),
        ('edition: "2023"', 'edition: "2033"', "no edition DTI 2033"),
    ],
)
def test_a_wrong_entry_of_the_declared_tests_is_named_once(
    root: Path, before: str, after: str, named: str
) -> None:
    change("data/raw/definitions/tests.yml", before, after)(root)
    lines = [line for line in said(verify(root)).splitlines() if "tests.yml" in line]
    assert len(lines) == 1
    assert named in lines[0]
