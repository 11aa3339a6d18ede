"""One build at a time in a folder; a lock that dies with its process."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from copro.errors import Expected
from copro.paths import BUILD


class Busy(Expected):
    """Another build is at work in this folder."""


@contextmanager
def build_lock() -> Iterator[TextIO]:
    """Hold the lock of ``_build``; gives the file, for processes that shall hold it too.

    The system lets go of it when the last of them ends, however it ends.
    """
    BUILD.mkdir(parents=True, exist_ok=True)
    with open(BUILD / ".lock", "a+", encoding="utf-8") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.seek(0)
            raise Busy(
                f"another build is at work here (process {handle.read().strip()}); "
                "wait for it to end"
            ) from None
        handle.truncate(0)
        handle.write(str(os.getpid()))
        handle.flush()
        yield handle
