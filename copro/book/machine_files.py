"""Files for machines beside the pages: RO-Crate, sitemap, feed, citation, all tables, preview."""

import json
import re
import uuid
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from copro.book import archive, citation, release
from copro.book.copies import copied
from copro.book.edition import LICENCE, PREVIEW, authors, base_url, cards
from copro.book.pages import embed
from copro.errors import Expected
from copro.paths import DATA, ROOT

ATOM = "http://www.w3.org/2005/Atom"
MIT = "https://spdx.org/licenses/MIT"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
RELEASE = re.compile(r"^## (\d+\.\d+\.\d+), (\d{4}-\d{2}-\d{2})\n(.*?)(?=^## |\Z)", re.M | re.S)


class ChangelogError(Expected):
    """A changelog without a release that can be announced."""


def write(html: Path) -> None:
    """Write all of them into the finished book in the folder ``html``."""
    files = html / "files"
    files.mkdir(exist_ok=True)
    copied(DATA, files / "data")
    copied(ROOT / "LICENSES", files / "LICENSES")
    written = release.records(citation.described())  # with the people that _config.yml names
    for name in ("CITATION.cff", "codemeta.json"):
        (files / name).write_text(written[name], encoding="utf-8")
    if base_url():  # sitemaps.org asks for whole addresses: a book without one has no sitemap
        (html / "sitemap.xml").write_bytes(sitemap(html, base_url()))
    (files / "releases.atom").write_bytes(feed((ROOT / "CHANGELOG.md").read_text(encoding="utf-8")))
    preview(html / PREVIEW)
    (html / "ro-crate-metadata.json").write_text(
        json.dumps(crate(html), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )


def pages(html: Path) -> list[str]:
    """Addresses of the pages for readers, from the root of the book."""
    return sorted(
        str(f.relative_to(html))
        for f in html.rglob("*.html")
        if not f.relative_to(html).parts[0].startswith(("_", embed.FOLDER))
        and f.name not in ("search.html", "genindex.html")
    )


def sitemap(html: Path, address: str) -> bytes:
    """The pages as sitemaps.org wants them; ``address`` is that of the book, with its end `/`."""
    root = ElementTree.Element("urlset", xmlns=SITEMAP)
    for page in pages(html):
        entry = ElementTree.SubElement(root, "url")
        ElementTree.SubElement(entry, "loc").text = f"{address}{page}"
        ElementTree.SubElement(entry, "lastmod").text = citation.book()["date"]
    return _xml(root)


def feed(changelog: str) -> bytes:
    """The releases of a changelog as an Atom feed, the newest first.

    A release is a heading ``## 1.2.3, 2026-01-31``; ``ChangelogError`` if there is none. Links of
    a book without an address are read from the place of the feed, as RFC 4287 allows.
    """
    found = RELEASE.findall(changelog)
    if not found:
        raise ChangelogError("CHANGELOG.md: no heading like '## 1.2.3, 2026-01-31'")
    where = base_url() or "../"
    root = ElementTree.Element("feed", xmlns=ATOM)
    for tag, text in {
        "title": citation.book()["title"],
        "id": _urn("feed"),
        "updated": f"{found[0][1]}T00:00:00Z",
    }.items():
        ElementTree.SubElement(root, tag).text = text
    ElementTree.SubElement(root, "link", rel="self", href=f"{where}files/releases.atom")
    for name in citation.book()["authors"]:
        ElementTree.SubElement(ElementTree.SubElement(root, "author"), "name").text = name
    for version, date, text in found:
        entry = ElementTree.SubElement(root, "entry")
        for tag, value in {
            "title": f"Version {version}",
            "id": _urn(version),
            "updated": f"{date}T00:00:00Z",
            "summary": " ".join(text.split()),
        }.items():
            ElementTree.SubElement(entry, tag).text = value
        ElementTree.SubElement(entry, "link", href=where)
    return _xml(root)


def _urn(name: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"copro {name}").urn


def _xml(root: ElementTree.Element) -> bytes:
    ElementTree.indent(root, " ")
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def crate(html: Path) -> dict[str, Any]:
    """The book as an RO-Crate: pages, claims, result tables, notebooks, source, data package,
    citation, and source tables with their licences. The crate of a run is that of its certificate.
    """
    from rocrate.model.contextentity import ContextEntity
    from rocrate.rocrate import ROCrate

    found = ROCrate(version="1.1")
    own = found.add(ContextEntity(found, LICENCE, {"@type": "CreativeWork", "name": "CC BY 4.0"}))
    found.add(ContextEntity(found, MIT, {"@type": "CreativeWork", "name": "MIT"}))
    who = [
        found.add(ContextEntity(found, f"#author-{place}", one))
        for place, one in enumerate(authors(), start=1)
    ]
    root = found.root_dataset
    for key, value in {
        "name": citation.book()["title"],
        "version": citation.book()["version"],
        "license": own,
        "author": who,
        "description": "Reproducible book: every number is computed from the tables in files/data.",
        "keywords": ", ".join(citation.book()["keywords"]),
    }.items():
        root[key] = value
    root["datePublished"] = citation.book()["date"]
    formats = {
        ".html": "text/html",
        ".csv": "text/csv",
        ".json": "application/json",
        ".ipynb": "application/x-ipynb+json",
        ".cff": "application/yaml",
        ".gz": "application/gzip",  # code, lock, notebooks and tables
    }
    names = [
        *pages(html),
        "files/claims.json",
        "files/data/datapackage.json",
        "files/CITATION.cff",
        archive.address(),
        *sorted(str(f.relative_to(html)) for f in (html / "files").glob("*.csv")),
        *sorted(str(f.relative_to(html)) for f in (html / "files").glob("notebooks/*.ipynb")),
    ]
    for name in names:
        found.add_file(
            dest_path=name,
            properties={
                "name": Path(name).stem,
                "encodingFormat": formats[Path(name).suffix],
                "license": {"@id": LICENCE}
                if name != archive.address()
                else [{"@id": LICENCE}, {"@id": MIT}],
            },
        )
    for card in cards().values():
        for licence in card["licenses"]:
            id = _licence(licence)
            if not found.dereference(id):
                found.add(
                    ContextEntity(found, id, {"@type": "CreativeWork", "name": licence["name"]})
                )
        found.add_file(
            dest_path=f"files/data/{card['path']}",
            properties={
                "name": card["title"],
                "description": card["description"],
                "creditText": card["credit"],
                "encodingFormat": card.get("mediatype", "text/plain"),
                "sha256": card["hash"].removeprefix("sha256:"),
                "license": [{"@id": _licence(licence)} for licence in card["licenses"]],
            },
        )
    return found.metadata.generate()


def _licence(licence: dict[str, Any]) -> str:
    return (
        f"files/{licence['path']}"
        if "path" in licence
        else f"https://spdx.org/licenses/{licence['name']}"
    )


def preview(file: Path) -> None:
    """The picture that stands for the book where a link to it is shared: 1200 by 630 pixels."""
    import matplotlib

    matplotlib.use("agg")
    from matplotlib import pyplot as plt

    from copro.report.charts.style import theme

    with theme("dark") as colours:
        figure = plt.figure(figsize=(12, 6.3), dpi=100)
        figure.text(0.07, 0.68, "Co-producing care", fontsize=58, weight="bold")
        figure.text(
            0.07,
            0.36,
            "How municipalities and voluntary organisations\nprovide elderly care and drug care "
            "together:\nNorway, Germany and Denmark",
            fontsize=30,
            linespacing=1.35,
        )
        figure.text(
            0.07,
            0.12,
            "Every number computed from published tables",
            color=colours["orange"],
            fontsize=22,
        )
        figure.savefig(
            file,
            dpi=100,
            facecolor=colours["paper"],
            transparent=False,
            metadata={"Software": None},
        )
        plt.close(figure)
