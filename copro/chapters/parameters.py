"""Parameters of the notebooks: a pydantic model for each that has choices.

The model is the single source of the ``parameters`` cell of the notebook, of the table of
parameters in the book and of the validation. It bears the name of its notebook
(``NorwaySector`` for ``norway_sector``) and stands in the module that is named like the part of
the book: ``copro/chapters/norway.py`` for ``notebooks/2_norway/``. A notebook without such a model
has no parameter.
"""

import difflib
import importlib
import importlib.util
import json
from collections.abc import Mapping
from types import ModuleType
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, ValidationError

from copro.chapters.notebooks import notebook_path, notebooks
from copro.errors import Expected


class ParameterError(Expected):
    """A parameter that a notebook does not have, or a value it does not take."""


class Parameters(BaseModel):
    """Base of all parameter models: unknown names and wrong types are errors.

    ``pairs`` holds values that a sweep tries together, beside each value alone.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
    pairs: ClassVar[tuple[Mapping[str, object], ...]] = ()


COUNTRY_HINTS = {"NO": "NOR", "DE": "DEU", "DK": "DNK", "no": "NOR", "de": "DEU", "dk": "DNK"}


def model_name(notebook: str) -> str:
    """Name of the class that holds the parameters of a notebook.

    >>> model_name("norway_elderly_care")
    'NorwayElderlyCare'
    """
    return "".join(word.capitalize() for word in notebook.split("_"))


def models(part: str) -> ModuleType | None:
    """The module with the parameter models of a part of the book, such as ``2_norway``; None where
    the part has none.
    """
    name = f"copro.chapters.{part.split('_', 1)[-1]}"
    return importlib.import_module(name) if importlib.util.find_spec(name) else None


def model_of(notebook: str) -> type[Parameters]:
    """Parameter model of a notebook, an empty one where it has no choices; ``ParameterError`` with
    the nearest names if there is no such notebook.
    """
    known = notebooks()
    if notebook not in known:
        near = difflib.get_close_matches(notebook, known, n=3, cutoff=0.4) or sorted(known)
        raise ParameterError(f"no notebook {notebook!r}; expected {' or '.join(near)}")
    return getattr(models(notebook_path(notebook).parent.name), model_name(notebook), Parameters)


def validate(notebook: str, given: Mapping[str, object]) -> Parameters:
    """Parameters of a notebook from ``{name: value}``; strings are read as JSON where they are.

    JSON, not YAML: ``NO`` stays the text NO and never becomes false. Raises
    ``ParameterError`` naming notebook, parameter, what was found and what was expected.
    """
    model = model_of(notebook)
    for name in given:
        if name not in model.model_fields:
            near = difflib.get_close_matches(name, model.model_fields, n=1)
            known = ", ".join(model.model_fields) or "none"
            hint = f"did you mean {near[0]!r}?" if near else f"expected one of: {known}"
            raise ParameterError(f"{notebook}: unknown parameter {name!r}; {hint}")
    try:
        return model(**{name: _read(value) for name, value in given.items()})
    except ValidationError as problem:
        first = problem.errors()[0]
        name, found = ".".join(map(str, first["loc"])), first["input"]
        wanted = first["msg"].removeprefix("Input should be ")
        meant = COUNTRY_HINTS.get(found) if isinstance(found, str) else None
        said = f" (did you mean {meant}? countries are ISO 3166 alpha-3)" if meant else ""
        raise ParameterError(
            f"{notebook}: parameter {name!r}: found {found!r}; expected {wanted}{said}"
        ) from None


def _read(value: object) -> object:
    """A value from the command line: JSON if it is JSON, a list if in brackets, else text."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except json.JSONDecodeError:
        pass
    if value.startswith("[") and value.endswith("]"):
        return [item.strip() for item in value[1:-1].split(",") if item.strip()]
    return value


def cell_source(model: type[Parameters]) -> str:
    """Source of the ``parameters`` cell that belongs to a model."""
    lines = [f"{name} = {_literal(field.default)}" for name, field in model.model_fields.items()]
    return "\n".join(
        ["# Parameters of this notebook; other values: copro run NAME --set name=value", *lines]
    )


def _literal(value: str | float | list[str]) -> str:
    """The value in Python, with the quotation marks of the formatter."""
    return repr(value) if isinstance(value, (int, float)) else json.dumps(value, ensure_ascii=False)


def changed(parameters: Parameters) -> dict[str, Any]:
    """Only the values that differ from the defaults: what papermill has to inject."""
    defaults = type(parameters)().model_dump()
    return {k: v for k, v in parameters.model_dump().items() if v != defaults[k]}


def describe(model: type[Parameters]) -> list[dict[str, Any]]:
    """Rows of the table of parameters in the book: name, type, default, description."""
    properties = model.model_json_schema().get("properties", {})
    return [
        {
            "name": name,
            "allowed": _allowed(properties[name]),
            "default": field.default,
            "description": field.description,
        }
        for name, field in model.model_fields.items()
    ]


def _allowed(rule: Mapping[str, Any]) -> str:
    if "enum" in rule:
        return ", ".join(map(str, rule["enum"]))
    if "items" in rule:
        return f"list of: {_allowed(rule['items'])}"
    if "minimum" in rule or "maximum" in rule:
        return f"{rule.get('minimum', 'any')} to {rule.get('maximum', 'any')}"
    return (
        "true or false"
        if rule.get("type") == "boolean"
        else rule.get("const", rule.get("type", ""))
    )
