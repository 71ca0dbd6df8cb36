"""What notebook 01 shows: the raw files cleaned, completed and reconciled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from helpers.atomic_files import write_atomically
from helpers.notebook import Sheet
from helpers.project import processed_folder
from helpers.questions.clean_figures import answer, sentences
from helpers.questions.clean_figures.charts import coverage_chart
from helpers.questions.press_check.sentences import tables_say
from helpers.rankings.shared_places import shared_places
from helpers.sharing.claims import About, RegisteredClaims
from helpers.sharing.drawing import Chart
from helpers.sharing.figure_words import measure_name
from helpers.sharing.remarks import AsPrinted
from helpers.sharing.tables import ReaderTable
from helpers.sharing.wording import InBoth, Said, Sentence, use_wording
from helpers.sources.dictionary import data_dictionary
from helpers.sources.ledger_rankings import load_set_aside
from helpers.sources.processed_files import datapackage, write_processed
from helpers.sources.raw_files import load_corrections, read_raw
from helpers.sources.settled_editions import load_settled_editions

# Why a figure is contradicted is said in the words of notebook 08.
use_wording("clean_figures.yml", "figures.yml", "press_check.yml")

_PRINTED = ("province_as_printed", "value_as_printed")


class Cleaned:
    """The raw files as read: every row kept or rejected, every correction named."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.found = answer.clean_figures(sheet.root)
        self.tables = self.found.tables
        """What `data/processed` holds, by name."""
        self.row_counts = self.found.row_counts
        sheet.producer = Said("producer.press")

    def opening(self) -> Sentence:
        """How many rows were read, kept and rejected."""
        return self.sheet.show(sentences.rows_sentence(self.row_counts))

    def rows_table(self) -> ReaderTable:
        """The same for every file."""
        columns = ("file", "rows_read", "rows_kept", "rows_rejected")
        return self.sheet.table(self.row_counts, Said("clean.rows_caption"), columns)

    def rejected_table(self) -> ReaderTable:
        """Every cell that could not be read, with the reason."""
        rows = _with_reasons(self.tables["rejected"].to_dict("records"))
        rows = _as_printed(rows, "value") if len(rows) else rows
        columns = ("file", "row", "value", "reason")
        return self.sheet.table(rows, Said("clean.rejected_caption"), columns)

    def names(self) -> Sentence:
        """Whether every province name means one unit."""
        return self.sheet.show(sentences.names_sentence(self.found.unused_aliases))

    def corrections_table(self) -> ReaderTable:
        """Every correction in force, with the reason."""
        rows = _with_reasons(load_corrections(self.sheet.root))
        rows = _as_printed(rows, "expect", "use") if len(rows) else rows
        columns = {"figure": "figure", "expect": "printed", "use": "used", "reason": "reason"}
        return self.sheet.table(rows, Said("clean.corrections_caption"), columns)

    def write(self) -> None:
        """Write the tables, and what describes them; the dictionary only with a default run."""
        root = self.sheet.root
        folder = processed_folder(root, self.sheet.report)
        write_processed(self.tables, folder)
        write_atomically(folder / "datapackage.json", datapackage())
        if folder == processed_folder(root, ""):
            write_atomically(root / "docs" / "data-dictionary.md", data_dictionary(root))


def _with_reasons(entries: Iterable[Mapping[Any, Any]]) -> pd.DataFrame:
    """Entries with `reason` (in English) and `reason_vi`: one reason in both languages."""
    return pd.DataFrame(
        [
            {**entry, "reason": InBoth(vi=entry["reason_vi"], en=entry["reason"])}
            for entry in entries
        ]
    )


def _as_printed(rows: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """The same rows with what these columns quote in the language in which it is printed."""
    return rows.assign(**{column: rows[column].map(AsPrinted) for column in columns})


class Relations:
    """Whether the published figures add up."""

    def __init__(self, clean: Cleaned) -> None:
        self.sheet, self.ties = clean.sheet, clean.found.ties
        self.checks = pd.DataFrame(clean.found.checks)
        """Every relation that the figures must keep: `check`, `edition`, and how far it holds."""
        self.pillar_growth = answer.printed_pillar_growth(
            clean.tables["reported_figures"], clean.tables["rankings"], clean.sheet.definitions
        )

    def table(self) -> ReaderTable:
        """Every relation, with what rounding allows and what was found."""
        rows = self.checks.assign(check=[Said(f"check.{check}") for check in self.checks["check"]])
        columns = ("edition", "check", "compared", "failures", "largest_difference", "allowed")
        return self.sheet.table(rows, Said("clean.checks_caption"), columns)

    def ties_table(self) -> ReaderTable:
        """Every rank that several provinces share."""
        columns = ("edition", "rank", "score", "provinces")
        return self.sheet.table(self.ties, Said("clean.ties_caption"), columns)

    def pillar_growth_table(self, index: str = "DTI") -> ReaderTable:
        """The printed growth of the pillars beside that of like for like."""
        definitions, growth = self.sheet.definitions, self.pillar_growth
        rows = growth.assign(
            measure=[measure_name(definitions, index, pillar) for pillar in growth["pillar"]]
        )
        columns = ("measure", "mean_before", "mean_after", "printed_percent", "own_percent")
        return self.sheet.table(rows, Said("clean.pillar_growth_caption"), columns)


class Coverage:
    """Of how many provinces the rank is known, in each edition."""

    def __init__(self, clean: Cleaned) -> None:
        self.sheet = sheet = clean.sheet
        self.table_of_all = clean.tables["coverage"]
        self.picture = answer.coverage_picture(
            clean.tables["rankings"], sheet.definitions, sheet.units
        )
        """On what basis each rank is known: `province`, `edition_label`, `basis`."""
        editions = sheet.definitions.editions_of("DTI")
        self.complete = [edition.edition for edition in editions if edition.complete]
        self.partial = [edition.edition for edition in editions if not edition.complete]
        self.known = {
            str(row["edition"]): (int(row["ranked"]), int(row["rank_interval"]))
            for row in self.overall("DTI").to_dict("records")
            if row["edition"] in self.partial
        }
        """Of how many the rank is known, and of how many more an interval, by year."""

    def chart(self) -> Chart:
        """What is known of whom, and on what basis."""
        return self.sheet.chart(
            coverage_chart,
            self.sheet.save(self.picture, "coverage"),
            csv="coverage",
            subtitle=Said("figures.coverage"),
            title=sentences.coverage_title(self.complete, self.partial),
            alt=sentences.coverage_alt(self.picture, self.known),
            editions=["DTI", "ICT Index", "EGOV"],
        )

    def overall(self, index: str) -> pd.DataFrame:
        """The rows of the totals of one index."""
        rows = self.table_of_all
        return rows[(rows["index"] == index) & (rows["measure"] == "overall")]

    def table(self, measure: str = "overall") -> ReaderTable:
        """How many provinces are ranked, and how firmly.

        Args:
            measure: of which ranks; the total of each index unless another is named.
        """
        rows = self.table_of_all[self.table_of_all["measure"] == measure]
        rows = rows.assign(measure=rows["index"])
        columns = "measure edition units scored ranked rank_derived rank_interval".split()
        return self.sheet.table(rows, Said("clean.coverage_caption"), columns)


class Contradictions:
    """Figures that contradict the tables or one another, and figures that are not used."""

    def __init__(self, clean: Cleaned) -> None:
        self.sheet = clean.sheet
        self.rows = clean.tables["contradictions"]
        self.noted = answer.noted_contradictions(clean.sheet.root)
        figures = clean.tables["reported_figures"]
        self.set_aside = figures[figures["set_aside"]]
        self.settled = figures[figures["settled"] != ""]
        self.shared_places = shared_places(clean.tables["rankings"])
        """Ranks that several provinces hold: `measure`, `rank`, `province`, a row for each."""

    def table(self) -> ReaderTable:
        """Every figure that the tables or other sources contradict."""
        rows = _as_printed(self.rows, *_PRINTED).assign(
            cause=[Said(f"cause.{cause}") for cause in self.rows["cause"]],
            tables_say=[tables_say(text) if text else "–" for text in self.rows["tables_say"]],
            edition=self.rows["index"] + " " + self.rows["edition"],
            measure=[
                measure_name(self.sheet.definitions, index, measure)
                for index, measure in zip(self.rows["index"], self.rows["measure"], strict=True)
            ],
        )
        columns = {"province_as_printed": "province", "edition": "edition", "measure": "measure"}
        columns |= {"value_as_printed": "printed", "tables_say": "tables_say"}
        columns |= {"cause": "cause", "source_id": "source"}
        return self.sheet.table(rows, Said("clean.contradictions_caption"), columns)

    def shared_places_table(self) -> ReaderTable:
        """Every place that several provinces hold without a tie that is proved."""
        places = self.shared_places.groupby(["index", "edition", "measure", "rank"], sort=False)
        rows = places["province"].agg(", ".join).rename("provinces").reset_index()
        rows = rows.assign(
            edition=rows["index"] + " " + rows["edition"],
            measure=[
                measure_name(self.sheet.definitions, index, measure)
                for index, measure in zip(rows["index"], rows["measure"], strict=True)
            ],
        )
        columns = ("edition", "measure", "rank", "provinces")
        return self.sheet.table(rows, Said("clean.shared_caption"), columns)

    def noted_table(self) -> ReaderTable:
        """What contradicts itself within one source, as noted by hand."""
        rows = [(", ".join(one["figures"]), InBoth(one["vi"], one["en"])) for one in self.noted]
        shown = pd.DataFrame(rows, columns=["figure", "reason"])
        return self.sheet.table(shown, Said("clean.noted_caption"), tuple(shown))

    def set_aside_table(self) -> ReaderTable:
        """Every figure that is kept but not used, with the reason."""
        ledger = read_raw(self.sheet.root, "reported_rankings/reported_rankings.csv")
        reasons = load_set_aside(self.sheet.root, ledger)
        rows = _as_printed(self.set_aside, *_PRINTED).assign(
            reason=[InBoth(**reasons[figure]) for figure in self.set_aside["figure_id"]],
            edition=self.set_aside["index"] + " " + self.set_aside["edition"],
        )
        columns = {"figure_id": "figure", "province_as_printed": "province", "edition": "edition"}
        columns |= {"value_as_printed": "printed", "reason": "reason"}
        return self.sheet.table(rows, Said("clean.set_aside_caption"), columns)

    def settled_table(self) -> ReaderTable:
        """Every figure whose edition is settled here, with the reason."""
        ledger = read_raw(self.sheet.root, "reported_rankings/reported_rankings.csv")
        settled = load_settled_editions(self.sheet.root, ledger, self.sheet.definitions, {})
        own = [settled[figure] for figure in self.settled["figure_id"]]
        rows = _as_printed(self.settled, *_PRINTED).assign(
            edition=self.settled["index"] + " " + self.settled["edition"],
            settled_by=[Said(f"clean.settled_by.{one.by}") for one in own],
            confidence=[Said(f"clean.confidence.{one.confidence}") for one in own],
            reason=[InBoth(one.vi, one.en) for one in own],
        )
        columns = {"figure_id": "figure", "province_as_printed": "province", "edition": "edition"}
        columns |= {"value_as_printed": "printed", "settled_by": "settled_by"}
        columns |= {"confidence": "confidence", "reason": "reason"}
        return self.sheet.table(rows, Said("clean.settled_caption"), columns)


def ask(sheet: Sheet) -> Cleaned:
    """Read, clean and reconcile all raw files; writes nothing yet.

    Raises:
        RawFileError, BadInputError: as `answer.clean_figures`.
    """
    return Cleaned(sheet)


def relations(clean: Cleaned) -> Relations:
    """Do the published figures add up?"""
    return Relations(clean)


def coverage(clean: Cleaned) -> Coverage:
    """Of how many provinces is the rank known?"""
    return Coverage(clean)


def contradictions(clean: Cleaned) -> Contradictions:
    """Where do sources contradict the tables, one another or themselves?

    Raises:
        BadInputError: a noted contradiction names no figure of a ledger.
    """
    return Contradictions(clean)


def check(clean: Cleaned, coverage: Coverage) -> None:
    """Has no row disappeared, and does the picture show each province in each edition once?"""
    counts, picture = clean.row_counts, coverage.picture
    assert (counts["rows_read"] == counts["rows_kept"] + counts["rows_rejected"]).all()
    assert len(picture) == picture["province"].nunique() * picture["edition_label"].nunique()


def claims(clean: Cleaned, relations: Relations, coverage: Coverage) -> RegisteredClaims:
    """What the notebook concludes."""
    size, units = len(clean.sheet.units.all()), clean.sheet.units
    known_in_part = About("DTI", units.base_universe)
    grown = About("DTI", units.base_universe)
    return clean.sheet.claims(
        sentences.totals_claim(relations.checks),
        sentences.coverage_claim(coverage.known, size, known_in_part),
        sentences.contradictions_claim(clean.found.statements),
        sentences.pillar_growth_claim(relations.pillar_growth, size, grown),
    )
