"""Two small charts of one project: its money from planned to paid, and its milestones on a line of time."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl

from portfolio.charts import theme
from portfolio.charts.vega import Chart, Spec, field, layer, mark, told_apart
from portfolio.codes import Language
from portfolio.formats import rounded

DAYS = ("original", "due", "forecast", "lapsed", "done")
"""What is marked of a milestone, in the legend's order."""
SHAPES = ("circle", "diamond", "triangle-right", "cross", "square")
COLOURS = (theme.QUIET, theme.BLUE, theme.MONEY["unfunded_gap"], theme.QUIET, theme.INK)
FILLS = ("#ffffff", theme.BLUE, "#ffffff", theme.QUIET, theme.INK)
LATE = theme.STATES["red"]


CLOSE = {"step": 24}
"""How close the milestones stand on their line of time."""


def ladder(levels: pl.DataFrame, *, language: Language, title: str, unknown: str, description: str) -> Chart:
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
    end = 1.2 * max([*rows["end"], 1e-9])  # a fifth of the width is room for the numbers
    amount = field(
        "amount:Q",
        title=unit.titled(title, language),
        scale={"domain": [0, end], "nice": False},
        axis={"tickCount": theme.by_screen(8, 6, 3)},
    )
    y = field("label:N", sort=levels["label"].to_list(), title=None)
    bar = {"x": amount, "y": y, "color": _money_colours(levels), "tooltip": _tips("label", "told")}
    return theme.chart(
        layer(rows, mark("bar", stroke=theme.QUIET, strokeWidth=0.5), bar),
        layer(rows, mark("text", align="left", dx=6), {"x": field("end:Q"), "y": y, "text": field("told:N")}),
        description=description,
        height=theme.ROW,
    )


def _told(unit: theme.MoneyUnit, amount: Decimal) -> str:
    """The amount as the tables round it."""
    return f"{rounded(amount.scaleb(-unit.places), 2):,f}"


def _money_colours(levels: pl.DataFrame) -> Spec:
    codes = levels["measure"].to_list()
    scale = {"domain": codes, "range": [theme.MONEY[code] for code in codes]}
    return field("measure:N", scale=scale, legend=None)


def _tips(*columns: str) -> list[Spec]:
    return [field(f"{column}:N", title="") for column in columns]


def strip(
    marks: pl.DataFrame,
    late: pl.DataFrame,
    *,
    as_of: date,
    labels: dict[str, str],
    title: list[str],
    description: str,
) -> Chart:
    """The milestones, one a line: `marks` has milestone (label), day_kind (of DAYS), day_on, told.

    `late` has milestone, from_on, to_on, told, counted: a thick line from the due day to the done day, or to
    the day asked about, grey where it counts nowhere as lateness. `labels` says each of DAYS in words; the
    dashed line is `as_of`, and `title` says what the lines mean.
    """
    order = marks["milestone"].unique(maintain_order=True).to_list()
    y = field("milestone:N", sort=order, title=None, axis={"grid": True})
    line = mark("rule", strokeWidth=7, opacity=0.75)
    colour = told_apart("datum.counted", LATE, theme.UNKNOWN)
    spans = {"x": _time("from_on", title), "x2": {"field": "to_on"}, "y": y, "color": colour}
    dashed = mark("rule", strokeWidth=2, strokeDash=[5, 4], color=theme.QUIET)
    named = marks.with_columns(pl.col("day_kind").replace_strict(labels).alias("mark"))
    point = mark("point", size=theme.by_screen(230, 170, 120), strokeWidth=2.5, opacity=1)
    days = {"x": _time("day_on", title), "y": y, "tooltip": _tips("milestone", "mark", "told")}
    return theme.chart(
        layer(late, line, spans | {"tooltip": _tips("told")}),
        layer(pl.DataFrame({"day_on": [as_of]}), dashed, {"x": field("day_on:T")}),
        layer(named, point, days | _looks(labels)),
        description=description,
        height=CLOSE,
    )


def _time(name: str, title: list[str]) -> Spec:
    ticks = {"format": "%Y-%m", "tickCount": theme.by_screen(10, 8, 3), "labelFlush": True}
    return field(f"{name}:T", title=title, axis={"titleLineHeight": 24, **ticks}, scale={"padding": 18})


def _looks(labels: dict[str, str]) -> Spec:
    """Shape, outline and filling by the kind of day, in one legend."""
    domain = [labels[kind] for kind in DAYS]
    legend = {"title": None, "orient": "top", "columns": 2}
    return {
        look: field("mark:N", scale={"domain": domain, "range": list(looks)}, legend=legend)
        for look, looks in (("shape", SHAPES), ("color", COLOURS), ("fill", FILLS))
    }
