"""Each table is read once a session and shared: tests must not change it."""

import functools

import pandas as pd
import pytest

from copro.data import load, path


@pytest.fixture(scope="session")
def table():
    """``table("norway/municipalities_2024")``: the validated table, corrections carried out."""
    return functools.cache(load)


@pytest.fixture(scope="session")
def raw():
    """``raw(name)``: the file as published, all cells text, no correction carried out."""
    return functools.cache(lambda name: pd.read_csv(path(name), dtype=str, keep_default_na=False))
