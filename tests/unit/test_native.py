"""Pages in Norwegian, German and Danish: nothing is missing, and no number differs."""

import csv
import json
import re
from collections import Counter, defaultdict
from itertools import pairwise

import pytest

from copro.book.languages import NATIVE, language_of
from copro.book.pages import native, start
from copro.book.pages.glossary import native_glossary, term_id
from copro.book.pages.native import TERM, Texts
from copro.book.pages.summaries import HYPOTHESES, PLACE, SummaryError
from copro.chapters import registry
from copro.paths import REFERENCE, ROOT
from copro.report.words.languages import LANGUAGES, words
from copro.run import plain, sweep

# What the reference leaves out of a claim; any values do.
SHOWN = {"digits": 1, "page": "2_norway/norway_practice", "level": 95}
CLAIMS = [
    SHOWN | claim for claim in json.loads((REFERENCE / "claims.json").read_text(encoding="utf-8"))
]
BY_ID = {claim["id"]: claim for claim in CLAIMS}
MAIN = [page for part, page in registry.contents() if part == "The book in ten chapters"]
APPENDICES = [
    "4_synthesis/second_cases",
    "2_norway/oldest_2040",
    "3_germany/germany_elderly_care",
    "3_germany/denmark_check",
    "3_germany/who_provides",
]
CHAPTERS = {page: {"name": page.split("/")[1]} for page in [*MAIN, *APPENDICES]}
SHORT = {one: words("chapters", one) for one in LANGUAGES}
PAGES = ("index", "how_to_read", "chapters", "glossary", "sources", "meeting")
# Words of the frame that are the same in English.
SAME = {"start", "book", "example", "data", "version", "search", "copied"}


@pytest.fixture(scope="module")
def texts():
    return Texts(CLAIMS, CHAPTERS)


def source(language, page):
    folder = ROOT / "book" if language == "en" else ROOT / "book" / language
    return (folder / f"{page}.md").read_text(encoding="utf-8")


def summary(language):
    return (ROOT / "book" / "summaries" / f"{language}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_the_same_parts_and_numbers_in_each_language(page):
    first, *others = [source(one, page) for one in NATIVE]
    for other in others:
        assert PLACE.findall(other) == PLACE.findall(first)
        assert [len(re.findall(rf"^{mark} ", other, re.M)) for mark in ("#", "##", r"\*")] == [
            len(re.findall(rf"^{mark} ", first, re.M)) for mark in ("#", "##", r"\*")
        ]


@pytest.mark.parametrize("language", NATIVE)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_filled_and_its_links_lead_to_its_own_language(texts, page, language):
    made = texts.page(f"{language}/{page}", source(language, page))
    assert "[[" not in made and "{term}" not in made
    goals = re.findall(r"\]\(\.\./([\w/]+)\)(.*)", made)
    assert page in ("glossary", "chapters") or goals
    for goal, rest in goals:
        assert goal not in CHAPTERS, goal  # its five sentences in the language are led to instead
        foreign = language_of(goal) != language
        assert rest.startswith(f" ({words('frame', language)['in_english']})") == foreign, goal


def test_the_start_page_shows_what_the_english_one_shows(texts):
    """The same findings, the same board with the words of the language, the same clue."""
    for language in NATIVE:
        made = texts.page(f"{language}/index", source(language, "index"))
        assert re.findall(r"#claim-([a-z0-9-]+)\"", made) == list(start.listed())
        assert f'/{language}/sources.html#source-{start.NEED}">' in made
        assert words("frame", language)["board_note"] in made
        own = texts.words[language]
        cards = re.findall(r'#card-h(\d)" hreflang="en".*?data-says="([\w-]+)">([^<]+)<', made)
        assert [int(n) for n, _, _ in cards] == list(HYPOTHESES)
        for n, _, word in cards:
            assert word == start.native(BY_ID[f"syn-verdict-h{n}"]["value"], own)


@pytest.mark.parametrize("language", NATIVE)
def test_verdicts_are_counted_as_they_are(texts, language):
    own = texts.words[language]
    found = Counter(BY_ID[f"syn-verdict-h{n}"]["value"] for n in HYPOTHESES)
    said = texts.verdict_sum(language)
    assert own["numbers"][0] in said and own["supported"] in said  # none is supported
    for verdict, count in found.items():
        assert own["numbers"][count] in said and own[verdict] in said
    assert plain.count(said) <= plain.LONGEST


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_of_the_summary_has_its_source(texts, language):
    said = words("sources", language)
    assert texts.sourced(language) == list(said)
    page = "sources" if language == "en" else f"{language}/sources"
    lines = re.findall(r"^\* .+\n .+", texts.sources(page), flags=re.M)
    assert len(lines) == len(said)
    for line, id in zip(lines, said, strict=True):
        kind = words("kinds", language)[BY_ID[id]["kind"]]
        assert f"(#claim-{id})" in line and f">{kind}</span>" in line
        assert line.count("data_catalogue.html#table-") == len(BY_ID[id]["tables"])
        said_of_it = line.partition("</span>")[2].partition("<span")[0]
        assert bool(BY_ID[id]["interval"]) == ("95" in said_of_it)
        assert f'id="source-{id}"' in line


def test_a_number_without_words_is_an_error(texts):
    with pytest.raises(SummaryError, match=r"nb/sources: no words or no claim .*'no-such'"):
        texts.rows("nb/sources", ["no-such"])


def test_each_chapter_of_the_path_has_five_sentences_in_each_language():
    names = [chapter["name"] for chapter in CHAPTERS.values()]
    for language in LANGUAGES:
        assert list(SHORT[language]) == list(words("chapter_titles", language)) == names
        for name, text in SHORT[language].items():
            whole = text.replace("[[verdict-sum]]", "[[verdict-sum]].")
            said = re.split(r"(?<=[.?]) (?=[A-ZÆØÅÄÖÜ[])", whole)
            assert len(said) == 5, (language, name, said)
            assert max(map(plain.count, said)) <= plain.LONGEST, (language, name)
            assert not any(re.match(r"\[\[(?!verdict-sum)|\d", one) for one in said)


def numbers(text):
    return Counter(found[:2] for found in PLACE.findall(text))


@pytest.mark.parametrize("name", SHORT["en"])
def test_a_chapter_has_the_same_numbers_in_each_language(name):
    expected = numbers(SHORT["en"][name])
    assert expected
    assert all(numbers(SHORT[language][name]) == expected for language in LANGUAGES)
    typed = {}
    for language in LANGUAGES:
        left = re.sub(r"\[\[[^\]]*\]\]|(?<=\d)[.,\s](?=\d{3})", "", SHORT[language][name])
        typed[language] = sorted(re.findall(r"\d+", left))
    assert len({tuple(found) for found in typed.values()}) == 1, typed


def test_years_of_the_sentences_are_those_of_their_claims():
    """A year that a sentence names stands in the sentence of a claim of the same chapter."""
    for name, text in SHORT["en"].items():
        said = " ".join(BY_ID[id]["sentence"] for id, _, _ in PLACE.findall(text) if id in BY_ID)
        for year in re.findall(r"\b(?:19|20)\d\d\b", text):
            assert year in said, (name, year)


def moved():
    """Id of a claim -> its sentences under the choices of the sweep that change it."""
    rows = defaultdict(list)
    with sweep.SWEEP.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["kind"] == "claim" and row["id"] in BY_ID and row["text"]:
                rows[row["id"]].append(row["text"])
    return rows


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_number_is_typed_that_a_choice_moves(language):
    """An edition with another year reads as well: its year, age or level is ``[[id:year]]``."""
    whole = [*SHORT[language].values(), source(language, "meeting"), summary(language)]
    whole += [f"[[{id}]] {text}" for id, text in words("sources", language).items()]
    other, typed = moved(), []
    for text in whole:
        for sentence in re.split(r"(?<=[.!?])\s+(?=[A-ZÆØÅÄÖÜ])", text):
            left = {*re.findall(r"\d+", re.sub(r"\[\[[^\]]*\]\]", "", sentence))}
            for id, _, _ in PLACE.findall(sentence):
                computed = re.search(rf"\[\[{id}:(?!low|high|n\b|word|times)", sentence)
                if id in BY_ID and not computed:
                    own = left & {*re.findall(r"\d+", BY_ID[id]["sentence"])}
                    lost = {
                        n for n in own for said in other[id] if n not in re.findall(r"\d+", said)
                    }
                    typed += [(id, sorted(lost), sentence)] if lost else []
    assert not typed


def test_what_the_sentences_of_the_chapters_say_beside_numbers_holds():
    """'Grew', 'fell', 'higher', 'not settled by need alone', as the claims are now."""
    value = {id: claim["value"] for id, claim in BY_ID.items()}
    assert value["no-80plus-growth"] > 0 and value["no-home-services-users"] > 0
    assert "fell" in BY_ID["no-home-services-fell"]["sentence"]
    assert value["no-home-services-change"] < 0
    assert value["contrast-purse"] > 0 and value["old-80plus-growth"] > 0
    assert "at most" in BY_ID["contrast-home-care"]["sentence"]
    assert "on the list" in BY_ID["role-places-denmark"]["sentence"].lower()
    # Ratings of others: one link is clear, two are not.
    assert BY_ID["sc-operational"]["interval"][0] > 0
    for id in ("sc-rules-design", "sc-dependence-delivery"):
        assert BY_ID[id]["interval"][0] < 0 < BY_ID[id]["interval"][1]
    assert value["pl-replace-staff"].startswith("not testable")
    # "Agreements and local discretion show no lasting pattern."
    assert value["frame-h1"] == value["frame-h2"] == "no clear direction"
    assert BY_ID["lf-outcome-unstudied-both"].get("disagree")


@pytest.mark.parametrize("language", NATIVE)
def test_the_glossary_explains_every_term_in_its_language(language):
    terms = json.loads((ROOT / "book" / "terms.json").read_text(encoding="utf-8"))
    made = native_glossary(terms, language)
    for term in terms:
        assert set(term["meanings"]) == set(NATIVE)
        assert term["meanings"][language] in made
        assert made.count(f"({term_id(term['en'], language)})=") == 1
        assert all(word in made for word in term[language])
    known = {term_id(term["en"], language) for term in terms}
    text = (ROOT / "book" / "summaries" / f"{language}.md").read_text(encoding="utf-8")
    named = [one.rstrip(">").partition(" <")[2] for one in TERM.findall(text)]
    assert named and {term_id(one, language) for one in named} <= known


def test_a_kreis_is_a_district_and_a_land_a_state_never_a_county():
    terms = json.loads((ROOT / "book" / "terms.json").read_text(encoding="utf-8"))
    german = {word: term["en"] for term in terms for word in term["de"]}
    assert german["Kreis"] == "district (Kreis)" and german["Land"] == "state (Land)"
    (county,) = [term for term in terms if term["en"] == "county"]
    assert county["nb"] == ["fylke"] and county["de"] == []


def test_the_glossary_follows_the_alphabet_of_its_language():
    terms = [
        {
            "en": word,
            "nb": [word],
            "de": [word],
            "da": [word],
            "meanings": dict.fromkeys(NATIVE, ""),
        }
        for word in ("åa", "øa", "æa", "za", "äa", "ba")
    ]

    def order(language, letters):
        found = re.findall(r"\*\*(.)a\*\*", native_glossary(terms, language))
        return [one for one in found if one in letters]

    assert order("nb", "zæøå") == order("da", "zæøå") == ["z", "æ", "ø", "å"]
    assert order("de", "äbz") == ["ä", "b", "z"]


def test_a_word_of_the_frame_is_translated():
    english = words("frame", "en")
    for language in NATIVE:
        own = words("frame", language)
        same = {name for name, word in own.items() if word == english[name]}
        assert same <= SAME, (language, same)
    for area in ("kinds", "sources", "chapters", "chapter_titles"):
        ours = words(area, "en")
        for language in NATIVE:
            own = words(area, language)
            assert not [
                name for name, word in own.items() if word == ours[name] and name != "register"
            ]


@pytest.mark.parametrize("language", NATIVE)
def test_native_sentences_are_short(language):
    for page in ("index", "how_to_read", "chapters", "glossary", "sources"):
        text = source(language, page).replace("[[verdict-sum]] ", "")
        blocks = re.split(r"\n+", re.sub(r"\]\([^)]*\)|^#.*$", "", text, flags=re.M))
        said = [one for block in blocks for one in plain.sentences(block.removeprefix("* "))]
        assert [one for one in said if plain.count(one) > plain.LONGEST] == []
        assert not re.search(r"(?:^|[.?:] )\d", " ".join(blocks))


def test_the_menu_of_a_language_lists_its_own_pages():
    for language in NATIVE:
        pages = [page for _, page in registry.contents() if language_of(page) == language]
        assert {f"{language}/{page}" for page in PAGES} | {f"summaries/{language}"} <= set(pages)
    english = [page for _, page in registry.contents() if language_of(page) == "en"]
    assert [page for page in english if page.startswith("summaries/")] == ["summaries/en"]
    # All pages of a language stand together, so that one leads to the next.
    order = [language_of(page) for _, page in registry.contents()]
    assert sum(a != b for a, b in pairwise(order)) == len(NATIVE)


def test_an_interval_and_a_count_are_said_as_the_language_says_them(texts):
    claim = {"id": "x", "value": "9 of 22", "unit": "count", "digits": 0}
    assert native.shown(claim, texts.words["de"], "de", "x") == "9 von 22"
    with pytest.raises(SummaryError, match="no word for 'all six'"):
        native.shown(claim | {"value": "all six"}, texts.words["da"], "da", "x")


def test_a_publisher_is_named_as_the_readers_of_a_page_know_it(texts):
    said = {one: texts.sure("no-sector-nonprofit-places-2014", one) for one in LANGUAGES}
    assert "Statistics Norway" in said["en"]
    assert all("Statistisk sentralbyrå" in said[one] for one in NATIVE)
    for one in NATIVE:
        made = texts.page(f"{one}/sources", source(one, "sources"))
        assert "Statistics Norway" not in made and "Federal Institute" not in made
