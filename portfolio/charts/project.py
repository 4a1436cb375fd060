"""Two small charts of one project: its money from planned to paid, and its milestones on a line of time."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import altair as alt
import polars as pl

from portfolio.charts import theme
from portfolio.charts.layers import Layers
from portfolio.codes import Language
from portfolio.formats import rounded

DAYS = ("original", "due", "forecast", "done")
"""What is marked of a milestone, in the legend's order."""
SHAPES = ("circle", "diamond", "triangle-right", "square")
COLOURS = (theme.QUIET, theme.BLUE, theme.MONEY["unfunded_gap"], theme.INK)
FILLS = ("#ffffff", theme.BLUE, "#ffffff", theme.INK)
LATE = theme.STATES["red"]
TICKS = alt.Axis(tickCount=theme.by_screen(8, 6, 3))


def ladder(levels: pl.DataFrame, *, language: Language, title: str, unknown: str, description: str) -> Layers:
    """One bar a level: `levels` has measure (a code of theme.MONEY), label, amount (yuan, null: unknown).

    An unknown level has no bar, and `unknown` stands in its place.
    """
    unit = theme.money_unit(levels["amount"], language)
    rows = theme.scaled(levels, ["amount"], unit).with_columns(
        pl.col("amount").fill_null(0).alias("end"),
        pl.Series(
            "told", [unknown if amount is None else _told(unit, amount) for amount in levels["amount"]]
        ),
    )
    y = alt.Y("label:N", sort=levels["label"].to_list(), title=None)
    bars = alt.Chart(rows).mark_bar(stroke=theme.QUIET, strokeWidth=0.5)
    told = alt.Chart(rows).mark_text(align="left", dx=6)
    end = 1.2 * max([*rows["end"], 1e-9])  # a fifth of the width is room for the numbers
    x = alt.X(
        "amount:Q",
        title=unit.titled(title, language),
        scale=alt.Scale(domain=[0, end], nice=False),
        axis=TICKS,
    )
    drawn = bars.encode(x=x, y=y, color=_money_colours(levels), tooltip=_tips(("label", ""), ("told", "")))
    named = told.encode(x=alt.X("end:Q"), y=y, text=alt.Text("told:N"))
    return theme.dressed(theme.layered(drawn, named), description, theme.ROW)


def _told(unit: theme.MoneyUnit, amount: Decimal) -> str:
    """The amount as the tables round it."""
    return f"{rounded(amount.scaleb(-unit.places), 2):,f}"


def _money_colours(levels: pl.DataFrame) -> alt.Color:
    codes = levels["measure"].to_list()
    return alt.Color(
        "measure:N", scale=alt.Scale(domain=codes, range=[theme.MONEY[code] for code in codes]), legend=None
    )


def _tips(*fields: tuple[str, str]) -> list[alt.Tooltip]:
    return [alt.Tooltip(f"{name}:N", title=title) for name, title in fields]


def strip(
    marks: pl.DataFrame,
    late: pl.DataFrame,
    *,
    as_of: date,
    labels: dict[str, str],
    title: list[str],
    description: str,
) -> Layers:
    """The milestones, one a line: `marks` has milestone (label), day_kind (of DAYS), day_on, told.

    `late` has milestone, from_on, to_on, told, counted: a thick line from the due day to the done day, or to
    the day asked about, grey where it counts nowhere as lateness. `labels` says each of DAYS in words; the
    dashed line is `as_of`, and `title` says what the lines mean.
    """
    order = marks["milestone"].unique(maintain_order=True).to_list()
    y = alt.Y("milestone:N", sort=order, title=None, axis=alt.Axis(grid=True))
    lines = alt.Chart(late).mark_rule(strokeWidth=7, opacity=0.75)
    colour = alt.ColorValue(**theme.told_apart("datum.counted", LATE, theme.UNKNOWN))
    late_lines = lines.encode(
        x=_time("from_on", title), x2=alt.X2("to_on:T"), y=y, color=colour, tooltip=_tips(("told", ""))
    )
    today = alt.Chart(pl.DataFrame({"day_on": [as_of]})).mark_rule(
        strokeDash=[5, 4], color=theme.QUIET, strokeWidth=2
    )
    named = marks.with_columns(pl.col("day_kind").replace_strict(labels).alias("mark"))
    points = alt.Chart(named).mark_point(size=theme.by_screen(230, 170, 120), strokeWidth=2.5, opacity=1)
    drawn = points.encode(
        x=_time("day_on", title),
        y=y,
        tooltip=_tips(("milestone", ""), ("mark", ""), ("told", "")),
        **_looks(labels),
    )
    layers = [late_lines, today.encode(x=alt.X("day_on:T")), drawn]
    return theme.dressed(theme.layered(*layers), description, theme.ROW)


def _time(name: str, title: list[str]) -> alt.X:
    axis = alt.Axis(format="%Y-%m", tickCount=theme.by_screen(10, 8, 3), labelFlush=True, titleLineHeight=24)
    return alt.X(f"{name}:T", title=title, axis=axis, scale=alt.Scale(padding=18))


def _looks(labels: dict[str, str]) -> dict[str, alt.Shape | alt.Color | alt.Fill]:
    """Shape, outline and filling by the kind of day, in one legend."""
    domain = [labels[kind] for kind in DAYS]
    legend = alt.Legend(title=None, orient="top", columns=2)
    return {
        "shape": alt.Shape("mark:N", scale=alt.Scale(domain=domain, range=list(SHAPES)), legend=legend),
        "color": alt.Color("mark:N", scale=alt.Scale(domain=domain, range=list(COLOURS)), legend=legend),
        "fill": alt.Fill("mark:N", scale=alt.Scale(domain=domain, range=list(FILLS)), legend=legend),
    }
