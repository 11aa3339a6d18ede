"""The examples in the documentation of the modules run, and every public name is documented."""

import doctest
import importlib
import pkgutil

import pytest

import configurational as qca

MODULES = [
    m.name
    for m in pkgutil.iter_modules(qca.__path__, "configurational.")
    if m.name[-8:] != "__main__"
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name):
    done = doctest.testmod(importlib.import_module(name))
    assert done.failed == 0


def test_some_modules_have_examples():
    found = doctest.DocTestFinder(exclude_empty=True)
    assert (
        sum(bool(t.examples) for n in MODULES for t in found.find(importlib.import_module(n))) >= 5
    )


@pytest.mark.parametrize(
    "name", [n for n in dir(qca) if not n.startswith("_") and callable(getattr(qca, n))]
)
def test_every_public_name_is_documented(name):
    assert (getattr(qca, name).__doc__ or "").strip()
