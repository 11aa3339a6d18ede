"""Pictures of figures as notebooks hold them, and how far two of them are apart.

Two runs on one machine give the same bytes. Elsewhere a library may round the edge of a letter
otherwise: a picture counts as the same as long as hardly a point of it looks different.
"""

import base64
import io
import json
from collections.abc import Iterable
from pathlib import Path

VISIBLE = 32  # of 255 steps of a colour: what the eye may see in a point
APART = 0.0002  # share of points that may look different; a word more or less is above it


def pictures(notebook: str) -> dict[str, bytes]:
    """Id of a figure -> its picture (PNG), of an executed notebook (JSON)."""
    outputs = [one for cell in json.loads(notebook)["cells"] for one in cell.get("outputs", [])]
    return {
        one["metadata"]["copro"]["id"]: base64.b64decode("".join(one["data"]["image/png"]))
        for one in outputs
        if one.get("metadata", {}).get("copro", {}).get("type") == "picture"
    }


def of_files(notebooks: Iterable[Path]) -> dict[str, bytes]:
    """The same of several files together."""
    texts = [file.read_text(encoding="utf-8") for file in notebooks]
    return {id: picture for text in texts for id, picture in pictures(text).items()}


def distance(one: bytes, other: bytes) -> float:
    """Share of the points of two pictures (PNG) that look different; 1 if their sizes differ."""
    from PIL import Image, ImageChops

    pair = [Image.open(io.BytesIO(picture)).convert("RGB") for picture in (one, other)]
    if pair[0].size != pair[1].size:
        return 1.0
    largest = ImageChops.difference(*pair).split()
    worst = ImageChops.lighter(ImageChops.lighter(largest[0], largest[1]), largest[2])
    return sum(worst.histogram()[VISIBLE + 1 :]) / (worst.width * worst.height)


def alike(new: dict[str, bytes], old: dict[str, bytes]) -> set[str]:
    """Ids of the figures whose pictures look the same."""
    return {
        id
        for id in new.keys() & old.keys()
        if new[id] == old[id] or distance(new[id], old[id]) <= APART
    }
