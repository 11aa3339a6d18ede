"""The logo: two rings that share a field, municipality and association. Drawn from the palette."""

from pathlib import Path

from copro.report.charts.style import THEMES

RING = '<circle cx="{x}" cy="24" r="13" fill="none" stroke="{colour}" stroke-width="5"/>'
SHARED = '<path d="M24 14.6a13 13 0 0 1 0 18.8 13 13 0 0 1 0-18.8z" fill="{colour}"/>'


def logo(theme: str) -> str:
    """The logo as SVG in the colours of a theme of ``copro.report.charts.style``."""
    colours = THEMES[theme]
    marks = (
        SHARED.format(colour=colours["ink"])
        + RING.format(x=15.5, colour=colours["blue"])
        + RING.format(x=32.5, colour=colours["orange"])
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48">{marks}</svg>\n'


def write(folder: Path) -> None:
    """Write the logo for both themes, and the favicon, into ``folder``."""
    for theme in THEMES:
        (folder / f"logo-{theme}.svg").write_text(logo(theme), encoding="utf-8")
    (folder / "favicon.svg").write_text(logo("light"), encoding="utf-8")
