"""What surrounds the text: summary, reading time, badges, numbers, file lines, citation, footer."""

import itertools
import json
import re
from pathlib import Path

import pytest
from soups import places, prose, soup

from copro.book import citation, numbering
from copro.book.languages import language_of
from copro.book.pages.bibliography import admissible
from copro.chapters import registry
from copro.measures.synthesis.evidence import ANSWERS, TILES
from copro.paths import BUILD, DATA
from copro.report.charts.style import THEMES
from copro.report.records.claim import KINDS
from copro.report.words.languages import LANGUAGES

SUMMARY = ["summary-question", "summary-answer", "summary-evidence", "summary-limits"]


@pytest.fixture(scope="module")
def chapters(site):
    """Pages of the notebooks, in the order of the book."""
    notebooks = {
        json.loads(f.read_text())["page"] for f in (BUILD / "notebooks").glob("*/results.json")
    }
    found = {
        page: soup(site / f"{page}.html") for _, page in numbering.contents() if page in notebooks
    }
    assert len(found) >= 19
    return found


def numbers(chapters, selector, word):
    found = [
        tag.get_text() for page in chapters.values() for tag in page.select(f"article {selector}")
    ]
    return [int(re.fullmatch(rf"{word} (\d+)\s*", text).group(1)) for text in found]


def test_every_chapter_opens_with_its_summary_in_one_box(chapters):
    for name, page in chapters.items():
        boxes = page.select("article .summary-box")
        assert len(boxes) == 1, name
        assert [p["class"][0] for p in boxes[0].find_all("p", recursive=False)] == SUMMARY, name
        assert all(len(p.get_text()) > 40 for p in boxes[0].find_all("p", recursive=False)), name
        assert not any(
            p.get_text().startswith("Question.")
            for p in page.select("article p")
            if p.parent is not boxes[0]
        ), name


def test_a_chapter_asks_and_answers_before_it_speaks_of_itself(chapters):
    for name, page in chapters.items():
        article = page.select_one("article")
        first = [tag.name for tag in article.find_all(["h1", "p", "button", "details"])[:3]]
        assert first == ["h1", "p", "p"], name
        box = page.select_one(".summary-box")
        assert box.find_previous("h1") and box.find_next(class_="byline"), name
        assert not article.select('[data-switch="code"]'), name


def test_every_chapter_names_reading_time_and_evidence(chapters, site):
    every = json.loads((site / "files" / "claims.json").read_text())
    for name, page in chapters.items():
        minutes = int(
            re.fullmatch(
                r"(\d+) min read", page.select_one(".byline .reading-time").get_text()
            ).group(1)
        )
        folded = {id(p) for p in page.select("article .number p, article details p")}
        words = sum(
            len(p.get_text().split()) for p in page.select("article p") if id(p) not in folded
        )
        assert words / 400 <= minutes <= words / 100 + 1, (name, minutes, words)
        claims = [c for c in every if c["page"] == name]
        shown = {
            a.get_text(): int(n.get_text().lstrip("×"))
            for a, n in zip(
                page.select(".byline .evidence"), page.select(".byline .times"), strict=True
            )
        }
        assert sum(shown.values()) == len(claims) and set(shown) == {c["kind"] for c in claims}


def test_every_badge_leads_to_its_meaning(site):
    legend = soup(site / "how_to_read.html")
    for kind in KINDS:
        assert legend.find(id=f"badge-{kind.replace(' ', '-')}").get_text() == kind
    seen = 0
    for file in [site / "index.html", site / "claims.html", *site.glob("[0-9]_*/*.html")]:
        for badge in soup(file).select("article .evidence"):
            meaning = KINDS[badge.get_text()]
            assert badge.name == "a" and not badge.find_parent(class_="evidence")
            assert badge["href"].endswith(
                f"how_to_read.html#badge-{badge.get_text().replace(' ', '-')}"
            )
            if file.name != "claims.html":  # a list of hundreds says it in the legend alone
                assert badge["data-meaning"] == meaning
                assert badge["aria-label"] == f"{badge.get_text()}: {meaning}"
            seen += 1
    assert seen > 300


def test_figures_and_tables_are_numbered_across_the_book(chapters):
    figures = numbers(chapters, "figure:not(.copro-table) .caption-number", "Figure")
    tables = numbers(chapters, "figure.copro-table .caption-number", "Table")
    assert figures == list(range(1, len(figures) + 1)) and len(figures) >= 60
    assert tables == list(range(1, len(tables) + 1)) and len(tables) >= 40


def test_every_figure_leads_to_data_vector_and_the_cell_that_draws_it(chapters, site):
    for name in chapters:
        here = places(site / f"{name}.html")
        found = json.loads((BUILD / "notebooks" / name.split("/")[1] / "results.json").read_text())
        for kind, prefix, endings in (
            ("figures", "fig", [".png", ".svg", ".csv"]),
            ("tables", "tbl", [".csv"]),
        ):
            for record in found[kind]:
                links = here[f"{prefix}-{record['id']}"].select(
                    'figcaption .files a:not([href*="/figures/"])'
                )
                assert [Path(a["href"]).suffix for a in links[:-2]] == endings, record["id"]
                assert all((site / name).parent.joinpath(a["href"]).is_file() for a in links[:-2])
                assert links[-2]["href"] == f"#{prefix}-{record['id']}"
                code = here[f"cell-{record['cell']}"]
                assert links[-1]["href"] == f"#cell-{record['cell']}", record["id"]
                assert f"{kind[:-1]}(" in code.get_text(), record["id"]


def test_every_claim_leads_to_its_source_in_the_ledger(chapters, site):
    entries = places(site / "claims.html")
    for name, page in chapters.items():
        for claim in page.select("div.claim"):
            assert (
                claim.select_one("a.claim-source")["href"] == f"../claims.html#{claim['id']}"
                and claim["id"] in entries
            ), name


def test_a_long_source_note_is_folded_and_keeps_every_credit(chapters, site):
    from copro.report.words.sources import credits

    folded = 0
    catalogue = places(site / "data_catalogue.html")
    for name in chapters:
        here = places(site / f"{name}.html")
        found = json.loads((BUILD / "notebooks" / name.split("/")[1] / "results.json").read_text())
        for kind, prefix in (("figures", "fig"), ("tables", "tbl")):
            for record in found[kind]:
                caption = here[f"{prefix}-{record['id']}"].find("figcaption")
                text = " ".join(caption.get_text().split())
                for name in record["tables"]:  # a publisher of several tables is named once
                    credit = " ".join("; ".join(credits([name])).split())
                    for part in credit.split("; ") if name.startswith("published/") else [credit]:
                        assert part in text, (record["id"], part)
                note = caption.select_one("details.source")
                assert bool(note) == (len(record["tables"]) > 3), record["id"]
                if note:
                    assert note.p.get_text().startswith("Source: ") and not note.has_attr("open")
                    assert note.summary.get_text() == f"Sources: {len(record['tables'])} tables"
                    cards = {a.get_text(): a["href"].split("#") for a in note.select("a")}
                    assert list(cards) == record["tables"]
                    assert all(
                        file == "../data_catalogue.html" and place in catalogue
                        for file, place in cards.values()
                    )
                    folded += 1
    assert folded >= 20


def test_a_percent_sign_stays_with_its_number_in_all_prose(site):
    seen = 0
    for file in [f for f in site.rglob("*.html") if "_static" not in f.parts]:
        for paragraph in soup(file).select("article p, article figcaption, article li, article dd"):
            text = "".join(prose(paragraph))
            assert not re.search(r"\d[ \u00a0]%", text), (file.name, text[:80])
            seen += len(re.findall(r"\d\u202f%", text))
    assert seen > 500


def test_images_wait_until_they_are_near_and_keep_their_place(chapters):
    for page in chapters.values():
        for image in page.select("article img"):
            assert (
                image["loading"] == "lazy"
                and int(image["width"]) > 600
                and int(image["height"]) > 100
            )


def test_code_is_folded_and_one_switch_opens_it(chapters):
    for name, page in chapters.items():
        folds = page.select("details.above-input")
        assert folds and not any(fold.has_attr("open") for fold in folds)
        assert len(page.select('button[data-switch="code"][aria-pressed="false"]')) == 1, name
        assert not [
            code for code in page.select("div.cell_input") if not code.find_parent("details")
        ], name


def test_every_chapter_can_be_cited(chapters, site):
    for name, page in chapters.items():
        box, stem = page.select_one("section.cite"), name.split("/")[1]
        bib = (site / "files" / "cite" / f"{stem}.bib").read_text()
        ris = (site / "files" / "cite" / f"{stem}.ris").read_bytes().decode()
        title = page.h1.get_text().removesuffix("#")
        assert (
            title in bib
            and f"T2  - {citation.book()['title']}\r\n" in ris
            and ris.endswith("ER  - \r\n")
        )
        assert (
            box.find(id="cite-bibtex").get_text() == bib
            and title in box.select_one(".cite-text").get_text()
        )
        assert {a["href"].rsplit(".", 1)[-1] for a in box.select("a[download]")} - {"md"} == {
            "bib",
            "ris",
            "ipynb",
        }


def test_bibtex_of_a_chapter_can_be_read():
    from pybtex.database import parse_string

    entry = parse_string(citation.bibtex("key", "What is it?", "Note"), "bibtex").entries["key"]
    assert (
        entry.fields["title"].strip("{}") == "What is it?"
        and entry.fields["year"] == citation.book()["year"]
    )
    assert str(entry.persons["author"][0]).strip("{}") == citation.book()["inverted"][0]


def test_the_footer_names_edition_and_hashes_but_no_clock(chapters, site):
    import hashlib

    digest = hashlib.sha256((DATA / "datapackage.json").read_bytes()).hexdigest()[: numbering.SHORT]
    hashes = set()
    for page in [soup(site / "index.html"), *chapters.values()]:
        foot = page.select_one("footer")
        codes = [code.get_text() for code in foot.select("code")]
        assert codes[0] == digest and foot.time["datetime"] == citation.book()["date"]
        hashes |= set(codes[1:])
    assert len(hashes) >= 15  # chapters that rest on the same tables share a hash


def test_pages_follow_each_other(site):
    listed = ["index", *(page for _, page in numbering.contents())]
    order = sorted(listed, key=lambda page: LANGUAGES.index(language_of(page)))
    for page, following in itertools.pairwise(order):
        if language_of(page) != language_of(following):
            continue  # whoever has read the last page of a language is not led into another one
        link = soup(site / f"{page}.html").select_one('.neighbours a[rel="next"]')
        assert (site / page).parent.joinpath(link["href"]).resolve() == (
            site / f"{following}.html"
        ).resolve()


def test_the_start_page_has_three_findings_eight_verdicts_and_four_ways_in(site):
    page = soup(site / "index.html")
    claims = {c["id"]: c for c in json.loads((site / "files" / "claims.json").read_text())}
    items = page.select("ol.findings > li")
    assert len(items) == 3
    for item in items:
        links = [a["href"] for a in item.select(".where a:not(.evidence, .mark)")]
        claim = claims[links[0].partition("#claim-")[2]]
        assert item.select_one(".value").get_text() == claim["shown"] and item.select_one(
            "a.evidence"
        )
        for link in links[1:]:
            target, _, anchor = link.partition("#")
            number = places(site / target)[anchor].select_one(".caption-number").get_text().strip()
            assert item.find("a", href=link).get_text() == number
    assert len(page.select(".ways > ul > li")) == 4
    assert all(way.select("a") for way in page.select(".ways > ul > li"))
    assert page.select_one("form.to-place")["action"] == "find_your_place.html"
    said = page.select_one("article").get_text().split()
    assert len(said) < 450  # two minutes
    assert "No public table we found lists single cooperations" in " ".join(said)


def test_each_line_of_the_verdict_board_says_the_verdict_and_leads_to_its_card(site):
    claims = {c["id"]: c for c in json.loads((site / "files" / "claims.json").read_text())}
    lines = soup(site / "index.html").select("ul.board > li a")
    assert len(lines) == 8
    for line in lines:
        target, _, card = line["href"].partition("#")
        claim = claims[f"syn-verdict-{card.removeprefix('card-')}"]
        assert line.select_one(".tile").get_text() == TILES[claim["value"]]
        assert claim["sentence"].startswith(line.select("span")[1].get_text())
        found = places(site / target)[card]
        assert found.find_next(id=f"claim-{claim['id']}")


def test_the_board_of_the_chapter_has_a_word_in_every_tile(site):
    board = soup(site / "4_synthesis" / "verdicts.html").select_one("#tbl-syn-board .tiles")
    assert len(board.select("tbody tr")) == 8
    assert {tile.get_text() for tile in board.select(".tile")} <= {*TILES.values(), *ANSWERS}
    assert [len(row.select("th[scope=row]")) for row in board.select("tbody tr")] == [1] * 8


def test_a_chapter_says_where_on_the_path_or_in_the_appendices_it_stands(chapters):
    said = [page.select_one(".byline span").get_text() for page in chapters.values()]
    path = [place for place in said if place.startswith("Chapter ")]
    assert path == [f"Chapter {n} of {len(path)}" for n in range(1, len(path) + 1)]
    assert all(place.startswith("Appendix: ") for place in said[len(path) :])


def test_the_menu_has_the_short_titles_of_the_contents(site):
    page = soup(site / "index.html")
    shown = {a["href"].removesuffix(".html"): a.get_text() for a in page.select(".contents li a")}
    every = registry.short_titles()
    titles = {name: title for name, title in every.items() if language_of(name) == "en"}
    assert titles and {name: shown[name] for name in titles} == titles
    assert max(len(title) for title in titles.values()) <= 32


def test_every_page_has_one_of_each_landmark_and_names_its_buttons(site):
    for file in [f for f in site.rglob("*.html") if "_static" not in f.parts]:
        page = soup(file)
        assert (
            len(page.find_all("main"))
            == len(page.find_all("h1"))
            == len(page.find_all("footer"))
            == 1
        ), file
        labels = [nav.get("aria-label") for nav in page.find_all("nav")]
        assert all(labels) and len(set(labels)) == len(labels), file
        assert all(b.get_text(strip=True) for b in page.find_all("button")), file
        boxes = [box.get("aria-label") for box in page.select(".table-scroll")]
        assert all(boxes) and len(set(boxes)) == len(boxes), file


def test_pages_load_only_what_they_use(site):
    for file in [f for f in site.rglob("*.html") if "_static" not in f.parts]:
        loaded = [
            tag.get("src") or tag.get("href")
            for tag in soup(file).select("script[src], link[rel=stylesheet]")
        ]
        assert len(loaded) == len(set(loaded)) and not [
            u for u in loaded if re.search("bootstrap|fontawesome|thebe", u)
        ]
        assert not [u for u in loaded if "searchtools" in u or u.startswith("search/")]


def test_the_logo_takes_its_colours_from_the_palette(site):
    for theme, colours in THEMES.items():
        drawn = (site / "_static" / f"logo-{theme}.svg").read_text()
        assert colours["blue"] in drawn and colours["orange"] in drawn


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a, b):
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_text_stands_out_from_both_grounds_in_both_themes(site):
    style = (site / "_static" / "copro.css").read_text()
    pairs = {
        name: found
        for name, *found in re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", style)
    }
    assert len(pairs) >= 14 and contrast("#000000", "#ffffff") == pytest.approx(21)
    for theme in (0, 1):
        for name in (
            "ink",
            "quiet",
            "link",
            "code-string",
            "code-word",
            *(n for n in pairs if n.startswith("ev-")),
        ):
            for ground in ("paper", "field"):
                assert contrast(pairs[name][theme], pairs[ground][theme]) >= 4.5, (
                    name,
                    ground,
                    theme,
                )


def test_addresses_of_references_are_not_escaped(site):
    links = [a["href"] for a in soup(site / "references.html").select(".citation a[href^=http]")]
    assert len(links) > 80 and not [link for link in links if "\\" in link]


def test_literature_is_linked_at_publishers_repositories_and_libraries_only(site):
    assert not [
        a["href"]
        for a in soup(site / "references.html").select("main a[href^=http]")
        if not admissible(a["href"])
    ]
    hints = [
        a["title"]
        for name in ("theory", "literature_map", "literature_factors")
        for a in soup(site / "1_literature" / f"{name}.html").select("main a[title]")
    ]
    shown = [address for hint in hints for address in re.findall(r"https?://[^\s,]+(?<!\.)", hint)]
    assert len(hints) > 10 and not [address for address in shown if not admissible(address)]
