"""Format the code cells of all notebooks with ruff; every other byte of the files stays.

ruff formats notebooks itself, but it also writes the numbers in their outputs anew, some with
another last digit, and a committed output is to be what a run writes.
"""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUFF = [sys.executable, "-m", "ruff"]


def by_ruff(text: str, name: str) -> str:
    """A notebook as ruff writes it: fixed, then formatted."""
    for command in (["check", "--fix-only", "--quiet"], ["format", "--quiet"]):
        done = subprocess.run(
            [*RUFF, *command, "--stdin-filename", name, "-"],
            cwd=ROOT,
            input=text,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            check=True,
        )
        text = done.stdout
    return text


def formatted(text: str, name: str) -> str:
    """The notebook with the cells that ruff gives it."""
    notebook = json.loads(text)
    for cell, new in zip(notebook["cells"], json.loads(by_ruff(text, name))["cells"], strict=True):
        if cell["cell_type"] == "code":
            cell["source"] = new["source"]
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for notebook in sorted((ROOT / "notebooks").glob("*/*.ipynb")):
        before = notebook.read_text(encoding="utf-8")
        after = formatted(before, notebook.name)
        if after != before:
            notebook.write_text(after, encoding="utf-8", newline="\n")
            print(f"formatted {notebook.relative_to(ROOT)}")
