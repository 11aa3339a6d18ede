"""Claims: sentences that a reader might quote, each computed and each with its evidence."""

import ast
import html
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from copro.coding import RELIABLE
from copro.data import card
from copro.english import listed
from copro.report.records import output
from copro.report.records.model import Claim, Interval, Range
from copro.report.records.output import ReportError
from copro.report.words.numbers import THIN, close, counted, number, quantity, spread, typeset
from copro.session import current

# Badge -> what a reader should know about evidence of this kind.
KINDS = {
    "register": (
        "Counted in an official register or account; no sampling error, but definitions matter."
    ),
    "survey": (
        "Asked of a sample; carries sampling error and depends on the wording of the question."
    ),
    "published figure": "Printed by others and quoted; could not be recomputed from raw data.",
    "expert index": (
        "Judged by experts on a fixed scale; good for placing countries, not for small differences."
    ),
    "model estimate": (
        "Estimated with a statistical model; an association under the model's assumptions."
    ),
    "coding": (
        "Texts were coded by fixed rules, in part by machine; depends on the rules and on who or "
        "what applied them."
    ),
}
# How a claim fares under other choices -> what a reader should know about it.
FARES = {
    "robust": (
        "Computed in many defensible ways, it has the same direction in nearly all of them, and "
        "more clearly than chance would bring about among independent places."
    ),
    "direction only": (
        "Computed in many defensible ways, it has the same direction in nearly all of them; how "
        "large it is, or how sure, depends on the choices."
    ),
    "depends on choices": "Other defensible ways of computing it give another direction.",
    "not varied": "No multiverse of specifications was computed for it.",
}
# Badges that no claim has whose tables are all of figures that others printed.
FIRSTHAND = ("register", "survey", "expert index")


def claim(
    id: str,
    template: str,
    value: Any,
    *,
    unit: str,
    kind: str,
    tables: Sequence[str],
    interval: Sequence[float] | None = None,
    n: float | None = None,
    digits: int = 1,
    tolerance: float = 1e-6,
    level: float = 95,
    alphas: Mapping[str, float] | None = None,
    multiverse: Mapping[str, Any] | None = None,
    message: bool = False,
    **facts: Any,
) -> None:
    """State a claim: show it with its badge, and make its numbers available to the prose.

    Parameters
    ----------
    id : unique across the book, words joined by hyphens
    template : one sentence; ``{value}`` is the value with its unit, other fields come from
        ``facts`` with ordinary format specifications (``{year}``, ``{share:.1f}``)
    value : number, or a word where the claim is one ("not testable")
    unit : unit of value and interval, e.g. "percent", "persons", "percentage points"
    kind : class of evidence, a key of ``KINDS``
    tables : names of the tables it rests on; each must have been loaded
    interval : (low, high) in the same unit; ``level`` is its level in percent. The sentence
        carries it where the template says ``{interval}``, otherwise in brackets beside ``{value}``
    n : number of observations behind the value
    tolerance : relative difference that ``copro check`` accepts on another machine
    alphas : agreement between passes (Krippendorff's alpha) by name of each code that the sentence
        rests on; a code below ``RELIABLE`` is named in a mark beside the claim, whoever quotes it
    multiverse : range of another claim over all its specifications, kept for the ledger: ``of``
        (its id), n, median, low, high, and where the question is zero same_sign (percent) and
        p_median; see ``copro.book.ranges``
    message : whether it is the message of its section, which the page sets in a box

    In the prose ``{glue:text}`id` `` gives the value with its unit and
    ``{glue:text}`id-interval` `` the interval.

    Raises ``ReportError`` if kind, unit, table or a field of the template is missing, if
    a number is not finite, or if the kind is stronger than the cards of all its tables.
    """
    output.check(id, "claim", tables, template=template, unit=unit)
    if kind not in KINDS:
        raise ReportError(f"claim {id!r}: kind {kind!r} is not one of {', '.join(KINDS)}")
    if kind in FIRSTHAND and {card(t)["evidence_class"] for t in tables} == {"published figure"}:
        raise ReportError(
            f"claim {id!r}: kind {kind!r}, but {listed(tables)} holds figures that others "
            "printed: expected 'published figure'"
        )
    value = _plain(id, value)
    within = None if interval is None else Interval(*(_plain(id, end) for end in interval))
    if within and not within.low <= value <= within.high:
        raise ReportError(f"claim {id!r}: value {value} lies outside its interval {list(within)}")
    shown = quantity(value, unit, digits)
    if within:
        facts["interval"] = f"{level}{THIN}% interval {spread(*within, unit, digits)}"
        if "{interval}" not in template:
            template = template.replace("{value}", "{value} ({interval})", 1)
    try:
        sentence = typeset(template.format(value=shown, **facts))
    except KeyError as missing:
        raise ReportError(
            f"claim {id!r}: the template names {missing}, which is not given"
        ) from None
    known = current().known
    stated = Claim(
        id=id,
        sentence=sentence,
        value=value,
        unit=unit,
        interval=within,
        level=level if within else None,
        n=None if n is None else int(n),
        kind=kind,
        tables=tuple(sorted(tables)),
        hashes={name: known[name] for name in sorted(tables)},
        tolerance=tolerance,
        shown=shown,
        digits=digits,
        multiverse=_range(id, multiverse) if multiverse else None,
        message=message,
        disagree=weak(alphas or {}),
    )
    whole = close(sentence, counted(stated.n) + weak_codes(alphas or {}))
    output.show(
        {
            "text/html": f"<p><b>[{kind}]</b> {html.escape(whole)}</p>",
            "text/plain": f"[{kind}] {whole}",
        },
        output.labelled(stated),
    )
    glue(id, shown)
    if within:
        glue(f"{id}-interval", spread(*within, unit, digits))


def weak(alphas: Mapping[str, float]) -> dict[str, float | None]:
    """The codes below ``RELIABLE``, or without any alpha, which is None then.

    >>> weak({"stage": 0.318, "method": 0.75, "actor": float("nan")})
    {'stage': 0.318, 'actor': None}
    """
    return {
        name: None if math.isnan(alpha) else float(alpha)
        for name, alpha in alphas.items()
        if not alpha >= RELIABLE
    }


def disagreement(codes: Mapping[str, float | None]) -> str:
    """The doubtful codes of a claim (``Claim.disagree``) in words.

    >>> disagreement({"stage": 0.318, "actor": None})
    'The two machine-assisted passes agree too little on stage (0.32) and actor (not available).'
    """
    told = listed(
        f"{name} ({'not available' if alpha is None else number(alpha, 2)})"
        for name, alpha in codes.items()
    )
    return f"The two machine-assisted passes agree too little on {told}."


def weak_codes(alphas: Mapping[str, float]) -> str:
    """What a caption says, in brackets, of the codes below ``RELIABLE``; empty if there are none.

    >>> weak_codes({"stage": 0.318, "method": 0.75})
    ' (the two machine-assisted passes agree too little on stage (0.32))'
    """
    doubtful = disagreement(weak(alphas)).removesuffix(".")
    return f" ({doubtful[0].lower()}{doubtful[1:]})" if weak(alphas) else ""


def _range(id: str, multiverse: Mapping[str, Any]) -> Range:
    """A range of plain numbers and words."""
    return Range(**{key: _plain(id, part) for key, part in multiverse.items()})


def _plain(id: str, value: Any) -> Any:
    """A Python number (not a numpy one) or a word; never NaN."""
    if isinstance(value, str):
        return value
    if isinstance(value, (bool, np.bool_)):
        raise ReportError(f"claim {id!r}: a truth value is no claim; give a number or a word")
    value = value.item() if isinstance(value, np.generic) else value
    if not math.isfinite(value):
        raise ReportError(f"claim {id!r}: {value} is not a finite number")
    return value


def glue(name: str, text: str) -> None:
    """Make a computed text available to the prose as {glue:text}`name`, without claiming anything.

    The format is that of myst-nb's ``glue``, written out here because that one stores the
    quotation marks of a text.
    """
    from IPython.display import display

    prefix = "application/papermill.record/"
    display(
        {f"{prefix}text/plain": _quoted(text)},
        raw=True,
        metadata={"scrapbook": {"name": name, "mime_prefix": prefix}},
    )


def _quoted(text: str) -> str:
    """A text as myst-nb will show it unchanged: what looks like Python ("1,300", "0.80") is quoted,
    because myst-nb evaluates it (to a pair of numbers, to 0.8).
    """
    try:
        ast.literal_eval(text)
    except (SyntaxError, ValueError):
        return text
    return repr(text)
