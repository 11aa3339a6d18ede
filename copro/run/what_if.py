"""Pictures of a sweep: for each choice the first figure of its chapter that looks different.

They are committed, since the build of the book runs no sweep. A picture is the one for phones, in
both themes: it is read at any width, and weighs least.
"""

import io
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from copro.paths import REFERENCE
from copro.run import results, variants
from copro.run.build import NOTEBOOK_RESULTS
from copro.run.pictures import alike, of_files
from copro.run.variants import Variant

FOLDER = REFERENCE / "what_if"
# End of the file in the sweep -> end of the committed one.
THEMES = {"-phone.png": ".webp", "-dark-phone.png": "-dark.webp"}
COLOURS = 32  # shades of a picture: half the bytes, no difference to the eye
# Parameters by which nothing is chosen but the draw of random numbers.
CHANCE = frozenset({"seed", "draws", "permutations"})


def figures(made: Variant, chapter: str) -> list[str]:
    """Ids of the figures of a chapter that look different in a variant, in their order."""
    folder = variants.folder(made, chapter)
    places = (folder, NOTEBOOK_RESULTS / chapter)
    same = alike(*(of_files([one / f"{chapter}.ipynb"]) for one in places))
    return [figure.id for figure in results.read(folder).figures if figure.id not in same]


def write(found: Iterable[tuple[Variant, Sequence[str]]], target: Path = FOLDER) -> None:
    """Write the pictures of variants, each with the figures that look different, into a fresh
    folder; of draws of random numbers none.
    """
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    for made, changed in found:
        (chapter, values), *_ = made.choices.items()
        if not changed or CHANCE & values.keys():
            continue
        for end, own in THEMES.items():
            picture = variants.folder(made, chapter) / "figures" / f"{changed[0]}{end}"
            (target / f"{made.name}{own}").write_bytes(small(picture.read_bytes()))


def small(png: bytes) -> bytes:
    """A picture (PNG) in few bytes (WebP, without loss but for its shades)."""
    from PIL import Image

    target = io.BytesIO()
    shades = Image.open(io.BytesIO(png)).convert("RGBA")
    shades.quantize(COLOURS, method=Image.Quantize.FASTOCTREE).convert("RGBA").save(
        target, "WEBP", lossless=True, method=6
    )
    return target.getvalue()
