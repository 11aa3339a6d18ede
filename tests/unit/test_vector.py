"""A figure as SVG can be read, changed and quoted without the page that it stood on."""

import base64
import io
from xml.etree import ElementTree

import pandas as pd
import pytest
from fontTools.ttLib import TTFont

from copro.report import charts
from copro.report.charts import style
from copro.report.charts.drawing import Drawing
from copro.report.charts.vector import described

NAMES = {"s": "http://www.w3.org/2000/svg", "cc": "http://creativecommons.org/ns#"}
SAID = ("A <title>", "A line rises.", "Source: x & y.", "Data: CC0.")


@pytest.fixture(scope="module")
def vector():
    data = pd.DataFrame({"year": [2001, 2002, 2003], "value": [1.0, 2.0, 4.0]})
    options = {"x": "year", "y": "value", "ylabel": "<units>"}
    drawing = Drawing(charts.lines, data, SAID[0], SAID[2], 3.8, options)
    (svg,) = drawing.draw("light", style.WIDTH, "svg")
    return ElementTree.fromstring(described(svg, *SAID))


def test_a_vector_says_what_it_shows_and_what_may_be_done_with_it(vector):
    assert [vector.findtext(f"s:{tag}", namespaces=NAMES) for tag in ("title", "desc")] == [
        *SAID[:2]
    ]
    facts = "".join(vector.find("s:metadata", NAMES).itertext())
    assert all(text in facts for text in (SAID[0], SAID[2], SAID[3]))
    resource = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource"
    assert vector.find(".//cc:license", NAMES).get(resource).endswith("/licenses/by/4.0/")


def test_a_vector_has_its_paper_as_ground(vector):
    ground = vector.find(".//s:g[@id='patch_1']/s:path", NAMES)
    assert f"fill: {style.THEMES['light']['paper']}" in ground.get("style")


def test_text_of_a_vector_is_text_and_its_letters_travel_with_it(vector):
    texts = list(vector.iterfind(".//s:text", NAMES))
    assert "<units>" in [text.text for text in texts] and len(texts) > 5
    assert all("sans-serif" in text.get("style") for text in texts)
    faces = vector.findtext("s:style", namespaces=NAMES).split("@font-face")[1:]
    assert ["font-weight: 400" in faces[0], "font-weight: 700" in faces[1]] == [True, True]
    letters = io.BytesIO(base64.b64decode(faces[1].partition("base64,")[2].partition(")")[0]))
    assert set(map(chr, TTFont(letters).getBestCmap())) == set(SAID[0])


def test_what_is_no_vector_of_matplotlib_is_refused():
    with pytest.raises(ValueError, match="metadata"):
        described(b"<svg></svg>", *SAID)
