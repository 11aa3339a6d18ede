"""The examples in the documentation of the modules run, and every public name is documented."""

import doctest
import importlib
import pkgutil

import configurational as qca

MODULES = [
    m.name
    for m in pkgutil.iter_modules(qca.__path__, "configurational.")
    if m.name[-8:] != "__main__"
]


def test_examples_run():
    ran = [(name, doctest.testmod(importlib.import_module(name))) for name in MODULES]
    wrong = [(name, done) for name, done in ran if done.failed]
    assert not wrong, "\n".join(map(str, wrong))


def test_some_modules_have_examples():
    found = doctest.DocTestFinder(exclude_empty=True)
    assert (
        sum(bool(t.examples) for n in MODULES for t in found.find(importlib.import_module(n))) >= 5
    )


def test_every_public_name_is_documented():
    public = [n for n in dir(qca) if not n.startswith("_") and callable(getattr(qca, n))]
    wrong = [name for name in public if not (getattr(qca, name).__doc__ or "").strip()]
    assert not wrong, "\n".join(map(str, wrong))
