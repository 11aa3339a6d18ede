"""Holding the certificate of a check against the outputs of this machine.

Numbers are compared within their tolerances, pictures by the share of points that look different,
result tables cell by cell; pages by their bytes or else their words; all else by its sha256.
"""

import json
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from copro.chapters import registry
from copro.errors import FOUND, Expected
from copro.run import committed, inputs
from copro.run.build import HTML, RESULTS
from copro.run.differences import counted, differences, summed
from copro.run.explain import Why
from copro.run.pictures import alike, of_files
from copro.run.receipt import FIGURES, FORM, machine, pages, sha256
from copro.run.reference import executed_notebooks


class Unusable(Expected):
    """A receipt that cannot be read, or nothing to hold it against."""


class Verdict(NamedTuple):
    """How the outputs of one kind compare: how many agree; in words, what differs and what is
    missing here.
    """

    kind: str
    agree: int
    differ: list[str]
    missing: list[str]

    def lines(self) -> list[str]:
        """The verdict in words, a line for each output that does not agree."""
        count = f"{self.agree:,} agree, {len(self.differ)} differ, {len(self.missing)} missing here"
        each = [f"  differs: {said}" for said in self.differ]
        return [f"{self.kind}: {count}", *each, *(f"  missing: {said}" for said in self.missing)]


def verify(given: Path) -> int:
    """Say what agrees, what differs, what is missing and why; 0 if all agrees, else ``FOUND``.

    ``given`` is the receipt of a certificate or the folder that it lies in. Raises ``Unusable``.
    """
    file = given / "receipt.json" if given.is_dir() else given
    receipt = read(file)
    if not (RESULTS / "claims.json").is_file():
        raise Unusable("nothing to hold the receipt against; run `copro build` or `copro check`")
    print(*_about(receipt), sep="\n")
    altered = [Verdict("files of the certificate", *_altered(receipt, file.parent))]
    whole = all(
        (file.parent / one["file"]).is_file()
        for one in receipt["outputs"]
        if one["file"].startswith(("results/", f"{FIGURES}/"))
    )
    found, reasons = _compared(file.parent) if whole else (_hashed(receipt), [])
    verdicts = [*altered, *found, *_pages(receipt)]
    for one in verdicts:
        print(*one.lines(), sep="\n")
    print(*reasons, sep="\n", end="\n" if reasons else "")
    bad = any(one.differ or one.missing for one in verdicts)
    print("this machine does not agree with the receipt" if bad else "all agrees")
    return FOUND if bad else 0


def read(file: Path) -> dict[str, Any]:
    """A receipt from its file; raises ``Unusable`` where it is none."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except OSError as problem:
        raise Unusable(f"{file}: {problem.strerror}; expected receipt.json or its folder") from None
    except ValueError:
        raise Unusable(f"{file}: found no JSON; expected a receipt of `copro check`") from None
    form = found.get("receipt") if isinstance(found, dict) else None
    if form != FORM:
        raise Unusable(f"{file}: found no receipt of form {FORM}; expected one of `copro check`")
    return found


def _about(receipt: Mapping[str, Any]) -> Iterator[str]:
    """Where and on what the receipt was made, beside what is here."""
    there, here = receipt["machine"], machine()
    commit = receipt["commit"] or "no commit known"
    yield f"receipt: {receipt['ended']}, version {receipt['version']}, {commit}"
    if receipt["differences"] or receipt["nbval"] != "passed":
        count = summed([one["kind"] for one in receipt["differences"]])
        yield f"its own check: {count}; nbval {receipt['nbval']}"
    for name in ("system", "processor", "python"):
        if there[name] != here[name]:
            yield f"{name}: {there[name]} there, {here[name]} here"
    for name, wanted in receipt["software"].items():
        if wanted != version(name):
            yield f"{name}: {wanted} there, {version(name)} here"


def _altered(receipt: Mapping[str, Any], folder: Path) -> tuple[int, list[str], list[str]]:
    """Files beside a receipt that are not as it says; what is not beside it is no fault."""
    named = [*receipt["outputs"], *receipt.get("inputs", [])]
    there = [one for one in named if (folder / one["file"]).is_file()]
    other = [
        f"{one['file']} is not the file that the receipt names"
        for one in there
        if sha256((folder / one["file"]).read_bytes()) != one["sha256"]
    ]
    return len(there) - len(other), other, []


def _compared(folder: Path) -> tuple[list[Verdict], list[str]]:
    """The results of the last build beside those of a certificate, and why they differ."""
    new, old = committed.read(RESULTS), committed.read(folder / "results")
    there = {file.stem: file.read_bytes() for file in (folder / FIGURES).glob("*.png")}
    found = differences(new, old, alike(of_files(executed_notebooks()), there))
    verdicts = []
    for kind, count in counted(old).items():
        own = [one for one in found if one.kind == kind]
        gone = [one.id for one in own if one.what.startswith("gone")]
        other = [f"{one.id}: {one.what}" for one in own if not one.what.startswith("gone")]
        known = sum(not one.what.startswith("added") for one in own)
        verdicts.append(Verdict(f"{kind}s", count - known, other, gone))
    chapters = registry.chapters()
    changed = inputs.changed(inputs.of(new), inputs.of(old), chapters)
    return verdicts, Why(found, changed, new, old, chapters).lines(most=len(chapters))


def _hashed(receipt: Mapping[str, Any]) -> list[Verdict]:
    """The results of the last build beside a receipt alone, by their sha256."""
    here = of_files(executed_notebooks())
    own = {f"{FIGURES}/{id}.png": picture for id, picture in here.items()}
    own |= {f"results/{name}": text.encode() for name, text in committed.read(RESULTS).items()}
    asked = [one for one in receipt["outputs"] if one["file"].startswith(("results", FIGURES))]
    missing = [one["file"] for one in asked if one["file"] not in own]
    other = [
        f"{one['file']}: by its sha256; numbers and pictures can only be compared where the whole "
        "certificate lies"
        for one in asked
        if one["file"] in own and sha256(own[one["file"]]) != one["sha256"]
    ]
    agree = len(asked) - len(missing) - len(other)
    return [Verdict("results and figures", agree, other, missing)]


def _pages(receipt: Mapping[str, Any]) -> list[Verdict]:
    """The pages of the book beside those of a receipt; nothing where it names none."""
    asked = [one for one in receipt["outputs"] if one["file"].startswith("html/")]
    own = {one["file"]: one for one in (pages(HTML) if HTML.is_dir() else [])}
    missing = [one["file"] for one in asked if one["file"] not in own]
    other = [
        f"{one['file']}: its words"
        for one in asked
        if one["file"] in own and own[one["file"]]["words_sha256"] != one["words_sha256"]
    ]
    agree = len(asked) - len(missing) - len(other)
    return [Verdict("pages", agree, other, missing)] if asked else []
