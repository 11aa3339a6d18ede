"""Pages that are generated: findings, catalogue, ledger, where each result comes from."""

import html
import json
import platform
import re
from pathlib import Path

from copro.book import citation, references
from copro.book.pages import explore, glossary, summaries
from copro.book.ranges import ranges
from copro.book.sphinx.furniture import badge
from copro.chapters.chapter import Instance
from copro.chapters.parameters import MODELS, describe
from copro.data import tables
from copro.data.catalogue import card, package
from copro.data.corrections import corrections
from copro.errors import Expected
from copro.paths import ROOT
from copro.report.records.claim import KINDS
from copro.report.records.model import Claim
from copro.report.words.numbers import close, counted, escape
from copro.report.words.sources import credits, publishers

# The findings of the start page, in this order: id of the claim -> id of the figure that shows it,
# or null.
FINDINGS = json.loads((ROOT / "book" / "findings.json").read_text(encoding="utf-8"))
COUNTRIES = {"no": "Norway", "de": "Germany", "dk": "Denmark"}
STORY = "no-elderly-coverage-map"
NAMED = 3  # credit lines that stand beside a claim; one on dozens of tables would be a page long


class PageError(Expected):
    """A page that would name something that is not there."""


def write(found: dict, folders: list[Path], stage: Path, known: dict) -> None:
    """Write all generated pages into the folder that Jupyter Book reads."""
    generated = stage / "_generated"
    generated.mkdir()
    for name, text in {
        "findings": findings(found, known),
        "story": story(found, known),
        "badges": badges(),
        "citation": cite_book(),
        "origins": origins(found),
        "parameters": parameters(),
        "machine": machine(folders),
        "corrections": corrections_list(),
    }.items():
        (generated / f"{name}.md").write_text(text, encoding="utf-8")
    (generated / "site.json").write_text(
        json.dumps(known, ensure_ascii=False, indent=1), encoding="utf-8"
    )
    (stage / "data_catalogue.md").write_text(catalogue(), encoding="utf-8")
    (stage / "claims.md").write_text(ledger(found["claims"], known), encoding="utf-8")
    (stage / "references.bib").write_text(references.bibliography(), encoding="utf-8")
    (stage / "origins.json").write_text(json.dumps(tables_of_pages(found)), encoding="utf-8")
    glossary.write(stage)
    summaries.write(found["claims"], stage)
    explore.write(found["figures"], stage)


def tables_of_pages(found: dict) -> dict[str, list[str]]:
    """Page -> names of the tables behind its claims, figures and tables."""
    names: dict[str, set[str]] = {}
    for records in found.values():
        for record in records:
            names.setdefault(record["page"], set()).update(record["tables"])
    return {page: sorted(tables) for page, tables in names.items()}


def _badge(kind: str) -> str:
    return f"[{kind}]{{.evidence .evidence-{kind.replace(' ', '-')}}}"


def findings(found: dict, known: dict) -> str:
    """The findings of the start page: value, sentence, badge, figure and place of each claim."""
    by_id = {claim["id"]: claim for claim in found["claims"]}
    lines = ["```{raw} html", '<ol class="findings">']
    for id, figure in FINDINGS.items():
        if id not in by_id:
            raise PageError(f"book/findings.json names the claim {id!r}, which no notebook makes")
        claim = by_id[id]
        links = [f'<a href="{claim["page"]}.html#claim-{id}">in the chapter</a>']
        if figure:
            page, number = numbered(figure, known)
            links.append(f'<a href="{page}.html#fig-{figure}">Figure {number}</a>')
        kind = "number" if any(c.isdigit() for c in claim["shown"]) else "word"
        lines.append(
            f'<li><p class="value {kind}">{html.escape(claim["shown"])}</p>'
            f"<p>{html.escape(close(claim['sentence'], counted(claim['n'])))}</p>"
            f'<p class="where">{badge(claim["kind"], KINDS, "")} {" · ".join(links)}</p></li>'
        )
    return "\n".join([*lines, "</ol>", "```", ""])


def numbered(figure: str, known: dict) -> tuple[str, int]:
    """Page and number of a figure."""
    for page, chapter in known["chapters"].items():
        if figure in chapter["numbers"]["figures"]:
            return page, chapter["numbers"]["figures"][figure]["number"]
    raise PageError(f"the start page names the figure {figure!r}, which no notebook draws")


def story(found: dict, known: dict) -> str:
    """The one figure of the start page."""
    _, number = numbered(STORY, known)
    record = next(figure for figure in found["figures"] if figure["id"] == STORY)
    return (
        f"```{{image}} /figures/{STORY}.png\n:alt: {record['alt']}\n:class: in-light\n```\n\n"
        f"[Figure {number} in its chapter](#fig-{STORY}). Source: {escape(record['source'])}\n"
    )


def _sentence(claim: dict) -> str:
    return f"{_badge(claim['kind'])} {escape(close(claim['sentence'], counted(claim['n'])))}"


def cite_book() -> str:
    """The citation of the book, in words and as BibTeX."""
    return f"> {escape(citation.whole_text())}\n\n```bibtex\n{citation.whole_bibtex()}```\n"


def badges() -> str:
    """What each badge means."""
    return "\n".join(f"{_badge(kind)}\n: {meaning}\n" for kind, meaning in KINDS.items())


def list_filters(items: str, labels: list[str], noun: str, order: str = "by name") -> list[str]:
    """Where ``book/_static/table_filters.js`` puts the filters of the list below.

    ``items`` is the tag of the items; choices are in the order of the list if ``order`` is "as
    listed".
    """
    return [
        "```{raw} html",
        (
            f'<div data-filters="{items}" data-labels="{"|".join(labels)}" data-noun="{noun}" '
            f'data-order="{order}"></div>'
        ),
        "```",
        "",
    ]


def facts_mark(facts: list[str], anchor: str = "") -> str:
    """What an item of a list can be filtered by, in the order of the labels,
    and its anchor on this page.
    """
    place = f' id="{anchor}"' if anchor else ""
    return f'<span{place} data-facts="{html.escape("|".join(facts))}"></span>'


def ledger(claims: list[dict], known: dict) -> str:
    """The claims ledger: every claim with evidence, tables, notebook and cell,
    chapter by chapter.
    """
    lines = [
        "# Claims ledger",
        "",
        (
            f"All {len(claims)} claims of the book, chapter by chapter. "
            "Each is computed anew whenever the book is built. The same list for machines: "
            '<a href="files/claims.json" download>claims.json</a>. The name of a table leads to '
            "its card in the catalogue, with credit line, licence and page of the publisher."
        ),
        "",
    ]
    lines += list_filters("li", ["Chapter", "Kind of evidence"], "claims", order="as listed")
    spans = ranges(map(Claim.of, claims))
    for page, chapter in known["chapters"].items():
        lines += [f"## {escape(chapter['title'])}", "", f"Notebook `{chapter['name']}`.", ""]
        for claim in (c for c in claims if c["page"] == page):
            mark = facts_mark([chapter["title"], claim["kind"]], f"claim-{claim['id']}")
            lines += [
                f"* {mark}{_sentence(claim)} [In the chapter](#claim-{claim['id']})  ",
                (
                    f"  `{claim['id']}`, cell {claim['cell']}, tables "
                    f"{table_links(claim['tables'])}{terms(claim['tables'])}"
                )
                + (f"  \n  {spans[claim['id']]}" if claim["id"] in spans else ""),
            ]
        lines.append("")
    return "\n".join(lines)


def table_links(names: list[str]) -> str:
    """Names of tables, each a link to its card in the data catalogue."""
    return ", ".join(f"[`{name}`](#table-{name.replace('/', '-')})" for name in names)


def terms(names: list[str]) -> str:
    """Credit lines and licences of the tables in a sentence;
    of more than ``NAMED`` lines only the cards tell.
    """
    lines = credits(names)
    if len(lines) > NAMED:
        return ""
    licences = dict.fromkeys(card(name)["licence_as_stated"] for name in names)
    return f". Credit: {escape('; '.join(lines))}. Licence: {escape('; '.join(licences))}."


def catalogue() -> str:
    """The data catalogue: the card of every table."""
    frame = tables()
    lines = [
        "# Data catalogue",
        "",
        (
            f"{len(frame)} tables, {frame['rows'].sum():,} rows. Values are those of the "
            "publisher, read from the copy that the card names (its carrier): nothing was "
            "imputed, smoothed or simulated. Every table is checked against its card (types, "
            "bounds, closed lists, keys, hash) before a number is drawn from it."
        ),
        "",
        "```{include} _generated/corrections.md\n```",
        "",
        *list_filters("section", ["Country or topic", "Publisher", "Evidence"], "tables"),
    ]
    for folder in dict.fromkeys(name.split("/")[0] for name in frame["name"]):
        lines += [f"## {folder.capitalize()}", ""]
        for name in frame.loc[frame["name"].str.startswith(f"{folder}/"), "name"]:
            lines += _card(card(name))
    return "\n".join(lines)


def prose(text: str) -> str:
    """Words of a card as Markdown: what stands in backticks there is a name, and shown as one."""
    parts = re.split(r"`([^`]+)`", text)
    return "".join(f"`{part}`" if place % 2 else escape(part) for place, part in enumerate(parts))


def part_of(name: str) -> str:
    """Labels that a table can be found by: its folder and, for published figures, the countries."""
    folder, _, rest = name.partition("/")
    countries = [
        COUNTRIES[word]
        for word in rest.split("_")[:2]
        if folder == "published" and word in COUNTRIES
    ]
    return "; ".join([folder.capitalize(), *countries])


def _card(sheet: dict) -> list[str]:
    link = next((s["path"] for s in sheet["sources"] if "path" in s), None)
    rows = {
        "Publisher": sheet["publisher"],
        "Data set": sheet.get("dataset_id", ""),
        "Years": sheet.get("coverage_years", "").replace("|", ", "),
        "Unit": sheet.get("unit_of_observation", ""),
        "Rows": f"{sheet['rows']:,}",
        "Evidence": sheet["evidence_class"],
        "Breaks": sheet.get("breaks", ""),
        "Known problems": sheet.get("known_problems", ""),
        "Origin of the copy": sheet.get("origin", ""),
        "How obtained": sheet.get("how_obtained", ""),
        "Licence": sheet["licence_as_stated"],
        "Credit": sheet["credit"],
        "sha256": sheet["hash"].removeprefix("sha256:")[:16] + "…",
    }
    mark = facts_mark(
        [part_of(sheet["name"]), publishers([sheet["name"]])[0], sheet["evidence_class"]]
    )
    lines = [
        f"(table-{sheet['name'].replace('/', '-')})=",
        f"### {escape(sheet['title'])}",
        "",
        f"{mark}`{sheet['name']}`. {prose(sheet['description'])}",
        "",
    ]
    lines += [f":{label}: {prose(text)}" for label, text in rows.items() if text]
    if link:
        lines.append(f":Page of the publisher: <{link}>")
    return [*lines, ""]


def corrections_list() -> str:
    """Declared corrections, in words."""
    frame = corrections()
    lines = [
        (
            f"{len(frame)} cells are corrected by declaration, never silently; the raw tables stay "
            "as published, and a correction stops the build once its old value is gone."
        ),
        "",
        "```{raw} html",
        f"<details><summary>The {len(frame)} corrections</summary>",
        "```",
        "",
    ]
    for (table, column, reason, source), rows in frame.groupby(
        ["table", "column", "reason", "source"]
    ):
        values = "; ".join(
            f"{' '.join(json.loads(r.key).values())}: {r.old} → {r.new or 'missing'}"
            for r in rows.itertuples()
        )
        lines.append(
            f"* `{table}`, `{column}`: {escape(values)}. {escape(reason)} Source: {escape(source)}."
        )
    return "\n".join([*lines, "", "```{raw} html", "</details>", "```", ""])


def origins(found: dict) -> str:
    """Figure, table, claim -> notebook -> cell -> tables, with filters by kind and notebook."""
    lines = [
        "```{raw} html",
        '<div id="origins" data-filters="0 2">',
        "```",
        "",
        "| kind | result | notebook | cell | tables |",
        "|---|---|---|---|---|",
    ]
    for kind, anchor in (("figure", "fig"), ("table", "tbl"), ("claim", "claim")):
        for record in found[f"{kind}s"]:
            goal = f"#{anchor}-{record['id']}" if anchor != "tbl" else f"/{record['page']}"
            lines.append(
                f"| {kind} | [{record['id']}]({goal}) | [{record['notebook']}](/{record['page']}) "
                f"| {record['cell']} | {table_links(record['tables'])} |"
            )
    return "\n".join([*lines, "", "```{raw} html", "</div>", "```", ""])


def parameters() -> str:
    """Parameters of every notebook, from their models: a list,
    since a phone is too narrow for a table of them.
    """
    lines, without = [], []
    for notebook, model in MODELS.items():
        link = f"[{notebook}](/{Instance(notebook).page})"
        rows = describe(model)
        if not rows:
            without.append(link)
            continue
        lines += [f"**{link}**", ""]
        for row in rows:
            lines.append(
                f":`{row['name']}`: {escape(row['description']).rstrip('.')}. Default "
                f"`{json.dumps(row['default'], ensure_ascii=False)}`; allowed: "
                f"{escape(row['allowed'])}."
            )
        lines.append("")
    return "\n".join([*lines, f"Without parameters: {', '.join(without)}.", ""])


def machine(folders: list[Path]) -> str:
    """Run time of each notebook, and the machine it ran on."""
    lines = [
        (
            f"Python {platform.python_version()} on {platform.system()} {platform.machine()}; "
            f"data package version {package()['version']}."
        ),
        "",
        "| notebook | seconds, all | of which in cells |",
        "|---|---|---|",
    ]
    for folder in folders:
        found = json.loads((folder / "results.json").read_text(encoding="utf-8"))
        seconds = found["seconds"]
        lines.append(
            f"| [{folder.name}](/{found['page']}) | {seconds['all']:.0f} | {seconds['cells']:.0f} |"
        )
    return "\n".join(lines) + "\n"
