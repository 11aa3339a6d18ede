"""The page *find your place*: data files for the browser, tables to download,
list of indicators.
"""

import json
import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from copro.book.pages import place_maps
from copro.book.render import render
from copro.chapters.registry import chapter
from copro.data import card, load
from copro.measures.germany import profiles as places_germany
from copro.measures.norway import profiles as places_norway
from copro.measures.shared import profiles as places
from copro.report.words import places as place_text
from copro.report.words.sources import anchor, credits

SOURCES = {source.country.iso3: source for source in (places_norway.SOURCE, places_germany.SOURCE)}
# What the page is drawn from.
TABLES = [name for source in SOURCES.values() for name in (*source.tables, source.outlines[0])]
CSV_COLUMNS = [
    "unit_code",
    "label",
    "region_name",
    "group",
    "indicator",
    "indicator_label",
    "year",
    "value",
    "unit",
    "missing",
    "note",
    "group_n",
    "group_median",
    "lower_n",
    "equal_n",
    "percentile",
]


def write(stage: Path) -> None:
    """Write everything that the page needs into the folder that Jupyter Book reads."""
    # Not below _static: Jupyter Book would load every script there on every page.
    data, files = stage / "extra" / "places" / "data", stage / "extra" / "files"
    data.mkdir(parents=True)
    index, text = {}, []
    for country, source in SOURCES.items():
        units, frame = profiles(source)
        index[country] = _index(source, units)
        _script(data / f"{country}.js", country, _columns(source, units, frame))
        _maps(data, source, units)
        download = _csv(frame, units, source.indicators)
        download.to_csv(files / f"places_{source.file}.csv", index=False)
        text.append(_listing(source, frame))
    _script(data / "index.js", "index", index)
    indicator_sources().to_csv(files / "places_indicators.csv", index=False)
    (stage / "_generated" / "places.md").write_text("\n".join(text), encoding="utf-8")


def profiles(source: places.ProfileSource) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Units of a country (with ``label``) and their indicators with positions, in long form.

    A value that is divided by fewer people than ``place_text.SMALL`` carries a remark.
    """
    tables = {name: load(name) for name in source.tables}
    units, frame = source.placed(tables)
    bases = source.bases(tables)
    unit = {i.id: i.unit for i in source.indicators}
    base = [
        bases[key].get(code) if (key := (i, year)) in bases else None
        for code, i, year in frame[["unit_code", "indicator", "year"]].itertuples(index=False)
    ]
    notes = [
        place_text.small(int(n), unit[i])
        if n is not None and pd.notna(n) and n < place_text.SMALL and pd.notna(value)
        else note
        for n, i, value, note in zip(base, frame["indicator"], frame["value"], frame["note"])
    ]
    return units, frame.assign(note=notes)


def _script(file: Path, name: str, content: object) -> None:
    """JSON that a page opened from a disk can load: as a script, since it may not fetch."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    file.write_text(f'(window.coproPlaces ??= {{}})["{name}"] = {text};\n', encoding="utf-8")


def _index(source: places.ProfileSource, units: pd.DataFrame) -> dict:
    """What the search needs: names, also those on the map, and regions."""
    table, code = source.outlines
    other = load(table).set_index(code)[code.replace("code", "name")]
    rows = []
    for unit in units.itertuples():
        alias = other.get(unit.unit_code, "")
        rows.append(
            [
                unit.unit_code,
                unit.label,
                unit.region_code,
                unit.kind,
                *([alias] if alias != unit.unit_name else []),
            ]
        )
    regions = units.drop_duplicates("region_code").set_index("region_code")["region_name"]
    return {
        "name": source.country.name,
        "plural": source.plural,
        "region": source.region,
        "file": source.file,
        "regions": regions.to_dict(),
        "units": rows,
    }


def _columns(source: places.ProfileSource, units: pd.DataFrame, frame: pd.DataFrame) -> dict:
    """Everything about the units of a country, by column, in the order of the index."""
    groups = sorted(units["group"].unique())
    reasons = sorted(frame["missing"].dropna().unique())
    columns = []
    for indicator in source.indicators:
        for year, part in frame[frame["indicator"] == indicator.id].groupby("year"):
            part = part.set_index("unit_code").reindex(units["unit_code"])
            column = {
                "id": indicator.id,
                "year": int(year),
                "values": _numbers(part["shown"]),
                "missing": {
                    code: reasons.index(why) for code, why in part["missing"].dropna().items()
                },
                "notes": part["note"].dropna().to_dict(),
            }
            if indicator.compare:
                medians = part.groupby("group")["group_median"].first()
                column |= {
                    "lower": _numbers(part["lower_n"]),
                    "equal": _numbers(part["equal_n"]),
                    "median": _numbers(medians.reindex(groups)),
                }
            columns.append(column)
    return {
        "groupedBy": source.grouped_by,
        "groups": groups,
        "reasons": reasons,
        "group": [groups.index(g) for g in units["group"]],
        "indicators": [_described(i) for i in source.indicators],
        "columns": columns,
        "summary": _summaries(source, units, frame),
        "mapCredit": credits([source.outlines[0]])[0],
    }


def _numbers(values: pd.Series) -> list:
    return [None if pd.isna(v) else int(v) if v == int(v) else round(float(v), 4) for v in values]


def _described(indicator: places.Indicator) -> dict:
    shown = {
        name: getattr(indicator, name)
        for name in ("id", "section", "label", "unit", "digits", "compare", "definition")
    }
    return {
        **shown,
        "chapter": f"{indicator.chapter}.html",
        "chapterTitle": chapter(indicator.chapter.rpartition("/")[2]).heading,
        "sources": [
            {
                "title": card(name)["title"],
                "credit": credits([name])[0],
                "via": carriers(name),
                "licence": card(name)["licence_as_stated"],
                "card": anchor(name),
            }
            for name in indicator.tables
        ],
    }


def carriers(table: str) -> list[str]:
    """Where the copy of a table was read, by its card; empty if it was read at the publisher's."""
    origin = card(table).get("origin", "")
    first = [part.split(";")[0].strip() for part in origin.split(" + ")]
    return (
        []
        if origin.startswith("none")
        else [name for name in first if re.fullmatch(r"[\w.-]+/[\w.-]+", name)]
    )


def _summaries(
    source: places.ProfileSource, units: pd.DataFrame, frame: pd.DataFrame
) -> list[list[str]]:
    labels = {i.id: i.label for i in source.indicators}
    sentences = place_text.SENTENCES[source.country.iso3]
    by_unit = {
        code: {(r.indicator, r.year): r for r in part.itertuples()}
        for code, part in frame.groupby("unit_code")
    }
    found = []
    for unit in units.itertuples():
        rows = by_unit[unit.unit_code]
        empty = [(labels[name], year) for (name, year), row in rows.items() if pd.isna(row.value)]
        found.append(sentences(unit, rows) + place_text.missing(empty))
    return found


def _maps(data: Path, source: places.ProfileSource, units: pd.DataFrame) -> None:
    country, (table, code) = source.country.iso3, source.outlines
    region = units.set_index("unit_code")["region_code"].to_dict()
    outlines = load(table)
    for name, content in place_maps.regional(outlines, code, region, country).items():
        _script(data / f"map-{country}-{name}.js", f"map-{country}-{name}", content)
    _script(
        data / f"map-{country}.js",
        f"map-{country}",
        place_maps.overview(outlines, code, region, country),
    )


def _csv(
    frame: pd.DataFrame, units: pd.DataFrame, indicators: Sequence[places.Indicator]
) -> pd.DataFrame:
    described = pd.DataFrame(
        {
            "indicator": [i.id for i in indicators],
            "indicator_label": [i.label for i in indicators],
            "unit": [i.unit for i in indicators],
        }
    )
    out = frame.merge(units[["unit_code", "label", "region_name"]], on="unit_code", validate="m:1")
    out = out.merge(described, on="indicator", validate="m:1")
    out["value"] = out["value"].round(4)
    out["percentile"] = out["percentile"].round(1)
    counts = ["group_n", "lower_n", "equal_n"]
    out[counts] = out[counts].astype("Int64")
    order = {i.id: n for n, i in enumerate(indicators)}
    return out.assign(order=out["indicator"].map(order)).sort_values(
        ["unit_code", "order", "year"]
    )[CSV_COLUMNS]


def indicator_sources() -> pd.DataFrame:
    """Definition, tables, credit lines and licences of every indicator, a row each."""
    return pd.DataFrame(
        [
            {
                "country": country,
                "indicator": i.id,
                "indicator_label": i.label,
                "unit": i.unit,
                "definition": i.definition,
                "compared_within": source.grouped_by if i.compare else "",
                "tables": "; ".join(i.tables),
                "credit": "; ".join(credits(list(i.tables))),
                "licence": "; ".join(
                    dict.fromkeys(card(name)["licence_as_stated"] for name in i.tables)
                ),
            }
            for country, source in SOURCES.items()
            for i in source.indicators
        ]
    )


def _listing(source: places.ProfileSource, frame: pd.DataFrame) -> str:
    """The indicators of a country, for the page: readable without any script."""
    years = frame.groupby("indicator")["year"].unique()
    known = frame[frame["value"].notna()].groupby(["indicator", "year"]).size()
    indicators = [
        {
            "label": i.label,
            "unit": i.unit,
            "definition": i.definition,
            "years": [(year, known[i.id, year]) for year in sorted(years[i.id])],
            "cards": [(card(name)["title"], name) for name in i.tables],
        }
        for i in source.indicators
    ]
    tables = [*(name for i in source.indicators for name in i.tables), source.outlines[0]]
    licences = {
        credits([name])[0]: card(name)["licence_as_stated"] for name in dict.fromkeys(tables)
    }
    return render(
        "places.md.j2",
        country={"name": source.country.name, "plural": source.plural},
        units=frame["unit_code"].nunique(),
        indicators=indicators,
        credits=licences.items(),
    )
