"""Appearances of a notebook in the book.

A notebook may stand in the book several times, with other parameters, in another part and
under another title. An ordinary chapter is the instance of itself with no settings.
"""

import ast
import json
import re
from dataclasses import dataclass, field

from copro.chapters.notebooks import notebook_path
from copro.chapters.parameters import Parameters, validate
from copro.paths import ROOT


def command(name: str) -> str:
    """What makes a page that is a notebook with other parameters, as the Snakefile lists it:
    ``NOTEBOOK --set name=value``; else ''.
    """
    text = (ROOT / "Snakefile").read_text(encoding="utf-8")
    found = re.search(
        rf'^    "{re.escape(name)}": dict\(\s*notebook="(\w+)"[^[]*?\bset=(\{{.*?\}})',
        text,
        flags=re.M,
    )
    if not found:
        return ""
    settings = ast.literal_eval(found[2]).items()
    return " ".join(
        [
            found[1],
            *(
                f"--set {key}={value if isinstance(value, str) else json.dumps(value)}"
                for key, value in settings
            ),
        ]
    )


@dataclass(frozen=True)
class Instance:
    """One appearance, as the Snakefile lists it.

    ``name`` names its page and its results; ``notebook`` the file that is run (its own by
    default), ``part`` the folder of the page (that of the file), ``set`` the parameters that
    differ from the defaults, ``title`` the first heading (that of the file).
    """

    name: str
    notebook: str = ""
    part: str = ""
    set: dict = field(default_factory=dict)
    title: str = ""

    @property
    def source(self) -> str:
        """Name of the notebook that is run."""
        return self.notebook or self.name

    @property
    def page(self) -> str:
        """Path of the page from the root of the book, without ending."""
        return f"{self.part or notebook_path(self.source).parent.name}/{self.name}"

    def parameters(self) -> Parameters:
        """Its parameters; ``ParameterError`` if the notebook does not take them."""
        return validate(self.source, self.set)
