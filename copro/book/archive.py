"""The source of the whole compendium as one file of the site: what ``make book`` needs, data too.

The same files give the same bytes: they are sorted, and no clock, owner or folder is in it.
"""

import gzip
import hashlib
import io
import os
import subprocess
import tarfile
from functools import cache
from pathlib import Path

from copro.book import citation
from copro.paths import BUILD, ROOT

DIGITS = 12  # of the sha256 in its name
# Where there is no Git: what is built or installed in a copy, and what may hold a secret.
LEFT_OUT = {
    "_build", "build", "dist", "venv", "env", "node_modules", "__pycache__",
    "requirements.local",
}  # fmt: skip
SEEN = {  # of names with a dot
    ".ci", ".dockerignore", ".gitattributes", ".github", ".gitignore", ".gitlab-ci.yml",
    ".pre-commit-config.yaml", ".zenodo.json",
}  # fmt: skip
ENDINGS = (".pyc", ".egg-info", ".key", ".pem", ".swp", "~")


def names(root: Path = ROOT) -> list[str]:
    """The files of the compendium in ``root``, sorted: those that Git tracks, or, where Git knows
    none, all but what was built, installed or hidden there.
    """
    return sorted(_tracked(root) or _walked(root))


def _tracked(root: Path) -> list[str]:
    if not (root / ".git").exists():  # a folder inside another repository is not tracked by it
        return []
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z"],
            check=False, cwd=root, capture_output=True, encoding="utf-8",
        ).stdout  # fmt: skip
    except FileNotFoundError:
        return []
    return [name for name in listed.split("\0") if name and (root / name).is_file()]


def _walked(root: Path) -> list[str]:
    def kept(name: str) -> bool:
        hidden = name.startswith(".") and name not in SEEN
        return not (hidden or name in LEFT_OUT or name.endswith(ENDINGS))

    def ours(folder: Path) -> bool:  # no environment, and not where a build was told to go
        return folder != BUILD and not (folder / "pyvenv.cfg").exists()

    found: list[str] = []
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if kept(name) and ours(Path(folder, name))]
        found += [str(Path(folder, file).relative_to(root)) for file in files if kept(file)]
    return found


def packed(root: Path, listed: list[str], folder: str) -> bytes:
    """The files ``listed`` below ``root`` as a compressed archive that unpacks into ``folder``."""
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name in listed:
            content = (root / name).read_bytes()
            entry = tarfile.TarInfo(f"{folder}/{name}")
            entry.size = len(content)
            # By what it says, not by its rights here: a disk may know none, or refuse them.
            entry.mode = 0o755 if content.startswith(b"#!") else 0o644
            archive.addfile(entry, io.BytesIO(content))
    return gzip.compress(plain.getvalue(), compresslevel=5, mtime=0)  # 6: half as long again


def digest(root: Path, listed: list[str]) -> str:
    """A short sha256 of names and contents, whatever the compression."""
    found = hashlib.sha256()
    for name in listed:
        found.update(f"{name} {hashlib.sha256((root / name).read_bytes()).hexdigest()}\n".encode())
    return found.hexdigest()[:DIGITS]


@cache
def folder() -> str:
    """Name of the archive without its ending, and of the folder that it unpacks into."""
    return f"co-producing-care-{citation.book()['version']}-{digest(ROOT, names())}"


def address() -> str:
    """Where the archive stands, from the root of the site."""
    return f"files/{folder()}.tar.gz"


def write(html: Path) -> None:
    """Write the archive into the finished book in the folder ``html``."""
    (html / address()).write_bytes(packed(ROOT, names(), folder()))
