"""A chapter: a notebook as it stands in the book.

A notebook may stand in the book several times, with other parameters, in another part and
under another title. An ordinary chapter is the appearance of its notebook with no settings.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from copro.chapters.notebooks import cells_of, notebook_path
from copro.chapters.parameters import Parameters, validate
from copro.chapters.sources import Sources, sources_of


@dataclass(frozen=True)
class Chapter:
    """One appearance of a notebook.

    ``name`` names its page and its results; ``notebook`` the file that is run (its own by
    default), ``part`` the folder of the page (that of the file), ``settings`` the parameters that
    differ from the defaults, ``title`` the first heading (that of the file).
    """

    name: str
    notebook: str = ""
    part: str = ""
    settings: Mapping[str, object] = field(default_factory=dict)
    title: str = ""

    @property
    def source(self) -> str:
        """Name of the notebook that is run."""
        return self.notebook or self.name

    @property
    def page(self) -> str:
        """Path of the page from the root of the book, without ending."""
        return f"{self.part or notebook_path(self.source).parent.name}/{self.name}"

    @property
    def heading(self) -> str:
        """The first heading of its page."""
        text = next(c["source"] for c in cells_of(notebook_path(self.source)))
        return self.title or re.findall(r"^# (.+)$", text, flags=re.M)[0].strip()

    @property
    def command(self) -> str:
        """The words after ``copro run`` that run its notebook as it runs here."""
        values = [
            f"--set {name}={value if isinstance(value, str) else json.dumps(value)}"
            for name, value in self.settings.items()
        ]
        return " ".join([self.source, *values])

    def parameters(self) -> Parameters:
        """Its parameters; ``ParameterError`` if the notebook does not take them."""
        return validate(self.source, dict(self.settings))

    def sources(self) -> Sources:
        """Its tables, and the chapters whose claims it reads; ``ChapterError`` where its notebook
        does not say so.
        """
        return sources_of(notebook_path(self.source), self.parameters().model_dump())


# Chapters that say more than their notebook does, by name; ``instance`` adds them.
INSTANCES: dict[str, Chapter] = {}


def instance(name: str, *, of: str = "", title: str = "", **settings: object) -> None:
    """Let the book have a page ``name`` that is the notebook ``of`` (the one of this name) with
    other parameters, or under another title. Where it stands, ``_toc.yml`` says.
    """
    INSTANCES[name] = Chapter(name, notebook=of, settings=settings, title=title)
