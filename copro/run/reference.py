"""The reference: writing it, and comparing a run with it."""

import hashlib
from collections import Counter
from pathlib import Path

from copro.chapters import registry
from copro.chapters.chapter import Chapter
from copro.chapters.notebooks import notebook_path, notebooks
from copro.chapters.parameters import Parameters, changed
from copro.data.catalogue import read_bytes
from copro.paths import BUILD, REFERENCE, shown
from copro.report.records.ledger import Ledger
from copro.report.records.model import Results
from copro.run import committed as reference, inputs, results
from copro.run.build import NOTEBOOK_RESULTS, RESULTS, build
from copro.run.dependencies import digest
from copro.run.differences import Difference, differences, report, words
from copro.run.explain import Why
from copro.run.notebook import run_notebook
from copro.run.pictures import alike, of_files
from copro.run.shown import glued


def write_results(folders: list[Path], target: Path, tables: list[str]) -> None:
    """Results of all notebooks, the sha256 of ``tables`` and what all of it is made of, in the
    form of the reference, put into ``target``.
    """
    named = {name: hashlib.sha256(read_bytes(name)).hexdigest() for name in tables}
    made = reference.texts(results.merge(folders), folders, named)
    hashes = {row["table"]: row["sha256"] for row in reference.rows(made["sources.csv"])}
    known = inputs.of(reference.read(target)) or inputs.of(reference.read(REFERENCE))
    found = inputs.record(registry.chapters(), hashes, known)
    reference.write(made | {inputs.FILE: inputs.text(found)}, target)


def run_and_compare(name: str, parameters: Parameters) -> int:
    """Run a notebook with other parameters and print how its results differ from the reference."""
    values = changed(parameters)
    label = "-".join(f"{k}={v}" for k, v in values.items()) or "defaults"
    safe = "".join(c if c.isalnum() or c in "=-_." else "_" for c in label)
    target = BUILD / "runs" / (f"{name}-{safe}" if len(safe) < 80 else f"{name}-{digest(values)}")
    found = run_notebook(Chapter(name), parameters, target)
    old = reference.read(REFERENCE)
    nearest = nearest_page(found, reference.claims(old)) or Chapter(name).page
    new = reference.texts(found.on(nearest), [target])  # compared with that page, not moved to it
    raw = {row["table"] for row in reference.rows(new["sources.csv"])}
    same = same_pictures([target / f"{name}.ipynb"])
    differ = differences(new, reference.of_page(old, nearest, raw), same)
    print("\n".join([report(differ, new), *inputs.raw_changes(old, raw)]))
    print(f"{shown(target)}/: the notebook that ran, with its figures and tables")
    return 0


def nearest_page(found: Results, ledger: Ledger) -> str:
    """The page of the reference that makes most of the same claims, of several pages of one
    notebook the one that is nearest; '' if there is none.
    """
    owners = Counter(ledger[claim.id].origin.page for claim in found.claims if claim.id in ledger)
    return owners.most_common(1)[0][0] if owners else ""


def same_pictures(executed: list[Path]) -> set[str]:
    """Ids of the figures in executed notebooks whose pictures look like those
    of the committed notebooks.
    """
    known = notebooks()
    own = [file for file in executed if file.stem in known]
    return alike(of_files(own), of_files(notebook_path(file.stem) for file in own))


def executed_notebooks() -> list[Path]:
    """Notebooks as the last build ran them."""
    return [
        folder / f"{folder.name}.ipynb"
        for folder in sorted(NOTEBOOK_RESULTS.iterdir())
        if not folder.name.startswith(".")
    ]


def against_reference() -> tuple[list[Difference], dict[str, str]]:
    """What differs between the last build and the reference, and the results of that build."""
    new, executed, own = reference.read(RESULTS), executed_notebooks(), registry.chapters()
    found = differences(new, reference.read(REFERENCE), same_pictures(executed))
    committed = notebooks()
    for file in executed:
        if file.stem in committed:
            ran, kept = (
                dict(glued(one.read_text(encoding="utf-8")))
                for one in (file, notebook_path(file.stem))
            )
            found += words(own[file.stem].page, ran, kept, reference.claims(new))
    return found, new


def why(found: list[Difference], new: dict[str, str]) -> Why:
    """What explains the differences between the last build, whose results are ``new``, and the
    reference.
    """
    chapters, old = registry.chapters(), reference.read(REFERENCE)
    known = inputs.of(old)
    changed = inputs.changed(inputs.of(new), known, chapters) if known else None
    return Why(found, changed, new, old, chapters)


def renew_reference(jobs: int) -> int:
    """Build, then put what is new in the place of the committed notebooks and results.

    What lies within its tolerance of the committed values stays as it is, to the byte.
    """
    code = build(jobs, "results")
    if code:
        return code
    found, new = against_reference()
    same, own = same_pictures(executed_notebooks()), notebooks()
    for file in executed_notebooks():
        if file.stem in own:  # other instances are rendered from the page of a notebook
            committed = notebook_path(file.stem)
            ran, kept = (one.read_text(encoding="utf-8") for one in (file, committed))
            committed.write_text(reference.keep_notebook(ran, kept, same), encoding="utf-8")
    reference.write(reference.keep(new, reference.read(REFERENCE), same), REFERENCE)
    print(report(found, new))
    return 0
