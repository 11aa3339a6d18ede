"""Asking a nursery (``copro.run.nursery``) for processes that have their imports behind them.

A build, or a run of the tests, has one nursery for its time; Snakemake forks that of a build.
Where there is none, where it is gone or where a process asks for other settings, it is started in
the usual way: the same, only later.
"""

import contextlib
import json
import os
import resource
import select
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from copro.run.nursery import ADDRESS, FIXED, LIMITS, LONGEST, UNASKED, Wish


@contextlib.contextmanager
def nursery() -> Iterator[None]:
    """A nursery for the time of a ``with`` block, for this process and all that it starts.

    If a nursery is there already, it serves; if none can be started, processes start as usual.
    """
    if ADDRESS in os.environ or sys.platform != "linux":  # elsewhere a fork is not safe
        yield
        return
    with tempfile.TemporaryDirectory(prefix="copro-", ignore_cleanup_errors=True) as folder:
        address = str(Path(folder) / "nursery")
        if len(os.fsencode(address)) > LONGEST:
            yield
            return
        (ready, told), (life, held) = os.pipe(), os.pipe()
        process = subprocess.Popen(
            [sys.executable, "-m", "copro.run.nursery", address, str(told), str(life)],
            pass_fds=[told, life],
            env=os.environ | FIXED | UNASKED,
            start_new_session=True,
        )
        for end in (told, life):
            os.close(end)
        try:
            if os.read(ready, 1):  # else it has ended already
                os.environ[ADDRESS] = address
            yield
        finally:
            for end in (ready, held):
                os.close(end)
            os.environ.pop(ADDRESS, None)
            process.terminate()
            process.wait()


class Warm:
    """A process of the nursery, with as much of ``subprocess.Popen`` as is asked for here.

    ``command`` is ``[interpreter, "-m", module, ...]``; ``stdin`` a file descriptor, nothing by
    default. Raises ``OSError`` where the nursery gives none.
    """

    stdin = stdout = stderr = None

    def __init__(
        self,
        command: list[str],
        env: Mapping[str, str] | None = None,
        cwd: str | None = None,
        stdin: int | None = None,
    ):
        self.returncode: int | None = None
        self._said = b""
        self._link = socket.socket(socket.AF_UNIX)
        try:
            self._link.connect(os.environ.get(ADDRESS, ""))
            self._ask(
                command, dict(os.environ if env is None else env), cwd or str(Path.cwd()), stdin
            )
            self.pid = json.loads(self._line() or b"{}").get("pid")
            if self.pid is None:
                raise OSError("the nursery gives no process")
        except OSError:
            self._link.close()
            raise

    def _ask(self, command: list[str], env: dict[str, str], cwd: str, stdin: int | None) -> None:
        umask = os.umask(0)
        os.umask(umask)
        wish: Wish = {
            "command": command,
            "env": env,
            "cwd": cwd,
            "umask": umask,
            "limits": {name: resource.getrlimit(getattr(resource, name)) for name in LIMITS},
        }
        with open(os.devnull, "rb") as nothing:
            streams = [nothing.fileno() if stdin is None else stdin, 1, 2]
            socket.send_fds(self._link, [b"."], streams)
        self._link.sendall(json.dumps(wish).encode() + b"\n")

    def _line(self, timeout: float | None = None) -> bytes:
        """The next line that the nursery says; nothing if it is gone."""
        while b"\n" not in self._said:
            if not select.select([self._link], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired("warm process", timeout or 0)
            try:
                said = self._link.recv(4096)
            except ConnectionError:
                said = b""
            if not said:
                return b""
            self._said += said
        line, _, self._said = self._said.partition(b"\n")
        return line

    def poll(self) -> int | None:
        """Exit code; None as long as it runs."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self.wait(timeout=0)
        return None

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end; the exit code, that of a killed process if the nursery is gone."""
        if self.returncode is None:
            line = self._line(timeout)
            self.returncode = json.loads(line)["code"] if line else -signal.SIGKILL
            self._link.close()
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)


def start(*words: str, stdin: int | None = None) -> "Warm | subprocess.Popen[bytes]":
    """Run a module with these arguments in a process of its own, if possible of the nursery."""
    command = [sys.executable, "-m", *words]
    try:
        return Warm(command, stdin=stdin)
    except OSError:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL if stdin is None else stdin)


def main(words: list[str]) -> int:
    """Run a module as ``python -m`` does, warm if possible; its exit code as a shell gives it."""
    code = start(*words).wait()
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
