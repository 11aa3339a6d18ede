"""How the book is cited, and the works that it cites: which the list of references holds,
and which address of a work a reader may be sent to.

A work was often read in a copy on a stranger's site. The address of the copy stays in the data
(``literature/works``); the list links a DOI, or else a page of the publisher, of the body that
issued the work, of a repository or of a library. A work without such an address has no link.
"""

import re
from urllib.parse import urlsplit

import pandas as pd

from copro.book import citation
from copro.book.render import render
from copro.paths import ROOT

# Hosts that may be linked, by what they are. A host is taken as it stands: a subdomain may be a
# proxy or a test site.
HOSTS = {
    "DOI": ("doi.org",),
    "publisher": (
        "cambridge.org",
        "e-elgar.com",
        "forskningogforandring.dk",
        "idunn.no",
        "springerpflege.de",
        "springerprofessional.de",
    ),
    "issuing body": (
        "deutsche-stiftung-engagement-und-ehrenamt.de",
        "emcdda.europa.eu",
        "frivillighetnorge.no",
        "govint.org",
        "ostforsk.no",
        "sdu.dk",
        "sv.uio.no",
        "vive.dk",
    ),
    "repository": (
        "dlc.dlib.indiana.edu",
        "forskning.ruc.dk",
        "kudos.dfo.no",
        "portal.findresearcher.sdu.dk",
        "pureportal.strath.ac.uk",
        "repub.eur.nl",
        "researchonline.gcu.ac.uk",
        "ssrn.com",
    ),
}
DOI = re.compile(r"10\.\d{4,9}/[^\s{}]+")
IN_A_COPY = "Read in a copy"


def own() -> str:
    """The citation of the book in words and as BibTeX, as Markdown."""
    return render("citation.md.j2", words=citation.whole_text(), bibtex=citation.whole_bibtex())


def admissible(address: str) -> bool:
    """Whether a reader may be sent to a web address: well formed, and on one of ``HOSTS``."""
    parts = urlsplit(address)
    host = parts.netloc.lower().removeprefix("www.")
    return (
        parts.scheme in ("http", "https")
        and len(parts.path) > 1
        and "//" not in parts.path
        and not re.search(r"[\s\\]", address)
        and any(host in hosts for hosts in HOSTS.values())
    )


def checked() -> dict[str, str]:
    """Key of a work -> DOI or address that was found for it and agrees with its record
    (``book/addresses.csv``).
    """
    return pd.read_csv(ROOT / "book" / "addresses.csv").set_index("key")["address"].to_dict()


def bibliography() -> str:
    """The works that are cited on a page or coded, out of the BibTeX file of all works, each with
    the address that ``linked`` leaves it.
    """
    from copro.data import load, path

    every = path("literature/references").read_text(encoding="utf-8")
    text = "".join(
        f.read_text(encoding="utf-8")
        for pattern in ("book/*.md", "notebooks/*/*.ipynb")
        for f in sorted(ROOT.glob(pattern))
    )
    cited = {
        key.strip()
        for keys in re.findall(r"\{cite[a-z:]*\}`([^`]+)`", text)
        for key in keys.split(",")
    }
    wanted = (
        cited
        | set(load("literature/coding_first")["key"])
        | set(load("literature/coding_second")["key"])
    )
    found, copies = checked(), load("literature/works").set_index("key")["url_is_mirror"]
    return (
        "\n\n".join(
            linked(known(entry), found.get(key), bool(copies.get(key, False)))
            for key, entry in re.findall(r"^(?=@\w+\{([^,\s]+),)(.*?^\})", every, flags=re.M | re.S)
            if key in wanted
        )
        + "\n"
    )


def linked(entry: str, address: str | None, in_a_copy: bool) -> str:
    """A BibTeX entry with one address at most: its DOI, or ``address``,
    or its own where ``admissible``.

    In addresses the escapes of LaTeX are undone, since a browser takes them by the letter. An entry
    that is left without one says so where the work was read ``in_a_copy``.
    """
    own = {
        name: re.sub(r"\\([%&_#])", r"\1", value)
        for name, value in re.findall(r"(?m)^\s*(doi|url) = \{(.*)\},$", entry)
    }
    doi = own.get("doi") or (address if address and DOI.fullmatch(address) else None)
    url = next((a for a in (address, own.get("url")) if a and admissible(a)), None)
    lines = re.sub(r"(?m)^\s*(?:doi|url) = .*\n", "", entry)[:-1]
    if doi or url:
        return f"{lines}  doi = {{{doi}}},\n}}" if doi else f"{lines}  url = {{{url}}},\n}}"
    if in_a_copy and "  note = {" in lines:
        return re.sub(r"(?m)^(  note = \{.*)\},$", rf"\1; {IN_A_COPY.lower()}}},", lines) + "}"
    return lines + (f"  note = {{{IN_A_COPY}}},\n" if in_a_copy else "") + "}"


def known(entry: str) -> str:
    """A BibTeX entry with what is known: remarks like ``(first name not noted)`` belong into the
    file of all works, not into a citation; what they leave empty is ``n.p.``, no publisher.
    """
    gap = r"not (?:noted|shown|printed)"
    lines = []
    for line in entry.split("\n"):
        if re.match(r"\s*(author|editor|journal|publisher|institution|booktitle) = ", line):
            line = re.sub(rf"\s*\([^()]*{gap}[^()]*\)", "", line)
            line = re.sub(rf"outlet {gap} \((.*)\)", r"\1", line)
            line = re.sub(rf"= \{{(?:publisher {gap})?\}},", "= {n.p.},", line)
        lines.append(line)
    return "\n".join(lines)
