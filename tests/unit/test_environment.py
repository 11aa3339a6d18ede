"""One environment, said three times: pyproject.toml, requirements.lock, environment.yml."""

import re
import tomllib

import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from copro.paths import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
DIRECT = [Requirement(r) for r in PROJECT["dependencies"] + PROJECT["optional-dependencies"]["test"]]
LOCK = (ROOT / "requirements.lock").read_text()
# A distribution of this repository: installed from its folder, so not locked.
OWN = tomllib.loads((ROOT / "configurational/pyproject.toml").read_text())["project"]
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text())
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
    entries = CONDA["dependencies"]
    plain = {e.split("=")[0].split(">")[0]: e for e in entries if isinstance(e, str)}
    assert set(plain) == {"python", "pip"}
    assert SpecifierSet(plain["python"].removeprefix("python")).contains("3.11.9")
    lower = PROJECT["requires-python"]
    assert plain["python"].removeprefix("python").split(",")[0] == lower
    assert [e["pip"] for e in entries if isinstance(e, dict)] == [["-r requirements.lock"]]


def test_no_host_of_a_package_index_is_named():
    for name in ("requirements.lock", "pyproject.toml", "environment.yml", "Makefile", "postBuild"):
        assert not re.search(r"https?://|--index-url|--find-links", (ROOT / name).read_text()), name
