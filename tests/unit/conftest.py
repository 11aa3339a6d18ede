"""What tests of charts share."""

import pytest


@pytest.fixture
def drawn():
    """Draws a chart and gives the figure; closes it afterwards."""
    import matplotlib.pyplot as plt

    from copro.report.charts import style

    made = []

    def draw(chart, data, **options):
        with style.theme("light") as colours:
            made.append(plt.figure(layout="constrained"))
            chart(made[-1].subfigures(), data, colours, **options)
            made[-1].draw_without_rendering()
        return made[-1].subfigs[0]

    yield draw
    for figure in made:
        plt.close(figure)
