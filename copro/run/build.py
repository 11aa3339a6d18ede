"""Building: Snakemake decides what is out of date, this module runs the steps."""

import contextlib
import errno
import json
import os
import re
import resource
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NoReturn

from copro.errors import Expected
from copro.paths import BUILD, CALLED_FROM, ROOT, shown
from copro.run import causes, memory, unchanged, warm
from copro.run.lock import build_lock
from copro.run.nursery import FIXED, UNASKED

HTML = BUILD / "html"
NOTEBOOK_RESULTS = BUILD / "notebooks"
RESULTS = BUILD / "results"
GROUNDWORK = "stamps/groundwork.json"  # of what the book has that no notebook makes
# What ends a build from outside, and is no fault of it: Ctrl-C, a scheduler, a closed window.
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
FILES = 256  # open files of a process
INTERRUPTED = (
    "copro: interrupted; finished steps are kept, and the same command goes on from there."
)
GRACE = 3  # seconds until an ended process is gone
CAUSES = BUILD / "causes.jsonl"


def build(
    jobs: int = 1,
    target: str = "book",
    *options: str,
    also: Sequence[str] = (),
    profile: str = "",
) -> int:
    """Bring ``target`` of the Snakefile up to date, and the files ``also``; returns the exit code.

    Prints the steps as they run, and last the slowest of them and the start page, or what
    stopped the build. ``profile`` names a folder of ``profiles/``: where the steps run.
    """
    if short := memory.too_little():
        raise Expected(short)
    _open_enough()
    with build_lock() as lock:
        began = time.time()
        CAUSES.unlink(missing_ok=True)
        _heed_the_clock()
        _forget_incomplete()
        state = unchanged.state()
        if not options and not also and unchanged.holds(target, state):
            _summary(began, target)
            return 0
        unchanged.forget()
        code = snakemake(jobs, [target, *also], *options, lock=lock.fileno(), profile=profile)
        if code:
            said = INTERRUPTED
            if code not in [128 + number for number in ENDING]:
                from copro.run.inputs import told_changes  # late: only a fault needs them

                said = _stopped(causes.recorded(CAUSES), code, told_changes())
            print(said, file=sys.stderr)
            return code
        unchanged.note(target, state)
        _summary(began, target)
    return 0


def _stopped(found: list[str], code: int = 1, changed: Sequence[str] = ()) -> str:
    """What is said last of a build that stopped: what, where, and what to do."""
    if shutil.disk_usage(BUILD).free < 2**20:  # whatever else is said comes of it
        found = [causes.explained(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(BUILD)))]
    if not found:
        killed = f"Snakemake was killed (signal {code - 128})"
        ended = killed if code > 128 else "no step named a cause"
        found = [f"{ended}; {memory.why(ended) or 'see what stands above'}"]
    lines = [f"the build stopped: {cause.strip()}" for cause in found] + [*changed]
    last = f"Mend this and run it again; earlier results in {shown(BUILD)}/ are as they were."
    return "\n".join([*(f"copro: {line}" for line in lines), last])


def _open_enough() -> None:
    """Allow this process, and what it starts, as many open files as a kernel and its sockets need.

    With fewer a kernel ends without a word. Raises ``Expected`` where the system forbids it.
    """
    most, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if resource.RLIM_INFINITY in (most, hard):
        return
    if hard < FILES:
        raise Expected(
            f"this process may have {hard} files open at once; a build needs {FILES}: allow more "
            f"(ulimit -n {FILES})"
        )
    if most < FILES:
        resource.setrlimit(resource.RLIMIT_NOFILE, (FILES, hard))


def _heed_the_clock() -> None:
    """Files dated in the future would be newer than all that is made of them, build after build.

    Inputs are given the present time, which their contents allow; results are made anew.
    """
    now = time.time()
    for stamp in (BUILD / "stamps").glob("*.json"):
        if stamp.stat().st_mtime > now + 1:
            stamp.unlink()
    ahead = [f for f in unchanged.inputs() if f.stat().st_mtime > now + 1]
    for file in ahead:
        try:
            os.utime(file, (now, now))
        except OSError as problem:
            raise Expected(
                f"{shown(file)}: dated in the future, and its date cannot be changed "
                f"({problem.strerror}); set the clock right, or `touch` it"
            ) from None
    if ahead:
        more = f" and {len(ahead) - 3} more" if len(ahead) > 3 else ""
        named = ", ".join(map(shown, ahead[:3])) + more
        print(f"copro: dated in the future, now set to the present: {named}", file=sys.stderr)


def _forget_incomplete() -> None:
    """Snakemake takes a finished end result as reason enough not to look for a missing step.

    After an interruption that could pass off old results as new, so what rests on a missing
    step is forgotten. Half-written folders of a killed step are removed.
    """
    stamps = BUILD / "stamps"
    for leftover in NOTEBOOK_RESULTS.glob(".*"):
        shutil.rmtree(leftover, ignore_errors=True)
    for end in (stamps / "results.json", stamps / "book.json"):
        if end.exists() and not all(
            (stamps / f"{name}.json").exists()
            for name in json.loads(end.read_text(encoding="utf-8")).get("after", [])
        ):
            end.unlink()


def snakemake(
    jobs: int, targets: Sequence[str], *options: str, lock: int, profile: str = ""
) -> int:
    """Run Snakemake on the Snakefile; returns its exit code as a shell gives it.

    It holds ``lock`` too, so that it keeps it if we are killed. It works in the folder of what is
    built, so that it writes nowhere else.

    Snakemake's own lock survives a killed process, so ours replaces it (``--nolock``);
    steps that were interrupted run again (``--rerun-incomplete``).

    Raises ``Expected`` where a cluster cannot start this Python: its jobs are lines of a shell that
    name it without quotes.
    """
    if profile not in {"", "local"} and shlex.quote(sys.executable) != sys.executable:
        raise Expected(
            f"{sys.executable}: a cluster starts no Python in a folder with spaces or signs of the "
            "shell; set the project up in another folder, or run without --profile"
        )
    # By a nursery that is there; for a cluster it reads its plugin in anew.
    served = warm.ADDRESS in os.environ and not profile
    command = [
        *(sys.executable, "-m", *(["copro.run.warm"] if served else []), "copro.run.causes"),
        *("--snakefile", str(ROOT / "Snakefile"), "--directory", str(BUILD), "--cores", str(jobs)),
        *("--profile", f"profiles/{profile}" if profile else "none", "--workflow-profile", "none"),
        *("--scheduler", "greedy"),  # the other one solves an equation before each step
        *("--nolock", "--rerun-incomplete", "--quiet", "all", *options, "--", *targets),
    ]
    # The folder takes what ended processes leave.
    with tempfile.TemporaryDirectory(prefix="copro-", ignore_cleanup_errors=True) as scratch:
        told = {
            "PYTHONUNBUFFERED": "1",
            "TMPDIR": scratch,
            causes.VARIABLE: str(CAUSES),
            CALLED_FROM: str(Path.cwd()),
        }
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | FIXED | told | ({} if profile else UNASKED),
            pass_fds=[lock],
            preexec_fn=_ignore_interrupts,  # noqa: PLW1509 - no threads yet
        )
        try:
            with _heeding():
                code = process.wait()
                return code if code >= 0 else 128 - code
        except Ended as end:
            _end(process.pid)
            return 128 + end.number


class Ended(BaseException):
    """Somebody ends this build by a signal of this number."""

    def __init__(self, number: int):
        self.number = number


@contextlib.contextmanager
def _heeding() -> Iterator[None]:
    """Raise ``Ended`` when a signal of ``ENDING`` arrives, unless it is to be ignored (nohup)."""

    def end(number: int, _: object) -> NoReturn:
        raise Ended(number)

    before = {number: signal.getsignal(number) for number in ENDING}
    for number, answer in before.items():
        if answer is not signal.SIG_IGN:
            signal.signal(number, end)
    try:
        yield
    finally:
        for number, answer in before.items():
            signal.signal(number, answer)


def _ignore_interrupts() -> None:
    """Ctrl-C is ours to answer: whoever else had it would say so at length."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _end(pid: int) -> None:
    """End a process and all it started.

    What they had half done is in folders that the next build removes.
    """
    import psutil

    try:
        family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    except psutil.NoSuchProcess:
        return
    for process in family:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(family, timeout=GRACE)


def _summary(began: float, target: str) -> None:
    if target not in ("results", "book"):
        return
    stamps = [s for s in (BUILD / "stamps").glob("*.json") if s.stat().st_mtime >= began]
    steps = [json.loads(s.read_text(encoding="utf-8")) for s in stamps]
    if not steps:
        print("nothing to do: everything is up to date")
    else:
        print(f"{len(steps)} steps in {time.time() - began:.0f} s; the slowest:")
        for step in sorted(steps, key=lambda s: -s["seconds"])[:5]:
            print(f"  {step['seconds']:6.1f} s  {step['step']}")
    if target == "book":
        print(weights(HTML))
        print(HTML / "index.html")


def weights(site: Path) -> str:
    """One line: size of the whole site, and the page that is heaviest with the pictures
    of one theme.
    """
    whole = sum(f.stat().st_size for f in site.rglob("*") if f.is_file())
    # Themes keep templates in _static.
    pages = [f for f in site.rglob("*.html") if "_static" not in f.parts]
    heaviest = max(pages, key=weight)
    return (
        f"site {whole / 1e6:.1f} MB; heaviest page {heaviest.relative_to(site)}, "
        f"{weight(heaviest) / 1e3:.0f} kB with its pictures"
    )


def weight(page: Path) -> int:
    """Bytes of a page with the pictures, style sheets and scripts that it loads
    in the light theme.
    """
    text = page.read_text(encoding="utf-8")
    tags = re.findall(r"<(?:img|script|link rel=\"stylesheet\")[^>]*>", text)
    light = " ".join(tag for tag in tags if "in-dark" not in tag)
    names = set(re.findall(r'(?:src|href)="([^"?#:]+)', light))
    return page.stat().st_size + sum((page.parent / name).stat().st_size for name in names)
