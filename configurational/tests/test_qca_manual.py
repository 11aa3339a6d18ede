"""The manual: every example of it prints what it says, every name and option has its place."""

import contextlib
import doctest
import io
import re
import shlex
import subprocess
import sys
from pathlib import Path

import matplotlib
import pytest

import configurational as qca
from configurational import cli

matplotlib.use("Agg")

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGES = sorted(DOCS.glob("*.md"))
BLOCK = re.compile(r"^( *)```(console|python)\n(.*?)\n *```$", re.M | re.S)
CHECKER = doctest.OutputChecker()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with the published data sets."""
    for name in qca.EXAMPLES:
        (tmp_path / f"{name}.csv").write_text(Path(qca.example(name)).read_text())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def blocks(page, kind):
    """Blocks of one kind without their indentation, with the line each begins on."""
    text = page.read_text()
    for found in BLOCK.finditer(text):
        if found[2] == kind:
            lines = [line.removeprefix(found[1]) for line in found[3].split("\n")]
            yield text[: found.start()].count("\n") + 2, "\n".join(lines)


def commands(page):
    """(line, command, what it prints)."""
    for at, block in blocks(page, "console"):
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command, _, printed = part.partition("\n")
            yield at, command, printed.strip("\n")


def entered(command):
    """What a command writes, into the file after ">" if there is one."""
    program, *words = shlex.split(command)
    assert program == "configurational"
    words, target = (words[:-2], words[-1]) if ">" in words else (words, None)
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        cli.main(words)
    if target is None:
        return out.getvalue().strip("\n")
    Path(target).write_text(out.getvalue())
    return ""


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_commands_print_what_the_manual_says(page, folder):
    for line, command, printed in commands(page):
        assert entered(command) == printed, f"{page.name}, line {line}: {command}"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_python_prints_what_the_manual_says(page, folder):
    source = "\n".join(block + "\n" for _, block in blocks(page, "python"))
    test = doctest.DocTestParser().get_doctest(source, {}, page.name, str(page), 0)
    log = io.StringIO()
    doctest.DocTestRunner().run(test, out=log.write)
    assert not log.getvalue()


def test_the_manual_has_examples_of_both_kinds():
    assert sum(1 for p in PAGES for _ in commands(p)) > 15
    assert sum(len(list(blocks(p, "python"))) for p in PAGES) > 15


def test_links_lead_to_pages_that_exist():
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text()):
            assert (DOCS / target).exists(), f"{page.name}: {target}"


def test_every_command_and_option_is_described():
    text = (DOCS / "commands.md").read_text()
    (subparsers,) = (a for a in cli.parser()._actions if hasattr(a, "choices") and a.choices)
    for name, command in subparsers.choices.items():
        assert f"`{name}" in text, name
        for action in command._actions:
            assert all(
                f"`{o}" in text for o in action.option_strings if o not in ("-h", "--help")
            ), (name, action)


def test_the_python_reference_is_up_to_date():
    done = subprocess.run(
        [sys.executable, str(DOCS / "make_api.py"), "--print"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (DOCS / "api.md").read_text() == done.stdout, "run: python docs/make_api.py"
    public = [
        n for n in vars(qca) if not n.startswith("_") and not isinstance(getattr(qca, n), type(qca))
    ]
    text = done.stdout
    assert len(public) > 50 and all(re.search(rf"^### `{n}\b", text, flags=re.M) for n in public)


def test_every_work_that_is_cited_is_in_the_references():
    known = (DOCS / "references.md").read_text()
    for page in PAGES:
        for name, year in re.findall(
            r"\b(?:& |von )?([A-Z][a-zäöüşńé]+)(?: et al\.)? \(?((?:19|20)\d\d)\)?",
            page.read_text().replace("\n", " "),
        ):
            assert re.search(rf"{name}.*\({year}\)", known), f"{page.name}: {name} {year}"
