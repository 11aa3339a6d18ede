"""One environment, said three times: pyproject.toml, requirements.lock, environment.yml."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from copro.paths import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DIRECT = [
    Requirement(r)
    for r in [
        *PROJECT["dependencies"],
        *(one for extra in PROJECT["optional-dependencies"].values() for one in extra),
    ]
]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
# A distribution of this repository: installed from its folder, so not locked.
OWN = tomllib.loads((ROOT / "configurational/pyproject.toml").read_text(encoding="utf-8"))[
    "project"
]
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
FIXED = {"jupyter-book", "papermill", "pandas", "seaborn", "linearmodels", "nbval"}


def pins():
    found = {}
    for name, version in re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", LOCK, flags=re.M):
        found.setdefault(canonicalize_name(name), []).append(version)
    return found


def test_the_fixed_packages_are_there():
    assert FIXED <= {r.name for r in DIRECT}


def test_every_dependency_has_a_lower_and_an_upper_bound():
    for requirement in DIRECT:
        assert {s.operator for s in requirement.specifier} >= {">=", "<"}, requirement


def test_the_lock_holds_every_dependency_within_its_range():
    locked = pins() | {OWN["name"]: [OWN["version"]]}
    for requirement in [*DIRECT, *map(Requirement, OWN["dependencies"])]:
        versions = locked.get(canonicalize_name(requirement.name), [])
        assert versions and all(v in requirement.specifier for v in versions), requirement


def test_every_line_of_the_lock_has_hashes():
    blocks = re.split(r"\n(?=[A-Za-z0-9])", LOCK.strip())
    assert len(blocks) > 100 and all("--hash=sha256:" in block for block in blocks)


def test_conda_users_get_the_same_environment():
    python, pip, packages = CONDA["dependencies"]
    assert pip == "pip"
    lock, *ranges = packages["pip"]
    assert lock == "-r requirements.lock", (
        "the lock stands first: pip takes a range only of what is pinned already"
    )
    named = {Requirement(r).name: Requirement(r) for r in ranges}
    assert set(named) == FIXED
    assert all(requirement in DIRECT for requirement in named.values())
    # Binder looks for `python=`, and takes a version of its own where it finds none.
    assert re.fullmatch(r"python=(3\.\d+)", python).group(1) in SpecifierSet(
        PROJECT["requires-python"]
    )


def test_every_place_names_the_same_versions_of_python():
    lower, upper = (v for v in re.findall(r"3\.(\d+)", PROJECT["requires-python"]))
    assert PROJECT["requires-python"] == f">=3.{lower},<3.{upper}"
    makefile, readme = (
        (ROOT / name).read_text(encoding="utf-8") for name in ("Makefile", "README.md")
    )
    assert f"(3, {lower}) <= v < (3, {upper})" in makefile
    versions = [f"3.{minor}" for minor in range(int(lower), int(upper))]
    said = f"Python {', '.join(versions[:-1])} or {versions[-1]}"
    assert said in makefile and said in readme


def test_line_ends_of_tables_are_out_of_the_reach_of_git(tmp_path):
    """With `core.autocrlf=true`, as on Windows, every table would differ from its hash."""

    def git(*arguments):
        return subprocess.run(
            ["git", "-c", "core.autocrlf=true", "-c", "core.eol=crlf", *arguments],
            cwd=tmp_path,
            check=True,
            capture_output=True,
        )

    if shutil.which("git") is None:
        pytest.skip("there is no Git on this machine")
    kept = {
        ".gitattributes": None,
        "pyproject.toml": None,
        "requirements.lock": None,
        "Makefile": None,
        "data/germany/kreise_2021.csv": None,
        "data/literature/references.bib": None,
        "data/norway/boundaries_municipalities_2024.geojson": None,
        "configurational/tests/reference/synthetic/k8_n30_rule.csv": None,
    }
    git("init", "--quiet")
    for name in kept:
        kept[name] = (ROOT / name).read_bytes()
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(kept[name])
    git("add", ".")
    for name in kept:
        (tmp_path / name).unlink()
    git("checkout", "--", ".")
    assert {name: (tmp_path / name).read_bytes() for name in kept} == kept


def test_a_folder_of_any_name_is_set_up_in_ascii(tmp_path):
    """Python reads the file that names this folder in the encoding of the locale,
    before any setting counts.
    """
    root = tmp_path / "eldre omsorg & rus's «ø»"
    shutil.copytree(
        ROOT / "copro",
        root / "copro",
        ignore=shutil.ignore_patterns("__pycache__", "measures", "methods"),
    )
    subprocess.run(
        [sys.executable, "-m", "venv", "--without-pip", "--symlinks", root / ".venv"], check=True
    )
    python = root / ".venv/bin/python"
    relative = re.search(
        r"^RELATIVE := (.*?[^\\])$",
        (ROOT / "Makefile").read_text(encoding="utf-8"),
        flags=re.M | re.S,
    )
    subprocess.run([python, "-c", relative.group(1).replace("\\\n", "")], cwd=root, check=True)
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "LC_", "LANG", "COPRO_"))
    }
    done = subprocess.run(
        [python, "-c", "import copro.paths as p; print(ascii(str(p.ROOT)))"],
        check=False,
        cwd=tmp_path,
        env=kept | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    assert os.fsdecode(ast.literal_eval(done.stdout).encode("ascii", "surrogateescape")) == str(
        root
    )


@pytest.mark.parametrize(
    "folder, searched", [(".", "."), ("configurational", "configurational/src")]
)
def test_an_editable_installation_needs_no_package_beside_the_lock(folder, searched, tmp_path):
    """Without build isolation: hatchling alone names the folder that Python is to search."""
    code = "import sys, hatchling.build as b; print(b.build_editable(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", code, tmp_path],
        cwd=ROOT / folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        named = [wheel.read(n).decode().strip() for n in wheel.namelist() if n.endswith(".pth")]
    assert [Path(n).resolve() for n in named] == [(ROOT / searched).resolve()]


@pytest.mark.parametrize(
    ("program", "last"), [("", "tests"), ("copro", "book"), ("ruff", "style"), ("mypy", "types")]
)
def test_tests_begin_where_style_types_and_book_are_good_and_the_first_two_speak_last(
    tmp_path, program, last
):
    """With programs that are made up; the one that is named fails."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    for name, text in {
        ".venv/bin/ruff": 'echo style; [ "$FAILS" != ruff ]',
        ".venv/bin/copro": 'echo book; [ "$FAILS" != copro ]',
        ".venv/bin/python": 'case $* in *mypy*) echo types; [ "$FAILS" != mypy ];; *) echo tests;; '
        "esac",
        "configurational/pyproject.toml": "", "pyproject.toml": "", "requirements.lock": "",
        ".venv/.locked": "", ".venv/.ready": "",
    }.items():  # fmt: skip
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"#!/bin/sh\n{text}\n")
        file.chmod(0o755)
    done = subprocess.run(
        ["make", "test"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "FAILS": program},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    said = [line for line in done.stdout.splitlines() if not line.startswith("make")]
    assert said[-1] == last and bool(done.returncode) == bool(program), done.stdout


def test_no_host_of_a_package_index_is_named():
    for name in (
        "requirements.lock",
        "pyproject.toml",
        "environment.yml",
        "Makefile",
        "postBuild",
        ".pre-commit-config.yaml",
        ".github/workflows/test.yml",
        ".github/workflows/monthly.yml",
        ".gitlab-ci.yml",
        "Containerfile",
    ):
        assert not re.search(
            r"https?://|--index-url|--find-links", (ROOT / name).read_text(encoding="utf-8")
        ), name
