"""What the pages of the book that are no chapters are drawn from."""

from copro.book.pages import explore, places


def drawn_from() -> list[str]:
    """Names of the tables behind these pages, as each of them lists its own."""
    return sorted({*explore.TABLES, *places.TABLES})
