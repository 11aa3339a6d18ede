"""The one function that saves figures."""

import base64
import hashlib
import html
import struct
import zlib
from collections.abc import Callable, Iterator
from itertools import chain, repeat
from typing import Any

import pandas as pd

from copro.report.charts import style
from copro.report.charts.drawing import Drawing
from copro.report.charts.vector import described
from copro.report.records import output
from copro.report.records.digest import drawn, plain
from copro.report.records.model import Figure
from copro.report.records.output import ReportError
from copro.report.words.numbers import signed, typeset
from copro.report.words.sources import licences, short_source, source_line
from copro.session import current

MAX_PNG_BYTES = 250_000  # five figures of this size still leave a page under 1.5 MB
SIGNATURE = b"\x89PNG\r\n\x1a\n"
MIN_ALT = 60  # characters; what is seen cannot be said in fewer


def figure(
    id: str,
    chart: Callable[..., None],
    data: pd.DataFrame,
    *,
    title: str,
    caption: str,
    alt: str,
    tables: list[str],
    height: float = 3.8,
    **options: Any,
) -> None:
    """Draw, save and show a figure.

    Parameters
    ----------
    id : unique across the book, words joined by hyphens
    chart : a function of ``copro.report.charts``:
        ``chart(fig, data, colours, **options)``
    data : what is drawn, a row a mark; saved beside the figure as CSV
    title : what the figure shows, in one short sentence, set above it
    caption : how to read it, with definitions and limits
    alt : what is seen, for a reader who cannot see it (not "line chart of x")
    tables : names of the tables it rests on; the source line is derived from their cards
    height : inches; the width is the same for all

    Writes ``<id>.png`` (light), ``<id>.svg``, ``<id>.csv`` and, in the pipeline, what the twins for
    phones and the dark theme are drawn from beside the notebook (``copro.report.charts.drawing``),
    all without dates or random ids, so that two runs give the same bytes.

    Raises ``ReportError`` if title, caption, alt text, tables or data are missing.
    """
    output.check(id, "figure", tables, title=title, caption=caption, alt=alt)
    if len(alt) < MIN_ALT:
        raise ReportError(
            f"figure {id!r}: the alt text has {len(alt)} characters; "
            f"say what is seen in at least {MIN_ALT}"
        )
    if data.empty:
        raise ReportError(f"figure {id!r}: there is no row to draw")
    alt = signed(alt)
    folder = current().folder("figures")
    drawing = Drawing(chart, data, title, short_source(tables), height, options)
    light, svg = drawing.draw("light", style.WIDTH, "png", "svg")
    rights = f"Figure: CC BY 4.0. Data: {licences(tables, len(tables))}."
    vector = described(svg, title, alt, short_source(tables), rights)
    files = {f"{id}.png": light, f"{id}.svg": vector, f"{id}.csv": _csv(data)}
    if len(light) > MAX_PNG_BYTES:
        raise ReportError(
            f"figure {id!r}: the PNG has {len(light):,} bytes, more than {MAX_PNG_BYTES:,}"
        )
    for name, content in files.items():
        (folder / name).write_bytes(content)
    if current().published:
        drawing.later(folder, id)
    title, caption, alt = (typeset(" ".join(text.split())) for text in (title, caption, alt))
    source, shows, picture = source_line(tables), drawn(data, options), on_paper(light)
    known = current().known
    stated = Figure(
        id=id,
        title=title,
        caption=caption,
        alt=alt,
        source=source,
        tables=tuple(sorted(tables)),
        hashes={name: known[name] for name in sorted(tables)},
        drawn=shows,
        picture_sha256=hashlib.sha256(picture).hexdigest(),
    )
    # Two outputs: of one with a picture and HTML, viewers show the HTML alone.
    output.show(
        {
            "image/png": base64.b64encode(picture).decode(),
            "text/plain": f"[figure] {title}\n{alt}\nDrawn: {shows}.",
        },
        {"type": "picture", "id": id},
        **{"image/png": {"alt": alt, "width": round(style.WIDTH * 100)}},
    )
    output.show(
        {
            "text/html": (
                f"<p><b>{html.escape(title)}</b><br>{html.escape(caption)}<br>Source: "
                f"{html.escape(source)}</p>"
            ),
            "text/plain": f"{title}\n{caption}\nSource: {source}",
        },
        output.labelled(stated),
    )


def on_paper(png: bytes) -> bytes:
    """The light picture on its paper: a notebook may be shown on a dark ground.

    The picture has a palette, and only that is written anew: what its points are stays as it is.
    """
    from matplotlib.colors import to_rgb

    paper = [255 * part for part in to_rgb(style.THEMES["light"]["paper"])]
    chunks = list(_chunks(png))
    held = dict(chunks)
    shades = zip(*[iter(held[b"PLTE"])] * 3)
    alphas = chain(held.get(b"tRNS", b""), repeat(255))
    opaque = bytes(
        round(c + (ground - c) * (1 - alpha / 255))
        for shade, alpha in zip(shades, alphas)
        for c, ground in zip(shade, paper)
    )
    whole = png[: len(SIGNATURE)]
    for kind, content in chunks:
        if kind != b"tRNS":
            body = kind + (opaque if kind == b"PLTE" else content)
            whole += struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return whole


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The parts of a PNG, each with its kind."""
    at = len(SIGNATURE)
    while at < len(png):
        end = at + 8 + int.from_bytes(png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : end]
        at = end + 4


def _csv(data: pd.DataFrame) -> bytes:
    """The rows behind the figure."""
    return plain(data).to_csv(index=False, float_format="%.10g", lineterminator="\n").encode()
