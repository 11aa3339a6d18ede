"""The wheel, installed alone into an empty environment, solves a textbook's data."""

import json
import os
import re
import shlex
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest
from qca_reference import published_file
from test_qca_manual import DOCS, blocks, commands

import configurational as qca

PROJECT = Path(__file__).resolve().parent.parent
# What pip says when it finds no index, or one that lacks even numpy.
NO_INDEX = re.compile(
    r"No matching distribution found for (numpy|scipy|pandas)|connection|timed out|"
    r"Temporary failure|ProxyError|SSLError",
    re.IGNORECASE,
)
# Prints what each of the commands prints that it reads.
COMMANDS = """
import contextlib, io, json, sys
from configurational.cli import main
said = []
for words in json.load(sys.stdin):
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        main(words)
    said.append(out.getvalue())
print(json.dumps(said))
"""


def run(*words, **options):
    """A finished process, without what this environment adds to the search path."""
    clean = {
        k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")
    }
    return subprocess.run(
        [str(w) for w in words], capture_output=True, text=True, env=clean, **options, check=False
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    done = run(
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--wheel-dir",
        folder,
        PROJECT,
        cwd=folder,
    )
    assert done.returncode == 0, done.stderr
    (file,) = folder.glob("*.whl")
    return file


def test_the_wheel_asks_for_three_packages_and_holds_one(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        (metadata,) = (archive.read(n).decode() for n in names if n.endswith("METADATA"))
    needed = re.findall(r"^Requires-Dist: ([\w-]+)[^;\n]*$", metadata, flags=re.M)
    assert sorted(needed) == ["numpy", "pandas", "scipy"]
    assert {n.split("/")[0] for n in names if ".dist-info/" not in n} == {"configurational"}
    assert any(n.endswith("LICENSE") for n in names)
    assert "configurational/py.typed" in names
    assert re.search(r"^Version: (.*)$", metadata, flags=re.M)[1] == qca.__version__


@pytest.fixture(scope="module")
def alone(wheel, tmp_path_factory):
    """Programs of an environment that holds the wheel and what it asks for."""
    tmp_path = tmp_path_factory.mktemp("alone")
    venv.create(tmp_path / "empty")
    (bin_,) = (d for name in ("bin", "Scripts") if (d := tmp_path / "empty" / name).is_dir())
    done = run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        bin_ / "python",
        "install",
        "--quiet",
        "--no-compile",
        "--retries",
        "1",
        "--timeout",
        "20",
        "--only-binary",
        ":all:",
        wheel,
        cwd=tmp_path,
    )
    if done.returncode and NO_INDEX.search(done.stderr):
        pytest.skip(
            "no package index answers, so the wheel was not installed: "
            + done.stderr.strip().splitlines()[-1]
        )
    assert done.returncode == 0, done.stderr
    return bin_


@pytest.mark.index
def test_the_wheel_alone_solves_the_textbook(alone, tmp_path):
    for solution, models in (
        ("conservative", [["DEV*URB*LIT*IND*STB", "DEV*~URB*LIT*~IND*STB"]]),
        ("parsimonious", [["DEV*~IND", "URB*STB"]]),
    ):
        done = run(
            alone / "configurational",
            "minimize",
            published_file("LF"),
            "--outcome",
            "SURV",
            "--incl-cut",
            "0.8",
            "--solution",
            solution,
            "--json",
            cwd=tmp_path,
        )
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["models"] == models


@pytest.mark.index
def test_the_wheel_alone_runs_the_tutorial(alone, tmp_path):
    def said(*commands):
        done = run(alone / "python", "-c", COMMANDS, cwd=tmp_path, input=json.dumps(commands))
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    page = DOCS / "tutorial.md"
    for name, text in zip(("LR", "LF"), said(["example", "LR"], ["example", "LF"])):
        (tmp_path / f"{name}.csv").write_text(text)
    asked = [one for one in commands(page) if ">" not in one[1]]
    texts = said(*(shlex.split(command)[1:] for _, command, _ in asked))
    for (line, command, printed), text in zip(asked, texts, strict=True):
        assert text.strip("\n") == printed, f"line {line}: {command}"
    # Charts are an extra.
    examples = [block for _, block in blocks(page, "python") if "plots." not in block]
    (tmp_path / "tutorial.txt").write_text(
        "\n\n".join(
            [
                """
>>> import configurational as qca
>>> table = qca.truth_table(qca.read_csv("LF.csv"), "SURV", incl_cut=0.8)
""",
                *examples,
            ]
        )
        + "\n"
    )
    done = run(alone / "python", "-m", "doctest", "tutorial.txt", cwd=tmp_path)
    assert len(examples) >= 3 and done.returncode == 0, done.stdout + done.stderr


@pytest.mark.index
def test_charts_without_matplotlib_say_what_is_missing(alone, tmp_path):
    done = run(
        alone / "python",
        "-c",
        "import configurational as q; from configurational import plots; "
        "plots.venn(q.truth_table(q.read_csv(q.example('LC')), 'SURV'))",
        cwd=tmp_path,
    )
    assert 'found no matplotlib; expected pip install "configurational[plots]"' in done.stderr
