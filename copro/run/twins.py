"""The twins of figures, for phones and the dark theme: drawn beside the notebook that runs."""

import contextlib
import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType

from copro.errors import Expected
from copro.report.charts.drawing import FAILED, WAITING, twins
from copro.run import memory, warm


class TwinFailed(Expected):
    """A twin of a figure that could not be drawn; names figure and cause."""


class Drawer:
    """One process that draws what the cells of a notebook leave in ``folder`` to be drawn."""

    def __init__(self, folder: Path):
        self._folder = folder
        self._given: set[Path] = set()
        self._process: warm.Warm | subprocess.Popen[bytes] | None = None
        self._pipe = -1

    def __enter__(self) -> "Drawer":
        return self

    def look(self) -> None:
        """Hand over what is new; the drawer starts with the first of them."""
        new = set(self._folder.glob(f"*{WAITING}")) - self._given
        if new and self._process is None:
            out, self._pipe = os.pipe()
            os.set_inheritable(self._pipe, False)
            self._process = warm.start("copro.run.twins", stdin=out)
            os.close(out)
        for file in sorted(new):
            with contextlib.suppress(BrokenPipeError):  # `finish` tells it
                os.write(self._pipe, f"{file}\n".encode())
        self._given |= new

    def finish(self) -> None:
        """Wait until all is drawn. Raises ``TwinFailed``, naming the figure."""
        self.look()
        self._close()
        if self._process is not None:
            self._process.wait()
        for file in sorted(self._folder.glob(f"*{FAILED}")):
            raise TwinFailed(file.read_text(encoding="utf-8"))
        for file in sorted(self._folder.glob(f"*{WAITING}")):
            ended = (
                f"figure {file.name.removesuffix(WAITING)!r}: whoever drew it for phones and the "
                "dark theme ended without a word"
            )
            raise TwinFailed(f"{ended}; {memory.why(ended)}")

    def _close(self) -> None:
        if self._pipe >= 0:
            os.close(self._pipe)
            self._pipe = -1

    def __exit__(
        self, kind: type | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()
        if kind is not None and self._process is not None:
            self._process.kill()
            self._process.wait()


if __name__ == "__main__":
    for line in sys.stdin:
        twins(Path(line.rstrip("\n")))
