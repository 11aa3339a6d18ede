"""Every defensible specification of an estimate (Simonsohn, Simmons and Nelson 2020)."""

from copro.methods.multiverse.curve import (
    EDGE,
    ESTIMATORS,
    LEVEL,
    PIECES,
    PLACES,
    SIGN,
    Curve,
    Dimension,
    Exclusion,
    Grid,
    p_value,
    place,
    reading,
    run,
    specifications,
    whole,
)

__all__ = [
    "EDGE",
    "ESTIMATORS",
    "LEVEL",
    "PIECES",
    "PLACES",
    "SIGN",
    "Curve",
    "Dimension",
    "Exclusion",
    "Grid",
    "p_value",
    "place",
    "reading",
    "run",
    "specifications",
    "whole",
]
