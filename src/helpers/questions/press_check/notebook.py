"""What notebook 08 shows: printed figures beside the ministry's tables."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import pandas as pd

from helpers.notebook import Sheet
from helpers.project import processed_folder
from helpers.questions.press_check import counts, sentences
from helpers.questions.press_check.answer import CONTRADICTED, check_statements
from helpers.questions.press_check.charts import agreement_chart
from helpers.questions.press_check.selection import choose_statements
from helpers.rankings.ranking_table import build_rankings
from helpers.sharing.claims import RegisteredClaims
from helpers.sharing.drawing import Chart
from helpers.sharing.tables import Folded, ReaderTable, Stacked, stacked
from helpers.sharing.wording import InBoth, Said, Sentence, use_wording
from helpers.sources.figures import figures_of
from helpers.sources.ledger_rows import source_dates
from helpers.sources.processed_files import write_processed
from helpers.sources.raw_files import read_raw
from helpers.sources.schemas import CODES
from helpers.sources.yaml_files import read_yaml

use_wording("press_check.yml")

_STATEMENT = {"statement": "printed"}
_EXAMPLE = {"kind": "kind"} | _STATEMENT | {"said": "tables_say", "source": "source"}
_CONTRADICTED = _STATEMENT | {"said": "tables_say", "cause_shown": "cause", "source": "source"}
_FITS = _STATEMENT | {"fits_shown": "fits", "chance_percent": "chance"}


class PressCheck:
    """How many printed figures agree with the tables, and why the others do not.

    Args:
        sheet: of the run; its parameters `index` and `edition` choose among the statements.
    """

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        figures = figures_of(sheet.read("reported_figures"))
        sources = read_raw(sheet.root, "sources/sources.csv")
        self.listed = {row["source_id"]: row for row in sources}
        ledger = read_raw(sheet.root, "reported_rankings/reported_rankings.csv")
        self.ledger_ids = {row["figure_id"] for row in ledger}
        rankings = sheet.read("rankings")
        _, problems = build_rankings(figures, sheet.definitions, sheet.units)
        printed = [figure for figure in figures if figure.figure_id in self.ledger_ids]
        on_file = (sheet.definitions, sheet.units, source_dates(sources))
        self.every = check_statements(printed, rankings, problems, *on_file)
        """Every statement of the ledger with its verdict, as `press_check.csv`."""
        self.checked = choose_statements(
            self.every, sheet.definitions, **sheet.given("index", "edition")
        )
        """Those that the run asks for."""
        self.verdicts = counts.verdict_counts(self.checked)
        self.editions = counts.edition_counts(self.checked)
        self.causes = counts.cause_counts(self.checked)
        sheet.producer = Said("producer.press")

    @cached_property
    def labels(self) -> list[str]:
        """The editions of which some statement could be checked, for source lines."""
        return sorted(set(self.editions["label"]))

    def in_words(self, statements: pd.DataFrame) -> pd.DataFrame:
        """Some of the statements with their words for readers (`statements_shown`)."""
        return sentences.statements_shown(statements, self.sheet.definitions, self.listed)

    def opening(self) -> Sentence:
        """How many statements can be checked, and agree."""
        return self.sheet.show(sentences.counts_sentence(self.checked))

    def verdict_table(self) -> ReaderTable:
        """How many statements have each verdict."""
        rows = self.verdicts.assign(
            verdict=[Said(f"press_verdict.{verdict}") for verdict in self.verdicts["verdict"]]
        )
        columns = {"verdict": "press_verdict", "statements": "statements"}
        return self.sheet.table(rows, Said("press.verdicts_caption"), columns)

    def editions_chart(self) -> Chart:
        """How many figures agree and are contradicted."""
        self.sheet.save(self.editions, "editions")
        return self.sheet.chart(
            agreement_chart,
            int(self.editions["agrees"].sum()),
            int(self.editions["contradicted"].sum()),
            csv="editions",
            title=sentences.editions_title(self.checked),
            alt=sentences.counts_alt(self.editions),
            editions=self.labels,
        )

    def editions_table(self) -> ReaderTable:
        """The same as numbers."""
        columns = {"label": "edition", "agrees": "agrees", "contradicted": "contradicted"}
        return self.sheet.table(self.editions, Said("press.editions_caption"), columns)

    def causes_table(self) -> ReaderTable | Stacked | None:
        """What may have gone wrong, and why statements cannot be checked: how often each."""
        rows = self.sheet.save(self.causes, "causes")
        rows = rows.sort_values("statements", ascending=False, kind="stable")
        rows = rows.assign(cause=[Said(f"cause.{cause}") for cause in rows["cause"]])
        unchecked = rows["verdict"] == "cannot be checked"
        return stacked(
            *(
                self.sheet.table(some, caption, ("cause", "statements"))
                for some, caption in (
                    (rows[~unchecked], Said("press.causes_caption")),
                    (rows[unchecked], Said("press.reasons_caption")),
                )
                if len(some)
            )
        )

    def examples(self, of_each: str = "statistic") -> ReaderTable:
        """The first statement that agrees of each kind.

        Args:
            of_each: column of `checked` that tells the kinds.
        """
        agreeing = self.checked[self.checked["verdict"] == "agrees"].drop_duplicates(of_each)
        kinds = read_yaml(self.sheet.root, CODES)["statistics"]
        rows = self.in_words(agreeing).assign(
            kind=[InBoth(kinds[one]["vi"], kinds[one]["en"]) for one in agreeing["statistic"]]
        )
        return self.sheet.table(rows, Said("press.examples_caption"), _EXAMPLE)

    def write(self) -> None:
        """Write `press_check.csv`, of all statements whatever the run asks for."""
        folder = processed_folder(self.sheet.root, self.sheet.report)
        write_processed({"press_check": self.every}, folder)


class Contradicted:
    """The statements that the tables contradict, and where else their numbers fit.

    Args:
        press: all of them. verdicts: which count as contradicted.
    """

    def __init__(self, press: PressCheck, verdicts: Sequence[str] = CONTRADICTED) -> None:
        self.sheet, self.checked = press.sheet, press.checked
        self.rows = press.in_words(self.checked[self.checked["verdict"].isin(verdicts)])

    def table(self) -> ReaderTable | Sentence:
        """Every one of them with its source."""
        rows = self.sheet.save(self.rows, "contradicted")
        if rows.empty:
            return self.sheet.say("press.nothing_contradicted")
        return self.sheet.table(rows, Said("press.contradicted_caption"), _CONTRADICTED)

    def tried(self) -> Sentence:
        """How many other places were tried, and how many fit."""
        return self.sheet.show(sentences.tried_sentence(self.checked))

    def fits_table(self) -> ReaderTable | Sentence:
        """Where each number fits instead, and how likely that is chance."""
        rows = self.rows[self.rows["fits"] != ""]
        if rows.empty:
            return self.sheet.say("press.tried_none")
        return self.sheet.table(rows, Said("press.fits_caption"), _FITS)


class Sources:
    """Which sources print what agrees."""

    def __init__(self, press: PressCheck) -> None:
        self.sheet, self.listed = press.sheet, press.listed
        self.rows = counts.source_counts(press.checked)

    def opening(self) -> Sentence:
        """In how many sources every statement agrees."""
        return self.sheet.show(sentences.sources_sentence(self.sheet.save(self.rows, "sources")))

    def table(self) -> Stacked:
        """Every source by its title, paper and date: those with contradicted figures, then others.

        The others, which may be many, behind one line.
        """
        rows = self.rows.assign(
            source=[sentences.source_shown(one, self.listed) for one in self.rows["source_id"]]
        )
        contradicted = rows["contradicted"] > 0
        some, clean = (
            self.sheet.table(chosen, caption, columns) if len(chosen) else None
            for chosen, caption, columns in (
                (
                    rows[contradicted],
                    Said("press.sources_caption"),
                    ("source", "agrees", "contradicted"),
                ),
                (rows[~contradicted], Said("press.clean_sources_caption"), ("source", "agrees")),
            )
        )
        line = self.sheet.write(sentences.clean_sources_line(self.rows))
        return Stacked([one for one in (some, clean and Folded(line, clean)) if one is not None])


def ask(sheet: Sheet) -> PressCheck:
    """Check every statement of the ledger, and choose those that the run asks for.

    Raises:
        BadInputError: no statement speaks of that index or edition.
    """
    return PressCheck(sheet)


def contradicted(press: PressCheck, verdicts: Sequence[str] = CONTRADICTED) -> Contradicted:
    """Which figures do not agree, and where may they come from?"""
    return Contradicted(press, verdicts)


def sources(press: PressCheck) -> Sources:
    """Which sources print what agrees?"""
    return Sources(press)


def check(press: PressCheck, sources: Sources) -> None:
    """Is every statement of the ledger there once, and counted once?"""
    assert press.every["figure_id"].is_unique
    assert set(press.every["figure_id"]) == press.ledger_ids
    assert press.verdicts["statements"].sum() == len(press.checked)
    assert sources.rows["checked"].sum() == (press.checked["verdict"] != "cannot be checked").sum()


def claims(press: PressCheck, sources: Sources) -> RegisteredClaims:
    """What the notebook concludes."""
    chosen = press.sheet.given("index", "edition")
    return press.sheet.claims(
        *sentences.press_claims(press.checked, sources.rows, press.listed, **chosen)
    )
