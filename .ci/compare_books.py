"""Whether two builds say the same: results byte by byte, pages by their text and alt texts.

Code cells and run times may differ.
``python .ci/compare_books.py BEFORE AFTER`` takes two checkouts that are built; exit code 1 and one
line for each difference where they differ.
"""

import difflib
import sys
from html.parser import HTMLParser
from pathlib import Path

# Code is no text of a page: it stands in `pre`.
UNSEEN = {"script", "style", "head", "template", "pre"}


class Visible(HTMLParser):
    """The words of a page in order, with what stands for its pictures."""

    def __init__(self):
        super().__init__()
        self.words: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag, attrs):
        """Count what is not seen; take the text that stands for a picture."""
        self.hidden += tag in UNSEEN
        if not self.hidden:
            self.words += [
                f"[{text}]" for name, text in attrs if name in ("alt", "aria-label") and text
            ]

    def handle_endtag(self, tag):
        """Come back to what is seen."""
        self.hidden -= tag in UNSEEN

    def handle_data(self, data):
        """Take the words."""
        if not self.hidden:
            self.words += data.split()


def visible(page: Path) -> list[str]:
    """The visible words of a page."""
    parser = Visible()
    parser.feed(page.read_text(encoding="utf-8"))
    return parser.words


def texts(folder: Path) -> dict[str, Path]:
    """Results and pages of a built checkout by name."""
    build = folder / "_build"
    found = {str(f.relative_to(build)): f for f in (build / "results").rglob("*") if f.is_file()}
    pages = {
        str(f.relative_to(build)): f
        for f in (build / "html").rglob("*.html")
        if "_static" not in f.parts
    }
    return found | pages


def differences(before: Path, after: Path) -> list[str]:
    """One line for each file that differs, with the first words that do."""
    a, b = texts(before), texts(after)
    said = [f"{name}: only {'before' if name in a else 'after'}" for name in sorted(a.keys() ^ b)]
    for name in sorted(a.keys() & b):
        if name.endswith(".html"):
            one, two = visible(a[name]), visible(b[name])
            if one != two:
                changes = [
                    f"{' '.join(one[i:j])!r} -> {' '.join(two[k:n])!r}"
                    for kind, i, j, k, n in difflib.SequenceMatcher(
                        None, one, two, autojunk=False
                    ).get_opcodes()
                    if kind != "equal"
                ]
                said.append(f"{name}: {len(changes)} changes: " + "; ".join(changes[:4])[:400])
        elif a[name].read_bytes() != b[name].read_bytes():
            said.append(f"{name}: other bytes")
    return said


if __name__ == "__main__":
    found = differences(Path(sys.argv[1]), Path(sys.argv[2]))
    print(*found, f"{len(found)} files differ", sep="\n")
    sys.exit(bool(found))
