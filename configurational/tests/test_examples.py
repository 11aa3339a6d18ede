"""The examples in the documentation of the newer modules run and give what they show."""

import doctest
import importlib

import pytest

MODULES = (
    "anchors",
    "calibrate_indirect",
    "clusters",
    "expressions",
    "fiss",
    "formula",
    "reading",
    "selection",
    "selection_necessity",
    "rows",
)


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    module = importlib.import_module(f"configurational.{name}")
    found = doctest.testmod(module)
    assert found.attempted > 0 and found.failed == 0
