"""A release: its version in every place, the source as an archive with sums, and what a
repository for research data (Zenodo) and citation tools read.

Every text is computed before the first is written, and the archive has no clock in it: a release of
the same files on the same day is the same bytes.
"""

import datetime
import hashlib
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import yaml

from copro.book import archive, citation
from copro.errors import Expected
from copro.paths import ROOT

NAME = "co-producing-care"
VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")
UNRELEASED = re.compile(r"^## Unreleased\n(.*?)(?=^## |\Z)", re.M | re.S)
CODE = {"pyproject.toml": r'^version = "(.*)"$', "copro/__init__.py": r'^__version__ = "(.*)"$'}
SHOWN = 5  # changed files that a refusal names


class ReleaseError(Expected):
    """A release that would not be known by its version, or not be whole."""


def release(version: str, date: str = "", root: Path = ROOT) -> list[Path]:
    """Set ``version`` everywhere in the clone ``root`` and write its archive and sums.

    ``date`` is that of the release, as 2026-12-31, or today in UTC. Returns the files written, the
    archive first. Raises ``ReleaseError`` for a version or date that is none, a version not higher
    than that of the clone, a clone with changes, or a changelog that says nothing.
    """
    date = date or datetime.datetime.now(datetime.UTC).date().isoformat()
    _check(version, date, root)
    for name, text in texts(version, date, root).items():
        (root / name).write_text(text, encoding="utf-8", newline="\n")
    folder = root / "_build" / "release" / version
    folder.mkdir(parents=True, exist_ok=True)
    listed, whole = archive.names(root), f"{NAME}-{version}"
    contents = {
        f"{whole}.tar.gz": archive.packed(root, listed, whole),
        "FILES.sha256": "".join(
            _sum((root / name).read_bytes(), f"{whole}/{name}") for name in listed
        ).encode(),
    }
    contents["SHA256SUMS"] = "".join(_sum(c, name) for name, c in contents.items()).encode()
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in contents]


def _sum(content: bytes, name: str) -> str:
    return f"{hashlib.sha256(content).hexdigest()}  {name}\n"


def _check(version: str, date: str, root: Path) -> None:
    if not VERSION.fullmatch(version):
        raise ReleaseError(f"version: found {version!r}; expected three numbers, as VERSION=1.2.3")
    try:
        datetime.date.fromisoformat(date)
    except ValueError:
        raise ReleaseError(f"date: found {date!r}; expected one as 2026-12-31") from None
    old = citation.described(root)["version"]
    if [*map(int, version.split("."))] <= [*map(int, old.split("."))]:
        raise ReleaseError(f"version: found {version}; expected a higher one than {old}, the last")
    try:
        changed = subprocess.run(
            ["git", "status", "--porcelain"],
            cwd=root, check=True, capture_output=True, encoding="utf-8",
        ).stdout.splitlines()  # fmt: skip
    except (FileNotFoundError, subprocess.CalledProcessError):
        raise ReleaseError(
            f"{root}: found no clone that Git knows; a release is made in one, so that it holds "
            "what is committed and nothing else"
        ) from None
    if changed:
        more = f" and {len(changed) - SHOWN} more" if len(changed) > SHOWN else ""
        raise ReleaseError(
            f"{root}: found changes that are not committed: "
            f"{', '.join(line[3:] for line in changed[:SHOWN])}{more}; commit or undo them"
        )


def texts(version: str, date: str, root: Path = ROOT) -> dict[str, str]:
    """Every file that names the version, by its path in ``root``, as a release leaves it."""
    described = citation.described(root) | {"version": version, "date-released": date}
    return {
        **{name: _replaced(root, name, pattern, version) for name, pattern in CODE.items()},
        "CHANGELOG.md": _announced(root, version, date),
        **records(described, root),
    }


def records(described: dict[str, Any], root: Path = ROOT) -> dict[str, str]:
    """The files by which machines cite the compendium, from what ``citation.described`` gives."""
    codemeta = json.loads((root / "codemeta.json").read_text(encoding="utf-8"))
    return {
        "CITATION.cff": yaml.safe_dump(
            described, sort_keys=False, allow_unicode=True, width=100, default_flow_style=None
        ),
        "codemeta.json": _json(codemeta | _codemeta(described)),
        ".zenodo.json": _json(_zenodo(described, codemeta["description"])),
    }


def _replaced(root: Path, name: str, pattern: str, version: str) -> str:
    text = (root / name).read_text(encoding="utf-8")
    found = re.findall(pattern, text, flags=re.M)
    if len(found) != 1:
        raise ReleaseError(f"{name}: found {len(found)} versions of the project; expected one")
    return re.sub(pattern, lambda m: m[0].replace(m[1], version), text, flags=re.M)


def _announced(root: Path, version: str, date: str) -> str:
    text = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    found = UNRELEASED.search(text)
    if not found or not found[1].strip():
        raise ReleaseError(
            "CHANGELOG.md: found nothing under '## Unreleased'; say there what changed for readers"
        )
    return text.replace("## Unreleased\n", f"## Unreleased\n\n## {version}, {date}\n", 1)


def _codemeta(described: dict[str, Any]) -> dict[str, Any]:
    return {
        "version": described["version"],
        "datePublished": described["date-released"],
        "author": [_agent(one) for one in described["authors"]],
        **_given(described, identifier="doi", codeRepository="repository-code"),
    }


def _agent(author: dict[str, str]) -> dict[str, str]:
    if "name" in author:
        return {"type": "Organization", "name": author["name"]}
    named = _given(author, id="orcid", givenName="given-names", familyName="family-names")
    return {"type": "Person", **named, **_given(author, affiliation="affiliation")}


def _zenodo(described: dict[str, Any], description: str) -> dict[str, Any]:
    creators = [
        {
            "name": citation.name(one, inverted=True),
            **_given(one, affiliation="affiliation"),
            **({"orcid": one["orcid"].removeprefix(citation.ORCID)} if "orcid" in one else {}),
        }
        for one in described["authors"]
    ]
    return {
        "title": described["title"],
        "upload_type": described["type"],
        "description": f"{description}. Text CC BY 4.0, code MIT, tables as on their cards.",
        "creators": creators,
        "version": described["version"],
        "publication_date": described["date-released"],
        "license": described["license"][0].lower(),
        "language": "eng",
        "keywords": described["keywords"],
    }


def _given(found: dict[str, Any], **names: str) -> dict[str, Any]:
    return {new: found[old] for new, old in names.items() if old in found}


def _json(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def told(written: list[Path], version: str) -> str:
    """What a publisher reads once the files are written: which they are, and what is left to do."""
    places = "pyproject.toml, copro/__init__.py, CHANGELOG.md, CITATION.cff, codemeta.json"
    return "\n".join(
        [
            f"version {version} stands in {places} and .zenodo.json",
            *(f"{file} ({file.stat().st_size / 1e6:.1f} MB)" for file in written),
            "look at `git diff`, then:",
            f'  git commit --all --message "Version {version}"',
            f"  git tag {version}",
            f"  git push origin HEAD {version}",
        ]
    )
