"""The glossary: each concept with its word in four languages, and the way back from every word."""

import json
from pathlib import Path

NAMES = {"nb": "Norwegian", "de": "German", "da": "Danish"}


def write(stage: Path) -> None:
    """Write the concepts and the lists by language into the folder that Jupyter Book reads."""
    terms = json.loads((stage / "terms.json").read_text(encoding="utf-8"))
    (stage / "_generated" / "terms.md").write_text(
        concepts(terms) + by_language(terms), encoding="utf-8"
    )


def concepts(terms: list[dict]) -> str:
    """The concepts in English, alphabetically, with meaning and words;
    a language without a word for one is left out.
    """
    lines = ["```{glossary}"]
    for term in sorted(terms, key=lambda t: t["en"]):
        words = "; ".join(
            f"{name} {', '.join(_word(word, code) for word in term[code])}"
            for code, name in NAMES.items()
            if term[code]
        )
        lines += [term["en"], f"  {term['meaning']} {words}.", ""]
    return "\n".join([*lines, "```", ""])


def by_language(terms: list[dict]) -> str:
    """The words of each language, alphabetically, each leading to its concept."""
    lines = []
    for code, name in NAMES.items():
        lines += ["", f"## {name} words", "", f"The {name} words of this glossary.", ""]
        pairs = sorted(
            ((word, term["en"]) for term in terms for word in term[code]),
            key=lambda pair: pair[0].casefold(),
        )
        lines += [f"* {_word(word, code)}: {{term}}`{concept}`" for word, concept in pairs]
    return "\n".join(lines) + "\n"


def _word(word: str, language: str) -> str:
    return f'<i lang="{language}">{word}</i>'
