"""The blind sheet as files: empty sheets with source addresses, their codebook, and what a filled
one says.

A work is named with a DOI or a page of its publisher, a case with the pages that its text was read
on; a work or case that was seen only in a copy on a stranger's site is not drawn.
"""

import io
import re
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pandas as pd

from copro.book.pages.bibliography import DOI, admissible, checked
from copro.coding import RELIABLE
from copro.data import load
from copro.errors import Expected
from copro.measures.synthesis import blind_sheet
from copro.paths import DATA, ROOT

FOLDER = ROOT / "book" / "extra" / "blind_sheet"
# Parts of the names of hosts that hold copies, proxies, indexes or test sites.
COPIES = re.compile(
    r"docplayer|docslib|dokumen|pdfslide|\d(pdf|dok)\.|yumpu|issuu|informahealthcare|cambridgecore|"
    r"epdev|episerver|dntb|researcher\.life|monrad|lawinsider|^xy\."
)
RULES = "## Code book"  # in the read-me file of the cases
INTRODUCTION = """# Codebook of the blind sheet

Read what the address shows: an abstract, a record, the opening of a text. Code only what that text
says, never what you know of the work or its authors. Leave a row empty if you do not code it. In a
row that you fill, every column holds a value from its list; `not_stated`, `not_reported` or
`none_named` where the text says nothing. Where several values are allowed, join them with `;`.

Save the sheet as CSV (UTF-8) and look at what it says with `copro sheet --check FILE`.
"""


def units(kind: str) -> pd.DataFrame:
    """The works or cases that may be drawn: key, what describes a row, address."""
    if kind == "cases":
        cases = load("cases/cases")
        return cases.assign(address=cases["source_url"].map(_own_pages)).query("address != ''")
    works = load("literature/works")
    both = set(load("literature/outcomes_first")["key"])
    found = checked()
    address = [
        _address(row.doi, found.get(row.key), row.source_url, row.url_is_mirror)
        for row in works.itertuples()
    ]
    works = works.assign(address=address, year=works["year"].astype("Int64"))
    return works[works["key"].isin(both) & works["address"].ne("")]


def _address(doi: str | None, found: str | None, page: str, mirror: bool) -> str:
    """A DOI as an address, else a checked page, else the page read where it is the publisher's."""
    for known in (doi, found):
        if isinstance(known, str) and DOI.fullmatch(known):
            return f"https://doi.org/{known}"
    if found and admissible(found):
        return found
    return page if not mirror and admissible(page) else ""


def _own_pages(pages: str) -> str:
    """The pages of a case that are on no host of copies, divided by a blank."""
    return " ".join(
        page
        for page in pages.split(" ; ")
        if urlsplit(page).netloc and not COPIES.search(urlsplit(page).netloc)
    )


@cache
def blank(kind: str) -> pd.DataFrame:
    """The empty sheet of works or of cases."""
    return blind_sheet.blank(kind, units(kind))


def case_rules(text: str, name: str) -> dict[str, str]:
    r"""The rule by which each column of the cases was coded, from the text of their read-me file.

    Raises ``Expected`` where the heading of the rules is missing or no rule stands below it.

    >>> case_rules("## Code book\n\n| need | mutual = both |\n\n## Coverage", "README.md")
    {'need': 'mutual = both'}
    """
    _, heading, below = text.partition(f"{RULES}\n")
    rules = re.findall(r"^\| (\w+) \| (.+) \|$", below.partition("\n## ")[0], flags=re.M)
    if not rules:
        found = "no rule below it" if heading else "no such heading"
        raise Expected(f"{name}: found {found}; expected “{RULES}”, below it a row for each column")
    return {column: rule for column, rule in rules if column != "column"}


def codebook() -> str:
    """What every column asks and which values it takes, as Markdown; raises as ``case_rules``."""
    readme = DATA / "cases" / "README.md"
    rules = case_rules(readme.read_text(encoding="utf-8"), readme.relative_to(ROOT).as_posix())
    parts = [INTRODUCTION]
    for kind in blind_sheet.KINDS:
        parts.append(f"## {kind}.csv\n")
        for name, rule in blind_sheet.columns(kind).items():
            meaning = rules.get(name, rule.meaning) if kind == "cases" else rule.meaning
            several = " (several possible)" if rule.several else ""
            values = ", ".join(f"`{value}`" for value in rule.values)
            parts.append(f"**{name}**{several}: {meaning.removesuffix('; empty = not stated')}.\n")
            parts.append(f"Values: {values}\n")
    return "\n".join(parts)


def write(folder: Path = FOLDER) -> list[Path]:
    """Write the two empty sheets and the codebook; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {f"{kind}.csv": blank(kind).to_csv(index=False) for kind in blind_sheet.KINDS}
    for name, text in (files | {"codebook.md": codebook()}).items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return [folder / name for name in (*files, "codebook.md")]


def drawn() -> dict[str, set[str]]:
    """The keys on each empty sheet."""
    return {kind: set(blank(kind)[sort.key]) for kind, sort in blind_sheet.KINDS.items()}


def check(file: Path) -> str:
    """What a filled sheet says: agreement with each pass by code, and the conclusions that would
    change. Columns may be divided by commas or, as many spreadsheets save them, by semicolons.

    Raises ``SheetError`` for a cell that the sheet does not allow, ``Expected`` for a file that is
    no CSV.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
        head = text.partition("\n")[0]
        between = ";" if head.count(";") > head.count(",") else ","
        sheet = pd.read_csv(io.StringIO(text), sep=between, dtype=str, keep_default_na=False)
    except (ValueError, pd.errors.ParserError) as problem:
        said = str(problem).strip()
        raise Expected(f"{file}: found {said}; expected a CSV file as UTF-8") from None
    filled = blind_sheet.validated(sheet, drawn(), file.name)
    kind = blind_sheet.kind_of(list(sheet.columns), file.name)
    tables = {name: load(name) for name in blind_sheet.TABLES[kind]}
    agreed = blind_sheet.agreed(filled, blind_sheet.of_passes(tables, kind), kind)
    changed = blind_sheet.changes(tables, filled, kind)
    differing = changed[changed["changes"] == "yes"]
    named = [name for name in blind_sheet.PASSES if name in agreed]
    low = agreed[~(agreed[named].min(axis=1) >= RELIABLE)]["code"]
    return "\n".join(
        [
            f"{file.name}: {len(filled)} of {len(sheet)} rows filled",
            "",
            "Krippendorff's alpha of people with each pass (between: the passes on all works)",
            agreed.to_string(index=False, float_format="{:.2f}".format, na_rep="none"),
            "",
            f"below {RELIABLE} with a pass, so that no conclusion would rest on them: "
            + (", ".join(low) or "none"),
            f"conclusions that would change: {len(differing)} of {len(changed)}",
            *(
                f"- {row.conclusion}: {row.book} -> {row.people}"
                for row in differing.itertuples(index=False)
            ),
        ]
    )
