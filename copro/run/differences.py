"""What differs between two results, in words, with the page of each."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from copro.report.records.ledger import change
from copro.run.committed import claims, rows, same_cell

Row = dict[str, str]  # of a list of results, as its CSV holds it
NAMED = 3  # cells of a table that are named before the rest is counted


class Difference(NamedTuple):
    """One result that differs: the page it stands on ('' for a raw table), its kind and id,
    and what differs. Its kind is "claim", "figure", "table", "text" (computed words in prose) or
    "raw table".
    """

    page: str
    kind: str
    id: str
    what: str


def differences(new: dict[str, str], old: dict[str, str], alike: set[str]) -> list[Difference]:
    """All that differs between two results (texts by path, see ``copro.run.committed``).

    ``alike``: ids of the figures whose pictures look the same though their bytes may differ.
    """
    found = [
        Difference(row.page, "claim", row.id, f"{row.status}: {row.what}")
        for row in claims(new).compare(claims(old))
        if row.status != "same"
    ]
    return [
        *_sources(new, old),
        *found,
        *_rows("figure", new, old, lambda a, b: _figure(a, b, alike)),
        *_rows("table", new, old, lambda a, b: _table(a, b, new, old)),
    ]


def words(
    page: str, new: Mapping[str, str], old: Mapping[str, str], apart: Collection[str] = ()
) -> list[Difference]:
    """Computed words in the prose of a page that differ (name -> words), but for those ``apart``,
    which are compared as claims.

    >>> words("a/b", {"few": "three"}, {"few": "two"})
    [Difference(page='a/b', kind='text', id='few', what='"two" -> "three"')]
    """
    return [
        Difference(page, "text", name, change(old[name], new[name]))
        for name in new
        if name in old and name not in apart and new[name] != old[name]
    ]


def other_digits(
    new: Mapping[str, str], old: Mapping[str, str], found: Sequence[Difference]
) -> list[tuple[str, str]]:
    """Kind and id of each result that agrees within its tolerance, but not to the last digit (of a
    figure: to the byte of its picture).
    """
    given, kept = _digits(new), _digits(old)
    differ = {(one.kind, one.id) for one in found}
    return [one for one in given if one in kept and given[one] != kept[one] and one not in differ]


def _digits(results: Mapping[str, str]) -> dict[tuple[str, str], object]:
    """The numbers of each claim, the text of each table, the digest of each picture."""
    found: dict[tuple[str, str], object] = {
        ("claim", id): (one.value, one.interval, one.multiverse)
        for id, one in claims(results).items()
    }
    found |= {("figure", row["id"]): row["picture_sha256"] for row in rows(results["figures.csv"])}
    tables = (name for name in results if name.startswith("tables/"))
    return found | {("table", Path(name).stem): results[name] for name in tables}


def summed(kinds: Sequence[str]) -> str:
    """How many results differ, by kind; a raw table is an input, and counted apart.

    >>> summed(["claim", "claim", "figure", "raw table"])
    '3 results differ (2 claims, 1 figure), 1 raw table changed'
    >>> summed([])
    'no result differs'
    """
    count = Counter(kinds)
    raw = count.pop("raw table", 0)
    each = ", ".join(f"{n} {kind}{'s' * (n > 1)}" for kind, n in count.items())
    total = f"{count.total()} result{'s differ' if count.total() > 1 else ' differs'} ({each})"
    tables = f", {raw} raw table{'s' * (raw > 1)} changed" if raw else ""
    return (total if count else "no result differs") + tables


def report(found: list[Difference], new: dict[str, str]) -> str:
    """The differences by page, below a line that counts what was compared."""
    differ = Counter(one.kind for one in found)
    count = "; ".join(f"{n} {kind}s, {differ[kind]} differ" for kind, n in counted(new).items())
    return f"{count} from the reference{by_page(found)}"


def by_page(found: Sequence[Difference]) -> str:
    """A line for each difference below that of its page, with the line end before it."""
    text = ""
    for page in dict.fromkeys(one.page for one in found):
        text += f"\n{page or 'raw tables'}:"
        own = (one for one in found if one.page == page)
        text += "".join(f"\n  {one.kind} {one.id}: {one.what}" for one in own)
    return text


def counted(results: dict[str, str]) -> dict[str, int]:
    """Numbers of results by kind, and of the raw tables."""
    listed = {kind: len(rows(results[f"{kind}s.csv"])) for kind in ("figure", "table")}
    return {"claim": len(claims(results)), **listed, "raw table": len(rows(results["sources.csv"]))}


def _sources(new: Mapping[str, str], old: Mapping[str, str]) -> list[Difference]:
    """Raw tables that are others than those of ``old``, each with what rests on it."""
    before, after = (
        {row["table"]: row["sha256"] for row in rows(one["sources.csv"])} for one in (old, new)
    )
    found = []
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) != after.get(name):
            what = "added" if name not in before else "gone"
            if name in before and name in after:
                what = f"sha256 {before[name][:12]} -> {after[name][:12]}"
            rests = _resting(old if what == "gone" else new, name)
            found.append(Difference("", "raw table", name, f"{what}; on it rest {rests}"))
    return found


def _resting(results: Mapping[str, str], table: str) -> str:
    """Results that rest on a raw table, by page."""
    found: dict[str, dict[str, list[str]]] = {}
    for kind, id, page, tables in _listed(results):
        if table in tables:
            found.setdefault(page, {}).setdefault(kind, []).append(id)
    said = {page: "; ".join(map(_several, *zip(*ids.items()))) for page, ids in found.items()}
    return "; ".join(f"{page} ({kinds})" for page, kinds in said.items()) or "no results"


def _several(kind: str, ids: Sequence[str]) -> str:
    return f"{kind}{'s' * (len(ids) > 1)} {', '.join(ids)}"


def _listed(results: Mapping[str, str]) -> Iterator[tuple[str, str, str, Sequence[str]]]:
    """Kind, id, page and tables of each result."""
    for claim in claims(results).values():
        yield "claim", claim.id, claim.origin.page, claim.tables
    for kind in ("figure", "table"):
        for row in rows(results[f"{kind}s.csv"]):
            yield kind, row["id"], row["page"], row["tables"].split()


def _rows(
    kind: str,
    new: Mapping[str, str],
    old: Mapping[str, str],
    differ: Callable[[Row, Row], list[str]],
) -> list[Difference]:
    before, after = ({row["id"]: row for row in rows(one[f"{kind}s.csv"])} for one in (old, new))
    found: list[Difference] = []
    for id in dict.fromkeys([*before, *after]):
        a, b = before.get(id), after.get(id)
        what = "added" if a is None else "gone" if b is None else "; ".join(differ(a, b))
        if what:
            found.append(Difference((b or before[id])["page"], kind, id, what))
    return found


def _words(a: Row, b: Row, *columns: str) -> list[str]:
    return [
        f"{column} {change(a[column], b[column])}" for column in columns if a[column] != b[column]
    ]


def _figure(a: Row, b: Row, alike: set[str]) -> list[str]:
    found = _words(a, b, "page", "title", "caption", "alt", "tables")
    if a["drawn"] != b["drawn"]:
        return [f"draws other data: {_parts(a['drawn'], b['drawn'])}", *found]
    if a["picture_sha256"] != b["picture_sha256"] and b["id"] not in alike:
        found.append("draws the same data as another picture")
    return found


def _parts(old: str, new: str) -> str:
    """The parts of two digests that differ."""
    pair = [
        text.replace("; ", ", ").replace("sums: ", "sum of ").split(", ") for text in (old, new)
    ]
    if len(pair[0]) != len(pair[1]):
        return f"{old} -> {new}"
    ends = [(p, q.rpartition(" ")) for p, q in zip(*pair) if p != q]
    return ", ".join(
        f"{p} -> {last if p.rpartition(' ')[0] == first else first + between + last}"
        for p, (first, between, last) in ends
    )


def _table(a: Row, b: Row, new: Mapping[str, str], old: Mapping[str, str]) -> list[str]:
    return _words(a, b, "page", "caption", "tables") + cells(
        new[f"tables/{a['id']}.csv"], old[f"tables/{a['id']}.csv"]
    )


def cells(new: str, old: str) -> list[str]:
    """Cells of a result table (CSV) that differ, the first of them named by row and column."""
    before, after = (list(csv.reader(io.StringIO(text))) for text in (old, new))
    if before[0] != after[0]:
        return [f"columns {', '.join(before[0])} -> {', '.join(after[0])}"]
    if len(before) != len(after):
        return [f"{len(before) - 1} rows -> {len(after) - 1} rows"]
    found = [
        f"row {place}, {column}: {p or 'nothing'} -> {q or 'nothing'}"
        for place, pair in enumerate(zip(before, after))
        for column, p, q in zip(before[0], *pair)
        if not same_cell(q, p)
    ]
    return found[:NAMED] + ([f"and {len(found) - NAMED} more cells"] if len(found) > NAMED else [])
