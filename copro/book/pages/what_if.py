"""What if: at the head of a chapter its other choices, and what each of them changes in the book.

All of it is read from the committed sweep (``copro.run.sweep``): the book runs none. Where there is
no sweep, and in an edition with choices of its own, the pages do not speak of it.
"""

import json
import re
import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from markupsafe import Markup

from copro.book.apart import apart
from copro.book.render import render, root
from copro.chapters import registry
from copro.chapters.chapter import Chapter
from copro.chapters.parameters import model_of
from copro.english import number_word
from copro.report.records.model import Claim
from copro.report.words.numbers import close, counted, typeset
from copro.run import sweep
from copro.run.sweep import VERDICT, Row, Setting
from copro.run.variants import as_name
from copro.run.what_if import CHANCE, FOLDER

PICTURES = "what_if"  # their folder in the book
BY_CHANCE = "Chance"


@dataclass(frozen=True)
class Change:
    """A claim under another choice: both sentences as HTML, empty where it is not made."""

    id: str
    before: Markup
    after: Markup


@dataclass(frozen=True)
class Choice:
    """One other choice of a chapter.

    ``key`` and ``value`` are its words in an address, ``said`` those in a list, ``label`` those of
    the ledger; by ``chance`` nothing but a draw of random numbers differs.
    ``own``: claims of its page whose sentence changes, messages first; ``silent``: how many more
    change where the sentence shows no digit of it; ``total``: claims of the page;
    ``elsewhere``: page -> how many of its claims change; ``verdicts``: id and name of a hypothesis,
    verdict before and after; ``figures``: those of its page that look different, the first of them
    as ``picture`` (name of its file, '' for none) with its alternative text.
    """

    key: str
    value: str
    said: str
    label: str
    chance: bool
    own: Sequence[Change]
    silent: int
    total: int
    elsewhere: Mapping[str, int]
    verdicts: Sequence[tuple[str, str, str, str]]
    figures: Sequence[str]
    picture: str = ""
    alt: str = ""

    @property
    def moves(self) -> bool:
        """Whether anything changes."""
        return bool(self.own or self.silent or self.elsewhere or self.figures)


@dataclass(frozen=True)
class Swept:
    """A sweep beside the book: its rows and settings; claims, figures and chapters of the book."""

    rows: Sequence[Row]
    settings: Sequence[Setting]
    claims: Mapping[str, Claim] = field(default_factory=dict)
    figures: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    chapters: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @cached_property
    def _by_setting(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            found.setdefault(row.setting, []).append(row)
        return found

    def choices(self, chapter: Chapter) -> list[Choice]:
        """The other choices of a chapter in the order of its parameters, those of chance last."""
        own = [one for one in self.settings if _places(one.setting)[0][0] == chapter.name]
        made = [self._choice(chapter, one) for one in own]
        return sorted(made, key=lambda one: one.chance)

    def _choice(self, chapter: Chapter, one: Setting) -> Choice:
        places = _places(one.setting)
        names = [name for _, name, _ in places]
        rows = self._by_setting.get(one.setting, [])
        told = [row for row in rows if row.kind == "claim"]
        own = [row for row in told if row.page == chapter.page]
        own.sort(key=lambda row: not (row.id in self.claims and self.claims[row.id].message))
        seen = [one for one in map(self._change, own) if one.before != one.after]
        figures = [id for id in one.figures.split() if id in self.figures]
        words = {row.kind: row.text for row in rows if figures and row.id == figures[0]}
        chance = not CHANCE.isdisjoint(names)
        return Choice(
            key="+".join(names),
            value="+".join(_address(raw) for *_, raw in places),
            chance=chance,
            said=" and ".join(_said(chapter, name, raw) for _, name, raw in places),
            label=self.labels()[chapter.name, names[0]],
            own=seen,
            silent=len(own) - len(seen),
            total=sum(claim.origin.page == chapter.page for claim in self.claims.values()),
            elsewhere=Counter(row.page for row in told if row.page != chapter.page),
            verdicts=[self._verdict(row) for row in told if row.id.startswith(VERDICT)],
            figures=figures,
            picture="" if chance or not figures else as_name(one.setting),
            alt=typeset(words.get("alt") or self.figures[figures[0]]["alt"]) if figures else "",
        )

    def _change(self, row: Row) -> Change:
        book = self.claims.get(row.id)
        before = close(book.sentence, counted(book.n)) if book else ""
        after = close(row.text, counted(int(row.n) if row.n else None)) if row.text else ""
        return Change(row.id, *apart(typeset(before), typeset(after)))

    def _verdict(self, row: Row) -> tuple[str, str, str, str]:
        book = self.claims.get(row.id)
        before = str(book.value) if book else "none"
        return row.id, row.id.removeprefix(VERDICT).upper(), before, row.value or "none"

    def head(self, name: str) -> str:
        """What stands at the head of a chapter, as Markdown; '' where it has no other choice."""
        chapter = registry.chapters()[name]
        found = self.choices(chapter)
        if not found:
            return ""
        html = render(
            "what_if.html.j2",
            choices=[one for one in found if one.moves],
            idle=[one.said for one in found if not one.moves],
            in_words=number_word,
            chapters=self.chapters,
            top=root(chapter.page),
            folder=PICTURES,
            numbers=self.chapters[chapter.page]["numbers"]["figures"],
        )
        lines = "\n".join(line for line in html.splitlines() if line.strip())
        return f"```{{raw}} html\n{lines}\n```"

    def labels(self) -> dict[tuple[str, str], str]:
        """Chapter and parameter -> what the ledger calls it; with the chapter where several
        chapters have a parameter of that name.
        """
        found = {place[:2] for one in self.settings for place in _places(one.setting)}
        named = Counter(name for _, name in found)
        return {
            (chapter, name): BY_CHANCE.lower()
            if name in CHANCE
            else name.replace("_", " ")
            + (f" ({chapter.replace('_', ' ')})" if named[name] > 1 else "")
            for chapter, name in found
        }

    def moves(self) -> dict[str, list[str]]:
        """Id of a claim -> what it moves with; empty where there is no sweep."""
        labels = self.labels()
        found: dict[str, dict[str, None]] = {id: {} for id in self.claims if self.settings}
        for row in self.rows:
            if row.kind == "claim" and row.id in found:
                found[row.id] |= {labels[place[:2]]: None for place in _places(row.setting)}
        chance = BY_CHANCE.lower()
        return {id: sorted(names, key=lambda one: one == chance) for id, names in found.items()}


def read(found: Mapping[str, Sequence[Any]], chapters: Mapping[str, Any], own: bool) -> Swept:
    """The committed sweep beside the results of the book (``found``: its records by kind); an empty
    one where none is committed, or where this is not the book's ``own`` edition.
    """
    if not (own and sweep.SWEEP.is_file() and sweep.SETTINGS.is_file()):
        return Swept([], [])
    known = registry.chapters()
    settings = [
        one
        for one in sweep.read_settings(sweep.SETTINGS.read_text(encoding="utf-8"))
        if all(_offered(place, known) for place in _places(one.setting))
    ]
    kept = {one.setting for one in settings}
    rows = sweep.read(sweep.SWEEP.read_text(encoding="utf-8"))
    return Swept(
        [row for row in rows if row.setting in kept],
        settings,
        {claim["id"]: Claim.of(claim) for claim in found["claims"]},
        {figure["id"]: figure for figure in found["figures"]},
        chapters,
    )


def write(target: Path) -> None:
    """Put the pictures of the sweep, if there are any, where the book takes them from."""
    if FOLDER.is_dir():
        shutil.copytree(FOLDER, target / PICTURES, dirs_exist_ok=True)


def _places(setting: str) -> list[tuple[str, str, str]]:
    """Chapter, parameter and value of a setting, several where it makes several choices.

    >>> _places('a.focus=["NOR", "DEU"] a.year=2023')
    [('a', 'focus', '["NOR", "DEU"]'), ('a', 'year', '2023')]
    """
    found = []
    for one in re.split(r" (?=\w+\.\w+=)", setting):
        place, _, value = one.partition("=")
        chapter, _, name = place.partition(".")
        found.append((chapter, name, value))
    return found


def _said(chapter: Chapter, name: str, raw: str) -> str:
    """A choice as a list of choices says it: the first words of what the parameter is."""
    rule = model_of(chapter.source).model_fields[name]
    subject = re.split(r"[;:,(]", rule.description or name)[0].strip()
    book = _shown(json.dumps(chapter.parameters().model_dump(mode="json")[name]))
    return f"{subject}: {_shown(raw)} (in the book: {book})"


def _offered(place: tuple[str, str, str], known: Mapping[str, Chapter]) -> bool:
    """Whether a parameter of the sweep is still one of the book."""
    chapter, name, _ = place
    return chapter in known and name in model_of(known[chapter].source).model_fields


def _read(raw: str) -> Any:
    try:
        return json.loads(raw)
    except json.JSONDecodeError:
        return raw


def _shown(raw: str) -> str:
    """A value as a reader sees it.

    >>> _shown('["NOR", "DEU"]'), _shown("true"), _shown("last_12_months"), _shown("50000")
    ('NOR, DEU', 'yes', 'last 12 months', '50,000')
    """
    value = _read(raw)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, int) and abs(value) >= 10_000:
        return f"{value:,}"
    return str(value).replace("_", " ")


def _address(raw: str) -> str:
    """A value as it stands in an address.

    >>> _address('["NOR", "DEU"]'), _address("2023")
    ('NOR,DEU', '2023')
    """
    value = _read(raw)
    return ",".join(map(str, value)) if isinstance(value, list) else raw
