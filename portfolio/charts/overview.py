"""The charts of 总览: states by county, and who reported the last closed month."""

from __future__ import annotations

import polars as pl

from portfolio import codes
from portfolio.charts import bars, theme
from portfolio.charts.vega import Chart, field, layer, mark
from portfolio.codes import Language


def states_by_county(
    rows: pl.DataFrame, heading: str, description: str, language: Language, link: bars.Link | None = None
) -> Chart:
    """One bar a county, a piece a state with its sign and number; rows: label, state, project_count."""
    names = {code: theme.state_label(code, language) for code in codes.labels("state", language)}
    signs = {code: name.split(" ")[0] for code, name in names.items()}
    shown = rows.with_columns(
        pl.col("state").replace_strict(names, return_dtype=pl.String).alias("part"),
        pl.col("project_count").alias("size"),
        pl.format(
            "{} {}", pl.col("state").replace_strict(signs, return_dtype=pl.String), "project_count"
        ).alias("mark"),
    )
    return bars.pieces(shown, {names[code]: theme.STATES[code] for code in names}, heading, description, link)


def coverage(rows: pl.DataFrame, heading: str, description: str, link: bars.Link | None = None) -> Chart:
    """One bar a county: projects that reported the month inside those expected to; rows: label and both counts."""
    told = [bars.count_text(*pair) for pair in rows["reported_count", "expected_count"].iter_rows()]
    shown = bars.linked(rows, link).with_columns(pl.Series("told", told, dtype=pl.String))
    base = {
        "y": bars.ROWS,
        "href": field("href:N"),
        "tooltip": bars.tips(heading),
    }
    scale = bars.reaching(bars.reach(shown, "expected_count"))
    outer = field("expected_count:Q", title=heading, scale=scale, axis=bars.QUIET_AXIS)
    inner = field("reported_count:Q", title=heading)
    return theme.chart(
        layer(shown, mark("bar", color="#ffffff", stroke=theme.QUIET), base | {"x": outer}),
        layer(shown, mark("bar", color=theme.BLUE), base | {"x": inner}),
        layer(shown, bars.BESIDE, base | {"x": outer, "text": field("told:N")}),
        description=description,
        height=theme.ROW,
    )
