"""Projects on a line of time: planned from start to completion, built so far, expected, and the part that is late."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl

from portfolio.charts import row_labels, theme
from portfolio.charts.vega import Chart, Layer, Spec, expr, field, layer, mark, value

MOST_PROJECTS = 30
"""How many projects the chart shows; the table has them all."""
STEP, BAND = {"step": 46}, 37
"""The height of a row, and of what is drawn in it."""
SPANS = {
    "planned": ("start_due_on", "end_due_on", theme.MONEY["allocated"], 15, [1, 0]),
    "built": ("start_done_on", "built_until_on", theme.INK, 5, [1, 0]),
    "expected": ("end_due_on", "end_alive_on", theme.MONEY["idle"], 3, [5, 3]),
    "late": ("late_from_on", "late_until_on", theme.STATES["red"], 7, [1, 0]),
}
"""Span to the days it lies between, its colour, how thick it is, its dashes."""
MARKS = {
    "original": ("end_original_on", "○", theme.QUIET, "#ffffff", "circle"),
    "due": ("end_due_on", "◆", theme.BLUE, theme.BLUE, "diamond"),
    "forecast": ("end_alive_on", "▷", theme.MONEY["idle"], "#ffffff", "triangle-right"),
    "lapsed": ("end_lapsed_on", "✕", theme.QUIET, theme.QUIET, "cross"),
    "done": ("completed_on", "■", theme.INK, theme.INK, "square"),
}
"""Day to its column, sign, outline, filling and shape."""
BELOW = {"late": 0.62}
"""How far under the middle of its row a span lies, so that it is seen beside what it overlaps."""
Types = dict[str, pl.DataType | type[pl.DataType]]
WHOSE: Types = {"line": pl.String, "name": pl.String, "href": pl.String}
WHERE: Types = {"told": pl.String, "level": pl.Float64}


def by_project(rows: pl.DataFrame, as_of: date, words: Mapping[str, str], description: str) -> Chart:
    """One row a project in the rows' order, the first MOST_PROJECTS of them; a click opens its `href`.

    `rows`: those of queries.project_spans with `label` (what stands under the name) and `href`. `words` names
    each of SPANS and MARKS, and `day` the day asked about.
    """
    shown = _told_apart(_named(rows.head(MOST_PROJECTS)))
    place = {
        "x": _time(words),
        "y": row_labels.channel(shown["line"].to_list()),
        "yOffset": field("level:Q", scale={"domain": [-1, 1], "range": [0, BAND]}),
        "href": field("href:N"),
    }
    span = place | _span_looks(words) | {"x2": {"field": "to_on"}, "tooltip": _tips("span", words)}
    day = place | _mark_looks(words) | {"tooltip": _tips("mark", words)}
    point = mark("point", size=theme.by_screen(150, 70), strokeWidth=2, opacity=1)
    return theme.chart(
        layer(_spans(shown, words), mark("rule", strokeCap="butt"), span),
        *_today(as_of, words["day"]),
        layer(_marks(shown, words), point, day),
        description=description,
        height=STEP,
    )


def _named(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with `line`: the name, its number added where two bear one name; then what stands under it."""
    twice = pl.col("name").is_duplicated()
    name = pl.when(twice).then(pl.format("{} {}", "name", "project_id")).otherwise("name")
    return rows.with_columns(pl.format("{}|{}", name, "label").alias("line"))


def _told_apart(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with the forecast as one still to come (end_alive_on) or one that has passed (end_lapsed_on)."""
    past = pl.col("end_forecast_past_days").fill_null(0) > 0
    return rows.with_columns(
        end_alive_on=pl.when(~past).then("end_forecast_on"),
        end_lapsed_on=pl.when(past).then("end_forecast_on"),
    )


def _spans(rows: pl.DataFrame, words: Mapping[str, str]) -> pl.DataFrame:
    """One row a project and span of which both ends are known."""
    spans = [
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
    return pl.DataFrame(spans, WHOSE | days | {"span": pl.String} | WHERE, orient="row")


def _marks(rows: pl.DataFrame, words: Mapping[str, str]) -> pl.DataFrame:
    """One row a project and known day; the original due day only where it was moved."""
    marks = [
        (row["line"], row["name"], row["href"], day, words[kind], str(day), 0.0)
        for kind, (column, *_) in MARKS.items()
        for row in rows.iter_rows(named=True)
        if (day := row[column]) and (kind != "original" or row["end_slip_days"])
    ]
    return pl.DataFrame(marks, WHOSE | {"from_on": pl.Date, "mark": pl.String} | WHERE, orient="row")


def _time(words: Mapping[str, str]) -> Spec:
    """The axis of days at the top, headed by the signs of what is marked, two or three a line."""
    signs = [f"{sign} {words[kind]}" for kind, (_, sign, *_) in MARKS.items()]
    title = ["   ".join(signs[:2]), "   ".join(signs[2:])]
    ticks = {"format": "%Y-%m", "tickCount": theme.by_screen(10, 3, 7), "labelFlush": True}
    axis = {"orient": "top", "titleLineHeight": 24, **ticks}
    return field("from_on:T", title=title, axis=axis, scale={"padding": 14})


def _tips(kind: str, words: Mapping[str, str]) -> list[Spec]:
    titles = {"name": words["name"], kind: " ", "told": " "}
    return [field(f"{name}:N", title=title) for name, title in titles.items()]


def _span_looks(words: Mapping[str, str]) -> Spec:
    """The spans told apart by colour, thickness and dashes, in one legend."""
    names = [words[kind] for kind in SPANS]
    _, _, colours, widths, dashes = map(list, zip(*SPANS.values(), strict=True))
    columns = theme.by_screen(4, 1)
    legend = {"title": None, "columns": columns, "symbolType": "stroke", "symbolSize": 400}
    scales: dict[str, Spec] = {
        "color": {"range": colours},
        "strokeWidth": {"type": "ordinal", "range": widths},
        "strokeDash": {"range": dashes},
    }
    return {
        look: field("span:N", scale={"domain": names, **scale}, legend=legend)
        for look, scale in scales.items()
    }


def _mark_looks(words: Mapping[str, str]) -> Spec:
    """The days told apart by shape, outline and filling; the axis names them."""
    names = [words[kind] for kind in MARKS]
    _, _, *ranges = map(list, zip(*MARKS.values(), strict=True))
    return {
        look: field("mark:N", scale={"domain": names, "range": looks}, legend=None)
        for look, looks in zip(("stroke", "fill", "shape"), ranges, strict=True)
    }


def _today(as_of: date, words: str) -> list[Layer]:
    """The day asked about as an upright line with its words under the last row."""
    rows = pl.DataFrame({"day_on": [as_of], "told": [words]})
    x = {"x": field("day_on:T")}
    line = mark("rule", color=theme.QUIET, strokeWidth=2, strokeDash=[5, 3])
    text = mark("text", color=theme.QUIET, align="center", baseline="top")
    under = {"y": value(expr("height + 6")), "text": field("told:N")}
    return [layer(rows, line, x), layer(rows, text, x | under)]
