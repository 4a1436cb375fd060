"""Small multiples of 县市区对比: a small chart a county, all on one scale: the year's curve, and a figure over time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

import altair as alt
import polars as pl

from portfolio.charts import theme
from portfolio.charts.compare import FORMATS, NO_SIGN_AT_ZERO
from portfolio.charts.layers import Filled, Shape
from portfolio.codes import Language
from portfolio.formats import date_text
from portfolio.words import say

HEIGHT = 170
"""The height of a small chart."""
FEW = "#ffffff"
"""Inside a point that rests on too few projects, or in a year's curve on fewer than an earlier month's."""
KINDS = {
    "elapsed_share": (theme.QUIET, [2, 3], 2),
    "work_share": (theme.MONEY["work_done"], [1, 0], 3),
    "paid_share": (theme.MONEY["paid"], [7, 3], 3),
}
"""Share of the annual plan to the colour, dashes and width of its line."""
RESTS_ON = {"work_share": "work_done_count", "paid_share": "paid_count"}
"""Share to the column that says of how many projects it is known."""
LABEL = theme.by_screen(14, 12)
RATES = ("share", "points")
MONTH = {"month": pl.Int64, "share": pl.Float64, "kind": pl.String, "few": pl.Boolean, "n": pl.String}
"""A month of a curve."""
PLACED = {"place": pl.Int64, "at": pl.Float64, "month": pl.String, "few": pl.Boolean, "n": pl.String}
"""A month of a history."""
NOTHING = pl.DataFrame({"at": [0.0]})
"""Where the line of nothing stands."""
SHAPES = 64
"""How many shapes are kept; scales differ from view to view."""


def top_of(rows: pl.DataFrame) -> float:
    """The end of the scale that all curves of a year share: the whole plan, or the furthest past it."""
    known: list[float] = [share for name in ("work_share", "paid_share") for share in rows[name].drop_nulls()]
    return max([1.0, *known])


def curve(rows: pl.DataFrame, top: float, name: str, language: Language) -> Filled:
    """One county's year in small: elapsed, work done and paid as shares of the annual plan, month by month.

    A point that rests on fewer projects than an earlier month's is hollow: it is not the same projects' way.
    """
    told = say(language, "compare.curve_description", county=name)
    months = (_months_of(rows, column, language) for column in KINDS)
    return _curve(top, language).filled(*months, description=told)


@lru_cache(SHAPES)
def _curve(top: float, language: Language) -> Shape:
    """What the curves of all counties have in common: they share one scale."""
    x = alt.X("month:Q", scale=alt.Scale(domain=[1, 12]), axis=_small_axis([3, 6, 9, 12], language))
    axis = alt.Axis(format=".0%", values=[0, 0.5, 1], title=None, labelFontSize=LABEL)
    y = alt.Y("share:Q", scale=alt.Scale(domain=[0, top]), axis=axis)
    tips = [
        alt.Tooltip("kind:N", title=" "),
        alt.Tooltip("month:Q", title=say(language, "column.month_on")),
        alt.Tooltip("share:Q", title=say(language, "spending.chart_share"), format=".1%"),
        alt.Tooltip("n:N", title=" "),
    ]
    layers = []
    for colour, dash, width in KINDS.values():
        base = alt.Chart(pl.DataFrame(schema=MONTH)).encode(x=x, y=y, tooltip=tips)
        layers.append(base.mark_line(color=colour, strokeDash=dash, strokeWidth=width))
        fill = alt.FillValue(**theme.told_apart("datum.few", FEW, colour))
        dots = base.mark_point(opacity=1, stroke=colour, strokeWidth=1.5, size=12 * width)
        layers.append(dots.encode(fill=fill))
    return theme.dressed(theme.layered(*layers), "", HEIGHT).shape()


def _months_of(rows: pl.DataFrame, column: str, language: Language) -> pl.DataFrame:
    """The months in which the share is known, with its name, its n, and whether an earlier month's n was larger."""
    kind = say(language, f"compare.legend_{column.removesuffix('_share')}")
    if column not in RESTS_ON:
        told = [
            (month.month, share, kind, False, "") for month, share in rows["month_on", column].iter_rows()
        ]
        return pl.DataFrame(told, MONTH, orient="row")
    known, most = [], 0
    for month, share, n in rows["month_on", column, RESTS_ON[column]].iter_rows():
        if share is not None:
            most = max(most, n)
            known.append((month.month, share, kind, n < most, f"n = {n}"))
    return pl.DataFrame(known, MONTH, orient="row")


def _small_axis(values: list[int], language: Language) -> alt.Axis:
    labels = json.dumps({str(value): say(language, f"spending.month_{value}") for value in values})
    return alt.Axis(
        values=values,
        labelExpr=f"{labels}[datum.value]",
        title=None,
        grid=False,
        labelFontSize=LABEL,
        labelOverlap=True,
    )


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
    whole = rows.filter(pl.col("county_code") == "*")
    months = tuple(sorted(set(whole["month_on"])))
    bare = Past(months, str(whole["unit"][0]), bounds(rows), whole, language)
    return replace(bare, whole=_placed(whole, bare))


def bounds(rows: pl.DataFrame) -> tuple[float, float]:
    """The scale that all small histories share: from the least (or nothing) to the most, of counties and of rates."""
    rates = rows.filter((pl.col("county_code") != "*") | pl.col("unit").is_in(RATES))
    known = rates["value"].drop_nulls().to_list()
    low, high = min([0.0, *known]), max([0.0, *known])
    return low, high if high > low else 1.0


def history(rows: pl.DataFrame, past: Past, name: str) -> Filled:
    """One county's figure at each closing in small, the whole city's rate as a grey line behind it.

    `rows`: month_on, value, ranking, known_count, project_count. A point that rests on too few projects is hollow.
    """
    behind = [past.whole] if past.unit in RATES else []
    told = say(past.language, "compare.history_description", county=name)
    shape = _history(
        past.months, past.unit, tuple(bound * past.factor for bound in past.scale), past.language
    )
    return shape.filled(NOTHING, *behind, _placed(rows, past), description=told)


@lru_cache(SHAPES)
def _history(months: tuple[date, ...], unit: str, scale: tuple[float, ...], language: Language) -> Shape:
    """What the histories of all counties have in common."""
    furthest = max(len(months) - 1, 1)
    x = alt.X("place:Q", scale=alt.Scale(domain=[0, furthest]), axis=_month_axis(months, language))
    form = FORMATS[unit]
    axis = alt.Axis(format=form, labelExpr=NO_SIGN_AT_ZERO, tickCount=3, title=None, labelFontSize=LABEL)
    y = alt.Y("at:Q", scale=alt.Scale(domain=list(scale), nice=False), axis=axis)
    base = alt.Chart(pl.DataFrame(schema=PLACED)).encode(x=x, y=y, tooltip=_history_tips(form, language))
    line = base.mark_line(color=theme.BLUE, strokeWidth=3)
    fill = alt.FillValue(**theme.told_apart("datum.few", FEW, theme.BLUE))
    dots = base.mark_point(size=60, opacity=1, stroke=theme.BLUE, strokeWidth=2).encode(fill=fill)
    behind = alt.Chart(pl.DataFrame(schema=PLACED)).mark_line(
        color=theme.QUIET, strokeDash=[5, 4], strokeWidth=2
    )
    zero = alt.Chart(NOTHING).mark_rule(color=theme.LINE).encode(y=y)
    layers = [zero, *([behind.encode(x=x, y=y)] if unit in RATES else []), line, dots]
    return theme.dressed(theme.layered(*layers), "", HEIGHT).shape()


def _placed(rows: pl.DataFrame, past: Past) -> pl.DataFrame:
    """One row a month with a figure: its place, the figure in its unit, both in words, and whether few are known."""
    place = {month: number for number, month in enumerate(past.months)}
    facts = rows["month_on", "value", "ranking", "known_count", "project_count"].iter_rows()
    placed = sorted(
        (
            place[month],
            value * past.factor,
            date_text(month, "month", past.language),
            ranking == "too_small",
            f"n = {known} / {of}",
        )
        for month, value, ranking, known, of in facts
        if value is not None
    )
    return pl.DataFrame(placed, PLACED, orient="row")


def _month_axis(months: Sequence[date], language: Language) -> alt.Axis:
    """Every third month by its number, counted back from the newest."""
    places = [place for place in range(len(months)) if (len(months) - 1 - place) % 3 == 0]
    labels = json.dumps(
        {str(place): say(language, f"spending.month_{months[place].month}") for place in places}
    )
    return alt.Axis(
        values=places, labelExpr=f"{labels}[datum.value]", title=None, grid=False, labelFontSize=LABEL
    )


def _history_tips(form: str, language: Language) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("month:N", title=say(language, "column.month_on")),
        alt.Tooltip("at:Q", title=" ", format=form.replace(".0", ".1")),
        alt.Tooltip("n:N", title=" "),
    ]
