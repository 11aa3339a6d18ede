"""The page of interactive charts: its data and specifications, and the library from its package."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from copro.book.drawn import TERMS, WORKS
from copro.book.render import render
from copro.data import load
from copro.measures.countries import indicators
from copro.measures.literature import gaps, works as literature
from copro.measures.synthesis import explorer

if TYPE_CHECKING:
    import pandas as pd

# The still figures that show the same tables, by tool; the files lie beside them.
TWINS = {
    "countries": ["inst-fingerprint"],
    "terms": ["disc-nor-years", "disc-deu-years"],
    "gaps": ["lit-evidence-gap"],
}


def twins(figures: list[dict[str, Any]]) -> dict[str, str]:
    """The still figures that the page takes in, by the names of their files."""
    by_id = {figure["id"]: figure for figure in figures}
    return {
        f"_generated/twin-{tool}.md": render("twin.md.j2", figures=[by_id[id] for id in ids])
        for tool, ids in TWINS.items()
    }


def write(folder: Path) -> None:
    """Write the charts and Vega: not among the static files, which every page would load."""
    import vl_convert

    folder.mkdir(parents=True)
    # In a function of its own, so that the names of the library do not meet those of other scripts.
    vega = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    (folder / "vega.js").write_text(f"(() => {{\n{vega}\n}})();\n", encoding="utf-8")
    (folder / "data.js").write_text(
        "window.COPRO_EXPLORE = "
        + json.dumps(charts(), ensure_ascii=False, separators=(",", ":"))
        + ";\n",
        encoding="utf-8",
    )


def charts() -> dict[str, Any]:
    """Specifications by the id of their place on the page, and what the controls choose from."""
    from copro.report.charts import interactive as draw

    tables = {name: load(name) for name in indicators.TABLES}
    series, places = explorer.country_values(tables)
    totals, counts = map(load, TERMS)
    terms = {country: explorer.term_series(country, totals, counts) for country in ("NOR", "DEU")}
    records, coding, themes = map(load, WORKS)
    first = literature.findings(literature.since(literature.with_record(coding, records), 1970))
    works = explorer.gap_works(first, themes[themes["key"].isin(first["key"])])
    fields, outcomes = (
        list(literature.NAMES["policy_field"].values()),
        list(gaps.THEMES.values()),
    )
    specs = {
        "country-dots": draw.country_dots(),
        "country-lines": draw.country_lines(),
        "terms-nor": draw.term_lines("terms_NOR"),
        "terms-deu": draw.term_lines("terms_DEU"),
        "gap-map": draw.gap_map(fields, outcomes),
    }
    frames = {
        "places": places,
        "series": series,
        "works": works,
        "cells": explorer.gap_counts(works),
    } | {f"terms_{c}": f for c, f in terms.items()}
    return {
        "specs": {id: chart.to_dict() for id, chart in specs.items()},
        "frames": {name: packed(frame) for name, frame in frames.items()},
        "colours": draw.CHOSEN,
        "units": {i.label: i.unit for i in indicators.INDICATORS},
        "start": {
            "NOR": ["Voluntary organisations", "Dugnad"],
            "DEU": ["Civic engagement", "Welfare associations"],
        },
        "fields": fields,
        "themes": outcomes,
    }


def packed(frame: "pd.DataFrame") -> dict[str, Any]:
    """A frame in few bytes: texts once each (``words``), and rows that point to them;
    two decimals.
    """
    from pandas.api.types import is_float_dtype, is_numeric_dtype

    words = {c: sorted(frame[c].unique()) for c in frame if not is_numeric_dtype(frame[c])}
    coded = frame.assign(
        **{c: frame[c].map({w: i for i, w in enumerate(found)}) for c, found in words.items()},
        **{c: frame[c].astype(float).round(2) for c in frame if is_float_dtype(frame[c])},
    )
    return {
        "columns": list(frame),
        "words": words,
        "rows": [[_plain(v) for v in row] for row in coded.values.tolist()],
    }


def _plain(value: float) -> float:
    return int(value) if float(value).is_integer() else value
