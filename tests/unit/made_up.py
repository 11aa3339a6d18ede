"""Results that are made up for a test."""

from copro.report.records.model import Claim


def stated(id, value, **more):
    """A claim with what a test does not ask about filled in."""
    whole = {
        "id": id,
        "sentence": f"{id} says so.",
        "value": value,
        "unit": "count",
        "kind": "published figure",
        "tables": ("made/up",),
        "hashes": {"made/up": "aa11"},
        "tolerance": 1e-6,
    }
    return Claim(**(whole | more))
