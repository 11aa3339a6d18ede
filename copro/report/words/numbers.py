"""How numbers are written in sentences, figures and tables: one place for all."""

import math
import re

from copro.english import MINUS

THIN = "\N{NARROW NO-BREAK SPACE}"
# Units that are written behind the number; a unit that is not listed is written as it is.
SUFFIX = {
    "percent": f"{THIN}%",
    **dict.fromkeys("share ratio count year elasticity coefficient".split(), ""),
}


def number(value: float, digits: int = 1) -> str:
    """``1234.5`` -> ``1,234.5``; negative values carry a minus sign, not a hyphen."""
    if value is None or math.isnan(value):
        return "not available"
    text = f"{value:,.{digits}f}"
    if float(text.replace(",", "")) == 0:
        text = text.removeprefix("-")
    return text.replace("-", MINUS)


def quantity(value: float | str, unit: str, digits: int = 1) -> str:
    """A value with its unit as written in a sentence; a word stays a word."""
    if isinstance(value, str):
        return value
    if unit == "year":
        return f"{value:d}"
    return number(value, digits) + SUFFIX.get(unit, f" {unit}")


def spread(low: float, high: float, unit: str, digits: int = 1) -> str:
    """An interval as written in a sentence: ``1.2 to 3.4 %``."""
    return f"{number(low, digits)} to {quantity(high, unit, digits)}"


def counted(n: int | None) -> str:
    """What stands in brackets at the end of a claim: the number of observations."""
    return "" if n is None else f" (n{THIN}={THIN}{n:,})"


def close(sentence: str, bracket: str) -> str:
    """A sentence with a bracket before its full stop."""
    return (
        f"{sentence.removesuffix('.')}{bracket}." if sentence.endswith(".") else sentence + bracket
    )


def typeset(text: str) -> str:
    """A number and its percent sign never part at a line end."""
    return re.sub(r"(\d) %", rf"\1{THIN}%", text)


def signed(text: str) -> str:
    """Negative numbers of a text carry a minus sign, which is read aloud as one; zero has none.

    >>> signed("West: -0.0, from -1.3 to 0.6 (2019-2023)")
    'West: 0.0, from −1.3 to 0.6 (2019-2023)'
    """
    text = re.sub(r"(?<![\w.,)-])-(?=\d)", MINUS, text)
    return re.sub(rf"{MINUS}(0(?:\.0+)?)(?![\d.]*\d)", r"\1", text)


def escape(text: str) -> str:
    """Text made safe for Markdown: a sentence of a claim is never markup."""
    for mark in "\\`*_{}[]<>$|~^#":
        text = text.replace(mark, "\\" + mark)
    return text
