"""The command line: ``copro``. How it starts and how it ends."""

import codecs
import io
import locale
import os
import sys
import traceback

from copro.cli import commands  # noqa: F401 - declares them
from copro.cli.parser import parser as _parser
from copro.errors import STOPPED, Expected
from copro.run import causes
from copro.run.isolation import isolate

INTERRUPTED = 130  # the exit code of a shell for Ctrl-C


def main(argv: list[str] | None = None) -> int:
    """Entry point; returns the exit code. Expected errors are one message, not a traceback."""
    if argv is None:
        _speak_utf8()
    words = sys.argv[1:] if argv is None else argv
    try:
        if words[:1] == ["qca"]:
            return _qca(words[1:])
        isolate()
        options = vars(_parser().parse_args(words))
        from copro.data.catalogue import package

        package()  # says what is missing where there is no checkout
        return options.pop("run")(**options) or 0
    except BrokenPipeError:
        return 0
    except KeyboardInterrupt:
        print("copro: interrupted; the same command begins it again.", file=sys.stderr)
        return INTERRUPTED
    except (OSError, MemoryError, ModuleNotFoundError) as problem:  # not of our making
        return _failed(causes.explained(problem))
    except Exception as problem:  # noqa: BLE001 - whatever stops a build is told at its end
        from copro.data.errors import DataError

        if isinstance(problem, (DataError, Expected)):
            return _failed("\ncopro: ".join([str(problem), *_changed(problem)]))
        traceback.print_exc()
        return _failed(causes.explained(problem))


def _failed(message: str) -> int:
    """Tell what went wrong: in a step of a build at its end, else at once."""
    if not causes.record(message):
        print(f"copro: {message}", file=sys.stderr)
    return STOPPED


def _changed(problem: Exception) -> list[str]:
    """The raw cells that may be behind an error of a table or a notebook; the end of a build names
    them once for all steps.
    """
    from copro.data.errors import DataError

    failed = type(problem).__name__ == "NotebookFailed"  # importing it would draw in much
    if os.environ.get(causes.VARIABLE) or not (failed or isinstance(problem, DataError)):
        return []
    from copro.run.inputs import told_changes

    return told_changes([str(problem.table)] if isinstance(problem, DataError) else None)


def _speak_utf8() -> None:
    """Text and paths are UTF-8 whatever the locale: where they would not be,
    start again in Python's UTF-8 mode.
    """
    named = locale.getpreferredencoding(False), sys.getfilesystemencoding()
    if any(codecs.lookup(name).name != "utf-8" for name in named) and not sys.flags.utf8_mode:
        os.environ["PYTHONUTF8"] = "1"
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])
    for stream in (sys.stdout, sys.stderr):  # PYTHONIOENCODING may still say otherwise
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _qca(words: list[str]) -> int:
    """The command line of the configurational engine, under the name it has here."""
    from configurational.cli import main as engine

    return engine(words, prog="copro qca")


if __name__ == "__main__":
    sys.exit(main())
