"""Every file names its holder and licence, and every licence named has its text (REUSE)."""

import shutil
import subprocess
import sys

from copro.paths import ROOT


def test_reuse_lint_finds_nothing(own_files, tmp_path):
    for (
        name
    ) in own_files:  # a copy: without Git the lint would read what was built and installed here too
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, tmp_path / name)
    done = subprocess.run(
        [sys.executable, "-m", "reuse", "lint"],
        check=False,
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout + done.stderr
