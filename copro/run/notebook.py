"""Running one notebook: papermill, in a process of its own, to a folder that is whole or absent."""

import ast
import json
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from copro.chapters.cells import Cell, holds, names, needs, numbers
from copro.chapters.chapter import Chapter
from copro.chapters.notebooks import cells_of, notebook_path, tagged
from copro.chapters.parameters import Parameters, changed
from copro.errors import Expected
from copro.report.records.model import Results
from copro.run import causes, kernels, memory, results
from copro.run.nursery import FIXED
from copro.run.twins import Drawer, TwinFailed
from copro.session import VARIABLE, Session

if TYPE_CHECKING:
    import nbformat
    from papermill.engines import NotebookExecutionManager

# Bytes of a folder in which the names of a kernel's sockets keep to the system's limit (about 100).
LONGEST = 80
# What a run may read and where it writes, and the claims that it may read; gone when it has ended.
SESSION, CLAIMS = "session.json", "claims.json"
ANSI = re.compile(r"\x1b\[[0-9;]*m")


class NotebookFailed(Expected):
    """A notebook that did not run to its end; names notebook, cell and cause."""


def run_notebook(
    chapter: Chapter, parameters: Parameters, target: Path, earlier: Results | None = None
) -> Results:
    """Run the notebook of a chapter and put its results into the folder ``target``.

    ``target`` receives the executed notebook, ``figures/``, ``tables/`` and ``results.json``
    (claims, figures, tables, parameters, times). It is replaced only when the run has come
    to its end; until then earlier results stay as they are.

    With ``earlier`` results the notebook may read their claims alone, and load only the tables
    that its cell of sources names. Raises ``NotebookFailed``.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    began = time.perf_counter()
    try:
        _check_needs(chapter.source, parameters)
        _check_notebook(chapter.source, changed(parameters))
        _environment(work, chapter, earlier)
        file = work / f"{chapter.name}.ipynb"
        with Drawer(work / "figures") as drawer:
            executed = _execute(chapter.source, parameters, file, drawer)
            ended = time.perf_counter()
            drawer.finish()
        values = parameters.model_dump(mode="json")
        found = results.collect(executed, chapter, values)
        file.write_text(results.clean(executed, chapter.title, values), encoding="utf-8")
        run = {
            "notebook": chapter.name,
            "page": chapter.page,
            "source": chapter.source,
            "parameters": values,
            **found.record(),
            "seconds": {
                "cells": sum(
                    c.metadata.get("papermill", {}).get("duration") or 0.0 for c in executed.cells
                ),
                "drawing": time.perf_counter() - ended,  # after the cells, in which it began
                "all": time.perf_counter() - began,
            },
        }
        (work / "results.json").write_text(
            json.dumps(run, ensure_ascii=False, indent=1), encoding="utf-8"
        )
        for given in (SESSION, CLAIMS):
            (work / given).unlink(missing_ok=True)
        replace(work, target)
    except TwinFailed as problem:
        raise NotebookFailed(f"notebook {chapter.source}, {problem}") from None
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return found


def replace(new: Path, target: Path) -> None:
    """Put the finished folder ``new`` in the place of ``target``."""
    old = target.with_name(f".{target.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    new.rename(target)
    target.chmod(0o755)
    shutil.rmtree(old, ignore_errors=True)


def _check_needs(name: str, parameters: Parameters) -> None:
    """Raise ``NotebookFailed`` where a cell needs what is no parameter: it would never run."""
    file, known = notebook_path(name), type(parameters).model_fields
    for strange in {one for cell in cells_of(file) for one in needs(cell["tags"])} - known.keys():
        raise NotebookFailed(
            f"notebook {name}: a cell is tagged needs:{strange}=…; expected a parameter, of which "
            f"it has {', '.join(known) or 'none'} ({file})"
        )


def _check_notebook(name: str, injected: Mapping[str, object]) -> None:
    """Raise ``NotebookFailed`` unless the notebook names a kernel
    and takes the parameters to be put in.

    papermill puts parameters behind the cell tagged ``parameters``; without one they would stand
    first and be overwritten by the cell that sets the defaults.
    """
    file = notebook_path(name)
    defaults = tagged(file, "parameters")
    if injected and len(defaults) != 1:
        raise NotebookFailed(
            f"notebook {name}: {', '.join(injected)} cannot be set: found {len(defaults)} code "
            f"cells tagged 'parameters'; expected one, the cell that sets the defaults ({file})"
        )
    unset = set(injected) - (_assigned(defaults[0]) if injected else set())
    if unset:
        raise NotebookFailed(
            f"notebook {name}: {', '.join(sorted(unset))} cannot be set: the cell tagged "
            f"'parameters' does not assign it; expected a default there ({file})"
        )
    about = json.loads(file.read_text(encoding="utf-8"))["metadata"]
    if not about.get("kernelspec", {}).get("language"):
        raise NotebookFailed(
            f"notebook {name}: found no language in metadata.kernelspec; expected that of a "
            f"Python 3 kernel: choose it in JupyterLab and save ({file})"
        )


def _assigned(code: str) -> set[str]:
    """Names that the statements of a cell give a value."""
    return {
        name.id
        for node in ast.parse(code).body
        if isinstance(node, ast.Assign) or (isinstance(node, ast.AnnAssign) and node.value)
        for name in ast.walk(node)
        if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store)
    }


def _environment(work: Path, chapter: Chapter, earlier: Results | None) -> None:
    """Environment of the kernel, which inherits that of this process."""
    os.environ.update(FIXED)
    session = Session(out=work)
    if earlier is not None:
        stated = json.dumps(earlier.record()["claims"], ensure_ascii=False)
        session = Session(work, work / CLAIMS, chapter.sources().tables)
        session.claims.write_text(stated, encoding="utf-8")
    os.environ[VARIABLE] = str(session.write(work / SESSION))


def _execute(
    name: str, parameters: Parameters, output: Path, drawer: Drawer
) -> "nbformat.NotebookNode":
    """The executed notebook; what was written for another choice is left out and never runs."""
    import papermill
    from papermill.engines import NBClientEngine, papermill_engines
    from papermill.exceptions import PapermillExecutionError
    from traitlets.config import Config

    values = parameters.model_dump(mode="json")
    at = f"notebook {name}: "

    class Engine(NBClientEngine):
        """papermill's own engine, with a line of progress for each cell of code."""

        @classmethod
        def execute_managed_notebook(
            cls, manager: "NotebookExecutionManager", kernel_name: str, **options: Any
        ) -> "nbformat.NotebookNode":
            cells = [cell for cell in manager.nb.cells if holds(cell, values)]
            manager.nb.cells = cells
            called, count = names(cells, values), numbers(cells, values)
            start = manager.cell_start

            def cell_start(
                cell: "nbformat.NotebookNode", index: int | None = None, **more: Any
            ) -> None:
                nonlocal at
                place = index or 0
                section = _section(cells, place)
                at = f"notebook {name}, {called[place]} ({section}): "
                drawer.look()
                if count[place] and count[place] not in count[:place]:
                    _progress(f"{name}  {called[place]}/{max(filter(None, count))}  {section}")
                start(cell, index, **more)

            manager.cell_start = cell_start
            return super().execute_managed_notebook(manager, kernel_name, **options)

    papermill_engines.register("copro", Engine)
    kernels.use()
    # Sockets in the folder of temporary files need no network.
    transport = "ipc" if len(os.fsencode(tempfile.gettempdir())) <= LONGEST else "tcp"
    try:
        return papermill.execute_notebook(
            _literal(notebook_path(name)),
            _literal(output),
            parameters=changed(parameters),
            engine_name="copro",
            kernel_name="python3",
            progress_bar=False,
            request_save_on_cell_execute=False,
            cwd=str(output.parent),
            extra_arguments=["--IPKernelApp.log_level=50"],
            # With its last cell it has said all; asked to leave, it may stumble over its sockets.
            shutdown_kernel="immediate",
            config=Config({"KernelManager": {"transport": transport}}),
        )
    except PapermillExecutionError as failed:
        trace = ANSI.sub("", "\n".join(failed.traceback[-2:]))
        said = f"{failed.ename}: {failed.evalue}"
        _progress(trace)
        raise NotebookFailed("; ".join(filter(None, [f"{at}{said}", memory.why(said)]))) from None
    except Exception as failed:  # a dead kernel, a kernel that does not start, a full disk
        raise NotebookFailed(f"{at}{causes.explained(failed)}") from failed


def _literal(path: Path) -> str:
    """A path as papermill takes it, which fills in parameters for names in braces."""
    return str(path).replace("{", "{{").replace("}", "}}")


def _section(cells: Sequence[Cell], index: int) -> str:
    """The heading under which a cell stands."""
    for cell in reversed(cells[: index + 1]):
        if cell["cell_type"] == "markdown":
            headings = re.findall(r"^#+ +(.+)$", cell["source"], flags=re.M)
            if headings:
                return headings[-1]
    return "top"


def _progress(line: str) -> None:
    print(f"  {line}", file=sys.stderr, flush=True)
