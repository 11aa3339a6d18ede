"""The receipt of a check: what was run where and on what, and what came out, without a person.

No name of a user or of a machine, no path and no setting of the environment is in it.
"""

import contextlib
import hashlib
import os
import platform
import re
import time
from collections.abc import Iterator, Mapping
from html import unescape
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from copro import __version__
from copro.data.catalogue import package
from copro.paths import ROOT
from copro.run.committed import TOLERANCE
from copro.run.differences import Difference, counted
from copro.run.explain import Why
from copro.run.inputs import LOCK
from copro.run.pictures import APART, VISIBLE, pictures
from copro.run.rawcells import git

FORM = 2  # of the receipt; `copro verify` reads this one
NAMED = """
    jupyter-book papermill snakemake pandas seaborn linearmodels statsmodels nbval numpy scipy
    geopandas matplotlib
""".split()
# Parts of a site that hold no page for readers, and the page that tells of one run.
NO_PAGES = ("_static", "figures", "_images", "this_run.html")
RESULTS, FIGURES, NOTEBOOK = "results", "figures", "notebooks"  # folders of a certificate


class Outcome(NamedTuple):
    """What a check came to."""

    found: list[Difference]
    other_digits: list[tuple[str, str]]
    why: Why
    nbval: bool
    began: float
    seconds: Mapping[str, float]


def receipt(
    outcome: Outcome, results: Mapping[str, str], executed: list[Path], site: Path | None
) -> dict[str, Any]:
    """What was run where, on what, with which tolerances, and what came out.

    ``results`` are the texts of the results, ``executed`` the notebooks as they ran, ``site`` the
    folder of the built book.
    """
    why = outcome.why
    return {
        "receipt": FORM,
        "version": __version__,
        "began": _utc(outcome.began),
        "ended": _utc(outcome.began + sum(outcome.seconds.values())),
        "seconds": {name: round(value) for name, value in outcome.seconds.items()},
        "commit": commit(),
        "lock": {"file": LOCK, "sha256": sha256((ROOT / LOCK).read_bytes())},
        "machine": machine(),
        "software": {name: version(name) for name in NAMED},
        "tolerances": {
            "claims": "relative; each claim states its own",
            "cells of result tables, relative": TOLERANCE,
            "share of the points of a picture that may look different": APART,
            "steps of 255 from which on a point looks different": VISIBLE,
        },
        "compared": counted(dict(results)),
        "nbval": "passed" if outcome.nbval else "failed",
        "differences": [
            one._asdict() | {"pages": why.pages(one), "why": why.said(one)} for one in outcome.found
        ],
        "other_digits": [{"kind": kind, "id": id} for kind, id in outcome.other_digits],
        "changed_inputs": why.inputs and [it.said for it in why.inputs],
        "changed_pages": why.by_page(),
        "tables_sha256": {
            one["name"]: one["hash"].removeprefix("sha256:") for one in package()["resources"]
        },
        "outputs": [*manifest(results, executed), *(pages(site) if site else [])],
    }


def _utc(seconds: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(seconds))


def sha256(content: bytes) -> str:
    """The digest by which outputs are compared."""
    return hashlib.sha256(content).hexdigest()


def output(file: str, content: bytes, **more: str) -> dict[str, Any]:
    """An output as the manifest names it: its file, size and sha256."""
    return {"file": file, "bytes": len(content), "sha256": sha256(content)} | more


def manifest(results: Mapping[str, str], executed: list[Path]) -> list[dict[str, Any]]:
    """The results, the pictures of figures and the executed notebooks, by their places in a
    certificate.
    """
    found = [output(f"{RESULTS}/{name}", text.encode()) for name, text in sorted(results.items())]
    for file in executed:
        drawn = pictures(file.read_text(encoding="utf-8"))
        found += [output(f"{FIGURES}/{id}.png", picture) for id, picture in sorted(drawn.items())]
        found.append(output(f"{NOTEBOOK}/{file.name}", file.read_bytes()))
    return found


def pages(site: Path) -> list[dict[str, Any]]:
    """The pages of a built book, with a second sha256 of their words alone."""
    return [
        output(f"html/{name}", content, words_sha256=words(content))
        for name, content in ((name, file.read_bytes()) for name, file in pages_of(site))
    ]


def pages_of(site: Path) -> Iterator[tuple[str, Path]]:
    """Name and file of each page for readers of a built book."""
    for file in sorted(site.rglob("*.html")):
        name = file.relative_to(site)
        if name.parts[0] not in NO_PAGES:
            yield name.as_posix(), file


def words(page: bytes) -> str:
    r"""The sha256 of the words of a page, whatever its marks and pictures are.

    >>> words(b"<p>48 %</p>") == words(b"<h2 id='a'>48\n %</h2><script>x</script>")
    True
    """
    text = re.sub(r"(?s)<(script|style|svg).*?</\1>|<[^>]*>", " ", page.decode("utf-8"))
    return sha256(" ".join(unescape(text).split()).encode())


def machine() -> dict[str, Any]:
    """The kind of machine: system, processor, cores, memory, Python. Not its name."""
    import psutil

    kernel = re.match(r"[\d.]+", platform.release())  # what follows may name a machine
    system = f"{platform.system()} {kernel[0] if kernel else ''}".strip()
    with contextlib.suppress(OSError, KeyError):  # no Linux, or one that does not say
        system = f"{platform.freedesktop_os_release()['PRETTY_NAME']}, {system}"
    return {
        "system": system,
        "libc": " ".join(platform.libc_ver()).strip(),
        "architecture": platform.machine(),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gib": round(psutil.virtual_memory().total / 2**30, 1),
        "python": f"{platform.python_implementation()} {platform.python_version()}",
    }


def _processor() -> str:
    """The model of the processor; '' where the system does not say."""
    try:
        listed = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return platform.processor()
    found = re.search(r"^model name\s*:\s*(.+)$", listed, flags=re.M)
    return found[1] if found else platform.processor()


def commit() -> str | None:
    """The commit that is checked out, "-dirty" if files were changed since;
    None where Git does not know.

    A folder without a history of its own, inside that of another project, has no commit.
    """
    top = _git("rev-parse", "--show-toplevel")
    return (
        _git("describe", "--always", "--exclude=*", "--abbrev=40", "--dirty") or None
        if top and Path(top).resolve() == ROOT
        else None
    )


def _git(*arguments: str) -> str:
    return git(*arguments, folder=ROOT).decode().strip()
