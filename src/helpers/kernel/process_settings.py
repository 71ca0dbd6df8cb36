"""What is set for a whole process, so that an import that changes it is noticed.

Only the standard library is imported here; numpy, pandas and matplotlib are asked how they are set
where they are in memory.
"""

from __future__ import annotations

import decimal
import gc
import locale
import logging
import os
import random
import re
import socket
import sys
import warnings

_FLOATING_POINT = {"divide": "warn", "over": "warn", "under": "ignore", "invalid": "warn"}
"""numpy's own, for a process that has not imported it yet."""
_OPTION = re.compile(r"^([\w.]+) .*?\[currently: (.*?)\]", re.MULTILINE | re.DOTALL)


def process_settings() -> dict[str, object]:
    """What is set now, by the words in which a person is told of it.

    What a library can only say once it is in memory, and what was drawn from its random numbers, is
    left out where it is not.
    """
    root = logging.getLogger()
    mask = os.umask(0)
    os.umask(mask)
    found: dict[str, object] = {
        "the working folder": os.getcwd(),  # noqa: PTH109
        "the search path of modules": list(sys.path),
        "the rights of new files": mask,
        "the language of the system": locale.setlocale(locale.LC_ALL),
        "random numbers": random.getstate(),
        "decimal arithmetic": str(decimal.getcontext()),
        "the collection of garbage": (gc.isenabled(), gc.get_threshold()),
        "the depth of recursion": sys.getrecursionlimit(),
        "how long sockets wait": socket.getdefaulttimeout(),
        "logging": (root.level, list(root.handlers)),
        "how errors are shown": (sys.excepthook, sys.displayhook, sys.gettrace()),
        "warnings": [one for one in warnings.filters if _is_of_all(one)],
        "floating-point errors": _FLOATING_POINT,
        "the style of charts": {},
    }
    numpy, pandas, matplotlib = (
        sys.modules.get(name) for name in ("numpy", "pandas", "matplotlib")
    )
    if numpy is not None:
        found["floating-point errors"] = numpy.geterr()
        found["how arrays are shown"] = str(numpy.get_printoptions())
        found["numpy's random numbers"] = str(numpy.random.get_state())
    if pandas is not None:
        found["options of pandas"] = _OPTION.findall(pandas.describe_option(_print_desc=False))
    if matplotlib is not None:
        # Both as they are stored: to read the backend would choose one.
        now, first = matplotlib.rcParams.copy(), matplotlib.rcParamsOrig.copy()
        found["the style of charts"] = {
            name: str(dict.get(now, name))
            for name in now
            if name != "backend" and str(dict.get(now, name)) != str(dict.get(first, name))
        }
    return found


def changed_settings(before: dict[str, object], now: dict[str, object]) -> list[str]:
    """What is set otherwise than before, in words; of what was known before."""
    return [name for name, value in before.items() if now[name] != value]


def _is_of_all(entry: tuple[object, ...]) -> bool:
    """Whether a filter is for warnings that others raise: any text of a class of Python's own."""
    _, text, category, module, _ = entry
    return text is None and module is None and getattr(category, "__module__", "") == "builtins"
