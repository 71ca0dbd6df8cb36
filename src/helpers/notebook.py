"""What one run of a notebook shares: its parameters, its folder, its language.

A notebook opens its sheet once, with the first cell that computes:

    sheet = open_notebook("02-rank-gains", globals())

The sheet reads tables, keeps data beside the report and writes words, tables and charts in the
language of the run. A chart of one's own in house style takes three lines:

    with sheet.draw("by-region", table, title="Vùng nào lên?", alt="…") as axes:
        sns.boxplot(table, x="rank_gain", y="region", ax=axes)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, overload

import IPython.display
import pandas as pd
from matplotlib.axes import Axes

from helpers.errors import BadInputError, Reason
from helpers.project import data_version, project_root
from helpers.running.parameters import check_parameters, own_report, parameter_names
from helpers.sharing.claims import Claim, RegisteredClaims
from helpers.sharing.drawing import (
    Chart,
    drawn_twice,
    finish,
    house_style,
    new_figure,
    save_chart_data,
    source_line,
)
from helpers.sharing.figure_words import with_copies
from helpers.sharing.numbers import Phrase
from helpers.sharing.tables import Columns, ReaderTable, TableOf
from helpers.sharing.wording import Paragraphs, Said, Sentence, check_language, written_down
from helpers.sources.editions import Definitions, Edition, load_definitions
from helpers.sources.processed_files import read_processed
from helpers.sources.provinces import Units, load_units

_OUTSIDE_THE_FOLDER_NAME = ("lang", "report")
"""Parameters that make no other run: the language, and the folder itself."""


def open_notebook(name: str, namespace: MutableMapping[str, Any]) -> Sheet:
    """The sheet of a notebook that runs with these parameters.

    Args:
        name: of the notebook, such as "02-rank-gains".
        namespace: `globals()` of the notebook, after the cells of its parameters and its contract.

    Raises:
        BadInputError: a parameter is unknown or of another type, or the language is not offered.
    """
    check_language(namespace["lang"])
    check_parameters(namespace)
    names = parameter_names(namespace)
    return Sheet(
        project_root(),
        name,
        {parameter: namespace[parameter] for parameter in names},
        inputs=namespace["inputs"],
        outputs=namespace["outputs"],
    )


class Sheet:
    """What one run of a notebook shares.

    Args:
        root: the project's folder.
        name: of the notebook.
        values: its parameters by name.
        inputs, outputs: its contract, paths from the project's root.
    """

    def __init__(
        self,
        root: Path,
        name: str,
        values: Mapping[str, Any],
        *,
        inputs: Sequence[str],
        outputs: Sequence[str],
    ) -> None:
        self.root, self.name, self.values = root, name, values
        self.lang: str = values["lang"]
        self.inputs, self.outputs = tuple(inputs), tuple(outputs)
        own = {n: value for n, value in values.items() if n not in _OUTSIDE_THE_FOLDER_NAME}
        self.report: str = values["report"] or own_report(root, name, **own)
        self.folder = root / self.report / "figures" / name
        self.editions: tuple[Edition, ...] = ()
        """What the pictures are of; the question sets it."""
        self.producer: Phrase = Said("producer.ministry")
        """Who published what the pictures are made of, unless one says otherwise."""
        self.caveat: Phrase | None = None
        """What a picture that compares the editions must say of that."""

    @cached_property
    def definitions(self) -> Definitions:
        """Editions, formulas and measures on file."""
        return load_definitions(self.root)

    @cached_property
    def units(self) -> Units:
        """The provinces, of every universe."""
        return load_units(self.root)

    def given(self, *names: str) -> dict[str, Any]:
        """The values of these parameters, by name."""
        return {name: self.values[name] for name in names}

    # --- tables in, data out ---------------------------------------------------------------------

    def read(self, table: str, columns: Sequence[str] = ()) -> pd.DataFrame:
        """One table of `data/processed`, as its schema has it.

        Args:
            table: its name, such as "rankings".
            columns: the only ones wanted; all if none is named.

        Raises:
            BadInputError: the notebook's contract does not name it, or it is missing or broken.
        """
        path = f"data/processed/{table}.csv"
        if path not in self.inputs:
            raise self._not_in_contract(Reason("notebook.reads"), path, "inputs", self.inputs)
        return read_processed(self.root, table, columns)

    def save(self, data: pd.DataFrame, name: str) -> pd.DataFrame:
        """Keep the numbers of a picture as `<name>.csv`, rows or none; gives them back.

        Cells that are phrases are kept as they read in the language of the run.

        Raises:
            BadInputError: the notebook's contract does not name the file.
        """
        path = f"{{report}}/figures/{self.name}/{name}.csv"
        if path not in self.outputs:
            raise self._not_in_contract(Reason("notebook.writes"), path, "outputs", self.outputs)
        return self._keep(data, name)

    def _keep(self, data: pd.DataFrame, name: str) -> pd.DataFrame:
        shown = data.assign(
            **{
                column: data[column].map(self._cell)
                for column in data
                if _has_phrases(data[column])
            }
        )
        save_chart_data(shown, self.folder / f"{name}.csv")
        return data

    def _cell(self, cell: object) -> object:
        return self.write(cell) if isinstance(cell, Phrase) else cell

    def _not_in_contract(
        self, does: Reason, path: str, kind: str, declared: Sequence[str]
    ) -> BadInputError:
        return BadInputError(
            "notebook.undeclared", name=self.name, does=does, path=path, kind=kind,
            declared=", ".join(declared) or Reason("notebook.none_declared"),
        )  # fmt: skip

    # --- words, tables, charts -------------------------------------------------------------------

    def say(self, key: str, /, **values: object) -> Sentence:
        """One entry of the wording as a paragraph."""
        return self.show(Said(key, **values))

    def show(self, phrase: Phrase | str) -> Sentence:
        """One phrase as a paragraph."""
        return Sentence(written_down(phrase, self.lang))

    def paragraphs(self, *phrases: Phrase | str) -> Paragraphs:
        """Several phrases one below the other, each said once."""
        return Paragraphs(self.show(phrase) for phrase in phrases)

    def write(self, phrase: Phrase | str) -> str:
        """What a phrase says in the language of the run."""
        return written_down(phrase, self.lang)

    @overload
    def written(self, value: TableOf) -> ReaderTable: ...

    @overload
    def written(self, value: Phrase) -> Sentence: ...

    def written(self, value: TableOf | Phrase) -> ReaderTable | Sentence:
        """A table or a phrase as the notebook shows it."""
        return value.written(self.lang) if isinstance(value, TableOf) else self.show(value)

    @property
    def index_names(self) -> dict[str, str]:
        """What readers call each index, in the order of the definitions."""
        entries = self.definitions.indices.items()
        return {index: entry[f"name_{self.lang}"] for index, entry in entries}

    def table(
        self,
        rows: pd.DataFrame,
        caption: Phrase | str,
        columns: Columns,
        **options: Any,  # noqa: ANN401  (those of TableOf)
    ) -> ReaderTable:
        """A table for readers; columns and options as in `TableOf`."""
        return TableOf(rows, caption, columns, **options).written(self.lang)

    def claims(self, *claims: Claim) -> RegisteredClaims:
        """What the notebook concludes, for readers and for `claims.csv`."""
        return RegisteredClaims(claims, self.lang)

    def chart(
        self,
        draw: Callable[..., Chart],
        *data: Any,  # noqa: ANN401  (what each of the charts draws)
        title: Phrase | str,
        alt: Phrase | str,
        subtitle: Phrase | str = "",
        csv: str = "",
        producer: Phrase | None = None,
        editions: Sequence[str] | None = None,
        caveat: Phrase | None = None,
        **options: Any,  # noqa: ANN401
    ) -> Chart:
        """A chart of the house, with its title, source line and text for who cannot see it.

        Args:
            draw: the function that draws it; asked again for phones if it takes `narrow`.
            data: what it draws.
            subtitle: what is shown, of whom, of when.
            csv: the name under which its numbers were saved.
            producer, editions: of the source line; those of the sheet if none are named.
            caveat: what limits the comparison that it shows, if it shows one.
            options: handed on to `draw`; phrases among them are written down.
        """
        options = {
            name: self.write(value) if isinstance(value, Phrase) else value
            for name, value in options.items()
        }
        if subtitle:
            options["subtitle"] = self.write(subtitle)
        chart = drawn_twice(
            draw,
            *data,
            self.lang,
            title=self.write(title),
            source=self.write(self.source(producer, editions, caveat)),
            alt=self.write(alt),
            **options,
        )
        return replace(chart, data=csv) if csv else chart

    def source(
        self,
        producer: Phrase | None = None,
        editions: Sequence[str] | None = None,
        caveat: Phrase | None = None,
    ) -> Phrase:
        """The small line in every picture: who published what, which data, and what limits.

        Args:
            caveat: see `chart`.
        """
        named = [f"{one.index} {one.edition}" for one in self.editions]
        shown = named if editions is None else editions
        names = {
            one: {one.index, f"{one.index} {one.edition}", one.label}
            for one in self.definitions.editions
        }
        among = [one for one, own in names.items() if own & set(shown)]
        whole = with_copies(producer or self.producer, among)
        return source_line(whole, shown, self._data_version, caveat)

    @cached_property
    def _data_version(self) -> str:
        return data_version(self.root, self.inputs)

    @contextmanager
    def draw(
        self,
        name: str,
        data: pd.DataFrame,
        *,
        title: Phrase | str,
        alt: Phrase | str,
        size: tuple[float, float] = (8.0, 4.5),
        **subplots: Any,  # noqa: ANN401
    ) -> Iterator[Axes]:
        """Axes in house style for a chart of one's own; shows it at the end, its data beside it.

        The picture carries the source line and what limits the comparison; its numbers are kept as
        `<name>.csv` in the folder of the figures.

        Args:
            name: of the file. data: the numbers that are drawn.
            title: what the chart says. alt: the same for who cannot see it.
            size: width and height in inches. subplots: as in matplotlib's `Figure.subplots`.

        Raises:
            BadInputError: the name is that of a figure of the notebook's own contract.
        """
        if f"{{report}}/figures/{self.name}/{name}.csv" in self.outputs:
            raise BadInputError("notebook.own_figure", name=self.name, figure=name)
        self._keep(data, name)
        line = self.source(caveat=self.caveat)
        with house_style():
            figure, axes = new_figure(*size, **subplots)
            yield axes
            chart = finish(figure, self.write(title), self.write(line), self.write(alt))
            IPython.display.display(replace(chart, data=name))


def _has_phrases(cells: pd.Series) -> bool:
    return cells.dtype == object and any(isinstance(cell, Phrase) for cell in cells)
