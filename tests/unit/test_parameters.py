"""Parameters: one model is the source of the cell,
of the validation and of the table in the book.
"""

import json
from typing import Literal

import pytest

from copro.book.pages import reproduce
from copro.chapters import parameters, registry
from copro.chapters.notebooks import cells_of, notebook_path, notebooks
from copro.chapters.parameters import (
    ParameterError,
    Parameters,
    cell_source,
    changed,
    describe,
    model_name,
    model_of,
    models,
    validate,
)

NOTEBOOKS = notebooks()


def test_every_model_has_choices_and_a_notebook_in_its_part():
    found = {
        (part, name): model
        for part in registry.parts()
        for name, model in vars(models(part)).items()
        if isinstance(model, type) and issubclass(model, Parameters) and model is not Parameters
    }
    own = {(notebook_path(name).parent.name, model_name(name)): name for name in NOTEBOOKS}
    assert len(found) > 15 and set(found) <= set(own)
    for place, model in found.items():
        assert model.model_fields and model_of(own[place]) is model


def test_the_parameters_cell_is_that_of_the_model():
    """Exactly one cell of a notebook is tagged so."""
    wrong = []
    for name in NOTEBOOKS:
        cells = cells_of(notebook_path(name))
        tagged = [cell["source"] for cell in cells if "parameters" in cell["tags"]]
        if tagged != [cell_source(model_of(name))]:
            wrong.append((name, tagged))
    assert not wrong, "\n".join(map(str, wrong))


def test_the_cell_gives_the_defaults():
    wrong = []
    for name in NOTEBOOKS:
        found = {}
        exec(cell_source(model_of(name)), {}, found)  # noqa: S102 - our own generated assignments
        if found != model_of(name)().model_dump():
            wrong.append((name, found))
    assert not wrong, "\n".join(map(str, wrong))


def test_every_parameter_is_described():
    rows = [(name, row) for name in NOTEBOOKS for row in describe(model_of(name))]
    wrong = [(name, row) for name, row in rows if not (row["description"] and row["allowed"])]
    assert not wrong, "\n".join(map(str, wrong))


def test_defaults_stand_as_the_command_line_takes_them():
    text = reproduce.parameters()
    assert "allowed: true or false." in text and "allowed: boolean" not in text
    assert (
        'Default `["NOR", "DEU", "DNK"]`; allowed: list of: ' in text
        and "Default `false`; allowed" in text
    )
    for name in NOTEBOOKS:
        model = model_of(name)
        given = {
            row["name"]: json.dumps(row["default"], ensure_ascii=False) for row in describe(model)
        }
        assert validate(name, given) == model(), name


def test_words_from_the_command_line_become_values():
    found = validate("norway_elderly_care", {"year": "2023", "weights": "population"})
    assert found.year == 2023 and changed(found) == {"year": 2023, "weights": "population"}


@pytest.mark.parametrize(
    "given, words",
    [
        ({"countyr": "3"}, "unknown parameter 'countyr'"),
        ({"yeer": "3"}, "did you mean 'year'"),
        ({"year": "2024"}, "2023"),
        ({"year": "twenty"}, "'twenty'"),
        ({"min_population": "-1"}, "greater than or equal to 0"),
        ({"min_population": "true"}, "True"),
        ({"weights": "NO"}, "'NO'"),
    ],
)
def test_bad_parameters_name_what_was_found_and_expected(given, words):
    with pytest.raises(ParameterError, match="norway_elderly_care") as caught:
        validate("norway_elderly_care", given)
    assert words in str(caught.value)


class Comparison(Parameters):
    """A made-up notebook with countries."""

    country: Literal["NOR", "DEU", "DNK"] = "NOR"
    focus: list[str] = ["NOR", "DEU"]  # noqa: RUF012 - pydantic copies it


def test_no_is_never_false_and_points_to_nor(monkeypatch):
    monkeypatch.setattr(parameters, "model_of", {"comparison": Comparison}.get)
    with pytest.raises(ParameterError, match="did you mean NOR"):
        validate("comparison", {"country": "NO"})


def test_lists_come_in_brackets(monkeypatch):
    monkeypatch.setattr(parameters, "model_of", {"comparison": Comparison}.get)
    assert validate("comparison", {"focus": "[SWE,AUT]"}).focus == ["SWE", "AUT"]
    assert validate("comparison", {"focus": '["NO"]'}).focus == ["NO"]


def test_a_cell_that_needs_a_value_names_a_parameter():
    """A tag ``needs:name=value`` with a mistyped name would hide a cell for ever."""
    wrong = [
        (name, tag)
        for name in NOTEBOOKS
        for cell in cells_of(notebook_path(name))
        for tag in cell["tags"]
        if tag.startswith("needs:")
        and tag.removeprefix("needs:").split("=")[0] not in model_of(name).model_fields
    ]
    assert not wrong, "\n".join(map(str, wrong))
