"""A release: one version in every place, the same bytes from the same files, and no name that
nobody gave.
"""

import hashlib
import json
import shutil
import subprocess
import tarfile
import tomllib

import pytest
import yaml

from copro.book import citation
from copro.book.machine_files import RELEASE
from copro.book.release import ReleaseError, records, release
from copro.paths import ROOT

DATE = "2027-01-31"
FILES = (
    "pyproject.toml", "copro/__init__.py", "CHANGELOG.md", "CITATION.cff", "codemeta.json",
    ".zenodo.json", "_config.yml", ".gitignore", ".ci/run", "data/datapackage.json",
)  # fmt: skip
NOTHING = "## Unreleased\n\n## 0.1.0, 2026-11-21\n"


def git(folder, *words):
    subprocess.run(
        ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *words],
        cwd=folder,
        check=True,
        capture_output=True,
    )


def nobody(root):
    """What a publisher filled in is taken out, so that these tests pass in every edition."""
    configured(root)
    for name, given in {
        "CITATION.cff": ("doi", "repository-code", "contact"),
        "codemeta.json": ("identifier", "codeRepository"),
    }.items():
        found = yaml.safe_load((root / name).read_text(encoding="utf-8"))
        kept = {key: value for key, value in found.items() if key not in given}
        if name == "CITATION.cff":
            kept["authors"] = [{"name": "The group"}]
        (root / name).write_text(json.dumps(kept), encoding="utf-8")  # JSON is YAML


@pytest.fixture
def clone(tmp_path):
    """``clone(name)``: a clone of the project with the files that a release reads, and a table."""
    if shutil.which("git") is None:
        pytest.skip("there is no Git on this machine")

    def made(name="clone"):
        root = tmp_path / name
        for file in FILES:
            (root / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / file, root / file)
        nobody(root)
        log = root / "CHANGELOG.md"
        released = "## 0" + log.read_text(encoding="utf-8").partition("\n## 0")[2]
        log.write_text(f"# Changelog\n\n## Unreleased\n\n* New.\n\n{released}", encoding="utf-8")
        git(root, "init", "--quiet")
        git(root, "add", ".")
        git(root, "commit", "--quiet", "--message", "Made")
        return root

    return made


def test_two_releases_of_the_same_files_are_the_same_bytes(clone):
    first, second = (release("12.0.1", DATE, clone(name)) for name in ("one", "two"))
    assert [f.read_bytes() for f in first] == [f.read_bytes() for f in second]


def test_every_place_names_the_version_and_the_date(clone):
    root = clone()
    release("12.0.1", DATE, root)
    cited = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    codemeta, zenodo = (json.loads((root / n).read_text()) for n in ("codemeta.json", FILES[5]))
    log = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    assert {
        tomllib.loads((root / "pyproject.toml").read_text())["project"]["version"],
        (root / "copro" / "__init__.py").read_text().split('"')[-2],
        cited["version"], codemeta["version"], zenodo["version"],
    } == {"12.0.1"}  # fmt: skip
    assert cited["date-released"] == codemeta["datePublished"] == zenodo["publication_date"] == DATE
    assert RELEASE.findall(log)[0] == ("12.0.1", DATE, "\n* New.\n\n")
    assert (root / "pyproject.toml").read_text() == (ROOT / "pyproject.toml").read_text().replace(
        f'\nversion = "{citation.book()["version"]}"', '\nversion = "12.0.1"'
    )


def test_the_archive_holds_the_release_and_its_sums_are_right(clone, tmp_path):
    packed, files, sums = release("12.0.1", DATE, clone())
    for line in sums.read_text().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((sums.parent / name).read_bytes()).hexdigest() == digest
    with tarfile.open(packed) as found:
        found.extractall(tmp_path)
    listed = dict(line.split("  ")[::-1] for line in files.read_text().splitlines())
    assert set(listed) == {f"co-producing-care-12.0.1/{name}" for name in FILES}
    for name, digest in listed.items():
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == digest
    assert "version: 12.0.1" in (tmp_path / "co-producing-care-12.0.1/CITATION.cff").read_text()


@pytest.mark.parametrize(
    "version, date, changed, said",
    [
        ("", DATE, {}, "expected three numbers, as VERSION=1.2.3"),
        ("v2.0.0", DATE, {}, "found 'v2.0.0'"),
        ("2.0", DATE, {}, "found '2.0'"),
        ("02.0.0", DATE, {}, "found '02.0.0'"),
        ("0.0.9", DATE, {}, "found 0.0.9; expected a higher one than "),
        (citation.book()["version"], DATE, {}, "expected a higher one than "),
        ("12.0.1", "31 January", {}, "expected one as 2026-12-31"),
        ("12.0.1", DATE, {"data/datapackage.json": "{}"}, "not committed: data/datapackage.json"),
        ("12.0.1", DATE, {"data/new.csv": "a\n1\n"}, "not committed: data/new.csv"),
        ("12.0.1", DATE, {"CHANGELOG.md": NOTHING, "commit": ""}, "nothing under '## Unreleased'"),
        ("12.0.1", DATE, {"pyproject.toml": "[a]\n", "commit": ""}, "found 0 versions"),
    ],
)
def test_what_is_no_release_is_refused_before_anything_is_written(
    clone, version, date, changed, said
):
    root = clone()
    for name, text in changed.items():
        if name == "commit":
            git(root, "commit", "--all", "--quiet", "--message", "Changed")
        else:
            (root / name).write_text(text)
    before = {f: f.read_bytes() for f in root.rglob("*") if f.is_file() and ".git" not in f.parts}
    with pytest.raises(ReleaseError) as refused:
        release(version, date, root)
    assert said in str(refused.value)
    after = {f: f.read_bytes() for f in root.rglob("*") if f.is_file() and ".git" not in f.parts}
    assert after == before


def test_a_folder_that_git_does_not_know_is_no_place_for_a_release(clone):
    root = clone()
    shutil.rmtree(root / ".git")
    with pytest.raises(ReleaseError, match="found no clone that Git knows"):
        release("12.0.1", DATE, root)


def test_the_committed_records_agree_with_the_committed_citation():
    """What ``_config.yml`` names comes into them with the next release."""
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    for name, text in records(cited).items():
        assert (ROOT / name).read_text(encoding="utf-8") == text, name


def configured(root, people=(), links=()):
    """A clone whose ``_config.yml`` names people and addresses."""
    file = root / "_config.yml"
    config = yaml.safe_load(file.read_text(encoding="utf-8"))
    config["sphinx"]["config"] |= {"copro_authors": list(people), "copro_links": dict(links)}
    file.write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")
    return citation.described(root)


def test_people_doi_repository_and_contact_are_given_in_one_place(clone):
    root = clone()
    found = configured(
        root,
        [{"family-names": "Doe", "given-names": "Jo", "orcid": "0000-0002-1825-0097"}],
        {"doi": "10.5281/zenodo.1", "repository": "https://code.example.org/book",
         "contact": "office@example.org", "report": ""},
    )  # fmt: skip
    written = {name: yaml.safe_load(text) for name, text in records(found, root).items()}
    jo = {
        "family-names": "Doe",
        "given-names": "Jo",
        "orcid": f"{citation.ORCID}0000-0002-1825-0097",
    }
    cited, codemeta, zenodo = written.values()
    assert cited["authors"] == [jo] and cited["contact"] == [jo | {"email": "office@example.org"}]
    assert (cited["doi"], cited["repository-code"]) == (
        codemeta["identifier"], codemeta["codeRepository"]
    ) == ("10.5281/zenodo.1", "https://code.example.org/book")  # fmt: skip
    assert codemeta["author"] == [
        {"type": "Person", "id": jo["orcid"], "givenName": "Jo", "familyName": "Doe"}
    ]
    assert zenodo["creators"] == [{"name": "Doe, Jo", "orcid": "0000-0002-1825-0097"}]


def test_what_nobody_gave_is_absent(clone):
    root = clone()
    text = "".join(records(configured(root), root).values())
    assert not any(word in text for word in ("doi", "orcid", "contact", "affiliation", "null"))
    assert citation.described(root)["authors"] == [{"name": "The group"}]


@pytest.mark.parametrize(
    "person, said",
    [
        ({"family-names": "Doe", "orcid": "0000-0002-1825-0096"}, "look for a wrong digit"),
        ({"family-names": "Doe", "orcid": "2-1825-0097"}, "look for a wrong digit"),
        ({"given-names": "Jo"}, "expected family-names"),
        ({"name": "Jo Doe"}, "has name; expected family-names, given-names"),
    ],
)
def test_a_person_who_could_not_be_cited_is_named(person, said):
    with pytest.raises(citation.AuthorsError, match=said):
        citation.people([person])


def test_citations_name_the_people_and_the_doi_that_were_given(clone, monkeypatch):
    found = configured(
        clone(),
        [{"family-names": "Doe", "given-names": "Jo"}, {"family-names": "Roe"}],
        {"doi": "10.5281/zenodo.1"},
    )
    monkeypatch.setattr(citation, "described", lambda: found)
    citation.book.cache_clear()
    try:
        assert citation.whole_text().startswith("Jo Doe, Roe (")
        assert citation.whole_text().endswith(" https://doi.org/10.5281/zenodo.1")
        assert "author    = {Doe, Jo and {Roe}}" in citation.whole_bibtex()
        assert "doi       = {10.5281/zenodo.1}" in citation.bibtex("key", "What?", "")
        assert "AU  - Doe, Jo\r\nAU  - Roe\r\n" in citation.ris("What?", "")
        assert "DO  - 10.5281/zenodo.1\r\n" in citation.ris("What?", "")
    finally:
        citation.book.cache_clear()
