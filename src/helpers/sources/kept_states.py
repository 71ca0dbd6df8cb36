"""The tables of `data/processed` as they were: kept editions, other folders, points in git.

A kept edition is a plain copy in `data/releases/<edition>/`: it works from a downloaded archive
without git, any program can open it, and git stores a table that equals the one in
`data/processed` only once. A git tag or commit serves as well, for states that nobody kept.
"""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from helpers.atomic_files import refusals_name
from helpers.errors import BadInputError, Reason
from helpers.sources.processed_files import PROCESSED, doubled_columns, read_processed
from helpers.sources.schemas import TABLES

RELEASES = Path("data") / "releases"
RECORD = "SHA256SUMS"
"""Beside the tables of a kept edition: which there were, as `sha256sum --check` reads it."""
_FILES = tuple(f"{name}.csv" for name in sorted(TABLES))


@dataclass(frozen=True)
class KeptState:
    """Tables as they were, every cell as text; `name` as a person asked for it.

    `kind` says where they come from: "release", "folder" or "git". A table that did not exist then
    is not among `tables`.
    """

    name: str
    kind: str
    tables: Mapping[str, pd.DataFrame]


def read_present(root: Path) -> dict[str, pd.DataFrame]:
    """All tables of `data/processed` as they are now, every cell as text.

    Raises:
        BadInputError: a table is missing or cannot be read.
    """
    folder = Path(root) / PROCESSED
    tables = _from_folder(folder, PROCESSED.as_posix())
    missing = [name for name in TABLES if name not in tables]
    if missing:
        raise BadInputError("kept.table_missing", file=f"{(PROCESSED / missing[0]).as_posix()}.csv")
    return tables


def read_state(root: Path, since: str) -> KeptState:
    """The tables as they were at `since`.

    Args:
        root: the project's root.
        since: a kept edition ("2024"), a folder that holds the tables (or a checkout with
            `data/processed`), or a git tag or commit; looked for in this order.

    Raises:
        BadInputError: there is no such state, or its tables cannot be read.
    """
    root = Path(root)
    if since in kept_editions(root):
        folder = RELEASES / since
        return KeptState(since, "release", _from_folder(root / folder, folder.as_posix()))
    for folder in (Path(since) / PROCESSED, Path(since)):
        if since and folder.is_dir() and any((folder / f"{name}.csv").is_file() for name in TABLES):
            return KeptState(since, "folder", _from_folder(folder, folder.as_posix()))
    if _is_commit(root, since):
        return KeptState(since, "git", _from_git(root, since))
    kept = ", ".join(kept_editions(root)) or Reason("kept.none")
    # Without git nobody can tell whether it names a tag or a commit.
    key = "kept.no_state" if shutil.which("git") else "kept.no_git"
    raise BadInputError(key, since=since, folder=RELEASES.as_posix(), kept=kept)


def kept_editions(root: Path) -> tuple[str, ...]:
    """Which editions have a kept state, oldest first."""
    folder = Path(root) / RELEASES
    return tuple(name for name in kept_folders(root) if (folder / name / "rankings.csv").is_file())


def kept_folders(root: Path) -> tuple[str, ...]:
    """Which folders of kept states there are, whole or not, oldest first."""
    found = (Path(root) / RELEASES).glob("[!.]*")
    return tuple(sorted(path.name for path in found if path.is_dir()))


def check_kept(root: Path, name: str) -> None:
    """Refuse a kept state that is not whole: each table that was kept, as it was then.

    One that was kept without a record has to have its ranks and claims, and be readable.

    Raises:
        BadInputError: a table is missing, is another one, or cannot be read.
    """
    folder = RELEASES / name
    place = Path(root) / folder
    wanted = {"rankings.csv": "", "claims.csv": ""}
    if (place / RECORD).is_file():
        lines = (place / RECORD).read_text(encoding="utf-8").splitlines()
        wanted = {file: digest for digest, _, file in (line.partition("  ") for line in lines)}
    for file, digest in wanted.items():
        path = place / file
        if not path.is_file() or (digest and _digest(path) != digest):
            found = Reason("kept.changed" if path.is_file() else "kept.gone")
            raise BadInputError(
                "kept.not_whole",
                file=(folder / file).as_posix(), found=found, folder=folder.as_posix(),
            )  # fmt: skip
    edition = newest_edition(_from_folder(place, folder.as_posix())["rankings"])
    if name.isdecimal() and name != edition:
        raise BadInputError("kept.of_another", folder=folder.as_posix(), edition=edition)


def newest_edition(rankings: pd.DataFrame) -> str:
    """Which is the newest DTI edition of a table of ranks?"""
    return str(max(rankings.loc[rankings["index"] == "DTI", "edition"]))


def other_tables(root: Path, edition: str) -> tuple[str, ...]:
    """Which present tables are not those that are kept under an edition; all, if it is not kept."""
    source, target = Path(root) / PROCESSED, Path(root) / RELEASES / edition
    return tuple(f for f in _FILES if not _same(source / f, target / f))


def keep_state(root: Path, *, replace: bool = False) -> tuple[str, bool]:
    """Keep the present tables as the state of the newest DTI edition that they hold.

    The edition is that of the tables, not of the definitions: until a refresh has run, a newly
    defined edition is not in them.

    Returns:
        The edition, and whether anything had to be written.

    Raises:
        BadInputError: a table is missing or breaks its schema; or another state of the edition is
            kept and `replace` is not set. Then nothing has changed.
    """
    root = Path(root)
    tables = {name: read_processed(root, name) for name in TABLES}
    edition = newest_edition(tables["rankings"])
    target = root / RELEASES / edition
    other = other_tables(root, edition)
    if not other and (target / RECORD).is_file():
        return edition, False
    if other and target.is_dir() and not replace:
        raise BadInputError("kept.another", folder=(RELEASES / edition).as_posix(), edition=edition)
    _put_folder(root / PROCESSED, target)
    return edition, True


def _same(one: Path, other: Path) -> bool:
    return other.is_file() and one.read_bytes() == other.read_bytes()


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _put_folder(source: Path, target: Path) -> None:
    """Copy the tables into `target`, which is replaced as a whole."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with (
        refusals_name(target),
        tempfile.TemporaryDirectory(prefix=".part-", dir=target.parent) as temporary,
    ):
        aside = Path(temporary)
        (aside / "new").mkdir()
        for file in _FILES:
            shutil.copyfile(source / file, aside / "new" / file)
        record = "".join(f"{_digest(source / file)}  {file}\n" for file in _FILES)
        (aside / "new" / RECORD).write_bytes(record.encode())
        if target.exists():
            target.rename(aside / "old")
        (aside / "new").rename(target)


def _from_folder(folder: Path, shown: str) -> dict[str, pd.DataFrame]:
    return {
        name: _table((folder / f"{name}.csv").read_bytes(), name, f"{shown}/{name}.csv")
        for name in TABLES
        if (folder / f"{name}.csv").is_file()
    }


def _from_git(root: Path, revision: str) -> dict[str, pd.DataFrame]:
    tables = {}
    folder = f"{PROCESSED.as_posix()}/"
    listed = _git(root, "ls-tree", "--name-only", "-z", "--end-of-options", revision, folder)
    _check_answered(listed, root, revision)
    there = {*listed.stdout.decode("utf-8", "replace").split("\0")}
    for name in TABLES:
        if f"{folder}{name}.csv" not in there:
            continue
        # «./» makes the path one from the project's root, wherever the repository begins.
        place = f"{revision}:./{folder}{name}.csv"
        shown = _git(root, "show", "--end-of-options", place)
        _check_answered(shown, root, revision)
        tables[name] = _table(shown.stdout, name, place)
    if not tables:
        raise BadInputError("kept.no_tables", revision=revision, folder=PROCESSED.as_posix())
    return tables


def _is_commit(root: Path, revision: str) -> bool:
    verified = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if not revision:
        return False
    answer = _git(root, *verified)
    # Where no repository is, no commit is either; quietly 1 is said where there is no such commit.
    if answer.returncode > 1 and b"not a git repository" not in answer.stderr:
        _check_answered(answer, root, revision)
    return answer.returncode == 0


def _check_answered(answer: subprocess.CompletedProcess[bytes], root: Path, revision: str) -> None:
    """See that git gave what it was asked for.

    Raises:
        BadInputError: it refused; in its own words, which say what to do.
    """
    if answer.returncode == 0:
        return
    said = " ".join(answer.stderr.decode("utf-8", "replace").split()) or str(answer.returncode)
    raise BadInputError("kept.git_refuses", since=revision, root=root, said=said)


def _git(root: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    git = shutil.which("git")
    if git is None:
        return subprocess.CompletedProcess(arguments, 1, b"", b"")
    # In one language, so that what it says can be told apart.
    environment = os.environ | {"LC_ALL": "C", "LANGUAGE": ""}
    command = [git, "-C", str(root), *arguments]
    return subprocess.run(command, capture_output=True, check=False, env=environment)


def _table(data: bytes, name: str, shown: str) -> pd.DataFrame:
    """One table as text, whatever columns it had then, as long as its rows have their key."""
    advice = Reason("kept.advice")
    try:
        table = pd.read_csv(io.BytesIO(data), dtype="str", keep_default_na=False)
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as error:
        raise BadInputError(
            "table.not_text", file=shown, name=name, error=str(error), advice=advice
        ) from None
    key = list(TABLES[name].key)
    missing = [column for column in key if column not in table.columns]
    if missing:
        raise BadInputError(
            "table.no_column",
            file=shown,
            column=missing[0],
            columns=", ".join(table.columns),
            advice=advice,
        )
    for column in doubled_columns(table):
        raise BadInputError("table.column_twice", file=shown, column=column, advice=advice)
    doubled = table[table.duplicated(key)]
    if len(doubled):
        raise BadInputError(
            "kept.twice",
            file=shown,
            found=" ".join(doubled.iloc[0][key]),
            key=", ".join(key),
            advice=advice,
        )
    return table
