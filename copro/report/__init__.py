"""Figures, tables and claims: the only code that draws or writes results.

The values themselves (``copro.report.records.model``) are light: what draws and reads tables is
imported when it is first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from copro.report.records.claim import claim, glue, weak_codes
    from copro.report.records.evidence import evidence
    from copro.report.records.figure import figure
    from copro.report.records.ledger import read_claims
    from copro.report.records.table import table

__all__ = ["claim", "evidence", "figure", "glue", "read_claims", "table", "weak_codes"]
HOME = {"glue": "claim", "read_claims": "ledger", "weak_codes": "claim"}  # others: their own name


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"copro.report.records.{HOME.get(name, name)}"), name)
