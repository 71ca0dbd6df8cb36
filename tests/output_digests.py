"""Whether a change of the code leaves all that is shown and saved as it was, to the byte.

    python tests/output_digests.py FOLDER                     writes down what the code makes now
    python tests/output_digests.py FOLDER --against EARLIER   and names what differs

Runs a refresh with the defaults in both languages, other parameters of every notebook, and exports
to Word and PDF, on a copy of the project. FOLDER then holds each result in a form without what may
change (the code of a notebook, times), and `digests.csv` with one digest a result. Takes about five
minutes; Word's pages are counted where LibreOffice is installed.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pdfplumber

PROJECT = Path(__file__).resolve().parents[1]
COPIED = ("notebooks", "data", "docs")
PARAMETER_SETS: Mapping[str, Sequence[str]] = {
    "01": ("", "lang=en report=reports/2024/elsewhere", "report=reports/2024/own", "lang=en"),
    "02": (
        "lang=en baseline=2021 edition=2022 province=vn63-01",
        "baseline=2023 edition=2024 bridge=printed_ranks province=vn63-48",
        "lang=en baseline=2023 edition=2024 bridge=formula_bounds province=vn63-31",
        "universe=34 province=vn34-92 member_means=true",
        "lang=en universe=34 edition=2024 province=vn34-01",
        "index=ICT baseline=2017 edition=2018 province=vn63-79",
        "lang=en index=EGOV baseline=2016 edition=2017 bridge=printed_ranks province=vn63-49",
        "province=vn63-91 weight_spread=0.1 draws=1000",
    ),
    "03": (
        "lang=en province=vn63-01 draws=200",
        "baseline=2021 edition=2022 province=vn63-22 draws=200",
        "lang=en baseline=2021 edition=2023 province=vn63-72 draws=200",
        "province=vn63-06 draws=1000",
    ),
    "04": (
        "lang=en milestone_type=plan province=vn63-01 draws=200",
        "milestone_type=ioc baseline=2021 edition=2022 province=vn63-06 draws=200",
        "lang=en milestone_type=lgsp baseline=2021 edition=2023 province=vn63-48 draws=200",
        "milestone_type=resolution_party province=vn63-52 draws=1000",
    ),
    "05": (
        "lang=en measure=smartphone_share province=vn63-01 draws=200",
        "measure=papi_portal_access baseline=2021 edition=2022 province=vn63-27 draws=200",
        "lang=en measure=digital_economy_share_of_grdp baseline=2021 edition=2023 draws=200",
        "measure=online_dossier_share province=vn63-48 draws=1000",
    ),
    "06": (
        "lang=en draws=1000",
        "baseline=2021 edition=2022 draws=1000",
        "lang=en baseline=2021 edition=2023 draws=1000",
        "draws=2000",
    ),
    "07": (
        "lang=en province=vn63-01 target_rank=1 draws=500",
        "universe=34 edition=2024 province=vn34-92 target_rank=10 draws=500",
        "lang=en edition=2022 province=vn63-48 target_rank=63 draws=500",
        "province=vn63-11 target_rank=5 draws=500 mix=infrastructure\N{NO-BREAK SPACE}0.05",
    ),
    "08": ("lang=en edition=2023", "index=DTI", "lang=en index=ICT", "edition=2022 index=DTI"),
    "09": (
        "lang=en province=vn63-01",
        "universe=34 province=vn34-92",
        "lang=en universe=34 province=vn34-04",
        "province=vn63-52",
    ),
}
EXPORTS = (
    "brief --province vn63-93 --to docx",
    "brief --province vn34-92 --universe 34 --lang en --to pdf",
    "02 --to docx",
    "06 --lang en --to docx",
    "04 --to pdf",
    "02 --lang en --to pdf",
)
_CODE = re.compile(r'<details class="code">.*?</details>', re.DOTALL)


def copy_project(folder: Path) -> None:
    """The project's notebooks, data and docs under `folder`; the code is that of the checkout."""
    for part in COPIED:
        shutil.copytree(PROJECT / part, folder / part)


def tangbac(folder: Path, *words: str) -> str:
    """Run the command on the project in `folder`; what it answers, also where it refuses."""
    done = subprocess.run(
        [sys.executable, "-m", "helpers.cli", *words],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(PROJECT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    answer = f"exit {done.returncode}\n" + (done.stderr if done.returncode else "")
    return answer.replace(str(folder), "").replace(folder.name, "")


def shown(path: Path) -> str:
    """What a notebook shows, in order, without its code and the numbers of its cells."""
    lines = []
    for cell in json.loads(path.read_text("utf-8"))["cells"]:
        if cell["cell_type"] == "markdown":
            lines.append(f"{cell['id']}: " + "".join(cell["source"]))
        for output in cell.get("outputs", ()):
            output.pop("execution_count", None)
            lines.append(f"{cell['id']}: " + json.dumps(output, ensure_ascii=False, indent=0))
    return "\n".join(lines)


def without_code(html: str) -> str:
    """A page without the code folded at its foot, its empty places included."""
    return _CODE.sub("", html)


def of_document(path: Path) -> str:
    """Text, pictures and number of pages of a Word or PDF file."""
    if path.suffix == ".pdf":
        with pdfplumber.open(path) as pdf:
            pages = [page.extract_text() for page in pdf.pages]
            pictures = [len(page.images) + len(page.curves) + len(page.rects) for page in pdf.pages]
        return "\f".join(pages) + f"\n{len(pages)} pages, drawn: {pictures}"
    with zipfile.ZipFile(path) as word:
        text = re.findall(r"<w:t[ >][^<]*|<w:p[ >]", word.read("word/document.xml").decode())
        media = [
            f"{name} {hashlib.sha256(word.read(name)).hexdigest()}"
            for name in sorted(word.namelist())
            if "/media/" in name
        ]
    return "\n".join([*text, *media, _pages_in_word(path)])


def _pages_in_word(path: Path) -> str:
    if shutil.which("soffice") is None:
        return "pages not counted"
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless",
             "--convert-to", "pdf", "--outdir", folder, str(path)],
            check=True, capture_output=True,
        )  # fmt: skip
        with pdfplumber.open(Path(folder) / f"{path.stem}.pdf") as pdf:
            return f"{len(pdf.pages)} pages"


def results(folder: Path) -> Iterator[tuple[str, str]]:
    """Every result below a folder of reports or data, by its path."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if not path.is_file() or "logs/" in name or path.name in ("run.json", ".lock"):
            continue
        if path.suffix == ".ipynb":
            yield name, shown(path)
        elif path.suffix == ".html":
            yield name, without_code(path.read_text("utf-8"))
        elif path.suffix in (".xlsx", ".zip"):
            with zipfile.ZipFile(path) as container:
                for part in sorted(container.namelist()):
                    yield f"{name}/{part}", container.read(part).decode("utf-8", "replace")
        else:
            yield name, path.read_text("utf-8")


def collect(project: Path) -> Iterator[tuple[str, str]]:
    """All results of the code as it is, made in the copy `project`."""
    yield "refresh.txt", tangbac(project, "refresh", "--quiet")
    for part in ("reports", "data/processed"):
        for name, text in results(project / part):
            yield f"default/{part}/{name}", text
    (project / "reports").rename(project / "reports-default")
    for notebook, sets in PARAMETER_SETS.items():
        for number, given in enumerate(sets, start=1):
            words = [f"-p{pair.replace(chr(0xA0), ' ')}" for pair in given.split(" ") if pair]
            place = f"sets/{notebook}-{number}"
            yield f"{place}/answer.txt", tangbac(project, "run", notebook, *words, "--quiet")
            for name, text in results(project / "reports"):
                yield f"{place}/{name}", text
            shutil.rmtree(project / "reports")
    for number, asked in enumerate(EXPORTS, start=1):
        form = asked.rpartition(" ")[2]
        file = f"export-{number}.{form}"
        answer = tangbac(project, "export", *asked.split(" "), "-o", file, "--quiet")
        yield f"exports/{file}.answer.txt", answer
        if (project / file).exists():
            yield f"exports/{file}.txt", of_document(project / file)


def write_down(folder: Path) -> dict[str, str]:
    """Keep every result below `folder`; its digests by path."""
    digests = {}
    with tempfile.TemporaryDirectory() as place:
        project = Path(place) / "project"
        copy_project(project)
        for name, text in collect(project):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
            digests[name] = hashlib.sha256(text.encode()).hexdigest()
            print(name, flush=True)
    rows = io.StringIO()
    csv.writer(rows, lineterminator="\n").writerows(digests.items())
    (folder / "digests.csv").write_text(rows.getvalue(), "utf-8")
    return digests


def read_digests(folder: Path) -> dict[str, str]:
    """What an earlier run wrote down."""
    with (folder / "digests.csv").open(encoding="utf-8", newline="") as file:
        return dict(csv.reader(file))


def main() -> int:
    """Write down, compare where asked; 1 where anything differs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--against", type=Path, help="folder of an earlier run")
    options = parser.parse_args()
    now = write_down(options.folder)
    if options.against is None:
        return 0
    before = read_digests(options.against)
    differs = sorted(
        name for name in before.keys() | now.keys() if before.get(name) != now.get(name)
    )
    print(f"\n{len(now)} results, {len(differs)} differ:", *differs, sep="\n")
    return 1 if differs else 0


if __name__ == "__main__":
    sys.exit(main())
