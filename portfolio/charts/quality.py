"""The grids of 数据质量: what is known by field and county, who reported which month."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from portfolio.charts import theme
from portfolio.charts.heat_grid import heat_grid
from portfolio.charts.vega import Chart, Spec, expr, field

NUMBER = {
    "fontSize": theme.by_screen(17, 10, 14),
    "lineBreak": "|",
    "lineHeight": 11,
    "dy": theme.by_screen(0, -5),
}
"""The number in a cell, on two lines at a |."""
EMPTY = "—"
"""Stands in a cell that nothing could fill: no project, or no report expected."""
LATE = "*"
"""Stands on a telephone behind a count of which some came late."""
ROW = {"step": 23}
LINE = 20
"""The height of one line of a column's name."""


def grid(
    cells: pl.DataFrame, rows: Sequence[str], columns: Sequence[str], heading: str, description: str
) -> Chart:
    """A cell a row and column, darker for a larger share; cells: row, column, told, short, share, tip, href.

    `share` is NULL where nothing could be known: the cell is grey and says —; a share of nothing is white and
    says 0. `short` is what a telephone has room for, on two lines at a |.
    """
    shown = cells.with_columns(
        pl.Series("fill", [_fill(share) for share in cells["share"]], dtype=pl.String),
        pl.Series("ink", [_ink(share) for share in cells["share"]], dtype=pl.String),
    )
    axis = _column_axis(heading, columns)
    across = field("column:N", sort=list(columns), axis=axis, scale={"domain": list(columns)})
    down = field("row:N", sort=list(rows), title=None, scale={"domain": list(rows)})
    edge = {"stroke": theme.LINE, "strokeWidth": 1}
    tips = ("row", "column", "tip")
    return heat_grid(shown, (across, down), tips, edge, NUMBER, description, ROW)


def _fill(share: float | None) -> str:
    return theme.LINE if share is None else "#ffffff" if share == 0 else theme.heat(share)


def _ink(share: float | None) -> str:
    return theme.QUIET if share is None else theme.on_colour(_fill(share))


def _column_axis(heading: str, columns: Sequence[str]) -> Spec:
    """The axis above the cells; on a telephone its names stand upright, else they take a word a line."""
    lines = max(len(name.split(" ")) for name in columns)
    return {
        "title": heading,
        "orient": "top",
        "labelAngle": expr(f"{theme.PHONE} ? -90 : 0"),
        "labelAlign": expr(f"{theme.PHONE} ? 'left' : 'center'"),
        "labelExpr": f"{theme.PHONE} ? datum.label : split(datum.label, ' ')",
        "labelLineHeight": LINE,
        "labelPadding": expr(f"{theme.PHONE} ? 4 : {4 + LINE * (lines - 1)}"),
        "labelOverlap": False,
        "domain": False,
        "ticks": False,
    }
