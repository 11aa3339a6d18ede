"""What others take along: a figure on a page of its own, and the source of the whole book."""

import json
import re
import tarfile

import pytest
from bs4 import BeautifulSoup
from soups import places, soup

from copro.book.pages.embed import FOLDER
from copro.paths import BUILD

SMALL = 8_000  # bytes of a page that shows one figure, the picture apart


@pytest.fixture(scope="module")
def figures(site):
    found = [json.loads(f.read_text()) for f in BUILD.glob("notebooks/*/results.json")]
    return [figure | {"page": one["page"]} for one in found for figure in one["figures"]]


def test_each_figure_has_a_page_of_its_own(site, figures):
    assert len(figures) > 50
    assert {f.stem for f in (site / FOLDER).glob("*.html")} == {f["id"] for f in figures}


def test_it_has_picture_title_source_licence_and_the_way_back_and_no_script(site, figures):
    for figure in figures:
        file = site / FOLDER / f"{figure['id']}.html"
        page = soup(file)
        assert file.stat().st_size < SMALL and not page.find_all(["script", "link", "iframe"])
        assert page.html["lang"] == "en" and len(page.img["alt"]) >= 60
        shown = [page.img["src"], *(source["srcset"] for source in page.find_all("source"))]
        assert len(shown) == 4 and all((file.parent / name).is_file() for name in shown)
        assert page.title.get_text() == page.h1.get_text()
        words = page.footer.get_text()
        assert "Source:" in words and "CC BY 4.0" in words and "Data:" in words
        back = page.footer.a["href"]
        assert back == f"../{figure['page']}.html#fig-{figure['id']}"
        assert page.footer.a["target"] == "_top"  # out of the frame


def test_the_row_below_a_figure_has_the_code_that_shows_it_elsewhere(site, figures):
    for figure in figures:
        here = places(site / f"{figure['page']}.html")
        row = here[f"fig-{figure['id']}"].select_one(".files")
        [button] = row.select('button[data-copy-text*="<iframe"]')
        frame = BeautifulSoup(button["data-copy-text"], "html.parser").iframe
        assert frame["src"] == f"{{root}}{FOLDER}/{figure['id']}.html" and frame["title"]
        assert row.select_one(f'a[href$="{FOLDER}/{figure["id"]}.html"]')


def test_beside_the_file_of_a_figure_its_columns_source_and_licence_are_described(site, figures):
    units = 0
    for figure in figures:
        file = site / "files" / f"{figure['id']}.csv"
        said = json.loads(file.with_name(f"{file.name}-metadata.json").read_text(encoding="utf-8"))
        columns = said["tableSchema"]["columns"]
        assert (
            ",".join(one["name"] for one in columns)
            == file.open(encoding="utf-8").readline().strip()
        )
        assert said["url"] == file.name and said["dc:source"] and said["dc:license"]
        units += sum("unit" in one for one in columns)
    assert units > len(figures)  # most have a column with a unit


def test_the_source_is_one_file_that_every_page_leads_to(site):
    [file] = (site / "files").glob("*.tar.gz")
    assert re.fullmatch(r"co-producing-care-\d+\.\d+\.\d+-[0-9a-f]{12}\.tar\.gz", file.name)
    for page in ("index", "reproduce", "how_to_cite", "2_norway/norway_practice", "search"):
        found = soup(site / f"{page}.html")
        [link] = found.select(f'footer a[href$="files/{file.name}"]')
        assert (site / f"{page}.html").parent.joinpath(link["href"]).resolve() == file.resolve()
    for page in ("reproduce", "how_to_cite"):
        assert soup(site / f"{page}.html").select(f'article a[href$="{file.name}"]')
    with tarfile.open(file) as archive:
        names = archive.getnames()
    folder = file.name.removesuffix(".tar.gz")
    assert f"{folder}/Makefile" in names and all(name.startswith(f"{folder}/") for name in names)
    assert not [n for n in names if re.search(r"/(\.git|_build|\.venv|__pycache__)/|\.pyc$", n)]
