"""支出进度 as charts: the year's curve, and work done and payment against the annual plan."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from typing import Any, Literal, cast

import altair as alt
import polars as pl

from portfolio.charts import row_labels, theme
from portfolio.charts.layers import Filled, Shape, place
from portfolio.codes import Language
from portfolio.formats import share_text
from portfolio.words import say

SERIES = {
    "plan_amount": ("plan_count", theme.QUIET, [2, 4], "triangle-up"),
    "matched_plan_amount": ("work_done_count", theme.INK, [9, 5], "diamond"),
    "work_done_year_amount": ("work_done_count", theme.MONEY["work_done"], [1, 0], "circle"),
    "paid_year_amount": ("paid_count", theme.MONEY["paid"], [1, 0], "square"),
}
"""Amount of the curve to the column of its projects, and its colour, dashes and shape."""
SPRING = 120
"""Days of a year before which there is more room on the right of the day's line than on its left."""


def year_curve(rows: pl.DataFrame, as_of: date, language: Language) -> Filled:
    """The months of a year: planned by 序时, work done and paid, the projects of each month under the axis.

    `rows` are those of queries.year_curve with the year's amounts as Decimals; the day is marked where it
    falls into the year.
    """
    unit = theme.money_unit([amount for name in SERIES for amount in rows[name]], language)
    long = _long(theme.scaled(rows, list(SERIES), unit), language)
    day = as_of.timetuple().tm_yday if as_of.year == rows["month_on"][0].year else None
    marked = [] if day is None else [_day(day, as_of, long, language)]
    side = None if day is None else "left" if day > SPRING else "right"
    return _year_curve(side, language).filled(
        long,
        *marked,
        description=_curve_told(rows, unit, language),
        amount=say(language, "spending.chart_amount", unit=unit.label),
        days=_days(rows),
        months=_month_labels(rows, language),
    )


@cache
def _year_curve(side: Literal["left", "right"] | None, language: Language) -> Shape:
    """What the curves have in common whose day is told on one `side` of its line, or where none is marked."""
    axis = alt.Axis(
        values=[place("days")],
        labelExpr=place("months"),
        labelOverlap=False,
        labelFlush=False,
        grid=False,
        title=say(language, "spending.chart_month"),
    )
    x = alt.X("day:Q", scale=alt.Scale(domain=[1, 366], nice=False), axis=axis)
    y = alt.Y("amount:Q", title=place("amount"), axis=alt.Axis(tickCount=6))
    tips = _curve_tips(place("amount"), language)
    lines = alt.Chart(pl.DataFrame()).encode(x=x, y=y, tooltip=tips, **_look(language))
    points = lines.mark_point(filled=True, size=theme.by_screen(110, 50), opacity=1)
    drawn = theme.layered(lines.mark_line(strokeWidth=3), points, *(_day_line(side, x) if side else []))
    return theme.dressed(drawn, "", 400).shape()


def _curve_told(rows: pl.DataFrame, unit: theme.MoneyUnit, language: Language) -> str:
    """What a screen reader says of the curve: the newest month with work done, or that there is none."""
    known = rows.drop_nulls("work_done_year_amount")
    if known.is_empty():
        return say(language, "spending.chart_curve_description")
    last = known.row(-1, named=True)
    names = {"plan": "matched_plan_amount", "done": "work_done_year_amount", "paid": "paid_year_amount"}
    facts = {name: unit.text(last[column], language) for name, column in names.items()}
    month = say(language, f"spending.month_{last['month_on'].month}")
    return say(language, "spending.chart_curve_description", month=month, unit=unit.label, **facts)


def _long(rows: pl.DataFrame, language: Language) -> pl.DataFrame:
    """One row a month and amount, for the amounts that are known."""
    days = _days(rows)
    told = [f"{month:%Y-%m}" for month in rows["month_on"]]
    lines = [
        (day, month, amount, n, say(language, f"spending.series_{name}"))
        for name, (count, *_) in SERIES.items()
        for day, month, amount, n in zip(days, told, rows[name], rows[count], strict=True)
        if amount is not None
    ]
    kinds = (pl.Int64, pl.String, rows.schema[next(iter(SERIES))], pl.Int64, pl.String)
    names = ("day", "month", "amount", "n", "series")
    return pl.DataFrame(lines, dict(zip(names, kinds, strict=True)), orient="row")


def _days(rows: pl.DataFrame) -> list[int]:
    """Each month's last day as a day of its year."""
    return [month.timetuple().tm_yday for month in rows["month_on"]]


def _month_labels(rows: pl.DataFrame, language: Language) -> str:
    """What stands at the axis of months: under each month's name the projects that reported work done."""
    days = _days(rows)
    months = [day.month for day in rows["month_on"]]
    counts = [f"{count:,}" if count else "–" for count in rows["work_done_count"]]
    wide = [
        [say(language, f"spending.month_{month}"), f"n={count}"]
        for month, count in zip(months, counts, strict=True)
    ]
    phone = [[str(month), count] for month, count in zip(months, counts, strict=True)]
    at = f"indexof({json.dumps(days)}, datum.value)"
    return f"({theme.PHONE} ? {json.dumps(phone)} : {json.dumps(wide)})[{at}]"


def _look(language: Language) -> dict[str, Any]:
    """The lines told apart by colour, dashes and shape, in one legend."""
    names = [say(language, f"spending.series_{name}") for name in SERIES]
    _, colours, dashes, shapes = zip(*SERIES.values(), strict=True)
    legend = alt.Legend(title=None, columns=theme.by_screen(4, 2))
    scales = {
        name: alt.Scale(domain=names, range=list(kinds))
        for name, kinds in (("color", colours), ("strokeDash", dashes), ("shape", shapes))
    }
    return {
        "color": alt.Color("series:N", scale=scales["color"], legend=legend),
        "strokeDash": alt.StrokeDash("series:N", scale=scales["strokeDash"], legend=legend),
        "shape": alt.Shape("series:N", scale=scales["shape"], legend=legend),
    }


def _curve_tips(amount: str, language: Language) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("series:N", title=say(language, "spending.chart_series")),
        alt.Tooltip("month:N", title=say(language, "column.month_on")),
        alt.Tooltip("amount:Q", title=amount, format=",.2f"),
        alt.Tooltip("n:Q", title=say(language, "column.project_count"), format=","),
    ]


def _day(day: int, as_of: date, long: pl.DataFrame, language: Language) -> pl.DataFrame:
    """Where the day asked about stands, and its date."""
    told = say(language, "spending.chart_day", month=as_of.month, day=as_of.day)
    return pl.DataFrame({"day": [day], "top": [long["amount"].max()], "told": [told]})


def _day_line(side: Literal["left", "right"], x: alt.X) -> list[alt.Chart]:
    """The day asked about as an upright line, with its date on one side."""
    mark = alt.Chart(pl.DataFrame()).encode(x=x)
    line = mark.mark_rule(color=theme.QUIET, strokeWidth=2, strokeDash=[5, 3])
    align: Literal["left", "right"] = "right" if side == "left" else "left"
    text = mark.mark_text(align=align, dx=-6 if side == "left" else 6, baseline="top", color=theme.QUIET)
    return [line, text.encode(y=alt.Y("top:Q"), text=alt.Text("told:N"))]


def pace(rows: pl.DataFrame, language: Language) -> Filled:
    """Work done as bars against the elapsed share as a stroke, one row a county or category, in the rows' order.

    Both are of the projects past their due start (paced_count), so that their distance is the pacing; where there is
    none yet, the bar is the completion of all. Columns: label, known_count, paced_count, project_count,
    completion_share, paced_share, elapsed_share, pacing_share, pacing (in words), href (the address of the rows
    behind it, which a click opens).
    """
    rows = rows.drop_nulls("completion_share").with_columns(
        pl.coalesce("paced_share", "completion_share").alias("done_share"),
        pl.when(pl.col("paced_share").is_null())
        .then("known_count")
        .otherwise("paced_count")
        .alias("known_count"),
    )
    shown = _labelled(rows, language).with_columns(
        pl.max_horizontal("done_share", "elapsed_share").alias("end"),
        (pl.col("pacing_share") * 100).alias("points"),
        pl.Series("elapsed", [_elapsed(share, language) for share in rows["elapsed_share"]]),
    )
    first = {"name": shown["label"][0], "pacing": shown["pacing"][0]}
    return _drawn(_pace(language), shown, "end", say(language, "spending.chart_pace_description", **first))


@cache
def _pace(language: Language) -> Shape:
    """What all charts of work done against the elapsed share have in common."""
    names = [say(language, "spending.chart_done"), say(language, "column.elapsed_share")]
    scale = alt.Scale(domain=names, range=[theme.MONEY["work_done"], theme.INK])
    legend = alt.Legend(title=None, symbolType="square", columns=theme.by_screen(2, 1))
    told = {"color": alt.Color("kind:N", scale=scale, legend=legend), "tooltip": _pace_tips(names, language)}
    base = alt.Chart(pl.DataFrame()).encode(y=row_labels.y([place("lines")]), href=alt.Href("href:N"))
    x = _share("done_share", say(language, "spending.chart_share"))
    bars = base.transform_calculate(kind=json.dumps(names[0])).mark_bar(height={"band": 0.62})
    ticks = base.transform_calculate(kind=json.dumps(names[1])).mark_tick(thickness=4, height={"band": 0.95})
    # Vega would write an unknown number as nought
    short = f"{theme.PHONE} && isValid(datum.points)"
    words = _after(base, "end", f"{short} ? format(datum.points, '+.1f') : datum.pacing")
    drawn = theme.layered(bars.encode(x=x, **told), ticks.encode(x=alt.X("elapsed_share:Q"), **told), words)
    return theme.dressed(drawn, "", row_labels.ROW).shape()


def _elapsed(share: float | None, language: Language) -> str:
    return say(language, "spending.pace_none") if share is None else share_text(share, language)


def payment(rows: pl.DataFrame, language: Language) -> Filled:
    """Paid this year against the annual plan as bars, one row a county, in the rows' order.

    Columns: label, known_count, project_count, annual_payment_share, href.
    """
    shown = _labelled(rows.drop_nulls("annual_payment_share"), language)
    first = {
        "name": shown["label"][0],
        "share": share_text(shown["annual_payment_share"][0], language),
    }
    told = say(language, "spending.chart_payment_description", **first)
    return _drawn(_payment(language), shown, "annual_payment_share", told)


@cache
def _payment(language: Language) -> Shape:
    """What all charts of payment against the annual plan have in common."""
    title = say(language, "column.annual_payment_share")
    base = alt.Chart(pl.DataFrame()).encode(y=row_labels.y([place("lines")]), href=alt.Href("href:N"))
    x = _share("annual_payment_share", title)
    tips = [
        alt.Tooltip("label:N", title=say(language, "spending.chart_row")),
        alt.Tooltip("annual_payment_share:Q", title=title, format=".1%"),
        alt.Tooltip("n:N", title=say(language, "column.known_count")),
    ]
    bars = base.mark_bar(height={"band": 0.62}, color=theme.MONEY["paid"]).encode(x=x, tooltip=tips)
    words = _after(base, "annual_payment_share", "format(datum.annual_payment_share, '.1%')")
    return theme.dressed(theme.layered(bars, words), "", row_labels.ROW).shape()


def _drawn(shape: Shape, rows: pl.DataFrame, furthest: str, description: str) -> Filled:
    """The labelled rows as bars of shares; the column `furthest` holds how far each reaches."""
    return shape.filled(rows, description=description, lines=rows["line"].to_list(), end=_end(rows[furthest]))


def _labelled(rows: pl.DataFrame, language: Language) -> pl.DataFrame:
    """The rows with `n`, the projects that each rests on, and `line`, their label."""
    known = pl.format("n = {} / {}", "known_count", "project_count")
    lower = pl.concat_str(known, row_labels.ranked(language)) if "ranking" in rows.columns else known
    return rows.with_columns(row_labels.two_lines(lower), n=known)


def _share(column: str, title: str) -> alt.X:
    """Shares from nothing to an `end`."""
    axis = alt.Axis(format=".0%", values=[share / 4 for share in range(21)])
    scale = alt.Scale(domain=[0, place("end")], nice=False)
    return alt.X(f"{column}:Q", axis=axis, title=title, scale=scale)


def _end(shares: pl.Series) -> float:
    """The end of an axis of shares: the whole or the largest, with room for words after the longest bar."""
    return max(float(str(shares.max() or 0)), 1.0) * 1.3


def _after(base: alt.Chart, column: str, told: str) -> alt.Chart:
    """The words at the end of each bar."""
    words = base.transform_calculate(told=told).mark_text(align="left", dx=8)
    return cast(alt.Chart, words.encode(x=alt.X(f"{column}:Q"), text=alt.Text("told:N")))


def _pace_tips(names: list[str], language: Language) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("label:N", title=say(language, "spending.chart_row")),
        alt.Tooltip("done_share:Q", title=names[0], format=".1%"),
        alt.Tooltip("elapsed:N", title=names[1]),
        alt.Tooltip("pacing:N", title=say(language, "column.pacing_share")),
        alt.Tooltip("n:N", title=say(language, "column.known_count")),
    ]
