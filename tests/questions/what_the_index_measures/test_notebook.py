"""Notebook 10 as readers see it, on the figures on file and with made-up editions."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers.errors import BadInputError
from helpers.questions.clean_figures.answer import clean_figures
from helpers.sharing.claims import RegisteredClaims, name_of
from helpers.sources.processed_files import read_processed, write_processed

from ...frozen_project import frozen_project
from ...made_up_editions import file_next_edition
from ...shown_notebooks import run_cells

ShowNotebook = Callable[..., list[str]]
NAME = "10-what-the-index-measures"
DRAWS = 1_000
GAPS = re.compile(r"\b(nan|NaN|NaT|inf)\b|<NA>|>None<")
MEASURES = ("overall", "infrastructure", "government_activity", "economy_activity",
            "society_activity")  # fmt: skip


def prose_of(shown: list[str]) -> list[str]:
    return [re.sub(r"<svg.*?</svg>", "", text) for text in shown]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_what_can_be_told_stands_before_what_cannot(
    lang: str, tmp_path: Path, show_notebook: ShowNotebook
) -> None:
    shown = show_notebook(NAME, lang=lang, draws=DRAWS, report=str(tmp_path))
    assert not any(GAPS.search(text) for text in prose_of(shown))
    told, cannot = {
        "vi": ("DTI đi cùng với", "chưa thể nói"),
        "en": ("The DTI goes along with", "cannot be told"),
    }[lang]
    (short,) = (text for text in shown if text.startswith(f"<p>{told}"))
    # What can be told comes first, and of how much it cannot last.
    assert cannot in short.splitlines()[-1]
    assert sum(cannot in line for line in short.splitlines()) == 1
    files = {path.name for path in (tmp_path / "figures" / NAME).iterdir()}
    assert files == {"agreement.csv", "by_part.csv", "points.csv", "rest.csv"}


@pytest.mark.parametrize("measure", MEASURES)
def test_every_measure_that_is_offered_is_answered(
    measure: str, tmp_path: Path, show_notebook: ShowNotebook
) -> None:
    shown = show_notebook(NAME, measure=measure, draws=DRAWS, report=str(tmp_path))
    assert not any(GAPS.search(text) for text in prose_of(shown))


def test_another_measure_is_refused_with_those_on_offer(
    tmp_path: Path, show_notebook: ShowNotebook
) -> None:
    with pytest.raises(BadInputError, match="Offered: " + ", ".join(MEASURES)):
        show_notebook(NAME, measure="awareness", draws=DRAWS, report=str(tmp_path))


def test_nothing_on_file_to_compare_with_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = copied(tmp_path)
    covariates = read_processed(root, "covariates")
    left = covariates[~covariates["measure"].str.startswith("papi")]
    left.to_csv(root / "data" / "processed" / "covariates.csv", index=False)
    shown, claims = run(root, tmp_path, monkeypatch)
    assert any("There are no 3 years on end" in text for text in shown)
    names = {name_of(one).partition("/")[2].partition("-")[0] for one in claims}
    assert names == {"points", "full", "alpha"}


def copied(folder: Path) -> Path:
    root = folder / "dự án"
    for part in ("notebooks", "data"):
        shutil.copytree(frozen_project() / part, root / part)
    return root


def run(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], list[str]]:
    """What the cells show in English, and the ids of what they claim."""
    displayed: list[object] = []
    monkeypatch.chdir(root)
    monkeypatch.setattr("IPython.display.display", displayed.append)
    run_cells(root, NAME, {"lang": "en", "draws": DRAWS, "report": str(tmp_path / "r")}, displayed)
    (registered,) = (one for one in displayed if isinstance(one, RegisteredClaims))
    shown = [str(one) for one in displayed]
    assert not any(GAPS.search(text) for text in shown)
    return shown, [claim.id for claim in registered.claims]


@pytest.mark.slow
@pytest.mark.parametrize("universe", ["34", "63"])
def test_a_next_edition_takes_no_code(
    universe: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = copied(tmp_path)
    edition = file_next_edition(root, universe)
    write_processed(clean_figures(root).tables, root / "data" / "processed")
    shown, claims = run(root, tmp_path, monkeypatch)
    everything = "\n".join(shown)
    assert edition.label in everything
    # The survey does not know that year yet, so that the comparisons stay.
    assert f"@DTI-63-2022-2023-{int(edition.edition) - 1}" in claims[0]
    leads = f"points-awareness@DTI-34-{edition.edition if universe == '34' else '2024'}"
    assert any(one.endswith(leads) for one in claims)
