"""Which step of a run must wait for which, read from their contracts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import PurePosixPath

from helpers.running.plan import Step


def steps_before(steps: Sequence[Step]) -> list[set[int]]:
    """For each step, which earlier ones (by their place) must be over before it starts.

    A step waits for those that write what it reads, be it a file or a folder, or what it writes
    itself (one notebook in two languages), and for those that read what it will write anew. So any
    order that keeps to this gives the same files.
    """
    writers: defaultdict[str, set[int]] = defaultdict(set)
    readers: defaultdict[str, set[int]] = defaultdict(set)
    before = []
    for place, step in enumerate(steps):
        needed: set[int] = set()
        for path in step.contract.inputs:
            needed |= writers[path]
        for path in step.contract.outputs:
            needed |= writers[path]
            for part in _with_folders(path):
                needed |= readers[part]
        for path in step.contract.inputs:
            readers[path].add(place)
        for path in step.contract.outputs:
            for part in _with_folders(path):
                writers[part].add(place)
        before.append(needed - {place})
    return before


def _with_folders(path: str) -> list[str]:
    """The path and every folder it lies in, as contracts write them."""
    return [path, *(str(folder) for folder in PurePosixPath(path).parents if str(folder) != ".")]
