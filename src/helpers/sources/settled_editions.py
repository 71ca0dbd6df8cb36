"""Which edition does a printed figure speak of, where its source does not say, or says it wrongly?

Full tables, dates and free places settle it (`data/raw/reported_rankings/settled_editions.yml`).
The row of the ledger stays as printed. A figure whose edition is settled here is never evidence for
what settled it: it carries a doubt, and no statement of it is counted as agreeing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from helpers.errors import BadInputError
from helpers.sources.editions import Definitions
from helpers.sources.figures import SETTLED_BY
from helpers.sources.raw_files import RawRow, RawTable
from helpers.sources.yaml_files import read_yaml

FILE = "data/raw/reported_rankings/settled_editions.yml"
CONFIDENCES = ("high", "medium")
_FIELDS = ("on_file", "edition", "by", "confidence", "vi", "en")


@dataclass(frozen=True, slots=True)
class SettledEdition:
    """One figure's edition: `by` one of `SETTLED_BY`, `confidence` high or medium; `vi`, `en`: why.

    `on_file` is the edition that the ledger has, empty where the source prints none.
    """

    on_file: str
    edition: str
    by: str
    confidence: str
    vi: str
    en: str

    @property
    def doubt(self) -> str:
        """What stands in the column `doubt` of the figure."""
        return f"edition settled by {self.by}, {self.confidence} confidence: {self.en}"


def load_settled_editions(
    root: Path, table: RawTable, definitions: Definitions, set_aside: Mapping[str, object]
) -> dict[str, SettledEdition]:
    """Which figures of the ledger have an edition that is settled here?

    Args:
        table: the ledger of reported rankings. set_aside: by figure, those not used at all.

    Raises:
        BadInputError: the file is no mapping of figures; an entry lacks a field or names another
            word than those allowed; its figure is not in the ledger, is set aside, or no longer has
            the edition that is expected; or there is no such edition.
    """
    entries = read_yaml(root, FILE) or {}
    if not isinstance(entries, Mapping):
        raise BadInputError("settled.form")
    rows = {row["figure_id"]: row for row in table}
    return {
        figure: _checked(figure, entry, rows.get(figure), definitions, figure in set_aside)
        for figure, entry in entries.items()
    }


def _checked(
    figure: str,
    entry: object,
    row: RawRow | None,
    definitions: Definitions,
    set_aside: bool,
) -> SettledEdition:
    if not isinstance(entry, Mapping):
        raise BadInputError("settled.fields", figure=figure, wrong=str(entry))
    wrong = [name for name in _FIELDS if not isinstance(entry.get(name), str)]
    wrong += [name for name in entry if name not in _FIELDS]
    wrong += [name for name in _FIELDS[1:] if name not in wrong and not entry[name]]
    if wrong:
        raise BadInputError("settled.fields", figure=figure, wrong=", ".join(dict.fromkeys(wrong)))
    for name, allowed in (("by", SETTLED_BY), ("confidence", CONFIDENCES)):
        if entry[name] not in allowed:
            raise BadInputError(
                "settled.word",
                figure=figure,
                name=name,
                found=entry[name],
                allowed=", ".join(allowed),
            )
    if row is None or set_aside:
        raise BadInputError("settled.set_aside" if row else "settled.no_figure", figure=figure)
    if row["edition"] != entry["on_file"]:
        raise BadInputError(
            "settled.changed", figure=figure, expected=entry["on_file"], found=row["edition"]
        )
    editions = definitions.editions_of(row["index"], row["universe"])
    if entry["edition"] not in {edition.edition for edition in editions}:
        raise BadInputError(
            "settled.no_edition", figure=figure, index=row["index"], edition=entry["edition"]
        )
    return SettledEdition(**{name: entry[name] for name in _FIELDS})
