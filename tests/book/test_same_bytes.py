"""What Sphinx makes the book of is the same to the byte wherever, whenever and by whomever it is
gathered.
"""

import json
import os
import re
import subprocess
import sys

from copro.paths import BUILD

GATHER = """
import sys
from pathlib import Path
from copro.book import groundwork, stage
from copro.chapters import registry
groundwork.write()
names = registry.in_order(registry.chapters())
stage.stage([Path(sys.argv[1], name) for name in names])
"""
# The archive of the source: a test that was changed changes it, and no page is older.
ARCHIVE = re.compile(rb"co-producing-care-[\d.]+-[0-9a-f]{12}")
ELSEWHERE = {
    "TZ": "Pacific/Kiritimati",
    "LC_ALL": "nb_NO.ISO-8859-1",
    "LANG": "de_DE",
    "PYTHONHASHSEED": "7",
    "PYTHONUTF8": "1",
    "HOME": "/proc/nonexistent",
    "USER": "kari-nordmann",
    "SOURCE_DATE_EPOCH": "1",
}


def gathered(folder, **changes):
    """Everything that Sphinx reads, by its place, as gathered into a folder."""
    done = subprocess.run(
        [sys.executable, "-c", GATHER, BUILD / "notebooks"],
        env=os.environ | {"COPRO_BUILD": str(folder)} | changes,
        preexec_fn=lambda: os.umask(0o077),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return contents(folder / "book")


def contents(book):
    files = [f for f in book.rglob("*") if f.is_file() and not ARCHIVE.match(f.name.encode())]
    return {f.relative_to(book): ARCHIVE.sub(b"", f.read_bytes()) for f in files}


def test_pages_gathered_in_another_folder_time_zone_and_locale_are_the_same(site, tmp_path):
    last = BUILD / "book"
    known = json.loads((last / "_generated" / "site.json").read_text(encoding="utf-8"))
    # What was built last may be an edition with other choices.
    here = gathered(tmp_path / "here") if known["edition"]["choices"] else contents(last)
    there = gathered(tmp_path / "eldre omsorg & rus", **ELSEWHERE)
    assert here.keys() == there.keys()
    assert [name for name in here if here[name] != there[name]] == []
    assert (site / "index.html").is_file()
