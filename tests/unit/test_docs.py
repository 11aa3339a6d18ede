"""The documents for people who join: what they draw, show and name is as the code has it."""

import ast
import csv
import doctest
import importlib
import importlib.util
import json
import math
import re
from collections import Counter

import matplotlib.pyplot as plt
import pytest

from copro.book.pages import reproduce
from copro.data import tables
from copro.errors import CODES
from copro.paths import NOTEBOOKS, REFERENCE, ROOT

DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
AS_SHOWN = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
MODULES = sorted((ROOT / "copro").rglob("*.py"))
WITH_EXAMPLES = [f for f in MODULES if ">>>" in f.read_text(encoding="utf-8")]
# (module, function) of all that a user may call.
PUBLIC = [
    (file, node.name)
    for room in ("data", "methods")
    for file in sorted((ROOT / "copro" / room).rglob("*.py"))
    for node in ast.parse(file.read_text(encoding="utf-8")).body
    if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
]


def name(file):
    return str(file.relative_to(ROOT))


def imported(file):
    parts = file.relative_to(ROOT).with_suffix("").parts
    return importlib.import_module(".".join(p for p in parts if p != "__init__"))


@pytest.fixture(scope="module")
def plan():
    spec = importlib.util.spec_from_file_location("draw_rooms", DOCS / "draw_rooms.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# The one source of the times that pages, commands and documents name.
TIMES = {
    row["command"]: row
    for row in csv.DictReader(
        (ROOT / "benchmarks" / "times.csv").read_text(encoding="utf-8").splitlines()
    )
}
SAYING = {
    "make book": ["README.md", "CONTRIBUTING.md", "copro/cli/commands.py"],
    "make test": ["README.md", "CONTRIBUTING.md", "docs/publish.md"],
    "make check": ["README.md", "docs/publish.md", "copro/cli/commands.py"],
    "make setup": ["README.md"],
}


def time_of(row):
    """Up to so many seconds, in steps of five; from a minute on a span of whole minutes."""
    least, most = float(row["seconds_least"]), float(row["seconds_most"])
    if most < 60:
        return "1 s" if most < 1 else f"{math.ceil(most / 5) * 5} s"
    return f"{int(least // 60)} to {math.ceil(most / 60)} min"


def disk_of(row):
    size = int(row["megabytes"])
    if size >= 1000:
        return f"{math.ceil(size / 100) / 10} GB"
    return f"{size if size < 10 else math.ceil(size / 10) * 10} MB" if size else "–"


@pytest.mark.parametrize("command", TIMES)
def test_each_time_and_size_is_the_one_that_was_measured(command):
    row = TIMES[command]
    page = (ROOT / "book" / "first_ten_minutes.md").read_text(encoding="utf-8")
    assert f"| `{command}` | {time_of(row)} | {disk_of(row)} |" in page
    for file in SAYING.get(command, []):
        text = (ROOT / file).read_text(encoding="utf-8")
        assert time_of(row) in text and "on two cores" in text, file
    assert row["machine"].startswith("2 cores") and row["measured_on"]


def test_a_certificate_takes_an_environment_and_a_check():
    steps = [TIMES[name] for name in ("make setup", "make check")]
    whole = {k: sum(float(row[k]) for row in steps) for k in ("seconds_least", "seconds_most")}
    page = (ROOT / "book" / "first_ten_minutes.md").read_text(encoding="utf-8")
    assert f"A certificate of the whole book takes {time_of(whole)} " in page
    for file in ("README.md", "book/first_ten_minutes.md"):
        assert "`make check` needs no earlier step" in (ROOT / file).read_text(encoding="utf-8")


def test_the_replication_table_names_times_packages_and_data_as_they_are():
    text = reproduce.takes()
    for command in ("make setup", "make book", "make check", "make test"):
        assert f"`{command}` {time_of(TIMES[command])}" in text
    assert "jupyter-book 1.0" in text and f"all {len(tables())} tables are in the source" in text
    assert "parameter of discourse, " in text and "pandas ," not in text


def test_every_exit_code_is_said_in_help_and_document():
    page = (DOCS / "certificate.md").read_text(encoding="utf-8")
    said = re.findall(r"(?:: |; )(\d+) ", CODES)
    assert said == re.findall(r"^\| (\d+) \|", page, flags=re.M) == ["0", "1", "2", "3", "130"]


def test_the_drawing_shows_the_imports_of_the_code(plan):
    shown = (DOCS / "rooms.svg").read_text(encoding="utf-8")
    assert shown == plan.drawing(plan.arrows()), "draw it anew: python docs/draw_rooms.py"
    assert set(re.findall(r'data-room="(\w+)"', shown)) == set(plan.ROOMS)


def test_every_folder_of_the_library_is_a_room(plan):
    folders = {f.parent.name for f in (ROOT / "copro").glob("*/__init__.py")}
    assert folders == set(plan.ROOMS) - {"notebooks", "configurational"}


def test_arrows_that_follow_from_others_are_left_out(plan):
    found = {("cli", "run"), ("run", "data"), ("cli", "data")}
    assert plan.drawn(found) == [("cli", "run"), ("run", "data")]


def test_rooms_that_import_each_other_are_not_drawn(plan):
    with pytest.raises(ValueError, match=r"circle of imports among .*'data', 'report'"):
        plan.floors({("data", "report"), ("report", "data")})


def test_the_examples_of_every_module_run():
    ran = [
        (name(file), doctest.testmod(imported(file), optionflags=AS_SHOWN))
        for file in WITH_EXAMPLES
    ]
    wrong = [(file, found) for file, found in ran if found.failed or not found.attempted]
    assert not wrong, "\n".join(map(str, wrong))


def test_every_public_function_of_data_and_methods_has_an_example():
    wrong = [
        f"{name(file)}: {function}"
        for file, function in PUBLIC
        if ">>> " not in (getattr(imported(file), function).__doc__ or "")
    ]
    assert not wrong, "\n".join(map(str, wrong))


def test_the_pages_name_every_public_function_of_data_and_methods():
    pages = "".join(page.read_text(encoding="utf-8") for page in (DOCS / "api").glob("*.md"))
    named = set(re.findall(r"\w+", " ".join(re.findall(r"`[^`\n]+`", pages))))
    examples = ROOT / "copro/methods/multiverse/example.py"
    assert not [function for file, function in PUBLIC if file != examples and function not in named]


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_the_examples_of_a_page_run(page):
    """In their order: code alone must run, code with prompts must give what is shown."""
    names = {}
    for kind, code in re.findall(
        r"^```(python|pycon)\n(.*?)^```", page.read_text(encoding="utf-8"), flags=re.S | re.M
    ):
        if kind == "python":
            exec(compile(code, str(page), "exec"), names)  # noqa: S102 - a page of this project
            continue
        test = doctest.DocTestParser().get_doctest(code, names, page.name, str(page), 0)
        shown = []
        runner = doctest.DocTestRunner(optionflags=AS_SHOWN)
        result = runner.run(test, out=shown.append, clear_globs=False)
        names = test.globs
        assert result.attempted and not result.failed, "".join(shown)
    plt.close("all")


def test_every_link_leads_to_a_file():
    wrong = [
        (name(page), link)
        for page in [ROOT / "README.md", *PAGES]
        for link in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8"))
        if "://" not in link and not (page.parent / link).exists()
    ]
    assert not wrong, "\n".join(map(str, wrong))


def test_every_file_that_a_text_names_is_there(own_files):
    """A part that is filled in (``${...}``) may be anything that makes it a file."""
    named = re.compile(r"\bcopro/[\w/.${}-]*\.py\b")
    texts = [f for f in own_files if f.endswith((".md", ".js")) and f != "CHANGELOG.md"]
    found = {
        (text, file) for text in texts for file in named.findall((ROOT / text).read_text("utf-8"))
    }
    assert found
    assert not [
        (text, file) for text, file in found if not list(ROOT.glob(re.sub(r"\$\{.*?\}", "*", file)))
    ]


def test_every_claim_leads_to_its_cell_and_its_tables():
    """As the page on the architecture says: by the id of the cell, and by the name of the card."""
    cells = Counter(
        cell["id"]
        for file in NOTEBOOKS.glob("*/*.ipynb")
        for cell in json.loads(file.read_text(encoding="utf-8"))["cells"]
    )
    cards = set(tables()["name"])
    told = re.findall(r"\"id\": \"([\w-]+)\"", (DOCS / "architecture.md").read_text("utf-8"))
    claims = json.loads((REFERENCE / "claims.json").read_text(encoding="utf-8"))
    assert [told] == [[c["id"], c["cell_id"]] for c in claims if c["id"] == told[0]]
    for claim in claims:
        assert cells[claim["cell_id"]] == 1, claim["id"]
        assert claim["tables"] and set(claim["tables"]) <= cards, claim["id"]
