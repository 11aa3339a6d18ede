"""The one style file: type, palette, light and dark."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.colors import to_rgb
from matplotlib.rcsetup import cycler
from matplotlib.typing import ColorType

if TYPE_CHECKING:  # what only draws is imported when something is drawn
    import matplotlib.axes
    import matplotlib.figure

Canvas: TypeAlias = "matplotlib.figure.Figure | matplotlib.figure.SubFigure"
Axes: TypeAlias = "matplotlib.axes.Axes"

WIDTH = 6.4  # inches
# On a phone, 360 px wide, type of 11 pt in a figure of this width is 13 px high, as in the text.
PHONE = 4.1
DPI = 200

# Okabe and Ito (2008): told apart with all common forms of colour blindness; on the dark page
# the same hues, lighter. Charts name the slot, the theme gives the shade.
SLOTS = ["blue", "orange", "green", "purple", "yellow", "sky"]
COUNTRY = {"NOR": "orange", "DEU": "blue", "DNK": "green"}
# From low to high: what is low is near the page, in both themes.
RAMPS = {
    "light": ["#f1eef6", "#bdd7e7", "#74a9cf", "#2b8cbe", "#045a8d"],
    "dark": ["#1f3144", "#1f5380", "#2f80b8", "#74b4e0", "#cbe6f8"],
}

THEMES = {
    "light": {
        "ink": "#1f2933",
        "faint": "#c5ccd3",
        "quiet": "#5b6770",
        "paper": "#ffffff",
        "missing": "#d9d9d9",
        "blue": "#0072B2",
        "orange": "#D55E00",
        "green": "#009E73",
        "purple": "#CC79A7",
        "yellow": "#E69F00",
        "sky": "#56B4E9",
    },
    "dark": {
        "ink": "#e8ebee",
        "faint": "#4a545e",
        "quiet": "#a9b4be",
        "paper": "#14181e",
        "missing": "#5a5f66",
        "blue": "#4ba3dc",
        "orange": "#f08b4b",
        "green": "#33c69b",
        "purple": "#e3a1c5",
        "yellow": "#f2bd4a",
        "sky": "#9fd5f5",
    },
}


class Colours(dict[str, str]):
    """Shades of a theme by slot, and its ``ramp`` from low to high."""

    def __init__(self, name: str) -> None:
        super().__init__(THEMES[name])
        self.ramp = RAMPS[name]


@cache
def _family() -> str:
    """Name of the typeface of the book, registered with matplotlib."""
    from pathlib import Path

    import font_source_sans_pro

    folder = Path(font_source_sans_pro.__file__).parent / "files"
    for weight in ("Regular", "Semibold", "Bold", "It"):
        font_manager.fontManager.addfont(folder / f"SourceSansPro-{weight}.ttf")
    return "Source Sans Pro"


def narrow(fig: Canvas) -> bool:
    """Whether a figure, or the one that a subfigure belongs to, is drawn for a phone."""
    return whole(fig).get_figwidth() < WIDTH


def whole(fig: Canvas) -> "matplotlib.figure.Figure":
    """The figure itself, or the one that a subfigure belongs to."""
    figure = fig.get_figure(root=True)
    if figure is None:
        raise ValueError("a subfigure that belongs to no figure")
    return figure


def ink(shade: ColorType) -> str:
    """Black or white, whichever stands out more from a shade; never less than 4.5 to 1."""
    return max("#000000", "#ffffff", key=lambda colour: contrast(colour, shade))


def contrast(one: ColorType, other: ColorType) -> float:
    """Contrast of two colours as the accessibility guidelines of the web (WCAG 2) define it."""
    dark, light = sorted(map(_luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: ColorType) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@contextmanager
def theme(name: str) -> Iterator[Colours]:
    """Matplotlib settings for ``light`` or ``dark``; yields the colours of the theme."""
    colours = Colours(name)
    ink, quiet, faint = colours["ink"], colours["quiet"], colours["faint"]
    settings = {
        "font.family": _family(),
        "font.size": 11,
        "axes.titlesize": 11.5,
        "axes.labelsize": 11,
        "xtick.labelsize": 10.5,
        "ytick.labelsize": 10.5,
        "legend.fontsize": 10.5,
        "axes.titleweight": "semibold",
        "axes.titlelocation": "left",
        "text.color": ink,
        "axes.labelcolor": ink,
        "axes.titlecolor": ink,
        "xtick.color": quiet,
        "ytick.color": quiet,
        "xtick.labelcolor": ink,
        "ytick.labelcolor": ink,
        "axes.edgecolor": faint,
        "axes.linewidth": 0.8,
        "axes.grid": True,
        "axes.grid.axis": "y",
        "grid.color": faint,
        "grid.linewidth": 0.6,
        "grid.alpha": 0.6,
        "axes.axisbelow": True,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.spines.left": False,
        "xtick.major.size": 3,
        "ytick.major.size": 0,
        "lines.linewidth": 2.2,
        "axes.prop_cycle": cycler(color=[colours[slot] for slot in SLOTS]),
        "legend.frameon": False,
        "figure.facecolor": "none",
        "axes.facecolor": "none",
        "savefig.facecolor": "none",
        "savefig.transparent": True,
        "figure.dpi": 100,
        "savefig.dpi": DPI,
        "svg.hashsalt": "copro",
        "svg.fonttype": "none",
        "path.simplify": True,
    }
    with mpl.rc_context():
        mpl.rcdefaults()  # a reader's own matplotlibrc must not change a picture
        mpl.rcParams.update(settings)  # type: ignore[arg-type]
        yield colours
