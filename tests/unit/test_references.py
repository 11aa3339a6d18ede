"""The list of references: a work is linked at its DOI, publisher, issuing body or repository,
or not at all.
"""

import re

import pandas as pd
import pytest

from copro.book.pages.bibliography import (
    DOI,
    HOSTS,
    IN_A_COPY,
    admissible,
    bibliography,
    checked,
    linked,
)
from copro.data import load
from copro.paths import ROOT

ENTRIES = dict(re.findall(r"(?ms)^(?=@\w+\{([^,\s]+),)(.*?^\})", bibliography()))
ENTRY = (
    "@article{a,\n  title = {{T}},\n  doi = {10.1234/x},\n"
    "  url = {https://docplayer.dk/1-T.html},\n}"
)


def fields(entry, *names):
    return {
        name: found
        for name, found in re.findall(r"(?m)^  (\w+) = \{(.*)\},$", entry)
        if name in names
    }


def test_every_link_of_the_list_is_a_doi_or_on_a_host_that_may_be_linked():
    for key, entry in ENTRIES.items():
        found = fields(entry, "doi", "url")
        assert len(found) <= 1 and len(re.findall(r"(?m)^  note = ", entry)) <= 1, key
        assert DOI.fullmatch(found.get("doi", "10.1234/x")) and admissible(
            found.get("url", "https://doi.org/10.1234/x")
        ), (key, found)


def test_of_135_works_73_have_a_doi_and_35_no_link():
    found = [set(fields(entry, "doi", "url")) for entry in ENTRIES.values()]
    assert (len(found), found.count({"doi"}), found.count({"url"}), found.count(set())) == (
        135,
        73,
        27,
        35,
    )


@pytest.mark.parametrize(
    "key, doi",
    [
        ("traetteberg_enjolras_2023", "10.1177/08997640231176801"),
        ("bovaird_2007", "10.1111/j.1540-6210.2007.00773.x"),
        ("ostrom_1996", "10.1016/0305-750X(96)00023-X"),
        ("dimaggio_powell_1983", "10.2307/2095101"),
        ("bovaird_etal_2014", "10.1017/S0047279414000567"),
    ],
)
def test_works_that_the_book_rests_on_have_their_doi(key, doi):
    assert fields(ENTRIES[key], "doi", "url") == {"doi": doi}


@pytest.mark.parametrize(
    "address",
    [
        "https://9pdf.net/document/x",
        "http://docplayer.dk/18127286-x.html",
        "https://5dok.org/document/x",
        "https://vdoc.pub/documents/x",
        "https://sage.cnpereading.com/doi/10.1177/08997640231176801",
        "https://www.scribd.com/document/1/x",
        "https://onlinelibrary-wiley-com-443.webvpn.zafu.edu.cn/doi/full/10.1111/x",
        "https://www-cambridge-org.ezproxyberklee.flo.org/core/x",
        "http://core-varnish-new.prod.aop.cambridge.org/core/x",
        "http://test.tijdschriften.budh.nl/x",
        "https://staging.vive.dk/x",
        "https://www.wingkosmart.com/iframe?url=x",
        "https://cricutcom-setup.com/2071-1050/12/24/10229/htm",
        "https://licentiada.org/?p=617400",
        "https:///distantreader.org/stacks/x",
        "https://indre24.no/2024/07/06/x",
        "https://doi.org/https://doi.org/10.1007/x",
        "https://doi.org",
        "ftp://doi.org/10.1/x",
        "https://doi.org/10.1007/a b",
        "https://doi.org\\@9pdf.net/x",
        "https://doi.org@9pdf.net/x",
        "docplayer",
    ],
)
def test_mirrors_proxies_staging_and_spam_hosts_and_malformed_addresses_are_refused(address):
    assert not admissible(address)


def test_no_host_that_the_table_of_works_calls_a_mirror_may_be_linked():
    works = load("literature/works")
    mirrors = works.loc[works["url_is_mirror"], "source_url"]
    assert len(mirrors) > 80
    assert [a for a in mirrors if admissible(a)] == []


def test_a_listed_host_is_in_use_or_the_doi():
    used = {
        fields(e, "url").get("url", "https://doi.org/").split("/")[2].removeprefix("www.")
        for e in ENTRIES.values()
    }
    assert used == {host for hosts in HOSTS.values() for host in hosts}


def test_found_addresses_belong_to_works_without_a_doi_and_say_what_agrees():
    table, works = (
        pd.read_csv(ROOT / "book" / "addresses.csv"),
        load("literature/works").set_index("key"),
    )
    assert (
        table["key"].is_unique
        and table["key"].is_monotonic_increasing
        and table.notna().all(axis=None)
    )
    assert works.loc[table["key"], "doi"].isna().all() and set(checked()) <= set(ENTRIES)
    assert all(DOI.fullmatch(a) or admissible(a) for a in table["address"])


def test_a_doi_goes_before_a_found_address_and_this_before_the_own_one():
    assert fields(linked(ENTRY, None, True), "doi", "url", "note") == {"doi": "10.1234/x"}
    bare = ENTRY.replace("  doi = {10.1234/x},\n", "")
    assert fields(linked(bare, "10.9999/y", True), "doi", "url", "note") == {"doi": "10.9999/y"}
    assert fields(linked(bare, "https://vive.dk/y", True), "doi", "url", "note") == {
        "url": "https://vive.dk/y"
    }
    own = bare.replace("docplayer.dk/1-T.html", "vive.dk/a\\_b")
    assert fields(linked(own, None, False), "doi", "url", "note") == {"url": "https://vive.dk/a_b"}


def test_a_work_without_an_address_says_whether_it_was_read_in_a_copy():
    bare = ENTRY.replace("  doi = {10.1234/x},\n", "")
    assert fields(linked(bare, None, True), "doi", "url", "note") == {"note": IN_A_COPY}
    assert fields(linked(bare, None, False), "doi", "url", "note") == {}
    noted = bare.replace("  url", "  note = {Siena, 2012},\n  url")
    assert fields(linked(noted, None, True), "note") == {
        "note": f"Siena, 2012; {IN_A_COPY.lower()}"
    }
    copies = {
        key
        for key, entry in ENTRIES.items()
        if IN_A_COPY.lower() in fields(entry, "note").get("note", "").lower()
    }
    assert (
        load("literature/works").set_index("key").loc[sorted(copies), "url_is_mirror"].all()
        and len(copies) == 26
    )


def test_the_bibliography_shows_what_is_known():
    shown = [line for line in bibliography().split("\n") if not line.strip().startswith("annote")]
    assert not [
        line
        for line in shown
        if "not shown" in line or "not noted" in line or "not printed" in line
    ]
    assert "  author = {{Lilleeng}}," in shown and "  publisher = {n.p.}," in shown
