"""One renderer: templates write Markdown and HTML, and nothing searches HTML for patterns."""

import ast
import re

import pytest

from copro.book import render as renderer
from copro.book.render import render
from copro.paths import ROOT

BOOK = ROOT / "copro" / "book"
MODULES = sorted(BOOK.rglob("*.py"))
TEMPLATES = sorted(f.name for f in (BOOK / "templates").glob("*.j2"))


def patterns(code: str) -> list[str]:
    """Texts in the first argument of every call of the module ``re``, without signs of groups."""
    texts = [
        part.value
        for call in ast.walk(ast.parse(code))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and getattr(call.func.value, "id", "") == "re"
        for part in ast.walk(call.args[0])
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    ]
    return [re.sub(r"\(\?P?<[=!]?(\w+>)?", "(", text) for text in texts]


def test_no_pattern_looks_for_html():
    """HTML has angle brackets and attributes in quotation marks; no other text of the book has."""
    wrong = [
        (file.name, pattern)
        for file in MODULES
        for pattern in patterns(file.read_text())
        if re.search(r"[<>]|=\\?[\"']", pattern)
    ]
    assert not wrong, "\n".join(map(str, wrong))


def test_a_pattern_that_looks_for_html_is_found():
    code = "import re\nre.sub(r'<th([^>]*)>', '', text)\nre.compile(f'{a}src=\"x')\n"
    assert len([p for p in patterns(code) if re.search(r"[<>]|=\\?[\"']", p)]) == 2
    assert patterns(r"re.findall('(?P<a>b)(?<!c)(?<=d)', x)") == ["(b)(c)(d)"]


@pytest.mark.parametrize("file", [f for f in MODULES if "sphinx" in f.parts], ids=lambda f: f.stem)
def test_what_writes_html_needs_no_patterns_at_all(file):
    imported = [
        alias.name
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Import)
        for alias in node.names
    ]
    assert "re" not in imported


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_can_be_read(name):
    assert renderer._environment.get_template(name).name == name


def test_html_is_escaped_and_a_missing_fact_is_no_blank():
    marks = {
        "summary": "",
        "named": {"a": '"<b>'},
        "graph": {},
        "languages": {},
        "feed": "f",
        "canonical": "",
    }
    assert 'content="&#34;&lt;b&gt;"' in render("head.html.j2", work='"</script>"', **marks)
    assert '"<\\/script>"' in render("head.html.j2", work='"</script>"', **marks)
    with pytest.raises(Exception, match="work"):
        render("head.html.j2", **marks)
