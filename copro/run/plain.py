"""Plain language, measured: what a reader of a chapter reads, sentence by sentence.

``docs/style.md`` has the rules in words. Here a notebook that has run is taken apart into pieces
(text, claims, titles, captions, alternative texts, folded text), and what is longer, denser or
stiffer than the rules allow is named. Code and the cells of tables are left out.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from copro.chapters import registry
from copro.chapters.cells import Cell, names
from copro.chapters.notebooks import ChapterError
from copro.errors import FOUND
from copro.paths import BUILD

MEDIAN, LONGEST = 18, 40  # words of a sentence
ANSWER_WORDS, ANSWER_NUMBERS = 60, 3
MESSAGES, MESSAGES_IN_SECTION = 10, 3
CAPTION_WORDS = 35
BOOK_WORDS = 20_000  # of all chapters of the main path together
TITLE_CHARACTERS = 60
MAIN_PATH = "The book in ten chapters"  # the part of the contents that is held to these rules
OPENING = "Opening"  # the cell of question, answer, evidence and limits

# What is banned -> what to write instead. docs/style.md says why.
BANNED: tuple[tuple[str, str], ...] = (
    (r"\b(?:does|do|did|can|could) ?not tell\b|\btells? (?:little|nothing)\b", "say what is known"),
    (r"\b(?:be|is|are|was|were|not|cannot) told (?:apart|from)\b", "say what is known"),
    (r"\bsays? nothing on\b", "say what is known, then what is not"),
    (r"\breads? (?:as\b|['‘“\"])", "“is”, “means”"),
    (r"\bthe part read\b|\bthe parts read\b", "name the part"),
    (r"\bholds? (?:for|in|under|when|where|true|up|at)\b", "“is true”, “is the same”"),
    (r"\bstands?\b(?!-| (?:for|near|alone|on the (?:left|right))\b)", "“is”, “lies”, “is printed”"),
    (r"\b(?:people |persons |those )?aged 80\s?\+|\b80\+", "“people aged 80 or over”"),
    (r"\bthe (?:very )?(?:old|oldest)\b(?=[.,;:)]|\s(?:and|or|in|of|at|is|are|who)\b)|\bold pers",
     "“people aged 80 or over”, “older people”"),
    (r"(?<![\d.,])0 of (?:the )?(?:\w+)", "“none of”"),
    (r"(?<![\d.,])(\d+) of (?:the )?\1\b(?![.,]?\d)", "“all”, “both”"),
    (r"(?<![\d.,])(?:1 of (?:the )?one|2 of (?:the )?two|3 of (?:the )?three|4 of (?:the )?four)\b",
     "“all”, “both”"),
    (r"(?<!\w \()\bH[1-8]\b(?!\s?\(|, (?!H[1-8])[a-zA-Z“]|: )", "“H3, mutual need”"),
    (r"\bTable 4\b", "“the field table of Trætteberg and Enjolras”"),
    (r"\b(?:first|second|either|each|one|other|both|two) readings?\b",
     "“machine-assisted pass”"),
    (r"\b[Dd]arker\b|\b[Ll]ighter\b", "“stronger colour”, “weaker colour”"),
    (r"\bhonorary\b", "“volunteering”"),
    (r"\bthe purse\b", "“who pays”"),
    (r"\bis no (?:\w+ )?\w+ and no\b", "two sentences"),
)  # fmt: skip
GOES_WITH = re.compile(r"\b(?:goes|go|went|going) with\b")
HEDGE = re.compile(
    r"\b(?:may|might|perhaps|probably|possibly|seems?|appears? to|likely|presumably|as far as)\b"
)
ABBREVIATION = re.compile(
    r"\b(?:e\.g|i\.e|cf|vs|etc|al|approx|Nos?|Nr|Art|St|pp?|ca|Dr|Fig|Sec|Vol|U\.S)\.$"
)
END = re.compile(r"(?<=[.!?…])[\"”’)\]]*\s+(?=[\"“‘(\[]?[A-ZÆØÅÄÖÜ0-9])")
WORD = re.compile(r"[^\W_][\w'’.,\N{NARROW NO-BREAK SPACE}%-]*")
# A number in the sense of the answer box: no year, no age, no name of a hypothesis.
NUMBER = re.compile(r"(?<![\w.,–-])[−-]?\d[\d,.\N{NARROW NO-BREAK SPACE}]*")
AGE = re.compile(
    r"\b(?:aged|age|people of|over|under) \d+(?:[–-]\d+| (?:or|and|to) (?:over|older|\d+))?"
)
LABEL = re.compile(r"^(?:Question|Answer|Evidence|Limits)\. ")
YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class Piece:
    """A block of words: a paragraph, an item of a list, a claim, a title, a caption.

    ``kind`` is "text", "heading", "claim", "title", "caption", "alt" or "folded"; ``place`` says
    where to find it; ``section`` is the heading above it.
    """

    kind: str
    text: str
    place: str
    section: str = OPENING
    message: bool = False

    @property
    def words(self) -> int:
        """Number of its words."""
        return count(self.text)


def count(text: str) -> int:
    """Number of words.

    >>> count("In 2018, 83.5 % of the homes (*sykehjem*) were non-profit.")
    9
    """
    return len(WORD.findall(text))


def sentences(text: str) -> list[str]:
    """The sentences of a block.

    >>> sentences("It fell, e.g. in Oslo. In 2018 3.5 % were left. Why?")
    ['It fell, e.g. in Oslo.', 'In 2018 3.5 % were left.', 'Why?']
    """
    found: list[str] = []
    for part in END.split(text.strip()):
        if found and ABBREVIATION.search(found[-1]):
            found[-1] += f" {part}"
        elif part:
            found.append(part)
    return found


def numbers(text: str) -> list[str]:
    """Numbers that a reader has to take in: no years, ages and names of hypotheses.

    >>> numbers("In 2018, of people aged 80 or over, 35.3 % (H3, need) had 1,300 beds.")
    ['35.3', '1,300']
    """
    found = [one.rstrip(".,\N{NARROW NO-BREAK SPACE}") for one in NUMBER.findall(AGE.sub("", text))]
    return [one for one in found if not YEAR.fullmatch(one)]


def banned(text: str) -> list[tuple[str, str, str]]:
    """Turns that are banned, each with what to write instead and the words around it.

    >>> banned("The figure does not tell why.")
    [('does not tell', 'say what is known', 'The figure does not tell why.')]
    """
    found = [(one, better) for turn, better in BANNED for one in re.finditer(turn, text)]
    found += [(one, "once a paragraph at most") for one in [*GOES_WITH.finditer(text)][1:]]
    return [
        (one.group(), better, text[max(one.start() - 40, 0) : one.end() + 40])
        for one, better in found
    ]


def pieces(notebook: dict[str, Any]) -> list[Piece]:
    """What a reader reads of a notebook that has run, in its order."""
    glued = _glued(notebook["cells"])
    found: list[Piece] = []
    section = OPENING
    for place, cell in zip(names(notebook["cells"], None), notebook["cells"]):
        if cell["cell_type"] == "markdown":
            for kind, text in _blocks("".join(cell["source"]), glued):
                section = text if kind == "heading" else section
                found.append(Piece(kind, text, place, section))
        else:
            for output in cell.get("outputs", []):
                record = output.get("metadata", {}).get("copro", {})
                found += _of_record(record, place, section)
    return found


def _glued(cells: Iterable[Cell]) -> dict[str, str]:
    """The computed texts that prose may name, by their names."""
    found = {}
    for cell in cells:
        for output in cell.get("outputs", []):
            name = output.get("metadata", {}).get("scrapbook", {}).get("name")
            for kind, text in output.get("data", {}).items() if name else ():
                if kind.endswith("text/plain"):
                    found[name] = "".join(text).strip("'")
    return found


def _of_record(record: Mapping[str, Any], place: str, section: str) -> Iterator[Piece]:
    kind, id = record.get("type"), record.get("id", "")
    if kind == "claim":
        yield Piece("claim", record["sentence"], id, section, bool(record.get("message")))
    if kind in ("figure", "table"):
        for part in ("title", "caption", "alt", "folded"):
            for text in re.split(r"\n\s*\n", record.get(part) or ""):
                if text.strip():
                    yield Piece(part, _spaced(text), id, section)


def _blocks(source: str, glued: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The blocks of a cell of text, with their kinds."""
    source = re.sub(r"\$\$.*?\$\$|<!--.*?-->|^```.*?^```", "", source, flags=re.S | re.M)
    folded = False
    for block in re.split(r"\n\s*\n|\n(?=\s*(?:[-*+]|\d+\.) )|\n(?=#|:::)", source):
        for line in [block] if not block.lstrip().startswith((":::", "#")) else block.split("\n"):
            line = line.strip()
            if opened := re.match(r":{3,}\{[\w-]+\}\s*(.*)", line):
                folded = True
                yield from [("folded", _plain(opened[1], glued))] * bool(opened[1])
            elif re.fullmatch(r":{3,}", line):
                folded = False
            elif line.endswith(":::"):
                yield "folded", _plain(line.rstrip(":"), glued)
                folded = False
            elif heading := re.match(r"(#+) (.+)", line):
                yield "title" if heading[1] == "#" else "heading", _plain(heading[2], glued)
            elif line and not re.match(r"[|:]|---|\([\w-]+\)=", line):
                yield "folded" if folded else "text", _plain(line, glued)


def _plain(text: str, glued: dict[str, str]) -> str:
    """Markdown as a reader sees it."""
    text = re.sub(r"\{glue:text\}`([^`]+)`", lambda m: glued.get(m[1].strip(), "10"), text)
    text = re.sub(r"\s*\{cite[\w:]*\}`[^`]*`", "", text)
    text = re.sub(r"\{[\w:-]+\}`([^`<]*?)\s*(?:<[^`]*>)?`", r"\1", text)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"<[^>]+>|\$[^$]+\$", "", text)
    text = re.sub(r"^\s*(?:[-*+>]|\d+\.)\s+", "", text, flags=re.M)
    return _spaced(re.sub(r"[*`\\]|(?<!\w)_|_(?!\w)", "", text))


def _spaced(text: str) -> str:
    """Text on one line; a thin space between a number and its percent sign stays."""
    return re.sub(r"[ \t\n]+", " ", text).strip()


@dataclass(frozen=True)
class Reading:
    """A chapter as it reads."""

    name: str
    pieces: tuple[Piece, ...]

    @property
    def words(self) -> int:
        """Words of everything but code and the cells of tables."""
        return sum(piece.words for piece in self.pieces)

    @property
    def sentences(self) -> list[tuple[int, str, str]]:
        """Words, place and text of each sentence; headings and titles are none."""
        return [
            (count(one), piece.place, one)
            for piece in self.pieces
            if piece.kind not in ("heading", "title")
            for one in sentences(LABEL.sub("", piece.text))
        ]

    @property
    def median(self) -> float:
        """Words of the sentence in the middle."""
        return median([words for words, _, _ in self.sentences] or [0])

    @property
    def longest(self) -> int:
        """Words of the longest sentence."""
        return max([words for words, _, _ in self.sentences] or [0])

    @property
    def answer(self) -> str:
        """The answer of the opening cell."""
        texts = [piece.text for piece in self.pieces if piece.section == OPENING]
        for place, text in enumerate(texts):
            if text.startswith("Answer."):
                rest = texts[place:]
                ends = [i for i, one in enumerate(rest) if one.startswith(("Evidence.", "Limits."))]
                return " ".join(rest[: ends[0] if ends else 1]).removeprefix("Answer.").strip()
        return ""

    def faults(self) -> list[str]:
        """What breaks a rule, each with its place and how to mend it."""
        return [*self._long(), *self._turns(), *self._box(), *self._claims()]

    def _long(self) -> Iterator[str]:
        if self.median > MEDIAN:
            yield f"the median sentence has {self.median:g} words, more than {MEDIAN}"
        for words, place, text in sorted(self.sentences, reverse=True):
            if words > LONGEST:
                yield f"{place}: a sentence of {words} words, more than {LONGEST}: {_short(text)}"

    def _turns(self) -> Iterator[str]:
        for piece in self.pieces:
            for turn, better, near in banned(piece.text):
                yield f"{piece.place}, {piece.kind}: “{turn}” → {better}: … {near} …"

    def _box(self) -> Iterator[str]:
        words, found = count(self.answer), numbers(self.answer)
        if not words:
            yield "opening: no answer; add a paragraph that begins with **Answer.**"
        if words > ANSWER_WORDS:
            yield f"opening: the answer has {words} words, more than {ANSWER_WORDS}"
        if len(found) > ANSWER_NUMBERS:
            yield (
                f"opening: the answer has {len(found)} numbers, more than {ANSWER_NUMBERS}: "
                f"{', '.join(found)}"
            )

    def _claims(self) -> Iterator[str]:
        sections = [piece.section for piece in self.pieces if piece.message]
        if len(sections) > MESSAGES:
            yield f"{len(sections)} claims are messages, more than {MESSAGES}"
        for section in dict.fromkeys(sections):
            if (found := sections.count(section)) > MESSAGES_IN_SECTION:
                yield f"section “{section}”: {found} messages, more than {MESSAGES_IN_SECTION}"

    def hints(self) -> list[str]:
        """What a writer should look at, though no test fails on it."""
        found = []
        for piece in self.pieces:
            if len(hedges := HEDGE.findall(piece.text)) > 1:
                found.append(f"{piece.place}, {piece.kind}: hedges: {', '.join(hedges)}")
            for one in sentences(piece.text) if piece.kind not in ("title", "heading") else ():
                if re.match(r"[−\d]", one):
                    found.append(f"{piece.place}: begins with a numeral: {_short(one, 60)}")
            if piece.kind == "caption" and piece.words > CAPTION_WORDS:
                found.append(f"{piece.place}: a caption of {piece.words} words; fold the rest")
        title = next((piece.text for piece in self.pieces if piece.kind == "title"), "")
        if len(title) > TITLE_CHARACTERS:
            found.append(f"opening: a title of {len(title)} characters, more than 60")
        return found


def _short(text: str, characters: int = 160) -> str:
    return text if len(text) <= characters else f"{text[:characters].rstrip()} …"


def reading(name: str, file: Path) -> Reading:
    """The chapter of a notebook that has run; ``ChapterError`` where the file is none."""
    try:
        return Reading(name, tuple(pieces(json.loads(file.read_text(encoding="utf-8")))))
    except (OSError, ValueError, KeyError) as problem:
        raise ChapterError(f"{name}: {problem!r}; expected a notebook that has run") from None


def latest(name: str) -> Path:
    """The newest run of a notebook: of ``copro run NAME`` or of the build."""
    runs = [BUILD / "runs" / f"{name}-defaults", BUILD / "notebooks" / name]
    found = [file for run in runs if (file := run / f"{name}.ipynb").is_file()]
    if not found:
        registry.chapter(name)  # names the nearest ones where there is none
        raise ChapterError(f"{name} has not run yet; expected: copro run {name}")
    return max(found, key=lambda file: file.stat().st_mtime)


def told(chapter: Reading) -> str:
    """A chapter measured: a line for each rule, then what to mend, then what to look at."""
    kinds = dict.fromkeys(piece.kind for piece in chapter.pieces)
    by_kind = {kind: sum(p.words for p in chapter.pieces if p.kind == kind) for kind in kinds}
    shown = ", ".join(f"{kind} {words:,}" for kind, words in by_kind.items())
    in_box = f"{count(chapter.answer)} words (at most {ANSWER_WORDS})"
    figures = f"{len(numbers(chapter.answer))} numbers (at most {ANSWER_NUMBERS})"
    middle = f"median {chapter.median:g} (at most {MEDIAN})"
    messages = sum(piece.message for piece in chapter.pieces)
    faults, hints = chapter.faults(), chapter.hints()
    lines = (
        f"{chapter.name}: {chapter.words:,} words ({shown})",
        f"  sentences: {middle}, longest {chapter.longest} (at most {LONGEST})",
        f"  answer: {in_box}, {figures}",
        f"  claims as messages: {messages} (at most {MESSAGES})",
        f"  {len(faults)} to mend",
        *(f"    {one}" for one in faults),
        f"  {len(hints)} to look at",
        *(f"    {one}" for one in hints),
    )
    return "\n".join(lines)


def path() -> dict[str, str]:
    """The chapters of the main path, in its order: page by name."""
    pages = [page for part, page in registry.contents() if part == MAIN_PATH]
    return {page.rpartition("/")[2]: page for page in pages}


def side_by_side(chapters: Iterable[Reading]) -> str:
    """Chapters as a table, and their words together."""
    chapters = list(chapters)
    rows = [f"{'':24}  words  median  longest  answer  numbers  messages  to mend"]
    for one in chapters:
        rows.append(
            f"{one.name:24} {one.words:6,} {one.median:7g} {one.longest:8} {count(one.answer):7} "
            f"{len(numbers(one.answer)):8} {sum(p.message for p in one.pieces):9} "
            f"{len(one.faults()):8}"
        )
    words = sum(one.words for one in chapters)
    rows.append(f"{'together':24} {words:6,} (the main path: at most {BOOK_WORDS:,})")
    return "\n".join(rows)


def main(names: Sequence[str]) -> int:
    """Print how the newest runs of chapters read, of the main path where none is named: one in
    full, several as a table; ``FOUND`` if anything is to be mended.
    """
    found = []
    for name in names or path():
        file = Path(name)
        given = file.is_file() and file.suffix == ".ipynb"
        found.append(reading(file.stem if given else name, file if given else latest(name)))
    print(told(found[0]) if len(found) == 1 else side_by_side(found))
    return FOUND if any(chapter.faults() for chapter in found) else 0
