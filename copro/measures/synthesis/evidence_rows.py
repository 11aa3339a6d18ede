"""What counts as evidence on the hypotheses: a claim a row, and the source it belongs to.

A row of ``EVIDENCE`` is one claim: hypothesis, source, id and how its value is read. The claims of
one source are one cell; a source is an independent body of evidence, so whatever could enter two is
a row of one of them, and ``note`` says so. The study that set a hypothesis is a check of
consistency (``FOUNDING``) and no source.
"""

from typing import NamedTuple

SOURCES = (
    "literature",
    "coded cases",
    "second cases",
    "Norway",
    "Germany",
    "Denmark",
    "countries",
    "parliaments",
)
RATED = "rated by the researchers of each collaboration themselves; none is elderly or drug care"
BOTH = "the partnership in Gothenburg and the report on Arendal count under the coded cases"


class Cell(NamedTuple):
    """One claim on one hypothesis.

    ``reads``: "words" (by ``evidence.WORDS``), "passes" (a word of each coding pass of the
    literature, if the code is reliable) or "silent" (on the subject, but it does not compare what
    the hypothesis compares; ``note`` says why). ``firm``: counted or asked, printed as a number,
    and comparing what the hypothesis compares.
    """

    hypothesis: str
    source: str
    claim: str
    reads: str = "words"
    note: str = ""
    firm: bool = False


EVIDENCE = (
    Cell("H1", "literature", "lf-strength-h1", "passes", f"without the founding study; {BOTH}"),
    Cell(
        "H1",
        "coded cases",
        "frame-h1",
        note="without the founding study; the two German fields count here and not under Germany",
    ),
    Cell("H1", "countries", "frc-h1", note="volunteering is no substitute for cooperation"),
    Cell(
        "H2",
        "literature",
        "lf-strength-h2",
        "passes",
        "without the founding study; a press report on municipalities with a "
        f"policy counts here; {BOTH}",
    ),
    Cell(
        "H2",
        "coded cases",
        "frame-h2",
        note="without the founding study; design and delivery are not compared",
    ),
    Cell("H2", "second cases", "sc-h2", note=f"rules and goals, not agreements; {RATED}"),
    Cell(
        "H3",
        "literature",
        "lf-strength-h3",
        "passes",
        "without the founding study; one code for resources of associations, mutual dependence "
        f"and public support; {BOTH}",
    ),
    Cell(
        "H3",
        "coded cases",
        "frame-h3",
        note="without the founding study; mutual need and need of the "
        "municipality alone counted together",
    ),
    Cell("H3", "second cases", "sc-h3", note=RATED),
    Cell(
        "H4",
        "literature",
        "lit-scheme-early",
        "silent",
        "says who takes part before delivery, not who delivers as well",
    ),
    Cell(
        "H4",
        "coded cases",
        "frame-several-jointly",
        "silent",
        "of a case of delivery the table does not say whether the association also helps to design",
    ),
    Cell(
        "H4",
        "second cases",
        "sc-h4",
        "silent",
        "whole collaborations, not associations that deliver beside those that do not",
    ),
    Cell(
        "H5",
        "coded cases",
        "frame-fields",
        "silent",
        "too few cases of culture and of services for children",
    ),
    Cell(
        "H5",
        "Denmark",
        "dk-institutions",
        "silent",
        "schools and social help are counted together, so its fields are not those of H5",
    ),
    Cell(
        "H6",
        "Norway",
        "no-home-services-size",
        "silent",
        "services by size of municipality; co-production is not counted",
    ),
    Cell(
        "H6",
        "Germany",
        "de-home-care-east",
        "silent",
        "services by region; co-production is not counted",
    ),
    # H7 compares two countries: figures of one alone compare nothing, so pairs of national figures
    # are one source.
    Cell(
        "H7",
        "countries",
        "contrast-h7-institutions",
        note="care institutions; national figures of both countries count here",
        firm=True,
    ),
    Cell(
        "H7",
        "countries",
        "no-drug-nonprofit-days",
        "silent",
        'drug treatment: a news item without a year; for Germany only the word "most"',
    ),
    Cell("H7", "countries", "contrast-h7-home-care", note="known for Germany only"),
    Cell(
        "H7",
        "countries",
        "contrast-h7-financing",
        note="which level of government pays, not who provides",
    ),
    Cell(
        "H7",
        "countries",
        "contrast-h7-discretion",
        "silent",
        "which level of government decides, not what associations do",
    ),
    Cell("H7", "countries", "contrast-h7-volunteering", note="who volunteers"),
    Cell(
        "H7",
        "countries",
        "contrast-h7-responsibility",
        note="whom people hold responsible for the old: a proxy",
    ),
    Cell(
        "H7",
        "parliaments",
        "contrast-h7-vocabulary",
        note="what is said, not who provides: a proxy",
    ),
    Cell(
        "H8",
        "literature",
        "lf-frames",
        "silent",
        "what researchers argue, not parliaments; the two passes do not agree on it",
    ),
    Cell("H8", "Denmark", "disc-dnk-h8-take-off", "silent", "H8 is about Norway and Germany"),
    Cell(
        "H8",
        "parliaments",
        "disc-nor-programmes-same",
        "silent",
        "both programmes, 2017 and 2025, are from after 2014",
    ),
    Cell(
        "H8",
        "parliaments",
        "disc-nor-h8-take-off",
        "silent",
        "the minutes end in February 2016, H8 speaks of the years after 2014",
    ),
    Cell("H8", "parliaments", "disc-nor-questions-1996", "silent", "questions up to 2015: weak"),
    Cell("H8", "parliaments", "disc-nor-case-titles", "silent", "titles, none before 2015: weak"),
    Cell(
        "H8",
        "parliaments",
        "disc-nor-frame-efficiency",
        "silent",
        "arguments near associations up to 2016, not near the word",
    ),
    Cell(
        "H8",
        "parliaments",
        "discomp-h8-instead",
        "silent",
        "up to 2016; established words prevail in both parliaments, so "
        "they do not set Germany apart",
    ),
)
# What the study behind H1 to H6 says on them itself: agreement is consistency, never evidence.
FOUNDING = {f"H{i}": f"nocase-h{i}" for i in range(1, 6)}
