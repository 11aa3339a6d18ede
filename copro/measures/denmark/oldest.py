"""Denmark: people aged 80 or over by municipality, carried on from 2020, the last year of the
table.
"""

import pandas as pd

from copro.measures.shared.oldest import LEVEL, Counts

BANDS = {
    65: "population_65_79",
    80: "population_80_84",
    85: "population_85_89",
    90: "population_90_plus",
}
SIZES = {0: "under 30,000", 30_000: "30,000 to 49,999", 50_000: "50,000 and over"}
STEP = 6  # twelve years of counts hold two steps
OUTSIDE = "0411"  # Christiansø, about 90 people outside the municipal division


def counts(population: pd.DataFrame, municipalities: pd.DataFrame, level: int = LEVEL) -> Counts:
    """The table of people by age as counts of the 98 municipalities, with their regions."""
    region = municipalities.set_index("municipality_code")["region_code"].astype(str).to_dict()
    rows = population[population["municipality_code"] != OUTSIDE]
    return Counts(rows, BANDS, SIZES, region.__getitem__, STEP, level)
