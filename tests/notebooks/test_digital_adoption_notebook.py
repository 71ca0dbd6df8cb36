"""Notebook 05 shows every measure, pair of editions and language without a gap as a number."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from helpers.questions import digital_adoption
from helpers.questions.adoption_figures import MEASURES
from helpers.questions.digital_adoption import AdoptionQuestion, adoption_tests
from helpers.sources.editions import Definitions
from helpers.statistics.evidence import Evidence

PROJECT = Path(__file__).resolve().parents[2]


def shown_by(source: str, scope: dict[str, Any]) -> Iterator[str]:
    """Run a code cell; what it shows, as text and as HTML."""
    body = ast.parse(source).body
    last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    exec(compile(ast.Module(body, []), "cell", "exec"), scope)
    if last is not None:
        value = eval(compile(ast.Expression(last.value), "cell", "eval"), scope)
        yield repr(value)
        if hasattr(value, "_repr_html_"):
            yield value._repr_html_()
        if hasattr(value, "_repr_mimebundle_"):
            yield str(value._repr_mimebundle_())


@pytest.fixture(scope="module")
def tests_of_pair() -> Callable[..., list[Evidence]]:
    """The family of each pair once: it does not depend on the measure shown."""
    found: dict[tuple[str, str], list[Evidence]] = {}

    def tests_once(
        rankings: pd.DataFrame,
        definitions: Definitions,
        figures: pd.DataFrame,
        controls: pd.DataFrame,
        question: AdoptionQuestion,
    ) -> list[Evidence]:
        pair = question.baseline.edition, question.edition.edition
        if pair not in found:
            found[pair] = adoption_tests(rankings, definitions, figures, controls, question)
        return found[pair]

    return tests_once


@pytest.mark.slow
@pytest.mark.parametrize("measure", MEASURES)
def test_every_combination_of_parameters_renders(
    measure: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    tests_of_pair: Callable[..., list[Evidence]],
) -> None:
    """The cells of the notebook for every measure, pair and language, with a few draws."""
    cells = json.loads((PROJECT / "notebooks/05-digital-adoption.ipynb").read_text("utf-8"))[
        "cells"
    ]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    monkeypatch.setattr(digital_adoption, "adoption_tests", tests_of_pair)
    parameters, *others = ("".join(cell["source"]) for cell in code)
    for years in (("", ""), ("2021", "2022"), ("2021", "2023")):
        for lang, province in (("vi", "Hậu Giang"), ("en", "Bắc Ninh")):
            scope: dict[str, Any] = {}
            exec(parameters, scope)
            scope |= {
                "lang": lang, "measure": measure, "baseline": years[0], "edition": years[1],
                "province": province, "draws": 100, "report": str(tmp_path),
            }  # fmt: skip
            monkeypatch.chdir(PROJECT)
            shown = [text for source in others for text in shown_by(source, scope)]
            assert len(shown) > 30
            for text in shown:
                assert not any(bad in text.split() for bad in ("nan", "NaN", "None", "<NA>"))
                assert ">nan<" not in text.casefold()
