"""Find your place in a real browser: keyboard, shared address, no network, no script, phones."""

import gzip
import re

import pytest

from .pages import AXE, TOO_WIDE, faults

OWN, SENT = (
    500_000,
    1_500_000,
)  # bytes: page and data on the disk; all that is sent with the theme, compressed


def opened(visit, code="", width=1280, theme="light", language="en", **options):
    """The page, ready, with the profile of a place."""
    folder = "" if language == "en" else f"{language}/"
    mark = "#" if code and code[0] != "?" else ""
    address = f"{folder}find_your_place{mark}{code}"
    page = visit(address, width=width, theme=theme, **options)
    page.wait_for_selector("#place-search[data-ready]")
    return page


@pytest.fixture
def place(visit):
    """``place(code, width, theme, language)`` opens the page; nothing may go wrong on the way."""
    pages = []

    def start(*args, **options):
        pages.append(opened(visit, *args, **options))
        return pages[-1]

    yield start
    assert not [page.problems + page.requests for page in pages if page.problems or page.requests]


@pytest.fixture(scope="module")
def field(visit_once):
    """A page for those who only type."""
    page = opened(visit_once)
    yield page
    assert not page.problems and not page.requests


@pytest.fixture(scope="module")
def profile(visit_once):
    """``profile(code, width=, theme=, language=)`` leads a page to a place."""
    pages = {}

    def led(code, width=1280, theme="light", language="en"):
        kind = theme, language
        if kind not in pages:
            pages[kind] = opened(visit_once, theme=theme, language=language)
        page = pages[kind]
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("code => {location.hash = code}", code)
        page.wait_for_function("code => (document.body.dataset.place ?? '') === code", arg=code)
        return page

    yield led
    assert not any(page.problems + page.requests for page in pages.values())


def heading(page):
    return page.inner_text("#place-heading") if page.is_visible("#place-profile") else None


def options(page):
    return page.locator("#place-list [role=option]").all_inner_texts()


def test_a_profile_is_reached_with_the_keyboard_alone(place):
    page = place()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "place-input":
            break
    page.keyboard.type("tro")
    assert [text.split("\n")[0] for text in options(page)][:2] == ["Tromsø", "Trondheim"]
    field = page.locator("#place-input")
    assert field.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    chosen = page.locator("#place-list [aria-selected=true]")
    assert chosen.get_attribute("id") == field.get_attribute("aria-activedescendant")
    page.keyboard.press("Home")
    assert chosen.inner_text().startswith("Tromsø")
    page.keyboard.press("Enter")
    page.wait_for_selector("#place-profile:visible")
    assert page.inner_text("#place-heading") == "Tromsø" and page.url.endswith("#NOR-5501")
    assert (
        not page.is_visible("#place-list")
        and page.evaluate("document.activeElement.id") == "place-input"
    )
    assert "of the inhabitants were 80 or older" in page.inner_text(
        "#place-summary[aria-live=polite]"
    )


def test_on_a_touch_screen_the_field_gives_up_the_focus_and_the_name_comes_into_view(place):
    page = place(width=390, has_touch=True, is_mobile=True)
    page.fill("#place-input", "tromsoe")
    page.locator("#place-list [role=option]").first.tap()
    page.wait_for_selector("#place-profile:visible")
    assert page.evaluate("document.activeElement.id") != "place-input"
    page.wait_for_function(
        "(top => top >= 0 && top < innerHeight / "
        "3)(document.querySelector('#place-heading').getBoundingClientRect().top)"
    )


def test_a_small_place_has_its_warning_beside_beds_and_payments_and_years_stand_in_the_labels(
    profile,
):
    page = profile("NOR-1151")
    for label in (
        "Beds in care institutions per 1,000 aged 80 or over (2018)",
        "User payments for home-based care per inhabitant aged 80 or over (2016)",
    ):
        assert "Divided by only" in page.locator("tr", has_text=label).inner_text()
    assert "via Alksalt/omsorgsradar" in page.locator(".place-table").text_content()
    assert page.locator(".place-origin a[href='reproduce.html']").count() == 1


def test_escape_closes_the_list_and_then_empties_the_field(field):
    page = field
    page.fill("#place-input", "")
    page.locator("#place-input").press_sequentially("oslo")
    page.keyboard.press("Escape")
    assert not page.is_visible("#place-list") and page.input_value("#place-input") == "oslo"
    page.keyboard.press("Escape")
    assert page.input_value("#place-input") == ""


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("TROMSOE", "Tromsø"),
        ("alesund", "Ålesund"),
        ("aalesund", "Ålesund"),
        ("guovdageaidnu", "Kautokeino"),
        ("karasjohka", "Karasjok"),
        ("tråante", "Trondheim"),
        ("muenchen", "München"),
        ("munchen", "München"),
        ("giessen", "Gießen"),
        ("vaaler", "Våler (Østfold)"),
        ("09162", "München, Landeshauptstadt"),
        ("våler (innl", "Våler (Innlandet)"),
        ("København", "København"),
        ("copenhagen", "København"),
        ("aarhus", "Aarhus"),
    ],
)
def test_names_are_found_as_readers_write_them(field, typed, name):
    field.fill("#place-input", typed)
    assert any(text.startswith(name) for text in options(field)), options(field)


def test_a_name_that_is_not_there_is_said(field):
    field.fill("#place-input", "xyzzy")
    assert "Not found" in field.inner_text("#place-count") and not field.is_visible("#place-list")


@pytest.mark.parametrize(
    ("typed", "meant"), [("Bergn", "Bergen"), ("Goerlits", "Görlitz"), ("Tromso kommun", "Tromsø")]
)
def test_a_misspelt_name_leads_to_the_nearest(profile, typed, meant):
    page = profile("", width=390)
    page.fill("#place-input", typed)
    assert options(page)[0].startswith(meant)
    said, listed = (page.locator(f"#place-{one}").bounding_box() for one in ("count", "list"))
    assert "Did you mean" in page.inner_text("#place-count")
    assert said["y"] + said["height"] <= listed["y"] + 1  # the list does not cover what is said


def test_a_name_that_was_asked_for_leaves_the_address_once_its_place_is_shown(place):
    page = place("?q=Bergen")
    page.wait_for_function("location.hash === '#NOR-4601' && !location.search")


def test_a_shared_address_opens_a_light_page_with_its_profile_and_back_leads_back(place, site):
    one = place("DEU-09162")
    files = {
        site / url.split("#")[0].split("?")[0].removeprefix(site.as_uri() + "/")
        for url in one.asked
    }
    files = {file for file in files if file.is_file()}
    own = [
        file
        for file in files
        if file.is_relative_to(site / "places") or file.name == "find_your_place.html"
    ]
    assert len(own) == 12 and sum(file.stat().st_size for file in own) < OWN
    # With the theme, as a server sends it.
    assert sum(len(gzip.compress(file.read_bytes())) for file in files) < SENT
    assert heading(one) == "München, Landeshauptstadt"
    assert one.locator(".place-local path.chosen").count() == 1
    top = one.locator("#place-heading").evaluate("e => e.getBoundingClientRect().top")
    assert 0 <= top < 450  # the name is in view, not the head of the page alone
    assert one.locator("#place-profile a[href='summaries/en.html']").count() == 1
    one.evaluate("location.hash = 'NOR-0301'")
    one.wait_for_function("document.querySelector('#place-heading').textContent.startsWith('Oslo')")
    one.go_back()
    one.wait_for_function(
        "document.querySelector('#place-heading').textContent.startsWith('München')"
    )


def test_an_unknown_code_is_said_and_an_anchor_is_left_alone(place):
    one = place("NOR-9999")
    assert heading(one) is None and "no place with the code NOR-9999" in one.inner_text(
        "#place-message"
    )
    other = place("how-to-read-a-profile")
    assert heading(other) is None and other.inner_text("#place-message") == ""


def test_missing_values_are_said_with_their_reason(profile):
    page = profile("NOR-1151")
    row = page.locator("tr", has_text="Residents of nursing homes").inner_text()
    assert "no value" in row and "suppressed by the publisher" in row
    assert "users of home services (2023)" in page.inner_text("#place-summary")
    assert "city state" in profile("DEU-11000").inner_text(".place-table")


def test_every_row_has_its_drawing_in_words_and_leads_to_limits_and_card(profile, site):
    page = profile("NOR-0301")
    drawings = page.locator(".place-strip")
    assert drawings.count() == 10
    assert page.locator(".place-local").count() == 0  # Oslo is a county of its own
    assert "The lowest of the 21." in page.inner_text(".place-table")
    for i in range(drawings.count()):
        assert re.match(
            r"Lowest of the group .+, typical .+, highest .+; Oslo",
            drawings.nth(i).get_attribute("aria-label"),
        )
    links = page.eval_on_selector_all(
        ".place-table details a", "links => links.map(a => a.getAttribute('href'))"
    )
    catalogue = (site / "data_catalogue.html").read_text()
    for link in links:
        file, _, anchor = link.partition("#")
        assert (site / file).is_file() and (not anchor or f'id="{anchor}"' in catalogue), link


def test_without_javascript_the_tables_can_be_downloaded(visit, site):
    page = visit("find_your_place", java_script_enabled=False)
    assert not page.is_visible("#place-search")
    for name in ("norway", "germany", "denmark"):
        link = page.locator(f"noscript a[href='files/places_{name}.csv']")
        assert link.is_visible() and (site / "files" / f"places_{name}.csv").is_file()


@pytest.mark.parametrize(
    ("width", "theme", "code"),
    [
        (390, "light", "DEU-07333"),
        (390, "dark", "NOR-1151"),
        (768, "light", "NOR-5610"),
        (768, "dark", "DEU-11000"),
        (1440, "light", "NOR-1151"),
        (1440, "dark", "DEU-07333"),
        (390, "light", "DNK-0101"),
        (390, "dark", "NOR-4601+NOR-4629+NOR-0301"),
        (1280, "light", "NOR-4601+NOR-4629+NOR-0301"),
        (390, "light", ""),
        (1280, "dark", ""),
    ],
)
def test_nothing_overflows_and_axe_finds_nothing(profile, width, theme, code):
    page = profile(code, width, theme=theme)
    page.fill("#place-input", "he")
    assert page.is_visible("#place-list")
    assert page.evaluate(TOO_WIDE) == 0
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    assert faults(page, "article", shown=False) == []  # not the frame around it


def test_without_a_place_there_are_examples_and_a_map_that_leads_to_places(profile):
    page = profile("")
    assert "Bergen" in page.get_attribute("#place-input", "placeholder")
    assert page.locator(".place-examples a").count() == 4
    assert page.locator(".place-regions").count() == 3
    page.get_by_role("button", name="Vestland", exact=True).click()
    page.get_by_role("link", name="Modalen", exact=True).nth(1).click()
    page.wait_for_selector("#place-profile:visible")
    assert page.url.endswith("#NOR-4629") and not page.is_visible("#place-start")


@pytest.mark.parametrize(
    ("language", "heading", "number", "rank"),
    [
        ("nb", "Brukere av hjemmetjenester", "23,1", "fra toppen av 21"),
        ("de", "Nutzer häuslicher Dienste", "23,1", "von oben unter 21"),
        ("da", "Modtagere af hjemmehjælp og hjemmesygepleje", "23,1", "fra toppen af 21"),
    ],
)
def test_a_profile_is_in_the_language_of_its_page(profile, language, heading, number, rank):
    page = profile("NOR-4601", language=language)
    row = page.locator("tr", has_text=heading).first.inner_text()
    assert number in row and rank in row
    shown = page.inner_text("#place-profile")
    assert "{" not in shown and "undefined" not in shown and "Typical" not in shown
    assert page.get_attribute("html", "lang") == language


def test_a_german_officer_reads_the_settlement_type_in_german(profile):
    page = profile("DEU-14626", language="de")
    assert "dünn besiedelter ländlicher Kreis" in page.inner_text("#place-summary")
    assert "Nur Pflegegeld (2023)" in page.inner_text(".place-table")


def test_copenhagen_says_what_no_public_copy_has_and_where_it_is(profile):
    page = profile("DNK-0101", language="da")
    assert "Selvejende institutioner har" in page.inner_text("#place-summary")
    links = page.locator(".place-absent a")
    assert links.first.get_attribute("href") == "https://www.statbank.dk/AED06"


def test_up_to_three_places_of_a_country_stand_side_by_side_and_the_address_keeps_them(
    place, profile
):
    page = profile("NOR-4601")
    for name in ("oslo", "modalen"):
        page.get_by_role("button", name="Compare with another place").click()
        page.locator("#place-input").press_sequentially(name)
        page.keyboard.press("Enter")
        page.wait_for_function(
            "name => document.title.toLowerCase().includes(name)",
            arg=name,
        )
    assert page.url.endswith("#NOR-4601+NOR-0301+NOR-4629")
    assert page.locator(".place-table thead th").all_inner_texts()[1:] == [
        "Bergen",
        "Oslo",
        "Modalen",
    ]
    assert page.get_by_role("button", name="Compare with another place").count() == 0
    page.get_by_role("button", name="Remove Oslo").click()
    page.wait_for_function("location.hash === '#NOR-4601+NOR-4629'")
    page.get_by_role("button", name="Remove Bergen").click()  # also the first
    page.wait_for_function("location.hash === '#NOR-4629'")
    shared = place("NOR-4601+NOR-4629")
    assert heading(shared) == "Bergen · Modalen"
    types = profile("DEU-14626+DEU-11000", language="de").inner_text("#place-where")
    assert "dünn besiedelter ländlicher Kreis" in types and "kreisfreie Großstadt" in types
    mixed = profile("NOR-4601+DEU-14626")  # never across countries
    assert heading(mixed) == "Bergen"


def test_every_year_is_a_line_that_stops_where_the_definition_changed(profile):
    page = profile("DEU-14626")
    cash = page.locator("tr", has_text="Cash allowance only").locator(".place-line")
    # 2009-2015, 2017 alone, 2019-2023: two lines and a dot, and the dot of the last value
    assert (cash.locator("polyline").count(), cash.locator("circle").count()) == (2, 2)
    age = page.locator("tr", has_text="Mean age")
    assert age.locator(".place-years .place-ends").inner_text().split() == ["1995", "2022"]
    assert "in 1995" in age.locator(".place-line").get_attribute("aria-label")


@pytest.mark.parametrize(
    ("language", "code"), [("nb", "NOR-4601"), ("de", "DEU-14626"), ("da", "DNK-0101")]
)
def test_a_profile_is_printed_on_two_pages_with_its_sources(profile, language, code):
    page = profile(code, language=language)
    made = page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", made)) <= 2
    page.emulate_media(media="print")
    foot = page.inner_text(".place-print")
    assert code in foot and "find_your_place" in foot and re.search(r"\b20\d\d\b", foot)
    assert not page.is_visible(".place-table summary") and page.is_visible(".place-note >> nth=0")
    page.emulate_media(media="null")
