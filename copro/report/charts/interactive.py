"""Interactive charts as Vega-Lite specifications; the page's own controls set their parameters.

Every chart has a static twin in a chapter; nothing is shown here that is not there or in its table.
A chart names its data; the page gives it the rows.
"""

from typing import Any

import altair as alt

# Shades that keep a contrast of 3 to 1 on the light and on the dark page; text takes the page's
# colour.
CHOSEN = ["#d9661f", "#2b86c5", "#1a9d74", "#a06ad0", "#c2557f", "#8a7d1f", "#4f8f93", "#a3694a"]
REST = "#8b959e"
INK = "currentColor"


def country_dots(data: str = "places") -> alt.LayerChart:
    """All countries on one indicator, the highest first.

    Parameters indicator and chosen, the countries in colour: Norway, Germany and Denmark or an
    empty text in the place of each, then all others.

    Rows: indicator, unit, country, years, value.
    """
    base = (
        alt.Chart(alt.NamedData(data))
        .transform_filter("datum.indicator == indicator")
        .transform_calculate(mark=_PLACE)
        .encode(
            x=alt.X("value:Q", title=None, axis=alt.Axis(orient="top", tickCount=4)),
            y=alt.Y(
                "country:N", title=None, sort=alt.EncodingSortField("value", "max", "descending")
            ),
            tooltip=["country:N", alt.Tooltip("value:Q", format=",.1f"), "years:N", "unit:N"],
        )
    )
    dots = base.mark_circle(opacity=1).encode(
        color=_places(), size=alt.condition("datum.mark < 0", alt.value(36), alt.value(150))
    )
    # The page gives it the height that the countries of an indicator need.
    return _finish(alt.layer(dots), {"indicator": "", "chosen": []}, height=500)


def country_lines(data: str = "series") -> alt.LayerChart:
    """The chosen countries over time on one indicator, each named at its last value; the others as
    quiet lines.

    Parameters indicator, chosen, first_year and last_year.

    Rows: indicator, unit, country, year, value.
    """
    base = (
        alt.Chart(alt.NamedData(data))
        .transform_filter("datum.indicator == indicator")
        .transform_filter("datum.year >= first_year && datum.year <= last_year")
        .transform_calculate(mark=_PLACE)
        .encode(
            x=alt.X("year:Q", title=None, axis=alt.Axis(format="d", tickMinStep=1, tickCount=6)),
            y=alt.Y("value:Q", title=None),
            detail="country:N",
            tooltip=["country:N", "year:Q", alt.Tooltip("value:Q", format=",.1f"), "unit:N"],
        )
    )
    quiet = base.transform_filter("datum.mark < 0").mark_line(
        color=REST, opacity=0.35, strokeWidth=1
    )
    loud = (
        base.transform_filter("datum.mark >= 0")
        .mark_line(strokeWidth=2.6, point=alt.OverlayMarkDef(size=34, filled=True))
        .encode(color=_places())
    )
    names = (
        base.transform_filter("datum.mark >= 0")
        .transform_joinaggregate(last="max(year)", groupby=["country"])
        .transform_filter("datum.year == datum.last")
        .mark_text(align="right", dx=-6, dy=-10, fontSize=13, fontWeight="bold")
        .encode(text="country:N", color=_places())
    )
    return _finish(
        alt.layer(quiet, loud, names),
        {"indicator": "", "chosen": [], "first_year": 0, "last_year": 0},
        height=300,
    )


def term_lines(data: str) -> alt.LayerChart:
    """Two groups of words over time in one parliament. Parameters first, second.

    Rows: term, year, hits, rate, part_year. Years of which a part is known are hollow.
    """
    base = (
        alt.Chart(alt.NamedData(data))
        .transform_calculate(mark=_chosen("term"))
        .transform_filter("datum.mark != 'other'")
        .encode(
            x=alt.X("year:Q", title=None, axis=alt.Axis(format="d", tickMinStep=1, tickCount=6)),
            y=alt.Y("rate:Q", title="hits per million words", scale=alt.Scale(zero=True)),
            color=_colour(),
            detail="term:N",
            tooltip=[
                "term:N",
                "year:Q",
                "hits:Q",
                alt.Tooltip("rate:Q", title="per million words", format=",.1f"),
            ],
        )
    )
    points = base.mark_point(size=55, strokeWidth=2).encode(
        fill=alt.condition(
            "datum.part_year", alt.value("transparent"), "mark:N", scale=_scale(), legend=None
        )
    )
    return _finish(
        alt.layer(base.mark_line(strokeWidth=2.2), points),
        {"first": "", "second": "", "third": ""},
        height=300,
    )


def gap_map(fields: list[str], themes: list[str], data: str = "cells") -> alt.LayerChart:
    """Studies by policy field and outcome; a click on a cell sets the parameter ``cell``.

    Rows: reading, field, theme, studies. Parameters reading, field, theme (the chosen cell).
    """
    base = (
        alt.Chart(alt.NamedData(data))
        .transform_filter("datum.reading == reading")
        .encode(
            x=alt.X(
                "theme:N",
                sort=themes,
                title=None,
                scale=alt.Scale(domain=themes),
                axis=alt.Axis(orient="top", labelAngle=-90, labelLimit=160),
            ),
            y=alt.Y(
                "field:N",
                sort=fields,
                title=None,
                scale=alt.Scale(domain=fields),
                axis=alt.Axis(labelLimit=130),
            ),
        )
    )
    here = "datum.field == field && datum.theme == theme"
    cells = (
        base.mark_rect(cursor="pointer", strokeWidth=3)
        .encode(
            color=alt.Color(
                "studies:Q", legend=None, scale=alt.Scale(range=["#2b86c522", "#2b86c5"])
            ),
            stroke=alt.condition(here, alt.value(CHOSEN[0]), alt.value("transparent")),
        )
        .add_params(alt.selection_point(name="cell", fields=["field", "theme"]))
    )
    numbers = base.mark_text(color=INK, fontSize=14).encode(text="studies:Q")
    return _finish(
        alt.layer(cells, numbers),
        {"reading": "", "field": "", "theme": ""},
        height=34 * len(fields),
    )


# The place of a country among the chosen, -1 for all others. The first three places, and colours,
# belong to the countries of the book; the other colours begin anew where they end.
_HERE = "indexof(chosen, datum.country)"
_PLACE = f"{_HERE} < 3 ? {_HERE} : 3 + ({_HERE} - 3) % {len(CHOSEN) - 3}"


def _places() -> alt.Color:
    scale = alt.Scale(domain=[-1, *range(len(CHOSEN))], range=[REST, *CHOSEN])
    return alt.Color("mark:N", scale=scale, legend=None)


def _chosen(column: str) -> str:
    names = ("first", "second", "third")
    return " : ".join([*(f"datum.{column} == {n} ? '{n}'" for n in names), "'other'"])


def _scale() -> alt.Scale:
    return alt.Scale(domain=["first", "second", "third", "other"], range=[*CHOSEN[:3], REST])


def _colour() -> alt.Color:
    return alt.Color("mark:N", scale=_scale(), legend=None)


def _finish(
    chart: alt.LayerChart,
    parameters: dict[str, Any],
    height: int,
) -> alt.LayerChart:
    """Size, parameters and the page's type and colours; nothing that reaches out of the page."""
    return (
        chart.add_params(*(alt.param(name=name, value=value) for name, value in parameters.items()))
        .properties(
            width="container",
            height=height,
            background="transparent",
            autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
        )
        .configure(font="Source Sans Pro", aria=False)
        .configure_axis(
            labelColor=INK,
            titleColor=INK,
            labelFontSize=13,
            titleFontSize=13,
            titleFontWeight="normal",
            gridOpacity=0.25,
            gridColor=REST,
            domain=False,
            tickColor=REST,
        )
        .configure_view(stroke=None)
    )
