"""What machines find in the built book: metadata, RO-Crate, sitemap, feed, tables with licences."""

import hashlib
import json
from xml.etree import ElementTree

import pytest
import yaml
from soups import soup

from copro.book import archive, machine_files
from copro.book.edition import base_url
from copro.book.machine_files import ATOM, SITEMAP, ChangelogError, feed, sitemap
from copro.data.catalogue import package
from copro.paths import ROOT
from copro.report.words.languages import LANGUAGES

LINK = f"{{{ATOM}}}link"


def linked_data(file):
    return json.loads(soup(file).head.find("script", type="application/ld+json").string)


def pages(site):
    return [
        f
        for f in site.rglob("*.html")
        if not {"_static", "figures"} & set(f.parts)
        and f.name not in ("search.html", "genindex.html")
    ]


def test_a_chapter_is_a_scholarly_article_based_on_its_tables(site):
    article = linked_data(site / "2_norway" / "norway_elderly_care.html")
    assert article["@type"] == "ScholarlyArticle" and article["headline"].startswith(
        "Elderly care in Norwegian"
    )
    assert len(article["abstract"]) > 60 and "<" not in article["abstract"]
    assert all(d["creditText"] and d["license"] for d in article["isBasedOn"])
    based = {d["distribution"]["contentUrl"] for d in article["isBasedOn"]}
    assert "files/data/norway/elderly_care_kostra_2023_2025.csv" in based


def test_the_catalogue_describes_every_table(site):
    found = linked_data(site / "data_catalogue.html")
    assert found["@type"] == "DataCatalog" and len(found["dataset"]) == len(package()["resources"])


def test_every_page_has_citation_and_preview(site):
    for file in pages(site):
        named = {
            tag.get("name") or tag.get("property"): tag.get("content")
            for tag in soup(file).head.find_all("meta")
        }
        assert named["citation_title"] and named["citation_author"], file
        assert not [text for text in named.values() if (text or "").startswith("./")], file
        assert (site / "files" / "preview.png").is_file()


def test_a_chapter_is_described_by_its_answer(site):
    seen = 0
    for file in pages(site):
        page = soup(file)
        answer = page.select_one(".summary-answer")
        if answer:
            said = page.head.select_one('meta[name="description"]')["content"].removesuffix(" …")
            text = " ".join(answer.get_text().split()).removeprefix("Answer.").lstrip()
            assert text.startswith(said) and len(said) > 40, file
            seen += 1
    assert seen >= 19


def test_every_table_can_be_downloaded_as_it_is_on_its_card(site):
    for card in package()["resources"]:
        file = site / "files" / "data" / card["path"]
        assert "sha256:" + hashlib.sha256(file.read_bytes()).hexdigest() == card["hash"], card[
            "name"
        ]


def test_the_crate_is_whole(site):
    """Every file it names is there with a licence that is described;
    the root has what RO-Crate 1.1 demands.
    """
    from rocrate.rocrate import ROCrate

    raw = json.loads((site / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    known = {entity["@id"]: entity for entity in raw["@graph"]}
    root = known["./"]
    assert {"name", "description", "datePublished", "license", "hasPart"} <= set(root)
    files = [known[part["@id"]] for part in root["hasPart"]]
    assert len(files) > 200
    for entity in files:
        assert (site / entity["@id"]).is_file(), entity["@id"]
        licences = entity["license"] if isinstance(entity["license"], list) else [entity["license"]]
        assert licences and all(licence["@id"] in known for licence in licences), entity["@id"]
    for id in known:
        if id.startswith("files/LICENSES/"):
            assert (site / id).is_file(), id
    assert len(ROCrate(site).data_entities) == len(files)
    named = {entity["@id"] for entity in files}
    notebooks = {f"files/notebooks/{f.name}" for f in (site / "files/notebooks").glob("*.ipynb")}
    assert {archive.address(), "files/data/datapackage.json", "files/CITATION.cff"} <= named
    assert notebooks and notebooks <= named


def test_the_sitemap_names_every_page_by_its_address(site):
    """It can only do so where the address is known; a wrong one would mislead a search engine."""
    assert (site / "sitemap.xml").is_file() == bool(base_url())
    tree = ElementTree.fromstring(sitemap(site, "https://example.org/book/"))
    found = {e.text for e in tree.iter(f"{{{SITEMAP}}}loc")}
    assert len(found) == len(pages(site))
    assert "https://example.org/book/2_norway/norway_elderly_care.html" in found


@pytest.mark.parametrize(
    ("address", "home"), [("", "../"), ("https://example.org/book/", "https://example.org/book/")]
)
def test_the_feed_leads_to_the_book_and_to_itself(monkeypatch, address, home):
    monkeypatch.setattr(machine_files, "base_url", lambda: address)
    tree = ElementTree.fromstring(feed((ROOT / "CHANGELOG.md").read_text(encoding="utf-8")))
    links = {(link.get("rel", "alternate"), link.get("href")) for link in tree.iter(LINK)}
    assert links == {("self", f"{home}files/releases.atom"), ("alternate", home)}


def test_the_feed_announces_the_version_that_is_cited(site):
    tree = ElementTree.fromstring((site / "files" / "releases.atom").read_bytes())
    titles = [entry.find(f"{{{ATOM}}}title").text for entry in tree.iter(f"{{{ATOM}}}entry")]
    version = yaml.safe_load((ROOT / "CITATION.cff").read_text())["version"]
    assert titles[0] == f"Version {version}"
    for part in (tree, *tree.iter(f"{{{ATOM}}}entry")):
        assert all(part.find(f"{{{ATOM}}}{tag}").text for tag in ("id", "title", "updated"))


def test_a_changelog_without_a_release_is_an_error():
    with pytest.raises(ChangelogError, match="no heading like"):
        feed("# Changelog\n\n## Unreleased\n\n* something\n")


def test_codemeta_agrees_with_the_citation_and_the_package():
    import tomllib

    meta = json.loads((ROOT / "codemeta.json").read_text(encoding="utf-8"))
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert meta["version"] == cited["version"] == project["version"]
    assert meta["name"] == project["name"] and meta["datePublished"] == str(cited["date-released"])
    assert meta["description"] == project["description"]


def test_the_summaries_show_the_same_numbers(site):
    def digits(language):
        page = soup(site / "summaries" / f"{language}.html")
        return [
            "".join(c for c in a.get_text() if c.isdigit())
            for a in page.select("article a[href*='#claim-'], article a[href*='#source-']")
        ]

    english = digits("en")
    assert len([d for d in english if d]) >= 12 and all(
        digits(language) == english for language in LANGUAGES
    )


def test_times_stand_on_one_page_and_the_search_does_not_repeat_them(site):
    told = (site / "this_run.html").read_text(encoding="utf-8")
    assert "GiB of memory" in told
    assert "GiB of memory" not in (site / "reproduce.html").read_text(encoding="utf-8")
    assert '"this_run.html"' not in (site / "search" / "index.js").read_text(encoding="utf-8")


def test_every_result_names_the_program_and_the_file_that_it_is_written_to(site):
    page = soup(site / "reproduce.html")
    rows = [[cell.get_text() for cell in row("td")] for row in page.select("#origins tbody tr")]
    endings = {"figure": ".png", "table": ".csv", "claim": "results.json"}
    assert {row[0] for row in rows} == set(endings)
    assert all(row[4].endswith(endings[row[0]]) for row in rows)
