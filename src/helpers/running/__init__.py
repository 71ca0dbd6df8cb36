"""Running notebooks: what a notebook declares, its parameters, its execution, a whole refresh.

Nothing here knows what a notebook asks: a notebook is a file with a contract.
"""

from __future__ import annotations
