"""The charts of 数据质量: what is known by field and county, who reported which month, how old the newest report is."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import polars as pl

from portfolio.charts import bars, theme
from portfolio.charts.layers import Layers
from portfolio.codes import Language
from portfolio.words import say

CELL_TEXT = theme.by_screen(17, 10, 14)
EMPTY = "—"
"""Stands in a cell that nothing could fill: no project, or no report expected."""
LATE = "*"
"""Stands on a telephone behind a count of which some came late."""
ROW = alt.Step(36)
LINE = 20
"""The height of one line of a column's name."""
BANDS = ("#1f5c99", "#93b7d8", "#f0d9a8", "#e0a34a", "#c2702a", "#8a3d17", theme.UNKNOWN)
"""From reported to long ago, ever warmer and darker; never reported in the grey of the unknown."""


def grid(
    cells: pl.DataFrame, rows: Sequence[str], columns: Sequence[str], heading: str, description: str
) -> Layers:
    """A cell a row and column, darker for a larger share; cells: row, column, told, short, share, tip, href.

    `share` is NULL where nothing could be known: the cell is grey and says —; a share of nothing is white and
    says 0. `short` is what a telephone has room for, on two lines at a |.
    """
    shown = cells.with_columns(
        pl.Series("fill", [_fill(share) for share in cells["share"]], dtype=pl.String),
        pl.Series("ink", [_ink(share) for share in cells["share"]], dtype=pl.String),
    )
    base = alt.Chart(shown).encode(
        x=alt.X(
            "column:N",
            sort=list(columns),
            axis=_column_axis(heading, columns),
            scale=alt.Scale(domain=list(columns)),
        ),
        y=alt.Y("row:N", sort=list(rows), title=None, scale=alt.Scale(domain=list(rows))),
        href=alt.Href("href:N"),
        tooltip=[alt.Tooltip(f"{name}:N", title=" ") for name in ("row", "column", "tip")],
    )
    cell = base.mark_rect(stroke=theme.LINE, strokeWidth=1).encode(color=alt.Color("fill:N", scale=None))
    lifted = theme.by_screen(0, -5)
    written = base.mark_text(fontSize=CELL_TEXT, lineBreak="|", lineHeight=11, dy=lifted)
    written = written.transform_calculate(written=f"{theme.PHONE} ? datum.short : datum.told")
    text = written.encode(text=alt.Text("written:N"), color=alt.Color("ink:N", scale=None))
    return theme.dressed(theme.layered(cell, text), description, ROW)


def _fill(share: float | None) -> str:
    return theme.LINE if share is None else "#ffffff" if share == 0 else theme.heat(share)


def _ink(share: float | None) -> str:
    return theme.QUIET if share is None else theme.on_colour(_fill(share))


def _column_axis(heading: str, columns: Sequence[str]) -> alt.Axis:
    """The axis above the cells; on a telephone its names stand upright, else they take a word a line."""
    turned, align = (alt.ExprRef(expr=f"{theme.PHONE} ? {one}") for one in ("-90 : 0", "'left' : 'center'"))
    lines = max(len(name.split(" ")) for name in columns)
    room = alt.ExprRef(expr=f"{theme.PHONE} ? 4 : {4 + LINE * (lines - 1)}")
    return alt.Axis(
        title=heading,
        orient="top",
        labelAngle=turned,
        labelAlign=align,
        labelExpr=f"{theme.PHONE} ? datum.label : split(datum.label, ' ')",
        labelLineHeight=LINE,
        labelPadding=room,
        labelOverlap=False,
        domain=False,
        ticks=False,
    )


def staleness(
    rows: pl.DataFrame, heading: str, description: str, language: Language, link: bars.Link | None = None
) -> Layers:
    """One bar a band of age, in the rows' order; rows: label, project_count, share."""
    count = pl.format(say(language, "quality.chart_projects", count="{}"), "project_count")
    colours = pl.Series("colour", BANDS[: rows.height], dtype=pl.String)
    shown = bars.linked(rows, link).with_columns(count.alias("told"), colours)
    base = alt.Chart(shown).encode(
        y=alt.Y("label:N", sort=None, title=None),
        tooltip=[alt.Tooltip("label:N", title=" "), alt.Tooltip("told:N", title=heading)],
        **bars.opening(bars.opens(shown)),
    )
    x = alt.X(
        "project_count:Q",
        title=heading,
        scale=bars.reaching(bars.reach(shown, "project_count")),
        axis=bars.QUIET_AXIS,
    )
    drawn = base.mark_bar(stroke=theme.QUIET, strokeWidth=0.5).encode(
        x=x, color=alt.Color("colour:N", scale=None)
    )
    text = base.mark_text(align="left", dx=6).encode(x=x, text=alt.Text("told:N"))
    return theme.dressed(theme.layered(drawn, text), description, theme.ROW)
