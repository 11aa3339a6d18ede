"""Pictures for phones and the dark theme, drawn beside the notebook; the data are synthetic."""

import hashlib

import pandas as pd
import pytest

from copro.report.charts import basic, drawing, style
from copro.run.twins import Drawer, TwinFailed

DATA = pd.DataFrame({"year": [2012, 2018, 2024], "persons": [9, 8, 7]})


def made(chart=basic.lines, **options):
    options = {"x": "year", "y": "persons", "ylabel": "persons"} | options
    return drawing.Drawing(chart, DATA, "A title", "A source", 3.8, options)


def digest(picture):
    return hashlib.sha256(picture).hexdigest()


def test_twins_have_the_bytes_that_the_cell_would_have_drawn(tmp_path):
    with Drawer(tmp_path) as drawer:
        shown = made()
        shown.draw("light", style.WIDTH, "png")  # as the cell does: the parts have their places
        shown.later(tmp_path, "test-figure")
        drawer.look()
        made(ylabel="people").later(tmp_path, "test-other")
        drawer.finish()
    names = {f"{id}{end}.png" for id in ("test-figure", "test-other") for end in drawing.TWINS}
    assert {file.name for file in tmp_path.iterdir()} == names
    for end, (theme, width) in drawing.TWINS.items():
        (here,) = made().draw(theme, width, "png")
        assert digest((tmp_path / f"test-figure{end}.png").read_bytes()) == digest(here)


def test_what_is_drawn_later_is_what_the_cell_had(tmp_path):
    data = DATA.copy()
    picture = drawing.Drawing(
        basic.lines, data, "A title", "A source", 3.8, dict(x="year", y="persons", ylabel="persons")
    )
    picture.later(tmp_path, "test-figure")
    data["persons"] = 0  # a later line of the cell
    drawing.twins(tmp_path / f"test-figure{drawing.WAITING}")
    (before,) = made().draw("dark", style.WIDTH, "png")
    assert digest((tmp_path / "test-figure-dark.png").read_bytes()) == digest(before)


def test_a_twin_that_cannot_be_drawn_is_named_with_its_figure_and_cause(tmp_path):
    with Drawer(tmp_path) as drawer:
        made(y="no_such_column").later(tmp_path, "test-figure")
        with pytest.raises(
            TwinFailed,
            match=r"figure 'test-figure', drawn again as test-figure-dark\.png: KeyError",
        ):
            drawer.finish()


def test_a_drawer_that_ended_without_a_word_is_told(tmp_path):
    with Drawer(tmp_path) as drawer:
        (tmp_path / f"test-figure{drawing.WAITING}").write_bytes(b"no drawing")
        with pytest.raises(TwinFailed, match=r"figure 'test-figure'.*ended without a word"):
            drawer.finish()
