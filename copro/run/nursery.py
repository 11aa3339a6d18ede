"""Processes forked from one that has imported everything already.

Starting Python and importing pandas, matplotlib and linearmodels takes seconds; a fork of a process
that has done so takes a tenth of one. A nursery is such a process: it runs the modules that
``copro.run.warm`` asks it for, each in a process of its own, which may die, be killed or run out of
memory alone. It has imported packages of others only: of ours each child reads the files as they
are when it begins, and from the folders that it is told.

Protocol, over a Unix socket, a connection a child: the client sends its standard input, output and
error, and a line of JSON (``command``, ``env``, ``cwd``, ``limits``, ``umask``); it gets a line
with the pid, and one with the exit code when the child has ended. Where a child asks for another
interpreter or for settings that count when Python starts, the pid is null. Who hangs up has the
child killed; children of a nursery that is gone end too.
"""

import atexit
import contextlib
import gc
import importlib
import json
import os
import resource
import runpy
import selectors
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NoReturn, TypedDict

ADDRESS = "COPRO_NURSERY"  # environment variable with the path of the nursery's socket
LONGEST = 100  # bytes of that path, by the system's limit
# What counts when Python or a library starts: the same for the nursery and all its children.
FIXED = {
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "MPLBACKEND": "agg",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}
# Snakemake reads its plugin for Slurm in even where no step is sent there, and the plugin asks
# Slurm, which takes nine seconds to say that it does not answer. With no settings it says so now.
UNASKED = {"SLURM_CONF": os.devnull}
# What Snakemake imports, and the Snakefile.
FIRST = "snakemake.cli pandas pandera.pandas scipy.stats statsmodels.stats.inter_rater".split()
# That and what kernels, steps and drawings import. None of them starts a thread, so that forking is
# safe.
PRELOADED = """
    ipykernel.kernelapp ipykernel.ipkernel IPython.display papermill nbformat pydantic
    geopandas pandera.strategies.pandas_strategies
    matplotlib.pyplot matplotlib.backends.backend_agg matplotlib.backends.backend_svg
    matplotlib.layout_engine seaborn linearmodels great_tables babel.numbers
    PIL.PngImagePlugin fontTools.subset yaml
""".split()
PRELOADED[:0] = FIRST
OURS = ("copro", "configurational")
SELDOM = 50_000  # new objects until garbage is looked for: a notebook makes little and ends soon
LIMITS = sorted(name for name in dir(resource) if name.startswith("RLIMIT_"))

Links = dict[int, socket.socket]


class Wish(TypedDict):
    """The process that a client asks for; ``limits`` are soft and hard ones by their names."""

    command: list[str]
    env: dict[str, str]
    cwd: str
    umask: int
    limits: dict[str, tuple[int, int]]


def serve(door: socket.socket, life: int) -> Callable[[], None] | None:
    """Fork children until nobody holds the other end of the pipe ``life``, or we are ended.

    Returns None then; in a forked child, what it has to do.
    """
    woken, wake = socket.socketpair()
    for end in (woken, wake):
        end.setblocking(False)
    signal.set_wakeup_fd(wake.fileno())
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    links: Links = {}
    watched = selectors.DefaultSelector()
    watched.register(door, selectors.EVENT_READ, "door")
    watched.register(woken, selectors.EVENT_READ, "child")
    watched.register(life, selectors.EVENT_READ, "life")
    try:
        while True:
            for key, _ in watched.select():
                if key.data == "life":
                    return None
                if key.data == "door":
                    if child := _admit(door, links, watched):
                        watched.close()
                        for end in (woken, wake, *links.values()):
                            end.close()
                        links.clear()
                        os.close(life)
                        return child
                elif key.data == "child":
                    woken.recv(4096)
                    _tell(links, watched)
                else:  # the client hung up: it never says a second thing
                    watched.unregister(key.fileobj)
                    _kill(key.data)
    finally:
        # It ends already. SIG_IGN would print a traceback if the signal came just before this line.
        signal.signal(signal.SIGTERM, lambda *_: None)
        signal.set_wakeup_fd(-1)
        for pid in links:
            _kill(pid)


def _kill(pid: int) -> None:
    """End a child with all it started; each is the head of a group of its own."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)


def _admit(
    door: socket.socket, links: Links, watched: selectors.BaseSelector
) -> Callable[[], None] | None:
    """Take the next wish; in the forked child gives what it has to do."""
    link, _ = door.accept()
    link.settimeout(5)  # a client that says nothing must not stop the others
    try:
        _, streams, _, _ = socket.recv_fds(link, 1, 3)
        with link.makefile("rb") as lines:
            wish = json.loads(lines.readline())
        link.settimeout(None)
        pid = os.fork() if _fits(wish) else None
        if pid == 0:
            link.close()
            return lambda: _become(wish, streams)
        for stream in streams:
            os.close(stream)
        link.sendall(json.dumps({"pid": pid}).encode() + b"\n")
    except (OSError, ValueError):  # it went away while it spoke
        link.close()
        return None
    if pid is None:
        link.close()
    else:
        links[pid] = link
        watched.register(link, selectors.EVENT_READ, pid)
    return None


def _fits(wish: Wish) -> bool:
    """Whether a child of ours is what a new process would be."""
    return wish["command"][:2] == [sys.executable, "-m"] and all(
        wish["env"].get(name) == value for name, value in FIXED.items()
    )


def _tell(links: Links, watched: selectors.BaseSelector) -> None:
    """Tell the clients of ended children their exit codes."""
    while links:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        link = links.pop(pid)
        if link in [key.fileobj for key in watched.get_map().values()]:
            watched.unregister(link)
        with contextlib.suppress(OSError):  # nobody asks any more
            link.sendall(json.dumps({"code": os.waitstatus_to_exitcode(status)}).encode() + b"\n")
        link.close()


def _become(wish: Wish, streams: list[int]) -> None:
    """Turn this forked process into the one that was asked for, and run its module."""
    os.setsid()
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGCHLD, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for place, stream in enumerate(streams):
        os.dup2(stream, place)
        os.close(stream)
    _open_streams()
    _, _, module, *arguments = wish["command"]
    before, after = (
        [os.path.abspath(folder) for folder in path.split(os.pathsep) if folder]  # noqa: PTH100
        for path in (os.environ.get("PYTHONPATH", ""), wish["env"].get("PYTHONPATH", ""))
    )
    sys.path[:] = [wish["cwd"], *after, *(f for f in sys.path[1:] if f not in before)]
    for name in [name for name in sys.modules if name.partition(".")[0] in OURS]:
        del sys.modules[name]
    importlib.invalidate_caches()
    os.environ.clear()
    os.environ.update(wish["env"])
    tempfile.tempdir = None
    os.chdir(wish["cwd"])
    os.umask(wish["umask"])
    for name, limits in wish["limits"].items():
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(getattr(resource, name), (limits[0], limits[1]))
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _open_streams() -> None:
    """Standard input, output and error as Python opens them when it starts: those of the nursery
    remember what kind of file theirs are.
    """
    sys.stdin = sys.__stdin__ = os.fdopen(0, encoding="utf-8", closefd=False)  # type: ignore[misc]
    sys.stdout = sys.__stdout__ = os.fdopen(  # type: ignore[misc]
        1, "w", buffering=1 if os.isatty(1) else -1, encoding="utf-8", closefd=False
    )
    sys.stderr = sys.__stderr__ = os.fdopen(  # type: ignore[misc]
        2, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False
    )


def _follow(leader: int) -> None:
    """End this process when the nursery, which holds the other end of the pipe, is gone."""
    os.read(leader, 1)
    os._exit(-signal.SIGKILL % 256)


def run(task: Callable[[], None]) -> NoReturn:
    """Do what a process is for, and end it: as Python does at the end of a program, but for taking
    its memory apart.
    """
    code = 0
    try:
        task()
    except SystemExit as end:
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - as Python itself ends with any of them
        sys.excepthook(*sys.exc_info())
        code = 1
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


def preload(names: Iterable[str] = PRELOADED) -> None:
    """Import what is needed later."""
    searched = list(sys.path)
    # A debugger would take a third of a kernel's start; without the package, there is none.
    sys.modules["debugpy"] = None  # type: ignore[assignment]
    gc.disable()  # nothing of this is to be thrown away
    for name in names:
        importlib.import_module(name)
    gc.enable()
    sys.modules["snakemake.cli"].get_argument_parser()  # its plugins are found by that
    sys.path[:] = searched


def beside() -> None:
    """Fork a nursery that serves this process, and all that it starts, until this one ends.

    If one is there already, it serves; where none can be, processes start as usual.
    """
    address = str(Path(tempfile.gettempdir()) / "nursery")
    if (
        ADDRESS in os.environ
        or sys.platform != "linux"  # elsewhere a fork is not safe
        or len(os.fsencode(address)) > LONGEST
    ):
        return
    door, (life, held) = _door(address), os.pipe()  # the other end stays open as long as we live
    pid = os.fork()
    if pid == 0:
        os.close(held)
        os.setsid()
        _nurse(door, life)
    atexit.register(os.kill, pid, signal.SIGKILL)  # it may still be importing
    door.close()
    os.close(life)
    os.environ[ADDRESS] = address


def _door(address: str) -> socket.socket:
    """A socket at which wishes can be left from now on."""
    door = socket.socket(socket.AF_UNIX)
    door.bind(address)
    door.listen(64)
    return door


def _nurse(door: socket.socket, life: int) -> NoReturn:
    """Import; serve until the end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started us answers Ctrl-C
    preload()
    sys.modules["nbformat.validator"].get_validator()  # its schema is compiled by that
    gc.freeze()  # what is shared with the children stays shared
    gc.set_threshold(SELDOM)
    follow, leading = os.pipe()
    child = serve(door, life)
    door.close()
    os.close(leading)
    if child is None:
        os._exit(0)
    threading.Thread(target=_follow, args=(follow,), daemon=True).start()
    run(child)


def main(address: str, ready: int, life: int) -> NoReturn:
    """Say on the pipe ``ready`` that wishes are taken; serve."""
    door = _door(address)
    os.write(ready, b"1")
    os.close(ready)
    _nurse(door, life)


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
