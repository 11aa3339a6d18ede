"""Figures, tables and claims: the only code that draws or writes results."""

from copro.report.records.claim import claim, glue, weak_codes
from copro.report.records.evidence import evidence
from copro.report.records.figure import figure
from copro.report.records.ledger import read_claims
from copro.report.records.table import table

__all__ = ["claim", "evidence", "figure", "glue", "read_claims", "table", "weak_codes"]
