"""The page *find your place*: data files for the browser, tables to download,
list of indicators.
"""

import json
import re
from pathlib import Path
from types import ModuleType

import pandas as pd

from copro.book.pages import place_maps
from copro.book.render import render
from copro.data import card, load
from copro.measures.germany import profiles as places_germany
from copro.measures.norway import profiles as places_norway
from copro.measures.shared import profiles as places
from copro.report.words import places as place_text
from copro.report.words.sources import anchor, credits

OUTLINES = {
    "NOR": ("norway/boundaries_municipalities_2024", "municipality_code"),
    "DEU": ("germany/boundaries_kreise_2021", "kreis_code"),
}
WORDS = {
    "NOR": {"name": "Norway", "plural": "municipalities", "region": "county", "file": "norway"},
    "DEU": {"name": "Germany", "plural": "Kreise", "region": "Land", "file": "germany"},
}
COUNTRIES: dict[str, ModuleType] = {"NOR": places_norway, "DEU": places_germany}
CHAPTERS = {
    "2_norway/norway_elderly_care": "Elderly care in Norwegian municipalities",
    "3_germany/germany_elderly_care": "Elderly care in German Kreise",
}
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
    for country, module in COUNTRIES.items():
        units, frame = profiles(country)
        index[country] = _index(country, units)
        _script(data / f"{country}.js", country, _columns(country, units, frame))
        _maps(data, country, units)
        download = _csv(frame, units, module.INDICATORS)
        download.to_csv(files / f"places_{WORDS[country]['file']}.csv", index=False)
        text.append(_listing(country, frame, module))
    _script(data / "index.js", "index", index)
    indicator_sources().to_csv(files / "places_indicators.csv", index=False)
    (stage / "_generated" / "places.md").write_text("\n".join(text), encoding="utf-8")


def profiles(country: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Units of a country (with ``label``) and their indicators with positions, in long form."""
    module = COUNTRIES[country]
    tables = {name: load(name) for name in module.TABLES}
    register = tables[module.UNITS]
    units = (
        module.units(register, tables[module.POPULATION])
        if country == "NOR"
        else module.units(register, tables[module.TYPES])
    )
    units["label"] = places.labels(units)
    if country == "NOR":
        units["aged"] = units["unit_code"].map(module.aged_80_plus(tables[module.POPULATION]))
    frame = places.placed(module.values(tables, units), units, module.INDICATORS)
    return units, frame if country != "NOR" else _warned(
        frame, module.bases(tables[module.POPULATION]), module
    )


def _warned(frame: pd.DataFrame, bases: dict, module: ModuleType) -> pd.DataFrame:
    """The values with a remark on each that is divided
    by fewer people than ``place_text.SMALL``.
    """
    unit = {i.id: i.unit for i in module.INDICATORS}
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
    return frame.assign(note=notes)


def _script(file: Path, name: str, content) -> None:
    """JSON that a page opened from a disk can load: as a script, since it may not fetch."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    file.write_text(f'(window.coproPlaces ??= {{}})["{name}"] = {text};\n', encoding="utf-8")


def _index(country: str, units: pd.DataFrame) -> dict:
    """What the search needs: names, also those on the map, and regions."""
    table, code = OUTLINES[country]
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
    return {**WORDS[country], "regions": regions.to_dict(), "units": rows}


def _columns(country: str, units: pd.DataFrame, frame: pd.DataFrame) -> dict:
    """Everything about the units of a country, by column, in the order of the index."""
    module = COUNTRIES[country]
    groups = sorted(units["group"].unique())
    reasons = sorted(frame["missing"].dropna().unique())
    columns = []
    for indicator in module.INDICATORS:
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
        "groupedBy": module.GROUPED_BY,
        "groups": groups,
        "reasons": reasons,
        "group": [groups.index(g) for g in units["group"]],
        "indicators": [_described(i) for i in module.INDICATORS],
        "columns": columns,
        "summary": _summaries(country, units, frame),
        "mapCredit": credits([OUTLINES[country][0]])[0],
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
        "chapterTitle": CHAPTERS[indicator.chapter],
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


def _summaries(country: str, units: pd.DataFrame, frame: pd.DataFrame) -> list[list[str]]:
    labels = {i.id: i.label for i in COUNTRIES[country].INDICATORS}
    by_unit = {
        code: {(r.indicator, r.year): r for r in part.itertuples()}
        for code, part in frame.groupby("unit_code")
    }
    found = []
    for unit in units.itertuples():
        rows = by_unit[unit.unit_code]
        lines = (
            place_text.norway(unit.label, rows, unit.group, int(unit.aged))
            if country == "NOR"
            else place_text.germany(unit.label, rows, unit.group)
        )
        empty = [(labels[name], year) for (name, year), row in rows.items() if pd.isna(row.value)]
        found.append(lines + place_text.missing(empty))
    return found


def _maps(data: Path, country: str, units: pd.DataFrame) -> None:
    table, code = OUTLINES[country]
    region = units.set_index("unit_code")["region_code"].to_dict()
    outlines = load(table)
    for name, content in place_maps.regional(outlines, code, region, country).items():
        _script(data / f"map-{country}-{name}.js", f"map-{country}-{name}", content)
    _script(
        data / f"map-{country}.js",
        f"map-{country}",
        place_maps.overview(outlines, code, region, country),
    )


def _csv(frame: pd.DataFrame, units: pd.DataFrame, indicators) -> pd.DataFrame:
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
                "compared_within": module.GROUPED_BY if i.compare else "",
                "tables": "; ".join(i.tables),
                "credit": "; ".join(credits(list(i.tables))),
                "licence": "; ".join(
                    dict.fromkeys(card(name)["licence_as_stated"] for name in i.tables)
                ),
            }
            for country, module in COUNTRIES.items()
            for i in module.INDICATORS
        ]
    )


def _listing(country: str, frame: pd.DataFrame, module: ModuleType) -> str:
    """The indicators of a country, for the page: readable without any script."""
    word = WORDS[country]
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
        for i in module.INDICATORS
    ]
    tables = [*(name for i in module.INDICATORS for name in i.tables), OUTLINES[country][0]]
    licences = {
        credits([name])[0]: card(name)["licence_as_stated"] for name in dict.fromkeys(tables)
    }
    return render(
        "places.md.j2",
        country=word,
        units=frame["unit_code"].nunique(),
        indicators=indicators,
        credits=licences.items(),
    )
