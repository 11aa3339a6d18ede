"""The wheel, installed alone into an empty environment, solves a textbook's data."""

import json
import os
import re
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest
from qca_reference import published_file

PROJECT = Path(__file__).resolve().parent.parent
# What pip says when it finds no index, or one that lacks even numpy.
NO_INDEX = re.compile(r"No matching distribution found for (numpy|scipy|pandas)|connection|timed out|"
                      r"Temporary failure|ProxyError|SSLError", re.IGNORECASE)


def run(*words, **options):
    """A finished process, without what this environment adds to the search path."""
    clean = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")}
    return subprocess.run([str(w) for w in words], capture_output=True, text=True, env=clean, **options)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    done = run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation",
               "--wheel-dir", folder, PROJECT, cwd=folder)
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


@pytest.mark.index
def test_the_wheel_alone_solves_the_textbook(wheel, tmp_path):
    venv.create(tmp_path / "empty", with_pip=True)
    (bin_,) = (d for name in ("bin", "Scripts") if (d := tmp_path / "empty" / name).is_dir())
    done = run(bin_ / "python", "-m", "pip", "install", "--quiet", "--retries", "1", "--timeout", "20",
               "--only-binary", ":all:", wheel, cwd=tmp_path)
    if done.returncode and NO_INDEX.search(done.stderr):
        pytest.skip("no package index answers, so the wheel was not installed: "
                    + done.stderr.strip().splitlines()[-1])
    assert done.returncode == 0, done.stderr
    for solution, models in (("conservative", [["DEV*URB*LIT*IND*STB", "DEV*~URB*LIT*~IND*STB"]]),
                             ("parsimonious", [["DEV*~IND", "URB*STB"]])):
        done = run(bin_ / "configurational", "minimize", published_file("LF"), "--outcome", "SURV",
                   "--incl-cut", "0.8", "--solution", solution, "--json", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["models"] == models
