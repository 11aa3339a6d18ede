"""An edition of the book with other choices, beside the book itself."""

from copro.chapters import registry
from copro.chapters.parameters import ParameterError
from copro.run import variants


def edition(jobs: int, made: variants.Variant, book: bool) -> int:
    """Run a variant, tell what differs, and, if ``book``, build its pages beside its results."""
    if not made.choices:
        raise ParameterError("every value that was set is the book's own; expected another one")
    if code := variants.run(jobs, [made]):
        return code
    text = variants.told(made, variants.differs(made))
    (made.folder / "differences.txt").write_text(text + "\n", encoding="utf-8")
    print(text)
    if book:
        from copro.book.stage import build_book

        names = registry.in_order(registry.chapters())
        build_book(
            [variants.folder(made, one) for one in names], made.folder / "html", jobs, made.label
        )
        print(made.folder / "html" / "index.html")
    else:
        print(made.folder)
    return 0
