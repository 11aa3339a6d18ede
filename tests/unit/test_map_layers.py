"""The layer over a map: made-up drawings of two places, in the form that matplotlib writes."""

from xml.etree import ElementTree

import pandas as pd
import pytest

from copro.book.map_layers import LayerError, Map, layer

OF = Map("NOR", "code", "name", "share", "%")


def drawing(*groups):
    shapes = "".join(
        f'<g id="_GeoPandasPolyCollection_{n}">'
        + '<path d="M 1 1 L 9 1 L 9 9 z"/>' * paths
        + "</g>"
        for n, paths in enumerate(groups, start=1)
    )
    return ElementTree.fromstring(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 20">{shapes}</svg>'
    )


def test_a_shape_belongs_to_the_row_in_whose_order_it_was_drawn():
    table = pd.DataFrame({"code": ["2", "1"], "name": ["B", "A"], "share": [20.04, None]})
    found = layer(drawing(1, 1), table, OF)  # those with a value are drawn first
    assert found["units"] == [["1", "A", None], ["2", "B", 20.0]]
    assert [place for place, _ in found["shapes"]] == [1, 0]
    assert found["box"] == [20, 40]


def test_a_place_of_the_inset_is_drawn_twice():
    table = pd.DataFrame(
        {"code": ["1", "2"], "name": ["A", "B"], "share": [1.0, 2.0], "region": [None, "fjord"]}
    )
    assert [place for place, _ in layer(drawing(2, 1), table, OF)["shapes"]] == [0, 1, 1]


def test_a_drawing_with_other_shapes_than_rows_is_refused():
    table = pd.DataFrame({"code": ["1"], "name": ["A"], "share": [1.0]})
    with pytest.raises(LayerError, match="2 shapes in its part 1, its table 1 rows"):
        layer(drawing(2), table, OF)
