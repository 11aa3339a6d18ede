"""What the book needs of Sphinx beyond Jupyter Book v1: the only v1-specific code.

* the twins of a figure for dark pages and for phones;
* formulas as MathML, which browsers draw themselves, instead of MathJax from another host;
* HTML that a keyboard reaches and that keeps the place of pictures (``translator``);
* what surrounds the text of a chapter (``furniture``), and the frame of the page (``frame``).
"""

from pathlib import Path
from typing import Any

import nbformat
from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from pygments.lexers.python import PythonLexer
from sphinx.transforms.post_transforms import SphinxPostTransform

from copro.book.sphinx import frame, translator
from copro.book.sphinx.furniture import Furniture, facts


class FigureTwins(SphinxPostTransform):
    """Puts ``x-dark.png`` beside ``x.png``; the style sheet shows the one that fits.

    Takes the twins for phones along, ``x-phone.png`` and ``x-dark-phone.png``, which the
    translator offers in their place.
    """

    default_priority = 5  # before Sphinx collects the images

    def run(self, **_: object) -> None:
        """Add a twin after each picture that has one."""
        for image in list(self.document.findall(nodes.image)):
            light = Path(image["uri"])
            if "in-light" not in image["classes"] or not self.take(light):
                continue
            dark = light.with_stem(f"{light.stem}-dark")
            self.take(light.with_stem(f"{light.stem}-phone"))
            self.take(light.with_stem(f"{light.stem}-dark-phone"))
            if not self.take(dark):
                continue
            twin = image.deepcopy()
            twin["uri"] = str(dark)
            twin["candidates"] = {"*": str(dark)}
            twin["classes"] = ["in-dark"]
            twin["ids"], twin["names"] = [], []
            image.parent.insert(image.parent.index(image) + 1, twin)

    def take(self, picture: Path) -> bool:
        """Have a picture copied into the site, if there is one."""
        found = (Path(self.app.srcdir) / picture).is_file()
        if found:
            self.env.images.add_file(self.env.docname, str(picture))
            self.app.builder.images[str(picture)] = self.env.images[str(picture)][1]
        return found


def without_search(app: Any) -> None:
    """The book has a search of its own (``copro.book.search_index``): Sphinx writes none."""
    app.builder.search = False


def reachable_code(app: Any) -> None:
    """Code is written so that a keyboard can scroll it."""
    app.builder.highlighter.formatter = translator.Reachable


def read_side_by_side(app: Any, _: Any) -> None:
    """Pages are read in several processes. One extension, which Jupyter Book brings along and which
    numbers nothing here (``numbered: false``), does not say that it allows it.
    """
    app.extensions["sphinx_multitoc_numbering"].parallel_read_safe = True


def figure_numbers(app: Any, env: Any) -> None:
    """Figures have the numbers that the book gives them: Sphinx would walk all pages to count."""
    chapters = facts(str(app.srcdir))["chapters"]
    counted = {page: chapter["numbers"]["figures"] for page, chapter in chapters.items()}
    env.toc_fignumbers = {
        page: {"figure": {f"fig-{id}": (figure["number"],) for id, figure in figures.items()}}
        for page, figures in counted.items()
    }


def no_second_notebook(*_: Any) -> None:
    """MyST-NB would write each notebook again, beside the site, where nobody reads it."""
    nbformat.writes = lambda *_: ""


def setup(app: Any) -> dict[str, Any]:
    """Entry point of Sphinx."""
    app.add_config_value("copro_links", {}, "html")
    app.add_config_value("copro_authors", [], "html")
    app.set_translator("html", translator.Translator)
    app.add_html_math_renderer(
        "mathml",
        (translator.visit_inline_formula, None),
        (translator.visit_block_formula, None),
    )
    fold = (translator.visit_fold, translator.depart_fold)
    app.add_node(HideCodeCellNode, override=True, html=fold)
    app.add_post_transform(FigureTwins)
    app.add_post_transform(Furniture)
    # Cells are plain Python: the lexer of IPython tries twenty more patterns at every word.
    app.add_lexer("ipython3", PythonLexer)
    app.connect("config-inited", read_side_by_side)
    app.connect("config-inited", no_second_notebook)
    app.connect("env-check-consistency", figure_numbers)
    app.connect("builder-inited", without_search)
    app.connect("builder-inited", reachable_code)
    app.connect("html-page-context", frame.dress, priority=1000)
    app.connect("build-finished", frame.trim, priority=1000)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
