"""Charts: functions `chart(fig, data, colours, **options)` that draw on a figure."""

from copro.report.charts.basic import (
    bars,
    columns,
    dots,
    heat,
    lines,
    scatter,
)

__all__ = ["bars", "columns", "dots", "heat", "lines", "scatter"]
