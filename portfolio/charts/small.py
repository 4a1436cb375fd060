"""Small multiples of 县市区对比: a small chart a county, all on one scale: the year's curve, and a figure over time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from portfolio.charts import theme
from portfolio.charts.vega import Chart, Layer, Spec, field, layer, mark, told_apart
from portfolio.codes import Language
from portfolio.formats import date_text
from portfolio.words import say

HEIGHT = 170
"""The height of a small chart."""
INSIDE_FEW = "#ffffff"
"""Inside a point that rests on too few projects, or in a year's curve on fewer than an earlier month's."""
KINDS = {
    "elapsed_share": (theme.QUIET, [2, 3], 2),
    "work_share": (theme.MONEY["work_done"], [1, 0], 3),
    "paid_share": (theme.MONEY["paid"], [7, 3], 3),
}
"""Share of the annual plan to the colour, dashes and width of its line."""
RESTS_ON = {"work_share": "work_done_count", "paid_share": "paid_count"}
"""Share to the column that says of how many projects it is known."""
FORMATS = {"share": ".0%", "points": "+.0f", "amount": ",.2~f", "count": ",.0f"}
"""Unit of a comparison to how its axis writes numbers."""
NO_SIGN_AT_ZERO = "datum.value === 0 ? '0' : datum.label"
LABEL = theme.by_screen(14, 12)
RATES = ("share", "points")
MONTH = {"month": pl.Int64, "share": pl.Float64, "kind": pl.String, "few": pl.Boolean, "n": pl.String}
"""A month of a curve."""
PLACED = {"place": pl.Int64, "at": pl.Float64, "month": pl.String, "few": pl.Boolean, "n": pl.String}
"""A month of a history."""
NOTHING = pl.DataFrame({"at": [0.0]})
"""Where the line of nothing stands."""


def top_of(rows: pl.DataFrame) -> float:
    """The end of the scale that all curves of a year share: the whole plan, or the furthest past it."""
    known: list[float] = [share for name in ("work_share", "paid_share") for share in rows[name].drop_nulls()]
    return max([1.0, *known])


def curve(rows: pl.DataFrame, top: float, name: str, language: Language) -> Chart:
    """One county's year in small: elapsed, work done and paid as shares of the annual plan, month by month.

    A point that rests on fewer projects than an earlier month's is hollow: it is not the same projects' way.
    """
    months = _small_axis({month: month for month in (3, 6, 9, 12)}, language)
    shares = {"format": ".0%", "values": [0, 0.5, 1], "title": None, "labelFontSize": LABEL}
    base = {
        "x": field("month:Q", scale={"domain": [1, 12]}, axis=months | {"labelOverlap": True}),
        "y": field("share:Q", scale={"domain": [0, top]}, axis=shares),
        "tooltip": _curve_tips(language),
    }
    layers = [drawn for column in KINDS for drawn in _line(_months_of(rows, column, language), column, base)]
    return theme.chart(
        *layers, description=say(language, "compare.curve_description", county=name), height=HEIGHT
    )


def _line(months: pl.DataFrame, column: str, base: Spec) -> list[Layer]:
    """The share as a line with a dot a month."""
    colour, dash, width = KINDS[column]
    line = mark("line", color=colour, strokeDash=dash, strokeWidth=width)
    dots = mark("point", opacity=1, stroke=colour, strokeWidth=1.5, size=12 * width)
    fill = told_apart("datum.few", INSIDE_FEW, colour)
    return [layer(months, line, base), layer(months, dots, base | {"fill": fill})]


def _curve_tips(language: Language) -> list[Spec]:
    return [
        field("kind:N", title=" "),
        field("month:Q", title=say(language, "column.month_on")),
        field("share:Q", title=say(language, "spending.chart_share"), format=".1%"),
        field("n:N", title=" "),
    ]


def _months_of(rows: pl.DataFrame, column: str, language: Language) -> pl.DataFrame:
    """The months in which the share is known, with its name, its n, and whether an earlier month's n was larger."""
    kind = say(language, f"compare.legend_{column.removesuffix('_share')}")
    if column not in RESTS_ON:
        months = [
            (month.month, share, kind, False, "") for month, share in rows["month_on", column].iter_rows()
        ]
        return pl.DataFrame(months, MONTH, orient="row")
    known, most = [], 0
    for month, share, n in rows["month_on", column, RESTS_ON[column]].iter_rows():
        if share is not None:
            most = max(most, n)
            known.append((month.month, share, kind, n < most, say(language, "chart.counted", count=n)))
    return pl.DataFrame(known, MONTH, orient="row")


def _small_axis(months: Mapping[int, int], language: Language) -> Spec:
    """The axis with the numbers of these months, by their places on it."""
    labels = {str(place): say(language, f"spending.month_{month}") for place, month in months.items()}
    return {
        "values": list(months),
        "labelExpr": f"{json.dumps(labels)}[datum.value]",
        "title": None,
        "grid": False,
        "labelFontSize": LABEL,
    }


@dataclass(frozen=True)
class Past:
    """What all small histories of a figure have in common: the months of their axis, the scale, the city behind."""

    months: tuple[date, ...]
    unit: str
    scale: tuple[float, float]
    whole: pl.DataFrame
    language: Language

    @property
    def factor(self) -> float:
        """What a figure is multiplied by to be shown in its unit."""
        own = {"points": 100.0, "amount": 1e-8 if self.language == "zh" else 1e-6}
        return own.get(self.unit, 1.0)


def past(rows: pl.DataFrame, language: Language) -> Past:
    """What the small histories of all counties share. `rows`: those of `history`, and `*` for the whole city."""
    city = rows.filter(pl.col("county_code") == "*")
    months = tuple(sorted(set(city["month_on"])))
    bare = Past(months, str(city["unit"][0]), bounds(rows), city, language)
    return replace(bare, whole=_placed(city, bare))


def bounds(rows: pl.DataFrame) -> tuple[float, float]:
    """The scale that all small histories share: from the least (or nothing) to the most, of counties and of rates."""
    rates = rows.filter((pl.col("county_code") != "*") | pl.col("unit").is_in(RATES))
    known = rates["value"].drop_nulls().to_list()
    low, high = min([0.0, *known]), max([0.0, *known])
    return low, high if high > low else 1.0


def history(rows: pl.DataFrame, past: Past, name: str) -> Chart:
    """One county's figure at each closing in small, the whole city's rate as a grey line behind it.

    `rows`: month_on, value, ranking, known_count, project_count. A point that rests on too few projects is hollow.
    """
    shown, form = _placed(rows, past), FORMATS[past.unit]
    y = _figures(past, form)
    way = {"x": _months(past), "y": y}
    base = way | {"tooltip": _history_tips(form, past.language)}
    city = mark("line", color=theme.QUIET, strokeDash=[5, 4], strokeWidth=2)
    dots = mark("point", size=60, opacity=1, stroke=theme.BLUE, strokeWidth=2)
    return theme.chart(
        layer(NOTHING, mark("rule", color=theme.LINE), {"y": y}),
        *([layer(past.whole, city, way)] if past.unit in RATES else []),
        layer(shown, mark("line", color=theme.BLUE, strokeWidth=3), base),
        layer(shown, dots, base | {"fill": told_apart("datum.few", INSIDE_FEW, theme.BLUE)}),
        description=say(past.language, "compare.history_description", county=name),
        height=HEIGHT,
    )


def _figures(past: Past, form: str) -> Spec:
    """The figures on the scale of all counties."""
    axis = {
        "format": form,
        "labelExpr": NO_SIGN_AT_ZERO,
        "tickCount": 3,
        "title": None,
        "labelFontSize": LABEL,
    }
    domain = [bound * past.factor for bound in past.scale]
    return field("at:Q", scale={"domain": domain, "nice": False}, axis=axis)


def _months(past: Past) -> Spec:
    """The months, every third by its number, counted back from the newest."""
    newest = len(past.months) - 1
    labels = {place: past.months[place].month for place in range(newest % 3, newest + 1, 3)}
    return field("place:Q", scale={"domain": [0, max(newest, 1)]}, axis=_small_axis(labels, past.language))


def _placed(rows: pl.DataFrame, past: Past) -> pl.DataFrame:
    """One row a month with a figure: its place, the figure in its unit, both in words, and whether few are known."""
    place = {month: number for number, month in enumerate(past.months)}
    facts = rows["month_on", "value", "ranking", "known_count", "project_count"].iter_rows()
    placed = sorted(
        (
            place[month],
            value * past.factor,
            date_text(month, "month", past.language),
            ranking in ("too_small", "short_of_reports"),
            f"{known}/{of}",
        )
        for month, value, ranking, known, of in facts
        if value is not None
    )
    return pl.DataFrame(placed, PLACED, orient="row")


def _history_tips(form: str, language: Language) -> list[Spec]:
    return [
        field("month:N", title=say(language, "column.month_on")),
        field("at:Q", title=" ", format=form.replace(".0", ".1")),
        field("n:N", title=" "),
    ]
