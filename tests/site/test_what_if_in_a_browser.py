"""What a reader tries on a brief: the page's own script against the package, change by change."""

from __future__ import annotations

import random
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser

from helpers.questions.province_brief.answer import ask, ranked_units
from helpers.questions.province_brief.main_indices import main_indices
from helpers.questions.province_brief.shown import ForScript
from helpers.questions.province_brief.what_if import UNIT, WhatIf, what_if
from helpers.questions.province_brief.written_tables import Tables
from helpers.sharing.numbers import format_number
from helpers.site.rendering import environment
from helpers.sources.editions import load_definitions
from helpers.sources.processed_files import read_processed
from helpers.sources.provinces import load_units

from ..frozen_project import FROZEN, frozen_project

pytestmark = pytest.mark.browser
PROVINCES, CHANGES = 10, 200
# Move every slider of the page to each set of places, and read what the page then says.
TRY = """changes => {
    const inputs = [...document.querySelectorAll(".what-if input")];
    const told = document.querySelector(".what-if p");
    return changes.map(change => {
        inputs.forEach((input, place) => {
            input.value = change[place];
            input.dispatchEvent(new Event("input", { bubbles: true }));
        });
        return told.textContent;
    });
}"""
RANGES = "inputs => inputs.map(input => [Number(input.min), Number(input.max)])"


@dataclass(frozen=True)
class Tried:
    """One province: what can be changed, and what the script of its page is given."""

    what_if: WhatIf
    block: str

    @property
    def ties(self) -> list[int]:
        """Changes, in tenths of points, by which it would have just the total of another."""
        made = self.what_if
        most, least = (sum(getattr(part, end) for part in made.parts) for end in ("most", "least"))
        apart = (divmod((other - made.own) * made.whole, UNIT) for other in made.others)
        return [tenths for tenths, rest in apart if not rest and least <= tenths <= most]


@pytest.fixture(scope="module")
def provinces() -> list[Tried]:
    """Ten, among them those that can draw level with another."""
    rankings = read_processed(frozen_project(), "rankings")
    definitions, units = load_definitions(FROZEN), load_units(FROZEN)
    found = []
    for unit in units.all("34"):
        question = ask(rankings, definitions, units, province=unit.unit_id, universe="34")
        indices = main_indices(rankings, definitions, question)
        made = what_if(ranked_units(rankings, question.edition), indices, unit)
        assert made is not None
        block = ForScript("what-if", Tables(question, definitions, "vi").what_if(made))
        found.append(Tried(made, block._repr_html_()))
    random.Random(1).shuffle(found)
    level = [one for one in found if one.ties]
    return [*level[: PROVINCES // 2], *(one for one in found if one not in level)][:PROVINCES]


def changes_of(made: WhatIf, drawn: random.Random, ties: list[int]) -> list[list[int]]:
    """Places of the sliders: anywhere, or near none, or just level with another, or one beside."""
    wide = CHANGES // 2
    found = [
        [
            drawn.randint(part.least, part.most)
            if number < wide
            else max(part.least, min(part.most, drawn.randint(-20, 20)))
            for part in made.parts
        ]
        for number in range(CHANGES)
    ]
    aims = [tie + beside for tie in ties for beside in (-1, 0, 1)]
    for change, aim in zip(found, aims, strict=False):
        change[:] = [0] * len(change)
        left = aim
        for place, part in enumerate(made.parts):
            change[place] = max(part.least, min(part.most, left))
            left -= change[place]
    return found


def test_200_changes_of_ten_provinces_give_what_the_package_works_out(
    browser: Browser, provinces: list[Tried]
) -> None:
    drawn, script = random.Random(2), environment("vi").globals["script"]
    level = 0
    page = browser.new_page()
    for one in provinces:
        made = one.what_if
        page.set_content(f'<html lang="vi"><body>{one.block}<script>{script}</script>')
        assert page.locator(".what-if input").evaluate_all(RANGES) == [
            [part.least, part.most] for part in made.parts
        ]
        changes = changes_of(made, drawn, one.ties)
        expected = []
        for change in changes:
            tenths = sum(change)
            rank, total = made.rank(tenths), made.total(tenths)
            level += any(
                made.own * made.whole + tenths * UNIT == other * made.whole for other in made.others
            )
            scores = [format_number(score / UNIT, "vi", 4) for score in (made.own, total)]
            points = format_number(tenths / 10, "vi", 1, signed=True)
            expected.append(
                f"Hạng {made.rank(0)} → {rank} · {scores[0]} → {scores[1]} ({points} điểm). "
                "Các tỉnh khác đứng yên. Đây không phải dự báo."
            )
        assert page.evaluate(TRY, changes) == expected
        page.locator(".what-if button").click()
        shown = page.locator(".what-if p").inner_text()
        assert f"Hạng {made.rank(0)} → {made.rank(0)} · " in shown
    page.close()
    assert level >= 1
