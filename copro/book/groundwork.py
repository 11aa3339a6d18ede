"""What the book has that no notebook makes: the profiles of places, the interactive charts and the
typeface. It is made beside the notebooks, and every edition takes it in as it is.
"""

import shutil
from pathlib import Path

from copro.book.pages import explore, places
from copro.paths import BUILD
from copro.report.charts import vector
from copro.run.notebook import replace

GROUND = BUILD / "groundwork"
WEIGHTS = {
    "Regular": (400, "normal"),
    "It": (400, "italic"),
    "Semibold": (600, "normal"),
    "Bold": (700, "normal"),
}
# What the book is written in: Latin with the letters of its four languages, and some signs.
LATIN = (*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2027), *range(0x2190, 0x2194))
LETTERS = "".join(map(chr, LATIN)) + "\u202f€−≈≤≥"


def write() -> None:
    """Write it into the folder ``GROUND``, which is whole or absent: below ``extra`` files of the
    site, the rest is for Sphinx.
    """
    work = GROUND.with_name(f".{GROUND.name}")
    shutil.rmtree(work, ignore_errors=True)  # of one that was ended
    places.write(work)
    explore.write(work / "extra" / "explore")
    _faces(work / "_static" / "fonts")
    _fonts(work / "extra" / "_static" / "fonts")
    replace(work, GROUND)


def _faces(folder: Path) -> None:
    """The style sheet of the typeface of the figures, whose files are beside it in the site."""
    folder.mkdir(parents=True)
    faces = [
        f'@font-face {{font-family: "Source Sans Pro"; src: url("{name}.woff2"); '
        f"font-weight: {weight}; font-style: {slant}; font-display: swap}}"
        for name, (weight, slant) in WEIGHTS.items()
    ]
    (folder / "fonts.css").write_text("\n".join(faces) + "\n", encoding="utf-8")


def _fonts(folder: Path) -> None:
    """The typeface as web fonts, cut down to the letters that the book uses."""
    folder.mkdir(parents=True)
    for name in WEIGHTS:
        held = vector.cut(vector.face(name), LETTERS, "woff2", "liga", "tnum")
        (folder / f"{name}.woff2").write_bytes(held)
