"""What if: chapters run with other parameters, and all that read their claims run after them.

A variant is a set of choices, each ``chapter.parameter=value``. Its runs stand in a folder of their
own, ``_build/variants/NAME``; a chapter that reads nothing new is that of the build. The Snakefile
runs them as it runs the book: in order, side by side, and only what is missing.
"""

import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from copro.chapters import registry
from copro.chapters.chapter import Chapter
from copro.chapters.parameters import ParameterError, validate
from copro.paths import BUILD
from copro.report.records.ledger import Ledger
from copro.run import committed, results
from copro.run.build import NOTEBOOK_RESULTS, build
from copro.run.dependencies import digest
from copro.run.differences import Difference, by_page, differences
from copro.run.pictures import alike, of_files

VARIANTS = BUILD / "variants"
SETTINGS = "settings.json"  # the choices of a variant, in its folder
LONGEST = 100  # letters of a folder's name
VERDICTS = "verdicts"  # the chapter whose differences are told first


@dataclass(frozen=True)
class Variant:
    """Choices by chapter; only values that differ from those of the book."""

    choices: Mapping[str, Mapping[str, object]]

    @property
    def label(self) -> str:
        """The choices as a reader gives them.

        >>> Variant({"norway_elderly_care": {"year": 2023, "weights": "population"}}).label
        'norway_elderly_care.year=2023 norway_elderly_care.weights=population'
        """
        return " ".join(
            f"{chapter}.{name}={value if isinstance(value, str) else json.dumps(value)}"
            for chapter, values in self.choices.items()
            for name, value in values.items()
        )

    @property
    def name(self) -> str:
        """Name of its folder: the choices, or their digest where they are long.

        >>> Variant({"discourse": {"year_from": 2002}}).name
        'discourse.year_from=2002'
        """
        safe = as_name(self.label)
        return safe if safe and len(safe) <= LONGEST else f"{safe[:40]}-{digest(self.choices)}"

    @property
    def folder(self) -> Path:
        """Where its runs stand."""
        return VARIANTS / self.name


def as_name(label: str) -> str:
    """Choices as the name of a file.

    >>> as_name('contrast.focus=["NOR", "DEU"]')
    'contrast.focus=__NOR____DEU__'
    """
    return "".join(c if c.isalnum() or c in "=-_." else "_" for c in label)


def variant(settings: Iterable[str]) -> Variant:
    """The variant of settings such as ``norway_elderly_care.year=2023``.

    Raises ``ParameterError`` naming the setting, what was found and what was expected; a value
    that is the book's own is no choice.
    """
    given: dict[str, dict[str, object]] = {}
    for setting in settings:
        place, equals, value = setting.partition("=")
        chapter, dot, name = place.partition(".")
        if not (equals and dot and chapter and name):
            raise ParameterError(f"--set {setting!r}: expected CHAPTER.PARAMETER=VALUE")
        given.setdefault(chapter, {})[name] = value
    return of(given)


def of(given: Mapping[str, Mapping[str, object]]) -> Variant:
    """The variant of parameters by chapter, checked against the models of its notebooks."""
    book = registry.chapters()
    choices: dict[str, Mapping[str, object]] = {}
    for name, values in given.items():
        if name not in book:
            raise registry.unknown(name, book)
        chapter = book[name]
        if shown := sorted(values.keys() & fixed(chapter.source)):
            raise ParameterError(
                f"{name}.{shown[0]}: the book shows its values side by side, each in a chapter of "
                f"its own; expected another parameter"
            )
        own = chapter.parameters().model_dump(mode="json")
        made = validate(chapter.source, {**chapter.settings, **values}).model_dump(mode="json")
        if differing := {key: value for key, value in made.items() if value != own[key]}:
            choices[name] = differing
    return Variant(choices)


def fixed(source: str) -> set[str]:
    """Parameters by which the appearances of a notebook differ.

    >>> fixed("discourse")
    {'country'}
    """
    own = (one.settings for one in registry.chapters().values() if one.source == source)
    return set().union(*own)


def from_file(file: Path) -> Variant:
    """The variant of a file: JSON or YAML, ``{chapter: {parameter: value}}``."""
    import yaml

    try:
        given = yaml.safe_load(file.read_text(encoding="utf-8"))
    except OSError as problem:
        raise ParameterError(f"{file}: {problem.strerror}; expected a YAML or JSON file") from None
    except (ValueError, yaml.YAMLError) as problem:
        raise ParameterError(f"{file}: {' '.join(str(problem).split())}") from None
    if not isinstance(given, dict) or not all(isinstance(one, dict) for one in given.values()):
        raise ParameterError(
            f"{file}: expected parameters by chapter: {{chapter: {{name: value}}}}"
        )
    return of(given)


@cache
def read(name: str) -> Variant:
    """The variant whose folder has this name."""
    return Variant(json.loads((VARIANTS / name / SETTINGS).read_text(encoding="utf-8")))


def write(made: Variant) -> None:
    """Note the choices of a variant in its folder, for the steps of the build to read."""
    made.folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(made.choices, ensure_ascii=False, indent=1) + "\n"
    file = made.folder / SETTINGS
    if not file.is_file() or file.read_text(encoding="utf-8") != text:
        file.write_text(text, encoding="utf-8")


@cache
def chapters(name: str) -> dict[str, Chapter]:
    """The chapters of the book with the choices of a variant, by name."""
    choices = read(name).choices
    return {
        one: replace(chapter, settings={**chapter.settings, **choices.get(one, {})})
        for one, chapter in registry.chapters().items()
    }


@cache
def touched(name: str) -> tuple[str, ...]:
    """Names of the chapters that a variant may change: those with another parameter, and all that
    read the claims of one of them, over others or not.
    """
    found, book = set(read(name).choices), chapters(name)
    own = {one: set(book[one].sources().earlier) for one in found}
    earlier = {**_earlier(), **own}
    while more := {one for one, reads in earlier.items() if one not in found and reads & found}:
        found |= more
    return tuple(one for one in book if one in found)


@cache
def _earlier() -> dict[str, set[str]]:
    """Chapter of the book -> the chapters whose claims it reads."""
    return {one: set(chapter.sources().earlier) for one, chapter in registry.chapters().items()}


def folder(made: Variant, chapter: str) -> Path:
    """Where the results of a chapter stand: in the variant or, where the same, in the build."""
    own = made.folder / "notebooks" / chapter
    return own if own.exists() else NOTEBOOK_RESULTS / chapter


def run_chapter(made: Variant, name: str) -> bool:
    """Run a chapter of a variant; False where all that it reads is as in the build, so that its
    results are too.
    """
    from copro.run.notebook import run_notebook

    chapter = chapters(made.name)[name]
    names = chapter.sources().earlier
    target = made.folder / "notebooks" / name
    target.parent.mkdir(parents=True, exist_ok=True)
    earlier = results.merge([folder(made, one) for one in names])
    before = results.merge([NOTEBOOK_RESULTS / one for one in names])
    rows = Ledger(earlier.claims).compare(Ledger(before.claims))
    if name not in made.choices and all(row.status == "same" for row in rows):
        shutil.rmtree(target, ignore_errors=True)
        return False
    run_notebook(chapter, chapter.parameters(), target, earlier)
    return True


def more_tables(name: str, chapter: str) -> list[str]:
    """Tables that a chapter reads in a variant and not in the build, whose stamp stands for its
    own.
    """
    known = set(registry.chapters()[chapter].sources().tables)
    return sorted({*chapters(name)[chapter].sources().tables} - known)


def stamp(name: str, chapter: str) -> str:
    """Stamp of a chapter in a variant, from the folder of what is built: that of the build where
    the variant cannot change it.
    """
    own = f"{VARIANTS.relative_to(BUILD)}/{name}/" if chapter in touched(name) else ""
    return f"{own}stamps/{chapter}.json"


def stamps(made: Variant) -> list[str]:
    """What the Snakefile has to bring about for a variant, from the folder of what is built."""
    return [stamp(made.name, chapter) for chapter in touched(made.name)]


def run(
    jobs: int,
    variants: Sequence[Variant],
    *options: str,
    also: Sequence[str] = (),
    profile: str = "",
) -> int:
    """Bring the results of the book and of variants up to date; the exit code of the build.

    ``options`` go to Snakemake, ``also`` names more files to bring up to date; ``profile`` names a
    folder of ``profiles/``.
    """
    for made in variants:
        write(made)
        registry.check(chapters(made.name), only=touched(made.name))
    asked = [stamp for made in variants for stamp in stamps(made)]
    return build(jobs, "results", *options, also=[*asked, *also], profile=profile)


def differs(made: Variant) -> list[Difference]:
    """What differs between a variant that has run and the build, page by page, verdicts first."""
    names = touched(made.name)
    new, old = [folder(made, name) for name in names], [NOTEBOOK_RESULTS / name for name in names]
    looks = [of_files(one for f in folders for one in f.glob("*.ipynb")) for folders in (new, old)]
    said, before = (committed.texts(results.merge(folders), folders) for folders in (new, old))
    found = differences(said, before, alike(*looks))
    return sorted(found, key=lambda one: not one.page.endswith(f"/{VERDICTS}"))


def told(made: Variant, found: Sequence[Difference]) -> str:
    """The differences of a variant, page by page, below a line that says what ran and how many
    results differ.
    """
    names = touched(made.name)
    ran = [name for name in names if folder(made, name) != NOTEBOOK_RESULTS / name]
    kinds = [one.kind for one in found]
    counts = ", ".join(f"{kinds.count(kind)} {kind}s" for kind in ("claim", "figure", "table"))
    return (
        f"with {made.label}: {len(ran)} chapters ran anew ({', '.join(ran)}); of the "
        f"{len(names)} that may change, these results differ from the book: {counts}"
    ) + by_page(found)
