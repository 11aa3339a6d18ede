"""The session of a process: where its results go, which tables and claims it may read, and which
it has read so far.

A live notebook has one that allows everything. A run of the pipeline writes its session to a JSON
file that the variable ``COPRO_SESSION`` names; the kernel reads it when it first asks.
"""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from copro.paths import BUILD, REFERENCE

VARIABLE = "COPRO_SESSION"  # names the file of a run; not set in a live notebook


@dataclass
class Session:
    """State that results of one process share.

    Parameters
    ----------
    out : folder of a run of the pipeline; None in a live notebook, which writes beside the build
    claims : file of the claims that may be read; by default the committed reference
    allowed : names of the tables that may be loaded; None for all
    loaded : table -> sha256 of those read so far: the provenance of figures and claims
    inherited : table -> sha256 of those behind the claims that were read
    used : kind and id of the results made so far
    """

    out: Path | None = None
    claims: Path = REFERENCE / "claims.json"
    allowed: tuple[str, ...] | None = None
    loaded: dict[str, str] = field(default_factory=dict)
    inherited: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    @property
    def published(self) -> bool:
        """Whether this is a run of the pipeline; a live notebook needs only what it shows."""
        return self.out is not None

    @property
    def known(self) -> Mapping[str, str]:
        """Tables that a result may rest on, with their sha256: those loaded here and those behind
        the claims read here.
        """
        return self.inherited | self.loaded

    def folder(self, kind: str) -> Path:
        """Folder for ``figures`` or ``tables`` of this run; made if needed."""
        target = (self.out or BUILD / "live") / kind
        target.mkdir(parents=True, exist_ok=True)
        return target

    def write(self, file: Path) -> Path:
        """Write what a run is given (``out``, ``claims``, ``allowed``) for its kernel to read."""
        given = {"out": self.out and str(self.out), "claims": str(self.claims)}
        file.write_text(json.dumps(given | {"allowed": self.allowed}), encoding="utf-8")
        return file

    @classmethod
    def read(cls, file: Path) -> "Session":
        """The session that ``write`` wrote, with nothing read or made so far."""
        given = json.loads(file.read_text(encoding="utf-8"))
        return cls(
            out=None if given["out"] is None else Path(given["out"]),
            claims=Path(given["claims"]),
            allowed=None if given["allowed"] is None else tuple(given["allowed"]),
        )

    @contextmanager
    def entered(self) -> Iterator["Session"]:
        """Make this the session of the process, until the block ends."""
        _sessions.append(self)
        try:
            yield self
        finally:
            _sessions.remove(self)


_sessions: list[Session] = []  # the last is the present one


def current() -> Session:
    """The session of this process: that of the file that ``COPRO_SESSION`` names, or a live one."""
    if not _sessions:
        file = os.environ.get(VARIABLE)
        _sessions.append(Session.read(Path(file)) if file else Session())
    return _sessions[-1]
