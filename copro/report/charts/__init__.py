"""Charts: functions `chart(fig, data, colours, **options)` that draw on a figure."""

from copro.report.charts.basic import bars, dots, lines

__all__ = ["bars", "dots", "lines"]
