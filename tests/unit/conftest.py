"""What unit tests share: published tables, panels made of them, and a place to draw charts.

Frames are made once a session: tests must not change them.
"""

import pytest

from copro.data import load
from copro.measures.countries import indicators
from copro.measures.germany import kreise


@pytest.fixture(scope="session")
def country_tables():
    """The tables of the indicators of countries, by name."""
    return {name: load(name) for name in indicators.TABLES}


@pytest.fixture(scope="session")
def kreis_panel():
    """Care, inhabitants and settlement of 400 Kreise in ten waves."""
    names = ("care_inkar_2003_2021", "population_1990_2021", "context_1995_2022", "typology_2017")
    return kreise.care_panel(*(load(f"germany/kreis_{name}") for name in names))


@pytest.fixture(scope="session")
def kreis_finance():
    """Tax capacity and grants of the Kreise of 2021."""
    names = ("municipal_finance_1995_2019", "typology_2017")
    tables = (load(f"germany/kreis_{name}") for name in names)
    return kreise.finance_2021(*tables, [kreise.TAX, kreise.GRANTS])


@pytest.fixture
def drawn():
    """Draws a chart, on request in a width, and gives the figure; closes it afterwards."""
    import matplotlib.pyplot as plt

    from copro.report.charts import style

    made = []

    def draw(chart, data, *, width=None, **options):
        with style.theme("light") as colours:
            made.append(plt.figure(figsize=width and (width, 4), layout="constrained"))
            chart(made[-1].subfigures(), data, colours, **options)
            made[-1].draw_without_rendering()
        return made[-1].subfigs[0]

    yield draw
    for figure in made:
        plt.close(figure)


@pytest.fixture
def axes(drawn):
    """Draws a chart and gives its axes, those of insets last."""

    def draw(*chart_and_data, **options):
        found = drawn(*chart_and_data, **options).axes
        return found + [inset for axis in found for inset in axis.child_axes]

    return draw
