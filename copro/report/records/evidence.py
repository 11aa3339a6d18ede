"""Evidence: tables together with what is said of every number that rests on them."""

from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from copro.data import load
from copro.report.records.claim import claim
from copro.report.records.figure import figure
from copro.report.records.output import ReportError
from copro.report.records.table import table


@dataclass(frozen=True, eq=False)
class Evidence:
    """Tables, the kind of evidence they are, and the unit and decimals of claims that rest on them.

    Parameters
    ----------
    tables : names of the tables
    kind : class of evidence of a claim, a key of ``copro.report.records.claim.KINDS``
    unit : unit of its value, e.g. "percent"
    digits : decimals of its value
    frames : the tables as they were loaded, in the order of ``tables``
    """

    tables: tuple[str, ...]
    kind: str = ""
    unit: str = ""
    digits: int = 1
    frames: tuple[pd.DataFrame, ...] = field(default=(), repr=False)

    @property
    def frame(self) -> pd.DataFrame:
        """The table, where it is one; ``ReportError`` where there are none or several."""
        if len(self.frames) != 1:
            raise ReportError(
                f"evidence {', '.join(self.tables)}: {len(self.frames)} tables, not one; see frames"
            )
        return self.frames[0]

    def but(self, **changes: Any) -> "Evidence":
        """The same tables with another ``kind``, ``unit`` or number of ``digits``.

        >>> Evidence(("cases/cases",), kind="coding", unit="count").but(unit="share", digits=2)
        Evidence(tables=('cases/cases',), kind='coding', unit='share', digits=2)
        """
        return replace(self, **changes)

    def __add__(self, other: "Evidence") -> "Evidence":
        """The tables of both, for a result that rests on both; all else is that of the first.

        >>> population, bounds = Evidence(("a/population",), unit="persons"), Evidence(("a/map",))
        >>> (population + bounds).tables
        ('a/population', 'a/map')
        """
        return replace(self, tables=self.tables + other.tables, frames=self.frames + other.frames)

    def claim(self, id: str, sentence: str, value: Any, **said: Any) -> None:
        """State a claim that rests on these tables: ``copro.report.claim`` with their names, kind,
        unit and digits.
        """
        claim(
            id,
            sentence,
            value,
            unit=self.unit,
            kind=self.kind,
            tables=self.tables,
            digits=self.digits,
            **said,
        )

    def figure(self, id: str, chart: Any, data: pd.DataFrame, **said: Any) -> None:
        """Draw a figure that rests on these tables: ``copro.report.figure`` with their names."""
        figure(id, chart, data, tables=list(self.tables), **said)

    def table(self, id: str, data: pd.DataFrame, **said: Any) -> None:
        """Show a table that rests on these tables: ``copro.report.table`` with their names."""
        table(id, data, tables=list(self.tables), **said)


def evidence(*names: str, kind: str = "", unit: str = "", digits: int = 1) -> Evidence:
    """Load the tables ``names`` and say once what claims on them are.

    Raises the ``DataError`` of ``copro.data.load``, and ``ReportError`` where no table is named.

    >>> surveys = evidence("norway/drug_use_prevalence_2013_2025", kind="survey", unit="percent")
    >>> list(surveys.frame.columns)[:2]
    ['year', 'substance']
    """
    if not names:
        raise ReportError("evidence: name at least one table")
    frames = tuple(load(name) for name in names)
    return Evidence(names, kind=kind, unit=unit, digits=digits, frames=frames)
