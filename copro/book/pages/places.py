"""The page *find your place*: data files for the browser, tables to download,
list of indicators, and the search form, in four languages.

Numbers of a country are in one file (``NOR.js``) and what its indicators are called in one file a
language (``NOR-nb.js``); outlines, every year, and the sentences on a place are in files of its
region (``map-NOR-46.js``, ``years-NOR-46.js``, ``NOR-46-nb.js``).
"""

import json
import re
from pathlib import Path
from typing import Any

import pandas as pd

from copro.book import numbering
from copro.book.drawn import SOURCES
from copro.book.languages import ENGLISH, in_language
from copro.book.pages import place_maps
from copro.book.pages.native import short_id
from copro.book.render import render, root
from copro.chapters.registry import chapter
from copro.data import card, load
from copro.measures.denmark import profiles as places_denmark
from copro.measures.shared import profiles as places
from copro.measures.shared.oldest import Ahead
from copro.report.words import places as place_text
from copro.report.words.languages import LANGUAGES, words
from copro.report.words.sources import anchor, credits

PAGE = "find_your_place"
Found = dict[str, tuple[pd.DataFrame, pd.DataFrame]]
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
    "rank_low",
    "rank_high",
]


def write(folder: Path) -> None:
    """Write what the page takes in, below ``_generated`` of a folder, and what it loads and offers,
    below ``extra``, where the files of the site are.
    """
    found = {country: profiles(source, _tables(source)) for country, source in SOURCES.items()}
    _parts(found, folder / "_generated")
    _data(found, folder / "extra")


def _parts(found: Found, folder: Path) -> None:
    """Lists of the indicators, and the search form, in each language."""
    folder.mkdir(parents=True)
    for language in LANGUAGES:
        listed = [_listing(SOURCES[one], frame, language) for one, (_, frame) in found.items()]
        for name, content in (("places", "\n".join(listed)), ("place_form", form(language))):
            (folder / f"{name}-{language}.md").write_text(content, encoding="utf-8")


def _tables(source: places.ProfileSource) -> places.Tables:
    return {name: load(name) for name in source.tables}


def _data(found: Found, extra: Path) -> None:
    """Units and indicators (``profiles``) by country, for the browser and to download."""
    # Not below _static: Jupyter Book would load every script there on every page.
    data, files = extra / "places" / "data", extra / "files"
    for new in (data, files):
        new.mkdir(parents=True)
    index = {}
    for country, (units, frame) in found.items():
        source, outlines = SOURCES[country], load(SOURCES[country].outlines[0])
        tables = _tables(source)
        index[country] = _index(source, units, outlines)
        _script(data / f"{country}.js", country, _columns(source, units, frame))
        for region, lines in _lines(source, tables, units).items():
            _script(data / f"years-{country}-{region}.js", f"years-{country}-{region}", lines)
        rows = _by_unit(frame)
        coming = source.ahead(tables) if source.ahead else None
        for language in LANGUAGES:
            name = f"{country}-{language}"
            _script(data / f"{name}.js", name, _said(source, units, frame, language))
            for region, lines in _summaries(source, units, rows, coming, language).items():
                name = f"{country}-{region}-{language}"
                _script(data / f"{name}.js", name, lines)
        _maps(data, source, units, outlines)
        download = _csv(frame, units, source)
        download.to_csv(files / f"places_{source.file}.csv", index=False)
    _script(data / "index.js", "index", index)
    for language in LANGUAGES:
        _script(data / f"page-{language}.js", f"page-{language}", page_words(language))
    indicator_sources().to_csv(files / "places_indicators.csv", index=False)


def profiles(
    source: places.ProfileSource, tables: places.Tables
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Units of a country (with ``label``) and their indicators with positions, in long form.

    ``base`` is the number of people aged 80 or over that a value is divided by, where there are
    fewer than ``place_text.SMALL``.
    """
    units, frame = source.placed(tables)
    bases = source.bases(tables)
    base = [
        bases[key].get(code) if (key := (i, year)) in bases else None
        for code, i, year in frame[["unit_code", "indicator", "year"]].itertuples(index=False)
    ]
    frame["base"] = pd.Series(base, index=frame.index, dtype=float)
    frame["base"] = frame["base"].where((frame["base"] < place_text.SMALL) & frame["value"].notna())
    return units, frame


def page_words(language: str) -> dict[str, Any]:
    """What the script of the page says: labels, ranks, and the edition for a print."""
    edition = numbering.edition()
    parts = ("ui.", "rank.", "country.", "plural.", "grouped.", "chance", "absent.", "small.")
    said = {k: v for k, v in words("places", language).items() if k.startswith(parts)}
    say = words("frame", language)["version"].format(version=edition["version"])
    return said | {"edition": f"{say} {edition['date']}", "page": in_language(PAGE, language)}


def form(language: str) -> str:
    """Search, empty profile and scripts of the page in a language."""
    page = in_language(PAGE, language)
    return render(
        "place_form.md.j2",
        say=words("places", language),
        files={country: source.file for country, source in SOURCES.items()},
        top=root(page),
        language=language,
    )


def _script(file: Path, name: str, content: object) -> None:
    """JSON that a page opened from a disk can load: as a script, since it may not fetch."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    file.write_text(f'(window.coproPlaces ??= {{}})["{name}"] = {text};\n', encoding="utf-8")


def _index(
    source: places.ProfileSource, units: pd.DataFrame, outlines: pd.DataFrame
) -> dict[str, Any]:
    """What the search needs: names, also those on the map, and regions."""
    code = source.outlines[1]
    other = outlines.set_index(code)[code.replace("code", "name")]
    rows = []
    for unit in units.itertuples():
        names = {other.get(unit.unit_code, ""), getattr(unit, "other_name", "")}
        alias = " ".join(sorted(names - {unit.unit_name, unit.label, ""}))
        rows.append(
            [unit.unit_code, unit.label, unit.region_code, unit.kind, *([alias] if alias else [])]
        )
    regions = units.drop_duplicates("region_code").set_index("region_code")["region_name"]
    return {"file": source.file, "regions": regions.to_dict(), "units": rows}


def _columns(
    source: places.ProfileSource, units: pd.DataFrame, frame: pd.DataFrame
) -> dict[str, Any]:
    """All numbers of the units of a country, by column, in the order of the index."""
    groups = sorted(units["group"].unique())
    columns = []
    for indicator in source.indicators:
        for year, part in frame[frame["indicator"] == indicator.id].groupby("year"):
            part = part.set_index("unit_code").reindex(units["unit_code"])
            column = {
                "id": indicator.id,
                "year": int(year),
                "values": _numbers(part["shown"]),
                "missing": part["missing"].dropna().to_dict(),
                "notes": part["note"].dropna().to_dict(),
                "base": part["base"].dropna().astype(int).to_dict(),
            }
            if indicator.compare:
                medians = part.groupby("group")["group_median"].first()
                column |= {
                    "lower": _numbers(part["lower_n"]),
                    "equal": _numbers(part["equal_n"]),
                    "median": _numbers(medians.reindex(groups)),
                }
            if part["rank_low"].notna().any():
                column |= {
                    "low": _numbers(part["rank_low"]),
                    "high": _numbers(part["rank_high"]),
                }
            columns.append(column)
    return {
        "groups": groups,
        "group": [groups.index(g) for g in units["group"]],
        "indicators": [_described(i) for i in source.indicators],
        "columns": columns,
        "mapCredit": credits([source.outlines[0]])[0],
    }


def _lines(
    source: places.ProfileSource, tables: places.Tables, units: pd.DataFrame
) -> dict[str, dict[str, Any]]:
    """Every year of the indicators by region: first year, and values by unit code.

    A year without a value is null; at ``breaks`` a line stops.
    """
    digits = {i.id: i.digits for i in source.indicators}
    breaks = {i.id: list(i.breaks) for i in source.indicators}
    region = units.set_index("unit_code")["region_code"]
    frame = source.series(tables, units)
    found: dict[str, dict[str, Any]] = {name: {} for name in region.unique()}
    for indicator, part in frame.groupby("indicator"):
        wide = part.pivot(index="unit_code", columns="year", values="value")
        years = range(int(wide.columns.min()), int(wide.columns.max()) + 1)
        wide = wide.reindex(columns=years).round(digits[str(indicator)])
        for name, own in wide.groupby(region.reindex(wide.index)):
            values = {str(code): _numbers(row) for code, row in own.iterrows()}
            found[str(name)][indicator] = {
                "from": years[0],
                "breaks": breaks[str(indicator)],
                "values": values,
            }
    return found


def _numbers(values: pd.Series) -> list[float | None]:
    return [None if pd.isna(v) else int(v) if v == int(v) else round(float(v), 4) for v in values]


def _described(indicator: places.Indicator) -> dict[str, Any]:
    shown = {
        name: getattr(indicator, name) for name in ("id", "section", "unit", "digits", "compare")
    }
    return {
        **shown,
        "chapter": indicator.chapter.rpartition("/")[2],
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


def _said(
    source: places.ProfileSource, units: pd.DataFrame, frame: pd.DataFrame, language: str
) -> dict[str, Any]:
    """All that is said of the places of a country in a language."""
    country, said = source.country.iso3, words("indicators", language)
    cards, pages = words("cards", language), dict.fromkeys(i.chapter for i in source.indicators)
    named = [*(name for i in source.indicators for name in i.tables), source.outlines[0]]
    shown = dict.fromkeys(text for name in named for text in _of_card(name))
    part = {
        "sections": {i.section: said[f"section.{i.section}"] for i in source.indicators},
        "labels": {i.id: said[f"{country}.{i.id}.label"] for i in source.indicators},
        "means": {i.id: said[f"{country}.{i.id}.means"] for i in source.indicators},
        "units": {i.unit: said[f"unit.{i.unit}"] for i in source.indicators},
        "groups": [said[f"group.{group}"] for group in sorted(units["group"].unique())],
        "reasons": {key: said[f"reason.{key}"] for key in frame["missing"].dropna().unique()},
        "notes": {key: said[f"note.{key}"] for key in frame["note"].dropna().unique()},
        "limits": {page.rpartition("/")[2]: _limits(page, language) for page in pages},
        "cards": {}
        if language == ENGLISH
        else {text: cards[text] for text in shown if text in cards},
    }
    return part | ({"absent": _absent(language)} if source is places_denmark.SOURCE else {})


def _of_card(table: str) -> tuple[str, str, str]:
    """What a profile shows of a card: title, credit line and licence."""
    return card(table)["title"], credits([table])[0], card(table)["licence_as_stated"]


def _limits(page: str, language: str) -> tuple[str, str]:
    """Title and address of the limits of a chapter: in other languages, of its five sentences."""
    name = page.rpartition("/")[2]
    if language == ENGLISH:
        return chapter(name).heading, f"{page}.html"
    place = short_id(name, language).replace("_", "-")  # as the page has it
    goal = f"{in_language('chapters', language)}.html#{place}"
    return words("chapter_titles", language)[name], goal


def _absent(language: str) -> list[dict[str, Any]]:
    """What Danish profiles lack, and the tables of the StatBank that have it."""
    return [
        {
            "what": words("places", language)[f"absent.{what}"],
            "tables": [
                [row.table_id, row.title_da, f"{row.first_period[:4]}–{row.last_period[:4]}"]
                for row in rows.itertuples()
            ],
        }
        for what, rows in places_denmark.absent(load(places_denmark.STATBANK)).items()
    ]


def _by_unit(frame: pd.DataFrame) -> dict[str, place_text.Found]:
    """The values of every place: by its code, then by indicator and year."""
    found: dict[str, place_text.Found] = {}
    for row in frame.itertuples():
        found.setdefault(row.unit_code, {})[row.indicator, row.year] = row
    return found


def _summaries(
    source: places.ProfileSource,
    units: pd.DataFrame,
    by_unit: dict[str, place_text.Found],
    coming: Ahead | None,
    language: str,
) -> dict[str, dict[str, list[str]]]:
    """The sentences on every place, by region and unit code."""
    country, said = source.country.iso3, words("indicators", language)
    labels = {i.id: said[f"{country}.{i.id}.label"] for i in source.indicators}
    found: dict[str, dict[str, list[str]]] = {code: {} for code in units["region_code"].unique()}
    for unit in units.itertuples():
        rows = by_unit[unit.unit_code]
        empty = [(labels[name], year) for (name, year), row in rows.items() if pd.isna(row.value)]
        sentences = place_text.SENTENCES[country](unit, rows, language)
        if coming:
            row = coming.rows.loc[unit.unit_code]
            sentences.append(place_text.ahead(unit.label, row, coming, language))
        found[unit.region_code][unit.unit_code] = sentences + place_text.missing(empty, language)
    return found


def _maps(
    data: Path, source: places.ProfileSource, units: pd.DataFrame, outlines: pd.DataFrame
) -> None:
    country, code = source.country.iso3, source.outlines[1]
    region = units.set_index("unit_code")["region_code"].to_dict()
    outlines = place_maps.projected(outlines[outlines[code].isin(region)], country)
    for name, content in place_maps.regional(outlines, code, region).items():
        _script(data / f"map-{country}-{name}.js", f"map-{country}-{name}", content)
    whole = place_maps.overview(outlines, code, region)
    _script(data / f"map-{country}.js", f"map-{country}", whole)


def _csv(frame: pd.DataFrame, units: pd.DataFrame, source: places.ProfileSource) -> pd.DataFrame:
    country, said = source.country.iso3, words("indicators", ENGLISH)
    unit = {i.id: i.unit for i in source.indicators}
    out = frame.merge(units[["unit_code", "label", "region_name"]], on="unit_code", validate="m:1")
    out["unit"] = out["indicator"].map(unit)
    out["indicator_label"] = [said[f"{country}.{i}.label"] for i in out["indicator"]]
    out["missing"] = [m if pd.isna(m) else said[f"reason.{m}"] for m in out["missing"]]
    small = [
        "" if pd.isna(n) else place_text.small(int(n), u, ENGLISH)
        for n, u in zip(out["base"], out["unit"])
    ]
    notes = ["" if pd.isna(n) else said[f"note.{n}"] for n in out["note"]]
    out["note"] = ["; ".join(filter(None, both)) or None for both in zip(small, notes)]
    out["value"] = out["value"].round(4)
    out["percentile"] = out["percentile"].round(1)
    counts = ["group_n", "lower_n", "equal_n", "rank_low", "rank_high"]
    out[counts] = out[counts].astype("Int64")
    order = {i.id: n for n, i in enumerate(source.indicators)}
    return out.assign(order=out["indicator"].map(order)).sort_values(
        ["unit_code", "order", "year"]
    )[CSV_COLUMNS]


def indicator_sources() -> pd.DataFrame:
    """Definition, tables, credit lines and licences of every indicator, a row each."""
    said, say = words("indicators", ENGLISH), words("places", ENGLISH)
    return pd.DataFrame(
        [
            {
                "country": country,
                "indicator": i.id,
                "indicator_label": said[f"{country}.{i.id}.label"],
                "unit": i.unit,
                "definition": said[f"{country}.{i.id}.means"],
                "compared_within": say[f"grouped.{country}"] if i.compare else "",
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


def _listing(source: places.ProfileSource, frame: pd.DataFrame, language: str) -> str:
    """The indicators of a country, for the page: readable without any script."""
    country, said, say = (
        source.country.iso3,
        words("indicators", language),
        words("places", language),
    )
    cards = words("cards", language)

    def in_own(text: str) -> str:
        return cards.get(text, text)

    years = frame.groupby("indicator")["year"].unique()
    known = frame[frame["value"].notna()].groupby(["indicator", "year"]).size()
    indicators = [
        {
            "label": said[f"{country}.{i.id}.label"],
            "unit": said[f"unit.{i.unit}"],
            "definition": said[f"{country}.{i.id}.means"],
            "years": [(year, known[i.id, year]) for year in sorted(years[i.id])],
            "cards": [(in_own(card(name)["title"]), name) for name in i.tables],
        }
        for i in source.indicators
    ]
    tables = [*(name for i in source.indicators for name in i.tables), source.outlines[0]]
    licences = {
        in_own(credits([name])[0]): in_own(card(name)["licence_as_stated"])
        for name in dict.fromkeys(tables)
    }
    return render(
        "places.md.j2",
        country=say[f"country.{country}"],
        plural=say[f"plural.{country}"],
        units=frame["unit_code"].nunique(),
        indicators=indicators,
        credits=licences.items(),
        say=say,
    )
