"""Where things are. The only module that knows the folder layout."""

import os
from pathlib import Path

ROOT = Path(os.environ.get("COPRO_ROOT") or Path(__file__).parent.parent).resolve()
DATA = ROOT / "data"
NOTEBOOKS = ROOT / "notebooks"
REFERENCE = ROOT / "results"
BUILD = ROOT / "_build"
