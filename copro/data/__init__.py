"""Tables of the compendium: catalogue, validation, loading, provenance. Knows no method.

What is given here is imported when it is first asked for: who only looks into the catalogue need
not wait for pandas.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from copro.data.catalogue import card, path, tables
    from copro.data.errors import DataError
    from copro.data.loading import load

__all__ = ["DataError", "card", "load", "path", "tables"]

_PLACES = {"DataError": "errors", "load": "loading"}  # all else is in the catalogue


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    place = _PLACES.get(name, "catalogue")
    found = getattr(importlib.import_module(f"{__name__}.{place}"), name)
    globals()[name] = found
    return found
