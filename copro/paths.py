"""Where things are. The only module that knows the folder layout."""

import os
from pathlib import Path

ROOT = Path(os.environ.get("COPRO_ROOT", Path(__file__).resolve().parent.parent))
DATA = ROOT / "data"
NOTEBOOKS = ROOT / "notebooks"
REFERENCE = ROOT / "results"
BUILD = ROOT / "_build"
