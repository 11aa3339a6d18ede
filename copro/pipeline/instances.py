"""Appearances of a notebook in the book.

A notebook may stand in the book several times, with other parameters, in another part and
under another title. An ordinary chapter is the instance of itself with no settings.
"""

from dataclasses import dataclass, field

from copro.pipeline.dependencies import notebook_path
from copro.pipeline.parameters import Parameters, validate


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
