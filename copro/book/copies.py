"""Copies of folders of the project that may be written in."""

import os
import shutil
from pathlib import Path


def copied(source: Path, target: Path) -> None:
    """Copy a folder into ``target``, which may be there already.

    Rights are not copied: a checkout that can only be read makes copies that can be written.
    """
    for place, _, names in os.walk(source):
        folder = target / Path(place).relative_to(source)
        folder.mkdir(parents=True, exist_ok=True)
        for name in names:
            shutil.copyfile(Path(place, name), folder / name)
