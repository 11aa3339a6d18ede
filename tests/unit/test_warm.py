"""Processes of a nursery are what new ones would be; without one they start as usual."""

import contextlib
import os
import resource
import signal
import subprocess
import sys

import pytest
from jupyter_client import KernelManager

from copro.run import kernels, warm

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux")


@pytest.fixture(scope="module")
def nursery(tmp_path_factory):
    """A nursery of this file's own. Its output goes to a file, as when that of a run of the tests
    is kept in one.
    """
    own = os.dup(1)
    with (
        pytest.MonkeyPatch.context() as patch,
        (tmp_path_factory.getbasetemp() / "log").open("w") as log,
    ):
        patch.delenv(warm.ADDRESS, raising=False)
        for name, value in warm.FIXED.items():
            patch.setenv(name, value)
        print("written before", file=log, flush=True)
        os.dup2(log.fileno(), 1)
        with warm.nursery():
            os.dup2(own, 1)
            yield
    os.close(own)


def run(folder, code, **variables):
    """A module made of ``code``, run from the nursery until its end."""
    (folder / "made_up.py").write_text(code, encoding="utf-8")
    command = [sys.executable, "-m", "made_up", "a word"]
    env = os.environ | {"PYTHONPATH": str(folder)} | variables
    return warm.Warm(command, env, str(folder))


def test_a_process_has_the_environment_folder_and_words_that_it_was_given(nursery, tmp_path):
    process = run(
        tmp_path,
        "import os, pathlib, sys\n"
        "said = [os.environ['MADE_UP'], os.getcwd(), *sys.argv[1:], os.getpid() == os.getsid(0)]\n"
        "pathlib.Path('said').write_text(repr(said))",
        MADE_UP="for it alone",
    )
    assert process.wait() == 0
    said = (tmp_path / "said").read_text()
    assert said == repr(["for it alone", str(tmp_path), "a word", True])
    assert "MADE_UP" not in os.environ


def test_a_process_has_our_limits(nursery, tmp_path):
    before = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, before[1]))
    try:
        process = run(
            tmp_path,
            "import resource, sys\nsys.exit(40 + resource.getrlimit(resource.RLIMIT_CORE)[0])",
        )
    finally:
        resource.setrlimit(resource.RLIMIT_CORE, before)
    assert process.wait() == 40


@pytest.mark.parametrize(
    ("code", "end"),
    [("pass", 0), ("raise SystemExit(3)", 3), ("1 / 0", 1)],
)
def test_the_exit_code_is_that_of_the_program(nursery, tmp_path, code, end):
    assert run(tmp_path, code).wait() == end


def test_a_process_that_is_killed_ends_like_any_other(nursery, tmp_path):
    process = run(tmp_path, "import signal\nsignal.pause()")
    assert process.poll() is None
    process.kill()
    assert process.wait() == -signal.SIGKILL == process.poll()


def test_who_hangs_up_has_its_process_ended(nursery, tmp_path):
    read, write = os.pipe()
    (tmp_path / "made_up.py").write_text("import sys\nsys.stdin.read()", encoding="utf-8")
    env = os.environ | {"PYTHONPATH": str(tmp_path)}
    process = warm.Warm([sys.executable, "-m", "made_up"], env, str(tmp_path), stdin=read)
    os.close(read)
    assert process.poll() is None
    process._link.close()
    with pytest.raises(BrokenPipeError):  # nobody reads once the process is gone
        while True:
            os.write(write, b"x" * 4096)
    os.close(write)


@pytest.mark.parametrize(("code", "said"), [("", "died before replying"), (None, "")])
def test_a_kernel_that_ends_before_it_answers_is_said(nursery, tmp_path, monkeypatch, code, said):
    if code is not None:
        (tmp_path / "ipykernel_launcher.py").write_text(code)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    kernels.use()
    manager = KernelManager()
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    with pytest.raises(RuntimeError, match=said) if said else contextlib.nullcontext():
        client.wait_for_ready(timeout=60)
    client.stop_channels()
    manager.shutdown_kernel(now=True)
    assert not manager.is_alive()


@pytest.mark.parametrize("other", [{"PYTHONHASHSEED": "1"}, {"OMP_NUM_THREADS": "2"}])
def test_what_counts_when_python_starts_is_not_taken_from_a_nursery(nursery, tmp_path, other):
    with pytest.raises(OSError, match="gives no process"):
        run(tmp_path, "pass", **other)


def test_without_a_nursery_a_process_starts_as_usual(monkeypatch, tmp_path):
    monkeypatch.setenv(warm.ADDRESS, str(tmp_path / "nobody"))
    process = warm.start("timeit", "-n1", "-r1", "pass")
    assert isinstance(process, subprocess.Popen) and process.wait() == 0


def test_a_process_may_write_to_a_pipe_where_the_nursery_writes_to_a_file(nursery, tmp_path):
    own, (reads, writes) = os.dup(1), os.pipe()
    try:
        os.dup2(writes, 1)
        code = "import sys; sys.stdout.reconfigure(encoding='utf-8'); print('said')"
        assert run(tmp_path, code).wait() == 0
    finally:
        os.dup2(own, 1)
        os.close(own)
        os.close(writes)
    with open(reads, encoding="utf-8") as said:
        assert said.read() == "said\n"


def test_a_nursery_has_one_thread_so_that_it_may_fork(nursery, tmp_path):
    """What it imports starts none, libraries in C included."""
    count = "import os, sys; sys.exit(40 + len(os.listdir(f'/proc/{os.getppid()}/task')))"
    assert run(tmp_path, count).wait() == 41
