"""Work that several processes do side by side."""

import os
import signal
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from typing import Any

from copro.run import memory

MOST = 4  # processes: more wait for each other
ROOM = 700_000_000  # bytes for each of them, with what it is forked from
POLITE = 5  # what is done beside Sphinx leaves Sphinx, which all wait for, the first turn


class Alone(Executor):
    """Does what it is asked for at once, in this process.

    >>> Alone().submit(max, 1, 2).result(), list(Alone().map(abs, [-1, 2]))
    (2, [1, 2])
    """

    def submit(self, work: Callable[..., Any], /, *given: Any, **named: Any) -> Future[Any]:
        """Do it; what it raises is raised here."""
        done: Future[Any] = Future()
        done.set_result(work(*given, **named))
        return done


def processes() -> int:
    """How many processes there are cores and memory for, of this machine, container or job.

    >>> 1 <= processes() <= MOST
    True
    """
    here = hasattr(os, "sched_getaffinity")  # where a scheduler gives this process some cores only
    cores = len(os.sched_getaffinity(0)) if here else os.cpu_count() or 1
    return max(1, min(MOST, cores, memory.free() // ROOM))


def workers(processes: int) -> Executor:
    """So many processes for work, or this one alone: also where the system has no shared memory
    for several to speak through. What one of them raises is raised by the ``result`` of its work.
    """
    try:
        if processes > 1:
            return ProcessPoolExecutor(processes, initializer=_begin)
    except (OSError, ImportError, NotImplementedError):
        pass
    return Alone()


def _begin() -> None:
    os.nice(POLITE)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever asked for the work answers Ctrl-C
