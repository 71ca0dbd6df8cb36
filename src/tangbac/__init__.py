"""Ask a question of your own of the rankings: `import tangbac as tb`.

    table = tb.wide("DTI", universe=63)
    tb.scatter(table, "grdp_per_head", "dti_overall", colour="region")

Every answer is a pandas table, a picture or a finding that JupyterLab shows by itself. Names
complete with Tab (`tb.measure.`, `tb.other.`, `tb.region.`, `tb.province.`); a wrong one is refused
with the nearest right ones. What may not be compared is refused with the reason, as everywhere in
the house. docs/cookbook.md has recipes, docs/api.md every function.

Importing costs next to nothing: pandas comes with the first table, matplotlib with the first
picture.
"""

from __future__ import annotations

import importlib
import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tangbac.claims import claim
    from tangbac.findings import Finding, test, test_gains
    from tangbac.names import index, measure, other, province, region
    from tangbac.pictures import Picture, draw, scatter, trend
    from tangbac.session import language
    from tangbac.shown import both, show
    from tangbac.tables import add, editions, gains, measures, provinces, rankings, wide

__all__ = [
    "Finding", "Picture", "add", "both", "claim", "draw", "editions", "gains", "index", "language",
    "measure", "measures", "other", "province", "provinces", "rankings", "region", "scatter",
    "show", "test", "test_gains", "trend", "wide",
]  # fmt: skip

_MODULES = {
    "claims": ("claim",),
    "findings": ("Finding", "test", "test_gains"),
    "names": ("index", "measure", "other", "province", "region"),
    "pictures": ("Picture", "draw", "scatter", "trend"),
    "session": ("language",),
    "shown": ("both", "show"),
    "tables": ("add", "editions", "gains", "measures", "provinces", "rankings", "wide"),
}
_HOME = {name: module for module, names in _MODULES.items() for name in names}


def _check_helpers() -> None:
    """Refuse to go on where another `helpers` is found first than the one of this project.

    Raises:
        ImportError: names the file or folder, in both languages: no wording can be read then.
    """
    inside = Path(__file__).resolve().parent.parent
    found = importlib.util.find_spec("helpers")
    origin = Path(found.origin).resolve() if found is not None and found.origin else None
    if origin is None or origin.parent == inside / "helpers":
        return
    hiding = origin.parent if origin.name == "__init__.py" else origin
    raise ImportError(
        f"{hiding} che mất gói helpers của Tăng bậc vì trùng tên. Hãy đổi tên rồi khởi động lại "
        f"nhân. / {hiding} hides the package helpers of Tăng bậc, because it has its name. Rename "
        "it, and restart the kernel."
    )


_check_helpers()


def __getattr__(name: str) -> Any:  # noqa: ANN401  (whatever the front door offers)
    if name in _HOME:
        return getattr(importlib.import_module(f"tangbac.{_HOME[name]}"), name)
    if name.startswith("_"):
        raise AttributeError(name)
    from tangbac.refusals import UnknownNameError, nearest  # noqa: PLC0415

    raise UnknownNameError("tangbac.no_such", name=f"tb.{name}", near=nearest(name, __all__))


def __dir__() -> list[str]:
    return list(__all__)
