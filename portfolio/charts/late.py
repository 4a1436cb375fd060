"""滞后项目 as charts: days late by county, and how many projects fall in each band of days."""

from __future__ import annotations

import json

import polars as pl

from portfolio import codes
from portfolio.charts import bars, row_labels, theme
from portfolio.charts.vega import Chart, Layer, Spec, field, layer, mark, value
from portfolio.codes import Language
from portfolio.words import say

TICKS = (0, 30, 90, 180, 365, 730, 1095, 1825, 2555, 3650)
"""Days at the axis: months, a quarter, half a year, then years."""
NOT_ON_PHONE = (30, 1095, 2555)
NEAR = 12
"""Days within which two points of one county would cover each other."""
LIGHTS = ("red", "yellow")
"""The lights that a late project may have."""
UNSIGNED = "slice(datum.label, 2)"
"""A light's label without the sign in front: beside a point of the same shape it would stand twice."""


def by_county(counties: pl.DataFrame, projects: pl.DataFrame, red_days: float, language: Language) -> Chart:
    """One point a late project at its days late, one row a county, a stroke at the county's median.

    `counties`: label, judged_count, late_count, passed_unreported_count, dated_count, median_delay_days, ranking, in
    order. `projects`: label (of the county), name, delay_days, state, milestone (in words), href (what a click opens).
    Red begins past `red_days`.
    """
    lines = counties.with_columns(row_labels.two_lines(_late_of(language)))
    points = _spread(projects.join(lines.select("label", "line"), on="label"), language)
    scale = _days(points["delay_days"], red_days)
    place = {
        "y": row_labels.channel(lines["line"].to_list()),
        "yOffset": field("level:Q", scale={"domain": [-1, 1]}),
    }
    days = field("delay_days:Q", scale=scale, axis=_day_axis(say(language, "late.chart_days")))
    project = {**place, **_light(language), "x": days, "href": field("href:N"), "tooltip": _tips(language)}
    dot = mark("point", filled=True, size=theme.by_screen(140, 80), opacity=1, stroke="white")
    middle = lines.drop_nulls("median_delay_days").with_columns(level=pl.lit(0.0))
    median = mark("point", shape="stroke", angle=90, size=1500, strokeWidth=3, color=theme.INK)
    facts = {"count": projects.height, "days": projects["delay_days"].max()}
    return theme.chart(
        layer(points, dot, project),
        layer(middle, median, place | {"x": field("median_delay_days:Q", scale=scale)}),
        *_red(red_days, language),
        description=say(language, "late.chart_county_description", **facts),
        height={"step": 62},
    )


def bands(counts: pl.DataFrame, language: Language) -> Chart:
    """One bar a band of days late, cut by light, each piece with its number; an empty band keeps its row.

    `counts`: delay_band, state, project_count.
    """
    known = {(band, state): count for band, state, count in counts.iter_rows()}
    lights = {state: theme.state_label(state, language) for state in LIGHTS}
    rows = [
        (label, lights[state], count, f"{sign(state, language)} {count}" if count else "")
        for band, label in codes.labels("delay_band", language).items()
        for state in LIGHTS
        if (count := known.get((band, state), 0)) or state == LIGHTS[0]
    ]
    shown = pl.DataFrame(rows, ["label", "part", "size", "mark"], orient="row")
    colours = {label: theme.STATES[state] for state, label in lights.items()}
    told = "; ".join(f"{label} {part} {size}" for label, part, size, _ in rows)
    description = say(language, "late.chart_bands_description", told=told)
    return bars.pieces(shown, colours, say(language, "late.chart_bands"), description)


def sign(state: str, language: Language) -> str:
    """The sign of a light: ●."""
    return theme.state_label(state, language).split(" ")[0]


def _late_of(language: Language) -> pl.Expr:
    """How many of a county's projects with a day are late or past it unreported, or that none reported; its ranking."""
    words = say(language, "late.chart_late_of", late="{}", passed="{}", dated="{}")
    late = pl.format(words, pl.col("late_count").fill_null(0), "passed_unreported_count", "dated_count")
    silent = pl.lit(say(language, "table.not_reported"))
    nobody = (pl.col("judged_count") == 0) & (pl.col("passed_unreported_count") == 0)
    told = pl.when(nobody).then(silent).otherwise(late)
    return pl.concat_str(told, row_labels.ranked(language))


def _spread(projects: pl.DataFrame, language: Language) -> pl.DataFrame:
    """The projects with `level`, which keeps points of one county and nearly one day from covering each other."""
    near = (pl.col("delay_days") / NEAR).round()
    place = pl.int_range(pl.len()).over("line", near)
    step = pl.when(place % 2 == 0).then(place / 2).otherwise(-(place + 1) / 2)
    most = pl.max_horizontal(pl.lit(2.0), (pl.len().over("line", near) / 2).max())
    return _lit(projects, language).with_columns(level=(step / most * 0.85).cast(pl.Float64))


def _lit(projects: pl.DataFrame, language: Language) -> pl.DataFrame:
    """The projects with `light`, their state as a chart says it."""
    labels = {code: theme.state_label(code, language) for code in theme.STATES}
    return projects.with_columns(light=pl.col("state").replace_strict(labels, default=None))


def _light(language: Language) -> Spec:
    scales = {"color": theme.state_scale(language, LIGHTS), "shape": theme.shape_scale(language, LIGHTS)}
    legend = {"title": None, "labelExpr": UNSIGNED}
    return {look: field("light:N", scale=scale, legend=legend) for look, scale in scales.items()}


def _days(days: pl.Series, red_days: float) -> Spec:
    """Days by their square root: weeks and years can both be read."""
    end = max(float(str(days.max() or 0)), red_days) * 1.05
    return {"type": "sqrt", "domain": [0, end], "nice": False}


def _day_axis(title: str) -> Spec:
    left_out = f"{theme.PHONE} && indexof({json.dumps(NOT_ON_PHONE)}, datum.value) >= 0"
    told = f"{left_out} ? '' : format(datum.value, ',')"
    return {"values": list(TICKS), "labelExpr": told, "title": title, "labelOverlap": False}


def _red(red_days: float, language: Language) -> list[Layer]:
    """The line past which red begins, with its words."""
    told = say(language, "late.chart_red_line", days=f"{red_days:g}")
    rows = pl.DataFrame({"days": [red_days], "told": [told]})
    x = {"x": field("days:Q")}
    line = mark("rule", color=theme.STATES["red"], strokeWidth=2, strokeDash=[6, 4])
    text = mark("text", color=theme.STATES["red"], align="left", dx=5, baseline="top")
    return [layer(rows, line, x), layer(rows, text, x | {"y": value(2), "text": field("told:N")})]


def _tips(language: Language) -> list[Spec]:
    titles = {
        "name": "column.name",
        "label": "column.county_code",
        "milestone": "column.milestone",
        "delay_days": "column.late_days",
        "light": "column.state",
    }
    return [field(f"{name}:N", title=say(language, key)) for name, key in titles.items()]
