"""Do the stored outputs, the claims and the kept states belong to the present tables?"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from helpers.errors import BadInputError, Reason
from helpers.project import default_report
from helpers.running.contract import Notebook, notebooks_on_file, numbered_notebooks
from helpers.running.plan import stored_step
from helpers.running.stored_outputs import are_as_noted, present_version, stored_version
from helpers.site.notebook_page import read_claims
from helpers.site.pages import CLAIMS_FILE, claims_text
from helpers.site.readme_picture import PICTURE, present_picture
from helpers.sources.kept_states import (
    RELEASES,
    check_kept,
    kept_folders,
    newest_edition,
    other_tables,
)
from helpers.sources.processed_files import PROCESSED, read_processed
from helpers.verifying.look import Found, Listed, Look, tried


def notebooks(look: Look) -> Iterator[Found]:
    """Which notebooks store the outputs of another state, or others than were stored."""
    stale = [nb.path.name for nb in notebooks_on_file(look.root) if not _is_present(look, nb)]
    if stale:
        yield Reason("verify.notebooks", names=Listed(stale))


def picture(look: Look) -> Iterator[Found]:
    """Whether the README shows the picture that the notebook stores."""
    yield from tried(PICTURE.as_posix(), partial(_check_picture, look.root))


def _is_present(look: Look, notebook: Notebook) -> bool:
    edition = look.definitions.latest_edition()
    step = stored_step(look.root, edition, default_report(look.root), notebook)
    is_of_now = stored_version(notebook) == present_version(look.root, step)
    return is_of_now and are_as_noted(notebook)


def _check_picture(root: Path) -> None:
    path = root / PICTURE
    if not path.is_file() or path.read_text(encoding="utf-8") != present_picture(root):
        raise BadInputError("verify.picture", file=PICTURE.as_posix())


def claims(look: Look) -> Iterator[Found]:
    """Which claims of `claims.csv` are not those that the notebooks of this state store."""
    broken = list(tried(CLAIMS_FILE.as_posix(), lambda: read_processed(look.root, "claims")))
    # Notebooks of another state cannot tell.
    stale = list(notebooks(look))
    yield from broken + stale
    if broken or stale:
        return
    stored = [
        claim
        for notebook in numbered_notebooks(look.root)
        for claim in read_claims(notebook.path, notebook.name)
    ]
    filed = _by_id((look.root / CLAIMS_FILE).read_text(encoding="utf-8"))
    expected = _by_id(claims_text(stored))
    names = filed.keys() | expected.keys()
    other = sorted(name for name in names if filed.get(name) != expected.get(name))
    if other:
        yield Reason("verify.claims", file=CLAIMS_FILE.as_posix(), ids=Listed(other))


def _by_id(text: str) -> dict[str, dict[str, str]]:
    return {row["id"]: row for row in csv.DictReader(io.StringIO(text))}


def kept_states(look: Look) -> Iterator[Found]:
    """Which kept states are damaged."""
    for name in kept_folders(look.root):
        yield from _damage(look, name)


def _damage(look: Look, name: str) -> Iterator[Found]:
    yield from tried((RELEASES / name).as_posix(), partial(check_kept, look.root, name))


def newest_kept(look: Look) -> Iterator[Found]:
    """Whether the present tables are kept as they are."""
    edition = newest_edition(read_processed(look.root, "rankings"))
    folder = (RELEASES / edition).as_posix()
    if edition not in kept_folders(look.root):
        yield Reason("verify.not_kept", folder=folder)
        return
    other = other_tables(look.root, edition)
    # One that is damaged is restored: keeping the tables anew would hide what was done to it.
    if other and not any(_damage(look, edition)):
        yield Reason(
            "verify.kept_stale", folder=folder, tables=Listed(other), present=PROCESSED.as_posix()
        )
