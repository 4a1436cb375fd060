"""县市区对比 as charts: the counties in the order of a figure, and their ranks with and without the largest project."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, Literal, cast

import altair as alt
import polars as pl

from portfolio.charts import row_labels, theme
from portfolio.charts.layers import Filled, Layers, Shape, place
from portfolio.codes import Language
from portfolio.words import say

CHOSEN = "#12325c"
ROW = alt.Step(46)
FORMATS = {"share": ".0%", "points": "+.0f", "amount": ",.2~f", "count": ",.0f"}
"""Unit of a comparison to how its axis writes numbers."""
NO_SIGN_AT_ZERO = "datum.value === 0 ? '0' : datum.label"
ROOM, PHONE_ROOM = 1.35, 2.1
"""How far the axis reaches past the longest bar, so that the number beside it is not cut off."""
LINE = 14
"""The height of one of the lines that a head or a name is broken into on a telephone."""
Row = dict[str, Any]


def ranked_bars(
    rows: pl.DataFrame, whole: Row, heading: str, words: dict[str, str], language: Language
) -> Filled:
    """One bar a county, the best on top, those not ranked apart below in grey; a line at the whole city's figure.

    `rows`: label, rank, reason (why not ranked), ranking, unit, value, part, told (the figure in words), n, chosen,
    href. `whole`: value, part, told. `words`: `apart` (over those not ranked), `whole` (at the line), `description`.
    """
    unit = theme.money_unit([*rows["part"], whole["part"]], language)
    shown = _lines(rows, words["apart"]).with_columns(
        pl.Series("at", [_at(row, unit) for row in rows.iter_rows(named=True)], dtype=pl.Float64)
    )
    shown = shown.with_columns(pl.max_horizontal("at", pl.lit(0.0)).fill_null(0.0).alias("end"), *_colour())
    at_whole = _at(whole, unit) if _is_rate(whole) else None
    line = [] if at_whole is None else [pl.DataFrame({"at": [at_whole], "told": [words["whole"]]})]
    low, high = _reach(shown["at"], at_whole)
    return _ranked_bars(rows["unit"][0], bool(line)).filled(
        shown,
        *line,
        description=words["description"],
        heading=heading,
        title=unit.titled(heading, language) if rows["unit"][0] == "amount" else heading,
        lines=_in_order(shown, words["apart"]),
        low=low,
        high=high,
    )


@cache
def _ranked_bars(unit: str, with_whole: bool) -> Shape:
    """What all ranked bars of a unit have in common, those with a line at the whole city's figure or those without."""
    base = alt.Chart(pl.DataFrame()).encode(
        y=row_labels.y([place("lines")]), href=alt.Href("href:N"), tooltip=_tips(place("heading"))
    )
    ends = {"domainMin": alt.ExprRef(expr=place("low")), "domainMax": alt.ExprRef(expr=place("high"))}
    scale = alt.Scale(**ends, nice=False)
    x = alt.X("at:Q", title=place("title"), scale=scale, axis=_axis(unit))
    bars = base.mark_bar(height={"band": 0.62}).encode(
        x=x, color=alt.Color("colour:N", scale=None), stroke=alt.Stroke("edge:N", scale=None)
    )
    words_at = base.encode(x=alt.X("end:Q"), text=alt.Text("told:N"))
    halo = words_at.mark_text(align="left", dx=8, stroke="#ffffff", strokeWidth=5)
    text = words_at.mark_text(align="left", dx=8)
    drawn = theme.layered(bars, *(_whole(x) if with_whole else []), halo, text)
    return theme.dressed(drawn, "", ROW).shape()


def _lines(rows: pl.DataFrame, apart: str) -> pl.DataFrame:
    """The rows with `line`, their label on two lines: rank and name, n and why not ranked; a mark for the chosen."""
    front = pl.when("chosen").then(pl.lit("▶ ")).otherwise(pl.lit(""))
    place = (
        pl.when(pl.col("rank").is_null())
        .then(pl.lit(""))
        .otherwise(pl.format("{}  ", pl.col("rank").cast(pl.String)))
    )
    why = pl.when(pl.col("reason") == "").then(pl.lit("")).otherwise(pl.format("|{}", "reason"))
    place = place.fill_null("")
    return rows.with_columns(
        pl.concat_str(front, place, "label", pl.lit("|"), "n", why).alias("line"), apart=pl.lit(apart)
    )


def _in_order(rows: pl.DataFrame, apart: str) -> list[str]:
    """The lines of the rows in their order, and before the first that is not ranked one that says so."""
    ranked = rows.filter(pl.col("ranking") == "ranked")["line"].to_list()
    others = rows.filter(pl.col("ranking") != "ranked")["line"].to_list()
    return [*ranked, *([apart] if others else []), *others]


def _at(row: Row, unit: theme.MoneyUnit) -> float | None:
    """Where the figure stands on the axis: money in its unit, points of a hundred, else as it is."""
    if row["value"] is None:
        return None
    if row["unit"] == "amount":
        return unit.of(row["part"])
    return float(row["value"]) * (100 if row["unit"] == "points" else 1)


def _is_rate(row: Row) -> bool:
    return row["unit"] in ("share", "points")


def _colour() -> list[pl.Expr]:
    """Those ranked in blue, the chosen darker and edged, those not ranked in grey."""
    ranked, chosen = pl.col("ranking") == "ranked", pl.col("chosen")
    fill = pl.when(~ranked).then(pl.lit(theme.UNKNOWN)).when(chosen).then(pl.lit(CHOSEN))
    edge = pl.when(~ranked).then(pl.lit(theme.QUIET)).otherwise(pl.lit("#ffffff"))
    return [fill.otherwise(pl.lit(theme.BLUE)).alias("colour"), edge.alias("edge")]


def _reach(ends: pl.Series, whole: float | None) -> tuple[str, str]:
    """From the lowest or nothing to past the highest, with room for the words at the right of each bar."""
    known = [float(end) for end in [*ends.drop_nulls(), *([whole] if whole is not None else [])]]
    low, high = min([0.0, *known]), max([0.0, *known])
    span = (high - low) or 1.0
    expr = f"{high} + {span} * ({theme.PHONE} ? {PHONE_ROOM - 1} : {ROOM - 1})"
    return str(low * 1.03), expr


def _axis(unit: str) -> alt.Axis:
    return alt.Axis(
        format=FORMATS[unit], labelExpr=NO_SIGN_AT_ZERO, tickCount=theme.by_screen(6, 3), grid=False
    )


def _whole(x: alt.X) -> list[alt.Chart]:
    """A dashed line at the whole city's rate, said above it; there is none for sums, which no county could reach."""
    mark = alt.Chart(pl.DataFrame()).encode(x=x)
    line = mark.mark_rule(color=theme.INK, strokeWidth=2, strokeDash=[6, 4])
    text = mark.mark_text(baseline="bottom", dy=-4, color=theme.INK).encode(
        y=theme.at_height(0), text=alt.Text("told:N")
    )
    return [line, cast(alt.Chart, text)]


def _tips(heading: str) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("label:N", title=" "),
        alt.Tooltip("told:N", title=heading),
        alt.Tooltip("n:N", title=" "),
        alt.Tooltip("reason:N", title=" "),
    ]


def both_ranks(rows: pl.DataFrame, description: str, language: Language) -> Layers:
    """A line a county from its rank to its rank without its largest project, both names and figures at its ends.

    `rows`: label, rank, without_rank, value, without_value (in words), largest (the project's name), chosen.
    """
    shown = rows.with_columns(
        _stacked("rank").alias("left"),
        _stacked("without_rank").alias("right"),
        moved=pl.col("rank") != pl.col("without_rank"),
        before=pl.format("{} {}|{}", "rank", "label", "value"),
        after=pl.format("{} {}|{}", "without_rank", "label", "without_value"),
    )
    ends = [say(language, f"compare.chart_{name}") for name in ("with", "without")]
    long = pl.concat(
        [
            shown.select(
                "label",
                "moved",
                "largest",
                pl.lit(ends[0]).alias("end"),
                pl.col("left").alias("at"),
                pl.col("before").alias("told"),
            ),
            shown.select(
                "label",
                "moved",
                "largest",
                pl.lit(ends[1]).alias("end"),
                pl.col("right").alias("at"),
                pl.col("after").alias("told"),
            ),
        ]
    )
    scale = alt.Scale(domain=ends, padding=theme.by_screen(0.9, 2.2, 1.5))
    x = alt.X(
        "end:N",
        sort=ends,
        title=None,
        scale=scale,
        axis=_heads(ends),
    )
    y = alt.Y("at:Q", scale=alt.Scale(domain=[0.5, rows.height + 0.5], reverse=True, nice=False), axis=None)
    tips = [
        alt.Tooltip("label:N", title=" "),
        alt.Tooltip("largest:N", title=say(language, "column.largest_name")),
    ]
    base = alt.Chart(long).encode(x=x, y=y, tooltip=tips)
    colour = alt.ColorValue(**theme.told_apart("datum.moved", theme.MONEY["idle"], theme.BLUE))
    dash = alt.StrokeDashValue(**theme.told_apart("datum.moved", [7, 4], [1, 0]))
    lines = base.mark_line(strokeWidth=3).encode(detail=alt.Detail("label:N"), color=colour, strokeDash=dash)
    dots = base.mark_point(filled=True, size=110, opacity=1).encode(color=colour)
    words = [_at_end(base, end, side) for end, side in zip(ends, (-1, 1), strict=True)]
    drawn = theme.layered(lines, dots, *words)
    return theme.dressed(drawn, description, 46 * rows.height + 20)


def _heads(ends: list[str]) -> alt.Axis:
    """The heads of both ends: on a telephone, where the ends lie close together, a word a line."""
    lines = max(len(end.split(" ")) for end in ends)
    return alt.Axis(
        orient="top",
        labelAngle=0,
        labelExpr=f"{theme.PHONE} ? split(datum.label, ' ') : datum.label",
        labelLineHeight=LINE,
        labelPadding=alt.ExprRef(expr=f"{theme.PHONE} ? {4 + LINE * (lines - 1)} : 4"),
        labelLimit=260,
        domain=False,
        ticks=False,
    )


def _at_end(base: alt.Chart, end: str, side: int) -> alt.Chart:
    """Rank, name and figure outside one end of the lines: on one line, on a telephone the figure under the name."""
    align: Literal["left", "right"] = "left" if side > 0 else "right"
    text = base.transform_filter(f"datum.end == {json.dumps(end)}").mark_text(
        align=align, dx=12 * side, dy=theme.by_screen(0, -7), lineBreak="|", lineHeight=LINE
    )
    written = f"{theme.PHONE} ? datum.told : replace(datum.told, '|', '  ')"
    told = text.transform_calculate(written=written).encode(text=alt.Text("written:N"))
    return cast(alt.Chart, told)


def _stacked(column: str) -> pl.Expr:
    """The place of each county from the top, so that two with one rank do not lie on each other."""
    return pl.col(column).rank("ordinal")
