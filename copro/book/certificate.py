"""The certificate of a check: a folder that others can hold their own run against.

``_build/certificate`` holds the receipt, a ``codecheck.yml`` after the CODECHECK specification 2.0,
an RO-Crate of the run (Workflow Run Crate 0.5), the outputs that can be compared as numbers and
pictures, and what they were made from. Time and machine stand here and nowhere in the book.
"""

import json
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from copro.book import archive, citation
from copro.book.edition import LICENCE, authors, cards
from copro.paths import BUILD, ROOT
from copro.run import committed
from copro.run.build import RESULTS
from copro.run.differences import summed
from copro.run.pictures import pictures
from copro.run.receipt import FIGURES, NOTEBOOK, output
from copro.run.reference import executed_notebooks

if TYPE_CHECKING:
    from rocrate.rocrate import ROCrate

CERTIFICATE = BUILD / "certificate"
CODECHECK = "codecheck.yml"
SPECIFICATION = "https://codecheck.org.uk/spec/config/2.0/"
# What those who check add; kept from a `codecheck.yml` at the root of the project.
THEIRS = ("codechecker", "report", "certificate", "repository", "source")
INPUTS = ("Snakefile", "requirements.lock", "CITATION.cff", "data/datapackage.json")
PROFILES = {
    "https://w3id.org/ro/wfrun/process/0.5": ("Process Run Crate", "0.5"),
    "https://w3id.org/ro/wfrun/workflow/0.5": ("Workflow Run Crate", "0.5"),
    "https://w3id.org/workflowhub/workflow-ro-crate/1.0": ("Workflow RO-Crate", "1.0"),
}
FORMATS = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".png": "image/png",
    ".ipynb": "application/x-ipynb+json",
    ".gz": "application/gzip",
    ".md": "text/markdown",
}


def write(receipt: Mapping[str, Any]) -> Path:
    """Write the certificate of a check that has come to its end; gives its folder.

    One without pages has a folder of its own, so that a whole one stays.
    """
    from copro.run.notebook import replace

    work = CERTIFICATE.with_name(".certificate")
    shutil.rmtree(work, ignore_errors=True)
    for folder in (FIGURES, NOTEBOOK, "inputs/data"):
        (work / folder).mkdir(parents=True)
    committed.write(committed.read(RESULTS), work / RESULTS.name)
    for file in executed_notebooks():
        for id, picture in pictures(file.read_text(encoding="utf-8")).items():
            (work / FIGURES / f"{id}.png").write_bytes(picture)
        shutil.copyfile(file, work / NOTEBOOK / file.name)
    made_from = [*_copied(work), f"inputs/{archive.folder()}.tar.gz"]
    (work / made_from[-1]).write_bytes(archive.packed(ROOT, archive.names(), archive.folder()))
    whole = dict(receipt) | {
        "inputs": [output(name, (work / name).read_bytes()) for name in made_from]
    }
    shutil.copyfile(ROOT / "docs" / "certificate.md", work / "README.md")
    _json(work / "receipt.json", whole)
    (work / CODECHECK).write_text(codecheck(whole, titles(work), _filled()), encoding="utf-8")
    _json(work / "ro-crate-metadata.json", crate(whole, titles(work), _filled()))
    whole_book = any(one["file"].startswith("html/") for one in receipt["outputs"])
    target = CERTIFICATE if whole_book else CERTIFICATE.with_name(f"{CERTIFICATE.name}_results")
    replace(work, target)
    return target


def _json(file: Path, content: object) -> None:
    file.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _copied(work: Path) -> list[str]:
    names = [name for name in INPUTS if (ROOT / name).is_file()]
    for name in names:
        shutil.copyfile(ROOT / name, work / "inputs" / name)
    return [f"inputs/{name}" for name in names]


def _filled() -> dict[str, Any]:
    """What a ``codecheck.yml`` at the root of the project says, if there is one."""
    file = ROOT / CODECHECK
    return (yaml.safe_load(file.read_text(encoding="utf-8")) or {}) if file.is_file() else {}


def titles(folder: Path) -> dict[str, str]:
    """Outputs of a certificate in words, by their places in it."""
    results = committed.read(folder / RESULTS.name)
    found = {
        "results/claims.json": f"All {len(committed.claims(results)):,} claims: every number that "
        "the book states, with its sentence, interval, tables and cell",
        "results/figures.csv": "All figures, with a digest of what each draws",
        "results/tables.csv": "All tables of results",
        "results/sources.csv": "All raw tables, with their sha256",
        "results/inputs.json": "Digests of all inputs",
    }
    for row in committed.rows(results["figures.csv"]):
        found[f"{FIGURES}/{row['id']}.png"] = f"Figure of {row['page']}: {row['title']}"
    for row in committed.rows(results["tables.csv"]):
        found[f"results/tables/{row['id']}.csv"] = f"Table of {row['page']}: {row['caption']}"
    for file in (folder / NOTEBOOK).glob("*.ipynb"):
        found[f"{NOTEBOOK}/{file.name}"] = f"Notebook {file.stem}, as it ran"
    return found


def codecheck(
    receipt: Mapping[str, Any], comments: Mapping[str, str], filled: Mapping[str, Any]
) -> str:
    """The ``codecheck.yml`` of a certificate.

    The manifest names claims, figures and tables. ``filled`` is what the one at the root of the
    project says; what only who checks can say and has not said is left out, and named in a note.
    """
    own = [
        one["file"]
        for one in receipt["outputs"]
        if one["file"].startswith(("results/claims", "results/tables/", f"{FIGURES}/"))
    ]
    fields: dict[str, Any] = {
        "version": SPECIFICATION,
        "manifest": [{"file": name, "comment": comments[name]} for name in own],
        "paper": paper() | filled.get("paper", {}),
        "check_time": receipt["ended"],
        "summary": filled.get("summary") or summary(receipt),
    } | {name: filled[name] for name in THEIRS if filled.get(name)}
    needed = ["codechecker", "report", "certificate"]
    left = [name for name in needed if name not in fields]
    left += [] if "reference" in fields["paper"] else ["paper: reference"]
    left += (
        []
        if all("ORCID" in one for one in fields["paper"]["authors"])
        else ["paper: ORCID of the authors"]
    )
    note = f"# Left to those who check or publish: {', '.join(left)}.\n" if left else ""
    body = yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, width=100)
    return f"%YAML 1.1\n---\n{note}{body}"


def paper() -> dict[str, Any]:
    """The work that is checked, as it is cited; no field is made up."""
    cited = citation.described()
    authors = [
        {"name": one.get("name") or f"{one.get('given-names', '')} {one['family-names']}".strip()}
        | ({"ORCID": one["orcid"].rpartition("/")[2]} if one.get("orcid") else {})
        for one in cited["authors"]
    ]
    doi = f"https://doi.org/{cited['doi']}" if cited.get("doi") else cited.get("url")
    title = " ".join(cited["title"].split())
    return {"title": title, "authors": authors} | ({"reference": doi} if doi else {})


def summary(receipt: Mapping[str, Any]) -> str:
    """What a check came to, in two sentences."""
    count = receipt["compared"]
    whole = ", ".join(f"{n:,} {kind}s" for kind, n in count.items())
    differ = summed([one["kind"] for one in receipt["differences"]])
    minutes = max(1, round(sum(receipt["seconds"].values()) / 60))
    return (
        f"All notebooks were run anew in {minutes} minutes, and {whole} were compared with the "
        f"published results: {differ} beyond the tolerances. "
        f"The outputs that the notebooks hold {receipt['nbval']} nbval."
    )


def crate(
    receipt: Mapping[str, Any], comments: Mapping[str, str], filled: Mapping[str, Any]
) -> dict[str, Any]:
    """The certificate as an RO-Crate: the workflow, what it read, what it made, and its run.

    Who ran it is named only where the ``codecheck.yml`` of the project (``filled``) names them.
    """
    from rocrate.model.contextentity import ContextEntity
    from rocrate.rocrate import ROCrate

    found = ROCrate(version="1.1")
    root = found.root_dataset

    def about(id: str, **fields: Any) -> ContextEntity:
        kind = fields.pop("kind")
        return found.add(ContextEntity(found, id, {"@type": kind} | fields))

    licence = about(LICENCE, kind="CreativeWork", name="CC BY 4.0")
    who = [
        found.add(ContextEntity(found, f"#author-{place}", one))
        for place, one in enumerate(authors(), start=1)
    ]
    named = who if len(who) > 1 else who[0]
    read = _read(found, receipt)
    made = [
        _file(found, one, comments[one["file"]])
        for one in receipt["outputs"]
        if one["file"] in comments
    ]
    ran = about(
        "#run",
        kind="CreateAction",
        name="All notebooks run anew, and compared with the published results",
        description=summary(receipt),
        startTime=receipt["began"],
        endTime=receipt["ended"],
        actionStatus="http://schema.org/CompletedActionStatus",
        instrument=found.get("inputs/Snakefile"),
        object=read,
        result=[*made, found.add_file(dest_path="receipt.json", properties=RECEIPT)],
    )
    if filled.get("codechecker"):
        ran["agent"] = [
            about(
                f"https://orcid.org/{one['ORCID']}" if one.get("ORCID") else f"#checker-{n}",
                kind="Person",
                name=one["name"],
            )
            for n, one in enumerate(filled["codechecker"], start=1)
        ]
    found.add_file(dest_path=CODECHECK, properties=MANIFEST)
    found.add_file(dest_path="README.md", properties=READ_ME | {"about": root})
    for key, value in {
        "name": f"Certificate of a check of: {citation.book()['title']}",
        "description": summary(receipt),
        "datePublished": receipt["ended"][:10],
        "license": licence,
        "author": named,
        "publisher": named,
        "version": citation.book()["version"],
        "conformsTo": [
            about(id, kind="CreativeWork", name=name, version=version)
            for id, (name, version) in PROFILES.items()
        ],
        "mainEntity": found.get("inputs/Snakefile"),
        "mentions": ran,
    }.items():
        root[key] = value
    made_of = found.metadata.generate()
    _conform(made_of)
    return made_of


RECEIPT = {
    "name": "Receipt",
    "description": "What was run where and on what, and every difference, before and after",
    "encodingFormat": "application/json",
}
MANIFEST = {
    "name": "CODECHECK configuration",
    "description": f"Manifest after {SPECIFICATION}",
    "encodingFormat": "application/yaml",
}
READ_ME = {"name": "What this folder holds", "encodingFormat": "text/markdown"}
BIOSCHEMAS = "https://bioschemas.org/profiles/ComputationalWorkflow/1.0-RELEASE"
SNAKEMAKE = "https://w3id.org/workflowhub/workflow-ro-crate#snakemake"


def _read(found: "ROCrate", receipt: Mapping[str, Any]) -> list[Any]:
    """The inputs, added to a crate: the workflow with its language, and the other files; gives
    those that were read, and the packages that ran.
    """
    from rocrate.model.contextentity import ContextEntity

    named = {
        "inputs/requirements.lock": "Locked versions of all packages",
        "inputs/CITATION.cff": "How to cite the compendium",
        "inputs/data/datapackage.json": f"Data package: cards of {len(cards())} raw tables",
    }
    objects = []
    for one in receipt["inputs"]:
        if one["file"] == "inputs/Snakefile":
            language = ContextEntity(
                found,
                SNAKEMAKE,
                {
                    "@type": "ComputerLanguage",
                    "name": "Snakemake",
                    "identifier": {"@id": "https://doi.org/10.1093/bioinformatics/bts480"},
                    "url": {"@id": "https://snakemake.readthedocs.io"},
                },
            )
            flow = _file(
                found,
                one,
                "Workflow: tables, notebooks in order, results, book",
                **{"@type": ["File", "SoftwareSourceCode", "ComputationalWorkflow"]},
            )
            flow["programmingLanguage"] = found.add(language)
            flow["conformsTo"] = {"@id": BIOSCHEMAS}
            flow["version"] = receipt["version"]
            flow["url"] = {"@id": "https://snakemake.readthedocs.io"}
        else:
            what = named.get(one["file"], "Source: code, notebooks and raw tables, whole")
            objects.append(_file(found, one, what))
    return objects


def _file(found: "ROCrate", one: Mapping[str, Any], name: str, **more: Any) -> Any:
    fields = more | {
        "name": name,
        "contentSize": str(one["bytes"]),
        "sha256": one["sha256"],
        "encodingFormat": FORMATS.get(Path(one["file"]).suffix, "text/plain"),
        "license": {"@id": LICENCE},
    }
    return found.add_file(dest_path=one["file"], properties=fields)


def _conform(made: Mapping[str, Iterable[dict[str, Any]]]) -> None:
    """Say of the metadata file that it is one of a workflow, as that profile asks."""
    for entity in made["@graph"]:
        if entity["@id"] == "ro-crate-metadata.json":
            entity["conformsTo"] = [
                {"@id": "https://w3id.org/ro/crate/1.1"},
                {"@id": "https://w3id.org/workflowhub/workflow-ro-crate/1.0"},
            ]
