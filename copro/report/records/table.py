"""The one function that shows tables."""

import html
from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd

from copro.report.records import output
from copro.report.records.model import Table
from copro.report.records.output import ReportError
from copro.report.records.tiles import tiled
from copro.report.words.numbers import number
from copro.report.words.sources import source_line
from copro.session import current

PLAIN_ROWS = 20  # rows of the plain text; the HTML and the CSV hold all


def table(
    id: str,
    data: pd.DataFrame,
    *,
    caption: str,
    tables: list[str],
    labels: Mapping[str, str],
    digits: Mapping[str, int] | None = None,
    groups: str | None = None,
    filters: list[str] | None = None,
    folded: str | None = None,
    tiles: Collection[str] = (),
) -> None:
    """Save and show a table.

    Parameters
    ----------
    id : unique across the book, words joined by hyphens
    data : the table, in the order in which it is shown; saved as CSV in full precision
    caption : what it shows, with definitions and limits
    tables : names of the tables it rests on
    labels : heading, with its unit, of every column of ``data`` that is shown
    digits : decimals by column; columns of numbers that are not named are shown as integers, and
        years (columns with "year" in their name, whole numbers of four digits) without a mark of
        thousands
    groups : column by which rows are grouped under a heading
    filters : columns of text, several labels joined by "; ", for which the page offers a choice
        (``book/_static/table_filters.js``); without scripts the whole table stands there. Not
        together with ``groups``.
    folded : words behind which a long table is closed until a reader opens it
    tiles : columns whose words are shown as coloured tiles; the first column then heads its row,
        and on a phone each row is a card

    Raises ``ReportError`` if caption, tables or a label is missing, or a filter is no shown column.
    """
    output.check(id, "table", tables, caption=caption)
    lacking = [c for c in labels if c not in data]
    if lacking or data.empty:
        raise ReportError(
            f"table {id!r}: " + (f"no column {lacking}" if lacking else "there is no row")
        )
    strange = [c for c in filters or [] if c not in labels or groups]
    if strange:
        raise ReportError(f"table {id!r}: cannot filter by {strange}")
    data.to_csv(current().folder("tables") / f"{id}.csv", index=False, lineterminator="\n")
    source = source_line(tables)
    known = current().known
    stated = Table(
        id=id,
        caption=caption,
        source=source,
        tables=tuple(sorted(tables)),
        hashes={name: known[name] for name in sorted(tables)},
    )
    shown = _with_plain_years(data)
    body = (
        tiled(shown, labels, tiles)
        if tiles
        else _great_table(id, shown, labels, digits or {}, groups)
    )
    box = (
        f'<div class="table-scroll" tabindex="0" role="region" '
        f'aria-label="{html.escape(caption[:80])}">{body}</div>'
    )
    if folded:
        box = f"<details><summary>{html.escape(folded)}</summary>{box}</details>"
    choices = (
        f' data-filters="{" ".join(str(list(labels).index(c)) for c in filters)}"'
        if filters
        else ""
    )
    dressed = (
        f'<figure class="copro-table" id="tbl-{id}"{choices}><figcaption>{html.escape(caption)} '
        f"Source: {html.escape(source)}</figcaption>{box}</figure>"
    )
    output.show(
        {
            "text/html": dressed,
            "text/plain": _plain(shown, labels, digits or {}, groups, caption, source),
        },
        output.labelled(stated),
    )


def _with_plain_years(data: pd.DataFrame) -> pd.DataFrame:
    """The table with its years as text: 2019, not 2,019."""
    years = [
        name
        for name in data
        if "year" in str(name).split("_")
        and pd.api.types.is_numeric_dtype(data[name])
        and (known := data[name].dropna()).between(1000, 2999).all()
        and (known % 1 == 0).all()
    ]
    return data.assign(
        **{
            name: data[name].map(lambda value: f"{value:.0f}", na_action="ignore").astype(object)
            for name in years
        }
    )


def _plain(
    data: pd.DataFrame,
    labels: Mapping[str, str],
    digits: Mapping[str, int],
    groups: str | None,
    caption: str,
    source: str,
) -> str:
    """The first rows as text, with the numbers as the table shows them."""
    heads = ({groups: labels.get(groups, groups)} if groups else {}) | dict(labels)
    columns = [
        [label, *(_cell(value, digits.get(name, 0)) for value in data[name].head(PLAIN_ROWS))]
        for name, label in heads.items()
    ]
    widths = [max(map(len, column)) for column in columns]
    rows = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in zip(*columns)]
    more = [f"… and {len(data) - PLAIN_ROWS:,} more rows"] if len(data) > PLAIN_ROWS else []
    return "\n".join([f"[table] {caption}", *rows, *more, f"Source: {source}"])


def _cell(value: Any, digits: int) -> str:
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return "–"
    return number(value, digits) if pd.api.types.is_number(value) else " ".join(str(value).split())


def _great_table(
    id: str,
    data: pd.DataFrame,
    labels: Mapping[str, str],
    digits: Mapping[str, int],
    groups: str | None,
) -> str:
    from great_tables import GT

    shown = data[[*([groups] if groups and groups not in labels else []), *labels]]
    numbers = [c for c in labels if pd.api.types.is_numeric_dtype(shown[c]) and c != groups]
    texts = {c: [_cell(value, digits.get(c, 0)) for value in shown[c]] for c in numbers}
    made = (
        GT(shown.assign(**texts), id=f"gt-{id}", groupname_col=groups)
        .cols_label({name: label for name, label in labels.items() if name != groups})
        .cols_align("right", numbers)
    )
    gaps = [c for c in labels if c not in numbers and shown[c].isna().any()]
    made = made.sub_missing(columns=gaps, missing_text="–").tab_options(
        table_background_color="transparent",
        table_font_names="inherit",
        table_font_size="0.92em",
        table_width="100%",
    )
    return "\n".join(line.rstrip() for line in made.as_raw_html().splitlines() if line.strip())
