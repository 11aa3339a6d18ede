"""What the book needs of Sphinx beyond Jupyter Book v1: the only v1-specific code.

* a dark twin beside every figure that has one;
* formulas as MathML, which browsers draw themselves, instead of MathJax from another host;
* no address of another host on any page (Jupyter Book names one for Thebe).
"""

from pathlib import Path

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.transforms.post_transforms import SphinxPostTransform


class DarkTwins(SphinxPostTransform):
    """Puts ``x-dark.png`` beside ``x.png``; the style sheet shows the one that fits."""

    default_priority = 5  # before Sphinx collects the images

    def run(self, **_):
        for image in list(self.document.findall(nodes.image)):
            light = Path(image["uri"])
            dark = light.with_name(f"{light.stem}-dark{light.suffix}")
            if "in-light" not in image["classes"] or not (Path(self.app.srcdir) / dark).is_file():
                continue
            twin = image.deepcopy()
            twin["uri"] = str(dark)
            twin["candidates"] = {"*": str(dark)}
            twin["classes"] = ["in-dark"]
            twin["ids"], twin["names"] = [], []
            self.env.images.add_file(self.env.docname, str(dark))
            image.parent.insert(image.parent.index(image) + 1, twin)


def visit_inline(writer, node):
    writer.body.append(convert(node.astext()))
    raise nodes.SkipNode


def visit_block(writer, node):
    writer.body.append(f'<div class="formula">{convert(node.astext(), display="block")}</div>')
    raise nodes.SkipNode


def drop_thebe(app, pagename, templatename, context, doctree):
    """Remove scripts that Jupyter Book adds for a feature that is not used here."""
    context["script_files"] = [
        script for script in context.get("script_files", [])
        if "thebe" not in f"{getattr(script, 'filename', script)}{getattr(script, 'attributes', '')}".lower()]


def setup(app):
    app.add_post_transform(DarkTwins)
    app.add_html_math_renderer("mathml", (visit_inline, None), (visit_block, None))
    app.connect("html-page-context", drop_thebe, priority=1000)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
