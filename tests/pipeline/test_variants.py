"""A choice in one chapter runs through all that read its claims, and through nothing else."""

import json

import pytest

from copro.chapters.parameters import ParameterError
from copro.errors import Expected
from copro.run import sweep, variants

VARIANT = "norway_elderly_care.year=2023"
# A claim that follows the year, and a verdict that follows the claim.
YEAR = (
    "claim('test-year', 'It is {value}.', year, unit='year', digits=0, kind='register', "
    "tables=['norway/municipalities_2024'])"
)
FIRST_YEAR = (
    "claim('test-first', 'The first year is {value}.', first_year, unit='year', digits=0, "
    "kind='published figure', tables=['literature/works'])"
)
VERDICT = (
    "claim('test-verdict', 'The verdict rests on {value}.', "
    "earlier['test-year'].value if 'test-year' in earlier else 0, unit='year', digits=0, "
    "kind='published figure', tables=['published/no_traetteberg_enjolras_table4'])"
)


def ran(done):
    steps = [line.split() for line in done.stderr.splitlines() if line.startswith("variant: ")]
    return [step[1] for step in steps]


def test_a_choice_reaches_the_chapters_that_read_its_claims(project):
    project.write("norway_elderly_care", YEAR)
    project.write("verdicts", VERDICT)
    done = project.run("build", "--set", VARIANT, "--until", "results")
    assert done.returncode == 0, done.stderr
    assert ran(done) == ["norway_elderly_care", "verdicts"]
    assert "claim test-verdict: changed: 2025 -> 2023" in done.stdout
    said = done.stdout.splitlines()
    assert said.index("4_synthesis/verdicts:") < said.index("2_norway/norway_elderly_care:")
    assert {c["id"]: c["value"] for c in project.claims().values()}["test-year"] == 2025
    again = project.run("build", "--set", VARIANT, "--until", "results")
    assert again.returncode == 0 and ran(again) == []
    assert "claim test-verdict: changed: 2025 -> 2023" in again.stdout


def test_a_chapter_that_reads_nothing_new_is_not_run(project):
    done = project.run("build", "--set", VARIANT, "--until", "results")
    assert done.returncode == 0, done.stderr
    assert "1 chapters ran anew (norway_elderly_care)" in done.stdout
    assert "differ from the book: 0 claims" in done.stdout


def test_a_sweep_makes_every_choice_of_a_chapter_and_goes_on_where_it_was_stopped(project):
    project.write("literature_map", FIRST_YEAR)
    first = project.run("sweep", "literature_map", "--jobs", "2")
    assert first.returncode == 0, first.stderr
    assert "first_year=1900: 1 of 3 claims change" in first.stdout
    folder = project.root / "_build/variants"
    stamps = sorted(folder.glob("*/stamps/literature_map.json"))
    assert len(stamps) == len(sweep.plan(["literature_map"]))
    stamps[0].unlink()
    second = project.run("sweep", "literature_map")
    assert second.returncode == 0 and ran(second)[0] == "literature_map"
    assert ran(second).count("literature_map") == 1


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("norway_elderly_care", "expected CHAPTER.PARAMETER=VALUE"),
        ("discourse.country=DEU", "side by side"),
        ("norway_elderlycare.year=2023", "expected norway_elderly_care"),
        ("norway_elderly_care.yaer=2023", "did you mean 'year'"),
        ("norway_elderly_care.year=2024", "found 2024"),
    ],
)
def test_a_choice_that_there_is_not_is_named(setting, said):
    with pytest.raises(Expected, match=said):
        variants.variant([setting])


def test_the_books_own_value_is_no_choice():
    assert variants.variant(["norway_elderly_care.year=2025"]).choices == {}


def test_a_file_of_settings_says_the_same_as_the_command_line(tmp_path):
    file = tmp_path / "choices.yml"
    file.write_text("norway_elderly_care: {year: 2023}\n", encoding="utf-8")
    assert variants.from_file(file) == variants.variant([VARIANT])
    file.write_text(json.dumps(["year"]), encoding="utf-8")
    with pytest.raises(ParameterError, match="expected parameters by chapter"):
        variants.from_file(file)
