"""Pages in four languages: texts with the numbers, links and terms of the book in their place.

A text names numbers as the summaries do (``copro.book.pages.summaries``) and pieces that are made
here: ``[[find-place]]``, ``[[verdict-sum]]``, ``[[board]]``, ``[[findings]]``, ``[[sources]]``,
``[[terms]]``, ``[[chapters]]``, ``[[notes]]`` (lines to write on) and ``[[sure-claim-id]]`` (kind
of evidence and publishers of a claim). Its links name pages in English (``../how_to_read``): each
leads to the page in the language of the text where there is one, else to the five sentences of
the chapter in it, and else says that it is in English.
"""

import json
import posixpath
import re
from collections.abc import Collection
from functools import partial
from pathlib import Path
from typing import Any

from copro.book.edition import cards
from copro.book.languages import ENGLISH, START, in_language, language_of
from copro.book.pages import start
from copro.book.pages.glossary import native_glossary, term_id
from copro.book.pages.summaries import PLACE, SummaryError, fill, shown, to_claim
from copro.book.render import render, root
from copro.chapters.registry import contents
from copro.paths import ROOT
from copro.report.words.languages import number, words
from copro.report.words.sources import publishers

LINK = re.compile(r"\]\(([\w./]+)\)")
TERM = re.compile(r"\{term\}`([^`]+)`")
# English pages with computed numbers of this kind; all pages of other languages have them.
FILLED = ("summaries/en", "sources", "chapters", "meeting")
SUMMARY_WORDS = "summaries/words.json"
NOTES = '```{raw} html\n<div class="notes" aria-hidden="true"><span></span><span></span></div>\n```'
OWN = "this compendium"  # publisher of a table that was coded for this book


class Texts:
    """What the pages of one build are filled with: claims, chapters and the words beside them."""

    def __init__(
        self,
        claims: list[dict[str, Any]],
        chapters: dict[str, dict[str, Any]],
        folder: Path = ROOT / "book",
    ) -> None:
        self.claims = {claim["id"]: claim for claim in claims}
        self.chapters = chapters
        self.pages = {START, *(page for _, page in contents())}
        self.words = json.loads((folder / SUMMARY_WORDS).read_text(encoding="utf-8"))
        self.terms = json.loads((folder / "terms.json").read_text(encoding="utf-8"))
        self.summaries = {
            one: (folder / "summaries" / f"{one}.md").read_text(encoding="utf-8")
            for one in self.words
        }

    def write(self, stage: Path) -> None:
        """Fill the pages in the folder that Jupyter Book reads;
        ``SummaryError`` names page and cause.
        """
        for page in sorted(self.pages):
            file = stage / f"{page}.md"
            if file.is_file() and (language_of(page) != ENGLISH or page in FILLED):
                text = file.read_text(encoding="utf-8")
                file.write_text(self.page(page, text), encoding="utf-8")

    def page(self, page: str, text: str) -> str:
        """The text of a page with its numbers, pieces, links and terms."""
        language = language_of(page)
        parts = {
            "find-place": lambda: self.find_place(page),
            "verdict-sum": lambda: self.verdict_sum(language),
            "board": lambda: self.board(page),
            "findings": lambda: self.findings(page),
            "sources": lambda: self.sources(page),
            "terms": lambda: native_glossary(self.terms, language),
            "chapters": lambda: self.all_short(page),
            "notes": lambda: NOTES,
        }
        parts |= {f"sure-{id}": partial(self.sure, id, language) for id in self.claims}
        text = self.filled(text, language, page, parts=parts, to=partial(self.to_source, page))
        return text if language == ENGLISH else self.linked(page, text)

    def filled(self, text: str, language: str, name: str, **options: Any) -> str:
        """A text with its numbers; ``options`` are those of ``summaries.fill``."""
        own = self.words[language]
        return fill(text, [*self.claims.values()], own, language, name, **options)

    def linked(self, page: str, text: str) -> str:
        """A text whose links lead to pages and terms in its own language, as far as there are."""
        language, top = language_of(page), root(page)
        told = words("chapters", language)

        def link(match: re.Match[str]) -> str:
            goal = posixpath.normpath(posixpath.join(posixpath.dirname(page), match[1]))
            own = in_language(goal, language)
            if own in self.pages:
                return f"]({top}{own})"
            if (name := posixpath.basename(goal)) in told:
                return f"](#{short_id(name, language)})"
            there = goal in self.pages and language_of(goal) != language
            return match[0] + (f" ({words('frame', language)['in_english']})" if there else "")

        def term(match: re.Match[str]) -> str:
            word, _, concept = match[1].rstrip(">").partition(" <")
            return f"[{word}](#{term_id(concept or word, language)})"

        return TERM.sub(term, LINK.sub(link, text))

    def to_source(self, page: str, shown: str, id: str) -> str:
        """A number that leads to its line among the sources in the language of a page, else to its
        claim.
        """
        language = language_of(page)
        if language == ENGLISH or id not in self.sourced(language):
            return to_claim(shown, id)
        goal = f"{root(page)}{in_language('sources', language)}.html#source-{id}"
        return f'<a href="{goal}">{shown}</a>'

    def board(self, page: str) -> str:
        """The verdict board in the language of a page; its cards are in English."""
        language = language_of(page)
        own = self.words[language] | {"note": words("frame", language)["board_note"]}
        return start.board([*self.claims.values()], own, root(page))

    def find_place(self, page: str) -> str:
        """The form that leads to the profile of a place."""
        own = in_language("find_your_place", language_of(page))
        goal = own if own in self.pages else "find_your_place"
        say = words("frame", language_of(page))
        return render("find_place.md.j2", say=say, goal=f"{root(page)}{goal}.html")

    def verdict_sum(self, language: str) -> str:
        """How many hypotheses get each verdict, as a sentence."""
        own, say = self.words[language], words("frame", language)
        ids = [start.VERDICT.format(h.id.lower()) for h in start.HYPOTHESES]
        found = [self.claims[id]["value"] for id in ids]
        parts = [
            say["verdict_part"].format(n=own["numbers"][found.count(verdict)], verdict=own[verdict])
            for verdict in start.VERDICTS
            if verdict in (start.VERDICTS[0], *found)
        ]
        listed = f"{', '.join(parts[:-1])} {say['and']} {parts[-1]}"
        said = say["verdict_sum"].format(All=own["numbers"][len(found)].capitalize(), parts=listed)
        return f'<span data-claims="{" ".join(ids)}">{said}</span>'

    def findings(self, page: str) -> str:
        """The findings of the start page as cards."""
        return render("findings_native.md.j2", rows=self.rows(page, start.listed()))

    def sure(self, id: str, language: str) -> str:
        """What kind of evidence a claim is, and whose tables it rests on."""
        claim = self.claims[id]
        kind = words("kinds", language)[claim["kind"]]
        whose = [one for one in named(claim["tables"], language) if one != OWN]
        said = kind[0].upper() + kind[1:]
        return f"{said} ({', '.join(whose)})" if whose else said

    def sources(self, page: str) -> str:
        """Every number of the summary with what it counts and where it comes from."""
        return render("sources.md.j2", rows=self.rows(page, self.sourced(language_of(page))))

    def sourced(self, language: str) -> list[str]:
        """Ids of the claims of a summary and of the start page, each once, in their order."""
        named = [id for id, _, _ in PLACE.findall(self.summaries[language]) if id != "verdicts"]
        return [*dict.fromkeys([*named, *start.listed(), start.NEED])]

    def rows(self, page: str, ids: Collection[str]) -> list[dict[str, Any]]:
        """What is said of claims in the language of a page, for the templates."""
        language = language_of(page)
        says, kinds = words("sources", language), words("kinds", language)
        say = words("frame", language)
        rows = []
        for id in ids:
            if id not in says or id not in self.claims:
                raise SummaryError(f"{page}: no words or no claim for the number {id!r}")
            claim = self.claims[id]
            rows.append(
                {
                    "claim": claim,
                    "shown": shown(claim, self.words[language], language, page),
                    "says": self.filled(says[id], language, page, to=lambda said, _: said),
                    "kind": kinds[claim["kind"]],
                    "interval": interval(claim, language),
                    "publishers": [
                        say["own_work"] if OWN in name else name
                        for name in named(claim["tables"], language)
                    ],
                    "tables": [cards()[name] for name in claim["tables"]],
                    "say": say,
                    "foreign": language != ENGLISH,
                    "top": root(page),
                }
            )
        return rows

    def short(self, name: str, language: str) -> str:
        """The five sentences of a chapter in a language, with their numbers."""
        text = words("chapters", language)[name]
        parts = {"verdict-sum": lambda: self.verdict_sum(language)}
        return self.filled(text, language, f"{name}, {language}", parts=parts)

    def head(self, name: str) -> str:
        """What stands folded at the head of a chapter: its five sentences in other languages.

        Empty for a chapter that has none.
        """
        if name not in words("chapters", ENGLISH):
            return ""
        folds = {
            one: (words("frame", one)["in_short"], self.short(name, one))
            for one in self.words
            if one != ENGLISH
        }
        return render("in_short.md.j2", folds=folds)

    def all_short(self, page: str) -> str:
        """All chapters that have five sentences, one after another, in the language of a page."""
        language = language_of(page)
        said, titles = words("chapters", language), words("chapter_titles", language)
        rows = [
            (short_id(own["name"], language), goal, titles[own["name"]], own["name"])
            for goal, own in self.chapters.items()
            if own["name"] in said
        ]
        return render(
            "chapters.md.j2",
            rows=[(id, goal, title, self.short(name, language)) for id, goal, title, name in rows],
            say=words("frame", language),
            top=root(page),
            foreign=language != ENGLISH,
        )


def short_id(name: str, language: str) -> str:
    """The anchor of the five sentences on a chapter.

    >>> short_id("verdicts", "nb")
    'short-nb-verdicts'
    """
    return f"short-{language}-{name}"


def interval(claim: dict[str, Any], language: str) -> str:
    """The interval of a claim as the language writes it; empty where there is none.

    >>> interval({"interval": [1.0, 2.5], "level": 95, "digits": 1}, "de")
    'Schwankungsbereich 1,0 bis 2,5, 95-%-Intervall'
    """
    if not claim["interval"]:
        return ""
    low, high = (number(end, claim["digits"], language) for end in claim["interval"])
    said = words("frame", language)["interval"]
    return said.format(level=number(claim["level"], 0, language), low=low, high=high)


def named(tables: list[str], language: str) -> list[str]:
    """The publishers of tables, each once, by the names they have in a language."""
    own = words("publishers", language)
    return list(dict.fromkeys(own.get(name, name) for name in publishers(tables)))
