"""The built book: whole, readable without sight or network, and honest about its sources."""

import json
import re
import sys
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml
from soups import places, prose, soup

from copro.book.drawn import drawn
from copro.book.search_index import FOLDER
from copro.data import tables
from copro.paths import BUILD, NOTEBOOKS, ROOT
from copro.run import shown
from copro.run.pictures import pictures

FETCHED = {
    "script": "src",
    "link": "href",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "embed": "src",
    "object": "data",
}
PROFILE = r"(NOR|DEU|DNK)-\d+"  # the address of a place on the page that finds one
# Signs of code and of the interface; no reader searches for them.
NO_PROSE = re.compile(
    r"\b(claim|dict|load|words|evidence|figure)\(|import \w+ as|pd\.\w|copy source line|Code of"
)
METADATA = {"canonical", "license", "author", "alternate"}  # links that no browser fetches


def written(site):
    """Pages for readers; the theme keeps templates among its static files."""
    return [f for f in site.rglob("*.html") if "_static" not in f.parts]


def contents() -> list[str]:
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text())
    return [toc["root"], *(c["file"] for part in toc["parts"] for c in part["chapters"])]


@pytest.fixture(scope="module")
def pages(site):
    return {name: site / f"{name}.html" for name in contents()}


def test_every_page_of_the_contents_exists(pages):
    assert len(pages) >= 12 and all(file.is_file() for file in pages.values())


def test_a_check_finds_every_page_that_shows_a_result(site):
    found = shown.pages(site, drawn())
    record = json.loads((site / "files" / "claims.json").read_text(encoding="utf-8"))
    for claim in record:
        assert {claim["page"], "claims"} <= set(found["claim", claim["id"]]), claim["id"]
        assert "reproduce" not in found["claim", claim["id"]]  # names it, without its number
    starts = {"index", "nb/index", "de/index", "da/index", "nb/chapters", "summaries/da"}
    assert starts <= set(found["claim", "syn-verdict-h1"])
    assert {"3_germany/institutions", "explore"} == set(found["figure", "inst-fingerprint"])
    profiles = {"find_your_place", "nb/find_your_place", "data_catalogue"}
    assert profiles <= set(found["raw table", "norway/elderly_care_kostra_2023_2025"])
    named = {page for pages in found.values() for page in pages}
    assert all((site / f"{page}.html").is_file() for page in named)


def test_every_notebook_is_a_chapter():
    assert {f"{p.parent.name}/{p.stem}" for p in NOTEBOOKS.glob("*/*.ipynb")} <= set(contents())


@cache
def goal_of(folder, path):
    """The file that an address in a folder leads to, and whether it is there."""
    goal = (folder / path).resolve()
    return goal, goal.exists()


def test_every_internal_link_and_image_resolves(site):
    broken = []
    for file in written(site):
        for tag in soup(file).find_all(["a", "img", "link", "script"]):
            target = tag.get("href") or tag.get("src")
            if not target or re.match(r"(https?|mailto|data|javascript):", target):
                continue
            path, _, anchor = unquote(target).partition("#")
            path = path.partition("?")[0]
            goal, there = goal_of(file.parent, path) if path else (file, True)
            if goal.name == "find_your_place.html" and re.fullmatch(PROFILE, anchor):
                continue  # a profile is drawn by a script
            if not there or (anchor and goal.suffix == ".html" and anchor not in places(goal)):
                broken.append(f"{file.relative_to(site)}: {target}")
    assert not broken


def test_nothing_is_fetched_from_another_host(site):
    fetched = []
    for file in written(site):
        for tag in soup(file).find_all(list(FETCHED)):
            target = tag.get(FETCHED[tag.name], "") or ""
            if re.match(r"(https?:)?//", target) and not set(tag.get("rel", [])) & METADATA:
                fetched.append(f"{file.name}: {target}")
        for script in soup(file).find_all("script", src=False):
            if script.get("type") == "application/ld+json":
                continue  # a description that no browser runs
            if re.search(r"https?://(?!www\.w3\.org|schema\.org)", script.text):
                fetched.append(f"{file.name}: inline script names a host: {script.text[:80]}")
    for file in site.rglob("*.css"):
        fetched += [
            f"{file.name}: {u}"
            for u in re.findall(
                r"(?:url\(|@import\s)\s*['\"]?(https?:[^'\")\s]+|//[^'\")\s]+)",
                file.read_text(encoding="utf-8"),
            )
        ]
    assert not fetched


def test_every_image_has_words_and_every_figure_its_twins(pages):
    for name, file in pages.items():
        for image in soup(file).select("article img"):
            alt = image.get("alt", "")
            assert len(alt) >= 60 and not re.fullmatch(r"[\w./-]+", alt), (
                f"{name}: {image.get('src')}: {alt!r}"
            )
        for image in soup(file).select("article img.in-light"):
            twin = image.find_next("img")
            assert "in-dark" in twin["class"] and twin["src"].endswith("-dark.png")
            for picture in (
                image,
                twin,
            ):  # and each a twin for phones, which the browser chooses by width
                phone = picture.parent.select_one('source[media="(max-width: 40rem)"]')["srcset"]
                assert (
                    phone == picture["src"].replace(".png", "-phone.png")
                    and (file.parent / unquote(phone)).is_file()
                )


def test_a_table_with_filters_is_whole_and_has_its_script(pages):
    seen = 0
    for name, file in pages.items():
        for table in soup(file).select("article [data-filters]:not([data-labels])"):
            heads = table.select("thead tr:last-child th")
            assert all(int(column) < len(heads) for column in table["data-filters"].split()), name
            assert len(table.select("tbody tr")) > 90 and not table.select("[hidden]")
            assert soup(file).select('script[src*="_static/table_filters.js"]'), name
            seen += 1
    assert seen >= 2


@pytest.mark.parametrize(("name", "items"), [("claims", "li"), ("data_catalogue", "section")])
def test_a_list_with_filters_says_what_each_item_is(pages, name, items):
    page = soup(pages[name])
    place = page.select_one("article [data-filters][data-labels]")
    marks = page.select("article [data-facts]")
    expected = (
        len(tables())
        if name == "data_catalogue"
        else len(json.loads((BUILD / "results" / "claims.json").read_text()))
    )
    assert (
        place["data-filters"] == items
        and len({id(mark.find_parent(items)) for mark in marks}) == len(marks) == expected
    )
    for mark in marks:
        facts = mark["data-facts"].split("|")
        assert len(facts) == len(place["data-labels"].split("|")) and all(facts), mark
    assert not page.select("[hidden]") and page.select('script[src*="_static/table_filters.js"]')


def test_every_figure_has_caption_source_and_files(pages, site):
    seen = 0
    for file in pages.values():
        for figure in soup(file).select("article figure:has(img)"):
            words = figure.find("figcaption").get_text()
            links = [a["href"] for a in figure.select("figcaption a[download]")]
            assert "Source:" in words and [Path(x).suffix for x in links] == [
                ".png",
                ".svg",
                ".csv",
            ]
            seen += 1
    figures = (BUILD / "results" / "figures.csv").read_text().count("\n") - 1
    assert seen >= 15 and seen <= figures


def test_no_plain_output_of_a_cell_reaches_a_page(pages):
    """What a cell shows is a claim, a figure or a table:
    no text that a last expression or a warning has left.
    """
    for name, file in pages.items():
        left = [
            out.get_text(strip=True)[:80]
            for out in soup(file).select(
                ".output, .cell_output pre, .cell_output img:not(figure img)"
            )
        ]
        assert not left, f"{name}: {left}"


def test_a_caption_holds_no_other_caption(pages):
    assert not [name for name, file in pages.items() if soup(file).select("figcaption figcaption")]


def test_the_notebooks_for_download_are_finished_documents(site, pages):
    files = sorted((site / "files" / "notebooks").glob("*.ipynb"))
    assert {f.stem for f in files} == {
        name.split("/")[1] for name in pages if re.match(r"\d_", name)
    }
    for file in files:
        drawn = len(
            soup(
                next(page for name, page in pages.items() if name.endswith(f"/{file.stem}"))
            ).select("article figure:has(img)")
        )
        assert (
            len(pictures(file.read_text(encoding="utf-8"))) == drawn
            and file.stat().st_size <= 1_500_000
        ), file.name


def test_every_claim_has_its_place_and_its_badge(site, pages):
    claims = json.loads((BUILD / "results" / "claims.json").read_text())
    assert len(claims) >= 40
    for claim in claims:
        for page in (claim["notebook"], "claims"):  # in its chapter, and in the ledger
            file = next(file for name, file in pages.items() if name.split("/")[-1] == page)
            assert f"claim-{claim['id']}" in places(file), (claim["id"], page)
    for file in pages.values():
        for box in soup(file).select("div.claim, div.number"):
            assert box.select_one(".evidence") and box.select_one(".mark"), box.get_text()


def test_a_claim_that_is_no_message_is_folded_where_others_are(site, pages):
    claims = json.loads((site / "files" / "claims.json").read_text())
    messages = {c["page"] for c in claims if c.get("message")}
    for claim in claims:
        place = places(pages[claim["page"]])[f"claim-{claim['id']}"]
        folded = claim["page"] in messages and not claim.get("message")
        assert bool(place.find_parent("details", class_="numbers")) == folded, claim["id"]


def test_codes_without_agreement_are_marked_wherever_a_claim_is_quoted(site, pages):
    claims = json.loads((site / "files" / "claims.json").read_text())
    for claim in claims:
        for page in (claim["page"], "claims"):
            place = places(pages[page])[f"claim-{claim['id']}"]
            box = place if place.name == "div" else place.find_parent("li")
            named = box.select_one(".mark-disagree")
            assert bool(named) == bool(claim.get("disagree")), claim["id"]
            assert all(code in named["data-meaning"] for code in claim.get("disagree", ()))


def test_claims_are_complete():
    claims = json.loads((ROOT / "results" / "claims.json").read_text())
    assert len(claims) >= 40 and len({c["id"] for c in claims}) == len(claims)
    for claim in claims:
        assert {
            "id",
            "sentence",
            "value",
            "unit",
            "interval",
            "n",
            "kind",
            "tables",
            "notebook",
            "cell",
            "parameters",
            "hashes",
        } <= set(claim)
        assert (
            isinstance(claim["value"], (int, float, str)) and claim["tables"] and claim["cell"] >= 1
        )


def test_the_ledger_lists_every_claim_and_the_catalogue_every_table(pages):
    ledger = soup(pages["claims"]).get_text()
    for claim in json.loads((BUILD / "results" / "claims.json").read_text()):
        assert claim["id"] in ledger
    catalogue = soup(pages["data_catalogue"]).get_text()
    for name in tables()["name"]:
        assert name in catalogue
    assert "`" not in catalogue and not re.search(
        r"\d\|\d", catalogue
    )  # marks of Markdown and of lists


def test_no_number_was_left_out_of_the_prose(pages):
    for name, file in pages.items():
        text = "".join(prose(soup(file).find("article")))
        # The cards of the catalogue quote publishers, who may say "not available".
        for sign in (
            "{glue",
            "{cite",
            "nan",
            *(["not available"] if name != "data_catalogue" else []),
        ):
            assert not re.search(rf"(?<![\w.-]){re.escape(sign)}(?![\w-])", text), f"{name}: {sign}"


def test_a_page_is_light_enough_for_a_phone(pages, site):
    for name, file in pages.items():
        images = {
            (file.parent / unquote(i["src"])).resolve()
            for i in soup(file).select("article img.in-light")
        }
        if re.match(r"\d_", name):
            layers = {site / f"maps/{m['data-map']}.js" for m in soup(file).select("[data-map]")}
            assert sum(i.stat().st_size for i in (file, *images, *layers)) <= 1_500_000, name


def test_no_file_tells_on_which_machine_the_book_was_built(site):
    folders = [f"{ROOT}/_build".encode(), f"{sys.prefix}/lib".encode(), str(BUILD).encode()]
    for file in site.rglob("*"):
        content = file.read_bytes() if file.is_file() else b""
        assert not any(folder in content for folder in folders), file
    assert not (site / ".buildinfo").exists(), "its digest is of folders of the environment"


def test_the_typeface_is_served_by_the_book(site):
    assert {f.stem for f in (site / "_static" / "fonts").glob("*.woff2")} == {
        "Regular",
        "It",
        "Semibold",
        "Bold",
    }


@cache
def knows(site):
    """What the search knows, as it is written."""
    text = (site / FOLDER / "index.js").read_text(encoding="utf-8")
    return json.loads(text.partition("=")[2].strip().rstrip(";"))


def test_findings_figures_tables_and_sections_are_hits_of_their_own(site):
    found = knows(site)
    kinds = {kind for kind, *_ in found["hits"]}
    assert kinds == {"page", "section", "claim", "figure", "table", "term"} and found["places"]
    claims = json.loads((site / "files" / "claims.json").read_text(encoding="utf-8"))
    assert {f"claim-{c['id']}" for c in claims} <= {hit[2] for hit in found["hits"]}
    for kind, page, place, *_ in found["hits"]:
        assert place or kind == "page", found["pages"][page]


def test_no_code_and_no_words_of_the_interface_are_shown(site):
    shown = [f"{title} {text}" for _, _, _, title, text, _ in knows(site)["hits"]]
    assert not [text[:200] for text in shown if NO_PROSE.search(text)]


def test_every_hit_leads_to_its_place(site):
    found = knows(site)
    for _, page, place, *_ in found["hits"]:
        assert not place or place in places(site / found["pages"][page][0]), place
