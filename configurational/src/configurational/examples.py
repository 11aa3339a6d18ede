"""Published data sets that come with the package, for the manual and for trying things out."""

from __future__ import annotations

from pathlib import Path

from .errors import ParameterError

FOLDER = Path(__file__).parent / "published"
_LIPSET = (
    "18 countries of inter-war Europe; DEV development, URB urbanisation, LIT literacy, IND "
    "industrial work force, STB stability of government; outcome SURV survival of democracy"
)
EXAMPLES = {
    "LR": f"raw figures of {_LIPSET} (Rihoux & De Meur 2009)",
    "LC": f"crisp sets of {_LIPSET} (Rihoux & De Meur 2009)",
    "LM": f"multi-value sets of {_LIPSET} (Cronqvist & Berg-Schlosser 2009)",
    "LF": f"fuzzy sets of {_LIPSET} (Ragin 2009)",
    "CVF": "fuzzy sets of 29 ethnic minorities in Europe; DEMOC democracy, ETHFRACT ethnic "
    "fractionalisation, GEOCON geographic concentration, POLDIS political discrimination, "
    "NATPRIDE national pride; outcome PROTEST (Cebotari & Vink 2013)",
}


def example(name: str) -> str:
    """Path of the CSV of a published data set; `EXAMPLES` says what each holds.

    Raises
    ------
    ParameterError

    Examples
    --------
    >>> from configurational import read_csv
    >>> read_csv(example("LF")).loc["BE", "DEV"].item()
    0.99
    """
    if name not in EXAMPLES:
        raise ParameterError("example", repr(name), ", ".join(EXAMPLES))
    return str(FOLDER / f"{name}.csv")
