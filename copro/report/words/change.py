"""Changes in words: a sentence says "rose by" or "fell by", and its number carries no sign."""

from copro.report.words.numbers import number, quantity


def moved(change: float, unit: str, digits: int = 1) -> str:
    """``moved(-2.24, "percentage points")`` -> ``fell by 2.2 percentage points``.

    A change that is written as zero "did not change".
    """
    if float(number(abs(change), digits).replace(",", "")) == 0:
        return "did not change"
    return f"{'rose' if change > 0 else 'fell'} by {quantity(abs(change), unit, digits)}"
