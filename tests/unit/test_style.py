"""Style: what stands on a shade can be read, in both themes,
and a reader's own settings change no picture.
"""

import pytest
from matplotlib.colors import LinearSegmentedColormap

from copro.report.charts import style

AA = 4.5  # contrast that the accessibility guidelines (WCAG 2) ask of text


def test_contrast_is_that_of_the_guidelines():
    assert style.contrast("#ffffff", "#000000") == pytest.approx(21)
    assert style.contrast("#777777", "#ffffff") == pytest.approx(
        4.48, abs=0.01
    )  # the well-known grey that just fails


def test_settings_of_the_reader_do_not_reach_a_picture():
    import matplotlib as mpl

    def inside():
        with style.theme("light"):
            return dict(mpl.rcParams)

    own = {"lines.markersize": 30, "xtick.direction": "in", "axes.titlesize": 40}
    with mpl.rc_context(own):
        settings = inside()
        assert mpl.rcParams["lines.markersize"] == 30  # afterwards they are the reader's again
    assert settings == inside() and settings["lines.markersize"] != 30


@pytest.mark.parametrize("theme", style.THEMES)
def test_numbers_in_cells_can_be_read_on_every_shade(theme):
    ramp = LinearSegmentedColormap.from_list("shades", style.RAMPS[theme])
    shades = [ramp(step / 200) for step in range(201)]
    assert all(style.contrast(style.ink(shade), shade) >= AA for shade in shades)


@pytest.mark.parametrize("theme", style.THEMES)
def test_low_values_are_near_the_page_and_high_ones_far(theme):
    paper = style.THEMES[theme]["paper"]
    distance = [style.contrast(shade, paper) for shade in style.RAMPS[theme]]
    assert distance == sorted(distance) and distance[0] < 1.5
