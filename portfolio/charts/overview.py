"""The charts of 总览: states by county, and who reported the last closed month."""

from __future__ import annotations

from functools import cache

import altair as alt
import polars as pl

from portfolio import codes
from portfolio.charts import bars, theme
from portfolio.charts.layers import Filled, Shape, place
from portfolio.codes import Language


def states_by_county(
    rows: pl.DataFrame, heading: str, description: str, language: Language, link: bars.Link | None = None
) -> Filled:
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


def coverage(rows: pl.DataFrame, heading: str, description: str, link: bars.Link | None = None) -> Filled:
    """One bar a county: projects that reported the month inside those expected to; rows: label and both counts."""
    told = [bars.count_text(*pair) for pair in rows["reported_count", "expected_count"].iter_rows()]
    shown = bars.linked(rows, link).with_columns(pl.Series("told", told, dtype=pl.String))
    end = bars.reach(shown, "expected_count")
    return _coverage().filled(shown, description=description, heading=heading, end=end)


@cache
def _coverage() -> Shape:
    """What all charts of who reported have in common."""
    tips = [alt.Tooltip("label:N", title=" "), alt.Tooltip("told:N", title=place("heading"))]
    base = alt.Chart(pl.DataFrame()).encode(
        y=alt.Y("label:N", sort=None, title=None), href=alt.Href("href:N"), tooltip=tips
    )
    scale = bars.reaching(place("end"))
    outer = alt.X("expected_count:Q", title=place("heading"), scale=scale, axis=bars.QUIET_AXIS)
    expected = base.mark_bar(color="#ffffff", stroke=theme.QUIET).encode(x=outer)
    reported = base.mark_bar(color=theme.BLUE).encode(x=alt.X("reported_count:Q", title=place("heading")))
    text = base.mark_text(align="left", dx=6).encode(x=outer, text=alt.Text("told:N"))
    return theme.dressed(theme.layered(expected, reported, text), "", theme.ROW).shape()
