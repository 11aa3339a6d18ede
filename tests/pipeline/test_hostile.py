"""`make hostile`: situations in which compendia of others fail, each in a folder of its own. Most
build one chapter from nothing and compare it with what comes out where nothing is odd.
"""

import contextlib
import ctypes
import glob
import hashlib
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from copro.book import archive
from copro.paths import ROOT
from copro.run import isolation, nursery

from .conftest import Project

pytestmark = pytest.mark.hostile

CHAPTER = "norway_elderly_care"
CONTENTS = """\
format: jb-book
root: index
parts:
- caption: All
  chapters:
  - file: 2_norway/norway_elderly_care
"""
DRAWING = """\
from copro.report import charts, figure
figure("test-shares", charts.lines, data.head(9).assign(x=range(9), y=range(9)), x="x",
       y="y", ylabel="persons", title="Persons",
       caption="Persons of nine municipalities.", tables=["norway/municipalities_2024"],
       alt="A line through the persons of nine municipalities, one point for each of them, "
           "in the order of their codes.")"""
# As on a cluster
ELSEWHERE = {"PIP_USER": "1", "PIP_TARGET": "/nowhere", "PIP_PREFIX": "/nowhere"}
SETTINGS = "CHANGED = 1\nraise SystemExit('a file of the home folder was read')\n"


def environment(**changes):
    """Variables of a reader's shell, without what the tests set for themselves; None removes."""
    ours = {*isolation.FOLDERS, *isolation.DROPPED, *nursery.FIXED, "PYTHONPATH"}
    kept = {n: v for n, v in os.environ.items() if n not in ours and n[:6] != "COPRO_"}
    return {n: str(v) for n, v in (kept | changes).items() if v is not None}


class Small(Project):
    """One chapter with a claim and a figure, and all tables."""

    def __init__(self, folder):
        folder.mkdir(parents=True)
        super().__init__(folder)
        (folder / "_toc.yml").write_text(CONTENTS)
        self.write(CHAPTER, DRAWING)

    def copied(self, folder):
        """A copy in which nothing is built."""
        copy = Small.__new__(Small)
        copy.root = folder
        shutil.copytree(self.root, folder, ignore=shutil.ignore_patterns("_build", "__pycache__"))
        return copy

    def start(self, *words, cwd=None, preexec_fn=None, **changes):
        return subprocess.Popen(
            [sys.executable, "-m", "copro.cli.main", *words],
            cwd=cwd or self.root,
            env=environment(**({"PYTHONPATH": self.searched} | changes)),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
            preexec_fn=preexec_fn,  # noqa: PLW1509 - no threads here
        )

    def done(self, *words, **options):
        process = self.start(*words, **options)
        out, err = process.communicate(timeout=1200)
        return subprocess.CompletedProcess(words, process.returncode, out, err)

    def made(self, **options):
        """Digests of what a build from nothing makes, by file."""
        done = self.done("build", "--until", "results", **options)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "Traceback" not in done.stderr, done.stderr
        return outcome(Path(options.get("COPRO_BUILD") or self.root / "_build"))

    def stopped(self, **options):
        """What is said last of a build that cannot come to its end, in one paragraph."""
        done = self.done("build", "--until", "results", **options)
        assert done.returncode == 1, done.stdout + done.stderr
        return done.stderr[done.stderr.rindex("copro: ") :]


def outcome(build):
    folder = build / "notebooks" / CHAPTER
    files = [f for place in ("figures", "tables") for f in (folder / place).glob("*")]
    found = {f.name: f for f in [*files, *(build / "results").glob("*")]}
    assert any(name.endswith(".png") for name in found) and "claims.json" in found
    return {n: hashlib.sha256(f.read_bytes()).hexdigest() for n, f in found.items()}


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return Small(tmp_path_factory.mktemp("hostile") / "small")


@pytest.fixture(scope="module")
def plain(small):
    """What comes out where nothing is odd."""
    return small.made()


@pytest.fixture
def project(small, plain, tmp_path):
    return small.copied(tmp_path / "project")


def without_git(folder):
    """A folder with all programs of the system but Git, for the shell to search alone."""
    folder.mkdir()
    for program in Path("/usr/bin").iterdir():
        if not program.name.startswith("git"):
            (folder / program.name).symlink_to(program)
    return folder


def limited(kind, most):
    return lambda: resource.setrlimit(kind, (most, most))


def without_privileges():
    """Refuse the administrator what others are refused."""
    # To write, to read, to own against the rights of a file.
    for capability in (1, 2, 3) if sys.platform == "linux" else ():
        ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)


@pytest.mark.parametrize(
    "name",
    [
        "eldre omsorg & rus",
        'rus\'s "omsorg"; (1) `x` $HOME',
        "omsorgs «ø» 老",
        "{name} 100 % #1",
        "deep " * 12 + "/" + "deep " * 12,
    ],
)
def test_a_folder_of_this_name(small, plain, tmp_path, name):
    assert small.copied(tmp_path / name).made() == plain


def test_a_folder_called_through_a_link(project, plain, tmp_path):
    folder, project.root = project.root, tmp_path / "link"
    project.root.symlink_to(folder)
    assert project.made(PWD=project.root) == plain


def test_what_is_built_lies_on_another_disk(project, plain, tmp_path):
    """`_build` is a link, as users of a cluster set it to their scratch folder."""
    (tmp_path / "scratch").mkdir()
    (project.root / "_build").symlink_to(tmp_path / "scratch")
    assert project.made() == plain
    assert (project.root / "_build").is_symlink()
    again = project.done("build", "--until", "results")
    assert "nothing to do" in again.stdout, again.stdout + again.stderr


@pytest.mark.parametrize(
    "changes",
    [
        {"HOME": "/proc/nonexistent"},
        {"HOME": None, "USER": None, "LOGNAME": None},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "nb_NO.ISO-8859-1", "LANG": "de_DE"},
        {"TZ": "Pacific/Kiritimati", "SOURCE_DATE_EPOCH": "1"},
        {"COLUMNS": "20", "LINES": "5", "TERM": "dumb", "FORCE_COLOR": "1"},
        {"PYTHONWARNINGS": "error", "PYTHONHASHSEED": "7", "PYTHONOPTIMIZE": "2"},
        {"MPLBACKEND": "module://none", "JUPYTER_PATH": "/nowhere", "SNAKEMAKE_PROFILE": "none"},
        {"http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"},
    ],
    ids=lambda changes: " ".join(f"{n}={v}" for n, v in changes.items()),
)
def test_a_shell_with(project, plain, changes):
    assert project.made(**changes) == plain


@pytest.mark.parametrize(
    "change", [lambda: os.umask(0o077), lambda: os.close(0)], ids=["umask 077", "no input"]
)
def test_a_process_with(project, plain, change):
    assert project.made(preexec_fn=change) == plain


def test_a_home_full_of_settings_that_belongs_to_somebody_else(project, plain, tmp_path):
    home = tmp_path / "home"
    for place in (
        ".ipython/profile_default/startup/00.py",
        ".ipython/profile_default/ipython_kernel_config.py",
        ".config/matplotlib/matplotlibrc",
        ".config/snakemake/default/config.yaml",
        ".config/pip/pip.conf",
        ".jupyter/jupyter_config.py",
        ".local/share/jupyter/kernels/python3/kernel.json",
        "start.py",
    ):
        (home / place).parent.mkdir(parents=True, exist_ok=True)
        (home / place).write_text(SETTINGS)
    for file in [home, *home.rglob("*")]:
        if os.geteuid() == 0:
            os.chown(file, 65534, 65534)
        file.chmod(0o555 if file.is_dir() else 0o444)
    found = project.made(HOME=home, PYTHONSTARTUP=home / "start.py", preexec_fn=without_privileges)
    home.chmod(0o755)
    assert found == plain


@pytest.mark.parametrize("when", [1, 315532800, time.time() + 10**7], ids=["1970", "1980", "ahead"])
def test_files_dated(project, plain, when):
    for file in project.root.rglob("*"):
        os.utime(file, (when, when))
    assert project.made() == plain
    again = project.done("build", "--until", "results")
    assert "nothing to do" in again.stdout, again.stdout + again.stderr


def test_a_machine_without_git(project, plain, tmp_path):
    assert project.made(PATH=without_git(tmp_path / "bin")) == plain


@contextlib.contextmanager
def only_read(folder):
    """Take the right to write in a folder from those without privileges."""
    for file in [folder, *folder.rglob("*")]:
        file.chmod(0o555 if file.is_dir() else 0o444)
    try:
        yield
    finally:
        for file in [folder, *folder.rglob("*/")]:
            file.chmod(0o755)


def test_a_checkout_that_can_only_be_read(project, plain, tmp_path):
    with only_read(project.root):
        said = project.stopped(preexec_fn=without_privileges)
        assert "_build: Permission denied; give yourself the right" in said
        assert "COPRO_BUILD=folder" in said and "Traceback" not in said
        made = project.made(COPRO_BUILD=tmp_path / "out", preexec_fn=without_privileges)
        assert made == plain


def test_built_in_a_folder_of_ones_choice_inside_and_outside(project, plain, tmp_path):
    assert project.made(COPRO_BUILD=tmp_path / "else where" / "ø") == plain
    done = project.done("build", "--until", "results", COPRO_BUILD="inside")
    assert done.returncode == 0, done.stderr
    assert outcome(project.root / "inside") == plain and not (project.root / "_build").exists()


def test_a_full_disk(project, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], check=False, capture_output=True
    ).returncode:
        pytest.skip("a small disk cannot be mounted here")
    try:
        said = project.stopped(COPRO_BUILD=disk)
    finally:
        subprocess.run(["umount", "-l", disk], check=True)
    assert "No space left on device" in said and "make room" in said and "Traceback" not in said


def test_little_memory_for_a_process(project):
    said = project.stopped(preexec_fn=limited(resource.RLIMIT_AS, 10**9))
    assert said.startswith("copro: memory is short: this process may use 1.0 GB (ulimit -v)")


def test_little_memory_for_a_container(project):
    """The system ends the kernel: what is said last names memory, with figures."""
    group = Path(f"/sys/fs/cgroup/memory/copro-hostile-{os.getpid()}")
    try:
        group.mkdir()
        (group / "memory.limit_in_bytes").write_text(str(900 * 2**20))
    except OSError:
        pytest.skip("no group with a limit of its own can be made here")
    project.write(CHAPTER, "block = bytearray(2**30)\nfor i in range(0, 2**30, 4096): block[i] = 1")
    try:
        said = project.stopped(
            preexec_fn=lambda: (group / "cgroup.procs").write_text(str(os.getpid()))
        )
    finally:
        time.sleep(1)
        group.rmdir()
    assert "for want of memory: its container or job 0.9 GB" in said and CHAPTER in said


def test_few_open_files(project):
    said = project.stopped(preexec_fn=limited(resource.RLIMIT_NOFILE, 18))
    assert said.startswith("copro: this process may have 18 files open at once; a build needs 256")


def test_a_temporary_folder_that_is_not_there(project, plain):
    assert project.made(TMPDIR="/nowhere") == plain


def test_a_call_from_another_folder_prints_a_path_that_is_right_there(project, tmp_path):
    elsewhere = tmp_path / "other"
    elsewhere.mkdir()
    done = project.done(
        "run", CHAPTER, cwd=elsewhere, PYTHONPATH=project.searched, COPRO_ROOT="../project"
    )
    assert done.returncode == 0, done.stderr
    (named,) = [line for line in done.stdout.splitlines() if ": the notebook that ran" in line]
    assert (elsewhere / named.split(": ")[0] / f"{CHAPTER}.ipynb").is_file()
    project.write(CHAPTER, "1 / 0")
    done = project.done("build", "--until", "results", cwd=elsewhere, COPRO_ROOT="../project")
    last = done.stderr.strip().splitlines()[-1]
    assert f"earlier results in {project.root}/_build/ are as they were" in last


@pytest.mark.parametrize("where", ["alone", "on a checkout"])
def test_a_wheel(project, plain, tmp_path, where):
    for folder in (ROOT, ROOT / "configurational"):
        code = "import sys, hatchling.build as b; b.build_wheel(sys.argv[1])"
        subprocess.run([sys.executable, "-c", code, tmp_path], cwd=folder, check=True)
    site = tmp_path / "site"
    for wheel in tmp_path.glob("*.whl"):
        shutil.unpack_archive(wheel, site, "zip")
    if where == "alone":
        done = project.done("build", cwd=tmp_path, PYTHONPATH=site)
        assert done.returncode == 1 and "COPRO_ROOT" in done.stderr
        assert len(done.stderr.splitlines()) == 1 and not (site / "_build").exists()
    else:
        assert project.made(cwd=tmp_path, PYTHONPATH=site, COPRO_ROOT=project.root) == plain


@pytest.mark.parametrize(
    ("command", "number"),
    [
        ("build --until results", signal.SIGINT),
        ("build --until results", signal.SIGTERM),
        ("build --until results", signal.SIGHUP),
        (f"run {CHAPTER}", signal.SIGINT),  # a run keeps nothing that could be lost
    ],
)
def test_an_interruption(project, command, number):
    marker = project.root / "started"
    project.write(
        CHAPTER, f"import pathlib, time\npathlib.Path({str(marker)!r}).touch()\ntime.sleep(99)"
    )
    heed = lambda: signal.signal(number, signal.SIG_DFL)  # noqa: E731
    process = project.start(*command.split(), preexec_fn=heed)
    while not marker.exists() and process.poll() is None:
        time.sleep(0.1)
    process.send_signal(number)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 128 + number, said
    assert "Traceback" not in said and said.count("copro: interrupted") == 1, said


def test_line_ends_that_git_rewrites(tmp_path):
    """Every file of a clone has the bytes that were committed."""
    if not shutil.which("git") or not (ROOT / ".git").exists():
        pytest.skip("there is no Git here, or no history")
    for name, settings in {
        "as it is": [],
        "rewritten": ["-c", "core.autocrlf=true", "-c", "core.eol=crlf"],
    }.items():
        subprocess.run(["git", "clone", "-q", *settings, ROOT, name], cwd=tmp_path, check=True)
    package = json.loads((tmp_path / "rewritten/data/datapackage.json").read_text(encoding="utf-8"))
    for card in package["resources"]:
        content = (tmp_path / "rewritten/data" / card["path"]).read_bytes()
        assert card["hash"] == "sha256:" + hashlib.sha256(content).hexdigest(), card["name"]
    for file in (tmp_path / "as it is").rglob("*"):
        name = file.relative_to(tmp_path / "as it is")
        if file.is_file() and name.parts[0] != ".git":
            assert (tmp_path / "rewritten" / name).read_bytes() == file.read_bytes(), name


def unpacked(folder):
    """The archive of the source, without Git, in a folder."""
    for name in archive.names():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    return folder


def test_what_asks_git_passes_in_an_archive_without_it(tmp_path):
    """In a folder inside the history of something else, for a user without a home folder; so does
    a notebook against its committed outputs.
    """
    (tmp_path / ".git").mkdir()
    folder = unpacked(tmp_path / "eldre omsorg & rus")
    files = [str(f.relative_to(ROOT)) for f in (ROOT / "tests").rglob("test_*.py") if asks_git(f)]
    assert len(files) > 5
    files.append("notebooks/1_literature/theory.ipynb")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-m",
            "not hostile and not index",
            "--nbval",
            *files,
        ],
        cwd=folder,
        env=environment(
            PATH=without_git(tmp_path / "bin"),
            HOME="/proc/nonexistent",
            PYTHONPATH=os.pathsep.join(map(str, (folder, folder / "configurational/src"))),
        ),
        check=False,
    )
    assert done.returncode == 0


def asks_git(file):
    said = file.read_text(encoding="utf-8")
    return file.parent.name != "pipeline" and any(
        name in said for name in ("own_files", "files_below", '"git"')
    )


def interpreter(version):
    """Path of a Python of this version that works; None if there is none."""
    own = glob.glob(str(Path.home() / f".pyenv/versions/{version}.*/bin/python3"))  # noqa: PTH207
    for found in [*own, shutil.which(f"python{version}")]:
        if found:
            tried = subprocess.run([found, "-c", ""], check=False, capture_output=True)
            if tried.returncode == 0:
                return found
    return None


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13"])
def test_an_environment_of_python(project, plain, tmp_path, version, monkeypatch):
    """Beside a checkout that can only be read, for a user whose pip puts packages elsewhere."""
    python = interpreter(version)
    if python is None:
        pytest.skip(f"there is no Python {version} on this machine")
    if version != f"{sys.version_info.major}.{sys.version_info.minor}":
        folder = unpacked(tmp_path / "new")
        order = ["make", "setup", f"PYTHON={python}"]
        variables = environment(PYTHONPATH="/nowhere", PIP_REQUIRE_VIRTUALENV="1", **ELSEWHERE)
        with only_read(folder):
            done = subprocess.run(
                order,
                cwd=folder,
                env=variables,
                preexec_fn=without_privileges,
                check=False,
                capture_output=True,
                encoding="utf-8",
            )
            assert done.returncode == 2 and "make book VENV=FOLDER COPRO_BUILD" in done.stderr
            done = subprocess.run(
                [*order, f"VENV={tmp_path}/venv"],
                cwd=folder,
                env=variables,
                preexec_fn=without_privileges,
                check=False,
            )
            assert done.returncode == 0
        monkeypatch.setattr(sys, "executable", str(tmp_path / "venv/bin/python"))
    made = project.made()
    assert made["claims.json"] == plain["claims.json"]
    assert made.keys() == plain.keys()


def site(build):
    """Digests of the files of a built book, by name, without the page with times and machine."""
    files = [f for f in (build / "html").rglob("*") if f.is_file() and f.name != "this_run.html"]
    return {str(f.relative_to(build)): hashlib.sha256(f.read_bytes()).hexdigest() for f in files}


def test_the_whole_book_from_nothing_without_git_and_home_in_eldre_omsorg_og_rus(tmp_path):
    """Its claims are those of the reference. Built once more, by another user elsewhere in another
    time zone and locale, it has the same bytes but for run times and machine.
    """
    folder = unpacked(tmp_path / "eldre omsorg & rus")
    done = subprocess.run(
        ["make", "book", f"PYTHON={interpreter('3.11') or sys.executable}"],
        cwd=folder,
        env=environment(PATH=without_git(tmp_path / "bin"), HOME="/proc/nonexistent", LC_ALL="C"),
        check=False,
    )
    assert done.returncode == 0 and (folder / "_build/html/index.html").is_file()
    made, kept = (
        {c["id"]: c["value"] for c in json.loads((place / "claims.json").read_text("utf-8"))}
        for place in (folder / "_build/results", ROOT / "results")
    )
    assert made == pytest.approx(kept, nan_ok=True)
    other = tmp_path / "else where" / "«ø»"
    done = subprocess.run(
        [folder / ".venv/bin/copro", "build", "--jobs", "2"],
        cwd=tmp_path,
        env=environment(
            COPRO_BUILD=other, TZ="Pacific/Kiritimati", LC_ALL="nb_NO.ISO-8859-1", USER="reader"
        ),
        preexec_fn=lambda: os.umask(0o077),
        check=False,
    )
    assert done.returncode == 0
    first, second = site(folder / "_build"), site(other)
    assert first.keys() == second.keys()
    assert [name for name, digest in first.items() if second[name] != digest] == []
