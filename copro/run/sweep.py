"""The sweep: every choice that a reader may make, run with all that reads its claims.

A sweep has a variant (``copro.run.variants``) for each other value of a choice, for both ends and
the middle of a range, for the lists that a parameter declares (``sweep`` in its schema), and for
the values that a model wants tried together (its ``pairs``). What each changes is one table: a row
for each claim, title, caption and alternative text that is not as in the book. What is in no row is
as in the book.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from copro.chapters import registry
from copro.chapters.parameters import Parameters, model_of
from copro.paths import REFERENCE
from copro.report.records.ledger import Ledger
from copro.report.records.model import Claim, Results
from copro.run import results, variants, what_if
from copro.run.build import NOTEBOOK_RESULTS
from copro.run.committed import rows as csv_rows
from copro.run.variants import VERDICTS, Variant

SWEEP = REFERENCE / "sweep.csv"
SETTINGS = REFERENCE / "sweep_settings.csv"
TEXTS = ("title", "caption", "alt")  # of a figure
DIGITS = 10  # significant ones of a number: what two machines agree on
VERDICT = "syn-verdict-"  # how the claim of a verdict begins
EVIDENCE = "tables/syn-evidence.csv"  # of the chapter of verdicts: what each source says


class Row(NamedTuple):
    """One text that a choice changes: the sentence of a claim, a text of a figure, or a row of the
    evidence on a hypothesis, with the value, interval and number of observations of the claim;
    numbers as text, empty where there is none. The value of a row of the evidence is what it says.
    """

    setting: str
    page: str
    kind: str
    id: str
    status: str
    value: str
    low: str
    high: str
    text: str
    n: str = ""


class Setting(NamedTuple):
    """One choice: the chapters that ran anew, how many claims stand in them, how many of these
    changed, the hypotheses whose verdict is another, and the figures of its own chapter that look
    different.
    """

    setting: str
    chapters: str
    claims: int
    changed: int
    verdicts: str
    figures: str = ""


def values(model: type[Parameters], fixed: Iterable[str] = ()) -> dict[str, list[Any]]:
    """Parameter -> the values that a sweep gives it; parameters in ``fixed`` are left out.

    >>> from copro.chapters.norway import NorwayPractice, NorwayElderlyCare
    >>> values(NorwayPractice)
    {'level': [90, 99], 'design_effect': [2]}
    >>> values(NorwayElderlyCare)["min_population"]
    [50000, 100000]
    """
    rules = model.model_json_schema().get("properties", {})
    left_out = set(fixed)
    return {name: _values(rule) for name, rule in rules.items() if name not in left_out}


def _values(rule: Mapping[str, Any]) -> list[Any]:
    """The values of a parameter by its schema, without its default."""
    found: list[Any]
    if "sweep" in rule:
        found = rule["sweep"]
    elif "enum" in rule:
        found = rule["enum"]
    elif rule.get("type") == "boolean":
        found = [False, True]
    else:
        low, high = rule["minimum"], rule["maximum"]
        whole = rule["type"] == "integer"
        found = [low, (low + high) // 2 if whole else round((low + high) / 2, 4), high]
    return [value for value in found if value != rule["default"]]


def plan(only: Iterable[str] = ()) -> list[Variant]:
    """The variants of a sweep, chapter by chapter; ``only`` names the chapters whose choices are
    made, the pairs of a chapter last. A parameter by which the appearances of a notebook differ is
    not swept: the book shows its values side by side.
    """
    book = registry.chapters()
    if strange := sorted(set(only) - book.keys()):
        raise registry.unknown(strange[0], book)
    wanted = set(only) or set(book)
    return [
        variants.of({name: choice})
        for name, chapter in book.items()
        if name in wanted
        for choice in _choices(model_of(chapter.source), variants.fixed(chapter.source))
    ]


def _choices(model: type[Parameters], fixed: Iterable[str]) -> list[Mapping[str, Any]]:
    """Values that a sweep gives to the parameters of a model: each alone, then the pairs."""
    alone = values(model, fixed)
    pairs = [pair for pair in model.pairs if pair.keys() <= alone.keys()]
    return [*({name: value} for name, found in alone.items() for value in found), *pairs]


def rows(made: Variant) -> list[Row]:
    """What a variant that has run changes, in the order of the book."""
    names = variants.touched(made.name)
    new = results.merge([variants.folder(made, name) for name in names])
    old = results.merge([NOTEBOOK_RESULTS / name for name in names])
    found = [*_claims(made.label, new, old), *_texts(made.label, new, old)]
    both = (variants.folder(made, VERDICTS) / EVIDENCE, NOTEBOOK_RESULTS / VERDICTS / EVIDENCE)
    if VERDICTS in names and all(file.is_file() for file in both):
        found += evidence(made.label, *(file.read_text(encoding="utf-8") for file in both))
    return found


def evidence(setting: str, new: str, old: str) -> list[Row]:
    r"""Rows of the evidence on the hypotheses that say something new; takes the table
    ``syn-evidence`` as CSV.

    >>> head = "hypothesis,claim,said,sentence\n"
    >>> (row,) = evidence("a.year=2", head + "H1,x,for (weak),It rose.", head + "H1,x,silent,No.")
    >>> row.id, row.value, row.text
    ('H1 x', 'for (weak)', 'It rose.')
    """
    after, before = (
        {
            f"{row['hypothesis']} {row['claim']}": (row["said"], row["sentence"])
            for row in csv_rows(text)
        }
        for text in (new, old)
    )
    page = registry.chapters()[VERDICTS].page
    return [
        Row(setting, page, "evidence", id, "changed", said, "", "", text)
        for id, (said, text) in after.items()
        if (said, text) != before.get(id)
    ]


def _claims(setting: str, new: Results, old: Results) -> Iterator[Row]:
    after, before = Ledger(new.claims), Ledger(old.claims)
    for row in after.compare(before):
        if row.status != "same":
            claim = after.get(row.id)
            said = _said(claim) if claim else ("",) * 5
            told = Row(setting, row.page, "claim", row.id, row.status, *said)
            if row.id not in before or not _says(told, before[row.id]):
                yield told


def _says(row: Row, claim: Claim) -> bool:
    """Whether a row says what a claim says; how it fares under other models may differ."""
    return row[5:10] == _said(claim)


def _said(claim: Claim) -> tuple[str, ...]:
    low, high = claim.interval or ("", "")
    n = "" if claim.n is None else str(claim.n)
    return _shown(claim.value), _shown(low), _shown(high), claim.sentence, n


def _shown(value: Any) -> str:
    return f"{value:.{DIGITS}g}" if isinstance(value, float) else str(value)


def _texts(setting: str, new: Results, old: Results) -> Iterator[Row]:
    """Titles, captions and alternative texts of figures that are not as before."""
    before = {figure.id: figure.record() for figure in old.figures}
    for figure in new.figures:
        after = figure.record()
        for kind in TEXTS:
            text = after.get(kind) or ""
            if text != before.get(figure.id, {}).get(kind):
                page = figure.origin.page
                yield Row(setting, page, kind, figure.id, "changed", "", "", "", text)


def setting(made: Variant, found: Sequence[Row]) -> Setting:
    """What is to be said of a variant on one line."""
    names = variants.touched(made.name)
    ran = [name for name in names if variants.folder(made, name) != NOTEBOOK_RESULTS / name]
    claims = len(results.merge([variants.folder(made, name) for name in ran]).claims)
    changed = [row for row in found if row.kind == "claim"]
    before = Ledger(results.merge([NOTEBOOK_RESULTS / name for name in names]).claims)
    verdicts = [
        row.id.removeprefix(VERDICT).upper()
        for row in changed
        if row.id.startswith(VERDICT) and row.value != before[row.id].value
    ]
    figures = [id for name in made.choices for id in what_if.figures(made, name)]
    return Setting(
        made.label, " ".join(ran), claims, len(changed), " ".join(verdicts), " ".join(figures)
    )


def written(found: Sequence[Row] | Sequence[Setting]) -> str:
    """Rows as CSV, with their names above."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(type(found[0])._fields if found else Row._fields)
    writer.writerows(found)
    return target.getvalue()


def read(text: str) -> list[Row]:
    """The rows of a committed sweep."""
    return [Row(**row) for row in csv_rows(text)]


def read_settings(text: str) -> list[Setting]:
    """The choices of a committed sweep."""
    numbers = "claims", "changed"
    read: list[dict[str, Any]] = [*csv_rows(text)]
    return [Setting(**row | {name: int(row[name]) for name in numbers}) for row in read]


def stale(told: Sequence[Setting], found: Sequence[Row], book: Ledger) -> list[str]:
    """What a committed sweep and the book no longer agree on: choices that are not in it or no
    longer offered, and claims that are gone or say by now what the choice says.
    """
    offered, swept = [made.label for made in plan()], [one.setting for one in told]
    return [
        *(f"{label}: not swept" for label in offered if label not in swept),
        *(f"{label}: no choice any more" for label in swept if label not in offered),
        *(
            f"{row.setting}: {row.id}: {wrong}"
            for row in found
            if row.kind == "claim" and (wrong := _stale(row, book))
        ),
    ]


def _stale(row: Row, book: Ledger) -> str:
    if row.status == "added":
        return "the book has it by now" if row.id in book else ""
    if row.id not in book:
        return "no claim of the book"
    return "the book says the same by now" if _says(row, book[row.id]) else ""


def committed() -> tuple[list[Setting], list[Row]]:
    """The sweep of the reference; nothing where there is none."""
    if not SWEEP.is_file():
        return [], []
    told, found = (file.read_text(encoding="utf-8") for file in (SETTINGS, SWEEP))
    return read_settings(told), read(found)


def sweep(jobs: int, only: Sequence[str] = (), profile: str = "") -> int:
    """Run all choices, of the chapters in ``only`` or of all; tell what they change.

    A sweep of all chapters becomes the reference. What has run already does not run again. A choice
    that a chapter cannot take stops the sweep at its end, when all others have run.
    """
    planned = plan(only)
    for made in planned:
        variants.write(made)
    steps = sum(len(variants.touched(made.name)) for made in planned)
    print(f"{len(planned)} choices, at most {steps} runs of chapters", flush=True)
    if code := variants.run(jobs, planned, "--keep-going", profile=profile):
        return code
    found = [rows(made) for made in planned]
    told = [setting(made, changed) for made, changed in zip(planned, found)]
    for one in told:
        verdicts = f"; another verdict on {one.verdicts}" if one.verdicts else ""
        print(f"{one.setting}: {one.changed} of {one.claims} claims change{verdicts}")
    if not only:
        SWEEP.write_text(written([row for one in found for row in one]), encoding="utf-8")
        SETTINGS.write_text(written(told), encoding="utf-8")
        what_if.write([(made, one.figures.split()) for made, one in zip(planned, told)])
    return 0
