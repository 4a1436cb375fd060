"""Bars by county, category or source: known yuan with its number and n beside it, and wholes cut into pieces."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

import polars as pl

from portfolio.charts import theme
from portfolio.charts.vega import Chart, Spec, expr, field, layer, mark
from portfolio.formats import known_text

Row = dict[str, object]
Link = Callable[[Row], str]
AXIS_BEYOND_BAR = 1.45
"""How far the axis reaches past the longest bar, so that the number beside it is not cut off."""
PHONE_ROOM = 2.4
NARROW, NARROW_ON_PHONE = 0.06, 0.13
"""Below this part of the longest bar a piece has no room for its number; the tooltip and the table have it."""
QUIET_AXIS = {"tickCount": 4, "grid": False}
"""Few ticks and no grid: the numbers stand beside the bars."""
ROWS = field("label:N", sort=None, title=None)
"""One bar a label, in the order in which they come."""
BESIDE = mark("text", align="left", dx=6)
"""The number beside the end of a bar."""


def named(rows: pl.DataFrame, column: str, labels: Mapping[str, str]) -> pl.DataFrame:
    """The rows with `label`, the name of their code, in the order of the labels; an unlisted code names itself."""
    shown = ordered(rows, column, labels)
    names = [labels.get(code, code) for code in shown[column]]
    return shown.with_columns(pl.Series("label", names, dtype=pl.String))


def ordered(rows: pl.DataFrame, column: str, labels: Mapping[str, str]) -> pl.DataFrame:
    """The rows in the order of the labels of their codes, unlisted codes last."""
    order = {code: number for number, code in enumerate(labels)}
    places = [order.get(code, len(order)) for code in rows[column]]
    return rows[sorted(range(len(places)), key=places.__getitem__)]


def reaching(end: str) -> Spec:
    """A scale from nothing to an `end`, as `reach` says it."""
    return {"domainMin": 0, "domainMax": expr(end), "nice": False}


def reach(rows: pl.DataFrame, column: str) -> str:
    """The end of a scale past the largest of `column`, with room for the number beside the longest bar."""
    largest = cast(float, rows[column].max() or 1)
    return f"{theme.PHONE} ? {largest * PHONE_ROOM} : {largest * AXIS_BEYOND_BAR}"


def linked(rows: pl.DataFrame, link: Link | None) -> pl.DataFrame:
    """The rows with `href`, the address of the rows behind each; none without `link`."""
    return rows.with_columns(_hrefs(rows, link))


def _hrefs(rows: pl.DataFrame, link: Link | None) -> pl.Series:
    hrefs = [link(row) if link else None for row in rows.iter_rows(named=True)]
    return pl.Series("href", hrefs, dtype=pl.String)


def opening(rows: pl.DataFrame) -> Spec:
    """The channel by which a click opens `href`; none where no row has one, for a browser would open a page "null"."""
    return {"href": field("href:N")} if rows["href"].null_count() < rows.height else {}


def tips(heading: str) -> list[Spec]:
    """What a bar tells when it is pointed at: its label, and under the heading what it has `told`."""
    return [field("label:N", title=" "), field("told:N", title=heading)]


def pieces(
    rows: pl.DataFrame, colours: Mapping[str, str], heading: str, description: str, link: Link | None = None
) -> Chart:
    """One bar a `label`, cut into `part`s of a `size`, each with its `mark` inside; `colours` orders the parts."""
    inks = {part: theme.on_colour(colour) for part, colour in colours.items()}
    order = {part: number for number, part in enumerate(colours)}
    shown = rows.with_columns(
        _hrefs(rows, link),
        pl.col("part").replace_strict(inks, return_dtype=pl.String).alias("ink"),
        pl.col("part").replace_strict(order, return_dtype=pl.Int64).alias("place"),
        pl.format("{} {}", "part", "mark").alias("told"),
    )
    base = {
        "y": ROWS,
        "x": field("size:Q", stack="zero", title=heading, axis=QUIET_AXIS),
        "order": field("place:O"),
        "tooltip": tips(heading),
        **opening(shown),
    }
    middle = field("size:Q", stack="zero", bandPosition=0.5)
    words = {"x": middle, "text": field("written:N"), "color": field("ink:N", scale=None)}
    written = {"calculate": _mark(shown), "as": "written"}
    return theme.chart(
        layer(shown, mark("bar", stroke="#ffffff", strokeWidth=2), base | {"color": _parts(shown, colours)}),
        layer(shown, mark("text", baseline="middle"), base | words, written),
        description=description,
        height=theme.ROW,
    )


def _parts(rows: pl.DataFrame, colours: Mapping[str, str]) -> Spec:
    """The parts by their colours; the legend has those alone that there are."""
    occurring = set(rows["part"])
    occurring_colours = {part: colour for part, colour in colours.items() if part in occurring}
    scale = {"domain": list(occurring_colours), "range": list(occurring_colours.values())}
    legend = {"columns": expr(f"{theme.PHONE} ? 2 : 3"), "symbolType": "square"}
    return field("part:N", scale=scale, title=None, legend=legend)


def _mark(rows: pl.DataFrame) -> str:
    """What is written in a piece: its mark where it is wide enough for it."""
    lengths: dict[str, float] = {}
    for label, size in rows["label", "size"].iter_rows():
        lengths[label] = lengths.get(label, 0) + abs(size or 0)
    longest = max(lengths.values(), default=0) or 1
    bound = f"{longest} * ({theme.PHONE} ? {NARROW_ON_PHONE} : {NARROW})"
    return f"datum.size >= {bound} ? datum.mark : ''"


def count_text(known: int, total: int) -> str:
    """The count beside a bar of counts: 12 / 48."""
    return known_text(known, total)
