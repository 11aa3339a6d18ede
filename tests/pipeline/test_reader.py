"""A notebook in the hands of whoever reads it: it runs without the pipeline,
and a check sees what was changed.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from copro.paths import DATA, NOTEBOOKS, ROOT

# Both packages of this checkout, whatever is installed.
SEARCHED = os.pathsep.join(map(str, (ROOT, ROOT / "configurational/src")))
INJECTING = "norway/people_who_inject_drugs_2012_2024"
FIGURE = """figure("test-injecting", charts.lines, load(TABLE), x="year",
       y="people_who_inject_drugs_estimate_n", ylabel="persons",
       title="People who inject drugs", caption="Estimate of each year.", tables=[TABLE],
       alt="A line from 2012 to 2024 that falls slowly at first "
           "and stays nearly level in the last years.")"""


def run(*command, cwd, **variables):
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("COPRO_", "MPLBACKEND"))
    }
    environment |= {"PYTHONPATH": SEARCHED, "PYTHONWARNINGS": "ignore"} | variables
    return subprocess.run(
        [sys.executable, "-m", *command],
        check=False,
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )


def change_a_cell(data, name, old, new):
    """Change one cell of a raw table, and its hash on the card with it."""
    cards = json.loads((data / "datapackage.json").read_text(encoding="utf-8"))
    card = next(card for card in cards["resources"] if card["name"] == name)
    file = data / card["path"]
    assert file.read_bytes().count(old) == 1
    file.write_bytes(file.read_bytes().replace(old, new))
    card["hash"] = "sha256:" + hashlib.sha256(file.read_bytes()).hexdigest()
    (data / "datapackage.json").write_text(json.dumps(cards), encoding="utf-8")


def without_times(text):
    """A notebook without what differs from run to run: times, and the version of Python."""
    book = json.loads(text)
    book["metadata"].pop("papermill", None)
    book["metadata"].get("language_info", {}).pop("version", None)
    for cell in book["cells"]:
        for name in ("execution", "papermill"):
            cell["metadata"].pop(name, None)
    return json.dumps(book, ensure_ascii=False, indent=1) + "\n"


@pytest.mark.parametrize("name", ["theory", "germany_drug_care"])
def test_run_all_and_save_in_its_own_folder_changes_times_only(name, tmp_path):
    committed = next(NOTEBOOKS.glob(f"*/{name}.ipynb"))
    copy = tmp_path / committed.name
    shutil.copyfile(committed, copy)
    done = run("jupyter", "execute", "--inplace", copy.name, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert without_times(copy.read_text(encoding="utf-8")) == committed.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["theory", "germany_drug_care"])
def test_a_plain_papermill_call_from_the_root_gives_the_committed_outputs(name, tmp_path):
    committed = next(NOTEBOOKS.glob(f"*/{name}.ipynb"))
    done = run(
        "papermill",
        "--no-progress-bar",
        str(committed.relative_to(ROOT)),
        str(tmp_path / "out.ipynb"),
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    assert without_times(
        (tmp_path / "out.ipynb").read_text(encoding="utf-8")
    ) == committed.read_text(encoding="utf-8")


def test_nbval_fails_at_the_figure_whose_data_changed_and_nowhere_else(tmp_path):
    for name in ("datapackage.json", "corrections.csv", f"{INJECTING}.csv"):
        (tmp_path / "data" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(DATA / name, tmp_path / "data" / name)
    cells = [
        (
            "from copro.data import load\nfrom copro.report import charts, claim, figure\n"
            f"TABLE = {INJECTING!r}"
        ),
        FIGURE,
        (
            "claim('test-years', 'There are {value}.', len(load(TABLE)), unit='years', digits=0, "
            "kind='register', tables=[TABLE])"
        ),
    ]
    book = new_notebook(
        cells=[new_code_cell(source) for source in cells],
        metadata={
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}
        },
    )
    nbformat.write(book, tmp_path / "in.ipynb")
    done = run("papermill", "in.ipynb", "out.ipynb", cwd=tmp_path, COPRO_ROOT=str(tmp_path))
    assert done.returncode == 0, done.stderr
    change_a_cell(tmp_path / "data", INJECTING, b"11779", b"12679")
    done = run(
        "pytest",
        "--nbval",
        "-q",
        "-p",
        "no:cacheprovider",
        "out.ipynb",
        cwd=tmp_path,
        COPRO_ROOT=str(tmp_path),
    )
    assert "1 failed, 2 passed" in done.stdout, done.stdout
    assert (
        "out.ipynb::Cell 1" in done.stdout and "people_who_inject_drugs_estimate_n" in done.stdout
    )
