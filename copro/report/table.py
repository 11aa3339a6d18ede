"""The one function that shows tables."""

import html

import pandas as pd

from copro.data import loaded
from copro.report import output
from copro.report.output import ReportError
from copro.report.sources import source_line


def table(id: str, data: pd.DataFrame, *, caption: str, tables: list[str], labels: dict,
          digits: dict | None = None, groups: str | None = None) -> None:
    """Save and show a table.

    Parameters
    ----------
    id : unique across the book, words joined by hyphens
    data : the table, in the order in which it is shown; saved as CSV in full precision
    caption : what it shows, with definitions and limits
    tables : names of the tables it rests on
    labels : heading, with its unit, of every column of ``data`` that is shown
    digits : decimals by column; columns of numbers that are not named are shown as integers
    groups : column by which rows are grouped under a heading

    Raises ``ReportError`` if caption, tables or a label is missing.
    """
    output.check(id, "table", tables, caption=caption)
    lacking = [c for c in labels if c not in data]
    if lacking or data.empty:
        raise ReportError(f"table {id!r}: " + (f"no column {lacking}" if lacking else "there is no row"))
    data.to_csv(output.folder("tables") / f"{id}.csv", index=False, lineterminator="\n")
    source = source_line(tables)
    record = {"type": "table", "id": id, "caption": caption, "source": source,
              "tables": sorted(tables), "hashes": {n: loaded()[n] for n in sorted(tables)}}
    body = _great_table(id, data, labels, digits or {}, groups)
    dressed = (f'<figure class="copro-table" id="tbl-{id}"><figcaption>{html.escape(caption)} '
               f'Source: {html.escape(source)} <a href="../files/{id}.csv" download>data (CSV)</a>'
               f'</figcaption><div class="table-scroll" tabindex="0" role="region" '
               f'aria-label="{html.escape(caption[:80])}">{body}</div></figure>')
    # Raw HTML stands in Markdown as it is, so both dresses are the same.
    output.show(markdown=f"```{{raw}} html\n{dressed}\n```\n", html=dressed, record=record,
                plain=data[list(labels)].to_string(index=False))


def _great_table(id, data, labels, digits, groups) -> str:
    from great_tables import GT

    shown = data[[*([groups] if groups and groups not in labels else []), *labels]]
    made = GT(shown, id=f"gt-{id}", groupname_col=groups).cols_label(
        {name: label for name, label in labels.items() if name != groups})
    for column in labels:
        if pd.api.types.is_numeric_dtype(shown[column]) and column != groups:
            made = made.fmt_number(columns=column, decimals=digits.get(column, 0))
    made = made.sub_missing(missing_text="–").tab_options(
        table_background_color="transparent", table_font_names="inherit", table_font_size="0.92em", table_width="100%")
    return "\n".join(line.rstrip() for line in made.as_raw_html().splitlines() if line.strip())
