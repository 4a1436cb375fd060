"""Projects on a line of time: planned from start to completion, built so far, expected, and the part that is late."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import altair as alt
import polars as pl

from portfolio.charts import row_labels, theme
from portfolio.charts.layers import Layers

MOST = 30
"""How many projects the chart shows; the table has them all."""
STEP, BAND = alt.Step(46), 37
"""The height of a row, and of what is drawn in it."""
SPANS = {
    "planned": ("start_due_on", "end_due_on", theme.MONEY["allocated"], 15, [1, 0]),
    "built": ("start_done_on", "built_until_on", theme.INK, 5, [1, 0]),
    "expected": ("end_due_on", "end_forecast_on", theme.MONEY["idle"], 3, [5, 3]),
    "late": ("late_from_on", "late_until_on", theme.STATES["red"], 7, [1, 0]),
}
"""Span to the days it lies between, its colour, how thick it is, its dashes."""
MARKS = {
    "original": ("end_original_on", "○", theme.QUIET, "#ffffff", "circle"),
    "due": ("end_due_on", "◆", theme.BLUE, theme.BLUE, "diamond"),
    "forecast": ("end_forecast_on", "▷", theme.MONEY["idle"], "#ffffff", "triangle-right"),
    "done": ("completed_on", "■", theme.INK, theme.INK, "square"),
}
"""Day to its column, sign, outline, filling and shape."""
BELOW = {"late": 0.62}
"""How far under the middle of its row a span lies, so that it is seen beside what it overlaps."""
Types = dict[str, pl.DataType | type[pl.DataType]]
WHOSE: Types = {"line": pl.String, "name": pl.String, "href": pl.String}
WHERE: Types = {"told": pl.String, "level": pl.Float64}


def by_project(rows: pl.DataFrame, as_of: date, words: Mapping[str, str], description: str) -> Layers:
    """One row a project in the rows' order, the first MOST of them; a click opens its `href`.

    `rows`: those of queries.project_spans with `label` (what stands under the name) and `href`. `words` names
    each of SPANS and MARKS, and `day` the day asked about.
    """
    shown = _named(rows.head(MOST))
    y = row_labels.y(shown["line"].to_list())
    place = {
        "y": y,
        "yOffset": alt.YOffset("level:Q", scale=alt.Scale(domain=[-1, 1], range=[0, BAND])),
        "href": alt.Href("href:N"),
    }
    spans = alt.Chart(_spans(shown, words)).mark_rule(strokeCap="butt")
    spans = spans.encode(
        **place,
        **_span_looks(words),
        x=_time("from_on", words),
        x2=alt.X2("to_on:T"),
        tooltip=_tips("span", words),
    )
    marks = alt.Chart(_marks(shown, words)).mark_point(
        size=theme.by_screen(150, 70), strokeWidth=2, opacity=1
    )
    marks = marks.encode(
        **place, **_mark_looks(words), x=_time("from_on", words), tooltip=_tips("mark", words)
    )
    drawn = theme.layered(spans, *_today(as_of, words["day"]), marks)
    return theme.dressed(drawn, description, STEP)


def _named(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with `line`: the name, its number added where two bear one name; then what stands under it."""
    twice = pl.col("name").is_duplicated()
    name = pl.when(twice).then(pl.format("{} {}", "name", "project_id")).otherwise("name")
    return rows.with_columns(pl.format("{}|{}", name, "label").alias("line"))


def _spans(rows: pl.DataFrame, words: Mapping[str, str]) -> pl.DataFrame:
    """One row a project and span of which both ends are known."""
    told = [
        (
            row["line"],
            row["name"],
            row["href"],
            begin,
            end,
            words[kind],
            f"{begin} – {end}",
            BELOW.get(kind, 0.0),
        )
        for kind, (first, last, *_) in SPANS.items()
        for row in rows.iter_rows(named=True)
        if (begin := row[first]) and (end := row[last])
    ]
    days = {"from_on": pl.Date, "to_on": pl.Date}
    return pl.DataFrame(told, WHOSE | days | {"span": pl.String} | WHERE, orient="row")


def _marks(rows: pl.DataFrame, words: Mapping[str, str]) -> pl.DataFrame:
    """One row a project and known day; the original due day only where it was moved."""
    told = [
        (row["line"], row["name"], row["href"], day, words[kind], str(day), 0.0)
        for kind, (column, *_) in MARKS.items()
        for row in rows.iter_rows(named=True)
        if (day := row[column]) and (kind != "original" or row["end_slip_days"])
    ]
    return pl.DataFrame(told, WHOSE | {"from_on": pl.Date, "mark": pl.String} | WHERE, orient="row")


def _time(name: str, words: Mapping[str, str]) -> alt.X:
    """The axis of days at the top, headed by the signs of what is marked, two a line."""
    signs = [f"{sign} {words[kind]}" for kind, (_, sign, *_) in MARKS.items()]
    title = ["   ".join(signs[:2]), "   ".join(signs[2:])]
    axis = alt.Axis(
        titleLineHeight=24, format="%Y-%m", tickCount=theme.by_screen(10, 3, 7), labelFlush=True, orient="top"
    )
    return alt.X(f"{name}:T", title=title, axis=axis, scale=alt.Scale(padding=14))


def _tips(kind: str, words: Mapping[str, str]) -> list[alt.Tooltip]:
    titles = {"name": words["name"], kind: " ", "told": " "}
    return [alt.Tooltip(f"{name}:N", title=title) for name, title in titles.items()]


def _span_looks(words: Mapping[str, str]) -> dict[str, object]:
    """The spans told apart by colour, thickness and dashes, in one legend."""
    names = [words[kind] for kind in SPANS]
    _, _, colours, widths, dashes = zip(*SPANS.values(), strict=True)
    legend = alt.Legend(title=None, columns=theme.by_screen(4, 1), symbolType="stroke", symbolSize=400)
    return {
        "color": alt.Color("span:N", scale=alt.Scale(domain=names, range=list(colours)), legend=legend),
        "strokeWidth": alt.StrokeWidth(
            "span:N", scale=alt.Scale(type="ordinal", domain=names, range=list(widths)), legend=legend
        ),
        "strokeDash": alt.StrokeDash(
            "span:N", scale=alt.Scale(domain=names, range=list(dashes)), legend=legend
        ),
    }


def _mark_looks(words: Mapping[str, str]) -> dict[str, object]:
    """The days told apart by shape, outline and filling; the axis names them."""
    names = [words[kind] for kind in MARKS]
    _, _, outlines, fills, shapes = zip(*MARKS.values(), strict=True)
    return {
        "stroke": alt.Stroke("mark:N", scale=alt.Scale(domain=names, range=list(outlines)), legend=None),
        "fill": alt.Fill("mark:N", scale=alt.Scale(domain=names, range=list(fills)), legend=None),
        "shape": alt.Shape("mark:N", scale=alt.Scale(domain=names, range=list(shapes)), legend=None),
    }


def _today(as_of: date, told: str) -> list[alt.Chart]:
    """The day asked about as an upright line with its words under the last row."""
    mark = alt.Chart(pl.DataFrame({"day_on": [as_of], "told": [told]})).encode(x=alt.X("day_on:T"))
    line = mark.mark_rule(color=theme.QUIET, strokeWidth=2, strokeDash=[5, 3])
    text = mark.mark_text(align="center", baseline="top", color=theme.QUIET)
    return [line, text.encode(y=theme.at_height(alt.ExprRef(expr="height + 6")), text=alt.Text("told:N"))]
