"""Tables of the compendium: catalogue, validation, loading, provenance. Knows no method."""

from copro.data.catalogue import card, path, tables
from copro.data.errors import DataError
from copro.data.loading import load

__all__ = ["DataError", "card", "load", "path", "tables"]
