"""支出进度 as charts: the year's curve, and work done and payment against the annual plan."""

from __future__ import annotations

import json
from datetime import date

import polars as pl

from portfolio.charts import row_labels, theme
from portfolio.charts.vega import Chart, Layer, Spec, field, layer, mark
from portfolio.codes import Language
from portfolio.formats import share_text
from portfolio.words import say

SERIES = {
    "plan_amount": ("plan_count", theme.INK, [9, 5], "diamond"),
    "work_done_year_amount": ("work_done_count", theme.MONEY["work_done"], [1, 0], "circle"),
    "paid_year_amount": ("paid_count", theme.MONEY["paid"], [1, 0], "square"),
}
"""Amount of the curve to the column of its projects, and its colour, dashes and shape."""
SPRING = 120
"""Days of a year before which there is more room on the right of the day's line than on its left."""


def year_curve(rows: pl.DataFrame, as_of: date, language: Language) -> Chart:
    """The months of a year: planned by 序时, work done and paid; under the axis how much of the plan each month reported.

    `rows` are those of queries.year_curve with the year's amounts as Decimals; the day is marked where it
    falls into the year.
    """
    unit = theme.money_unit([amount for name in SERIES for amount in rows[name]], language)
    long = _long(theme.scaled(rows, list(SERIES), unit), language)
    x, amount = _months(rows, language), say(language, "spending.chart_amount", unit=unit.label)
    encoding = {
        "x": x,
        "y": field("amount:Q", title=amount, axis={"tickCount": 6}),
        "tooltip": _curve_tips(amount, language),
        **_look(language),
    }
    return theme.chart(
        layer(long, mark("line", strokeWidth=3), encoding),
        layer(long, mark("point", filled=True, size=theme.by_screen(110, 50), opacity=1), encoding),
        *(_day(as_of, x, long, language) if as_of.year == rows["month_on"][0].year else []),
        description=_curve_told(rows, unit, language),
        height=400,
    )


def _months(rows: pl.DataFrame, language: Language) -> Spec:
    """The days of the year, told by its months."""
    axis = {
        "values": _days(rows),
        "labelExpr": _month_labels(rows, language),
        "labelOverlap": False,
        "labelFlush": False,
        "grid": False,
        "title": say(language, "spending.chart_month"),
    }
    return field("day:Q", scale={"domain": [1, 366], "nice": False}, axis=axis)


def _curve_told(rows: pl.DataFrame, unit: theme.MoneyUnit, language: Language) -> str:
    """What a screen reader says of the curve: the newest month with work done, or that there is none."""
    known = rows.drop_nulls("work_done_year_amount")
    if known.is_empty():
        return say(language, "spending.chart_curve_description")
    last = known.row(-1, named=True)
    names = {"plan": "plan_amount", "done": "work_done_year_amount", "paid": "paid_year_amount"}
    facts = {name: unit.text(last[column], language) for name, column in names.items()}
    month = say(language, f"spending.month_{last['month_on'].month}")
    return say(language, "spending.chart_curve_description", month=month, unit=unit.label, **facts)


def _long(rows: pl.DataFrame, language: Language) -> pl.DataFrame:
    """One row a month and amount, for the amounts that are known."""
    days = _days(rows)
    months = [f"{month:%Y-%m}" for month in rows["month_on"]]
    lines = [
        (day, month, amount, n, say(language, f"spending.series_{name}"))
        for name, (count, *_) in SERIES.items()
        for day, month, amount, n in zip(days, months, rows[name], rows[count], strict=True)
        if amount is not None
    ]
    kinds = (pl.Int64, pl.String, rows.schema[next(iter(SERIES))], pl.Int64, pl.String)
    names = ("day", "month", "amount", "n", "series")
    return pl.DataFrame(lines, dict(zip(names, kinds, strict=True)), orient="row")


def _days(rows: pl.DataFrame) -> list[int]:
    """Each month's last day as a day of its year."""
    return [month.timetuple().tm_yday for month in rows["month_on"]]


def _month_labels(rows: pl.DataFrame, language: Language) -> str:
    """What stands at the axis of months: under each closed month's name the share of the plan it reported."""
    days = _days(rows)
    texts = [
        share_text(part / whole, language) if done is not None and whole else "–"
        for part, whole, done in rows[
            "reported_plan_amount", "annual_plan_amount", "work_done_year_amount"
        ].iter_rows()
    ]
    months = [day.month for day in rows["month_on"]]
    wide = [
        [say(language, f"spending.month_{month}"), share] for month, share in zip(months, texts, strict=True)
    ]
    phone = [[str(month), share.partition(".")[0]] for month, share in zip(months, texts, strict=True)]
    at = f"indexof({json.dumps(days)}, datum.value)"
    return f"({theme.PHONE} ? {json.dumps(phone)} : {json.dumps(wide)})[{at}]"


def _look(language: Language) -> Spec:
    """The lines told apart by colour, dashes and shape, in one legend."""
    names = [say(language, f"spending.series_{name}") for name in SERIES]
    _, *looks = zip(*SERIES.values(), strict=True)
    legend = {"title": None, "columns": theme.by_screen(3, 2)}
    return {
        channel: field("series:N", scale={"domain": names, "range": list(kinds)}, legend=legend)
        for channel, kinds in zip(("color", "strokeDash", "shape"), looks, strict=True)
    }


def _curve_tips(amount: str, language: Language) -> list[Spec]:
    return [
        field("series:N", title=say(language, "spending.chart_series")),
        field("month:N", title=say(language, "column.month_on")),
        field("amount:Q", title=amount, format=",.2f"),
        field("n:Q", title=say(language, "column.project_count"), format=","),
    ]


def _day(as_of: date, x: Spec, long: pl.DataFrame, language: Language) -> list[Layer]:
    """The day asked about as an upright line, with its date on the side that has more room."""
    day = as_of.timetuple().tm_yday
    day_text = say(language, "spending.chart_day", month=as_of.month, day=as_of.day)
    rows = pl.DataFrame({"day": [day], "top": [long["amount"].max()], "told": [day_text]})
    align, dx = ("right", -6) if day > SPRING else ("left", 6)
    line = mark("rule", color=theme.QUIET, strokeWidth=2, strokeDash=[5, 3])
    text = mark("text", align=align, dx=dx, baseline="top", color=theme.QUIET)
    words = {"y": field("top:Q"), "text": field("told:N")}
    return [layer(rows, line, {"x": x}), layer(rows, text, {"x": x} | words)]


def pace(rows: pl.DataFrame, language: Language) -> Chart:
    """The year's rate as bars against the elapsed share as a stroke, one row a county or category, in the rows' order.

    Columns: label, known_count, project_count, completion_share, elapsed_share, pacing_share, pacing (in words), href
    (the address of the rows behind it, which a click opens).
    """
    shown = _labelled(rows.drop_nulls("completion_share"), language).with_columns(
        pl.max_horizontal("completion_share", "elapsed_share").alias("end"),
        (pl.col("pacing_share") * 100).alias("points"),
    )
    names = [say(language, f"column.{column}") for column in ("completion_share", "elapsed_share")]
    base, encoded = _base(shown), _kinds(names) | {"tooltip": _pace_tips(names, language)}
    bar, tick = mark("bar", height={"band": 0.62}), mark("tick", thickness=4, height={"band": 0.95})
    x = _share("completion_share", say(language, "spending.chart_share"), shown["end"])
    done, elapsed = ({"calculate": json.dumps(name), "as": "kind"} for name in names)
    first = {"name": shown["label"][0], "pacing": shown["pacing"][0]}
    return theme.chart(
        layer(shown, bar, base | encoded | {"x": x}, done),
        layer(shown, tick, base | encoded | {"x": field("elapsed_share:Q")}, elapsed),
        _after(shown, base, "end", f"{theme.PHONE} ? format(datum.points, '+.1f') : datum.pacing"),
        description=say(language, "spending.chart_pace_description", **first),
        height=row_labels.ROW,
    )


def _kinds(names: list[str]) -> Spec:
    """Work done and the elapsed share told apart by colour."""
    scale = {"domain": names, "range": [theme.MONEY["work_done"], theme.INK]}
    legend = {"title": None, "symbolType": "square", "columns": theme.by_screen(2, 1)}
    return {"color": field("kind:N", scale=scale, legend=legend)}


def payment(rows: pl.DataFrame, language: Language) -> Chart:
    """Paid this year against the annual plan as bars, one row a county, in the rows' order.

    Columns: label, known_count, project_count, annual_payment_share, href.
    """
    shown = _labelled(rows.drop_nulls("annual_payment_share"), language)
    column, title = "annual_payment_share", say(language, "column.annual_payment_share")
    tips = [
        field("label:N", title=say(language, "spending.chart_row")),
        field(f"{column}:Q", title=title, format=".1%"),
        field("n:N", title=say(language, "column.known_count")),
    ]
    base, bar = _base(shown), mark("bar", height={"band": 0.62}, color=theme.MONEY["paid"])
    first = {"name": shown["label"][0], "share": share_text(shown[column][0], language)}
    return theme.chart(
        layer(shown, bar, base | {"x": _share(column, title, shown[column]), "tooltip": tips}),
        _after(shown, base, column, f"format(datum.{column}, '.1%')"),
        description=say(language, "spending.chart_payment_description", **first),
        height=row_labels.ROW,
    )


def _base(rows: pl.DataFrame) -> Spec:
    """The labelled rows in their order; a click opens the rows behind each."""
    return {"y": row_labels.channel(rows["line"].to_list()), "href": field("href:N")}


def _labelled(rows: pl.DataFrame, language: Language) -> pl.DataFrame:
    """The rows with `n`, the projects that each rests on, and `line`, their label."""
    known = pl.format("{}/{}", "known_count", "project_count")
    lower = pl.concat_str(known, row_labels.ranked(language)) if "ranking" in rows.columns else known
    return rows.with_columns(row_labels.two_lines(lower), n=known)


def _share(column: str, title: str, reached: pl.Series) -> Spec:
    """Shares from nothing to the whole or the largest `reached`, with room for words after the longest bar."""
    end = max(float(str(reached.max() or 0)), 1.0) * 1.3
    axis = {"format": ".0%", "values": [share / 4 for share in range(21)]}
    return field(f"{column}:Q", title=title, axis=axis, scale={"domain": [0, end], "nice": False})


def _after(rows: pl.DataFrame, base: Spec, column: str, end_words: str) -> Layer:
    """The words at the end of each bar."""
    words = base | {"x": field(f"{column}:Q"), "text": field("told:N")}
    return layer(rows, mark("text", align="left", dx=8), words, {"calculate": end_words, "as": "told"})


def _pace_tips(names: list[str], language: Language) -> list[Spec]:
    return [
        field("label:N", title=say(language, "spending.chart_row")),
        field("completion_share:Q", title=names[0], format=".1%"),
        field("elapsed_share:Q", title=names[1], format=".1%"),
        field("pacing:N", title=say(language, "column.pacing_share")),
        field("n:N", title=say(language, "column.known_count")),
    ]
