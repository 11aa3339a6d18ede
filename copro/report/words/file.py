"""Words of a chapter: the text file beside its notebook, ``norway_drug_care.words.md``.

One heading an id, several ids where they share their words, and below it named parts, each a
paragraph that begins with its name. Fields in braces are filled with what the cell gives.
A part goes on until a blank line or the next part::

    # Words of the chapter: what stands here is free

    ## no-drug-deaths
    caption: Norway, European Monitoring Centre. Figures of later years are not joined.
    alt: Three lines from {first} to {last}.

    ## no-drug-deaths (above)
    title: Deaths peaked in {peak} and stayed above the level of {first}

    ## no-drug-places
    labels:
    - year: Year
    - value: Places

A heading with a word in brackets is a variant: its parts join those of the id, and a tested
function says which variant holds. ``each`` is the part that is repeated for every row given, and
stands where ``{each}`` does. ``rest`` is what a sentence of a claim says beyond its number.
"""

import ast
import re
from dataclasses import dataclass, field
from pathlib import Path
from string import Formatter
from typing import Any

import pandas as pd

from copro.errors import Expected
from copro.paths import NOTEBOOKS

PARTS = ("title", "caption", "alt", "each", "xlabel", "ylabel", "labels", "folded", "rest")
BEGINNINGS = tuple(f"{name}:" for name in PARTS)
HEADING = re.compile(r"## (?P<ids>[a-z0-9-]+(?:, [a-z0-9-]+)*)(?: \((?P<variant>[a-z0-9-]+)\))?")
PART = re.compile(r"(?P<name>[a-z_]+):(?: (?P<text>.*))?")
ITEM = re.compile(r"- (?P<key>[^:]+): (?P<text>.+)")

Text = str | dict[str, str]


class WordsError(Expected):
    """Words that are missing, doubled or not used; names file, heading, line and field."""


@dataclass
class Entry:
    """What stands below one heading: parts by name, and the line of the heading."""

    line: int
    parts: dict[str, Text] = field(default_factory=dict)


class Words:
    """The words of a notebook, read once.

    Parameters
    ----------
    name : name of the notebook, "norway_drug_care"

    The file is taken from the folder in which the notebook runs, where a download with its words
    may lie, and else from the folder of the notebook in this checkout.

    Raises ``WordsError`` if there is no file, or a line of it cannot be read.
    """

    def __init__(self, name: str) -> None:
        self.file = words_file(name)
        self.entries = parse(self.file.read_text(encoding="utf-8"), self.file.name)

    def __call__(self, id: str, variant: str = "", /, **facts: Any) -> dict[str, Any]:
        """The words of a figure or a table, with its id, as keywords for the call.

        Parameters
        ----------
        id : id of the result
        variant : the word in brackets of the heading that holds
        facts : values of the fields; ``each`` is a frame, a row for each repetition, whose columns
            are fields too. Repetitions that end with a full stop are joined by a blank, others by
            semicolons.

        Raises ``WordsError`` if there is no such heading or variant, if a field has no value, or
        if a value is named by no part of the id.
        """
        entry = self._entry(id, variant)
        self._all_used(id, facts)
        rows = facts.pop("each", None)
        each = entry.parts.get("each")
        if rows is not None and isinstance(each, str):
            facts["each"] = self._repeated(id, entry, each, rows, facts)
        return {"id": id} | {
            name: self._filled(id, entry, name, part, facts)
            for name, part in entry.parts.items()
            if name not in ("each", "rest")
        }

    def rest(self, id: str, variant: str = "", /, **facts: Any) -> str:
        """What the sentence of a claim says beyond its number; raises as a call does."""
        entry = self._entry(id, variant)
        self._all_used(id, facts)
        if "rest" not in entry.parts:
            raise WordsError(f"{self._place(id, entry)}: found no part 'rest'; expected one")
        return str(self._filled(id, entry, "rest", entry.parts["rest"], facts))

    def variants(self, id: str) -> set[str]:
        """The variants of an id; none if its words are always the same."""
        return {variant for known, variant in self.entries if known == id and variant}

    def unused(self, code: str) -> list[str]:
        """Ids that no text of a code names: a heading whose result has gone, or is misspelt.

        ``code`` is the source of all cells; an f-string names every id that it may become.
        """
        named = "|".join(
            pattern for node in ast.walk(ast.parse(code)) if (pattern := _pattern(node))
        )
        return sorted({id for id, _ in self.entries if not re.fullmatch(named, id)})

    def _entry(self, id: str, variant: str) -> Entry:
        base, own, variants = (
            self.entries.get((id, "")),
            self.entries.get((id, variant)),
            self.variants(id),
        )
        if own is None or (variants and not variant):
            found = f"'## {id} ({variant})'" if variant else f"'## {id}'"
            expected = (
                f"one of the variants {', '.join(sorted(variants))}" if variants else "a heading"
            )
            if not (base or variants):
                raise WordsError(f"{self.file.name}: found no heading '## {id}'; expected one")
            raise WordsError(f"{self.file.name}: {found} asked for; expected {expected}")
        return Entry(own.line, (base.parts if base else {}) | own.parts)

    def _all_used(self, id: str, facts: dict[str, Any]) -> None:
        own = [entry for (known, _), entry in self.entries.items() if known == id]
        named = {
            name for entry in own for part in entry.parts.values() for name in _fields_of(part)
        }
        if left := sorted(set(facts) - named):
            raise WordsError(
                f"{self._place(id, own[0])}: {', '.join(left)} given; "
                f"expected a part that names it in braces"
            )

    def _repeated(
        self, id: str, entry: Entry, each: str, rows: pd.DataFrame, facts: dict[str, Any]
    ) -> str:
        texts = [
            str(self._filled(id, entry, "each", each, facts | row))
            for row in rows.to_dict("records")
        ]
        return (" " if each.endswith(".") else "; ").join(texts)

    def _filled(self, id: str, entry: Entry, name: str, part: Text, facts: dict[str, Any]) -> Text:
        try:
            if isinstance(part, str):
                return part.format(**facts)
            return {key: text.format(**facts) for key, text in part.items()}
        except (KeyError, IndexError, AttributeError) as problem:
            known = ", ".join(sorted(facts)) or "values given"
            fault = f"the field {problem} has no value; expected it among {known}"
        except (TypeError, ValueError) as problem:
            fault = f"found a value that cannot be written so ({problem}); expected another format"
        raise WordsError(f"{self._place(id, entry)}, {name}: {fault}")

    def _place(self, id: str, entry: Entry) -> str:
        return f"{self.file.name}, line {entry.line}, '## {id}'"


def words_file(name: str) -> Path:
    """The file of the words of a notebook; ``WordsError`` if there is none."""
    here = Path.cwd() / f"{name}.words.md"
    found = [here] if here.is_file() else sorted(NOTEBOOKS.glob(f"*/{name}.words.md"))
    if not found:
        raise WordsError(f"{name}.words.md: found no such file; expected it beside {name}.ipynb")
    return found[0]


def parse(text: str, name: str) -> dict[tuple[str, str], Entry]:
    r"""Entries of a file of words by id and variant ("" for the words that always hold).

    ``name`` is the file's, for messages. Raises ``WordsError`` naming file, line and heading.

    >>> entries = parse("## a-b\ntitle: Deaths peaked\nin {peak}", "made_up.words.md")
    >>> entries["a-b", ""].parts
    {'title': 'Deaths peaked in {peak}'}
    """
    entries: dict[tuple[str, str], Entry] = {}
    entry, part = None, ""
    for place, line in enumerate(text.splitlines(), start=1):
        line = line.strip()
        where = f"{name}, line {place}"
        if line.startswith("## "):
            entry, part = _opened(entries, line, place, where), ""
        elif entry is None:
            continue
        elif not line:
            part = ""
        elif not part or line.startswith(BEGINNINGS):
            part = _begun(entry, line, where)
        elif part == "labels":
            _label(entry, line, where)
        else:
            entry.parts[part] = f"{entry.parts[part]} {line}".strip()
    return entries


def _opened(entries: dict[tuple[str, str], Entry], line: str, place: int, where: str) -> Entry:
    heading = HEADING.fullmatch(line)
    if not heading:
        raise WordsError(f"{where}: found {line!r}; expected '## id' or '## id (variant)'")
    entry = Entry(place)
    for id in heading["ids"].split(", "):
        key = id, heading["variant"] or ""
        if key in entries:
            raise WordsError(
                f"{where}: {line!r} stands in line {entries[key].line} already; expected it once"
            )
        entries[key] = entry
    return entry


def _begun(entry: Entry, line: str, where: str) -> str:
    part = PART.fullmatch(line)
    if not part or part["name"] not in PARTS:
        raise WordsError(f"{where}: found {line[:40]!r}; expected a part: {', '.join(BEGINNINGS)}")
    name = part["name"]
    if name in entry.parts:
        raise WordsError(f"{where}: a second {name!r} below one heading; expected one")
    entry.parts[name] = {} if name == "labels" else part["text"] or ""
    return name


def _label(entry: Entry, line: str, where: str) -> None:
    item, labels = ITEM.fullmatch(line), entry.parts["labels"]
    if not item or not isinstance(labels, dict) or item["key"] in labels:
        raise WordsError(f"{where}: found {line[:40]!r}; expected '- column: label', each once")
    labels[item["key"]] = item["text"]


def _fields_of(part: Text) -> set[str]:
    texts = part.values() if isinstance(part, dict) else [part]
    return {
        re.split(r"[.\[]", name)[0]
        for text in texts
        for _, name, _, _ in Formatter().parse(text)
        if name is not None
    }


def _pattern(node: ast.AST) -> str:
    """What a text of the code may be: itself, an f-string with anything in its fields."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.escape(node.value)
    if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
        return "".join(
            re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+"
            for part in node.values
        )
    return ""
