"""Text is UTF-8 whatever the locale: no file and no process is read or written
in another encoding.
"""

import ast
import os
import subprocess
import sys

import pytest

from copro.paths import ROOT

FILES = [*sorted((ROOT / "copro").rglob("*.py")), ROOT / "conftest.py"]
PROCESSES = {"run", "Popen", "check_output", "check_call", "call"}


def calls_without_encoding(code):
    """Lines of the calls that read or write text in the encoding of the locale."""
    for node in ast.walk(ast.parse(code)):
        if not isinstance(node, ast.Call):
            continue
        given = {word.arg: word.value for word in node.keywords}
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        owner = getattr(getattr(node.func, "value", None), "id", "")
        places = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
        mode = getattr(
            given.get("mode"),
            "value",
            next((p for p in places if p in ("rb", "wb", "ab", "xb", "r+b")), ""),
        )
        text = (
            name in ("read_text", "write_text")
            or (
                name in ("open", "fdopen") and owner in ("", "os", "io", "gzip") and "b" not in mode
            )
            or (
                owner == "subprocess"
                and name in PROCESSES
                and {"text", "universal_newlines"} & set(given)
            )
        )
        if text and "encoding" not in given:
            yield node.lineno


def test_the_search_finds_what_it_looks_for():
    code = (
        "file.read_text()\nopen(x)\nopen(x, 'rb')\nopen(x, encoding='utf-8')\n"
        "subprocess.run(c, text=True)\n"
        "subprocess.run(c)\nImage.open(x)\nfile.write_text(t, encoding='utf-8')\n"
        "file.write_text(t)\n"
    )
    assert list(calls_without_encoding(code)) == [1, 2, 5, 9]


def test_every_text_is_read_and_written_as_utf8():
    wrong = [
        f"{file.relative_to(ROOT)}:{line}"
        for file in FILES
        for line in calls_without_encoding(file.read_text(encoding="utf-8"))
    ]
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize(
    "settings",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONUTF8": "1", "PYTHONIOENCODING": "ascii"},
    ],
    ids=lambda s: " ".join(f"{k}={v}" for k, v in s.items()),
)
def test_letters_and_folders_of_any_name_are_printed_in_any_locale(settings, tmp_path):
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("PYTHONUTF8", "PYTHONIOENCODING", "LANG") and not name.startswith("LC_")
    }

    def copro(*arguments, root=ROOT):
        return subprocess.run(
            [sys.executable, "-m", "copro.cli.main", *arguments],
            check=False,
            cwd=ROOT,
            capture_output=True,
            encoding="utf-8",
            env=kept | settings | {"COPRO_ROOT": str(root), "PYTHONPATH": str(ROOT)},
        )

    assert "Østlandet-Austlandet" in copro("table", "norway/municipalities_2024").stdout
    nowhere = copro("tables", root=tmp_path / "eldre omsorg & rus's «ø»")
    assert nowhere.returncode == 1 and "Traceback" not in nowhere.stderr
    assert "eldre omsorg & rus's «ø»/data/datapackage.json: file cannot be read" in nowhere.stderr
