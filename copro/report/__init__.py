"""Figures, tables and claims: the only code that draws or writes results."""

from copro.report.claim import claim, glue, weak_codes
from copro.report.figure import figure
from copro.report.ledger import read_claims
from copro.report.table import table

__all__ = ["claim", "figure", "glue", "read_claims", "table", "weak_codes"]
