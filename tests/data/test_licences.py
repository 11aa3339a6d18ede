"""Every file names its holder and licence, and every licence named has its text (REUSE)."""

import subprocess
import sys

from copro.paths import ROOT


def test_reuse_lint_finds_nothing():
    done = subprocess.run([sys.executable, "-m", "reuse", "lint"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
