"""A build does not depend on the folder it is in, on a home folder or on what lies there."""

import os
import shutil
import subprocess
import sys
import sysconfig

import pytest

from copro.run import warm

from .conftest import Project, ran


@pytest.fixture
def alone(monkeypatch):
    """Each build starts a nursery of its own, as it does on the machine of a reader."""
    monkeypatch.delenv(warm.ADDRESS, raising=False)


@pytest.fixture
def homeless(monkeypatch):
    """There is no home folder, and no other one for settings is named."""
    for name in (
        "IPYTHONDIR",
        "MPLCONFIGDIR",
        "JUPYTER_CONFIG_DIR",
        "JUPYTER_DATA_DIR",
        "XDG_CACHE_HOME",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", "/proc/nonexistent")


UNCHANGED = (
    "import matplotlib, pandas\nassert pandas.get_option('display.precision') == 6\n"
    "assert matplotlib.rcParams['savefig.transparent'] is False\n"
    "assert 'said_at_the_start' not in globals() and 'said_by_python' not in globals()"
)


@pytest.mark.usefixtures("alone", "homeless")
def test_the_name_of_the_folder_the_locale_and_a_home_do_not_matter(built, tmp_path, monkeypatch):
    project = Project.__new__(Project)
    project.root = tmp_path / "eldre omsorg & rus's «ø»"
    shutil.copytree(built.root, project.root)
    subprocess.run(
        [sys.executable, "-m", "venv", "--without-pip", "--symlinks", project.root / ".venv"],
        check=True,
    )
    here = next((project.root / ".venv/lib").glob("python*/site-packages"))
    (here / "others.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="ascii")
    deep = project.root / ("long " * 20)  # too long for the name of a socket
    deep.mkdir()
    monkeypatch.setattr(sys, "executable", str(project.root / ".venv/bin/python"))
    for name, value in {
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "TMPDIR": str(deep),
    }.items():
        monkeypatch.setenv(name, value)
    project.write(
        "verdicts", "import matplotlib.pyplot, sys\nassert 'eldre omsorg' in sys.executable"
    )
    done = project.build()
    assert done.returncode == 0, done.stderr
    assert ran(done) == {"verdicts"} and "writable" not in done.stderr


def test_settings_in_the_home_folder_reach_no_notebook(project, tmp_path, monkeypatch, alone):
    home = tmp_path / "home"
    for place in (
        ".ipython/profile_default/startup/00.py",
        ".config/matplotlib/matplotlibrc",
        "matplotlibrc",
        "start.py",
    ):
        (home / place).parent.mkdir(parents=True, exist_ok=True)
    (home / ".ipython/profile_default/startup/00.py").write_text(
        "import pandas\npandas.set_option('display.precision', 1)\nsaid_at_the_start = 1"
    )
    (home / "start.py").write_text("said_by_python = 1")
    for place in (".config/matplotlib/matplotlibrc", "matplotlibrc"):
        (home / place).write_text("savefig.transparent: True\n")
    for name, value in {
        "HOME": home,
        "IPYTHONDIR": home / ".ipython",
        "MPLCONFIGDIR": home / ".config/matplotlib",
        "MATPLOTLIBRC": home / "matplotlibrc",
        "PYTHONSTARTUP": home / "start.py",
    }.items():
        monkeypatch.setenv(name, str(value))
    project.write("norway_elderly_care", UNCHANGED)
    done = project.run("run", "norway_elderly_care")
    assert done.returncode == 0, done.stderr

    single = project.root / "notebooks/alone.ipynb"
    project.path("norway_elderly_care").rename(single)
    nbval = subprocess.run(
        [sys.executable, "-m", "pytest", "--nbval-lax", "-q", "-p", "no:cacheprovider", single],
        check=False,
        cwd=project.root,
        env=os.environ | {"PYTHONPATH": project.searched},
        capture_output=True,
        encoding="utf-8",
    )
    assert nbval.returncode == 0, nbval.stdout


def test_a_mistyped_table_stops_the_build_though_its_results_stand(project):
    notebook = project.path("germany_elderly_care")
    notebook.write_text(
        notebook.read_text(encoding="utf-8").replace("germany/kreise_2021", "germany/kreise_2012"),
        encoding="utf-8",
    )
    done = project.build()
    assert done.returncode == 1
    last = done.stderr.strip().splitlines()[-2:]
    assert last[0].startswith(
        "copro: the build stopped: notebooks/3_germany/germany_elderly_care.ipynb: chapter "
        "'germany_elderly_care' needs germany/kreise_2012"
    )
    assert last[1].startswith("Mend this and run it again")


def test_errors_of_snakemake_itself_are_said(project):
    (project.root / "Snakefile").write_text(
        "rule results:\n    input: 'nowhere.csv'\n", encoding="utf-8"
    )
    done = project.build()
    assert (
        done.returncode == 1
        and "copro: the build stopped: Snakemake: MissingInputException" in done.stderr
    )
    assert (
        "nowhere.csv" in done.stderr
        and "Traceback" not in done.stderr
        and '  File "' not in done.stderr
    )


# Who of those that a notebook rests on is killed by one of its cells: the step that runs it, or the
# process that it was forked from, with everything that is at work.
THE_STEP = (
    "import psutil\n"
    "for process in psutil.process_iter(['cmdline', 'cwd']):\n"
    "    words = process.info['cmdline'] or []\n"
    "    if 'copro.run.warm' in words and 'verdicts' in words "
    "and process.info['cwd'] == ROOT:\n"
    "        process.kill()"
)
THE_NURSERY = "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)"


@pytest.mark.parametrize("victim", [THE_STEP, THE_NURSERY])
@pytest.mark.usefixtures("homeless")
def test_a_step_that_is_killed_is_named_with_no_home_too(project, victim, monkeypatch):
    project.write("verdicts", f"import matplotlib.pyplot\nROOT = {str(project.root)!r}\n{victim}")
    with monkeypatch.context() as own:
        if victim == THE_NURSERY:
            own.delenv(warm.ADDRESS, raising=False)  # that of all tests has to go on
        done = project.build()
    assert done.returncode == 1
    assert done.stderr.count("copro: the build stopped:") == 1
    assert "the step verdicts ended without a word; it was killed" in done.stderr
    assert " GB, of which " in done.stderr and "writable" not in done.stderr
    project.write("verdicts")
    done = project.build()
    assert done.returncode == 0 and ran(done) == {"verdicts"}, done.stderr
