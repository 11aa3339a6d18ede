"""What measures read of the claims of earlier chapters."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol


class Stated(Protocol):
    """A claim (``copro.report.records.model.Claim``), as far as a measure reads it."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def sentence(self) -> str:
        """As the reader sees it."""

    @property
    def value(self) -> Any:
        """A number, or a word."""

    @property
    def interval(self) -> tuple[float, float] | None:
        """Low and high end in the unit of the value."""

    @property
    def n(self) -> Any:
        """Number of observations; None where it is not said."""

    @property
    def kind(self) -> str:
        """Class of evidence."""

    @property
    def chapter(self) -> str:
        """Name of the notebook that makes it."""

    @property
    def tables(self) -> Sequence[str]:
        """Names of the tables it rests on."""


Said = Mapping[str, Stated]
