"""How much memory there is, and whether it was the lack of it that ended a process."""

import re
import resource
from pathlib import Path

GROUPS, OWN_GROUP = Path("/sys/fs/cgroup"), Path("/proc/self/cgroup")
COUNTS = Path("/proc/vmstat")
# Bytes that a build cannot do without: of addresses, or libraries do not load and processes wait
# for threads for ever; and of memory for its processes, one notebook at a time.
LEAST_ADDRESSES, LEAST = 1_400_000_000, 800_000_000
LIMITS = {"ulimit -v": resource.RLIMIT_AS, "ulimit -d": resource.RLIMIT_DATA}
RAN_OUT = re.compile(
    "MemoryError|bad_alloc|[Cc]annot allocate|[Uu]nable to allocate|failed to map segment"
    "|start new thread|Resource temporarily unavailable"
)
GONE = re.compile("[Kk]ernel died|without a word|killed|terminated abruptly")
ADVICE = "close other programs, allow more, or let fewer notebooks run side by side (--jobs 1)"


def why(text: str) -> str:
    """What the end of a process says about memory, with figures and what to do; nothing where
    nothing speaks for a lack of it.

    >>> why("ValueError: no column of this name")
    ''
    >>> why("MemoryError: ")
    'memory ran out: ...; close other programs, allow more, or let fewer notebooks run side by ...'
    """
    if ended := _ended() - _ENDED_BEFORE:
        processes = "a process" if ended == 1 else f"{ended} processes"
        said = f"meanwhile the system ended {processes} for want of memory"
    elif RAN_OUT.search(text):
        said = "memory ran out"
    elif GONE.search(text):
        said = "it was killed, by someone or for want of memory"
    else:
        return ""
    return f"{said}: {figures()}; {ADVICE}"


def figures() -> str:
    """The memory that this process may use and that the machine has, in words.

    >>> figures()
    '...the machine has ... GB, of which ... GB are free'
    """
    import psutil

    machine = psutil.virtual_memory()
    said = [f"this process may use {_gb(most)} ({name})" for name, most in _limits().items()]
    group = group_limit()
    if group is not None and group < machine.total:
        said.append(f"its container or job {_gb(group)}")
    said.append(f"the machine has {_gb(machine.total)}, of which {_gb(machine.available)} are free")
    return ", ".join(said)


def too_little() -> str:
    """Why a build cannot begin here, in words; nothing where there is memory enough.

    What is free may grow; what a process may use at most does not.
    """
    group = group_limit()
    for most, least in (
        *((limit, LEAST_ADDRESSES) for limit in _limits().values()),
        (LEAST if group is None else group, LEAST),
    ):
        if most < least:
            return f"memory is short: {figures()}; a build needs {_gb(least)} at least: allow more"
    return ""


def free() -> int:
    """Bytes that are free on this machine, no more than its container or job allows."""
    import psutil

    machine = psutil.virtual_memory().available
    group = group_limit()
    return machine if group is None else min(machine, group)


def _gb(number: float) -> str:
    return f"{number / 1e9:.1f} GB"


def _limits() -> dict[str, int]:
    """Bytes that this process may use, by the command that sets the limit."""
    soft = {name: resource.getrlimit(kind)[0] for name, kind in LIMITS.items()}
    return {name: most for name, most in soft.items() if most != resource.RLIM_INFINITY}


def group_limit() -> int | None:
    """Bytes that the control group of this process may use, as in a container or a job of a
    cluster; None where nothing is said.
    """
    found: list[int] = []
    for line in _lines(OWN_GROUP):
        _, kinds, own = line.split(":", 2)
        if kinds and "memory" not in kinds.split(","):
            continue
        base = GROUPS / "memory" if kinds else GROUPS
        place = base / own.lstrip("/")
        for folder in (place, *place.parents):  # each may allow less than the one below it
            if folder.is_relative_to(base):
                file = folder / ("memory.limit_in_bytes" if kinds else "memory.max")
                found += [int(text) for text in _lines(file) if text.isdecimal()]
    return min(found, default=None)


def _ended() -> int:
    """Processes of this machine that the system has ended for want of memory since it started."""
    counts = dict(line.split(" ", 1) for line in _lines(COUNTS))
    return int(counts.get("oom_kill", 0))


def _lines(file: Path) -> list[str]:
    """Lines of a file of the system; none where it does not exist."""
    try:
        return file.read_text(encoding="utf-8").splitlines()
    except OSError:
        return []


_ENDED_BEFORE = _ended()  # when this process began
